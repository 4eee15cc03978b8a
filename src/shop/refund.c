#include "shop/refund.h"

#include <string.h>

#include "base/day.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/sale_parts.h"
#include "shop/sale_view.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

enum { ADD, IS_SENT, WAITING, SENT };

const struct sql refund_sql[] = {
	[ADD] = { .text = "INSERT INTO refund (entry_key, return_key, amount, doc_day) VALUES ($1, $2, $3, $4)" },
	[IS_SENT] = { .text = "SELECT entry_key FROM refund WHERE return_key = $1" },
	[WAITING] = { .text =
		"SELECT s.entry_key FROM sale s WHERE s.refund > 0"
		" AND NOT EXISTS (SELECT 1 FROM refund r WHERE r.return_key = s.entry_key) ORDER BY s.entry_key LIMIT $1", .scan_ok = true },
	[SENT] = { .text = "SELECT entry_key, return_key FROM refund WHERE entry_key < $1 ORDER BY entry_key DESC LIMIT $2" },
	SQL_END
};

static const struct field payee_fields[] = {
	F_CODE_OPT(struct payee, account, 1, 30),
	F_TEXT_OPT(struct payee, bank, 1, 60),
	F_TEXT(struct payee, name, 1, 100),
	F_CODE_OPT(struct payee, phone, 1, 20),
};
const struct shape payee_shape = SHAPE(struct payee, "payee", payee_fields);

/* ---- the entry -------------------------------------------------------------- */

static const struct field fields[] = {
	F_MONEY(struct refund_paid, amount, 1, MONEY_MAX),
	F_DAY(struct refund_paid, doc_day),
	F_LIST(struct refund_paid, legs, 2, 2, &leg_shape),
	F_ID_LEFT(struct refund_paid, place_id),
	F_TEXT_OPT(struct refund_paid, reference, 1, 60),
	F_ID(struct refund_paid, return_id),
};
static const struct shape refund_paid_shape = SHAPE(struct refund_paid, "refund_paid", fields);

static bool check(const void *body, struct err *err)
{
	const struct refund_paid *paid = body;

	if (!legs_balance(paid->legs, paid->legs_count) || strcmp(paid->legs[0].account, REFUND_ACCOUNT) != 0 ||
	    paid->legs[0].amount.dong != paid->amount.dong)
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng số tiền");
	return true;
}

/* The return by transfer. */
static bool find_return(struct txn *txn, struct arena *arena, struct id return_id, struct entry *entry, struct sale **back, struct err *err)
{
	bool found;

	if (!journal_find_id(txn, arena, return_id, entry, &found, err))
		return false;
	if (!found || strcmp(entry->kind, return_kind.name) != 0)
		return err_set(err, ERR_MISSING, "return_id", "không có phiếu trả hàng này");
	if (!entry_body(entry, &return_kind, arena, (void **)back, err))
		return false;
	return (*back)->payee || err_set(err, ERR_CONFLICT, "return_id", "phiếu này không trả tiền bằng chuyển khoản");
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct refund_paid *paid = body;
	struct cash_row row = {
		.amount = MONEY(-paid->amount.dong), .day = paid->doc_day, .entry_key = entry->key, .n = 1, .at_us = entry->at_us, .place_id = paid->place_id,
		.reason = paid->reference, .shift_key = SHAPE_ABSENT, .what = CASH_REFUND,
	};
	struct entry back_entry;
	struct sale *back;
	struct stmt *q;

	if (!find_return(txn, arena, paid->return_id, &back_entry, &back, err))
		return false;
	q = stmt_begin(txn, &refund_sql[ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, back_entry.key);
	stmt_put_money(q, paid->amount);
	stmt_put_day(q, paid->doc_day);
	return stmt_end(q, err) && (id_is_none(paid->place_id) || cash_row_add(txn, &row, err)) && ledger_apply(txn, entry, paid->legs, paid->legs_count, err);
}

const struct kind refund_paid_kind = {
	.name = "refund_paid", .version = 1, .body = &refund_paid_shape, .check = check, .apply = apply,
	.about = "Money of a customer's return was sent by transfer",
};

/* ---- commands ---------------------------------------------------------------- */

bool refund_payee_hide(struct work *work, const struct payee *payee, struct vault_ref *ref, struct err *err)
{
	struct buf facts;
	bool ok;

	if (!payee || !payee->name)
		return err_set(err, ERR_INPUT, "payee", "trả bằng chuyển khoản cần tên người nhận, và số tài khoản của khách");
	buf_init(&facts, 1024);
	shape_write(&payee_shape, payee, &facts);
	ok = vault_put(work, buf_get(&facts), ref, err);
	buf_release(&facts);
	return ok;
}

static bool is_sent(struct txn *txn, int64_t return_key, bool *sent, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &refund_sql[IS_SENT]);

	stmt_put_i64(q, return_key);
	*sent = stmt_next(q);
	if (*sent)
		stmt_skip(q);
	return stmt_end(q, err);
}

