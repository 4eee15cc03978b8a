/*
 * Sums that only grow, kept by apply in the sale's own transaction: one tree for all kinds.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_ROLLUP_H
#define SHOP_ROLLUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"

struct txn;

/* Values are in the database: add at the end, never renumber. What a row counts beside each. */
enum rollup_kind {
	ROLLUP_DAY = 1,     /* period a business day; a the site, b the till; tickets */
	ROLLUP_ITEM = 2,    /* period a calendar month 202608; a the item, b the site; lines */
	ROLLUP_SHIFT = 3,   /* period the shift's entry key; a the bucket's name, b empty; or a the way of paying, b SHIFT_SOLD or SHIFT_TAKEN_BACK:
			     * count payments, qty_milli tickets that begin with this way, amount */
	ROLLUP_LEDGER = 4,  /* period a calendar day; a the account's name, b the party or empty; amount: debit less credit */
	ROLLUP_OPENING = 5, /* period a calendar month before the book; a the product; qty and amount, marked "trước sổ này", never settled */
	ROLLUP_COPIES = 6,  /* period the entry key of a paper; a the layout's name; copies asked for */
};

#define SHIFT_SOLD "sale"
#define SHIFT_TAKEN_BACK "return"

struct rollup_key {
	int64_t kind, period;
	const void *a, *b;          /* bytes; b may be NULL for empty */
	size_t a_size, b_size;
};

struct rollup_sums {
	int64_t count, qty_milli, amount, vat, producer;
};

/* For apply only. */
bool rollup_add(struct txn *txn, const struct rollup_key *key, const struct rollup_sums *sums, struct err *err) MUST_CHECK;
bool rollup_get(struct txn *txn, const struct rollup_key *key, struct rollup_sums *sums, struct err *err) MUST_CHECK;  /* zeros where there is none */

#endif
