#include "app/screen.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/api.h"
#include "app/api_bank.h"
#include "app/bank_desk.h"
#include "app/http.h"
#include "app/public_link.h"
#include "app/sse.h"
#include "receipts/qr.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/item_words.h"
#include "shop/passport.h"
#include "shop/pay_ways.h"
#include "shop/sale_view.h"
#include "shop/tile.h"
#include "shop/tile.h"

#define THANKS_US INT64_C(90000000)  /* a sale is thanked for so long, unless the next one begins */
#define GOODS_MAX 24
#define TILES_LOOKED_AT 300
#define QR_TEXT_MAX 16000

/* ---- who may look ----------------------------------------------------------------- */

struct screen_in {
	const char *code;
	int32_t lang;
	struct id till_id;
};
static const struct field in_fields[] = {
	F_WORD_OPT(struct screen_in, lang, lang_words),
	F_ID_OPT(struct screen_in, till_id),
};
static const struct shape in_shape = SHAPE(struct screen_in, "screen_in", in_fields);
static const struct field check_fields[] = {
	F_CODE(struct screen_in, code, 1, 200),
	F_WORD_OPT(struct screen_in, lang, lang_words),
	F_ID_OPT(struct screen_in, till_id),
};
static const struct shape check_shape = SHAPE(struct screen_in, "screen_check_in", check_fields);

/* Whoever sells here, or the browser that a supervisor enrolled: whose till it is. */
static bool may_look(const struct call *call, struct id *till_id, struct err *err)
{
	const struct screen_in *in = call->in;
	bool sells = call->who.role && (MAY_SELL & MAY(call->who.role));
	struct id own = sells && !id_is_none(call->till_id) ? call->till_id : call->station_till_id;

	if (!sells && id_is_none(call->station_id))
		return err_set(err, ERR_FORBIDDEN, NULL, "màn hình này chưa thuộc quầy nào: đăng nhập ở trang bán hàng, hay nhờ ca trưởng ghi danh máy này");
	*till_id = id_is_none(in->till_id) ? own : in->till_id;
	if (id_is_none(*till_id))
		return err_set(err, ERR_FORBIDDEN, "till_id", "chưa chọn quầy; đăng nhập ở trang bán hàng của quầy ấy");
	/* A station that is of one till shows that one; who oversees may look at any. */
	if (!sells && !id_is_none(call->station_till_id) && !id_is(*till_id, call->station_till_id))
		return err_set(err, ERR_FORBIDDEN, "till_id", "màn hình này là của quầy khác");
	return !sells || call->who.role != STAFF_CASHIER || call_at_till(call, *till_id, err);
}

/* ---- the ticket --------------------------------------------------------------------- */

