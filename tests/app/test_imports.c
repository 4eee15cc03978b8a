/* Tables in and out: every bad row is told and nothing written, repeats change nothing, what goes out comes in again. */
#include "../shop/showroom.h"
#include "../shop/whole.h"
#include "../tsv.h"

#include <unistd.h>
#include <zip.h>

#include "app/exports.h"
#include "app/imports.h"
#include "calc/csv.h"
#include "shop/browse.h"
#include "shop/opening.h"
#include "shop/rollup.h"

static struct import import;

static void check_text(const char *kind, const char *text)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);

	assert_ok(import_check(txn, room.book, kind, text, strlen(text), room.now_us, room.arena, &import, &err), &err);
	txn_abandon(txn);
}

static void write_from(size_t first)
{
	for (size_t i = first; i < import.chunks_count; i++) {
		struct err err = { 0 };
		struct work work = as_office();

		SHOWROOM_DO(&work, import_write_chunk(&work, &import, i, &err));
	}
}

static void import_text(const char *kind, const char *text)
{
	check_text(kind, text);
	for (size_t i = 0; i < import.problems_count; i++)
		if (!import.problems[i].is_warning)
			fail_msg("[%s] line %lld, %s: %s", case_name, (long long)import.problems[i].line, import.problems[i].column, import.problems[i].text);
	write_from(0);
}

static int64_t head_number(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct journal_head head;

	assert_ok(journal_head(txn, room.book->stream, &head, &err), &err);
	txn_abandon(txn);
	return head.number;
}

static const char *export_text(const char *name)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct buf buf;
	struct export_asked asked = { .name = name, .at_us = room.now_us, .csv = &buf };
	const char *text;
	int64_t rows;

	buf_init(&buf, EXPORT_BYTES_MAX);
	assert_ok(export_write(txn, room.book, &asked, &rows, &err), &err);
	txn_abandon(txn);
	text = arena_bytes(room.arena, buf_get(&buf), buf.size);
	buf_release(&buf);
	return text;
}

/* Line and column of a problem, in the order told. */
struct told {
	int64_t line;
	const char *column;
};

static void assert_told(const struct told *told, size_t count)
{
	size_t at = 0;

	for (size_t i = 0; i < import.problems_count; i++) {
		if (import.problems[i].is_warning)
			continue;
		if (at == count)
			fail_msg("[%s] not expected: line %lld, %s: %s", case_name, (long long)import.problems[i].line, import.problems[i].column, import.problems[i].text);
		assert_i64(import.problems[i].line, told[at].line);
		if (told[at].column)
			assert_text(import.problems[i].column, told[at].column);
		at++;
	}
	assert_i64(at, count);
}

/* ---- from nothing to a sale -------------------------------------------------------- */

static const char parties_csv[] =
	"Mã;Tên;Loại hình;MST;Điện thoại;Ghi chú\r\n"
	"HTX02;HTX Nặm Nịch;HTX;5100000001;+84 911.111.111;x\r\n"
	"HKD02;Hộ Vàng Thị Mỷ;hộ kinh doanh;;0922222222;\r\n";

/* A1: three columns and the consignor. */
static const char contracts_csv[] =
	"consignor,percentage,basis,period\n"
	"HTX02,20%,gross,month\n"
	"Hộ Vàng Thị Mỷ,\"12,5\",net,nửa tháng\n";

static const char products_csv[] =
	"\xef\xbb\xbfMã sản phẩm;Tên sản phẩm;Chủ thể;Nhóm;Căn cứ bán\n"
	"CHE1;Chè Shan tuyết Nặm Nịch;htx02;11;OCOP\n";

static const char items_csv[] =
	"Mã hàng\tTên hàng\tĐVT\tSản phẩm\tGiá\tThuế\tMã vạch\tSố tắt\n"
	"CHE100\tChè Shan tuyết 100 g\thộp\tCHE1\t154k\t8%\t8936000000110 8936000000127\t11\n"
	"CHE500\tChè Shan tuyết 500 g\thộp\tCHE1\t650.000\t8\t\t12\n";

static const char certificates_csv[] =
	"Mã sản phẩm,Số sao,Số quyết định,Ngày quyết định,Cơ quan cấp\n"
	"CHE1,4,3981/QĐ-UBND,15/10/2025,UBND tỉnh Tuyên Quang\n";

static const char intake_csv[] =
	"Hợp đồng;Mã hàng;Số lượng;Lô;HSD;Chứng từ\n"
	"KG-HTX02;CHE100;24;L1;31/12/2027;PGH 7\n"
	"KG-HTX02;CHE500;6;L2;31/12/2027;PGH 7\n"
	"KG-HTX02;CHE100;10;L3;30/06/2027;PGH 8\n";

static const struct {
	const char *kind, *text;
} from_nothing[] = {
	{ "parties", parties_csv }, { "contracts", contracts_csv }, { "products", products_csv }, { "items", items_csv },
	{ "certificates", certificates_csv }, { "intake", intake_csv },
};

