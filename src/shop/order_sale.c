/* What orders are to sales and intakes: pieces that are held, goods that leave, goods that come. */
#include "shop/order.h"

#include "shop/catalog.h"
#include "shop/order_parts.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { ANY_HOLD, OF_ITEM, OF_LINE, DELIVER, HOLD_LESS, HOLD_GONE, OPEN_QTY, WAITING, SALE_ADD, SALES };

const struct sql order_sale_sql[] = {
	[ANY_HOLD] = { .text = "SELECT qty_milli FROM order_hold LIMIT 1", .scan_ok = true },
	[OF_ITEM] = { .text = "SELECT order_id, n, lot_id, qty_milli FROM order_hold WHERE item_id = $1 ORDER BY lot_id, order_id, n LIMIT $2" },
	[OF_LINE] = { .text = "SELECT n, lot_id, qty_milli FROM order_hold WHERE order_id = $1 AND n = $2 ORDER BY lot_id LIMIT $3", .scan_ok = true },
	[DELIVER] = { .text =
		"UPDATE order_line SET delivered_milli = delivered_milli + $1, is_open = CASE WHEN delivered_milli + $1 < qty_milli THEN 1 ELSE 0 END"
		" WHERE order_id = $2 AND n = $3 AND delivered_milli + $1 <= qty_milli AND is_open = 1" },
	[HOLD_LESS] = { .text =
		"UPDATE order_hold SET qty_milli = qty_milli - $1 WHERE item_id = $2 AND lot_id = $3 AND order_id = $4 AND n = $5 AND qty_milli > $1" },
	[HOLD_GONE] = { .text = "DELETE FROM order_hold WHERE item_id = $1 AND lot_id = $2 AND order_id = $3 AND n = $4" },
	[OPEN_QTY] = { .text = "SELECT qty_milli - delivered_milli FROM order_line WHERE order_id = $1 AND n = $2" },
	[WAITING] = { .text =
		"SELECT o.promised_day, l.order_id, l.n, l.qty_milli - l.delivered_milli"
		" - CAST(COALESCE((SELECT SUM(h.qty_milli) FROM order_hold h WHERE h.order_id = l.order_id AND h.n = l.n), 0) AS BIGINT)"
		" FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE l.item_id = $1 AND l.is_open = 1 AND o.is_open = 1"
		" ORDER BY o.promised_day, o.number, l.n LIMIT $2", .scan_ok = true },
	[SALE_ADD] = { .text = "INSERT INTO order_sale (order_id, entry_key) VALUES ($1, $2)" },
	[SALES] = { .text = "SELECT entry_key FROM order_sale WHERE order_id = $1 ORDER BY entry_key DESC LIMIT $2" },
	SQL_END
};

#define HOLDS_OF_ITEM_MAX 4000 /* of all open orders, over all lots of one item */

static const struct field wait_fields[] = {
	F_I64(struct order_wait, n, 1, 1000),
	F_ID(struct order_wait, order_id),
	F_I64(struct order_wait, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape order_wait_shape = SHAPE(struct order_wait, "order_wait", wait_fields);

/* ---- what is held ----------------------------------------------------------------- */

bool order_any_hold(struct txn *txn, bool *any, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[ANY_HOLD]);

	*any = stmt_next(q);
	if (*any)
		stmt_skip(q);
	return stmt_end(q, err);
}

/* One more, in a list that grows. */
static struct order_hold *more(struct arena *arena, struct order_hold **holds, size_t *count, size_t *room)
{
	if (*count == *room) {
		struct order_hold *wider = ARENA_LIST(arena, *room ? *room * 2 : 8, struct order_hold);

		for (size_t i = 0; i < *count; i++)
			wider[i] = (*holds)[i];
		*holds = wider;
		*room = *room ? *room * 2 : 8;
	}
	return &(*holds)[(*count)++];
}

bool order_holds_of_item(struct txn *txn, struct arena *arena, struct id item_id, struct id but_order_id, struct order_hold **holds, size_t *count,
			 struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[OF_ITEM]);
	size_t room = 0;

	*holds = NULL;
	*count = 0;
	stmt_put_id(q, item_id);
	stmt_put_i64(q, HOLDS_OF_ITEM_MAX);
	while (stmt_next(q)) {
		struct order_hold *hold = more(arena, holds, count, &room);
		struct id order_id;

		stmt_take_id(q, &order_id);
		hold->n = stmt_take_i64(q);
		stmt_take_id(q, &hold->lot_id);
		hold->qty_milli = stmt_take_i64(q);
		if (id_is(order_id, but_order_id))
			--*count;
	}
	return stmt_end(q, err);
}

