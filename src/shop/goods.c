#include "shop/goods.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "store/txn.h"

#define SLOTS_FIRST ((size_t)1024)
#define TILLS_MAX 16
#define STREAMS_MAX 8    /* with more of them nothing is kept by one that reads */
#define FOLLOWED_MAX 64  /* entries since the last time; after more it is emptied */

enum { OPERATOR, NEXT_PRICE, LEVELS, LOT, HEADS, OTHERS };

const struct sql goods_sql[] = {
	[OPERATOR] = { .text =
		"SELECT s.operator_id, f.vat_profile FROM till t JOIN site s ON s.id = t.site_id"
		" JOIN party_fact f ON f.party_id = s.operator_id AND f.from_day <= $1 WHERE t.id = $2 ORDER BY f.from_day DESC LIMIT 1", .scan_ok = true },
	[NEXT_PRICE] = { .text =
		"SELECT from_us FROM price WHERE item_id = $1 AND site_id = $2 AND from_us > $3 ORDER BY from_us LIMIT 1" },
	[LEVELS] = { .text =
		"SELECT lot_id, place, qty_milli FROM stock WHERE site_id = $1 AND item_id = $2 LIMIT $3" },
	[LOT] = { .text =
		"SELECT contract_id, consignor_id, version, expiry_day, expiry_kind, own_price, hand_over, is_pending, is_frozen, arrived_us, code"
		" FROM lot WHERE id = $1" },
	[HEADS] = { .text =
		"SELECT (SELECT COALESCE(MAX(e.entry_key), 0) FROM entry e WHERE e.entry_key > s.stream * 1099511627776"
		" AND e.entry_key < (s.stream + 1) * 1099511627776) FROM stream s ORDER BY s.stream LIMIT $1", .scan_ok = true },
	[OTHERS] = { .text =
		"SELECT 1 FROM entry e WHERE e.entry_key > $1 AND e.entry_key <= $2 AND NOT EXISTS"
		" (SELECT 1 FROM sale s WHERE s.entry_key = e.entry_key) LIMIT 1" },
	SQL_END
};

static const struct id everywhere = { { 0 } };

/* Things by id; what is asked for most stands where its id says. */
struct slot {
	struct id id;
	void *what;            /* NULL: free */
};

struct shelf {
	struct slot *slots;
	size_t slots_count;    /* a power of two */
	size_t used;
};

/* What lies there of an item, in the order it is sold. */
struct levels {
	struct stock_lot *lots;
	size_t count;
};

struct goods {
	struct arena *arena, *levels_arena;
	struct shelf items, origins, lots, terms;
	struct shelf levels;   /* of one that reads: as of the heads */
	struct goods_till tills[TILLS_MAX];
	size_t tills_count;
	int32_t day;
	int64_t changed_in;    /* number of the transaction that changed something last */
	int64_t heads[STREAMS_MAX];  /* up to where one that reads knows the streams */
	size_t heads_count;
};

/* ---- keeping ---------------------------------------------------------------- */

static void shelf_clear(struct shelf *shelf)
{
	free(shelf->slots);
	*shelf = (struct shelf){ 0 };
}

static struct slot *shelf_find(const struct shelf *shelf, struct id id)
{
	uint64_t at;

	/* The end of an id is chance, its beginning time. */
	memcpy(&at, id.bytes + 8, sizeof(at));
	for (at = at * UINT64_C(0x9e3779b97f4a7c15) >> 20;; at++) {
		struct slot *slot = &shelf->slots[at & (shelf->slots_count - 1)];

		if (!slot->what || id_is(slot->id, id))
			return slot;
	}
}

static void *shelf_get(const struct shelf *shelf, struct id id)
{
	return shelf->slots_count ? shelf_find(shelf, id)->what : NULL;
}

static void shelf_put(struct shelf *shelf, struct id id, void *what)
{
	struct slot *slot;

	if (shelf->used * 2 >= shelf->slots_count) {
		struct shelf wider = { .slots_count = shelf->slots_count ? shelf->slots_count * 2 : SLOTS_FIRST, .used = shelf->used };

		wider.slots = calloc(wider.slots_count, sizeof(*wider.slots));
		assert(wider.slots);
		for (size_t i = 0; i < shelf->slots_count; i++)
			if (shelf->slots[i].what)
				*shelf_find(&wider, shelf->slots[i].id) = shelf->slots[i];
		free(shelf->slots);
		*shelf = wider;
	}
	slot = shelf_find(shelf, id);
	shelf->used += slot->what == NULL;
	*slot = (struct slot){ id, what };
}

