/* Every driver there is, fed what its readers send; the rules of the core; who may be taken; the virtual scanner. */
#include "check.h"
#include "tsv.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/text.h"
#include "device/feed.h"
#include "device/match.h"
#include "devices/fakeusb.h"

#define REPORTS_MAX 600

extern const struct scanner_driver scanner_skeleton;

struct recording {
	uint8_t bytes[REPORTS_MAX][256];
	size_t sizes[REPORTS_MAX], count;
};

static struct fake_kind kind; /* of the driver that is tried */
static struct recording recording;

static const struct scanner_driver *driver_named(const char *name)
{
	for (const struct scanner_driver *const *driver = scanner_drivers; *driver; driver++)
		if (text_is((*driver)->name, name))
			return *driver;
	fail_msg("no driver %s", name);
	return NULL;
}

static void read_recording(char *cell)
{
	recording.count = 0;
	for (char *at = strtok(cell, " "); at; at = strtok(NULL, " ")) {
		assert_true(recording.count < REPORTS_MAX);
		assert_true(text_hex_read(at, strlen(at), recording.bytes[recording.count], 256, &recording.sizes[recording.count]));
		recording.count++;
	}
}

static void feed_reports(struct feed *feed, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		scanner_feed(&feed->unit, recording.bytes[i], recording.sizes[i], feed->now_us += 1000);
}

static void start_feed(struct feed *feed, const struct scanner_driver *driver)
{
	struct usb_interface interface = { .class = 3, .subclass = kind.speech == FAKE_KEYBOARD, .report_descriptor_bytes = 4096 };

	feed_init(feed, driver, &interface);
	assert_i64(feed_start(feed, kind.report[0], kind.report_size[0]), SCANNER_START_DONE);
}

static void try_row(const struct scanner_driver *driver, const char *aim, const char *scan, size_t complaints)
{
	struct feed feed;
	size_t want = scan[0] ? 1 : 0;
	bool streams = text_is(driver->name, "cdc-acm") || text_is(driver->name, "virtual");

	/* whole, and again */
	start_feed(&feed, driver);
	for (size_t round = 1; round <= 2; round++) {
		feed_reports(&feed, 0, recording.count);
		assert_i64(feed.scans_count, round * want);
		assert_text(feed.scan, scan);
		assert_text(feed.aim, aim);
		assert_i64(feed.unit.complaints_count, round * complaints);
		if (want == 0 && complaints == 0) /* may be half a code: begin anew */
			assert_i64(feed_start(&feed, kind.report[0], kind.report_size[0]), SCANNER_START_DONE);
	}
	scanner_release(&feed.unit);
	/* byte by byte: the same from a stream, nothing else from reports */
	start_feed(&feed, driver);
	for (size_t i = 0; i < recording.count; i++)
		for (size_t j = 0; j < recording.sizes[i]; j++)
			scanner_feed(&feed.unit, &recording.bytes[i][j], 1, feed.now_us += 10);
	if (streams) {
		assert_i64(feed.scans_count, want);
		assert_text(feed.scan, scan);
	} else {
		assert_i64(feed.scans_count, 0);
	}
	scanner_release(&feed.unit);
	/* unplugged halfway: nothing; plugged in again: the whole code and nothing of the half */
	start_feed(&feed, driver);
	if (want && recording.count > 1) {
		feed_reports(&feed, 0, recording.count / 2);
		assert_i64(feed.scans_count, 0);
		assert_i64(feed_start(&feed, kind.report[0], kind.report_size[0]), SCANNER_START_DONE);
		feed_reports(&feed, 0, recording.count);
		assert_i64(feed.scans_count, 1);
		assert_text(feed.scan, scan);
	}
	scanner_release(&feed.unit);
	/* a report lost in the middle: nothing at all, never a shorter code; after that all is well */
	start_feed(&feed, driver);
	if (want && recording.count > 2) {
		feed_reports(&feed, 0, recording.count / 2);
		scanner_damage(&feed.unit, feed.now_us += 1000);
		feed_reports(&feed, recording.count / 2 + 1, recording.count);
		assert_i64(feed.scans_count, 0);
		assert_true(feed.unit.complaints_count > 0);
		feed.now_us += SCANNER_QUIET_US;
		feed_reports(&feed, 0, recording.count);
		assert_i64(feed.scans_count, 1);
		assert_text(feed.scan, scan);
	}
	scanner_release(&feed.unit);
}

