/*
 * Tables in and out. An import is a file, not JSON: its step reads the request's body (kept in memory, or spooled), checks
 * it whole on a snapshot, then writes chunk by chunk, each a job of its own, so that tills get between. Repeating a file
 * writes only what is missing (imports.h), so the request needs no id.
 */
#include "app/api_office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/door.h"
#include "app/exports.h"
#include "app/imports.h"
#include "calc/csv.h"
#include "shop/book.h"

/* ---- in ------------------------------------------------------------------------------ */

struct import_in {
	int64_t dry;
	const char *kind;
};
static const struct field import_in_fields[] = {
	F_I64_OPT(struct import_in, dry, 0, 1),
	F_CODE(struct import_in, kind, 1, 40),
};
static const struct shape import_in_shape = SHAPE(struct import_in, "import_in", import_in_fields);

struct problem_out {
	const char *field;
	bool is_warning;
	int64_t line;
	const char *text;
};
static const struct field problem_fields[] = {
	F_TEXT_OPT(struct problem_out, field, 0, 1000),
	F_BOOL(struct problem_out, is_warning),
	F_I64(struct problem_out, line, 0, INT64_MAX),
	F_TEXT(struct problem_out, text, 1, 2000),
};
static const struct shape problem_shape = SHAPE(struct problem_out, "import_problem", problem_fields);
struct import_out {
	int64_t added, changed;    /* added: rows with something new; changed is among them */
	struct problem_out *errors, *warnings;
	size_t errors_count;
	bool is_written;
	int64_t rows;
	size_t warnings_count;
};
static const struct field import_out_fields[] = {
	F_I64(struct import_out, added, 0, INT64_MAX),
	F_I64_OPT(struct import_out, changed, 0, INT64_MAX),
	F_LIST(struct import_out, errors, 0, IMPORT_PROBLEMS_MAX, &problem_shape),
	F_BOOL(struct import_out, is_written),
	F_I64(struct import_out, rows, 0, INT64_MAX),
	F_LIST(struct import_out, warnings, 0, IMPORT_PROBLEMS_MAX, &problem_shape),
};
static const struct shape import_out_shape = SHAPE(struct import_out, "import_out", import_out_fields);

struct importing {
	struct import import;
	struct arena *rows, *chunk;  /* larger than a call's: rows for all the run, chunk for one */
	char *text;
	size_t next;               /* chunk */
	void (*done)(struct call *call);
};

static void show_import(struct call *call, const struct import *import)
{
	struct import_out *out = call->out;

	out->rows = import->rows_count;
	out->added = import->rows_count - import->same_count;
	out->changed = SHAPE_ABSENT;
	out->errors = ARENA_LIST(call->arena, import->problems_count, struct problem_out);
	out->warnings = ARENA_LIST(call->arena, import->problems_count, struct problem_out);
	for (size_t i = 0; i < import->problems_count; i++) {
		const struct import_problem *from = &import->problems[i];
		struct problem_out problem = { from->column, from->is_warning, from->line, from->text };

		if (from->is_warning)
			out->warnings[out->warnings_count++] = problem;
		else
			out->errors[out->errors_count++] = problem;
	}
}

/* Terms that hold are changed with a second person, and a file has none. */
static bool only_new(const struct import *import, struct err *err)
{
	int64_t line = import_first_change(import);

	return line == 0 || err_set(err, ERR_FORBIDDEN, "kind",
				    "dòng %lld đổi điều khoản của hợp đồng đang có; đổi ở trang Hợp đồng, có người thứ hai xác nhận", (long long)line);
}

static bool import_read(struct call *call, struct err *err)
{
	const struct import_in *in = call->in;
	struct importing *importing = call->state;
	size_t size = 0;

	if ((strcmp(in->kind, "opening") == 0 || strcmp(in->kind, "cod") == 0 || strcmp(in->kind, "contracts") == 0 ||
	     strcmp(in->kind, "bank") == 0) &&
	    call->who.role != STAFF_ACCOUNTANT && call->who.role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, "kind", "chỉ kế toán hoặc quản trị nhập được tệp này");
	if (!office_body(call, CSV_BYTES_MAX, "tệp lớn hơn 8 MB; chia nhỏ rồi nhập từng phần", &importing->text, &size, err) ||
	    !import_check(call->work.txn, call->work.book, in->kind, importing->text, size, call->work.at_us, importing->rows, &importing->import, err))
		return false;
	if (strcmp(in->kind, "contracts") == 0 && call->who.role != STAFF_ADMIN && !only_new(&importing->import, err))
		return false;
	show_import(call, &importing->import);
	return true;
}

