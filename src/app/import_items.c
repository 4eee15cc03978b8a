/* Tables of items and of their codes. */
#include <stdlib.h>
#include <string.h>

#include "app/import_rows.h"
#include "calc/barcode.h"
#include "shop/catalog.h"
#include "shop/contract.h"

#define ITEM_ROWS 50 /* of one entry: an item with its codes has up to 4 KiB */

/* ---- codes ---------------------------------------------------------------------- */

/* What spreadsheets do to long numbers: a formula around the text, an apostrophe, and worst, 8,93514E+12. */
static const char *clean_code(struct importing *im, struct row *row, int column, const char *text)
{
	size_t size = strlen(text), digits = strspn(text, "0123456789");
	char *clean;

	if (size > 3 && strncmp(text, "=\"", 2) == 0 && text[size - 1] == '"') {
		clean = arena_bytes(im->arena, text + 2, size - 3);
	} else {
		clean = arena_text(im->arena, text + (text[0] == '\''));
	}
	if (digits > 0 && (text[digits] == '.' || text[digits] == ',')) {
		const char *rest = text + digits + 1;
		size_t more = strspn(rest, "0123456789");

		if (rest[more] == '\0' ||
		    ((rest[more] == 'E' || rest[more] == 'e') && strspn(rest + more + 1, "+0123456789") == strlen(rest + more + 1)))
			problem(im, row, column, "“%.40s”: Excel đã làm hỏng mã này; định dạng cột là Văn bản (Text) rồi nhập lại mã", text);
	}
	return clean;
}

static bool read_code(struct importing *im, struct row *row, int column, const char *text, const char **key, int64_t *scheme)
{
	const char *clean = clean_code(im, row, column, text);
	struct barcode barcode;
	struct err err = { 0 };

	if (row->is_bad)
		return false;
	if (!barcode_read(clean, strlen(clean), NULL, 0, &barcode, &err)) {
		problem(im, row, column, "“%.40s” không phải mã dùng được", clean);
		return false;
	}
	if (barcode.has_check_digit && !barcode_check_digit_is_right(&barcode))
		warning(im, row, column, "“%.40s”: số kiểm tra phải là %d; kiểm lại mã trên bao bì", clean, barcode.check_digit_expected);
	*key = arena_text(im->arena, barcode.key[0] ? barcode.key : barcode.code);
	*scheme = barcode.kind == BARCODE_IN_STORE ? SCHEME_IN_STORE : barcode.gtin_digits ? SCHEME_GTIN : SCHEME_PRODUCER;
	return true;
}

static int by_text(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Codes of one cell, as look-up has them, in order, each once. */
static const char *read_codes(struct importing *im, struct row *row, int column, const char *cell)
{
	const char *keys[ITEM_CODES_MAX] = { 0 }, *joined = "";
	size_t count = 0;
	int64_t scheme;

	while (*cell) {
		size_t size = strcspn(cell, " ,;|");

		if (size > 0) {
			if (count == ITEM_CODES_MAX) {
				problem(im, row, column, "nhiều hơn %d mã", ITEM_CODES_MAX);
				return NULL;
			}
			if (!read_code(im, row, column, arena_bytes(im->arena, cell, size), &keys[count], &scheme))
				return NULL;
			count++;
		}
		cell += size + (cell[size] != '\0');
	}
	qsort(keys, count, sizeof(*keys), by_text);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || strcmp(keys[i], keys[i - 1]) != 0)
			joined = arena_format(im->arena, "%s%s%s", joined, *joined ? " " : "", keys[i]);
	return joined;
}

static struct item_code *codes_of(struct arena *arena, const char *joined, size_t *count)
{
	struct item_code *codes = ARENA_LIST(arena, ITEM_CODES_MAX, struct item_code);

