/*
 * Random histories through the domain's commands, on both engines, beside a model that only knows sums; then every proof of
 * the book must hold, and the same commands are tried on an engine that lies.
 *
 * SEED=n repeats a run.
 */
#include "showroom.h"

#include "history.h"

#include "history_book.h"
#include "history_run.h"

#include "shop/correct.h"
#include "shop/coupon.h"
#include "shop/move.h"
#include "shop/payout.h"

#define STEPS_SQLITE 400
#define STEPS_POSTGRES 150
#define STEPS_TORTURE 50
#define REPEATS_MAX 40
#define HOUR_US (60 * MINUTE_US)

#define ACT(name, in_type, body_type, words) \
	static bool name(struct work *work, const void *in_, const void **body_, struct err *err) \
	{ \
		const in_type *in = in_; \
		const body_type *body = NULL; \
		bool ok = (words); \
		*body_ = body; \
		return ok; \
	}
struct nothing {
	int nothing;
};
ACT(do_intake, struct intake_in, struct intake, intake_add(work, in, &body, err))
ACT(do_sale, struct sale_in, struct sale, sale_add(work, in, &body, err))
ACT(do_return, struct return_in, struct sale, return_add(work, in, &body, err))
ACT(do_refund, struct refund_in, struct refund_paid, refund_pay(work, in, &body, err))
ACT(do_open, struct shift_open_in, struct shift_opened, shift_open(work, in, &body, err))
ACT(do_close, struct shift_close_in, struct shift_closed, shift_close(work, in, &body, err))
ACT(do_cash, struct cash_move_in, struct nothing, ((void)body, cash_move(work, in, MONEY(0), err)))
ACT(do_price, struct price_set, struct nothing, ((void)body, prices_set(work, in, 1, err)))
ACT(do_confirm, char, struct nothing, ((void)body, clock_confirm(work, in, err)))
ACT(do_move, struct move_in, struct stock_moved, move_add(work, in, &body, err))
ACT(do_owner, struct owner_correct_in, struct lot_corrected, owner_correct(work, in, &body, err))
ACT(do_payout, struct payout_in, struct paid_out, payout_add(work, in, &body, err))

static bool do_version(struct work *work, const void *in, const void **body, struct err *err)
{
	struct contract_terms *terms = ARENA_NEW(work->arena, struct contract_terms);

	*terms = *(const struct contract_terms *)in;
	*body = terms;
	return contracts_set(work, terms, 1, err);
}

static bool do_settle(struct work *work, const void *in, const void **body, struct err *err)
{
	const struct settlement_ask *ask = in;
	struct settled *draft;

	return settlement_draft(work->txn, work->arena, ask, &draft, err) &&
	       settlement_close(work, ask, draft, (const struct settled **)body, err);
}

/* ---- commands ------------------------------------------------------------------------------- */

/* Sales kept to be asked for again. */
static struct {
	struct work work;
	const struct sale_in *in;
	int64_t receipt_n;
} asked_before[REPEATS_MAX];
static size_t asked_count;

static void random_intake(void)
{
	static const int64_t days[] = { 3, 10, 25, 60, 400 };
	struct intake_line_in lines[3];
	struct intake_in in = { .lines = lines, .lines_count = 1 + (size_t)below(3), .contract_id = model.contracts[below(2)] };
	const struct intake *body;
	struct err err;
	struct work work = as_office();

	for (size_t i = 0; i < in.lines_count; i++) {
		int item = (int)below(3);

		lines[i] = (struct intake_line_in){
			.expiry_kind = 1 + (int32_t)below(3),
			.hand_over = MONEY(SHAPE_ABSENT),
			.item_id = model.items[item],
			.own_price = MONEY(SHAPE_ABSENT),
			.price_proposal = MONEY(SHAPE_ABSENT),
			.qty_milli = item == MELON ? 200 + below(9000) : 1000 * (1 + below(15)),
		};
		if (lines[i].expiry_kind != 1)
			lines[i].expiry_day = day_add(day_of_us(room.now_us), (int32_t)days[below(5)]);
		if (below(8) == 0)
			lines[i].own_price = MONEY(20000 + below(50) * 500);
	}
	assert_ok(command(&work, do_intake, &in, (const void **)&body, &err), &err);
	model_intake(body);
}

