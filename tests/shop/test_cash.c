/* Where cash lies: every movement between two places, its paper, the book of each place, what a Z agrees with. */
#include "showroom.h"

#include "shop/cash.h"
#include "shop/opening.h"
#include "shop/payout.h"

#include "whole.h"

static void open_shift(int64_t float_cash)
{
	struct err err = { 0 };
	struct shift_open_in in = { .float_cash = MONEY(float_cash), .till_id = room.till_id };
	const struct shift_opened *opened;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

static const struct shift_closed *close_shift(int64_t counted, int64_t to_safe)
{
	struct err err = { 0 };
	struct note note = { .count = counted / 1000, .value = MONEY(1000) };
	struct shift_close_in in = { .notes = &note, .notes_count = 1, .reason = "đếm lại vẫn vậy", .till_id = room.till_id, .to_safe = MONEY(to_safe) };
	const struct shift_closed *closed;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_close(&work, &in, &closed, &err));
	return closed;
}

static struct id sell_bag(int64_t count)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = room.bag, .qty_milli = count * 1000, .price = MONEY(5000), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(5000 * count), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(5000 * count), .cash_round_unit = MONEY(0) };
	const struct sale *sale;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	return work.id;
}

static int64_t lies(struct id place_id)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct cash_book book;

	assert_ok(txn && cash_book_read(txn, room.arena, place_id, 20250101, 20991231, &book, &err), &err);
	txn_abandon(txn);
	return book.after.dong;
}

static struct id add_bank(void)
{
	struct err err = { 0 };
	struct cash_place bank = { .account = "3900205111222", .is_active = true, .kind = CASH_BANK, .name = "Agribank Bắc Hà" };
	struct work work = as_office();

	bank.id = cash_bank_id(room.book->site_id, bank.account);
	SHOWROOM_DO(&work, cash_places_set(&work, &bank, 1, &err));
	return bank.id;
}

/* A day: 500.000 from the safe, 40.000 sold, 100.000 in, 60.000 spent, counted 1.000 short, all but 200.000 to the safe, which goes to the bank. */
static void a_day_of_cash_stands_in_the_books_of_its_places(void **state)
{
	struct err err = { 0 };
	struct id safe = room.book->site_id, bank = add_bank();
	struct cash_move_in in = { .amount = MONEY(100000), .reason = "thêm tiền lẻ", .till_id = room.till_id };
	struct cash_move_in spent = { .amount = MONEY(-60000), .reason = "mua nước", .till_id = room.till_id, .what = CASH_SPENT };
	struct cash_move_in no_sale = { .reason = "khách đổi tiền", .till_id = room.till_id };
	struct cash_move_in deposit = { .amount = MONEY(379000), .from_id = safe, .to_id = bank, .reason = "nộp ngân hàng" };
	const struct shift_closed *closed;
	const struct cash_moved *moved;
	struct cash_book book;
	struct txn *txn;
	struct work work;

	(void)state;
	open_shift(500000);
	assert_i64(lies(room.till_id), 500000);
	assert_i64(lies(safe), -500000);
	sell_bag(8);
	assert_i64(lies(room.till_id), 540000);
	work = as_cashier();
	SHOWROOM_DO(&work, cash_move_add(&work, &in, MONEY(0), &moved, &err));
	assert_true(moved->is_in && id_is(moved->from_id, safe));
	assert_i64(moved->number, 1);
	assert_text(cash_paper_text(room.arena, CASH_PAPER_IN, moved->number), "PT-000001");
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, cash_move_add(&work, &spent, MONEY(0), &moved, &err)));
	assert_text(err.field, "approver");
	work = with_supervisor();
	SHOWROOM_DO(&work, cash_move_add(&work, &spent, MONEY(0), &moved, &err));
	assert_true(!moved->is_in && moved->number == 1 && id_is_none(moved->to_id));
	work = as_cashier();
	SHOWROOM_DO(&work, cash_move_add(&work, &no_sale, MONEY(0), &moved, &err));
	assert_i64(moved->number, 0);
	closed = close_shift(579000, 379000);
	assert_i64(closed->expected.dong, 580000);
	assert_i64(closed->difference.dong, -1000);
	assert_i64(closed->taken.dong, 40000);
	assert_i64(closed->moves_count, 2);
	assert_text(closed->moves[0].name, "Két sắt");
	assert_i64(closed->moves[0].amount.dong, 100000);
	assert_i64(closed->moves[1].what, CASH_SPENT);
	assert_i64(closed->no_sales_count, 1);
	assert_text(closed->no_sales[0].reason, "khách đổi tiền");
	assert_i64(lies(room.till_id), 200000);
	assert_i64(lies(safe), -221000);
	work = as_office();
	SHOWROOM_DO(&work, cash_move_add(&work, &deposit, MONEY(0), &moved, &err));
	assert_i64(lies(safe), -600000);
	assert_i64(lies(bank), 379000);
	/* The drawer's book of the day: float, in, spent, no sale, sold, difference, to the safe. */
	txn = txn_begin(room.book->store, &err);
	assert_ok(cash_book_read(txn, room.arena, room.till_id, day_of_us(room.now_us), day_of_us(room.now_us), &book, &err), &err);
	txn_abandon(txn);
	assert_i64(book.rows_count, 7);
	assert_i64(book.rows[0].what, CASH_FLOAT);
	assert_i64(book.rows[6].what, CASH_TAKEN);
	assert_i64(book.before.dong, 0);
	/* What the Z left is what the next shift begins with: nothing moves. */
	open_shift(200000);
	assert_i64(lies(safe), -600000);
}

