/*
 * A page as the bytes a receipt printer takes: ESC/POS.
 *
 * Two ways. Dots: the page drawn by us (raster.h) and sent by `GS v 0` in bands; every
 * mark right on every printer, and the default. Letters: the page as lines (text.h) in
 * a code page of the printer's, for printers that cannot draw or are slow.
 *
 * Nothing that a person typed can become a command: letters go through encode.h, which
 * never writes a byte below 0x20, and dots and codes go with their lengths.
 *
 * Thread: any; that of the press where there is one.
 */
#ifndef RECEIPTS_ESCPOS_H
#define RECEIPTS_ESCPOS_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "receipts/encode.h"
#include "receipts/page.h"

struct buf;
struct raster;
struct raster_press;

#define ESCPOS_BAND_ROWS 256               /* cheap printers hold no more of one image */
#define ESCPOS_BYTES_MAX ((size_t)24 << 20) /* a buf of this ceiling holds every receipt */

struct escpos_profile {
	const char *name;  /* in settings and tests */
	const char *about; /* Vietnamese, one line for the printer's page */
	int width_dots;    /* of the paper's printable part */
	int columns;       /* of letters in font A */
	bool is_letters;   /* letters rather than dots */
	enum encode_page page;
	int page_number, capitals_number; /* ESC t n */
	bool has_qr;                      /* GS ( k; else a QR is printed as its text (letters only) */
	bool has_cut;
};

/* The profiles there are; NULL name ends the table. The first is the default. */
extern const struct escpos_profile escpos_profiles[];
const struct escpos_profile *escpos_profile_find(const char *name); /* NULL: none of that name */

/*
 * Adds a whole job: init, the page, feed, cut where the page asks for it. press is needed for dots and
 * must be of the profile's width; NULL for letters. ERR_LIMIT: too long.
 */
bool escpos_write(const struct page *page, const struct escpos_profile *profile, struct raster_press *press, struct buf *bytes,
		  struct err *err) MUST_CHECK;

/* Dots alone, in bands; no init, no cut: for a picture that a driver already has. */
void escpos_put_rows(const struct raster *raster, int from_row, int to_row, struct buf *bytes);
/* Opens the drawer, by itself (`ESC p`): for "mở két" without a paper. */
void escpos_put_pulse(struct buf *bytes);

#endif
