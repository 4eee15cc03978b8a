#include "base/sign.h"

#include <sodium.h>

void sign_make_keys(struct sign_public *public_key, struct sign_secret *secret)
{
	crypto_sign_ed25519_keypair(public_key->bytes, secret->bytes);
}

void sign_keys_of_seed(const uint8_t seed[32], struct sign_public *public_key, struct sign_secret *secret)
{
	crypto_sign_ed25519_seed_keypair(public_key->bytes, secret->bytes, seed);
}

struct signature sign_make(const struct sign_secret *secret, const void *bytes, size_t size)
{
	struct signature signature;

	crypto_sign_ed25519_detached(signature.bytes, NULL, bytes, size, secret->bytes);
	return signature;
}

bool sign_holds(const struct sign_public *public_key, const void *bytes, size_t size, const struct signature *signature)
{
	return crypto_sign_ed25519_verify_detached(signature->bytes, bytes, size, public_key->bytes) == 0;
}

void sign_wipe(struct sign_secret *secret)
{
	sodium_memzero(secret->bytes, sizeof(secret->bytes));
}
