/* What is owed by and to customers, item by item, against what the ledger says. */
#include "base/arena.h"
#include "shop/debt.h"
#include "shop/pay.h"
#include "shop/sql.h"
#include "shop/verify_parts.h"
#include "store/stmt.h"

#include <inttypes.h>
#include <string.h>

enum { BY_PARTY, VOUCHERS, OFFSETS };

const struct sql verify_credit_sql[] = {
	[BY_PARTY] = { .text =
		"SELECT COALESCE(p.code, '?'), CAST(SUM(x.ledger) AS BIGINT), CAST(SUM(x.items) AS BIGINT) FROM ("
		"SELECT key_b AS party, amount AS ledger, 0 AS items FROM rollup WHERE kind = 4 AND key_a = $1"
		" UNION ALL SELECT party_id, 0, left_amount FROM debt WHERE what = $2) x LEFT JOIN party p ON p.id = x.party"
		" GROUP BY x.party, p.code HAVING SUM(x.ledger) <> SUM(x.items) LIMIT 5", .scan_ok = true },
	[VOUCHERS] = { .text =
		"SELECT CAST(COALESCE((SELECT SUM(amount) FROM rollup WHERE kind = 4 AND key_a = $1), 0) AS BIGINT),"
		" CAST(COALESCE((SELECT SUM(left_amount) FROM voucher), 0) AS BIGINT)", .scan_ok = true },
	[OFFSETS] = { .text =
		"SELECT CAST(COALESCE((SELECT SUM(amount) FROM rollup WHERE kind = 3 AND key_a = $1 AND LENGTH(key_b) > 0), 0) AS BIGINT),"
		" CAST(COALESCE((SELECT SUM(amount) FROM offset_use), 0) AS BIGINT)", .scan_ok = true },
	SQL_END
};

static bool by_party(struct txn *txn, enum pay_way way, enum debt_what what, const char *sentence, struct verify_part *part, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &verify_credit_sql[BY_PARTY]);
	struct arena *arena = arena_new(1 << 16);
	bool ok;

	stmt_put_blob(q, pay_kinds[way].account, strlen(pay_kinds[way].account));
	stmt_put_i64(q, what);
	while (stmt_next(q)) {
		const char *code = stmt_take_text(q, arena);
		int64_t ledger = stmt_take_i64(q);

		verify_problem(part, "%s %s: sổ cái %" PRId64 ", các khoản còn lại %" PRId64, sentence, code, ledger, stmt_take_i64(q));
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	return ok;
}

static bool sums(struct txn *txn, int statement, const char *key, int64_t sign, const char *sentence, struct verify_part *part, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &verify_credit_sql[statement]);
	int64_t kept = 0, items = 0;

	stmt_put_blob(q, key, strlen(key));
	if (stmt_next(q)) {
		kept = sign * stmt_take_i64(q);
		items = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	if (kept != items)
		verify_problem(part, "%s: %" PRId64 ", từng khoản cộng lại %" PRId64, sentence, kept, items);
	return true;
}

bool verify_credit(struct txn *txn, struct verify_part *part, struct err *err)
{
	return by_party(txn, PAY_ACCOUNT, DEBT_CUSTOMER, "công nợ khách", part, err) && by_party(txn, PAY_COD, DEBT_CARRIER, "COD của", part, err) &&
	       sums(txn, VOUCHERS, pay_kinds[PAY_VOUCHER].account, -1, "phiếu quà còn nợ theo sổ cái", part, err) &&
	       sums(txn, OFFSETS, pay_way_words[PAY_OFFSET], 1, "cấn trừ theo các ca", part, err);
}
