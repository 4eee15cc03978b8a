/* Tables as text: hostile ones are read or refused with their place; what is written is read the same and computes nothing. */
#include "check.h"
#include "tsv.h"

#include <jansson.h>

#include "calc/csv.h"

static struct arena *arena;

static char *load(const char *name, size_t *size)
{
	char path[200];
	FILE *file;
	char *text = malloc(CSV_BYTES_MAX);

	snprintf(path, sizeof(path), "tests/cases/hostile/csv/%s", name);
	file = fopen(path, "rb");
	if (!file)
		fail_msg("%s is not there", path);
	*size = fread(text, 1, CSV_BYTES_MAX, file);
	fclose(file);
	return text;
}

static void what_others_read_we_read(void **state)
{
	static const char *const names[] = { "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
					     "quotes_and_newlines", "simple", "simple_crlf", "utf8", "location_coordinates" };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char file[80];
		size_t size, want_size;
		char *text, *want_text;
		const char **cells;
		struct csv csv;
		json_t *want;
		bool found;

		CASE(names[i]);
		snprintf(file, sizeof(file), "%s.csv", names[i]);
		text = load(file, &size);
		snprintf(file, sizeof(file), "%s.json", names[i]);
		want_text = load(file, &want_size);
		want = json_loadb(want_text, want_size, 0, NULL);
		assert_non_null(want);
		if (json_is_object(want)) {
			json_t *list = json_array();

			json_array_append_new(list, want);
			want = list;
		}
		assert_ok(csv_open(&csv, text, size, arena, &err), &err);
		for (size_t row = 0; row < json_array_size(want); row++) {
			assert_ok(csv_next(&csv, arena, &cells, &found, &err) && found, &err);
			/* The two files of location_coordinates disagree about the telephone number. */
			for (size_t c = i == COUNT_OF(names) - 1 ? 1 : 0; c < csv.columns_count; c++)
				assert_text(cells[c], json_string_value(json_object_get(json_array_get(want, row), csv.names[c])));
		}
		assert_ok(csv_next(&csv, arena, &cells, &found, &err), &err);
		assert_false(found);
		json_decref(want);
		free(text);
		free(want_text);
	}
}

static void hostile_files_are_read_or_refused_with_their_place(void **state)
{
	static const struct row {
		const char *name;
		enum csv_fault fault;    /* the first met */
		int64_t line, column;
		int64_t rows;            /* read well, the rows behind a bad one too */
	} rows[] = {
		{ "own_bom_semicolon.csv", CSV_FINE, 0, 0, 1 },
		{ "own_cp1258.csv", CSV_NOT_UTF8, 1, 0, 0 },
		{ "own_cr_only.csv", CSV_FINE, 0, 0, 2 },
		{ "own_dates.csv", CSV_FINE, 0, 0, 5 },
		{ "own_dup_header.csv", CSV_SAME_NAME, 1, 2, 0 },
		{ "own_empty_lines.csv", CSV_FINE, 0, 0, 2 },
		{ "own_invalid_utf8.csv", CSV_NOT_UTF8, 2, 0, 0 },
		{ "own_lone_quote.csv", CSV_OPEN_QUOTE, 2, 2, 0 },
		{ "own_long_field.csv", CSV_CELL_TOO_LONG, 2, 2, 0 },
		{ "own_many_columns.csv", CSV_TOO_LARGE, 1, 201, 0 },
		{ "own_nul.csv", CSV_NUL, 2, 0, 0 },
		{ "own_numbers.csv", CSV_FINE, 0, 0, 5 },
		{ "own_quote_mid.csv", CSV_FINE, 0, 0, 1 },
		{ "own_ragged.csv", CSV_RAGGED, 2, 2, 0 },
		{ "own_sci_barcode.csv", CSV_FINE, 0, 0, 5 },
		{ "own_tab_utf16le.csv", CSV_UTF16, 1, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		size_t size;
		char *text = load(rows[i].name, &size);
		const char **cells;
		struct csv csv;
		int64_t read = 0;
		bool found = true, ok;
		enum csv_fault fault = CSV_FINE;
		int64_t line = 0, column = 0;

		CASE(rows[i].name);
		ok = csv_open(&csv, text, size, arena, &err);
		while (ok && found) {
			bool good = csv_next(&csv, arena, &cells, &found, &err);

			read += good && found;
			if (!good && fault == CSV_FINE) {
				fault = csv.fault;
				line = csv.fault_line;
				column = csv.fault_column;
			}
			ok = good || csv_can_go_on(&csv);
		}
		if (fault == CSV_FINE && !ok) {
			fault = csv.fault;
			line = csv.fault_line;
			column = csv.fault_column;
		}
		assert_i64(fault, rows[i].fault);
		assert_i64(line, rows[i].line);
		assert_i64(column, rows[i].column);
		assert_i64(read, rows[i].rows);
		free(text);
	}
}

static void the_header_line_tells_the_delimiter(void **state)
{
	static const struct { const char *text; char delimiter; size_t columns; } rows[] = {
		{ "a,b,c\n1,2,3\n", ',', 3 },
		{ "a;b;c\n1;2;3\n", ';', 3 },
		{ "a\tb\n1\t2\n", '\t', 2 },
		{ "Giá, đồng;Tên\n1;2\n", ';', 2 },
		{ "\"a;b;c\",d\n1,2\n", ',', 2 },
		{ "alone\n1\n", ',', 1 },
		{ "a;b,c,d\n1,2,3\n", ',', 3 },
		{ "\n\na;b\n1;2\n", ';', 2 },
	};
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char **cells;
		struct csv csv;
		bool found;

		CASE(rows[i].text);
		assert_ok(csv_open(&csv, rows[i].text, strlen(rows[i].text), arena, &err), &err);
		assert_i64(csv.delimiter, rows[i].delimiter);
		assert_i64(csv.columns_count, rows[i].columns);
		assert_ok(csv_next(&csv, arena, &cells, &found, &err) && found, &err);
	}
}

