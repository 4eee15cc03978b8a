/* Cards to scan: the one that lies at the counter, with goods that have no code of their own, the badge of who works here, and a hamper's tag. */
#include "receipts/layouts.h"

#include <string.h>

#include "layout_parts.h"

#define ROW_LINES 6 /* of a row, its code among them: it stays on one sheet */

struct page *layout_counter_card(struct arena *arena, const struct counter_card_facts *facts)
{
	struct page *page = page_new(arena, PAGE_A4, "Bảng mã quầy");
	const char *group = NULL;

	part_shop(page, &facts->shop);
	part_title(page, "BẢNG MÃ QUẦY", 0);
	page_text(page, STYLE_CENTER_SMALL, "Hàng không có mã vạch: gõ số rồi Enter, hoặc quét mã.");
	for (size_t i = 0; i < facts->rows_count; i++) {
		const struct counter_card_row *row = &facts->rows[i];
		const struct page_cell cells[] = {
			{ .text = arena_format(arena, "%lld", (long long)row->short_number), .share = 1, .whole = true, .style = { .size = PAGE_LARGE, .bold = true } },
			{ .text = row->name, .share = 4, .style = { .size = PAGE_TALL, .bold = true } },
			{ .text = part_join(arena, row->unit, " · ", row->producer), .share = 3, .style = { .align = PAGE_RIGHT } },
		};

		page_keep(page, ROW_LINES);
		if (!group || strcmp(group, row->group) != 0) {
			page_blank(page, 2);
			page_text(page, (struct page_style){ .size = PAGE_WIDE, .bold = true }, row->group);
		}
		group = row->group;
		page_rule(page, false);
		page_columns(page, cells, COUNT_OF(cells));
		page_code128(page, row->code);
	}
	return page;
}

struct page *layout_badge(struct arena *arena, const struct badge_facts *facts)
{
	struct page *page = page_new(arena, PAGE_ROLL, part_join(arena, "Thẻ nhân viên", " – ", facts->name));

	page_text(page, STYLE_CENTER, part_or(facts->shop.site, facts->shop.name));
	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE, .bold = true }, facts->name);
	page_text(page, STYLE_CENTER, facts->role);
	page_blank(page, 2);
	page_qr(page, facts->code, 5);
	page_code128(page, facts->code);
	page_text(page, STYLE_CENTER_SMALL, "Quét thẻ rồi nhập mã PIN. Mất thẻ không lộ mã PIN.");
	return page;
}

struct page *layout_hamper_tag(struct arena *arena, const struct hamper_tag_facts *facts)
{
	struct page *page = page_new(arena, PAGE_ROLL, part_join(arena, "Tem giỏ quà", " – ", facts->name));

	page_text(page, STYLE_CENTER, part_or(facts->shop.site, facts->shop.name));
	page_blank(page, 1);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE, .bold = true }, facts->name);
	if (facts->price.dong)
		page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_TALL, .bold = true },
			  arena_format(arena, "%s đ", part_money(arena, facts->price)));
	page_rule(page, false);
	for (size_t i = 0; i < facts->contents_count; i++)
		page_text(page, (struct page_style){ 0 }, facts->contents[i]);
	page_rule(page, false);
	if (facts->expiry_day)
		page_text(page, STYLE_CENTER, part_join(arena, "Dùng trước", " ", part_day(arena, facts->expiry_day)));
	page_qr(page, facts->code, 5);
	page_code128(page, facts->code);
	return page;
}
