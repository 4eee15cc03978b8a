#include "device/print_worker.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

/*
 * A job goes begin → send → follow → back. When a call broke off and the bytes may have been
 * taken, and for a job that is only asked for, `seek` comes before `follow`. Each phase is
 * one step: it makes at most three driver calls and says how long the next may wait.
 */

#define MS INT64_C(1000)
#define PAUSE_FIRST_US (100 * MS) /* between two tries to reach a printer, doubled up to … */
#define PAUSE_MAX_US (3000 * MS)
#define LOOK_FIRST_US (5 * MS) /* between two looks at a job: a receipt takes 10 ms in CUPS; doubled up to … */
#define LOOK_MAX_US (500 * MS)
#define CALLED_BACK "called back before it was sent"
#define ASK_AT_WORK_MS 1000 /* between two questions for the state while a job is with the printer, or poll_ms */

static const struct {
	const char *keyword;
	enum printer_state state;
} reasons[] = {
	{ "media-low", PRINTER_PAPER_LOW },
	{ "connecting-to-device", PRINTER_WAITING },
	{ "media-empty", PRINTER_PAPER_OUT },
	{ "media-needed", PRINTER_PAPER_OUT },
	{ "offline", PRINTER_OFFLINE },
	{ "shutdown", PRINTER_OFFLINE },
	{ "timed-out", PRINTER_OFFLINE },
	{ "paused", PRINTER_STOPPED },
	{ "moving-to-paused", PRINTER_STOPPED },
	{ "stopping", PRINTER_STOPPED },
	{ "cover-open", PRINTER_STOPPED },
	{ "door-open", PRINTER_STOPPED },
	{ "interlock-open", PRINTER_STOPPED },
	{ "media-jam", PRINTER_STOPPED },
	{ "input-tray-missing", PRINTER_STOPPED },
	{ "output-area-full", PRINTER_STOPPED },
	{ "output-tray-missing", PRINTER_STOPPED },
	{ "marker-supply-empty", PRINTER_STOPPED },
	{ "toner-empty", PRINTER_STOPPED },
	{ "fuser-over-temp", PRINTER_STOPPED },
	{ "spool-area-full", PRINTER_STOPPED },
};

/* ---- what drivers call --------------------------------------------------------------- */

void *printer_private(struct printer *printer)
{
	return printer->private;
}

const struct printer_settings *printer_settings(const struct printer *printer)
{
	return &printer->settings;
}

void printer_watch(struct printer *printer, int socket)
{
	int got = dup3(socket >= 0 ? socket : printer->nothing, printer->watched, O_CLOEXEC);

	assert(got == printer->watched);
}

enum printer_state printer_state_of_reason(const char *keyword)
{
	for (size_t i = 0; i < COUNT_OF(reasons); i++) {
		size_t size = strlen(reasons[i].keyword);
		const char *rest = keyword + size;

		if (strncmp(keyword, reasons[i].keyword, size) == 0 &&
		    (!*rest || text_is(rest, "-report") || text_is(rest, "-warning") || text_is(rest, "-error")))
			return reasons[i].state;
	}
	return PRINTER_READY;
}

enum printer_state printer_state_worse(enum printer_state a, enum printer_state b)
{
	static const int rank[] = {
		[PRINTER_UNASKED] = 0, [PRINTER_READY] = 1,   [PRINTER_PRINTING] = 2, [PRINTER_PAPER_LOW] = 3,
		[PRINTER_WAITING] = 4, [PRINTER_OFFLINE] = 5, [PRINTER_STOPPED] = 6,  [PRINTER_PAPER_OUT] = 7,
	};

	return rank[b] > rank[a] ? b : a;
}

void print_worker_copy(char text[PRINT_TEXT_SIZE], const char *from)
{
	size_t size = strnlen(from, PRINT_TEXT_SIZE - 1);

	/* A letter that was cut in two goes whole. */
	for (int i = 0; i < 3 && size > 0 && !text_is_utf8(from, size); i++)
		size--;
	if (!text_is_utf8(from, size))
		size = strnlen(from, PRINT_TEXT_SIZE - 1);
	memmove(text, from, size);
	text[size] = '\0';
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f || ((unsigned char)text[i] >= 0x80 && !text_is_utf8(text, size)))
			text[i] = '?';
}

void print_worker_init(struct printer *printer)
{
	printer->pause_us = PAUSE_FIRST_US;
	printer->now.since_us = printer->shown.since_us = clock_now_us();
}

/* ---- the worker: telling --------------------------------------------------------------- */

