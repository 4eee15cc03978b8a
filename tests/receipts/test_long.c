/* A ticket of 500 lines comes out of every kind of printer, with every line on it. */
#include "pdf_tools.h"

#include "escpos_decode.h"
#include "receipts/escpos.h"
#include "receipts/raster.h"
#include "receipts/text.h"

#define LINES 500
#define SHEET_MM 280

/* Each line has a price of its own, "1.000.001" to "1.000.500". */
static struct page *long_receipt(bool with_gift)
{
	struct receipt_facts facts = papers_sale_facts();
	struct receipt_line *lines = ARENA_LIST(arena, LINES, struct receipt_line);

	for (size_t i = 0; i < LINES; i++) {
		lines[i] = papers_lines[i % COUNT_OF(papers_lines)];
		lines[i].qty_milli = 1000;
		lines[i].discount = MONEY(0);
		lines[i].price = lines[i].amount = MONEY(1000001 + (int64_t)i);
	}
	facts.lines = lines;
	facts.lines_count = LINES;
	facts.with_gift = with_gift;
	return layout_receipt(arena, &facts);
}

static void assert_every_line(const char *text)
{
	for (int i = 0; i < LINES; i++) {
		char price[24];
		const char *at;

		snprintf(price, sizeof(price), "1.000.%03d", i + 1);
		at = strstr(text, price);
		if (!at || !strstr(at + 1, price))
			fail_msg("[%s] line %d is not on the paper with price and amount", case_name, i + 1);
	}
	if (!strstr(text, "1.719.000"))
		fail_msg("[%s] no total", case_name);
}

static void every_receipt_printer_prints_it(void **state)
{
	(void)state;
	for (const struct escpos_profile *profile = escpos_profiles; profile->name; profile++) {
		struct raster_press *press = profile->is_letters ? NULL : raster_open(fonts, profile->width_dots);
		struct page *page = long_receipt(true);
		struct decoded decoded;
		struct buf bytes;
		struct err err;

		CASE(profile->name);
		buf_init(&bytes, ESCPOS_BYTES_MAX);
		assert_ok(escpos_write(page, profile, press, &bytes, &err), &err);
		decoded_init(&decoded);
		if (profile->is_letters) {
			assert_true(decode(&decoded, buf_get(&bytes), bytes.size));
			assert_every_line(buf_get(&decoded.text));
		}
		decoded_release(&decoded);
		buf_release(&bytes);
		raster_close(press);
		arena_reset(arena);
	}
}

static void so_does_one_of_plain_text(void **state)
{
	(void)state;
	for (int columns = 32; columns <= 48; columns += 16) {
		struct buf text;
		struct err err;

		CASE("plain text");
		buf_init(&text, PDF_BYTES_MAX);
		assert_ok(text_page_write(long_receipt(true), columns, &text, &err), &err);
		assert_every_line(buf_get(&text));
		buf_release(&text);
		arena_reset(arena);
	}
}

/* Sheets that a printer need not make smaller, numbered, none of them empty. */
static void a_printer_of_sheets_has_it_in_pieces(void **state)
{
	struct buf pdf, text, boxes;
	char path[300], last[40];
	int sheets;

	(void)state;
	CASE("pdf");
	write_pdf(long_receipt(true), PAPERS_AT_US, &pdf);
	assert_true(to_text(&pdf, "receipt-500.pdf", &text));
	assert_every_line(buf_get(&text));
	sheets = count_of(buf_get(&text), "\f");
	assert_true(sheets > 30 && sheets < PDF_SHEETS_MAX);
	/* The present's own paper begins anew with 1. */
	assert_i64(count_of(buf_get(&text), "Phiếu bán hàng Q1-1-000123"), sheets);
	assert_i64(count_of(buf_get(&text), "PHIẾU TẶNG QUÀ"), 1);
	for (int n = 1, left = sheets; n <= sheets; n++) {
		snprintf(last, sizeof(last), " %d/%d\n", n, n);
		left -= n * count_of(buf_get(&text), last);
		if (n == sheets)
			assert_i64(left, 0);
	}
	shot_path(path, "receipt-500.pdf");
	buf_init(&boxes, (size_t)1 << 20);
	assert_true(tool_run((char *const[]){ (char[]){ "pdfinfo" }, (char[]){ "-l" }, (char[]){ "400" }, path, NULL }, &boxes));
	for (const char *at = buf_get(&boxes); (at = strstr(at, "size:")); at++) {
		double width, height;

		if (sscanf(at, "size: %lf x %lf pts", &width, &height) != 2)
			continue;
		assert_true(width < 228 && height < SHEET_MM * 72 / 25.4 + 2 && height > 20);
	}
	buf_release(&boxes);
	buf_release(&text);
	buf_release(&pdf);
	arena_reset(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_receipt_printer_prints_it),
		cmocka_unit_test(so_does_one_of_plain_text),
		cmocka_unit_test(a_printer_of_sheets_has_it_in_pieces),
	};

	return cmocka_run_group_tests_name("receipts/long", tests, begin, end);
}
