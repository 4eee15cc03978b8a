#include "device/printer.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "device/print_worker.h"

#define STOP_WAIT_MS 2000 /* for calls under way to end by themselves */
#define CUT_EVERY_MS 50   /* then each that begins is cut */
#define TEXTS_MAX_BYTES (64 << 10)

struct printers {
	struct arena *arena;
	struct queue *out;
	int nothing;
	bool has_threads, stopped;
	size_t count;
	struct printer *all;
};

static const char *const state_names[] = {
#define X(state, name) [state] = name,
	PRINTER_STATE_TABLE(X)
#undef X
};

const char *printer_state_name(enum printer_state state)
{
	return state_names[state];
}

const char *print_outcome_name(enum print_outcome outcome)
{
	static const char *const names[] = { "", "done", "failed", "unknown" };

	return names[outcome];
}

static bool check_settings(const struct printer_driver *const *drivers, const struct printer_settings *list, size_t at,
			   const struct printer_driver **driver, struct err *err)
{
	const struct printer_settings *one = &list[at];

	*driver = NULL;
	if (!one->name || !one->name[0] || strlen(one->name) > 63)
		return err_set(err, ERR_INPUT, "name", "a printer's name has 1 to 63 bytes");
	for (size_t i = 0; i < at; i++)
		if (text_is(list[i].name, one->name))
			return err_set(err, ERR_INPUT, "name", "two printers are called \"%s\"", one->name);
	for (size_t i = 0; drivers[i] && one->driver; i++)
		if (text_is(drivers[i]->name, one->driver))
			*driver = drivers[i];
	if (!*driver)
		return err_set(err, ERR_INPUT, "driver", "no printer driver is called \"%s\"", one->driver ? one->driver : "");
	if (!one->address || !one->address[0] || strlen(one->address) > 1000)
		return err_set(err, ERR_INPUT, "address", "a printer's address has 1 to 1000 bytes");
	if (one->server && strlen(one->server) > 250)
		return err_set(err, ERR_INPUT, "server", "a server's address has at most 250 bytes");
	if (one->call_timeout_ms < 0 || one->call_timeout_ms > 60000)
		return err_set(err, ERR_INPUT, "call_timeout_ms", "from 0 to 60000");
	if (one->poll_ms < 0 || one->poll_ms > 3600000)
		return err_set(err, ERR_INPUT, "poll_ms", "from 0 to 3600000");
	if (one->settle_ms < 0 || one->settle_ms > 60000)
		return err_set(err, ERR_INPUT, "settle_ms", "from 0 to 60000");
	if (one->stall_ms < 0 || one->stall_ms > 3600000)
		return err_set(err, ERR_INPUT, "stall_ms", "from 0 to 3600000");
	return (*driver)->check(one, err);
}

static void make(struct printers *printers, size_t at, const struct printer_settings *settings, const struct printer_driver *driver)
{
	struct printer *printer = &printers->all[at];
	struct arena *arena = printers->arena;

	assert(driver);
	*printer = (struct printer){
		.driver = driver,
		.settings = *settings,
		.private = arena_take(arena, driver->private_size),
		.place = at,
		.in = queue_new(PRINTER_JOBS_MAX, false),
		.out = printers->out,
		.wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC),
		.ended = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC),
		.nothing = printers->nothing,
		.watched = fcntl(printers->nothing, F_DUPFD_CLOEXEC, 3),
	};
	assert(printer->wake >= 0 && printer->ended >= 0 && printer->watched >= 0);
	printer->settings.name = arena_text(arena, settings->name);
	printer->settings.driver = driver->name;
	printer->settings.address = arena_text(arena, settings->address);
	printer->settings.server = arena_text(arena, settings->server);
	if (!settings->keep_max)
		printer->settings.keep_max = 50;
	if (!settings->call_timeout_ms)
		printer->settings.call_timeout_ms = 3000;
	if (!settings->poll_ms)
		printer->settings.poll_ms = 3000;
	if (!settings->settle_ms)
		printer->settings.settle_ms = 2000;
	if (!settings->stall_ms)
		printer->settings.stall_ms = 15000;
	print_worker_init(printer);
	if (driver->on_trial)
		log_notice("printer", "%s: the driver %s is on trial", printer->settings.name, driver->name);
}

