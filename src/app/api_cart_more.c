/* What else is done to a ticket: discounts and coupons, bán tạm, dates, joining, who buys, flags of its paper. */
#include "app/api.h"

#include <string.h>

#include "shop/book.h"
#include "shop/coupon.h"
#include "shop/customer.h"
#include "shop/item_draft.h"

static const char *const bearers[] = { NULL, "contract", "house", NULL };

#define ABOUT_LINES_MAX 20  /* lines whose discount is told to who is asked */

struct more_in {
	struct money amount;
	int32_t bearer;
	struct id cart_id;
	const char *code;
	struct id customer_id;
	int64_t group_code;
	bool is_gift;
	const char *label, *lang;
	int64_t n;
	const char *name;
	struct id other_id;
	int64_t ppm;
	struct money price;
	struct id producer_id;
	int64_t reason;
	struct id referrer_id;
	const char *unit;
};
#define CART_FIELD F_ID(struct more_in, cart_id)
#define LINE_FIELD F_I64(struct more_in, n, 1, INT64_MAX)
/* n absent: the ticket. Neither amount nor ppm: it is taken off again. */
static const struct field of_discount[] = {
	F_MONEY_OPT(struct more_in, amount, 0, MONEY_MAX),
	F_WORD_OPT(struct more_in, bearer, bearers),
	CART_FIELD,
	F_I64_OPT(struct more_in, n, 1, INT64_MAX),
	F_I64_OPT(struct more_in, ppm, 0, PPM),
	F_I64_OPT(struct more_in, reason, 1, DISCOUNT_REASONS_MAX),
};
static const struct field of_coupon[] = { CART_FIELD, F_CODE_OPT(struct more_in, code, 1, COUPON_CODE_LETTERS_MAX), F_I64_OPT(struct more_in, n, 1, INT64_MAX) };
static const struct field of_line[] = { CART_FIELD, LINE_FIELD };
static const struct field of_draft[] = {
	CART_FIELD,
	F_I64_OPT(struct more_in, group_code, 0, 26),
	LINE_FIELD,
	F_TEXT(struct more_in, name, 1, 200),
	F_MONEY(struct more_in, price, 1, INT64_C(10000000000)),
	F_ID(struct more_in, producer_id),
	F_TEXT_OPT(struct more_in, unit, 1, 20),
};
static const struct field of_cart[] = { CART_FIELD };
static const struct field of_join[] = { CART_FIELD, F_ID(struct more_in, other_id) };
static const struct field of_customer[] = { CART_FIELD, F_ID_OPT(struct more_in, customer_id) };
static const struct field of_label[] = { CART_FIELD, F_TEXT_OPT(struct more_in, label, 1, CART_LABEL_LETTERS_MAX) };
static const struct field of_flags[] = {
	CART_FIELD,
	F_BOOL(struct more_in, is_gift),
	F_TEXT_OPT(struct more_in, lang, 2, 2),
};
static const struct field of_referrer[] = { CART_FIELD, F_ID_OPT(struct more_in, referrer_id) };
static const struct shape discount_in = SHAPE(struct more_in, "cart_discount_in", of_discount);
static const struct shape coupon_in = SHAPE(struct more_in, "cart_coupon_in", of_coupon);
static const struct shape line_in = SHAPE(struct more_in, "cart_line_in", of_line);
static const struct shape draft_in = SHAPE(struct more_in, "cart_draft_in", of_draft);
static const struct shape agree_in = SHAPE(struct more_in, "cart_agree_in", of_cart);
static const struct shape join_in = SHAPE(struct more_in, "cart_join_in", of_join);
static const struct shape customer_in = SHAPE(struct more_in, "cart_customer_in", of_customer);
static const struct shape label_in = SHAPE(struct more_in, "cart_label_in", of_label);
static const struct shape flags_in = SHAPE(struct more_in, "cart_flags_in", of_flags);
static const struct shape referrer_in = SHAPE(struct more_in, "cart_referrer_in", of_referrer);

