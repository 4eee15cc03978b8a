/*
 * Numbers by which people and firms in Viet Nam are known: telephones and tax codes, read as people write them and kept in one form.
 *
 * Telephones after the numbering plan in force since 2018: mobile 03 05 07 08 09 and eight digits more; fixed 02, ten or eleven digits
 * in all; 1800 and 1900 with four or six more. Tax codes after
 * Circular 86/2024/TT-BTC: ten digits, ten and a branch's three, or the twelve of a person's identity number.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_VNNUMBER_H
#define CALC_VNNUMBER_H

#include <stdbool.h>

#define VNNUMBER_SIZE 16 /* of either normal form, with its NUL */

/*
 * "+84 912.345.678", "84912345678", "(0219) 3866 123" → "0912345678", "02193866123". Blanks, dots, hyphens and brackets stand between digits.
 * false: no number of Viet Nam; normal is untouched.
 */
bool vnnumber_phone(const char *text, char normal[VNNUMBER_SIZE]);

/* "0101 234 567", "0101234567001" → "0101234567", "0101234567-001". false: not 10, 13 or 12 digits. */
bool vnnumber_tax_code(const char *text, char normal[VNNUMBER_SIZE]);

/*
 * Does the tenth digit follow from the nine before? Only a hint: the rule is known from practice, no text of law gives it. normal: of
 * vnnumber_tax_code; twelve digits have no check digit and are always right.
 */
bool vnnumber_tax_code_is_likely(const char *normal);

#endif
