/*
 * Amounts in Vietnamese words, as receipts, invoices and statements need them: 1.005.015 is
 * "Một triệu không trăm linh năm nghìn không trăm mười lăm đồng".
 *
 * After the first group of three every group that is not zero is read in full ("không trăm linh …").
 * mốt and lăm follow the tens; năm stays in "linh năm" and alone. Beyond a thousand million the
 * thousand million is counted in its turn: nghìn tỷ, triệu tỷ, tỷ tỷ.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_WORDS_H
#define CALC_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORDS_SIZE 400  /* bytes that hold the words of every int64_t, unit and NUL */

/* Where the regions differ. Zeroed: linh, nghìn, tỷ, tư (hai mươi tư), small first letter, unit "đồng". */
struct words_style {
	bool le;             /* "lẻ" instead of "linh" */
	bool ngan;           /* "ngàn" instead of "nghìn" */
	bool ti;             /* "tỉ" instead of "tỷ" */
	bool bon;            /* "hai mươi bốn" instead of "hai mươi tư" */
	bool capital;        /* first letter large */
	const char *unit;    /* NULL: "đồng"; "": none; at most WORDS_UNIT_MAX bytes */
};

#define WORDS_UNIT_MAX 40

/* style NULL: the zeroed one. A negative amount begins with "âm". */
void words_write(int64_t dong, const struct words_style *style, char text[WORDS_SIZE]);

#endif
