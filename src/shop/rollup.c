#include "shop/rollup.h"

#include <string.h>

#include "shop/sql.h"

enum { ADD, GET };

const struct sql rollup_sql[] = {
	[ADD] = { .text =
		"INSERT INTO rollup (kind, period, key_a, key_b, count, qty_milli, amount, vat, producer)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
		" ON CONFLICT (kind, period, key_a, key_b) DO UPDATE SET"
		" count = rollup.count + excluded.count, qty_milli = rollup.qty_milli + excluded.qty_milli,"
		" amount = rollup.amount + excluded.amount, vat = rollup.vat + excluded.vat, producer = rollup.producer + excluded.producer" },
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

bool rollup_add(struct txn *txn, const struct rollup_key *key, const struct rollup_sums *sums, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &rollup_sql[ADD]);

	put_key(q, key);
	stmt_put_i64(q, sums->count);
	stmt_put_i64(q, sums->qty_milli);
	stmt_put_i64(q, sums->amount);
	stmt_put_i64(q, sums->vat);
	stmt_put_i64(q, sums->producer);
	return stmt_end(q, err);
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