static int64_t amount_of(int item, int64_t price, int64_t qty_milli)
{
	int64_t amount = price * qty_milli / 1000;

	return item == MELON ? amount / 500 * 500 : amount;
}

static struct pay_in *random_pays(int64_t before_rounding, size_t *count, int64_t *total)
{
	struct pay_in *pays = ARENA_LIST(room.arena, 2, struct pay_in);
	int64_t cash = before_rounding, at = below(4);

	*count = 0;
	*total = before_rounding;
	if (at > 0 && before_rounding > 1) {
		int64_t other = at == 1 ? 1 + below(before_rounding - 1) : before_rounding;

		pays[(*count)++] =
			(struct pay_in){ .way = at == 3 ? PAY_CARD : PAY_TRANSFER, .amount = MONEY(other), .given = MONEY(SHAPE_ABSENT) };
		cash -= other;
	}
	if (cash > 0 || *count == 0) {
		*total -= cash % 1000;
		cash -= cash % 1000;
		pays[(*count)++] = (struct pay_in){ .way = PAY_CASH, .amount = MONEY(cash), .given = MONEY(cash + below(3) * 1000) };
	}
	return pays;
}

/* Coupons of the house: a tenth, and a few thousand that a programme pays back. */
#define TENTH_PPM 100000
#define FEW_DONG 7000
static struct id coupons[2];

/* An amount or a part, the house's or by contract; agreed to when it was given, or with the sale. */
static struct discount random_discount(int64_t most, bool is_agreed)
{
	struct discount discount = { .is_house = below(2), .reason = "Khác" };

	if (below(2))
		discount.amount = MONEY(below(most + 1));
	else
		discount.ppm = 1 + below(200000);
	if (is_agreed)
		discount.approver_id = room.supervisor;
	return discount;
}

static void check_bearers(const struct sale_in *in, const struct sale *body, int64_t coupon)
{
	assert_i64(body->coupon_house.dong + body->coupon_producer.dong, coupon);
	assert_i64(body->coupon_producer.dong, 0);
	assert_true(id_is(body->coupon_id, in->more.coupon_id) && id_is(body->customer_id, in->more.customer_id));
	assert_true(body->is_gift == in->more.is_gift && (body->lang != NULL) == (in->more.lang != NULL));
	if (!in->ticket_discount.is_house)
		return;
	/* All that was left off was the house's: then no producer bore a đồng. */
	for (size_t i = 0; i < in->lines_count; i++)
		if (discount_is_given(&in->lines[i].discount) && !in->lines[i].discount.is_house)
			return;
	for (size_t i = 0; i < body->lines_count; i++)
		assert_i64(body->lines[i].discount_producer.dong, 0);
}

