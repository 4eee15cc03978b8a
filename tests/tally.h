/* Counts the rows of a case table that were tried and, by reason, those that do not apply: none is dropped in silence. */
#ifndef TESTS_TALLY_H
#define TESTS_TALLY_H

#include <stdio.h>
#include <string.h>

#include "check.h"

#define TALLY_REASONS_MAX 12

struct tally {
	const char *reasons[TALLY_REASONS_MAX];
	int counts[TALLY_REASONS_MAX];
	int tried;
};

static inline void tally_leave_out(struct tally *tally, const char *reason)
{
	int i = 0;

	while (i < TALLY_REASONS_MAX - 1 && tally->reasons[i] && strcmp(tally->reasons[i], reason) != 0)
		i++;
	tally->reasons[i] = reason;
	tally->counts[i]++;
}

static inline void tally_tell(const struct tally *tally, const char *table)
{
	printf("# %s: %d rows tried\n", table, tally->tried);
	for (int i = 0; i < TALLY_REASONS_MAX && tally->reasons[i]; i++)
		printf("#   %d left out: %s\n", tally->counts[i], tally->reasons[i]);
	assert_true(tally->tried > 0);
}

#endif
