/*
 * The real path: three kinds of reader read, idle costs nothing, only scanners are taken, strangers do no harm.
 */
#include "live.h"
#include "tsv.h"

#include <sys/resource.h>

/* ---- reading ------------------------------------------------------------------------------- */

static void three_kinds_read_a_thousand_scans_in_order(void **state)
{
	long ports[3];
	size_t seen[3] = { 0 };
	struct scanner_status status;
	int64_t sum_us = 0, worst_us = 0;

	(void)state;
	/* One is there before the loop turns, two come later. */
	ports[0] = plug(&keyboard, 1, "K1");
	want_state("K1", SCANNER_READY);
	ports[1] = plug(&pos, 2, "P1");
	ports[2] = plug(&serial, 9, "C1");
	want_state("P1", SCANNER_READY);
	want_state("C1", SCANNER_READY);
	assert_i64(rig_ask(&rig, "counts %ld", ports[0]), 0);
	assert_i64(rig_count(&rig, "protocol"), 0);
	assert_i64(rig_ask(&rig, "counts %ld", ports[2]), 0);
	assert_true(rig_count(&rig, "dtr"));
	assert_i64(rig_count(&rig, "baud"), 9600);
	assert_i64(rig_count(&rig, "detaches"), 2);
	assert_i64(rig_count(&rig, "waiting"), 2);
	/* The keyboard types 28 reports a code: every third code. */
	for (int i = 0, pulls = 0; i < 480; i++) {
		char code[16];

		for (size_t j = i % 3 ? 1 : 0; j < 3; j++, pulls++) {
			snprintf(code, sizeof(code), "893%010d", j ? i : i / 3);
			pull(ports[j], code);
		}
		if (i % 10 == 9)
			want_scans((size_t)pulls);
	}
	for (size_t i = 0; i < scans_count; i++) {
		size_t which = strcmp(scans[i].till, "q1") == 0 ? 0 : strcmp(scans[i].till, "q2") == 0 ? 1 : 2;
		char want[16];

		snprintf(want, sizeof(want), "893%010d", (int)seen[which]++);
		assert_text(scans[i].text, want);
		assert_text(scans[i].aim, which == 1 ? "]E0" : "");
		assert_text(scans[i].scanner, which == 0   ? "Symbol Bar Code Scanner"
					      : which == 1 ? "Honeywell HID POS Scanner"
							   : "Datalogic USB COM Scanner");
	}
	assert_i64(seen[0] + seen[1] + seen[2], 1120);
	for (int i = 0; i < 100; i++) {
		int64_t from_us = clock_tick_us(), took_us;

		scan_one(ports[1], "4006381333931");
		took_us = scans[scans_count - 1].at_us - from_us;
		sum_us += took_us;
		worst_us = took_us > worst_us ? took_us : worst_us;
	}
	printf("# trigger to scan: mean %lld us, worst %lld us\n", (long long)sum_us / 100, (long long)worst_us);
	scan_one(ports[1], "0104006381333931172512311010ABC1234567890123456789012345678901234567890123456789012345678901234567890123456789012345"
			   "6789012END");
	scan_one(ports[0], "Ab#~\"Z/9|{}");
	is_in("P1", SCANNER_READY, &status);
	assert_i64(status.scans_count, 581);
	assert_i64(status.complaints_count, 0);
	assert_text(status.driver, "hid-pos");
	assert_text(status.port, "1-2");
	assert_text(status.kind, "0c2e:0b10");
	for (size_t j = 0; j < 3; j++)
		unplug(ports[j], "ESHUTDOWN");
	want_state("K1", SCANNER_LOST);
	want_state("P1", SCANNER_LOST);
	want_state("C1", SCANNER_LOST);
}

static void idle_scanners_cost_nothing(void **state)
{
	long port = plug(&pos, 2, "P1");
	struct rusage before, after;
	int64_t spent_us;

	(void)state;
	want_state("P1", SCANNER_READY);
	/* The loop alone, without this test's own turning. */
	getrusage(RUSAGE_THREAD, &before);
	event_base_loopexit(base, &(struct timeval){ 0, 400000 });
	event_base_dispatch(base);
	getrusage(RUSAGE_THREAD, &after);
	spent_us = (after.ru_utime.tv_sec - before.ru_utime.tv_sec + after.ru_stime.tv_sec - before.ru_stime.tv_sec) * INT64_C(1000000) +
		   after.ru_utime.tv_usec - before.ru_utime.tv_usec + after.ru_stime.tv_usec - before.ru_stime.tv_usec;
	if (spent_us > 40000)
		fail_msg("%lld us of work in 400 ms of nothing", (long long)spent_us);
	unplug(port, "ESHUTDOWN");
	want_state("P1", SCANNER_LOST);
}

/* ---- who is taken ------------------------------------------------------------------------------ */

static void a_persons_keyboard_is_left_alone_until_bound(void **state)
{
	struct fake_kind ordinary = keyboard;
	long port, bound;
	struct scanner_status status;

	(void)state;
	ordinary.device[8] = 0x6d; /* 046d */
	ordinary.device[9] = 0x04;
	port = plug(&ordinary, 3, "HERS");
	bound = plug(&ordinary, 4, "MINE");
	want_state("MINE", SCANNER_READY);
	want_state("HERS", SCANNER_REFUSED);
	is_in("HERS", SCANNER_REFUSED, &status);
	assert_non_null(strstr(status.reason, "bind it"));
	assert_i64(rig_ask(&rig, "counts %ld", port), 0);
	assert_i64(rig_count(&rig, "opens"), 0);
	scan_one(bound, "96385074");
	assert_text(scans[scans_count - 1].till, "q4");
	unplug(port, "ESHUTDOWN");
	unplug(bound, "ESHUTDOWN");
	want_state("MINE", SCANNER_LOST);
	want_state("HERS", SCANNER_LOST);
}

