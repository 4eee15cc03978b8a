#include "shop/period.h"

#include <assert.h>

#include "base/day.h"
#include "shop/contract.h"

#define A_MONDAY 20240101

static int32_t days_since_monday(int32_t day)
{
	int32_t days = day_between(A_MONDAY, day) % 7;

	return days < 0 ? days + 7 : days;
}

int32_t period_first_day(int32_t period, int32_t day)
{
	int32_t month = day / 100 * 100, of_month = day % 100;

	switch (period) {
	case PERIOD_MONTH:
		return month + 1;
	case PERIOD_HALF_MONTH:
		return month + (of_month > 15 ? 16 : 1);
	case PERIOD_TEN_DAYS:
		return month + (of_month > 20 ? 21 : of_month > 10 ? 11 : 1);
	default:
		assert(period == PERIOD_WEEK);
		return day_add(day, -days_since_monday(day));
	}
}

int32_t period_last_day(int32_t period, int32_t day)
{
	int32_t month = day / 100 * 100, of_month = day % 100;

	if (period == PERIOD_WEEK)
		return day_add(period_first_day(period, day), 6);
	if (period == PERIOD_HALF_MONTH && of_month <= 15)
		return month + 15;
	if (period == PERIOD_TEN_DAYS && of_month <= 20)
		return month + (of_month <= 10 ? 10 : 20);
	return day_month_end(day);
}
