/* VAT inside, on top, and of a document. */
#include "check.h"

#include "calc/vat.h"

static void classes_are_codes(void **state)
{
	static const struct {
		const char *text;
		enum vat_class vat_class;
		int64_t rate_ppm;
	} cases[] = {
		{ "10", VAT_10, 100000 }, { "8", VAT_8, 80000 }, { "5", VAT_5, 50000 }, { "0", VAT_0, 0 }, { "KCT", VAT_KCT, 0 }, { "KKKNT", VAT_KKKNT, 0 },
		{ "8%", VAT_8, 80000 }, { "10%", VAT_10, 100000 }, { "kct", VAT_KCT, 0 },
	};
	static const char *const refused[] = { "", "%", "08", "8 ", "7", "KCT%", "100", "KKKN" };
	enum vat_class vat_class;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].text);
		assert_true(vat_class_read(cases[i].text, strlen(cases[i].text), &vat_class));
		assert_i64(vat_class, cases[i].vat_class);
		assert_i64(vat_rate_ppm(vat_class), cases[i].rate_ppm);
		if (i < VAT_CLASSES_MAX)
			assert_text(vat_class_name(vat_class), cases[i].text);
	}
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		CASE(refused[i]);
		assert_false(vat_class_read(refused[i], strlen(refused[i]), &vat_class));
	}
	assert_false(vat_class_is_valid(0));
	assert_false(vat_class_is_valid(VAT_CLASSES_MAX + 1));
	assert_null(vat_class_words[VAT_CLASSES_MAX + 1]);
}

static void tax_is_taken_out_and_put_on(void **state)
{
	static const struct {
		const char *name;
		int64_t gross, rate_ppm, inside;
	} cases[] = {
		{ "P1: 108.000 at 8 %", 108000, 80000, 8000 },
		{ "P9: the shelf price kept at 10 %", 108000, 100000, 9818 },
		{ "B5: before rounding", 154600, 80000, 11452 },
		{ "B5: after rounding", 154000, 80000, 11407 },
		{ "B9: all at the top rate", 500000, 100000, 45455 },
		{ "no rate", 108000, 0, 0 },
		{ "a return mirrors", -154600, 80000, -11452 },
		{ "the ceiling", MONEY_MAX, 100000, INT64_C(90909090909091) },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(vat_inside(MONEY(cases[i].gross), cases[i].rate_ppm).dong, cases[i].inside);
	}
	assert_i64(vat_on_top(MONEY(2469000), 80000).dong, 197520);
	assert_i64(vat_on_top(MONEY(2469), 80000).dong * 1000, 198000);
	assert_i64(vat_keep_net(MONEY(108000), 80000, 100000).dong, 110000);
	assert_i64(vat_keep_net(MONEY(110000), 100000, 80000).dong, 108000);
}

static void a_document_adds_up_both_ways(void **state)
{
	struct vat_line lines[] = {
		{ .amount = { 12345 }, .vat_class = VAT_8 }, { .amount = { 12345 }, .vat_class = VAT_8 },  { .amount = { 12345 }, .vat_class = VAT_8 },
		{ .amount = { 50000 }, .vat_class = VAT_KCT }, { .amount = { 10500 }, .vat_class = VAT_5 },
	};
	struct vat_total totals[VAT_CLASSES_MAX];

	(void)state;
	/* 37.035 at 8 %: 2.743,33; a line alone: 914,44. */
	assert_i64(vat_of_document(lines, COUNT_OF(lines), totals), 3);
	assert_i64(totals[0].vat_class, VAT_8);
	assert_i64(totals[0].vat.dong, 2743);
	assert_i64(totals[0].net.dong, 34292);
	assert_i64(lines[0].vat.dong, 915);
	assert_i64(lines[1].vat.dong, 914);
	assert_i64(lines[2].vat.dong, 914);
	assert_i64(totals[1].vat_class, VAT_5);
	assert_i64(totals[1].vat.dong, 500);
	assert_i64(totals[2].vat_class, VAT_KCT);
	assert_i64(totals[2].net.dong, 50000);
	assert_i64(lines[3].vat.dong, 0);
	assert_i64(vat_of_document(lines, 0, totals), 0);
}

static void an_exchange_comes_to_its_difference(void **state)
{
	struct vat_line lines[] = { { .amount = { 108000 }, .vat_class = VAT_8 }, { .amount = { -107999 }, .vat_class = VAT_8 } };
	struct vat_total totals[VAT_CLASSES_MAX];

	(void)state;
	assert_i64(vat_of_document(lines, 2, totals), 1);
	assert_i64(totals[0].gross.dong, 1);
	assert_i64(totals[0].vat.dong, 0);
	assert_i64(lines[0].vat.dong, 8000);
	assert_i64(lines[1].vat.dong, -8000);
}

static void documents_of_chance_lose_nothing(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 200000; run++) {
		struct vat_line lines[12], mirrored[12];
		struct vat_total totals[VAT_CLASSES_MAX], mirrored_totals[VAT_CLASSES_MAX];
		size_t count = 1 + test_next(&seed) % 12, classes;
		int64_t range = run % 2 ? 1000 : MONEY_MAX / 12;

		for (size_t i = 0; i < count; i++) {
			int64_t amount = (int64_t)(test_next(&seed) % (uint64_t)range);

			if (run % 3 == 0 && test_next(&seed) % 3 == 0)
				amount = -amount;
			lines[i] = (struct vat_line){ .amount = { amount }, .vat_class = (enum vat_class)(1 + test_next(&seed) % VAT_CLASSES_MAX) };
			mirrored[i] = lines[i];
			mirrored[i].amount.dong = -amount;
		}
		classes = vat_of_document(lines, count, totals);
		assert_i64(vat_of_document(mirrored, count, mirrored_totals), (int64_t)classes);
		for (size_t c = 0; c < classes; c++) {
			int64_t gross = 0, vat = 0;

			for (size_t i = 0; i < count; i++) {
				if (lines[i].vat_class != totals[c].vat_class)
					continue;
				gross += lines[i].amount.dong;
				vat += lines[i].vat.dong;
			}
			assert_i64(gross, totals[c].gross.dong);
			assert_i64(vat, totals[c].vat.dong);
			assert_i64(totals[c].vat.dong, vat_inside(totals[c].gross, vat_rate_ppm(totals[c].vat_class)).dong);
			assert_i64(totals[c].net.dong + totals[c].vat.dong, totals[c].gross.dong);
			assert_i64(mirrored_totals[c].vat.dong, -totals[c].vat.dong);
		}
		for (size_t i = 0; i < count; i++) {
			int64_t alone = vat_inside(lines[i].amount, vat_rate_ppm(lines[i].vat_class)).dong;

			/* Spread over a document a line is never more than a đồng or two off its own. */
			assert_true(llabs(lines[i].vat.dong - alone) <= 2);
			assert_i64(mirrored[i].vat.dong, -lines[i].vat.dong);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes_are_codes),
		cmocka_unit_test(tax_is_taken_out_and_put_on),
		cmocka_unit_test(a_document_adds_up_both_ways),
		cmocka_unit_test(an_exchange_comes_to_its_difference),
		cmocka_unit_test(documents_of_chance_lose_nothing),
	};

	return cmocka_run_group_tests_name("calc/vat", tests, NULL, NULL);
}