/* Each is refused, and nothing changes. */
static void what_is_not_between_two_places_is_refused(void **state)
{
	struct id safe = room.book->site_id, bank = add_bank();
	const struct {
		const char *name;
		struct cash_move_in in;
		const char *field;
		bool by_office, with_second;
	} rows[] = {
		{ "from nowhere to nowhere", { .amount = MONEY(1000), .reason = "x" }, "from_id", true, true },
		{ "a place to itself", { .amount = MONEY(1000), .from_id = safe, .to_id = safe, .reason = "x" }, "to_id", true, true },
		{ "moved to outside", { .amount = MONEY(1000), .from_id = safe, .reason = "x" }, "to_id", true, true },
		{ "spent into a place", { .amount = MONEY(1000), .to_id = safe, .reason = "x", .what = CASH_SPENT }, "to_id", true, true },
		{ "a negative amount between places", { .amount = MONEY(-1000), .from_id = safe, .to_id = bank, .reason = "x" }, "amount", true, true },
		{ "takings by hand", { .amount = MONEY(1000), .reason = "x", .till_id = room.till_id, .what = CASH_SOLD }, "what", true, true },
		{ "more than the drawer holds", { .amount = MONEY(-501000), .reason = "x", .till_id = room.till_id }, "amount", false, true },
		{ "the bank by a cashier", { .amount = MONEY(1000), .from_id = room.till_id, .to_id = bank, .reason = "x" }, "to_id", false, true },
		{ "out of the safe by a cashier", { .amount = MONEY(1000), .from_id = safe, .reason = "x", .what = CASH_SPENT }, "from_id", false, true },
		{ "out of the house alone", { .amount = MONEY(1000), .from_id = safe, .reason = "x", .what = CASH_SPENT }, "approver", true, false },
		{ "a fee to nobody", { .amount = MONEY(-1000), .reason = "x", .till_id = room.till_id, .what = CASH_REFERRER }, "person", false, true },
		{ "a place that is not there", { .amount = MONEY(1000), .from_id = safe, .to_id = room.honey, .reason = "x" }, "to_id", true, true },
	};

	(void)state;
	open_shift(500000);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		struct work work = rows[i].by_office ? as_office() : as_cashier();
		const struct cash_moved *moved;

		CASE(rows[i].name);
		if (rows[i].with_second) {
			work.approver = rows[i].by_office ? room.cashier : room.supervisor;
			work.approver_role = STAFF_SUPERVISOR;
		}
		assert_false(SHOWROOM_TRY(&work, cash_move_add(&work, &rows[i].in, MONEY(0), &moved, &err)));
		assert_text(err.field, rows[i].field);
	}
}

