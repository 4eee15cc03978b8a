/* What was taken over, as the office sees it again. */
#include "shop/opening.h"

#include "shop/party.h"
#include "shop/sql.h"
#include "store/stmt.h"

enum { CONTRACTS, BALANCES, SERIES, LOTS, MONTHS };

const struct sql opening_report_sql[] = {
	[CONTRACTS] = { .text =
		"SELECT e.at_us, c.number, c.consignor_id, o.owed, o.tier_sales FROM opening o JOIN contract c ON c.id = o.contract_id"
		" JOIN entry e ON e.entry_key = o.entry_key ORDER BY c.number LIMIT $1", .scan_ok = true },
	[BALANCES] = { .text =
		"SELECT e.at_us, b.what, b.owner, b.label, b.amount, b.due_day, t.code FROM opening_balance b JOIN entry e ON e.entry_key = b.entry_key"
		" LEFT JOIN till t ON t.id = b.owner ORDER BY b.what, b.owner, b.label LIMIT $1", .scan_ok = true },
	[SERIES] = { .text =
		"SELECT s.kind, s.owner, s.last, t.code FROM series s LEFT JOIN till t ON t.id = s.owner ORDER BY s.kind, s.owner LIMIT $1", .scan_ok = true },
	[LOTS] = { .text = "SELECT COUNT(*), CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock_move WHERE kind = 10", .scan_ok = true },
	[MONTHS] = { .text = "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = 5", .scan_ok = true },
	SQL_END
};

static const struct field contract_fields[] = {
	F_I64(struct opening_shown_contract, at_us, 0, INT64_MAX),
	F_TEXT(struct opening_shown_contract, contract_number, 1, 40),
	F_MONEY(struct opening_shown_contract, owed, -MONEY_MAX, MONEY_MAX),
	F_TEXT_OPT(struct opening_shown_contract, party_name, 1, 200),
	F_MONEY(struct opening_shown_contract, tier_sales, 0, MONEY_MAX),
};
static const struct shape contract_shape = SHAPE(struct opening_shown_contract, "opening_contract_row", contract_fields);
static const struct field balance_fields[] = {
	F_MONEY(struct opening_shown_balance, amount, 1, MONEY_MAX),
	F_I64(struct opening_shown_balance, at_us, 0, INT64_MAX),
	F_DAY_OPT(struct opening_shown_balance, due_day),
	F_TEXT_OPT(struct opening_shown_balance, label, 1, 60),
	F_TEXT_OPT(struct opening_shown_balance, name, 1, 200),
	F_WORD(struct opening_shown_balance, what, opening_balance_words),
};
static const struct shape balance_shape = SHAPE(struct opening_shown_balance, "opening_balance_row", balance_fields);
static const struct field series_fields[] = {
	F_I64(struct opening_shown_series, last, 1, INT64_MAX),
	F_TEXT_OPT(struct opening_shown_series, name, 1, 20),
	F_WORD(struct opening_shown_series, what, opening_series_words),
};
static const struct shape series_shape = SHAPE(struct opening_shown_series, "opening_series_row", series_fields);
static const struct field sum_fields[] = {
	F_MONEY(struct opening_shown_sum, amount, 0, MONEY_MAX),
	F_I64(struct opening_shown_sum, count, 0, OPENING_LIST_MAX),
	F_WORD(struct opening_shown_sum, what, opening_balance_words),
};
static const struct shape sum_shape = SHAPE(struct opening_shown_sum, "opening_sum", sum_fields);
static const struct field report_fields[] = {
	F_LIST(struct opening_report, balances, 0, OPENING_LIST_MAX, &balance_shape),
	F_LIST(struct opening_report, contracts, 0, OPENING_LIST_MAX, &contract_shape),
	F_I64(struct opening_report, lots_count, 0, INT64_MAX),
	F_I64(struct opening_report, lots_milli, 0, INT64_MAX),
	F_MONEY(struct opening_report, months_amount, 0, MONEY_MAX),
	F_I64(struct opening_report, months_count, 0, INT64_MAX),
	F_MONEY(struct opening_report, owed, -MONEY_MAX, MONEY_MAX),
	F_LIST(struct opening_report, series, 0, OPENING_LIST_MAX, &series_shape),
	F_LIST(struct opening_report, sums, 0, BALANCE_DRAWER, &sum_shape),
};
const struct shape opening_report_shape = SHAPE(struct opening_report, "opening_report", report_fields);

