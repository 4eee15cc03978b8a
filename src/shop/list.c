/* Lists of goods and of stock. Papers and sold lines are in list_papers.c. */
#include "shop/list.h"

#include <stdlib.h>
#include <string.h>

#include "calc/shape.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

#define LEVELS_MAX 20000 /* of a site, for sums */
#define SEEN_MAX 2000    /* items whose price is kept at hand */

enum { TILL, PRODUCTS, ITEMS, STOCK, STOCK_OF_ITEM };

#define STOCK_COLUMNS \
	"SELECT s.item_id, s.lot_id, s.place, s.qty_milli, i.code, i.name, i.unit, l.code, l.expiry_day, l.expiry_kind, l.own_price, " \
	"l.is_pending," \
	" l.is_frozen, c.number, l.consignor_id FROM stock s JOIN lot l ON l.id = s.lot_id JOIN item i ON i.id = s.item_id" \
	" JOIN contract c ON c.id = l.contract_id"

const struct sql list_sql[] = {
	[TILL] = { .text = "SELECT id FROM till WHERE code = $1" },
	[PRODUCTS] = { .text = "SELECT id, code FROM product WHERE code > $1 ORDER BY code LIMIT $2" },
	[ITEMS] = { .text = "SELECT id, code FROM item WHERE code > $1 ORDER BY code LIMIT $2" },
	[STOCK] = { .text = STOCK_COLUMNS
		    " WHERE s.site_id = $1 AND (s.item_id, s.lot_id, s.place) > ($2, $3, $4) ORDER BY s.item_id, s.lot_id, s.place LIMIT $5" },
	[STOCK_OF_ITEM] = { .text = STOCK_COLUMNS
			    " WHERE s.site_id = $1 AND s.item_id = $2 AND (s.lot_id, s.place) > ($3, $4) ORDER BY s.lot_id, s.place LIMIT $5" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

#define TEXT(type, member) F_TEXT(type, member, 0, 2000)
#define TEXT_OPT(type, member) F_TEXT_OPT(type, member, 0, 2000)
#define AMOUNT(type, member) F_MONEY(type, member, -MONEY_MAX, MONEY_MAX)
#define AMOUNT_OPT(type, member) F_MONEY_OPT(type, member, -MONEY_MAX, MONEY_MAX)
#define NUMBER(type, member) F_I64(type, member, INT64_MIN + 1, INT64_MAX)
#define NUMBER_OPT(type, member) F_I64_OPT(type, member, INT64_MIN + 1, INT64_MAX)

static const struct field item_fields[] = {
	TEXT(struct item_row, code),
	TEXT_OPT(struct item_row, codes),
	F_ID(struct item_row, id),
	F_BOOL(struct item_row, is_active),
	TEXT(struct item_row, name),
	AMOUNT_OPT(struct item_row, price),
	TEXT_OPT(struct item_row, producer),
	TEXT_OPT(struct item_row, product_name),
	NUMBER_OPT(struct item_row, short_number),
	NUMBER(struct item_row, stars),
	NUMBER(struct item_row, stock_milli),
	TEXT_OPT(struct item_row, tile_group),
	TEXT(struct item_row, unit),
};
const struct shape item_row_shape = SHAPE(struct item_row, "item_row", item_fields);

static const struct field stock_fields[] = {
	TEXT_OPT(struct stock_row, code),
	TEXT(struct stock_row, consignor),
	TEXT_OPT(struct stock_row, consignor_name),
	TEXT(struct stock_row, contract),
	NUMBER_OPT(struct stock_row, days_left),
	F_DAY_OPT(struct stock_row, expiry_day),
	NUMBER(struct stock_row, expiry_kind),
	F_BOOL(struct stock_row, is_frozen),
	F_BOOL(struct stock_row, is_pending),
	TEXT(struct stock_row, item),
	F_ID(struct stock_row, item_id),
	F_ID(struct stock_row, lot_id),
	TEXT(struct stock_row, name),
	NUMBER(struct stock_row, place),
	AMOUNT_OPT(struct stock_row, price),
	NUMBER(struct stock_row, qty_milli),
	TEXT(struct stock_row, unit),
	AMOUNT(struct stock_row, value),
};
const struct shape stock_row_shape = SHAPE(struct stock_row, "stock_row", stock_fields);

static const struct field sum_fields[] = {
	TEXT(struct stock_sum, consignor),          F_ID(struct stock_sum, consignor_id),
	TEXT_OPT(struct stock_sum, consignor_name), NUMBER_OPT(struct stock_sum, first_days_left),
	TEXT_OPT(struct stock_sum, item),           F_ID_OPT(struct stock_sum, item_id),
	TEXT_OPT(struct stock_sum, name),           NUMBER(struct stock_sum, lots_count),
	NUMBER(struct stock_sum, qty_milli),        AMOUNT(struct stock_sum, value),
};
const struct shape stock_sum_shape = SHAPE(struct stock_sum, "stock_sum", sum_fields);

/* ---- goods ------------------------------------------------------------------ */

bool till_find_code(struct txn *txn, const char *code, struct id *till_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &list_sql[TILL]);

	stmt_put_text(q, code);
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, till_id);
	return stmt_end(q, err);
}

