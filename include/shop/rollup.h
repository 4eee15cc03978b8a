/*
 * Sums that only grow, kept by apply: one tree for all kinds.
 *
 * What a shift sold goes into the kinds DAY, ITEM and LEDGER in one go, when the shift ends: a sale itself touches its SHIFT
 * row alone, which costs it a tree less and four pages fewer. Until then those sums are in the rows of `sale` and `line`; who
 * wants them as of now asks rollup_now, or adds the lines of the shifts that are open (one or two of today) to the rows here.
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
	ROLLUP_ITEM = 2,    /* period the month of a business day 202608; a the item, b the site; lines */
	ROLLUP_SHIFT = 3,   /* period the shift's entry key; a the bucket's name, b empty; or a the way of paying, b SHIFT_SOLD or SHIFT_TAKEN_BACK:
			     * count payments, qty_milli tickets that begin with this way, amount */
	ROLLUP_LEDGER = 4,  /* period a business day, of what is not a shift's a calendar day; a the account's name, b the party or empty;
			     * amount: debit less credit */
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
/* For apply of what ends a shift: its sales and returns (their keys below before_key) into DAY, ITEM and LEDGER. */
bool rollup_add_shift(struct txn *txn, int64_t shift_key, int64_t before_key, struct err *err) MUST_CHECK;
/* As rollup_get, and what open shifts hold beside it. */
bool rollup_now(struct txn *txn, const struct rollup_key *key, struct rollup_sums *sums, struct err *err) MUST_CHECK;

#endif
