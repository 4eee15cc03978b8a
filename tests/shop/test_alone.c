/* One person on duty (B6): up to a limit, with a reason, marked in the entry, on the Z, looked at by another; and a manager asked from afar. */
#include "showroom.h"

#include "shop/alone.h"
#include "shop/consent.h"

#include "whole.h"

static void open_shift(void)
{
	struct err err = { 0 };
	struct shift_open_in in = { .float_cash = MONEY(500000), .till_id = room.till_id };
	const struct shift_opened *opened;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

static bool take_out(struct work *work, int64_t amount, struct err *error)
{
	struct cash_move_in out = { .amount = MONEY(-amount), .reason = "mua nước", .till_id = room.till_id, .what = CASH_SPENT };
	struct err err = { 0 };
	bool ok = SHOWROOM_TRY(work, cash_move(work, &out, MONEY(0), &err));

	*error = err;
	return ok;
}

static void say_duty(int64_t from_us, int64_t until_us, int64_t limit)
{
	struct err err = { 0 };
	struct duty duty = { .from_us = from_us, .until_us = until_us, .limit = MONEY(limit) };
	struct work work = as_office();

	SHOWROOM_DO(&work, duty_set(&work, &duty, false, &err));
}

static void alone_goes_up_to_the_limit_and_is_marked(void **state)
{
	struct id id;
	const struct {
		const char *name;
		int64_t reason, setting, duty, from, until, amount;
		bool goes;
	} rows[] = {
		{ "no reason said", 0, 100000, 0, 0, 0, 50000, false },
		{ "the setting's limit", 2, 50000, 0, 0, 0, 50000, true },
		{ "above it", 2, 50000, 0, 0, 0, 50001, false },
		{ "no setting, no duty", 2, 0, 0, 0, 0, 1, false },
		{ "on duty", 2, 0, 60000, -1, 1, 60000, true },
		{ "the duty is over", 2, 0, 60000, -2, 0, 1, false },
		{ "the duty is to come", 2, 0, 60000, 1, 2, 1, false },
		{ "the greater of both", 2, 70000, 60000, -1, 1, 70000, true },
	};

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct work work = as_cashier();
		struct err err;
		bool ok;

		CASE(rows[i].name);
		say_duty(room.now_us + rows[i].from * MINUTE_US, room.now_us + 5 * MINUTE_US, 0);
		if (rows[i].duty) {
			int64_t now_us = room.now_us;

			room.now_us += (rows[i].until < 1 ? rows[i].from : -1) * MINUTE_US;
			if (room.now_us < now_us)
				room.now_us = now_us;
			say_duty(now_us + rows[i].from * MINUTE_US, now_us + rows[i].until * MINUTE_US + (rows[i].until < 1 ? 1 : 0), rows[i].duty);
			room.now_us = now_us + (rows[i].until < 1 ? MINUTE_US : 0);
			work = as_cashier();
		}
		work.alone_reason = rows[i].reason;
		work.alone_limit = MONEY(rows[i].setting);
		ok = take_out(&work, rows[i].amount, &err);
		assert_i64(ok, rows[i].goes);
		if (!ok) {
			assert_text(err.field, "approver");
			assert_i64(stakes_greatest(&work.at_stake).dong, rows[i].amount);
			continue;
		}
		assert_i64(work.entry.alone.reason, 2);
		assert_i64(work.entry.alone.amount.dong, rows[i].amount);
		assert_true(id_is_none(work.entry.approver));
		assert_non_null(strstr(work.entry.bytes, arena_format(room.arena, ",\"alone\":{\"amount\":%lld,\"reason\":2},\"approver\":null,", (long long)rows[i].amount)));
		id = work.id;
		work = as_cashier();
		work.id = id;
		/* Asked again without a word of being alone: the first answer. */
		assert_true(take_out(&work, rows[i].amount, &err));
		assert_true(work.is_repeat);
	}
}

