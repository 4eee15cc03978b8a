/*
 * A paper before it is rendered: blocks in order, nothing about dots, bytes or points.
 *
 * Layouts (receipts/layout_*.c) add blocks; text.h, escpos.h, raster.h and pdf.h render
 * the same page. Everything lives in the arena given to page_new. Every text is
 * cleaned when it is added (page_clean), so a renderer meets no control byte, no
 * byte that is not UTF-8 and no letter outside NFC.
 *
 * A page holds at most PAGE_BLOCKS_MAX blocks and table rows together, and PAGE_BYTES_MAX
 * bytes; past that it takes nothing more and is marked full, and every renderer refuses
 * it with ERR_LIMIT.
 *
 * Pure. Thread: one owner at a time; a finished page may be read by many.
 */
#ifndef RECEIPTS_PAGE_H
#define RECEIPTS_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

#define PAGE_BLOCKS_MAX 12000
#define PAGE_TEXT_BYTES_MAX 800 /* a longer text is cut at a letter */
#define PAGE_CELLS_MAX 12       /* cells of a row, columns of a table */
#define PAGE_HEAD_ROWS_MAX 4
#define PAGE_BYTES_MAX ((size_t)8 << 20)    /* of the page's arena; past it the page is full */
#define PAGE_ARENA_BYTES ((size_t)24 << 20) /* an arena of this size holds every page that layouts.h can make */

enum page_paper {
	PAGE_ROLL, /* a receipt printer's roll; its width is the renderer's business */
	PAGE_A4,
	PAGE_A4_WIDE, /* lying: 297 x 210 mm */
	PAGE_A5_WIDE, /* lying: 210 x 148 mm */
};

enum page_align { PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT };

enum page_size {
	PAGE_NORMAL,
	PAGE_SMALL,
	PAGE_TALL,  /* double height on a printer's own letters; a size up in dots */
	PAGE_WIDE,  /* double width; two sizes up in dots */
	PAGE_LARGE, /* both; three sizes up in dots */
};

struct page_style {
	enum page_align align;
	enum page_size size;
	bool bold;
	bool italic;
};

enum page_kind {
	PAGE_TEXT,    /* a paragraph, wrapped at words */
	PAGE_COLUMNS, /* cells side by side, each wrapped in its own width */
	PAGE_RULE,    /* a line across; style.bold: a heavier one */
	PAGE_BLANK,   /* count quarters of a line of nothing */
	PAGE_QR,      /* count tenths of the width */
	PAGE_CODE128,
	PAGE_EAN13,
	PAGE_STARS, /* count of five stars as shapes, text beside them */
	PAGE_TABLE, /* borders, merged heads repeated on every sheet */
	PAGE_KEEP,  /* the next count lines stay on one sheet */
	PAGE_BREAK, /* a new sheet; nothing on a roll */
	PAGE_CUT,   /* the knife; rolls only */
	PAGE_PULSE, /* the drawer's kick; rolls only */
};

/*
 * share > 0: the cell takes that part of the width which is left. share 0: it takes the
 * width its text needs, in one line (amounts). `whole`: in one line within its share;
 * where it does not fit the letters are made smaller (dots, PDF), and text rendering
 * gives the row's whole cells a line of their own.
 */
struct page_cell {
	const char *text; /* NULL: nothing */
	int share;
	bool whole;
	struct page_style style;
};

struct page_head {
	const char *text;
	int row, column;               /* from 0 */
	int rows_count, columns_count; /* how many it spans, at least 1 */
};

struct page_row {
	struct page_row *next;
	const char *cells[PAGE_CELLS_MAX]; /* cells[0] alone where `across` */
	bool bold;
	bool across; /* one cell over the whole width */
};

struct page_table {
	size_t columns_count;
	int shares[PAGE_CELLS_MAX];
	enum page_align aligns[PAGE_CELLS_MAX]; /* PAGE_RIGHT cells are never wrapped */
	enum page_size size;
	const struct page_head *heads;
	size_t heads_count;
	int head_rows_count;
	struct page_row *first, *last;
};

struct page_block {
	struct page_block *next;
	enum page_kind kind;
	struct page_style style;
	const char *text;
	int count;
	const struct page_cell *cells;
	size_t cells_count;
	struct page_table *table;
};

struct page {
	struct arena *arena;
	enum page_paper paper;
	const char *title; /* metadata of a PDF, name of a print job */
	const char *foot;  /* small text at the foot of every sheet, beside its number */
	struct page_block *first, *last;
	size_t blocks_count; /* with the rows of tables */
	size_t arena_start_bytes;
	bool full;
};

struct page *page_new(struct arena *arena, enum page_paper paper, const char *title);
/*
 * Set once, before any thread makes a page: this program serves a practice book, so every page of whatever layout begins with
 * "TẬP", and none opens a drawer.
 */
void page_all_practice(bool is_on);

/*
 * A copy of text fit for paper: valid UTF-8 in NFC; control bytes and line ends are
 * blanks, format characters (zero-width, bidi) are gone, bytes that are not UTF-8 and
 * unassigned code points are U+FFFD, at most two combining marks a letter, at most
 * PAGE_TEXT_BYTES_MAX bytes. A minus sign and a star, which our letters lack, become
 * an en dash and "*". NULL gives "".
 */
const char *page_clean(struct arena *arena, const char *text);

/* Columns that a letter takes on a printer with fixed pitch: 0, 1 or 2. And of a cleaned text. */
int page_letter_columns(int32_t letter);
int page_text_columns(const char *text);

/* Each adds one block at the end. Texts are copied and cleaned; empty or NULL text adds nothing. */
void page_text(struct page *page, struct page_style style, const char *text);
void page_format(struct page *page, struct page_style style, const char *format, ...) __attribute__((format(printf, 3, 4)));
void page_columns(struct page *page, const struct page_cell *cells, size_t cells_count);
void page_pair(struct page *page, struct page_style style, const char *label, const char *value); /* label left, value right, never wrapped */
void page_rule(struct page *page, bool heavy);
void page_blank(struct page *page, int quarters_count);
void page_qr(struct page *page, const char *text, int tenths);
void page_code128(struct page *page, const char *text); /* ASCII only; others are refused by the renderer: its text is printed instead */
void page_ean13(struct page *page, const char *text);   /* 12 or 13 digits */
void page_stars(struct page *page, struct page_style style, int stars_count, const char *text);
void page_keep(struct page *page, int lines_count);
void page_break(struct page *page);
void page_cut(struct page *page);
void page_pulse(struct page *page);

/* The table is filled in afterwards. heads are copied with their texts. */
struct page_table *page_table(struct page *page, const struct page_table *shape);
void page_table_row(struct page *page, struct page_table *table, bool bold, const char *const *cells);
void page_table_across(struct page *page, struct page_table *table, const char *text);

/* What every renderer asks first: ERR_LIMIT when something did not fit. */
bool page_check(const struct page *page, struct err *err) MUST_CHECK;

#endif
