/*
 * GS1 element strings and Digital Links: the unit cases of the GS1 Syntax Engine and of two other
 * implementations, and properties. Rows that do not apply are counted by reason, not dropped.
 */
#include "check.h"

#include "base/text.h"
#include "calc/gs1.h"
#include "calc/gs1_ai.h"
#include "tally.h"
#include "tsv.h"

#define YEAR 2026

/* ---- cells into scans ---- */

static size_t bytes_of(struct tsv *tsv, const char *column, char *data, size_t max)
{
	const char *hex = tsv_cell(tsv, column);
	size_t count = 0;

	if (strcmp(hex, "-") != 0)
		assert_true(text_hex_read(hex, strlen(hex), (uint8_t *)data, max, &count));
	return count;
}

/* "^" stands for FNC1: the form of a GS1-128. */
static size_t from_fnc1(char *data, size_t size)
{
	if (size == 0 || data[0] != '^')
		return 0;
	for (size_t i = 0; i < size; i++)
		if (data[i] == '^')
			data[i] = GS1_SEPARATOR;
	memmove(data + 2, data, size);
	memcpy(data, "]C1", 3);
	return size + 2;
}

/* "(01)…(10)…" with "\(" for a bracket in a value: an FNC1 before every AI but the first, which is harmless. */
static size_t from_brackets(char *data, size_t size)
{
	char out[512] = "]C1";
	size_t count = 3;

	for (size_t i = 0; i < size; i++) {
		if (data[i] == '\\' && i + 1 < size && data[i + 1] == '(') {
			out[count++] = data[++i];
		} else if (data[i] == '(') {
			if (count > 3)
				out[count++] = GS1_SEPARATOR;
			while (++i < size && data[i] != ')')
				out[count++] = data[i];
		} else {
			out[count++] = data[i];
		}
	}
	memcpy(data, out, count);
	return count;
}

static void write_elements(const struct gs1 *gs1, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < gs1->elements_count; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s=%s", i ? ";" : "", gs1->elements[i].ai, gs1->elements[i].value);
}

static void expect(const char *data, size_t size, unsigned takes, bool valid, const char *elements, bool warned)
{
	char text[2048];
	struct err err = { 0 };
	static struct gs1 gs1;
	bool ok = gs1_read_taking(data, size, YEAR, takes, &gs1, &err);

	if (!valid) {
		if (ok)
			fail_msg("[%s] was read and should be refused", case_name);
		assert_true(err.code != ERR_NONE && err.text[0]);
		return;
	}
	assert_ok(ok, &err);
	write_elements(&gs1, text, sizeof(text));
	assert_text(text, elements);
	assert_i64(gs1.warnings_count > 0, warned);
}

static void the_syntax_engine_agrees(void **state)
{
	struct tally tally = { 0 };
	char data[1024];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/gs1_suite.tsv"));
	while (tsv_next(&tsv)) {
		const char *kind = tsv_cell(&tsv, "kind"), *options = tsv_cell(&tsv, "options"), *ais = tsv_cell(&tsv, "expected_ais");
		size_t size = bytes_of(&tsv, "input_hex", data, sizeof(data) - 8);
		bool oracle = strcmp(tsv_cell(&tsv, "oracle_verdict"), "valid") == 0;
		bool suite = strcmp(tsv_cell(&tsv, "suite_verdict"), "valid") == 0;

		CASE(tsv_cell(&tsv, "id"));
		if (strstr(kind, "-gen")) {
			tally_leave_out(&tally, "generation, which is not our business");
			continue;
		}
		if (strncmp(kind, "brackets-assoc", 14) == 0 && memmem(data, size, "(89)", 4)) {
			tally_leave_out(&tally, "AI 89 does not exist; the suite allows unknown AIs there");
			continue;
		}
		tally.tried++;
		if (strncmp(kind, "brackets-assoc", 14) == 0) {
			static struct gs1 gs1;
			struct err err = { 0 };

			/* A rule that ties AIs together: the label is read, and the broken rule is told. */
			size = from_brackets(data, size);
			assert_ok(gs1_read(data, size, YEAR, &gs1, &err), &err);
			assert_i64(gs1.warnings_count > 0, !oracle);
			continue;
		}
		if (strcmp(kind, "fnc1") == 0)
			size = from_fnc1(data, size);
		else if (strcmp(kind, "brackets") == 0)
			size = from_brackets(data, size);
		expect(data, size, strstr(options, "permitZeroSuppressedGTIN") ? GS1_TAKE_SHORT_GTIN : 0, suite, ais, suite && !oracle);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "gs1_suite");
}

