#include "app/guests.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/role.h"

#define ADDRESS_SIZE 48
#define MILLI 1000  /* questions are counted in thousandths, so that a short while gives a part of one back */

struct guest {
	char address[ADDRESS_SIZE];
	int64_t left_milli, at_us;
};

struct guests {
	size_t count;
	struct guest list[GUESTS_MAX];
};

struct guests *guests_new(void)
{
	struct guests *guests = calloc(1, sizeof(*guests));

	assert(guests);
	return guests;
}

void guests_free(struct guests *guests)
{
	free(guests);
}

static struct guest *find(struct guests *guests, const char *address, int64_t at_us)
{
	struct guest *oldest = &guests->list[0];

	for (size_t i = 0; i < guests->count; i++) {
		if (strcmp(guests->list[i].address, address) == 0)
			return &guests->list[i];
		if (guests->list[i].at_us < oldest->at_us)
			oldest = &guests->list[i];
	}
	if (guests->count < GUESTS_MAX)
		oldest = &guests->list[guests->count++];
	*oldest = (struct guest){ .left_milli = GUEST_ASKS_MAX * MILLI, .at_us = at_us };
	snprintf(oldest->address, sizeof(oldest->address), "%s", address);
	return oldest;
}

static bool take(struct guests *guests, const char *address, int64_t asks, int64_t at_us)
{
	struct guest *guest = find(guests, address, at_us);
	int64_t passed_ms = at_us > guest->at_us ? (at_us - guest->at_us) / 1000 : 0;

	ON_LOOP();
	if (passed_ms > 600000)
		passed_ms = 600000;
	guest->left_milli += passed_ms * GUEST_ASKS_SECOND;
	if (guest->left_milli > GUEST_ASKS_MAX * MILLI)
		guest->left_milli = GUEST_ASKS_MAX * MILLI;
	guest->at_us = at_us;
	if (guest->left_milli < MILLI)
		return false;
	guest->left_milli -= asks * MILLI;
	return true;
}

bool guests_ask(struct guests *guests, const char *address, int64_t at_us)
{
	return take(guests, address, 1, at_us);
}

void guests_wrong(struct guests *guests, const char *address, int64_t at_us)
{
	/* What is left may fall below nothing: it takes longer to come back. */
	take(guests, address, GUEST_WRONG_COSTS - 1, at_us);
}
