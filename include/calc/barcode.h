/*
 * One code as it is scanned or typed: which kind it is, whether its check digit is right, the
 * form in which two ways of writing the same number are equal, and the item, price or weight
 * inside a code that a label scale printed.
 *
 * Sources: GS1 General Specifications 1.4 (prefixes), 7.9.1 (check digit), 7.9.3 and 7.9.4
 * (check digit over a price or weight); 5.2.2.4 (UPC-E). GTIN formats are told apart by their
 * significant digits, as leading zeros may come and go. There is no national rule for the
 * codes of scales in Viet Nam, so their layouts are settings: struct barcode_pattern.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_BARCODE_H
#define CALC_BARCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"

#define BARCODE_SIZE_MAX ((size_t)128)    /* bytes of a code */
#define BARCODE_PATTERN_MAX ((size_t)32)  /* letters of a pattern */
#define BARCODE_PATTERNS_MAX ((size_t)32) /* patterns of one shop */

enum barcode_kind {
	BARCODE_OTHER,     /* no number of GS1's: a code of a producer, of the house, any text */
	BARCODE_EAN_8,
	BARCODE_UPC_A,
	BARCODE_UPC_E,     /* six to eight digits that stand for a UPC-A */
	BARCODE_EAN_13,
	BARCODE_GTIN_14,   /* of a trade unit, printed as ITF-14 or GS1-128 */
	BARCODE_IN_STORE,  /* 02, 04, 20–29, an EAN-8 with 0 or 2 in front; or any code that a pattern matched */
};

/*
 * The layout of a scale's codes, one character a digit. Digits must stand as they are; I (or N)
 * item, P price in đồng, W weight in grams, D any digit, S (or V) the check digit over the
 * price or weight, C the check digit of the whole code. Behind it may stand *10, *100 or *1000:
 * the price (where there is none, the weight) is counted in that many.
 */
struct barcode_pattern {
	char letters[BARCODE_PATTERN_MAX + 1];  /* N and V written as I and S */
	int32_t unit;                           /* 1, 10, 100, 1000 */
};

/*
 * "26IIIIIWWWWWC", "21IIIIIPPPPPC*100". An item and a price or a weight must be in it, each in
 * one piece; S needs exactly one value, of four or five digits; C stands last, and must where
 * the code has 8 or 13 digits; a pattern of 8, 12 or 13 must begin like an in-store code.
 * ERR_INPUT, field "pattern".
 */
bool barcode_pattern_read(const char *text, size_t size, struct barcode_pattern *pattern, struct err *err) MUST_CHECK;

struct barcode {
	enum barcode_kind kind;
	char code[BARCODE_SIZE_MAX + 1];  /* as it was given, without blanks around it */
	int gtin_digits;                  /* 8, 12, 13 or 14 significant ones; 0: no number of GS1's */
	char key[15];                     /* 14 digits with zeros in front: equal for equal numbers; "" for BARCODE_OTHER */
	bool has_check_digit;
	int check_digit_given, check_digit_expected;  /* -1 where none was given (UPC-E of six or seven digits) */
	/* From the pattern that matched: */
	const struct barcode_pattern *pattern;  /* NULL: none; borrowed from the caller's list */
	char item[BARCODE_PATTERN_MAX + 1];
	bool has_price, has_weight;
	struct money price;
	int64_t weight_g;
};

/*
 * Reads a code. A wrong check digit is told, not refused (shops' lists are full of them, and a
 * symbol cannot carry one); but where a pattern matches, a wrong check digit is ERR_INPUT: such
 * a code must never be sold by its weight or price. The first pattern that matches wins. No
 * pattern is tried on an EAN-8, UPC-A or EAN-13 that is not for use in a shop. A scanner may
 * leave out or add zeros in front, so 12 digits match a pattern of 13 that begins with 0, and back.
 *
 * Eight digits are an EAN-8 when their check digit says so, else a UPC-E when that says so.
 * ERR_INPUT: empty, or a control byte in it. ERR_LIMIT: longer than BARCODE_SIZE_MAX.
 */
bool barcode_read(const char *text, size_t size, const struct barcode_pattern *patterns, size_t patterns_count,
		  struct barcode *barcode, struct err *err) MUST_CHECK;

const char *barcode_kind_name(enum barcode_kind kind);  /* "EAN-13", "in-store", "other", … */
bool barcode_check_digit_is_right(const struct barcode *barcode);  /* also where there is none to check */

/* The check digit over a price or weight of four or five digits. */
int barcode_value_check_digit(const char *digits, size_t size);

#endif
