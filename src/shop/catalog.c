#include "shop/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "calc/fold.h"
#include "calc/shape.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { ITEM_GET, ITEM_BY_CODE, ITEM_BY_SHORT, PRODUCT_GET, PRODUCT_BY_CODE, OF_CODE, CODES, STARS, PRICE_AT, VAT_AT, COMMUNE, CONSIGNOR,
       BY_WORD, HAS_WORD, TILES, PAGE, NAME_KEY };

const struct sql catalog_sql[] = {
	[ITEM_GET] = { .text =
		"SELECT code, name, unit, decimals, product_id, short_number, tile_group, has_stock, is_food, is_active, contract_id, round_unit"
		" FROM item WHERE id = $1" },
	[ITEM_BY_CODE] = { .text = "SELECT id FROM item WHERE code = $1" },
	[ITEM_BY_SHORT] = { .text = "SELECT id FROM item WHERE short_number = $1" },
	[PRODUCT_GET] = { .text =
		"SELECT code, name, producer_id, group_set, group_code, made_commune, ground FROM product WHERE id = $1" },
	[PRODUCT_BY_CODE] = { .text = "SELECT id FROM product WHERE code = $1" },
	[OF_CODE] = { .text =
		"SELECT c.item_id FROM item_code c JOIN item i ON i.id = c.item_id WHERE c.code = $1 AND i.is_active = 1 ORDER BY c.item_id LIMIT 9" },
	[CODES] = { .text = "SELECT code, scheme FROM item_code WHERE item_id = $1 ORDER BY code LIMIT 20" },
	/* A few certificates a product. */
	[STARS] = { .text =
		"SELECT stars FROM certificate WHERE product_id = $1 AND valid_from <= $2 AND COALESCE(extended_to, valid_to) >= $2"
		" AND (revoked_day IS NULL OR revoked_day > $2) ORDER BY valid_from DESC LIMIT 1" },
	[PRICE_AT] = { .text =
		"SELECT amount, from_us FROM price WHERE item_id = $1 AND site_id = $2 AND from_us <= $3 ORDER BY from_us DESC LIMIT 1" },
	/* A handful of rows an item, in the key's order backwards: the most exact first, the latest day of each first. */
	[VAT_AT] = { .text =
		"SELECT seller_profile, buyer, vat_class FROM item_vat WHERE item_id = $1 AND from_day <= $2"
		" ORDER BY seller_profile DESC, buyer DESC, from_day DESC" },
	[COMMUNE] = { .text =
		"SELECT full_name FROM area WHERE level = 3 AND code = $1 ORDER BY from_day DESC LIMIT 1" },
	[CONSIGNOR] = { .text =
		"SELECT consignor_id FROM contract WHERE id = $1" },
	[BY_WORD] = { .text =
		"SELECT item_id, CAST(MAX(weight) AS BIGINT) FROM item_word WHERE word >= $1 AND word < $2 GROUP BY item_id"
		" ORDER BY item_id LIMIT $3", .scan_ok = true },
	[HAS_WORD] = { .text =
		"SELECT weight FROM item_word WHERE item_id = $1 AND word >= $2 AND word < $3 ORDER BY word LIMIT 1" },
	[TILES] = { .text =
		"SELECT id FROM item WHERE tile_group IS NOT NULL AND is_active = 1 ORDER BY tile_group, sort_key, id LIMIT 1000", .scan_ok = true },
	[PAGE] = { .text =
		"SELECT id FROM item WHERE (sort_key, id) > ($1, $2) ORDER BY sort_key, id LIMIT $3", .scan_ok = true },
	[NAME_KEY] = { .text = "SELECT name, sort_key, is_active FROM item WHERE id = $1" },
	SQL_END
};

static const uint8_t everywhere[16];

static bool find_id(struct stmt *q, struct id *id, bool *found, struct err *err)
{
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, id);
	return stmt_end(q, err);
}

bool item_find_code(struct txn *txn, const char *code, struct id *item_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[ITEM_BY_CODE]);

	stmt_put_text(q, code);
	return find_id(q, item_id, found, err);
}

