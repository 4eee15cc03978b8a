#include "shop/pay_ways.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "shop/book.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { SET, GET, LIST, COUNT };

const struct sql pay_ways_sql[] = {
	[SET] = { .text =
		"INSERT INTO pay_way (way, code, name, is_on, needs_reference, place) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (way, code) DO UPDATE SET name = excluded.name, is_on = excluded.is_on, needs_reference = excluded.needs_reference,"
		" place = excluded.place" },
	[GET] = { .text = "SELECT name, is_on, needs_reference FROM pay_way WHERE way = $1 AND code = $2" },
	[LIST] = { .text = "SELECT way, code, name, is_on, needs_reference, place FROM pay_way ORDER BY way, code LIMIT 40", .scan_ok = true },
	[COUNT] = { .text = "SELECT COUNT(*) FROM pay_way", .scan_ok = true },
	SQL_END
};

/* What there is before anything is set. The wallets are there to be switched on. */
static const struct pay_way_row built_in[] = {
	{ .way = PAY_CASH, .is_on = true, .name = "Tiền mặt", .place = 1 },
	{ .way = PAY_VIETQR, .is_on = true, .name = "VietQR", .place = 2 },
	{ .way = PAY_TRANSFER, .is_on = true, .name = "Chuyển khoản (xem bằng mắt)", .place = 3 },
	{ .way = PAY_CARD, .is_on = true, .name = "Thẻ", .place = 4 },
	{ .way = PAY_WALLET, .code = "momo", .name = "MoMo", .place = 5 },
	{ .way = PAY_WALLET, .code = "zalopay", .name = "ZaloPay", .place = 6 },
	{ .way = PAY_VOUCHER, .is_on = true, .name = "Phiếu quà", .place = 7 },
	{ .way = PAY_DEPOSIT, .is_on = true, .name = "Tiền cọc", .place = 8 },
	{ .way = PAY_ACCOUNT, .is_on = true, .name = "Ghi nợ", .place = 9 },
	{ .way = PAY_COD, .is_on = true, .name = "COD (thu hộ)", .needs_reference = true, .place = 10 },
	{ .way = PAY_OFFSET, .is_on = true, .name = "Cấn trừ tiền hàng", .place = 11 },
};

static const struct field row_fields[] = {
	F_CODE_OPT(struct pay_way_row, code, 1, PAY_ROW_MAX),
	F_BOOL(struct pay_way_row, is_on),
	F_TEXT(struct pay_way_row, name, 1, 40),
	F_BOOL_OPT(struct pay_way_row, needs_reference),
	F_I64(struct pay_way_row, place, 0, 1000),
	F_WORD(struct pay_way_row, way, pay_way_words),
};
const struct shape pay_way_row_shape = SHAPE(struct pay_way_row, "pay_way_row", row_fields);
static const struct field seen_fields[] = {
	F_CODE_OPT(struct pay_way_row, code, 1, PAY_ROW_MAX),
	F_BOOL(struct pay_way_row, is_on),
	F_BOOL(struct pay_way_row, is_typed),
	F_TEXT(struct pay_way_row, name, 1, 40),
	F_BOOL_OPT(struct pay_way_row, needs_reference),
	F_I64(struct pay_way_row, place, 0, 1000),
	F_WORD(struct pay_way_row, way, pay_way_words),
};
const struct shape pay_way_seen_shape = SHAPE(struct pay_way_row, "pay_way_seen", seen_fields);

struct pay_ways_set {
	const struct pay_way_row *ways;
	size_t ways_count;
};
static const struct field set_fields[] = { F_LIST(struct pay_ways_set, ways, 1, PAY_WAYS_MAX, &pay_way_row_shape) };
static const struct shape set_shape = SHAPE(struct pay_ways_set, "pay_ways_set", set_fields);

static bool is_code(const char *code)
{
	size_t size = strlen(code);

	return size && strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789") == size;
}

static bool is_same(const struct pay_way_row *row, int32_t way, const char *code)
{
	return row->way == way && text_is(row->code, code);
}

static const struct pay_way_row *find_built_in(int32_t way, const char *code)
{
	for (size_t i = 0; i < COUNT_OF(built_in); i++)
		if (is_same(&built_in[i], way, code))
			return &built_in[i];
	return NULL;
}

