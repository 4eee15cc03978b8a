#include "receipts/text.h"

#include <assert.h>
#include <string.h>

#include <utf8proc.h>

#include "base/arena.h"
#include "base/text.h"

/* The label beside an amount gets at least a quarter of the line; else the amount has a line of its own. */
#define LABEL_PART 4
#define DONG " ₫"
#define LINE_BYTES_MAX ((size_t)TEXT_COLUMNS_MAX * 4 * 4 + PAGE_TEXT_BYTES_MAX)

struct writer {
	struct arena *arena;
	int columns;      /* of the paper, in normal letters */
	bool is_one_size; /* all letters are normal ones */
	struct text_line *first, *last;
};

/* A cell on its way: what is left of its text, and where it stands. */
struct strip {
	const char *left;
	int columns; /* its width */
	enum page_align align;
};

static int line_columns(const struct writer *writer, enum page_size size)
{
	bool is_wide = !writer->is_one_size && (size == PAGE_WIDE || size == PAGE_LARGE);

	return is_wide ? writer->columns / 2 : writer->columns;
}

static struct text_line *add_line(struct writer *writer, struct page_style style, const char *text, size_t size)
{
	struct text_line *line = ARENA_NEW(writer->arena, struct text_line);

	while (size > 0 && text[size - 1] == ' ')
		size--;
	line->text = arena_bytes(writer->arena, text, size);
	line->style = style;
	if (writer->last)
		writer->last->next = line;
	else
		writer->first = line;
	writer->last = line;
	return line;
}

/* Bytes of one letter of cleaned text, and its columns. */
static size_t letter_at(const char *text, int *columns)
{
	utf8proc_int32_t letter;
	utf8proc_ssize_t size = utf8proc_iterate((const uint8_t *)text, -1, &letter);

	assert(size > 0);
	*columns = page_letter_columns(letter);
	return (size_t)size;
}

/* How many bytes of text fit on a line of so many columns, broken at a blank where there is one; at least one letter. */
static size_t fit(const char *text, int columns_max, int *columns)
{
	size_t at = 0, good = 0;
	int used = 0, good_columns = 0;

	while (text[at]) {
		int more;
		size_t step = letter_at(text + at, &more);

		if (used + more > columns_max && at > 0)
			break;
		/* No amount is parted from its ₫. */
		if (text[at] == ' ' && strncmp(text + at, DONG, sizeof(DONG) - 1) != 0) {
			good = at;
			good_columns = used;
		}
		used += more;
		at += step;
	}
	if (!text[at] || (text[at] == ' ' && strncmp(text + at, DONG, sizeof(DONG) - 1) != 0) || good == 0) {
		*columns = used;
		return at;
	}
	*columns = good_columns;
	return good;
}

static void pad(struct buf *buf, int count)
{
	while (count-- > 0)
		buf_byte(buf, ' ');
}

/* The next line of a strip, padded to its width. */
static void strip_line(struct strip *strip, struct buf *buf)
{
	int used = 0, space;
	size_t size = 0;

	while (*strip->left == ' ')
		strip->left++;
	if (*strip->left)
		size = fit(strip->left, strip->columns, &used);
	space = strip->columns - used;
	if (strip->align == PAGE_RIGHT)
		pad(buf, space);
	else if (strip->align == PAGE_CENTER)
		pad(buf, space / 2);
	buf_add(buf, strip->left, size);
	strip->left += size;
	if (strip->align == PAGE_LEFT)
		pad(buf, space);
	else if (strip->align == PAGE_CENTER)
		pad(buf, space - space / 2);
}

/* Strips side by side, one blank between, until all are written. */
static void write_strips(struct writer *writer, struct page_style style, struct strip *strips, size_t count)
{
	bool more = true;

	while (more) {
		struct buf line;

		more = false;
		buf_init(&line, LINE_BYTES_MAX);
		for (size_t i = 0; i < count; i++) {
			strip_line(&strips[i], &line);
			if (i + 1 < count)
				buf_byte(&line, ' ');
			while (*strips[i].left == ' ')
				strips[i].left++;
			more = more || *strips[i].left;
		}
		add_line(writer, style, buf_get(&line), line.size);
		buf_release(&line);
	}
}