struct screen_line {
	struct money amount;
	const char *commune;
	int64_t decimals;
	struct money discount;
	bool is_waiting;           /* the till is still to settle what it is: no amount of it counts */
	int64_t n;
	const char *name, *producer;
	int64_t qty_milli, stars;
	const char *unit;
};
static const struct field line_fields[] = {
	F_MONEY(struct screen_line, amount, 0, MONEY_MAX),
	F_TEXT_OPT(struct screen_line, commune, 1, 200),
	F_I64(struct screen_line, decimals, 0, 3),
	F_MONEY(struct screen_line, discount, 0, MONEY_MAX),
	F_BOOL(struct screen_line, is_waiting),
	F_I64(struct screen_line, n, 1, INT64_MAX),
	F_TEXT_OPT(struct screen_line, name, 1, 300),
	F_TEXT_OPT(struct screen_line, producer, 1, 200),
	F_I64(struct screen_line, qty_milli, 1, QTY_MILLI_MAX),
	F_I64(struct screen_line, stars, 0, 5),
	F_TEXT(struct screen_line, unit, 0, 20),
};
static const struct shape line_shape = SHAPE(struct screen_line, "screen_line", line_fields);
/* Of an exchange: what was brought, and what becomes of its worth beside the new goods. */
struct screen_back_line {
	struct money amount;
	const char *name;
	int64_t qty_milli;
	const char *unit;
};
static const struct field back_line_fields[] = {
	F_MONEY(struct screen_back_line, amount, 0, MONEY_MAX),
	F_TEXT(struct screen_back_line, name, 1, 300),
	F_I64(struct screen_back_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct screen_back_line, unit, 0, 20),
};
static const struct shape back_line_shape = SHAPE(struct screen_back_line, "screen_back_line", back_line_fields);
struct screen_back {
	struct money give;         /* to the customer, as it goes out in cash */
	struct money kept;         /* off a debt, or back onto a voucher */
	struct screen_back_line *lines;
	size_t lines_count;
	struct money worth;
};
static const struct field back_fields[] = {
	F_MONEY(struct screen_back, give, 0, MONEY_MAX),
	F_MONEY(struct screen_back, kept, 0, MONEY_MAX),
	F_LIST(struct screen_back, lines, 0, SALE_BOOK_LINES_MAX, &back_line_shape),
	F_MONEY(struct screen_back, worth, 0, MONEY_MAX),
};
static const struct shape back_shape = SHAPE(struct screen_back, "screen_back", back_fields);
struct screen_cart {
	struct screen_back *back;  /* NULL: nothing was brought */
	struct money discount;
	struct money due;          /* the goods' total less what was brought for them */
	struct screen_line *lines;
	size_t lines_count;
	struct money total;
};
static const struct field cart_fields[] = {
	F_PART_AT(struct screen_cart, back, &back_shape),
	F_MONEY(struct screen_cart, discount, 0, MONEY_MAX),
	F_MONEY(struct screen_cart, due, 0, MONEY_MAX),
	F_LIST(struct screen_cart, lines, 0, SALE_LINES_MAX, &line_shape),
	F_MONEY(struct screen_cart, total, 0, MONEY_MAX),
};
static const struct shape cart_shape = SHAPE(struct screen_cart, "screen_cart", cart_fields);
struct screen_qr {
	const char *path;
	int64_t side;
};
static const struct field qr_fields[] = {
	F_TEXT(struct screen_qr, path, 1, QR_TEXT_MAX),
	F_I64(struct screen_qr, side, 1, 177),
};
static const struct shape qr_shape = SHAPE(struct screen_qr, "screen_qr", qr_fields);
/* What is asked for by VietQR just now, and what the bank told of it. */
struct screen_pay {
	struct money amount;
	struct screen_qr *qr;
	int32_t state;
};
static const struct field pay_fields[] = {
	F_MONEY(struct screen_pay, amount, 0, MONEY_MAX),
	F_PART_AT(struct screen_pay, qr, &qr_shape),
	F_WORD(struct screen_pay, state, paying_state_words),
};
static const struct shape screen_pay_shape = SHAPE(struct screen_pay, "screen_pay", pay_fields);
struct screen_thanks {
	int64_t at_us;
	struct money change;
	struct money given_back;   /* of an exchange, out of the till */
	bool is_exchange;          /* then total is what was added */
	struct screen_qr *qr;      /* the receipt's page; NULL where there is none */
	const char *receipt;
	struct money total;
};
static const struct field thanks_fields[] = {
	F_I64(struct screen_thanks, at_us, 0, INT64_MAX),
	F_MONEY(struct screen_thanks, change, 0, MONEY_MAX),
	F_MONEY(struct screen_thanks, given_back, 0, MONEY_MAX),
	F_BOOL(struct screen_thanks, is_exchange),
	F_PART_AT(struct screen_thanks, qr, &qr_shape),
	F_TEXT(struct screen_thanks, receipt, 1, RECEIPT_TEXT_SIZE),
	F_MONEY(struct screen_thanks, total, 0, MONEY_MAX),
};
static const struct shape thanks_shape = SHAPE(struct screen_thanks, "screen_thanks", thanks_fields);
struct screen_out {
	struct screen_cart *cart;
	int32_t lang;              /* of the names: as asked, else the ticket's, else Vietnamese */
	int64_t now_us;
	struct screen_pay *pay;
	const char *shop, *site;
	struct screen_thanks *thanks;
	const char *till_code;
	struct id till_id;
};
static const struct field out_fields[] = {
	F_PART_AT(struct screen_out, cart, &cart_shape),
	F_WORD(struct screen_out, lang, lang_words),
	F_I64(struct screen_out, now_us, 0, INT64_MAX),
	F_PART_AT(struct screen_out, pay, &screen_pay_shape),
	F_TEXT(struct screen_out, shop, 1, 200),
	F_TEXT(struct screen_out, site, 1, 200),
	F_PART_AT(struct screen_out, thanks, &thanks_shape),
	F_TEXT(struct screen_out, till_code, 1, 12),
	F_ID(struct screen_out, till_id),
};
static const struct shape out_shape = SHAPE(struct screen_out, "screen", out_fields);

