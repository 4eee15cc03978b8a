#include "app/sign.h"

#include <string.h>

#include "app/app.h"
#include "app/door.h"
#include "app/http.h"
#include "app/lanes.h"
#include "app/practice.h"
#include "app/tries.h"
#include "base/clock.h"
#include "base/secret.h"

#define KNOWN_FREE_TRIES 20  /* of all who work at one machine */
#define SIGN_STRANGERS_MAX 4
#define SIGN_KNOWN_MAX 16

/* A stranger's tries are counted by themselves: those at the counter do not wait for them. */
static bool take_away(struct call *call, struct id staff_id, struct credential *credential, struct err *err)
{
	struct credential away;

	if (!credential_get(call->work.txn, call->arena, staff_id, CREDENTIAL_AWAY, &away, err))
		return false;
	credential->failures = away.failures;
	credential->next_us = away.next_us;
	return true;
}

bool secret_try(struct call *call, const char *login, enum credential_kind kind, const char *secret, const char *field_name, struct staff *staff,
		struct err *err)
{
	struct credential credential = { 0 };
	enum credential_kind counted = call->is_known_place ? kind : CREDENTIAL_AWAY;
	bool found, holds;

	if (!staff_find(call->work.txn, call->arena, login, staff, &found, err))
		return false;
	if (found && staff->is_active) {
		if (!credential_get(call->work.txn, call->arena, staff->id, kind, &credential, err))
			return false;
		if (counted != kind && !take_away(call, staff->id, &credential, err))
			return false;
		lanes_recall_tried(call->app->lanes, staff->id, counted, &credential);
	}
	if (credential.next_us > call->work.at_us)
		return err_set(err, ERR_FORBIDDEN, field_name, "đã thử sai nhiều lần; chờ %lld giây rồi thử lại",
			       (long long)((credential.next_us - call->work.at_us + 999999) / 1000000));
	holds = secret_holds(call->app->pepper, found ? staff->id : (struct id){ { 0 } }, secret, credential.hash);
	if (credential.hash && (!holds || credential.failures)) {
		credential_tried(&credential, holds, call->work.at_us);
		lanes_keep_tried(call->app->lanes, staff->id, counted, &credential);
		call->tried = (struct call_tried){ true, staff->id, (int32_t)counted, { NULL, credential.failures, credential.next_us } };
	}
	call->has_failed = !holds;
	return holds || err_set(err, ERR_FORBIDDEN, field_name, "tên hoặc mã không đúng");
}

bool approver_guard(struct call *call, struct err *err)
{
	return sign_guard(call, call->approver_login, CREDENTIAL_PIN, "approver", err);
}

bool approver_step(struct call *call, struct err *err)
{
	struct staff staff;
	bool ok = secret_try(call, call->approver_login, CREDENTIAL_PIN, call->approver_pin, "approver", &staff, err);

	secret_wipe((char *)(uintptr_t)call->approver_pin, strlen(call->approver_pin));
	if (!ok)
		return false;
	call->work.approver = staff.id;
	call->work.approver_role = staff.role;
	return true;
}

bool sign_guard(struct call *call, const char *login, enum credential_kind kind, const char *field_name, struct err *err)
{
	char station[ID_TEXT_SIZE];
	int64_t wait_us, place_us;

	id_write(call->station_id, station);
	call->place_key = id_is_none(call->station_id) ? arena_format(call->arena, "address %s", call->request ? call->request->peer : "")
						       : arena_format(call->arena, "station %s", station);
	/* Whoever knocks from outside must not make those at the counter wait. */
	call->login_key = arena_format(call->arena, "%s %d %s", call->is_known_place ? "here" : "away", (int)kind, login);
	wait_us = tries_wait_us(call->app->tries, call->login_key, call->work.at_us);
	place_us = tries_wait_us(call->app->tries, call->place_key, call->work.at_us);
	if (place_us > wait_us)
		wait_us = place_us;
	if (wait_us == 0)
		return true;
	return err_set(err, ERR_FORBIDDEN, field_name, "đã thử sai nhiều lần; chờ %lld giây rồi thử lại", (long long)((wait_us + 999999) / 1000000));
}

bool sign_may_queue(struct call *call)
{
	size_t *count = &call->app->signing[call->is_known_place];

	if (call->who.role)
		return true;
	if (*count >= (call->is_known_place ? SIGN_KNOWN_MAX : SIGN_STRANGERS_MAX))
		return false;
	++*count;
	call->is_signing = true;
	return true;
}

void sign_left_queue(struct call *call)
{
	if (call->is_signing)
		call->app->signing[call->is_known_place]--;
	call->is_signing = false;
}

/* What was tried wrong elsewhere (at the practice till) counts here. */
static bool tried_elsewhere(struct call *call, struct err *err)
{
	const struct call_tried *told = call->state;
	struct credential credential;

	if (!credential_get(call->work.txn, call->arena, told->staff_id, (enum credential_kind)told->kind, &credential, err))
		return false;
	if (!credential.hash && told->kind != CREDENTIAL_AWAY)
		return true;
	lanes_recall_tried(call->app->lanes, told->staff_id, told->kind, &credential);
	credential_tried(&credential, false, call->work.at_us);
	lanes_keep_tried(call->app->lanes, told->staff_id, told->kind, &credential);
	call->tried = (struct call_tried){ true, told->staff_id, told->kind, { NULL, credential.failures, credential.next_us } };
	return true;
}

void sign_failed_elsewhere(struct app *app, struct id staff_id, enum credential_kind kind)
{
	struct call *call = call_new(app, clock_now_us());
	struct call_tried *told = ARENA_NEW(call->arena, struct call_tried);

	*told = (struct call_tried){ .staff_id = staff_id, .kind = (int32_t)kind };
	call->state = told;
	call->is_known_place = true;
	call_add_step(call, LANE_SIGN, tried_elsewhere);
	call->done = call_free;
	call_start(call);
}

static bool note_tried(struct call *call, struct err *err)
{
	return credential_put_tried(call->work.txn, call->tried.staff_id, (enum credential_kind)call->tried.kind, &call->tried.credential, err);
}

void sign_note_tried(struct call *call)
{
	struct call *note;

	if (call->has_failed && call->login_key) {
		tries_failed(call->app->tries, call->login_key, STAFF_FREE_TRIES, call->work.at_us);
		tries_failed(call->app->tries, call->place_key, call->is_known_place ? KNOWN_FREE_TRIES : STAFF_FREE_TRIES, call->work.at_us);
	} else if (call->ok && call->login_key) {
		tries_forget(call->app->tries, call->login_key);
		/* Slips of a whole day at a counter do not add up; each person's own stay counted until she is right. */
		if (call->is_known_place)
			tries_forget(call->app->tries, call->place_key);
	}
	if (!call->tried.was_tried)
		return;
	if (call->has_failed && *call->app->settings.practice_of)
		practice_tell_tried(call->tried.staff_id, (enum credential_kind)call->tried.kind);
	note = call_new(call->app, call->work.at_us);
	note->tried = call->tried;
	note->tried.was_tried = false;
	call_add_step(note, LANE_WRITE, note_tried);
	note->done = call_free;
	call_start(note);
}
