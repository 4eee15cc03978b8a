/*
 * Settlements: what stops a closing, drafts, closings, the form 01-BH in files.
 *
 * A closing is read first, on a snapshot, and written by a small job that checks that nothing came between.
 */
#include "app/api_statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/statement.h"
#include "shop/book.h"
#include "shop/browse.h"
#include "shop/contract.h"
#include "shop/payout.h"
#include "shop/period.h"
#include "shop/settlement.h"

/* ---- the list --------------------------------------------------------------------- */

struct row {
	int64_t at_us;
	struct money col6;
	const char *consignor_name;
	struct id contract_id;
	const char *contract_number;
	int32_t from_day;
	struct id id;
	struct money iv;
	int64_t number;
	struct money owed_after;
	int32_t to_day;
	struct money v;
};
static const struct field row_fields[] = {
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_MONEY(struct row, col6, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct row, consignor_name, 1, 200),
	F_ID(struct row, contract_id),
	F_TEXT(struct row, contract_number, 1, 40),
	F_DAY(struct row, from_day),
	F_ID(struct row, id),
	F_MONEY(struct row, iv, -MONEY_MAX, MONEY_MAX),
	F_I64(struct row, number, 1, INT64_MAX),
	F_MONEY(struct row, owed_after, -MONEY_MAX, MONEY_MAX),
	F_DAY(struct row, to_day),
	F_MONEY(struct row, v, -MONEY_MAX, MONEY_MAX),
};
static const struct shape row_shape = SHAPE(struct row, "settlement_row", row_fields);
struct list_out {
	int64_t next;
	struct row *settlements;
	size_t settlements_count;
};
static const struct field list_out_fields[] = {
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_LIST(struct list_out, settlements, 0, OFFICE_PAGE_MAX, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "settlements", list_out_fields);

static bool settlements_read(struct call *call, struct err *err)
{
	const struct papers_asked *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	struct settlement_head *list;

	if (!browse_settlements(call->work.txn, call->arena, in->contract_id, in->after == SHAPE_ABSENT ? INT64_MAX : in->after, limit, &list, &count, err))
		return false;
	out->next = count == limit ? list[count - 1].entry_key : SHAPE_ABSENT;
	out->settlements = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++) {
		const struct settlement_head *head = &list[i];
		struct row *row = &out->settlements[out->settlements_count++];

		*row = (struct row){ .at_us = head->at_us, .col6 = head->col6, .contract_id = head->contract_id, .from_day = head->from_day, .id = head->id,
				     .iv = head->iv, .number = head->number, .owed_after = head->owed_after, .to_day = head->to_day, .v = head->v };
		if (!office_contract(call, head->contract_id, &row->contract_number, &row->consignor_name, err))
			return false;
	}
	return true;
}

/* ---- what stops them ---------------------------------------------------------------- */

struct stops_in {
	int32_t to_day;
};
static const struct field stops_in_fields[] = { F_DAY_OPT(struct stops_in, to_day) };
static const struct shape stops_in_shape = SHAPE(struct stops_in, "stops_in", stops_in_fields);

struct due {
	const char *consignor_name;
	struct id contract_id;
	const char *contract_number;
	int32_t from_day;
	struct money owed;
	int32_t period;
	struct money sold;
	struct settlement_stop *stops;
	size_t stops_count;
	int32_t to_day;
};
static const struct field due_fields[] = {
	F_TEXT(struct due, consignor_name, 1, 200),
	F_ID(struct due, contract_id),
	F_TEXT(struct due, contract_number, 1, 40),
	F_DAY(struct due, from_day),
	F_MONEY(struct due, owed, -MONEY_MAX, MONEY_MAX),
	F_WORD(struct due, period, contract_period_words),
	F_MONEY(struct due, sold, -MONEY_MAX, MONEY_MAX),
	F_LIST(struct due, stops, 0, SETTLEMENT_STOPS_MAX, &stop_shape),
	F_DAY(struct due, to_day),
};
static const struct shape due_shape = SHAPE(struct due, "due", due_fields);
#define DUES_MAX 2000
struct dues_out {
	struct due *contracts;
	size_t contracts_count;
};
static const struct field dues_fields[] = { F_LIST(struct dues_out, contracts, 0, DUES_MAX, &due_shape) };
static const struct shape dues_shape = SHAPE(struct dues_out, "dues", dues_fields);

