#include "app/devices.h"

#include <assert.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/api.h"
#include "app/door.h"
#include "app/loop.h"
#include "app/paper.h"
#include "app/practice.h"
#include "app/scan.h"
#include "app/screen.h"
#include "app/sse.h"
#include "base/clock.h"
#include "base/log.h"
#include "device/printer-driver.h"
#include "device/scanner-driver.h"
#include "device/scanner.h"
#include "receipts/escpos.h"
#include "shop/book.h"
#include "store/store.h"
#include "store/txn.h"

#define TICK_US 1000000

struct printer_now {
	struct press press;
	bool is_busy;                  /* a claim or a paper is under way */
	bool is_again;                 /* asked to look again meanwhile */
	enum printer_state shown;
};

struct devices {
	struct app *app;
	struct printers *printers;
	struct printer_now now[SETTINGS_PRINTERS_MAX];
	struct event *came;
	struct loop_timer *tick;
	struct scanners *scanners;
	struct till tills[TILLS_MAX];
	size_t tills_count;
	struct arena *arena;           /* texts of tills */
	char shown_scanners[4096];     /* as last published */
	bool is_ending;
};

/* ---- papers ------------------------------------------------------------------- */

struct printing {
	size_t printer;
	struct print_row row;
	bool found, was_left;          /* left: in `printing` since a crash */
	struct paper *paper;
	enum print_state state;
	const char *reason;
};

static void claim_next(struct devices *devices, size_t printer);

static const struct printer_setting *setting_of(const struct devices *devices, size_t printer)
{
	return &devices->app->settings.printers[printer];
}

static enum print_format format_of(const struct printer_setting *setting)
{
	return strcmp(setting->format, "pdf") == 0 ? PRINT_PDF : strcmp(setting->format, "plain") == 0 ? PRINT_PLAIN : PRINT_RAW;
}

static void now_idle(struct devices *devices, size_t printer)
{
	struct printer_now *now = &devices->now[printer];
	bool again = now->is_again;

	now->is_busy = now->is_again = false;
	if (again && !devices->is_ending)
		claim_next(devices, printer);
}

static bool finish_step(struct call *call, struct err *err)
{
	struct printing *printing = call->state;

	return print_finish(call->work.txn, &printing->row, printing->state, printing->reason, call->work.at_us, err);
}

static void finish_done(struct call *call)
{
	struct devices *devices = call->owner;
	struct printing *printing = call->state;

	if (!call->ok)
		log_warning("print", "entry %lld: %s", (long long)printing->row.entry_number, call->err.text);
	devices->now[printing->printer].is_again = printing->state != PRINT_WAITING;
	now_idle(devices, printing->printer);
	call_free(call);
}

/* Writes down what became of a paper, and tells. */
static void finish_paper(struct devices *devices, size_t printer, const struct print_row *row, enum print_state state, const char *reason)
{
	struct call *call = call_new(devices->app, clock_now_us());
	struct printing *printing = ARENA_NEW(call->arena, struct printing);
	struct buf buf;

	printing->printer = printer;
	printing->row = *row;
	printing->state = state;
	printing->reason = reason && *reason ? arena_text(call->arena, reason) : NULL;
	buf_init(&buf, 4096);
	buf_format(&buf, "{\"entry_number\":%lld,\"reason\":", (long long)row->entry_number);
	if (printing->reason)
		buf_json_any(&buf, printing->reason, strlen(printing->reason));
	else
		buf_text(&buf, "null");
	buf_format(&buf, ",\"state\":\"%s\"}", print_state_words[state]);
	call_publish(call, "print", NULL, arena_text(call->arena, buf_get(&buf)));
	buf_release(&buf);
	call->state = printing;
	call->owner = devices;
	call->done = finish_done;
	call_add_step(call, LANE_WRITE, finish_step);
	call_start(call);
}

static bool claim_step(struct call *call, struct err *err)
{
	struct printing *printing = call->state;
	const struct devices *devices = call->owner;

	return print_claim(call->work.txn, call->arena, setting_of(devices, printing->printer)->name, call->work.at_us, &printing->row, &printing->found, err);
}

static bool facts_step(struct call *call, struct err *err)
{
	struct printing *printing = call->state;

	if (!printing->found)
		return true;
	printing->paper = paper_new(&printing->row);
	printing->paper->settings = &call->app->settings;
	return paper_read(call->work.txn, call->work.book, printing->paper, err);
}

