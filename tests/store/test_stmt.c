/* Put in order, take in order, look once at the end: on both engines alike. */
#include "store/engines.h"

#include <signal.h>
#include <sys/wait.h>

#include "base/arena.h"

enum { ADD, GET, SCAN, LIST_DOWN, RENAME, ADD_BACK, COUNT, REMOVE, ADD_CHILD, STREAM, SAME_TEXT, BIG, FLOAT };

static const struct sql thing_sql[] = {
	[ADD] = { .text = "INSERT INTO thing (id, number, amount, day, name, body, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[GET] = { .text = "SELECT id, number, amount, day, name, body, hash FROM thing WHERE number = $1" },
	[SCAN] = { .text = "SELECT number FROM thing WHERE amount = $1 ORDER BY number" },
	[LIST_DOWN] = { .text = "SELECT number FROM thing WHERE number >= $1 ORDER BY number LIMIT $2" },
	[RENAME] = { .text = "UPDATE thing SET name = $1 WHERE number >= $2 AND number <= $3" },
	[ADD_BACK] = { .text =
		"INSERT INTO thing (id, number) VALUES ($1, $2)"
		" ON CONFLICT (number) DO UPDATE SET amount = 1 RETURNING number, amount" },
	[COUNT] = { .scan_ok = true, .text = "SELECT CAST(COUNT(*) AS BIGINT) FROM thing" },
	[REMOVE] = { .text = "DELETE FROM thing WHERE number = $1" },
	[ADD_CHILD] = { .text = "INSERT INTO child (number, thing) VALUES ($1, $2)" },
	[STREAM] = { .scan_ok = true, .streams = true, .text = "SELECT number, name FROM thing ORDER BY number" },
	[SAME_TEXT] = { .text = "SELECT number FROM thing WHERE (CAST($1 AS TEXT) IS NULL OR name = $1) AND number = $2" },
	[BIG] = { .text = "SELECT $1 + number, CASE WHEN $1 > 0 THEN 1 ELSE 0 END FROM thing WHERE number = $2" },
	[FLOAT] = { .text = "SELECT 1.5 FROM thing WHERE number = $1" },
	SQL_END,
};

static bool make_tables(struct store *store, struct err *err)
{
	static const char text[] =
		"CREATE TABLE thing (\n"
		"	id {blob} PRIMARY KEY NOT NULL,\n"
		"	number {i64} NOT NULL UNIQUE CHECK (number > 0),\n"
		"	amount {i64},\n"
		"	day {i64},\n"
		"	name {text},\n"
		"	body {blob},\n"
		"	hash {blob}\n"
		"){strict};\n"
		"CREATE TABLE child (number {i64} PRIMARY KEY NOT NULL, thing {i64} NOT NULL REFERENCES thing (number)){strict};\n";
	const struct migration list[] = { { 1, "0001-things.sql", text, strlen(text) } };

	return migrate(store, list, 1, err);
}

static struct id id_of(int64_t number)
{
	return id_make(1000 * number, (const uint8_t[10]){ 1, 2, 3 });
}

static void add(struct txn *txn, int64_t number, const char *name)
{
	struct stmt *q = stmt_begin(txn, &thing_sql[ADD]);
	struct err err;

	stmt_put_id(q, id_of(number));
	stmt_put_i64(q, number);
	stmt_put_i64_opt(q, STMT_NONE);
	stmt_put_day_opt(q, 0);
	stmt_put_text_opt(q, name);
	stmt_put_blob_opt(q, NULL, 0);
	stmt_put_hash_opt(q, NULL);
	assert_ok(stmt_end(q, &err), &err);
}

static void what_is_put_is_taken(void **state)
{
	static const char body[] = "\0\1\xff body";
	static const struct {
		const char *name, *text;
		int64_t number, amount;
		int32_t day;
		size_t size;
	} cases[] = {
		{ "an ordinary row", "Trà Shan Tuyết", 1, 185000, 20260822, sizeof(body) },
		{ "nothing in it", "", 2, 0, 19700101, 0 },
		{ "the largest amount", "'\"\\$1 ::", 3, MONEY_MAX, 29991231, 1 },
		{ "the smallest amount", "\xf0\x9f\x8d\xb5", INT64_MAX, -MONEY_MAX, 19000101, 2 },
	};
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct hash hash = hash_of(cases[i].text, strlen(cases[i].text)), hash_back;
		struct stmt *q = stmt_begin(txn, &thing_sql[ADD]);
		struct id id;
		size_t size;
		char passing[64];

		CASE(cases[i].name);
		snprintf(passing, sizeof(passing), "%s", cases[i].text);
		stmt_put_id(q, id_of(1 + (int64_t)i));
		stmt_put_i64(q, cases[i].number);
		stmt_put_money(q, MONEY(cases[i].amount));
		stmt_put_day(q, cases[i].day);
		stmt_put_text(q, passing);
		memset(passing, 'x', sizeof(passing));
		stmt_put_blob(q, body, cases[i].size);
		stmt_put_hash(q, hash);
		assert_i64(stmt_changes(q), 1);
		assert_ok(stmt_end(q, &err), &err);

		q = stmt_begin(txn, &thing_sql[GET]);
		stmt_put_i64(q, cases[i].number);
		assert_true(stmt_next(q));
		stmt_take_id(q, &id);
		assert_true(id_is(id, id_of(1 + (int64_t)i)));
		assert_i64(stmt_take_i64(q), cases[i].number);
		assert_i64(stmt_take_money(q).dong, cases[i].amount);
		assert_i64(stmt_take_day(q), cases[i].day);
		assert_false(stmt_is_null(q));
		assert_text(stmt_take_text(q, arena), cases[i].text);
		assert_memory_equal(stmt_take_blob(q, arena, &size), body, cases[i].size);
		assert_i64((int64_t)size, (int64_t)cases[i].size);
		stmt_take_hash(q, &hash_back);
		assert_true(hash_is(hash, hash_back));
		assert_false(stmt_next(q));
		assert_false(stmt_next(q));
		assert_i64(stmt_changes(q), 0);
		assert_ok(stmt_end(q, &err), &err);
	}
	assert_ok(txn_commit(txn, &err), &err);
	arena_free(arena);
}

