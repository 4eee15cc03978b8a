#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"

static const char *const roman[] = { "I", "II", "III", "IV", "V", "VI" };

/* Small and close: a statement of one item, signatures and all, is one lying sheet. */
static void side(struct page *page, const struct paper_side *side, const char *role)
{
	struct arena *arena = page->arena;

	page_format(page, STYLE_SMALL, "– Ông/Bà: %s   Chức vụ: %s   Đại diện: %s (%s)%s%s", part_or(side->person, "………………………………"),
		    part_or(side->position, "………………………"), part_or(side->name, "………………………………"), role,
		    part_is(side->address) ? arena_format(arena, ", địa chỉ: %s", side->address) : "",
		    part_is(side->tax_code) ? arena_format(arena, ", MST: %s", side->tax_code) : "");
}

static void title_row(struct page *page, struct page_style style, const char *middle, const char *right)
{
	page_columns(page,
		     (const struct page_cell[]){
			     { .text = "", .share = 3 }, { .text = middle, .share = 7, .style = style }, { .text = right, .share = 3, .style = STYLE_SMALL } },
		     3);
}

static void head(struct page *page, const struct bh01_facts *facts)
{
	struct arena *arena = page->arena;
	struct page_style title = { .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true };

	part_form(page, facts->unit, facts->address, NULL, &facts->form);
	page_blank(page, 1);
	title_row(page, title, "BẢNG THANH TOÁN HÀNG ĐẠI LÝ, KÝ GỬI",
		  arena_format(arena, "Quyển số: %s   Số: %s", part_or(facts->book_number, "……"), part_or(facts->number, "…………")));
	title_row(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, part_long_day(arena, facts->day),
		  arena_format(arena, "Nợ: %s   Có: %s", part_or(facts->debit, "………"), part_or(facts->credit, "………")));
	if (facts->is_draft)
		page_text(page, STYLE_CENTER_BOLD, "BẢN THẢO – chưa chốt");
	if (part_is(facts->out_of_period))
		page_format(page, (struct page_style){ .align = PAGE_CENTER, .italic = true }, "Chốt khác kỳ của hợp đồng; lý do: %s", facts->out_of_period);
	page_format(page, STYLE_SMALL,
		    "Căn cứ Hợp đồng số %s %s về việc bán hàng đại lý (ký gửi), chúng tôi gồm:", part_or(facts->contract_number, "…………"),
		    facts->contract_day ? arena_format(arena, "ngày %s", part_day(arena, facts->contract_day)) : "ngày …………");
	side(page, &facts->sender, "bên có hàng gửi bán");
	side(page, &facts->receiver, "bên nhận bán hàng");
}

/* One row an item with columns 1, 2, 3, 7; below it a row a price with 4, 5, 6 alone. */
static void item(struct page *page, struct page_table *table, const struct bh01_item *item, size_t number)
{
	struct arena *arena = page->arena;
	const char *cells[10] = {
		part_count(arena, (int64_t)number),
		item->name,
		item->unit,
		part_qty(arena, item->opening_milli),
		part_qty(arena, item->received_milli),
		part_qty(arena, item->total_milli),
		"",
		"",
		"",
		part_qty(arena, item->closing_milli),
	};

	page_table_row(page, table, false, cells);
	for (size_t i = 0; i < item->prices_count; i++) {
		const struct bh01_price *price = &item->prices[i];
		const char *row[10] = { "",
					"",
					"",
					"",
					"",
					"",
					part_qty(arena, price->qty_milli),
					part_money(arena, price->price),
					part_money(arena, price->amount),
					"" };

		page_table_row(page, table, false, row);
	}
}

