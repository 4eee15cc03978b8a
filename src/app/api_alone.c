/* One person on duty: when she may go on alone, what she did so, and what waits for a manager. */
#include "app/api_office.h"

#include <string.h>

#include "app/second.h"
#include "shop/alone.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/consent.h"
#include "shop/sale_view.h"
#include "shop/tender.h"

/* ---- when ---------------------------------------------------------------------- */

struct duty_in {
	struct duty duty;
	bool for_own;
};
static const struct field duty_in_fields[] = {
	{ .name = "day_limit", .kind = FIELD_MONEY, .optional = true, .offset = offsetof(struct duty_in, duty.day_limit), .low = 0, .high = DUTY_LIMIT_MAX * DUTY_DAY_TIMES },
	F_BOOL_OPT(struct duty_in, for_own),
	{ .name = "from_us", .kind = FIELD_I64, .offset = offsetof(struct duty_in, duty.from_us), .low = 0, .high = INT64_MAX },
	{ .name = "limit", .kind = FIELD_MONEY, .offset = offsetof(struct duty_in, duty.limit), .low = 0, .high = DUTY_LIMIT_MAX },
	{ .name = "until_us", .kind = FIELD_I64, .offset = offsetof(struct duty_in, duty.until_us), .low = 0, .high = INT64_MAX },
};
static const struct shape duty_in_shape = SHAPE(struct duty_in, "duty_in", duty_in_fields);
struct duty_out {
	struct money day, done;    /* what all of who asks may come to today, 0: any; and came to so far */
	struct money day_limit;    /* of the duty */
	bool excepts_own;          /* it does not hold for who asks */
	int64_t from_us;
	struct money limit, now;   /* of the duty; what holds at this moment */
	int64_t until_us;
};
static const struct field duty_fields[] = {
	F_MONEY(struct duty_out, day, 0, MONEY_MAX),
	F_MONEY(struct duty_out, day_limit, 0, MONEY_MAX),
	F_MONEY(struct duty_out, done, 0, INT64_MAX),
	F_BOOL(struct duty_out, excepts_own),
	F_I64(struct duty_out, from_us, 0, INT64_MAX),
	F_MONEY(struct duty_out, limit, 0, MONEY_MAX),
	F_MONEY(struct duty_out, now, 0, MONEY_MAX),
	F_I64(struct duty_out, until_us, 0, INT64_MAX),
};
static const struct shape duty_out_shape = SHAPE(struct duty_out, "duty_now", duty_fields);

static bool duty_read(struct call *call, struct err *err)
{
	struct duty_out *out = call->out;
	struct alone_limits limits;
	struct duty duty;

	second_alone_limits(call);
	if (!duty_get(call->work.txn, call->work.book->site_id, &duty, err) || !alone_limits(&call->work, &limits, err))
		return false;
	out->day = limits.day;
	out->day_limit = duty.day_limit;
	out->done = limits.done;
	out->now = limits.single;
	out->excepts_own = id_is(duty.except_id, call->who.id);
	out->from_us = duty.from_us;
	out->limit = duty.limit;
	out->until_us = duty.until_us;
	return true;
}

static bool duty_write(struct call *call, struct err *err)
{
	const struct duty_in *in = call->in;
	struct duty duty = in->duty;

	if (duty.day_limit.dong == SHAPE_ABSENT)
		duty.day_limit = MONEY(duty.limit.dong * DUTY_DAY_TIMES);
	return duty_set(&call->work, &duty, in->for_own, err);
}

/* ---- what was done ---------------------------------------------------------------- */

struct list_in {
	int64_t after;
	bool only_open;
};
static const struct field list_in_fields[] = { F_I64_OPT(struct list_in, after, 1, INT64_MAX), F_BOOL_OPT(struct list_in, only_open) };
static const struct shape list_in_shape = SHAPE(struct list_in, "alone_in", list_in_fields);
struct row {
	const char *about;         /* the paper: a receipt, a slip; NULL: see the entry */
	struct money amount;
	int32_t answer;
	const char *answered_by, *answered_words;
	int64_t at_us;
	struct id entry_id;
	int64_t entry_number;
	bool is_own;
	const char *kind, *reason, *staff_name;
};
static const struct field row_fields[] = {
	F_TEXT_OPT(struct row, about, 1, 1200),
	F_MONEY(struct row, amount, 0, MONEY_MAX),
	F_WORD_OPT(struct row, answer, alone_answer_words),
	F_TEXT_OPT(struct row, answered_by, 1, 100),
	F_TEXT_OPT(struct row, answered_words, 1, 200),
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_ID(struct row, entry_id),
	F_I64(struct row, entry_number, 1, INT64_MAX),
	F_BOOL(struct row, is_own),
	F_TEXT(struct row, kind, 1, 60),
	F_TEXT(struct row, reason, 1, 100),
	F_TEXT_OPT(struct row, staff_name, 1, 100),
};
static const struct shape row_shape = SHAPE(struct row, "alone_row", row_fields);
struct list_out {
	int64_t next;
	struct row *rows;
	size_t rows_count;
};
static const struct field list_fields[] = {
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_LIST(struct list_out, rows, 0, OFFICE_PAGE_MAX, &row_shape),
};
static const struct shape list_shape = SHAPE(struct list_out, "alone_list", list_fields);

