/* Đổi không phiếu (B8): goods nobody can show a receipt for, others go out at the house's cost; the producer has his due. */
#include "settling.h"
#include "whole.h"

#include "shop/sale_view.h"
#include "shop/swap.h"

static struct id rice_lot;

static void prepare(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in shift = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct work work = as_cashier();

	showroom_intake(room.coop_contract, room.honey, 20000, 0, 1);
	rice_lot = showroom_intake(room.household_contract, room.rice, 20000, 0, 1);
	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
}

/* Honey (145.000 a jar) is brought, rice (108.000) goes out. */
struct plan {
	struct swap_in brought;
	struct sale_line_in line;
	struct pay_in pay;
	struct sale_in sale;
};

static void plan_of(struct plan *plan, int64_t jars, int64_t rice, int64_t total, int64_t cash)
{
	*plan = (struct plan){
		.brought = { .bought_day = day_of_us(room.now_us), .item_id = room.honey, .qty_milli = jars * 1000, .reason = "nắp hở" },
		.line = { .item_id = room.rice, .price = MONEY(108000), .qty_milli = rice * 1000, .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) },
		.pay = { .way = PAY_CASH, .amount = MONEY(cash), .given = MONEY(SHAPE_ABSENT) },
	};
	plan->sale = (struct sale_in){ .till_id = room.till_id, .lines = &plan->line, .lines_count = 1, .pays = &plan->pay, .pays_count = cash ? 1 : 0,
				       .total = MONEY(total), .cash_round_unit = MONEY(1000) };
}

/* With a second person; the id of what it made is left in `made`. */
static const struct sale *swapped(struct plan *plan, struct id *made)
{
	struct err err = { 0 };
	struct work work = with_supervisor();
	const struct sale *sale;

	SHOWROOM_DO(&work, swap_add(&work, &plan->sale, &plan->brought, 1, &sale, &err));
	if (made)
		*made = work.id;
	return sale;
}

static const struct sale *one_back(struct id sale_id, int64_t total)
{
	struct err err = { 0 };
	struct return_line_in part = { .n = 1, .qty_milli = 1000, .place = PLACE_ASIDE };
	struct return_in in = { .till_id = room.till_id, .sale_id = sale_id, .lines = &part, .lines_count = 1, .way = PAY_CASH, .reason = "đổi ý",
				.total = MONEY(total), .cash_round_unit = MONEY(1000) };
	struct work work = with_supervisor();
	const struct sale *back;

	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	return back;
}

static struct bucket bucket_of(const char *name)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct bucket found_one = { 0 };
	struct shift_figures now;
	struct shift shift;
	bool found;

	assert_ok(txn && shift_find_open(txn, room.arena, room.till_id, &shift, &found, &err) && shift_figures(txn, room.arena, &shift, &now, &err), &err);
	txn_abandon(txn);
	for (size_t i = 0; i < now.buckets_count; i++)
		if (strcmp(now.buckets[i].name, name) == 0)
			found_one = now.buckets[i];
	return found_one;
}

static void the_house_bears_it_and_the_producer_has_his_due(void **state)
{
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale, *other, *back;
	struct swap_row *rows;
	struct work work, again;
	struct id made;
	int64_t honey, due;
	size_t count;

	(void)state;
	prepare();
	CASE("a sale of these goods, so that the day has one; what it owes the producer of rice is what the swap will");
	plan_of(&plan, 1, 1, 108000, 108000);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &plan.sale, &other, &err));
	due = other->lines[0].producer.dong;
	honey = showroom_level(room.honey, (struct id){ { 0 } });
	CASE("always a second person, told what and how much");
	plan_of(&plan, 1, 1, 108000, 0);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, swap_add(&work, &plan.sale, &plan.brought, 1, &sale, &err)));
	assert_text(err.field, "approver");
	assert_i64(stakes_greatest(&work.at_stake).dong, 108000);
	assert_non_null(strstr(work.about, "1 hộp Mật ong"));
	assert_non_null(strstr(work.about, "nắp hở"));
	CASE("one person on duty may not");
	work = as_cashier();
	work.alone_reason = 1;
	work.alone_limit = MONEY(1000000);
	assert_false(SHOWROOM_TRY(&work, swap_add(&work, &plan.sale, &plan.brought, 1, &sale, &err)));
	assert_text(err.field, "approver");
	CASE("nothing to pay, nothing back: what was brought was worth more");
	again = work = with_supervisor();
	SHOWROOM_DO(&work, swap_add(&work, &plan.sale, &plan.brought, 1, &sale, &err));
	assert_i64(sale->pays_count, 1);
	assert_int_equal(sale->pays[0].way, PAY_GOODWILL);
	assert_i64(sale->pays[0].amount.dong, 108000);
	assert_i64(sale->swapped[0].worth.dong, 145000);
	assert_i64(sale->lines[0].producer.dong, due);
	assert_i64(ledger("payable", &room.household), -2 * due);
	assert_i64(ledger("goodwill", NULL), 108000);
	assert_i64(ledger("cash", NULL), 500000 + 108000);
	CASE("what was brought is nobody's stock");
	assert_i64(showroom_level(room.honey, (struct id){ { 0 } }), honey);
	assert_i64(showroom_level(room.rice, rice_lot), 18000);
	CASE("asked again: the first answer");
	SHOWROOM_DO(&again, swap_add(&again, &plan.sale, &plan.brought, 1, &sale, &err));
	assert_true(again.is_repeat);
	CASE("a bucket of its own on the Z");
	assert_i64(bucket_of("way:goodwill").count, 1);
	assert_i64(bucket_of("way:goodwill").amount.dong, 108000);
	CASE("dearer goods: the customer pays the rest");
	plan_of(&plan, 1, 2, 216000, 71000);
	sale = swapped(&plan, &made);
	assert_i64(sale->pays[0].amount.dong, 145000);
	assert_i64(ledger("cash", NULL), 500000 + 108000 + 71000);
	CASE("it comes back: the house's part to the house first, then the customer's");
	back = one_back(made, 108000);
	assert_i64(back->pays_count, 1);
	assert_int_equal(back->pays[0].way, PAY_GOODWILL);
	back = one_back(made, 108000);
	assert_int_equal(back->pays[0].way, PAY_CASH);
	assert_i64(back->pays[0].amount.dong, -71000);
	assert_i64(back->pays[1].amount.dong, -37000);
	assert_i64(ledger("goodwill", NULL), 108000);
	CASE("the office's list has both, the newest first, with what is left borne");
	work = as_office();
	SHOWROOM_DO(&work, swap_list(work.txn, room.arena, 0, 10, &rows, &count, &err));
	assert_i64(count, 2);
	assert_i64(rows[0].amount.dong, 145000);
	assert_i64(rows[0].left.dong, 0);
	assert_i64(rows[1].left.dong, 108000);
}

