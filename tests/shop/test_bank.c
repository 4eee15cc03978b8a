/* Payments asked for by VietQR, what the bank tells, and how they find each other; nothing is lost, nothing is taken twice. */
#include "settling.h"
#include "banking.h"
#include "whole.h"

#include "shop/rollup.h"
#include "store/engine.h"

static void begin(void)
{
	showroom_intake(room.coop_contract, room.honey, 100000, 0, 1);
	give_account();
	open_shift();
}

static int64_t account(const char *name)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = name, .a_size = strlen(name), .b_size = 16 };
	struct rollup_sums sums;

	assert_ok(txn && rollup_get(txn, &key, &sums, &err), &err);
	txn_abandon(txn);
	return sums.amount;
}

/* What is left of credits, and of transfers that were seen. */
static void waiting(int64_t credits, int64_t seen)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct bank_credit *list;
	struct bank_seen *seen_list;
	struct bank_sums sums;
	size_t count, seen_count;
	int64_t sum = 0, seen_sum = 0, last;

	assert_ok(txn && bank_credits_waiting(txn, room.arena, &list, &count, &err) && bank_sum_waiting(txn, &sums, &err) &&
			  bank_seen_waiting(txn, room.arena, 0, BANK_LIST_MAX, &seen_list, &seen_count, &last, &err), &err);
	for (size_t i = 0; i < count; i++)
		sum += list[i].rest.dong;
	for (size_t i = 0; i < seen_count; i++)
		seen_sum += seen_list[i].rest.dong;
	assert_i64(sum, credits);
	assert_i64(seen_sum, seen);
	assert_i64(sums.credits.dong, credits);
	assert_i64(sums.credits_count, (int64_t)count);
	assert_i64(sums.seen.dong, seen);
	assert_i64(sums.seen_count, (int64_t)seen_count);
	txn_abandon(txn);
}

/* ---- asking ------------------------------------------------------------------------- */

static void a_qr_says_the_account_the_amount_and_a_token_of_its_own(void **state)
{
	struct err err = { 0 };
	struct intent_in in = { .amount = MONEY(145000), .cart_id = new_id(), .till_id = room.till_id };
	struct bank_account other = { .account = "19030000112233", .bin = "970407", .holder = "VAN HANH QUAY HAI" };
	struct intent first, again, more, last;
	struct work work = as_cashier();
	struct vietqr said;
	bool found;

	(void)state;
	assert_false(SHOWROOM_TRY(&work, intent_open(&work, &in, &first, &err)));
	assert_text(err.field, "account");
	give_account();
	first = ask_qr(in.cart_id, 145000);
	again = ask_qr(in.cart_id, 145000);
	assert_text(again.token, first.token);
	more = ask_qr(in.cart_id, 290000);
	assert_string_not_equal(more.token, first.token);
	assert_ok(vietqr_read(more.payload, strlen(more.payload), &said, &err), &err);
	assert_true(said.payable && said.once);
	assert_text(said.bin, BANK_BIN);
	assert_text(said.account, BANK_ACCOUNT);
	assert_i64(said.amount.dong, 290000);
	assert_text(said.purpose, more.token);
	assert_true(paytoken_is(more.token));
	assert_text(more.holder, "CONG TY THU NGHIEM");
	/* A till of its own account; and nought is no amount. */
	in.to = &other;
	work = as_cashier();
	SHOWROOM_DO(&work, intent_open(&work, &in, &last, &err));
	assert_text(last.account, other.account);
	assert_string_not_equal(last.token, more.token);
	in.amount = MONEY(0);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, intent_open(&work, &in, &last, &err)));
	assert_text(err.field, "amount");
	work = as_cashier();
	work.txn = txn_begin(room.book->store, &err);
	assert_ok(intent_find(work.txn, room.arena, first.token, &last, &found, &err), &err);
	assert_true(found && id_is(last.cart_id, in.cart_id));
	txn_abandon(work.txn);
}

/* ---- what the bank tells -------------------------------------------------------------- */

