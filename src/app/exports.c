#include "app/exports.h"

#include <stdio.h>
#include <string.h>

#include "app/api_office.h"
#include "app/exports_parts.h"
#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/party.h"
#include "shop/search.h"

#define PAGE 200

bool exporting_end_row(struct exporting *x, struct err *err)
{
	table_end_row(&x->out);
	return ++x->rows_count < EXPORT_ROWS_MAX || err_set(err, ERR_LIMIT, "out", "hơn %d dòng; chọn kỳ ngắn hơn", EXPORT_ROWS_MAX);
}

void exporting_heads(struct exporting *x, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		table_head(&x->out, names[i]);
	table_end_row(&x->out);
}

/* Every word of what was asked begins a word of the text. */
static bool fits(struct exporting *x, const char *text)
{
	return office_fits(x->im.arena, x->asked->q, text);
}

static bool is_of(struct id asked, struct id id)
{
	return id_is_none(asked) || id_is(asked, id);
}

bool exporting_party(struct exporting *x, struct id party_id, const char **code, const char **name, struct err *err)
{
	struct party party;

	if (!party_get(x->im.txn, x->im.arena, party_id, 29991231, &party, err))
		return false;
	if (code)
		*code = party.code;
	*name = party.name ? party.name : "";
	return true;
}

void exporting_next_page(struct exporting *x)
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
	return exporting_end_row(x, err);
}

