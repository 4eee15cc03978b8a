/*
 * What commands remember in the book between runs (working rows): when the last backup and the last proof were, and whether
 * they held. The health page reads it; backup and verify write it.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_MARK_H
#define SHOP_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct txn;

enum mark { MARK_BACKUP = 1, MARK_VERIFY };
extern const char *const mark_words[];  /* backup verify */

struct mark_last {
	int64_t at_us;             /* 0: never */
	bool holds;                /* what was looked at was whole */
};
bool mark_put(struct txn *txn, enum mark mark, int64_t at_us, bool holds, struct err *err) MUST_CHECK;
bool mark_get(struct txn *txn, enum mark mark, struct mark_last *last, struct err *err) MUST_CHECK;

#endif
