#include "base/secret.h"

#include <assert.h>
#include <string.h>

#include <sodium.h>

#include "base/role.h"

#define PASSES 2
#define MEMORY_BYTES ((size_t)19 << 20)

static void key_secret(const uint8_t pepper[SECRET_PEPPER_SIZE], struct id bound, const char *secret, char keyed[65])
{
	crypto_generichash_state state;
	uint8_t digest[32];

	crypto_generichash_init(&state, pepper, SECRET_PEPPER_SIZE, sizeof(digest));
	crypto_generichash_update(&state, bound.bytes, sizeof(bound.bytes));
	crypto_generichash_update(&state, (const uint8_t *)secret, strlen(secret));
	crypto_generichash_final(&state, digest, sizeof(digest));
	sodium_bin2hex(keyed, 65, digest, sizeof(digest));
	sodium_memzero(digest, sizeof(digest));
	sodium_memzero(&state, sizeof(state));
}

bool secret_hash(const uint8_t pepper[SECRET_PEPPER_SIZE], struct id bound, const char *secret, char hash[SECRET_HASH_SIZE])
{
	char keyed[65];
	bool ok;

	MAY_WAIT();
	assert(SECRET_HASH_SIZE >= crypto_pwhash_argon2id_STRBYTES);
	key_secret(pepper, bound, secret, keyed);
	ok = crypto_pwhash_argon2id_str(hash, keyed, 64, PASSES, MEMORY_BYTES) == 0;
	sodium_memzero(keyed, sizeof(keyed));
	return ok;
}

bool secret_holds(const uint8_t pepper[SECRET_PEPPER_SIZE], struct id bound, const char *secret, const char *hash)
{
	char keyed[65], unused[SECRET_HASH_SIZE];
	bool holds = false;

	MAY_WAIT();
	key_secret(pepper, bound, secret, keyed);
	if (hash)
		holds = crypto_pwhash_argon2id_str_verify(hash, keyed, 64) == 0;
	else if (crypto_pwhash_argon2id_str(unused, keyed, 64, PASSES, MEMORY_BYTES) != 0)
		holds = false;
	sodium_memzero(keyed, sizeof(keyed));
	return holds;
}

void secret_wipe(void *bytes, size_t size)
{
	sodium_memzero(bytes, size);
}
