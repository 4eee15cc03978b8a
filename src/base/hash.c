#include "base/hash.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

struct hash hash_of(const void *bytes, size_t size)
{
	struct hash hash;

	crypto_hash_sha256(hash.bytes, bytes, size);
	return hash;
}

struct hash hash_of_two(const void *a, size_t a_size, const void *b, size_t b_size)
{
	crypto_hash_sha256_state state;
	struct hash hash;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, a, a_size);
	crypto_hash_sha256_update(&state, b, b_size);
	crypto_hash_sha256_final(&state, hash.bytes);
	return hash;
}

bool hash_is(struct hash a, struct hash b)
{
	return memcmp(a.bytes, b.bytes, sizeof(a.bytes)) == 0;
}

void hash_write(struct hash hash, char text[HASH_TEXT_SIZE])
{
	text_hex_write(hash.bytes, sizeof(hash.bytes), text);
}

bool hash_read(const char *text, size_t size, struct hash *hash)
{
	size_t count;

	for (size_t i = 0; i < size; i++)
		if (text[i] >= 'A' && text[i] <= 'F')
			return false;
	return size == 64 && text_hex_read(text, size, hash->bytes, sizeof(hash->bytes), &count);
}
