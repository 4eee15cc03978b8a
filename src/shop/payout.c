#include "shop/payout.h"

#include "shop/book.h"
#include "shop/cash.h"
#include "shop/contract.h"
#include "shop/intake.h"
#include "shop/offset.h"
#include "shop/settlement_parts.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

const char *const payout_way_words[] = { NULL, "cash", "transfer", NULL };

enum { ADD, LAST_NUMBER, FLOOR, PAID_IN_STREAM, STREAMS, CUT, OPENING, PARTY, PROFILE };

const struct sql payout_sql[] = {
	[ADD] = { .text =
		"INSERT INTO payout (entry_key, number, contract_id, party_id, way, amount, is_advance, doc_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" },
	[LAST_NUMBER] = { .text = "SELECT number FROM payout ORDER BY number DESC LIMIT 1" },
	[FLOOR] = { .text = "SELECT last FROM series WHERE kind = 2 AND owner = $1" },
	/* Paid and not counted by a closing: after the cut, unless dated into the closed period and seen by it. */
	[PAID_IN_STREAM] = { .text =
		"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payout WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3"
		" AND NOT (doc_day <= $4 AND entry_key <= $5)" },
	[STREAMS] = { .text = "SELECT stream FROM stream ORDER BY stream LIMIT 100", .scan_ok = true },
	[CUT] = { .text =
		"SELECT to_number, seen_number FROM settlement_cut WHERE contract_id = $1 AND stream = $2 ORDER BY number DESC LIMIT 1" },
	[OPENING] = { .text = "SELECT owed FROM opening WHERE contract_id = $1" },
	[PARTY] = { .text = "SELECT consignor_id FROM contract WHERE id = $1" },
	[PROFILE] = { .text =
		"SELECT vat_profile FROM party_fact WHERE party_id = $1 AND from_day <= $2 ORDER BY from_day DESC LIMIT 1" },
	SQL_END
};

static const struct field fields[] = {
	F_MONEY(struct paid_out, amount, -MONEY_MAX, MONEY_MAX),
	F_ID(struct paid_out, contract_id),
	F_DAY(struct paid_out, doc_day),
	F_BOOL(struct paid_out, is_advance),
	F_LIST(struct paid_out, legs, 2, 2, &leg_shape),
	F_I64(struct paid_out, number, 1, INT64_C(1000000000)),
	F_ID(struct paid_out, party_id),
	F_ID_LEFT(struct paid_out, place_id),
	F_TEXT_OPT(struct paid_out, reference, 1, 60),
	F_I64_ZERO(struct paid_out, shift_number, 0, INT64_MAX),
	F_WORD(struct paid_out, way, payout_way_words),
};
const struct shape paid_out_shape = SHAPE(struct paid_out, "paid_out", fields);

static bool check(const void *body, struct err *err)
{
	const struct paid_out *paid = body;

	if (paid->amount.dong == 0 || (paid->amount.dong < 0 && paid->is_advance))
		return err_set(err, ERR_INPUT, "amount", "số tiền không hợp lệ");
	if (!legs_balance(paid->legs, paid->legs_count) || paid->legs[0].amount.dong != paid->amount.dong)
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng số tiền");
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct paid_out *paid = body;
	struct cash_row row = {
		.amount = MONEY(-paid->amount.dong), .day = paid->doc_day, .entry_key = entry->key, .n = 1, .at_us = entry->at_us, .place_id = paid->place_id,
		.shift_key = paid->shift_number ? ENTRY_KEY(ENTRY_STREAM(entry->key), paid->shift_number) : SHAPE_ABSENT, .reason = paid->reference,
		.what = CASH_PAYOUT,
	};
	struct stmt *q = stmt_begin(txn, &payout_sql[ADD]);

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, paid->number);
	stmt_put_id(q, paid->contract_id);
	stmt_put_id(q, paid->party_id);
	stmt_put_i64(q, paid->way);
	stmt_put_money(q, paid->amount);
	stmt_put_i64(q, paid->is_advance);
	stmt_put_day(q, paid->doc_day);
	return stmt_end(q, err) && (id_is_none(paid->place_id) || cash_row_add(txn, &row, err)) &&
	       ledger_apply(txn, entry, paid->legs, paid->legs_count, err);
}

