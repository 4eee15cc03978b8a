/*
 * A model of a showroom that only knows sums: pieces by lot, đồng by account, tickets by till and shift. It is told what was
 * asked and what the book answered; it knows the prices, the terms and the rules of the trade by itself, and says where the book differs.
 *
 * Include after showroom.h. Thread: one.
 */
#ifndef TESTS_SHOP_HISTORY_H
#define TESTS_SHOP_HISTORY_H

#include "shop/refund.h"
#include "shop/settlement.h"
#include "shop/stock.h"

enum { HONEY, RICE, MELON, BAG, ITEMS };  /* a hamper is sold as these */
enum { COOP, HOUSEHOLD, HOUSE, CONTRACTS };
enum { SALES, RETURNS, CASH, TRANSFER, CARD, DISCOUNTS, ROUNDING, REFUND, VOUCHER, DEPOSIT, COD, EXCHANGE, BUCKETS };

#define MODEL_LOTS_MAX 4000
#define MODEL_SALES_MAX 2000
#define MODEL_VERSIONS_MAX 200
#define MODEL_DAYS_MAX 500
#define MODEL_MONTHS_MAX 30

static const char *const bucket_names[BUCKETS] = { "sales", "returns", "way:cash", "way:transfer", "way:card", "discounts", "rounding",
						    "way:refund", "way:voucher", "way:deposit", "way:cod", "way:exchange" };

struct model_lot {
	struct id id;
	int item, contract;
	int32_t expiry_day, expiry_kind;
	int64_t own_price; /* SHAPE_ABSENT: the item's */
	int64_t shelf, aside, hamper; /* hamper: in made ones */
	bool is_pending;
	bool was_held;          /* for an order, when it came in: the order takes it first, others last */
};

struct model_line { /* of a sale: what of it came back */
	struct sale_line sold;
	int64_t back_milli;
	struct money paid, producer, house, vat_leg, vat;
};

struct model_sale {
	struct id id;
	int64_t given_too_much; /* by cash in whole notes */
	int64_t kept;           /* of what a voucher or a carrier paid, what has not gone back there */
	struct id voucher_id;
	struct model_line *lines;
	size_t lines_count;
};

/* Money of a return that goes back by transfer. */
struct model_refund {
	struct id id;
	int64_t amount;
	bool is_sent;
};

/* What a contract's lines gave its consignor on a day. */
struct model_day {
	int32_t day;
	int64_t producer[CONTRACTS], paid_out[CONTRACTS];
};

/* What lay there when a month ended. */
struct model_month {
	int32_t last_day;
	int64_t lies[CONTRACTS][ITEMS];
};

static struct model {
	struct id items[ITEMS], contracts[CONTRACTS], parties[CONTRACTS];
	int64_t price[ITEMS];
	int64_t rate_ppm[CONTRACTS][MODEL_VERSIONS_MAX];
	int64_t versions[CONTRACTS];
	int32_t version_day[CONTRACTS];
	struct model_lot lots[MODEL_LOTS_MAX];
	size_t lots_count;
	struct model_sale sales[MODEL_SALES_MAX];
	size_t sales_count;
	struct model_refund refunds[MODEL_SALES_MAX];
	size_t refunds_count;
	struct model_day days[MODEL_DAYS_MAX];
	size_t days_count;
	struct model_month months[MODEL_MONTHS_MAX];
	size_t months_count;
	int64_t entries, receipts, z, lines;
	int64_t accounts[14], payable[CONTRACTS];
	struct id carrier;
	bool is_open;
	int64_t shift_key, drawer, lies, buckets[BUCKETS], counts[BUCKETS], net, absolute;
	int64_t sold; /* as net, without what cash of returns was rounded by */
} model;

static const char *const account_names[14] = { "cash", "transfer", "card", "vat", "house", "safe", "over_short", "refund", "voucher", "deposit", "cod", "exchange",
						"payable", NULL };

static inline int model_bucket(int32_t way)
{
	switch (way) {
	case PAY_CASH: return CASH;
	case PAY_TRANSFER: return TRANSFER;
	case PAY_CARD: return CARD;
	case PAY_VOUCHER: return VOUCHER;
	case PAY_DEPOSIT: return DEPOSIT;
	case PAY_COD: return COD;
	case PAY_EXCHANGE: return EXCHANGE;
	default: fail_msg("a way of nobody's");
	}
	return 0;
}

static inline int model_which(const struct id *ids, int count, struct id id)
{
	for (int i = 0; i < count; i++)
		if (id_is(ids[i], id))
			return i;
	fail_msg("an id nobody knows");
	return 0;
}
#define MODEL_ITEM(id) model_which(model.items, ITEMS, id)
#define MODEL_CONTRACT(id) model_which(model.contracts, CONTRACTS, id)