static void import_all(void)
{
	for (size_t i = 0; i < COUNT_OF(from_nothing); i++) {
		CASE(from_nothing[i].kind);
		import_text(from_nothing[i].kind, from_nothing[i].text);
	}
}

static void a_shop_is_made_of_tables(void **state)
{
	struct err err = { 0 };
	struct contract_terms terms;
	struct item_view view;
	struct txn *txn;
	struct lying_row *stock;
	struct certificate *certificates;
	struct id contract, item, all = { { 0 } };
	int64_t *intakes, value = 0, lots = 0;
	size_t count;
	bool found;

	(void)state;
	import_all();
	txn = txn_begin(room.book->store, &err);
	assert_ok(contract_find_number(txn, "KG-HTX02", &contract, &found, &err) && found, &err);
	assert_ok(contract_version_get(txn, room.arena, contract, 1, &terms, &err), &err);
	assert_i64(terms.rate_ppm, 200000);
	assert_i64(terms.basis, SHARE_GROSS);
	assert_i64(terms.period, PERIOD_MONTH);
	assert_i64(terms.invoice_mode, SHARE_STEP_INVOICE);
	assert_true(id_is(terms.operator_id, room.operator_id));
	assert_ok(contract_find_number(txn, "KG-HKD02", &contract, &found, &err) && found, &err);
	assert_ok(contract_version_get(txn, room.arena, contract, 1, &terms, &err), &err);
	assert_i64(terms.rate_ppm, 125000);
	assert_i64(terms.basis, SHARE_NET);
	assert_i64(terms.period, PERIOD_HALF_MONTH);
	/* Whoever gives no invoice is bought from by list. */
	assert_i64(terms.invoice_mode, SHARE_PURCHASE_LIST);
	assert_ok(item_find_code(txn, "CHE100", &item, &found, &err) && found, &err);
	assert_ok(item_view_get(txn, room.arena, item, room.book->site_id, room.now_us, &view, &err), &err);
	assert_i64(view.price.dong, 154000);
	assert_i64(view.stars, 4);
	assert_i64(view.stock_milli, 34000);
	assert_i64(view.item.short_number, 11);
	assert_text(view.producer, "HTX Nặm Nịch");
	/* One paper, one intake. */
	assert_ok(browse_intakes(txn, room.arena, all, INT64_MAX, 10, &intakes, &count, &err), &err);
	assert_i64(count, 2);
	assert_ok(browse_stock(txn, room.arena, room.book->site_id, room.now_us, &stock, &count, &err), &err);
	assert_i64(count, 3);
	for (size_t i = 0; i < count; i++) {
		value += money_scale(stock[i].price.dong, stock[i].qty_milli, 1000);
		lots += id_is(stock[i].item_id, item);
	}
	assert_i64(lots, 2);
	assert_i64(value, 34 * 154000 + 6 * 650000);
	/* 36 months from the decision. */
	assert_ok(browse_certificates(txn, room.arena, 20291231, all, 10, &certificates, &count, &err), &err);
	assert_i64(count, 1);
	assert_i64(certificates[0].valid_to, 20281014);
	txn_abandon(txn);
}

static void a_repeat_changes_nothing_and_a_restart_finishes(void **state)
{
	char many[60000] = "Mã hàng;Tên hàng;ĐVT;Thuế;Giá\n";
	size_t size = strlen(many);
	int64_t before;

	(void)state;
	import_all();
	before = head_number();
	import_all();
	assert_i64(head_number(), before);
	/* The same rows in another file are no news either, but a changed one is, and back again. */
	import_text("items", "code;name;unit;vat;price\nCHE100;Chè Shan tuyết 100 g;hộp;8%;154.000\n");
	assert_i64(import.same_count, 1);
	assert_i64(head_number(), before);
	import_text("items", "code;name\nCHE100;Chè khác\n");
	assert_i64(head_number(), before + 1);
	import_text("items", items_csv);
	assert_i64(import.same_count, 1);
	assert_i64(head_number(), before + 2);
	import_text("items", items_csv);
	assert_i64(import.same_count, 2);
	/* Killed between two chunks: the next run writes what is missing. */
	for (size_t i = 0; i < 120; i++)
		size += (size_t)snprintf(many + size, sizeof(many) - size, "M%zu;Món %zu;cái;10;%zu\n", i, i, 1000 + i);
	check_text("items", many);
	assert_i64(import.errors_count, 0);
	assert_i64(import.chunks_count, 6);
	before = head_number();
	for (size_t i = 0; i < 2; i++) {
		struct err err = { 0 };
		struct work work = as_office();

		SHOWROOM_DO(&work, import_write_chunk(&work, &import, i, &err));
	}
	import_text("items", many);
	before = head_number();
	import_text("items", many);
	assert_i64(import.same_count, 120);
	assert_i64(head_number(), before);
}

