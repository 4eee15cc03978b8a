/*
 * Blocks of a page drawn by pango and cairo: the part that dots and PDF share.
 *
 * A canvas has a width and a size of letters (em) in units of its own: dots for rolls,
 * points for sheets. Blocks go down from y; before each piece that must not be torn
 * the canvas asks its owner for room, who may grow the bitmap or begin a new sheet.
 *
 * Thread: one owner at a time.
 */
#ifndef RECEIPTS_DRAW_H
#define RECEIPTS_DRAW_H

#include <cairo.h>
#include <pango/pango.h>

#include "receipts/page.h"

struct fonts;

/* One layout a cell, and one for what a canvas's owner writes on its own when it begins a new sheet. */
#define CANVAS_OWNER_SLOT PAGE_CELLS_MAX
#define CANVAS_SLOTS (PAGE_CELLS_MAX + 1)

enum room {
	ROOM_HERE, /* go on at y */
	ROOM_NEW,  /* a new sheet; y is at its top */
	ROOM_NONE, /* no more: the drawing stops */
};

struct canvas {
	cairo_t *cr; /* NULL: only measure */
	double left, width, em, y;
	bool is_dots; /* positions are whole numbers */
	enum room (*room)(struct canvas *canvas, double height);
	bool (*mark)(struct canvas *canvas, enum page_kind kind); /* PAGE_BREAK, PAGE_CUT, PAGE_PULSE; false: no more */
	PangoContext *context;
	PangoLayout *layouts[CANVAS_SLOTS];
	PangoFontDescription *font;
};

/* The caller sets cr, left, width, em, y, room and mark. */
void canvas_init(struct canvas *canvas, struct fonts *fonts, bool is_dots);
void canvas_release(struct canvas *canvas);

/* All blocks of a page. false: ROOM_NONE was answered. */
bool canvas_draw(struct canvas *canvas, const struct page *page) MUST_CHECK;

/* ---- for draw.c and draw_table.c ---- */

/*
 * Text in layout number slot, at most width wide: wrapped, or (is_whole) in one line of
 * smaller letters. width -1: as wide as it is. lines_max 0: as many as it takes. The layout is good until the slot's next text.
 */
PangoLayout *canvas_layout(struct canvas *canvas, size_t slot, struct page_style style, const char *text, double width, bool is_whole,
			   int lines_max);
double canvas_height(const struct canvas *canvas, PangoLayout *layout);
void canvas_show(struct canvas *canvas, PangoLayout *layout, double x, double y);
double canvas_whole(const struct canvas *canvas, double value); /* rounded up where positions are whole */
bool canvas_table(struct canvas *canvas, const struct page_table *table) MUST_CHECK;

#endif
