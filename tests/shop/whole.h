/*
 * A showroom's book is proved whole when a test ends: chain and seals, tables against a rebuild, invariants.
 *
 * Include after showroom.h; WHOLE_TEST in place of SHOWROOM_TEST.
 */
#ifndef TESTS_SHOP_WHOLE_H
#define TESTS_SHOP_WHOLE_H

#include "shop/verify.h"

static inline int whole_close(void **state)
{
	struct store *reader = engine_open(STORE_READ_ONLY), *fresh;
	struct verify_part parts[3];
	struct err err = { 0 };
	int64_t problems = 0;

	fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	assert_ok(reader && fresh, &err);
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		verify_part_init(&parts[i]);
	assert_ok(verify_entries(reader, NULL, 0, &parts[0], &err) && verify_tables(reader, fresh, &parts[1], &err) &&
			  verify_invariants(reader, &parts[2], &err),
		  &err);
	store_close(fresh);
	store_close(reader);
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (parts[i].problems_count)
			printf("# %s", buf_get(&parts[i].problems));
		problems += parts[i].problems_count;
		verify_part_release(&parts[i]);
	}
	assert_i64(problems, 0);
	return showroom_close(state);
}

#define WHOLE_TEST(function) cmocka_unit_test_setup_teardown(function, showroom_open, whole_close)

#endif
