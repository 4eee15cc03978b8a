/* What the files of the orders share among themselves. */
#ifndef SHOP_ORDER_PARTS_H
#define SHOP_ORDER_PARTS_H

#include "shop/catalog.h"
#include "shop/order.h"
#include "shop/stock.h"

/* The row of an order. */
struct order_row {
	int64_t entry_key, changed_key, number, channel;
	struct id customer_id, contact_ref;
	int32_t promised_day;
	struct money deposit_asked;
	int64_t shipping_by;
	struct money shipping_fee, paid_in, used, given_back, forfeited;
	bool is_open, is_cancelled;
};
/* ERR_MISSING "order_id". */
bool order_row_get(struct txn *txn, struct id order_id, struct order_row *row, struct err *err) MUST_CHECK;
/* The same; ERR_CONFLICT where it is over. */
bool order_row_open(struct txn *txn, struct id order_id, struct order_row *row, struct err *err) MUST_CHECK;
struct money order_row_left(const struct order_row *row);

struct order_line_row {
	int64_t n, qty_milli, delivered_milli;
	struct id item_id, producer_id;
	struct money price, discount;
	int64_t asking;
	int32_t asked_day, back_day;
	bool is_open;
};
/* All lines, by n; those that were taken off have no pieces. At most ORDER_LINES_MAX + those. */
bool order_lines_get(struct txn *txn, struct arena *arena, struct id order_id, struct order_line_row **lines, size_t *count, struct err *err) MUST_CHECK;
/* What a line costs as agreed. */
bool order_line_amount(const struct order_line_row *line, const struct item *item, struct money *amount);

/* After what was delivered or changed: is anything left to be delivered? */
bool order_settle(struct txn *txn, struct id order_id, struct err *err) MUST_CHECK;
/* Pieces that may be held for a promise on a day. */
bool order_lot_is_good(const struct stock_lot *lot, int32_t day);

#endif
