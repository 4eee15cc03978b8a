/* What orders have to do with tickets, producers and paper. */
#include "app/api_order.h"

#include <string.h>

#include "app/api_bank.h"
#include "app/order_paper.h"
#include "app/paper.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/known.h"
#include "shop/party.h"
#include "shop/print.h"

/* ---- a ticket becomes an order ----------------------------------------------------- */

struct cart_order_in {
	struct id cart_id;
	int32_t channel;
	const struct order_contact *contact;
	struct money deposit_asked;
	bool is_holding;
	int32_t promised_day;
	const char **samples;          /* numbers of the ticket's lines that come from the producer */
	size_t samples_count;
	int32_t shipping_by;
	struct money shipping_fee;
};
static const struct field cart_order_fields[] = {
	F_ID(struct cart_order_in, cart_id),
	F_WORD(struct cart_order_in, channel, order_channel_words),
	F_PART_AT(struct cart_order_in, contact, &order_contact_in_shape),
	F_MONEY_OPT(struct cart_order_in, deposit_asked, 0, MONEY_MAX),
	F_BOOL(struct cart_order_in, is_holding),
	F_DAY(struct cart_order_in, promised_day),
	F_TEXTS(struct cart_order_in, samples, 0, ORDER_LINES_MAX, 10),
	F_WORD_OPT(struct cart_order_in, shipping_by, order_shipping_words),
	F_MONEY_OPT(struct cart_order_in, shipping_fee, 0, MONEY_MAX),
};
static const struct shape cart_order_shape = SHAPE(struct cart_order_in, "cart_order_in", cart_order_fields);

struct ordering {
	struct cart cart;
	bool found;
	struct order_in order;
};

static bool is_sample(const struct cart_order_in *in, int64_t n)
{
	int64_t number;

	for (size_t i = 0; i < in->samples_count; i++)
		if (text_read_i64(in->samples[i], strlen(in->samples[i]), &number) && number == n)
			return true;
	return false;
}

/* An order knows nothing of goods brought back, of a coupon, nor of money that came for the ticket: none of it may get lost. */
static bool is_plain(struct call *call, const struct cart *cart, struct err *err)
{
	const struct cart_doc *doc = cart->doc;
	struct paying paying;

	if (!id_is_none(doc->order_id))
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đang giao hàng của một đơn; thanh toán phiếu ấy");
	if (doc->back || doc->swap_count)
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này đang đổi hàng khách mang lại; bỏ phần ấy, hoặc thanh toán thay vì đặt");
	if (!id_is_none(doc->coupon_id))
		return err_set(err, ERR_CONFLICT, "cart_id", "phiếu này có phiếu giảm giá; gỡ ra, khi khách lấy hàng mới dùng");
	if (!paying_fill(call->work.txn, call->arena, cart->id, &paying, err))
		return false;
	return paying.came.dong == 0 || err_set(err, ERR_CONFLICT, "cart_id", "khách đã chuyển khoản cho phiếu này; thanh toán phiếu thay vì đặt");
}

/* What a row comes to; of one that cannot be sold today the ticket does not say. ERR_CONFLICT: it has no price. */
static bool row_amount(struct call *call, const struct view_line *line, struct money *whole, struct err *err)
{
	struct item item;

	*whole = line->amount;
	if (line->state == LINE_OK)
		return true;
	if (!item_get(call->work.txn, call->arena, line->item_id, &item, err))
		return false;
	if (line->price.dong == SHAPE_ABSENT)
		return err_set(err, ERR_CONFLICT, "lines", "%s chưa có giá bán; báo văn phòng", line->name);
	return cart_amount(line->price, line->qty_milli, MONEY(item.decimals > 0 && item.round_unit > 1 ? item.round_unit : 0), whole) ||
	       err_set(err, ERR_INPUT, "lines", "số tiền quá lớn");
}

/* What was left off holds for the day the goods come, so also for rows that cannot be sold today; the ticket's own is spread over all of them. */
static bool take_discounts(struct call *call, const struct cart_doc *doc, const struct cart_view *view, struct order_in *order, struct err *err)
{
	int64_t *weights = ARENA_LIST(call->arena, view->lines_count, int64_t), sum = 0;
	struct money *parts = ARENA_LIST(call->arena, view->lines_count, struct money), whole;

	for (size_t i = 0; i < view->lines_count; i++) {
		if (!row_amount(call, &view->lines[i], &whole, err))
			return false;
		order->lines[i].discount = discount_of(&doc->lines[i].discount, whole);
		weights[i] = whole.dong - order->lines[i].discount.dong;
		sum += weights[i];
	}
	if (sum == 0)
		return true;
	money_split(discount_of(&doc->discount, MONEY(sum)), weights, view->lines_count, parts);
	for (size_t i = 0; i < view->lines_count; i++)
		order->lines[i].discount.dong += parts[i].dong;
	return true;
}