static void every_bad_row_is_told_and_nothing_is_written(void **state)
{
	static const struct row {
		const char *name, *kind, *text;
		struct told told[8];
	} rows[] = {
		{ "quantities with a dot", "intake", "Hợp đồng,Mã hàng,Số lượng\n01/2026/KG,MO500,\"1.250,5\"\n01/2026/KG,MO500,1250.5\n01/2026/KG,MO500,1e3\n01/2026/KG,MO500,-1\n",
		  { { 2, "Số lượng" }, { 3, "Số lượng" }, { 4, "Số lượng" }, { 5, "Số lượng" } } },
		{ "decimals the unit has not", "intake", "Hợp đồng;Mã hàng;Số lượng\n01/2026/KG;MO500;1,5\n", { { 2, "Số lượng" } } },
		{ "prices", "prices", "Mã hàng,Giá\nMO500,145.000\nGAO5,\"145,000 đ\"\nTUI,NaN\n", { { 3, "Giá" }, { 4, "Giá" } } },
		{ "dates", "intake", "Hợp đồng;Mã hàng;Số lượng;HSD\n01/2026/KG;MO500;1;11/22/2026\n01/2026/KG;MO500;1;45983\n01/2026/KG;MO500;1;22-Nov-26\n",
		  { { 2, "HSD" }, { 3, "HSD" }, { 4, "HSD" } } },
		{ "codes a spreadsheet spoiled", "codes", "Mã hàng,Mã vạch\nMO500,8.93514E+12\nGAO5,8935136860988.0\n", { { 2, "Mã vạch" }, { 3, "Mã vạch" } } },
		{ "nobody of that name", "contracts", "consignor,percentage,basis,period\nHTX99,20,gross,month\nHTX01,120,gross,month\nHTX01,20,half,month\n",
		  { { 2, "consignor" }, { 3, "percentage" }, { 4, "basis" } } },
		{ "what is missing", "parties", "Mã,Tên\nA1,\n,Không mã\n", { { 2, "Tên" }, { 3, "Mã" } } },
		{ "a column that must be there", "parties", "Tên,Loại hình\nA,HTX\n", { { 1, "Mã" } } },
		{ "numbers of nobody", "parties", "Mã,Tên,Loại hình,Điện thoại,Mã số thuế\nA1,A,HTX,12345,99\n", { { 2, "Điện thoại" }, { 2, "Mã số thuế" } } },
		{ "two rows of one thing", "parties", "Mã,Tên,Loại hình\nA1,A,HTX\nA2,B,HTX\nA1,C,HTX\n", { { 4, "Mã" } } },
		{ "one short number twice", "items", "Mã,Tên,ĐVT,Thuế,Số tắt\nX1,A,cái,8,7\nX2,B,cái,8,7\n", { { 3, "Số tắt" } } },
		{ "two columns of one meaning", "items", "Mã,code,Tên\nX1,X1,A\n", { { 1, "code" } } },
		{ "not as many cells", "prices", "Mã hàng,Giá\nMO500,1,2\nGAO5,1000\nTUI\n", { { 2, NULL }, { 4, NULL } } },
		{ "an open quote", "prices", "Mã hàng,Giá\nMO500,\"1\n", { { 2, NULL } } },
		{ "an old code page", "parties", "M\xe3,T\xean\n", { { 1, NULL } } },
		{ "nothing", "parties", "", { { 1, NULL } } },
		{ "a paper of tomorrow", "intake", "Hợp đồng;Mã hàng;Số lượng;Ngày chứng từ\n01/2026/KG;MO500;1;31/12/2029\n", { { 2, "Ngày chứng từ" } } },
		{ "goods without stock", "intake", "Hợp đồng;Mã hàng;Số lượng\n01/2026/KG;TUI;1\n", { { 2, "Mã hàng" } } },
		{ "a control letter", "parties", "Mã,Tên,Loại hình\nA1,\"a\nb\",HTX\nA2,a\x01,HTX\n", { { 2, "Tên" }, { 4, "Tên" } } },
	};
	int64_t before = head_number();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		struct work work = as_office();
		size_t count = 0;

		CASE(rows[i].name);
		check_text(rows[i].kind, rows[i].text);
		while (count < COUNT_OF(rows[i].told) && rows[i].told[count].line)
			count++;
		assert_told(rows[i].told, count);
		if (import.chunks_count)
			assert_false(SHOWROOM_TRY(&work, import_write_chunk(&work, &import, 0, &err)));
	}
	assert_i64(head_number(), before);
}

/* As many rows as a file may have, each looked up by words: memory is that of the rows, not of all that was looked through. */
static void a_full_file_is_checked_in_its_memory(void **state)
{
	struct arena *arena = arena_new((size_t)96 << 20);
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct buf text;

	(void)state;
	buf_init(&text, CSV_BYTES_MAX);
	buf_text(&text, "Mã;Tên;Loại hình;Xã;Tỉnh;Ngân hàng;Số tài khoản\n");
	for (int i = 0; i < 30000; i++)
		buf_format(&text, "P%d;Tên;HTX;Mèo Vạc;Tuyên Quang;Ngân hàng lạ;%d\n", i, i);
	assert_false(text.full);
	assert_ok(import_check(txn, room.book, "parties", buf_get(&text), text.size, room.now_us, arena, &import, &err), &err);
	txn_abandon(txn);
	assert_true(import.errors_count >= 30000);
	buf_release(&text);
	arena_free(arena);
}

