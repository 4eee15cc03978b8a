/* Printers: paper comes once, and every job comes back once, whatever the printer does. */
#include "check.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "device/printer-driver.h"
#include "device/printer.h"

/* ---- a printer of our own, that does as it is told ------------------------------------ */

enum answer { TAKES, BUSY, REFUSES, BREAKS, UNSURE_TAKEN, UNSURE_LOST };

#define PAPERS_MAX 64

static struct world {
	int off_opens; /* opens that fail before one is well */
	int off_asks;
	enum answer answers[8]; /* to send, one after the other; then TAKES */
	int looks_held;         /* looks at a paper that say "held" before it is printed */
	bool gives_up, forgets, deaf_to_look;
	enum printer_state state;
	/* What it saw. */
	_Atomic int sends;
	int cancels;
	struct {
		char name[PRINT_NAME_SIZE];
		int held;
		bool cancelled;
	} papers[PAPERS_MAX];
	size_t papers_count;
	int hang[2]; /* a socket pair: send waits on it when hang[0] > 0 */
} world;

static bool check(const struct printer_settings *settings, struct err *err)
{
	return text_is(settings->address, "nowhere") ? err_set(err, ERR_INPUT, "address", "nowhere") : true;
}

static bool open_it(struct printer *printer, struct err *err)
{
	if (world.off_opens > 0) {
		world.off_opens--;
		return err_set(err, ERR_IO, NULL, "switched off");
	}
	if (world.hang[0] > 0)
		printer_watch(printer, world.hang[0]);
	return true;
}

static bool send_it(struct printer *printer, const struct print_document *document, struct err *err)
{
	enum answer answer = world.sends < 8 ? world.answers[world.sends] : TAKES;
	char byte;

	(void)printer;
	world.sends++;
	if (world.hang[0] > 0 && read(world.hang[0], &byte, 1) <= 0)
		return err_set(err, ERR_UNSURE, NULL, "cut off");
	if (answer == BUSY)
		return err_set(err, ERR_BUSY, NULL, "takes no jobs");
	if (answer == REFUSES)
		return err_set(err, ERR_CONFLICT, NULL, "no such format");
	if (answer == BREAKS)
		return err_set(err, ERR_IO, NULL, "broken off");
	if (answer != UNSURE_LOST) {
		assert_true(world.papers_count < PAPERS_MAX);
		snprintf(world.papers[world.papers_count].name, PRINT_NAME_SIZE, "%s", document->name);
		world.papers[world.papers_count++].held = world.looks_held;
	}
	return answer == TAKES ? true : err_set(err, ERR_UNSURE, NULL, "no answer");
}

static bool look(struct printer *printer, const struct print_document *document, enum print_fate *fate, char text[PRINT_TEXT_SIZE],
		 struct err *err)
{
	(void)printer;
	if (world.deaf_to_look)
		return err_set(err, ERR_IO, NULL, "no answer");
	*fate = PRINT_ABSENT;
	for (size_t i = 0; i < world.papers_count; i++) {
		if (!text_is(world.papers[i].name, document->name) || world.forgets)
			continue;
		if (world.gives_up || world.papers[i].cancelled) {
			*fate = PRINT_GIVEN_UP;
			snprintf(text, PRINT_TEXT_SIZE, "cover open");
		} else {
			*fate = world.papers[i].held-- > 0 ? PRINT_HELD : PRINT_PRINTED;
		}
	}
	return true;
}

static bool cancel(struct printer *printer, const struct print_document *document, struct err *err)
{
	(void)printer;
	(void)err;
	world.cancels++;
	for (size_t i = 0; i < world.papers_count; i++)
		if (text_is(world.papers[i].name, document->name))
			world.papers[i].cancelled = true;
	return true;
}

static bool ask(struct printer *printer, enum printer_state *state, char text[PRINT_TEXT_SIZE], struct err *err)
{
	(void)printer;
	(void)text;
	if (world.off_asks > 0) {
		world.off_asks--;
		return err_set(err, ERR_IO, NULL, "no answer");
	}
	*state = world.state ? world.state : PRINTER_READY;
	return true;
}