static void random_sale(void)
{
	struct sale_in *in = ARENA_NEW(room.arena, struct sale_in);
	int64_t amounts = 0, total, discounts = 0, coupon = 0;
	bool is_agreed = below(2);
	bool is_labelled[ITEMS] = { false };
	const struct sale *body;
	struct err err;
	struct work work, again;

	in->lines_count = 1 + (size_t)below(4);
	in->lines = ARENA_LIST(room.arena, in->lines_count, struct sale_line_in);
	for (size_t i = 0; i < in->lines_count; i++) {
		int item = (int)below(ITEMS);
		const struct model_lot *lot = item != BAG && below(5) == 0 ? some_lot(item) : NULL;
		struct sale_line_in *line = &in->lines[i];
		int64_t amount;

		*line = (struct sale_line_in){
			.item_id = model.items[item],
			.qty_milli = item == MELON ? 100 + below(3000) : 1000 * (1 + below(4)),
			.price = MONEY(model.price[item]),
			.priced_us = room.now_us,
			.amount_given = MONEY(SHAPE_ABSENT),
			.contract_id = model.contracts[below(2)],
		};
		if (lot) {
			line->lot_id = lot->id;
			is_labelled[item] = true;
			if (lot->own_price != SHAPE_ABSENT)
				line->price = MONEY(lot->own_price);
		}
		amount = amount_of(item, line->price.dong, line->qty_milli);
		if (below(10) == 0)
			line->discount = random_discount(amount / 4, is_agreed);
		discounts += discount_of(&line->discount, MONEY(amount)).dong;
		amounts += amount;
	}
	if (below(12) == 0) {
		in->more.coupon_id = coupons[below(2)];
		in->more.coupon_approver_id = is_agreed ? room.supervisor : (struct id){ { 0 } };
		coupon = id_is(in->more.coupon_id, coupons[0]) ? money_scale(amounts - discounts, TENTH_PPM, PPM) : FEW_DONG;
		coupon = coupon < amounts - discounts ? coupon : amounts - discounts;
		discounts += coupon;
	}
	if (below(10) == 0)
		in->ticket_discount = random_discount((amounts - discounts) / 5, is_agreed);
	discounts += discount_of(&in->ticket_discount, MONEY(amounts - discounts)).dong;
	in->more.customer_id = below(6) ? (struct id){ { 0 } } : room.coop;
	in->more.is_gift = below(20) == 0;
	in->more.lang = below(20) ? NULL : "en";
	in->till_id = room.till_id;
	in->cash_round_unit = MONEY(1000);
	in->pays = random_pays(amounts - discounts, &in->pays_count, &total);
	in->total = MONEY(total);
	work = discounts && !is_agreed ? with_supervisor() : as_cashier();
	again = work;
	if (!command(&work, do_sale, in, (const void **)&body, &err)) {
		/* Only these: expired goods alone lie there, or nobody ever brought any, or the chosen owner never did. */
		assert_true(model.is_open ? strstr(err.field, "item_id") || strstr(err.field, "contract_id") || strstr(err.field, "date_read") : strcmp(err.field, "shift") == 0);
		return;
	}
	assert_true(model.is_open);
	check_bearers(in, body, coupon);
	model_sale(body, work.id, total, is_labelled);
	asked_before[asked_count % REPEATS_MAX].work = again;
	asked_before[asked_count % REPEATS_MAX].in = in;
	asked_before[asked_count++ % REPEATS_MAX].receipt_n = body->receipt_n;
}

static void random_return(void)
{
	static const int32_t places[] = { PLACE_SHELF, PLACE_ASIDE, PLACE_BIN };
	/* Mostly of the last few, so that a line comes back in parts. */
	int64_t among = below(3) && model.sales_count > 4 ? 4 : (int64_t)model.sales_count;
	struct model_sale *sale = among ? &model.sales[(int64_t)model.sales_count - 1 - below(among)] : NULL;
	struct return_line_in line = { .place = places[below(3)] };
	struct return_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .way = 1 + (int32_t)below(2),
				.payee = &showroom_payee, .reason = "đổi ý", .cash_round_unit = MONEY(1000) };
	struct model_line *of;
	const struct sale *body;
	struct err err;
	struct work work = below(10) ? with_supervisor() : as_cashier();
	int64_t left, total;
	bool ok;

	if (!sale)
		return;
	line.n = 1 + below((int64_t)sale->lines_count);
	of = &sale->lines[line.n - 1];
	left = of->sold.qty_milli - of->back_milli;
	line.qty_milli = below(12) == 0 ? left + 1000 : left > 1 && below(2) ? 1 + below(left - 1) : left;
	if (line.qty_milli <= 0)
		return;
	total = model_part(of->sold.paid.dong, of->back_milli + line.qty_milli, of->sold.qty_milli) -
		model_part(of->sold.paid.dong, of->back_milli, of->sold.qty_milli);
	in.sale_id = sale->id;
	in.total = MONEY(model_gives(sale, total, in.way));
	if (line.qty_milli <= left) {
		struct return_price price;
		struct txn *txn = txn_begin(room.book->store, &err);

		/* What the page shows before is what is booked. */
		assert_ok(txn && return_price(txn, room.arena, &in, &price, &err), &err);
		txn_abandon(txn);
		assert_i64(price.total.dong, total);
		assert_i64(in.way == PAY_CASH ? price.cash.dong : price.owed.dong, in.total.dong);
		assert_i64(price.lines[line.n - 1].left_milli, left);
	}
	ok = command(&work, do_return, &in, (const void **)&body, &err);
	assert_i64(ok, model.is_open && line.qty_milli <= left && work.approver_role != 0 &&
			       !(in.way == PAY_CASH && in.total.dong - model_keeps(sale, total) > model.drawer));
	if (ok)
		model_return(body, work.id, sale, id_is_none(of->sold.lot_id) ? PLACE_NONE : line.place);
}

