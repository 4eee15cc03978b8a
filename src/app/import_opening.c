/* A table of a shop that is taken over in mid-period: one document whose totals are signed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_rows.h"
#include "shop/contract.h"
#include "shop/opening.h"
#include "shop/staff.h"
#include "shop/stock.h"

static const struct cell_word places[] = { { "quầy", PLACE_SHELF },     { "kệ", PLACE_SHELF },    { "shelf", PLACE_SHELF },
					   { "để riêng", PLACE_ASIDE }, { "aside", PLACE_ASIDE }, { NULL, 0 } };

enum opening_what {
	OPENING_CONTRACT = 1, OPENING_LOT, OPENING_RECEIPTS, OPENING_INTAKES, OPENING_PAYOUTS, OPENING_INVOICES, OPENING_MONTH,
	/* As enum opening_balance_kind, from here on. */
	OPENING_DEPOSIT, OPENING_DEBT, OPENING_COD, OPENING_SAFE, OPENING_BANK, OPENING_DRAWER,
	OPENING_TOTAL, TOTAL_DEPOSIT, TOTAL_DEBT, TOTAL_COD, TOTAL_CASH
};
static const struct cell_word whats[] = {
	{ "hàng", OPENING_LOT },            { "tồn", OPENING_LOT },          { "stock", OPENING_LOT },
	{ "nợ", OPENING_CONTRACT },         { "hợp đồng", OPENING_CONTRACT }, { "owed", OPENING_CONTRACT },
	{ "số phiếu", OPENING_RECEIPTS },   { "receipts", OPENING_RECEIPTS },
	{ "số phiếu nhập", OPENING_INTAKES }, { "intakes", OPENING_INTAKES },
	{ "số phiếu chi", OPENING_PAYOUTS }, { "payouts", OPENING_PAYOUTS },
	{ "hóa đơn", OPENING_INVOICES },    { "số hóa đơn", OPENING_INVOICES }, { "invoices", OPENING_INVOICES },
	{ "tháng", OPENING_MONTH },         { "month", OPENING_MONTH },
	{ "cọc", OPENING_DEPOSIT },         { "đặt cọc", OPENING_DEPOSIT },  { "deposit", OPENING_DEPOSIT },
	{ "khách nợ", OPENING_DEBT },       { "công nợ", OPENING_DEBT },     { "debt", OPENING_DEBT },
	{ "cod", OPENING_COD },             { "thu hộ", OPENING_COD },
	{ "két", OPENING_SAFE },            { "quỹ", OPENING_SAFE },         { "safe", OPENING_SAFE },
	{ "ngân hàng", OPENING_BANK },      { "bank", OPENING_BANK },
	{ "ngăn kéo", OPENING_DRAWER },     { "drawer", OPENING_DRAWER },
	{ "tổng", OPENING_TOTAL },          { "total", OPENING_TOTAL },
	{ "tổng cọc", TOTAL_DEPOSIT },      { "total deposit", TOTAL_DEPOSIT },
	{ "tổng khách nợ", TOTAL_DEBT },    { "total debt", TOTAL_DEBT },
	{ "tổng cod", TOTAL_COD },          { "total cod", TOTAL_COD },
	{ "tổng quỹ", TOTAL_CASH },         { "total cash", TOTAL_CASH },
	{ NULL, 0 },
};

struct opening_cells {
	struct row row;
	int64_t what;
	const char *contract, *item;
	int64_t qty_milli;
	const char *code;
	int64_t made_day, expiry_day, expiry_kind, arrived_day, place, hand_over, own_price;
	const char *paper;
	int64_t amount, advance, tier;
	const char *till;
	int64_t number;
	const char *product;
	int64_t month;
	const char *party;
	int64_t due_day;
	const char *series;
	struct id contract_id, item_id, till_id, product_id, party_id;
};

