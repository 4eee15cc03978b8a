/*
 * Finding goods among 10,000 and 1,000,000: search as it is typed, letter by letter, and a barcode. Beside each what SQLite alone
 * does: an FTS5 table of the folded names with an index of prefixes, the first 20 by rowid, so without any order of what is meant;
 * the bare statement of a code.
 *
 *   bench_search [items [rounds]]     more than 10,000 items: the others are rows of the table, without lots
 */
#include <sqlite3.h>
#include <time.h>

#include "showroom.h"
#include "calc/fold.h"
#include "shop/find.h"
#include "shop/search.h"

#define FOUND_MAX 20
#define WRITTEN_MAX 10000  /* through the book's own commands */
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

/* The i-th thing that is typed, letter by letter; NULL: no more. */
static const char *query_at(size_t i, char query[40])
{
	for (size_t at = 0; at < sizeof(typed) / sizeof(typed[0]); i -= strlen(typed[at++]))
		if (i < strlen(typed[at])) {
			snprintf(query, 40, "%.*s", (int)i + 1, typed[at]);
			return query;
		}
	return NULL;
}

static size_t search_all(struct bench_room *room, struct search *search, struct txn *txn, size_t rounds)
{
	struct err err = { 0 };
	size_t count = 0, hits = 0;
	char query[40];

	for (size_t r = 0; r < rounds; r++) {
		for (size_t i = 0; query_at(i, query) && count < SAMPLES_MAX; i++) {
			struct search_ask ask = { .text = query, .count_max = FOUND_MAX, .at_us = clock_now_us() };
			struct id *items;
			size_t found;
			int64_t from = now_ns();

			must(search_items(search, txn, room->arena, &ask, &items, &found, &err), &err);
			ns[count++] = now_ns() - from;
			hits += found;
			arena_reset(room->arena);
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

static void name_of(size_t at, char name[90])
{
	snprintf(name, 90, "%s %s %s %zu g", bench_words[0][at % 12], bench_words[1][at / 12 % 12], bench_words[2][at / 144 % 12], at / 1728 * 50 + 50);
}

/* Goods beyond those written through the book, and the baseline's table of them all. */
static sqlite3 *fill(struct bench_room *room, size_t items)
{
	sqlite3 *db, *fts;
	sqlite3_stmt *add, *index;
	char path[400], name[90], code[30];
	struct buf folded;

	snprintf(path, sizeof(path), "%s/book.db", room->book_dir);
	assert(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK);
	snprintf(path, sizeof(path), "%s/bare.db", room->dir);
	assert(sqlite3_open(path, &fts) == SQLITE_OK);
	assert(sqlite3_exec(fts, "CREATE VIRTUAL TABLE f USING fts5(name, prefix='1 2 3', detail=full); BEGIN", NULL, NULL, NULL) == SQLITE_OK);
	assert(sqlite3_prepare_v2(fts, "INSERT INTO f (name) VALUES (?1)", -1, &index, NULL) == SQLITE_OK);
	assert(sqlite3_prepare_v2(db, "INSERT INTO item (id, code, name, sort_key, unit, decimals, has_stock, is_food, round_unit, is_active, entry_key)"
			" VALUES (?1, ?2, ?3, ?4, 'hộp', 0, 1, 0, 1, 1, 0)", -1, &add, NULL) == SQLITE_OK);
	assert(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
	buf_init(&folded, 1000);
	for (size_t at = 0; at < items; at++) {
		struct id id = random_id();

		name_of(at, name);
		snprintf(code, sizeof(code), "MH%05zu", at);
		buf_clear(&folded);
		fold_text(name, strlen(name), &folded);
		buf_format(&folded, " %s", code);
		sqlite3_bind_text(index, 1, buf_get(&folded), -1, SQLITE_TRANSIENT);
		assert(sqlite3_step(index) == SQLITE_DONE);
		sqlite3_reset(index);
		if (at < room->items_count)
			continue;
		buf_clear(&folded);
		fold_key(name, strlen(name), &folded);
		sqlite3_bind_blob(add, 1, id.bytes, 16, SQLITE_TRANSIENT);
		sqlite3_bind_text(add, 2, code, -1, SQLITE_TRANSIENT);
		sqlite3_bind_text(add, 3, name, -1, SQLITE_TRANSIENT);
		sqlite3_bind_blob(add, 4, buf_get(&folded), (int)folded.size, SQLITE_TRANSIENT);
		assert(sqlite3_step(add) == SQLITE_DONE);
		sqlite3_reset(add);
	}
	buf_release(&folded);
	sqlite3_finalize(add);
	sqlite3_finalize(index);
	assert(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK && sqlite3_exec(fts, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
	sqlite3_close(db);
	return fts;
}

static size_t search_bare(sqlite3 *fts, size_t rounds)
{
	size_t count = 0;
	char query[40], words[120];
	sqlite3_stmt *q;

	assert(sqlite3_prepare_v2(fts, "SELECT rowid FROM f WHERE f MATCH ?1 ORDER BY rowid LIMIT 20", -1, &q, NULL) == SQLITE_OK);
	sqlite3_exec(fts, "BEGIN", NULL, NULL, NULL);
	for (size_t r = 0; r < rounds; r++) {
		for (size_t i = 0; query_at(i, query) && count < SAMPLES_MAX; i++) {
			size_t size = 0;
			int64_t from = now_ns();

			for (const char *at = query; *at; at += at[0] == ' ') {
				size_t word = strcspn(at, " ");

				size += (size_t)snprintf(words + size, sizeof(words) - size, "%.*s* ", (int)word, at);
				at += word;
			}
			sqlite3_bind_text(q, 1, words, -1, SQLITE_STATIC);
			while (sqlite3_step(q) == SQLITE_ROW)
				;
			assert(sqlite3_reset(q) == SQLITE_OK);
			ns[count++] = now_ns() - from;
		}
	}
	sqlite3_finalize(q);
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

static long resident_kb(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	long pages = 0, resident = 0;

	assert(file && fscanf(file, "%ld %ld", &pages, &resident) == 2);
	fclose(file);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void bench_search(struct bench_room *room, struct txn *txn, sqlite3 *fts, size_t items, size_t rounds)
{
	struct search *search = search_new(room->book->site_id);
	double bare50, bare99, ours50, ours99;
	struct err err = { 0 };
	long before_kb = resident_kb();
	int64_t from = now_ns();

	must(search_refresh(search, txn, clock_now_us(), &err), &err);
	printf("%zu items: index made in %.0f ms, %.1f MB (process + %.1f MB)\n", items, (double)(now_ns() - from) / 1e6, (double)search_bytes(search) / 1e6,
	       (double)(resident_kb() - before_kb) / 1e3);
	say("FTS5 prefixes by rowid, 20", search_bare(fts, rounds), &bare50, &bare99);
	say("search as typed, the best 20", search_all(room, search, txn, rounds), &ours50, &ours99);
	printf("  %.2f x FTS5's p50, %.2f x its p99; p99 %.3f ms (aim %s)\n", ours50 / bare50, ours99 / bare99, ours99 / 1e3, items > 100000 ? "3" : "0.5");
	search_free(search);
}

static void bench(size_t items, size_t rounds)
{
	double bare50, bare99, ours50, ours99;
	struct err err = { 0 };
	struct bench_room room;
	struct book *reader;
	struct txn *txn;
	sqlite3 *fts;

	bench_open(&room, items < WRITTEN_MAX ? items : WRITTEN_MAX);
	fts = fill(&room, items);
	reader = book_open_reader(room.book_dir, &err);
	must(reader != NULL, &err);
	txn = txn_begin(reader->store, &err);
	must(txn != NULL, &err);
	bench_search(&room, txn, fts, items, rounds);
	say("bare SQLite, one code", scan_bare(&room, 20000), &bare50, &bare99);
	say("a scanned barcode to its item", scan_all(&room, txn, 20000), &ours50, &ours99);
	printf("  %.1f x the bare statement's p50 (aim 5 us inside)\n", ours50 / bare50);
	txn_abandon(txn);
	book_close(reader);
	sqlite3_close(fts);
	bench_close(&room);
}

int main(int argc, char **argv)
{
	size_t items = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000, rounds = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;

	if (items < 1 || rounds < 1)
		return 2;
	bench(items, rounds);
	if (argc == 1)
		bench(1000000, rounds);
	return 0;
}