static void every_driver_reads_its_recordings(void **state)
{
	char path[160];
	struct tsv tsv;
	struct stat about;
	struct err err;
	size_t rows = 0;

	(void)state;
	for (const struct scanner_driver *const *driver = scanner_drivers; *driver; driver++) {
		CASE((*driver)->name);
		snprintf(path, sizeof(path), "drivers/scanner/%s.c", (*driver)->name);
		assert_i64(stat(path, &about), 0);
		assert_true((*driver)->about[0] && (*driver)->received);
		memset(&kind, 0, sizeof(kind));
		snprintf(path, sizeof(path), "tests/devices/%s/device.txt", (*driver)->name);
		if ((*driver)->matches)
			assert_ok(fake_kind_read(path, &kind, &err), &err);
		snprintf(path, sizeof(path), "tests/devices/%s/scans.tsv", (*driver)->name);
		assert_true(tsv_open(&tsv, path));
		while (tsv_next(&tsv)) {
			tsv_unescape(tsv_cell(&tsv, "name"));
			read_recording(tsv_cell(&tsv, "reports"));
			CASE(tsv_cell(&tsv, "name"));
			try_row(*driver, tsv_cell(&tsv, "aim"), tsv_cell(&tsv, "scan"), (size_t)strtoul(tsv_cell(&tsv, "complaints"), NULL, 10));
			rows++;
		}
		CASE("");
		tsv_close(&tsv);
	}
	assert_true(rows >= 40);
}

static void the_skeleton_is_a_driver(void **state)
{
	struct feed feed;

	(void)state;
	feed_init(&feed, &scanner_skeleton, NULL);
	scanner_feed(&feed.unit,
		     (const uint8_t *)"\x03"
				      "40",
		     3, feed.now_us += 1000);
	assert_i64(feed.scans_count, 0);
	scanner_feed(&feed.unit,
		     (const uint8_t *)"1\x02"
				      "77",
		     4, feed.now_us += 1000);
	assert_i64(feed.scans_count, 2);
	assert_text(feed.scan, "77");
	scanner_release(&feed.unit);
}

static void match_tables_are_sound(void **state)
{
	(void)state;
	for (const struct scanner_driver *const *driver = scanner_drivers; *driver; driver++)
		for (const struct usb_match *row = (*driver)->matches; row && row->interface_class; row++) {
			CASE(row->name);
			assert_true(row->name && row->sure >= 1 && row->sure <= 100);
			assert_true(row->vendor || !row->product);
		}
}

/* ---- the rules of the core --------------------------------------------------------- */

static void half_a_code_does_not_join_the_next(void **state)
{
	struct feed feed;
	const uint8_t first[] = "400638", rest[] = "1333931\r", whole[] = "96385074\r";

	(void)state;
	feed_init(&feed, driver_named("cdc-acm"), NULL);
	scanner_feed(&feed.unit, first, 6, feed.now_us);
	/* The reader has no suffix set, or the loop stood still: what comes now is no code either. */
	scanner_feed(&feed.unit, rest, 8, feed.now_us += SCANNER_HALF_US);
	assert_i64(feed.scans_count, 0);
	assert_true(feed.unit.complaints_count >= 1);
	scanner_feed(&feed.unit, whole, 9, feed.now_us += 1000);
	assert_i64(feed.scans_count, 1);
	assert_text(feed.scan, "96385074");
	scanner_release(&feed.unit);
}

static void the_rest_of_a_damaged_code_is_dropped_until_it_is_quiet(void **state)
{
	struct feed feed;
	const uint8_t tail[] = "81333931\r", whole[] = "96385074\r";

	(void)state;
	feed_init(&feed, driver_named("cdc-acm"), NULL);
	/* The first report was lost: what follows at once looks like an EAN-8. */
	scanner_damage(&feed.unit, feed.now_us);
	scanner_feed(&feed.unit, tail, 9, feed.now_us += 5000);
	assert_i64(feed.scans_count, 0);
	scanner_feed(&feed.unit, whole, 9, feed.now_us += 5000);
	assert_i64(feed.scans_count, 1);
	/* Damage while nothing is scanned costs nothing. */
	scanner_damage(&feed.unit, feed.now_us);
	scanner_feed(&feed.unit, whole, 9, feed.now_us += SCANNER_QUIET_US);
	assert_i64(feed.scans_count, 2);
	scanner_release(&feed.unit);
}

