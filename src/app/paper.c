#include "app/paper.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/credit_paper.h"
#include "app/order_paper.h"
#include "base/random.h"
#include "calc/owncode.h"
#include "receipts/escpos.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "receipts/raster.h"
#include "receipts/text.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/credit.h"
#include "shop/intake.h"
#include "shop/money_in.h"
#include "shop/party.h"
#include "shop/refund.h"
#include "shop/sale_view.h"
#include "shop/staff.h"
#include "shop/swap.h"
#include "shop/tender.h"

#define ARENA_MAX_BYTES ((size_t)96 << 20)
#define PLAIN_COLUMNS 48


void press_close(struct press *press)
{
	raster_close(press->raster);
	fonts_close(press->fonts);
	*press = (struct press){ .profile = press->profile };
}

struct paper *paper_new(const struct print_row *row)
{
	struct paper *paper = calloc(1, sizeof(*paper));

	assert(paper);
	paper->arena = arena_new(ARENA_MAX_BYTES);
	paper->row = *row;
	paper->row.printer = arena_text(paper->arena, row->printer);
	paper->row.reason = NULL;
	paper->job.facts = paper;
	paper->job.render = paper_render;
	return paper;
}

void paper_free(struct paper *paper)
{
	if (!paper)
		return;
	arena_free(paper->arena);
	free(paper);
}

static bool shop_of(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, struct paper_shop *shop, struct err *err)
{
	struct site site;

	if (!site_get(txn, arena, book->site_id, day_of_us(at_us), &site, err))
		return false;
	*shop = (struct paper_shop){ .name = site.operator_name, .address = site.address, .tax_code = site.tax_code, .phone = site.phone, .site = site.name };
	return true;
}

bool paper_shop_of(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, struct paper_shop *shop, struct err *err)
{
	return shop_of(txn, arena, book, at_us, shop, err);
}

static const char *short_hash(struct arena *arena, struct hash hash, size_t size)
{
	char text[HASH_TEXT_SIZE];

	hash_write(hash, text);
	text[size] = '\0';
	return arena_text(arena, text);
}

/* ---- a receipt --------------------------------------------------------------- */

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
			vats[facts->vats_count++] = (struct receipt_vat){
				.name = class == VAT_KCT ? "Không chịu thuế" : class == VAT_KKKNT ? "Không kê khai" :
					arena_format(arena, "%s%%", vat_class_name((enum vat_class)class)),
				.net = MONEY(paid.dong - vat.dong), .vat = vat };
	}
	facts->vats = vats;
}

/* The part of an exchange that came back. */
static void take_back(struct arena *arena, const struct sale_view *back, struct receipt_facts *facts)
{
	struct receipt_line *lines = ARENA_LIST(arena, back->lines_count, struct receipt_line);
	struct paper_row *pays = ARENA_LIST(arena, back->pays_count, struct paper_row);

	for (size_t i = 0; i < back->lines_count; i++)
		lines[i] = (struct receipt_line){ .name = back->lines[i].name, .unit = back->lines[i].unit, .qty_milli = back->lines[i].qty_milli,
						  .amount = back->lines[i].paid };
	for (size_t i = 0; i < back->pays_count; i++)
		if (back->pays[i].way != PAY_EXCHANGE)
			pays[facts->back_payments.count++] = (struct paper_row){
				.name = back->pays[i].way == PAY_TRANSFER ? "sẽ chuyển khoản" : back->pays[i].name, .amount = back->pays[i].amount };
	facts->back_payments.rows = pays;
	facts->back_lines = lines;
	facts->back_lines_count = back->lines_count;
	facts->back_number = back->receipt;
	facts->back_total = back->total;
	facts->refers_to = back->refers_receipt;
}

/* A hamper is one row, its contents below. Returns how many lines it was. */
static size_t take_hamper(struct arena *arena, const struct sale_view *view, size_t from, struct receipt_line *line)
{
	const struct sale_view_bundle *bundle = &view->bundles[view->lines[from].bundle - 1];
	struct money whole = MONEY(money_scale(bundle->price.dong, bundle->qty_milli, 1000));
	const char *note = "Gồm:";
	size_t i = from;

	while (i < view->lines_count && view->lines[i].bundle == bundle->n) {
		const struct sale_view_line *part = &view->lines[i];
		int64_t qty_milli = 0;
		char text[24];

		for (; i < view->lines_count && view->lines[i].bundle == bundle->n && id_is(view->lines[i].item_id, part->item_id); i++)
			qty_milli += view->lines[i].qty_milli;
		qty_write(qty_milli, text, sizeof(text));
		note = arena_format(arena, "%s%s %s %s %s", note, part == &view->lines[from] ? "" : ",", text, part->unit, part->name);
	}
	*line = (struct receipt_line){ .name = bundle->name, .unit = bundle->unit, .qty_milli = bundle->qty_milli, .price = bundle->price,
				       .amount = bundle->paid, .discount = MONEY(whole.dong - bundle->paid.dong), .note = note };
	return i - from;
}

