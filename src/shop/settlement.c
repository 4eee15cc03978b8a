#include "shop/settlement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "shop/book.h"
#include "shop/contract.h"
#include "shop/period.h"
#include "shop/settlement_parts.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

const char *const settled_line_words[] = {
	NULL, "commission", "tier", "commission_vat", "vat_kept", "tax", "charge", "loss", "adjustment", "advance", "cash", "transfer", "offset", NULL,
};

enum { ADD, CUT_ADD, ITEM_ADD, LAST, VERSION, FIRST_VERSION, FIRST_LINE, FIRST_MOVE, FIRST_PAYOUT, FIRST_OPENING, AT, PENDING, OWN, LATE_MOVE,
       LATE_PAYOUT, LIST, CONTRACTS, GET };

const struct sql settlement_sql[] = {
	/* The guards: number and cut go on just from the last ones, whoever else writes. */
	[ADD] = { .text =
		"INSERT INTO settlement (entry_key, contract_id, number, from_day, to_day, owed_before, col6, line_iv, line_v, owed_after)"
		" SELECT CAST($1 AS BIGINT), $2, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT),"
		" CAST($8 AS BIGINT), CAST($9 AS BIGINT), CAST($10 AS BIGINT)"
		" WHERE NOT EXISTS (SELECT 1 FROM settlement WHERE contract_id = $2 AND (number >= $3 OR to_day >= $4))"
		" AND ($3 = 1 OR EXISTS (SELECT 1 FROM settlement WHERE contract_id = $2 AND number = $3 - 1 AND owed_after = $11))" },
	[CUT_ADD] = { .text =
		"INSERT INTO settlement_cut (contract_id, stream, number, entry_key, from_number, to_number, seen_number)"
		" SELECT $1, CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), CAST($7 AS BIGINT)"
		" WHERE $5 = 1 + COALESCE((SELECT MAX(to_number) FROM settlement_cut WHERE contract_id = $1 AND stream = $2), 0)" },
	[ITEM_ADD] = { .text =
		"INSERT INTO settlement_item (entry_key, item_id, open_milli, in_milli, sold_milli, close_milli) VALUES ($1, $2, $3, $4, $5, $6)" },
	[LAST] = { .text =
		"SELECT entry_key, number, to_day, owed_after FROM settlement WHERE contract_id = $1 ORDER BY number DESC LIMIT 1" },
	[VERSION] = { .text =
		"SELECT version FROM contract_version WHERE contract_id = $1 AND from_day <= $2 ORDER BY version DESC LIMIT 1" },
	[FIRST_VERSION] = { .text =
		"SELECT version, from_day FROM contract_version WHERE contract_id = $1 ORDER BY version LIMIT 1" },
	[FIRST_LINE] = { .text = "SELECT entry_key FROM line WHERE contract_id = $1 ORDER BY entry_key LIMIT 1" },
	[FIRST_MOVE] = { .text = "SELECT entry_key FROM stock_move WHERE contract_id = $1 ORDER BY entry_key LIMIT 1" },
	[FIRST_PAYOUT] = { .text = "SELECT entry_key FROM payout WHERE contract_id = $1 ORDER BY entry_key LIMIT 1" },
	[FIRST_OPENING] = { .text = "SELECT entry_key FROM opening WHERE contract_id = $1 ORDER BY entry_key LIMIT 1", .scan_ok = true },
	[AT] = { .text = "SELECT at_us FROM entry WHERE entry_key = $1" },
	[PENDING] = { .text =
		"SELECT DISTINCT i.name FROM site x JOIN lot l ON l.contract_id = $1 AND l.is_pending = 1"
		" JOIN stock s ON s.site_id = x.id AND s.item_id = l.item_id AND s.lot_id = l.id AND s.qty_milli < 0 JOIN item i ON i.id = l.item_id"
		" ORDER BY i.name LIMIT 4", .scan_ok = true },
	[OWN] = { .text = "SELECT consignor_id, operator_id FROM contract WHERE id = $1" },
	[LATE_MOVE] = { .text =
		"SELECT entry_key FROM stock_move WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3 AND doc_day <= $4 LIMIT 1" },
	[LATE_PAYOUT] = { .text =
		"SELECT entry_key FROM payout WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3 AND doc_day <= $4 LIMIT 1" },
	[LIST] = { .text =
		"SELECT entry_key, number, from_day, to_day, owed_before, col6, line_iv, line_v, owed_after FROM settlement WHERE contract_id = $1"
		" ORDER BY number DESC LIMIT $2" },
	[CONTRACTS] = { .text =
		"SELECT id, number FROM contract WHERE consignor_id <> operator_id ORDER BY number LIMIT $1", .scan_ok = true },
	[GET] = { .text = "SELECT entry_key FROM settlement WHERE contract_id = $1 AND number = $2" },
	SQL_END
};

