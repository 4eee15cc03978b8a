/* Paying other than now: vouchers, on account, COD, offset; the rows of ways to pay; and ten thousand steps of it all. */
#include "settling.h"
#include "whole.h"

#include "shop/cod.h"
#include "shop/credit.h"
#include "shop/money_in.h"
#include "shop/offset.h"
#include "shop/pay_ways.h"
#include "shop/verify_parts.h"
#include "shop/voucher.h"

static struct {
	struct id customer, carrier;
} who;

static int open_credit(void **state)
{
	struct err err = { 0 };
	struct party parties[2];
	struct work work;

	if (showroom_open(state))
		return -1;
	who.customer = new_id();
	who.carrier = new_id();
	parties[0] = (struct party){ .id = who.customer, .code = "KH01", .name = "Nhà hàng Sông Đà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CUSTOMER,
				     .from_day = 20250101, .vat_profile = TAX_CREDIT };
	parties[1] = (struct party){ .id = who.carrier, .code = "VC01", .name = "Bưu điện Bắc Hà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CARRIER,
				     .from_day = 20250101, .vat_profile = TAX_CREDIT };
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, parties, 2, &err));
	showroom_intake(room.coop_contract, room.honey, INT64_C(9000000), 0, 1);
	open_shift();
	return 0;
}
#define CREDIT_TEST(function) cmocka_unit_test_setup_teardown(function, open_credit, whole_close)

/* ---- short words -------------------------------------------------------------------- */

static struct err last;

/* Sells honey for so much (145.000 a piece) and pays as said. */
static bool sell_by(struct work *work, int64_t pieces, struct pay_in *pays, size_t count)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = pieces * 1000, .price = MONEY(145000), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = pays, .pays_count = count,
			      .total = MONEY(pieces * 145000), .cash_round_unit = MONEY(1) };
	const struct sale *sale;
	bool ok = SHOWROOM_TRY(work, sale_add(work, &in, &sale, &err));

	last = err;
	return ok;
}

static struct pay_in pay_by(int32_t way, int64_t amount)
{
	return (struct pay_in){ .way = way, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };
}

static struct pay_in on_account(int64_t amount)
{
	struct pay_in pay = pay_by(PAY_ACCOUNT, amount);

	pay.party_id = who.customer;
	return pay;
}

static struct pay_in by_cod(int64_t amount, const char *parcel)
{
	struct pay_in pay = pay_by(PAY_COD, amount);

	pay.party_id = who.carrier;
	pay.reference = parcel;
	return pay;
}

static struct pay_in by_offset(int64_t amount)
{
	struct pay_in pay = pay_by(PAY_OFFSET, amount);

	pay.party_id = room.coop;
	pay.source_id = room.coop_contract;
	return pay;
}

static bool take_back_by(struct id sale_id, int64_t pieces, int32_t way, const struct sale **back)
{
	struct err err = { 0 };
	struct return_line_in part = { .n = 1, .qty_milli = pieces * 1000, .place = PLACE_SHELF };
	struct return_in in = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = way, .reason = "đổi ý",
				.total = MONEY(pieces * 145000), .payee = way == PAY_TRANSFER ? &showroom_payee : NULL };
	struct work work = with_supervisor();
	bool ok = SHOWROOM_TRY(&work, return_add(&work, &in, back, &err));

	last = err;
	return ok;
}

#define READ(words) \
	do { \
		struct err wrong = { 0 }; \
		struct txn *txn = txn_begin(room.book->store, &wrong); \
		assert_ok(txn && (words), &wrong); \
		txn_abandon(txn); \
	} while (0)

static struct voucher voucher_now(struct id voucher_id)
{
	struct voucher voucher;

	READ(voucher_get(txn, room.arena, voucher_id, day_of_us(room.now_us), &voucher, &wrong));
	return voucher;
}

static int64_t owed_by(enum debt_what what, struct id party_id)
{
	struct money left;
	int64_t late;

	READ(debt_sum(txn, what, party_id, day_of_us(room.now_us), &left, &late, &wrong));
	return left.dong;
}

static struct shift_figures figures_now(void)
{
	struct shift_figures figures;
	struct shift shift;
	bool found;

