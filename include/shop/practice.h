/*
 * The practice book (sổ tập): a copy of a book to learn on, in a folder of its own, made anew whenever practice begins.
 *
 * It is the book as it stands: goods, prices, stock, people and their PINs, receipts to take back, but nothing personal of customers, of
 * who paid and of vouchers: who is forgotten in the real book is in no copy of it. Then an epoch of its own that
 * says that it is practice, signed by a key of its own for which nobody vouches. The real book is only read (a snapshot, as for a
 * backup) and its key is never opened. A practice book stays one: no later epoch makes it a real one, `verify` says what it is,
 * and a real book is never served as practice nor removed as one.
 *
 * Thread: a caller of its own.
 */
#ifndef SHOP_PRACTICE_H
#define SHOP_PRACTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

struct practice_plan {
	struct id entry_id;            /* of the epoch's first entry: made by the caller */
	uint8_t key_seed[32];          /* chance of the caller */
	int64_t at_us;
};
/*
 * Makes the practice book of the book in `from` in the folder `dir`. An older practice book there goes; anything else stays and is
 * ERR_CONFLICT "dir". ERR_BUSY: it is being served.
 */
bool practice_make(const char *from, const char *dir, const struct practice_plan *plan, struct err *err) MUST_CHECK;

#endif
