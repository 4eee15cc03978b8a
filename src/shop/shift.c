#include "shop/shift.h"

#include <assert.h>
#include <string.h>

#include "shop/alone.h"
#include "shop/book.h"
#include "shop/money_in.h"
#include "shop/rollup.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { FIND_OPEN, LAST_OF_TILL, ADD, CLOSE, BUCKETS, TILL_GET, PENDING_BELOW, CLOSING_KEY, ENDED, TRIED_ADD, TRIED };

const struct sql shift_sql[] = {
	[FIND_OPEN] = { .text =
		"SELECT s.entry_key, s.till_id, t.site_id, s.staff_id, t.code, s.z_number, s.business_day, s.opened_us, s.float_cash, s.closed_key"
		" FROM shift s JOIN till t ON t.id = s.till_id WHERE s.till_id = $1 AND s.closed_key IS NULL" },
	[LAST_OF_TILL] = { .text =
		"SELECT z_number, closed_key FROM shift WHERE till_id = $1 ORDER BY z_number DESC LIMIT 1" },
	[ADD] = { .text =
		"INSERT INTO shift (entry_key, till_id, staff_id, z_number, business_day, opened_us, float_cash)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[CLOSE] = { .text =
		"UPDATE shift SET closed_key = $1, expected = $2, counted = $3 WHERE entry_key = $4 AND closed_key IS NULL" },
	[BUCKETS] = { .text =
		"SELECT key_a, key_b, count, qty_milli, amount FROM rollup WHERE kind = 3 AND period = $1 ORDER BY key_a, key_b LIMIT 100" },
	[TILL_GET] = { .text =
		"SELECT site_id FROM till WHERE id = $1" },
	/* Few lots are pending; this runs once a shift. */
	[PENDING_BELOW] = { .text =
		"SELECT COUNT(*) FROM stock WHERE site_id = $1 AND qty_milli < 0", .scan_ok = true },
	[CLOSING_KEY] = { .text =
		"SELECT closed_key FROM shift WHERE till_id = $1 AND z_number = $2" },
	[ENDED] = { .text =
		"SELECT entry_key, float_cash FROM shift WHERE till_id = $1 AND z_number = $2" },
	[TRIED_ADD] = { .text = "INSERT INTO count_tried (shift_key, entry_key, counted, at_us) VALUES ($1, $2, $3, $4)" },
	[TRIED] = { .text = "SELECT counted, at_us FROM count_tried WHERE shift_key = $1 ORDER BY entry_key LIMIT 20" },
	SQL_END
};

/* ---- shapes ----------------------------------------------------------------- */

static const struct field bucket_fields[] = {
	F_MONEY(struct bucket, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct bucket, count, 0, INT64_C(1000000000)),
	F_TEXT(struct bucket, name, 1, 40),
};
const struct shape bucket_shape = SHAPE(struct bucket, "bucket", bucket_fields);

static const struct field note_fields[] = {
	F_I64(struct note, count, 0, 1000000),
	F_MONEY(struct note, value, 1, 1000000),
};
const struct shape note_shape = SHAPE(struct note, "note", note_fields);

static const struct field opened_fields[] = {
	F_MONEY(struct shift_opened, before, -MONEY_MAX, MONEY_MAX),
	F_DAY(struct shift_opened, business_day),
	F_MONEY(struct shift_opened, float_cash, 0, MONEY_MAX),
	F_LIST_ZERO(struct shift_opened, legs, 2, &leg_shape),
	F_ID(struct shift_opened, till_id),
	F_I64(struct shift_opened, z_number, 1, INT64_C(1000000000)),
};
static const struct shape opened_shape = SHAPE(struct shift_opened, "shift_opened", opened_fields);

struct shift_counted {
	struct money counted;
	struct note *notes;
	size_t notes_count;
	int64_t shift_number;
};
static const struct field counted_fields[] = {
	F_MONEY(struct shift_counted, counted, 0, MONEY_MAX),
	F_LIST(struct shift_counted, notes, 0, SHIFT_NOTES_MAX, &note_shape),
	F_I64(struct shift_counted, shift_number, 1, INT64_MAX),
};
static const struct shape counted_shape = SHAPE(struct shift_counted, "shift_counted", counted_fields);

