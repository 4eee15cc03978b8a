/* Paying by VietQR at the till, and the webhooks of those who watch the bank account. */
#include "app/api_bank.h"

#include <string.h>

#include "app/api.h"
#include "app/bank_desk.h"
#include "app/bank_hook.h"
#include "app/door.h"
#include "app/http.h"
#include "app/sse.h"
#include "base/log.h"
#include "base/random.h"
#include "receipts/qr.h"
#include "shop/bank_offer.h"
#include "shop/book.h"
#include "shop/pay_ways.h"

#define SUCCESS "{\"success\":true}"
#define TOO_OFTEN "{\"success\":false,\"message\":\"too many requests\"}"
#define QR_BYTES_MAX ((size_t)256 << 10)

const char *const paying_state_words[] = { NULL, "none", "waiting", "confirmed", "wrong_amount", "double", "over", NULL };

static const struct field part_fields[] = {
	F_MONEY(struct paying_part, amount, 1, MONEY_MAX),
	F_ID(struct paying_part, source_id),
};
static const struct shape part_shape = SHAPE(struct paying_part, "paying_part", part_fields);
static const struct field paying_fields[] = {
	F_MONEY(struct paying, came, 0, MONEY_MAX),
	F_ID_OPT(struct paying, cart_id),
	F_MONEY(struct paying, extra, 0, MONEY_MAX),
	F_PART_AT(struct paying, intent, &intent_shape),
	F_MONEY(struct paying, missing, 0, MONEY_MAX),
	F_LIST(struct paying, parts, 0, SALE_PAYS_MAX, &part_shape),
	F_WORD(struct paying, state, paying_state_words),
};
const struct shape paying_shape = SHAPE(struct paying, "paying", paying_fields);

/* ---- what a ticket was paid ------------------------------------------------------- */

static int32_t state_of(const struct paying *paying, size_t credits_count)
{
	if (paying->came.dong == 0)
		return PAYING_WAITING;
	if (paying->missing.dong)
		return PAYING_WRONG_AMOUNT;
	if (!paying->extra.dong)
		return PAYING_CONFIRMED;
	return credits_count > 1 ? PAYING_DOUBLE : PAYING_OVER;
}

bool paying_fill(struct txn *txn, struct arena *arena, struct id cart_id, struct paying *paying, struct err *err)
{
	struct intent *intent = ARENA_NEW(arena, struct intent);
	struct bank_credit *credits;
	size_t count, usable = 0;
	int64_t left;
	bool found;

	*paying = (struct paying){ .cart_id = cart_id, .state = PAYING_NONE };
	if (!intent_last(txn, arena, cart_id, intent, &found, err) || !bank_credits_of_cart(txn, arena, cart_id, &credits, &count, err))
		return false;
	if (!found)
		return true;
	paying->intent = intent;
	paying->parts = ARENA_LIST(arena, SALE_PAYS_MAX, struct paying_part);
	left = intent->amount.dong;
	for (size_t i = 0; i < count; i++) {
		int64_t part = credits[i].rest.dong < left ? credits[i].rest.dong : left;

		/* What a sale took once it cannot take again. */
		if (!credits[i].rest.dong || credits[i].what == BANK_PAID)
			continue;
		usable++;
		paying->came.dong += credits[i].rest.dong;
		if (!part || paying->parts_count == SALE_PAYS_MAX - 1)
			continue;
		paying->parts[paying->parts_count++] = (struct paying_part){ MONEY(part), credits[i].id };
		left -= part;
	}
	paying->missing = MONEY(left);
	paying->extra = MONEY(paying->came.dong > intent->amount.dong ? paying->came.dong - intent->amount.dong : 0);
	paying->state = state_of(paying, usable);
	return true;
}

void paying_publish(struct call *call, struct id till_id, const struct paying *paying)
{
	struct buf buf;

	buf_init(&buf, SSE_TEXT_MAX);
	shape_write(&paying_shape, paying, &buf);
	call_publish(call, "paying", topic_of_till(call->arena, till_id), arena_text(call->arena, buf_get(&buf)));
	buf_release(&buf);
}

