/* What is told of an item in each language, and the producer's own trace pages. */
#include "app/api_office.h"

#include "shop/item_words.h"
#include "shop/lot.h"

struct get_in {
	struct id item_id;
};
static const struct field get_fields[] = { F_ID(struct get_in, item_id) };
static const struct shape get_shape = SHAPE(struct get_in, "item_words_get", get_fields);
struct lot_in {
	struct id lot_id;
};
static const struct field lot_fields[] = { F_ID(struct lot_in, lot_id) };
static const struct shape lot_shape = SHAPE(struct lot_in, "lot_trace_get", lot_fields);

static bool words_read(struct call *call, struct err *err)
{
	const struct get_in *in = call->in;

	return item_words_get(call->work.txn, call->arena, in->item_id, call->out, err);
}

static bool words_write(struct call *call, struct err *err)
{
	const struct item_words_set *in = call->in;

	return item_words_put(&call->work, in, err) && item_words_get(call->work.txn, call->arena, in->item_id, call->out, err);
}

static bool show_trace(struct call *call, struct id lot_id, struct err *err)
{
	struct lot_trace_set *out = call->out;

	out->lot_id = lot_id;
	return lot_trace_get(call->work.txn, call->arena, lot_id, &out->trace_url, err);
}

static bool trace_read(struct call *call, struct err *err)
{
	const struct lot_in *in = call->in;
	struct lot lot;

	return lot_get(call->work.txn, call->arena, in->lot_id, &lot, err) && show_trace(call, in->lot_id, err);
}

static bool trace_write(struct call *call, struct err *err)
{
	const struct lot_trace_set *in = call->in;

	return lot_trace_put(&call->work, in, err) && show_trace(call, in->lot_id, err);
}

const struct route item_words_routes[] = {
	{ HTTP_GET, "/items/:item_id/words", MAY_OFFICE, &get_shape, &item_words_set_shape, { { LANE_READ, words_read } },
	  "What is told of an item in each language", false, NULL },
	{ HTTP_POST, "/items/:item_id/words", MAY_OFFICE, &item_words_set_shape, &item_words_set_shape, { { LANE_WRITE, words_write } },
	  "Sets all that is told of an item", false, NULL },
	{ HTTP_GET, "/lots/:lot_id/trace", MAY_OFFICE, &lot_shape, &lot_trace_set_shape, { { LANE_READ, trace_read } }, "A lot's own trace page", false, NULL },
	{ HTTP_POST, "/lots/:lot_id/trace", MAY_STOCK, &lot_trace_set_shape, &lot_trace_set_shape, { { LANE_WRITE, trace_write } },
	  "Sets a lot's own trace page", false, NULL },
	{ .path = NULL },
};
