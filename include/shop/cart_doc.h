/*
 * A cart as a document: lines in the order they came, and the trail of all that happened to it from the first scan on.
 *
 * Nothing here asks the book: what a scan is comes from shop/find, what it costs from shop/cart_view. A line has a number that
 * it keeps (n); a removed line is gone from the lines and stays in the trail. Asking a change twice by its id changes once.
 *
 * Pure but for the arena. Thread: any.
 * Errors: ERR_MISSING "n": no such line; ERR_LIMIT: too many lines, or too long a trail; ERR_INPUT "qty_milli", "key".
 */
#ifndef SHOP_CART_DOC_H
#define SHOP_CART_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/find.h"
#include "shop/sale.h"

#define CART_OPS_MAX 40            /* ids of changes remembered */
#define CART_REASONS_MAX 5
#define CART_DOC_BYTES_MAX ((size_t)1 << 20)
#define CART_ENTRY_BYTES_MAX ((size_t)248 << 10)  /* of the lines and the trail of the sale it becomes; head and payments have the rest */

struct cart_doc_id {
	struct id id;
};

struct cart_doc_line {
	struct money amount_given;     /* from a scale's label, or an order's shipping fee; SHAPE_ABSENT: none */
	struct cart_doc_id *choices;   /* items to choose from; empty once chosen */
	size_t choices_count;
	const char *code;              /* as scanned or typed; NULL: added from a tile */
	struct id contract_id;         /* the owner chosen by hand, or zero */
	struct id date_reader_id;      /* who read the date on the pack and lets it be sold; zero: nobody */
	struct discount discount;
	struct id item_id;             /* zero: unknown, or still to choose */
	struct id lot_id;              /* a label's lot, or zero */
	int64_t n;
	int64_t order_n;               /* which line of the ticket's order it delivers; 0: none */
	const char *note;              /* what the label said; NULL: nothing */
	struct money price_was;        /* of a ticket of another day, before it was priced anew; SHAPE_ABSENT: the same */
	int64_t priced_us;             /* when its price was first shown (B5) */
	int64_t qty_milli;
	const char *stop;              /* why the label itself must not be sold; NULL: it may */
};

/* What comes back in exchange for the ticket's goods (shop/exchange.h). */
struct cart_back {
	struct return_line_in *lines;
	size_t lines_count;
	const char *reason;
	struct id sale_id;
};
extern const struct shape cart_back_shape;

struct swap_in;
struct cart_doc {
	int64_t alone_reason;          /* the last that somebody alone gave for what was left off or read; 0: none (shop/alone.h) */
	struct cart_back *back;        /* NULL: no exchange */
	struct id coupon_approver_id;  /* who agreed to a coupon that the house loses on */
	struct id coupon_id;           /* zero: none */
	int64_t coupon_n;              /* the line it is for, where it is for one; else 0 */
	struct id customer_id;         /* zero: nobody in particular */
	struct discount discount;      /* of the ticket */
	bool is_gift;
	struct cart_doc_id *joined;    /* tickets that were joined to this one */
	size_t joined_count;
	const char *lang;              /* NULL: Vietnamese */
	struct cart_doc_line *lines;
	size_t lines_count;
	int64_t next_n;
	struct cart_doc_id *ops;       /* the oldest first */
	size_t ops_count;
	struct id order_id;            /* whose goods leave with it (shop/order.h); zero: none */
	struct id referrer_id;         /* zero: none */
	int64_t removed_count;
	struct swap_in *swap;          /* brought without a receipt (shop/swap.h); none as a rule, and never beside back */
	size_t swap_count;
	struct trail *trail;
	size_t trail_count;
};
extern const struct shape cart_doc_shape;

/* Why a line goes, by digit: 1 … 5. */
extern const char *const cart_reasons[];

/* Who changes it, when, by which request. */
struct cart_change {
	struct arena *arena;
	struct id op_id;               /* zero: none to remember (a scan of a device) */
	struct id staff_id;            /* zero: nobody signed in (a scan of a device) */
	struct id approver_id;         /* zero: nobody was asked */
	int64_t at_us;
};

struct cart_doc *cart_doc_new(struct arena *arena);
bool cart_doc_read(const char *text, struct arena *arena, struct cart_doc **doc, struct err *err) MUST_CHECK;
void cart_doc_write(const struct cart_doc *doc, struct buf *buf);

