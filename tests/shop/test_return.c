/* Money that goes back: priced before it is booked, piece by piece to nothing; by transfer it waits until it was sent. */
#include "showroom.h"
#include "whole.h"

#include "shop/adjust.h"
#include "shop/correct.h"
#include "shop/refund.h"
#include "shop/rollup.h"

static struct {
	struct id melon, hand_over;    /* an item by weight; a contract with a fixed hand-over price */
	struct id lots[3];             /* of honey, rice, melon */
} goods;

static void open_shift(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(50000000), .till_id = room.till_id };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

/* Honey of the co-operative's, rice at a hand-over price, melons by weight. */
static void prepare(void)
{
	struct err err = { 0 };
	struct item_vat vat = { .from_day = 20250101, .vat_class = VAT_5 };
	struct item_set item = { .code = "DUA", .has_stock = true, .is_active = true, .is_food = true, .decimals = 3, .name = "Dưa lưới", .round_unit = 500, .short_number = 7,
				 .unit = "kg", .vats = &vat, .vats_count = 1, .contract_id = room.household_contract };
	struct price_set price = { .amount = MONEY(45000), .from_us = DAY_ONE_US - 365 * DAY_US };
	struct contract_terms terms;
	struct intake_line_in line = { .item_id = room.rice, .qty_milli = 100000, .expiry_kind = 1, .hand_over = MONEY(70001),
				       .own_price = MONEY(SHAPE_ABSENT), .price_proposal = MONEY(SHAPE_ABSENT) };
	struct intake_in in = { .lines = &line, .lines_count = 1 };
	const struct intake *intake;
	struct work work = as_office();

	item.id = price.item_id = goods.melon = new_id();
	in.contract_id = goods.hand_over = new_id();
	terms = showroom_terms(goods.hand_over, room.coop, "03/2026/KG");
	terms.term_kind = SHARE_HAND_OVER;
	terms.per_unit = MONEY(75000);
	terms.includes_vat = true;
	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, contracts_set(&work, &terms, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, intake_add(&work, &in, &intake, &err));
	goods.lots[0] = showroom_intake(room.coop_contract, room.honey, 100000, 0, 1);
	goods.lots[1] = intake->lines[0].lot_id;
	goods.lots[2] = showroom_intake(room.household_contract, goods.melon, 100000, 0, 1);
	open_shift();
}

static int64_t below(int64_t count)
{
	return (int64_t)(test_next(&room.chance) % (uint64_t)count);
}

/* Three lines with a discount, paid in cash that is rounded down. */
static const struct sale *sell(struct id *sale_id)
{
	struct err err = { 0 };
	struct sale_line_in lines[] = {
		{ .item_id = room.honey, .price = MONEY(145000), .qty_milli = 1000 * (1 + below(7)), .lot_id = goods.lots[0] },
		{ .item_id = room.rice, .price = MONEY(108000), .qty_milli = 1000 * (1 + below(7)), .lot_id = goods.lots[1] },
		{ .item_id = goods.melon, .price = MONEY(45000), .qty_milli = 1 + below(7000), .lot_id = goods.lots[2] },
	};
	struct pay_in pay = { .way = PAY_CASH, .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = lines, .lines_count = 3, .pays = &pay, .pays_count = 1,
			      .cash_round_unit = MONEY(1000), .ticket_discount.amount = MONEY(below(20000)) };
	struct work work = with_supervisor();
	struct sale_price price;
	const struct sale *sale;
	struct txn *txn;

	for (size_t i = 0; i < 3; i++) {
		lines[i].priced_us = room.now_us;
		lines[i].amount_given = MONEY(SHAPE_ABSENT);
	}
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && sale_price(txn, room.arena, room.book, room.now_us, &in, true, &price, &err), &err);
	txn_abandon(txn);
	/* Priced as if nothing were rounded yet: the tender is what is left of the whole. */
	in.total = pay.amount = price.totals.total;
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	*sale_id = work.entry.id;
	return sale;
}

/* A line's figures by the rule itself: round(x·k/n), half away from zero. */
static int64_t up_to(int64_t x, int64_t k, int64_t n)
{
	return (2 * x * k + n) / (2 * n);
}

static void correct_something(int64_t round)
{
	struct err err = { 0 };
	struct work work = with_supervisor();
	const struct lot_corrected *body;

	if (below(2)) {
		struct price_correct_in in = { .hand_over = MONEY(70001 + 13 * (round + 1)), .lot_id = goods.lots[1], .reason = "giá trên phiếu" };

		SHOWROOM_DO(&work, price_correct(&work, &in, &body, &err));
	} else {
		struct owner_correct_in in = { .lot_id = goods.lots[0], .contract_id = room.household_contract, .reason = "nhầm chủ" };

		/* Done before: only what was sold since is still the wrong one's, or nothing is. */
		(void)!SHOWROOM_TRY(&work, owner_correct(&work, &in, &body, &err));
	}
}

