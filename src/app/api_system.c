/* The program about itself: its manual, its events. */
#include "app/api.h"
#include "app/http.h"
#include "app/sse.h"

struct events_in {
	struct id till_id;
};
static const struct field events_fields[] = { F_ID(struct events_in, till_id) };
static const struct shape events_shape = SHAPE(struct events_in, "events_in", events_fields);

static void events_stream(struct call *call)
{
	const struct events_in *in = call->in;
	const char *topic = topic_of_till(call->arena, in->till_id);

	sse_subscribe(call->app->sse, call->request, &topic, 1, false, call_reader(call));
	call_free(call);
}

static bool openapi_print(struct call *call, struct err *err)
{
	(void)err;
	route_openapi(&call->answer);
	return true;
}

const struct route system_routes[] = {
	{ .method = HTTP_GET, .path = "/events", .may = MAY_STAFF, .in = &events_shape,
	  .about = "What happens at a till, as it happens (text/event-stream); after a break it goes on behind the header Last-Event-ID",
	  .stream = events_stream },
	{ HTTP_GET, "/openapi.json", MAY_STAFF, &nothing_shape, NULL, { { LANE_LOOP, openapi_print } }, "This manual", false, NULL },
	{ .path = NULL },
};
