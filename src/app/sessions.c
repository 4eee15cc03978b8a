#include "app/sessions.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/role.h"
#include "base/text.h"

struct kept {
	struct session session;        /* its texts are these */
	char login[STAFF_LOGIN_LETTERS_MAX + 1];
	char name[STAFF_NAME_LETTERS_MAX * 4 + 1];
	int64_t seen_us, acted_us;
	bool is_locked;
};

struct sessions {
	struct sessions_rules rules;
	size_t count;
	struct kept *kept[SESSIONS_MAX];
};

struct sessions *sessions_new(const struct sessions_rules *rules)
{
	struct sessions *sessions = calloc(1, sizeof(*sessions));

	assert(sessions && rules->lasts_us > 0);
	sessions->rules = *rules;
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
	struct hash token_sum = sessions->kept[i]->session.token_sum;

	free(sessions->kept[i]);
	sessions->kept[i] = sessions->kept[--sessions->count];
	if (sessions->rules.ended)
		sessions->rules.ended(sessions->rules.owner, token_sum);
}

static struct kept *find(const struct sessions *sessions, struct hash token_sum)
{
	for (size_t i = 0; i < sessions->count; i++)
		if (hash_is(sessions->kept[i]->session.token_sum, token_sum))
			return sessions->kept[i];
	return NULL;
}

void sessions_add(struct sessions *sessions, const struct session *session, int64_t at_us)
{
	struct kept *kept;
	size_t oldest = 0;

	ON_LOOP();
	if (sessions->count == SESSIONS_MAX) {
		for (size_t i = 1; i < sessions->count; i++)
			if (sessions->kept[i]->seen_us < sessions->kept[oldest]->seen_us)
				oldest = i;
		drop(sessions, oldest);
	}
	kept = calloc(1, sizeof(*kept));
	assert(kept);
	kept->session = *session;
	kept->is_locked = session->is_locked;
	kept->seen_us = kept->acted_us = at_us;
	snprintf(kept->login, sizeof(kept->login), "%s", session->staff.login);
	snprintf(kept->name, sizeof(kept->name), "%s", session->staff.name ? session->staff.name : session->staff.login);
	kept->session.staff.login = kept->login;
	kept->session.staff.name = kept->name;
	sessions->kept[sessions->count++] = kept;
}

bool sessions_load(struct sessions *sessions, struct txn *txn, int64_t at_us, struct err *err)
{
	struct arena *arena = arena_new((size_t)16 << 20);
	struct session *list;
	size_t count;
	bool ok = session_list(txn, arena, at_us - sessions->rules.lasts_us, &list, &count, err);

	for (size_t i = 0; ok && i < count; i++)
		sessions_add(sessions, &list[i], list[i].began_us);
	arena_free(arena);
	return ok;
}

void sessions_set_till(struct sessions *sessions, struct hash token_sum, struct id till_id)
{
	struct kept *kept = find(sessions, token_sum);

	if (kept)
		kept->session.till_id = till_id;
}

void sessions_set_station(struct sessions *sessions, struct hash token_sum, struct id station_id)
{
	struct kept *kept = find(sessions, token_sum);

	if (kept)
		kept->session.station_id = station_id;
}

void sessions_end(struct sessions *sessions, struct hash token_sum)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (hash_is(sessions->kept[i]->session.token_sum, token_sum))
			drop(sessions, i);
}

void sessions_end_of(struct sessions *sessions, struct id staff_id)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (id_is(sessions->kept[i]->session.staff.id, staff_id))
			drop(sessions, i);
}

void sessions_end_at(struct sessions *sessions, struct id station_id)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (id_is(sessions->kept[i]->session.station_id, station_id))
			drop(sessions, i);
}

static bool is_over(const struct sessions *sessions, const struct kept *kept, int64_t at_us)
{
	return at_us - kept->session.began_us > sessions->rules.lasts_us;
}

void sessions_sweep(struct sessions *sessions, int64_t at_us)
{
	for (size_t i = sessions->count; i-- > 0;)
		if (is_over(sessions, sessions->kept[i], at_us))
			drop(sessions, i);
}

const struct session *sessions_find(struct sessions *sessions, const char *token, int64_t at_us)
{
	uint8_t bytes[32];
	struct hash token_sum;
	struct kept *kept;
	size_t count;

	ON_LOOP();
	if (!text_hex_read(token, strlen(token), bytes, sizeof(bytes), &count) || count != sizeof(bytes))
		return NULL;
	token_sum = hash_of(bytes, sizeof(bytes));
	kept = find(sessions, token_sum);
	if (!kept)
		return NULL;
	if (is_over(sessions, kept, at_us)) {
		sessions_end(sessions, token_sum);
		return NULL;
	}
	kept->seen_us = at_us;
	return &kept->session;
}

static bool is_locked(const struct sessions *sessions, const struct kept *kept, int64_t at_us)
{
	return kept->is_locked || (sessions->rules.lock_us > 0 && at_us - kept->acted_us > sessions->rules.lock_us);
}

bool sessions_act(struct sessions *sessions, struct hash token_sum, int64_t at_us)
{
	struct kept *kept = find(sessions, token_sum);

	if (!kept || is_locked(sessions, kept, at_us))
		return false;
	kept->acted_us = at_us;
	return true;
}

void sessions_act_at(struct sessions *sessions, struct id till_id, int64_t at_us)
{
	for (size_t i = 0; i < sessions->count; i++)
		if (id_is(sessions->kept[i]->session.till_id, till_id) && !is_locked(sessions, sessions->kept[i], at_us))
			sessions->kept[i]->acted_us = at_us;
}

void sessions_lock(struct sessions *sessions, struct hash token_sum)
{
	struct kept *kept = find(sessions, token_sum);

	if (kept)
		kept->is_locked = true;
}
