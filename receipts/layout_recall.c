#include "receipts/recall.h"

#include <assert.h>

#include "base/day.h"
#include "layout_parts.h"

#define STYLE_HUGE ((struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE, .bold = true })
#define STYLE_BIG ((struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true })
#define STYLE_CALL ((struct page_style){ .align = PAGE_CENTER, .size = PAGE_TALL })

static const char *qty(struct arena *arena, const struct recall_facts *facts, int64_t qty_milli)
{
	return arena_format(arena, "%s %s", part_qty(arena, qty_milli), part_or(facts->unit, ""));
}

static const char *dates(struct arena *arena, const struct recall_facts *facts)
{
	return part_join(arena, facts->made_day ? arena_format(arena, "NSX %s", part_day(arena, facts->made_day)) : NULL, " – ",
			 facts->expiry_day ? arena_format(arena, "HSD %s", part_day(arena, facts->expiry_day)) : NULL);
}

/* ---- the report ------------------------------------------------------------------- */

static void sums(struct page *page, const struct recall_facts *facts)
{
	struct arena *arena = page->arena;
	const struct {
		const char *label;
		int64_t qty_milli;
	} rows[] = {
		{ "Đã nhập", facts->in_milli }, { "Bù cho hàng bán trước khi nhập", facts->filled_milli }, { "Đã bán", facts->sold_milli },
		{ "Khách trả lại", facts->returned_milli }, { "Trả lại bên giao", facts->back_milli }, { "Hỏng, mất, hàng mẫu", facts->lost_milli },
		{ "Còn tại điểm bán", facts->left_milli },
	};

	page_text(page, STYLE_BOLD, "Số lượng");
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (rows[i].qty_milli || i == 0 || i == 2 || i + 1 == COUNT_OF(rows))
			page_pair(page, i + 1 == COUNT_OF(rows) ? STYLE_BOLD : STYLE_PLAIN, rows[i].label, qty(arena, facts, rows[i].qty_milli));
	page_blank(page, 2);
}

static void left_table(struct page *page, const struct recall_facts *facts)
{
	static const struct page_head heads[] = { { "Nơi", 0, 0, 1, 1 }, { "Chỗ để", 0, 1, 1, 1 }, { "Số lượng", 0, 2, 1, 1 }, { "Đã lấy ra (ký)", 0, 3, 1, 1 } };
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 40, 22, 16, 22 }, .size = PAGE_SMALL,
		.aligns = { PAGE_LEFT, PAGE_LEFT, PAGE_RIGHT, PAGE_LEFT }, .heads = heads, .heads_count = COUNT_OF(heads), .head_rows_count = 1,
	};
	struct page_table *table;

	if (!facts->left_count)
		return;
	page_text(page, STYLE_BOLD, "Hàng còn lại");
	table = page_table(page, &shape);
	for (size_t i = 0; i < facts->left_count; i++) {
		const char *cells[] = { facts->left[i].site, facts->left[i].place, qty(page->arena, facts, facts->left[i].qty_milli), "" };

		page_table_row(page, table, false, cells);
	}
	page_blank(page, 2);
}

static void sales_table(struct page *page, const struct recall_facts *facts)
{
	static const struct page_head heads[] = { { "STT", 0, 0, 1, 1 }, { "Số phiếu", 0, 1, 1, 1 }, { "Lúc", 0, 2, 1, 1 }, { "Quầy", 0, 3, 1, 1 },
						  { "Số lượng", 0, 4, 1, 1 }, { "Ghi chú", 0, 5, 1, 1 } };
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 7, 22, 21, 10, 14, 26 }, .size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_LEFT, PAGE_LEFT, PAGE_RIGHT, PAGE_LEFT }, .heads = heads, .heads_count = COUNT_OF(heads),
		.head_rows_count = 1,
	};
	struct arena *arena = page->arena;
	struct page_table *table;

	page_text(page, STYLE_BOLD, "Phiếu bán có lô này");
	if (!facts->sales_count) {
		page_text(page, STYLE_PLAIN, "Chưa bán cho ai.");
		return;
	}
	table = page_table(page, &shape);
	for (size_t i = 0; i < facts->sales_count; i++) {
		const struct recall_paper_sale *sale = &facts->sales[i];
		const char *cells[] = { part_count(arena, (int64_t)i + 1), sale->receipt, part_moment(arena, sale->at_us), sale->till,
					qty(arena, facts, sale->qty_milli),
					sale->is_maybe ? "có thể: bán trước khi nhập" : sale->qty_milli < 0 ? "khách trả lại" : "" };

		page_table_row(page, table, false, cells);
	}
	if (facts->sales_more)
		page_format(page, STYLE_PLAIN, "Còn %s phiếu nữa; xem tệp XLSX.", part_count(arena, facts->sales_more));
}