bool paying_told(struct call *call, const struct bank_credited *credit, struct err *err)
{
	struct intent intent;
	struct paying paying;
	struct cart cart;
	struct id till_id;
	char id[ID_TEXT_SIZE];
	bool found;

	call_publish(call, "bank", NULL, "{}");
	if (!credit->token)
		return true;
	if (!intent_find(call->work.txn, call->arena, credit->token, &intent, &found, err) ||
	    !paying_fill(call->work.txn, call->arena, credit->cart_id, &paying, err))
		return false;
	/* Where the ticket is now: it may have been taken to another till. */
	till_id = intent.till_id;
	if (call->drafts && cart_find(call->drafts, call->arena, credit->cart_id, &cart, &found, err) && found)
		till_id = cart.till_id;
	paying_publish(call, till_id, &paying);
	id_write(credit->cart_id, id);
	call_publish(call, "bank_told", topic_of_till(call->arena, till_id),
		     arena_format(call->arena, "{\"amount\":%lld,\"cart_id\":\"%s\",\"state\":\"%s\",\"token\":\"%s\"}", (long long)credit->amount.dong, id,
				  bank_state_words[credit->state], credit->token));
	return true;
}

/* ---- asking for it ------------------------------------------------------------------- */

struct qr_in {
	struct money amount;               /* of the ticket's total; SHAPE_ABSENT: all of it */
	struct id cart_id;
};
static const struct field qr_fields[] = {
	F_MONEY_OPT(struct qr_in, amount, 1, MONEY_MAX),
	F_ID(struct qr_in, cart_id),
};
static const struct shape qr_shape = SHAPE(struct qr_in, "qr_in", qr_fields);
static const struct field of_cart_fields[] = { F_ID(struct qr_in, cart_id) };
static const struct shape of_cart_shape = SHAPE(struct qr_in, "paying_in", of_cart_fields);

struct asking {
	struct id till_id;
	struct money amount;
	const char *till_code;
};

static bool find_cart(struct call *call, struct id cart_id, struct cart *cart, struct err *err)
{
	return cart_get(call->drafts, call->arena, cart_id, cart, err) && call_at_till(call, cart->till_id, err);
}

/* Switched off by the house: no new QR. */
bool paying_may_ask(struct call *call, struct err *err)
{
	bool is_on;

	return pay_way_is_on(call->work.txn, call->arena, PAY_VIETQR, &is_on, err) &&
	       (is_on || err_set(err, ERR_CONFLICT, "way", "VietQR đang tắt ở trang Cách trả tiền; chọn cách trả khác"));
}

static bool qr_read(struct call *call, struct err *err)
{
	struct asking *asking = ARENA_NEW(call->arena, struct asking);
	const struct qr_in *in = call->in;
	struct cart_view view;
	struct entry entry;
	struct cart cart;
	struct till till;
	bool is_over;

	call->state = asking;
	if (!paying_may_ask(call, err) || !journal_find_id(call->work.txn, call->arena, in->cart_id, &entry, &is_over, err))
		return false;
	if (is_over)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đã xong; mở phiếu mới");
	if (!find_cart(call, in->cart_id, &cart, err) || !api_show_cart(call, &cart, SHAPE_ABSENT, &view, err) ||
	    !till_get(call->work.txn, call->arena, cart.till_id, &till, err))
		return false;
	if (view.blocked)
		return err_set(err, ERR_CONFLICT, "lines", "%s", view.blocked);
	if (view.total.dong == 0)
		return err_set(err, ERR_CONFLICT, "amount", "phiếu chưa có tiền để chuyển");
	*asking = (struct asking){ cart.till_id, in->amount.dong == SHAPE_ABSENT ? view.total : in->amount, till.code };
	return asking->amount.dong <= view.total.dong || err_set(err, ERR_INPUT, "amount", "nhiều hơn tổng của phiếu");
}

bool paying_ask(struct call *call, const struct intent_in *ask, const char *till_code, struct paying *paying, struct err *err)
{
	/* A QR that looks like one, and that no bank can pay. */
	static const struct bank_account nowhere = { .account = "QUAYTAP", .bin = "000000", .holder = "QUẦY TẬP – KHÔNG CHUYỂN TIỀN" };
	struct intent_in wanted = *ask;
	struct bank_account account;
	struct intent intent;

	if (call->work.book->is_practice)
		wanted.to = &nowhere;
	else if (bank_desk_account_of(&call->app->settings, till_code, &account))
		wanted.to = &account;
	if (!intent_open(&call->work, &wanted, &intent, err) || !paying_fill(call->work.txn, call->arena, ask->cart_id, paying, err))
		return false;
	paying_publish(call, ask->till_id, paying);
	return true;
}

