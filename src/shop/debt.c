#include "shop/debt.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "shop/book.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/sql.h"

enum { ADD, COUNT_OF_ENTRY, LOWER, LESS_ADD, OF_SALE, OPEN, ALL_OPEN, SUM, PARCEL, AFTER, ROLES };

#define DEBT_COLUMNS "d.id, d.party_id, d.label, d.day, d.due_day, d.amount, d.left_amount, t.code, s.epoch, s.receipt_n FROM debt d" \
	" LEFT JOIN sale s ON s.entry_key = d.entry_key LEFT JOIN till t ON t.id = s.till_id"

const struct sql debt_sql[] = {
	[ADD] = { .text =
		"INSERT INTO debt (id, what, party_id, entry_key, label, day, due_day, amount, left_amount) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
	[COUNT_OF_ENTRY] = { .text = "SELECT COUNT(*) FROM debt WHERE entry_key = $1" },
	[LOWER] = { .text = "UPDATE debt SET left_amount = left_amount - $1 WHERE id = $2" },
	[LESS_ADD] = { .text = "INSERT INTO debt_less (entry_key, debt_id, what, amount) VALUES ($1, $2, $3, $4)" },
	[OF_SALE] = { .text = "SELECT id, left_amount FROM debt WHERE entry_key = $1 AND what = $2 AND party_id = $3 ORDER BY id LIMIT 1" },
	[OPEN] = { .text = "SELECT " DEBT_COLUMNS " WHERE d.what = $1 AND d.party_id = $2 AND d.left_amount > 0 ORDER BY d.entry_key, d.id LIMIT 500" },
	[ALL_OPEN] = { .text = "SELECT party_id, day, due_day, left_amount FROM debt WHERE what = $1 AND left_amount > 0 ORDER BY party_id LIMIT 200000", .scan_ok = true },
	[SUM] = { .text =
		"SELECT CAST(COALESCE(SUM(left_amount), 0) AS BIGINT), COUNT(CASE WHEN due_day < $1 THEN 1 END) FROM debt"
		" WHERE what = $2 AND party_id = $3 AND left_amount > 0" },
	[PARCEL] = { .text = "SELECT " DEBT_COLUMNS " WHERE d.what = 2 AND d.label = $1 AND d.party_id = $2 ORDER BY d.entry_key DESC LIMIT 1", .scan_ok = true },
	[AFTER] = { .text =
		"SELECT CAST(COALESCE(SUM(d.amount - COALESCE((SELECT SUM(l.amount) FROM debt_less l WHERE l.debt_id = d.id AND l.entry_key <= $1), 0)), 0) AS BIGINT)"
		" FROM debt d WHERE d.what = $2 AND d.party_id = $3 AND d.entry_key <= $1" },
	[ROLES] = { .text = "SELECT roles FROM party WHERE id = $1" },
	SQL_END
};

static const struct field debt_fields[] = {
	F_MONEY(struct debt, amount, 0, MONEY_MAX),
	F_DAY(struct debt, day),
	F_DAY_OPT(struct debt, due_day),
	F_ID(struct debt, id),
	F_TEXT_OPT(struct debt, label, 1, 60),
	F_I64(struct debt, late_days, 0, 100000),
	F_MONEY(struct debt, left, 0, MONEY_MAX),
	F_TEXT_OPT(struct debt, receipt, 1, RECEIPT_TEXT_SIZE),
};
const struct shape debt_shape = SHAPE(struct debt, "debt", debt_fields);

const char *debt_say(struct arena *arena, struct money amount)
{
	char text[32];

	money_write(amount, text, sizeof(text));
	return arena_text(arena, text);
}

bool debt_may_owe(struct txn *txn, enum debt_what what, struct id party_id, struct err *err)
{
	bool is_customer = what == DEBT_CUSTOMER;
	struct stmt *q = stmt_begin(txn, &debt_sql[ROLES]);
	int64_t roles = 0;
	bool found;

	stmt_put_id(q, party_id);
	found = stmt_next(q);
	if (found)
		roles = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "party_id", is_customer ? "không có khách này" : "không có bên vận chuyển này");
	if (!(roles & (is_customer ? PARTY_CUSTOMER : PARTY_CARRIER)))
		return err_set(err, ERR_CONFLICT, "party_id", "đối tượng này không phải %s; thêm vai trò ấy trước", is_customer ? "khách hàng" : "bên vận chuyển");
	return true;
}

