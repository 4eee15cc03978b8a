/* A day at the counter: a shift, tickets through the hours, what comes back, the count. */
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/bank_credit.h"
#include "shop/sale.h"
#include "shop/shift.h"
#include "store/txn.h"

#define FLOAT_CASH 1000000
#define CASH_UNIT 1000 /* cash is rounded down to it */
#define TICKET_LINES_MAX 8
#define DRAWER_FULL 6000000 /* then it is taken to the safe */

/* The first day of the lunar year, by the calendar of Viet Nam. */
static const int32_t new_years[] = {
	20240210, 20250129, 20260217, 20270206, 20280126, 20290213, 20300202, 20310123, 20320211, 20330131, 20340219, 20350208,
};

static int32_t days_to_new_year(int32_t day)
{
	int32_t nearest = 1000;

	for (size_t i = 0; i < COUNT_OF(new_years); i++) {
		int32_t days = day_between(day, new_years[i]);

		if ((days < 0 ? -days : days) < (nearest < 0 ? -nearest : nearest))
			nearest = days;
	}
	return nearest;
}

/* 0 Monday to 6 Sunday; 1900-01-01 was a Monday. */
static int32_t weekday(int32_t day)
{
	return day_between(19000101, day) % 7;
}

int64_t sample_business(const struct sample *s, int32_t day)
{
	int32_t to_tet = days_to_new_year(day), month_day = day % 10000;
	int64_t business = weekday(day) >= 5 ? 1600 : 1000;

	(void)s;
	if (to_tet <= 1 && to_tet >= -3)
		return 0; /* from the last day of the old year to the fourth of the new */
	if (to_tet > 1 && to_tet <= 21)
		business = business * 22 / 10;
	else if (to_tet < -3 && to_tet >= -10)
		business = business * 7 / 10;
	if (month_day == 430 || month_day == 501 || month_day == 902)
		business = business * 2;
	if (month_day / 100 == 6 || month_day / 100 == 7)
		business = business * 12 / 10;
	return business;
}

/* ---- a ticket ------------------------------------------------------------------- */

struct ticket {
	struct sale_line_in lines[TICKET_LINES_MAX];
	struct pay_in pays[2];
	struct trail trail[TICKET_LINES_MAX * 2 + 2];
	struct sale_in in;
};

static size_t pick_item(struct sample *s)
{
	int64_t all = 0, at;

	for (size_t i = 0; i < s->items_count; i++)
		all += s->items[i].liked;
	at = sample_below(s, all);
	for (size_t i = 0; i < s->items_count; i++) {
		at -= s->items[i].liked;
		if (at < 0)
			return i;
	}
	return 0;
}

static int64_t pick_qty(struct sample *s, const struct sample_item *item)
{
	if (item->is_weighed)
		return 300 + sample_below(s, 2200);
	return sample_happens(s, 700) ? 1000 : sample_happens(s, 800) ? 2000 : 1000 * (3 + sample_below(s, 4));
}

static struct sale_line_in *add_line(struct sample *s, struct ticket *t, size_t i, int64_t qty_milli)
{
	struct sale_line_in *line = &t->lines[t->in.lines_count++];
	const struct sample_item *item = &s->items[i];

	*line = (struct sale_line_in){
		.item_id = item->id,
		.qty_milli = qty_milli,
		.price = MONEY(item->price),
		.priced_us = s->at_us,
		.amount_given = MONEY(SHAPE_ABSENT),
	};
	t->trail[t->in.trail_count++] = (struct trail){
		.at_us = s->at_us,
		.code = item->scan ? item->scan : item->code,
		.item_id = item->id,
		.qty_milli = qty_milli,
		.what = item->scan ? TRAIL_SCAN : TRAIL_ADD,
	};
	return line;
}

/* A mark-down lot sells by its own label. */
static void add_marked(struct sample *s, struct ticket *t)
{
	struct sample_marked *m;

	if (s->marked_count == 0 || t->in.lines_count >= TICKET_LINES_MAX)
		return;
	m = &s->marked[sample_below(s, (int64_t)s->marked_count)];
	if (m->left_milli < 1000)
		return;
	for (size_t i = 0; i < t->in.lines_count; i++)
		if (id_is(t->lines[i].item_id, s->items[m->item].id))
			return;
	add_line(s, t, m->item, 1000);
	t->lines[t->in.lines_count - 1].lot_id = m->lot_id;
	t->lines[t->in.lines_count - 1].price = MONEY(m->price);
	m->left_milli -= 1000;
}

