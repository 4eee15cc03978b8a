#include "receipts/page.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/arena.h"

/* Ệ taken apart has two; more than that on one letter is mischief that would run over its neighbours' lines. */
#define MARKS_MAX 2

static bool all_practice;

void page_all_practice(bool is_on)
{
	all_practice = is_on;
}

static void practice_mark(struct page *page)
{
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE, .bold = true }, "TẬP");
	page_text(page, (struct page_style){ .align = PAGE_CENTER }, "In khi tập, không có giá trị");
}

struct page *page_new(struct arena *arena, enum page_paper paper, const char *title)
{
	struct page *page = ARENA_NEW(arena, struct page);

	page->arena = arena;
	page->arena_start_bytes = arena_used(arena);
	page->paper = paper;
	page->title = page_clean(arena, title);
	page->foot = "";
	if (all_practice)
		practice_mark(page);
	return page;
}

/* What stands for a code point on paper; 0: nothing. */
static int32_t paper_letter(int32_t letter)
{
	/* NBSP keeps "12 kg" together. */
	if (letter == 0xa0)
		return letter;
	/* Noto Sans has neither a minus sign nor a star. */
	if (letter == 0x2212)
		return 0x2013;
	if (letter == 0x2605)
		return '*';
	switch ((int)utf8proc_category(letter)) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS: return ' ';
	case UTF8PROC_CATEGORY_CF: return 0;
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS: return 0xfffd;
	default: return letter;
	}
}