/* C5: a payee's account is changed with a second person there; a file can only bring the first one. */
static void a_file_does_not_change_where_money_goes(void **state)
{
	static const char head[] = "Mã;Tên;Loại hình;Ngân hàng;Số tài khoản;Chủ tài khoản\n";
	int64_t before;

	(void)state;
	import_text("parties", arena_format(room.arena, "%sHTX02;HTX Nặm Nịch;HTX;970405;8800100200300;HTX NAM NICH\n", head));
	before = head_number();
	CASE("the same again");
	import_text("parties", arena_format(room.arena, "%sHTX02;HTX Nặm Nịch;HTX;970405;8800100200300;HTX NAM NICH\n", head));
	CASE("another account");
	check_text("parties", arena_format(room.arena, "%sHTX02;HTX Nặm Nịch;HTX;970405;9999999999999;HTX NAM NICH\n", head));
	assert_told((struct told[]){ { 2, "Số tài khoản" } }, 1);
	CASE("the same number at another bank");
	check_text("parties", arena_format(room.arena, "%sHTX02;HTX Nặm Nịch;HTX;970436;8800100200300;HTX NAM NICH\n", head));
	assert_told((struct told[]){ { 2, "Số tài khoản" } }, 1);
	assert_i64(head_number(), before);
}

static void wrong_check_digits_warn_and_spreadsheet_wraps_come_off(void **state)
{
	struct err err = { 0 };
	struct item_code *codes;
	struct txn *txn;
	size_t count;

	(void)state;
	import_text("codes", "Mã hàng;Mã vạch\nGAO5;=\"8935136860988\"\nGAO5;'8935136860991\nGAO5; NỘI-BỘ-7 \n");
	assert_i64(import.warnings_count, 1);
	txn = txn_begin(room.book->store, &err);
	assert_ok(item_codes(txn, room.arena, room.rice, &codes, &count, &err), &err);
	txn_abandon(txn);
	assert_i64(count, 4);
	assert_text(codes[0].code, "08935136860988");
	assert_text(codes[1].code, "08935136860991");
}

static void hostile_files_of_any_kind_are_told_off(void **state)
{
	static const char *const names[] = {
		"own_bom_semicolon", "own_cp1258", "own_cr_only", "own_dates", "own_dup_header", "own_empty_lines", "own_invalid_utf8", "own_lone_quote",
		"own_long_field", "own_many_columns", "own_nul", "own_numbers", "own_quote_mid", "own_ragged", "own_sci_barcode", "own_tab_utf16le",
		"json", "newlines_crlf", "quotes_and_newlines",
	};
	static char text[200000];
	int64_t before = head_number();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char path[200];
		FILE *file;
		size_t size;

		snprintf(path, sizeof(path), "tests/cases/hostile/csv/%s.csv", names[i]);
		file = fopen(path, "rb");
		assert_non_null(file);
		size = fread(text, 1, sizeof(text), file);
		fclose(file);
		for (size_t k = 0; import_kind_name(k); k++) {
			struct err err = { 0 };
			struct txn *txn = txn_begin(room.book->store, &err);

			CASE(arena_format(room.arena, "%s as %s", names[i], import_kind_name(k)));
			assert_ok(import_check(txn, room.book, import_kind_name(k), text, size, room.now_us, room.arena, &import, &err), &err);
			txn_abandon(txn);
			assert_true(import.errors_count > 0);
			for (size_t p = 0; p < import.problems_count; p++)
				assert_true(*import.problems[p].text != '\0');
		}
	}
	assert_i64(head_number(), before);
}

static void at_most_two_hundred_problems_are_listed(void **state)
{
	static char text[80000];
	size_t size = (size_t)snprintf(text, sizeof(text), "Mã hàng;Giá\n");

	(void)state;
	for (size_t i = 0; i < 500; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, "KHONGCO%zu;1000\n", i);
	check_text("prices", text);
	assert_i64(import.errors_count, 500);
	assert_i64(import.problems_count, IMPORT_PROBLEMS_MAX);
}

/* ---- out and in again ----------------------------------------------------------------- */