static void complaints_name_the_size_and_the_byte(void **state)
{
	struct feed feed;
	uint8_t line[301];

	(void)state;
	memset(line, '7', 300);
	line[300] = '\r';
	feed_init(&feed, driver_named("cdc-acm"), NULL);
	scanner_feed(&feed.unit, line, sizeof(line), feed.now_us);
	assert_non_null(strstr(feed.unit.complaint, "300 bytes"));
	scanner_feed(&feed.unit, (const uint8_t *)"12\x1b[31m\r", 8, feed.now_us);
	assert_non_null(strstr(feed.unit.complaint, "0x1b at 3"));
	assert_i64(feed.scans_count, 0);
	scanner_release(&feed.unit);
}

/* ---- who may be taken --------------------------------------------------------------- */

#define KEYBOARD \
	{ \
		.number = 0, .class = 3, .subclass = 1, .protocol = 1, .endpoint_in = 0x81, .packet_bytes = 8 \
	}
#define MOUSE \
	{ \
		.number = 1, .class = 3, .subclass = 1, .protocol = 2, .endpoint_in = 0x82, .packet_bytes = 4 \
	}
#define PLAIN_HID \
	{ \
		.number = 1, .class = 3, .endpoint_in = 0x82, .packet_bytes = 64, .report_descriptor_bytes = 70 \
	}
#define DISK \
	{ \
		.number = 1, .class = 8, .subclass = 6, .protocol = 80, .endpoint_in = 0x82, .packet_bytes = 64 \
	}
#define CONTROL \
	{ \
		.number = 0, .class = 2, .subclass = 2, .protocol = 1, .endpoint_in = 0x82, .packet_bytes = 16 \
	}
#define DATA \
	{ \
		.number = 1, .class = 10, .endpoint_in = 0x81, .endpoint_is_bulk = true, .packet_bytes = 64 \
	}
#define DEAF \
	{ \
		.number = 0, .class = 3, .subclass = 1, .protocol = 1 \
	}

static const struct {
	const char *name;
	struct usb_ident ident;
	bool bound;
	const char *driver; /* NULL: left alone */
	uint8_t interface;
	bool says_why;
} takes[] = {
	{ "a known maker's keyboard", { .vendor = 0x05e0, .interfaces = { KEYBOARD }, .interfaces_count = 1 }, false, "hid-keyboard", 0, false },
	{ "a known maker's POS before its keyboard",
	  { .vendor = 0x0c2e, .interfaces = { KEYBOARD, PLAIN_HID }, .interfaces_count = 2 },
	  false,
	  "hid-pos",
	  1,
	  false },
	{ "a known maker's serial port",
	  { .vendor = 0x05f9, .interfaces = { CONTROL, DATA }, .interfaces_count = 2 },
	  false,
	  "cdc-acm",
	  0,
	  false },
	{ "an ordinary keyboard", { .vendor = 0x046d, .interfaces = { KEYBOARD }, .interfaces_count = 1 }, false, NULL, 0, true },
	{ "the same, bound", { .vendor = 0x046d, .interfaces = { KEYBOARD }, .interfaces_count = 1 }, true, "hid-keyboard", 0, false },
	{ "a known maker's keyboard with a mouse",
	  { .vendor = 0x0581, .interfaces = { KEYBOARD, MOUSE }, .interfaces_count = 2 },
	  false,
	  NULL,
	  0,
	  true },
	{ "a keyboard with a disk", { .vendor = 0x05e0, .interfaces = { KEYBOARD, DISK }, .interfaces_count = 2 }, false, NULL, 0, true },
	{ "a payment terminal", { .vendor = 0x11ca, .interfaces = { CONTROL, DATA }, .interfaces_count = 2 }, false, NULL, 0, true },
	{ "a serial port without data", { .vendor = 0x05f9, .interfaces = { CONTROL }, .interfaces_count = 1 }, false, NULL, 0, false },
	{ "a keyboard without an endpoint", { .vendor = 0x05e0, .interfaces = { DEAF }, .interfaces_count = 1 }, false, NULL, 0, false },
	{ "a disk", { .vendor = 0x0781, .interfaces = { DISK }, .interfaces_count = 1 }, false, NULL, 0, false },
	{ "a disk, bound", { .vendor = 0x0781, .interfaces = { DISK }, .interfaces_count = 1 }, true, NULL, 0, false },
};