static const struct field tried_fields[] = {
	F_I64(struct count_tried, at_us, 0, INT64_MAX),
	F_MONEY(struct count_tried, counted, 0, MONEY_MAX),
};
static const struct shape tried_shape = SHAPE(struct count_tried, "count_tried", tried_fields);

static const struct field move_fields[] = {
	F_MONEY(struct shift_move, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct shift_move, count, 0, INT64_C(1000000000)),
	F_TEXT_LEFT(struct shift_move, name, 1, CASH_NAME_LETTERS_MAX),
	F_WORD(struct shift_move, what, cash_what_words),
};
const struct shape shift_move_shape = SHAPE(struct shift_move, "shift_move", move_fields);

static const struct field no_sale_fields[] = {
	F_I64(struct cash_opened, at_us, 0, INT64_MAX),
	F_TEXT(struct cash_opened, reason, 1, 200),
};
static const struct shape no_sale_shape = SHAPE(struct cash_opened, "no_sale", no_sale_fields);

static const struct field closed_fields[] = {
	F_MONEY(struct shift_closed, absolute, 0, MONEY_MAX),
	F_MONEY(struct shift_closed, absolute_before, 0, MONEY_MAX),
	F_LIST(struct shift_closed, buckets, 0, SHIFT_BUCKETS_MAX, &bucket_shape),
	F_DAY(struct shift_closed, business_day),
	F_MONEY(struct shift_closed, counted, 0, MONEY_MAX),
	F_MONEY(struct shift_closed, difference, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct shift_closed, expected, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct shift_closed, float_cash, 0, MONEY_MAX),
	F_LIST(struct shift_closed, legs, 0, 4, &leg_shape),
	F_LIST_ZERO(struct shift_closed, moves, CASH_SHIFT_SUMS_MAX, &shift_move_shape),
	F_MONEY(struct shift_closed, net, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct shift_closed, net_before, -MONEY_MAX, MONEY_MAX),
	F_LIST_ZERO(struct shift_closed, no_sales, SHIFT_NO_SALES_MAX, &no_sale_shape),
	F_LIST(struct shift_closed, notes, 0, SHIFT_NOTES_MAX, &note_shape),
	F_I64(struct shift_closed, open_pending_count, 0, INT64_C(1000000)),
	F_LIST(struct shift_closed, parked, 0, 500, &part_id_shape),
	F_TEXT_OPT(struct shift_closed, reason, 1, 200),
	F_I64(struct shift_closed, shift_number, 1, INT64_MAX),
	F_MONEY(struct shift_closed, taken, -MONEY_MAX, MONEY_MAX),
	F_ID(struct shift_closed, till_id),
	F_MONEY_ZERO(struct shift_closed, to_safe, 0, MONEY_MAX),
	F_LIST(struct shift_closed, tried, 0, SHIFT_TRIES_MAX, &tried_shape),
	F_I64(struct shift_closed, z_number, 1, INT64_C(1000000000)),
};
static const struct shape closed_shape = SHAPE(struct shift_closed, "shift_closed", closed_fields);

/* ---- reading ---------------------------------------------------------------- */

bool shift_find_open(struct txn *txn, struct arena *arena, struct id till_id, struct shift *shift, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &shift_sql[FIND_OPEN]);

	stmt_put_id(q, till_id);
	*found = stmt_next(q);
	if (*found) {
		shift->key = stmt_take_i64(q);
		stmt_take_id(q, &shift->till_id);
		stmt_take_id(q, &shift->site_id);
		stmt_take_id(q, &shift->staff_id);
		shift->till_code = stmt_take_text(q, arena);
		shift->z_number = stmt_take_i64(q);
		shift->business_day = stmt_take_day(q);
		shift->opened_us = stmt_take_i64(q);
		shift->float_cash = stmt_take_money(q);
		shift->closed_key = stmt_take_i64_opt(q);
	}
	return stmt_end(q, err);
}

/* A shift that nobody counted: it ended with its epoch, when the book was restored. */
static bool totals_of_ended(struct txn *txn, struct arena *arena, struct id till_id, int64_t z_number, struct money *net, struct money *absolute,
			    struct err *err)
{
	struct shift shift = { .till_id = till_id, .z_number = z_number };
	struct shift_figures figures;
	struct stmt *q = stmt_begin(txn, &shift_sql[ENDED]);

