/* Đồng: scaling, splitting, reading and writing. */
#include "check.h"

#include "calc/money.h"

static void rounding_is_half_away_from_zero(void **state)
{
	static const struct {
		const char *name;
		int64_t a, numerator, denominator, nearest, down;
	} cases[] = {
		{ "exact", 108000, 20, 100, 21600, 21600 },
		{ "half goes up", 5, 1, 2, 3, 2 },
		{ "minus half goes down", -5, 1, 2, -3, -2 },
		{ "just under half", 4, 1, 9, 0, 0 },
		{ "odd denominator, over half", 2, 1, 3, 1, 0 },
		{ "VAT inside at the ceiling", MONEY_MAX, 100000, 1100000, INT64_C(90909090909091), INT64_C(90909090909090) },
		{ "through 128 bits", MONEY_MAX, 999999999, 1000000000, INT64_C(999999999000000), INT64_C(999999999000000) },
		{ "negative numerator", 7, -1, 2, -4, -3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(money_scale(cases[i].a, cases[i].numerator, cases[i].denominator), cases[i].nearest);
		assert_i64(money_scale_down(cases[i].a, cases[i].numerator, cases[i].denominator), cases[i].down);
	}
}

static void sums_stay_within_bounds(void **state)
{
	struct money sum = { 7 };

	(void)state;
	assert_false(money_add(MONEY(MONEY_MAX), MONEY(1), &sum));
	assert_false(money_add(MONEY(-MONEY_MAX), MONEY(-1), &sum));
	assert_false(money_add(MONEY(INT64_MAX), MONEY(INT64_MAX), &sum));
	assert_i64(sum.dong, 7);
	assert_true(money_add(MONEY(MONEY_MAX), MONEY(-1), &sum));
	assert_i64(sum.dong, MONEY_MAX - 1);
	assert_true(money_of_qty(MONEY(98765), 12345000, &sum));
	assert_i64(sum.dong, INT64_C(1219253925));
	assert_true(money_of_qty(MONEY(333), 1500, &sum));
	assert_i64(sum.dong, 500);
	assert_true(money_of_qty(MONEY(MONEY_MAX), 1000, &sum));
	assert_true(money_of_qty(MONEY(MONEY_MAX), 1, &sum));
	assert_false(money_of_qty(MONEY(MONEY_MAX), 1001, &sum));
	assert_false(money_of_qty(MONEY(MONEY_MAX), QTY_MILLI_MAX, &sum));
}

static void a_split_goes_to_the_largest_remainders(void **state)
{
	static const struct {
		const char *name;
		int64_t total;
		size_t count;
		int64_t weights[6], parts[6];
	} cases[] = {
		{ "the earlier of equals first", 100, 3, { 1, 1, 1 }, { 34, 33, 33 } },
		{ "two left over", 101, 3, { 1, 1, 1 }, { 34, 34, 33 } },
		{ "a zero weight gets nothing", 10, 3, { 0, 1, 0 }, { 0, 10, 0 } },
		{ "the larger remainder, not the earlier", 10, 2, { 1, 3 }, { 3, 7 } },
		{ "largest remainder before position", 7, 3, { 10, 30, 29 }, { 1, 3, 3 } },
		{ "negative mirrors", -100, 3, { 1, 1, 1 }, { -34, -33, -33 } },
		{ "nothing", 0, 2, { 1, 1 }, { 0, 0 } },
		{ "one", 5, 1, { 3 }, { 5 } },
		{ "a hamper (rules B9)", 500000, 6, { 200000, 100000, 150000, 50000, 60000, 40000 }, { 166667, 83333, 125000, 41667, 50000, 33333 } },
		{ "at the ceiling", MONEY_MAX, 2, { MONEY_MAX, MONEY_MAX }, { MONEY_MAX / 2, MONEY_MAX / 2 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct money parts[6];

		CASE(cases[i].name);
		money_split(MONEY(cases[i].total), cases[i].weights, cases[i].count, parts);
		for (size_t k = 0; k < cases[i].count; k++)
			assert_i64(parts[k].dong, cases[i].parts[k]);
	}
}

/* The same by the book: sort nothing, take the largest remainder again and again. */
static void split_slowly(int64_t total, const int64_t *weights, size_t count, int64_t *parts)
{
	__extension__ typedef __int128 wide;
	int64_t sum = 0, left = total, rest[20];

	for (size_t i = 0; i < count; i++)
		sum += weights[i];
	for (size_t i = 0; i < count; i++) {
		parts[i] = (int64_t)((wide)total * weights[i] / sum);
		rest[i] = (int64_t)((wide)total * weights[i] % sum);
		left -= parts[i];
	}
	for (; left > 0; left--) {
		size_t best = 0;

		for (size_t i = 1; i < count; i++)
			if (rest[i] > rest[best])
				best = i;
		parts[best]++;
		rest[best] = -1;
	}
}

static void a_split_loses_nothing(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 200000; run++) {
		size_t count = 1 + test_next(&seed) % 20;
		int64_t weights[20], want[20], sum = 0, total = (int64_t)(test_next(&seed) % (uint64_t)MONEY_MAX) + 1;
		int64_t range = run % 3 == 0 ? 4 : run % 3 == 1 ? 1000000 : MONEY_MAX;
		struct money parts[20], mirrored[20];

		if (run % 2)
			total = total % 1000;
		for (size_t i = 0; i < count; i++)
			weights[i] = (int64_t)(test_next(&seed) % (uint64_t)range);
		weights[test_next(&seed) % count]++;
		money_split(MONEY(total), weights, count, parts);
		money_split(MONEY(-total), weights, count, mirrored);
		split_slowly(total, weights, count, want);
		for (size_t i = 0; i < count; i++) {
			sum += parts[i].dong;
			assert_i64(parts[i].dong, want[i]);
			assert_i64(mirrored[i].dong, -parts[i].dong);
		}
		assert_i64(sum, total);
	}
}

static void money_is_written_with_groups(void **state)
{
	static const struct {
		int64_t dong;
		const char *text;
	} cases[] = {
		{ 0, "0" }, { 7, "7" }, { 999, "999" }, { 1000, "1.000" }, { 1234567, "1.234.567" }, { -1234567, "-1.234.567" },
		{ -100, "-100" }, { MONEY_MAX, "1.000.000.000.000.000" }, { INT64_MIN, "-9.223.372.036.854.775.808" },
	};
	char text[40], want[40];
	struct money back = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].text);
		money_write_plain(MONEY(cases[i].dong), text, sizeof(text));
		assert_text(text, cases[i].text);
		if (cases[i].dong >= -MONEY_MAX) {
			assert_true(money_read(text, strlen(text), &back));
			assert_i64(back.dong, cases[i].dong);
		}
		money_write(MONEY(cases[i].dong), text, sizeof(text));
		assert_text(money_said(MONEY(cases[i].dong)).text, text);
		snprintf(want, sizeof(want), "%s ₫", cases[i].text);
		assert_text(text, want);
	}
}