static void what_comes_is_told_for_what_it_is(void **state)
{
	static const struct {
		const char *name;
		int64_t asked, before;     /* before: came already under the same token; 0: nothing */
		const char *over;          /* how the ticket ended before it came */
		int64_t amount;
		int32_t state;
	} rows[] = {
		{ "just what was asked", 145000, 0, NULL, 145000, BANK_CONFIRMED },
		{ "too little", 145000, 0, NULL, 100000, BANK_WRONG_AMOUNT },
		{ "too much", 145000, 0, NULL, 150000, BANK_WRONG_AMOUNT },
		{ "the rest of it", 145000, 100000, NULL, 45000, BANK_CONFIRMED },
		{ "still not enough", 145000, 100000, NULL, 40000, BANK_WRONG_AMOUNT },
		{ "once more", 145000, 145000, NULL, 145000, BANK_DOUBLE },
		{ "after it was thrown away", 145000, 0, "dropped", 145000, BANK_LATE },
		{ "after it was paid in cash", 145000, 0, "cash", 145000, BANK_LATE },
		{ "after it was paid by the bank", 145000, 145000, "bank", 145000, BANK_DOUBLE },
		{ "after it was seen by eye", 145000, 0, "eye", 145000, BANK_CONFIRMED },
		{ "after more was seen by eye", 145000, 0, "eye", 140000, BANK_WRONG_AMOUNT },
		{ "no token", 0, 0, NULL, 145000, BANK_UNKNOWN },
	};

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct id cart_id = new_id();
		struct intent intent = { .token = "OC2222222" };
		struct telling first = { 0 }, telling;
		struct err err = { 0 };
		struct pay_in pay;

		CASE(rows[i].name);
		if (rows[i].asked)
			intent = ask_qr(cart_id, rows[i].asked);
		if (rows[i].before)
			first = tell(told(arena_format(room.arena, "a%zu", i), rows[i].before, intent.token));
		if (rows[i].over && strcmp(rows[i].over, "dropped") == 0) {
			drop_cart(cart_id);
		} else if (rows[i].over) {
			pay = strcmp(rows[i].over, "cash") == 0 ? by_cash(145000) :
			      strcmp(rows[i].over, "eye") == 0  ? by_eye(145000, intent.token) : by_credit(first.id, 145000);
			assert_ok(pay_for(cart_id, 1, &pay, 1, false, &err), &err);
		}
		telling = tell(told(arena_format(room.arena, "b%zu", i), rows[i].amount,
				    arena_format(room.arena, "MBVCB.327890%zu.%s.CT tu 0071001234567 NGUYEN VAN A", i, intent.token)));
		assert_non_null(telling.body);
		assert_text(bank_state_words[telling.body->state], bank_state_words[rows[i].state]);
		assert_true(id_is_none(telling.body->cart_id) == (rows[i].state == BANK_UNKNOWN));
		assert_text(telling.body->account, "6789");
		if (rows[i].over && strcmp(rows[i].over, "eye") == 0)
			assert_i64(telling.body->matched.dong, rows[i].amount);
	}
}

static void who_paid_is_in_no_entry(void **state)
{
	struct err err = { 0 };
	struct telling telling;
	struct txn *txn;
	struct entry entry;
	struct bank_credit *list;
	size_t count;
	bool found;

	(void)state;
	begin();
	telling = tell(told("92704", 145000, "NGUYEN VAN A chuyen tien"));
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && journal_find_id(txn, room.arena, telling.id, &entry, &found, &err), &err);
	assert_null(strstr(entry.bytes, "NGUYEN"));
	assert_null(strstr(entry.bytes, BANK_ACCOUNT));
	assert_ok(bank_credits_waiting(txn, room.arena, &list, &count, &err), &err);
	assert_i64((int64_t)count, 1);
	assert_text(list[0].payer.name, "NGUYEN VAN A");
	assert_text(list[0].payer.purpose, "NGUYEN VAN A chuyen tien");
	txn_abandon(txn);
}

