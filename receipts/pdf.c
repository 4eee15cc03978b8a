#include "receipts/pdf.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/day.h"
#include "base/text.h"
#include "draw.h"
#include "receipts/fonts.h"

#define POINTS_MM (72 / 25.4)
#define MARGIN_MM 14
#define MARGIN_WIDE_MM 10 /* of lying sheets, which are low */
#define FOOT_MM 8
#define FOOT_WIDE_MM 5
#define SHEET_EM 10.5 /* points; the forms' 11 and 12 of Times look as large */
/* A roll is laid out in the dots of 80 mm paper, as it is printed, and scaled. */
#define ROLL_DOTS 576
#define ROLL_EM 24
#define ROLL_MARGIN_DOTS 32
#define DOTS_POINTS (72 / 203.2)
#define ROLL_DOTS_MAX 38000 /* 200 inches: more than that no PDF page may have (PDF 1.7, annex C) */

struct printer {
	struct canvas canvas; /* first: canvas_* hand us a pointer to it */
	const struct page *page;
	double sheet_width, sheet_height, top, bottom; /* points; a roll's top is in dots */
	int sheet;                                     /* the one being drawn, from 0 */
	int sheets_count;                              /* known after the first pass */
	int only_sheet;                                /* -1: all */
	cairo_t *cr;                                   /* NULL in the first pass */
};

static void sheet_size(enum page_paper paper, double *width_mm, double *height_mm)
{
	*width_mm = paper == PAGE_A4_WIDE ? 297 : 210;
	*height_mm = paper == PAGE_A4 ? 297 : paper == PAGE_A4_WIDE ? 210 : 148;
}

/* A sheet that is not asked for is measured, not drawn. */
static void begin_sheet(struct printer *printer)
{
	printer->canvas.cr = printer->only_sheet < 0 || printer->only_sheet == printer->sheet ? printer->cr : NULL;
	printer->canvas.y = printer->top;
}

static void draw_foot(struct printer *printer)
{
	struct canvas *canvas = &printer->canvas;
	struct page_style style = { .size = PAGE_SMALL };
	char number[48];
	double y = printer->bottom + 2 * POINTS_MM;

	/* A slip on one sheet needs no number. */
	if (!canvas->cr || (printer->sheets_count == 1 && !*printer->page->foot))
		return;
	canvas_show(canvas, canvas_layout(canvas, CANVAS_OWNER_SLOT, style, printer->page->foot, canvas->width * 0.8, false, 2), canvas->left,
		    y);
	snprintf(number, sizeof(number), "Trang %d/%d", printer->sheet + 1, printer->sheets_count);
	style.align = PAGE_RIGHT;
	canvas_show(canvas, canvas_layout(canvas, CANVAS_OWNER_SLOT, style, number, canvas->width * 0.2, true, 0),
		    canvas->left + canvas->width * 0.8, y);
}

static void end_sheet(struct printer *printer)
{
	if (printer->page->paper != PAGE_ROLL)
		draw_foot(printer);
	if (printer->canvas.cr && printer->only_sheet < 0)
		cairo_show_page(printer->canvas.cr);
}

static enum room next_sheet(struct printer *printer)
{
	if (printer->sheet + 1 >= PDF_SHEETS_MAX)
		return ROOM_NONE;
	end_sheet(printer);
	printer->sheet++;
	begin_sheet(printer);
	return ROOM_NEW;
}

static enum room sheet_room(struct canvas *canvas, double height)
{
	struct printer *printer = (struct printer *)canvas;

	/* What is taller than a sheet starts at a top and runs over: nothing loops for ever. */
	if (canvas->y + height <= printer->bottom || canvas->y <= printer->top)
		return ROOM_HERE;
	return next_sheet(printer);
}

static enum room roll_room(struct canvas *canvas, double height)
{
	return canvas->y + height > ROLL_DOTS_MAX ? ROOM_NONE : ROOM_HERE;
}

static bool mark(struct canvas *canvas, enum page_kind kind)
{
	struct printer *printer = (struct printer *)canvas;

	if (kind == PAGE_BREAK && printer->page->paper != PAGE_ROLL && canvas->y > printer->top)
		return next_sheet(printer) != ROOM_NONE;
	return true;
}

static void printer_init(struct printer *printer, struct fonts *fonts, const struct page *page)
{
	bool is_roll = page->paper == PAGE_ROLL;
	double width_mm, height_mm, margin = (page->paper == PAGE_A4 ? MARGIN_MM : MARGIN_WIDE_MM) * POINTS_MM;

	*printer = (struct printer){ .page = page, .only_sheet = -1 };
	canvas_init(&printer->canvas, fonts, false);
	sheet_size(page->paper, &width_mm, &height_mm);
	printer->sheet_width = is_roll ? 80 * POINTS_MM : width_mm * POINTS_MM;
	printer->sheet_height = height_mm * POINTS_MM;
	printer->top = is_roll ? ROLL_MARGIN_DOTS : margin;
	printer->bottom = printer->sheet_height - margin - (page->paper == PAGE_A4 ? FOOT_MM : FOOT_WIDE_MM) * POINTS_MM;
	printer->canvas.left = is_roll ? (80 * 8 - ROLL_DOTS) / 2.0 : printer->top;
	printer->canvas.width = is_roll ? ROLL_DOTS : printer->sheet_width - 2 * printer->top;
	printer->canvas.em = is_roll ? ROLL_EM : SHEET_EM;
	printer->canvas.room = is_roll ? roll_room : sheet_room;
	printer->canvas.mark = mark;
}

