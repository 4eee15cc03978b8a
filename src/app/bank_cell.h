/*
 * The cells of a bank's statement: amounts, moments, words that say which way money went, and the older code page they come in.
 *
 * Thread: any.
 */
#ifndef APP_BANK_CELL_H
#define APP_BANK_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* SILENT: nothing is said. UNKNOWN: something is said that nobody here knows; it is never taken for money in. */
enum bank_way { BANK_WAY_SILENT, BANK_WAY_IN, BANK_WAY_OUT, BANK_WAY_UNKNOWN };

/*
 * "1,234,567 VND" · "+1.234.567,00" · "(150.000 ₫)" · "1234567.00" · "150.000-" · "150,000 DR": whole đồng, below zero where the cell says it went
 * out; *way is what its sign says. Refused: a fraction of a đồng, groups that are no thousands, another currency, what is no number.
 */
bool bank_amount_read(const char *text, int64_t *dong, enum bank_way *way) MUST_CHECK;

/* A word as fold_cell leaves it: "c", "ghi no", "dr", "+", "co/cr". */
enum bank_way bank_way_of(const char *folded);

/*
 * "22/11/2026" · "2026-11-22T14:05:33" · "14:05:33 22-11-2026" · "22/11/2026 02:05 CH" · 46348.59 (a spreadsheet's number of days); a clock in a cell of its own
 * may follow. *rest: what stands behind ("31/10/2023 5243.65937" of Vietcombank).
 */
bool bank_moment_read(const char *text, const char *clock, int32_t *day, int *seconds, const char **rest) MUST_CHECK;

/* Windows-1258, as NFC. false: it is not that either. */
bool bank_text_1258(const char *bytes, size_t size, struct arena *arena, const char **text, size_t *text_size) MUST_CHECK;

#endif
