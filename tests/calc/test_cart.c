/* What a ticket costs: amounts, discounts, rounding, VAT and legs, and hampers. */
#include "check.h"

#include "calc/cart.h"

static const struct share_terms allows = {
	.mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .basis = SHARE_GROSS, .rate_ppm = 200000, .discount_producer_ppm = PPM,
	.consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = VAT_8,
};
static const struct share_terms forbids = {
	.mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .basis = SHARE_GROSS, .rate_ppm = 200000,
	.consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = VAT_8,
};
static const struct share_terms own = {
	.mode = SHARE_NONE, .kind = SHARE_OWN, .basis = SHARE_GROSS, .consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = VAT_8,
};
static const struct share_terms delegated = {
	.mode = SHARE_DELEGATED, .kind = SHARE_RATE, .basis = SHARE_GROSS, .rate_ppm = 200000,
	.consignor = TAX_HOUSEHOLD, .house = TAX_CREDIT, .commission_vat = VAT_8,
};

#define LINE(price_, class_, terms_) { .qty_milli = 1000, .price = { price_ }, .list_price = { price_ }, .vat_class = class_, .terms = &terms_ }

static void work_out(struct cart_line *lines, size_t count, struct cart_asked asked, struct cart_totals *totals)
{
	struct err err = { 0 };

	assert_ok(cart_work_out(lines, count, &asked, totals, &err), &err);
	assert_true(share_holds(&totals->share));
}

/* Rules B9: 1.000.000 less 100.000 over A 400 (allows), B 400 (forbids), C 200 (the house's goods). */
static void a_ticket_discount_is_spread_and_borne_by_contract(void **state)
{
	struct cart_line lines[] = { LINE(400000, VAT_8, allows), LINE(400000, VAT_8, forbids), LINE(200000, VAT_8, own) };
	struct cart_totals totals;

	(void)state;
	work_out(lines, 3, (struct cart_asked){ .ticket_discount = { 100000 } }, &totals);
	assert_i64(totals.total.dong, 900000);
	assert_i64(lines[0].share.discount_producer.dong, 40000);
	assert_i64(lines[0].share.discount_house.dong, 0);
	assert_i64(lines[1].share.discount_producer.dong, 0);
	assert_i64(lines[1].share.discount_house.dong, 40000);
	assert_i64(lines[2].share.discount_house.dong, 20000);
	assert_i64(totals.share.discount_house.dong, 60000);
	assert_i64(totals.house_negative_count, 0);
	/* A coupon of the house reaches nobody else. */
	work_out(lines, 3, (struct cart_asked){ .ticket_discount = { 100000 }, .ticket_discount_is_house = true }, &totals);
	assert_i64(totals.share.discount_producer.dong, 0);
	assert_i64(totals.share.discount_house.dong, 100000);
	/* Deep enough, the house pays more than it gets. */
	work_out(lines, 2, (struct cart_asked){ .ticket_discount = { 400000 } }, &totals);
	assert_i64(totals.house_negative_count, 1);
	assert_i64(lines[1].share.house.dong, -120000);
}

/* Rules B5: 154.600 paid in cash. */
static void only_cash_is_rounded_and_only_down(void **state)
{
	struct cart_line lines[] = { LINE(100000, VAT_8, allows), LINE(54600, VAT_8, allows) };
	struct cart_totals totals;
	int64_t producer;

	(void)state;
	work_out(lines, 2, (struct cart_asked){ .rounding = { 0 } }, &totals);
	assert_i64(totals.vat[0].vat.dong, 11452);
	producer = totals.share.producer.dong;
	assert_i64(cart_cash_rounding(totals.total, MONEY(1000)).dong, 600);
	work_out(lines, 2, (struct cart_asked){ .rounding = { 600 } }, &totals);
	assert_i64(totals.total.dong, 154000);
	assert_i64(totals.vat[0].vat.dong, 11407);
	assert_i64(lines[0].vat.dong + lines[1].vat.dong, 11407);
	assert_i64(totals.share.producer.dong, producer);
	assert_i64(totals.share.discount_house.dong, 600);
	assert_i64(lines[0].rounding.dong, 388);
	assert_i64(lines[1].rounding.dong, 212);
	assert_i64(cart_cash_rounding(MONEY(154600), MONEY(0)).dong, 0);
	assert_i64(cart_cash_rounding(MONEY(54600), MONEY(500)).dong, 100);
	assert_i64(cart_cash_rounding(MONEY(-154600), MONEY(1000)).dong, 0);
}