	stmt_put_id(q, till_id);
	stmt_put_i64(q, z_number);
	if (stmt_next(q)) {
		shift.key = stmt_take_i64(q);
		shift.float_cash = stmt_take_money(q);
	}
	if (!stmt_end(q, err) || !shift_figures(txn, arena, &shift, &figures, err))
		return false;
	*net = figures.net;
	*absolute = figures.absolute;
	return true;
}

/* The perpetual totals at a till's last closing; zeros before the first. */
static bool totals_before(struct txn *txn, struct arena *arena, struct id till_id, int64_t z_number, struct money *net, struct money *absolute,
			  struct err *err)
{
	struct stmt *q = stmt_begin(txn, &shift_sql[CLOSING_KEY]);
	int64_t key = SHAPE_ABSENT;
	struct entry entry;
	void *body;

	*net = *absolute = MONEY(0);
	stmt_put_id(q, till_id);
	stmt_put_i64(q, z_number - 1);
	if (stmt_next(q))
		key = stmt_take_i64_opt(q);
	if (!stmt_end(q, err))
		return false;
	if (key == SHAPE_ABSENT)
		return true;
	if (!journal_get(txn, arena, key, &entry, err))
		return false;
	if (strcmp(entry.kind, shift_closed_kind.name) != 0)
		return totals_of_ended(txn, arena, till_id, z_number - 1, net, absolute, err);
	if (!entry_body(&entry, &shift_closed_kind, arena, &body, err))
		return false;
	*net = ((struct shift_closed *)body)->net;
	*absolute = ((struct shift_closed *)body)->absolute;
	return true;
}

/* Adds to the bucket of that name, the last one or a new one: names come in order. */
static void add_bucket(struct shift_figures *figures, const char *name, int64_t count, int64_t amount)
{
	size_t n = figures->buckets_count;
	struct bucket *last;

	if (n == 0 || strcmp(figures->buckets[n - 1].name, name) != 0) {
		assert(n < SHIFT_BUCKETS_MAX);
		figures->buckets[figures->buckets_count++] = (struct bucket){ .name = name };
	}
	last = &figures->buckets[figures->buckets_count - 1];
	last->count += count;
	last->amount.dong += amount;
}

/* The rows of a shift: what was sold and taken back each way, and buckets of their own name. */
static bool add_buckets(struct txn *txn, struct arena *arena, int64_t shift_key, struct shift_figures *figures, struct err *err)
{
	struct bucket sold[2] = { { .name = "returns" }, { .name = "sales" } };
	struct stmt *q = stmt_begin(txn, &shift_sql[BUCKETS]);

	stmt_put_i64(q, shift_key);
	while (stmt_next(q)) {
		size_t size;
		const char *name = stmt_take_blob(q, arena, &size), *side = stmt_take_blob(q, arena, &size);
		int64_t count = stmt_take_i64(q), tickets = stmt_take_i64(q), amount = stmt_take_i64(q);
		struct bucket *of = &sold[strcmp(side, SHIFT_SOLD) == 0];

		/* All of it was paid otherwise in truth (shop/tender.h). */
		if (count == 0 && tickets == 0 && amount == 0)
			continue;
		if (size == 0) {
			const char *way = strrchr(name, ':');

			/* Money of the drawer that is no sale: "deposit_in:cash". */
			if (way && strcmp(way + 1, pay_way_words[PAY_CASH]) == 0)
				figures->taken.dong += amount;
			add_bucket(figures, name, count, amount);
			continue;
		}
		add_bucket(figures, arena_format(arena, "way:%s", name), count, amount);
		of->count += tickets;
		of->amount.dong += amount;
		if (strcmp(name, pay_way_words[PAY_CASH]) == 0)
			figures->taken.dong += amount;
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(sold); i++) {
		if (sold[i].count)
			add_bucket(figures, sold[i].name, sold[i].count, sold[i].amount.dong);
		figures->net.dong += sold[i].amount.dong;
		figures->absolute.dong += sold[i].amount.dong < 0 ? -sold[i].amount.dong : sold[i].amount.dong;
	}
	return true;
}

/* What she did alone since she opened the shift, wherever. */
static bool add_alone(struct txn *txn, const struct shift *shift, struct shift_figures *figures, struct err *err)
{
	struct money amount;
	int64_t count;

	if (!alone_since(txn, shift->staff_id, shift->key, &count, &amount, err))
		return false;
	if (count)
		add_bucket(figures, "alone", count, amount.dong);
	return true;
}