/* The item's name in the customer's language, else its own. */
static bool name_in(struct call *call, struct id item_id, enum lang lang, const char **name, struct err *err)
{
	struct item_words words;

	if (lang == LANG_VI || id_is_none(item_id))
		return true;
	if (!item_words_in(call->work.txn, call->arena, item_id, lang, &words, err))
		return false;
	if (words.name)
		*name = words.name;
	return true;
}

static enum lang ticket_lang(const struct cart *cart)
{
	for (int i = LANG_VI; cart->doc->lang && i <= LANG_KO; i++)
		if (strcmp(lang_words[i], cart->doc->lang) == 0)
			return (enum lang)i;
	return LANG_VI;
}

static struct screen_qr *make_qr(struct call *call, const char *text)
{
	struct screen_qr *qr = ARENA_NEW(call->arena, struct screen_qr);
	struct buf path;
	int side;

	buf_init(&path, QR_TEXT_MAX);
	if (!text || !qr_path(text, &side, &path))
		qr = NULL;
	else
		*qr = (struct screen_qr){ .path = arena_text(call->arena, buf_get(&path)), .side = side };
	buf_release(&path);
	return qr;
}

/* Only while the till shows it to this customer: of the ticket that is open. */
static bool show_pay(struct call *call, struct id cart_id, struct screen_out *out, struct err *err)
{
	const struct id *shown = call->state;
	struct paying paying;
	bool is_on;

	if (!shown || !id_is(*shown, cart_id))
		return true;
	if (!paying_fill(call->work.txn, call->arena, cart_id, &paying, err))
		return false;
	if (!paying.intent)
		return true;
	if (!pay_way_is_on(call->work.txn, call->arena, PAY_VIETQR, &is_on, err))
		return false;
	/* Switched off while it stood there: nobody is to pay by it any more. What came already is still said. */
	if (!is_on && paying.state == PAYING_WAITING)
		return true;
	out->pay = ARENA_NEW(call->arena, struct screen_pay);
	*out->pay = (struct screen_pay){ .amount = paying.intent->amount, .qr = make_qr(call, paying.intent->payload), .state = paying.state };
	return true;
}

static bool show_back(struct call *call, const struct cart_view *view, enum lang lang, struct screen_cart *cart, struct err *err)
{
	struct screen_back *back;
	size_t count = view->back ? view->back->lines_count : view->swap ? view->swap->lines_count : 0;

	if (!view->back && !view->swap)
		return true;
	back = cart->back = ARENA_NEW(call->arena, struct screen_back);
	*back = (struct screen_back){ .lines = ARENA_LIST(call->arena, count, struct screen_back_line) };
	if (view->back) {
		back->give = view->back->give_cash;
		back->kept = view->back->kept;
		back->worth = view->back->owed;
	} else {
		back->worth = view->swap->worth;
	}
	for (size_t i = 0; i < count; i++) {
		struct screen_back_line *line = &back->lines[back->lines_count++];
		struct id item_id = view->back ? view->back->lines[i].item_id : view->swap->lines[i].item_id;

		if (view->back)
			*line = (struct screen_back_line){ view->back->lines[i].paid, view->back->lines[i].name, view->back->lines[i].qty_milli, view->back->lines[i].unit };
		else
			*line = (struct screen_back_line){ view->swap->lines[i].worth, view->swap->lines[i].name, view->swap->lines[i].qty_milli, view->swap->lines[i].unit };
		if (!name_in(call, item_id, lang, &line->name, err))
			return false;
	}
	return true;
}

