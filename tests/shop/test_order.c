/* An order from the promise to the last piece: what is held, agreed, paid ahead, asked of a producer, given back. */
#include "settling.h"
#include "ordering.h"
#include "whole.h"

#include "shop/adjust.h"
#include "shop/rollup.h"

#define TODAY day_of_us(room.now_us)

static struct id honey_lots[2];  /* the first expires first */

static int64_t total_of(const char *account)
{
	static const struct sql sum = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = 4 AND key_a = $1", .scan_ok = true };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stmt *q = stmt_begin(txn, &sum);
	int64_t amount;

	stmt_put_blob(q, account, strlen(account));
	assert_true(stmt_next(q));
	amount = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	return amount;
}

static struct shift_figures figures_now(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct shift_figures figures;
	struct shift shift;
	bool found;

	assert_ok(txn && shift_find_open(txn, room.arena, room.till_id, &shift, &found, &err) && found &&
			  shift_figures(txn, room.arena, &shift, &figures, &err), &err);
	txn_abandon(txn);
	return figures;
}

static int64_t bucket(const char *name)
{
	struct shift_figures figures = figures_now();

	for (size_t i = 0; i < figures.buckets_count; i++)
		if (strcmp(figures.buckets[i].name, name) == 0)
			return figures.buckets[i].amount.dong;
	return 0;
}

static void prepare(void)
{
	honey_lots[1] = showroom_intake(room.coop_contract, room.honey, 10000, 20260630, 3);
	honey_lots[0] = showroom_intake(room.coop_contract, room.honey, 4000, 20260301, 3);
	showroom_intake(room.household_contract, room.rice, 3000, 0, 1);
	open_shift();
}

static struct order_line_in honey(int64_t pieces)
{
	return (struct order_line_in){ .item_id = room.honey, .qty_milli = pieces * 1000 };
}

static struct id order_honey(int64_t pieces)
{
	struct order_line_in line = honey(pieces);
	struct order_in in = ordering_of(&line, 1, day_add(TODAY, 2));

	return ordering_place(&in);
}

/* ---- placing ------------------------------------------------------------------------ */

static void what_is_there_is_held_the_first_expired_first(void **state)
{
	struct order_line_in lines[] = { honey(6), { .item_id = room.rice, .qty_milli = 5000 }, { .item_id = room.bag, .qty_milli = 1000 } };
	struct order_in in = ordering_of(lines, 3, day_add(TODAY, 1));
	struct order_view view;
	struct id id;

	(void)state;
	prepare();
	id = ordering_place(&in);
	view = ordering_see(id);
	assert_i64(view.number, 1);
	assert_i64(view.state, ORDER_IS_OPEN);
	assert_i64(view.total.dong, 6 * 145000 + 5 * 108000 + 5000);
	assert_text(view.contact.name, "Chị Mai");
	assert_text(view.contact.phone, "0912345678");
	assert_i64(view.lines[0].held_milli, 6000);
	assert_i64(view.lines[0].holds_count, 2);
	assert_true(id_is(view.lines[0].holds[0].lot_id, honey_lots[0]));
	assert_i64(view.lines[0].holds[0].qty_milli, 4000);
	assert_i64(view.lines[1].held_milli, 3000);
	assert_i64(view.lines[2].held_milli, 0);
	/* The next order gets what is left, and one that finds all it needs is ready. */
	view = ordering_see(order_honey(8));
	assert_i64(view.state, ORDER_IS_READY);
	assert_i64(view.number, 2);
	view = ordering_see(order_honey(1));
	assert_i64(view.lines[0].held_milli, 0);
	assert_i64(view.state, ORDER_IS_OPEN);
}