	READ(shift_find_open(txn, room.arena, room.till_id, &shift, &found, &wrong) && shift_figures(txn, room.arena, &shift, &figures, &wrong));
	return figures;
}

static int64_t bucket_of(const char *name)
{
	struct shift_figures figures = figures_now();

	for (size_t i = 0; i < figures.buckets_count; i++)
		if (strcmp(figures.buckets[i].name, name) == 0)
			return figures.buckets[i].amount.dong;
	return -1;
}

static const struct vouchers_sold *sell_vouchers(int64_t value, size_t count, int32_t expires_day, const char ***codes)
{
	struct err err = { 0 };
	struct money values[VOUCHERS_PER_ENTRY_MAX];
	struct voucher_sell_in in = { .till_id = room.till_id, .values = values, .values_count = count, .expires_day = expires_day, .way = PAY_CASH,
				      .total = MONEY(value * (int64_t)count) };
	const struct vouchers_sold *sold;
	struct work work = as_cashier();

	for (size_t i = 0; i < count; i++)
		values[i] = MONEY(value);
	SHOWROOM_DO(&work, vouchers_sell(&work, &in, &sold, &err));
	if (codes)
		READ(voucher_codes(txn, room.arena, sold, codes, &wrong));
	return sold;
}

static void set_credit(int64_t limit, int64_t days)
{
	struct err err = { 0 };
	struct credit_set terms = { .days = days, .limit = MONEY(limit), .party_id = who.customer };
	struct work work = as_office();

	SHOWROOM_DO(&work, credit_set(&work, &terms, &err));
}

static bool pay_debt(int64_t amount, const struct debt_paid **paid)
{
	struct err err = { 0 };
	struct debt_paid_in in = { .amount = MONEY(amount), .party_id = who.customer, .till_id = room.till_id, .way = PAY_CASH };
	struct work work = as_cashier();
	bool ok = SHOWROOM_TRY(&work, debt_pay(&work, &in, paid, &err));

	last = err;
	return ok;
}

/* ---- vouchers -------------------------------------------------------------------------- */

static void a_voucher_is_owed_until_it_is_used(void **state)
{
	const char **codes;
	const struct vouchers_sold *sold = sell_vouchers(500000, 2, 0, &codes);
	struct id id = sold->vouchers[0].id;
	struct pay_in pays[2] = { pay_by(PAY_VOUCHER, 145000), pay_by(PAY_VOUCHER, 145000) };
	struct voucher voucher;
	struct work work;
	const struct sale *back;
	struct id sale_id;

	(void)state;
	assert_i64(ledger("voucher", NULL), -1000000);
	assert_i64(ledger("vat", NULL), 0);
	assert_i64(bucket_of("voucher_sold:cash"), 1000000);
	assert_i64(figures_now().expected.dong, 51000000);
	assert_text(codes[0] ? "there" : "gone", "there");
	READ(voucher_find(txn, room.arena, codes[1], day_of_us(room.now_us), &voucher, &wrong));
	assert_true(id_is(voucher.id, sold->vouchers[1].id));
	READ(voucher_find(txn, room.arena, "pq000001" "C", day_of_us(room.now_us), &voucher, &wrong));
	assert_true(id_is(voucher.id, id));
	assert_text(voucher.number, "PQ000001C");

	pays[0].source_id = id;
	pays[0].reference = codes[0];
	work = as_cashier();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	sale_id = work.id;
	assert_i64(voucher_now(id).left.dong, 355000);
	/* By its number alone, or with another's code, somebody looks at the paper. */
	pays[0].reference = "PQ000001C";
	work = as_cashier();
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.field, "approver");
	pays[0].reference = codes[1];
	work = as_cashier();
	assert_false(sell_by(&work, 1, pays, 1));
	work = with_supervisor();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	/* Split over both: 210.000 are left on the first. */
	pays[0] = pay_by(PAY_VOUCHER, 210000);
	pays[0].source_id = id;
	pays[0].reference = codes[0];
	pays[1] = pay_by(PAY_VOUCHER, 145000 * 2 - 210000);
	pays[1].source_id = sold->vouchers[1].id;
	pays[1].reference = codes[1];
	work = as_cashier();
	assert_ok(sell_by(&work, 2, pays, 2), &last);
	assert_i64(voucher_now(id).left.dong, 0);
	assert_i64(ledger("voucher", NULL), -420000);
	work = as_cashier();
	pays[0].amount = MONEY(145000);
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.text, "phiếu quà này đã dùng hết");
	/* Twice in one sale could not be looked at one by one. */
	pays[0] = pays[1];
	pays[0].amount = MONEY(72500);
	pays[1].amount = MONEY(72500);
	work = as_cashier();
	assert_false(sell_by(&work, 1, pays, 2));
	assert_text(last.field, "pays");
	/* What comes back fills it again, whatever way was asked for. */
	assert_ok(take_back_by(sale_id, 1, PAY_CASH, &back), &last);
	assert_i64(back->pays_count, 1);
	assert_i64(back->pays[0].way, PAY_VOUCHER);
	assert_i64(voucher_now(id).left.dong, 145000);
	assert_i64(ledger("voucher", NULL), -565000);
	assert_i64(figures_now().expected.dong, 51000000);
}