/* Was this change made already? Then nothing is to be done. */
bool cart_doc_did(const struct cart_doc *doc, struct id op_id);

/* Goods, a chooser, a stop or an unknown code; *n is the line that changed. The same item goes onto its line. */
bool cart_doc_scan(struct cart_doc *doc, const struct cart_change *change, const struct find *find, int64_t *n, struct err *err) MUST_CHECK;
bool cart_doc_add(struct cart_doc *doc, const struct cart_change *change, struct id item_id, int64_t qty_milli, int64_t *n,
		  struct err *err) MUST_CHECK;
bool cart_doc_qty(struct cart_doc *doc, const struct cart_change *change, int64_t n, int64_t qty_milli, struct err *err) MUST_CHECK;
bool cart_doc_remove(struct cart_doc *doc, const struct cart_change *change, int64_t n, int64_t reason, struct err *err) MUST_CHECK;
/* The item of a line with choices, or (item_id zero) the owner of its goods. */
bool cart_doc_choose(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct id item_id, struct id contract_id,
		     struct err *err) MUST_CHECK;
/* What comes back in exchange, in place of what was said before; NULL: nothing. back is borrowed until the document is written. */
bool cart_doc_back(struct cart_doc *doc, const struct cart_change *change, struct cart_back *back, struct err *err) MUST_CHECK;
/* The same for what is brought without a receipt; count 0: nothing. */
bool cart_doc_swap(struct cart_doc *doc, const struct cart_change *change, struct swap_in *swap, size_t count, struct err *err) MUST_CHECK;
/* Goods of an order that are to leave: each a line of its own. ERR_CONFLICT "order_id": the ticket has another one's already. */
struct cart_doc_part {
	struct money amount_given;     /* of an order's shipping fee; SHAPE_ABSENT: as goods cost */
	struct id item_id;
	int64_t order_n, qty_milli;
};
bool cart_doc_order(struct cart_doc *doc, const struct cart_change *change, struct id order_id, const struct cart_doc_part *parts, size_t count,
		    struct err *err) MUST_CHECK;
/* What the steps take in the sale's entry, where change->staff_id pays: who did it is said where it was somebody else. */
size_t cart_doc_trail_bytes(const struct cart_doc *doc, struct id staff_id);
/* A note in the trail: park, recall. note: from which till it was taken; NULL: none. */
bool cart_doc_mark(struct cart_doc *doc, const struct cart_change *change, enum trail_what what, const char *note, struct err *err) MUST_CHECK;
/* What is left off a line, or (n 0) off the ticket; nothing given takes it off again. */
bool cart_doc_discount(struct cart_doc *doc, const struct cart_change *change, int64_t n, const struct discount *discount, struct err *err) MUST_CHECK;
/* A coupon by its row (zero: none any more), for the line n where it is for one. note: for the trail. */
bool cart_doc_coupon(struct cart_doc *doc, const struct cart_change *change, struct id coupon_id, int64_t n, const char *note, struct err *err) MUST_CHECK;
/* change->approver_id agrees to all that is left off. */
bool cart_doc_agree(struct cart_doc *doc, const struct cart_change *change, struct err *err) MUST_CHECK;
/* Somebody read the pack: the line may be sold although the book's lots are past their day. */
bool cart_doc_date_read(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct err *err) MUST_CHECK;
/* A label's lot is let go: the book chooses another. */
bool cart_doc_any_lot(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct err *err) MUST_CHECK;
/* A line that nobody knew becomes an item ("bán tạm"). */
bool cart_doc_draft(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct id item_id, struct err *err) MUST_CHECK;
/*
 * Takes over what is on another ticket: lines, trail, coupon, customer and flags where this one has none. Discounts of whole tickets
 * are put onto their lines before, by the caller. ERR_CONFLICT "other_id": both have a coupon, an order, or customers of their own.
 */
bool cart_doc_join(struct cart_doc *doc, const struct cart_change *change, struct id other_id, const struct cart_doc *other, const char *note,
		   struct err *err) MUST_CHECK;
/* What belonged to the customer before goes: discount, coupon, customer, order, flags. */
void cart_doc_bare(struct cart_doc *doc);
/* Remembers a request that changed what the trail does not tell: customer, flags. */
void cart_doc_remember(struct cart_doc *doc, const struct cart_change *change);
/* Every line at today's price: a ticket of yesterday that is taken up again (B5). */
void cart_doc_reprice(struct cart_doc *doc, int64_t at_us);

#endif
