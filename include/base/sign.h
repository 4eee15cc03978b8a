/* Ed25519 signatures (RFC 8032), by libsodium. Keys are bytes; where they are kept is the book's business. Thread: any. */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sign_public {
	uint8_t bytes[32];
};

struct sign_secret {
	uint8_t bytes[64];  /* seed and public part, as libsodium keeps it; wipe after use */
};

struct signature {
	uint8_t bytes[64];
};

void sign_make_keys(struct sign_public *public_key, struct sign_secret *secret);
/* The pair that follows from a seed of 32 bytes (a recovery key typed from paper). */
void sign_keys_of_seed(const uint8_t seed[32], struct sign_public *public_key, struct sign_secret *secret);
struct signature sign_make(const struct sign_secret *secret, const void *bytes, size_t size);
bool sign_holds(const struct sign_public *public_key, const void *bytes, size_t size, const struct signature *signature);
void sign_wipe(struct sign_secret *secret);

#endif
