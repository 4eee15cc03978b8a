/*
 * Some months of the sample showroom, from one seed: every proof of the book holds, and an independent recount agrees with every
 * closed statement. The same seed gives the same book, byte for byte.
 */
#include "shop/goods.h"
#include "../store/engines.h"

#include "app/sample.h"
#include "base/day.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/settlement.h"
#include "shop/verify.h"

#define UNTIL 20260408
#define DAYS_SQLITE 90
#define DAYS_POSTGRES 24
#define SALES_A_DAY 8

static struct {
	struct book *book;
	struct arena *arena;
	struct sample_counts counts;
	struct sample_plan plan;
} year;

static int open_year(void **state)
{
	struct err err = { 0 };
	struct book_setup setup;

	engine_setup(state);
	memset(&year, 0, sizeof(year));
	year.plan = (struct sample_plan){ .seed = 7,
					  .until_day = UNTIL,
					  .days_count = engine_now.kind == STORE_SQLITE ? DAYS_SQLITE : DAYS_POSTGRES,
					  .sales_a_day = SALES_A_DAY };
	year.arena = arena_new((size_t)512 << 20);
	sample_setup(&year.plan, &setup);
	year.book = book_open_in(*state, &setup, &err);
	assert_ok(year.book, &err);
	assert_ok(sample_fill(year.book, &year.plan, &year.counts, &err), &err);
	return 0;
}

static int close_year(void **state)
{
	goods_free(year.book->goods);
	free(year.book);
	arena_free(year.arena);
	return engine_teardown(state);
}

static void no_problems(struct verify_part *part)
{
	if (part->problems_count)
		fail_msg("[%s] %s", case_name, buf_get(&part->problems));
	assert_true(part->checked_count > 0);
	verify_part_release(part);
}

static void every_proof_holds(void)
{
	struct store *store, *fresh;
	struct verify_part part;
	struct err err = { 0 };

	store = engine_open(STORE_READ_ONLY);
	store_watch_scans(store, false);
	printf("# %lld days, %lld sales, %lld returns, %lld intakes, %lld closings, %lld payouts, %lld refused\n", (long long)year.counts.days,
	       (long long)year.counts.sales, (long long)year.counts.returns, (long long)year.counts.intakes, (long long)year.counts.closings,
	       (long long)year.counts.payouts, (long long)year.counts.refused);
	assert_true(year.counts.sales > year.plan.days_count * SALES_A_DAY / 2 && year.counts.closings > 0 && year.counts.payouts > 0);
	assert_true(year.counts.refused * 50 < year.counts.sales);
	CASE("entries");
	verify_part_init(&part);
	assert_ok(verify_entries(store, NULL, 0, &part, &err), &err);
	no_problems(&part);
	CASE("tables");
	fresh = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	assert_ok(fresh, &err);
	verify_part_init(&part);
	assert_ok(verify_tables(store, fresh, &part, &err), &err);
	no_problems(&part);
	store_close(fresh);
	CASE("invariants");
	verify_part_init(&part);
	assert_ok(verify_invariants(store, &part, &err), &err);
	no_problems(&part);
	store_close(store);
}

/* ---- an independent recount --------------------------------------------------------------- */

enum { CONTRACTS, SETTLED, SOLD_ITEM, MOVED_ITEM, PRODUCER_LEGS, PAID, OPENED, KINDS };
static const struct sql year_sql[] = {
	[CONTRACTS] = { .scan_ok = true, .text = "SELECT id FROM contract WHERE consignor_id <> operator_id ORDER BY id" },
	[SETTLED] = { .scan_ok = true,
		      .text = "SELECT s.number, c.from_number, c.to_number, s.to_day, s.owed_before, s.col6, s.line_iv, s.line_v, s.owed_after"
			      " FROM settlement s JOIN settlement_cut c ON c.entry_key = s.entry_key WHERE s.contract_id = $1 ORDER BY "
			      "s.number" },
	/* What was sold, less what came back, since the book began. */
	[SOLD_ITEM] = { .scan_ok = true,
			.text = "SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM line WHERE contract_id = $1 AND item_id = $2 AND "
				"entry_key <= $3" },
	[MOVED_ITEM] = { .scan_ok = true,
			 .text = "SELECT CAST(COALESCE(SUM(qty_milli), 0) AS BIGINT) FROM stock_move WHERE contract_id = $1 AND item_id = $2 "
				 "AND entry_key <= $3" },
	[PRODUCER_LEGS] = { .scan_ok = true,
			    .text = "SELECT CAST(COALESCE(SUM(producer), 0) AS BIGINT), CAST(COALESCE(SUM(due), 0) AS BIGINT) FROM line"
				    " WHERE contract_id = $1 AND entry_key >= $2 AND entry_key <= $3" },
	[PAID] = { .scan_ok = true,
		   .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payout WHERE contract_id = $1 AND doc_day <= $2 AND doc_day > "
			   "$3" },
	[OPENED] = { .scan_ok = true, .text = "SELECT CAST(COALESCE(SUM(owed), 0) AS BIGINT) FROM opening WHERE contract_id = $1" },
	[KINDS] = { .scan_ok = true, .text = "SELECT COUNT(*) FROM adjustment" },
	SQL_END
};

