/*
 * Who is at the door: PINs and passwords tried on LANE_SIGN, five for free, then with growing waits; sessions kept in memory
 * beside their rows, so that the door never waits for the disk.
 *
 * Thread: steps on their lanes; sessions the loop's.
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
/* Writes the outcome of call->tried down; its own call after the one that tried. */
void sign_note_tried(struct call *call);

struct sessions;
struct sessions *sessions_new(void);
void sessions_free(struct sessions *sessions);
/* Those of the rows, at the start. */
bool sessions_load(struct sessions *sessions, struct txn *txn, int64_t at_us, struct err *err) MUST_CHECK;
void sessions_add(struct sessions *sessions, struct hash token_sum, const struct staff *staff, int64_t at_us);
void sessions_end(struct sessions *sessions, struct hash token_sum);
void sessions_end_of(struct sessions *sessions, struct id staff_id);
/* Takes the token (64 hex letters) of a cookie. The staff's texts live as long as the session. */
const struct staff *sessions_find(struct sessions *sessions, const char *token, int64_t at_us, struct hash *token_sum);

#endif