static void what_cannot_be_ordered_is_refused(void **state)
{
	struct order_contact nobody = { .phone = "0912345678" }, wrong = { .name = "Mai", .phone = "12" }, away = { .name = "Mai" };
	struct order_line_in good = honey(1), odd = { .item_id = room.honey, .qty_milli = 1500 }, dear = { .item_id = room.honey, .qty_milli = 1000 },
			     unknown = { .qty_milli = 1000 }, bag = { .item_id = room.bag, .qty_milli = 1000, .is_sample = true };
	struct {
		const char *what;
		const struct order_contact *contact;
		struct order_line_in *line;
		int32_t day, shipping_by;
		int64_t fee;
		const char *field;
	} rows[] = {
		{ "nobody's name", &nobody, &good, TODAY, 0, 0, "contact.name" },
		{ "a telephone of two digits", &wrong, &good, TODAY, 0, 0, "contact.phone" },
		{ "sent to nowhere", &away, &good, TODAY, SHIPPING_CUSTOMER, 0, "contact.address" },
		{ "a fee that nobody pays", &ordering_contact, &good, TODAY, 0, 20000, "shipping_by" },
		{ "promised for yesterday", &ordering_contact, &good, day_add(TODAY, -1), 0, 0, "promised_day" },
		{ "promised for never", &ordering_contact, &good, day_add(TODAY, ORDER_AHEAD_DAYS + 1), 0, 0, "promised_day" },
		{ "half a jar", &ordering_contact, &odd, TODAY, 0, 0, "lines[0].qty_milli" },
		{ "more off than it costs", &ordering_contact, &dear, TODAY, 0, 0, "lines[0].discount" },
		{ "goods nobody knows", &ordering_contact, &unknown, TODAY, 0, 0, "lines[0].item_id" },
		{ "a sample of what has no stock", &ordering_contact, &bag, TODAY, 0, 0, "lines[0].is_sample" },
	};

	(void)state;
	prepare();
	dear.discount = MONEY(145001);
	unknown.item_id = new_id();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct order_in in = ordering_of(rows[i].line, 1, rows[i].day);
		struct work work = with_supervisor();
		const struct order_body *body;
		struct err err = { 0 };

		CASE(rows[i].what);
		in.contact = rows[i].contact;
		in.shipping_by = rows[i].shipping_by;
		in.shipping_fee = MONEY(rows[i].fee);
		assert_false(SHOWROOM_TRY(&work, order_place(&work, &in, &body, &err)));
		assert_text(err.field, rows[i].field);
	}
}

static void a_discount_needs_a_second_person_and_the_same_id_is_one_order(void **state)
{
	struct order_line_in line = honey(2);
	struct order_in in = ordering_of(&line, 1, TODAY);
	struct work work = as_cashier(), again;
	const struct order_body *body, *first;
	struct err err = { 0 };

	(void)state;
	prepare();
	line.discount = MONEY(20000);
	assert_false(SHOWROOM_TRY(&work, order_place(&work, &in, &body, &err)));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	work = with_supervisor();
	again = work;
	SHOWROOM_DO(&work, order_place(&work, &in, &first, &err));
	SHOWROOM_DO(&again, order_place(&again, &in, &body, &err));
	assert_true(again.is_repeat);
	assert_i64(body->number, first->number);
	assert_i64(ordering_see(work.entry.id).total.dong, 270000);
}

/* ---- delivering ----------------------------------------------------------------------- */

static void deposit_and_transfer_pay_for_two_deliveries(void **state)
{
	struct id id;
	struct order_view view;
	const struct sale *sale;
	struct err err;

	(void)state;
	prepare();
	id = order_honey(6);
	ordering_pay(id, PAY_CASH, 300000);
	ordering_pay(id, PAY_TRANSFER, 100000);
	assert_false(ordering_try_pay(id, PAY_CASH, 6 * 145000 - 400000 + 1, &err));
	assert_text(err.field, "amount");
	assert_i64(bucket("deposit_in:cash"), 300000);
	assert_i64(bucket("deposit_in:transfer"), 100000);
	assert_i64(bucket("sales"), 0);
	assert_i64(figures_now().expected.dong, 50000000 + 300000);
	assert_i64(total_of("deposit"), -400000);
	assert_false(ordering_try(id, 1, 5000, 145000, 0, 400001, &sale, &err));
	assert_text(err.field, "pays[1].source_id");
	assert_false(ordering_try(id, 1, 7000, 145000, 0, 0, &sale, &err));
	assert_text(err.field, "lines[0].qty_milli");
	sale = ordering_deliver(id, 1, 5000, 145000, 0, 250000);
	/* Its own pieces first: all four of the lot that goes first, one of the other. */
	assert_i64(sale->lines_count, 2);
	assert_true(id_is(sale->lines[0].lot_id, honey_lots[0]));
	assert_i64(sale->lines[0].qty_milli, 4000);
	view = ordering_see(id);
	assert_i64(view.state, ORDER_IS_PARTLY);
	assert_i64(view.left.dong, 150000);
	assert_i64(view.lines[0].held_milli, 1000);
	ordering_deliver(id, 1, 1000, 145000, 0, 145000);
	view = ordering_see(id);
	assert_i64(view.state, ORDER_IS_DELIVERED);
	assert_i64(view.left.dong, 5000);
	assert_false(ordering_try(id, 1, 1000, 145000, 0, 0, &sale, &err));
	assert_text(err.field, "order_id");
	/* What is left of the deposit is the customer's. */
	ordering_cancel(id, 5000, PAY_CASH, FORFEIT_HOUSE);
	assert_i64(bucket("deposit_out:cash"), -5000);
	assert_i64(figures_now().expected.dong, 50000000 + 295000);
	assert_i64(total_of("deposit"), 0);
	assert_i64(ordering_see(id).state, ORDER_IS_DELIVERED);
}