struct goods *goods_new(void)
{
	struct goods *goods = calloc(1, sizeof(*goods));

	assert(goods);
	goods->arena = arena_new(GOODS_BYTES_MAX);
	goods->levels_arena = arena_new(GOODS_BYTES_MAX);
	return goods;
}

static void empty_levels(struct goods *goods)
{
	arena_reset(goods->levels_arena);
	shelf_clear(&goods->levels);
}

static void empty(struct goods *goods)
{
	empty_levels(goods);
	arena_reset(goods->arena);
	shelf_clear(&goods->items);
	shelf_clear(&goods->origins);
	shelf_clear(&goods->lots);
	shelf_clear(&goods->terms);
	goods->tills_count = 0;
}

void goods_free(struct goods *goods)
{
	if (!goods)
		return;
	empty(goods);
	arena_free(goods->levels_arena);
	arena_free(goods->arena);
	free(goods);
}

void goods_forget(struct goods *goods, struct txn *txn)
{
	if (!goods)
		return;
	empty(goods);
	goods->changed_in = txn_number(txn);
}

/* Were they all sales and returns, which change nothing of what is kept? */
static bool only_sales(struct txn *txn, int64_t after, int64_t last, bool *keeps, struct err *err)
{
	struct stmt *q;

	*keeps = last > after && last - after <= FOLLOWED_MAX;
	if (!*keeps)
		return true;
	q = stmt_begin(txn, &goods_sql[OTHERS]);
	stmt_put_i64(q, after);
	stmt_put_i64(q, last);
	*keeps = !stmt_next(q);
	return stmt_end(q, err);
}

bool goods_follow(struct goods *goods, struct txn *txn, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &goods_sql[HEADS]);
	int64_t heads[STREAMS_MAX + 1];
	size_t count = 0;
	bool keeps;

	stmt_put_i64(q, STREAMS_MAX + 1);
	while (count <= STREAMS_MAX && stmt_next(q))
		heads[count++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	keeps = count <= STREAMS_MAX && count == goods->heads_count;
	for (size_t i = 0; keeps && i < count; i++) {
		if (heads[i] != goods->heads[i] && !only_sales(txn, goods->heads[i], heads[i], &keeps, err))
			return false;
	}
	if (!keeps)
		empty(goods);
	else if (memcmp(heads, goods->heads, count * sizeof(*heads)) != 0)
		empty_levels(goods);
	goods->heads_count = count <= STREAMS_MAX ? count : 0;
	memcpy(goods->heads, heads, goods->heads_count * sizeof(*heads));
	return true;
}

struct goods *goods_at(struct goods *goods, struct txn *txn, int32_t day)
{
	if (!goods || goods->changed_in == txn_number(txn))
		return NULL;
	if (goods->day != day || goods->items.used + goods->lots.used >= GOODS_KEPT_MAX || arena_used(goods->arena) > GOODS_BYTES_MAX / 2 ||
	    arena_used(goods->levels_arena) > GOODS_BYTES_MAX / 2)
		empty(goods);
	goods->day = day;
	return goods;
}

/* ---- items ------------------------------------------------------------------ */

static bool next_price(const struct goods_asker *by, struct id item_id, struct id site_id, int64_t *until_us, struct err *err)
{
	struct stmt *q = stmt_begin(by->txn, &goods_sql[NEXT_PRICE]);

	stmt_put_id(q, item_id);
	stmt_put_blob(q, site_id.bytes, 16);
	stmt_put_i64(q, by->at_us);
	if (stmt_next(q)) {
		int64_t from_us = stmt_take_i64(q);

		if (from_us < *until_us)
			*until_us = from_us;
	}
	return stmt_end(q, err);
}

static bool read_item(const struct goods_asker *by, struct arena *arena, struct id item_id, struct goods_item *item, struct err *err)
{
	*item = (struct goods_item){ .site_id = by->site_id, .seller_profile = by->seller_profile, .until_us = INT64_MAX };
	return item_get(by->txn, arena, item_id, &item->item, err) &&
	       (item->item.has_stock || recipe_get(by->txn, arena, item_id, &item->parts, &item->parts_count, err)) &&
	       item_vat_at(by->txn, item_id, by->seller_profile, 1, by->day, &item->vat_class, &item->has_vat, err) &&
	       item_price_since(by->txn, item_id, by->site_id, by->at_us, &item->price, &item->from_us, &item->has_price, err);
}