#define AT(member) offsetof(struct opening_cells, member)
enum {
	O_WHAT,
	O_CONTRACT,
	O_ITEM,
	O_QTY,
	O_CODE,
	O_MADE,
	O_EXPIRY,
	O_KIND,
	O_ARRIVED,
	O_PLACE,
	O_HAND_OVER,
	O_OWN,
	O_PAPER,
	O_AMOUNT,
	O_ADVANCE,
	O_TIER,
	O_TILL,
	O_NUMBER,
	O_PRODUCT,
	O_MONTH,
	O_PARTY,
	O_DUE,
	O_SERIES
};
static const struct column opening_columns[] = {
	[O_WHAT] = { "Dòng", "row|loại|what", CELL_WORD, AT(what), .words = whats, .required = true },
	[O_CONTRACT] = { "Số hợp đồng", "contract|hợp đồng", CELL_TEXT, AT(contract), 1, 40, .is_code = true },
	[O_ITEM] = { "Mã hàng", "item|mã", CELL_TEXT, AT(item), 1, 40, .is_code = true },
	[O_QTY] = { "Số lượng", "qty|quantity|SL", CELL_QTY, AT(qty_milli), 0, QTY_MILLI_MAX },
	[O_CODE] = { "Mã lô", "lot|lô", CELL_TEXT, AT(code), 1, 40, .is_code = true },
	[O_MADE] = { "Ngày sản xuất", "made|NSX", CELL_DAY, AT(made_day) },
	[O_EXPIRY] = { "Hạn dùng", "expiry|HSD|hạn sử dụng", CELL_DAY, AT(expiry_day) },
	[O_KIND] = { "Loại hạn", "expiry kind", CELL_WORD, AT(expiry_kind), .words = expiry_kinds },
	[O_ARRIVED] = { "Ngày nhập", "arrived", CELL_DAY, AT(arrived_day) },
	[O_PLACE] = { "Nơi để", "place", CELL_WORD, AT(place), .words = places, .preset = PLACE_SHELF },
	[O_HAND_OVER] = { "Giá giao", "hand over", CELL_MONEY, AT(hand_over), 0, MONEY_MAX },
	[O_OWN] = { "Giá riêng", "own price", CELL_MONEY, AT(own_price), 0, MONEY_MAX },
	[O_PAPER] = { "Chứng từ", "paper|phiếu", CELL_TEXT, AT(paper), 1, 100, .is_code = true },
	[O_AMOUNT] = { "Số tiền", "amount|còn nợ", CELL_MONEY, AT(amount), -MONEY_MAX, MONEY_MAX },
	[O_ADVANCE] = { "Đã tạm ứng", "advance|tạm ứng", CELL_MONEY, AT(advance), 0, MONEY_MAX },
	[O_TIER] = { "Doanh số kỳ này", "tier sales|doanh số", CELL_MONEY, AT(tier), 0, MONEY_MAX },
	[O_TILL] = { "Quầy", "till", CELL_TEXT, AT(till), 1, 20 },
	[O_NUMBER] = { "Số phiếu cuối", "last receipt|last", CELL_I64, AT(number), 1, INT64_C(99999999999) },
	[O_PRODUCT] = { "Mã sản phẩm", "product|sản phẩm", CELL_TEXT, AT(product), 1, 40, .is_code = true },
	[O_MONTH] = { "Tháng", "month", CELL_MONTH, AT(month) },
	[O_PARTY] = { "Đối tượng", "party|khách|khách hàng|bên vận chuyển", CELL_TEXT, AT(party), 1, 200 },
	[O_DUE] = { "Hạn trả", "due|due day", CELL_DAY, AT(due_day) },
	[O_SERIES] = { "Ký hiệu", "series|ký hiệu hóa đơn", CELL_TEXT, AT(series), 1, 20, .is_code = true },
};
#undef AT

static bool needs(struct importing *im, struct row *row, int column, bool is_there)
{
	if (!is_there)
		problem(im, row, column, "thiếu");
	return is_there;
}

static bool find_till(struct importing *im, struct opening_cells *c, struct err *err)
{
	struct till *tills;
	size_t count;

	if (!till_list(im->txn, im->scratch, im->book->site_id, &tills, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(tills[i].code, c->till) != 0)
			continue;
		c->till_id = tills[i].id;
		return true;
	}
	problem(im, &c->row, O_TILL, "không có quầy “%.40s”", c->till);
	return true;
}

/* Deposits, debts and COD money name a party; a drawer its till; a bank account its number. */
static bool check_balance(struct importing *im, struct opening_cells *c, struct err *err)
{
	struct party *party;

	if (!needs(im, &c->row, O_AMOUNT, c->amount != ROW_ABSENT && c->amount > 0))
		return true;
	if (c->paper && text_letters(c->paper) > 60)
		problem(im, &c->row, O_PAPER, "quá 60 chữ");
	if (c->due_day != ROW_ABSENT && c->what != OPENING_DEBT)
		problem(im, &c->row, O_DUE, "chỉ công nợ có hạn trả");
	if (c->what == OPENING_BANK)
		needs(im, &c->row, O_PAPER, c->paper);
	if (c->what == OPENING_DRAWER)
		return !needs(im, &c->row, O_TILL, c->till) || find_till(im, c, err);
	if (c->what >= OPENING_SAFE || !needs(im, &c->row, O_PARTY, c->party))
		return true;
	if (!find_party(im, &c->row, O_PARTY, c->party, &party, err))
		return false;
	if (party)
		c->party_id = party->id;
	return true;
}

