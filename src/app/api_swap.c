/* The office's list of what the house bore for goods that came without a receipt (shop/swap.h). */
#include "app/api_office.h"

#include "shop/book.h"
#include "shop/sale_view.h"
#include "shop/staff.h"
#include "shop/swap.h"

struct list_in {
	int64_t before;
};
static const struct field list_in_fields[] = { F_I64_OPT(struct list_in, before, 1, INT64_MAX) };
static const struct shape list_in_shape = SHAPE(struct list_in, "swaps_in", list_in_fields);

struct row {
	struct money amount;
	const char *approver;          /* who agreed */
	int64_t at_us;
	struct id id;                  /* of the ticket */
	struct money left;             /* of the amount, after what came back since */
	const char *receipt, *staff_name;
	struct swap_line *swapped;
	size_t swapped_count;
};
static const struct field row_fields[] = {
	F_MONEY(struct row, amount, 0, MONEY_MAX),
	F_TEXT_OPT(struct row, approver, 1, STAFF_NAME_LETTERS_MAX),
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_ID(struct row, id),
	F_MONEY(struct row, left, 0, MONEY_MAX),
	F_TEXT(struct row, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct row, staff_name, 1, STAFF_NAME_LETTERS_MAX),
	F_LIST(struct row, swapped, 0, SWAP_LINES_MAX, &swap_line_shape),
};
static const struct shape row_shape = SHAPE(struct row, "swap_row", row_fields);

struct list_out {
	int64_t next;                  /* of the next page: its `before` */
	struct row *rows;
	size_t rows_count;
};
static const struct field list_out_fields[] = {
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_LIST(struct list_out, rows, 0, OFFICE_PAGE, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "swaps", list_out_fields);

static bool show(struct call *call, const struct swap_row *from, struct row *row, struct err *err)
{
	struct sale_view view;
	struct entry entry;
	struct staff approver;

	if (!journal_get(call->work.txn, call->arena, from->entry_key, &entry, err) ||
	    !sale_view_of_entry(call->work.txn, call->arena, &entry, NULL, &view, err) ||
	    !staff_get(call->work.txn, call->arena, entry.approver, &approver, err))
		return false;
	*row = (struct row){ .amount = from->amount, .approver = approver.name, .at_us = entry.at_us, .id = entry.id, .left = from->left,
			     .receipt = view.receipt, .staff_name = view.staff_name, .swapped = view.swapped, .swapped_count = view.swapped_count };
	return true;
}

static bool list_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	struct swap_row *rows;
	size_t count;

	if (!swap_list(call->work.txn, call->arena, in->before == SHAPE_ABSENT ? 0 : in->before, OFFICE_PAGE, &rows, &count, err))
		return false;
	out->rows = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++)
		if (!show(call, &rows[i], &out->rows[out->rows_count++], err))
			return false;
	out->next = count == OFFICE_PAGE ? rows[count - 1].entry_key : SHAPE_ABSENT;
	return true;
}

const struct route swap_routes[] = {
	{ HTTP_GET, "/swaps", MAY_OVERSEE | MAY_ACCOUNT, &list_in_shape, &list_out_shape, { { LANE_READ, list_read } },
	  "Goods taken without a receipt at the house's cost, newest first", false, NULL },
	{ .path = NULL },
};