/* The report goes out when the last one was read; until then the newest waits in `now`. */
static void tell(struct printer *printer)
{
	bool given;

	if (!printer->untold || atomic_load(&printer->report_out))
		return;
	printer->report = printer->now;
	printer->untold = false;
	atomic_store(&printer->report_out, true);
	given = queue_give(printer->out, &printer->report);
	assert(given); /* there is room for every job and one report a printer */
}

static void show(struct printer *printer, enum printer_state state, const char *text)
{
	struct report *now = &printer->now;
	char cut[PRINT_TEXT_SIZE];

	print_worker_copy(cut, text);
	if (now->state != state) {
		if (state > PRINTER_PRINTING)
			log_notice("printer", "%s is %s: %s", printer->settings.name, printer_state_name(state), cut);
		else if (now->state > PRINTER_PRINTING)
			log_notice("printer", "%s is %s", printer->settings.name, printer_state_name(state));
		now->since_us = clock_now_us();
	} else if (text_is(now->text, cut)) {
		tell(printer);
		return;
	}
	now->state = state;
	print_worker_copy(now->text, cut);
	printer->untold = true;
	tell(printer);
}

static void give_back(struct printer *printer, struct print_job *job, enum print_outcome outcome, bool untouched, const char *text)
{
	bool given;

	assert(outcome == PRINT_FAILED || !untouched);
	job->outcome = outcome;
	job->untouched = untouched;
	print_worker_copy(job->text, text);
	if (outcome != PRINT_DONE)
		log_notice("printer", "%s: a job came back %s%s: %s", printer->settings.name, print_outcome_name(outcome),
			   untouched ? ", not sent" : "", job->text);
	given = queue_give(printer->out, job);
	assert(given);
}

/* The job at work goes back; nothing of it stays here. */
static int64_t finish(struct printer *printer, enum print_outcome outcome, bool untouched, const char *text)
{
	struct print_job *job = printer->job;

	printer->job = NULL;
	buf_release(&printer->bytes);
	memset(&printer->document, 0, sizeof(printer->document));
	if (outcome == PRINT_DONE && printer->asked <= PRINTER_PRINTING)
		show(printer, PRINTER_READY, "");
	else
		printer->ask_at_us = 0;
	give_back(printer, job, outcome, untouched, text);
	return 0;
}

/* ---- the worker: calling ----------------------------------------------------------------- */

static void call_begins(struct printer *printer)
{
	atomic_store(&printer->call_until_us, clock_tick_us() + (2 * printer->settings.call_timeout_ms + 2000) * MS);
}

static void call_ends(struct printer *printer)
{
	atomic_store(&printer->call_until_us, 0);
}

void print_worker_hang_up(struct printer *printer)
{
	printer->driver->close(printer);
	printer_watch(printer, -1);
	printer->is_open = false;
}

/* Hangs up, says how it is and gives the pause before the next try. */
static int64_t lost_as(struct printer *printer, enum printer_state state, const struct err *err)
{
	int64_t pause_us = printer->pause_us;

	print_worker_hang_up(printer);
	printer->asked = state;
	show(printer, state, err->text);
	printer->pause_us = pause_us * 2 > PAUSE_MAX_US ? PAUSE_MAX_US : pause_us * 2;
	return pause_us;
}

/* It cannot be reached. */
static int64_t lost(struct printer *printer, const struct err *err)
{
	return lost_as(printer, PRINTER_OFFLINE, err);
}

static bool reach(struct printer *printer, struct err *err)
{
	if (printer->is_open)
		return true;
	call_begins(printer);
	printer->is_open = printer->driver->open(printer, err);
	call_ends(printer);
	return printer->is_open;
}

/* Asks for the state and shows it; a job with the printer colours "ready". */
static bool ask(struct printer *printer, struct err *err)
{
	char text[PRINT_TEXT_SIZE] = "";
	enum printer_state state = PRINTER_UNASKED;
	bool ok;

	if (!reach(printer, err))
		return false;
	call_begins(printer);
	ok = printer->driver->ask(printer, &state, text, err);
	call_ends(printer);
	if (!ok)
		return false;
	printer->pause_us = PAUSE_FIRST_US;
	printer->asked = state;
	if (printer->job && printer->phase == PHASE_FOLLOW) {
		if (state == PRINTER_READY)
			state = PRINTER_PRINTING;
		if (state == PRINTER_PRINTING && clock_tick_us() - printer->sent_at_us > printer->settings.stall_ms * MS)
			state = PRINTER_WAITING;
	}
	show(printer, state, text);
	return true;
}

