/* The schema: a golden file, every statement prepared on both engines, every table in its class. */
#include "showroom.h"

#include <sys/stat.h>

#include "base/text.h"
#include "shop/kinds.h"
#include "shop/sql.h"

#define GOLDEN "tests/golden/schema.txt"

static struct store *reader(void)
{
	return engine_open(STORE_READ_ONLY);
}

static void the_schema_is_the_golden_one(void **state)
{
	struct err err = { 0 };
	struct store *store = reader();
	struct buf schema;
	static char golden[200000];
	FILE *file;

	(void)state;
	buf_init(&schema, 1 << 20);
	assert_ok(store_schema_print(store, &schema, &err), &err);
	store_close(store);
	if (getenv("GOLDEN")) {
		file = fopen(GOLDEN, "wb");
		assert_non_null(file);
		fwrite(schema.data, 1, schema.size, file);
		fclose(file);
	}
	file = fopen(GOLDEN, "rb");
	assert_non_null(file);
	golden[fread(golden, 1, sizeof(golden) - 1, file)] = '\0';
	fclose(file);
	if (strcmp(golden, buf_get(&schema)) != 0)
		fail_msg("%s is not what the migrations make; review and run: make golden", GOLDEN);
	buf_release(&schema);
}

static void every_statement_is_good_on_this_engine(void **state)
{
	struct err err = { 0 };

	assert_ok(store_prepare_all(*state, shop_sql, &err), &err);
}

static void every_table_has_a_class(void **state)
{
	struct err err = { 0 };
	struct store *store = reader();
	struct buf schema;
	char *line, *rest;

	(void)state;
	buf_init(&schema, 1 << 20);
	assert_ok(store_schema_print(store, &schema, &err), &err);
	store_close(store);
	for (line = strtok_r(schema.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char name[64];
		bool listed = false;

		if (sscanf(line, "table %63[a-z_]", name) != 1 || strcmp(name, "migration") == 0)
			continue;
		CASE(name);
		for (const struct book_table *table = book_tables; table->name; table++)
			listed = listed || strcmp(table->name, name) == 0;
		if (!listed)
			fail_msg("%s is not in book_tables (src/shop/tables.c)", name);
	}
	buf_release(&schema);
}

static void every_kind_is_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; kinds[i]; i++) {
		CASE(kinds[i]->name);
		shape_check(kinds[i]->body);
		assert_non_null(kinds[i]->apply);
		assert_non_null(kinds[i]->about);
		assert_true(kind_find(kinds[i]->name, kinds[i]->version) == kinds[i]);
	}
	assert_null(kind_find("sale", 99));
}

static void a_wrong_clock_is_confirmed_once(void **state)
{
	struct err err = { 0 };
	struct party party;
	struct work work;

	(void)state;
	room.now_us += 2 * DAY_US;
	work = as_office();
	party = (struct party){ .code = "X", .from_day = 20200101, .id = new_id(), .legal_form = FORM_ENTERPRISE, .name = "X", .roles = 1, .vat_profile = 1 };
	assert_false(SHOWROOM_TRY(&work, parties_set(&work, &party, 1, &err)));
	assert_text(err.field, "clock");
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, clock_confirm(&work, "sau Tết", &err)));
	assert_text(err.field, "approver");
	work = with_supervisor();
	SHOWROOM_DO(&work, clock_confirm(&work, "sau Tết", &err));
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
	/* A little back is the last entry's moment; much is asked about. */
	room.now_us -= 1000000;
	work = as_office();
	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
	room.now_us -= DAY_US;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, parties_set(&work, &party, 1, &err)));
	assert_text(err.field, "clock");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(the_schema_is_the_golden_one),
		SHOWROOM_TEST(every_statement_is_good_on_this_engine),
		SHOWROOM_TEST(every_table_has_a_class),
		SHOWROOM_TEST(every_kind_is_in_order),
		SHOWROOM_TEST(a_wrong_clock_is_confirmed_once),
	};

	return RUN_ON_ENGINES("shop/schema", tests);
}
