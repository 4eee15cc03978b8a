#include "draw.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "fonts_use.h"
#include "receipts/symbol.h"

#define DONG " ₫"
/* Between cells, in em; and the part of the width that a label beside an amount keeps, else each has its own line. */
#define GAP_EM 0.5
#define LEAD_EM 0.04
#define LABEL_PART 0.25
/* A module of fewer dots than this is not read reliably from thermal paper. */
#define MODULE_DOTS_MIN 2
#define BAR_HEIGHT_EM 2.4
#define STAR_EM 0.86 /* from one point to the next star's */

static double size_em(enum page_size size)
{
	static const double ems[] = { [PAGE_NORMAL] = 1, [PAGE_SMALL] = 0.84, [PAGE_TALL] = 1.2, [PAGE_WIDE] = 1.45, [PAGE_LARGE] = 1.75 };

	return ems[size];
}

void canvas_init(struct canvas *canvas, struct fonts *fonts, bool is_dots)
{
	*canvas = (struct canvas){ .is_dots = is_dots, .context = fonts_context(fonts, is_dots), .font = pango_font_description_new() };
	pango_font_description_set_family_static(canvas->font, "Noto Sans");
	for (size_t i = 0; i < CANVAS_SLOTS; i++) {
		canvas->layouts[i] = pango_layout_new(canvas->context);
		pango_layout_set_auto_dir(canvas->layouts[i], FALSE);
		pango_layout_set_wrap(canvas->layouts[i], PANGO_WRAP_WORD_CHAR);
		pango_layout_set_single_paragraph_mode(canvas->layouts[i], TRUE);
	}
}

void canvas_release(struct canvas *canvas)
{
	if (!canvas->context)
		return;
	for (size_t i = 0; i < CANVAS_SLOTS; i++)
		g_object_unref(canvas->layouts[i]);
	pango_font_description_free(canvas->font);
	g_object_unref(canvas->context);
	*canvas = (struct canvas){ 0 };
}

double canvas_whole(const struct canvas *canvas, double value)
{
	return canvas->is_dots ? ceil(value) : value;
}

