#include "receipts/qr.h"

#include "receipts/symbol.h"

bool qr_path(const char *text, int *side, struct buf *path)
{
	struct symbol symbol;

	if (!symbol_make(PAGE_QR, text, &symbol))
		return false;
	*side = symbol.width;
	for (int y = 0; y < symbol.height; y++) {
		for (int x = 0; x < symbol.width; x++) {
			int from = x;

			if (!symbol_is_dark(&symbol, x, y))
				continue;
			while (x + 1 < symbol.width && symbol_is_dark(&symbol, x + 1, y))
				x++;
			buf_format(path, "M%d %dh%dv1h-%dz", from, y, x - from + 1, x - from + 1);
		}
	}
	return !path->full;
}
