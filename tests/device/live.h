/*
 * The scanners on a loop beside a rig: for tests of the real path (libusb, hotplug, transfers in flight). While the rig is
 * asked the loop stands still, so a fault can be armed before a device is seen.
 */
#ifndef TESTS_DEVICE_LIVE_H
#define TESTS_DEVICE_LIVE_H

#include "check.h"

#include <dirent.h>
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

static inline void on_heard(void *owner, const struct scan *scan)
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

static inline void turn(int64_t until_us)
{
	int64_t left_us = until_us - clock_tick_us();
	struct timeval wait = { 0, left_us < 0 ? 0 : left_us < 5000 ? left_us : 5000 };

	event_base_loopexit(base, &wait);
	event_base_loop(base, EVLOOP_ONCE);
}

static inline void run_ms(int ms)
{
	int64_t until_us = clock_tick_us() + ms * INT64_C(1000);

	while (clock_tick_us() < until_us)
		turn(until_us);
}

/* The scanner with this serial is in this state; its row goes to *status. */
static inline bool is_in(const char *which, enum scanner_state state, struct scanner_status *status)
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

static inline void want_state(const char *which, enum scanner_state state)
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

static inline void want_scans(size_t count)
{
	int64_t until_us = clock_tick_us() + WAIT_MS * INT64_C(1000);

	while (scans_count < count && clock_tick_us() < until_us)
		turn(until_us);
	assert_i64(scans_count, count);
}

/* ---- the rig --------------------------------------------------------------------------------- */

static inline long plug(const struct fake_kind *kind, int where, const char *name)
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

static inline void unplug(long port, const char *error)
{
	assert_i64(rig_ask(&rig, "unplug %ld %s", port, error), 0);
}

static inline void pull(long port, const char *text)
{
	char escaped[1024];
	size_t used = 0;

	for (; *text; text++)
		used += (size_t)snprintf(escaped + used, sizeof(escaped) - used, *text == '\\' ? "\\\\" : "%c", *text);
	assert_i64(rig_ask(&rig, "scan %ld %s", port, escaped), 0);
}

static inline void report(long port, const uint8_t *data, size_t size)
{
	char hex[2 * 64 + 1];

	assert_true(size <= 64);
	text_hex_write(data, size, hex);
	assert_i64(rig_ask(&rig, "report %ld %s", port, hex), 0);
}

/* One pull of the trigger, and that it comes out as it should. */
static inline void scan_one(long port, const char *text)
{
	size_t before = scans_count;

	pull(port, text);
	want_scans(before + 1);
	assert_text(scans[before].text, text);
}

static inline size_t descriptors_open(void)
{
	DIR *folder = opendir("/proc/self/fd");
	size_t count = 0;

	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

static inline int open_scanners(void **state)
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

static inline int close_scanners(void **state)
{
	(void)state;
	rig_ask(&rig, "reset");
	scanners_close(scanners);
	event_base_free(base);
	return 0;
}

#define LIVE(test) cmocka_unit_test_setup_teardown(test, open_scanners, close_scanners)

/* First thing in main. */
static inline bool live_start(char **argv)
{
	struct err err;

	rig_preload(argv);
	return rig_start(&rig) && fake_kind_read("tests/devices/hid-keyboard/device.txt", &keyboard, &err) &&
	       fake_kind_read("tests/devices/hid-pos/device.txt", &pos, &err) &&
	       fake_kind_read("tests/devices/cdc-acm/device.txt", &serial, &err);
}

static inline void live_stop(void)
{
	rig_stop(&rig);
	libevent_global_shutdown();
}

#endif
