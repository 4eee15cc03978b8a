#include "app/exports.h"

#include <string.h>

#include "app/import_rows.h"
#include "app/table_out.h"
#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/journal.h"
#include "shop/list.h"
#include "shop/party.h"
#include "shop/payout.h"
#include "shop/stock.h"

#define PAGE 200

struct exporting {
	struct importing im; /* reads rows of the kinds that come in as well */
	struct table_out out;
	const struct export_asked *asked;
	int64_t rows_count;
};

static bool end_row(struct exporting *x, struct err *err)
{
	table_end_row(&x->out);
	return ++x->rows_count < EXPORT_ROWS_MAX || err_set(err, ERR_LIMIT, "out", "hơn %d dòng; chọn kỳ ngắn hơn", EXPORT_ROWS_MAX);
}

static void heads(struct exporting *x, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		table_head(&x->out, names[i]);
	table_end_row(&x->out);
}

/* A page is done with: what it took of the arena is given back. */
static void next_page(struct exporting *x)
{
	arena_reset(x->im.arena);
}

/* ---- what comes in as well ---------------------------------------------------------- */

static void kind_heads(struct exporting *x, const struct import_kind *kind)
{
	for (size_t i = 0; i < kind->columns_count; i++)
		if (!kind->columns[i].only_in)
			table_head(&x->out, kind->columns[i].name);
	table_end_row(&x->out);
}

static const char *roles_text(struct arena *arena, const struct cell_word *words, int64_t bits)
{
	const char *text = "";
	int64_t done = 0;

	for (; words->text; words++) {
		if ((bits & words->value) && !(done & words->value))
			text = arena_format(arena, "%s%s%s", text, *text ? ", " : "", words->text);
		done |= words->value;
	}
	return text;
}

static void write_cell(struct exporting *x, const struct column *column, const void *row)
{
	const void *value = (const char *)row + column->offset;
	int64_t number = column->kind == CELL_TEXT ? 0 : *(const int64_t *)value;

	if (column->kind == CELL_TEXT) {
		table_text(&x->out, *(const char *const *)value);
		return;
	}
	if (number == ROW_ABSENT) {
		table_empty(&x->out);
		return;
	}
	switch (column->kind) {
	case CELL_TEXT: break;
	case CELL_I64: table_i64(&x->out, number); break;
	case CELL_MONEY: table_money(&x->out, number); break;
	case CELL_QTY: table_qty(&x->out, number); break;
	case CELL_PERCENT: table_percent(&x->out, number); break;
	case CELL_DAY: table_day(&x->out, (int32_t)number); break;
	case CELL_MONTH: table_text(&x->out, arena_format(x->im.arena, "%02d/%04d", (int)(number % 100), (int)(number / 100))); break;
	case CELL_WORD: table_text(&x->out, word_of(column->words, number)); break;
	case CELL_BOOL: table_text(&x->out, number ? "có" : "không"); break;
	case CELL_ROLES: table_text(&x->out, roles_text(x->im.arena, column->words, number)); break;
	}
}

static bool write_row(struct exporting *x, const struct import_kind *kind, const void *row, struct err *err)
{
	for (size_t i = 0; i < kind->columns_count; i++)
		if (!kind->columns[i].only_in)
			write_cell(x, &kind->columns[i], row);
	return end_row(x, err);
}

