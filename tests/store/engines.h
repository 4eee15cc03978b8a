/*
 * A test of the store floor and above runs on both engines, each time on a fresh store:
 *
 *	static void the_last_one_sells_once(void **state)
 *	{
 *		struct store *store = *state;
 *		…
 *	}
 *	int main(void)
 *	{
 *		const struct CMUnitTest tests[] = { ENGINE_TEST(the_last_one_sells_once) };
 *
 *		engine_schema = make_tables;   // optional: what each fresh store begins with
 *		return RUN_ON_ENGINES("shop/stock", tests);
 *	}
 *
 * SQLite is a file in a folder of its own; PostgreSQL (OCOP_TEST_POSTGRES, see postgres.sh) a schema of its own. Scans are
 * watched. Thread: one.
 */
#ifndef TESTS_STORE_ENGINES_H
#define TESTS_STORE_ENGINES_H

#include "check.h"

#include <libpq-fe.h>
#include <unistd.h>

#include "store/migrate.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

#define ENGINE_TEST(function) cmocka_unit_test_setup_teardown(function, engine_setup, engine_teardown)
#define RUN_ON_ENGINES(name, tests) engines_run(name " on SQLite", name " on PostgreSQL", tests, COUNT_OF(tests))

static bool (*engine_schema)(struct store *store, struct err *err);

static struct {
	enum store_engine kind;
	struct store *store;
	unsigned stores_count;
	char folder[64];     /* SQLite */
	char path[80];
	char schema[64];     /* PostgreSQL */
	char conninfo[512];
	PGconn *admin;
} engine_now;

static inline void engine_command(const char *verb, const char *name, const char *tail)
{
	char text[256];
	PGresult *result;

	if (!engine_now.admin)
		engine_now.admin = PQconnectdb(getenv("OCOP_TEST_POSTGRES"));
	snprintf(text, sizeof(text), "SET client_min_messages = error; %s %s %s", verb, name, tail);
	result = PQexec(engine_now.admin, text);
	if (PQresultStatus(result) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", text, PQerrorMessage(engine_now.admin));
	PQclear(result);
}

/* One more connection to the same database. */
static inline struct store *engine_open(enum store_mode mode)
{
	struct err err = { 0 };
	struct store *store = engine_now.kind == STORE_SQLITE ? store_open_sqlite(engine_now.path, mode, &err) :
			      store_open_postgres(engine_now.conninfo, mode, &err);

	assert_ok(store, &err);
	store_watch_scans(store, true);
	return store;
}

/* The test's own store anew, as after a restart; *state is to be set to it. */
static inline struct store *engine_reopen(void)
{
	store_close(engine_now.store);
	return engine_now.store = engine_open(STORE_READ_WRITE);
}

static inline int engine_setup(void **state)
{
	struct err err = { 0 };

	case_name = "";
	engine_now.stores_count++;
	if (engine_now.kind == STORE_SQLITE) {
		const char *place = getenv("TMPDIR");

		snprintf(engine_now.folder, sizeof(engine_now.folder), "%.40s/ocop-test.XXXXXX", place ? place : "/tmp");
		assert_non_null(mkdtemp(engine_now.folder));
		snprintf(engine_now.path, sizeof(engine_now.path), "%s/book", engine_now.folder);
	} else {
		snprintf(engine_now.schema, sizeof(engine_now.schema), "t_%d_%u", (int)getpid(), engine_now.stores_count);
		engine_command("DROP SCHEMA IF EXISTS", engine_now.schema, "CASCADE");
		engine_command("CREATE SCHEMA", engine_now.schema, "");
		snprintf(engine_now.conninfo, sizeof(engine_now.conninfo), "%s options='-csearch_path=%s'", getenv("OCOP_TEST_POSTGRES"),
			 engine_now.schema);
	}
	*state = engine_now.store = engine_open(STORE_READ_WRITE);
	if (engine_schema)
		assert_ok(engine_schema(engine_now.store, &err), &err);
	return 0;
}

static inline void engine_remove(const char *tail)
{
	char path[96];

	snprintf(path, sizeof(path), "%s%s", engine_now.path, tail);
	unlink(path);
}

static inline int engine_teardown(void **state)
{
	(void)state;
	store_close(engine_now.store);
	engine_now.store = NULL;
	if (engine_now.kind == STORE_SQLITE) {
		static const char *const tails[] = { "", "-wal", "-shm", "-journal", ".copy", ".copy.part", ".copy-wal", ".copy-shm", ".drafts",
						     ".drafts-wal", ".drafts-shm" };

		for (size_t i = 0; i < COUNT_OF(tails); i++)
			engine_remove(tails[i]);
		if (rmdir(engine_now.folder) != 0)
			fail_msg("%s is not empty", engine_now.folder);
	} else {
		engine_command("DROP SCHEMA", engine_now.schema, "CASCADE");
	}
	return 0;
}

static inline int engines_run(const char *sqlite_name, const char *postgres_name, const struct CMUnitTest *tests, size_t count)
{
	int failed;

	engine_now.kind = STORE_SQLITE;
	failed = _cmocka_run_group_tests(sqlite_name, tests, count, NULL, NULL);
	if (getenv("OCOP_TEST_POSTGRES")) {
		engine_now.kind = STORE_POSTGRES;
		failed += _cmocka_run_group_tests(postgres_name, tests, count, NULL, NULL);
		PQfinish(engine_now.admin);
	} else {
		printf("# OCOP_TEST_POSTGRES is not set: SQLite alone\n");
	}
	return failed;
}

#endif
