/*
 * What people like at a till: its keys, sounds and sizes (a working row a till), so that another browser there has them too. The pages
 * know what each means; here is only what it may look like.
 *
 * Thread: the transaction's.   Errors: ERR_INPUT "keys[i].key": two jobs on one key; "sounds[i].kind": a sound twice.
 */
#ifndef SHOP_PREFERENCE_H
#define SHOP_PREFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct shape;
struct txn;

#define PREFERENCE_KEYS_MAX 60
#define PREFERENCE_SOUNDS_MAX 8
#define PREFERENCE_VOLUME_MAX 10

enum preference_size { PREFERENCE_NORMAL = 1, PREFERENCE_LARGE };
extern const char *const preference_sizes[];   /* normal large */
enum preference_sound { SOUND_HIT = 1, SOUND_ATTENTION, SOUND_STOP, SOUND_PAID };
extern const char *const preference_sounds[];  /* hit attention stop paid */

struct preference_key {
	const char *id;            /* of the page's command */
	const char *key;           /* "F9", "Insert", "t" */
};
struct preference_volume {
	int32_t kind;              /* enum preference_sound */
	int64_t volume;            /* 0: off, to PREFERENCE_VOLUME_MAX */
};
struct preference {
	struct preference_key *keys;       /* those that are not the usual ones */
	size_t keys_count;
	int32_t size;
	struct preference_volume *sounds;  /* likewise */
	size_t sounds_count;
};
extern const struct shape preference_key_shape, preference_volume_shape;

/* The usual where nothing was written yet. */
bool preference_get(struct txn *txn, struct arena *arena, struct id till_id, struct preference *preference, struct err *err) MUST_CHECK;
bool preference_put(struct txn *txn, struct id till_id, const struct preference *preference, int64_t at_us, struct err *err) MUST_CHECK;

#endif
