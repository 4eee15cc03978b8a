/*
 * The real path: libusb, hotplug, transfers in flight and the event loop, against the rig's bus of fake readers. While
 * the rig is asked the loop stands still, so a fault can be armed before a device is seen.
 */
#include "check.h"
#include "tsv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/text.h"
#include "device/scanner.h"
#include "devices/fakeusb.h"
#include "devices/rigclient.h"

#define WAIT_MS 10000
#define SCANS_MAX 4096

static struct rig rig;
static struct event_base *base;
static struct scanners *scanners;
static struct fake_kind keyboard, pos, serial;
static struct {
	char text[SCAN_SIZE_MAX + 1], aim[4], till[16], scanner[32];
	int64_t at_us;
} scans[SCANS_MAX];
static size_t scans_count;

/* ---- the loop ----------------------------------------------------------------------------- */

static void on_heard(void *owner, const struct scan *scan)
{
	(void)owner;
	assert_true(scans_count < SCANS_MAX);
	memcpy(scans[scans_count].text, scan->data, scan->size);
	scans[scans_count].text[scan->size] = '\0';
	snprintf(scans[scans_count].aim, sizeof(scans[0].aim), "%s", scan->aim);
	snprintf(scans[scans_count].till, sizeof(scans[0].till), "%s", scan->till);
	snprintf(scans[scans_count].scanner, sizeof(scans[0].scanner), "%s", scan->scanner);
	scans[scans_count++].at_us = clock_tick_us();
}

static void turn(int64_t until_us)
{
	int64_t left_us = until_us - clock_tick_us();
	struct timeval wait = { 0, left_us < 0 ? 0 : left_us < 5000 ? left_us : 5000 };

	event_base_loopexit(base, &wait);
	event_base_loop(base, EVLOOP_ONCE);
}

static void run_ms(int ms)
{
	int64_t until_us = clock_tick_us() + ms * INT64_C(1000);

	while (clock_tick_us() < until_us)
		turn(until_us);
}

/* The scanner with this serial is in this state; its row goes to *status. */
static bool is_in(const char *which, enum scanner_state state, struct scanner_status *status)
{
	struct scanner_status rows[SCANNERS_MAX + 4];
	size_t count = scanners_list(scanners, rows, COUNT_OF(rows));

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].serial, which) == 0) {
			*status = rows[i];
			return rows[i].state == state;
		}
	memset(status, 0, sizeof(*status));
	return false;
}

static void want_state(const char *which, enum scanner_state state)
{
	int64_t until_us = clock_tick_us() + WAIT_MS * INT64_C(1000);
	struct scanner_status status;

	while (!is_in(which, state, &status)) {
		if (clock_tick_us() > until_us)
			fail_msg("[%s] %s is %s (%s), wanted %s", case_name, which, scanner_state_name(status.state), status.reason,
				 scanner_state_name(state));
		turn(until_us);
	}
}

static void want_scans(size_t count)
{
	int64_t until_us = clock_tick_us() + WAIT_MS * INT64_C(1000);

	while (scans_count < count && clock_tick_us() < until_us)
		turn(until_us);
	assert_i64(scans_count, count);
}

/* ---- the rig --------------------------------------------------------------------------------- */

static long plug(const struct fake_kind *kind, int where, const char *name)
{
	char path[128];
	long port;

	snprintf(path, sizeof(path), "%s/device.txt", rig.folder);
	assert_true(fake_kind_write(path, kind));
	port = rig_ask(&rig, "plug %s %d %s", path, where, name);
	if (port < 1)
		fail_msg("[%s] plug: %s", case_name, rig.reply);
	return port;
}

static void unplug(long port, const char *error)
{
	assert_i64(rig_ask(&rig, "unplug %ld %s", port, error), 0);
}

static void pull(long port, const char *text)
{
	char escaped[1024];
	size_t used = 0;

	for (; *text; text++)
		used += (size_t)snprintf(escaped + used, sizeof(escaped) - used, *text == '\\' ? "\\\\" : "%c", *text);
	assert_i64(rig_ask(&rig, "scan %ld %s", port, escaped), 0);
}

static void report(long port, const uint8_t *data, size_t size)
{
	char hex[2 * 64 + 1];

	assert_true(size <= 64);
	text_hex_write(data, size, hex);
	assert_i64(rig_ask(&rig, "report %ld %s", port, hex), 0);
}

/* One pull of the trigger, and that it comes out as it should. */
static void scan_one(long port, const char *text)
{
	size_t before = scans_count;

	pull(port, text);
	want_scans(before + 1);
	assert_text(scans[before].text, text);
}