/* The accountant sends what waits, once; the book's list of it is the model's. */
static void random_refund(void)
{
	struct refund_in in = { .reference = "FT1" };
	struct work work = below(6) ? as_office() : as_cashier();
	const struct refund_paid *body;
	struct refund_row *rows;
	struct model_refund *refund;
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	size_t count, waiting = 0;
	bool ok;

	assert_ok(txn && refund_waiting(txn, room.arena, &rows, &count, &err), &err);
	txn_abandon(txn);
	for (size_t i = 0; i < model.refunds_count; i++) {
		if (model.refunds[i].is_sent)
			continue;
		if (waiting < count) {
			assert_true(id_is(rows[waiting].return_id, model.refunds[i].id));
			assert_i64(rows[waiting].amount.dong, model.refunds[i].amount);
			assert_text(rows[waiting].payee.name, showroom_payee.name);
		}
		waiting++;
	}
	assert_i64(count, waiting < REFUND_LIST_MAX ? waiting : REFUND_LIST_MAX);
	if (!model.refunds_count)
		return;
	refund = &model.refunds[below((int64_t)model.refunds_count)];
	in.return_id = refund->id;
	ok = command(&work, do_refund, &in, (const void **)&body, &err);
	assert_i64(ok, !refund->is_sent && work.role == STAFF_ADMIN);
	if (!ok)
		return;
	assert_i64(body->amount.dong, refund->amount);
	refund->is_sent = true;
	model_legs(body->legs, body->legs_count);
	model.entries++;
}

static void random_shift(void)
{
	static const int64_t values[] = { 500000, 200000, 100000, 50000, 10000, 1000, 100, 1 };
	struct note notes[COUNT_OF(values)];
	struct shift_open_in in = { .float_cash = MONEY(100000 * below(10)), .till_id = room.till_id };
	struct shift_close_in close = { .notes = notes, .till_id = room.till_id, .reason = "đếm lại vẫn lệch" };
	const struct shift_opened *opened;
	const struct shift_closed *closed;
	int64_t counted;
	struct err err;
	struct work work = as_cashier();

	if (!model.is_open) {
		assert_ok(command(&work, do_open, &in, (const void **)&opened, &err), &err);
		assert_i64(opened->z_number, ++model.z);
		assert_i64(opened->before.dong, model.lies);
		model_legs(opened->legs, opened->legs_count);
		model.is_open = true;
		model.shift_key = work.entry.key;
		model.drawer = in.float_cash.dong;
		memset(model.buckets, 0, sizeof(model.buckets));
		memset(model.counts, 0, sizeof(model.counts));
		model.entries++;
		return;
	}
	assert_false(command(&work, do_open, &in, (const void **)&opened, &err));
	assert_text(err.field, "shift");
	counted = model.drawer + (below(3) ? 0 : below(20001) - 10000);
	if (counted < 0)
		counted = 0;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		int64_t left = counted;

		for (size_t k = 0; k < i; k++)
			left %= values[k];
		notes[close.notes_count++] = (struct note){ .count = left / values[i], .value = MONEY(values[i]) };
	}
	close.to_safe = MONEY(below(2) ? 0 : counted / 2);
	work = as_cashier();
	assert_ok(command(&work, do_close, &close, (const void **)&closed, &err), &err);
	assert_i64(closed->expected.dong, model.drawer);
	assert_i64(closed->difference.dong, counted - model.drawer);
	assert_i64(closed->net.dong, model.net);
	assert_i64(closed->absolute.dong, model.absolute);
	for (size_t i = 0; i < closed->buckets_count; i++)
		for (int b = 0; b < BUCKETS; b++)
			if (strcmp(closed->buckets[i].name, bucket_names[b]) == 0) {
				CASE(bucket_names[b]);
				assert_i64(closed->buckets[i].amount.dong, model.buckets[b]);
				assert_i64(closed->buckets[i].count, model.counts[b]);
			}
	model_legs(closed->legs, closed->legs_count);
	model.lies = counted - close.to_safe.dong;
	model.is_open = false;
	model.entries++;
}

