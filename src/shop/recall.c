#include "shop/recall.h"

#include <stdlib.h>

#include <string.h>

#include "shop/book.h"
#include "shop/intake.h"
#include "shop/lot.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { FREEZE, KEEP, SAME_CODE, IS_FROZEN, LIST, LAST, SOLD, MOVED, LEFT, INTAKE };

const struct sql recall_sql[] = {
	[FREEZE] = { .text = "UPDATE lot SET is_frozen = $1 WHERE id = $2" },
	[KEEP] = { .text = "INSERT INTO lot_freeze (lot_id, entry_key, is_frozen, reason) VALUES ($1, $2, $3, $4)" },
	[SAME_CODE] = { .text =
		"SELECT id FROM lot WHERE item_id = $1 AND code = $2 AND id <> $3 AND is_pending = 0 ORDER BY arrived_us, id LIMIT 99", .scan_ok = true },
	[IS_FROZEN] = { .text =
		"SELECT 1 FROM lot WHERE item_id = $1 AND code = $2 AND is_frozen = 1 AND COALESCE(expiry_day, 0) = $3 LIMIT 1", .scan_ok = true },
	/* Few lots are ever recalled. */
	[LIST] = { .text =
		"SELECT f.lot_id, f.is_frozen, f.reason, e.at_us, l.code, l.item_id, l.consignor_id, l.expiry_day, i.name, i.unit,"
		" CAST(COALESCE((SELECT SUM(s.qty_milli) FROM stock s WHERE s.item_id = l.item_id AND s.lot_id = f.lot_id), 0) AS BIGINT)"
		" FROM lot_freeze f JOIN entry e ON e.entry_key = f.entry_key JOIN lot l ON l.id = f.lot_id JOIN item i ON i.id = l.item_id"
		" WHERE NOT EXISTS (SELECT 1 FROM lot_freeze g WHERE g.lot_id = f.lot_id AND g.entry_key > f.entry_key)"
		" ORDER BY f.entry_key DESC, f.lot_id LIMIT 500", .scan_ok = true },
	[LAST] = { .text = "SELECT entry_key, reason FROM lot_freeze WHERE lot_id = $1 ORDER BY entry_key DESC LIMIT 1" },
	/* The lines of the lot's contract since the lot is there: a recall is rare, and an index of lots would cost every sale. */
	[SOLD] = { .text =
		"SELECT l.entry_key, l.qty_milli, s.kind, s.epoch, s.receipt_n, t.code, e.at_us, e.id, m.customer_id"
		" FROM line l JOIN sale s ON s.entry_key = l.entry_key JOIN till t ON t.id = s.till_id JOIN entry e ON e.entry_key = l.entry_key"
		" LEFT JOIN sale_more m ON m.entry_key = l.entry_key WHERE l.contract_id = $1 AND l.entry_key >= $2 AND l.entry_key < $3 AND l.lot_id = $4"
		" ORDER BY l.entry_key, l.n LIMIT 20001", .scan_ok = true },
	[MOVED] = { .text =
		"SELECT kind, qty_milli FROM stock_move WHERE contract_id = $1 AND entry_key >= $2 AND lot_id = $3", .scan_ok = true },
	[LEFT] = { .text =
		"SELECT s.site_id, t.name, s.place, s.qty_milli FROM stock s JOIN site t ON t.id = s.site_id"
		" WHERE s.item_id = $1 AND s.lot_id = $2 ORDER BY s.site_id, s.place LIMIT 400", .scan_ok = true },
	[INTAKE] = { .text = "SELECT number FROM intake WHERE entry_key = $1" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field lot_in_fields[] = { F_ID(struct recall_lot_in, lot_id) };
static const struct shape lot_in_shape = SHAPE(struct recall_lot_in, "recall_lot_in", lot_in_fields);
static const struct field in_fields[] = {
	F_BOOL(struct recall_in, is_frozen),
	F_LIST(struct recall_in, lots, 1, RECALL_LOTS_MAX, &lot_in_shape),
	F_TEXT(struct recall_in, reason, 1, 300),
};
const struct shape recall_in_shape = SHAPE(struct recall_in, "recall_in", in_fields);

static const struct field lot_fields[] = {
	F_TEXT_OPT(struct recall_lot, code, 1, 40),
	F_ID(struct recall_lot, item_id),
	F_ID(struct recall_lot, lot_id),
	F_TEXT(struct recall_lot, name, 1, 200),
};
static const struct shape lot_shape = SHAPE(struct recall_lot, "recall_lot", lot_fields);
static const struct field frozen_fields[] = {
	F_BOOL(struct lot_frozen, is_frozen),
	F_LIST(struct lot_frozen, lots, 1, RECALL_LOTS_MAX, &lot_shape),
	F_TEXT(struct lot_frozen, reason, 1, 300),
};
static const struct shape lot_frozen_shape = SHAPE(struct lot_frozen, "lot_frozen", frozen_fields);

/* ---- the entry -------------------------------------------------------------- */

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct lot_frozen *frozen = body;

	(void)arena;
	for (size_t i = 0; i < frozen->lots_count; i++) {
		struct stmt *q = stmt_begin(txn, &recall_sql[FREEZE]);

		stmt_put_i64(q, frozen->is_frozen);
		stmt_put_id(q, frozen->lots[i].lot_id);
		if (!stmt_end(q, err))
			return false;
		q = stmt_begin(txn, &recall_sql[KEEP]);
		stmt_put_id(q, frozen->lots[i].lot_id);
		stmt_put_i64(q, entry->key);
		stmt_put_i64(q, frozen->is_frozen);
		stmt_put_text(q, frozen->reason);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

const struct kind lot_frozen_kind = {
	.name = "lot_frozen", .version = 1, .body = &lot_frozen_shape, .apply = apply,
	.about = "Lots were recalled, so that no till sells them, or let go again",
};

static bool take_lot(struct work *work, struct id lot_id, struct lot_frozen *frozen, struct err *err)
{
	struct lot lot;

	for (size_t i = 0; i < frozen->lots_count; i++)
		if (id_is(frozen->lots[i].lot_id, lot_id))
			return err_set(err, ERR_CONFLICT, "lot_id", "lô này nêu hai lần");
	if (!lot_get(work->txn, work->arena, lot_id, &lot, err))
		return false;
	if (lot.is_pending)
		return err_set(err, ERR_CONFLICT, "lot_id", "lô này chưa nhập kho nên chưa có số lô; nhập hàng trước rồi thu hồi lô ấy");
	if (lot.is_frozen == frozen->is_frozen)
		return err_set(err, ERR_CONFLICT, "lot_id", lot.is_frozen ? "lô này đang thu hồi rồi" : "lô này không bị thu hồi");
	frozen->lots[frozen->lots_count++] = (struct recall_lot){ .code = lot.code, .item_id = lot.item_id, .lot_id = lot_id, .name = lot.item_name };
	return true;
}

bool recall_set(struct work *work, const struct recall_in *in, const struct lot_frozen **body, struct err *err)
{
	struct lot_frozen *frozen = ARENA_NEW(work->arena, struct lot_frozen);

	if (!work_first_answer(work, &lot_frozen_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!in->is_frozen && !work_has_second(work, err))
		return false;
	*frozen = (struct lot_frozen){ .is_frozen = in->is_frozen, .reason = in->reason,
				       .lots = ARENA_LIST(work->arena, in->lots_count, struct recall_lot) };
	for (size_t i = 0; i < in->lots_count; i++)
		if (!take_lot(work, in->lots[i].lot_id, frozen, err))
			return err_within(err, "lots[%zu]", i);
	*body = frozen;
	return work_record(work, &lot_frozen_kind, frozen, err);
}

/* ---- reading ---------------------------------------------------------------- */

bool recall_same_code(struct txn *txn, struct arena *arena, struct id lot_id, struct id **lots, size_t *count, struct err *err)
{
	struct lot lot;
	struct stmt *q;

	*lots = ARENA_LIST(arena, RECALL_LOTS_MAX, struct id);
	*count = 1;
	(*lots)[0] = lot_id;
	if (!lot_get(txn, arena, lot_id, &lot, err))
		return false;
	if (!lot.code)
		return true;
	q = stmt_begin(txn, &recall_sql[SAME_CODE]);
	stmt_put_id(q, lot.item_id);
	stmt_put_text(q, lot.code);
	stmt_put_id(q, lot_id);
	while (*count < RECALL_LOTS_MAX && stmt_next(q))
		stmt_take_id(q, &(*lots)[(*count)++]);
	return stmt_end(q, err);
}

bool recall_is_frozen(struct txn *txn, struct id item_id, const char *code, int32_t expiry_day, bool *is_frozen, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[IS_FROZEN]);

	stmt_put_id(q, item_id);
	stmt_put_text(q, code);
	stmt_put_i64(q, expiry_day);
	*is_frozen = stmt_next(q);
	if (*is_frozen)
		stmt_skip(q);
	return stmt_end(q, err);
}

bool recall_list(struct txn *txn, struct arena *arena, struct recall_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[LIST]);

	*rows = ARENA_LIST(arena, RECALL_LIST_MAX, struct recall_row);
	*count = 0;
	while (*count < RECALL_LIST_MAX && stmt_next(q)) {
		struct recall_row *row = &(*rows)[(*count)++];

		stmt_take_id(q, &row->lot_id);
		row->is_frozen = stmt_take_i64(q) != 0;
		row->reason = stmt_take_text(q, arena);
		row->at_us = stmt_take_i64(q);
		row->code = stmt_take_text_opt(q, arena);
		stmt_take_id(q, &row->item_id);
		stmt_take_id(q, &row->consignor_id);
		row->expiry_day = stmt_take_day_opt(q);
		row->item = stmt_take_text(q, arena);
		row->unit = stmt_take_text(q, arena);
		row->left_milli = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* ---- the report ----------------------------------------------------------------- */

/* Lines of one receipt stand together: one row of them. */
static void add_sold(struct recall_report *report, const struct recall_sale *sale)
{
	struct recall_sale *next = &report->sales[report->sales_count];
	bool is_same = report->sales_count && next[-1].entry_key == sale->entry_key;

	if (sale->is_return && !sale->is_maybe)
		report->returned_milli -= sale->qty_milli;
	else if (!sale->is_maybe)
		report->sold_milli += sale->qty_milli;
	if (is_same)
		next[-1].qty_milli += sale->qty_milli;
	else if (report->sales_count == RECALL_SALES_MAX)
		report->is_cut = true;
	else {
		*next = *sale;
		report->sales_count++;
	}
}

static bool add_sales(struct txn *txn, struct arena *arena, const struct lot *lot, int64_t before_key, struct recall_report *report,
		      struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[SOLD]);

	stmt_put_id(q, lot->contract_id);
	stmt_put_i64(q, lot->entry_key);
	stmt_put_i64(q, before_key);
	stmt_put_id(q, lot->id);
	while (stmt_next(q)) {
		struct recall_sale sale = { .entry_key = stmt_take_i64(q), .is_maybe = before_key != INT64_MAX };
		int64_t epoch, n;

		sale.qty_milli = stmt_take_i64(q);
		sale.is_return = stmt_take_i64(q) == 2;
		epoch = stmt_take_i64(q);
		n = stmt_take_i64(q);
		sale.till_code = stmt_take_text(q, arena);
		sale.at_us = stmt_take_i64(q);
		stmt_take_id(q, &sale.id);
		stmt_take_id_opt(q, &sale.customer_id);
		receipt_write(sale.till_code, epoch, n, sale.receipt);
		add_sold(report, &sale);
	}
	return stmt_end(q, err);
}

/* Whatever came in otherwise than over the counter adds to what came in, losses apart. */
static bool add_moves(struct txn *txn, const struct lot *lot, struct recall_report *report, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[MOVED]);

	stmt_put_id(q, lot->contract_id);
	stmt_put_i64(q, lot->entry_key);
	stmt_put_id(q, lot->id);
	while (stmt_next(q)) {
		int64_t kind = stmt_take_i64(q), qty_milli = stmt_take_i64(q);

		if (kind == STOCK_BACK)
			report->back_milli -= qty_milli;
		else if (kind == STOCK_FILLS_PENDING)
			report->filled_milli -= qty_milli;
		else if (kind == STOCK_BROKEN || kind == STOCK_EXPIRED || kind == STOCK_SAMPLE || kind == STOCK_MISSING || kind == STOCK_COUNTED)
			report->lost_milli -= qty_milli;
		else
			report->in_milli += qty_milli;
	}
	return stmt_end(q, err);
}

static bool add_left(struct txn *txn, struct arena *arena, const struct lot *lot, struct recall_report *report, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[LEFT]);

	stmt_put_id(q, lot->item_id);
	stmt_put_id(q, lot->id);
	while (report->left_count < RECALL_LEFT_MAX && stmt_next(q)) {
		struct recall_left *left = &report->left[report->left_count++];

		left->lot_id = lot->id;
		stmt_take_id(q, &left->site_id);
		left->site_name = stmt_take_text(q, arena);
		left->place = stmt_take_i64(q);
		left->qty_milli = stmt_take_i64(q);
		report->left_milli += left->qty_milli;
	}
	return stmt_end(q, err);
}

static bool intake_number(struct txn *txn, int64_t entry_key, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[INTAKE]);

	stmt_put_i64(q, entry_key);
	*number = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

static bool last_word(struct txn *txn, struct arena *arena, struct id lot_id, struct recall_report *report, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &recall_sql[LAST]);
	struct entry entry;
	int64_t key = 0;

	stmt_put_id(q, lot_id);
	if (stmt_next(q)) {
		key = stmt_take_i64(q);
		report->reason = stmt_take_text(q, arena);
	}
	if (!stmt_end(q, err))
		return false;
	if (!key)
		return true;
	if (!journal_get(txn, arena, key, &entry, err))
		return false;
	report->frozen_us = entry.at_us;
	report->frozen_by = entry.actor;
	return true;
}

