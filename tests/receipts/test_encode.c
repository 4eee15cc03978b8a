/* Code pages: every Vietnamese letter reads back as itself, and no text can become a command. */
#include "check.h"
#include "tsv.h"

#include <iconv.h>

#include "base/arena.h"
#include "paper_tools.h"
#include "receipts/encode.h"
#include "receipts/page.h"

/* The bytes of cleaned text without the switches of pages, in hex. */
static void encoded(enum encode_page page, const char *text, struct buf *bytes)
{
	struct arena *arena = arena_new(1 << 20);
	struct encode encode = { page, 30, 31, -1 };
	struct buf all;

	buf_init(&all, 1 << 20);
	buf_clear(bytes);
	encode_text(&encode, page_clean(arena, text), &all);
	for (size_t i = 0; i < all.size; i++)
		if (all.data[i] == 0x1b) {
			assert_true(i + 2 < all.size + 1 && all.data[i + 1] == 't');
			i += 2;
		} else {
			assert_true((unsigned char)all.data[i] >= 0x20 && all.data[i] != 0x7f);
			buf_add(bytes, all.data + i, 1);
		}
	buf_release(&all);
	arena_free(arena);
}

/* Bytes of a code page that iconv knows, back to cleaned UTF-8. */
static const char *read_back(struct arena *arena, const char *page, const struct buf *bytes)
{
	char text[4096], *in = bytes->data, *out = text;
	size_t in_left = bytes->size, out_left = sizeof(text) - 1;
	iconv_t cd = iconv_open("UTF-8", page);

	assert_true(cd != (iconv_t)-1);
	if (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1 || iconv(cd, NULL, NULL, &out, &out_left) == (size_t)-1)
		fail_msg("[%s] not %s", case_name, page);
	iconv_close(cd);
	*out = '\0';
	return page_clean(arena, text);
}

static bool hex_is(const char *hex, const struct buf *bytes)
{
	uint8_t want[1024];
	size_t count;

	assert_true(text_hex_read(hex, strlen(hex), want, sizeof(want), &count));
	return count == bytes->size && memcmp(want, buf_get(bytes), count) == 0;
}

static void known_bytes_come_out(void **state)
{
	struct arena *arena = arena_new(4 << 20);
	struct tsv tsv;
	struct buf bytes;
	int count = 0;

	(void)state;
	buf_init(&bytes, 1 << 20);
	assert_true(tsv_open(&tsv, "tests/cases/escpos/vietnamese_encodings.tsv"));
	while (tsv_next(&tsv)) {
		const char *text = tsv_cell(&tsv, "text_utf8"), *small = tsv_cell(&tsv, "tcvn3_page30_hex(npm)");
		const char *capital = tsv_cell(&tsv, "tcvn3_caps_page31_hex(npm)"), *viscii = tsv_cell(&tsv, "viscii_hex(glibc)");

		CASE(tsv_cell(&tsv, "id"));
		encoded(ENCODE_CP1258, text, &bytes);
		assert_text(read_back(arena, "CP1258", &bytes), page_clean(arena, text));
		encoded(ENCODE_TCVN3, text, &bytes);
		/* Text with a capital that needs the other page has no cell; single letters have one of the two. */
		if (*small)
			assert_true(hex_is(small, &bytes));
		else if (*capital)
			assert_true(hex_is(capital, &bytes));
		encoded(ENCODE_VISCII, text, &bytes);
		/* Bytes below 0x20 are six capitals of VISCII, which a printer would take for commands. */
		if (*viscii && !(strlen(viscii) == 2 && viscii[0] < '2'))
			assert_true(hex_is(viscii, &bytes));
		count++;
	}
	tsv_close(&tsv);
	buf_release(&bytes);
	arena_free(arena);
	assert_true(count >= 25);
}

static void every_letter_reads_back(void **state)
{
	struct arena *arena = arena_new(4 << 20);
	struct tsv tsv;
	struct buf bytes, low;

	(void)state;
	buf_init(&bytes, 1 << 20);
	buf_init(&low, 1 << 20);
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/letters.tsv"));
	while (tsv_next(&tsv)) {
		const char *letter = tsv_cell(&tsv, "letter"), *fold = tsv_cell(&tsv, "fold");

		CASE(letter);
		encoded(ENCODE_CP1258, letter, &bytes);
		assert_text(read_back(arena, "CP1258", &bytes), letter);
		encoded(ENCODE_ASCII, letter, &bytes);
		assert_i64(bytes.size, 1);
		assert_i64(bytes.data[0] | 0x20, fold[0]);
		/* TCVN-3 gives both cases one byte, each in its page. */
		encoded(ENCODE_TCVN3, letter, &bytes);
		encoded(ENCODE_TCVN3, tsv_cell(&tsv, "other_case"), &low);
		assert_i64(bytes.size, 1);
		if ((unsigned char)bytes.data[0] >= 0x80)
			assert_i64(bytes.data[0], low.data[0]);
		encoded(ENCODE_VISCII, letter, &bytes);
		assert_i64(bytes.size, 1);
		if (!strstr("ẲẴẪỶỸỴ", letter))
			assert_text(read_back(arena, "VISCII", &bytes), letter);
	}
	tsv_close(&tsv);
	buf_release(&bytes);
	buf_release(&low);
	arena_free(arena);
}

static void pages_switch_only_where_they_must(void **state)
{
	struct encode encode = { ENCODE_TCVN3, 30, 31, -1 };
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1000);
	encode_text(&encode, "ABC 123 đ Đ abc Ệ", &bytes);
	assert_text(buf_get(&bytes), "ABC 123 \x1bt\x1e\xae \x1bt\x1f\xae abc \xd6");
	buf_release(&bytes);
}

static void signs_have_a_way_out(void **state)
{
	static const struct {
		const char *name, *text, *ascii;
	} cases[] = {
		{ "multiply and dash", "2 × 3 – 5", "2 x 3 - 5" }, { "money", "1.000 ₫", "1.000 d" }, { "quotes", "“OCOP”…", "\"OCOP\"..." },
		{ "foreign letters", "Crème ñ", "Creme n" },       { "no letter of ours", "茶 🍵", "? ?" },
	};
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1000);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		encoded(ENCODE_ASCII, cases[i].text, &bytes);
		assert_text(buf_get(&bytes), cases[i].ascii);
	}
	buf_release(&bytes);
}

static void check_naughty(const char *text, void *with)
{
	CASE(text);
	for (enum encode_page page = ENCODE_ASCII; page <= ENCODE_VISCII; page++)
		encoded(page, text, with);
}

static void no_text_becomes_a_command(void **state)
{
	struct buf bytes;

	(void)state;
	buf_init(&bytes, 1 << 20);
	for_each_naughty(check_naughty, &bytes);
	check_naughty("\x1b@\x1dV\x41\x03 \x10\x04\x01 \xc2\x9b" "1A", &bytes);
	buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_bytes_come_out),
		cmocka_unit_test(every_letter_reads_back),
		cmocka_unit_test(pages_switch_only_where_they_must),
		cmocka_unit_test(signs_have_a_way_out),
		cmocka_unit_test(no_text_becomes_a_command),
	};

	return cmocka_run_group_tests_name("receipts/encode", tests, NULL, NULL);
}