static size_t descriptors_open(void)
{
	DIR *folder = opendir("/proc/self/fd");
	size_t count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static int open_scanners(void **state)
{
	static const struct scanner_binding bindings[] = {
		{ .till = "q2", .serial = "P1" },
		{ .till = "q3", .port = "1-9" },
		{ .till = "q4", .serial = "MINE" },
	};
	struct scanner_settings settings = { .till = "q1", .bindings = bindings, .bindings_count = COUNT_OF(bindings) };
	struct err err;

	(void)state;
	scans_count = 0;
	base = event_base_new();
	if (!scanners_open(base, &settings, on_heard, NULL, &scanners, &err))
		fail_msg("%s", err.text);
	return 0;
}

static int close_scanners(void **state)
{
	(void)state;
	rig_ask(&rig, "reset");
	scanners_close(scanners);
	event_base_free(base);
	return 0;
}

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

/* ---- trouble -------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	const struct fake_kind *kind;
	const char *fault, *error;
	int times;
	const char *state; /* in the end */
} faults[] = {
	{ "another program holds the keyboard for a while", &keyboard, "claim", "EBUSY", 2, "ready" },
	{ "the keyboard refuses SET_PROTOCOL", &keyboard, "control", "EPIPE", 1, "ready" },
	{ "a control transfer is lost", &pos, "control", "EPROTO", 2, "ready" },
	{ "no answer to the report descriptor", &pos, "control", "EPIPE", 1, "refused" },
	{ "no memory for a transfer", &pos, "submit", "ENOMEM", 3, "ready" },
	{ "opening fails", &serial, "open", "EIO", 2, "ready" },
	{ "the line coding is refused", &serial, "control", "EPIPE", 2, "ready" },
	{ "a claim fails for the second interface", &serial, "claim", "EIO", 1, "ready" },
};

static void trouble_at_the_start_is_tried_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		bool ready = strcmp(faults[i].state, "ready") == 0;
		char name[8];
		long port;

		CASE(faults[i].name);
		snprintf(name, sizeof(name), "F%zu", i);
		port = plug(faults[i].kind, 5, name);
		assert_i64(rig_ask(&rig, "fault %ld %s %s %d", port, faults[i].fault, faults[i].error, faults[i].times), 0);
		want_state(name, ready ? SCANNER_READY : SCANNER_REFUSED);
		if (ready)
			scan_one(port, "96385074");
		unplug(port, "ESHUTDOWN");
		want_state(name, SCANNER_LOST);
	}
}

static void trouble_while_reading_never_makes_a_wrong_code(void **state)
{
	static const struct {
		const char *name, *error;
		int times;
	} rows[] = {
		{ "EPROTO", "EPROTO", 1 },
		{ "stall", "EPIPE", 1 },
		{ "ESHUTDOWN though it is still there", "ESHUTDOWN", 2 },
		{ "EOVERFLOW", "EOVERFLOW", 1 },
		{ "EILSEQ", "EILSEQ", 3 },
		{ "ETIME", "ETIME", 1 },
		{ "EPROTO without end", "EPROTO", 40 },
		{ "stalls without end", "EPIPE", 40 },
		{ "an empty report", "ENOENT", 5 },
	};
	const struct fake_kind *kinds[] = { &keyboard, &pos, &serial };

	(void)state;
	for (size_t k = 0; k < COUNT_OF(kinds); k++) {
		char name[8];
		long port;

		snprintf(name, sizeof(name), "R%zu", k);
		port = plug(kinds[k], 5, name);
		want_state(name, SCANNER_READY);
		/* A report is a report: each kind of trouble once, and the first few with each kind of reader. */
		for (size_t i = 0; i < (k == 0 ? COUNT_OF(rows) : 3); i++) {
			size_t before = scans_count;

			CASE(rows[i].name);
			/* In the middle of a code, where a keyboard's or a stream's code has one. */
			assert_i64(rig_ask(&rig, "interval %ld 1000", port), 0);
			pull(port, "4006381333931");
			run_ms(10);
			assert_i64(rig_ask(&rig, "fault %ld read %s %d", port, rows[i].error, rows[i].times), 0);
			run_ms(60);
			assert_i64(rig_ask(&rig, "interval %ld 0", port), 0);
			run_ms(rows[i].times > 16 ? 600 : 1);
			for (size_t j = before; j < scans_count; j++)
				assert_text(scans[j].text, "4006381333931");
			want_state(name, SCANNER_READY);
			run_ms(220);
			assert_true(rig_ask(&rig, "ready %ld %d", port, WAIT_MS) == 0);
			scan_one(port, "96385074");
		}
		assert_i64(rig_ask(&rig, "counts %ld", port), 0);
		assert_true(rig_count(&rig, "halts") >= 1);
		unplug(port, "EPROTO");
		want_state(name, SCANNER_LOST);
	}
}