/* One pass over the page, on cr or only to count sheets and the roll's length. */
static bool pass(struct printer *printer, cairo_t *cr, struct err *err)
{
	printer->cr = cr;
	printer->sheet = 0;
	begin_sheet(printer);
	if (!canvas_draw(&printer->canvas, printer->page))
		return err_set(err, ERR_LIMIT, NULL, "Tờ in dài quá %d trang; hãy chia thành nhiều tờ.", PDF_SHEETS_MAX);
	if (printer->page->paper == PAGE_ROLL && !cr)
		printer->sheet_height = (printer->canvas.y + ROLL_MARGIN_DOTS) * DOTS_POINTS;
	end_sheet(printer);
	printer->sheets_count = printer->sheet + 1;
	return true;
}

static cairo_t *begin(struct printer *printer, cairo_surface_t *surface, double scale)
{
	cairo_t *cr = cairo_create(surface);

	if (printer->page->paper == PAGE_ROLL)
		scale *= DOTS_POINTS;
	cairo_scale(cr, scale, scale);
	cairo_set_source_rgb(cr, 0, 0, 0);
	return cr;
}

static cairo_status_t put(void *buf, const unsigned char *data, unsigned size)
{
	buf_add(buf, data, size);
	return ((struct buf *)buf)->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct page *page, int64_t made_us)
{
	int32_t day = day_of_us(made_us);
	int64_t second = (made_us - day_start_us(day)) / 1000000;
	char date[DAY_TEXT_SIZE], moment[48];

	day_write_iso(day, date);
	snprintf(moment, sizeof(moment), "%sT%02d:%02d:%02d+07:00", date, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, moment);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, moment);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, page->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "ocop-pos");
}

bool pdf_write(struct fonts *fonts, const struct page *page, int64_t made_us, struct buf *bytes, struct err *err)
{
	struct printer printer;
	cairo_surface_t *surface;
	cairo_t *cr;
	bool ok;

	if (!page_check(page, err))
		return false;
	printer_init(&printer, fonts, page);
	ok = pass(&printer, NULL, err);
	if (ok) {
		surface = cairo_pdf_surface_create_for_stream(put, bytes, printer.sheet_width, printer.sheet_height);
		set_metadata(surface, page, made_us);
		cr = begin(&printer, surface, 1);
		ok = pass(&printer, cr, err);
		cairo_destroy(cr);
		cairo_surface_finish(surface);
		if (ok && (bytes->full || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS))
			ok = err_set(err, ERR_LIMIT, NULL, "Tệp PDF lớn quá giới hạn.");
		cairo_surface_destroy(surface);
	}
	canvas_release(&printer.canvas);
	return ok;
}

bool pdf_write_png(struct fonts *fonts, const struct page *page, int sheet, int dots_per_inch, struct buf *bytes, struct err *err)
{
	struct printer printer;
	cairo_surface_t *surface;
	cairo_t *cr;
	bool ok;

	assert(dots_per_inch >= 36 && dots_per_inch <= 300);
	if (!page_check(page, err))
		return false;
	printer_init(&printer, fonts, page);
	ok = pass(&printer, NULL, err);
	if (ok && (sheet < 0 || sheet >= printer.sheets_count))
		ok = err_set(err, ERR_MISSING, "sheet", "Tờ này chỉ có %d trang.", printer.sheets_count);
	/* An image surface has at most 32767 rows. */
	if (ok && printer.sheet_height * dots_per_inch / 72 > 32000)
		ok = err_set(err, ERR_LIMIT, NULL, "Tờ in quá dài để xem thành ảnh; hãy xem bản PDF.");
	if (ok) {
		double scale = dots_per_inch / 72.0;

		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(printer.sheet_width * scale),
						     (int)ceil(printer.sheet_height * scale));
		cr = begin(&printer, surface, scale);
		cairo_set_source_rgb(cr, 1, 1, 1);
		cairo_paint(cr);
		cairo_set_source_rgb(cr, 0, 0, 0);
		printer.only_sheet = sheet;
		ok = pass(&printer, cr, err);
		cairo_destroy(cr);
		if (ok && cairo_surface_write_to_png_stream(surface, put, bytes) != CAIRO_STATUS_SUCCESS)
			ok = err_set(err, ERR_LIMIT, NULL, "Ảnh của tờ in lớn quá giới hạn.");
		cairo_surface_destroy(surface);
	}
	canvas_release(&printer.canvas);
	return ok;
}