static bool show_cart(struct call *call, struct id till_id, enum lang asked, struct screen_out *out, struct err *err)
{
	enum lang lang;
	struct id cart_id;
	struct cart_view view;
	struct cart cart;
	struct entry entry;
	bool found = false, is_over = false;

	if (!till_cart_get(call->drafts, till_id, &cart_id, err))
		return false;
	if (id_is_none(cart_id))
		return true;
	if (!cart_kept_find(call->kept, call->drafts, call->arena, cart_id, &cart, &found, err) ||
	    !journal_find_id(call->work.txn, call->arena, cart_id, &entry, &is_over, err))
		return false;
	if (!found || is_over || cart.state != CART_OPEN || (!cart.doc->lines_count && !cart.doc->back && !cart.doc->swap_count))
		return true;
	if (!api_show_cart(call, &cart, SHAPE_ABSENT, &view, err))
		return false;
	lang = asked ? asked : ticket_lang(&cart);
	out->lang = (int32_t)lang;
	out->cart = ARENA_NEW(call->arena, struct screen_cart);
	*out->cart = (struct screen_cart){ .discount = view.discount, .due = view.due, .total = view.total,
					   .lines = ARENA_LIST(call->arena, view.lines_count, struct screen_line) };
	for (size_t i = 0; i < view.lines_count; i++) {
		const struct view_line *from = &view.lines[i];
		struct screen_line *line = &out->cart->lines[out->cart->lines_count++];
		bool is_waiting = from->state != LINE_OK;

		*line = (struct screen_line){
			.amount = is_waiting ? MONEY(0) : from->amount, .commune = from->commune, .decimals = from->decimals, .discount = is_waiting ? MONEY(0) : from->discount,
			.is_waiting = is_waiting, .n = from->n, .name = id_is_none(from->item_id) ? NULL : from->name, .producer = from->producer,
			.qty_milli = from->qty_milli, .stars = from->stars, .unit = from->unit,
		};
		if (line->name && !name_in(call, from->item_id, lang, &line->name, err))
			return false;
	}
	return show_back(call, &view, lang, out->cart, err) && show_pay(call, cart_id, out, err);
}

/* A deposit, or another way for a ticket that is paid: while the till shows its QR, whatever ticket lies open beside it. */
static bool show_asked(struct call *call, struct screen_out *out, struct err *err)
{
	const struct id *shown = call->state;
	struct intent intent;
	struct entry entry;
	bool found, is_over;

	if (out->pay || !shown || id_is_none(*shown))
		return true;
	if (!intent_last(call->work.txn, call->arena, *shown, &intent, &found, err) ||
	    !journal_find_id(call->work.txn, call->arena, *shown, &entry, &is_over, err))
		return false;
	if (!found || is_over || id_is_none(intent.of_id))
		return true;
	out->cart = NULL;
	return show_pay(call, *shown, out, err);
}

/* What went over the counter: of an exchange not what its goods were worth, but the difference. */
static void say_difference(const struct sale_view *view, struct screen_thanks *thanks)
{
	thanks->is_exchange = view->back || view->swapped_count;
	for (size_t i = 0; thanks->is_exchange && i < view->pays_count; i++)
		if (view->pays[i].way == PAY_EXCHANGE || view->pays[i].way == PAY_GOODWILL)
			thanks->total.dong -= view->pays[i].amount.dong;
	for (size_t i = 0; view->back && i < view->back->pays_count; i++)
		if (view->back->pays[i].way == PAY_CASH || view->back->pays[i].way == PAY_TRANSFER)
			thanks->given_back.dong -= view->back->pays[i].amount.dong;
}

/* What was just paid at this till; nothing of a return, and nothing of long ago. */
static bool show_thanks(struct call *call, struct id till_id, struct screen_out *out, struct err *err)
{
	char code[OWNCODE_SIZE];
	struct sale_view view;
	struct entry entry;
	int64_t key;
	bool found;

	if (!sale_last(call->work.txn, till_id, call->work.book->epoch, &key, &found, err) || !found)
		return !found;
	if (!journal_get(call->work.txn, call->arena, key, &entry, err))
		return false;
	if (strcmp(entry.kind, sale_kind.name) != 0 || call->work.at_us - entry.at_us > THANKS_US)
		return true;
	if (!sale_view_of_entry(call->work.txn, call->arena, &entry, NULL, &view, err))
		return false;
	passport_code(OWNCODE_RECEIPT, view.id, code);
	out->thanks = ARENA_NEW(call->arena, struct screen_thanks);
	*out->thanks = (struct screen_thanks){ .at_us = view.at_us, .change = view.change, .receipt = view.receipt, .total = view.total,
					       .qr = make_qr(call, public_link(call->arena, call->app->settings.public_url, code)) };
	say_difference(&view, out->thanks);
	return true;
}

/* Which ticket's QR the till shows is the loop's to know. */
static bool pay_find(struct call *call, struct err *err)
{
	struct id *cart_id = ARENA_NEW(call->arena, struct id);
	struct id till_id;

	if (!may_look(call, &till_id, err))
		return false;
	if (call->app->bank)
		*cart_id = bank_desk_shown(call->app->bank, till_id);
	call->state = cart_id;
	return true;
}

