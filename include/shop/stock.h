/*
 * What lies where, and which lot a sale takes.
 *
 * A level is kept per site × item × lot × place, beside the moves it is the sum of (lines of sales
 * and rows of stock_move); a level of nothing has no row. Only a pending lot ("chưa nhập", rules P6)
 * may be below nothing.
 *
 * Between lots of several owners of one item the order is expiry, then arrival, then id, never margin (P12).
 *
 * Thread: the transaction's.   Errors: as noted, and those of the store.
 */
#ifndef SHOP_STOCK_H
#define SHOP_STOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct txn;
struct work;

/* Values are in the database: add at the end, never renumber. */
enum stock_place { PLACE_NONE = 0, PLACE_SHELF = 1, PLACE_ASIDE = 2, PLACE_BIN = 3, PLACE_HAMPER = 4 /* in a made hamper (shop/hamper.h) */ };
enum stock_kind {
	STOCK_INTAKE = 1, STOCK_BACK = 2, STOCK_BROKEN = 3, STOCK_EXPIRED = 4, STOCK_SAMPLE = 5, STOCK_MISSING = 6, STOCK_COUNTED = 7,
	STOCK_TRANSFER_OUT = 8, STOCK_TRANSFER_IN = 9, STOCK_OPENING = 10, STOCK_CORRECTED = 11, STOCK_FILLS_PENDING = 12,
	STOCK_PLACE = 13, STOCK_OWNER = 14,
};
enum expiry_kind { EXPIRY_NONE = 0, EXPIRY_USE_BY = 1, EXPIRY_BEST_BEFORE = 2 };

/* What lies at one place of one lot, with what a sale must know of the lot. */
struct stock_lot {
	struct id lot_id, contract_id, consignor_id;
	int64_t version;
	int64_t place;
	int64_t qty_milli;
	int32_t expiry_day;        /* 0: none */
	int64_t expiry_kind;
	int64_t own_price;         /* SHAPE_ABSENT: the item's */
	int64_t hand_over;         /* SHAPE_ABSENT: the terms' */
	int64_t arrived_us;
	bool is_pending, is_frozen;
	const char *code;          /* NULL: none */
};

#define STOCK_LOTS_MAX 400     /* lots of one item with stock at one site */

/* The lots of an item at a site in the order in which they sell (shelf first); pending ones last. */
bool stock_lots(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct stock_lot **lots, size_t *lots_count,
		struct err *err) MUST_CHECK;
/* Puts them in that order. ERR_LIMIT "item_id": more than STOCK_LOTS_MAX. */
bool stock_lots_order(struct stock_lot *lots, size_t lots_count, struct err *err) MUST_CHECK;
/* What there is to sell: shelf, not pending, not frozen, not past use-by on that day. */
bool stock_sellable(struct txn *txn, struct id site_id, struct id item_id, int32_t day, int64_t *qty_milli, struct err *err) MUST_CHECK;
/* Every item that has something to sell, in no order; take must not use the transaction. */
bool stock_each_sellable(struct txn *txn, struct id site_id, int32_t day, void (*take)(void *owner, struct id item_id), void *owner,
			 struct err *err) MUST_CHECK;

/* For apply only: changes a level. ERR_CONFLICT, field "qty_milli": it would fall below nothing and may not. */
bool stock_change(struct txn *txn, struct id site_id, struct id item_id, struct id lot_id, int64_t place, int64_t qty_milli,
		  bool may_be_below, struct err *err) MUST_CHECK;

struct stock_move {
	int64_t kind;              /* enum stock_kind */
	struct id site_id, item_id, lot_id, contract_id;
	int64_t place;
	int64_t qty_milli;         /* out is negative, never 0 */
	int64_t borne_by;          /* 0 not a loss, 1 house, 2 producer */
	int32_t doc_day;
};
/* For apply only: the row of a move and its level. n counts from 1 within the entry. */
bool stock_move_apply(struct txn *txn, int64_t entry_key, int64_t n, const struct stock_move *move, bool may_be_below, struct err *err) MUST_CHECK;

#endif