static void pieces_give_back_what_was_said(void **state)
{
	struct err err = { 0 };

	(void)state;
	prepare();
	for (int64_t round = 0; round < 12; round++) {
		struct id sale_id;
		const struct sale *sale = sell(&sale_id);
		int64_t back_milli[3] = { 0 }, paid = 0, exact = 0, given = 0, left = 3, spoilt = below(6);
		struct share sums[3] = { 0 };

		assert_i64(sale->lines_count, 3);
		assert_i64(sale->total.dong % 1000, 0);
		for (int64_t turn = 0; left > 0; turn++) {
			int64_t n = below(3), step = n == 2 ? 1 : 1000;
			const struct sale_line *line = &sale->lines[n];
			int64_t rest = line->qty_milli - back_milli[n];
			struct return_line_in part = { .n = n + 1, .place = PLACE_SHELF };
			struct return_in in = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "đổi ý",
						.cash_round_unit = MONEY(1000) };
			struct return_price price;
			const struct sale *back;
			struct work work;
			struct txn *txn;

			if (turn == spoilt)
				correct_something(round);
			if (rest == 0)
				continue;
			part.qty_milli = step * (1 + below(n == 2 && turn < 8 ? (rest + 2) / 3 : rest / step));
			txn = txn_begin(room.book->store, &err);
			assert_ok(txn && return_price(txn, room.arena, &in, &price, &err), &err);
			txn_abandon(txn);
			assert_i64(price.lines_count, 3);
			assert_i64(price.lines[n].left_milli, rest);
			assert_i64(price.lines[n].left.dong, line->paid.dong - up_to(line->paid.dong, back_milli[n], line->qty_milli));
			assert_i64(price.total.dong, up_to(line->paid.dong, back_milli[n] + part.qty_milli, line->qty_milli) -
							     up_to(line->paid.dong, back_milli[n], line->qty_milli));
			assert_i64(price.vat.dong, up_to(line->vat.dong, back_milli[n] + part.qty_milli, line->qty_milli) -
							   up_to(line->vat.dong, back_milli[n], line->qty_milli));
			assert_i64(price.lines[n].list.dong - price.lines[n].discount.dong, price.lines[n].paid.dong);
			/* The drawer gives whole notes: never less than came back, and at the end what was paid. */
			in.total = price.cash;
			exact += price.total.dong;
			given += price.cash.dong;
			assert_i64(price.cash.dong % 1000, 0);
			assert_true(given >= exact && given < exact + 1000);
			work = with_supervisor();
			SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
			assert_i64(back->pays[0].amount.dong, -price.cash.dong);
			assert_i64(back->rounding_back.dong, price.total.dong - price.cash.dong);
			back_milli[n] += part.qty_milli;
			sums[n].list.dong -= back->lines[0].list.dong;
			sums[n].paid.dong -= back->lines[0].paid.dong;
			sums[n].vat.dong -= back->lines[0].vat.dong;
			paid -= back->total.dong;
			assert_true(paid <= sale->total.dong);
			left -= part.qty_milli == rest;
		}
		assert_i64(paid, sale->total.dong);
		assert_i64(given, sale->total.dong);
		for (int n = 0; n < 3; n++) {
			struct txn *txn = txn_begin(room.book->store, &err);
			struct journal_head head;
			struct line_now now;
			struct entry entry;
			bool found;

			assert_i64(sums[n].list.dong, sale->lines[n].list.dong);
			assert_i64(sums[n].paid.dong, sale->lines[n].paid.dong);
			assert_i64(sums[n].vat.dong, sale->lines[n].vat.dong);
			/* Whoever's the shares were at last: nothing of them is left. */
			assert_ok(journal_head(txn, 1, &head, &err) && journal_find_id(txn, room.arena, sale_id, &entry, &found, &err) &&
					  adjust_line_now(txn, entry.key, n + 1, &now, &err),
				  &err);
			txn_abandon(txn);
			assert_i64(now.qty_milli, 0);
			assert_i64(now.share.producer.dong, 0);
			assert_i64(now.share.vat.dong, 0);
			assert_i64(now.share.house.dong, 0);
			assert_i64(now.share.due.dong, 0);
			assert_i64(now.share.basis.dong, 0);
		}
	}
}

