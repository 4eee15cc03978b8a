#include "shop/cod.h"

#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "shop/bank_credit.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/sale.h"
#include "shop/staff.h"

const char *const cod_verdict_words[] = { NULL, "good", "short", "more", "unknown", "done", "twice", NULL };

/* ---- paying ------------------------------------------------------------------------ */

bool cod_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct debt debt;
	bool found;

	(void)till_id;
	if (!debt_may_owe(work->txn, DEBT_CARRIER, pay->party_id, err))
		return false;
	if (!pay->reference)
		return err_set(err, ERR_INPUT, "reference", "COD cần mã vận đơn");
	if (!debt_of_parcel(work->txn, work->arena, pay->party_id, pay->reference, &debt, &found, err))
		return false;
	return !found || err_set(err, ERR_CONFLICT, "reference", "mã vận đơn %s đã có trong sổ; xem lại", pay->reference);
}

bool cod_pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	return debt_pay_apply(txn, entry, DEBT_CARRIER, pay, 0, err);
}

bool cod_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	return debt_give_back(txn, DEBT_CARRIER, sale_key, paid, can, err);
}

/* ---- the carrier's list --------------------------------------------------------------- */

static const struct field row_in_fields[] = {
	F_MONEY(struct cod_row_in, amount, 0, MONEY_MAX),
	F_MONEY_OPT(struct cod_row_in, fee, 0, MONEY_MAX),
	F_BOOL_OPT(struct cod_row_in, is_closed),
	F_CODE(struct cod_row_in, parcel, 1, COD_PARCEL_MAX),
};
const struct shape cod_row_in_shape = SHAPE(struct cod_row_in, "cod_row_in", row_in_fields);
static const struct field row_fields[] = {
	F_MONEY(struct cod_row, amount, 0, MONEY_MAX),
	F_MONEY(struct cod_row, fee, 0, MONEY_MAX),
	F_MONEY(struct cod_row, left, 0, MONEY_MAX),
	F_TEXT(struct cod_row, parcel, 1, COD_PARCEL_MAX),
	F_WORD(struct cod_row, verdict, cod_verdict_words),
};
const struct shape cod_row_shape = SHAPE(struct cod_row, "cod_row", row_fields);

static bool look_at(struct txn *txn, struct arena *arena, const struct cod_match_in *in, size_t i, struct cod_row *row, struct err *err)
{
	const struct cod_row_in *from = &in->rows[i];
	struct debt debt;
	bool found;

	*row = (struct cod_row){ .amount = from->amount, .fee = from->fee.dong == SHAPE_ABSENT ? MONEY(0) : from->fee, .parcel = from->parcel };
	if (!debt_of_parcel(txn, arena, in->party_id, from->parcel, &debt, &found, err))
		return false;
	row->debt_id = debt.id;
	row->left = found ? debt.left : MONEY(0);
	row->verdict = !found ? COD_UNKNOWN : row->left.dong == 0 && row->amount.dong > 0 ? COD_DONE : row->amount.dong > row->left.dong ? COD_MORE :
		row->amount.dong < row->left.dong ? COD_SHORT : COD_GOOD;
	for (size_t k = 0; k < i; k++)
		if (strcmp(in->rows[k].parcel, from->parcel) == 0)
			row->verdict = COD_TWICE;
	return true;
}

bool cod_look(struct txn *txn, struct arena *arena, const struct cod_match_in *in, struct cod_row **rows, struct err *err)
{
	*rows = ARENA_LIST(arena, in->rows_count, struct cod_row);
	if (!debt_may_owe(txn, DEBT_CARRIER, in->party_id, err))
		return false;
	for (size_t i = 0; i < in->rows_count; i++)
		if (!look_at(txn, arena, in, i, &(*rows)[i], err))
			return false;
	return true;
}

