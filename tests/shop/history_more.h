/*
 * What a history does besides: hampers, exchanges, orders paid ahead, vouchers, parcels that a carrier collects for, tickets joined to another.
 *
 * Include after history_run.h and the ACTs. Thread: one.
 */
#ifndef TESTS_SHOP_HISTORY_MORE_H
#define TESTS_SHOP_HISTORY_MORE_H

#include "shop/cod.h"
#include "shop/exchange.h"
#include "shop/hamper.h"
#include "shop/order.h"
#include "shop/voucher.h"

#include "ordering.h"

#define MORE_MAX 400
#define HAMPER_PRICE 150000

static struct {
	struct id hamper;
	struct { struct made_hamper made; bool is_out; } hampers[MORE_MAX];
	struct { struct id id; const char *code; int64_t left; } vouchers[MORE_MAX];
	struct { struct id id; int64_t left_milli, deposit, price; bool is_over; } orders[MORE_MAX];
	struct id joined[MORE_MAX];
	size_t hampers_count, vouchers_count, orders_count, joined_count;
	int64_t parcels;
	struct { int64_t made, apart, hampers, exchanges, ordered, delivered, cancelled, vouchers, joined, parcels; } done;
} more;

ACT(do_vouchers, struct voucher_sell_in, struct vouchers_sold, vouchers_sell(work, in, &body, err))
ACT(do_order, struct order_in, struct order_body, order_place(work, in, &body, err))
ACT(do_ahead, struct order_pay_in, struct order_paid, order_pay_ahead(work, in, &body, err))
ACT(do_cancel, struct order_cancel_in, struct order_cancelled, order_cancel(work, in, &body, err))
ACT(do_exchange, struct exchange_in, struct sale, exchange_add(work, in, &body, err))
ACT(do_apart, struct id, struct hamper_apart, hamper_take_apart(work, *in, "khách thôi", &body, err))
ACT(do_assemble, int64_t, struct hamper_assembled, hamper_assemble(work, more.hamper, *in, &body, err))

static struct pay_in pay_with(int32_t way, int64_t amount)
{
	return (struct pay_in){ .way = way, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };
}

/* What a sale is refused for in a random history: only expired goods lie there, nobody ever brought any, or it is not clear whose. */
static void check_refused(const struct err *err)
{
	if (model.is_open ? !strstr(err->field, "item_id") && !strstr(err->field, "contract_id") && !strstr(err->field, "date_read")
			  : strcmp(err->field, "shift") != 0)
		fail_msg("%s: %s", err->field, err->text);
}

/* ---- hampers ------------------------------------------------------------------------------------ */

static void move_parts(const struct made_hamper *made, int64_t sign)
{
	for (size_t i = 0; i < made->parts_count; i++) {
		struct model_lot *lot = id_is_none(made->parts[i].lot_id) ? NULL : model_lot(made->parts[i].lot_id);

		if (!lot)
			continue;
		lot->shelf -= sign * made->parts[i].qty_milli;
		lot->hamper += sign * made->parts[i].qty_milli;
		assert_true(lot->shelf >= 0 && lot->hamper >= 0);
	}
}

static void random_assembly(void)
{
	const struct hamper_assembled *assembled;
	const struct hamper_apart *apart;
	struct work work = as_office();
	int64_t one = 1;
	struct err err;

	if (below(3) && more.hampers_count < MORE_MAX) {
		/* Refused where too little of a part lies there. */
		if (!command(&work, do_assemble, &one, (const void **)&assembled, &err)) {
			assert_text(err.field, "count");
			return;
		}
		more.hampers[more.hampers_count++].made = assembled->hampers[0];
		move_parts(&assembled->hampers[0], 1);
		more.done.made++;
	} else {
		size_t n = more.hampers_count ? (size_t)below((int64_t)more.hampers_count) : 0;

		if (!more.hampers_count)
			return;
		assert_i64(command(&work, do_apart, &more.hampers[n].made.id, (const void **)&apart, &err), !more.hampers[n].is_out);
		if (more.hampers[n].is_out)
			return;
		more.hampers[n].is_out = true;
		move_parts(&more.hampers[n].made, -1);
		more.done.apart++;
	}
	model.entries++;
}

