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
/* Who takes PDF has sheets: a longer roll goes on below on the next one, as large as it was drawn, for a printer would make it smaller. */
#define ROLL_SHEET_DOTS 2240 /* 280 mm: A4 less what a printer cannot reach */
#define ROLL_FOOT_DOTS 40

/* Found in the first pass. */
struct sheet {
	double height; /* points */
	int n, count;  /* of its paper: where a roll is cut another begins */
};

struct printer {
	struct canvas canvas; /* first: canvas_* hand us a pointer to it */
	const struct page *page;
	double sheet_width, sheet_height, top, bottom; /* points; a roll's top and bottom are in dots */
	struct sheet sheets[PDF_SHEETS_MAX];
	int sheet;                                     /* the one being drawn, from 0 */
	int sheets_count;                              /* known after the first pass */
	int only_sheet;                                /* -1: all */
	bool is_cut;                                   /* what comes next stands on a sheet of its own */
	cairo_t *cr;                                   /* NULL in the first pass */
};

static void sheet_size(enum page_paper paper, double *width_mm, double *height_mm)
{
	*width_mm = paper == PAGE_A4_WIDE ? 297 : 210;
	*height_mm = paper == PAGE_A4 ? 297 : paper == PAGE_A4_WIDE ? 210 : 148;
}

static bool is_roll(const struct printer *printer)
{
	return printer->page->paper == PAGE_ROLL;
}

/* A sheet that is not asked for is measured, not drawn. */
static void begin_sheet(struct printer *printer)
{
	const struct sheet *sheet = &printer->sheets[printer->sheet];

	printer->canvas.cr = printer->only_sheet < 0 || printer->only_sheet == printer->sheet ? printer->cr : NULL;
	printer->canvas.y = printer->top;
	if (printer->canvas.cr && printer->only_sheet < 0)
		cairo_pdf_surface_set_size(cairo_get_target(printer->cr), printer->sheet_width, sheet->height);
}

static void draw_foot(struct printer *printer)
{
	const struct sheet *sheet = &printer->sheets[printer->sheet];
	struct canvas *canvas = &printer->canvas;
	struct page_style style = { .size = PAGE_SMALL };
	const char *foot = is_roll(printer) ? printer->page->title : printer->page->foot;
	double share = is_roll(printer) ? 0.9 : 0.8, y = is_roll(printer) ? canvas->y - ROLL_FOOT_DOTS : printer->bottom + 2 * POINTS_MM;
	char number[48];

	/* A slip on one sheet needs no number. */
	if (!canvas->cr || (sheet->count == 1 && (is_roll(printer) || !*foot)))
		return;
	canvas_show(canvas, canvas_layout(canvas, CANVAS_OWNER_SLOT, style, foot, canvas->width * share, false, is_roll(printer) ? 1 : 2),
		    canvas->left, y);
	snprintf(number, sizeof(number), is_roll(printer) ? "%d/%d" : "Trang %d/%d", sheet->n, sheet->count);
	style.align = PAGE_RIGHT;
	canvas_show(canvas, canvas_layout(canvas, CANVAS_OWNER_SLOT, style, number, canvas->width * (1 - share), true, 0),
		    canvas->left + canvas->width * share, y);
}

static void end_sheet(struct printer *printer, bool goes_on)
{
	/* A roll's paper that goes on is as long as a sheet; the last of several has its foot below what it says. */
	if (is_roll(printer) && goes_on)
		printer->canvas.y = fmax(printer->canvas.y, ROLL_SHEET_DOTS - ROLL_MARGIN_DOTS);
	else if (is_roll(printer) && printer->sheets[printer->sheet].n > 1)
		printer->canvas.y += ROLL_FOOT_DOTS;
	if (!printer->cr)
		printer->sheets[printer->sheet].height = is_roll(printer) ? (printer->canvas.y + ROLL_MARGIN_DOTS) * DOTS_POINTS : printer->sheet_height;
	draw_foot(printer);
	if (printer->canvas.cr && printer->only_sheet < 0)
		cairo_show_page(printer->canvas.cr);
}