static bool cart_order_read(struct call *call, struct err *err)
{
	const struct cart_order_in *in = call->in;
	struct ordering *state = ARENA_NEW(call->arena, struct ordering);
	struct cart_view view;
	struct entry entry;
	bool is_over;

	call->state = state;
	if (!id_is(call->work.id, in->cart_id))
		return err_set(err, ERR_INPUT, "id", "mã đơn đặt phải là mã của phiếu");
	if (!journal_find_id(call->work.txn, call->arena, in->cart_id, &entry, &is_over, err) ||
	    !cart_find(call->drafts, call->arena, in->cart_id, &state->cart, &state->found, err) || is_over)
		return is_over;
	if (!state->found)
		return err_set(err, ERR_MISSING, "cart_id", "không còn phiếu này; tải lại trang");
	if (!call_at_till(call, state->cart.till_id, err) || !is_plain(call, &state->cart, err) ||
	    !api_show_cart(call, &state->cart, SHAPE_ABSENT, &view, err))
		return false;
	if (view.lines_count == 0 || view.lines_count > ORDER_LINES_MAX)
		return err_set(err, ERR_CONFLICT, "lines", view.lines_count ? "phiếu quá nhiều dòng cho một đơn đặt" : "phiếu chưa có hàng");
	state->order = (struct order_in){
		.channel = in->channel, .contact = in->contact, .customer_id = state->cart.doc->customer_id,
		.deposit_asked = in->deposit_asked.dong == SHAPE_ABSENT ? MONEY(0) : in->deposit_asked, .is_holding = in->is_holding,
		.lines = ARENA_LIST(call->arena, view.lines_count, struct order_line_in), .promised_day = in->promised_day, .shipping_by = in->shipping_by,
		.shipping_fee = in->shipping_fee.dong == SHAPE_ABSENT ? MONEY(0) : in->shipping_fee, .trail = state->cart.doc->trail,
		.trail_count = state->cart.doc->trail_count, .discount_limit_ppm = call->app->settings.discount_limit_ppm,
	};
	if (!order_shipping_fits(call, &state->order, err))
		return false;
	/* What cannot be sold from the shelf now may be ordered all the same, as long as it is known what it is. */
	for (size_t i = 0; i < view.lines_count; i++) {
		const struct view_line *line = &view.lines[i];

		if (id_is_none(line->item_id))
			return err_set(err, ERR_CONFLICT, "lines", "có dòng chưa biết là hàng gì; bỏ dòng ấy hoặc chọn cho xong");
		state->order.lines[state->order.lines_count++] = (struct order_line_in){
			.is_sample = is_sample(in, line->n), .item_id = line->item_id, .qty_milli = line->qty_milli,
		};
	}
	return take_discounts(call, state->cart.doc, &view, &state->order, err);
}

static bool cart_order_write(struct call *call, struct err *err)
{
	struct ordering *state = call->state;
	const struct order_body *body;

	if (!order_place(&call->work, &state->order, &body, err) || !order_show(call, call->work.entry.id, ORDER_OUT(call), err))
		return false;
	order_publish(call);
	if (!call->work.is_repeat)
		api_publish_cart(call, state->cart.till_id, call->work.id, NULL);
	return true;
}

static bool cart_order_mark(struct call *call, struct err *err)
{
	struct ordering *state = call->state;

	return !state->found || api_close_cart(call, &state->cart, CART_PAID, err);
}

/* ---- an order becomes a ticket -------------------------------------------------------- */

struct deliver_in {
	struct id order_id, till_id;
};
static const struct field deliver_fields[] = { F_ID(struct deliver_in, order_id), F_ID(struct deliver_in, till_id) };
static const struct shape deliver_shape = SHAPE(struct deliver_in, "order_deliver", deliver_fields);