static int64_t sum_of(struct stmt *q, int64_t *second)
{
	struct err err = { 0 };
	int64_t sum;

	assert_true(stmt_next(q));
	sum = stmt_take_i64(q);
	if (second)
		*second = stmt_take_i64(q);
	assert_ok(stmt_end(q, &err), &err);
	return sum;
}

static int64_t pieces(struct txn *txn, int which, struct id contract, struct id item, int64_t to_key)
{
	struct stmt *q = stmt_begin(txn, &year_sql[which]);

	stmt_put_id(q, contract);
	stmt_put_id(q, item);
	stmt_put_i64(q, to_key);
	return sum_of(q, NULL);
}

static bool has_corrections(const struct settled *s)
{
	for (size_t i = 0; i < s->items_count; i++)
		if (s->items[i].moved_milli)
			return true;
	return false;
}

struct closing {
	int64_t number, from_number, to_number, owed_before, col6, iv, v, owed_after;
	int32_t to_day;
};

static void recount(struct txn *txn, struct id contract, const struct closing *c, int32_t closed_before, int64_t owed_before)
{
	struct err err = { 0 };
	struct settled *s;
	struct entry entry;
	struct stmt *q;
	int64_t due, producer, paid;

	assert_ok(settlement_get(txn, year.arena, contract, c->number, &s, &entry, &err), &err);
	assert_i64(c->owed_before, owed_before);
	assert_i64(c->owed_before + c->col6 - c->iv - c->v, c->owed_after);
	/* Column 7 = 3 - 4 on every row, and is what lies there: all that ever came in and went out up to the cut, out of the tables alone. */
	for (size_t i = 0; i < s->items_count; i++) {
		const struct settled_item *item = &s->items[i];
		int64_t key = ENTRY_KEY(year.book->stream, c->to_number);

		CASE(item->name);
		assert_i64(item->total_milli, item->opening_milli + item->in_milli);
		assert_i64(item->closing_milli, item->total_milli - (item->sold_milli - item->returned_milli));
		assert_i64(item->closing_milli,
			   pieces(txn, MOVED_ITEM, contract, item->item_id, key) - pieces(txn, SOLD_ITEM, contract, item->item_id, key));
	}
	CASE("money");
	q = stmt_begin(txn, &year_sql[PAID]);
	stmt_put_id(q, contract);
	stmt_put_day(q, c->to_day);
	stmt_put_day(q, closed_before);
	paid = sum_of(q, NULL);
	assert_i64(c->v, paid);
	if (has_corrections(s))
		return;
	q = stmt_begin(txn, &year_sql[PRODUCER_LEGS]);
	stmt_put_id(q, contract);
	stmt_put_i64(q, ENTRY_KEY(year.book->stream, c->from_number));
	stmt_put_i64(q, ENTRY_KEY(year.book->stream, c->to_number));
	producer = sum_of(q, &due);
	assert_i64(c->col6, due);
	assert_i64(s->producer.dong, producer);
}