bool goods_item(const struct goods_asker *by, struct id item_id, const struct goods_item **item, struct err *err)
{
	struct goods *goods = by->goods;
	struct goods_item *kept = goods ? shelf_get(&goods->items, item_id) : NULL;

	if (kept && kept->has_price && by->at_us >= kept->from_us && by->at_us < kept->until_us && kept->seller_profile == by->seller_profile &&
	    id_is(kept->site_id, by->site_id)) {
		*item = kept;
		return true;
	}
	if (!kept || !goods)
		kept = ARENA_NEW(goods ? goods->arena : by->arena, struct goods_item);
	*item = kept;
	if (!read_item(by, goods ? goods->arena : by->arena, item_id, kept, err)) {
		kept->has_price = false;
		return false;
	}
	if (!goods)
		return true;
	if (!next_price(by, item_id, by->site_id, &kept->until_us, err) || !next_price(by, item_id, everywhere, &kept->until_us, err)) {
		kept->has_price = false;
		return false;
	}
	shelf_put(&goods->items, item_id, kept);
	return true;
}

static bool read_origin(const struct goods_asker *by, struct arena *arena, const struct item *item, struct goods_origin *origin, struct err *err)
{
	struct item_view view = { .item = *item };
	struct party producer = { 0 };

	if (!item_origin_get(by->txn, by->arena, by->day, &view, err) ||
	    (!id_is_none(view.producer_id) && !party_get(by->txn, by->arena, view.producer_id, by->day, &producer, err)))
		return false;
	*origin = (struct goods_origin){ .stars = view.stars, .group_code = view.group_code, .group_set = view.group_set,
					 .producer = arena_text(arena, producer.name), .commune = arena_text(arena, view.commune) };
	return true;
}

bool goods_origin(const struct goods_asker *by, const struct item *item, const struct goods_origin **origin, struct err *err)
{
	struct arena *arena = by->goods ? by->goods->arena : by->arena;
	struct goods_origin *kept = by->goods ? shelf_get(&by->goods->origins, item->id) : NULL;

	*origin = kept;
	if (kept)
		return true;
	*origin = kept = ARENA_NEW(arena, struct goods_origin);
	if (!read_origin(by, arena, item, kept, err))
		return false;
	if (by->goods)
		shelf_put(&by->goods->origins, item->id, kept);
	return true;
}

/* ---- tills, terms ----------------------------------------------------------- */

bool goods_till(const struct goods_asker *by, struct id till_id, const struct goods_till **till, struct err *err)
{
	struct goods *goods = by->goods;
	struct goods_till *read;
	struct stmt *q;
	bool found;

	for (size_t i = 0; goods && i < goods->tills_count; i++) {
		*till = &goods->tills[i];
		if (id_is((*till)->till_id, till_id))
			return true;
	}
	read = goods && goods->tills_count < TILLS_MAX ? &goods->tills[goods->tills_count] : ARENA_NEW(by->arena, struct goods_till);
	*till = read;
	read->till_id = till_id;
	q = stmt_begin(by->txn, &goods_sql[OPERATOR]);
	stmt_put_day(q, by->day);
	stmt_put_id(q, till_id);
	found = stmt_next(q);
	if (found) {
		stmt_take_id(q, &read->operator_id);
		read->seller_profile = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "till_id", "không có quầy này");
	if (goods && read == &goods->tills[goods->tills_count])
		goods->tills_count++;
	return true;
}

bool goods_terms(const struct goods_asker *by, struct id contract_id, int64_t version, struct contract_base *base, struct err *err)
{
	struct id key = contract_id;
	struct contract_base *kept;

	for (int i = 0; i < 8; i++)
		key.bytes[i] ^= (uint8_t)((uint64_t)version >> (8 * i));
	kept = by->goods ? shelf_get(&by->goods->terms, key) : NULL;
	if (kept) {
		*base = *kept;
		return true;
	}
	if (!contract_base_get(by->txn, contract_id, version, by->day, base, err))
		return false;
	if (by->goods) {
		kept = ARENA_NEW(by->goods->arena, struct contract_base);
		*kept = *base;
		shelf_put(&by->goods->terms, key, kept);
	}
	return true;
}