/* B12: a guide's fee is for two sales, signed by name; the name lies in the vault. */
static void a_referrers_fee_names_his_sales(void **state)
{
	struct err err = { 0 };
	struct cash_person guide = { .name = "Giàng A Páo", .address = "Sa Pa" }, back;
	struct id sales[2];
	struct cash_move_in fee = { .amount = MONEY(-5000), .person = &guide, .reason = "dẫn đoàn 12 khách", .sales = sales, .sales_count = 2,
				    .till_id = room.till_id, .what = CASH_REFERRER };
	const struct cash_moved *moved, *again;
	struct cash_row *rows;
	struct txn *txn;
	struct work work;
	size_t count;

	(void)state;
	open_shift(500000);
	sales[0] = sell_bag(1);
	sales[1] = new_id();
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, cash_move_add(&work, &fee, MONEY(0), &moved, &err)));
	assert_text(err.field, "sales[1].id");
	sales[1] = sell_bag(2);
	work = with_supervisor();
	SHOWROOM_DO(&work, cash_move_add(&work, &fee, MONEY(0), &moved, &err));
	assert_i64(moved->sales_count, 2);
	assert_null(strstr(work.entry.bytes, "Giàng"));
	CASE("no sale has two fees, nor is it named twice in one");
	work = with_supervisor();
	sales[0] = sell_bag(1);
	assert_false(SHOWROOM_TRY(&work, cash_move_add(&work, &fee, MONEY(0), &again, &err)));
	assert_text(err.field, "sales[1].id");
	sales[1] = sales[0];
	assert_false(SHOWROOM_TRY(&work, cash_move_add(&work, &fee, MONEY(0), &again, &err)));
	assert_text(err.field, "sales[1].id");
	txn = txn_begin(room.book->store, &err);
	assert_ok(cash_person_get(txn, room.arena, moved, &back, &err) && cash_fees(txn, room.arena, room.book->site_id, day_of_us(room.now_us), day_of_us(room.now_us), &rows, &count, &err), &err);
	txn_abandon(txn);
	assert_text(back.name, "Giàng A Páo");
	assert_i64(count, 1);
	assert_i64(rows[0].amount.dong, -5000);
	assert_i64(close_shift(515000, 0)->expected.dong, 515000);
}

/* An opening's cash begins the books; a payout in cash leaves the safe, or the drawer of an open shift. */
static void an_opening_begins_the_books_and_payouts_leave_them(void **state)
{
	struct err err = { 0 };
	struct id safe = room.book->site_id;
	struct opening_balance balances[] = {
		{ .amount = MONEY(3000000), .what = BALANCE_SAFE },
		{ .amount = MONEY(45000000), .label = "3900205111222", .what = BALANCE_BANK },
		{ .amount = MONEY(700000), .till_id = room.till_id, .what = BALANCE_DRAWER },
	};
	struct opening_in takeover = { .balances = balances, .balances_count = COUNT_OF(balances), .day = day_of_us(room.now_us), .total_balance = MONEY(48700000) };
	struct payout_in pay = { .amount = MONEY(100000), .contract_id = room.coop_contract, .is_advance = true, .way = PAYOUT_CASH, .limit = MONEY(1000000) };
	const struct paid_out *paid;
	struct work work = as_office();

	(void)state;
	work.approver = room.cashier;
	work.approver_role = STAFF_SUPERVISOR;
	SHOWROOM_DO(&work, opening_add(&work, &takeover, &err));
	assert_i64(lies(safe), 3000000);
	assert_i64(lies(room.till_id), 700000);
	assert_i64(lies(cash_bank_id(safe, "3900205111222")), 45000000);
	work = as_office();
	SHOWROOM_DO(&work, payout_add(&work, &pay, &paid, &err));
	assert_i64(lies(safe), 2900000);
	assert_text(paid->legs[1].account, "safe");
	pay.place_id = room.till_id;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &pay, &paid, &err)));
	assert_text(err.field, "place_id");
	open_shift(700000);
	work = as_office();
	SHOWROOM_DO(&work, payout_add(&work, &pay, &paid, &err));
	assert_i64(close_shift(600000, 0)->expected.dong, 600000);
	pay.place_id = cash_bank_id(safe, "3900205111222");
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &pay, &paid, &err)));
	pay.way = PAYOUT_TRANSFER;
	work = as_office();
	SHOWROOM_DO(&work, payout_add(&work, &pay, &paid, &err));
	assert_i64(lies(pay.place_id), 44900000);
}

