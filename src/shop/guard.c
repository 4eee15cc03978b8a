#include "shop/guard.h"

#include "base/day.h"
#include "shop/sql.h"

enum { LAPSING, VALID };

const struct sql guard_sql[] = {
	[LAPSING] = { .text =
		"SELECT c.id, c.product_id, p.producer_id, p.code, p.name, c.decision_no, c.issuer, c.stars, COALESCE(c.extended_to, c.valid_to),"
		" c.revoked_day, (SELECT COUNT(*) FROM item i WHERE i.product_id = p.id AND i.is_active = 1)"
		" FROM certificate c JOIN product p ON p.id = c.product_id WHERE NOT EXISTS (SELECT 1 FROM certificate n WHERE n.product_id = c.product_id"
		" AND (n.valid_from > c.valid_from OR (n.valid_from = c.valid_from AND n.id > c.id)))"
		" AND (COALESCE(c.extended_to, c.valid_to) <= $1 OR c.revoked_day <= $1)"
		" AND EXISTS (SELECT 1 FROM item i WHERE i.product_id = p.id AND i.is_active = 1)"
		" ORDER BY CASE WHEN c.revoked_day < COALESCE(c.extended_to, c.valid_to) THEN c.revoked_day ELSE COALESCE(c.extended_to, c.valid_to) END, c.id"
		" LIMIT 2000", .scan_ok = true },
	[VALID] = { .text =
		"SELECT decision_no, issuer, stars, COALESCE(extended_to, valid_to), revoked_day FROM certificate WHERE product_id = $1 AND valid_from <= $2"
		" AND COALESCE(extended_to, valid_to) >= $2 AND (revoked_day IS NULL OR revoked_day > $2) ORDER BY valid_from DESC LIMIT 1" },
	SQL_END
};

/* What is revoked from a day on holds the day before at the latest. */
static int32_t last_day(int32_t ends, int32_t revoked_day)
{
	return revoked_day && revoked_day <= ends ? day_add(revoked_day, -1) : ends;
}

bool guard_lapsing(struct txn *txn, struct arena *arena, int32_t until_day, struct guard_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &guard_sql[LAPSING]);

	*rows = ARENA_LIST(arena, GUARD_ROWS_MAX, struct guard_row);
	*count = 0;
	stmt_put_day(q, until_day);
	while (*count < GUARD_ROWS_MAX && stmt_next(q)) {
		struct guard_row *row = &(*rows)[(*count)++];
		int32_t ends, revoked;

		stmt_take_id(q, &row->certificate_id);
		stmt_take_id(q, &row->product_id);
		stmt_take_id(q, &row->producer_id);
		row->code = stmt_take_text(q, arena);
		row->product = stmt_take_text(q, arena);
		row->decision_no = stmt_take_text(q, arena);
		row->issuer = stmt_take_text(q, arena);
		row->stars = stmt_take_i64(q);
		ends = stmt_take_day(q);
		revoked = stmt_take_day_opt(q);
		row->items_count = stmt_take_i64(q);
		row->is_revoked = revoked != 0;
		row->last_day = last_day(ends, revoked);
	}
	return stmt_end(q, err);
}

bool guard_valid_on(struct txn *txn, struct arena *arena, struct id product_id, int32_t day, struct guard_valid *valid, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &guard_sql[VALID]);

	*valid = (struct guard_valid){ 0 };
	stmt_put_id(q, product_id);
	stmt_put_day(q, day);
	if (stmt_next(q)) {
		int32_t ends;

		valid->decision_no = stmt_take_text(q, arena);
		valid->issuer = stmt_take_text(q, arena);
		valid->stars = stmt_take_i64(q);
		ends = stmt_take_day(q);
		valid->last_day = last_day(ends, stmt_take_day_opt(q));
	}
	return stmt_end(q, err);
}