static void fill_ticket(struct sample *s, struct ticket *t)
{
	int64_t lines = 1 + sample_below(s, 3);

	if (sample_happens(s, 150))
		lines += sample_below(s, 4);
	memset(t, 0, sizeof(*t));
	t->in = (struct sale_in){
		.till_id = s->till_id, .lines = t->lines, .pays = t->pays, .trail = t->trail, .cash_round_unit = MONEY(CASH_UNIT)
	};
	for (int64_t n = 0; n < lines; n++) {
		size_t i = pick_item(s);

		if (sample_happens(s, 15)) {
			/* Taken up and put back: the trail keeps it. */
			t->trail[t->in.trail_count++] = (struct trail){
				.at_us = s->at_us,
				.item_id = s->items[i].id,
				.qty_milli = 0,
				.reason = "khách đổi ý",
				.what = TRAIL_REMOVE,
			};
			if (t->in.lines_count)
				continue;
		}
		add_line(s, t, i, pick_qty(s, &s->items[i]));
	}
	if (sample_happens(s, 60))
		add_marked(s, t);
	if (sample_happens(s, 350) && t->in.lines_count < TICKET_LINES_MAX)
		add_line(s, t, s->house_from, 1000);
	if (sample_happens(s, 30) && t->in.lines_count < TICKET_LINES_MAX)
		add_line(s, t, s->house_from + 1, 1000);
}

/* What is paid in cash is reckoned from what is paid otherwise. Cash alone, a transfer alone, a card alone, or a bit of both. */
static void choose_pays(struct sample *s, struct ticket *t)
{
	int64_t at = sample_below(s, 1000);

	t->in.pays_count = at >= 960 ? 2 : 1;
	t->pays[0] = t->pays[1] = (struct pay_in){ .way = PAY_CASH, .given = MONEY(SHAPE_ABSENT) };
	if (at >= 560 && at < 900)
		t->pays[0].way = PAY_TRANSFER;
	else if (at >= 900)
		t->pays[0].way = at < 960 ? PAY_CARD : PAY_TRANSFER;
	t->pays[0].amount = MONEY(t->in.pays_count == 2 ? 20000 : t->pays[0].way == PAY_CASH ? 0 : MONEY_MAX);
}

static void fill_pays(struct sample *s, struct ticket *t, struct money total)
{
	struct pay_in *cash = &t->pays[t->in.pays_count - 1];

	if (t->in.pays_count == 2)
		cash->amount = MONEY(total.dong - t->pays[0].amount.dong);
	else
		t->pays[0].amount = total;
	if (cash->way == PAY_CASH)
		cash->given = MONEY((cash->amount.dong + 49999) / 50000 * 50000);
	else
		t->pays[0].reference = sample_happens(s, 500) ? "FT-MAU" : NULL;
}

/* Most transfers are by VietQR, and the bank tells of them: asked for under the ticket's name, told, then taken by the sale. */
static bool by_bank(struct sample *s, const struct work *sale, struct ticket *t, struct err *err)
{
	struct pay_in *pay = &t->pays[0];
	struct intent_in ask = { .amount = pay->amount, .cart_id = sale->id, .till_id = s->till_id };
	struct bank_credit_in told = { .amount = pay->amount, .booked_us = sale->at_us, .source = BANK_SEPAY };
	struct work asks = *sale, tells = *sale;
	const struct bank_credited *body;
	struct intent intent;
	bool is_known, is_ours;

	if (pay->way != PAY_TRANSFER || pay->amount.dong <= 0 || s->counts->sales % 12 == 0)
		return true;
	tells.id = id_derive(sale->id, "credit", 1);
	tells.actor = tells.approver = (struct id){ { 0 } };
	tells.role = tells.approver_role = 0;
	tells.seed = hash_of(sale->seed.bytes, sizeof(sale->seed.bytes));
	if (!SAMPLE_TRY(s, &asks, intent_open(&asks, &ask, &intent, err), err))
		return false;
	told.account = intent.account;
	told.bank_id = arena_format(s->arena, "%lld", 90000 + (long long)s->counts->sales);
	told.reference = arena_format(s->arena, "FT%lld", 26000000 + (long long)s->counts->sales);
	told.payer = (struct bank_payer){ .purpose = arena_format(s->arena, "MBVCB.45250.%s.CT tu khach mau", intent.token) };
	if (!SAMPLE_TRY(s, &tells, bank_credit_add(&tells, &told, &body, &is_known, &is_ours, err), err))
		return false;
	pay->way = PAY_VIETQR;
	pay->source_id = tells.id;
	pay->reference = NULL;
	return true;
}

