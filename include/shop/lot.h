/*
 * A lot: the goods of one line of an intake, an opening or a correction. One owner, one version of one contract.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such lot; those of the store.
 */
#ifndef SHOP_LOT_H
#define SHOP_LOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"

struct txn;

struct lot {
	struct id id;
	int64_t entry_key; /* the entry that made it */
	struct id item_id, contract_id, consignor_id;
	int64_t version;              /* of the contract */
	const char *code;             /* as on the pack; NULL: none */
	int32_t made_day, expiry_day; /* 0: not known */
	int64_t expiry_kind;          /* enum expiry_kind of stock.h */
	int64_t arrived_us;
	struct money own_price, hand_over; /* SHAPE_ABSENT: the item's, the terms' */
	bool is_pending, is_frozen;
	/* of its item, read along */
	const char *item_name, *unit;
	int64_t decimals;
};

bool lot_get(struct txn *txn, struct arena *arena, struct id lot_id, struct lot *lot, struct err *err) MUST_CHECK;
/* What lies at each place of a site: levels[PLACE_SHELF], [PLACE_ASIDE]. */
bool lot_levels(struct txn *txn, struct id site_id, const struct lot *lot, int64_t levels[3], struct err *err) MUST_CHECK;

/* For apply only. */
bool lot_add(struct txn *txn, const struct lot *lot, struct err *err) MUST_CHECK;
bool lot_set_hand_over(struct txn *txn, struct id lot_id, struct money hand_over, struct err *err) MUST_CHECK;

#endif
