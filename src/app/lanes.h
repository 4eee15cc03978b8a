/*
 * The workers of one book: a writer, readers, one for drafts, one for secrets, one for search. Each owns its connection.
 *
 * Writer: the jobs at hand (at most 64, 2 ms of work) each in a savepoint, a seal, one COMMIT, then their answers. After
 * every failed job the engine is asked whether the transaction still stands; if not, the whole group is `busy`. A
 * COMMIT that fails is `unsure`: the book is closed and opened anew; where that fails, lanes_broken says so and the
 * process must end. In idle moments the log is worked off.
 *
 * Search has a worker of its own: one index of the goods' words in memory, and no letter typed waits behind a report. It is
 * made in the first idle moment after the start and brought up to date in the others.
 *
 * Queues are bounded; lanes_give says at once when one is full. Every worker is a step in a loop: without threads
 * lanes_step runs each once, so a test has the whole program in one thread.
 *
 * Thread: lanes_give, lanes_take and the rest are the loop's.
 */
#ifndef APP_LANES_H
#define APP_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct book;
struct call;
struct lanes;
struct queue;

#define LANE_QUEUE_MAX 1024       /* as many as clients may wait at a time; the last one some 100 ms */
#define LANE_GROUP_MAX 64
#define LANE_GROUP_US 2000
#define LANE_GROUP_US_MAX 10000  /* on a slow disk: as long as the last COMMIT took, but no longer than this */
#define LANE_READERS 2

struct lanes_settings {
	const char *dir;
	bool has_threads;
};

/* Takes the book's lock. */
struct lanes *lanes_open(const struct lanes_settings *settings, struct err *err) MUST_CHECK;
/* Lets all that was given finish, works the log off, closes. What came back must be taken before lanes_close. */
void lanes_stop(struct lanes *lanes);
void lanes_close(struct lanes *lanes);  /* NULL is fine */

/* Gives a call to the lane of its next step. false: full, the call stays the caller's. */
bool lanes_give(struct lanes *lanes, struct call *call);
struct queue *lanes_queue(struct lanes *lanes);      /* what comes back, with a descriptor */
void lanes_step(struct lanes *lanes);                /* without threads: one turn of each worker */
bool lanes_broken(const struct lanes *lanes);
/* For the start and for tests: the writer's book, before anything is given. */
const struct book *lanes_book(const struct lanes *lanes);
const uint8_t *lanes_pepper(const struct lanes *lanes);

/* Wrong tries of this run, by person and kind; a burst of tries cannot outrun the rows. Only on LANE_SIGN. */
struct credential;
struct id;
void lanes_recall_tried(struct lanes *lanes, struct id staff_id, int kind, struct credential *credential);
void lanes_keep_tried(struct lanes *lanes, struct id staff_id, int kind, const struct credential *credential);

#endif