static bool write_parties(struct exporting *x, struct err *err)
{
	char after[100] = "";
	struct party *page;
	size_t count;

	kind_heads(x, &import_parties);
	do {
		next_page(x);
		if (!party_list(x->im.txn, x->im.arena, 31, after, 29991231, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct party_cells cells = { 0 };

			party_cells_of(&page[i], &cells);
			if (!write_row(x, &import_parties, &cells, err))
				return false;
		}
		if (count > 0)
			snprintf(after, sizeof(after), "%s", page[count - 1].code);
	} while (count == PAGE);
	return true;
}

/* Every product, for products and for their certificates. */
static bool each_product(struct exporting *x, bool (*row)(struct exporting *x, const struct product_cells *product, struct err *err),
			 struct err *err)
{
	char after[200] = "";
	struct id *page;
	size_t count;

	do {
		next_page(x);
		if (!products_page(x->im.txn, x->im.arena, after, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct product_cells cells = { 0 };

			if (!product_cells_get(&x->im, page[i], &cells, err) || !row(x, &cells, err))
				return false;
			snprintf(after, sizeof(after), "%s", cells.code);
		}
	} while (count == PAGE);
	return true;
}

static bool product_row(struct exporting *x, const struct product_cells *product, struct err *err)
{
	return write_row(x, &import_products, product, err);
}

static bool write_products(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_products);
	return each_product(x, product_row, err);
}

static bool certificate_rows(struct exporting *x, const struct product_cells *product, struct err *err)
{
	struct certificate *list;
	size_t count;

	if (!certificates_of(x->im.txn, x->im.arena, product->row.id, &list, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct certificate_cells cells = { 0 };

		certificate_cells_of(&list[i], product->code, &cells);
		if (!write_row(x, &import_certificates, &cells, err))
			return false;
	}
	return true;
}

static bool write_certificates(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_certificates);
	return each_product(x, certificate_rows, err);
}

static bool each_item(struct exporting *x, bool prices, struct err *err)
{
	char after[200] = "";
	struct item_row *page;
	size_t count;

	do {
		next_page(x);
		if (!items_list(x->im.txn, x->im.arena, x->im.book->site_id, x->im.at_us, after, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct price_cells price = { .item = page[i].code, .price = page[i].price.dong, .from_day = ROW_ABSENT };
			struct item_cells cells = { 0 };

			if (prices ? price.price != SHAPE_ABSENT && !write_row(x, &import_prices, &price, err)
				   : !item_cells_get(&x->im, page[i].id, &cells, err) || !write_row(x, &import_items, &cells, err))
				return false;
		}
		if (count > 0)
			snprintf(after, sizeof(after), "%s", page[count - 1].code);
	} while (count == PAGE);
	return true;
}

static bool write_items(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_items);
	return each_item(x, false, err);
}

static bool write_prices(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_prices);
	return each_item(x, true, err);
}