static void what_goes_out_comes_in_as_it_is(void **state)
{
	static const char *const kinds[] = { "parties", "products", "items", "prices", "certificates", "contracts" };
	int64_t before;

	(void)state;
	import_all();
	before = head_number();
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		CASE(kinds[i]);
		import_text(kinds[i], export_text(kinds[i]));
		assert_true(import.rows_count > 0);
		assert_i64(import.same_count, import.rows_count);
		/* Two codes and two tax codes have wrong check digits. */
		assert_i64(import.warnings_count, strcmp(kinds[i], "items") == 0 || strcmp(kinds[i], "parties") == 0 ? 2 : 0);
	}
	assert_i64(head_number(), before);
	CASE("others");
	CASE("words");
	/* A name for an item is one entry; the file that goes out again is as the book is. */
	import_text("words", "Mã hàng;Tên tiếng Anh;Lời kể;Trang truy xuất\nMO500;Honey;Ong hút nhụy;https://truyxuat.example.vn/{lot}\n");
	import_text("words", export_text("words"));
	assert_i64(import.rows_count, 1);
	assert_i64(import.same_count, 1);
	check_text("words", "Mã hàng;Tên tiếng Anh;Trang truy xuất\nMO500;Honey;truyxuat.vn\nKHONGCO;Tea;\n");
	assert_i64(import.errors_count, 2);
	assert_non_null(strstr(export_text("lots"), "L3"));
	assert_non_null(strstr(export_text("stock"), "HTX Nặm Nịch"));
	assert_non_null(strstr(export_text("intakes"), "PGH 8"));
}

static void names_like_formulas_go_out_as_text(void **state)
{
	char path[] = "/tmp/ocop-export-XXXXXX";
	struct err err = { 0 };
	struct buf csv;
	struct csv_out out;
	struct tsv tsv;
	struct txn *txn;
	struct zip *zip;
	struct zip_file *file;
	static char sheet[1 << 20];
	int64_t rows, before;
	size_t count = 0;

	(void)state;
	buf_init(&csv, 1 << 20);
	csv_begin(&out, &csv, ',');
	csv_text(&out, "code");
	csv_text(&out, "name");
	csv_text(&out, "unit");
	csv_text(&out, "vat");
	csv_end_row(&out);
	assert_true(tsv_open(&tsv, "tests/cases/hostile/formula_strings.tsv"));
	while (tsv_next(&tsv)) {
		char *string = tsv_cell(&tsv, "string"), code[20];

		/* What the book holds has no control letters and no blanks in front. */
		tsv_unescape(string);
		string += strspn(string, " \t\r\n");
		snprintf(code, sizeof(code), "FS%zu", count++);
		csv_text(&out, code);
		csv_text(&out, string);
		csv_text(&out, "cái");
		csv_text(&out, "8");
		csv_end_row(&out);
	}
	tsv_close(&tsv);
	import_text("items", buf_get(&csv));
	assert_i64(import.rows_count, (int64_t)count);
	buf_release(&csv);
	before = head_number();
	import_text("items", export_text("items"));
	assert_i64(import.same_count, import.rows_count);
	assert_i64(head_number(), before);
	assert_null(strstr(export_text("items"), ";=1+1"));
	/* In a spreadsheet they are strings; there is no formula in the file at all. */
	close(mkstemp(path));
	txn = txn_begin(room.book->store, &err);
	struct export_asked asked = { .name = "items", .at_us = room.now_us, .xlsx_path = path };

	assert_ok(export_write(txn, room.book, &asked, &rows, &err), &err);
	txn_abandon(txn);
	zip = zip_open(path, ZIP_RDONLY, NULL);
	assert_non_null(zip);
	file = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
	assert_non_null(file);
	sheet[zip_fread(file, sheet, sizeof(sheet) - 1)] = '\0';
	zip_fclose(file);
	zip_discard(zip);
	unlink(path);
	assert_null(strstr(sheet, "<f>"));
	assert_non_null(strstr(sheet, "=1+1"));
	assert_non_null(strstr(sheet, "state=\"frozen\""));
	assert_non_null(strstr(sheet, "<v>145000</v>"));
}

/* ---- an opening ------------------------------------------------------------------------- */

static const char opening_head[] = "Dòng;Số hợp đồng;Mã hàng;Số lượng;Mã lô;HSD;Nơi để;Số tiền;Tạm ứng;Doanh số kỳ này;Quầy;Số phiếu cuối;Mã sản phẩm;Tháng\n";

/* P8: 9 jars at 145.000 sold unpaid at 20 % and 600.000 from October; 12 jars on the shelf. */
static const char opening_rows[] =
	"hàng;02/2026/KG;MO500;12;;;;;;;;;;\n"
	"nợ;02/2026/KG;;;;;;1.644.000;0;1.305.000;;;;\n"
	"số phiếu;;;;;;;;;;Q1;7041;;\n"
	"tháng;;;40;;;;5.800.000;;;;;CHE1;10/2025\n";