static void scanner_forms_agree(void **state)
{
	struct tally tally = { 0 };
	char data[1024];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/gs1_scan_derived.tsv"));
	while (tsv_next(&tsv)) {
		bool valid = strcmp(tsv_cell(&tsv, "verdict_without_required_AI_rule"), "valid") == 0;
		bool oracle = strcmp(tsv_cell(&tsv, "oracle_verdict"), "valid") == 0;
		size_t size = bytes_of(&tsv, "input_hex", data, sizeof(data));

		CASE(tsv_cell(&tsv, "id"));
		if (data[0] != ']') {
			tally_leave_out(&tally, "the identifier in front is missing, which we allow");
			continue;
		}
		tally.tried++;
		expect(data, size, 0, valid, tsv_cell(&tsv, "expected_ais"), valid && !oracle);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "gs1_scan_derived");
}

static void single_checks_agree(void **state)
{
	struct tally tally = { 0 };
	char data[1024];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/gs1_linters.tsv"));
	while (tsv_next(&tsv)) {
		const char *name = tsv_cell(&tsv, "linter");
		size_t size = bytes_of(&tsv, "input_hex", data, sizeof(data));

		CASE(tsv_cell(&tsv, "id"));
		if (strcmp(name, "_stubs") == 0) {
			tally_leave_out(&tally, "a stub that checks nothing");
			continue;
		}
		tally.tried++;
		if (!gs1_lint_is_known(name, strlen(name)))
			fail_msg("[%s] no check %s", case_name, name);
		assert_i64(gs1_lint(name, strlen(name), data, size, YEAR) == NULL, strcmp(tsv_cell(&tsv, "verdict"), "valid") == 0);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "gs1_linters");
}

static void write_readable(const struct gs1 *gs1, char *text, size_t size)
{
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 0; i < gs1->elements_count; i++)
		at += (size_t)snprintf(text + at, size - at, "(%s)%s", gs1->elements[i].ai, gs1->elements[i].value);
}

/* zxing-cpp looks at lengths only; a row whose check digit, date or code is wrong must be refused for that. */
static void readable_forms_agree(void **state)
{
	struct tally tally = { 0 };
	char data[1024], text[2048];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/zxing_hri.tsv"));
	while (tsv_next(&tsv)) {
		size_t size = bytes_of(&tsv, "input_hex", data, sizeof(data));
		static struct gs1 gs1;
		struct err err = { 0 };
		bool ok = gs1_read(data, size, YEAR, &gs1, &err);

		CASE(tsv_cell(&tsv, "id"));
		if (!ok && strcmp(tsv_cell(&tsv, "verdict"), "valid") == 0) {
			assert_true(strstr(err.text, "check digit") || strstr(err.text, "company prefix") || strstr(err.text, "ISO") ||
			            strstr(err.text, "coupon") || strstr(err.text, "date") || strstr(err.text, "month"));
			tally_leave_out(&tally, "right in length, wrong in content: refused, as it should be");
			continue;
		}
		tally.tried++;
		assert_i64(ok, strcmp(tsv_cell(&tsv, "verdict"), "valid") == 0);
		if (!ok)
			continue;
		write_readable(&gs1, text, sizeof(text));
		assert_text(text, tsv_cell(&tsv, "expected_hri"));
	}
	tsv_close(&tsv);
	tally_tell(&tally, "zxing_hri");
}

