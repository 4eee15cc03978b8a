/* A receipt's facts: lines as the customer took them, how it was paid as it stands, in the customer's language, with stories and ways to the goods' origin. */
#include <string.h>

#include "app/paper.h"
#include "app/public_link.h"
#include "app/settings.h"
#include "calc/owncode.h"
#include "receipts/fonts.h"
#include "shop/catalog.h"
#include "shop/item_words.h"
#include "shop/party.h"
#include "shop/passport.h"
#include "shop/sale_view.h"
#include "shop/swap.h"
#include "shop/tender.h"

/* Of the copy, else of the ticket; English where the machine has not the letters. */
static enum lang lang_of(const struct paper *paper, const struct sale *sale)
{
	enum lang lang = paper->row.lang ? (enum lang)paper->row.lang : LANG_VI;

	for (int i = LANG_VI; !paper->row.lang && sale->lang && i <= LANG_KO; i++)
		if (strcmp(lang_words[i], sale->lang) == 0)
			lang = (enum lang)i;
	return fonts_have(lang) ? lang : LANG_EN;
}

/* ---- lines ------------------------------------------------------------------------ */

/* Name in the customer's language over the Vietnamese one, and the story where the shop wants it. */
static bool tell_words(struct txn *txn, struct paper *paper, struct id item_id, bool has_story, struct receipt_line *line, struct err *err)
{
	enum lang lang = paper->receipt.lang;
	struct item_words words;

	if (lang == LANG_VI && !has_story)
		return true;
	if (!item_words_in(txn, paper->arena, item_id, lang, &words, err))
		return false;
	if (words.name && lang != LANG_VI) {
		line->name_vi = line->name;
		line->name = words.name;
	}
	if (has_story)
		line->story = words.story && words.storage ? arena_format(paper->arena, "%s. %s", words.story, words.storage) :
							     words.story ? words.story : words.storage;
	return true;
}

/* The producer's own page where there is one, else the lot's here. */
static bool tell_trace(struct txn *txn, struct paper *paper, const struct sale_line *sold, struct receipt_line *line, struct err *err)
{
	char code[OWNCODE_SIZE];
	struct passport passport;

	if (id_is_none(sold->lot_id) || sold->is_pending)
		return true;
	if (!passport_of_lot(txn, paper->arena, sold->lot_id, day_of_us(paper->receipt.at_us), LANG_VI, &passport, err))
		return false;
	passport_code(OWNCODE_LOT, sold->lot_id, code);
	line->trace_qr = passport.trace_url ? passport.trace_url : public_link(paper->arena, paper->settings->public_url, code);
	return true;
}

/* A hamper is one row, its contents below. *next: the line after its parts. */
static bool take_hamper(struct txn *txn, struct paper *paper, const struct sale_view *view, size_t from, struct receipt_line *line, size_t *next,
			struct err *err)
{
	const struct sale_view_bundle *bundle = &view->bundles[view->lines[from].bundle - 1];
	struct money whole = MONEY(money_scale(bundle->price.dong, bundle->qty_milli, 1000));
	struct arena *arena = paper->arena;
	const char *parts = "";
	size_t i = from;

	while (i < view->lines_count && view->lines[i].bundle == bundle->n) {
		const struct sale_view_line *part = &view->lines[i];
		struct receipt_line named = { .name = part->name };
		int64_t qty_milli = 0;
		char text[24];

		for (; i < view->lines_count && view->lines[i].bundle == bundle->n && id_is(view->lines[i].item_id, part->item_id); i++)
			qty_milli += view->lines[i].qty_milli;
		if (!tell_words(txn, paper, part->item_id, false, &named, err))
			return false;
		qty_write(qty_milli, text, sizeof(text));
		parts = arena_format(arena, "%s%s%s %s %s", parts, *parts ? ", " : "", text, receipt_unit(paper->receipt.lang, part->unit, qty_milli), named.name);
	}
	*line = (struct receipt_line){ .name = bundle->name, .unit = bundle->unit, .qty_milli = bundle->qty_milli, .price = bundle->price,
				       .amount = bundle->paid, .discount = MONEY(whole.dong - bundle->paid.dong), .parts = parts };
	*next = i;
	return tell_words(txn, paper, view->sale->bundles[bundle->n - 1].item_id, false, line, err);
}

