/*
 * The recovery key as people keep it: on paper. 32 bytes as 14 groups of four letters, "7KQ2-M0XC-…": base32 without I L O U
 * (Crockford's alphabet), the last group a check over the rest. Typed with or without dashes and blanks, in either case, O for
 * 0 and I or L for 1.
 *
 * Pure. Thread: any.
 */
#ifndef SHOP_RECOVERY_H
#define SHOP_RECOVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RECOVERY_TEXT_SIZE 70  /* 14 groups of 4, 13 dashes, NUL */

void recovery_write(const uint8_t seed[32], char text[RECOVERY_TEXT_SIZE]);
/* ERR_INPUT "recovery": a letter that cannot be, too few or many, or the check does not fit (something was mistyped). */
bool recovery_read(const char *text, uint8_t seed[32], struct err *err) MUST_CHECK;

#endif
