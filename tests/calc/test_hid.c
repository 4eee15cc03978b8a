/* Scanners that type and scanners that report: published descriptors and reports, and every way to go wrong. */
#include "check.h"
#include "tsv.h"

#include "app/debug.h"
#include "calc/hid.h"

#define BYTES_MAX 65536

/* Three shapes of HID POS descriptor in the field: data alone, with a continued flag, and Honeywell's with a count before and a letter behind. */
#define POS_PLAIN "058c0902a101850109fb09fc09fd150026ff0075089503810209fe9520820201c0"
#define POS_FLAGGED "058c0902a1018502150026ff007508950109fb810209fc810209fd8102953809fe82020175019501250109ff810275078103c0"
#define POS_COUNTED \
	"058c0902a1010912a1028502150026ff00750895010501093b81029503058c09fb09fc09fd8102953809fe8202010666ff9502090409008102058c25017501950809ff8102c0c0"
#define KEYBOARD_WITH_ID \
	"05010906a1010507850319e029e71500250175019508810295017508810395017508150025e7050719002990810085039505750105081901290591"
#define KEYBOARD_OF_BITS "05010906a101050719e029e7150025017501950881021900296795688102c0"

static size_t unhex(const char *hex, uint8_t *bytes)
{
	size_t size = 0;

	if (!text_hex_read(hex, strlen(hex), bytes, BYTES_MAX, &size))
		fail_msg("[%s] not hex", case_name);
	return size;
}

static const char *scanned(const struct hid_scan *scan)
{
	static char text[8 * HID_SCAN_MAX];
	struct buf buf;

	buf_init(&buf, sizeof(text) - 1);
	hid_write(scan, &buf);
	snprintf(text, sizeof(text), "%s", buf_get(&buf));
	buf_release(&buf);
	return text;
}

/* Feeds groups of hex, each one report. Returns the last complete scan as text, or the last fault, or "". */
static const char *typed(struct hid_keyboard *keyboard, const char *reports)
{
	static char answer[8 * HID_SCAN_MAX];
	char copy[4096], *rest = NULL;
	uint8_t bytes[BYTES_MAX];

	answer[0] = '\0';
	snprintf(copy, sizeof(copy), "%s", reports);
	for (char *group = strtok_r(copy, " ", &rest); group; group = strtok_r(NULL, " ", &rest)) {
		size_t size = unhex(group, bytes);

		if (hid_keyboard_report(keyboard, bytes, size))
			snprintf(answer, sizeof(answer), "%s", scanned(&keyboard->scan));
		else if (keyboard->fault)
			snprintf(answer, sizeof(answer), "! %s", keyboard->fault);
	}
	return answer;
}

#define UP "0000000000000000 "
#define ENTER "0000280000000000 0000000000000000"

static void published_keyboard_reports_are_read(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	struct tsv tsv;
	size_t rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/hid/example_keyboard_reports.tsv"));
	while (tsv_next(&tsv)) {
		char *expected = tsv_cell(&tsv, "expected"), *reports = tsv_cell(&tsv, "reports_hex");
		struct debug debug = { 0 };
		struct buf answer;
		struct err err;
		char want[512];

		CASE(expected);
		assert_non_null(strstr(expected, "<ENTER>"));
		*strstr(expected, "<ENTER>") = '\0';
		snprintf(want, sizeof(want), ",\"scan\":\"%s\"%s", expected, expected[0] == ']' ? ",\"symbology\":\"]E0\",\"symbology_name\":\"EAN-13\"" : "");
		buf_init(&answer, 4096);
		assert_ok(debug_hid.open(&debug, &err), &err);
		assert_ok(debug_hid.line(&debug, reports, strlen(reports), arena, &answer, &err), &err);
		assert_text(buf_get(&answer), want);

		/* The same, one report a line: all but Enter's are parts. */
		size_t scans = 0, parts = 0;
		for (char *rest = NULL, *group = strtok_r(reports, " ", &rest); group; group = strtok_r(NULL, " ", &rest)) {
			buf_clear(&answer);
			assert_ok(debug_hid.line(&debug, group, strlen(group), arena, &answer, &err), &err);
			if (strcmp(buf_get(&answer), want) == 0)
				scans++;
			else if (strcmp(buf_get(&answer), ",\"partial\":true") == 0)
				parts++;
			else
				fail_msg("[%s] %s", case_name, buf_get(&answer));
		}
		assert_i64((int64_t)scans, 1);
		assert_true(parts > 0);
		free(debug.state);
		buf_release(&answer);
		arena_reset(arena);
		rows++;
	}
	tsv_close(&tsv);
	arena_free(arena);
	print_message("# example_keyboard_reports.tsv: %zu rows, none left out\n", rows);
	assert_true(rows > 0);
}