static void lines_are_counted_through_quoted_line_ends(void **state)
{
	static const char text[] = "a,b\r\n\"1\n2\",x\r\n\r\n\"3\r\n4\",y\nbad\n5,6";
	struct err err = { 0 };
	const char **cells;
	struct csv csv;
	bool found;

	(void)state;
	assert_ok(csv_open(&csv, text, strlen(text), arena, &err), &err);
	assert_ok(csv_next(&csv, arena, &cells, &found, &err), &err);
	assert_i64(csv.line, 2);
	assert_text(cells[0], "1\n2");
	assert_ok(csv_next(&csv, arena, &cells, &found, &err), &err);
	assert_i64(csv.line, 5);
	assert_text(csv_plain(arena, cells[0]), "3\n4");
	assert_false(csv_next(&csv, arena, &cells, &found, &err));
	assert_i64(csv.fault, CSV_RAGGED);
	assert_i64(csv.fault_line, 7);
	assert_true(csv_can_go_on(&csv));
	assert_ok(csv_next(&csv, arena, &cells, &found, &err) && found, &err);
	assert_i64(csv.line, 8);
	assert_text(cells[1], "6");
	assert_ok(csv_next(&csv, arena, &cells, &found, &err), &err);
	assert_false(found);
}

static void figures_are_read_the_vietnamese_way(void **state)
{
	enum { NO = -7 };
	static const struct { const char *text; int64_t money, qty, ppm; int32_t day; } rows[] = {
		{ "1234567", 1234567, 1234567000 > QTY_MILLI_MAX ? NO : 0, NO, NO },
		{ "1.234.567", 1234567, NO, NO, NO },
		{ "145.000", 145000, NO, NO, NO },
		{ "145.000 đ", 145000, NO, NO, NO },
		{ "145000₫", 145000, NO, NO, NO },
		{ "154k", 154000, NO, NO, NO },
		{ "154K", 154000, NO, NO, NO },
		{ "-5.000", -5000, NO, NO, NO },
		{ " 20 ", 20, 20000, 200000, NO },
		{ "20%", NO, NO, 200000, NO },
		{ "12,5%", NO, NO, 125000, NO },
		{ "12,5", NO, 12500, 125000, NO },
		{ "12.5", NO, NO, NO, NO },
		{ "0", 0, 0, 0, NO },
		{ "100 %", NO, NO, 1000000, NO },
		{ "100,01", NO, NO, NO, NO },
		{ "101%", NO, NO, NO, NO },
		{ "1250.5", NO, NO, NO, NO },
		{ "1.250,5", NO, NO, NO, NO },
		{ "1,250.5", NO, NO, NO, NO },
		{ "145,000 đ", NO, NO, NO, NO },
		{ "1e3", NO, NO, NO, NO },
		{ "NaN", NO, NO, NO, NO },
		{ "1,25", NO, 1250, 12500, NO },
		{ "", NO, NO, NO, NO },
		{ "k", NO, NO, NO, NO },
		{ "đ", NO, NO, NO, NO },
		{ "%", NO, NO, NO, NO },
		{ "22/11/2026", NO, NO, NO, 20261122 },
		{ "11/22/2026", NO, NO, NO, NO },
		{ "2026-11-22", NO, NO, NO, 20261122 },
		{ "1/8/2026", NO, NO, NO, 20260801 },
		{ " 01/8/2026", NO, NO, NO, 20260801 },
		{ "29/2/2026", NO, NO, NO, NO },
		{ "22-Nov-26", NO, NO, NO, NO },
		{ "1/8/26", NO, NO, NO, NO },
		{ "1/1/2026/", NO, NO, NO, NO },
		{ "//", NO, NO, NO, NO },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct money money = MONEY(NO);
		int64_t qty = NO, ppm = NO;
		int32_t day = NO;

		CASE(rows[i].text);
		assert_i64(csv_read_money(rows[i].text, &money), rows[i].money != NO);
		assert_i64(money.dong, rows[i].money);
		if (rows[i].qty != NO || strchr(rows[i].text, '.')) {
			assert_i64(csv_read_qty(rows[i].text, &qty), rows[i].qty != NO);
			assert_i64(qty, rows[i].qty);
		}
		assert_i64(csv_read_percent(rows[i].text, &ppm), rows[i].ppm != NO);
		assert_i64(ppm, rows[i].ppm);
		assert_i64(csv_read_day(rows[i].text, &day), rows[i].day != NO);
		assert_i64(day, rows[i].day);
	}
}

