/*
 * The practice till (quầy tập), served by a process of its own: it makes the practice book (shop/practice.h) and serves the same
 * pages from it at a port of its own. The two share nothing but pipes: scans of tills that practise go down one, wrong PINs are told up the
 * other, and when one closes the other ends; so practice cannot touch the real book, and cannot outlive it.
 *
 * In the parent (the real till) practice_open … practice_close; in the child, which `--practice-of BOOK` makes one, practice_listen.
 *
 * Thread: the loop's.
 */
#ifndef APP_PRACTICE_H
#define APP_PRACTICE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/id.h"
#include "shop/staff.h"

struct app;
struct practice;

enum practice_state { PRACTICE_NONE = 1, PRACTICE_MAKING, PRACTICE_READY, PRACTICE_FAILED };
extern const char *const practice_state_words[];  /* none making ready failed */

/* arguments: those that `serve` was started with; they outlive it. */
struct practice *practice_open(struct app *app, int arguments_count, char **arguments);
void practice_close(struct practice *practice);  /* ends the child and waits for it; NULL is fine */

/* Starts it, where it does not run. ERR_CONFLICT "practice_port": this machine wants none; ERR_IO: no process. */
bool practice_start(struct practice *practice, struct err *err) MUST_CHECK;
/* Ends it, so that the next start makes its book anew. */
void practice_stop(struct practice *practice);
struct practice_now {
	enum practice_state state;
	int port;                      /* of its pages; 0: not ready */
	const char *text;              /* why it failed; NULL: it did not. Until the next call */
};
struct practice_now practice_now(const struct practice *practice);

/* A till whose scans go to practice until it is called off. */
#define PRACTICE_TILLS_MAX 64
bool practice_at(struct practice *practice, struct id till_id, bool is_on, struct err *err) MUST_CHECK;
/* true: the scan was for practice, and is handed on. NULL: none. */
bool practice_takes(struct practice *practice, struct id till_id, const char *till_code, const char *aim, const char *data, size_t size);

/* In the child: scans come from standard input, and its end is ours. */
struct practice *practice_listen(struct app *app, void (*ended)(void *owner), void *owner);
/* In the child: a PIN or password was wrong. The real till counts it as its own (sign_failed_elsewhere), so that practice gives nobody more tries. */
void practice_tell_tried(struct id staff_id, enum credential_kind kind);

#endif
