#include "shop/rollup.h"

#include <string.h>

#include "shop/sql.h"

enum { CHANGE, ADD, GET };

const struct sql rollup_sql[] = {
	[CHANGE] = { .text =
		"UPDATE rollup SET count = count + $1, qty_milli = qty_milli + $2, amount = amount + $3, vat = vat + $4, producer = producer + $5"
		" WHERE kind = $6 AND period = $7 AND key_a = $8 AND key_b = $9" },
	[ADD] = { .text =
		"INSERT INTO rollup (count, qty_milli, amount, vat, producer, kind, period, key_a, key_b)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
	[GET] = { .text =
		"SELECT count, qty_milli, amount, vat, producer FROM rollup WHERE kind = $1 AND period = $2 AND key_a = $3 AND key_b = $4" },
	SQL_END
};

static void put_key(struct stmt *q, const struct rollup_key *key)
{
	stmt_put_i64(q, key->kind);
	stmt_put_i64(q, key->period);
	stmt_put_blob(q, key->a, key->a_size);
	stmt_put_blob(q, key->b ? key->b : "", key->b ? key->b_size : 0);
}

static bool put_sums(struct txn *txn, const struct sql *sql, const struct rollup_key *key, const struct rollup_sums *sums, int64_t *changed,
		     struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	stmt_put_i64(q, sums->count);
	stmt_put_i64(q, sums->qty_milli);
	stmt_put_i64(q, sums->amount);
	stmt_put_i64(q, sums->vat);
	stmt_put_i64(q, sums->producer);
	put_key(q, key);
	*changed = stmt_changes(q);
	return stmt_end(q, err);
}

bool rollup_add(struct txn *txn, const struct rollup_key *key, const struct rollup_sums *sums, struct err *err)
{
	int64_t changed;

	/* The row is nearly always there, and changing it costs a fifth less than an INSERT that finds it. */
	return put_sums(txn, &rollup_sql[CHANGE], key, sums, &changed, err) &&
	       (changed == 1 || put_sums(txn, &rollup_sql[ADD], key, sums, &changed, err));
}

bool rollup_get(struct txn *txn, const struct rollup_key *key, struct rollup_sums *sums, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &rollup_sql[GET]);

	memset(sums, 0, sizeof(*sums));
	put_key(q, key);
	if (stmt_next(q)) {
		sums->count = stmt_take_i64(q);
		sums->qty_milli = stmt_take_i64(q);
		sums->amount = stmt_take_i64(q);
		sums->vat = stmt_take_i64(q);
		sums->producer = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}
