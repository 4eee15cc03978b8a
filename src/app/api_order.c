/* Orders: the list, one with all that hangs on it, and what is done with it. */
#include "app/api_order.h"

#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/customer.h"
#include "shop/known.h"
#include "shop/print.h"
#include "shop/sale_view.h"

/* ---- one ------------------------------------------------------------------------ */

static const struct field hold_fields[] = {
	F_DAY_OPT(struct order_view_hold, expiry_day),
	F_TEXT_OPT(struct order_view_hold, lot_code, 1, 100),
	F_ID(struct order_view_hold, lot_id),
	F_I64(struct order_view_hold, qty_milli, 0, QTY_MILLI_MAX),
	F_I64(struct order_view_hold, short_milli, 0, QTY_MILLI_MAX),
};
static const struct shape hold_shape = SHAPE(struct order_view_hold, "order_hold_out", hold_fields);

struct line_out {
	struct order_view_line line;
	const char *producer;          /* who is asked; NULL: nobody */
	int64_t stock_milli;           /* sellable at the site, held for whomever */
};
#define LINE(member) offsetof(struct line_out, line.member)
#define LINE_COUNT(member, high_) { .name = #member, .kind = FIELD_I64, .offset = LINE(member), .high = (high_) }
#define LINE_MONEY(member) { .name = #member, .kind = FIELD_MONEY, .offset = LINE(member), .high = MONEY_MAX }
#define LINE_DAY(member) { .name = #member, .kind = FIELD_DAY, .optional = true, .offset = LINE(member) }
#define LINE_TEXT(member, high_) { .name = #member, .kind = FIELD_TEXT, .offset = LINE(member), .low = 1, .high = (high_) }
static const struct field line_fields[] = {
	LINE_MONEY(amount),
	LINE_DAY(asked_day),
	{ .name = "asking", .kind = FIELD_WORD, .optional = true, .offset = LINE(asking), .words = order_asking_words },
	LINE_DAY(back_day),
	LINE_COUNT(decimals, 3),
	LINE_COUNT(delivered_milli, QTY_MILLI_MAX),
	LINE_MONEY(discount),
	{ .name = "has_stock", .kind = FIELD_BOOL, .offset = LINE(has_stock) },
	LINE_COUNT(held_milli, QTY_MILLI_MAX),
	{ .name = "holds", .kind = FIELD_LIST, .offset = LINE(holds), .count_offset = LINE(holds_count), .high = ORDER_HOLDS_MAX, .of = &hold_shape },
	{ .name = "item_id", .kind = FIELD_ID, .offset = LINE(item_id) },
	{ .name = "n", .kind = FIELD_I64, .offset = LINE(n), .low = 1, .high = 1000 },
	LINE_TEXT(name, 200),
	LINE_MONEY(price),
	F_TEXT_OPT(struct line_out, producer, 1, 200),
	LINE_COUNT(qty_milli, QTY_MILLI_MAX),
	LINE_COUNT(short_milli, QTY_MILLI_MAX),
	F_I64(struct line_out, stock_milli, 0, INT64_MAX),
	LINE_TEXT(unit, 20),
};
static const struct shape line_shape = SHAPE(struct line_out, "order_line_out", line_fields);

struct deposit_out {
	struct money amount;
	int64_t at_us;
	const char *number;            /* of the slip; NULL: none */
	int32_t what;
};
static const struct field deposit_fields[] = {
	F_MONEY(struct deposit_out, amount, 1, MONEY_MAX),
	F_I64(struct deposit_out, at_us, 0, INT64_MAX),
	F_TEXT_OPT(struct deposit_out, number, 1, ORDER_NUMBER_SIZE),
	F_WORD(struct deposit_out, what, deposit_what_words),
};
static const struct shape deposit_shape = SHAPE(struct deposit_out, "order_deposit", deposit_fields);

struct delivery_out {
	int64_t at_us;
	const char *receipt;
	struct id sale_id;
	struct money total;
};
static const struct field delivery_fields[] = {
	F_I64(struct delivery_out, at_us, 0, INT64_MAX),
	F_TEXT(struct delivery_out, receipt, 1, RECEIPT_TEXT_SIZE),
	F_ID(struct delivery_out, sale_id),
	F_MONEY(struct delivery_out, total, 0, MONEY_MAX),
};
static const struct shape delivery_shape = SHAPE(struct delivery_out, "order_delivery", delivery_fields);

