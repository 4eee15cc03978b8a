/* The schema goes forward file by file, once each, and reads the same on both engines. */
#include "store/engines.h"

#include "base/arena.h"
#include "base/embed.h"
#include "base/text.h"
#include "store/faulty.h"

#define FILE_(number, name, text) { number, name, text, sizeof(text) - 1 }

#define MAKERS \
	"-- Who makes things. {not a word}\n" \
	"CREATE TABLE maker (\n" \
	"	id     {blob} PRIMARY KEY NOT NULL,   -- {id}\n" \
	"	name   {text} NOT NULL UNIQUE,\n" \
	"	note   {text} DEFAULT '{i64} -- no comment',\n" \
	"	rank   {i64} NOT NULL CHECK (rank BETWEEN 1 AND 5)\n" \
	"){strict};\n" \
	"CREATE INDEX maker_rank ON maker (rank, name DESC);\n"
#define SUMS \
	"CREATE TABLE sum (\n" \
	"	kind {i64} NOT NULL, day {i64} NOT NULL, maker {blob} NOT NULL REFERENCES maker (id), total {i64} NOT NULL,\n" \
	"	PRIMARY KEY (kind, maker, day)\n" \
	"){strict_clustered};\n" \
	"CREATE UNIQUE INDEX sum_big ON sum (total) WHERE total > 1000;\n"
#define JOURNAL \
	"CREATE TABLE journal (number {i64} PRIMARY KEY NOT NULL, body {blob} NOT NULL){strict};\n" \
	"CREATE TABLE leg (number {i64} NOT NULL, at {i64} NOT NULL, kind {i64}, day {i64}, maker {blob},\n" \
	"	PRIMARY KEY (number, at), UNIQUE (at, number),\n" \
	"	FOREIGN KEY (kind, maker, day) REFERENCES sum (kind, maker, day)){strict};\n" \
	"-- sqlite:\n" \
	"CREATE TRIGGER journal_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'only grows'); END;\n" \
	"CREATE TRIGGER journal_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'only grows'); END;\n" \
	"-- postgres:\n" \
	"CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'only grows'; END $$;\n" \
	"CREATE TRIGGER journal_grows BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION only_grows();\n" \
	"-- both:\n" \
	"INSERT INTO maker (id, name, rank) VALUES (CAST('0123456789abcdef' AS {blob}), 'first', 1);\n"

static const struct migration files[] = {
	FILE_(1, "0001-makers.sql", MAKERS),
	FILE_(2, "0002-sums.sql", SUMS),
	FILE_(3, "0003-journal.sql", JOURNAL),
};

static const char schema_wanted[] =
	"table journal\n"
	"  number i64 not null\n"
	"  body blob not null\n"
	"  primary key (number)\n"
	"  before (delete, update)\n"
	"table leg\n"
	"  number i64 not null\n"
	"  at i64 not null\n"
	"  kind i64\n"
	"  day i64\n"
	"  maker blob\n"
	"  primary key (number, at)\n"
	"  foreign key (kind, maker, day) references sum (kind, maker, day)\n"
	"  unique (at, number)\n"
	"table maker\n"
	"  id blob not null\n"
	"  name text not null\n"
	"  note text default\n"
	"  rank i64 not null\n"
	"  primary key (id)\n"
	"  index maker_rank (rank, name desc)\n"
	"  unique (name)\n"
	"table migration\n"
	"  number i64 not null\n"
	"  name text not null\n"
	"  sha256 blob not null\n"
	"  at_us i64 not null\n"
	"  primary key (number)\n"
	"table sum\n"
	"  kind i64 not null\n"
	"  day i64 not null\n"
	"  maker blob not null\n"
	"  total i64 not null\n"
	"  primary key (kind, maker, day)\n"
	"  foreign key (maker) references maker (id)\n"
	"  unique index sum_big (total) partial\n";

static const struct sql note_sql = { .scan_ok = true, .text = "SELECT note FROM maker" };

static void assert_schema(struct store *store, const char *wanted)
{
	struct err err = { 0 };
	struct buf buf;

	buf_init(&buf, 1 << 16);
	assert_ok(store_schema_print(store, &buf, &err), &err);
	assert_text(buf_get(&buf), wanted);
	buf_release(&buf);
}

static size_t pending(struct store *store, const struct migration *list, size_t count)
{
	struct err err = { 0 };
	size_t pending_count = 99;

	assert_ok(migrate_pending(store, list, count, &pending_count, &err), &err);
	return pending_count;
}

static void the_schema_is_the_same_on_both_engines(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	struct err err = { 0 };
	struct txn *txn;
	struct stmt *q;

	assert_i64((int64_t)pending(*state, files, 3), 3);
	assert_ok(migrate(*state, files, 2, &err), &err);
	assert_i64((int64_t)pending(*state, files, 3), 1);
	assert_ok(migrate(*state, files, 3, &err), &err);
	assert_ok(migrate(*state, files, 3, &err), &err);
	assert_schema(*state, schema_wanted);
	*state = engine_reopen();
	assert_ok(migrate(*state, files, 3, &err), &err);
	assert_schema(*state, schema_wanted);
	assert_i64((int64_t)pending(*state, files, 3), 0);

	/* Words and dashes in quotes are left alone. */
	txn = txn_begin(*state, &err);
	q = stmt_begin(txn, &note_sql);
	assert_true(stmt_next(q));
	assert_text(stmt_take_text(q, arena), "{i64} -- no comment");
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	arena_free(arena);
}

