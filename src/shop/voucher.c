#include "shop/voucher.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/day.h"
#include "base/hash.h"
#include "shop/book.h"
#include "shop/debt.h"
#include "shop/sale.h"
#include "shop/sql.h"
#include "shop/staff.h"

const char *const voucher_state_words[] = { NULL, "good", "stopped", "moved", NULL };

enum { ADD, LAST, BY_ID, BY_SUM, BY_NUMBER, LIST, SUMS, SET, MOVE, USE, USE_ADD, USES, GIVEN, LEFT_AFTER, ENTRY_OF };

#define VOUCHER_COLUMNS "v.id, v.number, e.at_us, v.value, v.left_amount, v.moved, v.expires_day, v.state FROM voucher v JOIN entry e ON e.entry_key = v.entry_key"

const struct sql voucher_sql[] = {
	[ADD] = { .text =
		"INSERT INTO voucher (id, number, entry_key, code_sum, value, left_amount, expires_day, state, moved) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0)" },
	[LAST] = { .text = "SELECT number FROM voucher ORDER BY number DESC LIMIT 1" },
	[BY_ID] = { .text = "SELECT " VOUCHER_COLUMNS " WHERE v.id = $1" },
	[BY_SUM] = { .text = "SELECT " VOUCHER_COLUMNS " WHERE v.code_sum = $1" },
	[BY_NUMBER] = { .text = "SELECT " VOUCHER_COLUMNS " WHERE v.number = $1" },
	[LIST] = { .text = "SELECT " VOUCHER_COLUMNS " WHERE v.number < $1 AND ($2 = 0 OR v.left_amount > 0)"
		" AND ($3 = 0 OR v.expires_day < $3) ORDER BY v.number DESC LIMIT $4", .scan_ok = true },
	[SUMS] = { .text =
		"SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT), CAST(COALESCE(SUM(left_amount), 0) AS BIGINT), CAST(COALESCE(SUM(moved), 0) AS BIGINT),"
		" CAST(COALESCE(SUM(CASE WHEN expires_day < $1 THEN left_amount ELSE 0 END), 0) AS BIGINT) FROM voucher", .scan_ok = true },
	[SET] = { .text = "UPDATE voucher SET state = $1, expires_day = $2 WHERE id = $3 AND state <> 3" },
	[MOVE] = { .text = "UPDATE voucher SET state = 3, moved = left_amount, left_amount = 0 WHERE id = $1 AND left_amount = $2 AND state <> 3" },
	[USE] = { .text = "UPDATE voucher SET left_amount = left_amount - $1 WHERE id = $2 AND state <> 3" },
	[USE_ADD] = { .text = "INSERT INTO voucher_use (entry_key, voucher_id, sale_key, amount) VALUES ($1, $2, $3, $4)" },
	[USES] = { .text =
		"SELECT u.amount, e.at_us, t.code, s.epoch, s.receipt_n FROM voucher_use u JOIN entry e ON e.entry_key = u.entry_key"
		" JOIN sale s ON s.entry_key = u.entry_key JOIN till t ON t.id = s.till_id WHERE u.voucher_id = $1 ORDER BY u.entry_key LIMIT 200" },
	[GIVEN] = { .text =
		"SELECT CAST(COALESCE(SUM(u.amount), 0) AS BIGINT) FROM voucher_use u JOIN voucher v ON v.id = u.voucher_id"
		" WHERE u.sale_key = $1 AND u.voucher_id = $2 AND v.state <> 3" },
	[LEFT_AFTER] = { .text =
		"SELECT CAST(v.value - COALESCE((SELECT SUM(u.amount) FROM voucher_use u WHERE u.voucher_id = v.id AND u.entry_key <= $1), 0) AS BIGINT)"
		" FROM voucher v WHERE v.id = $2" },
	[ENTRY_OF] = { .text = "SELECT entry_key FROM voucher WHERE id = $1" },
	SQL_END
};

/* ---- numbers and codes ---------------------------------------------------------- */

/* No letters that look like digits; 23 is a prime, so one wrong digit or two exchanged ones show. */
static const char check_letters[] = "ABCDEFGHJKLMNPQRSTUVWXY";

static char check_letter(int64_t number)
{
	int64_t sum = 0;

	for (int64_t weight = 2; number; number /= 10, weight++)
		sum += number % 10 * weight;
	return check_letters[sum % 23];
}

