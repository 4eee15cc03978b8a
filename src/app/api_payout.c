/* Money to consignors, and what is owed to them. */
#include "app/api_office.h"

#include "shop/payout.h"

/*
 * From this amount on input VAT is kept only where it was paid without cash (VAT law 48/2024/QH15 art. 14, decree
 * 181/2025 art. 26: 5 million and more, since 2025-07-01).
 */
#define CASH_LIMIT MONEY(5000000)

struct payout_add_in {
	struct money amount;
	struct id contract_id;
	int32_t doc_day;
	bool is_advance;
	const char *reference;
	int32_t way;
};
static const struct field add_fields[] = {
	F_MONEY(struct payout_add_in, amount, -MONEY_MAX, MONEY_MAX),
	F_ID(struct payout_add_in, contract_id),
	F_DAY_OPT(struct payout_add_in, doc_day),
	F_BOOL_OPT(struct payout_add_in, is_advance),
	F_TEXT_OPT(struct payout_add_in, reference, 1, 60),
	F_WORD(struct payout_add_in, way, payout_way_words),
};
static const struct shape add_shape = SHAPE(struct payout_add_in, "payout_in", add_fields);

struct payout_out {
	int64_t number;
};
static const struct field out_fields[] = { F_I64(struct payout_out, number, 1, INT64_MAX) };
static const struct shape out_shape = SHAPE(struct payout_out, "payout_number", out_fields);

static bool payout_write(struct call *call, struct err *err)
{
	const struct payout_add_in *in = call->in;
	struct payout_out *out = call->out;
	const struct paid_out *body;
	struct payout_in payout = {
		.amount = in->amount, .contract_id = in->contract_id, .doc_day = in->doc_day, .is_advance = in->is_advance, .reference = in->reference,
		.way = in->way, .limit = MONEY(call->app->settings.cash_out_limit), .cash_limit = CASH_LIMIT,
	};

	if (!payout_add(&call->work, &payout, &body, err))
		return false;
	out->number = body->number;
	return true;
}

const struct route payout_routes[] = {
	{ HTTP_POST, "/payouts", MAY_ACCOUNT, &add_shape, &out_shape, { { LANE_WRITE, payout_write } }, "Pays a consignor, or takes money back", false, NULL },
	{ .path = NULL },
};
