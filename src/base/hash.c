#include "base/hash.h"

/* These three need no setting up and no heap, and use the processor's own SHA where it has it: ten times libsodium's. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <string.h>

#include "base/text.h"

struct hash hash_of(const void *bytes, size_t size)
{
	return hash_of_two(bytes, size, NULL, 0);
}

struct hash hash_of_two(const void *a, size_t a_size, const void *b, size_t b_size)
{
	SHA256_CTX state;
	struct hash hash;

	SHA256_Init(&state);
	SHA256_Update(&state, a, a_size);
	SHA256_Update(&state, b, b_size);
	SHA256_Final(hash.bytes, &state);
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
