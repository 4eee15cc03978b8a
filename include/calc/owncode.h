/*
 * The codes that we print ourselves, so that one scan finds the thing: on a receipt, a parked
 * ticket, a lot, a shelf label, a badge, a producer's card. In Code 128 or QR Code.
 *
 *     %R01J8ZNMZ0GE4HRASW9NF6YY0937      % · kind · the id's 128 bits · check character
 *
 * The id is written in 26 digits of Crockford's base 32 (0–9, A–Z without I L O U; the first
 * carries three bits). The check character is ISO/IEC 7064, MOD 37-2, over kind and id: it
 * finds every single wrong character, every exchange of two neighbours, and a wrong kind.
 * A code read back may be typed: small letters count as capitals, I and L as 1, O as 0.
 *
 * The kinds are on paper: add, never change.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_OWNCODE_H
#define CALC_OWNCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/id.h"

#define OWNCODE_SIZE 30  /* 29 characters and NUL */

enum owncode_kind {
	OWNCODE_RECEIPT = 'R',
	OWNCODE_PARKED = 'P',    /* ticket of a parked cart */
	OWNCODE_LOT = 'L',
	OWNCODE_SHELF = 'S',     /* shelf label */
	OWNCODE_STAFF = 'U',     /* badge */
	OWNCODE_PRODUCER = 'C',  /* producer's card */
	OWNCODE_HAMPER = 'H',    /* a made hamper */
	OWNCODE_VOUCHER = 'V',   /* a bought voucher; the id is its secret */
};

bool owncode_is(const char *text, size_t size);  /* begins like one: %, so it is nobody else's */
void owncode_write(enum owncode_kind kind, struct id id, char text[OWNCODE_SIZE]);
/* ERR_INPUT, field "code": not 29 characters, unknown kind, a character that cannot be, a wrong check character, the zero id. */
bool owncode_read(const char *text, size_t size, enum owncode_kind *kind, struct id *id, struct err *err) MUST_CHECK;

#endif