static void nothing_is_null_there_and_back(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct hash hash;
	struct stmt *q;
	struct id id;
	size_t size;

	add(txn, 7, NULL);
	q = stmt_begin(txn, &thing_sql[GET]);
	stmt_put_i64(q, 7);
	assert_true(stmt_next(q));
	stmt_take_id_opt(q, &id);
	assert_true(id_is(id, id_of(7)));
	stmt_skip(q);
	assert_true(stmt_is_null(q));
	assert_i64(stmt_take_money_opt(q).dong, STMT_NONE);
	assert_i64(stmt_take_day_opt(q), 0);
	assert_null(stmt_take_text_opt(q, arena));
	assert_null(stmt_take_blob_opt(q, arena, &size));
	assert_i64((int64_t)size, 0);
	assert_false(stmt_take_hash_opt(q, &hash));
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	arena_free(arena);
}

static void the_first_failure_sticks(void **state)
{
	static const struct {
		const char *name;
		int64_t number;
		const char *text;
		bool has_id;
		enum err_code code;
	} cases[] = {
		{ "the same number again", 5, "a", true, ERR_CONFLICT },
		{ "a check", 0, "a", true, ERR_INPUT },
		{ "not null", 6, "a", false, ERR_INPUT },
		{ "no UTF-8", 6, "\xc3(", true, ERR_INPUT },
	};
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	add(txn, 5, "here");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct stmt *q;

		CASE(cases[i].name);
		assert_ok(txn_save(txn, &err), &err);
		q = stmt_begin(txn, &thing_sql[ADD]);
		stmt_put_id_opt(q, cases[i].has_id ? id_of(100) : (struct id){ { 0 } });
		stmt_put_i64(q, cases[i].number);
		stmt_put_null(q);
		stmt_put_null(q);
		stmt_put_text(q, cases[i].text);
		stmt_put_null(q);
		stmt_put_null(q);
		assert_false(stmt_next(q));
		stmt_put_i64(q, 1);
		assert_i64(stmt_take_i64(q), 0);
		assert_i64(stmt_changes(q), 0);
		assert_false(stmt_end(q, &err));
		assert_i64(err.code, cases[i].code);
		assert_true(txn_stands(txn));
		assert_ok(txn_undo(txn, &err), &err);
	}
	add(txn, 6, "after");
	assert_ok(txn_commit(txn, &err), &err);
}