/* ---- shapes ------------------------------------------------------------------ */

#define QTY_ANY INT64_C(1000000000000)
#define AMOUNT(type, member) F_MONEY(type, member, -MONEY_MAX, MONEY_MAX)
#define QTY(type, member) F_I64_ZERO(type, member, -QTY_ANY, QTY_ANY)

static const struct field cut_fields[] = {
	F_I64(struct settled_cut, epoch, 1, 1000000),
	F_I64(struct settled_cut, from_number, 1, INT64_C(1) << ENTRY_NUMBER_BITS),
	F_HASH(struct settled_cut, head),
	F_I64(struct settled_cut, seen_number, 0, INT64_C(1) << ENTRY_NUMBER_BITS),
	F_ID(struct settled_cut, site_id),
	F_I64(struct settled_cut, to_number, 0, INT64_C(1) << ENTRY_NUMBER_BITS),
};
static const struct shape cut_shape = SHAPE(struct settled_cut, "settled_cut", cut_fields);

static const struct field item_fields[] = {
	QTY(struct settled_item, closing_milli), QTY(struct settled_item, counted_milli), QTY(struct settled_item, in_milli),
	F_ID(struct settled_item, item_id),
	QTY(struct settled_item, lost_house_milli), QTY(struct settled_item, lost_producer_milli), QTY(struct settled_item, moved_milli),
	F_TEXT(struct settled_item, name, 1, 200),
	QTY(struct settled_item, opening_milli), QTY(struct settled_item, received_milli), QTY(struct settled_item, returned_milli),
	QTY(struct settled_item, sent_back_milli), QTY(struct settled_item, sold_milli), QTY(struct settled_item, total_milli),
	F_TEXT(struct settled_item, unit, 1, 20),
};
static const struct shape item_shape = SHAPE(struct settled_item, "settled_item", item_fields);

static const struct field row_fields[] = {
	AMOUNT(struct settled_row, amount),
	F_BOOL_ZERO(struct settled_row, is_exact),
	F_I64(struct settled_row, item, 0, SETTLED_ITEMS_MAX),
	F_MONEY(struct settled_row, price, 0, MONEY_MAX),
	QTY(struct settled_row, returned_milli), QTY(struct settled_row, sold_milli),
};
static const struct shape row_shape = SHAPE(struct settled_row, "settled_row", row_fields);

static const struct field line_fields[] = {
	AMOUNT(struct settled_line, amount),
	F_BOOL_ZERO(struct settled_line, includes_vat),
	F_WORD(struct settled_line, kind, settled_line_words),
	F_WORD_OPT(struct settled_line, vat_class, vat_class_words),
};
static const struct shape line_shape = SHAPE(struct settled_line, "settled_line", line_fields);

static const struct field loss_fields[] = {
	F_I64(struct settled_loss, borne_by, 1, 2),
	F_I64(struct settled_loss, cause, 1, 100),
	F_I64(struct settled_loss, item, 0, SETTLED_ITEMS_MAX),
	QTY(struct settled_loss, qty_milli),
	F_MONEY(struct settled_loss, value, 0, MONEY_MAX),
};
static const struct shape loss_shape = SHAPE(struct settled_loss, "settled_loss", loss_fields);

