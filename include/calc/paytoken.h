/*
 * The word in a transfer's purpose that says which payment it is: nine capitals and digits that every bank keeps.
 *
 *     OC7K4M2PX         OC · six of 32 letters: a number below 2^30 · check letter
 *
 * The letters are 2–9 and A–Z without I and O. The check letter is Luhn's over 32 (ISO/IEC 7812-1 annex B, with 32 for 10): it finds every
 * single wrong letter and nearly every exchange of two neighbours. Tokens are on screens and in banks' books: the form never changes.
 *
 * Banks put words before and behind, write small letters, and break a purpose by blanks, dots and dashes: a token is found through them.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_PAYTOKEN_H
#define CALC_PAYTOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAYTOKEN_SIZE 10                       /* nine letters and NUL */
#define PAYTOKEN_NUMBERS (INT64_C(1) << 30)

void paytoken_write(int64_t number, char token[PAYTOKEN_SIZE]);  /* 0 … PAYTOKEN_NUMBERS - 1 */
bool paytoken_is(const char *text);                              /* the whole text is one, as written */

/* The next one at or behind *at; *at is then behind its first letter, so that what only looks like one hides none. */
bool paytoken_find(const char *text, size_t size, size_t *at, char token[PAYTOKEN_SIZE]);

#endif
