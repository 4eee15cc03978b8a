/* Transactions and marks: all or nothing, also when the engine gives up in the middle. */
#include "store/engines.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "store/faulty.h"

enum { ADD, SUM };

static const struct sql row_sql[] = {
	[ADD] = { .text = "INSERT INTO t (number, bulk) VALUES ($1, $2)" },
	[SUM] = { .scan_ok = true, .text = "SELECT CAST(COALESCE(SUM(number), 0) AS BIGINT) FROM t" },
	SQL_END,
};

static const struct sql backend_sql = { .text = "SELECT CAST(pg_backend_pid() AS BIGINT)" };
static const struct sql late_sql = { .text = "INSERT INTO late (number, parent) VALUES ($1, $2)" };

static bool make_tables(struct store *store, struct err *err)
{
	static const char text[] =
		"CREATE TABLE t (number {i64} PRIMARY KEY NOT NULL, bulk {blob}){strict};\n"
		"CREATE TABLE late (number {i64} PRIMARY KEY NOT NULL,"
		" parent {i64} NOT NULL REFERENCES t (number) DEFERRABLE INITIALLY DEFERRED){strict};\n";
	const struct migration list[] = { { 1, "0001-t.sql", text, strlen(text) } };

	return migrate(store, list, 1, err);
}

static bool add_bulk(struct txn *txn, int64_t number, const void *bulk, size_t size, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &row_sql[ADD]);

	stmt_put_i64(q, number);
	stmt_put_blob_opt(q, bulk, size);
	return stmt_end(q, err);
}

static bool add(struct txn *txn, int64_t number, struct err *err)
{
	return add_bulk(txn, number, NULL, 0, err);
}

static bool ask(struct txn *txn, const struct sql *sql, int64_t *sum, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	*sum = 0;
	if (stmt_next(q))
		*sum = stmt_take_i64(q);
	return stmt_end(q, err);
}

static int64_t sum_in(struct txn *txn)
{
	struct err err = { 0 };
	int64_t sum;

	assert_ok(ask(txn, &row_sql[SUM], &sum, &err), &err);
	return sum;
}

static int64_t sum_of(struct store *store)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(store, &err);
	int64_t sum;

	assert_ok(txn, &err);
	sum = sum_in(txn);
	txn_abandon(txn);
	return sum;
}

