/* Selling and taking back: lots, legs, receipts, shifts; asked twice is sold once. */
#include "shop/sale_view.h"
#include "showroom.h"

#include "shop/known.h"
#include "shop/move.h"
#include "shop/staff.h"
#include "shop/stock.h"
#include "store/engine.h"

static void open_shift(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

static struct sale_line_in line_of(struct id item, int64_t qty_milli, int64_t price)
{
	return (struct sale_line_in){ .item_id = item, .qty_milli = qty_milli, .price = MONEY(price), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
}

static struct sale_in cash_sale(struct sale_line_in *lines, size_t count, struct pay_in *pay, int64_t total)
{
	*pay = (struct pay_in){ .way = PAY_CASH, .amount = MONEY(total), .given = MONEY(total + 50000) };
	return (struct sale_in){ .till_id = room.till_id, .lines = lines, .lines_count = count, .pays = pay, .pays_count = 1, .total = MONEY(total),
				 .cash_round_unit = MONEY(1000) };
}

static void a_sale_takes_lots_and_gives_each_its_share(void **state)
{
	struct err err = { 0 };
	struct id late = showroom_intake(room.coop_contract, room.honey, 5000, 20261231, 3);
	struct id early = showroom_intake(room.coop_contract, room.honey, 2000, 20260601, 3);
	struct sale_line_in lines[2] = { line_of(room.honey, 3000, 145000), line_of(room.bag, 1000, 5000) };
	const struct sale *sale;
	struct pay_in pay;
	struct sale_in in = cash_sale(lines, 2, &pay, 440000);
	struct work work, again;

	(void)state;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "shift");
	open_shift();
	again = work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(sale->lines_count, 3);
	assert_true(id_is(sale->lines[0].lot_id, early));
	assert_i64(sale->lines[0].qty_milli, 2000);
	assert_true(id_is(sale->lines[1].lot_id, late));
	assert_i64(sale->lines[0].producer.dong, 232000);
	assert_i64(sale->lines[0].commission.dong, 58000);
	assert_i64(sale->lines[2].producer.dong, 0);
	assert_i64(sale->receipt_n, 1);
	assert_i64(showroom_level(room.honey, early), 0);
	assert_i64(showroom_level(room.honey, late), 4000);
	/* The same again: the first answer, nothing more. */
	SHOWROOM_DO(&again, sale_add(&again, &in, &sale, &err));
	assert_true(again.is_repeat);
	assert_i64(sale->receipt_n, 1);
	assert_i64(showroom_level(room.honey, late), 4000);
	/* The same id with another content is refused. */
	again.ask.bytes[0] ^= 1;
	assert_false(SHOWROOM_TRY(&again, sale_add(&again, &in, &sale, &err)));
	assert_text(err.field, "id");
	/* What was shown must be what is asked. */
	in.total = MONEY(435000);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "total");
}

static void goods_in_the_hand_are_sold_and_filled_later(void **state)
{
	struct err err = { 0 };
	struct id lot;
	struct sale_line_in line = line_of(room.rice, 3000, 108000);
	struct pay_in pay;
	struct sale_in in = cash_sale(&line, 1, &pay, 324000);
	const struct sale *sale;
	struct work work;

	(void)state;
	open_shift();
	/* No lot ever, and no producer known: which contract? */
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "lines[0].item_id");
	lot = showroom_intake(room.household_contract, room.rice, 1000, 0, 1);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(sale->lines_count, 2);
	assert_true(sale->lines[1].is_pending);
	assert_i64(showroom_level(room.rice, sale->lines[1].lot_id), -2000);
	assert_i64(showroom_level(room.rice, lot), 0);
	/* P1 ii at 5 %: 108.000 gives 86.400 to the producer, 5.143 VAT, the rest to the house. */
	assert_i64(sale->lines[0].producer.dong, 86400);
	assert_i64(sale->lines[0].vat_leg.dong, 5143);
	assert_i64(sale->lines[0].house.dong, 16457);
	struct id pending = sale->lines[1].lot_id;
	struct id next = showroom_intake(room.household_contract, room.rice, 5000, 0, 1);

	assert_i64(showroom_level(room.rice, pending), 0);
	assert_i64(showroom_level(room.rice, next), 3000);
}

