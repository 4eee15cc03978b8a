/* Goods of the book as an index has them. Thread: the transaction's. */
#ifndef SHOP_SEARCH_LOAD_H
#define SHOP_SEARCH_LOAD_H

#include "shop/search_index.h"

struct search_load {
	struct txn *txn;
	struct arena *arena;           /* of the moment */
	struct id site_id;
	int32_t day;
};

/* A finished index of the caller's; NULL where it failed. ERR_LIMIT: too many items. */
bool search_load_all(const struct search_load *load, struct search_index **index, struct err *err) MUST_CHECK;
bool search_load_some(const struct search_load *load, const struct id *item_ids, size_t count, struct search_index **index, struct err *err) MUST_CHECK;
bool search_load_stock(const struct search_load *load, struct id item_id, bool *has_stock, struct err *err) MUST_CHECK;

int search_compare_keys(const void *left, size_t left_size, const void *right, size_t right_size);  /* of item.sort_key */

#endif