/* What biip takes for an element string or a Digital Link, read here. */
static void a_second_implementation_agrees(void **state)
{
	struct tally tally = { 0 };
	char data[1024], text[2048];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/biip_parse.tsv"));
	while (tsv_next(&tsv)) {
		size_t size = bytes_of(&tsv, "input_hex", data, sizeof(data));
		const char *result = tsv_cell(&tsv, "biip_parse_result"), *hri = strstr(result, "hri="), *dl = strstr(result, "dl=");
		static struct gs1 gs1;
		struct err err = { 0 };
		bool ok;

		CASE(tsv_cell(&tsv, "id"));
		if (dl) {
			tally.tried++;
			assert_ok(gs1_read_taking(data, size, YEAR, GS1_TAKE_SHORT_GTIN, &gs1, &err), &err);
			assert_true(gs1.form == GS1_LINK);
			assert_true(strstr(dl, gs1_gtin(&gs1)) != NULL);
			continue;
		}
		if (!hri || !hri[4]) {
			tally_leave_out(&tally, "no element string; see test_barcode");
			continue;
		}
		ok = gs1_read(data, size, YEAR, &gs1, &err);
		if (!ok) {
			tally_leave_out(&tally, "a country or currency that our stricter reading does not know");
			assert_true(strstr(err.text, "ISO") != NULL);
			continue;
		}
		tally.tried++;
		write_readable(&gs1, text, sizeof(text));
		assert_true(strncmp(text, hri + 4, strlen(text)) == 0 && (hri[4 + strlen(text)] == '\0' || hri[4 + strlen(text)] == ';'));
	}
	tsv_close(&tsv);
	tally_tell(&tally, "biip_parse");
}

static void real_symbols_are_read_by_their_kind(void **state)
{
	static const struct {
		const char *symbology, *aim;
	} aims[] = { { "ean13", "]E0" }, { "ean8", "]E4" }, { "upce", "]E0" }, { "rss14", "]e0" }, { "rssexpanded", "]e0" }, { "databarltd", "]e0" },
		     { "code128", "]C0" }, { "qrcode", "]Q1" }, { "datamatrix", "]d1" }, { "itf", "]I0" } };
	struct tally tally = { 0 };
	char data[2048];
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/gs1/zxing_symbol_texts.tsv"));
	while (tsv_next(&tsv)) {
		const char *symbology = tsv_cell(&tsv, "symbology");
		size_t size, i = 0;
		static struct gs1 gs1;
		struct err err = { 0 };

		CASE(tsv_cell(&tsv, "sample"));
		while (i < COUNT_OF(aims) && strcmp(aims[i].symbology, symbology) != 0)
			i++;
		if (i == COUNT_OF(aims)) {
			tally_leave_out(&tally, "a symbology that no row of ours stands for");
			continue;
		}
		tally.tried++;
		memcpy(data, aims[i].aim, 3);
		size = 3 + bytes_of(&tsv, "text_hex", data + 3, sizeof(data) - 3);
		assert_ok(gs1_read(data, size, YEAR, &gs1, &err), &err);
		assert_true(gs1.symbology != NULL);
		if (gs1.form == GS1_PLAIN)
			assert_true(gs1.plain_at + gs1.plain_size <= size);
		else
			assert_true(gs1.elements_count > 0);
	}
	tsv_close(&tsv);
	tally_tell(&tally, "zxing_symbol_texts");
}

/* ---- ours ---- */

static struct gs1 gs1;

static bool reads(const char *data)
{
	struct err err = { 0 };

	return gs1_read(data, strlen(data), YEAR, &gs1, &err);
}

