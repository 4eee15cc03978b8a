#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"

static const char *const titles[] = {
	[ORDER_PAPER_QUOTE] = "BÁO GIÁ",
	[ORDER_PAPER_PICKING] = "PHIẾU SOẠN HÀNG",
	[ORDER_PAPER_DELIVERY] = "PHIẾU GIAO HÀNG",
};

/* "Quầy, lô MO-12, HSD 31/03/2027, đủ cho đơn": what helps to find the goods, or to know why they are not there. */
static const char *about_line(struct arena *arena, const struct order_paper_line *line)
{
	const char *lot = part_is(line->lot) ? arena_format(arena, "lô %s", line->lot) : NULL;
	const char *expiry = line->expiry_day ? arena_format(arena, "HSD %s", part_day(arena, line->expiry_day)) : NULL;

	return part_join(arena, part_join(arena, line->place, ", ", lot), ", ", part_join(arena, expiry, ", ", line->note));
}

static const char *discount_text(struct arena *arena, const struct order_paper_line *line)
{
	return line->discount.dong ? arena_format(arena, "giảm %s", part_dong(arena, line->discount)) : NULL;
}

/* The paper's own last figure is what somebody has to collect: large on a roll, a size up on a sheet. */
static void order_sums(struct page *page, const struct order_paper_facts *facts)
{
	bool is_roll = facts->sheet == PAGE_ROLL;
	struct page_style large = { .size = is_roll ? PAGE_WIDE : PAGE_TALL, .bold = true };
	struct arena *arena = page->arena;

	/* A sheet's table ends with it. */
	if (is_roll)
		page_pair(page, large, "Cộng", part_dong(arena, facts->total));
	if (part_is(facts->total_words))
		page_format(page, (struct page_style){ .italic = true }, "Bằng chữ: %s", facts->total_words);
	part_fact(page, "Phí giao", facts->shipping);
	if (facts->deposit_asked.dong && facts->kind == ORDER_PAPER_QUOTE)
		part_fact(page, "Đề nghị đặt cọc", part_dong(arena, facts->deposit_asked));
	if (facts->deposit_paid.dong)
		part_fact(page, "Đã đặt cọc", part_dong(arena, facts->deposit_paid));
	part_rows(page, "Đã thanh toán", &facts->payments);
	if (facts->to_collect.dong)
		page_pair(page, large, "THU HỘ", part_dong(arena, facts->to_collect));
}

/* ---- on a roll ------------------------------------------------------------------------- */

static void roll_lines(struct page *page, const struct order_paper_facts *facts)
{
	struct arena *arena = page->arena;

	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct order_paper_line *line = &facts->lines[i];
		const char *qty = arena_format(arena, "%s %s", part_qty(arena, line->qty_milli), part_or(line->unit, ""));

		if (facts->kind == ORDER_PAPER_PICKING) {
			page_pair(page, STYLE_BOLD, arena_format(arena, "[  ] %s", part_or(line->name, "")), qty);
			page_text(page, STYLE_PLAIN, about_line(arena, line));
			continue;
		}
		page_text(page, STYLE_BOLD, line->name);
		page_pair(page, STYLE_PLAIN, arena_format(arena, "%s × %s", qty, part_money(arena, line->price)), part_money(arena, line->amount));
		page_text(page, STYLE_SMALL, part_join(arena, discount_text(arena, line), ", ", about_line(arena, line)));
	}
}

