/* The legs of a line, part returns, and the figures of a closing: every worked figure of the rules, and chance. */
#include "check.h"

#include "calc/share.h"

#define CREDIT .consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = VAT_8, .basis = SHARE_GROSS

static struct share of(struct share_terms terms, struct share_line line)
{
	struct share share;
	struct err err = { 0 };

	assert_ok(share_terms_check(&terms, &err), &err);
	if (line.list.dong == 0)
		line.list = line.paid;
	if (line.qty_milli == 0)
		line.qty_milli = 1000;
	if (line.vat.dong == 0 && share_seller(&terms) == TAX_CREDIT)
		line.vat = vat_inside(line.paid, vat_rate_ppm(line.vat_class));
	assert_ok(share_of_line(&terms, &line, &share, &err), &err);
	assert_true(share_holds(&share));
	return share;
}

static void the_mode_and_two_profiles_give_the_case(void **state)
{
	static const enum share_case house_on_credit[3][5] = {
		/* STEP_INVOICE, CONSIGNMENT_NOTE, DELEGATED, PURCHASE_LIST, NONE */
		{ SHARE_VAT_INSIDE, SHARE_VAT_INSIDE, SHARE_VAT_NONE, SHARE_VAT_APART, SHARE_VAT_APART },
		{ SHARE_VAT_APART, SHARE_VAT_APART, SHARE_VAT_NONE, SHARE_VAT_APART, SHARE_VAT_APART },
		{ SHARE_VAT_APART, SHARE_VAT_APART, SHARE_VAT_NONE, SHARE_VAT_APART, SHARE_VAT_APART },
	};

	(void)state;
	for (int consignor = 1; consignor <= 3; consignor++) {
		for (int mode = 1; mode <= 5; mode++) {
			struct share_terms terms = { .mode = (enum share_mode)mode, .kind = SHARE_RATE, CREDIT };
			enum share_case wanted = house_on_credit[consignor - 1][mode - 1];

			CASE(share_mode_words[mode]);
			terms.consignor = (enum tax_profile)consignor;
			assert_i64(share_case(&terms), wanted);
			assert_i64(share_has_commission_vat(&terms), wanted == SHARE_VAT_INSIDE || mode == SHARE_DELEGATED);
			for (int house = TAX_DIRECT; house <= TAX_HOUSEHOLD; house++) {
				terms.house = (enum tax_profile)house;
				assert_i64(share_case(&terms), SHARE_VAT_NONE);
				assert_false(share_has_commission_vat(&terms));
			}
			terms.house = TAX_CREDIT;
			terms.kind = SHARE_OWN;
			assert_i64(share_case(&terms), SHARE_VAT_APART);
			assert_false(share_has_commission_vat(&terms));
		}
	}
}

