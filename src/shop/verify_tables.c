/* The second part: everything worked out again from the entries, and compared row by row. */
#include "shop/verify.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/kinds.h"
#include "shop/sql.h"
#include "shop/verify_parts.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

#define ENTRIES_A_COMMIT 500
#define REPLAY_BYTES_MAX ((size_t)256 << 20)
#define TABLES_MAX 128

enum { ENTRY_NEXT, ENTRY_ADD };

const struct sql verify_tables_sql[] = {
	[ENTRY_NEXT] = { .text =
		"SELECT entry_key, id, at_us, hash, bytes FROM entry WHERE entry_key > $1 ORDER BY entry_key LIMIT 1" },
	[ENTRY_ADD] = { .text =
		"INSERT INTO entry (entry_key, id, at_us, hash, bytes) VALUES ($1, $2, $3, $4, $5)" },
	SQL_END
};

/* ---- making anew ---------------------------------------------------------------- */

static bool replay_entry(struct txn *txn, struct arena *arena, const struct entry *entry, struct err *err)
{
	const struct kind *kind = kind_find(entry->kind, entry->v);
	void *body;

	if (!kind)
		return err_set(err, ERR_CONFLICT, "kind", "bút toán %" PRId64 ": loại %s phiên bản %" PRId64 " của chương trình mới hơn",
			       (int64_t)ENTRY_NUMBER(entry->key), entry->kind, entry->v);
	if (entry_body(entry, kind, arena, &body, err) && (!kind->check || kind->check(body, err)) && entry_apply(txn, entry, kind, body, arena, err))
		return true;
	struct err why = *err;

	return err_set(err, why.code == ERR_IO || why.code == ERR_LIMIT ? why.code : ERR_CONFLICT, "entry", "bút toán %" PRId64 " (%s): %s %s",
		       (int64_t)ENTRY_NUMBER(entry->key), entry->kind, why.field, why.text);
}

/* The entries that lie in the store already are applied in their order, many a commit. */
bool verify_replay(struct store *store, struct err *err)
{
	struct arena *arena = arena_new(REPLAY_BYTES_MAX);
	int64_t key = INT64_MIN;
	bool ok = true, more = true;

	while (ok && more) {
		struct txn *txn = txn_begin(store, err);

		ok = txn != NULL;
		for (int i = 0; ok && more && i < ENTRIES_A_COMMIT; i++) {
			struct entry entry = { 0 };

			ok = journal_next(txn, arena, key, &entry, &more, err) && (!more || replay_entry(txn, arena, &entry, err));
			key = more ? entry.key : key;
			arena_reset(arena);
		}
		if (ok)
			ok = txn_commit(txn, err);
		else
			txn_abandon(txn);
	}
	arena_free(arena);
	return ok;
}

/* One entry's row as it lies there, bytes and columns, into the fresh store, and applied. */
static bool copy_entry(struct txn *from, struct txn *to, struct arena *arena, int64_t *key, bool *more, struct err *err)
{
	struct stmt *q = stmt_begin(from, &verify_tables_sql[ENTRY_NEXT]);
	struct entry entry = { 0 };
	struct id id = { { 0 } };
	struct hash hash = { { 0 } };
	const char *bytes = NULL;
	int64_t at_us = 0;

	stmt_put_i64(q, *key);
	*more = stmt_next(q);
	if (*more) {
		*key = stmt_take_i64(q);
		stmt_take_id(q, &id);
		at_us = stmt_take_i64(q);
		stmt_take_hash(q, &hash);
		bytes = stmt_take_text(q, arena);
	}
	if (!stmt_end(q, err))
		return false;
	if (!*more)
		return true;
	q = stmt_begin(to, &verify_tables_sql[ENTRY_ADD]);
	stmt_put_i64(q, *key);
	stmt_put_id(q, id);
	stmt_put_i64(q, at_us);
	stmt_put_hash(q, hash);
	stmt_put_text(q, bytes);
	if (!stmt_end(q, err))
		return false;
	entry.key = *key;
	return entry_read(bytes, strlen(bytes), arena, &entry, err) && replay_entry(to, arena, &entry, err);
}