static void a_weighed_amount_is_cut_down_and_is_no_discount(void **state)
{
	struct cart_line lines[] = {
		{ .qty_milli = 1234, .price = { 85000 }, .list_price = { 85000 }, .weigh_unit = { 500 }, .vat_class = VAT_5, .terms = &forbids },
		{ .qty_milli = 1250, .price = { 76000 }, .list_price = { 80000 }, .weigh_unit = { 1000 }, .vat_class = VAT_5, .terms = &forbids },
		{ .qty_milli = 456, .price = { 85000 }, .list_price = { 85000 }, .has_amount = true, .amount_given = { 38700 }, .vat_class = VAT_5, .terms = &forbids },
		{ .qty_milli = 1500, .price = { 333 }, .list_price = { 333 }, .vat_class = VAT_5, .terms = &forbids },
	};
	struct cart_totals totals;

	(void)state;
	work_out(lines, 4, (struct cart_asked){ .rounding = { 0 } }, &totals);
	assert_i64(lines[0].amount.dong, 104500);  /* 104.890 */
	assert_i64(lines[0].share.discount_house.dong, 0);
	assert_i64(lines[1].amount.dong, 95000);
	assert_i64(lines[1].share.discount_house.dong, 5000);  /* the mark-down is one */
	assert_i64(lines[2].amount.dong, 38700);   /* as the label says; 38.760 by weight */
	assert_i64(lines[2].share.discount_house.dong, 0);
	assert_i64(lines[3].amount.dong, 500);     /* half away from zero */
}

static void each_seller_has_a_document(void **state)
{
	struct cart_line lines[] = { LINE(108000, VAT_8, forbids), LINE(108000, VAT_8, delegated), LINE(12345, VAT_8, forbids), LINE(12345, VAT_8, forbids) };
	struct cart_totals totals;

	(void)state;
	lines[1].document = 1;
	lines[3].document = 2;
	work_out(lines, 4, (struct cart_asked){ .rounding = { 0 } }, &totals);
	assert_i64(lines[1].vat.dong, 0);  /* a household's invoice has none */
	assert_i64(lines[0].vat.dong + lines[2].vat.dong, 8914);
	assert_i64(lines[3].vat.dong, 914);
	assert_i64(totals.vat_count, 1);
	assert_i64(totals.vat[0].gross.dong, 132690);
	assert_i64(totals.vat[0].vat.dong, 9828);
}

