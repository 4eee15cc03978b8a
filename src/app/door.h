/*
 * From a request to an answer: match, session, permission, origin, input, the steps on their lanes, the reply. And the
 * program's own calls (scans, print jobs), which take the same way without a request.
 *
 * Thread: the loop's.
 */
#ifndef APP_DOOR_H
#define APP_DOOR_H

#include <stdbool.h>

#include "app/call.h"

struct app;
struct http_request;

/* http.h's handler; owner is the app. */
void door_handle(struct http_request *request, void *owner);
size_t door_body_limit(const struct http_request *request, void *owner);

/* Runs the first step, and those after it; ends in call->done on the loop, whatever happened. */
void call_start(struct call *call);
/* A worker gave it back: base/queue's loop_queue calls this. */
void call_came_back(void *item, void *owner);

/* Whether a session of this role may pass. */
bool door_may(const struct route *route, const struct staff *who);
/* After route_take: a cashier asks for her own till only, whichever the route. ERR_FORBIDDEN "till_id". */
bool door_may_till(const struct call *call, struct err *err) MUST_CHECK;

/*
 * Content-Disposition of a file (RFC 6266): a name in ASCII for the old, and the whole one (RFC 8187). is_shown: inline.
 */
const char *door_disposition(struct arena *arena, const char *name, bool is_shown);

#endif
