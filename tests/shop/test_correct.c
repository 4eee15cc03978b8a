/* Corrections: what lies here moves, what was sold is reckoned anew, and everything still closes to nothing. */
#include "showroom.h"
#include "whole.h"

#include "shop/adjust.h"
#include "shop/correct.h"
#include "shop/move.h"
#include "shop/rollup.h"

static void open_shift(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

static struct id sell(struct id item, int64_t qty_milli, int64_t price)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = item, .qty_milli = qty_milli, .price = MONEY(price), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_TRANSFER, .amount = MONEY(price * qty_milli / 1000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = pay.amount };
	const struct sale *sale;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	return work.entry.id;
}

static const struct sale *take_back(struct id sale_id, int64_t n, int64_t qty_milli, int64_t total, int32_t place)
{
	struct err err = { 0 };
	struct return_line_in line = { .n = n, .qty_milli = qty_milli, .place = place };
	struct return_in in = { .till_id = room.till_id, .sale_id = sale_id, .lines = &line, .lines_count = 1, .way = PAY_TRANSFER, .payee = &showroom_payee,
				.reason = "đổi ý",
				.total = MONEY(total) };
	const struct sale *back;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	return back;
}

static int64_t ledger(const char *account, struct id party)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = account, .a_size = strlen(account),
				  .b = id_is_none(party) ? NULL : party.bytes, .b_size = 16 };
	struct rollup_sums sums;

	assert_ok(rollup_get(txn, &key, &sums, &err), &err);
	txn_abandon(txn);
	return sums.amount;
}

/* The sum of one contract's lines and adjustments: what its statement will show. */
static struct share statement(struct id contract, int64_t *sold_milli)
{
	static const struct sql sum = { .text =
		"SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT), CAST(COALESCE(SUM(producer), 0) AS BIGINT), CAST(COALESCE(SUM(house), 0) AS BIGINT),"
		" CAST(COALESCE(SUM(vat_leg), 0) AS BIGINT), CAST(COALESCE(SUM(due), 0) AS BIGINT) FROM line WHERE contract_id = $1", .scan_ok = true };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stmt *q = stmt_begin(txn, &sum);
	struct adjustment *list;
	struct share share = { 0 };
	size_t count;

	stmt_put_id(q, contract);
	assert_true(stmt_next(q));
	*sold_milli = stmt_take_i64(q);
	share.producer = stmt_take_money(q);
	share.house = stmt_take_money(q);
	share.vat = stmt_take_money(q);
	share.due = stmt_take_money(q);
	assert_ok(stmt_end(q, &err), &err);
	assert_ok(adjust_list(txn, room.arena, contract, 0, INT64_MAX, &list, &count, &err), &err);
	for (size_t i = 0; i < count; i++) {
		*sold_milli += list[i].qty_milli;
		share.producer.dong += list[i].producer.dong;
		share.house.dong += list[i].house.dong;
		share.vat.dong += list[i].vat_leg.dong;
		share.due.dong += list[i].due.dong;
	}
	txn_abandon(txn);
	return share;
}

static void an_intake_of_too_many_is_corrected(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 12000, 0, 1);
	struct txn *txn = txn_begin(room.book->store, &err);
	struct intake_correct_line line = { .lot_id = lot, .qty_milli = 10000 };
	struct intake_correct_in in = { .lines = &line, .lines_count = 1, .reason = "đếm lại" };
	const struct intake_corrected *body;
	struct journal_head head;
	struct entry entry;
	struct work work;

	(void)state;
	assert_ok(journal_head(txn, 1, &head, &err) && journal_get(txn, room.arena, ENTRY_KEY(1, head.number), &entry, &err), &err);
	in.intake_id = entry.id;
	txn_abandon(txn);
	open_shift();
	sell(room.honey, 3000, 145000);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, intake_correct(&work, &in, &body, &err)));
	assert_i64(err.code, ERR_FORBIDDEN);
	work = with_supervisor();
	SHOWROOM_DO(&work, intake_correct(&work, &in, &body, &err));
	assert_i64(body->lines[0].before_milli, 12000);
	assert_i64(showroom_level(room.honey, lot), 7000);
	/* The same figure again, and fewer than were sold. */
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, intake_correct(&work, &in, &body, &err)));
	assert_text(err.field, "lines[0].qty_milli");
	line.qty_milli = 2000;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, intake_correct(&work, &in, &body, &err)));
	assert_text(err.field, "lines[0].qty_milli");
	line.qty_milli = 3000;
	work = with_supervisor();
	SHOWROOM_DO(&work, intake_correct(&work, &in, &body, &err));
	assert_i64(body->lines[0].before_milli, 10000);
	assert_i64(showroom_level(room.honey, lot), 0);
	line.lot_id = new_id();
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, intake_correct(&work, &in, &body, &err)));
	assert_i64(err.code, ERR_MISSING);
}