static void the_plug_is_pulled_in_the_middle_of_a_code(void **state)
{
	static const char *const errors[] = { "ESHUTDOWN", "EPROTO", "ENOENT" };
	const struct fake_kind *kinds[] = { &keyboard, &pos, &serial };
	const char *code = "0104006381333931172512311010ABC1234567890123456789012345678901234567890";

	(void)state;
	for (size_t i = 0; i < 9; i++) {
		char name[8];
		long port;
		size_t before = scans_count;

		snprintf(name, sizeof(name), "U%zu", i);
		port = plug(kinds[i / 3], 5, name);
		want_state(name, SCANNER_READY);
		assert_i64(rig_ask(&rig, "interval %ld 20000", port), 0);
		pull(port, code);
		run_ms(5);
		unplug(port, errors[i % 3]);
		want_state(name, SCANNER_LOST);
		assert_i64(scans_count, before);
		/* It comes back, elsewhere: the same reader by its serial, and nothing of the half code. */
		port = plug(kinds[i / 3], 6, name);
		want_state(name, SCANNER_READY);
		scan_one(port, "96385074");
		unplug(port, "ESHUTDOWN");
		want_state(name, SCANNER_LOST);
	}
}

static void plugs_come_and_go_without_leaving_anything(void **state)
{
	const struct fake_kind *kinds[] = { &keyboard, &pos, &serial };
	struct scanner_status rows[SCANNERS_MAX + 4];
	size_t before = 0;

	(void)state;
	for (int i = 0; i < 40; i++) {
		char name[16];
		long port;

		snprintf(name, sizeof(name), "N%d", i);
		port = plug(kinds[i % 3], 1 + i % 7, name);
		want_state(name, SCANNER_READY);
		scan_one(port, "96385074");
		unplug(port, "ESHUTDOWN");
		want_state(name, SCANNER_LOST);
		run_ms(2);
		if (i == 2)
			before = descriptors_open();
	}
	assert_i64(descriptors_open(), before);
	/* As many as are remembered, and the bound ones that never came. */
	assert_i64(scanners_list(scanners, rows, COUNT_OF(rows)), SCANNERS_MAX + 3);
}

