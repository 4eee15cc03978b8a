/*
 * The schema, brought forward file by file: src/shop/migrations/NNNN-words.sql, embedded in the program.
 *
 * Forward only. A released file is never edited: its SHA-256 is kept in the table
 * migration (number, name, sha256, at_us) and compared at every start. One file, one transaction.
 *
 * Schema words, because the engines spell these differently:
 *	{i64} {text} {blob}     a column's type; texts compare by their bytes on both engines
 *	){strict};              ends an ordinary CREATE TABLE
 *	){strict_clustered};    ends one whose rows lie in their primary key (STRICT, WITHOUT ROWID on SQLite)
 *	{without_rowid}         the second alone
 * Sections, where one engine needs its own way: a line "-- sqlite:" or "-- postgres:" begins one, "-- both:" (or the
 * file's end) ends it.
 *
 * Thread: the store's.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct buf;
struct embedded;
struct store;

struct migration {
	int number;        /* 1, 2, 3 … without a gap */
	const char *name;  /* "0001-journal.sql" */
	const char *text;
	size_t size;       /* bytes of text; a NUL follows the last */
};

#define MIGRATIONS_MAX 256
#define MIGRATION_TEXT_MAX ((size_t)256 << 10)

/*
 * The files whose path is path_prefix and a name ("src/shop/migrations/"), by number; list has room for
 * MIGRATIONS_MAX. ERR_INPUT, field the path: a name that is not NNNN-words.sql, a gap, a number twice, too many, too large.
 */
bool migrate_list(const struct embedded *files, const char *path_prefix, struct migration *list, size_t *count,
		  struct err *err) MUST_CHECK;

/*
 * Runs what was not run yet, in order; before the rails, outside transactions. ERR_CONFLICT, field the file's name: it
 * was changed after it had run, or the book was made by a newer program; nothing is done then. Another error
 * names the file it stopped at; those before it stay.
 */
bool migrate(struct store *store, const struct migration *list, size_t count, struct err *err) MUST_CHECK;

/* How many would run, with the same refusals: before the first of them a book is copied (store_backup_to). */
bool migrate_pending(struct store *store, const struct migration *list, size_t count, size_t *pending_count,
		     struct err *err) MUST_CHECK;

#endif
