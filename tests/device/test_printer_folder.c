/* The drivers that print into a folder: file, and the virtual printer that does as it is told. */
#include "check.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"
#include "device/printer-driver.h"
#include "device/printer.h"

#define WAIT_MS 20000

static char folder[64];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/ocop-folder-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	DIR *files = opendir(folder);
	struct dirent *file;

	(void)state;
	while (files && (file = readdir(files)))
		unlinkat(dirfd(files), file->d_name, 0);
	if (files)
		closedir(files);
	return rmdir(folder);
}

/* The files whose names begin so; the last one's name and bytes. */
static size_t papers(const char *prefix, char name[256], char bytes[256])
{
	DIR *files = opendir(folder);
	struct dirent *file;
	size_t count = 0;

	assert_non_null(files);
	name[0] = bytes[0] = '\0';
	while ((file = readdir(files))) {
		int paper;
		ssize_t size;

		if (strncmp(file->d_name, prefix, strlen(prefix)) != 0 || !strchr(file->d_name, '.') || file->d_name[0] == '.')
			continue;
		count++;
		snprintf(name, 256, "%s", file->d_name);
		paper = openat(dirfd(files), name, O_RDONLY | O_CLOEXEC);
		assert_true(paper >= 0);
		size = read(paper, bytes, 255);
		bytes[size > 0 ? size : 0] = '\0';
		close(paper);
	}
	closedir(files);
	return count;
}

static void control(const char *line)
{
	char path[128];
	int file;

	snprintf(path, sizeof(path), "%s/control", folder);
	file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(file >= 0);
	assert_i64(write(file, line, strlen(line)), (int64_t)strlen(line));
	close(file);
}

static struct printers *open_one(const char *driver, size_t keep_max)
{
	const struct printer_settings settings = {
		.name = "receipts", .driver = driver, .address = folder, .poll_ms = 20, .settle_ms = 50, .keep_max = keep_max
	};
	struct printers *printers = NULL;
	struct err err;

	assert_ok(printers_open(printer_drivers, &settings, 1, true, &printers, &err), &err);
	return printers;
}

static void close_one(struct printers *printers)
{
	printers_stop(printers);
	while (printers_take(printers))
		continue;
	printers_close(printers);
}

static void wait_for_wake(struct printers *printers)
{
	struct pollfd came = { .fd = printers_descriptor(printers), .events = POLLIN };

	poll(&came, 1, 20);
}

static struct print_job *take(struct printers *printers)
{
	int64_t end_us = clock_tick_us() + WAIT_MS * 1000;
	struct print_job *job;

	while (!(job = printers_take(printers))) {
		if (clock_tick_us() > end_us)
			fail_msg("[%s] no job came back", case_name);
		wait_for_wake(printers);
	}
	return job;
}

static void wait_for_state(struct printers *printers, enum printer_state state)
{
	int64_t end_us = clock_tick_us() + WAIT_MS * 1000;

	while (printers_state(printers, 0).state != state) {
		if (clock_tick_us() > end_us)
			fail_msg("[%s] the lamp is %s", case_name, printer_state_name(printers_state(printers, 0).state));
		wait_for_wake(printers);
		assert_null(printers_take(printers));
	}
}

static void papers_become_numbered_files(void **state)
{
	static const struct {
		const char *name;
		const char *title;
		enum print_format format;
		const char *starts, *ends;
	} cases[] = {
		{ "raw", "Q1-1-7", PRINT_RAW, "0001-Q1-1-7_", ".bin" },
		{ "a blank and a slash", "Phiếu 7/2", PRINT_PLAIN, "0002-Phiếu_7_2_", ".txt" },
		{ "a way out", "../../etc/x", PRINT_PDF, "0003-.._.._etc_x_", ".pdf" },
	};
	struct printers *printers = open_one("file", 0);
	char name[256], bytes[256];
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = { .id = random_id(), .title = cases[i].title, .format = cases[i].format, .bytes = "\x1b@abc", .size = 5 };

		CASE(cases[i].name);
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		assert_ptr_equal(take(printers), &job);
		assert_i64(job.outcome, PRINT_DONE);
		assert_i64(papers(cases[i].starts, name, bytes), 1);
		assert_text(name + strlen(name) - 4, cases[i].ends);
		assert_text(bytes, "\x1b@abc");
		/* Found again by its id, as after a crash. */
		assert_ok(printers_ask(printers, 0, &job, &err), &err);
		assert_ptr_equal(take(printers), &job);
		assert_i64(job.outcome, PRINT_DONE);
	}
	assert_i64(papers("000", name, bytes), 3);
	close_one(printers);
}

static void a_folder_that_is_not_there_is_an_offline_printer(void **state)
{
	const struct printer_settings settings = { .name = "stick", .driver = "file", .address = "/nonexistent/stick/papers", .poll_ms = 20 };
	struct print_job job = { .id = random_id(), .title = "a", .bytes = "a", .size = 1, .timeout_ms = 200 };
	struct printers *printers = NULL;
	struct err err;

	(void)state;
	assert_ok(printers_open(printer_drivers, &settings, 1, true, &printers, &err), &err);
	wait_for_state(printers, PRINTER_OFFLINE);
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	assert_ptr_equal(take(printers), &job);
	assert_true(job.outcome == PRINT_FAILED && job.untouched);
	close_one(printers);
}