static void a_deposit_pays_for_its_own_order_only(void **state)
{
	struct id one, other;
	struct pay_in pay = { .way = PAY_DEPOSIT, .amount = MONEY(145000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = 1000, .price = MONEY(145000), .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(145000) };
	const struct sale *sale;
	struct err err = { 0 };
	struct work work;

	(void)state;
	prepare();
	one = order_honey(1);
	other = order_honey(1);
	ordering_pay(one, PAY_CASH, 145000);
	line.priced_us = room.now_us;
	pay.source_id = one;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "pays[0].source_id");
	in.order_id = other;
	line.order_n = 1;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &in, &sale, &err)));
	assert_text(err.field, "pays[0].source_id");
	in.order_id = one;
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	assert_i64(total_of("deposit"), 0);
}

static void set_price(int64_t price)
{
	struct err err = { 0 };
	struct price_set set = { .amount = MONEY(price), .from_us = room.now_us, .item_id = room.honey };
	struct work work = as_office();

	SHOWROOM_DO(&work, prices_set(&work, &set, 1, &err));
	room.now_us += MINUTE_US;
}

static void what_was_agreed_holds_and_a_lower_price_too(void **state)
{
	struct order_line_in line = honey(3);
	struct order_in in = ordering_of(&line, 1, TODAY);
	const struct sale *sale;
	struct err err;
	struct id id;

	(void)state;
	prepare();
	line.discount = MONEY(10000);
	id = ordering_place(&in);  /* 425.000 for three: 141.667, 141.666, 141.667 */
	set_price(160000);
	assert_false(ordering_try(id, 1, 1000, 160000, 18334, 0, &sale, &err));
	assert_text(err.field, "lines[0].agreed_off");
	sale = ordering_deliver(id, 1, 1000, 160000, 18333, 0);
	assert_i64(sale->total.dong, 141667);
	sale = ordering_deliver(id, 1, 1000, 160000, 160000 - 141666, 0);
	assert_i64(sale->total.dong, 141666);
	set_price(130000);
	sale = ordering_deliver(id, 1, 1000, 130000, 0, 0);
	assert_i64(sale->total.dong, 130000);
	assert_i64(ordering_see(id).state, ORDER_IS_DELIVERED);
}

/* ---- what lies there for somebody else -------------------------------------------------- */

static void others_are_served_last_of_what_is_held(void **state)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = room.honey, .price = MONEY(145000), .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1 };
	struct sale_price price;
	struct order_view view;
	struct txn *txn;
	struct id id;

	(void)state;
	prepare();
	id = order_honey(6);  /* all four of the first lot, two of the second */
	line.qty_milli = 8000;
	line.priced_us = room.now_us;
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && sale_price(txn, room.arena, room.book, room.now_us, &in, false, &price, &err), &err);
	assert_i64(price.lines_count, 1);
	assert_true(id_is(price.book_lines[0].lot_id, honey_lots[1]));
	assert_i64(price.held_milli[0], 0);
	line.qty_milli = 11000;
	assert_ok(sale_price(txn, room.arena, room.book, room.now_us, &in, false, &price, &err), &err);
	assert_i64(price.lines_count, 2);
	assert_i64(price.held_milli[0] + price.held_milli[1], 3000);
	assert_false(price.book_lines[0].is_pending);
	txn_abandon(txn);
	/* The customer has eleven in the hands: they are sold, and the order says what it lacks. */
	sell(room.honey, 11, 145000, 0);
	view = ordering_see(id);
	assert_true(view.is_short);
	assert_i64(view.lines[0].held_milli, 3000);
	assert_i64(view.lines[0].short_milli, 3000);
	assert_i64(view.state, ORDER_IS_OPEN);
	/* New goods go to it first. */
	showroom_intake(room.coop_contract, room.honey, 5000, 20260731, 3);
	view = ordering_see(id);
	assert_i64(view.lines[0].short_milli, 3000);
	{
		struct order_reserve_in all = { .is_auto = true, .order_id = id };
		const struct order_reserved *reserved;
		struct work work = as_cashier();

		SHOWROOM_DO(&work, order_reserve(&work, &all, &reserved, &err));
	}
	view = ordering_see(id);
	assert_i64(view.state, ORDER_IS_READY);
	assert_false(view.is_short);
}

