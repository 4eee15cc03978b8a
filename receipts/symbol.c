#include "receipts/symbol.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <zint.h>

/* Past this a QR has modules too small for a roll of 58 mm and a five-year-old phone. */
#define QR_TEXT_MAX 500
#define BAR_TEXT_MAX 48
#define QR_LEVEL_M 2

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

static bool is_digits(const char *text)
{
	return strspn(text, "0123456789") == strlen(text);
}

bool symbol_make(enum page_kind kind, const char *text, struct symbol *symbol)
{
	size_t size = strlen(text);
	struct zint_symbol *zint;
	bool ok;

	if (size == 0 || size > (kind == PAGE_QR ? QR_TEXT_MAX : BAR_TEXT_MAX) || (kind != PAGE_QR && !is_ascii(text)))
		return false;
	if (kind == PAGE_EAN13 && ((size != 12 && size != 13) || !is_digits(text)))
		return false;
	zint = ZBarcode_Create();
	assert(zint);
	zint->symbology = kind == PAGE_QR ? BARCODE_QRCODE : kind == PAGE_EAN13 ? BARCODE_EANX : BARCODE_CODE128;
	zint->input_mode = UNICODE_MODE;
	if (kind == PAGE_QR)
		zint->option_1 = QR_LEVEL_M;
	ok = ZBarcode_Encode(zint, (const unsigned char *)text, (int)size) < ZINT_ERROR;
	if (ok) {
		assert(zint->width <= SYMBOL_WIDTH_MAX && zint->rows >= 1 && zint->rows <= SYMBOL_SIDE_MAX);
		symbol->width = zint->width;
		symbol->height = kind == PAGE_QR ? zint->rows : 1;
		for (int y = 0; y < symbol->height; y++)
			memcpy(symbol->is_dark[y], zint->encoded_data[y], sizeof(symbol->is_dark[y]));
		snprintf(symbol->readable, sizeof(symbol->readable), "%.*s", BAR_TEXT_MAX, kind == PAGE_EAN13 ? (const char *)zint->text : text);
	}
	ZBarcode_Delete(zint);
	return ok;
}

bool symbol_is_dark(const struct symbol *symbol, int x, int y)
{
	return symbol->is_dark[y][x >> 3] >> (x & 7) & 1;
}