static void give_paper(struct call *call)
{
	struct devices *devices = call->owner;
	struct printing *printing = call->state;
	struct paper *paper = printing->paper;
	struct err err = { 0 };

	if (!printing->found || !paper || !paper->job.title) {
		if (printing->found)
			finish_paper(devices, printing->printer, &printing->row, PRINT_IS_FAILED, "không đọc được nội dung giấy");
		else
			now_idle(devices, printing->printer);
		paper_free(paper);
		call_free(call);
		return;
	}
	paper->press = &devices->now[printing->printer].press;
	paper->job.format = format_of(setting_of(devices, printing->printer));
	if (devices->is_ending ||
	    !(printing->was_left ? printers_ask(devices->printers, printing->printer, &paper->job, &err) :
				   printers_give(devices->printers, printing->printer, &paper->job, &err))) {
		finish_paper(devices, printing->printer, &printing->row, printing->was_left ? PRINT_IS_UNKNOWN : PRINT_WAITING, err.text);
		paper_free(paper);
	}
	call_free(call);
}

static void start_paper(struct devices *devices, size_t printer, const struct print_row *left)
{
	struct call *call = call_new(devices->app, clock_now_us());
	struct printing *printing = ARENA_NEW(call->arena, struct printing);

	printing->printer = printer;
	call->state = printing;
	call->owner = devices;
	call->done = give_paper;
	if (left) {
		printing->row = *left;
		printing->row.printer = setting_of(devices, printer)->name;
		printing->found = printing->was_left = true;
	} else {
		call_add_step(call, LANE_WRITE, claim_step);
	}
	call_add_step(call, LANE_READ, facts_step);
	devices->now[printer].is_busy = true;
	call_start(call);
}

static void claim_next(struct devices *devices, size_t printer)
{
	if (devices->now[printer].is_busy)
		devices->now[printer].is_again = true;
	else
		start_paper(devices, printer, NULL);
}

void devices_may_print(struct devices *devices)
{
	for (size_t i = 0; !devices->is_ending && i < devices->app->settings.printers_count; i++)
		claim_next(devices, i);
}

static void take_papers(struct devices *devices)
{
	struct print_job *job;

	while ((job = printers_take(devices->printers))) {
		struct paper *paper = job->facts;
		enum print_state state = job->outcome == PRINT_DONE ? PRINT_IS_DONE : job->outcome == PRINT_UNKNOWN ? PRINT_IS_UNKNOWN : PRINT_IS_FAILED;

		/* Nothing left for paper yet and we are going: it waits for the next start. */
		if (state == PRINT_IS_FAILED && job->untouched && devices->is_ending)
			state = PRINT_WAITING;
		if (paper->row.layout == LAYOUT_TEST)
			now_idle(devices, job->printer);
		else
			finish_paper(devices, job->printer, &paper->row, state, job->outcome == PRINT_DONE ? NULL : job->text);
		paper_free(paper);
	}
}

bool devices_test(struct devices *devices, struct paper *paper, struct err *err)
{
	size_t printer;

	if (!devices->printers || devices->is_ending || !printers_find(devices->printers, paper->row.printer, &printer))
		return err_set(err, ERR_MISSING, "name", "không có máy in này");
	if (devices->now[printer].is_busy)
		return err_set(err, ERR_BUSY, NULL, "máy in đang in; đợi xong rồi thử");
	paper->press = &devices->now[printer].press;
	paper->job.format = format_of(setting_of(devices, printer));
	if (!printers_give(devices->printers, printer, &paper->job, err))
		return false;
	devices->now[printer].is_busy = true;
	return true;
}

static void show_printers(struct devices *devices)
{
	for (size_t i = 0; i < printers_count(devices->printers); i++) {
		struct printer_report report = printers_state(devices->printers, i);
		struct buf buf;

		if (report.state == devices->now[i].shown)
			continue;
		devices->now[i].shown = report.state;
		buf_init(&buf, 4096);
		buf_text(&buf, "{\"name\":");
		buf_json_any(&buf, setting_of(devices, i)->name, strlen(setting_of(devices, i)->name));
		buf_text(&buf, ",\"reason\":");
		buf_json_any(&buf, report.text, strlen(report.text));
		buf_format(&buf, ",\"state\":\"%s\"}", printer_state_name(report.state));
		if (devices->app->sse)
			sse_publish(devices->app->sse, "printer", NULL, buf_get(&buf));
		buf_release(&buf);
	}
}

static void printers_came(evutil_socket_t descriptor, short what, void *owner)
{
	struct devices *devices = owner;

	(void)descriptor;
	(void)what;
	take_papers(devices);
	show_printers(devices);
}

