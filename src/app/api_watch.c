/* What of a day somebody else should look at, for who oversees and for the accountant. */
#include "app/api_office.h"

#include <string.h>

#include "base/day.h"
#include "calc/node.h"
#include "shop/book.h"
#include "shop/sale_view.h"
#include "shop/tender.h"
#include "shop/watch.h"

struct watch_in {
	int64_t after;
	int32_t day;               /* absent: today */
};
static const struct field in_fields[] = { F_I64_OPT(struct watch_in, after, 1, INT64_MAX), F_DAY_OPT(struct watch_in, day) };
static const struct shape in_shape = SHAPE(struct watch_in, "watch_in", in_fields);
struct row {
	const char *about;
	struct money amount;
	const char *approver_name;
	int64_t at_us;
	int64_t entry_number;
	bool is_alone;
	const char *receipt;       /* of the sale or return it is, or is about; NULL: of none */
	struct id sale_id;         /* that one's; zero: none */
	const char *staff_name;
	int32_t what;
};
static const struct field row_fields[] = {
	F_TEXT_OPT(struct row, about, 1, 1200),
	F_MONEY_OPT(struct row, amount, INT64_MIN, INT64_MAX),
	F_TEXT_OPT(struct row, approver_name, 1, 100),
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_I64(struct row, entry_number, 1, INT64_MAX),
	F_BOOL(struct row, is_alone),
	F_TEXT_OPT(struct row, receipt, 1, RECEIPT_TEXT_SIZE),
	F_ID_OPT(struct row, sale_id),
	F_TEXT_OPT(struct row, staff_name, 1, 100),
	F_WORD(struct row, what, watch_words),
};
static const struct shape row_shape = SHAPE(struct row, "watch_row", row_fields);
struct watch_out {
	int32_t day;
	int64_t next;              /* after which entry it goes on; absent: that is all */
	struct row *rows;
	size_t rows_count;
};
static const struct field out_fields[] = {
	F_DAY(struct watch_out, day),
	F_I64_OPT(struct watch_out, next, 1, INT64_MAX),
	F_LIST(struct watch_out, rows, 0, 2 * WATCH_ROWS_MAX, &row_shape),
};
static const struct shape out_shape = SHAPE(struct watch_out, "watch", out_fields);

/* What was paid otherwise, or printed again, is a ticket that has a number. */
static bool find_ticket(struct call *call, struct row *row, struct entry *entry, struct err *err)
{
	const struct node *body, *number;
	struct id sale_id;
	bool found;

	if (row->what == WATCH_TENDER)
		return tender_said(call->work.txn, call->arena, entry, &row->about, &sale_id, err) &&
		       journal_find_id(call->work.txn, call->arena, sale_id, entry, &found, err);
	if (row->what != WATCH_COPY)
		return true;
	body = node_read(entry->body, entry->body_size, call->arena, err);
	number = body ? node_find(body, "entry_number") : NULL;
	return body && (!number || journal_get(call->work.txn, call->arena, ENTRY_KEY(ENTRY_STREAM(entry->key), number->number), entry, err));
}

static bool say_receipt(struct call *call, const struct watch_row *from, struct row *row, struct err *err)
{
	struct sale_view view;
	struct entry entry;
	bool found;

	if (!journal_find_id(call->work.txn, call->arena, from->entry_id, &entry, &found, err) || (found && !find_ticket(call, row, &entry, err)))
		return false;
	if (!found || (strcmp(entry.kind, sale_kind.name) != 0 && strcmp(entry.kind, return_kind.name) != 0))
		return true;
	if (!sale_view_of_entry(call->work.txn, call->arena, &entry, NULL, &view, err))
		return false;
	row->receipt = view.receipt;
	row->sale_id = entry.id;
	return true;
}

static bool watch_read(struct call *call, struct err *err)
{
	const struct watch_in *in = call->in;
	struct watch_out *out = call->out;
	struct watch_asked asked = { .after = in->after == SHAPE_ABSENT ? 0 : in->after, .count_max = WATCH_ROWS_MAX, .entries_max = WATCH_ENTRIES_MAX,
				     .stream = call->work.book->stream };
	struct watch_row *rows;
	size_t count;
	int64_t next;

	out->day = in->day ? in->day : office_day(call);
	asked.day = out->day;
	if (!watch_day(call->work.txn, call->arena, &asked, &rows, &count, &next, err))
		return false;
	out->rows = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++) {
		struct row *row = &out->rows[out->rows_count++];

		*row = (struct row){ .about = rows[i].about, .amount = rows[i].amount, .approver_name = office_who(call, rows[i].approver_id), .at_us = rows[i].at_us,
				     .entry_number = rows[i].number, .is_alone = rows[i].is_alone, .staff_name = office_who(call, rows[i].staff_id), .what = rows[i].what };
		if (!say_receipt(call, &rows[i], row, err))
			return false;
	}
	out->next = next ? next : SHAPE_ABSENT;
	return true;
}

const struct route watch_routes[] = {
	{ HTTP_GET, "/watch", MAY_OVERSEE | MAY_ACCOUNT, &in_shape, &out_shape, { { LANE_READ, watch_read } },
	  "What of a day somebody else should look at: returns, discounts, drafts, typed weights, offsets, prices lowered and then paid by who lowered them …", false, NULL },
	{ .path = NULL },
};