/* The period to close next: the first that ended unclosed, else the running one. */
static bool take_due(struct call *call, struct arena *scratch, const struct contract_head *head, int32_t asked_day, struct due *due, bool *is_open,
		     struct err *err)
{
	struct settlement_ask ask = { .contract_id = head->id, .at_us = call->work.at_us };
	struct contract_terms terms;
	struct settled *draft;
	int64_t version;
	bool found;

	*is_open = false;
	if (!contract_version_on(call->work.txn, head->id, 29991231, &version, &found, err) ||
	    !contract_version_get(call->work.txn, scratch, head->id, version, &terms, err))
		return false;
	/* The house's own goods have no statement; a contract of tomorrow none yet. */
	if (id_is(terms.consignor_id, terms.operator_id) || terms.from_day > office_day(call))
		return true;
	if (asked_day)
		ask.to_day = asked_day;
	else if (!settlement_due_day(call->work.txn, head->id, day_add(office_day(call), -1), &ask.to_day, err))
		return false;
	if (!ask.to_day)
		ask.to_day = period_last_day(terms.period, office_day(call));
	due->stops = ARENA_LIST(call->arena, SETTLEMENT_STOPS_MAX, struct settlement_stop);
	if (!settlement_stops(call->work.txn, call->arena, &ask, due->stops, &due->stops_count, err))
		return false;
	/* Nothing was touched yet, or all of it is closed. */
	for (size_t i = 0; i < due->stops_count; i++)
		if (strcmp(due->stops[i].code, "closed") == 0)
			return true;
	if (!settlement_draft(call->work.txn, scratch, &ask, &draft, err))
		return false;
	if (draft->items_count == 0 && draft->lines_count == 0 && draft->owed_after.dong == 0)
		return true;
	*is_open = true;
	due->contract_id = head->id;
	due->contract_number = head->number;
	due->from_day = draft->from_day;
	due->to_day = ask.to_day;
	due->owed = draft->owed_after;
	due->sold = draft->col6;
	due->period = terms.period;
	return office_name(call, head->consignor_id, &due->consignor_name, err);
}

