/*
 * Finding goods among 10,000: search as it is typed, letter by letter, and a barcode. Beside each the bare SQLite
 * statement that answers from the same tree and orders nothing.
 *
 *   bench_search [items [rounds]]
 */
#include <sqlite3.h>
#include <time.h>

#include "showroom.h"
#include "shop/find.h"

#define FOUND_MAX 20
#define SAMPLES_MAX 200000

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static int64_t ns[SAMPLES_MAX];

static void say(const char *what, size_t count, double *p50, double *p99)
{
	*p50 = percentile(ns, count, 0.5);
	*p99 = percentile(ns, count, 0.99);
	printf("%-34s p50 %8.1f us   p99 %8.1f us   (%zu)\n", what, *p50, *p99, count);
}

/* Typed without marks: every beginning of these. */
static const char *const typed[] = { "mat ong", "tra shan", "ca phe rang", "gao nep cai", "nuoc mam co to", "cha muc", "mien dong", "ruou ba kich", "MH00123", "tinh dau que" };

static size_t search_all(struct bench_room *room, struct txn *txn, size_t rounds)
{
	struct err err = { 0 };
	size_t count = 0, hits = 0;

	for (size_t r = 0; r < rounds; r++) {
		for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
			for (size_t size = 2; size <= strlen(typed[i]) && count < SAMPLES_MAX; size++) {
				char query[40];
				struct id *items;
				size_t found;
				int64_t from = now_ns();

				snprintf(query, sizeof(query), "%.*s", (int)size, typed[i]);
				must(items_search(txn, room->arena, query, FOUND_MAX, &items, &found, &err), &err);
				ns[count++] = now_ns() - from;
				hits += found;
				arena_reset(room->arena);
			}
		}
	}
	assert(hits > 0);
	return count;
}

static sqlite3_stmt *bare(sqlite3 **db, struct bench_room *room, const char *sql)
{
	sqlite3_stmt *q;
	char path[400];

	snprintf(path, sizeof(path), "%s/book.db", room->book_dir);
	assert(sqlite3_open_v2(path, db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
	assert(sqlite3_prepare_v2(*db, sql, -1, &q, NULL) == SQLITE_OK);
	return q;
}

static size_t search_bare(struct bench_room *room, size_t rounds)
{
	sqlite3 *db;
	sqlite3_stmt *q = bare(&db, room, "SELECT item_id, weight FROM item_word WHERE word >= ?1 AND word < ?2 LIMIT 20");
	size_t count = 0;

	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	for (size_t r = 0; r < rounds; r++) {
		for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
			for (size_t size = 2; size <= strlen(typed[i]) && count < SAMPLES_MAX; size++) {
				char low[40], high[44];
				int64_t from = now_ns();

				snprintf(low, sizeof(low), "%.*s", (int)size, typed[i]);
				snprintf(high, sizeof(high), "%s\xf4\x8f\xbf\xbf", low);
				sqlite3_bind_text(q, 1, low, -1, SQLITE_STATIC);
				sqlite3_bind_text(q, 2, high, -1, SQLITE_STATIC);
				while (sqlite3_step(q) == SQLITE_ROW)
					;
				sqlite3_reset(q);
				ns[count++] = now_ns() - from;
			}
		}
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return count;
}

static size_t scan_all(struct bench_room *room, struct txn *txn, size_t count)
{
	struct find_rules rules = { .site_id = room->book->site_id, .at_us = clock_now_us() };
	struct err err = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct find find;
		char code[60];
		int64_t from;

		bench_gtin(i * 7919 % room->items_count, code);
		from = now_ns();
		must(find_scan(txn, room->arena, &rules, "]E0", code + 1, strlen(code + 1), &find, &err), &err);
		ns[i] = now_ns() - from;
		assert(find.kind == FIND_ITEM && find.items_count == 1);
		arena_reset(room->arena);
	}
	return count;
}

static size_t scan_bare(struct bench_room *room, size_t count)
{
	sqlite3 *db;
	sqlite3_stmt *q = bare(&db, room, "SELECT item_id FROM item_code WHERE code = ?1");

	sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
	for (size_t i = 0; i < count; i++) {
		char code[60];
		int64_t from;

		bench_gtin(i * 7919 % room->items_count, code);
		from = now_ns();
		sqlite3_bind_text(q, 1, code, -1, SQLITE_STATIC);
		assert(sqlite3_step(q) == SQLITE_ROW);
		sqlite3_reset(q);
		ns[i] = now_ns() - from;
	}
	sqlite3_finalize(q);
	sqlite3_close(db);
	return count;
}

int main(int argc, char **argv)
{
	size_t items = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;
	double bare50, bare99, ours50, ours99;
	struct err err = { 0 };
	struct bench_room room;
	struct book *reader;
	struct txn *txn;

	if (items < 1 || rounds < 1)
		return 2;
	bench_open(&room, items);
	reader = book_open_reader(room.book_dir, &err);
	must(reader != NULL, &err);
	txn = txn_begin(reader->store, &err);
	must(txn != NULL, &err);
	say("bare SQLite, words by prefix", search_bare(&room, rounds), &bare50, &bare99);
	say("search as typed, the best 20", search_all(&room, txn, rounds), &ours50, &ours99);
	printf("  %.1f x the bare statement's p50, p99 %.2f ms (aim 0.5)\n", ours50 / bare50, ours99 / 1e3);
	say("bare SQLite, one code", scan_bare(&room, 20000), &bare50, &bare99);
	say("a scanned barcode to its item", scan_all(&room, txn, 20000), &ours50, &ours99);
	printf("  %.1f x the bare statement's p50 (aim 5 us inside)\n", ours50 / bare50);
	txn_abandon(txn);
	book_close(reader);
	bench_close(&room);
	return 0;
}
