/* What the renderers take from the fonts: a pango context with every option fixed. */
#ifndef RECEIPTS_FONTS_USE_H
#define RECEIPTS_FONTS_USE_H

#include <pango/pango.h>
#include <stdbool.h>

struct fonts;

/*
 * A new context, to be released with g_object_unref. is_dots: for a bitmap of one bit,
 * letters stand on whole dots; else for vectors, at their exact place.
 */
PangoContext *fonts_context(struct fonts *fonts, bool is_dots);

#endif
