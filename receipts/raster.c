#include "receipts/raster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "draw.h"
#include "receipts/fonts.h"

/* Drawn in strips, so that a long page needs no more grey than a short one; higher only for one piece that is, and lower again after it. */
#define STRIP_ROWS 2048
#define BITS_KEPT ((size_t)1 << 20)
/* Darker than this of 255 is a dot: thermal heads spread a little, so thin strokes may stay thin. */
#define DARK_FROM 104
#define MARGIN_DOTS 4

struct raster_press {
	struct canvas canvas; /* first: canvas_* hand us a pointer to it */
	struct raster raster;
	cairo_surface_t *surface; /* A8: the strip */
	int rows;                 /* of the surface */
	int from;                 /* first row of the page on it; those above are bits */
	size_t bits_size;
};

static void use_surface(struct raster_press *press, int rows)
{
	if (press->surface) {
		cairo_destroy(press->canvas.cr);
		cairo_surface_destroy(press->surface);
	}
	press->surface = cairo_image_surface_create(CAIRO_FORMAT_A8, press->raster.width, rows);
	assert(cairo_surface_status(press->surface) == CAIRO_STATUS_SUCCESS);
	press->rows = rows;
	press->canvas.cr = cairo_create(press->surface);
	cairo_set_source_rgba(press->canvas.cr, 0, 0, 0, 1);
}

/* The strip down to the row as bits; it is white again afterwards, and begins there. */
static void take_bits(struct raster_press *press, int to_row)
{
	struct raster *raster = &press->raster;
	size_t size = (size_t)to_row * (size_t)raster->stride;
	unsigned char *grey;
	int grey_stride;

	if (size > press->bits_size || !raster->bits) {
		press->bits_size = size + size / 2 + 1;
		raster->bits = realloc(raster->bits, press->bits_size);
		assert(raster->bits);
	}
	cairo_surface_flush(press->surface);
	grey = cairo_image_surface_get_data(press->surface);
	grey_stride = cairo_image_surface_get_stride(press->surface);
	for (int y = press->from; y < to_row; y++) {
		const unsigned char *from = grey + (size_t)(y - press->from) * (size_t)grey_stride;
		uint8_t *to = raster->bits + (size_t)y * (size_t)raster->stride;

		for (int i = 0; i < raster->stride; i++, from += 8) {
			uint64_t eight;
			unsigned bits = 0;

			memcpy(&eight, from, 8);
			for (int b = 0; eight && b < 8; b++)
				bits |= (from[b] >= DARK_FROM ? 0x80u : 0u) >> b;
			to[i] = (uint8_t)bits;
		}
	}
	memset(grey, 0, (size_t)press->rows * (size_t)grey_stride);
	cairo_surface_mark_dirty(press->surface);
	press->from = to_row;
}

static enum room grow(struct canvas *canvas, double height)
{
	struct raster_press *press = (struct raster_press *)canvas;

	if (canvas->y + height > RASTER_ROWS_MAX)
		return ROOM_NONE;
	if (canvas->y + height <= press->from + press->rows)
		return ROOM_HERE;
	take_bits(press, (int)canvas->y);
	if (height > press->rows)
		use_surface(press, (int)height + STRIP_ROWS);
	cairo_surface_set_device_offset(press->surface, 0, -press->from);
	return ROOM_HERE;
}

static bool mark(struct canvas *canvas, enum page_kind kind)
{
	struct raster *raster = &((struct raster_press *)canvas)->raster;

	if (kind == PAGE_BREAK)
		return true;
	if (raster->marks_count == RASTER_MARKS_MAX)
		return false;
	raster->marks[raster->marks_count++] = (struct raster_mark){ (int)canvas->y, kind };
	return true;
}

struct raster_press *raster_open(struct fonts *fonts, int width_dots)
{
	struct raster_press *press = calloc(1, sizeof(*press));

	assert(press);
	assert(width_dots >= RASTER_DOTS_MIN && width_dots <= RASTER_DOTS_MAX && width_dots % 8 == 0);
	canvas_init(&press->canvas, fonts, true);
	press->canvas.left = MARGIN_DOTS;
	press->canvas.width = width_dots - 2 * MARGIN_DOTS;
	/* 24 dots are 3 mm: a size that elderly eyes read; narrow rolls take a little less. */
	press->canvas.em = width_dots >= 480 ? 24 : 21;
	press->canvas.room = grow;
	press->canvas.mark = mark;
	press->raster.width = width_dots;
	press->raster.stride = width_dots / 8;
	use_surface(press, STRIP_ROWS);
	return press;
}

void raster_close(struct raster_press *press)
{
	if (!press)
		return;
	cairo_destroy(press->canvas.cr);
	cairo_surface_destroy(press->surface);
	canvas_release(&press->canvas);
	free(press->raster.bits);
	free(press);
}

bool raster_page(struct raster_press *press, const struct page *page, struct raster *raster, struct err *err)
{
	bool ok = page_check(page, err);

	press->canvas.y = 0;
	press->from = 0;
	press->raster.marks_count = 0;
	if (press->rows > STRIP_ROWS)
		use_surface(press, STRIP_ROWS);
	cairo_surface_set_device_offset(press->surface, 0, 0);
	if (press->bits_size > BITS_KEPT) {
		free(press->raster.bits);
		press->raster.bits = NULL;
		press->bits_size = 0;
	}
	if (ok && !canvas_draw(&press->canvas, page))
		ok = err_set(err, ERR_LIMIT, NULL, "Tờ in dài quá %d m giấy; hãy chia thành nhiều tờ.", RASTER_ROWS_MAX / 8000);
	press->raster.height = (int)press->canvas.y;
	take_bits(press, press->raster.height);
	*raster = press->raster;
	return ok;
}

bool raster_write_pbm(const struct raster *raster, struct buf *bytes, struct err *err)
{
	buf_format(bytes, "P4\n%d %d\n", raster->width, raster->height);
	buf_add(bytes, raster->bits, (size_t)raster->height * (size_t)raster->stride);
	if (bytes->full)
		return err_set(err, ERR_LIMIT, NULL, "Ảnh của tờ in lớn quá giới hạn.");
	return true;
}

static cairo_status_t put_png(void *buf, const unsigned char *data, unsigned size)
{
	buf_add(buf, data, size);
	return ((struct buf *)buf)->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

bool raster_write_png(const struct raster *raster, struct buf *bytes, struct err *err)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, raster->width, raster->height > 0 ? raster->height : 1);
	unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	bool ok = data != NULL;

	for (int y = 0; ok && y < raster->height; y++)
		for (int x = 0; x < raster->width; x++) {
			bool is_black = raster->bits[(size_t)y * (size_t)raster->stride + (size_t)x / 8] >> (7 - x % 8) & 1;

			memset(data + (size_t)y * (size_t)stride + (size_t)x * 4, is_black ? 0 : 0xff, 4);
		}
	if (ok) {
		cairo_surface_mark_dirty(surface);
		ok = cairo_surface_write_to_png_stream(surface, put_png, bytes) == CAIRO_STATUS_SUCCESS;
	}
	cairo_surface_destroy(surface);
	return ok || err_set(err, ERR_LIMIT, NULL, "Ảnh của tờ in lớn quá giới hạn.");
}