static bool check_opening(struct importing *im, void *row, struct err *err)
{
	struct opening_cells *c = row;
	if (c->advance == ROW_ABSENT)
		c->advance = 0;
	if (c->tier == ROW_ABSENT)
		c->tier = 0;
	switch ((enum opening_what)c->what) {
	case OPENING_CONTRACT:
		return !needs(im, &c->row, O_CONTRACT, c->contract) || !needs(im, &c->row, O_AMOUNT, c->amount != ROW_ABSENT) ||
		       find_contract(im, &c->row, O_CONTRACT, c->contract, &c->contract_id, err);
	case OPENING_LOT:
		if (!needs(im, &c->row, O_CONTRACT, c->contract) || !needs(im, &c->row, O_ITEM, c->item) ||
		    !needs(im, &c->row, O_QTY, c->qty_milli != ROW_ABSENT && c->qty_milli > 0))
			return true;
		c->expiry_kind = usual_expiry(c->expiry_kind, c->expiry_day);
		check_dates(im, &c->row, O_EXPIRY, c->made_day, c->expiry_day, c->expiry_kind);
		return find_contract(im, &c->row, O_CONTRACT, c->contract, &c->contract_id, err) &&
		       check_goods(im, &c->row, O_ITEM, O_QTY, c->item, c->qty_milli, &c->item_id, err);
	case OPENING_RECEIPTS:
		return !needs(im, &c->row, O_TILL, c->till) || !needs(im, &c->row, O_NUMBER, c->number != ROW_ABSENT) || find_till(im, c, err);
	case OPENING_INTAKES:
	case OPENING_PAYOUTS:
		needs(im, &c->row, O_NUMBER, c->number != ROW_ABSENT);
		return true;
	case OPENING_INVOICES:
		needs(im, &c->row, O_SERIES, c->series);
		needs(im, &c->row, O_NUMBER, c->number != ROW_ABSENT);
		return true;
	case OPENING_DEPOSIT:
	case OPENING_DEBT:
	case OPENING_COD:
	case OPENING_SAFE:
	case OPENING_BANK:
	case OPENING_DRAWER:
		return check_balance(im, c, err);
	case TOTAL_DEPOSIT:
	case TOTAL_DEBT:
	case TOTAL_COD:
	case TOTAL_CASH:
		needs(im, &c->row, O_AMOUNT, c->amount != ROW_ABSENT);
		return true;
	case OPENING_MONTH:
		if (!needs(im, &c->row, O_PRODUCT, c->product) || !needs(im, &c->row, O_MONTH, c->month != ROW_ABSENT) ||
		    !needs(im, &c->row, O_AMOUNT, c->amount != ROW_ABSENT && c->amount >= 0))
			return true;
		if (c->month > day_month(im->day))
			problem(im, &c->row, O_MONTH, "tháng ở tương lai");
		return find_product(im, &c->row, O_PRODUCT, c->product, &c->product_id, err);
	case OPENING_TOTAL:
		needs(im, &c->row, O_QTY, c->qty_milli != ROW_ABSENT);
		needs(im, &c->row, O_AMOUNT, c->amount != ROW_ABSENT);
		return true;
	}
	return true;
}

/* Each kind of row together, so that the document's parts do not depend on how the file mixes them. */
static int by_what(const void *left, const void *right)
{
	const struct opening_cells *a = left, *b = right;

	return a->what != b->what ? (a->what > b->what) - (a->what < b->what) : (a->row.line > b->row.line) - (a->row.line < b->row.line);
}

