#include "base/day.h"

#include <stdio.h>
#include <string.h>

/* Days since 1970-01-01 of a civil date (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
static int32_t days_from_civil(int32_t y, int32_t m, int32_t d)
{
	y -= m <= 2;
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t yoe = y - era * 400;
	int32_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int32_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static int32_t civil_from_days(int32_t z)
{
	z += 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t doe = z - era * 146097;
	int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t mp = (5 * doy + 2) / 153;
	int32_t d = doy - (153 * mp + 2) / 5 + 1;
	int32_t m = mp + (mp < 10 ? 3 : -9);
	int32_t y = yoe + era * 400 + (m <= 2);

	return y * 10000 + m * 100 + d;
}

static int32_t month_days(int32_t y, int32_t m)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return m == 2 && ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0) ? 29 : days[m - 1];
}

static int32_t number_of(int32_t day)
{
	return days_from_civil(day / 10000, day / 100 % 100, day % 100);
}

bool day_is_valid(int32_t day)
{
	int32_t y = day / 10000, m = day / 100 % 100, d = day % 100;

	return y >= 1900 && y <= 2999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

int32_t day_of_us(int64_t at_us)
{
	int64_t local = at_us + VIETNAM_OFFSET_US;
	int64_t days = local / DAY_US - (local % DAY_US < 0);

	return civil_from_days((int32_t)days);
}

int64_t day_start_us(int32_t day)
{
	return number_of(day) * DAY_US - VIETNAM_OFFSET_US;
}

int32_t day_add(int32_t day, int32_t days_count)
{
	return civil_from_days(number_of(day) + days_count);
}

int32_t day_add_months(int32_t day, int32_t months_count)
{
	int32_t months = day / 10000 * 12 + day / 100 % 100 - 1 + months_count;
	int32_t y = months / 12, m = months % 12 + 1, d = day % 100;
	int32_t last = month_days(y, m);

	return y * 10000 + m * 100 + (d < last ? d : last);
}

int32_t day_month_end(int32_t day)
{
	return day / 100 * 100 + month_days(day / 10000, day / 100 % 100);
}

int32_t day_between(int32_t from, int32_t to)
{
	return number_of(to) - number_of(from);
}

int32_t day_month(int32_t day)
{
	return day / 100;
}

void day_write_iso(int32_t day, char text[DAY_TEXT_SIZE])
{
	snprintf(text, DAY_TEXT_SIZE, "%04u-%02u-%02u", (unsigned)(day / 10000) % 10000, (unsigned)(day / 100 % 100) % 100, (unsigned)(day % 100) % 100);
}

void day_write_vn(int32_t day, char text[DAY_TEXT_SIZE])
{
	snprintf(text, DAY_TEXT_SIZE, "%02u/%02u/%04u", (unsigned)(day % 100) % 100, (unsigned)(day / 100 % 100) % 100, (unsigned)(day / 10000) % 10000);
}

void moment_write_vn(int64_t at_us, char text[MOMENT_TEXT_SIZE])
{
	int32_t day = day_of_us(at_us);
	unsigned second = (unsigned)((at_us - day_start_us(day)) / 1000000) % 86400;
	char date[DAY_TEXT_SIZE];

	day_write_vn(day, date);
	snprintf(text, MOMENT_TEXT_SIZE, "%s %02u:%02u:%02u", date, second / 3600, second / 60 % 60, second % 60);
}

static bool digits(const char *text, int count, int32_t *value)
{
	*value = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		*value = *value * 10 + (text[i] - '0');
	}
	return true;
}

bool day_read(const char *text, int32_t *day)
{
	int32_t y, m, d;

	if (strlen(text) != 10)
		return false;
	if (text[4] == '-' && text[7] == '-') {
		if (!digits(text, 4, &y) || !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d))
			return false;
	} else if (text[2] == '/' && text[5] == '/') {
		if (!digits(text, 2, &d) || !digits(text + 3, 2, &m) || !digits(text + 6, 4, &y))
			return false;
	} else {
		return false;
	}
	if (!day_is_valid(y * 10000 + m * 100 + d))
		return false;
	*day = y * 10000 + m * 100 + d;
	return true;
}
