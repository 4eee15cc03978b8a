/*
 * One statement: put its parameters in order, take its columns in order, look once at the end.
 *
 *	struct stmt *q = stmt_begin(txn, &catalog_sql[ITEM_BY_BARCODE]);
 *
 *	stmt_put_text(q, barcode);
 *	*found = stmt_next(q);
 *	if (*found) {
 *		stmt_take_id(q, &item->id);
 *		item->name = stmt_take_text(q, arena);
 *		item->price = stmt_take_money(q);
 *	}
 *	return stmt_end(q, err);
 *
 * The first failure sticks: later calls do nothing, stmt_next says false, takes give zero, "" and the zero id, and
 * stmt_end reports it. Too many or too few puts or takes assert, on both engines alike. A row may also
 * be passed over without taking anything. What is put is copied at once.
 *
 * Texts are `const struct sql` at the top of the module that owns the table, in a table ended by SQL_END; the
 * address is the key of the connection's cache, so each is prepared once. They are the common tongue of both
 * engines. Asserted: one statement, $1 $2 … numbered by first appearance (SQLite numbers so), no "::" (SQLite takes it
 * for a part of the name: write CAST), no double quotes, no OR REPLACE (it deletes behind the rails' back).
 * A statement may be begun again before its end (a walk down a tree). Do not write to a table while reading it.
 *
 * Thread: the txn's.
 * Errors: ERR_CONFLICT unique or foreign key; ERR_INPUT check, not null, bad value, text that is not UTF-8;
 * ERR_FORBIDDEN rails, triggers, read-only; ERR_BUSY lock, deadlock, serialization, a transaction that does not stand;
 * ERR_LIMIT full or too large; ERR_IO the rest, also a column that is not of the type taken.
 */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"
#include "calc/money.h"

struct arena;
struct txn;

struct sql {
	const char *text;
	bool scan_ok;   /* may read a whole table (also ORDER BY key LIMIT n without a WHERE on the key), sort, or make an index for itself */
	bool streams;   /* rows come one by one, however many; no other statement on the connection before stmt_end */
};

#define SQL_END { .text = NULL }
#define STMT_NONE INT64_MIN  /* a whole number that is not there, in the _i64_opt and _money_opt forms */

struct stmt;

struct stmt *stmt_begin(struct txn *txn, const struct sql *sql);  /* cannot fail in sight: a failure sticks */

void stmt_put_null(struct stmt *q);
void stmt_put_i64(struct stmt *q, int64_t value);
void stmt_put_money(struct stmt *q, struct money value);
void stmt_put_day(struct stmt *q, int32_t day);             /* 20260822, a {i64} column */
void stmt_put_text(struct stmt *q, const char *text);       /* not NULL */
void stmt_put_blob(struct stmt *q, const void *bytes, size_t size);
void stmt_put_id(struct stmt *q, struct id id);             /* 16 bytes in a {blob} column; not the zero id */
void stmt_put_hash(struct stmt *q, struct hash hash);       /* 32 bytes in a {blob} column */
void stmt_put_i64_opt(struct stmt *q, int64_t value);       /* STMT_NONE is NULL */
void stmt_put_money_opt(struct stmt *q, struct money value);   /* STMT_NONE đồng is NULL */
void stmt_put_day_opt(struct stmt *q, int32_t day);         /* 0 is NULL */
void stmt_put_text_opt(struct stmt *q, const char *text);   /* NULL is NULL */
void stmt_put_blob_opt(struct stmt *q, const void *bytes, size_t size);  /* NULL is NULL */
void stmt_put_id_opt(struct stmt *q, struct id id);         /* the zero id is NULL */
void stmt_put_hash_opt(struct stmt *q, const struct hash *hash);  /* NULL is NULL */

/* Runs the statement the first time; then row by row. False: no further row, or a failure (stmt_end knows). */
bool stmt_next(struct stmt *q);

bool stmt_is_null(struct stmt *q);  /* whether the column taken next is NULL; takes nothing */
void stmt_skip(struct stmt *q);     /* passes over one column */
int64_t stmt_take_i64(struct stmt *q);
struct money stmt_take_money(struct stmt *q);
int32_t stmt_take_day(struct stmt *q);
char *stmt_take_text(struct stmt *q, struct arena *arena);
void *stmt_take_blob(struct stmt *q, struct arena *arena, size_t *size);  /* a NUL follows the last byte */
void stmt_take_id(struct stmt *q, struct id *id);
void stmt_take_hash(struct stmt *q, struct hash *hash);
/* NULL becomes STMT_NONE, 0 (day), NULL, the zero id, false with zeros (hash). */
int64_t stmt_take_i64_opt(struct stmt *q);
struct money stmt_take_money_opt(struct stmt *q);
int32_t stmt_take_day_opt(struct stmt *q);
char *stmt_take_text_opt(struct stmt *q, struct arena *arena);
void *stmt_take_blob_opt(struct stmt *q, struct arena *arena, size_t *size);
void stmt_take_id_opt(struct stmt *q, struct id *id);
bool stmt_take_hash_opt(struct stmt *q, struct hash *hash);

/* Rows added, changed or removed. Runs the statement to its end first; 0 for a SELECT and after a failure. */
int64_t stmt_changes(struct stmt *q);

/* Runs the statement if it was not run yet (an INSERT needs no stmt_next), ends it, and says how it went. May be called early. */
bool stmt_end(struct stmt *q, struct err *err) MUST_CHECK;

#endif