static const struct field cause_fields[] = {
	F_I64(struct settled_cause, cause, 1, 100),
	F_MONEY(struct settled_cause, house, 0, MONEY_MAX),
	F_MONEY(struct settled_cause, producer, 0, MONEY_MAX),
	F_MONEY(struct settled_cause, value, 0, MONEY_MAX),
};
static const struct shape cause_shape = SHAPE(struct settled_cause, "settled_cause", cause_fields);

static const struct field late_fields[] = {
	AMOUNT(struct settled_late, amount),
	F_DAY(struct settled_late, doc_day),
	F_I64(struct settled_late, epoch, 1, 1000000),
	F_I64_OPT(struct settled_late, item, 0, SETTLED_ITEMS_MAX),
	F_I64(struct settled_late, kind, 0, 100),
	F_I64(struct settled_late, number, 1, INT64_C(1) << ENTRY_NUMBER_BITS),
	QTY(struct settled_late, qty_milli),
};
static const struct shape late_shape = SHAPE(struct settled_late, "settled_late", late_fields);

static const struct field settled_fields[] = {
	F_LIST(struct settled, causes, 0, 100, &cause_shape),
	AMOUNT(struct settled, col6),
	F_ID(struct settled, contract_id),
	F_TEXT(struct settled, contract_number, 1, 40),
	F_LIST(struct settled, cuts, 1, SETTLED_CUTS_MAX, &cut_shape),
	F_TEXT_OPT(struct settled, forced_reason, 1, SETTLED_REASON_MAX),
	F_DAY(struct settled, from_day),
	AMOUNT(struct settled, iii),
	F_BOOL_ZERO(struct settled, is_forced),
	F_LIST(struct settled, items, 0, SETTLED_ITEMS_MAX, &item_shape),
	AMOUNT(struct settled, iv),
	F_LIST(struct settled, lates, 0, SETTLED_LATES_MAX, &late_shape),
	F_LIST(struct settled, legs, 0, 4, &leg_shape),
	F_LIST(struct settled, lines, 0, BH01_LINES_MAX, &line_shape),
	F_LIST(struct settled, losses, 0, SETTLED_LOSSES_MAX, &loss_shape),
	F_I64(struct settled, number, 1, 100000),
	AMOUNT(struct settled, owed_after), AMOUNT(struct settled, owed_before), AMOUNT(struct settled, producer),
	F_LIST(struct settled, rows, 0, SETTLED_ROWS_MAX, &row_shape),
	AMOUNT(struct settled, tier_turnover),
	F_DAY(struct settled, to_day),
	AMOUNT(struct settled, v),
	F_I64(struct settled, version, 1, 100000),
};
const struct shape settled_shape = SHAPE(struct settled, "settled", settled_fields);

int32_t settled_line_kind(enum bh01_line_kind kind)
{
	return (int32_t)kind < BH01_ADVANCE ? (int32_t)kind : (int32_t)kind - BH01_ADVANCE + SETTLED_ADVANCE;
}

enum bh01_line_kind settled_line_bh01(int32_t kind)
{
	return (enum bh01_line_kind)(kind < SETTLED_ADVANCE ? kind : kind - SETTLED_ADVANCE + BH01_ADVANCE);
}

/* ---- does it add up by itself? -------------------------------------------------- */

static struct bh01_item as_bh01_item(const struct settled_item *item, int64_t number)
{
	return (struct bh01_item){
		.item = number, .opening_milli = item->opening_milli, .received_milli = item->received_milli, .sent_back_milli = item->sent_back_milli,
		.lost_house_milli = item->lost_house_milli, .lost_producer_milli = item->lost_producer_milli, .counted_milli = item->counted_milli,
		.moved_milli = item->moved_milli, .sold_milli = item->sold_milli, .returned_milli = item->returned_milli,
		.column1_milli = item->opening_milli, .column2_milli = item->in_milli, .column3_milli = item->total_milli,
		.column4_milli = item->sold_milli - item->returned_milli, .column7_milli = item->closing_milli,
	};
}