static void remember(struct sample *s, struct id id, int32_t day)
{
	s->tickets[s->tickets_count++ % SAMPLE_TICKETS_MAX] = (struct sample_ticket){ .id = id, .day = day };
}

static bool sell(struct sample *s, enum sample_person cashier, int32_t day, struct err *err)
{
	struct ticket t;
	struct sale_price price;
	const struct sale *sale;
	struct err refused = { 0 };
	bool has_discount;
	struct work work;

	fill_ticket(s, &t);
	choose_pays(s, &t);
	has_discount = sample_happens(s, 45);
	work = has_discount ? sample_with(s, cashier, HOA) : sample_work(s, cashier);
	if (has_discount && sample_happens(s, 600))
		t.in.ticket_discount.amount = MONEY(t.lines[0].price.dong * t.lines[0].qty_milli / 1000 / 10 / 1000 * 1000);
	else if (has_discount)
		t.lines[0].discount.amount = MONEY(t.lines[0].price.dong * t.lines[0].qty_milli / 1000 / 20 / 1000 * 1000);
	for (size_t i = 0; i < t.in.trail_count; i++) {
		t.trail[i].at_us = work.at_us;
		t.trail[i].staff_id = work.actor;
	}
	if (!sale_price(s->txn, s->arena, s->book, work.at_us, &t.in, has_discount, &price, &refused)) {
		if (refused.code != ERR_CONFLICT) {
			*err = refused;
			return false;
		}
		s->counts->refused++;
		return true;
	}
	if (t.in.pays_count == 2 && price.totals.total.dong <= t.pays[0].amount.dong) {
		t.in.pays_count = 1;
		t.pays[0].amount = MONEY(MONEY_MAX);
		if (!sale_price(s->txn, s->arena, s->book, work.at_us, &t.in, has_discount, &price, err))
			return false;
	}
	t.in.total = price.totals.total;
	fill_pays(s, &t, price.totals.total);
	if (!by_bank(s, &work, &t, err) || !SAMPLE_TRY(s, &work, sale_add(&work, &t.in, &sale, err), err))
		return false;
	s->counts->sales++;
	remember(s, work.id, day);
	return true;
}

/* ---- what comes back -------------------------------------------------------------- */

static struct sample_ticket *pick_ticket(struct sample *s)
{
	size_t kept = s->tickets_count < SAMPLE_TICKETS_MAX ? s->tickets_count : SAMPLE_TICKETS_MAX;
	size_t back;

	if (kept == 0)
		return NULL;
	/* Most come back within days; one in four weeks later, when its month is settled. */
	back = (size_t)sample_below(s, (int64_t)(sample_happens(s, 250) ? kept : kept < 80 ? kept : 80));
	return &s->tickets[(s->tickets_count - 1 - back) % SAMPLE_TICKETS_MAX];
}

static bool take_back(struct sample *s, enum sample_person cashier, struct err *err)
{
	static const int32_t places[] = { PLACE_ASIDE, PLACE_ASIDE, PLACE_BIN, PLACE_SHELF };
	struct sample_ticket *ticket = pick_ticket(s);
	struct return_line_in line = { .place = places[sample_below(s, COUNT_OF(places))] };
	struct payee payee = { .name = "Khách lẻ" };
	struct return_in in = {
		.till_id = s->till_id, .lines = &line, .lines_count = 1, .way = PAY_TRANSFER, .payee = &payee,
		.reason = "khách trả lại hàng lỗi bao bì"
	};
	const struct sale *back;
	struct entry entry;
	struct sale *sold;
	int64_t *returned;
	struct work work;
	bool found;

	if (!ticket || ticket->is_back)
		return true;
	if (!journal_find_id(s->txn, s->arena, ticket->id, &entry, &found, err) ||
	    !entry_body(&entry, &sale_kind, s->arena, (void **)&sold, err))
		return false;
	ticket->is_back = true;
	line.n = 1 + sample_below(s, (int64_t)sold->lines_count);
	if (!sale_returned(s->txn, s->arena, entry.key, sold->lines_count, &returned, err))
		return false;
	line.qty_milli = sold->lines[line.n - 1].qty_milli - returned[line.n - 1];
	if (line.qty_milli > 1000 && line.qty_milli % 1000 == 0 && sample_happens(s, 500))
		line.qty_milli = 1000;
	if (line.qty_milli <= 0)
		return true;
	in.sale_id = ticket->id;
	in.total = share_part_of(sold->lines[line.n - 1].paid, sold->lines[line.n - 1].qty_milli, returned[line.n - 1], line.qty_milli);
	work = sample_with(s, cashier, HOA);
	if (!SAMPLE_TRY(s, &work, return_add(&work, &in, &back, err), err))
		return false;
	s->counts->returns++;
	return true;
}

