#include "receipts/escpos.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "receipts/raster.h"
#include "receipts/text.h"

/* Epson's reference of ESC/POS commands; clones follow these few. */
#define INIT "\x1b@"
#define PULSE "\x1bp\x00\x19\xfa" /* pin 2, 50 ms on, 500 ms off */
#define CUT_FEED_DOTS 96          /* GS V 66 n: past the knife, then a cut that leaves a corner */
#define QR_MODULE_DOTS 6
#define BAR_HEIGHT_DOTS 64
#define CODE128_TEXT_MAX 48
#define FEED_LINES 4 /* lines of paper before tearing where there is no knife */

const struct escpos_profile escpos_profiles[] = {
	{ .name = "80mm", .about = "Khổ 80 mm, in hình (mặc định)", .width_dots = 576, .columns = 48, .has_qr = true, .has_cut = true },
	{ .name = "80mm-512",
	  .about = "Khổ 80 mm, đầu in 512 chấm, in hình",
	  .width_dots = 512,
	  .columns = 42,
	  .has_qr = true,
	  .has_cut = true },
	{ .name = "58mm", .about = "Khổ 58 mm, in hình", .width_dots = 384, .columns = 32, .has_qr = true },
	{ .name = "80mm-cp1258",
	  .about = "Khổ 80 mm, chữ của máy in, bảng mã 1258 (Epson: trang 52)",
	  .width_dots = 576,
	  .columns = 48,
	  .is_letters = true,
	  .page = ENCODE_CP1258,
	  .page_number = 52,
	  .has_qr = true,
	  .has_cut = true },
	{ .name = "80mm-tcvn3",
	  .about = "Khổ 80 mm, chữ của máy in, bảng mã TCVN-3 (Epson: trang 30 và 31)",
	  .width_dots = 576,
	  .columns = 48,
	  .is_letters = true,
	  .page = ENCODE_TCVN3,
	  .page_number = 30,
	  .capitals_number = 31,
	  .has_qr = true,
	  .has_cut = true },
	{ .name = "80mm-viscii",
	  .about = "Khổ 80 mm, chữ của máy in, bảng mã VISCII (Bixolon: trang 51)",
	  .width_dots = 576,
	  .columns = 48,
	  .is_letters = true,
	  .page = ENCODE_VISCII,
	  .page_number = 51,
	  .has_qr = true,
	  .has_cut = true },
	{ .name = "58mm-cp1258",
	  .about = "Khổ 58 mm, chữ của máy in, bảng mã 1258 (máy phổ thông: trang 27)",
	  .width_dots = 384,
	  .columns = 32,
	  .is_letters = true,
	  .page = ENCODE_CP1258,
	  .page_number = 27 },
	{ .name = "80mm-ascii",
	  .about = "Khổ 80 mm, chữ của máy in, không dấu",
	  .width_dots = 576,
	  .columns = 48,
	  .is_letters = true,
	  .has_cut = true },
	{ .name = "58mm-ascii", .about = "Khổ 58 mm, chữ của máy in, không dấu", .width_dots = 384, .columns = 32, .is_letters = true },
	{ 0 },
};

const struct escpos_profile *escpos_profile_find(const char *name)
{
	for (const struct escpos_profile *profile = escpos_profiles; profile->name; profile++)
		if (text_is(profile->name, name))
			return profile;
	return NULL;
}

void escpos_put_pulse(struct buf *bytes)
{
	buf_add(bytes, PULSE, sizeof(PULSE) - 1);
}

static void put_cut(const struct escpos_profile *profile, struct buf *bytes)
{
	if (profile->has_cut)
		buf_add(bytes, (const char[]){ 0x1d, 'V', 66, CUT_FEED_DOTS }, 4);
	else
		buf_add(bytes, (const char[]){ 0x1b, 'd', FEED_LINES }, 3);
}

void escpos_put_rows(const struct raster *raster, int from_row, int to_row, struct buf *bytes)
{
	assert(from_row >= 0 && to_row <= raster->height);
	while (from_row < to_row) {
		int rows = to_row - from_row < ESCPOS_BAND_ROWS ? to_row - from_row : ESCPOS_BAND_ROWS;
		const char head[8] = {
			0x1d, 'v', '0', 0, (char)(raster->stride & 0xff), (char)(raster->stride >> 8), (char)(rows & 0xff), (char)(rows >> 8)
		};

		buf_add(bytes, head, sizeof(head));
		buf_add(bytes, raster->bits + (size_t)from_row * (size_t)raster->stride, (size_t)rows * (size_t)raster->stride);
		from_row += rows;
	}
}

static bool write_dots(const struct page *page, const struct escpos_profile *profile, struct raster_press *press, struct buf *bytes,
		       struct err *err)
{
	struct raster raster;
	int row = 0;

	assert(press);
	if (!raster_page(press, page, &raster, err))
		return false;
	assert(raster.width == profile->width_dots);
	for (int i = 0; i < raster.marks_count; i++) {
		escpos_put_rows(&raster, row, raster.marks[i].row, bytes);
		row = raster.marks[i].row;
		if (raster.marks[i].kind == PAGE_CUT)
			put_cut(profile, bytes);
		else
			escpos_put_pulse(bytes);
	}
	escpos_put_rows(&raster, row, raster.height, bytes);
	return true;
}

/* GS ( k of a QR: model 2, size, level M, store, print. */
static void put_qr(const char *text, struct buf *bytes)
{
	size_t size = strlen(text) + 3;

	buf_add(bytes, "\x1d(k\x04\x00\x31\x41\x32\x00", 9);
	buf_add(bytes, (const char[]){ 0x1d, '(', 'k', 3, 0, 0x31, 0x43, QR_MODULE_DOTS }, 8);
	buf_add(bytes, "\x1d(k\x03\x00\x31\x45\x31", 8);
	buf_add(bytes, (const char[]){ 0x1d, '(', 'k', (char)(size & 0xff), (char)(size >> 8), 0x31, 0x50, 0x30 }, 8);
	buf_text(bytes, text);
	buf_add(bytes, "\x1d(k\x03\x00\x31\x51\x30", 8);
}

