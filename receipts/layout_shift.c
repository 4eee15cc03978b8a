#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"

static void head(struct page *page, const struct shift_facts *facts)
{
	struct arena *arena = page->arena;

	part_shop(page, &facts->shop);
	part_title(page, facts->is_final ? "BÁO CÁO Z – CHỐT CA" : "BÁO CÁO X – GIỮA CA", facts->copy_number);
	part_fact(page, "Ca số", facts->number);
	part_fact(page, "Quầy", facts->till);
	part_fact(page, "Thu ngân", facts->cashier);
	part_fact(page, "Ngày bán hàng", part_day(arena, facts->business_day));
	part_fact(page, "Mở ca", part_moment(arena, facts->opened_at_us));
	part_fact(page, facts->is_final ? "Chốt ca" : "Lúc in", part_moment(arena, facts->at_us));
	if (part_is(facts->first_receipt)) {
		part_fact(page, "Phiếu từ", facts->first_receipt);
		part_fact(page, "Phiếu đến", facts->last_receipt);
	}
}

static void notes(struct page *page, const struct shift_facts *facts)
{
	struct arena *arena = page->arena;
	struct page_style right = { .align = PAGE_RIGHT };

	assert(facts->notes_count <= PAPER_ROWS_MAX);
	for (size_t i = 0; i < facts->notes_count; i++) {
		const struct shift_note *note = &facts->notes[i];

		if (note->count == 0)
			continue;
		page_columns(page,
			     (const struct page_cell[]){ { .text = part_money(arena, note->value), .share = 3, .whole = true, .style = right },
							 { .text = arena_format(arena, "× %s", part_count(arena, note->count)),
							   .share = 2,
							   .whole = true,
							   .style = right },
							 { .text = part_money(arena, MONEY(money_scale(note->value.dong, note->count, 1))),
							   .share = 4,
							   .whole = true,
							   .style = right } },
			     3);
	}
}

static void cash(struct page *page, const struct shift_facts *facts)
{
	int64_t off = facts->difference.dong;

	page_rule(page, false);
	page_text(page, STYLE_BOLD, "Tiền mặt trong két");
	part_amount(page, STYLE_PLAIN, "Tiền đầu ca", facts->float_start);
	for (size_t i = 0; i < facts->cash_in.count; i++)
		part_amount(page, STYLE_PLAIN, part_join(page->arena, "Thu vào", ": ", facts->cash_in.rows[i].name),
			    facts->cash_in.rows[i].amount);
	for (size_t i = 0; i < facts->cash_out.count; i++)
		part_amount(page, STYLE_PLAIN, part_join(page->arena, "Chi ra", ": ", facts->cash_out.rows[i].name),
			    MONEY(-facts->cash_out.rows[i].amount.dong));
	part_amount(page, STYLE_BOLD, "Theo sổ phải có", facts->cash_expected);
	if (!facts->is_counted)
		return;
	page_rule(page, false);
	page_text(page, STYLE_BOLD, "Đếm được");
	notes(page, facts);
	part_amount(page, STYLE_BOLD, "Cộng tiền đếm", facts->cash_counted);
	page_pair(page, (struct page_style){ .size = PAGE_TALL, .bold = true },
		  off == 0  ? "ĐỦ"
		  : off > 0 ? "THỪA"
			    : "THIẾU",
		  part_dong(page->arena, MONEY(off < 0 ? -off : off)));
	if (part_is(facts->difference_reason))
		page_format(page, STYLE_PLAIN, "Lý do: %s", facts->difference_reason);
	if (facts->to_safe.dong) {
		part_amount(page, STYLE_PLAIN, "Nộp két sắt", facts->to_safe);
		part_amount(page, STYLE_BOLD, "Để lại trong ngăn kéo", facts->left);
	}
}

static void proof(struct page *page, const struct shift_facts *facts)
{
	struct arena *arena = page->arena;

	if (facts->first_entry == 0 && !part_is(facts->chain_head))
		return;
	page_rule(page, false);
	if (facts->first_entry)
		page_format(page, STYLE_SMALL, "Bút toán số %s đến %s", part_count(arena, facts->first_entry),
			    part_count(arena, facts->last_entry));
	if (part_is(facts->chain_head)) {
		page_text(page, STYLE_SMALL, "Đầu chuỗi sổ:");
		page_text(page, STYLE_SMALL, facts->chain_head);
	}
}

struct page *layout_shift(struct arena *arena, const struct shift_facts *facts)
{
	struct page *page =
		page_new(arena, PAGE_ROLL, arena_format(arena, "Báo cáo %s ca %s", facts->is_final ? "Z" : "X", part_or(facts->number, "")));
	const struct part_sign signs[] = { { .caption = "Thu ngân", .name = facts->cashier },
					   { .caption = "Người kiểm", .name = facts->checked_by } };

	assert(facts->cash_in.count <= PAPER_ROWS_MAX && facts->cash_out.count <= PAPER_ROWS_MAX);
	head(page, facts);
	part_rows(page, "Doanh thu", &facts->sales);
	part_rows(page, "Thuế GTGT (trong giá)", &facts->vats);
	part_rows(page, "Khách trả bằng", &facts->tenders);
	cash(page, facts);
	part_rows(page, "Việc cần xem", &facts->watched);
	part_rows(page, "Cộng dồn từ khi mở sổ", &facts->perpetual);
	proof(page, facts);
	if (facts->is_final) {
		page_blank(page, 2);
		part_signs(page, signs, COUNT_OF(signs), 10);
	}
	page_blank(page, 2);
	page_cut(page);
	return page;
}
