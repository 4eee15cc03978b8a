/* Keys, sounds and sizes of a till, as the people there like them. */
#include "app/api.h"

#include "shop/preference.h"
#include "shop/staff.h"

struct preference_in {
	struct preference_key *keys;
	size_t keys_count;
	int32_t size;
	struct preference_volume *sounds;
	size_t sounds_count;
	struct id till_id;
};
static const struct field set_fields[] = {
	F_LIST(struct preference_in, keys, 0, PREFERENCE_KEYS_MAX, &preference_key_shape),
	F_WORD(struct preference_in, size, preference_sizes),
	F_LIST(struct preference_in, sounds, 0, PREFERENCE_SOUNDS_MAX, &preference_volume_shape),
	F_ID(struct preference_in, till_id),
};
static const struct shape set_shape = SHAPE(struct preference_in, "till_preferences", set_fields);
static const struct field get_fields[] = { F_ID(struct preference_in, till_id) };
static const struct shape get_shape = SHAPE(struct preference_in, "till_preferences_in", get_fields);

static bool show(struct call *call, struct id till_id, struct err *err)
{
	struct preference_in *out = call->out;
	struct preference kept;

	if (!preference_get(call->work.txn, call->arena, till_id, &kept, err))
		return false;
	*out = (struct preference_in){ .keys = kept.keys, .keys_count = kept.keys_count, .size = kept.size, .sounds = kept.sounds,
				       .sounds_count = kept.sounds_count, .till_id = till_id };
	return true;
}

static bool preference_read(struct call *call, struct err *err)
{
	return show(call, ((const struct preference_in *)call->in)->till_id, err);
}

static bool preference_write(struct call *call, struct err *err)
{
	const struct preference_in *in = call->in;
	struct preference wanted = { .keys = in->keys, .keys_count = in->keys_count, .size = in->size, .sounds = in->sounds, .sounds_count = in->sounds_count };
	struct till till;

	if (!call_at_till(call, in->till_id, err) || !till_get(call->work.txn, call->arena, in->till_id, &till, err) ||
	    !preference_put(call->work.txn, in->till_id, &wanted, call->work.at_us, err))
		return false;
	call_publish(call, "preferences", topic_of_till(call->arena, in->till_id), "{}");
	return show(call, in->till_id, err);
}

const struct route preference_routes[] = {
	{ HTTP_GET, "/till/preferences", MAY_STAFF, &get_shape, &set_shape, { { LANE_READ, preference_read } }, "Keys, sounds and sizes of a till", false, NULL },
	{ HTTP_POST, "/till/preferences", MAY_SELL, &set_shape, &set_shape, { { LANE_WRITE, preference_write } },
	  "Changes them, for every browser of that till", true, NULL },
	{ .path = NULL },
};