static void closed_statements_agree_with_a_recount(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(year.book->store, &err);
	struct id contracts[200];
	size_t contracts_count = 0, closings = 0, corrected = 0;
	struct stmt *q;

	assert_ok(txn, &err);
	q = stmt_begin(txn, &year_sql[CONTRACTS]);
	while (contracts_count < COUNT_OF(contracts) && stmt_next(q))
		stmt_take_id(q, &contracts[contracts_count++]);
	assert_ok(stmt_end(q, &err), &err);
	for (size_t i = 0; i < contracts_count; i++) {
		struct closing list[64];
		int32_t closed_before = 0;
		int64_t owed;
		size_t count = 0;

		q = stmt_begin(txn, &year_sql[OPENED]);
		stmt_put_id(q, contracts[i]);
		owed = sum_of(q, NULL);
		q = stmt_begin(txn, &year_sql[SETTLED]);
		stmt_put_id(q, contracts[i]);
		while (count < COUNT_OF(list) && stmt_next(q)) {
			struct closing *c = &list[count++];

			c->number = stmt_take_i64(q);
			c->from_number = stmt_take_i64(q);
			c->to_number = stmt_take_i64(q);
			c->to_day = stmt_take_day(q);
			c->owed_before = stmt_take_i64(q);
			c->col6 = stmt_take_i64(q);
			c->iv = stmt_take_i64(q);
			c->v = stmt_take_i64(q);
			c->owed_after = stmt_take_i64(q);
		}
		assert_ok(stmt_end(q, &err), &err);
		for (size_t k = 0; k < count; k++) {
			/* The cuts follow on each other: no entry is counted twice, none left out. */
			CASE("cuts");
			assert_i64(list[k].number, (int64_t)k + 1);
			assert_i64(list[k].from_number, k == 0 ? 1 : list[k - 1].to_number + 1);
			recount(txn, contracts[i], &list[k], closed_before, owed);
			owed = list[k].owed_after;
			closed_before = list[k].to_day;
			closings++;
		}
	}
	corrected = (size_t)sum_of(stmt_begin(txn, &year_sql[KINDS]), NULL);
	txn_abandon(txn);
	printf("# %zu contracts, %zu closings recounted, %zu corrected lines\n", contracts_count, closings, corrected);
	assert_i64((int64_t)closings, year.counts.closings);
	assert_true(engine_now.kind != STORE_SQLITE || corrected > 0);
}

static void the_same_seed_gives_the_same_book(void)
{
	struct err err = { 0 };
	struct store *again = store_open_sqlite(":memory:", STORE_READ_WRITE, &err);
	struct sample_counts counts;
	struct journal_head left, right;
	struct book_setup setup;
	struct book *book;
	struct txn *txn;

	assert_ok(again, &err);
	sample_setup(&year.plan, &setup);
	book = book_open_in(again, &setup, &err);
	assert_ok(book && sample_fill(book, &year.plan, &counts, &err), &err);
	txn = txn_begin(year.book->store, &err);
	assert_ok(txn && journal_head(txn, 1, &left, &err), &err);
	txn_abandon(txn);
	txn = txn_begin(again, &err);
	assert_ok(txn && journal_head(txn, 1, &right, &err), &err);
	txn_abandon(txn);
	assert_i64(left.number, right.number);
	assert_memory_equal(left.hash.bytes, right.hash.bytes, sizeof(left.hash.bytes));
	goods_free(book->goods);
	free(book);
	store_close(again);
}

/* One fill for all: it is what takes the time. */
static void some_months_are_proven_recounted_and_repeatable(void **state)
{
	(void)state;
	every_proof_holds();
	closed_statements_agree_with_a_recount();
	the_same_seed_gives_the_same_book();
}

static void a_plan_out_of_range_is_refused(void **state)
{
	static const struct {
		const char *name;
		struct sample_plan plan;
		const char *field;
	} rows[] = {
		{ "no day", { .until_day = UNTIL }, "days" },
		{ "too many days", { .until_day = UNTIL, .days_count = SAMPLE_DAYS_MAX + 1 }, "days" },
		{ "a day that never was", { .until_day = 20260230, .days_count = 5 }, "days" },
		{ "too many sales", { .until_day = UNTIL, .days_count = 5, .sales_a_day = SAMPLE_SALES_A_DAY_MAX + 1 }, "sales" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sample_counts counts;
		struct err err = { 0 };

		CASE(rows[i].name);
		assert_false(sample_fill(NULL, &rows[i].plan, &counts, &err));
		assert_i64(err.code, ERR_INPUT);
		assert_text(err.field, rows[i].field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(some_months_are_proven_recounted_and_repeatable, open_year, close_year),
		cmocka_unit_test(a_plan_out_of_range_is_refused),
	};

	return RUN_ON_ENGINES("shop/year", tests);
}
