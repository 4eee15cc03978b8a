#include "shop/credit.h"

#include "base/arena.h"
#include "base/day.h"
#include "shop/book.h"
#include "shop/sale.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { SET, GET };

const struct sql credit_sql[] = {
	[SET] = { .text =
		"INSERT INTO credit (party_id, limit_amount, days, entry_key) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (party_id) DO UPDATE SET limit_amount = excluded.limit_amount, days = excluded.days, entry_key = excluded.entry_key" },
	[GET] = { .text = "SELECT limit_amount, days FROM credit WHERE party_id = $1" },
	SQL_END
};

/* ---- terms ------------------------------------------------------------------------ */

static const struct field set_fields[] = {
	F_I64(struct credit_set, days, 0, CREDIT_DAYS_MAX),
	F_MONEY(struct credit_set, limit, 0, MONEY_MAX),
	F_ID(struct credit_set, party_id),
};
static const struct shape set_shape = SHAPE(struct credit_set, "credit_set", set_fields);

static bool set_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct credit_set *set = body;
	struct stmt *q = stmt_begin(txn, &credit_sql[SET]);

	(void)arena;
	stmt_put_id(q, set->party_id);
	stmt_put_money(q, set->limit);
	stmt_put_i64(q, set->days);
	stmt_put_i64(q, entry->key);
	return stmt_end(q, err);
}

const struct kind credit_set_kind = {
	.name = "credit_set", .version = 1, .body = &set_shape, .apply = set_apply, .keeps_goods = true,
	.about = "How much a customer may owe, and for how many days",
};

bool credit_set(struct work *work, const struct credit_set *in, struct err *err)
{
	void *first;

	if (!work_first_answer(work, &credit_set_kind, &first, err) || first)
		return first != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_SUPERVISOR && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ ca trưởng, kế toán hoặc quản trị đặt được hạn mức công nợ");
	return debt_may_owe(work->txn, DEBT_CUSTOMER, in->party_id, err) && work_record(work, &credit_set_kind, in, err);
}

bool credit_get(struct txn *txn, struct id party_id, struct credit_set *terms, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &credit_sql[GET]);

	*terms = (struct credit_set){ .party_id = party_id };
	stmt_put_id(q, party_id);
	*found = stmt_next(q);
	if (*found) {
		terms->limit = stmt_take_money(q);
		terms->days = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* ---- buying ------------------------------------------------------------------------- */

bool credit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct credit_set terms;
	struct money left;
	int64_t late;
	struct err unsaid;
	bool found;

	(void)till_id;
	if (!debt_may_owe(work->txn, DEBT_CUSTOMER, pay->party_id, err) || !credit_get(work->txn, pay->party_id, &terms, &found, err) ||
	    !debt_sum(work->txn, DEBT_CUSTOMER, pay->party_id, day_of_us(work->at_us), &left, &late, err))
		return false;
	if (!found || terms.limit.dong == 0)
		return err_set(err, ERR_CONFLICT, "party_id", "khách này chưa được mua ghi nợ; đặt hạn mức ở trang Công nợ khách");
	pay->due_day = day_add(day_of_us(work->at_us), (int32_t)terms.days);
	if (!late && pay->amount.dong <= terms.limit.dong - left.dong)
		return true;
	work_say(work, "Ghi nợ ngoài mức cho phép.");
	if (work_has_second_as(work, STAKE_CREDIT, pay->amount, err))
		return true;
	if (work_has_second(work, &unsaid))
		return false;
	if (late)
		return err_set(err, ERR_FORBIDDEN, "approver", "khách còn %lld khoản nợ quá hạn; ca trưởng xác nhận bằng mã PIN mới ghi nợ tiếp", (long long)late);
	return err_set(err, ERR_FORBIDDEN, "approver", "khách đang nợ %s, hạn mức %s; ca trưởng xác nhận bằng mã PIN mới ghi nợ quá mức",
		       debt_say(work->arena, left), debt_say(work->arena, terms.limit));
}

bool credit_pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	return debt_pay_apply(txn, entry, DEBT_CUSTOMER, pay, pay->due_day, err);
}

bool credit_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	return debt_give_back(txn, DEBT_CUSTOMER, sale_key, paid, can, err);
}

/* ---- paying it ------------------------------------------------------------------------ */