static void keys_are_letters_by_their_place_on_the_keyboard(void **state)
{
	static const struct {
		const char *name, *reports, *scan;
	} cases[] = {
		{ "letters, shift left and right", "0000040000000000 " UP "0200040000000000 " UP "2000050000000000 " UP ENTER, "aAB" },
		{ "digits and their signs", "00001e0000000000 " UP "02001e0000000000 " UP "0200270000000000 " UP ENTER, "1!)" },
		{ "signs", "0000380000000000 " UP "0200330000000000 " UP "00002d0000000000 " UP "0200380000000000 " UP "0000310000000000 " UP ENTER, "/:-?\\x5c" },
		{ "keypad digits", "0000590000000000 " UP "0000620000000000 " UP "0000630000000000 " UP "0000580000000000 " UP, "10." },
		{ "Tab ends as well", "00001e0000000000 " UP "00002b0000000000 " UP, "1" },
		{ "Caps Lock turns letters only", "0000390000000000 " UP "0000040000000000 " UP "00001e0000000000 " UP "0200040000000000 " UP "0000390000000000 " UP ENTER, "A1a" },
		{ "Caps Lock held is one press", "0000390000000000 0000390400000000 0000390000000000 " UP ENTER, "A" },
		{ "no release between different keys", "00001e0000000000 00001f0000000000 0000200000000000 " UP ENTER, "123" },
		{ "overlapping keys count once", "00001e0000000000 00001e1f00000000 00001f2000000000 " UP ENTER, "123" },
		{ "several in one report, in its order", "00001f1e20000000 " UP ENTER, "213" },
		{ "the same key twice in a report", "00001e1e00000000 " UP ENTER, "1" },
		{ "held for many reports", "00001e0000000000 00001e0000000000 00001e0000000000 " UP ENTER, "1" },
		{ "rollover changes nothing", "00001e0000000000 0000010101010101 00001e0000000000 " UP ENTER, "1" },
		{ "post fail and undefined neither", "00001e0000000000 0000020202020202 0000030303030303 00001e0000000000 " UP ENTER, "1" },
		{ "Ctrl and ] is FNC1", "00001e0000000000 " UP "0100300000000000 " UP "00001f0000000000 " UP ENTER, "1\\x1d2" },
		{ "right Ctrl too", "00001e0000000000 " UP "1000300000000000 " UP "00001f0000000000 " UP ENTER, "1\\x1d2" },
		{ "F8 is FNC1", "00001e0000000000 " UP "0000410000000000 " UP "00001f0000000000 " UP ENTER, "1\\x1d2" },
		{ "Alt 029 is FNC1", "00001e0000000000 " UP "0400620000000000 0400000000000000 04005a0000000000 0400000000000000 0400610000000000 0400000000000000 " UP ENTER, "1\\x1d" },
		{ "Alt 065 and Alt 13", "0400620000000000 04005e0000000000 04005d0000000000 " UP "0400590000000000 04005b0000000000 " UP, "A" },
		{ "Alt digits without their release", "04005e0000000000 04005d0000000000 00001e0000000000 " UP ENTER, "A1" },
		{ "Alt 0225 spoils its scan", "00001e0000000000 " UP "0400620000000000 04005a0000000000 0400000000000000 04005a0000000000 04005d0000000000 " UP "00001f0000000000 " UP ENTER,
		  "! the scan held an Alt number that is no letter of ASCII and was dropped" },
		{ "Ctrl and M is Enter", "00001e0000000000 " UP "0100100000000000 " UP, "1" },
		{ "Ctrl and J too", "00001e0000000000 " UP "10000d0000000000 " UP, "1" },
		{ "Ctrl and I is Tab", "00001e0000000000 " UP "01000c0000000000 " UP, "1" },
		{ "other Ctrl, Alt and GUI keys mean nothing", "0100060000000000 " UP "0400040000000000 " UP "0800150000000000 " UP "05004c0000000000 " UP "00001e0000000000 " UP ENTER, "1" },
		{ "unknown, function and cursor keys mean nothing", "0000a50000000000 " UP "00003a0000000000 " UP "00004f0000000000 " UP "00002a0000000000 " UP "0000290000000000 " UP "00001e0000000000 " UP ENTER, "1" },
		{ "only Enter is no scan", ENTER, "" },
		{ "Enter twice is one scan", "00001e0000000000 " UP ENTER " " ENTER, "1" },
		{ "a suffix among keys", "00001e281f000000 " UP ENTER, "2" },
		{ "a short report is left out", "00001e 00001e0000000000 00 " UP ENTER, "1" },
		{ "a longer report is read by its head", "00001e0000000000ffff 0000000000000000ffff " ENTER, "1" },
		{ "identifier in front stays", "0000300000000000 " UP "0200080000000000 " UP "0000270000000000 " UP "00001e0000000000 " UP ENTER, "]E01" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct hid_keyboard keyboard;

		CASE(cases[i].name);
		hid_keyboard_init(&keyboard);
		assert_text(typed(&keyboard, cases[i].reports), cases[i].scan);
	}
}

static void the_suffix_can_be_chosen(void **state)
{
	struct hid_keyboard keyboard;

	(void)state;
	CASE("Tab only");
	hid_keyboard_init(&keyboard);
	keyboard.suffixes = HID_SUFFIX_TAB;
	assert_text(typed(&keyboard, "00001e0000000000 " UP ENTER " 00001f0000000000 " UP "00002b0000000000 " UP), "12");
	CASE("none: the pause ends it");
	hid_keyboard_init(&keyboard);
	keyboard.suffixes = HID_SUFFIX_NONE;
	assert_text(typed(&keyboard, "00001e0000000000 " UP ENTER), "");
	assert_true(hid_keyboard_flush(&keyboard));
	assert_text(scanned(&keyboard.scan), "1");
	assert_false(hid_keyboard_flush(&keyboard));
	assert_null(keyboard.fault);
	CASE("no key for FNC1");
	hid_keyboard_init(&keyboard);
	keyboard.gs_key = 0;
	assert_text(typed(&keyboard, "00001e0000000000 " UP "0000410000000000 " UP ENTER), "1");
	CASE("unplugged in the middle");
	hid_keyboard_init(&keyboard);
	assert_text(typed(&keyboard, "00001e0000000000 " UP), "");
	hid_keyboard_clear(&keyboard);
	assert_text(typed(&keyboard, "00001f0000000000 " UP ENTER), "2");
}

static void a_scan_that_is_too_long_is_dropped_whole(void **state)
{
	static const uint8_t up[8], enter[8] = { 0, 0, 0x28 };

	(void)state;
	for (size_t length = HID_SCAN_MAX - 1; length < 4000; length += length < HID_SCAN_MAX + 2 ? 1 : 997) {
		struct hid_keyboard keyboard;
		bool fault = false;

		CASE("length");
		hid_keyboard_init(&keyboard);
		for (size_t i = 0; i < length; i++) {
			uint8_t down[8] = { 0, 0, (uint8_t)(0x1e + i % 10) };

			assert_false(hid_keyboard_report(&keyboard, down, 8));
			fault = fault || keyboard.fault;
			assert_false(hid_keyboard_report(&keyboard, up, 8));
		}
		assert_i64(fault, length > HID_SCAN_MAX);
		assert_i64(hid_keyboard_report(&keyboard, enter, 8), length <= HID_SCAN_MAX);
		assert_i64(keyboard.fault != NULL, length > HID_SCAN_MAX);
		if (length <= HID_SCAN_MAX)
			assert_i64((int64_t)keyboard.scan.size, (int64_t)length);
		assert_text(typed(&keyboard, UP "00001e0000000000 " UP ENTER), "1");
	}
}

static void keyboards_are_read_by_their_descriptor(void **state)
{
	static const struct {
		const char *name, *descriptor, *reports, *scan;   /* scan NULL: no keyboard */
	} cases[] = {
		{ "report id in front", KEYBOARD_WITH_ID, "0302001e 03000000 0300001f 03000000 03000028", "!2" },
		{ "another report id", KEYBOARD_WITH_ID, "0402001e 0300001f 03000000 03000028", "2" },
		{ "a scanner is none", POS_FLAGGED, "", NULL },
		{ "nothing", "", "", NULL },
	};
	uint8_t bytes[BYTES_MAX];
	struct hid_keyboard keyboard;
	struct tsv tsv;
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t size = unhex(cases[i].descriptor, bytes);

		CASE(cases[i].name);
		if (!cases[i].scan) {
			assert_false(hid_keyboard_open(&keyboard, bytes, size, &err));
			continue;
		}
		assert_ok(hid_keyboard_open(&keyboard, bytes, size, &err), &err);
		assert_text(typed(&keyboard, cases[i].reports), cases[i].scan);
	}
	CASE("a bit a key");
	assert_ok(hid_keyboard_open(&keyboard, bytes, unhex(KEYBOARD_OF_BITS, bytes), &err), &err);
	/* A byte of modifiers, then 0x68 bits of keys: 1 is bit 0x1e, 2 is 0x1f, Enter is 0x28. */
	assert_text(typed(&keyboard, "0000000040000000000000000000 0200000080000000000000000000 0000000000000000000000000000 0000000000000100000000000000"), "1@");

	/* The table's own. */
	assert_true(tsv_open(&tsv, "tests/cases/hid/report_descriptors.tsv"));
	size_t keyboards = 0, scanners = 0;
	while (tsv_next(&tsv)) {
		size_t size = unhex(tsv_cell(&tsv, "descriptor_hex"), bytes);

		CASE(tsv_cell(&tsv, "id"));
		if (strcmp(tsv_cell(&tsv, "kind"), "HID keyboard") == 0) {
			assert_ok(hid_keyboard_open(&keyboard, bytes, size, &err), &err);
			assert_text(typed(&keyboard, "00001e0000000000 " UP "0200040000000000 " UP ENTER), "1A");
			keyboards++;
		} else {
			struct hid_pos pos;

			assert_ok(hid_pos_open(&pos, bytes, size, &err), &err);
			assert_i64((int64_t)hid_pos_report_size(&pos, 1), 36);
			scanners++;
		}
	}
	tsv_close(&tsv);
	print_message("# report_descriptors.tsv: %zu keyboards and %zu scanners, none left out\n", keyboards, scanners);
	print_message("# scanner_ids.tsv: not for this floor (the drivers' match tables)\n");
}

