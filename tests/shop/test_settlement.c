/* Settlement: the worked figures of the rules through the real book, what stops a closing, and that no đồng is counted twice. */
#include "settling.h"

#include "shop/period.h"

/* ---- the worked figures -------------------------------------------------------- */

static void the_form_of_the_rules_comes_out_of_the_book(void **state)
{
	struct contract_terms terms = contract_terms_usual();
	struct id contract, lot, next, old_sale;
	const struct settled *s;

	(void)state;
	terms.discount_producer_ppm = PPM;
	contract = new_contract(terms, "03/2026/KG");
	open_shift();
	lot = showroom_intake(contract, room.honey, 13000, 0, 1);
	old_sale = sell(room.honey, 1, 145000, 0);
	go_to(20260101);
	s = close_to(contract, 20251231);
	assert_i64(s->number, 1);
	assert_i64(s->items[0].closing_milli, 12000);
	assert_i64(s->owed_after.dong, 145000 - 29000 - 2320);
	pay_out(contract, s->owed_after.dong, false);
	next = showroom_intake(contract, room.honey, 24000, 0, 1);
	go_to(20260110);
	sell(room.honey, 12, 145000, 0);
	sell(room.honey, 7, 145000, 14500);
	move_goods(MOVE_BACK, next, 3000);
	move_goods(MOVE_BROKEN, next, 1000);
	move_goods(MOVE_EXPIRED, next, 2000);
	take_back(old_sale, 1, 145000, PLACE_SHELF);
	go_to(20260201);
	/* What is sold after the period is no part of it. */
	sell(room.honey, 2, 145000, 0);
	s = close_to(contract, 20260131);
	(void)lot;
	assert_i64(s->items_count, 1);
	assert_i64(s->items[0].opening_milli, 12000);
	assert_i64(s->items[0].in_milli, 18000);
	assert_i64(s->items[0].total_milli, 30000);
	assert_i64(s->items[0].closing_milli, 12000);
	assert_i64(s->rows_count, 2);
	assert_i64(s->rows[0].price.dong, 145000);
	assert_i64(s->rows[0].sold_milli - s->rows[0].returned_milli, 11000);
	assert_i64(s->rows[0].amount.dong, 1595000);
	assert_i64(s->rows[1].price.dong, 130500);
	assert_i64(s->rows[1].sold_milli, 7000);
	assert_i64(s->rows[1].amount.dong, 913500);
	assert_i64(s->col6.dong, 2508500);
	assert_i64(line_sum(s, SETTLED_COMMISSION), 501700);
	assert_i64(line_sum(s, SETTLED_COMMISSION_VAT), 40136);
	assert_i64(line_sum(s, SETTLED_LOSS), -116000);
	assert_i64(s->iv.dong, 425836);
	assert_i64(s->owed_before.dong, 113680);
	assert_i64(s->v.dong, 113680);
	assert_i64(s->owed_after.dong, 2082664);
	assert_i64(s->losses_count, 2);
	/* The ledger owes what the statement and the two pieces sold since say. */
	assert_i64(ledger("payable", &room.coop), -(2082664 + 2 * 116000));
	/* They are in the next, by themselves. */
	go_to(20260301);
	s = close_to(contract, 20260228);
	assert_i64(s->items[0].opening_milli, 12000);
	assert_i64(s->items[0].closing_milli, 10000);
	assert_i64(s->col6.dong, 290000);
	assert_i64(s->owed_before.dong, 2082664);
}