static void money_to_another_account_is_not_ours(void **state)
{
	struct bank_credit_in in = told("1", 3000, "VQRIO123");
	struct bank_account own = { .account = "1903 0000 1122 33", .bin = "970407" };
	struct telling telling;

	(void)state;
	begin();
	in.account = "12345678";
	telling = tell(in);
	assert_false(telling.is_ours);
	assert_null(telling.body);
	/* An account of the settings is. */
	in.account = "19030000112233";
	in.own = &own;
	in.own_count = 1;
	telling = tell(in);
	assert_true(telling.is_ours);
	assert_non_null(telling.body);
	waiting(3000, 0);
}

static void the_same_transaction_is_booked_once(void **state)
{
	static const struct {
		const char *name;
		int32_t source;
		const char *bank_id, *reference, *purpose;
		int64_t amount, minutes, nth;
		bool to_midnight, is_new;
	} rows[] = {
		{ "the first time", BANK_SEPAY, "92704", "FT23123456789", "OC mua mat ong NGUYEN VAN A", 145000, 0, 0, false, true },
		{ "told again", BANK_SEPAY, "92704", "FT23123456789", "OC mua mat ong NGUYEN VAN A", 145000, 0, 0, false, false },
		{ "another of the same words and minute", BANK_SEPAY, "92705", "FT23123456790", "OC mua mat ong NGUYEN VAN A", 145000, 0, 0, false, true },
		{ "by another service, the same reference", BANK_PAYOS, "x1", "FT23123456789", "OC mua mat ong", 145000, 0, 0, false, false },
		{ "by another service, another reference", BANK_PAYOS, "x2", "FT99999999999", "khac", 145000, 0, 0, false, true },
		{ "in a statement, by its reference", BANK_STATEMENT, "s1", "FT23123456789", "moi noi dung", 145000, 500, 0, false, false },
		{ "in a statement, its reference in more letters", BANK_STATEMENT, "s2", "FT23123456790\\BNK", "khong co gi", 145000, 0, 0, false, false },
		{ "in a statement without time, by its words", BANK_STATEMENT, "s3", NULL, "OC MUA MAT ONG NGUYEN VAN A-CT", 145000, 0, 0, true, false },
		{ "the second such line", BANK_STATEMENT, "s4", NULL, "OC MUA MAT ONG NGUYEN VAN A-CT", 145000, 0, 1, true, false },
		{ "the third such line: no webhook told of it", BANK_STATEMENT, "s5", NULL, "OC MUA MAT ONG NGUYEN VAN A-CT", 145000, 0, 2, true, true },
		{ "the same statement again", BANK_STATEMENT, "s5", NULL, "OC MUA MAT ONG NGUYEN VAN A-CT", 145000, 0, 2, true, false },
		{ "in a statement, another amount", BANK_STATEMENT, "s6", NULL, "OC mua mat ong NGUYEN VAN A", 145001, 0, 0, true, true },
		{ "of another amount", BANK_SEPAY, "92706", "FT8", "OC mua mat ong NGUYEN VAN A", 145002, 0, 0, false, true },
		{ "in a statement, its minute", BANK_STATEMENT, "s7", NULL, "OC mua mat ong NGUYEN VAN A", 145002, 1, 0, false, false },
		{ "in a statement, another hour", BANK_STATEMENT, "s8", NULL, "OC mua mat ong NGUYEN VAN A", 145002, 30, 0, false, true },
		{ "a webhook after its statement", BANK_SEPAY, "92799", "FT7", "OC mua mat ong NGUYEN VAN A", 145001, 0, 0, false, false },
	};
	int64_t expected = 0;

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bank_credit_in in = told(rows[i].bank_id, rows[i].amount, rows[i].purpose);
		struct telling telling;

		CASE(rows[i].name);
		in.source = rows[i].source;
		in.reference = rows[i].reference;
		in.nth = rows[i].nth;
		in.booked_us = rows[i].to_midnight ? day_start_us(day_of_us(in.booked_us)) : in.booked_us + rows[i].minutes * MINUTE_US;
		telling = tell(in);
		assert_true(telling.is_ours);
		assert_true(telling.is_known == !rows[i].is_new);
		assert_true((telling.body != NULL) == rows[i].is_new);
		expected += rows[i].is_new ? rows[i].amount : 0;
	}
	waiting(expected, 0);
	assert_i64(account("bank"), expected);
	assert_i64(account(BANK_UNMATCHED), -expected);
}

