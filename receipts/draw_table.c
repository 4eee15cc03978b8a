#include "draw.h"

#include <math.h>

#include <pango/pangocairo.h>

#define PAD_EM 0.22
#define BORDER_EM 0.05
/* A cell of more lines ends in "…": no row is taller than a sheet. */
#define CELL_LINES_MAX 8

struct shape {
	const struct page_table *table;
	double lefts[PAGE_CELLS_MAX + 1]; /* the last one is the right edge */
	double heads[PAGE_HEAD_ROWS_MAX]; /* heights of the rows of heads */
	double head_height;
	double pad;
};

static void border(struct canvas *canvas, double x, double y, double width, double height)
{
	if (!canvas->cr)
		return;
	cairo_set_line_width(canvas->cr, canvas_whole(canvas, canvas->em * BORDER_EM));
	cairo_rectangle(canvas->cr, x, y, width, height);
	cairo_stroke(canvas->cr);
}

static PangoLayout *head_layout(struct canvas *canvas, const struct shape *shape, const struct page_head *head)
{
	struct page_style style = { .align = PAGE_CENTER, .size = shape->table->size, .bold = true };
	double width = shape->lefts[head->column + head->columns_count] - shape->lefts[head->column];

	return canvas_layout(canvas, 0, style, head->text, width - 2 * shape->pad, false, CELL_LINES_MAX);
}

static void measure(struct canvas *canvas, const struct page_table *table, struct shape *shape)
{
	double sum = 0, at = 0;

	*shape = (struct shape){ .table = table, .pad = canvas_whole(canvas, canvas->em * PAD_EM) };
	for (size_t i = 0; i < table->columns_count; i++)
		sum += table->shares[i];
	for (size_t i = 0; i <= table->columns_count; i++) {
		shape->lefts[i] = canvas->left + canvas->width * at / sum;
		at += i < table->columns_count ? table->shares[i] : 0;
	}
	/* Heads of one row first, then those that span rows stretch the last of theirs. */
	for (int rows = 1; rows <= table->head_rows_count; rows++)
		for (size_t i = 0; i < table->heads_count; i++) {
			const struct page_head *head = &table->heads[i];
			double need, have = 0;

			if (head->rows_count != rows)
				continue;
			need = canvas_height(canvas, head_layout(canvas, shape, head)) + 2 * shape->pad;
			for (int r = head->row; r < head->row + rows; r++)
				have += shape->heads[r];
			if (need > have)
				shape->heads[head->row + rows - 1] += need - have;
		}
	for (int r = 0; r < table->head_rows_count; r++)
		shape->head_height += shape->heads[r];
}

static void draw_heads(struct canvas *canvas, const struct shape *shape)
{
	for (size_t i = 0; i < shape->table->heads_count; i++) {
		const struct page_head *head = &shape->table->heads[i];
		PangoLayout *layout = head_layout(canvas, shape, head);
		double top = canvas->y, height = 0;
		double left = shape->lefts[head->column], right = shape->lefts[head->column + head->columns_count];

		for (int r = 0; r < head->row; r++)
			top += shape->heads[r];
		for (int r = head->row; r < head->row + head->rows_count; r++)
			height += shape->heads[r];
		border(canvas, left, top, right - left, height);
		canvas_show(canvas, layout, left + shape->pad, top + (height - canvas_height(canvas, layout)) / 2);
	}
	canvas->y += shape->head_height;
}

/* Lays the cells of a row out and tells its height. */
static double lay_row(struct canvas *canvas, const struct shape *shape, const struct page_row *row)
{
	const struct page_table *table = shape->table;
	size_t count = row->across ? 1 : table->columns_count;
	double height = 0;

	for (size_t i = 0; i < count; i++) {
		/* "x" crosses out a cell of a sum, in the middle. */
		bool is_cross = row->cells[i][0] == 'x' && !row->cells[i][1];
		struct page_style style = { .align = row->across ? PAGE_LEFT
						     : is_cross  ? PAGE_CENTER
								 : table->aligns[i],
					    .size = table->size,
					    .bold = row->bold };
		double right = row->across ? shape->lefts[table->columns_count] : shape->lefts[i + 1];
		PangoLayout *layout = canvas_layout(canvas, i, style, row->cells[i], right - shape->lefts[i] - 2 * shape->pad,
						    style.align == PAGE_RIGHT, CELL_LINES_MAX);

		height = fmax(height, canvas_height(canvas, layout));
	}
	return height + 2 * shape->pad;
}

static void draw_row(struct canvas *canvas, const struct shape *shape, const struct page_row *row, double height)
{
	const struct page_table *table = shape->table;
	size_t count = row->across ? 1 : table->columns_count;

	for (size_t i = 0; i < count; i++) {
		double right = row->across ? shape->lefts[table->columns_count] : shape->lefts[i + 1];

		border(canvas, shape->lefts[i], canvas->y, right - shape->lefts[i], height);
		canvas_show(canvas, canvas->layouts[i], shape->lefts[i] + shape->pad, canvas->y + shape->pad);
	}
	canvas->y += height;
}

bool canvas_table(struct canvas *canvas, const struct page_table *table)
{
	struct shape shape;
	bool needs_heads = true;

	measure(canvas, table, &shape);
	for (const struct page_row *row = table->first; row; row = row->next) {
		double height = lay_row(canvas, &shape, row);

		switch (canvas->room(canvas, height + (needs_heads ? shape.head_height : 0))) {
		case ROOM_NONE: return false;
		case ROOM_NEW: needs_heads = true; break;
		case ROOM_HERE: break;
		}
		if (needs_heads) {
			draw_heads(canvas, &shape);
			height = lay_row(canvas, &shape, row);
			needs_heads = false;
		}
		draw_row(canvas, &shape, row, height);
	}
	return true;
}