static void a_voucher_that_must_not_pay_says_why(void **state)
{
	struct err err = { 0 };
	int32_t today = day_of_us(room.now_us);
	const char **codes;
	const struct vouchers_sold *sold = sell_vouchers(200000, 1, today, &codes);
	struct voucher_set_in set = { .voucher_id = sold->vouchers[0].id, .is_stopped = true, .expires_day = today, .reason = "khách báo mất" };
	struct pay_in pay = pay_by(PAY_VOUCHER, 145000);
	struct voucher voucher;
	struct work work = as_office();
	struct txn *txn = txn_begin(room.book->store, &err);

	(void)state;
	/* One wrong digit, two exchanged, a code of nobody. */
	assert_false(voucher_find(txn, room.arena, "PQ000002C", today, &voucher, &err));
	assert_text(err.field, "code");
	assert_false(voucher_find(txn, room.arena, "%V01J8ZNMZ0GE4HRASW9NF6YY0937", today, &voucher, &err));
	txn_abandon(txn);
	pay.source_id = set.voucher_id;
	pay.reference = codes[0];
	SHOWROOM_DO(&work, voucher_set(&work, &set, &err));
	work = as_cashier();
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.text, "phiếu quà này đã bị khóa; hỏi ca trưởng");
	/* Let go again by one alone, the lost paper of a customer would be his. */
	set.is_stopped = false;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, voucher_set(&work, &set, &err)));
	assert_text(err.field, "approver");
	work = showroom_work(room.cashier, STAFF_ACCOUNTANT);
	work.approver = room.supervisor;
	work.approver_role = STAFF_SUPERVISOR;
	SHOWROOM_DO(&work, voucher_set(&work, &set, &err));
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, voucher_expire(&work, set.voucher_id, "thể lệ", &err)));
	go_to(day_add(today, 1));
	work = as_cashier();
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_true(strstr(last.text, "hết hạn") != NULL);
	/* Longer is money given away: two look at it. */
	set.expires_day = day_add(today, 30);
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, voucher_set(&work, &set, &err)));
	assert_text(err.field, "approver");
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, voucher_expire(&work, set.voucher_id, "thể lệ", &err)));
	work = showroom_work(room.cashier, STAFF_ACCOUNTANT);
	work.approver = room.supervisor;
	work.approver_role = STAFF_SUPERVISOR;
	SHOWROOM_DO(&work, voucher_expire(&work, set.voucher_id, "thể lệ", &err));
	assert_i64(ledger("voucher", NULL), 0);
	assert_i64(ledger("house", NULL), -200000);
	assert_i64(voucher_now(set.voucher_id).state, VOUCHER_MOVED);
}

/* ---- on account ------------------------------------------------------------------------- */

