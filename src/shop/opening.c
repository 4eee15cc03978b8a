#include "shop/opening.h"

#include "calc/share.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/lot.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { CONTRACT_ADD, OPENED, SOLD, MOVED, SETTLED, SERIES_SET, SERIES_GET, RECEIPT_ANY, TILL_GET };

const struct sql opening_sql[] = {
	[CONTRACT_ADD] = { .text = "INSERT INTO opening (entry_key, contract_id, owed, tier_sales) VALUES ($1, $2, $3, $4)" },
	[OPENED] = { .text = "SELECT entry_key FROM opening WHERE contract_id = $1" },
	[SOLD] = { .text = "SELECT n FROM line WHERE contract_id = $1 LIMIT 1" },
	[MOVED] = { .text = "SELECT kind FROM stock_move WHERE contract_id = $1 AND kind <> 10 LIMIT 1" },
	[SETTLED] = { .text = "SELECT number FROM settlement WHERE contract_id = $1 LIMIT 1" },
	[SERIES_SET] = { .text = "INSERT INTO series (kind, owner, last) VALUES (3, $1, $2)" },
	[SERIES_GET] = { .text = "SELECT last FROM series WHERE kind = 3 AND owner = $1" },
	[RECEIPT_ANY] = { .text = "SELECT receipt_n FROM sale WHERE till_id = $1 LIMIT 1" },
	[TILL_GET] = { .text = "SELECT code FROM till WHERE id = $1" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field contract_fields[] = {
	F_MONEY(struct opening_contract, advance, 0, MONEY_MAX),
	F_ID(struct opening_contract, contract_id),
	F_MONEY(struct opening_contract, owed, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct opening_contract, tier_sales, 0, MONEY_MAX),
};
const struct shape opening_contract_shape = SHAPE(struct opening_contract, "opening_contract", contract_fields);

#define LOT_FIELDS(type) F_DAY_OPT(type, arrived_day), F_TEXT_OPT(type, code, 1, 40)
#define LOT_MORE_FIELDS(type) \
	F_ID(type, contract_id), F_DAY_OPT(type, expiry_day), F_WORD(type, expiry_kind, expiry_kind_words), \
		F_MONEY_OPT(type, hand_over, 0, MONEY_MAX), F_ID(type, item_id)

static const struct field lot_fields[] = {
	LOT_FIELDS(struct opening_lot),
	LOT_MORE_FIELDS(struct opening_lot),
	F_DAY_OPT(struct opening_lot, made_day),
	F_MONEY_OPT(struct opening_lot, own_price, 0, MONEY_MAX),
	F_TEXT_OPT(struct opening_lot, paper, 1, 100),
	F_I64(struct opening_lot, place, PLACE_SHELF, PLACE_ASIDE),
	F_I64(struct opening_lot, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape opening_lot_shape = SHAPE(struct opening_lot, "opening_lot", lot_fields);

static const struct field series_fields[] = {
	F_I64(struct opening_series, last, 1, INT64_C(99999999999)),
	F_ID(struct opening_series, till_id),
};
const struct shape opening_series_shape = SHAPE(struct opening_series, "opening_series", series_fields);

static const struct field month_fields[] = {
	F_MONEY(struct opening_month, amount, 0, MONEY_MAX),
	F_I64(struct opening_month, month, 190001, 299912),
	F_ID(struct opening_month, product_id),
	F_I64(struct opening_month, qty_milli, 0, QTY_MILLI_MAX * 1000),
};
const struct shape opening_month_shape = SHAPE(struct opening_month, "opening_month", month_fields);

#define TOTAL_FIELDS(type) F_MONEY(type, total_amount, -MONEY_MAX, MONEY_MAX), F_I64(type, total_milli, 0, INT64_C(1000000000000))

static const struct field in_fields[] = {
	F_LIST(struct opening_in, contracts, 0, OPENING_ROWS_MAX, &opening_contract_shape),
	F_DAY(struct opening_in, day),
	F_LIST(struct opening_in, lots, 0, OPENING_ROWS_MAX, &opening_lot_shape),
	F_LIST(struct opening_in, months, 0, OPENING_ROWS_MAX, &opening_month_shape),
	F_LIST(struct opening_in, series, 0, OPENING_ROWS_MAX, &opening_series_shape),
	TOTAL_FIELDS(struct opening_in),
};
const struct shape opening_in_shape = SHAPE(struct opening_in, "opening_in", in_fields);

/* As recorded: rows carry what the book knew of them. */
struct row_contract {
	struct money advance;
	struct id consignor_id, contract_id;
	struct money owed, tier_sales;
};
struct row_lot {
	int32_t arrived_day;
	const char *code;
	struct id consignor_id, contract_id;
	int32_t expiry_day, expiry_kind;
	struct money hand_over;
	struct id item_id, lot_id;
	int32_t made_day;
	struct money own_price;
	const char *paper;
	int64_t place, qty_milli, version;
};
struct opening {
	struct row_contract *contracts;
	size_t contracts_count;
	int32_t day;
	struct leg *legs;
	size_t legs_count;
	struct row_lot *lots;
	size_t lots_count;
	struct opening_month *months;
	size_t months_count;
	struct opening_series *series;
	size_t series_count;
	struct money total_amount;
	int64_t total_milli;
};

static const struct field row_contract_fields[] = {
	F_MONEY(struct row_contract, advance, 0, MONEY_MAX),
	F_ID(struct row_contract, consignor_id),
	F_ID(struct row_contract, contract_id),
	F_MONEY(struct row_contract, owed, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct row_contract, tier_sales, 0, MONEY_MAX),
};
static const struct shape row_contract_shape = SHAPE(struct row_contract, "opening_row_contract", row_contract_fields);

static const struct field row_lot_fields[] = {
	LOT_FIELDS(struct row_lot),
	F_ID(struct row_lot, consignor_id),
	LOT_MORE_FIELDS(struct row_lot),
	F_ID(struct row_lot, lot_id),
	F_DAY_OPT(struct row_lot, made_day),
	F_MONEY_OPT(struct row_lot, own_price, 0, MONEY_MAX),
	F_TEXT_OPT(struct row_lot, paper, 1, 100),
	F_I64(struct row_lot, place, PLACE_SHELF, PLACE_ASIDE),
	F_I64(struct row_lot, qty_milli, 1, QTY_MILLI_MAX),
	F_I64(struct row_lot, version, 1, 100000),
};
static const struct shape row_lot_shape = SHAPE(struct row_lot, "opening_row_lot", row_lot_fields);

static const struct field opening_fields[] = {
	F_LIST(struct opening, contracts, 0, OPENING_ROWS_MAX, &row_contract_shape),
	F_DAY(struct opening, day),
	F_LIST(struct opening, legs, 0, OPENING_ROWS_MAX + 1, &leg_shape),
	F_LIST(struct opening, lots, 0, OPENING_ROWS_MAX, &row_lot_shape),
	F_LIST(struct opening, months, 0, OPENING_ROWS_MAX, &opening_month_shape),
	F_LIST(struct opening, series, 0, OPENING_ROWS_MAX, &opening_series_shape),
	TOTAL_FIELDS(struct opening),
};
static const struct shape opening_shape = SHAPE(struct opening, "opening", opening_fields);

/* ---- the entry -------------------------------------------------------------- */

static bool check(const void *body, struct err *err)
{
	const struct opening *opening = body;
	int64_t pieces = 0, amount = 0;

	for (size_t i = 0; i < opening->lots_count; i++)
		pieces += opening->lots[i].qty_milli;
	for (size_t i = 0; i < opening->contracts_count; i++)
		amount += opening->contracts[i].owed.dong - opening->contracts[i].advance.dong;
	if (pieces != opening->total_milli || amount != opening->total_amount.dong)
		return err_set(err, ERR_INPUT, "totals", "tổng ghi trên chứng từ không bằng tổng các dòng");
	return legs_balance(opening->legs, opening->legs_count) || err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
}

static bool apply_lot(struct txn *txn, const struct entry *entry, const struct row_lot *row, int64_t n, struct err *err)
{
	struct lot lot = {
		.id = row->lot_id,
		.entry_key = entry->key,
		.item_id = row->item_id,
		.contract_id = row->contract_id,
		.consignor_id = row->consignor_id,
		.version = row->version,
		.code = row->code,
		.made_day = row->made_day,
		.expiry_day = row->expiry_day,
		.expiry_kind = row->expiry_kind - 1,
		.arrived_us = row->arrived_day ? day_start_us(row->arrived_day) : entry->at_us,
		.own_price = row->own_price,
		.hand_over = row->hand_over,
	};
	struct stock_move move = {
		.kind = STOCK_OPENING,
		.site_id = entry->site_id,
		.item_id = row->item_id,
		.lot_id = row->lot_id,
		.contract_id = row->contract_id,
		.place = row->place,
		.qty_milli = row->qty_milli,
		.doc_day = day_of_us(entry->at_us),
	};

	return lot_add(txn, &lot, err) && stock_move_apply(txn, entry->key, n, &move, false, err);
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct opening *opening = body;
	struct stmt *q;

	(void)arena;
	for (size_t i = 0; i < opening->contracts_count; i++) {
		const struct row_contract *row = &opening->contracts[i];

		q = stmt_begin(txn, &opening_sql[CONTRACT_ADD]);
		stmt_put_i64(q, entry->key);
		stmt_put_id(q, row->contract_id);
		stmt_put_i64(q, row->owed.dong - row->advance.dong);
		stmt_put_money(q, row->tier_sales);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < opening->lots_count; i++)
		if (!apply_lot(txn, entry, &opening->lots[i], (int64_t)i + 1, err))
			return false;
	for (size_t i = 0; i < opening->series_count; i++) {
		q = stmt_begin(txn, &opening_sql[SERIES_SET]);
		stmt_put_id(q, opening->series[i].till_id);
		stmt_put_i64(q, opening->series[i].last);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < opening->months_count; i++) {
		const struct opening_month *month = &opening->months[i];
		struct rollup_key key = { .kind = ROLLUP_OPENING, .period = month->month, .a = month->product_id.bytes, .a_size = 16 };
		struct rollup_sums sums = { .count = 1, .qty_milli = month->qty_milli, .amount = month->amount.dong };

		if (!rollup_add(txn, &key, &sums, err))
			return false;
	}
	return ledger_apply(txn, entry, opening->legs, opening->legs_count, err);
}

const struct kind opening_kind = {
	.name = "opening",
	.version = 1,
	.body = &opening_shape,
	.check = check,
	.apply = apply,
	.about = "A running shop was taken over: stock, debts, turnover, numbers and earlier sales by month",
};

/* ---- the command ------------------------------------------------------------- */

static bool is_there(struct txn *txn, const struct sql *sql, struct id id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	stmt_put_id(q, id);
	*found = stmt_next(q);
	if (*found)
		stmt_skip(q);
	return stmt_end(q, err);
}

static bool is_untouched(struct txn *txn, struct id contract_id, struct err *err)
{
	static const int tables[] = { SOLD, MOVED, SETTLED };
	bool found;

	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		if (!is_there(txn, &opening_sql[tables[i]], contract_id, &found, err))
			return false;
		if (found)
			return err_set(err, ERR_CONFLICT, "contract_id",
				       "hợp đồng này đã có nhập, bán hoặc quyết toán trong sổ; không nhận số dư đầu kỳ nữa");
	}
	return true;
}

bool opening_check_contract(struct txn *txn, struct id contract_id, struct err *err)
{
	bool found;

	if (!is_untouched(txn, contract_id, err) || !is_there(txn, &opening_sql[OPENED], contract_id, &found, err))
		return false;
	return !found || err_set(err, ERR_CONFLICT, "contract_id", "hợp đồng này đã nhận số dư đầu kỳ");
}

static void add_leg(struct opening *opening, const char *account, struct id party_id, int64_t amount)
{
	for (size_t i = 0; i < opening->legs_count; i++) {
		if (id_is(opening->legs[i].party_id, party_id)) {
			opening->legs[i].amount.dong += amount;
			return;
		}
	}
	opening->legs[opening->legs_count++] = (struct leg){ .account = account, .amount = MONEY(amount), .party_id = party_id };
}

static bool take_contract(struct work *work, const struct opening_contract *in, struct opening *opening, struct err *err)
{
	struct contract_terms terms;
	int64_t owed = in->owed.dong - in->advance.dong;

	/* Versions are numbered from 1; the consignor is the same in all. */
	if (!contract_version_get(work->txn, work->arena, in->contract_id, 1, &terms, err) ||
	    !opening_check_contract(work->txn, in->contract_id, err))
		return false;
	opening->contracts[opening->contracts_count++] = (struct row_contract){
		.advance = in->advance,
		.consignor_id = terms.consignor_id,
		.contract_id = in->contract_id,
		.owed = in->owed,
		.tier_sales = in->tier_sales,
	};
	add_leg(opening, "payable", terms.consignor_id, -owed);
	add_leg(opening, "opening", (struct id){ { 0 } }, owed);
	return true;
}

static bool take_lot(struct work *work, const struct opening_lot *in, struct opening *opening, struct err *err)
{
	struct contract_terms terms;
	struct item item;
	int64_t version;
	int32_t day = in->arrived_day ? in->arrived_day : opening->day;
	bool found;

	if (!item_get(work->txn, work->arena, in->item_id, &item, err) || !is_untouched(work->txn, in->contract_id, err))
		return false;
	if (!item.has_stock)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng này không có tồn kho");
	if (in->expiry_kind != 1 && !in->expiry_day)
		return err_set(err, ERR_INPUT, "expiry_day", "thiếu ngày hết hạn");
	if (!contract_version_on(work->txn, in->contract_id, day, &version, &found, err))
		return false;
	if (!found && !contract_version_on(work->txn, in->contract_id, opening->day, &version, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "contract_id", "hợp đồng không có hiệu lực vào ngày nhận sổ");
	if (!contract_version_get(work->txn, work->arena, in->contract_id, version, &terms, err))
		return false;
	opening->lots[opening->lots_count] = (struct row_lot){
		.arrived_day = in->arrived_day,
		.code = in->code,
		.consignor_id = terms.consignor_id,
		.contract_id = in->contract_id,
		.expiry_day = in->expiry_day,
		.expiry_kind = in->expiry_kind,
		.hand_over = in->hand_over,
		.item_id = in->item_id,
		.lot_id = id_derive(work->id, "lot", (int64_t)opening->lots_count + 1),
		.made_day = in->made_day,
		.own_price = in->own_price,
		.paper = in->paper,
		.place = in->place,
		.qty_milli = in->qty_milli,
		.version = version,
	};
	opening->lots_count++;
	return true;
}

static bool check_series(struct work *work, const struct opening_series *series, struct err *err)
{
	bool till, used, set;

	if (!is_there(work->txn, &opening_sql[TILL_GET], series->till_id, &till, err) ||
	    !is_there(work->txn, &opening_sql[RECEIPT_ANY], series->till_id, &used, err) ||
	    !is_there(work->txn, &opening_sql[SERIES_GET], series->till_id, &set, err))
		return false;
	if (!till)
		return err_set(err, ERR_MISSING, "till_id", "không có quầy này");
	return (!used && !set) || err_set(err, ERR_CONFLICT, "till_id", "quầy này đã có số phiếu trong sổ");
}

bool opening_add(struct work *work, const struct opening_in *in, struct err *err)
{
	struct opening opening = {
		.contracts = ARENA_LIST(work->arena, in->contracts_count, struct row_contract),
		.day = in->day,
		.legs = ARENA_LIST(work->arena, in->contracts_count + 2, struct leg),
		.lots = ARENA_LIST(work->arena, in->lots_count, struct row_lot),
		.months = in->months,
		.months_count = in->months_count,
		.series = in->series,
		.series_count = in->series_count,
		.total_amount = in->total_amount,
		.total_milli = in->total_milli,
	};
	size_t kept = 0;
	void *first;

	if (!work_first_answer(work, &opening_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < in->contracts_count; i++)
		if (!take_contract(work, &in->contracts[i], &opening, err))
			return err_within(err, "contracts[%zu]", i);
	for (size_t i = 0; i < in->lots_count; i++)
		if (!take_lot(work, &in->lots[i], &opening, err))
			return err_within(err, "lots[%zu]", i);
	for (size_t i = 0; i < in->series_count; i++)
		if (!check_series(work, &in->series[i], err))
			return err_within(err, "series[%zu]", i);
	for (size_t i = 0; i < opening.legs_count; i++)
		if (opening.legs[i].amount.dong)
			opening.legs[kept++] = opening.legs[i];
	opening.legs_count = kept;
	return work_record(work, &opening_kind, &opening, err);
}
