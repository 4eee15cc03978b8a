/* HMAC by the vectors of RFC 4231. */
#include "check.h"

#include "base/hash.h"

static void keyed_hashes_are_those_of_the_rfc(void **state)
{
	static const struct {
		const char *name, *key;
		size_t key_repeated;       /* the key's first byte so many times; 0: as it stands */
		const char *text, *hex;
	} rows[] = {
		{ "case 1", "\x0b", 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
		{ "case 2: a short key", "Jefe", 0, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
		{ "case 6: a key longer than a block", "\xaa", 131, "Test Using Larger Than Block-Size Key - Hash Key First",
		  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t size = rows[i].key_repeated ? rows[i].key_repeated : strlen(rows[i].key), half = strlen(rows[i].text) / 2;
		char key[200], hex[HASH_TEXT_SIZE];
		struct hash whole, pieces;

		CASE(rows[i].name);
		memset(key, rows[i].key[0], sizeof(key));
		if (!rows[i].key_repeated)
			memcpy(key, rows[i].key, size);
		whole = hash_keyed(key, size, rows[i].text, strlen(rows[i].text), NULL, 0);
		pieces = hash_keyed(key, size, rows[i].text, half, rows[i].text + half, strlen(rows[i].text) - half);
		hash_write(whole, hex);
		assert_text(hex, rows[i].hex);
		assert_true(hash_is_secret(whole, pieces));
		pieces.bytes[i * 7] ^= 0x80;
		assert_false(hash_is_secret(whole, pieces));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keyed_hashes_are_those_of_the_rfc),
	};

	return cmocka_run_group_tests_name("base/hash", tests, NULL, NULL);
}
