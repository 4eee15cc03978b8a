/* Orders as people see them: one with all that is worked out, and lists. */
#include "shop/order.h"

#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/order_parts.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { NUMBER, OPEN, DUE, ALL, OF_CUSTOMER, HOLDS, BEFORE };

const struct sql order_list_sql[] = {
	[NUMBER] = { .text = "SELECT id FROM customer_order WHERE number = $1" },
	[OPEN] = { .text = "SELECT id FROM customer_order WHERE is_open = 1 ORDER BY promised_day, number LIMIT $1", .scan_ok = true },
	[DUE] = { .text = "SELECT COUNT(*) FROM customer_order WHERE is_open = 1 AND promised_day <= $1", .scan_ok = true },
	[ALL] = { .text = "SELECT id FROM customer_order WHERE number < $1 ORDER BY number DESC LIMIT $2" },
	[OF_CUSTOMER] = { .text = "SELECT id FROM customer_order WHERE customer_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3" },
	[HOLDS] = { .text =
		"SELECT h.lot_id, h.qty_milli, l.code, l.expiry_day, l.expiry_kind, l.is_frozen,"
		" COALESCE((SELECT s.qty_milli FROM stock s WHERE s.item_id = h.item_id AND s.site_id = $1 AND s.lot_id = h.lot_id AND s.place = 1), 0)"
		" FROM order_hold h JOIN lot l ON l.id = h.lot_id WHERE h.order_id = $2 AND h.n = $3 ORDER BY l.expiry_day, h.lot_id LIMIT 400",
		.scan_ok = true },
	/* Whoever was promised earlier has the first right to what lies there. */
	[BEFORE] = { .text =
		"SELECT CAST(COALESCE(SUM(h.qty_milli), 0) AS BIGINT) FROM order_hold h JOIN customer_order o ON o.id = h.order_id"
		" WHERE h.item_id = $1 AND h.lot_id = $2 AND (o.promised_day < $3 OR (o.promised_day = $3 AND (o.number < $4 OR (o.number = $4 AND h.n < $5))))" },
	SQL_END
};

/* ---- one ------------------------------------------------------------------------- */

struct viewing {
	struct txn *txn;
	struct arena *arena;
	const struct book *book;
	const struct order_row *row;
	struct order_view *view;
	int32_t day;
};

