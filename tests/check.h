/* What every test includes: cmocka with its headers in the order it wants, named rows, and a seed. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"

/* Says which row of a table is being tried, so that a failure names it. */
static const char *case_name = "";
#define CASE(name) (case_name = (name))

/* Fails with the error's words when `ok` is false. */
#define assert_ok(ok, err) \
	do { \
		if (!(ok)) \
			fail_msg("[%s] %s %s: %s", case_name, err_name((err)->code), (err)->field, (err)->text); \
	} while (0)

/* A row-naming form of an equality of whole numbers and of texts. */
#define assert_i64(got, want) \
	do { \
		int64_t got_ = (got), want_ = (want); \
		if (got_ != want_) \
			fail_msg("[%s] %s: got %lld, want %lld", case_name, #got, (long long)got_, (long long)want_); \
	} while (0)
#define assert_text(got, want) \
	do { \
		const char *got_ = (got), *want_ = (want); \
		if (!got_ || !want_ || strcmp(got_, want_) != 0) \
			fail_msg("[%s] %s: got \"%s\", want \"%s\"", case_name, #got, got_ ? got_ : "(none)", want_ ? want_ : "(none)"); \
	} while (0)

/* SEED=n in the environment repeats a run; else it varies. Always printed. */
static inline uint64_t test_seed(void)
{
	const char *said = getenv("SEED");
	uint64_t seed = said ? strtoull(said, NULL, 10) : (uint64_t)time(NULL);

	printf("# SEED=%llu\n", (unsigned long long)seed);
	return seed;
}

/* splitmix64: small, seeded, the same everywhere. */
static inline uint64_t test_next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

#endif