static void ticked(void *owner)
{
	struct devices *devices = owner;

	if (devices->printers)
		printers_tick(devices->printers);
	loop_timer_set(devices->tick, TICK_US);
}

static bool open_printers(struct devices *devices, struct err *err)
{
	struct app *app = devices->app;
	struct printer_settings list[SETTINGS_PRINTERS_MAX];

	memset(list, 0, sizeof(list));
	for (size_t i = 0; i < app->settings.printers_count; i++) {
		const struct printer_setting *setting = &app->settings.printers[i];

		devices->now[i].press.profile = escpos_profile_find(setting->profile);
		list[i] = (struct printer_settings){ .name = setting->name, .driver = setting->driver, .address = setting->address,
						     .server = *setting->server ? setting->server : NULL };
	}
	if (app->settings.printers_count == 0)
		return true;
	if (!printers_open(printer_drivers, list, app->settings.printers_count, true, &devices->printers, err))
		return false;
	devices->came = event_new(loop_base(app->loop), printers_descriptor(devices->printers), EV_READ | EV_PERSIST, printers_came, devices);
	assert(devices->came);
	event_add(devices->came, NULL);
	loop_timer_set(devices->tick, TICK_US);
	return true;
}

/* Behind a till's code, where the core of the scanners keeps whose a scanner is: customers look up prices with it. */
#define FOR_CUSTOMERS "?"

/* ---- scanners ------------------------------------------------------------------ */

static const struct till *till_of(const struct devices *devices, const char *code)
{
	for (size_t i = 0; i < devices->tills_count; i++)
		if (strcmp(devices->tills[i].code, code) == 0)
			return &devices->tills[i];
	return NULL;
}

static void heard(void *owner, const struct scan *scan)
{
	struct devices *devices = owner;
	const struct till *till;
	char code[SCANNER_TEXT_MAX];

	snprintf(code, sizeof(code), "%.*s", (int)strcspn(scan->till, FOR_CUSTOMERS), scan->till);
	till = till_of(devices, code);
	if (!till) {
		log_warning("scan", "a scan for till %s, which there is not", code);
		return;
	}
	if (scan->till[strlen(code)])
		screen_check(devices->app, till->id, scan->data, scan->size);
	else if (!scan_trial_takes(devices->app, till->id, scan->scanner, scan->aim, scan->data, scan->size) &&
		 !practice_takes(devices->app->practice, till->id, scan->till, scan->aim, scan->data, scan->size))
		scan_start(devices->app, till->id, scan->aim, scan->data, scan->size);
}

void devices_scan(struct devices *devices, const char *till_code, const char *aim, const char *data, size_t size)
{
	const struct till *till = till_of(devices, till_code);

	if (till)
		scan_start(devices->app, till->id, aim, data, size);
}

static void write_scanner(const struct scanner_status *status, struct buf *buf)
{
	buf_text(buf, "{\"name\":");
	buf_json_any(buf, status->name, strlen(status->name));
	buf_format(buf, ",\"state\":\"%s\"}", scanner_state_name(status->state));
}

static void scanners_differ(void *owner)
{
	struct devices *devices = owner;
	struct scanner_status *statuses = calloc(SCANNERS_MAX, sizeof(*statuses));
	struct buf all, one;
	size_t count;

	assert(statuses);
	/* The list may change while it is being opened. */
	count = devices->scanners ? scanners_list(devices->scanners, statuses, SCANNERS_MAX) : 0;
	buf_init(&all, sizeof(devices->shown_scanners));
	for (size_t i = 0; i < count; i++) {
		buf_init(&one, 1024);
		write_scanner(&statuses[i], &one);
		if (!strstr(devices->shown_scanners, buf_get(&one)) && devices->app->sse)
			sse_publish(devices->app->sse, "scanner", NULL, buf_get(&one));
		buf_add(&all, one.data, one.size);
		buf_release(&one);
	}
	snprintf(devices->shown_scanners, sizeof(devices->shown_scanners), "%s", buf_get(&all));
	buf_release(&all);
	free(statuses);
}