static void a_missing_parent_is_a_conflict(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q = stmt_begin(txn, &thing_sql[ADD_CHILD]);

	stmt_put_i64(q, 1);
	stmt_put_i64(q, 99);
	assert_false(stmt_end(q, &err));
	assert_i64(err.code, ERR_CONFLICT);
	txn_abandon(txn);
}

static void a_column_of_another_type_is_no_value(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q;
	struct id id;

	add(txn, 1, "short");
	q = stmt_begin(txn, &thing_sql[GET]);
	stmt_put_i64(q, 1);
	assert_true(stmt_next(q));
	assert_text(stmt_take_text(q, arena), "");
	stmt_take_id(q, &id);
	assert_true(id_is_none(id));
	assert_false(stmt_end(q, &err));
	assert_i64(err.code, ERR_IO);
	q = stmt_begin(txn, &thing_sql[GET]);
	stmt_put_i64(q, 1);
	assert_true(stmt_next(q));
	stmt_skip(q);
	stmt_skip(q);
	assert_i64(stmt_take_i64(q), 0);
	assert_false(stmt_end(q, &err));
	q = stmt_begin(txn, &thing_sql[FLOAT]);
	stmt_put_i64(q, 1);
	assert_true(stmt_next(q));
	assert_i64(stmt_take_i64(q), 0);
	assert_false(stmt_end(q, &err));
	assert_i64(err.code, ERR_IO);
	assert_true(txn_stands(txn));
	txn_abandon(txn);
	arena_free(arena);
}

static void changes_are_counted(void **state)
{
	static const struct {
		const char *name;
		int64_t from, to, count;
	} cases[] = {
		{ "none", 20, 30, 0 }, { "one", 3, 3, 1 }, { "all", 1, 9, 9 },
	};
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q;

	for (int64_t number = 1; number <= 9; number++)
		add(txn, number, "a");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		q = stmt_begin(txn, &thing_sql[RENAME]);
		CASE(cases[i].name);
		stmt_put_text(q, "b");
		stmt_put_i64(q, cases[i].from);
		stmt_put_i64(q, cases[i].to);
		assert_i64(stmt_changes(q), cases[i].count);
		assert_ok(stmt_end(q, &err), &err);
	}
	q = stmt_begin(txn, &thing_sql[REMOVE]);
	stmt_put_i64(q, 9);
	assert_i64(stmt_changes(q), 1);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
}

static void an_answer_may_come_back_from_a_write(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	for (int round = 0; round < 2; round++) {
		struct stmt *q = stmt_begin(txn, &thing_sql[ADD_BACK]);

		stmt_put_id(q, id_of(4 + round));
		stmt_put_i64(q, 4);
		assert_true(stmt_next(q));
		assert_i64(stmt_take_i64(q), 4);
		assert_i64(stmt_take_i64_opt(q), round ? 1 : STMT_NONE);
		assert_ok(stmt_end(q, &err), &err);
	}
	assert_ok(txn_commit(txn, &err), &err);
}