static void goods(struct page *page, const struct bh01_facts *facts)
{
	static const struct page_head heads[] = {
		{ "STT", 0, 0, 2, 1 },
		{ "Tên, quy cách, phẩm chất sản phẩm (hàng hóa)", 0, 1, 2, 1 },
		{ "Đơn vị tính", 0, 2, 2, 1 },
		{ "Số lượng tồn đầu kỳ", 0, 3, 2, 1 },
		{ "Số lượng nhận trong kỳ", 0, 4, 2, 1 },
		{ "Tổng số", 0, 5, 2, 1 },
		{ "Số hàng đã bán trong kỳ", 0, 6, 1, 3 },
		{ "Số lượng tồn cuối kỳ", 0, 9, 2, 1 },
		{ "Số lượng", 1, 6, 1, 1 },
		{ "Đơn giá", 1, 7, 1, 1 },
		{ "Thành tiền", 1, 8, 1, 1 },
		{ "A", 2, 0, 1, 1 },
		{ "B", 2, 1, 1, 1 },
		{ "C", 2, 2, 1, 1 },
		{ "1", 2, 3, 1, 1 },
		{ "2", 2, 4, 1, 1 },
		{ "3 = 1 + 2", 2, 5, 1, 1 },
		{ "4", 2, 6, 1, 1 },
		{ "5", 2, 7, 1, 1 },
		{ "6", 2, 8, 1, 1 },
		{ "7 = 3 – 4", 2, 9, 1, 1 },
	};
	const struct page_table shape = {
		.columns_count = 10,
		.shares = { 4, 24, 6, 10, 11, 8, 8, 10, 14, 10 },
		.size = PAGE_SMALL,
		.aligns = { PAGE_CENTER, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT,
			    PAGE_RIGHT },
		.heads = heads,
		.heads_count = COUNT_OF(heads),
		.head_rows_count = 3,
	};
	const char *sum[10] = { "", "Cộng", "x", "x", "x", "x", "x", "x", part_money(page->arena, facts->sold_amount), "x" };
	struct page_table *table;
	size_t prices_count = 0;

	assert(facts->items_count <= BH01_ITEMS_MAX);
	page_format(page, STYLE_BOLD, "%s – Thanh quyết toán số hàng đại lý từ ngày %s đến ngày %s như sau:", roman[0],
		    part_day(page->arena, facts->from_day), part_day(page->arena, facts->to_day));
	page_blank(page, 1);
	table = page_table(page, &shape);
	for (size_t i = 0; i < facts->items_count; i++) {
		prices_count += facts->items[i].prices_count;
		assert(prices_count <= BH01_ROWS_MAX);
		item(page, table, &facts->items[i], i + 1);
	}
	page_table_row(page, table, true, sum);
	page_blank(page, 1);
}

/* An amount near its words, not at the far edge of a lying sheet. */
static void money_line(struct page *page, struct page_style style, const char *label, struct money money)
{
	struct page_style right = style;

	right.align = PAGE_RIGHT;
	page_columns(page,
		     (const struct page_cell[]){ { .text = label, .share = 11, .style = style },
						 { .text = part_dong(page->arena, money), .share = 4, .whole = true, .style = right },
						 { .text = "", .share = 5 } },
		     3);
}

/* With so few amounts in IV each says its ground on the form itself. */
#define CHARGES_ON_FORM_MAX 4

/* Is there anything that the form has no room for? */
static bool has_annex(const struct bh01_facts *facts)
{
	if (facts->losses_count + facts->lates_count > 0 || facts->charges_count > CHARGES_ON_FORM_MAX)
		return true;
	for (size_t i = 0; i < facts->moves_count; i++) {
		const struct bh01_move *move = &facts->moves[i];

		if (move->sent_back_milli || move->written_off_milli || move->samples_milli || move->taken_back_milli)
			return true;
	}
	return false;
}

static void sum_line(struct page *page, int number, const char *name, struct money money)
{
	money_line(page, STYLE_BOLD, arena_format(page->arena, "%s – %s", roman[number - 1], name), money);
}

static void part_line(struct page *page, const char *name, struct money money)
{
	money_line(page, STYLE_SMALL, arena_format(page->arena, "    + %s", part_or(name, "")), money);
}

#define SIGN_QUARTERS 10 /* of a line, to sign in */
/* Lines II to VI stay on one sheet, unless there are very many charges. */
#define SETTLE_LINES_MAX 20

static void settle(struct page *page, const struct bh01_facts *facts)
{
	size_t lines = 8 + facts->charges_count + facts->payments.count;

	assert(facts->payments.count <= PAPER_ROWS_MAX);
	page_keep(page, lines < SETTLE_LINES_MAX ? (int)lines : SETTLE_LINES_MAX);
	sum_line(page, 2, "Số tiền còn nợ của các kỳ trước:", facts->previous_debt);
	sum_line(page, 3, "Số tiền phải thanh toán đến kỳ này (III = II + cột 6):", facts->payable);
	sum_line(page, 4, "Số tiền được nhận lại:", facts->charges_total);
	for (size_t i = 0; i < facts->charges_count; i++)
		part_line(page,
			  part_is(facts->charges[i].basis) && !has_annex(facts) ?
				  arena_format(page->arena, "%s (%s)", facts->charges[i].name, facts->charges[i].basis) : facts->charges[i].name,
			  facts->charges[i].amount);
	sum_line(page, 5, "Số tiền thanh toán kỳ này:", facts->payments_total);
	for (size_t i = 0; i < facts->payments.count; i++)
		part_line(page, facts->payments.rows[i].name, facts->payments.rows[i].amount);
	/* What is signed for stands above the signatures. */
	page_keep(page, 6 + SIGN_QUARTERS / 4);
	sum_line(page, 6,
		 facts->left.dong < 0 ? "Bên có hàng còn nợ, mang sang II kỳ sau (VI = III – IV – V):" : "Số tiền nợ lại (VI = III – IV – V):",
		 facts->left);
	if (part_is(facts->left_words))
		page_format(page, (struct page_style){ .italic = true }, "Bằng chữ: %s", facts->left_words);
	page_blank(page, 1);
}

