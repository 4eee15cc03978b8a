/*
 * The API: one table of doors, below /api/v1. Each row says who may pass, what goes in and comes out, and which steps on which
 * lanes answer it; the openapi.json and the tests read the same rows.
 *
 * A write (POST) takes members out of its input before the shape sees it: `id`, the request's name, a UUID (needed where
 * the row says so), `approver` {login, pin}, the second person, and in his place `alone` or `manager` (app/second.h). Path parts (":sale_id"), query and body are one object.
 *
 * Thread: the loop's but for call_write_answer.
 */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/call.h"
#include "calc/httphead.h"

struct buf;
struct http_request;

#define API_PREFIX "/api/v1"

/* Who may pass: a bit a role. */
#define MAY(role) (1u << (role))
#define MAY_SELL (MAY(STAFF_CASHIER) | MAY(STAFF_SUPERVISOR) | MAY(STAFF_ADMIN))
#define MAY_OVERSEE (MAY(STAFF_SUPERVISOR) | MAY(STAFF_ADMIN))
#define MAY_STOCK (MAY(STAFF_STOCK) | MAY(STAFF_SUPERVISOR) | MAY(STAFF_ADMIN))
#define MAY_ACCOUNT (MAY(STAFF_ACCOUNTANT) | MAY(STAFF_ADMIN))
#define MAY_OFFICE (MAY_STOCK | MAY_ACCOUNT)
#define MAY_STAFF (MAY_SELL | MAY_OFFICE)
#define MAY_ADMIN MAY(STAFF_ADMIN)
#define MAY_ANYONE 0u                  /* no session asked for */

struct route {
	enum http_method method;       /* HTTP_GET, HTTP_POST */
	const char *path;              /* "/sales/:sale_id/copies"; NULL ends a table */
	unsigned may;
	const struct shape *in, *out;  /* out NULL: the steps write the answer themselves */
	struct stage steps[CALL_STEPS_MAX];
	const char *about;             /* one sentence for openapi.json */
	bool no_id;                    /* a POST that is not a change of the book: sign in, sign out */
	/* Answers on the loop with the request itself (a stream); steps are empty then. Owns the call. */
	void (*stream)(struct call *call);
	bool while_locked;             /* also from a session that must give its PIN again */
	bool from_outside;             /* a POST that no page of ours makes: it is signed instead */
};

extern const struct route *const route_tables[];  /* ends with NULL */

const struct route *route_find(enum http_method method, const char *path, bool *path_is_known);

/* What came in, before anything is checked. Texts are borrowed for the call. */
struct asked {
	const char *path;              /* below the prefix */
	const char *query;             /* as sent */
	const char *body;              /* NULL: none */
	size_t body_size;
};
/*
 * Fills call->in, work.id, work.ask, the approver, the steps. ERR_INPUT names the member; ERR_MISSING never.
 */
bool route_take(const struct route *route, const struct asked *asked, struct call *call, struct err *err) MUST_CHECK;

/* call->out as JSON into call->answer, where nothing was written yet. */
void call_write_answer(struct call *call);

void route_openapi(struct buf *buf);
void route_check(void);  /* asserts that every row is in order; tests and the start call it */

/* Shapes that several rows use. */
struct nothing {
	char unused;
};
extern const struct shape nothing_shape;

#endif
