/*
 * The enrolled browsers, in memory beside their rows: found by the token of their own cookie.
 *
 * Thread: the loop's.
 */
#ifndef APP_STATIONS_H
#define APP_STATIONS_H

#include "shop/station.h"

struct stations;

struct stations *stations_new(void);
void stations_free(struct stations *stations);  /* NULL is fine */
bool stations_load(struct stations *stations, struct txn *txn, struct err *err) MUST_CHECK;

void stations_add(struct stations *stations, const struct station *station);
void stations_drop(struct stations *stations, struct id station_id);
/* Whose streams of events are those of a browser where nobody is signed in (sse_end_of). */
struct hash stations_reader(struct id station_id);
/* By the token (64 hex letters); NULL: not enrolled, or not any more. No texts. */
const struct station *stations_find(const struct stations *stations, const char *token);

#endif
