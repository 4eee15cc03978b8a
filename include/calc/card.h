/*
 * Numbers that look like a payment card's, in text that people write: the shop must never keep one (rule F1).
 *
 * A card's number has 15 to 19 digits, begins with 3, 4, 5, 2221 to 2720 or 9704 (NAPAS), and passes Luhn (ISO/IEC 7812-1, annex B).
 * Blanks and dashes between its digits do not hide it, nor do other numbers beside it as long as its own groups have three
 * digits or more, as they stand on a card.
 *
 * Fields that are codes, accounts, references or secrets are never looked at: their shape says is_code.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_CARD_H
#define CALC_CARD_H

#include <stdbool.h>

#include "calc/shape.h"

#define CARD_DIGITS_MIN 15
#define CARD_DIGITS_MAX 19

/* Is there such a number in the text? UTF-8. */
bool card_in_text(const char *text);
/* Looks through every text of the value that is not a code. ERR_INPUT names the field. */
bool card_in_none(const struct shape *shape, const void *value, struct err *err) MUST_CHECK;

#endif
