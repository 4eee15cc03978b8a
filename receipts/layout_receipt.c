#include "receipts/layouts.h"

#include <assert.h>

#include "layout_parts.h"
#include "receipt_words.h"

/* In lines: what stays on one sheet. */
#define LINE_KEPT 4 /* name, producer and amount */
#define QR_KEPT 9   /* a code and what it is for */

/* A return is booked negative and read positive: "1 hộp trả lại, 145.000". */
static struct money shown(const struct receipt_facts *facts, struct money money)
{
	return facts->is_return ? MONEY(-money.dong) : money;
}

/* On a long paper at most so many letters, and "…". */
static const char *shortened(struct page *page, const struct receipt_facts *facts, const char *text, size_t letters_max)
{
	size_t letters = 0, size = 0;

	if (facts->lines_count <= RECEIPT_TOLD_MAX || !text)
		return text;
	while (text[size] && ((text[size] & 0xc0) == 0x80 || letters < letters_max))
		letters += (text[size++] & 0xc0) != 0x80;
	return text[size] ? arena_format(page->arena, "%.*s…", (int)size, text) : text;
}

/* In another language that one first, and below it the one that the law asks for. */
static void title(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang), *vi = receipt_words(LANG_VI);
	const char *own = part_or(facts->title, facts->is_gift ? vi->gift : facts->is_return ? vi->returned : vi->sale);

	page_blank(page, 2);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_WIDE, .bold = true },
		  w == vi ? own : facts->is_gift ? w->gift : facts->is_return ? w->returned : w->sale);
	if (w != vi)
		page_text(page, STYLE_CENTER_BOLD, own);
	if (facts->is_gift)
		page_text(page, STYLE_CENTER, w->gift_about);
	if (facts->copy_number > 0 && w == vi)
		page_format(page, STYLE_CENTER_BOLD, "%s %d", vi->copy, facts->copy_number);
	else if (facts->copy_number > 0)
		page_format(page, STYLE_CENTER_BOLD, "%s %d – %s %d", w->copy, facts->copy_number, vi->copy, facts->copy_number);
	page_blank(page, 1);
}

static void head(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);
	struct arena *arena = page->arena;
	struct page_style right = { .align = PAGE_RIGHT };

	part_shop_in(page, &facts->shop, w->tax_code, w->phone);
	title(page, facts);
	page_columns(page,
		     (const struct page_cell[]){
			     { .text = part_is(facts->number) ? arena_format(arena, "%s: %s", w->number, facts->number) : "", .share = 1 },
			     { .text = part_moment(arena, facts->at_us), .style = right } },
		     2);
	if (part_is(facts->till) || part_is(facts->cashier))
		page_columns(page,
			     (const struct page_cell[]){
				     { .text = part_is(facts->till) ? arena_format(arena, "%s: %s", w->till, facts->till) : "", .share = 1 },
				     { .text = part_is(facts->cashier) ? arena_format(arena, "%s: %s", w->cashier, facts->cashier) : "",
				       .style = right } },
			     2);
	if (part_is(facts->refers_to))
		page_format(page, STYLE_BOLD, "%s %s", facts->is_return ? w->returns_of : w->exchange_of, facts->refers_to);
}

static void amounts(struct page *page, const struct receipt_facts *facts, const struct receipt_line *line, const char *qty)
{
	struct arena *arena = page->arena;
	/* Before its discount, which stands below it. Sums of amounts stay far within 64 bits. */
	struct money before = MONEY(shown(facts, line->amount).dong + shown(facts, line->discount).dong);

	page_pair(page, STYLE_PLAIN, arena_format(arena, "%s × %s", qty, part_money(arena, line->price)), part_money(arena, before));
	if (line->discount.dong)
		part_amount(page, STYLE_PLAIN, receipt_words(facts->lang)->discount, MONEY(-shown(facts, line->discount).dong));
}

/* "2 chai", "2 bottles", "1,25" */
static const char *qty_of(struct arena *arena, const struct receipt_facts *facts, const struct receipt_line *line, int64_t qty_milli)
{
	return part_join(arena, part_qty(arena, qty_milli), " ", receipt_unit(facts->lang, line->unit, qty_milli));
}