void voucher_number_write(int64_t number, char text[VOUCHER_NUMBER_SIZE])
{
	snprintf(text, VOUCHER_NUMBER_SIZE, "PQ%06" PRId64 "%c", number, check_letter(number));
}

bool voucher_number_read(const char *text, int64_t *number)
{
	size_t size = strlen(text);
	char letter;

	if (size < 4 || (text[0] | 0x20) != 'p' || (text[1] | 0x20) != 'q')
		return false;
	letter = text[size - 1];
	letter = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
	for (text += 2, size -= 3; size > 1 && *text == '0'; size--)
		text++;
	return text_read_i64(text, size, number) && *number > 0 && *number <= INT64_C(999999999999) && letter == check_letter(*number);
}

static struct hash sum_of(struct id secret)
{
	return hash_of_two("ocop-voucher-1\n", 15, secret.bytes, sizeof(secret.bytes));
}

/* The caller's chance, of which the vault takes its own part. */
static struct id secret_of(const struct work *work, size_t n)
{
	uint8_t name[16] = "voucher";
	struct hash chance;
	struct id secret;

	name[8] = (uint8_t)n;
	chance = hash_of_two(work->seed.bytes, sizeof(work->seed.bytes), name, sizeof(name));
	memcpy(secret.bytes, chance.bytes, sizeof(secret.bytes));
	return secret;
}

/* ---- selling --------------------------------------------------------------------- */

static const struct field sold_fields[] = {
	F_HASH(struct voucher_sold, code_sum),
	F_ID(struct voucher_sold, id),
	F_I64(struct voucher_sold, number, 1, INT64_C(999999999999)),
	F_MONEY(struct voucher_sold, value, 1, VOUCHER_VALUE_MAX),
};
static const struct shape sold_shape = SHAPE(struct voucher_sold, "voucher_sold", sold_fields);
static const struct field entry_fields[] = {
	F_PART(struct vouchers_sold, codes, &vault_ref_shape),
	F_DAY_OPT(struct vouchers_sold, expires_day),
	F_LIST(struct vouchers_sold, legs, 2, 2, &leg_shape),
	F_PART(struct vouchers_sold, money, &money_in_shape),
	F_LIST(struct vouchers_sold, vouchers, 1, VOUCHERS_PER_ENTRY_MAX, &sold_shape),
};
static const struct shape entry_shape = SHAPE(struct vouchers_sold, "vouchers_sold", entry_fields);

static bool sold_check(const void *body, struct err *err)
{
	const struct vouchers_sold *sold = body;
	int64_t total = 0;

	for (size_t i = 0; i < sold->vouchers_count; i++)
		total += sold->vouchers[i].value.dong;
	if (total != sold->money.amount.dong || sold->legs[0].amount.dong != total || !legs_balance(sold->legs, sold->legs_count))
		return err_set(err, ERR_INPUT, "total", "tiền thu không bằng tổng mệnh giá");
	return true;
}

static bool sold_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct vouchers_sold *sold = body;

	(void)arena;
	for (size_t i = 0; i < sold->vouchers_count; i++) {
		struct stmt *q = stmt_begin(txn, &voucher_sql[ADD]);

		stmt_put_id(q, sold->vouchers[i].id);
		stmt_put_i64(q, sold->vouchers[i].number);
		stmt_put_i64(q, entry->key);
		stmt_put_hash(q, sold->vouchers[i].code_sum);
		stmt_put_money(q, sold->vouchers[i].value);
		stmt_put_money(q, sold->vouchers[i].value);
		stmt_put_day_opt(q, sold->expires_day);
		if (!stmt_end(q, err))
			return false;
	}
	return money_in_apply(txn, entry, MONEY_VOUCHER, (struct id){ { 0 } }, &sold->money, err) &&
	       ledger_apply(txn, entry, sold->legs, sold->legs_count, err);
}

const struct kind vouchers_sold_kind = {
	.name = "vouchers_sold", .version = 1, .body = &entry_shape, .check = sold_check, .apply = sold_apply, .keeps_goods = true,
	.about = "Vouchers were sold for money: owed to whoever holds them",
};