/* What can go out now: all that is left, of goods that a producer is asked for what has come. */
static size_t parts_of(struct call *call, const struct order_view *order, struct cart_doc_part **parts)
{
	size_t count = 0;

	*parts = ARENA_LIST(call->arena, order->lines_count + 1, struct cart_doc_part);
	for (size_t i = 0; i < order->lines_count; i++) {
		const struct order_view_line *line = &order->lines[i];
		int64_t left = line->qty_milli - line->delivered_milli;

		if (line->asking && left > line->held_milli)
			left = line->held_milli;
		if (left > 0)
			(*parts)[count++] = (struct cart_doc_part){ .amount_given = MONEY(SHAPE_ABSENT), .item_id = line->item_id, .order_n = line->n, .qty_milli = left };
	}
	return count;
}

/* What the customer pays for the shipping goes with the first goods that leave. */
static bool add_shipping(struct call *call, const struct order_view *order, struct cart_doc_part *parts, size_t *count, struct err *err)
{
	struct id item_id;
	int64_t *sales;
	size_t sales_count;

	if (order->shipping_by != SHIPPING_CUSTOMER || order->shipping_fee.dong == 0)
		return true;
	if (!order_sales(call->work.txn, call->arena, order->id, &sales, &sales_count, err))
		return false;
	if (sales_count)
		return true;
	if (!order_shipping_item(call, &item_id, err))
		return false;
	parts[(*count)++] = (struct cart_doc_part){ .amount_given = order->shipping_fee, .item_id = item_id, .qty_milli = 1000 };
	return true;
}

static bool deliver(struct call *call, struct err *err)
{
	const struct deliver_in *in = call->in;
	struct cart_change by = api_change_of(call);
	struct cart_doc_part *parts;
	struct cart_head *heads;
	struct order_view order;
	struct cart cart;
	size_t count, parts_count;
	bool found;

	if (!call_at_till(call, in->till_id, err) || !cart_find(call->drafts, call->arena, call->work.id, &cart, &found, err))
		return false;
	if (found)
		return api_get_open_cart(call, call->work.id, &cart, err) && api_show_cart(call, &cart, SHAPE_ABSENT, call->out, err);
	if (!order_get(call->work.txn, call->arena, call->work.book, in->order_id, day_of_us(call->work.at_us), &order, err) ||
	    !api_list_carts(call, in->till_id, &heads, &count, err))
		return false;
	if (order.state >= ORDER_IS_DELIVERED)
		return err_set(err, ERR_CONFLICT, "order_id", order.state == ORDER_IS_CANCELLED ? "đơn này đã hủy" : "đơn này đã giao xong");
	if (count == CARTS_OF_TILL_MAX)
		return err_set(err, ERR_LIMIT, NULL, "quầy có quá nhiều phiếu đang mở; thanh toán hoặc bỏ bớt");
	parts_count = parts_of(call, &order, &parts);
	if (parts_count == 0)
		return err_set(err, ERR_CONFLICT, "order_id", "hàng của đơn này chưa về; nhập hàng xong mới giao được");
	if (!add_shipping(call, &order, parts, &parts_count, err))
		return false;
	cart = (struct cart){ .id = call->work.id, .till_id = in->till_id, .state = CART_OPEN, .doc = cart_doc_new(call->arena) };
	cart.doc->customer_id = order.customer_id;
	return cart_doc_order(cart.doc, &by, in->order_id, parts, parts_count, err) && till_cart_set(call->drafts, in->till_id, cart.id, err) &&
	       api_put_cart(call, &cart, SHAPE_ABSENT, call->out, err);
}

/* ---- what producers are asked -------------------------------------------------------------- */

struct question {
	int32_t asked_day, asking, back_day;
	const char *item;
	struct id item_id;
	int64_t n, open_milli;
	const char *number;
	struct id order_id;
	int32_t promised_day;
	const char *unit;
};
static const struct field question_fields[] = {
	F_DAY_OPT(struct question, asked_day),
	F_WORD(struct question, asking, order_asking_words),
	F_DAY_OPT(struct question, back_day),
	F_TEXT(struct question, item, 1, 200),
	F_ID(struct question, item_id),
	F_I64(struct question, n, 1, 1000),
	F_TEXT(struct question, number, 1, ORDER_NUMBER_SIZE),
	F_I64(struct question, open_milli, 1, QTY_MILLI_MAX),
	F_ID(struct question, order_id),
	F_DAY(struct question, promised_day),
	F_TEXT(struct question, unit, 1, 20),
};
static const struct shape question_shape = SHAPE(struct question, "order_question", question_fields);
struct producer_out {
	const char *name, *phone;
	struct id producer_id;
	struct question *questions;
	size_t questions_count;
	const char *text;              /* to copy for Zalo: what is to be asked now; NULL: nothing is */
};
static const struct field producer_fields[] = {
	F_TEXT(struct producer_out, name, 1, 200),
	F_TEXT_OPT(struct producer_out, phone, 1, 20),
	F_ID(struct producer_out, producer_id),
	F_LIST(struct producer_out, questions, 0, 2000, &question_shape),
	F_TEXT_OPT(struct producer_out, text, 1, 20000),
};
static const struct shape producer_shape = SHAPE(struct producer_out, "order_producer", producer_fields);
struct questions_out {
	struct producer_out *producers;
	size_t producers_count;
};
static const struct field questions_fields[] = { F_LIST(struct questions_out, producers, 0, 2000, &producer_shape) };
static const struct shape questions_shape = SHAPE(struct questions_out, "order_questions", questions_fields);