static void line(struct page *page, const struct receipt_facts *facts, const struct receipt_line *line)
{
	const struct receipt_words *w = receipt_words(facts->lang);
	bool is_told = facts->lines_count <= RECEIPT_TOLD_MAX;
	struct arena *arena = page->arena;
	int64_t qty_milli = facts->is_return ? -line->qty_milli : line->qty_milli;
	const char *qty = qty_of(arena, facts, line, qty_milli);
	const char *lot = part_is(line->lot) ? arena_format(arena, "%s %s", w->lot, line->lot) : NULL;
	const char *expiry = line->expiry_day ? arena_format(arena, "%s %s", w->expiry, part_day(arena, line->expiry_day)) : NULL;

	page_keep(page, LINE_KEPT);
	page_blank(page, 1);
	page_text(page, STYLE_BOLD, shortened(page, facts, line->name, 70));
	page_text(page, STYLE_SMALL, shortened(page, facts, line->name_vi, 40));
	page_stars(page, STYLE_SMALL, line->stars, shortened(page, facts, part_join(arena, line->producer, ", ", line->commune), 70));
	page_text(page, STYLE_SMALL, part_is(line->parts) ? arena_format(arena, "%s: %s", w->contains, line->parts) : NULL);
	if (facts->is_gift)
		page_text(page, STYLE_PLAIN, qty);
	else
		amounts(page, facts, line, qty);
	page_text(page, STYLE_SMALL, part_join(arena, lot, " – ", expiry));
	page_text(page, STYLE_SMALL, line->note);
	page_text(page, STYLE_SMALL, is_told ? line->story : NULL);
	if (is_told && part_is(line->trace_qr)) {
		page_keep(page, QR_KEPT);
		page_qr(page, line->trace_qr, 3);
		page_text(page, STYLE_CENTER_SMALL, w->trace);
	}
}

static void totals(struct page *page, const struct receipt_facts *facts)
{
	struct page_style large = { .size = PAGE_WIDE, .bold = true };
	const struct receipt_words *w = receipt_words(facts->lang);
	bool has_steps = facts->discount.dong || facts->rounding.dong;

	if (has_steps)
		part_amount(page, STYLE_PLAIN, w->sum, shown(facts, facts->gross));
	if (facts->discount.dong)
		part_amount(page, STYLE_PLAIN, w->discount, MONEY(-shown(facts, facts->discount).dong));
	if (facts->rounding.dong)
		part_amount(page, STYLE_PLAIN, w->rounding, shown(facts, facts->rounding));
	page_pair(page, large, facts->is_return ? w->refund : w->total, part_dong(page->arena, shown(facts, facts->total)));
	if (part_is(facts->total_words) && *w->in_words)
		page_format(page, (struct page_style){ .size = PAGE_SMALL, .italic = true }, "%s: %s", w->in_words, facts->total_words);
}

/* The other part of an exchange, on the same paper. */
static void came_back(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);
	struct arena *arena = page->arena;

	assert(facts->back_lines_count <= RECEIPT_LINES_MAX && facts->back_payments.count <= PAPER_ROWS_MAX);
	if (facts->back_lines_count == 0)
		return;
	page_rule(page, false);
	page_text(page, STYLE_BOLD, part_is(facts->back_number) ? arena_format(arena, "%s – %s", w->came_back, facts->back_number) : w->came_back);
	for (size_t i = 0; i < facts->back_lines_count; i++) {
		const struct receipt_line *line = &facts->back_lines[i];

		page_pair(page, STYLE_PLAIN, arena_format(arena, "%s, %s", line->name, qty_of(arena, facts, line, -line->qty_milli)),
			  part_money(arena, MONEY(-line->amount.dong)));
	}
	part_amount(page, STYLE_BOLD, w->came_back_sum, MONEY(-facts->back_total.dong));
	for (size_t i = 0; i < facts->back_payments.count; i++)
		part_amount(page, STYLE_PLAIN, arena_format(arena, "%s: %s", w->given_back, facts->back_payments.rows[i].name),
			    MONEY(-facts->back_payments.rows[i].amount.dong));
}

/* Since when it is paid so, and what an earlier paper says. */
static void changes(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);
	struct arena *arena = page->arena;

	assert(facts->changes_count <= PAPER_ROWS_MAX);
	for (size_t i = 0; i < facts->changes_count; i++) {
		const struct receipt_change *change = &facts->changes[i];
		const char *was = NULL;

		for (size_t k = 0; k < change->was.count; k++)
			was = part_join(arena, was, " + ",
					arena_format(arena, "%s %s", change->was.rows[k].name, part_money(arena, change->was.rows[k].amount)));
		page_format(page, STYLE_BOLD, "%s %s", w->changed, part_moment(arena, change->at_us));
		page_format(page, STYLE_SMALL, "%s: %s", w->changed_from, part_or(was, "–"));
	}
}

