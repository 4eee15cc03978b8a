/* Reading the cash books. */
#include "shop/cash.h"

#include <string.h>

#include "base/arena.h"
#include "shop/book.h"
#include "shop/sale.h"
#include "shop/shift.h"
#include "shop/sql.h"

enum { OF_SHIFT, OPENED, BEFORE, ROWS, FEES, REFERRED, FEES_SINCE };

#define ROW_COLUMNS "place_id, day, entry_key, n, at_us, what, amount, other_id, shift_key, paper, number, reason"

const struct sql cash_book_sql[] = {
	/* What stands there with the opening and the closing of a shift is not by hand. */
	[OF_SHIFT] = { .text =
		"SELECT what, other_id, CASE WHEN amount > 0 THEN 1 ELSE 0 END, CAST(SUM(amount) AS BIGINT), COUNT(*) FROM cash_book"
		" WHERE shift_key = $1 AND what IN (3, 4, 5, 6, 7, 11, 12)"
		" GROUP BY what, other_id, CASE WHEN amount > 0 THEN 1 ELSE 0 END ORDER BY 3 DESC, 1, 2 LIMIT 40", .scan_ok = true },
	[OPENED] = { .text =
		"SELECT at_us, reason FROM cash_book WHERE shift_key = $1 AND what = 7 ORDER BY entry_key LIMIT $2" },
	[BEFORE] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM cash_book WHERE place_id = $1 AND day < $2" },
	[ROWS] = { .text =
		"SELECT " ROW_COLUMNS " FROM cash_book WHERE place_id = $1 AND day >= $2 AND day <= $3 ORDER BY day, entry_key, n LIMIT $4" },
	/* Some a day, in the books of a hundred places at most. */
	[FEES] = { .text =
		"SELECT " ROW_COLUMNS " FROM cash_book WHERE what = 6 AND day >= $1 AND day <= $2 AND place_id IN (SELECT id FROM cash_place WHERE site_id = $3)"
		" ORDER BY entry_key DESC, n LIMIT $4", .scan_ok = true },
	/* Since a shift was opened: some hundred tickets. */
	[REFERRED] = { .text =
		"SELECT m.referrer_id, e.id, t.code, s.epoch, s.receipt_n FROM sale_more m JOIN sale s ON s.entry_key = m.entry_key JOIN till t ON t.id = s.till_id"
		" JOIN entry e ON e.entry_key = m.entry_key WHERE m.entry_key > $1 AND m.referrer_id IS NOT NULL ORDER BY m.referrer_id, m.entry_key LIMIT $2",
		.scan_ok = true },
	[FEES_SINCE] = { .text = "SELECT DISTINCT entry_key FROM cash_book WHERE what = 6 AND entry_key > $1 ORDER BY entry_key LIMIT $2", .scan_ok = true },
	SQL_END
};

bool cash_of_shift(struct txn *txn, struct arena *arena, const struct shift *shift, struct cash_shift_sum **sums, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[OF_SHIFT]);

	*sums = ARENA_LIST(arena, CASH_SHIFT_SUMS_MAX, struct cash_shift_sum);
	*count = 0;
	stmt_put_i64(q, shift->key);
	while (*count < CASH_SHIFT_SUMS_MAX && stmt_next(q)) {
		struct cash_shift_sum *sum = &(*sums)[(*count)++];

		sum->what = (int32_t)stmt_take_i64(q);
		stmt_take_id_opt(q, &sum->other_id);
		sum->is_in = stmt_take_i64(q);
		sum->amount = stmt_take_money(q);
		sum->count = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool cash_opened_of_shift(struct txn *txn, struct arena *arena, const struct shift *shift, size_t count_max, struct cash_opened **opened, size_t *count,
			  struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[OPENED]);

	*opened = ARENA_LIST(arena, count_max, struct cash_opened);
	*count = 0;
	stmt_put_i64(q, shift->key);
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct cash_opened *one = &(*opened)[(*count)++];

		one->at_us = stmt_take_i64(q);
		one->reason = stmt_take_text_opt(q, arena);
	}
	return stmt_end(q, err);
}

static void take_row(struct stmt *q, struct arena *arena, struct cash_row *row)
{
	int64_t paper, number;

	stmt_take_id(q, &row->place_id);
	row->day = stmt_take_day(q);
	row->entry_key = stmt_take_i64(q);
	row->n = stmt_take_i64(q);
	row->at_us = stmt_take_i64(q);
	row->what = (int32_t)stmt_take_i64(q);
	row->amount = stmt_take_money(q);
	stmt_take_id_opt(q, &row->other_id);
	row->shift_key = stmt_take_i64_opt(q);
	paper = stmt_take_i64_opt(q);
	number = stmt_take_i64_opt(q);
	row->paper = paper == STMT_NONE ? CASH_PAPER_NONE : (int32_t)paper;
	row->number = number == STMT_NONE ? 0 : number;
	row->reason = stmt_take_text_opt(q, arena);
}