static bool check(const void *body, struct err *err)
{
	const struct pay_ways_set *set = body;

	for (size_t i = 0; i < set->ways_count; i++) {
		const struct pay_way_row *row = &set->ways[i];

		if (row->code ? !is_code(row->code) : !find_built_in(row->way, NULL))
			return err_set(err, ERR_INPUT, "code", "mã của cách trả chỉ gồm chữ thường không dấu và số, ví dụ “momo”");
		if (row->code && row->way != PAY_WALLET && row->way != PAY_CARD && row->way != PAY_TRANSFER)
			return err_set(err, ERR_INPUT, "way", "chỉ ví, thẻ và chuyển khoản mới chia ra nhiều dòng");
		if (row->way == PAY_CASH && (!row->is_on || row->needs_reference))
			return err_set(err, ERR_CONFLICT, "is_on", "tiền mặt luôn nhận, và không có số chứng từ");
		for (size_t k = 0; k < i; k++)
			if (is_same(&set->ways[k], row->way, row->code))
				return err_set(err, ERR_INPUT, "code", "hai dòng cùng một mã");
	}
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct pay_ways_set *set = body;

	(void)entry;
	(void)arena;
	for (size_t i = 0; i < set->ways_count; i++) {
		struct stmt *q = stmt_begin(txn, &pay_ways_sql[SET]);

		stmt_put_i64(q, set->ways[i].way);
		stmt_put_text(q, set->ways[i].code ? set->ways[i].code : "");
		stmt_put_text(q, set->ways[i].name);
		stmt_put_i64(q, set->ways[i].is_on);
		stmt_put_i64(q, set->ways[i].needs_reference);
		stmt_put_i64(q, set->ways[i].place);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

const struct kind pay_ways_set_kind = {
	.name = "pay_ways_set", .version = 1, .body = &set_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "Ways to pay were named, ordered, switched on or off",
};

bool pay_ways_set(struct work *work, const struct pay_way_row *rows, size_t count, struct err *err)
{
	struct pay_ways_set set = { rows, count };
	int64_t there = 0;
	struct stmt *q;
	void *first;

	if (!work_first_answer(work, &pay_ways_set_kind, &first, err) || first)
		return first != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị đặt được các cách trả tiền");
	q = stmt_begin(work->txn, &pay_ways_sql[COUNT]);
	if (stmt_next(q))
		there = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (there + (int64_t)count > PAY_WAYS_MAX) {
		struct pay_way_row *all;
		size_t all_count, news = 0;

		if (!pay_ways_list(work->txn, work->arena, &all, &all_count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			size_t k = 0;

			while (k < all_count && !is_same(&all[k], rows[i].way, rows[i].code))
				k++;
			news += k == all_count;
		}
		if (all_count + news > PAY_WAYS_MAX)
			return err_set(err, ERR_LIMIT, "ways", "nhiều nhất %d cách trả tiền", PAY_WAYS_MAX);
	}
	return work_record(work, &pay_ways_set_kind, &set, err);
}

/* ---- reading ------------------------------------------------------------------ */

static int by_place(const void *a, const void *b)
{
	const struct pay_way_row *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->way != y->way)
		return x->way < y->way ? -1 : 1;
	return strcmp(x->code ? x->code : "", y->code ? y->code : "");
}

bool pay_ways_list(struct txn *txn, struct arena *arena, struct pay_way_row **rows, size_t *count, struct err *err)
{
	struct pay_way_row *list = ARENA_LIST(arena, PAY_WAYS_MAX + COUNT_OF(built_in), struct pay_way_row);
	struct stmt *q = stmt_begin(txn, &pay_ways_sql[LIST]);

	*count = 0;
	for (size_t i = 0; i < COUNT_OF(built_in); i++)
		if (pay_kinds[built_in[i].way].account)
			list[(*count)++] = built_in[i];
	while (stmt_next(q)) {
		struct pay_way_row row = { .way = (int32_t)stmt_take_i64(q) };
		const struct pay_way_row *usual;
		size_t at = 0;

		row.code = stmt_take_text(q, arena);
		row.code = *row.code ? row.code : NULL;
		row.name = stmt_take_text(q, arena);
		row.is_on = stmt_take_i64(q) != 0;
		row.needs_reference = stmt_take_i64(q) != 0;
		row.place = stmt_take_i64(q);
		usual = find_built_in(row.way, row.code);
		row.is_typed = !usual || strcmp(usual->name, row.name) != 0;
		while (at < *count && !is_same(&list[at], row.way, row.code))
			at++;
		list[at] = row;
		*count += at == *count;
	}
	qsort(list, *count, sizeof(*list), by_place);
	*rows = list;
	return stmt_end(q, err);
}

static bool find(struct txn *txn, struct arena *arena, int32_t way, const char *code, struct pay_way_row *row, bool *found, struct err *err)
{
	const struct pay_way_row *usual = find_built_in(way, code);
	struct stmt *q = stmt_begin(txn, &pay_ways_sql[GET]);

	stmt_put_i64(q, way);
	stmt_put_text(q, code ? code : "");
	*found = stmt_next(q);
	if (*found) {
		*row = (struct pay_way_row){ .way = way, .code = code, .name = stmt_take_text(q, arena) };
		row->is_on = stmt_take_i64(q) != 0;
		row->needs_reference = stmt_take_i64(q) != 0;
	} else if (usual) {
		*row = *usual;
		*found = true;
	}
	return stmt_end(q, err);
}

bool pay_way_is_on(struct txn *txn, struct arena *arena, int32_t way, bool *is_on, struct err *err)
{
	struct pay_way_row row = { 0 };
	bool found;

	if (!find(txn, arena, way, NULL, &row, &found, err))
		return false;
	*is_on = found && row.is_on;
	return true;
}

bool pay_way_check(struct work *work, int32_t way, const char *code, const char *reference, struct err *err)
{
	struct pay_way_row row;
	bool found;

	if (way == PAY_CASH && !code)
		return true;
	if (!find(work->txn, work->arena, way, code, &row, &found, err))
		return false;
	if (!found && !code && way != PAY_WALLET)
		return true;
	if (!found)
		return err_set(err, ERR_INPUT, "row", code ? "không có cách trả này; chọn lại" : "chọn ví nào");
	if (!row.is_on && way != PAY_VIETQR)
		return err_set(err, ERR_CONFLICT, "way", "“%s” đang tắt; chọn cách trả khác", row.name);
	if (row.needs_reference && !reference)
		return err_set(err, ERR_INPUT, "reference", "“%s” cần số chứng từ", row.name);
	return true;
}

bool pay_way_name(struct txn *txn, struct arena *arena, int32_t way, const char *code, const char **name, struct err *err)
{
	struct pay_way_row row;
	bool found;

	if (!find(txn, arena, way, code, &row, &found, err))
		return false;
	*name = found ? row.name : code ? code : pay_kinds[way].name;
	return true;
}