static void a_use_by_lot_stops_and_a_plain_code_does_not(void **state)
{
	struct err err = { 0 };
	struct id expired = showroom_intake(room.coop_contract, room.honey, 5000, 20251130, 2);
	struct sale_line_in line = line_of(room.honey, 1000, 145000);
	struct pay_in pay;
	struct sale_in in = cash_sale(&line, 1, &pay, 145000);
	const struct sale *sale;
	struct work work;

	(void)state;
	open_shift();
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	struct id good = showroom_intake(room.coop_contract, room.honey, 1000, 20260630, 2);

	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_true(id_is(sale->lines[0].lot_id, good));
	line.lot_id = expired;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "lines[0].lot_id");
	/* Read by a supervisor, it is sold from what is not in the book. */
	line = line_of(room.honey, 1000, 145000);
	line.date_read = true;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	work = with_supervisor();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_true(sale->lines[0].is_pending);
}

static void returns_close_to_nothing(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	struct sale_line_in line = line_of(room.honey, 3000, 145000);
	struct pay_in pay;
	struct sale_in in = cash_sale(&line, 1, &pay, 435000);
	const struct sale *sale, *back;
	struct work work;
	int64_t producer = 0, paid = 0, house = 0;

	(void)state;
	open_shift();
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	struct id sale_id = work.id;

	for (int i = 0; i < 3; i++) {
		struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = i == 0 ? PLACE_BIN : PLACE_SHELF };
		struct return_in ask = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_CASH,
					 .reason = "khách đổi ý", .total = MONEY(145000) };

		work = as_cashier();
		assert_false(SHOWROOM_TRY(&work, return_add(&work, &ask, &back, &err)));
		assert_text(err.field, "approver");
		work = with_supervisor();
		SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
		producer += back->lines[0].producer.dong;
		house += back->lines[0].house.dong;
		paid += back->total.dong;
		assert_i64(back->receipt_n, i + 2);
	}
	assert_i64(paid, -435000);
	assert_i64(producer, -sale->lines[0].producer.dong);
	assert_i64(house, -sale->lines[0].house.dong);
	/* One of three was thrown away. */
	assert_i64(showroom_level(room.honey, lot), 4000);
	struct return_line_in more = { .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
	struct return_in ask = { .till_id = room.till_id, .sale_id = sale_id, .lines = &more, .lines_count = 1, .way = PAY_CASH,
				 .reason = "lần nữa", .total = MONEY(145000) };

	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, return_add(&work, &ask, &back, &err)));
	assert_text(err.field, "lines[0].qty_milli");
}

static void a_shift_counts_what_went_through_it(void **state)
{
	struct err err = { 0 };
	struct sale_line_in line = line_of(room.honey, 1000, 145000);
	struct pay_in pay;
	struct sale_in in = cash_sale(&line, 1, &pay, 145000);
	struct cash_move_in out = { .amount = MONEY(-100000), .reason = "mua nước", .till_id = room.till_id };
	struct note notes[] = { { .value = MONEY(100000), .count = 5 }, { .value = MONEY(5000), .count = 9 } };
	struct shift_close_in close = { .notes = notes, .notes_count = 1, .till_id = room.till_id };
	const struct shift_closed *closed;
	const struct sale *sale;
	struct work work;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	open_shift();
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, cash_move(&work, &out, MONEY(0), &err)));
	work = with_supervisor();
	SHOWROOM_DO(&work, cash_move(&work, &out, MONEY(0), &err));
	/* 500.000 + 145.000 − 100.000 = 545.000; 500.000 was counted. */
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, shift_close(&work, &close, &closed, &err)));
	assert_text(err.field, "reason");
	close.notes_count = 2;
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	assert_i64(closed->expected.dong, 545000);
	assert_i64(closed->difference.dong, 0);
	assert_i64(closed->net.dong, 145000);
	/* The next shift goes on from there. */
	open_shift();
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	close.reason = "chưa đếm";
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	assert_i64(closed->net.dong, 290000);
	assert_i64(closed->net_before.dong, 145000);
	assert_i64(closed->z_number, 2);
}

