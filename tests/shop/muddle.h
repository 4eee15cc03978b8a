/*
 * What test_muddle.c does it with: a showroom with a customer on account and a carrier, an engine that may lie, and each deed of a till in one
 * call. What was refused last, and why, is in `last`. Include it alone and first: it changes what SHOWROOM_TRY does. Thread: one.
 */
#ifndef TESTS_SHOP_MUDDLE_H
#define TESTS_SHOP_MUDDLE_H

#include "../store/faulty.h"
#include "showroom.h"

/* Every command is first tried on an engine that fails at one of its calls, in a transaction that is then abandoned. */
static bool is_lying;
static long lies_told;

#undef SHOWROOM_TRY
#define SHOWROOM_TRY(who, words) \
	__extension__({ \
		bool ok_; \
		for (int at_ = 1 + (int)(test_next(&room.chance) % 20); is_lying; at_ += 1 + (int)(test_next(&room.chance) % 40)) { \
			struct work honest_ = *(who); \
			(who)->txn = txn_begin(room.book->store, &err); \
			assert_ok((who)->txn, &err); \
			faulty_begin(room.book->store, test_next(&room.chance) % 2 ? FAULTY_IO : FAULTY_ROLLED_BACK, at_); \
			ok_ = (words) && journal_seal((who)->txn, room.book, &err); \
			bool lied_ = faulty_end(room.book->store); \
			txn_abandon((who)->txn); \
			*(who) = honest_; \
			if (lied_ && ok_) \
				fail_msg("a lie at call %d went unheard", at_); \
			if (lied_ && err.code != ERR_IO && err.code != ERR_LIMIT && err.code != ERR_BUSY) \
				fail_msg("a lie at call %d became: %s %s", at_, err.field, err.text); \
			err = (struct err){ 0 }; \
			lies_told += lied_; \
			if (!lied_) \
				break; \
		} \
		(who)->txn = txn_begin(room.book->store, &err); \
		assert_ok((who)->txn, &err); \
		ok_ = (words) && journal_seal((who)->txn, room.book, &err); \
		if (ok_) \
			ok_ = txn_commit((who)->txn, &err); \
		else \
			txn_abandon((who)->txn); \
		(who)->txn = NULL; \
		ok_; \
	})

#include "settling.h"
#include "ordering.h"
#include "whole.h"

#include "muddle_units.h"

#include "shop/cod.h"
#include "shop/correct.h"
#include "shop/credit.h"
#include "shop/exchange.h"
#include "shop/hamper.h"
#include "shop/offset.h"
#include "shop/sale_view.h"
#include "shop/swap.h"
#include "shop/tender.h"
#include "shop/verify_parts.h"
#include "shop/voucher.h"

static struct id customer, carrier;

static int open_muddle(void **state)
{
	struct err err = { 0 };
	struct party party, van;
	struct credit_set terms = { .days = 30, .limit = MONEY(900000000) };
	struct work work;

	if (showroom_open(state))
		return -1;
	customer = new_id();
	party = (struct party){ .id = customer, .code = "KH01", .name = "Nhà hàng Sông Đà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CUSTOMER,
				.from_day = 20250101, .vat_profile = TAX_CREDIT };
	carrier = new_id();
	van = (struct party){ .id = carrier, .code = "VC01", .name = "Bưu điện Bắc Hà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CARRIER,
			      .from_day = 20250101, .vat_profile = TAX_CREDIT };
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &van, 1, &err));
	terms.party_id = customer;
	work = as_office();
	SHOWROOM_DO(&work, credit_set(&work, &terms, &err));
	showroom_intake(room.coop_contract, room.honey, INT64_C(9000000), 0, 1);
	showroom_intake(room.household_contract, room.rice, INT64_C(9000000), 0, 1);
	open_shift();
	return 0;
}
#define MUDDLE_TEST(function) cmocka_unit_test_setup_teardown(function, open_muddle, whole_close)

/* ---- short words -------------------------------------------------------------------- */

static struct err last;

#define READ(words) \
	do { \
		struct err wrong = { 0 }; \
		struct txn *txn = txn_begin(room.book->store, &wrong); \
		assert_ok(txn && (words), &wrong); \
		txn_abandon(txn); \
	} while (0)

static struct pay_in pay_by(int32_t way, int64_t amount)
{
	struct pay_in pay = { .way = way, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };

	if (way == PAY_ACCOUNT)
		pay.party_id = customer;
	return pay;
}