bool printers_open(const struct printer_driver *const *drivers, const struct printer_settings *list, size_t count, bool has_threads,
		   struct printers **printers, struct err *err)
{
	const struct printer_driver *chosen[PRINTERS_MAX];
	struct printers *made;

	if (count > PRINTERS_MAX)
		return err_set(err, ERR_LIMIT, "printers", "more than %d printers", PRINTERS_MAX);
	for (size_t i = 0; i < count; i++)
		if (!check_settings(drivers, list, i, &chosen[i], err))
			return err_within(err, "printers[%zu]", i);
	made = calloc(1, sizeof(*made));
	assert(made);
	made->has_threads = has_threads;
	made->count = count;
	made->arena = arena_new(PRINTERS_MAX * (sizeof(struct printer) + TEXTS_MAX_BYTES));
	made->all = ARENA_LIST(made->arena, count, struct printer);
	made->out = queue_new(PRINTERS_MAX * (PRINTER_JOBS_MAX + 1), true);
	made->nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
	assert(made->nothing >= 0);
	for (size_t i = 0; i < count; i++)
		make(made, i, &list[i], chosen[i]);
	for (size_t i = 0; i < count && has_threads; i++) {
		int failed = pthread_create(&made->all[i].thread, NULL, print_worker_run, &made->all[i]);

		assert(!failed);
	}
	*printers = made;
	return true;
}

static bool ends_within(const struct printer *printer, int64_t wait_ms)
{
	struct pollfd ended = { .fd = printer->ended, .events = POLLIN };

	return poll(&ended, 1, wait_ms > 0 ? (int)wait_ms : 0) > 0;
}

void printers_stop(struct printers *printers)
{
	int64_t until_ms = clock_tick_us() / 1000 + STOP_WAIT_MS;

	if (printers->stopped)
		return;
	printers->stopped = true;
	for (size_t i = 0; i < printers->count; i++) {
		struct printer *printer = &printers->all[i];

		atomic_store(&printer->stopping, true);
		queue_shut(printer->in);
		eventfd_write(printer->wake, 1);
	}
	for (size_t i = 0; i < printers->count; i++) {
		struct printer *printer = &printers->all[i];

		if (!printers->has_threads) {
			while (print_worker_step(printer) >= 0)
				continue;
			print_worker_hang_up(printer);
			continue;
		}
		if (!ends_within(printer, until_ms - clock_tick_us() / 1000)) {
			log_warning("printer", "%s: a call does not end and is cut off", printer->settings.name);
			/* Once is not enough: the worker may be about to open another. */
			do
				shutdown(printer->watched, SHUT_RDWR);
			while (!ends_within(printer, CUT_EVERY_MS));
		}
		pthread_join(printer->thread, NULL);
	}
}

void printers_close(struct printers *printers)
{
	if (!printers)
		return;
	assert(printers->stopped);
	for (size_t i = 0; i < printers->count; i++) {
		struct printer *printer = &printers->all[i];

		assert(printer->jobs_count == 0); /* every job was taken back */
		queue_free(printer->in);
		close(printer->wake);
		close(printer->ended);
		close(printer->watched);
	}
	while (queue_try(printers->out))
		continue;
	queue_free(printers->out);
	close(printers->nothing);
	arena_free(printers->arena);
	free(printers);
}

size_t printers_count(const struct printers *printers)
{
	return printers->count;
}

bool printers_find(const struct printers *printers, const char *name, size_t *printer)
{
	for (size_t i = 0; i < printers->count; i++) {
		if (text_is(printers->all[i].settings.name, name)) {
			*printer = i;
			return true;
		}
	}
	return false;
}