/* Hex with "*n." behind a byte for n of them: "00*3.01" is 00000001. */
static size_t expand(const char *hex, uint8_t *bytes)
{
	size_t size = 0;

	while (*hex) {
		long times = 1;
		size_t one;

		assert_true(text_hex_read(hex, 2, bytes + size, 1, &one));
		hex += 2;
		if (*hex == '*') {
			char *end;

			times = strtol(hex + 1, &end, 10);
			hex = *end == '.' ? end + 1 : end;
		}
		for (long i = 1; i < times; i++)
			bytes[size + (size_t)i] = bytes[size];
		size += (size_t)times;
	}
	return size;
}

static void pos_reports_are_read_by_their_descriptor(void **state)
{
	static const struct {
		const char *name, *descriptor, *reports[4], *scan, *aim;   /* scan "" nothing, "!" a fault */
		uint8_t code;
		bool control;
	} cases[] = {
		{ "no count: cut before the NULs", POS_PLAIN, { "015d4530" "34303036" "00*28" }, "4006", "]E0", 0, false },
		{ "no count: full to the end", POS_PLAIN, { "015d4330" "41*32" }, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "]C0", 0, false },
		{ "a NUL inside is data", POS_PLAIN, { "015d4330" "410042" "00*29" }, "A\\x00B", "]C0", 0, true },
		{ "FNC1 is data", POS_PLAIN, { "015d4331" "31301d31" "00*28" }, "10\\x1d1", "]C1", 0, false },
		{ "no identifier", POS_PLAIN, { "01000000" "3132" "00*30" }, "12", "", 0, false },
		{ "a short report", POS_PLAIN, { "015d4530" "3132" }, "12", "]E0", 0, false },
		{ "too short for data", POS_PLAIN, { "015d4530" }, "", "", 0, false },
		{ "all NULs", POS_PLAIN, { "01" "00*35" }, "", "", 0, false },
		{ "unknown report id", POS_PLAIN, { "025d4530" "31" "00*31" }, "!", "", 0, false },
		{ "empty report", POS_PLAIN, { "01" }, "", "", 0, false },
		{ "flag: joined", POS_FLAGGED, { "025d5130" "41*56." "01", "025d5130" "4243" "00*54." "00" },
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABC", "]Q0", 0, false },
		{ "flag: the pad bits say nothing", POS_FLAGGED, { "025d5130" "41" "00*55." "fe" }, "A", "]Q0", 0, false },
		{ "counted", POS_COUNTED, { "02" "04" "5d4530" "31323334" "39*52." "6400" "00" }, "1234", "]E0", 'd', false },
		{ "counted: NULs at the end are data", POS_COUNTED, { "02" "03" "5d4330" "310000" "00*53." "0000" "00" }, "1\\x00\\x00", "]C0", 0, true },
		{ "counted: nothing", POS_COUNTED, { "02" "00*63" }, "", "", 0, false },
		{ "counted: more than it holds", POS_COUNTED, { "02" "ff" "5d4530" "31*59" }, "!", "", 0, false },
		{ "counted: one more than it holds", POS_COUNTED, { "02" "39" "5d4530" "31*59" }, "!", "", 0, false },
		{ "counted: short report of control bytes", POS_COUNTED, { "02" "05" "5d4530" "001d0a1b07" }, "\\x00\\x1d\\x0a\\x1b\\x07", "]E0", 0, true },
		{ "counted: joined", POS_COUNTED, { "02" "38" "5d5130" "41*56." "7300" "01", "02" "02" "5d5130" "4243" "00*54." "7300" "00" },
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABC", "]Q0", 's', false },
		{ "counted: joined with an empty end", POS_COUNTED, { "02" "02" "5d5130" "4142" "00*54." "7300" "01", "02" "00" "5d5130" "00*56." "7300" "00" }, "AB", "]Q0", 's', false },
		{ "an end that never came, then another symbology", POS_COUNTED, { "02" "02" "5d5130" "4142" "00*54." "7300" "01", "02" "01" "5d4530" "31" "00*55." "6400" "00" }, "1", "]E0", 'd', false },
		{ "too long", POS_COUNTED, { "02" "38" "5d5130" "41*56." "0000" "01", "02" "38" "5d5130" "41*56." "0000" "01", "02" "38" "5d5130" "41*56." "0000" "00" }, "!", "", 0, false },
		{ "after too long all is well", POS_COUNTED,
		  { "02" "38" "5d5130" "41*56." "0000" "01", "02" "38" "5d5130" "41*56." "0000" "01", "02" "38" "5d5130" "41*56." "0000" "00", "02" "01" "5d4530" "31" "00*58" }, "1", "]E0", 0, false },
	};
	static uint8_t bytes[BYTES_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct hid_pos pos;
		struct err err;
		bool complete = false;

		CASE(cases[i].name);
		assert_ok(hid_pos_open(&pos, bytes, unhex(cases[i].descriptor, bytes), &err), &err);
		for (size_t j = 0; j < 4 && cases[i].reports[j]; j++)
			complete = hid_pos_report(&pos, bytes, expand(cases[i].reports[j], bytes));
		if (strcmp(cases[i].scan, "!") == 0) {
			assert_false(complete);
			assert_non_null(pos.fault);
			continue;
		}
		assert_text(pos.fault ? pos.fault : "", "");
		assert_i64(complete, cases[i].scan[0] != '\0');
		if (complete) {
			assert_text(scanned(&pos.scan), cases[i].scan);
			assert_text(pos.scan.aim, cases[i].aim);
			assert_i64(pos.scan.code, cases[i].code);
			assert_i64(pos.scan.has_control, cases[i].control);
		}
	}
}

