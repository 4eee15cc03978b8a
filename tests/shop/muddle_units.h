/*
 * Beside a muddle: what every ticket's body says of pieces and of what the house bore, added up by itself, held against the book's levels and
 * ledger.
 *
 * Include after settling.h. Thread: one.
 */
#ifndef TESTS_SHOP_MUDDLE_UNITS_H
#define TESTS_SHOP_MUDDLE_UNITS_H

#include "shop/sql.h"

static struct {
	int64_t honey_milli, rice_milli; /* that should lie somewhere, in hampers too */
	int64_t borne;                   /* by the house for goods without a receipt */
} units;

static const struct sql units_sql[] = {
	{ .text = "SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock WHERE item_id = $1", .scan_ok = true },
	SQL_END
};

/* A sale, or what came back; what was binned came back and went. */
static void units_of(const struct sale *body)
{
	for (size_t i = 0; i < body->lines_count; i++) {
		const struct sale_line *line = &body->lines[i];
		int64_t milli = line->was_binned ? 0 : line->qty_milli;

		units.honey_milli -= id_is(line->item_id, room.honey) ? milli : 0;
		units.rice_milli -= id_is(line->item_id, room.rice) ? milli : 0;
	}
	for (size_t i = 0; i < body->pays_count; i++)
		units.borne += body->pays[i].way == PAY_GOODWILL ? body->pays[i].amount.dong : 0;
}

static int64_t units_lying(struct id item)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct stmt *q = stmt_begin(txn, &units_sql[0]);
	int64_t milli;

	stmt_put_id(q, item);
	milli = stmt_next(q) ? stmt_take_i64(q) : 0;
	assert_ok(stmt_end(q, &err), &err);
	txn_abandon(txn);
	return milli;
}

static void units_agree(void)
{
	assert_i64(units_lying(room.honey), units.honey_milli);
	assert_i64(units_lying(room.rice), units.rice_milli);
	assert_i64(ledger("goodwill", NULL), units.borne);
}

#endif
