/* "Đổi cách trả" (B7): the money goes into another bucket, nothing else moves. */
#include "showroom.h"
#include "whole.h"

#include "shop/rollup.h"
#include "shop/sale_view.h"
#include "shop/tender.h"

static void open_shift(int64_t float_cash)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(float_cash), .till_id = room.till_id };
	struct work work = as_cashier();

	showroom_intake(room.coop_contract, room.honey, 50000, 0, 1);
	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

/* A jar of 145.600, rounded down where it is paid in cash. */
static struct id sell(struct pay_in *pays, size_t count, int64_t total)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = room.honey, .price = MONEY(145600), .qty_milli = 1000, .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = pays, .pays_count = count,
			      .cash_round_unit = MONEY(1000), .total = MONEY(total) };
	struct price_set price = { .amount = MONEY(145600), .from_us = room.now_us, .item_id = room.honey };
	const struct sale *sale;
	struct work work = as_office();

	/* Once is enough, and again is refused. */
	(void)!SHOWROOM_TRY(&work, prices_set(&work, &price, 1, &err));
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	return work.entry.id;
}

static struct pay_in pay(int32_t way, int64_t amount)
{
	return (struct pay_in){ .way = way, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };
}

static bool change(struct id sale_id, struct pay_in *pays, size_t count, bool has_second, struct err *said)
{
	struct err err = { 0 };
	struct tender_in in = { .pays = pays, .pays_count = count, .reason = "bấm nhầm", .sale_id = sale_id, .till_id = room.till_id };
	const struct tender_changed *body;
	struct work work = has_second ? with_supervisor() : as_cashier();
	bool ok = SHOWROOM_TRY(&work, tender_change(&work, &in, &body, &err));

	*said = err;
	return ok;
}

static struct shift_figures figures(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct shift_figures now;
	struct shift shift;
	bool found;

	assert_ok(txn && shift_find_open(txn, room.arena, room.till_id, &shift, &found, &err) && shift_figures(txn, room.arena, &shift, &now, &err), &err);
	txn_abandon(txn);
	return now;
}

/* SHAPE_ABSENT: no such bucket. */
static int64_t bucket(const struct shift_figures *now, const char *name)
{
	for (size_t i = 0; i < now->buckets_count; i++)
		if (strcmp(now->buckets[i].name, name) == 0)
			return now->buckets[i].amount.dong;
	return SHAPE_ABSENT;
}

static int64_t ledger(const char *account)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = account, .a_size = strlen(account) };
	struct rollup_sums sums;

	assert_ok(txn && rollup_get(txn, &key, &sums, &err), &err);
	txn_abandon(txn);
	return sums.amount;
}

static void money_changes_its_bucket_and_nothing_else(void **state)
{
	struct pay_in cash = pay(PAY_CASH, 145000), card = pay(PAY_CARD, 145000), split[2] = { pay(PAY_TRANSFER, 45000), pay(PAY_CASH, 100000) };
	struct shift_figures now;
	struct sale_view view;
	struct err err = { 0 };
	struct txn *txn;
	struct id sale_id;

	(void)state;
	open_shift(500000);
	sale_id = sell(&cash, 1, 145000);
	assert_i64(figures().expected.dong, 645000);
	CASE("cash leaves the drawer on paper: a second person");
	card.reference = "0042";
	assert_false(change(sale_id, &card, 1, false, &err));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	assert_text(err.field, "approver");
	assert_true(change(sale_id, &card, 1, true, &err));
	now = figures();
	assert_i64(now.expected.dong, 500000);
	assert_i64(bucket(&now, "way:card"), 145000);
	assert_i64(bucket(&now, "way:cash"), SHAPE_ABSENT);
	assert_i64(bucket(&now, "sales"), 145000);
	assert_i64(bucket(&now, TENDER_BUCKET), 145000);
	CASE("what was rounded for cash stays the house's");
	assert_i64(bucket(&now, "rounding"), -600);
	assert_i64(now.net.dong, 145000);
	assert_i64(ledger("cash"), 500000);
	assert_i64(ledger("card"), 145000);
	CASE("and again, into two; cash that comes into the drawer needs nobody");
	assert_true(change(sale_id, split, 2, false, &err));
	now = figures();
	assert_i64(now.expected.dong, 600000);
	assert_i64(bucket(&now, "way:card"), SHAPE_ABSENT);
	assert_i64(bucket(&now, "way:transfer"), 45000);
	assert_i64(bucket(&now, TENDER_BUCKET), 290000);
	for (size_t i = 0; i < now.buckets_count; i++)
		if (strcmp(now.buckets[i].name, TENDER_BUCKET) == 0 || strcmp(now.buckets[i].name, "sales") == 0)
			assert_i64(now.buckets[i].count, now.buckets[i].name[0] == 's' ? 1 : 2);
	CASE("the ticket says how it was paid in truth, and what was typed");
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && sale_view_get(txn, room.arena, sale_id, &view, &err), &err);
	txn_abandon(txn);
	assert_i64(view.pays_count, 2);
	assert_int_equal(view.pays[0].way, PAY_TRANSFER);
	assert_i64(view.change.dong, 0);
	assert_i64(view.tender_changes_count, 2);
	assert_text(view.tender_changes[0].from, "Tiền mặt 145.000 ₫");
	assert_text(view.tender_changes[0].to, "Thẻ 145.000 ₫");
	assert_text(view.tender_changes[1].to, "Chuyển khoản (xem bằng mắt) 45.000 ₫ + Tiền mặt 100.000 ₫");
}

