/*
 * An exchange (rules B8, H4): goods of a sale come back and others go out in one action; the customer pays the difference or gets it.
 *
 * Two entries of one transaction: a return whose money is paid "exchange", and the sale that is paid with it (source_id is the
 * return), the rest any way. The return's id follows from the sale's, so that a sale has one at most and neither is there
 * without the other; the ledger's account "exchange" is nought after it. Whether it becomes one invoice or two is the provider's
 * (H4): both entries say all that either needs.
 *
 * Thread: the transaction's.   Errors: those of return_add within "back", those of sale_add.
 */
#ifndef SHOP_EXCHANGE_H
#define SHOP_EXCHANGE_H

#include <stdbool.h>

#include "shop/sale.h"

struct exchange_in {
	struct return_in back;     /* total: money that the customer is given besides, in its way; exchange is worked out here */
	struct sale_in sale;       /* pays: what the customer adds; may be none */
};

/* What of the goods that come back pays for goods of that total. */
struct money exchange_used(struct money owed, struct money total);

/* *body: the sale, recorded now or the first time; work->entry its entry. */
bool exchange_add(struct work *work, const struct exchange_in *in, const struct sale **body, struct err *err) MUST_CHECK;

/* Of a sale: the return that pays for a part of it; zero: none. */
struct id exchange_return_of(const struct sale *sale);

/* The way to pay. */
bool exchange_take(struct work *work, struct id till_id, const struct pay *pay, struct err *err) MUST_CHECK;

#endif
