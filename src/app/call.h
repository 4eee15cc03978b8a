/*
 * One request on its way through the lanes, and what its handler sees.
 *
 * A call is made on the loop, belongs to one thread at a time, and comes back to the loop after every step. A handler is
 * a few steps, each on its lane: it reads call->in, asks the domain with call->work, fills call->out. It knows no
 * socket, so tests run calls without one.
 *
 * On LANE_READ work.txn is one snapshot; on LANE_SEARCH too, with the goods' words beside it; on LANE_WRITE the writer's transaction, drafts
 * a snapshot of the drafts, known what the writer remembers, and the answer leaves after the commit; on LANE_DRAFT drafts is the drafts'
 * transaction and work.txn a snapshot of the book; on LANE_SIGN work.txn
 * is a snapshot and the step may take its time; LANE_LOOP runs at once and must not wait.
 * Once a step on LANE_WRITE is committed the call has succeeded: a later step that fails is logged and changes nothing.
 */
#ifndef APP_CALL_H
#define APP_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "shop/journal.h"
#include "shop/staff.h"

struct app;
struct call;
struct http_request;
struct known;
struct route;
struct search;
struct txn;

enum lane { LANE_NONE, LANE_LOOP, LANE_READ, LANE_WRITE, LANE_DRAFT, LANE_SIGN, LANE_SEARCH };
#define LANES_COUNT 7

typedef bool call_step(struct call *call, struct err *err);
struct stage {
	enum lane lane;
	call_step *run;
};

#define CALL_STEPS_MAX 6
#define CALL_EVENTS_MAX 8
#define CALL_ARENA_BYTES ((size_t)256 << 20)  /* a ceiling, not what is taken: a cart of 500 lines over many lots */
#define CALL_ANSWER_MAX_BYTES ((size_t)16 << 20)

struct call_event {
	const char *kind, *topic, *text;   /* topic NULL: everyone */
};

/* A try of a secret, to be written down when the call is over. */
struct call_tried {
	bool was_tried;
	struct id staff_id;
	int32_t kind;                      /* enum credential_kind */
	struct credential credential;
};

struct call {
	struct app *app;
	const struct route *route;         /* NULL: the program's own */
	struct arena *arena;
	struct stage steps[CALL_STEPS_MAX + 1];
	size_t step;
	struct work work;
	struct txn *drafts;
	struct carts_kept *kept;           /* on LANE_DRAFT: the lane's own */
	const struct cart *put;            /* the ticket that was changed; kept once that is committed */
	struct known *known;
	struct search *search;             /* on LANE_SEARCH: the lane's own */
	void *in, *out;
	void *state;                       /* what one step leaves to the next */
	struct staff who;                  /* whose session; role 0: nobody */
	struct hash token_sum;             /* of the session's token; zeros: none */
	struct id till_id;                 /* the session's till; zero: none chosen */
	struct id station_id;              /* the enrolled browser that asks; zero: none */
	struct id station_till_id;         /* the only till that cashiers have there; zero: any */
	bool is_known_place;               /* this machine or an enrolled browser: PINs are taken */
	const char *login_key, *place_key; /* of a try to sign in, for app/tries; NULL: none */
	bool has_failed;                   /* the secret was wrong */
	bool is_signing;                   /* takes one of the places that strangers have on LANE_SIGN */
	const char *approver_login, *approver_pin;  /* pin is wiped once it was tried */
	const char *manager_words;         /* asks a manager from afar where a second person is needed; NULL: does not */
	bool manager_anew;                 /* … also where somebody else asked for it: that one's asking is withdrawn */
	bool takes_over;                   /* what somebody else asked gives way to this */
	struct call_tried tried;
	const char *cookie;                /* a new session's token in hex; "" ends the session */
	const char *station_cookie;        /* a newly enrolled browser's token in hex */
	struct call_event events[CALL_EVENTS_MAX];
	size_t events_count;
	bool may_print;                    /* print jobs may wait now */
	bool is_committed;
	bool is_refused;                   /* what was committed is the note of a refusal: err is the answer */
	bool ok;
	struct err err;
	struct buf answer;                 /* JSON of out, or what a step wrote */
	const char *answer_type;           /* NULL: application/json */
	const char *answer_name;           /* of a file that is kept, for people: "Hàng hóa 22-11-2026.csv"; NULL: no file */
	bool answer_shown;                 /* it opens in the page; kept only where asked */
	bool answer_keeps;                 /* it is the same for ever: a browser may keep it */
	int64_t given_us;                  /* clock_tick_us */
	struct http_request *request;      /* the door's */
	void (*done)(struct call *call);   /* on the loop; owns the call */
	void *owner;
};

struct call *call_new(struct app *app, int64_t at_us);
void call_free(struct call *call);
void call_add_step(struct call *call, enum lane lane, call_step *run);
/* For after the call: published only when it succeeded. text in the call's arena. */
void call_publish(struct call *call, const char *kind, const char *topic, const char *text);
/* Whose its stream of events is, and ends with: the session's, else the enrolled browser's; zeros: nobody's. */
struct hash call_reader(const struct call *call);
/* Is this the session's till? Commands over the socket have none and may. ERR_FORBIDDEN "till_id". */
bool call_at_till(const struct call *call, struct id till_id, struct err *err) MUST_CHECK;
const char *topic_of_till(struct arena *arena, struct id till_id);

#endif
