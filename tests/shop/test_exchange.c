/* An exchange: one action, two entries, one difference (B8, H4). */
#include "showroom.h"
#include "whole.h"

#include "shop/credit.h"
#include "shop/exchange.h"
#include "shop/rollup.h"
#include "shop/sale_view.h"

static struct id sold_id;          /* three jars of 145.000 less 1.000, paid 434.000 in cash */

static void prepare(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in shift = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct sale_line_in line = { .item_id = room.honey, .price = MONEY(145000), .qty_milli = 3000, .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(434000), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(434000),
			      .cash_round_unit = MONEY(1000), .ticket_discount = { .amount = MONEY(1000) } };
	const struct sale *sale;
	struct work work = as_cashier();

	showroom_intake(room.coop_contract, room.honey, 20000, 0, 1);
	showroom_intake(room.household_contract, room.rice, 20000, 0, 1);
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	work = with_supervisor();
	SHOWROOM_DO(&work, sale_add(&work, &in, &sale, &err));
	sold_id = work.entry.id;
}

/* One jar back, rice out. */
struct plan {
	struct return_line_in part;
	struct sale_line_in line;
	struct pay_in pay;
	struct exchange_in in;
};

static void plan_of(struct plan *plan, int64_t jars, int64_t rice, int64_t total, int64_t cash, int64_t back)
{
	*plan = (struct plan){
		.part = { .n = 1, .qty_milli = jars * 1000, .place = PLACE_ASIDE },
		.line = { .item_id = room.rice, .price = MONEY(108000), .qty_milli = rice * 1000, .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) },
		.pay = { .way = PAY_CASH, .amount = MONEY(cash), .given = MONEY(SHAPE_ABSENT) },
	};
	plan->in.back = (struct return_in){ .till_id = room.till_id, .sale_id = sold_id, .lines = &plan->part, .lines_count = 1, .way = PAY_CASH,
					    .reason = "đổi loại khác", .total = MONEY(back), .cash_round_unit = MONEY(1000) };
	plan->in.sale = (struct sale_in){ .till_id = room.till_id, .lines = &plan->line, .lines_count = 1, .pays = &plan->pay,
					  .pays_count = cash ? 1 : 0, .total = MONEY(total), .cash_round_unit = MONEY(1000) };
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

static struct shift_figures figures(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct shift_figures now;
	struct shift shift;
	bool found;

	assert_ok(txn && shift_find_open(txn, room.arena, room.till_id, &shift, &found, &err) && shift_figures(txn, room.arena, &shift, &now, &err), &err);
	txn_abandon(txn);
	return now;
}

static int64_t entries(void)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct journal_head head;

	assert_ok(txn && journal_head(txn, room.book->stream, &head, &err), &err);
	txn_abandon(txn);
	return head.number;
}

static struct sale_view view_of(struct id id)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct sale_view view;

	assert_ok(txn && sale_view_get(txn, room.arena, id, &view, &err), &err);
	txn_abandon(txn);
	return view;
}