static void random_cash(void)
{
	struct cash_move_in in = { .amount = MONEY((below(21) - 10) * 50000), .reason = "nộp két", .till_id = room.till_id };
	struct work work = below(4) ? with_supervisor() : as_cashier();
	const void *body;
	struct err err;
	bool ok = command(&work, do_cash, &in, &body, &err);

	assert_i64(ok, model.is_open && (in.amount.dong >= 0 || (work.approver_role != 0 && model.drawer + in.amount.dong >= 0)));
	if (!ok)
		return;
	model.drawer += in.amount.dong;
	model_legs((struct leg[]){ { .account = "cash", .amount = in.amount }, { .account = "safe", .amount = MONEY(-in.amount.dong) } }, 2);
	model.entries++;
}

static void random_price(void)
{
	int item = (int)below(ITEMS);
	struct work work = as_office();
	struct price_set in = { .amount = MONEY(model.price[item] + (below(5) - 2) * 500), .from_us = work.at_us, .item_id = model.items[item] };
	const void *body;
	struct err err;

	if (in.amount.dong < 2000)
		return;
	assert_ok(command(&work, do_price, &in, &body, &err), &err);
	model.price[item] = in.amount.dong;
	model.entries++;
}

static void random_version(void)
{
	int contract = (int)below(2);
	struct contract_terms in =
		showroom_terms(model.contracts[contract], model.parties[contract], contract == COOP ? "01/2026/KG" : "02/2026/KG");
	int32_t today = day_of_us(room.now_us);
	const void *body;
	struct err err;
	struct work work = as_office();
	bool ok;

	in.invoice_mode = contract == COOP ? SHARE_STEP_INVOICE : SHARE_PURCHASE_LIST;
	in.rate_ppm = 100000 + below(300) * 1000;
	in.from_day = today;
	if (in.rate_ppm == model.rate_ppm[contract][model.versions[contract]])
		return;
	ok = command(&work, do_version, &in, &body, &err);
	assert_i64(ok, today > model.version_day[contract]);
	if (!ok)
		return;
	assert_true(model.versions[contract] + 2 < MODEL_VERSIONS_MAX);
	model.rate_ppm[contract][++model.versions[contract]] = in.rate_ppm;
	model.version_day[contract] = today;
	model.entries++;
}

static void random_closing(void)
{
	int contract = (int)below(2);
	struct settlement_ask ask = { .contract_id = model.contracts[contract], .at_us = room.now_us };
	const struct settled *body;
	struct err err = { 0 };
	struct work work;
	struct txn *txn = txn_begin(room.book->store, &err);

	assert_ok(txn && settlement_due_day(txn, ask.contract_id, day_add(day_of_us(room.now_us), -1), &ask.to_day, &err), &err);
	txn_abandon(txn);
	if (ask.to_day == 0)
		return;
	work = as_office();
	if (command(&work, do_settle, &ask, (const void **)&body, &err)) {
		model_closing(body, contract);
		return;
	}
	/* Only goods that were sold before they were in the book stop it. */
	assert_text(err.field, "settlement");
	for (size_t i = 0; i < model.lots_count; i++)
		if (model.lots[i].is_pending && model.lots[i].contract == contract && model.lots[i].shelf < 0)
			return;
	fail_msg("a closing was stopped: %s", err.text);
}

static void random_payout(void)
{
	int contract = (int)below(2);
	struct payout_in in = { .contract_id = model.contracts[contract], .way = 1 + (int32_t)below(2) };
	const struct paid_out *body;
	struct err err = { 0 };
	struct work work = as_office();
	struct txn *txn = txn_begin(room.book->store, &err);
	bool ok;

	assert_ok(txn && payout_owed(txn, in.contract_id, &in.amount, &err), &err);
	txn_abandon(txn);
	if (in.amount.dong <= 0)
		return;
	if (below(3) == 0)
		in.amount.dong = 1 + below(in.amount.dong);
	if (below(6) == 0)
		in.amount.dong += 1000000000;
	work.approver = room.cashier;
	work.approver_role = STAFF_ADMIN;
	ok = command(&work, do_payout, &in, (const void **)&body, &err);
	assert_i64(ok, in.amount.dong < 1000000000);
	if (!ok)
		return;
	model_legs(body->legs, body->legs_count);
	model_today()->paid_out[contract] += in.amount.dong;
	model.entries++;
}

