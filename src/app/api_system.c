/* The program about itself: its manual, its events, its papers, its health. */
#include "app/api.h"
#include "app/http.h"
#include "app/sse.h"

#include <string.h>

#include "base/log.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/print.h"

struct events_in {
	int64_t last;              /* sse.h reads it from the query itself */
	struct id till_id;
};
static const struct field events_fields[] = { F_ID(struct events_in, till_id) };
static const struct shape events_shape = SHAPE(struct events_in, "events_in", events_fields);

static void events_stream(struct call *call)
{
	const struct events_in *in = call->in;
	const char *topic = topic_of_till(call->arena, in->till_id);

	sse_subscribe(call->app->sse, call->request, &topic, 1);
	call_free(call);
}

static bool openapi_print(struct call *call, struct err *err)
{
	(void)err;
	route_openapi(&call->answer);
	return true;
}

struct prints_in {
	int32_t state;
};
static const struct field prints_in_fields[] = { F_WORD_OPT(struct prints_in, state, print_state_words) };
static const struct shape prints_in_shape = SHAPE(struct prints_in, "print_jobs_in", prints_in_fields);
struct prints_out {
	struct print_row *jobs;
	size_t jobs_count;
};
static const struct field prints_out_fields[] = { F_LIST(struct prints_out, jobs, 0, PRINT_ROWS_MAX, &print_row_shape) };
static const struct shape prints_out_shape = SHAPE(struct prints_out, "print_jobs", prints_out_fields);

static bool prints_read(struct call *call, struct err *err)
{
	const struct prints_in *in = call->in;
	struct prints_out *out = call->out;

	return print_list(call->work.txn, call->arena, in->state ? (enum print_state)in->state : PRINT_WAITING, &out->jobs, &out->jobs_count, err);
}

struct health_out {
	int64_t at_us;
	int64_t calls_count;
	int64_t entry_number;
	const char *head;
	int64_t listeners_count;
	int64_t waiting_prints_count;
};
static const struct field health_fields[] = {
	F_I64(struct health_out, at_us, 0, INT64_MAX),
	F_I64(struct health_out, calls_count, 0, INT64_MAX),
	F_I64(struct health_out, entry_number, 0, INT64_MAX),
	F_TEXT(struct health_out, head, 64, 64),
	F_I64(struct health_out, listeners_count, 0, INT64_MAX),
	F_I64(struct health_out, waiting_prints_count, 0, INT64_MAX),
};
static const struct shape health_shape = SHAPE(struct health_out, "health", health_fields);

static bool health_loop(struct call *call, struct err *err)
{
	struct health_out *out = call->out;

	(void)err;
	out->calls_count = (int64_t)call->app->calls_count;
	out->listeners_count = call->app->sse ? (int64_t)sse_listeners_count(call->app->sse) : 0;
	return true;
}

static bool health_read(struct call *call, struct err *err)
{
	struct health_out *out = call->out;
	char *head = arena_take(call->arena, HASH_TEXT_SIZE);
	struct journal_head at;
	struct print_row *rows;
	size_t count;

	if (!journal_head(call->work.txn, call->work.book->stream, &at, err) ||
	    !print_list(call->work.txn, call->arena, PRINT_WAITING, &rows, &count, err))
		return false;
	hash_write(at.hash, head);
	out->at_us = call->work.at_us;
	out->entry_number = at.number;
	out->head = head;
	out->waiting_prints_count = (int64_t)count;
	return true;
}

const struct route system_routes[] = {
	{ .method = HTTP_GET, .path = "/events", .may = MAY_STAFF, .in = &events_shape, .about = "What happens at a till, as it happens (text/event-stream)",
	  .stream = events_stream },
	{ HTTP_GET, "/openapi.json", MAY_STAFF, &nothing_shape, NULL, { { LANE_LOOP, openapi_print } }, "This manual", false, NULL },
	{ HTTP_GET, "/print-jobs", MAY_STAFF, &prints_in_shape, &prints_out_shape, { { LANE_READ, prints_read } }, "Papers in a state", false, NULL },
	{ HTTP_GET, "/health", MAY_STAFF, &nothing_shape, &health_shape, { { LANE_LOOP, health_loop }, { LANE_READ, health_read } },
	  "Whether all goes well", false, NULL },
	{ .path = NULL },
};