static void other_shapes_of_descriptor_are_understood(void **state)
{
	static const struct {
		const char *name, *descriptor, *report, *scan;   /* scan NULL: refused */
	} cases[] = {
		{ "no report ids", "058c0902a101150026ff0075089503" "09fb09fc09fd8102" "9508" "09fe820201" "c0", "5d453031323300000000", "123" },
		{ "identifier as a range of usages", "058c0902a101150026ff0075089503" "19fb29fd8102" "9508" "09fe820201" "c0", "5d4530313233", "123" },
		{ "identifier as three of one usage", "058c0902a101150026ff0075089503" "09fb8102" "9508" "09fe820201" "c0", "5d4530313233", "123" },
		{ "usages with their page inside", "058c0902a101150026ff00750805019503" "0bfb008c000bfc008c000bfd008c008102" "9508" "0bfe008c00820201" "c0", "5d4530313233", "123" },
		{ "data behind bits", "058c0902a101" "7501950109ff8102" "75079501" "8103" "75089504" "09fe820201c0", "0031323300", "123" },
		{ "data off the byte", "058c0902a101" "7504950181037508950309fe820201" "75049501" "8103" "c0", "10233303", "123" },
		{ "data as one long field", "058c0902a101" "7520950109fe820201c0", "31323300", "123" },
		{ "data in two items", "058c0902a101" "7508950209fe820201" "950209fe820201c0", "31323300", "123" },
		{ "what was pushed comes back", "058c75089504" "0902a101a4" "75019508" "8103" "b4" "09fe820201c0", "0031323300", "123" },
		{ "another page's FE", "05010902a101" "7508950409fe820201c0", "31323300", NULL },
		{ "constant data", "058c0902a101" "7508950409fe8203c0", "31323300", NULL },
		{ "data of seven bits", "058c0902a101" "7507950409fe820201c0", "31323300", NULL },
		{ "data only as feature", "058c0902a101" "7508950409feb202c0", "31323300", NULL },
		{ "some reports without id", "058c0902a101" "7508950409fe820201" "850109fe820201c0", "31323300", NULL },
		{ "report id 0", "058c0902a1018500" "7508950409fe820201c0", "31323300", NULL },
	};
	static uint8_t bytes[BYTES_MAX];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct hid_pos pos;
		struct err err = { 0 };
		bool ok;

		CASE(cases[i].name);
		ok = hid_pos_open(&pos, bytes, unhex(cases[i].descriptor, bytes), &err);
		if (!cases[i].scan) {
			assert_false(ok);
			assert_true(err.text[0] != '\0');
			continue;
		}
		assert_ok(ok, &err);
		assert_true(hid_pos_report(&pos, bytes, unhex(cases[i].report, bytes)));
		assert_text(scanned(&pos.scan), cases[i].scan);
	}
}