static void random_move(void)
{
	struct model_lot *lot = any_lot();
	struct move_line_in line;
	struct move_in in = { .lines = &line, .lines_count = 1, .reason = "theo biên bản", .what = 1 + (int32_t)below(6) };
	struct work work = below(8) ? with_supervisor() : as_cashier();
	int64_t *from, *to = NULL, there;
	const struct stock_moved *body;
	struct err err;
	bool ok;

	if (!lot)
		return;
	line = (struct move_line_in){ .lot_id = lot->id, .place = 1 + below(2) };
	from = line.place == PLACE_SHELF ? &lot->shelf : &lot->aside;
	there = *from;
	line.qty_milli = below(8) && there > 0 ? 1 + below(there) : there + 1 + below(1000);
	if (line.qty_milli <= 0)
		return;
	if (in.what == MOVE_PLACE)
		to = line.place == PLACE_SHELF ? &lot->aside : &lot->shelf;
	ok = command(&work, do_move, &in, (const void **)&body, &err);
	/* Of a pending lot too: what lies there came back to it. */
	assert_i64(ok,
		   line.qty_milli <= there && (work.approver_role != 0 || in.what == MOVE_BACK || in.what == MOVE_PLACE));
	if (!ok)
		return;
	*from -= line.qty_milli;
	if (to)
		*to += line.qty_milli;
	model.entries++;
}

/* The rest of a sold line has another share: what comes back of it from now on adds up to that. */
static void model_line_is_now(const struct corrected_row *row)
{
	for (size_t i = 0; i < model.sales_count; i++) {
		struct model_line *line = &model.sales[i].lines[row->n - 1];

		if (!id_is(model.sales[i].id, row->sale_id))
			continue;
		assert_i64(row->qty_milli, line->sold.qty_milli - line->back_milli);
		assert_i64(row->paid.dong, line->sold.paid.dong - line->paid.dong);
		assert_i64(row->producer.dong + row->vat_leg.dong + row->house.dong, row->paid.dong);
		line->sold.producer = MONEY(line->producer.dong + row->producer.dong);
		line->sold.vat_leg = MONEY(line->vat_leg.dong + row->vat_leg.dong);
		line->sold.house = MONEY(line->house.dong + row->house.dong);
		return;
	}
	fail_msg("a correction of a sale that nobody made");
}

/* A lot was the other's all along: what lies there goes to a lot of his, and the shares of what was sold and not taken back. */
static void random_owner(void)
{
	struct model_lot *lot = any_lot(), *right;
	struct owner_correct_in in = { .reason = "ghi nhầm chủ hàng" };
	const struct lot_corrected *body;
	int64_t moved = 0;
	struct work work = with_supervisor();
	struct err err;
	int from;

	if (!lot || lot->is_pending || lot->contract == HOUSE)
		return;
	from = lot->contract;
	in.lot_id = lot->id;
	in.contract_id = model.contracts[1 - from];
	work.role = STAFF_STOCK;
	if (!command(&work, do_owner, &in, (const void **)&body, &err)) {
		assert_text(err.field, "lot_id");
		return;
	}
	assert_i64(body->lines_left, 0);
	right = model_lot(body->to_lot_id);
	assert_i64(body->makes_lot, right == NULL);
	if (!right) {
		right = &model.lots[model.lots_count++];
		*right = *lot;
		right->id = body->to_lot_id;
		right->contract = 1 - from;
		right->shelf = right->aside = 0;
	}
	right->shelf += lot->shelf;
	right->aside += lot->aside;
	lot->shelf = lot->aside = 0;
	for (size_t i = 0; i < body->rows_count; i++) {
		const struct corrected_row *row = &body->rows[i];

		moved += row->qty_milli;
		model_today()->producer[MODEL_CONTRACT(row->contract_id)] += row->producer.dong;
		if (row->qty_milli > 0)
			model_line_is_now(row);
	}
	assert_i64(moved, 0);
	model_legs(body->legs, body->legs_count);
	model.entries++;
}