	*count = 0;
	while (joined && *joined && *count < ITEM_CODES_MAX) {
		size_t size = strcspn(joined, " ");
		const char *key = arena_bytes(arena, joined, size);
		struct barcode barcode;
		struct err err;
		int32_t scheme = SCHEME_PRODUCER;

		if (barcode_read(key, size, NULL, 0, &barcode, &err))
			scheme = barcode.kind == BARCODE_IN_STORE ? SCHEME_IN_STORE : barcode.gtin_digits ? SCHEME_GTIN : SCHEME_PRODUCER;
		codes[(*count)++] = (struct item_code){ .code = key, .scheme = scheme };
		joined += size + (joined[size] != '\0');
	}
	return codes;
}

/* ---- items ---------------------------------------------------------------------- */

#define AT(member) offsetof(struct item_cells, member)
enum {
	I_CODE,
	I_NAME,
	I_UNIT,
	I_PRODUCT,
	I_PRICE,
	I_VAT,
	I_VAT_FROM,
	I_CODES,
	I_SHORT,
	I_TILE,
	I_DECIMALS,
	I_STOCK,
	I_FOOD,
	I_CONTRACT,
	I_ROUND,
	I_ACTIVE
};
static const struct column item_columns[] = {
	[I_CODE] = { "Mã hàng", "code|mã|item|mã mặt hàng", CELL_TEXT, AT(code), 1, 40, .required = true, .is_code = true },
	[I_NAME] = { "Tên hàng", "name|tên|tên mặt hàng|mặt hàng", CELL_TEXT, AT(name), 1, 200, .required = true },
	[I_UNIT] = { "Đơn vị", "unit|đvt|đơn vị tính", CELL_TEXT, AT(unit), 1, 20, .required = true },
	[I_PRODUCT] = { "Mã sản phẩm", "product|sản phẩm", CELL_TEXT, AT(product), 1, 40, .is_code = true },
	[I_PRICE] = { "Giá bán", "price|giá", CELL_MONEY, AT(price), 0, INT64_C(10000000000) },
	[I_VAT] = { "Thuế suất", "vat|thuế|thuế GTGT|VAT class", CELL_WORD, AT(vat_class), .words = vat_words, .required = true },
	[I_VAT_FROM] = { "Thuế từ ngày", "vat from", CELL_DAY, AT(vat_from), .not_compared = true, .only_in = true },
	[I_CODES] = { "Mã vạch", "codes|barcode|barcodes|GTIN|EAN|mã vạch", CELL_TEXT, AT(codes), 1, 2000, .is_code = true },
	[I_SHORT] = { "Số tắt", "short number|số ngắn", CELL_I64, AT(short_number), 1, 9999 },
	[I_TILE] = { "Nhóm ô", "tile group|nhóm", CELL_TEXT, AT(tile_group), 1, 40 },
	[I_DECIMALS] = { "Số lẻ", "decimals", CELL_I64, AT(decimals), 0, 3, .has_preset = true },
	[I_STOCK] = { "Có tồn kho", "has stock|tồn kho", CELL_BOOL, AT(has_stock), .preset = 1 },
	[I_FOOD] = { "Thực phẩm", "food|is food", CELL_BOOL, AT(is_food), .preset = 1 },
	[I_CONTRACT] = { "Hợp đồng", "contract|số hợp đồng", CELL_TEXT, AT(contract), 1, 40, .is_code = true },
	[I_ROUND] = { "Làm tròn", "round unit", CELL_I64, AT(round_unit), 1, 1000, .preset = 1 },
	[I_ACTIVE] = { "Đang bán", "active|is active", CELL_BOOL, AT(is_active), .preset = 1 },
};
#undef AT

