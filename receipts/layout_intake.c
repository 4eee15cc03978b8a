#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"

static const char *dates(struct arena *arena, const struct intake_paper_line *line)
{
	const char *made = line->made_day ? arena_format(arena, "NSX %s", part_day(arena, line->made_day)) : NULL;
	const char *expiry = line->expiry_day ? arena_format(arena, "%s %s", line->is_use_by ? "HSD" : "tốt nhất trước", part_day(arena, line->expiry_day)) : NULL;

	return part_join(arena, made, ", ", expiry);
}

/* ---- on a roll: for the box, and for whoever has no other printer ------------------------- */

static void on_roll(struct page *page, const struct intake_facts *facts)
{
	struct arena *arena = page->arena;
	const struct part_sign signs[] = { { .caption = "Bên giao" }, { .caption = "Bên nhận", .name = facts->made_by } };

	part_shop(page, &facts->shop);
	part_title(page, "PHIẾU NHẬP KÝ GỬI", facts->copy_number);
	part_fact(page, "Số", facts->number);
	part_fact(page, "Ngày", part_day(arena, facts->day));
	part_fact(page, "Hợp đồng", facts->contract_number);
	part_fact(page, "Giấy của bên giao", facts->paper);
	page_format(page, STYLE_BOLD, "Bên giao: %s", part_or(facts->consignor.name, "……………………"));
	page_rule(page, false);
	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct intake_paper_line *line = &facts->lines[i];

		page_pair(page, STYLE_BOLD, line->name, arena_format(arena, "%s %s", part_qty(arena, line->qty_milli), part_or(line->unit, "")));
		page_text(page, STYLE_SMALL,
			  part_join(arena, part_is(line->lot) ? arena_format(arena, "Lô %s", line->lot) : NULL, ", ", dates(arena, line)));
	}
	page_rule(page, false);
	part_signs(page, signs, COUNT_OF(signs), 14);
	if (part_is(facts->chain_head))
		page_format(page, STYLE_CENTER_SMALL, "Sổ: %s", facts->chain_head);
	page_blank(page, 2);
	page_cut(page);
}

/* ---- on a sheet --------------------------------------------------------------------------- */

static void head_sheet(struct page *page, const struct intake_facts *facts)
{
	struct arena *arena = page->arena;

	part_form(page, facts->shop.name, part_or(facts->shop.address, facts->shop.site), facts->shop.tax_code, &facts->form);
	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true }, "PHIẾU NHẬP HÀNG KÝ GỬI");
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(arena, facts->day));
	page_format(page, STYLE_CENTER, "Số: %s", part_or(facts->number, "…………"));
	if (facts->copy_number > 0)
		page_format(page, STYLE_CENTER_BOLD, "BẢN SAO %d", facts->copy_number);
	page_blank(page, 2);
	page_format(page, STYLE_PLAIN, "Bên giao hàng: %s%s%s", part_or(facts->consignor.name, "……………………………"),
		    part_is(facts->consignor.tax_code) ? arena_format(arena, "   MST: %s", facts->consignor.tax_code) : "",
		    part_is(facts->consignor.address) ? arena_format(arena, "   Địa chỉ: %s", facts->consignor.address) : "");
	page_format(page, STYLE_PLAIN, "Theo hợp đồng ký gửi số: %s   Giấy của bên giao: %s", part_or(facts->contract_number, "…………"),
		    part_or(facts->paper, "…………"));
	page_format(page, STYLE_PLAIN, "Nhập tại: %s", part_or(facts->shop.site, "……………………………"));
	page_blank(page, 1);
}

static void on_sheet(struct page *page, const struct intake_facts *facts)
{
	static const struct page_head heads[] = {
		{ "STT", 0, 0, 1, 1 },           { "Tên hàng", 0, 1, 1, 1 }, { "ĐVT", 0, 2, 1, 1 }, { "Số lượng", 0, 3, 1, 1 }, { "Số lô", 0, 4, 1, 1 },
		{ "Sản xuất, hạn dùng", 0, 5, 1, 1 }, { "Giá giao", 0, 6, 1, 1 }, { "Giá đề nghị", 0, 7, 1, 1 },
	};
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 5, 30, 8, 10, 14, 18, 11, 12 }, .size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_LEFT, PAGE_LEFT, PAGE_RIGHT, PAGE_RIGHT },
		.heads = heads, .heads_count = COUNT_OF(heads), .head_rows_count = 1,
	};
	const struct part_sign signs[] = {
		{ .caption = "Người giao hàng" }, { .caption = "Thủ kho", .name = facts->made_by }, { .caption = "Phụ trách điểm bán" },
	};
	struct arena *arena = page->arena;
	struct page_table *table;

	head_sheet(page, facts);
	table = page_table(page, &shape);
	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct intake_paper_line *line = &facts->lines[i];
		const char *cells[COUNT_OF(heads)] = {
			part_count(arena, (int64_t)i + 1), line->name, line->unit, part_qty(arena, line->qty_milli), line->lot, dates(arena, line),
			line->hand_over.dong ? part_money(arena, line->hand_over) : "", line->proposal.dong ? part_money(arena, line->proposal) : "",
		};

		page_table_row(page, table, false, cells);
	}
	page_blank(page, 1);
	page_text(page, STYLE_SMALL, "Hàng ký gửi thuộc bên giao cho đến khi bán; bên nhận giữ hộ và bán theo hợp đồng. Phiếu lập hai bản, mỗi bên giữ một.");
	page_blank(page, 2);
	part_signs(page, signs, COUNT_OF(signs), 14);
}

struct page *layout_intake(struct arena *arena, const struct intake_facts *facts)
{
	struct page *page = page_new(arena, facts->sheet, arena_format(arena, "Phiếu nhập %s", part_or(facts->number, "")));

	assert(facts->lines_count <= INTAKE_PAPER_LINES_MAX);
	if (facts->sheet == PAGE_ROLL) {
		on_roll(page, facts);
		return page;
	}
	page->foot = page_clean(arena, part_join(arena, arena_format(arena, "Phiếu nhập %s – %s", part_or(facts->number, "…………"), part_or(facts->shop.name, "")),
						 ". ", part_is(facts->chain_head) ? arena_format(arena, "Sổ: %s", facts->chain_head) : NULL));
	on_sheet(page, facts);
	return page;
}
