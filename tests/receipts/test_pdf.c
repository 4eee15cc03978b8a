/* PDF: the same bytes for the same page, words that can be copied, sheets that repeat their heads. */
#include "pdf_tools.h"

#include "receipts/text.h"

static void the_same_page_gives_the_same_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paper_cases); i++) {
		struct page *page = paper_cases[i].make(arena);
		struct fonts *other;
		struct buf one, two, later;
		struct err err;

		CASE(paper_cases[i].name);
		write_pdf(page, PAPERS_AT_US, &one);
		/* Also with fonts just opened. */
		other = fonts_open(&err);
		assert_non_null(other);
		buf_init(&two, PDF_BYTES_MAX);
		assert_ok(pdf_write(other, page, PAPERS_AT_US, &two, &err), &err);
		fonts_close(other);
		write_pdf(page, PAPERS_AT_US + 1000000, &later);
		assert_true(one.size == two.size && memcmp(one.data, two.data, one.size) == 0);
		assert_true(one.size != later.size || memcmp(one.data, later.data, one.size) != 0);
		buf_release(&one);
		buf_release(&two);
		buf_release(&later);
		arena_reset(arena);
	}
}

static void words_can_be_copied(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paper_cases); i++) {
		struct page *page = paper_cases[i].make(arena);
		struct buf pdf, text, want;
		struct err err;

		CASE(paper_cases[i].name);
		/* Its single letters in rows are no words. */
		if (paper_cases[i].make == paper_test)
			continue;
		write_pdf(page, PAPERS_AT_US, &pdf);
		buf_init(&want, (size_t)4 << 20);
		/* What is drawn as modules or shapes is no text of the PDF. */
		for (struct page_block *block = page->first; block; block = block->next)
			if (block->kind == PAGE_QR)
				block->text = "";
		assert_ok(text_page_write(page, 160, &want, &err), &err);
		if (to_text(&pdf, "paper.pdf", &text)) {
			int percent = words_found_percent(buf_get(&want), buf_get(&text));

			if (percent < 97)
				fail_msg("[%s] %d of 100 words:\n%s", case_name, percent, buf_get(&text));
		}
		buf_release(&pdf);
		buf_release(&text);
		buf_release(&want);
		arena_reset(arena);
	}
}

static void each_sheet_has_its_head_and_number(void **state)
{
	struct buf pdf, text;

	(void)state;
	CASE("01-BH of 60 items");
	write_pdf(paper_bh01_long(arena), PAPERS_AT_US, &pdf);
	if (to_text(&pdf, "paper.pdf", &text)) {
		int sheets = count_of(buf_get(&text), "\f");
		char last[40];

		snprintf(last, sizeof(last), "Trang %d/%d", sheets, sheets);
		assert_true(sheets >= 8);
		assert_i64(count_of(buf_get(&text), "Trang "), sheets);
		assert_non_null(strstr(buf_get(&text), last));
		assert_true(count_of(buf_get(&text), "Số hàng đã bán trong kỳ") >= 5);
		assert_i64(count_of(buf_get(&text), "Cộng dòng IV"), 1);
		assert_non_null(strstr(buf_get(&text), "BẢN THẢO"));
	}
	buf_release(&pdf);
	buf_release(&text);
	arena_reset(arena);
}

static void sheets_are_drawn_for_people(void **state)
{
	static const struct {
		const char *name;
		struct page *(*make)(struct arena *arena);
		int sheets;
	} cases[] = { { "bh01", paper_bh01, 2 }, { "bh01-plain", paper_bh01_plain, 1 }, { "intake", paper_intake_note, 1 }, { "intake-roll", paper_intake_roll, 1 }, { "quote", paper_quote, 1 }, { "picking", paper_picking, 1 }, { "delivery", paper_delivery, 1 }, { "delivery-roll", paper_delivery_roll, 1 }, { "cash-in", paper_cash_in, 1 }, { "receipt-roll", paper_sale, 1 } };
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct page *page = cases[i].make(arena);
		char name[60], path[300];
		struct buf png;

		CASE(cases[i].name);
		for (int sheet = 0; sheet < cases[i].sheets; sheet++) {
			buf_init(&png, (size_t)16 << 20);
			assert_ok(pdf_write_png(fonts, page, sheet, 96, &png, &err), &err);
			assert_memory_equal(png.data, "\x89PNG", 4);
			snprintf(name, sizeof(name), "%s-%d.png", cases[i].name, sheet + 1);
			file_write(shot_path(path, name), &png);
			buf_release(&png);
		}
		buf_init(&png, (size_t)16 << 20);
		assert_false(pdf_write_png(fonts, page, cases[i].sheets, 96, &png, &err));
		assert_i64(err.code, ERR_MISSING);
		buf_release(&png);
		arena_reset(arena);
	}
}

static void check_naughty(const char *text, void *with)
{
	struct page *page = page_new(arena, PAGE_A4, text);
	static const struct page_head heads[] = { { "Tên", 0, 0, 1, 1 }, { "Tiền", 0, 1, 1, 1 } };
	struct page_table *table = page_table(page, &(struct page_table){ .columns_count = 2, .shares = { 1, 1 }, .aligns = { PAGE_LEFT, PAGE_RIGHT },
									   .heads = heads, .heads_count = 2, .head_rows_count = 1 });
	struct buf pdf;

	(void)with;
	CASE(text);
	page->foot = page_clean(arena, text);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE }, text);
	page_table_row(page, table, true, (const char *const[]){ text, text });
	page_table_across(page, table, text);
	page_qr(page, text, 3);
	write_pdf(page, PAPERS_AT_US, &pdf);
	assert_memory_equal(pdf.data, "%PDF", 4);
	buf_release(&pdf);
	arena_reset(arena);
}

static void naughty_strings_are_drawn(void **state)
{
	(void)state;
	for_each_naughty(check_naughty, NULL);
}

static void too_many_sheets_are_refused(void **state)
{
	struct page *page = page_new(arena, PAGE_A5_WIDE, "");
	struct buf pdf;
	struct err err;

	(void)state;
	for (int i = 0; i <= PDF_SHEETS_MAX; i++) {
		page_text(page, (struct page_style){ 0 }, "một trang");
		page_break(page);
		page_break(page);
	}
	buf_init(&pdf, PDF_BYTES_MAX);
	assert_false(pdf_write(fonts, page, 0, &pdf, &err));
	assert_i64(err.code, ERR_LIMIT);
	buf_release(&pdf);
	/* A buf that is too small is an error, no half a file. */
	page = page_new(arena, PAGE_A4, "");
	page_text(page, (struct page_style){ 0 }, "một trang");
	buf_init(&pdf, 500);
	assert_false(pdf_write(fonts, page, 0, &pdf, &err));
	assert_i64(err.code, ERR_LIMIT);
	buf_release(&pdf);
	arena_reset(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_page_gives_the_same_bytes),
		cmocka_unit_test(words_can_be_copied),
		cmocka_unit_test(each_sheet_has_its_head_and_number),
		cmocka_unit_test(sheets_are_drawn_for_people),
		cmocka_unit_test(naughty_strings_are_drawn),
		cmocka_unit_test(too_many_sheets_are_refused),
	};

	return cmocka_run_group_tests_name("receipts/pdf", tests, begin, end);
}
