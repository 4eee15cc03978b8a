/*
 * The letters of all papers: Noto Sans of Debian's fonts-noto-core, for Chinese and Korean WenQuanYi Micro Hei of
 * fonts-wqy-microhei, and nothing else of the machine, so that the same page gives the same dots everywhere.
 *
 * Opening reads the files (some 20 ms), and pango never gives back some 20 KB of each:
 * open once a thread and keep it. Thread: one owner at a time.
 */
#ifndef RECEIPTS_FONTS_H
#define RECEIPTS_FONTS_H

#include "base/err.h"
#include "calc/lang.h"

struct fonts;

struct fonts *fonts_open(struct err *err); /* NULL: ERR_MISSING, a font file is not there */
bool fonts_have(enum lang lang);           /* does the machine have the letters of this language? */
void fonts_close(struct fonts *fonts);     /* NULL is fine */

#endif