static bool name_of(struct txn *txn, struct arena *arena, struct id party_id, const char **name, struct err *err)
{
	struct party party;

	if (!party_get(txn, arena, party_id, 29991231, &party, err))
		return false;
	*name = party.name;
	return true;
}

static bool read_contracts(struct txn *txn, struct arena *arena, struct opening_report *report, struct err *err)
{
	struct id *parties = ARENA_LIST(arena, OPENING_LIST_MAX, struct id);
	struct stmt *q = stmt_begin(txn, &opening_report_sql[CONTRACTS]);

	report->contracts = ARENA_LIST(arena, OPENING_LIST_MAX, struct opening_shown_contract);
	stmt_put_i64(q, OPENING_LIST_MAX);
	while (report->contracts_count < OPENING_LIST_MAX && stmt_next(q)) {
		struct opening_shown_contract *row = &report->contracts[report->contracts_count];

		row->at_us = stmt_take_i64(q);
		row->contract_number = stmt_take_text(q, arena);
		stmt_take_id(q, &parties[report->contracts_count++]);
		row->owed = stmt_take_money(q);
		row->tier_sales = stmt_take_money(q);
		report->owed.dong += row->owed.dong;
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < report->contracts_count; i++)
		if (!name_of(txn, arena, parties[i], &report->contracts[i].party_name, err))
			return false;
	return true;
}

static void add_sum(struct opening_report *report, const struct opening_shown_balance *row)
{
	struct opening_shown_sum *last = report->sums_count ? &report->sums[report->sums_count - 1] : NULL;

	if (!last || last->what != row->what) {
		last = &report->sums[report->sums_count++];
		last->what = row->what;
	}
	last->amount.dong += row->amount.dong;
	last->count++;
}

static bool read_balances(struct txn *txn, struct arena *arena, struct opening_report *report, struct err *err)
{
	struct id *owners = ARENA_LIST(arena, OPENING_LIST_MAX, struct id);
	struct stmt *q = stmt_begin(txn, &opening_report_sql[BALANCES]);

	report->balances = ARENA_LIST(arena, OPENING_LIST_MAX, struct opening_shown_balance);
	report->sums = ARENA_LIST(arena, BALANCE_DRAWER, struct opening_shown_sum);
	stmt_put_i64(q, OPENING_LIST_MAX);
	while (report->balances_count < OPENING_LIST_MAX && stmt_next(q)) {
		struct opening_shown_balance *row = &report->balances[report->balances_count];

		row->at_us = stmt_take_i64(q);
		row->what = (int32_t)stmt_take_i64(q);
		stmt_take_id(q, &owners[report->balances_count++]);
		row->label = stmt_take_text(q, arena);
		if (!*row->label)
			row->label = NULL;
		row->amount = stmt_take_money(q);
		row->due_day = stmt_take_day_opt(q);
		row->name = stmt_take_text_opt(q, arena);
		add_sum(report, row);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < report->balances_count; i++)
		if (report->balances[i].what <= BALANCE_COD && !name_of(txn, arena, owners[i], &report->balances[i].name, err))
			return false;
	return true;
}

static bool read_series(struct txn *txn, struct arena *arena, struct opening_report *report, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &opening_report_sql[SERIES]);

	report->series = ARENA_LIST(arena, OPENING_LIST_MAX, struct opening_shown_series);
	stmt_put_i64(q, OPENING_LIST_MAX);
	while (report->series_count < OPENING_LIST_MAX && stmt_next(q)) {
		struct opening_shown_series *row = &report->series[report->series_count++];
		const char *owner, *till;
		size_t size;

		row->what = (int32_t)stmt_take_i64(q);
		owner = stmt_take_blob(q, arena, &size);
		row->last = stmt_take_i64(q);
		till = stmt_take_text_opt(q, arena);
		row->name = row->what == SERIES_INVOICE ? owner : row->what == SERIES_RECEIPT ? till : NULL;
	}
	return stmt_end(q, err);
}

static bool read_two(struct txn *txn, int what, int64_t *count, int64_t *sum, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &opening_report_sql[what]);

	if (stmt_next(q)) {
		*count = stmt_take_i64(q);
		*sum = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool opening_report(struct txn *txn, struct arena *arena, struct opening_report *report, struct err *err)
{
	*report = (struct opening_report){ 0 };
	return read_contracts(txn, arena, report, err) && read_balances(txn, arena, report, err) && read_series(txn, arena, report, err) &&
	       read_two(txn, LOTS, &report->lots_count, &report->lots_milli, err) &&
	       read_two(txn, MONTHS, &report->months_count, &report->months_amount.dong, err);
}
