#include "shop/intake.h"

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/recall.h"
#include "shop/order.h"
#include "shop/sql.h"
#include "shop/stock.h"

const char *const expiry_kind_words[] = { NULL, "none", "use_by", "best_before", NULL };

enum { ADD, LOT_ADD, LAST_CLOSED, LAST_NUMBER, FLOOR, PENDING };

const struct sql intake_sql[] = {
	[ADD] = { .text =
		"INSERT INTO intake (entry_key, number, site_id, contract_id, doc_day, paper) VALUES ($1, $2, $3, $4, $5, $6)" },
	[LOT_ADD] = { .text =
		"INSERT INTO lot (id, entry_key, item_id, contract_id, version, consignor_id, code, made_day, expiry_day, expiry_kind, arrived_us,"
		" own_price, hand_over, is_pending, is_frozen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0)" },
	[LAST_CLOSED] = { .text =
		"SELECT to_day FROM settlement WHERE contract_id = $1 ORDER BY number DESC LIMIT 1" },
	[LAST_NUMBER] = { .text = "SELECT number FROM intake ORDER BY number DESC LIMIT 1" },
	[FLOOR] = { .text = "SELECT last FROM series WHERE kind = 1 AND owner = $1" },
	/* The item's few lots, not the contract's many: CASE keeps the planner from the index of contracts. */
	[PENDING] = { .text =
		"SELECT s.lot_id, s.qty_milli FROM stock s JOIN lot l ON l.id = s.lot_id"
		" WHERE s.site_id = $1 AND s.item_id = $2 AND s.place = 1 AND CASE WHEN l.contract_id = $3 THEN 1 ELSE 0 END = 1 AND l.is_pending = 1 AND s.qty_milli < 0"
		" ORDER BY l.version, s.lot_id LIMIT 20", .scan_ok = true },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field line_in_fields[] = {
	F_CODE_OPT(struct intake_line_in, code, 1, 40),
	F_DAY_OPT(struct intake_line_in, expiry_day),
	F_WORD(struct intake_line_in, expiry_kind, expiry_kind_words),
	F_MONEY_OPT(struct intake_line_in, hand_over, 0, MONEY_MAX),
	F_ID(struct intake_line_in, item_id),
	F_DAY_OPT(struct intake_line_in, made_day),
	F_MONEY_OPT(struct intake_line_in, own_price, 0, MONEY_MAX),
	F_MONEY_OPT(struct intake_line_in, price_proposal, 0, MONEY_MAX),
	F_I64(struct intake_line_in, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape intake_line_in_shape = SHAPE(struct intake_line_in, "intake_line_in", line_in_fields);

static const struct field fill_fields[] = {
	F_ID(struct intake_fill, lot_id),
	F_I64(struct intake_fill, qty_milli, 1, QTY_MILLI_MAX),
};
static const struct shape fill_shape = SHAPE(struct intake_fill, "intake_fill", fill_fields);

static const struct field line_fields[] = {
	F_TEXT_OPT(struct intake_line, code, 1, 40),
	F_ID(struct intake_line, consignor_id),
	F_DAY_OPT(struct intake_line, expiry_day),
	F_WORD(struct intake_line, expiry_kind, expiry_kind_words),
	F_LIST(struct intake_line, fills, 0, 20, &fill_shape),
	F_MONEY_OPT(struct intake_line, hand_over, 0, MONEY_MAX),
	F_LIST_ZERO(struct intake_line, holds, ORDERS_OPEN_MAX, &order_wait_shape),
	F_ID(struct intake_line, item_id),
	F_ID(struct intake_line, lot_id),
	F_DAY_OPT(struct intake_line, made_day),
	F_MONEY_OPT(struct intake_line, own_price, 0, MONEY_MAX),
	F_MONEY_OPT(struct intake_line, price_proposal, 0, MONEY_MAX),
	F_I64(struct intake_line, qty_milli, 1, QTY_MILLI_MAX),
};
static const struct shape line_shape = SHAPE(struct intake_line, "intake_line", line_fields);

static const struct field intake_fields[] = {
	F_ID(struct intake, contract_id),
	F_DAY(struct intake, doc_day),
	F_LIST(struct intake, lines, 1, INTAKE_LINES_MAX, &line_shape),
	F_I64(struct intake, number, 1, INT64_C(1000000000)),
	F_TEXT_OPT(struct intake, paper, 1, 100),
	F_I64(struct intake, version, 1, 100000),
};
const struct shape intake_shape = SHAPE(struct intake, "intake", intake_fields);

/* ---- apply ------------------------------------------------------------------ */

static bool apply_lot(struct txn *txn, const struct entry *entry, const struct intake *intake, const struct intake_line *line, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intake_sql[LOT_ADD]);

	stmt_put_id(q, line->lot_id);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, line->item_id);
	stmt_put_id(q, intake->contract_id);
	stmt_put_i64(q, intake->version);
	stmt_put_id(q, line->consignor_id);
	stmt_put_text_opt(q, line->code);
	stmt_put_day_opt(q, line->made_day);
	stmt_put_day_opt(q, line->expiry_day);
	stmt_put_i64(q, line->expiry_kind - 1);
	stmt_put_i64(q, entry->at_us);
	stmt_put_money_opt(q, line->own_price);
	stmt_put_money_opt(q, line->hand_over);
	return stmt_end(q, err);
}

static bool apply_line(struct txn *txn, const struct entry *entry, const struct intake *intake, const struct intake_line *line, int64_t *n,
		       struct err *err)
{
	struct stock_move move = {
		.kind = STOCK_INTAKE, .site_id = entry->site_id, .item_id = line->item_id, .lot_id = line->lot_id,
		.contract_id = intake->contract_id, .place = PLACE_SHELF, .qty_milli = line->qty_milli, .doc_day = intake->doc_day,
	};

	if (!apply_lot(txn, entry, intake, line, err) || !stock_move_apply(txn, entry->key, ++*n, &move, false, err))
		return false;
	move.kind = STOCK_FILLS_PENDING;
	for (size_t i = 0; i < line->fills_count; i++) {
		move.lot_id = line->lot_id;
		move.qty_milli = -line->fills[i].qty_milli;
		if (!stock_move_apply(txn, entry->key, ++*n, &move, false, err))
			return false;
		move.lot_id = line->fills[i].lot_id;
		move.qty_milli = line->fills[i].qty_milli;
		if (!stock_move_apply(txn, entry->key, ++*n, &move, true, err))
			return false;
	}
	for (size_t i = 0; i < line->holds_count; i++) {
		struct order_hold hold = { .lot_id = line->lot_id, .n = line->holds[i].n, .qty_milli = line->holds[i].qty_milli };

		if (!order_hold_apply(txn, line->holds[i].order_id, line->item_id, &hold, err))
			return false;
	}
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct intake *intake = body;
	struct stmt *q = stmt_begin(txn, &intake_sql[ADD]);
	int64_t n = 0;

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, intake->number);
	stmt_put_id(q, entry->site_id);
	stmt_put_id(q, intake->contract_id);
	stmt_put_day(q, intake->doc_day);
	stmt_put_text_opt(q, intake->paper);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < intake->lines_count; i++)
		if (!apply_line(txn, entry, intake, &intake->lines[i], &n, err))
			return false;
	return true;
}