static void formulas_are_written_as_text_and_read_back(void **state)
{
	struct tsv tsv;
	struct err err = { 0 };
	struct buf buf;
	size_t count = 0;

	(void)state;
	buf_init(&buf, 1 << 20);
	assert_true(tsv_open(&tsv, "tests/cases/hostile/formula_strings.tsv"));
	while (tsv_next(&tsv)) {
		char *string = tsv_cell(&tsv, "string");
		struct csv_out out;
		struct csv csv;
		const char **cells;
		bool found;
		char *got;
		size_t size;

		CASE(tsv_cell(&tsv, "id"));
		tsv_unescape(string);
		buf_clear(&buf);
		csv_begin(&out, &buf, count % 2 ? ',' : ';');
		csv_text(&out, "a");
		csv_text(&out, "b");
		csv_end_row(&out);
		csv_text(&out, string);
		csv_money(&out, MONEY(-5));
		csv_end_row(&out);
		assert_ok(csv_open(&csv, buf_get(&buf), buf.size, arena, &err), &err);
		assert_ok(csv_next(&csv, arena, &cells, &found, &err) && found, &err);
		assert_false(csv_is_formula(cells[0]));
		assert_text(cells[1], "-5");
		got = arena_text(arena, cells[0]);
		/* Blanks around a cell are no data of ours; the rest comes back. */
		size = strlen(string);
		while (size > 0 && strchr(" \t\r\n", string[size - 1]))
			size--;
		got = (char *)csv_plain(arena, got);
		assert_non_null(strstr(string, got + strspn(got, " \t\r\n")));
		count++;
	}
	tsv_close(&tsv);
	buf_release(&buf);
	assert_true(count > 10);
}