/* What comes back to "chưa nhập" after an intake filled it lies there: it is sold again, moved, counted. */
static void what_comes_back_to_a_pending_lot_is_sold_again(void **state)
{
	struct err err = { 0 };
	struct sale_line_in line = line_of(room.rice, 3000, 108000);
	struct return_line_in part = { .n = 2, .qty_milli = 2000, .place = PLACE_SHELF };
	struct return_in ask = { .till_id = room.till_id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "khách đổi ý", .total = MONEY(216000) };
	struct pay_in pay;
	struct sale_in in = cash_sale(&line, 1, &pay, 324000);
	struct move_line_in piece = { .place = PLACE_ASIDE, .qty_milli = 1000 };
	struct move_in move = { .lines = &piece, .lines_count = 1, .reason = "vỡ", .what = MOVE_BROKEN };
	const struct stock_moved *moved;
	const struct sale *sale, *back;
	struct work work;
	struct id pending, next;
	struct txn *txn;
	int64_t sellable;

	(void)state;
	open_shift();
	showroom_intake(room.household_contract, room.rice, 1000, 0, 1);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	ask.sale_id = work.id;
	pending = sale->lines[1].lot_id;
	next = showroom_intake(room.household_contract, room.rice, 3000, 0, 1);
	assert_i64(showroom_level(room.rice, next), 1000);
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
	assert_i64(showroom_level(room.rice, pending), 2000);
	txn = txn_begin(room.book->store, &err);
	assert_ok(stock_sellable(txn, room.book->site_id, room.rice, 20260101, &sellable, &err), &err);
	txn_abandon(txn);
	assert_i64(sellable, 3000);
	/* The others first, then what came back; nothing is lacking. */
	in.lines[0].qty_milli = 2000;
	in.total = pay.amount = MONEY(216000);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(sale->lines_count, 2);
	assert_true(id_is(sale->lines[0].lot_id, next) && id_is(sale->lines[1].lot_id, pending));
	assert_false(sale->lines[1].is_pending);
	assert_i64(showroom_level(room.rice, pending), 1000);
	/* The last of them comes back broken to the side, and is written off; what is not there is refused. */
	ask.sale_id = work.id;
	part = (struct return_line_in){ .n = 2, .qty_milli = 1000, .place = PLACE_ASIDE };
	ask.total = MONEY(108000);
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
	piece.lot_id = pending;
	work = with_supervisor();
	SHOWROOM_DO(&work, move_add(&work, &move, &moved, &err));
	assert_i64(showroom_level(room.rice, pending), 1000);
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, move_add(&work, &move, &moved, &err)));
	assert_text(err.field, "lines[0].lot_id");
}

/* A drawer cannot hold what the shift's closing could not be written with. */
static void a_drawer_has_an_end(void **state)
{
	struct err err = { 0 };
	struct shift_open_in in = { .float_cash = MONEY(MONEY_MAX), .till_id = room.till_id };
	struct cash_move_in more = { .amount = MONEY(SHIFT_CASH_MAX), .reason = "đổi tiền", .till_id = room.till_id };
	const struct shift_opened *opened;
	struct shift_closed closed = { .till_id = room.till_id };
	struct work work = as_cashier();

	(void)state;
	assert_false(SHOWROOM_TRY(&work, shift_open(&work, &in, &opened, &err)));
	assert_text(err.field, "float_cash");
	open_shift();
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, cash_move(&work, &more, MONEY(0), &err)));
	assert_text(err.field, "amount");
	/* And whatever the way: an entry that could not be read again is not written. */
	closed.expected = MONEY(MONEY_MAX + 1);
	closed.business_day = 20260101;
	closed.shift_number = closed.z_number = 1;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, work_record(&work, &shift_closed_kind, &closed, &err)));
	assert_i64(err.code, ERR_LIMIT);
	assert_text(err.field, "expected");
}

/* A producer's goods before those of nobody known, and the body at hand beside the stored bytes: the same ticket. */
static void a_ticket_is_shown_from_the_body_as_from_the_bytes(void **state)
{
	struct err err = { 0 };
	struct sale_line_in lines[3] = { line_of(room.bag, 1000, 5000), line_of(room.honey, 1000, 145000), line_of(room.bag, 2000, 5000) };
	struct pay_in pay;
	struct sale_in in = cash_sale(lines, 3, &pay, 160000);
	struct work work = as_cashier();
	struct known *known = known_new();
	struct sale_view at_hand, read, as_new;
	struct staff cashier = { .id = room.cashier, .is_active = true, .login = "thu", .name = "Trần Văn Cũ", .role = STAFF_CASHIER };
	struct work admin = as_office();
	const struct sale *sale;
	struct buf a, b;
	struct txn *txn;

	(void)state;
	SHOWROOM_DO(&admin, staff_set(&admin, &cashier, &err));
	showroom_intake(room.coop_contract, room.honey, 5000, 0, 1);
	open_shift();
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(sale_view_of_entry(txn, room.arena, &work.entry, sale, &at_hand, &err), &err);
	assert_ok(sale_view_of_entry(txn, room.arena, &work.entry, NULL, &read, &err), &err);
	txn_abandon(txn);
	assert_text(at_hand.lines[0].producer, "Công ty Thử nghiệm");
	assert_null(at_hand.lines[1].producer);
	assert_text(at_hand.lines[2].producer, "Công ty Thử nghiệm");
	buf_init(&a, 1 << 16);
	buf_init(&b, 1 << 16);
	shape_write(&sale_view_shape, &at_hand, &a);
	shape_write(&sale_view_shape, &read, &b);
	assert_text(buf_get(&a), buf_get(&b));
	/* From what was decided; the second time from what the first one asked for; until an entry of another kind may have changed it. */
	for (int time = 1; time <= 4; time++) {
		if (time == 3) {
			cashier.name = "Nguyễn Thị Mới";
			admin = as_office();
			SHOWROOM_DO(&admin, staff_set(&admin, &cashier, &err));
		}
		if (time == 4)
			known_after(known, &admin);
		known_after(known, &work);
		work.txn = txn_begin(room.book->store, &err);
		assert_ok(sale_view_of_new(&work, known, sale, false, &as_new, &err), &err);
		txn_abandon(work.txn);
		buf_clear(&b);
		shape_write(&sale_view_shape, &as_new, &b);
		if (time < 4)
			assert_text(buf_get(&b), buf_get(&a));
		else
			assert_text(as_new.staff_name, "Nguyễn Thị Mới");
	}
	known_free(known);
	buf_release(&a);
	buf_release(&b);
}

