/* Form 01-BH: the worked statement of rules C3, and that a statement proves itself. */
#include "check.h"

#include "calc/bh01.h"

#define ITEMS 10
#define ROWS 20

struct form {
	struct bh01 bh01;
	struct bh01_item items[ITEMS];
	struct bh01_row rows[ROWS];
};

static void add(struct form *form, struct bh01_fact fact)
{
	struct err err = { 0 };

	fact.producer.dong = fact.due.dong - fact.commission.dong - fact.vat_kept.dong;
	assert_ok(bh01_add(&form->bh01, &fact, &err), &err);
}

static void add_line(struct form *form, enum bh01_line_kind kind, enum vat_class vat_class, int64_t dong)
{
	struct bh01_line line = { .kind = kind, .vat_class = vat_class, .amount = { dong } };
	struct err err = { 0 };

	assert_ok(bh01_add_line(&form->bh01, &line, &err), &err);
}

static void finish(struct form *form)
{
	struct err err = { 0 };

	assert_ok(bh01_finish(&form->bh01, &err), &err);
	assert_ok(bh01_check(&form->bh01, &err), &err);
}

static void begin(struct form *form, int64_t owed_before)
{
	bh01_begin(&form->bh01, form->items, ITEMS, form->rows, ROWS, MONEY(owed_before));
}

#define SOLD(kind_, price_, pieces_) \
	{ .item = 77, .kind = kind_, .qty_milli = (pieces_) * 1000, .price = { price_ }, .due = { (price_) * (pieces_) }, \
	  .commission = { (price_) * (pieces_) / 5 }, .commission_vat = VAT_8 }

static void the_worked_statement(struct form *form)
{
	begin(form, 0);
	add(form, (struct bh01_fact){ .item = 77, .kind = BH01_OPENING, .qty_milli = 12000 });
	add(form, (struct bh01_fact){ .item = 77, .kind = BH01_RECEIVED, .qty_milli = 24000 });
	add(form, (struct bh01_fact){ .item = 77, .kind = BH01_SENT_BACK, .qty_milli = 3000 });
	add(form, (struct bh01_fact){ .item = 77, .kind = BH01_LOST_HOUSE, .qty_milli = 1000 });
	add(form, (struct bh01_fact){ .item = 77, .kind = BH01_LOST_PRODUCER, .qty_milli = 2000 });
	add(form, (struct bh01_fact)SOLD(BH01_SOLD, 145000, 12));
	add(form, (struct bh01_fact)SOLD(BH01_SOLD, 130500, 7));
	add(form, (struct bh01_fact)SOLD(BH01_RETURNED, 145000, 1));
	add_line(form, BH01_LOSS, 0, -116000);
	finish(form);
}

static void the_form_comes_out_as_in_the_rules(void **state)
{
	struct form form;
	const struct bh01 *b = &form.bh01;

	(void)state;
	the_worked_statement(&form);
	assert_i64(b->items_count, 1);
	assert_i64(b->items[0].column1_milli, 12000);
	assert_i64(b->items[0].column2_milli, 18000);
	assert_i64(b->items[0].column3_milli, 30000);
	assert_i64(b->items[0].column4_milli, 18000);
	assert_i64(b->items[0].column7_milli, 12000);
	assert_i64(b->rows_count, 2);
	assert_i64(b->rows[0].column4_milli, 11000);
	assert_i64(b->rows[0].column6.dong, 1595000);
	assert_i64(b->rows[1].column4_milli, 7000);
	assert_i64(b->rows[1].column6.dong, 913500);
	assert_true(b->rows[0].is_exact && b->rows[1].is_exact);
	assert_i64(b->column6.dong, 2508500);
	assert_i64(b->iv.dong, 425836);
	assert_i64(b->vi.dong, 2082664);
	assert_i64(b->producer.dong, 2006800);
}

/* Rules P8: what was owed comes in line II; nothing sold since. */
static void a_taken_over_period_begins_with_what_was_owed(void **state)
{
	struct form form;

	(void)state;
	begin(&form, 1644000);
	add(&form, (struct bh01_fact){ .item = 1, .kind = BH01_OPENING, .qty_milli = 12000 });
	add_line(&form, BH01_TRANSFER, 0, 1000000);
	add_line(&form, BH01_TRANSFER, 0, 744000);
	finish(&form);
	assert_i64(form.bh01.iii.dong, 1644000);
	assert_i64(form.bh01.v.dong, 1744000);
	assert_i64(form.bh01.vi.dong, -100000);  /* the producer's debt */
	assert_i64(form.bh01.lines_count, 1);
	assert_i64(form.items[0].column7_milli, 12000);
}

