/* Tiles: who stands where, with which picture; what sold most; pictures by what they are; what a till likes. */
#include "showroom.h"

#include "shop/image.h"
#include "shop/preference.h"
#include "shop/tile.h"

static const char jpeg[] = "\xff\xd8\xff\xe0 a picture", png[] = "\x89PNG\r\n\x1a\n another one", webp[] = "RIFF\x20\0\0\0WEBPVP8 bytes";

static const char no_picture[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

static void bytes_say_what_they_are(void **state)
{
	static const struct {
		const char *name, *bytes;
		size_t size;
		enum image_kind kind;
	} rows[] = {
		{ "JPEG", jpeg, sizeof(jpeg), IMAGE_JPEG },
		{ "PNG", png, sizeof(png), IMAGE_PNG },
		{ "WebP", webp, sizeof(webp), IMAGE_WEBP },
		{ "GIF", "GIF89a and more bytes", 21, 0 },
		{ "SVG, which may run", "<svg xmlns=\"http:", 17, 0 },
		{ "a sound in the same wrapper", "RIFF\x20\0\0\0WAVEfmt ", 16, 0 },
		{ "cut off", "\xff\xd8\xff", 3, 0 },
		{ "nothing", "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		assert_int_equal(image_kind_of(rows[i].bytes, rows[i].size), rows[i].kind);
	}
}

static bool put(struct work *work, const char *bytes, size_t size, char name[HASH_TEXT_SIZE], struct err *err)
{
	return image_put(work->txn, bytes, size, work->at_us, name, err);
}

static const char *picture(const char *bytes, size_t size)
{
	struct work work = as_office();
	struct err err = { 0 };
	char *name = arena_take(room.arena, HASH_TEXT_SIZE);

	SHOWROOM_DO(&work, put(&work, bytes, size, name, &err));
	return name;
}

static void set(struct tiles_set_in in)
{
	struct work work = as_office();
	struct err err = { 0 };

	SHOWROOM_DO(&work, tiles_set(&work, &in, &err));
}

static const char *refused(struct tiles_set_in in)
{
	struct work work = as_office();
	struct err err = { 0 };

	assert_false(SHOWROOM_TRY(&work, tiles_set(&work, &in, &err)));
	return arena_text(room.arena, err.field);
}

static size_t list(struct tile **tiles)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	size_t count;

	assert_ok(tiles_list(txn, room.arena, tiles, &count, &err), &err);
	txn_abandon(txn);
	return count;
}

static size_t count_of_tiles(void)
{
	struct tile *tiles;

	return list(&tiles);
}

static size_t place(struct id item_id)
{
	struct tile *tiles;
	size_t count = list(&tiles);

	for (size_t i = 0; i < count; i++)
		if (id_is(tiles[i].item_id, item_id))
			return i;
	return count;
}

static void the_office_arranges(void **state)
{
	const char *name = picture(jpeg, sizeof(jpeg)), *groups[] = { "Quà tặng", "Thực phẩm" };
	struct tile_set rice_first[] = { { .item_id = room.rice, .rank = 1 }, { .item_id = room.honey, .rank = 2, .image = name } };
	struct tile_set unknown = { .item_id = new_id() }, lost = { .item_id = room.honey, .image = no_picture };
	const char *twice[] = { "Quà tặng", "Quà tặng" };
	struct tile *tiles;
	size_t count, before = place(room.rice);

	(void)state;
	assert_true(place(room.honey) < count_of_tiles() && before < count_of_tiles());
	set((struct tiles_set_in){ .tiles = rice_first, .tiles_count = 2, .groups = groups, .groups_count = 2 });
	assert_int_equal(place(room.rice), 0);
	assert_int_equal(place(room.honey), 1);
	count = list(&tiles);
	assert_true(count >= 2);
	assert_text(tiles[1].image, name);
	assert_null(tiles[0].image);
	assert_int_equal(tiles[0].group_rank, 2);
	CASE("a picture taken off, the place kept");
	rice_first[1].image = NULL;
	set((struct tiles_set_in){ .tiles = &rice_first[1], .tiles_count = 1 });
	assert_int_equal(place(room.honey), 1);
	list(&tiles);
	assert_null(tiles[1].image);
	assert_int_equal(tiles[1].group_rank, 2);
	CASE("what is not there");
	assert_text(refused((struct tiles_set_in){ .tiles = &unknown, .tiles_count = 1 }), "tiles[0].item_id");
	assert_text(refused((struct tiles_set_in){ .tiles = &lost, .tiles_count = 1 }), "tiles[0].image");
	assert_text(refused((struct tiles_set_in){ .groups = twice, .groups_count = 2 }), "groups");
}

/* ---- what sold most ------------------------------------------------------------------ */

static void open_shift(void)
{
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct work work = as_cashier();
	struct err err = { 0 };

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

static void close_shift(void)
{
	struct shift_close_in in = { .till_id = room.till_id, .reason = "thử" };
	const struct shift_closed *closed;
	struct work work = with_supervisor();
	struct err err = { 0 };

	SHOWROOM_DO(&work, shift_close(&work, &in, &closed, &err));
}

static void sell(struct id item_id, int64_t price)
{
	struct sale_line_in line = { .item_id = item_id, .qty_milli = 1000, .price = MONEY(price), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_TRANSFER, .amount = MONEY(price), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(price),
			      .cash_round_unit = MONEY(1000) };
	const struct sale *body;
	struct work work = as_cashier();
	struct err err = { 0 };

	SHOWROOM_DO(&work, sale_add(&work, &in, &body, &err));
}

static size_t top(int32_t day, struct id **items)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	size_t count;

	assert_ok(tiles_top(txn, room.arena, room.book->site_id, day, items, &count, &err), &err);
	txn_abandon(txn);
	return count;
}

static void most_sold_today_comes_first(void **state)
{
	int32_t day = day_of_us(room.now_us);
	struct id *items;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 100000, 20261231, 3);
	showroom_intake(room.household_contract, room.rice, 100000, 20261231, 3);
	assert_int_equal(top(day, &items), 0);
	open_shift();
	for (int i = 0; i < 3; i++)
		sell(room.rice, 108000);
	sell(room.honey, 145000);
	assert_int_equal(top(day, &items), 2);
	assert_true(id_is(items[0], room.rice) && id_is(items[1], room.honey));
	close_shift();
	CASE("the next day its own, what the week sold behind it");
	room.now_us += DAY_US;
	open_shift();
	assert_int_equal(top(day_add(day, 1), &items), 2);
	sell(room.honey, 145000);
	assert_int_equal(top(day_add(day, 1), &items), 2);
	assert_true(id_is(items[0], room.honey) && id_is(items[1], room.rice));
	CASE("after a week it is forgotten");
	assert_int_equal(top(day_add(day, 9), &items), 0);
}