static bool copy_all(struct txn *from, struct store *fresh, struct err *err)
{
	struct arena *arena = arena_new(REPLAY_BYTES_MAX);
	int64_t key = INT64_MIN;
	bool ok = true, more = true;

	while (ok && more) {
		struct txn *to = txn_begin(fresh, err);

		ok = to != NULL;
		for (int i = 0; ok && more && i < ENTRIES_A_COMMIT; i++) {
			ok = copy_entry(from, to, arena, &key, &more, err);
			arena_reset(arena);
		}
		if (ok)
			ok = txn_commit(to, err);
		else
			txn_abandon(to);
	}
	arena_free(arena);
	return ok;
}

/* ---- comparing -------------------------------------------------------------------- */

struct rows {
	uint64_t *sums;                /* of each row, in key order */
	size_t count, room;
};

static uint64_t sum_of(const char *row, size_t size)
{
	struct hash hash = hash_of(row, size);
	uint64_t sum;

	memcpy(&sum, hash.bytes, sizeof(sum));
	return sum;
}

static bool keep_row(void *arg, const char *row, size_t size, struct err *err)
{
	struct rows *rows = arg;

	(void)err;
	if (rows->count == rows->room) {
		rows->room = rows->room ? rows->room * 2 : 1024;
		rows->sums = realloc(rows->sums, rows->room * sizeof(*rows->sums));
		assert(rows->sums);
	}
	rows->sums[rows->count++] = sum_of(row, size);
	return true;
}

/* The first row that differs. */
struct difference {
	const struct rows *want;
	size_t at;
	bool found;
	char row[300];
};

static bool compare_row(void *arg, const char *row, size_t size, struct err *err)
{
	struct difference *d = arg;

	(void)err;
	if (!d->found && (d->at >= d->want->count || d->want->sums[d->at] != sum_of(row, size))) {
		d->found = true;
		snprintf(d->row, sizeof(d->row), "%.*s", (int)(size < sizeof(d->row) ? size : sizeof(d->row) - 1), row);
	}
	d->at += !d->found;
	return true;
}

static bool compare_table(struct txn *live, struct txn *fresh, const struct book_table *table, struct verify_part *part, struct err *err)
{
	struct rows want = { 0 };
	struct difference d = { .want = &want };
	bool ok = store_dump_table(fresh, table->name, table->order, keep_row, &want, err) &&
		  store_dump_table(live, table->name, table->order, compare_row, &d, err);

	if (ok && d.found)
		verify_problem(part, "bảng %s, dòng %zu khác với bút toán: %s", table->name, d.at + 1, d.row);
	else if (ok && d.at < want.count)
		verify_problem(part, "bảng %s thiếu %zu dòng từ dòng %zu", table->name, want.count - d.at, d.at + 1);
	free(want.sums);
	return ok;
}

static bool compare_in(struct txn *live, struct store *right, struct verify_part *part, struct err *err)
{
	struct txn *fresh = txn_begin(right, err);
	bool ok = fresh != NULL;

	for (const struct book_table *table = book_tables; ok && table->name; table++) {
		if (table->is != TABLE_WORKED_OUT)
			continue;
		part->checked_count++;
		ok = compare_table(live, fresh, table, part, err);
	}
	txn_abandon(fresh);
	return ok;
}

bool verify_compare(struct store *left, struct store *right, struct verify_part *part, struct err *err)
{
	struct txn *live = txn_begin(left, err);
	bool ok = live && compare_in(live, right, part, err);

	txn_abandon(live);
	return ok;
}

bool verify_tables(struct store *store, struct store *fresh, struct verify_part *part, struct err *err)
{
	struct txn *live;
	bool ok;

	if (!book_schema(fresh, err))
		return false;
	/* One snapshot for the entries and the tables, so that a running daemon does no harm. */
	live = txn_begin(store, err);
	if (!live)
		return false;
	ok = copy_all(live, fresh, err);
	if (!ok && (err->code == ERR_CONFLICT || err->code == ERR_INPUT || err->code == ERR_MISSING || err->code == ERR_FORBIDDEN)) {
		/* An entry that cannot be applied again is a finding, not a failure to look. */
		verify_problem(part, "không dựng lại được: %s", err->text);
		ok = true;
	} else {
		ok = ok && compare_in(live, fresh, part, err);
	}
	txn_abandon(live);
	return ok;
}