struct order_out {
	struct order_view view;
	struct delivery_out *deliveries;
	size_t deliveries_count;
	struct deposit_out *deposits;
	size_t deposits_count;
	struct line_out *lines;
	size_t lines_count;
	const char *number, *staff_name;
};
#define VIEW(member) offsetof(struct order_out, view.member)
#define VIEW_MONEY(member) { .name = #member, .kind = FIELD_MONEY, .offset = VIEW(member), .high = MONEY_MAX }
#define VIEW_TEXT(member, of_, high_) { .name = #member, .kind = FIELD_TEXT, .optional = true, .offset = VIEW(of_), .low = 1, .high = (high_) }
static const struct field out_fields[] = {
	VIEW_TEXT(address, contact.address, 300),
	{ .name = "at_us", .kind = FIELD_I64, .offset = VIEW(at_us), .high = INT64_MAX },
	{ .name = "channel", .kind = FIELD_WORD, .offset = VIEW(channel), .words = order_channel_words },
	{ .name = "customer_id", .kind = FIELD_ID, .optional = true, .offset = VIEW(customer_id) },
	F_LIST(struct order_out, deliveries, 0, ORDER_SALES_MAX, &delivery_shape),
	VIEW_MONEY(deposit_asked),
	F_LIST(struct order_out, deposits, 0, 1000, &deposit_shape),
	VIEW_MONEY(forfeited), VIEW_MONEY(given_back),
	{ .name = "id", .kind = FIELD_ID, .offset = VIEW(id) },
	{ .name = "is_short", .kind = FIELD_BOOL, .offset = VIEW(is_short) },
	VIEW_MONEY(left),
	F_LIST(struct order_out, lines, 0, 1000, &line_shape),
	VIEW_TEXT(name, contact.name, 200),
	VIEW_TEXT(note, contact.note, 300),
	F_TEXT(struct order_out, number, 1, ORDER_NUMBER_SIZE),
	VIEW_MONEY(paid_in),
	VIEW_TEXT(phone, contact.phone, 20),
	{ .name = "promised_day", .kind = FIELD_DAY, .offset = VIEW(promised_day) },
	{ .name = "shipping_by", .kind = FIELD_WORD, .optional = true, .offset = VIEW(shipping_by), .words = order_shipping_words },
	VIEW_MONEY(shipping_fee),
	F_TEXT_OPT(struct order_out, staff_name, 1, 200),
	{ .name = "state", .kind = FIELD_WORD, .offset = VIEW(state), .words = order_state_words },
	VIEW_MONEY(total), VIEW_MONEY(used),
};
const struct shape order_out_shape = SHAPE(struct order_out, "order", out_fields);

static const struct field one_fields[] = { F_ID(struct order_one_in, order_id) };
const struct shape order_one_shape = SHAPE(struct order_one_in, "order_in", one_fields);

static const char *number_of(struct call *call, int64_t number)
{
	char text[ORDER_NUMBER_SIZE];

	return arena_text(call->arena, order_number_write(number, text));
}

static bool show_deposits(struct call *call, struct order_out *out, struct err *err)
{
	struct deposit_row *rows;
	size_t count;

	if (!order_deposits(call->work.txn, call->arena, out->view.id, &rows, &count, err))
		return false;
	out->deposits = ARENA_LIST(call->arena, count, struct deposit_out);
	for (size_t i = 0; i < count; i++) {
		char slip[ORDER_NUMBER_SIZE];
		struct entry entry;

		if (!journal_get(call->work.txn, call->arena, rows[i].entry_key, &entry, err))
			return false;
		out->deposits[out->deposits_count++] = (struct deposit_out){
			.amount = rows[i].amount, .at_us = entry.at_us, .what = rows[i].what,
			.number = rows[i].number == SHAPE_ABSENT ? NULL : arena_text(call->arena, order_slip_write(rows[i].number, slip)),
		};
	}
	return true;
}

static bool show_deliveries(struct call *call, struct order_out *out, struct err *err)
{
	int64_t *keys;
	size_t count;

	if (!order_sales(call->work.txn, call->arena, out->view.id, &keys, &count, err))
		return false;
	out->deliveries = ARENA_LIST(call->arena, count, struct delivery_out);
	for (size_t i = 0; i < count; i++) {
		struct sale_view sale;
		struct entry entry;

		if (!journal_get(call->work.txn, call->arena, keys[i], &entry, err) ||
		    !sale_view_of_entry(call->work.txn, call->arena, &entry, NULL, &sale, err))
			return false;
		out->deliveries[out->deliveries_count++] = (struct delivery_out){ sale.at_us, sale.receipt, sale.id, sale.total };
	}
	return true;
}

