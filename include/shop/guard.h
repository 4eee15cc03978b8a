/*
 * Certificates that lapse: what stands on shelf, screen and receipt only while they are valid, in the order in which they end.
 *
 * Thread: the transaction's.   Errors: those of the store.
 */
#ifndef SHOP_GUARD_H
#define SHOP_GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct txn;

#define GUARD_DAYS 90
#define GUARD_ROWS_MAX 2000

struct guard_row {
	struct id certificate_id, product_id, producer_id;
	const char *code, *product, *decision_no, *issuer;
	int64_t stars, items_count;  /* items: of it that are on sale */
	int32_t last_day;            /* the last on which it holds; a revoked one's is the day before */
	bool is_revoked;
};
/* Of products on sale the last certificate, where it ends on or before the day. The first to end first. */
bool guard_lapsing(struct txn *txn, struct arena *arena, int32_t until_day, struct guard_row **rows, size_t *count, struct err *err) MUST_CHECK;
/* The certificate whose stars hold that day: its number and its last day. */
struct guard_valid {
	const char *decision_no, *issuer;
	int64_t stars;               /* 0: none holds */
	int32_t last_day;
};
bool guard_valid_on(struct txn *txn, struct arena *arena, struct id product_id, int32_t day, struct guard_valid *valid, struct err *err) MUST_CHECK;

#endif
