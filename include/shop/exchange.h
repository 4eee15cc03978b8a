/*
 * An exchange (rules B8, H4): goods of a sale come back and others go out in one action; the customer pays the difference or gets it.
 *
 * Two entries of one transaction: a return whose money is paid "exchange", and the sale that is paid with it (source_id is the
 * return), the rest any way. Each names the other (exchange_id), also where nothing that was brought back had been paid for and so
 * pays for nothing. The return's id follows from the sale's, so that a sale has one at most and neither is there without the other;
 * the ledger's account "exchange" is nought after it. Whether it becomes one invoice or two is the provider's (H4): both entries say all that either needs.
 *
 * Thread: the transaction's.   Errors: those of return_add within "back", those of sale_add.
 */
#ifndef SHOP_EXCHANGE_H
#define SHOP_EXCHANGE_H

#include <stdbool.h>

#include "shop/sale.h"

struct exchange_in {
	struct return_in back;     /* total: money that the customer is given into the hand, in its way; exchange is worked out here */
	struct sale_in sale;       /* pays: what the customer adds; may be none */
};

/*
 * What of the goods that come back pays for goods of that total: only what was paid for. What was owed for or paid with a voucher goes back
 * there first; else it would come out of the drawer once the new goods are brought back. The price is that without an exchange.
 */
struct money exchange_used(const struct return_price *price, struct money total);

/* *body: the sale, recorded now or the first time; work->entry its entry. */
bool exchange_add(struct work *work, const struct exchange_in *in, const struct sale **body, struct err *err) MUST_CHECK;

/* Pure: does a half name the other where its money goes there? */
bool exchange_check(const struct sale *half, struct err *err) MUST_CHECK;
/* For apply only, of either half: the row that joins them. */
bool exchange_apply(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *half, struct err *err) MUST_CHECK;

/* What comes back in exchange for the ticket's goods. */
struct view_back_line {
	struct id item_id;                /* not on the wire */
	const char *name;
	int64_t n;
	struct money paid;
	int64_t qty_milli;
	const char *unit;
};
struct view_back {
	struct money give;                /* of it to the customer, when more comes back than goes out … */
	struct money give_cash;           /* … and in cash, rounded up */
	struct money kept;                /* goes back the way it was paid, to a debt or a voucher */
	struct view_back_line *lines;
	size_t lines_count;
	struct money owed;                /* what comes back is worth */
	const char *receipt;
	struct id sale_id;
	struct money used;                /* of it for the ticket's goods */
};
extern const struct shape view_back_shape;

/*
 * The same before it is done, for a ticket of that total. *stopped: why it cannot come back any more (then nothing of it is reckoned);
 * NULL: it can. Also in a reader's transaction.
 */
struct cart_back;
bool exchange_view(struct txn *txn, struct arena *arena, const struct cart_back *back, struct money total, struct money unit, struct view_back **view,
		   const char **stopped, struct err *err) MUST_CHECK;

/* The way to pay. */
bool exchange_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;

#endif
