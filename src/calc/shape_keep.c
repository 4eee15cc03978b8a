/* Values by their tables: copied, and told apart without being written. */
#include <string.h>

#include "calc/shape.h"

static const void *at(const struct field *field, const void *value)
{
	return (const char *)value + field->offset;
}

static size_t count_of(const struct field *field, const void *value)
{
	return *(const size_t *)(const void *)((const char *)value + field->count_offset);
}

/* ---- copying ---------------------------------------------------------------- */

static void *copy_list(const struct field *field, const void *from, size_t count, struct arena *arena)
{
	size_t size = field->kind == FIELD_LIST ? field->of->size : sizeof(char *);
	char *list = arena_list(arena, count, size);

	for (size_t i = 0; i < count; i++) {
		if (field->kind == FIELD_LIST)
			shape_copy(field->of, (const char *)from + i * size, arena, list + i * size);
		else
			((const char **)(void *)list)[i] = arena_text(arena, ((const char *const *)from)[i]);
	}
	return list;
}

void shape_copy(const struct shape *shape, const void *value, struct arena *arena, void *to)
{
	memcpy(to, value, shape->size);
	for (size_t i = 0; i < shape->fields_count; i++) {
		const struct field *field = &shape->fields[i];
		void *into = (char *)to + field->offset;
		const void *from = at(field, value);

		switch (field->kind) {
		case FIELD_TEXT:
			*(const char **)into = arena_text(arena, *(const char *const *)from);
			break;
		case FIELD_PART:
			shape_copy(field->of, from, arena, into);
			break;
		case FIELD_PART_AT:
			from = *(void *const *)from;
			if (!from)
				break;
			*(void **)into = arena_take(arena, field->of->size);
			shape_copy(field->of, from, arena, *(void **)into);
			break;
		case FIELD_LIST: case FIELD_TEXTS:
			*(void **)into = copy_list(field, *(void *const *)from, count_of(field, value), arena);
			break;
		case FIELD_I64: case FIELD_BOOL: case FIELD_ID: case FIELD_MONEY: case FIELD_DAY: case FIELD_HASH: case FIELD_WORD:
			break;
		}
	}
}

/* ---- telling apart ---------------------------------------------------------- */

static uint64_t mix(uint64_t sum, uint64_t with)
{
	sum = (sum ^ with) * UINT64_C(0x9e3779b97f4a7c15);
	return sum ^ sum >> 29;
}

static uint64_t mix_bytes(uint64_t sum, const void *bytes, size_t size)
{
	const char *from = bytes;
	uint64_t word;

	for (; size >= sizeof(word); from += sizeof(word), size -= sizeof(word)) {
		memcpy(&word, from, sizeof(word));
		sum = mix(sum, word);
	}
	word = 0;
	memcpy(&word, from, size);
	return mix(sum, word);
}

static uint64_t mix_text(uint64_t sum, const char *text)
{
	size_t size = text ? strlen(text) : 0;

	return text ? mix_bytes(mix(sum, size + 1), text, size) : mix(sum, 0);
}

static uint64_t mix_shape(uint64_t sum, const struct shape *shape, const void *value);

static uint64_t mix_field(uint64_t sum, const struct field *field, const void *value)
{
	const void *from = at(field, value);
	size_t count;

	switch (field->kind) {
	case FIELD_TEXT:
		return mix_text(sum, *(const char *const *)from);
	case FIELD_I64: case FIELD_MONEY:
		return mix(sum, (uint64_t)*(const int64_t *)from);
	case FIELD_BOOL:
		return mix(sum, *(const bool *)from);
	case FIELD_DAY: case FIELD_WORD:
		return mix(sum, (uint64_t)*(const int32_t *)from);
	case FIELD_ID:
		return mix_bytes(sum, from, sizeof(struct id));
	case FIELD_HASH:
		return mix_bytes(sum, from, sizeof(struct hash));
	case FIELD_PART:
		return mix_shape(sum, field->of, from);
	case FIELD_PART_AT:
		from = *(void *const *)from;
		return from ? mix_shape(mix(sum, 1), field->of, from) : mix(sum, 0);
	case FIELD_LIST: case FIELD_TEXTS:
		count = count_of(field, value);
		sum = mix(sum, count);
		from = *(void *const *)from;
		for (size_t i = 0; i < count; i++)
			sum = field->kind == FIELD_LIST ? mix_shape(sum, field->of, (const char *)from + i * field->of->size) :
							  mix_text(sum, ((const char *const *)from)[i]);
		return sum;
	}
	return sum;
}

static uint64_t mix_shape(uint64_t sum, const struct shape *shape, const void *value)
{
	for (size_t i = 0; i < shape->fields_count; i++)
		sum = mix_field(sum, &shape->fields[i], value);
	return sum;
}

uint64_t shape_sum(const struct shape *shape, const void *value)
{
	return mix_shape(UINT64_C(0xcbf29ce484222325), shape, value);
}