/* Two bags taken off again stand on the Z by count and value. */
static void what_was_removed_has_a_value_on_the_z(void **state)
{
	struct err err = { 0 };
	struct trail trail[] = { { .at_us = room.now_us, .item_id = room.bag, .qty_milli = 3000, .what = TRAIL_SCAN },
				 { .at_us = room.now_us, .item_id = room.bag, .qty_milli = 2000, .reason = "khách đổi ý", .what = TRAIL_REMOVE },
				 { .at_us = room.now_us, .code = "893", .qty_milli = SHAPE_ABSENT, .reason = "quét nhầm", .what = TRAIL_REMOVE } };
	struct sale_line_in line = { .item_id = room.bag, .qty_milli = 1000, .price = MONEY(5000), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(5000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(5000), .trail = trail,
			      .trail_count = COUNT_OF(trail) };
	const struct shift_closed *closed;
	const struct sale *sale;
	bool is_there = false;
	struct work work;

	(void)state;
	open_shift(500000);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(sale->trail[1].value.dong, 10000);
	closed = close_shift(505000, 0);
	for (size_t i = 0; i < closed->buckets_count; i++) {
		if (strcmp(closed->buckets[i].name, "removed") != 0)
			continue;
		is_there = true;
		assert_i64(closed->buckets[i].count, 2);
		assert_i64(closed->buckets[i].amount.dong, 10000);
	}
	assert_true(is_there);
}

static void no_account_is_two_places(void **state)
{
	static const struct {
		const char *name, *first, *second, *field;
		bool is_same_id;
	} cases[] = {
		{ "the same number twice", "0123456789", "0123456789", "places[1].account", false },
		{ "written otherwise", "0123456789", "0123 456-789", "places[1].account", false },
		{ "one that is there", "0123456789", "3900 205111222", "places[1].account", false },
		{ "one place twice", "0123456789", "0123456789", "places[1].id", true },
		{ "two accounts", "0123456789", "0123456780", NULL, false },
	};

	(void)state;
	add_bank();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err err = { 0 };
		struct cash_place places[] = {
			{ .account = cases[i].first, .id = new_id(), .is_active = true, .kind = CASH_BANK, .name = "Một" },
			{ .account = cases[i].second, .id = new_id(), .is_active = true, .kind = CASH_BANK, .name = "Hai" },
		};
		struct work work = as_office();

		CASE(cases[i].name);
		if (cases[i].is_same_id)
			places[1].id = places[0].id;
		assert_int_equal(SHOWROOM_TRY(&work, cash_places_set(&work, places, 2, &err)), cases[i].field == NULL);
		if (cases[i].field)
			assert_text(err.field, cases[i].field);
	}
}

static void places_are_set_by_the_office(void **state)
{
	struct err err = { 0 };
	struct cash_place safe = { .id = new_id(), .is_active = true, .kind = CASH_SAFE, .name = "Két tầng hai" };
	struct cash_place *places;
	struct work work = as_cashier();
	struct txn *txn;
	size_t count;

	(void)state;
	add_bank();
	assert_false(SHOWROOM_TRY(&work, cash_places_set(&work, &safe, 1, &err)));
	assert_i64(err.code, ERR_FORBIDDEN);
	work = as_office();
	SHOWROOM_DO(&work, cash_places_set(&work, &safe, 1, &err));
	safe.id = room.book->site_id;
	safe.is_active = false;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, cash_places_set(&work, &safe, 1, &err)));
	assert_text(err.field, "places[0].is_active");
	safe = (struct cash_place){ .account = "3900205111222", .id = new_id(), .is_active = true, .kind = CASH_BANK, .name = "Lại Agribank" };
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, cash_places_set(&work, &safe, 1, &err)));
	assert_text(err.field, "places[0].account");
	txn = txn_begin(room.book->store, &err);
	assert_ok(cash_places(txn, room.arena, room.book->site_id, &places, &count, &err), &err);
	txn_abandon(txn);
	assert_i64(count, 4);
	assert_i64(places[0].kind, CASH_DRAWER);
	assert_text(places[1].name, "Két sắt");
	assert_text(places[3].account, "3900205111222");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(a_day_of_cash_stands_in_the_books_of_its_places),
		WHOLE_TEST(what_is_not_between_two_places_is_refused),
		WHOLE_TEST(a_referrers_fee_names_his_sales),
		WHOLE_TEST(an_opening_begins_the_books_and_payouts_leave_them),
		WHOLE_TEST(what_was_removed_has_a_value_on_the_z),
		WHOLE_TEST(no_account_is_two_places),
		WHOLE_TEST(places_are_set_by_the_office),
	};

	return RUN_ON_ENGINES("shop/cash", tests);
}
