/*
 * What gs1*.c share: the table of Application Identifiers, the checks on values, the rules that
 * tie AIs together, Digital Link URIs. Callers outside want calc/gs1.h.
 */
#ifndef CALC_GS1_AI_H
#define CALC_GS1_AI_H

#include "calc/gs1.h"

/*
 * One AI, or a run of AIs that differ in their last digit only.
 *
 * format: the parts of a value, separated by blanks: a character set (N digits, X the 82
 * characters of text, Y the 39 of part numbers, Z base64url), "6" exactly or "..20" one to
 * twenty, and the names of further checks; in brackets when the value may end before it.
 * needs, excludes: AIs, with n for any digit, separated by commas; + joins those that are needed together.
 */
struct gs1_ai {
	const char *first, *last;
	unsigned flags;
	const char *format;
	const char *needs;       /* one of these must stand beside it; "": nothing */
	const char *excludes;    /* none of these may */
	const char *qualifiers;  /* NULL: no key of a Digital Link; the AIs that may follow in its path, in this order, '|' between alternatives */
	const char *title;
};

#define GS1_AI_FIXED 1u      /* length defined by the first two digits, so no FNC1 is needed behind it */
#define GS1_AI_ATTRIBUTE 2u  /* may stand in the query of a Digital Link */

const struct gs1_ai *gs1_ai_list(size_t *count);                      /* sorted by first */
const struct gs1_ai *gs1_ai_begins(const char *data, size_t size);    /* the AI these data begin with, or NULL */
const struct gs1_ai *gs1_ai_find(const char *ai, size_t size);        /* exactly this AI, or NULL */
bool gs1_ai_matches(const char *pattern, size_t size, const char *ai);  /* "310n" against "3103" */

/*
 * Checks as much of data as the AI's format takes, up to size (the next FNC1 or the end).
 * *used: how much that was. ERR_INPUT, field: the AI.
 */
bool gs1_ai_check(const struct gs1_ai *row, const char *ai, const char *data, size_t size, int32_t year, size_t *used, struct err *err) MUST_CHECK;

/* Adds an element with a value that was checked; works out its date. ERR_LIMIT: too many, or longer than any AI. */
bool gs1_add(struct gs1 *gs1, const struct gs1_ai *row, const char *ai, const char *value, size_t size, int32_t year, struct err *err) MUST_CHECK;

/*
 * One check by its name ("csum", "yymmd0", …; names and meaning as in the GS1 Barcode Syntax
 * Dictionary). NULL: fine; else why not (static text). An unknown name is a bug (assert).
 */
const char *gs1_lint(const char *name, size_t name_size, const char *value, size_t size, int32_t year);
bool gs1_lint_is_known(const char *name, size_t name_size);
const char *gs1_lint_coupon(const char *value, size_t size, int32_t year);        /* AI 8110 */
const char *gs1_lint_coupon_offer(const char *value, size_t size, int32_t year);  /* AI 8112 */

/* Code lists: ISO 3166-1 numeric and alpha-2, ISO 4217 numeric, UN/ECE Recommendation 21 with GS1's additions. */
bool gs1_is_country(const char *code, size_t size);
bool gs1_is_country_alpha2(const char *code, size_t size);
bool gs1_is_currency(const char *code, size_t size);
bool gs1_is_package(const char *code, size_t size);

bool gs1_is_link(const char *data, size_t size);  /* begins with http:// or https://, in one case */
bool gs1_link_read(struct gs1 *gs1, const char *data, size_t size, int32_t year, unsigned takes, struct err *err) MUST_CHECK;

void gs1_check_rules(struct gs1 *gs1);  /* adds the warnings */

#endif
