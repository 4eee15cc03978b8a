/* Amounts in words: two published readers' cases, the examples of the house, and the rules one by one. */
#include "check.h"
#include "tsv.h"

#include "app/debug.h"
#include "calc/words.h"

static void replace(char *text, const char *from, const char *to)
{
	size_t a = strlen(from), b = strlen(to);

	for (char *at = text; (at = strstr(at, from)); at += b) {
		assert_true(b <= a);
		memcpy(at, to, b);
		memmove(at + b, at + a, strlen(at + a) + 1);
	}
}

/* What the cases call the same: lẻ/linh, tỉ/tỷ, nghìn/ngàn, a large first letter, a final "chẵn" or full stop. */
static void level(char *text)
{
	replace(text, "linh", "lẻ");
	replace(text, "tỷ", "tỉ");
	replace(text, "nghìn", "ngàn");
	replace(text, " chẵn", "");
	replace(text, ".", "");
	if (text[0] >= 'A' && text[0] <= 'Z')
		text[0] = (char)(text[0] - 'A' + 'a');
}

static void published_cases_are_read_alike(void **state)
{
	struct tsv tsv;
	size_t rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/amount_in_words.tsv"));
	while (tsv_next(&tsv)) {
		char got[WORDS_SIZE], want[WORDS_SIZE];
		const char *amount = tsv_cell(&tsv, "amount");
		int64_t dong = 0;

		CASE(tsv_cell(&tsv, "id"));
		assert_true(text_read_i64(amount, strlen(amount), &dong));
		words_write(dong, NULL, got);
		snprintf(want, sizeof(want), "%s", tsv_cell(&tsv, "words"));
		level(got);
		level(want);
		assert_text(got, want);
		rows++;
	}
	tsv_close(&tsv);
	print_message("# amount_in_words.tsv: %zu rows, none left out\n", rows);
	assert_true(rows > 0);
}

static void every_rule_has_its_row(void **state)
{
	static const struct words_style southern = { .le = true, .ngan = true, .ti = true, .bon = true };
	static const struct words_style paper = { .capital = true, .bon = true };
	static const struct words_style bare = { .unit = "", .capital = true };
	static const struct {
		const char *name;
		int64_t dong;
		const struct words_style *style;
		const char *words;
	} cases[] = {
		{ "nothing", 0, NULL, "không đồng" },
		{ "one", 1, NULL, "một đồng" },
		{ "five alone", 5, NULL, "năm đồng" },
		{ "ten", 10, NULL, "mười đồng" },
		{ "eleven keeps một", 11, NULL, "mười một đồng" },
		{ "fourteen keeps bốn", 14, NULL, "mười bốn đồng" },
		{ "fifteen has lăm", 15, NULL, "mười lăm đồng" },
		{ "twenty", 20, NULL, "hai mươi đồng" },
		{ "mốt", 21, NULL, "hai mươi mốt đồng" },
		{ "tư", 24, NULL, "hai mươi tư đồng" },
		{ "bốn where asked for", 24, &southern, "hai mươi bốn đồng" },
		{ "linh keeps năm", 105, NULL, "một trăm linh năm đồng" },
		{ "linh keeps một", 201, NULL, "hai trăm linh một đồng" },
		{ "lẻ where asked for", 105, &southern, "một trăm lẻ năm đồng" },
		{ "ngàn and tỉ", INT64_C(2000003000), &southern, "hai tỉ không trăm lẻ ba ngàn đồng" },
		{ "example on paper", 154000, &paper, "Một trăm năm mươi bốn nghìn đồng" },
		{ "example with empty hundreds", 1005015, &paper, "Một triệu không trăm linh năm nghìn không trăm mười lăm đồng" },
		{ "an empty group is silent", 1000005, NULL, "một triệu không trăm linh năm đồng" },
		{ "below zero", -21000, &paper, "Âm hai mươi mốt nghìn đồng" },
		{ "without unit", 7, &bare, "Bảy" },
		{ "nghìn tỷ", INT64_C(1002003004005), NULL, "một nghìn không trăm linh hai tỷ không trăm linh ba triệu không trăm linh bốn nghìn không trăm linh năm đồng" },
		{ "the largest amount", INT64_C(1000000000000000), NULL, "một triệu tỷ đồng" },
		{ "tỷ tỷ", INT64_C(1000000000000000005), NULL, "một tỷ tỷ không trăm linh năm đồng" },
	};
	char text[WORDS_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		words_write(cases[i].dong, cases[i].style, text);
		assert_text(text, cases[i].words);
	}
}

static void every_number_fits(void **state)
{
	uint64_t seed = test_seed();
	char unit[WORDS_UNIT_MAX + 1];
	struct words_style longest = { .unit = unit };
	char text[WORDS_SIZE];

	(void)state;
	memset(unit, 'u', WORDS_UNIT_MAX);
	unit[WORDS_UNIT_MAX] = '\0';
	words_write(INT64_MIN, &longest, text);
	words_write(INT64_MAX, &longest, text);
	/* "chín trăm bảy mươi tư" in every group is among the longest there are. */
	words_write(-INT64_C(8974974974974974974), &longest, text);
	for (int i = 0; i < 20000; i++)
		words_write((int64_t)(test_next(&seed) >> (test_next(&seed) % 64)), &longest, text);
}

static void the_command_answers(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "24", ",\"words\":\"hai mươi tư đồng\"" },
		{ "-1", ",\"words\":\"âm một đồng\"" },
		{ "12.5", NULL }, { "1e3", NULL }, { "", NULL }, { "9223372036854775808", NULL }, { "mười", NULL },
	};
	struct err err;
	struct buf answer;

	(void)state;
	buf_init(&answer, 4096);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].in);
		buf_clear(&answer);
		assert_i64(debug_words.line(NULL, cases[i].in, strlen(cases[i].in), NULL, &answer, &err), cases[i].out != NULL);
		if (cases[i].out)
			assert_text(buf_get(&answer), cases[i].out);
	}
	buf_release(&answer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_cases_are_read_alike),
		cmocka_unit_test(every_rule_has_its_row),
		cmocka_unit_test(every_number_fits),
		cmocka_unit_test(the_command_answers),
	};

	return cmocka_run_group_tests_name("calc/words", tests, NULL, NULL);
}