static void the_table_is_whole(void **state)
{
	size_t count, used;
	const struct gs1_ai *table = gs1_ai_list(&count);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		struct err err = { 0 };
		size_t digits = strlen(table[i].first);
		char zeros[GS1_VALUE_SIZE];

		CASE(table[i].first);
		assert_i64(strlen(table[i].last), digits);
		assert_true(memcmp(table[i].first, table[i].last, digits - 1) == 0);
		assert_true(i == 0 || strcmp(table[i - 1].last, table[i].first) < 0);
		assert_true(gs1_ai_find(table[i].first, digits) == &table[i] && gs1_ai_find(table[i].last, digits) == &table[i]);
		/* All AIs with the same first two digits are of one length, so that a reader can tell where the value begins. */
		assert_true(i == 0 || memcmp(table[i - 1].first, table[i].first, 2) != 0 || strlen(table[i - 1].first) == digits);
		/* The format is understood to its end: names of checks are known (gs1_lint asserts). */
		memset(zeros, '0', sizeof(zeros));
		for (size_t size = 0; size < sizeof(zeros); size++)
			(void)!gs1_ai_check(&table[i], table[i].first, zeros, size, YEAR, &used, &err);
		for (const char *at = table[i].format; (at = strchr(at, ',')) != NULL; at++)
			assert_true(gs1_lint_is_known(at + 1, strcspn(at + 1, ", ]")));
		if (table[i].flags & GS1_AI_FIXED)
			assert_true(!strchr(table[i].format, '.') && !strchr(table[i].format, '['));
	}
}