/* Rules P1, P8, P9 and the open questions 2: the figures as they stand there. */
static void worked_legs_come_out(void **state)
{
	static const struct {
		const char *name;
		struct share_terms terms;
		struct share_line line;
		int64_t producer, vat, house, commission, due;
	} cases[] = {
		{ "P1 (i) 20 % of gross", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 86400, 0, 21600, 21600, 108000 },
		{ "P1 (ii) 20 % of gross", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 86400, 8000, 13600, 21600, 108000 },
		{ "P1 (ii) at 5 % the house loses", { .mode = SHARE_PURCHASE_LIST, .kind = SHARE_RATE, .rate_ppm = 50000, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 102600, 8000, -2600, 5400, 108000 },
		{ "P1 (i) 20 % of net", { .mode = SHARE_CONSIGNMENT_NOTE, .kind = SHARE_RATE, .rate_ppm = 200000, .basis = SHARE_NET,
		  .consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 88000, 0, 20000, 20000, 108000 },
		{ "P1 (ii) 20 % of net", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, .basis = SHARE_NET,
		  .consignor = TAX_HOUSEHOLD, .house = TAX_CREDIT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 80000, 8000, 20000, 20000, 108000 },
		{ "P9 the same at 10 %, shelf price kept", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, .basis = SHARE_NET,
		  .consignor = TAX_HOUSEHOLD, .house = TAX_CREDIT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_10 }, 78546, 9818, 19636, 19636, 108000 },
		{ "P9 a fixed hand-over price at 8 %", { .mode = SHARE_NONE, .kind = SHARE_HAND_OVER, .per_unit = { 80000 }, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 80000, 8000, 20000, 0, 80000 },
		{ "P9 at 10 % the house loses 1.818", { .mode = SHARE_NONE, .kind = SHARE_HAND_OVER, .per_unit = { 80000 }, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_10 }, 80000, 9818, 18182, 0, 80000 },
		{ "hand-over with its VAT, (i)", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_HAND_OVER, .per_unit = { 86400 }, .includes_vat = true, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 86400, 0, 21600, 0, 86400 },
		{ "hand-over without its VAT, (i)", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_HAND_OVER, .per_unit = { 80000 }, CREDIT },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 86400, 0, 21600, 0, 86400 },
		{ "P1 (iii) DELEGATED household", { .mode = SHARE_DELEGATED, .kind = SHARE_RATE, .rate_ppm = 250000, .basis = SHARE_NET,
		  .consignor = TAX_HOUSEHOLD, .house = TAX_CREDIT, .commission_vat = VAT_8 },
		  { .paid = { 900000 }, .vat_class = VAT_KCT, .qty_milli = 20000 }, 675000, 0, 225000, 225000, 900000 },
		{ "P1 (iii) DELEGATED principal on the credit method, net", { .mode = SHARE_DELEGATED, .kind = SHARE_RATE, .rate_ppm = 200000,
		  .basis = SHARE_NET, .consignor = TAX_CREDIT, .house = TAX_DIRECT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 88000, 0, 20000, 20000, 108000 },
		{ "P1 (iii) house on the direct method: net is gross", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, .basis = SHARE_NET,
		  .consignor = TAX_HOUSEHOLD, .house = TAX_DIRECT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 86400, 0, 21600, 21600, 108000 },
		{ "P8 nine jars, (ii)", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT },
		  { .paid = { 1305000 }, .vat_class = VAT_8, .qty_milli = 9000 }, 1044000, 96667, 164333, 261000, 1305000 },
		{ "question 2: 108.000 sold at 97.200, the house bears it", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT },
		  { .list = { 108000 }, .paid = { 97200 }, .vat_class = VAT_8 }, 86400, 0, 10800, 21600, 108000 },
		{ "the same, the producer bears it", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, .discount_producer_ppm = PPM, CREDIT },
		  { .list = { 108000 }, .paid = { 97200 }, .vat_class = VAT_8 }, 77760, 0, 19440, 19440, 97200 },
		{ "the same, half each", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, .discount_producer_ppm = 500000, CREDIT },
		  { .list = { 108000 }, .paid = { 97200 }, .vat_class = VAT_8 }, 82080, 0, 15120, 20520, 102600 },
		{ "below the floor it is the house's", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, .discount_producer_ppm = PPM,
		  .floor = { 50000 }, CREDIT },
		  { .list = { 108000 }, .paid = { 90000 }, .vat_class = VAT_8, .qty_milli = 2000 }, 80000, 0, 10000, 20000, 100000 },
		{ "cash rounding never touches the producer", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, .discount_producer_ppm = PPM, CREDIT },
		  { .list = { 154600 }, .paid = { 154000 }, .house_discount = { 600 }, .vat_class = VAT_8 }, 123680, 0, 30320, 30920, 154600 },
		{ "a fixed commission a unit", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_FIXED, .per_unit = { 15000 }, CREDIT },
		  { .paid = { 300000 }, .vat_class = VAT_8, .qty_milli = 2500 }, 262500, 0, 37500, 37500, 300000 },
		{ "a fixed commission, (ii) on net", { .mode = SHARE_NONE, .kind = SHARE_FIXED, .per_unit = { 20000 }, .basis = SHARE_NET,
		  .consignor = TAX_HOUSEHOLD, .house = TAX_CREDIT, .commission_vat = VAT_8 },
		  { .paid = { 108000 }, .vat_class = VAT_8 }, 80000, 8000, 20000, 20000, 108000 },
		{ "a commission takes no more than there is", { .mode = SHARE_STEP_INVOICE, .kind = SHARE_FIXED, .per_unit = { 15000 }, CREDIT },
		  { .paid = { 10000 }, .vat_class = VAT_8 }, 0, 0, 10000, 10000, 10000 },
		{ "the house's own goods", { .mode = SHARE_NONE, .kind = SHARE_OWN, CREDIT },
		  { .list = { 120000 }, .paid = { 108000 }, .vat_class = VAT_8 }, 0, 8000, 100000, 0, 0 },
		{ "given away at the house's cost", { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT },
		  { .list = { 100000 }, .paid = { 0 }, .vat_class = VAT_8 }, 80000, 0, -80000, 20000, 100000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct share share;

		CASE(cases[i].name);
		share = of(cases[i].terms, cases[i].line);
		assert_i64(share.producer.dong, cases[i].producer);
		assert_i64(share.vat.dong, cases[i].vat);
		assert_i64(share.house.dong, cases[i].house);
		assert_i64(share.commission.dong, cases[i].commission);
		assert_i64(share.due.dong, cases[i].due);
	}
}

