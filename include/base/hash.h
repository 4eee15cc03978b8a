/*
 * SHA-256 (FIPS 180-4), by libsodium.
 *
 * Pure. Thread: any.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define HASH_TEXT_SIZE 65  /* 64 hex letters and NUL */

struct hash {
	uint8_t bytes[32];
};

struct hash hash_of(const void *bytes, size_t size);
struct hash hash_of_two(const void *a, size_t a_size, const void *b, size_t b_size);  /* of a followed by b */
bool hash_is(struct hash a, struct hash b);
/* HMAC-SHA-256 (RFC 2104) of a followed by b; b may be NULL with size 0. */
struct hash hash_keyed(const void *key, size_t key_size, const void *a, size_t a_size, const void *b, size_t b_size);
bool hash_is_secret(struct hash a, struct hash b);  /* the same, in a time that says nothing of where they differ */
void hash_write(struct hash hash, char text[HASH_TEXT_SIZE]);
bool hash_read(const char *text, size_t size, struct hash *hash) MUST_CHECK;  /* lower case only */

#endif