/* A ticket that was paid otherwise: its number, both ways and why. */
static bool say_tender(struct call *call, const struct entry *entry, const char **about, struct err *err)
{
	struct sale_view view;
	struct entry sale;
	struct id sale_id;
	const char *said;
	bool found;

	if (!tender_said(call->work.txn, call->arena, entry, &said, &sale_id, err) || !journal_find_id(call->work.txn, call->arena, sale_id, &sale, &found, err) ||
	    (found && !sale_view_of_entry(call->work.txn, call->arena, &sale, NULL, &view, err)))
		return false;
	*about = found ? arena_format(call->arena, "%s: %s", view.receipt, said) : said;
	return true;
}

static bool say_what(struct call *call, const struct entry *entry, const char **about, struct err *err)
{
	struct cash_moved *moved;
	struct sale_view view;

	*about = NULL;
	if (strcmp(entry->kind, sale_kind.name) == 0 || strcmp(entry->kind, return_kind.name) == 0) {
		if (!sale_view_of_entry(call->work.txn, call->arena, entry, NULL, &view, err))
			return false;
		*about = view.refers_receipt ? arena_format(call->arena, "%s ← %s", view.receipt, view.refers_receipt) : view.receipt;
	} else if (strcmp(entry->kind, tender_changed_kind.name) == 0) {
		return say_tender(call, entry, about, err);
	} else if (strcmp(entry->kind, cash_moved_kind.name) == 0) {
		if (!entry_body(entry, &cash_moved_kind, call->arena, (void **)&moved, err))
			return false;
		*about = arena_format(call->arena, "%s: %s", moved->number ? cash_paper_text(call->arena, moved->is_in ? CASH_PAPER_IN : CASH_PAPER_OUT, moved->number) : "",
				      moved->reason);
	}
	return true;
}

static bool show(struct call *call, const struct alone_row *from, struct row *row, struct err *err)
{
	struct entry entry;
	struct id by_id;

	*row = (struct row){ .amount = from->amount, .answer = from->answer, .at_us = from->at_us, .entry_number = ENTRY_NUMBER(from->entry_key),
			     .is_own = id_is(from->staff_id, call->who.id), .kind = from->kind, .reason = alone_reasons[from->reason],
			     .staff_name = office_who(call, from->staff_id) };
	if (!journal_get(call->work.txn, call->arena, from->entry_key, &entry, err) || !say_what(call, &entry, &row->about, err) ||
	    !alone_words(call->work.txn, call->arena, from, &row->answered_words, &by_id, err))
		return false;
	row->entry_id = entry.id;
	row->answered_by = office_who(call, by_id);
	return true;
}

static bool list_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	struct alone_row *rows;
	size_t count;
	int64_t last_key;

	if (!alone_list(call->work.txn, call->arena, in->only_open, in->after == SHAPE_ABSENT ? 0 : in->after, OFFICE_PAGE, &rows, &count, &last_key, err))
		return false;
	out->rows = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++)
		if (!show(call, &rows[i], &out->rows[out->rows_count++], err))
			return false;
	out->next = last_key ? last_key : SHAPE_ABSENT;
	return true;
}

static const struct field answer_fields[] = {
	F_WORD(struct alone_answer_in, answer, alone_answer_words),
	F_ID(struct alone_answer_in, entry_id),
	F_TEXT_OPT(struct alone_answer_in, words, 1, 200),
};
static const struct shape answer_shape = SHAPE(struct alone_answer_in, "alone_answer_in", answer_fields);

static bool answer_write(struct call *call, struct err *err)
{
	return alone_answer(&call->work, call->in, err);
}

/* ---- what waits ------------------------------------------------------------------- */

