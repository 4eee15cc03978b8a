/*
 * One book's database: a SQLite file (a showroom, a small hub) or a PostgreSQL database (a large hub).
 *
 * A store is one connection. On SQLite exactly one connection of one process writes and checkpoints
 * (Debian 12's 3.40.1 is in the range of the WAL-reset bug), any number of others read. Nothing but
 * SQLite may open the file while a store is open: a close(2) by anybody else drops its locks.
 *
 * Thread: one owner at a time, different stores in different threads.
 * Errors of every call below: ERR_IO the disk, the server, a broken file; ERR_BUSY somebody holds
 * what is needed, nothing was done; ERR_LIMIT disk or memory full, or a value too large; ERR_FORBIDDEN
 * the rails or a read-only store refuse; more where noted.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;
struct sql;
struct store;
struct txn;

enum store_engine { STORE_SQLITE = 1, STORE_POSTGRES = 2 };

enum store_mode {
	STORE_READ_WRITE,         /* every COMMIT is on the disk when it is answered */
	STORE_READ_ONLY,          /* refuses every write */
	STORE_READ_WRITE_DRAFTS,  /* a COMMIT outlives the process at once, a power cut after the next sync (store_set_sync) */
};

#define STORE_VALUE_MAX_BYTES ((size_t)16 << 20)   /* one text or blob of a row */
#define STORE_WAL_MAX_BYTES ((int64_t)64 << 20)    /* SQLite's log is worked off before it grows past this, also without store_checkpoint */

/*
 * Opens, and makes the file when a writer finds none. ":memory:" is a database of this connection alone.
 * A reader makes none: ERR_IO. NULL: err is filled.
 */
struct store *store_open_sqlite(const char *path, enum store_mode mode, struct err *err) MUST_CHECK;

/* conninfo as libpq takes it. The database must be in UTF8. ERR_BUSY: the server does not take connections now. */
struct store *store_open_postgres(const char *conninfo, enum store_mode mode, struct err *err) MUST_CHECK;

void store_close(struct store *store);  /* NULL is fine; an open transaction is rolled back */

enum store_engine store_engine(const struct store *store);

/*
 * After the migrations: from here on INSERT everywhere, UPDATE and DELETE on the tables named (NULL ends the
 * list) and nothing else: no DDL, no PRAGMA, no ATTACH. What is refused is ERR_FORBIDDEN. On SQLite an
 * authorizer of this connection; on PostgreSQL the rights of the role "ocop_program", which the session
 * enters for good (the connecting role owns the tables and may make roles, or the role is there already).
 * Every writer calls it, once, outside transactions. Journal tables have triggers besides, from their migration.
 */
bool store_rails(struct store *store, const char *const *mutable_tables, struct err *err) MUST_CHECK;

/*
 * From here on a statement on SQLite that stepped through a whole table, sorted, or made an index for itself
 * fails at stmt_end with ERR_IO unless it says .scan_ok. For tests and debug builds. No effect on PostgreSQL.
 */
void store_watch_scans(struct store *store, bool watches);

/*
 * Prepares every statement of the tables, so that a test knows them good on both engines (on SQLite with the
 * rails too). `tables` ends with NULL, each table with SQL_END (store/stmt.h). ERR_INPUT names the statement at fault.
 */
bool store_prepare_all(struct store *store, const struct sql *const *tables, struct err *err) MUST_CHECK;

/*
 * In idle moments of the writer, outside transactions: moves SQLite's log into the file when it is longer than
 * log_max_bytes (0: whenever there is any), as far as no reader stands in the way. Nothing on PostgreSQL.
 */
bool store_checkpoint(struct store *store, int64_t log_max_bytes, struct err *err) MUST_CHECK;
int64_t store_log_bytes(const struct store *store);  /* SQLite's log as of the last COMMIT here; else 0 */

/* STORE_READ_WRITE_DRAFTS only, outside transactions: whether the commits from here on wait for the disk (and take those before along). */
bool store_set_sync(struct store *store, bool waits, struct err *err) MUST_CHECK;

/*
 * Copies the whole of a SQLite store as it is at this moment, through a read-only store outside transactions:
 * VACUUM INTO path + ".part", fsync, rename to path, fsync of the folder. The writer goes on meanwhile. What was
 * at path is replaced at the end or stays whole; the caller verifies the copy. ERR_INPUT on PostgreSQL (its own tools do that).
 */
bool store_backup_to(struct store *store, const char *path, struct err *err) MUST_CHECK;

/* Of the library at hand: "3.40.1". */
const char *store_sqlite_version(void);

/*
 * SQLite's integrity_check and foreign_key_check (invariant 14), on a read-only store or before the rails.
 * What is wrong goes into `problems`, a line each, at most 100; none: it stays empty. True either way, false when it
 * could not look. Nothing to ask on PostgreSQL.
 */
bool store_check_file(struct store *store, struct buf *problems, struct err *err) MUST_CHECK;

/*
 * The schema in one normal form, the same text from both engines: tables by name, their columns in order with
 * schema words (i64, text, blob), then keys, uniques, foreign keys, indexes, and which changes triggers watch.
 * On a read-only store or before the rails. For tests/golden/schema.txt.
 */
bool store_schema_print(struct store *store, struct buf *buf, struct err *err) MUST_CHECK;

/* Is given each row of a dump, without a line end; false (and err) stops the dump. */
typedef bool store_row_function(void *arg, const char *row, size_t row_size, struct err *err);

/*
 * Prints every row of a table in the order of key (one or more of its columns, "kind, period"), columns in order with
 * a tab between: numbers plain, texts as JSON, blobs as x'0a…', NULL as a minus alone. Both engines print the same
 * bytes. `table` and `key` are constants of ours, never input. May pass over the whole table.
 */
bool store_dump_table(struct txn *txn, const char *table, const char *key, store_row_function *row, void *arg,
		      struct err *err) MUST_CHECK;

#endif