/* How many tickets of the day have such goods is in the entry, so that who looks later sees what was looked for. */
static void the_tickets_of_that_day_are_counted(void **state)
{
	static const struct {
		const char *name;
		int32_t days;
		int64_t found;
	} cases[] = { { "today: one sale, one return of it, which is no ticket of hers", 0, 1 }, { "another day", -1, 0 }, { "long ago", -3000, 0 } };
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale;
	struct work work;

	(void)state;
	prepare();
	plan_of(&plan, 1, 1, 145000, 145000);
	plan.line.item_id = room.honey;
	plan.line.price = MONEY(145000);
	work = as_cashier();
	SHOWROOM_DO(&work, sale_add(&work, &plan.sale, &sale, &err));
	one_back(work.id, 145000);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		plan_of(&plan, 1, 1, 108000, 0);
		plan.brought.bought_day = day_add(plan.brought.bought_day, cases[i].days);
		assert_i64(swapped(&plan, NULL)->swapped[0].found, cases[i].found);
	}
}

static void what_does_not_fit_changes_nothing(void **state)
{
	static const struct {
		const char *name;
		int64_t qty_milli;
		int32_t days;
		int64_t total, cash;
		const char *field;
	} cases[] = {
		{ "half a jar", 500, 0, 108000, 0, "swap[0].qty_milli" },
		{ "bought tomorrow", 1000, 1, 108000, 0, "swap[0].bought_day" },
		{ "money back is not given", 1000, 0, 108000, 1000, "pays" },
		{ "another total", 1000, 0, 107000, 0, "total" },
	};
	struct err err = { 0 };
	struct plan plan;
	const struct sale *sale;
	struct work work;

	(void)state;
	prepare();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		plan_of(&plan, 1, 1, cases[i].total, cases[i].cash);
		plan.brought.qty_milli = cases[i].qty_milli;
		plan.brought.bought_day = day_add(plan.brought.bought_day, cases[i].days);
		work = with_supervisor();
		assert_false(SHOWROOM_TRY(&work, swap_add(&work, &plan.sale, &plan.brought, 1, &sale, &err)));
		assert_text(err.field, cases[i].field);
	}
	CASE("the way is nobody's to take by itself, not with a second person either");
	plan_of(&plan, 1, 1, 108000, 108000);
	plan.pay.way = PAY_GOODWILL;
	work = with_supervisor();
	assert_false(SHOWROOM_TRY(&work, sale_add(&work, &plan.sale, &sale, &err)));
	assert_text(err.field, "pays");
	CASE("nor for more than what was brought is worth");
	{
		struct swap_line line = { .worth = MONEY(100000) };

		plan.sale.swapped = &line;
		plan.sale.swapped_count = 1;
		work = with_supervisor();
		assert_false(SHOWROOM_TRY(&work, sale_add(&work, &plan.sale, &sale, &err)));
	}
	assert_i64(showroom_level(room.rice, rice_lot), 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(the_house_bears_it_and_the_producer_has_his_due),
		WHOLE_TEST(the_tickets_of_that_day_are_counted),
		WHOLE_TEST(what_does_not_fit_changes_nothing),
	};

	return RUN_ON_ENGINES("shop/swap", tests);
}