/* ---- a sale takes it ---------------------------------------------------------------------- */

/* A gate's tickets: one price, all day, the same words. */
static void the_last_of_many_alike_is_known_too(void **state)
{
	int64_t day_us = day_start_us(day_of_us(room.now_us));
	struct bank_credit_in in;
	struct err err = { 0 };
	bool is_told;

	(void)state;
	give_account();
	for (int i = 0; i <= BANK_LIST_MAX; i++) {
		in = told(arena_format(room.arena, "W%d", i), 10000, "ve vao cua");
		in.booked_us = day_us + (i + 1) * INT64_C(120000000);
		assert_false(tell(in).is_known);
	}
	in.source = BANK_STATEMENT;
	in.bank_id = in.reference = "FT26326001";
	for (int i = 0; i < 2; i++) {
		struct txn *txn;

		in.booked_us += i * INT64_C(120000000);
		txn = txn_begin(room.book->store, &err);
		assert_ok(txn && bank_credit_is_told(txn, room.arena, &in, &is_told, &err), &err);
		txn_abandon(txn);
		assert_i64(is_told, i == 0);
	}
}

static void a_sale_takes_a_credit_once(void **state)
{
	struct id cart_id = new_id(), other = new_id();
	struct err err = { 0 };
	struct intent intent;
	struct telling telling;
	struct pay_in pay;

	(void)state;
	begin();
	intent = ask_qr(cart_id, 145000);
	telling = tell(told("1", 145000, intent.token));
	waiting(145000, 0);
	pay = by_credit(new_id(), 145000);
	assert_false(pay_for(cart_id, 1, &pay, 1, false, &err));
	assert_text(err.field, "pays[0].source_id");
	pay = by_credit((struct id){ { 0 } }, 145000);
	assert_false(pay_for(cart_id, 1, &pay, 1, false, &err));
	assert_text(err.field, "pays[0].source_id");
	/* Somebody else's ticket, alone. */
	pay = by_credit(telling.id, 145000);
	assert_false(pay_for(other, 1, &pay, 1, false, &err));
	assert_text(err.field, "approver");
	/* More than came. */
	pay = by_credit(telling.id, 290000);
	assert_false(pay_for(cart_id, 2, &pay, 1, false, &err));
	assert_text(err.field, "pays[0].source_id");
	pay = by_credit(telling.id, 145000);
	assert_ok(pay_for(cart_id, 1, &pay, 1, false, &err), &err);
	waiting(0, 0);
	assert_i64(account("bank"), 145000);
	assert_i64(account(BANK_UNMATCHED), 0);
	/* Asked again: the first answer. Another sale: refused, with a second person too. */
	assert_ok(pay_for(cart_id, 1, &pay, 1, false, &err), &err);
	assert_false(pay_for(other, 1, &pay, 1, true, &err));
	assert_text(err.field, "pays[0].source_id");
	waiting(0, 0);
}

/* The command is not the only guard. */
static void the_database_refuses_the_second_time(void **state)
{
	struct id cart_id = new_id();
	struct err err = { 0 };
	struct intent intent;
	struct telling telling;
	struct pay_in pays[2];

	(void)state;
	begin();
	intent = ask_qr(cart_id, 145000);
	telling = tell(told("1", 145000, intent.token));
	/* Twice within one sale: each half fits, the credit may be taken once. */
	pays[0] = by_credit(telling.id, 100000);
	pays[1] = by_credit(telling.id, 45000);
	assert_false(pay_for(cart_id, 1, pays, 2, false, &err));
	assert_true(err.code == ERR_CONFLICT || err.code == ERR_INPUT);
	waiting(145000, 0);
	pays[0] = by_credit(telling.id, 145000);
	assert_ok(pay_for(cart_id, 1, pays, 1, false, &err), &err);
}