static bool check_form(const struct settled *s, struct err *err)
{
	struct bh01_item *items = calloc(s->items_count + 1, sizeof(*items));
	struct bh01_row *rows = calloc(s->rows_count + 1, sizeof(*rows));
	struct bh01 form = {
		.items = items, .items_count = s->items_count, .rows = rows, .rows_count = s->rows_count, .producer = s->producer,
		.owed_before = s->owed_before, .column6 = s->col6, .iii = s->iii, .iv = s->iv, .v = s->v, .vi = s->owed_after,
	};
	bool ok;

	assert(items && rows);
	for (size_t i = 0; i < s->items_count; i++)
		items[i] = as_bh01_item(&s->items[i], (int64_t)i);
	for (size_t i = 0; i < s->rows_count; i++) {
		const struct settled_row *row = &s->rows[i];

		rows[i] = (struct bh01_row){
			.item_index = (size_t)row->item, .price = row->price, .sold_milli = row->sold_milli, .returned_milli = row->returned_milli,
			.column4_milli = row->sold_milli - row->returned_milli, .column6 = row->amount, .is_exact = row->is_exact,
		};
	}
	for (size_t i = 0; i < s->lines_count; i++)
		form.lines[form.lines_count++] = (struct bh01_line){
			.kind = settled_line_bh01(s->lines[i].kind), .vat_class = (enum vat_class)s->lines[i].vat_class,
			.includes_vat = s->lines[i].includes_vat, .amount = s->lines[i].amount,
		};
	ok = bh01_check(&form, err);
	free(items);
	free(rows);
	return ok;
}

static bool check_losses(const struct settled *s, struct err *err)
{
	struct money on_house = { 0 };

	for (size_t c = 0; c < s->causes_count; c++) {
		int64_t value = 0;

		for (size_t i = 0; i < s->losses_count; i++)
			value += s->losses[i].cause == s->causes[c].cause ? s->losses[i].value.dong : 0;
		if (value != s->causes[c].value.dong || s->causes[c].house.dong + s->causes[c].producer.dong != value)
			return err_set(err, ERR_INPUT, "causes", "hao hụt không cộng thành tổng của nguyên nhân");
		on_house.dong += s->causes[c].house.dong;
	}
	for (size_t i = 0; i < s->lines_count; i++)
		on_house.dong += s->lines[i].kind == SETTLED_LOSS ? s->lines[i].amount.dong : 0;
	return on_house.dong == 0 || err_set(err, ERR_INPUT, "losses", "tiền bồi thường không bằng phần nhà hàng chịu");
}

static bool check(const void *body, struct err *err)
{
	const struct settled *s = body;

	if (s->to_day < s->from_day)
		return err_set(err, ERR_INPUT, "to_day", "kỳ kết thúc trước khi bắt đầu");
	for (size_t i = 0; i < s->cuts_count; i++)
		if (s->cuts[i].to_number < s->cuts[i].from_number - 1 || s->cuts[i].seen_number < s->cuts[i].to_number)
			return err_set(err, ERR_INPUT, "cuts", "khoảng bút toán sai");
	for (size_t i = 0; i < s->rows_count; i++)
		if ((size_t)s->rows[i].item >= s->items_count)
			return err_set(err, ERR_INPUT, "rows", "dòng không thuộc mặt hàng nào");
	if (!legs_balance(s->legs, s->legs_count))
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
	return check_form(s, err) && check_losses(s, err);
}

/* ---- apply ------------------------------------------------------------------------ */