bool order_show(struct call *call, struct id order_id, struct order_out *out, struct err *err)
{
	int32_t day = day_of_us(call->work.at_us);

	*out = (struct order_out){ 0 };
	if (!order_get(call->work.txn, call->arena, call->work.book, order_id, day, &out->view, err) ||
	    !known_staff_name(NULL, call->work.txn, call->arena, out->view.staff_id, &out->staff_name, err))
		return false;
	out->number = number_of(call, out->view.number);
	out->lines = ARENA_LIST(call->arena, out->view.lines_count, struct line_out);
	for (size_t i = 0; i < out->view.lines_count; i++) {
		struct line_out *line = &out->lines[out->lines_count++];

		line->line = out->view.lines[i];
		if (!id_is_none(line->line.producer_id) && !office_name(call, line->line.producer_id, &line->producer, err))
			return false;
		if (line->line.has_stock && !stock_sellable(call->work.txn, call->work.book->site_id, line->line.item_id, day, &line->stock_milli, err))
			return false;
	}
	return show_deposits(call, out, err) && show_deliveries(call, out, err);
}

bool order_shipping_item(struct call *call, struct id *item_id, struct err *err)
{
	const char *code = call->app->settings.shipping_item;
	struct money price;
	struct item item;
	bool found;

	if (!item_find_code(call->work.txn, code, item_id, &found, err) || (found && !item_get(call->work.txn, call->arena, *item_id, &item, err)) ||
	    (found && !item_price_at(call->work.txn, *item_id, call->work.book->site_id, call->work.at_us, &price, &found, err)))
		return false;
	return (found && item.is_active && !item.has_stock) ||
	       err_set(err, ERR_CONFLICT, "shipping_fee", "chưa có mặt hàng mã %s (không tồn kho, có giá) để thu phí giao hàng của khách; nhờ quản lý thêm", code);
}

bool order_shipping_fits(struct call *call, const struct order_in *in, struct err *err)
{
	struct entry first;
	struct id item_id;
	bool found;

	if (in->shipping_by != SHIPPING_CUSTOMER || in->shipping_fee.dong == 0)
		return true;
	/* Asked again: the first answer, whatever became of the item. */
	return journal_find_id(call->work.txn, call->arena, call->work.id, &first, &found, err) && (found || order_shipping_item(call, &item_id, err));
}

void order_publish(struct call *call)
{
	call_publish(call, "orders", NULL, "{}");
}

static bool order_read(struct call *call, struct err *err)
{
	const struct order_one_in *in = call->in;

	return order_show(call, in->order_id, call->out, err);
}

/* ---- the list --------------------------------------------------------------------- */

enum list_filter { LIST_OPEN = 1, LIST_DUE, LIST_READY, LIST_ASKING, LIST_ALL };
static const char *const filter_words[] = { NULL, "open", "due", "ready", "asking", "all", NULL };

struct list_in {
	int64_t after;                 /* number of the last row, of all; the newest where absent */
	struct id customer_id;
	int32_t filter;                /* 0: open */
	int64_t limit;
	const char *q;                 /* number, name, telephone, goods */
};
static const struct field list_in_fields[] = {
	F_I64_OPT(struct list_in, after, 1, INT64_MAX),
	F_ID_OPT(struct list_in, customer_id),
	F_WORD_OPT(struct list_in, filter, filter_words),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_TEXT_OPT(struct list_in, q, 1, 100),
};
static const struct shape list_in_shape = SHAPE(struct list_in, "orders_in", list_in_fields);

