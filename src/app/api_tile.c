/* Goods to touch: the tiles of the till and how the office arranges them, their pictures, a search, the card for the counter. */
#include "app/api_office.h"

#include <stdlib.h>
#include <string.h>

#include "app/door.h"
#include "calc/owncode.h"
#include "receipts/fonts.h"
#include "receipts/layouts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/image.h"
#include "shop/search.h"
#include "shop/tile.h"

/* ---- a tile as pages show it ---------------------------------------------------- */

struct item_tile {
	const char *code, *commune;
	int64_t decimals;
	struct id id;
	const char *image, *name;
	struct money price;
	const char *producer;
	int64_t short_number, stars, stock_milli;
	const char *unit;
};
static const struct field tile_fields[] = {
	F_TEXT(struct item_tile, code, 1, 40),
	F_TEXT_OPT(struct item_tile, commune, 1, 200),
	F_I64(struct item_tile, decimals, 0, 3),
	F_ID(struct item_tile, id),
	F_TEXT_OPT(struct item_tile, image, 64, 64),
	F_TEXT(struct item_tile, name, 1, 200),
	F_MONEY_OPT(struct item_tile, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct item_tile, producer, 1, 200),
	F_I64_OPT(struct item_tile, short_number, 1, 9999),
	F_I64(struct item_tile, stars, 0, 5),
	F_I64_OPT(struct item_tile, stock_milli, 0, INT64_MAX),
	F_TEXT(struct item_tile, unit, 1, 20),
};
static const struct shape tile_shape = SHAPE(struct item_tile, "item_tile", tile_fields);

static bool fill_tile(struct call *call, struct id item_id, const char *image, struct item_tile *tile, struct err *err)
{
	struct item_view view;

	if (!item_view_get(call->work.txn, call->arena, item_id, call->work.book->site_id, call->work.at_us, &view, err))
		return false;
	*tile = (struct item_tile){
		.code = view.item.code, .commune = view.commune, .decimals = view.item.decimals, .id = view.item.id, .image = image, .name = view.item.name,
		.price = view.price, .producer = view.producer, .short_number = view.item.short_number, .stars = view.stars,
		.stock_milli = !view.item.has_stock ? SHAPE_ABSENT : view.stock_milli > 0 ? view.stock_milli : 0, .unit = view.item.unit,
	};
	return true;
}

/* ---- the tiles of the till -------------------------------------------------------- */

struct tile_group {
	struct item_tile *items;
	size_t items_count;
	const char *name;
	int64_t rank;
};
static const struct field group_fields[] = {
	F_LIST(struct tile_group, items, 0, TILES_MAX, &tile_shape),
	F_TEXT(struct tile_group, name, 1, 100),
	F_I64(struct tile_group, rank, 0, TILE_RANK_MAX),
};
static const struct shape group_shape = SHAPE(struct tile_group, "tile_group", group_fields);
struct top_item {
	struct id id;
};
static const struct field top_fields[] = { F_ID(struct top_item, id) };
static const struct shape top_shape = SHAPE(struct top_item, "tile_top", top_fields);
struct tiles_out {
	struct tile_group *groups;
	size_t groups_count;
	struct top_item *top;
	size_t top_count;
};
static const struct field tiles_fields[] = {
	F_LIST(struct tiles_out, groups, 0, TILES_MAX, &group_shape),
	F_LIST(struct tiles_out, top, 0, TILES_TOP_MAX, &top_shape),
};
static const struct shape tiles_shape = SHAPE(struct tiles_out, "tiles", tiles_fields);

/* Those in order stand first already; among the others the largest, so that bags and wrapping, few, come last. */
static int larger_first(const void *a, const void *b)
{
	const struct tile_group *x = a, *y = b;

	if ((x->rank == 0) != (y->rank == 0))
		return x->rank == 0 ? 1 : -1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->items_count != y->items_count)
		return x->items_count > y->items_count ? -1 : 1;
	return strcmp(x->name, y->name);
}

static bool tiles_read(struct call *call, struct err *err)
{
	struct tiles_out *out = call->out;
	struct tile_group *group = NULL;
	struct item_tile *shown;
	struct tile *tiles;
	struct id *top;
	size_t count;

	if (!tiles_list(call->work.txn, call->arena, &tiles, &count, err))
		return false;
	shown = ARENA_LIST(call->arena, count, struct item_tile);
	out->groups = ARENA_LIST(call->arena, count, struct tile_group);
	for (size_t i = 0; i < count; i++) {
		if (!fill_tile(call, tiles[i].item_id, tiles[i].image, &shown[i], err))
			return false;
		if (!group || strcmp(group->name, tiles[i].group) != 0) {
			group = &out->groups[out->groups_count++];
			*group = (struct tile_group){ .items = &shown[i], .name = tiles[i].group, .rank = tiles[i].group_rank };
		}
		group->items_count++;
	}
	if (out->groups_count)
		qsort(out->groups, out->groups_count, sizeof(*out->groups), larger_first);
	if (!tiles_top(call->work.txn, call->arena, call->work.book->site_id, office_day(call), &top, &count, err))
		return false;
	out->top = ARENA_LIST(call->arena, count, struct top_item);
	for (; out->top_count < count; out->top_count++)
		out->top[out->top_count].id = top[out->top_count];
	return true;
}

