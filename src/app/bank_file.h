/*
 * A bank's statement as the bank's own site gives it, CSV or XLSX: where its table begins, which column is which, and the money that came in.
 *
 * Statements have the bank's name, the account and the period above their table and sums below it. The header is the first row in which a date, an
 * amount that came in and a purpose are found by their names; those of the common banks are a table here (Vietcombank, BIDV,
 * VietinBank, Agribank, Techcombank, MB; Vietnamese, English or both in one cell). Rows without a date or without an amount in are passed over.
 *
 * An amount comes in only where the file says that it did: it stands in a column of what came in, or is signed, or a word beside it says so. Whatever the
 * file says that nobody here knows (a word, a date, an amount, another currency) is a fault of its row, and the row is left out.
 *
 * Comes out: CSV of the columns of `import bank`, each row in the line it had, so that a fault is told where people find it.
 *
 * Thread: any.   Errors: ERR_INPUT, ERR_LIMIT "file", a sentence for whoever chose the file.
 */
#ifndef APP_BANK_FILE_H
#define APP_BANK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define BANK_FAULTS_MAX 200            /* kept; the file is refused by the first */

struct bank_fault {
	int64_t line;
	const char *column;            /* as the file names it */
	const char *text;              /* Vietnamese, what is wrong and what to do */
	bool is_warning;
};
struct bank_file {
	struct buf *csv;               /* of the caller */
	struct bank_fault *faults;
	size_t faults_count;
};
bool bank_file_read(const char *bytes, size_t size, struct arena *arena, struct bank_file *file, struct err *err) MUST_CHECK;

#endif
