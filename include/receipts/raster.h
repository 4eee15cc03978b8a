/*
 * A page as dots of one bit, for printers of rolls.
 *
 * A press keeps its fonts, layouts and bitmap warm: the first page costs some 20 ms, a
 * receipt of 40 lines then about 3. Letters stand on whole dots and lines are 1.36 em
 * high, so that no mark of Ệ or Ẫ is cut; modules of QR and bar codes are whole dots.
 *
 * Thread: one owner at a time.
 */
#ifndef RECEIPTS_RASTER_H
#define RECEIPTS_RASTER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "receipts/page.h"

struct buf;
struct fonts;
struct raster_press;

#define RASTER_DOTS_MIN 256
#define RASTER_DOTS_MAX 832   /* 104 mm of a 112 mm roll at 203 dpi */
#define RASTER_ROWS_MAX 300000 /* 37 m of paper: 500 lines of long names, and the same again as a present */
#define RASTER_MARKS_MAX 16

/* What happens between two rows of dots. */
struct raster_mark {
	int row;             /* before this row */
	enum page_kind kind; /* PAGE_CUT or PAGE_PULSE */
};

struct raster {
	int width, height; /* dots */
	int stride;        /* bytes of a row */
	uint8_t *bits;     /* rows from the top, most significant bit leftmost, 1 is black */
	struct raster_mark marks[RASTER_MARKS_MAX];
	int marks_count;
};

/* width_dots: a multiple of 8 between RASTER_DOTS_MIN and _MAX: 384 on rolls of 58 mm, 576 (or 512) on 80 mm. fonts must outlive the press. */
struct raster_press *raster_open(struct fonts *fonts, int width_dots);
void raster_close(struct raster_press *press); /* NULL is fine */

/* Renders the page; the bits belong to the press and are good until its next page. ERR_LIMIT: too long. */
bool raster_page(struct raster_press *press, const struct page *page, struct raster *raster, struct err *err) MUST_CHECK;

/* A portable bitmap (PBM, P4). ERR_LIMIT where bytes is too small. */
bool raster_write_pbm(const struct raster *raster, struct buf *bytes, struct err *err) MUST_CHECK;
/* A PNG, for people who look at papers on a screen. */
bool raster_write_png(const struct raster *raster, struct buf *bytes, struct err *err) MUST_CHECK;

#endif
