/*
 * What a scanner reads from a GS1 symbol: element strings and GS1 Digital Link URIs.
 *
 * Sources: GS1 General Specifications (release 25) for the Application Identifiers, dates and
 * check digits; GS1 Digital Link Standard, URI Syntax 1.6; ISO/IEC 15424 for the symbology
 * identifiers in front ("]C1"). Where these leave room, the GS1 Syntax Engine's answers are ours.
 *
 * A value that breaks the format of its AI (length, characters, check digit, date, code lists)
 * refuses the whole scan. Rules that tie AIs together do not: what a label says is read all
 * the same and the broken rule is a warning. Two kinds of warning differ for a till: one says
 * that a companion is missing (a lot without a GTIN: harmless), the other that two statements
 * cannot both be true (two lots, 01 beside 02); the latter sets `contradicts`.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_GS1_H
#define CALC_GS1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"

#define GS1_SIZE_MAX ((size_t)4096)  /* bytes of one scan; the largest QR Code holds 4,296 letters */
#define GS1_ELEMENTS_MAX 32
#define GS1_WARNINGS_MAX 16          /* further ones are not listed */
#define GS1_AI_SIZE 5                /* two to four digits and NUL */
#define GS1_VALUE_SIZE 91            /* the longest AIs hold 90 characters */
#define GS1_ISO_SIZE 24
#define GS1_WARNING_SIZE 160
#define GS1_SEPARATOR '\x1d'         /* what a scanner sends for FNC1 */

enum gs1_form {
	GS1_PLAIN,        /* no GS1 data inside: an EAN symbol, a plain Code 128, QR Code, … */
	GS1_ELEMENTS,     /* an element string */
	GS1_LINK,         /* a GS1 Digital Link URI */
};

struct gs1_element {
	char ai[GS1_AI_SIZE];
	char value[GS1_VALUE_SIZE];
	char iso[GS1_ISO_SIZE];  /* dates only: 2026-08-31, 2026-08-31T14:30, 2026-08-01/2026-08-31; else "" */
	int32_t day;             /* dates only: 20260831 (the first of a range), day 00 is the last of its month; else 0 */
};

enum gs1_rule {
	GS1_NEEDS,        /* the AI needs others beside it that are not there */
	GS1_EXCLUDES,     /* two AIs that exclude each other */
	GS1_REPEATED,     /* one AI twice with different values */
	GS1_SERIAL,       /* a digital signature (8030) over a key without its serial part */
};

struct gs1_warning {
	enum gs1_rule rule;
	char text[GS1_WARNING_SIZE];  /* one English sentence */
};

struct gs1 {
	enum gs1_form form;
	const char *symbology;        /* "GS1-128", "EAN-13", … static text; NULL where no identifier came in front */
	size_t plain_at, plain_size;  /* GS1_PLAIN: where the data lie in what was given; for EAN symbols the digits of the code */
	struct gs1_element elements[GS1_ELEMENTS_MAX];  /* in the order of the symbol; a link's path first */
	size_t elements_count;
	struct gs1_warning warnings[GS1_WARNINGS_MAX];
	size_t warnings_count;
	bool contradicts;             /* a GS1_EXCLUDES or GS1_REPEATED is among the broken rules */
};

/* GTIN-8, -12 and -13 in the path of a link, as before version 1.3 of the standard, are filled up to 14 digits. */
#define GS1_TAKE_SHORT_GTIN 1u

/*
 * Reads one scan. In front may stand a symbology identifier; it says whether FNC1 makes the
 * data an element string. Without one, data that begin with http:// or https:// are a link,
 * and everything else must be an element string (a leading FNC1 is allowed): a caller that
 * also takes plain codes asks barcode_read first, since "1234567890128" could be both.
 *
 * EAN-13 (]E0), EAN-8 (]E4) and ITF-14 symbols give their digits as plain data and, when they
 * hold a GTIN, element 01 with 14 digits; numbers for use within a shop (02, 04, 20–29, and
 * EAN-8 beginning with 0 or 2) are no GTINs. "|]e0…" behind an EAN is its composite part.
 *
 * year: the year now, 1950 to 2900, for the two-digit years (the nearest, 49 back to 50 ahead).
 * ERR_LIMIT: too long, too many elements. ERR_MISSING: a web address without a GS1 key in its
 * path, so none of GS1's business. ERR_INPUT: no GS1 data, or broken; field: the AI at fault.
 */
bool gs1_read(const char *data, size_t size, int32_t year, struct gs1 *gs1, struct err *err) MUST_CHECK;
bool gs1_read_taking(const char *data, size_t size, int32_t year, unsigned takes, struct gs1 *gs1, struct err *err) MUST_CHECK;

/* The first element of that AI; "310n" finds any of 3100 to 3109. NULL: there is none. */
const struct gs1_element *gs1_find(const struct gs1 *gs1, const char *ai);

/* What a till asks. NULL or false: the label does not say. */
const char *gs1_gtin(const struct gs1 *gs1);    /* 14 digits, of AI 01 or 03 */
const char *gs1_lot(const struct gs1 *gs1);     /* AI 10 */
const char *gs1_serial(const struct gs1 *gs1);  /* AI 21 */
/* The day after which it should not be sold, and the AI that said so: 17 or 7003 (use by), else 15 (best before), else 16 (sell by). */
const struct gs1_element *gs1_expiry(const struct gs1 *gs1);
/* Net weight in thousandths of a kilogram (AI 310n), half away from zero. */
bool gs1_net_weight(const struct gs1 *gs1, int64_t *qty_milli);
/* The price on a weighed pack (AI 392n, or 393n in Vietnamese đồng); false where it is no whole number of đồng up to MONEY_MAX. */
bool gs1_price(const struct gs1 *gs1, struct money *price);

/* The check digit that belongs behind these digits ('0'–'9' only): weights 3 and 1 from the right (General Specifications 7.9.1). */
int gs1_check_digit(const char *digits, size_t size);
/* The four-digit year of two digits yy, 49 years back to 50 ahead of `year` (General Specifications 7.12). */
int32_t gs1_year(int32_t yy, int32_t year);

#endif
