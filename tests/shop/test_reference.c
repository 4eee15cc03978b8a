/* Administrative units with their days, successions, banks: what the program carries comes through the journal, once. */
#include "showroom.h"
#include "whole.h"

#include "shop/reference.h"

static struct reference all;

static void load(void)
{
	struct err err = { 0 };
	struct timespec from, to;

	assert_ok(reference_of_program(room.arena, &all, &err), &err);
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (size_t i = 0; i < reference_chunks_count(&all); i++) {
		struct work work = as_office();

		SHOWROOM_DO(&work, reference_load(&work, &all, i, &err));
		assert_false(work.is_repeat);
		assert_true(work.entry.bytes_size <= ENTRY_BYTES_MAX);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("# %zu areas, %zu successions, %zu banks in %zu entries: %.2f s\n", all.areas_count, all.successions_count, all.banks_count,
	       reference_chunks_count(&all), (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
}

static void units_are_found_by_code_day_and_name(void **state)
{
	static const struct { enum area_level level; const char *code; int32_t day; const char *name; } rows[] = {
		{ AREA_PROVINCE, "20", 20240101, "Tỉnh Lạng Sơn" },
		{ AREA_PROVINCE, "20", 20260101, "Tỉnh Lạng Sơn" },
		{ AREA_PROVINCE, "02", 20250630, "Tỉnh Hà Giang" },
		{ AREA_PROVINCE, "02", 20250701, NULL },
		{ AREA_PROVINCE, "75", 20250630, "Tỉnh Đồng Nai" },
		{ AREA_PROVINCE, "75", 20260429, "Tỉnh Đồng Nai" },
		{ AREA_PROVINCE, "75", 20260430, "Thành phố Đồng Nai" },
		{ AREA_PROVINCE, "70", 20250630, "Tỉnh Bình Phước" },
		{ AREA_PROVINCE, "92", 20250630, "Thành phố Cần Thơ" },
		{ AREA_COMMUNE, "06400", 20260822, "Xã Hữu Liên, Tỉnh Lạng Sơn" },
		{ AREA_COMMUNE, "25270", 20260429, "Xã Lộc Ninh, Tỉnh Đồng Nai" },
		{ AREA_COMMUNE, "25270", 20260430, "Phường Lộc Ninh, Thành phố Đồng Nai" },
		{ AREA_COMMUNE, "00004", 20250101, "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội" },
		{ AREA_COMMUNE, "00004", 20250701, "Phường Ba Đình, Thành phố Hà Nội" },
		{ AREA_DISTRICT, "030", 20210809, "Huyện Vị Xuyên, Tỉnh Hà Giang" },
		{ AREA_DISTRICT, "030", 20250701, NULL },
		{ AREA_COMMUNE, "99999", 20260822, NULL },
	};
	static const struct { const char *name, *province, *code; bool ambiguous; } names[] = {
		{ "Hữu Liên", "Lạng Sơn", "06400", false },
		{ "xã hữu liên", "Tỉnh Lạng Sơn", "06400", false },
		{ "XA HUU LIEN", "lang son", "06400", false },
		{ "Hữu Liên", "Hà Nội", NULL, false },
		{ "Hữu Liên", "Nơi khác", NULL, false },
		{ "phường Lộc Ninh", "TP. Đồng Nai", "25270", false },
		{ "Ba Đình", "TP Hà Nội", "00004", false },
	};
	struct err err = { 0 };
	struct area_succession *list;
	struct txn *txn;
	struct area *areas;
	struct bank bank, *banks;
	size_t count;
	bool found;

	(void)state;
	load();
	txn = txn_begin(room.book->store, &err);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *name;

		CASE(rows[i].code);
		assert_ok(area_full_name(txn, room.arena, rows[i].level, rows[i].code, rows[i].day, &name, &err), &err);
		if (rows[i].name)
			assert_text(name, rows[i].name);
		else
			assert_null(name);
	}
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct area area;
		bool ambiguous;

		CASE(names[i].name);
		assert_ok(commune_find_name(txn, room.arena, names[i].name, names[i].province, 20260822, &area, &found, &ambiguous, &err), &err);
		assert_i64(found, names[i].code != NULL);
		assert_i64(ambiguous, names[i].ambiguous);
		if (found)
			assert_text(area.code, names[i].code);
	}
	assert_ok(area_list(txn, room.arena, AREA_PROVINCE, NULL, 20250630, &areas, &count, &err), &err);
	assert_i64(count, 63);
	assert_ok(area_list(txn, room.arena, AREA_PROVINCE, NULL, 20260822, &areas, &count, &err), &err);
	assert_i64(count, 34);
	assert_ok(area_list(txn, room.arena, AREA_COMMUNE, "75", 20260822, &areas, &count, &err), &err);
	assert_i64(count, 95);
	assert_ok(area_list(txn, room.arena, AREA_COMMUNE, "75", 20260401, &areas, &count, &err), &err);
	assert_i64(count, 95);
	/* One old district went into many communes; a province of before into one of today. */
	assert_ok(area_successors(txn, room.arena, AREA_DISTRICT, "030", &list, &count, &err), &err);
	assert_i64(count, 13);
	assert_ok(area_successors(txn, room.arena, AREA_PROVINCE, "70", &list, &count, &err), &err);
	assert_i64(count, 1);
	assert_text(list[0].new_code, "75");
	assert_ok(bank_find(txn, room.arena, "970436", &bank, &found, &err) && found, &err);
	assert_text(bank.short_name, "Vietcombank");
	assert_ok(bank_list(txn, room.arena, &banks, &count, &err), &err);
	assert_true(count > 50);
	txn_abandon(txn);
}

static void loading_again_changes_nothing(void **state)
{
	struct err err = { 0 };
	struct journal_head before, after;
	struct txn *txn;

	(void)state;
	load();
	txn = txn_begin(room.book->store, &err);
	assert_ok(journal_head(txn, 1, &before, &err), &err);
	txn_abandon(txn);
	for (size_t i = 0; i < reference_chunks_count(&all); i++) {
		struct work work = as_office();

		SHOWROOM_DO(&work, reference_load(&work, &all, i, &err));
		assert_true(work.is_repeat);
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(journal_head(txn, 1, &after, &err), &err);
	txn_abandon(txn);
	assert_i64(after.number, before.number);
}

static void every_commune_of_today_has_a_province_and_every_old_one_went_somewhere(void **state)
{
	struct err err = { 0 };
	size_t today = 0, orphans = 0;

	(void)state;
	assert_ok(reference_of_program(room.arena, &all, &err), &err);
	for (size_t i = 0; i < all.areas_count; i++) {
		today += all.areas[i].level == AREA_COMMUNE && all.areas[i].to_day == 0;
		orphans += all.areas[i].level != AREA_PROVINCE && !all.areas[i].parent_code;
	}
	assert_i64(today, 3321);
	assert_i64(orphans, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(units_are_found_by_code_day_and_name),
		WHOLE_TEST(loading_again_changes_nothing),
		WHOLE_TEST(every_commune_of_today_has_a_province_and_every_old_one_went_somewhere),
	};

	return RUN_ON_ENGINES("shop/reference", tests);
}