/* A sale asked again has its first answer; its id with another content is refused. */
static void random_repeat(void)
{
	size_t kept = asked_count < REPEATS_MAX ? asked_count : REPEATS_MAX, at;
	const struct sale *body;
	struct work work;
	struct err err;

	if (kept == 0)
		return;
	at = (size_t)below((int64_t)kept);
	work = asked_before[at].work;
	assert_ok(command(&work, do_sale, asked_before[at].in, (const void **)&body, &err), &err);
	assert_true(work.is_repeat);
	assert_i64(body->receipt_n, asked_before[at].receipt_n);
	work = asked_before[at].work;
	work.ask.bytes[0] ^= 1;
	assert_false(command(&work, do_sale, asked_before[at].in, (const void **)&body, &err));
	assert_text(err.field, "id");
	tally.repeated++;
}

/* What must be refused, and changes nothing. */
static void random_nonsense(void)
{
	struct sale_line_in line = { .item_id = model.items[BAG],
				     .qty_milli = 1000,
				     .price = MONEY(model.price[BAG]),
				     .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CARD, .amount = line.price, .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id,
			      .lines = &line,
			      .lines_count = 1,
			      .pays = &pay,
			      .pays_count = 1,
			      .total = line.price,
			      .cash_round_unit = MONEY(1000) };
	const struct sale *body;
	struct work work = as_cashier();
	struct err err;

	switch (below(7)) {
	case 0: in.total.dong++; break;
	case 1: pay.amount.dong--; break;
	case 2: line.item_id = new_id(); break;
	case 3: line.price.dong += 1000; break;
	case 4: in.till_id = new_id(); break;
	case 5: line.discount.amount = MONEY(1000), in.total.dong -= 1000, pay.amount.dong -= 1000; break; /* without a second person */
	default: line.qty_milli = 1500; break;
	}
	assert_false(command(&work, do_sale, &in, (const void **)&body, &err));
}

#include "history_more.h"

static void pass_time(void)
{
	int32_t before = day_of_us(room.now_us), after;

	room.now_us += below(4) == 0 ? DAY_US : (1 + below(20)) * MINUTE_US;
	after = day_of_us(room.now_us);
	if (day_month(before) != day_month(after))
		model_month_ends(before);
	if (room.now_us - last_entry_us >= CLOCK_AHEAD_US - HOUR_US) {
		struct work work = showroom_work(room.supervisor, STAFF_SUPERVISOR);
		const void *body;
		struct err err;

		assert_ok(command(&work, do_confirm, "sau ngày nghỉ", &body, &err), &err);
		model.entries++;
	}
}

static void step(void)
{
	static const struct {
		const char *name;
		int weight;
		void (*run)(void);
	} commands[] = {
		{ "a sale", 34, random_sale },      { "an intake", 14, random_intake },   { "a return", 12, random_return },  { "cash", 6, random_cash },
		{ "a price", 4, random_price },     { "terms", 3, random_version },       { "a repeat", 6, random_repeat },   { "nonsense", 5, random_nonsense },
		{ "a closing", 8, random_closing }, { "a payout", 4, random_payout },     { "a move", 8, random_move },       { "an owner", 4, random_owner },
		{ "a refund", 4, random_refund },   { "an assembly", 4, random_assembly }, { "a hamper", 6, random_hamper },   { "an exchange", 8, random_exchange },
		{ "an order", 9, random_order },    { "a voucher", 3, random_voucher },   { "another way", 8, random_other_way },
	};
	int64_t at = below(150);

	pass_time();
	/* A till without a shift is soon opened. */
	if (!model.is_open ? below(3) != 0 : below(20) == 0) {
		random_shift();
		return;
	}
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		at -= commands[i].weight;
		if (at < 0) {
			CASE(commands[i].name);
			commands[i].run();
			return;
		}
	}
}

