/* Given coupons: what the office sets, and how often each was used at whose cost. */
#include "app/api_office.h"

#include "shop/coupon.h"
#include "shop/party.h"

struct coupon_row {
	struct coupon coupon;
	struct money house;
	struct money producer;
	const char *producer_name;
	int64_t uses;
};
static const struct field row_fields[] = {
	F_PART(struct coupon_row, coupon, &coupon_shape),
	F_MONEY(struct coupon_row, house, 0, MONEY_MAX),
	F_MONEY(struct coupon_row, producer, 0, MONEY_MAX),
	F_TEXT_OPT(struct coupon_row, producer_name, 1, 200),
	F_I64(struct coupon_row, uses, 0, INT64_MAX),
};
static const struct shape row_shape = SHAPE(struct coupon_row, "coupon_row", row_fields);
struct coupons_out {
	struct coupon_row *coupons;
	size_t coupons_count;
};
static const struct field out_fields[] = { F_LIST(struct coupons_out, coupons, 0, COUPONS_MAX, &row_shape) };
static const struct shape out_shape = SHAPE(struct coupons_out, "coupons", out_fields);

struct coupon_in {
	struct money amount;
	int32_t bearer;
	const char *code;
	struct id coupon_id;           /* zero: a new one */
	int32_t from_day;
	int64_t group_code;
	bool is_active;
	struct money minimum;
	const char *name;
	int64_t ppm;
	struct id producer_id;
	int32_t scope, to_day;
};
static const struct field in_fields[] = {
	F_MONEY_OPT(struct coupon_in, amount, 0, MONEY_MAX),
	F_WORD(struct coupon_in, bearer, coupon_bearer_words),
	F_CODE(struct coupon_in, code, 1, COUPON_CODE_LETTERS_MAX),
	F_ID_OPT(struct coupon_in, coupon_id),
	F_DAY(struct coupon_in, from_day),
	F_I64_OPT(struct coupon_in, group_code, 0, 26),
	F_BOOL(struct coupon_in, is_active),
	F_MONEY_OPT(struct coupon_in, minimum, 0, MONEY_MAX),
	F_TEXT(struct coupon_in, name, 1, 100),
	F_I64_OPT(struct coupon_in, ppm, 0, PPM),
	F_ID_OPT(struct coupon_in, producer_id),
	F_WORD(struct coupon_in, scope, coupon_scope_words),
	F_DAY_OPT(struct coupon_in, to_day),
};
static const struct shape in_shape = SHAPE(struct coupon_in, "coupon_in", in_fields);

static bool coupons_read(struct call *call, struct err *err)
{
	struct coupons_out *out = call->out;
	struct coupon_use *uses;

	if (!coupon_uses(call->work.txn, call->arena, &uses, &out->coupons_count, err))
		return false;
	out->coupons = ARENA_LIST(call->arena, out->coupons_count, struct coupon_row);
	for (size_t i = 0; i < out->coupons_count; i++) {
		struct coupon_row *row = &out->coupons[i];
		struct party party;

		*row = (struct coupon_row){ .coupon = uses[i].coupon, .house = uses[i].house, .producer = uses[i].producer, .uses = uses[i].uses };
		if (id_is_none(row->coupon.producer_id))
			continue;
		if (!party_get(call->work.txn, call->arena, row->coupon.producer_id, office_day(call), &party, err))
			return false;
		row->producer_name = party.name;
	}
	return true;
}

static int64_t or_none(int64_t number)
{
	return number == SHAPE_ABSENT ? 0 : number;
}

static bool coupon_write(struct call *call, struct err *err)
{
	const struct coupon_in *in = call->in;
	struct coupon coupon = {
		.amount = MONEY(or_none(in->amount.dong)), .bearer = in->bearer, .code = in->code, .from_day = in->from_day, .group_code = or_none(in->group_code),
		.id = id_is_none(in->coupon_id) ? id_derive(call->work.id, "coupon", 1) : in->coupon_id, .is_active = in->is_active,
		.minimum = MONEY(or_none(in->minimum.dong)), .name = in->name, .ppm = or_none(in->ppm), .producer_id = in->producer_id, .scope = in->scope,
		.to_day = in->to_day,
	};
	struct coupon *out = call->out;

	return coupon_set(&call->work, &coupon, err) && coupon_get(call->work.txn, call->arena, coupon.id, out, err);
}

const struct route coupon_routes[] = {
	{ HTTP_GET, "/coupons", MAY_OFFICE, &nothing_shape, &out_shape, { { LANE_READ, coupons_read } }, "Given coupons, with their uses and cost", false, NULL },
	{ HTTP_POST, "/coupons", MAY_OVERSEE | MAY_ACCOUNT, &in_shape, &coupon_shape, { { LANE_WRITE, coupon_write } }, "Adds or changes a given coupon", false, NULL },
	{ .path = NULL },
};