static bool look(struct printer *printer, enum print_fate *fate, char text[PRINT_TEXT_SIZE], struct err *err)
{
	bool ok;

	text[0] = '\0';
	if (!reach(printer, err))
		return false;
	call_begins(printer);
	ok = printer->driver->look(printer, &printer->document, fate, text, err);
	call_ends(printer);
	if (ok)
		printer->pause_us = PAUSE_FIRST_US;
	return ok;
}

/* ---- the worker: phases --------------------------------------------------------------- */

static int64_t ask_at_work_us(const struct printer *printer)
{
	int64_t poll_ms = printer->settings.poll_ms;

	return (poll_ms < ASK_AT_WORK_MS ? poll_ms : ASK_AT_WORK_MS) * MS;
}

static bool expired(const struct printer *printer)
{
	return printer->end_at_us && clock_tick_us() >= printer->end_at_us;
}

static int64_t begin(struct printer *printer)
{
	struct print_job *job = printer->job;
	struct print_document *document = &printer->document;
	struct err err = { 0 };
	char id[ID_TEXT_SIZE];

	id_write(job->id, id);
	snprintf(document->name, sizeof(document->name), "%s %s", job->title, id);
	document->format = job->format;
	printer->end_at_us = job->timeout_ms ? clock_tick_us() + job->timeout_ms * MS : 0;
	printer->sent_at_us = printer->absent_at_us = 0;
	printer->look_us = LOOK_FIRST_US;
	printer->cancel_sent = false;
	if (job->asking) {
		printer->phase = PHASE_SEEK;
		return 0;
	}
	if (atomic_load(&printer->stopping))
		return finish(printer, PRINT_FAILED, true, CALLED_BACK);
	document->bytes = job->bytes;
	document->size = job->size;
	if (job->render) {
		buf_init(&printer->bytes, PRINT_SIZE_MAX);
		if (!job->render(job->facts, &printer->bytes, &err))
			return finish(printer, PRINT_FAILED, true, err.text);
		if (printer->bytes.full || printer->bytes.size == 0)
			return finish(printer, PRINT_FAILED, true, printer->bytes.full ? "the document is too large" : "the document is empty");
		document->bytes = printer->bytes.data;
		document->size = printer->bytes.size;
	}
	printer->phase = PHASE_SEND;
	return 0;
}

static int64_t send_it(struct printer *printer)
{
	struct err err = { 0 };
	bool ok;

	if (atomic_load(&printer->job->cancelled) || atomic_load(&printer->stopping))
		return finish(printer, PRINT_FAILED, true, CALLED_BACK);
	if (expired(printer))
		return finish(printer, PRINT_FAILED, true, printer->now.text[0] ? printer->now.text : "the printer was not ready in time");
	/* The question first: nothing is sent to a server that does not answer. */
	if (!ask(printer, &err))
		return lost(printer, &err);
	call_begins(printer);
	ok = printer->driver->send(printer, &printer->document, &err);
	call_ends(printer);
	if (ok) {
		printer->phase = PHASE_FOLLOW;
		printer->sent_at_us = clock_tick_us();
		printer->ask_at_us = printer->sent_at_us + ask_at_work_us(printer);
		if (printer->asked <= PRINTER_PRINTING)
			show(printer, PRINTER_PRINTING, "");
		return LOOK_FIRST_US;
	}
	switch (err.code) {
	case ERR_UNSURE: printer->phase = PHASE_SEEK; return lost(printer, &err);
	case ERR_IO: return lost(printer, &err);
	case ERR_BUSY: return lost_as(printer, PRINTER_STOPPED, &err);
	case ERR_NONE:
	case ERR_INPUT:
	case ERR_FORBIDDEN:
	case ERR_MISSING:
	case ERR_CONFLICT:
	case ERR_LIMIT: break;
	}
	return finish(printer, PRINT_FAILED, true, err.text);
}

/* It has been looked for and is not there: unknown, once it cannot turn up any more. */
static int64_t absent(struct printer *printer)
{
	int64_t now_us = clock_tick_us();

	if (!printer->absent_at_us)
		printer->absent_at_us = now_us;
	if (now_us - printer->absent_at_us >= printer->settings.settle_ms * MS)
		return finish(printer, PRINT_UNKNOWN, false, "the printer does not know of it");
	return 200 * MS;
}

