/*
 * A page as lines of letters with fixed pitch: for a printer's own letters, a file, a log.
 *
 * Widths are counted in columns (page_text_columns). Words wrap at blanks; whole cells
 * never wrap; a word longer than its line is broken at a letter. Tables are drawn by
 * blanks. Drawn things (stars) become letters; QR and bar codes are left to the caller
 * by `block`, or written as their text in text_page_write, where all letters are of one size.
 *
 * Pure. Thread: any.
 */
#ifndef RECEIPTS_TEXT_H
#define RECEIPTS_TEXT_H

#include <stdbool.h>

#include "base/err.h"
#include "receipts/page.h"

struct buf;

#define TEXT_COLUMNS_MIN 16
#define TEXT_COLUMNS_MAX 200
#define TEXT_ARENA_BYTES ((size_t)64 << 20) /* ceiling of the arena for lines; half of it is as far as we go */

struct text_line {
	struct text_line *next;
	const char *text;               /* padded to its place; no blanks at the end */
	struct page_style style;        /* size and weight; a wide line holds half the columns */
	const struct page_block *block; /* a QR, bar code, cut, pulse or break instead of text; else NULL */
};

/* The lines of a page, in the arena. columns in [TEXT_COLUMNS_MIN, TEXT_COLUMNS_MAX]. ERR_LIMIT: the page is full. */
bool text_page_lines(const struct page *page, int columns, struct arena *arena, const struct text_line **first, struct err *err) MUST_CHECK;

/* The same as UTF-8 with a line end after each line. ERR_LIMIT also where bytes is too small. */
bool text_page_write(const struct page *page, int columns, struct buf *bytes, struct err *err) MUST_CHECK;

#endif