static void on_account_up_to_the_limit(void **state)
{
	struct pay_in pays[2] = { on_account(145000) };
	const struct debt_paid *paid;
	const struct sale *back;
	struct debt *debts;
	struct id first;
	size_t count;
	struct work work = with_supervisor();

	(void)state;
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.field, "pays[0].party_id");
	set_credit(300000, 10);
	work = as_cashier();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	first = work.id;
	pays[0] = on_account(155001);
	pays[1] = pay_by(PAY_CASH, 145000 * 2 - 155001);
	work = as_cashier();
	assert_false(sell_by(&work, 2, pays, 2));
	assert_text(last.field, "approver");
	assert_true(strstr(last.text, "hạn mức 300.000 ₫") != NULL);
	pays[0].amount = MONEY(155000);
	pays[1].amount = MONEY(135000);
	work = as_cashier();
	assert_ok(sell_by(&work, 2, pays, 2), &last);
	assert_i64(owed_by(DEBT_CUSTOMER, who.customer), 300000);
	assert_i64(ledger("receivable", &who.customer), 300000);
	/* Over it with a second person. */
	pays[0] = on_account(145000);
	work = with_supervisor();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	/* The oldest first. */
	assert_ok(pay_debt(150000, &paid), &last);
	assert_i64(paid->items_count, 2);
	assert_i64(paid->items[0].amount.dong, 145000);
	assert_i64(paid->left.dong, 295000);
	assert_i64(paid->money.number, 1);
	assert_i64(bucket_of("debt_paid:cash"), 150000);
	assert_i64(figures_now().expected.dong, 50000000 + 135000 + 150000);
	assert_false(pay_debt(295001, &paid));
	assert_text(last.field, "amount");
	/* Paid already: the money goes back. What is still owed is owed no more. */
	assert_ok(take_back_by(first, 1, PAY_CASH, &back), &last);
	assert_i64(back->pays[0].way, PAY_CASH);
	READ(debt_open(txn, room.arena, DEBT_CUSTOMER, who.customer, 20991231, &debts, &count, &wrong));
	assert_i64(count, 2);
	assert_i64(debts[0].left.dong, 150000);
	assert_i64(debts[0].due_day, day_add(day_of_us(room.now_us), 10));
	assert_true(debts[0].receipt && debts[0].late_days > 0);
	assert_ok(take_back_by(work.id, 1, PAY_TRANSFER, &back), &last);
	assert_i64(back->pays[0].way, PAY_ACCOUNT);
	assert_null(back->payee);
	assert_i64(owed_by(DEBT_CUSTOMER, who.customer), 150000);
	/* Late: even a little more needs a second person. */
	set_credit(9000000, 10);
	go_to(day_add(day_of_us(room.now_us), 11));
	pays[0] = on_account(145000);
	work = as_cashier();
	assert_false(sell_by(&work, 1, pays, 1));
	assert_true(strstr(last.text, "quá hạn") != NULL);
}

static void part_on_account_comes_back_in_parts(void **state)
{
	struct pay_in pays[2] = { on_account(145000), pay_by(PAY_CASH, 145000) };
	struct work work = as_cashier();
	const struct sale *back;

	(void)state;
	set_credit(300000, 10);
	assert_ok(sell_by(&work, 2, pays, 2), &last);
	/* The rest may be sent as well as given by hand: only that part waits among the refunds. */
	assert_ok(take_back_by(work.id, 2, PAY_TRANSFER, &back), &last);
	assert_i64(back->pays_count, 2);
	assert_i64(back->pays[0].way, PAY_TRANSFER);
	assert_non_null(back->payee);
	assert_i64(ledger("refund", NULL), -145000);
	assert_i64(back->pays[0].amount.dong, -145000);
	assert_i64(back->pays[1].amount.dong, -145000);
	assert_i64(owed_by(DEBT_CUSTOMER, who.customer), 0);
	assert_i64(figures_now().expected.dong, 50000000 + 145000);
}

