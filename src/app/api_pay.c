/*
 * The end of a cart: paid, or thrown away. Read from the drafts, written in the book, marked in the drafts.
 * And a sale without a cart, asked for whole by another program.
 */
#include "app/api.h"

#include <string.h>

#include "app/second.h"
#include "shop/book.h"
#include "shop/exchange.h"
#include "shop/known.h"
#include "shop/print.h"
#include "shop/refund.h"
#include "shop/sale_view.h"
#include "shop/shift.h"

struct pay_cart_in {
	struct money back_total;   /* of an exchange: what the customer is given, … */
	int32_t back_way;          /* … how, … */
	struct payee *back_payee;  /* … and to whom by transfer */
	struct id cart_id;
	struct pay_in *pays;
	size_t pays_count;
	struct money total;
};
static const struct field pay_fields[] = {
	F_MONEY(struct pay_in, amount, 0, MONEY_MAX),
	F_MONEY_OPT(struct pay_in, given, 0, MONEY_MAX),
	F_ID_OPT(struct pay_in, party_id),
	F_CODE_OPT(struct pay_in, reference, 1, 40),
	F_CODE_OPT(struct pay_in, row, 1, PAY_ROW_MAX),
	F_ID_OPT(struct pay_in, source_id),
	F_WORD(struct pay_in, way, pay_way_words),
};
const struct shape pay_in_shape = SHAPE(struct pay_in, "pay_in", pay_fields);
static const struct field pay_cart_fields[] = {
	F_PART_AT(struct pay_cart_in, back_payee, &payee_shape),
	F_MONEY_OPT(struct pay_cart_in, back_total, 0, MONEY_MAX),
	F_WORD_OPT(struct pay_cart_in, back_way, pay_way_words),
	F_ID(struct pay_cart_in, cart_id),
	F_LIST(struct pay_cart_in, pays, 0, SALE_PAYS_MAX, &pay_in_shape),
	F_MONEY(struct pay_cart_in, total, 0, MONEY_MAX),
};
static const struct shape pay_cart_shape = SHAPE(struct pay_cart_in, "pay_cart_in", pay_cart_fields);

struct drop_in {
	struct id cart_id;
	int64_t reason;
};
static const struct field drop_fields[] = {
	F_ID(struct drop_in, cart_id),
	F_I64(struct drop_in, reason, 1, CART_REASONS_MAX),
};
static const struct shape drop_shape = SHAPE(struct drop_in, "drop_in", drop_fields);

/* What the drafts know of the cart; NULL lines where it is not there any more (it may be a sale already). */
struct cart_state_of {
	struct cart cart;
	bool found;
	struct sale_in sale;
	bool is_exchange;
	struct return_in back;
	struct swap_in *swap;
	size_t swap_count;
};

static bool in_book(struct call *call, struct id id, bool *found, struct err *err)
{
	struct entry entry;

	return journal_find_id(call->work.txn, call->arena, id, &entry, found, err);
}

/* ---- paying ----------------------------------------------------------------- */

/* What comes back in exchange for the ticket's goods. */
static void take_back(struct call *call, struct cart_state_of *state)
{
	const struct pay_cart_in *in = call->in;
	const struct cart_back *back = state->cart.doc->back;

	state->is_exchange = true;
	state->back = (struct return_in){
		.till_id = state->cart.till_id, .sale_id = back->sale_id, .lines = back->lines, .lines_count = back->lines_count, .reason = back->reason,
		.way = in->back_way ? in->back_way : PAY_CASH, .payee = in->back_payee,
		.total = in->back_total.dong == SHAPE_ABSENT ? MONEY(0) : in->back_total,
		.cash_round_unit = MONEY(call->app->settings.cash_round_unit), .limit = MONEY(call->app->settings.return_limit),
	};
}