static inline struct model_lot *model_lot(struct id id)
{
	for (size_t i = model.lots_count; i > 0; i--)
		if (id_is(model.lots[i - 1].id, id))
			return &model.lots[i - 1];
	return NULL;
}

static inline struct model_day *model_today(void)
{
	int32_t day = day_of_us(room.now_us);

	if (model.days_count == 0 || model.days[model.days_count - 1].day != day) {
		assert_true(model.days_count < MODEL_DAYS_MAX);
		model.days[model.days_count++].day = day;
	}
	return &model.days[model.days_count - 1];
}

/* Half away from zero, by whole numbers. */
static inline int64_t model_part(int64_t x, int64_t now, int64_t of)
{
	int64_t twice = 2 * x * now;

	return (twice + (twice < 0 ? -of : of)) / (2 * of);
}

static inline bool model_is_good(const struct model_lot *lot, int32_t day)
{
	return !lot->is_pending && lot->shelf > 0 && !(lot->expiry_kind == 2 && lot->expiry_day && lot->expiry_day < day);
}

static inline void model_legs(const struct leg *legs, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++) {
		int at = 0;

		sum += legs[i].amount.dong;
		if (strcmp(legs[i].account, "payable") == 0) {
			model.payable[model_which(model.parties, CONTRACTS, legs[i].party_id)] += legs[i].amount.dong;
			continue;
		}
		while (account_names[at] && strcmp(account_names[at], legs[i].account) != 0)
			at++;
		if (!account_names[at])
			fail_msg("account %s", legs[i].account);
		model.accounts[at] += legs[i].amount.dong;
	}
	assert_i64(sum, 0);
}

/* What of it goes back to the voucher or is collected no more, for pieces of that much. */
static inline int64_t model_keeps(const struct model_sale *sale, int64_t total)
{
	int64_t owed = total > sale->given_too_much ? total - sale->given_too_much : 0;

	return owed < sale->kept ? owed : sale->kept;
}

/* What is given back in all: of the rest cash in whole notes; less what was given too much before. */
static inline int64_t model_gives(const struct model_sale *sale, int64_t total, int32_t way)
{
	int64_t owed = total > sale->given_too_much ? total - sale->given_too_much : 0, kept = model_keeps(sale, total);

	return way == PAY_CASH ? kept + (owed - kept + 999) / 1000 * 1000 : owed;
}

/* What was paid each way, against producers, VAT and house. */
static inline void model_sale_legs(const struct sale *body)
{
	struct leg legs[3 * SALE_BOOK_LINES_MAX + SALE_PAYS_MAX + 1];
	size_t count = 0;

	for (size_t i = 0; i < body->pays_count; i++)
		legs[count++] = (struct leg){ .account = body->pays[i].way == PAY_TRANSFER && !id_is_none(body->refers_to) ? "refund" : pay_way_words[body->pays[i].way],
					      .amount = body->pays[i].amount };
	legs[count++] = (struct leg){ .account = "house", .amount = MONEY(-body->rounding_back.dong) };
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct sale_line *line = &body->lines[i];

		legs[count++] = (struct leg){ .account = "payable", .amount = MONEY(-line->producer.dong), .party_id = line->consignor_id };
		legs[count++] = (struct leg){ .account = "vat", .amount = MONEY(-line->vat_leg.dong) };
		legs[count++] = (struct leg){ .account = "house", .amount = MONEY(-line->house.dong) };
	}
	model_legs(legs, count);
}

static inline void model_count(int bucket, int64_t amount)
{
	model.buckets[bucket] += amount;
	/* An exchange is one, though both its halves name it. */
	model.counts[bucket] += bucket != EXCHANGE || amount > 0;
}

/* ---- what the book answered ---------------------------------------------------------- */

static inline void model_intake(const struct intake *body)
{
	int contract = MODEL_CONTRACT(body->contract_id);

	assert_i64(body->version, model.versions[contract]);
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct intake_line *line = &body->lines[i];
		struct model_lot *lot = &model.lots[model.lots_count++];
		int64_t owed = 0, filled = 0;

		assert_true(model.lots_count < MODEL_LOTS_MAX);
		*lot = (struct model_lot){ .id = line->lot_id,
					   .item = MODEL_ITEM(line->item_id),
					   .contract = contract,
					   .expiry_day = line->expiry_day,
					   .expiry_kind = line->expiry_kind,
					   .own_price = line->own_price.dong,
					   .shelf = line->qty_milli,
					   .was_held = line->holds_count > 0 };
		for (size_t k = 0; k < model.lots_count; k++)
			if (model.lots[k].is_pending && model.lots[k].item == lot->item && model.lots[k].contract == contract &&
			    model.lots[k].shelf < 0)
				owed -= model.lots[k].shelf;
		for (size_t f = 0; f < line->fills_count; f++) {
			struct model_lot *pending = model_lot(line->fills[f].lot_id);

			assert_true(pending && pending->is_pending && pending->item == lot->item && pending->contract == contract);
			pending->shelf += line->fills[f].qty_milli;
			assert_true(pending->shelf <= 0);
			filled += line->fills[f].qty_milli;
		}
		assert_i64(filled, owed < line->qty_milli ? owed : line->qty_milli);
		lot->shelf -= filled;
	}
	model.entries++;
}

