/*
 * VietQR for what is no ticket: the deposit of an order, another way for a sale that is paid. The entry that the money is for takes
 * the id that the answer names as `cart_id`; until it is made, asking again for the same thing goes on with the same id, so what came
 * meanwhile is found by whoever opens it next, at whichever till.
 */
#include "app/api.h"

#include <string.h>

#include "app/api_bank.h"
#include "app/bank_desk.h"
#include "app/door.h"
#include "shop/book.h"
#include "shop/order.h"
#include "shop/sale.h"

struct asked_in {
	struct money amount;
	struct id of_id, till_id;
	const char *token;             /* of the picture: another one is another address */
};
static const struct field ask_fields[] = {
	F_MONEY(struct asked_in, amount, 1, MONEY_MAX),
	F_ID(struct asked_in, of_id),
	F_ID(struct asked_in, till_id),
};
static const struct shape ask_shape = SHAPE(struct asked_in, "asked_in", ask_fields);
static const struct field of_fields[] = { F_ID(struct asked_in, of_id), F_ID(struct asked_in, till_id) };
static const struct shape of_shape = SHAPE(struct asked_in, "asked_of", of_fields);
static const struct field picture_fields[] = { F_ID(struct asked_in, of_id), F_ID(struct asked_in, till_id), F_CODE_OPT(struct asked_in, token, 1, PAYTOKEN_SIZE) };
static const struct shape picture_shape = SHAPE(struct asked_in, "asked_picture", picture_fields);

/* How much may be asked for it at most. */
static bool find_most(struct call *call, struct id of_id, struct money *most, struct err *err)
{
	struct order_view order;
	struct sale *sale;
	struct entry entry;
	bool found;

	if (!journal_find_id(call->work.txn, call->arena, of_id, &entry, &found, err))
		return false;
	if (found && strcmp(entry.kind, sale_kind.name) == 0) {
		if (!entry_body(&entry, &sale_kind, call->arena, (void **)&sale, err))
			return false;
		*most = sale->total;
		return true;
	}
	if (!found || strcmp(entry.kind, order_placed_kind.name) != 0)
		return err_set(err, ERR_MISSING, "of_id", "không có phiếu hay đơn đặt này");
	if (!order_get(call->work.txn, call->arena, call->work.book, of_id, day_of_us(call->work.at_us), &order, err))
		return false;
	if (order.state >= ORDER_IS_DELIVERED)
		return err_set(err, ERR_CONFLICT, "of_id", "đơn này đã giao xong hoặc đã hủy");
	*most = MONEY(order_to_pay(&order).dong - order.paid_in.dong);
	return true;
}

static bool ask(struct call *call, struct err *err)
{
	const struct asked_in *in = call->in;
	struct intent_in asking = { .amount = in->amount, .cart_id = call->work.id, .of_id = in->of_id, .till_id = in->till_id };
	struct intent before;
	struct money most = MONEY(0);
	struct entry made;
	struct till till;
	bool found, is_over = false;

	if (!call_at_till(call, in->till_id, err) || !paying_may_ask(call, err) || !find_most(call, in->of_id, &most, err) ||
	    !till_get(call->work.txn, call->arena, in->till_id, &till, err) ||
	    !intent_open_of(call->work.txn, call->arena, in->of_id, &before, &found, err) ||
	    (!found && !journal_find_id(call->work.txn, call->arena, call->work.id, &made, &is_over, err)))
		return false;
	/* Money for it would wait for an entry that is made already. */
	if (is_over)
		return err_set(err, ERR_CONFLICT, "id", "khoản này đã ghi xong; tải lại trang rồi hỏi khoản mới");
	if (in->amount.dong > most.dong)
		return err_set(err, ERR_INPUT, "amount", "nhiều nhất %s", money_said(most).text);
	if (found)
		asking.cart_id = before.cart_id;
	call->state = ARENA_NEW(call->arena, struct id);
	*(struct id *)call->state = asking.cart_id;
	return paying_ask(call, &asking, till.code, call->out, err);
}

static bool show(struct call *call, struct err *err)
{
	const struct asked_in *in = call->in;

	(void)err;
	if (call->app->bank)
		bank_desk_show(call->app->bank, in->till_id, *(const struct id *)call->state);
	return true;
}

static bool read_asked(struct call *call, struct err *err)
{
	const struct asked_in *in = call->in;
	struct paying *out = call->out;
	struct intent intent;
	bool found;

	*out = (struct paying){ .state = PAYING_NONE };
	if (!call_at_till(call, in->till_id, err) || !intent_open_of(call->work.txn, call->arena, in->of_id, &intent, &found, err))
		return false;
	if (!paying_fill(call->work.txn, call->arena, found ? intent.cart_id : in->of_id, out, err))
		return false;
	/* Of a sale also what came for its own QR after it was paid another way. */
	if (!found && !out->came.dong)
		*out = (struct paying){ .state = PAYING_NONE };
	return true;
}

static bool picture(struct call *call, struct err *err)
{
	const struct asked_in *in = call->in;
	struct intent intent;
	bool found;

	if (!call_at_till(call, in->till_id, err) || !intent_open_of(call->work.txn, call->arena, in->of_id, &intent, &found, err))
		return false;
	return found ? paying_draw(call, &intent, err) : err_set(err, ERR_MISSING, "of_id", "chưa có mã QR cho khoản này");
}

const struct route asked_routes[] = {
	{ HTTP_POST, "/till/asked", MAY_SELL, &ask_shape, &paying_shape, { { LANE_WRITE, ask }, { LANE_LOOP, show } },
	  "Asks by VietQR for an order's deposit, or for a paid sale's money; the entry to come takes the answer's cart_id", false, NULL },
	{ HTTP_GET, "/till/asked", MAY_SELL, &of_shape, &paying_shape, { { LANE_READ, read_asked } },
	  "What was asked for an order or a paid sale, and what the bank told of it", false, NULL },
	{ HTTP_GET, "/till/asked.svg", MAY_SELL, &picture_shape, NULL, { { LANE_READ, picture } }, "Its QR as a picture", false, NULL },
	{ .path = NULL },
};