/* Built at the till, or one that stands; paid as any goods. */
static void random_hamper(void)
{
	struct sale_line_in line = { .item_id = more.hamper, .qty_milli = 1000 * (1 + below(2)), .price = MONEY(HAMPER_PRICE), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .cash_round_unit = MONEY(1000) };
	size_t n = more.hampers_count ? (size_t)below((int64_t)more.hampers_count) : 0;
	bool is_made = more.hampers_count && below(2), is_labelled[ITEMS] = { false };
	const struct sale *body;
	struct work work = as_cashier();
	struct err err;
	int64_t total;

	if (is_made) {
		line.lot_id = more.hampers[n].made.id;
		line.qty_milli = 1000;
	}
	in.pays = random_pays(line.qty_milli / 1000 * HAMPER_PRICE, &in.pays_count, &total);
	in.total = MONEY(total);
	if (!command(&work, do_sale, &in, (const void **)&body, &err)) {
		assert_false(is_made && model.is_open && !more.hampers[n].is_out && !strstr(err.field, "item_id") && !strstr(err.field, "date_read"));
		if (!is_made)
			check_refused(&err);
		return;
	}
	assert_i64(body->bundles_count, 1);
	if (is_made) {
		assert_false(more.hampers[n].is_out);
		more.hampers[n].is_out = true;
	}
	model_sale(body, work.id, total, is_labelled);
	more.done.hampers++;
}

/* ---- exchanges ------------------------------------------------------------------------------------ */

static void random_exchange(void)
{
	struct model_sale *sale = model.sales_count ? &model.sales[(int64_t)model.sales_count - 1 - below(model.sales_count < 6 ? (int64_t)model.sales_count : 6)] : NULL;
	int item = (int)below(2);
	struct return_line_in part = { .place = PLACE_SHELF };
	struct sale_line_in line = { .item_id = model.items[item], .qty_milli = 1000 * (1 + below(3)), .price = MONEY(model.price[item]), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .contract_id = model.contracts[below(2)] };
	struct pay_in pay;
	struct exchange_in in = {
		.back = { .till_id = room.till_id, .lines = &part, .lines_count = 1, .way = 1 + (int32_t)below(2), .reason = "đổi loại", .payee = &showroom_payee,
			  .cash_round_unit = MONEY(1000) },
		.sale = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .cash_round_unit = MONEY(1000) },
	};
	bool is_labelled[ITEMS] = { false };
	struct model_line *of;
	const struct sale *body;
	struct return_price price;
	struct work work = with_supervisor();
	struct txn *txn;
	struct err err = { 0 };
	struct entry half;
	int64_t left, worth, total = line.qty_milli / 1000 * line.price.dong;
	void *back;
	bool ok, found;

	if (!sale)
		return;
	part.n = 1 + below((int64_t)sale->lines_count);
	of = &sale->lines[part.n - 1];
	left = of->sold.qty_milli - of->back_milli;
	if (left <= 0)
		return;
	part.qty_milli = left > 1 && below(2) ? 1 + below(left - 1) : left;
	worth = model_part(of->sold.paid.dong, of->back_milli + part.qty_milli, of->sold.qty_milli) - model_part(of->sold.paid.dong, of->back_milli, of->sold.qty_milli);
	in.back.sale_id = sale->id;
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && return_price(txn, room.arena, &in.back, &price, &err), &err);
	assert_i64(price.total.dong, worth);
	in.back.exchange = exchange_used(&price, MONEY(total));
	assert_ok(return_price(txn, room.arena, &in.back, &price, &err), &err);
	txn_abandon(txn);
	in.back.total = MONEY((in.back.way == PAY_CASH ? price.cash : price.other).dong - in.back.exchange.dong - price.kept.dong);
	pay = pay_with(PAY_CARD, total - in.back.exchange.dong);
	in.sale.pays_count = pay.amount.dong != 0;
	in.sale.total = MONEY(total);
	entries_each = 2;
	ok = command(&work, do_exchange, &in, (const void **)&body, &err);
	entries_each = 1;
	if (!ok) {
		assert_true(!model.is_open || strstr(err.field, "item_id") || strstr(err.field, "contract_id") || strstr(err.field, "date_read") ||
			    in.back.total.dong > model.drawer);
		return;
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && journal_find_id(txn, room.arena, body->exchange_id, &half, &found, &err) && found &&
			  entry_body(&half, &return_kind, room.arena, &back, &err), &err);
	txn_abandon(txn);
	model_return(back, body->exchange_id, sale, id_is_none(of->sold.lot_id) ? PLACE_NONE : part.place);
	model_sale(body, work.id, total, is_labelled);
	for (int i = 0; account_names[i]; i++)
		if (strcmp(account_names[i], "exchange") == 0)
			assert_i64(model.accounts[i], 0);
	more.done.exchanges++;
}

