/* Bar codes: kinds, check digits, keys, and what label scales print. */
#include "check.h"

#include "base/text.h"
#include "calc/barcode.h"
#include "calc/gs1.h"
#include "tally.h"
#include "tsv.h"

static struct barcode barcode;

static bool reads(const char *code, const struct barcode_pattern *patterns, size_t count)
{
	struct err err = { 0 };

	return barcode_read(code, strlen(code), patterns, count, &barcode, &err);
}

static struct barcode_pattern pattern_of(const char *text)
{
	struct barcode_pattern pattern;
	struct err err = { 0 };

	assert_ok(barcode_pattern_read(text, strlen(text), &pattern, &err), &err);
	return pattern;
}

static void codes_are_told_apart(void **state)
{
	static const struct {
		const char *code, *kind;
		int digits, given, expected;  /* given -2: no check digit at all */
		const char *key;
	} cases[] = {
		{ "8936221043064", "EAN-13", 13, 4, 4, "08936221043064" },
		{ "8936221043065", "EAN-13", 13, 5, 4, "08936221043065" },
		{ " 8936221043064\r\n", "EAN-13", 13, 4, 4, "08936221043064" },
		{ "08936221043064", "EAN-13", 13, 4, 4, "08936221043064" },
		{ "67678983", "EAN-8", 8, 3, 3, "00000067678983" },
		{ "67678984", "EAN-8", 8, 4, 3, "00000067678984" },
		{ "614141123452", "UPC-A", 12, 2, 2, "00614141123452" },
		{ "0614141123452", "UPC-A", 12, 2, 2, "00614141123452" },
		{ "00614141123452", "UPC-A", 12, 2, 2, "00614141123452" },
		{ "042100005264", "UPC-A", 12, 4, 4, "00042100005264" },
		{ "0012345000065", "UPC-A", 12, 5, 5, "00012345000065" },
		{ "04252614", "UPC-E", 12, 4, 4, "00042100005264" },
		{ "425261", "UPC-E", 12, -1, 4, "00042100005264" },
		{ "1425261", "UPC-E", 12, -1, 1, "00142100005261" },
		{ "14252611", "UPC-E", 12, 1, 1, "00142100005261" },
		{ "98765432109213", "GTIN-14", 14, 3, 3, "98765432109213" },
		{ "2600001000016", "in-store", 13, 6, 6, "02600001000016" },
		{ "0212345678909", "in-store", 12, 9, 9, "00212345678909" },
		{ "212345678900", "in-store", 12, 0, 9, "00212345678900" },
		{ "491111111110", "in-store", 12, 0, 0, "00491111111110" },
		{ "02345673", "in-store", 8, 3, 3, "00000002345673" },
		{ "3012345678900", "EAN-13", 13, 0, 2, "03012345678900" },
		{ "1234", "other", 0, -2, 0, "" },
		{ "7425261", "other", 0, -2, 0, "" },  /* number system 7 */
		{ "VT-TRA-001", "other", 0, -2, 0, "" },
		{ "https://checkvn.vn/1", "other", 0, -2, 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].code);
		assert_true(reads(cases[i].code, NULL, 0));
		assert_text(barcode_kind_name(barcode.kind), cases[i].kind);
		assert_i64(barcode.gtin_digits, cases[i].digits);
		assert_text(barcode.key, cases[i].key);
		assert_i64(barcode.has_check_digit, cases[i].given != -2);
		if (!barcode.has_check_digit)
			continue;
		assert_i64(barcode.check_digit_given, cases[i].given);
		assert_i64(barcode.check_digit_expected, cases[i].expected);
		assert_i64(barcode_check_digit_is_right(&barcode), cases[i].given < 0 || cases[i].given == cases[i].expected);
	}
}

static void what_is_no_code_is_refused(void **state)
{
	char text[BARCODE_SIZE_MAX + 2];
	struct err err = { 0 };

	(void)state;
	memset(text, 'A', sizeof(text));
	assert_true(barcode_read(text, BARCODE_SIZE_MAX, NULL, 0, &barcode, &err));
	assert_false(barcode_read(text, BARCODE_SIZE_MAX + 1, NULL, 0, &barcode, &err));
	assert_i64(err.code, ERR_LIMIT);
	assert_false(reads("", NULL, 0));
	assert_false(reads("  ", NULL, 0));
	assert_false(reads("A\x1b" "B", NULL, 0));
	assert_false(reads("A\x1d" "B", NULL, 0));
	assert_false(barcode_read("A\0B", 3, NULL, 0, &barcode, &err));
}