static bool check(const void *body, struct err *err)
{
	const struct intake *intake = body;

	for (size_t i = 0; i < intake->lines_count; i++) {
		int64_t filled = 0;

		for (size_t k = 0; k < intake->lines[i].fills_count; k++)
			filled += intake->lines[i].fills[k].qty_milli;
		for (size_t k = 0; k < intake->lines[i].holds_count; k++)
			filled += intake->lines[i].holds[k].qty_milli;
		if (filled > intake->lines[i].qty_milli)
			return err_set(err, ERR_INPUT, "fills", "dòng %zu bù và giữ nhiều hơn số nhập", i + 1);
	}
	return true;
}

const struct kind intake_kind = {
	.name = "intake", .version = 1, .body = &intake_shape, .check = check, .apply = apply,
	.about = "Goods came in under a contract and made lots",
};

/* ---- the command ------------------------------------------------------------- */

bool doc_day_check(struct txn *txn, struct id contract_id, int32_t doc_day, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intake_sql[LAST_CLOSED]);
	int32_t closed = 0;

	stmt_put_id(q, contract_id);
	if (stmt_next(q))
		closed = stmt_take_day(q);
	if (!stmt_end(q, err))
		return false;
	if (doc_day > day_of_us(at_us))
		return err_set(err, ERR_INPUT, "doc_day", "ngày chứng từ ở tương lai");
	return doc_day > closed || err_set(err, ERR_CONFLICT, "doc_day", "ngày chứng từ nằm trong kỳ đã chốt của hợp đồng");
}