static void set_font(struct canvas *canvas, PangoLayout *layout, struct page_style style, double scale)
{
	pango_font_description_set_absolute_size(canvas->font, canvas->em * size_em(style.size) * scale * PANGO_SCALE);
	pango_font_description_set_weight(canvas->font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_style(canvas->font, style.italic && !style.bold ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
	pango_layout_set_font_description(layout, canvas->font);
}

static double natural_width(PangoLayout *layout)
{
	int width, height;

	pango_layout_get_size(layout, &width, &height);
	return (double)width / PANGO_SCALE;
}

/* No amount is parted from its ₫. */
static void keep_dong(PangoLayout *layout, const char *text)
{
	PangoAttrList *attrs = strstr(text, DONG) ? pango_attr_list_new() : NULL;

	for (const char *at = text; attrs && (at = strstr(at, DONG)); at += sizeof(DONG) - 1) {
		PangoAttribute *attr = pango_attr_allow_breaks_new(FALSE);

		attr->start_index = (guint)(at - text);
		attr->end_index = attr->start_index + sizeof(DONG) - 1;
		pango_attr_list_insert(attrs, attr);
	}
	pango_layout_set_attributes(layout, attrs);
	if (attrs)
		pango_attr_list_unref(attrs);
}

PangoLayout *canvas_layout(struct canvas *canvas, size_t slot, struct page_style style, const char *text, double width, bool is_whole,
			   int lines_max)
{
	static const PangoAlignment aligns[] = {
		[PAGE_LEFT] = PANGO_ALIGN_LEFT, [PAGE_CENTER] = PANGO_ALIGN_CENTER, [PAGE_RIGHT] = PANGO_ALIGN_RIGHT
	};
	PangoLayout *layout = canvas->layouts[slot];

	set_font(canvas, layout, style, 1);
	pango_layout_set_text(layout, text, -1);
	keep_dong(layout, text);
	pango_layout_set_alignment(layout, aligns[style.align]);
	pango_layout_set_height(layout, lines_max ? -lines_max : -1000);
	pango_layout_set_ellipsize(layout, lines_max ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
	if (is_whole) {
		pango_layout_set_width(layout, -1);
		for (int i = 0; i < 4 && natural_width(layout) > width; i++)
			set_font(canvas, layout, style, 0.98 * width / natural_width(layout) * (i ? 0.95 : 1));
	}
	pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
	return layout;
}

/* Above each text: the topmost mark of a large Ẫ stands on the very edge of the font's own line. */
static double lead(const struct canvas *canvas)
{
	return canvas_whole(canvas, canvas->em * LEAD_EM);
}

double canvas_height(const struct canvas *canvas, PangoLayout *layout)
{
	int width, height;

	pango_layout_get_size(layout, &width, &height);
	return canvas_whole(canvas, (double)height / PANGO_SCALE) + lead(canvas);
}

void canvas_show(struct canvas *canvas, PangoLayout *layout, double x, double y)
{
	if (!canvas->cr)
		return;
	cairo_move_to(canvas->cr, canvas->is_dots ? floor(x) : x, y + lead(canvas));
	pango_cairo_show_layout(canvas->cr, layout);
}

/* Lines in the middle of about the same length: the narrowest width that needs no further line. Answers that width. */
static double balance(PangoLayout *layout, double width)
{
	int lines = pango_layout_get_line_count(layout);
	double low = width / 2, high = width;

	if (lines < 2)
		return width;
	for (int i = 0; i < 6; i++) {
		double middle = (low + high) / 2;

		pango_layout_set_width(layout, (int)(middle * PANGO_SCALE));
		if (pango_layout_get_line_count(layout) > lines)
			low = middle;
		else
			high = middle;
	}
	pango_layout_set_width(layout, (int)(high * PANGO_SCALE));
	return high;
}

static bool draw_text(struct canvas *canvas, struct page_style style, const char *text)
{
	PangoLayout *layout = canvas_layout(canvas, 0, style, text, canvas->width, false, 0);
	double width = style.align == PAGE_CENTER ? balance(layout, canvas->width) : canvas->width;
	double height = canvas_height(canvas, layout);

	if (canvas->room(canvas, height) == ROOM_NONE)
		return false;
	canvas_show(canvas, layout, canvas->left + (canvas->width - width) / 2, canvas->y);
	canvas->y += height;
	return true;
}

/* Each cell on a line of its own, at its own side. */
static bool draw_stacked(struct canvas *canvas, const struct page_block *block)
{
	for (size_t i = 0; i < block->cells_count; i++) {
		const struct page_cell *cell = &block->cells[i];
		PangoLayout *layout;
		double height;

		if (!*cell->text)
			continue;
		layout = canvas_layout(canvas, i, cell->style, cell->text, canvas->width, cell->share == 0 || cell->whole, 0);
		height = canvas_height(canvas, layout);
		if (canvas->room(canvas, height) == ROOM_NONE)
			return false;
		canvas_show(canvas, layout, canvas->left, canvas->y);
		canvas->y += height;
	}
	return true;
}

/* Widths of the cells, those of share 0 laid out for good; false: too narrow for all. */
static bool cell_widths(struct canvas *canvas, const struct page_block *block, double *widths)
{
	double left = canvas->width - canvas->em * GAP_EM * (double)(block->cells_count - 1);
	int shares_sum = 0;

	for (size_t i = 0; i < block->cells_count; i++) {
		const struct page_cell *cell = &block->cells[i];

		shares_sum += cell->share;
		if (cell->share > 0)
			continue;
		canvas_layout(canvas, i, cell->style, cell->text, -1, false, 0);
		widths[i] = ceil(natural_width(canvas->layouts[i])) + 1;
		left -= widths[i];
	}
	if (left < (shares_sum ? canvas->width * LABEL_PART : 0))
		return false;
	for (size_t i = 0; i < block->cells_count; i++)
		if (block->cells[i].share > 0)
			widths[i] = left * block->cells[i].share / shares_sum;
	return true;
}

static bool draw_columns(struct canvas *canvas, const struct page_block *block)
{
	double widths[PAGE_CELLS_MAX], height = 0, x = canvas->left;
	double baseline = 0;

	if (!cell_widths(canvas, block, widths))
		return draw_stacked(canvas, block);
	for (size_t i = 0; i < block->cells_count; i++) {
		const struct page_cell *cell = &block->cells[i];

		if (cell->share > 0)
			canvas_layout(canvas, i, cell->style, cell->text, widths[i], cell->whole, 0);
		baseline = fmax(baseline, (double)pango_layout_get_baseline(canvas->layouts[i]) / PANGO_SCALE);
	}
	/* Cells of two sizes stand on one line. */
	for (size_t i = 0; i < block->cells_count; i++)
		height = fmax(height,
			      canvas_height(canvas, canvas->layouts[i]) +
				      canvas_whole(canvas, baseline - (double)pango_layout_get_baseline(canvas->layouts[i]) / PANGO_SCALE));
	if (canvas->room(canvas, height) == ROOM_NONE)
		return false;
	for (size_t i = 0; i < block->cells_count; i++) {
		double down = baseline - (double)pango_layout_get_baseline(canvas->layouts[i]) / PANGO_SCALE;

		canvas_show(canvas, canvas->layouts[i], x, canvas->y + canvas_whole(canvas, down));
		x += widths[i] + canvas->em * GAP_EM;
	}
	canvas->y += height;
	return true;
}

static bool draw_rule(struct canvas *canvas, bool is_heavy)
{
	double thick = canvas_whole(canvas, canvas->em * (is_heavy ? 0.1 : 0.04));
	double around = canvas_whole(canvas, canvas->em * 0.28);

	if (canvas->room(canvas, thick + 2 * around) == ROOM_NONE)
		return false;
	if (canvas->cr) {
		cairo_rectangle(canvas->cr, canvas->left, canvas->y + around, canvas->width, thick);
		cairo_fill(canvas->cr);
	}
	canvas->y += thick + 2 * around;
	return true;
}

static void star_path(cairo_t *cr, double x, double y, double radius)
{
	for (int i = 0; i < 10; i++) {
		double r = i % 2 ? radius * 0.42 : radius;
		double a = G_PI * (i / 5.0 - 0.5);

		(i ? cairo_line_to : cairo_move_to)(cr, x + r * cos(a), y + r * sin(a));
	}
	cairo_close_path(cr);
}

static bool draw_stars(struct canvas *canvas, const struct page_block *block)
{
	double step = canvas->em * size_em(block->style.size) * STAR_EM;
	double indent = step * block->count + canvas->em * GAP_EM * 0.6;
	struct page_style style = block->style;
	PangoLayout *layout;
	double height, x = canvas->left, middle;

	style.align = PAGE_LEFT;
	layout = canvas_layout(canvas, 0, style, *block->text ? block->text : " ", canvas->width - indent, false, 0);
	height = canvas_height(canvas, layout);
	if (block->style.align == PAGE_CENTER)
		x += fmax(0, (canvas->width - indent - (*block->text ? natural_width(layout) : 0)) / 2);
	if (canvas->room(canvas, height) == ROOM_NONE)
		return false;
	/* Their middle is that of small letters with a mark. */
	middle = canvas->y + lead(canvas) + (double)pango_layout_get_baseline(layout) / PANGO_SCALE - step * 0.42;
	for (int i = 0; canvas->cr && i < block->count; i++)
		star_path(canvas->cr, x + step * (i + 0.5), middle, step * 0.52);
	if (canvas->cr)
		cairo_fill(canvas->cr);
	canvas_show(canvas, layout, x + indent, canvas->y);
	canvas->y += height;
	return true;
}

/* Dark modules as runs, so that vectors show no seams. */
static void paint_symbol(struct canvas *canvas, const struct symbol *symbol, double x0, double module, double height)
{
	for (int y = 0; y < symbol->height; y++)
		for (int x = 0; x < symbol->width; x++) {
			int from = x;

			while (x < symbol->width && symbol_is_dark(symbol, x, y))
				x++;
			if (x > from)
				cairo_rectangle(canvas->cr, x0 + from * module, canvas->y + y * height, (x - from) * module, height);
		}
	cairo_fill(canvas->cr);
}

/* The width of a module when the code is to be so wide with its quiet zones; 0: too narrow to be read. */
static double module_width(const struct canvas *canvas, double modules, double width)
{
	double module = width / modules;

	if (!canvas->is_dots)
		return module;
	module = floor(module);
	/* Rather wider than asked than too fine, where the paper allows it. */
	if (module < MODULE_DOTS_MIN + 1 && modules * (MODULE_DOTS_MIN + 1) <= canvas->width)
		module = MODULE_DOTS_MIN + 1;
	return module < MODULE_DOTS_MIN ? 0 : module;
}

static bool draw_qr(struct canvas *canvas, const struct page_block *block, int tenths)
{
	struct symbol symbol;
	double module = 0, side;

	if (symbol_make(PAGE_QR, block->text, &symbol))
		module = module_width(canvas, symbol.width + 2 * SYMBOL_QUIET_QR, canvas->width * tenths / 10);
	if (module <= 0)
		return draw_text(canvas, block->style, block->text);
	side = (symbol.width + 2 * SYMBOL_QUIET_QR) * module;
	if (canvas->room(canvas, side) == ROOM_NONE)
		return false;
	canvas->y += SYMBOL_QUIET_QR * module;
	if (canvas->cr)
		paint_symbol(canvas, &symbol, floor(canvas->left + (canvas->width - symbol.width * module) / 2), module, module);
	canvas->y += side - SYMBOL_QUIET_QR * module;
	return true;
}

static bool draw_bars(struct canvas *canvas, const struct page_block *block)
{
	struct symbol symbol;
	double module = 0, height = canvas_whole(canvas, canvas->em * BAR_HEIGHT_EM), around = canvas_whole(canvas, canvas->em * 0.3);
	PangoLayout *layout;

	if (!symbol_make(block->kind, block->text, &symbol))
		return draw_text(canvas, block->style, block->text);
	module = module_width(canvas, symbol.width + 2 * SYMBOL_QUIET_BAR, canvas->width * (block->kind == PAGE_EAN13 ? 0.6 : 0.8));
	/* Too long for bars: the same text as a QR, which the same readers read. */
	if (module <= 0)
		return draw_qr(canvas, block, 4) &&
		       draw_text(canvas, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_SMALL }, block->text);
	layout = canvas_layout(canvas, 0, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_SMALL }, symbol.readable, canvas->width, true,
			       0);
	if (canvas->room(canvas, height + 2 * around + canvas_height(canvas, layout)) == ROOM_NONE)
		return false;
	canvas->y += around;
	if (canvas->cr)
		paint_symbol(canvas, &symbol, floor(canvas->left + (canvas->width - symbol.width * module) / 2), module, height);
	canvas->y += height + canvas_whole(canvas, around / 4);
	canvas_show(canvas, layout, canvas->left, canvas->y);
	canvas->y += canvas_height(canvas, layout) + around - canvas_whole(canvas, around / 4);
	return true;
}

static double line_height(const struct canvas *canvas)
{
	return canvas_whole(canvas, canvas->em * 1.362);
}

static bool draw_block(struct canvas *canvas, const struct page_block *block)
{
	double height;

	switch (block->kind) {
	case PAGE_TEXT: return draw_text(canvas, block->style, block->text);
	case PAGE_COLUMNS: return draw_columns(canvas, block);
	case PAGE_RULE: return draw_rule(canvas, block->style.bold);
	case PAGE_BLANK:
		height = canvas_whole(canvas, line_height(canvas) * block->count / 4);
		switch (canvas->room(canvas, height)) {
		case ROOM_NONE: return false;
		case ROOM_HERE: canvas->y += height; return true;
		case ROOM_NEW: /* no blank at the top of a sheet */ return true;
		}
		return true;
	case PAGE_QR: return draw_qr(canvas, block, block->count);
	case PAGE_CODE128:
	case PAGE_EAN13: return draw_bars(canvas, block);
	case PAGE_STARS: return draw_stars(canvas, block);
	case PAGE_TABLE: return canvas_table(canvas, block->table);
	case PAGE_KEEP: return canvas->room(canvas, line_height(canvas) * block->count) != ROOM_NONE;
	case PAGE_BREAK:
	case PAGE_CUT:
	case PAGE_PULSE: return canvas->mark(canvas, block->kind);
	}
	return true;
}

bool canvas_draw(struct canvas *canvas, const struct page *page)
{
	for (const struct page_block *block = page->first; block; block = block->next)
		if (!draw_block(canvas, block))
			return false;
	return true;
}
