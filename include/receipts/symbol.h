/*
 * QR and bar codes as modules, by libzint. No dots: a renderer draws each module in whole dots.
 *
 * Thread: any.
 */
#ifndef RECEIPTS_SYMBOL_H
#define RECEIPTS_SYMBOL_H

#include <stdbool.h>
#include <stdint.h>

#include "receipts/page.h"

#define SYMBOL_SIDE_MAX 177   /* QR version 40 */
#define SYMBOL_WIDTH_MAX 1152 /* bar codes; as much as libzint holds */
#define SYMBOL_QUIET_QR 4     /* blank modules around (ISO/IEC 18004), */
#define SYMBOL_QUIET_BAR 10   /* and beside a bar code (ISO/IEC 15417, 15420) */

struct symbol {
	int width, height; /* modules; a bar code has height 1 */
	uint8_t is_dark[SYMBOL_SIDE_MAX][SYMBOL_WIDTH_MAX / 8];
	char readable[64]; /* what stands below a bar code */
};

/* false: this text cannot be such a code (too long, letters it does not have, wrong check digit). */
bool symbol_make(enum page_kind kind, const char *text, struct symbol *symbol) MUST_CHECK;
bool symbol_is_dark(const struct symbol *symbol, int x, int y);

#endif
