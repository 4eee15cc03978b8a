/* Sales that are done: lists, copies, printing again, returns. */
#include "app/api.h"
#include "calc/lang.h"

#include <string.h>

#include "calc/owncode.h"
#include "shop/book.h"
#include "shop/print.h"
#include "shop/refund.h"
#include "shop/sale_view.h"
#include "shop/tender.h"

struct sales_in {
	int64_t before;            /* entry key; the newest when absent */
	int32_t day;
	struct id item_id;         /* only those with it on them; zero: all */
	int64_t limit;
	struct money total;        /* only of that total; absent: all */
};
static const struct field sales_fields[] = {
	F_I64_OPT(struct sales_in, before, 1, INT64_MAX),
	F_DAY_OPT(struct sales_in, day),
	F_ID_OPT(struct sales_in, item_id),
	F_I64_OPT(struct sales_in, limit, 1, SALE_LIST_MAX),
	F_MONEY_OPT(struct sales_in, total, -MONEY_MAX, MONEY_MAX),
};
static const struct shape sales_shape = SHAPE(struct sales_in, "sales_in", sales_fields);
struct sales_out {
	int64_t next;              /* of the next page: its `before` */
	struct sale_row *sales;
	size_t sales_count;
};
static const struct field sales_out_fields[] = {
	F_I64_OPT(struct sales_out, next, 1, INT64_MAX),
	F_LIST(struct sales_out, sales, 0, SALE_LIST_MAX, &sale_row_shape),
};
static const struct shape sales_out_shape = SHAPE(struct sales_out, "sales", sales_out_fields);

struct one_sale_in {
	struct id sale_id;
};
static const struct field one_fields[] = { F_ID(struct one_sale_in, sale_id) };
static const struct shape one_shape = SHAPE(struct one_sale_in, "sale_in", one_fields);
struct sale_code_in {
	const char *code;
	int32_t day;               /* of last digits; 0: today */
	struct id till_id;         /* likewise; zero: any */
};
static const struct field code_fields[] = {
	F_TEXT(struct sale_code_in, code, 1, 128),
	F_DAY_OPT(struct sale_code_in, day),
	F_ID_OPT(struct sale_code_in, till_id),
};
static const struct shape code_shape = SHAPE(struct sale_code_in, "sale_code_in", code_fields);

struct copy_out {
	int64_t copy;
};
static const struct field copy_fields[] = { F_I64(struct copy_out, copy, 1, 100000) };
static const struct shape copy_shape = SHAPE(struct copy_out, "copy", copy_fields);

static const struct field return_fields[] = {
	F_LIST(struct return_in, lines, 1, SALE_BOOK_LINES_MAX, &return_line_in_shape),
	F_PART_AT(struct return_in, payee, &payee_shape),
	F_TEXT(struct return_in, reason, 1, 200),
	F_ID(struct return_in, sale_id),
	F_ID(struct return_in, till_id),
	F_MONEY(struct return_in, total, 0, MONEY_MAX),
	F_WORD(struct return_in, way, pay_way_words),
};
static const struct shape return_shape = SHAPE(struct return_in, "return_in", return_fields);

static const struct field price_in_fields[] = {
	F_LIST(struct return_in, lines, 0, SALE_BOOK_LINES_MAX, &return_line_in_shape),
	F_ID(struct return_in, sale_id),
};
static const struct shape price_in_shape = SHAPE(struct return_in, "return_price_in", price_in_fields);
static const struct field price_line_fields[] = {
	F_MONEY(struct return_price_line, discount, 0, MONEY_MAX),
	F_MONEY(struct return_price_line, left, 0, MONEY_MAX),
	F_I64(struct return_price_line, left_milli, 0, QTY_MILLI_MAX),
	F_MONEY(struct return_price_line, list, 0, MONEY_MAX),
	F_I64(struct return_price_line, n, 1, SALE_BOOK_LINES_MAX),
	F_MONEY(struct return_price_line, paid, 0, MONEY_MAX),
	F_I64(struct return_price_line, qty_milli, 0, QTY_MILLI_MAX),
};
static const struct shape price_line_shape = SHAPE(struct return_price_line, "return_price_line", price_line_fields);
static const struct field price_fields[] = {
	F_MONEY(struct return_price, cash, 0, MONEY_MAX),
	F_MONEY(struct return_price, kept, 0, MONEY_MAX),
	F_LIST(struct return_price, lines, 0, SALE_BOOK_LINES_MAX, &price_line_shape),
	F_MONEY(struct return_price, other, 0, MONEY_MAX),
	F_MONEY(struct return_price, owed, 0, MONEY_MAX),
	F_MONEY(struct return_price, total, 0, MONEY_MAX),
	F_MONEY(struct return_price, vat, -MONEY_MAX, MONEY_MAX),
};
static const struct shape price_shape = SHAPE(struct return_price, "return_price", price_fields);

