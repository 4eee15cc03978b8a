/* A price proposed at intake becomes the item's next price, or does not, and the book says why. */
#include "showroom.h"
#include "whole.h"

#include "shop/proposal.h"

static struct id take_in(int64_t proposal, int64_t own_price)
{
	struct err err = { 0 };
	struct intake_line_in line = { .item_id = room.honey, .qty_milli = 6000, .expiry_kind = 1, .code = "L1", .hand_over = MONEY(SHAPE_ABSENT),
				       .own_price = MONEY(own_price), .price_proposal = MONEY(proposal) };
	struct intake_in in = { .contract_id = room.coop_contract, .lines = &line, .lines_count = 1 };
	const struct intake *intake;
	struct work work = as_office();

	SHOWROOM_DO(&work, intake_add(&work, &in, &intake, &err));
	return intake->lines[0].lot_id;
}

static int64_t price_at(int64_t at_us)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct money price;
	bool found;

	assert_ok(txn && item_price_at(txn, room.honey, room.book->site_id, at_us, &price, &found, &err), &err);
	txn_abandon(txn);
	return found ? price.dong : -1;
}

static void accepted_it_is_the_next_price(void **state)
{
	struct err err = { 0 };
	struct id lot = take_in(150000, SHAPE_ABSENT), labelled;
	struct proposal_in in = { .from_us = SHAPE_ABSENT, .is_accepted = true, .lot_id = lot };
	const struct proposal_answered *body;
	struct stock_lot *lots;
	const char *reason;
	int32_t what;
	size_t count;
	struct txn *txn;
	struct work work = as_office(), again = work;

	(void)state;
	assert_i64(price_at(room.now_us), 145000);
	SHOWROOM_DO(&work, proposal_answer(&work, &in, &body, &err));
	assert_i64(body->amount.dong, 150000);
	assert_i64(body->from_us, work.at_us);
	assert_i64(price_at(room.now_us), 150000);
	assert_i64(price_at(work.at_us - 1), 145000);
	SHOWROOM_DO(&again, proposal_answer(&again, &in, &body, &err));
	assert_true(again.is_repeat);
	CASE("its labels: what lies there, but for pieces with a price of their own");
	labelled = take_in(SHAPE_ABSENT, 90000);
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && proposal_labels(txn, room.arena, room.book->site_id, room.honey, &lots, &count, &err) &&
			  proposal_state(txn, room.arena, lot, &what, &reason, &err),
		  &err);
	txn_abandon(txn);
	assert_i64(count, 1);
	assert_true(id_is(lots[0].lot_id, lot));
	assert_i64(lots[0].qty_milli, 6000);
	assert_i64(what, PROPOSAL_ACCEPTED);
	CASE("once");
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	CASE("where nothing was proposed there is nothing to accept");
	in.lot_id = labelled;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_text(err.field, "lot_id");
	in.lot_id = new_id();
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_i64(err.code, ERR_MISSING);
	CASE("what is the price already is accepted without another");
	in.lot_id = take_in(150000, SHAPE_ABSENT);
	work = as_office();
	SHOWROOM_DO(&work, proposal_answer(&work, &in, &body, &err));
	assert_i64(body->from_us, SHAPE_ABSENT);
	CASE("from tomorrow on; not from yesterday");
	in.lot_id = take_in(160000, SHAPE_ABSENT);
	in.from_us = room.now_us - DAY_US;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_text(err.field, "from_us");
	in.from_us = room.now_us + DAY_US;
	work = as_office();
	SHOWROOM_DO(&work, proposal_answer(&work, &in, &body, &err));
	assert_i64(price_at(room.now_us), 150000);
	assert_i64(price_at(room.now_us + DAY_US), 160000);
}

static void a_site_with_its_own_price_gets_it(void **state)
{
	struct err err = { 0 };
	struct price_set own = { .amount = MONEY(155000), .from_us = room.now_us, .item_id = room.honey, .site_id = room.book->site_id };
	struct proposal_in in = { .from_us = SHAPE_ABSENT, .is_accepted = true };
	const struct proposal_answered *body;
	struct work work = as_office();

	(void)state;
	SHOWROOM_DO(&work, prices_set(&work, &own, 1, &err));
	assert_i64(price_at(room.now_us), 155000);
	in.lot_id = take_in(140000, SHAPE_ABSENT);
	work = as_office();
	SHOWROOM_DO(&work, proposal_answer(&work, &in, &body, &err));
	assert_true(id_is(body->site_id, room.book->site_id));
	assert_i64(price_at(room.now_us), 140000);
}

static void a_refusal_has_a_reason_and_no_price(void **state)
{
	struct err err = { 0 };
	struct proposal_in in = { .from_us = SHAPE_ABSENT, .lot_id = take_in(200000, SHAPE_ABSENT) };
	const struct proposal_answered *body;
	const char *reason;
	int32_t what;
	struct txn *txn;
	struct work work = as_office();

	(void)state;
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_text(err.field, "reason");
	in.reason = "cao hơn giá chợ";
	work = as_office();
	SHOWROOM_DO(&work, proposal_answer(&work, &in, &body, &err));
	assert_i64(price_at(room.now_us), 145000);
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && proposal_state(txn, room.arena, in.lot_id, &what, &reason, &err), &err);
	txn_abandon(txn);
	assert_i64(what, PROPOSAL_REFUSED);
	assert_text(reason, "cao hơn giá chợ");
	in.is_accepted = true;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, proposal_answer(&work, &in, &body, &err)));
	assert_i64(err.code, ERR_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(accepted_it_is_the_next_price),
		WHOLE_TEST(a_site_with_its_own_price_gets_it),
		WHOLE_TEST(a_refusal_has_a_reason_and_no_price),
	};

	return RUN_ON_ENGINES("shop/proposal", tests);
}