static void taken_over_debts_are_open_items(void **state)
{
	struct err err = { 0 };
	struct opening_balance balances[] = {
		{ .amount = MONEY(250000), .due_day = 20260331, .label = "HĐ 77", .party_id = who.customer, .what = BALANCE_DEBT },
		{ .amount = MONEY(410000), .label = "VD0001", .party_id = who.carrier, .what = BALANCE_COD },
	};
	struct opening_in in = { .balances = balances, .balances_count = 2, .day = day_of_us(room.now_us), .total_balance = MONEY(660000) };
	struct work work = as_office();
	const struct debt_paid *paid;
	struct debt *debts;
	size_t count;

	(void)state;
	SHOWROOM_DO(&work, opening_add(&work, &in, &err));
	READ(debt_open(txn, room.arena, DEBT_CUSTOMER, who.customer, 20260430, &debts, &count, &wrong));
	assert_i64(count, 1);
	assert_text(debts[0].label, "HĐ 77");
	assert_i64(debts[0].late_days, 30);
	assert_ok(pay_debt(250000, &paid), &last);
	assert_i64(owed_by(DEBT_CUSTOMER, who.customer), 0);
	assert_i64(owed_by(DEBT_CARRIER, who.carrier), 410000);
}

/* ---- COD ----------------------------------------------------------------------------------- */

static bool match_by(struct work work, struct cod_row_in *rows, size_t count, const struct cod_matched **matched)
{
	struct err err = { 0 };
	struct cod_match_in in = { .fee_limit_ppm = COD_FEE_USUAL_PPM, .party_id = who.carrier, .rows = rows, .rows_count = count, .way = PAY_TRANSFER };
	bool ok;

	work.role = STAFF_ACCOUNTANT;
	ok = SHOWROOM_TRY(&work, cod_match(&work, &in, matched, &err));
	last = err;
	return ok;
}

static bool match(struct cod_row_in *rows, size_t count, const struct cod_matched **matched)
{
	return match_by(with_supervisor(), rows, count, matched);
}

static void fees_beyond_the_limit_are_not_booked_by_one_person(void **state)
{
	static const struct {
		int64_t amount, fee, house;
		bool is_alone_enough;
	} rows[] = {
		{ 145000, 29000, 0, true },      /* 20 % */
		{ 145000, 29001, 0, false },
		{ 145000, 145000, 0, false },    /* all of it */
		{ 140000, 0, 5000, false },      /* and what the house bears, as before */
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *parcel = arena_format(room.arena, "VD%zu", i);
		struct cod_row_in row = { .amount = MONEY(rows[i].amount), .fee = MONEY(rows[i].fee), .is_closed = rows[i].house > 0, .parcel = parcel };
		struct pay_in pay = by_cod(145000, parcel);
		const struct cod_matched *matched;
		struct work work = as_cashier();

		assert_ok(sell_by(&work, 1, &pay, 1), &last);
		assert_true(match_by(as_cashier(), &row, 1, &matched) == rows[i].is_alone_enough);
		if (rows[i].is_alone_enough)
			continue;
		assert_text(last.field, "approver");
		assert_ok(match(&row, 1, &matched), &last);
		assert_i64(matched->fees.dong, rows[i].fee);
	}
	assert_i64(owed_by(DEBT_CARRIER, who.carrier), 0);
}