const char *cod_fault(struct arena *arena, const struct cod_row *row)
{
	switch ((enum cod_verdict)row->verdict) {
	case COD_MORE: return arena_format(arena, "vận đơn %s thu %s, trong sổ còn %s", row->parcel, debt_say(arena, row->amount), debt_say(arena, row->left));
	case COD_UNKNOWN: return arena_format(arena, "không có vận đơn %s của bên này", row->parcel);
	case COD_DONE: return arena_format(arena, "vận đơn %s đã đối soát xong hoặc hàng đã về", row->parcel);
	case COD_TWICE: return arena_format(arena, "vận đơn %s có hai dòng", row->parcel);
	case COD_GOOD: case COD_SHORT: break;
	}
	return NULL;
}

/* ---- the entry --------------------------------------------------------------------------- */

static const struct field part_fields[] = {
	F_MONEY(struct cod_part, amount, 0, MONEY_MAX),
	F_ID(struct cod_part, debt_id),
	F_MONEY_ZERO(struct cod_part, fee, 0, MONEY_MAX),
	F_MONEY_ZERO(struct cod_part, house, 0, MONEY_MAX),
	F_TEXT(struct cod_part, parcel, 1, COD_PARCEL_MAX),
};
static const struct shape part_shape = SHAPE(struct cod_part, "cod_part", part_fields);
static const char *const cod_way_words[] = { NULL, "cash", "transfer", NULL };
static const struct field matched_fields[] = {
	F_MONEY(struct cod_matched, collected, 0, MONEY_MAX),
	F_DAY(struct cod_matched, doc_day),
	F_MONEY(struct cod_matched, fees, 0, MONEY_MAX),
	F_MONEY(struct cod_matched, house, 0, MONEY_MAX),
	F_LIST(struct cod_matched, legs, 0, 3, &leg_shape),
	F_LIST(struct cod_matched, parcels, 1, COD_ROWS_MAX, &part_shape),
	F_ID(struct cod_matched, party_id),
	F_TEXT_OPT(struct cod_matched, reference, 1, 60),
	F_WORD(struct cod_matched, way, cod_way_words),
};
static const struct shape matched_shape = SHAPE(struct cod_matched, "cod_matched", matched_fields);

static bool check(const void *body, struct err *err)
{
	const struct cod_matched *matched = body;
	int64_t collected = 0, fees = 0, house = 0;

	for (size_t i = 0; i < matched->parcels_count; i++) {
		collected += matched->parcels[i].amount.dong;
		fees += matched->parcels[i].fee.dong;
		house += matched->parcels[i].house.dong;
	}
	if (collected != matched->collected.dong || fees != matched->fees.dong || house != matched->house.dong || !legs_balance(matched->legs, matched->legs_count))
		return err_set(err, ERR_INPUT, "rows", "tổng không bằng các dòng");
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct cod_matched *matched = body;

	(void)arena;
	for (size_t i = 0; i < matched->parcels_count; i++) {
		const struct cod_part *part = &matched->parcels[i];

		if ((part->amount.dong && !debt_lower(txn, entry, part->debt_id, LESS_MONEY, part->amount, err)) ||
		    (part->house.dong && !debt_lower(txn, entry, part->debt_id, LESS_HOUSE, part->house, err)))
			return false;
	}
	if (matched->way == PAY_CASH && matched->collected.dong != matched->fees.dong &&
	    !cash_row_of_shift(txn, entry, 0, (struct cash_row){ .amount = MONEY(matched->collected.dong - matched->fees.dong), .day = matched->doc_day,
								.reason = "Thu hộ (COD)", .what = CASH_TAKEN_IN }, err))
		return false;
	if (matched->way == PAY_TRANSFER &&
	    !bank_seen_apply(txn, entry, &(struct pay){ .amount = MONEY(matched->collected.dong - matched->fees.dong), .reference = matched->reference }, err))
		return false;
	return ledger_apply(txn, entry, matched->legs, matched->legs_count, err);
}