static void usages_are_those_of_the_table(void **state)
{
	static const struct {
		const char *usage, *name;
	} ours[] = {
		{ "0FB", "Symbology Identifier 1" }, { "0FC", "Symbology Identifier 2" }, { "0FD", "Symbology Identifier 3" },
		{ "0FE", "Decoded Data" }, { "0FF", "Decode Data Continued" },
	};
	struct tsv tsv;
	size_t found = 0, rows = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/hid/usage_page_8c.tsv"));
	for (; tsv_next(&tsv); rows++)
		for (size_t i = 0; i < COUNT_OF(ours); i++)
			found += strcmp(tsv_cell(&tsv, "usage"), ours[i].usage) == 0 && strcmp(tsv_cell(&tsv, "name"), ours[i].name) == 0;
	tsv_close(&tsv);
	assert_i64((int64_t)found, COUNT_OF(ours));
	print_message("# usage_page_8c.tsv: %zu rows read here, %zu say how to set a scanner up, which is not decoding\n", found, rows - found);
}

/* Whatever opens is fed with all ones, all zeroes and counting bytes under each first byte. */
static void feed_everything(const uint8_t *descriptor, size_t size)
{
	static struct hid_pos pos;
	static struct hid_keyboard keyboard;
	uint8_t report[HID_REPORT_MAX + 1];
	bool is_pos, is_keyboard;
	struct err err;

	is_pos = hid_pos_open(&pos, descriptor, size, &err);
	is_keyboard = hid_keyboard_open(&keyboard, descriptor, size, &err);
	for (unsigned id = 0; id < 256; id++)
		for (unsigned kind = 0; kind < 3; kind++) {
			size_t length = kind == 2 ? sizeof(report) : 64;

			memset(report, kind ? 0xff : 0, sizeof(report));
			for (size_t i = 0; kind == 2 && i < sizeof(report); i++)
				report[i] = (uint8_t)i;
			report[0] = (uint8_t)id;
			if (is_pos && hid_pos_report(&pos, report, length))
				assert_true(pos.scan.size <= HID_SCAN_MAX);
			if (is_keyboard && hid_keyboard_report(&keyboard, report, length))
				assert_true(keyboard.scan.size <= HID_SCAN_MAX);
		}
}