/* 3 jars of 145.000 less 100 for the ticket and 900 of rounding; the owner is put right in between. */
static void a_corrected_line_gives_back_as_it_was_sold(void **state)
{
	struct err err = { 0 };
	struct id lot = showroom_intake(room.coop_contract, room.honey, 10000, 0, 1);
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = 3000, .price = MONEY(145000), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .lot_id = lot };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(434000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(434000),
			      .cash_round_unit = MONEY(1000), .ticket_discount.amount = MONEY(100) };
	struct owner_correct_in owner = { .contract_id = room.household_contract, .lot_id = lot, .reason = "nhầm tên" };
	/* 434.000 in thirds: 144.667, 144.666, 144.667; in cash whole notes, the last of them what is left. */
	static const int64_t pieces[] = { 144667, 144666, 144667 }, cash[] = { 145000, 145000, 144000 };
	const struct lot_corrected *corrected;
	const struct sale *sale, *back;
	struct work work = with_supervisor();
	struct id sale_id;

	(void)state;
	open_shift();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	sale_id = work.entry.id;
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
		struct return_in ask = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_CASH,
					 .reason = "đổi ý", .total = MONEY(cash[i]), .cash_round_unit = MONEY(1000) };

		work = with_supervisor();
		SHOWROOM_DO(&work, return_add(&work, &ask, &back, &err));
		assert_i64(back->total.dong, -pieces[i]);
		assert_i64(back->pays[0].amount.dong, -cash[i]);
		if (i == 0) {
			work = with_supervisor();
			SHOWROOM_DO(&work, owner_correct(&work, &owner, &corrected, &err));
		} else {
			assert_true(id_is(back->lines[0].contract_id, room.household_contract));
		}
	}
}

static void what_cannot_come_back_has_no_price(void **state)
{
	struct err err = { 0 };
	struct id sale_id;
	const struct sale *sale;
	struct return_line_in parts[2];
	struct return_in in = { .lines = parts };
	struct return_price price;
	struct txn *txn;

	(void)state;
	prepare();
	sale = sell(&sale_id);
	in.sale_id = sale_id;
	const struct {
		const char *name;
		struct return_line_in parts[2];
		size_t count;
		const char *field;
	} cases[] = {
		{ "nothing asked for: what is left", { { 0 } }, 0, NULL },
		{ "no such line", { { .n = 4, .qty_milli = 1000, .place = PLACE_SHELF } }, 1, "lines[0].n" },
		{ "more than was sold", { { .n = 1, .qty_milli = 8000, .place = PLACE_SHELF } }, 1, "lines[0].qty_milli" },
		{ "one line twice, too much together",
		  { { .n = 1, .qty_milli = sale->lines[0].qty_milli, .place = PLACE_SHELF }, { .n = 1, .qty_milli = 1000, .place = PLACE_BIN } }, 2,
		  "lines[1].qty_milli" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		memcpy(parts, cases[i].parts, sizeof(parts));
		in.lines_count = cases[i].count;
		txn = txn_begin(room.book->store, &err);
		assert_i64(return_price(txn, room.arena, &in, &price, &err), cases[i].field == NULL);
		txn_abandon(txn);
		if (cases[i].field)
			assert_text(err.field, cases[i].field);
		else
			assert_i64(price.lines[0].left.dong + price.lines[1].left.dong + price.lines[2].left.dong, sale->total.dong);
	}
	in.sale_id = new_id();
	in.lines_count = 0;
	txn = txn_begin(room.book->store, &err);
	assert_false(return_price(txn, room.arena, &in, &price, &err));
	txn_abandon(txn);
	assert_i64(err.code, ERR_MISSING);
}

static int64_t ledger(const char *account)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct rollup_key key = { .kind = ROLLUP_LEDGER, .period = day_of_us(room.now_us), .a = account, .a_size = strlen(account) };
	struct rollup_sums sums;

	assert_ok(txn && rollup_get(txn, &key, &sums, &err), &err);
	txn_abandon(txn);
	return sums.amount;
}

static const struct bucket *bucket(const struct shift_figures *figures, const char *name)
{
	for (size_t i = 0; i < figures->buckets_count; i++)
		if (strcmp(figures->buckets[i].name, name) == 0)
			return &figures->buckets[i];
	fail_msg("no bucket %s", name);
	return NULL;
}

static void look(struct shift_figures *figures, struct refund_row **waiting, size_t *waiting_count, struct refund_row **sent, size_t *sent_count)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct shift shift;
	int64_t last;
	bool found;

	assert_ok(txn && shift_find_open(txn, room.arena, room.till_id, &shift, &found, &err) &&
			  shift_figures(txn, room.arena, &shift, figures, &err) && refund_waiting(txn, room.arena, waiting, waiting_count, &err) &&
			  refund_sent(txn, room.arena, 0, 50, sent, sent_count, &last, &err),
		  &err);
	txn_abandon(txn);
}