static int count_lines(const char *text, int columns)
{
	int lines = 0, used;

	for (;;) {
		while (*text == ' ')
			text++;
		if (!*text)
			return lines;
		text += fit(text, columns, &used);
		lines++;
	}
}

static void write_paragraph(struct writer *writer, struct page_style style, const char *text)
{
	int columns = line_columns(writer, style.size), narrow = columns;
	struct strip strip = { text, columns, style.align };
	int lines = style.align == PAGE_CENTER ? count_lines(text, columns) : 1;
	struct text_line *before = writer->last;

	/* Lines in the middle are of about the same length: as narrow as needs no further line. */
	while (lines > 1 && narrow > columns / 2 && count_lines(text, narrow - 1) == lines)
		narrow--;
	strip.columns = narrow;
	write_strips(writer, style, &strip, 1);
	if (narrow == columns)
		return;
	for (struct text_line *line = before ? before->next : writer->first; line; line = line->next)
		line->text = arena_format(writer->arena, "%*s%s", (columns - narrow) / 2, "", line->text);
}

/* Shares columns_left out by weight; what rounding leaves goes to the first that has a share. */
static void share_out(const int *shares, size_t count, int columns_left, int *columns)
{
	int sum = 0, given = 0;
	size_t first = count;

	for (size_t i = 0; i < count; i++)
		sum += shares[i];
	for (size_t i = 0; i < count; i++) {
		if (shares[i] <= 0)
			continue;
		first = first == count ? i : first;
		columns[i] = columns_left * shares[i] / sum;
		columns[i] = columns[i] < 1 ? 1 : columns[i];
		given += columns[i];
	}
	if (first < count && given < columns_left)
		columns[first] += columns_left - given;
}

static void write_columns(struct writer *writer, const struct page_block *block)
{
	struct strip strips[PAGE_CELLS_MAX];
	int shares[PAGE_CELLS_MAX], columns[PAGE_CELLS_MAX] = { 0 };
	struct page_style style = block->cells[0].style;
	int total, left;
	size_t count = block->cells_count;
	bool fits = true, has_share = false;

	for (size_t i = 0; i < count; i++) {
		style.bold = style.bold || block->cells[i].style.bold;
		shares[i] = block->cells[i].share;
		has_share = has_share || shares[i] > 0;
	}
	style.align = PAGE_LEFT;
	total = line_columns(writer, style.size);
	left = total - (int)count + 1;
	for (size_t i = 0; i < count; i++)
		if (shares[i] == 0)
			left -= columns[i] = page_text_columns(block->cells[i].text);
	if (left > 0)
		share_out(shares, count, left, columns);
	for (size_t i = 0; i < count; i++)
		if (shares[i] > 0 && block->cells[i].whole)
			fits = fits && columns[i] >= page_text_columns(block->cells[i].text);
	if (fits && left >= (has_share ? total / LABEL_PART : 0)) {
		for (size_t i = 0; i < count; i++)
			strips[i] = (struct strip){ block->cells[i].text, columns[i], block->cells[i].style.align };
		write_strips(writer, style, strips, count);
		return;
	}
	/* Too narrow for all: one cell a line, each at its own side. */
	for (size_t i = 0; i < count; i++) {
		if (!*block->cells[i].text)
			continue;
		strips[0] = (struct strip){ block->cells[i].text, total, block->cells[i].style.align };
		write_strips(writer, style, strips, 1);
	}
}

static void write_rule(struct writer *writer, bool heavy)
{
	char line[TEXT_COLUMNS_MAX];

	memset(line, heavy ? '=' : '-', (size_t)writer->columns);
	add_line(writer, (struct page_style){ 0 }, line, (size_t)writer->columns);
}

static void write_stars(struct writer *writer, const struct page_block *block)
{
	struct buf text;

	buf_init(&text, PAGE_TEXT_BYTES_MAX * 4 + 64);
	for (int i = 0; i < block->count; i++)
		buf_text(&text, "★");
	if (*block->text)
		buf_byte(&text, ' ');
	buf_text(&text, block->text);
	write_paragraph(writer, block->style, buf_get(&text));
	buf_release(&text);
}