bool order_holds_of_line(struct txn *txn, struct arena *arena, struct id order_id, int64_t n, struct order_hold **holds, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[OF_LINE]);
	size_t room = 0;

	*holds = NULL;
	*count = 0;
	stmt_put_id(q, order_id);
	stmt_put_i64(q, n);
	stmt_put_i64(q, ORDER_HOLDS_MAX);
	while (stmt_next(q)) {
		struct order_hold *hold = more(arena, holds, count, &room);

		hold->n = stmt_take_i64(q);
		stmt_take_id(q, &hold->lot_id);
		hold->qty_milli = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* ---- a sale that names an order ---------------------------------------------------------- */

static bool refuse(struct err *err, size_t i, const char *member, const char *text)
{
	err_set(err, ERR_CONFLICT, member, "%s", text);
	return err_within(err, "lines[%zu]", i);
}

static const struct order_line_row *line_of(const struct order_line_row *rows, size_t count, int64_t n)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].n == n && rows[i].is_open)
			return &rows[i];
	return NULL;
}

/* What the line costs at today's list, by the sale's own reckoning. */
static struct money list_of(const struct sale_price *price, size_t i)
{
	struct money sum = MONEY(0);

	for (size_t k = 0; k < price->lines_count; k++)
		sum.dong += price->from[k] == i ? price->lines[k].amount.dong : 0;
	return sum;
}

static bool check_line(struct work *work, const struct sale_in *in, size_t i, const struct sale_price *price, const struct order_line_row *row,
		       struct err *err)
{
	const struct sale_line_in *line = &in->lines[i];
	int64_t taken = 0, agreed;
	struct money amount;
	struct item item;

	if (!row)
		return refuse(err, i, "order_n", "đơn không còn dòng này phải giao; tải lại đơn");
	if (!id_is(row->item_id, line->item_id))
		return refuse(err, i, "item_id", "đơn đặt mặt hàng khác ở dòng này");
	for (size_t k = 0; k < i; k++)
		taken += in->lines[k].order_n == line->order_n ? in->lines[k].qty_milli : 0;
	if (taken + line->qty_milli > row->qty_milli - row->delivered_milli)
		return refuse(err, i, "qty_milli", "giao nhiều hơn số còn phải giao; phần thêm bán ở dòng khác");
	if (!item_get(work->txn, work->arena, row->item_id, &item, err))
		return false;
	if (!order_line_amount(row, &item, &amount))
		return refuse(err, i, "qty_milli", "số tiền quá lớn");
	agreed = order_part(amount, row->qty_milli, row->delivered_milli + taken, line->qty_milli).dong;
	if (line->agreed_off.dong && list_of(price, i).dong - line->agreed_off.dong < agreed)
		return refuse(err, i, "agreed_off", "giá thấp hơn giá đã hẹn trong đơn");
	return true;
}

bool order_sale_check(struct work *work, const struct sale_in *in, const struct sale_price *price, struct err *err)
{
	int64_t used = 0;
	struct order_line_row *rows = NULL;
	struct order_row order = { 0 };
	size_t count = 0;

	if (!id_is_none(in->order_id)) {
		if (!order_row_open(work->txn, in->order_id, &order, err) ||
		    !order_lines_get(work->txn, work->arena, in->order_id, &rows, &count, err))
			return false;
	}
	for (size_t i = 0; i < in->lines_count; i++)
		if (in->lines[i].order_n ? !check_line(work, in, i, price, line_of(rows, count, in->lines[i].order_n), err) :
					   in->lines[i].agreed_off.dong && !refuse(err, i, "agreed_off", "dòng này không thuộc đơn nào"))
			return false;
	for (size_t i = 0; i < in->pays_count; i++) {
		if (in->pays[i].way != PAY_DEPOSIT)
			continue;
		used += in->pays[i].amount.dong;
		if (id_is_none(in->order_id) || !id_is(in->pays[i].source_id, in->order_id) || used > order_row_left(&order).dong) {
			err_set(err, ERR_CONFLICT, "source_id", "tiền cọc chỉ trả cho hàng của chính đơn ấy, và không quá số còn lại");
			return err_within(err, "pays[%zu]", i);
		}
	}
	return true;
}