static void a_carrier_owes_until_its_list_is_matched(void **state)
{
	struct pay_in pay = by_cod(145000, NULL);
	struct cod_row_in rows[] = {
		{ .parcel = "VD1", .amount = MONEY(145000), .fee = MONEY(22000) },
		{ .parcel = "VD2", .amount = MONEY(140000), .fee = MONEY(22000), .is_closed = true },
		{ .parcel = "VD3", .amount = MONEY(100000), .fee = MONEY(0) },
		{ .parcel = "VD9", .amount = MONEY(1), .fee = MONEY(0) },
		{ .parcel = "VD1", .amount = MONEY(1), .fee = MONEY(0) },
		{ .parcel = "VD4", .amount = MONEY(145001), .fee = MONEY(0) },
	};
	static const int32_t verdicts[] = { COD_GOOD, COD_SHORT, COD_SHORT, COD_UNKNOWN, COD_TWICE, COD_MORE };
	struct cod_match_in look = { .party_id = who.carrier, .rows = rows, .rows_count = COUNT_OF(rows) };
	const struct cod_matched *matched;
	const struct sale *back;
	struct cod_row *looked;
	struct work work = as_cashier();
	struct id parcels[4];

	(void)state;
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.field, "pays[0].reference");
	for (size_t i = 0; i < 4; i++) {
		static const char *const names[] = { "VD1", "VD2", "VD3", "VD4" };

		pay.reference = names[i];
		work = as_cashier();
		assert_ok(sell_by(&work, 1, &pay, 1), &last);
		parcels[i] = work.id;
	}
	work = as_cashier();
	assert_false(sell_by(&work, 1, &pay, 1));
	pay.party_id = who.customer;
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.field, "pays[0].party_id");
	assert_i64(ledger("cod", &who.carrier), 580000);
	assert_i64(bucket_of("way:cod"), 580000);

	READ(cod_look(txn, room.arena, &look, &looked, &wrong));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_i64(looked[i].verdict, verdicts[i]);
	assert_false(match(rows, COUNT_OF(rows), &matched));
	assert_text(last.field, "rows[3].parcel");
	assert_ok(match(rows, 3, &matched), &last);
	assert_i64(matched->collected.dong, 385000);
	assert_i64(matched->fees.dong, 44000);
	assert_i64(matched->house.dong, 5000);
	assert_i64(ledger("transfer", NULL), 341000);
	assert_i64(owed_by(DEBT_CARRIER, who.carrier), 45000 + 145000);
	assert_false(match(rows, 1, &matched));
	/* A parcel that came back: the carrier owes that much less, nothing goes out of the drawer. */
	assert_ok(take_back_by(parcels[3], 1, PAY_CASH, &back), &last);
	assert_i64(back->pays[0].way, PAY_COD);
	assert_i64(owed_by(DEBT_CARRIER, who.carrier), 45000);
	assert_i64(ledger("cod", &who.carrier), 45000);
	assert_i64(figures_now().expected.dong, 50000000);
}

/* ---- offset ---------------------------------------------------------------------------------- */

static int64_t payout_owed_now(void)
{
	struct money owed;

	READ(payout_owed(txn, room.coop_contract, &owed, &wrong));
	return owed.dong;
}

static int64_t offset_owed_now(void)
{
	struct money owed;

	READ(offset_owed(txn, room.arena, room.coop_contract, day_of_us(room.now_us), &owed, &wrong));
	return owed.dong;
}

static void a_producer_takes_goods_against_what_it_is_owed(void **state)
{
	struct pay_in pays[2] = { by_offset(145000) };
	const struct settled *statement;
	const struct sale *back;
	struct work work;
	struct id taken;

	(void)state;
	go_to(20260105);
	close_to(room.coop_contract, 20251231);
	work = with_supervisor();
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.field, "pays[0].amount");
	/* 10 × 145.000 at 20 %: 1.160.000, less 8 % of the commission of 290.000 (the usual terms: without its VAT). */
	sell(room.honey, 10, 145000, 0);
	assert_i64(offset_owed_now(), 1160000 - 23200);
	work = as_cashier();
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.field, "approver");
	work = with_supervisor();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	taken = work.id;
	/* The piece he took was his own: what is owed rises by his part of it. */
	assert_i64(offset_owed_now(), 1160000 + 116000 - 25520 - 145000);
	pays[0].source_id = room.household_contract;
	work = with_supervisor();
	assert_false(sell_by(&work, 1, pays, 1));
	assert_text(last.field, "pays[0].source_id");
	go_to(20260201);
	statement = close_to(room.coop_contract, 20260131);
	assert_i64(line_sum(statement, SETTLED_OFFSET), 145000);
	assert_i64(statement->v.dong, 145000);
	assert_i64(statement->owed_after.dong, 1160000 + 116000 - 25520 - 145000);
	assert_i64(payout_owed_now(), statement->owed_after.dong);
	assert_i64(offset_owed_now(), statement->owed_after.dong);
	/* After the closing a return of it is a line of the next one. */
	assert_ok(take_back_by(taken, 1, PAY_CASH, &back), &last);
	assert_i64(back->pays[0].way, PAY_OFFSET);
	assert_i64(payout_owed_now(), statement->owed_after.dong + 145000);
	pays[0] = by_offset(145000);
	work = with_supervisor();
	assert_ok(sell_by(&work, 1, pays, 1), &last);
	assert_i64(payout_owed_now(), statement->owed_after.dong);
	go_to(20260301);
	statement = close_to(room.coop_contract, 20260228);
	assert_i64(line_sum(statement, SETTLED_OFFSET), 0);
	assert_i64(-ledger("payable", &room.coop), statement->owed_after.dong);
}