/* ---- for apply ------------------------------------------------------------------ */

bool debt_add(struct txn *txn, const struct entry *entry, int64_t n, enum debt_what what, struct id party_id, const char *label, int32_t day,
	      int32_t due_day, struct money amount, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[ADD]);

	stmt_put_id(q, id_derive(entry->id, "debt", n));
	stmt_put_i64(q, what);
	stmt_put_id(q, party_id);
	stmt_put_i64(q, entry->key);
	stmt_put_text(q, label ? label : "");
	stmt_put_day(q, day);
	stmt_put_day_opt(q, due_day);
	stmt_put_money(q, amount);
	stmt_put_money(q, amount);
	return stmt_end(q, err);
}

bool debt_lower(struct txn *txn, const struct entry *entry, struct id debt_id, enum debt_less less, struct money amount, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[LOWER]);
	int64_t changed;

	stmt_put_money(q, amount);
	stmt_put_id(q, debt_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_MISSING, "debt_id", "không có khoản nợ này");
	q = stmt_begin(txn, &debt_sql[LESS_ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, debt_id);
	stmt_put_i64(q, less);
	stmt_put_money(q, amount);
	return stmt_end(q, err);
}

static bool find_of_sale(struct txn *txn, enum debt_what what, int64_t sale_key, struct id party_id, struct id *debt_id, struct money *left, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[OF_SALE]);

	*debt_id = (struct id){ { 0 } };
	*left = MONEY(0);
	stmt_put_i64(q, sale_key);
	stmt_put_i64(q, what);
	stmt_put_id(q, party_id);
	if (stmt_next(q)) {
		stmt_take_id(q, debt_id);
		*left = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

bool debt_pay_apply(struct txn *txn, const struct entry *entry, enum debt_what what, const struct pay *pay, int32_t due_day, struct err *err)
{
	int64_t count = 0, sale_key;
	struct id debt_id;
	struct money left;
	struct stmt *q;

	if (pay->amount.dong == 0)
		return true;
	if (pay->amount.dong < 0) {
		if (!sale_key_of(txn, entry->key, &sale_key, err) || !find_of_sale(txn, what, sale_key, pay->party_id, &debt_id, &left, err))
			return false;
		if (id_is_none(debt_id))
			return err_set(err, ERR_MISSING, "party_id", "phiếu bán này không có khoản nợ ấy");
		return debt_lower(txn, entry, debt_id, LESS_RETURN, MONEY(-pay->amount.dong), err);
	}
	q = stmt_begin(txn, &debt_sql[COUNT_OF_ENTRY]);
	stmt_put_i64(q, entry->key);
	if (stmt_next(q))
		count = stmt_take_i64(q);
	return stmt_end(q, err) && debt_add(txn, entry, count + 1, what, pay->party_id, pay->reference, day_of_us(entry->at_us), due_day, pay->amount, err);
}

bool debt_give_back(struct txn *txn, enum debt_what what, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	struct id debt_id;

	return find_of_sale(txn, what, sale_key, paid->party_id, &debt_id, can, err);
}

/* ---- lists ------------------------------------------------------------------------ */

static void take_row(struct stmt *q, struct arena *arena, int32_t today, struct debt *debt)
{
	const char *till;
	int64_t epoch, receipt_n;

	*debt = (struct debt){ 0 };
	stmt_take_id(q, &debt->id);
	stmt_take_id(q, &debt->party_id);
	debt->label = stmt_take_text(q, arena);
	debt->label = *debt->label ? debt->label : NULL;
	debt->day = stmt_take_day(q);
	debt->due_day = stmt_take_day_opt(q);
	debt->amount = stmt_take_money(q);
	debt->left = stmt_take_money(q);
	till = stmt_take_text_opt(q, arena);
	epoch = stmt_take_i64_opt(q);
	receipt_n = stmt_take_i64_opt(q);
	if (till) {
		char receipt[RECEIPT_TEXT_SIZE];

		receipt_write(till, epoch, receipt_n, receipt);
		debt->receipt = arena_text(arena, receipt);
	}
	if (debt->left.dong > 0 && debt->due_day && debt->due_day < today)
		debt->late_days = day_between(debt->due_day, today);
}

static bool take_rows(struct stmt *q, struct arena *arena, int32_t today, struct debt **debts, size_t *count, struct err *err)
{
	*debts = ARENA_LIST(arena, DEBT_LIST_MAX, struct debt);
	*count = 0;
	while (*count < DEBT_LIST_MAX && stmt_next(q))
		take_row(q, arena, today, &(*debts)[(*count)++]);
	return stmt_end(q, err);
}

bool debt_open(struct txn *txn, struct arena *arena, enum debt_what what, struct id party_id, int32_t today, struct debt **debts, size_t *count,
	       struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[OPEN]);

	stmt_put_i64(q, what);
	stmt_put_id(q, party_id);
	return take_rows(q, arena, today, debts, count, err);
}