static void a_ticket_that_makes_no_sense_is_named(void **state)
{
	static const struct {
		const char *name;
		struct cart_line second;
		struct cart_asked asked;
		enum err_code code;
		const char *field;
	} cases[] = {
		{ "no quantity", { .qty_milli = 0, .terms = &own, .vat_class = VAT_8 }, { .rounding = { 0 } }, ERR_INPUT, "lines[1].qty_milli" },
		{ "above the listed price", { .qty_milli = 1000, .price = { 2 }, .list_price = { 1 }, .terms = &own, .vat_class = VAT_8 }, { .rounding = { 0 } }, ERR_FORBIDDEN, "lines[1].price" },
		{ "a discount above the amount", { .qty_milli = 1000, .price = { 2 }, .list_price = { 2 }, .discount = { 3 }, .terms = &own, .vat_class = VAT_8 }, { .rounding = { 0 } }, ERR_INPUT, "lines[1].discount" },
		{ "no class", { .qty_milli = 1000, .terms = &own }, { .rounding = { 0 } }, ERR_INPUT, "lines[1].vat_class" },
		{ "too much money", { .qty_milli = 1001, .price = { MONEY_MAX }, .list_price = { MONEY_MAX }, .terms = &own, .vat_class = VAT_8 }, { .rounding = { 0 } }, ERR_LIMIT, "lines[1].qty_milli" },
		{ "too much together", { .qty_milli = 1000, .price = { MONEY_MAX }, .list_price = { MONEY_MAX }, .terms = &own, .vat_class = VAT_8 }, { .rounding = { 0 } }, ERR_LIMIT, "lines" },
		{ "a ticket discount above the ticket", LINE(1, VAT_8, own), { .ticket_discount = { 1002 } }, ERR_INPUT, "ticket_discount" },
		{ "a rounding above the ticket", LINE(1, VAT_8, own), { .ticket_discount = { 1000 }, .rounding = { 2 } }, ERR_INPUT, "rounding" },
		{ "an upward rounding", LINE(1, VAT_8, own), { .rounding = { -1 } }, ERR_INPUT, "rounding" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct cart_line lines[2] = { LINE(1000, VAT_8, own), cases[i].second };
		struct cart_totals totals;
		struct err err = { 0 };

		CASE(cases[i].name);
		assert_false(cart_work_out(lines, 2, &cases[i].asked, &totals, &err));
		assert_text(err.field, cases[i].field);
		assert_i64(err.code, cases[i].code);
	}
}

/* Rules B9: 500.000 for parts of 600.000, and its VAT by class. */
static void a_hamper_is_spread_by_list_price(void **state)
{
	static const int64_t want[] = { 166667, 83333, 125000, 41667, 50000, 33333 };
	static const enum vat_class classes[] = { VAT_8, VAT_5, VAT_10, VAT_KCT, VAT_8, VAT_8 };
	struct cart_part parts[] = {
		{ .list = { 200000 } }, { .list = { 100000 } }, { .list = { 150000 } }, { .list = { 50000 } }, { .list = { 60000 } }, { .list = { 40000 } },
	};
	struct cart_line lines[6];
	struct cart_totals totals;
	struct err err = { 0 };

	(void)state;
	assert_ok(cart_spread_hamper(MONEY(500000), parts, 6, &err), &err);
	for (size_t i = 0; i < 6; i++) {
		assert_i64(parts[i].price.dong, want[i]);
		lines[i] = (struct cart_line)LINE(parts[i].list.dong, classes[i], allows);
		lines[i].discount.dong = parts[i].list.dong - parts[i].price.dong;
	}
	work_out(lines, 6, (struct cart_asked){ .rounding = { 0 } }, &totals);
	assert_i64(totals.total.dong, 500000);
	assert_i64(totals.vat_count, 4);
	assert_i64(totals.vat[0].vat.dong, 11364);
	assert_i64(totals.vat[1].vat.dong, 18519);
	assert_i64(totals.vat[2].vat.dong, 3968);
	assert_i64(totals.share.discount_producer.dong, 100000);
	assert_i64(totals.vat[0].vat.dong + totals.vat[1].vat.dong + totals.vat[2].vat.dong, 33851);
}

static void a_hamper_keeps_its_floors(void **state)
{
	struct cart_part parts[] = { { .list = { 200000 }, .floor = { 190000 } }, { .list = { 100000 } }, { .list = { 100000 }, .floor = { 75000 } } };
	struct err err = { 0 };

	(void)state;
	/* By list 160.000, 80.000, 80.000; the first keeps 190.000, then the last 75.000 of the rest. */
	assert_ok(cart_spread_hamper(MONEY(320000), parts, 3, &err), &err);
	assert_i64(parts[0].price.dong, 190000);
	assert_i64(parts[1].price.dong, 55000);
	assert_i64(parts[2].price.dong, 75000);
	assert_ok(cart_spread_hamper(MONEY(265000), parts, 3, &err), &err);
	assert_i64(parts[1].price.dong, 0);
	assert_false(cart_spread_hamper(MONEY(264999), parts, 3, &err));
	assert_i64(err.code, ERR_CONFLICT);
	assert_false(cart_spread_hamper(MONEY(400001), parts, 3, &err));
	assert_text(err.field, "price");
	parts[1].floor.dong = 100001;
	assert_false(cart_spread_hamper(MONEY(390000), parts, 3, &err));
	assert_text(err.field, "parts[1].floor");
}

static void tickets_of_chance_lose_nothing(void **state)
{
	static const struct share_terms *const kinds[] = { &allows, &forbids, &own, &delegated };
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 100000; run++) {
		size_t count = 1 + test_next(&seed) % 12;
		struct cart_line lines[12];
		struct cart_asked asked = { .rounding = { 0 } };
		struct cart_totals totals;
		int64_t paid = 0, discount = 0, rounding = 0, vat = 0, of_classes = 0;

		for (size_t i = 0; i < count; i++) {
			int64_t list_price = (int64_t)(test_next(&seed) % (run % 5 ? 500000 : (uint64_t)MONEY_MAX / 400));

			lines[i] = (struct cart_line){
				.qty_milli = 1 + (int64_t)(test_next(&seed) % 20000),
				.price = { test_next(&seed) % 4 ? list_price : list_price / 2 },
				.list_price = { list_price },
				.weigh_unit = { test_next(&seed) % 4 ? 0 : 500 },
				.vat_class = (enum vat_class)(1 + test_next(&seed) % VAT_CLASSES_MAX),
				.document = (int32_t)(test_next(&seed) % 3),
				.terms = kinds[test_next(&seed) % COUNT_OF(kinds)],
			};
		}
		work_out(lines, count, asked, &totals);
		asked.ticket_discount.dong = (int64_t)(test_next(&seed) % (uint64_t)(totals.total.dong + 1));
		asked.rounding = cart_cash_rounding(MONEY(totals.total.dong - asked.ticket_discount.dong), MONEY(1000));
		work_out(lines, count, asked, &totals);
		for (size_t i = 0; i < count; i++) {
			assert_true(share_holds(&lines[i].share));
			assert_true(lines[i].ticket_discount.dong >= 0 && lines[i].rounding.dong >= 0 && lines[i].share.paid.dong >= 0);
			assert_true(lines[i].share.discount_house.dong >= lines[i].rounding.dong);
			paid += lines[i].share.paid.dong;
			discount += lines[i].ticket_discount.dong;
			rounding += lines[i].rounding.dong;
			vat += lines[i].vat.dong;
		}
		for (size_t i = 0; i < totals.vat_count; i++)
			of_classes += totals.vat[i].vat.dong;
		assert_i64(paid, totals.total.dong);
		assert_i64(paid, totals.subtotal.dong - discount - rounding);
		assert_i64(discount, asked.ticket_discount.dong);
		assert_i64(rounding, asked.rounding.dong);
		assert_i64(vat, of_classes);
		assert_i64(totals.total.dong % 1000, 0);
	}
}