/* ---- rows --------------------------------------------------------------------------------------- */

static void ways_are_rows_of_the_house(void **state)
{
	struct err err = { 0 };
	struct pay_way_row rows[] = {
		{ .code = "momo", .is_on = true, .name = "MoMo", .needs_reference = true, .place = 2, .way = PAY_WALLET },
		{ .code = "agribank", .is_on = true, .name = "Thẻ Agribank", .place = 3, .way = PAY_CARD },
		{ .is_on = false, .name = "Thẻ", .place = 9, .way = PAY_CARD },
	};
	struct pay_in pay = pay_by(PAY_WALLET, 145000);
	struct pay_way_row *list;
	const char *name;
	size_t count, wallets = 0;
	struct work work = as_cashier();

	(void)state;
	assert_false(sell_by(&work, 1, &pay, 1));
	pay.row = "momo";
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.field, "pays[0].way");
	assert_false(SHOWROOM_TRY(&work, pay_ways_set(&work, rows, 3, &err)));
	work = as_office();
	SHOWROOM_DO(&work, pay_ways_set(&work, rows, 3, &err));
	work = as_cashier();
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.field, "pays[0].reference");
	pay.reference = "8899";
	assert_ok(sell_by(&work, 1, &pay, 1), &last);
	assert_i64(bucket_of("way:wallet:momo"), 145000);
	READ(pay_bucket_name(txn, room.arena, "wallet:momo", &name, &wrong));
	assert_text(name, "MoMo");
	pay = pay_by(PAY_CARD, 145000);
	work = as_cashier();
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.text, "“Thẻ” đang tắt; chọn cách trả khác");
	pay.row = "vcb";
	assert_false(sell_by(&work, 1, &pay, 1));
	assert_text(last.field, "pays[0].row");
	READ(pay_ways_list(txn, room.arena, &list, &count, &wrong));
	assert_i64(list[0].way, PAY_CASH);
	for (size_t i = 0; i < count; i++)
		wallets += list[i].way == PAY_WALLET;
	assert_i64(wallets, 2);
	/* Cash is always taken; a code is letters and digits; the same row twice. */
	rows[2] = (struct pay_way_row){ .is_on = false, .name = "Tiền mặt", .way = PAY_CASH };
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, pay_ways_set(&work, rows, 3, &err)));
	rows[2] = (struct pay_way_row){ .code = "Mo Mo", .is_on = true, .name = "x", .way = PAY_WALLET };
	assert_false(SHOWROOM_TRY(&work, pay_ways_set(&work, rows, 3, &err)));
	rows[2] = rows[0];
	assert_false(SHOWROOM_TRY(&work, pay_ways_set(&work, rows, 3, &err)));
}

/* ---- a long muddle --------------------------------------------------------------------------------- */

#define KEPT 200
static struct {
	struct id sales[KEPT];
	int64_t pieces[KEPT];
	size_t count;
	struct id vouchers[KEPT];
	const char *codes[KEPT];
	size_t vouchers_count;
	int64_t parcels;
} muddle;

static int64_t below(int64_t count)
{
	return (int64_t)(test_next(&room.chance) % (uint64_t)count);
}

static void sell_somehow(void)
{
	struct pay_in pays[3];
	int64_t pieces = 1 + below(4), left = pieces * 145000;
	size_t count = 0;
	struct work work = below(2) ? with_supervisor() : as_cashier();

	for (int64_t part = 0; part < 2 && left > 0; part++) {
		int64_t amount = part || below(2) ? left : 1 + below(left), n;
		struct pay_in pay;

		switch (below(5)) {
		case 0: pay = on_account(amount); break;
		case 1:
			pay = by_cod(amount, arena_format(room.arena, "VD%lld", (long long)++muddle.parcels));
			break;
		case 2: pay = by_offset(amount); break;
		case 3:
			if (muddle.vouchers_count) {
				n = below((int64_t)muddle.vouchers_count);
				pay = pay_by(PAY_VOUCHER, amount);
				pay.source_id = muddle.vouchers[n];
				pay.reference = muddle.codes[n];
				break;
			}
			pay = pay_by(PAY_CASH, amount);
			break;
		default: pay = pay_by(PAY_CASH, amount); break;
		}
		pays[count++] = pay;
		left -= amount;
	}
	if (left)
		pays[count++] = pay_by(PAY_CASH, left);
	if (!sell_by(&work, pieces, pays, count))
		return;
	muddle.sales[muddle.count % KEPT] = work.id;
	muddle.pieces[muddle.count++ % KEPT] = pieces;
}

