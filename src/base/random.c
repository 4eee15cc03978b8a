#include "base/random.h"

#include <assert.h>
#include <sodium.h>

#include "base/clock.h"

void random_start(void)
{
	int started = sodium_init();

	assert(started >= 0);
	(void)started;
}

void random_bytes(void *bytes, size_t size)
{
	randombytes_buf(bytes, size);
}

struct id random_id(void)
{
	uint8_t chance[10];

	random_bytes(chance, sizeof(chance));
	return id_make(clock_now_us(), chance);
}