static void years_lie_around_today(void **state)
{
	static const struct {
		const char *name;
		int32_t yy, now, year;
	} cases[] = {
		{ "50 ahead", 76, 2026, 2076 },          { "51 ahead is behind", 77, 2026, 1977 }, { "49 back", 77, 2126, 2077 },
		{ "at the turn, back", 99, 2001, 1999 }, { "50 ahead over the turn", 49, 2099, 2149 }, { "49 behind", 50, 2099, 2050 },
		{ "this year", 26, 2026, 2026 },         { "in 2075, 24 is ahead", 24, 2075, 2124 },  { "in 2075, 26 is not", 26, 2075, 2026 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(gs1_year(cases[i].yy, cases[i].now), cases[i].year);
	}
	for (int32_t now = 1950; now <= 2900; now++)
		for (int32_t yy = 0; yy < 100; yy++) {
			int32_t year = gs1_year(yy, now);

			assert_true(year % 100 == yy && year - now <= 50 && year - now >= -49);
		}
}

static void dates_are_days(void **state)
{
	static const struct {
		const char *data, *iso;
		int32_t day;
	} cases[] = {
		{ "17260831", "2026-08-31", 20260831 },
		{ "17260200", "2026-02-28", 20260228 },  /* day 00: the last of the month */
		{ "17280200", "2028-02-29", 20280229 },
		{ "70032608311430", "2026-08-31T14:30", 20260831 },
		{ "800826083114", "2026-08-31T14:00", 20260831 },
		{ "80082608311405", "2026-08-31T14:05", 20260831 },
		{ "8008260831140559", "2026-08-31T14:05:59", 20260831 },
		{ "7007260801", "2026-08-01", 20260801 },
		{ "7007260801260831", "2026-08-01/2026-08-31", 20260801 },
		{ "70112608010930", "2026-08-01T09:30", 20260801 },
		{ "725019991231", "1999-12-31", 19991231 },
		{ "10LOT", "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].data);
		assert_true(reads(cases[i].data));
		assert_text(gs1.elements[0].iso, cases[i].iso);
		assert_i64(gs1.elements[0].day, cases[i].day);
	}
	assert_false(reads("17260229"));
	assert_false(reads("17261301"));
	assert_false(reads("7006260800"));  /* no open day there */
}

static void a_till_asks_for_what_it_needs(void **state)
{
	const struct gs1_element *expiry;
	struct money price;
	int64_t weight;

	(void)state;
	assert_true(reads("]C10108936221043064" "15260901" "17260831" "10LOT-7\x1d" "21A1\x1d" "3103001250" "3920" "45000"));
	assert_i64(gs1.warnings_count, 0);
	assert_text(gs1_gtin(&gs1), "08936221043064");
	assert_text(gs1_lot(&gs1), "LOT-7");
	assert_text(gs1_serial(&gs1), "A1");
	expiry = gs1_expiry(&gs1);
	assert_true(expiry && expiry->day == 20260831 && strcmp(expiry->ai, "17") == 0);
	assert_true(gs1_net_weight(&gs1, &weight) && weight == 1250);
	assert_true(gs1_price(&gs1, &price) && price.dong == 45000);
	assert_text(gs1_find(&gs1, "310n")->ai, "3103");

	assert_true(reads("3100000012") && gs1_net_weight(&gs1, &weight) && weight == 12000);
	assert_true(reads("3105000150") && gs1_net_weight(&gs1, &weight) && weight == 2);  /* 1.5 g */
	assert_true(reads("3105000149") && gs1_net_weight(&gs1, &weight) && weight == 1);
	assert_true(reads("392145005") && !gs1_price(&gs1, &price));                        /* 4500,5 đ is no price here */
	assert_true(reads("392245000\x1d") && gs1_price(&gs1, &price) && price.dong == 450);
	assert_true(reads("393070445000") && gs1_price(&gs1, &price) && price.dong == 45000);
	assert_true(reads("393084045000") && !gs1_price(&gs1, &price));                     /* US dollars */
	assert_true(reads("15260901") && strcmp(gs1_expiry(&gs1)->ai, "15") == 0);
	assert_true(reads("10A") && !gs1_expiry(&gs1) && !gs1_gtin(&gs1) && !gs1_net_weight(&gs1, &weight) && !gs1_price(&gs1, &price));
}

static void broken_ties_are_told(void **state)
{
	static const struct {
		const char *name, *data;
		size_t warnings;
		enum gs1_rule rule;
		bool contradicts;
	} cases[] = {
		{ "a lot alone", "10ABC", 1, GS1_NEEDS, false },
		{ "one of a group", "021234567890123137123", 1, GS1_NEEDS, false },
		{ "two GTINs", "01123456789012310212345678901231", 2, GS1_EXCLUDES, true },
		{ "two weights", "011234567890123131000000013101000001", 1, GS1_EXCLUDES, true },
		{ "the same twice", "011234567890123110A\x1d" "10A", 0, GS1_NEEDS, false },
		{ "two lots", "011234567890123110A\x1d" "10B", 1, GS1_REPEATED, true },
		{ "a signature without serial", "2531234567890128\x1d" "8030ABC123", 1, GS1_SERIAL, false },
		{ "all in order", "011234567890123110A\x1d" "21B", 0, GS1_NEEDS, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_true(reads(cases[i].data));
		assert_i64(gs1.warnings_count, cases[i].warnings);
		assert_i64(gs1.contradicts, cases[i].contradicts);
		if (cases[i].warnings)
			assert_i64(gs1.warnings[0].rule, cases[i].rule);
	}
}

static void links_are_read(void **state)
{
	static const struct {
		const char *data, *elements;  /* NULL: refused */
	} cases[] = {
		{ "https://id.gs1.org/01/09520123456788/22/2A/10/AB%2F1/21/1+1?17=261231&3103=000195", "01=09520123456788;22=2A;10=AB/1;21=1+1;17=261231;3103=000195" },
		{ "]Q1HTTP://a.vn:8080/x/y/01/12312312312333#top", "01=12312312312333" },
		{ "https://a/00/faux/00/006141411234567890", "00=006141411234567890" },
		{ "https://a/01/12312312312333?&&&99=ABC&&one&x=1&98=XYZ&&", "01=12312312312333;99=ABC;98=XYZ" },
		{ "https://a/8004/9520614141234567?01=9520123456788", "8004=9520614141234567;01=09520123456788" },
		{ "https://id.gs1.org/01/09520123456788/235/XYZ?10=ABC123", "01=09520123456788;235=XYZ;10=ABC123" },
		{ "https://a/01/12312312312333?98=XYZ+987", NULL },         /* + is a blank in a query */
		{ "https://a/01/12312312312333/10/A%00B", NULL },
		{ "https://a/01/12312312312333/21/A/10/B", NULL },          /* order */
		{ "https://a/01/12312312312333/235/A/10/B", NULL },         /* two alternatives */
		{ "https://a/01/12312312312333?10=A", NULL },               /* belongs in the path */
		{ "https://a/01/12312312312333/10/A?10=A", NULL },          /* twice */
		{ "https://a/01/12312312312333?99=", NULL },
		{ "https://a/01/12312312312333?999=x", NULL },
		{ "https://a/01/12312312312333/", NULL },
		{ "https://a/01/12312312312334", NULL },                    /* check digit */
		{ "https://[fe80::1%25lo]/01/12312312312333", NULL },
		{ "HtTp://a/00/006141411234567890", NULL },
		{ "https://a/gtin/12312312312333", NULL },
		{ "https://a/01/12312312312333/10/123456789012345678901", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].data);
		expect(cases[i].data, strlen(cases[i].data), 0, cases[i].elements != NULL, cases[i].elements, false);
	}
}

static void a_web_address_of_others_is_told_apart(void **state)
{
	struct err err = { 0 };

	(void)state;
	assert_false(gs1_read("]Q1https://checkvn.vn/sp/1", 26, YEAR, &gs1, &err));
	assert_i64(err.code, ERR_MISSING);
	assert_false(gs1_read("https://a/01/12312312312334", 27, YEAR, &gs1, &err));
	assert_i64(err.code, ERR_INPUT);
	assert_text(err.field, "01");
}

static void identifiers_say_what_it_is(void **state)
{
	static const struct {
		const char *data, *symbology;  /* NULL: refused */
		enum gs1_form form;
		const char *plain, *elements;
	} cases[] = {
		{ "]E08936221043064", "EAN-13", GS1_PLAIN, "8936221043064", "01=08936221043064" },
		{ "]E00614141123452", "EAN-13", GS1_PLAIN, "0614141123452", "01=00614141123452" },
		{ "]E02600001000016", "EAN-13", GS1_PLAIN, "2600001000016", "" },
		{ "]E08936221043064|]e099COMPOSITE\x1d" "98XYZ", "EAN-13", GS1_PLAIN, "8936221043064", "01=08936221043064;99=COMPOSITE;98=XYZ" },
		{ "]E3893622104306412", "EAN-13 with add-on", GS1_PLAIN, "8936221043064", "01=08936221043064" },
		{ "]E467678983", "EAN-8", GS1_PLAIN, "67678983", "01=00000067678983" },
		{ "]E402345673", "EAN-8", GS1_PLAIN, "02345673", "" },
		{ "]I198765432109213", "ITF", GS1_PLAIN, "98765432109213", "01=98765432109213" },
		{ "]I00000091897", "ITF", GS1_PLAIN, "0000091897", "" },
		{ "]C010ABC", "Code 128", GS1_PLAIN, "10ABC", "" },
		{ "]Q1Trà Shan", "QR Code", GS1_PLAIN, "Trà Shan", "" },
		{ "]C110ABC", "GS1-128", GS1_ELEMENTS, NULL, "10=ABC" },
		{ "]Q310ABC", "GS1 QR Code", GS1_ELEMENTS, NULL, "10=ABC" },
		{ "]d210ABC", "GS1 DataMatrix", GS1_ELEMENTS, NULL, "10=ABC" },
		{ "\x1d" "10ABC", NULL, GS1_ELEMENTS, NULL, "10=ABC" },
		{ "]E08936221043065", NULL, GS1_PLAIN, NULL, NULL },
		{ "]E0893622104306", NULL, GS1_PLAIN, NULL, NULL },
		{ "]C1", NULL, GS1_PLAIN, NULL, NULL },
		{ "]XX", NULL, GS1_PLAIN, NULL, NULL },
		{ "]C", NULL, GS1_PLAIN, NULL, NULL },
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].data);
		assert_i64(reads(cases[i].data), cases[i].elements != NULL);
		if (!cases[i].elements)
			continue;
		assert_true((gs1.symbology == NULL) == (cases[i].symbology == NULL));
		if (gs1.symbology)
			assert_text(gs1.symbology, cases[i].symbology);
		assert_i64(gs1.form, cases[i].form);
		write_elements(&gs1, text, sizeof(text));
		assert_text(text, cases[i].elements);
		if (cases[i].plain) {
			snprintf(text, sizeof(text), "%.*s", (int)gs1.plain_size, cases[i].data + gs1.plain_at);
			assert_text(text, cases[i].plain);
		}
	}
}

