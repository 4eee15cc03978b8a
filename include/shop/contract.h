/*
 * Contracts and their versions: who owns what is sold, and on which terms.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such contract or version; those of the store.
 */
#ifndef SHOP_CONTRACT_H
#define SHOP_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/share.h"

struct txn;
struct work;

/* The version in force on a day; *found false: none, or the contract ended. */
bool contract_version_on(struct txn *txn, struct id contract_id, int32_t day, int64_t *version, bool *found, struct err *err) MUST_CHECK;

/*
 * The terms of a version for one item (its override applied), ready for calc/share: floor worked out of the list
 * price, both sides' tax profiles of that day. *consignor_id is the contract's.
 */
bool contract_terms(struct txn *txn, struct id contract_id, int64_t version, struct id item_id, struct money list_price, int32_t day,
		    struct share_terms *terms, struct id *consignor_id, struct err *err) MUST_CHECK;

/* The contracts under which an item may be sold before it is in the book (P6): those of its last lots, else of its product's producer; at most 9. */
bool contract_of_item(struct txn *txn, struct arena *arena, struct id item_id, struct id operator_id, int32_t day, struct id **contracts,
		      size_t *contracts_count, struct err *err) MUST_CHECK;

#endif
