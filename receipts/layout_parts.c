#include "layout_parts.h"

#include <assert.h>
#include <stdio.h>

#include "base/day.h"

bool part_is(const char *text)
{
	return text && *text;
}

const char *part_or(const char *text, const char *otherwise)
{
	return part_is(text) ? text : otherwise;
}

const char *part_money(struct arena *arena, struct money money)
{
	char text[40];

	money_write_plain(money, text, sizeof(text));
	return arena_text(arena, text);
}

const char *part_dong(struct arena *arena, struct money money)
{
	char text[40];

	money_write(money, text, sizeof(text));
	return arena_text(arena, text);
}

/* Groups the whole part by dots, as money is: 1.234,5. */
const char *part_qty(struct arena *arena, int64_t qty_milli)
{
	char text[24], whole[40];
	const char *comma;

	qty_write(qty_milli, text, sizeof(text));
	comma = text;
	while (*comma && *comma != ',')
		comma++;
	money_write_plain(MONEY(qty_milli / 1000), whole, sizeof(whole));
	/* "-0,5" has no whole part that could hold its sign. */
	return arena_format(arena, "%s%s%s", qty_milli < 0 && qty_milli > -1000 ? "-" : "", whole, comma);
}

const char *part_count(struct arena *arena, int64_t count)
{
	return part_money(arena, MONEY(count));
}

const char *part_moment(struct arena *arena, int64_t at_us)
{
	char text[MOMENT_TEXT_SIZE];

	moment_write_vn(at_us, text);
	return arena_format(arena, "%.16s", text);
}

const char *part_day(struct arena *arena, int32_t day)
{
	char text[DAY_TEXT_SIZE] = "";

	if (day_is_valid(day))
		day_write_vn(day, text);
	return arena_text(arena, text);
}

const char *part_long_day(struct arena *arena, int32_t day)
{
	if (!day_is_valid(day))
		return "Ngày …… tháng …… năm ………";
	return arena_format(arena, "Ngày %02d tháng %02d năm %d", day % 100, day / 100 % 100, day / 10000);
}

const char *part_join(struct arena *arena, const char *a, const char *middle, const char *b)
{
	if (!part_is(a) || !part_is(b))
		return part_or(a, part_or(b, ""));
	return arena_format(arena, "%s%s%s", a, middle, b);
}

void part_shop(struct page *page, const struct paper_shop *shop)
{
	part_shop_in(page, shop, "MST", "ĐT");
}

void part_shop_in(struct page *page, const struct paper_shop *shop, const char *tax_code, const char *phone_number)
{
	struct arena *arena = page->arena;
	const char *tax = part_is(shop->tax_code) ? arena_format(arena, "%s: %s", tax_code, shop->tax_code) : NULL;
	const char *phone = part_is(shop->phone) ? arena_format(arena, "%s: %s", phone_number, shop->phone) : NULL;

	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_TALL, .bold = true }, shop->name);
	page_text(page, STYLE_CENTER, shop->site);
	page_text(page, STYLE_CENTER_SMALL, shop->address);
	page_text(page, STYLE_CENTER_SMALL, part_join(arena, tax, " – ", phone));
}

void part_title(struct page *page, const char *title, int copy_number)
{
	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true }, title);
	if (copy_number > 0)
		page_format(page, STYLE_CENTER_BOLD, "BẢN SAO %d", copy_number);
	page_blank(page, 1);
}

void part_fact(struct page *page, const char *label, const char *value)
{
	if (part_is(value))
		page_pair(page, STYLE_PLAIN, label, value);
}

void part_amount(struct page *page, struct page_style style, const char *label, struct money money)
{
	page_pair(page, style, label, part_money(page->arena, money));
}

void part_rows(struct page *page, const char *heading, const struct paper_rows *rows)
{
	struct arena *arena = page->arena;

	assert(rows->count <= PAPER_ROWS_MAX);
	if (rows->count == 0)
		return;
	if (heading) {
		page_rule(page, false);
		page_text(page, STYLE_BOLD, heading);
	}
	for (size_t i = 0; i < rows->count; i++) {
		const struct paper_row *row = &rows->rows[i];
		struct page_style right = { .align = PAGE_RIGHT };

		if (row->has_count && !row->has_no_amount)
			page_columns(page,
				     (const struct page_cell[]){
					     { .text = row->name, .share = 5 },
					     { .text = part_count(arena, row->count), .share = 1, .whole = true, .style = right },
					     { .text = part_money(arena, row->amount), .share = 3, .whole = true, .style = right } },
				     3);
		else
			page_pair(page, STYLE_PLAIN, row->name,
				  row->has_count       ? part_count(arena, row->count)
				  : row->has_no_amount ? ""
						       : part_money(arena, row->amount));
	}
}

void part_signs(struct page *page, const struct part_sign *signs, size_t signs_count, int room_quarters)
{
	struct page_cell cells[3][PAGE_CELLS_MAX];
	bool has_name = false;

	assert(signs_count <= PAGE_CELLS_MAX);
	for (size_t i = 0; i < signs_count; i++) {
		cells[0][i] = (struct page_cell){ .text = signs[i].caption, .share = 1, .style = STYLE_CENTER_BOLD };
		cells[1][i] = (struct page_cell){ .text = part_or(signs[i].hint, "(Ký, họ tên)"),
						  .share = 1,
						  .style = { .align = PAGE_CENTER, .size = PAGE_SMALL, .italic = true } };
		cells[2][i] = (struct page_cell){ .text = signs[i].name, .share = 1, .style = STYLE_CENTER };
		has_name = has_name || part_is(signs[i].name);
	}
	page_keep(page, 2 + has_name + room_quarters / 4);
	page_columns(page, cells[0], signs_count);
	page_columns(page, cells[1], signs_count);
	page_blank(page, room_quarters);
	if (has_name)
		page_columns(page, cells[2], signs_count);
}

void part_form(struct page *page, const char *unit, const char *address, const char *tax_code, const struct paper_form *form)
{
	struct arena *arena = page->arena;

	page_columns(page,
		     (const struct page_cell[]){
			     { .text = arena_format(arena, "Đơn vị: %s", part_or(unit, "………………………")), .share = 3, .style = STYLE_BOLD },
			     { .text = form->name, .share = 2, .style = STYLE_CENTER_BOLD } },
		     2);
	page_columns(page,
		     (const struct page_cell[]){
			     { .text = arena_format(arena, "Địa chỉ: %s", part_or(address, "………………………")), .share = 3 },
			     { .text = form->basis, .share = 2, .style = { .align = PAGE_CENTER, .size = PAGE_SMALL, .italic = true } } },
		     2);
	if (part_is(tax_code))
		page_format(page, STYLE_PLAIN, "Mã số thuế: %s", tax_code);
}

void part_title_row(struct page *page, struct page_style style, const char *middle, const char *label, const char *value)
{
	page_columns(page,
		     (const struct page_cell[]){ { .text = "", .share = 2 },
						 { .text = middle, .share = 6, .style = style },
						 { .text = arena_format(page->arena, "%s: %s", label, part_or(value, "…………")), .share = 2 } },
		     3);
}