static void payments(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);

	assert(facts->payments.count <= PAPER_ROWS_MAX);
	if (facts->payments.count == 0 && !facts->cash_given.dong && !facts->change.dong)
		return;
	page_rule(page, false);
	for (size_t i = 0; i < facts->payments.count; i++)
		part_amount(page, STYLE_PLAIN, facts->payments.rows[i].name, shown(facts, facts->payments.rows[i].amount));
	if (facts->brought)
		page_format(page, STYLE_SMALL, "%s: %s", w->brought, facts->brought);
	assert(facts->notes_count <= PAPER_ROWS_MAX);
	for (size_t i = 0; i < facts->notes_count; i++)
		part_amount(page, STYLE_SMALL, facts->notes[i].is_voucher ? w->voucher_left : w->owes, facts->notes[i].left);
	if (facts->cash_given.dong || facts->change.dong) {
		part_amount(page, STYLE_PLAIN, w->given, facts->cash_given);
		part_amount(page, STYLE_BOLD, w->change, facts->change);
	}
	changes(page, facts);
}

static const char *class_name(struct arena *arena, const struct receipt_words *w, enum vat_class class)
{
	return class == VAT_KCT ? w->not_subject : class == VAT_KKKNT ? w->not_declared : arena_format(arena, "%s%%", vat_class_name(class));
}

static void vats(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);
	struct arena *arena = page->arena;
	struct page_style small = STYLE_SMALL, right = { .align = PAGE_RIGHT, .size = PAGE_SMALL };

	assert(facts->vats_count <= PAPER_ROWS_MAX);
	if (facts->vats_count == 0)
		return;
	page_rule(page, false);
	page_columns(page,
		     (const struct page_cell[]){ { .text = w->vat, .share = 10, .style = small },
						 { .text = w->before_vat, .share = 11, .whole = true, .style = right },
						 { .text = w->vat_amount, .share = 10, .whole = true, .style = right } },
		     3);
	for (size_t i = 0; i < facts->vats_count; i++)
		page_columns(page,
			     (const struct page_cell[]){
				     { .text = class_name(arena, w, facts->vats[i].class), .share = 10, .style = small },
				     { .text = part_money(arena, shown(facts, facts->vats[i].net)), .share = 11, .whole = true, .style = right },
				     { .text = part_money(arena, shown(facts, facts->vats[i].vat)),
				       .share = 10,
				       .whole = true,
				       .style = right } },
			     3);
}

static void foot(struct page *page, const struct receipt_facts *facts)
{
	const struct receipt_words *w = receipt_words(facts->lang);

	assert(facts->footers_count <= PAPER_ROWS_MAX);
	if (!facts->is_gift)
		page_rule(page, false);
	if (facts->is_gift)
		page_blank(page, 1);
	else if (!facts->customer)
		page_text(page, STYLE_CENTER, w->consumer);
	else if (*facts->customer)
		page_format(page, STYLE_PLAIN, "%s: %s", w->customer, facts->customer);
	if (facts->is_gift)
		page_text(page, STYLE_CENTER_BOLD, w->gift_note);
	if (part_is(facts->lookup_qr))
		page_keep(page, QR_KEPT);
	page_qr(page, facts->lookup_qr, 4);
	if (facts->has_page)
		page_text(page, STYLE_CENTER_SMALL, w->page);
	page_text(page, STYLE_CENTER_SMALL, facts->lookup_text);
	if (facts->footers_count > 0)
		page_blank(page, 1);
	for (size_t i = 0; i < facts->footers_count; i++)
		page_text(page, STYLE_CENTER, facts->footers[i]);
	if (part_is(facts->chain_head))
		page_format(page, STYLE_CENTER_SMALL, "%s: %s", w->book, facts->chain_head);
	page_blank(page, 2);
	page_cut(page);
}

static void body(struct page *page, const struct receipt_facts *facts)
{
	head(page, facts);
	page_rule(page, true);
	for (size_t i = 0; i < facts->lines_count; i++)
		line(page, facts, &facts->lines[i]);
	page_rule(page, true);
	if (!facts->is_gift) {
		totals(page, facts);
		came_back(page, facts);
		payments(page, facts);
		vats(page, facts);
	}
	foot(page, facts);
}

struct page *layout_receipt(struct arena *arena, const struct receipt_facts *facts)
{
	struct page *page = page_new(arena, PAGE_ROLL,
				     arena_format(arena, "%s %s", part_or(facts->title, facts->is_gift ? "Phiếu tặng quà" : facts->is_return ? "Phiếu trả hàng" : "Phiếu bán hàng"),
						  part_or(facts->number, "")));

	assert(facts->lines_count <= RECEIPT_LINES_MAX);
	if (facts->opens_drawer && facts->copy_number == 0)
		page_pulse(page);
	body(page, facts);
	if (facts->with_gift) {
		struct receipt_facts gift = *facts;

		gift.is_gift = true;
		gift.title = NULL;
		body(page, &gift);
	}
	return page;
}
