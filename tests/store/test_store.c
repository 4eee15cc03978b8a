/* Opening, the rails, the log, copies, and what a dump prints. */
#include "store/engines.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/engine.h"

enum { ADD, KEEP_GOING, CHANGE_JOURNAL, REMOVE_JOURNAL, UPSERT_JOURNAL, CHANGE_LEVEL, REMOVE_LEVEL, ADD_LEVEL, MAKE, DROP, PRAGMA };

static const struct sql rails_sql[] = {
	[ADD] = { .text = "INSERT INTO journal (number, body) VALUES (1, 'x')" },
	[KEEP_GOING] = { .text = "INSERT INTO journal (number, body) VALUES (2, 'y')" },
	[CHANGE_JOURNAL] = { .text = "UPDATE journal SET body = 'z' WHERE number = 1" },
	[REMOVE_JOURNAL] = { .text = "DELETE FROM journal WHERE number = 1" },
	[UPSERT_JOURNAL] = { .text = "INSERT INTO journal (number, body) VALUES (1, 'x') ON CONFLICT (number) DO UPDATE SET body = 'z'" },
	[CHANGE_LEVEL] = { .text = "UPDATE level SET qty = 2 WHERE id = 1" },
	[REMOVE_LEVEL] = { .text = "DELETE FROM level WHERE id = 1" },
	[ADD_LEVEL] = { .text = "INSERT INTO level (id, qty) VALUES (1, 1)" },
	[MAKE] = { .scan_ok = true, .text = "CREATE TABLE other (id BIGINT)" },
	[DROP] = { .scan_ok = true, .text = "DROP TABLE level" },
	[PRAGMA] = { .text = "PRAGMA foreign_keys = OFF" },
	SQL_END,
};
static const struct sql add_all_sql = { .text = "INSERT INTO all_kinds (id, number, name) VALUES ($1, $2, $3)" };
static const struct sql fill_sql = { .text = "INSERT INTO journal (number, body) VALUES ($1, $2)" };
static const struct sql count_sql = { .scan_ok = true, .text = "SELECT CAST(COUNT(*) AS BIGINT) FROM journal" };

static bool make_tables(struct store *store, struct err *err)
{
	static const char text[] =
		"CREATE TABLE journal (number {i64} PRIMARY KEY NOT NULL, body {text} NOT NULL){strict};\n"
		"CREATE TABLE level (id {i64} PRIMARY KEY NOT NULL, qty {i64} NOT NULL){strict};\n"
		"CREATE TABLE all_kinds (id {blob} PRIMARY KEY NOT NULL, number {i64}, name {text}){strict_clustered};\n"
		"-- sqlite:\n"
		"CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'only grows'); END;\n"
		"CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'only grows'); END;\n"
		"-- postgres:\n"
		"CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'only grows'; END $$;\n"
		"CREATE TRIGGER journal_grows BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION only_grows();\n";
	const struct migration list[] = { { 1, "0001-tables.sql", text, strlen(text) } };

	return migrate(store, list, 1, err);
}

static bool run(struct txn *txn, const struct sql *sql, struct err *err)
{
	return stmt_end(stmt_begin(txn, sql), err);
}

static bool fill(struct txn *txn, int64_t number, const char *body, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &fill_sql);

	stmt_put_i64(q, number);
	stmt_put_text(q, body);
	return stmt_end(q, err);
}

