/*
 * Languages that customers are spoken to in: receipts, the second screen, the page of a lot. Values are in the database and in entries.
 */
#ifndef CALC_LANG_H
#define CALC_LANG_H

enum lang { LANG_VI = 1, LANG_EN = 2, LANG_ZH = 3, LANG_KO = 4 };
#define LANGS_COUNT 4
extern const char *const lang_words[]; /* from index 1: vi en zh ko; ends with NULL */

#endif