/* ---- orders paid ahead ------------------------------------------------------------------------------ */

static void place_order(void)
{
	struct order_line_in line = { .item_id = model.items[HONEY], .qty_milli = 1000 * (1 + below(4)) };
	struct order_in in = ordering_of(&line, 1, day_add(day_of_us(room.now_us), 60));
	struct pay_in pay = pay_with(below(2) ? PAY_CASH : PAY_CARD, 1000 * (1 + below(line.qty_milli / 1000 * model.price[HONEY] / 1000)));
	struct order_pay_in ahead = { .pays = &pay, .pays_count = 1, .till_id = room.till_id };
	const struct order_body *body;
	const struct order_paid *paid;
	struct work work = with_supervisor();
	struct err err;

	if (more.orders_count == MORE_MAX)
		return;
	in.is_holding = false;
	assert_ok(command(&work, do_order, &in, (const void **)&body, &err), &err);
	model.entries++;
	ahead.order_id = work.id;
	more.orders[more.orders_count].id = work.id;
	more.orders[more.orders_count].left_milli = line.qty_milli;
	more.orders[more.orders_count].price = model.price[HONEY];
	work = as_cashier();
	if (command(&work, do_ahead, &ahead, (const void **)&paid, &err)) {
		model.drawer += pay.way == PAY_CASH ? pay.amount.dong : 0;
		model_legs((struct leg[]){ { .account = pay_way_words[pay.way], .amount = pay.amount }, { .account = "deposit", .amount = MONEY(-pay.amount.dong) } }, 2);
		more.orders[more.orders_count].deposit = pay.amount.dong;
		model.entries++;
	} else {
		assert_false(model.is_open);
	}
	more.orders_count++;
	more.done.ordered++;
}

static void cancel_order(size_t n)
{
	struct order_cancel_in in = { .give_back = MONEY(more.orders[n].deposit - (below(2) ? below(more.orders[n].deposit + 1) : 0)), .order_id = more.orders[n].id,
				      .reason = "khách đổi ý", .rule = FORFEIT_HOUSE, .till_id = room.till_id, .way = PAY_CASH };
	const struct order_cancelled *body;
	struct work work = with_supervisor();
	int64_t lost = more.orders[n].deposit - in.give_back.dong;
	struct err err;
	bool ok;

	if (!in.give_back.dong)
		in.way = 0;
	ok = command(&work, do_cancel, &in, (const void **)&body, &err);
	if (!ok) {
		assert_true(more.orders[n].is_over || in.give_back.dong > model.drawer || !model.is_open || (more.orders[n].left_milli == 0 && more.orders[n].deposit == 0));
		return;
	}
	assert_false(more.orders[n].is_over);
	model.drawer -= in.give_back.dong;
	model_legs((struct leg[]){ { .account = "cash", .amount = MONEY(-in.give_back.dong) }, { .account = "house", .amount = MONEY(-lost) },
				   { .account = "deposit", .amount = MONEY(in.give_back.dong + lost) } }, 3);
	more.orders[n].is_over = true;
	more.orders[n].deposit = 0;
	model.entries++;
	more.done.cancelled++;
}

