#include "shop/tender.h"

#include <stdio.h>
#include <string.h>

#include "calc/money.h"
#include "shop/bank_parts.h"
#include "shop/rollup.h"
#include "shop/sale.h"
#include "shop/sale_parts.h"
#include "shop/sale_view.h"
#include "shop/shift.h"
#include "shop/sql.h"

enum { ADD, OF_SALE, SEEN_LESS };

const struct sql tender_sql[] = {
	[ADD] = { .text = "INSERT INTO tender_change (entry_key, sale_key, shift_key, cash) VALUES ($1, $2, $3, $4)" },
	[OF_SALE] = { .text = "SELECT entry_key FROM tender_change WHERE sale_key = $1 ORDER BY entry_key LIMIT 5" },
	[SEEN_LESS] = { .text = "UPDATE bank_seen SET amount = amount - $1, rest = rest - $2 WHERE entry_key = $3 AND rest >= $4" },
	SQL_END
};

static const struct field fields[] = {
	F_LIST(struct tender_changed, from, 1, SALE_PAYS_MAX, &pay_shape),
	F_TEXT(struct tender_changed, reason, 1, 200),
	F_ID(struct tender_changed, sale_id),
	F_I64(struct tender_changed, shift_number, 1, INT64_MAX),
	F_LIST(struct tender_changed, to, 1, SALE_PAYS_MAX, &pay_shape),
};
static const struct shape tender_changed_shape = SHAPE(struct tender_changed, "tender_changed", fields);

bool tender_is_typed(int32_t way)
{
	return way == PAY_CASH || way == PAY_TRANSFER || way == PAY_CARD || way == PAY_WALLET;
}

/* ---- the entry ------------------------------------------------------------------- */

static int64_t sum_of(const struct pay *pays, size_t count, bool only_drawer)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += only_drawer && !pay_kinds[pays[i].way].is_drawer ? 0 : pays[i].amount.dong;
	return sum;
}

static int64_t cash_of(const struct tender_changed *body)
{
	return sum_of(body->to, body->to_count, true) - sum_of(body->from, body->from_count, true);
}

static int64_t transfer_of(const struct tender_changed *body)
{
	int64_t sum = 0;

	for (size_t i = 0; i < body->to_count; i++)
		sum += body->to[i].way == PAY_TRANSFER ? body->to[i].amount.dong : 0;
	for (size_t i = 0; i < body->from_count; i++)
		sum -= body->from[i].way == PAY_TRANSFER ? body->from[i].amount.dong : 0;
	return sum;
}

static int64_t in_bucket(const struct pay *pays, size_t count, const char *bucket)
{
	char text[PAY_BUCKET_SIZE];
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(pay_bucket(&pays[i], text), bucket) == 0)
			sum += pays[i].amount.dong;
	return sum;
}

/* What goes from one bucket to another. */
static int64_t moved(const struct tender_changed *body)
{
	int64_t sum = 0;

	for (size_t i = 0; i < body->to_count; i++) {
		char text[PAY_BUCKET_SIZE];
		const char *bucket = pay_bucket(&body->to[i], text);
		bool is_first = in_bucket(body->to, i, bucket) == 0;
		int64_t more = in_bucket(body->to, body->to_count, bucket) - in_bucket(body->from, body->from_count, bucket);

		if (is_first && more > 0)
			sum += more;
	}
	return sum;
}

static bool check(const void *body, struct err *err)
{
	const struct tender_changed *changed = body;

	if (sum_of(changed->from, changed->from_count, false) != sum_of(changed->to, changed->to_count, false))
		return err_set(err, ERR_INPUT, "to", "đổi cách trả không được đổi tổng tiền");
	return moved(changed) > 0 || err_set(err, ERR_INPUT, "to", "không có gì đổi");
}

static bool count_pays(struct txn *txn, int64_t shift_key, const struct pay *pays, size_t count, int64_t sign, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		char text[PAY_BUCKET_SIZE];
		const char *way = pay_bucket(&pays[i], text);
		struct rollup_key key = { .kind = ROLLUP_SHIFT, .period = shift_key, .a = way, .a_size = strlen(way), .b = SHIFT_SOLD,
					  .b_size = strlen(SHIFT_SOLD) };
		struct rollup_sums sums = { .count = sign, .qty_milli = i == 0 ? sign : 0, .amount = sign * pays[i].amount.dong };

		if (!rollup_add(txn, &key, &sums, err))
			return false;
	}
	return true;
}