static void fifty_scans_a_second_and_garbage(void **state)
{
	long ports[3];
	uint64_t seed = test_seed();
	struct scanner_status status;
	size_t before;

	(void)state;
	ports[0] = plug(&keyboard, 1, "K1");
	ports[1] = plug(&pos, 2, "P1");
	ports[2] = plug(&serial, 3, "C1");
	want_state("K1", SCANNER_READY);
	want_state("P1", SCANNER_READY);
	want_state("C1", SCANNER_READY);
	for (int i = 0; i < 50; i++)
		for (size_t j = 0; j < 3; j++)
			pull(ports[j], "4006381333931");
	want_scans(150);
	for (int i = 0; i < 600; i++) {
		uint8_t bytes[64];
		size_t size = 1 + test_next(&seed) % (i % 3 ? 64 : 8);

		for (size_t j = 0; j < size; j++)
			bytes[j] = (uint8_t)test_next(&seed);
		report(ports[i % 3], bytes, size);
		if (i % 100 == 99)
			run_ms(5);
	}
	for (size_t j = 0; j < 3; j++)
		for (int i = 0; i < 100 && rig_ask(&rig, "drained %ld 1", ports[j]) != 0; i++)
			run_ms(20);
	/* What the garbage made of itself is clean; an Enter and a pause later all three read as before. */
	run_ms(220);
	for (size_t i = 150; i < scans_count; i++)
		for (const char *at = scans[i].text; *at; at++)
			assert_true((unsigned char)*at >= 0x20 ? *at != 0x7f : *at == 0x1d);
	report(ports[0], (const uint8_t *)"\0\0\x28\0\0\0\0\0", 8);
	report(ports[0], (const uint8_t *)"\0\0\0\0\0\0\0\0", 8);
	report(ports[2], (const uint8_t *)"\r", 1);
	report(ports[1], (const uint8_t[64]){ 2 }, 64);
	run_ms(30);
	for (size_t j = 0; j < 3; j++) {
		before = scans_count;
		pull(ports[j], "96385074");
		want_scans(before + 1);
		/* Garbage may have pressed Caps Lock, which changes no digit. */
		assert_text(scans[before].text, "96385074");
	}
	is_in("C1", SCANNER_READY, &status);
	assert_true(status.complaints_count > 0 && status.complaint[0]);
	for (size_t j = 0; j < 3; j++)
		unplug(ports[j], "ESHUTDOWN");
	want_state("C1", SCANNER_LOST);
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

/* ---- a process of its own ------------------------------------------------------------------------ */

struct child {
	pid_t pid;
	int out;
	char text[8192];
	size_t size;
};

static void spawn(struct child *child)
{
	char path[4096];
	int ends[2];

	rig_program("listen", path, sizeof(path));
	memset(child, 0, sizeof(*child));
	assert_i64(pipe2(ends, O_CLOEXEC), 0);
	child->pid = fork();
	if (child->pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execl(path, path, "q2=K1", (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	child->out = ends[0];
}

static void want_line(struct child *child, const char *line)
{
	int64_t until_us = clock_tick_us() + 2 * WAIT_MS * INT64_C(1000);

	while (!strstr(child->text, line)) {
		struct pollfd ready = { .fd = child->out, .events = POLLIN };
		ssize_t got;

		if (clock_tick_us() > until_us)
			fail_msg("no line \"%s\" in: %s", line, child->text);
		if (poll(&ready, 1, 100) <= 0)
			continue;
		got = read(child->out, child->text + child->size, sizeof(child->text) - 1 - child->size);
		if (got <= 0)
			fail_msg("ended before \"%s\": %s", line, child->text);
		child->size += (size_t)got;
		child->text[child->size] = '\0';
	}
}

static int end(struct child *child, int how)
{
	int status;

	kill(child->pid, how);
	waitpid(child->pid, &status, 0);
	close(child->out);
	return status;
}

/*
 * Killed in the middle of a code, and scanned while nobody listened: what the reader still holds is the rest of a code
 * and a code; neither may come out as a shorter one. What is scanned a moment after the start is read.
 */
static void a_killed_process_finds_its_scanner_again(void **state)
{
	long port = plug(&keyboard, 1, "K1");
	struct child child;

	(void)state;
	for (int i = 0; i < 2; i++) {
		spawn(&child);
		want_line(&child, "scanner K1 hid-keyboard ready");
		assert_i64(rig_ask(&rig, "ready %ld %d", port, WAIT_MS), 0);
		assert_i64(rig_ask(&rig, "drained %ld %d", port, WAIT_MS), 0);
		usleep(250000);
		pull(port, "4006381333931");
		want_line(&child, "scan q2 - 4006381333931\n");
		assert_i64(rig_ask(&rig, "interval %ld 2000", port), 0);
		pull(port, "4006381333931");
		usleep(20000);
		end(&child, SIGKILL);
		assert_i64(rig_ask(&rig, "interval %ld 0", port), 0);
		for (int j = 0; j < 300; j++) {
			assert_i64(rig_ask(&rig, "counts %ld", port), 0);
			if (rig_count(&rig, "waiting") == 0 && rig_count(&rig, "claimed") == 0)
				break;
			usleep(10000);
		}
		assert_i64(rig_count(&rig, "waiting"), 0);
		/* Still ours: a crash must not let the reader type into a console. */
		assert_i64(rig_count(&rig, "attaches"), 0);
	}
	spawn(&child);
	want_line(&child, "scanner K1 hid-keyboard ready a damaged code was dropped");
	assert_null(strstr(child.text, "scan q2"));
	assert_i64(end(&child, SIGTERM), 0);
	assert_i64(rig_ask(&rig, "counts %ld", port), 0);
	assert_i64(rig_count(&rig, "attaches"), 1);
	rig_ask(&rig, "reset");
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, open_scanners, close_scanners)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		LIVE(three_kinds_read_a_thousand_scans_in_order),
		LIVE(idle_scanners_cost_nothing),
		LIVE(trouble_at_the_start_is_tried_again),
		LIVE(trouble_while_reading_never_makes_a_wrong_code),
		LIVE(the_plug_is_pulled_in_the_middle_of_a_code),
		LIVE(plugs_come_and_go_without_leaving_anything),
		LIVE(fifty_scans_a_second_and_garbage),
		LIVE(a_persons_keyboard_is_left_alone_until_bound),
		LIVE(what_only_looks_like_pos_is_given_back),
		LIVE(hostile_configurations_do_no_harm),
		LIVE(a_strangers_texts_are_clean),
		cmocka_unit_test(a_killed_process_finds_its_scanner_again),
	};
	struct err err;
	int failed;

	(void)argc;
	rig_preload(argv);
	if (!rig_start(&rig) || !fake_kind_read("tests/devices/hid-keyboard/device.txt", &keyboard, &err) ||
	    !fake_kind_read("tests/devices/hid-pos/device.txt", &pos, &err) ||
	    !fake_kind_read("tests/devices/cdc-acm/device.txt", &serial, &err)) {
		fprintf(stderr, "no rig\n");
		return 1;
	}
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	rig_stop(&rig);
	libevent_global_shutdown();
	return failed;
}
