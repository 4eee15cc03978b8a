/* Tokens in purposes: written, checked letter by letter, and found in what banks make of them. */
#include "check.h"

#include "calc/paytoken.h"

static void every_number_gives_a_token_of_its_own(void **state)
{
	static const struct { int64_t number; const char *token; } rows[] = {
		{ 0, "OC2222222" }, { 1, "OC222223Y" }, { 31, "OC22222Z3" }, { 32, "OC222232Z" }, { PAYTOKEN_NUMBERS - 1, "OCZZZZZZ8" },
	};
	char token[PAYTOKEN_SIZE], before[PAYTOKEN_SIZE] = "";

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		paytoken_write(rows[i].number, token);
		CASE(token);
		assert_text(token, rows[i].token);
		assert_true(paytoken_is(token));
	}
	for (int64_t i = 0; i < 100000; i += 7) {
		paytoken_write(i * 10007 % PAYTOKEN_NUMBERS, token);
		assert_true(paytoken_is(token));
		assert_true(strcmp(token, before) != 0);
		memcpy(before, token, sizeof(before));
	}
}

/* A wrong letter is never another's token. */
static void no_single_letter_may_be_wrong(void **state)
{
	static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char token[PAYTOKEN_SIZE];
	size_t exchanged = 0, found = 0;

	(void)state;
	for (int64_t n = 3; n < PAYTOKEN_NUMBERS; n = n * 3 + 17) {
		paytoken_write(n, token);
		for (size_t at = 2; at < PAYTOKEN_SIZE - 1; at++) {
			char right = token[at];

			for (const char *wrong = letters; *wrong; wrong++) {
				token[at] = *wrong;
				assert_true(paytoken_is(token) == (*wrong == right));
			}
			token[at] = right;
		}
		for (size_t at = 2; at + 1 < PAYTOKEN_SIZE - 1; at++) {
			char first = token[at];

			if (first == token[at + 1])
				continue;
			token[at] = token[at + 1];
			token[at + 1] = first;
			exchanged++;
			found += !paytoken_is(token);
			token[at + 1] = token[at];
			token[at] = first;
		}
	}
	assert_true(found * 100 >= exchanged * 95);
}

static void it_is_found_in_what_banks_make_of_it(void **state)
{
	char token[PAYTOKEN_SIZE], text[200], found[PAYTOKEN_SIZE];
	static const struct { const char *name, *before, *behind; bool is_found; } rows[] = {
		{ "alone", "", "", true },
		{ "with a bank's words before and behind", "MBVCB.3278907687.044123.", ".CT tu 0071001234567 NGUYEN VAN A toi 0123456789", true },
		{ "glued between others", "IBFT", "FT23123456789", true },
		{ "behind words with the mark in them", "HOC PHI TRUONG TIEU HOC ", "", true },
		{ "behind a broken one", "OC22 ", "", true },
		{ "without it", "NGUYEN VAN A chuyen tien", NULL, false },
		{ "nothing at all", "", NULL, false },
		{ "only the mark", "OC OC OC OC OC OC", NULL, false },
	};

	(void)state;
	paytoken_write(123456789, token);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t at = 0;

		CASE(rows[i].name);
		snprintf(text, sizeof(text), "%s%s%s", rows[i].before, rows[i].behind ? token : "", rows[i].behind ? rows[i].behind : "");
		assert_true(paytoken_find(text, strlen(text), &at, found) == rows[i].is_found);
		if (rows[i].is_found)
			assert_text(found, token);
	}
}

static void small_letters_blanks_and_line_ends_do_not_hide_it(void **state)
{
	char token[PAYTOKEN_SIZE], text[80], found[PAYTOKEN_SIZE];

	(void)state;
	paytoken_write(987654321, token);
	for (size_t at_break = 1; at_break < PAYTOKEN_SIZE - 1; at_break++) {
		size_t at = 0;

		snprintf(text, sizeof(text), "CT DEN %.*s\n%s tu NGUYEN VAN A", (int)at_break, token, token + at_break);
		assert_true(paytoken_find(text, strlen(text), &at, found));
		assert_text(found, token);
	}
	for (size_t i = 0; token[i]; i++)
		text[i] = (char)(token[i] >= 'A' ? token[i] + 'a' - 'A' : token[i]);
	size_t at = 0;

	assert_true(paytoken_find(text, PAYTOKEN_SIZE - 1, &at, found));
	assert_text(found, token);
	assert_false(paytoken_find(text, PAYTOKEN_SIZE - 1, &at, found));
	/* A nought typed for the O. */
	snprintf(text, sizeof(text), "0%s", token + 1);
	at = 0;
	assert_true(paytoken_find(text, strlen(text), &at, found));
	assert_text(found, token);
}

static void two_in_one_purpose_are_both_found(void **state)
{
	char first[PAYTOKEN_SIZE], second[PAYTOKEN_SIZE], text[80], found[PAYTOKEN_SIZE];
	size_t at = 0;

	(void)state;
	paytoken_write(5, first);
	paytoken_write(77777, second);
	snprintf(text, sizeof(text), "%s va %s", first, second);
	assert_true(paytoken_find(text, strlen(text), &at, found));
	assert_text(found, first);
	assert_true(paytoken_find(text, strlen(text), &at, found));
	assert_text(found, second);
	assert_false(paytoken_find(text, strlen(text), &at, found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_gives_a_token_of_its_own),
		cmocka_unit_test(no_single_letter_may_be_wrong),
		cmocka_unit_test(it_is_found_in_what_banks_make_of_it),
		cmocka_unit_test(small_letters_blanks_and_line_ends_do_not_hide_it),
		cmocka_unit_test(two_in_one_purpose_are_both_found),
	};

	return cmocka_run_group_tests_name("calc/paytoken", tests, NULL, NULL);
}