/* Bytes may be or are with the printer: what became of them? */
static int64_t follow(struct printer *printer)
{
	char text[PRINT_TEXT_SIZE];
	enum print_fate fate = PRINT_ABSENT;
	struct err err = { 0 };
	int64_t now_us, wait_us;

	if (atomic_load(&printer->stopping))
		return finish(printer, PRINT_UNKNOWN, false, "stopped before the printer said that it is printed");
	if (expired(printer))
		return finish(printer, PRINT_UNKNOWN, false, printer->now.text[0] ? printer->now.text : "not printed in time");
	if (!look(printer, &fate, text, &err)) {
		/* Nobody answers, and a person has called it back: we cannot say more than this. */
		if (atomic_load(&printer->job->cancelled))
			return finish(printer, PRINT_UNKNOWN, false, err.text);
		return lost(printer, &err);
	}
	switch (fate) {
	case PRINT_PRINTED: return finish(printer, PRINT_DONE, false, text);
	case PRINT_GIVEN_UP: return finish(printer, PRINT_FAILED, false, text[0] ? text : "the printer gave it up");
	case PRINT_ABSENT: return absent(printer);
	case PRINT_HELD: break;
	}
	now_us = clock_tick_us();
	printer->absent_at_us = 0;
	if (printer->phase == PHASE_SEEK) {
		printer->phase = PHASE_FOLLOW;
		printer->sent_at_us = now_us;
		printer->ask_at_us = now_us;
	}
	if (atomic_load(&printer->job->cancelled) && !printer->cancel_sent) {
		call_begins(printer);
		printer->cancel_sent = printer->driver->cancel(printer, &printer->document, &err);
		call_ends(printer);
		if (!printer->cancel_sent)
			return lost(printer, &err);
		printer->look_us = LOOK_FIRST_US;
	}
	if (now_us >= printer->ask_at_us) {
		printer->ask_at_us = now_us + ask_at_work_us(printer);
		if (!ask(printer, &err))
			return lost(printer, &err);
	}
	wait_us = printer->look_us;
	printer->look_us = wait_us * 2 > LOOK_MAX_US ? LOOK_MAX_US : wait_us * 2;
	return wait_us;
}

static int64_t idle(struct printer *printer)
{
	int64_t now_us = clock_tick_us();
	struct err err = { 0 };

	tell(printer);
	if (now_us < printer->ask_at_us)
		return printer->ask_at_us - now_us;
	if (!ask(printer, &err))
		lost(printer, &err);
	printer->ask_at_us = clock_tick_us() + printer->settings.poll_ms * MS;
	return printer->settings.poll_ms * MS;
}

/* Takes over what was given; what was called back meanwhile goes back at once, whatever the job at work does. */
static void collect(struct printer *printer)
{
	struct print_job *job;
	size_t kept = 0;

	while ((job = queue_try(printer->in)))
		printer->waiting[printer->waiting_count++] = job;
	for (size_t i = 0; i < printer->waiting_count; i++) {
		job = printer->waiting[i];
		if (!atomic_load(&job->cancelled))
			printer->waiting[kept++] = job;
		else if (job->asking)
			give_back(printer, job, PRINT_UNKNOWN, false, "called back before it was asked for");
		else
			give_back(printer, job, PRINT_FAILED, true, CALLED_BACK);
	}
	printer->waiting_count = kept;
}

int64_t print_worker_step(struct printer *printer)
{
	bool stopping = atomic_load(&printer->stopping);

	collect(printer);
	if (!printer->job) {
		if (printer->waiting_count == 0)
			return stopping ? -1 : idle(printer);
		printer->job = printer->waiting[0];
		printer->phase = PHASE_BEGIN;
		memmove(printer->waiting, printer->waiting + 1, --printer->waiting_count * sizeof(printer->waiting[0]));
	}
	tell(printer);
	switch (printer->phase) {
	case PHASE_BEGIN: return begin(printer);
	case PHASE_SEND: return send_it(printer);
	case PHASE_SEEK:
	case PHASE_FOLLOW: break;
	}
	return follow(printer);
}

static void wait_for(struct printer *printer, int64_t wait_us)
{
	struct pollfd wake = { .fd = printer->wake, .events = POLLIN };
	struct timespec wait = { .tv_sec = wait_us / 1000000, .tv_nsec = wait_us % 1000000 * 1000 };
	eventfd_t count;

	if (ppoll(&wake, 1, &wait, NULL) > 0)
		eventfd_read(printer->wake, &count);
}

void *print_worker_run(void *arg)
{
	struct printer *printer = arg;
	int64_t wait_us;

	while ((wait_us = print_worker_step(printer)) >= 0) {
		if (printer->job) {
			if (wait_us > 0)
				wait_for(printer, wait_us);
		} else if (wait_us > 0) {
			struct print_job *job = queue_take_before(printer->in, wait_us);

			if (job)
				printer->waiting[printer->waiting_count++] = job;
		}
	}
	print_worker_hang_up(printer);
	eventfd_write(printer->ended, 1);
	return NULL;
}