struct row {
	int64_t asking_count;          /* lines that a producer has not answered */
	int32_t channel;
	bool has_deposit;              /* some of it is left, also where who counts blind is not told how much */
	const char *goods;             /* "Mật ong 500 ml ×2, Túi giấy" */
	struct id id;
	bool is_short;
	struct money left;             /* of the deposit; absent for who counts blind */
	const char *name, *number, *phone;
	int32_t promised_day, state;
	struct money total;            /* absent for who counts blind, once goods left with a ticket */
};
static const struct field row_fields[] = {
	F_I64(struct row, asking_count, 0, 1000),
	F_WORD(struct row, channel, order_channel_words),
	F_TEXT(struct row, goods, 0, 400),
	F_BOOL(struct row, has_deposit),
	F_ID(struct row, id),
	F_BOOL(struct row, is_short),
	F_MONEY_OPT(struct row, left, 0, MONEY_MAX),
	F_TEXT_OPT(struct row, name, 1, 200),
	F_TEXT(struct row, number, 1, ORDER_NUMBER_SIZE),
	F_TEXT_OPT(struct row, phone, 1, 40),
	F_DAY(struct row, promised_day),
	F_WORD(struct row, state, order_state_words),
	F_MONEY_OPT(struct row, total, 0, MONEY_MAX),
};
static const struct shape row_shape = SHAPE(struct row, "order_row", row_fields);
struct list_out {
	int64_t due_count, next;       /* due today or before; next: of all, to go on from */
	struct row *orders;
	size_t orders_count;
};
static const struct field list_out_fields[] = {
	F_I64(struct list_out, due_count, 0, INT64_MAX),
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_LIST(struct list_out, orders, 0, ORDERS_OPEN_MAX, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "orders", list_out_fields);

#define GOODS_SHOWN 4
static const char *goods_of(struct call *call, const struct order_view *view)
{
	const char *text = "";

	for (size_t i = 0; i < view->lines_count && i < GOODS_SHOWN; i++)
		text = arena_format(call->arena, "%s%s%.60s ×%lld%s", text, i ? ", " : "", view->lines[i].name, (long long)(view->lines[i].qty_milli / 1000),
				    view->lines[i].qty_milli % 1000 ? "…" : "");
	return view->lines_count > GOODS_SHOWN ? arena_format(call->arena, "%s …", text) : text;
}

static struct row row_of(struct call *call, const struct order_view *view)
{
	struct row row = {
		.channel = view->channel, .goods = goods_of(call, view), .has_deposit = view->left.dong > 0, .id = view->id, .is_short = view->is_short, .left = view->left,
		.name = view->contact.name, .number = number_of(call, view->number), .phone = customer_masked(call->arena, view->contact.phone),
		.promised_day = view->promised_day, .state = view->state, .total = view->total,
	};

	for (size_t i = 0; i < view->lines_count; i++)
		row.asking_count += view->lines[i].asking && view->lines[i].asking != ASKING_YES && view->lines[i].delivered_milli < view->lines[i].qty_milli;
	/* Deposits and tickets lie in the drawer: no list to sum it from. One order is shown whole, as one sale is. */
	if (api_counts_blind(call)) {
		row.left = MONEY(SHAPE_ABSENT);
		if (view->state == ORDER_IS_PARTLY || view->state == ORDER_IS_DELIVERED)
			row.total = MONEY(SHAPE_ABSENT);
	}
	return row;
}

static bool passes(struct call *call, const struct list_in *in, const struct order_view *view, const struct row *row)
{
	switch ((enum list_filter)in->filter) {
	case LIST_DUE:
		if (view->promised_day > day_of_us(call->work.at_us))
			return false;
		break;
	case LIST_READY:
		if (view->state != ORDER_IS_READY)
			return false;
		break;
	case LIST_ASKING:
		if (!row->asking_count)
			return false;
		break;
	case LIST_OPEN: case LIST_ALL:
		break;
	}
	return !in->q || office_fits(call->arena, in->q, arena_format(call->arena, "%s %lld %s %s %s", row->number, (long long)view->number,
								      view->contact.name ? view->contact.name : "",
								      view->contact.phone ? view->contact.phone : "", row->goods));
}

static bool orders_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	int32_t day = day_of_us(call->work.at_us);
	bool is_all = in->filter == LIST_ALL;
	size_t limit = office_limit(in->limit), count;
	struct id *ids;

	out->next = SHAPE_ABSENT;
	if (!order_count_due(call->work.txn, day, &out->due_count, err))
		return false;
	if (is_all ? !order_list(call->work.txn, call->arena, in->customer_id, in->after == SHAPE_ABSENT ? 0 : in->after, limit, &ids, &count, err) :
		     !order_list_open(call->work.txn, call->arena, &ids, &count, err))
		return false;
	out->orders = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++) {
		struct order_view view;
		struct row row;

		if (!order_get(call->work.txn, call->arena, call->work.book, ids[i], day, &view, err))
			return false;
		if (is_all && count == limit)
			out->next = view.number;
		row = row_of(call, &view);
		if ((id_is_none(in->customer_id) || id_is(view.customer_id, in->customer_id)) && passes(call, in, &view, &row))
			out->orders[out->orders_count++] = row;
	}
	return true;
}