static void holds_by_hand_take_nobody_elses(void **state)
{
	struct err err = { 0 };
	struct order_hold hold = { .n = 1, .qty_milli = 3000 };
	struct order_reserve_in in = { .holds = &hold, .holds_count = 1 };
	const struct order_reserved *reserved;
	struct order_view view;
	struct work work;

	(void)state;
	prepare();
	order_honey(4);
	in.order_id = order_honey(3);
	hold.lot_id = honey_lots[0];
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_reserve(&work, &in, &reserved, &err)));
	assert_text(err.field, "holds[0].qty_milli");
	hold.lot_id = honey_lots[1];
	hold.qty_milli = 4000;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_reserve(&work, &in, &reserved, &err)));
	hold.qty_milli = 2000;
	work = as_cashier();
	SHOWROOM_DO(&work, order_reserve(&work, &in, &reserved, &err));
	view = ordering_see(in.order_id);
	assert_i64(view.lines[0].held_milli, 2000);
	in.holds_count = 0;
	work = as_cashier();
	SHOWROOM_DO(&work, order_reserve(&work, &in, &reserved, &err));
	assert_i64(ordering_see(in.order_id).lines[0].holds_count, 0);
}

/* ---- changing and calling off --------------------------------------------------------------- */

static void a_change_keeps_what_was_delivered_and_agreed(void **state)
{
	struct err err = { 0 };
	struct order_line_in lines[] = { honey(4), { .item_id = room.rice, .qty_milli = 2000 } };
	struct order_in in = ordering_of(lines, 2, day_add(TODAY, 3)), now;
	struct order_line_in again[] = { { .item_id = room.honey, .n = 1, .qty_milli = 1000 }, { .item_id = room.bag, .qty_milli = 2000 } };
	const struct order_body *body;
	struct order_view view;
	struct work work;
	struct id id;

	(void)state;
	prepare();
	id = ordering_place(&in);
	ordering_deliver(id, 1, 2000, 145000, 0, 0);
	set_price(160000);
	now = ordering_of(again, 2, day_add(TODAY, 5));
	now.order_id = id;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_change(&work, &now, &body, &err)));
	assert_text(err.field, "lines[0].qty_milli");
	again[0].qty_milli = 3000;
	work = as_cashier();
	SHOWROOM_DO(&work, order_change(&work, &now, &body, &err));
	view = ordering_see(id);
	assert_i64(view.lines_count, 2);
	assert_i64(view.promised_day, day_add(TODAY, 5));
	assert_i64(view.lines[0].price.dong, 145000);
	assert_i64(view.lines[0].delivered_milli, 2000);
	assert_i64(view.lines[0].held_milli, 1000);
	assert_i64(view.lines[1].n, 3);
	assert_i64(view.state, ORDER_IS_PARTLY);
	/* The honey goes: what was delivered stays, and the bags are all that is left. */
	again[0] = again[1];
	again[0].n = 3;
	now.lines_count = 1;
	work = as_cashier();
	SHOWROOM_DO(&work, order_change(&work, &now, &body, &err));
	view = ordering_see(id);
	assert_i64(view.lines[0].qty_milli, 2000);
	assert_i64(view.lines[0].amount.dong, 290000);
}