static void upc_e_opens_by_its_last_digit(void **state)
{
	static const struct {
		const char *code, *key;
	} cases[] = {
		{ "123450", "00012000003455" }, { "123451", "00012100003454" }, { "123452", "00012200003453" }, { "123453", "00012300000451" },
		{ "123454", "00012340000053" }, { "123455", "00012345000058" }, { "123459", "00012345000096" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].code);
		assert_true(reads(cases[i].code, NULL, 0));
		assert_text(barcode.key, cases[i].key);
		assert_true(reads(cases[i].key, NULL, 0));
		assert_true(barcode_check_digit_is_right(&barcode));
	}
}

static void biip_agrees_about_gtins(void **state)
{
	struct tally tally = { 0 };
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/biip_parse.tsv"));
	while (tsv_next(&tsv)) {
		const char *result = tsv_cell(&tsv, "biip_parse_result"), *hex = tsv_cell(&tsv, "input_hex"), *gtin = strstr(result, "gtin=");
		char code[256], want[15], got[15];
		size_t size, digits;
		struct err err = { 0 };

		CASE(tsv_cell(&tsv, "id"));
		assert_true(text_hex_read(hex, strlen(hex), (uint8_t *)code, sizeof(code) - 1, &size));
		code[size] = '\0';
		if (!gtin || strstr(result, "dl=")) {
			tally_leave_out(&tally, gtin ? "a Digital Link; see test_gs1" : "no GTIN");
			continue;
		}
		tally.tried++;
		assert_ok(barcode_read(code, size, NULL, 0, &barcode, &err), &err);
		digits = strcspn(gtin + 5, " ;");
		memset(want, '0', sizeof(want));
		memcpy(want + 14 - digits, gtin + 5, digits);
		want[14] = '\0';
		assert_text(barcode.key, want);
		snprintf(got, sizeof(got), "GTIN_%d", barcode.gtin_digits);
		assert_true(strstr(result, got) != NULL);
		assert_true(barcode_check_digit_is_right(&barcode));
	}
	tsv_close(&tsv);
	tally_tell(&tally, "biip_parse");
}

static void codes_in_use_are_told(void **state)
{
	struct tally tally = { 0 };
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/barcodes/codes_893.tsv"));
	while (tsv_next(&tsv)) {
		const char *said = tsv_cell(&tsv, "check_digit"), *should = strstr(said, "should be ");

		CASE(tsv_cell(&tsv, "code"));
		tally.tried++;
		assert_true(reads(tsv_cell(&tsv, "code"), NULL, 0));
		assert_i64(barcode_check_digit_is_right(&barcode), strcmp(said, "ok") == 0);
		if (should)
			assert_i64(barcode.check_digit_expected, should[10] - '0');
	}
	tsv_close(&tsv);
	tally_tell(&tally, "codes_893");
}

static void scale_codes_are_split(void **state)
{
	struct tally tally = { 0 };
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/barcodes/scale_codes.tsv"));
	while (tsv_next(&tsv)) {
		struct barcode_pattern pattern = pattern_of(tsv_cell(&tsv, "layout"));
		const char *expected = tsv_cell(&tsv, "expected");
		bool ok = reads(tsv_cell(&tsv, "scanned"), &pattern, 1);
		char text[64];

		CASE(tsv_cell(&tsv, "id"));
		tally.tried++;
		if (strncmp(expected, "INVALID", 7) == 0) {
			assert_false(ok);
			continue;
		}
		assert_true(ok && barcode.kind == BARCODE_IN_STORE);
		if (strncmp(expected, "item=", 5) != 0) {
			assert_true(barcode.pattern == NULL && !barcode.has_weight);
			continue;
		}
		snprintf(text, sizeof(text), "item=%s;%s=%lld", barcode.item, barcode.has_price ? "price" : "weight_g",
		         (long long)(barcode.has_price ? barcode.price.dong : barcode.weight_g));
		assert_text(text, expected);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "scale_codes");
}

