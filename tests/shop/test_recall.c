/* A recalled lot is sold by nobody, its code does not come in again, and the report finds every piece of it. */
#include "settling.h"
#include "whole.h"

#include "shop/lot.h"
#include "shop/move.h"
#include "shop/recall.h"

static struct err err;
static const struct lot_frozen *frozen;

static bool set(struct work work, bool is_frozen, const struct id *lots, size_t count)
{
	struct recall_lot_in in_lots[5];
	struct recall_in in = { .is_frozen = is_frozen, .lots = in_lots, .lots_count = count, .reason = "phát hiện nấm mốc" };

	for (size_t i = 0; i < count; i++)
		in_lots[i].lot_id = lots[i];
	memset(&err, 0, sizeof(err));
	return SHOWROOM_TRY(&work, recall_set(&work, &in, &frozen, &err));
}

static struct id coded_lot(const char *code, int64_t qty_milli, int32_t expiry_day, bool *ok)
{
	const struct intake *body = NULL;
	struct intake_line_in line = { .code = code, .item_id = room.honey, .qty_milli = qty_milli, .expiry_day = expiry_day,
				       .expiry_kind = expiry_day ? 2 : 1, .hand_over = MONEY(SHAPE_ABSENT), .own_price = MONEY(SHAPE_ABSENT),
				       .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .contract_id = room.coop_contract, .lines = &line, .lines_count = 1 };
	struct work work = as_office();

	memset(&err, 0, sizeof(err));
	*ok = SHOWROOM_TRY(&work, intake_add(&work, &in, &body, &err));
	return *ok ? body->lines[0].lot_id : (struct id){ { 0 } };
}

static struct id sold_id;

static bool try_sell(struct id item, struct id lot, int64_t pieces, int64_t price)
{
	struct sale_line_in line = { .item_id = item, .lot_id = lot, .qty_milli = pieces * 1000, .price = MONEY(price), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(price * pieces), .given = MONEY(price * pieces) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(price * pieces),
			      .cash_round_unit = MONEY(1000) };
	const struct sale *sale;
	struct work work = as_cashier();

	memset(&err, 0, sizeof(err));
	sold_id = work.id;
	return SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err));
}

static struct recall_report report_of(struct id lot)
{
	struct recall_report report;
	struct txn *txn = txn_begin(room.book->store, &err);

	assert_ok(recall_report(txn, room.arena, lot, &report, &err), &err);
	txn_abandon(txn);
	assert_i64(report.in_milli, report.filled_milli + report.sold_milli - report.returned_milli + report.back_milli + report.lost_milli + report.left_milli);
	return report;
}

static void a_frozen_lot_is_sold_by_nobody_the_next_good_one_is(void **state)
{
	bool ok;
	struct id nothing = { { 0 } }, bad = coded_lot("L01", 5000, 20260601, &ok), good = coded_lot("L02", 3000, 20261231, &ok);

	(void)state;
	open_shift();
	assert_ok(set(as_office(), true, &bad, 1), &err);
	assert_text(frozen->lots[0].code, "L01");
	assert_false(try_sell(room.honey, bad, 1, 145000));
	assert_text(err.field, "lines[0].lot_id");
	/* The frozen one would have come first. */
	assert_ok(try_sell(room.honey, nothing, 2, 145000), &err);
	assert_i64(showroom_level(room.honey, bad), 5000);
	assert_i64(showroom_level(room.honey, good), 1000);
	/* Two wanted, one good there: the other in the hand is the recalled one. */
	assert_false(try_sell(room.honey, nothing, 2, 145000));
	assert_text(err.field, "lines[0].item_id");
	assert_ok(try_sell(room.honey, nothing, 1, 145000), &err);
	assert_false(try_sell(room.honey, nothing, 1, 145000));
	assert_text(err.field, "lines[0].item_id");
	/* Aside, it is not what a customer holds: goods in the hand and not in the book sell again (P6). */
	move_goods(MOVE_PLACE, bad, 5000);
	assert_ok(try_sell(room.honey, nothing, 1, 145000), &err);
	assert_i64(showroom_level(room.honey, bad), 5000);
}

static void freezing_takes_one_person_letting_go_two(void **state)
{
	bool ok;
	struct id lots[] = { coded_lot("L01", 5000, 20260601, &ok), coded_lot("L01", 3000, 20260601, &ok), new_id() };

	(void)state;
	open_shift();
	assert_false(set(as_office(), false, lots, 1));
	assert_i64(err.code, ERR_FORBIDDEN);
	assert_false(set(with_supervisor(), false, lots, 1));
	assert_text(err.field, "lots[0].lot_id");
	assert_false(set(as_office(), true, lots, 3));
	assert_i64(err.code, ERR_MISSING);
	assert_text(err.field, "lots[2].lot_id");
	lots[2] = lots[0];
	assert_false(set(as_office(), true, lots, 3));
	assert_text(err.field, "lots[2].lot_id");
	assert_ok(try_sell(room.honey, lots[0], 1, 145000), &err);
	assert_ok(set(as_office(), true, lots, 2), &err);
	assert_false(set(as_office(), true, lots, 1));
	assert_text(err.field, "lots[0].lot_id");
	assert_false(set(as_office(), false, lots, 2));
	assert_i64(err.code, ERR_FORBIDDEN);
	assert_ok(set(with_supervisor(), false, lots, 2), &err);
	assert_ok(try_sell(room.honey, lots[1], 1, 145000), &err);
}

