/*
 * Tables as text: comma-separated values (RFC 4180) as Vietnamese Excel, LibreOffice and Google Sheets write them.
 *
 * Reading. UTF-8 with or without BOM; the delimiter is what the header line has most of, `,` `;` or tab; cells in quotes
 * may hold delimiters, line ends and doubled quotes; a quote inside a cell that does not begin with one stands for itself; a line
 * ends with LF, CRLF or CR; empty lines are skipped; blanks around a cell are kept. The first row is the header: its
 * names differ from one another, empty ones excepted. Every row has as many cells as the header has.
 * Refused with the line and column: UTF-16, bytes that are not UTF-8 (an older Windows-1258 file), NUL, an unclosed quote, text
 * after a closing quote, a row too long or too short, and what passes the limits.
 *
 * Writing. A text that a spreadsheet might take for a formula gets an apostrophe in front; csv_plain() takes it off
 * again, so that what was written is read the same.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_CSV_H
#define CALC_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "calc/money.h"

#define CSV_BYTES_MAX ((size_t)8 << 20)
#define CSV_COLUMNS_MAX 200
#define CSV_ROWS_MAX 100000
#define CSV_CELL_BYTES_MAX 32000 /* a cell of Excel holds 32,767 letters */

enum csv_fault {
	CSV_FINE = 0,
	CSV_TOO_LARGE, /* bytes, columns or rows past the limit */
	CSV_UTF16,
	CSV_NOT_UTF8,
	CSV_NUL,
	CSV_EMPTY,         /* no header */
	CSV_SAME_NAME,     /* two columns of one name */
	CSV_OPEN_QUOTE,    /* line: where the cell begins */
	CSV_AFTER_QUOTE,   /* text between a closing quote and the next delimiter; later rows can be read */
	CSV_RAGGED,        /* too few or too many cells; later rows can be read */
	CSV_CELL_TOO_LONG, /* later rows can be read */
};

struct csv {
	const char *text;
	size_t size, at;
	char delimiter;
	int64_t line; /* where the row last read began; the header is in line 1 if no empty lines come before it */
	int64_t next_line;
	size_t columns_count;
	const char **names;   /* of the columns, blanks around them taken off */
	int64_t rows_count;   /* read so far, without the header */
	enum csv_fault fault; /* of the last call that said false */
	int64_t fault_line;
	int64_t fault_column; /* which cell of the row, from 1; 0: no one cell */
};

/* Looks through the whole text and reads the header. text is lent until the reading ends. ERR_INPUT, ERR_LIMIT: see fault. */
bool csv_open(struct csv *csv, const char *text, size_t size, struct arena *arena, struct err *err) MUST_CHECK;
/* The next row: columns_count cells in the arena. *found false at the end. */
bool csv_next(struct csv *csv, struct arena *arena, const char ***cells, bool *found, struct err *err) MUST_CHECK;
/* After csv_next said false: may it be called again for the rows behind the bad one? */
bool csv_can_go_on(const struct csv *csv);

/* ---- values of cells; the whole text, blanks around it are passed over; false: it is none ---- */

/* 1234567 · 1.234.567 · 154k (thousands) · 145.000 đ · a leading minus. A comma is refused. */
bool csv_read_money(const char *text, struct money *money) MUST_CHECK;
/* Thousandths; decimal comma. "1.5" and "1.250" are refused: nobody knows what the dot meant. */
bool csv_read_qty(const char *text, int64_t *qty_milli) MUST_CHECK;
/* 20 · 20% · 12,5 %: parts per million, 0 to 100 %, at most four decimals. */
bool csv_read_percent(const char *text, int64_t *ppm) MUST_CHECK;
/* 22/08/2026, 1/8/2026, 2026-08-22. Day before month always. */
bool csv_read_day(const char *text, int32_t *day) MUST_CHECK;
/* Without the apostrophe that csv_text() put in front, and without blanks around it; CR before LF is dropped. In the arena. */
const char *csv_plain(struct arena *arena, const char *text);

/* ---- writing ---- */

/* Would a spreadsheet compute it? Looks behind leading blanks, and at full-width signs too. */
bool csv_is_formula(const char *text);

struct csv_out {
	struct buf *buf;
	char delimiter;
	bool in_row;
};

/* Begins a text with a BOM (Excel needs it to see UTF-8). The caller looks at buf->full once, at the end. */
void csv_begin(struct csv_out *out, struct buf *buf, char delimiter);
void csv_text(struct csv_out *out, const char *text);    /* NULL is an empty cell */
void csv_money(struct csv_out *out, struct money money); /* 1234567 */
void csv_qty(struct csv_out *out, int64_t qty_milli);    /* 1,25 */
void csv_i64(struct csv_out *out, int64_t value);
void csv_percent(struct csv_out *out, int64_t ppm); /* 12,5% */
void csv_day(struct csv_out *out, int32_t day);     /* 22/08/2026; 0 is an empty cell */
void csv_end_row(struct csv_out *out);

#endif