static bool name_move(struct txn *txn, struct arena *arena, const struct cash_shift_sum *sum, struct shift_move *move, struct err *err)
{
	struct cash_place place;

	*move = (struct shift_move){ .amount = sum->amount, .count = sum->count, .what = sum->what };
	if (id_is_none(sum->other_id))
		return true;
	if (!cash_place_get(txn, arena, sum->other_id, &place, err))
		return false;
	move->name = place.name;
	return true;
}

/* Money that was taken for something else than goods: vouchers, debts. */
static bool add_money_in(struct txn *txn, struct arena *arena, int64_t shift_key, struct shift_figures *figures, struct err *err)
{
	struct bucket taken[SHIFT_BUCKETS_MAX];
	struct money cash;
	size_t count;

	if (!money_in_buckets(txn, arena, shift_key, taken, SHIFT_BUCKETS_MAX - figures->buckets_count, &count, &cash, err))
		return false;
	for (size_t i = 0; i < count; i++)
		add_bucket(figures, taken[i].name, taken[i].count, taken[i].amount.dong);
	figures->expected.dong += cash.dong;
	return true;
}

bool shift_figures(struct txn *txn, struct arena *arena, const struct shift *shift, struct shift_figures *figures, struct err *err)
{
	struct bucket moved[3] = { { .name = "cash_in" }, { .name = "cash_out" }, { .name = "drawer_opened" } };
	struct cash_shift_sum *sums;
	size_t count;

	memset(figures, 0, sizeof(*figures));
	figures->buckets = ARENA_LIST(arena, SHIFT_BUCKETS_MAX, struct bucket);
	if (!totals_before(txn, arena, shift->till_id, shift->z_number, &figures->net_before, &figures->absolute_before, err))
		return false;
	figures->net = figures->net_before;
	figures->absolute = figures->absolute_before;
	if (!add_buckets(txn, arena, shift->key, figures, err) || !cash_of_shift(txn, arena, shift, &sums, &count, err))
		return false;
	figures->expected = MONEY(shift->float_cash.dong + figures->taken.dong);
	figures->moves = ARENA_LIST(arena, count, struct shift_move);
	for (size_t i = 0; i < count; i++) {
		struct bucket *of = &moved[sums[i].what == CASH_NO_SALE ? 2 : !sums[i].is_in];

		of->amount.dong += sums[i].amount.dong;
		of->count += sums[i].count;
		figures->expected.dong += sums[i].amount.dong;
		if (sums[i].what != CASH_NO_SALE && !name_move(txn, arena, &sums[i], &figures->moves[figures->moves_count++], err))
			return false;
	}
	for (size_t i = 0; i < COUNT_OF(moved); i++)
		add_bucket(figures, moved[i].name, moved[i].count, moved[i].amount.dong);
	if (!id_is_none(shift->staff_id) && !add_alone(txn, shift, figures, err))
		return false;
	return add_money_in(txn, arena, shift->key, figures, err);
}

bool shift_count(struct txn *txn, int64_t shift_key, const char *bucket, int64_t count, struct money amount, struct err *err)
{
	struct rollup_key key = { .kind = ROLLUP_SHIFT, .period = shift_key, .a = bucket, .a_size = strlen(bucket) };
	struct rollup_sums sums = { .count = count, .amount = amount.dong };

	return rollup_add(txn, &key, &sums, err);
}

/* The open shift of the work's till and person. */
static bool own_shift(struct work *work, struct id till_id, struct shift *shift, struct err *err)
{
	bool found;

	if (!shift_find_open(work->txn, work->arena, till_id, shift, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "shift", "quầy chưa mở ca; nhập tiền đầu ca để mở");
	if (!id_is(shift->staff_id, work->actor) && work->role != STAFF_SUPERVISOR && work->role != STAFF_ADMIN)
		return err_set(err, ERR_CONFLICT, "shift", "ca này của người khác; đóng ca ấy trước");
	return true;
}

/* ---- opening ---------------------------------------------------------------- */

static bool opened_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct shift_opened *opened = body;
	struct stmt *q = stmt_begin(txn, &shift_sql[ADD]);

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, opened->till_id);
	stmt_put_id(q, entry->actor);
	stmt_put_i64(q, opened->z_number);
	stmt_put_day(q, opened->business_day);
	stmt_put_i64(q, entry->at_us);
	stmt_put_money(q, opened->float_cash);
	if (!stmt_end(q, err))
		return false;
	/* What was not there came from the safe; what is not there any more went into it. */
	if (opened->float_cash.dong != opened->before.dong) {
		struct cash_row row = {
			.amount = MONEY(opened->float_cash.dong - opened->before.dong), .day = opened->business_day, .entry_key = entry->key, .n = 1,
			.at_us = entry->at_us, .other_id = entry->site_id, .place_id = opened->till_id, .shift_key = entry->key, .what = CASH_FLOAT,
		};

		if (!cash_rows_add(txn, &row, SHAPE_ABSENT, err))
			return false;
	}
	return ledger_apply(txn, entry, opened->legs, opened->legs_count, err);
}