static void on_roll(struct page *page, const struct order_paper_facts *facts)
{
	struct arena *arena = page->arena;
	const struct part_sign signs[] = { { .caption = "Người giao", .name = facts->made_by }, { .caption = "Người nhận" } };

	part_shop(page, &facts->shop);
	part_title(page, titles[facts->kind], facts->copy_number);
	part_fact(page, "Đơn", facts->number);
	part_fact(page, "Phiếu bán", facts->receipt);
	part_fact(page, "Ngày", part_day(arena, facts->day));
	part_fact(page, "Hẹn", part_day(arena, facts->promised_day));
	page_format(page, STYLE_BOLD, "Khách: %s", part_or(facts->customer.name, "……………………"));
	part_fact(page, "Điện thoại", facts->phone);
	page_text(page, STYLE_PLAIN, part_is(facts->customer.address) ? arena_format(arena, "Giao đến: %s", facts->customer.address) : NULL);
	page_text(page, STYLE_PLAIN, part_is(facts->note) ? arena_format(arena, "Ghi chú: %s", facts->note) : NULL);
	page_rule(page, false);
	roll_lines(page, facts);
	page_rule(page, false);
	if (facts->kind != ORDER_PAPER_PICKING)
		order_sums(page, facts);
	if (facts->kind == ORDER_PAPER_DELIVERY) {
		page_blank(page, 2);
		part_signs(page, signs, COUNT_OF(signs), 14);
	}
	if (part_is(facts->lookup_qr))
		page_qr(page, facts->lookup_qr, 4);
	if (part_is(facts->chain_head))
		page_format(page, STYLE_CENTER_SMALL, "Sổ: %s", facts->chain_head);
	page_blank(page, 2);
	page_cut(page);
}

/* ---- on a sheet --------------------------------------------------------------------------- */

static void sheet_head(struct page *page, const struct order_paper_facts *facts)
{
	static const struct paper_form none;
	struct arena *arena = page->arena;

	part_form(page, facts->shop.name, part_or(facts->shop.address, facts->shop.site), facts->shop.tax_code, &none);
	page_text(page, STYLE_SMALL, part_is(facts->shop.phone) ? arena_format(arena, "Điện thoại: %s", facts->shop.phone) : NULL);
	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true }, titles[facts->kind]);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(arena, facts->day));
	page_text(page, STYLE_CENTER, part_join(arena, arena_format(arena, "Đơn đặt số: %s", part_or(facts->number, "…………")), "   ",
						part_is(facts->receipt) ? arena_format(arena, "Phiếu bán: %s", facts->receipt) : NULL));
	if (facts->copy_number > 0)
		page_format(page, STYLE_CENTER_BOLD, "BẢN SAO %d", facts->copy_number);
	page_blank(page, 2);
	page_format(page, STYLE_PLAIN, "Khách hàng: %s%s", part_or(facts->customer.name, "……………………………"),
		    part_is(facts->phone) ? arena_format(arena, "   Điện thoại: %s", facts->phone) : "");
	page_text(page, STYLE_PLAIN, part_is(facts->customer.address) ? arena_format(arena, "Giao đến: %s", facts->customer.address) : NULL);
	if (facts->promised_day)
		page_format(page, STYLE_PLAIN, "Hẹn giao: %s", part_day(arena, facts->promised_day));
	page_text(page, STYLE_PLAIN, part_is(facts->note) ? arena_format(arena, "Ghi chú: %s", facts->note) : NULL);
	page_blank(page, 1);
}

static void sheet_picking(struct page *page, const struct order_paper_facts *facts)
{
	static const struct page_head heads[] = {
		{ "STT", 0, 0, 1, 1 }, { "Nơi để", 0, 1, 1, 1 }, { "Tên hàng", 0, 2, 1, 1 }, { "Số lô", 0, 3, 1, 1 },
		{ "Hạn dùng", 0, 4, 1, 1 }, { "ĐVT", 0, 5, 1, 1 }, { "Số lượng", 0, 6, 1, 1 }, { "Đã lấy", 0, 7, 1, 1 }, { "Ghi chú", 0, 8, 1, 1 },
	};
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 5, 9, 29, 12, 11, 7, 9, 8, 16 }, .size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_LEFT, PAGE_LEFT, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_CENTER, PAGE_LEFT },
		.heads = heads, .heads_count = COUNT_OF(heads), .head_rows_count = 1,
	};
	struct page_table *table = page_table(page, &shape);
	struct arena *arena = page->arena;

	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct order_paper_line *line = &facts->lines[i];
		const char *cells[COUNT_OF(heads)] = {
			part_count(arena, (int64_t)i + 1), line->place, line->name, line->lot, part_day(arena, line->expiry_day), line->unit,
			part_qty(arena, line->qty_milli), "", line->note,
		};

		page_table_row(page, table, false, cells);
	}
}

