/*
 * What the office looks through and exports: pages of contracts, products, certificates, papers, sold lines, and all that lies there.
 *
 * Pages go by a key: what stands after the last row of the page before. Names of parties are the caller's to read
 * (party_get), because they may lie in the vault.
 *
 * Thread: the transaction's.   Errors: those of the store.
 */
#ifndef SHOP_BROWSE_H
#define SHOP_BROWSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "shop/catalog.h"

struct txn;

/* ---- contracts, by number ------------------------------------------------------ */

struct contract_head {
	struct id id, consignor_id;
	const char *number;
};
/* after NULL: from the beginning; consignor_id zero: everybody's. */
bool browse_contracts(struct txn *txn, struct arena *arena, struct id consignor_id, const char *after, size_t count_max, struct contract_head **list,
		      size_t *count, struct err *err) MUST_CHECK;

/* ---- goods ----------------------------------------------------------------------- */

#define BROWSE_PRICES_MAX 50
#define BROWSE_VATS_MAX 50
#define BROWSE_ITEMS_MAX 200
#define BROWSE_CERTIFICATES_MAX 100

/* By code. */
bool browse_products(struct txn *txn, struct arena *arena, const char *after, size_t count_max, struct product **list, size_t *count,
		     struct err *err) MUST_CHECK;
/* A product's, the newest first; at most BROWSE_CERTIFICATES_MAX. */
bool browse_certificates_of(struct txn *txn, struct arena *arena, struct id product_id, struct certificate **list, size_t *count,
			    struct err *err) MUST_CHECK;
/*
 * Certificates that are the last of their product and end on or before a day (revoked ones are over already), by id.
 * to_day 0: all there are.
 */
bool browse_certificates(struct txn *txn, struct arena *arena, int32_t to_day, struct id after, size_t count_max, struct certificate **list,
			 size_t *count, struct err *err) MUST_CHECK;
bool browse_certificate(struct txn *txn, struct arena *arena, struct id certificate_id, struct certificate *certificate, bool *found,
			struct err *err) MUST_CHECK;
/* Items of a product, by name; at most BROWSE_ITEMS_MAX. */
bool browse_items_of(struct txn *txn, struct arena *arena, struct id product_id, struct id **items, size_t *count, struct err *err) MUST_CHECK;
/* Listed prices of an item, the newest first; at most BROWSE_PRICES_MAX. */
bool browse_prices(struct txn *txn, struct arena *arena, struct id item_id, struct price_set **list, size_t *count, struct err *err) MUST_CHECK;
bool browse_vats(struct txn *txn, struct arena *arena, struct id item_id, struct item_vat **list, size_t *count, struct err *err) MUST_CHECK;

/* ---- papers, the newest first ------------------------------------------------------ */

/* The key of an intake's entry by its number; ERR_MISSING "number". */
bool browse_intake_key(struct txn *txn, int64_t number, int64_t *entry_key, struct err *err) MUST_CHECK;
/* Entry keys of intakes with a lower number (INT64_MAX: from the newest); contract_id zero: all. */
bool browse_intakes(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below, size_t count_max, int64_t **keys, size_t *count,
		    struct err *err) MUST_CHECK;
/* The same of payouts. */
bool browse_payouts(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below, size_t count_max, int64_t **keys, size_t *count,
		    struct err *err) MUST_CHECK;

struct settlement_head {
	int64_t entry_key, at_us, number;
	struct id id, contract_id; /* id: its entry's */
	int32_t from_day, to_day;
	struct money col6, iv, v, owed_after;
};
/* Closings with an entry key below. */
bool browse_settlements(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below_key, size_t count_max,
			struct settlement_head **list, size_t *count, struct err *err) MUST_CHECK;

/* ---- stock -------------------------------------------------------------------------- */

#define BROWSE_STOCK_MAX 20000

struct lying_row {
	struct id item_id;
	const char *item_code, *item, *unit;
	int64_t decimals;
	struct id contract_id, consignor_id, lot_id;
	const char *contract_number, *lot_code;  /* lot_code NULL: none */
	int32_t made_day, expiry_day;            /* 0: none */
	int64_t expiry_kind, place, qty_milli;
	bool is_pending, is_frozen;
	struct money price;                      /* a unit: the lot's own, else the item's; 0: none */
};
/* Everything that lies at a site, by item; ERR_LIMIT above BROWSE_STOCK_MAX rows. */
bool browse_stock(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, struct lying_row **rows, size_t *count,
		  struct err *err) MUST_CHECK;

/* ---- what was sold --------------------------------------------------------------------- */

struct sold_row {
	int64_t at_us;
	const char *consignor; /* code */
	const char *contract;  /* number */
	struct money discount, due, house;
	const char *item; /* code */
	int64_t key, n;   /* place of the row, for the next page */
	const char *name;
	struct money paid, price, producer;
	int64_t qty_milli; /* taken back: negative, as the amounts */
	const char *receipt;
	const char *unit;
	struct money vat;
	int64_t vat_class;
};
/* Lines of sales and returns of the calendar days, in the order of the book. after_key, after_n: the last row before; 0: from the beginning. */
bool browse_sold(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, int64_t after_key, int64_t after_n, size_t count_max,
		 struct sold_row **rows, size_t *count, struct err *err) MUST_CHECK;

#endif