static void too_much_is_refused(void **state)
{
	static char data[GS1_SIZE_MAX + 2];
	struct err err = { 0 };

	(void)state;
	memset(data, '0', sizeof(data));
	assert_false(gs1_read(data, GS1_SIZE_MAX + 1, YEAR, &gs1, &err));
	assert_i64(err.code, ERR_LIMIT);
	for (size_t i = 0; i < GS1_ELEMENTS_MAX + 1; i++)
		memcpy(data + 4 * i, "99A\x1d", 4);
	assert_true(gs1_read(data, 4 * GS1_ELEMENTS_MAX, YEAR, &gs1, &err));
	assert_i64(gs1.elements_count, GS1_ELEMENTS_MAX);
	assert_false(gs1_read(data, 4 * (GS1_ELEMENTS_MAX + 1), YEAR, &gs1, &err));
	assert_i64(err.code, ERR_LIMIT);
}

/* Any list of checked elements, written as a scanner sends it, is read as it was; with every FNC1 that is not needed, too. */
static void what_is_written_is_read(void **state)
{
	static const char *const samples[][2] = {
		{ "00", "123456789012345675" }, { "01", "08936221043064" }, { "10", "LOT/7" }, { "11", "260100" }, { "17", "280229" }, { "20", "01" },
		{ "21", "(A)" }, { "240", "x" }, { "30", "7" }, { "3103", "001250" }, { "37", "12" }, { "3920", "45000" }, { "414", "9520123456788" },
		{ "422", "704" }, { "423", "704156" }, { "7003", "2608311430" }, { "7030", "999X" }, { "8003", "02112345678900ABC" }, { "8013", "1987654Ad4X4bL5ttr2310c2K" },
		{ "8200", "http://a.vn/?b" }, { "91", "!\"%&'*+,-./" },
	};
	uint64_t seed = test_seed();

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t picked[8], count = 1 + test_next(&seed) % COUNT_OF(picked), size = 0;
		char data[1024];
		struct err err = { 0 };

		for (size_t i = 0; i < count; i++) {
			const char *ai, *value;
			bool fixed;

			picked[i] = test_next(&seed) % COUNT_OF(samples);
			ai = samples[picked[i]][0];
			value = samples[picked[i]][1];
			fixed = gs1_ai_find(ai, strlen(ai))->flags & GS1_AI_FIXED;
			size += (size_t)snprintf(data + size, sizeof(data) - size, "%s%s", ai, value);
			if ((!fixed && i + 1 < count) || test_next(&seed) % 4 == 0)
				data[size++] = GS1_SEPARATOR;
		}
		assert_ok(gs1_read(data, size, YEAR, &gs1, &err), &err);
		assert_i64(gs1.elements_count, count);
		for (size_t i = 0; i < count; i++) {
			assert_text(gs1.elements[i].ai, samples[picked[i]][0]);
			assert_text(gs1.elements[i].value, samples[picked[i]][1]);
		}
	}
}