static const struct field tender_fields[] = {
	F_LIST(struct tender_in, pays, 1, SALE_PAYS_MAX, &pay_in_shape),
	F_TEXT(struct tender_in, reason, 1, 200),
	F_ID(struct tender_in, sale_id),
	F_ID(struct tender_in, till_id),
};
static const struct shape tender_shape = SHAPE(struct tender_in, "tender_in", tender_fields);

static bool sales_read(struct call *call, struct err *err)
{
	const struct sales_in *in = call->in;
	struct sales_out *out = call->out;
	struct sale_asked asked = { .day = in->day, .item_id = in->item_id, .total = in->total, .before_key = in->before == SHAPE_ABSENT ? 0 : in->before };
	size_t limit = in->limit == SHAPE_ABSENT ? 50 : (size_t)in->limit;

	/* What may be found nowhere is looked for in one day, never in the whole book. */
	if (!asked.day && (!id_is_none(in->item_id) || in->total.dong != SHAPE_ABSENT))
		asked.day = day_of_us(call->work.at_us);

	if (!sale_list(call->work.txn, call->arena, &asked, limit, &out->sales, &out->sales_count, err))
		return false;
	out->next = out->sales_count == limit ? out->sales[limit - 1].entry_key : SHAPE_ABSENT;
	for (size_t i = 0; api_counts_blind(call) && i < out->sales_count; i++)
		out->sales[i].total = MONEY(SHAPE_ABSENT);
	return true;
}

static bool sale_read(struct call *call, struct err *err)
{
	const struct one_sale_in *in = call->in;

	return sale_view_get(call->work.txn, call->arena, in->sale_id, call->out, err);
}

/* The last digits: at this till, else at any; one only. */
static bool find_digits(struct call *call, struct id *sale_id, bool *found, struct err *err)
{
	const struct sale_code_in *in = call->in;
	int32_t day = in->day ? in->day : day_of_us(call->work.at_us);
	struct id sales[2], tills[] = { in->till_id, { { 0 } } };
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(tills) && count == 0; i++)
		if (!sale_find_last_digits(call->work.txn, day, tills[i], in->code, COUNT_OF(sales), sales, &count, err))
			return false;
	*found = count > 0;
	*sale_id = sales[0];
	return count < 2 || err_set(err, ERR_CONFLICT, "code", "hôm nay có nhiều phiếu tận cùng bằng số này; gõ thêm chữ số");
}

static bool sale_find(struct call *call, struct err *err)
{
	const struct sale_code_in *in = call->in;
	struct find_rules rules = app_find_rules(call->app, call->work.at_us);
	struct find find;
	bool found = true;

	if (!find_scan(call->work.txn, call->arena, &rules, "", in->code, strlen(in->code), &find, err) ||
	    (find.kind != FIND_RECEIPT && !find_digits(call, &find.thing, &found, err)))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "code", "không có phiếu nào mang số này; gõ đủ như trên phiếu (Q1-1-000123), hoặc các số cuối của phiếu hôm nay");
	return sale_view_get(call->work.txn, call->arena, find.thing, call->out, err);
}

