#include "app/sign.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/door.h"
#include "app/lanes.h"
#include "base/log.h"
#include "base/secret.h"

bool secret_try(struct call *call, const char *login, enum credential_kind kind, const char *secret, const char *field_name, struct staff *staff,
		struct err *err)
{
	struct credential credential = { 0 };
	bool found, holds;

	if (!staff_find(call->work.txn, call->arena, login, staff, &found, err))
		return false;
	if (found && staff->is_active) {
		if (!credential_get(call->work.txn, call->arena, staff->id, kind, &credential, err))
			return false;
		lanes_recall_tried(call->app->lanes, staff->id, kind, &credential);
	}
	if (credential.next_us > call->work.at_us)
		return err_set(err, ERR_FORBIDDEN, field_name, "đã thử sai nhiều lần; chờ %lld giây rồi thử lại",
			       (long long)((credential.next_us - call->work.at_us + 999999) / 1000000));
	holds = secret_holds(call->app->pepper, found ? staff->id : (struct id){ { 0 } }, secret, credential.hash);
	if (credential.hash && (!holds || credential.failures)) {
		credential_tried(&credential, holds, call->work.at_us);
		lanes_keep_tried(call->app->lanes, staff->id, kind, &credential);
		call->tried = (struct call_tried){ true, staff->id, (int32_t)kind, { NULL, credential.failures, credential.next_us } };
	}
	return holds || err_set(err, ERR_FORBIDDEN, field_name, "tên hoặc mã không đúng");
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

static bool note_tried(struct call *call, struct err *err)
{
	return credential_put_tried(call->work.txn, call->tried.staff_id, (enum credential_kind)call->tried.kind, &call->tried.credential, err);
}

void sign_note_tried(struct call *call)
{
	struct call *note;

	if (!call->tried.was_tried)
		return;
	note = call_new(call->app, call->work.at_us);
	note->tried = call->tried;
	note->tried.was_tried = false;
	call_add_step(note, LANE_WRITE, note_tried);
	note->done = call_free;
	call_start(note);
}

/* ---- sessions --------------------------------------------------------------- */

struct kept {
	struct hash token_sum;
	struct staff staff;
	char login[STAFF_LOGIN_LETTERS_MAX + 1];
	char name[STAFF_NAME_LETTERS_MAX * 4 + 1];
	int64_t seen_us;
};

struct sessions {
	struct kept *kept[SESSIONS_MAX];
	size_t count;
};

struct sessions *sessions_new(void)
{
	struct sessions *sessions = calloc(1, sizeof(*sessions));

	assert(sessions);
	return sessions;
}

void sessions_free(struct sessions *sessions)
{
	if (!sessions)
		return;
	for (size_t i = 0; i < sessions->count; i++)
		free(sessions->kept[i]);
	free(sessions);
}

static void drop(struct sessions *sessions, size_t i)
{
	free(sessions->kept[i]);
	sessions->kept[i] = sessions->kept[--sessions->count];
}

void sessions_add(struct sessions *sessions, struct hash token_sum, const struct staff *staff, int64_t at_us)
{
	struct kept *kept;
	size_t oldest = 0;

	if (sessions->count == SESSIONS_MAX) {
		for (size_t i = 1; i < sessions->count; i++)
			if (sessions->kept[i]->seen_us < sessions->kept[oldest]->seen_us)
				oldest = i;
		drop(sessions, oldest);
	}
	kept = calloc(1, sizeof(*kept));
	assert(kept);
	kept->token_sum = token_sum;
	kept->staff = *staff;
	kept->seen_us = at_us;
	snprintf(kept->login, sizeof(kept->login), "%s", staff->login);
	snprintf(kept->name, sizeof(kept->name), "%s", staff->name ? staff->name : staff->login);
	kept->staff.login = kept->login;
	kept->staff.name = kept->name;
	sessions->kept[sessions->count++] = kept;
}

bool sessions_load(struct sessions *sessions, struct txn *txn, int64_t at_us, struct err *err)
{
	struct arena *arena = arena_new((size_t)16 << 20);
	struct session *list;
	size_t count;
	bool ok = session_list(txn, arena, at_us, &list, &count, err);

	for (size_t i = 0; ok && i < count; i++)
		sessions_add(sessions, list[i].token_sum, &list[i].staff, at_us);
	arena_free(arena);
	return ok;
}

void sessions_end(struct sessions *sessions, struct hash token_sum)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (hash_is(sessions->kept[i]->token_sum, token_sum))
			drop(sessions, i);
}

void sessions_end_of(struct sessions *sessions, struct id staff_id)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (id_is(sessions->kept[i]->staff.id, staff_id))
			drop(sessions, i);
}

const struct staff *sessions_find(struct sessions *sessions, const char *token, int64_t at_us, struct hash *token_sum)
{
	uint8_t bytes[32];
	size_t count;

	if (!text_hex_read(token, strlen(token), bytes, sizeof(bytes), &count) || count != sizeof(bytes))
		return NULL;
	*token_sum = hash_of(bytes, sizeof(bytes));
	for (size_t i = 0; i < sessions->count; i++) {
		struct kept *kept = sessions->kept[i];

		if (!hash_is(kept->token_sum, *token_sum))
			continue;
		if (at_us - kept->seen_us > SESSION_IDLE_US) {
			drop(sessions, i);
			return NULL;
		}
		kept->seen_us = at_us;
		return &kept->staff;
	}
	return NULL;
}
