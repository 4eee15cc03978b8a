/*
 * A page as PDF: sheets of A4 or A5, or a roll in pieces of at most 280 mm, because a printer that takes PDF has sheets and
 * would make a longer one smaller. Each cut of a roll begins a new sheet; of a paper in several each ends with its title and "2/5".
 *
 * Letters are embedded as a subset of Noto Sans and can be searched and copied; the
 * same page, time and version of cairo give the same bytes. Sheets have the page's foot
 * and "Trang i/n". The language of the document is not written: cairo 1.16 has no way
 * to say it.
 *
 * Thread: one owner at a time of the fonts.
 */
#ifndef RECEIPTS_PDF_H
#define RECEIPTS_PDF_H

#include <stdint.h>

#include "base/err.h"
#include "receipts/page.h"

struct buf;
struct fonts;

#define PDF_SHEETS_MAX 400
#define PDF_BYTES_MAX ((size_t)16 << 20) /* a buf of this ceiling holds every PDF we make */

/* made_us: the creation date in its metadata. ERR_LIMIT: more sheets or bytes than we take. */
bool pdf_write(struct fonts *fonts, const struct page *page, int64_t made_us, struct buf *bytes, struct err *err) MUST_CHECK;

/* Sheet number sheet (from 0) as PNG, so many dots per inch (36 to 300): for a preview on a screen. ERR_MISSING: no such sheet. */
bool pdf_write_png(struct fonts *fonts, const struct page *page, int sheet, int dots_per_inch, struct buf *bytes, struct err *err) MUST_CHECK;

#endif