static void layouts_of_scales_are_patterns(void **state)
{
	struct tally tally = { 0 };
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/barcodes/scale_layouts.tsv"));
	while (tsv_next(&tsv)) {
		const char *layout = tsv_cell(&tsv, "layout");
		struct barcode_pattern pattern;
		struct err err = { 0 };

		CASE(tsv_cell(&tsv, "name"));
		if (strchr(layout, '(')) {
			tally_leave_out(&tally, "an element string: gs1_read");
			assert_false(barcode_pattern_read(layout, strlen(layout), &pattern, &err));
			continue;
		}
		tally.tried++;
		assert_ok(barcode_pattern_read(layout, strlen(layout), &pattern, &err), &err);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "scale_layouts");
}

/* The countries' layouts as patterns. The value is compared by its digits; decimals are the pattern's unit or the country's money. */
static void weighed_goods_of_other_countries_are_split(void **state)
{
	static const struct {
		const char *region, *prefix, *pattern;
		double unit;  /* of the last digit, in kilograms or money */
	} layouts[] = {
		{ "LATVIA", "23", "23IIIIIIWWWWC", 0.001 },       { "LATVIA", "24", "24IIIIIIWWWWC*10", 0.01 },  { "LATVIA", "25", "25IIIIIIWWWWC*100", 0.1 },
		{ "LITHUANIA", "23", "23IIIIIIWWWWC", 0.001 },    { "LITHUANIA", "24", "24IIIIIIWWWWC*10", 0.01 }, { "LITHUANIA", "25", "25IIIIIIWWWWC*100", 0.1 },
		{ "ESTONIA", "23", "23IIIIIIWWWWC", 0.001 },      { "ESTONIA", "24", "24IIIIIIWWWWC*10", 0.01 }, { "ESTONIA", "25", "25IIIIIIWWWWC*100", 0.1 },
		{ "FINLAND", "23", "23IIIIIIWWWWC", 0.001 },      { "FINLAND", "24", "24IIIIIIWWWWC*10", 0.01 }, { "FINLAND", "25", "25IIIIIIWWWWC*100", 0.1 },
		{ "SWEDEN", "20", "20IIIIIIPPPPC", 0.01 },        { "SWEDEN", "21", "21IIIIIIPPPPC", 0.1 },      { "SWEDEN", "22", "22IIIIIIPPPPC", 1 },
		{ "SWEDEN", "23", "23IIIIIIWWWWC", 0.001 },       { "SWEDEN", "24", "24IIIIIIWWWWC*10", 0.01 },  { "SWEDEN", "25", "25IIIIIIWWWWC*100", 0.1 },
		{ "NORWAY", "23", "23IIIIIIWWWWC", 0.001 },       { "DENMARK", "21", "21IIIIIPPPPPC", 0.01 },    { "DENMARK", "22", "22IIIIIPPPPPC", 0.01 },
		{ "DENMARK", "23", "23IIIIIPPPPPC", 0.01 },       { "DENMARK", "24", "24IIIIIPPPPPC", 0.01 },    { "DENMARK", "26", "26IIIIIWWWWWC", 0.001 },
		{ "DENMARK", "27", "27IIIIIWWWWWC", 0.001 },      { "DENMARK", "28", "28IIIIIWWWWWC", 0.001 },   { "GREAT_BRITAIN", "20", "20IIIIISPPPPC", 0.01 },
		{ "GERMANY", "22", "22IIIISPPPPPC", 0.01 },       { "GERMANY", "23", "23IIIISPPPPPC", 0.01 },    { "GERMANY", "28", "28IIIISWWWWWC", 0.001 },
		{ "GERMANY", "29", "29IIIISWWWWWC", 0.001 },
	};
	struct tally tally = { 0 };
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/rcn_weighed_goods.tsv"));
	while (tsv_next(&tsv)) {
		const char *weight = tsv_cell(&tsv, "weight_kg"), *price = tsv_cell(&tsv, "price_value"), *code = tsv_cell(&tsv, "ean13");
		struct barcode_pattern pattern;
		size_t i = 0;

		CASE(tsv_cell(&tsv, "id"));
		if (!*weight && !*price) {
			if (*tsv_cell(&tsv, "count")) {
				tally_leave_out(&tally, "a count of pieces, which no scale of ours prints");
				continue;
			}
			/* Without a layout it is an in-store code and nothing more. */
			tally.tried++;
			assert_true(reads(code, NULL, 0) && barcode.kind == BARCODE_IN_STORE && !barcode.pattern && barcode_check_digit_is_right(&barcode));
			continue;
		}
		while (i < COUNT_OF(layouts) && (strcmp(layouts[i].region, tsv_cell(&tsv, "region")) != 0 || strncmp(layouts[i].prefix, code, 2) != 0))
			i++;
		if (i == COUNT_OF(layouts)) {
			tally_leave_out(&tally, "a region whose layout is not in this test");
			continue;
		}
		tally.tried++;
		pattern = pattern_of(layouts[i].pattern);
		assert_true(reads(code, &pattern, 1));
		if (*weight)
			assert_i64(barcode.weight_g, (int64_t)(strtod(weight, NULL) * 1000 + 0.5));
		else
			assert_i64(barcode.price.dong, (int64_t)(strtod(price, NULL) / layouts[i].unit + 0.5));
	}
	tsv_close(&tsv);
	tally_tell(&tally, "rcn_weighed_goods");
}

