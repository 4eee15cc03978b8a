/* What an order is in the book: the bodies of its entries and the rows they make. */
#include "shop/order.h"

#include <inttypes.h>
#include <stdio.h>

#include "calc/cart.h"
#include "shop/catalog.h"
#include "shop/order_parts.h"
#include "shop/sql.h"

const char *const order_channel_words[] = { NULL, "counter", "phone", "zalo", "online", NULL };
const char *const order_shipping_words[] = { NULL, "customer", "house", NULL };
const char *const order_asking_words[] = { NULL, "to_ask", "asked", "yes", "no", NULL };
const char *const order_state_words[] = { NULL, "open", "ready", "partly", "delivered", "cancelled", NULL };
const char *const deposit_what_words[] = { NULL, "in", "used", "back", "forfeited", "taken_over", NULL };

#define LINES_EVER_MAX 1000 /* of one order, with those that were taken off again */

enum { ADD, CHANGE, LINES_OFF, LINE_PUT, HOLDS_OFF, HOLD_ADD, ROW, LINES, SETTLE };

const struct sql order_sql[] = {
	[ADD] = { .text =
		"INSERT INTO customer_order (id, entry_key, changed_key, number, site_id, customer_id, contact_ref, channel, promised_day,"
		" deposit_asked, shipping_by, shipping_fee, paid_in, used, given_back, forfeited, is_open)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 0, 0, 1)" },
	[CHANGE] = { .text =
		"UPDATE customer_order SET changed_key = $1, customer_id = $2, contact_ref = $3, channel = $4, promised_day = $5,"
		" deposit_asked = $6, shipping_by = $7, shipping_fee = $8 WHERE id = $9 AND is_open = 1" },
	[LINES_OFF] = { .text = "UPDATE order_line SET qty_milli = delivered_milli, is_open = 0 WHERE order_id = $1" },
	[LINE_PUT] = { .text =
		"INSERT INTO order_line (order_id, n, item_id, qty_milli, delivered_milli, price, discount, producer_id, asking, is_open)"
		" VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, 1)"
		" ON CONFLICT (order_id, n) DO UPDATE SET qty_milli = excluded.qty_milli, price = excluded.price, discount = excluded.discount,"
		" producer_id = excluded.producer_id, asking = CASE WHEN excluded.asking = 0 OR order_line.asking = 0 THEN excluded.asking"
		" ELSE order_line.asking END, is_open = CASE WHEN order_line.delivered_milli < excluded.qty_milli THEN 1 ELSE 0 END" },
	[HOLDS_OFF] = { .text = "DELETE FROM order_hold WHERE order_id = $1" },
	[HOLD_ADD] = { .text =
		"INSERT INTO order_hold (item_id, lot_id, order_id, n, qty_milli) VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (item_id, lot_id, order_id, n) DO UPDATE SET qty_milli = order_hold.qty_milli + excluded.qty_milli" },
	[ROW] = { .text =
		"SELECT entry_key, changed_key, number, channel, customer_id, contact_ref, promised_day, deposit_asked, shipping_by, shipping_fee,"
		" paid_in, used, given_back, forfeited, is_open, cancelled_key FROM customer_order WHERE id = $1" },
	[LINES] = { .text =
		"SELECT n, item_id, qty_milli, delivered_milli, price, discount, producer_id, asking, asked_day, back_day, is_open"
		" FROM order_line WHERE order_id = $1 ORDER BY n LIMIT $2" },
	[SETTLE] = { .text =
		"UPDATE customer_order SET is_open = 0 WHERE id = $1 AND NOT EXISTS"
		" (SELECT 1 FROM order_line l WHERE l.order_id = $1 AND l.is_open = 1)" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field contact_fields[] = {
	F_TEXT_OPT(struct order_contact, address, 1, 300),
	F_TEXT(struct order_contact, name, 1, 200),
	F_TEXT_OPT(struct order_contact, note, 1, 300),
	F_TEXT_OPT(struct order_contact, phone, 1, 20),
};
const struct shape order_contact_shape = SHAPE(struct order_contact, "order_contact", contact_fields);

static const struct field line_fields[] = {
	F_MONEY_ZERO(struct order_line, discount, 0, MONEY_MAX),
	F_ID(struct order_line, item_id),
	F_I64(struct order_line, n, 1, LINES_EVER_MAX),
	F_TEXT(struct order_line, name, 1, 200),
	F_MONEY(struct order_line, price, 0, MONEY_MAX),
	F_ID_LEFT(struct order_line, producer_id),
	F_I64(struct order_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct order_line, unit, 1, 20),
};
static const struct shape line_shape = SHAPE(struct order_line, "order_line", line_fields);

static const struct field hold_fields[] = {
	F_ID(struct order_hold, lot_id),
	F_I64(struct order_hold, n, 1, LINES_EVER_MAX),
	F_I64(struct order_hold, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape order_hold_shape = SHAPE(struct order_hold, "order_hold", hold_fields);

#define FIELDS_TO_LINES \
	F_WORD(struct order_body, channel, order_channel_words), \
	F_PART(struct order_body, contact, &vault_ref_shape), \
	F_ID_LEFT(struct order_body, customer_id), \
	F_MONEY_ZERO(struct order_body, deposit_asked, 0, MONEY_MAX), \
	F_LIST_ZERO(struct order_body, holds, ORDER_HOLDS_MAX, &order_hold_shape), \
	F_LIST(struct order_body, lines, 1, ORDER_LINES_MAX, &line_shape)
#define FIELDS_FROM_DAY \
	F_DAY(struct order_body, promised_day), \
	F_WORD_OPT(struct order_body, shipping_by, order_shipping_words), \
	F_MONEY_ZERO(struct order_body, shipping_fee, 0, MONEY_MAX), \
	F_LIST_ZERO(struct order_body, trail, SALE_TRAIL_MAX, &trail_shape)

static const struct field placed_fields[] = { FIELDS_TO_LINES, F_I64(struct order_body, number, 1, INT64_C(1000000000)), FIELDS_FROM_DAY };
static const struct shape placed_shape = SHAPE(struct order_body, "order_placed", placed_fields);
static const struct field changed_fields[] = { FIELDS_TO_LINES, F_ID(struct order_body, order_id), FIELDS_FROM_DAY };
static const struct shape changed_shape = SHAPE(struct order_body, "order_changed", changed_fields);

static const struct field reserved_fields[] = {
	F_LIST_ZERO(struct order_reserved, holds, ORDER_HOLDS_MAX, &order_hold_shape),
	F_ID(struct order_reserved, order_id),
};
static const struct shape reserved_shape = SHAPE(struct order_reserved, "order_reserved", reserved_fields);

/* ---- check ------------------------------------------------------------------ */

static bool check(const void *what, struct err *err)
{
	const struct order_body *body = what;

	for (size_t i = 0; i < body->lines_count; i++) {
		const struct order_line *line = &body->lines[i];
		int64_t held = 0;
		struct money whole;

		if (i && line->n <= body->lines[i - 1].n)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu sai số thứ tự", i + 1);
		if (!cart_amount(line->price, line->qty_milli, MONEY(0), &whole) || line->discount.dong > whole.dong)
			return err_set(err, ERR_INPUT, "lines", "dòng %zu giảm quá giá", i + 1);
		for (size_t k = 0; k < body->holds_count; k++)
			held += body->holds[k].n == line->n ? body->holds[k].qty_milli : 0;
		if (held > line->qty_milli)
			return err_set(err, ERR_INPUT, "holds", "dòng %zu giữ nhiều hơn số đặt", i + 1);
	}
	return body->shipping_by || body->shipping_fee.dong == 0 || err_set(err, ERR_INPUT, "shipping_by", "có phí giao phải nêu ai trả");
}

/* ---- apply ------------------------------------------------------------------ */

bool order_hold_apply(struct txn *txn, struct id order_id, struct id item_id, const struct order_hold *hold, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sql[HOLD_ADD]);

	stmt_put_id(q, item_id);
	stmt_put_id(q, hold->lot_id);
	stmt_put_id(q, order_id);
	stmt_put_i64(q, hold->n);
	stmt_put_i64(q, hold->qty_milli);
	return stmt_end(q, err);
}

static bool holds_off(struct txn *txn, struct id order_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sql[HOLDS_OFF]);

	stmt_put_id(q, order_id);
	return stmt_end(q, err);
}

static bool apply_lines(struct txn *txn, struct id order_id, const struct order_body *body, struct err *err)
{
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct order_line *line = &body->lines[i];
		struct stmt *q = stmt_begin(txn, &order_sql[LINE_PUT]);

		stmt_put_id(q, order_id);
		stmt_put_i64(q, line->n);
		stmt_put_id(q, line->item_id);
		stmt_put_i64(q, line->qty_milli);
		stmt_put_money(q, line->price);
		stmt_put_money(q, line->discount);
		stmt_put_id_opt(q, line->producer_id);
		stmt_put_i64(q, id_is_none(line->producer_id) ? ASKING_NOBODY : ASKING_TO_ASK);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t k = 0; k < body->holds_count; k++)
		for (size_t i = 0; i < body->lines_count; i++)
			if (body->lines[i].n == body->holds[k].n && !order_hold_apply(txn, order_id, body->lines[i].item_id, &body->holds[k], err))
				return false;
	return true;
}

static bool placed_apply(struct txn *txn, const struct entry *entry, const void *what, struct arena *arena, struct err *err)
{
	const struct order_body *body = what;
	struct stmt *q = stmt_begin(txn, &order_sql[ADD]);

	(void)arena;
	stmt_put_id(q, entry->id);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, body->number);
	stmt_put_id(q, entry->site_id);
	stmt_put_id_opt(q, body->customer_id);
	stmt_put_id(q, body->contact.ref);
	stmt_put_i64(q, body->channel);
	stmt_put_day(q, body->promised_day);
	stmt_put_money(q, body->deposit_asked);
	stmt_put_i64_opt(q, body->shipping_by ? body->shipping_by : STMT_NONE);
	stmt_put_money(q, body->shipping_fee);
	return stmt_end(q, err) && apply_lines(txn, entry->id, body, err);
}