/* ---- the shift --------------------------------------------------------------------- */

static bool drawer(struct sample *s, struct money *cash, struct err *err)
{
	struct shift_figures figures;
	struct shift shift;
	bool found;

	*cash = MONEY(0);
	if (!shift_find_open(s->txn, s->arena, s->till_id, &shift, &found, err) || !found ||
	    !shift_figures(s->txn, s->arena, &shift, &figures, err))
		return false;
	*cash = figures.expected;
	return true;
}

static bool open_shift(struct sample *s, enum sample_person cashier, struct err *err)
{
	struct shift_open_in in = { .float_cash = MONEY(FLOAT_CASH), .till_id = s->till_id };
	const struct shift_opened *opened;
	struct work work = sample_work(s, cashier);

	return SAMPLE_TRY(s, &work, shift_open(&work, &in, &opened, err), err);
}

static bool to_the_safe(struct sample *s, enum sample_person cashier, struct err *err)
{
	struct cash_move_in in = { .reason = "nộp két", .till_id = s->till_id };
	struct money cash;
	struct work work;

	if (!drawer(s, &cash, err))
		return false;
	if (cash.dong < DRAWER_FULL)
		return true;
	in.amount = MONEY(-(cash.dong - FLOAT_CASH) / 100000 * 100000);
	work = sample_with(s, cashier, HOA);
	return SAMPLE_TRY(s, &work, cash_move(&work, &in, MONEY(0), err), err);
}

static bool close_shift(struct sample *s, enum sample_person cashier, struct err *err)
{
	static const int64_t values[] = { 500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 1 };
	struct note notes[COUNT_OF(values)];
	struct shift_close_in in = { .notes = notes, .till_id = s->till_id, .difference_limit = MONEY(0) };
	const struct shift_closed *closed;
	struct money cash;
	struct work work;

	if (!drawer(s, &cash, err))
		return false;
	/* Now and then a note too few or too many. */
	if (sample_happens(s, 60) && cash.dong > 100000) {
		cash.dong += sample_happens(s, 600) ? -5000 : 2000;
		in.reason = "thối nhầm tiền";
	}
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		if (cash.dong < values[i])
			continue;
		notes[in.notes_count++] = (struct note){ .count = cash.dong / values[i], .value = MONEY(values[i]) };
		cash.dong %= values[i];
	}
	work = sample_work(s, cashier);
	return SAMPLE_TRY(s, &work, shift_close(&work, &in, &closed, err), err);
}

/* One stretch of a cashier, from hour to hour. */
static bool work_shift(struct sample *s, enum sample_person cashier, int32_t day, int64_t from_us, int64_t to_us, int64_t tickets,
		       struct err *err)
{
	if (s->at_us < from_us)
		s->at_us = from_us;
	if (!open_shift(s, cashier, err))
		return false;
	for (int64_t n = 0; n < tickets; n++) {
		int64_t at_us = from_us + (to_us - from_us) * (n + 1) / (tickets + 1) + sample_below(s, 3 * MINUTE_US);

		if (s->at_us < at_us)
			s->at_us = at_us;
		if (!sell(s, cashier, day, err) || (sample_happens(s, 12) && !take_back(s, cashier, err)))
			return false;
		if (n == tickets / 2 && !to_the_safe(s, cashier, err))
			return false;
	}
	if (s->at_us < to_us)
		s->at_us = to_us;
	return (day != s->plan->until_day || (sample_leave_orders(s, cashier, day, err) && sample_leave_tries(s, cashier, day, err))) && close_shift(s, cashier, err);
}

bool sample_sell_day(struct sample *s, int32_t day, struct err *err)
{
	int64_t start_us = day_start_us(day), tickets;

	tickets = s->plan->sales_a_day * sample_business(s, day) / 1000;
	tickets = tickets * (700 + sample_below(s, 600)) / 1000;
	/* Two cashiers share a long day. */
	if (weekday(day) < 5)
		return work_shift(s, weekday(day) % 2 ? LAN : MINH, day, start_us + 8 * HOUR_US, start_us + 19 * HOUR_US, tickets, err);
	return work_shift(s, LAN, day, start_us + 8 * HOUR_US, start_us + 14 * HOUR_US, tickets / 2, err) &&
	       work_shift(s, MINH, day, start_us + 14 * HOUR_US + 10 * MINUTE_US, start_us + 21 * HOUR_US, tickets - tickets / 2, err);
}
