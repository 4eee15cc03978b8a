#include "app/tries.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/role.h"
#include "shop/staff.h"

struct tried_key {
	struct hash sum;               /* of the key: any length, one size */
	int64_t failures, last_us, next_us;
};

struct tries {
	struct tried_key keys[TRIES_KEYS_MAX];
	size_t count;
};

struct tries *tries_new(void)
{
	struct tries *tries = calloc(1, sizeof(*tries));

	assert(tries);
	return tries;
}

void tries_free(struct tries *tries)
{
	free(tries);
}

static size_t find(const struct tries *tries, struct hash sum)
{
	size_t i = 0;

	while (i < tries->count && !hash_is(tries->keys[i].sum, sum))
		i++;
	return i;
}

int64_t tries_wait_us(const struct tries *tries, const char *key, int64_t at_us)
{
	size_t i = find(tries, hash_of(key, strlen(key)));

	ON_LOOP();
	return i < tries->count && tries->keys[i].next_us > at_us ? tries->keys[i].next_us - at_us : 0;
}

/* A place for a new key: one more, or that of whoever failed longest ago. */
static struct tried_key *make_place(struct tries *tries)
{
	size_t oldest = 0;

	if (tries->count < TRIES_KEYS_MAX)
		return &tries->keys[tries->count++];
	for (size_t i = 1; i < tries->count; i++)
		if (tries->keys[i].last_us < tries->keys[oldest].last_us)
			oldest = i;
	return &tries->keys[oldest];
}

void tries_failed(struct tries *tries, const char *key, int64_t free_count, int64_t at_us)
{
	struct hash sum = hash_of(key, strlen(key));
	size_t i = find(tries, sum);
	struct tried_key *tried;
	int64_t wait_us = 1000000;

	ON_LOOP();
	tried = i < tries->count ? &tries->keys[i] : make_place(tries);
	if (!hash_is(tried->sum, sum) || at_us - tried->last_us > TRIES_KEPT_US)
		*tried = (struct tried_key){ .sum = sum };
	tried->last_us = at_us;
	tried->failures++;
	for (int64_t n = free_count; n < tried->failures && wait_us < STAFF_WAIT_MAX_US; n++)
		wait_us *= 2;
	if (tried->failures >= free_count)
		tried->next_us = at_us + (wait_us < STAFF_WAIT_MAX_US ? wait_us : STAFF_WAIT_MAX_US);
}

void tries_forget(struct tries *tries, const char *key)
{
	size_t i = find(tries, hash_of(key, strlen(key)));

	if (i == tries->count)
		return;
	tries->keys[i] = tries->keys[--tries->count];
	/* Else the next failure of the same key finds its old ones in the free place. */
	tries->keys[tries->count] = (struct tried_key){ 0 };
}