static bool open_scanners(struct devices *devices, struct err *err)
{
	const struct settings *set = &devices->app->settings;
	struct scanner_binding bindings[SETTINGS_SCANNERS_MAX];
	struct scanner_settings settings = { .till = devices->tills[0].code, .bindings = bindings, .bindings_count = set->scanners_count,
					     .virtual_socket = *set->virtual_scanner ? set->virtual_scanner : NULL, .no_usb = !set->usb,
					     .changed = scanners_differ };

	memset(bindings, 0, sizeof(bindings));
	for (size_t i = 0; i < set->scanners_count; i++) {
		snprintf(bindings[i].till, sizeof(bindings[i].till), "%s%s", set->scanners[i].till, set->scanners[i].is_check ? FOR_CUSTOMERS : "");
		snprintf(bindings[i].serial, sizeof(bindings[i].serial), "%.63s", set->scanners[i].serial);
		snprintf(bindings[i].port, sizeof(bindings[i].port), "%.63s", set->scanners[i].port);
		snprintf(bindings[i].kind, sizeof(bindings[i].kind), "%.63s", set->scanners[i].kind);
	}
	return scanners_open(loop_base(devices->app->loop), &settings, heard, devices, &devices->scanners, err);
}

/* ---- the whole ------------------------------------------------------------------ */

/* The tills, and the papers that a crash left half printed. */
static bool look_into_book(struct devices *devices, struct print_row **left, size_t *left_count, struct err *err)
{
	struct book *reader = book_open_reader(devices->app->settings.book, err);
	struct txn *txn = reader ? txn_begin(reader->store, err) : NULL;
	struct till *tills;
	bool ok = txn && till_list(txn, devices->arena, reader->site_id, &tills, &devices->tills_count, err) &&
		  print_list(txn, devices->arena, PRINT_PRINTING, left, left_count, err);

	if (ok)
		memcpy(devices->tills, tills, devices->tills_count * sizeof(*tills));
	txn_abandon(txn);
	book_close(reader);
	return ok && (devices->tills_count > 0 || err_set(err, ERR_MISSING, NULL, "sổ chưa có quầy nào"));
}

bool devices_open(struct app *app, struct devices **opened, struct err *err)
{
	struct devices *devices = calloc(1, sizeof(*devices));
	struct print_row *left;
	size_t left_count;

	assert(devices);
	devices->app = app;
	devices->arena = arena_new((size_t)4 << 20);
	devices->tick = loop_timer_open(app->loop, ticked, devices);
	*opened = devices;
	if (!look_into_book(devices, &left, &left_count, err) || !open_printers(devices, err) || !open_scanners(devices, err)) {
		devices_close(devices);
		*opened = NULL;
		return false;
	}
	for (size_t i = 0; i < left_count; i++) {
		size_t printer;

		if (devices->printers && printers_find(devices->printers, left[i].printer, &printer))
			start_paper(devices, printer, &left[i]);
	}
	devices_may_print(devices);
	return true;
}

void devices_close(struct devices *devices)
{
	if (!devices)
		return;
	devices->is_ending = true;
	scanners_close(devices->scanners);
	if (devices->printers) {
		printers_stop(devices->printers);
		take_papers(devices);
		event_free(devices->came);
		printers_close(devices->printers);
		for (size_t i = 0; i < devices->app->settings.printers_count; i++)
			press_close(&devices->now[i].press);
		devices->printers = NULL;
	}
	loop_timer_close(devices->tick);
	devices->tick = NULL;
}

void devices_free(struct devices *devices)
{
	if (!devices)
		return;
	arena_free(devices->arena);
	free(devices);
}

void devices_lamps(struct app *app, struct call *call, struct id till_id, struct lamps *lamps)
{
	struct devices *devices = app->devices;
	const char *printer = NULL;
	struct scanner_status *statuses;
	size_t count, at;

	if (!devices)
		return;
	statuses = ARENA_LIST(call->arena, SCANNERS_MAX, struct scanner_status);
	for (size_t i = 0; i < devices->tills_count; i++)
		if (id_is(devices->tills[i].id, till_id))
			printer = app_printer_of(app, devices->tills[i].code);
	if (printer && printers_find(devices->printers, printer, &at)) {
		struct printer_report report = printers_state(devices->printers, at);

		lamps->printer = (struct lamp){ .name = printer, .state = printer_state_name(report.state),
						.reason = *report.text ? arena_text(call->arena, report.text) : NULL };
	}
	count = scanners_list(devices->scanners, statuses, SCANNERS_MAX);
	lamps->scanners = ARENA_LIST(call->arena, count, struct lamp);
	for (size_t i = 0; i < count; i++)
		lamps->scanners[lamps->scanners_count++] = (struct lamp){
			.name = statuses[i].name, .driver = *statuses[i].driver ? statuses[i].driver : NULL,
			.reason = *statuses[i].reason ? statuses[i].reason : NULL, .state = scanner_state_name(statuses[i].state) };
}