static void the_virtual_printer_does_as_it_is_told(void **state)
{
	static const struct {
		const char *name, *control, *then; /* then: told when the lamp is at `lamp` */
		enum printer_state lamp;
		enum print_outcome outcome;
		const char *text;
		size_t papers;
	} cases[] = {
		{ "ready", "ready", NULL, PRINTER_UNASKED, PRINT_DONE, "", 1 },
		{ "paper low", "paper_low\n", NULL, PRINTER_UNASKED, PRINT_DONE, "", 1 },
		{ "slow", "slow 200", NULL, PRINTER_UNASKED, PRINT_DONE, "", 1 },
		{ "off, then on", "off", "ready", PRINTER_OFFLINE, PRINT_DONE, "", 1 },
		{ "paper out, then in", "paper_out", "ready", PRINTER_PAPER_OUT, PRINT_DONE, "", 1 },
		{ "stopped, then started", "stopped", "ready", PRINTER_STOPPED, PRINT_DONE, "", 1 },
		{ "fails", "fail the cutter is stuck", NULL, PRINTER_UNASKED, PRINT_FAILED, "the cutter is stuck", 0 },
		{ "the answer is lost", "unsure", NULL, PRINTER_UNASKED, PRINT_DONE, "", 1 },
		{ "the job is lost too", "lose", NULL, PRINTER_UNASKED, PRINT_UNKNOWN, "the printer does not know of it", 0 },
		{ "a word nobody knows", "dance", "ready", PRINTER_OFFLINE, PRINT_DONE, "", 1 },
	};
	char name[256], bytes[256];
	struct err err;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct print_job job = { .id = random_id(), .title = "Q1", .format = PRINT_PLAIN, .bytes = "x", .size = 1 };
		struct printers *printers;
		size_t before = papers("0", name, bytes);

		CASE(cases[i].name);
		control(cases[i].control);
		printers = open_one("virtual", 0);
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		if (cases[i].then) {
			wait_for_state(printers, cases[i].lamp);
			assert_i64(papers("0", name, bytes), (int64_t)before);
			control(cases[i].then);
		}
		assert_ptr_equal(take(printers), &job);
		assert_text(print_outcome_name(job.outcome), print_outcome_name(cases[i].outcome));
		assert_text(job.text, cases[i].text);
		assert_i64(papers("0", name, bytes), (int64_t)(before + cases[i].papers));
		assert_i64(papers("waiting-", name, bytes), 0);
		close_one(printers);
	}
}

static void a_held_paper_outlives_the_process_and_can_be_called_back(void **state)
{
	struct print_job job = { .id = random_id(), .title = "Q1-1-9", .bytes = "x", .size = 1 };
	struct printers *printers;
	char name[256], bytes[256];
	struct err err;

	(void)state;
	control("paper_out");
	printers = open_one("virtual", 0);
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	wait_for_state(printers, PRINTER_PAPER_OUT);
	while (papers("waiting-", name, bytes) == 0)
		usleep(1000);
	printers_stop(printers);
	assert_ptr_equal(printers_take(printers), &job);
	assert_i64(job.outcome, PRINT_UNKNOWN);
	close_one(printers);

	printers = open_one("virtual", 0);
	assert_ok(printers_ask(printers, 0, &job, &err), &err);
	wait_for_state(printers, PRINTER_PAPER_OUT);
	control("ready");
	assert_ptr_equal(take(printers), &job);
	assert_i64(job.outcome, PRINT_DONE);

	control("paper_out");
	job.id = random_id();
	assert_ok(printers_give(printers, 0, &job, &err), &err);
	while (papers("waiting-", name, bytes) == 0)
		usleep(1000);
	assert_true(printers_cancel(printers, 0, job.id));
	assert_ptr_equal(take(printers), &job);
	assert_i64(job.outcome, PRINT_FAILED);
	assert_text(job.text, "called back");
	control("ready");
	close_one(printers);
	assert_i64(papers("0", name, bytes), 1);
}

static void the_virtual_printer_keeps_the_last_papers_and_other_files(void **state)
{
	struct print_job job = { .title = "Q1", .bytes = "x", .size = 1 };
	struct printers *printers;
	char name[256], bytes[256], path[128];
	struct err err;
	int file;

	(void)state;
	snprintf(path, sizeof(path), "%s/2024-accounts.pdf", folder);
	file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	close(file);
	control("ready");
	printers = open_one("virtual", 3);
	for (int i = 0; i < 5; i++) {
		job.id = random_id();
		assert_ok(printers_give(printers, 0, &job, &err), &err);
		assert_ptr_equal(take(printers), &job);
		assert_i64(job.outcome, PRINT_DONE);
	}
	close_one(printers);
	assert_i64(papers("000", name, bytes), 3);
	assert_i64(papers("0001", name, bytes), 0);
	assert_i64(papers("0005", name, bytes), 1);
	assert_i64(papers("2024-accounts", name, bytes), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(papers_become_numbered_files, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_an_offline_printer, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(the_virtual_printer_does_as_it_is_told, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(a_held_paper_outlives_the_process_and_can_be_called_back, make_folder, remove_folder),
		cmocka_unit_test_setup_teardown(the_virtual_printer_keeps_the_last_papers_and_other_files, make_folder, remove_folder),
	};

	random_start();
	return cmocka_run_group_tests_name("device/printer_folder", tests, NULL, NULL);
}