static bool ids_by_code(struct txn *txn, const struct sql *sql, struct arena *arena, const char *after_code, size_t count_max, struct id **ids,
			size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	*ids = ARENA_LIST(arena, count_max, struct id);
	*count = 0;
	stmt_put_text(q, after_code ? after_code : "");
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		stmt_take_id(q, &(*ids)[(*count)++]);
		stmt_skip(q);
	}
	return stmt_end(q, err);
}

bool products_page(struct txn *txn, struct arena *arena, const char *after_code, size_t count_max, struct id **products, size_t *count,
		   struct err *err)
{
	return ids_by_code(txn, &list_sql[PRODUCTS], arena, after_code, count_max, products, count, err);
}

bool items_list(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const char *after_code, size_t count_max,
		struct item_row **rows, size_t *count, struct err *err)
{
	struct id *ids;

	if (!ids_by_code(txn, &list_sql[ITEMS], arena, after_code, count_max, &ids, count, err))
		return false;
	*rows = ARENA_LIST(arena, *count, struct item_row);
	for (size_t i = 0; i < *count; i++) {
		struct item_row *row = &(*rows)[i];
		struct item_view view;
		struct item_code *codes;
		size_t codes_count;

		if (!item_view_get(txn, arena, ids[i], site_id, at_us, &view, err) || !item_codes(txn, arena, ids[i], &codes, &codes_count, err))
			return false;
		*row = (struct item_row){
			.code = view.item.code,
			.id = ids[i],
			.is_active = view.item.is_active,
			.name = view.item.name,
			.price = view.price,
			.producer = view.producer,
			.product_name = view.product_name,
			.short_number = view.item.short_number,
			.stars = view.stars,
			.stock_milli = view.stock_milli,
			.tile_group = view.item.tile_group,
			.unit = view.item.unit,
		};
		for (size_t k = 0; k < codes_count; k++)
			row->codes = row->codes ? arena_format(arena, "%s %s", row->codes, codes[k].code) : codes[k].code;
	}
	return true;
}

/* ---- stock ------------------------------------------------------------------ */

/* A stock row before its party's name and its price are looked up. */
struct level {
	struct stock_row row;
	struct id consignor_id;
	int64_t own_price;
};

static bool read_levels(struct stmt *q, struct arena *arena, size_t count_max, struct level **levels, size_t *count, struct err *err)
{
	size_t room = count_max < 256 ? count_max : 256;

	*levels = ARENA_LIST(arena, room, struct level);
	*count = 0;
	while (*count < count_max && stmt_next(q)) {
		struct level *level;

		if (*count == room) {
			struct level *more = ARENA_LIST(arena, room * 2, struct level);

			memcpy(more, *levels, room * sizeof(*more));
			*levels = more;
			room *= 2;
		}
		level = &(*levels)[(*count)++];
		*level = (struct level){ 0 };
		stmt_take_id(q, &level->row.item_id);
		stmt_take_id(q, &level->row.lot_id);
		level->row.place = stmt_take_i64(q);
		level->row.qty_milli = stmt_take_i64(q);
		level->row.item = stmt_take_text(q, arena);
		level->row.name = stmt_take_text(q, arena);
		level->row.unit = stmt_take_text(q, arena);
		level->row.code = stmt_take_text_opt(q, arena);
		level->row.expiry_day = stmt_take_day_opt(q);
		level->row.expiry_kind = stmt_take_i64(q);
		level->own_price = stmt_take_i64_opt(q);
		level->row.is_pending = stmt_take_i64(q) != 0;
		level->row.is_frozen = stmt_take_i64(q) != 0;
		level->row.contract = stmt_take_text(q, arena);
		stmt_take_id(q, &level->consignor_id);
	}
	return stmt_end(q, err);
}

/* Prices and parties repeat from row to row: the last ones are kept at hand. */
struct look_up {
	struct txn *txn;
	struct arena *arena;
	struct id site_id;
	int64_t at_us;
	struct id item_id;
	struct money price;
	struct party *parties;
	size_t parties_count;
};

static bool find_consignor(struct look_up *l, struct id party_id, struct party **party, struct err *err)
{
	for (size_t i = 0; i < l->parties_count; i++) {
		if (id_is(l->parties[i].id, party_id)) {
			*party = &l->parties[i];
			return true;
		}
	}
	*party = l->parties_count < SEEN_MAX ? &l->parties[l->parties_count++] : &l->parties[SEEN_MAX - 1];
	return party_get(l->txn, l->arena, party_id, day_of_us(l->at_us), *party, err);
}