/* Drafts are large and many: each is made in scratch, what is shown stays in the call's arena. */
static bool take_dues(struct call *call, struct arena *scratch, struct dues_out *out, struct err *err)
{
	const struct stops_in *in = call->in;
	const char *after = NULL;
	struct contract_head *list;
	size_t count;

	do {
		if (!browse_contracts(call->work.txn, call->arena, (struct id){ { 0 } }, after, OFFICE_PAGE_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			bool is_open;

			if (out->contracts_count == DUES_MAX)
				return err_set(err, ERR_LIMIT, NULL, "có quá nhiều hợp đồng để xem một lần");
			arena_reset(scratch);
			if (!take_due(call, scratch, &list[i], in->to_day, &out->contracts[out->contracts_count], &is_open, err))
				return false;
			out->contracts_count += is_open;
			after = list[i].number;
		}
	} while (count == OFFICE_PAGE_MAX);
	return true;
}

static bool stops_read(struct call *call, struct err *err)
{
	struct dues_out *out = call->out;
	struct arena *scratch = arena_new(CALL_ARENA_BYTES);
	bool ok;

	out->contracts = ARENA_LIST(call->arena, DUES_MAX, struct due);
	ok = take_dues(call, scratch, out, err);
	arena_free(scratch);
	return ok;
}

/* ---- one: draft, close, read ---------------------------------------------------------- */

struct ask_in {
	struct id contract_id;
	bool is_forced;
	const char *reason;
	int32_t to_day;
};
static const struct field draft_fields[] = {
	F_ID(struct ask_in, contract_id),
	F_BOOL_OPT(struct ask_in, is_forced),
	F_DAY(struct ask_in, to_day),
};
static const struct shape draft_shape = SHAPE(struct ask_in, "settlement_draft_in", draft_fields);
static const struct field close_fields[] = {
	F_ID(struct ask_in, contract_id),
	F_BOOL_OPT(struct ask_in, is_forced),
	F_TEXT_OPT(struct ask_in, reason, 1, 200),
	F_DAY(struct ask_in, to_day),
};
static const struct shape close_shape = SHAPE(struct ask_in, "settlement_in", close_fields);

struct one_in {
	struct id settlement_id;
};
static const struct field one_fields[] = { F_ID(struct one_in, settlement_id) };
static const struct shape one_shape = SHAPE(struct one_in, "settlement_get", one_fields);

static struct settlement_ask ask_of(const struct call *call)
{
	const struct ask_in *in = call->in;

	return (struct settlement_ask){ .contract_id = in->contract_id, .to_day = in->to_day, .is_forced = in->is_forced, .forced_reason = in->reason,
					.at_us = call->work.at_us };
}

static bool draft_read(struct call *call, struct err *err)
{
	struct settlement_stop *stops = ARENA_LIST(call->arena, SETTLEMENT_STOPS_MAX, struct settlement_stop);
	struct settlement_ask ask = ask_of(call);
	struct settled *draft;
	size_t count;

	return settlement_stops(call->work.txn, call->arena, &ask, stops, &count, err) &&
	       settlement_draft(call->work.txn, call->arena, &ask, &draft, err) && statement_show(call, draft, NULL, stops, count, call->out, err);
}

/* What will be written; one that was written already under this id is left for the writer to find. */
static bool close_read(struct call *call, struct err *err)
{
	struct settlement_ask ask = ask_of(call);
	struct entry entry;
	bool found;

	if (ask.is_forced && !ask.forced_reason)
		return err_set(err, ERR_INPUT, "reason", "chốt khác kỳ phải ghi lý do");
	if (!journal_find_id(call->work.txn, call->arena, call->work.id, &entry, &found, err))
		return false;
	return found || settlement_draft(call->work.txn, call->arena, &ask, (struct settled **)&call->state, err);
}

static bool close_write(struct call *call, struct err *err)
{
	struct settlement_ask ask = ask_of(call);
	const struct settled *body;

	return (!ask.is_forced || office_has_second(call, err)) && settlement_close(&call->work, &ask, call->state, &body, err) &&
	       statement_show(call, body, &call->work.entry, NULL, 0, call->out, err);
}

static bool get_closed(struct call *call, struct settled **body, struct entry *entry, struct err *err)
{
	const struct one_in *in = call->in;
	bool found;

	if (!journal_find_id(call->work.txn, call->arena, in->settlement_id, entry, &found, err))
		return false;
	if (!found || strcmp(entry->kind, settled_kind.name) != 0)
		return err_set(err, ERR_MISSING, "settlement_id", "không có bảng thanh toán này");
	return entry_body(entry, &settled_kind, call->arena, (void **)body, err);
}

static bool one_read(struct call *call, struct err *err)
{
	struct settled *body;
	struct entry entry;

	return get_closed(call, &body, &entry, err) && statement_show(call, body, &entry, NULL, 0, call->out, err);
}

/* ---- files ------------------------------------------------------------------------------ */

/* "01-BH 03-HĐKG số 24.pdf" */
static const char *file_name(struct call *call, const char *what, const struct settled *body, const char *ending)
{
	return arena_format(call->arena, "%s %s số %lld%s", what, body->contract_number, (long long)body->number, ending);
}

static bool pdf_read(struct call *call, struct err *err)
{
	struct settled *body;
	struct entry entry;

	call->answer_type = "application/pdf";
	call->answer_shown = true;
	if (!get_closed(call, &body, &entry, err))
		return false;
	call->answer_name = file_name(call, "01-BH", body, ".pdf");
	return statement_pdf(call->work.txn, body, &entry, &call->answer, err);
}

static bool csv_read(struct call *call, struct err *err)
{
	struct settled *body;
	struct entry entry;

	call->answer_type = "text/csv; charset=utf-8";
	if (!get_closed(call, &body, &entry, err))
		return false;
	call->answer_name = file_name(call, "01-BH", body, ".csv");
	return statement_csv(body, &call->answer, err);
}

static bool lines_read(struct call *call, struct err *err)
{
	struct settled *body;
	struct entry entry;

	call->answer_type = "text/csv; charset=utf-8";
	if (!get_closed(call, &body, &entry, err))
		return false;
	call->answer_name = file_name(call, "Chi tiết 01-BH", body, ".csv");
	return statement_lines_csv(call->work.txn, body, &call->answer, err);
}

/* The library writes files by name only. */
static bool xlsx_read(struct call *call, struct err *err)
{
	struct settled *body;
	struct entry entry;
	char dir[] = "/tmp/ocop-XXXXXX", path[sizeof(dir) + 16];
	bool ok;

	call->answer_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
	if (!get_closed(call, &body, &entry, err))
		return false;
	call->answer_name = file_name(call, "01-BH", body, ".xlsx");
	if (!mkdtemp(dir))
		return err_set(err, ERR_IO, NULL, "không tạo được tệp tạm; kiểm tra đĩa");
	snprintf(path, sizeof(path), "%s/01-bh.xlsx", dir);
	ok = statement_xlsx(call->work.txn, body, path, err) && office_read_file(path, &call->answer, err);
	unlink(path);
	rmdir(dir);
	return ok;
}

const struct route settlement_routes[] = {
	{ HTTP_GET, "/settlements", MAY_ACCOUNT | MAY_OVERSEE, &papers_asked_shape, &list_out_shape, { { LANE_READ, settlements_read } },
	  "Closings, the newest first", false, NULL },
	{ HTTP_GET, "/settlements/stops", MAY_ACCOUNT | MAY_OVERSEE, &stops_in_shape, &dues_shape, { { LANE_READ, stops_read } },
	  "Contracts with something open, and what stops closing them", false, NULL },
	{ HTTP_GET, "/settlements/draft", MAY_ACCOUNT | MAY_OVERSEE, &draft_shape, &statement_shape, { { LANE_READ, draft_read } },
	  "The statement as it would be closed", false, NULL },
	{ HTTP_POST, "/settlements", MAY_ACCOUNT, &close_shape, &statement_shape, { { LANE_READ, close_read }, { LANE_WRITE, close_write } },
	  "Closes a contract's period", false, NULL },
	{ HTTP_GET, "/settlements/:settlement_id", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, &statement_shape, { { LANE_READ, one_read } },
	  "A closed statement", false, NULL },
	{ HTTP_GET, "/settlements/:settlement_id/01-bh.pdf", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, NULL, { { LANE_READ, pdf_read } },
	  "Form 01-BH on paper", false, NULL },
	{ HTTP_GET, "/settlements/:settlement_id/01-bh.csv", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, NULL, { { LANE_READ, csv_read } },
	  "Form 01-BH as a table", false, NULL },
	{ HTTP_GET, "/settlements/:settlement_id/01-bh.xlsx", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, NULL, { { LANE_READ, xlsx_read } },
	  "Form 01-BH and its lines as a workbook", false, NULL },
	{ HTTP_GET, "/settlements/:settlement_id/lines.csv", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, NULL, { { LANE_READ, lines_read } },
	  "Every sold line, correction, move and payout behind a statement", false, NULL },
	{ .path = NULL },
};