static void write_table(struct writer *writer, const struct page_table *table)
{
	int columns[PAGE_CELLS_MAX] = { 0 };
	struct strip strips[PAGE_CELLS_MAX];
	int count = (int)table->columns_count;

	share_out(table->shares, table->columns_count, writer->columns - count + 1 > count ? writer->columns - count + 1 : count, columns);
	write_rule(writer, false);
	for (int row = 0; row < table->head_rows_count; row++) {
		for (int c = 0; c < count; c++)
			strips[c] = (struct strip){ "", columns[c], PAGE_CENTER };
		for (size_t h = 0; h < table->heads_count; h++)
			if (table->heads[h].row == row)
				strips[table->heads[h].column].left = table->heads[h].text;
		write_strips(writer, (struct page_style){ .bold = true }, strips, table->columns_count);
	}
	write_rule(writer, false);
	for (const struct page_row *row = table->first; row; row = row->next) {
		if (row->across) {
			write_paragraph(writer, (struct page_style){ .bold = true }, row->cells[0]);
			continue;
		}
		for (int c = 0; c < count; c++)
			strips[c] = (struct strip){ row->cells[c], columns[c], table->aligns[c] };
		write_strips(writer, (struct page_style){ .bold = row->bold }, strips, table->columns_count);
	}
	write_rule(writer, false);
}

static void write_block(struct writer *writer, const struct page_block *block)
{
	switch (block->kind) {
	case PAGE_TEXT: write_paragraph(writer, block->style, block->text); break;
	case PAGE_COLUMNS: write_columns(writer, block); break;
	case PAGE_RULE: write_rule(writer, block->style.bold); break;
	case PAGE_BLANK:
		/* Less than half a line is a nicety of dots. */
		for (int i = 0; i < (block->count + 1) / 4; i++)
			add_line(writer, (struct page_style){ 0 }, "", 0);
		break;
	case PAGE_STARS: write_stars(writer, block); break;
	case PAGE_TABLE: write_table(writer, block->table); break;
	case PAGE_KEEP: break;
	case PAGE_QR:
	case PAGE_CODE128:
	case PAGE_EAN13:
		if (writer->is_one_size)
			write_paragraph(writer, block->style, block->text);
		else
			add_line(writer, block->style, "", 0)->block = block;
		break;
	case PAGE_BREAK:
	case PAGE_CUT:
	case PAGE_PULSE: add_line(writer, block->style, "", 0)->block = block; break;
	}
}

static bool write_page(struct writer *writer, const struct page *page, struct err *err)
{
	int columns = writer->columns;

	assert(columns >= TEXT_COLUMNS_MIN && columns <= TEXT_COLUMNS_MAX);
	if (!page_check(page, err))
		return false;
	for (const struct page_block *block = page->first; block; block = block->next) {
		write_block(writer, block);
		if (arena_used(writer->arena) > TEXT_ARENA_BYTES / 2)
			return err_set(err, ERR_LIMIT, NULL, "Tờ in quá dài; hãy chia thành nhiều tờ.");
	}
	return true;
}

bool text_page_lines(const struct page *page, int columns, struct arena *arena, const struct text_line **first, struct err *err)
{
	struct writer writer = { .arena = arena, .columns = columns };

	if (!write_page(&writer, page, err))
		return false;
	*first = writer.first;
	return true;
}

bool text_page_write(const struct page *page, int columns, struct buf *bytes, struct err *err)
{
	struct arena *arena = arena_new(TEXT_ARENA_BYTES);
	struct writer writer = { .arena = arena, .columns = columns, .is_one_size = true };
	bool ok = write_page(&writer, page, err);

	for (const struct text_line *line = writer.first; ok && line; line = line->next)
		if (!line->block)
			buf_format(bytes, "%s\n", line->text);
	if (ok && bytes->full)
		ok = err_set(err, ERR_LIMIT, NULL, "Tờ in quá dài; hãy chia thành nhiều tờ.");
	arena_free(arena);
	return ok;
}