/* Each below the single limit of 100.000: what came before in her business day counts. */
static void many_small_ones_end_at_the_limit_of_the_day(void **state)
{
	const struct {
		const char *name;
		int64_t after_us, day_limit, amount;
		bool is_other, goes;
		const char *says;
	} rows[] = {
		{ "the first", 0, 150000, 90000, false, true, NULL },
		{ "one đồng too much", 0, 150000, 60001, false, false, "mỗi ngày, hôm nay đã tự làm 90.000" },
		{ "up to the limit", 0, 150000, 60000, false, true, NULL },
		{ "one more", 0, 150000, 1, false, false, "mỗi ngày" },
		{ "above the single limit that one is said", 0, 150000, 100001, false, false, "mỗi việc" },
		{ "another person", 0, 150000, 90000, true, true, NULL },
		{ "no limit of the day", 0, 0, 100000, false, true, NULL },
		{ "her shift goes on after midnight: the same business day", DAY_US, 150000, 1000, false, false, "hôm nay đã tự làm 250.000" },
		{ "the other has no shift: a new day for her", DAY_US, 150000, 90000, true, true, NULL },
	};

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err err = { 0 };
		struct work work;

		CASE(rows[i].name);
		room.now_us += i && rows[i].after_us > rows[i - 1].after_us ? rows[i].after_us : 0;
		work = rows[i].is_other ? showroom_work(room.supervisor, STAFF_CASHIER) : as_cashier();
		work.alone_reason = 1;
		work.alone_limit = MONEY(100000);
		work.alone_day_limit = MONEY(rows[i].day_limit);
		/* Another person has no shift here: she is asked what she may. */
		if ((rows[i].is_other ? SHOWROOM_TRY(&work, work_may(&work, MONEY(rows[i].amount), &err)) : take_out(&work, rows[i].amount, &err)) != rows[i].goes)
			fail_msg("%s", err.text);
		if (rows[i].goes)
			continue;
		assert_text(err.field, "approver");
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s", err.text);
	}
}

static void a_duty_says_what_its_day_comes_to(void **state)
{
	const struct {
		const char *name;
		int64_t limit, day_limit;
		bool is_set, goes;
	} rows[] = {
		{ "less a day than at once", 50000, 40000, false, false },
		{ "room for one", 50000, 50000, true, true },
		{ "and for no other", 50000, 50000, true, false },
		{ "a greater day", 50000, 100000, true, true },
		{ "none", 50000, 0, true, true },
	};

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct duty duty = { .day_limit = MONEY(rows[i].day_limit), .from_us = room.now_us, .limit = MONEY(rows[i].limit), .until_us = room.now_us + DAY_US };
		struct work work = as_office();
		struct err err = { 0 };

		CASE(rows[i].name);
		assert_i64(SHOWROOM_TRY(&work, duty_set(&work, &duty, false, &err)), rows[i].is_set);
		if (!rows[i].is_set) {
			assert_text(err.field, "day_limit");
			continue;
		}
		work = as_cashier();
		work.alone_reason = 1;
		assert_i64(take_out(&work, 50000, &err), rows[i].goes);
	}
}

static void who_allows_it_does_not_allow_it_to_herself(void **state)
{
	struct duty duty = { .from_us = room.now_us, .until_us = room.now_us + 60 * MINUTE_US, .limit = MONEY(100000) };
	struct work work = showroom_work(room.cashier, STAFF_SUPERVISOR);
	struct err err = { 0 };
	const struct {
		const char *name;
		bool for_own, has_second, is_set, goes;
	} rows[] = {
		{ "for others", false, false, true, false },
		{ "for herself, by herself", true, false, false, false },
		{ "for others, though a second person is there", false, true, true, false },
		{ "for herself, with a second person", true, true, true, true },
	};

	(void)state;
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		work = showroom_work(room.cashier, STAFF_SUPERVISOR);
		if (rows[i].has_second) {
			work.approver = room.supervisor;
			work.approver_role = STAFF_ADMIN;
		}
		assert_i64(SHOWROOM_TRY(&work, duty_set(&work, &duty, rows[i].for_own, &err)), rows[i].is_set);
		if (!rows[i].is_set)
			assert_text(err.field, "approver");
		work = showroom_work(room.cashier, STAFF_SUPERVISOR);
		work.alone_reason = 1;
		assert_i64(take_out(&work, 50000, &err), rows[i].goes);
	}
}

static struct id do_alone(int64_t amount)
{
	struct work work = as_cashier();
	struct err err;