static bool pay_read(struct call *call, struct err *err)
{
	const struct pay_cart_in *in = call->in;
	struct cart_state_of *state = ARENA_NEW(call->arena, struct cart_state_of);
	struct cart_rules rules = api_cart_rules(call);
	struct cart_view view;
	bool is_over;

	call->state = state;
	if (!id_is(call->work.id, in->cart_id))
		return err_set(err, ERR_INPUT, "id", "mã thanh toán phải là mã của phiếu");
	if (!in_book(call, in->cart_id, &is_over, err) || !cart_find(call->drafts, call->arena, in->cart_id, &state->cart, &state->found, err))
		return false;
	/* Asked again: the first answer, and the draft is marked where the first time did not come so far. */
	if (is_over)
		return true;
	if (!state->found)
		return err_set(err, ERR_MISSING, "cart_id", "không còn phiếu này; tải lại trang");
	if (state->cart.state == CART_JOINED)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã ghép vào phiếu khác; thanh toán phiếu kia");
	if (!call_at_till(call, state->cart.till_id, err))
		return false;
	if (!cart_view(call->work.txn, call->arena, call->work.book, &state->cart, &rules, call->work.at_us, &view, err))
		return false;
	if (view.blocked)
		return err_set(err, ERR_CONFLICT, "lines", "%s", view.blocked);
	state->sale = (struct sale_in){
		.till_id = state->cart.till_id, .lines = view.sale_lines, .lines_count = view.sale_lines_count,
		.order_id = state->cart.doc->order_id, .total = in->total, .pays = in->pays, .pays_count = in->pays_count,
		.trail = state->cart.doc->trail, .trail_count = state->cart.doc->trail_count,
		.cash_round_unit = rules.cash_round_unit, .discount_limit_ppm = rules.discount_limit_ppm, .ticket_discount = state->cart.doc->discount,
		.more = view.sale_more,
	};
	if (state->cart.doc->back)
		take_back(call, state);
	state->swap = state->cart.doc->swap;
	state->swap_count = state->cart.doc->swap_count;
	if (!state->cart.doc->back && !state->swap_count && in->pays_count == 0)
		return err_set(err, ERR_INPUT, "pays", "chưa nêu khách trả bằng gì");
	return true;
}

static void publish_sale(struct call *call, const struct sale_view *view)
{
	char id[ID_TEXT_SIZE];

	id_write(view->id, id);
	/* No total: who listens there may count blind. */
	call_publish(call, "sale", topic_of_till(call->arena, view->till_id),
		     arena_format(call->arena, "{\"id\":\"%s\",\"receipt\":\"%s\"}", id, view->receipt));
	call_publish(call, "goods", NULL, "{}");
}

/* of: what comes back in exchange, or is brought without a receipt; NULL: nothing. */
static bool sell_as(struct work *work, const struct sale_in *in, const struct cart_state_of *of, const struct sale **body, struct err *err)
{
	if (of && of->is_exchange)
		return exchange_add(work, &(struct exchange_in){ .back = of->back, .sale = *in }, body, err);
	if (of && of->swap_count)
		return swap_add(work, in, of->swap, of->swap_count, body, err);
	return sale_add(work, in, body, err);
}

static bool sell(struct call *call, const struct sale_in *in, const struct cart_state_of *of, struct err *err)
{
	struct work *work = &call->work;
	const struct sale *body;
	const char *till_code, *printer;

	if (!sell_as(work, in, of, &body, err))
		return false;
	if (work->is_repeat)
		return sale_view_of_entry(work->txn, call->arena, &work->entry, body, call->out, err);
	if (!known_till_code(call->known, work->txn, call->arena, body->till_id, &till_code, err))
		return false;
	printer = app_printer_of(call->app, till_code);
	if (!print_add(work->txn, work->entry.key, LAYOUT_RECEIPT, 0, printer, work->at_us, err) ||
	    !sale_view_of_new(work, call->known, body, printer != NULL, call->out, err))
		return false;
	call->may_print = printer != NULL;
	publish_sale(call, call->out);
	return true;
}