static const struct field part_fields[] = {
	F_MONEY(struct debt_part, amount, 1, MONEY_MAX),
	F_ID(struct debt_part, debt_id),
};
static const struct shape part_shape = SHAPE(struct debt_part, "debt_part", part_fields);
static const struct field paid_fields[] = {
	F_LIST(struct debt_paid, items, 1, DEBT_ITEMS_MAX, &part_shape),
	F_MONEY(struct debt_paid, left, 0, MONEY_MAX),
	F_LIST(struct debt_paid, legs, 2, 2, &leg_shape),
	F_PART(struct debt_paid, money, &money_in_shape),
	F_ID(struct debt_paid, party_id),
};
static const struct shape paid_shape = SHAPE(struct debt_paid, "debt_paid", paid_fields);

static bool paid_check(const void *body, struct err *err)
{
	const struct debt_paid *paid = body;
	int64_t sum = 0;

	for (size_t i = 0; i < paid->items_count; i++)
		sum += paid->items[i].amount.dong;
	if (sum != paid->money.amount.dong || paid->legs[0].amount.dong != sum || !legs_balance(paid->legs, paid->legs_count))
		return err_set(err, ERR_INPUT, "amount", "tiền thu không bằng tổng các khoản");
	return true;
}

static bool paid_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct debt_paid *paid = body;

	(void)arena;
	for (size_t i = 0; i < paid->items_count; i++)
		if (!debt_lower(txn, entry, paid->items[i].debt_id, LESS_MONEY, paid->items[i].amount, err))
			return false;
	return money_in_apply(txn, entry, MONEY_DEBT, paid->party_id, &paid->money, err) &&
	       ledger_apply(txn, entry, paid->legs, paid->legs_count, err);
}

const struct kind debt_paid_kind = {
	.name = "debt_paid", .version = 1, .body = &paid_shape, .check = paid_check, .apply = paid_apply, .keeps_goods = true,
	.about = "A customer paid what he owed",
};

static bool is_chosen(const struct debt_paid_in *in, struct id debt_id)
{
	for (size_t i = 0; i < in->debts_count; i++)
		if (id_is(in->debts[i], debt_id))
			return true;
	return in->debts_count == 0;
}

bool debt_pay(struct work *work, const struct debt_paid_in *in, const struct debt_paid **body, struct err *err)
{
	struct debt_paid *paid = ARENA_NEW(work->arena, struct debt_paid);
	int64_t left = in->amount.dong, owed = 0, late, chosen = 0;
	struct money sum;
	struct debt *debts;
	size_t count;

	if (!work_first_answer(work, &debt_paid_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!debt_may_owe(work->txn, DEBT_CUSTOMER, in->party_id, err) ||
	    !debt_open(work->txn, work->arena, DEBT_CUSTOMER, in->party_id, day_of_us(work->at_us), &debts, &count, err) ||
	    !debt_sum(work->txn, DEBT_CUSTOMER, in->party_id, day_of_us(work->at_us), &sum, &late, err))
		return false;
	paid->party_id = in->party_id;
	paid->items = ARENA_LIST(work->arena, DEBT_ITEMS_MAX, struct debt_part);
	for (size_t i = 0; i < count; i++) {
		int64_t part = debts[i].left.dong < left ? debts[i].left.dong : left;

		if (!is_chosen(in, debts[i].id))
			continue;
		chosen++;
		owed += debts[i].left.dong;
		if (part == 0 || paid->items_count == DEBT_ITEMS_MAX)
			continue;
		paid->items[paid->items_count++] = (struct debt_part){ MONEY(part), debts[i].id };
		left -= part;
	}
	if (in->debts_count && chosen != (int64_t)in->debts_count)
		return err_set(err, ERR_CONFLICT, "debts", "có khoản đã trả xong; tải lại danh sách rồi chọn lại");
	if (left > 0 && paid->items_count == DEBT_ITEMS_MAX)
		return err_set(err, ERR_LIMIT, "amount", "một phiếu thu trả nhiều nhất %d khoản; chia làm hai lần", DEBT_ITEMS_MAX);
	if (left > 0)
		return err_set(err, ERR_CONFLICT, "amount", "khách chỉ còn nợ %s", debt_say(work->arena, MONEY(owed)));
	if (!money_in_take(work, in->till_id, in->way, in->row, in->reference, in->amount, &paid->money, err))
		return false;
	paid->left = MONEY(sum.dong - in->amount.dong);
	paid->legs = ARENA_LIST(work->arena, 2, struct leg);
	paid->legs_count = 2;
	paid->legs[0] = (struct leg){ .account = money_in_account(&paid->money), .amount = in->amount };
	paid->legs[1] = (struct leg){ .account = "receivable", .amount = MONEY(-in->amount.dong), .party_id = in->party_id };
	*body = paid;
	return work_record(work, &debt_paid_kind, paid, err);
}