static void a_read_may_end_early_and_nest(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q, *inner;
	int64_t sum = 0;

	for (int64_t number = 1; number <= 5; number++)
		add(txn, number, NULL);
	q = stmt_begin(txn, &thing_sql[LIST_DOWN]);
	stmt_put_i64(q, 1);
	stmt_put_i64(q, 5);
	while (stmt_next(q)) {
		int64_t number = stmt_take_i64(q);

		inner = stmt_begin(txn, &thing_sql[LIST_DOWN]);
		stmt_put_i64(inner, number);
		stmt_put_i64(inner, 2);
		while (stmt_next(inner))
			sum += stmt_take_i64(inner);
		assert_ok(stmt_end(inner, &err), &err);
	}
	assert_ok(stmt_end(q, &err), &err);
	assert_i64(sum, 3 + 5 + 7 + 9 + 5);
	q = stmt_begin(txn, &thing_sql[LIST_DOWN]);
	stmt_put_i64(q, 2);
	stmt_put_i64(q, 5);
	assert_true(stmt_next(q));
	assert_true(stmt_next(q));
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
}

static void a_stream_gives_all_rows_and_may_end_early(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q;
	int64_t count = 0;

	for (int64_t number = 1; number <= 300; number++)
		add(txn, number, "row");
	q = stmt_begin(txn, &thing_sql[STREAM]);
	while (stmt_next(q)) {
		assert_i64(stmt_take_i64(q), ++count);
		assert_text(stmt_take_text(q, arena), "row");
	}
	assert_ok(stmt_end(q, &err), &err);
	assert_i64(count, 300);
	q = stmt_begin(txn, &thing_sql[STREAM]);
	assert_true(stmt_next(q));
	assert_ok(stmt_end(q, &err), &err);
	add(txn, 301, "the connection is free again");
	assert_ok(txn_commit(txn, &err), &err);
	arena_free(arena);
}

static void an_absent_filter_and_wide_numbers_agree(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q;

	add(txn, 1, "x");
	for (int i = 0; i < 3; i++) {
		static const char *const filters[] = { NULL, "x", "y" };

		q = stmt_begin(txn, &thing_sql[SAME_TEXT]);
		stmt_put_text_opt(q, filters[i]);
		stmt_put_i64(q, 1);
		assert_i64(stmt_next(q), i < 2);
		assert_ok(stmt_end(q, &err), &err);
	}
	q = stmt_begin(txn, &thing_sql[BIG]);
	stmt_put_i64(q, INT64_C(5000000000));
	stmt_put_i64(q, 1);
	assert_true(stmt_next(q));
	assert_i64(stmt_take_i64(q), INT64_C(5000000001));
	assert_i64(stmt_take_i64(q), 1);
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
}

static void a_scan_that_nobody_announced_fails(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q;

	for (int64_t number = 1; number <= 3; number++)
		add(txn, number, NULL);
	q = stmt_begin(txn, &thing_sql[COUNT]);
	assert_true(stmt_next(q));
	assert_i64(stmt_take_i64(q), 3);
	assert_ok(stmt_end(q, &err), &err);
	q = stmt_begin(txn, &thing_sql[SCAN]);
	stmt_put_i64(q, 1);
	while (stmt_next(q))
		stmt_skip(q);
	if (engine_now.kind == STORE_SQLITE) {
		assert_false(stmt_end(q, &err));
		assert_i64(err.code, ERR_IO);
		assert_non_null(strstr(err.text, "scan_ok"));
	} else {
		assert_ok(stmt_end(q, &err), &err);
	}
	txn_abandon(txn);
}

static void every_statement_is_prepared(void **state)
{
	static const struct sql good[] = { { .text = "SELECT number FROM child WHERE number = $1" }, SQL_END };
	static const struct sql bad[] = { { .text = "SELECT number FROM nothing" }, SQL_END };
	const struct sql *const all[] = { good, good, NULL }, *const broken[] = { good, bad, NULL };
	struct err err = { 0 };

	assert_ok(store_prepare_all(*state, all, &err), &err);
	assert_false(store_prepare_all(*state, broken, &err));
	assert_i64(err.code, ERR_INPUT);
	assert_non_null(strstr(err.text, "nothing"));
}