static void what_cannot_be_typed_anew_is_refused(void **state)
{
	struct pay_in cash = pay(PAY_CASH, 145000), paid = pay(PAY_TRANSFER, 145600);
	struct err err = { 0 };
	struct id sale_id, other_id;

	(void)state;
	open_shift(0);
	sale_id = sell(&cash, 1, 145000);
	other_id = sell(&paid, 1, 145600);
	const struct {
		const char *name;
		struct id sale_id;
		struct pay_in pay;
		const char *field;
	} cases[] = {
		{ "another sum", sale_id, pay(PAY_CARD, 144000), "pays" },
		{ "rounding taken back", sale_id, pay(PAY_CARD, 145600), "pays" },
		{ "as it is", sale_id, cash, "pays" },
		{ "to a voucher", sale_id, pay(PAY_VOUCHER, 145000), "pays[0].way" },
		{ "nothing", sale_id, pay(PAY_CARD, 0), "pays[0].amount" },
		{ "no such sale", new_id(), pay(PAY_CARD, 145000), "sale_id" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct pay_in one = cases[i].pay;

		CASE(cases[i].name);
		assert_false(change(cases[i].sale_id, &one, 1, true, &err));
		assert_text(err.field, cases[i].field);
	}
	CASE("cash is not there any more");
	{
		struct cash_move_in out = { .amount = MONEY(-145000), .reason = "nộp két", .till_id = room.till_id };
		struct pay_in card = pay(PAY_CARD, 145000);
		struct work work = with_supervisor();

		SHOWROOM_DO(&work, cash_move(&work, &out, MONEY(0), &err));
		assert_false(change(sale_id, &card, 1, true, &err));
		assert_text(err.field, "pays");
		assert_non_null(strstr(err.text, "ngăn kéo"));
	}
	CASE("too often");
	for (int i = 0; i < TENDER_CHANGES_MAX; i++) {
		struct pay_in one = pay(i % 2 ? PAY_TRANSFER : PAY_CARD, 145600);

		assert_ok(change(other_id, &one, 1, false, &err), &err);
	}
	paid.way = PAY_TRANSFER;
	assert_false(change(other_id, &paid, 1, false, &err));
	assert_text(err.field, "sale_id");
}

static void only_in_its_shift_and_once(void **state)
{
	struct err err = { 0 };
	struct pay_in cash = pay(PAY_CASH, 145000), card = pay(PAY_CARD, 145000);
	struct note note = { .count = 290, .value = MONEY(500) };
	struct shift_close_in close = { .notes = &note, .notes_count = 1, .till_id = room.till_id, .reason = "đếm xong" };
	struct tender_in in = { .pays = &card, .pays_count = 1, .reason = "bấm nhầm", .till_id = room.till_id };
	const struct tender_changed *body;
	const struct shift_closed *closed;
	struct work work, again;
	struct id sale_id;

	(void)state;
	open_shift(0);
	in.sale_id = sale_id = sell(&cash, 1, 145000);
	again = work = with_supervisor();
	SHOWROOM_DO(&work, tender_change(&work, &in, &body, &err));
	CASE("asked again it is the first answer");
	SHOWROOM_DO(&again, tender_change(&again, &in, &body, &err));
	assert_true(again.is_repeat);
	assert_i64(figures().expected.dong, 0);
	CASE("the Z counts it");
	work = as_cashier();
	note.count = 0;
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	assert_i64(closed->expected.dong, 0);
	CASE("in the next shift it is too late");
	open_shift(500000);
	assert_false(change(sale_id, &cash, 1, true, &err));
	assert_text(err.field, "sale_id");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(money_changes_its_bucket_and_nothing_else),
		WHOLE_TEST(what_cannot_be_typed_anew_is_refused),
		WHOLE_TEST(only_in_its_shift_and_once),
	};

	return RUN_ON_ENGINES("shop/tender", tests);
}
