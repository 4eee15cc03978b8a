#include "shop/money_in.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "shop/bank_credit.h"
#include "shop/book.h"
#include "shop/order.h"
#include "shop/pay_ways.h"
#include "shop/sale_parts.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"

const char *const money_what_words[] = { NULL, "voucher_sold", "debt_paid", NULL };
static const char *const what_names[] = { NULL, "Bán phiếu quà", "Thu nợ" };

static const struct {
	const char *bucket, *name;
} deposits[] = { { DEPOSIT_BUCKET_IN, "Nhận cọc đơn đặt" }, { DEPOSIT_BUCKET_OUT, "Trả lại cọc" } };

enum { ADD, LAST, OF_SHIFT };

const struct sql money_in_sql[] = {
	[ADD] = { .text =
		"INSERT INTO money_in (entry_key, number, what, way, code, shift_key, party_id, amount, doc_day)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" },
	[LAST] = { .text = "SELECT number FROM money_in ORDER BY number DESC LIMIT 1" },
	[OF_SHIFT] = { .text =
		"SELECT what, way, code, COUNT(*), CAST(SUM(amount) AS BIGINT) FROM money_in WHERE shift_key = $1 GROUP BY what, way, code"
		" ORDER BY what, way, code LIMIT 20", .scan_ok = true },
	SQL_END
};

static const struct field fields[] = {
	F_MONEY(struct money_in, amount, 1, MONEY_MAX),
	F_DAY(struct money_in, doc_day),
	F_I64(struct money_in, number, 1, INT64_C(1000000000)),
	F_TEXT_OPT(struct money_in, reference, 1, 60),
	F_TEXT_OPT(struct money_in, row, 1, PAY_ROW_MAX),
	F_I64_ZERO(struct money_in, shift_number, 0, INT64_MAX),
	F_WORD(struct money_in, way, pay_way_words),
};
const struct shape money_in_shape = SHAPE(struct money_in, "money_in", fields);

bool money_in_take(struct work *work, struct id till_id, int32_t way, const char *row, const char *reference, struct money amount, struct money_in *in,
		   struct err *err)
{
	struct stmt *q;

	*in = (struct money_in){ .amount = amount, .doc_day = day_of_us(work->at_us), .reference = reference, .row = row, .way = way };
	if (way != PAY_CASH && way != PAY_TRANSFER && way != PAY_CARD && way != PAY_WALLET)
		return err_set(err, ERR_INPUT, "way", "thu bằng tiền mặt, chuyển khoản, thẻ hoặc ví");
	if (!pay_way_check(work, way, row, reference, err))
		return false;
	if (!id_is_none(till_id)) {
		struct shift shift;

		if (!sale_find_shift(work, till_id, &shift, err))
			return false;
		in->shift_number = ENTRY_NUMBER(shift.key);
	} else if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN) {
		return err_set(err, ERR_FORBIDDEN, NULL, "ngoài quầy chỉ kế toán hoặc quản trị lập được phiếu thu");
	}
	q = stmt_begin(work->txn, &money_in_sql[LAST]);
	in->number = 1 + (stmt_next(q) ? stmt_take_i64(q) : 0);
	return stmt_end(q, err);
}

void money_in_number_write(int64_t number, char text[MONEY_IN_NUMBER_SIZE])
{
	snprintf(text, MONEY_IN_NUMBER_SIZE, "TK-%06" PRId64, number);
}

const char *money_in_account(const struct money_in *in)
{
	return in->way == PAY_CASH && !in->shift_number ? "safe" : pay_kinds[in->way].account;
}

bool money_in_apply(struct txn *txn, const struct entry *entry, enum money_what what, struct id party_id, const struct money_in *in, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &money_in_sql[ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, in->number);
	stmt_put_i64(q, what);
	stmt_put_i64(q, in->way);
	stmt_put_text(q, in->row ? in->row : "");
	stmt_put_i64_opt(q, in->shift_number ? ENTRY_KEY(ENTRY_STREAM(entry->key), in->shift_number) : STMT_NONE);
	stmt_put_id_opt(q, party_id);
	stmt_put_money(q, in->amount);
	stmt_put_day(q, in->doc_day);
	if (!stmt_end(q, err))
		return false;
	if (in->way == PAY_TRANSFER)
		return bank_seen_apply(txn, entry, &(struct pay){ .amount = in->amount, .reference = in->reference }, err);
	return in->way != PAY_CASH || cash_row_of_shift(txn, entry, in->shift_number, (struct cash_row){
		.amount = in->amount, .day = in->doc_day, .number = in->number, .paper = CASH_PAPER_TAKEN, .reason = what_names[what], .what = CASH_TAKEN_IN }, err);
}

bool money_in_buckets(struct txn *txn, struct arena *arena, int64_t shift_key, struct bucket *buckets, size_t count_max, size_t *count,
		      struct money *cash, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &money_in_sql[OF_SHIFT]);

	*count = 0;
	*cash = MONEY(0);
	stmt_put_i64(q, shift_key);
	while (*count < count_max && stmt_next(q)) {
		const char *what = money_what_words[stmt_take_i64(q)];
		struct pay pay = { .way = (int32_t)stmt_take_i64(q) };
		struct bucket *bucket = &buckets[(*count)++];
		char way[PAY_BUCKET_SIZE];

		pay.row = stmt_take_text(q, arena);
		pay.row = *pay.row ? pay.row : NULL;
		bucket->name = arena_format(arena, "%s:%s", what, pay_bucket(&pay, way));
		bucket->count = stmt_take_i64(q);
		bucket->amount = stmt_take_money(q);
		cash->dong += pay_kinds[pay.way].is_drawer ? bucket->amount.dong : 0;
	}
	return stmt_end(q, err);
}

bool money_in_bucket_name(struct txn *txn, struct arena *arena, const char *bucket, const char **name, bool *is_cash, struct err *err)
{
	*name = NULL;
	for (size_t i = 0; i < COUNT_OF(deposits); i++) {
		size_t size = strlen(deposits[i].bucket);
		const char *way;

		if (strncmp(bucket, deposits[i].bucket, size) != 0)
			continue;
		*is_cash = strcmp(bucket + size, pay_way_words[PAY_CASH]) == 0;
		if (!pay_bucket_name(txn, arena, bucket + size, &way, err))
			return false;
		*name = arena_format(arena, "%s: %s", deposits[i].name, way);
		return true;
	}
	for (int what = MONEY_VOUCHER; money_what_words[what]; what++) {
		size_t size = strlen(money_what_words[what]);
		const char *way;

		if (strncmp(bucket, money_what_words[what], size) != 0 || bucket[size] != ':')
			continue;
		if (!pay_bucket_name(txn, arena, bucket + size + 1, &way, err))
			return false;
		*is_cash = strcmp(bucket + size + 1, pay_way_words[PAY_CASH]) == 0;
		*name = arena_format(arena, "%s: %s", what_names[what], way);
	}
	return true;
}