/* GS k with a length: height, module width, the text below, then the code. */
static void put_bars(const struct page_block *block, struct buf *bytes)
{
	size_t size = strlen(block->text);

	buf_add(bytes, (const char[]){ 0x1d, 'h', BAR_HEIGHT_DOTS, 0x1d, 'w', 2, 0x1d, 'H', 2 }, 9);
	if (block->kind == PAGE_EAN13) {
		buf_add(bytes, (const char[]){ 0x1d, 'k', 67, (char)size }, 4);
		buf_text(bytes, block->text);
	} else {
		/* "{B" begins code set B; a brace of the text is doubled. */
		size_t braces = 0;

		for (size_t i = 0; i < size; i++)
			braces += block->text[i] == '{';
		buf_add(bytes, (const char[]){ 0x1d, 'k', 73, (char)(size + braces + 2), '{', 'B' }, 6);
		for (size_t i = 0; i < size; i++) {
			buf_byte(bytes, block->text[i]);
			if (block->text[i] == '{')
				buf_byte(bytes, '{');
		}
	}
	buf_byte(bytes, '\n');
}

/* Whether the printer's own bar code can hold this text; else it is printed as letters. */
static bool has_bars(const struct page_block *block, const struct escpos_profile *profile)
{
	size_t size = strlen(block->text);

	for (size_t i = 0; i < size; i++)
		if (block->text[i] < 0x20 || block->text[i] > 0x7e ||
		    (block->kind == PAGE_EAN13 && (block->text[i] < '0' || block->text[i] > '9')))
			return false;
	if (block->kind == PAGE_EAN13)
		return size == 12 || size == 13;
	return size <= CODE128_TEXT_MAX && (int)(size * 11 + 55) * 2 <= profile->width_dots;
}

static void put_style(struct page_style style, struct page_style *now, struct buf *bytes)
{
	bool is_wide = style.size == PAGE_WIDE || style.size == PAGE_LARGE;
	bool is_tall = style.size == PAGE_TALL || style.size == PAGE_LARGE;
	bool was_wide = now->size == PAGE_WIDE || now->size == PAGE_LARGE;
	bool was_tall = now->size == PAGE_TALL || now->size == PAGE_LARGE;

	if (is_wide != was_wide || is_tall != was_tall)
		buf_add(bytes, (const char[]){ 0x1d, '!', (char)((is_wide ? 0x10 : 0) | (is_tall ? 1 : 0)) }, 3);
	if (style.bold != now->bold)
		buf_add(bytes, (const char[]){ 0x1b, 'E', style.bold ? 1 : 0 }, 3);
	*now = style;
}

/* A code as letters, as many a line as fit; the printer centres them. */
static void put_code_text(const char *text, struct encode *encode, int columns, struct buf *bytes)
{
	size_t size = strlen(text);

	for (size_t at = 0; at < size;) {
		size_t count = size - at < (size_t)columns ? size - at : (size_t)columns;
		char part[TEXT_COLUMNS_MAX + 1];

		while (at + count < size && (text[at + count] & 0xc0) == 0x80)
			count--;
		memcpy(part, text + at, count);
		part[count] = '\0';
		encode_text(encode, part, bytes);
		buf_byte(bytes, '\n');
		at += count;
	}
}

static void put_line(const struct text_line *line, const struct escpos_profile *profile, struct encode *encode, struct page_style *now,
		     struct buf *bytes)
{
	const struct page_block *block = line->block;

	if (!block) {
		put_style(line->style, now, bytes);
		encode_text(encode, line->text, bytes);
		buf_byte(bytes, '\n');
	} else if (block->kind == PAGE_PULSE) {
		escpos_put_pulse(bytes);
	} else if (block->kind == PAGE_CUT) {
		put_cut(profile, bytes);
	} else if (block->kind != PAGE_BREAK) {
		put_style((struct page_style){ 0 }, now, bytes);
		buf_add(bytes, (const char[]){ 0x1b, 'a', 1 }, 3);
		if (block->kind == PAGE_QR && profile->has_qr)
			put_qr(block->text, bytes);
		else if (block->kind != PAGE_QR && has_bars(block, profile))
			put_bars(block, bytes);
		else
			put_code_text(block->text, encode, profile->columns, bytes);
		buf_add(bytes, (const char[]){ 0x1b, 'a', 0 }, 3);
	}
}

static bool write_letters(const struct page *page, const struct escpos_profile *profile, struct buf *bytes, struct err *err)
{
	struct arena *arena = arena_new(TEXT_ARENA_BYTES);
	struct encode encode = { profile->page, profile->page_number, profile->capitals_number, -1 };
	struct page_style now = { 0 };
	const struct text_line *line = NULL;
	bool ok = text_page_lines(page, profile->columns, arena, &line, err);

	for (; ok && line; line = line->next)
		put_line(line, profile, &encode, &now, bytes);
	arena_free(arena);
	return ok;
}

bool escpos_write(const struct page *page, const struct escpos_profile *profile, struct raster_press *press, struct buf *bytes, struct err *err)
{
	bool ok;

	buf_add(bytes, INIT, 2);
	ok = profile->is_letters ? write_letters(page, profile, bytes, err) : write_dots(page, profile, press, bytes, err);
	if (ok && bytes->full)
		ok = err_set(err, ERR_LIMIT, NULL, "Tờ in quá dài cho máy in; hãy chia thành nhiều tờ.");
	return ok;
}
