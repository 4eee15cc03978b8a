/*
 * Any bytes as JSON, beside jansson: what one reads the other reads, to the same values. Only ours has a ceiling of depth and
 * members, and leaves the size of a fraction alone.
 */
#include <assert.h>
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "calc/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_beyond(json_t *value, size_t depth)
{
	const char *name;
	json_t *part;
	size_t i;

	if (!json_is_object(value) && !json_is_array(value))
		return false;
	if (depth >= NODE_DEPTH_MAX || json_object_size(value) > NODE_MEMBERS_MAX)
		return true;
	json_object_foreach(value, name, part)
		if (is_beyond(part, depth + 1))
			return true;
	json_array_foreach(value, i, part)
		if (is_beyond(part, depth + 1))
			return true;
	return false;
}

static void compare(const struct node *node, json_t *value)
{
	size_t i = 0;

	assert(value);
	switch (node->kind) {
	case NODE_NULL:
		assert(json_is_null(value));
		break;
	case NODE_TRUE:
		assert(json_is_true(value));
		break;
	case NODE_FALSE:
		assert(json_is_false(value));
		break;
	case NODE_NUMBER:
		assert(json_is_integer(value) && json_integer_value(value) == node->number);
		break;
	case NODE_FRACTION:
		assert(json_is_real(value));
		break;
	case NODE_TEXT:
		assert(json_is_string(value) && json_string_length(value) == node->size);
		assert(memcmp(json_string_value(value), node->text, node->size) == 0);
		break;
	case NODE_LIST:
		assert(json_is_array(value) && json_array_size(value) == node->count);
		for (const struct node *part = node->first; part; part = part->next)
			compare(part, json_array_get(value, i++));
		assert(i == node->count);
		break;
	case NODE_OBJECT:
		assert(json_is_object(value) && json_object_size(value) == node->count);
		for (const struct node *part = node->first; part; part = part->next, i++)
			compare(part, json_object_getn(value, part->name, part->name_size));
		assert(i == node->count);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct err err = { 0 };
	json_error_t why;
	json_t *value = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, &why);
	struct node *node = node_read((const char *)data, size, arena, &err);

	if (node && value)
		compare(node, value);
	else if (node)
		assert(json_error_code(&why) == json_error_numeric_overflow);
	else /* jansson passes over a NUL that follows a word; no JSON text holds one */
		assert(err.text[0] && (!value || is_beyond(value, 0) || memchr(data, 0, size)));
	json_decref(value);
	arena_free(arena);
	return 0;
}