const struct kind paid_out_kind = {
	.name = "paid_out", .version = 1, .body = &paid_out_shape, .check = check, .apply = apply,
	.about = "Money went to a consignor, or came back from one",
};

/* ---- what is owed ------------------------------------------------------------- */

static bool paid_in_stream(struct txn *txn, struct id contract_id, int64_t stream, int32_t closed_day, struct money *paid, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &payout_sql[CUT]);
	int64_t to_number = 0, seen_number = 0;
	struct money offset;

	stmt_put_id(q, contract_id);
	stmt_put_i64(q, stream);
	if (stmt_next(q)) {
		to_number = stmt_take_i64(q);
		seen_number = stmt_take_i64(q);
	}
	if (!stmt_end(q, err) || !offset_since(txn, contract_id, ENTRY_KEY(stream, to_number), ENTRY_KEY(stream + 1, 0), &offset, err))
		return false;
	paid->dong += offset.dong;
	q = stmt_begin(txn, &payout_sql[PAID_IN_STREAM]);
	stmt_put_id(q, contract_id);
	stmt_put_i64(q, ENTRY_KEY(stream, to_number));
	stmt_put_i64(q, ENTRY_KEY(stream + 1, 0));
	stmt_put_day(q, closed_day);
	stmt_put_i64(q, ENTRY_KEY(stream, seen_number));
	if (stmt_next(q))
		paid->dong += stmt_take_i64(q);
	return stmt_end(q, err);
}

bool payout_owed(struct txn *txn, struct id contract_id, struct money *owed, struct err *err)
{
	struct settlement_last last;
	int64_t streams[100];
	size_t count = 0;
	struct money paid = { 0 };
	struct stmt *q;

	if (!settlement_last(txn, contract_id, &last, err))
		return false;
	*owed = last.owed_after;
	if (!last.number) {
		q = stmt_begin(txn, &payout_sql[OPENING]);
		stmt_put_id(q, contract_id);
		if (stmt_next(q))
			*owed = stmt_take_money(q);
		if (!stmt_end(q, err))
			return false;
	}
	q = stmt_begin(txn, &payout_sql[STREAMS]);
	while (count < COUNT_OF(streams) && stmt_next(q))
		streams[count++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!paid_in_stream(txn, contract_id, streams[i], last.to_day, &paid, err))
			return false;
	owed->dong -= paid.dong;
	return true;
}

/* ---- the command ---------------------------------------------------------------- */

static bool next_number(struct work *work, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &payout_sql[LAST_NUMBER]);
	int64_t last = 0, floor = 0;

	if (stmt_next(q))
		last = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(work->txn, &payout_sql[FLOOR]);
	stmt_put_id(q, work->book->site_id);
	if (stmt_next(q))
		floor = stmt_take_i64(q);
	*number = (last > floor ? last : floor) + 1;
	return stmt_end(q, err);
}

static bool find_party(struct work *work, const struct payout_in *in, int32_t day, struct id *party_id, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &payout_sql[PARTY]);
	int64_t profile = 0;
	bool found;

	stmt_put_id(q, in->contract_id);
	found = stmt_next(q);
	if (found)
		stmt_take_id(q, party_id);
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "contract_id", "không có hợp đồng này");
	q = stmt_begin(work->txn, &payout_sql[PROFILE]);
	stmt_put_id(q, *party_id);
	stmt_put_day(q, day);
	if (stmt_next(q))
		profile = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (in->way == PAYOUT_CASH && profile == TAX_CREDIT && in->cash_limit.dong > 0 && in->amount.dong >= in->cash_limit.dong)
		return err_set(err, ERR_CONFLICT, "way", "từ %s phải chuyển khoản cho bên giao có hóa đơn GTGT", money_said(in->cash_limit).text);
	return true;
}

