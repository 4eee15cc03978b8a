/*
 * The book as it stands against the model, and every proof of the book.
 *
 * Include after history.h. Thread: one.
 */
#ifndef TESTS_SHOP_HISTORY_BOOK_H
#define TESTS_SHOP_HISTORY_BOOK_H

#include "shop/rollup.h"
#include "shop/verify.h"

/* ---- the book against the model ------------------------------------------------------------------ */

enum { SUM_LINES, SUM_SALES, RECEIPTS, LEVEL, LEVELS_COUNT, ACCOUNT, LEDGER, ROLLUP_SUM };
static const struct sql history_sql[] = {
	[SUM_LINES] = { .scan_ok = true,
			.text = "SELECT COUNT(*), CAST(COALESCE(SUM(paid), 0) AS BIGINT), CAST(COALESCE(SUM(producer + vat_leg + house), 0) AS "
				"BIGINT),"
				" CAST(COALESCE(SUM(producer + commission + vat_kept - due), 0) AS BIGINT) FROM line" },
	[SUM_SALES] = { .scan_ok = true,
			.text = "SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT), CAST(COALESCE(SUM(gross - discount + rounding - total), 0) AS "
				"BIGINT) FROM sale" },
	[RECEIPTS] = { .scan_ok = true,
		       .text = "SELECT COUNT(*), CAST(COALESCE(MIN(receipt_n), 1) AS BIGINT), CAST(COALESCE(MAX(receipt_n), 0) AS BIGINT) FROM "
			       "sale" },
	[LEVEL] = { .scan_ok = true, .text = "SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock WHERE lot_id = $1 AND place = $2" },
	[LEVELS_COUNT] = { .scan_ok = true, .text = "SELECT COUNT(*) FROM stock" },
	[ACCOUNT] = { .scan_ok = true,
		      .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = 4 AND key_a = $1 AND key_b = $2" },
	[LEDGER] = { .scan_ok = true, .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = 4" },
	[ROLLUP_SUM] = { .scan_ok = true, .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM rollup WHERE kind = $1" },
	SQL_END
};

static void take_numbers(struct stmt *q, int64_t *numbers, size_t count)
{
	struct err err = { 0 };

	assert_true(stmt_next(q));
	for (size_t i = 0; i < count; i++)
		numbers[i] = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
}

static int64_t account(struct txn *txn, const char *name, const void *party, size_t size)
{
	struct stmt *q = stmt_begin(txn, &history_sql[ACCOUNT]);
	int64_t sum;

	stmt_put_blob(q, name, strlen(name));
	stmt_put_blob(q, party ? party : "", size);
	take_numbers(q, &sum, 1);
	return sum;
}

static void compare(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	int64_t n[4], levels = 0;
	struct journal_head head;

	assert_ok(txn && journal_head(txn, room.book->stream, &head, &err), &err);
	CASE("entries");
	assert_i64(head.number, model.entries);
	CASE("receipts");
	take_numbers(stmt_begin(txn, &history_sql[RECEIPTS]), n, 3);
	assert_i64(n[0], model.receipts);
	assert_i64(n[1], 1);
	assert_i64(n[2], model.receipts);
	CASE("lines");
	take_numbers(stmt_begin(txn, &history_sql[SUM_LINES]), n, 4);
	assert_i64(n[0], model.lines);
	assert_i64(n[1], model.sold);
	assert_i64(n[2], model.sold);
	assert_i64(n[3], 0);
	CASE("sales");
	take_numbers(stmt_begin(txn, &history_sql[SUM_SALES]), n, 2);
	assert_i64(n[0], model.sold);
	for (int kind = ROLLUP_DAY; kind <= ROLLUP_ITEM; kind++) {
		struct stmt *q = stmt_begin(txn, &history_sql[ROLLUP_SUM]);

		CASE(kind == ROLLUP_DAY ? "rollup of days" : "rollup of items");
		stmt_put_i64(q, kind);
		take_numbers(q, n, 1);
		assert_i64(n[0], model.sold);
	}
	CASE("stock");
	for (size_t i = 0; i < model.lots_count; i++)
		for (int place = PLACE_SHELF; place <= PLACE_HAMPER; place++) {
			int64_t qty = place == PLACE_SHELF ? model.lots[i].shelf : place == PLACE_ASIDE ? model.lots[i].aside
				      : place == PLACE_HAMPER ? model.lots[i].hamper : 0;
			struct stmt *q = stmt_begin(txn, &history_sql[LEVEL]);

			stmt_put_id(q, model.lots[i].id);
			stmt_put_i64(q, place);
			take_numbers(q, n, 1);
			assert_i64(n[0], qty);
			levels += qty != 0;
		}
	take_numbers(stmt_begin(txn, &history_sql[LEVELS_COUNT]), n, 1);
	assert_i64(n[0], levels);
	take_numbers(stmt_begin(txn, &history_sql[LEDGER]), n, 1);
	CASE("ledger");
	assert_i64(n[0], 0);
	for (int i = 0; strcmp(account_names[i], "payable") != 0; i++) {
		bool is_carriers = strcmp(account_names[i], "cod") == 0;

		CASE(account_names[i]);
		assert_i64(account(txn, account_names[i], is_carriers ? model.carrier.bytes : NULL, is_carriers ? 16 : 0), model.accounts[i]);
	}
	for (int i = 0; i < HOUSE; i++) {
		CASE(i == COOP ? "payable to the co-operative" : "payable to the household");
		assert_i64(account(txn, "payable", model.parties[i].bytes, 16), model.payable[i]);
	}
	txn_abandon(txn);
}

/* ---- every proof ---------------------------------------------------------------------------------- */

static void no_problems(const char *name, struct verify_part *part)
{
	if (part->problems_count)
		fail_msg("%s: %s", name, buf_get(&part->problems));
	assert_true(part->checked_count > 0);
	verify_part_release(part);
}

/* The chain, all tables worked out anew from the entries, and the sentences about them. */
static void prove(void)
{
	struct err err = { 0 };
	struct store *store = engine_open(STORE_READ_ONLY), *fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	struct verify_part part;

	assert_ok(fresh, &err);
	store_watch_scans(store, false);
	verify_part_init(&part);
	assert_ok(verify_entries(store, NULL, 0, &part, &err), &err);
	assert_i64(part.head_number, model.entries);
	no_problems("entries", &part);
	verify_part_init(&part);
	assert_ok(verify_tables(store, fresh, &part, &err), &err);
	no_problems("tables", &part);
	verify_part_init(&part);
	assert_ok(verify_invariants(store, &part, &err), &err);
	no_problems("invariants", &part);
	store_close(fresh);
	store_close(store);
}

#endif