static void what_is_abandoned_is_gone(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	assert_ok(add(txn, 1, &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	txn = txn_begin(*state, &err);
	assert_ok(add(txn, 2, &err), &err);
	assert_i64(sum_in(txn), 3);
	txn_abandon(txn);
	assert_i64(sum_of(*state), 1);
	txn_abandon(NULL);
	*state = engine_reopen();
	assert_i64(sum_of(*state), 1);
}

static void marks_go_back_one_by_one(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	for (int64_t i = 0; i < TXN_MARKS_MAX; i++) {
		assert_ok(txn_save(txn, &err), &err);
		assert_ok(add(txn, INT64_C(1) << i, &err), &err);
	}
	assert_i64(sum_in(txn), 255);
	assert_ok(txn_undo(txn, &err), &err);
	assert_i64(sum_in(txn), 127);
	assert_ok(txn_keep(txn, &err), &err);
	assert_ok(txn_undo(txn, &err), &err);
	assert_i64(sum_in(txn), 31);
	for (int i = 0; i < TXN_MARKS_MAX - 3; i++)
		assert_ok(txn_keep(txn, &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	assert_i64(sum_of(*state), 31);
}

static void a_failed_job_takes_nobody_down(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	for (int64_t number = 1; number <= 10; number++) {
		assert_ok(txn_save(txn, &err), &err);
		assert_ok(add(txn, number, &err), &err);
		if (number % 3 == 0) {
			assert_false(add(txn, number, &err));
			assert_i64(err.code, ERR_CONFLICT);
			assert_true(txn_stands(txn));
			assert_ok(txn_undo(txn, &err), &err);
		} else {
			assert_ok(txn_keep(txn, &err), &err);
		}
	}
	assert_ok(txn_commit(txn, &err), &err);
	assert_i64(sum_of(*state), 55 - 3 - 6 - 9);
}

static void a_commit_after_a_failure_without_a_mark(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	assert_ok(add(txn, 1, &err), &err);
	assert_false(add(txn, 1, &err));
	if (engine_now.kind == STORE_POSTGRES) {
		/* It says ROLLBACK and calls that success; we do not. */
		assert_false(txn_commit(txn, &err));
		assert_i64(err.code, ERR_BUSY);
		assert_i64(sum_of(*state), 0);
	} else {
		assert_ok(txn_commit(txn, &err), &err);
		assert_i64(sum_of(*state), 1);
	}
}

static void a_deferred_key_is_refused_at_the_commit(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);
	struct stmt *q = stmt_begin(txn, &late_sql);

	stmt_put_i64(q, 1);
	stmt_put_i64(q, 99);
	assert_ok(stmt_end(q, &err), &err);
	assert_ok(add(txn, 1, &err), &err);
	assert_false(txn_commit(txn, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_i64(sum_of(*state), 0);
}

static void a_reader_sees_one_snapshot(void **state)
{
	struct store *reader = engine_open(STORE_READ_ONLY);
	struct err err = { 0 };
	struct txn *reading, *writing = txn_begin(*state, &err);

	assert_ok(add(writing, 1, &err), &err);
	assert_ok(txn_commit(writing, &err), &err);
	reading = txn_begin(reader, &err);
	assert_i64(sum_in(reading), 1);
	writing = txn_begin(*state, &err);
	assert_ok(add(writing, 2, &err), &err);
	assert_i64(sum_in(reading), 1);
	assert_ok(txn_commit(writing, &err), &err);
	assert_i64(sum_in(reading), 1);
	assert_ok(txn_commit(reading, &err), &err);
	assert_i64(sum_of(reader), 3);
	reading = txn_begin(reader, &err);
	assert_false(add(reading, 4, &err));
	assert_i64(err.code, ERR_FORBIDDEN);
	txn_abandon(reading);
	store_close(reader);
}

/* What the writer's round does: jobs in marks under one COMMIT; it stops when the transaction does not stand. */
static void a_group_the_engine_rolled_back_leaves_nothing(void **state)
{
	struct err err = { 0 };
	int at = 1;

	for (bool reached = true; reached; at++) {
		struct txn *txn;
		int done = 0;

		CASE("the engine rolls back by itself");
		faulty_begin(*state, FAULTY_ROLLED_BACK, at);
		txn = txn_begin(*state, &err);
		for (int64_t number = 1; txn && number <= 4 && txn_stands(txn); number++) {
			bool ok = txn_save(txn, &err) && add(txn, number, &err);

			if (ok ? txn_keep(txn, &err) : txn_stands(txn) && txn_undo(txn, &err))
				done++;
			else if (!txn_stands(txn))
				break;
		}
		if (txn && !txn_stands(txn)) {
			int64_t sum;

			/* Nothing slips in alone after it. */
			assert_false(add(txn, 100, &err));
			assert_i64(err.code, ERR_BUSY);
			assert_false(ask(txn, &row_sql[SUM], &sum, &err));
			assert_false(txn_save(txn, &err));
			assert_i64(err.code, ERR_BUSY);
			txn_abandon(txn);
		} else if (txn) {
			assert_i64(done, 4);
			txn_abandon(txn);
		}
		reached = faulty_end(*state);
		assert_i64(sum_of(*state), 0);
	}
	assert_true(at > 10);
}

static void a_lost_transaction_cannot_be_committed(void **state)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(*state, &err);

	assert_ok(add(txn, 1, &err), &err);
	faulty_begin(*state, FAULTY_ROLLED_BACK, 1);
	assert_false(add(txn, 2, &err));
	assert_true(faulty_end(*state));
	assert_false(txn_commit(txn, &err));
	assert_i64(err.code, ERR_BUSY);
	assert_i64(sum_of(*state), 0);
}

static void whatever_fails_is_undone_and_said(void **state)
{
	static const struct {
		const char *name;
		enum faulty_kind kind;
		enum err_code code;
	} cases[] = {
		{ "an I/O error", FAULTY_IO, ERR_IO },
		{ "a lock", FAULTY_BUSY, ERR_BUSY },
	};
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		bool reached = true;

		CASE(cases[i].name);
		for (int at = 1; reached; at++) {
			struct txn *txn;
			bool ok;

			faulty_begin(*state, cases[i].kind, at);
			txn = txn_begin(*state, &err);
			ok = txn && txn_save(txn, &err) && add(txn, 1, &err) && add(txn, 2, &err) && txn_keep(txn, &err);
			reached = faulty_end(*state);
			assert_i64(ok, !reached);
			if (reached)
				assert_i64(err.code, cases[i].code);
			txn_abandon(txn);
			assert_i64(sum_of(*state), 0);
		}
	}
}

static void a_commit_that_fails_is_unsure(void **state)
{
	static const struct {
		const char *name;
		enum faulty_kind kind;
		int64_t sum;
	} cases[] = {
		{ "its rows are not there", FAULTY_COMMIT_FAILS, 0 },
		{ "its rows are there", FAULTY_COMMIT_LOST, 1 },
	};
	struct err err = { 0 };

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct txn *txn = txn_begin(*state, &err);

		CASE(cases[i].name);
		assert_ok(add(txn, 1, &err), &err);
		faulty_begin(*state, cases[i].kind, 1);
		assert_false(txn_commit(txn, &err));
		assert_true(faulty_end(*state));
		assert_i64(err.code, ERR_UNSURE);
		*state = engine_reopen();
		assert_i64(sum_of(*state), cases[i].sum);
	}
}

/* ---- the engines' own ways to fail ---------------------------------------------------------------------------------- */

/* Adds 1 before and 4 MB at a time (soon more than the page cache holds, so that they go to the disk before the COMMIT) within a mark. */
static void fill_until_it_fails(struct store *store, enum err_code code)
{
	static char bulk[4 << 20];
	struct err err = { 0 };
	struct txn *txn = txn_begin(store, &err);
	bool added = true;

	assert_ok(txn, &err);
	assert_ok(add(txn, 1, &err), &err);
	assert_ok(txn_save(txn, &err), &err);
	for (int64_t n = 2; n < 40 && added; n++)
		added = add_bulk(txn, n, bulk, sizeof(bulk), &err);
	assert_false(added);
	assert_i64(err.code, code);
	/* It gave up the whole by itself, not the statement alone. */
	assert_false(txn_stands(txn));
	assert_false(txn_undo(txn, &err));
	assert_i64(err.code, ERR_BUSY);
	assert_false(add(txn, 3, &err));
	assert_i64(err.code, ERR_BUSY);
	txn_abandon(txn);
	assert_i64(sum_of(store), 0);
}

static void a_full_file_is_a_limit(void **state)
{
	struct store *store = *state;
	struct err err = { 0 };

	if (engine_now.kind != STORE_SQLITE)
		skip();
	assert_ok(store->engine->script(store->conn, "PRAGMA max_page_count = 60", &err), &err);
	fill_until_it_fails(store, ERR_LIMIT);
}

static void a_disk_that_refuses_to_write_leaves_nothing(void **state)
{
	struct rlimit before, now;
	struct err err = { 0 };
	struct txn *txn;

	if (engine_now.kind != STORE_SQLITE)
		skip();
	assert_i64(getrlimit(RLIMIT_FSIZE, &before), 0);
	now = before;
	now.rlim_cur = 1 << 20;
	signal(SIGXFSZ, SIG_IGN);
	assert_i64(setrlimit(RLIMIT_FSIZE, &now), 0);
	fill_until_it_fails(*state, ERR_IO);
	assert_i64(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	txn = txn_begin(*state, &err);
	assert_ok(add(txn, 5, &err), &err);
	assert_ok(txn_commit(txn, &err), &err);
	*state = engine_reopen();
	assert_i64(sum_of(*state), 5);
}

static void two_writers_wait_and_one_is_told_busy(void **state)
{
	struct err err = { 0 };
	struct store *second = engine_open(STORE_READ_WRITE);
	struct txn *first_txn = txn_begin(*state, &err), *second_txn;

	assert_ok(add(first_txn, 1, &err), &err);
	if (engine_now.kind == STORE_SQLITE) {
		/* LOCK_WAIT_MS is longer than a test should wait. */
		assert_ok(second->engine->script(second->conn, "PRAGMA busy_timeout = 50", &err), &err);
		second_txn = txn_begin(second, &err);
		assert_null(second_txn);
		assert_i64(err.code, ERR_BUSY);
	} else {
		second_txn = txn_begin(second, &err);
		assert_ok(second_txn, &err);
		assert_i64(sum_in(second_txn), 0);
		assert_ok(txn_commit(first_txn, &err), &err);
		assert_false(add(second_txn, 1, &err));
		assert_i64(err.code, ERR_CONFLICT);
		txn_abandon(second_txn);
		first_txn = NULL;
	}
	txn_abandon(first_txn);
	store_close(second);
}

static void a_lost_connection_during_the_commit_is_unsure(void **state)
{
	struct err err = { 0 };
	struct txn *txn;
	char pid[32];
	int64_t number;

	if (engine_now.kind != STORE_POSTGRES)
		skip();
	for (int before_commit = 0; before_commit < 2; before_commit++) {
		txn = txn_begin(*state, &err);
		assert_ok(add(txn, 1, &err), &err);
		assert_ok(ask(txn, &backend_sql, &number, &err), &err);
		snprintf(pid, sizeof(pid), "(%lld)", (long long)number);
		engine_command("DO 'BEGIN PERFORM pg_terminate_backend", pid, ", pg_sleep(0.2); END'");
		if (before_commit) {
			assert_false(add(txn, 2, &err));
			assert_i64(err.code, ERR_IO);
			assert_false(txn_stands(txn));
			assert_false(txn_commit(txn, &err));
			assert_i64(err.code, ERR_BUSY);
		} else {
			assert_false(txn_commit(txn, &err));
			assert_i64(err.code, ERR_UNSURE);
		}
		*state = engine_reopen();
		assert_i64(sum_of(*state), 0);
	}
}

static void a_killed_process_loses_nothing_committed(void **state)
{
	struct err err = { 0 };
	int status;
	pid_t child;

	store_close(*state);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		struct store *store = engine_open(STORE_READ_WRITE);
		struct txn *txn = txn_begin(store, &err);

		if (!add(txn, 1, &err) || !txn_commit(txn, &err))
			_exit(1);
		txn = txn_begin(store, &err);
		if (!add(txn, 2, &err))
			_exit(1);
		kill(getpid(), SIGKILL);
	}
	assert_true(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
	*state = engine_now.store = engine_open(STORE_READ_WRITE);
	assert_i64(sum_of(*state), 1);
}

/* ---- threads: a writer, and readers with stores of their own -------------------------------------------------------- */

#define ROUNDS 150
#define READERS 2

struct reading {
	struct store *store;
	int64_t odd_sums;   /* seen a half-done pair */
	int64_t last_sum;
	enum err_code code;
};

static void *read_on(void *arg)
{
	struct reading *reading = arg;
	struct err err = { 0 };

	while (reading->last_sum < ROUNDS * 10 && reading->code == ERR_NONE) {
		struct txn *txn = txn_begin(reading->store, &err);
		int64_t first = 0, again = 0;

		if (!txn || !ask(txn, &row_sql[SUM], &first, &err) || !ask(txn, &row_sql[SUM], &again, &err))
			reading->code = err.code;
		txn_abandon(txn);
		reading->odd_sums += first % 10 != 0 || again != first || first < reading->last_sum;
		reading->last_sum = first;
	}
	return NULL;
}

static void readers_in_threads_see_whole_commits(void **state)
{
	struct reading readings[READERS] = { { .store = NULL } };
	pthread_t threads[READERS];
	struct err err = { 0 };

	for (size_t i = 0; i < READERS; i++) {
		readings[i].store = engine_open(STORE_READ_ONLY);
		assert_i64(pthread_create(&threads[i], NULL, read_on, &readings[i]), 0);
	}
	/* Two rows a commit; together they are 10. */
	for (int64_t round = 1; round <= ROUNDS; round++) {
		struct txn *txn = txn_begin(*state, &err);

		assert_ok(txn, &err);
		assert_ok(add(txn, -1000 * round, &err), &err);
		assert_ok(add(txn, 1000 * round + 10, &err), &err);
		assert_ok(txn_commit(txn, &err), &err);
		if (round % 20 == 0)
			assert_ok(store_checkpoint(*state, 0, &err), &err);
	}
	for (size_t i = 0; i < READERS; i++) {
		pthread_join(threads[i], NULL);
		assert_i64(readings[i].code, ERR_NONE);
		assert_i64(readings[i].odd_sums, 0);
		store_close(readings[i].store);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(what_is_abandoned_is_gone),
		ENGINE_TEST(marks_go_back_one_by_one),
		ENGINE_TEST(a_failed_job_takes_nobody_down),
		ENGINE_TEST(a_commit_after_a_failure_without_a_mark),
		ENGINE_TEST(a_deferred_key_is_refused_at_the_commit),
		ENGINE_TEST(a_reader_sees_one_snapshot),
		ENGINE_TEST(a_group_the_engine_rolled_back_leaves_nothing),
		ENGINE_TEST(a_lost_transaction_cannot_be_committed),
		ENGINE_TEST(whatever_fails_is_undone_and_said),
		ENGINE_TEST(a_commit_that_fails_is_unsure),
		ENGINE_TEST(a_full_file_is_a_limit),
		ENGINE_TEST(a_disk_that_refuses_to_write_leaves_nothing),
		ENGINE_TEST(two_writers_wait_and_one_is_told_busy),
		ENGINE_TEST(a_lost_connection_during_the_commit_is_unsure),
		ENGINE_TEST(a_killed_process_loses_nothing_committed),
		ENGINE_TEST(readers_in_threads_see_whole_commits),
	};

	engine_schema = make_tables;
	return RUN_ON_ENGINES("store/txn", tests);
}