/* ---- pictures -------------------------------------------------------------------------- */

static void pictures_are_kept_once_and_forgotten_unused(void **state)
{
	const char *first = picture(png, sizeof(png)), *other;
	struct work work = as_office();
	struct err err = { 0 };
	struct tile_set tile = { .item_id = room.honey };
	char *large = calloc(1, IMAGE_BYTES_MAX + 1), name[HASH_TEXT_SIZE];
	enum image_kind kind;
	struct txn *txn;
	void *bytes;
	size_t size;
	bool found;

	(void)state;
	assert_text(picture(png, sizeof(png)), first);
	txn = txn_begin(room.book->store, &err);
	assert_ok(image_get(txn, room.arena, first, &kind, &bytes, &size, &err), &err);
	assert_int_equal(kind, IMAGE_PNG);
	assert_int_equal(size, sizeof(png));
	assert_memory_equal(bytes, png, size);
	txn_abandon(txn);
	CASE("too large, and no picture");
	memcpy(large, jpeg, sizeof(jpeg));
	assert_false(SHOWROOM_TRY(&work, put(&work, large, IMAGE_BYTES_MAX + 1, name, &err)));
	assert_int_equal(err.code, ERR_LIMIT);
	work = as_office();
	assert_ok(SHOWROOM_TRY(&work, put(&work, large, IMAGE_BYTES_MAX, name, &err)), &err);
	free(large);
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, put(&work, "GIF89a and more", 15, name, &err)));
	assert_text(err.field, "image");
	CASE("two days later only what an item shows is there");
	tile.image = first;
	set((struct tiles_set_in){ .tiles = &tile, .tiles_count = 1 });
	room.now_us += 2 * DAY_US;
	other = picture(jpeg, sizeof(jpeg));
	txn = txn_begin(room.book->store, &err);
	assert_ok(image_is_there(txn, first, &found, &err), &err);
	assert_true(found);
	assert_ok(image_is_there(txn, other, &found, &err), &err);
	assert_true(found);
	assert_ok(image_is_there(txn, name, &found, &err), &err);
	assert_false(found);
	txn_abandon(txn);
}

/* ---- what a till likes ------------------------------------------------------------------- */

static void a_till_keeps_what_people_like(void **state)
{
	struct preference_key keys[] = { { .id = "exact", .key = "F8" }, { .id = "cash", .key = "F9" } };
	struct preference_volume sounds[] = { { .kind = SOUND_HIT, .volume = 0 }, { .kind = SOUND_STOP, .volume = 10 } };
	struct preference wanted = { .keys = keys, .keys_count = 2, .size = PREFERENCE_LARGE, .sounds = sounds, .sounds_count = 2 }, kept;
	struct work work = as_cashier();
	struct err err = { 0 };
	struct txn *txn;

	(void)state;
	SHOWROOM_DO(&work, preference_get(work.txn, room.arena, room.till_id, &kept, &err));
	assert_int_equal(kept.size, PREFERENCE_NORMAL);
	assert_int_equal(kept.keys_count + kept.sounds_count, 0);
	SHOWROOM_DO(&work, preference_put(work.txn, room.till_id, &wanted, room.now_us, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(preference_get(txn, room.arena, room.till_id, &kept, &err), &err);
	txn_abandon(txn);
	assert_int_equal(kept.size, PREFERENCE_LARGE);
	assert_int_equal(kept.keys_count, 2);
	assert_text(kept.keys[1].id, "cash");
	assert_int_equal(kept.sounds[0].volume, 0);
	CASE("two jobs on one key");
	keys[1].key = "F8";
	assert_false(SHOWROOM_TRY(&work, preference_put(work.txn, room.till_id, &wanted, room.now_us, &err)));
	assert_text(err.field, "keys[1].key");
	keys[1].key = "F9";
	sounds[1].kind = SOUND_HIT;
	assert_false(SHOWROOM_TRY(&work, preference_put(work.txn, room.till_id, &wanted, room.now_us, &err)));
	assert_text(err.field, "sounds[1].kind");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_say_what_they_are),
		SHOWROOM_TEST(the_office_arranges),
		SHOWROOM_TEST(most_sold_today_comes_first),
		SHOWROOM_TEST(pictures_are_kept_once_and_forgotten_unused),
		SHOWROOM_TEST(a_till_keeps_what_people_like),
	};

	return RUN_ON_ENGINES("shop/tile", tests);
}