static void close_it(struct printer *printer)
{
	printer_watch(printer, -1);
}

static const struct printer_driver scripted = {
	.name = "scripted",
	.about = "does as it is told",
	.check = check,
	.open = open_it,
	.send = send_it,
	.look = look,
	.cancel = cancel,
	.ask = ask,
	.close = close_it,
};
static const struct printer_driver *const drivers[] = { &scripted, NULL };
static const struct printer_settings settings = {
	.name = "receipts",
	.driver = "scripted",
	.address = "here",
	.settle_ms = 1,
	.call_timeout_ms = 1,
	.poll_ms = 1,
};

static struct printers *open_one(bool has_threads)
{
	struct printers *printers = NULL;
	struct err err;

	assert_ok(printers_open(drivers, &settings, 1, has_threads, &printers, &err), &err);
	return printers;
}

/* Steps until a job comes back. Pauses are not kept: only the order of things is tried here. */
static struct print_job *step_until_back(struct printers *printers)
{
	int64_t end_us = clock_tick_us() + 20000000;
	struct print_job *job;

	while (!(job = printers_take(printers)))
		if (printers_step(printers, 0), clock_tick_us() > end_us)
			fail_msg("[%s] no job came back", case_name);
	return job;
}

static struct print_job *take_waiting(struct printers *printers, int wait_ms)
{
	int64_t end_us = clock_tick_us() + wait_ms * 1000;
	struct print_job *job;

	while (!(job = printers_take(printers))) {
		struct pollfd came = { .fd = printers_descriptor(printers), .events = POLLIN };

		printers_tick(printers);
		if (clock_tick_us() > end_us)
			fail_msg("[%s] no job came back in %d ms", case_name, wait_ms);
		poll(&came, 1, 20);
	}
	return job;
}

static void stop_and_close(struct printers *printers)
{
	printers_stop(printers);
	assert_null(printers_take(printers));
	printers_close(printers);
}

static struct print_job new_job(void)
{
	return (struct print_job){ .id = random_id(), .title = "Q1-1-1", .bytes = "receipt\n", .size = 8 };
}

/* ---- tests ----------------------------------------------------------------------------- */

static bool render_well(void *facts, struct buf *bytes, struct err *err)
{
	(void)err;
	buf_text(bytes, facts);
	return true;
}

static bool render_badly(void *facts, struct buf *bytes, struct err *err)
{
	(void)facts;
	(void)bytes;
	return err_set(err, ERR_IO, NULL, "no font");
}

static bool render_much(void *facts, struct buf *bytes, struct err *err)
{
	static char piece[1 << 20];

	(void)facts;
	(void)err;
	for (size_t made = 0; made <= PRINT_SIZE_MAX; made += sizeof(piece))
		buf_add(bytes, piece, sizeof(piece));
	return true;
}

