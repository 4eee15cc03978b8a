/*
 * A bank's statement as the bank's own site gives it, CSV or XLSX: where its table begins, which column is which, and the money that came in.
 *
 * Statements have the bank's name, the account and the period above their table and sums below it. The header is the first row in which a date, an
 * amount that came in and a purpose are found by their names; those of the common banks are a table here (Vietcombank, BIDV,
 * VietinBank, Agribank, Techcombank, MB; Vietnamese, English or both in one cell). Rows without a date or without an amount in are passed over.
 *
 * Comes out: CSV of the columns of `import bank`, each row in the line it had, so that a fault is told where people find it.
 *
 * Thread: any.   Errors: ERR_INPUT, ERR_LIMIT "file", a sentence for whoever chose the file.
 */
#ifndef APP_BANK_FILE_H
#define APP_BANK_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

bool bank_file_read(const char *bytes, size_t size, struct arena *arena, struct buf *csv, struct err *err) MUST_CHECK;

/* "1,234,567 VND" · "+1.234.567,00" · "1234567.00": whole đồng; a fraction of a đồng, and what is no number, are refused. */
bool bank_amount_read(const char *text, int64_t *dong) MUST_CHECK;

#endif
