/*
 * A durable sale of four lines in process, beside what it cannot be faster than: one fdatasync of 4 KiB, and
 * a bare SQLite loop that writes the same rows without deciding, hashing or signing anything. First in an empty book,
 * then with many sales in it.
 *
 *   bench_sale [sales [items [groups [loaded]]]]
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

#include "showroom.h"

#define GROUP 128

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void floor_of_disk(struct bench_room *room, int64_t *ns, size_t count)
{
	char path[400], block[4096] = { 1 };
	int descriptor;

	snprintf(path, sizeof(path), "%s/floor", room->dir);
	descriptor = open(path, O_RDWR | O_CREAT, 0600);
	assert(descriptor >= 0);
	for (size_t i = 0; i < count; i++) {
		int64_t from = now_ns();

		assert(pwrite(descriptor, block, sizeof(block), (off_t)(i * sizeof(block))) == sizeof(block));
		assert(fdatasync(descriptor) == 0);
		ns[i] = now_ns() - from;
	}
	close(descriptor);
}

static void run(sqlite3 *db, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		fprintf(stderr, "bench: %s: %s\n", sql, message);
		abort();
	}
}

/* The rows of the sales made, taken out of the book and written again by the shortest loop there is. */
static void bare_loop(struct bench_room *room, int64_t *ns, size_t count)
{
	static const char *const writes[] = {
		"INSERT INTO main.entry SELECT * FROM book.entry WHERE entry_key = ?1",
		"INSERT INTO main.sale SELECT * FROM book.sale WHERE entry_key = ?1",
		"INSERT INTO main.line SELECT * FROM book.line WHERE entry_key = ?1",
		"UPDATE main.stock SET qty_milli = qty_milli - 1000 WHERE (site_id, item_id, lot_id, place) IN (SELECT site_id, item_id, lot_id, 1 FROM book.line WHERE entry_key = ?1)",
		"INSERT INTO main.rollup VALUES (3, 1, x'02', x'03', 1, 1, 1, 1, 1) ON CONFLICT DO UPDATE SET count = count + 1, amount = amount + excluded.amount",
		"INSERT INTO main.seal SELECT * FROM book.seal WHERE entry_key = ?1",
	};
	sqlite3_stmt *stmts[COUNT_OF(writes)], *begin, *commit;
	sqlite3 *db;
	char path[400], sql[1000];
	int64_t first;

	snprintf(path, sizeof(path), "%s/bare.db", room->dir);
	assert(sqlite3_open(path, &db) == SQLITE_OK);
	snprintf(sql, sizeof(sql), "ATTACH 'file:%s/book.db?mode=ro' AS book", room->book_dir);
	run(db, "PRAGMA journal_mode = WAL");
	run(db, "PRAGMA synchronous = FULL");
	run(db, "PRAGMA wal_autocheckpoint = 16000");
	run(db, sql);
	/* The same trees. */
	sqlite3_stmt *schema;

	assert(sqlite3_prepare_v2(db, "SELECT sql FROM book.sqlite_schema WHERE tbl_name IN ('entry', 'sale', 'line', 'stock', 'rollup', 'seal') AND type IN ('table', 'index') AND sql IS NOT NULL", -1, &schema, NULL) == SQLITE_OK);
	while (sqlite3_step(schema) == SQLITE_ROW)
		run(db, (const char *)sqlite3_column_text(schema, 0));
	sqlite3_finalize(schema);
	run(db, "INSERT INTO main.stock SELECT * FROM book.stock");
	assert(sqlite3_prepare_v2(db, "SELECT MIN(entry_key) FROM book.sale", -1, &schema, NULL) == SQLITE_OK && sqlite3_step(schema) == SQLITE_ROW);
	first = sqlite3_column_int64(schema, 0);
	sqlite3_finalize(schema);
	for (size_t i = 0; i < COUNT_OF(writes); i++)
		if (sqlite3_prepare_v2(db, writes[i], -1, &stmts[i], NULL) != SQLITE_OK) {
			fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
			abort();
		}
	sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, NULL);
	sqlite3_prepare_v2(db, "COMMIT", -1, &commit, NULL);
	for (size_t i = 0; i < count; i++) {
		int64_t from = now_ns();

		sqlite3_step(begin);
		sqlite3_reset(begin);
		for (size_t k = 0; k < COUNT_OF(writes); k++) {
			if (sqlite3_bind_parameter_count(stmts[k]))
				sqlite3_bind_int64(stmts[k], 1, first + (int64_t)i);
			if (sqlite3_step(stmts[k]) != SQLITE_DONE) {
				fprintf(stderr, "bench: %s: %s\n", writes[k], sqlite3_errmsg(db));
				abort();
			}
			sqlite3_reset(stmts[k]);
		}
		assert(sqlite3_step(commit) == SQLITE_DONE);
		sqlite3_reset(commit);
		ns[i] = now_ns() - from;
	}
	for (size_t i = 0; i < COUNT_OF(writes); i++)
		sqlite3_finalize(stmts[i]);
	sqlite3_finalize(begin);
	sqlite3_finalize(commit);
	sqlite3_close(db);
}

/* What this process gave to write calls, and what of it the kernel counts as going to a disk (nothing on tmpfs). */
static void bytes_written(int64_t *asked, int64_t *stored)
{
	FILE *io = fopen("/proc/self/io", "r");
	char line[100];

	*asked = *stored = 0;
	while (io && fgets(line, sizeof(line), io)) {
		if (strncmp(line, "wchar: ", 7) == 0)
			*asked = strtoll(line + 7, NULL, 10);
		if (strncmp(line, "write_bytes: ", 13) == 0)
			*stored = strtoll(line + 13, NULL, 10);
	}
	if (io)
		fclose(io);
}

