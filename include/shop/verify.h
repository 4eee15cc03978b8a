/*
 * Does the book hold? Three proofs that share as little as they can:
 *
 *   verify_entries     a walk over the entries' bytes alone: canonical form, numbers, prev, hash, seals, keys and their
 *                      epochs, ids, legs, receipt numbers, vault sums, known heads. Reads JSON, hashes, checks signatures; uses
 *                      none of the shapes, kinds and rows of the rest.
 *   verify_tables      every entry is read, checked and applied again in a new store; each worked-out table must be the
 *                      same, row by row in key order.
 *   verify_invariants  sentences about the tables with the SQL that must return no row (shop/invariant.h), and the
 *                      engine's own check of its file.
 *
 * Each fills a part: what it looked at, and a line for each thing wrong (at most VERIFY_PROBLEMS_MAX). They return false
 * only when they could not look. A read-only store is enough, also of a running daemon's book; each sees one snapshot.
 *
 * Thread: the store's.
 */
#ifndef SHOP_VERIFY_H
#define SHOP_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/text.h"

struct book;
struct store;

#define VERIFY_PROBLEMS_MAX 50
#define VERIFY_ENTRIES_MAX INT64_C(100000000)

struct verify_part {
	int64_t checked_count;         /* entries, tables, or sentences */
	int64_t problems_count;
	struct buf problems;           /* a sentence a line; release with verify_part_release */
	struct hash head;              /* verify_entries: of the last stream's last entry */
	int64_t head_number, head_epoch;
	bool is_practice;              /* a copy to learn on (shop/practice.h) */
};

void verify_part_init(struct verify_part *part);
void verify_part_release(struct verify_part *part);

/* Hashes of entries known from elsewhere (printed on a Z report, held by a producer or the hub): each must be in the chain. */
bool verify_entries(struct store *store, const struct hash *known_heads, size_t known_count, struct verify_part *part, struct err *err) MUST_CHECK;
/* Rebuilds into `fresh`, an empty store (of either engine) that this call gives the schema, and compares. */
bool verify_tables(struct store *store, struct store *fresh, struct verify_part *part, struct err *err) MUST_CHECK;
bool verify_invariants(struct store *store, struct verify_part *part, struct err *err) MUST_CHECK;

/* All that worked-out tables hold is made anew from the entries that lie in the store (before the rails). For rebuild. */
bool verify_replay(struct store *store, struct err *err) MUST_CHECK;
/* Compares the worked-out tables of two stores. */
bool verify_compare(struct store *left, struct store *right, struct verify_part *part, struct err *err) MUST_CHECK;

#endif