static bool pay_sell(struct call *call, struct err *err)
{
	struct cart_state_of *state = call->state;
	struct cart now;
	bool found;

	/* Joined to another ticket since it was read? Then that one takes the money. */
	if (!cart_find(call->drafts, call->arena, call->work.id, &now, &found, err))
		return false;
	if (found && now.state == CART_JOINED)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này vừa được ghép vào phiếu khác; thanh toán phiếu kia");
	/* For a reason that was given before: only a request that gives one brings the limit along. */
	second_alone_limits(call);
	if (!sell(call, &state->sale, state, err))
		return false;
	if (!call->work.is_repeat)
		api_publish_cart(call, state->sale.till_id, call->work.id, NULL);
	return true;
}

/* What came onto the ticket while it was being paid (a scanner never waits) begins the next one, its trail with it. */
static bool carry_over(struct call *call, struct cart *paid, struct id *next, struct err *err)
{
	struct cart_rules rules = api_cart_rules(call);
	struct cart_view view;
	struct cart now;
	size_t kept = 0;
	bool found;

	*next = (struct id){ { 0 } };
	if (!cart_find(call->drafts, call->arena, paid->id, &now, &found, err))
		return false;
	if (!found || now.version == paid->version)
		return true;
	/* What comes now is newer than what came meanwhile: a version never stands for two documents (shop/cart_kept). */
	paid->version = now.version;
	for (size_t i = 0; i < now.doc->lines_count; i++) {
		struct cart_doc_line line = now.doc->lines[i];

		for (size_t k = 0; k < paid->doc->lines_count; k++)
			if (paid->doc->lines[k].n == line.n)
				line.qty_milli -= paid->doc->lines[k].qty_milli, line.discount = (struct discount){ 0 };
		line.order_n = 0;
		if (line.qty_milli > 0)
			now.doc->lines[kept++] = line;
	}
	now.doc->lines_count = kept;
	now.doc->back = NULL;
	now.doc->swap_count = 0;
	cart_doc_bare(now.doc);
	now.doc->trail += paid->doc->trail_count;
	now.doc->trail_count -= paid->doc->trail_count;
	if (kept == 0 && now.doc->trail_count == 0)
		return true;
	now.id = *next = id_derive(paid->id, "rest", 1);
	now.state = CART_OPEN;
	now.version = 0;
	if (!cart_view(call->work.txn, call->arena, call->work.book, &now, &rules, call->work.at_us, &view, err))
		return false;
	now.total = view.total;
	return cart_put(call->drafts, &now, call->work.at_us, err);
}

bool api_close_cart(struct call *call, struct cart *cart, enum cart_state what, struct err *err)
{
	struct id active, next;

	if (!carry_over(call, cart, &next, err))
		return false;
	cart->state = what;
	if (!cart_put(call->drafts, cart, call->work.at_us, err) || !till_cart_get(call->drafts, cart->till_id, &active, err))
		return false;
	return !id_is(active, cart->id) || till_cart_set(call->drafts, cart->till_id, next, err);
}

static bool close_draft(struct call *call, enum cart_state what, struct err *err)
{
	struct cart_state_of *state = call->state;

	return !state->found || api_close_cart(call, &state->cart, what, err);
}

static bool pay_mark(struct call *call, struct err *err)
{
	return close_draft(call, CART_PAID, err);
}

/* ---- a sale without a cart ------------------------------------------------------ */

struct whole_sale_in {
	struct sale_line_in *lines;
	size_t lines_count;
	struct pay_in *pays;
	size_t pays_count;
	struct id till_id;
	struct money total;
};
static const struct field whole_line_fields[] = {
	F_ID(struct sale_line_in, item_id),
	F_ID_OPT(struct sale_line_in, lot_id),
	F_MONEY(struct sale_line_in, price, 0, MONEY_MAX),
	F_I64(struct sale_line_in, qty_milli, 1, QTY_MILLI_MAX),
};
static const struct shape whole_line_shape = SHAPE(struct sale_line_in, "sale_line_in", whole_line_fields);
static const struct field whole_sale_fields[] = {
	F_LIST(struct whole_sale_in, lines, 1, SALE_LINES_MAX, &whole_line_shape),
	F_LIST(struct whole_sale_in, pays, 1, SALE_PAYS_MAX, &pay_in_shape),
	F_ID(struct whole_sale_in, till_id),
	F_MONEY(struct whole_sale_in, total, 0, MONEY_MAX),
};
static const struct shape whole_sale_shape = SHAPE(struct whole_sale_in, "whole_sale_in", whole_sale_fields);

