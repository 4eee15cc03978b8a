/*
 * The second file of a book, DIR/drafts.db: carts in progress. It never waits for the disk, so that a scan does not; a
 * killed process loses nothing of it, a power cut at most the last second (one commit a second is synced by the worker).
 *
 * A cart whose id is a sale, or was dropped, in the book is over whatever the drafts say: cart_find tells what the drafts know.
 *
 * Thread: the store's, one worker.   Errors: ERR_MISSING "cart_id" no such cart; those of the store.
 */
#ifndef SHOP_DRAFTS_H
#define SHOP_DRAFTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/cart_doc.h"

struct store;
struct txn;

#define CARTS_OF_TILL_MAX 60       /* open and parked ones */
#define CART_LABEL_LETTERS_MAX 24
#define CART_KEPT_US INT64_C(172800000000)  /* paid and dropped ones are forgotten after two days */

enum cart_state { CART_OPEN = 1, CART_PARKED = 2, CART_PAID = 3, CART_DROPPED = 4, CART_JOINED = 5 };

struct cart {
	struct id id, till_id;
	int64_t version;
	enum cart_state state;
	const char *label;             /* a word it is known by while it lies aside; may name a person, so it goes into no entry. NULL: none */
	int64_t updated_us;
	struct money total;            /* as last shown */
	struct cart_doc *doc;
};

/* What lists show. */
struct cart_head {
	const char *customer;          /* whose ticket it is; put there by who shows the list. NULL: nobody in particular */
	struct id customer_id, order_id;  /* not on the wire */
	struct id id;
	bool is_parked;
	const char *label;
	int64_t lines_count;
	struct id till_id;
	struct money total;
	int64_t updated_us, version;
};
extern const struct shape cart_head_shape;

/* Opens DIR/drafts.db, makes its tables, forgets what is long over. */
struct store *drafts_open(const char *dir, int64_t at_us, struct err *err) MUST_CHECK;
/* To look only, once they are there. */
struct store *drafts_open_reader(const char *dir, struct err *err) MUST_CHECK;
/* The same tables in a store of the caller's (tests). */
bool drafts_migrate(struct store *store, struct err *err) MUST_CHECK;

bool cart_find(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found, struct err *err) MUST_CHECK;
/* The same but for the document, which is NULL. */
bool cart_peek(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found, struct err *err) MUST_CHECK;
bool cart_get(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, struct err *err) MUST_CHECK;
/* Writes it with the next version. */
bool cart_put(struct txn *drafts, struct cart *cart, int64_t at_us, struct err *err) MUST_CHECK;
/* Open and parked carts of a till, the oldest first. ERR_LIMIT on the way to the 61st: cart_new refuses. */
bool cart_list(struct txn *drafts, struct arena *arena, struct id till_id, struct cart_head **heads, size_t *count, struct err *err) MUST_CHECK;
/* Parked ones of all other tills, for recalling here. */
bool cart_list_elsewhere(struct txn *drafts, struct arena *arena, struct id till_id, struct cart_head **heads, size_t *count,
			 struct err *err) MUST_CHECK;

/* The cart that a till's scans go into; the zero id: none. */
bool till_cart_get(struct txn *drafts, struct id till_id, struct id *cart_id, struct err *err) MUST_CHECK;
bool till_cart_set(struct txn *drafts, struct id till_id, struct id cart_id, struct err *err) MUST_CHECK;  /* the zero id: none any more */

extern const struct sql *const drafts_sql_tables[];  /* for the test that prepares all */

/* ---- the end of a cart that is not a sale: an entry of the book ---------------------- */

struct cart_dropped_in {
	const struct cart *cart;
	const char *reason;
};
extern const struct kind cart_dropped_kind;
/* work->id is the cart's id: a dropped cart can never be sold. */
bool cart_drop(struct work *work, const struct cart_dropped_in *in, struct err *err) MUST_CHECK;

#endif
