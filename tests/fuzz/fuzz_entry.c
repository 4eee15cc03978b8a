/*
 * Any bytes as an entry of a journal, as verify and rebuild meet them: refused in words, or read; and the body of a known
 * kind that its shape and check take writes itself as the very bytes it was read from.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "shop/kinds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_body(const struct entry *entry, const struct kind *kind, struct arena *arena)
{
	struct err err = { 0 };
	struct buf again;
	void *body;

	if (!entry_body(entry, kind, arena, &body, &err)) {
		assert(err.code != ERR_NONE && err.text[0]);
		return;
	}
	buf_init(&again, ENTRY_BYTES_MAX);
	shape_write(kind->body, body, &again);
	assert(again.size == entry->body_size && memcmp(again.data, entry->body, again.size) == 0);
	buf_release(&again);
	assert(!kind->check || kind->check(body, &err) || (err.code != ERR_NONE && err.text[0]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct entry entry = { 0 };
	struct err err = { 0 };

	if (entry_read((const char *)data, size, arena, &entry, &err)) {
		const struct kind *kind = kind_find(entry.kind, entry.v);

		assert(size <= ENTRY_BYTES_MAX && entry.body_size < size);
		if (kind)
			try_body(&entry, kind, arena);
	} else {
		assert(err.code != ERR_NONE && err.text[0]);
	}
	arena_free(arena);
	return 0;
}
