#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"

/* A return is booked negative and read positive: "1 hộp trả lại, 145.000". */
static struct money shown(const struct receipt_facts *facts, struct money money)
{
	return facts->is_return ? MONEY(-money.dong) : money;
}

static void head(struct page *page, const struct receipt_facts *facts)
{
	struct arena *arena = page->arena;
	struct page_style right = { .align = PAGE_RIGHT };

	part_shop(page, &facts->shop);
	part_title(page, part_or(facts->title, facts->is_return ? "PHIẾU TRẢ HÀNG" : "PHIẾU BÁN HÀNG"), facts->copy_number, facts->is_practice);
	page_columns(page,
		     (const struct page_cell[]){
			     { .text = part_is(facts->number) ? arena_format(arena, "Số: %s", facts->number) : "", .share = 1 },
			     { .text = part_moment(arena, facts->at_us), .style = right } },
		     2);
	if (part_is(facts->till) || part_is(facts->cashier))
		page_columns(page,
			     (const struct page_cell[]){
				     { .text = part_is(facts->till) ? arena_format(arena, "Quầy: %s", facts->till) : "", .share = 1 },
				     { .text = part_is(facts->cashier) ? arena_format(arena, "Thu ngân: %s", facts->cashier) : "",
				       .style = right } },
			     2);
	if (part_is(facts->refers_to))
		page_format(page, STYLE_BOLD, facts->is_return ? "Trả lại hàng của phiếu %s" : "Đổi hàng của phiếu %s", facts->refers_to);
}

static void line(struct page *page, const struct receipt_facts *facts, const struct receipt_line *line)
{
	struct arena *arena = page->arena;
	int64_t qty_milli = facts->is_return ? -line->qty_milli : line->qty_milli;
	/* Before its discount, which stands below it. Sums of amounts stay far within 64 bits. */
	struct money before = MONEY(shown(facts, line->amount).dong + shown(facts, line->discount).dong);
	const char *unit = part_is(line->unit) ? arena_format(arena, " %s", line->unit) : "";
	const char *lot = part_is(line->lot) ? arena_format(arena, "Lô %s", line->lot) : NULL;
	const char *expiry = line->expiry_day ? arena_format(arena, "HSD %s", part_day(arena, line->expiry_day)) : NULL;

	page_blank(page, 1);
	page_text(page, STYLE_BOLD, line->name);
	page_stars(page, STYLE_SMALL, line->stars, part_join(arena, line->producer, ", ", line->commune));
	page_pair(page, STYLE_PLAIN, arena_format(arena, "%s%s × %s", part_qty(arena, qty_milli), unit, part_money(arena, line->price)),
		  part_money(arena, before));
	if (line->discount.dong)
		part_amount(page, STYLE_PLAIN, "Giảm giá", MONEY(-shown(facts, line->discount).dong));
	page_text(page, STYLE_SMALL, part_join(arena, lot, " – ", expiry));
	page_text(page, STYLE_SMALL, line->note);
}

static void totals(struct page *page, const struct receipt_facts *facts)
{
	struct page_style large = { .size = PAGE_WIDE, .bold = true };
	bool has_steps = facts->discount.dong || facts->rounding.dong;

	if (has_steps)
		part_amount(page, STYLE_PLAIN, "Cộng tiền hàng", shown(facts, facts->gross));
	if (facts->discount.dong)
		part_amount(page, STYLE_PLAIN, "Giảm giá", MONEY(-shown(facts, facts->discount).dong));
	if (facts->rounding.dong)
		part_amount(page, STYLE_PLAIN, facts->is_return ? "Làm tròn tiền mặt" : "Làm tròn (cửa hàng chịu)", shown(facts, facts->rounding));
	page_pair(page, large, facts->is_return ? "TRẢ KHÁCH" : "TỔNG CỘNG", part_dong(page->arena, shown(facts, facts->total)));
	if (part_is(facts->total_words))
		page_format(page, (struct page_style){ .size = PAGE_SMALL, .italic = true }, "Bằng chữ: %s", facts->total_words);
}

