/* The store-room: what the book is taken over with, goods lost, sent back or put back, and what has to be corrected. */
#include <string.h>

#include "app/sample_parts.h"
#include "base/day.h"
#include "shop/correct.h"
#include "shop/intake.h"
#include "shop/move.h"
#include "shop/opening.h"
#include "shop/stock.h"
#include "store/txn.h"

#define OPENED_PRODUCERS 6 /* taken over from the notebook; the others bring their first goods that day */
#define NEAR_DAYS 5        /* fewer days left than this: fresh goods go back to who brought them */
#define MOVES_A_DAY_MAX 200

/* ---- opening ------------------------------------------------------------------- */

/* Rules P8: the notebook says what lies there, what is owed and advanced, and where the receipts stood. */
bool sample_take_over(struct sample *s, int32_t day, struct err *err)
{
	struct opening_contract contracts[OPENED_PRODUCERS];
	struct opening_lot *lots = ARENA_LIST(s->arena, s->items_count, struct opening_lot);
	struct opening_month *months = ARENA_LIST(s->arena, s->items_count, struct opening_month);
	struct opening_series series = { .last = 2417, .till_id = s->till_id, .what = SERIES_RECEIPT };
	struct opening_in in = { .contracts = contracts,
				 .contracts_count = OPENED_PRODUCERS,
				 .day = day,
				 .lots = lots,
				 .months = months,
				 .series = &series,
				 .series_count = 1 };
	struct work work;

	for (size_t i = 0; i < OPENED_PRODUCERS; i++) {
		contracts[i] = (struct opening_contract){
			.advance = MONEY(i == 2 ? 500000 : 0),
			.contract_id = s->producers[i].contract_id,
			.owed = MONEY(300000 + 150000 * (int64_t)i),
			.tier_sales = MONEY(1300000 * (int64_t)i),
		};
		in.total_amount.dong += contracts[i].owed.dong - contracts[i].advance.dong;
	}
	for (size_t i = 0; i < s->items_count; i++) {
		const struct sample_item *item = &s->items[i];
		struct opening_lot *lot = &lots[in.lots_count];

		if (item->producer >= OPENED_PRODUCERS)
			continue;
		*lot = (struct opening_lot){
			.arrived_day = day_add(day, -20),
			.code = arena_format(s->arena, "%s-SOCU", item->code),
			.contract_id = s->producers[item->producer].contract_id,
			.expiry_kind = 1,
			.hand_over = MONEY(SHAPE_ABSENT),
			.item_id = item->id,
			.own_price = MONEY(SHAPE_ABSENT),
			.paper = "sổ tay (mẫu)",
			.place = PLACE_SHELF,
			.qty_milli = 1000 * (6 + sample_below(s, 12)),
		};
		if (item->days > 60) {
			lot->expiry_kind = 3;
			lot->expiry_day = day_add(day, (int32_t)item->days / 2);
		}
		in.total_milli += lot->qty_milli;
		in.lots_count++;
		months[in.months_count++] = (struct opening_month){
			.amount = MONEY(item->price * 14),
			.month = day_month(day_add(day, -31)),
			.product_id = item->product_id,
			.qty_milli = 14000,
		};
	}
	work = sample_with(s, NGA, ADMIN);
	return SAMPLE_TRY(s, &work, opening_add(&work, &in, err), err);
}

/* ---- goods that leave without being sold ------------------------------------------ */

/* Every lot of the goods as it lies there. */
typedef bool each_lot(struct sample *s, size_t item, const struct stock_lot *lot, int32_t day, void *arg);

struct picked {
	struct move_line_in lines[MOVES_A_DAY_MAX];
	size_t count;
};

static bool pick_lots(struct sample *s, int32_t day, size_t producer, each_lot *takes, struct picked *picked, void *arg, struct err *err)
{
	picked->count = 0;
	for (size_t i = 0; i < s->items_count; i++) {
		struct stock_lot *lots;
		size_t count;

		if (!s->items[i].has_stock || (producer != SAMPLE_HOUSE && s->items[i].producer != producer))
			continue;
		if (!stock_lots(s->txn, s->arena, s->book->site_id, s->items[i].id, &lots, &count, err))
			return false;
		for (size_t k = 0; k < count && picked->count < MOVES_A_DAY_MAX; k++)
			if (!lots[k].is_pending && lots[k].qty_milli > 0 && takes(s, i, &lots[k], day, arg))
				picked->lines[picked->count++] = (struct move_line_in){ .lot_id = lots[k].lot_id,
											.place = lots[k].place,
											.qty_milli = lots[k].qty_milli };
	}
	return true;
}

static bool is_past(struct sample *s, size_t item, const struct stock_lot *lot, int32_t day, void *arg)
{
	(void)s;
	(void)item;
	(void)arg;
	return lot->expiry_day && lot->expiry_day < day;
}

static bool is_aside(struct sample *s, size_t item, const struct stock_lot *lot, int32_t day, void *arg)
{
	(void)s;
	(void)item;
	(void)arg;
	return lot->place == PLACE_ASIDE && !(lot->expiry_day && lot->expiry_day < day);
}

/* Packed goods near their date go back: the producer swaps them. Of one consignor a paper. */
static bool is_near(struct sample *s, size_t item, const struct stock_lot *lot, int32_t day, void *arg)
{
	const struct id *contract_id = arg;

	return lot->place == PLACE_SHELF && s->items[item].days > 30 && id_is(lot->contract_id, *contract_id) && lot->expiry_day &&
	       day_between(day, lot->expiry_day) < NEAR_DAYS && lot->expiry_day >= day;
}