static bool changed_apply(struct txn *txn, const struct entry *entry, const void *what, struct arena *arena, struct err *err)
{
	const struct order_body *body = what;
	struct stmt *q = stmt_begin(txn, &order_sql[CHANGE]);
	int64_t changed;

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_id_opt(q, body->customer_id);
	stmt_put_id(q, body->contact.ref);
	stmt_put_i64(q, body->channel);
	stmt_put_day(q, body->promised_day);
	stmt_put_money(q, body->deposit_asked);
	stmt_put_i64_opt(q, body->shipping_by ? body->shipping_by : STMT_NONE);
	stmt_put_money(q, body->shipping_fee);
	stmt_put_id(q, body->order_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_CONFLICT, "order_id", "đơn này đã giao xong hoặc đã hủy");
	q = stmt_begin(txn, &order_sql[LINES_OFF]);
	stmt_put_id(q, body->order_id);
	return stmt_end(q, err) && holds_off(txn, body->order_id, err) && apply_lines(txn, body->order_id, body, err) &&
	       order_settle(txn, body->order_id, err);
}

static bool reserved_apply(struct txn *txn, const struct entry *entry, const void *what, struct arena *arena, struct err *err)
{
	const struct order_reserved *body = what;
	struct order_line_row *lines;
	size_t count;

	(void)entry;
	if (!holds_off(txn, body->order_id, err) || !order_lines_get(txn, arena, body->order_id, &lines, &count, err))
		return false;
	for (size_t k = 0; k < body->holds_count; k++)
		for (size_t i = 0; i < count; i++)
			if (lines[i].n == body->holds[k].n && !order_hold_apply(txn, body->order_id, lines[i].item_id, &body->holds[k], err))
				return false;
	return true;
}

