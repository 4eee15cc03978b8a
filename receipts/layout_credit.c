/* Papers of money that is owed: vouchers to customers, debts by them. */
#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"
#include "receipt_words.h"

/* ---- vouchers ------------------------------------------------------------------- */

static void one_voucher(struct page *page, const struct voucher_facts *facts, const struct voucher_paper *voucher)
{
	const struct receipt_words *w = receipt_words(facts->lang), *vi = receipt_words(LANG_VI);
	struct arena *arena = page->arena;

	part_shop_in(page, &facts->shop, w->tax_code, w->phone);
	part_title(page, w->voucher, 0);
	if (w != vi)
		page_text(page, STYLE_CENTER, vi->voucher);
	if (facts->copy_number)
		page_format(page, STYLE_CENTER_BOLD, w == vi ? "%s %d" : "%s %d – %s %d", w->copy, facts->copy_number, vi->copy, facts->copy_number);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE, .bold = true }, part_dong(arena, voucher->value));
	if (*w->in_words)
		page_text(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, voucher->value_words);
	page_blank(page, 1);
	if (part_is(voucher->code))
		page_qr(page, voucher->code, 5);
	page_format(page, STYLE_CENTER_BOLD, "%s %s", w->number, part_or(voucher->number, ""));
	page_text(page, STYLE_CENTER, facts->expires_day ? arena_format(arena, "%s %s", w->voucher_until, part_day(arena, facts->expires_day)) : w->voucher_no_end);
	page_blank(page, 1);
	page_text(page, STYLE_CENTER_SMALL, w->voucher_about);
	page_format(page, STYLE_CENTER_SMALL, "%s%s%s", part_moment(arena, facts->at_us), part_is(facts->made_by) ? " – " : "", part_or(facts->made_by, ""));
	page_blank(page, 2);
	page_cut(page);
}

struct page *layout_vouchers(struct arena *arena, const struct voucher_facts *facts)
{
	struct page *page = page_new(arena, PAGE_ROLL, "Phiếu quà tặng");

	assert(facts->vouchers_count <= VOUCHER_PAPERS_MAX);
	for (size_t i = 0; i < facts->vouchers_count; i++)
		one_voucher(page, facts, &facts->vouchers[i]);
	return page;
}

/* ---- a customer's debt ---------------------------------------------------------------- */

static void side(struct page *page, const char *label, const struct paper_side *side)
{
	struct arena *arena = page->arena;

	page_format(page, STYLE_PLAIN, "%s: %s%s%s", label, part_or(side->name, "……………………………"),
		    part_is(side->tax_code) ? arena_format(arena, "   MST: %s", side->tax_code) : "",
		    part_is(side->address) ? arena_format(arena, "   Địa chỉ: %s", side->address) : "");
}

static void debts_table(struct page *page, const struct debt_facts *facts)
{
	static const struct page_head heads[] = {
		{ "STT", 0, 0, 1, 1 },     { "Ngày", 0, 1, 1, 1 },      { "Chứng từ", 0, 2, 1, 1 }, { "Hạn trả", 0, 3, 1, 1 },
		{ "Phát sinh", 0, 4, 1, 1 }, { "Còn phải trả", 0, 5, 1, 1 }, { "Quá hạn", 0, 6, 1, 1 },
	};
	const struct page_table shape = {
		.columns_count = COUNT_OF(heads), .shares = { 6, 14, 24, 14, 16, 16, 12 }, .size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_LEFT, PAGE_LEFT, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT },
		.heads = heads, .heads_count = COUNT_OF(heads), .head_rows_count = 1,
	};
	struct arena *arena = page->arena;
	struct page_table *table = page_table(page, &shape);
	const char *sum[COUNT_OF(heads)] = { "", "", "Cộng", "", "", part_money(arena, facts->total), "" };

	for (size_t i = 0; i < facts->lines_count; i++) {
		const struct debt_paper_line *line = &facts->lines[i];
		const char *cells[COUNT_OF(heads)] = {
			part_count(arena, (int64_t)i + 1), part_day(arena, line->day), part_or(line->paper, ""), part_day(arena, line->due_day),
			part_money(arena, line->amount), part_money(arena, line->left),
			line->late_days ? arena_format(arena, "%s ngày", part_count(arena, line->late_days)) : "",
		};

		page_table_row(page, table, false, cells);
	}
	page_table_row(page, table, true, sum);
}

struct page *layout_debt_confirmation(struct arena *arena, const struct debt_facts *facts)
{
	struct page *page = page_new(arena, PAGE_A4, arena_format(arena, "Đối chiếu công nợ %s", part_or(facts->customer.name, "")));
	const struct paper_side seller = { .name = facts->shop.name, .address = facts->shop.address, .tax_code = facts->shop.tax_code };
	const struct part_sign signs[] = {
		{ .caption = "ĐẠI DIỆN BÊN BÁN", .hint = "(Ký, ghi rõ họ tên, đóng dấu)" }, { .caption = "ĐẠI DIỆN BÊN MUA", .hint = "(Ký, ghi rõ họ tên, đóng dấu)" },
	};
	const struct paper_form no_form = { 0 };

	assert(facts->lines_count <= DEBT_PAPER_LINES_MAX);
	page->foot = page_clean(arena, part_is(facts->chain_head) ? arena_format(arena, "Đối chiếu công nợ. Sổ: %s", facts->chain_head) : "Đối chiếu công nợ");
	part_form(page, facts->shop.name, facts->shop.address, facts->shop.tax_code, &no_form);
	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true }, "BIÊN BẢN ĐỐI CHIẾU CÔNG NỢ");
	page_format(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, "Tính đến hết ngày %s", part_day(arena, facts->day));
	page_blank(page, 2);
	side(page, "Bên bán", &seller);
	side(page, "Bên mua", &facts->customer);
	page_blank(page, 1);
	page_text(page, STYLE_PLAIN, "Hai bên cùng xác nhận các khoản bên mua còn phải trả bên bán như sau:");
	page_blank(page, 1);
	debts_table(page, facts);
	page_blank(page, 1);
	page_format(page, STYLE_BOLD, "Tổng số còn phải trả: %s", part_dong(arena, facts->total));
	page_format(page, (struct page_style){ .italic = true }, "Bằng chữ: %s", part_or(facts->total_words, "……………………"));
	part_rows(page, "Theo tuổi nợ", &facts->ages);
	page_blank(page, 1);
	page_text(page, STYLE_SMALL, "Biên bản lập hai bản có giá trị như nhau, mỗi bên giữ một. Số nào không khớp, bên mua ghi lại bên cạnh và báo trong 7 ngày.");
	page_blank(page, 2);
	page_keep(page, 8);
	part_signs(page, signs, COUNT_OF(signs), 14);
	return page;
}