static void vat_on_commission_is_by_class_with_its_tier(void **state)
{
	struct form form;

	(void)state;
	begin(&form, 0);
	for (int i = 0; i < 1000; i++)
		add(&form, (struct bh01_fact){ .item = 1, .kind = BH01_SOLD, .qty_milli = 1000, .price = { 12345 }, .due = { 12345 },
					       .commission = { 2469 }, .commission_vat = VAT_8 });
	add(&form, (struct bh01_fact){ .item = 1, .kind = BH01_SOLD, .qty_milli = 1000, .price = { 10000 }, .due = { 10000 },
				       .commission = { 2000 }, .commission_vat = VAT_10 });
	add(&form, (struct bh01_fact){ .item = 2, .kind = BH01_SOLD, .qty_milli = 1000, .price = { 10000 }, .due = { 10000 },
				       .commission = { 2000 }, .commission_vat = VAT_10, .commission_includes_vat = true });
	add(&form, (struct bh01_fact){ .item = 2, .kind = BH01_SOLD, .qty_milli = 1000, .price = { 108000 }, .due = { 108000 },
				       .commission = { 20000 }, .vat_kept = { 8000 } });
	add_line(&form, BH01_TIER, VAT_8, -469000);
	finish(&form);
	/* (2.469.000 - 469.000) * 8 % + 2.000 * 10 %; the commission that includes its VAT and the one without an invoice add none. */
	assert_i64(form.bh01.iv.dong, 2469000 - 469000 + 160000 + 2000 + 200 + 2000 + 20000 + 8000);
	assert_i64(form.bh01.column6.dong, 12345000 + 10000 + 10000 + 108000);
	assert_i64(form.bh01.rows_count, 4);
}

static void a_price_that_does_not_divide_says_so(void **state)
{
	struct form form;

	(void)state;
	begin(&form, 0);
	add(&form, (struct bh01_fact){ .item = 1, .kind = BH01_SOLD, .qty_milli = 1234, .price = { 84684 }, .due = { 104500 } });
	add(&form, (struct bh01_fact)SOLD(BH01_RETURNED, 100, 2));
	finish(&form);
	assert_false(form.rows[0].is_exact);
	assert_true(form.rows[1].is_exact);
	assert_i64(form.items[1].column4_milli, -2000);
	assert_i64(form.items[1].column7_milli, 2000);
}

/* Two parts of a line without commission: rounding leaves the first one đồng too many, the second takes it back. */
static void what_rounding_left_a_part_is_taken(void **state)
{
	struct bh01_fact whole = { .item = 1, .kind = BH01_SOLD, .qty_milli = 2000, .price = { 63245 }, .due = { 126490 }, .vat_kept = { 9370 } };
	struct bh01_fact part = { .item = 1, .kind = BH01_RETURNED, .qty_milli = 1000, .price = { 63245 }, .due = { 63245 },
				  .commission = { -1 }, .vat_kept = { 4685 } };
	struct form form;

	(void)state;
	begin(&form, 0);
	add(&form, whole);
	add(&form, part);
	finish(&form);
	assert_i64(form.bh01.iv.dong, 9370 - 4685 + 1);
	begin(&form, 0);
	add(&form, whole);
	add(&form, part);
	part.commission.dong = 1;
	add(&form, part);
	finish(&form);
	assert_i64(form.bh01.column6.dong, 0);
	assert_i64(form.bh01.iv.dong, 0);
	assert_i64(form.bh01.producer.dong, 0);
}

static void wrong_facts_are_named(void **state)
{
	static const struct {
		const char *name;
		struct bh01_fact fact;
		enum err_code code;
		const char *field;
	} cases[] = {
		{ "no such kind", { .kind = 10 }, ERR_INPUT, "kind" },
		{ "a negative receipt", { .kind = BH01_RECEIVED, .qty_milli = -1 }, ERR_INPUT, "qty_milli" },
		{ "legs that do not add up", { .kind = BH01_SOLD, .qty_milli = 1, .due = { 10 }, .producer = { 9 } }, ERR_INPUT, "due" },
		{ "too many items", { .item = 5, .kind = BH01_OPENING }, ERR_LIMIT, "items" },
		{ "too many prices", { .item = 1, .kind = BH01_SOLD, .price = { 3 } }, ERR_LIMIT, "rows" },
		{ "too many goods", { .item = 1, .kind = BH01_RECEIVED, .qty_milli = QTY_MILLI_MAX * 1000 }, ERR_LIMIT, "qty_milli" },
	};
	struct bh01 bh01;
	struct bh01_item items[1];
	struct bh01_row rows[1];
	struct err err = { 0 };

	(void)state;
	bh01_begin(&bh01, items, 1, rows, 1, MONEY(0));
	assert_ok(bh01_add(&bh01, &(struct bh01_fact){ .item = 1, .kind = BH01_RECEIVED, .qty_milli = 1 }, &err), &err);
	assert_ok(bh01_add(&bh01, &(struct bh01_fact){ .item = 1, .kind = BH01_SOLD, .price = { 2 } }, &err), &err);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_false(bh01_add(&bh01, &cases[i].fact, &err));
		assert_text(err.field, cases[i].field);
		assert_i64(err.code, cases[i].code);
	}
	assert_false(bh01_add_line(&bh01, &(struct bh01_line){ .kind = BH01_COMMISSION_VAT }, &err));
	assert_false(bh01_add_line(&bh01, &(struct bh01_line){ .kind = 9 }, &err));
	assert_false(bh01_add_line(&bh01, &(struct bh01_line){ .kind = BH01_CASH, .amount = { MONEY_MAX + 1 } }, &err));
}