static void what_is_called_off_is_free_again(void **state)
{
	struct err err = { 0 };
	struct order_cancel_in in = { .reason = "khách đổi ý", .rule = FORFEIT_HOUSE };
	const struct order_cancelled *cancelled;
	struct work work;
	struct id id;

	(void)state;
	prepare();
	id = order_honey(14);
	ordering_pay(id, PAY_CASH, 500000);
	in.order_id = id;
	in.till_id = room.till_id;
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_cancel(&work, &in, &cancelled, &err)));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	in.give_back = MONEY(500001);
	in.way = PAY_CASH;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, order_cancel(&work, &in, &cancelled, &err)));
	assert_text(err.field, "give_back");
	cancelled = ordering_cancel(id, 300000, PAY_CASH, FORFEIT_HOUSE);
	assert_i64(cancelled->forfeits_count, 1);
	assert_i64(total_of("house"), -200000);
	assert_i64(total_of("deposit"), 0);
	assert_i64(figures_now().expected.dong, 50000000 + 200000);
	assert_i64(ordering_see(id).state, ORDER_IS_CANCELLED);
	assert_i64(ordering_see(order_honey(14)).state, ORDER_IS_READY);
}

static void a_forfeited_deposit_is_the_producers_where_the_rule_says_so(void **state)
{
	struct order_line_in lines[] = { honey(2), { .item_id = room.rice, .qty_milli = 1000 }, { .item_id = room.bag, .qty_milli = 2000 } };
	struct order_in in = ordering_of(lines, 3, TODAY);
	const struct order_cancelled *cancelled;
	const struct settled *settled;
	int64_t coop = 0, house = 0;
	struct id id;

	(void)state;
	prepare();
	id = ordering_place(&in);
	ordering_pay(id, PAY_CASH, 100000);
	cancelled = ordering_cancel(id, 0, 0, FORFEIT_PRODUCER);
	for (size_t i = 0; i < cancelled->forfeits_count; i++) {
		coop += id_is(cancelled->forfeits[i].party_id, room.coop) ? cancelled->forfeits[i].amount.dong : 0;
		house += id_is_none(cancelled->forfeits[i].party_id) ? cancelled->forfeits[i].amount.dong : 0;
	}
	/* 290.000 : 108.000 : 10.000 of 100.000 */
	assert_i64(cancelled->forfeits_count, 3);
	assert_i64(coop, 71078);
	assert_i64(house, 2451);
	assert_i64(total_of("payable"), -(100000 - 2451));
	/* It is a line of IV on the next statement, and no sale. */
	settled = draft_of(room.coop_contract, 20260131);
	assert_i64(settled->col6.dong, 0);
	assert_i64(settled->iv.dong, -coop);
	assert_i64(settled->owed_after.dong, coop);
}

/* ---- display samples -------------------------------------------------------------------------- */

static void a_sample_goes_to_the_producer_and_comes_back(void **state)
{
	struct err err = { 0 };
	struct order_line_in line = { .item_id = room.honey, .is_sample = true, .qty_milli = 5000 };
	struct order_in in = ordering_of(&line, 1, day_add(TODAY, 7));
	struct order_asked_line ask_line = { .n = 1 };
	struct order_ask_in ask = { .lines = &ask_line, .lines_count = 1 };
	struct order_answered answer = { .is_yes = true, .n = 1 };
	const struct order_answered *answered;
	const struct order_asked *asked;
	struct order_asking_row *rows;
	struct order_view view;
	struct work work;
	struct txn *txn;
	size_t count;

	(void)state;
	prepare();
	ask_line.order_id = answer.order_id = ordering_place(&in);
	view = ordering_see(answer.order_id);
	assert_i64(view.lines[0].asking, ASKING_TO_ASK);
	assert_i64(view.lines[0].held_milli, 0);
	assert_true(id_is(view.lines[0].producer_id, room.coop));
	work = as_cashier();
	SHOWROOM_DO(&work, order_ask(&work, &ask, &asked, &err));
	assert_i64(ordering_see(answer.order_id).lines[0].asking, ASKING_ASKED);
	work = as_cashier();
	answer.back_day = day_add(TODAY, -1);
	assert_false(SHOWROOM_TRY(&work, order_answer(&work, &answer, &answered, &err)));
	assert_text(err.field, "back_day");
	answer.back_day = day_add(TODAY, 3);
	work = as_cashier();
	SHOWROOM_DO(&work, order_answer(&work, &answer, &answered, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && order_list_asking(txn, room.arena, &rows, &count, &err), &err);
	txn_abandon(txn);
	assert_i64(count, 1);
	assert_i64(rows[0].asking, ASKING_YES);
	assert_i64(rows[0].back_day, day_add(TODAY, 3));
	/* Two lots come: what arrives is held at once, the rest of the second is free. */
	showroom_intake(room.coop_contract, room.honey, 3000, 20260930, 3);
	assert_i64(ordering_see(answer.order_id).lines[0].held_milli, 3000);
	showroom_intake(room.coop_contract, room.honey, 6000, 20261031, 3);
	view = ordering_see(answer.order_id);
	assert_i64(view.lines[0].held_milli, 5000);
	assert_i64(view.state, ORDER_IS_READY);
	ordering_deliver(answer.order_id, 1, 5000, 145000, 0, 0);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_ask(&work, &ask, &asked, &err)));
}