static void fill_many(struct store *store, int64_t from, int64_t to)
{
	static char body[2000];
	struct err err = { 0 };
	struct txn *txn = txn_begin(store, &err);

	memset(body, 'b', sizeof(body) - 1);
	for (int64_t number = from; number <= to; number++)
		assert_ok(fill(txn, number, body, &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
}

static int64_t count_of(struct store *store)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(store, &err);
	struct stmt *q;
	int64_t count;

	assert_ok(txn, &err);
	q = stmt_begin(txn, &count_sql);
	assert_true(stmt_next(q));
	count = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	return count;
}

/* What is refused with the rails and without, each in a mark of its own. */
static void the_rails_let_the_journal_only_grow(void **state)
{
	static const char *const mutable_tables[] = { "level", NULL };
	static const struct {
		const char *name;
		int sql;
		enum err_code bare, railed;
		bool sqlite_only;
	} cases[] = {
		{ "add to the journal", KEEP_GOING, ERR_NONE, ERR_NONE, false },
		{ "change the journal", CHANGE_JOURNAL, ERR_FORBIDDEN, ERR_FORBIDDEN, false },
		{ "remove from the journal", REMOVE_JOURNAL, ERR_FORBIDDEN, ERR_FORBIDDEN, false },
		{ "add or change", UPSERT_JOURNAL, ERR_FORBIDDEN, ERR_FORBIDDEN, false },
		{ "change a level", CHANGE_LEVEL, ERR_NONE, ERR_NONE, false },
		{ "remove a level", REMOVE_LEVEL, ERR_NONE, ERR_NONE, false },
		{ "make a table", MAKE, ERR_NONE, ERR_FORBIDDEN, false },
		{ "drop a table", DROP, ERR_NONE, ERR_FORBIDDEN, false },
		{ "switch a guard off", PRAGMA, ERR_NONE, ERR_FORBIDDEN, true },
	};
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	assert_ok(run(txn, &rails_sql[ADD], &err), &err);
	assert_ok(run(txn, &rails_sql[ADD_LEVEL], &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	for (int railed = 0; railed < 2; railed++) {
		if (railed)
			assert_ok(store_rails(*state, mutable_tables, &err), &err);
		txn = txn_begin(*state, &err);
		for (size_t i = 0; i < COUNT_OF(cases); i++) {
			enum err_code wanted = railed ? cases[i].railed : cases[i].bare;

			if (cases[i].sqlite_only && engine_now.kind != STORE_SQLITE)
				continue;
			CASE(cases[i].name);
			err.code = ERR_NONE;
			assert_ok(txn_save(txn, &err), &err);
			assert_i64(run(txn, &rails_sql[cases[i].sql], &err), wanted == ERR_NONE);
			assert_i64(err.code, wanted);
			assert_ok(txn_undo(txn, &err), &err);
		}
		txn_abandon(txn);
	}
	if (engine_now.kind == STORE_SQLITE) {
		const struct sql *const tables[] = { rails_sql, NULL };

		/* So that a test finds them without running them. */
		assert_false(store_prepare_all(*state, tables, &err));
		assert_non_null(strstr(err.text, "UPDATE journal"));
	}
}

static bool collect(void *arg, const char *row, size_t row_size, struct err *err)
{
	struct buf *buf = arg;

	(void)err;
	buf_add(buf, row, row_size);
	buf_byte(buf, '\n');
	return true;
}

static void a_dump_prints_the_same_on_both_engines(void **state)
{
	static const struct {
		const char *name;
		uint8_t id;
		int64_t number;
		const char *text;
	} rows[] = {
		{ "high byte", 0xff, -1, "Đặc sản\n\"OCOP\"\t\x01" },
		{ "low byte", 0x00, INT64_MIN + 1, "" },
		{ "nulls", 0x7f, STMT_NONE, NULL },
	};
	static const char *const mutable_tables[] = { NULL };
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct buf buf;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct stmt *q = stmt_begin(txn, &add_all_sql);

		CASE(rows[i].name);
		stmt_put_blob(q, &rows[i].id, 1);
		stmt_put_i64_opt(q, rows[i].number);
		stmt_put_text_opt(q, rows[i].text);
		assert_ok(stmt_end(q, &err), &err);
	}
	assert_ok(fill(txn, 2, "b", &err), &err);
	assert_ok(fill(txn, 1, "a", &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	assert_ok(store_rails(*state, mutable_tables, &err), &err);
	buf_init(&buf, 1 << 16);
	txn = txn_begin(*state, &err);
	assert_ok(store_dump_table(txn, "all_kinds", "id", collect, &buf, &err), &err);
	assert_ok(store_dump_table(txn, "journal", "body, number", collect, &buf, &err), &err);
	assert_text(buf_get(&buf),
		    "x'00'\t-9223372036854775807\t\"\"\n"
		    "x'7f'\t-\t-\n"
		    "x'ff'\t-1\t\"Đặc sản\\n\\\"OCOP\\\"\\u0009\\u0001\"\n"
		    "1\t\"a\"\n"
		    "2\t\"b\"\n");
	assert_false(store_dump_table(txn, "nothing", "id", collect, &buf, &err));
	assert_i64(err.code, ERR_MISSING);
	txn_abandon(txn);
	buf_release(&buf);
}

static bool refuse_second(void *arg, const char *row, size_t row_size, struct err *err)
{
	(void)row;
	(void)row_size;
	return ++*(int *)arg < 2 || err_set(err, ERR_LIMIT, "row", "enough");
}

static void a_dump_stops_when_told(void **state)
{
	struct err err = { 0 };
	struct txn *txn;
	int seen = 0;

	fill_many(*state, 1, 50);
	txn = txn_begin(*state, &err);
	assert_false(store_dump_table(txn, "journal", "number", refuse_second, &seen, &err));
	assert_text(err.field, "row");
	assert_i64(seen, 2);
	assert_ok(fill(txn, 51, "the transaction goes on", &err), &err);
	txn_abandon(txn);
}

static void a_copy_is_whole_and_replaces_at_the_end(void **state)
{
	struct store *reader, *copy;
	struct err err = { 0 };
	char path[96], part[112];
	struct buf problems;
	struct stat info;

	fill_many(*state, 1, 100);
	reader = engine_open(STORE_READ_ONLY);
	if (engine_now.kind == STORE_POSTGRES) {
		assert_false(store_backup_to(reader, "/nowhere/copy", &err));
		assert_i64(err.code, ERR_INPUT);
		store_close(reader);
		return;
	}
	snprintf(path, sizeof(path), "%s.copy", engine_now.path);
	snprintf(part, sizeof(part), "%s.part", path);
	for (int64_t round = 1; round <= 2; round++) {
		struct txn *txn = txn_begin(*state, &err);

		/* The writer is in the middle of something, and an earlier copy was cut off. */
		assert_ok(fill(txn, 1000 + round, "not yet", &err), &err);
		fclose(fopen(part, "w"));
		assert_ok(store_backup_to(reader, path, &err), &err);
		assert_ok(txn_commit(txn, &err), &err);
		assert_i64(stat(part, &info), -1);
		copy = store_open_sqlite(path, STORE_READ_ONLY, &err);
		assert_ok(copy, &err);
		assert_i64(count_of(copy), 99 + round);
		buf_init(&problems, 4096);
		assert_ok(store_check_file(copy, &problems, &err), &err);
		assert_text(buf_get(&problems), "");
		buf_release(&problems);
		store_close(copy);
	}
	assert_false(store_backup_to(reader, "/nowhere/copy", &err));
	assert_i64(err.code, ERR_IO);
	CASE("it is a reader still");
	struct txn *txn = txn_begin(reader, &err);

	assert_false(fill(txn, 5000, "no", &err));
	assert_i64(err.code, ERR_FORBIDDEN);
	txn_abandon(txn);
	store_close(reader);
}

static void the_log_is_worked_off(void **state)
{
	struct store *reader;
	struct err err = { 0 };
	struct txn *reading;
	int64_t before;

	if (engine_now.kind != STORE_SQLITE)
		skip();
	fill_many(*state, 1, 500);
	before = store_log_bytes(*state);
	assert_true(before > 1000000);
	assert_ok(store_checkpoint(*state, before, &err), &err);
	assert_i64(store_log_bytes(*state), before);
	reader = engine_open(STORE_READ_ONLY);
	reading = txn_begin(reader, &err);
	assert_i64(count_of(*state), 500);
	assert_ok(run(reading, &count_sql, &err), &err);
	fill_many(*state, 501, 502);
	CASE("a reader stands in the way");
	assert_ok(store_checkpoint(*state, 0, &err), &err);
	assert_true(store_log_bytes(*state) > 0);
	txn_abandon(reading);
	assert_ok(store_checkpoint(*state, 0, &err), &err);
	assert_i64(store_log_bytes(*state), 0);
	fill_many(*state, 503, 503);
	assert_true(store_log_bytes(*state) < 100000);
	store_close(reader);
}

static void the_log_stays_below_its_ceiling(void **state)
{
	int64_t largest = 0;

	if (engine_now.kind != STORE_SQLITE)
		skip();
	for (int64_t round = 0; round < 9; round++) {
		fill_many(*state, round * 5000 + 1, round * 5000 + 5000);
		if (store_log_bytes(*state) > largest)
			largest = store_log_bytes(*state);
	}
	/* 90 MB were written; one group may stand over the ceiling. */
	assert_true(largest > (INT64_C(32) << 20) && largest < STORE_WAL_MAX_BYTES + (INT64_C(16) << 20));
}

static void drafts_wait_for_the_disk_only_when_told(void **state)
{
	struct store *drafts;
	struct err err = { 0 };
	char path[96];

	snprintf(path, sizeof(path), "%s.drafts", engine_now.path);
	drafts = engine_now.kind == STORE_SQLITE ? store_open_sqlite(path, STORE_READ_WRITE_DRAFTS, &err) :
		 engine_open(STORE_READ_WRITE_DRAFTS);
	assert_ok(drafts, &err);
	if (engine_now.kind == STORE_SQLITE)
		assert_ok(make_tables(drafts, &err), &err);
	fill_many(drafts, 1, 2);
	assert_ok(store_set_sync(drafts, true, &err), &err);
	fill_many(drafts, 3, 4);
	assert_ok(store_set_sync(drafts, false, &err), &err);
	fill_many(drafts, 5, 6);
	assert_i64(count_of(drafts), 6);
	store_close(drafts);
	(void)state;
}

static void what_is_no_book_is_refused(void **state)
{
	struct err err = { 0 };
	struct store *store;
	struct buf problems;
	FILE *file;

	if (engine_now.kind == STORE_POSTGRES) {
		store = store_open_postgres("host=/nowhere dbname=none", STORE_READ_WRITE, &err);
		assert_null(store);
		assert_i64(err.code, ERR_BUSY);
		return;
	}
	CASE("no such file");
	assert_null(store_open_sqlite("/nowhere/book", STORE_READ_WRITE, &err));
	assert_i64(err.code, ERR_IO);
	assert_null(store_open_sqlite("/nowhere/book", STORE_READ_ONLY, &err));
	assert_i64(err.code, ERR_IO);
	fill_many(*state, 1, 400);
	store_close(*state);
	CASE("damage in the middle is found");
	file = fopen(engine_now.path, "r+");
	fseek(file, 4096 * 60, SEEK_SET);
	for (int i = 0; i < 8192; i++)
		fputc(0x5a, file);
	fclose(file);
	store = engine_open(STORE_READ_ONLY);
	buf_init(&problems, 1 << 20);
	assert_ok(store_check_file(store, &problems, &err), &err);
	assert_true(problems.size > 0);
	buf_release(&problems);
	store_close(store);
	CASE("another kind of file");
	file = fopen(engine_now.path, "r+");
	for (int i = 0; i < 4096; i++)
		fputc(0x5a, file);
	fclose(file);
	assert_null(store_open_sqlite(engine_now.path, STORE_READ_WRITE, &err));
	assert_i64(err.code, ERR_IO);
	assert_null(store_open_sqlite(engine_now.path, STORE_READ_ONLY, &err));
	assert_i64(err.code, ERR_IO);
	engine_remove("");
	*state = engine_now.store = engine_open(STORE_READ_WRITE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(the_rails_let_the_journal_only_grow),
		ENGINE_TEST(a_dump_prints_the_same_on_both_engines),
		ENGINE_TEST(a_dump_stops_when_told),
		ENGINE_TEST(a_copy_is_whole_and_replaces_at_the_end),
		ENGINE_TEST(the_log_is_worked_off),
		ENGINE_TEST(the_log_stays_below_its_ceiling),
		ENGINE_TEST(drafts_wait_for_the_disk_only_when_told),
		ENGINE_TEST(what_is_no_book_is_refused),
	};

	engine_schema = make_tables;
	return RUN_ON_ENGINES("store/store", tests);
}
