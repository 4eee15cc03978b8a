/* What corrections and openings do to statements: the next one of everybody touched, also where the last is closed. */
#include "settling.h"
#include "whole.h"

#include "shop/correct.h"
#include "shop/move.h"
#include "shop/opening.h"

static const struct settled_item *item_of(const struct settled *s, struct id item)
{
	for (size_t i = 0; i < s->items_count; i++)
		if (id_is(s->items[i].item_id, item))
			return &s->items[i];
	fail_msg("the item is not in the statement");
	return NULL;
}

static void an_owner_corrected_after_a_closing_is_in_both_next_statements(void **state)
{
	struct err err = { 0 };
	struct id lot, sale;
	struct owner_correct_in in = { .contract_id = room.household_contract, .reason = "nhập nhầm tên" };
	const struct lot_corrected *body;
	const struct settled *first, *next, *other;
	struct work work;

	(void)state;
	open_shift();
	lot = showroom_intake(room.coop_contract, room.honey, 10000, 20261231, 3);
	sale = sell(room.honey, 3, 145000, 0);
	go_to(20260101);
	first = close_to(room.coop_contract, 20251231);
	assert_i64(first->col6.dong, 435000);
	assert_i64(item_of(first, room.honey)->closing_milli, 7000);
	in.lot_id = lot;
	work = with_supervisor();
	SHOWROOM_DO(&work, owner_correct(&work, &in, &body, &err));
	/* A piece sold before comes back after: to the right one. */
	take_back(sale, 1, 145000, PLACE_SHELF);
	go_to(20260201);
	next = close_to(room.coop_contract, 20260131);
	other = close_to(room.household_contract, 20260131);
	assert_i64(next->col6.dong, -435000);
	assert_i64(next->producer.dong + first->producer.dong, 0);
	assert_i64(next->owed_after.dong, 0);
	assert_i64(item_of(next, room.honey)->opening_milli, 7000);
	assert_i64(item_of(next, room.honey)->closing_milli, 0);
	assert_i64(other->col6.dong, 290000);
	assert_i64(other->producer.dong, 232000);
	assert_i64(item_of(other, room.honey)->closing_milli, 8000);
	assert_i64(showroom_level(room.honey, body->to_lot_id), 8000);
}

static void a_shop_taken_over_begins_its_first_statement(void **state)
{
	struct err err = { 0 };
	struct opening_contract contract = { .contract_id = room.household_contract, .owed = MONEY(1644000), .tier_sales = MONEY(1305000) };
	struct opening_lot lot = { .contract_id = room.household_contract, .expiry_kind = 1, .hand_over = MONEY(SHAPE_ABSENT), .item_id = room.honey,
				   .own_price = MONEY(SHAPE_ABSENT), .place = PLACE_SHELF, .qty_milli = 12000 };
	struct opening_in in = { .contracts = &contract, .contracts_count = 1, .day = day_of_us(room.now_us), .lots = &lot, .lots_count = 1,
				 .total_amount = MONEY(1644000), .total_milli = 11000 };
	const struct settled *s;
	struct work work = as_office();

	(void)state;
	assert_false(SHOWROOM_TRY(&work, opening_add(&work, &in, &err)));
	assert_text(err.field, "totals");
	in.total_milli = 12000;
	work = as_office();
	SHOWROOM_DO(&work, opening_add(&work, &in, &err));
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, opening_add(&work, &in, &err)));
	assert_text(err.field, "contracts[0].contract_id");
	open_shift();
	sell(room.honey, 2, 145000, 0);
	go_to(20260101);
	s = close_to(room.household_contract, 20251231);
	assert_i64(s->owed_before.dong, 1644000);
	assert_i64(item_of(s, room.honey)->opening_milli, 12000);
	assert_i64(item_of(s, room.honey)->closing_milli, 10000);
	assert_i64(s->tier_turnover.dong, 1305000 + 290000);
	assert_i64(s->owed_after.dong, 1644000 + 232000);
}

static void goods_sent_back_and_lost_are_in_the_columns(void **state)
{
	struct err err = { 0 };
	struct move_line_in line = { .place = PLACE_SHELF, .qty_milli = 3000 };
	struct move_in in = { .lines = &line, .lines_count = 1, .what = MOVE_BACK };
	const struct stock_moved *moved;
	const struct settled *s;
	struct work work;

	(void)state;
	line.lot_id = showroom_intake(room.coop_contract, room.honey, 24000, 0, 1);
	work = as_office();
	SHOWROOM_DO(&work, move_add(&work, &in, &moved, &err));
	in.what = MOVE_BROKEN;
	in.reason = "rơi vỡ";
	line.qty_milli = 1000;
	work = with_supervisor();
	SHOWROOM_DO(&work, move_add(&work, &in, &moved, &err));
	go_to(20260101);
	s = close_to(room.coop_contract, 20251231);
	assert_i64(item_of(s, room.honey)->sent_back_milli, 3000);
	assert_i64(item_of(s, room.honey)->closing_milli, 20000);
	/* The house bears what broke: its value at the producer's part. */
	assert_i64(s->owed_after.dong, 116000);
	/* A paper of the closed period comes too late. */
	in.doc_day = 20251231;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, move_add(&work, &in, &moved, &err)));
	assert_text(err.field, "lines[0].doc_day");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(an_owner_corrected_after_a_closing_is_in_both_next_statements),
		WHOLE_TEST(a_shop_taken_over_begins_its_first_statement),
		WHOLE_TEST(goods_sent_back_and_lost_are_in_the_columns),
	};

	return RUN_ON_ENGINES("shop/correct_statement", tests);
}