static bool fill_level(struct look_up *l, struct level *level, struct err *err)
{
	struct stock_row *row = &level->row;
	struct party *consignor;
	bool found;

	if (!find_consignor(l, level->consignor_id, &consignor, err))
		return false;
	row->consignor = consignor->code;
	row->consignor_name = consignor->name;
	if (!id_is(l->item_id, row->item_id)) {
		l->item_id = row->item_id;
		if (!item_price_at(l->txn, row->item_id, l->site_id, l->at_us, &l->price, &found, err))
			return false;
		if (!found)
			l->price = MONEY(SHAPE_ABSENT);
	}
	row->price = level->own_price == SHAPE_ABSENT ? l->price : MONEY(level->own_price);
	if (row->price.dong != SHAPE_ABSENT)
		row->value = MONEY(money_scale(row->price.dong, row->qty_milli, 1000));
	row->days_left = row->expiry_day ? day_between(day_of_us(l->at_us), row->expiry_day) : SHAPE_ABSENT;
	return true;
}

static struct look_up look_up_begin(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us)
{
	return (struct look_up){
		.txn = txn, .arena = arena, .site_id = site_id, .at_us = at_us, .parties = ARENA_LIST(arena, SEEN_MAX, struct party)
	};
}

bool stock_list(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, int64_t at_us, struct id after_item,
		struct id after_lot, int64_t after_place, size_t count_max, struct stock_row **rows, size_t *count, struct err *err)
{
	struct look_up l = look_up_begin(txn, arena, site_id, at_us);
	struct stmt *q = stmt_begin(txn, &list_sql[id_is_none(item_id) ? STOCK : STOCK_OF_ITEM]);
	struct level *levels;

	stmt_put_id(q, site_id);
	stmt_put_blob(q, id_is_none(item_id) ? after_item.bytes : item_id.bytes, 16);
	stmt_put_blob(q, after_lot.bytes, 16);
	stmt_put_i64(q, after_place);
	stmt_put_i64(q, (int64_t)count_max);
	if (!read_levels(q, arena, count_max, &levels, count, err))
		return false;
	*rows = ARENA_LIST(arena, *count, struct stock_row);
	for (size_t i = 0; i < *count; i++) {
		if (!fill_level(&l, &levels[i], err))
			return false;
		(*rows)[i] = levels[i].row;
	}
	return true;
}

static int by_value(const void *left, const void *right)
{
	const struct stock_sum *a = left, *b = right;

	if (a->value.dong != b->value.dong)
		return a->value.dong < b->value.dong ? 1 : -1;
	return id_compare(a->consignor_id, b->consignor_id) ? id_compare(a->consignor_id, b->consignor_id) : id_compare(a->item_id, b->item_id);
}

static int by_owner(const void *left, const void *right)
{
	const struct level *a = left, *b = right;
	int order = id_compare(a->consignor_id, b->consignor_id);

	return order ? order : id_compare(a->row.item_id, b->row.item_id);
}

static void add_level(struct stock_sum *sum, const struct level *level)
{
	const struct stock_row *row = &level->row;

	sum->lots_count++;
	sum->qty_milli += row->qty_milli;
	sum->value.dong += row->value.dong;
	if (row->days_left != SHAPE_ABSENT && row->qty_milli > 0 &&
	    (sum->first_days_left == SHAPE_ABSENT || row->days_left < sum->first_days_left))
		sum->first_days_left = row->days_left;
}

bool stock_sums(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, bool by_item, struct stock_sum **rows, size_t *count,
		struct err *err)
{
	struct look_up l = look_up_begin(txn, arena, site_id, at_us);
	struct stmt *q = stmt_begin(txn, &list_sql[STOCK]);
	static const struct id none;
	struct level *levels;
	size_t levels_count;

	stmt_put_id(q, site_id);
	stmt_put_blob(q, none.bytes, 16);
	stmt_put_blob(q, none.bytes, 16);
	stmt_put_i64(q, 0);
	stmt_put_i64(q, LEVELS_MAX + 1);
	if (!read_levels(q, arena, LEVELS_MAX + 1, &levels, &levels_count, err))
		return false;
	if (levels_count > LEVELS_MAX)
		return err_set(err, ERR_LIMIT, "stock", "quá nhiều lô để cộng một lần; xem theo từng mặt hàng");
	for (size_t i = 0; i < levels_count; i++)
		if (!fill_level(&l, &levels[i], err))
			return false;
	qsort(levels, levels_count, sizeof(*levels), by_owner);
	*rows = ARENA_LIST(arena, levels_count, struct stock_sum);
	*count = 0;
	for (size_t i = 0; i < levels_count; i++) {
		const struct level *level = &levels[i];
		struct stock_sum *last = *count ? &(*rows)[*count - 1] : NULL;

		if (!last || !id_is(last->consignor_id, level->consignor_id) || (by_item && !id_is(last->item_id, level->row.item_id))) {
			last = &(*rows)[(*count)++];
			*last = (struct stock_sum){
				.consignor = level->row.consignor,
				.consignor_id = level->consignor_id,
				.consignor_name = level->row.consignor_name,
				.first_days_left = SHAPE_ABSENT,
				.item = by_item ? level->row.item : NULL,
				.name = by_item ? level->row.name : NULL,
			};
			if (by_item)
				last->item_id = level->row.item_id;
		}
		add_level(last, level);
	}
	qsort(*rows, *count, sizeof(**rows), by_value);
	return true;
}