static bool hide_codes(struct work *work, struct vouchers_sold *sold, struct err *err)
{
	struct buf codes;
	bool ok;

	buf_init(&codes, (size_t)VOUCHERS_PER_ENTRY_MAX * OWNCODE_SIZE);
	for (size_t i = 0; i < sold->vouchers_count; i++) {
		struct id secret = secret_of(work, i);
		char code[OWNCODE_SIZE];

		sold->vouchers[i].code_sum = sum_of(secret);
		owncode_write(OWNCODE_VOUCHER, secret, code);
		buf_format(&codes, "%s%s", i ? " " : "", code);
	}
	ok = vault_put(work, buf_get(&codes), &sold->codes, err);
	buf_release(&codes);
	return ok;
}

bool voucher_codes(struct txn *txn, struct arena *arena, const struct vouchers_sold *body, const char ***codes, struct err *err)
{
	const char **list = ARENA_LIST(arena, body->vouchers_count, const char *);
	const char *facts;

	*codes = list;
	if (!vault_find(txn, arena, body->codes.ref, &facts, err))
		return false;
	for (size_t i = 0; facts && *facts && i < body->vouchers_count; i++) {
		size_t size = strcspn(facts, " ");

		list[i] = arena_bytes(arena, facts, size);
		facts += facts[size] ? size + 1 : size;
	}
	return true;
}

bool vouchers_sell(struct work *work, const struct voucher_sell_in *in, const struct vouchers_sold **body, struct err *err)
{
	struct vouchers_sold *sold = ARENA_NEW(work->arena, struct vouchers_sold);
	int64_t last = 0, total = 0;
	struct stmt *q;

	if (!work_first_answer(work, &vouchers_sold_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (in->expires_day && in->expires_day < day_of_us(work->at_us))
		return err_set(err, ERR_INPUT, "expires_day", "hạn dùng của phiếu quà đã qua");
	for (size_t i = 0; i < in->values_count; i++)
		total += in->values[i].dong;
	if (total != in->total.dong)
		return err_set(err, ERR_CONFLICT, "total", "tổng mệnh giá là %s; xem lại", debt_say(work->arena, MONEY(total)));
	if (!money_in_take(work, in->till_id, in->way, in->row, in->reference, MONEY(total), &sold->money, err))
		return false;
	q = stmt_begin(work->txn, &voucher_sql[LAST]);
	if (stmt_next(q))
		last = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	sold->expires_day = in->expires_day;
	sold->vouchers = ARENA_LIST(work->arena, in->values_count, struct voucher_sold);
	sold->vouchers_count = in->values_count;
	for (size_t i = 0; i < in->values_count; i++)
		sold->vouchers[i] = (struct voucher_sold){ .id = id_derive(work->id, "voucher", (int64_t)i + 1), .number = last + 1 + (int64_t)i,
							   .value = in->values[i] };
	sold->legs = ARENA_LIST(work->arena, 2, struct leg);
	sold->legs_count = 2;
	sold->legs[0] = (struct leg){ .account = money_in_account(&sold->money), .amount = MONEY(total) };
	sold->legs[1] = (struct leg){ .account = "voucher", .amount = MONEY(-total) };
	*body = sold;
	return hide_codes(work, sold, err) && work_record(work, &vouchers_sold_kind, sold, err);
}

/* ---- looking at them ---------------------------------------------------------------- */

static const struct field voucher_fields[] = {
	F_I64(struct voucher, at_us, 0, INT64_MAX),
	F_DAY_OPT(struct voucher, expires_day),
	F_ID(struct voucher, id),
	F_MONEY(struct voucher, left, 0, VOUCHER_VALUE_MAX),
	F_MONEY(struct voucher, moved, 0, VOUCHER_VALUE_MAX),
	F_TEXT(struct voucher, number, 1, VOUCHER_NUMBER_SIZE),
	F_WORD(struct voucher, state, voucher_state_words),
	F_MONEY(struct voucher, value, 0, VOUCHER_VALUE_MAX),
	F_TEXT_OPT(struct voucher, why, 1, 200),
};
const struct shape voucher_shape = SHAPE(struct voucher, "voucher", voucher_fields);

static void take_row(struct stmt *q, struct arena *arena, int32_t today, struct voucher *voucher)
{
	char number[VOUCHER_NUMBER_SIZE], day[DAY_TEXT_SIZE];

	*voucher = (struct voucher){ 0 };
	stmt_take_id(q, &voucher->id);
	voucher_number_write(stmt_take_i64(q), number);
	voucher->number = arena_text(arena, number);
	voucher->at_us = stmt_take_i64(q);
	voucher->value = stmt_take_money(q);
	voucher->left = stmt_take_money(q);
	voucher->moved = stmt_take_money(q);
	voucher->expires_day = stmt_take_day_opt(q);
	voucher->state = (int32_t)stmt_take_i64(q);
	if (voucher->state == VOUCHER_STOPPED) {
		voucher->why = "phiếu quà này đã bị khóa; hỏi ca trưởng";
	} else if (voucher->expires_day && voucher->expires_day < today) {
		day_write_vn(voucher->expires_day, day);
		voucher->why = arena_format(arena, "phiếu quà này hết hạn ngày %s", day);
	} else if (voucher->left.dong == 0) {
		voucher->why = "phiếu quà này đã dùng hết";
	}
}

static bool take_one(struct stmt *q, struct arena *arena, int32_t today, const char *field, struct voucher *voucher, struct err *err)
{
	bool found = stmt_next(q);

	if (found)
		take_row(q, arena, today, voucher);
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, field, "không có phiếu quà này");
}

bool voucher_get(struct txn *txn, struct arena *arena, struct id voucher_id, int32_t today, struct voucher *voucher, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[BY_ID]);

	stmt_put_id(q, voucher_id);
	return take_one(q, arena, today, "voucher_id", voucher, err);
}

