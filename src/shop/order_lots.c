/* What an order may be given by hand: lots that lie there for its lines, deposits that an older book took. */
#include "base/arena.h"
#include "shop/book.h"
#include "shop/order_parts.h"
#include "shop/sql.h"

enum { OPENINGS };

const struct sql order_lots_sql[] = {
	[OPENINGS] = { .text =
		"SELECT b.label, b.amount FROM opening_balance b WHERE b.what = 1 AND b.owner = $1 AND NOT EXISTS (SELECT 1 FROM customer_order o"
		" JOIN deposit d ON d.order_id = o.id WHERE o.customer_id = $1 AND d.what = 5 AND d.label = b.label) ORDER BY b.label LIMIT $2" },
	SQL_END
};

static int64_t held_of(const struct order_hold *holds, size_t count, struct id lot_id)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += id_is(holds[i].lot_id, lot_id) ? holds[i].qty_milli : 0;
	return sum;
}

static bool lots_of_line(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, const struct order_line_row *row, int32_t day,
			 struct order_lot *out, size_t *count, struct err *err)
{
	struct order_hold *others, *mine;
	struct stock_lot *lots;
	size_t lots_count, others_count, mine_count;

	if (!stock_lots(txn, arena, book->site_id, row->item_id, &lots, &lots_count, err) ||
	    !order_holds_of_item(txn, arena, row->item_id, order_id, &others, &others_count, err) ||
	    !order_holds_of_line(txn, arena, order_id, row->n, &mine, &mine_count, err))
		return false;
	for (size_t k = 0; k < lots_count && *count < ORDER_LOTS_MAX; k++) {
		int64_t held = held_of(mine, mine_count, lots[k].lot_id);
		int64_t free = order_lot_is_good(&lots[k], day) ? lots[k].qty_milli - held_of(others, others_count, lots[k].lot_id) : 0;

		if (lots[k].place == PLACE_SHELF && (free > 0 || held))
			out[(*count)++] = (struct order_lot){ .code = lots[k].code, .expiry_day = lots[k].expiry_day, .free_milli = free > 0 ? free : 0,
							      .held_milli = held, .lot_id = lots[k].lot_id, .n = row->n };
	}
	return true;
}

bool order_lots(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int32_t day, struct order_lot **lots, size_t *count,
		struct err *err)
{
	struct order_line_row *rows;
	size_t rows_count;

	*lots = ARENA_LIST(arena, ORDER_LOTS_MAX, struct order_lot);
	*count = 0;
	if (!order_lines_get(txn, arena, order_id, &rows, &rows_count, err))
		return false;
	for (size_t i = 0; i < rows_count; i++)
		if (rows[i].is_open && !lots_of_line(txn, arena, book, order_id, &rows[i], day, *lots, count, err))
			return false;
	return true;
}

bool order_openings(struct txn *txn, struct arena *arena, struct id customer_id, struct order_opening **openings, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_lots_sql[OPENINGS]);

	*openings = ARENA_LIST(arena, ORDER_OPENINGS_MAX, struct order_opening);
	*count = 0;
	stmt_put_id(q, customer_id);
	stmt_put_i64(q, ORDER_OPENINGS_MAX);
	while (*count < ORDER_OPENINGS_MAX && stmt_next(q)) {
		(*openings)[*count].label = stmt_take_text(q, arena);
		(*openings)[(*count)++].amount = stmt_take_money(q);
	}
	return stmt_end(q, err);
}
