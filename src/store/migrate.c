#include "store/migrate.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/embed.h"
#include "base/hash.h"
#include "base/text.h"
#include "store/engine.h"

/* Names of the files, read back from the table. */
#define NAMES_MAX_BYTES ((size_t)128 << 10)

enum { DONE_LIST, DONE_ADD };

static const struct sql migration_sql[] = {
	[DONE_LIST] = { .scan_ok = true, .text = "SELECT number, name, sha256 FROM migration ORDER BY number" },
	[DONE_ADD] = { .text = "INSERT INTO migration (number, name, sha256, at_us) VALUES ($1, $2, $3, $4)" },
	SQL_END,
};

/* Which files this book has run. */
static const char migration_table[] =
	"CREATE TABLE IF NOT EXISTS migration (\n"
	"\tnumber {i64} PRIMARY KEY NOT NULL,\n"
	"\tname {text} NOT NULL,\n"
	"\tsha256 {blob} NOT NULL,\n"  /* of the file's bytes, before the words are replaced */
	"\tat_us {i64} NOT NULL\n"     /* when it ran */
	"){strict};\n";

/* ---- the words and sections -------------------------------------------------------------------------------------- */

static const struct {
	const char *word, *sqlite, *postgres;
} words[] = {
	{ "{i64}", "INTEGER", "BIGINT" },
	{ "{text}", "TEXT", "TEXT COLLATE \"C\"" },
	{ "{blob}", "BLOB", "BYTEA" },
	{ "{strict}", " STRICT", "" },
	{ "{strict_clustered}", " STRICT, WITHOUT ROWID", "" },
	{ "{without_rowid}", " WITHOUT ROWID", "" },
};

static bool line_is(const char *line, size_t size, const char *wanted)
{
	while (size && isspace((unsigned char)line[size - 1]))
		size--;
	return size == strlen(wanted) && memcmp(line, wanted, size) == 0;
}

static bool put_line(struct buf *out, enum store_engine engine, const char *line, size_t size, struct err *err)
{
	const char *end = line + size;
	bool in_quotes = false;

	for (const char *at = line; at < end; at++) {
		size_t i = 0;

		in_quotes ^= *at == '\'';
		if (!in_quotes && at[0] == '-' && at + 1 < end && at[1] == '-')
			break;  /* a comment, whatever is in it */
		if (in_quotes || *at != '{') {
			buf_byte(out, (unsigned char)*at);
			continue;
		}
		while (i < COUNT_OF(words) && strncmp(at, words[i].word, strlen(words[i].word)) != 0)
			i++;
		if (i == COUNT_OF(words))
			return err_set(err, ERR_INPUT, NULL, "unknown schema word %.*s", (int)(end - at > 24 ? 24 : end - at), at);
		buf_text(out, engine == STORE_SQLITE ? words[i].sqlite : words[i].postgres);
		at += strlen(words[i].word) - 1;
	}
	buf_byte(out, '\n');
	return true;
}

static bool expand(struct buf *out, enum store_engine engine, const char *text, size_t size, struct err *err)
{
	const char *end = text + size;
	bool takes = true;

	while (text < end) {
		const char *stop = memchr(text, '\n', (size_t)(end - text));
		size_t line_size = stop ? (size_t)(stop - text) : (size_t)(end - text);

		if (line_is(text, line_size, "-- sqlite:"))
			takes = engine == STORE_SQLITE;
		else if (line_is(text, line_size, "-- postgres:"))
			takes = engine == STORE_POSTGRES;
		else if (line_is(text, line_size, "-- both:"))
			takes = true;
		else if (takes && !put_line(out, engine, text, line_size, err))
			return false;
		text += line_size + (stop ? 1 : 0);
	}
	return !out->full || err_set(err, ERR_LIMIT, NULL, "too long");
}

static bool run_text(struct store *store, const char *text, size_t size, struct err *err)
{
	struct buf out;
	bool ok;

	buf_init(&out, MIGRATION_TEXT_MAX * 2);
	ok = expand(&out, store->engine->kind, text, size, err) && store->engine->script(store->conn, buf_get(&out), err);
	buf_release(&out);
	return ok;
}

/* ---- the list ------------------------------------------------------------------------------------------------------ */

/* "0001-journal.sql" */
static bool name_read(const char *name, int *number)
{
	size_t size = strlen(name);

	*number = 0;
	for (int i = 0; i < 4; i++) {
		if (name[i] < '0' || name[i] > '9')
			return false;
		*number = *number * 10 + (name[i] - '0');
	}
	return name[4] == '-' && size > 9 && strcmp(name + size - 4, ".sql") == 0;
}