struct page *layout_recall(struct arena *arena, const struct recall_facts *facts)
{
	struct page *page = page_new(arena, PAGE_A4, arena_format(arena, "Thu hồi lô %s", part_or(facts->code, "")));
	const struct part_sign signs[] = { { .caption = "Người lập", .name = facts->by }, { .caption = "Phụ trách điểm bán" }, { .caption = "Bên giao hàng" } };
	const struct paper_form form = { 0 };

	assert(facts->sales_count <= RECALL_PAPER_SALES_MAX);
	page->foot = page_clean(arena, part_join(arena, arena_format(arena, "Lập lúc %s – %s", part_moment(arena, facts->at_us), part_or(facts->shop.name, "")), ". ",
						 part_is(facts->chain_head) ? arena_format(arena, "Sổ: %s", facts->chain_head) : NULL));
	part_form(page, facts->shop.name, part_or(facts->shop.address, facts->shop.site), facts->shop.tax_code, &form);
	page_blank(page, 2);
	page_text(page, STYLE_BIG, "BÁO CÁO THU HỒI LÔ HÀNG");
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(arena, day_of_us(facts->at_us)));
	page_blank(page, 2);
	part_fact(page, "Mặt hàng", facts->item);
	part_fact(page, "Số lô", facts->code);
	part_fact(page, "Ngày", dates(arena, facts));
	part_fact(page, "Chủ thể", part_join(arena, facts->producer, ", ", facts->commune));
	part_fact(page, "Tình trạng", !facts->frozen_us ? "chưa thu hồi" : facts->is_frozen ? "đang thu hồi, không quầy nào bán" : "đã thôi thu hồi");
	if (facts->frozen_us)
		part_fact(page, facts->is_frozen ? "Thu hồi lúc" : "Thôi thu hồi lúc", part_join(arena, part_moment(arena, facts->frozen_us), ", bởi ", facts->by));
	part_fact(page, "Lý do", facts->reason);
	page_blank(page, 2);
	sums(page, facts);
	left_table(page, facts);
	sales_table(page, facts);
	page_blank(page, 3);
	part_signs(page, signs, COUNT_OF(signs), 14);
	return page;
}

/* ---- the notice ------------------------------------------------------------------- */

struct page *layout_recall_notice(struct arena *arena, const struct recall_facts *facts)
{
	struct page *page = page_new(arena, PAGE_A4, arena_format(arena, "Thông báo thu hồi %s", part_or(facts->code, "")));

	page_text(page, STYLE_CENTER_BOLD, facts->shop.name);
	page_text(page, STYLE_CENTER, part_or(facts->shop.site, facts->shop.address));
	page_rule(page, true);
	page_blank(page, 4);
	page_text(page, STYLE_HUGE, "THÔNG BÁO");
	page_text(page, STYLE_HUGE, "THU HỒI SẢN PHẨM");
	page_blank(page, 6);
	page_text(page, STYLE_BIG, facts->item);
	page_blank(page, 2);
	if (part_is(facts->code))
		page_format(page, STYLE_HUGE, "Lô %s", facts->code);
	page_text(page, STYLE_BIG, dates(arena, facts));
	page_blank(page, 2);
	page_text(page, STYLE_CALL, part_join(arena, facts->producer, ", ", facts->commune));
	page_blank(page, 4);
	page_format(page, STYLE_CALL, "Lý do: %s", part_or(facts->reason, "……………………"));
	page_blank(page, 6);
	page_rule(page, false);
	page_blank(page, 3);
	page_text(page, STYLE_BIG, "Quý khách đã mua lô này: xin không dùng");
	page_text(page, STYLE_BIG, "và mang lại cửa hàng để nhận lại tiền.");
	page_blank(page, 2);
	page_text(page, STYLE_CALL, "Chỉ lô có số trên đây; các lô khác vẫn bán bình thường.");
	page_blank(page, 4);
	page_qr(page, facts->page_url, 3);
	if (part_is(facts->page_url))
		page_text(page, STYLE_CENTER, "Quét để xem thông tin của lô");
	page_blank(page, 3);
	page_text(page, STYLE_CENTER, part_join(arena, part_is(facts->shop.phone) ? arena_format(arena, "Điện thoại: %s", facts->shop.phone) : NULL, " – ",
						part_long_day(arena, day_of_us(facts->frozen_us ? facts->frozen_us : facts->at_us))));
	return page;
}