static struct sale_line_in line_of(bool is_rice, int64_t pieces)
{
	return (struct sale_line_in){ .item_id = is_rice ? room.rice : room.honey, .qty_milli = pieces * 1000, .price = MONEY(is_rice ? 108000 : 145000),
				      .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
}

static struct sale_in sale_of(struct sale_line_in *line, struct pay_in *pays, size_t count)
{
	return (struct sale_in){ .till_id = room.till_id, .lines = line, .lines_count = 1, .pays = pays, .pays_count = count,
				 .total = MONEY(line->qty_milli / 1000 * line->price.dong), .cash_round_unit = MONEY(1000) };
}

static bool sell_by(struct work *work, bool is_rice, int64_t pieces, struct pay_in *pays, size_t count)
{
	struct err err = { 0 };
	struct sale_line_in line = line_of(is_rice, pieces);
	struct sale_in in = sale_of(&line, pays, count);
	const struct sale *sale;
	bool ok = SHOWROOM_TRY(work, sale_add(work, &in, &sale, &err));

	last = err;
	return ok;
}

static struct return_price price_of(struct id sale_id, struct return_line_in *part)
{
	struct return_in in = { .sale_id = sale_id, .lines = part, .lines_count = 1, .way = PAY_CASH, .cash_round_unit = MONEY(1000) };
	struct return_price price = { 0 };
	struct err wrong = { 0 };
	struct txn *txn = txn_begin(room.book->store, &wrong);

	if (!return_price(txn, room.arena, &in, &price, &wrong))
		price.total = MONEY(-1);
	txn_abandon(txn);
	return price;
}

static bool take_back_by(struct id sale_id, int64_t n, int64_t pieces, int32_t way, const struct sale **back)
{
	struct err err = { 0 };
	struct return_line_in part = { .n = n, .qty_milli = pieces * 1000, .place = PLACE_SHELF };
	struct return_price price = price_of(sale_id, &part);
	struct return_in in = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = way, .reason = "đổi ý",
				.total = way == PAY_CASH ? price.cash : price.other, .payee = &showroom_payee, .cash_round_unit = MONEY(1000) };
	struct work work = with_supervisor();
	bool ok = price.total.dong >= 0 && SHOWROOM_TRY(&work, return_add(&work, &in, back, &err));

	last = err;
	return ok;
}

/* Goods of an earlier ticket for others; what they do not pay for is paid by `way`. */
static bool exchange_by(struct work *work, struct id sale_id, int64_t n, int64_t pieces, bool is_rice, int64_t new_pieces, int32_t way)
{
	struct err err = { 0 };
	struct return_line_in part = { .n = n, .qty_milli = pieces * 1000, .place = PLACE_ASIDE };
	struct return_price price = price_of(sale_id, &part);
	struct sale_line_in line = line_of(is_rice, new_pieces);
	struct pay_in pay;
	struct exchange_in in = { .sale = sale_of(&line, &pay, 0) };
	const struct sale *sale;
	int64_t used;
	bool ok;

	if (price.total.dong < 0)
		return false;
	used = exchange_used(&price, in.sale.total).dong;
	pay = pay_by(way, in.sale.total.dong - used);
	in.sale.pays_count = pay.amount.dong != 0;
	in.back = (struct return_in){ .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "đổi loại",
				      .cash_round_unit = MONEY(1000), .exchange = MONEY(used) };
	READ(return_price(txn, room.arena, &in.back, &price, &wrong));
	in.back.total = MONEY(price.cash.dong - used - price.kept.dong);
	ok = SHOWROOM_TRY(work, exchange_add(work, &in, &sale, &err));
	last = err;
	return ok;
}

static int64_t owed_now(void)
{
	struct money left;
	int64_t late;

	READ(debt_sum(txn, DEBT_CUSTOMER, customer, day_of_us(room.now_us), &left, &late, &wrong));
	return left.dong;
}

static int64_t expected_now(void)
{
	struct shift_figures figures;
	struct shift shift;
	bool found;

	READ(shift_find_open(txn, room.arena, room.till_id, &shift, &found, &wrong) && shift_figures(txn, room.arena, &shift, &figures, &wrong));
	return figures.expected.dong;
}

static struct id sell_voucher(int64_t value, const char **code)
{
	struct err err = { 0 };
	struct money amount = MONEY(value);
	struct voucher_sell_in in = { .till_id = room.till_id, .values = &amount, .values_count = 1, .way = PAY_CASH, .total = amount };
	const struct vouchers_sold *sold;
	const char **codes;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, vouchers_sell(&work, &in, &sold, &err));
	READ(voucher_codes(txn, room.arena, sold, &codes, &wrong));
	*code = codes[0];
	return sold->vouchers[0].id;
}

static int64_t voucher_left(struct id voucher_id)
{
	struct voucher voucher;

	READ(voucher_get(txn, room.arena, voucher_id, day_of_us(room.now_us), &voucher, &wrong));
	return voucher.left.dong;
}

#endif