/* A jar back (144.667), two bags of rice out (216.000): 71.333 to pay, 71.000 in cash. */
static void the_customer_pays_the_difference(void **state)
{
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale, *again_body;
	struct sale_view view;
	struct work work, again;

	(void)state;
	prepare();
	plan_of(&plan, 1, 2, 215667, 71000, 0);
	CASE("goods back need a second person");
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, exchange_add(&work, &plan.in, &sale, &err)));
	assert_text(err.field, "approver");
	CASE("two entries, one difference");
	again = work = with_supervisor();
	SHOWROOM_DO(&work, exchange_add(&work, &plan.in, &sale, &err));
	assert_i64(sale->total.dong, 215667);
	assert_i64(sale->rounding.dong, -333);
	assert_i64(sale->pays_count, 2);
	assert_int_equal(sale->pays[0].way, PAY_EXCHANGE);
	assert_i64(sale->pays[0].amount.dong, 144667);
	assert_i64(ledger("exchange"), 0);
	assert_i64(figures().expected.dong, 500000 + 434000 + 71000);
	view = view_of(work.id);
	assert_non_null(view.back);
	assert_i64(view.back->total.dong, -144667);
	assert_text(view.back->refers_receipt, "Q1-1-000001");
	assert_text(view.back->receipt, "Q1-1-000002");
	assert_text(view.receipt, "Q1-1-000003");
	CASE("asked again: the first answer, and nothing twice");
	SHOWROOM_DO(&again, exchange_add(&again, &plan.in, &again_body, &err));
	assert_true(again.is_repeat);
	assert_i64(again_body->receipt_n, 3);
	assert_i64(view_of(sold_id).lines[0].returned_milli, 1000);
	CASE("the Z counts one exchange");
	{
		struct shift_figures now = figures();
		bool found = false;

		for (size_t i = 0; i < now.buckets_count; i++)
			if (strcmp(now.buckets[i].name, "way:exchange") == 0) {
				found = true;
				assert_i64(now.buckets[i].count, 1);
				assert_i64(now.buckets[i].amount.dong, 0);
			}
		assert_true(found);
	}
	CASE("what went out can come back later, at what was paid for it");
	{
		struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
		struct return_in in = { .till_id = room.till_id, .sale_id = work.id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "đổi ý",
					.total = MONEY(108000), .cash_round_unit = MONEY(1000) };
		const struct sale *back;

		/* 215.667 over two: 107.834, in notes 108.000. */
		work = with_supervisor();
		SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
		assert_i64(back->total.dong, -107834);
	}
}

/* Two jars back (289.333), one bag of rice out (108.000): 181.333 to the customer. */
static void the_customer_is_given_the_difference(void **state)
{
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale;
	struct sale_view view;
	struct work work = with_supervisor();

	(void)state;
	prepare();
	plan_of(&plan, 2, 1, 108000, 0, 182000);
	SHOWROOM_DO(&work, exchange_add(&work, &plan.in, &sale, &err));
	assert_i64(sale->pays_count, 1);
	assert_i64(sale->pays[0].amount.dong, 108000);
	view = view_of(work.id);
	assert_i64(view.back->pays_count, 2);
	assert_i64(view.back->pays[1].amount.dong, -182000);
	assert_i64(view.back->rounding_back.dong, -667);
	assert_i64(figures().expected.dong, 500000 + 434000 - 182000);
	assert_i64(ledger("exchange"), 0);
	CASE("the last jar gives what is left of it");
	{
		struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
		struct return_in in = { .till_id = room.till_id, .sale_id = sold_id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "đổi ý",
					.total = MONEY(144000), .cash_round_unit = MONEY(1000) };
		const struct sale *back;

		work = with_supervisor();
		SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	}
	CASE("a return is no sale: it cannot come back");
	plan_of(&plan, 1, 1, 108000, 0, 0);
	plan.in.back.sale_id = work.entry.id;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, exchange_add(&work, &plan.in, &sale, &err)));
	assert_text(err.field, "back.sale_id");
}

static void the_rest_may_be_sent(void **state)
{
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale;
	struct work work = with_supervisor();

	(void)state;
	prepare();
	plan_of(&plan, 1, 1, 108000, 0, 36667);
	plan.in.back.way = PAY_TRANSFER;
	assert_false(SHOWROOM_TRY(&work, exchange_add(&work, &plan.in, &sale, &err)));
	assert_text(err.field, "back.payee");
	plan.in.back.payee = &showroom_payee;
	work = with_supervisor();
	SHOWROOM_DO(&work, exchange_add(&work, &plan.in, &sale, &err));
	assert_i64(ledger("refund"), -36667);
	assert_i64(ledger("exchange"), 0);
	assert_i64(figures().expected.dong, 500000 + 434000);
}

