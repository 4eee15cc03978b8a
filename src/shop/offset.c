#include "shop/offset.h"

#include "base/arena.h"
#include "base/day.h"
#include "calc/vat.h"
#include "shop/book.h"
#include "shop/contract.h"
#include "shop/debt.h"
#include "shop/payout.h"
#include "shop/sale.h"
#include "shop/settlement_parts.h"
#include "shop/sql.h"

enum { ADD, GIVEN, SINCE, STREAMS, CUT, SOLD_SINCE, CORRECTED_SINCE, CONSIGNOR };

const struct sql offset_sql[] = {
	[ADD] = { .text = "INSERT INTO offset_use (contract_id, entry_key, sale_key, party_id, amount) VALUES ($1, $2, $3, $4, $5)" },
	[GIVEN] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM offset_use WHERE sale_key = $1 AND contract_id = $2" },
	[SINCE] = { .text =
		"SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM offset_use WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3" },
	[STREAMS] = { .text = "SELECT stream FROM stream ORDER BY stream LIMIT 100", .scan_ok = true },
	[CUT] = { .text = "SELECT to_number FROM settlement_cut WHERE contract_id = $1 AND stream = $2 ORDER BY number DESC LIMIT 1" },
	[SOLD_SINCE] = { .text =
		"SELECT CAST(COALESCE(SUM(producer), 0) AS BIGINT), CAST(COALESCE(SUM(commission), 0) AS BIGINT) FROM line"
		" WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3" },
	[CORRECTED_SINCE] = { .text =
		"SELECT CAST(COALESCE(SUM(producer), 0) AS BIGINT), CAST(COALESCE(SUM(commission), 0) AS BIGINT) FROM adjustment"
		" WHERE contract_id = $1 AND entry_key > $2 AND entry_key < $3" },
	[CONSIGNOR] = { .text = "SELECT consignor_id FROM contract WHERE id = $1" },
	SQL_END
};

/* ---- what is owed ------------------------------------------------------------------ */

struct running {
	struct money commission, producer;
};

static bool add_since(struct txn *txn, int statement, struct id contract_id, int64_t stream, int64_t to_number, struct running *running, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &offset_sql[statement]);

	stmt_put_id(q, contract_id);
	stmt_put_i64(q, ENTRY_KEY(stream, to_number));
	stmt_put_i64(q, ENTRY_KEY(stream + 1, 0));
	if (stmt_next(q)) {
		running->producer.dong += stmt_take_i64(q);
		running->commission.dong += stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* Of all sites, since where the last closing ended in each. */
static bool running_dues(struct txn *txn, struct id contract_id, struct running *running, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &offset_sql[STREAMS]);
	int64_t streams[100], to_number;
	size_t count = 0;

	*running = (struct running){ 0 };
	while (count < COUNT_OF(streams) && stmt_next(q))
		streams[count++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		q = stmt_begin(txn, &offset_sql[CUT]);
		stmt_put_id(q, contract_id);
		stmt_put_i64(q, streams[i]);
		to_number = stmt_next(q) ? stmt_take_i64(q) : 0;
		if (!stmt_end(q, err) || !add_since(txn, SOLD_SINCE, contract_id, streams[i], to_number, running, err) ||
		    !add_since(txn, CORRECTED_SINCE, contract_id, streams[i], to_number, running, err))
			return false;
	}
	return true;
}

bool offset_owed(struct txn *txn, struct arena *arena, struct id contract_id, int32_t today, struct money *owed, struct err *err)
{
	struct contract_base base;
	struct running running;
	int64_t version;

	(void)arena;
	if (!payout_owed(txn, contract_id, owed, err) || !running_dues(txn, contract_id, &running, err) ||
	    !settlement_version(txn, contract_id, today, &version, err) || !contract_base_get(txn, contract_id, version, today, &base, err))
		return false;
	owed->dong += running.producer.dong;
	/* The closing takes it off; an item with terms of its own may differ by a little. */
	if (share_has_commission_vat(&base.terms) && !base.terms.includes_vat)
		owed->dong -= money_scale(running.commission.dong, vat_rate_ppm(base.terms.commission_vat), PPM);
	if (owed->dong < 0)
		*owed = MONEY(0);
	return true;
}

bool offset_since(struct txn *txn, struct id contract_id, int64_t from_key, int64_t to_key, struct money *taken, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &offset_sql[SINCE]);

	*taken = MONEY(0);
	stmt_put_id(q, contract_id);
	stmt_put_i64(q, from_key);
	stmt_put_i64(q, to_key);
	if (stmt_next(q))
		*taken = stmt_take_money(q);
	return stmt_end(q, err);
}

/* ---- paying -------------------------------------------------------------------------- */

bool offset_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &offset_sql[CONSIGNOR]);
	struct id consignor_id = { { 0 } };
	struct money owed;

	(void)till_id;
	stmt_put_id(q, pay->source_id);
	if (stmt_next(q))
		stmt_take_id(q, &consignor_id);
	if (!stmt_end(q, err))
		return false;
	if (!id_is(consignor_id, pay->party_id))
		return err_set(err, ERR_INPUT, "source_id", "hợp đồng này không phải của bên ấy");
	work_say(work, "Trả bằng cấn trừ tiền hàng của bên gửi hàng.");
	if (!work_has_second_as(work, STAKE_OFFSET, pay->amount, err) || !offset_owed(work->txn, work->arena, pay->source_id, day_of_us(work->at_us), &owed, err))
		return false;
	return pay->amount.dong <= owed.dong || err_set(err, ERR_CONFLICT, "amount", "cửa hàng đang nợ bên này %s theo hợp đồng ấy; không cấn trừ quá số đó",
							debt_say(work->arena, owed));
}

bool offset_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	int64_t sale_key;
	struct stmt *q;

	if (!sale_key_of(txn, entry->key, &sale_key, err))
		return false;
	q = stmt_begin(txn, &offset_sql[ADD]);
	stmt_put_id(q, pay->source_id);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, sale_key);
	stmt_put_id(q, pay->party_id);
	stmt_put_money(q, pay->amount);
	return stmt_end(q, err);
}

bool offset_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &offset_sql[GIVEN]);

	*can = MONEY(0);
	stmt_put_i64(q, sale_key);
	stmt_put_id(q, paid->source_id);
	if (stmt_next(q))
		*can = stmt_take_money(q);
	return stmt_end(q, err);
}
