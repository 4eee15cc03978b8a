/*
 * PINs and passwords: argon2id (RFC 9106) by libsodium, 19 MiB and 2 passes, over the secret keyed by a pepper that
 * lies outside the book, so that a stolen book alone cannot be tried against all PINs there are.
 *
 * `bound` ties a hash to its owner: one person's hash does not open for another. One call takes about 20 ms.
 * Thread: any that may wait.
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

#define SECRET_HASH_SIZE 128
#define SECRET_PEPPER_SIZE 32

/* false: no memory for it. */
bool secret_hash(const uint8_t pepper[SECRET_PEPPER_SIZE], struct id bound, const char *secret, char hash[SECRET_HASH_SIZE]);
/* hash NULL: works as long and says false, so that nobody hears which logins exist. */
bool secret_holds(const uint8_t pepper[SECRET_PEPPER_SIZE], struct id bound, const char *secret, const char *hash);
void secret_wipe(void *bytes, size_t size);

#endif