static bool write_contracts(struct exporting *x, struct err *err)
{
	char after[200] = "";
	struct contract_row *page;
	size_t count;

	kind_heads(x, &import_contracts);
	do {
		next_page(x);
		if (!contracts_list(x->im.txn, x->im.arena, after, 29991231, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct contract_cells cells = { 0 };

			contract_cells_of(&page[i].terms, page[i].consignor, &cells);
			if (!write_row(x, &import_contracts, &cells, err))
				return false;
		}
		if (count > 0)
			snprintf(after, sizeof(after), "%s", page[count - 1].terms.number);
	} while (count == PAGE);
	return true;
}

/* ---- what only the book knows --------------------------------------------------------- */

static const char *place_name(int64_t place)
{
	return place == PLACE_ASIDE ? "để riêng" : "quầy";
}

static bool write_lots(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Mã hàng",    "Tên hàng",    "Số lượng",   "Đơn vị",         "Nơi để",  "Mã lô",   "Hạn dùng",
					     "Còn (ngày)", "Số hợp đồng", "Bên ký gửi", "Tên bên ký gửi", "Giá bán", "Giá trị", "Ghi chú" };
	struct id item = { { 0 } }, lot = { { 0 } }, all = { { 0 } };
	int64_t place = 0;
	struct stock_row *page;
	size_t count;

	heads(x, names, COUNT_OF(names));
	do {
		next_page(x);
		if (!stock_list(x->im.txn, x->im.arena, x->im.book->site_id, all, x->im.at_us, item, lot, place, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			const struct stock_row *row = &page[i];

			table_text(&x->out, row->item);
			table_text(&x->out, row->name);
			table_qty(&x->out, row->qty_milli);
			table_text(&x->out, row->unit);
			table_text(&x->out, place_name(row->place));
			table_text(&x->out, row->code);
			table_day(&x->out, row->expiry_day);
			if (row->days_left == SHAPE_ABSENT)
				table_empty(&x->out);
			else
				table_i64(&x->out, row->days_left);
			table_text(&x->out, row->contract);
			table_text(&x->out, row->consignor);
			table_text(&x->out, row->consignor_name);
			if (row->price.dong == SHAPE_ABSENT)
				table_empty(&x->out);
			else
				table_money(&x->out, row->price.dong);
			table_money(&x->out, row->value.dong);
			table_text(&x->out, row->is_frozen ? "thu hồi" : row->is_pending ? "chưa nhập" : NULL);
			if (!end_row(x, err))
				return false;
			item = row->item_id;
			lot = row->lot_id;
			place = row->place;
		}
	} while (count == PAGE);
	return true;
}

static bool write_stock(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Bên ký gửi", "Tên bên ký gửi",      "Mã hàng", "Tên hàng", "Số lô",
					     "Số lượng",   "Hạn gần nhất (ngày)", "Giá trị" };
	struct stock_sum *rows;
	size_t count;

	heads(x, names, COUNT_OF(names));
	if (!stock_sums(x->im.txn, x->im.arena, x->im.book->site_id, x->im.at_us, true, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		table_text(&x->out, rows[i].consignor);
		table_text(&x->out, rows[i].consignor_name);
		table_text(&x->out, rows[i].item);
		table_text(&x->out, rows[i].name);
		table_i64(&x->out, rows[i].lots_count);
		table_qty(&x->out, rows[i].qty_milli);
		if (rows[i].first_days_left == SHAPE_ABSENT)
			table_empty(&x->out);
		else
			table_i64(&x->out, rows[i].first_days_left);
		table_money(&x->out, rows[i].value.dong);
		if (!end_row(x, err))
			return false;
	}
	return true;
}

static bool write_intakes(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số phiếu",       "Ngày chứng từ", "Giờ ghi",  "Số hợp đồng", "Bên ký gửi",
					     "Tên bên ký gửi", "Số dòng",       "Số lượng", "Chứng từ" };
	struct intake_row *page;
	int64_t before = 0;
	size_t count;

	heads(x, names, COUNT_OF(names));
	do {
		next_page(x);
		if (!intakes_list(x->im.txn, x->im.arena, before, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			table_i64(&x->out, page[i].number);
			table_day(&x->out, page[i].doc_day);
			table_moment(&x->out, page[i].at_us);
			table_text(&x->out, page[i].contract);
			table_text(&x->out, page[i].consignor);
			table_text(&x->out, page[i].consignor_name);
			table_i64(&x->out, page[i].lines_count);
			table_qty(&x->out, page[i].qty_milli);
			table_text(&x->out, page[i].paper);
			if (!end_row(x, err))
				return false;
			before = page[i].number;
		}
	} while (count == PAGE && before > 1);
	return true;
}

static void sold_cells(struct table_out *out, const struct sold_row *row)
{
	table_moment(out, row->at_us);
	table_text(out, row->receipt);
	table_text(out, row->item);
	table_text(out, row->name);
	table_qty(out, row->qty_milli);
	table_text(out, row->unit);
	table_money(out, row->price.dong);
	table_money(out, row->discount.dong);
	table_money(out, row->paid.dong);
	table_text(out, vat_class_words[row->vat_class]);
	table_money(out, row->vat.dong);
	table_text(out, row->contract);
	table_text(out, row->consignor);
	table_money(out, row->producer.dong);
	table_money(out, row->house.dong);
}

static bool write_sales(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Giờ",       "Số phiếu",    "Mã hàng",    "Tên hàng",        "Số lượng",
					     "Đơn vị",    "Giá",         "Giảm giá",   "Thành tiền",      "Thuế suất",
					     "Tiền thuế", "Số hợp đồng", "Bên ký gửi", "Phần bên ký gửi", "Phần cửa hàng" };
	int32_t to = x->asked->to_day ? x->asked->to_day : x->im.day, from = x->asked->from_day ? x->asked->from_day : to / 100 * 100 + 1;
	struct sold_row *page;
	int64_t key = 0, n = 0;
	size_t count;

	heads(x, names, COUNT_OF(names));
	do {
		next_page(x);
		if (!sold_list(x->im.txn, x->im.arena, from, to, key, n, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			sold_cells(&x->out, &page[i]);
			if (!end_row(x, err))
				return false;
			key = page[i].key;
			n = page[i].n;
		}
	} while (count == PAGE);
	return true;
}

/* ---- what is owed and paid ---------------------------------------------------------- */

/* A contract's number and its consignor. */
static bool write_owner(struct exporting *x, struct id contract_id, struct err *err)
{
	struct contract_terms terms;
	struct party party;

	if (!contract_version_get(x->im.txn, x->im.arena, contract_id, 1, &terms, err) ||
	    !party_get(x->im.txn, x->im.arena, terms.consignor_id, 29991231, &party, err))
		return false;
	table_text(&x->out, terms.number);
	table_text(&x->out, party.code);
	table_text(&x->out, party.name);
	return true;
}

static bool write_settlements(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số",      "Hợp đồng",   "Mã bên giao", "Bên giao", "Từ ngày",  "Đến ngày",
					     "Tổng cột 6", "Mục IV", "Mục V",     "VI còn nợ", "Lúc chốt" };
	int64_t below = INT64_MAX;
	size_t count;

	heads(x, names, COUNT_OF(names));
	do {
		struct settlement_head *list;

		next_page(x);
		if (!browse_settlements(x->im.txn, x->im.arena, (struct id){ { 0 } }, below, PAGE, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			below = list[i].entry_key;
			table_i64(&x->out, list[i].number);
			if (!write_owner(x, list[i].contract_id, err))
				return false;
			table_day(&x->out, list[i].from_day);
			table_day(&x->out, list[i].to_day);
			table_money(&x->out, list[i].col6.dong);
			table_money(&x->out, list[i].iv.dong);
			table_money(&x->out, list[i].v.dong);
			table_money(&x->out, list[i].owed_after.dong);
			table_moment(&x->out, list[i].at_us);
			if (!end_row(x, err))
				return false;
		}
	} while (count == PAGE);
	return true;
}

static bool write_payout(struct exporting *x, int64_t key, int64_t *number, struct err *err)
{
	const struct paid_out *paid;
	struct entry entry;

	if (!journal_get(x->im.txn, x->im.arena, key, &entry, err) || !entry_body(&entry, &paid_out_kind, x->im.arena, (void **)&paid, err))
		return false;
	*number = paid->number;
	table_i64(&x->out, paid->number);
	table_day(&x->out, paid->doc_day);
	if (!write_owner(x, paid->contract_id, err))
		return false;
	table_text(&x->out, paid->way == PAYOUT_CASH ? "tiền mặt" : "chuyển khoản");
	table_money(&x->out, paid->amount.dong);
	table_text(&x->out, paid->is_advance ? "có" : "không");
	table_text(&x->out, paid->reference);
	return end_row(x, err);
}

static bool write_payouts(struct exporting *x, struct err *err)
{
	static const char *const names[] = { "Số phiếu chi", "Ngày", "Hợp đồng", "Mã bên giao", "Bên giao", "Cách trả", "Số tiền", "Tạm ứng", "Chứng từ" };
	int64_t below = INT64_MAX, *keys;
	size_t count;

	heads(x, names, COUNT_OF(names));
	do {
		next_page(x);
		if (!browse_payouts(x->im.txn, x->im.arena, (struct id){ { 0 } }, below, PAGE, &keys, &count, err))
			return false;
		for (size_t i = 0; i < count; i++)
			if (!write_payout(x, keys[i], &below, err))
				return false;
	} while (count == PAGE);
	return true;
}

/* ---- all of them -------------------------------------------------------------------- */

static const struct export
{
	const char *name, *about;
	bool (*write)(struct exporting * x, struct err * err);
}
exports[] = {
	{ "parties", "chủ thể, bên ký gửi, khách", write_parties },
	{ "products", "sản phẩm OCOP", write_products },
	{ "items", "mặt hàng", write_items },
	{ "prices", "giá bán", write_prices },
	{ "certificates", "giấy chứng nhận OCOP", write_certificates },
	{ "contracts", "hợp đồng ký gửi", write_contracts },
	{ "stock", "tồn theo bên ký gửi và mặt hàng", write_stock },
	{ "lots", "tồn theo lô", write_lots },
	{ "intakes", "phiếu nhập", write_intakes },
	{ "settlements", "bảng thanh toán đã chốt", write_settlements },
	{ "payouts", "phiếu chi", write_payouts },
	{ "sales", "các dòng bán và trả trong kỳ", write_sales },
};

const char *export_name(size_t i)
{
	return i < COUNT_OF(exports) ? exports[i].name : NULL;
}

const char *export_about(size_t i)
{
	return i < COUNT_OF(exports) ? exports[i].about : NULL;
}

bool export_write(struct txn *txn, const struct book *book, const struct export_asked *asked, int64_t *rows_count, struct err *err)
{
	struct exporting x = { .asked = asked, .im = { .txn = txn, .book = book, .at_us = asked->at_us, .day = day_of_us(asked->at_us) } };
	const struct export *found = NULL;
	bool ok;

	for (size_t i = 0; i < COUNT_OF(exports); i++)
		if (strcmp(exports[i].name, asked->name) == 0)
			found = &exports[i];
	if (!found)
		return err_set(err, ERR_INPUT, "name", "không có bảng “%.40s”", asked->name);
	if (asked->xlsx_path) {
		if (!table_begin_xlsx(&x.out, asked->xlsx_path, found->name, err))
			return false;
	} else {
		buf_clear(asked->csv);
		table_begin_csv(&x.out, asked->csv);
	}
	x.im.arena = arena_new(IMPORT_ARENA_BYTES_MAX);
	ok = found->write(&x, err);
	arena_free(x.im.arena);
	*rows_count = x.rows_count;
	if (ok)
		return table_end(&x.out, err);
	struct err unneeded;

	(void)!table_end(&x.out, &unneeded);
	return false;
}