static void a_running_shop_is_taken_over(void **state)
{
	static const struct sql opening = { .text = "SELECT owed, tier_sales FROM opening WHERE contract_id = $1" };
	struct err err = { 0 };
	struct rollup_sums sums;
	struct rollup_key key = { .kind = ROLLUP_OPENING, .period = 202510, .a_size = 16 };
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = 1000, .price = MONEY(145000), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_TRANSFER, .amount = MONEY(145000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(145000) };
	struct shift_open_in shift = { .float_cash = MONEY(0), .till_id = room.till_id };
	const struct shift_opened *opened;
	const struct sale *sale;
	struct stock_lot *lots;
	struct id product;
	struct stmt *q;
	struct txn *txn;
	struct work work;
	size_t count;
	bool found;
	int64_t before;

	(void)state;
	import_text("parties", parties_csv);
	import_text("products", products_csv);
	/* The two sides must agree. */
	CASE("no total");
	check_text("opening", arena_format(room.arena, "%s%s", opening_head, opening_rows));
	assert_i64(import.errors_count, 1);
	CASE("wrong totals");
	check_text("opening", arena_format(room.arena, "%s%stổng;;;13;;;;1.644.001;0;;;;;\n", opening_head, opening_rows));
	assert_told((struct told[]){ { 6, "Số lượng" }, { 6, "Số tiền" } }, 2);
	CASE("right");
	before = head_number();
	import_text("opening", arena_format(room.arena, "%s%stổng;;;12;;;;1.644.000;0;;;;;\n", opening_head, opening_rows));
	assert_i64(head_number(), before + 1);
	txn = txn_begin(room.book->store, &err);
	q = stmt_begin(txn, &opening);
	stmt_put_id(q, room.household_contract);
	assert_true(stmt_next(q));
	assert_i64(stmt_take_i64(q), 1644000);
	assert_i64(stmt_take_i64(q), 1305000);
	assert_ok(stmt_end(q, &err), &err);
	assert_ok(stock_lots(txn, room.arena, room.book->site_id, room.honey, &lots, &count, &err), &err);
	assert_i64(count, 1);
	assert_i64(lots[0].qty_milli, 12000);
	assert_ok(product_find_code(txn, "CHE1", &product, &found, &err) && found, &err);
	key.a = product.bytes;
	assert_ok(rollup_get(txn, &key, &sums, &err), &err);
	assert_i64(sums.amount, 5800000);
	assert_i64(sums.qty_milli, 40000);
	key = (struct rollup_key){ .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = "payable", .a_size = 7, .b = room.household.bytes, .b_size = 16 };
	assert_ok(rollup_get(txn, &key, &sums, &err), &err);
	assert_i64(sums.amount, -1644000);
	txn_abandon(txn);
	/* Again: the same document is there already; another one for the same contract is refused. */
	CASE("again");
	import_text("opening", arena_format(room.arena, "%s%stổng;;;12;;;;1.644.000;0;;;;;\n", opening_head, opening_rows));
	assert_i64(head_number(), before + 1);
	check_text("opening", arena_format(room.arena, "%snợ;02/2026/KG;;;;;;5;0;;;;;\ntổng;;;0;;;;5;0;;;;;\n", opening_head));
	assert_i64(import.errors_count, 1);
	CASE("goods alone, and a month, are not taken over twice either");
	check_text("opening", arena_format(room.arena, "%stháng;;;41;;;;5.900.000;;;;;CHE1;10/2025\n", opening_head));
	assert_told((struct told[]){ { 2, "Tháng" } }, 1);
	check_text("opening", arena_format(room.arena, "%stháng;;;1;;;;5;;;;;CHE1;11/2025\ntháng;;;1;;;;5;;;;;CHE1;11/2025\n", opening_head));
	assert_told((struct told[]){ { 3, "Tháng" } }, 1);
	import_text("opening", arena_format(room.arena, "%shàng;01/2026/KG;MO500;5;;;;;;;;;;\ntổng;;;5;;;;0;0;;;;;\n", opening_head));
	check_text("opening", arena_format(room.arena, "%shàng;01/2026/KG;MO500;6;;;;;;;;;;\ntổng;;;6;;;;0;0;;;;;\n", opening_head));
	assert_told((struct told[]){ { 2, "Số hợp đồng" } }, 1);
	/* Receipts go on where the old book ended. */
	work = as_cashier();
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(sale->receipt_n, 7042);
	assert_non_null(strstr(export_text("sales"), "Q1-1-007042"));
	assert_non_null(strstr(export_text("sales"), ";145000;8;10741;02/2026/KG;HKD01;116000;18259"));
	/* A contract that the book has sold of is not opened. */
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	check_text("opening", arena_format(room.arena, "%snợ;01/2026/KG;;;;;;5;0;;;;;\ntổng;;;0;;;;5;0;;;;;\n", opening_head));
	assert_told((struct told[]){ { 2, "Số hợp đồng" } }, 1);
}

static const char balance_head[] = "Dòng;Đối tượng;Chứng từ;Số tiền;Hạn trả;Quầy;Số phiếu cuối;Ký hiệu\n";
static const char balance_rows[] =
	"cọc;KH01;ĐĐ-12;300.000;;;;\n"
	"cọc;KH01;ĐĐ-15;200.000;;;;\n"
	"khách nợ;UBND xã Thải Giàng Phố;HĐ 77;2.500.000;31/01/2026;;;\n"
	"cod;VC01;VD0001;410.000;;;;\n"
	"két;;;3.000.000;;;;\n"
	"ngân hàng;;8200201000001;12.000.000;;;;\n"
	"ngăn kéo;;;500.000;;Q1;;\n"
	"số phiếu;;;;;Q1;7041;\n"
	"số phiếu nhập;;;;;;88;\n"
	"số phiếu chi;;;;;;41;\n"
	"hóa đơn;;;;;;311;1C26MAA\n"
	"hóa đơn;;;;;;7;2C26MAA\n";
