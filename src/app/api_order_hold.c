/* What is given to an order by hand: which lots it may be held from, and deposits that an older book took of its customer. */
#include "app/api_order.h"

#include "shop/book.h"

static const struct field lot_fields[] = {
	F_TEXT_OPT(struct order_lot, code, 1, 100),
	F_DAY_OPT(struct order_lot, expiry_day),
	F_I64(struct order_lot, free_milli, 0, QTY_MILLI_MAX),
	F_I64(struct order_lot, held_milli, 0, QTY_MILLI_MAX),
	F_ID(struct order_lot, lot_id),
	F_I64(struct order_lot, n, 1, 1000),
};
static const struct shape lot_shape = SHAPE(struct order_lot, "order_lot", lot_fields);
struct lots_out {
	struct order_lot *lots;
	size_t lots_count;
};
static const struct field lots_fields[] = { F_LIST(struct lots_out, lots, 0, ORDER_LOTS_MAX, &lot_shape) };
static const struct shape lots_shape = SHAPE(struct lots_out, "order_lots", lots_fields);

static bool lots_read(struct call *call, struct err *err)
{
	const struct order_one_in *in = call->in;
	struct lots_out *out = call->out;

	return order_lots(call->work.txn, call->arena, call->work.book, in->order_id, day_of_us(call->work.at_us), &out->lots, &out->lots_count, err);
}

static const struct field opening_fields[] = {
	F_MONEY(struct order_opening, amount, 1, MONEY_MAX),
	F_TEXT(struct order_opening, label, 0, 100),
};
static const struct shape opening_shape = SHAPE(struct order_opening, "order_opening", opening_fields);
struct openings_out {
	struct order_opening *openings;
	size_t openings_count;
};
static const struct field openings_fields[] = { F_LIST(struct openings_out, openings, 0, ORDER_OPENINGS_MAX, &opening_shape) };
static const struct shape openings_shape = SHAPE(struct openings_out, "order_openings", openings_fields);

/* An order of nobody in particular has none. */
static bool openings_read(struct call *call, struct err *err)
{
	const struct order_one_in *in = call->in;
	struct openings_out *out = call->out;
	struct order_view order;

	return order_get(call->work.txn, call->arena, call->work.book, in->order_id, day_of_us(call->work.at_us), &order, err) &&
	       (id_is_none(order.customer_id) ||
		order_openings(call->work.txn, call->arena, order.customer_id, &out->openings, &out->openings_count, err));
}

const struct route order_hold_routes[] = {
	{ HTTP_GET, "/orders/:order_id/lots", MAY_STAFF, &order_one_shape, &lots_shape, { { LANE_READ, lots_read } },
	  "The lots that the lines of an order may be held from", false, NULL },
	{ HTTP_GET, "/orders/:order_id/openings", MAY_STAFF, &order_one_shape, &openings_shape, { { LANE_READ, openings_read } },
	  "Deposits of an older book that wait for an order of its customer", false, NULL },
	{ .path = NULL },
};