static bool put_moves(struct sample *s, int32_t what, struct picked *picked, const char *reason, struct err *err)
{
	struct move_in in = { .lines = picked->lines, .lines_count = picked->count, .reason = reason, .what = what };
	const struct stock_moved *body;
	struct work work;

	if (picked->count == 0)
		return true;
	work = sample_with(s, TUAN, HOA);
	return SAMPLE_TRY(s, &work, move_add(&work, &in, &body, err), err);
}

/* One piece of something: dropped, tasted, or not found. */
static bool lose_one(struct sample *s, int32_t what, const char *reason, struct err *err)
{
	const struct sample_item *item = &s->items[sample_below(s, (int64_t)s->house_from)];
	struct picked picked = { .count = 0 };
	struct stock_lot *lots;
	size_t count;

	if (item->is_weighed)
		return true;
	if (!stock_lots(s->txn, s->arena, s->book->site_id, item->id, &lots, &count, err))
		return false;
	for (size_t k = 0; k < count && picked.count == 0; k++)
		if (!lots[k].is_pending && lots[k].place == PLACE_SHELF && lots[k].qty_milli >= 1000)
			picked.lines[picked.count++] =
				(struct move_line_in){ .lot_id = lots[k].lot_id, .place = PLACE_SHELF, .qty_milli = 1000 };
	return put_moves(s, what, &picked, reason, err);
}

bool sample_store_room(struct sample *s, int32_t day, struct err *err)
{
	struct picked *picked = ARENA_NEW(s->arena, struct picked);

	if (!pick_lots(s, day, SAMPLE_HOUSE, is_past, picked, NULL, err) || !put_moves(s, MOVE_EXPIRED, picked, "quá hạn dùng, hủy", err))
		return false;
	/* What customers brought back is looked at and stands on the shelf again. */
	if (sample_happens(s, 200) &&
	    (!pick_lots(s, day, SAMPLE_HOUSE, is_aside, picked, NULL, err) || !put_moves(s, MOVE_PLACE, picked, NULL, err)))
		return false;
	for (size_t i = 0; i < s->producers_count && day % 100 == 15; i++)
		if (!pick_lots(s, day, i, is_near, picked, &s->producers[i].contract_id, err) || !put_moves(s, MOVE_BACK, picked, NULL, err))
			return false;
	return (!sample_happens(s, 60) || lose_one(s, MOVE_BROKEN, "rơi vỡ", err)) &&
	       (!sample_happens(s, 50) || lose_one(s, MOVE_SAMPLE, "mời khách nếm thử", err)) &&
	       (!sample_happens(s, 15) || lose_one(s, MOVE_MISSING, "kiểm quầy thiếu", err));
}

/* ---- corrections -------------------------------------------------------------------- */

/* Two producers make the same dried fruit under one code: one day the paper names the wrong one (rules P11). */
static bool find_twins(const struct sample *s, size_t *wrong, size_t *right)
{
	for (size_t i = 0; i < s->house_from; i++)
		for (size_t k = i + 1; k < s->house_from; k++)
			if (s->items[i].scan && s->items[k].scan && strcmp(s->items[i].scan, s->items[k].scan) == 0) {
				*wrong = i;
				*right = k;
				return true;
			}
	return false;
}

bool sample_wrong_owner(struct sample *s, int32_t day, struct err *err)
{
	struct intake_line_in line = { .expiry_kind = 3,
				       .expiry_day = day_add(day, 150),
				       .hand_over = MONEY(SHAPE_ABSENT),
				       .own_price = MONEY(SHAPE_ABSENT),
				       .price_proposal = MONEY(SHAPE_ABSENT),
				       .qty_milli = 40000 };
	struct intake_in in = { .lines = &line, .lines_count = 1, .paper = "Phiếu giao hàng (mẫu)" };
	const struct intake *body;
	size_t wrong, right;
	struct work work;

	if (!find_twins(s, &wrong, &right))
		return true;
	line.item_id = s->items[right].id;
	line.code = arena_format(s->arena, "%s-NHAM", s->items[right].code);
	in.contract_id = s->producers[s->items[wrong].producer].contract_id;
	work = sample_work(s, TUAN);
	if (!SAMPLE_TRY(s, &work, intake_add(&work, &in, &body, err), err))
		return false;
	s->counts->intakes++;
	s->wrong_lot = body->lines[0].lot_id;
	s->wrong_intake = work.id;
	return true;
}

bool sample_right_owner(struct sample *s, struct err *err)
{
	struct owner_correct_in in = { .lot_id = s->wrong_lot, .reason = "phiếu nhập ghi nhầm chủ hàng" };
	struct intake_correct_line line = { .lot_id = s->wrong_lot, .qty_milli = 42000 };
	struct intake_correct_in more = { .intake_id = s->wrong_intake, .lines = &line, .lines_count = 1, .reason = "đếm lại thùng: 42 túi" };
	const struct intake_corrected *counted;
	const struct lot_corrected *body;
	size_t wrong, right;
	struct work work;

	if (id_is_none(s->wrong_lot) || !find_twins(s, &wrong, &right))
		return true;
	in.contract_id = s->producers[s->items[right].producer].contract_id;
	work = sample_with(s, TUAN, ADMIN);
	if (!SAMPLE_TRY(s, &work, intake_correct(&work, &more, &counted, err), err))
		return false;
	do {
		work = sample_with(s, NGA, ADMIN);
		if (!SAMPLE_TRY(s, &work, owner_correct(&work, &in, &body, err), err))
			return false;
	} while (body->lines_left > 0);
	s->wrong_lot = (struct id){ { 0 } };
	return true;
}