static bool give(struct printers *printers, size_t at, struct print_job *job, bool asking, struct err *err)
{
	struct printer *printer;
	size_t size = job->title ? strlen(job->title) : 0;
	bool given;

	assert(at < printers->count && !printers->stopped);
	printer = &printers->all[at];
	if (size == 0 || size > PRINT_TITLE_MAX || !text_is_utf8(job->title, size))
		return err_set(err, ERR_INPUT, "title", "1 to %d bytes of UTF-8", PRINT_TITLE_MAX);
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)job->title[i] < 0x20 || job->title[i] == 0x7f)
			return err_set(err, ERR_INPUT, "title", "a control byte");
	if (id_is_none(job->id))
		return err_set(err, ERR_INPUT, "id", "a job has an id");
	if (job->timeout_ms < 0)
		return err_set(err, ERR_INPUT, "timeout_ms", "not below 0");
	if (!asking && !job->render && (!job->bytes || job->size == 0 || job->size > PRINT_SIZE_MAX))
		return err_set(err, ERR_INPUT, "bytes", "1 to %d bytes", PRINT_SIZE_MAX);
	if (printer->jobs_count == PRINTER_JOBS_MAX)
		return err_set(err, ERR_BUSY, NULL, "%s has %d jobs that are not done", printer->settings.name, PRINTER_JOBS_MAX);
	for (size_t i = 0; i < printer->jobs_count; i++)
		assert(!id_is(printer->jobs[i]->id, job->id)); /* a job is with one owner at a time */
	job->asking = asking;
	job->printer = at;
	job->untouched = false;
	atomic_store(&job->cancelled, false);
	printer->jobs[printer->jobs_count++] = job;
	given = queue_give(printer->in, job);
	assert(given);
	return true;
}

bool printers_give(struct printers *printers, size_t printer, struct print_job *job, struct err *err)
{
	return give(printers, printer, job, false, err);
}

bool printers_ask(struct printers *printers, size_t printer, struct print_job *job, struct err *err)
{
	return give(printers, printer, job, true, err);
}

bool printers_cancel(struct printers *printers, size_t at, struct id id)
{
	struct printer *printer = &printers->all[at];

	for (size_t i = 0; i < printer->jobs_count; i++) {
		if (id_is(printer->jobs[i]->id, id)) {
			atomic_store(&printer->jobs[i]->cancelled, true);
			eventfd_write(printer->wake, 1);
			return true;
		}
	}
	return false;
}

/* A report from the worker: kept, and its memory given back. */
static bool took_report(struct printers *printers, const void *item)
{
	for (size_t i = 0; i < printers->count; i++) {
		struct printer *printer = &printers->all[i];

		if (item == &printer->report) {
			printer->shown = printer->report;
			atomic_store(&printer->report_out, false);
			return true;
		}
	}
	return false;
}

static void forget(struct printer *printer, const struct print_job *job)
{
	for (size_t i = 0; i < printer->jobs_count; i++) {
		if (printer->jobs[i] == job) {
			printer->jobs[i] = printer->jobs[--printer->jobs_count];
			return;
		}
	}
	assert(!"a job came back that was never given");
}

struct print_job *printers_take(struct printers *printers)
{
	struct print_job *job;
	void *item;

	for (;;) {
		item = queue_try(printers->out);
		if (!item) {
			/* What is given after the clearing sets it again; what was given before is found now. */
			queue_clear_descriptor(printers->out);
			item = queue_try(printers->out);
		}
		if (!item)
			return NULL;
		if (took_report(printers, item))
			continue;
		job = item;
		forget(&printers->all[job->printer], job);
		return job;
	}
}

struct printer_report printers_state(const struct printers *printers, size_t at)
{
	const struct printer *printer = &printers->all[at];
	struct printer_report report = {
		.state = printer->shown.state,
		.since_us = printer->shown.since_us,
		.jobs_count = printer->jobs_count,
	};

	print_worker_copy(report.text, printer->shown.text);
	return report;
}

int printers_descriptor(const struct printers *printers)
{
	return queue_descriptor(printers->out);
}

void printers_tick(struct printers *printers)
{
	int64_t now_us = clock_tick_us();

	for (size_t i = 0; i < printers->count; i++) {
		struct printer *printer = &printers->all[i];
		int64_t until_us = atomic_load(&printer->call_until_us);

		/* A call that ended meanwhile loses its connection at worst, and opens another. */
		if (until_us && now_us >= until_us)
			shutdown(printer->watched, SHUT_RDWR);
	}
}

int64_t printers_step(struct printers *printers, size_t printer)
{
	assert(!printers->has_threads);
	return print_worker_step(&printers->all[printer]);
}
