/* What a settlement counts, row by row: the figures are made from these, and so is every export behind them. */
#include "shop/settlement.h"

#include "shop/adjust.h"
#include "shop/settlement_parts.h"
#include "shop/sql.h"
#include "store/stmt.h"

#define LINE_BYTES_MAX ((size_t)256 << 20)

enum { STREAM_OF, LINES, MOVES, PAYOUTS, OFFSETS, ITEM, BEFORE, CUT_BEFORE };

const struct sql settlement_lines_sql[] = {
	[STREAM_OF] = { .text =
		"SELECT stream FROM stream WHERE site_id = $1 AND epoch = $2" },
	[LINES] = { .text =
		"SELECT l.entry_key, l.n, e.at_us, t.code, s.epoch, s.receipt_n, l.item_id, i.code, i.name, i.unit, l.lot_id, l.site_id, l.version,"
		" l.qty_milli, l.price, l.list, l.paid, l.due_price, l.due, l.commission, l.vat_kept, l.vat, l.producer, l.vat_leg, l.house, l.basis"
		" FROM line l JOIN entry e ON e.entry_key = l.entry_key JOIN sale s ON s.entry_key = l.entry_key JOIN till t ON t.id = s.till_id"
		" JOIN item i ON i.id = l.item_id"
		" WHERE l.contract_id = $1 AND l.entry_key >= $2 AND l.entry_key <= $3 ORDER BY l.entry_key, l.n" },
	[MOVES] = { .text =
		"SELECT m.entry_key, m.n, e.at_us, m.item_id, i.code, i.name, i.unit, m.site_id, l.version, m.kind, m.borne_by, m.qty_milli, m.doc_day,"
		" l.own_price, l.hand_over"
		" FROM stock_move m JOIN entry e ON e.entry_key = m.entry_key JOIN item i ON i.id = m.item_id JOIN lot l ON l.id = m.lot_id"
		" WHERE m.contract_id = $1 AND m.entry_key >= $2 AND m.entry_key <= $3 ORDER BY m.entry_key, m.n" },
	[PAYOUTS] = { .text =
		"SELECT p.entry_key, e.at_us, p.way, p.amount, p.is_advance, p.doc_day FROM payout p JOIN entry e ON e.entry_key = p.entry_key"
		" WHERE p.contract_id = $1 AND p.entry_key >= $2 AND p.entry_key <= $3 ORDER BY p.entry_key" },
	[OFFSETS] = { .text =
		"SELECT o.entry_key, e.at_us, o.amount, t.code, s.epoch, s.receipt_n FROM offset_use o JOIN entry e ON e.entry_key = o.entry_key"
		" JOIN sale s ON s.entry_key = o.entry_key JOIN till t ON t.id = s.till_id"
		" WHERE o.contract_id = $1 AND o.entry_key >= $2 AND o.entry_key <= $3 ORDER BY o.entry_key" },
	[ITEM] = { .text =
		"SELECT i.code, i.name, i.unit, e.at_us, s.site_id FROM item i JOIN entry e ON e.entry_key = $1 JOIN stream s ON s.stream = $2"
		" WHERE i.id = $3" },
	[BEFORE] = { .text =
		"SELECT to_day FROM settlement WHERE contract_id = $1 AND number = $2" },
	[CUT_BEFORE] = { .text =
		"SELECT seen_number FROM settlement_cut WHERE contract_id = $1 AND stream = $2 AND number = $3" },
	SQL_END
};

bool settlement_stream(struct txn *txn, const struct settled_cut *cut, int64_t *stream, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_lines_sql[STREAM_OF]);
	bool found;

	stmt_put_id(q, cut->site_id);
	stmt_put_i64(q, cut->epoch);
	found = stmt_next(q);
	if (found)
		*stream = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "cuts", "sổ không có chuỗi bút toán mà bảng thanh toán nêu");
}

/* One cut being read. */
struct reading {
	struct txn *txn;
	struct arena *arena;           /* of one row */
	const struct settled *settled;
	const struct settled_cut *cut;
	int64_t stream;
	int64_t seen_before;           /* papers up to here dated on or before closed_day were counted by the closing before */
	int32_t closed_day;
	settlement_line_function *each;
	void *arg;
};

static void put_range(struct stmt *q, const struct reading *r, int64_t to_number)
{
	stmt_put_id(q, r->settled->contract_id);
	stmt_put_i64(q, ENTRY_KEY(r->stream, r->cut->from_number));
	stmt_put_i64(q, ENTRY_KEY(r->stream, to_number));
}

