/* Reading goods from the book into an index: all of them, or those that changed. */
#include "shop/search_load.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { ITEMS, ITEM, PRODUCERS, SOLD, SOLD_OF };

#define ITEM_WORDS "SELECT i.id, i.name, i.code, i.is_active, i.has_stock, d.producer_id, i.sort_key FROM item i LEFT JOIN product d ON d.id = i.product_id"

const struct sql search_load_sql[] = {
	[ITEMS] = { .text = ITEM_WORDS " ORDER BY i.sort_key, i.id", .scan_ok = true, .streams = true },
	[ITEM] = { .text = ITEM_WORDS " WHERE i.id = $1" },
	[PRODUCERS] = { .text = "SELECT DISTINCT producer_id FROM product", .scan_ok = true, .streams = true },
	/* Whole months only: who types the same twice meets the same order, whatever was sold in between. */
	[SOLD] = { .text =
		"SELECT key_a, CAST(SUM(count) AS BIGINT) FROM rollup WHERE kind = 2 AND period IN ($1, $2) AND key_b = $3 GROUP BY key_a",
		.scan_ok = true, .streams = true },
	[SOLD_OF] = { .text =
		"SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM rollup WHERE kind = 2 AND period IN ($1, $2) AND key_a = $3 AND key_b = $4" },
	SQL_END
};

/* ---- numbers by id, while an index is made ------------------------------------- */

struct tally {
	struct id id;
	int64_t n;
	const struct fold_spelled *words;
};

struct tallies {
	struct tally *list;
	size_t count, room;
};

static struct tally *tally_add(struct tallies *tallies, struct id id)
{
	if (tallies->count == tallies->room) {
		tallies->room = tallies->room ? tallies->room * 2 : 256;
		tallies->list = realloc(tallies->list, tallies->room * sizeof(*tallies->list));
		assert(tallies->list);
	}
	tallies->list[tallies->count] = (struct tally){ .id = id, .n = 1 };
	return &tallies->list[tallies->count++];
}

static void take_tally(void *owner, struct id id)
{
	tally_add(owner, id);
}

static int compare_tallies(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;

	return id_compare(a->id, b->id);
}

static void tally_sort(struct tallies *tallies)
{
	if (tallies->count)
		qsort(tallies->list, tallies->count, sizeof(*tallies->list), compare_tallies);
}

static const struct tally *tally_of(const struct tallies *tallies, struct id id)
{
	struct tally asked = { .id = id };

	return tallies->count ? bsearch(&asked, tallies->list, tallies->count, sizeof(*tallies->list), compare_tallies) : NULL;
}

/* ---- all --------------------------------------------------------------------------- */

/* The two months before a day's, as 202608. */
static void months_before(int32_t day, int64_t months[2])
{
	int32_t year = day / 10000, month = day / 100 % 100;

	for (int i = 0; i < 2; i++) {
		year -= month == 1;
		month = month == 1 ? 12 : month - 1;
		months[i] = year * 100 + month;
	}
}

static bool producer_words(const struct search_load *load, struct id party_id, const struct fold_spelled **words, size_t *count,
			   struct err *err)
{
	struct party party;

	*words = NULL;
	*count = 0;
	if (id_is_none(party_id))
		return true;
	/* Nothing is known of it yet on that day. */
	if (!party_get(load->txn, load->arena, party_id, load->day, &party, err))
		return err->code == ERR_MISSING;
	if (party.name)
		*words = fold_spelled(load->arena, party.name, strlen(party.name), count);
	return true;
}

static bool load_producers(const struct search_load *load, struct tallies *producers, struct err *err)
{
	struct stmt *q = stmt_begin(load->txn, &search_load_sql[PRODUCERS]);
	struct id id;

	while (stmt_next(q)) {
		stmt_take_id(q, &id);
		tally_add(producers, id);
	}
	if (!stmt_end(q, err))
		return false;
	tally_sort(producers);
	for (size_t i = 0; i < producers->count; i++) {
		size_t count;

		if (!producer_words(load, producers->list[i].id, &producers->list[i].words, &count, err))
			return false;
		producers->list[i].n = (int64_t)count;
	}
	return true;
}

static bool load_sold(const struct search_load *load, struct tallies *sold, struct err *err)
{
	struct stmt *q = stmt_begin(load->txn, &search_load_sql[SOLD]);
	int64_t months[2];
	struct id id;

	months_before(load->day, months);
	stmt_put_i64(q, months[0]);
	stmt_put_i64(q, months[1]);
	stmt_put_id(q, load->site_id);
	while (stmt_next(q)) {
		stmt_take_id(q, &id);
		tally_add(sold, id)->n = stmt_take_i64(q);
	}
	tally_sort(sold);
	return stmt_end(q, err);
}

