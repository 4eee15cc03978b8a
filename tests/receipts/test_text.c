/* Pages as lines of fixed pitch: no line is longer than the paper, no amount is broken, golden files hold the rest. */
#include "check.h"
#include "papers.h"
#include "tsv.h"

#include "paper_tools.h"
#include "receipts/text.h"

/* Every line of the text fits. */
static void check_widths(const char *text, int columns)
{
	while (*text) {
		char line[4096];
		size_t size = strcspn(text, "\n");

		assert_true(size < sizeof(line));
		memcpy(line, text, size);
		line[size] = '\0';
		if (page_text_columns(line) > columns)
			fail_msg("[%s] %d columns: \"%s\"", case_name, columns, line);
		text += size + 1;
	}
}

static void papers_are_their_golden_files(void **state)
{
	static const int widths[] = { 48, 42, 32, 120 };
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(paper_cases); i++) {
		struct arena *arena = arena_new(PAGE_ARENA_BYTES);
		struct page *page = paper_cases[i].make(arena);

		CASE(paper_cases[i].name);
		for (size_t w = 0; w < COUNT_OF(widths); w++) {
			struct buf text;
			char name[80];

			if ((page->paper == PAGE_ROLL) != (widths[w] < 120))
				continue;
			buf_init(&text, (size_t)4 << 20);
			assert_ok(text_page_write(page, widths[w], &text, &err), &err);
			check_widths(buf_get(&text), widths[w]);
			snprintf(name, sizeof(name), "%s-%d.txt", paper_cases[i].name, widths[w]);
			if (!strstr(paper_cases[i].name, "-long") && widths[w] != 42)
				golden_check(name, &text);
			buf_release(&text);
		}
		arena_free(arena);
	}
}

static const char *written(struct page *page, int columns, struct buf *text)
{
	struct err err;

	buf_clear(text);
	assert_ok(text_page_write(page, columns, text, &err), &err);
	return buf_get(text);
}

static void amounts_are_never_wrapped(void **state)
{
	static const struct {
		const char *name, *label, *value, *want;
	} cases[] = {
		{ "side by side", "Tiền mặt", "154.000", "Tiền mặt         154.000\n" },
		{ "a label that wraps", "Chuyển khoản ngân hàng Nông nghiệp", "1.000.000", "Chuyển khoản   1.000.000\nngân hàng Nông\nnghiệp\n" },
		{ "an amount that leaves no room", "Tổng", "1.234.567.890.123 ₫", "Tổng\n     1.234.567.890.123 ₫\n" },
		{ "no label", "", "5.000", "                   5.000\n" },
	};
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct page *page = page_new(arena, PAGE_ROLL, "");

		CASE(cases[i].name);
		page_pair(page, (struct page_style){ 0 }, cases[i].label, cases[i].value);
		assert_text(written(page, 24, &text), cases[i].want);
	}
	buf_release(&text);
	arena_free(arena);
}

static void words_wrap_where_they_may(void **state)
{
	static const struct {
		const char *name, *text, *want;
		enum page_align align;
	} cases[] = {
		{ "at a blank", "Hợp tác xã dịch vụ nông nghiệp", "Hợp tác xã dịch\nvụ nông nghiệp\n", PAGE_LEFT },
		{ "a word longer than the line", "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnop\nqrstuvwxyz\n", PAGE_LEFT },
		{ "lines in the middle are alike", "HTX NÔNG NGHIỆP ĐỒNG", "   HTX NÔNG\n  NGHIỆP ĐỒNG\n", PAGE_CENTER },
		{ "right", "còn lại", "         còn lại\n", PAGE_RIGHT },
		{ "wide letters", "茶茶茶茶茶茶茶茶茶", "茶茶茶茶茶茶茶茶\n茶\n", PAGE_LEFT },
		{ "no break between these", "Bao gạo nếp 12\xc2\xa0kg", "Bao gạo nếp\n12\xc2\xa0kg\n", PAGE_LEFT },
		{ "no amount from its sign", "Tiền hàng 100.000 ₫ đã trả", "Tiền hàng\n100.000 ₫ đã trả\n", PAGE_LEFT },
		{ "blanks only", "   ", "\n", PAGE_LEFT },
	};
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct page *page = page_new(arena, PAGE_ROLL, "");

		CASE(cases[i].name);
		page_text(page, (struct page_style){ .align = cases[i].align }, cases[i].text);
		assert_text(written(page, 16, &text), cases[i].want);
	}
	buf_release(&text);
	arena_free(arena);
}

static void check_naughty(const char *naughty, void *with)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct page *page = page_new(arena, PAGE_ROLL, naughty);

	CASE(naughty);
	page_text(page, (struct page_style){ .align = PAGE_CENTER }, naughty);
	page_pair(page, (struct page_style){ 0 }, naughty, "1.000");
	page_pair(page, (struct page_style){ 0 }, "1.000", naughty);
	page_stars(page, (struct page_style){ 0 }, 3, naughty);
	page_qr(page, naughty, 4);
	check_widths(written(page, 32, with), 32);
	assert_true(text_is_utf8(buf_get(with), ((struct buf *)with)->size));
	arena_free(arena);
}

static void naughty_strings_fit_too(void **state)
{
	struct buf text;
	struct tsv tsv;

	(void)state;
	buf_init(&text, 1 << 20);
	for_each_naughty(check_naughty, &text);
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/tricky_names.tsv"));
	while (tsv_next(&tsv))
		check_naughty(tsv_cell(&tsv, "name"), &text);
	tsv_close(&tsv);
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers_are_their_golden_files),
		cmocka_unit_test(amounts_are_never_wrapped),
		cmocka_unit_test(words_wrap_where_they_may),
		cmocka_unit_test(naughty_strings_fit_too),
	};

	return cmocka_run_group_tests_name("receipts/text", tests, NULL, NULL);
}