bool migrate_list(const struct embedded *files, const char *path_prefix, struct migration *list, size_t *count, struct err *err)
{
	*count = 0;
	for (; files->path; files++) {
		struct migration file = { .text = files->bytes, .size = (size_t)(files->end - files->bytes) };
		size_t at = *count;

		if (strncmp(files->path, path_prefix, strlen(path_prefix)) != 0)
			continue;
		file.name = files->path + strlen(path_prefix);
		if (!name_read(file.name, &file.number))
			return err_set(err, ERR_INPUT, files->path, "a migration is named NNNN-words.sql");
		if (file.size > MIGRATION_TEXT_MAX || *count == MIGRATIONS_MAX)
			return err_set(err, ERR_INPUT, files->path, "a migration too large, or one too many");
		for (; at > 0 && list[at - 1].number > file.number; at--)
			list[at] = list[at - 1];
		list[at] = file;
		(*count)++;
	}
	for (size_t i = 0; i < *count; i++)
		if (list[i].number != (int)i + 1)
			return err_set(err, ERR_INPUT, list[i].name, "migration %zu is missing or there twice", i + 1);
	return true;
}

/* ---- running ------------------------------------------------------------------------------------------------------- */

/* One row of what has run against the list. */
static bool row_agrees(int64_t number, const char *name, struct hash hash, const struct migration *list, size_t count, struct err *err)
{
	if (number < 1 || number > (int64_t)count)
		return err_set(err, ERR_CONFLICT, name, "the book was made by a newer program: it has run %.60s", name);
	if (!hash_is(hash, hash_of(list[number - 1].text, list[number - 1].size)))
		return err_set(err, ERR_CONFLICT, list[number - 1].name, "%.60s was changed after the book had run it as %.60s", list[number - 1].name, name);
	return true;
}

static bool count_done(struct txn *txn, const struct migration *list, size_t count, size_t *done_count, struct err *err)
{
	struct arena *arena = arena_new(NAMES_MAX_BYTES);
	struct stmt *q = stmt_begin(txn, &migration_sql[DONE_LIST]);
	struct err refusal;
	bool agrees = true, ok;

	*done_count = 0;
	while (agrees && stmt_next(q)) {
		struct hash hash;
		int64_t number = stmt_take_i64(q);
		const char *name = stmt_take_text(q, arena);

		stmt_take_hash(q, &hash);
		agrees = row_agrees(number, name, hash, list, count, &refusal);
		(*done_count)++;
		arena_reset(arena);
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	if (ok && !agrees)
		*err = refusal;
	return ok && agrees;
}

static bool begin_and_count(struct store *store, const struct migration *list, size_t count, struct txn **txn, size_t *done_count, struct err *err)
{
	*txn = txn_begin(store, err);
	if (!*txn)
		return false;
	if (run_text(store, migration_table, strlen(migration_table), err) && count_done(*txn, list, count, done_count, err))
		return true;
	txn_abandon(*txn);
	return false;
}

static bool run_one(struct txn *txn, const struct migration *file, struct err *err)
{
	struct stmt *q;

	if (!run_text(txn->store, file->text, file->size, err))
		return false;
	q = stmt_begin(txn, &migration_sql[DONE_ADD]);
	stmt_put_i64(q, file->number);
	stmt_put_text(q, file->name);
	stmt_put_hash(q, hash_of(file->text, file->size));
	stmt_put_i64(q, clock_now_us());
	return stmt_end(q, err);
}

bool migrate_pending(struct store *store, const struct migration *list, size_t count, size_t *pending_count, struct err *err)
{
	struct txn *txn;
	size_t done_count;

	if (!begin_and_count(store, list, count, &txn, &done_count, err))
		return false;
	txn_abandon(txn);
	*pending_count = count - done_count;
	return true;
}

bool migrate(struct store *store, const struct migration *list, size_t count, struct err *err)
{
	struct err why;
	struct txn *txn;
	size_t done_count;

	assert(!store->has_rails && store->mode != STORE_READ_ONLY);
	for (;;) {
		const struct migration *file;
		bool ok;

		if (!begin_and_count(store, list, count, &txn, &done_count, err))
			return false;
		if (done_count == count)
			break;
		file = &list[done_count];
		ok = run_one(txn, file, &why);
		if (ok)
			ok = txn_commit(txn, &why);
		else
			txn_abandon(txn);
		/* What was prepared before may not fit the tables any more. */
		stmt_forget_all(store);
		if (!ok)
			return err_set(err, why.code, file->name, "%.60s: %.240s", file->name, why.text);
	}
	return txn_commit(txn, err);
}