static bool qr_ask(struct call *call, struct err *err)
{
	const struct asking *asking = call->state;
	const struct qr_in *in = call->in;
	struct intent_in ask = { .amount = asking->amount, .cart_id = in->cart_id, .till_id = asking->till_id };

	return paying_ask(call, &ask, asking->till_code, call->out, err);
}

static bool qr_shown(struct call *call, struct err *err)
{
	const struct asking *asking = call->state;
	const struct qr_in *in = call->in;

	(void)err;
	if (call->app->bank)
		bank_desk_show(call->app->bank, asking->till_id, in->cart_id);
	return true;
}

static bool paying_read(struct call *call, struct err *err)
{
	const struct qr_in *in = call->in;
	struct cart cart;

	return find_cart(call, in->cart_id, &cart, err) && paying_fill(call->work.txn, call->arena, in->cart_id, call->out, err);
}

/* What came without a token and may be this ticket's. */
struct offers_out {
	struct bank_offer *offers;
	size_t offers_count;
};
static const struct field offers_fields[] = { F_LIST(struct offers_out, offers, 0, BANK_OFFERS_MAX, &bank_offer_shape) };
static const struct shape offers_shape = SHAPE(struct offers_out, "bank_offers", offers_fields);

static bool offers_read(struct call *call, struct err *err)
{
	const struct qr_in *in = call->in;
	struct offers_out *out = call->out;
	struct cart cart;

	return find_cart(call, in->cart_id, &cart, err) &&
	       bank_offers(call->work.txn, call->arena, in->cart_id, call->work.at_us, &out->offers, &out->offers_count, err);
}

/* ---- the QR as a picture ---------------------------------------------------------------- */

static const struct field svg_fields[] = { F_ID(struct intent, cart_id), F_CODE_OPT(struct intent, token, 1, PAYTOKEN_SIZE) };
static const struct shape svg_shape = SHAPE(struct intent, "qr_svg_in", svg_fields);

bool paying_draw(struct call *call, const struct intent *intent, struct err *err)
{
	struct buf path;
	int side = 0;
	bool drawn;

	buf_init(&path, QR_BYTES_MAX);
	drawn = qr_path(intent->payload, &side, &path);
	call->answer_type = "image/svg+xml";
	buf_format(&call->answer, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-4 -4 %d %d\" width=\"%d\" height=\"%d\" shape-rendering=\"crispEdges\">"
		   "<path fill=\"#fff\" d=\"M-4-4h%dv%dH-4z\"/><path d=\"", side + 8, side + 8, 8 * (side + 8), 8 * (side + 8), side + 8, side + 8);
	buf_add(&call->answer, buf_get(&path), path.size);
	buf_text(&call->answer, "\"/></svg>");
	buf_release(&path);
	return drawn || err_set(err, ERR_LIMIT, "cart_id", "không vẽ được mã QR này");
}

static bool svg_read(struct call *call, struct err *err)
{
	const struct intent *in = call->in;
	struct intent intent;
	struct cart cart;
	bool found;

	if (!find_cart(call, in->cart_id, &cart, err) || !intent_last(call->work.txn, call->arena, in->cart_id, &intent, &found, err))
		return false;
	return found ? paying_draw(call, &intent, err) : err_set(err, ERR_MISSING, "cart_id", "phiếu này chưa có mã QR");
}

/* ---- what a till shows its customer ---------------------------------------------------------- */

struct shown_in {
	struct id till_id;
};
static const struct field shown_fields[] = { F_ID(struct shown_in, till_id) };
static const struct shape shown_shape = SHAPE(struct shown_in, "shown_in", shown_fields);

static bool shown_find(struct call *call, struct err *err)
{
	const struct shown_in *in = call->in;
	struct id *cart_id = ARENA_NEW(call->arena, struct id);

	if (!call_at_till(call, in->till_id, err))
		return false;
	if (call->app->bank)
		*cart_id = bank_desk_shown(call->app->bank, in->till_id);
	call->state = cart_id;
	return true;
}