static bool change(struct call *call, cart_make *make, struct err *err)
{
	return api_change_cart(call, ((const struct more_in *)call->in)->cart_id, make, err);
}

/* ---- discounts -------------------------------------------------------------- */

/* One person on duty: her own name stands where the second one's would, and her reason beside it, with which the sale is marked when she takes the money. */
static void agree_alone(struct cart_doc *doc, struct id staff_id, int64_t reason)
{
	doc->alone_reason = reason;
	for (size_t i = 0; i < doc->lines_count; i++)
		if (discount_is_given(&doc->lines[i].discount) && id_is_none(doc->lines[i].discount.approver_id))
			doc->lines[i].discount.approver_id = staff_id;
	if (discount_is_given(&doc->discount) && id_is_none(doc->discount.approver_id))
		doc->discount.approver_id = staff_id;
	if (!id_is_none(doc->coupon_id) && id_is_none(doc->coupon_approver_id))
		doc->coupon_approver_id = staff_id;
}

/* For who is asked: what is left off, of what. */
static const char *about_discounts(struct call *call, const struct cart_view *view)
{
	char total[40], list[40];
	const char *said = arena_format(call->arena, "Giảm giá%s%s:", view->label ? " phiếu " : "", view->label ? view->label : "");

	for (size_t i = 0; i < view->lines_count && i < ABOUT_LINES_MAX; i++) {
		const struct view_line *line = &view->lines[i];

		if (line->discount_said)
			said = arena_format(call->arena, "%s %s: %s;", said, line->name, line->discount_said);
	}
	if (view->discount_said)
		said = arena_format(call->arena, "%s cả phiếu: %s;", said, view->discount_said);
	if (view->coupon)
		said = arena_format(call->arena, "%s phiếu giảm giá %s;", said, view->coupon);
	money_write(view->total, total, sizeof(total));
	money_write(view->list_total, list, sizeof(list));
	return arena_format(call->arena, "%s còn phải trả %s trên %s.", said, total, list);
}