bool voucher_find(struct txn *txn, struct arena *arena, const char *code, int32_t today, struct voucher *voucher, struct err *err)
{
	enum owncode_kind kind;
	struct id secret;
	struct err unneeded;
	int64_t number;
	struct stmt *q;

	if (owncode_read(code, strlen(code), &kind, &secret, &unneeded) && kind == OWNCODE_VOUCHER) {
		q = stmt_begin(txn, &voucher_sql[BY_SUM]);
		stmt_put_hash(q, sum_of(secret));
		return take_one(q, arena, today, "code", voucher, err);
	}
	if (!voucher_number_read(code, &number))
		return err_set(err, ERR_MISSING, "code", "số phiếu quà không đúng; xem lại số và chữ cuối, hoặc quét mã trên phiếu");
	q = stmt_begin(txn, &voucher_sql[BY_NUMBER]);
	stmt_put_i64(q, number);
	return take_one(q, arena, today, "code", voucher, err);
}

bool voucher_list(struct txn *txn, struct arena *arena, const char *which, int64_t before, int32_t today, size_t count_max, struct voucher **vouchers,
		  size_t *count, struct err *err)
{
	size_t room = count_max < VOUCHER_LIST_MAX ? count_max : VOUCHER_LIST_MAX;
	struct stmt *q = stmt_begin(txn, &voucher_sql[LIST]);
	bool is_expired = strcmp(which, "expired") == 0;

	*vouchers = ARENA_LIST(arena, room, struct voucher);
	*count = 0;
	stmt_put_i64(q, before ? before : INT64_MAX);
	stmt_put_i64(q, is_expired || strcmp(which, "left") == 0);
	stmt_put_i64(q, is_expired ? today : 0);
	stmt_put_i64(q, (int64_t)room);
	while (*count < room && stmt_next(q))
		take_row(q, arena, today, &(*vouchers)[(*count)++]);
	return stmt_end(q, err);
}

bool voucher_sums(struct txn *txn, int32_t today, struct voucher_sums *sums, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[SUMS]);

	*sums = (struct voucher_sums){ 0 };
	stmt_put_i64(q, today);
	if (stmt_next(q)) {
		sums->sold = stmt_take_money(q);
		sums->left = stmt_take_money(q);
		sums->moved = stmt_take_money(q);
		sums->expired = stmt_take_money(q);
		sums->used = MONEY(sums->sold.dong - sums->left.dong - sums->moved.dong);
	}
	return stmt_end(q, err);
}