static void whatever_happens_a_job_is_sent_once_and_comes_back_once(void **state)
{
	static const struct {
		const char *name;
		struct world world;
		bool asking, cancelled;
		int64_t timeout_ms;
		enum print_outcome outcome;
		bool untouched;
		int sends;
		const char *text;
	} cases[] = {
		{ .name = "all is well", .outcome = PRINT_DONE, .sends = 1 },
		{ .name = "it takes its time", .world = { .looks_held = 9 }, .outcome = PRINT_DONE, .sends = 1 },
		{ .name = "off at first", .world = { .off_opens = 3 }, .outcome = PRINT_DONE, .sends = 1 },
		{ .name = "no answer at first", .world = { .off_asks = 3 }, .outcome = PRINT_DONE, .sends = 1 },
		{ .name = "busy at first", .world = { .answers = { BUSY, BUSY } }, .outcome = PRINT_DONE, .sends = 3 },
		{ .name = "broken off before the last byte", .world = { .answers = { BREAKS } }, .outcome = PRINT_DONE, .sends = 2 },
		{ .name = "refused for good",
		  .world = { .answers = { REFUSES } },
		  .outcome = PRINT_FAILED,
		  .untouched = true,
		  .sends = 1,
		  .text = "no such format" },
		{ .name = "no answer, but taken", .world = { .answers = { UNSURE_TAKEN } }, .outcome = PRINT_DONE, .sends = 1 },
		{ .name = "no answer, taken, printed later",
		  .world = { .answers = { UNSURE_TAKEN }, .looks_held = 5 },
		  .outcome = PRINT_DONE,
		  .sends = 1 },
		{ .name = "no answer and lost",
		  .world = { .answers = { UNSURE_LOST } },
		  .outcome = PRINT_UNKNOWN,
		  .sends = 1,
		  .text = "the printer does not know of it" },
		{ .name = "taken and forgotten", .world = { .forgets = true }, .outcome = PRINT_UNKNOWN, .sends = 1 },
		{ .name = "given up", .world = { .gives_up = true }, .outcome = PRINT_FAILED, .sends = 1, .text = "cover open" },
		{ .name = "off for too long",
		  .world = { .off_opens = 1000000000 },
		  .timeout_ms = 30,
		  .outcome = PRINT_FAILED,
		  .untouched = true,
		  .sends = 0,
		  .text = "switched off" },
		{ .name = "held for too long", .world = { .looks_held = 1000000000 }, .timeout_ms = 30, .outcome = PRINT_UNKNOWN, .sends = 1 },
		{ .name = "deaf after taking", .world = { .deaf_to_look = true }, .timeout_ms = 30, .outcome = PRINT_UNKNOWN, .sends = 1 },
		{ .name = "called back at once", .cancelled = true, .outcome = PRINT_FAILED, .untouched = true, .sends = 0 },
		{ .name = "asked for, not there", .asking = true, .outcome = PRINT_UNKNOWN, .sends = 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = new_job(), *back;
		struct printers *printers;
		struct err err;

		CASE(cases[i].name);
		world = cases[i].world;
		job.timeout_ms = cases[i].timeout_ms;
		printers = open_one(false);
		if (cases[i].asking)
			assert_ok(printers_ask(printers, 0, &job, &err), &err);
		else
			assert_ok(printers_give(printers, 0, &job, &err), &err);
		assert_i64(printers_state(printers, 0).jobs_count, 1);
		if (cases[i].cancelled)
			assert_true(printers_cancel(printers, 0, job.id));
		back = step_until_back(printers);
		assert_ptr_equal(back, &job);
		assert_text(print_outcome_name(job.outcome), print_outcome_name(cases[i].outcome));
		assert_i64(job.untouched, cases[i].untouched);
		assert_i64(world.sends, cases[i].sends);
		if (cases[i].text)
			assert_text(job.text, cases[i].text);
		assert_i64(printers_state(printers, 0).jobs_count, 0);
		assert_false(printers_cancel(printers, 0, job.id));
		stop_and_close(printers);
	}
}

static void rendering_is_the_workers_and_may_fail(void **state)
{
	static const struct {
		const char *name;
		bool (*render)(void *facts, struct buf *bytes, struct err *err);
		const char *facts;
		enum print_outcome outcome;
		const char *text;
	} cases[] = {
		{ "well", render_well, "Mật ong", PRINT_DONE, "" },
		{ "badly", render_badly, "", PRINT_FAILED, "no font" },
		{ "nothing", render_well, "", PRINT_FAILED, "the document is empty" },
		{ "too much", render_much, "", PRINT_FAILED, "the document is too large" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = {
			.id = random_id(), .title = "Q1-1-2", .render = cases[i].render, .facts = (void *)(uintptr_t)cases[i].facts
		};
		struct printers *printers;
		struct err err;

		CASE(cases[i].name);
		world = (struct world){ 0 };
		printers = open_one(false);
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		step_until_back(printers);
		assert_i64(job.outcome, cases[i].outcome);
		assert_text(job.text, cases[i].text);
		assert_i64(job.untouched, cases[i].outcome == PRINT_FAILED);
		stop_and_close(printers);
	}
}

static void a_job_left_by_a_crash_is_asked_for_and_not_printed(void **state)
{
	struct print_job job = new_job();
	struct printers *printers;
	struct err err;

	(void)state;
	/* Sent by a process that died: the printer has it. */
	world = (struct world){ .looks_held = 1000000000 };
	printers = open_one(false);
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	for (int i = 0; i < 10; i++)
		printers_step(printers, 0);
	printers_stop(printers);
	assert_ptr_equal(printers_take(printers), &job);
	assert_i64(job.outcome, PRINT_UNKNOWN);
	stop_and_close(printers);

	printers = open_one(false);
	world.papers[0].held = 5;
	assert_ok(printers_ask(printers, 0, &job, &err), &err);
	step_until_back(printers);
	assert_i64(job.outcome, PRINT_DONE);
	assert_i64(world.sends, 1);
	stop_and_close(printers);
}

static void a_job_can_be_called_back(void **state)
{
	struct print_job job = new_job(), behind = new_job();
	struct printers *printers;
	struct err err;

	(void)state;
	world = (struct world){ .looks_held = 1000000000 };
	printers = open_one(false);
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	for (int i = 0; i < 10; i++)
		printers_step(printers, 0);
	assert_null(printers_take(printers));
	/* One that waits behind it comes back at once, though the first stays. */
	assert_ok(printers_give(printers, 0, &behind, &err), &err);
	printers_step(printers, 0);
	assert_true(printers_cancel(printers, 0, behind.id));
	assert_ptr_equal(step_until_back(printers), &behind);
	assert_true(behind.outcome == PRINT_FAILED && behind.untouched);
	assert_true(printers_cancel(printers, 0, job.id));
	assert_ptr_equal(step_until_back(printers), &job);
	assert_i64(job.outcome, PRINT_FAILED);
	assert_false(job.untouched);
	assert_i64(world.cancels, 1);
	assert_i64(world.sends, 1);
	stop_and_close(printers);
}

static void a_full_queue_says_busy_and_a_stop_gives_all_back(void **state)
{
	struct print_job jobs[PRINTER_JOBS_MAX + 1], *job;
	size_t untouched = 0, unknown = 0;
	struct printers *printers;
	struct err err = { 0 };

	(void)state;
	world = (struct world){ .looks_held = 1000000000 };
	printers = open_one(false);
	for (size_t i = 0; i < COUNT_OF(jobs); i++)
		jobs[i] = new_job();
	for (size_t i = 0; i < PRINTER_JOBS_MAX; i++)
		assert_ok(printers_give(printers, 0, &jobs[i], &err), &err);
	assert_false(printers_give(printers, 0, &jobs[PRINTER_JOBS_MAX], &err));
	assert_i64(err.code, ERR_BUSY);
	for (int i = 0; i < 10; i++)
		printers_step(printers, 0);
	printers_stop(printers);
	while ((job = printers_take(printers))) {
		untouched += job->untouched;
		unknown += job->outcome == PRINT_UNKNOWN;
	}
	assert_i64(unknown, 1);
	assert_i64(untouched, PRINTER_JOBS_MAX - 1);
	assert_i64(world.sends, 1);
	printers_close(printers);
}

static void bad_settings_and_jobs_are_refused_by_field(void **state)
{
	static const struct {
		const char *name;
		struct printer_settings one;
		const char *field;
	} cases[] = {
		{ "no name", { .driver = "scripted", .address = "here" }, "printers[1].name" },
		{ "the same name", { .name = "receipts", .driver = "scripted", .address = "here" }, "printers[1].name" },
		{ "no such driver", { .name = "b", .driver = "laser", .address = "here" }, "printers[1].driver" },
		{ "no driver", { .name = "b", .address = "here" }, "printers[1].driver" },
		{ "no address", { .name = "b", .driver = "scripted" }, "printers[1].address" },
		{ "the driver's own no", { .name = "b", .driver = "scripted", .address = "nowhere" }, "printers[1].address" },
		{ "a time below 0", { .name = "b", .driver = "scripted", .address = "here", .stall_ms = -1 }, "printers[1].stall_ms" },
	};
	char long_title[PRINT_TITLE_MAX + 2];
	const char *titles[] = { NULL, "", "a\nb", "a\xff", long_title };
	struct printers *printers = NULL;
	struct err err = { 0 };
	size_t at;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct printer_settings list[] = { settings, cases[i].one };

		CASE(cases[i].name);
		assert_false(printers_open(drivers, list, 2, false, &printers, &err));
		assert_i64(err.code, ERR_INPUT);
		assert_text(err.field, cases[i].field);
	}
	memset(long_title, 'x', sizeof(long_title) - 1);
	long_title[sizeof(long_title) - 1] = '\0';
	printers = open_one(false);
	for (size_t i = 0; i < COUNT_OF(titles); i++) {
		struct print_job job = new_job();

		job.title = titles[i];
		assert_false(printers_give(printers, 0, &job, &err));
		assert_text(err.field, "title");
	}
	assert_true(printers_find(printers, "receipts", &at) && at == 0);
	assert_false(printers_find(printers, "labels", &at));
	stop_and_close(printers);
}

static void the_lamp_follows_the_printer(void **state)
{
	static const struct {
		const char *name;
		struct world world;
		enum printer_state lamp;
		const char *text;
	} cases[] = {
		{ "ready", { 0 }, PRINTER_READY, "" },
		{ "paper low", { .state = PRINTER_PAPER_LOW }, PRINTER_PAPER_LOW, "" },
		{ "paper out", { .state = PRINTER_PAPER_OUT }, PRINTER_PAPER_OUT, "" },
		{ "off", { .off_opens = 1000 }, PRINTER_OFFLINE, "switched off" },
		{ "and on again", { 0 }, PRINTER_READY, "" },
	};
	const struct printer_settings impatient = { .name = "r", .driver = "scripted", .address = "here", .stall_ms = 1 };
	struct printers *printers;
	struct print_job job = new_job();
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct printer_report report;

		CASE(cases[i].name);
		world = cases[i].world;
		printers = open_one(false);
		assert_i64(printers_state(printers, 0).state, PRINTER_UNASKED);
		printers_step(printers, 0);
		assert_null(printers_take(printers));
		report = printers_state(printers, 0);
		assert_text(printer_state_name(report.state), printer_state_name(cases[i].lamp));
		assert_text(report.text, cases[i].text);
		assert_true(report.since_us > 0 && report.since_us <= clock_now_us());
		stop_and_close(printers);
	}

	CASE("a job that stays with the printer");
	world = (struct world){ .looks_held = 1000000000 };
	assert_ok(printers_open(drivers, &impatient, 1, true, &printers, &err), &err);
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	for (int i = 0; i < 2000 && printers_state(printers, 0).state != PRINTER_WAITING; i++) {
		struct pollfd came = { .fd = printers_descriptor(printers), .events = POLLIN };

		poll(&came, 1, 10);
		assert_null(printers_take(printers));
	}
	assert_i64(printers_state(printers, 0).state, PRINTER_WAITING);
	printers_stop(printers);
	assert_ptr_equal(printers_take(printers), &job);
	printers_close(printers);
}