static void only_scanners_are_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(takes); i++) {
		struct match match;

		CASE(takes[i].name);
		match_find(scanner_drivers, &takes[i].ident, takes[i].bound, &match);
		assert_i64(match.choices_count > 0, takes[i].driver != NULL);
		assert_i64(match.choices_count == 0 && match.why_not, takes[i].says_why);
		if (!takes[i].driver)
			continue;
		assert_text(match.choices[0].driver->name, takes[i].driver);
		assert_i64(match.choices[0].control->number, takes[i].interface);
	}
}

static void the_most_exact_binding_wins(void **state)
{
	static const struct scanner_binding rows[] = {
		{ .till = "kind", .kind = "05e0:1200" },
		{ .till = "port", .port = "1-2.3" },
		{ .till = "serial", .serial = "S1" },
		{ .till = "both", .serial = "S2", .port = "1-4" },
	};
	static const struct {
		const char *till;
		struct usb_ident ident;
	} wants[] = {
		{ "serial", { .vendor = 0x05e0, .product = 0x1200, .serial = "S1", .port = "1-2.3" } },
		{ "port", { .vendor = 0x05e0, .product = 0x1200, .serial = "S9", .port = "1-2.3" } },
		{ "kind", { .vendor = 0x05e0, .product = 0x1200, .port = "1-2" } },
		{ "both", { .vendor = 1, .product = 2, .serial = "S2", .port = "1-4" } },
		{ NULL, { .vendor = 1, .product = 2, .serial = "S2", .port = "1-5" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wants); i++) {
		const struct scanner_binding *got = match_binding(rows, COUNT_OF(rows), &wants[i].ident);

		assert_true(text_is(got ? got->till : NULL, wants[i].till));
	}
}

static void udev_rules_are_the_match_tables(void **state)
{
	static const char path[] = "packaging/udev/60-ocop-pos.rules";
	struct buf buf;
	char held[16384];
	FILE *file;
	size_t size;

	(void)state;
	buf_init(&buf, sizeof(held) - 1);
	scanner_write_udev_rules(&buf);
	assert_false(buf.full);
	if (getenv("GOLDEN")) {
		file = fopen(path, "w");
		assert_non_null(file);
		fwrite(buf.data, 1, buf.size, file);
		fclose(file);
	}
	file = fopen(path, "r");
	assert_non_null(file);
	size = fread(held, 1, sizeof(held) - 1, file);
	held[size] = '\0';
	fclose(file);
	assert_text(buf_get(&buf), held);
	buf_release(&buf);
}

/* ---- strangers ------------------------------------------------------------------------ */

static void hostile_descriptors_and_reports_do_no_harm(void **state)
{
	static const char *const names[] = { "hid-pos", "hid-keyboard" };
	struct usb_interface interface = { .class = 3, .report_descriptor_bytes = 4096 };
	struct tsv tsv;
	uint8_t bytes[8192];
	size_t size, rows = 0;
	uint64_t seed = test_seed();

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/hostile/usb/usb_fuzz.tsv"));
	while (tsv_next(&tsv)) {
		const char *hex = tsv_cell(&tsv, "hex");

		if (strncmp(tsv_cell(&tsv, "kind"), "report", 6) != 0 || !text_hex_read(hex, strlen(hex), bytes, sizeof(bytes), &size))
			continue;
		CASE(tsv_cell(&tsv, "id"));
		rows++;
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			struct feed feed;

			feed_init(&feed, driver_named(names[i]), &interface);
			if (feed_start(&feed, bytes, size) == SCANNER_START_DONE)
				for (int round = 0; round < 64; round++) {
					uint8_t report[64];

					for (size_t j = 0; j < sizeof(report); j++)
						report[j] = (uint8_t)test_next(&seed);
					report[0] = (uint8_t)(test_next(&seed) % 4);
					scanner_feed(&feed.unit, report, test_next(&seed) % 65, feed.now_us += 1000);
				}
			scanner_release(&feed.unit);
		}
	}
	CASE("");
	tsv_close(&tsv);
	assert_true(rows > 100);
}