static void what_is_missing_comes_in_cash_and_what_is_too_much_waits(void **state)
{
	struct id shorter = new_id(), longer = new_id(), twice = new_id(), late = new_id(), again = new_id();
	struct err err = { 0 };
	struct telling a, b;
	struct pay_in pays[2];

	(void)state;
	begin();
	a = tell(told("1", 100000, ask_qr(shorter, 145000).token));
	pays[0] = by_credit(a.id, 100000);
	pays[1] = by_cash(45000);
	assert_ok(pay_for(shorter, 1, pays, 2, false, &err), &err);
	waiting(0, 0);
	a = tell(told("2", 150000, ask_qr(longer, 145000).token));
	pays[0] = by_credit(a.id, 145000);
	assert_ok(pay_for(longer, 1, pays, 1, false, &err), &err);
	waiting(5000, 0);
	a = tell(told("3", 100000, ask_qr(twice, 145000).token));
	b = tell(told("4", 45000, ask_qr(twice, 145000).token));
	pays[0] = by_credit(a.id, 100000);
	pays[1] = by_credit(b.id, 45000);
	assert_ok(pay_for(twice, 1, pays, 2, false, &err), &err);
	waiting(5000, 0);
	/* Thrown away too early: the same goods again with the money that came, a second person looking on. */
	a = tell(told("5", 145000, ask_qr(late, 145000).token));
	drop_cart(late);
	pays[0] = by_credit(a.id, 145000);
	assert_false(pay_for(again, 1, pays, 1, false, &err));
	assert_ok(pay_for(again, 1, pays, 1, true, &err), &err);
	waiting(5000, 0);
}

/* ---- seen by eye, and what is left over ------------------------------------------------------ */

static void a_transfer_seen_by_eye_waits_until_the_bank_tells(void **state)
{
	struct id by_token = new_id(), by_hand = new_id();
	struct err err = { 0 };
	struct pay_in pay;
	struct telling telling;
	struct credit_settle_in match = { .what = BANK_MATCHED };

	(void)state;
	begin();
	pay = by_eye(145000, ask_qr(by_token, 145000).token);
	assert_ok(pay_for(by_token, 1, &pay, 1, false, &err), &err);
	pay = by_eye(290000, "…4471");
	assert_ok(pay_for(by_hand, 2, &pay, 1, false, &err), &err);
	waiting(0, 435000);
	assert_i64(account("transfer"), 435000);
	tell(told("1", 145000, pay.reference));  /* no token of ours: it waits beside */
	tell(told("2", 145000, arena_format(room.arena, "CT %s", ask_qr(by_token, 145000).token)));
	waiting(145000, 290000);
	assert_i64(account("transfer"), 290000);
	assert_i64(account("bank"), 290000);
	/* By hand: whoever keeps the books, each amount once. */
	telling = tell(told("3", 290000, "chuyen tien"));
	match.credit_id = telling.id;
	assert_false(settle_credit(match, false, &err));
	assert_text(err.field, "sale_id");
	match.sale_id = by_token;
	assert_false(settle_credit(match, false, &err));
	assert_text(err.field, "sale_id");
	match.sale_id = by_hand;
	assert_ok(settle_credit(match, false, &err), &err);
	waiting(145000, 0);
	assert_i64(account("transfer"), 0);
	assert_i64(account("bank"), 580000);
	assert_false(settle_credit(match, false, &err));
	assert_text(err.field, "credit_id");
}