static void hostile_descriptors_and_reports_are_borne(void **state)
{
	static uint8_t bytes[BYTES_MAX], descriptor[BYTES_MAX];
	size_t descriptors = 0, reports = 0, others = 0, counted = unhex(POS_COUNTED, descriptor);
	struct tsv tsv;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/hostile/usb/usb_fuzz.tsv"));
	while (tsv_next(&tsv)) {
		const char *kind = tsv_cell(&tsv, "kind"), *expected = tsv_cell(&tsv, "expected"), *why = tsv_cell(&tsv, "why");
		size_t size = unhex(tsv_cell(&tsv, "hex"), bytes);

		CASE(tsv_cell(&tsv, "id"));
		if (strcmp(kind, "report") == 0) {
			feed_everything(bytes, size);
			descriptors++;
		} else if (strncmp(kind, "input reports", 13) != 0) {
			others++;
		} else if (strncmp(why, "HID POS", 7) == 0 || strncmp(why, "continued", 9) == 0) {
			/* The rows leave the report id out. */
			struct hid_pos pos;
			struct err err;
			bool complete = false, fault = false;

			assert_ok(hid_pos_open(&pos, descriptor, counted, &err), &err);
			for (size_t at = 0; at < size; at += 63) {
				uint8_t report[65] = { 2 };

				memcpy(report + 1, bytes + at, size - at < 64 ? size - at : 63);
				complete = hid_pos_report(&pos, report, 1 + (size - at < 64 ? size - at : 63)) || complete;
				fault = fault || pos.fault;
				if (size == 64)
					break;
			}
			if (strcmp(expected, "kept as bytes") == 0) {
				assert_true(complete);
				assert_text(scanned(&pos.scan), "\\x00\\x1d\\x0a\\x1b\\x07");
				assert_true(pos.scan.has_control);
			} else {
				assert_false(complete);
				assert_i64(fault, strcmp(expected, "no scan") != 0);
			}
			reports++;
		} else {
			struct hid_keyboard keyboard;
			bool fault = false;

			hid_keyboard_init(&keyboard);
			for (size_t at = 0; at < size; at += 8) {
				assert_false(hid_keyboard_report(&keyboard, bytes + at, size - at < 8 ? size - at : 8));
				fault = fault || keyboard.fault;
			}
			assert_i64(fault, strcmp(expected, "bounded buffer, dropped") == 0);
			if (strcmp(expected, "one key") == 0)
				assert_i64((int64_t)keyboard.size, 1);
			reports++;
		}
	}
	tsv_close(&tsv);
	print_message("# usb_fuzz.tsv: %zu report descriptors and %zu reports; %zu rows not for this floor (configuration and string descriptors are libusb's and the device floor's)\n",
	              descriptors, reports, others);
	assert_true(descriptors > 0 && reports > 0);
}