static void step_of_the_muddle(void)
{
	const struct debt_paid *paid;
	const struct cod_matched *matched;
	const struct vouchers_sold *sold;
	const struct sale *back;
	struct debt *debts;
	struct cod_row_in row;
	const char **codes;
	size_t count, n;

	switch (below(12)) {
	case 0:
		n = muddle.vouchers_count < KEPT ? muddle.vouchers_count++ : (size_t)below(KEPT);
		sold = sell_vouchers(50000 * (1 + below(10)), 1, 0, &codes);
		muddle.vouchers[n] = sold->vouchers[0].id;
		muddle.codes[n] = codes[0];
		break;
	case 1:
		(void)!pay_debt(1 + below(owed_by(DEBT_CUSTOMER, who.customer) + 1000), &paid);
		break;
	case 2:
		READ(debt_open(txn, room.arena, DEBT_CARRIER, who.carrier, 20260101, &debts, &count, &wrong));
		if (!count)
			break;
		n = (size_t)below((int64_t)count);
		row = (struct cod_row_in){ .parcel = debts[n].label, .amount = MONEY(below(3) ? debts[n].left.dong : below(debts[n].left.dong + 100)),
					   .is_closed = below(2) };
		row.fee = MONEY(below(row.amount.dong + 1));
		(void)!match(&row, 1, &matched);
		break;
	case 3: case 4: case 5:
		if (!muddle.count)
			break;
		n = (size_t)below((int64_t)(muddle.count < KEPT ? muddle.count : KEPT));
		(void)!take_back_by(muddle.sales[n], 1 + below(muddle.pieces[n]), below(2) ? PAY_CASH : PAY_TRANSFER, &back);
		break;
	default:
		sell_somehow();
		break;
	}
}

/* The sums after every hundred steps, the whole proof at the end. */
static void ten_thousand_steps_leave_the_sums_true(void **state)
{
	int64_t steps = engine_now.kind == STORE_SQLITE ? 10000 : 600;
	struct verify_part part;
	struct err err = { 0 };

	(void)state;
	memset(&muddle, 0, sizeof(muddle));
	set_credit(50000000, 30);
	verify_part_init(&part);
	for (int64_t i = 1; i <= steps; i++) {
		step_of_the_muddle();
		room.now_us += MINUTE_US / 30;
		if (i % 100 == 0) {
			struct txn *txn = txn_begin(room.book->store, &err);

			assert_ok(verify_credit(txn, &part, &err), &err);
			txn_abandon(txn);
			if (part.problems_count)
				fail_msg("after %lld steps: %s", (long long)i, buf_get(&part.problems));
		}
		assert_true(voucher_now(muddle.vouchers_count ? muddle.vouchers[0] : sell_vouchers(1000, 1, 0, NULL)->vouchers[0].id).left.dong >= 0);
	}
	assert_true(muddle.count > (size_t)steps / 10);
	verify_part_release(&part);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CREDIT_TEST(a_voucher_is_owed_until_it_is_used),
		CREDIT_TEST(a_voucher_that_must_not_pay_says_why),
		CREDIT_TEST(on_account_up_to_the_limit),
		CREDIT_TEST(part_on_account_comes_back_in_parts),
		CREDIT_TEST(taken_over_debts_are_open_items),
		CREDIT_TEST(a_carrier_owes_until_its_list_is_matched),
		CREDIT_TEST(fees_beyond_the_limit_are_not_booked_by_one_person),
		CREDIT_TEST(a_producer_takes_goods_against_what_it_is_owed),
		CREDIT_TEST(ways_are_rows_of_the_house),
		CREDIT_TEST(ten_thousand_steps_leave_the_sums_true),
	};

	return RUN_ON_ENGINES("shop/credit", tests);
}
