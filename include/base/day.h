/*
 * Calendar days of Viet Nam (+07:00, no summer time) as whole numbers 20260822,
 * and moments as UTC microseconds since 1970.
 *
 * Pure. Thread: any.
 */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define DAY_US INT64_C(86400000000)
#define VIETNAM_OFFSET_US INT64_C(25200000000)  /* +07:00 */
#define DAY_TEXT_SIZE 11                         /* "2026-08-22" or "22/08/2026" and NUL */
#define MOMENT_TEXT_SIZE 20                      /* "22/08/2026 14:05:09" and NUL */

bool day_is_valid(int32_t day);                    /* 19000101 to 29991231 and in the calendar */
int32_t day_of_us(int64_t at_us);                  /* the calendar day in Viet Nam of a moment */
int64_t day_start_us(int32_t day);                 /* the moment that day begins in Viet Nam */
int32_t day_add(int32_t day, int32_t days_count);  /* days_count may be negative */
int32_t day_add_months(int32_t day, int32_t months_count);  /* the last day of the month where there is no such day */
int32_t day_month_end(int32_t day);
int32_t day_between(int32_t from, int32_t to);     /* days from `from` to `to` */
int32_t day_month(int32_t day);                    /* 202608 */

void day_write_iso(int32_t day, char text[DAY_TEXT_SIZE]);    /* 2026-08-22 */
void day_write_vn(int32_t day, char text[DAY_TEXT_SIZE]);     /* 22/08/2026 */
void moment_write_vn(int64_t at_us, char text[MOMENT_TEXT_SIZE]);  /* 22/08/2026 14:05:09, Viet Nam's clock */
/* Takes 2026-08-22 and 22/08/2026, one form or the other, whole text. */
bool day_read(const char *text, int32_t *day) MUST_CHECK;

#endif
