/* Any bytes as the texts of a paper: lines fit, letters are encoded without a command, dots are drawn. */
#undef NDEBUG
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "receipts/escpos.h"
#include "receipts/fonts.h"
#include "receipts/raster.h"
#include "receipts/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lines(const struct page *page, int columns, struct arena *arena)
{
	const struct text_line *line = NULL;
	struct err err;

	if (!text_page_lines(page, columns, arena, &line, &err))
		return;
	for (; line; line = line->next) {
		bool is_wide = line->style.size == PAGE_WIDE || line->style.size == PAGE_LARGE;

		assert(page_text_columns(line->text) <= (is_wide ? columns / 2 : columns));
		assert(text_is_utf8(line->text, strlen(line->text)));
	}
}

static void check_bytes(const struct page *page, const char *profile)
{
	struct buf bytes;
	struct err err;

	buf_init(&bytes, ESCPOS_BYTES_MAX);
	assert(escpos_write(page, escpos_profile_find(profile), NULL, &bytes, &err));
	/* Nothing here writes init but the beginning of the job, or opens the drawer. */
	for (size_t i = 2; i + 1 < bytes.size; i++)
		assert(bytes.data[i] != 0x1b || (bytes.data[i + 1] != '@' && bytes.data[i + 1] != 'p'));
	buf_release(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fonts *fonts;
	static struct raster_press *press;
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct page *page = page_new(arena, PAGE_ROLL, "");
	const char *text = arena_bytes(arena, data, size), *clean = page_clean(arena, text);
	const char *rest = text + strlen(text) + (strlen(text) < size);
	struct raster raster;
	struct err err;

	if (!fonts) {
		fonts = fonts_open(&err);
		assert(fonts);
		press = raster_open(fonts, 384);
	}
	assert(text_is_utf8(clean, strlen(clean)));
	/* What grew past the ceiling is cut there by the next. */
	assert(strlen(clean) > PAGE_TEXT_BYTES_MAX || strcmp(page_clean(arena, clean), clean) == 0);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = (enum page_size)(size % 5) }, text);
	page_pair(page, (struct page_style){ 0 }, text, rest);
	page_columns(page, (const struct page_cell[]){ { .text = rest, .share = 1, .whole = true }, { .text = text, .share = 2 } }, 2);
	page_stars(page, (struct page_style){ 0 }, 5, rest);
	check_lines(page, 16 + (int)(size % 60), arena);
	check_bytes(page, "80mm-cp1258");
	check_bytes(page, "80mm-tcvn3");
	check_bytes(page, "58mm-ascii");
	page_qr(page, rest, 5);
	page_code128(page, rest);
	assert(raster_page(press, page, &raster, &err) || err.code == ERR_LIMIT);
	arena_free(arena);
	return 0;
}