/* A cashier said that she saw it; the bank never tells. It stands on the Z by itself, and waits in the office by its day until somebody settles it. */
static void what_the_bank_never_tells_of_stands_apart(void **state)
{
	struct pay_in eye = by_eye(145000, "4471"), cash = by_cash(145000);
	struct note note = { .count = 290, .value = MONEY(500) };
	struct shift_close_in close = { .notes = &note, .notes_count = 1, .till_id = room.till_id, .reason = "đếm xong" };
	const struct shift_closed *closed;
	struct bank_seen_day *days;
	struct bank_seen *seen;
	struct err err = { 0 };
	struct id first = new_id(), second = new_id();
	struct txn *txn;
	struct work work;
	int64_t by_transfer = 0, by_bank = 0, last;
	size_t days_count, count;

	(void)state;
	begin();
	assert_ok(pay_for(first, 1, &eye, 1, false, &err), &err);
	assert_ok(pay_for(new_id(), 1, &cash, 1, false, &err), &err);
	work = as_cashier();
	SHOWROOM_DO(&work, shift_close(&work, &close, &closed, &err));
	CASE("on the Z it is neither cash nor what the bank told of");
	for (size_t i = 0; i < closed->buckets_count; i++) {
		by_transfer += strcmp(closed->buckets[i].name, "way:transfer") == 0 ? closed->buckets[i].amount.dong : 0;
		by_bank += strcmp(closed->buckets[i].name, "way:vietqr") == 0 ? closed->buckets[i].amount.dong : 0;
	}
	assert_i64(by_transfer, 145000);
	assert_i64(by_bank, 0);
	CASE("three days on it waits still, each day by itself, the oldest first");
	go_to(day_add(day_of_us(room.now_us), 3));
	open_shift();
	assert_ok(pay_for(second, 1, &eye, 1, false, &err), &err);
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && bank_seen_days(txn, room.arena, &days, &days_count, &err) &&
			  bank_seen_waiting(txn, room.arena, 0, 10, &seen, &count, &last, &err), &err);
	txn_abandon(txn);
	assert_i64(days_count, 2);
	assert_i64(days[0].count, 1);
	assert_i64(days[0].amount.dong, 145000);
	assert_i64(day_between(days[0].day, days[1].day), 3);
	assert_true(days[0].oldest_us < days[1].oldest_us);
	assert_i64(count, 2);
	assert_true(id_is(seen[0].sale_id, first));
	CASE("a credit of the same money takes it off the list");
	{
		struct telling telling = tell(told("9", 145000, "chuyen tien"));
		struct credit_settle_in match = { .credit_id = telling.id, .sale_id = first, .what = BANK_MATCHED };

		assert_ok(settle_credit(match, false, &err), &err);
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && bank_seen_days(txn, room.arena, &days, &days_count, &err), &err);
	txn_abandon(txn);
	assert_i64(days_count, 1);
	waiting(0, 145000);
}

static void the_likeliest_sale_is_shown_first(void **state)
{
	static const int64_t pieces[] = { 1, 2, 1, 3, 1 };
	struct err err = { 0 };
	struct id carts[COUNT_OF(pieces)];
	struct telling telling = { 0 };
	struct bank_seen *seen;
	struct txn *txn;
	size_t count;

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct pay_in pay = by_eye(pieces[i] * 145000, NULL);

		carts[i] = new_id();
		assert_ok(pay_for(carts[i], pieces[i], &pay, 1, false, &err), &err);
		if (i == 3)
			telling = tell(told("1", 145000, "chuyen tien"));
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && bank_seen_for(txn, room.arena, telling.id, &seen, &count, &err), &err);
	assert_i64((int64_t)count, 5);
	assert_true(id_is(seen[0].sale_id, carts[4]));  /* the same amount, the nearest */
	assert_true(id_is(seen[1].sale_id, carts[2]));
	assert_true(id_is(seen[2].sale_id, carts[0]));
	assert_true(id_is(seen[3].sale_id, carts[3]));
	assert_false(bank_seen_for(txn, room.arena, new_id(), &seen, &count, &err));
	assert_text(err.field, "credit_id");
	txn_abandon(txn);
}