static void terms_and_lines_out_of_range_are_named(void **state)
{
	static const struct share_terms good = { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT };
	static const struct share_line line = { .qty_milli = 1000, .list = { 100 }, .paid = { 100 }, .vat_class = VAT_8, .vat = { 7 } };
	struct share_terms t;
	struct share_line l;
	struct share share;
	struct err err;

	(void)state;
#define TERMS_WRONG(member, value) \
	do { \
		t = good; \
		t.member = value; \
		assert_false(share_terms_check(&t, &err)); \
		assert_text(err.field, #member); \
	} while (0)
	TERMS_WRONG(mode, 0);
	TERMS_WRONG(mode, 6);
	TERMS_WRONG(kind, 5);
	TERMS_WRONG(basis, 3);
	TERMS_WRONG(rate_ppm, -1);
	TERMS_WRONG(rate_ppm, PPM + 1);
	TERMS_WRONG(per_unit, MONEY(-1));
	TERMS_WRONG(discount_producer_ppm, PPM + 1);
	TERMS_WRONG(floor, MONEY(MONEY_MAX + 1));
	TERMS_WRONG(consignor, 0);
	TERMS_WRONG(house, 4);
	TERMS_WRONG(commission_vat, 0);
#define LINE_WRONG(member, value) \
	do { \
		l = line; \
		l.member = value; \
		assert_false(share_of_line(&good, &l, &share, &err)); \
		assert_text(err.field, #member); \
	} while (0)
	LINE_WRONG(qty_milli, 0);
	LINE_WRONG(qty_milli, QTY_MILLI_MAX + 1);
	LINE_WRONG(list, MONEY(MONEY_MAX + 1));
	LINE_WRONG(paid, MONEY(101));
	LINE_WRONG(paid, MONEY(-1));
	LINE_WRONG(house_discount, MONEY(1));
	LINE_WRONG(vat_class, 7);
	LINE_WRONG(vat, MONEY(101));
	t = good;
	t.kind = SHARE_HAND_OVER;
	t.per_unit = MONEY(MONEY_MAX);
	l = line;
	l.qty_milli = 1001;
	assert_false(share_of_line(&t, &l, &share, &err));
	assert_i64(err.code, ERR_LIMIT);
	l.qty_milli = 1000;
	assert_false(share_of_line(&t, &l, &share, &err));  /* VAT on top passes the ceiling */
	t.includes_vat = true;
	assert_true(share_of_line(&t, &l, &share, &err));
	assert_i64(share.house.dong, 100 - MONEY_MAX);
}

static void commission_vat_is_a_figure_of_the_statement(void **state)
{
	struct share_terms terms = { .mode = SHARE_STEP_INVOICE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT };
	struct share sum = { 0 }, line;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		line = of(terms, (struct share_line){ .paid = { 12345 }, .vat_class = VAT_8 });
		assert_i64(line.commission.dong, 2469);
		assert_true(share_add(&sum, &line));
	}
	assert_i64(share_commission_vat(sum.commission, VAT_8, false).dong, 197520);
	/* P1: after VAT on the commission. */
	assert_i64(86400 - share_commission_vat(MONEY(21600), VAT_8, false).dong, 84672);
	assert_i64(88000 - share_commission_vat(MONEY(20000), VAT_8, false).dong, 86400);
	assert_i64(share_commission_vat(MONEY(21600), VAT_8, true).dong, 1600);
}

static void a_sum_past_the_ceiling_is_refused_whole(void **state)
{
	struct share sum = { .list = { MONEY_MAX }, .paid = { MONEY_MAX }, .house = { MONEY_MAX } };
	struct share one = { .list = { 1 }, .paid = { 1 }, .house = { 1 } };

	(void)state;
	assert_false(share_add(&sum, &one));
	assert_i64(sum.paid.dong, MONEY_MAX);
	one = share_minus(&one);
	assert_true(share_add(&sum, &one));
	assert_i64(sum.paid.dong, MONEY_MAX - 1);
	assert_true(share_holds(&sum));
	sum.house.dong++;
	assert_false(share_holds(&sum));
}

static void pieces_come_back_one_by_one(void **state)
{
	struct share_terms terms = { .mode = SHARE_NONE, .kind = SHARE_RATE, .rate_ppm = 200000, CREDIT };
	struct share whole = of(terms, (struct share_line){ .list = { 110000 }, .paid = { 100000 }, .vat_class = VAT_8, .qty_milli = 3000 });
	static const int64_t paid[] = { 33333, 33334, 33333 }, vat[] = { 2469, 2469, 2469 }, producer[] = { 29333, 29334, 29333 };

	(void)state;
	/* vat 7.407 = 3 x 2.469; producer 88.000: the house bears the discount. */
	for (int64_t k = 0; k < 3; k++) {
		struct share part = share_part(&whole, 3000, k * 1000, 1000);

		assert_i64(part.paid.dong, paid[k]);
		assert_i64(part.vat.dong, vat[k]);
		assert_i64(part.producer.dong, producer[k]);
		assert_i64(part.house.dong, paid[k] - vat[k] - producer[k]);
		assert_true(share_holds(&part));
	}
	/* round(x * k / n): 10 in 4 pieces is 3, 2, 3, 2. */
	assert_i64(share_part_of(MONEY(10), 4000, 0, 1000).dong, 3);
	assert_i64(share_part_of(MONEY(10), 4000, 1000, 1000).dong, 2);
	assert_i64(share_part_of(MONEY(10), 4000, 2000, 1000).dong, 3);
	assert_i64(share_part_of(MONEY(10), 4000, 3000, 1000).dong, 2);
	assert_i64(share_part_of(MONEY(10), 4000, 1000, 3000).dong, 7);
	assert_i64(share_due_price(MONEY(300000), 2500).dong, 120000);
}

static struct share_terms terms_of_chance(uint64_t *seed)
{
	int64_t price_max = test_next(seed) % 2 ? 1000 : 1000000;

	return (struct share_terms){
		.mode = (enum share_mode)(1 + test_next(seed) % 5),
		.kind = (enum share_kind)(1 + test_next(seed) % 4),
		.basis = (enum share_basis)(1 + test_next(seed) % 2),
		.rate_ppm = (int64_t)(test_next(seed) % (uint64_t)(PPM + 1)),
		.per_unit = { (int64_t)(test_next(seed) % (uint64_t)price_max) },
		.includes_vat = test_next(seed) % 2,
		.discount_producer_ppm = test_next(seed) % 3 ? (int64_t)(test_next(seed) % (uint64_t)(PPM + 1)) : PPM,
		.floor = { (int64_t)(test_next(seed) % (uint64_t)price_max) },
		.consignor = (enum tax_profile)(1 + test_next(seed) % 3),
		.house = (enum tax_profile)(1 + test_next(seed) % 3),
		.commission_vat = VAT_8,
	};
}

static void legs_of_chance_sum_and_parts_close_to_zero(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int run = 0; run < 200000; run++) {
		struct share_terms terms = terms_of_chance(&seed);
		int64_t list_max = run % 4 == 0 ? MONEY_MAX + 1 : run % 4 == 1 ? 100 : 10000000;
		struct share_line line = { .qty_milli = 1 + (int64_t)(test_next(&seed) % 20000) };
		struct share whole, left, sum = { 0 };
		struct err err = { 0 };

		line.list.dong = (int64_t)(test_next(&seed) % (uint64_t)list_max);
		line.paid.dong = test_next(&seed) % 3 ? line.list.dong : (int64_t)(test_next(&seed) % (uint64_t)(line.list.dong + 1));
		line.house_discount.dong = test_next(&seed) % 2 ? 0 : (line.list.dong - line.paid.dong) / 2;
		line.vat_class = (enum vat_class)(1 + test_next(&seed) % VAT_CLASSES_MAX);
		line.vat = vat_inside(line.paid, vat_rate_ppm(line.vat_class));
		assert_ok(share_terms_check(&terms, &err), &err);
		assert_ok(share_of_line(&terms, &line, &whole, &err), &err);
		assert_true(share_holds(&whole));
		assert_true(whole.producer.dong >= 0 && whole.commission.dong >= 0 && whole.vat_kept.dong >= 0);
		assert_true(whole.discount_producer.dong >= 0 && whole.discount_house.dong >= line.house_discount.dong);
		left = whole;
		for (int64_t before = 0, now; before < line.qty_milli; before += now) {
			struct share part, back;

			now = 1 + (int64_t)(test_next(&seed) % (uint64_t)(line.qty_milli - before));
			part = share_part(&whole, line.qty_milli, before, now);
			assert_true(share_holds(&part));
			back = share_minus(&part);
			assert_true(share_add(&left, &back));
			assert_true(share_add(&sum, &part));
		}
		assert_memory_equal(&sum, &whole, sizeof(sum));
		assert_memory_equal(&left, &(struct share){ 0 }, sizeof(left));
	}
}