static bool held_before(struct viewing *v, struct id item_id, struct id lot_id, int64_t n, int64_t *qty_milli, struct err *err)
{
	struct stmt *q = stmt_begin(v->txn, &order_list_sql[BEFORE]);

	stmt_put_id(q, item_id);
	stmt_put_id(q, lot_id);
	stmt_put_day(q, v->row->promised_day);
	stmt_put_i64(q, v->row->number);
	stmt_put_i64(q, n);
	*qty_milli = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

static bool show_holds(struct viewing *v, struct order_view_line *line, struct err *err)
{
	struct stmt *q = stmt_begin(v->txn, &order_list_sql[HOLDS]);
	int64_t *lies = ARENA_LIST(v->arena, ORDER_HOLDS_MAX, int64_t);

	line->holds = ARENA_LIST(v->arena, ORDER_HOLDS_MAX, struct order_view_hold);
	stmt_put_id(q, v->book->site_id);
	stmt_put_id(q, v->view->id);
	stmt_put_i64(q, line->n);
	while (line->holds_count < ORDER_HOLDS_MAX && stmt_next(q)) {
		struct order_view_hold *hold = &line->holds[line->holds_count];
		int64_t expiry_kind, is_frozen;

		stmt_take_id(q, &hold->lot_id);
		hold->qty_milli = stmt_take_i64(q);
		hold->lot_code = stmt_take_text_opt(q, v->arena);
		hold->expiry_day = stmt_take_day_opt(q);
		expiry_kind = stmt_take_i64(q);
		is_frozen = stmt_take_i64(q);
		lies[line->holds_count] = stmt_take_i64(q);
		if (is_frozen || (expiry_kind == EXPIRY_USE_BY && hold->expiry_day && hold->expiry_day < v->day))
			lies[line->holds_count] = 0;
		line->holds_count++;
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < line->holds_count; i++) {
		struct order_view_hold *hold = &line->holds[i];
		int64_t before, free;

		if (!held_before(v, line->item_id, hold->lot_id, line->n, &before, err))
			return false;
		free = lies[i] > before ? lies[i] - before : 0;
		hold->short_milli = hold->qty_milli > free ? hold->qty_milli - free : 0;
		line->held_milli += hold->qty_milli - hold->short_milli;
		line->short_milli += hold->short_milli;
	}
	return true;
}

static bool show_line(struct viewing *v, const struct order_line_row *row, struct err *err)
{
	struct order_view_line *line = &v->view->lines[v->view->lines_count++];
	struct item item;

	if (!item_get(v->txn, v->arena, row->item_id, &item, err))
		return false;
	*line = (struct order_view_line){
		.asked_day = row->asked_day, .asking = (int32_t)row->asking, .back_day = row->back_day, .decimals = item.decimals,
		.delivered_milli = row->delivered_milli, .discount = row->discount, .has_stock = item.has_stock, .item_id = row->item_id, .n = row->n, .name = item.name,
		.price = row->price, .producer_id = row->producer_id, .qty_milli = row->qty_milli, .unit = item.unit,
	};
	if (!order_line_amount(row, &item, &line->amount))
		return err_set(err, ERR_LIMIT, "order_id", "số tiền của đơn quá lớn");
	v->view->total.dong += line->amount.dong;
	if (!row->is_open)
		return true;
	if (!show_holds(v, line, err))
		return false;
	v->view->is_short = v->view->is_short || line->short_milli > 0;
	return true;
}

static int32_t state_of(const struct viewing *v, const struct order_line_row *rows, size_t count)
{
	bool is_ready = true, is_begun = false;

	if (v->row->is_cancelled)
		return ORDER_IS_CANCELLED;
	if (!v->row->is_open)
		return ORDER_IS_DELIVERED;
	for (size_t i = 0, k = 0; i < count; i++) {
		const struct order_view_line *line;

		if (rows[i].qty_milli == 0)
			continue;
		line = &v->view->lines[k++];
		is_begun = is_begun || rows[i].delivered_milli > 0;
		is_ready = is_ready && (!rows[i].is_open || line->held_milli >= rows[i].qty_milli - rows[i].delivered_milli || !line->has_stock);
	}
	return is_begun ? ORDER_IS_PARTLY : is_ready ? ORDER_IS_READY : ORDER_IS_OPEN;
}

static bool show_contact(struct viewing *v, struct err *err)
{
	const char *facts;

	if (!vault_find(v->txn, v->arena, v->row->contact_ref, &facts, err))
		return false;
	return !facts || shape_read(&order_contact_shape, facts, strlen(facts), v->arena, &v->view->contact, err);
}

bool order_get(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int32_t day, struct order_view *view, struct err *err)
{
	struct order_line_row *rows;
	struct order_row row;
	struct viewing v = { .txn = txn, .arena = arena, .book = book, .row = &row, .view = view, .day = day };
	struct entry entry;
	size_t count;

	if (!order_row_get(txn, order_id, &row, err) || !order_lines_get(txn, arena, order_id, &rows, &count, err) ||
	    !journal_get(txn, arena, row.entry_key, &entry, err))
		return false;
	*view = (struct order_view){
		.at_us = entry.at_us, .changed_key = row.changed_key, .channel = (int32_t)row.channel, .customer_id = row.customer_id, .deposit_asked = row.deposit_asked,
		.forfeited = row.forfeited, .given_back = row.given_back, .paid_in = row.paid_in, .used = row.used, .entry_key = row.entry_key,
		.id = order_id, .lines = ARENA_LIST(arena, count, struct order_view_line), .number = row.number, .promised_day = row.promised_day,
		.shipping_by = (int32_t)row.shipping_by, .shipping_fee = row.shipping_fee, .staff_id = entry.actor, .left = order_row_left(&row),
	};
	for (size_t i = 0; i < count; i++)
		if (rows[i].qty_milli > 0 && !show_line(&v, &rows[i], err))
			return false;
	view->state = state_of(&v, rows, count);
	return show_contact(&v, err);
}

bool order_customer_name(struct txn *txn, struct arena *arena, struct id order_id, const char **name, struct err *err)
{
	struct order_view view = { 0 };
	struct order_row row;
	struct viewing v = { .txn = txn, .arena = arena, .row = &row, .view = &view };

	if (!order_row_get(txn, order_id, &row, err) || !show_contact(&v, err))
		return false;
	*name = view.contact.name;
	return true;
}

/* ---- lists --------------------------------------------------------------------------- */

bool order_find_number(struct txn *txn, int64_t number, struct id *order_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_list_sql[NUMBER]);

	stmt_put_i64(q, number);
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, order_id);
	return stmt_end(q, err);
}

static bool take_ids(struct stmt *q, struct arena *arena, size_t room, struct id **orders, size_t *count, struct err *err)
{
	*orders = ARENA_LIST(arena, room, struct id);
	*count = 0;
	while (*count < room && stmt_next(q))
		stmt_take_id(q, &(*orders)[(*count)++]);
	return stmt_end(q, err);
}

bool order_list_open(struct txn *txn, struct arena *arena, struct id **orders, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_list_sql[OPEN]);

	stmt_put_i64(q, ORDERS_OPEN_MAX);
	return take_ids(q, arena, ORDERS_OPEN_MAX, orders, count, err);
}

bool order_count_due(struct txn *txn, int32_t day, int64_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_list_sql[DUE]);

	stmt_put_day(q, day);
	*count = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

bool order_list(struct txn *txn, struct arena *arena, struct id customer_id, int64_t before_number, size_t count_max, struct id **orders,
		size_t *count, struct err *err)
{
	bool is_all = id_is_none(customer_id);
	struct stmt *q = stmt_begin(txn, &order_list_sql[is_all ? ALL : OF_CUSTOMER]);

	if (!is_all)
		stmt_put_id(q, customer_id);
	stmt_put_i64(q, before_number ? before_number : INT64_MAX);
	stmt_put_i64(q, (int64_t)count_max);
	return take_ids(q, arena, count_max, orders, count, err);
}