/* ---- a search ----------------------------------------------------------------------- */

struct search_in {
	int64_t limit;
	const char *q;
};
static const struct field search_in_fields[] = {
	F_I64_OPT(struct search_in, limit, 1, 50),
	F_TEXT(struct search_in, q, 1, 100),
};
static const struct shape search_in_shape = SHAPE(struct search_in, "search_in", search_in_fields);
struct search_out {
	struct item_tile *items;
	size_t items_count;
};
static const struct field search_out_fields[] = { F_LIST(struct search_out, items, 0, 50, &tile_shape) };
static const struct shape search_out_shape = SHAPE(struct search_out, "items", search_out_fields);

static bool search_read(struct call *call, struct err *err)
{
	const struct search_in *in = call->in;
	struct search_out *out = call->out;
	struct search_ask ask = { .text = in->q, .which = SEARCH_ACTIVE, .count_max = in->limit == SHAPE_ABSENT ? 20 : (size_t)in->limit,
				  .at_us = call->work.at_us };
	struct id *items;
	size_t count;

	if (!search_items(call->search, call->work.txn, call->arena, &ask, &items, &count, err))
		return false;
	out->items = ARENA_LIST(call->arena, count, struct item_tile);
	for (size_t i = 0; i < count; i++) {
		struct tile tile;

		if (!tile_get(call->work.txn, call->arena, items[i], &tile, err) ||
		    !fill_tile(call, items[i], tile.image, &out->items[out->items_count++], err))
			return false;
	}
	return true;
}

/* ---- arranging ------------------------------------------------------------------------ */

struct picture_in {
	const char *image;
	struct id item_id;
};
static const struct field picture_fields[] = {
	F_CODE_OPT(struct picture_in, image, 64, 64),
	F_ID(struct picture_in, item_id),
};
static const struct shape picture_shape = SHAPE(struct picture_in, "tile_picture_in", picture_fields);
struct order_in {
	const char **groups;
	size_t groups_count;
	struct top_item *items;
	size_t items_count;
};
static const struct field order_fields[] = {
	F_TEXTS(struct order_in, groups, 0, TILE_GROUPS_MAX, 40),
	F_LIST(struct order_in, items, 0, TILES_PER_ENTRY_MAX, &top_shape),
};
static const struct shape order_shape = SHAPE(struct order_in, "tile_order_in", order_fields);

static bool set_tiles(struct call *call, const struct tiles_set_in *set, struct err *err)
{
	if (!tiles_set(&call->work, set, err))
		return office_one(err);
	office_goods_changed(call);
	return true;
}

static bool picture_write(struct call *call, struct err *err)
{
	const struct picture_in *in = call->in;
	struct tile there;
	struct tile_set tile = { .image = in->image, .item_id = in->item_id };

	if (!tile_get(call->work.txn, call->arena, in->item_id, &there, err))
		return false;
	tile.rank = there.rank;
	return set_tiles(call, &(struct tiles_set_in){ .tiles = &tile, .tiles_count = 1 }, err);
}

static bool order_write(struct call *call, struct err *err)
{
	const struct order_in *in = call->in;
	struct tiles_set_in set = { .groups = in->groups, .groups_count = in->groups_count, .tiles = ARENA_LIST(call->arena, in->items_count, struct tile_set) };

	if (in->groups_count == 0 && in->items_count == 0)
		return err_set(err, ERR_INPUT, "groups", "chưa nêu nhóm hay mặt hàng nào để xếp");
	for (; set.tiles_count < in->items_count; set.tiles_count++) {
		struct tile there;

		if (!tile_get(call->work.txn, call->arena, in->items[set.tiles_count].id, &there, err))
			return false;
		set.tiles[set.tiles_count] = (struct tile_set){ .image = there.image, .item_id = there.item_id, .rank = (int64_t)set.tiles_count + 1 };
	}
	return set_tiles(call, &set, err);
}

/* ---- pictures ------------------------------------------------------------------------- */

