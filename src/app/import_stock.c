/* Tables of goods that come in, and of a shop that is taken over in mid-period. */
#include <stdlib.h>
#include <string.h>

#include "app/import_rows.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/opening.h"
#include "shop/staff.h"
#include "shop/stock.h"

#define STOCK_ROWS 100 /* lines of one entry */

static const struct cell_word expiry_kinds[] = {
	{ "không", 1 },    { "none", 1 },           { "sử dụng đến", 2 }, { "use by", 2 },
	{ "hạn dùng", 2 }, { "tốt nhất trước", 3 }, { "best before", 3 }, { NULL, 0 },
};
static const struct cell_word places[] = { { "quầy", PLACE_SHELF },     { "kệ", PLACE_SHELF },    { "shelf", PLACE_SHELF },
					   { "để riêng", PLACE_ASIDE }, { "aside", PLACE_ASIDE }, { NULL, 0 } };

/* A date without its kind stops no sale; no date needs none. */
static int64_t usual_expiry(int64_t kind, int64_t day)
{
	if (kind != ROW_ABSENT)
		return kind;
	return day == ROW_ABSENT ? 1 : 3;
}

static int32_t or_none(int64_t day)
{
	return day == ROW_ABSENT ? 0 : (int32_t)day;
}

/* Goods with stock; the quantity has no more decimals than the item's unit. */
static bool check_goods(struct importing *im, struct row *row, int item_column, int qty_column, const char *code, int64_t qty_milli,
			struct id *item_id, struct err *err)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	struct item item;

	if (!find_item(im, row, item_column, code, item_id, err) || row->is_bad)
		return row->is_bad;
	if (!item_get(im->txn, im->arena, *item_id, &item, err))
		return false;
	if (!item.has_stock)
		problem(im, row, item_column, "mặt hàng này không có tồn kho");
	if (qty_milli % steps[item.decimals])
		problem(im, row, qty_column, "%s không có phần lẻ như vậy", item.unit);
	return true;
}

static void check_dates(struct importing *im, struct row *row, int expiry_column, int64_t made, int64_t expiry, int64_t kind)
{
	if (kind != 1 && expiry == ROW_ABSENT)
		problem(im, row, expiry_column, "thiếu ngày hết hạn");
	else if (made != ROW_ABSENT && expiry != ROW_ABSENT && expiry < made)
		problem(im, row, expiry_column, "hạn dùng trước ngày sản xuất");
	else if (expiry != ROW_ABSENT && expiry < im->day)
		warning(im, row, expiry_column, "đã hết hạn");
}

/* ---- intake --------------------------------------------------------------------- */

struct intake_cells {
	struct row row;
	const char *contract, *item;
	int64_t qty_milli;
	const char *code;
	int64_t made_day, expiry_day, expiry_kind, hand_over, own_price, proposal, doc_day;
	const char *paper;
	struct id contract_id, item_id;
};

#define AT(member) offsetof(struct intake_cells, member)
enum { N_CONTRACT, N_ITEM, N_QTY, N_CODE, N_MADE, N_EXPIRY, N_KIND, N_HAND_OVER, N_OWN, N_PROPOSAL, N_DAY, N_PAPER };
static const struct column intake_columns[] = {
	[N_CONTRACT] = { "Số hợp đồng", "contract|hợp đồng", CELL_TEXT, AT(contract), 1, 40, .required = true, .is_code = true },
	[N_ITEM] = { "Mã hàng", "item|mã|mã mặt hàng", CELL_TEXT, AT(item), 1, 40, .required = true, .is_code = true },
	[N_QTY] = { "Số lượng", "qty|quantity|SL", CELL_QTY, AT(qty_milli), 1, QTY_MILLI_MAX, .required = true },
	[N_CODE] = { "Mã lô", "lot|lot code|lô|số lô", CELL_TEXT, AT(code), 1, 40, .is_code = true },
	[N_MADE] = { "Ngày sản xuất", "made|made day|NSX", CELL_DAY, AT(made_day) },
	[N_EXPIRY] = { "Hạn dùng", "expiry|expiry day|HSD|hạn sử dụng", CELL_DAY, AT(expiry_day) },
	[N_KIND] = { "Loại hạn", "expiry kind", CELL_WORD, AT(expiry_kind), .words = expiry_kinds },
	[N_HAND_OVER] = { "Giá giao", "hand over", CELL_MONEY, AT(hand_over), 0, MONEY_MAX },
	[N_OWN] = { "Giá riêng", "own price", CELL_MONEY, AT(own_price), 0, MONEY_MAX },
	[N_PROPOSAL] = { "Giá đề nghị", "price proposal|proposal", CELL_MONEY, AT(proposal), 0, MONEY_MAX },
	[N_DAY] = { "Ngày chứng từ", "doc day|date|ngày", CELL_DAY, AT(doc_day) },
	[N_PAPER] = { "Chứng từ", "paper|phiếu", CELL_TEXT, AT(paper), 1, 100, .is_code = true },
};
#undef AT