static void name_entry(const struct reading *r, int64_t key, struct settlement_line *line)
{
	line->number = ENTRY_NUMBER(key);
	line->epoch = r->cut->epoch;
}

static bool each_sold(struct reading *r, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[LINES]);
	bool ok = true;

	put_range(q, r, r->cut->to_number);
	while (ok && stmt_next(q)) {
		struct settlement_line line = { .kind = SETTLEMENT_LINE, .lot_own_price = SHAPE_ABSENT, .lot_hand_over = SHAPE_ABSENT };
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		struct id lot_id;
		int64_t epoch;

		name_entry(r, stmt_take_i64(q), &line);
		line.n = stmt_take_i64(q);
		line.at_us = stmt_take_i64(q);
		line.doc_day = day_of_us(line.at_us);
		till = stmt_take_text(q, r->arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		line.receipt = receipt;
		stmt_take_id(q, &line.item_id);
		line.item_code = stmt_take_text(q, r->arena);
		line.item_name = stmt_take_text(q, r->arena);
		line.unit = stmt_take_text(q, r->arena);
		stmt_take_id_opt(q, &lot_id);
		line.has_lot = !id_is_none(lot_id);
		stmt_take_id(q, &line.site_id);
		line.version = stmt_take_i64(q);
		line.qty_milli = stmt_take_i64(q);
		line.price = stmt_take_money(q);
		line.list = stmt_take_money(q);
		line.paid = stmt_take_money(q);
		line.due_price = stmt_take_money(q);
		line.due = stmt_take_money(q);
		line.commission = stmt_take_money(q);
		line.vat_kept = stmt_take_money(q);
		line.vat = stmt_take_money(q);
		line.producer = stmt_take_money(q);
		line.vat_leg = stmt_take_money(q);
		line.house = stmt_take_money(q);
		line.basis = stmt_take_money(q);
		ok = r->each(r->arg, &line, err);
		arena_reset(r->arena);
	}
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

/* What a correction's row does not hold itself. */
static bool describe(struct reading *r, int64_t key, struct settlement_line *line, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[ITEM]);

	stmt_put_i64(q, key);
	stmt_put_i64(q, ENTRY_STREAM(key));
	stmt_put_id(q, line->item_id);
	if (stmt_next(q)) {
		line->item_code = stmt_take_text(q, r->arena);
		line->item_name = stmt_take_text(q, r->arena);
		line->unit = stmt_take_text(q, r->arena);
		line->at_us = stmt_take_i64(q);
		stmt_take_id(q, &line->site_id);
		line->doc_day = day_of_us(line->at_us);
	}
	return stmt_end(q, err);
}

static bool each_corrected(struct reading *r, struct err *err)
{
	struct arena *arena = arena_new(LINE_BYTES_MAX);
	struct adjustment *list;
	size_t count;
	bool ok = adjust_list(r->txn, arena, r->settled->contract_id, ENTRY_KEY(r->stream, r->cut->from_number),
			      ENTRY_KEY(r->stream, r->cut->to_number), &list, &count, err);

	for (size_t i = 0; ok && i < count; i++) {
		const struct adjustment *a = &list[i];
		struct settlement_line line = {
			.kind = SETTLEMENT_CORRECTION, .n = a->n, .item_id = a->item_id, .version = a->version, .adjust_kind = a->kind, .has_lot = true,
			.qty_milli = a->qty_milli, .price = a->due_price, .list = a->paid, .paid = a->paid, .due_price = a->due_price, .due = a->due,
			.commission = a->commission, .vat_kept = a->vat_kept, .producer = a->producer, .vat_leg = a->vat_leg, .house = a->house,
			.basis = a->basis, .lot_own_price = SHAPE_ABSENT, .lot_hand_over = SHAPE_ABSENT,
		};

		name_entry(r, a->entry_key, &line);
		ok = describe(r, a->entry_key, &line, err) && r->each(r->arg, &line, err);
		arena_reset(r->arena);
	}
	arena_free(arena);
	return ok;
}

/* Papers go by their day (P10): those the closing before counted are passed over, those of the period entered after the cut are late. */
static bool is_counted(const struct reading *r, struct settlement_line *line)
{
	if (line->doc_day <= r->closed_day && line->number <= r->seen_before)
		return false;
	line->is_late = line->number > r->cut->to_number;
	return !line->is_late || line->doc_day <= r->settled->to_day;
}