/* The book's file with all of its log in it. */
static int64_t book_bytes(struct bench_room *room)
{
	struct err err = { 0 };
	struct stat about;
	char path[400];

	must(store_checkpoint(room->book->store, 0, &err), &err);
	snprintf(path, sizeof(path), "%s/book.db", room->book_dir);
	assert(stat(path, &about) == 0);
	return about.st_size;
}

static void sales(struct bench_room *room, int64_t *ns, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bench_sale sale;
		struct work work = bench_work(room, STAFF_CASHIER);
		const struct sale *body;
		int64_t from;

		bench_sale_fill(room, &sale, i);
		from = now_ns();
		BENCH_DO(room, &work, sale_add(&work, &sale.in, &body, &err));
		ns[i] = now_ns() - from;
	}
}

static double cpu_us(void)
{
	struct timespec spent;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
	return (double)spent.tv_sec * 1e6 + (double)spent.tv_nsec / 1e3;
}

/* Many sales under one COMMIT, as the writer groups them; from: number of the first, so that the goods differ. */
static void grouped(struct bench_room *room, size_t groups, size_t each, size_t from)
{
	for (size_t g = 0; g < groups; g++) {
		struct err err = { 0 };
		struct txn *txn = txn_begin(room->book->store, &err);

		for (size_t i = 0; i < each; i++) {
			struct bench_sale sale;
			struct work work = bench_work(room, STAFF_CASHIER);
			const struct sale *body;

			work.txn = txn;
			bench_sale_fill(room, &sale, from + g * each + i);
			must(txn_save(txn, &err) && sale_add(&work, &sale.in, &body, &err) && txn_keep(txn, &err), &err);
			arena_reset(room->arena);
		}
		must(journal_seal(txn, room->book, &err) && txn_commit(txn, &err), &err);
		must(g % 16 != 15 || store_checkpoint(room->book->store, 0, &err), &err);
	}
}

static void measure_groups(struct bench_room *room, size_t groups)
{
	int64_t asked, stored, asked_then, stored_then, file_then = book_bytes(room), began;
	double cpu, sales_count = (double)(groups * GROUP);

	grouped(room, 16, GROUP, 0);
	book_bytes(room);
	file_then = book_bytes(room);
	bytes_written(&asked_then, &stored_then);
	began = now_ns();
	cpu = cpu_us();
	grouped(room, groups, GROUP, 16 * GROUP);
	cpu = cpu_us() - cpu;
	bytes_written(&asked, &stored);
	printf("in groups of %d                  %8.0f sales/s   %8.1f us of CPU a sale (aim 45), each writes %.2f kB, its checkpoints with it (%.2f kB to the disk; aim 12),"
	       " %.2f GB a million (aim 1.4)\n",
	       GROUP, sales_count / ((double)(now_ns() - began) / 1e9), cpu / sales_count, (double)(asked - asked_then) / 1e3 / sales_count,
	       (double)(stored - stored_then) / 1e3 / sales_count, (double)(book_bytes(room) - file_then) / 1e3 / sales_count);
}

static void measure_alone(struct bench_room *room, int64_t *ns, size_t count, bool is_first)
{
	double floor_p50, floor_p99, bare_p50 = 0, bare_p99;
	int64_t asked, stored, asked_then, stored_then;

	floor_of_disk(room, ns, count);
	floor_p50 = percentile(ns, count, 0.5);
	floor_p99 = percentile(ns, count, 0.99);
	printf("one fdatasync of 4 KiB            p50 %8.1f us   p99 %8.1f us\n", floor_p50, floor_p99);
	book_bytes(room);
	bytes_written(&asked_then, &stored_then);
	sales(room, ns, count);
	bytes_written(&asked, &stored);
	printf("a durable, signed sale, 4 lines   p50 %8.1f us   p99 %8.1f us   %.2f x the fdatasync (aim 1.35), p99 %.2f x its p50 (aim 5)\n",
	       percentile(ns, count, 0.5), percentile(ns, count, 0.99), percentile(ns, count, 0.5) / floor_p50, percentile(ns, count, 0.99) / floor_p50);
	printf("alone, each sale writes           %8.1f kB to the log (%.1f kB to the disk, as the kernel counts; aim 66)\n",
	       (double)(asked - asked_then) / 1e3 / (double)count, (double)(stored - stored_then) / 1e3 / (double)count);
	if (!is_first)
		return;
	/* Its CPU apart from the disk's waiting, and beside the same rows written bare. */
	floor_p50 = percentile(ns, count, 0.5);
	bare_loop(room, ns, count);
	bare_p50 = percentile(ns, count, 0.5);
	bare_p99 = percentile(ns, count, 0.99);
	printf("bare SQLite, the same rows        p50 %8.1f us   p99 %8.1f us   the sale is %.2f x it (aim 1.2)\n", bare_p50, bare_p99, floor_p50 / bare_p50);
}

int main(int argc, char **argv)
{
	size_t count = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 3000;
	size_t items = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 2000;
	size_t groups = argc > 3 ? (size_t)strtoul(argv[3], NULL, 10) : 50;
	size_t loaded = argc > 4 ? (size_t)strtoul(argv[4], NULL, 10) : 200000;
	int64_t *ns = calloc(count, sizeof(*ns));
	struct bench_room room;

	if (count < 1 || groups < 1 || items < 1)
		return 2;
	bench_open(&room, items);
	printf("-- an empty book, %zu items\n", items);
	measure_alone(&room, ns, count, true);
	measure_groups(&room, groups);
	if (loaded) {
		grouped(&room, loaded / GROUP, GROUP, 0);
		printf("-- %zu sales in it\n", loaded);
		measure_alone(&room, ns, count, false);
		measure_groups(&room, groups);
	}
	bench_close(&room);
	free(ns);
	return 0;
}