static const char balance_total_rows[] = "tổng cọc;;;500.000;;;;\ntổng khách nợ;;;2.500.000;;;;\ntổng cod;;;410.000;;;;\ntổng quỹ;;;15.500.000;;;;\n";

static bool last_intake(struct txn *txn, int64_t *number)
{
	static const struct sql last = { .text = "SELECT number FROM intake ORDER BY number DESC LIMIT 1", .scan_ok = true };
	struct err err = { 0 };
	struct stmt *q = stmt_begin(txn, &last);
	bool found = stmt_next(q);

	*number = found ? stmt_take_i64(q) : 0;
	assert_ok(stmt_end(q, &err), &err);
	return found;
}

static int64_t ledger_of(struct txn *txn, const char *account, const struct id *party)
{
	struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = account, .a_size = strlen(account),
				  .b = party ? party->bytes : NULL, .b_size = 16 };
	struct rollup_sums sums;
	struct err err = { 0 };

	assert_ok(rollup_get(txn, &key, &sums, &err), &err);
	return sums.amount;
}

static void deposits_debts_cash_and_numbers_are_taken_over(void **state)
{
	static const struct {
		const char *name, *rows;
		struct told told[3];
		size_t count;
	} wrong[] = {
		{ "no total", "cọc;KH01;ĐĐ-12;300.000;;;;\n", { { 2, "Dòng" } }, 1 },
		{ "another sum", "cọc;KH01;ĐĐ-12;300.000;;;;\ntổng cọc;;;300.001;;;;\n", { { 3, "Số tiền" } }, 1 },
		{ "two totals", "két;;;5;;;;\ntổng quỹ;;;5;;;;\ntổng quỹ;;;5;;;;\n", { { 4, "Dòng" } }, 1 },
		{ "nobody", "cọc;;ĐĐ-12;300.000;;;;\n", { { 2, "Đối tượng" } }, 1 },
		{ "who is that", "cọc;KH09;ĐĐ-12;300.000;;;;\n", { { 2, "Đối tượng" } }, 1 },
		{ "a carrier is no customer", "khách nợ;VC01;;1;;;;\ntổng khách nợ;;;1;;;;\n", { { 2, "Đối tượng" } }, 1 },
		{ "a customer carries no money", "cod;KH01;;1;;;;\ntổng cod;;;1;;;;\n", { { 2, "Đối tượng" } }, 1 },
		{ "nothing, and less", "két;;;0;;;;\nkét;;;-5;;;;\n", { { 2, "Số tiền" }, { 3, "Số tiền" } }, 2 },
		{ "an account without its number", "ngân hàng;;;5;;;;\n", { { 2, "Chứng từ" } }, 1 },
		{ "a drawer of no till", "ngăn kéo;;;5;;Q9;;\n", { { 2, "Quầy" } }, 1 },
		{ "a deposit that is due", "cọc;KH01;;5;31/01/2026;;;\n", { { 2, "Hạn trả" } }, 1 },
		{ "one thing twice", "cọc;KH01;ĐĐ-1;5;;;;\nkét;;;9;;;;\ncọc;KH01;ĐĐ-1;5;;;;\ntổng cọc;;;10;;;;\ntổng quỹ;;;9;;;;\n", { { 4, "Chứng từ" } }, 1 },
		{ "invoices without letters", "hóa đơn;;;;;;5;\n", { { 2, "Ký hiệu" } }, 1 },
		{ "a series twice", "hóa đơn;;;;;;5;1C26MAA\nhóa đơn;;;;;;6;1C26MAA\n", { { 3, "Số phiếu cuối" } }, 1 },
	};
	struct err err = { 0 };
	struct shift_open_in shift = { .float_cash = MONEY(500000), .till_id = room.till_id };
	const struct shift_opened *opened;
	struct id customer, carrier;
	struct opening_report report;
	int64_t before, number;
	struct work work;
	struct txn *txn;
	bool found;

	(void)state;
	import_text("parties", "Mã;Tên;Loại hình;Vai trò\nKH01;Lò Thị Mai;cá nhân;khách\nKH02;UBND xã Thải Giàng Phố;doanh nghiệp;khách\n"
			       "VC01;Bưu điện Bắc Hà;doanh nghiệp;vận chuyển\n");
	before = head_number();
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		CASE(wrong[i].name);
		check_text("opening", arena_format(room.arena, "%s%s", balance_head, wrong[i].rows));
		assert_told(wrong[i].told, wrong[i].count);
	}
	assert_i64(head_number(), before);
	CASE("right");
	import_text("opening", arena_format(room.arena, "%s%s%s", balance_head, balance_rows, balance_total_rows));
	assert_i64(head_number(), before + 1);
	txn = txn_begin(room.book->store, &err);
	assert_ok(party_find_code(txn, room.arena, "KH01", &customer, &found, &err) && found &&
			  party_find_code(txn, room.arena, "VC01", &carrier, &found, &err) && found,
		  &err);
	assert_i64(ledger_of(txn, "deposit", &customer), -500000);
	assert_i64(ledger_of(txn, "cod", &carrier), 410000);
	assert_i64(ledger_of(txn, "safe", NULL), 3000000);
	assert_i64(ledger_of(txn, "transfer", NULL), 12000000);
	assert_i64(ledger_of(txn, "cash", NULL), 500000);
	assert_i64(ledger_of(txn, "opening", NULL), 500000 - 2500000 - 410000 - 15500000);
	assert_ok(opening_report(txn, room.arena, &report, &err), &err);
	txn_abandon(txn);
	assert_i64(report.balances_count, 7);
	assert_i64(report.sums_count, 6);
	assert_i64(report.sums[0].amount.dong, 500000);
	assert_i64(report.sums[0].count, 2);
	assert_text(report.balances[0].name, "Lò Thị Mai");
	assert_text(report.balances[2].name, "UBND xã Thải Giàng Phố");
	assert_i64(report.balances[2].due_day, 20260131);
	assert_text(report.balances[6].name, "Q1");
	assert_i64(report.series_count, 5);
	assert_text(report.series[3].name, "1C26MAA");
	assert_i64(report.series[3].last, 311);
	CASE("again: the same document is there; another says one of it anew");
	import_text("opening", arena_format(room.arena, "%s%s%s", balance_head, balance_rows, balance_total_rows));
	assert_i64(head_number(), before + 1);
	check_text("opening", arena_format(room.arena, "%scọc;KH01;ĐĐ-12;5;;;;\ntổng cọc;;;5;;;;\n", balance_head));
	assert_told((struct told[]){ { 2, "Chứng từ" } }, 1);
	check_text("opening", arena_format(room.arena, "%shóa đơn;;;;;;312;1C26MAA\n", balance_head));
	assert_told((struct told[]){ { 2, "Ký hiệu" } }, 1);
	CASE("numbers go on");
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	txn = txn_begin(room.book->store, &err);
	assert_true(last_intake(txn, &number));
	txn_abandon(txn);
	assert_i64(number, 89);
	check_text("opening", arena_format(room.arena, "%ssố phiếu nhập;;;;;;95;\n", balance_head));
	assert_told((struct told[]){ { 2, "Số phiếu cuối" } }, 1);
	CASE("a drawer whose till has worked has its float");
	work = as_cashier();
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	check_text("opening", arena_format(room.arena, "%sngăn kéo;;x;5;;Q1;;\ntổng quỹ;;;5;;;;\n", balance_head));
	assert_told((struct told[]){ { 2, "Quầy" } }, 1);
}

