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
	struct id contract_id, item_id;   /* one of the two */
	int64_t key;                      /* 1 … 9 */
	const char *name;
	struct money price;
	const char *producer;
	int64_t stock_milli;
	const char *unit;
};
struct view_line {
	struct money amount;
	struct view_choice *choices;
	size_t choices_count;
	const char *code, *commune;
	int64_t decimals;
	struct money discount;
	int32_t expiry_day;
	struct id item_id;
	const char *lot_code;
	int64_t n;
	const char *name;
	struct view_note *notes;
	size_t notes_count;
	struct money price;               /* SHAPE_ABSENT: none */
	const char *producer;
	int64_t qty_milli, stars;
	int32_t state;
	const char *unit;
};
struct view_vat {
	struct money gross, vat;
	int32_t vat_class;
};
/* What comes back in exchange for the ticket's goods. */
struct view_back_line {
	const char *name;
	int64_t n;
	struct money paid;
	int64_t qty_milli;
	const char *unit;
};
struct view_back {
	struct money give;                /* of it to the customer, when more comes back than goes out … */
	struct money give_cash;           /* … and in cash, rounded up */
	struct view_back_line *lines;
	size_t lines_count;
	struct money owed;                /* what comes back is worth */
	const char *receipt;
	struct id sale_id;
	struct money used;                /* of it for the ticket's goods */
};
struct cart_view {
	struct view_back *back;           /* NULL: no exchange */
	const char *blocked;              /* why payment waits; NULL: it may go on */
	struct money cash_due;            /* due, all of it in cash */
	struct money cash_total;
	int64_t changed;                  /* the line that the asked change touched; SHAPE_ABSENT: none */
	struct money discount;
	struct money due;                 /* total less what comes back in exchange */
	struct id id;
	bool is_parked;
	const char *label;
	struct view_line *lines;
	size_t lines_count;
	struct money list_total;
	int64_t removed_count;
	struct money rounding;
	struct id till_id;
	struct money total;
	struct view_vat *vat;
	size_t vat_count;
	int64_t version;
	const char *words;
	/* For paying; not on the wire. */
	struct sale_line_in *sale_lines;
	size_t sale_lines_count;
};
extern const struct shape cart_view_shape, view_choice_shape;

bool cart_view(struct txn *txn, struct arena *arena, const struct book *book, const struct cart *cart, struct money cash_round_unit,
	       int64_t at_us, struct cart_view *view, struct err *err) MUST_CHECK;

/* The line of a view by its number; NULL: none. */
const struct view_line *cart_view_line(const struct cart_view *view, int64_t n);

#endif