static void add_line(struct receipt_line *line, const struct sale_view_line *from)
{
	line->qty_milli += from->qty_milli;
	line->amount.dong += from->paid.dong;
	line->discount.dong += from->discount.dong;
}

/* One row for what one row of the cart took of several lots: whose page tells all of them is the receipt's. */
static bool take_lines(struct txn *txn, struct paper *paper, const struct sale_view *view, struct err *err)
{
	bool has_story = paper->settings && paper->settings->receipt_story;
	bool has_trace = paper->settings && paper->settings->receipt_trace == TRACE_LINE && !view->is_return;
	struct receipt_line *lines = ARENA_LIST(paper->arena, view->lines_count, struct receipt_line);
	struct receipt_facts *facts = &paper->receipt;

	for (size_t i = 0; i < view->lines_count;) {
		const struct sale_view_line *from = &view->lines[i], *before = i ? &view->lines[i - 1] : NULL;
		struct receipt_line *line = &lines[facts->lines_count];

		if (from->bundle) {
			if (!take_hamper(txn, paper, view, i, line, &i, err))
				return false;
			facts->lines_count++;
			facts->gross.dong += line->amount.dong + line->discount.dong;
			facts->discount.dong += line->discount.dong;
			continue;
		}
		facts->gross.dong += view->sale->lines[i].list.dong;
		facts->discount.dong += from->discount.dong;
		if (before && !before->bundle && !view->is_return && id_is(from->item_id, before->item_id) && from->price.dong == before->price.dong) {
			add_line(line - 1, from);
			(line - 1)->trace_qr = NULL;
			i++;
			continue;
		}
		*line = (struct receipt_line){ .name = from->name, .unit = from->unit, .producer = from->producer, .commune = from->commune,
					       .stars = (int)from->stars, .price = from->price };
		add_line(line, from);
		if (!tell_words(txn, paper, from->item_id, has_story, line, err) ||
		    (has_trace && !tell_trace(txn, paper, &view->sale->lines[i], line, err)))
			return false;
		facts->lines_count++;
		i++;
	}
	facts->lines = lines;
	facts->discount.dong += view->rounding.dong;
	/* The lines bear the rounding of cash in the book; on paper it is one row below, and no discount of theirs. */
	for (size_t i = 0; !facts->discount.dong && i < facts->lines_count; i++) {
		lines[i].amount.dong += lines[i].discount.dong;
		lines[i].discount = MONEY(0);
	}
	return true;
}

/* VAT by class, from the lines as they were booked. */
static void take_vats(struct arena *arena, const struct sale *sale, struct receipt_facts *facts)
{
	struct receipt_vat *vats = ARENA_LIST(arena, VAT_CLASSES_MAX, struct receipt_vat);

	for (int64_t class = 1; class <= VAT_CLASSES_MAX; class++) {
		struct money paid = MONEY(0), vat = MONEY(0);
		bool has = false;

		for (size_t i = 0; i < sale->lines_count; i++) {
			if (sale->lines[i].vat_class != class)
				continue;
			has = true;
			paid.dong += sale->lines[i].paid.dong;
			vat.dong += sale->lines[i].vat.dong;
		}
		if (has)
			vats[facts->vats_count++] = (struct receipt_vat){ .class = (enum vat_class)class, .net = MONEY(paid.dong - vat.dong), .vat = vat };
	}
	facts->vats = vats;
}

/* ---- money --------------------------------------------------------------------------- */

