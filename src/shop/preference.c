#include "shop/preference.h"

#include <string.h>

#include "base/text.h"
#include "calc/node.h"
#include "calc/shape.h"
#include "shop/sql.h"

#define VALUE_BYTES_MAX 8192

enum { PUT, GET };

const struct sql preference_sql[] = {
	[PUT] = { .text =
		"INSERT INTO till_preference (till_id, value, at_us) VALUES ($1, $2, $3)"
		" ON CONFLICT (till_id) DO UPDATE SET value = excluded.value, at_us = excluded.at_us" },
	[GET] = { .text = "SELECT value FROM till_preference WHERE till_id = $1" },
	SQL_END
};

const char *const preference_sizes[] = { NULL, "normal", "large", NULL };
const char *const preference_sounds[] = { NULL, "hit", "attention", "stop", "paid", NULL };

static const struct field key_fields[] = {
	F_CODE(struct preference_key, id, 1, 30),
	F_CODE(struct preference_key, key, 1, 20),
};
const struct shape preference_key_shape = SHAPE(struct preference_key, "key", key_fields);
static const struct field volume_fields[] = {
	F_WORD(struct preference_volume, kind, preference_sounds),
	F_I64(struct preference_volume, volume, 0, PREFERENCE_VOLUME_MAX),
};
const struct shape preference_volume_shape = SHAPE(struct preference_volume, "sound", volume_fields);
static const struct field fields[] = {
	F_LIST(struct preference, keys, 0, PREFERENCE_KEYS_MAX, &preference_key_shape),
	F_WORD(struct preference, size, preference_sizes),
	F_LIST(struct preference, sounds, 0, PREFERENCE_SOUNDS_MAX, &preference_volume_shape),
};
static const struct shape shape = SHAPE(struct preference, "preference", fields);

bool preference_get(struct txn *txn, struct arena *arena, struct id till_id, struct preference *preference, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &preference_sql[GET]);
	const char *value = NULL;
	struct node *json;

	*preference = (struct preference){ .size = PREFERENCE_NORMAL };
	stmt_put_id(q, till_id);
	if (stmt_next(q))
		value = stmt_take_text(q, arena);
	if (!stmt_end(q, err))
		return false;
	json = value ? node_read(value, strlen(value), arena, err) : NULL;
	return !value || (json && shape_take(&shape, json, arena, preference, err));
}

static bool check(const struct preference *preference, struct err *err)
{
	for (size_t i = 0; i < preference->keys_count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(preference->keys[i].key, preference->keys[k].key) == 0 || strcmp(preference->keys[i].id, preference->keys[k].id) == 0) {
				err_set(err, ERR_INPUT, "key", "phím %s được giao hai việc", preference->keys[i].key);
				return err_within(err, "keys[%zu]", i);
			}
	for (size_t i = 0; i < preference->sounds_count; i++)
		for (size_t k = 0; k < i; k++)
			if (preference->sounds[i].kind == preference->sounds[k].kind) {
				err_set(err, ERR_INPUT, "kind", "một âm thanh được nêu hai lần");
				return err_within(err, "sounds[%zu]", i);
			}
	return true;
}

bool preference_put(struct txn *txn, struct id till_id, const struct preference *preference, int64_t at_us, struct err *err)
{
	struct stmt *q;
	struct buf buf;

	if (!check(preference, err))
		return false;
	buf_init(&buf, VALUE_BYTES_MAX);
	shape_write(&shape, preference, &buf);
	q = stmt_begin(txn, &preference_sql[PUT]);
	stmt_put_id(q, till_id);
	stmt_put_text(q, buf_get(&buf));
	stmt_put_i64(q, at_us);
	buf_release(&buf);
	return stmt_end(q, err);
}