static void signatures(struct page *page, const struct bh01_facts *facts)
{
	const struct part_sign signs[] = {
		{ "Giám đốc đơn vị gửi hàng đại lý", "(Ký, họ tên, đóng dấu)", facts->sender.person },
		{ "Người lập bảng thanh toán", "(Ký, họ tên)", "" },
		{ "Giám đốc đơn vị nhận bán hàng đại lý", "(Ký, họ tên, đóng dấu)", facts->receiver.person },
	};

	part_signs(page, signs, COUNT_OF(signs), SIGN_QUARTERS);
}

/* A table of an annex with one row of heads. */
static struct page_table *annex_table(struct page *page, const char *const *names, const int *shares, const enum page_align *aligns,
				      size_t count)
{
	struct page_head heads[PAGE_CELLS_MAX];
	struct page_table shape = { .columns_count = count, .heads = heads, .heads_count = count, .head_rows_count = 1, .size = PAGE_SMALL };

	for (size_t i = 0; i < count; i++) {
		heads[i] = (struct page_head){ names[i], 0, (int)i, 1, 1 };
		shape.shares[i] = shares[i];
		shape.aligns[i] = aligns[i];
	}
	return page_table(page, &shape);
}

static void annex_title(struct page *page, const char *title)
{
	page_blank(page, 3);
	page_keep(page, 6);
	page_text(page, STYLE_BOLD, title);
	page_blank(page, 1);
}

static void moves(struct page *page, const struct bh01_facts *facts)
{
	static const char *const names[] = { "STT",          "Sản phẩm", "ĐVT", "Tồn đầu",       "Nhận",    "Trả lại bên gửi",
					     "Hủy, hao hụt", "Hàng mẫu", "Bán", "Khách trả lại", "Tồn cuối" };
	static const int shares[] = { 5, 28, 8, 9, 9, 10, 10, 9, 9, 10, 9 };
	static const enum page_align aligns[] = { PAGE_CENTER, PAGE_LEFT,  PAGE_CENTER, PAGE_RIGHT, PAGE_RIGHT, PAGE_RIGHT,
						  PAGE_RIGHT,  PAGE_RIGHT, PAGE_RIGHT,  PAGE_RIGHT, PAGE_RIGHT };
	struct arena *arena = page->arena;
	struct page_table *table;

	assert(facts->moves_count <= BH01_ROWS_MAX);
	if (facts->moves_count == 0)
		return;
	annex_title(page, "1. Biến động số lượng: tồn cuối = tồn đầu + nhận – trả lại – hủy, hao hụt – hàng mẫu – bán + khách trả lại");
	table = annex_table(page, names, shares, aligns, COUNT_OF(names));
	for (size_t i = 0; i < facts->moves_count; i++) {
		const struct bh01_move *move = &facts->moves[i];
		const char *cells[] = {
			part_count(arena, (int64_t)i + 1),
			move->name,
			move->unit,
			part_qty(arena, move->opening_milli),
			part_qty(arena, move->received_milli),
			part_qty(arena, move->sent_back_milli),
			part_qty(arena, move->written_off_milli),
			part_qty(arena, move->samples_milli),
			part_qty(arena, move->sold_milli),
			part_qty(arena, move->taken_back_milli),
			part_qty(arena, move->closing_milli),
		};

		page_table_row(page, table, false, cells);
	}
}

static void losses(struct page *page, const struct bh01_facts *facts)
{
	static const char *const names[] = { "STT", "Sản phẩm", "ĐVT", "Số lượng", "Nguyên nhân", "Bên chịu", "Ngày", "Biên bản" };
	static const int shares[] = { 5, 28, 8, 10, 18, 14, 12, 15 };
	static const enum page_align aligns[] = {
		PAGE_CENTER, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_LEFT, PAGE_LEFT, PAGE_CENTER, PAGE_LEFT
	};
	struct arena *arena = page->arena;
	struct page_table *table;

	assert(facts->losses_count <= BH01_ROWS_MAX);
	if (facts->losses_count == 0)
		return;
	annex_title(page, "2. Hàng hủy, hao hụt, hàng mẫu theo nguyên nhân và bên chịu");
	table = annex_table(page, names, shares, aligns, COUNT_OF(names));
	for (size_t i = 0; i < facts->losses_count; i++) {
		const struct bh01_loss *loss = &facts->losses[i];
		const char *cells[] = { part_count(arena, (int64_t)i + 1), loss->name,  loss->unit,
					part_qty(arena, loss->qty_milli),  loss->cause, loss->bearer,
					part_day(arena, loss->day),        loss->paper };

		page_table_row(page, table, false, cells);
	}
}