static void the_right_owner_gets_pieces_and_shares(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 10000, 20261231, 3), first, second, nobody = { { 0 } };
	struct owner_correct_in in = { .contract_id = room.household_contract, .lot_id = lot, .reason = "nhập nhầm tên" };
	struct move_line_in aside = { .lot_id = lot, .place = PLACE_SHELF, .qty_milli = 2000 };
	struct move_in move = { .lines = &aside, .lines_count = 1, .what = MOVE_PLACE };
	const struct stock_moved *moved;
	const struct lot_corrected *body;
	struct lot_corrected effect;
	const struct sale *back;
	struct share share;
	struct txn *txn;
	struct work work, again;
	int64_t sold;

	(void)state;
	open_shift();
	first = sell(room.honey, 3000, 145000);
	second = sell(room.honey, 2000, 145000);
	take_back(second, 1, 1000, 145000, PLACE_SHELF);
	work = as_office();
	SHOWROOM_DO(&work, move_add(&work, &move, &moved, &err));
	/* 10 in, 5 sold, 1 back: 4 on the shelf, 2 aside, 4 sold. */
	txn = txn_begin(room.book->store, &err);
	assert_ok(owner_effect(txn, room.arena, room.book, room.now_us, &in, &effect, &err), &err);
	txn_abandon(txn);
	assert_i64(effect.rows_count, 4);
	assert_i64(effect.places_count, 2);
	assert_i64(effect.sides_count, 2);
	assert_true(id_is(effect.sides[0].contract_id, room.coop_contract));
	assert_i64(effect.sides[0].producer.dong, -464000);
	assert_i64(effect.sides[0].stock_milli, -6000);
	assert_i64(effect.sides[0].sold_milli, -4000);
	assert_i64(effect.sides[1].producer.dong, 464000);
	/* P1 ii for the household: VAT at 8 % is a leg of its own, of 435.000 and 145.000. */
	assert_i64(effect.sides[1].house.dong, 580000 - 464000 - 32222 - 10740);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, owner_correct(&work, &in, &body, &err)));
	assert_text(err.field, "approver");
	again = work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	assert_i64(body->lines_left, 0);
	assert_i64(showroom_level(room.honey, lot), 0);
	assert_i64(showroom_level(room.honey, body->to_lot_id), 6000);
	SHOWROOM_DO(&again, owner_correct(&again, &in, &body, &err));
	assert_true(again.is_repeat);
	/* The one has sold nothing, the other four. */
	share = statement(room.coop_contract, &sold);
	assert_i64(sold, 0);
	assert_i64(share.producer.dong, 0);
	assert_i64(share.house.dong, 0);
	assert_i64(share.due.dong, 0);
	share = statement(room.household_contract, &sold);
	assert_i64(sold, 4000);
	assert_i64(share.producer.dong, 464000);
	assert_i64(share.vat.dong, 42962);
	assert_i64(share.due.dong, 580000);
	assert_i64(ledger("payable", room.coop), 0);
	assert_i64(ledger("payable", room.household), -464000);
	assert_i64(ledger("vat", nobody), -42962);
	/* Nothing is left to correct. */
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, owner_correct(&work, &in, &body, &err)));
	assert_text(err.field, "lot_id");
	/* What comes back afterwards comes back to the right one, piece by piece to nothing. */
	back = take_back(first, 1, 1000, 145000, PLACE_SHELF);
	assert_true(id_is(back->lines[0].contract_id, room.household_contract));
	assert_true(id_is(back->lines[0].consignor_id, room.household));
	assert_i64(back->lines[0].producer.dong, -116000);
	take_back(first, 1, 2000, 290000, PLACE_SHELF);
	take_back(second, 1, 1000, 145000, PLACE_SHELF);
	share = statement(room.household_contract, &sold);
	assert_i64(sold, 0);
	assert_i64(share.producer.dong, 0);
	assert_i64(share.vat.dong, 0);
	assert_i64(share.house.dong, 0);
	assert_i64(share.due.dong, 0);
	assert_i64(showroom_level(room.honey, back->lines[0].lot_id), 10000);
	assert_i64(ledger("payable", room.household), 0);
	assert_i64(ledger("vat", nobody), 0);
	assert_i64(ledger("house", nobody), 0);
}