static bool check_intake(struct importing *im, void *row, struct err *err)
{
	struct intake_cells *c = row;

	c->expiry_kind = usual_expiry(c->expiry_kind, c->expiry_day);
	check_dates(im, &c->row, N_EXPIRY, c->made_day, c->expiry_day, c->expiry_kind);
	return find_contract(im, &c->row, N_CONTRACT, c->contract, &c->contract_id, err) &&
	       check_goods(im, &c->row, N_ITEM, N_QTY, c->item, c->qty_milli, &c->item_id, err);
}

/* Rows of one paper together, as they stand in the file. */
static int by_paper(const void *left, const void *right)
{
	const struct intake_cells *a = left, *b = right;
	int order = id_compare(a->contract_id, b->contract_id);

	if (order == 0)
		order = (a->doc_day > b->doc_day) - (a->doc_day < b->doc_day);
	if (order == 0)
		order = strcmp(a->paper ? a->paper : "", b->paper ? b->paper : "");
	return order ? order : (a->row.line > b->row.line) - (a->row.line < b->row.line);
}

static bool is_one_paper(const struct intake_cells *a, const struct intake_cells *b)
{
	return id_is(a->contract_id, b->contract_id) && a->doc_day == b->doc_day && text_is(a->paper, b->paper);
}

static bool check_paper(struct importing *im, struct intake_cells *c, struct err *err)
{
	int32_t day = c->doc_day == ROW_ABSENT ? im->day : (int32_t)c->doc_day;
	struct err refusal = { 0 };
	int64_t version;
	bool found;

	if (!doc_day_check(im->txn, c->contract_id, day, im->at_us, &refusal))
		problem(im, &c->row, N_DAY, "%s", refusal.text);
	if (!contract_version_on(im->txn, c->contract_id, day, &version, &found, err))
		return false;
	if (!found)
		problem(im, &c->row, N_CONTRACT, "hợp đồng không có hiệu lực vào ngày ấy");
	return true;
}

static bool finish_intake(struct importing *im, struct err *err)
{
	struct import *import = im->import;
	size_t rows = (size_t)import->rows_count;
	struct intake_cells *cells = (struct intake_cells *)(void *)import->rows;

	if (import->errors_count > 0)
		return true;
	qsort(cells, rows, sizeof(*cells), by_paper);
	import->chunks = ARENA_LIST(im->arena, rows, struct import_chunk);
	for (size_t i = 0; i < rows; i++) {
		struct import_chunk *last = import->chunks_count ? &import->chunks[import->chunks_count - 1] : NULL;

		if (last && last->count < STOCK_ROWS && is_one_paper(&cells[last->first], &cells[i]))
			last->count++;
		else
			import->chunks[import->chunks_count++] = (struct import_chunk){ .first = i, .count = 1 };
	}
	for (size_t i = 0; i < import->chunks_count; i++) {
		bool is_written;

		if (!chunk_is_written(im, i, &is_written, err))
			return false;
		import->same_count += is_written ? (int64_t)import->chunks[i].count : 0;
		if (!is_written && !check_paper(im, &cells[import->chunks[i].first], err))
			return false;
	}
	return true;
}

static bool write_intake(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	const struct intake_cells *cells = (const struct intake_cells *)(const void *)import->rows + chunk->first;
	struct intake_in in = {
		.contract_id = cells->contract_id,
		.doc_day = or_none(cells->doc_day),
		.lines = ARENA_LIST(work->arena, chunk->count, struct intake_line_in),
		.lines_count = chunk->count,
		.paper = cells->paper,
	};
	const struct intake *body;

	for (size_t i = 0; i < chunk->count; i++)
		in.lines[i] = (struct intake_line_in){
			.code = cells[i].code,
			.expiry_day = or_none(cells[i].expiry_day),
			.expiry_kind = (int32_t)cells[i].expiry_kind,
			.hand_over = MONEY(cells[i].hand_over),
			.item_id = cells[i].item_id,
			.made_day = or_none(cells[i].made_day),
			.own_price = MONEY(cells[i].own_price),
			.price_proposal = MONEY(cells[i].proposal),
			.qty_milli = cells[i].qty_milli,
		};
	return intake_add(work, &in, &body, err);
}

const struct import_kind import_intake = {
	.name = "intake",
	.about = "hàng nhập ký gửi",
	.columns = intake_columns,
	.columns_count = COUNT_OF(intake_columns),
	.row_size = sizeof(struct intake_cells),
	.no_key = true,
	.check = check_intake,
	.finish = finish_intake,
	.write = write_intake,
};

/* ---- opening -------------------------------------------------------------------- */