static void say_total(struct importing *im, struct row *row, int column, const char *what, int64_t said, int64_t sum, bool is_qty)
{
	char left[40], right[40];

	if (said == sum)
		return;
	if (is_qty) {
		snprintf(left, sizeof(left), "%lld,%03lld", (long long)said / 1000, llabs((long long)said % 1000));
		snprintf(right, sizeof(right), "%lld,%03lld", (long long)sum / 1000, llabs((long long)sum % 1000));
	} else {
		money_write_plain(MONEY(said), left, sizeof(left));
		money_write_plain(MONEY(sum), right, sizeof(right));
	}
	problem(im, row, column, "%s: dòng tổng ghi %s, các dòng cộng lại là %s", what, left, right);
}

/* Rows whose sum a total of its own says. */
static const struct {
	const char *row, *name;
	int64_t total, first, last;
} balance_totals[] = {
	{ "tổng cọc", "tiền cọc", TOTAL_DEPOSIT, OPENING_DEPOSIT, OPENING_DEPOSIT },
	{ "tổng khách nợ", "khách nợ", TOTAL_DEBT, OPENING_DEBT, OPENING_DEBT },
	{ "tổng cod", "tiền thu hộ", TOTAL_COD, OPENING_COD, OPENING_COD },
	{ "tổng quỹ", "két, ngân hàng và ngăn kéo", TOTAL_CASH, OPENING_SAFE, OPENING_DRAWER },
};

/* The one total of its kind. */
static struct opening_cells *find_total(struct importing *im, int64_t what)
{
	struct opening_cells *cells = (struct opening_cells *)(void *)im->import->rows, *total = NULL;

	for (size_t i = 0; i < (size_t)im->import->rows_count; i++) {
		if (cells[i].what != what)
			continue;
		if (total)
			problem(im, &cells[i].row, O_WHAT, "tệp có hai dòng tổng");
		total = &cells[i];
	}
	return total;
}

static void check_balance_totals(struct importing *im)
{
	struct opening_cells *cells = (struct opening_cells *)(void *)im->import->rows;

	for (size_t k = 0; k < COUNT_OF(balance_totals); k++) {
		struct opening_cells *total = find_total(im, balance_totals[k].total), *first = NULL;
		int64_t sum = 0;

		for (size_t i = 0; i < (size_t)im->import->rows_count; i++) {
			if (cells[i].what < balance_totals[k].first || cells[i].what > balance_totals[k].last)
				continue;
			first = first ? first : &cells[i];
			sum += cells[i].amount;
		}
		if (total)
			say_total(im, &total->row, O_AMOUNT, balance_totals[k].name, total->amount, sum, false);
		else if (first)
			problem(im, &first->row, O_WHAT, "thiếu dòng “%s” với số tiền như trên biên bản", balance_totals[k].row);
	}
}

/* The two sides: what the signed totals say, and what the rows come to. */
static void check_totals(struct importing *im)
{
	struct opening_cells *cells = (struct opening_cells *)(void *)im->import->rows, *total = find_total(im, OPENING_TOTAL);
	int64_t pieces = 0, owed = 0, advance = 0;
	bool is_needed = false;

	check_balance_totals(im);
	for (size_t i = 0; i < (size_t)im->import->rows_count; i++) {
		struct opening_cells *c = &cells[i];

		is_needed = is_needed || c->what == OPENING_LOT || c->what == OPENING_CONTRACT;
		pieces += c->what == OPENING_LOT ? c->qty_milli : 0;
		owed += c->what == OPENING_CONTRACT ? c->amount : 0;
		advance += c->what == OPENING_CONTRACT ? c->advance : 0;
	}
	if (!total) {
		if (is_needed)
			problem(im, NULL, O_WHAT, "thiếu dòng tổng: số lượng hàng, số tiền còn nợ và tạm ứng, như trên biên bản hai bên ký");
		return;
	}
	say_total(im, &total->row, O_QTY, "số lượng", total->qty_milli, pieces, true);
	say_total(im, &total->row, O_AMOUNT, "còn nợ", total->amount, owed, false);
	say_total(im, &total->row, O_ADVANCE, "tạm ứng", total->advance, advance, false);
}

static struct opening_balance balance_of(const struct opening_cells *c)
{
	return (struct opening_balance){
		.amount = MONEY(c->amount),
		.due_day = day_or_none(c->due_day),
		.label = c->paper,
		.party_id = c->party_id,
		.till_id = c->what == OPENING_DRAWER ? c->till_id : (struct id){ { 0 } },
		.what = (int32_t)(c->what - OPENING_DEPOSIT + BALANCE_DEPOSIT),
	};
}

