/* Pages: texts are clean, NFC and bounded; nothing goes past the ceilings. */
#include "check.h"
#include "papers.h"
#include "tsv.h"

#include "base/text.h"

static void text_is_fit_for_paper(void **state)
{
	static const struct {
		const char *name, *text, *want;
		int columns;
	} cases[] = {
		{ "plain", "Tra", "Tra", 3 },
		{ "no text", NULL, "", 0 },
		{ "apart is put together", "Vie\xcc\xa3\xcc\x82t", "Việt", 4 },
		{ "marks in the other order", "Vie\xcc\x82\xcc\xa3t", "Việt", 4 },
		{ "control bytes are blanks", "a\x1b@\x1dV\x01" "b\r\n", "a @ V b  ", 9 },
		{ "zero width space", "Chuối sấy\xe2\x80\x8b giòn", "Chuối sấy giòn", 14 },
		{ "bidi override", "abc\xe2\x80\xae" "def", "abcdef", 6 },
		{ "bytes that are not UTF-8", "a\xff\xfe" "b", "a\xef\xbf\xbd\xef\xbf\xbd" "b", 4 },
		{ "half a letter", "a\xe1\xba", "a\xef\xbf\xbd\xef\xbf\xbd", 3 },
		{ "too many marks", "o\xcc\x82\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "ố", 1 },
		{ "minus and star", "5 \xe2\x88\x92 3 \xe2\x98\x85", "5 – 3 *", 7 },
		{ "wide letters", "茶 5", "茶 5", 4 },
		{ "no-break space stays", "12\xc2\xa0kg", "12\xc2\xa0kg", 5 },
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *clean = page_clean(arena, cases[i].text);

		CASE(cases[i].name);
		assert_text(clean, cases[i].want);
		assert_i64(page_text_columns(clean), cases[i].columns);
		assert_text(page_clean(arena, clean), clean);
	}
	arena_free(arena);
}

static void every_letter_is_one_column_however_it_is_typed(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	int count = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/letters.tsv"));
	while (tsv_next(&tsv)) {
		const char *letter = tsv_cell(&tsv, "letter");
		char apart[64] = "";
		size_t size = 0;

		CASE(letter);
		/* Up to U+07FF two bytes are enough; the parts of a Vietnamese letter all are. */
		for (char *at = tsv_cell(&tsv, "nfd"); *at;) {
			unsigned long code = strtoul(at, &at, 16);

			if (code < 0x80) {
				apart[size++] = (char)code;
			} else {
				apart[size++] = (char)(0xc0 | code >> 6);
				apart[size++] = (char)(0x80 | (code & 0x3f));
			}
			while (*at == ' ')
				at++;
		}
		apart[size] = '\0';
		assert_text(page_clean(arena, apart), page_clean(arena, letter));
		assert_i64(page_text_columns(page_clean(arena, apart)), 1);
		count++;
	}
	tsv_close(&tsv);
	arena_free(arena);
	assert_true(count >= 134);
}

static void a_long_text_is_cut_at_a_letter(void **state)
{
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t shift = 0; shift < 4; shift++) {
		char text[3 * PAGE_TEXT_BYTES_MAX + 8] = "aaaa";
		const char *clean;

		for (size_t i = shift; i + 3 < sizeof(text); i += 3)
			memcpy(text + i, "ệ", 4);
		clean = page_clean(arena, text);
		assert_true(strlen(clean) <= PAGE_TEXT_BYTES_MAX && strlen(clean) > PAGE_TEXT_BYTES_MAX - 4);
		assert_null(strstr(clean, "\xef\xbf\xbd"));
	}
	arena_free(arena);
}

static void a_page_has_a_ceiling(void **state)
{
	struct err err;
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct page *page = page_new(arena, PAGE_ROLL, "dài");
	char text[PAGE_TEXT_BYTES_MAX];

	(void)state;
	for (int i = 0; i < PAGE_BLOCKS_MAX; i++)
		page_text(page, (struct page_style){ 0 }, "x");
	assert_ok(page_check(page, &err), &err);
	page_rule(page, false);
	assert_false(page_check(page, &err));
	assert_i64(err.code, ERR_LIMIT);
	/* Long before so many rows of long cells the bytes are the limit. */
	arena_reset(arena);
	page = page_new(arena, PAGE_A4, "rộng");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < PAGE_BLOCKS_MAX * 2; i++)
		page_columns(page, (const struct page_cell[]){ { .text = text, .share = 1 }, { .text = text, .share = 1 } }, 2);
	assert_false(page_check(page, &err));
	assert_true(page->blocks_count < PAGE_BLOCKS_MAX);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_fit_for_paper),
		cmocka_unit_test(every_letter_is_one_column_however_it_is_typed),
		cmocka_unit_test(a_long_text_is_cut_at_a_letter),
		cmocka_unit_test(a_page_has_a_ceiling),
	};

	return cmocka_run_group_tests_name("receipts/page", tests, NULL, NULL);
}