/* One row for what one row of the cart took of several lots. */
static void take_lines(struct arena *arena, const struct sale_view *view, struct receipt_facts *facts)
{
	struct receipt_line *lines = ARENA_LIST(arena, view->lines_count, struct receipt_line);

	for (size_t i = 0; i < view->lines_count; i++) {
		const struct sale_view_line *from = &view->lines[i];

		if (from->bundle) {
			struct receipt_line *hamper = &lines[facts->lines_count++];

			i += take_hamper(arena, view, i, hamper) - 1;
			facts->gross.dong += hamper->amount.dong + hamper->discount.dong;
			facts->discount.dong += hamper->discount.dong;
			continue;
		}
		struct receipt_line *line = i && !view->lines[i - 1].bundle && id_is(from->item_id, view->lines[i - 1].item_id) && from->price.dong == view->lines[i - 1].price.dong &&
					    !view->is_return ? &lines[facts->lines_count - 1] : &lines[facts->lines_count++];

		line->name = from->name;
		line->unit = from->unit;
		line->producer = from->producer;
		line->commune = from->commune;
		line->stars = (int)from->stars;
		line->price = from->price;
		line->qty_milli += from->qty_milli;
		line->amount.dong += from->paid.dong;
		line->discount.dong += from->discount.dong;
		facts->gross.dong += view->sale->lines[i].list.dong;
		facts->discount.dong += from->discount.dong;
	}
	facts->lines = lines;
	facts->discount.dong += view->rounding.dong;
	/* The lines bear the rounding of cash in the book; on paper it is one row below, and no discount of theirs. */
	for (size_t i = 0; !facts->discount.dong && i < facts->lines_count; i++) {
		lines[i].amount.dong += lines[i].discount.dong;
		lines[i].discount = MONEY(0);
	}
}

/* What is left on a voucher, and what the customer owes from now on. */
static void take_pay_notes(struct arena *arena, const struct sale_view *view, struct receipt_facts *facts)
{
	const char **notes = ARENA_LIST(arena, view->pays_count + 1, const char *);

	for (size_t i = 0; i < view->pays_count; i++) {
		const struct sale_view_pay *pay = &view->pays[i];
		char left[32];

		if (pay->left.dong == SHAPE_ABSENT)
			continue;
		money_write(pay->left, left, sizeof(left));
		notes[facts->pay_notes_count++] = arena_format(arena, pay->way == PAY_VOUCHER ? "Phiếu quà còn lại: %s" : "Khách còn nợ sau phiếu này: %s", left);
	}
	if (view->swapped_count)
		notes[facts->pay_notes_count++] = arena_format(arena, "Khách mang lại, không có phiếu: %s. Cửa hàng chịu tiền đổi.",
							       swap_say(arena, view->swapped, view->swapped_count));
	facts->pay_notes = notes;
}

static bool read_receipt(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	struct receipt_facts *facts = &paper->receipt;
	struct arena *arena = paper->arena;
	char *code = arena_take(arena, OWNCODE_SIZE);
	struct paper_row *pays;
	struct sale_view view;
	bool has_cash = false;

	if (!sale_view_of_entry(txn, arena, entry, NULL, &view, err) || !shop_of(txn, arena, book, entry->at_us, &facts->shop, err))
		return false;
	facts->number = view.receipt;
	facts->till = view.till_code;
	facts->cashier = view.staff_name;
	facts->at_us = view.at_us;
	facts->is_return = view.is_return;
	facts->refers_to = view.refers_receipt;
	facts->copy_number = (int)paper->row.copy;
	take_lines(arena, &view, facts);
	if (view.back)
		take_back(arena, view.back, facts);
	take_vats(arena, view.sale, facts);
	facts->rounding = MONEY(view.rounding.dong + view.rounding_back.dong);
	facts->total = MONEY(view.total.dong + view.rounding_back.dong);
	facts->total_words = view.words;
	pays = ARENA_LIST(arena, view.pays_count, struct paper_row);
	for (size_t i = 0; i < view.pays_count; i++) {
		pays[i] = (struct paper_row){ .name = view.pays[i].name, .amount = view.pays[i].amount };
		has_cash = has_cash || pay_kinds[view.pays[i].way].is_drawer;
		if (view.is_return && view.pays[i].way == PAY_TRANSFER)
			pays[i].name = "Sẽ chuyển khoản";
		if (view.pays[i].given.dong != SHAPE_ABSENT)
			facts->cash_given.dong += view.pays[i].given.dong;
	}
	facts->payments = (struct paper_rows){ pays, view.pays_count };
	take_pay_notes(arena, &view, facts);
	facts->change = view.change;
	owncode_write(OWNCODE_RECEIPT, view.id, code);
	facts->lookup_qr = code;
	facts->chain_head = short_hash(arena, entry->hash, 12);
	if (!receipt_tell(txn, paper, &view, err))
		return false;
	facts->opens_drawer = paper->row.copy == 0 && has_cash;
	paper->job.title = view.receipt;
	return true;
}

