#include "app/credit_paper.h"

#include "base/day.h"
#include "base/hash.h"
#include "base/text.h"
#include "calc/words.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/credit.h"
#include "shop/known.h"
#include "shop/party.h"
#include "shop/staff.h"
#include "shop/voucher.h"

static const char *words_of(struct arena *arena, struct money amount)
{
	char words[WORDS_SIZE];

	words_write(amount.dong, &(struct words_style){ .capital = true }, words);
	return arena_text(arena, words);
}

bool voucher_facts(struct txn *txn, struct arena *arena, const struct entry *entry, struct voucher_facts *facts, struct err *err)
{
	struct voucher_paper *papers;
	struct vouchers_sold *body;
	const char **codes;

	if (!entry_body(entry, &vouchers_sold_kind, arena, (void **)&body, err) || !voucher_codes(txn, arena, body, &codes, err) ||
	    !known_staff_name(NULL, txn, arena, entry->actor, &facts->made_by, err))
		return false;
	papers = ARENA_LIST(arena, body->vouchers_count, struct voucher_paper);
	for (size_t i = 0; i < body->vouchers_count; i++) {
		char number[VOUCHER_NUMBER_SIZE];

		voucher_number_write(body->vouchers[i].number, number);
		papers[i] = (struct voucher_paper){ .number = arena_text(arena, number), .code = codes[i], .value = body->vouchers[i].value,
						    .value_words = words_of(arena, body->vouchers[i].value) };
	}
	facts->vouchers = papers;
	facts->vouchers_count = body->vouchers_count;
	facts->expires_day = body->expires_day;
	facts->at_us = entry->at_us;
	return true;
}

bool debt_slip_facts(struct txn *txn, struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct err *err)
{
	struct debt_paid *body;
	struct party party;
	const char *way;
	char left[32], head[HASH_TEXT_SIZE], bucket[PAY_BUCKET_SIZE], number[MONEY_IN_NUMBER_SIZE];
	struct pay pay = { 0 };

	if (!entry_body(entry, &debt_paid_kind, arena, (void **)&body, err) || !party_get(txn, arena, body->party_id, body->money.doc_day, &party, err) ||
	    !known_staff_name(NULL, txn, arena, entry->actor, &facts->made_by, err))
		return false;
	pay.way = body->money.way;
	pay.row = body->money.row;
	if (!pay_bucket_name(txn, arena, pay_bucket(&pay, bucket), &way, err))
		return false;
	money_write(body->left, left, sizeof(left));
	hash_write(entry->hash, head);
	head[12] = '\0';
	facts->is_in = true;
	facts->paper = PAGE_ROLL;
	money_in_number_write(body->money.number, number);
	facts->number = arena_text(arena, number);
	facts->at_us = entry->at_us;
	facts->person = party.name;
	facts->person_address = party.address;
	facts->reason = arena_format(arena, "Trả nợ mua hàng, %zu khoản; còn nợ %s", body->items_count, left);
	facts->place = way;
	facts->amount = body->money.amount;
	facts->amount_words = words_of(arena, body->money.amount);
	facts->chain_head = arena_text(arena, head);
	return true;
}

/* ---- the confirmation -------------------------------------------------------------- */

static void take_lines(struct arena *arena, const struct debt *debts, size_t count, struct debt_facts *facts)
{
	static const char *const age_names[DEBT_AGES] = { "Chưa đến hạn", "Quá hạn đến 30 ngày", "Quá hạn 31–60 ngày", "Quá hạn 61–90 ngày", "Quá hạn trên 90 ngày" };
	struct debt_paper_line *lines = ARENA_LIST(arena, count, struct debt_paper_line);
	struct paper_row *ages = ARENA_LIST(arena, DEBT_AGES, struct paper_row);

	for (size_t k = 0; k < DEBT_AGES; k++)
		ages[k].name = age_names[k];
	for (size_t i = 0; i < count; i++) {
		int64_t late = debts[i].late_days;

		lines[i] = (struct debt_paper_line){ .day = debts[i].day, .due_day = debts[i].due_day, .paper = debts[i].receipt ? debts[i].receipt : debts[i].label,
						     .amount = debts[i].amount, .left = debts[i].left, .late_days = late };
		facts->total.dong += debts[i].left.dong;
		ages[late == 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4].amount.dong += debts[i].left.dong;
	}
	facts->lines = lines;
	facts->lines_count = count;
	facts->ages = (struct paper_rows){ ages, DEBT_AGES };
	facts->total_words = words_of(arena, facts->total);
}

static bool take_facts(struct txn *txn, struct arena *arena, const struct book *book, struct id party_id, int32_t day, struct debt_facts *facts,
		       struct err *err)
{
	struct journal_head head;
	char hash[HASH_TEXT_SIZE];
	struct party party;
	struct site site;
	struct debt *debts;
	size_t count;

	if (!site_get(txn, arena, book->site_id, day, &site, err) || !party_get(txn, arena, party_id, day, &party, err) ||
	    !debt_open(txn, arena, DEBT_CUSTOMER, party_id, day, &debts, &count, err) || !journal_head(txn, book->stream, &head, err))
		return false;
	hash_write(head.hash, hash);
	hash[12] = '\0';
	facts->shop = (struct paper_shop){ .name = site.operator_name, .address = site.address, .tax_code = site.tax_code, .phone = site.phone, .site = site.name };
	facts->customer = (struct paper_side){ .name = party.name, .address = party.address, .tax_code = party.tax_code };
	facts->day = day;
	facts->chain_head = arena_format(arena, "%lld, %s", (long long)head.number, hash);
	take_lines(arena, debts, count, facts);
	return true;
}

bool debt_confirmation_pdf(struct txn *txn, const struct book *book, struct id party_id, int64_t at_us, struct buf *pdf, struct err *err)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES + ((size_t)8 << 20));
	struct debt_facts facts = { 0 };
	struct fonts *fonts = fonts_open(err);
	bool ok = fonts && take_facts(txn, arena, book, party_id, day_of_us(at_us), &facts, err) &&
		  pdf_write(fonts, layout_debt_confirmation(arena, &facts), at_us, pdf, err);

	fonts_close(fonts);
	arena_free(arena);
	return ok;
}