static bool may_pay(struct work *work, const struct payout_in *in, struct err *err)
{
	struct money owed;

	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị lập được phiếu chi");
	if (in->amount.dong == 0 || (in->amount.dong < 0 && in->is_advance))
		return err_set(err, ERR_INPUT, "amount", "số tiền không hợp lệ");
	if (in->amount.dong > in->limit.dong && !work_has_second_for(work, in->amount, err))
		return false;
	if (!payout_owed(work->txn, in->contract_id, &owed, err))
		return false;
	if (in->amount.dong > 0 && !in->is_advance && in->amount.dong > owed.dong)
		return err_set(err, ERR_CONFLICT, "amount", "chỉ còn nợ %s; nhiều hơn thì ghi là tạm ứng", money_said(owed.dong > 0 ? owed : MONEY(0)).text);
	if (in->amount.dong < 0 && in->amount.dong < owed.dong)
		return err_set(err, ERR_CONFLICT, "amount", "thu nhiều hơn số bên giao đang nợ");
	return true;
}

/* Where the money lies that is paid; *account: of the ledger. */
static bool take_place(struct work *work, const struct payout_in *in, struct paid_out *paid, const char **account, struct err *err)
{
	struct cash_place place = { .kind = in->way == PAYOUT_CASH ? CASH_SAFE : CASH_BANK };
	struct shift_figures figures;
	struct shift shift;
	bool found = false;

	paid->place_id = in->way == PAYOUT_CASH && id_is_none(in->place_id) ? work->book->site_id : in->place_id;
	if (!id_is_none(paid->place_id) && !cash_place_get(work->txn, work->arena, paid->place_id, &place, err))
		return false;
	if ((place.kind == CASH_BANK) != (in->way == PAYOUT_TRANSFER))
		return err_set(err, ERR_INPUT, "place_id", "tiền mặt chi từ két hoặc ngăn kéo; chuyển khoản chi từ tài khoản ngân hàng");
	*account = cash_account(place.kind);
	if (place.kind != CASH_DRAWER)
		return true;
	if (!shift_find_open(work->txn, work->arena, paid->place_id, &shift, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "place_id", "quầy chưa mở ca; chi từ két, hoặc mở ca rồi chi");
	paid->shift_number = ENTRY_NUMBER(shift.key);
	if (!shift_figures(work->txn, work->arena, &shift, &figures, err))
		return false;
	return figures.expected.dong >= paid->amount.dong || err_set(err, ERR_CONFLICT, "amount", "trong ngăn kéo không có đủ số tiền này");
}

bool payout_add(struct work *work, const struct payout_in *in, const struct paid_out **body, struct err *err)
{
	struct paid_out *paid = ARENA_NEW(work->arena, struct paid_out);
	int32_t day = in->doc_day ? in->doc_day : day_of_us(work->at_us);
	const char *account = NULL;

	if (!work_first_answer(work, &paid_out_kind, (void **)body, err) || *body)
		return *body != NULL;
	*paid = (struct paid_out){
		.amount = in->amount, .contract_id = in->contract_id, .doc_day = day, .is_advance = in->is_advance, .reference = in->reference, .way = in->way,
	};
	if (!may_pay(work, in, err) || !take_place(work, in, paid, &account, err) || !find_party(work, in, day, &paid->party_id, err) ||
	    !doc_day_check(work->txn, in->contract_id, day, work->at_us, err) || !next_number(work, &paid->number, err))
		return false;
	paid->legs = ARENA_LIST(work->arena, 2, struct leg);
	paid->legs_count = 2;
	paid->legs[0] = (struct leg){ .account = "payable", .amount = paid->amount, .party_id = paid->party_id };
	paid->legs[1] = (struct leg){ .account = account, .amount = MONEY(-paid->amount.dong) };
	*body = paid;
	return work_record(work, &paid_out_kind, paid, err);
}
