/* What the sample leaves to do, so that each hard thing can be tried at once: run.sh says where to click. */
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/cart_doc.h"
#include "shop/drafts.h"
#include "shop/intake.h"
#include "shop/period.h"
#include "store/store.h"
#include "store/txn.h"

#define LEFT_DAYS 31           /* every month ends once in as many days */
#define NEAR_DAYS 5
#define PAST_DAYS 2
#define LAPSES_DAYS 40
#define PARKED_LABEL "Chị Hạnh, chiều quay lại"

/* The first two contracts by the month: what ended last is not closed, and no paper of theirs stays with a driver. */
bool sample_leaves_open(const struct sample *s, size_t producer, int32_t day)
{
	size_t before = 0;

	if (day_between(day, s->plan->until_day) >= LEFT_DAYS || s->producers[producer].period != PERIOD_MONTH)
		return false;
	for (size_t i = 0; i < producer; i++)
		before += s->producers[i].period == PERIOD_MONTH;
	return before < 2;
}

/* Of packed goods that nobody forgets to look at: their date in so many days, behind us where below zero. */
static struct intake_line_in dated(struct sample *s, const struct sample_item *item, const char *tail, int32_t day, int32_t days)
{
	return (struct intake_line_in){
		.code = arena_format(s->arena, "%s-%s", item->code, tail),
		.expiry_day = day_add(day, days),
		.expiry_kind = 3,
		.hand_over = MONEY(SHAPE_ABSENT),
		.item_id = item->id,
		.own_price = MONEY(SHAPE_ABSENT),
		.price_proposal = MONEY(SHAPE_ABSENT),
		.qty_milli = 6000,
	};
}

static const struct sample_item *packed_of(const struct sample *s, size_t producer)
{
	for (size_t i = 0; i < s->house_from; i++)
		if (s->items[i].producer == producer && s->items[i].days >= 60 && !s->items[i].is_weighed)
			return &s->items[i];
	return NULL;
}

bool sample_leave_goods(struct sample *s, int32_t day, struct err *err)
{
	const struct sample_item *item = NULL;
	struct intake_line_in lines[2];
	struct intake_in in = { .lines = lines, .lines_count = COUNT_OF(lines), .paper = "Phiếu giao hàng, hàng về từ hội chợ (mẫu)" };
	const struct intake *body;
	struct work work;

	for (size_t i = 0; i < s->producers_count && !item; i++) {
		item = packed_of(s, i);
		in.contract_id = s->producers[i].contract_id;
	}
	if (!item)
		return true;
	lines[0] = dated(s, item, "QUAHAN", day, -PAST_DAYS);
	lines[1] = dated(s, item, "SAPHET", day, NEAR_DAYS);
	lines[0].expiry_kind = 2;  /* use-by: the till stops at its label */
	/* The producer asks for a tenth more from here on. */
	lines[1].price_proposal = MONEY(item->price * 11 / 10 / 1000 * 1000);
	work = sample_work(s, TUAN);
	if (!SAMPLE_TRY(s, &work, intake_add(&work, &in, &body, err), err))
		return false;
	s->counts->intakes++;
	return true;
}

/* One whose decision ran out was renewed, and that one lapses soon. */
bool sample_leave_certificate(struct sample *s, int32_t day, struct err *err)
{
	struct certificate row = { .decision_no = "01/QĐ-MẪU (" SAMPLE_NOTE ")", .issuer = "UBND tỉnh (" SAMPLE_NOTE ")", .stars = 3 };
	struct work work;

	for (size_t i = 0; i < s->certificates_count && id_is_none(row.product_id); i++)
		if (s->certificates[i].is_put && s->certificates[i].row.valid_to < day)
			row.product_id = s->certificates[i].row.product_id;
	if (id_is_none(row.product_id))
		return true;
	row.id = id_derive(row.product_id, "certificate", 2);
	row.valid_to = day_add(day, LAPSES_DAYS);
	row.valid_from = row.decision_day = day_add(day_add_months(row.valid_to, -36), 1);
	work = sample_work(s, ADMIN);
	return SAMPLE_TRY(s, &work, certificates_set(&work, &row, 1, err), err);
}

static bool put_parked(struct txn *drafts, struct sample *s, struct err *err)
{
	struct cart cart = { .id = sample_id(s), .till_id = s->till_id, .state = CART_PARKED, .label = PARKED_LABEL, .doc = cart_doc_new(s->arena) };
	struct cart_change change = { .arena = s->arena, .staff_id = s->people[LAN], .at_us = s->at_us };
	int64_t n, put = 0;

	for (size_t i = 0; i < s->house_from && put < 2; i++) {
		if (!s->items[i].scan || s->items[i].is_weighed)
			continue;
		put++;
		cart.total.dong += s->items[i].price * put;
		if (!cart_doc_add(cart.doc, &change, s->items[i].id, put * 1000, &n, err))
			return false;
	}
	return cart_doc_mark(cart.doc, &change, TRAIL_PARK, NULL, err) && cart_put(drafts, &cart, s->at_us, err);
}

bool sample_leave_cart(struct sample *s, const char *dir, struct err *err)
{
	struct store *store = drafts_open(dir, s->at_us, err);
	struct txn *drafts = store ? txn_begin(store, err) : NULL;
	bool ok = drafts && put_parked(drafts, s, err);

	if (ok)
		ok = txn_commit(drafts, err);
	else
		txn_abandon(drafts);
	store_close(store);
	return ok;
}