/* Part of it leaves at its price, the deposit first. */
static void deliver_order(size_t n)
{
	int64_t qty = 1000 * (1 + below(2)), total = qty / 1000 * model.price[HONEY], deposit = below(more.orders[n].deposit < total ? more.orders[n].deposit + 1 : total);
	struct sale_line_in line = { .item_id = model.items[HONEY], .qty_milli = qty, .price = MONEY(model.price[HONEY]), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .order_n = 1 };
	struct pay_in pays[2] = { pay_with(PAY_CARD, total - deposit), pay_with(PAY_DEPOSIT, deposit) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .order_id = more.orders[n].id, .pays = pays, .pays_count = deposit ? 2 : 1,
			      .total = MONEY(total), .cash_round_unit = MONEY(1000) };
	bool is_labelled[ITEMS] = { false };
	struct work work = as_cashier();
	const struct sale *body;
	struct err err;

	/* What was agreed above or below today's price is told apart elsewhere. */
	if (more.orders[n].price != model.price[HONEY])
		return;
	pays[1].source_id = more.orders[n].id;
	if (!command(&work, do_sale, &in, (const void **)&body, &err)) {
		if (!more.orders[n].is_over && qty <= more.orders[n].left_milli)
			check_refused(&err);
		return;
	}
	assert_true(!more.orders[n].is_over && qty <= more.orders[n].left_milli);
	more.orders[n].left_milli -= qty;
	more.orders[n].deposit -= deposit;
	model_sale(body, work.id, total, is_labelled);
	more.done.delivered++;
}

static void random_order(void)
{
	size_t n = more.orders_count ? (size_t)below((int64_t)more.orders_count) : 0;

	if (!more.orders_count || below(3) == 0)
		place_order();
	else if (below(4) == 0)
		cancel_order(n);
	else
		deliver_order(n);
}

/* ---- vouchers, parcels, joined tickets ----------------------------------------------------------------- */

static void random_voucher(void)
{
	struct money value = MONEY(50000 * (1 + below(10)));
	struct voucher_sell_in in = { .till_id = room.till_id, .values = &value, .values_count = 1, .way = below(2) ? PAY_CASH : PAY_CARD, .total = value };
	const struct vouchers_sold *body;
	struct work work = as_cashier();
	struct err err = { 0 };
	const char **codes;
	struct txn *txn;

	if (more.vouchers_count == MORE_MAX)
		return;
	if (!command(&work, do_vouchers, &in, (const void **)&body, &err)) {
		assert_false(model.is_open);
		return;
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && voucher_codes(txn, room.arena, body, &codes, &err), &err);
	txn_abandon(txn);
	more.vouchers[more.vouchers_count].id = body->vouchers[0].id;
	more.vouchers[more.vouchers_count].code = codes[0];
	more.vouchers[more.vouchers_count++].left = value.dong;
	model.drawer += in.way == PAY_CASH ? value.dong : 0;
	model_legs((struct leg[]){ { .account = pay_way_words[in.way], .amount = value }, { .account = "voucher", .amount = MONEY(-value.dong) } }, 2);
	model.entries++;
}

static int64_t voucher_left(size_t n)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct voucher voucher;

	assert_ok(txn && voucher_get(txn, room.arena, more.vouchers[n].id, day_of_us(room.now_us), &voucher, &err), &err);
	txn_abandon(txn);
	return voucher.left.dong;
}

/* What came back of sales that a voucher paid is on it again. */
static void vouchers_agree(void)
{
	for (size_t i = 0; i < more.vouchers_count; i++) {
		int64_t used = 0;

		for (size_t k = 0; k < model.sales_count; k++)
			used += id_is(model.sales[k].voucher_id, more.vouchers[i].id) ? model.sales[k].kept : 0;
		CASE("a voucher");
		assert_i64(voucher_left(i), more.vouchers[i].left - used);
	}
}

