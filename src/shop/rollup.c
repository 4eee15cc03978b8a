#include "shop/rollup.h"

#include <string.h>

#include "shop/sql.h"

enum { ADD, GET, ADD_SHIFT, GET_OPEN };

#define SUMS " CAST(SUM(l.qty_milli) AS BIGINT) AS qty_milli, CAST(SUM(l.paid) AS BIGINT) AS amount, CAST(SUM(l.vat) AS BIGINT) AS vat," \
	     " CAST(SUM(l.producer) AS BIGINT) AS producer"
#define SOLD(which) " FROM shift h JOIN sale s ON s.shift_key = h.entry_key AND s.entry_key > h.entry_key AND s.entry_key < $1" \
		    " JOIN line l ON l.entry_key = s.entry_key" which
/* What the sales and returns of shifts come to. $1 a key after them, $2 and `which` say which shifts, $3 $4 $6 names of accounts, $5 nothing. */
#define OF_SHIFTS(which) \
	"(SELECT 1 AS kind, h.business_day AS period, l.site_id AS key_a, s.till_id AS key_b, COUNT(DISTINCT s.entry_key) AS count," SUMS SOLD(which) \
	" GROUP BY h.business_day, l.site_id, s.till_id" \
	" UNION ALL SELECT 2, h.business_day / 100, l.item_id, l.site_id, COUNT(*)," SUMS SOLD(which) " GROUP BY h.business_day / 100, l.item_id, l.site_id" \
	" UNION ALL SELECT 4, h.business_day, $3, c.consignor_id, COUNT(DISTINCT s.entry_key), 0, CAST(-SUM(l.producer) AS BIGINT), 0, 0" SOLD("") \
	" JOIN contract c ON c.id = l.contract_id" which " GROUP BY h.business_day, c.consignor_id HAVING SUM(l.producer) <> 0" \
	" UNION ALL SELECT 4, h.business_day, $4, $5, COUNT(DISTINCT s.entry_key), 0, CAST(-SUM(l.vat_leg) AS BIGINT), 0, 0" SOLD(which) \
	" GROUP BY h.business_day HAVING SUM(l.vat_leg) <> 0" \
	" UNION ALL SELECT 4, h.business_day, $6, $5, COUNT(DISTINCT s.entry_key), 0, CAST(-SUM(l.house) AS BIGINT), 0, 0" SOLD(which) \
	" GROUP BY h.business_day HAVING SUM(l.house) <> 0" \
	" UNION ALL SELECT 4, h.business_day, r.key_a, $5, CAST(SUM(r.count) AS BIGINT), 0, CAST(SUM(r.amount) AS BIGINT), 0, 0" \
	" FROM shift h JOIN rollup r ON r.kind = 3 AND r.period = h.entry_key AND LENGTH(r.key_b) > 0" which " GROUP BY h.business_day, r.key_a) x"
#define MERGE " ON CONFLICT (kind, period, key_a, key_b) DO UPDATE SET" \
	      " count = rollup.count + excluded.count, qty_milli = rollup.qty_milli + excluded.qty_milli," \
	      " amount = rollup.amount + excluded.amount, vat = rollup.vat + excluded.vat, producer = rollup.producer + excluded.producer"

const struct sql rollup_sql[] = {
	[ADD] = { .text =
		"INSERT INTO rollup (kind, period, key_a, key_b, count, qty_milli, amount, vat, producer)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" MERGE },
	[GET] = { .text =
		"SELECT count, qty_milli, amount, vat, producer FROM rollup WHERE kind = $1 AND period = $2 AND key_a = $3 AND key_b = $4" },
	[ADD_SHIFT] = { .text =
		"INSERT INTO rollup (kind, period, key_a, key_b, count, qty_milli, amount, vat, producer)"
		" SELECT kind, period, key_a, key_b, count, qty_milli, amount, vat, producer FROM " OF_SHIFTS(" WHERE h.entry_key = $2")
		" WHERE 1 = 1" MERGE, .scan_ok = true },
	[GET_OPEN] = { .text =
		"SELECT count, qty_milli, amount, vat, producer FROM " OF_SHIFTS(" WHERE h.closed_key IS NULL AND h.entry_key >= $2")
		" WHERE kind = $7 AND period = $8 AND key_a = $9 AND key_b = $10", .scan_ok = true },
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

static void take_sums(struct stmt *q, struct rollup_sums *sums)
{
	sums->count += stmt_take_i64(q);
	sums->qty_milli += stmt_take_i64(q);
	sums->amount += stmt_take_i64(q);
	sums->vat += stmt_take_i64(q);
	sums->producer += stmt_take_i64(q);
}

bool rollup_get(struct txn *txn, const struct rollup_key *key, struct rollup_sums *sums, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &rollup_sql[GET]);

	memset(sums, 0, sizeof(*sums));
	put_key(q, key);
	if (stmt_next(q))
		take_sums(q, sums);
	return stmt_end(q, err);
}

/* ---- of shifts --------------------------------------------------------------- */

static void put_shifts(struct stmt *q, int64_t before_key, int64_t shift_key)
{
	stmt_put_i64(q, before_key);
	stmt_put_i64(q, shift_key);
	stmt_put_blob(q, "payable", 7);
	stmt_put_blob(q, "vat", 3);
	stmt_put_blob(q, "", 0);
	stmt_put_blob(q, "house", 5);
}

bool rollup_add_shift(struct txn *txn, int64_t shift_key, int64_t before_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &rollup_sql[ADD_SHIFT]);

	put_shifts(q, before_key, shift_key);
	return stmt_end(q, err);
}

bool rollup_now(struct txn *txn, const struct rollup_key *key, struct rollup_sums *sums, struct err *err)
{
	struct stmt *q;

	if (!rollup_get(txn, key, sums, err))
		return false;
	q = stmt_begin(txn, &rollup_sql[GET_OPEN]);
	put_shifts(q, INT64_MAX, 0);
	put_key(q, key);
	while (stmt_next(q))
		take_sums(q, sums);
	return stmt_end(q, err);
}