static bool less_held(struct txn *txn, struct id order_id, struct id item_id, int64_t n, struct id lot_id, int64_t qty_milli, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[HOLD_LESS]);
	int64_t changed;

	stmt_put_i64(q, qty_milli);
	stmt_put_id(q, item_id);
	stmt_put_id(q, lot_id);
	stmt_put_id(q, order_id);
	stmt_put_i64(q, n);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed)
		return true;
	q = stmt_begin(txn, &order_sale_sql[HOLD_GONE]);
	stmt_put_id(q, item_id);
	stmt_put_id(q, lot_id);
	stmt_put_id(q, order_id);
	stmt_put_i64(q, n);
	return stmt_end(q, err);
}

/* Goods of another lot went out: no more is held than is still to be delivered. */
static bool trim_holds(struct txn *txn, struct id order_id, const struct sale_line *line, struct arena *arena, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[OPEN_QTY]);
	struct order_hold *holds;
	int64_t over = 0;
	size_t count;

	stmt_put_id(q, order_id);
	stmt_put_i64(q, line->order_n);
	if (stmt_next(q))
		over = -stmt_take_i64(q);
	if (!stmt_end(q, err) || !order_holds_of_line(txn, arena, order_id, line->order_n, &holds, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		over += holds[i].qty_milli;
	for (size_t i = count; i > 0 && over > 0; i--) {
		int64_t some = holds[i - 1].qty_milli < over ? holds[i - 1].qty_milli : over;

		if (!less_held(txn, order_id, line->item_id, line->order_n, holds[i - 1].lot_id, some, err))
			return false;
		over -= some;
	}
	return true;
}

bool order_sale_apply(struct txn *txn, const struct entry *entry, const struct sale *sale, struct arena *arena, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[SALE_ADD]);

	stmt_put_id(q, sale->order_id);
	stmt_put_i64(q, entry->key);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < sale->lines_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		int64_t changed;

		if (!line->order_n)
			continue;
		q = stmt_begin(txn, &order_sale_sql[DELIVER]);
		stmt_put_i64(q, line->qty_milli);
		stmt_put_id(q, sale->order_id);
		stmt_put_i64(q, line->order_n);
		changed = stmt_changes(q);
		if (!stmt_end(q, err))
			return false;
		if (changed != 1)
			return err_set(err, ERR_CONFLICT, "lines", "giao nhiều hơn đơn đặt");
		if (!id_is_none(line->lot_id) &&
		    (!less_held(txn, sale->order_id, line->item_id, line->order_n, line->lot_id, line->qty_milli, err) ||
		     !trim_holds(txn, sale->order_id, line, arena, err)))
			return false;
	}
	return order_settle(txn, sale->order_id, err);
}

bool order_sales(struct txn *txn, struct arena *arena, struct id order_id, int64_t **keys, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[SALES]);

	*keys = ARENA_LIST(arena, ORDER_SALES_MAX, int64_t);
	*count = 0;
	stmt_put_id(q, order_id);
	stmt_put_i64(q, ORDER_SALES_MAX);
	while (*count < ORDER_SALES_MAX && stmt_next(q))
		(*keys)[(*count)++] = stmt_take_i64(q);
	return stmt_end(q, err);
}

/* ---- an intake ------------------------------------------------------------------------------ */

bool order_waiting(struct txn *txn, struct arena *arena, struct id item_id, int32_t use_by_day, int64_t qty_milli, struct order_wait **waits,
		   size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sale_sql[WAITING]);

	*waits = ARENA_LIST(arena, ORDERS_OPEN_MAX, struct order_wait);
	*count = 0;
	stmt_put_id(q, item_id);
	stmt_put_i64(q, ORDERS_OPEN_MAX);
	while (*count < ORDERS_OPEN_MAX && qty_milli > 0 && stmt_next(q)) {
		struct order_wait *wait = &(*waits)[*count];
		int32_t promised = stmt_take_day(q);

		stmt_take_id(q, &wait->order_id);
		wait->n = stmt_take_i64(q);
		wait->qty_milli = stmt_take_i64(q);
		if (wait->qty_milli <= 0 || (use_by_day && use_by_day < promised))
			continue;
		if (wait->qty_milli > qty_milli)
			wait->qty_milli = qty_milli;
		qty_milli -= wait->qty_milli;
		++*count;
	}
	return stmt_end(q, err);
}
