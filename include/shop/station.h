/*
 * Browsers that a supervisor enrolled as tills (working): there a PIN opens a session, elsewhere it takes the password. The
 * browser holds a token in a cookie; the book holds its sum, and a name by which it is found again and revoked.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING "station_id": no such one; ERR_LIMIT: too many.
 */
#ifndef SHOP_STATION_H
#define SHOP_STATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"

struct txn;

#define STATIONS_MAX 100
#define STATION_NAME_LETTERS_MAX 60

struct station {
	struct id id;
	struct hash token_sum;     /* SHA-256 of the token's 32 bytes */
	const char *name;
	struct id till_id;         /* the only one that cashiers may have there; zero: any */
	struct id staff_id;        /* who enrolled it */
	int64_t at_us;
};

bool station_add(struct txn *txn, const struct station *station, struct err *err) MUST_CHECK;
bool station_revoke(struct txn *txn, struct id station_id, int64_t at_us, struct err *err) MUST_CHECK;
/* Those that hold, the newest first; at most STATIONS_MAX. */
bool station_list(struct txn *txn, struct arena *arena, struct station **stations, size_t *count, struct err *err) MUST_CHECK;

#endif
