#include "shop/tile.h"

#include <string.h>

#include "base/day.h"
#include "calc/shape.h"
#include "shop/catalog.h"
#include "shop/image.h"
#include "shop/journal.h"
#include "shop/sql.h"

enum { TILE_SET, GROUPS_CLEAR, GROUP_ADD, LIST, ONE, FIRST_OF_DAYS, TOP };

/* LIST looks at the items of a shop, FIRST_OF_DAYS at its shifts, TOP at the lines of a week. */
const struct sql tile_sql[] = {
	[TILE_SET] = { .text =
		"INSERT INTO item_tile (item_id, image, rank, entry_key) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (item_id) DO UPDATE SET image = excluded.image, rank = excluded.rank, entry_key = excluded.entry_key" },
	[GROUPS_CLEAR] = { .text = "DELETE FROM tile_group", .scan_ok = true },
	[GROUP_ADD] = { .text = "INSERT INTO tile_group (name, rank, entry_key) VALUES ($1, $2, $3)" },
	[LIST] = { .text =
		"SELECT i.id, i.tile_group, t.image, COALESCE(g.rank, 0), COALESCE(t.rank, 0) FROM item i LEFT JOIN item_tile t ON t.item_id = i.id"
		" LEFT JOIN tile_group g ON g.name = i.tile_group WHERE i.tile_group IS NOT NULL AND i.is_active = 1"
		" ORDER BY CASE WHEN g.rank IS NULL THEN 1 ELSE 0 END, g.rank, i.tile_group, CASE WHEN COALESCE(t.rank, 0) = 0 THEN 1 ELSE 0 END, t.rank,"
		" i.sort_key, i.id LIMIT 1000", .scan_ok = true },
	[ONE] = { .text = "SELECT image, rank FROM item_tile WHERE item_id = $1" },
	[FIRST_OF_DAYS] = { .text = "SELECT MIN(entry_key) FROM shift WHERE business_day >= $1", .scan_ok = true },
	[TOP] = { .text =
		"SELECT l.item_id FROM line l JOIN item i ON i.id = l.item_id WHERE l.entry_key >= $1 AND l.site_id = $2 AND l.qty_milli > 0"
		" AND i.is_active = 1 AND i.tile_group IS NOT NULL GROUP BY l.item_id ORDER BY COUNT(*) DESC, l.item_id LIMIT 24", .scan_ok = true },
	SQL_END
};

static const struct field tile_fields[] = {
	{ .name = "image", .kind = FIELD_TEXT, .optional = true, .left_out = true, .is_code = true, .offset = offsetof(struct tile_set, image), .low = 64, .high = 64 },
	F_ID(struct tile_set, item_id),
	{ .name = "rank", .kind = FIELD_I64, .left_out = true, .offset = offsetof(struct tile_set, rank), .low = 0, .high = TILE_RANK_MAX },
};
static const struct shape tile_shape = SHAPE(struct tile_set, "tile", tile_fields);
static const struct field set_fields[] = {
	F_TEXTS(struct tiles_set_in, groups, 0, TILE_GROUPS_MAX, 40),
	F_LIST(struct tiles_set_in, tiles, 0, TILES_PER_ENTRY_MAX, &tile_shape),
};
static const struct shape set_shape = SHAPE(struct tiles_set_in, "tiles_set", set_fields);