const struct kind order_placed_kind = {
	.name = "order_placed", .version = 1, .body = &placed_shape, .check = check, .apply = placed_apply, .keeps_goods = true,
	.about = "A customer ordered goods for a day, at prices agreed; pieces that are there are held",
};
const struct kind order_changed_kind = {
	.name = "order_changed", .version = 1, .body = &changed_shape, .check = check, .apply = changed_apply, .keeps_goods = true,
	.about = "An order as it stands from then on: lines, day, address, holds",
};
const struct kind order_reserved_kind = {
	.name = "order_reserved", .version = 1, .body = &reserved_shape, .apply = reserved_apply, .keeps_goods = true,
	.about = "Which pieces of which lots are held for an order",
};

/* ---- rows --------------------------------------------------------------------- */

bool order_settle(struct txn *txn, struct id order_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sql[SETTLE]);

	stmt_put_id(q, order_id);
	return stmt_end(q, err);
}

bool order_row_get(struct txn *txn, struct id order_id, struct order_row *row, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sql[ROW]);
	bool found;

	stmt_put_id(q, order_id);
	found = stmt_next(q);
	if (found) {
		row->entry_key = stmt_take_i64(q);
		row->changed_key = stmt_take_i64(q);
		row->number = stmt_take_i64(q);
		row->channel = stmt_take_i64(q);
		stmt_take_id_opt(q, &row->customer_id);
		stmt_take_id(q, &row->contact_ref);
		row->promised_day = stmt_take_day(q);
		row->deposit_asked = stmt_take_money(q);
		row->shipping_by = stmt_take_i64_opt(q);
		row->shipping_fee = stmt_take_money(q);
		row->paid_in = stmt_take_money(q);
		row->used = stmt_take_money(q);
		row->given_back = stmt_take_money(q);
		row->forfeited = stmt_take_money(q);
		row->is_open = stmt_take_i64(q) != 0;
		row->is_cancelled = stmt_take_i64_opt(q) != STMT_NONE;
		if (row->shipping_by == STMT_NONE)
			row->shipping_by = 0;
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "order_id", "không có đơn đặt này");
}

