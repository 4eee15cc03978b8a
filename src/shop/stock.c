#include "shop/stock.h"

#include <stdlib.h>
#include <string.h>

#include "calc/shape.h"
#include "shop/sql.h"

enum { LOTS, SELLABLE, SELLABLE_ITEMS, LEVEL_CHANGE, LEVEL_ADD, LEVEL_CLEAR, MOVE_ADD };

#define IS_SELLABLE(day) \
	" AND s.place = 1 AND (l.is_pending = 0 OR s.qty_milli > 0) AND l.is_frozen = 0" \
	" AND (l.expiry_kind <> 1 OR l.expiry_day IS NULL OR l.expiry_day >= " day ")"

const struct sql stock_sql[] = {
	[LOTS] = { .text =
		"SELECT s.lot_id, l.contract_id, l.consignor_id, l.version, s.place, s.qty_milli, l.expiry_day, l.expiry_kind,"
		" l.own_price, l.hand_over, l.is_pending, l.is_frozen, l.arrived_us, l.code"
		" FROM stock s JOIN lot l ON l.id = s.lot_id WHERE s.site_id = $1 AND s.item_id = $2 LIMIT $3" },
	[SELLABLE] = { .text =
		"SELECT CAST(COALESCE(SUM(s.qty_milli), 0) AS BIGINT) FROM stock s JOIN lot l ON l.id = s.lot_id"
		" WHERE s.site_id = $1 AND s.item_id = $2" IS_SELLABLE("$3") },
	[SELLABLE_ITEMS] = { .text =
		"SELECT s.item_id FROM stock s JOIN lot l ON l.id = s.lot_id WHERE s.site_id = $1" IS_SELLABLE("$2")
		" GROUP BY s.item_id HAVING SUM(s.qty_milli) > 0", .scan_ok = true, .streams = true },
	/* The floor is in the statement, so that two tills cannot both sell the last one. */
	[LEVEL_CHANGE] = { .text =
		"UPDATE stock SET qty_milli = qty_milli + $1 WHERE site_id = $2 AND item_id = $3 AND lot_id = $4 AND place = $5"
		" AND qty_milli + $1 > 0" },
	[LEVEL_ADD] = { .text =
		"INSERT INTO stock (site_id, item_id, lot_id, place, qty_milli) VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (item_id, site_id, lot_id, place) DO UPDATE SET qty_milli = stock.qty_milli + excluded.qty_milli" },
	[LEVEL_CLEAR] = { .text =
		"DELETE FROM stock WHERE site_id = $1 AND item_id = $2 AND lot_id = $3 AND place = $4 AND qty_milli = $5" },
	[MOVE_ADD] = { .text =
		"INSERT INTO stock_move (entry_key, n, kind, site_id, item_id, lot_id, contract_id, place, qty_milli, borne_by, doc_day)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)" },
	SQL_END
};

/* Expiry, then arrival, then id: owners alike (P12). A lot without a date comes after those with one, a pending lot last. */
static int compare_lots(const void *left, const void *right)
{
	const struct stock_lot *a = left, *b = right;
	int32_t a_day = a->expiry_day ? a->expiry_day : INT32_MAX, b_day = b->expiry_day ? b->expiry_day : INT32_MAX;

	if (a->is_pending != b->is_pending)
		return a->is_pending ? 1 : -1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	if (a_day != b_day)
		return a_day < b_day ? -1 : 1;
	if (a->arrived_us != b->arrived_us)
		return a->arrived_us < b->arrived_us ? -1 : 1;
	return id_compare(a->lot_id, b->lot_id);
}

bool stock_lots_order(struct stock_lot *lots, size_t lots_count, struct err *err)
{
	if (lots_count > STOCK_LOTS_MAX)
		return err_set(err, ERR_LIMIT, "item_id", "mặt hàng có quá %d lô còn hàng; kiểm kê và dồn lô", STOCK_LOTS_MAX);
	if (lots_count > 1)
		qsort(lots, lots_count, sizeof(*lots), compare_lots);
	return true;
}

bool stock_lots(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct stock_lot **lots, size_t *lots_count,
		struct err *err)
{
	struct stmt *q = stmt_begin(txn, &stock_sql[LOTS]);
	size_t room = 8;