/* ---- placing, changing, holding ------------------------------------------------------ */

/* Who ordered, as pages send it; a name is needed where there is no customer. */
static const struct field contact_fields[] = {
	F_TEXT_OPT(struct order_contact, address, 1, 300),
	F_TEXT_OPT(struct order_contact, name, 1, 200),
	F_TEXT_OPT(struct order_contact, note, 1, 300),
	F_CODE_OPT(struct order_contact, phone, 1, 20),
};
const struct shape order_contact_in_shape = SHAPE(struct order_contact, "order_contact_in", contact_fields);

#define ORDER_IN_FIELDS \
	F_WORD(struct order_in, channel, order_channel_words), \
	F_PART_AT(struct order_in, contact, &order_contact_in_shape), \
	F_ID_OPT(struct order_in, customer_id), \
	F_MONEY_OPT(struct order_in, deposit_asked, 0, MONEY_MAX), \
	F_BOOL(struct order_in, is_holding), \
	F_LIST(struct order_in, lines, 1, ORDER_LINES_MAX, &line_in_shape)
#define ORDER_IN_REST \
	F_DAY(struct order_in, promised_day), \
	F_WORD_OPT(struct order_in, shipping_by, order_shipping_words), \
	F_MONEY_OPT(struct order_in, shipping_fee, 0, MONEY_MAX)

static const struct field line_in_fields[] = {
	F_MONEY_OPT(struct order_line_in, discount, 0, MONEY_MAX),
	F_BOOL_OPT(struct order_line_in, is_sample),
	F_ID(struct order_line_in, item_id),
	F_I64_OPT(struct order_line_in, n, 1, 1000),
	F_I64(struct order_line_in, qty_milli, 1, QTY_MILLI_MAX),
};
static const struct shape line_in_shape = SHAPE(struct order_line_in, "order_line_in", line_in_fields);
static const struct field place_fields[] = { ORDER_IN_FIELDS, ORDER_IN_REST };
static const struct shape place_shape = SHAPE(struct order_in, "order_place", place_fields);
static const struct field change_fields[] = { ORDER_IN_FIELDS, F_ID(struct order_in, order_id), ORDER_IN_REST };
static const struct shape change_shape = SHAPE(struct order_in, "order_change", change_fields);

/* What was left out of a request is nothing. */
static struct order_in asked(struct call *call)
{
	struct order_in in = *(const struct order_in *)call->in;

	if (in.deposit_asked.dong == SHAPE_ABSENT)
		in.deposit_asked = MONEY(0);
	if (in.shipping_fee.dong == SHAPE_ABSENT)
		in.shipping_fee = MONEY(0);
	for (size_t i = 0; i < in.lines_count; i++) {
		if (in.lines[i].discount.dong == SHAPE_ABSENT)
			in.lines[i].discount = MONEY(0);
		if (in.lines[i].n == SHAPE_ABSENT)
			in.lines[i].n = 0;
	}
	in.discount_limit_ppm = call->app->settings.discount_limit_ppm;
	return in;
}

static bool place_write(struct call *call, struct err *err)
{
	struct order_in in = asked(call);
	const struct order_body *body;

	if (!order_shipping_fits(call, &in, err) || !order_place(&call->work, &in, &body, err) || !order_show(call, call->work.entry.id, call->out, err))
		return false;
	order_publish(call);
	return true;
}

static bool change_write(struct call *call, struct err *err)
{
	struct order_in in = asked(call);
	const struct order_body *body;

	if (!order_shipping_fits(call, &in, err) || !order_change(&call->work, &in, &body, err) || !order_show(call, in.order_id, call->out, err))
		return false;
	order_publish(call);
	return true;
}

static const struct field reserve_fields[] = {
	F_LIST(struct order_reserve_in, holds, 0, ORDER_HOLDS_MAX, &order_hold_shape),
	F_BOOL(struct order_reserve_in, is_auto),
	F_ID(struct order_reserve_in, order_id),
};
static const struct shape reserve_shape = SHAPE(struct order_reserve_in, "order_reserve", reserve_fields);

static bool reserve_write(struct call *call, struct err *err)
{
	const struct order_reserve_in *in = call->in;
	const struct order_reserved *body;

	if (!order_reserve(&call->work, in, &body, err) || !order_show(call, in->order_id, call->out, err))
		return false;
	order_publish(call);
	return true;
}

/* ---- money --------------------------------------------------------------------------------- */

