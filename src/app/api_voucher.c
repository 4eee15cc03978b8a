/* Ways to pay, and vouchers: sold, looked at, stopped, moved to the house when they expired. */
#include "app/api_office.h"

#include <string.h>

#include "calc/lang.h"
#include "shop/book.h"
#include "shop/known.h"
#include "shop/pay_ways.h"
#include "shop/print.h"
#include "shop/shift.h"
#include "shop/staff.h"
#include "shop/voucher.h"

/* ---- ways to pay -------------------------------------------------------------------- */

struct ways {
	struct pay_way_row *ways;
	size_t ways_count;
};
static const struct field ways_fields[] = { F_LIST(struct ways, ways, 0, 2 * PAY_WAYS_MAX, &pay_way_seen_shape) };
static const struct shape ways_shape = SHAPE(struct ways, "pay_ways", ways_fields);
static const struct field ways_in_fields[] = { F_LIST(struct ways, ways, 1, PAY_WAYS_MAX, &pay_way_row_shape) };
static const struct shape ways_in_shape = SHAPE(struct ways, "pay_ways_in", ways_in_fields);

static bool ways_read(struct call *call, struct err *err)
{
	struct ways *out = call->out;

	return pay_ways_list(call->work.txn, call->arena, &out->ways, &out->ways_count, err);
}

static bool ways_write(struct call *call, struct err *err)
{
	const struct ways *in = call->in;

	if (!pay_ways_set(&call->work, in->ways, in->ways_count, err))
		return false;
	call_publish(call, "pay_ways", NULL, "{}");
	return true;
}

/* ---- vouchers ------------------------------------------------------------------------- */

struct sell_in {
	int64_t count;
	int32_t expires_day;
	int32_t lang;              /* of the paper; 0: Vietnamese */
	const char *reference, *row;
	struct id till_id;
	struct money total, value;
	int32_t way;
};
static const struct field sell_fields[] = {
	F_I64(struct sell_in, count, 1, VOUCHERS_PER_ENTRY_MAX),
	F_DAY_OPT(struct sell_in, expires_day),
	F_WORD_OPT(struct sell_in, lang, lang_words),
	F_CODE_OPT(struct sell_in, reference, 1, 40),
	F_CODE_OPT(struct sell_in, row, 1, PAY_ROW_MAX),
	F_ID_OPT(struct sell_in, till_id),
	F_MONEY(struct sell_in, total, 1, MONEY_MAX),
	F_MONEY(struct sell_in, value, 1000, VOUCHER_VALUE_MAX),
	F_WORD(struct sell_in, way, pay_way_words),
};
static const struct shape sell_shape = SHAPE(struct sell_in, "voucher_sell_in", sell_fields);

struct number {
	const char *number;
};
static const struct field number_fields[] = { F_TEXT(struct number, number, 1, VOUCHER_NUMBER_SIZE) };
static const struct shape number_shape = SHAPE(struct number, "voucher_number", number_fields);
struct sell_out {
	const char *paper;
	const char *print_state;
	struct number *vouchers;
	size_t vouchers_count;
};
static const struct field sell_out_fields[] = {
	F_TEXT(struct sell_out, paper, 1, MONEY_IN_NUMBER_SIZE),
	F_TEXT(struct sell_out, print_state, 1, 20),
	F_LIST(struct sell_out, vouchers, 1, VOUCHERS_PER_ENTRY_MAX, &number_shape),
};
static const struct shape sell_out_shape = SHAPE(struct sell_out, "vouchers_sold_out", sell_out_fields);

static bool sell_write(struct call *call, struct err *err)
{
	const struct sell_in *in = call->in;
	struct sell_out *out = call->out;
	char paper[MONEY_IN_NUMBER_SIZE];
	struct voucher_sell_in sell = {
		.till_id = in->till_id, .values = ARENA_LIST(call->arena, (size_t)in->count, struct money), .values_count = (size_t)in->count,
		.expires_day = in->expires_day, .way = in->way, .row = in->row, .reference = in->reference, .total = in->total,
	};
	const struct vouchers_sold *body;

	for (size_t i = 0; i < sell.values_count; i++)
		sell.values[i] = in->value;
	if (!vouchers_sell(&call->work, &sell, &body, err))
		return false;
	money_in_number_write(body->money.number, paper);
	*out = (struct sell_out){ .paper = arena_text(call->arena, paper), .print_state = "none", .vouchers_count = body->vouchers_count,
				  .vouchers = ARENA_LIST(call->arena, body->vouchers_count, struct number) };
	for (size_t i = 0; i < body->vouchers_count; i++) {
		char text[VOUCHER_NUMBER_SIZE];

		voucher_number_write(body->vouchers[i].number, text);
		out->vouchers[i].number = arena_text(call->arena, text);
	}
	return api_print_at(call, in->till_id, LAYOUT_VOUCHER, &out->print_state, err) &&
	       (!in->lang || call->work.is_repeat || strcmp(out->print_state, "none") == 0 ||
		print_set_form(call->work.txn, call->work.entry.key, LAYOUT_VOUCHER, 0, in->lang, false, err));
}