/* ---- our own promises: asserts, met in a child --------------------------------- */

static bool dies(void (*promise)(struct txn *txn), struct txn *txn)
{
	int status = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		fclose(stderr);
		signal(SIGABRT, SIG_DFL);
		promise(txn);
		_exit(0);
	}
	assert_true(child > 0 && waitpid(child, &status, 0) == child);
	return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void end_ignored(struct stmt *q)
{
	struct err err;

	(void)!stmt_end(q, &err);
}

static void puts_too_few(struct txn *txn)
{
	end_ignored(stmt_begin(txn, &thing_sql[REMOVE]));
}

static void puts_too_many(struct txn *txn)
{
	struct stmt *q = stmt_begin(txn, &thing_sql[REMOVE]);

	stmt_put_i64(q, 1);
	stmt_put_i64(q, 1);
}

static void takes_too_few(struct txn *txn)
{
	struct stmt *q = stmt_begin(txn, &thing_sql[STREAM]);

	if (stmt_next(q))
		stmt_take_i64(q);
	end_ignored(q);
}

static void takes_too_many(struct txn *txn)
{
	struct stmt *q = stmt_begin(txn, &thing_sql[STREAM]);

	if (stmt_next(q))
		for (int i = 0; i < 3; i++)
			stmt_skip(q);
}

#define TEXT_PROMISE(name, words) \
	static void name(struct txn *txn) \
	{ \
		static const struct sql sql = { .text = words }; \
		stmt_begin(txn, &sql); \
	}
TEXT_PROMISE(numbers_out_of_order, "SELECT number FROM thing WHERE number = $2 AND amount = $1")
TEXT_PROMISE(a_cast_of_one_engine, "SELECT number FROM thing WHERE name = $1::text")
TEXT_PROMISE(double_quotes, "SELECT number FROM thing WHERE name = \"x\"")
TEXT_PROMISE(two_statements, "SELECT number FROM thing; DELETE FROM thing")
TEXT_PROMISE(a_replacing_insert, "INSERT or Replace INTO thing (id) VALUES ($1)")

static void broken_promises_end_the_process(void **state)
{
	static const struct {
		const char *name;
		void (*promise)(struct txn *txn);
	} cases[] = {
		{ "too few puts", puts_too_few },
		{ "too many puts", puts_too_many },
		{ "too few takes", takes_too_few },
		{ "too many takes", takes_too_many },
		{ "parameters out of order", numbers_out_of_order },
		{ "a cast of one engine", a_cast_of_one_engine },
		{ "double quotes", double_quotes },
		{ "two statements", two_statements },
		{ "a replacing insert", a_replacing_insert },
	};
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	add(txn, 1, "a");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		/* On PostgreSQL a child would speak on our socket; the promises are kept above the engines. */
		if (engine_now.kind == STORE_SQLITE && !dies(cases[i].promise, txn))
			fail_msg("[%s] lived on", case_name);
	}
	txn_abandon(txn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(what_is_put_is_taken),
		ENGINE_TEST(nothing_is_null_there_and_back),
		ENGINE_TEST(the_first_failure_sticks),
		ENGINE_TEST(a_missing_parent_is_a_conflict),
		ENGINE_TEST(a_column_of_another_type_is_no_value),
		ENGINE_TEST(changes_are_counted),
		ENGINE_TEST(an_answer_may_come_back_from_a_write),
		ENGINE_TEST(a_read_may_end_early_and_nest),
		ENGINE_TEST(a_stream_gives_all_rows_and_may_end_early),
		ENGINE_TEST(an_absent_filter_and_wide_numbers_agree),
		ENGINE_TEST(a_scan_that_nobody_announced_fails),
		ENGINE_TEST(every_statement_is_prepared),
		ENGINE_TEST(broken_promises_end_the_process),
	};

	engine_schema = make_tables;
	return RUN_ON_ENGINES("store/stmt", tests);
}
