/* What the files of the sale share among themselves. */
#ifndef SHOP_SALE_PARTS_H
#define SHOP_SALE_PARTS_H

#include "shop/sale.h"

/* Column 5 of 01-BH: the price a unit that the due is reckoned on (C3). */
struct money sale_due_price(const struct share_terms *terms, const struct share *share, struct money list, int64_t qty_milli);

/* Before a body is recorded: owners named once, and what is as usual left unsaid. */
void sale_say(struct sale *sale, struct arena *arena);

/* The open shift the work belongs to. */
struct shift;
bool sale_find_shift(struct work *work, struct id till_id, struct shift *shift, struct err *err) MUST_CHECK;

/* The till's next receipt number in the book's epoch. */
bool sale_next_receipt(struct txn *txn, struct id till_id, int64_t epoch, int64_t *receipt_n, struct err *err) MUST_CHECK;

/* What of a return goes back by transfer, and waits for it (shop/refund.h); positive. */
struct money return_refund(const struct sale *back);

/* What is owed, in notes: rounded up to the unit. */
struct money return_in_cash(struct money owed, struct money unit);
/* The row of what a usual ticket has not: customer, referrer, coupon. */
bool sale_apply_more(struct txn *txn, const struct entry *entry, const struct sale *sale, struct err *err) MUST_CHECK;

/* What a given coupon takes off the lines, which have their own discounts already. ERR_MISSING, ERR_CONFLICT "coupon": it cannot be used. */
bool sale_price_coupon(struct txn *txn, struct arena *arena, const struct sale_in *in, int32_t day, struct sale_price *price, struct err *err) MUST_CHECK;
/* When the legs are known: who bore it. */
void sale_coupon_borne(struct sale_price *price);

/* Does a body add up by itself? sign: 1 a sale, -1 a return. */
bool sale_adds_up(const struct sale *sale, int64_t sign, struct err *err) MUST_CHECK;

#endif
