#include "shop/opening.h"

#include <string.h>

#include "calc/share.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/debt.h"
#include "shop/intake.h"
#include "shop/lot.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

const char *const opening_series_words[] = { NULL, "intake", "payout", "receipt", "invoice", NULL };
const char *const opening_balance_words[] = { NULL, "deposit", "debt", "cod", "safe", "bank", "drawer", NULL };

enum {
	CONTRACT_ADD, OPENED, SOLD, MOVED, HAS_STOCK, SETTLED, SERIES_SET, SERIES_GET, RECEIPT_ANY, INTAKE_ANY, PAYOUT_ANY, TILL_GET, SHIFT_ANY, BALANCE_ADD, BALANCE_GET
};

const struct sql opening_sql[] = {
	[CONTRACT_ADD] = { .text = "INSERT INTO opening (entry_key, contract_id, owed, tier_sales) VALUES ($1, $2, $3, $4)" },
	[OPENED] = { .text = "SELECT entry_key FROM opening WHERE contract_id = $1" },
	[SOLD] = { .text = "SELECT n FROM line WHERE contract_id = $1 LIMIT 1" },
	[MOVED] = { .text = "SELECT kind FROM stock_move WHERE contract_id = $1 AND kind <> 10 LIMIT 1" },
	[HAS_STOCK] = { .text = "SELECT kind FROM stock_move WHERE contract_id = $1 LIMIT 1" },
	[SETTLED] = { .text = "SELECT number FROM settlement WHERE contract_id = $1 LIMIT 1" },
	[SERIES_SET] = { .text = "INSERT INTO series (kind, owner, last) VALUES ($1, $2, $3)" },
	[SERIES_GET] = { .text = "SELECT last FROM series WHERE kind = $1 AND owner = $2" },
	[RECEIPT_ANY] = { .text = "SELECT receipt_n FROM sale WHERE till_id = $1 LIMIT 1" },
	[TILL_GET] = { .text = "SELECT code FROM till WHERE id = $1" },
	[INTAKE_ANY] = { .text = "SELECT number FROM intake WHERE site_id = $1 LIMIT 1", .scan_ok = true },
	[PAYOUT_ANY] = { .text = "SELECT p.number FROM payout p JOIN site s ON s.id = $1 LIMIT 1", .scan_ok = true },
	[SHIFT_ANY] = { .text = "SELECT z_number FROM shift WHERE till_id = $1 LIMIT 1" },
	[BALANCE_ADD] = { .text = "INSERT INTO opening_balance (entry_key, what, owner, label, amount, due_day) VALUES ($1, $2, $3, $4, $5, $6)" },
	[BALANCE_GET] = { .text = "SELECT amount FROM opening_balance WHERE what = $1 AND owner = $2 AND label = $3" },
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

static const struct field balance_fields[] = {
	F_MONEY(struct opening_balance, amount, 1, MONEY_MAX),
	F_DAY_OPT(struct opening_balance, due_day),
	F_TEXT_OPT(struct opening_balance, label, 1, 60),
	F_ID_OPT(struct opening_balance, party_id),
	F_ID_OPT(struct opening_balance, till_id),
	F_WORD(struct opening_balance, what, opening_balance_words),
};
const struct shape opening_balance_shape = SHAPE(struct opening_balance, "opening_balance", balance_fields);

static const struct field series_fields[] = {
	F_TEXT_OPT(struct opening_series, code, 1, 20),
	F_I64(struct opening_series, last, 1, INT64_C(99999999999)),
	F_ID_OPT(struct opening_series, till_id),
	F_WORD(struct opening_series, what, opening_series_words),
};
const struct shape opening_series_shape = SHAPE(struct opening_series, "opening_series", series_fields);

static const struct field month_fields[] = {
	F_MONEY(struct opening_month, amount, 0, MONEY_MAX),
	F_I64(struct opening_month, month, 190001, 299912),
	F_ID(struct opening_month, product_id),
	F_I64(struct opening_month, qty_milli, 0, QTY_MILLI_MAX * 1000),
};
const struct shape opening_month_shape = SHAPE(struct opening_month, "opening_month", month_fields);

#define TOTAL_FIELDS(type) \
	F_MONEY(type, total_amount, -MONEY_MAX, MONEY_MAX), F_MONEY(type, total_balance, -MONEY_MAX, MONEY_MAX), F_I64(type, total_milli, 0, INT64_C(1000000000000))

static const struct field in_fields[] = {
	F_LIST(struct opening_in, balances, 0, OPENING_ROWS_MAX, &opening_balance_shape),
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
	struct opening_balance *balances;
	size_t balances_count;
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
	struct money total_amount, total_balance;
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
	F_LIST(struct opening, balances, 0, OPENING_ROWS_MAX, &opening_balance_shape),
	F_LIST(struct opening, contracts, 0, OPENING_ROWS_MAX, &row_contract_shape),
	F_DAY(struct opening, day),
	F_LIST(struct opening, legs, 0, 2 * OPENING_ROWS_MAX + 1, &leg_shape),
	F_LIST(struct opening, lots, 0, OPENING_ROWS_MAX, &row_lot_shape),
	F_LIST(struct opening, months, 0, OPENING_ROWS_MAX, &opening_month_shape),
	F_LIST(struct opening, series, 0, OPENING_ROWS_MAX, &opening_series_shape),
	TOTAL_FIELDS(struct opening),
};
static const struct shape opening_shape = SHAPE(struct opening, "opening", opening_fields);

/* ---- the entry -------------------------------------------------------------- */

/* Debit is positive. */
static int64_t signed_balance(const struct opening_balance *balance)
{
	return balance->what == BALANCE_DEPOSIT ? -balance->amount.dong : balance->amount.dong;
}

static bool check(const void *body, struct err *err)
{
	const struct opening *opening = body;
	int64_t pieces = 0, amount = 0, balance = 0;

	for (size_t i = 0; i < opening->lots_count; i++)
		pieces += opening->lots[i].qty_milli;
	for (size_t i = 0; i < opening->contracts_count; i++)
		amount += opening->contracts[i].owed.dong - opening->contracts[i].advance.dong;
	for (size_t i = 0; i < opening->balances_count; i++)
		balance += signed_balance(&opening->balances[i]);
	if (pieces != opening->total_milli || amount != opening->total_amount.dong || balance != opening->total_balance.dong)
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

static void put_series(struct stmt *q, struct id site_id, const struct opening_series *series)
{
	stmt_put_i64(q, series->what);
	if (series->what == SERIES_INVOICE)
		stmt_put_blob(q, series->code, strlen(series->code));
	else
		stmt_put_id(q, series->what == SERIES_RECEIPT ? series->till_id : site_id);
}

static void put_balance(struct stmt *q, struct id site_id, const struct opening_balance *balance)
{
	stmt_put_i64(q, balance->what);
	stmt_put_id(q, !id_is_none(balance->party_id) ? balance->party_id : !id_is_none(balance->till_id) ? balance->till_id : site_id);
	stmt_put_text(q, balance->label ? balance->label : "");
}

/* Cash that lies somewhere begins the book of its place; a bank account becomes one. */
static bool begin_cash_book(struct txn *txn, const struct entry *entry, const struct opening_balance *balance, int32_t day, int64_t n, struct err *err)
{
	struct cash_row row = {
		.amount = balance->amount, .day = day, .entry_key = entry->key, .n = n, .at_us = entry->at_us, .shift_key = SHAPE_ABSENT, .what = CASH_OPENING,
		.place_id = balance->what == BALANCE_DRAWER ? balance->till_id : entry->site_id,
	};

	if (balance->what < BALANCE_SAFE)
		return true;
	if (balance->what == BALANCE_BANK) {
		struct cash_place bank = { .id = cash_bank_id(entry->site_id, balance->label), .kind = CASH_BANK, .name = "Ngân hàng", .account = balance->label };

		row.place_id = bank.id;
		if (!cash_place_put(txn, entry->site_id, &bank, err))
			return false;
	}
	return cash_row_add(txn, &row, err);
}

/* What customers and carriers owe are open items like those of sales. */
static bool apply_debt(struct txn *txn, const struct entry *entry, const struct opening_balance *balance, int64_t n, struct err *err)
{
	enum debt_what what = balance->what == BALANCE_COD ? DEBT_CARRIER : DEBT_CUSTOMER;

	if (balance->what != BALANCE_DEBT && balance->what != BALANCE_COD)
		return true;
	return debt_add(txn, entry, n, what, balance->party_id, balance->label, day_of_us(entry->at_us), balance->due_day, balance->amount, err);
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
		put_series(q, entry->site_id, &opening->series[i]);
		stmt_put_i64(q, opening->series[i].last);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < opening->balances_count; i++) {
		q = stmt_begin(txn, &opening_sql[BALANCE_ADD]);
		stmt_put_i64(q, entry->key);
		put_balance(q, entry->site_id, &opening->balances[i]);
		stmt_put_money(q, opening->balances[i].amount);
		stmt_put_day_opt(q, opening->balances[i].due_day);
		if (!stmt_end(q, err) || !apply_debt(txn, entry, &opening->balances[i], (int64_t)i + 1, err) ||
		    !begin_cash_book(txn, entry, &opening->balances[i], opening->day, (int64_t)i + 1, err))
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
	.about = "A running shop was taken over: stock, debts, cash places, turnover, numbers and earlier sales by month",
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
	bool found, has_stock;

	/* Goods may have been taken over alone, where nothing was owed. */
	if (!is_untouched(txn, contract_id, err) || !is_there(txn, &opening_sql[OPENED], contract_id, &found, err) ||
	    !is_there(txn, &opening_sql[HAS_STOCK], contract_id, &has_stock, err))
		return false;
	return (!found && !has_stock) || err_set(err, ERR_CONFLICT, "contract_id", "hợp đồng này đã nhận số dư đầu kỳ");
}

bool opening_check_month(struct txn *txn, const struct opening_month *month, struct err *err)
{
	struct rollup_key key = { .kind = ROLLUP_OPENING, .period = month->month, .a = month->product_id.bytes, .a_size = 16 };
	struct rollup_sums sums;

	return rollup_get(txn, &key, &sums, err) &&
	       (sums.count == 0 || err_set(err, ERR_CONFLICT, "month", "doanh số tháng này của sản phẩm đã nhận"));
}

static void add_leg(struct opening *opening, const char *account, struct id party_id, int64_t amount)
{
	for (size_t i = 0; i < opening->legs_count; i++) {
		if (strcmp(opening->legs[i].account, account) == 0 && id_is(opening->legs[i].party_id, party_id)) {
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

/* Of a series its numbers have not begun here, nor were they taken over before. */
bool opening_check_series(struct txn *txn, const struct book *book, const struct opening_series *series, struct err *err)
{
	static const int used_by[] = { [SERIES_INTAKE] = INTAKE_ANY, [SERIES_PAYOUT] = PAYOUT_ANY, [SERIES_RECEIPT] = RECEIPT_ANY };
	struct id owner = series->what == SERIES_RECEIPT ? series->till_id : book->site_id;
	bool there = true, used = false, set;
	struct stmt *q;

	if ((series->what == SERIES_INVOICE) != (series->code != NULL))
		return err_set(err, ERR_INPUT, "code", "ký hiệu hóa đơn đi cùng dãy số hóa đơn, và chỉ dãy ấy");
	if ((series->what == SERIES_RECEIPT) == id_is_none(series->till_id))
		return err_set(err, ERR_INPUT, "till_id", "dãy số phiếu bán cần quầy, dãy khác thì không");
	if (series->what == SERIES_RECEIPT && !is_there(txn, &opening_sql[TILL_GET], owner, &there, err))
		return false;
	if (!there)
		return err_set(err, ERR_MISSING, "till_id", "không có quầy này");
	if (series->what != SERIES_INVOICE && !is_there(txn, &opening_sql[used_by[series->what]], owner, &used, err))
		return false;
	q = stmt_begin(txn, &opening_sql[SERIES_GET]);
	put_series(q, book->site_id, series);
	set = stmt_next(q);
	if (set)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	return (!used && !set) || err_set(err, ERR_CONFLICT, series->what == SERIES_RECEIPT ? "till_id" : "what", "dãy số này đã có trong sổ");
}

static bool check_owner(struct txn *txn, const struct opening_balance *balance, struct err *err)
{
	bool found, used;

	if (balance->what == BALANCE_DRAWER) {
		if (!is_there(txn, &opening_sql[TILL_GET], balance->till_id, &found, err) ||
		    !is_there(txn, &opening_sql[SHIFT_ANY], balance->till_id, &used, err))
			return false;
		if (!found)
			return err_set(err, ERR_MISSING, "till_id", "không có quầy này");
		return !used || err_set(err, ERR_CONFLICT, "till_id", "quầy này đã có ca trong sổ; tiền đầu ca nói thay");
	}
	if (balance->what >= BALANCE_SAFE)
		return true;
	return debt_may_owe(txn, balance->what == BALANCE_COD ? DEBT_CARRIER : DEBT_CUSTOMER, balance->party_id, err);
}

bool opening_check_balance(struct txn *txn, const struct book *book, const struct opening_balance *balance, struct err *err)
{
	bool set;
	struct stmt *q;

	if ((balance->what <= BALANCE_COD) == id_is_none(balance->party_id))
		return err_set(err, ERR_INPUT, "party_id", "tiền cọc, công nợ và thu hộ cần đối tượng; quỹ thì không");
	if ((balance->what == BALANCE_DRAWER) == id_is_none(balance->till_id))
		return err_set(err, ERR_INPUT, "till_id", "ngăn kéo cần quầy, dòng khác thì không");
	if (balance->what == BALANCE_BANK && !balance->label)
		return err_set(err, ERR_INPUT, "label", "thiếu số tài khoản");
	if (balance->due_day && balance->what != BALANCE_DEBT)
		return err_set(err, ERR_INPUT, "due_day", "chỉ công nợ có hạn trả");
	if (!check_owner(txn, balance, err))
		return false;
	q = stmt_begin(txn, &opening_sql[BALANCE_GET]);
	put_balance(q, book->site_id, balance);
	set = stmt_next(q);
	if (set)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	return !set || err_set(err, ERR_CONFLICT, "label", "số dư này đã nhận; nếu là khoản khác, ghi chứng từ khác");
}

static bool take_balance(struct work *work, const struct opening_balance *in, struct opening *opening, struct err *err)
{
	static const char *const accounts[] = { NULL, "deposit", "receivable", "cod", "safe", "transfer", "cash" };
	struct opening_balance *same = opening->balances;

	if (!opening_check_balance(work->txn, work->book, in, err))
		return false;
	for (; same < in; same++)
		if (same->what == in->what && id_is(same->party_id, in->party_id) && id_is(same->till_id, in->till_id) && text_is(same->label, in->label))
			return err_set(err, ERR_INPUT, "label", "số dư này có hai dòng; ghi chứng từ để phân biệt");
	add_leg(opening, accounts[in->what], in->party_id, signed_balance(in));
	add_leg(opening, "opening", (struct id){ { 0 } }, -signed_balance(in));
	return true;
}

bool opening_add(struct work *work, const struct opening_in *in, struct err *err)
{
	struct opening opening = {
		.balances = in->balances,
		.balances_count = in->balances_count,
		.contracts = ARENA_LIST(work->arena, in->contracts_count, struct row_contract),
		.day = in->day,
		.legs = ARENA_LIST(work->arena, in->contracts_count + in->balances_count + 2, struct leg),
		.lots = ARENA_LIST(work->arena, in->lots_count, struct row_lot),
		.months = in->months,
		.months_count = in->months_count,
		.series = in->series,
		.series_count = in->series_count,
		.total_amount = in->total_amount,
		.total_balance = in->total_balance,
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
		if (!opening_check_series(work->txn, work->book, &in->series[i], err))
			return err_within(err, "series[%zu]", i);
	for (size_t i = 0; i < in->months_count; i++)
		if (!opening_check_month(work->txn, &in->months[i], err))
			return err_within(err, "months[%zu]", i);
	for (size_t i = 0; i < in->balances_count; i++)
		if (!take_balance(work, &in->balances[i], &opening, err))
			return err_within(err, "balances[%zu]", i);
	for (size_t i = 0; i < opening.legs_count; i++)
		if (opening.legs[i].amount.dong)
			opening.legs[kept++] = opening.legs[i];
	opening.legs_count = kept;
	return work_record(work, &opening_kind, &opening, err);
}