	work.alone_reason = 1;
	work.alone_limit = MONEY(100000);
	assert_true(take_out(&work, amount, &err));
	return work.id;
}

static void an_entry_with_two_people_says_nothing_of_it(void **state)
{
	struct work work;
	struct err err;

	(void)state;
	open_shift();
	work = with_supervisor();
	work.alone_reason = 1;
	work.alone_limit = MONEY(100000);
	assert_true(take_out(&work, 50000, &err));
	assert_null(strstr(work.entry.bytes, "alone"));
	assert_true(id_is(work.entry.approver, room.supervisor));
	/* And where one is enough: money in. */
	work = as_cashier();
	work.alone_reason = 1;
	struct cash_move_in in = { .amount = MONEY(1000), .reason = "tiền lẻ", .till_id = room.till_id };

	SHOWROOM_DO(&work, cash_move(&work, &in, MONEY(0), &err));
	assert_null(strstr(work.entry.bytes, "alone"));
}

static void the_z_counts_them_and_a_manager_looks_at_them(void **state)
{
	struct err err = { 0 };
	struct note note = { .count = 460, .value = MONEY(1000) };
	struct shift_close_in close = { .notes = &note, .notes_count = 1, .till_id = room.till_id };
	struct alone_answer_in answer = { .answer = ALONE_ASKED };
	const struct shift_closed *closed;
	struct alone_row *rows;
	const char *words;
	struct id by_id, first;
	struct txn *txn;
	struct work work;
	int64_t last_key;
	size_t count;

	(void)state;
	open_shift();
	first = do_alone(10000);
	do_alone(30000);
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	for (size_t i = 0; i < closed->buckets_count; i++)
		if (strcmp(closed->buckets[i].name, "alone") == 0) {
			assert_i64(closed->buckets[i].count, 2);
			assert_i64(closed->buckets[i].amount.dong, 40000);
			count = 77;
		}
	assert_i64(count, 77);
	answer.entry_id = first;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, alone_answer(&work, &answer, &err)));
	assert_text(err.field, "words");
	answer.words = "hóa đơn nước đâu?";
	work = as_office();
	SHOWROOM_DO(&work, alone_answer(&work, &answer, &err));
	txn = txn_begin(room.book->store, &err);
	assert_ok(alone_list(txn, room.arena, true, 0, 10, &rows, &count, &last_key, &err), &err);
	assert_i64(count, 2);
	assert_i64(rows[1].answer, ALONE_ASKED);
	assert_ok(alone_words(txn, room.arena, &rows[1], &words, &by_id, &err), &err);
	assert_text(words, "hóa đơn nước đâu?");
	txn_abandon(txn);
	/* The one who did it never confirms it, whatever she has become. */
	answer.answer = ALONE_CONFIRMED;
	work = showroom_work(room.cashier, STAFF_SUPERVISOR);
	assert_false(SHOWROOM_TRY(&work, alone_answer(&work, &answer, &err)));
	assert_i64(err.code, ERR_FORBIDDEN);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, alone_answer(&work, &answer, &err)));
	work = as_office();
	SHOWROOM_DO(&work, alone_answer(&work, &answer, &err));
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, alone_answer(&work, &answer, &err)));
	assert_text(err.field, "entry_id");
	txn = txn_begin(room.book->store, &err);
	assert_ok(alone_list(txn, room.arena, true, 0, 10, &rows, &count, &last_key, &err), &err);
	txn_abandon(txn);
	assert_i64(count, 1);
}