const struct kind cod_matched_kind = {
	.name = "cod_matched", .version = 1, .body = &matched_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "A carrier's list was matched: money in, fees, differences",
};

static void add_leg(struct cod_matched *matched, const char *account, struct id party_id, int64_t amount)
{
	if (amount)
		matched->legs[matched->legs_count++] = (struct leg){ .account = account, .amount = MONEY(amount), .party_id = party_id };
}

/* What the house loses of what was collected: a difference it bears, and fees that leave too little. */
static bool is_agreed(struct work *work, const struct cod_matched *matched, int64_t fee_limit_ppm, struct err *err)
{
	struct money most = MONEY(money_scale_down(matched->collected.dong, fee_limit_ppm, PPM));
	bool is_dear = matched->fees.dong > most.dong;
	struct money at_stake = MONEY(matched->house.dong + (is_dear ? matched->fees.dong : 0));
	struct err unsaid;

	if (at_stake.dong == 0)
		return true;
	if (!is_dear || work_has_second(work, &unsaid))
		return work_has_second_for(work, at_stake, err);
	(void)!work_has_second_for(work, at_stake, &unsaid);
	return err_set(err, ERR_FORBIDDEN, "approver", "phí %s trên %s thu hộ, quá mức %s; xem lại, hoặc ca trưởng xác nhận bằng mã PIN",
		       debt_say(work->arena, matched->fees), debt_say(work->arena, matched->collected), debt_say(work->arena, most));
}

bool cod_match(struct work *work, const struct cod_match_in *in, const struct cod_matched **body, struct err *err)
{
	struct cod_matched *matched = ARENA_NEW(work->arena, struct cod_matched);
	struct id nobody = { { 0 } };
	struct cod_row *rows;

	if (!work_first_answer(work, &cod_matched_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị đối soát được COD");
	if (in->way != PAY_CASH && in->way != PAY_TRANSFER)
		return err_set(err, ERR_INPUT, "way", "tiền COD về bằng tiền mặt hoặc chuyển khoản");
	if (!cod_look(work->txn, work->arena, in, &rows, err))
		return false;
	*matched = (struct cod_matched){
		.doc_day = day_of_us(work->at_us), .legs = ARENA_LIST(work->arena, 3, struct leg), .party_id = in->party_id, .reference = in->reference,
		.way = in->way, .parcels = ARENA_LIST(work->arena, in->rows_count, struct cod_part), .parcels_count = in->rows_count,
	};
	for (size_t i = 0; i < in->rows_count; i++) {
		const char *fault = cod_fault(work->arena, &rows[i]);
		struct cod_part *part = &matched->parcels[i];

		if (fault)
			return err_set(err, ERR_CONFLICT, "parcel", "%s", fault) || err_within(err, "rows[%zu]", i);
		*part = (struct cod_part){ .amount = rows[i].amount, .debt_id = rows[i].debt_id, .fee = rows[i].fee, .parcel = rows[i].parcel };
		if (in->rows[i].is_closed)
			part->house = MONEY(rows[i].left.dong - rows[i].amount.dong);
		matched->collected.dong += part->amount.dong;
		matched->fees.dong += part->fee.dong;
		matched->house.dong += part->house.dong;
	}
	if (matched->fees.dong > matched->collected.dong)
		return err_set(err, ERR_CONFLICT, "rows", "phí nhiều hơn tiền thu hộ; đối soát cùng các vận đơn khác");
	if (!is_agreed(work, matched, in->fee_limit_ppm, err))
		return false;
	add_leg(matched, in->way == PAY_CASH ? "safe" : "transfer", nobody, matched->collected.dong - matched->fees.dong);
	add_leg(matched, "house", nobody, matched->fees.dong + matched->house.dong);
	add_leg(matched, "cod", in->party_id, -matched->collected.dong - matched->house.dong);
	*body = matched;
	return work_record(work, &cod_matched_kind, matched, err);
}