/* One chunk a turn: until the last one the step stands before itself again. */
static bool import_write(struct call *call, struct err *err)
{
	struct importing *importing = call->state;

	if (importing->import.errors_count)
		return true;
	/* A chunk before this one being written is no success of the whole. */
	call->is_committed = false;
	call->work.is_repeat = false;
	arena_reset(importing->chunk);
	call->work.arena = importing->chunk;
	importing->import.cod_fee_limit_ppm = call->app->settings.cod_fee_limit_ppm;
	if (importing->next < importing->import.chunks_count && !import_write_chunk(&call->work, &importing->import, importing->next, err))
		return false;
	if (++importing->next < importing->import.chunks_count) {
		call->step--;
		return true;
	}
	((struct import_out *)call->out)->is_written = true;
	office_goods_changed(call);
	call_publish(call, "bank", NULL, "{}");
	return true;
}

static void import_over(struct call *call)
{
	struct importing *importing = call->state;
	void (*done)(struct call *call) = importing->done;

	call->work.arena = call->arena;
	free(importing->text);
	arena_free(importing->rows);
	arena_free(importing->chunk);
	done(call);
}

static void import_stream(struct call *call)
{
	struct importing *importing = ARENA_NEW(call->arena, struct importing);
	const struct import_in *in = call->in;

	importing->rows = arena_new(IMPORT_ARENA_BYTES_MAX);
	importing->chunk = arena_new(CALL_ARENA_BYTES);
	importing->done = call->done;
	call->state = importing;
	call->done = import_over;
	call_add_step(call, LANE_READ, import_read);
	if (in->dry != 1)
		call_add_step(call, LANE_WRITE, import_write);
	call_start(call);
}

/* ---- what can come in ----------------------------------------------------------------- */

struct column_out {
	bool is_required;
	const char *name;
};
static const struct field column_fields[] = {
	F_BOOL(struct column_out, is_required),
	F_TEXT(struct column_out, name, 1, 100),
};
static const struct shape column_shape = SHAPE(struct column_out, "import_column", column_fields);
struct kind_out {
	const char *about;
	struct column_out *columns;
	size_t columns_count;
	const char *kind;
};
#define COLUMNS_MAX 100
static const struct field kind_fields[] = {
	F_TEXT(struct kind_out, about, 1, 200),
	F_LIST(struct kind_out, columns, 1, COLUMNS_MAX, &column_shape),
	F_TEXT(struct kind_out, kind, 1, 40),
};
static const struct shape kind_shape = SHAPE(struct kind_out, "import_kind", kind_fields);
#define KINDS_MAX 20
struct kinds_out {
	struct kind_out *kinds;
	size_t kinds_count;
};
static const struct field kinds_fields[] = { F_LIST(struct kinds_out, kinds, 0, KINDS_MAX, &kind_shape) };
static const struct shape kinds_shape = SHAPE(struct kinds_out, "import_kinds", kinds_fields);

static bool kinds_read(struct call *call, struct err *err)
{
	struct kinds_out *out = call->out;

	(void)err;
	out->kinds = ARENA_LIST(call->arena, KINDS_MAX, struct kind_out);
	for (size_t k = 0; import_kind_name(k); k++) {
		struct kind_out *kind = &out->kinds[out->kinds_count++];
		struct column_out *column;

		*kind = (struct kind_out){ .about = import_kind_about(k), .kind = import_kind_name(k), .columns = ARENA_LIST(call->arena, COLUMNS_MAX, struct column_out) };
		for (column = kind->columns; import_kind_column(k, kind->columns_count, &column->name, &column->is_required); column++)
			kind->columns_count++;
	}
	return true;
}

static bool template_read(struct call *call, struct err *err)
{
	const struct import_in *in = call->in;

	for (size_t k = 0; import_kind_name(k); k++) {
		if (strcmp(import_kind_name(k), in->kind) != 0)
			continue;
		call->answer_type = "text/csv; charset=utf-8";
		call->answer_name = arena_format(call->arena, "Mẫu nhập %s.csv", import_kind_about(k));
		import_template(k, &call->answer);
		return true;
	}
	return err_set(err, ERR_MISSING, "kind", "không có loại bảng này");
}

/* ---- out ----------------------------------------------------------------------------- */

/* The table as the list beside the link was narrowed; how a list is grouped and sorted is the page's own. */
struct export_in {
	const char *by;
	struct id contract_id;
	const char *file;          /* "items.csv" */
	const char *filter;
	int32_t from_day;          /* of sales */
	struct id item_id, lot_id, party_id, producer_id;
	const char *q;
	int32_t role;
	const char *sort;
	int32_t to_day;
};
static const struct field export_in_fields[] = {
	F_TEXT_OPT(struct export_in, by, 1, 20),
	F_ID_OPT(struct export_in, contract_id),
	F_TEXT(struct export_in, file, 1, 60),
	F_TEXT_OPT(struct export_in, filter, 1, 20),
	F_DAY_OPT(struct export_in, from_day),
	F_ID_OPT(struct export_in, item_id),
	F_ID_OPT(struct export_in, lot_id),
	F_ID_OPT(struct export_in, party_id),
	F_ID_OPT(struct export_in, producer_id),
	F_TEXT_OPT(struct export_in, q, 1, 200),
	F_WORD_OPT(struct export_in, role, party_role_words),
	F_TEXT_OPT(struct export_in, sort, 1, 20),
	F_DAY_OPT(struct export_in, to_day),
};
static const struct shape export_in_shape = SHAPE(struct export_in, "export_in", export_in_fields);