static void a_book_taken_over_begins_with_what_was_owed(void **state)
{
	struct err err = { 0 };
	struct contract_terms terms = contract_terms_usual();
	struct contract_tier tier = { .from = MONEY(10000000), .rate_ppm = 150000 };
	struct opening_contract opening;
	struct opening_lot lot;
	struct opening_in in;
	struct id contract;
	struct settled *s;
	struct money owed;
	struct txn *txn;
	struct work work;

	(void)state;
	terms.tiers = &tier;
	terms.tiers_count = 1;
	contract = new_contract(terms, "04/2026/KG");
	opening = (struct opening_contract){ .contract_id = contract, .owed = MONEY(1644000), .tier_sales = MONEY(1305000) };
	lot = (struct opening_lot){ .contract_id = contract, .expiry_kind = 1, .hand_over = MONEY(SHAPE_ABSENT), .item_id = room.honey,
				    .own_price = MONEY(SHAPE_ABSENT), .place = PLACE_SHELF, .qty_milli = 12000 };
	in = (struct opening_in){ .contracts = &opening, .contracts_count = 1, .day = day_of_us(room.now_us), .lots = &lot, .lots_count = 1,
				  .total_amount = MONEY(1644000), .total_milli = 12000 };
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, opening_add(&work, &in, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(payout_owed(txn, contract, &owed, &err), &err);
	txn_abandon(txn);
	assert_i64(owed.dong, 1644000);
	open_shift();
	sell(room.honey, 2, 145000, 0);
	go_to(20260101);
	s = draft_of(contract, 20251231);
	assert_i64(s->owed_before.dong, 1644000);
	assert_i64(s->tier_turnover.dong, 1305000 + 290000);
	assert_i64(s->items[0].opening_milli, 12000);
	assert_i64(s->items[0].closing_milli, 10000);
	assert_i64(s->iii.dong, 1644000 + 290000);
	assert_i64(line_sum(s, SETTLED_TIER), 0);
}

static void tiers_and_caps_are_lines_of_the_closing(void **state)
{
	static const struct {
		const char *name;
		bool is_whole;
		int64_t tier, compensation;
	} cases[] = {
		{ "marginal", false, -200000, -280000 },
		{ "whole", true, -700000, -280000 },
	};

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct contract_terms terms = contract_terms_usual();
		struct contract_tier tier = { .from = MONEY(10000000), .rate_ppm = 150000 };
		const struct settled *s;
		struct id contract, lot, item = new_id(), other = new_id();

		CASE(cases[i].name);
		terms.tiers = &tier;
		terms.tiers_count = 1;
		terms.tier_is_whole = cases[i].is_whole;
		terms.cap_kind = SHARE_CAP_RATE;
		terms.cap_ppm = 20000;
		contract = new_contract(terms, i ? "T2" : "T1");
		showroom_item(item, i ? "HU2" : "HU1", i ? "Hũ hai" : "Hũ một", NULL, VAT_8, 75000, true, (struct id){ { 0 } });
		lot = showroom_intake(contract, item, 300000, 0, 1);
		showroom_item(other, i ? "CH2" : "CH1", i ? "Chè hai" : "Chè một", NULL, VAT_8, 140000, true, (struct id){ { 0 } });
		showroom_intake(contract, other, 300000, 0, 1);
		sell(other, 100, 140000, 0);
		move_goods(MOVE_BROKEN, lot, 10000);
		go_to(i ? 20260201 : 20260101);
		s = close_to(contract, i ? 20260131 : 20251231);
		assert_i64(s->tier_turnover.dong, 14000000);
		assert_i64(line_sum(s, SETTLED_COMMISSION), 2800000);
		assert_i64(line_sum(s, SETTLED_TIER), cases[i].tier);
		assert_i64(line_sum(s, SETTLED_LOSS), cases[i].compensation);
		assert_i64(s->causes_count, 1);
		assert_i64(s->causes[0].value.dong, 600000);
		assert_i64(s->causes[0].house.dong, 280000);
		assert_i64(s->causes[0].producer.dong, 320000);
	}
}