static const char *day_text(struct arena *arena, int32_t day)
{
	return arena_format(arena, "%02d/%02d/%04d", (int)(day % 100), (int)(day / 100 % 100), (int)(day / 10000));
}

static const char *qty_text(struct arena *arena, int64_t milli)
{
	int64_t part = milli % 1000;
	int digits = part % 100 == 0 ? 1 : part % 10 == 0 ? 2 : 3;

	if (part == 0)
		return arena_format(arena, "%lld", (long long)(milli / 1000));
	return arena_format(arena, "%lld,%0*lld", (long long)(milli / 1000), digits, (long long)(part / (digits == 1 ? 100 : digits == 2 ? 10 : 1)));
}

/* No customer's name leaves the shop: the producer needs goods, pieces and the day. */
static void write_text(struct call *call, const char *site, struct producer_out *producer)
{
	const char *text = NULL;

	for (size_t i = 0; i < producer->questions_count; i++) {
		const struct question *q = &producer->questions[i];

		if (q->asking == ASKING_TO_ASK)
			text = arena_format(call->arena, "%s\n- %s: %s %s, cần ngày %s (%s)", text ? text : "", q->item, qty_text(call->arena, q->open_milli),
					    q->unit, day_text(call->arena, q->promised_day), q->number);
	}
	if (text)
		producer->text = arena_format(call->arena, "%s chào %s. Khách đặt hàng mẫu đang bày:%s\nCó hàng không, giao được ngày nào? Cảm ơn.", site,
					      producer->name, text);
}

static bool questions_read(struct call *call, struct err *err)
{
	struct questions_out *out = call->out;
	struct producer_out *producer = NULL;
	struct order_asking_row *rows;
	struct site site;
	size_t count;

	if (!order_list_asking(call->work.txn, call->arena, &rows, &count, err) ||
	    !site_get(call->work.txn, call->arena, call->work.book->site_id, office_day(call), &site, err))
		return false;
	out->producers = ARENA_LIST(call->arena, count, struct producer_out);
	for (size_t i = 0; i < count; i++) {
		char number[ORDER_NUMBER_SIZE];
		struct party party;
		struct item item;

		if (!producer || !id_is(producer->producer_id, rows[i].producer_id)) {
			producer = &out->producers[out->producers_count++];
			if (!party_get(call->work.txn, call->arena, rows[i].producer_id, office_day(call), &party, err))
				return false;
			*producer = (struct producer_out){ .name = party.name ? party.name : party.code, .phone = party.phone, .producer_id = party.id,
							   .questions = ARENA_LIST(call->arena, count - i, struct question) };
		}
		if (!item_get(call->work.txn, call->arena, rows[i].item_id, &item, err))
			return false;
		producer->questions[producer->questions_count++] = (struct question){
			.asked_day = rows[i].asked_day, .asking = rows[i].asking, .back_day = rows[i].back_day, .item = item.name, .item_id = item.id,
			.n = rows[i].n, .number = arena_text(call->arena, order_number_write(rows[i].number, number)), .open_milli = rows[i].open_milli,
			.order_id = rows[i].order_id, .promised_day = rows[i].promised_day, .unit = item.unit,
		};
	}
	for (size_t i = 0; i < out->producers_count; i++)
		write_text(call, site.name, &out->producers[i]);
	return true;
}

static const struct field ask_line_fields[] = { F_I64(struct order_asked_line, n, 1, 1000), F_ID(struct order_asked_line, order_id) };
static const struct shape ask_line_shape = SHAPE(struct order_asked_line, "order_ask_line", ask_line_fields);
static const struct field ask_fields[] = { F_LIST(struct order_ask_in, lines, 1, ORDER_ASK_MAX, &ask_line_shape) };
static const struct shape ask_shape = SHAPE(struct order_ask_in, "order_ask", ask_fields);