/* What was sold out of "chưa nhập" before this lot came in and filled it: nobody wrote down of which lot it was. */
static bool add_filled(struct txn *txn, struct arena *arena, const struct lot *lot, struct recall_report *report, struct err *err)
{
	const struct intake *intake;
	struct entry entry;

	if (!journal_get(txn, arena, lot->entry_key, &entry, err))
		return false;
	if (strcmp(entry.kind, intake_kind.name) != 0)
		return true;
	if (!entry_body(&entry, &intake_kind, arena, (void **)&intake, err))
		return false;
	for (size_t i = 0; i < intake->lines_count; i++) {
		for (size_t k = 0; id_is(intake->lines[i].lot_id, lot->id) && k < intake->lines[i].fills_count; k++) {
			struct lot pending;

			if (!lot_get(txn, arena, intake->lines[i].fills[k].lot_id, &pending, err) ||
			    !add_sales(txn, arena, &pending, lot->entry_key, report, err))
				return false;
		}
	}
	return true;
}

static int by_key(const void *left, const void *right)
{
	const struct recall_sale *a = left, *b = right;

	return (a->entry_key > b->entry_key) - (a->entry_key < b->entry_key);
}

/* A receipt may hold two lots of the code; what two lots filled together is the same pieces. */
static void join_receipts(struct recall_report *report)
{
	size_t kept = 0;

	qsort(report->sales, report->sales_count, sizeof(*report->sales), by_key);
	for (size_t i = 0; i < report->sales_count; i++) {
		if (kept && report->sales[kept - 1].entry_key == report->sales[i].entry_key) {
			struct recall_sale *last = &report->sales[kept - 1];

			if (!last->is_maybe || !report->sales[i].is_maybe)
				last->qty_milli += report->sales[i].qty_milli;
			last->is_maybe = last->is_maybe && report->sales[i].is_maybe;
		} else {
			report->sales[kept++] = report->sales[i];
		}
	}
	report->sales_count = kept;
}