bool item_find_short(struct txn *txn, int64_t short_number, struct id *item_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[ITEM_BY_SHORT]);

	stmt_put_i64(q, short_number);
	return find_id(q, item_id, found, err);
}

bool product_find_code(struct txn *txn, const char *code, struct id *product_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[PRODUCT_BY_CODE]);

	stmt_put_text(q, code);
	return find_id(q, product_id, found, err);
}

bool item_get(struct txn *txn, struct arena *arena, struct id item_id, struct item *item, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[ITEM_GET]);
	bool found;

	*item = (struct item){ .id = item_id };
	stmt_put_id(q, item_id);
	found = stmt_next(q);
	if (found) {
		item->code = stmt_take_text(q, arena);
		item->name = stmt_take_text(q, arena);
		item->unit = stmt_take_text(q, arena);
		item->decimals = stmt_take_i64(q);
		stmt_take_id_opt(q, &item->product_id);
		item->short_number = stmt_take_i64_opt(q);
		item->tile_group = stmt_take_text_opt(q, arena);
		item->has_stock = stmt_take_i64(q) != 0;
		item->is_food = stmt_take_i64(q) != 0;
		item->is_active = stmt_take_i64(q) != 0;
		stmt_take_id_opt(q, &item->contract_id);
		item->round_unit = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "item_id", "không có mặt hàng này");
}

bool product_get(struct txn *txn, struct arena *arena, struct id product_id, struct product *product, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[PRODUCT_GET]);
	bool found;

	*product = (struct product){ .id = product_id };
	stmt_put_id(q, product_id);
	found = stmt_next(q);
	if (found) {
		product->code = stmt_take_text(q, arena);
		product->name = stmt_take_text(q, arena);
		stmt_take_id(q, &product->producer_id);
		product->group_set = stmt_take_i64(q);
		product->group_code = stmt_take_i64(q);
		product->made_commune = stmt_take_text_opt(q, arena);
		product->ground = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "product_id", "không có sản phẩm này");
}

bool items_of_code(struct txn *txn, struct arena *arena, const char *key, struct id **items, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[OF_CODE]);

	*items = ARENA_LIST(arena, 9, struct id);
	*count = 0;
	stmt_put_text(q, key);
	while (*count < 9 && stmt_next(q))
		stmt_take_id(q, &(*items)[(*count)++]);
	return stmt_end(q, err);
}

