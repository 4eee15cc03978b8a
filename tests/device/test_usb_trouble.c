/*
 * The real path in trouble: faults at the start and while reading, plugs pulled, garbage, a killed process.
 */
#include "live.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

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
	{ "another program keeps it", &keyboard, "claim", "EBUSY", 1000, "refused" },
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
	report(ports[0], (const uint8_t *)"\0\0\0\0\0\0\0\0", 8);
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

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		LIVE(trouble_at_the_start_is_tried_again),        LIVE(trouble_while_reading_never_makes_a_wrong_code),
		LIVE(the_plug_is_pulled_in_the_middle_of_a_code), LIVE(plugs_come_and_go_without_leaving_anything),
		LIVE(fifty_scans_a_second_and_garbage),           cmocka_unit_test(a_killed_process_finds_its_scanner_again),
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