bool voucher_uses(struct txn *txn, struct arena *arena, struct id voucher_id, struct voucher_use **uses, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[USES]);

	*uses = ARENA_LIST(arena, VOUCHER_LIST_MAX, struct voucher_use);
	*count = 0;
	stmt_put_id(q, voucher_id);
	while (*count < VOUCHER_LIST_MAX && stmt_next(q)) {
		struct voucher_use *use = &(*uses)[(*count)++];
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		use->amount = stmt_take_money(q);
		use->at_us = stmt_take_i64(q);
		till = stmt_take_text(q, arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		use->receipt = arena_text(arena, receipt);
	}
	return stmt_end(q, err);
}

/* ---- stopped, prolonged, expired -------------------------------------------------------- */

static const struct field set_fields[] = {
	F_DAY_OPT(struct voucher_set_in, expires_day),
	F_BOOL(struct voucher_set_in, is_stopped),
	F_TEXT(struct voucher_set_in, reason, 1, 200),
	F_ID(struct voucher_set_in, voucher_id),
};
static const struct shape set_shape = SHAPE(struct voucher_set_in, "voucher_set", set_fields);

static bool set_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct voucher_set_in *set = body;
	struct stmt *q = stmt_begin(txn, &voucher_sql[SET]);
	int64_t changed;

	(void)entry;
	(void)arena;
	stmt_put_i64(q, set->is_stopped ? VOUCHER_STOPPED : VOUCHER_GOOD);
	stmt_put_day_opt(q, set->expires_day);
	stmt_put_id(q, set->voucher_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed == 1 || err_set(err, ERR_CONFLICT, "voucher_id", "phiếu quà này đã khóa sổ");
}

const struct kind voucher_set_kind = {
	.name = "voucher_set", .version = 1, .body = &set_shape, .apply = set_apply, .keeps_goods = true,
	.about = "A voucher was stopped, let go again, or given another last day",
};

bool voucher_set(struct work *work, const struct voucher_set_in *in, struct err *err)
{
	struct voucher voucher;
	void *first;

	if (!work_first_answer(work, &voucher_set_kind, &first, err) || first)
		return first != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_SUPERVISOR && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ ca trưởng, kế toán hoặc quản trị đổi được phiếu quà");
	if (!voucher_get(work->txn, work->arena, in->voucher_id, day_of_us(work->at_us), &voucher, err))
		return false;
	if (voucher.state == VOUCHER_MOVED)
		return err_set(err, ERR_CONFLICT, "voucher_id", "phần còn lại của phiếu quà này đã chuyển cho cửa hàng");
	/* What makes a paper worth something again is money given away. */
	if (((voucher.state == VOUCHER_STOPPED && !in->is_stopped) ||
	     (voucher.expires_day && (!in->expires_day || in->expires_day > voucher.expires_day))) &&
	    !work_has_second_as(work, STAKE_VOUCHER, voucher.left, err))
		return false;
	return work_record(work, &voucher_set_kind, in, err);
}

struct voucher_expired {
	struct money amount;
	struct leg *legs;
	size_t legs_count;
	const char *reason;
	struct id voucher_id;
};
static const struct field expired_fields[] = {
	F_MONEY(struct voucher_expired, amount, 1, VOUCHER_VALUE_MAX),
	F_LIST(struct voucher_expired, legs, 2, 2, &leg_shape),
	F_TEXT(struct voucher_expired, reason, 1, 200),
	F_ID(struct voucher_expired, voucher_id),
};
static const struct shape expired_shape = SHAPE(struct voucher_expired, "voucher_expired", expired_fields);

static bool expired_check(const void *body, struct err *err)
{
	const struct voucher_expired *expired = body;

	if (!legs_balance(expired->legs, expired->legs_count) || expired->legs[0].amount.dong != expired->amount.dong)
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng số tiền");
	return true;
}

static bool expired_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct voucher_expired *expired = body;
	struct stmt *q = stmt_begin(txn, &voucher_sql[MOVE]);
	int64_t changed;

	(void)arena;
	stmt_put_id(q, expired->voucher_id);
	stmt_put_money(q, expired->amount);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_CONFLICT, "voucher_id", "phần còn lại của phiếu quà đã khác; xem lại");
	return ledger_apply(txn, entry, expired->legs, expired->legs_count, err);
}

const struct kind voucher_expired_kind = {
	.name = "voucher_expired", .version = 1, .body = &expired_shape, .check = expired_check, .apply = expired_apply, .keeps_goods = true,
	.about = "What was left on an expired voucher went to the house",
};