/* The other part of an exchange, on the same paper. */
static void came_back(struct page *page, const struct receipt_facts *facts)
{
	struct arena *arena = page->arena;

	assert(facts->back_lines_count <= RECEIPT_LINES_MAX && facts->back_payments.count <= PAPER_ROWS_MAX);
	if (facts->back_lines_count == 0)
		return;
	page_rule(page, false);
	page_format(page, STYLE_BOLD, "Hàng nhận lại%s%s", part_is(facts->back_number) ? " – phiếu " : "", part_or(facts->back_number, ""));
	for (size_t i = 0; i < facts->back_lines_count; i++) {
		const struct receipt_line *line = &facts->back_lines[i];
		const char *unit = part_is(line->unit) ? arena_format(arena, " %s", line->unit) : "";

		page_pair(page, STYLE_PLAIN, arena_format(arena, "%s, %s%s", line->name, part_qty(arena, -line->qty_milli), unit),
			  part_money(arena, MONEY(-line->amount.dong)));
	}
	part_amount(page, STYLE_BOLD, "Cộng hàng nhận lại", MONEY(-facts->back_total.dong));
	for (size_t i = 0; i < facts->back_payments.count; i++)
		part_amount(page, STYLE_PLAIN, arena_format(arena, "Trả lại khách: %s", facts->back_payments.rows[i].name),
			    MONEY(-facts->back_payments.rows[i].amount.dong));
}

static void payments(struct page *page, const struct receipt_facts *facts)
{
	assert(facts->payments.count <= PAPER_ROWS_MAX);
	if (facts->payments.count == 0 && !facts->cash_given.dong && !facts->change.dong)
		return;
	page_rule(page, false);
	for (size_t i = 0; i < facts->payments.count; i++)
		part_amount(page, STYLE_PLAIN, facts->payments.rows[i].name, shown(facts, facts->payments.rows[i].amount));
	if (facts->cash_given.dong || facts->change.dong) {
		part_amount(page, STYLE_PLAIN, "Khách đưa", facts->cash_given);
		part_amount(page, STYLE_BOLD, "Tiền thừa trả khách", facts->change);
	}
}

static void vats(struct page *page, const struct receipt_facts *facts)
{
	struct arena *arena = page->arena;
	struct page_style small = STYLE_SMALL, right = { .align = PAGE_RIGHT, .size = PAGE_SMALL };

	assert(facts->vats_count <= PAPER_ROWS_MAX);
	if (facts->vats_count == 0)
		return;
	page_rule(page, false);
	page_columns(page,
		     (const struct page_cell[]){ { .text = "Thuế GTGT", .share = 10, .style = small },
						 { .text = "Trước thuế", .share = 11, .whole = true, .style = right },
						 { .text = "Tiền thuế", .share = 10, .whole = true, .style = right } },
		     3);
	for (size_t i = 0; i < facts->vats_count; i++)
		page_columns(page,
			     (const struct page_cell[]){
				     { .text = facts->vats[i].name, .share = 10, .style = small },
				     { .text = part_money(arena, shown(facts, facts->vats[i].net)), .share = 11, .whole = true, .style = right },
				     { .text = part_money(arena, shown(facts, facts->vats[i].vat)),
				       .share = 10,
				       .whole = true,
				       .style = right } },
			     3);
}

static void foot(struct page *page, const struct receipt_facts *facts)
{
	assert(facts->footers_count <= PAPER_ROWS_MAX);
	page_rule(page, false);
	if (!facts->customer)
		page_text(page, STYLE_CENTER, "Bán cho người tiêu dùng");
	else if (*facts->customer)
		page_format(page, STYLE_PLAIN, "Khách hàng: %s", facts->customer);
	page_qr(page, facts->lookup_qr, 4);
	page_text(page, STYLE_CENTER_SMALL, facts->lookup_text);
	if (facts->footers_count > 0)
		page_blank(page, 1);
	for (size_t i = 0; i < facts->footers_count; i++)
		page_text(page, STYLE_CENTER, facts->footers[i]);
	if (part_is(facts->chain_head))
		page_format(page, STYLE_CENTER_SMALL, "Sổ: %s", facts->chain_head);
	page_blank(page, 2);
	page_cut(page);
}

struct page *layout_receipt(struct arena *arena, const struct receipt_facts *facts)
{
	struct page *page = page_new(arena, PAGE_ROLL,
				     arena_format(arena, "%s %s", part_or(facts->title, facts->is_return ? "Phiếu trả hàng" : "Phiếu bán hàng"),
						  part_or(facts->number, "")));

	assert(facts->lines_count <= RECEIPT_LINES_MAX);
	if (facts->opens_drawer && facts->copy_number == 0 && !facts->is_practice)
		page_pulse(page);
	head(page, facts);
	page_rule(page, true);
	for (size_t i = 0; i < facts->lines_count; i++)
		line(page, facts, &facts->lines[i]);
	page_rule(page, true);
	totals(page, facts);
	came_back(page, facts);
	payments(page, facts);
	vats(page, facts);
	foot(page, facts);
	return page;
}