static void asked_twice_it_is_frozen_once(void **state)
{
	bool ok;
	struct id lot = coded_lot("L01", 5000, 0, &ok);
	struct recall_lot_in line = { lot };
	struct recall_in in = { .is_frozen = true, .lots = &line, .lots_count = 1, .reason = "vỡ nắp" };
	struct work work = as_office(), again = work;

	(void)state;
	memset(&err, 0, sizeof(err));
	SHOWROOM_DO(&work, recall_set(&work, &in, &frozen, &err));
	SHOWROOM_DO(&again, recall_set(&again, &in, &frozen, &err));
	assert_true(again.is_repeat);
	in.reason = "khác";
	again.ask.bytes[0] ^= 1;
	assert_false(SHOWROOM_TRY(&again, recall_set(&again, &in, &frozen, &err)));
	assert_text(err.field, "id");
}

static void what_was_never_in_the_book_cannot_be_recalled(void **state)
{
	bool ok;
	struct id pending, lot = coded_lot("L01", 1000, 0, &ok), nothing = { { 0 } };
	struct stock_lot *lots;
	struct txn *txn;
	size_t count;

	(void)state;
	open_shift();
	assert_ok(try_sell(room.honey, nothing, 2, 145000), &err);
	txn = txn_begin(room.book->store, &err);
	assert_ok(stock_lots(txn, room.arena, room.book->site_id, room.honey, &lots, &count, &err), &err);
	txn_abandon(txn);
	assert_i64((int64_t)count, 1);
	pending = lots[0].lot_id;
	assert_true(lots[0].is_pending);
	assert_false(set(as_office(), true, &pending, 1));
	assert_text(err.field, "lots[0].lot_id");
	assert_ok(set(as_office(), true, &lot, 1), &err);
}

static void a_recalled_code_does_not_come_in_again(void **state)
{
	bool ok;
	struct id lot = coded_lot("L01", 1000, 20260601, &ok);

	(void)state;
	assert_ok(set(as_office(), true, &lot, 1), &err);
	coded_lot("L01", 1000, 20260601, &ok);
	assert_false(ok);
	assert_text(err.field, "lines[0].code");
	/* Small producers' codes come again with another date: that is another lot. */
	coded_lot("L01", 1000, 20270601, &ok);
	assert_true(ok);
	coded_lot("L02", 1000, 20260601, &ok);
	assert_true(ok);
}

static void the_report_finds_every_piece(void **state)
{
	bool ok;
	struct id nothing = { { 0 } }, first, second, other, sold;
	struct recall_report report;

	(void)state;
	open_shift();
	/* One piece sold before the lot came in, which then filled it. */
	other = coded_lot("L00", 1000, 0, &ok);
	assert_ok(try_sell(room.honey, other, 1, 145000), &err);
	assert_ok(try_sell(room.honey, nothing, 1, 145000), &err);
	first = coded_lot("L01", 10000, 20260601, &ok);
	second = coded_lot("L01", 4000, 20260601, &ok);
	assert_ok(try_sell(room.honey, first, 3, 145000), &err);
	sold = sold_id;
	assert_ok(try_sell(room.honey, second, 1, 145000), &err);
	take_back(sold, 1, 145000, PLACE_ASIDE);
	move_goods(MOVE_BACK, first, 2000);
	move_goods(MOVE_BROKEN, second, 1000);
	assert_ok(set(as_office(), true, &first, 1), &err);
	report = report_of(first);
	assert_i64((int64_t)report.lots_count, 2);
	assert_true(report.lots[0].is_frozen);
	assert_false(report.lots[1].is_frozen);
	assert_text(report.code, "L01");
	assert_text(report.reason, "phát hiện nấm mốc");
	assert_i64(report.in_milli, 14000);
	assert_i64(report.filled_milli, 1000);
	assert_i64(report.sold_milli, 4000);
	assert_i64(report.returned_milli, 1000);
	assert_i64(report.back_milli, 2000);
	assert_i64(report.lost_milli, 1000);
	assert_i64(report.left_milli, 7000);
	/* The sale that may have been of it, two that were, what came back. */
	assert_i64((int64_t)report.sales_count, 4);
	assert_true(report.sales[0].is_maybe);
	assert_text(report.sales[0].receipt, "Q1-1-000002");
	assert_text(report.sales[1].receipt, "Q1-1-000003");
	assert_i64(report.sales[1].qty_milli, 3000);
	assert_true(report.sales[3].is_return);
	assert_i64(report.sales[3].qty_milli, -1000);
	assert_i64((int64_t)report.left_count, 3);
}

static void the_list_says_the_last_word_of_each_lot(void **state)
{
	bool ok;
	struct id a = coded_lot("A", 1000, 0, &ok), b = coded_lot("B", 2000, 0, &ok);
	struct recall_row *rows;
	struct txn *txn;
	size_t count;

	(void)state;
	assert_ok(set(as_office(), true, &a, 1), &err);
	assert_ok(set(as_office(), true, &b, 1), &err);
	assert_ok(set(with_supervisor(), false, &a, 1), &err);
	txn = txn_begin(room.book->store, &err);
	assert_ok(recall_list(txn, room.arena, &rows, &count, &err), &err);
	txn_abandon(txn);
	assert_i64((int64_t)count, 2);
	assert_text(rows[0].code, "A");
	assert_false(rows[0].is_frozen);
	assert_text(rows[1].code, "B");
	assert_true(rows[1].is_frozen);
	assert_i64(rows[1].left_milli, 2000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(a_frozen_lot_is_sold_by_nobody_the_next_good_one_is),
		WHOLE_TEST(freezing_takes_one_person_letting_go_two),
		WHOLE_TEST(asked_twice_it_is_frozen_once),
		WHOLE_TEST(what_was_never_in_the_book_cannot_be_recalled),
		WHOLE_TEST(a_recalled_code_does_not_come_in_again),
		WHOLE_TEST(the_report_finds_every_piece),
		WHOLE_TEST(the_list_says_the_last_word_of_each_lot),
	};

	return RUN_ON_ENGINES("shop/recall", tests);
}