bool item_codes(struct txn *txn, struct arena *arena, struct id item_id, struct item_code **codes, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[CODES]);

	*codes = ARENA_LIST(arena, ITEM_CODES_MAX, struct item_code);
	*count = 0;
	stmt_put_id(q, item_id);
	while (*count < ITEM_CODES_MAX && stmt_next(q)) {
		(*codes)[*count].code = stmt_take_text(q, arena);
		(*codes)[(*count)++].scheme = (int32_t)stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool product_stars_on(struct txn *txn, struct id product_id, int32_t day, int64_t *stars, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[STARS]);

	stmt_put_id(q, product_id);
	stmt_put_day(q, day);
	*stars = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

static bool price_of_site(struct txn *txn, struct id item_id, const uint8_t site[16], int64_t at_us, struct money *price, int64_t *from_us,
			  bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[PRICE_AT]);

	stmt_put_id(q, item_id);
	stmt_put_blob(q, site, 16);
	stmt_put_i64(q, at_us);
	*found = stmt_next(q);
	if (*found) {
		*price = stmt_take_money(q);
		*from_us = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool item_price_since(struct txn *txn, struct id item_id, struct id site_id, int64_t at_us, struct money *price, int64_t *from_us, bool *found,
		      struct err *err)
{
	if (!price_of_site(txn, item_id, site_id.bytes, at_us, price, from_us, found, err))
		return false;
	return *found || price_of_site(txn, item_id, everywhere, at_us, price, from_us, found, err);
}

bool item_price_at(struct txn *txn, struct id item_id, struct id site_id, int64_t at_us, struct money *price, bool *found, struct err *err)
{
	int64_t from_us;

	return item_price_since(txn, item_id, site_id, at_us, price, &from_us, found, err);
}

bool item_vat_at(struct txn *txn, struct id item_id, int64_t seller_profile, int64_t buyer, int32_t day, enum vat_class *vat_class,
		 bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[VAT_AT]);

	*found = false;
	stmt_put_id(q, item_id);
	stmt_put_day(q, day);
	while (!*found && stmt_next(q)) {
		int64_t of_profile = stmt_take_i64(q);
		int64_t of_buyer = stmt_take_i64(q);

		*vat_class = (enum vat_class)stmt_take_i64(q);
		*found = (of_profile == 0 || of_profile == seller_profile) && (of_buyer == 0 || of_buyer == buyer);
	}
	return stmt_end(q, err);
}

static bool commune_name(struct txn *txn, struct arena *arena, const char *code, const char **name, struct err *err)
{
	struct stmt *q;

	if (!code)
		return true;
	q = stmt_begin(txn, &catalog_sql[COMMUNE]);
	stmt_put_text(q, code);
	*name = stmt_next(q) ? stmt_take_text(q, arena) : NULL;
	return stmt_end(q, err);
}

bool item_origin_get(struct txn *txn, struct arena *arena, int32_t day, struct item_view *view, struct err *err)
{
	struct product product;
	bool found;

	if (!id_is_none(view->item.product_id)) {
		if (!product_get(txn, arena, view->item.product_id, &product, err) || !product_stars_on(txn, product.id, day, &view->stars, err) ||
		    !commune_name(txn, arena, product.made_commune, &view->commune, err))
			return false;
		view->producer_id = product.producer_id;
		view->product_name = product.name;
	} else if (!id_is_none(view->item.contract_id)) {
		struct stmt *q = stmt_begin(txn, &catalog_sql[CONSIGNOR]);

		stmt_put_id(q, view->item.contract_id);
		if (!find_id(q, &view->producer_id, &found, err))
			return false;
	}
	return true;
}

bool item_view_get(struct txn *txn, struct arena *arena, struct id item_id, struct id site_id, int64_t at_us, struct item_view *view,
		   struct err *err)
{
	int32_t day = day_of_us(at_us);
	struct party producer;
	bool found;

	memset(view, 0, sizeof(*view));
	if (!item_get(txn, arena, item_id, &view->item, err) || !item_price_at(txn, item_id, site_id, at_us, &view->price, &found, err) ||
	    !stock_sellable(txn, site_id, item_id, day, &view->stock_milli, err) || !item_origin_get(txn, arena, day, view, err))
		return false;
	if (!found)
		view->price = MONEY(SHAPE_ABSENT);
	if (id_is_none(view->producer_id))
		return true;
	if (!party_get(txn, arena, view->producer_id, day, &producer, err))
		return false;
	view->producer = producer.name;
	return true;
}

/* ---- search ----------------------------------------------------------------- */

#define SEARCH_WORDS_MAX 8
#define SEARCH_CANDIDATES_MAX 2000  /* items that the longest word alone finds */

struct hit {
	struct id item_id;
	int64_t score;
	const char *key;
	size_t key_size;
};

/* The first text after every text that begins with the word: U+10FFFF is the last letter there is. */
static const char *after_word(struct arena *arena, const char *word)
{
	return arena_format(arena, "%s\xf4\x8f\xbf\xbf", word);
}

static int compare_hits(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;
	size_t size = a->key_size < b->key_size ? a->key_size : b->key_size;
	int order;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	order = memcmp(a->key, b->key, size);
	if (order)
		return order;
	return a->key_size != b->key_size ? (a->key_size < b->key_size ? -1 : 1) : id_compare(a->item_id, b->item_id);
}

static bool score_hit(struct txn *txn, struct arena *arena, struct hit *hit, const char *query, const char **words, size_t words_count,
		      size_t first, bool *keeps, struct err *err)
{
	struct stmt *q;
	char *name = NULL;

	*keeps = true;
	for (size_t i = 0; i < words_count && *keeps; i++) {
		if (i == first)
			continue;
		q = stmt_begin(txn, &catalog_sql[HAS_WORD]);
		stmt_put_id(q, hit->item_id);
		stmt_put_text(q, words[i]);
		stmt_put_text(q, after_word(arena, words[i]));
		*keeps = stmt_next(q);
		if (*keeps)
			hit->score += stmt_take_i64(q);
		if (!stmt_end(q, err))
			return false;
	}
	if (!*keeps)
		return true;
	q = stmt_begin(txn, &catalog_sql[NAME_KEY]);
	stmt_put_id(q, hit->item_id);
	if (stmt_next(q)) {
		name = stmt_take_text(q, arena);
		hit->key = stmt_take_blob(q, arena, &hit->key_size);
		*keeps = stmt_take_i64(q) != 0;
	}
	if (!stmt_end(q, err))
		return false;
	if (!name)
		return true;
	/* With its marks, in one piece: what was meant comes first. */
	if (strcmp(name, query) == 0)
		hit->score += 1000;
	else if (strncmp(name, query, strlen(query)) == 0)
		hit->score += 500;
	else if (strstr(name, query))
		hit->score += 200;
	return true;
}

static bool search(struct txn *txn, struct arena *arena, const char *query, const char *folded, size_t count_max, struct id **items,
		   size_t *count, struct err *err)
{
	size_t words_count, first = 0, hits_count = 0, kept = 0;
	const char **words = fold_words(arena, folded, strlen(folded), FOLD_QUERY, &words_count);
	struct hit *hits;
	struct stmt *q;

	*count = 0;
	if (words_count == 0)
		return true;
	if (words_count > SEARCH_WORDS_MAX)
		words_count = SEARCH_WORDS_MAX;
	for (size_t i = 1; i < words_count; i++)
		if (strlen(words[i]) > strlen(words[first]))
			first = i;
	hits = ARENA_LIST(arena, SEARCH_CANDIDATES_MAX, struct hit);
	q = stmt_begin(txn, &catalog_sql[BY_WORD]);
	stmt_put_text(q, words[first]);
	stmt_put_text(q, after_word(arena, words[first]));
	stmt_put_i64(q, SEARCH_CANDIDATES_MAX);
	while (hits_count < SEARCH_CANDIDATES_MAX && stmt_next(q)) {
		stmt_take_id(q, &hits[hits_count].item_id);
		hits[hits_count++].score = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < hits_count; i++) {
		struct hit hit = hits[i];
		bool keeps;

		if (!score_hit(txn, arena, &hit, query, words, words_count, first, &keeps, err))
			return false;
		if (keeps)
			hits[kept++] = hit;
	}
	qsort(hits, kept, sizeof(*hits), compare_hits);
	*items = ARENA_LIST(arena, count_max, struct id);
	for (size_t i = 0; i < kept && i < count_max; i++)
		(*items)[(*count)++] = hits[i].item_id;
	return true;
}

bool items_search(struct txn *txn, struct arena *arena, const char *query, size_t count_max, struct id **items, size_t *count,
		  struct err *err)
{
	struct buf typed;
	bool ok = true;

	if (!search(txn, arena, query, query, count_max, items, count, err))
		return false;
	if (*count > 0)
		return true;
	buf_init(&typed, 1024);
	if (fold_typed(query, strlen(query), &typed))
		ok = search(txn, arena, query, buf_get(&typed), count_max, items, count, err);
	buf_release(&typed);
	return ok;
}

static bool take_ids(struct stmt *q, struct id *items, size_t count_max, size_t *count, struct err *err)
{
	*count = 0;
	while (*count < count_max && stmt_next(q))
		stmt_take_id(q, &items[(*count)++]);
	return stmt_end(q, err);
}

bool items_with_tiles(struct txn *txn, struct arena *arena, struct id **items, size_t *count, struct err *err)
{
	*items = ARENA_LIST(arena, 1000, struct id);
	return take_ids(stmt_begin(txn, &catalog_sql[TILES]), *items, 1000, count, err);
}

bool items_page(struct txn *txn, struct arena *arena, const void *after_key, size_t after_size, struct id after_id, size_t count_max,
		struct id **items, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_sql[PAGE]);

	*items = ARENA_LIST(arena, count_max, struct id);
	stmt_put_blob(q, after_size ? after_key : "", after_size);
	stmt_put_blob(q, after_id.bytes, 16);
	stmt_put_i64(q, (int64_t)count_max);
	return take_ids(q, *items, count_max, count, err);
}