	*lots = ARENA_LIST(arena, room, struct stock_lot);
	*lots_count = 0;
	stmt_put_id(q, site_id);
	stmt_put_id(q, item_id);
	stmt_put_i64(q, STOCK_LOTS_MAX + 1);
	while (stmt_next(q)) {
		struct stock_lot *lot;

		if (*lots_count == room) {
			struct stock_lot *more = ARENA_LIST(arena, room * 2, struct stock_lot);

			memcpy(more, *lots, room * sizeof(*more));
			*lots = more;
			room *= 2;
		}
		lot = &(*lots)[(*lots_count)++];
		stmt_take_id(q, &lot->lot_id);
		stmt_take_id(q, &lot->contract_id);
		stmt_take_id(q, &lot->consignor_id);
		lot->version = stmt_take_i64(q);
		lot->place = stmt_take_i64(q);
		lot->qty_milli = stmt_take_i64(q);
		lot->expiry_day = stmt_take_day_opt(q);
		lot->expiry_kind = stmt_take_i64(q);
		lot->own_price = stmt_take_i64_opt(q);
		lot->hand_over = stmt_take_i64_opt(q);
		lot->is_pending = stmt_take_i64(q) != 0;
		lot->is_frozen = stmt_take_i64(q) != 0;
		lot->arrived_us = stmt_take_i64(q);
		lot->code = stmt_take_text_opt(q, arena);
	}
	return stmt_end(q, err) && stock_lots_order(*lots, *lots_count, err);
}

bool stock_sellable(struct txn *txn, struct id site_id, struct id item_id, int32_t day, int64_t *qty_milli, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &stock_sql[SELLABLE]);

	stmt_put_id(q, site_id);
	stmt_put_id(q, item_id);
	stmt_put_day(q, day);
	*qty_milli = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

bool stock_each_sellable(struct txn *txn, struct id site_id, int32_t day, void (*take)(void *owner, struct id item_id), void *owner, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &stock_sql[SELLABLE_ITEMS]);
	struct id item_id;

	stmt_put_id(q, site_id);
	stmt_put_day(q, day);
	while (stmt_next(q)) {
		stmt_take_id(q, &item_id);
		take(owner, item_id);
	}
	return stmt_end(q, err);
}

static void put_place(struct stmt *q, struct id site_id, struct id item_id, struct id lot_id, int64_t place)
{
	stmt_put_id(q, site_id);
	stmt_put_id(q, item_id);
	stmt_put_id(q, lot_id);
	stmt_put_i64(q, place);
}

bool stock_change(struct txn *txn, struct id site_id, struct id item_id, struct id lot_id, int64_t place, int64_t qty_milli,
		  bool may_be_below, struct err *err)
{
	int64_t changed;
	struct stmt *q;

	if (qty_milli == 0)
		return true;
	/* What nearly every line is: a level that stays above nothing. */
	q = stmt_begin(txn, &stock_sql[LEVEL_CHANGE]);
	stmt_put_i64(q, qty_milli);
	put_place(q, site_id, item_id, lot_id, place);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed == 1)
		return true;
	q = stmt_begin(txn, &stock_sql[LEVEL_CLEAR]);
	put_place(q, site_id, item_id, lot_id, place);
	stmt_put_i64(q, -qty_milli);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed == 1)
		return true;
	if (qty_milli < 0 && !may_be_below)
		return err_set(err, ERR_CONFLICT, "qty_milli", "không đủ hàng trong lô này");
	q = stmt_begin(txn, &stock_sql[LEVEL_ADD]);
	put_place(q, site_id, item_id, lot_id, place);
	stmt_put_i64(q, qty_milli);
	return stmt_end(q, err);
}

bool stock_move_apply(struct txn *txn, int64_t entry_key, int64_t n, const struct stock_move *move, bool may_be_below, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &stock_sql[MOVE_ADD]);

	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, n);
	stmt_put_i64(q, move->kind);
	stmt_put_id(q, move->site_id);
	stmt_put_id(q, move->item_id);
	stmt_put_id(q, move->lot_id);
	stmt_put_id(q, move->contract_id);
	stmt_put_i64(q, move->place);
	stmt_put_i64(q, move->qty_milli);
	stmt_put_i64(q, move->borne_by);
	stmt_put_day(q, move->doc_day);
	return stmt_end(q, err) &&
	       stock_change(txn, move->site_id, move->item_id, move->lot_id, move->place, move->qty_milli, may_be_below, err);
}
