/* Any bytes fold, divide and order: folding twice changes nothing, words are bounded, stored text is stored as it is. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "calc/fold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* As bytes: memcmp, then the shorter. */
static int order_of(const char *a, size_t a_size, const char *b, size_t b_size)
{
	struct buf left, right;
	int order;

	buf_init(&left, 1 << 20);
	buf_init(&right, 1 << 20);
	fold_key(a, a_size, &left);
	fold_key(b, b_size, &right);
	assert(!left.full && !right.full);
	order = memcmp(left.data, right.data, left.size < right.size ? left.size : right.size);
	order = order ? order : (left.size > right.size) - (left.size < right.size);
	buf_release(&left);
	buf_release(&right);
	return order;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *stored, *again;
	struct arena *arena;
	struct buf once, twice;
	struct err err;
	size_t count;
	const char **words;

	if (size > 4096)
		return 0;
	arena = arena_new(1 << 20);
	buf_init(&once, 1 << 20);
	buf_init(&twice, 1 << 20);
	fold_text(text, size, &once);
	fold_text(buf_get(&once), once.size, &twice);
	assert(!once.full && text_is_utf8(buf_get(&once), once.size));
	assert(once.size == twice.size && memcmp(buf_get(&once), buf_get(&twice), once.size) == 0);

	buf_clear(&twice);
	fold_plain(text, size, &twice);
	assert(!twice.full && text_is_utf8(buf_get(&twice), twice.size));

	words = fold_words(arena, text, size, FOLD_INDEX, &count);
	assert(count <= FOLD_WORDS_MAX);
	for (size_t i = 0; i < count; i++)
		assert(*words[i] && strlen(words[i]) <= FOLD_WORD_MAX && text_is_utf8(words[i], strlen(words[i])));
	buf_clear(&twice);
	if (fold_typed(text, size, &twice))
		assert(twice.size > 0 && twice.size <= FOLD_TYPED_MAX);

	assert(order_of(text, size, text, size) == 0);
	assert(order_of(text, size, text, size / 2) == -order_of(text, size / 2, text, size) ||
	       (order_of(text, size, text, size / 2) > 0) == (order_of(text, size / 2, text, size) < 0));
	if (text_nfc(text, size, true, arena, &stored, NULL, &err)) {
		assert(text_is_nfc(stored, strlen(stored), true));
		assert(text_nfc(stored, strlen(stored), true, arena, &again, NULL, &err) && strcmp(stored, again) == 0);
		assert(order_of(text, size, stored, strlen(stored)) == 0);
	}
	buf_release(&once);
	buf_release(&twice);
	arena_free(arena);
	return 0;
}