#define CROWD_LINES 100
#define CROWD_LOTS 300

/* A ticket of a hundred lines that may not be sold, over hundreds of lots: each is said once, each row is read once. */
static void every_refused_line_is_said_in_one_pass(void **state)
{
	struct err err = { 0 };
	struct intake_line_in lots[CROWD_LOTS / 6];
	struct intake_in in = { .contract_id = room.coop_contract, .lines = lots, .lines_count = COUNT_OF(lots) };
	struct sale_line_in lines[CROWD_LINES + 4];
	struct sale_in cart = { .till_id = room.till_id, .lines = lines, .lines_count = COUNT_OF(lines) };
	struct sale_price price;
	struct store *store = room.book->store;
	struct book reader = *room.book;
	int64_t steps[2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lots); i++)
		lots[i] = (struct intake_line_in){ .item_id = room.honey, .qty_milli = 1000, .expiry_day = 20261231, .expiry_kind = EXPIRY_USE_BY,
						   .hand_over = MONEY(SHAPE_ABSENT), .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	for (int i = 0; i < 6; i++) {
		struct work work = as_office();
		const struct intake *body;

		SHOWROOM_DO(&work, intake_add(&work, &in, &body, &err));
	}
	/* A price that has changed, a quantity nobody can have, and between them lines that are sold. */
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		lines[i] = i % 26 == 25 ? line_of(room.honey, 2000, 145000) : line_of(room.honey, i % 2 ? 3000 : 1500, 144000);
	reader.goods = NULL;
	for (int kept = 0; kept < 2; kept++) {
		struct txn *txn = txn_begin(store, &err);
		int64_t from = store->steps_count;

		CASE(kept ? "with what the writer keeps" : "from the rows");
		assert_ok(sale_price_each(txn, room.arena, kept ? room.book : &reader, room.now_us, &cart, &price, &err), &err);
		steps[kept] = store->steps_count - from;
		txn_abandon(txn);
		assert_i64((int64_t)price.refused_count, CROWD_LINES);
		for (size_t r = 0; r < price.refused_count; r++)
			assert_text(price.refused[r].text, price.refused[r].line % 2 ? "giá đã đổi; tải lại phiếu để xem giá mới" :
										       "số lượng lẻ quá mức của đơn vị tính");
		/* What refused lines reached for went back: the sold ones have the first eight lots. */
		assert_i64((int64_t)price.lines_count, 8);
		assert_i64(price.totals.total.dong, 8 * 145000);
		for (size_t b = 0; b < price.lines_count; b++) {
			assert_i64((int64_t)price.from[b], 25 + 26 * (int64_t)(b / 2));
			assert_false(price.book_lines[b].is_pending);
			for (size_t k = 0; k < b; k++)
				assert_false(id_is(price.book_lines[b].lot_id, price.book_lines[k].lot_id));
		}
	}
	assert_true(steps[0] <= CROWD_LOTS + 8 * (int64_t)COUNT_OF(lines));
	assert_true(steps[1] <= 3 * CROWD_LOTS + 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(a_sale_takes_lots_and_gives_each_its_share),
		SHOWROOM_TEST(goods_in_the_hand_are_sold_and_filled_later),
		SHOWROOM_TEST(a_use_by_lot_stops_and_a_plain_code_does_not),
		SHOWROOM_TEST(returns_close_to_nothing),
		SHOWROOM_TEST(a_shift_counts_what_went_through_it),
		SHOWROOM_TEST(what_comes_back_to_a_pending_lot_is_sold_again),
		SHOWROOM_TEST(a_drawer_has_an_end),
		SHOWROOM_TEST(a_ticket_is_shown_from_the_body_as_from_the_bytes),
		SHOWROOM_TEST(every_refused_line_is_said_in_one_pass),
	};

	return RUN_ON_ENGINES("shop/sale", tests);
}