static bool apply_head(struct txn *txn, const struct entry *entry, const struct settled *s, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[ADD]);
	int64_t added;

	stmt_put_i64(q, entry->key);
	stmt_put_id(q, s->contract_id);
	stmt_put_i64(q, s->number);
	stmt_put_day(q, s->from_day);
	stmt_put_day(q, s->to_day);
	stmt_put_money(q, s->owed_before);
	stmt_put_money(q, s->col6);
	stmt_put_money(q, s->iv);
	stmt_put_money(q, s->v);
	stmt_put_money(q, s->owed_after);
	stmt_put_money(q, s->owed_before);
	added = stmt_changes(q);
	return stmt_end(q, err) && (added == 1 || err_set(err, ERR_CONFLICT, "settlement", "kỳ này đã chốt, hoặc kỳ trước vừa đổi; tải lại"));
}

static bool apply_cut(struct txn *txn, const struct entry *entry, const struct settled *s, const struct settled_cut *cut, struct err *err)
{
	struct stmt *q;
	int64_t stream, added;

	if (!settlement_stream(txn, cut, &stream, err))
		return false;
	q = stmt_begin(txn, &settlement_sql[CUT_ADD]);
	stmt_put_id(q, s->contract_id);
	stmt_put_i64(q, stream);
	stmt_put_i64(q, s->number);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, cut->from_number);
	stmt_put_i64(q, cut->to_number);
	stmt_put_i64(q, cut->seen_number);
	added = stmt_changes(q);
	return stmt_end(q, err) && (added == 1 || err_set(err, ERR_CONFLICT, "settlement", "khoảng bút toán không nối tiếp lần chốt trước; tải lại"));
}