static void the_check_digit_over_a_value_is_kept(void **state)
{
	struct barcode_pattern four = pattern_of("20IIIIIVPPPPC"), five = pattern_of("25IIIISWWWWWC");

	(void)state;
	/* The examples of the General Specifications, 7.9.3 and 7.9.4. */
	assert_i64(barcode_value_check_digit("2875", 4), 9);
	assert_i64(barcode_value_check_digit("14685", 5), 6);
	assert_true(reads("2011122912346", &four, 1) && barcode.price.dong == 1234);
	assert_false(reads("2011122812349", &four, 1));  /* 8 for 9, its EAN check digit right */
	assert_true(reads("2511119000129", &five, 1) && barcode.weight_g == 12);
	assert_false(reads("2511118000120", &five, 1));
}

static void a_pattern_is_checked_before_it_sells(void **state)
{
	static const char *const wrong[] = {
		"", "26", "26IIIIIWWWWWX", "26IIIIIWWWWWG", "26iiiiiwwwwwc", "89IIIIIWWWWWC", "3DIIIIIWWWWWC", "05IIIIIPPPPPC", "26IIIIIIIIIIC",
		"26PPPPPWWWWWC", "26IIWWIIWWWWC", "26IIIIIWWWWCW", "26IIIISWWWWSC", "26IIISWWWPPPC", "26IIIIISWWWC", "26IIIISWWWWWWC", "26IIIIIWWWWWC*5", "26IIIIIWWWWWC*",
		"26IIIIIWWWWWC*10*10", "(01)9IIIIIWWWWWC", "1IIIWWWC", "26IIIIIWWWWWWWWWWWWWWWWWWWWWWWWWWWWWC",
	};
	static const char *const right[] = {
		"26IIIIIWWWWWC", "2DIIIIIPPPPPC", "DDIIIIIPPPPPC", "DIIIIIPPPPPPC", "02IIIIIPPPPPC", "2IIIWWWC", "26IIIIIWWWWW", "21IIIIIPPPPPC*100",
		"20IIIIIWWWWPPPPPPC", "2DNNNNNVPPPPC",
	};
	struct barcode_pattern pattern;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err err = { 0 };

		CASE(wrong[i]);
		if (barcode_pattern_read(wrong[i], strlen(wrong[i]), &pattern, &err))
			fail_msg("[%s] was taken", case_name);
		assert_text(err.field, "pattern");
	}
	for (size_t i = 0; i < COUNT_OF(right); i++) {
		struct err err = { 0 };

		CASE(right[i]);
		assert_ok(barcode_pattern_read(right[i], strlen(right[i]), &pattern, &err), &err);
	}
}

