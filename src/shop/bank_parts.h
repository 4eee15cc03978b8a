/* What the files of the bank's credits share. */
#ifndef SHOP_BANK_PARTS_H
#define SHOP_BANK_PARTS_H

#include "shop/bank_credit.h"

/* Who paid, out of the vault; empty where it was forgotten. */
bool bank_payer_of(struct txn *txn, struct arena *arena, int64_t entry_key, struct bank_payer *payer, struct err *err) MUST_CHECK;
extern const struct shape bank_payer_shape;

/* A sale whose transfer a cashier saw; *found false: none, or all of it was told of. */
bool bank_seen_find(struct txn *txn, struct arena *arena, int64_t sale_key, struct money *rest, const char **reference, bool *found,
		    struct err *err) MUST_CHECK;
/* A credit by its entry's id. */
struct bank_credit_row {
	int64_t entry_key;
	struct id cart_id;
	struct money amount, rest;
	bool was_taken;                /* by a sale as payment */
};
bool bank_credit_find(struct txn *txn, struct id credit_id, struct bank_credit_row *row, bool *found, struct err *err) MUST_CHECK;
/* For apply: an amount of a credit finds its end. sale_key 0: of no sale; of a match, what waits there goes down with it. */
bool bank_use_add(struct txn *txn, const struct entry *entry, int64_t credit_key, enum bank_what what, struct money amount, int64_t sale_key,
		  struct err *err) MUST_CHECK;

#endif