static void what_stops_a_closing_is_one_list(void **state)
{
	struct err err = { 0 };
	struct settlement_stop stops[SETTLEMENT_STOPS_MAX];
	static const struct {
		const char *name;
		int32_t now, to_day;
		bool is_forced;
		const char *codes;
	} cases[] = {
		{ "the first period", 20260301, 20251231, false, "pending " },
		{ "a day within a period", 20260301, 20251220, false, "period pending " },
		{ "the same, forced", 20260301, 20251220, true, "pending " },
		{ "two periods at once", 20260301, 20260131, false, "earlier pending " },
		{ "not over yet", 20260301, 20260331, false, "future earlier pending " },
	};

	(void)state;
	open_shift();
	showroom_intake(room.household_contract, room.rice, 1000, 0, 1);
	sell(room.rice, 3, 108000, 0);
	go_to(20260301);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct settlement_ask ask = ask_for(room.household_contract, cases[i].to_day);
		struct txn *txn = txn_begin(room.book->store, &err);
		char codes[100] = "";
		size_t count;

		CASE(cases[i].name);
		ask.is_forced = cases[i].is_forced;
		assert_ok(settlement_stops(txn, room.arena, &ask, stops, &count, &err), &err);
		txn_abandon(txn);
		for (size_t k = 0; k < count; k++)
			snprintf(codes + strlen(codes), sizeof(codes) - strlen(codes), "%s ", stops[k].code);
		assert_text(codes, cases[i].codes);
	}
	/* Nobody else's closing is stopped, and once the goods are in neither is this. */
	showroom_intake(room.household_contract, room.rice, 5000, 0, 1);
	close_to(room.household_contract, 20251231);
	close_to(room.household_contract, 20260131);
	close_to(room.household_contract, 20260228);
	struct settlement_ask ask = ask_for(room.household_contract, 20260228);
	struct settled *draft;
	struct txn *txn = txn_begin(room.book->store, &err);

	assert_false(settlement_draft(txn, room.arena, &ask, &draft, &err));
	assert_text(err.field, "settlement");
	txn_abandon(txn);
}

static void two_closings_at_once_are_one(void **state)
{
	struct err err = { 0 };
	struct settled *first, *second;
	const struct settled *body;
	struct settlement_ask ask;
	struct work work, again;

	(void)state;
	open_shift();
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	sell(room.honey, 2, 145000, 0);
	go_to(20260101);
	ask = ask_for(room.coop_contract, 20251231);
	first = draft_of(room.coop_contract, 20251231);
	second = draft_of(room.coop_contract, 20251231);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, settlement_close(&work, &ask, first, &body, &err)));
	assert_i64(err.code, ERR_FORBIDDEN);
	work = again = as_office();
	SHOWROOM_DO(&work, settlement_close(&work, &ask, first, &body, &err));
	SHOWROOM_DO(&again, settlement_close(&again, &ask, second, &body, &err));
	assert_true(again.is_repeat);
	assert_i64(body->number, 1);
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, settlement_close(&work, &ask, second, &body, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	/* The database itself refuses it, whatever the checks before say. */
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, work_record(&work, &settled_kind, second, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	second->number = 2;
	second->to_day = 20260131;
	second->owed_before = first->owed_after;
	second->iii.dong += second->owed_before.dong;
	second->owed_after.dong += second->owed_before.dong;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, work_record(&work, &settled_kind, second, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	/* A statement whose figures do not hold is no entry. */
	first->iv.dong++;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, work_record(&work, &settled_kind, first, &err)));
}

static void papers_of_the_period_that_come_late_are_listed_once(void **state)
{
	struct err err = { 0 };
	struct id contract = room.coop_contract, lot;
	struct intake_line_in line = { .item_id = room.honey, .qty_milli = 4000, .expiry_kind = 1, .hand_over = MONEY(SHAPE_ABSENT),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .contract_id = contract, .doc_day = 20251230, .lines = &line, .lines_count = 1 };
	const struct intake *intake;
	const struct settled *s;
	struct settled *stale;
	struct settlement_ask ask;
	struct work work;

	(void)state;
	open_shift();
	lot = showroom_intake(contract, room.honey, 5000, 0, 1);
	(void)lot;
	go_to(20260101);
	sell(room.honey, 1, 145000, 0);
	stale = draft_of(contract, 20251231);
	work = as_office();
	SHOWROOM_DO(&work, intake_add(&work, &in, &intake, &err));
	/* The draft did not see it: read again. */
	ask = ask_for(contract, 20251231);
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, settlement_close(&work, &ask, stale, &s, &err)));
	assert_text(err.field, "settlement");
	s = close_to(contract, 20251231);
	assert_i64(s->items[0].received_milli, 9000);
	assert_i64(s->lates_count, 1);
	assert_i64(s->lates[0].qty_milli, 4000);
	assert_i64(s->lates[0].doc_day, 20251230);
	assert_i64(s->col6.dong, 0);
	/* After the closing no paper of the period is taken. */
	in.doc_day = 20251231;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, intake_add(&work, &in, &intake, &err)));
	assert_text(err.field, "doc_day");
	go_to(20260201);
	s = close_to(contract, 20260131);
	assert_i64(s->items[0].opening_milli, 9000);
	assert_i64(s->items[0].received_milli, 0);
	assert_i64(s->items[0].closing_milli, 8000);
	assert_i64(s->lates_count, 0);
}