static bool apply_item(struct txn *txn, const struct entry *entry, const struct settled_item *item, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[ITEM_ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_id(q, item->item_id);
	stmt_put_i64(q, item->opening_milli);
	stmt_put_i64(q, item->in_milli);
	stmt_put_i64(q, item->sold_milli - item->returned_milli);
	stmt_put_i64(q, item->closing_milli);
	return stmt_end(q, err);
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct settled *s = body;

	(void)arena;
	if (!apply_head(txn, entry, s, err))
		return false;
	for (size_t i = 0; i < s->cuts_count; i++)
		if (!apply_cut(txn, entry, s, &s->cuts[i], err))
			return false;
	for (size_t i = 0; i < s->items_count; i++)
		if (!apply_item(txn, entry, &s->items[i], err))
			return false;
	return ledger_apply(txn, entry, s->legs, s->legs_count, err);
}

const struct kind settled_kind = {
	.name = "settled", .version = 1, .body = &settled_shape, .check = check, .apply = apply,
	.about = "A contract's period was closed: the whole statement (01-BH), and what it counted of which stream",
};

size_t settled_legs(const struct settled *settled, struct id consignor_id, struct leg legs[4])
{
	struct money payable = { 0 }, vat = { 0 };
	size_t count = 0;

	/* Commission and VAT kept were never in the producer's leg of a sale; payments and corrections have entries of their own. */
	for (size_t i = 0; i < settled->lines_count; i++) {
		const struct settled_line *line = &settled->lines[i];

		if (line->kind == SETTLED_TIER || line->kind == SETTLED_COMMISSION_VAT || line->kind == SETTLED_LOSS || line->kind == SETTLED_TAX ||
		    line->kind == SETTLED_CHARGE)
			payable.dong += line->amount.dong;
		if (line->kind == SETTLED_COMMISSION_VAT)
			vat.dong -= line->amount.dong;
	}
	if (payable.dong)
		legs[count++] = (struct leg){ .account = "payable", .amount = payable, .party_id = consignor_id };
	if (vat.dong)
		legs[count++] = (struct leg){ .account = "vat", .amount = vat };
	if (payable.dong + vat.dong)
		legs[count++] = (struct leg){ .account = "house", .amount = MONEY(-payable.dong - vat.dong) };
	return count;
}

/* ---- where the contract stands ------------------------------------------------------- */

bool settlement_last(struct txn *txn, struct id contract_id, struct settlement_last *last, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[LAST]);

	memset(last, 0, sizeof(*last));
	stmt_put_id(q, contract_id);
	if (stmt_next(q)) {
		last->entry_key = stmt_take_i64(q);
		last->number = stmt_take_i64(q);
		last->to_day = stmt_take_day(q);
		last->owed_after = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

bool settlement_version(struct txn *txn, struct id contract_id, int32_t day, int64_t *version, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[VERSION]);
	bool found;

	stmt_put_id(q, contract_id);
	stmt_put_day(q, day);
	found = stmt_next(q);
	if (found)
		*version = stmt_take_i64(q);
	if (!stmt_end(q, err) || found)
		return found;
	q = stmt_begin(txn, &settlement_sql[FIRST_VERSION]);
	stmt_put_id(q, contract_id);
	found = stmt_next(q);
	if (found)
		*version = stmt_take_i64(q);
	return stmt_end(q, err) && (found || err_set(err, ERR_MISSING, "contract_id", "không có hợp đồng này"));
}

/* The day of the first entry that touches the contract; 0: none. */
static bool first_touched(struct txn *txn, struct id contract_id, int32_t *day, struct err *err)
{
	static const int queries[] = { FIRST_LINE, FIRST_MOVE, FIRST_PAYOUT, FIRST_OPENING };
	int64_t first_us = INT64_MAX;

	for (size_t i = 0; i < COUNT_OF(queries); i++) {
		struct stmt *q = stmt_begin(txn, &settlement_sql[queries[i]]);
		int64_t key = 0;

		stmt_put_id(q, contract_id);
		if (stmt_next(q))
			key = stmt_take_i64(q);
		if (!stmt_end(q, err))
			return false;
		if (!key)
			continue;
		q = stmt_begin(txn, &settlement_sql[AT]);
		stmt_put_i64(q, key);
		if (stmt_next(q)) {
			int64_t at_us = stmt_take_i64(q);

			first_us = at_us < first_us ? at_us : first_us;
		}
		if (!stmt_end(q, err))
			return false;
	}
	*day = first_us == INT64_MAX ? 0 : day_of_us(first_us);
	return true;
}

bool settlement_first_day(struct txn *txn, struct id contract_id, const struct settlement_last *last, int32_t period, int32_t to_day, int32_t *day,
			  struct err *err)
{
	struct stmt *q;
	int32_t begins = 0, touched;

	*day = day_add(last->to_day ? last->to_day : to_day, 1);
	if (last->number)
		return true;
	q = stmt_begin(txn, &settlement_sql[FIRST_VERSION]);
	stmt_put_id(q, contract_id);
	if (stmt_next(q)) {
		stmt_skip(q);
		begins = stmt_take_day(q);
	}
	if (!stmt_end(q, err) || !first_touched(txn, contract_id, &touched, err))
		return false;
	*day = period_first_day(period, touched && touched < to_day ? touched : to_day);
	if (begins > *day && begins <= to_day)
		*day = begins;
	return true;
}

/* ---- what stops it --------------------------------------------------------------------- */

struct stops {
	struct settlement_stop *list;
	size_t *count;
};

static void stop(struct stops *stops, const char *code, const char *text)
{
	assert(*stops->count < SETTLEMENT_STOPS_MAX);
	stops->list[(*stops->count)++] = (struct settlement_stop){ .code = code, .text = text };
}

static bool stop_by_days(struct txn *txn, struct arena *arena, const struct settlement_ask *ask, struct stops *stops, struct err *err)
{
	struct settlement_last last;
	struct contract_terms terms;
	char text[DAY_TEXT_SIZE];
	int64_t version;
	int32_t from_day, end_day;

	if (!settlement_version(txn, ask->contract_id, ask->to_day, &version, err) ||
	    !contract_version_get(txn, arena, ask->contract_id, version, &terms, err) || !settlement_last(txn, ask->contract_id, &last, err))
		return false;
	if (last.number && ask->to_day <= last.to_day) {
		day_write_vn(last.to_day, text);
		stop(stops, "closed", arena_format(arena, "đã chốt đến hết ngày %s", text));
		return true;
	}
	if (ask->to_day >= day_of_us(ask->at_us))
		stop(stops, "future", "kỳ chưa kết thúc; chốt được từ hôm sau ngày cuối kỳ");
	if (!settlement_first_day(txn, ask->contract_id, &last, terms.period, ask->to_day, &from_day, err))
		return false;
	end_day = period_last_day(terms.period, from_day);
	if (ask->is_forced)
		return true;
	if (end_day < ask->to_day) {
		day_write_vn(end_day, text);
		stop(stops, "earlier", arena_format(arena, "kỳ trước chưa chốt; chốt đến ngày %s trước", text));
	}
	/* The last day of an ended contract ends its last period. */
	if (period_last_day(terms.period, ask->to_day) != ask->to_day && terms.to_day != ask->to_day) {
		day_write_vn(period_last_day(terms.period, ask->to_day), text);
		stop(stops, "period", arena_format(arena, "ngày này không phải cuối kỳ; kỳ kết thúc ngày %s", text));
	}
	return true;
}

static bool stop_by_pending(struct txn *txn, struct arena *arena, struct id contract_id, struct stops *stops, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[PENDING]);
	const char *names = NULL;

	stmt_put_id(q, contract_id);
	while (stmt_next(q))
		names = names ? arena_format(arena, "%s, %s", names, stmt_take_text(q, arena)) : stmt_take_text(q, arena);
	if (!stmt_end(q, err))
		return false;
	if (names)
		stop(stops, "pending", arena_format(arena, "đã bán trước khi nhập kho: %s; nhập kho hoặc sửa chủ hàng trước", names));
	return true;
}

