/* Goods come in: papers and their lots. */
#include "app/api_office.h"

#include "shop/intake.h"

static const struct field in_fields[] = {
	F_ID(struct intake_in, contract_id),
	F_DAY_OPT(struct intake_in, doc_day),
	F_LIST(struct intake_in, lines, 1, INTAKE_LINES_MAX, &intake_line_in_shape),
	F_TEXT_OPT(struct intake_in, paper, 1, 100),
};
static const struct shape in_shape = SHAPE(struct intake_in, "intake_in", in_fields);

struct lot_made {
	const char *code;
	struct id id;
};
static const struct field lot_fields[] = {
	F_TEXT_OPT(struct lot_made, code, 1, 40),
	F_ID(struct lot_made, id),
};
static const struct shape lot_shape = SHAPE(struct lot_made, "lot_made", lot_fields);
struct made_out {
	struct lot_made *lots;
	size_t lots_count;
	int64_t number;
};
static const struct field made_fields[] = {
	F_LIST(struct made_out, lots, 0, INTAKE_LINES_MAX, &lot_shape),
	F_I64(struct made_out, number, 1, INT64_MAX),
};
static const struct shape made_shape = SHAPE(struct made_out, "intake_made", made_fields);

static bool intake_write(struct call *call, struct err *err)
{
	struct made_out *out = call->out;
	const struct intake *body;

	if (!intake_add(&call->work, call->in, &body, err))
		return false;
	out->number = body->number;
	out->lots = ARENA_LIST(call->arena, body->lines_count, struct lot_made);
	for (size_t i = 0; i < body->lines_count; i++)
		out->lots[out->lots_count++] = (struct lot_made){ body->lines[i].code, body->lines[i].lot_id };
	office_goods_changed(call);
	return true;
}

const struct route intake_routes[] = {
	{ HTTP_POST, "/intakes", MAY_STOCK, &in_shape, &made_shape, { { LANE_WRITE, intake_write } }, "Goods come in under a contract and make lots", false, NULL },
	{ .path = NULL },
};