static bool opened_check(const void *body, struct err *err)
{
	const struct shift_opened *opened = body;
	int64_t moved = opened->legs_count ? opened->legs[0].amount.dong : 0;

	return (legs_balance(opened->legs, opened->legs_count) && moved == opened->float_cash.dong - opened->before.dong) ||
	       err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
}

const struct kind shift_opened_kind = {
	.name = "shift_opened", .version = 1, .body = &opened_shape, .check = opened_check, .apply = opened_apply, .keeps_goods = true,
	.about = "A cashier opened a till with a float",
};

bool shift_open(struct work *work, const struct shift_open_in *in, const struct shift_opened **body, struct err *err)
{
	struct shift_opened *opened = ARENA_NEW(work->arena, struct shift_opened);
	int64_t closed_key = 0;
	struct stmt *q;
	bool found;

	if (!work_first_answer(work, &shift_opened_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (in->float_cash.dong > SHIFT_CASH_MAX)
		return err_set(err, ERR_INPUT, "float_cash", "tiền đầu ca quá lớn; đếm lại");
	q = stmt_begin(work->txn, &shift_sql[TILL_GET]);
	stmt_put_id(q, in->till_id);
	found = stmt_next(q);
	if (found)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "till_id", "không có quầy này");
	q = stmt_begin(work->txn, &shift_sql[LAST_OF_TILL]);
	stmt_put_id(q, in->till_id);
	if (stmt_next(q)) {
		opened->z_number = stmt_take_i64(q);
		closed_key = stmt_take_i64_opt(q);
	}
	if (!stmt_end(q, err))
		return false;
	if (closed_key == SHAPE_ABSENT)
		return err_set(err, ERR_CONFLICT, "shift", "quầy đang có ca mở; đóng ca ấy trước");
	opened->z_number++;
	opened->till_id = in->till_id;
	opened->float_cash = in->float_cash;
	opened->business_day = day_of_us(work->at_us);
	if (!cash_balance(work->txn, in->till_id, &opened->before, err))
		return false;
	if (opened->before.dong != opened->float_cash.dong) {
		opened->legs = ARENA_LIST(work->arena, 2, struct leg);
		opened->legs_count = 2;
		opened->legs[0] = (struct leg){ .account = "cash", .amount = MONEY(opened->float_cash.dong - opened->before.dong) };
		opened->legs[1] = (struct leg){ .account = "safe", .amount = MONEY(-opened->legs[0].amount.dong) };
	}
	*body = opened;
	return work_record(work, &shift_opened_kind, opened, err);
}

/* ---- counting and closing ---------------------------------------------------- */

const int64_t banknotes[BANKNOTES_COUNT] = { 500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500 };

static struct money sum_of_notes(const struct note *notes, size_t count)
{
	struct money sum = MONEY(0);

	for (size_t i = 0; i < count; i++)
		sum.dong += notes[i].count * notes[i].value.dong;
	return sum;
}

static bool counted_check(const void *body, struct err *err)
{
	const struct shift_counted *counted = body;

	return sum_of_notes(counted->notes, counted->notes_count).dong == counted->counted.dong ||
	       err_set(err, ERR_INPUT, "counted", "tiền đếm không khớp");
}

static bool counted_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct shift_counted *counted = body;
	struct stmt *q = stmt_begin(txn, &shift_sql[TRIED_ADD]);

	(void)arena;
	stmt_put_i64(q, ENTRY_KEY(ENTRY_STREAM(entry->key), counted->shift_number));
	stmt_put_i64(q, entry->key);
	stmt_put_money(q, counted->counted);
	stmt_put_i64(q, entry->at_us);
	return stmt_end(q, err);
}