static void the_words_of_ipp_become_states(void **state)
{
	static const struct {
		const char *keyword;
		enum printer_state want;
	} cases[] = {
		{ "none", PRINTER_READY },
		{ "media-empty-error", PRINTER_PAPER_OUT },
		{ "media-empty-warning", PRINTER_PAPER_OUT },
		{ "media-needed", PRINTER_PAPER_OUT },
		{ "media-low-report", PRINTER_PAPER_LOW },
		{ "offline-report", PRINTER_OFFLINE },
		{ "cover-open", PRINTER_STOPPED },
		{ "paused", PRINTER_STOPPED },
		{ "media-emptyish", PRINTER_READY },
		{ "cups-waiting-for-job-completed", PRINTER_READY },
		{ "", PRINTER_READY },
		{ "connecting-to-device", PRINTER_WAITING },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].keyword);
		assert_i64(printer_state_of_reason(cases[i].keyword), cases[i].want);
	}
	assert_i64(printer_state_worse(PRINTER_PAPER_LOW, PRINTER_OFFLINE), PRINTER_OFFLINE);
	assert_i64(printer_state_worse(PRINTER_PAPER_OUT, PRINTER_STOPPED), PRINTER_PAPER_OUT);
}

static void a_call_that_hangs_is_cut(void **state)
{
	struct print_job job = new_job();
	struct printers *printers;
	struct err err;

	(void)state;
	for (int by_stop = 0; by_stop < 2; by_stop++) {
		CASE(by_stop ? "by the end of the process" : "by the watchdog");
		world = (struct world){ 0 };
		assert_i64(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, world.hang), 0);
		printers = open_one(true);
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		if (by_stop) {
			while (world.sends == 0)
				usleep(1000);
			printers_stop(printers);
			assert_ptr_equal(printers_take(printers), &job);
		} else {
			assert_ptr_equal(take_waiting(printers, 20000), &job);
		}
		assert_i64(job.outcome, PRINT_UNKNOWN);
		printers_stop(printers);
		printers_close(printers);
		close(world.hang[0]);
		close(world.hang[1]);
	}
}