/* The share of a line as the contract says: both contracts take a part of the listed amount, the house bears discounts. */
static inline void model_check_share(const struct sale_line *line, int contract)
{
	int64_t commission = contract == HOUSE ? line->list.dong : model_part(line->list.dong, model.rate_ppm[contract][line->version], PPM);

	assert_i64(line->producer.dong, line->list.dong - commission);
	assert_i64(line->discount_producer.dong, 0);
	assert_i64(line->producer.dong + line->vat_leg.dong + line->house.dong, line->paid.dong);
	if (contract == COOP)
		assert_i64(line->vat_leg.dong, 0);
	else
		assert_i64(line->vat_leg.dong, line->vat.dong);
}

static inline void model_take(const struct sale_line *line, int contract)
{
	struct model_lot *lot = model_lot(line->lot_id);

	if (!lot) {
		assert_true(line->is_pending);
		lot = &model.lots[model.lots_count++];
		assert_true(model.lots_count < MODEL_LOTS_MAX);
		*lot = (struct model_lot){ .id = line->lot_id,
					   .item = MODEL_ITEM(line->item_id),
					   .contract = contract,
					   .own_price = SHAPE_ABSENT,
					   .is_pending = true };
	}
	assert_i64(lot->contract, contract);
	/* Only what is not there makes a pending line (P6); what came back to a pending lot is sold as any other goods. */
	if (line->is_pending)
		assert_true(lot->is_pending);
	*(line->place == PLACE_HAMPER ? &lot->hamper : &lot->shelf) -= line->qty_milli;
	if (!line->is_pending && (lot->shelf < 0 || lot->hamper < 0))
		fail_msg("%lld thousandths more sold than were in the lot", (long long)-lot->shelf - lot->hamper);
}

/* What was taken without a label was the first to expire: none good and earlier is left. */
static inline void model_check_order(const struct sale_line *line, bool is_labelled)
{
	const struct model_lot *taken = model_lot(line->lot_id);
	int32_t day = day_of_us(room.now_us);

	if (is_labelled || !taken || taken->was_held || line->place == PLACE_HAMPER)
		return;
	for (size_t i = 0; i < model.lots_count; i++) {
		const struct model_lot *lot = &model.lots[i];

		if (lot->item != taken->item || lot == taken || !model_is_good(lot, day) || lot->was_held)
			continue;
		if (taken->is_pending || (lot->expiry_day && (!taken->expiry_day || lot->expiry_day < taken->expiry_day)))
			fail_msg("[%s] a lot that expires on %d lay there while one of %d was sold", case_name, (int)lot->expiry_day, (int)taken->expiry_day);
	}
}

static inline void model_money(const struct sale *body, int way_bucket)
{
	int64_t discount = body->rounding.dong, rounding = body->rounding.dong + body->rounding_back.dong;
	int64_t paid = body->total.dong + body->rounding_back.dong;

	for (size_t i = 0; i < body->lines_count; i++)
		discount += body->lines[i].discount_house.dong + body->lines[i].discount_producer.dong;
	for (size_t i = 0; i < body->pays_count; i++) {
		/* By transfer money goes back later, by the accountant: a bucket of its own. */
		if (way_bucket == RETURNS && body->pays[i].way == PAY_TRANSFER)
			model_count(REFUND, body->pays[i].amount.dong);
		else
			model_count(model_bucket(body->pays[i].way), body->pays[i].amount.dong);
		if (body->pays[i].way == PAY_CASH)
			model.drawer += body->pays[i].amount.dong;
	}
	model_count(way_bucket, paid);
	if (discount)
		model_count(DISCOUNTS, discount);
	if (rounding)
		model_count(ROUNDING, rounding);
	model.sold += body->total.dong;
	model.net += paid;
	model.absolute += paid < 0 ? -paid : paid;
	assert_i64(body->receipt_n, ++model.receipts);
	model.lines += (int64_t)body->lines_count;
	model_sale_legs(body);
	model.entries++;
}