/* The sale's entry and its printer. */
static bool find_paper(struct call *call, struct id sale_id, struct entry *entry, const char **printer, struct err *err)
{
	struct sale_view view;
	bool found;

	if (!journal_find_id(call->work.txn, call->arena, sale_id, entry, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu này");
	if (!sale_view_of_entry(call->work.txn, call->arena, entry, NULL, &view, err))
		return false;
	*printer = app_printer_of(call->app, view.till_code);
	return *printer || err_set(err, ERR_CONFLICT, "printer", "quầy này chưa có máy in; báo quản lý");
}

/* A copy may be in another language, or without prices, for whom the goods are a present. */
struct copy_in {
	bool is_gift;
	int32_t lang;
	struct id sale_id;
};
static const struct field copy_in_fields[] = {
	F_BOOL_OPT(struct copy_in, is_gift),
	F_WORD_OPT(struct copy_in, lang, lang_words),
	F_ID(struct copy_in, sale_id),
};
static const struct shape copy_in_shape = SHAPE(struct copy_in, "copy_in", copy_in_fields);

static bool sale_copy(struct call *call, struct err *err)
{
	const struct copy_in *in = call->in;
	struct copy_out *out = call->out;
	struct entry entry;
	const char *printer;

	if (!find_paper(call, in->sale_id, &entry, &printer, err) || !paper_copy(&call->work, entry.key, LAYOUT_RECEIPT, &out->copy, err))
		return false;
	call->may_print = true;
	return call->work.is_repeat || (print_add(call->work.txn, entry.key, LAYOUT_RECEIPT, out->copy, printer, call->work.at_us, err) &&
					print_set_form(call->work.txn, entry.key, LAYOUT_RECEIPT, out->copy, in->lang, in->is_gift, err));
}

static bool sale_print(struct call *call, struct err *err)
{
	const struct one_sale_in *in = call->in;
	struct print_row *rows;
	struct entry entry;
	const char *printer;
	size_t count;

	if (!find_paper(call, in->sale_id, &entry, &printer, err) || !print_of_entry(call->work.txn, call->arena, entry.key, &rows, &count, err))
		return false;
	call->may_print = true;
	/* Sold while there was no printer: the original was never tried. */
	for (size_t i = 0; i < count; i++)
		if (rows[i].layout == LAYOUT_RECEIPT && rows[i].copy == 0)
			return print_again(call->work.txn, entry.key, LAYOUT_RECEIPT, call->work.at_us, err);
	return print_add(call->work.txn, entry.key, LAYOUT_RECEIPT, 0, printer, call->work.at_us, err);
}

static bool return_read(struct call *call, struct err *err)
{
	struct return_in *in = call->in;

	in->cash_round_unit = MONEY(call->app->settings.cash_round_unit);
	return return_price(call->work.txn, call->arena, in, call->out, err);
}

static bool return_write(struct call *call, struct err *err)
{
	struct work *work = &call->work;
	const struct sale *body;
	struct sale_view *view = call->out;
	struct return_in *in = call->in;

	in->cash_round_unit = MONEY(call->app->settings.cash_round_unit);
	in->limit = MONEY(call->app->settings.return_limit);
	if (!call_at_till(call, in->till_id, err) || !return_add(work, in, &body, err) || !sale_view_of_entry(work->txn, call->arena, &work->entry, body, view, err))
		return false;
	if (work->is_repeat)
		return true;
	if (!print_add(work->txn, work->entry.key, LAYOUT_RECEIPT, 0, app_printer_of(call->app, view->till_code), work->at_us, err))
		return false;
	call->may_print = true;
	call_publish(call, "goods", NULL, "{}");
	return sale_view_of_entry(work->txn, call->arena, &work->entry, body, view, err);
}

static bool tender_write(struct call *call, struct err *err)
{
	const struct tender_in *in = call->in;
	const struct tender_changed *body;

	return call_at_till(call, in->till_id, err) && tender_change(&call->work, in, &body, err) &&
	       sale_view_get(call->work.txn, call->arena, in->sale_id, call->out, err);
}

const struct route sale_routes[] = {
	{ HTTP_GET, "/sales", MAY_SELL | MAY_ACCOUNT, &sales_shape, &sales_out_shape, { { LANE_READ, sales_read } }, "Sales and returns, newest first", false, NULL },
	{ HTTP_GET, "/sales/find", MAY_SELL, &code_shape, &sale_view_shape, { { LANE_READ, sale_find } }, "A sale by its receipt's number or code", false, NULL },
	{ HTTP_GET, "/sales/:sale_id", MAY_SELL | MAY_ACCOUNT, &one_shape, &sale_view_shape, { { LANE_READ, sale_read } }, "One sale", false, NULL },
	{ HTTP_POST, "/sales/:sale_id/copies", MAY_SELL, &copy_in_shape, &copy_shape, { { LANE_WRITE, sale_copy } },
	  "A numbered copy of the receipt, perhaps in another language or without prices", false, NULL },
	{ HTTP_POST, "/sales/:sale_id/print", MAY_SELL, &one_shape, &nothing_shape, { { LANE_WRITE, sale_print } }, "The original again, after it failed", false, NULL },
	{ HTTP_POST, "/sales/:sale_id/tender", MAY_SELL, &tender_shape, &sale_view_shape, { { LANE_WRITE, tender_write } },
	  "Đổi cách trả: a ticket of the open shift was paid another way than was typed", false, NULL },
	{ HTTP_POST, "/returns/price", MAY_SELL | MAY_ACCOUNT, &price_in_shape, &price_shape, { { LANE_READ, return_read } },
	  "What a return would give back, line by line; nothing is recorded", true, NULL },
	{ HTTP_POST, "/returns", MAY_SELL, &return_shape, &sale_view_shape, { { LANE_WRITE, return_write } }, "Takes goods of a sale back", false, NULL },
	{ .path = NULL },
};