/* ---- an intake ------------------------------------------------------------------ */

bool paper_intake(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct intake_facts *facts,
		  struct err *err)
{
	struct contract_terms terms;
	struct intake_paper_line *lines;
	struct party consignor;
	struct intake *body;
	struct staff staff = { 0 };

	if (!entry_body(entry, &intake_kind, arena, (void **)&body, err) || !shop_of(txn, arena, book, entry->at_us, &facts->shop, err) ||
	    !contract_version_get(txn, arena, body->contract_id, body->version, &terms, err) ||
	    !party_get(txn, arena, terms.consignor_id, body->doc_day, &consignor, err) ||
	    (!id_is_none(entry->actor) && !staff_get(txn, arena, entry->actor, &staff, err)))
		return false;
	facts->sheet = PAGE_A4;
	facts->number = arena_format(arena, "%lld", (long long)body->number);
	facts->day = body->doc_day;
	facts->consignor = (struct paper_side){ .name = consignor.name, .address = consignor.address, .tax_code = consignor.tax_code };
	facts->contract_number = terms.number;
	facts->paper = body->paper;
	facts->made_by = staff.name;
	facts->chain_head = short_hash(arena, entry->hash, 12);
	lines = ARENA_LIST(arena, body->lines_count, struct intake_paper_line);
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct intake_line *from = &body->lines[i];
		struct item item;

		if (!item_get(txn, arena, from->item_id, &item, err))
			return false;
		lines[i] = (struct intake_paper_line){
			.name = item.name, .unit = item.unit, .lot = from->code, .qty_milli = from->qty_milli, .made_day = from->made_day,
			.expiry_day = from->expiry_day, .is_use_by = from->expiry_kind == EXPIRY_USE_BY + 1,
			.hand_over = from->hand_over.dong == SHAPE_ABSENT ? MONEY(0) : from->hand_over,
			.proposal = from->price_proposal.dong == SHAPE_ABSENT ? MONEY(0) : from->price_proposal,
		};
	}
	facts->lines = lines;
	facts->lines_count = body->lines_count;
	return true;
}

static bool read_intake(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	if (!paper_intake(txn, paper->arena, book, entry, &paper->intake, err))
		return false;
	paper->intake.copy_number = (int)paper->row.copy;
	paper->job.title = arena_format(paper->arena, "Phiếu nhập %s", paper->intake.number);
	return true;
}

static bool read_vouchers(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	if (!shop_of(txn, paper->arena, book, entry->at_us, &paper->vouchers.shop, err) || !voucher_facts(txn, paper->arena, entry, &paper->vouchers, err))
		return false;
	paper->vouchers.copy_number = (int)paper->row.copy;
	paper->job.title = "Phiếu quà tặng";
	return true;
}

static bool read_order(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	enum order_paper_kind kind = (enum order_paper_kind)(paper->row.layout - LAYOUT_QUOTE);

	if (!shop_of(txn, paper->arena, book, entry->at_us, &paper->order.shop, err) ||
	    !order_paper_of_entry(txn, paper->arena, book, entry, kind, paper->row.at_us, &paper->order, err))
		return false;
	paper->order.copy_number = (int)paper->row.copy;
	paper->job.title = arena_format(paper->arena, "Đơn %s", paper->order.number);
	return true;
}

bool paper_test(struct txn *txn, const struct book *book, struct paper *paper, struct err *err)
{
	paper->job.id = random_id();
	paper->job.timeout_ms = 0;
	paper->job.title = "In thử";
	paper->test.printer = paper->row.printer;
	paper->test.at_us = paper->row.at_us;
	return shop_of(txn, paper->arena, book, paper->row.at_us, &paper->test.shop, err);
}