static bool ask_write(struct call *call, struct err *err)
{
	const struct order_asked *body;

	if (!order_ask(&call->work, call->in, &body, err))
		return false;
	order_publish(call);
	return true;
}

static const struct field answer_fields[] = {
	F_DAY_OPT(struct order_answered, back_day),
	F_BOOL(struct order_answered, is_yes),
	F_I64(struct order_answered, n, 1, 1000),
	F_ID(struct order_answered, order_id),
	F_TEXT_OPT(struct order_answered, reason, 1, 200),
};
static const struct shape answer_shape = SHAPE(struct order_answered, "order_answer", answer_fields);

static bool answer_write(struct call *call, struct err *err)
{
	const struct order_answered *body;

	if (!order_answer(&call->work, call->in, &body, err))
		return false;
	order_publish(call);
	return true;
}

/* ---- on paper ---------------------------------------------------------------------------------- */

enum paper_word { PAPER_QUOTE = 1, PAPER_PICKING, PAPER_DELIVERY, PAPER_SLIP };
static const char *const paper_words[] = { NULL, "quote", "picking", "delivery", "slip", NULL };

struct paper_in {
	struct id order_id;
	int32_t paper;
	struct id till_id;             /* whose printer */
};
static const struct field pdf_fields[] = { F_ID(struct paper_in, order_id), F_WORD(struct paper_in, paper, paper_words) };
static const struct shape pdf_shape = SHAPE(struct paper_in, "order_paper", pdf_fields);
static const struct field print_fields[] = {
	F_ID(struct paper_in, order_id), F_WORD(struct paper_in, paper, paper_words), F_ID(struct paper_in, till_id),
};
static const struct shape print_shape = SHAPE(struct paper_in, "order_print", print_fields);
struct printed_out {
	int64_t copy;
};
static const struct field printed_fields[] = { F_I64(struct printed_out, copy, 0, INT64_MAX) };
static const struct shape printed_shape = SHAPE(struct printed_out, "order_printed", printed_fields);

/* The entry that a paper is of: the last deposit, the last delivery, or what was ordered last. */
static bool entry_of(struct call *call, const struct paper_in *in, int64_t *key, int64_t *sale_key, struct err *err)
{
	struct order_view order;
	struct deposit_row *rows;
	int64_t *sales;
	size_t count;

	*sale_key = 0;
	if (!order_get(call->work.txn, call->arena, call->work.book, in->order_id, office_day(call), &order, err))
		return false;
	*key = order.changed_key;
	if (in->paper == PAPER_DELIVERY) {
		if (!order_sales(call->work.txn, call->arena, in->order_id, &sales, &count, err))
			return false;
		if (count)
			*key = *sale_key = sales[0];
	}
	if (in->paper != PAPER_SLIP)
		return true;
	if (!order_deposits(call->work.txn, call->arena, in->order_id, &rows, &count, err))
		return false;
	for (*key = 0; count > 0; count--)
		if (rows[count - 1].what == DEPOSIT_IN) {
			*key = rows[count - 1].entry_key;
			return true;
		}
	return err_set(err, ERR_CONFLICT, "paper", "đơn này chưa thu cọc lần nào");
}

static struct page *make_slip(struct call *call, int64_t key, const char **name, struct err *err)
{
	struct cash_slip_facts facts = { 0 };
	struct entry entry;

	if (!journal_get(call->work.txn, call->arena, key, &entry, err) ||
	    !paper_shop_of(call->work.txn, call->arena, call->work.book, entry.at_us, &facts.shop, err) ||
	    !order_slip_facts(call->work.txn, call->arena, call->work.book, &entry, &facts, err))
		return NULL;
	facts.paper = PAGE_A5_WIDE;
	*name = arena_format(call->arena, "Phiếu thu đặt cọc %s.pdf", facts.number);
	return layout_cash_slip(call->arena, &facts);
}

static struct page *make_paper(struct call *call, const struct paper_in *in, int64_t sale_key, const char **name, struct err *err)
{
	static const char *const names[] = { "Báo giá", "Phiếu soạn hàng", "Phiếu giao hàng" };
	struct order_paper_facts facts = { .sheet = PAGE_A4 };

