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

struct hash hash_keyed(const void *key, size_t key_size, const void *a, size_t a_size, const void *b, size_t b_size)
{
	uint8_t pad[SHA256_CBLOCK] = { 0 };
	struct hash hash;
	SHA256_CTX state;

	if (key_size > sizeof(pad)) {
		hash = hash_of(key, key_size);
		memcpy(pad, hash.bytes, sizeof(hash.bytes));
	} else {
		memcpy(pad, key, key_size);
	}
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36;
	SHA256_Init(&state);
	SHA256_Update(&state, pad, sizeof(pad));
	SHA256_Update(&state, a, a_size);
	SHA256_Update(&state, b, b_size);
	SHA256_Final(hash.bytes, &state);
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36 ^ 0x5c;
	return hash_of_two(pad, sizeof(pad), hash.bytes, sizeof(hash.bytes));
}

bool hash_is_secret(struct hash a, struct hash b)
{
	uint8_t differ = 0;

	for (size_t i = 0; i < sizeof(a.bytes); i++)
		differ |= (uint8_t)(a.bytes[i] ^ b.bytes[i]);
	return differ == 0;
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
