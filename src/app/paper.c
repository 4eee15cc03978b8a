#include "app/paper.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/credit_paper.h"
#include "app/order_paper.h"
#include "base/random.h"
#include "receipts/escpos.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "receipts/raster.h"
#include "receipts/text.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/money_in.h"
#include "shop/party.h"
#include "shop/staff.h"
#include "shop/stock.h"

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

/* What a machine has no letters for comes in English, as receipts do. */
static enum lang paper_lang(enum lang asked)
{
	return !asked || fonts_have(asked) ? asked : LANG_EN;
}

static bool read_vouchers(struct txn *txn, const struct book *book, const struct entry *entry, struct paper *paper, struct err *err)
{
	if (!shop_of(txn, paper->arena, book, entry->at_us, &paper->vouchers.shop, err) || !voucher_facts(txn, paper->arena, entry, &paper->vouchers, err))
		return false;
	paper->vouchers.copy_number = (int)paper->row.copy;
	paper->vouchers.lang = paper_lang((enum lang)paper->row.lang);
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
		return paper_read_receipt(txn, book, &entry, paper, err);
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

static enum lang lang_of(const struct paper *paper)
{
	switch (paper->row.layout) {
	case LAYOUT_RECEIPT: return paper->receipt.lang;
	case LAYOUT_VOUCHER: return paper->vouchers.lang;
	default: return LANG_VI;
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
		return write_raw(paper->press, page, lang_of(paper), bytes, err);
	}
	return false;
}