int debt_age(int32_t due_day, int32_t today)
{
	int32_t late = due_day && due_day < today ? day_between(due_day, today) : 0;

	return late == 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4;
}

static int most_first(const void *a, const void *b)
{
	const struct debt_party *x = a, *y = b;

	if (x->left.dong != y->left.dong)
		return x->left.dong > y->left.dong ? -1 : 1;
	return id_compare(x->party_id, y->party_id);
}

bool debt_parties(struct txn *txn, struct arena *arena, enum debt_what what, int32_t today, struct debt_party **parties, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[ALL_OPEN]);
	struct debt_party *list = ARENA_LIST(arena, DEBT_PARTIES_MAX, struct debt_party);
	bool is_full = false;

	*parties = list;
	*count = 0;
	stmt_put_i64(q, what);
	while (!is_full && stmt_next(q)) {
		struct debt_party *last;
		struct money left;
		struct id party_id;
		int32_t due_day;

		stmt_take_id(q, &party_id);
		stmt_skip(q);
		due_day = stmt_take_day_opt(q);
		left = stmt_take_money(q);
		if (*count == 0 || !id_is(list[*count - 1].party_id, party_id)) {
			is_full = *count == DEBT_PARTIES_MAX;
			if (is_full)
				break;
			list[(*count)++].party_id = party_id;
		}
		last = &list[*count - 1];
		last->count++;
		last->left.dong += left.dong;
		last->ages[debt_age(due_day, today)].dong += left.dong;
		last->late_count += debt_age(due_day, today) > 0;
	}
	if (*count > 1)
		qsort(list, *count, sizeof(*list), most_first);
	if (!stmt_end(q, err))
		return false;
	return !is_full || err_set(err, ERR_LIMIT, "party_id", "hơn %d bên còn nợ; tìm theo tên", DEBT_PARTIES_MAX);
}

bool debt_sum(struct txn *txn, enum debt_what what, struct id party_id, int32_t today, struct money *left, int64_t *late_count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[SUM]);

	*left = MONEY(0);
	*late_count = 0;
	stmt_put_day(q, today);
	stmt_put_i64(q, what);
	stmt_put_id(q, party_id);
	if (stmt_next(q)) {
		*left = stmt_take_money(q);
		*late_count = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool debt_after(struct txn *txn, enum debt_what what, struct id party_id, int64_t entry_key, struct money *left, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[AFTER]);

	*left = MONEY(0);
	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, what);
	stmt_put_id(q, party_id);
	if (stmt_next(q))
		*left = stmt_take_money(q);
	return stmt_end(q, err);
}

bool debt_of_parcel(struct txn *txn, struct arena *arena, struct id party_id, const char *parcel, struct debt *debt, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &debt_sql[PARCEL]);

	stmt_put_text(q, parcel);
	stmt_put_id(q, party_id);
	*found = stmt_next(q);
	if (*found)
		take_row(q, arena, 0, debt);
	return stmt_end(q, err);
}