static void take_goods(struct stmt *q, struct arena *arena, struct search_goods *goods, bool *counts_stock, struct id *producer_id)
{
	stmt_take_id(q, &goods->id);
	goods->name = stmt_take_text(q, arena);
	goods->code = stmt_take_text(q, arena);
	goods->is_active = stmt_take_i64(q) != 0;
	*counts_stock = stmt_take_i64(q) != 0;
	stmt_take_id_opt(q, producer_id);
}

/* NULL where it failed. */
static bool end_load(struct search_index **index, bool ok)
{
	if (ok) {
		search_index_finish(*index);
	} else {
		search_index_free(*index);
		*index = NULL;
	}
	return ok;
}

static bool load_items(const struct search_load *load, struct search_index *index, const struct tallies *producers, const struct tallies *sold,
		       const struct tallies *stocked, struct err *err)
{
	struct arena *arena = arena_new(1 << 20);
	struct stmt *q = stmt_begin(load->txn, &search_load_sql[ITEMS]);
	struct err ignored;
	bool ok = true;

	while (ok && stmt_next(q)) {
		struct search_goods goods = { .name = NULL };
		const struct tally *tally;
		struct id producer_id;
		bool counts_stock;

		take_goods(q, arena, &goods, &counts_stock, &producer_id);
		stmt_skip(q);
		if ((tally = tally_of(producers, producer_id))) {
			goods.producer = tally->words;
			goods.producer_count = (size_t)tally->n;
		}
		goods.sold = (tally = tally_of(sold, goods.id)) ? tally->n : 0;
		goods.has_stock = !counts_stock || tally_of(stocked, goods.id);
		ok = search_index_add(index, arena, &goods, err);
		arena_reset(arena);
	}
	arena_free(arena);
	return stmt_end(q, ok ? err : &ignored) && ok;
}

bool search_load_all(const struct search_load *load, struct search_index **index, struct err *err)
{
	struct tallies producers = { NULL, 0, 0 }, sold = producers, stocked = producers;
	bool ok;

	*index = search_index_new();
	ok = load_producers(load, &producers, err) && load_sold(load, &sold, err) &&
	     stock_each_sellable(load->txn, load->site_id, load->day, take_tally, &stocked, err);
	tally_sort(&stocked);
	ok = ok && load_items(load, *index, &producers, &sold, &stocked, err);
	free(producers.list);
	free(sold.list);
	free(stocked.list);
	return end_load(index, ok);
}

/* ---- some -------------------------------------------------------------------------- */

struct keyed {
	struct search_goods goods;
	const void *key;
	size_t key_size;
};

int search_compare_keys(const void *left, size_t left_size, const void *right, size_t right_size)
{
	int order = memcmp(left, right, left_size < right_size ? left_size : right_size);

	return order ? order : (left_size > right_size) - (left_size < right_size);
}

static int compare_keyed(const void *left, const void *right)
{
	const struct keyed *a = left, *b = right;
	int order = search_compare_keys(a->key, a->key_size, b->key, b->key_size);

	return order ? order : id_compare(a->goods.id, b->goods.id);
}

bool search_load_stock(const struct search_load *load, struct id item_id, bool *has_stock, struct err *err)
{
	int64_t qty_milli;

	if (!stock_sellable(load->txn, load->site_id, item_id, load->day, &qty_milli, err))
		return false;
	*has_stock = qty_milli > 0;
	return true;
}

static bool load_item(const struct search_load *load, struct id item_id, struct keyed *item, struct err *err)
{
	struct stmt *q = stmt_begin(load->txn, &search_load_sql[ITEM]);
	struct search_goods *goods = &item->goods;
	struct id producer_id = { { 0 } };
	bool counts_stock = false;
	int64_t months[2];

	stmt_put_id(q, item_id);
	if (stmt_next(q)) {
		take_goods(q, load->arena, goods, &counts_stock, &producer_id);
		item->key = stmt_take_blob(q, load->arena, &item->key_size);
	}
	if (!stmt_end(q, err) || !producer_words(load, producer_id, &goods->producer, &goods->producer_count, err))
		return false;
	goods->has_stock = true;
	if (counts_stock && !search_load_stock(load, item_id, &goods->has_stock, err))
		return false;
	months_before(load->day, months);
	q = stmt_begin(load->txn, &search_load_sql[SOLD_OF]);
	stmt_put_i64(q, months[0]);
	stmt_put_i64(q, months[1]);
	stmt_put_id(q, item_id);
	stmt_put_id(q, load->site_id);
	goods->sold = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

bool search_load_some(const struct search_load *load, const struct id *item_ids, size_t count, struct search_index **index, struct err *err)
{
	struct keyed *items = ARENA_LIST(load->arena, count, struct keyed);
	bool ok = true;

	*index = search_index_new();
	for (size_t i = 0; ok && i < count; i++)
		ok = load_item(load, item_ids[i], &items[i], err);
	if (ok && count)
		qsort(items, count, sizeof(*items), compare_keyed);
	for (size_t i = 0; ok && i < count; i++)
		ok = search_index_add(*index, load->arena, &items[i].goods, err);
	return end_load(index, ok);
}