static void what_only_looks_like_pos_is_given_back(void **state)
{
	struct fake_kind two = keyboard;
	long port;
	struct scanner_status status;
	static const uint8_t second[] = { 9, 4, 1, 0, 1, 3, 0, 0, 0, 9, 0x21, 0x10, 1, 0, 1, 0x22, 23, 0, 7, 5, 0x82, 3, 64, 0, 4 };
	static const uint8_t vendors[] = { 0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff,
					   0x00, 0x75, 0x08, 0x95, 0x08, 0x09, 0x02, 0x81, 0x02, 0xc0 };

	(void)state;
	/* A keyboard reader with the maker's own configuration interface beside it. */
	memcpy(two.config + two.config_size, second, sizeof(second));
	two.config_size += sizeof(second);
	two.config[2] = (uint8_t)two.config_size;
	two.config[4] = 2;
	memcpy(two.report[1], vendors, sizeof(vendors));
	two.report_size[1] = sizeof(vendors);
	port = plug(&two, 3, "T1");
	want_state("T1", SCANNER_READY);
	is_in("T1", SCANNER_READY, &status);
	assert_text(status.driver, "hid-keyboard");
	assert_i64(rig_ask(&rig, "counts %ld", port), 0);
	assert_i64(rig_count(&rig, "attaches"), 1);
	scan_one(port, "96385074");
	unplug(port, "ESHUTDOWN");
	want_state("T1", SCANNER_LOST);
}

/* libusb 1.0.26 loses the interface at which it stops reading a configuration that is cut short: 40 bytes a plug. */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

static void hostile_configurations_do_no_harm(void **state)
{
	long good = plug(&pos, 2, "P1");
	struct tsv tsv;
	size_t rows = 0;

	(void)state;
	want_state("P1", SCANNER_READY);
	if (__lsan_disable)
		__lsan_disable();
	assert_true(tsv_open(&tsv, "tests/cases/hostile/usb/usb_fuzz.tsv"));
	while (tsv_next(&tsv)) {
		const char *hex = tsv_cell(&tsv, "hex"), *expected = tsv_cell(&tsv, "expected");
		struct fake_kind kind = keyboard;
		long port;
		struct scanner_status status;

		if (strcmp(tsv_cell(&tsv, "kind"), "config") != 0)
			continue;
		CASE(tsv_cell(&tsv, "id"));
		assert_true(text_hex_read(hex, strlen(hex), kind.config, sizeof(kind.config), &kind.config_size));
		/* Two of them are good ones of another kind; the device behind them stays a keyboard. */
		if (strstr(expected, "POS") != NULL)
			memcpy(kind.report[0], pos.report[0], kind.report_size[0] = pos.report_size[0]);
		port = plug(&kind, 7, case_name);
		rows++;
		if (strncmp(expected, "accept", 6) == 0 && !strstr(expected, "or refuse"))
			want_state(case_name, SCANNER_READY);
		else
			run_ms(15);
		if (strstr(expected, "not usable") || strstr(expected, "never bind") || strstr(expected, "warn"))
			assert_false(is_in(case_name, SCANNER_READY, &status));
		unplug(port, "ESHUTDOWN");
		run_ms(5);
	}
	CASE("");
	tsv_close(&tsv);
	if (__lsan_enable)
		__lsan_enable();
	assert_true(rows >= 20);
	scan_one(good, "96385074");
	unplug(good, "ESHUTDOWN");
	want_state("P1", SCANNER_LOST);
}

static void a_strangers_texts_are_clean(void **state)
{
	struct fake_kind kind = pos;
	long port;
	struct scanner_status status;

	(void)state;
	snprintf(kind.maker, sizeof(kind.maker), "Bad\x1b[2J\xff");
	snprintf(kind.product, sizeof(kind.product), "<img src=x> Máy quét");
	port = plug(&kind, 3, "Quét 1");
	want_state("Quét 1", SCANNER_READY);
	is_in("Quét 1", SCANNER_READY, &status);
	assert_true(text_is_utf8(status.name, strlen(status.name)));
	assert_null(strchr(status.name, '\x1b'));
	assert_non_null(strstr(status.name, "Máy quét"));
	unplug(port, "ESHUTDOWN");
	want_state("Quét 1", SCANNER_LOST);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		LIVE(three_kinds_read_a_thousand_scans_in_order),
		LIVE(idle_scanners_cost_nothing),
		LIVE(a_persons_keyboard_is_left_alone_until_bound),
		LIVE(what_only_looks_like_pos_is_given_back),
		LIVE(hostile_configurations_do_no_harm),
		LIVE(a_strangers_texts_are_clean),
	};
	int failed;

	(void)argc;
	if (!live_start(argv)) {
		fprintf(stderr, "no rig\n");
		return 1;
	}
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	live_stop();
	return failed;
}