bool item_cells_get(struct importing *im, struct id item_id, struct item_cells *cells, struct err *err)
{
	struct contract_terms terms;
	struct item_code *codes;
	struct product product;
	struct money price;
	struct item item;
	enum vat_class vat_class;
	size_t count;
	bool found;

	if (!item_get(im->txn, im->arena, item_id, &item, err) || !item_codes(im->txn, im->arena, item_id, &codes, &count, err))
		return false;
	cells->row.id = item_id;
	cells->code = item.code;
	cells->name = item.name;
	cells->unit = item.unit;
	if (!id_is_none(item.product_id)) {
		if (!product_get(im->txn, im->arena, item.product_id, &product, err))
			return false;
		cells->product = product.code;
		cells->product_id = item.product_id;
	}
	if (!id_is_none(item.contract_id)) {
		if (!contract_version_get(im->txn, im->arena, item.contract_id, 1, &terms, err))
			return false;
		cells->contract = terms.number;
		cells->contract_id = item.contract_id;
	}
	if (!item_price_at(im->txn, item_id, im->book->site_id, im->at_us, &price, &found, err))
		return false;
	cells->price = found ? price.dong : ROW_ABSENT;
	if (!item_vat_at(im->txn, item_id, 1, 1, im->day, &vat_class, &found, err))
		return false;
	cells->vat_class = found ? (int64_t)vat_class : ROW_ABSENT;
	for (size_t i = 0; i < count; i++)
		cells->codes = cells->codes ? arena_format(im->arena, "%s %s", cells->codes, codes[i].code) : codes[i].code;
	cells->short_number = item.short_number;
	cells->tile_group = item.tile_group;
	cells->decimals = item.decimals;
	cells->has_stock = item.has_stock;
	cells->is_food = item.is_food;
	cells->round_unit = item.round_unit;
	cells->is_active = item.is_active;
	return true;
}

static bool load_item(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct item_cells *cells = row, *before = base;
	struct id id;

	*found = false;
	if (cells->codes)
		cells->codes = read_codes(im, &cells->row, I_CODES, cells->codes);
	if (!cells->code)
		return true;
	if (!item_find_code(im->txn, cells->code, &id, found, err))
		return false;
	cells->row.id = *found ? id : id_of_code(im->book, "item", cells->code);
	cells->has_new_price = cells->price != ROW_ABSENT;
	cells->has_new_vat = cells->vat_class != ROW_ABSENT;
	if (!*found)
		return true;
	if (!item_cells_get(im, id, before, err))
		return false;
	cells->has_new_price = cells->has_new_price && cells->price != before->price;
	cells->has_new_vat = cells->has_new_vat && cells->vat_class != before->vat_class;
	return true;
}

static bool check_item(struct importing *im, void *row, struct err *err)
{
	struct item_cells *c = row;
	struct id other;
	bool found;

	if (c->product && !find_product(im, &c->row, I_PRODUCT, c->product, &c->product_id, err))
		return false;
	if (c->contract && !find_contract(im, &c->row, I_CONTRACT, c->contract, &c->contract_id, err))
		return false;
	if (!c->has_stock && !c->contract)
		problem(im, &c->row, I_CONTRACT, "mặt hàng không có tồn kho phải thuộc một hợp đồng");
	if (c->has_stock)
		c->contract_id = (struct id){ { 0 } };
	if (c->round_unit != 1 && c->round_unit != 100 && c->round_unit != 500 && c->round_unit != 1000)
		problem(im, &c->row, I_ROUND, "là 1, 100, 500 hoặc 1000");
	if (c->short_number != ROW_ABSENT) {
		if (!item_find_short(im->txn, c->short_number, &other, &found, err))
			return false;
		if (found && !id_is(other, c->row.id))
			problem(im, &c->row, I_SHORT, "số tắt %lld đã dùng cho mặt hàng khác", (long long)c->short_number);
	}
	if (c->vat_from == ROW_ABSENT)
		c->vat_from = c->row.is_new ? 20200101 : im->day;
	return true;
}