bool recall_report(struct txn *txn, struct arena *arena, struct id lot_id, struct recall_report *report, struct err *err)
{
	struct id *lots;
	size_t count;

	*report = (struct recall_report){ .sales = ARENA_LIST(arena, RECALL_SALES_MAX, struct recall_sale),
					  .left = ARENA_LIST(arena, RECALL_LEFT_MAX, struct recall_left) };
	if (!recall_same_code(txn, arena, lot_id, &lots, &count, err))
		return false;
	report->lots = ARENA_LIST(arena, count, struct recall_lot_head);
	for (size_t i = 0; i < count; i++) {
		struct recall_lot_head *head = &report->lots[report->lots_count++];
		struct lot lot;

		if (!lot_get(txn, arena, lots[i], &lot, err))
			return false;
		*head = (struct recall_lot_head){ .expiry_day = lot.expiry_day, .made_day = lot.made_day, .consignor_id = lot.consignor_id,
						  .lot_id = lot.id, .is_frozen = lot.is_frozen };
		if (i == 0) {
			report->code = lot.code;
			report->item = lot.item_name;
			report->item_id = lot.item_id;
			report->unit = lot.unit;
			report->decimals = lot.decimals;
			report->is_frozen = lot.is_frozen;
		}
		if (!intake_number(txn, lot.entry_key, &head->number, err) || !add_sales(txn, arena, &lot, INT64_MAX, report, err) ||
		    !add_filled(txn, arena, &lot, report, err) || !add_moves(txn, &lot, report, err) || !add_left(txn, arena, &lot, report, err))
			return false;
	}
	join_receipts(report);
	return last_word(txn, arena, lot_id, report, err);
}