const struct kind shift_counted_kind = {
	.name = "shift_counted", .version = 1, .body = &counted_shape, .check = counted_check, .apply = counted_apply,
	.about = "A count of the drawer that did not agree; the shift stayed open",
};

static bool counts_tried(struct txn *txn, struct arena *arena, int64_t shift_key, struct count_tried **tried, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &shift_sql[TRIED]);

	*tried = ARENA_LIST(arena, SHIFT_TRIES_MAX, struct count_tried);
	*count = 0;
	stmt_put_i64(q, shift_key);
	while (*count < SHIFT_TRIES_MAX && stmt_next(q)) {
		(*tried)[*count].counted = stmt_take_money(q);
		(*tried)[(*count)++].at_us = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

/* Is the count off by more than the house lets pass without a word? */
static bool is_off(const struct shift_close_in *in, struct money difference)
{
	return !in->reason && (difference.dong < 0 ? -difference.dong : difference.dong) > in->difference_limit.dong;
}

static bool closed_check(const void *body, struct err *err)
{
	const struct shift_closed *closed = body;

	if (sum_of_notes(closed->notes, closed->notes_count).dong != closed->counted.dong || closed->difference.dong != closed->counted.dong - closed->expected.dong)
		return err_set(err, ERR_INPUT, "counted", "tiền đếm và chênh lệch không khớp");
	if (closed->to_safe.dong > closed->counted.dong)
		return err_set(err, ERR_INPUT, "to_safe", "nộp két nhiều hơn tiền đếm được");
	return legs_balance(closed->legs, closed->legs_count) || err_set(err, ERR_INPUT, "legs", "hai vế không bằng nhau");
}

/* Into the drawer's book: what the shift took, what the count said, what went to the safe. */
static bool closed_rows(struct txn *txn, const struct entry *entry, const struct shift_closed *closed, struct err *err)
{
	struct cash_row row = {
		.amount = closed->taken, .day = closed->business_day, .entry_key = entry->key, .n = 1, .at_us = entry->at_us, .place_id = closed->till_id,
		.shift_key = ENTRY_KEY(ENTRY_STREAM(entry->key), closed->shift_number), .what = CASH_SOLD,
	};

	if (!cash_row_add(txn, &row, err))
		return false;
	row.n = 2;
	row.what = CASH_DIFFERENCE;
	row.amount = closed->difference;
	row.reason = closed->reason;
	if (!cash_row_add(txn, &row, err))
		return false;
	if (!closed->to_safe.dong)
		return true;
	row.n = 3;
	row.what = CASH_TAKEN;
	row.amount = MONEY(-closed->to_safe.dong);
	row.reason = NULL;
	row.other_id = entry->site_id;
	return cash_rows_add(txn, &row, SHAPE_ABSENT, err);
}

static bool closed_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct shift_closed *closed = body;
	struct stmt *q = stmt_begin(txn, &shift_sql[CLOSE]);
	int64_t changed;

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_money(q, closed->expected);
	stmt_put_money(q, closed->counted);
	stmt_put_i64(q, ENTRY_KEY(ENTRY_STREAM(entry->key), closed->shift_number));
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_CONFLICT, "shift", "ca này đã đóng rồi");
	return closed_rows(txn, entry, closed, err) && ledger_apply(txn, entry, closed->legs, closed->legs_count, err);
}

const struct kind shift_closed_kind = {
	.name = "shift_closed", .version = 1, .body = &closed_shape, .check = closed_check, .apply = closed_apply, .keeps_goods = true,
	.about = "A cashier counted the drawer and closed the shift (Z report)",
};