bool paper_read(struct txn *txn, const struct book *book, struct paper *paper, struct err *err)
{
	struct entry entry;

	if (!journal_get(txn, paper->arena, paper->row.entry_key, &entry, err))
		return false;
	paper->job.id = id_derive(entry.id, print_layout_words[paper->row.layout], paper->row.copy);
	paper->job.timeout_ms = 0;
	switch ((enum print_layout)paper->row.layout) {
	case LAYOUT_RECEIPT:
		return read_receipt(txn, book, &entry, paper, err);
	case LAYOUT_SHIFT:
		return paper_read_shift(txn, book, &entry, paper, err);
	case LAYOUT_INTAKE:
		return read_intake(txn, book, &entry, paper, err);
	case LAYOUT_VOUCHER:
		return read_vouchers(txn, book, &entry, paper, err);
	case LAYOUT_QUOTE: case LAYOUT_PICKING: case LAYOUT_DELIVERY:
		return read_order(txn, book, &entry, paper, err);
	case LAYOUT_CASH_SLIP:
		return paper_read_slip(txn, book, &entry, paper, err);
	case LAYOUT_DRAWER:
		paper->job.title = "Mở két";
		return true;
	case LAYOUT_STATEMENT:
		break;
	}
	return err_set(err, ERR_INPUT, "layout", "không in được loại giấy này ở quầy");
}

/* ---- bytes -------------------------------------------------------------------- */

static bool warm(struct press *press, struct err *err)
{
	return press->fonts || (press->fonts = fonts_open(err));
}

static bool write_raw(struct press *press, const struct page *page, enum lang lang, struct buf *bytes, struct err *err)
{
	const struct escpos_profile *profile = press->profile ? press->profile : &escpos_profiles[0];
	struct escpos_profile drawn = *profile;

	/* No code page of a printer has them: such a receipt is drawn. */
	if (lang == LANG_ZH || lang == LANG_KO) {
		drawn.is_letters = false;
		profile = &drawn;
	}
	if (!profile->is_letters) {
		if (!warm(press, err))
			return false;
		if (!press->raster)
			press->raster = raster_open(press->fonts, profile->width_dots);
	}
	return escpos_write(page, profile, press->raster, bytes, err);
}

static struct page *make_page(struct paper *paper)
{
	const struct escpos_profile *profile = paper->press->profile ? paper->press->profile : &escpos_profiles[0];

	switch (paper->row.layout) {
	case LAYOUT_RECEIPT: return layout_receipt(paper->arena, &paper->receipt);
	case LAYOUT_VOUCHER: return layout_vouchers(paper->arena, &paper->vouchers);
	case LAYOUT_CASH_SLIP:
		paper->slip.paper = paper->job.format == PRINT_PDF ? PAGE_A5_WIDE : PAGE_ROLL;
		return layout_cash_slip(paper->arena, &paper->slip);
	case LAYOUT_DRAWER: return layout_drawer(paper->arena);
	case LAYOUT_INTAKE:
		/* A printer that takes PDF has sheets; the others have a roll. */
		paper->intake.sheet = paper->job.format == PRINT_PDF ? PAGE_A4 : PAGE_ROLL;
		return layout_intake(paper->arena, &paper->intake);
	case LAYOUT_QUOTE: case LAYOUT_PICKING: case LAYOUT_DELIVERY:
		paper->order.sheet = paper->job.format == PRINT_PDF ? PAGE_A4 : PAGE_ROLL;
		return layout_order(paper->arena, &paper->order);
	case LAYOUT_TEST:
		paper->test.profile = profile->name;
		paper->test.width_dots = profile->width_dots;
		paper->test.columns = profile->columns;
		return layout_test_slip(paper->arena, &paper->test);
	default: return layout_shift(paper->arena, &paper->shift);
	}
}

bool paper_render(void *facts, struct buf *bytes, struct err *err)
{
	struct paper *paper = facts;
	struct page *page = make_page(paper);

	switch (paper->job.format) {
	case PRINT_PLAIN:
		return text_page_write(page, PLAIN_COLUMNS, bytes, err);
	case PRINT_PDF:
		return warm(paper->press, err) && pdf_write(paper->press->fonts, page, paper->row.at_us, bytes, err);
	case PRINT_RAW:
		return write_raw(paper->press, page, paper->row.layout == LAYOUT_RECEIPT ? paper->receipt.lang : LANG_VI, bytes, err);
	}
	return false;
}