static void by_transfer_it_waits_until_it_was_sent(void **state)
{
	struct err err = { 0 };
	struct id sale_id, return_id;
	struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
	struct return_in in = { .till_id = room.till_id, .lines = &part, .lines_count = 1, .way = PAY_TRANSFER, .reason = "đổi ý" };
	struct refund_in send = { .reference = "FT26001" };
	struct refund_row *waiting, *sent;
	struct shift_figures before, figures;
	const struct refund_paid *paid;
	const struct sale *back;
	struct return_price price;
	size_t waiting_count, sent_count;
	struct payee nameless = { .account = "0101" };
	struct work work, again;
	struct txn *txn;

	(void)state;
	prepare();
	sell(&sale_id);
	in.sale_id = sale_id;
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && return_price(txn, room.arena, &in, &price, &err), &err);
	txn_abandon(txn);
	in.total = price.total;
	look(&before, &waiting, &waiting_count, &sent, &sent_count);
	assert_i64(waiting_count + sent_count, 0);
	CASE("to nobody is refused");
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, return_add(&work, &in, &back, &err)));
	assert_text(err.field, "payee");
	in.payee = &nameless;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, return_add(&work, &in, &back, &err)));
	assert_text(err.field, "payee");
	CASE("it waits: who, how much, of which sale; the drawer is untouched");
	in.payee = &showroom_payee;
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	return_id = work.entry.id;
	assert_null(memmem(work.entry.bytes, work.entry.bytes_size, "Khách thử", strlen("Khách thử")));
	look(&figures, &waiting, &waiting_count, &sent, &sent_count);
	assert_i64(figures.expected.dong, before.expected.dong);
	assert_i64(bucket(&figures, "way:refund")->amount.dong, -price.total.dong);
	assert_i64(bucket(&figures, "way:refund")->count, 1);
	assert_i64(ledger("refund"), -price.total.dong);
	assert_i64(ledger("transfer"), 0);
	assert_i64(waiting_count, 1);
	assert_i64(sent_count, 0);
	assert_true(id_is(waiting[0].return_id, return_id));
	assert_text(waiting[0].payee.name, "Khách thử");
	assert_text(waiting[0].payee.account, "0101000111222");
	assert_text(waiting[0].sale_receipt, "Q1-1-000001");
	assert_i64(waiting[0].amount.dong, price.total.dong);
	CASE("who may say that it was sent, and when");
	send.return_id = return_id;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, refund_pay(&work, &send, &paid, &err)));
	assert_i64(err.code, ERR_FORBIDDEN);
	send.doc_day = day_of_us(room.now_us) + 1;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, refund_pay(&work, &send, &paid, &err)));
	assert_text(err.field, "doc_day");
	send.doc_day = 20251231;
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, refund_pay(&work, &send, &paid, &err)));
	assert_text(err.field, "doc_day");
	send.doc_day = 0;
	CASE("a return in cash, a sale, nothing at all");
	in.way = PAY_CASH;
	part.n = 2;
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && return_price(txn, room.arena, &in, &price, &err), &err);
	txn_abandon(txn);
	in.total = price.total;
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	const struct {
		struct id id;
		enum err_code code;
	} wrong[] = { { work.entry.id, ERR_CONFLICT }, { sale_id, ERR_MISSING }, { new_id(), ERR_MISSING } };

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		send.return_id = wrong[i].id;
		work = as_office();
		assert_false(SHOWROOM_TRY(&work, refund_pay(&work, &send, &paid, &err)));
		assert_i64(err.code, wrong[i].code);
		assert_text(err.field, "return_id");
	}
	CASE("sent: once");
	send.return_id = return_id;
	again = work = as_office();
	SHOWROOM_DO(&work, refund_pay(&work, &send, &paid, &err));
	SHOWROOM_DO(&again, refund_pay(&again, &send, &paid, &err));
	assert_true(again.is_repeat);
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, refund_pay(&work, &send, &paid, &err)));
	assert_i64(err.code, ERR_CONFLICT);
	assert_i64(ledger("refund"), 0);
	assert_i64(ledger("transfer"), -waiting[0].amount.dong);
	look(&figures, &waiting, &waiting_count, &sent, &sent_count);
	assert_i64(waiting_count, 0);
	assert_i64(sent_count, 1);
	assert_text(sent[0].reference, "FT26001");
	assert_i64(sent[0].doc_day, day_of_us(room.now_us));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(pieces_give_back_what_was_said),
		WHOLE_TEST(a_corrected_line_gives_back_as_it_was_sold),
		WHOLE_TEST(what_cannot_come_back_has_no_price),
		WHOLE_TEST(by_transfer_it_waits_until_it_was_sent),
	};

	return RUN_ON_ENGINES("shop/return", tests);
}
