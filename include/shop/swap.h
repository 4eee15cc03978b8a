/*
 * "Đổi không phiếu" (rules B8): no sale of what a customer brings was found, so it is no return; the house may give other goods for it
 * at its own cost.
 *
 * It is one entry, the sale of the goods that go out: at their price, with their VAT and their producers' due as ever. As far as what was
 * brought is worth at today's price it is paid the way "goodwill", an expense of the house and a bucket of its own on the Z; the rest is paid
 * any way, and nothing is ever given into the hand. What was brought is the house's and becomes nobody's stock: without a receipt neither
 * owner nor lot nor dates are known, so it is not sold again, no producer is paid for it twice and it makes good no shortage of a shelf.
 * The entry lists it with the day on which the customer says she bought it, how many tickets of that day have such goods, and why.
 *
 * Always a second person, who is told all of it; one person on duty may not. Of goods that went out so and come back, what goodwill paid
 * goes back to the house first.
 *
 * Thread: the transaction's (reads: also a reader's).
 * Errors: ERR_CONFLICT "swap[i].item_id": no price today; ERR_INPUT "swap[i].qty_milli": finer than its unit, "swap[i].bought_day": still to
 * come; ERR_FORBIDDEN "approver"; those of sale_add.
 */
#ifndef SHOP_SWAP_H
#define SHOP_SWAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/sale.h"

#define SWAP_LINES_MAX 10

/* As asked: what is brought. */
struct swap_in {
	int32_t bought_day;            /* as the customer says */
	struct id item_id;
	int64_t qty_milli;
	const char *reason;
};
extern const struct shape swap_in_shape;

/* As recorded, a part of the sale's body (sale.swapped). */
struct swap_line {
	int32_t bought_day;
	int64_t found;                 /* tickets of that day with such goods, at most SWAP_FOUND_MAX; none of them was hers */
	struct id item_id;
	const char *name;
	struct money price;            /* a unit, today */
	int64_t qty_milli;
	const char *reason;
	const char *unit;
	struct money worth;            /* at that price */
};
#define SWAP_FOUND_MAX 50
extern const struct shape swap_line_shape;

/* Before it is done: what is brought, its worth, and what of it pays for goods of that total. *stopped: why it cannot be; NULL: it can. */
struct view_swap {
	struct swap_line *lines;
	size_t lines_count;
	struct money used, worth;
};
extern const struct shape view_swap_shape;
bool swap_view(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const struct swap_in *in, size_t count, struct money total,
	       struct view_swap **view, const char **stopped, struct err *err) MUST_CHECK;

/* in->pays: what the customer adds; may be none. *body: the sale, recorded now or the first time. */
bool swap_add(struct work *work, const struct sale_in *in, const struct swap_in *swap, size_t count, const struct sale **body, struct err *err) MUST_CHECK;

/* Pure: does a sale say what was brought where goodwill pays, and no more than it is worth? */
bool swap_check(const struct sale *sale, struct err *err) MUST_CHECK;

/* The way to pay. */
bool goodwill_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool goodwill_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool goodwill_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

/* Those that were done, the newest first; before_key 0: from the newest. */
struct swap_row {
	int64_t entry_key;
	struct money amount, left;     /* what the house bore; less what came back since */
};
bool swap_list(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct swap_row **rows, size_t *count,
	       struct err *err) MUST_CHECK;

/* "1 hũ Mật ong, 2 gói Trà": for papers and for who is asked. */
const char *swap_say(struct arena *arena, const struct swap_line *lines, size_t count);

#endif