bool voucher_expire(struct work *work, struct id voucher_id, const char *reason, struct err *err)
{
	struct voucher_expired expired = { .reason = reason, .voucher_id = voucher_id };
	int32_t today = day_of_us(work->at_us);
	struct voucher voucher;
	struct leg legs[2];
	void *first;

	if (!work_first_answer(work, &voucher_expired_kind, &first, err) || first)
		return first != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị chuyển được phiếu quà hết hạn");
	if (!work_has_second(work, err) || !voucher_get(work->txn, work->arena, voucher_id, today, &voucher, err))
		return false;
	if (!voucher.expires_day || voucher.expires_day >= today)
		return err_set(err, ERR_CONFLICT, "voucher_id", "phiếu quà này chưa hết hạn");
	if (voucher.left.dong == 0)
		return err_set(err, ERR_CONFLICT, "voucher_id", "phiếu quà này không còn tiền");
	expired.amount = voucher.left;
	legs[0] = (struct leg){ .account = "voucher", .amount = voucher.left };
	legs[1] = (struct leg){ .account = "house", .amount = MONEY(-voucher.left.dong) };
	expired.legs = legs;
	expired.legs_count = 2;
	return work_record(work, &voucher_expired_kind, &expired, err);
}

/* ---- paying ----------------------------------------------------------------------------- */

bool voucher_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	int32_t today = day_of_us(work->at_us);
	struct voucher voucher, scanned;
	enum owncode_kind kind;
	struct id secret;
	struct err why = { 0 };
	bool is_proven = false;

	(void)till_id;
	if (!voucher_get(work->txn, work->arena, pay->source_id, today, &voucher, err))
		return false;
	if (voucher.why)
		return err_set(err, ERR_CONFLICT, "source_id", "%s", voucher.why);
	if (pay->amount.dong > voucher.left.dong)
		return err_set(err, ERR_CONFLICT, "amount", "phiếu quà %s chỉ còn %s", voucher.number, debt_say(work->arena, voucher.left));
	if (pay->reference && owncode_read(pay->reference, strlen(pay->reference), &kind, &secret, &why)) {
		is_proven = voucher_find(work->txn, work->arena, pay->reference, today, &scanned, &why) && id_is(scanned.id, voucher.id);
		if (why.code != ERR_NONE && why.code != ERR_MISSING) {
			*err = why;
			return false;
		}
	}
	/* Numbers can be guessed: who types one shows the paper to a second person. */
	if (!is_proven)
		work_say(work, arena_format(work->arena, "Trả bằng phiếu quà %s gõ số, không quét: xem tờ phiếu quà.", voucher.number));
	return is_proven || work_has_second_as(work, STAKE_VOUCHER, pay->amount, err);
}

bool voucher_use_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[USE]);
	int64_t sale_key, changed;

	stmt_put_money(q, pay->amount);
	stmt_put_id(q, pay->source_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err) || !sale_key_of(txn, entry->key, &sale_key, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_CONFLICT, "source_id", "không còn phiếu quà này");
	q = stmt_begin(txn, &voucher_sql[USE_ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, pay->source_id);
	stmt_put_i64(q, sale_key);
	stmt_put_money(q, pay->amount);
	return stmt_end(q, err);
}

bool voucher_entry(struct txn *txn, struct id voucher_id, int64_t *entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[ENTRY_OF]);
	bool found;

	stmt_put_id(q, voucher_id);
	found = stmt_next(q);
	if (found)
		*entry_key = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "voucher_id", "không có phiếu quà này");
}

bool voucher_left_after(struct txn *txn, struct id voucher_id, int64_t entry_key, struct money *left, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[LEFT_AFTER]);

	*left = MONEY(SHAPE_ABSENT);
	stmt_put_i64(q, entry_key);
	stmt_put_id(q, voucher_id);
	if (stmt_next(q))
		*left = stmt_take_money(q);
	return stmt_end(q, err);
}

bool voucher_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &voucher_sql[GIVEN]);

	*can = MONEY(0);
	stmt_put_i64(q, sale_key);
	stmt_put_id(q, paid->source_id);
	if (stmt_next(q))
		*can = stmt_take_money(q);
	return stmt_end(q, err);
}
