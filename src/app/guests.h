/*
 * Strangers who read public pages: so many questions an address and minute, wrong codes counted tenfold, in a bounded table.
 * A full table forgets whoever asked longest ago. Thread: the loop's.
 */
#ifndef APP_GUESTS_H
#define APP_GUESTS_H

#include <stdbool.h>
#include <stdint.h>

#define GUESTS_MAX 1024
#define GUEST_ASKS_MAX 240     /* at a time; mobile networks put many telephones behind one address */
#define GUEST_ASKS_SECOND 2    /* that come back */
#define GUEST_WRONG_COSTS 10

struct guests;

struct guests *guests_new(void);
void guests_free(struct guests *guests);  /* NULL is fine */
/* One more question of an address; false: too many, nothing is answered. */
bool guests_ask(struct guests *guests, const char *address, int64_t at_us);
/* What it asked for is not there. */
void guests_wrong(struct guests *guests, const char *address, int64_t at_us);

#endif