struct waiting {
	const char *about;         /* what is to be done; NULL: the path says enough */
	struct money amount;       /* the greatest of what is at stake; absent: nothing of worth */
	int64_t at_us;
	struct id consent_id;
	int64_t expires_us;
	bool is_own;
	const char *path, *staff_name;
	struct stake *stakes;
	size_t stakes_count;
	const char *till_name, *words;
};
static const struct field waiting_fields[] = {
	F_TEXT_OPT(struct waiting, about, 1, 2000),
	F_MONEY_OPT(struct waiting, amount, 0, MONEY_MAX),
	F_I64(struct waiting, at_us, 0, INT64_MAX),
	F_ID(struct waiting, consent_id),
	F_I64(struct waiting, expires_us, 0, INT64_MAX),
	F_BOOL(struct waiting, is_own),
	F_TEXT(struct waiting, path, 1, 100),
	F_TEXT_OPT(struct waiting, staff_name, 1, 100),
	F_LIST(struct waiting, stakes, 0, STAKES_MAX, &stake_shape),
	F_TEXT_OPT(struct waiting, till_name, 1, 100),
	F_TEXT_OPT(struct waiting, words, 1, 600),
};
static const struct shape waiting_shape = SHAPE(struct waiting, "consent_waiting", waiting_fields);
struct waiting_out {
	struct waiting *waiting;
	size_t waiting_count;
};
static const struct field waiting_out_fields[] = { F_LIST(struct waiting_out, waiting, 0, CONSENTS_MAX, &waiting_shape) };
static const struct shape waiting_out_shape = SHAPE(struct waiting_out, "consents", waiting_out_fields);

static bool waiting_read(struct call *call, struct err *err)
{
	struct waiting_out *out = call->out;
	struct consent *list;
	size_t count;

	if (!consent_list(call->work.txn, call->arena, call->work.at_us, &list, &count, err))
		return false;
	out->waiting = ARENA_LIST(call->arena, count, struct waiting);
	for (size_t i = 0; i < count; i++) {
		struct waiting *row = &out->waiting[out->waiting_count++];
		struct money greatest = stakes_greatest(&list[i].stakes);
		struct till till;

		*row = (struct waiting){ .about = list[i].about, .amount = greatest.dong ? greatest : MONEY(SHAPE_ABSENT), .at_us = list[i].at_us, .consent_id = list[i].id,
					 .expires_us = list[i].expires_us, .is_own = id_is(list[i].staff_id, call->who.id), .path = list[i].path,
					 .staff_name = office_who(call, list[i].staff_id), .stakes = list[i].stakes.list, .stakes_count = list[i].stakes.count, .words = *list[i].words ? list[i].words : NULL };
		if (id_is_none(list[i].till_id))
			continue;
		if (!till_get(call->work.txn, call->arena, list[i].till_id, &till, err))
			return false;
		row->till_name = till.name;
	}
	return true;
}

struct consent_in {
	int64_t asked_us;          /* at_us of what he saw */
	struct id consent_id;
	bool is_agreed;
	const char *words;
};
static const struct field consent_fields[] = {
	F_I64(struct consent_in, asked_us, 1, INT64_MAX),
	F_ID(struct consent_in, consent_id),
	F_BOOL(struct consent_in, is_agreed),
	F_TEXT_OPT(struct consent_in, words, 1, 200),
};
static const struct shape consent_shape = SHAPE(struct consent_in, "consent_in", consent_fields);

static bool consent_write(struct call *call, struct err *err)
{
	const struct consent_in *in = call->in;

	return consent_answer(&call->work, in->consent_id, in->asked_us, in->is_agreed, in->words, err);
}

const struct route alone_routes[] = {
	{ HTTP_GET, "/duty", MAY_STAFF, &nothing_shape, &duty_out_shape, { { LANE_READ, duty_read } }, "When one person is on duty, and up to what she may go on alone",
	  false, NULL },
	{ HTTP_POST, "/duty", MAY_OVERSEE, &duty_in_shape, &nothing_shape, { { LANE_WRITE, duty_write } }, "Says when one person is on duty; limit 0 ends it", false, NULL },
	{ HTTP_GET, "/alone", MAY_OVERSEE, &list_in_shape, &list_shape, { { LANE_READ, list_read } }, "What one person did where two are asked for", false, NULL },
	{ HTTP_POST, "/alone/answer", MAY_OVERSEE, &answer_shape, &nothing_shape, { { LANE_WRITE, answer_write } }, "Confirms what one person did alone, or asks", false, NULL },
	{ HTTP_GET, "/consents", MAY_OVERSEE, &nothing_shape, &waiting_out_shape, { { LANE_READ, waiting_read } }, "What waits for a manager", false, NULL },
	{ HTTP_POST, "/consents/:consent_id/answer", MAY_OVERSEE, &consent_shape, &nothing_shape, { { LANE_WRITE, consent_write } },
	  "Agrees to what waits, or refuses it; the till goes on by itself", true, NULL },
	{ .path = NULL },
};
