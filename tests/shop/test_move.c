/* Goods that leave without being sold: pieces and cause at once, who bears it by the contract, papers within the open period. */
#include "showroom.h"
#include "whole.h"

#include "shop/move.h"

static const struct stock_moved *moved;
static struct err err;

static bool try_move(struct work work, int32_t what, struct move_line_in *lines, size_t count, int32_t doc_day, const char *reason)
{
	struct move_in in = { .doc_day = doc_day, .lines = lines, .lines_count = count, .reason = reason, .what = what };

	memset(&err, 0, sizeof(err));
	return SHOWROOM_TRY(&work, move_add(&work, &in, &moved, &err));
}

static void who_bears_a_loss_is_in_the_contract(void **state)
{
	static const struct { const char *name; int32_t what; int64_t borne_by, kind; } rows[] = {
		{ "back", MOVE_BACK, 0, STOCK_BACK },       { "broken", MOVE_BROKEN, BORNE_BY_HOUSE, STOCK_BROKEN },
		{ "expired", MOVE_EXPIRED, BORNE_BY_PRODUCER, STOCK_EXPIRED }, { "sample", MOVE_SAMPLE, BORNE_BY_HOUSE, STOCK_SAMPLE },
		{ "missing", MOVE_MISSING, BORNE_BY_HOUSE, STOCK_MISSING },
	};
	struct id lot = showroom_intake(room.coop_contract, room.honey, 10000, 20261231, 3);
	int64_t left = 10000;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct move_line_in line = { .lot_id = lot, .place = PLACE_SHELF, .qty_milli = 1000 };

		CASE(rows[i].name);
		assert_ok(try_move(with_supervisor(), rows[i].what, &line, 1, 0, "lý do"), &err);
		assert_i64(moved->lines[0].borne_by, rows[i].borne_by);
		assert_i64(move_stock_kind(moved->what), rows[i].kind);
		assert_text(moved->lines[0].name, "Mật ong hoa cà phê 500 ml");
		assert_i64(moved->lines[0].expiry_day, 20261231);
		left -= 1000;
		assert_i64(showroom_level(room.honey, lot), left);
	}
}

static void losses_need_a_second_and_a_reason_the_rest_does_not(void **state)
{
	struct id lot = showroom_intake(room.coop_contract, room.honey, 10000, 0, 1);
	struct move_line_in line = { .lot_id = lot, .place = PLACE_SHELF, .qty_milli = 1000 };

	(void)state;
	assert_false(try_move(as_cashier(), MOVE_BROKEN, &line, 1, 0, "vỡ"));
	assert_i64(err.code, ERR_FORBIDDEN);
	assert_false(try_move(with_supervisor(), MOVE_BROKEN, &line, 1, 0, NULL));
	assert_text(err.field, "reason");
	assert_ok(try_move(as_cashier(), MOVE_BACK, &line, 1, 0, NULL), &err);
	assert_ok(try_move(as_cashier(), MOVE_PLACE, &line, 1, 0, NULL), &err);
	assert_i64(showroom_level(room.honey, lot), 9000);
	line.place = PLACE_ASIDE;
	assert_ok(try_move(as_cashier(), MOVE_PLACE, &line, 1, 0, NULL), &err);
	/* Nothing lies aside any more. */
	assert_false(try_move(as_cashier(), MOVE_PLACE, &line, 1, 0, NULL));
	assert_text(err.field, "lines[0].qty_milli");
}

static void nothing_leaves_that_is_not_there(void **state)
{
	struct id mine = showroom_intake(room.coop_contract, room.honey, 2000, 0, 1), other = showroom_intake(room.household_contract, room.rice, 5000, 0, 1);
	struct move_line_in lines[2] = { { .lot_id = mine, .place = PLACE_SHELF, .qty_milli = 1500 }, { .lot_id = mine, .place = PLACE_SHELF, .qty_milli = 1000 } };

	(void)state;
	/* Two lines of one lot together, and all or none. */
	assert_false(try_move(with_supervisor(), MOVE_BROKEN, lines, 2, 0, "vỡ"));
	assert_text(err.field, "lines[1].qty_milli");
	assert_i64(showroom_level(room.honey, mine), 2000);
	lines[1].lot_id = other;
	assert_false(try_move(with_supervisor(), MOVE_BACK, lines, 2, 0, NULL));
	assert_text(err.field, "lines[1].lot_id");
	assert_ok(try_move(with_supervisor(), MOVE_MISSING, lines, 2, 0, "kiểm kê"), &err);
	assert_i64(showroom_level(room.honey, mine), 500);
	lines[0].lot_id = new_id();
	assert_false(try_move(with_supervisor(), MOVE_BACK, lines, 1, 0, NULL));
	assert_i64(err.code, ERR_MISSING);
	lines[0].lot_id = mine;
	lines[0].qty_milli = 500;
	assert_false(try_move(with_supervisor(), MOVE_BACK, lines, 1, 20291231, NULL));
	assert_text(err.field, "lines[0].doc_day");
	/* The last piece leaves no row. */
	assert_ok(try_move(with_supervisor(), MOVE_BACK, lines, 1, day_add(day_of_us(room.now_us), -3), NULL), &err);
	assert_i64(showroom_level(room.honey, mine), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(who_bears_a_loss_is_in_the_contract),
		WHOLE_TEST(losses_need_a_second_and_a_reason_the_rest_does_not),
		WHOLE_TEST(nothing_leaves_that_is_not_there),
	};

	return RUN_ON_ENGINES("shop/move", tests);
}
