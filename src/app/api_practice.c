/* The practice till, from the real one: started, looked for, left, made anew. */
#include "app/api.h"
#include "app/practice.h"

struct practice_in {
	bool is_anew;              /* its book is made anew, whatever was practised */
	struct id till_id;         /* whose scans go there from now on; zero: none */
};
static const struct field in_fields[] = {
	F_BOOL_OPT(struct practice_in, is_anew),
	F_ID_OPT(struct practice_in, till_id),
};
static const struct shape in_shape = SHAPE(struct practice_in, "practice_in", in_fields);

struct practice_out {
	int64_t port;              /* SHAPE_ABSENT: not ready yet */
	int32_t state;
	const char *text;
};
static const struct field out_fields[] = {
	F_I64_OPT(struct practice_out, port, 1, 65535),
	F_WORD(struct practice_out, state, practice_state_words),
	F_TEXT_OPT(struct practice_out, text, 1, 200),
};
static const struct shape out_shape = SHAPE(struct practice_out, "practice", out_fields);

static struct practice *of(const struct call *call, struct err *err)
{
	if (!call->app->practice)
		err_set(err, ERR_CONFLICT, NULL, "máy này không có quầy tập");
	return call->app->practice;
}

static bool practice_show(struct call *call, struct err *err)
{
	struct practice *practice = of(call, err);
	struct practice_out *out = call->out;
	struct practice_now now;

	if (!practice)
		return false;
	now = practice_now(practice);
	*out = (struct practice_out){ .port = now.port ? now.port : SHAPE_ABSENT, .state = now.state, .text = now.text };
	return true;
}

static bool practice_go(struct call *call, struct err *err)
{
	const struct practice_in *in = call->in;
	struct practice *practice = of(call, err);

	if (!practice || (!id_is_none(in->till_id) && !call_at_till(call, in->till_id, err)))
		return false;
	if (in->is_anew)
		practice_stop(practice);
	return practice_start(practice, err) && (id_is_none(in->till_id) || practice_at(practice, in->till_id, true, err)) && practice_show(call, err);
}

static bool practice_leave(struct call *call, struct err *err)
{
	const struct practice_in *in = call->in;
	struct practice *practice = of(call, err);

	return practice && call_at_till(call, in->till_id, err) && practice_at(practice, in->till_id, false, err) && practice_show(call, err);
}

const struct route practice_routes[] = {
	{ HTTP_GET, "/practice", MAY_SELL, &nothing_shape, &out_shape, { { LANE_LOOP, practice_show } }, "The practice till: whether it runs, and at which port", false, NULL },
	{ HTTP_POST, "/practice", MAY_SELL, &in_shape, &out_shape, { { LANE_LOOP, practice_go } }, "Starts the practice till; a till's scans go there from now on", false, NULL },
	{ HTTP_POST, "/practice/leave", MAY_SELL, &in_shape, &out_shape, { { LANE_LOOP, practice_leave } }, "The till's scans are for selling again", false, NULL },
	{ .path = NULL },
};