static bool apply_groups(struct txn *txn, const struct tiles_set_in *set, int64_t entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &tile_sql[GROUPS_CLEAR]);

	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < set->groups_count; i++) {
		q = stmt_begin(txn, &tile_sql[GROUP_ADD]);
		stmt_put_text(q, set->groups[i]);
		stmt_put_i64(q, (int64_t)i + 1);
		stmt_put_i64(q, entry_key);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

static bool tiles_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct tiles_set_in *set = body;

	(void)arena;
	if (set->groups_count && !apply_groups(txn, set, entry->key, err))
		return false;
	for (size_t i = 0; i < set->tiles_count; i++) {
		struct stmt *q = stmt_begin(txn, &tile_sql[TILE_SET]);

		stmt_put_id(q, set->tiles[i].item_id);
		stmt_put_text_opt(q, set->tiles[i].image);
		stmt_put_i64(q, set->tiles[i].rank);
		stmt_put_i64(q, entry->key);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

const struct kind tiles_set_kind = {
	.name = "tiles_set", .version = 1, .body = &set_shape, .apply = tiles_apply, .about = "Tiles of the till were put in order or given a picture",
};

static bool check_tile(struct work *work, const struct tile_set *tile, struct err *err)
{
	struct item item;
	bool found = true;

	if (!item_get(work->txn, work->arena, tile->item_id, &item, err) || (tile->image && !image_is_there(work->txn, tile->image, &found, err)))
		return false;
	return found || err_set(err, ERR_MISSING, "image", "không còn ảnh này; tải ảnh lên lại");
}

bool tiles_set(struct work *work, const struct tiles_set_in *in, struct err *err)
{
	struct tiles_set_in body = *in;
	void *first;

	if (!work_first_answer(work, &tiles_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < in->groups_count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(in->groups[i], in->groups[k]) == 0)
				return err_set(err, ERR_INPUT, "groups", "nhóm %s nêu hai lần", in->groups[i]);
	for (size_t i = 0; i < in->tiles_count; i++)
		if (!check_tile(work, &in->tiles[i], err))
			return err_within(err, "tiles[%zu]", i);
	return work_record(work, &tiles_set_kind, &body, err);
}

/* ---- reading ----------------------------------------------------------------------- */

bool tiles_list(struct txn *txn, struct arena *arena, struct tile **tiles, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &tile_sql[LIST]);

	*tiles = ARENA_LIST(arena, TILES_MAX, struct tile);
	*count = 0;
	while (*count < TILES_MAX && stmt_next(q)) {
		struct tile *tile = &(*tiles)[(*count)++];

		stmt_take_id(q, &tile->item_id);
		tile->group = stmt_take_text(q, arena);
		tile->image = stmt_take_text_opt(q, arena);
		tile->group_rank = stmt_take_i64(q);
		tile->rank = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool tile_get(struct txn *txn, struct arena *arena, struct id item_id, struct tile *tile, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &tile_sql[ONE]);

	*tile = (struct tile){ .item_id = item_id };
	stmt_put_id(q, item_id);
	if (stmt_next(q)) {
		tile->image = stmt_take_text_opt(q, arena);
		tile->rank = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* Since the first shift of a business day on; those that stand in the list already are not added again. */
static bool add_top(struct txn *txn, struct id site_id, int32_t from_day, struct id *items, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &tile_sql[FIRST_OF_DAYS]);
	int64_t from_key = STMT_NONE;

	stmt_put_day(q, from_day);
	if (stmt_next(q))
		from_key = stmt_take_i64_opt(q);
	if (!stmt_end(q, err))
		return false;
	if (from_key == STMT_NONE)
		return true;
	q = stmt_begin(txn, &tile_sql[TOP]);
	stmt_put_i64(q, from_key);
	stmt_put_id(q, site_id);
	while (*count < TILES_TOP_MAX && stmt_next(q)) {
		bool is_there = false;
		struct id item_id;

		stmt_take_id(q, &item_id);
		for (size_t i = 0; i < *count; i++)
			is_there = is_there || id_is(items[i], item_id);
		if (!is_there)
			items[(*count)++] = item_id;
	}
	return stmt_end(q, err);
}

bool tiles_top(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct id **items, size_t *count, struct err *err)
{
	*items = ARENA_LIST(arena, TILES_TOP_MAX, struct id);
	*count = 0;
	return add_top(txn, site_id, day, *items, count, err) &&
	       (*count == TILES_TOP_MAX || add_top(txn, site_id, day_add(day, -6), *items, count, err));
}