static void chance_breaks_nothing(void **state)
{
	static const char *const seeds[] = { POS_PLAIN, POS_FLAGGED, POS_COUNTED, KEYBOARD_WITH_ID, KEYBOARD_OF_BITS };
	uint64_t seed = test_seed();
	static uint8_t bytes[BYTES_MAX];

	(void)state;
	for (int round = 0; round < 400; round++) {
		size_t size = unhex(seeds[test_next(&seed) % COUNT_OF(seeds)], bytes);

		for (uint64_t n = test_next(&seed) % 4; n; n--)
			bytes[test_next(&seed) % size] = (uint8_t)test_next(&seed);
		feed_everything(bytes, size);
	}
}

static void the_command_answers(void **state)
{
	static const struct {
		const char *name, *descriptor, *in, *out;   /* out NULL: refused */
	} cases[] = {
		{ "scanner", POS_PLAIN, "015d433131301d31", ",\"scan\":\"10\\\\x1d1\",\"symbology\":\"]C1\",\"symbology_name\":\"GS1-128\"" },
		{ "first part", POS_FLAGGED, "025d513041414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414141414101", ",\"partial\":true" },
		{ "two reports without a blank", POS_PLAIN,
		  "015d45303100000000000000000000000000000000000000000000000000000000000000015d45303200000000000000000000000000000000000000000000000000000000000000",
		  ",\"scan\":\"1\",\"symbology\":\"]E0\",\"symbology_name\":\"EAN-13\",\"scans\":[\"1\",\"2\"]" },
		{ "keyboard by descriptor", KEYBOARD_WITH_ID, "0300001e 03000000 03000028", ",\"scan\":\"1\"" },
		{ "keyboard, reports without a blank", NULL, "00001e000000000000000000000000000000280000000000", ",\"scan\":\"1\"" },
		{ "only Enter", NULL, "0000280000000000", ",\"partial\":true" },
		{ "count too large", POS_COUNTED, "02ff5d453031", NULL },
		{ "no hex", NULL, "hello", NULL },
		{ "half a byte", NULL, "000", NULL },
		{ "empty line", NULL, "", ",\"partial\":true" },
	};
	struct arena *arena = arena_new(1 << 22);
	struct buf answer;
	struct err err;

	(void)state;
	buf_init(&answer, 1 << 16);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char option[] = "--descriptor", hex[1024];
		char *argv[] = { option, hex };
		struct debug debug = { .argc = cases[i].descriptor ? 2 : 0, .argv = argv };

		CASE(cases[i].name);
		snprintf(hex, sizeof(hex), "%s", cases[i].descriptor ? cases[i].descriptor : "");
		buf_clear(&answer);
		assert_ok(debug_hid.open(&debug, &err), &err);
		assert_i64(debug_hid.line(&debug, cases[i].in, strlen(cases[i].in), arena, &answer, &err), cases[i].out != NULL);
		if (cases[i].out)
			assert_text(buf_get(&answer), cases[i].out);
		free(debug.state);
		arena_reset(arena);
	}
	for (size_t i = 0; i < 3; i++) {
		static const char *const bad[] = { "xyz", "c0", "05010902a1010509190129031500250195037501810295017505810305010930093115812 57f750895028106c0" };
		char option[] = "--descriptor", hex[1024];
		char *argv[] = { option, hex };
		struct debug debug = { .argc = 2, .argv = argv };

		CASE(bad[i]);
		snprintf(hex, sizeof(hex), "%s", bad[i]);
		assert_false(debug_hid.open(&debug, &err));
		free(debug.state);
	}
	buf_release(&answer);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_keyboard_reports_are_read),
		cmocka_unit_test(keys_are_letters_by_their_place_on_the_keyboard),
		cmocka_unit_test(the_suffix_can_be_chosen),
		cmocka_unit_test(a_scan_that_is_too_long_is_dropped_whole),
		cmocka_unit_test(keyboards_are_read_by_their_descriptor),
		cmocka_unit_test(pos_reports_are_read_by_their_descriptor),
		cmocka_unit_test(other_shapes_of_descriptor_are_understood),
		cmocka_unit_test(usages_are_those_of_the_table),
		cmocka_unit_test(hostile_descriptors_and_reports_are_borne),
		cmocka_unit_test(chance_breaks_nothing),
		cmocka_unit_test(the_command_answers),
	};

	return cmocka_run_group_tests_name("calc/hid", tests, NULL, NULL);
}
