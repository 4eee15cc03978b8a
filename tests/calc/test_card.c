/* Numbers that look like a payment card's: found however they are written, and nothing else taken for one. */
#include "check.h"

#include "base/arena.h"
#include "calc/card.h"

static const struct {
	const char *name, *text;
	bool is_card;
} rows[] = {
	{ "Visa", "4111111111111111", true },
	{ "Visa by fours", "thẻ 4111 1111 1111 1111 nhé", true },
	{ "with dashes", "4111-1111-1111-1111", true },
	{ "with typographic dashes", "4111–1111–1111–1111", true },
	{ "with blanks that do not break", "4111\u00a01111\u00a01111\u00a01111", true },
	{ "digit by digit", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true },
	{ "two blanks", "4111  1111  1111  1111", true },
	{ "MasterCard 5", "5555555555554444", true },
	{ "MasterCard 2", "2223003122003222", true },
	{ "the last of MasterCard 2", "2720 9900 0000 0007", true },
	{ "American Express", "3782 822463 10005", true },
	{ "JCB", "3566002020360505", true },
	{ "NAPAS, 16", "9704198526191432198", true },
	{ "with its day and code behind", "4111 1111 1111 1111 1227 123", true },
	{ "with a phone in front", "0912345678 4111111111111111", true },
	{ "in the middle of words", "STK4111111111111111abc", true },
	{ "one digit wrong", "4111111111111112", false },
	{ "14 digits", "41111111111116", false },
	{ "20 digits", "41111111111111111111", false },
	{ "before MasterCard 2", "2220990000000008", false },
	{ "behind MasterCard 2", "2721000000000004", false },
	{ "begins with 6", "6011111111111117", false },
	{ "begins with 1", "1111111111111117", false },
	{ "an EAN", "8936000000014", false },
	{ "two EANs", "8936000000014 8936000000021", false },
	{ "an identity card", "001203004567", false },
	{ "a phone", "+84 912 345 678", false },
	{ "a day and a sum", "22-11-2026 1.234.567", false },
	{ "digits with signs between", "4111.1111.1111.1111", false },
	{ "digits with words between", "4111 1111 và 1111 1111", false },
	{ "nothing", "", false },
};

static void known_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		assert_int_equal(card_in_text(rows[i].text), rows[i].is_card);
	}
}

static uint32_t seed = 7;

static int draw(int below)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)below);
}

/* A number of that many digits which begins as said and passes Luhn, reckoned by doubling from the left: another way than the program's. */
static void make_card(const char *begin, int count, char card[CARD_DIGITS_MAX + 1])
{
	int sum = 0;

	snprintf(card, CARD_DIGITS_MAX + 1, "%s", begin);
	for (int i = (int)strlen(begin); i < count - 1; i++)
		card[i] = (char)('0' + draw(10));
	for (int i = 0; i < count - 1; i++) {
		int twice = (count - i) % 2 == 0 ? 2 * (card[i] - '0') : card[i] - '0';

		sum += twice / 10 + twice % 10;
	}
	card[count - 1] = (char)('0' + (10 - sum % 10) % 10);
	card[count] = '\0';
}

/* Every card is found, alone and between groups; every other last digit is none. */
static void any_card_is_found_and_no_neighbour_of_it(void **state)
{
	static const char *const begins[] = { "3", "4", "5", "2221", "2500", "2720", "9704" };

	(void)state;
	for (int times = 0; times < 20000; times++) {
		char card[CARD_DIGITS_MAX + 1], text[200];
		int count = CARD_DIGITS_MIN + draw(CARD_DIGITS_MAX - CARD_DIGITS_MIN + 1), at = 0;
		size_t used = 0;

		make_card(begins[draw((int)COUNT_OF(begins))], count, card);
		while (at < count) {
			int size = 3 + draw(5);

			if (count - at - size < 3)
				size = count - at;
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%.*s%s", size, card + at, draw(2) ? " " : "-");
			at += size;
		}
		CASE(text);
		assert_true(card_in_text(card));
		assert_true(card_in_text(text));
		snprintf(text + used, sizeof(text) - used, "%d", 100 + draw(900));
		assert_true(card_in_text(text));
		card[count - 1] = (char)('0' + (card[count - 1] - '0' + 1 + draw(9)) % 10);
		CASE(card);
		assert_false(card_in_text(card));
	}
}

static void any_bytes_are_only_read(void **state)
{
	static const char signs[] = "0123456789 -.\xc2\xa0\xe2\x80\x93" "aĐ\n";

	(void)state;
	for (int times = 0; times < 20000; times++) {
		char text[2000];
		int size = draw(times % 20 ? 40 : (int)sizeof(text) - 1);

		for (int i = 0; i < size; i++)
			text[i] = draw(5) ? (char)('0' + draw(10)) : signs[draw((int)sizeof(signs) - 1)];
		text[size] = '\0';
		card_in_text(text);
	}
}

/* ---- of a shape ------------------------------------------------------------------------ */

struct line {
	const char *note;
};
static const struct field line_fields[] = { F_TEXT_OPT(struct line, note, 1, 100) };
static const struct shape line_shape = SHAPE(struct line, "line", line_fields);
struct whole {
	const char *account;
	struct line *lines;
	size_t lines_count;
	struct line part;
	struct line *part_at;
	const char **words;
	size_t words_count;
};
static const struct field whole_fields[] = {
	F_CODE_OPT(struct whole, account, 1, 30),
	F_LIST(struct whole, lines, 0, 10, &line_shape),
	F_PART(struct whole, part, &line_shape),
	F_PART_AT(struct whole, part_at, &line_shape),
	F_TEXTS(struct whole, words, 0, 10, 100),
};
static const struct shape whole_shape = SHAPE(struct whole, "whole", whole_fields);

static void every_text_that_is_no_code_is_looked_at(void **state)
{
	static const struct {
		const char *json, *field;
	} asked[] = {
		{ "{\"account\":\"4111111111111111\",\"lines\":[],\"part\":{},\"words\":[]}", NULL },
		{ "{\"lines\":[{\"note\":\"a\"},{\"note\":\"4111111111111111\"}],\"part\":{},\"words\":[]}", "lines[1].note" },
		{ "{\"lines\":[],\"part\":{\"note\":\"4111111111111111\"},\"words\":[]}", "part.note" },
		{ "{\"lines\":[],\"part\":{},\"part_at\":{\"note\":\"4111111111111111\"},\"words\":[]}", "part_at.note" },
		{ "{\"lines\":[],\"part\":{},\"words\":[\"a\",\"4111111111111111\"]}", "words" },
	};
	struct arena *arena = arena_new(1 << 16);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		struct err err = { 0 };
		struct whole whole;

		CASE(asked[i].json);
		assert_ok(shape_read(&whole_shape, asked[i].json, strlen(asked[i].json), arena, &whole, &err), &err);
		assert_int_equal(card_in_none(&whole_shape, &whole, &err), asked[i].field == NULL);
		if (asked[i].field)
			assert_text(err.field, asked[i].field);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_ones),
		cmocka_unit_test(any_card_is_found_and_no_neighbour_of_it),
		cmocka_unit_test(any_bytes_are_only_read),
		cmocka_unit_test(every_text_that_is_no_code_is_looked_at),
	};

	return cmocka_run_group_tests_name("calc/card", tests, NULL, NULL);
}
