#include "app/call.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/stations.h"
#include "base/random.h"
#include "base/secret.h"

struct call *call_new(struct app *app, int64_t at_us)
{
	struct call *call = calloc(1, sizeof(*call));

	assert(call);
	call->app = app;
	call->arena = arena_new(CALL_ARENA_BYTES);
	call->work.arena = call->arena;
	call->work.at_us = at_us;
	random_bytes(call->work.seed.bytes, sizeof(call->work.seed.bytes));
	buf_init(&call->answer, CALL_ANSWER_MAX_BYTES);
	return call;
}

void call_free(struct call *call)
{
	if (!call)
		return;
	buf_release(&call->answer);
	arena_free(call->arena);
	secret_wipe(call, sizeof(*call));
	free(call);
}

void call_add_step(struct call *call, enum lane lane, call_step *run)
{
	size_t n = 0;

	while (call->steps[n].lane)
		n++;
	assert(n < CALL_STEPS_MAX);
	call->steps[n] = (struct stage){ lane, run };
}

void call_publish(struct call *call, const char *kind, const char *topic, const char *text)
{
	assert(call->events_count < CALL_EVENTS_MAX);
	call->events[call->events_count++] = (struct call_event){ kind, topic, text };
}

struct hash call_reader(const struct call *call)
{
	return call->who.role || id_is_none(call->station_id) ? call->token_sum : stations_reader(call->station_id);
}

bool call_at_till(const struct call *call, struct id till_id, struct err *err)
{
	if (id_is(call->till_id, till_id) || id_is_none(call->who.id))
		return true;
	if (id_is_none(call->till_id))
		return err_set(err, ERR_FORBIDDEN, "till_id", "chưa chọn quầy; chọn quầy mình đứng rồi làm lại");
	return err_set(err, ERR_FORBIDDEN, "till_id", "việc này là của quầy khác; làm ở quầy ấy, hoặc gọi phiếu tạm về quầy mình");
}

const char *topic_of_till(struct arena *arena, struct id till_id)
{
	char text[ID_TEXT_SIZE];

	id_write(till_id, text);
	return arena_format(arena, "till/%s", text);
}
