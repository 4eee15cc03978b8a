/* Tables of goods that come in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/import_rows.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/stock.h"

const struct cell_word expiry_kinds[] = {
	{ "không", 1 },    { "none", 1 },           { "sử dụng đến", 2 }, { "use by", 2 },
	{ "hạn dùng", 2 }, { "tốt nhất trước", 3 }, { "best before", 3 }, { NULL, 0 },
};
int64_t usual_expiry(int64_t kind, int64_t day)
{
	if (kind != ROW_ABSENT)
		return kind;
	return day == ROW_ABSENT ? 1 : 3;
}

int32_t day_or_none(int64_t day)
{
	return day == ROW_ABSENT ? 0 : (int32_t)day;
}

bool check_goods(struct importing *im, struct row *row, int item_column, int qty_column, const char *code, int64_t qty_milli,
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

void check_dates(struct importing *im, struct row *row, int expiry_column, int64_t made, int64_t expiry, int64_t kind)
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
		.doc_day = day_or_none(cells->doc_day),
		.lines = ARENA_LIST(work->arena, chunk->count, struct intake_line_in),
		.lines_count = chunk->count,
		.paper = cells->paper,
	};
	const struct intake *body;

	for (size_t i = 0; i < chunk->count; i++)
		in.lines[i] = (struct intake_line_in){
			.code = cells[i].code,
			.expiry_day = day_or_none(cells[i].expiry_day),
			.expiry_kind = (int32_t)cells[i].expiry_kind,
			.hand_over = MONEY(cells[i].hand_over),
			.item_id = cells[i].item_id,
			.made_day = day_or_none(cells[i].made_day),
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