static struct opening_series series_of(const struct opening_cells *c)
{
	static const int32_t kinds[] = {
		[OPENING_RECEIPTS] = SERIES_RECEIPT, [OPENING_INTAKES] = SERIES_INTAKE, [OPENING_PAYOUTS] = SERIES_PAYOUT, [OPENING_INVOICES] = SERIES_INVOICE,
	};

	return (struct opening_series){
		.code = c->what == OPENING_INVOICES ? c->series : NULL,
		.last = c->number,
		.till_id = c->what == OPENING_RECEIPTS ? c->till_id : (struct id){ { 0 } },
		.what = kinds[c->what],
	};
}

static struct opening_month month_of(const struct opening_cells *c)
{
	return (struct opening_month){
		.amount = MONEY(c->amount), .month = c->month, .product_id = c->product_id, .qty_milli = c->qty_milli == ROW_ABSENT ? 0 : c->qty_milli,
	};
}

static bool is_series(const struct opening_cells *c)
{
	return c->what >= OPENING_RECEIPTS && c->what <= OPENING_INVOICES;
}

static bool is_balance(const struct opening_cells *c)
{
	return c->what >= OPENING_DEPOSIT && c->what <= OPENING_DRAWER;
}

/* One thing twice in the file; refused here because the file's entries are written one after another. */
static bool is_same_thing(const struct opening_cells *a, const struct opening_cells *b)
{
	if (a->what != b->what)
		return false;
	if (a->what == OPENING_CONTRACT)
		return id_is(a->contract_id, b->contract_id);
	if (a->what == OPENING_MONTH)
		return a->month == b->month && id_is(a->product_id, b->product_id);
	if (is_series(a))
		return id_is(a->till_id, b->till_id) && text_is(a->series, b->series);
	return is_balance(a) && id_is(a->party_id, b->party_id) && id_is(a->till_id, b->till_id) && text_is(a->paper, b->paper);
}

static void check_doubles(struct importing *im)
{
	struct opening_cells *cells = (struct opening_cells *)(void *)im->import->rows;

	for (size_t i = 1; i < (size_t)im->import->rows_count; i++)
		for (size_t k = i; k-- > 0 && cells[k].what == cells[i].what;)
			if (is_same_thing(&cells[k], &cells[i])) {
				int column = cells[i].what == OPENING_CONTRACT ? O_CONTRACT : cells[i].what == OPENING_MONTH ? O_MONTH :
					     is_series(&cells[i]) ? O_NUMBER : O_PAPER;

				problem(im, &cells[i].row, column,
					column == O_CONTRACT ? "hợp đồng này đã có ở dòng %lld của tệp" :
					column == O_MONTH    ? "tháng này của sản phẩm đã có ở dòng %lld của tệp" :
					column == O_NUMBER   ? "dãy số này đã có ở dòng %lld của tệp" :
							       "khoản này đã có ở dòng %lld của tệp; ghi chứng từ để phân biệt",
					(long long)cells[k].row.line);
				break;
			}
}

static bool check_against_book(struct importing *im, struct opening_cells *c, struct err *err)
{
	struct err refusal = { 0 };
	bool found = true;
	int64_t version;

	if (is_series(c)) {
		struct opening_series series = series_of(c);

		if (!opening_check_series(im->txn, im->book, &series, &refusal))
			problem(im, &c->row, c->what == OPENING_RECEIPTS ? O_TILL : c->what == OPENING_INVOICES ? O_SERIES : O_NUMBER, "%s", refusal.text);
		return true;
	}
	if (is_balance(c)) {
		struct opening_balance balance = balance_of(c);

		if (!opening_check_balance(im->txn, im->book, &balance, &refusal))
			problem(im, &c->row, text_is(refusal.field, "party_id") ? O_PARTY : text_is(refusal.field, "till_id") ? O_TILL : O_PAPER, "%s",
				refusal.text);
		return true;
	}
	if (c->what == OPENING_MONTH) {
		struct opening_month month = month_of(c);

		if (!opening_check_month(im->txn, &month, &refusal))
			problem(im, &c->row, O_MONTH, "%s", refusal.text);
		return true;
	}
	if (c->what != OPENING_CONTRACT && c->what != OPENING_LOT)
		return true;
	if (!contract_version_on(im->txn, c->contract_id, im->day, &version, &found, err))
		return false;
	if (!found)
		problem(im, &c->row, O_CONTRACT, "hợp đồng không có hiệu lực");
	else if (!opening_check_contract(im->txn, c->contract_id, &refusal))
		problem(im, &c->row, O_CONTRACT, "%s", refusal.text);
	return true;
}