/* ---- the runs ----------------------------------------------------------------------------------------- */

static void begin_history(void)
{
	struct err err = { 0 };
	struct id melon = new_id();
	struct item_vat vat = { .from_day = 20250101, .vat_class = VAT_5 };
	struct item_set item = {
		.code = "DUA",
		.has_stock = true,
		.id = melon,
		.is_active = true,
		.is_food = true,
		.decimals = 3,
		.name = "Dưa lưới",
		.round_unit = 500,
		.short_number = 7,
		.unit = "kg",
		.vats = &vat,
		.vats_count = 1,
	};
	struct coupon given[2] = {
		{ .bearer = COUPON_BY_HOUSE, .code = "MUOI", .from_day = 20250101, .id = new_id(), .is_active = true, .name = "Một phần mười", .ppm = TENTH_PPM,
		  .scope = COUPON_OF_TICKET },
		{ .amount = MONEY(FEW_DONG), .bearer = COUPON_BY_PROGRAMME, .code = "BAY", .from_day = 20250101, .id = new_id(), .is_active = true,
		  .name = "Bảy nghìn", .scope = COUPON_OF_TICKET },
	};
	struct price_set price = { .amount = MONEY(45000), .from_us = DAY_ONE_US - 365 * DAY_US, .item_id = melon };
	struct work work = as_office();
	struct journal_head head;
	struct txn *txn;

	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	for (size_t i = 0; i < COUNT_OF(given); i++) {
		work = as_office();
		SHOWROOM_DO(&work, coupon_set(&work, &given[i], &err));
		coupons[i] = given[i].id;
	}
	memset(&model, 0, sizeof(model));
	memset(&tally, 0, sizeof(tally));
	asked_count = 0;
	model.items[HONEY] = room.honey;
	model.items[RICE] = room.rice;
	model.items[MELON] = melon;
	model.items[BAG] = room.bag;
	model.contracts[COOP] = room.coop_contract;
	model.contracts[HOUSEHOLD] = room.household_contract;
	model.contracts[HOUSE] = room.house_contract;
	model.parties[COOP] = room.coop;
	model.parties[HOUSEHOLD] = room.household;
	model.parties[HOUSE] = room.operator_id;
	memcpy(model.price, (int64_t[]){ 145000, 108000, 45000, 5000 }, sizeof(model.price));
	for (int i = 0; i < CONTRACTS; i++) {
		model.versions[i] = 1;
		model.version_day[i] = 20250101;
		model.rate_ppm[i][1] = 200000;
	}
	begin_more();
	last_entry_us = room.now_us;
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && journal_head(txn, room.book->stream, &head, &err), &err);
	model.entries = head.number;
	txn_abandon(txn);
	chance = test_seed();
	room.chance = chance ^ 42;
}

static void a_random_history_agrees_with_a_model_of_sums(void **state)
{
	int steps = engine_now.kind == STORE_SQLITE ? STEPS_SQLITE : STEPS_POSTGRES;

	(void)state;
	is_torture = false;
	begin_history();
	for (int i = 1; i <= steps; i++) {
		CASE("");
		step();
		if (i % 50 == 0)
			compare();
	}
	compare();
	vouchers_agree();
	prove();
	tell_more();
	printf("# %lld commands, %lld refused, %lld asked again, %lld receipts, %zu lots, until %d\n", (long long)tally.done,
	       (long long)tally.refused, (long long)tally.repeated, (long long)model.receipts, model.lots_count, (int)day_of_us(room.now_us));
}

static void on_an_engine_that_lies_nothing_is_half_done(void **state)
{
	(void)state;
	is_torture = true;
	begin_history();
	for (int i = 0; i < (engine_now.kind == STORE_SQLITE ? STEPS_TORTURE : STEPS_TORTURE / 3); i++) {
		CASE("");
		step();
	}
	is_torture = false;
	compare();
	prove();
	printf("# %lld lies told\n", (long long)tally.lies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(a_random_history_agrees_with_a_model_of_sums),
		SHOWROOM_TEST(on_an_engine_that_lies_nothing_is_half_done),
	};

	return RUN_ON_ENGINES("shop/history", tests);
}
