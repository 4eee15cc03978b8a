/*
 * One command, one commit, as a history runs it: refused it changes nothing, on an engine that lies nothing is half done.
 *
 * Include after history.h. Thread: one.
 */
#ifndef TESTS_SHOP_HISTORY_RUN_H
#define TESTS_SHOP_HISTORY_RUN_H

#include "../store/faulty.h"

static uint64_t chance;
static bool is_torture;
static struct {
	int64_t done, refused, repeated, lies;
} tally;
static int64_t last_entry_us;

static int64_t below(int64_t count)
{
	return (int64_t)(test_next(&chance) % (uint64_t)count);
}

/* ---- chance -------------------------------------------------------------------------------- */

/* A lot with its own label, or none. */
static const struct model_lot *some_lot(int item)
{
	const struct model_lot *found = NULL;
	int64_t seen = 0;

	for (size_t i = 0; i < model.lots_count; i++)
		if (model.lots[i].item == item && model_is_good(&model.lots[i], day_of_us(room.now_us)) && below(++seen) == 0)
			found = &model.lots[i];
	return found;
}

static struct model_lot *any_lot(void)
{
	return model.lots_count ? &model.lots[below((int64_t)model.lots_count)] : NULL;
}

/* ---- the book as text -------------------------------------------------------------------- */

struct print {
	struct hash hash;
	int64_t rows;
};

static bool add_row(void *arg, const char *row, size_t size, struct err *err)
{
	struct print *print = arg;
	uint8_t bytes[64];
	struct hash line = hash_of(row, size);

	(void)err;
	memcpy(bytes, print->hash.bytes, 32);
	memcpy(bytes + 32, line.bytes, 32);
	print->hash = hash_of(bytes, sizeof(bytes));
	print->rows++;
	return true;
}

static struct print print_table(struct txn *txn, const struct book_table *table)
{
	struct err err = { 0 };
	struct print print = { .rows = 0 };

	CASE(table->name);
	assert_ok(store_dump_table(txn, table->name, table->order, add_row, &print, &err), &err);
	return print;
}

static struct hash print_book(struct txn *txn)
{
	struct print all = { .rows = 0 };

	for (const struct book_table *table = book_tables; table->name; table++) {
		struct print one = print_table(txn, table);
		struct err err = { 0 };

		assert_true(add_row(&all, (const char *)one.hash.bytes, sizeof(one.hash.bytes), &err));
	}
	return all.hash;
}

/* ---- one command, one commit ---------------------------------------------------------------- */

typedef bool act_function(struct work *work, const void *in, const void **body, struct err *err);

/* The command on an engine that fails at one of its calls: an error, and not a row of difference. */
static void tell_lies(const struct work *honest, act_function *act, const void *in)
{
	static const enum faulty_kind kinds_of_lies[] = { FAULTY_IO, FAULTY_BUSY, FAULTY_ROLLED_BACK };
	int at = 1 + (int)below(4);
	bool has_lied = true;

	while (has_lied) {
		enum faulty_kind kind = kinds_of_lies[below(COUNT_OF(kinds_of_lies))];
		struct work work = *honest;
		struct err err = { 0 };
		struct hash before;
		const void *body;
		bool ok;

		work.txn = txn_begin(room.book->store, &err);
		assert_ok(work.txn, &err);
		before = print_book(work.txn);
		assert_ok(txn_save(work.txn, &err), &err);
		faulty_begin(room.book->store, kind, at);
		ok = act(&work, in, &body, &err) && journal_seal(work.txn, room.book, &err);
		has_lied = faulty_end(room.book->store);
		if (has_lied) {
			struct err undo = { 0 };

			if (ok)
				fail_msg("a lie at call %d went unheard", at);
			assert_true(err.code == ERR_IO || err.code == ERR_BUSY || err.code == ERR_LIMIT);
			assert_i64(txn_stands(work.txn), kind != FAULTY_ROLLED_BACK);
			if (kind != FAULTY_ROLLED_BACK) {
				struct hash after;

				assert_ok(txn_undo(work.txn, &undo), &undo);
				after = print_book(work.txn);
				assert_memory_equal(before.bytes, after.bytes, sizeof(before.bytes));
			}
			tally.lies++;
		}
		txn_abandon(work.txn);
		at += 1 + (int)below(12);
	}
}

static int64_t entries_each = 1; /* that a command makes: an exchange is two */

static bool command(struct work *work, act_function *act, const void *in, const void **body, struct err *err)
{
	struct journal_head before, after;
	struct txn *txn;
	bool ok;

	*err = (struct err){ 0 };
	if (is_torture)
		tell_lies(work, act, in);
	txn = txn_begin(room.book->store, err);
	assert_ok(txn && journal_head(txn, room.book->stream, &before, err) && txn_save(txn, err), err);
	work->txn = txn;
	ok = act(work, in, body, err);
	if (ok)
		assert_ok(txn_keep(txn, err) && journal_seal(txn, room.book, err), err);
	else
		assert_true(txn_undo(txn, &(struct err){ 0 }));
	assert_true(journal_head(txn, room.book->stream, &after, &(struct err){ 0 }));
	assert_i64(after.number - before.number, ok && !work->is_repeat ? entries_each : 0);
	assert_true(txn_commit(txn, &(struct err){ 0 }));
	tally.done += ok;
	tally.refused += !ok;
	if (ok && !work->is_repeat)
		last_entry_us = work->at_us;
	return ok;
}

#endif