/* total: worked out by the caller from prices, quantities, discounts and rounding alone. */
static inline void model_sale(const struct sale *body, struct id id, int64_t total, const bool *is_labelled_item)
{
	struct model_sale *sale = &model.sales[model.sales_count++];
	int64_t paid = 0;

	assert_true(model.sales_count < MODEL_SALES_MAX);
	assert_i64(body->total.dong, total);
	*sale = (struct model_sale){ .id = id,
				     .lines = ARENA_LIST(room.arena, body->lines_count, struct model_line),
				     .lines_count = body->lines_count };
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct sale_line *line = &body->lines[i];
		int contract = MODEL_CONTRACT(line->contract_id);

		sale->lines[i].sold = *line;
		model_check_share(line, contract);
		if (MODEL_ITEM(line->item_id) != BAG)
			model_take(line, contract);
		paid += line->paid.dong;
		model_today()->producer[contract] += line->producer.dong;
	}
	for (size_t i = 0; i < body->lines_count; i++)
		if (MODEL_ITEM(body->lines[i].item_id) != BAG)
			model_check_order(&body->lines[i], is_labelled_item[MODEL_ITEM(body->lines[i].item_id)]);
	assert_i64(paid, total);
	for (size_t i = 0; i < body->pays_count; i++) {
		sale->kept += body->pays[i].way == PAY_VOUCHER || body->pays[i].way == PAY_COD ? body->pays[i].amount.dong : 0;
		if (body->pays[i].way == PAY_VOUCHER)
			sale->voucher_id = body->pays[i].source_id;
	}
	model_money(body, SALES);
}

static inline void model_return(const struct sale *body, struct id id, struct model_sale *sale, int32_t place)
{
	const struct sale_line *line = &body->lines[0];
	struct model_line *back = &sale->lines[line->returns_n - 1];
	struct model_lot *lot = id_is_none(line->lot_id) ? NULL : model_lot(line->lot_id);

	back->back_milli -= line->qty_milli;
	back->paid.dong -= line->paid.dong;
	back->producer.dong -= line->producer.dong;
	back->house.dong -= line->house.dong;
	back->vat_leg.dong -= line->vat_leg.dong;
	back->vat.dong -= line->vat.dong;
	if (back->back_milli == back->sold.qty_milli) {
		assert_i64(back->paid.dong, back->sold.paid.dong);
		assert_i64(back->producer.dong, back->sold.producer.dong);
		assert_i64(back->house.dong, back->sold.house.dong);
		assert_i64(back->vat_leg.dong, back->sold.vat_leg.dong);
		assert_i64(back->vat.dong, back->sold.vat.dong);
	}
	if (lot && place == PLACE_SHELF)
		lot->shelf -= line->qty_milli;
	else if (lot && place == PLACE_ASIDE)
		lot->aside -= line->qty_milli;
	model_today()->producer[MODEL_CONTRACT(line->contract_id)] += line->producer.dong;
	sale->given_too_much -= body->rounding_back.dong;
	for (size_t i = 0; i < body->pays_count; i++) {
		const struct pay *pay = &body->pays[i];

		if (pay->way == PAY_TRANSFER && pay->amount.dong)
			model.refunds[model.refunds_count++] = (struct model_refund){ .id = id, .amount = -pay->amount.dong };
		if (pay->way == PAY_VOUCHER || pay->way == PAY_COD)
			sale->kept += pay->amount.dong;
	}
	assert_true(sale->kept >= 0);
	model_money(body, RETURNS);
}

static inline void model_month_ends(int32_t last_day)
{
	struct model_month *month = &model.months[model.months_count++];

	assert_true(model.months_count < MODEL_MONTHS_MAX);
	*month = (struct model_month){ .last_day = last_day };
	for (size_t i = 0; i < model.lots_count; i++)
		month->lies[model.lots[i].contract][model.lots[i].item] += model.lots[i].shelf + model.lots[i].aside + model.lots[i].hamper;
}

/* Column 7 is what lay there when the period ended, and what is owed is what was sold and not paid. */
static inline void model_closing(const struct settled *body, int contract)
{
	int64_t since = 0;
	const struct model_month *month = NULL;

	for (size_t i = 0; i < model.months_count; i++)
		if (model.months[i].last_day == body->to_day)
			month = &model.months[i];
	assert_non_null(month);
	for (int item = 0; item < ITEMS; item++) {
		int64_t closing = 0;

		for (size_t i = 0; i < body->items_count; i++)
			closing += id_is(body->items[i].item_id, model.items[item]) ? body->items[i].closing_milli : 0;
		assert_i64(closing, month->lies[contract][item]);
	}
	model_legs(body->legs, body->legs_count);
	for (size_t i = 0; i < model.days_count; i++)
		if (model.days[i].day > body->to_day)
			since += model.days[i].producer[contract] - model.days[i].paid_out[contract];
	assert_i64(-model.payable[contract], body->owed_after.dong + since);
	model.entries++;
}

#endif
