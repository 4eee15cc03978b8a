/*
 * Who is at the door: PINs and passwords tried on LANE_SIGN, five for free, then with growing waits, by person (in the rows), by
 * login and by place (app/tries.h).
 *
 * Thread: steps on their lanes; the rest the loop's.
 */
#ifndef APP_SIGN_H
#define APP_SIGN_H

#include <stdbool.h>

#include "app/call.h"
#include "calc/shape.h"

struct approver {
	const char *login, *pin;
};
extern const struct shape approver_shape;

/* On LANE_SIGN. ERR_FORBIDDEN, field_name: wrong, or too many wrong ones before. The same words whether the login or the secret is wrong. */
bool secret_try(struct call *call, const char *login, enum credential_kind kind, const char *secret, const char *field_name, struct staff *staff,
		struct err *err) MUST_CHECK;
/* The second person of a write: sets work.approver and approver_role, or ERR_FORBIDDEN, field "approver". */
call_step approver_step;
/* Before it, on the loop: sign_guard of the approver, so that logins nobody has are not tried without end. */
call_step approver_guard;
/* Writes the outcome of call->tried down; its own call after the one that tried. */
void sign_note_tried(struct call *call);

/* On the loop: a secret of hers was wrong somewhere else, and counts as if it had been tried here. */
void sign_failed_elsewhere(struct app *app, struct id staff_id, enum credential_kind kind);

/*
 * On the loop, before the secret is tried: ERR_FORBIDDEN, field_name, while the login or the place it is tried from has to wait.
 * sign_note_tried counts the outcome.
 */
bool sign_guard(struct call *call, const char *login, enum credential_kind kind, const char *field_name, struct err *err) MUST_CHECK;
/*
 * Each try costs the one worker of LANE_SIGN tens of milliseconds. Of those who are not signed in only a few stand in its queue at
 * a time, and of those away from enrolled browsers fewer: a supervisor's PIN on a write always finds room. On the loop; the second
 * when the call is back.
 */
bool sign_may_queue(struct call *call);
void sign_left_queue(struct call *call);

#endif