	if (!paper_shop_of(call->work.txn, call->arena, call->work.book, call->work.at_us, &facts.shop, err) ||
	    !order_paper(call->work.txn, call->arena, call->work.book, in->order_id, sale_key, (enum order_paper_kind)(in->paper - PAPER_QUOTE),
			 call->work.at_us, &facts, err))
		return NULL;
	*name = arena_format(call->arena, "%s %s.pdf", names[in->paper - PAPER_QUOTE], facts.number);
	return layout_order(call->arena, &facts);
}

static bool pdf_read(struct call *call, struct err *err)
{
	const struct paper_in *in = call->in;
	int64_t key, sale_key;
	struct fonts *fonts;
	struct page *page;
	bool ok;

	if (!entry_of(call, in, &key, &sale_key, err))
		return false;
	page = in->paper == PAPER_SLIP ? make_slip(call, key, &call->answer_name, err) : make_paper(call, in, sale_key, &call->answer_name, err);
	if (!page)
		return false;
	call->answer_type = "application/pdf";
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, page, call->work.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

/* The original once; what did not come out again; after it only numbered copies. */
static bool print_write(struct call *call, struct err *err)
{
	static const enum print_layout layouts[] = { LAYOUT_RECEIPT, LAYOUT_QUOTE, LAYOUT_PICKING, LAYOUT_DELIVERY, LAYOUT_CASH_SLIP };
	const struct paper_in *in = call->in;
	struct printed_out *out = call->out;
	enum print_layout layout = layouts[in->paper];
	const char *till_code, *printer;
	struct print_row *rows, *first = NULL;
	int64_t key, sale_key;
	size_t count;

	if (!call_at_till(call, in->till_id, err) || !entry_of(call, in, &key, &sale_key, err) ||
	    !known_till_code(call->known, call->work.txn, call->arena, in->till_id, &till_code, err) ||
	    !print_of_entry(call->work.txn, call->arena, key, &rows, &count, err))
		return false;
	printer = app_printer_of(call->app, till_code);
	if (!printer)
		return err_set(err, ERR_CONFLICT, "till_id", "quầy này không có máy in; mở bản PDF rồi in từ máy tính");
	call->may_print = true;
	for (size_t i = 0; i < count; i++)
		if (rows[i].layout == (int32_t)layout && rows[i].copy == 0)
			first = &rows[i];
	if (!first)
		return print_add(call->work.txn, key, layout, 0, printer, call->work.at_us, err);
	if (first->state == PRINT_WAITING || first->state == PRINT_PRINTING)
		return true;
	if (first->state == PRINT_IS_FAILED || first->state == PRINT_IS_UNKNOWN)
		return print_again(call->work.txn, key, layout, call->work.at_us, err);
	if (!paper_copy(&call->work, key, layout, &out->copy, err))
		return false;
	return call->work.is_repeat || print_add(call->work.txn, key, layout, out->copy, printer, call->work.at_us, err);
}

const struct route order_more_routes[] = {
	{ HTTP_POST, "/carts/:cart_id/order", MAY_SELL, &cart_order_shape, &order_out_shape,
	  { { LANE_DRAFT, cart_order_read }, { LANE_WRITE, cart_order_write }, { LANE_DRAFT, cart_order_mark } }, "A ticket becomes an order of the same id", false, NULL },
	{ HTTP_POST, "/orders/:order_id/deliver", MAY_SELL, &deliver_shape, &cart_view_shape, { { LANE_DRAFT, deliver } },
	  "What can leave of an order becomes a ticket", false, NULL },
	{ HTTP_GET, "/order-questions", MAY_STAFF, &nothing_shape, &questions_shape, { { LANE_READ, questions_read } },
	  "What producers are asked for because only a sample is here, by producer", false, NULL },
	{ HTTP_POST, "/order-questions", MAY_STAFF, &ask_shape, &nothing_shape, { { LANE_WRITE, ask_write } }, "A producer was asked", false, NULL },
	{ HTTP_POST, "/order-answers", MAY_STAFF, &answer_shape, &nothing_shape, { { LANE_WRITE, answer_write } }, "A producer answered", false, NULL },
	{ HTTP_GET, "/orders/:order_id/papers/:paper", MAY_STAFF, &pdf_shape, NULL, { { LANE_READ, pdf_read } },
	  "Quotation, picking list, delivery note or slip of the last deposit as a sheet", false, NULL },
	{ HTTP_POST, "/orders/:order_id/print", MAY_SELL, &print_shape, &printed_shape, { { LANE_WRITE, print_write } },
	  "The same out of the till's printer; after the original a numbered copy", false, NULL },
	{ .path = NULL },
};
