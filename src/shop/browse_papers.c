/* Papers, stock and sold lines, as shop/browse.h says. */
#include "shop/browse.h"

#include "shop/party.h"
#include "shop/sale.h"
#include "shop/sql.h"

enum { INTAKE_KEY, INTAKES, INTAKES_OF, PAYOUTS, PAYOUTS_OF, SETTLEMENTS, SETTLEMENTS_OF, STOCK, SOLD, FIRST_OF_DAY };

#define SETTLEMENT_COLUMNS "s.entry_key, e.id, e.at_us, s.contract_id, s.number, s.from_day, s.to_day, s.col6, s.line_iv, s.line_v, s.owed_after"

const struct sql browse_papers_sql[] = {
	[INTAKE_KEY] = { .text = "SELECT entry_key FROM intake WHERE number = $1" },
	[INTAKES] = { .text = "SELECT entry_key FROM intake WHERE number < $1 ORDER BY number DESC LIMIT $2" },
	[INTAKES_OF] = { .text = "SELECT entry_key FROM intake WHERE number < $1 AND contract_id = $2 ORDER BY number DESC LIMIT $3" },
	[PAYOUTS] = { .text = "SELECT entry_key FROM payout WHERE number < $1 ORDER BY number DESC LIMIT $2" },
	[PAYOUTS_OF] = { .text = "SELECT entry_key FROM payout WHERE number < $1 AND contract_id = $2 ORDER BY number DESC LIMIT $3", .scan_ok = true },
	[SETTLEMENTS] = { .text =
		"SELECT " SETTLEMENT_COLUMNS " FROM settlement s JOIN entry e ON e.entry_key = s.entry_key WHERE s.entry_key < $1"
		" ORDER BY s.entry_key DESC LIMIT $2" },
	[SETTLEMENTS_OF] = { .text =
		"SELECT " SETTLEMENT_COLUMNS " FROM settlement s JOIN entry e ON e.entry_key = s.entry_key WHERE s.entry_key < $1 AND s.contract_id = $2"
		" ORDER BY s.entry_key DESC LIMIT $3", .scan_ok = true },
	/* All that lies there. The price is that of the site, else of everywhere; of each the last that has begun. */
	[STOCK] = { .text =
		"SELECT t.item_id, i.code, i.name, i.unit, i.decimals, l.contract_id, l.consignor_id, t.lot_id, c.number, l.code, l.made_day, l.expiry_day,"
		" l.expiry_kind, t.place, t.qty_milli, l.is_pending, l.is_frozen, COALESCE(l.own_price,"
		" (SELECT p.amount FROM price p WHERE p.item_id = t.item_id AND p.site_id = t.site_id AND p.from_us <= $1 ORDER BY p.from_us DESC LIMIT 1),"
		" (SELECT p.amount FROM price p WHERE p.item_id = t.item_id AND p.site_id = $2 AND p.from_us <= $1 ORDER BY p.from_us DESC LIMIT 1), 0)"
		" FROM stock t JOIN lot l ON l.id = t.lot_id JOIN item i ON i.id = t.item_id JOIN contract c ON c.id = l.contract_id"
		" WHERE t.site_id = $3 ORDER BY t.item_id, t.lot_id, t.place LIMIT 20001", .scan_ok = true },
	[SOLD] = { .text =
		"SELECT l.entry_key, l.n, e.at_us, t.code, s.epoch, s.receipt_n, i.code, i.name, i.unit, c.number, c.consignor_id, l.qty_milli, l.price,"
		" l.paid, l.discount_producer + l.discount_house, l.producer, l.house, l.due, l.vat, l.vat_class"
		" FROM line l JOIN entry e ON e.entry_key = l.entry_key JOIN sale s ON s.entry_key = l.entry_key JOIN till t ON t.id = s.till_id"
		" JOIN item i ON i.id = l.item_id JOIN contract c ON c.id = l.contract_id"
		" WHERE (l.entry_key, l.n) > ($1, $2) AND e.at_us >= $3 AND e.at_us < $4 ORDER BY l.entry_key, l.n LIMIT $5", .scan_ok = true },
	[FIRST_OF_DAY] = { .text = "SELECT entry_key FROM entry WHERE at_us >= $1 ORDER BY entry_key LIMIT 1", .scan_ok = true },
	SQL_END
};

static bool take_keys(struct stmt *q, struct arena *arena, size_t count_max, int64_t **keys, size_t *count, struct err *err)
{
	*keys = ARENA_LIST(arena, count_max, int64_t);
	*count = 0;
	while (*count < count_max && stmt_next(q))
		(*keys)[(*count)++] = stmt_take_i64(q);
	return stmt_end(q, err);
}

static struct stmt *begin_papers(struct txn *txn, int all, int of, struct id contract_id, int64_t below, size_t count_max)
{
	struct stmt *q = stmt_begin(txn, &browse_papers_sql[id_is_none(contract_id) ? all : of]);

	stmt_put_i64(q, below);
	if (!id_is_none(contract_id))
		stmt_put_id(q, contract_id);
	stmt_put_i64(q, (int64_t)count_max);
	return q;
}

bool browse_intake_key(struct txn *txn, int64_t number, int64_t *entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_papers_sql[INTAKE_KEY]);
	bool found;

	stmt_put_i64(q, number);
	found = stmt_next(q);
	if (found)
		*entry_key = stmt_take_i64(q);
	return stmt_end(q, err) && (found || err_set(err, ERR_MISSING, "number", "không có phiếu nhập số %lld", (long long)number));
}

bool browse_intakes(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below, size_t count_max, int64_t **keys, size_t *count,
		    struct err *err)
{
	return take_keys(begin_papers(txn, INTAKES, INTAKES_OF, contract_id, below, count_max), arena, count_max, keys, count, err);
}