static bool screen_read(struct call *call, struct err *err)
{
	const struct screen_in *in = call->in;
	struct screen_out *out = call->out;
	struct site site;
	struct till till;
	struct id till_id;

	if (!may_look(call, &till_id, err) || !till_get(call->work.txn, call->arena, till_id, &till, err) ||
	    !site_get(call->work.txn, call->arena, call->work.book->site_id, day_of_us(call->work.at_us), &site, err))
		return false;
	*out = (struct screen_out){ .lang = in->lang ? in->lang : LANG_VI, .now_us = call->work.at_us,
		.shop = site.operator_name, .site = site.name, .till_code = till.code, .till_id = till_id };
	return show_cart(call, till_id, (enum lang)in->lang, out, err) && show_asked(call, out, err) &&
	       (out->cart || out->pay || show_thanks(call, till_id, out, err));
}

/* ---- goods: the idle picture, and prices ---------------------------------------------- */

struct screen_good {
	const char *commune, *image;
	struct id item_id;
	const char *name, *name_vi;
	struct money price;
	const char *producer;
	int64_t stars;
	const char *storage, *story, *unit, *usage;
};
static const struct field good_fields[] = {
	F_TEXT_OPT(struct screen_good, commune, 1, 200),
	F_CODE_OPT(struct screen_good, image, 64, 64),
	F_ID(struct screen_good, item_id),
	F_TEXT(struct screen_good, name, 1, 200),
	F_TEXT_OPT(struct screen_good, name_vi, 1, 200),
	F_MONEY_OPT(struct screen_good, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct screen_good, producer, 1, 200),
	F_I64(struct screen_good, stars, 0, 5),
	F_TEXT_OPT(struct screen_good, storage, 1, 200),
	F_TEXT_OPT(struct screen_good, story, 1, 400),
	F_TEXT(struct screen_good, unit, 1, 20),
	F_TEXT_OPT(struct screen_good, usage, 1, 300),
};
static const struct shape good_shape = SHAPE(struct screen_good, "screen_good", good_fields);
struct goods_out {
	struct screen_good *goods;
	size_t goods_count;
	const char *text;          /* why there are none, or why not to sell; NULL: nothing to say */
};
static const struct field goods_fields[] = {
	F_LIST(struct goods_out, goods, 0, GOODS_MAX, &good_shape),
	F_TEXT_OPT(struct goods_out, text, 1, 400),
};
static const struct shape goods_shape = SHAPE(struct goods_out, "screen_goods", goods_fields);

static bool add_good(struct call *call, struct id item_id, enum lang lang, bool only_starred, struct goods_out *out, struct err *err)
{
	struct item_words words;
	struct item_view view;
	struct tile tile;
	struct screen_good *good;

	if (!item_view_get(call->work.txn, call->arena, item_id, call->work.book->site_id, call->work.at_us, &view, err))
		return false;
	if (only_starred && (!view.stars || view.price.dong == SHAPE_ABSENT || view.stock_milli <= 0))
		return true;
	if (!item_words_in(call->work.txn, call->arena, item_id, lang, &words, err) || !tile_get(call->work.txn, call->arena, item_id, &tile, err))
		return false;
	good = &out->goods[out->goods_count++];
	*good = (struct screen_good){
		.commune = view.commune, .image = tile.image, .item_id = item_id, .name = words.name ? words.name : view.item.name, .name_vi = words.name ? view.item.name : NULL,
		.price = view.price, .producer = view.producer, .stars = view.stars, .storage = words.storage, .story = words.story, .unit = view.item.unit,
		.usage = words.usage,
	};
	return true;
}

static bool goods_read(struct call *call, struct err *err)
{
	const struct screen_in *in = call->in;
	enum lang lang = in->lang ? (enum lang)in->lang : LANG_VI;
	struct goods_out *out = call->out;
	struct tile *tiles;
	struct id till_id;
	size_t count;

	if (!may_look(call, &till_id, err) || !tiles_list(call->work.txn, call->arena, &tiles, &count, err))
		return false;
	out->goods = ARENA_LIST(call->arena, GOODS_MAX, struct screen_good);
	for (size_t i = 0; i < count && i < TILES_LOOKED_AT && out->goods_count < GOODS_MAX; i++)
		if (!add_good(call, tiles[i].item_id, lang, true, out, err))
			return false;
	return true;
}

