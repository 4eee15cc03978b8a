/*
 * The tickets that were changed last, as they were written, so that a scan onto one of 500 lines need not read it again. The row
 * says whether the ticket still is what is kept here: its version rises with every change, and only what is committed is kept.
 *
 * Thread: the one that writes the drafts.   Errors: those of cart_find.
 */
#ifndef SHOP_CART_KEPT_H
#define SHOP_CART_KEPT_H

#include "shop/drafts.h"

#define CARTS_KEPT_MAX 8   /* about one a till at work; the others are read */

struct carts_kept;

struct carts_kept *carts_kept_new(void);
void carts_kept_free(struct carts_kept *kept);   /* NULL is fine */
/* As cart_find; kept NULL: all is read. */
bool cart_kept_find(struct carts_kept *kept, struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found,
		    struct err *err) MUST_CHECK;
/* After the COMMIT of what cart_put wrote. */
void cart_kept_keep(struct carts_kept *kept, const struct cart *cart);

#endif
