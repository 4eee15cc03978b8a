#include "shop/catalog.h"

#include <string.h>

#include "base/day.h"
#include "calc/shape.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { ITEM_GET, ITEM_BY_CODE, ITEM_BY_SHORT, PRODUCT_GET, PRODUCT_BY_CODE, OF_CODE, CODES, STARS, PRICE_AT, VAT_AT, COMMUNE, CONSIGNOR,
       PAGE };

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
		"SELECT c.item_id FROM item_code c JOIN item i ON i.id = c.item_id WHERE c.code = $1 AND i.is_active = 1 ORDER BY c.item_id LIMIT 50" },
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
	[PAGE] = { .text =
		"SELECT id FROM item WHERE (sort_key, id) > ($1, $2) ORDER BY sort_key, id LIMIT $3", .scan_ok = true },
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

	*items = ARENA_LIST(arena, ITEMS_OF_CODE_MAX, struct id);
	*count = 0;
	stmt_put_text(q, key);
	while (*count < ITEMS_OF_CODE_MAX && stmt_next(q))
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
		view->group_code = product.group_code;
		view->group_set = product.group_set;
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

static bool take_ids(struct stmt *q, struct id *items, size_t count_max, size_t *count, struct err *err)
{
	*count = 0;
	while (*count < count_max && stmt_next(q))
		stmt_take_id(q, &items[(*count)++]);
	return stmt_end(q, err);
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