static bool gives_to(const struct intake_fill *fill, struct id lot_id)
{
	return id_is(fill->lot_id, lot_id);
}

/* What pending lots still owe after the lines before this one. */
static bool fill_pending(struct work *work, const struct intake *intake, size_t at, struct err *err)
{
	struct intake_line *line = &intake->lines[at];
	struct stmt *q = stmt_begin(work->txn, &intake_sql[PENDING]);
	int64_t left = line->qty_milli;
	struct intake_fill owed[20];
	size_t count = 0;

	stmt_put_id(q, work->book->site_id);
	stmt_put_id(q, line->item_id);
	stmt_put_id(q, intake->contract_id);
	while (count < COUNT_OF(owed) && stmt_next(q)) {
		stmt_take_id(q, &owed[count].lot_id);
		owed[count++].qty_milli = -stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	line->fills = ARENA_LIST(work->arena, count, struct intake_fill);
	for (size_t i = 0; i < count && left > 0; i++) {
		for (size_t k = 0; k < at; k++)
			for (size_t f = 0; f < intake->lines[k].fills_count; f++)
				if (gives_to(&intake->lines[k].fills[f], owed[i].lot_id))
					owed[i].qty_milli -= intake->lines[k].fills[f].qty_milli;
		if (owed[i].qty_milli <= 0)
			continue;
		if (owed[i].qty_milli > left)
			owed[i].qty_milli = left;
		left -= owed[i].qty_milli;
		line->fills[line->fills_count++] = owed[i];
	}
	return true;
}

/* Orders that wait for the item come first; those that lines before this one serve already get the rest. */
static bool hold_for_orders(struct work *work, const struct intake *intake, size_t at, struct err *err)
{
	struct intake_line *line = &intake->lines[at];
	int64_t left = line->qty_milli, before = 0;
	struct order_wait *waits;
	size_t count;

	for (size_t i = 0; i < line->fills_count; i++)
		left -= line->fills[i].qty_milli;
	for (size_t k = 0; k < at; k++)
		for (size_t i = 0; id_is(intake->lines[k].item_id, line->item_id) && i < intake->lines[k].holds_count; i++)
			before += intake->lines[k].holds[i].qty_milli;
	if (left == 0 || !order_waiting(work->txn, work->arena, line->item_id, line->expiry_kind == EXPIRY_USE_BY + 1 ? line->expiry_day : 0, left + before,
					&waits, &count, err))
		return left == 0;
	line->holds = ARENA_LIST(work->arena, count, struct order_wait);
	for (size_t i = 0; i < count && left > 0; i++) {
		for (size_t k = 0; k < at; k++)
			for (size_t h = 0; h < intake->lines[k].holds_count; h++)
				if (id_is(intake->lines[k].holds[h].order_id, waits[i].order_id) && intake->lines[k].holds[h].n == waits[i].n)
					waits[i].qty_milli -= intake->lines[k].holds[h].qty_milli;
		if (waits[i].qty_milli > left)
			waits[i].qty_milli = left;
		if (waits[i].qty_milli <= 0)
			continue;
		left -= waits[i].qty_milli;
		line->holds[line->holds_count++] = waits[i];
	}
	return true;
}

static bool take_line(struct work *work, const struct intake_line_in *in, struct intake *intake, size_t i, struct id consignor_id, struct err *err)
{
	struct intake_line *line = &intake->lines[i];
	bool is_frozen = false;
	struct item item;

	if (!item_get(work->txn, work->arena, in->item_id, &item, err))
		return false;
	if (!item.has_stock)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng này không có tồn kho");
	if (in->expiry_kind != 1 && !in->expiry_day)
		return err_set(err, ERR_INPUT, "expiry_day", "thiếu ngày hết hạn");
	if (in->expiry_day && in->made_day && in->expiry_day < in->made_day)
		return err_set(err, ERR_INPUT, "expiry_day", "hạn dùng trước ngày sản xuất");
	if (in->code && !recall_is_frozen(work->txn, in->item_id, in->code, in->expiry_day, &is_frozen, err))
		return false;
	if (is_frozen)
		return err_set(err, ERR_CONFLICT, "code", "lô %s của mặt hàng này đang thu hồi, không nhận vào; trả lại bên giao", in->code);
	*line = (struct intake_line){
		.code = in->code, .consignor_id = consignor_id, .expiry_day = in->expiry_day, .expiry_kind = in->expiry_kind, .hand_over = in->hand_over,
		.item_id = in->item_id, .lot_id = id_derive(work->id, "lot", (int64_t)i + 1), .made_day = in->made_day, .own_price = in->own_price,
		.price_proposal = in->price_proposal, .qty_milli = in->qty_milli,
	};
	return fill_pending(work, intake, i, err) && hold_for_orders(work, intake, i, err);
}

/* After the book's last, or an older book's where that stood higher. */
static bool next_number(struct work *work, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &intake_sql[LAST_NUMBER]);
	int64_t last = stmt_next(q) ? stmt_take_i64(q) : 0, floor;

	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(work->txn, &intake_sql[FLOOR]);
	stmt_put_id(q, work->book->site_id);
	floor = stmt_next(q) ? stmt_take_i64(q) : 0;
	*number = (last > floor ? last : floor) + 1;
	return stmt_end(q, err);
}

