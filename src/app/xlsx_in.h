/*
 * A spreadsheet (XLSX, ECMA-376) that comes in: the first sheet as rows of text, as a person sees them.
 *
 * Dates come out as 22/11/2026 or 22/11/2026 14:05:33, whole numbers without a point, what a formula last gave as its value. Merged cells,
 * colours and further sheets say nothing. Refused: more than 64 parts, a part that unpacks to more than a hundred times itself or 64 MiB,
 * entities, document types and deep nesting in its XML, more rows or columns than a table may have, a cell longer than one may be, rows that do
 * not go down the sheet, more than XLSX_KEPT_BYTES_MAX of rows and texts in memory, a locked file.
 *
 * Thread: any.   Errors: ERR_INPUT, ERR_LIMIT with a sentence for whoever chose the file.
 */
#ifndef APP_XLSX_IN_H
#define APP_XLSX_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#define XLSX_KEPT_BYTES_MAX ((size_t)128 << 20)  /* of the arena; what makes as much CSV as may come in takes less */

struct table_row {
	const char **cells;            /* NULL: there is none */
	size_t count;
	int64_t line;                  /* of the file: a sheet's row, from 1 */
};
struct table_cells {
	struct table_row *rows;
	size_t rows_count, columns_count;
};
/* "" where there is none. */
const char *table_cell(const struct table_row *row, size_t column);

bool xlsx_is(const char *bytes, size_t size);
bool xlsx_read(const char *bytes, size_t size, struct arena *arena, struct table_cells *table, struct err *err) MUST_CHECK;
/* Rows as CSV with ';' between, each in its own line: the others are empty, and line ends in cells become blanks. */
void table_to_csv(const struct table_cells *table, struct buf *csv);

#endif
