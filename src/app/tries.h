/*
 * Who tried to sign in and failed: a bounded table by key (an address, a login), some tries for free, then growing waits
 * of 1 s, 2 s, 4 s … 15 min. It guards the worker of secrets from floods and logins nobody has from being guessed; the waits of a
 * person's PIN or password are in its own row (shop/staff.h) and outlast a restart.
 *
 * A full table forgets whoever failed longest ago. Thread: the loop's.
 */
#ifndef APP_TRIES_H
#define APP_TRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRIES_KEYS_MAX 1024
#define TRIES_KEPT_US INT64_C(3600000000)  /* an hour without a failure, and it is forgotten */

struct tries;

struct tries *tries_new(void);
void tries_free(struct tries *tries);  /* NULL is fine */

/* How long the key has still to wait; 0: it may try now. */
int64_t tries_wait_us(const struct tries *tries, const char *key, int64_t at_us);
/* A try came to nothing: after free_count of them each doubles the wait. */
void tries_failed(struct tries *tries, const char *key, int64_t free_count, int64_t at_us);
void tries_forget(struct tries *tries, const char *key);

#endif