enum opening_what { OPENING_CONTRACT = 1, OPENING_LOT, OPENING_SERIES, OPENING_MONTH, OPENING_TOTAL };
static const struct cell_word whats[] = {
	{ "hàng", OPENING_LOT },
	{ "tồn", OPENING_LOT },
	{ "stock", OPENING_LOT },
	{ "nợ", OPENING_CONTRACT },
	{ "hợp đồng", OPENING_CONTRACT },
	{ "owed", OPENING_CONTRACT },
	{ "số phiếu", OPENING_SERIES },
	{ "receipts", OPENING_SERIES },
	{ "tháng", OPENING_MONTH },
	{ "month", OPENING_MONTH },
	{ "tổng", OPENING_TOTAL },
	{ "total", OPENING_TOTAL },
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
	struct id contract_id, item_id, till_id, product_id;
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
	O_MONTH
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
};
#undef AT

static bool needs(struct importing *im, struct row *row, int column, bool is_there)
{
	if (!is_there)
		problem(im, row, column, "thiếu");
	return is_there;
}

static bool find_till(struct importing *im, const char *code, struct id *till_id, bool *found, struct err *err)
{
	struct till *tills;
	size_t count;

	if (!till_list(im->txn, im->scratch, im->book->site_id, &tills, &count, err))
		return false;
	*found = false;
	for (size_t i = 0; i < count && !*found; i++) {
		*found = strcmp(tills[i].code, code) == 0;
		*till_id = tills[i].id;
	}
	return true;
}

static bool check_opening(struct importing *im, void *row, struct err *err)
{
	struct opening_cells *c = row;
	bool found;

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
	case OPENING_SERIES:
		if (!needs(im, &c->row, O_TILL, c->till) || !needs(im, &c->row, O_NUMBER, c->number != ROW_ABSENT))
			return true;
		if (!find_till(im, c->till, &c->till_id, &found, err))
			return false;
		if (!found)
			problem(im, &c->row, O_TILL, "không có quầy “%.40s”", c->till);
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

/* The two sides: what the signed totals say, and what the rows come to. */
static void check_totals(struct importing *im)
{
	struct opening_cells *cells = (struct opening_cells *)(void *)im->import->rows, *total = NULL;
	int64_t pieces = 0, owed = 0, advance = 0;

	for (size_t i = 0; i < (size_t)im->import->rows_count; i++) {
		struct opening_cells *c = &cells[i];

		if (c->what == OPENING_TOTAL && total)
			problem(im, &c->row, O_WHAT, "tệp có hai dòng tổng");
		if (c->what == OPENING_TOTAL)
			total = c;
		pieces += c->what == OPENING_LOT ? c->qty_milli : 0;
		owed += c->what == OPENING_CONTRACT ? c->amount : 0;
		advance += c->what == OPENING_CONTRACT ? c->advance : 0;
	}
	if (!total) {
		problem(im, NULL, O_WHAT, "thiếu dòng tổng: số lượng hàng, số tiền còn nợ và tạm ứng, như trên biên bản hai bên ký");
		return;
	}
	say_total(im, &total->row, O_QTY, "số lượng", total->qty_milli, pieces, true);
	say_total(im, &total->row, O_AMOUNT, "còn nợ", total->amount, owed, false);
	say_total(im, &total->row, O_ADVANCE, "tạm ứng", total->advance, advance, false);
}

static bool check_against_book(struct importing *im, struct opening_cells *c, struct err *err)
{
	struct err refusal = { 0 };
	bool found = true;
	int64_t version;

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
	for (size_t i = 1; i < rows; i++)
		for (size_t k = 0; k < i && cells[i].what == OPENING_CONTRACT; k++)
			if (cells[k].what == OPENING_CONTRACT && id_is(cells[k].contract_id, cells[i].contract_id))
				problem(im, &cells[i].row, O_CONTRACT, "hợp đồng này đã có ở dòng %lld của tệp", (long long)cells[k].row.line);
	import->chunks = ARENA_LIST(im->arena, rows + 1, struct import_chunk);
	for (size_t i = 0; i < rows && cells[i].what != OPENING_TOTAL; i++) {
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
				.arrived_day = or_none(c->arrived_day),
				.code = c->code,
				.contract_id = c->contract_id,
				.expiry_day = or_none(c->expiry_day),
				.expiry_kind = (int32_t)c->expiry_kind,
				.hand_over = MONEY(c->hand_over),
				.item_id = c->item_id,
				.made_day = or_none(c->made_day),
				.own_price = MONEY(c->own_price),
				.paper = c->paper,
				.place = c->place,
				.qty_milli = c->qty_milli,
			};
			in.total_milli += c->qty_milli;
			break;
		case OPENING_SERIES: in.series[in.series_count++] = (struct opening_series){ .last = c->number, .till_id = c->till_id }; break;
		case OPENING_MONTH:
			in.months[in.months_count++] = (struct opening_month){
				.amount = MONEY(c->amount),
				.month = c->month,
				.product_id = c->product_id,
				.qty_milli = c->qty_milli == ROW_ABSENT ? 0 : c->qty_milli,
			};
			break;
		case OPENING_TOTAL: break;
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
