/* A QR code for a page: modules as the path of an SVG, so that no picture has to be fetched. Thread: any. */
#ifndef RECEIPTS_QR_H
#define RECEIPTS_QR_H

#include <stdbool.h>

#include "base/text.h"

/* *side: modules across, without the quiet zone of 4 that the page leaves. false: the text is no QR's (too long, empty). */
bool qr_path(const char *text, int *side, struct buf *path) MUST_CHECK;

#endif