static void sheet_priced(struct page *page, const struct order_paper_facts *facts)
{
	static const struct page_head heads[] = {
		{ "STT", 0, 0, 1, 1 }, { "Tên hàng", 0, 1, 1, 1 }, { "ĐVT", 0, 2, 1, 1 }, { "Số lượng", 0, 3, 1, 1 },
		{ "Đơn giá", 0, 4, 1, 1 }, { "Giảm", 0, 5, 1, 1 }, { "Thành tiền", 0, 6, 1, 1 },
	};
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 6, 42, 9, 11, 13, 11, 15 }, .size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT },
		.heads = heads, .heads_count = COUNT_OF(heads), .head_rows_count = 1,
	};
	struct page_table *table = page_table(page, &shape);
	struct arena *arena = page->arena;
	const char *sums[COUNT_OF(heads)] = { "", "Cộng (đã gồm thuế GTGT)", "", "", "", "", part_money(arena, facts->total) };

	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct order_paper_line *line = &facts->lines[i];
		const char *cells[COUNT_OF(heads)] = {
			part_count(arena, (int64_t)i + 1), part_join(arena, line->name, " – ", about_line(arena, line)), line->unit,
			part_qty(arena, line->qty_milli), part_money(arena, line->price), line->discount.dong ? part_money(arena, line->discount) : "",
			part_money(arena, line->amount),
		};

		page_table_row(page, table, false, cells);
	}
	page_table_row(page, table, true, sums);
	page_blank(page, 1);
	order_sums(page, facts);
}

static void on_sheet(struct page *page, const struct order_paper_facts *facts)
{
	const struct part_sign quote[] = { { .caption = "Khách hàng" }, { .caption = "Người báo giá", .name = facts->made_by } };
	const struct part_sign picking[] = { { .caption = "Người soạn hàng" }, { .caption = "Người kiểm" } };
	const struct part_sign delivery[] = { { .caption = "Người nhận hàng" }, { .caption = "Người giao hàng" }, { .caption = "Người lập phiếu", .name = facts->made_by } };

	sheet_head(page, facts);
	if (facts->kind == ORDER_PAPER_PICKING)
		sheet_picking(page, facts);
	else
		sheet_priced(page, facts);
	page_blank(page, 1);
	if (facts->kind == ORDER_PAPER_QUOTE)
		page_text(page, STYLE_SMALL, "Giá đã gồm thuế GTGT, giữ đến ngày hẹn giao. Khi giao mà giá niêm yết thấp hơn thì tính theo giá thấp hơn.");
	if (facts->kind == ORDER_PAPER_DELIVERY)
		page_text(page, STYLE_SMALL, "Người nhận đã kiểm đủ số lượng, hạn dùng và tình trạng hàng. Phiếu lập hai bản, mỗi bên giữ một.");
	page_blank(page, 2);
	if (facts->kind == ORDER_PAPER_QUOTE)
		part_signs(page, quote, COUNT_OF(quote), 14);
	else if (facts->kind == ORDER_PAPER_PICKING)
		part_signs(page, picking, COUNT_OF(picking), 14);
	else
		part_signs(page, delivery, COUNT_OF(delivery), 14);
}

struct page *layout_order(struct arena *arena, const struct order_paper_facts *facts)
{
	static const char *const names[] = { "Báo giá", "Phiếu soạn hàng", "Phiếu giao hàng" };
	const char *title = arena_format(arena, "%s %s", names[facts->kind], part_or(facts->number, ""));
	struct page *page = page_new(arena, facts->sheet, title);

	assert(facts->lines_count <= ORDER_PAPER_LINES_MAX);
	if (facts->sheet == PAGE_ROLL) {
		on_roll(page, facts);
		return page;
	}
	page->foot = page_clean(arena, part_join(arena, arena_format(arena, "%s – %s", title, part_or(facts->shop.name, "")), ". ",
						 part_is(facts->chain_head) ? arena_format(arena, "Sổ: %s", facts->chain_head) : NULL));
	on_sheet(page, facts);
	return page;
}
