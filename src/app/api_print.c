/* Papers that were printed, wait, or went wrong; printers and scanners. */
#include "app/api_office.h"
#include "app/devices.h"
#include "app/paper.h"

#include <string.h>

#include "shop/known.h"
#include "shop/journal.h"
#include "shop/print.h"
#include "shop/staff.h"

/* ---- papers ------------------------------------------------------------------------ */

enum job_state { JOBS_OPEN = 1, JOBS_WAITING, JOBS_PRINTING, JOBS_DONE, JOBS_UNKNOWN, JOBS_FAILED };
static const char *const state_words[] = { NULL, "open", "waiting", "printing", "done", "unknown", "failed", NULL };

struct jobs_in {
	const char *after;
	int64_t limit;
	int32_t state;
};
static const struct field jobs_in_fields[] = {
	F_TEXT_OPT(struct jobs_in, after, 1, 60),
	F_I64_OPT(struct jobs_in, limit, 1, OFFICE_PAGE_MAX),
	F_WORD_OPT(struct jobs_in, state, state_words),
};
static const struct shape jobs_in_shape = SHAPE(struct jobs_in, "print_jobs_in", jobs_in_fields);

struct job {
	int64_t at_us, copy, entry_number;
	const char *id, *printer, *reason;
	int32_t state;
	const char *title;
	int64_t tries_count;
};
static const struct field job_fields[] = {
	F_I64(struct job, at_us, 0, INT64_MAX),
	F_I64(struct job, copy, 0, INT64_MAX),
	F_I64(struct job, entry_number, 1, INT64_MAX),
	F_TEXT(struct job, id, 1, 60),
	F_TEXT_OPT(struct job, printer, 1, 64),
	F_TEXT_OPT(struct job, reason, 1, 400),
	F_WORD(struct job, state, print_state_words),
	F_TEXT(struct job, title, 1, 100),
	F_I64(struct job, tries_count, 0, INT64_MAX),
};
static const struct shape job_shape = SHAPE(struct job, "print_job", job_fields);
struct jobs_out {
	struct job *jobs;
	size_t jobs_count;
	const char *next;
};
static const struct field jobs_out_fields[] = {
	F_LIST(struct jobs_out, jobs, 0, OFFICE_PAGE_MAX, &job_shape),
	F_TEXT_OPT(struct jobs_out, next, 1, 60),
};
static const struct shape jobs_out_shape = SHAPE(struct jobs_out, "print_jobs", jobs_out_fields);

struct job_in {
	const char *job_id;
};
static const struct field job_in_fields[] = { F_CODE(struct job_in, job_id, 1, 60) };
static const struct shape job_in_shape = SHAPE(struct job_in, "print_job_in", job_in_fields);

static const char *title_of(int32_t layout)
{
	static const char *const titles[] = { "Giấy", "Phiếu bán hàng", "Phiếu kết ca", "Phiếu thu chi", "Phiếu nhập hàng", "Bảng thanh toán", "Phiếu quà tặng",
					      "Báo giá", "Phiếu soạn hàng", "Phiếu giao hàng" };

	size_t at = layout > 0 ? (size_t)layout : 0;

	return titles[at < COUNT_OF(titles) ? at : 0];
}

/* "4398046511105-1-0": entry, layout, copy. */
static const char *id_of(struct call *call, const struct print_row *row)
{
	return arena_format(call->arena, "%lld-%d-%lld", (long long)row->entry_key, (int)row->layout, (long long)row->copy);
}

static bool take_job(const struct call *call, struct print_row *row, struct err *err)
{
	const struct job_in *in = call->in;
	const char *first = strchr(in->job_id, '-'), *second = first ? strchr(first + 1, '-') : NULL;
	int64_t layout;

	if (!second || !text_read_i64(in->job_id, (size_t)(first - in->job_id), &row->entry_key) ||
	    !text_read_i64(first + 1, (size_t)(second - first - 1), &layout) || !text_read_i64(second + 1, strlen(second + 1), &row->copy) || layout < 1 ||
	    layout > LAYOUT_DELIVERY)
		return err_set(err, ERR_MISSING, "job_id", "không có giấy in này");
	row->layout = (int32_t)layout;
	return true;
}