static bool sale_write(struct call *call, struct err *err)
{
	const struct whole_sale_in *in = call->in;
	struct sale_in sale = {
		.till_id = in->till_id, .lines = in->lines, .lines_count = in->lines_count, .total = in->total, .pays = in->pays,
		.pays_count = in->pays_count, .cash_round_unit = MONEY(call->app->settings.cash_round_unit),
	};

	struct entry entry;
	struct cart cart;
	bool found, is_over;

	/* A ticket's trail goes into the book with it, so its id is not free for a sale without one. */
	if (!call_at_till(call, in->till_id, err) || !cart_find(call->drafts, call->arena, call->work.id, &cart, &found, err) ||
	    (found && !journal_find_id(call->work.txn, call->arena, call->work.id, &entry, &is_over, err)))
		return false;
	if (found && !is_over)
		return err_set(err, ERR_CONFLICT, "id", "mã này là của một phiếu đang mở; thanh toán chính phiếu ấy");
	for (size_t i = 0; i < in->lines_count; i++) {
		in->lines[i].priced_us = call->work.at_us;
		in->lines[i].amount_given = MONEY(SHAPE_ABSENT);
	}
	return sell(call, &sale, NULL, err);
}

/* ---- throwing away ----------------------------------------------------------- */

static bool drop_read(struct call *call, struct err *err)
{
	const struct drop_in *in = call->in;
	struct cart_state_of *state = ARENA_NEW(call->arena, struct cart_state_of);

	call->state = state;
	/* The entry takes the cart's id: what was dropped can never be sold. */
	call->work.id = in->cart_id;
	if (!cart_find(call->drafts, call->arena, in->cart_id, &state->cart, &state->found, err))
		return false;
	/* Who oversees may throw away what stands in the way of another till's closing. */
	if (state->found && call->who.role == STAFF_CASHIER && !call_at_till(call, state->cart.till_id, err))
		return false;
	/* Its trail went over. */
	if (state->found && state->cart.state == CART_JOINED)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã ghép vào phiếu khác");
	if (state->found && state->cart.state == CART_PAID)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã thanh toán");
	return true;
}

static bool drop_write(struct call *call, struct err *err)
{
	const struct drop_in *in = call->in;
	struct cart_state_of *state = call->state;
	struct cart_dropped_in dropped = { .cart = &state->cart, .reason = cart_reasons[in->reason] };

	if (!state->found || state->cart.state == CART_DROPPED)
		return true;
	if (state->cart.doc->trail_count && !cart_drop(&call->work, &dropped, err))
		return false;
	api_publish_cart(call, state->cart.till_id, state->cart.id, NULL);
	return true;
}

static bool drop_mark(struct call *call, struct err *err)
{
	return close_draft(call, CART_DROPPED, err);
}

const struct route pay_routes[] = {
	{ HTTP_POST, "/carts/:cart_id/pay", MAY_SELL, &pay_cart_shape, &sale_view_shape,
	  { { LANE_DRAFT, pay_read }, { LANE_WRITE, pay_sell }, { LANE_DRAFT, pay_mark } }, "Pays a ticket: it becomes a sale of the same id", false, NULL },
	{ HTTP_POST, "/sales", MAY_SELL, &whole_sale_shape, &sale_view_shape, { { LANE_WRITE, sale_write } },
	  "A sale asked for whole, without a ticket", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/drop", MAY_SELL, &drop_shape, &nothing_shape,
	  { { LANE_DRAFT, drop_read }, { LANE_WRITE, drop_write }, { LANE_DRAFT, drop_mark } }, "Throws a ticket away, for a reason", false, NULL },
	{ .path = NULL },
};
