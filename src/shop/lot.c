#include "shop/lot.h"

#include <string.h>

#include "shop/sql.h"
#include "shop/stock.h"

enum { GET, LEVELS, ADD, SET_HAND_OVER };

const struct sql lot_sql[] = {
	[GET] = { .text = "SELECT l.entry_key, l.item_id, l.contract_id, l.consignor_id, l.version, l.code, l.made_day, l.expiry_day, "
			  "l.expiry_kind,"
			  " l.arrived_us, l.own_price, l.hand_over, l.is_pending, l.is_frozen, i.name, i.unit, i.decimals"
			  " FROM lot l JOIN item i ON i.id = l.item_id WHERE l.id = $1" },
	[LEVELS] = { .text = "SELECT place, qty_milli FROM stock WHERE site_id = $1 AND item_id = $2 AND lot_id = $3 ORDER BY place" },
	[ADD] = { .text = "INSERT INTO lot (id, entry_key, item_id, contract_id, version, consignor_id, code, made_day, expiry_day, "
			  "expiry_kind, arrived_us,"
			  " own_price, hand_over, is_pending, is_frozen) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
			  "$15)" },
	[SET_HAND_OVER] = { .text = "UPDATE lot SET hand_over = $1 WHERE id = $2" },
	SQL_END
};

bool lot_get(struct txn *txn, struct arena *arena, struct id lot_id, struct lot *lot, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &lot_sql[GET]);
	bool found;

	*lot = (struct lot){ .id = lot_id };
	stmt_put_id(q, lot_id);
	found = stmt_next(q);
	if (found) {
		lot->entry_key = stmt_take_i64(q);
		stmt_take_id(q, &lot->item_id);
		stmt_take_id(q, &lot->contract_id);
		stmt_take_id(q, &lot->consignor_id);
		lot->version = stmt_take_i64(q);
		lot->code = stmt_take_text_opt(q, arena);
		lot->made_day = stmt_take_day_opt(q);
		lot->expiry_day = stmt_take_day_opt(q);
		lot->expiry_kind = stmt_take_i64(q);
		lot->arrived_us = stmt_take_i64(q);
		lot->own_price = stmt_take_money_opt(q);
		lot->hand_over = stmt_take_money_opt(q);
		lot->is_pending = stmt_take_i64(q) != 0;
		lot->is_frozen = stmt_take_i64(q) != 0;
		lot->item_name = stmt_take_text(q, arena);
		lot->unit = stmt_take_text(q, arena);
		lot->decimals = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "lot_id", "không có lô này");
}

bool lot_levels(struct txn *txn, struct id site_id, const struct lot *lot, int64_t levels[3], struct err *err)
{
	struct stmt *q = stmt_begin(txn, &lot_sql[LEVELS]);

	memset(levels, 0, 3 * sizeof(*levels));
	stmt_put_id(q, site_id);
	stmt_put_id(q, lot->item_id);
	stmt_put_id(q, lot->id);
	while (stmt_next(q)) {
		int64_t place = stmt_take_i64(q), qty_milli = stmt_take_i64(q);

		if (place == PLACE_SHELF || place == PLACE_ASIDE)
			levels[place] = qty_milli;
	}
	return stmt_end(q, err);
}

bool lot_add(struct txn *txn, const struct lot *lot, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &lot_sql[ADD]);

	stmt_put_id(q, lot->id);
	stmt_put_i64(q, lot->entry_key);
	stmt_put_id(q, lot->item_id);
	stmt_put_id(q, lot->contract_id);
	stmt_put_i64(q, lot->version);
	stmt_put_id(q, lot->consignor_id);
	stmt_put_text_opt(q, lot->code);
	stmt_put_day_opt(q, lot->made_day);
	stmt_put_day_opt(q, lot->expiry_day);
	stmt_put_i64(q, lot->expiry_kind);
	stmt_put_i64(q, lot->arrived_us);
	stmt_put_money_opt(q, lot->own_price);
	stmt_put_money_opt(q, lot->hand_over);
	stmt_put_i64(q, lot->is_pending);
	stmt_put_i64(q, lot->is_frozen);
	return stmt_end(q, err);
}

bool lot_set_hand_over(struct txn *txn, struct id lot_id, struct money hand_over, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &lot_sql[SET_HAND_OVER]);

	stmt_put_money_opt(q, hand_over);
	stmt_put_id(q, lot_id);
	return stmt_end(q, err);
}