static void an_intake_fills_what_was_sold_first_and_then_the_orders(void **state)
{
	struct order_line_in line = honey(4);
	struct order_in late = ordering_of(&line, 1, day_add(TODAY, 9)), soon = ordering_of(&line, 1, day_add(TODAY, 1));
	struct id late_id, soon_id;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 1000, 0, 1);
	open_shift();
	sell(room.honey, 3, 145000, 0);  /* two of them in the hand and not in the book */
	late_id = ordering_place(&late);
	soon_id = ordering_place(&soon);
	showroom_intake(room.coop_contract, room.honey, 7000, 0, 1);
	assert_i64(ordering_see(soon_id).lines[0].held_milli, 4000);
	assert_i64(ordering_see(late_id).lines[0].held_milli, 1000);
}

/* ---- from an older book ---------------------------------------------------------------------------- */

static void a_deposit_of_the_older_book_goes_into_one_order_once(void **state)
{
	struct err err = { 0 };
	struct party customer = { .id = new_id(), .code = "KH01", .name = "Lò Thị Mai", .legal_form = FORM_PERSON, .roles = PARTY_CUSTOMER, .from_day = 20250101,
				  .vat_profile = TAX_HOUSEHOLD, .phone = "0987654321" };
	struct opening_balance balance = { .amount = MONEY(300000), .label = "ĐĐ-12", .party_id = customer.id, .what = BALANCE_DEPOSIT };
	struct opening_in opening = { .balances = &balance, .balances_count = 1, .day = TODAY, .total_balance = MONEY(-300000) };
	struct order_line_in line = honey(2);
	struct order_in in = ordering_of(&line, 1, TODAY);
	struct order_pay_in take = { .opening_label = "ĐĐ-12" };
	const struct order_paid *paid;
	struct order_view view;
	struct work work;

	(void)state;
	prepare();
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &customer, 1, &err));
	work = with_supervisor();
	work.role = STAFF_ADMIN;
	SHOWROOM_DO(&work, opening_add(&work, &opening, &err));
	in.customer_id = customer.id;
	in.contact = NULL;
	take.order_id = ordering_place(&in);
	assert_text(ordering_see(take.order_id).contact.phone, "0987654321");
	work = as_cashier();
	SHOWROOM_DO(&work, order_pay_ahead(&work, &take, &paid, &err));
	view = ordering_see(take.order_id);
	assert_i64(view.left.dong, 300000);
	assert_i64(total_of("deposit"), -300000);
	take.order_id = ordering_place(&in);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, order_pay_ahead(&work, &take, &paid, &err)));
	assert_text(err.field, "opening_label");
	ordering_deliver(view.id, 1, 2000, 145000, 0, 290000);
	assert_i64(total_of("deposit"), -10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(what_is_there_is_held_the_first_expired_first),
		WHOLE_TEST(what_cannot_be_ordered_is_refused),
		WHOLE_TEST(a_discount_needs_a_second_person_and_the_same_id_is_one_order),
		WHOLE_TEST(deposit_and_transfer_pay_for_two_deliveries),
		WHOLE_TEST(a_deposit_pays_for_its_own_order_only),
		WHOLE_TEST(what_was_agreed_holds_and_a_lower_price_too),
		WHOLE_TEST(others_are_served_last_of_what_is_held),
		WHOLE_TEST(holds_by_hand_take_nobody_elses),
		WHOLE_TEST(a_change_keeps_what_was_delivered_and_agreed),
		WHOLE_TEST(what_is_called_off_is_free_again),
		WHOLE_TEST(a_forfeited_deposit_is_the_producers_where_the_rule_says_so),
		WHOLE_TEST(a_sample_goes_to_the_producer_and_comes_back),
		WHOLE_TEST(an_intake_fills_what_was_sold_first_and_then_the_orders),
		WHOLE_TEST(a_deposit_of_the_older_book_goes_into_one_order_once),
	};

	return RUN_ON_ENGINES("shop/order", tests);
}