static void tiers_are_one_line_of_the_closing(void **state)
{
	static const struct {
		const char *name;
		struct share_tiers tiers;
		int64_t turnover, stored, to_producer;
	} cases[] = {
		{ "C1 marginal", { .count = 1, .tiers = { { { 10000000 }, 150000 } } }, 14000000, 2800000, 200000 },
		{ "C1 on the whole", { .is_whole = true, .count = 1, .tiers = { { { 10000000 }, 150000 } } }, 14000000, 2800000, 700000 },
		{ "not reached", { .count = 1, .tiers = { { { 10000000 }, 150000 } } }, 9999999, 2000000, 0 },
		{ "just reached, marginal", { .count = 1, .tiers = { { { 10000000 }, 150000 } } }, 10000000, 2000000, 0 },
		{ "just reached, whole", { .is_whole = true, .count = 1, .tiers = { { { 10000000 }, 150000 } } }, 10000000, 2000000, 500000 },
		{ "two tiers, marginal", { .count = 2, .tiers = { { { 10000000 }, 150000 }, { { 12000000 }, 100000 } } }, 14000000, 2800000, 300000 },
		{ "two tiers, whole", { .is_whole = true, .count = 2, .tiers = { { { 10000000 }, 150000 }, { { 12000000 }, 100000 } } }, 14000000, 2800000, 1400000 },
		{ "a dearer tier", { .count = 1, .tiers = { { { 10000000 }, 250000 } } }, 14000000, 2800000, -200000 },
		{ "no tiers", { .count = 0 }, 14000000, 2800000, 0 },
		{ "more came back than was sold", { .count = 1, .tiers = { { { 10000000 }, 150000 } } }, -5, -1, 0 },
		{ "two lot versions count by their average", { .count = 1, .tiers = { { { 5000000 }, 100000 } } }, 10000000, 1500000, 250000 },
		{ "at the ceiling", { .count = 2, .tiers = { { { 1 }, 150000 }, { { MONEY_MAX / 2 }, 100000 } } }, MONEY_MAX, MONEY_MAX / 5, INT64_C(75000000000000) },
	};
	struct share_tiers tiers = { .count = 2, .tiers = { { { 5 }, 1 }, { { 5 }, 2 } } };
	struct err err = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_ok(share_tiers_check(&cases[i].tiers, &err), &err);
		assert_i64(share_tier_to_producer(&cases[i].tiers, MONEY(cases[i].turnover), MONEY(cases[i].stored)).dong, cases[i].to_producer);
	}
	assert_false(share_tiers_check(&tiers, &err));
	assert_text(err.field, "tiers[1].from");
	tiers.tiers[1] = (struct share_tier){ { 6 }, PPM + 1 };
	assert_false(share_tiers_check(&tiers, &err));
	assert_text(err.field, "tiers[1].rate_ppm");
	tiers.count = SHARE_TIERS_MAX + 1;
	assert_false(share_tiers_check(&tiers, &err));
}

