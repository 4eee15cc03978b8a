#include "shop/adjust.h"

#include <string.h>

#include "shop/sql.h"

#define COLUMNS \
	"entry_key, n, contract_id, version, kind, item_id, lot_id, qty_milli, paid, producer, vat_leg, house, due, due_price, commission, " \
	"vat_kept," \
	" basis, refers_key, refers_n"

#define SUM_LAST(column) "CAST(COALESCE(SUM(" #column "), 0) AS BIGINT)"
#define SUM(column) SUM_LAST(column) ", "
#define AMOUNT_SUMS SUM(paid) SUM(producer) SUM(vat_leg) SUM(house) SUM(due) SUM(commission) SUM(vat_kept) SUM_LAST(basis)

enum { ADD, LIST, OWNER_OF_LINE, LINE, RETURNED, RETURNED_SINCE, ADJUSTED };

const struct sql adjust_sql[] = {
	[ADD] = { .text = "INSERT INTO adjustment (" COLUMNS ")"
			  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)" },
	[LIST] = { .text = "SELECT " COLUMNS
			   " FROM adjustment WHERE contract_id = $1 AND entry_key >= $2 AND entry_key <= $3 ORDER BY entry_key, n LIMIT $4" },
	[OWNER_OF_LINE] = { .text = "SELECT a.contract_id, c.consignor_id, a.version, a.lot_id, a.due_price FROM adjustment a JOIN contract c "
				    "ON c.id = a.contract_id"
				    " WHERE a.refers_key = $1 AND a.refers_n = $2 AND a.kind = 1 AND a.qty_milli > 0 ORDER BY a.entry_key DESC, "
				    "a.n DESC LIMIT 1" },
	[LINE] = { .text = "SELECT l.item_id, l.lot_id, l.contract_id, c.consignor_id, l.version, l.price, l.due_price, l.vat_class, "
			   "l.qty_milli, l.vat, l.list,"
			   " l.discount_producer, l.discount_house, l.paid, l.producer, l.vat_leg, l.house, l.due, l.commission, l.vat_kept, "
			   "l.basis"
			   " FROM line l JOIN contract c ON c.id = l.contract_id WHERE l.entry_key = $1 AND l.n = $2" },
	[RETURNED] = { .text = "SELECT " SUM(qty_milli) SUM(vat) SUM(list) SUM(discount_producer) SUM(discount_house) AMOUNT_SUMS
		       " FROM line WHERE returns_key = $1 AND returns_n = $2" },
	[RETURNED_SINCE] = { .text = "SELECT " SUM(qty_milli) AMOUNT_SUMS " FROM line WHERE returns_key = $1 AND returns_n = $2 AND entry_key >"
			     " (SELECT MAX(entry_key) FROM adjustment WHERE refers_key = $1 AND refers_n = $2)" },
	[ADJUSTED] = { .text = "SELECT COUNT(*), " AMOUNT_SUMS " FROM adjustment WHERE refers_key = $1 AND refers_n = $2" },
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
	stmt_take_id_opt(q, &a->lot_id);
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

static void add(struct money *sum, struct stmt *q)
{
	sum->dong += stmt_take_i64(q);
}

static void add_amounts(struct share *share, struct stmt *q)
{
	add(&share->paid, q);
	add(&share->producer, q);
	add(&share->vat, q);
	add(&share->house, q);
	add(&share->due, q);
	add(&share->commission, q);
	add(&share->vat_kept, q);
	add(&share->basis, q);
}

static struct stmt *begin_line(struct txn *txn, int what, int64_t key, int64_t n)
{
	struct stmt *q = stmt_begin(txn, &adjust_sql[what]);

	stmt_put_i64(q, key);
	stmt_put_i64(q, n);
	return q;
}

static bool add_whole(struct txn *txn, int64_t sale_key, int64_t n, struct line_now *now, struct err *err)
{
	struct stmt *q = begin_line(txn, RETURNED_SINCE, sale_key, n);
	struct share back = { 0 };

	now->whole_milli = now->qty_milli;
	if (stmt_next(q)) {
		now->whole_milli -= stmt_take_i64(q);
		add_amounts(&back, q);
	}
	back = share_minus(&back);
	now->whole = now->share;
	return stmt_end(q, err) && (share_add(&now->whole, &back) || err_set(err, ERR_LIMIT, "n", "số tiền quá lớn"));
}

/* Everything is additive: what was taken from one contract and given to another cancels out but for the last. */
bool adjust_line_now(struct txn *txn, int64_t sale_key, int64_t n, struct line_now *now, struct err *err)
{
	struct stmt *q = begin_line(txn, LINE, sale_key, n);
	bool found = stmt_next(q);

	*now = (struct line_now){ 0 };
	if (found) {
		stmt_take_id(q, &now->item_id);
		stmt_take_id_opt(q, &now->lot_id);
		stmt_take_id(q, &now->contract_id);
		stmt_take_id(q, &now->consignor_id);
		now->version = stmt_take_i64(q);
		now->price = stmt_take_money(q);
		now->due_price = stmt_take_money(q);
		now->vat_class = stmt_take_i64(q);
		now->qty_milli = stmt_take_i64(q);
		now->vat = stmt_take_money(q);
		now->share.list = stmt_take_money(q);
		now->share.discount_producer = stmt_take_money(q);
		now->share.discount_house = stmt_take_money(q);
		add_amounts(&now->share, q);
	}
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này");
	q = begin_line(txn, RETURNED, sale_key, n);
	if (stmt_next(q)) {
		now->qty_milli += stmt_take_i64(q);
		add(&now->vat, q);
		add(&now->share.list, q);
		add(&now->share.discount_producer, q);
		add(&now->share.discount_house, q);
		add_amounts(&now->share, q);
	}
	if (!stmt_end(q, err))
		return false;
	q = begin_line(txn, ADJUSTED, sale_key, n);
	if (stmt_next(q)) {
		now->is_adjusted = stmt_take_i64(q) > 0;
		add_amounts(&now->share, q);
	}
	if (!stmt_end(q, err))
		return false;
	if (!now->is_adjusted)
		return true;
	q = begin_line(txn, OWNER_OF_LINE, sale_key, n);
	if (stmt_next(q)) {
		stmt_take_id(q, &now->contract_id);
		stmt_take_id(q, &now->consignor_id);
		now->version = stmt_take_i64(q);
		stmt_take_id_opt(q, &now->lot_id);
		now->due_price = stmt_take_money(q);
	}
	return stmt_end(q, err) && add_whole(txn, sale_key, n, now, err);
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
	stmt_put_id_opt(q, a->lot_id);
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