/* ---- the virtual scanner on a loop ------------------------------------------------------ */

static struct {
	char last[SCAN_SIZE_MAX + 1], till[SCANNER_TEXT_MAX];
	size_t count, changes;
} heard;

static void on_heard(void *owner, const struct scan *scan)
{
	(void)owner;
	memcpy(heard.last, scan->data, scan->size);
	heard.last[scan->size] = '\0';
	snprintf(heard.till, sizeof(heard.till), "%s", scan->till);
	heard.count++;
}

static void on_changed(void *owner)
{
	(void)owner;
	heard.changes++;
}

static int dial(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_i64(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void say(struct event_base *base, int fd, const char *line, const char *want)
{
	char reply[256] = "";
	ssize_t got = -1;

	CASE(line);
	assert_i64(write(fd, line, strlen(line)), (int64_t)strlen(line));
	for (int i = 0; i < 1000 && got < 0; i++) {
		event_base_loop(base, EVLOOP_NONBLOCK);
		got = read(fd, reply, sizeof(reply) - 1);
		if (got < 0)
			usleep(1000);
	}
	reply[got > 0 ? got - 1 : 0] = '\0';
	assert_text(reply, want);
}

static void the_virtual_scanner_obeys(void **state)
{
	static const struct scanner_binding bindings[] = { { .till = "q2", .serial = "virtual" }, { .till = "q3", .serial = "S77" } };
	char path[64];
	struct scanner_settings settings = {
		.till = "q1", .bindings = bindings, .bindings_count = 2, .virtual_socket = path, .no_usb = true, .changed = on_changed
	};
	struct event_base *base = event_base_new();
	struct scanner_status rows[4];
	struct scanners *scanners;
	struct stat about;
	struct err err;
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/ocop-test-scanner.%d", (int)getpid());
	for (int round = 0; round < 2; round++) {
		memset(&heard, 0, sizeof(heard));
		assert_ok(scanners_open(base, &settings, on_heard, NULL, &scanners, &err), &err);
		assert_i64(stat(path, &about), 0);
		assert_i64(about.st_mode & 0777, 0600);
		fd = dial(path);
		say(base, fd, "SCAN 4006381333931\n", "ok");
		assert_text(heard.last, "4006381333931");
		assert_text(heard.till, "q2");
		say(base, fd, "SCAN \\x0d\n", "refused: not a scan");
		say(base, fd, "UNPLUG\n", "ok");
		say(base, fd, "SCAN 1\n", "refused: unplugged");
		assert_i64(scanners_list(scanners, rows, 4), 2);
		assert_text(scanner_state_name(rows[0].state), "lost");
		assert_text(rows[1].name, "S77");
		assert_text(rows[1].reason, "not plugged in");
		say(base, fd, "PLUG\n", "ok");
		scanners_list(scanners, rows, 4);
		assert_text(scanner_state_name(rows[0].state), "ready");
		assert_i64(rows[0].scans_count, 1);
		assert_i64(rows[0].complaints_count, 1);
		assert_i64(heard.changes, 3);
		assert_i64(heard.count, 1);
		scanners_close(scanners);
		close(fd);
		assert_i64(stat(path, &about), -1);
	}
	event_base_free(base);
}

static void an_endless_line_is_cut(void **state)
{
	char path[64], block[4096], reply[64];
	struct scanner_settings settings = { .till = "q1", .virtual_socket = path, .no_usb = true };
	struct event_base *base = event_base_new();
	struct scanners *scanners;
	struct err err;
	ssize_t got = -1;
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/ocop-test-scanner.%d", (int)getpid());
	assert_ok(scanners_open(base, &settings, on_heard, NULL, &scanners, &err), &err);
	fd = dial(path);
	memset(block, '7', sizeof(block));
	for (int i = 0; i < 200 && got != 0; i++) {
		if (send(fd, block, sizeof(block), MSG_NOSIGNAL) < 0 && errno != EAGAIN)
			break;
		event_base_loop(base, EVLOOP_NONBLOCK);
		got = recv(fd, reply, sizeof(reply), 0);
		if (got < 0 && errno != EAGAIN)
			got = 0;
	}
	assert_true(got == 0 || errno == EPIPE || errno == ECONNRESET);
	close(fd);
	scanners_close(scanners);
	event_base_free(base);
}

static void settings_that_make_no_sense_are_named(void **state)
{
	struct scanner_binding nothing = { .till = "q1" }, no_till = { .serial = "S" };
	struct event_base *base = event_base_new();
	char long_path[200];
	const struct {
		const char *name, *field;
		struct scanner_settings settings;
	} rows[] = {
		{ "no till", "till", { .no_usb = true } },
		{ "a binding of nothing", "bindings[0].serial", { .till = "q", .bindings = &nothing, .bindings_count = 1 } },
		{ "a binding to no till", "bindings[0].till", { .till = "q", .bindings = &no_till, .bindings_count = 1 } },
		{ "no ends", "ends", { .till = "q", .ends = "" } },
		{ "a path too long", "virtual_socket", { .till = "q", .virtual_socket = long_path, .no_usb = true } },
		{ "a path that is not there", "virtual_socket", { .till = "q", .virtual_socket = "/nowhere/at/all", .no_usb = true } },
	};

	(void)state;
	memset(long_path, 'x', sizeof(long_path) - 1);
	long_path[sizeof(long_path) - 1] = '\0';
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct scanners *scanners;
		struct err err;

		CASE(rows[i].name);
		assert_false(scanners_open(base, &rows[i].settings, on_heard, NULL, &scanners, &err));
		assert_text(err.field, rows[i].field);
	}
	event_base_free(base);
}

static void an_injected_scan_obeys_the_same_rules(void **state)
{
	struct scanner_settings settings = { .till = "q1", .no_usb = true };
	struct event_base *base = event_base_new();
	struct scanners *scanners;
	struct err err;
	char line[200];

	(void)state;
	memset(line, '7', sizeof(line));
	assert_ok(scanners_open(base, &settings, on_heard, NULL, &scanners, &err), &err);
	assert_ok(scanners_inject(scanners, "q9", "10A\x1d", 4, &err), &err);
	assert_text(heard.last, "10A\x1d");
	assert_text(heard.till, "q9");
	assert_ok(scanners_inject(scanners, "q9", line, SCAN_SIZE_MAX, &err), &err);
	assert_false(scanners_inject(scanners, "q9", line, SCAN_SIZE_MAX + 1, &err));
	assert_i64(err.code, ERR_LIMIT);
	assert_false(scanners_inject(scanners, "q9", "a\nb", 3, &err));
	assert_i64(err.code, ERR_INPUT);
	assert_false(scanners_inject(scanners, "q9", "", 0, &err));
	scanners_close(scanners);
	event_base_free(base);
}

/* Here and on most build machines there is no bus; where there is one, it is opened and closed. */
static void a_machine_without_usb_goes_on(void **state)
{
	struct scanner_settings settings = { .till = "q1" };
	struct event_base *base = event_base_new();
	struct scanners *scanners;
	struct err err;

	(void)state;
	assert_ok(scanners_open(base, &settings, on_heard, NULL, &scanners, &err), &err);
	event_base_loop(base, EVLOOP_NONBLOCK);
	scanners_close(scanners);
	event_base_free(base);
	libevent_global_shutdown();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_driver_reads_its_recordings),
		cmocka_unit_test(the_skeleton_is_a_driver),
		cmocka_unit_test(match_tables_are_sound),
		cmocka_unit_test(half_a_code_does_not_join_the_next),
		cmocka_unit_test(the_rest_of_a_damaged_code_is_dropped_until_it_is_quiet),
		cmocka_unit_test(complaints_name_the_size_and_the_byte),
		cmocka_unit_test(only_scanners_are_taken),
		cmocka_unit_test(the_most_exact_binding_wins),
		cmocka_unit_test(udev_rules_are_the_match_tables),
		cmocka_unit_test(hostile_descriptors_and_reports_do_no_harm),
		cmocka_unit_test(the_virtual_scanner_obeys),
		cmocka_unit_test(an_endless_line_is_cut),
		cmocka_unit_test(settings_that_make_no_sense_are_named),
		cmocka_unit_test(an_injected_scan_obeys_the_same_rules),
		cmocka_unit_test(a_machine_without_usb_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
