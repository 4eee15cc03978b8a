/*
 * Tables that come in: parties, products, items, codes, prices, certificates, contracts, intakes, an opening.
 *
 * A file is read whole and checked on a snapshot, row by row, each fault with its line; nothing is written unless every
 * row passes. Then it is written in chunks of one entry each, whose ids follow from the file and the chunk: repeating an
 * import, or going on after a restart, writes only what is missing. Rows that the book has already change nothing.
 *
 * Columns are found by their names, Vietnamese or English, in any order, with or without marks. A column that is not
 * there, and an empty cell, leave what the book has (of a new thing: the usual). `export` writes the same columns.
 *
 *	struct import import;
 *	... on a reader: import_check(txn, book, "items", text, size, at_us, arena, &import, &err);
 *	... import.errors_count == 0: on the writer, a job each: import_write_chunk(&work, &import, i, &err) for i < chunks_count
 *
 * Thread: check on any reader's, chunks on the writer's; the struct has one owner at a time.
 */
#ifndef APP_IMPORTS_H
#define APP_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/id.h"

struct book;
struct buf;
struct import_kind;
struct txn;
struct work;

#define IMPORT_PROBLEMS_MAX 200
#define IMPORT_ARENA_BYTES_MAX ((size_t)512 << 20)
#define IMPORT_ROWS_BYTES_MAX ((size_t)256 << 20) /* of it, what rows may take; more is a fault of the file: divide it */

struct import_problem {
	int64_t line;       /* of the file; 0: the file itself */
	const char *column; /* as the file names it; NULL: no one column */
	const char *text;   /* Vietnamese, what is wrong and what to do */
	bool is_warning;    /* told, not refused */
};

struct import {
	const struct import_kind *kind;
	struct arena *arena; /* of the caller, lives as long */
	struct hash file_sum;
	int64_t rows_count;
	int64_t same_count; /* rows the book has already */
	int64_t errors_count, warnings_count;
	int64_t cod_fee_limit_ppm; /* setting of the site; the usual one until who writes says another */
	struct import_problem *problems; /* the first IMPORT_PROBLEMS_MAX */
	size_t problems_count;
	size_t chunks_count;
	/* inside */
	struct import_chunk *chunks;
	char *rows;
	const char **columns; /* by column of the kind: the file's name for it; NULL: not there */
};

/*
 * The kinds by name: "parties" "products" "items" "codes" "prices" "certificates" "contracts" "intake" "opening" "cod".
 * i from 0; NULL at the end.
 */
const char *import_kind_name(size_t i);
const char *import_kind_about(size_t i);

/*
 * Reads and checks. True also where rows are bad: look at errors_count. ERR_INPUT, field "kind": no such kind;
 * others: those of the store.
 */
bool import_check(struct txn *txn, const struct book *book, const char *kind, const char *text, size_t size, int64_t at_us, struct arena *arena,
		  struct import *import, struct err *err) MUST_CHECK;

/* The file's line of the first row that changes something the book has; 0: none does. */
int64_t import_first_change(const struct import *import);

/*
 * Writes a chunk in work's transaction, in their order; work->id and work->ask are set here. A chunk that is
 * written already, or has no news, writes nothing. Only after a check without errors. ERR_CONFLICT and the like: the book
 * changed since the check; check again.
 */
bool import_write_chunk(struct work *work, const struct import *import, size_t chunk, struct err *err) MUST_CHECK;

/* A column of a kind as its template names it; false: no more of them. */
bool import_kind_column(size_t kind, size_t i, const char **name, bool *is_required);
/* A file to fill in: remarks on what goes where, and the header line. */
void import_template(size_t kind, struct buf *buf);

/* `ocop-pos import KIND FILE [--dry-run] [--book DIR]`; argv[0] is the word after it. Returns the exit code. */
int import_main(int argc, char **argv);

#endif