bool order_row_open(struct txn *txn, struct id order_id, struct order_row *row, struct err *err)
{
	if (!order_row_get(txn, order_id, row, err))
		return false;
	return row->is_open || err_set(err, ERR_CONFLICT, "order_id", row->is_cancelled ? "đơn này đã hủy" : "đơn này đã giao xong");
}

struct money order_row_left(const struct order_row *row)
{
	return MONEY(row->paid_in.dong - row->used.dong - row->given_back.dong - row->forfeited.dong);
}

bool order_lines_get(struct txn *txn, struct arena *arena, struct id order_id, struct order_line_row **lines, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_sql[LINES]);

	*lines = ARENA_LIST(arena, LINES_EVER_MAX, struct order_line_row);
	*count = 0;
	stmt_put_id(q, order_id);
	stmt_put_i64(q, LINES_EVER_MAX);
	while (*count < LINES_EVER_MAX && stmt_next(q)) {
		struct order_line_row *line = &(*lines)[(*count)++];

		line->n = stmt_take_i64(q);
		stmt_take_id(q, &line->item_id);
		line->qty_milli = stmt_take_i64(q);
		line->delivered_milli = stmt_take_i64(q);
		line->price = stmt_take_money(q);
		line->discount = stmt_take_money(q);
		stmt_take_id_opt(q, &line->producer_id);
		line->asking = stmt_take_i64(q);
		line->asked_day = stmt_take_day_opt(q);
		line->back_day = stmt_take_day_opt(q);
		line->is_open = stmt_take_i64(q) != 0;
	}
	return stmt_end(q, err);
}

bool order_line_amount(const struct order_line_row *line, const struct item *item, struct money *amount)
{
	if (!cart_amount(line->price, line->qty_milli, MONEY(item->decimals > 0 && item->round_unit > 1 ? item->round_unit : 0), amount))
		return false;
	amount->dong -= line->discount.dong < amount->dong ? line->discount.dong : amount->dong;
	return true;
}

struct money order_part(struct money amount, int64_t qty_milli, int64_t from_milli, int64_t part_milli)
{
	return MONEY(money_scale(amount.dong, from_milli + part_milli, qty_milli) - money_scale(amount.dong, from_milli, qty_milli));
}

const char *order_number_write(int64_t number, char text[ORDER_NUMBER_SIZE])
{
	snprintf(text, ORDER_NUMBER_SIZE, "ĐH-%04" PRId64, number);
	return text;
}

const char *order_slip_write(int64_t number, char text[ORDER_NUMBER_SIZE])
{
	snprintf(text, ORDER_NUMBER_SIZE, "ĐC-%04" PRId64, number);
	return text;
}