/* ---- lots ------------------------------------------------------------------- */

static bool read_lot(const struct goods_asker *by, struct id lot_id, struct stock_lot *lot, struct err *err)
{
	struct stmt *q = stmt_begin(by->txn, &goods_sql[LOT]);
	bool found;

	*lot = (struct stock_lot){ .lot_id = lot_id };
	stmt_put_id(q, lot_id);
	found = stmt_next(q);
	if (found) {
		stmt_take_id(q, &lot->contract_id);
		stmt_take_id(q, &lot->consignor_id);
		lot->version = stmt_take_i64(q);
		lot->expiry_day = stmt_take_day_opt(q);
		lot->expiry_kind = stmt_take_i64(q);
		lot->own_price = stmt_take_i64_opt(q);
		lot->hand_over = stmt_take_i64_opt(q);
		lot->is_pending = stmt_take_i64(q) != 0;
		lot->is_frozen = stmt_take_i64(q) != 0;
		lot->arrived_us = stmt_take_i64(q);
		lot->code = stmt_take_text_opt(q, by->goods ? by->goods->arena : by->arena);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "lot_id", "không có lô này");
}

static bool find_lot(const struct goods_asker *by, struct id lot_id, struct stock_lot *lot, struct err *err)
{
	struct stock_lot *kept = shelf_get(&by->goods->lots, lot_id);
	int64_t place = lot->place, qty_milli = lot->qty_milli;

	if (!kept) {
		kept = ARENA_NEW(by->goods->arena, struct stock_lot);
		if (!read_lot(by, lot_id, kept, err))
			return false;
		shelf_put(&by->goods->lots, lot_id, kept);
	}
	*lot = *kept;
	lot->place = place;
	lot->qty_milli = qty_milli;
	return true;
}

/* As long as there is no further entry nothing lies elsewhere. */
static void keep_levels(struct goods *goods, struct id item_id, const struct stock_lot *lots, size_t count)
{
	struct levels *levels;

	if (goods->heads_count == 0 || arena_used(goods->levels_arena) > GOODS_BYTES_MAX / 2)
		return;
	levels = ARENA_NEW(goods->levels_arena, struct levels);
	levels->lots = ARENA_LIST(goods->levels_arena, count, struct stock_lot);
	levels->count = count;
	if (count)
		memcpy(levels->lots, lots, count * sizeof(*lots));
	shelf_put(&goods->levels, item_id, levels);
}

bool goods_lots(const struct goods_asker *by, struct id item_id, struct stock_lot **lots, size_t *lots_count, struct err *err)
{
	const struct levels *kept;
	struct stmt *q;
	size_t room = 4;

	if (!by->goods)
		return stock_lots(by->txn, by->arena, by->site_id, item_id, lots, lots_count, err);
	kept = shelf_get(&by->goods->levels, item_id);
	if (kept) {
		*lots = ARENA_LIST(by->arena, kept->count, struct stock_lot);
		*lots_count = kept->count;
		if (kept->count)
			memcpy(*lots, kept->lots, kept->count * sizeof(**lots));
		return true;
	}
	*lots = ARENA_LIST(by->arena, room, struct stock_lot);
	*lots_count = 0;
	q = stmt_begin(by->txn, &goods_sql[LEVELS]);
	stmt_put_id(q, by->site_id);
	stmt_put_id(q, item_id);
	stmt_put_i64(q, STOCK_LOTS_MAX + 1);
	while (stmt_next(q)) {
		struct stock_lot *lot;

		if (*lots_count == room) {
			struct stock_lot *more = ARENA_LIST(by->arena, room * 2, struct stock_lot);

			memcpy(more, *lots, room * sizeof(*more));
			*lots = more;
			room *= 2;
		}
		lot = &(*lots)[(*lots_count)++];
		stmt_take_id(q, &lot->lot_id);
		lot->place = stmt_take_i64(q);
		lot->qty_milli = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *lots_count; i++)
		if (!find_lot(by, (*lots)[i].lot_id, &(*lots)[i], err))
			return false;
	if (!stock_lots_order(*lots, *lots_count, err))
		return false;
	keep_levels(by->goods, item_id, *lots, *lots_count);
	return true;
}
