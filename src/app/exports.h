/*
 * Tables that go out, as CSV or XLSX: what import takes, in the same columns, and what only the book knows.
 *
 * Cells have their types (a code is text and keeps its zeros, an amount a number, a day a day); texts never become
 * formulas. CSV: UTF-8 with BOM, `;` between (Vietnamese Excel has the comma for decimals). XLSX: a frozen header, written row by
 * row in constant memory. Where less than all was asked, a first row says what ("# Hàng hóa: tìm “mật ong” – lập lúc …"); import passes
 * over it.
 *
 * Thread: a reader's.   Errors: ERR_INPUT "name"; ERR_LIMIT past EXPORT_BYTES_MAX of CSV or a spreadsheet's rows; ERR_IO the file.
 */
#ifndef APP_EXPORTS_H
#define APP_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

struct book;
struct txn;

#define EXPORT_BYTES_MAX ((size_t)256 << 20)
#define EXPORT_ROWS_MAX 1000000 /* Excel has 1,048,576 */

struct export_asked {
	const char *name;         /* of a row of the table in exports.c */
	/* What the list beside the link was narrowed to; ERR_INPUT where this table has no such thing. */
	const char *q;            /* words, as the list's search; NULL: all */
	int64_t roles;            /* of parties, bits; 0: all */
	const char *roles_title;
	const char *filter_word;  /* of items, prices, stock and lots, as the list's; NULL: all */
	int32_t filter;           /* worked out of it */
	struct id contract_id, item_id, lot_id, party_id, producer_id;  /* zero: all */
	int32_t from_day, to_day; /* of sales; 0: this month up to today */
	int64_t at_us;            /* prices, stars and days left as of then */
	/* One of the two: */
	struct buf *csv;       /* is cleared first */
	const char *xlsx_path; /* is written anew */
};

const char *export_name(size_t i); /* NULL at the end */
const char *export_title(const char *name); /* as a file is named for people; NULL: no such table */
const char *export_about(size_t i);

/* The days that count: as asked, else this month up to today. */
int32_t export_from_day(const struct export_asked *asked);
int32_t export_to_day(const struct export_asked *asked);

bool export_write(struct txn *txn, const struct book *book, const struct export_asked *asked, int64_t *rows_count, struct err *err) MUST_CHECK;

/* `ocop-pos export NAME [--format csv|xlsx] [--from DAY] [--to DAY] [--out FILE] [--book DIR]`; argv[0] is the word after it. */
int export_main(int argc, char **argv);

#endif