static void a_loss_is_the_houses_up_to_the_cap(void **state)
{
	static const struct {
		const char *name;
		struct share_loss_terms terms;
		int64_t loss, sales, house;
	} cases[] = {
		{ "C2", { SHARE_CAP_RATE, 20000, { 0 } }, 600000, 14000000, 280000 },
		{ "under the cap", { SHARE_CAP_RATE, 20000, { 0 } }, 100000, 14000000, 100000 },
		{ "no sales", { SHARE_CAP_RATE, 20000, { 0 } }, 100000, -5, 0 },
		{ "an amount", { SHARE_CAP_AMOUNT, 0, { 250000 } }, 600000, 0, 250000 },
		{ "the producer bears all", { SHARE_CAP_AMOUNT, 0, { 0 } }, 600000, 14000000, 0 },
		{ "no cap", { SHARE_CAP_NONE, 0, { 0 } }, 600000, 0, 600000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct share_loss loss = share_loss(&cases[i].terms, MONEY(cases[i].loss), MONEY(cases[i].sales));

		CASE(cases[i].name);
		assert_i64(loss.house.dong, cases[i].house);
		assert_i64(loss.house.dong + loss.producer.dong, cases[i].loss);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mode_and_two_profiles_give_the_case),
		cmocka_unit_test(worked_legs_come_out),
		cmocka_unit_test(terms_and_lines_out_of_range_are_named),
		cmocka_unit_test(commission_vat_is_a_figure_of_the_statement),
		cmocka_unit_test(a_sum_past_the_ceiling_is_refused_whole),
		cmocka_unit_test(pieces_come_back_one_by_one),
		cmocka_unit_test(legs_of_chance_sum_and_parts_close_to_zero),
		cmocka_unit_test(tiers_are_one_line_of_the_closing),
		cmocka_unit_test(a_loss_is_the_houses_up_to_the_cap),
	};

	return cmocka_run_group_tests_name("calc/share", tests, NULL, NULL);
}