bool browse_payouts(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below, size_t count_max, int64_t **keys, size_t *count,
		    struct err *err)
{
	return take_keys(begin_papers(txn, PAYOUTS, PAYOUTS_OF, contract_id, below, count_max), arena, count_max, keys, count, err);
}

bool browse_settlements(struct txn *txn, struct arena *arena, struct id contract_id, int64_t below_key, size_t count_max,
			struct settlement_head **list, size_t *count, struct err *err)
{
	struct stmt *q = begin_papers(txn, SETTLEMENTS, SETTLEMENTS_OF, contract_id, below_key, count_max);

	*list = ARENA_LIST(arena, count_max, struct settlement_head);
	*count = 0;
	while (*count < count_max && stmt_next(q)) {
		struct settlement_head *head = &(*list)[(*count)++];

		head->entry_key = stmt_take_i64(q);
		stmt_take_id(q, &head->id);
		head->at_us = stmt_take_i64(q);
		stmt_take_id(q, &head->contract_id);
		head->number = stmt_take_i64(q);
		head->from_day = stmt_take_day(q);
		head->to_day = stmt_take_day(q);
		head->col6 = stmt_take_money(q);
		head->iv = stmt_take_money(q);
		head->v = stmt_take_money(q);
		head->owed_after = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

static void take_stock(struct stmt *q, struct arena *arena, struct lying_row *row)
{
	stmt_take_id(q, &row->item_id);
	row->item_code = stmt_take_text(q, arena);
	row->item = stmt_take_text(q, arena);
	row->unit = stmt_take_text(q, arena);
	row->decimals = stmt_take_i64(q);
	stmt_take_id(q, &row->contract_id);
	stmt_take_id(q, &row->consignor_id);
	stmt_take_id(q, &row->lot_id);
	row->contract_number = stmt_take_text(q, arena);
	row->lot_code = stmt_take_text_opt(q, arena);
	row->made_day = stmt_take_day_opt(q);
	row->expiry_day = stmt_take_day_opt(q);
	row->expiry_kind = stmt_take_i64(q);
	row->place = stmt_take_i64(q);
	row->qty_milli = stmt_take_i64(q);
	row->is_pending = stmt_take_i64(q) != 0;
	row->is_frozen = stmt_take_i64(q) != 0;
	row->price = stmt_take_money(q);
}

bool browse_stock(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, struct lying_row **rows, size_t *count,
		  struct err *err)
{
	static const struct id everywhere = { { 0 } };
	struct stmt *q = stmt_begin(txn, &browse_papers_sql[STOCK]);
	size_t room = 256;

	*rows = ARENA_LIST(arena, room, struct lying_row);
	*count = 0;
	stmt_put_i64(q, at_us);
	stmt_put_blob(q, everywhere.bytes, sizeof(everywhere.bytes));
	stmt_put_id(q, site_id);
	while (*count <= BROWSE_STOCK_MAX && stmt_next(q)) {
		if (*count == room) {
			struct lying_row *more = ARENA_LIST(arena, room * 2, struct lying_row);

			for (size_t i = 0; i < room; i++)
				more[i] = (*rows)[i];
			*rows = more;
			room *= 2;
		}
		take_stock(q, arena, &(*rows)[(*count)++]);
	}
	if (!stmt_end(q, err))
		return false;
	return *count <= BROWSE_STOCK_MAX || err_set(err, ERR_LIMIT, NULL, "kho có quá nhiều lô để xem một lần");
}

bool browse_sold(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, int64_t after_key, int64_t after_n, size_t count_max,
		 struct sold_row **rows, size_t *count, struct err *err)
{
	struct id *consignors = ARENA_LIST(arena, count_max, struct id);
	struct stmt *q;

	*rows = ARENA_LIST(arena, count_max, struct sold_row);
	*count = 0;
	if (after_key == 0) {
		/* Straight to the first entry of the days. */
		q = stmt_begin(txn, &browse_papers_sql[FIRST_OF_DAY]);
		stmt_put_i64(q, day_start_us(from_day));
		after_key = stmt_next(q) ? stmt_take_i64(q) - 1 : INT64_MAX;
		if (!stmt_end(q, err))
			return false;
		after_n = INT32_MAX;
	}
	q = stmt_begin(txn, &browse_papers_sql[SOLD]);
	stmt_put_i64(q, after_key);
	stmt_put_i64(q, after_n);
	stmt_put_i64(q, day_start_us(from_day));
	stmt_put_i64(q, day_start_us(day_add(to_day, 1)));
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct sold_row *row = &(*rows)[*count];
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		row->key = stmt_take_i64(q);
		row->n = stmt_take_i64(q);
		row->at_us = stmt_take_i64(q);
		till = stmt_take_text(q, arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		row->receipt = arena_text(arena, receipt);
		row->item = stmt_take_text(q, arena);
		row->name = stmt_take_text(q, arena);
		row->unit = stmt_take_text(q, arena);
		row->contract = stmt_take_text(q, arena);
		stmt_take_id(q, &consignors[(*count)++]);
		row->qty_milli = stmt_take_i64(q);
		row->price = stmt_take_money(q);
		row->paid = stmt_take_money(q);
		row->discount = stmt_take_money(q);
		row->producer = stmt_take_money(q);
		row->house = stmt_take_money(q);
		row->due = stmt_take_money(q);
		row->vat = stmt_take_money(q);
		row->vat_class = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct party party;

		if (i > 0 && id_is(consignors[i], consignors[i - 1])) {
			(*rows)[i].consignor = (*rows)[i - 1].consignor;
			continue;
		}
		if (!party_get(txn, arena, consignors[i], to_day, &party, err))
			return false;
		(*rows)[i].consignor = party.code;
	}
	return true;
}