/* As the customer calls it. A wallet has the name of its brand, and what the shop has named itself is called so in Vietnamese. */
static const char *way_name(enum lang lang, int32_t way, const char *row, const char *name)
{
	static const enum receipt_way ways[PAY_WAYS_END] = {
		[PAY_CASH] = RECEIPT_CASH, [PAY_TRANSFER] = RECEIPT_TRANSFER, [PAY_CARD] = RECEIPT_CARD, [PAY_VIETQR] = RECEIPT_VIETQR,
		[PAY_WALLET] = RECEIPT_WALLET, [PAY_VOUCHER] = RECEIPT_VOUCHER, [PAY_DEPOSIT] = RECEIPT_DEPOSIT, [PAY_ACCOUNT] = RECEIPT_ACCOUNT,
		[PAY_COD] = RECEIPT_COD, [PAY_OFFSET] = RECEIPT_OFFSET, [PAY_EXCHANGE] = RECEIPT_EXCHANGE, [PAY_GOODWILL] = RECEIPT_GOODWILL,
	};
	bool is_ours = (way == PAY_TRANSFER || way == PAY_VIETQR) && strcmp(name, pay_kinds[way].name) == 0;

	return row || (lang == LANG_VI && !is_ours) ? name : receipt_way_name(lang, ways[way]);
}

static struct paper_rows take_ways(struct arena *arena, enum lang lang, const struct sale_view_pay *pays, size_t count, bool is_back)
{
	struct paper_row *rows = ARENA_LIST(arena, count, struct paper_row);
	size_t rows_count = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_later = is_back && pays[i].way == PAY_TRANSFER;

		rows[rows_count++] = (struct paper_row){ .amount = pays[i].amount, .name = is_later ? receipt_way_name(lang, RECEIPT_LATER) :
									    way_name(lang, pays[i].way, pays[i].row, pays[i].name) };
	}
	return (struct paper_rows){ rows, rows_count };
}

static void take_pays(struct paper *paper, const struct sale_view *view)
{
	struct receipt_note *notes = ARENA_LIST(paper->arena, view->pays_count, struct receipt_note);
	struct receipt_facts *facts = &paper->receipt;

	facts->payments = take_ways(paper->arena, facts->lang, view->pays, view->pays_count, view->is_return);
	for (size_t i = 0; i < view->pays_count; i++) {
		const struct sale_view_pay *pay = &view->pays[i];

		facts->opens_drawer = facts->opens_drawer || (pay_kinds[pay->way].is_drawer && paper->row.copy == 0);
		if (pay->given.dong != SHAPE_ABSENT)
			facts->cash_given.dong += pay->given.dong;
		/* What is left on a voucher, and what the customer owes from now on. */
		if (pay->left.dong != SHAPE_ABSENT)
			notes[facts->notes_count++] = (struct receipt_note){ .is_voucher = pay->way == PAY_VOUCHER, .left = pay->left };
	}
	facts->notes = notes;
	if (view->swapped_count)
		facts->brought = swap_say(paper->arena, view->swapped, view->swapped_count);
	facts->change = view->change;
}

/* "Đổi cách trả": whoever holds the paper of before sees why this one says otherwise. */
static void take_changes(struct paper *paper, const struct sale_view *view)
{
	struct receipt_facts *facts = &paper->receipt;
	struct receipt_change *changes = ARENA_LIST(paper->arena, view->tender_changes_count, struct receipt_change);

	for (size_t i = 0; i < view->tender_changes_count; i++) {
		const struct sale_view_change *change = &view->tender_changes[i];

		changes[i] = (struct receipt_change){ .at_us = change->at_us,
						      .was = take_ways(paper->arena, facts->lang, change->was, change->was_count, false) };
	}
	facts->changes = changes;
	facts->changes_count = view->tender_changes_count;
}