/* Rice, paid by a voucher or by the carrier's customer, the rest by card; now and then of tickets joined to it. */
static void random_other_way(void)
{
	struct sale_line_in line = { .item_id = model.items[RICE], .qty_milli = 1000 * (1 + below(4)), .price = MONEY(model.price[RICE]), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .contract_id = model.contracts[below(2)] };
	int64_t total = line.qty_milli / 1000 * line.price.dong, other = 1 + below(total);
	struct pay_in pays[2] = { pay_with(PAY_COD, other), pay_with(PAY_CARD, total - other) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = pays, .pays_count = other < total ? 2 : 1, .total = MONEY(total),
			      .cash_round_unit = MONEY(1000) };
	struct id tickets[2] = { new_id(), new_id() };
	bool is_labelled[ITEMS] = { false }, is_joining = below(2);
	struct work work = as_cashier();
	const struct sale *body;
	struct err err;

	if (below(2) && more.vouchers_count) {
		size_t n = (size_t)below((int64_t)more.vouchers_count);

		pays[0] = pay_with(PAY_VOUCHER, other);
		pays[0].source_id = more.vouchers[n].id;
		pays[0].reference = more.vouchers[n].code;
		if (voucher_left(n) < other) {
			assert_false(command(&work, do_sale, &in, (const void **)&body, &err));
			return;
		}
	} else {
		pays[0].party_id = model.carrier;
		pays[0].reference = arena_format(room.arena, "VD%lld", (long long)++more.parcels);
	}
	if (is_joining) {
		in.more.joined = tickets;
		in.more.joined_count = 1 + (size_t)below(2);
		/* A ticket that was paid already is not joined any more. */
		if (model.sales_count && below(4) == 0) {
			tickets[0] = model.sales[below((int64_t)model.sales_count)].id;
			assert_false(command(&work, do_sale, &in, (const void **)&body, &err));
			return;
		}
	}
	if (!command(&work, do_sale, &in, (const void **)&body, &err)) {
		check_refused(&err);
		return;
	}
	model_sale(body, work.id, total, is_labelled);
	more.done.parcels += pays[0].way == PAY_COD;
	more.done.vouchers += pays[0].way == PAY_VOUCHER;
	more.done.joined += is_joining;
}

/* ---- before it all ------------------------------------------------------------------------------------- */

static void begin_more(void)
{
	struct err err = { 0 };
	struct hamper_part parts[] = { { .item_id = room.honey, .qty_milli = 1000 }, { .item_id = room.rice, .qty_milli = 1000 }, { .item_id = room.bag, .qty_milli = 1000 } };
	struct recipe recipe = { .parts = parts, .parts_count = COUNT_OF(parts) };
	struct party van = { .id = new_id(), .code = "VC01", .name = "Bưu điện Bắc Hà", .legal_form = FORM_ENTERPRISE, .roles = PARTY_CARRIER, .from_day = 20250101,
			     .vat_profile = TAX_CREDIT };
	const struct recipe *body;
	struct work work;

	memset(&more, 0, sizeof(more));
	more.hamper = recipe.item_id = new_id();
	showroom_item(more.hamper, "GQ1", "Giỏ quà", NULL, VAT_8, HAMPER_PRICE, false, room.house_contract);
	work = as_office();
	SHOWROOM_DO(&work, recipe_set(&work, &recipe, &body, &err));
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &van, 1, &err));
	model.carrier = van.id;
}

static void tell_more(void)
{
	printf("# hampers made %lld, apart %lld, sold %lld; exchanges %lld; ordered %lld, delivered %lld, cancelled %lld; by voucher %lld, by carrier %lld, joined %lld\n",
	       (long long)more.done.made, (long long)more.done.apart, (long long)more.done.hampers, (long long)more.done.exchanges, (long long)more.done.ordered,
	       (long long)more.done.delivered, (long long)more.done.cancelled, (long long)more.done.vouchers, (long long)more.done.parcels,
	       (long long)more.done.joined);
}

#endif