static bool shown_read(struct call *call, struct err *err)
{
	const struct id *cart_id = call->state;
	struct paying *out = call->out;
	struct entry entry;
	bool is_over = true;

	*out = (struct paying){ .state = PAYING_NONE };
	if (!id_is_none(*cart_id) && !journal_find_id(call->work.txn, call->arena, *cart_id, &entry, &is_over, err))
		return false;
	return is_over || paying_fill(call->work.txn, call->arena, *cart_id, out, err);
}

static bool hide(struct call *call, struct err *err)
{
	const struct paying nothing = { .state = PAYING_NONE };
	const struct shown_in *in = call->in;

	if (!call_at_till(call, in->till_id, err))
		return false;
	if (call->app->bank)
		bank_desk_show(call->app->bank, in->till_id, (struct id){ { 0 } });
	paying_publish(call, in->till_id, &nothing);
	return true;
}

/* ---- the bank tells ------------------------------------------------------------------------------- */

static bool hook_write(struct call *call, struct err *err)
{
	struct bank_account own[BANK_OWN_MAX];
	struct bank_hook_said *said = call->state;
	const struct bank_credited *body;
	bool is_known, is_ours;

	said->credit.own = own;
	said->credit.own_count = bank_desk_accounts(&call->app->settings, own, COUNT_OF(own));
	if (!bank_credit_add(&call->work, &said->credit, &body, &is_known, &is_ours, err))
		return false;
	if (!is_ours && said->other_account) {
		said->credit.account = said->other_account;
		if (!bank_credit_add(&call->work, &said->credit, &body, &is_known, &is_ours, err))
			return false;
	}
	if (!is_ours)
		log_notice("bank", "%s: transaction %s is to an account that is not the shop's", bank_source_words[said->credit.source], said->credit.bank_id);
	buf_text(&call->answer, SUCCESS);
	return !body || paying_told(call, body, err);
}

static bool hook_heard(struct call *call, struct err *err)
{
	(void)err;
	if (call->app->bank)
		bank_desk_hear(call->app->bank, call->work.at_us);
	return true;
}

static void hook_answer(struct call *call, int status, const char *text)
{
	http_reply_text(call->request, status, "application/json", text);
	call_free(call);
}

static void hook_refuse(struct call *call, enum bank_source source, const struct err *err)
{
	bool is_signed = err->code != ERR_FORBIDDEN;

	if (!is_signed && !bank_desk_refuses(call->app->bank, call->request->peer, call->work.at_us)) {
		hook_answer(call, 429, TOO_OFTEN);
		return;
	}
	log_warning("bank", "%s from %s: %s", bank_source_words[source], call->request->peer, err->text);
	hook_answer(call, is_signed ? 400 : 401, is_signed ? "{\"success\":false,\"message\":\"not understood\"}" : "{\"success\":false,\"message\":\"unauthorized\"}");
}

static void hook_stream(struct call *call, enum bank_source source)
{
	struct http_request *request = call->request;
	struct bank_hook_said *said = ARENA_NEW(call->arena, struct bank_hook_said);
	struct bank_hook hook = {
		.source = source, .authorization = http_header(request, "Authorization"), .signature = http_header(request, "X-SePay-Signature"),
		.timestamp = http_header(request, "X-SePay-Timestamp"), .body = request->body ? request->body : "", .body_size = request->body_size,
		.at_us = call->work.at_us,
	};
	struct err err;

	if (!call->app->bank || request->body_fd >= 0 || request->body_size > BANK_HOOK_BODY_MAX) {
		hook_answer(call, call->app->bank ? 413 : 503, "{\"success\":false,\"message\":\"too large\"}");
		return;
	}
	if (!bank_desk_looks(call->app->bank, request->peer, request->body_size, call->work.at_us)) {
		hook_answer(call, 429, TOO_OFTEN);
		return;
	}
	hook.key = bank_desk_key(call->app->bank, source);
	if (!bank_hook_read(&hook, call->arena, said, &err)) {
		hook_refuse(call, source, &err);
		return;
	}
	if (!bank_desk_admits(call->app->bank, source, call->work.at_us)) {
		hook_answer(call, 429, TOO_OFTEN);
		return;
	}
	if (!said->is_credit) {
		bank_desk_hear(call->app->bank, call->work.at_us);
		hook_answer(call, 200, SUCCESS);
		return;
	}
	call->state = said;
	call->work.id = random_id();
	call->work.actor = (struct id){ { 0 } };
	call->work.role = 0;
	call->work.ask = hash_of(hook.body, hook.body_size);
	call_add_step(call, LANE_WRITE, hook_write);
	call_add_step(call, LANE_LOOP, hook_heard);
	call_start(call);
}