static bool move_ledger(struct txn *txn, const struct entry *entry, const struct tender_changed *changed, struct err *err)
{
	struct leg legs[2 * SALE_PAYS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < changed->from_count; i++)
		legs[count++] = (struct leg){ .account = pay_kinds[changed->from[i].way].account, .amount = MONEY(-changed->from[i].amount.dong),
					      .party_id = changed->from[i].party_id };
	for (size_t i = 0; i < changed->to_count; i++)
		legs[count++] = (struct leg){ .account = pay_kinds[changed->to[i].way].account, .amount = changed->to[i].amount,
					      .party_id = changed->to[i].party_id };
	return ledger_apply(txn, entry, legs, count, err);
}

static bool was_there(const struct tender_changed *changed, const struct pay *pay)
{
	for (size_t i = 0; i < changed->from_count; i++)
		if (changed->from[i].way == pay->way && id_is(changed->from[i].source_id, pay->source_id))
			return true;
	return false;
}

/* What waits for the bank to tell of it goes with the transfer. */
static bool move_seen(struct txn *txn, const struct entry *sale, const struct tender_changed *changed, struct err *err)
{
	struct pay pay = { .amount = MONEY(transfer_of(changed)), .way = PAY_TRANSFER };
	int64_t taken;
	struct stmt *q;

	for (size_t i = 0; i < changed->to_count; i++)
		if (changed->to[i].way == PAY_TRANSFER)
			pay.reference = changed->to[i].reference;
	if (pay.amount.dong >= 0)
		return pay.amount.dong == 0 || bank_seen_apply(txn, sale, &pay, err);
	q = stmt_begin(txn, &tender_sql[SEEN_LESS]);
	stmt_put_i64(q, -pay.amount.dong);
	stmt_put_i64(q, -pay.amount.dong);
	stmt_put_i64(q, sale->key);
	stmt_put_i64(q, -pay.amount.dong);
	taken = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return taken == 1 || err_set(err, ERR_CONFLICT, "pays", "ngân hàng đã báo khoản chuyển này; không đổi cách trả được nữa");
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct tender_changed *changed = body;
	int64_t shift_key = ENTRY_KEY(ENTRY_STREAM(entry->key), changed->shift_number);
	struct entry sale;
	struct stmt *q;
	bool found;

	if (!journal_find_id(txn, arena, changed->sale_id, &sale, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
	q = stmt_begin(txn, &tender_sql[ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, sale.key);
	stmt_put_i64(q, shift_key);
	stmt_put_i64(q, cash_of(changed));
	if (!stmt_end(q, err) || !count_pays(txn, shift_key, changed->from, changed->from_count, -1, err) ||
	    !count_pays(txn, shift_key, changed->to, changed->to_count, 1, err) ||
	    !shift_count(txn, shift_key, TENDER_BUCKET, 1, MONEY(moved(changed)), err) || !move_ledger(txn, entry, changed, err) || !move_seen(txn, &sale, changed, err))
		return false;
	/* A credit of the bank is the sale's from now on. */
	for (size_t i = 0; i < changed->to_count; i++)
		if (!tender_is_typed(changed->to[i].way) && !was_there(changed, &changed->to[i]) && !pay_apply(txn, &sale, &changed->to[i], 1, err))
			return false;
	return true;
}

const struct kind tender_changed_kind = {
	.name = "tender_changed", .version = 1, .body = &tender_changed_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "A ticket of the open shift was paid another way than was typed; goods and total stay",
};

/* ---- how it stands ----------------------------------------------------------------- */

static bool say(struct txn *txn, struct arena *arena, const struct pay *pays, size_t count, const char **said, struct err *err)
{
	char text[400];
	size_t size = 0;

	text[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		char bucket[PAY_BUCKET_SIZE], amount[40];
		const char *name;
		int more;

		if (!pay_bucket_name(txn, arena, pay_bucket(&pays[i], bucket), &name, err))
			return false;
		money_write(pays[i].amount, amount, sizeof(amount));
		more = snprintf(text + size, sizeof(text) - size, "%s%s %s", i ? " + " : "", name, amount);
		if (more < 0 || (size_t)more >= sizeof(text) - size)
			break;
		size += (size_t)more;
	}
	text[size] = '\0';
	*said = arena_text(arena, text);
	return true;
}

bool tender_said(struct txn *txn, struct arena *arena, const struct entry *entry, const char **said, struct id *sale_id, struct err *err)
{
	const struct tender_changed *changed;
	const char *from, *to;

	if (!entry_body(entry, &tender_changed_kind, arena, (void **)&changed, err) || !say(txn, arena, changed->from, changed->from_count, &from, err) ||
	    !say(txn, arena, changed->to, changed->to_count, &to, err))
		return false;
	*said = arena_format(arena, "%s → %s: %s", from, to, changed->reason);
	*sale_id = changed->sale_id;
	return true;
}

bool tender_now(struct txn *txn, struct arena *arena, int64_t sale_key, const struct sale *sale, struct tender_now *now, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &tender_sql[OF_SALE]);
	int64_t keys[TENDER_CHANGES_MAX];
	size_t count = 0;

	*now = (struct tender_now){ .pays = sale->pays, .pays_count = sale->pays_count };
	stmt_put_i64(q, sale_key);
	while (count < TENDER_CHANGES_MAX && stmt_next(q))
		keys[count++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (count == 0)
		return true;
	now->changes = ARENA_LIST(arena, count, struct tender_row);
	for (size_t i = 0; i < count; i++) {
		struct tender_changed *changed;
		struct entry entry;

		if (!journal_get(txn, arena, keys[i], &entry, err) || !entry_body(&entry, &tender_changed_kind, arena, (void **)&changed, err))
			return false;
		struct tender_row *row = &now->changes[now->changes_count++];

		*row = (struct tender_row){ .at_us = entry.at_us, .reason = changed->reason, .staff_id = entry.actor, .was = changed->from,
					    .was_count = changed->from_count };
		if (!say(txn, arena, changed->from, changed->from_count, &row->from, err) || !say(txn, arena, changed->to, changed->to_count, &row->to, err))
			return false;
		now->pays = changed->to;
		now->pays_count = changed->to_count;
	}
	return true;
}

/* ---- the command --------------------------------------------------------------------- */

/* The sale, and that the open shift is the one it was paid in. */
static bool find_sale(struct work *work, struct id sale_id, const struct shift *shift, int64_t *key, struct sale **sale, struct err *err)
{
	struct entry entry;
	bool found;

	if (!journal_find_id(work->txn, work->arena, sale_id, &entry, &found, err))
		return false;
	if (!found || strcmp(entry.kind, sale_kind.name) != 0)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
	if (!entry_body(&entry, &sale_kind, work->arena, (void **)sale, err))
		return false;
	*key = entry.key;
	return ENTRY_KEY(ENTRY_STREAM(entry.key), (*sale)->shift_number) == shift->key ||
	       err_set(err, ERR_CONFLICT, "sale_id", "phiếu này không thuộc ca đang mở; chỉ đổi cách trả được trong ca");
}

/* What is asked in place of what was typed; the rest as it was. */
static bool take_pays(struct work *work, const struct tender_in *in, struct tender_changed *changed, struct err *err)
{
	int64_t typed = 0, asked = 0;

	changed->to = ARENA_LIST(work->arena, changed->from_count + in->pays_count, struct pay);
	for (size_t i = 0; i < in->pays_count; i++) {
		struct pay *pay = &changed->to[changed->to_count++];

		if (in->pays[i].amount.dong <= 0)
			return err_set(err, ERR_INPUT, "amount", "số tiền phải lớn hơn 0") || err_within(err, "pays[%zu]", i);
		if (!tender_is_typed(in->pays[i].way) && in->pays[i].way != PAY_VIETQR)
			return err_set(err, ERR_INPUT, "way", "không đổi sang cách trả này được; trả hàng rồi bán lại") || err_within(err, "pays[%zu]", i);
		if (!pay_take(work, in->till_id, &in->pays[i], pay, err))
			return strcmp(err->field, "approver") != 0 && err_within(err, "pays[%zu]", i);
		pay->given = MONEY(SHAPE_ABSENT);
		asked += pay->amount.dong;
	}
	for (size_t i = 0; i < changed->from_count; i++) {
		if (tender_is_typed(changed->from[i].way))
			typed += changed->from[i].amount.dong;
		else
			changed->to[changed->to_count++] = changed->from[i];
	}
	if (typed == 0)
		return err_set(err, ERR_CONFLICT, "pays", "phiếu này không có khoản nào đổi cách trả được");
	if (asked != typed)
		return err_set(err, ERR_CONFLICT, "pays", "các khoản mới phải đúng %s như cũ", money_said(MONEY(typed)).text);
	if (!pay_once(changed->to, changed->to_count, err))
		return false;
	if (changed->to_count > SALE_PAYS_MAX)
		return err_set(err, ERR_LIMIT, "pays", "quá nhiều cách trả cho một phiếu");
	return moved(changed) > 0 || err_set(err, ERR_CONFLICT, "pays", "phiếu đã trả như vậy rồi; không có gì đổi");
}

/* A transfer that the bank told of was one. */
static bool is_unseen(struct work *work, int64_t sale_key, int64_t transfer, struct err *err)
{
	struct money rest = MONEY(0);
	const char *reference;
	bool found;

	if (transfer >= 0)
		return true;
	if (!bank_seen_find(work->txn, work->arena, sale_key, &rest, &reference, &found, err))
		return false;
	return (found && rest.dong + transfer >= 0) ||
	       err_set(err, ERR_CONFLICT, "pays", "ngân hàng đã báo khoản chuyển này; không đổi cách trả được nữa");
}

/* Cash that leaves the drawer on paper asks for a second person, and must be there. */
static bool may_leave(struct work *work, const struct shift *shift, struct id sale_id, int64_t cash, struct err *err)
{
	struct shift_figures figures;
	struct sale_view view;

	if (cash >= 0)
		return true;
	if (!sale_view_get(work->txn, work->arena, sale_id, &view, err))
		return false;
	work_say(work, arena_format(work->arena, "Đổi cách trả của phiếu %s: tiền mặt thành cách khác, ngăn kéo phải có ít đi.", view.receipt));
	if (!work_may_as(work, STAKE_CASH, MONEY(-cash), err) || !shift_figures(work->txn, work->arena, shift, &figures, err))
		return false;
	return figures.expected.dong + cash >= 0 || err_set(err, ERR_CONFLICT, "pays", "trong ngăn kéo không còn đủ số tiền mặt này; nộp bù vào két trước");
}

bool tender_change(struct work *work, const struct tender_in *in, const struct tender_changed **body, struct err *err)
{
	struct tender_changed *changed = ARENA_NEW(work->arena, struct tender_changed);
	struct tender_now now;
	struct shift shift;
	struct sale *sale;
	int64_t key = 0;

	if (!work_first_answer(work, &tender_changed_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!sale_find_shift(work, in->till_id, &shift, err) || !find_sale(work, in->sale_id, &shift, &key, &sale, err) ||
	    !tender_now(work->txn, work->arena, key, sale, &now, err))
		return false;
	if (now.changes_count == TENDER_CHANGES_MAX)
		return err_set(err, ERR_CONFLICT, "sale_id", "phiếu này đã đổi cách trả %d lần; báo ca trưởng", TENDER_CHANGES_MAX);
	changed->from = ARENA_LIST(work->arena, now.pays_count, struct pay);
	memcpy(changed->from, now.pays, now.pays_count * sizeof(*now.pays));
	changed->from_count = now.pays_count;
	changed->reason = in->reason;
	changed->sale_id = in->sale_id;
	changed->shift_number = ENTRY_NUMBER(shift.key);
	if (!take_pays(work, in, changed, err) || !is_unseen(work, key, transfer_of(changed), err) || !may_leave(work, &shift, in->sale_id, cash_of(changed), err))
		return false;
	*body = changed;
	return work_record(work, &tender_changed_kind, changed, err);
}
