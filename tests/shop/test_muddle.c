/*
 * What a thief, or a bad day, makes of ways to pay: exchanges of goods that were not paid for, tickets typed anew, hampers that come back
 * in pieces, vouchers, debts, parcels and offsets among them; the whole proof at the end.
 */
#include "settling.h"
#include "whole.h"

#include "shop/credit.h"
#include "shop/exchange.h"
#include "shop/hamper.h"
#include "shop/offset.h"
#include "shop/tender.h"
#include "shop/verify_parts.h"
#include "shop/voucher.h"

static struct id customer;

static int open_muddle(void **state)
{
	struct err err = { 0 };
	struct party party;
	struct credit_set terms = { .days = 30, .limit = MONEY(900000000) };
	struct work work;

	if (showroom_open(state))
		return -1;
	customer = new_id();
	party = (struct party){ .id = customer, .code = "KH01", .name = "Nhà hàng Sông Đà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CUSTOMER,
				.from_day = 20250101, .vat_profile = TAX_CREDIT };
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
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

/* ---- goods that nobody paid for --------------------------------------------------------- */

static void an_exchange_makes_no_cash_of_a_debt(void **state)
{
	struct pay_in pay = pay_by(PAY_ACCOUNT, 435000);
	const struct sale *back;
	struct work work = as_cashier();
	struct id first;

	(void)state;
	assert_ok(sell_by(&work, false, 3, &pay, 1), &last);
	first = work.id;
	work = with_supervisor();
	assert_ok(exchange_by(&work, first, 1, 2, true, 2, PAY_ACCOUNT), &last);
	assert_i64(owed_now(), 145000 + 216000);
	CASE("what went out on account comes back on account");
	assert_ok(take_back_by(work.id, 1, 2, PAY_CASH, &back), &last);
	assert_i64(back->pays_count, 1);
	assert_i64(back->pays[0].way, PAY_ACCOUNT);
	assert_i64(owed_now(), 145000);
	assert_i64(expected_now(), 50000000);
}

static void an_exchange_makes_no_cash_of_a_voucher(void **state)
{
	const char *code;
	struct id voucher_id = sell_voucher(145000, &code), first;
	struct pay_in pay = pay_by(PAY_VOUCHER, 145000);
	const struct sale *back;
	struct work work = as_cashier();

	(void)state;
	pay.source_id = voucher_id;
	pay.reference = code;
	assert_ok(sell_by(&work, false, 1, &pay, 1), &last);
	first = work.id;
	work = with_supervisor();
	assert_ok(exchange_by(&work, first, 1, 1, true, 1, PAY_CASH), &last);
	assert_i64(voucher_left(voucher_id), 145000);
	assert_i64(expected_now(), 50000000 + 145000 + 108000);
	assert_ok(take_back_by(work.id, 1, 1, PAY_CASH, &back), &last);
	assert_i64(expected_now(), 50000000 + 145000);
}

/* ---- one person who is two ------------------------------------------------------------------ */

static struct id new_staff(const char *login, int32_t role)
{
	struct err err = { 0 };
	struct staff staff = { .id = new_id(), .login = login, .name = "Người thử", .role = role, .is_active = true };
	struct work work = as_office();

	SHOWROOM_DO(&work, staff_set(&work, &staff, &err));
	return staff.id;
}

static void a_colleague_is_no_second_person(void **state)
{
	static const struct {
		const char *login;
		int32_t role;
		bool passes;
	} cases[] = { { "lan", STAFF_CASHIER, false }, { "kho", STAFF_STOCK, false }, { "truong", STAFF_SUPERVISOR, true } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct sale_line_in line = line_of(false, 1);
		struct pay_in pay = pay_by(PAY_CASH, 100000);
		struct sale_in in = sale_of(&line, &pay, 1);
		const struct sale *sale;
		struct work work;

		CASE(cases[i].login);
		in.total = MONEY(100000);
		in.discount_limit_ppm = 30000;
		in.ticket_discount = (struct discount){ .amount = MONEY(45000), .is_house = true, .reason = "khách quen",
							.approver_id = new_staff(cases[i].login, cases[i].role) };
		work = as_cashier();
		assert_int_equal(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)), cases[i].passes);
		if (!cases[i].passes)
			assert_text(err.field, "approver");
	}
}

/* A manager asked from afar is told what a voucher's paper is worth, and agrees to no more. */
static void from_afar_he_sees_what_is_at_stake(void **state)
{
	const char *code;
	struct pay_in pay = pay_by(PAY_VOUCHER, 145000);
	struct work work = as_cashier();

	(void)state;
	pay.source_id = sell_voucher(1000000, &code);
	assert_false(sell_by(&work, false, 1, &pay, 1));
	assert_i64(work.at_stake.dong, 145000);
	work = with_supervisor();
	work.is_afar = true;
	work.approved_max = MONEY(144999);
	assert_false(sell_by(&work, false, 1, &pay, 1));
	work = with_supervisor();
	work.is_afar = true;
	work.approved_max = MONEY(145000);
	assert_ok(sell_by(&work, false, 1, &pay, 1), &last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		MUDDLE_TEST(an_exchange_makes_no_cash_of_a_debt),
		MUDDLE_TEST(an_exchange_makes_no_cash_of_a_voucher),
		MUDDLE_TEST(a_colleague_is_no_second_person),
		MUDDLE_TEST(from_afar_he_sees_what_is_at_stake),
	};

	return RUN_ON_ENGINES("shop/muddle", tests);
}