static void money_is_read_whole_or_not_at_all(void **state)
{
	static const char *const refused[] = { "", "-", "1.23", "1.2345", "1234.567", ".123", "0.123", "00", "01.000", "1,5", "1.234,5", " 1", "1 ", "+1",
					       "1..000", "1.000.", "1.0000", "-.100", "--1", "1000000000000001", "99999999999999999999999", "1e3", "12đ", "-0" };
	struct money money = { 42 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		CASE(refused[i]);
		assert_false(money_read(refused[i], strlen(refused[i]), &money));
		assert_i64(money.dong, 42);
	}
	assert_true(money_read("1234567", 7, &money) && money.dong == 1234567);
	assert_true(money_read("-1.000", 6, &money) && money.dong == -1000);
	assert_true(money_read("12.345", 6, &money) && money.dong == 12345);
	assert_true(money_read("100.000", 7, &money) && money.dong == 100000);
}

static void quantities_have_a_decimal_comma(void **state)
{
	static const struct {
		const char *text;
		int64_t qty_milli;
	} cases[] = {
		{ "1,25", 1250 }, { "12", 12000 }, { "0,005", 5 }, { "0", 0 }, { "0,0", 0 }, { "-1,5", -1500 }, { "3,100", 3100 }, { "1000000", QTY_MILLI_MAX },
	};
	static const char *const refused[] = { "", "1.250", "1.5", ",5", "1,", "1,2345", "01", "1000000,001", "1000001", "-0", "-0,000", "1,-5", "1,+5", "--1", "1 kg", "1,2,3" };
	char text[24];
	int64_t qty_milli = 42, back = 0;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].text);
		assert_true(qty_read(cases[i].text, strlen(cases[i].text), &qty_milli));
		assert_i64(qty_milli, cases[i].qty_milli);
		qty_write(qty_milli, text, sizeof(text));
		assert_true(qty_read(text, strlen(text), &back));
		assert_i64(back, qty_milli);
	}
	qty_write(1250, text, sizeof(text));
	assert_text(text, "1,25");
	qty_write(-1005, text, sizeof(text));
	assert_text(text, "-1,005");
	qty_write(1100, text, sizeof(text));
	assert_text(text, "1,1");
	qty_write(INT64_MIN, text, sizeof(text));
	assert_text(text, "-9223372036854775,808");
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		CASE(refused[i]);
		qty_milli = 42;
		assert_false(qty_read(refused[i], strlen(refused[i]), &qty_milli));
		assert_i64(qty_milli, 42);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounding_is_half_away_from_zero),
		cmocka_unit_test(sums_stay_within_bounds),
		cmocka_unit_test(a_split_goes_to_the_largest_remainders),
		cmocka_unit_test(a_split_loses_nothing),
		cmocka_unit_test(money_is_written_with_groups),
		cmocka_unit_test(money_is_read_whole_or_not_at_all),
		cmocka_unit_test(quantities_have_a_decimal_comma),
	};

	return cmocka_run_group_tests_name("calc/money", tests, NULL, NULL);
}