static enum room next_sheet(struct printer *printer)
{
	int n = printer->is_cut ? 1 : printer->sheets[printer->sheet].n + 1;

	if (printer->sheet + 1 >= PDF_SHEETS_MAX)
		return ROOM_NONE;
	end_sheet(printer, !printer->is_cut);
	printer->sheet++;
	printer->sheets[printer->sheet].n = n;
	printer->is_cut = false;
	begin_sheet(printer);
	return ROOM_NEW;
}

static enum room sheet_room(struct canvas *canvas, double height)
{
	struct printer *printer = (struct printer *)canvas;

	if (printer->is_cut)
		return next_sheet(printer);
	/* What is taller than a sheet starts at a top and runs over: nothing loops for ever. */
	if (canvas->y + height <= printer->bottom || canvas->y <= printer->top)
		return ROOM_HERE;
	return next_sheet(printer);
}

static bool mark(struct canvas *canvas, enum page_kind kind)
{
	struct printer *printer = (struct printer *)canvas;

	if (kind == PAGE_BREAK && !is_roll(printer) && canvas->y > printer->top)
		return next_sheet(printer) != ROOM_NONE;
	if (kind == PAGE_CUT && canvas->y > printer->top)
		printer->is_cut = true;
	return true;
}

static void printer_init(struct printer *printer, struct fonts *fonts, const struct page *page)
{
	bool has_roll = page->paper == PAGE_ROLL;
	double width_mm, height_mm, margin = (page->paper == PAGE_A4 ? MARGIN_MM : MARGIN_WIDE_MM) * POINTS_MM;

	*printer = (struct printer){ .page = page, .only_sheet = -1, .sheets[0].n = 1 };
	canvas_init(&printer->canvas, fonts, false);
	sheet_size(page->paper, &width_mm, &height_mm);
	printer->sheet_width = has_roll ? 80 * POINTS_MM : width_mm * POINTS_MM;
	printer->sheet_height = height_mm * POINTS_MM;
	printer->top = has_roll ? ROLL_MARGIN_DOTS : margin;
	printer->bottom = has_roll ? ROLL_SHEET_DOTS - ROLL_MARGIN_DOTS - ROLL_FOOT_DOTS :
				     printer->sheet_height - margin - (page->paper == PAGE_A4 ? FOOT_MM : FOOT_WIDE_MM) * POINTS_MM;
	printer->canvas.left = has_roll ? (80 * 8 - ROLL_DOTS) / 2.0 : printer->top;
	printer->canvas.width = has_roll ? ROLL_DOTS : printer->sheet_width - 2 * printer->top;
	printer->canvas.em = has_roll ? ROLL_EM : SHEET_EM;
	printer->canvas.room = sheet_room;
	printer->canvas.mark = mark;
}

/* One pass over the page, on cr or only to count sheets and measure a roll's. */
static bool pass(struct printer *printer, cairo_t *cr, struct err *err)
{
	printer->cr = cr;
	printer->sheet = 0;
	printer->is_cut = false;
	begin_sheet(printer);
	if (!canvas_draw(&printer->canvas, printer->page))
		return err_set(err, ERR_LIMIT, NULL, "Tờ in dài quá %d trang; hãy chia thành nhiều tờ.", PDF_SHEETS_MAX);
	end_sheet(printer, false);
	if (cr)
		return true;
	printer->sheets_count = printer->sheet + 1;
	for (int i = printer->sheet, count = 0; i >= 0; i--) {
		struct sheet *sheet = &printer->sheets[i];

		count = count ? count : sheet->n;
		sheet->count = count;
		count = sheet->n == 1 ? 0 : count;
	}
	return true;
}

static cairo_t *begin(struct printer *printer, cairo_surface_t *surface, double scale)
{
	cairo_t *cr = cairo_create(surface);

	if (is_roll(printer))
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
		surface = cairo_pdf_surface_create_for_stream(put, bytes, printer.sheet_width, printer.sheets[0].height);
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
	if (ok) {
		double scale = dots_per_inch / 72.0;

		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(printer.sheet_width * scale),
						     (int)ceil(printer.sheets[sheet].height * scale));
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
