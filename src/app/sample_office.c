/* What the store-room and the office do before the till opens: goods come in, prices change. */
#include <assert.h>
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/intake.h"
#include "shop/payout.h"
#include "shop/refund.h"
#include "shop/period.h"
#include "shop/settlement.h"
#include "shop/stock.h"
#include "store/txn.h"

#define CASH_LIMIT 5000000 /* from there on only what is paid by transfer keeps its input VAT */
#define LINES_A_TICKET_PER_THOUSAND 2200

/* What a day sells of an item, about, in thousandths. */
static int64_t demand_milli(const struct sample *s, const struct sample_item *item, int32_t day)
{
	int64_t all = 0, business = 0;

	for (size_t i = 0; i < s->items_count; i++)
		all += s->items[i].liked;
	for (int32_t i = 0; i < 3; i++)
		business += sample_business(s, day_add(day, i));
	assert(all > 0);
	return s->plan->sales_a_day * business / 3 * LINES_A_TICKET_PER_THOUSAND / 1000 * item->liked / all * 14 / 10;
}

static bool is_fresh(const struct sample_item *item)
{
	return item->days > 0 && item->days <= 30;
}

static struct intake_line_in new_goods(struct sample *s, const struct sample_item *item, int32_t day, int64_t qty_milli)
{
	struct intake_line_in line = {
		.code = arena_format(s->arena, "%s-%d", item->code, day % 1000000),
		.expiry_kind = 1,
		.hand_over = MONEY(SHAPE_ABSENT),
		.item_id = item->id,
		.own_price = MONEY(SHAPE_ABSENT),
		.price_proposal = MONEY(SHAPE_ABSENT),
		.qty_milli = qty_milli,
	};

	if (item->days == 0)
		return line;
	line.made_day = day_add(day, -(int32_t)sample_below(s, is_fresh(item) ? 2 : item->days / 4));
	line.expiry_day = day_add(line.made_day, (int32_t)item->days);
	line.expiry_kind = is_fresh(item) ? 2 : 3;
	return line;
}

static bool put_intake(struct sample *s, struct id contract_id, struct intake_line_in *lines, size_t count, const struct intake **body,
		       struct err *err)
{
	struct intake_in in = { .contract_id = contract_id, .lines = lines, .lines_count = count };
	struct work work = sample_work(s, TUAN);

	in.paper = arena_format(s->arena, "Phiếu giao hàng %lld (mẫu)", (long long)++s->counts->intakes);
	return SAMPLE_TRY(s, &work, intake_add(&work, &in, body, err), err);
}

/* What is short of one producer (or of the house) comes in one delivery. */
static bool restock(struct sample *s, size_t producer, int32_t day, struct err *err)
{
	struct intake_line_in *lines = ARENA_LIST(s->arena, s->items_count, struct intake_line_in);
	const struct intake *body;
	size_t count = 0;

	for (size_t i = 0; i < s->items_count; i++) {
		const struct sample_item *item = &s->items[i];
		int64_t a_day, left;

		if (item->producer != producer || !item->has_stock)
			continue;
		if (!stock_sellable(s->txn, s->book->site_id, item->id, day, &left, err))
			return false;
		a_day = demand_milli(s, item, day);
		if (left >= a_day * (is_fresh(item) ? 1 : 4))
			continue;
		lines[count++] = new_goods(s, item, day, (a_day * (is_fresh(item) ? 3 : 21) + 2000) / 1000 * 1000);
	}
	return count == 0 ||
	       put_intake(s, producer == SAMPLE_HOUSE ? s->house_contract_id : s->producers[producer].contract_id, lines, count, &body, err);
}

static bool restock_all(struct sample *s, int32_t day, struct err *err)
{
	for (size_t i = 0; i < s->producers_count; i++) {
		struct sample_producer *p = &s->producers[i];

		/* Now and then a delivery's paper stays with the driver for some days. */
		if (p->forgotten_to == 0 && sample_happens(s, 4) && !sample_leaves_open(s, i, day))
			p->forgotten_to = day_add(day, 6);
		if (p->forgotten_to > day)
			continue;
		p->forgotten_to = 0;
		if (!restock(s, i, day, err))
			return false;
	}
	return restock(s, SAMPLE_HOUSE, day, err);
}

/* A few pieces near their date come back from a fair, at a price of their own. */
static bool mark_down(struct sample *s, int32_t day, struct err *err)
{
	size_t i = (size_t)sample_below(s, (int64_t)s->house_from);
	const struct sample_item *item = &s->items[i];
	const struct intake *body;
	struct intake_line_in line;
	struct sample_marked *m;

	if (item->days < 60 || s->marked_count == SAMPLE_MARKED_MAX)
		return true;
	line = new_goods(s, item, day, 5000);
	line.code = arena_format(s->arena, "%s-GG", item->code);
	line.expiry_day = day_add(day, 40);
	line.made_day = 0;
	line.own_price = MONEY(item->price * 7 / 10 / 1000 * 1000);
	if (!put_intake(s, s->producers[item->producer].contract_id, &line, 1, &body, err))
		return false;
	m = &s->marked[s->marked_count++];
	*m = (struct sample_marked){ .lot_id = body->lines[0].lot_id, .item = i, .price = line.own_price.dong, .left_milli = 5000 };
	for (size_t f = 0; f < body->lines[0].fills_count; f++)
		m->left_milli -= body->lines[0].fills[f].qty_milli;
	return true;
}