static const struct field image_fields[] = { F_CODE(struct api_image, image, 64, 64) };
const struct shape api_image_shape = SHAPE(struct api_image, "image_in", image_fields);
static const struct shape image_out_shape = SHAPE(struct api_image, "image_out", image_fields);

bool api_read_image(struct call *call, struct err *err)
{
	const struct api_image *in = call->in;
	enum image_kind kind;
	void *bytes;
	size_t size;

	if (!image_get(call->work.txn, call->arena, in->image, &kind, &bytes, &size, err))
		return false;
	call->answer_type = image_types[kind];
	call->answer_keeps = true;
	buf_add(&call->answer, bytes, size);
	return true;
}

static bool image_write(struct call *call, struct err *err)
{
	struct api_image *out = call->out;
	char *name = arena_take(call->arena, HASH_TEXT_SIZE);
	char *bytes;
	size_t size;
	bool ok;

	if (!office_body(call, IMAGE_BYTES_MAX, "ảnh lớn hơn 300 kB; chụp lại hoặc thu nhỏ ảnh", &bytes, &size, err))
		return false;
	ok = image_put(call->work.txn, bytes, size, call->work.at_us, name, err);
	free(bytes);
	out->image = name;
	return ok;
}

static void image_stream(struct call *call)
{
	call_add_step(call, LANE_WRITE, image_write);
	call_start(call);
}

/* ---- the card for the counter ----------------------------------------------------------- */

static bool card_read(struct call *call, struct err *err)
{
	struct counter_card_facts facts = { .at_us = call->work.at_us };
	struct counter_card_row *rows;
	struct tile *tiles;
	struct fonts *fonts;
	size_t count;
	bool ok;

	if (!tiles_list(call->work.txn, call->arena, &tiles, &count, err))
		return false;
	facts.rows = rows = ARENA_LIST(call->arena, count, struct counter_card_row);
	for (size_t i = 0; i < count; i++) {
		struct counter_card_row *row = &rows[facts.rows_count];
		char *code = arena_take(call->arena, OWNCODE_SIZE);
		struct item_code *codes;
		struct item_view view;
		size_t codes_count;

		if (!item_codes(call->work.txn, call->arena, tiles[i].item_id, &codes, &codes_count, err) ||
		    !item_view_get(call->work.txn, call->arena, tiles[i].item_id, call->work.book->site_id, call->work.at_us, &view, err))
			return false;
		/* What carries its own code is scanned from the pack. */
		if (codes_count || view.item.short_number == SHAPE_ABSENT)
			continue;
		owncode_write(OWNCODE_SHELF, tiles[i].item_id, code);
		*row = (struct counter_card_row){ .group = tiles[i].group, .name = view.item.name, .unit = view.item.unit, .producer = view.producer,
						  .short_number = view.item.short_number, .code = code };
		facts.rows_count++;
	}
	if (facts.rows_count == 0)
		return err_set(err, ERR_MISSING, NULL, "chưa có mặt hàng nào không có mã vạch mà có số tắt và nhóm ô bán; đặt số tắt ở trang Hàng hóa");
	call->answer_type = "application/pdf";
	call->answer_name = "Bảng mã quầy.pdf";
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout_counter_card(call->arena, &facts), call->work.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

const struct route tile_routes[] = {
	{ HTTP_GET, "/till/tiles", MAY_STAFF, &nothing_shape, &tiles_shape, { { LANE_READ, tiles_read } }, "Goods to touch, by group, and what sold most today", false, NULL },
	{ HTTP_GET, "/items/search", MAY_STAFF, &search_in_shape, &search_out_shape, { { LANE_SEARCH, search_read } },
	  "Goods by words, short number or code, the best first", false, NULL },
	{ HTTP_POST, "/items/:item_id/image", MAY_OFFICE, &picture_shape, &nothing_shape, { { LANE_WRITE, picture_write } }, "The picture of an item, or none", false, NULL },
	{ HTTP_POST, "/till/tiles", MAY_OFFICE, &order_shape, &nothing_shape, { { LANE_WRITE, order_write } },
	  "The order of groups, and of the items named", false, NULL },
	{ HTTP_GET, "/till/card.pdf", MAY_OFFICE, &nothing_shape, NULL, { { LANE_READ, card_read } }, "A card for the counter: goods without a code, to scan", false, NULL },
	{ HTTP_GET, "/images/:image", MAY_STAFF, &api_image_shape, NULL, { { LANE_READ, api_read_image } }, "A picture by its hash; it never changes", false, NULL },
	{ .method = HTTP_POST, .path = "/images", .may = MAY_OFFICE, .in = &nothing_shape, .out = &image_out_shape,
	  .about = "A picture comes in: JPEG, PNG or WebP, its bytes alone", .no_id = true, .stream = image_stream },
	{ .path = NULL },
};