static void an_owner_corrected_twice_leaves_nothing_in_between(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 0, 1), to;
	struct owner_correct_in in = { .contract_id = room.household_contract, .lot_id = lot, .reason = "nhầm" };
	const struct lot_corrected *body;
	struct share share;
	struct work work;
	int64_t sold;

	(void)state;
	open_shift();
	sell(room.honey, 2000, 145000);
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	to = body->to_lot_id;
	/* The pieces lie in the new lot, the sold line is still the old one's: each is named. */
	in.contract_id = room.house_contract;
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	assert_i64(body->rows_count, 2);
	assert_i64(body->places_count, 0);
	in.lot_id = to;
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	assert_i64(body->places_count, 1);
	assert_i64(showroom_level(room.honey, body->to_lot_id), 3000);
	share = statement(room.household_contract, &sold);
	assert_i64(sold, 0);
	assert_i64(share.producer.dong, 0);
	share = statement(room.house_contract, &sold);
	assert_i64(sold, 2000);
	assert_i64(share.producer.dong, 0);
	assert_i64(ledger("payable", room.coop), 0);
	assert_i64(ledger("payable", room.household), 0);
}

static void a_wrong_hand_over_price_is_put_right_for_what_was_sold(void **state)
{
	struct err err = { 0 };
	struct id contract = new_id(), lot, sale;
	struct contract_terms terms = showroom_terms(contract, room.coop, "03/2026/KG");
	struct intake_line_in line = { .item_id = room.rice, .qty_milli = 10000, .expiry_kind = 1, .hand_over = MONEY(70000),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in intake_in = { .contract_id = contract, .lines = &line, .lines_count = 1 };
	struct price_correct_in in = { .hand_over = MONEY(80000), .reason = "giá trên phiếu là 80.000" };
	const struct lot_corrected *body;
	const struct intake *intake;
	const struct sale *back;
	struct share share;
	struct work work = as_office();
	int64_t sold;

	(void)state;
	terms.term_kind = SHARE_HAND_OVER;
	terms.per_unit = MONEY(75000);
	terms.includes_vat = true;
	SHOWROOM_DO(&work, contracts_set(&work, &terms, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, intake_add(&work, &intake_in, &intake, &err));
	in.lot_id = lot = intake->lines[0].lot_id;
	open_shift();
	sale = sell(room.rice, 3000, 108000);
	share = statement(contract, &sold);
	assert_i64(share.producer.dong, 210000);
	work = with_supervisor();
	SHOWROOM_DO(&work, price_correct(&work, &in, &body, &err));
	assert_i64(body->rows_count, 1);
	assert_i64(body->sides[0].producer.dong, 30000);
	assert_i64(body->sides[0].house.dong, -30000);
	share = statement(contract, &sold);
	assert_i64(sold, 3000);
	assert_i64(share.producer.dong, 240000);
	assert_i64(ledger("payable", room.coop), -240000);
	/* What is sold from now on has the new price, what comes back too. */
	sell(room.rice, 1000, 108000);
	share = statement(contract, &sold);
	assert_i64(share.producer.dong, 320000);
	back = take_back(sale, 1, 3000, 324000, PLACE_ASIDE);
	assert_i64(back->lines[0].producer.dong, -240000);
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, price_correct(&work, &in, &body, &err)));
	assert_text(err.field, "hand_over");
	/* A contract with a commission has no such price. */
	in.lot_id = showroom_intake(room.coop_contract, room.honey, 1000, 0, 1);
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, price_correct(&work, &in, &body, &err)));
	assert_text(err.field, "hand_over");
	(void)lot;
}

static void many_sold_lines_move_in_pieces(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 400000, 0, 1);
	struct owner_correct_in in = { .contract_id = room.household_contract, .lot_id = lot, .reason = "nhầm" };
	const struct lot_corrected *body;
	struct share share;
	struct work work;
	int64_t sold;

	(void)state;
	open_shift();
	for (size_t i = 0; i < CORRECT_LINES_MAX + 20; i++)
		sell(room.honey, 1000, 145000);
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	assert_i64(body->rows_count, 2 * CORRECT_LINES_MAX);
	assert_i64(body->lines_left, 20);
	assert_true(work.entry.bytes_size < ENTRY_BYTES_MAX);
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	assert_i64(body->rows_count, 40);
	assert_i64(body->lines_left, 0);
	share = statement(room.coop_contract, &sold);
	assert_i64(sold, 0);
	assert_i64(share.producer.dong, 0);
	share = statement(room.household_contract, &sold);
	assert_i64(sold, (CORRECT_LINES_MAX + 20) * 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(an_intake_of_too_many_is_corrected),
		WHOLE_TEST(the_right_owner_gets_pieces_and_shares),
		WHOLE_TEST(an_owner_corrected_twice_leaves_nothing_in_between),
		WHOLE_TEST(a_wrong_hand_over_price_is_put_right_for_what_was_sold),
		WHOLE_TEST(many_sold_lines_move_in_pieces),
	};

	return RUN_ON_ENGINES("shop/correct", tests);
}
