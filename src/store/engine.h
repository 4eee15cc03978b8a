/*
 * What an engine must be able to do: a struct of functions, so that a test can put a lying one in between.
 *
 * `conn` is the engine's own connection, `prepared` its own prepared statement. Every function that can fail fills err
 * with the codes of store/stmt.h.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

#define PARAMS_MAX 96
#define LOCK_WAIT_MS 5000  /* how long a statement waits for a lock of another connection before ERR_BUSY */

enum value_kind { VALUE_NULL, VALUE_I64, VALUE_TEXT, VALUE_BLOB };

/* A parameter on its way in (kind says the type also of a NULL, as PostgreSQL wants to know), or a column on its way out. */
struct value {
	enum value_kind kind;
	bool is_null;
	int64_t i64;
	const void *bytes;  /* a NUL follows the last byte of a parameter */
	size_t size;
};

enum control { CONTROL_BEGIN, CONTROL_COMMIT, CONTROL_ROLLBACK, CONTROL_SAVE, CONTROL_KEEP, CONTROL_UNDO };
enum step { STEP_FAILED, STEP_ROW, STEP_DONE };

/*
 * The catalogue's questions. All but the first take a table's name. In the order of the columns given:
 * tables: name · columns: name, type in schema words, 1 where never NULL, 1 where it has a default · primary_key: column ·
 * keys: 1 at the first column of each, its name ("": a UNIQUE of the table), 1 where unique, 1 where partial, column,
 * 1 where descending · foreign_keys: 1 at the first column of each, the other table, column, its column · triggers: the event before which one runs.
 */
struct schema_sql {
	struct sql tables, columns, primary_key, keys, foreign_keys, triggers;
};

struct engine {
	enum store_engine kind;
	void (*close)(void *conn);

	/* CONTROL_COMMIT fails with ERR_UNSURE unless it is certain that nothing was kept. mark: from 0, innermost last. */
	bool (*control)(void *conn, enum control what, unsigned mark, struct err *err);
	bool (*stands)(void *conn);
	bool (*script)(void *conn, const char *text, struct err *err);  /* several statements, without parameters or rows */

	/* values (count of them) tell the types where they are known; NULL: the engine guesses. */
	bool (*prepare)(void *conn, const struct sql *sql, const struct value *values, size_t count, void **prepared, struct err *err);
	void (*discard)(void *conn, void *prepared);
	bool (*run)(void *conn, void *prepared, const struct value *values, size_t count, struct err *err);
	enum step (*step)(void *conn, void *prepared, struct err *err);
	size_t (*columns)(void *prepared);                                     /* after a step that gave a row */
	bool (*column)(void *prepared, size_t index, struct value *value, struct err *err);
	bool (*writes)(void *prepared);                                        /* has more to do after a row: an early end steps on */
	int64_t (*changes)(void *conn, void *prepared);                        /* after STEP_DONE */
	bool (*end)(void *conn, void *prepared, bool scan_ok, struct err *err);  /* ready to run again; false: a scan that was watched for */

	void (*watch_scans)(void *conn, bool watches);
	bool (*rails)(void *conn, const char *const *mutable_tables, struct err *err);
	bool (*set_sync)(void *conn, bool waits, struct err *err);
	bool (*checkpoint)(void *conn, int64_t log_max_bytes, struct err *err);
	int64_t (*log_bytes)(void *conn);
	bool (*backup_to)(void *conn, const char *path, struct err *err);
	bool (*check_file)(void *conn, struct buf *problems, struct err *err);
	const struct schema_sql *schema;
};

struct txn {
	struct store *store;
	bool is_open;
	bool is_lost;          /* the engine no longer holds it */
	unsigned marks_count;
	unsigned stmts_count;  /* begun and not ended */
	bool streams;          /* one of them streams: no other may run */
	int64_t number;        /* of the store's */
	const char *file;      /* where it was begun */
	int line;
};

#define STMT_CHAINS 256  /* of the cache; a power of two */

struct store {
	const struct engine *engine;
	void *conn;
	enum store_mode mode;
	bool has_rails;
	struct txn txn;
	int64_t txns_count;    /* begun so far */
	int64_t steps_count;   /* of statements, so far: what a test measures work by */
	struct stmt *chains[STMT_CHAINS];
};

bool sqlite_open(struct store *store, const char *path, struct err *err) MUST_CHECK;
bool postgres_open(struct store *store, const char *conninfo, struct err *err) MUST_CHECK;

/* Frees what the connection has prepared; no statement may be open. */
void stmt_forget_all(struct store *store);
/* One outside the cache, for the one place that makes SQL from names of ours: the dump. sql and its text live until stmt_end. */
struct stmt *stmt_begin_once(struct txn *txn, const struct sql *sql);
/* Any column as it is, until the next stmt_next; false: a failure. */
bool stmt_take_value(struct stmt *q, struct value *value);
/* Asserts the manners of store/stmt.h; gives the count of parameters. */
size_t stmt_count_params(const char *text);
/* After a failure of any kind inside a transaction: asks the engine and remembers. */
void txn_look(struct txn *txn);

#endif