static void a_list_that_does_not_fit_the_book_is_refused(void **state)
{
	static const struct migration edited[] = {
		FILE_(1, "0001-makers.sql", MAKERS), FILE_(2, "0002-sums.sql", SUMS " "), FILE_(3, "0003-journal.sql", JOURNAL),
	};
	struct err err = { 0 };
	size_t count;

	assert_ok(migrate(*state, files, 2, &err), &err);
	CASE("a file was changed");
	assert_false(migrate(*state, edited, 3, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_text(err.field, "0002-sums.sql");
	assert_false(migrate_pending(*state, edited, 3, &count, &err));
	assert_i64((int64_t)pending(*state, files, 3), 1);
	CASE("the book is newer than the program");
	assert_false(migrate(*state, files, 1, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_text(err.field, "0002-sums.sql");
}

static void a_file_that_fails_leaves_those_before_it(void **state)
{
	static const struct {
		const char *name, *text;
		enum err_code code;
	} cases[] = {
		{ "no such table", "CREATE TABLE more (id {i64}){strict};\nINSERT INTO nothing (x) VALUES (1);\n", ERR_IO },
		{ "a row that may not be", "CREATE TABLE more (id {i64} CHECK (id > 0)){strict};\nINSERT INTO more (id) VALUES (0);\n", ERR_INPUT },
		{ "an unknown word", "CREATE TABLE more (id {int}){strict};\n", ERR_INPUT },
	};
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct migration list[] = { files[0], files[1], { 3, "0003-more.sql", cases[i].text, strlen(cases[i].text) } };

		CASE(cases[i].name);
		assert_false(migrate(*state, list, 3, &err));
		assert_i64(err.code, cases[i].code);
		assert_text(err.field, "0003-more.sql");
		assert_i64((int64_t)pending(*state, files, 3), 1);
	}
	assert_ok(migrate(*state, files, 3, &err), &err);
	assert_schema(*state, schema_wanted);
}

static void whatever_fails_the_next_start_goes_on(void **state)
{
	static const enum faulty_kind kinds[] = { FAULTY_IO, FAULTY_ROLLED_BACK, FAULTY_COMMIT_FAILS, FAULTY_COMMIT_LOST };
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		bool reached = true;

		for (int at = 1; reached; at += 3) {
			bool ok;

			faulty_begin(*state, kinds[i], at);
			ok = migrate(*state, files, 3, &err);
			reached = faulty_end(*state);
			assert_i64(ok, !reached);
			*state = engine_reopen();
			assert_ok(migrate(*state, files, 3, &err), &err);
			assert_schema(*state, schema_wanted);
			engine_teardown(state);
			engine_setup(state);
		}
	}
}

static void files_are_listed_by_number(void **state)
{
	static const char text[] = "SELECT 1";
#define EMBEDDED(path) { path, text, text + 8 }
	static const struct {
		const char *name;
		struct embedded files[5];
		size_t count;      /* 0: refused */
		const char *field;
	} cases[] = {
		{ "out of order, among others", { EMBEDDED("m/0002-b.sql"), EMBEDDED("data/x.tsv"), EMBEDDED("m/0001-a.sql") }, 2, "" },
		{ "a gap", { EMBEDDED("m/0003-c.sql"), EMBEDDED("m/0001-a.sql") }, 0, "0003-c.sql" },
		{ "twice", { EMBEDDED("m/0001-b.sql"), EMBEDDED("m/0001-a.sql") }, 0, "0001-a.sql" },
		{ "no number", { EMBEDDED("m/first.sql") }, 0, "m/first.sql" },
		{ "no words", { EMBEDDED("m/0001-.sql") }, 0, "m/0001-.sql" },
		{ "another kind of file", { EMBEDDED("m/0001-a.txt") }, 0, "m/0001-a.txt" },
	};
	struct migration list[MIGRATIONS_MAX];
	struct err err;
	size_t count;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		memset(&err, 0, sizeof(err));
		assert_i64(migrate_list(cases[i].files, "m/", list, &count, &err), cases[i].count > 0);
		assert_text(err.field, cases[i].field);
		for (size_t k = 0; k < cases[i].count; k++) {
			assert_i64(list[k].number, (int64_t)k + 1);
			assert_i64((int64_t)list[k].size, 8);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(the_schema_is_the_same_on_both_engines),
		ENGINE_TEST(a_list_that_does_not_fit_the_book_is_refused),
		ENGINE_TEST(a_file_that_fails_leaves_those_before_it),
		ENGINE_TEST(whatever_fails_the_next_start_goes_on),
		ENGINE_TEST(files_are_listed_by_number),
	};

	return RUN_ON_ENGINES("store/migrate", tests);
}