bool shift_close_try(struct work *work, const struct shift_close_in *in, bool *differs, struct err *err)
{
	struct shift_counted counted = { .counted = sum_of_notes(in->notes, in->notes_count), .notes = in->notes, .notes_count = in->notes_count };
	struct work count = *work;
	struct shift_figures figures;
	struct count_tried *tried;
	struct shift shift;
	void *first;
	size_t tried_count;

	*differs = false;
	if (!work_first_answer(work, &shift_closed_kind, &first, err) || first)
		return first != NULL;
	if (!own_shift(work, in->till_id, &shift, err) || !shift_figures(work->txn, work->arena, &shift, &figures, err) ||
	    !counts_tried(work->txn, work->arena, shift.key, &tried, &tried_count, err))
		return false;
	/* Whoever has tried so often is not told any more whether it agrees. */
	if (!in->reason && tried_count == SHIFT_TRIES_MAX) {
		*differs = true;
		err_set(err, ERR_CONFLICT, "reason", "đã đếm thử quá nhiều lần; ghi lý do rồi đóng ca");
		return true;
	}
	*differs = is_off(in, MONEY(counted.counted.dong - figures.expected.dong));
	if (!*differs)
		return true;
	count.id = id_derive(work->id, "count", 1);
	if (!work_first_answer(&count, &shift_counted_kind, &first, err))
		return false;
	counted.shift_number = ENTRY_NUMBER(shift.key);
	if (!first && !work_record(&count, &shift_counted_kind, &counted, err))
		return false;
	err_set(err, ERR_CONFLICT, "reason", "tiền đếm lệch với sổ; đếm lại, hoặc ghi lý do rồi đóng");
	return true;
}

/* Into the drawer, against another account. */
static void add_legs(struct shift_closed *closed, const char *account, int64_t amount)
{
	if (!amount)
		return;
	closed->legs[closed->legs_count++] = (struct leg){ .account = "cash", .amount = MONEY(amount) };
	closed->legs[closed->legs_count++] = (struct leg){ .account = account, .amount = MONEY(-amount) };
}

bool shift_close(struct work *work, const struct shift_close_in *in, const struct shift_closed **body, struct err *err)
{
	struct shift_closed *closed = ARENA_NEW(work->arena, struct shift_closed);
	struct shift_figures figures;
	struct shift shift;
	struct stmt *q;

	if (!work_first_answer(work, &shift_closed_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!own_shift(work, in->till_id, &shift, err) || !shift_figures(work->txn, work->arena, &shift, &figures, err))
		return false;
	q = stmt_begin(work->txn, &shift_sql[PENDING_BELOW]);
	stmt_put_id(q, shift.site_id);
	closed->open_pending_count = stmt_next(q) ? stmt_take_i64(q) : 0;
	if (!stmt_end(q, err))
		return false;
	closed->counted = sum_of_notes(in->notes, in->notes_count);
	closed->expected = figures.expected;
	closed->difference = MONEY(closed->counted.dong - closed->expected.dong);
	if (!counts_tried(work->txn, work->arena, shift.key, &closed->tried, &closed->tried_count, err))
		return false;
	if (is_off(in, closed->difference))
		return err_set(err, ERR_CONFLICT, "reason", "tiền đếm lệch với sổ; đếm lại, hoặc ghi lý do rồi đóng");
	closed->to_safe = in->to_safe;
	if (closed->to_safe.dong > closed->counted.dong)
		return err_set(err, ERR_INPUT, "to_safe", "chỉ đếm được %s; không nộp két nhiều hơn được", money_said(closed->counted).text);
	closed->legs = ARENA_LIST(work->arena, 4, struct leg);
	add_legs(closed, "over_short", closed->difference.dong);
	add_legs(closed, "safe", -closed->to_safe.dong);
	if (!cash_opened_of_shift(work->txn, work->arena, &shift, SHIFT_NO_SALES_MAX, &closed->no_sales, &closed->no_sales_count, err))
		return false;
	closed->parked = ARENA_LIST(work->arena, in->parked_count, struct part_id);
	closed->parked_count = in->parked_count;
	for (size_t i = 0; i < in->parked_count; i++)
		closed->parked[i].id = in->parked[i];
	closed->moves = figures.moves;
	closed->moves_count = figures.moves_count;
	closed->taken = figures.taken;
	closed->buckets = figures.buckets;
	closed->buckets_count = figures.buckets_count;
	closed->net = figures.net;
	closed->net_before = figures.net_before;
	closed->absolute = figures.absolute;
	closed->absolute_before = figures.absolute_before;
	closed->notes = in->notes;
	closed->notes_count = in->notes_count;
	closed->reason = in->reason;
	closed->float_cash = shift.float_cash;
	closed->business_day = shift.business_day;
	closed->shift_number = ENTRY_NUMBER(shift.key);
	closed->till_id = shift.till_id;
	closed->z_number = shift.z_number;
	*body = closed;
	return work_record(work, &shift_closed_kind, closed, err);
}