/* All of it was owed: nothing that comes back pays for anything, and the two halves still name each other. */
static void the_halves_name_each_other_where_no_money_joins_them(void **state)
{
	struct err err = { 0 };
	struct party customer = { .id = new_id(), .code = "KH1", .from_day = 20250101, .roles = PARTY_CUSTOMER, .legal_form = FORM_PERSON, .vat_profile = TAX_CREDIT, .name = "Anh Tâm" };
	struct credit_set terms = { .party_id = customer.id, .limit = MONEY(1000000), .days = 30 };
	struct pay_in owed = { .way = PAY_ACCOUNT, .amount = MONEY(216000), .given = MONEY(SHAPE_ABSENT), .party_id = customer.id };
	struct plan plan;
	const struct sale *sale;
	struct sale_view view;
	struct work work = as_office();

	(void)state;
	prepare();
	SHOWROOM_DO(&work, parties_set(&work, &customer, 1, &err));
	work = showroom_work(room.supervisor, STAFF_SUPERVISOR);
	SHOWROOM_DO(&work, credit_set(&work, &terms, &err));
	plan_of(&plan, 1, 2, 216000, 0, 0);
	plan.in.sale.pays = &owed;
	plan.in.sale.pays_count = 1;
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &plan.in.sale, &sale, &err));
	sold_id = work.id;
	plan_of(&plan, 2, 1, 108000, 108000, 0);
	work = with_supervisor();
	SHOWROOM_DO(&work, exchange_add(&work, &plan.in, &sale, &err));
	assert_i64(sale->pays_count, 1);
	assert_int_equal(sale->pays[0].way, PAY_CASH);
	view = view_of(work.id);
	assert_non_null(view.back);
	assert_text(view.back->receipt, "Q1-1-000003");
	assert_text(view_of(view.back->id).exchange_receipt, "Q1-1-000004");
	assert_text(view_of(view.back->id).refers_receipt, "Q1-1-000002");
}

static void what_does_not_fit_changes_nothing(void **state)
{
	static const struct {
		const char *name;
		int64_t jars, total, cash, back;
		const char *field;
	} cases[] = {
		{ "more than was sold", 4, 216000, 0, 0, "back.lines[0].qty_milli" },
		{ "too little added", 1, 215667, 70000, 0, "pays" },
		{ "another total", 1, 216000, 71000, 0, "total" },
		{ "the customer is to have more than is left", 2, 216000, 0, 80000, "back_total" },
		{ "the customer is to have less", 2, 216000, 0, 73000, "back_total" },
	};
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale;
	int64_t before;

	(void)state;
	prepare();
	before = entries();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct work work = with_supervisor();

		CASE(cases[i].name);
		plan_of(&plan, cases[i].jars, 2, cases[i].total, cases[i].cash, cases[i].back);
		assert_false(SHOWROOM_TRY(&work, exchange_add(&work, &plan.in, &sale, &err)));
		assert_text(err.field, cases[i].field);
		assert_i64(entries(), before);
	}
	CASE("the way is nobody's to take by itself");
	{
		struct pay_in pay = { .way = PAY_EXCHANGE, .amount = MONEY(216000), .given = MONEY(SHAPE_ABSENT), .source_id = sold_id };
		struct work work = with_supervisor();

		plan_of(&plan, 1, 2, 216000, 0, 0);
		plan.in.sale.pays = &pay;
		plan.in.sale.pays_count = 1;
		assert_false(SHOWROOM_TRY(&work, sale_add(&work, &plan.in.sale, &sale, &err)));
		assert_text(err.field, "pays[0].way");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(the_customer_pays_the_difference),
		WHOLE_TEST(the_customer_is_given_the_difference),
		WHOLE_TEST(the_rest_may_be_sent),
		WHOLE_TEST(the_halves_name_each_other_where_no_money_joins_them),
		WHOLE_TEST(what_does_not_fit_changes_nothing),
	};

	return RUN_ON_ENGINES("shop/exchange", tests);
}