static void a_new_version_of_a_contract_comes_by_table(void **state)
{
	struct err err = { 0 };
	struct contract_terms terms;
	struct txn *txn;

	(void)state;
	import_text("contracts", "Bên ký gửi;Tỷ lệ;Số hợp đồng\nHTX01;18;01/2026/KG\n");
	txn = txn_begin(room.book->store, &err);
	assert_ok(contract_version_get(txn, room.arena, room.coop_contract, 2, &terms, &err), &err);
	txn_abandon(txn);
	assert_i64(terms.rate_ppm, 180000);
	assert_i64(terms.from_day, day_of_us(room.now_us));
	assert_i64(terms.basis, SHARE_GROSS);
	/* Somebody else's number. */
	check_text("contracts", "Bên ký gửi;Tỷ lệ;Cơ sở;Kỳ;Số hợp đồng\nHKD01;18;gross;tháng;01/2026/KG\n");
	assert_told((struct told[]){ { 2, "Số hợp đồng" } }, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(a_shop_is_made_of_tables),
		WHOLE_TEST(a_repeat_changes_nothing_and_a_restart_finishes),
		WHOLE_TEST(every_bad_row_is_told_and_nothing_is_written),
		WHOLE_TEST(a_full_file_is_checked_in_its_memory),
		WHOLE_TEST(a_file_does_not_change_where_money_goes),
		WHOLE_TEST(wrong_check_digits_warn_and_spreadsheet_wraps_come_off),
		WHOLE_TEST(hostile_files_of_any_kind_are_told_off),
		WHOLE_TEST(at_most_two_hundred_problems_are_listed),
		WHOLE_TEST(what_goes_out_comes_in_as_it_is),
		WHOLE_TEST(names_like_formulas_go_out_as_text),
		WHOLE_TEST(a_running_shop_is_taken_over),
		WHOLE_TEST(deposits_debts_cash_and_numbers_are_taken_over),
		WHOLE_TEST(a_new_version_of_a_contract_comes_by_table),
	};

	return RUN_ON_ENGINES("app/imports", tests);
}