static void a_statement_that_was_touched_is_caught(void **state)
{
	struct form form;
	struct err err;

	(void)state;
#define TOUCHED(what, where) \
	do { \
		CASE(#what); \
		the_worked_statement(&form); \
		form.what += 1; \
		assert_false(bh01_check(&form.bh01, &err)); \
		assert_text(err.field, where); \
	} while (0)
	TOUCHED(items[0].opening_milli, "items[0]");
	TOUCHED(items[0].lost_house_milli, "items[0]");
	TOUCHED(items[0].column1_milli, "items[0]");
	TOUCHED(items[0].column2_milli, "items[0]");
	TOUCHED(items[0].column3_milli, "items[0]");
	TOUCHED(items[0].column4_milli, "items[0]");
	TOUCHED(items[0].column7_milli, "items[0]");
	TOUCHED(rows[0].sold_milli, "items[0]");
	TOUCHED(rows[0].column4_milli, "rows[0]");
	TOUCHED(rows[0].price.dong, "rows[0]");
	TOUCHED(rows[1].column6.dong, "rows[1]");
	TOUCHED(bh01.lines[0].amount.dong, "producer");
	TOUCHED(bh01.lines[1].amount.dong, "iv");
	TOUCHED(bh01.column6.dong, "column6");
	TOUCHED(bh01.producer.dong, "producer");
	TOUCHED(bh01.owed_before.dong, "iii");
	TOUCHED(bh01.iii.dong, "iii");
	TOUCHED(bh01.iv.dong, "iv");
	TOUCHED(bh01.v.dong, "v");
	TOUCHED(bh01.vi.dong, "vi");
}

static void statements_of_chance_prove_themselves(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 100000; run++) {
		struct form form;
		int64_t lies[3] = { 0 }, due = 0;

		begin(&form, (int64_t)(test_next(&seed) % 1000000) - 500000);
		for (int i = 0; i < 20; i++) {
			struct bh01_fact fact = { .item = (int64_t)(test_next(&seed) % 3), .kind = (enum bh01_fact_kind)(1 + test_next(&seed) % 9) };
			bool is_in = fact.kind == BH01_OPENING || fact.kind == BH01_RECEIVED || fact.kind == BH01_COUNTED || fact.kind == BH01_MOVED ||
				     fact.kind == BH01_RETURNED;

			fact.qty_milli = (int64_t)(test_next(&seed) % 100) * 1000;
			if (fact.kind >= BH01_SOLD) {
				fact.price.dong = (int64_t)(1 + test_next(&seed) % 3) * 1000;
				fact.due.dong = fact.price.dong * fact.qty_milli / 1000;
				fact.commission.dong = fact.due.dong / 7;
				fact.vat_kept.dong = test_next(&seed) % 2 ? fact.due.dong / 13 : 0;
				fact.commission_vat = (enum vat_class)(test_next(&seed) % (VAT_CLASSES_MAX + 1));
				due += fact.kind == BH01_SOLD ? fact.due.dong : -fact.due.dong;
			}
			add(&form, fact);
			lies[fact.item] += is_in ? fact.qty_milli : -fact.qty_milli;
		}
		finish(&form);
		for (size_t i = 0; i < form.bh01.items_count; i++)
			assert_i64(form.items[i].column7_milli, lies[form.items[i].item]);
		assert_i64(form.bh01.column6.dong, due);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_form_comes_out_as_in_the_rules),
		cmocka_unit_test(a_taken_over_period_begins_with_what_was_owed),
		cmocka_unit_test(vat_on_commission_is_by_class_with_its_tier),
		cmocka_unit_test(a_price_that_does_not_divide_says_so),
		cmocka_unit_test(what_rounding_left_a_part_is_taken),
		cmocka_unit_test(wrong_facts_are_named),
		cmocka_unit_test(a_statement_that_was_touched_is_caught),
		cmocka_unit_test(statements_of_chance_prove_themselves),
	};

	return cmocka_run_group_tests_name("calc/bh01", tests, NULL, NULL);
}