/* The second person's PIN is asked for when it is given, so that paying needs none. */
static bool agreed(struct call *call, const struct cart *cart, struct err *err)
{
	struct cart_view view;

	if (!api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	if (!view.needs_second)
		return true;
	work_say(&call->work, about_discounts(call, &view));
	if (!work_may_as(&call->work, STAKE_DISCOUNT, view.discount, err))
		return false;
	if (call->work.alone.reason)
		agree_alone(cart->doc, call->who.id, call->work.alone.reason);
	return true;
}

static bool make_discount(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct err none;
	struct discount discount = {
		.amount = in->amount.dong == SHAPE_ABSENT ? MONEY(0) : in->amount, .is_house = in->bearer == 2,
		.ppm = in->ppm == SHAPE_ABSENT ? 0 : in->ppm,
	};

	if (discount.amount.dong && discount.ppm)
		return err_set(err, ERR_INPUT, "amount", "giảm một số tiền hoặc một tỷ lệ, không cả hai");
	if (!discount_is_given(&discount))
		discount.is_house = false;
	else if (in->reason == SHAPE_ABSENT)
		return err_set(err, ERR_INPUT, "reason", "chọn lý do giảm giá bằng một chữ số");
	else
		discount.reason = discount_reasons[in->reason];
	if (discount_is_given(&discount) && work_has_second(&call->work, &none))
		discount.approver_id = call->work.approver;
	*n = in->n;
	return cart_doc_discount(cart->doc, &by, in->n == SHAPE_ABSENT ? 0 : in->n, &discount, err) &&
	       (!discount_is_given(&discount) || agreed(call, cart, err));
}

static bool make_coupon(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct coupon coupon;
	struct cart_view view;
	const char *why;
	struct err none;
	bool found;

	*n = in->n;
	if (!work_has_second(&call->work, &none))
		by.approver_id = (struct id){ { 0 } };
	if (!in->code)
		return cart_doc_coupon(cart->doc, &by, (struct id){ { 0 } }, 0, "thôi phiếu giảm giá", err);
	if (!coupon_find(call->work.txn, call->arena, in->code, &coupon, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "code", "không có phiếu giảm giá mang mã này; xem lại mã");
	why = coupon_refuses(&coupon, day_of_us(call->work.at_us));
	if (why)
		return err_set(err, ERR_CONFLICT, "code", "%s", why);
	if (coupon.scope == COUPON_OF_LINE && in->n == SHAPE_ABSENT)
		return err_set(err, ERR_INPUT, "n", "phiếu giảm giá này cho một dòng; chọn dòng rồi nhập mã");
	if (!cart_doc_coupon(cart->doc, &by, coupon.id, coupon.scope == COUPON_OF_LINE ? in->n : 0,
			     arena_format(call->arena, "phiếu %s: %s", coupon.code, coupon_worth(call->arena, &coupon)), err) ||
	    !api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	/* Refused now is better than at paying. */
	if (view.coupon_refused)
		return err_set(err, ERR_CONFLICT, "code", "%s", view.coupon_refused);
	return agreed(call, cart, err);
}

/* Somebody looks at the whole ticket: what became too much by a smaller quantity or by joining is agreed to as it stands. */
static bool make_agree(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	struct cart_change by = api_change_of(call);
	struct cart_view view;

	(void)n;
	if (!api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	work_say(&call->work, about_discounts(call, &view));
	if (!work_may_as(&call->work, STAKE_DISCOUNT, view.discount, err))
		return false;
	if (call->work.alone.reason) {
		by.approver_id = call->who.id;
		cart->doc->alone_reason = call->work.alone.reason;
	}
	return cart_doc_agree(cart->doc, &by, err);
}

static bool cart_agree(struct call *call, struct err *err) { return change(call, make_agree, err); }
static bool cart_discount(struct call *call, struct err *err) { return change(call, make_discount, err); }
static bool cart_coupon(struct call *call, struct err *err) { return change(call, make_coupon, err); }

/* ---- lots and dates --------------------------------------------------------- */

static bool make_date_read(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);

	struct cart_view view;
	const struct view_line *line;

	*n = in->n;
	if (!api_show_cart(call, cart, SHAPE_ABSENT, &view, err))
		return false;
	line = cart_view_line(&view, in->n);
	if (!line)
		return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này; tải lại phiếu");
	work_say(&call->work, arena_format(call->arena, "Bán %s theo ngày đọc trên bao bì: trong sổ hàng này đã quá ngày.", line->name));
	if (!work_may_as(&call->work, STAKE_DATE, line->price.dong == SHAPE_ABSENT ? MONEY(0) : line->price, err))
		return false;
	if (call->work.alone.reason) {
		by.approver_id = call->who.id;
		cart->doc->alone_reason = call->work.alone.reason;
	}
	return cart_doc_date_read(cart->doc, &by, in->n, err);
}

static bool make_any_lot(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);

	*n = in->n;
	return cart_doc_any_lot(cart->doc, &by, in->n, err);
}

static bool cart_date_read(struct call *call, struct err *err) { return change(call, make_date_read, err); }
static bool cart_any_lot(struct call *call, struct err *err) { return change(call, make_any_lot, err); }

/* ---- bán tạm ------------------------------------------------------------------ */

static bool draft_read(struct call *call, struct err *err)
{
	const struct more_in *in = call->in;
	struct item_draft_in *draft = ARENA_NEW(call->arena, struct item_draft_in);
	struct cart cart;

	if (!api_get_open_cart(call, in->cart_id, &cart, err) || !call_at_till(call, cart.till_id, err))
		return false;
	*draft = (struct item_draft_in){ .group_code = in->group_code == SHAPE_ABSENT ? 0 : in->group_code, .name = in->name,
					 .price = in->price, .producer_id = in->producer_id, .till_id = cart.till_id, .unit = in->unit };
	call->state = draft;
	if (cart_doc_did(cart.doc, call->work.id))
		return true;
	for (size_t i = 0; i < cart.doc->lines_count; i++) {
		const struct cart_doc_line *line = &cart.doc->lines[i];

		if (line->n != in->n)
			continue;
		if (!id_is_none(line->item_id) || line->choices_count || line->stop)
			return err_set(err, ERR_CONFLICT, "n", "dòng này không phải mã lạ");
		draft->code = line->code;
		return true;
	}
	return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này; tải lại phiếu");
}

static bool draft_write(struct call *call, struct err *err)
{
	struct id item_id;

	if (!item_draft_add(&call->work, call->state, &item_id, err))
		return false;
	call_publish(call, "goods", NULL, "{}");
	return true;
}

static bool make_draft(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);

	*n = in->n;
	return cart_doc_draft(cart->doc, &by, in->n, id_derive(call->work.id, "draft", 1), err);
}

static bool draft_line(struct call *call, struct err *err) { return change(call, make_draft, err); }

/* ---- joining ------------------------------------------------------------------ */

/* Not out of another cashier's hands. */
static bool may_take(const struct cart *cart, const struct cart *other, struct err *err)
{
	if (id_is(cart->id, other->id))
		return err_set(err, ERR_INPUT, "other_id", "đây là chính phiếu này");
	if (other->state != CART_PARKED && !id_is(other->till_id, cart->till_id))
		return err_set(err, ERR_CONFLICT, "other_id", "phiếu kia đang mở ở quầy khác; nhờ quầy ấy để tạm rồi ghép");
	return true;
}

static bool make_join(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct cart_view view;
	struct cart other;
	struct id active;

	(void)n;
	if (!api_get_open_cart(call, in->other_id, &other, err))
		return strcmp(err->field, "cart_id") == 0 ? err_set(err, err->code, "other_id", "phiếu kia đã xong, không ghép được") : false;
	if (!may_take(cart, &other, err))
		return false;
	if (day_of_us(other.updated_us) != day_of_us(call->work.at_us) && !api_reprice_cart(call, other.doc, err))
		return false;
	/* What was left off one whole ticket does not spread over the other's goods. */
	if (!api_show_cart(call, &other, SHAPE_ABSENT, &view, err) || !cart_view_lines_discount(&view, other.doc, err) ||
	    !api_show_cart(call, cart, SHAPE_ABSENT, &view, err) || !cart_view_lines_discount(&view, cart->doc, err) ||
	    !cart_doc_join(cart->doc, &by, other.id, other.doc, arena_format(call->arena, "ghép phiếu %zu dòng", other.doc->lines_count), err))
		return false;
	other.state = CART_JOINED;
	if (!cart_put(call->drafts, &other, call->work.at_us, err) || !till_cart_get(call->drafts, other.till_id, &active, err))
		return false;
	call_publish(call, "parked", NULL, "{}");
	api_publish_cart(call, other.till_id, other.id, NULL);
	return !id_is(active, other.id) || till_cart_set(call->drafts, other.till_id, id_is(other.till_id, cart->till_id) ? cart->id : (struct id){ { 0 } }, err);
}

static bool cart_join(struct call *call, struct err *err) { return change(call, make_join, err); }

/* ---- who buys, what the paper is -------------------------------------------------- */

static bool make_customer(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	int64_t buyer;

	(void)n;
	if (!id_is_none(in->customer_id) && !customer_buyer(call->work.txn, call->arena, in->customer_id, day_of_us(call->work.at_us), &buyer, err))
		return false;
	cart->doc->customer_id = in->customer_id;
	cart_doc_remember(cart->doc, &by);
	return true;
}

static bool make_flags(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	static const char *const known[] = { "vi", "en", "zh", "ko" };
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	bool is_known = !in->lang;

	(void)n;
	for (size_t i = 0; i < COUNT_OF(known) && in->lang; i++)
		is_known = is_known || strcmp(known[i], in->lang) == 0;
	if (!is_known)
		return err_set(err, ERR_INPUT, "lang", "ngôn ngữ của phiếu là vi, en, zh hoặc ko");
	cart->doc->lang = in->lang && strcmp(in->lang, "vi") != 0 ? in->lang : NULL;
	cart->doc->is_gift = in->is_gift;
	cart_doc_remember(cart->doc, &by);
	return true;
}

static bool make_referrer(struct call *call, struct cart *cart, int64_t *n, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct party party;

	(void)n;
	if (!id_is_none(in->referrer_id) && !party_get(call->work.txn, call->arena, in->referrer_id, day_of_us(call->work.at_us), &party, err))
		return err_set(err, err->code, "referrer_id", "không có người này");
	cart->doc->referrer_id = in->referrer_id;
	cart_doc_remember(cart->doc, &by);
	return true;
}

static bool cart_customer(struct call *call, struct err *err) { return change(call, make_customer, err); }
static bool cart_flags(struct call *call, struct err *err) { return change(call, make_flags, err); }
static bool cart_referrer(struct call *call, struct err *err) { return change(call, make_referrer, err); }

/* A word that a ticket is known by, also while it lies aside; every till's list shows it. */
static bool cart_label(struct call *call, struct err *err)
{
	const struct more_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct cart cart;

	if (!api_get_open_cart(call, in->cart_id, &cart, err) || !call_at_till(call, cart.till_id, err))
		return false;
	if (cart_doc_did(cart.doc, call->work.id))
		return api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
	cart.label = in->label;
	cart_doc_remember(cart.doc, &by);
	call_publish(call, "parked", NULL, "{}");
	return api_put_cart(call, &cart, SHAPE_ABSENT, call->out, err);
}

const struct route cart_more_routes[] = {
	{ HTTP_POST, "/carts/:cart_id/discount", MAY_SELL, &discount_in, &cart_view_shape, { { LANE_DRAFT, cart_discount } },
	  "What is left off a line, or off the ticket", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/coupon", MAY_SELL, &coupon_in, &cart_view_shape, { { LANE_DRAFT, cart_coupon } }, "A given coupon by its code; none: off", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/agree", MAY_SELL, &agree_in, &cart_view_shape, { { LANE_DRAFT, cart_agree } }, "A second person agrees to the ticket's discounts", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/date_read", MAY_SELL, &line_in, &cart_view_shape, { { LANE_DRAFT, cart_date_read } },
	  "Somebody read the date on the pack", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/any_lot", MAY_SELL, &line_in, &cart_view_shape, { { LANE_DRAFT, cart_any_lot } },
	  "Lets a label's lot go: the next good one is sold", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/lines/:n/draft", MAY_SELL, &draft_in, &cart_view_shape,
	  { { LANE_DRAFT, draft_read }, { LANE_WRITE, draft_write }, { LANE_DRAFT, draft_line } }, "Sells what nobody knew, as a draft item", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/join", MAY_SELL, &join_in, &cart_view_shape, { { LANE_DRAFT, cart_join } }, "Takes over all of another ticket", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/customer", MAY_SELL, &customer_in, &cart_view_shape, { { LANE_DRAFT, cart_customer } }, "Who buys; none: nobody in particular", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/label", MAY_SELL, &label_in, &cart_view_shape, { { LANE_DRAFT, cart_label } }, "A word the ticket is known by; none: none", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/flags", MAY_SELL, &flags_in, &cart_view_shape, { { LANE_DRAFT, cart_flags } }, "Language of the receipt, without prices", false, NULL },
	{ HTTP_POST, "/carts/:cart_id/referrer", MAY_SELL, &referrer_in, &cart_view_shape, { { LANE_DRAFT, cart_referrer } }, "Who brought the customer", false, NULL },
	{ .path = NULL },
};