static bool write_item_prices(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct price_set *list = ARENA_LIST(work->arena, chunk->count, struct price_set);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct item_cells *c = (struct item_cells *)(void *)row_at(import, chunk->first + i);

		if (c->has_new_price)
			list[count++] = (struct price_set){ .amount = MONEY(c->price), .from_us = work->at_us, .item_id = c->row.id };
	}
	return count == 0 || prices_set(work, list, count, err);
}

static bool write_items(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct item_set *list = ARENA_LIST(work->arena, chunk->count, struct item_set);
	size_t count = 0;

	if (chunk->sort == 1)
		return write_item_prices(work, import, chunk, err);
	for (size_t i = 0; i < chunk->count; i++) {
		struct item_cells *c = (struct item_cells *)(void *)row_at(import, chunk->first + i);
		struct item_set *item = &list[count];

		if (c->row.is_same)
			continue;
		count++;
		*item = (struct item_set){
			.code = c->code,
			.contract_id = c->contract_id,
			.decimals = c->decimals,
			.has_stock = c->has_stock != 0,
			.id = c->row.id,
			.is_active = c->is_active != 0,
			.is_food = c->is_food != 0,
			.name = c->name,
			.product_id = c->product_id,
			.round_unit = c->round_unit,
			.short_number = c->short_number,
			.tile_group = c->tile_group,
			.unit = c->unit,
		};
		item->codes = codes_of(work->arena, c->codes, &item->codes_count);
		if (c->has_new_vat) {
			item->vats = ARENA_NEW(work->arena, struct item_vat);
			item->vats_count = 1;
			item->vats[0] = (struct item_vat){ .from_day = (int32_t)c->vat_from, .vat_class = (int32_t)c->vat_class };
		}
	}
	return items_set(work, list, count, err);
}

struct short_number {
	int64_t number;
	size_t row;
};

static int by_number(const void *left, const void *right)
{
	const struct short_number *a = left, *b = right;

	return a->number != b->number ? (a->number > b->number) - (a->number < b->number) : (a->row > b->row) - (a->row < b->row);
}

/* Items first, then the prices of those that name one. */
static bool finish_items(struct importing *im, struct err *err)
{
	struct import *import = im->import;
	size_t rows = (size_t)import->rows_count, halves = (rows + ITEM_ROWS - 1) / ITEM_ROWS, shorts_count = 0;
	struct short_number *shorts = ARENA_LIST(im->arena, rows, struct short_number);

	(void)err;
	for (size_t i = 0; i < rows; i++) {
		struct item_cells *c = (struct item_cells *)(void *)row_at(import, i);

		if (c->short_number != ROW_ABSENT)
			shorts[shorts_count++] = (struct short_number){ c->short_number, i };
	}
	qsort(shorts, shorts_count, sizeof(*shorts), by_number);
	for (size_t i = 1; i < shorts_count; i++)
		if (shorts[i].number == shorts[i - 1].number)
			problem(im, row_at(import, shorts[i].row), I_SHORT, "số tắt này đã có ở dòng %lld của tệp",
				(long long)row_at(import, shorts[i - 1].row)->line);
	import->chunks = ARENA_LIST(im->arena, 2 * halves, struct import_chunk);
	for (size_t sort = 0; sort < 2; sort++)
		for (size_t i = 0; i < halves; i++)
			import->chunks[import->chunks_count++] = (struct import_chunk){
				.first = i * ITEM_ROWS, .count = rows - i * ITEM_ROWS < ITEM_ROWS ? rows - i * ITEM_ROWS : ITEM_ROWS, .sort = (int64_t)sort,
			};
	return true;
}

const struct import_kind import_items = {
	.name = "items",
	.about = "mặt hàng, với mã vạch, thuế suất và giá",
	.columns = item_columns,
	.columns_count = COUNT_OF(item_columns),
	.row_size = sizeof(struct item_cells),
	.is_set = true,
	.key_column = I_CODE,
	.load = load_item,
	.check = check_item,
	.finish = finish_items,
	.write = write_items,
};

/* ---- codes of items there are -------------------------------------------------------- */