struct find_in {
	const char *code;
};
static const struct field find_fields[] = { F_CODE(struct find_in, code, 1, 40) };
static const struct shape find_shape = SHAPE(struct find_in, "voucher_find_in", find_fields);

static bool find_read(struct call *call, struct err *err)
{
	const struct find_in *in = call->in;

	return voucher_find(call->work.txn, call->arena, in->code, office_day(call), call->out, err);
}

static const char *const which_words[] = { NULL, "all", "left", "expired", NULL };
struct list_in {
	int64_t after, limit;
	int32_t which;
};
static const struct field list_in_fields[] = {
	F_I64_OPT(struct list_in, after, 1, INT64_MAX),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_WORD_OPT(struct list_in, which, which_words),
};
static const struct shape list_in_shape = SHAPE(struct list_in, "vouchers_in", list_in_fields);
struct list_out {
	struct money expired, left, moved;
	int64_t next;
	struct money sold, used;
	struct voucher *vouchers;
	size_t vouchers_count;
};
static const struct field list_out_fields[] = {
	F_MONEY(struct list_out, expired, 0, MONEY_MAX),
	F_MONEY(struct list_out, left, 0, MONEY_MAX),
	F_MONEY(struct list_out, moved, 0, MONEY_MAX),
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_MONEY(struct list_out, sold, 0, MONEY_MAX),
	F_MONEY(struct list_out, used, -MONEY_MAX, MONEY_MAX),
	F_LIST(struct list_out, vouchers, 0, OFFICE_PAGE_MAX, &voucher_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "vouchers", list_out_fields);

static bool list_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit);
	struct voucher_sums sums;
	int64_t number;

	if (!voucher_sums(call->work.txn, office_day(call), &sums, err) ||
	    !voucher_list(call->work.txn, call->arena, which_words[in->which ? in->which : 1], in->after == SHAPE_ABSENT ? 0 : in->after, office_day(call), limit,
			  &out->vouchers, &out->vouchers_count, err))
		return false;
	out->expired = sums.expired;
	out->left = sums.left;
	out->moved = sums.moved;
	out->sold = sums.sold;
	out->used = sums.used;
	out->next = SHAPE_ABSENT;
	if (out->vouchers_count == limit && voucher_number_read(out->vouchers[limit - 1].number, &number))
		out->next = number;
	return true;
}

struct one_in {
	struct id voucher_id;
};
static const struct field one_fields[] = { F_ID(struct one_in, voucher_id) };
static const struct shape one_shape = SHAPE(struct one_in, "voucher_in", one_fields);
static const struct field use_fields[] = {
	F_MONEY(struct voucher_use, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct voucher_use, at_us, 0, INT64_MAX),
	F_TEXT(struct voucher_use, receipt, 1, RECEIPT_TEXT_SIZE),
};
static const struct shape use_shape = SHAPE(struct voucher_use, "voucher_use", use_fields);
struct uses_out {
	struct voucher_use *uses;
	size_t uses_count;
};
static const struct field uses_fields[] = { F_LIST(struct uses_out, uses, 0, VOUCHER_LIST_MAX, &use_shape) };
static const struct shape uses_shape = SHAPE(struct uses_out, "voucher_uses", uses_fields);

static bool uses_read(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;
	struct uses_out *out = call->out;

	return voucher_uses(call->work.txn, call->arena, in->voucher_id, &out->uses, &out->uses_count, err);
}

static const struct field set_fields[] = {
	F_DAY_OPT(struct voucher_set_in, expires_day),
	F_BOOL(struct voucher_set_in, is_stopped),
	F_TEXT(struct voucher_set_in, reason, 1, 200),
	F_ID(struct voucher_set_in, voucher_id),
};
static const struct shape set_shape = SHAPE(struct voucher_set_in, "voucher_set_in", set_fields);

static bool set_write(struct call *call, struct err *err)
{
	return voucher_set(&call->work, call->in, err);
}

struct expire_in {
	const char *reason;
	struct id voucher_id;
};
static const struct field expire_fields[] = {
	F_TEXT(struct expire_in, reason, 1, 200),
	F_ID(struct expire_in, voucher_id),
};
static const struct shape expire_shape = SHAPE(struct expire_in, "voucher_expire_in", expire_fields);

static bool expire_write(struct call *call, struct err *err)
{
	const struct expire_in *in = call->in;

	return voucher_expire(&call->work, in->voucher_id, in->reason, err);
}

/* All vouchers of one sale are one paper: a copy of it, at the printer of the till that sold them, else the first till's. */
struct copy_out {
	int64_t copy;
};
static const struct field copy_fields[] = { F_I64(struct copy_out, copy, 1, 100000) };
static const struct shape copy_shape = SHAPE(struct copy_out, "voucher_copy", copy_fields);