static void money_of_no_sale_goes_where_it_belongs_with_a_second_person(void **state)
{
	static const struct {
		const char *name;
		int32_t what;
		const char *account;
	} rows[] = {
		{ "given back", BANK_GIVEN_BACK, "transfer" },
		{ "income", BANK_INCOME, "income" },
		{ "our own money", BANK_OWN_MONEY, "transfer" },
	};
	struct err err = { 0 };

	(void)state;
	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct telling telling = tell(told(rows[i].name, 50000, "khong ro"));
		struct credit_settle_in in = { .credit_id = telling.id, .what = rows[i].what };
		int64_t before = account(rows[i].account);

		CASE(rows[i].name);
		assert_false(settle_credit(in, true, &err));
		assert_text(err.field, "reason");
		in.reason = "khách chuyển nhầm";
		assert_false(settle_credit(in, false, &err));
		assert_text(err.field, "approver");
		assert_ok(settle_credit(in, true, &err), &err);
		assert_i64(account(rows[i].account), before - 50000);
		assert_false(settle_credit(in, true, &err));
		assert_text(err.field, "credit_id");
	}
	waiting(0, 0);
	assert_i64(account(BANK_UNMATCHED), 0);
}

/* A thousand tickets, paid, dropped, doubled, short: what the book holds is what the bank sent. */
static void whatever_happens_nothing_is_lost_or_doubled(void **state)
{
	int64_t sent = 0, taken = 0, seen = 0;
	uint64_t seed = test_seed();

	(void)state;
	begin();
	showroom_intake(room.coop_contract, room.honey, 2000000, 0, 1);
	for (int i = 0; i < 150; i++) {
		struct id cart_id = new_id();
		struct intent intent = ask_qr(cart_id, 145000);
		int64_t amount = test_next(&seed) % 4 ? 145000 : 100000;
		struct err err = { 0 };
		struct pay_in pays[2];
		struct telling telling;

		room.now_us += MINUTE_US;
		if (test_next(&seed) % 5 == 0) {
			pays[0] = by_eye(145000, intent.token);
			assert_ok(pay_for(cart_id, 1, pays, 1, false, &err), &err);
			seen += 145000;
		}
		telling = tell(told(arena_format(room.arena, "t%d", i), amount, intent.token));
		sent += amount;
		if (telling.body->matched.dong) {
			seen -= telling.body->matched.dong;
			taken += telling.body->matched.dong;
			continue;
		}
		assert_true(tell(told(arena_format(room.arena, "t%d", i), amount, intent.token)).is_known);
		if (test_next(&seed) % 6 == 0)
			continue;
		pays[0] = by_credit(telling.id, amount);
		pays[1] = by_cash(145000 - amount);
		assert_ok(pay_for(cart_id, 1, pays, amount < 145000 ? 2 : 1, false, &err), &err);
		taken += amount;
	}
	waiting(sent - taken, seen);
	assert_i64(account("bank"), sent);
	assert_i64(account(BANK_UNMATCHED), taken - sent);
	assert_i64(account("transfer"), seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(a_qr_says_the_account_the_amount_and_a_token_of_its_own),
		WHOLE_TEST(what_comes_is_told_for_what_it_is),
		WHOLE_TEST(who_paid_is_in_no_entry),
		WHOLE_TEST(money_to_another_account_is_not_ours),
		WHOLE_TEST(the_same_transaction_is_booked_once),
		WHOLE_TEST(the_last_of_many_alike_is_known_too),
		WHOLE_TEST(a_sale_takes_a_credit_once),
		WHOLE_TEST(the_database_refuses_the_second_time),
		WHOLE_TEST(what_is_missing_comes_in_cash_and_what_is_too_much_waits),
		WHOLE_TEST(a_transfer_seen_by_eye_waits_until_the_bank_tells),
		WHOLE_TEST(what_the_bank_never_tells_of_stands_apart),
		WHOLE_TEST(the_likeliest_sale_is_shown_first),
		WHOLE_TEST(money_of_no_sale_goes_where_it_belongs_with_a_second_person),
		WHOLE_TEST(whatever_happens_nothing_is_lost_or_doubled),
	};

	return RUN_ON_ENGINES("shop/bank", tests);
}