#define AT(member) offsetof(struct code_cells, member)
enum { K_ITEM, K_CODE };
static const struct column code_columns[] = {
	[K_ITEM] = { "Mã hàng", "item|mã|mã mặt hàng", CELL_TEXT, AT(item), 1, 40, .required = true, .is_code = true },
	[K_CODE] = { "Mã vạch", "code|barcode|GTIN|EAN", CELL_TEXT, AT(code), 1, 128, .required = true, .is_code = true },
};
#undef AT

static bool load_code(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct code_cells *cells = row, *before = base;
	struct item_code *codes;
	size_t count;

	*found = false;
	if (!cells->item || !cells->code || !read_code(im, &cells->row, K_CODE, cells->code, &cells->key, &cells->scheme))
		return true;
	cells->code = cells->key;
	if (!find_item(im, &cells->row, K_ITEM, cells->item, &cells->item_id, err))
		return false;
	if (cells->row.is_bad)
		return true;
	if (!item_codes(im->txn, im->arena, cells->item_id, &codes, &count, err))
		return false;
	for (size_t i = 0; i < count && !*found; i++)
		*found = strcmp(codes[i].code, cells->key) == 0;
	if (*found) {
		before->item = cells->item;
		before->code = cells->code;
	}
	if (!*found && count >= ITEM_CODES_MAX)
		problem(im, &cells->row, K_CODE, "mặt hàng đã có %d mã", ITEM_CODES_MAX);
	return true;
}

/* The item as it is, to be set again with more codes. */
static bool set_of_item(struct work *work, struct id item_id, struct item_set *set, struct err *err)
{
	struct item_code *codes;
	struct item item;
	size_t count;

	if (!item_get(work->txn, work->arena, item_id, &item, err) || !item_codes(work->txn, work->arena, item_id, &codes, &count, err))
		return false;
	*set = (struct item_set){
		.code = item.code,
		.codes = ARENA_LIST(work->arena, ITEM_CODES_MAX, struct item_code),
		.contract_id = item.contract_id,
		.decimals = item.decimals,
		.has_stock = item.has_stock,
		.id = item_id,
		.is_active = item.is_active,
		.is_food = item.is_food,
		.name = item.name,
		.product_id = item.product_id,
		.round_unit = item.round_unit,
		.short_number = item.short_number,
		.tile_group = item.tile_group,
		.unit = item.unit,
	};
	for (size_t i = 0; i < count && i < ITEM_CODES_MAX; i++)
		set->codes[set->codes_count++] = codes[i];
	return true;
}

static bool write_codes(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	struct item_set *list = ARENA_LIST(work->arena, chunk->count, struct item_set);
	size_t count = 0;

	for (size_t i = 0; i < chunk->count; i++) {
		struct code_cells *c = (struct code_cells *)(void *)row_at(import, chunk->first + i);
		size_t at = 0;

		if (c->row.is_same)
			continue;
		while (at < count && !id_is(list[at].id, c->item_id))
			at++;
		if (at == count && !set_of_item(work, c->item_id, &list[count++], err))
			return false;
		if (list[at].codes_count == ITEM_CODES_MAX)
			return err_set(err, ERR_LIMIT, "codes", "dòng %lld: mặt hàng có hơn %d mã", (long long)c->row.line, ITEM_CODES_MAX);
		list[at].codes[list[at].codes_count++] = (struct item_code){ .code = c->key, .scheme = (int32_t)c->scheme };
	}
	return items_set(work, list, count, err);
}

const struct import_kind import_codes = {
	.name = "codes",
	.about = "mã vạch của mặt hàng đã có",
	.columns = code_columns,
	.columns_count = COUNT_OF(code_columns),
	.row_size = sizeof(struct code_cells),
	.chunk_rows = ITEM_ROWS,
	.is_set = true,
	.no_key = true,
	.load = load_code,
	.write = write_codes,
};