/* The part of an exchange that came back. */
static bool take_back(struct txn *txn, struct paper *paper, const struct sale_view *back, struct err *err)
{
	struct receipt_line *lines = ARENA_LIST(paper->arena, back->lines_count, struct receipt_line);
	struct sale_view_pay *pays = ARENA_LIST(paper->arena, back->pays_count, struct sale_view_pay);
	struct receipt_facts *facts = &paper->receipt;
	size_t pays_count = 0;

	for (size_t i = 0; i < back->lines_count; i++) {
		lines[i] = (struct receipt_line){ .name = back->lines[i].name, .unit = back->lines[i].unit, .qty_milli = back->lines[i].qty_milli,
						  .amount = back->lines[i].paid };
		if (!tell_words(txn, paper, back->lines[i].item_id, false, &lines[i], err))
			return false;
	}
	for (size_t i = 0; i < back->pays_count; i++)
		if (back->pays[i].way != PAY_EXCHANGE)
			pays[pays_count++] = back->pays[i];
	facts->back_payments = take_ways(paper->arena, facts->lang, pays, pays_count, true);
	facts->back_lines = lines;
	facts->back_lines_count = back->lines_count;
	facts->back_number = back->receipt;
	facts->back_total = back->total;
	facts->refers_to = back->refers_receipt;
	return true;
}

/* ---- the whole --------------------------------------------------------------------------- */

/* A buyer with a name is no "người tiêu dùng" of nobody's. */
static bool take_customer(struct txn *txn, struct paper *paper, const struct sale *sale, struct err *err)
{
	struct party customer;

	if (id_is_none(sale->customer_id))
		return true;
	if (!party_get(txn, paper->arena, sale->customer_id, day_of_us(paper->receipt.at_us), &customer, err))
		return false;
	if (customer.name)
		paper->receipt.customer = customer.tax_code ? arena_format(paper->arena, "%s – MST %s", customer.name, customer.tax_code) : customer.name;
	return true;
}

static void take_page(struct paper *paper, const struct sale_view *view)
{
	struct receipt_facts *facts = &paper->receipt;
	char code[OWNCODE_SIZE];

	owncode_write(OWNCODE_RECEIPT, view->id, code);
	facts->lookup_qr = arena_text(paper->arena, code);
	if (paper->settings && paper->settings->receipt_trace != TRACE_NONE && !view->is_return) {
		const char *page;

		passport_code(OWNCODE_RECEIPT, view->id, code);
		page = public_link(paper->arena, paper->settings->public_url, code);
		facts->has_page = page != NULL;
		facts->lookup_qr = page ? page : facts->lookup_qr;
	}
}

bool paper_read_receipt(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	struct receipt_facts *facts = &paper->receipt;
	char head[HASH_TEXT_SIZE];
	struct sale_view view;

	if (!sale_view_of_entry(txn, paper->arena, entry, NULL, &view, err) ||
	    !paper_shop_of(txn, paper->arena, book, entry->at_us, &facts->shop, err))
		return false;
	facts->lang = lang_of(paper, view.sale);
	facts->is_gift = !view.is_return && paper->row.is_gift;
	facts->with_gift = !view.is_return && view.sale->is_gift && paper->row.copy == 0;
	facts->number = view.receipt;
	facts->till = view.till_code;
	facts->cashier = view.staff_name;
	facts->at_us = view.at_us;
	facts->is_return = view.is_return;
	facts->refers_to = view.refers_receipt;
	facts->copy_number = (int)paper->row.copy;
	facts->rounding = MONEY(view.rounding.dong + view.rounding_back.dong);
	facts->total = MONEY(view.total.dong + view.rounding_back.dong);
	facts->total_words = view.words;
	hash_write(entry->hash, head);
	facts->chain_head = arena_format(paper->arena, "%.12s", head);
	if (!take_lines(txn, paper, &view, err) || (view.back && !take_back(txn, paper, view.back, err)) ||
	    !take_customer(txn, paper, view.sale, err))
		return false;
	take_vats(paper->arena, view.sale, facts);
	take_pays(paper, &view);
	take_changes(paper, &view);
	take_page(paper, &view);
	paper->job.title = view.receipt;
	return true;
}
