/*
 * Sessions in memory, beside their rows, so that the door never waits for the disk: found by the cookie's token, ended by signing
 * out, by a change of the person or of the station, and by age. Idle ones lock: they still read, but write only after the PIN.
 *
 * What was written last by a session, or scanned at its till, counts as work; what a page asks for by itself does not.
 *
 * Thread: the loop's.
 */
#ifndef APP_SESSIONS_H
#define APP_SESSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/staff.h"

struct sessions;
struct txn;

struct sessions_rules {
	int64_t lasts_us;              /* from signing in to the end */
	int64_t lock_us;               /* idle for so long; 0: never */
	/* A session is over, for whatever reason. NULL: nobody asks. */
	void (*ended)(void *owner, struct hash token_sum);
	void *owner;
};

struct sessions *sessions_new(const struct sessions_rules *rules);
void sessions_free(struct sessions *sessions);  /* NULL is fine; tells nobody */
/* Those of the rows, at the start: idle since they began, so that pulling the plug unlocks none. */
bool sessions_load(struct sessions *sessions, struct txn *txn, int64_t at_us, struct err *err) MUST_CHECK;

/* Copies it; the longest unseen one makes room for a thousand and first. */
void sessions_add(struct sessions *sessions, const struct session *session, int64_t at_us);
void sessions_set_till(struct sessions *sessions, struct hash token_sum, struct id till_id);
void sessions_set_station(struct sessions *sessions, struct hash token_sum, struct id station_id);
void sessions_end(struct sessions *sessions, struct hash token_sum);
void sessions_end_of(struct sessions *sessions, struct id staff_id);
void sessions_end_at(struct sessions *sessions, struct id station_id);
/* Ends those that are too old; now and then. */
void sessions_sweep(struct sessions *sessions, int64_t at_us);

/* By the token (64 hex letters) of a cookie; NULL: none, or over. What it points at lives until the next call. */
const struct session *sessions_find(struct sessions *sessions, const char *token, int64_t at_us);
/* It wants to write: false when it is locked. */
bool sessions_act(struct sessions *sessions, struct hash token_sum, int64_t at_us);
/* Goods were scanned at a till: those who work there are not idle. */
void sessions_act_at(struct sessions *sessions, struct id till_id, int64_t at_us);
void sessions_lock(struct sessions *sessions, struct hash token_sum);

#endif