static void sepay_stream(struct call *call) { hook_stream(call, BANK_SEPAY); }
static void payos_stream(struct call *call) { hook_stream(call, BANK_PAYOS); }

/* ---- practising ------------------------------------------------------------------------------------ */

/* In a practice book somebody must be the bank: the ticket's QR is paid as if by a customer. */
static bool practise(struct call *call, struct err *err)
{
	const struct bank_account own = { .account = "QUAYTAP", .bin = "000000" };
	const struct qr_in *in = call->in;
	struct bank_credit_in credit = { .source = BANK_SEPAY, .own = &own, .own_count = 1, .account = own.account, .booked_us = call->work.at_us };
	const struct bank_credited *body;
	struct intent intent;
	char id[ID_TEXT_SIZE];
	bool found, is_known, is_ours;

	if (!call->work.book->is_practice)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ quầy tập mới giả làm ngân hàng được");
	if (!intent_last(call->work.txn, call->arena, in->cart_id, &intent, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "cart_id", "phiếu này chưa có mã QR");
	id_write(call->work.id, id);
	credit.bank_id = id;
	credit.amount = in->amount.dong == SHAPE_ABSENT ? intent.amount : in->amount;
	credit.payer = (struct bank_payer){ .name = "KHACH TAP", .purpose = intent.token };
	return bank_credit_add(&call->work, &credit, &body, &is_known, &is_ours, err) && (!body || paying_told(call, body, err));
}

const struct route bank_routes[] = {
	{ HTTP_POST, "/carts/:cart_id/qr", MAY_SELL, &qr_shape, &paying_shape, { { LANE_DRAFT, qr_read }, { LANE_WRITE, qr_ask }, { LANE_LOOP, qr_shown } },
	  "Asks for a ticket's money, or a part of it, by VietQR", false, NULL },
	{ HTTP_GET, "/carts/:cart_id/paying", MAY_SELL, &of_cart_shape, &paying_shape, { { LANE_DRAFT, paying_read } },
	  "What was asked for a ticket by VietQR, and what the bank told of it", false, NULL },
	{ HTTP_GET, "/carts/:cart_id/offers", MAY_SELL, &of_cart_shape, &offers_shape, { { LANE_DRAFT, offers_read } },
	  "Money of the ticket's amount that came without a token", false, NULL },
	{ HTTP_GET, "/carts/:cart_id/qr.svg", MAY_SELL, &svg_shape, NULL, { { LANE_DRAFT, svg_read } }, "The QR that a ticket is paid by, as a picture", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/practise_bank", MAY_SELL, &qr_shape, &nothing_shape, { { LANE_WRITE, practise } },
	  "At a practice till: the bank tells that the ticket's money came", false, NULL },
	{ HTTP_GET, "/till/paying", MAY_SELL, &shown_shape, &paying_shape, { { LANE_LOOP, shown_find }, { LANE_READ, shown_read } },
	  "The QR that a till shows to its customer now", false, NULL },
	{ .method = HTTP_POST, .path = "/till/paying/hide", .may = MAY_SELL, .in = &shown_shape, .out = &nothing_shape, .steps = { { LANE_LOOP, hide } },
	  .about = "The till shows no QR any more; what was asked stays known", .no_id = true },
	{ .method = HTTP_POST, .path = "/bank/sepay", .may = MAY_ANYONE, .in = &nothing_shape, .about = "SePay tells of a transaction (its own form, its own key)",
	  .no_id = true, .stream = sepay_stream, .from_outside = true },
	{ .method = HTTP_POST, .path = "/bank/payos", .may = MAY_ANYONE, .in = &nothing_shape, .about = "payOS tells of a payment (its own form, its own signature)",
	  .no_id = true, .stream = payos_stream, .from_outside = true },
	{ .path = NULL },
};