/* Those that need somebody come first. */
static bool jobs_read(struct call *call, struct err *err)
{
	static const enum print_state open_states[] = { PRINT_IS_FAILED, PRINT_IS_UNKNOWN, PRINT_PRINTING, PRINT_WAITING };
	const struct jobs_in *in = call->in;
	struct jobs_out *out = call->out;
	enum print_state one = (enum print_state)(in->state - JOBS_WAITING + PRINT_WAITING);
	bool is_open = !in->state || in->state == JOBS_OPEN, is_past = !in->after;
	const enum print_state *states = is_open ? open_states : &one;
	size_t limit = office_limit(in->limit);

	out->jobs = ARENA_LIST(call->arena, limit, struct job);
	for (size_t s = 0; s < (is_open ? COUNT_OF(open_states) : 1); s++) {
		struct print_row *rows;
		size_t count;

		if (!print_list(call->work.txn, call->arena, states[s], &rows, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			const char *id = id_of(call, &rows[i]);

			if (!is_past) {
				is_past = strcmp(id, in->after) == 0;
				continue;
			}
			if (out->jobs_count == limit) {
				out->next = out->jobs[limit - 1].id;
				return true;
			}
			out->jobs[out->jobs_count++] = (struct job){
				.at_us = rows[i].at_us, .copy = rows[i].copy, .entry_number = ENTRY_NUMBER(rows[i].entry_key), .id = id, .printer = rows[i].printer,
				.reason = rows[i].reason, .state = rows[i].state, .tries_count = rows[i].state == PRINT_WAITING ? 0 : 1,
				.title = arena_format(call->arena, "%s (bút toán %lld)", title_of(rows[i].layout), (long long)ENTRY_NUMBER(rows[i].entry_key)),
			};
		}
	}
	return true;
}

static bool job_retry(struct call *call, struct err *err)
{
	struct print_row row;

	if (!take_job(call, &row, err))
		return false;
	if (row.copy)
		return err_set(err, ERR_CONFLICT, "job_id", "bản sao không in lại; lấy một bản sao mới ở phiếu");
	call->may_print = true;
	return print_again(call->work.txn, row.entry_key, (enum print_layout)row.layout, call->work.at_us, err);
}

static bool job_seen(struct call *call, struct err *err)
{
	struct print_row row;

	return take_job(call, &row, err) && print_seen(call->work.txn, row.entry_key, (enum print_layout)row.layout, row.copy, call->work.at_us, err);
}

/* ---- devices ------------------------------------------------------------------------ */

struct printer_out {
	const char *address, *driver, *name, *reason, *state, *till_code;
	int64_t waiting_count;
};
static const struct field printer_fields[] = {
	F_TEXT_OPT(struct printer_out, address, 1, SETTINGS_TEXT_MAX),
	F_TEXT(struct printer_out, driver, 1, 16),
	F_TEXT(struct printer_out, name, 1, 64),
	F_TEXT_OPT(struct printer_out, reason, 1, 400),
	F_TEXT(struct printer_out, state, 1, 20),
	F_TEXT_OPT(struct printer_out, till_code, 1, 16),
	F_I64(struct printer_out, waiting_count, 0, INT64_MAX),
};
static const struct shape printer_shape = SHAPE(struct printer_out, "printer_out", printer_fields);
struct printers_out {
	struct printer_out *printers;
	size_t printers_count;
};
static const struct field printers_fields[] = { F_LIST(struct printers_out, printers, 0, SETTINGS_PRINTERS_MAX, &printer_shape) };
static const struct shape printers_shape = SHAPE(struct printers_out, "printers", printers_fields);

struct scanner_out {
	const char *driver, *last_code;
	int64_t last_us;
	const char *name, *reason, *state, *till_code;
};
static const struct field scanner_fields[] = {
	F_TEXT_OPT(struct scanner_out, driver, 1, 64),
	F_TEXT_OPT(struct scanner_out, last_code, 1, 200),
	F_I64_OPT(struct scanner_out, last_us, 0, INT64_MAX),
	F_TEXT(struct scanner_out, name, 1, 64),
	F_TEXT_OPT(struct scanner_out, reason, 1, 400),
	F_TEXT(struct scanner_out, state, 1, 20),
	F_TEXT_OPT(struct scanner_out, till_code, 1, 16),
};
static const struct shape scanner_shape = SHAPE(struct scanner_out, "scanner_out", scanner_fields);
#define SCANNERS_MAX (TILLS_MAX * 64)
struct scanners_out {
	struct scanner_out *scanners;
	size_t scanners_count;
};
static const struct field scanners_fields[] = { F_LIST(struct scanners_out, scanners, 0, SCANNERS_MAX, &scanner_shape) };
static const struct shape scanners_shape = SHAPE(struct scanners_out, "scanners", scanners_fields);

/* The book knows the tills, the loop their devices. */
struct tills {
	struct till *list;
	size_t count;
	struct print_row *waiting;
	size_t waiting_count;
};

static bool tills_read(struct call *call, struct err *err)
{
	struct tills *tills = ARENA_NEW(call->arena, struct tills);

	call->state = tills;
	return till_list(call->work.txn, call->arena, call->app->site_id, &tills->list, &tills->count, err) &&
	       print_list(call->work.txn, call->arena, PRINT_WAITING, &tills->waiting, &tills->waiting_count, err);
}

static bool printers_show(struct call *call, struct err *err)
{
	const struct settings *settings = &call->app->settings;
	const struct tills *tills = call->state;
	struct printers_out *out = call->out;

	(void)err;
	out->printers = ARENA_LIST(call->arena, settings->printers_count, struct printer_out);
	for (size_t i = 0; i < settings->printers_count; i++) {
		const struct printer_setting *setting = &settings->printers[i];
		struct printer_out *printer = &out->printers[out->printers_count++];

		*printer = (struct printer_out){ .address = *setting->address ? setting->address : NULL, .driver = setting->driver, .name = setting->name,
						 .state = "none", .till_code = *setting->till ? setting->till : NULL };
		for (size_t k = 0; k < tills->waiting_count; k++)
			printer->waiting_count += strcmp(tills->waiting[k].printer, setting->name) == 0;
		for (size_t k = 0; k < tills->count; k++) {
			struct lamps lamps = { .printer = { .state = "none" } };

			devices_lamps(call->app, call, tills->list[k].id, &lamps);
			if (lamps.printer.name && strcmp(lamps.printer.name, setting->name) == 0) {
				printer->state = lamps.printer.state;
				printer->reason = lamps.printer.reason;
			}
		}
	}
	return true;
}

static bool is_shown(const struct scanners_out *out, const struct lamp *lamp)
{
	for (size_t i = 0; i < out->scanners_count; i++)
		if (strcmp(out->scanners[i].name, lamp->name) == 0)
			return true;
	return false;
}

static bool scanners_show(struct call *call, struct err *err)
{
	const struct tills *tills = call->state;
	struct scanners_out *out = call->out;

	(void)err;
	out->scanners = ARENA_LIST(call->arena, SCANNERS_MAX, struct scanner_out);
	for (size_t k = 0; k < tills->count; k++) {
		struct lamps lamps = { .printer = { .state = "none" } };

		devices_lamps(call->app, call, tills->list[k].id, &lamps);
		for (size_t i = 0; i < lamps.scanners_count; i++)
			if (!is_shown(out, &lamps.scanners[i]))
				out->scanners[out->scanners_count++] = (struct scanner_out){
					.driver = lamps.scanners[i].driver, .last_us = SHAPE_ABSENT, .name = lamps.scanners[i].name,
					.reason = lamps.scanners[i].reason, .state = lamps.scanners[i].state, .till_code = tills->list[k].code,
				};
	}
	return true;
}

struct test_in {
	const char *name;
};
static const struct field test_fields[] = { F_TEXT(struct test_in, name, 1, 64) };
static const struct shape test_shape = SHAPE(struct test_in, "printer_test", test_fields);

static bool test_read(struct call *call, struct err *err)
{
	const struct print_row row = { .at_us = call->work.at_us, .layout = LAYOUT_TEST, .printer = ((const struct test_in *)call->in)->name };
	struct paper *paper = paper_new(&row);

	call->state = paper;
	if (paper_test(call->work.txn, call->work.book, paper, err))
		return true;
	paper_free(paper);
	return false;
}

static bool test_give(struct call *call, struct err *err)
{
	struct paper *paper = call->state;

	if (call->app->devices && devices_test(call->app->devices, paper, err))
		return true;
	paper_free(paper);
	return call->app->devices ? false : err_set(err, ERR_MISSING, "name", "không có máy in này");
}

bool api_print_at(struct call *call, struct id till_id, enum print_layout layout, const char **state, struct err *err)
{
	const char *till_code, *printer;

	*state = "none";
	if (id_is_none(till_id))
		return true;
	if (!known_till_code(call->known, call->work.txn, call->arena, till_id, &till_code, err))
		return false;
	printer = app_printer_of(call->app, till_code);
	if (!printer)
		return true;
	*state = print_state_words[PRINT_WAITING];
	call->may_print = true;
	return call->work.is_repeat || print_add(call->work.txn, call->work.entry.key, layout, 0, printer, call->work.at_us, err);
}

const struct route print_routes[] = {
	{ HTTP_GET, "/print-jobs", MAY_STAFF, &jobs_in_shape, &jobs_out_shape, { { LANE_READ, jobs_read } }, "Papers in a state; open: not done yet", false, NULL },
	{ HTTP_POST, "/print-jobs/:job_id/retry", MAY_STAFF, &job_in_shape, &nothing_shape, { { LANE_WRITE, job_retry } },
	  "Prints a failed or unknown paper again", false, NULL },
	{ HTTP_POST, "/print-jobs/:job_id/done", MAY_STAFF, &job_in_shape, &nothing_shape, { { LANE_WRITE, job_seen } },
	  "A person holds the paper in hand", false, NULL },
	{ HTTP_GET, "/printers", MAY_STAFF, &nothing_shape, &printers_shape, { { LANE_READ, tills_read }, { LANE_LOOP, printers_show } },
	  "Printers and how they are", false, NULL },
	{ HTTP_POST, "/printers/:name/test", MAY_STAFF, &test_shape, &nothing_shape, { { LANE_READ, test_read }, { LANE_LOOP, test_give } },
	  "A test slip out of a printer", true, NULL },
	{ HTTP_GET, "/scanners", MAY_STAFF, &nothing_shape, &scanners_shape, { { LANE_READ, tills_read }, { LANE_LOOP, scanners_show } },
	  "Scanners and how they are", false, NULL },
	{ .path = NULL },
};
