#include "shop/adjust.h"

#include <string.h>

#include "shop/sql.h"

#define COLUMNS \
	"entry_key, n, contract_id, version, kind, item_id, qty_milli, paid, producer, vat_leg, house, due, due_price, commission, vat_kept," \
	" basis, refers_key, refers_n"

enum { ADD, LIST, OF_LINE };

const struct sql adjust_sql[] = {
	[ADD] = { .text =
		"INSERT INTO adjustment (" COLUMNS ")"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)" },
	[LIST] = { .text =
		"SELECT " COLUMNS " FROM adjustment WHERE contract_id = $1 AND entry_key >= $2 AND entry_key <= $3 ORDER BY entry_key, n LIMIT $4" },
	[OF_LINE] = { .text =
		"SELECT " COLUMNS " FROM adjustment WHERE refers_key = $1 AND refers_n = $2 ORDER BY entry_key DESC, n DESC LIMIT 100" },
	SQL_END
};

static void take(struct stmt *q, struct adjustment *a)
{
	a->entry_key = stmt_take_i64(q);
	a->n = stmt_take_i64(q);
	stmt_take_id(q, &a->contract_id);
	a->version = stmt_take_i64(q);
	a->kind = stmt_take_i64(q);
	stmt_take_id(q, &a->item_id);
	a->qty_milli = stmt_take_i64(q);
	a->paid = stmt_take_money(q);
	a->producer = stmt_take_money(q);
	a->vat_leg = stmt_take_money(q);
	a->house = stmt_take_money(q);
	a->due = stmt_take_money(q);
	a->due_price = stmt_take_money(q);
	a->commission = stmt_take_money(q);
	a->vat_kept = stmt_take_money(q);
	a->basis = stmt_take_money(q);
	a->refers_key = stmt_take_i64(q);
	a->refers_n = stmt_take_i64(q);
}

bool adjust_list(struct txn *txn, struct arena *arena, struct id contract_id, int64_t from_key, int64_t to_key, struct adjustment **list,
		 size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &adjust_sql[LIST]);
	size_t room = 16, kept = 0;
	struct adjustment *all = ARENA_LIST(arena, room, struct adjustment);

	stmt_put_id(q, contract_id);
	stmt_put_i64(q, from_key);
	stmt_put_i64(q, to_key);
	stmt_put_i64(q, ADJUSTMENTS_MAX + 1);
	while (stmt_next(q)) {
		if (kept == room) {
			struct adjustment *more = ARENA_LIST(arena, room * 2, struct adjustment);

			memcpy(more, all, room * sizeof(*more));
			all = more;
			room *= 2;
		}
		take(q, &all[kept++]);
	}
	if (!stmt_end(q, err))
		return false;
	*list = all;
	*count = kept;
	return kept <= ADJUSTMENTS_MAX || err_set(err, ERR_LIMIT, "contract_id", "quá nhiều điều chỉnh trong một kỳ; hãy chốt kỳ ngắn hơn");
}

bool adjust_find_line(struct txn *txn, int64_t sale_key, int64_t n, struct adjustment *given, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &adjust_sql[OF_LINE]);

	*found = false;
	stmt_put_i64(q, sale_key);
	stmt_put_i64(q, n);
	while (!*found && stmt_next(q)) {
		take(q, given);
		*found = given->kind == ADJUST_OWNER && given->qty_milli > 0;
	}
	return stmt_end(q, err);
}

bool adjust_apply(struct txn *txn, const struct adjustment *a, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &adjust_sql[ADD]);

	stmt_put_i64(q, a->entry_key);
	stmt_put_i64(q, a->n);
	stmt_put_id(q, a->contract_id);
	stmt_put_i64(q, a->version);
	stmt_put_i64(q, a->kind);
	stmt_put_id(q, a->item_id);
	stmt_put_i64(q, a->qty_milli);
	stmt_put_money(q, a->paid);
	stmt_put_money(q, a->producer);
	stmt_put_money(q, a->vat_leg);
	stmt_put_money(q, a->house);
	stmt_put_money(q, a->due);
	stmt_put_money(q, a->due_price);
	stmt_put_money(q, a->commission);
	stmt_put_money(q, a->vat_kept);
	stmt_put_money(q, a->basis);
	stmt_put_i64(q, a->refers_key);
	stmt_put_i64(q, a->refers_n);
	return stmt_end(q, err);
}