/* One wrong digit anywhere in a GTIN is found. */
static void a_wrong_digit_is_found(void **state)
{
	char data[] = "0108936221043064";

	(void)state;
	for (size_t at = 2; at < 16; at++) {
		char right = data[at];

		for (data[at] = '0'; data[at] <= '9'; data[at]++)
			assert_i64(reads(data), data[at] == right);
		data[at] = right;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_syntax_engine_agrees),
		cmocka_unit_test(scanner_forms_agree),
		cmocka_unit_test(single_checks_agree),
		cmocka_unit_test(readable_forms_agree),
		cmocka_unit_test(a_second_implementation_agrees),
		cmocka_unit_test(real_symbols_are_read_by_their_kind),
		cmocka_unit_test(the_table_is_whole),
		cmocka_unit_test(years_lie_around_today),
		cmocka_unit_test(dates_are_days),
		cmocka_unit_test(a_till_asks_for_what_it_needs),
		cmocka_unit_test(broken_ties_are_told),
		cmocka_unit_test(links_are_read),
		cmocka_unit_test(a_web_address_of_others_is_told_apart),
		cmocka_unit_test(identifiers_say_what_it_is),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(a_wrong_digit_is_found),
	};

	return cmocka_run_group_tests_name("calc/gs1", tests, NULL, NULL);
}