static void charges(struct page *page, const struct bh01_facts *facts)
{
	static const char *const names[] = { "STT", "Khoản", "Cách tính, căn cứ", "Số tiền" };
	static const int shares[] = { 5, 38, 42, 18 };
	static const enum page_align aligns[] = { PAGE_CENTER, PAGE_LEFT, PAGE_LEFT, PAGE_RIGHT };
	const char *sum[] = { "", "Cộng dòng IV", "", part_money(page->arena, facts->charges_total) };
	struct arena *arena = page->arena;
	struct page_table *table;

	assert(facts->charges_count <= BH01_ROWS_MAX);
	if (facts->charges_count == 0)
		return;
	annex_title(page, "3. Chi tiết dòng IV – Số tiền được nhận lại");
	table = annex_table(page, names, shares, aligns, COUNT_OF(names));
	for (size_t i = 0; i < facts->charges_count; i++) {
		const struct bh01_charge *charge = &facts->charges[i];
		const char *cells[] = { part_count(arena, (int64_t)i + 1), charge->name, charge->basis, part_money(arena, charge->amount) };

		page_table_row(page, table, false, cells);
	}
	page_table_row(page, table, true, sum);
}

static void lates(struct page *page, const struct bh01_facts *facts)
{
	static const char *const names[] = { "STT", "Số chứng từ", "Ngày chứng từ", "Bút toán", "Nội dung", "Số tiền" };
	static const int shares[] = { 5, 18, 13, 12, 38, 16 };
	static const enum page_align aligns[] = { PAGE_CENTER, PAGE_LEFT, PAGE_CENTER, PAGE_RIGHT, PAGE_LEFT, PAGE_RIGHT };
	struct arena *arena = page->arena;
	struct page_table *table;

	assert(facts->lates_count <= BH01_ROWS_MAX);
	if (facts->lates_count == 0)
		return;
	annex_title(page, "4. Chứng từ của kỳ trước vào sổ sau khi chốt, tính vào kỳ này");
	table = annex_table(page, names, shares, aligns, COUNT_OF(names));
	for (size_t i = 0; i < facts->lates_count; i++) {
		const struct bh01_late *late = &facts->lates[i];
		const char *cells[] = { part_count(arena, (int64_t)i + 1), late->number, part_day(arena, late->day),
					part_count(arena, late->entry),    late->what,   part_money(arena, late->amount) };

		page_table_row(page, table, false, cells);
	}
}

static void annex(struct page *page, const struct bh01_facts *facts)
{
	if (!has_annex(facts))
		return;
	page_break(page);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_TALL, .bold = true }, "PHỤ LỤC BIẾN ĐỘNG");
	page_format(page, STYLE_CENTER, "Kèm Bảng thanh toán hàng đại lý, ký gửi số %s", part_or(facts->number, "…………"));
	moves(page, facts);
	losses(page, facts);
	charges(page, facts);
	lates(page, facts);
	page_blank(page, 2);
	page_text(page, STYLE_SMALL, facts->identities);
}

/* On every sheet: which statement it belongs to, and what part of the book it is made of. */
static const char *foot(struct arena *arena, const struct bh01_facts *facts)
{
	const char *number = arena_format(arena, "01-BH số %s", part_or(facts->number, "…………"));
	const char *proof = part_join(arena, facts->cut, "; ", part_is(facts->chain_head) ? arena_format(arena, "đầu chuỗi sổ: %s", facts->chain_head) : NULL);

	return part_join(arena, part_join(arena, number, " – ", part_join(arena, facts->sender.name, " – ", facts->receiver.name)), ". ", proof);
}

/* At the very end: it would take the room of the signatures. */
static void look_up(struct page *page, const struct bh01_facts *facts)
{
	page_qr(page, facts->lookup_qr, 1);
	if (part_is(facts->lookup_qr))
		page_text(page, STYLE_CENTER_SMALL, "Quét để xem và kiểm bảng này");
}

struct page *layout_bh01(struct arena *arena, const struct bh01_facts *facts)
{
	struct page *page =
		page_new(arena, PAGE_A4_WIDE, arena_format(arena, "Bảng thanh toán hàng đại lý, ký gửi %s", part_or(facts->number, "")));

	page->foot = page_clean(arena, foot(arena, facts));
	head(page, facts);
	goods(page, facts);
	settle(page, facts);
	signatures(page, facts);
	annex(page, facts);
	look_up(page, facts);
	return page;
}