bool intake_add(struct work *work, const struct intake_in *in, const struct intake **body, struct err *err)
{
	struct intake *intake = ARENA_NEW(work->arena, struct intake);
	struct contract_terms terms;
	bool found;

	if (!work_first_answer(work, &intake_kind, (void **)body, err) || *body)
		return *body != NULL;
	intake->contract_id = in->contract_id;
	intake->doc_day = in->doc_day ? in->doc_day : day_of_us(work->at_us);
	intake->paper = in->paper;
	if (!doc_day_check(work->txn, in->contract_id, intake->doc_day, work->at_us, err) ||
	    !contract_version_on(work->txn, in->contract_id, intake->doc_day, &intake->version, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "contract_id", "hợp đồng không có hiệu lực vào ngày ấy");
	if (!contract_version_get(work->txn, work->arena, in->contract_id, intake->version, &terms, err))
		return false;
	if (!next_number(work, &intake->number, err))
		return false;
	intake->lines = ARENA_LIST(work->arena, in->lines_count, struct intake_line);
	for (size_t i = 0; i < in->lines_count; i++) {
		if (!take_line(work, &in->lines[i], intake, i, terms.consignor_id, err))
			return err_within(err, "lines[%zu]", i);
		intake->lines_count = i + 1;
	}
	*body = intake;
	return work_record(work, &intake_kind, intake, err);
}
