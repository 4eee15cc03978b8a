/* Orders that the sample leaves open: one to be fetched the next day, its deposit paid, and one that a producer is to be asked for. */
#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/order.h"
#include "store/txn.h"

#define DEPOSIT 100000
#define ORDERED_MILLI 3000
#define SAMPLE_DAYS 7 /* until the display sample's customer comes back */

/* Packed goods of a producer; `after` of them are passed over. */
static const struct sample_item *packed(const struct sample *s, size_t after)
{
	for (size_t i = 0; i < s->house_from; i++)
		if (s->items[i].has_stock && !s->items[i].is_weighed && s->items[i].scan && after-- == 0)
			return &s->items[i];
	return NULL;
}

static bool place(struct sample *s, enum sample_person cashier, const struct sample_item *item, const struct order_contact *contact, bool is_sample,
		  int32_t promised_day, struct id *order_id, struct err *err)
{
	struct order_line_in line = { .is_sample = is_sample, .item_id = item->id, .qty_milli = is_sample ? 1000 : ORDERED_MILLI };
	struct order_in in = { .channel = is_sample ? ORDER_ZALO : ORDER_COUNTER, .contact = contact, .deposit_asked = MONEY(is_sample ? 0 : DEPOSIT),
			       .is_holding = true, .lines = &line, .lines_count = 1, .promised_day = promised_day };
	const struct order_body *body;
	struct work work = sample_work(s, cashier);

	if (!SAMPLE_TRY(s, &work, order_place(&work, &in, &body, err), err))
		return false;
	*order_id = work.entry.id;
	return true;
}

bool sample_leave_orders(struct sample *s, enum sample_person cashier, int32_t day, struct err *err)
{
	static const struct order_contact fetched = { .name = "Cô Hiền (mẫu)", .phone = "0912000001", .note = "khách đến lấy buổi sáng" },
					  waits = { .name = "Anh Dũng (mẫu)", .phone = "0912000002" };
	const struct sample_item *there = packed(s, 0), *shown = packed(s, 1);
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(DEPOSIT), .given = MONEY(SHAPE_ABSENT) };
	struct order_pay_in ahead = { .pays = &pay, .pays_count = 1, .till_id = s->till_id };
	const struct order_paid *paid;
	struct id asked_id;
	struct work work;

	if (s->has_orders || !there || !shown)
		return true;
	s->has_orders = true;
	if (!place(s, cashier, there, &fetched, false, day_add(day, 1), &ahead.order_id, err) ||
	    !place(s, cashier, shown, &waits, true, day_add(day, SAMPLE_DAYS), &asked_id, err))
		return false;
	work = sample_work(s, cashier);
	return SAMPLE_TRY(s, &work, order_pay_ahead(&work, &ahead, &paid, err), err);
}