static void a_manager_agrees_from_afar_to_what_was_asked(void **state)
{
	struct err err = { 0 };
	struct consent ask = { .stakes = { { { MONEY(300000), STAKE_CASH } }, 1 }, .at_us = room.now_us, .expires_us = room.now_us + CONSENT_WAIT_US, .id = new_id(), .path = "/cash-moves",
			       .staff_id = room.cashier, .words = "mua nước cho đoàn" };
	struct consent *list, found;
	struct work work = as_office();
	bool is_there;
	size_t count;

	(void)state;
	SHOWROOM_DO(&work, consent_ask(work.txn, &ask, false, room.now_us, &err));
	work = showroom_work(room.cashier, STAFF_SUPERVISOR);
	assert_false(SHOWROOM_TRY(&work, consent_answer(&work, ask.id, ask.at_us, true, NULL, &err)));
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, consent_answer(&work, ask.id, ask.at_us, true, NULL, &err)));
	work = as_office();
	SHOWROOM_DO(&work, consent_list(work.txn, room.arena, room.now_us, &list, &count, &err));
	assert_i64(count, 1);
	work = as_office();
	SHOWROOM_DO(&work, consent_answer(&work, ask.id, ask.at_us, true, NULL, &err));
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, consent_answer(&work, ask.id, ask.at_us, false, NULL, &err)));
	assert_text(err.field, "consent_id");
	work = as_office();
	SHOWROOM_DO(&work, consent_find(work.txn, room.arena, ask.id, &found, &is_there, &err));
	assert_true(is_there && found.state == CONSENT_AGREED && id_is(found.by_id, room.supervisor));
	/* He agreed to 300.000, to no more. */
	open_shift();
	work = with_supervisor();
	work.is_afar = true;
	work.approved = ask.stakes;
	assert_false(take_out(&work, 300001, &err));
	assert_text(err.field, "approver");
	work = with_supervisor();
	work.is_afar = true;
	work.approved = ask.stakes;
	assert_true(take_out(&work, 300000, &err));
	/* He was asked for something of no worth. */
	work = with_supervisor();
	work.is_afar = true;
	assert_false(take_out(&work, 1000, &err));
	assert_text(err.field, "approver");
	/* Fifty wait at most; what is over makes room. */
	for (size_t i = 1; i < CONSENTS_MAX; i++) {
		ask.id = new_id();
		work = as_office();
		SHOWROOM_DO(&work, consent_ask(work.txn, &ask, false, room.now_us, &err));
	}
	ask.id = new_id();
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, consent_ask(work.txn, &ask, false, room.now_us, &err)));
	assert_i64(err.code, ERR_LIMIT);
	work = as_office();
	SHOWROOM_DO(&work, consent_ask(work.txn, &ask, false, ask.expires_us + 1, &err));
}

static void an_envelope_is_read_only_in_its_form(void **state)
{
	static const char *const wrongs[] = {
		",\"alone\":{\"amount\":01,\"reason\":2}", ",\"alone\":{\"amount\":1,\"reason\":0}", ",\"alone\":{\"amount\":1,\"reason\":99}",
		",\"alone\":{\"amount\":-1,\"reason\":2}", ",\"alone\":{\"reason\":2,\"amount\":1}", ",\"alone\":null", ",\"alone\":{\"amount\":1,\"reason\":2} ",
	};
	const char *mark = ",\"alone\":{\"amount\":50000,\"reason\":1}", *at;
	struct entry read = { 0 };
	struct work work;
	struct err err;

	(void)state;
	open_shift();
	work = as_cashier();
	work.alone_reason = 1;
	work.alone_limit = MONEY(100000);
	assert_true(take_out(&work, 50000, &err));
	at = strstr(work.entry.bytes, mark);
	assert_non_null(at);
	assert_ok(entry_read(work.entry.bytes, work.entry.bytes_size, room.arena, &read, &err), &err);
	assert_i64(read.alone.amount.dong, 50000);
	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		const char *bytes = arena_format(room.arena, "%.*s%s%s", (int)(at - work.entry.bytes), work.entry.bytes, wrongs[i], at + strlen(mark));

		CASE(wrongs[i]);
		read = (struct entry){ 0 };
		assert_false(entry_read(bytes, strlen(bytes), room.arena, &read, &err));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(alone_goes_up_to_the_limit_and_is_marked),
		WHOLE_TEST(many_small_ones_end_at_the_limit_of_the_day),
		WHOLE_TEST(a_duty_says_what_its_day_comes_to),
		WHOLE_TEST(who_allows_it_does_not_allow_it_to_herself),
		WHOLE_TEST(an_entry_with_two_people_says_nothing_of_it),
		WHOLE_TEST(the_z_counts_them_and_a_manager_looks_at_them),
		WHOLE_TEST(a_manager_agrees_from_afar_to_what_was_asked),
		WHOLE_TEST(an_envelope_is_read_only_in_its_form),
	};

	return RUN_ON_ENGINES("shop/alone", tests);
}
