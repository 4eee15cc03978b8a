/*
 * Tables that go out, as CSV or XLSX: what import takes, in the same columns, and what only the book knows.
 *
 * Cells have their types (a code is text and keeps its zeros, an amount a number, a day a day); texts never become
 * formulas. CSV: UTF-8 with BOM, `;` between (Vietnamese Excel has the comma for decimals). XLSX: a frozen header, written row by
 * row in constant memory.
 *
 * Thread: a reader's.   Errors: ERR_INPUT "name"; ERR_LIMIT past EXPORT_BYTES_MAX of CSV or a spreadsheet's rows; ERR_IO the file.
 */
#ifndef APP_EXPORTS_H
#define APP_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct book;
struct txn;

#define EXPORT_BYTES_MAX ((size_t)256 << 20)
#define EXPORT_ROWS_MAX 1000000 /* Excel has 1,048,576 */

struct export_asked {
	const char *name;         /* "parties" "products" "items" "prices" "certificates" "contracts" "stock" "lots" "intakes" "settlements" "payouts" "sales" */
	int32_t from_day, to_day; /* of sales; 0: this month up to today */
	int64_t at_us;            /* prices, stars and days left as of then */
	/* One of the two: */
	struct buf *csv;       /* is cleared first */
	const char *xlsx_path; /* is written anew */
};

const char *export_name(size_t i); /* NULL at the end */
const char *export_about(size_t i);

bool export_write(struct txn *txn, const struct book *book, const struct export_asked *asked, int64_t *rows_count, struct err *err) MUST_CHECK;

/* `ocop-pos export NAME [--format csv|xlsx] [--from DAY] [--to DAY] [--out FILE] [--book DIR]`; argv[0] is the word after it. */
int export_main(int argc, char **argv);

#endif
