#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Most requests fit one chunk of this size. */
#define CHUNK_BYTES ((size_t)8192)
#define ALIGN_BYTES ((size_t)16)

struct chunk {
	struct chunk *next;
	size_t size;
	size_t used;
	_Alignas(16) unsigned char bytes[];
};

struct arena {
	struct chunk *first;  /* the oldest; kept by reset */
	struct chunk *last;
	size_t used;
	size_t max;
};

static struct chunk *chunk_new(size_t size)
{
	struct chunk *chunk = malloc(sizeof(*chunk) + size);

	assert(chunk);
	chunk->next = NULL;
	chunk->size = size;
	chunk->used = 0;
	return chunk;
}

struct arena *arena_new(size_t size_max_bytes)
{
	struct arena *arena = malloc(sizeof(*arena));

	assert(arena);
	arena->first = arena->last = chunk_new(CHUNK_BYTES);
	arena->used = 0;
	arena->max = size_max_bytes;
	return arena;
}

static void free_after(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_after(arena->first);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	free_after(arena->first->next);
	arena->first->next = NULL;
	arena->first->used = 0;
	arena->last = arena->first;
	arena->used = 0;
}

void *arena_take(struct arena *arena, size_t size_bytes)
{
	size_t size;
	void *bytes;

	assert(size_bytes <= arena->max);
	size = (size_bytes + ALIGN_BYTES - 1) / ALIGN_BYTES * ALIGN_BYTES;
	assert(arena->used + size <= arena->max + ALIGN_BYTES);
	if (arena->last->size - arena->last->used < size) {
		size_t want = arena->last->size * 2;

		if (want > (size_t)1 << 20)
			want = (size_t)1 << 20;
		arena->last->next = chunk_new(size > want ? size : want);
		arena->last = arena->last->next;
	}
	bytes = arena->last->bytes + arena->last->used;
	arena->last->used += size;
	arena->used += size;
	return memset(bytes, 0, size);
}

void *arena_list(struct arena *arena, size_t count, size_t size_bytes)
{
	assert(size_bytes == 0 || count <= SIZE_MAX / size_bytes);
	return arena_take(arena, count * size_bytes);
}

char *arena_bytes(struct arena *arena, const void *bytes, size_t size)
{
	char *copy = arena_take(arena, size + 1);

	if (size)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
	return text ? arena_bytes(arena, text, strlen(text)) : NULL;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text;
	int size;

	va_start(args, format);
	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(size >= 0);
	text = arena_take(arena, (size_t)size + 1);
	vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return text;
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}