static void patterns_are_tried_in_order_on_shop_codes_only(void **state)
{
	struct barcode_pattern patterns[4];

	(void)state;
	patterns[0] = pattern_of("21IIIIIPPPPPC*100");
	patterns[1] = pattern_of("2DIIIIIPPPPPC");
	patterns[2] = pattern_of("02IIIIIPPPPPC");
	patterns[3] = pattern_of("DDIIIIIWWWWWC");
	assert_true(reads("2100345999996", patterns, 4) && barcode.pattern == &patterns[0] && barcode.price.dong == 9999900);
	assert_true(reads("2200090010004", patterns, 4) && barcode.pattern == &patterns[1]);
	/* With and without the 0 in front of a UPC-A. */
	for (size_t i = 0; i < 3; i++) {
		static const char *const forms[] = { "0212345067895", "212345067895", "00212345067895" };

		assert_true(reads(forms[i], patterns, 4) && barcode.pattern == &patterns[2] && barcode.price.dong == 6789);
		assert_text(barcode.item, "12345");
	}
	/* The code of 18 digits that carries both. */
	patterns[3] = pattern_of("20IIIIIWWWWPPPPPPC");
	assert_true(reads("200000102812373052", patterns, 4) && barcode.weight_g == 281 && barcode.price.dong == 237305);
	assert_false(reads("200000102812373056", patterns, 4));
	/* An ordinary GTIN is never weighed, whatever the patterns say. */
	assert_true(reads("8936221043064", patterns, 4) && !barcode.pattern && barcode.kind == BARCODE_EAN_13);
}

/* Every code made from a pattern is split into what it was made of, and none with one digit changed is sold. */
static void what_a_scale_prints_is_read(void **state)
{
	struct barcode_pattern pattern = pattern_of("26IIIIIWWWWWC");
	uint64_t seed = test_seed();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		unsigned item = (unsigned)(test_next(&seed) % 100000), grams = (unsigned)(test_next(&seed) % 100000);
		char code[32], text[8];
		size_t at = 2 + test_next(&seed) % 11;

		snprintf(code, sizeof(code), "26%05u%05u", item, grams);
		code[12] = (char)('0' + gs1_check_digit(code, 12));
		code[13] = '\0';
		snprintf(text, sizeof(text), "%05u", item);
		assert_true(reads(code, &pattern, 1));
		assert_text(barcode.item, text);
		assert_i64(barcode.weight_g, grams);
		code[at] = (char)('0' + (code[at] - '0' + 1 + (int)(test_next(&seed) % 9)) % 10);
		assert_false(reads(code, &pattern, 1));
	}
}

/* One wrong digit, wherever it stands, never passes for right. */
static void a_wrong_digit_is_found(void **state)
{
	uint64_t seed = test_seed();

	(void)state;
	for (int round = 0; round < 5000; round++) {
		char code[16];
		size_t at = test_next(&seed) % 13;

		snprintf(code, sizeof(code), "893%09llu", (unsigned long long)(test_next(&seed) % 1000000000));
		code[12] = (char)('0' + gs1_check_digit(code, 12));
		code[13] = '\0';
		assert_true(reads(code, NULL, 0) && barcode_check_digit_is_right(&barcode));
		code[at] = (char)('0' + (code[at] - '0' + 1 + (int)(test_next(&seed) % 9)) % 10);
		assert_true(reads(code, NULL, 0) && !barcode_check_digit_is_right(&barcode));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_told_apart),
		cmocka_unit_test(what_is_no_code_is_refused),
		cmocka_unit_test(upc_e_opens_by_its_last_digit),
		cmocka_unit_test(biip_agrees_about_gtins),
		cmocka_unit_test(codes_in_use_are_told),
		cmocka_unit_test(scale_codes_are_split),
		cmocka_unit_test(layouts_of_scales_are_patterns),
		cmocka_unit_test(weighed_goods_of_other_countries_are_split),
		cmocka_unit_test(the_check_digit_over_a_value_is_kept),
		cmocka_unit_test(a_pattern_is_checked_before_it_sells),
		cmocka_unit_test(patterns_are_tried_in_order_on_shop_codes_only),
		cmocka_unit_test(what_a_scale_prints_is_read),
		cmocka_unit_test(a_wrong_digit_is_found),
	};

	return cmocka_run_group_tests_name("calc/barcode", tests, NULL, NULL);
}
