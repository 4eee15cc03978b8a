/*
 * Money in whole đồng. No floating point, no rounding that is not named at the call.
 *
 * Rounding everywhere is half away from zero unless the name says otherwise.
 * Pure. Thread: any.
 */
#ifndef CALC_MONEY_H
#define CALC_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct money {
	int64_t dong;
};

#define MONEY(amount) ((struct money){ (amount) })
#define MONEY_MAX INT64_C(1000000000000000)  /* 10^15 đồng bounds every amount, sum and share */
#define QTY_MILLI_MAX INT64_C(1000000000)    /* a million units, in thousandths */
#define PPM INT64_C(1000000)

/* false when the sum leaves [-MONEY_MAX, MONEY_MAX]; *sum is then untouched. */
bool money_add(struct money a, struct money b, struct money *sum) MUST_CHECK;

/* a * numerator / denominator through 128 bits, half away from zero. Needs denominator > 0; the result must fit (assert). */
int64_t money_scale(int64_t a, int64_t numerator, int64_t denominator);
/* The same, towards zero. */
int64_t money_scale_down(int64_t a, int64_t numerator, int64_t denominator);

/* price (of a unit, >= 0) * quantity (1 to QTY_MILLI_MAX), half away from zero. false past MONEY_MAX; *amount is then untouched. */
bool money_of_qty(struct money price, int64_t qty_milli, struct money *amount) MUST_CHECK;

/*
 * Splits total by weights so that the parts add up to it exactly: every part gets its
 * floor (of the absolute value), and the đồng left over go to the largest remainders,
 * the earlier part first where two are equal. A negative total mirrors its positive.
 * Needs count >= 1, every weight in [0, MONEY_MAX] and their sum in (0, MONEY_MAX * 1000].
 */
void money_split(struct money total, const int64_t *weights, size_t count, struct money *parts);

/* "1.234.567 ₫"; size 40 is enough for every amount. */
void money_write(struct money money, char *text, size_t size);
/* The same as a value, good until the end of the statement it stands in: err_set(…, "còn %s", money_said(left).text). */
struct money_said {
	char text[40];
};
struct money_said money_said(struct money money);
/* "1.234.567" without a sign of currency. */
void money_write_plain(struct money money, char *text, size_t size);
/* Takes "1234567", "1.234.567", a leading minus; the whole text. */
bool money_read(const char *text, size_t size, struct money *money) MUST_CHECK;
/*
 * Takes "1,25" and a leading minus; "1.250" is refused (a dot is no decimal mark here): thousandths of a unit, decimal
 * comma, at most three decimals, at most QTY_MILLI_MAX.
 */
bool qty_read(const char *text, size_t size, int64_t *qty_milli) MUST_CHECK;
/* "1,25", "12"; size 24 is enough. */
void qty_write(int64_t qty_milli, char *text, size_t size);

#endif
