/*
 * The tiles of the till: which goods are shown to be touched, in which groups and order, with which picture. An item says its
 * group by itself (shop/catalog.h); here the office arranges groups and items and gives pictures.
 *
 * Thread: the transaction's.
 * Errors: ERR_MISSING "item_id", "image": what a row points to is not there; ERR_INPUT "groups": a group twice.
 */
#ifndef SHOP_TILE_H
#define SHOP_TILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct kind;
struct txn;
struct work;

#define TILES_MAX 1000             /* shown */
#define TILES_PER_ENTRY_MAX 200
#define TILE_GROUPS_MAX 100
#define TILES_TOP_MAX 24
#define TILE_RANK_MAX 9999

/* ---- what is recorded, and asked -------------------------------------------------- */

struct tile_set {
	const char *image;         /* NULL: none */
	struct id item_id;
	int64_t rank;              /* 0: by name, behind those with a rank */
};
struct tiles_set_in {
	const char **groups;       /* in their order; none: as it was */
	size_t groups_count;
	struct tile_set *tiles;    /* each takes the place of what its item had */
	size_t tiles_count;
};
extern const struct kind tiles_set_kind;
bool tiles_set(struct work *work, const struct tiles_set_in *in, struct err *err) MUST_CHECK;

/* ---- reading ----------------------------------------------------------------------- */

struct tile {
	struct id item_id;
	const char *group, *image; /* image NULL: none */
	int64_t group_rank, rank;  /* 0: none given */
};
/* Active items with a group: ranked groups first, then by name; in a group the ranked first, then by name. At most TILES_MAX. */
bool tiles_list(struct txn *txn, struct arena *arena, struct tile **tiles, size_t *count, struct err *err) MUST_CHECK;
/* What one item has; without a row: no image, rank 0. */
bool tile_get(struct txn *txn, struct arena *arena, struct id item_id, struct tile *tile, struct err *err) MUST_CHECK;
/* The goods with a tile that were on most sale lines of a business day at a site, the most first; where it sold few, those of the week fill up. */
bool tiles_top(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct id **items, size_t *count, struct err *err) MUST_CHECK;

#endif