/* A hundred papers through a printer that fails at random: none twice, and no outcome is a lie. */
static void a_bad_day_prints_nothing_twice(void **state)
{
	uint64_t seed = test_seed();
	struct printers *printers;
	struct err err;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct print_job job = new_job();
		size_t papers;

		world = (struct world){ .off_opens = (int)(test_next(&seed) % 3),
					.off_asks = (int)(test_next(&seed) % 3),
					.looks_held = (int)(test_next(&seed) % 4),
					.gives_up = test_next(&seed) % 8 == 0,
					.forgets = test_next(&seed) % 16 == 0 };
		for (size_t i = 0; i < COUNT_OF(world.answers); i++)
			world.answers[i] = (enum answer)(test_next(&seed) % (UNSURE_LOST + 1));
		printers = open_one(false);
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		for (uint64_t i = test_next(&seed) % 12; i > 0; i--)
			printers_step(printers, 0);
		if (test_next(&seed) % 4 == 0)
			printers_cancel(printers, 0, job.id);
		if (test_next(&seed) % 4 == 0)
			printers_stop(printers);
		else
			step_until_back(printers);
		printers_stop(printers);
		printers_take(printers);
		papers = world.papers_count;
		assert_true(job.outcome >= PRINT_DONE && job.outcome <= PRINT_UNKNOWN);
		assert_true(papers <= 1);
		assert_true(job.outcome != PRINT_DONE || papers == 1);
		assert_true(!job.untouched || papers == 0);
		printers_close(printers);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_happens_a_job_is_sent_once_and_comes_back_once),
		cmocka_unit_test(rendering_is_the_workers_and_may_fail),
		cmocka_unit_test(a_job_left_by_a_crash_is_asked_for_and_not_printed),
		cmocka_unit_test(a_job_can_be_called_back),
		cmocka_unit_test(a_full_queue_says_busy_and_a_stop_gives_all_back),
		cmocka_unit_test(bad_settings_and_jobs_are_refused_by_field),
		cmocka_unit_test(the_lamp_follows_the_printer),
		cmocka_unit_test(the_words_of_ipp_become_states),
		cmocka_unit_test(a_call_that_hangs_is_cut),
		cmocka_unit_test(a_bad_day_prints_nothing_twice),
	};

	random_start();
	return cmocka_run_group_tests_name("device/printer", tests, NULL, NULL);
}