static bool each_moved(struct reading *r, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[MOVES]);
	bool ok = true;

	put_range(q, r, r->cut->seen_number);
	while (ok && stmt_next(q)) {
		struct settlement_line line = { .kind = SETTLEMENT_MOVE, .has_lot = true };

		name_entry(r, stmt_take_i64(q), &line);
		line.n = stmt_take_i64(q);
		line.at_us = stmt_take_i64(q);
		stmt_take_id(q, &line.item_id);
		line.item_code = stmt_take_text(q, r->arena);
		line.item_name = stmt_take_text(q, r->arena);
		line.unit = stmt_take_text(q, r->arena);
		stmt_take_id(q, &line.site_id);
		line.version = stmt_take_i64(q);
		line.move_kind = stmt_take_i64(q);
		line.borne_by = stmt_take_i64(q);
		line.qty_milli = stmt_take_i64(q);
		line.doc_day = stmt_take_day(q);
		line.lot_own_price = stmt_take_i64_opt(q);
		line.lot_hand_over = stmt_take_i64_opt(q);
		if (is_counted(r, &line))
			ok = r->each(r->arg, &line, err);
		arena_reset(r->arena);
	}
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

static bool each_paid(struct reading *r, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[PAYOUTS]);
	bool ok = true;

	put_range(q, r, r->cut->seen_number);
	while (ok && stmt_next(q)) {
		struct settlement_line line = { .kind = SETTLEMENT_PAYOUT, .n = 1, .lot_own_price = SHAPE_ABSENT, .lot_hand_over = SHAPE_ABSENT };

		name_entry(r, stmt_take_i64(q), &line);
		line.at_us = stmt_take_i64(q);
		line.pay_way = stmt_take_i64(q);
		line.amount = stmt_take_money(q);
		line.is_advance = stmt_take_i64(q) != 0;
		line.doc_day = stmt_take_day(q);
		if (is_counted(r, &line))
			ok = r->each(r->arg, &line, err);
	}
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

/* Goods taken against the debt go by the sale's own moment: never late. */
static bool each_offset(struct reading *r, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[OFFSETS]);
	bool ok = true;

	put_range(q, r, r->cut->to_number);
	while (ok && stmt_next(q)) {
		struct settlement_line line = { .kind = SETTLEMENT_PAYOUT, .n = 1, .pay_way = SETTLEMENT_OFFSET, .lot_own_price = SHAPE_ABSENT,
						.lot_hand_over = SHAPE_ABSENT };
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		name_entry(r, stmt_take_i64(q), &line);
		line.at_us = stmt_take_i64(q);
		line.doc_day = day_of_us(line.at_us);
		line.amount = stmt_take_money(q);
		till = stmt_take_text(q, r->arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		line.receipt = receipt;
		ok = r->each(r->arg, &line, err);
		arena_reset(r->arena);
	}
	return stmt_end(q, ok ? err : &(struct err){ 0 }) && ok;
}

static bool find_before(struct reading *r, struct err *err)
{
	struct stmt *q = stmt_begin(r->txn, &settlement_lines_sql[BEFORE]);

	r->closed_day = 0;
	r->seen_before = 0;
	stmt_put_id(q, r->settled->contract_id);
	stmt_put_i64(q, r->settled->number - 1);
	if (stmt_next(q))
		r->closed_day = stmt_take_day(q);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(r->txn, &settlement_lines_sql[CUT_BEFORE]);
	stmt_put_id(q, r->settled->contract_id);
	stmt_put_i64(q, r->stream);
	stmt_put_i64(q, r->settled->number - 1);
	if (stmt_next(q))
		r->seen_before = stmt_take_i64(q);
	return stmt_end(q, err);
}

bool settlement_lines(struct txn *txn, const struct settled *settled, settlement_line_function *each, void *arg, struct err *err)
{
	static bool (*const steps[])(struct reading *r, struct err *err) = { each_sold, each_corrected, each_moved, each_paid, each_offset };
	struct reading r = { .txn = txn, .settled = settled, .each = each, .arg = arg, .arena = arena_new(1 << 16) };
	bool ok = true;

	for (size_t s = 0; ok && s < COUNT_OF(steps); s++) {
		for (size_t i = 0; ok && i < settled->cuts_count; i++) {
			r.cut = &settled->cuts[i];
			ok = settlement_stream(txn, r.cut, &r.stream, err) && find_before(&r, err) && steps[s](&r, err);
		}
	}
	arena_free(r.arena);
	return ok;
}