static void hampers_of_chance_lose_nothing(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 100000; run++) {
		struct cart_part parts[8];
		size_t count = 1 + test_next(&seed) % 8;
		int64_t listed = 0, floors = 0, price, sum = 0;
		struct err err = { 0 };

		for (size_t i = 0; i < count; i++) {
			parts[i] = (struct cart_part){ .list = { (int64_t)(test_next(&seed) % 1000) } };
			parts[i].floor.dong = test_next(&seed) % 2 ? (int64_t)(test_next(&seed) % (uint64_t)(parts[i].list.dong + 1)) : 0;
			listed += parts[i].list.dong;
			floors += parts[i].floor.dong;
		}
		if (listed == 0)
			continue;
		price = floors + (int64_t)(test_next(&seed) % (uint64_t)(listed - floors + 1));
		assert_ok(cart_spread_hamper(MONEY(price), parts, count, &err), &err);
		for (size_t i = 0; i < count; i++) {
			assert_true(parts[i].price.dong >= parts[i].floor.dong && parts[i].price.dong <= parts[i].list.dong);
			sum += parts[i].price.dong;
		}
		assert_i64(sum, price);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_discount_is_spread_and_borne_by_contract),
		cmocka_unit_test(only_cash_is_rounded_and_only_down),
		cmocka_unit_test(a_weighed_amount_is_cut_down_and_is_no_discount),
		cmocka_unit_test(each_seller_has_a_document),
		cmocka_unit_test(a_ticket_that_makes_no_sense_is_named),
		cmocka_unit_test(a_hamper_is_spread_by_list_price),
		cmocka_unit_test(a_hamper_keeps_its_floors),
		cmocka_unit_test(tickets_of_chance_lose_nothing),
		cmocka_unit_test(hampers_of_chance_lose_nothing),
	};

	return cmocka_run_group_tests_name("calc/cart", tests, NULL, NULL);
}
