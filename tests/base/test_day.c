/* Days and moments of Viet Nam's calendar. */
#include "check.h"

#include "base/day.h"

static void a_moment_falls_on_its_day(void **state)
{
	static const struct {
		const char *name;
		int64_t at_us;
		int32_t day;
	} cases[] = {
		{ "the beginning of the clock", 0, 19700101 },
		{ "just before Vietnamese midnight", INT64_C(1767200399999999), 20251231 },
		{ "at Vietnamese midnight", INT64_C(1767200400000000), 20260101 },
		{ "before 1970", -DAY_US, 19691231 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(day_of_us(cases[i].at_us), cases[i].day);
		assert_true(day_start_us(cases[i].day) <= cases[i].at_us);
		assert_true(day_start_us(cases[i].day) + DAY_US > cases[i].at_us);
	}
}

static void days_add_up(void **state)
{
	(void)state;
	for (int32_t day = 20231201; day < 20280301; day = day_add(day, 1)) {
		assert_true(day_is_valid(day));
		assert_i64(day_add(day_add(day, 400), -400), day);
		assert_i64(day_between(day, day_add(day, 31)), 31);
	}
	assert_i64(day_add_months(20240131, 1), 20240229);
	assert_i64(day_add_months(20241130, 36), 20271130);
	assert_i64(day_add_months(20240315, -3), 20231215);
	assert_i64(day_month_end(20260222), 20260228);
}

static void text_is_read_as_written(void **state)
{
	char text[DAY_TEXT_SIZE], moment[MOMENT_TEXT_SIZE];
	int32_t day = 0;

	(void)state;
	day_write_iso(20260822, text);
	assert_text(text, "2026-08-22");
	assert_true(day_read(text, &day) && day == 20260822);
	day_write_vn(20260822, text);
	assert_text(text, "22/08/2026");
	assert_true(day_read(text, &day) && day == 20260822);
	moment_write_vn(0, moment);
	assert_text(moment, "01/01/1970 07:00:00");
	assert_false(day_read("2026-02-30", &day));
	assert_false(day_read("2026-2-3", &day));
	assert_false(day_read("30-02-2026", &day));
	assert_false(day_read("", &day));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_falls_on_its_day),
		cmocka_unit_test(days_add_up),
		cmocka_unit_test(text_is_read_as_written),
	};

	return cmocka_run_group_tests_name("base/day", tests, NULL, NULL);
}