static bool finish_opening(struct importing *im, struct err *err)
{
	struct import *import = im->import;
	struct opening_cells *cells = (struct opening_cells *)(void *)import->rows;
	size_t rows = (size_t)import->rows_count;
	bool is_begun = false;

	if (import->errors_count > 0)
		return true;
	check_totals(im);
	qsort(cells, rows, sizeof(*cells), by_what);
	check_doubles(im);
	import->chunks = ARENA_LIST(im->arena, rows + 1, struct import_chunk);
	for (size_t i = 0; i < rows && cells[i].what < OPENING_TOTAL; i++) {
		struct import_chunk *last = import->chunks_count ? &import->chunks[import->chunks_count - 1] : NULL;

		if (last && last->count < STOCK_ROWS)
			last->count++;
		else
			import->chunks[import->chunks_count++] = (struct import_chunk){ .first = i, .count = 1 };
	}
	/* A document that is written in part goes on: its rows were checked when it began. */
	if (import->chunks_count > 0 && !chunk_is_written(im, 0, &is_begun, err))
		return false;
	for (size_t i = 0; i < rows && !is_begun; i++)
		if (!check_against_book(im, &cells[i], err))
			return false;
	return true;
}

static bool write_opening(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	const struct opening_cells *cells = (const struct opening_cells *)(const void *)import->rows + chunk->first;
	struct opening_in in = {
		.balances = ARENA_LIST(work->arena, chunk->count, struct opening_balance),
		.contracts = ARENA_LIST(work->arena, chunk->count, struct opening_contract),
		.day = day_of_us(work->at_us),
		.lots = ARENA_LIST(work->arena, chunk->count, struct opening_lot),
		.months = ARENA_LIST(work->arena, chunk->count, struct opening_month),
		.series = ARENA_LIST(work->arena, chunk->count, struct opening_series),
	};

	for (size_t i = 0; i < chunk->count; i++) {
		const struct opening_cells *c = &cells[i];

		switch ((enum opening_what)c->what) {
		case OPENING_CONTRACT:
			in.contracts[in.contracts_count++] = (struct opening_contract){
				.advance = MONEY(c->advance),
				.contract_id = c->contract_id,
				.owed = MONEY(c->amount),
				.tier_sales = MONEY(c->tier),
			};
			in.total_amount.dong += c->amount - c->advance;
			break;
		case OPENING_LOT:
			in.lots[in.lots_count++] = (struct opening_lot){
				.arrived_day = day_or_none(c->arrived_day),
				.code = c->code,
				.contract_id = c->contract_id,
				.expiry_day = day_or_none(c->expiry_day),
				.expiry_kind = (int32_t)c->expiry_kind,
				.hand_over = MONEY(c->hand_over),
				.item_id = c->item_id,
				.made_day = day_or_none(c->made_day),
				.own_price = MONEY(c->own_price),
				.paper = c->paper,
				.place = c->place,
				.qty_milli = c->qty_milli,
			};
			in.total_milli += c->qty_milli;
			break;
		case OPENING_RECEIPTS:
		case OPENING_INTAKES:
		case OPENING_PAYOUTS:
		case OPENING_INVOICES: in.series[in.series_count++] = series_of(c); break;
		case OPENING_DEPOSIT:
		case OPENING_DEBT:
		case OPENING_COD:
		case OPENING_SAFE:
		case OPENING_BANK:
		case OPENING_DRAWER:
			in.balances[in.balances_count++] = balance_of(c);
			in.total_balance.dong += c->what == OPENING_DEPOSIT ? -c->amount : c->amount;
			break;
		case OPENING_MONTH:
			in.months[in.months_count++] = month_of(c);
			break;
		case OPENING_TOTAL:
		case TOTAL_DEPOSIT:
		case TOTAL_DEBT:
		case TOTAL_COD:
		case TOTAL_CASH: break;
		}
	}
	return opening_add(work, &in, err);
}

const struct import_kind import_opening = {
	.name = "opening",
	.about = "số dư đầu kỳ khi nhận một cửa hàng đang bán",
	.columns = opening_columns,
	.columns_count = COUNT_OF(opening_columns),
	.row_size = sizeof(struct opening_cells),
	.no_key = true,
	.check = check_opening,
	.finish = finish_opening,
	.write = write_opening,
};
