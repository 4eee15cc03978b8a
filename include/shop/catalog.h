/*
 * Products, items, their codes, prices and VAT classes, certificates, and finding an item by code or words.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such item; those of the store.
 */
#ifndef SHOP_CATALOG_H
#define SHOP_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/vat.h"

struct txn;
struct work;

/* As the row is (see migrations/0003-goods.sql). Texts in the caller's arena. */
struct item {
	struct id id;
	const char *code, *name, *unit;
	int64_t decimals;          /* of a quantity, 0 to 3 */
	struct id product_id;      /* zero: of none */
	int64_t short_number;      /* SHAPE_ABSENT: none */
	const char *tile_group;    /* NULL: no tile */
	bool has_stock, is_food, is_active;
	struct id contract_id;     /* of an item without stock; else zero */
	int64_t round_unit;        /* 1, 100, 500, 1000 */
};

bool item_get(struct txn *txn, struct arena *arena, struct id item_id, struct item *item, struct err *err) MUST_CHECK;
/* The listed price at a site at a moment: the site's own, else everywhere's. */
bool item_price_at(struct txn *txn, struct id item_id, struct id site_id, int64_t at_us, struct money *price, bool *found,
		   struct err *err) MUST_CHECK;
/* The most exact row in force that day: profile and buyer, profile, buyer, any. seller_profile as party_fact, buyer 1 consumer, 2 enterprise. */
bool item_vat_at(struct txn *txn, struct id item_id, int64_t seller_profile, int64_t buyer, int32_t day, enum vat_class *vat_class,
		 bool *found, struct err *err) MUST_CHECK;

#endif