/* What an open shift took in cash stands in no book yet. */
static bool add_taking(struct txn *txn, struct arena *arena, struct id place_id, int32_t from_day, int32_t to_day, struct cash_book *book, struct err *err)
{
	struct shift_figures figures;
	struct shift shift;
	bool found;

	if (!shift_find_open(txn, arena, place_id, &shift, &found, err))
		return false;
	if (!found || shift.business_day > to_day)
		return true;
	if (!shift_figures(txn, arena, &shift, &figures, err))
		return false;
	if (shift.business_day < from_day)
		book->before.dong += figures.taken.dong;
	else if (book->rows_count < CASH_BOOK_ROWS_MAX)
		book->rows[book->rows_count++] = (struct cash_row){ .amount = figures.taken, .day = shift.business_day, .at_us = shift.opened_us, .place_id = place_id,
								    .shift_key = shift.key, .what = CASH_SOLD };
	return true;
}

bool cash_book_read(struct txn *txn, struct arena *arena, struct id place_id, int32_t from_day, int32_t to_day, struct cash_book *book,
		    struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[BEFORE]);

	*book = (struct cash_book){ .rows = ARENA_LIST(arena, CASH_BOOK_ROWS_MAX + 1, struct cash_row) };
	stmt_put_id(q, place_id);
	stmt_put_day(q, from_day);
	stmt_next(q);
	book->before = stmt_take_money(q);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &cash_book_sql[ROWS]);
	stmt_put_id(q, place_id);
	stmt_put_day(q, from_day);
	stmt_put_day(q, to_day);
	stmt_put_i64(q, CASH_BOOK_ROWS_MAX + 1);
	while (stmt_next(q)) {
		book->is_cut = book->rows_count == CASH_BOOK_ROWS_MAX;
		if (!book->is_cut)
			take_row(q, arena, &book->rows[book->rows_count++]);
	}
	if (!stmt_end(q, err) || !add_taking(txn, arena, place_id, from_day, to_day, book, err))
		return false;
	book->after = book->before;
	for (size_t i = 0; i < book->rows_count; i++)
		book->after.dong += book->rows[i].amount.dong;
	return true;
}

bool cash_fees(struct txn *txn, struct arena *arena, struct id site_id, int32_t from_day, int32_t to_day, struct cash_row **rows, size_t *count,
	       struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[FEES]);

	*rows = ARENA_LIST(arena, CASH_BOOK_ROWS_MAX, struct cash_row);
	*count = 0;
	stmt_put_day(q, from_day);
	stmt_put_day(q, to_day);
	stmt_put_id(q, site_id);
	stmt_put_i64(q, CASH_BOOK_ROWS_MAX);
	while (*count < CASH_BOOK_ROWS_MAX && stmt_next(q))
		take_row(q, arena, &(*rows)[(*count)++]);
	return stmt_end(q, err);
}

/* Takes out what a fee was given for. */
static bool less_paid(struct txn *txn, struct arena *arena, int64_t fee_key, struct cash_referred *rows, size_t *count, struct err *err)
{
	struct cash_moved *moved;
	struct entry entry;
	size_t kept = 0;

	if (!journal_get(txn, arena, fee_key, &entry, err) || !entry_body(&entry, &cash_moved_kind, arena, (void **)&moved, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		bool is_paid = false;

		for (size_t k = 0; k < moved->sales_count && !is_paid; k++)
			is_paid = id_is(moved->sales[k].id, rows[i].sale_id);
		if (!is_paid)
			rows[kept++] = rows[i];
	}
	*count = kept;
	return true;
}

/* Takes out what the fees of entries later than that one were given for. */
static bool less_given(struct txn *txn, struct arena *arena, int64_t after_key, struct cash_referred *rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[FEES_SINCE]);
	int64_t *fees = ARENA_LIST(arena, CASH_BOOK_ROWS_MAX, int64_t);
	size_t fees_count = 0;

	stmt_put_i64(q, after_key);
	stmt_put_i64(q, CASH_BOOK_ROWS_MAX);
	while (fees_count < CASH_BOOK_ROWS_MAX && stmt_next(q))
		fees[fees_count++] = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < fees_count; i++)
		if (!less_paid(txn, arena, fees[i], rows, count, err))
			return false;
	return true;
}

bool cash_referred(struct txn *txn, struct arena *arena, int64_t after_key, struct cash_referred **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_book_sql[REFERRED]);

	*rows = ARENA_LIST(arena, CASH_REFERRED_MAX, struct cash_referred);
	*count = 0;
	stmt_put_i64(q, after_key);
	stmt_put_i64(q, CASH_REFERRED_MAX);
	while (*count < CASH_REFERRED_MAX && stmt_next(q)) {
		struct cash_referred *row = &(*rows)[(*count)++];
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		stmt_take_id(q, &row->referrer_id);
		stmt_take_id(q, &row->sale_id);
		till = stmt_take_text(q, arena);
		epoch = stmt_take_i64(q);
		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		row->receipt = arena_text(arena, receipt);
	}
	if (!stmt_end(q, err))
		return false;
	return *count == 0 || less_given(txn, arena, after_key, *rows, count, err);
}

bool cash_fee_given(struct txn *txn, struct arena *arena, int64_t after_key, const struct id *sales, size_t count, size_t *given, struct err *err)
{
	struct cash_referred *rows = ARENA_LIST(arena, count, struct cash_referred);
	size_t left = count;

	for (size_t i = 0; i < count; i++)
		rows[i].sale_id = sales[i];
	if (count && !less_given(txn, arena, after_key, rows, &left, err))
		return false;
	for (*given = 0; *given < left && id_is(rows[*given].sale_id, sales[*given]); )
		(*given)++;
	return true;
}