static void what_is_written_is_read_the_same(void **state)
{
	static const char pieces[][8] = { "a", "\"", ",", ";", "\n", "'", "=", "-", "+1", "@", "đ", "＝", " ", "ố" };
	uint64_t chance = test_seed();
	struct err err = { 0 };
	struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 20);
	for (size_t round = 0; round < 3000; round++) {
		struct csv_out out;
		struct csv csv;
		const char **cells;
		char texts[3][64];
		bool found;

		arena_reset(arena);
		buf_clear(&buf);
		csv_begin(&out, &buf, round % 2 ? ',' : ';');
		for (size_t i = 0; i < 3; i++)
			csv_i64(&out, (int64_t)i);
		csv_end_row(&out);
		for (size_t i = 0; i < 3; i++) {
			texts[i][0] = '\0';
			for (size_t k = test_next(&chance) % 8; k > 0; k--)
				strncat(texts[i], pieces[test_next(&chance) % COUNT_OF(pieces)], 8);
			csv_text(&out, texts[i]);
		}
		csv_end_row(&out);
		assert_ok(csv_open(&csv, buf_get(&buf), buf.size, arena, &err), &err);
		assert_ok(csv_next(&csv, arena, &cells, &found, &err) && found, &err);
		for (size_t i = 0; i < 3; i++) {
			char *want = texts[i];

			/* Ends are blank-free in what the book holds. */
			want += strspn(want, " \n");
			for (size_t k = strlen(want); k > 0 && strchr(" \n", want[k - 1]);)
				want[--k] = '\0';
			CASE(want);
			if (want == texts[i])
				assert_text(csv_plain(arena, cells[i]), want);
		}
	}
	buf_release(&buf);
}

static void figures_are_written_as_they_are_read(void **state)
{
	static const int64_t ppms[] = { 0, 1, 10, 12345, 125000, 200000, 999999, 1000000 };
	struct buf buf;

	(void)state;
	buf_init(&buf, 4096);
	for (size_t i = 0; i < COUNT_OF(ppms); i++) {
		struct csv_out out = { .buf = &buf, .delimiter = ';' };
		int64_t ppm;

		buf_clear(&buf);
		csv_percent(&out, ppms[i]);
		assert_true(csv_read_percent(buf_get(&buf), &ppm));
		assert_i64(ppm, ppms[i]);
	}
	struct csv_out out = { .buf = &buf, .delimiter = ',' };

	buf_clear(&buf);
	csv_qty(&out, 1250);
	csv_day(&out, 20260822);
	csv_day(&out, 0);
	csv_percent(&out, 125000);
	csv_text(&out, NULL);
	csv_end_row(&out);
	assert_text(buf_get(&buf), "\"1,25\",22/08/2026,,\"12,5%\",\r\n");
	buf_release(&buf);
}

static void limits_hold(void **state)
{
	struct err err = { 0 };
	size_t size = CSV_BYTES_MAX + 1;
	char *text = malloc(size);
	const char **cells;
	struct csv csv;
	bool found, ok = true;

	(void)state;
	memset(text, 'a', size);
	assert_false(csv_open(&csv, text, size, arena, &err));
	assert_i64(err.code, ERR_LIMIT);
	/* A row of millions of cells, and rows without end. */
	memset(text, ',', 1 << 22);
	memcpy(text, "a,b\n", 4);
	assert_ok(csv_open(&csv, text, 1 << 22, arena, &err), &err);
	assert_false(csv_next(&csv, arena, &cells, &found, &err));
	assert_i64(csv.fault, CSV_RAGGED);
	for (size_t i = 0; i < 110000; i++)
		memcpy(text + 4 + i * 4, "1,2\n", 4);
	assert_ok(csv_open(&csv, text, 4 + 110000 * 4, arena, &err), &err);
	while (ok) {
		ok = csv_next(&csv, arena, &cells, &found, &err);
		assert_true(csv.rows_count <= CSV_ROWS_MAX);
	}
	assert_i64(csv.fault, CSV_TOO_LARGE);
	assert_i64(csv.rows_count, CSV_ROWS_MAX);
	free(text);
}

static int make_arena(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	return 0;
}

static int drop_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_arena, drop_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_others_read_we_read),
		TEST(hostile_files_are_read_or_refused_with_their_place),
		TEST(the_header_line_tells_the_delimiter),
		TEST(lines_are_counted_through_quoted_line_ends),
		TEST(figures_are_read_the_vietnamese_way),
		TEST(formulas_are_written_as_text_and_read_back),
		TEST(what_is_written_is_read_the_same),
		TEST(figures_are_written_as_they_are_read),
		TEST(limits_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
