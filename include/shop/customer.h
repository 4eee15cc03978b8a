/*
 * Customers at the till: parties with the role customer, found while somebody types, made in one step.
 *
 * A person's name and telephone lie in the vault and are joined here; whoever shows them at a counter masks them. Looking for one
 * reads the newest CUSTOMERS_SEEN_MAX customers, so that a till's search is bounded whatever the book has grown to.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING "customer_id"; ERR_INPUT "name", "phone", "tax_code"; those of the store.
 */
#ifndef SHOP_CUSTOMER_H
#define SHOP_CUSTOMER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/party.h"

#define CUSTOMERS_FOUND_MAX 9      /* a digit each */
#define CUSTOMERS_SEEN_MAX 20000

/* By a part of the name without tone marks, of the telephone or of the tax code (three digits and more); those met last come first. */
bool customer_find(struct txn *txn, struct arena *arena, const char *words, int32_t day, struct party **found, size_t *count, struct err *err) MUST_CHECK;

struct customer_in {
	const char *name, *phone, *tax_code, *address;  /* all but the name may be NULL; with a tax code of an enterprise it is one */
};
/* Makes one with the work's id as its own. A person or household (12 digits or none) goes to the vault. */
bool customer_add(struct work *work, const struct customer_in *in, struct id *customer_id, struct err *err) MUST_CHECK;

/* As item_vat_at asks: 1 a consumer, 2 an enterprise or co-operative. */
bool customer_buyer(struct txn *txn, struct arena *arena, struct id customer_id, int32_t day, int64_t *buyer, struct err *err) MUST_CHECK;

/* "09xx xxx 678"; NULL stays NULL. */
const char *customer_masked(struct arena *arena, const char *phone);

#endif