static bool change_price(struct sample *s, struct err *err)
{
	struct sample_item *item = &s->items[sample_below(s, (int64_t)s->house_from)];
	struct work work = sample_work(s, ADMIN);
	int64_t amount = item->price * (sample_happens(s, 650) ? 105 : 97) / 100 / 500 * 500;
	struct price_set price = { .amount = MONEY(amount), .from_us = work.at_us, .item_id = item->id };

	if (!SAMPLE_TRY(s, &work, prices_set(&work, &price, 1, err), err))
		return false;
	item->price = amount;
	return true;
}

/* ---- the accountant --------------------------------------------------------------- */

/* Pays what is owed some days after the closing: small sums in cash to whom it may be, the rest by transfer. */
static bool pay_out(struct sample *s, const struct sample_producer *p, struct err *err)
{
	struct payout_in in = { .contract_id = p->contract_id, .reference = "UNC-MAU", .way = PAYOUT_TRANSFER, .cash_limit = MONEY(CASH_LIMIT) };
	const struct paid_out *body;
	struct work work;

	if (!payout_owed(s->txn, p->contract_id, &in.amount, err))
		return false;
	if (in.amount.dong <= 0)
		return true;
	/* Some are paid in part: the rest is line II of the next statement. */
	if (sample_happens(s, 80) && in.amount.dong > 1000000)
		in.amount.dong = in.amount.dong / 2 / 1000 * 1000;
	if (in.amount.dong < 300000)
		in.way = PAYOUT_CASH;
	work = sample_with(s, NGA, ADMIN);
	if (!SAMPLE_TRY(s, &work, payout_add(&work, &in, &body, err), err))
		return false;
	s->counts->payouts++;
	return true;
}

/* What customers wait for is sent in the morning after. */
static bool send_refunds(struct sample *s, int32_t day, struct err *err)
{
	struct refund_row *rows;
	size_t count;

	if (!refund_waiting(s->txn, s->arena, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct refund_in in = { .doc_day = day, .reference = "UNC-TRA", .return_id = rows[i].return_id };
		const struct refund_paid *body;
		struct work work = sample_with(s, NGA, ADMIN);

		if (day_of_us(rows[i].at_us) < day && !SAMPLE_TRY(s, &work, refund_pay(&work, &in, &body, err), err))
			return false;
	}
	return true;
}

/* Closes the last period that ended, where nothing stops it; what is stopped today is tried again tomorrow. */
static bool close_contract(struct sample *s, struct sample_producer *p, int32_t day, bool *is_closed, struct err *err)
{
	struct settlement_ask ask = { .contract_id = p->contract_id };
	struct settlement_stop stops[SETTLEMENT_STOPS_MAX];
	const struct settled *body;
	struct settled *draft;
	struct work work;
	size_t count;

	*is_closed = false;
	if (!settlement_due_day(s->txn, p->contract_id, day_add(day, -1), &ask.to_day, err))
		return false;
	if (ask.to_day == 0)
		return true;
	work = sample_work(s, NGA);
	ask.at_us = work.at_us;
	if (!settlement_stops(s->txn, s->arena, &ask, stops, &count, err))
		return false;
	if (count > 0)
		return true;
	if (!settlement_draft(s->txn, s->arena, &ask, &draft, err))
		return false;
	if (!SAMPLE_TRY(s, &work, settlement_close(&work, &ask, draft, &body, err), err))
		return false;
	s->counts->closings++;
	*is_closed = true;
	return true;
}

static bool settle(struct sample *s, int32_t day, struct err *err)
{
	for (size_t i = 0; i < s->producers_count; i++) {
		struct sample_producer *p = &s->producers[i];
		bool is_closed;

		if (p->pay_day && p->pay_day <= day) {
			p->pay_day = 0;
			if (!pay_out(s, p, err))
				return false;
		}
		if (p->asked_day == period_last_day(p->period, day) || sample_leaves_open(s, i, day))
			continue;
		/* Once a period, some days into it; stopped ones every day. */
		if (day_between(period_first_day(p->period, day), day) < 1)
			continue;
		if (!close_contract(s, p, day, &is_closed, err))
			return false;
		if (is_closed) {
			p->asked_day = period_last_day(p->period, day);
			p->pay_day = day_add(day, 3 + (int32_t)sample_below(s, 4));
		}
	}
	return true;
}

bool sample_office_day(struct sample *s, int32_t day, struct err *err)
{
	int32_t n = day_between(s->plan->until_day, day) + s->plan->days_count; /* 1 on the first day */

	if (!s->is_open && !sample_take_over(s, day, err))
		return false;
	s->is_open = true;
	if (!sample_store_room(s, day, err) || !restock_all(s, day, err) || !send_refunds(s, day, err) || !settle(s, day, err))
		return false;
	/* Wrong from the fourth week on, seen weeks later, when the month it sold in is settled. */
	if (!s->has_erred && n >= 24) {
		s->has_erred = true;
		s->seen_day = day_add(day, 50);
		if (!sample_wrong_owner(s, day, err))
			return false;
	}
	if (s->seen_day && day >= s->seen_day) {
		s->seen_day = 0;
		if (!sample_right_owner(s, err))
			return false;
	}
	if (sample_happens(s, 50) && !mark_down(s, day, err))
		return false;
	return !sample_happens(s, 80) || change_price(s, err);
}