static const struct field pay_fields[] = {
	F_TEXT_OPT(struct order_pay_in, opening_label, 1, 100),
	F_ID(struct order_pay_in, order_id),
	F_LIST(struct order_pay_in, pays, 0, SALE_PAYS_MAX, &pay_in_shape),
	F_ID(struct order_pay_in, till_id),
};
static const struct shape pay_shape_in = SHAPE(struct order_pay_in, "order_pay", pay_fields);

/* The slip comes out of the till's printer, beside the entry. */
static bool print_slip(struct call *call, struct id till_id, struct err *err)
{
	const char *till_code, *printer;

	if (call->work.is_repeat)
		return true;
	if (!known_till_code(call->known, call->work.txn, call->arena, till_id, &till_code, err))
		return false;
	printer = app_printer_of(call->app, till_code);
	call->may_print = printer != NULL;
	return print_add(call->work.txn, call->work.entry.key, LAYOUT_CASH_SLIP, 0, printer, call->work.at_us, err);
}

static bool pay_write(struct call *call, struct err *err)
{
	const struct order_pay_in *in = call->in;
	const struct order_paid *body;

	if (!call_at_till(call, in->till_id, err) || !order_pay_ahead(&call->work, in, &body, err) ||
	    (body->number && !print_slip(call, in->till_id, err)) || !order_show(call, in->order_id, call->out, err))
		return false;
	order_publish(call);
	return true;
}

static const struct field cancel_fields[] = {
	F_MONEY(struct order_cancel_in, give_back, 0, MONEY_MAX),
	F_ID(struct order_cancel_in, order_id),
	F_TEXT(struct order_cancel_in, reason, 1, 200),
	F_CODE_OPT(struct order_cancel_in, reference, 1, 60),
	F_ID_OPT(struct order_cancel_in, till_id),
	F_WORD_OPT(struct order_cancel_in, way, pay_way_words),
};
static const struct shape cancel_shape = SHAPE(struct order_cancel_in, "order_cancel", cancel_fields);

static bool cancel_write(struct call *call, struct err *err)
{
	struct order_cancel_in in = *(const struct order_cancel_in *)call->in;
	const struct order_cancelled *body;

	in.rule = call->app->settings.forfeit_to_producer ? FORFEIT_PRODUCER : FORFEIT_HOUSE;
	if (in.way == PAY_CASH && (id_is_none(in.till_id) || !call_at_till(call, in.till_id, err)))
		return id_is_none(in.till_id) ? err_set(err, ERR_INPUT, "till_id", "tiền mặt trả lại từ ngăn kéo của quầy nào") : false;
	if (!order_cancel(&call->work, &in, &body, err) || (body->way == PAY_CASH && !print_slip(call, body->till_id, err)) ||
	    !order_show(call, in.order_id, call->out, err))
		return false;
	order_publish(call);
	return true;
}

const struct route order_routes[] = {
	{ HTTP_GET, "/orders", MAY_STAFF, &list_in_shape, &list_out_shape, { { LANE_READ, orders_read } }, "Orders: open ones by their day, or all, the newest first", false, NULL },
	{ HTTP_GET, "/orders/:order_id", MAY_STAFF, &order_one_shape, &order_out_shape, { { LANE_READ, order_read } }, "One order with lines, holds, deposits, deliveries", false, NULL },
	{ HTTP_POST, "/orders", MAY_STAFF, &place_shape, &order_out_shape, { { LANE_WRITE, place_write } }, "A customer orders goods for a day", false, NULL },
	{ HTTP_POST, "/orders/:order_id/change", MAY_STAFF, &change_shape, &order_out_shape, { { LANE_WRITE, change_write } }, "An order as it stands from now on", false, NULL },
	{ HTTP_POST, "/orders/:order_id/reserve", MAY_STAFF, &reserve_shape, &order_out_shape, { { LANE_WRITE, reserve_write } }, "Which pieces are held for an order", false, NULL },
	{ HTTP_POST, "/orders/:order_id/pay", MAY_SELL, &pay_shape_in, &order_out_shape, { { LANE_WRITE, pay_write } }, "A deposit at a till, with its slip", false, NULL },
	{ HTTP_POST, "/orders/:order_id/cancel", MAY_SELL, &cancel_shape, &order_out_shape, { { LANE_WRITE, cancel_write } },
	  "Calls off what is left of an order; its deposit goes back or is forfeited", false, NULL },
	{ .path = NULL },
};
