/*
 * A cart as the till shows it: the document joined with the book as it stands now. The same reckoning as the sale itself
 * (sale_price), so what is shown is what is booked; what keeps a line from being sold is a state and a sentence of that line.
 *
 * Thread: the transaction's (a reader's).   Errors: those of the store.
 */
#ifndef SHOP_CART_VIEW_H
#define SHOP_CART_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/drafts.h"
#include "shop/exchange.h"
#include "shop/swap.h"

struct book;

enum line_state { LINE_OK = 1, LINE_CHOOSE, LINE_UNKNOWN, LINE_STOPPED };
extern const char *const line_state_words[];  /* ok choose unknown stopped */
enum note_level { NOTE_INFO = 1, NOTE_AMBER, NOTE_RED };
extern const char *const note_level_words[];  /* info amber red */

#define VIEW_NOTES_MAX 6
#define NEAR_EXPIRY_DAYS 7

struct view_note {
	int32_t level;
	const char *text;
};
struct view_choice {
	struct id contract_id;            /* one of the two: this, or item_id */
	const char *image;                /* its picture's hash; NULL: none */
	struct id item_id;
	int64_t key;                      /* 1 … 9 */
	const char *name;
	struct money price;
	const char *producer;
	int64_t stock_milli;
	const char *unit;
};
/* Of a hamper. */
struct view_part {
	struct id item_id;
	const char *name;
	int64_t qty_milli;
	const char *unit;
};
struct view_line {
	struct money amount;
	struct view_choice *choices;
	size_t choices_count;
	const char *code, *commune;
	int64_t decimals;
	struct money discount;
	const char *discount_said;        /* "10 % · Khách quen"; NULL: no discount of its own */
	int32_t expiry_day;
	struct id item_id;
	const char *lot_code;
	int64_t n;
	const char *name;
	struct view_note *notes;
	size_t notes_count;
	struct view_part *parts;          /* of a hamper, else none; left out where none */
	size_t parts_count;
	struct money price;               /* SHAPE_ABSENT: none */
	const char *producer;
	int64_t qty_milli;
	const char *remedy;               /* what one key does for a stopped line: "any_lot" the next good lot, "date_read"; NULL: nothing */
	int64_t stars;
	int32_t state;
	const char *unit;
	struct money off;                 /* its own discount and its part of the ticket's; not on the wire */
	struct money agreed_off;          /* of goods of an order, below today's price; not on the wire */
};
/* Whose goods leave with the ticket. */
struct view_order {
	struct money deposit_left;
	struct id id;
	const char *name, *number;        /* of the customer (NULL: forgotten); "ĐH-0007" */
};
struct view_vat {
	struct money gross, vat;
	int32_t vat_class;
};
/* Who buys, as a counter may show it. */
struct view_customer {
	struct id id;
	bool is_firm;                     /* an enterprise or co-operative: VAT and invoice are its kind's */
	const char *name, *phone;         /* the telephone masked; NULL: none */
	const char *tax_code;             /* of a firm only */
};
struct cart_view {
	struct view_back *back;           /* NULL: no exchange */
	const char *blocked;              /* why payment waits; NULL: it may go on */
	struct money cash_due;            /* due, all of it in cash */
	struct money cash_total;
	const char *cash_words;           /* of cash_due; NULL: cash is rounded by nothing, words say it */
	int64_t changed;                  /* the line that the asked change touched; SHAPE_ABSENT: none */
	const char *coupon;               /* "TET26: 10 %"; NULL: none */
	struct view_customer *customer;   /* NULL: nobody in particular */
	struct money discount;
	const char *discount_said;        /* of the ticket's own; NULL: none */
	struct money due;                 /* total less what comes back in exchange, or is brought without a receipt */
	struct id id;
	bool is_gift, is_parked;
	const char *label, *lang;         /* lang NULL: Vietnamese */
	struct view_line *lines;
	size_t lines_count;
	struct money list_total;
	bool needs_second;                /* a discount waits for a second person's PIN */
	struct view_order *order;         /* NULL: none */
	const char *referrer;             /* who brought the customer; NULL: nobody */
	int64_t removed_count;
	struct money rounding;
	struct view_swap *swap;           /* NULL: nothing was brought without a receipt */
	struct id till_id;
	struct money total;
	struct view_vat *vat;
	size_t vat_count;
	int64_t version;
	const char *words;
	/* For paying; not on the wire. */
	struct sale_line_in *sale_lines;
	size_t sale_lines_count;
	struct sale_more sale_more;
	size_t entry_bytes;               /* of the sale's entry, but for its trail, payments and head */
	const char *coupon_refused;       /* why the coupon takes nothing off; NULL: it does, or there is none */
};
extern const struct shape cart_view_shape, view_choice_shape, view_line_shape;

/* What of the settings a cart is reckoned with. */
struct cart_rules {
	struct money cash_round_unit;
	int64_t discount_limit_ppm;
};
bool cart_view(struct txn *txn, struct arena *arena, const struct book *book, const struct cart *cart, const struct cart_rules *rules,
	       int64_t at_us, struct cart_view *view, struct err *err) MUST_CHECK;

/* Puts the ticket's discount onto its lines, as the view has it, before another ticket's lines come among them. ERR_CONFLICT "other_id". */
bool cart_view_lines_discount(const struct cart_view *view, struct cart_doc *doc, struct err *err) MUST_CHECK;

/* The line of a view by its number; NULL: none. */
const struct view_line *cart_view_line(const struct cart_view *view, int64_t n);

#endif