bool settlement_stops(struct txn *txn, struct arena *arena, const struct settlement_ask *ask, struct settlement_stop *list, size_t *count,
		      struct err *err)
{
	struct stops stops = { .list = list, .count = count };
	struct stmt *q = stmt_begin(txn, &settlement_sql[OWN]);
	struct id consignor = { { 0 } }, operator = { { 1 } };

	*count = 0;
	stmt_put_id(q, ask->contract_id);
	if (stmt_next(q)) {
		stmt_take_id(q, &consignor);
		stmt_take_id(q, &operator);
	}
	if (!stmt_end(q, err))
		return false;
	if (id_is(consignor, operator))
		stop(&stops, "own", "hàng của chính cửa hàng, không có bảng thanh toán");
	return stop_by_days(txn, arena, ask, &stops, err) && stop_by_pending(txn, arena, ask->contract_id, &stops, err);
}

/* ---- closing --------------------------------------------------------------------------------- */

/* A paper dated into the period that the draft has not seen. */
static bool has_late(struct txn *txn, const struct settled *draft, const struct settled_cut *cut, bool *late, struct err *err)
{
	static const int queries[] = { LATE_MOVE, LATE_PAYOUT };
	int64_t stream;

	*late = false;
	if (!settlement_stream(txn, cut, &stream, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(queries) && !*late; i++) {
		struct stmt *q = stmt_begin(txn, &settlement_sql[queries[i]]);

		stmt_put_id(q, draft->contract_id);
		stmt_put_i64(q, ENTRY_KEY(stream, cut->seen_number));
		stmt_put_i64(q, ENTRY_KEY(stream + 1, 0));
		stmt_put_day(q, draft->to_day);
		*late = stmt_next(q);
		if (*late)
			stmt_skip(q);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

static bool is_as_drafted(struct work *work, const struct settled *draft, struct err *err)
{
	for (size_t i = 0; i < draft->cuts_count; i++) {
		int64_t stream, number;
		bool late;

		if (!has_late(work->txn, draft, &draft->cuts[i], &late, err) || !settlement_stream(work->txn, &draft->cuts[i], &stream, err) ||
		    !journal_last_of_day(work->txn, stream, draft->to_day, &number, err))
			return false;
		if (late || number > draft->cuts[i].to_number)
			return err_set(err, ERR_CONFLICT, "settlement", "vừa có chứng từ mới của kỳ này; xem lại bản thảo rồi chốt");
	}
	return true;
}

bool settlement_close(struct work *work, const struct settlement_ask *ask, const struct settled *draft, const struct settled **body, struct err *err)
{
	struct settlement_stop stops[SETTLEMENT_STOPS_MAX];
	size_t count;

	if (!work_first_answer(work, &settled_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị chốt được bảng thanh toán");
	if (!id_is(ask->contract_id, draft->contract_id) || ask->to_day != draft->to_day || ask->is_forced != draft->is_forced)
		return err_set(err, ERR_INPUT, "settlement", "bản thảo của hợp đồng hoặc kỳ khác");
	if (draft->is_forced && !draft->forced_reason)
		return err_set(err, ERR_INPUT, "reason", "chốt khác kỳ phải ghi lý do");
	if (!settlement_stops(work->txn, work->arena, ask, stops, &count, err))
		return false;
	if (count > 0)
		return err_set(err, ERR_CONFLICT, "settlement", "%s", stops[0].text);
	*body = draft;
	return is_as_drafted(work, draft, err) && work_record(work, &settled_kind, draft, err);
}

/* ---- reading what was closed ---------------------------------------------------------------------- */

bool settlement_list(struct txn *txn, struct arena *arena, struct id contract_id, size_t count_max, struct settlement_view **list, size_t *count,
		     struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[LIST]);

	*list = ARENA_LIST(arena, count_max, struct settlement_view);
	*count = 0;
	stmt_put_id(q, contract_id);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct settlement_view *view = &(*list)[(*count)++];

		view->entry_key = stmt_take_i64(q);
		view->number = stmt_take_i64(q);
		view->from_day = stmt_take_day(q);
		view->to_day = stmt_take_day(q);
		view->owed_before = stmt_take_money(q);
		view->col6 = stmt_take_money(q);
		view->iv = stmt_take_money(q);
		view->v = stmt_take_money(q);
		view->owed_after = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

bool settlement_contracts(struct txn *txn, struct arena *arena, struct settlement_contract **list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[CONTRACTS]);

	*list = ARENA_LIST(arena, SETTLEMENT_CONTRACTS_MAX, struct settlement_contract);
	*count = 0;
	stmt_put_i64(q, SETTLEMENT_CONTRACTS_MAX);
	while (*count < SETTLEMENT_CONTRACTS_MAX && stmt_next(q)) {
		stmt_take_id(q, &(*list)[*count].contract_id);
		(*list)[(*count)++].number = stmt_take_text(q, arena);
	}
	return stmt_end(q, err);
}

bool settlement_get(struct txn *txn, struct arena *arena, struct id contract_id, int64_t number, struct settled **body, struct entry *entry,
		    struct err *err)
{
	struct stmt *q = stmt_begin(txn, &settlement_sql[GET]);
	int64_t key = 0;

	stmt_put_id(q, contract_id);
	stmt_put_i64(q, number);
	if (stmt_next(q))
		key = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (!key)
		return err_set(err, ERR_MISSING, "number", "hợp đồng không có bảng thanh toán số %lld", (long long)number);
	*entry = (struct entry){ 0 };
	return journal_get(txn, arena, key, entry, err) && entry_body(entry, &settled_kind, arena, (void **)body, err);
}

bool settlement_due_day(struct txn *txn, struct id contract_id, int32_t day, int32_t *to_day, struct err *err)
{
	struct arena *arena = arena_new(1 << 20);
	struct settlement_last last;
	struct contract_terms terms;
	int32_t from_day = 0, touched = 0;
	int64_t version;
	bool ok = settlement_version(txn, contract_id, day, &version, err) && contract_version_get(txn, arena, contract_id, version, &terms, err) &&
		  settlement_last(txn, contract_id, &last, err) && first_touched(txn, contract_id, &touched, err) &&
		  settlement_first_day(txn, contract_id, &last, terms.period, day, &from_day, err);

	*to_day = 0;
	if (ok && touched && from_day <= day)
		*to_day = period_last_day(terms.period, from_day);
	if (*to_day > day)
		*to_day = 0;
	arena_free(arena);
	return ok;
}