static void nobody_is_paid_more_than_is_owed(void **state)
{
	struct err err = { 0 };
	struct payout_in in = { .contract_id = room.coop_contract, .amount = MONEY(100000), .way = PAYOUT_CASH };
	const struct paid_out *paid;
	const struct settled *s;
	struct work work;

	(void)state;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &in, &paid, &err)));
	assert_text(err.field, "approver");
	work = as_office();
	work.approver = room.cashier;
	work.approver_role = STAFF_SUPERVISOR;
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &in, &paid, &err)));
	assert_text(err.field, "amount");
	in.is_advance = true;
	in.amount = MONEY(6000000);
	in.cash_limit = MONEY(5000000);
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &in, &paid, &err)));
	assert_text(err.field, "way");
	pay_out(room.coop_contract, 100000, true);
	open_shift();
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	sell(room.honey, 1, 145000, 0);
	go_to(20260101);
	s = close_to(room.coop_contract, 20251231);
	assert_i64(line_sum(s, SETTLED_ADVANCE), 100000);
	assert_i64(s->owed_after.dong, 145000 - 29000 - 2320 - 100000);
	pay_out(room.coop_contract, s->owed_after.dong, false);
	in = (struct payout_in){ .contract_id = room.coop_contract, .amount = MONEY(1), .way = PAYOUT_TRANSFER };
	work = as_office();
	work.approver = room.cashier;
	work.approver_role = STAFF_SUPERVISOR;
	assert_false(SHOWROOM_TRY(&work, payout_add(&work, &in, &paid, &err)));
	assert_text(err.field, "amount");
}

static void periods_end_where_the_contract_says(void **state)
{
	static const struct {
		int32_t period, day, first, last;
	} cases[] = {
		{ PERIOD_MONTH, 20260214, 20260201, 20260228 },     { PERIOD_HALF_MONTH, 20260215, 20260201, 20260215 },
		{ PERIOD_HALF_MONTH, 20260216, 20260216, 20260228 }, { PERIOD_TEN_DAYS, 20260110, 20260101, 20260110 },
		{ PERIOD_TEN_DAYS, 20260111, 20260111, 20260120 },   { PERIOD_TEN_DAYS, 20260131, 20260121, 20260131 },
		{ PERIOD_WEEK, 20260101, 20251229, 20260104 },       { PERIOD_WEEK, 20251229, 20251229, 20260104 },
		{ PERIOD_WEEK, 20231231, 20231225, 20231231 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_i64(period_first_day(cases[i].period, cases[i].day), cases[i].first);
		assert_i64(period_last_day(cases[i].period, cases[i].day), cases[i].last);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(the_form_of_the_rules_comes_out_of_the_book),
		SHOWROOM_TEST(a_book_taken_over_begins_with_what_was_owed),
		SHOWROOM_TEST(tiers_and_caps_are_lines_of_the_closing),
		SHOWROOM_TEST(what_stops_a_closing_is_one_list),
		SHOWROOM_TEST(two_closings_at_once_are_one),
		SHOWROOM_TEST(papers_of_the_period_that_come_late_are_listed_once),
		SHOWROOM_TEST(nobody_is_paid_more_than_is_owed),
		SHOWROOM_TEST(periods_end_where_the_contract_says),
	};

	return RUN_ON_ENGINES("shop/settlement", tests);
}