bool refund_pay(struct work *work, const struct refund_in *in, const struct refund_paid **body, struct err *err)
{
	struct refund_paid *paid = ARENA_NEW(work->arena, struct refund_paid);
	int32_t today = day_of_us(work->at_us);
	struct cash_place place;
	struct entry entry;
	struct sale *back;
	bool sent;

	if (!work_first_answer(work, &refund_paid_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị ghi được tiền đã chuyển");
	if (!find_return(work->txn, work->arena, in->return_id, &entry, &back, err) || !is_sent(work->txn, entry.key, &sent, err))
		return false;
	if (sent)
		return err_set(err, ERR_CONFLICT, "return_id", "tiền của phiếu trả này đã chuyển rồi");
	if (!id_is_none(in->place_id)) {
		if (!cash_place_get(work->txn, work->arena, in->place_id, &place, err))
			return false;
		if (place.kind != CASH_BANK)
			return err_set(err, ERR_INPUT, "place_id", "chọn tài khoản ngân hàng đã chuyển tiền");
	}
	*paid = (struct refund_paid){
		.place_id = in->place_id,
		.amount = return_refund(back), .doc_day = in->doc_day ? in->doc_day : today, .legs = ARENA_LIST(work->arena, 2, struct leg),
		.legs_count = 2, .reference = in->reference, .return_id = in->return_id,
	};
	if (paid->doc_day > today || paid->doc_day < day_of_us(entry.at_us))
		return err_set(err, ERR_INPUT, "doc_day", "ngày chuyển tiền phải từ ngày trả hàng đến hôm nay");
	paid->legs[0] = (struct leg){ .account = REFUND_ACCOUNT, .amount = paid->amount };
	paid->legs[1] = (struct leg){ .account = pay_way_words[PAY_TRANSFER], .amount = MONEY(-paid->amount.dong) };
	*body = paid;
	return work_record(work, &refund_paid_kind, paid, err);
}

/* ---- lists --------------------------------------------------------------------- */

static bool show(struct txn *txn, struct arena *arena, int64_t return_key, struct refund_row *row, struct err *err)
{
	struct sale_view view;
	struct payee *payee;
	struct entry entry;
	const char *facts;

	if (!journal_get(txn, arena, return_key, &entry, err) || !sale_view_of_entry(txn, arena, &entry, NULL, &view, err) ||
	    !vault_find(txn, arena, view.sale->payee->ref, &facts, err))
		return false;
	*row = (struct refund_row){
		.amount = return_refund(view.sale), .at_us = view.at_us, .receipt = view.receipt, .return_id = view.id,
		.sale_receipt = view.refers_receipt, .staff_name = view.staff_name,
	};
	if (!facts)
		return true;
	payee = &row->payee;
	return shape_read(&payee_shape, facts, strlen(facts), arena, payee, err);
}

bool refund_waiting(struct txn *txn, struct arena *arena, struct refund_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &refund_sql[WAITING]);
	int64_t *keys = ARENA_LIST(arena, REFUND_LIST_MAX, int64_t);

	*rows = ARENA_LIST(arena, REFUND_LIST_MAX, struct refund_row);
	*count = 0;
	stmt_put_i64(q, REFUND_LIST_MAX);
	while (*count < REFUND_LIST_MAX && stmt_next(q))
		keys[(*count)++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!show(txn, arena, keys[i], &(*rows)[i], err))
			return false;
	return true;
}

bool refund_sent(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct refund_row **rows, size_t *count,
		 int64_t *last_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &refund_sql[SENT]);
	size_t room = count_max < REFUND_LIST_MAX ? count_max : REFUND_LIST_MAX;
	int64_t *keys = ARENA_LIST(arena, room, int64_t), *of = ARENA_LIST(arena, room, int64_t);

	*rows = ARENA_LIST(arena, room, struct refund_row);
	*count = 0;
	stmt_put_i64(q, before_key ? before_key : INT64_MAX);
	stmt_put_i64(q, (int64_t)room);
	while (*count < room && stmt_next(q)) {
		keys[*count] = stmt_take_i64(q);
		of[(*count)++] = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	*last_key = *count ? keys[*count - 1] : 0;
	for (size_t i = 0; i < *count; i++) {
		struct refund_paid *paid;
		struct entry entry;

		if (!show(txn, arena, of[i], &(*rows)[i], err) || !journal_get(txn, arena, keys[i], &entry, err) ||
		    !entry_body(&entry, &refund_paid_kind, arena, (void **)&paid, err))
			return false;
		(*rows)[i].doc_day = paid->doc_day;
		(*rows)[i].reference = paid->reference;
	}
	return true;
}