static bool write_parties(struct exporting *x, struct err *err)
{
	char after[100] = "";
	struct party *page;
	size_t count;

	kind_heads(x, &import_parties);
	do {
		exporting_next_page(x);
		if (!party_list(x->im.txn, x->im.arena, x->asked->roles ? x->asked->roles : 31, after, 29991231, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct party_cells cells = { 0 };

			if (!fits(x, party_words(x->im.arena, &page[i])))
				continue;
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
	struct product *page;
	size_t count;

	do {
		exporting_next_page(x);
		if (!browse_products(x->im.txn, x->im.arena, after, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct product_cells cells = { 0 };
			const char *producer;

			snprintf(after, sizeof(after), "%s", page[i].code);
			if (!is_of(x->asked->producer_id, page[i].producer_id))
				continue;
			if (!exporting_party(x, page[i].producer_id, NULL, &producer, err))
				return false;
			if (!fits(x, arena_format(x->im.arena, "%s %s %s", page[i].code, page[i].name, producer)))
				continue;
			if (!product_cells_get(&x->im, page[i].id, &cells, err) || !row(x, &cells, err))
				return false;
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

	if (!browse_certificates_of(x->im.txn, x->im.arena, product->row.id, &list, &count, err))
		return false;
	/* The oldest first: one that replaces another comes in after it. */
	for (size_t i = count; i-- > 0;) {
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

enum item_table { TABLE_ITEMS, TABLE_PRICES, TABLE_WORDS };

static bool words_row(struct exporting *x, const struct item *item, struct err *err)
{
	struct words_cells cells = { 0 };
	bool found;

	if (!words_cells_get(&x->im, item->id, item->code, &cells, &found, err))
		return false;
	return !found || write_row(x, &import_words, &cells, err);
}

static bool item_row(struct exporting *x, struct id item_id, enum item_table table, struct err *err)
{
	struct item_code *codes;
	struct item_view view;
	size_t codes_count;

	if (!item_view_get(x->im.txn, x->im.arena, item_id, x->im.book->site_id, x->im.at_us, &view, err) ||
	    !item_codes(x->im.txn, x->im.arena, item_id, &codes, &codes_count, err))
		return false;
	if (!office_item_passes(view.item.is_active, view.price, codes_count, x->asked->filter))
		return true;
	if (table == TABLE_WORDS)
		return words_row(x, &view.item, err);
	if (table == TABLE_PRICES) {
		struct price_cells price = { .item = view.item.code, .price = view.price.dong, .from_day = ROW_ABSENT };

		return price.price == SHAPE_ABSENT || write_row(x, &import_prices, &price, err);
	}
	struct item_cells cells = { 0 };

	return item_cells_get(&x->im, item_id, &cells, err) && write_row(x, &import_items, &cells, err);
}

static bool find_asked(struct exporting *x, struct id **items, size_t *count, struct err *err)
{
	struct work work = { .txn = x->im.txn, .arena = x->im.arena, .at_us = x->im.at_us };
	struct search *search = search_new(x->im.book->site_id);
	bool ok = office_items_asked(search, &work, x->asked->q, x->asked->filter, items, count, err);

	search_free(search);
	return ok;
}

/* In the order of the list beside the link: what was searched for, else all by name. */
static bool each_item(struct exporting *x, enum item_table table, struct err *err)
{
	struct id *page, after = { { 0 } };
	size_t count;

	do {
		exporting_next_page(x);
		if (x->asked->q ? !find_asked(x, &page, &count, err)
				: !office_items_page(x->im.txn, x->im.arena, after, &page, &count, err))
			return false;
		if (count > 0)
			after = page[count - 1];
		for (size_t i = 0; i < count; i++)
			if (!item_row(x, page[i], table, err))
				return false;
	} while (!x->asked->q && count == OFFICE_PAGE_MAX);
	return true;
}

static bool write_items(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_items);
	return each_item(x, TABLE_ITEMS, err);
}

static bool write_prices(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_prices);
	return each_item(x, TABLE_PRICES, err);
}

static bool write_words(struct exporting *x, struct err *err)
{
	kind_heads(x, &import_words);
	return each_item(x, TABLE_WORDS, err);
}

static bool write_contracts(struct exporting *x, struct err *err)
{
	char after[200] = "";
	struct contract_head *page;
	size_t count;

	kind_heads(x, &import_contracts);
	do {
		exporting_next_page(x);
		if (!browse_contracts(x->im.txn, x->im.arena, x->asked->party_id, after, PAGE, &page, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct contract_cells cells = { 0 };
			struct contract_terms terms;
			const char *code, *name;
			int64_t version;
			bool found;

			snprintf(after, sizeof(after), "%s", page[i].number);
			if (!exporting_party(x, page[i].consignor_id, &code, &name, err))
				return false;
			if (!fits(x, arena_format(x->im.arena, "%s %s", page[i].number, name)))
				continue;
			if (!contract_version_on(x->im.txn, page[i].id, 29991231, &version, &found, err) ||
			    !contract_version_get(x->im.txn, x->im.arena, page[i].id, version ? version : 1, &terms, err))
				return false;
			contract_cells_of(&terms, code, &cells);
			if (!write_row(x, &import_contracts, &cells, err))
				return false;
		}
	} while (count == PAGE);
	return true;
}

/* ---- all of them -------------------------------------------------------------------- */

static const struct export
{
	const char *name, *title, *about;
	bool (*write)(struct exporting * x, struct err * err);
	const char *const *filters;   /* words the list may be narrowed by; NULL: none */
	const char *const *filter_titles;
	bool has_q, has_roles, has_contract, has_party, has_producer, has_item, has_days, has_lot;
}
exports[] = {
	{ .name = "parties", .title = "Chủ thể", .about = "chủ thể, bên ký gửi, khách", .write = write_parties, .has_q = true, .has_roles = true },
	{ .name = "products", .title = "Sản phẩm OCOP", .about = "sản phẩm OCOP", .write = write_products, .has_q = true, .has_producer = true },
	{ .name = "items", .title = "Hàng hóa", .about = "mặt hàng", .write = write_items, .filters = office_item_filters, .filter_titles = office_item_filter_titles,
	  .has_q = true },
	{ .name = "prices", .title = "Giá bán", .about = "giá bán", .write = write_prices, .filters = office_item_filters,
	  .filter_titles = office_item_filter_titles, .has_q = true },
	{ .name = "words", .title = "Lời kể về hàng", .about = "lời kể, tên tiếng nước ngoài", .write = write_words, .filters = office_item_filters,
	  .filter_titles = office_item_filter_titles, .has_q = true },
	{ .name = "certificates", .title = "Giấy chứng nhận OCOP", .about = "giấy chứng nhận OCOP", .write = write_certificates, .has_q = true, .has_producer = true },
	{ .name = "contracts", .title = "Hợp đồng ký gửi", .about = "hợp đồng ký gửi", .write = write_contracts, .has_q = true, .has_party = true },
	{ .name = "stock", .title = "Tồn kho theo chủ hàng", .about = "tồn theo bên ký gửi và mặt hàng", .write = export_stock, .filters = office_stock_filters,
	  .filter_titles = office_stock_filter_titles, .has_q = true, .has_party = true, .has_item = true },
	{ .name = "lots", .title = "Tồn kho theo lô", .about = "tồn theo lô", .write = export_lots, .filters = office_stock_filters,
	  .filter_titles = office_stock_filter_titles, .has_q = true, .has_party = true, .has_item = true },
	{ .name = "intakes", .title = "Phiếu nhập", .about = "phiếu nhập", .write = export_intakes, .has_contract = true },
	{ .name = "settlements", .title = "Bảng thanh toán", .about = "bảng thanh toán đã chốt", .write = export_settlements, .has_contract = true },
	{ .name = "cash", .title = "Sổ quỹ", .about = "sổ quỹ từng nơi trong kỳ: tồn đầu, thu chi với số phiếu, tồn cuối", .write = export_cash, .has_days = true },
	{ .name = "payouts", .title = "Phiếu chi", .about = "phiếu chi", .write = export_payouts, .has_contract = true },
	{ .name = "lapsing", .title = "Giấy chứng nhận sắp hết hạn", .about = "giấy chứng nhận hết hạn trong 90 ngày hay đã hết", .write = export_lapsing },
	{ .name = "recall", .title = "Thu hồi lô", .about = "các phiếu có một lô, cho việc thu hồi", .write = export_recall, .has_lot = true },
	{ .name = "debts", .title = "Công nợ khách", .about = "các khoản khách còn nợ", .write = export_debts, .has_party = true },
	{ .name = "cod", .title = "COD chưa đối soát", .about = "tiền thu hộ bên vận chuyển còn giữ", .write = export_cod, .has_party = true },
	{ .name = "vouchers", .title = "Phiếu quà", .about = "phiếu quà đã bán", .write = export_vouchers },
	{ .name = "orders", .title = "Đơn đặt", .about = "đơn đặt của khách, từng dòng", .write = export_orders, .has_q = true, .has_party = true },
	{ .name = "sales", .title = "Hàng bán", .about = "các dòng bán và trả trong kỳ", .write = export_sales, .has_days = true },
};

static const struct export *find(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(exports); i++)
		if (strcmp(exports[i].name, name) == 0)
			return &exports[i];
	return NULL;
}

const char *export_name(size_t i)
{
	return i < COUNT_OF(exports) ? exports[i].name : NULL;
}

const char *export_about(size_t i)
{
	return i < COUNT_OF(exports) ? exports[i].about : NULL;
}

const char *export_title(const char *name)
{
	const struct export *export = find(name);

	return export ? export->title : NULL;
}

/* A list knows only its own words: what another list understands is refused, not passed over. */
static bool take_asked(const struct export *export, struct export_asked *asked, struct err *err)
{
	const struct {
		const char *field;
		bool is_asked, is_known;
	} members[] = {
		{ "q", asked->q != NULL, export->has_q },
		{ "role", asked->roles != 0, export->has_roles },
		{ "contract_id", !id_is_none(asked->contract_id), export->has_contract },
		{ "party_id", !id_is_none(asked->party_id), export->has_party },
		{ "producer_id", !id_is_none(asked->producer_id), export->has_producer },
		{ "item_id", !id_is_none(asked->item_id), export->has_item },
		{ "filter", asked->filter_word != NULL, export->filters != NULL },
		{ "lot_id", !id_is_none(asked->lot_id), export->has_lot },
		{ "from_day", asked->from_day || asked->to_day, export->has_days },
	};

	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (members[i].is_asked && !members[i].is_known)
			return err_set(err, ERR_INPUT, members[i].field, "bảng “%s” không lọc được theo điều này", export->title);
	if (export->has_lot && id_is_none(asked->lot_id))
		return err_set(err, ERR_INPUT, "lot_id", "bảng “%s” là của một lô; mở từ trang của lô ấy", export->title);
	asked->filter = 0;
	for (int32_t i = 1; asked->filter_word && export->filters[i]; i++)
		if (strcmp(export->filters[i], asked->filter_word) == 0)
			asked->filter = i;
	return !asked->filter_word || asked->filter || err_set(err, ERR_INPUT, "filter", "bảng “%s” không có cách lọc này", export->title);
}

static void add_word(struct exporting *x, const char **text, const char *word)
{
	*text = arena_format(x->im.arena, "%s%s%s", *text ? *text : "", *text ? " – " : "", word);
}

/* What was asked, as a person says it; NULL: all there is. */
static bool say_asked(struct exporting *x, const struct export *export, const char **text, struct err *err)
{
	const struct export_asked *asked = x->asked;
	struct arena *arena = x->im.arena;
	char from[DAY_TEXT_SIZE], to[DAY_TEXT_SIZE];
	const struct id parties[] = { asked->party_id, asked->producer_id };
	const char *name;

	*text = NULL;
	if (asked->q)
		add_word(x, text, arena_format(arena, "tìm “%s”", asked->q));
	if (asked->roles_title)
		add_word(x, text, asked->roles_title);
	if (asked->filter)
		add_word(x, text, export->filter_titles[asked->filter]);
	for (size_t i = 0; i < COUNT_OF(parties); i++) {
		if (id_is_none(parties[i]))
			continue;
		if (!exporting_party(x, parties[i], NULL, &name, err))
			return false;
		add_word(x, text, arena_format(arena, "của %s", name));
	}
	if (!id_is_none(asked->contract_id)) {
		struct contract_terms terms;

		if (!contract_version_get(x->im.txn, arena, asked->contract_id, 1, &terms, err))
			return false;
		add_word(x, text, arena_format(arena, "hợp đồng %s", terms.number));
	}
	if (!id_is_none(asked->item_id)) {
		struct item item;

		if (!item_get(x->im.txn, arena, asked->item_id, &item, err))
			return false;
		add_word(x, text, item.name);
	}
	if (export->has_days) {
		day_write_vn(export_from_day(asked), from);
		day_write_vn(export_to_day(asked), to);
		add_word(x, text, arena_format(arena, "từ ngày %s đến hết ngày %s", from, to));
	}
	return true;
}

static bool write_table(struct exporting *x, const struct export *export, struct err *err)
{
	char moment[MOMENT_TEXT_SIZE];
	const char *said;

	if (!say_asked(x, export, &said, err))
		return false;
	moment_write_vn(x->im.at_us, moment);
	if (said)
		table_remark(&x->out, arena_format(x->im.arena, "%s: %s – lập lúc %s", export->title, said, moment));
	return export->write(x, err);
}

bool export_write(struct txn *txn, const struct book *book, const struct export_asked *wanted, int64_t *rows_count, struct err *err)
{
	struct export_asked asked = *wanted;
	struct exporting x = { .asked = &asked, .im = { .txn = txn, .book = book, .at_us = asked.at_us, .day = day_of_us(asked.at_us) } };
	const struct export *found = find(asked.name);
	bool ok;

	if (!found)
		return err_set(err, ERR_INPUT, NULL, "không có bảng “%.40s”; gõ riêng “ocop-pos export” để xem các bảng", asked.name);
	if (!take_asked(found, &asked, err))
		return false;
	if (asked.xlsx_path) {
		if (!table_begin_xlsx(&x.out, asked.xlsx_path, found->name, err))
			return false;
	} else {
		buf_clear(asked.csv);
		table_begin_csv(&x.out, asked.csv);
	}
	x.im.arena = arena_new(IMPORT_ARENA_BYTES_MAX);
	ok = write_table(&x, found, err);
	arena_free(x.im.arena);
	*rows_count = x.rows_count;
	if (ok)
		return table_end(&x.out, err);
	struct err unneeded;

	(void)!table_end(&x.out, &unneeded);
	return false;
}
