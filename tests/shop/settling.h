/*
 * A showroom that sells, takes back, moves goods, closes and pays: what tests of settlement and of verify share.
 * Days go on with go_to; sales go by transfer, discounts and returns with the supervisor.
 */
#ifndef TESTS_SHOP_SETTLING_H
#define TESTS_SHOP_SETTLING_H

#include "showroom.h"

#include "shop/clock.h"
#include "shop/move.h"
#include "shop/opening.h"
#include "shop/payout.h"
#include "shop/settlement.h"

/* On to 09:00 of a day; the long step is confirmed as the book asks. */
static inline void go_to(int32_t day)
{
	struct err err = { 0 };
	struct work work;

	room.now_us = day_start_us(day) + 9 * INT64_C(3600000000);
	work = as_office();
	SHOWROOM_DO(&work, clock_confirm(&work, "sang ngày mới", &err));
}

static inline void open_shift(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(50000000), .till_id = room.till_id };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

/* Sells pieces of one item, each discounted; the sale's id. contract: whose, where the book cannot know. */
static inline struct id sell_of(struct id contract, struct id item, int64_t pieces, int64_t price, int64_t discount_each)
{
	struct err err = { 0 };
	int64_t total = pieces * (price - discount_each);
	struct sale_line_in line = { .item_id = item, .qty_milli = pieces * 1000, .price = MONEY(price), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .contract_id = contract, .discount.amount = MONEY(pieces * discount_each) };
	struct pay_in pay = { .way = PAY_TRANSFER, .amount = MONEY(total), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(total),
			      .cash_round_unit = MONEY(1000) };
	const struct sale *sale;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	return work.id;
}

static inline struct id sell(struct id item, int64_t pieces, int64_t price, int64_t discount_each)
{
	return sell_of((struct id){ { 0 } }, item, pieces, price, discount_each);
}

/* The return's id. */
static inline struct id take_back(struct id sale_id, int64_t pieces, int64_t price, int32_t place)
{
	struct err err = { 0 };
	struct return_line_in part = { .n = 1, .qty_milli = pieces * 1000, .place = place };
	struct return_in ask = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_TRANSFER, .payee = &showroom_payee,
				 .reason = "khách đổi ý", .total = MONEY(pieces * price) };
	const struct sale *back;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
	return work.entry.id;
}

/* Goods leave without being sold; who bears it is the contract's word. */
static inline void move_goods(int32_t what, struct id lot, int64_t qty_milli)
{
	struct err err = { 0 };
	struct move_line_in line = { .lot_id = lot, .place = PLACE_SHELF, .qty_milli = qty_milli };
	struct move_in in = { .lines = &line, .lines_count = 1, .reason = what == MOVE_BACK ? NULL : "biên bản", .what = what };
	const struct stock_moved *moved;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, move_add(&work, &in, &moved, &err));
}

static inline struct settlement_ask ask_for(struct id contract, int32_t to_day)
{
	return (struct settlement_ask){ .contract_id = contract, .to_day = to_day, .at_us = room.now_us };
}

static inline struct settled *draft_of(struct id contract, int32_t to_day)
{
	struct err err = { 0 };
	struct settlement_ask ask = ask_for(contract, to_day);
	struct txn *txn = txn_begin(room.book->store, &err);
	struct settled *draft;

	assert_ok(settlement_draft(txn, room.arena, &ask, &draft, &err), &err);
	txn_abandon(txn);
	return draft;
}

static inline const struct settled *close_to(struct id contract, int32_t to_day)
{
	struct err err = { 0 };
	struct settlement_ask ask = ask_for(contract, to_day);
	struct settled *draft = draft_of(contract, to_day);
	const struct settled *body;
	struct work work = as_office();

	SHOWROOM_DO(&work, settlement_close(&work, &ask, draft, &body, &err));
	return body;
}

static inline int64_t line_sum(const struct settled *s, int32_t kind)
{
	int64_t sum = 0;

	for (size_t i = 0; i < s->lines_count; i++)
		sum += s->lines[i].kind == kind ? s->lines[i].amount.dong : 0;
	return sum;
}

static inline struct id new_contract(struct contract_terms terms, const char *number)
{
	struct err err = { 0 };
	struct contract_terms named = showroom_terms(new_id(), room.coop, number);
	struct work work = as_office();

	terms.contract_id = named.contract_id;
	terms.consignor_id = named.consignor_id;
	terms.operator_id = named.operator_id;
	terms.number = number;
	terms.from_day = named.from_day;
	SHOWROOM_DO(&work, contracts_set(&work, &terms, 1, &err));
	return terms.contract_id;
}

static inline void pay_out(struct id contract, int64_t amount, bool is_advance)
{
	struct err err = { 0 };
	struct payout_in in = { .amount = MONEY(amount), .contract_id = contract, .is_advance = is_advance, .way = PAYOUT_TRANSFER };
	const struct paid_out *paid;
	struct work work = as_office();

	work.approver = room.cashier;
	work.approver_role = STAFF_SUPERVISOR;
	SHOWROOM_DO(&work, payout_add(&work, &in, &paid, &err));
}

/* Debit less credit of an account, all days. */
static inline int64_t ledger(const char *account, const struct id *party)
{
	static const struct sql sum = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = 4 AND key_a = $1 AND key_b = $2",
					.scan_ok = true };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stmt *q = stmt_begin(txn, &sum);
	int64_t amount;

	stmt_put_blob(q, account, strlen(account));
	stmt_put_blob(q, party ? party->bytes : (const uint8_t *)"", party ? 16 : 0);
	assert_true(stmt_next(q));
	amount = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	return amount;
}

#endif