static bool find_printer(struct call *call, const struct vouchers_sold *body, int64_t key, const char **printer, struct err *err)
{
	struct till *tills;
	struct entry opened;
	struct shift_opened *shift = NULL;
	size_t count;

	*printer = NULL;
	if (body->money.shift_number && (!journal_get(call->work.txn, call->arena, ENTRY_KEY(ENTRY_STREAM(key), body->money.shift_number), &opened, err) ||
					 !entry_body(&opened, &shift_opened_kind, call->arena, (void **)&shift, err)))
		return false;
	if (!till_list(call->work.txn, call->arena, call->work.book->site_id, &tills, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!*printer || (shift && id_is(tills[i].id, shift->till_id) && app_printer_of(call->app, tills[i].code)))
			*printer = app_printer_of(call->app, tills[i].code);
	return *printer || err_set(err, ERR_CONFLICT, "printer", "chưa quầy nào có máy in; gắn máy in rồi in lại");
}

/* A copy speaks as the paper that it copies. */
static bool print_copy(struct call *call, int64_t key, int64_t copy, const char *printer, struct err *err)
{
	struct print_row *rows;
	int64_t lang = 0;
	size_t count;

	if (!print_of_entry(call->work.txn, call->arena, key, &rows, &count, err))
		return false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].layout == LAYOUT_VOUCHER && rows[i].copy == 0)
			lang = rows[i].lang;
	return print_add(call->work.txn, key, LAYOUT_VOUCHER, copy, printer, call->work.at_us, err) &&
	       (!lang || print_set_form(call->work.txn, key, LAYOUT_VOUCHER, copy, lang, false, err));
}

static bool copy_write(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;
	struct copy_out *out = call->out;
	struct vouchers_sold *body;
	struct voucher voucher;
	const char *printer;
	struct entry entry;
	int64_t key;

	if (!voucher_get(call->work.txn, call->arena, in->voucher_id, office_day(call), &voucher, err) ||
	    !voucher_entry(call->work.txn, in->voucher_id, &key, err) || !journal_get(call->work.txn, call->arena, key, &entry, err) ||
	    !entry_body(&entry, &vouchers_sold_kind, call->arena, (void **)&body, err) || !find_printer(call, body, key, &printer, err) ||
	    !paper_copy(&call->work, key, LAYOUT_VOUCHER, &out->copy, err))
		return false;
	call->may_print = true;
	return call->work.is_repeat || print_copy(call, key, out->copy, printer, err);
}

const struct route voucher_routes[] = {
	{ HTTP_GET, "/pay-ways", MAY_STAFF, &nothing_shape, &ways_shape, { { LANE_READ, ways_read } }, "The ways to pay, in the till's order", false, NULL },
	{ HTTP_POST, "/pay-ways", MAY_ACCOUNT, &ways_in_shape, &nothing_shape, { { LANE_WRITE, ways_write } },
	  "Names, orders, switches ways to pay; those not named stay as they are", false, NULL },
	{ HTTP_GET, "/vouchers", MAY_ACCOUNT | MAY_OVERSEE, &list_in_shape, &list_out_shape, { { LANE_READ, list_read } },
	  "Vouchers that were sold, the newest first, with the sums of all", false, NULL },
	{ HTTP_GET, "/vouchers/find", MAY_SELL | MAY_ACCOUNT, &find_shape, &voucher_shape, { { LANE_READ, find_read } },
	  "A voucher by the code on its paper, or by its number", false, NULL },
	{ HTTP_GET, "/vouchers/:voucher_id/uses", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, &uses_shape, { { LANE_READ, uses_read } },
	  "What was paid with a voucher", false, NULL },
	{ HTTP_POST, "/vouchers", MAY_SELL | MAY_ACCOUNT, &sell_shape, &sell_out_shape, { { LANE_WRITE, sell_write } },
	  "Sells vouchers of one value; at a till they are printed", false, NULL },
	{ HTTP_POST, "/vouchers/:voucher_id/set", MAY_ACCOUNT | MAY_OVERSEE, &set_shape, &nothing_shape, { { LANE_WRITE, set_write } },
	  "Stops a voucher, lets it go again, gives it another last day", false, NULL },
	{ HTTP_POST, "/vouchers/:voucher_id/copies", MAY_ACCOUNT | MAY_OVERSEE, &one_shape, &copy_shape, { { LANE_WRITE, copy_write } },
	  "Prints the vouchers of a sale again, as a numbered copy", false, NULL },
	{ HTTP_POST, "/vouchers/:voucher_id/expire", MAY_ACCOUNT, &expire_shape, &nothing_shape, { { LANE_WRITE, expire_write } },
	  "What is left on an expired voucher goes to the house", false, NULL },
	{ .path = NULL },
};