static bool check_read(struct call *call, struct err *err)
{
	const struct screen_in *in = call->in;
	enum lang lang = in->lang ? (enum lang)in->lang : LANG_VI;
	struct goods_out *out = call->out;
	struct find_rules rules = app_find_rules(call->app, call->work.at_us);
	struct id till_id;
	struct find find;

	if (!may_look(call, &till_id, err) || !find_scan(call->work.txn, call->arena, &rules, "", in->code, strlen(in->code), &find, err))
		return false;
	out->goods = ARENA_LIST(call->arena, GOODS_MAX, struct screen_good);
	if (find.kind != FIND_ITEM && find.kind != FIND_STOPPED) {
		out->text = find.kind == FIND_UNKNOWN ? "không tìm thấy mã này; nhờ nhân viên giúp" : "mã này không phải hàng hóa";
		return true;
	}
	out->text = find.kind == FIND_STOPPED ? "hàng này không bán được; đưa cho nhân viên" : NULL;
	for (size_t i = 0; i < find.items_count; i++)
		if (!add_good(call, find.items[i], lang, false, out, err))
			return false;
	return true;
}

/* ---- events --------------------------------------------------------------------------- */

#define EVERY_SCREEN "screens"

static const char *screen_topic(struct arena *arena, struct id till_id)
{
	char text[ID_TEXT_SIZE];

	id_write(till_id, text);
	return arena_format(arena, "screen/%s", text);
}

static void events_stream(struct call *call)
{
	const char *topics[2] = { EVERY_SCREEN };
	struct id till_id;
	struct err err;

	if (!may_look(call, &till_id, &err)) {
		http_reply_err(call->request, &err);
		call_free(call);
		return;
	}
	topics[1] = screen_topic(call->arena, till_id);
	/* What is said to all who work here (recalls, papers, readers) is not said to a customer's screen. */
	sse_subscribe(call->app->sse, call->request, topics, COUNT_OF(topics), true, call_reader(call));
	call_free(call);
}

void screen_hint(struct app *app, const struct call_event *event)
{
	static const char *const kinds[] = { "cart", "sale", "paying" };
	char topic[SSE_NAME_SIZE];

	/* Goods on any ticket may be stopped by it, or its QR put away. */
	if (!event->topic && (strcmp(event->kind, "recall") == 0 || strcmp(event->kind, "pay_ways") == 0))
		sse_publish(app->sse, "screen", EVERY_SCREEN, "{}");
	if (!event->topic || strncmp(event->topic, "till/", 5) != 0 || strlen(event->topic) >= sizeof(topic) - 2)
		return;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (strcmp(event->kind, kinds[i]) != 0)
			continue;
		snprintf(topic, sizeof(topic), "screen/%s", event->topic + 5);
		sse_publish(app->sse, "screen", topic, "{}");
		return;
	}
}

/* The page asks what it is, in the language that it speaks just now. */
void screen_check(struct app *app, struct id till_id, const char *data, size_t size)
{
	char topic[SSE_NAME_SIZE] = "screen/", *code = malloc(size);
	size_t kept = 0;
	struct buf buf;

	assert(code);
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)data[i] >= 0x20 && data[i] != 0x7f)
			code[kept++] = data[i];
	id_write(till_id, topic + strlen(topic));
	buf_init(&buf, SSE_TEXT_MAX);
	buf_text(&buf, "{\"code\":");
	buf_json_any(&buf, code, kept);
	buf_text(&buf, "}");
	if (app->sse && kept && !buf.full)
		sse_publish(app->sse, "check", topic, buf_get(&buf));
	buf_release(&buf);
	free(code);
}

const struct route screen_routes[] = {
	{ HTTP_GET, "/screen", MAY_ANYONE, &in_shape, &out_shape, { { LANE_LOOP, pay_find }, { LANE_DRAFT, screen_read } },
	  "What a customer sees of a till: the open ticket, what is to pay, thanks", false, NULL },
	{ HTTP_GET, "/screen/goods", MAY_ANYONE, &in_shape, &goods_shape, { { LANE_READ, goods_read } }, "Goods with stars, for an idle screen", false, NULL },
	{ HTTP_GET, "/screen/check", MAY_ANYONE, &check_shape, &goods_shape, { { LANE_READ, check_read } }, "What a customer scanned: its price and story", false,
	  NULL },
	{ .method = HTTP_GET, .path = "/screen/events", .may = MAY_ANYONE, .in = &in_shape,
	  .about = "That a till's screen is to look again (text/event-stream)", .stream = events_stream },
	{ .path = NULL },
};