/* The library writes files by name only. */
static bool write_xlsx(struct call *call, struct export_asked *asked, struct err *err)
{
	char dir[] = "/tmp/ocop-XXXXXX", path[sizeof(dir) + 16];
	int64_t rows;
	bool ok;

	if (!mkdtemp(dir))
		return err_set(err, ERR_IO, NULL, "không tạo được tệp tạm; kiểm tra đĩa");
	snprintf(path, sizeof(path), "%s/export.xlsx", dir);
	asked->xlsx_path = path;
	ok = export_write(call->work.txn, call->work.book, asked, &rows, err) && office_read_file(path, &call->answer, err);
	asked->xlsx_path = NULL;
	unlink(path);
	rmdir(dir);
	return ok;
}

/* What was sold, owed and paid is not the store-room's. */
static bool may_take(const struct call *call, const char *name)
{
	return call->who.role != STAFF_STOCK || (strcmp(name, "settlements") != 0 && strcmp(name, "payouts") != 0 && strcmp(name, "cash") != 0 && strcmp(name, "debts") != 0 &&
								 strcmp(name, "cod") != 0 && strcmp(name, "vouchers") != 0 && strcmp(name, "sales") != 0);
}

static bool is_part(const struct export_asked *asked)
{
	return asked->q || asked->filter_word || asked->roles || !id_is_none(asked->contract_id) || !id_is_none(asked->item_id) ||
	       !id_is_none(asked->party_id) || !id_is_none(asked->producer_id);
}

static bool export_read(struct call *call, struct err *err)
{
	const struct export_in *in = call->in;
	const char *dot = strrchr(in->file, '.');
	struct export_asked asked = {
		.at_us = call->work.at_us, .q = in->q, .filter_word = in->filter, .contract_id = in->contract_id, .item_id = in->item_id,
		.lot_id = in->lot_id, .party_id = in->party_id, .producer_id = in->producer_id, .from_day = in->from_day, .to_day = in->to_day,
		.roles = in->role ? 1 << (in->role - 1) : 0, .roles_title = party_role_titles[in->role],
	};
	char day[DAY_TEXT_SIZE];
	int64_t rows;

	if (!dot || (strcmp(dot, ".csv") != 0 && strcmp(dot, ".xlsx") != 0))
		return err_set(err, ERR_MISSING, "file", "tải được tệp .csv hoặc .xlsx");
	asked.name = arena_bytes(call->arena, in->file, (size_t)(dot - in->file));
	if (!may_take(call, asked.name))
		return err_set(err, ERR_FORBIDDEN, "file", "bảng này cần người có quyền cao hơn");
	if (!export_title(asked.name))
		return err_set(err, ERR_MISSING, "file", "không có bảng này");
	day_write_iso(office_day(call), day);
	call->answer_name = arena_format(call->arena, "%s%s %s%s", export_title(asked.name), is_part(&asked) ? " (lọc)" : "", day, dot);
	if (strcmp(dot, ".xlsx") == 0) {
		call->answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
		return write_xlsx(call, &asked, err);
	}
	call->answer_type = "text/csv; charset=utf-8";
	asked.csv = &call->answer;
	return export_write(call->work.txn, call->work.book, &asked, &rows, err);
}

const struct route data_routes[] = {
	{ HTTP_GET, "/imports", MAY_OVERSEE | MAY_ACCOUNT, &nothing_shape, &kinds_shape, { { LANE_LOOP, kinds_read } }, "The tables that can come in, with their columns",
	  false, NULL },
	{ HTTP_GET, "/imports/:kind", MAY_OVERSEE | MAY_ACCOUNT, &import_in_shape, NULL, { { LANE_LOOP, template_read } }, "A file to fill in", false, NULL },
	{ .method = HTTP_POST, .path = "/imports/:kind", .may = MAY_OVERSEE | MAY_ACCOUNT, .in = &import_in_shape, .out = &import_out_shape,
	  .about = "A table (text/csv) comes in; dry=1 only checks it", .no_id = true, .stream = import_stream },
	{ HTTP_GET, "/exports/:file", MAY_OFFICE, &export_in_shape, NULL, { { LANE_READ, export_read } }, "A table as CSV or XLSX", false, NULL },
	{ .path = NULL },
};