static bool is_mark(int32_t letter)
{
	int category = (int)utf8proc_category(letter);

	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

static bool is_ascii_print(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	return true;
}

const char *page_clean(struct arena *arena, const char *text)
{
	/* A letter comes apart into four at most (Unicode, canonical decomposition) and takes four bytes at most. */
	static const size_t letters_max = (size_t)PAGE_TEXT_BYTES_MAX * 4;
	int32_t letters[PAGE_TEXT_BYTES_MAX * 4];
	uint8_t bytes[PAGE_TEXT_BYTES_MAX * 4 + 4];
	size_t size = text ? strnlen(text, PAGE_TEXT_BYTES_MAX) : 0;
	utf8proc_ssize_t count, used = 0;
	int marks = 0;

	if (is_ascii_print(text, size))
		return arena_bytes(arena, text, size);
	for (size_t at = 0; at < size;) {
		utf8proc_int32_t letter;
		utf8proc_ssize_t step = utf8proc_iterate((const uint8_t *)text + at, (utf8proc_ssize_t)(size - at), &letter);

		if (step < 1) {
			/* A letter that the ceiling cut in two is left out, no bad byte. */
			if (size == PAGE_TEXT_BYTES_MAX && size - at < 4 && text[size] != '\0')
				break;
			letter = 0xfffd;
			step = 1;
		}
		at += (size_t)step;
		letter = paper_letter(letter);
		/* What is left out stands between no letter and its marks. */
		if (!letter)
			continue;
		marks = is_mark(letter) ? marks + 1 : 0;
		if (marks <= MARKS_MAX)
			used += utf8proc_encode_char(letter, bytes + used);
	}
	count = utf8proc_decompose(bytes, used, letters, (utf8proc_ssize_t)letters_max, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	assert(count >= 0 && (size_t)count <= letters_max);
	count = utf8proc_normalize_utf32(letters, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	assert(count >= 0);
	used = 0;
	for (utf8proc_ssize_t i = 0; i < count && used < PAGE_TEXT_BYTES_MAX * 4; i++)
		used += utf8proc_encode_char(letters[i], bytes + used);
	return arena_bytes(arena, bytes, (size_t)used);
}

int page_letter_columns(int32_t letter)
{
	int columns = letter < 0x300 ? 1 : utf8proc_charwidth(letter);

	return columns < 0 ? 0 : columns > 2 ? 2 : columns;
}

int page_text_columns(const char *text)
{
	utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(text);
	int columns = 0;

	while (left > 0) {
		utf8proc_int32_t letter;
		utf8proc_ssize_t step = utf8proc_iterate((const uint8_t *)text, left, &letter);

		assert(step > 0);
		columns += page_letter_columns(letter);
		text += step;
		left -= step;
	}
	return columns;
}

/* Counts what was added; false when the page is full. */
static bool has_room(struct page *page)
{
	if (page->blocks_count >= PAGE_BLOCKS_MAX || arena_used(page->arena) - page->arena_start_bytes > PAGE_BYTES_MAX)
		page->full = true;
	else
		page->blocks_count++;
	return !page->full;
}

static struct page_block *add(struct page *page, enum page_kind kind)
{
	struct page_block *block;

	if (!has_room(page))
		return NULL;
	block = ARENA_NEW(page->arena, struct page_block);
	block->kind = kind;
	if (page->last)
		page->last->next = block;
	else
		page->first = block;
	page->last = block;
	return block;
}

/* A block of one kind with the three things most kinds have. */
static void add_with(struct page *page, enum page_kind kind, struct page_style style, const char *text, int count)
{
	struct page_block *block = add(page, kind);

	if (!block)
		return;
	block->style = style;
	block->text = page_clean(page->arena, text);
	block->count = count;
}

void page_text(struct page *page, struct page_style style, const char *text)
{
	if (text && *text)
		add_with(page, PAGE_TEXT, style, text, 0);
}

void page_format(struct page *page, struct page_style style, const char *format, ...)
{
	char text[PAGE_TEXT_BYTES_MAX + 8];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	page_text(page, style, text);
}

void page_columns(struct page *page, const struct page_cell *cells, size_t cells_count)
{
	struct page_block *block = add(page, PAGE_COLUMNS);
	struct page_cell *copy;

	assert(cells_count > 0 && cells_count <= PAGE_CELLS_MAX);
	if (!block)
		return;
	copy = ARENA_LIST(page->arena, cells_count, struct page_cell);
	for (size_t i = 0; i < cells_count; i++) {
		copy[i] = cells[i];
		copy[i].text = page_clean(page->arena, cells[i].text);
	}
	block->cells = copy;
	block->cells_count = cells_count;
}

void page_pair(struct page *page, struct page_style style, const char *label, const char *value)
{
	struct page_style right = style;

	right.align = PAGE_RIGHT;
	page_columns(page, (const struct page_cell[]){ { .text = label, .share = 1, .style = style }, { .text = value, .style = right } }, 2);
}

void page_rule(struct page *page, bool heavy)
{
	add_with(page, PAGE_RULE, (struct page_style){ .bold = heavy }, NULL, 0);
}

void page_blank(struct page *page, int quarters_count)
{
	add_with(page, PAGE_BLANK, (struct page_style){ 0 }, NULL, quarters_count);
}

void page_qr(struct page *page, const char *text, int tenths)
{
	assert(tenths >= 1 && tenths <= 10);
	if (text && *text)
		add_with(page, PAGE_QR, (struct page_style){ .align = PAGE_CENTER }, text, tenths);
}

void page_code128(struct page *page, const char *text)
{
	if (text && *text)
		add_with(page, PAGE_CODE128, (struct page_style){ .align = PAGE_CENTER }, text, 0);
}

void page_ean13(struct page *page, const char *text)
{
	if (text && *text)
		add_with(page, PAGE_EAN13, (struct page_style){ .align = PAGE_CENTER }, text, 0);
}

void page_stars(struct page *page, struct page_style style, int stars_count, const char *text)
{
	if (stars_count > 0)
		add_with(page, PAGE_STARS, style, text, stars_count > 5 ? 5 : stars_count);
	else
		page_text(page, style, text);
}

void page_keep(struct page *page, int lines_count)
{
	add_with(page, PAGE_KEEP, (struct page_style){ 0 }, NULL, lines_count);
}

void page_break(struct page *page)
{
	add(page, PAGE_BREAK);
}

void page_cut(struct page *page)
{
	add(page, PAGE_CUT);
}

void page_pulse(struct page *page)
{
	if (!all_practice)
		add(page, PAGE_PULSE);
}

struct page_table *page_table(struct page *page, const struct page_table *shape)
{
	struct page_block *block = add(page, PAGE_TABLE);
	struct page_table *table = ARENA_NEW(page->arena, struct page_table);
	struct page_head *heads = ARENA_LIST(page->arena, shape->heads_count, struct page_head);

	assert(shape->columns_count > 0 && shape->columns_count <= PAGE_CELLS_MAX);
	assert(shape->head_rows_count <= PAGE_HEAD_ROWS_MAX);
	*table = *shape;
	for (size_t i = 0; i < shape->heads_count; i++) {
		heads[i] = shape->heads[i];
		assert(heads[i].rows_count > 0 && heads[i].columns_count > 0);
		assert(heads[i].row + heads[i].rows_count <= shape->head_rows_count);
		assert((size_t)(heads[i].column + heads[i].columns_count) <= shape->columns_count);
		heads[i].text = page_clean(page->arena, heads[i].text);
	}
	table->heads = heads;
	table->first = table->last = NULL;
	if (block)
		block->table = table;
	return table;
}

static struct page_row *add_row(struct page *page, struct page_table *table)
{
	struct page_row *row;

	if (!has_room(page))
		return NULL;
	row = ARENA_NEW(page->arena, struct page_row);
	if (table->last)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	return row;
}

void page_table_row(struct page *page, struct page_table *table, bool bold, const char *const *cells)
{
	struct page_row *row = add_row(page, table);

	if (!row)
		return;
	row->bold = bold;
	for (size_t i = 0; i < table->columns_count; i++)
		row->cells[i] = page_clean(page->arena, cells[i]);
}

void page_table_across(struct page *page, struct page_table *table, const char *text)
{
	struct page_row *row = add_row(page, table);

	if (!row)
		return;
	row->across = row->bold = true;
	row->cells[0] = page_clean(page->arena, text);
}

bool page_check(const struct page *page, struct err *err)
{
	if (page->full)
		return err_set(err, ERR_LIMIT, NULL, "Tờ in dài quá %d dòng; hãy chia thành nhiều tờ.", PAGE_BLOCKS_MAX);
	return true;
}
