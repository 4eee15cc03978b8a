#include "shop/cart_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calc/words.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/customer.h"
#include "shop/exchange.h"
#include "shop/goods.h"
#include "shop/hamper.h"
#include "shop/order.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/tile.h"

#define MONEY_LETTERS 40
#define LINES_LONG 100  /* fewer fit into an entry whatever they are called */

enum { LOT_GET, CONTRACT_GET, OPERATOR };

const struct sql view_sql[] = {
	[LOT_GET] = { .text = "SELECT code, expiry_day, expiry_kind, own_price FROM lot WHERE id = $1" },
	[CONTRACT_GET] = { .text = "SELECT number, consignor_id FROM contract WHERE id = $1" },
	[OPERATOR] = { .text = "SELECT operator_id FROM site WHERE id = $1" },
	SQL_END
};

struct viewing {
	struct txn *txn;
	struct arena *arena;
	const struct book *book;
	const struct cart *cart;
	struct cart_view *view;
	int64_t at_us;
	int32_t day;
	struct order_view order;   /* of the cart's; id zero: it has none */
	struct goods_asker by;
	int64_t price_from_us;     /* of the line at hand: since when its price holds */
	size_t *lines_at;          /* of each line to be sold: its place in the cart */
	const struct cart_rules *rules;
};

static void note(struct view_line *line, enum note_level level, const char *text)
{
	if (line->notes_count < VIEW_NOTES_MAX)
		line->notes[line->notes_count++] = (struct view_note){ (int32_t)level, text };
}

static void stop(struct view_line *line, const char *text)
{
	line->state = LINE_STOPPED;
	note(line, NOTE_RED, text);
}

static bool choose_item(struct viewing *v, const struct cart_doc_line *doc, struct view_line *line, struct err *err)
{
	struct view_choice swap;

	line->state = LINE_CHOOSE;
	line->name = "Chọn mặt hàng";
	line->code = doc->code;
	line->choices = ARENA_LIST(v->arena, doc->choices_count, struct view_choice);
	for (size_t i = 0; i < doc->choices_count; i++) {
		struct view_choice *choice = &line->choices[line->choices_count++];
		struct item_view item;
		struct tile tile;

		if (!item_view_get(v->txn, v->arena, doc->choices[i].id, v->book->site_id, v->at_us, &item, err) ||
		    !tile_get(v->txn, v->arena, doc->choices[i].id, &tile, err))
			return false;
		*choice = (struct view_choice){ .item_id = item.item.id, .image = tile.image, .name = item.item.name, .price = item.price, .producer = item.producer,
						.stock_milli = item.stock_milli > 0 ? item.stock_milli : 0, .unit = item.item.unit };
		/* What lies here comes first (B3). */
		for (size_t k = line->choices_count - 1; k > 0 && line->choices[k].stock_milli > 0 && line->choices[k - 1].stock_milli == 0; k--) {
			swap = line->choices[k];
			line->choices[k] = line->choices[k - 1];
			line->choices[k - 1] = swap;
		}
	}
	for (size_t i = 0; i < line->choices_count; i++)
		line->choices[i].key = (int64_t)i + 1;
	return true;
}

/* The book has none of it and several owners might: whose is it? */
static bool choose_owner(struct viewing *v, struct view_line *line, bool *could, struct err *err)
{
	struct stmt *q = stmt_begin(v->txn, &view_sql[OPERATOR]);
	struct id operator_id = { { 0 } }, *contracts;
	size_t count;

	*could = false;
	stmt_put_id(q, v->book->site_id);
	if (stmt_next(q))
		stmt_take_id(q, &operator_id);
	if (!stmt_end(q, err) || !contract_of_item(v->txn, v->arena, line->item_id, operator_id, v->day, &contracts, &count, err))
		return false;
	if (count < 2)
		return true;
	line->state = LINE_CHOOSE;
	line->choices = ARENA_LIST(v->arena, count, struct view_choice);
	line->choices_count = count;
	for (size_t i = 0; i < count; i++) {
		struct view_choice *choice = &line->choices[i];
		struct id consignor_id = { { 0 } };
		struct party party;

		q = stmt_begin(v->txn, &view_sql[CONTRACT_GET]);
		stmt_put_id(q, contracts[i]);
		if (stmt_next(q)) {
			choice->name = stmt_take_text(q, v->arena);
			stmt_take_id(q, &consignor_id);
		}
		if (!stmt_end(q, err) || !party_get(v->txn, v->arena, consignor_id, v->day, &party, err))
			return false;
		choice->contract_id = contracts[i];
		choice->key = (int64_t)i + 1;
		choice->producer = party.name;
		choice->price = line->price;
		choice->unit = line->unit;
	}
	*could = true;
	return true;
}

/* A ticket of another day has today's prices, and says so (B5). */
static void note_repriced(struct viewing *v, struct view_line *line, struct money was)
{
	char text[MONEY_LETTERS];

	if (was.dong == SHAPE_ABSENT || line->price.dong == SHAPE_ABSENT || was.dong == line->price.dong)
		return;
	money_write_plain(was, text, sizeof(text));
	note(line, NOTE_INFO, arena_format(v->arena, "giá hôm nay; hôm trước là %s đ", text));
}

/* The price that sale_price will ask for: that of when it was shown, or today's where that is lower (B5). */
static bool price_of(struct viewing *v, const struct cart_doc_line *doc, struct view_line *line, struct err *err)
{
	struct money then;
	bool found;

	if (!id_is_none(doc->lot_id)) {
		struct stmt *q = stmt_begin(v->txn, &view_sql[LOT_GET]);
		int64_t own_price = SHAPE_ABSENT;

		stmt_put_id(q, doc->lot_id);
		if (stmt_next(q)) {
			line->lot_code = stmt_take_text_opt(q, v->arena);
			line->expiry_day = stmt_take_day_opt(q);
			stmt_skip(q);
			own_price = stmt_take_i64_opt(q);
		}
		if (!stmt_end(q, err))
			return false;
		if (own_price != SHAPE_ABSENT) {
			line->price = MONEY(own_price);
			return true;
		}
	}
	note_repriced(v, line, doc->price_was);
	if (line->price.dong == SHAPE_ABSENT || doc->priced_us >= v->at_us || doc->priced_us >= v->price_from_us)
		return true;
	if (!item_price_at(v->txn, line->item_id, v->book->site_id, doc->priced_us, &then, &found, err))
		return false;
	/* Begun on another day: today's price, whichever it is. */
	if (day_of_us(doc->priced_us) != v->day) {
		note_repriced(v, line, found ? then : MONEY(SHAPE_ABSENT));
		return true;
	}
	if (found && then.dong < line->price.dong)
		line->price = then;
	else if (found && then.dong > line->price.dong)
		note(line, NOTE_INFO, "giá mới thấp hơn");
	return true;
}

/* Goods of an order cost what was agreed, or today's price where that is lower. */
static void agree_price(struct viewing *v, const struct cart_doc_line *doc, const struct item *item, struct view_line *line)
{
	const struct order_view_line *of = NULL;
	int64_t before = 0, agreed;
	struct money list;

	for (size_t i = 0; i < v->order.lines_count; i++)
		if (v->order.lines[i].n == doc->order_n)
			of = &v->order.lines[i];
	for (const struct cart_doc_line *other = v->cart->doc->lines; other < doc; other++)
		before += other->order_n == doc->order_n ? other->qty_milli : 0;
	if (!of || v->order.state >= ORDER_IS_DELIVERED) {
		stop(line, "đơn đặt này đã giao hoặc đã hủy; bỏ dòng này");
		return;
	}
	if (of->delivered_milli + before + doc->qty_milli > of->qty_milli) {
		stop(line, "nhiều hơn số còn phải giao của đơn; sửa số lượng, phần thêm quét thành dòng mới");
		return;
	}
	if (line->price.dong == SHAPE_ABSENT ||
	    !cart_amount(line->price, doc->qty_milli, MONEY(item->decimals > 0 && item->round_unit > 1 ? item->round_unit : 0), &list))
		return;
	agreed = order_part(of->amount, of->qty_milli, of->delivered_milli + before, doc->qty_milli).dong;
	line->agreed_off = MONEY(list.dong > agreed ? list.dong - agreed : 0);
}

/* Wine, and beer and spirits, of the OCOP groups since 2023 (P13). */
static bool is_alcohol(const struct goods_origin *origin)
{
	return origin->group_set >= 2023 && (origin->group_code == 14 || origin->group_code == 15);
}

/* "10 % · Khách quen"; NULL: nothing is left off. */
static const char *said(struct arena *arena, const struct discount *discount)
{
	if (!discount_is_given(discount))
		return NULL;
	return arena_format(arena, "%s · %s%s", discount_worth(arena, discount->amount, discount->ppm), discount->reason ? discount->reason : "",
			    discount->is_house ? " · cửa hàng chịu" : "");
}

/* What a row shows of its goods; what is kept of it is copied. */
static bool goods_of(struct viewing *v, struct view_line *line, const struct goods_item **goods, const struct goods_origin **origin, struct err *err)
{
	if (!goods_item(&v->by, line->item_id, goods, err) || !goods_origin(&v->by, &(*goods)->item, origin, err))
		return false;
	v->price_from_us = (*goods)->from_us;
	line->price = (*goods)->has_price ? (*goods)->price : MONEY(SHAPE_ABSENT);
	line->code = arena_text(v->arena, (*goods)->item.code);
	line->name = arena_text(v->arena, (*goods)->item.name);
	line->unit = arena_text(v->arena, (*goods)->item.unit);
	line->decimals = (*goods)->item.decimals;
	line->producer = arena_text(v->arena, (*origin)->producer);
	line->commune = arena_text(v->arena, (*origin)->commune);
	line->stars = (*origin)->stars;
	return true;
}

static bool show_line(struct viewing *v, const struct cart_doc_line *doc, struct view_line *line, struct err *err)
{
	const struct goods_origin *origin;
	const struct goods_item *goods;

	*line = (struct view_line){ .n = doc->n, .qty_milli = doc->qty_milli, .code = doc->code, .price = MONEY(SHAPE_ABSENT), .state = LINE_OK,
				    .unit = "", .name = "Mã chưa có trong sổ", .notes = ARENA_LIST(v->arena, VIEW_NOTES_MAX, struct view_note) };
	if (doc->note)
		note(line, NOTE_AMBER, doc->note);
	if (doc->choices_count)
		return choose_item(v, doc, line, err);
	if (id_is_none(doc->item_id)) {
		if (doc->stop) {
			stop(line, doc->stop);
			line->name = "Tem không bán được";
			return true;
		}
		line->state = LINE_UNKNOWN;
		note(line, NOTE_RED, "mã lạ: Enter bán tạm, F3 chọn đúng hàng theo tên, Del bỏ dòng");
		return true;
	}
	line->item_id = doc->item_id;
	if (!goods_of(v, line, &goods, &origin, err))
		return false;
	if (is_alcohol(origin))
		note(line, NOTE_INFO, "Rượu: khách từ đủ 18 tuổi");
	line->discount_said = said(v->arena, &doc->discount);
	if (!price_of(v, doc, line, err))
		return false;
	if (doc->stop) {
		stop(line, doc->stop);
		line->remedy = "any_lot";
	} else if (line->price.dong == SHAPE_ABSENT) {
		stop(line, "mặt hàng chưa có giá bán; báo văn phòng");
	}
	if (doc->order_n)
		agree_price(v, doc, &goods->item, line);
	return true;
}

static void add_sold(struct viewing *v, const struct cart_doc_line *doc, const struct view_line *line, size_t at)
{
	if (doc->n == v->cart->doc->coupon_n)
		v->view->sale_more.coupon_line = v->view->sale_lines_count;
	v->lines_at[v->view->sale_lines_count] = at;
	v->view->sale_lines[v->view->sale_lines_count++] = (struct sale_line_in){
		.item_id = doc->item_id, .lot_id = doc->lot_id, .contract_id = doc->contract_id, .qty_milli = doc->qty_milli, .price = line->price,
		.priced_us = doc->priced_us, .amount_given = doc->amount_given, .date_read = !id_is_none(doc->date_reader_id),
		.date_reader_id = doc->date_reader_id, .discount = doc->discount,
		.order_n = doc->order_n, .agreed_off = line->agreed_off,
	};
}

/* A refusal that names a line becomes that line's state. */
static bool lay_aside(struct viewing *v, const struct sale_refused *refused, struct err *err)
{
	struct view_line *line = &v->view->lines[v->lines_at[refused->line]];
	bool could = false;

	if (refused->is_owner_unclear && !choose_owner(v, line, &could, err))
		return false;
	if (could)
		note(line, NOTE_AMBER, refused->text);
	else
		stop(line, refused->text);
	if (refused->is_past_day)
		line->remedy = "date_read";
	else if (!could && !id_is_none(v->cart->doc->lines[v->lines_at[refused->line]].lot_id))
		line->remedy = "any_lot";
	return true;
}

/* Those that are laid aside are not sold. */
static void keep_sold(struct viewing *v)
{
	struct cart_view *view = v->view;
	size_t kept = 0;

	for (size_t k = 0; k < view->sale_lines_count; k++) {
		if (view->lines[v->lines_at[k]].state != LINE_OK)
			continue;
		if (view->sale_more.coupon_line == k)
			view->sale_more.coupon_line = kept;
		view->sale_lines[kept] = view->sale_lines[k];
		v->lines_at[kept++] = v->lines_at[k];
	}
	view->sale_lines_count = kept;
}

/* What the lots say: dates, what is not in the book, the last pieces. at: where its own book lines begin or before, then past them. */
static bool note_lots(struct viewing *v, const struct sale_price *price, size_t k, size_t *at, struct view_line *line, struct err *err)
{
	bool is_pending = false, has_expired = false, has_frozen = false, is_first = true;
	const char *frozen_code = NULL;
	int64_t held_milli = 0;
	struct stock_lot *lots;
	int64_t good_milli = 0;
	size_t count;

	if (!goods_lots(&v->by, line->item_id, &lots, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (lots[i].place != PLACE_SHELF || lots[i].qty_milli <= 0)
			continue;
		if (lots[i].expiry_kind == EXPIRY_USE_BY && lots[i].expiry_day && lots[i].expiry_day < v->day)
			has_expired = true;
		if (lots[i].is_frozen) {
			has_frozen = true;
			frozen_code = lots[i].code;
		} else if (!(lots[i].expiry_kind == EXPIRY_USE_BY && lots[i].expiry_day && lots[i].expiry_day < v->day)) {
			good_milli += lots[i].qty_milli;
		}
	}
	for (; *at < price->lines_count && price->from[*at] <= k; (*at)++) {
		const struct stock_lot *lot = NULL;
		size_t b = *at;

		if (price->from[b] < k)
			continue;
		is_pending = is_pending || price->book_lines[b].is_pending;
		held_milli += price->held_milli[b];
		for (size_t i = 0; i < count && !lot; i++)
			if (id_is(lots[i].lot_id, price->book_lines[b].lot_id))
				lot = &lots[i];
		if (!lot || lot->is_pending || !is_first)
			continue;
		is_first = false;
		line->lot_code = lot->code ? arena_text(v->arena, lot->code) : NULL;
		line->expiry_day = lot->expiry_day;
		if (!lot->expiry_day)
			continue;
		if (lot->expiry_day < v->day)
			note(line, NOTE_AMBER, "đã qua ngày dùng tốt nhất; xem lại hàng trước khi bán");
		else if (day_between(v->day, lot->expiry_day) <= NEAR_EXPIRY_DAYS)
			note(line, NOTE_AMBER, arena_format(v->arena, "gần hết hạn: còn %d ngày", (int)day_between(v->day, lot->expiry_day)));
	}
	if (has_frozen)
		note(line, NOTE_AMBER, frozen_code ? arena_format(v->arena, "xem số lô: lô %s đang thu hồi, không bán", frozen_code)
						   : "xem bao bì: có lô đang thu hồi, không bán");
	if (has_expired)
		note(line, NOTE_AMBER, "xem HSD: trong sổ có lô đã hết hạn");
	if (held_milli)
		note(line, NOTE_AMBER, "có hàng đang giữ cho đơn đặt; bán thì đơn ấy sẽ thiếu");
	if (is_pending)
		note(line, NOTE_AMBER, "sổ chưa có đủ hàng này: bán từ \"chưa nhập\"");
	else if (!is_first && good_milli == line->qty_milli)
		note(line, NOTE_INFO, "đây là số hàng cuối cùng trong sổ");
	return true;
}

/* What is in a hamper; several lots of one thing are one. */
static void show_part(struct viewing *v, struct view_line *line, const struct sale_line *part)
{
	struct view_part *last = line->parts_count ? &line->parts[line->parts_count - 1] : NULL;

	if (!line->parts)
		line->parts = ARENA_LIST(v->arena, HAMPER_LOTS_MAX, struct view_part);
	if (last && id_is(last->item_id, part->item_id))
		last->qty_milli += part->qty_milli;
	else if (line->parts_count < HAMPER_LOTS_MAX)
		line->parts[line->parts_count++] =
			(struct view_part){ .item_id = part->item_id, .name = part->name, .qty_milli = part->qty_milli, .unit = part->unit };
}

static bool reckon(struct viewing *v, struct err *err)
{
	struct cart_view *view = v->view;
	struct sale_price price;
	/* Without the cash rounding: how it will be paid is not known yet. */
	struct sale_in in = { .till_id = v->cart->till_id, .order_id = v->cart->doc->order_id, .lines = view->sale_lines,
			      .lines_count = view->sale_lines_count, .more = view->sale_more, .ticket_discount = v->cart->doc->discount, .discount_limit_ppm = v->rules->discount_limit_ppm };
	int64_t hidden = 0;
	size_t at, from = 0;

	if (view->sale_lines_count == 0)
		return true;
	if (!sale_price_each(v->txn, v->arena, v->book, v->at_us, &in, &price, err))
		return false;
	for (size_t r = 0; r < price.refused_count; r++)
		if (!lay_aside(v, &price.refused[r], err))
			return false;
	for (size_t b = 0; b < price.lines_count; b++) {
		struct view_line *line = &view->lines[v->lines_at[price.from[b]]];

		line->off.dong += price.lines[b].ticket_discount.dong;
		/* A hamper is shown at its own price, not at its parts'. */
		if (price.book_lines[b].bundle) {
			struct money whole = line->parts_count ? MONEY(0) : price.given[price.from[b]].amount;

			hidden += price.lines[b].amount.dong - whole.dong;
			line->amount.dong += whole.dong;
			line->discount.dong += whole.dong - price.lines[b].share.paid.dong;
			show_part(v, line, &price.book_lines[b]);
			continue;
		}
		line->amount.dong += price.lines[b].amount.dong;
		if (price.book_lines[b].place == PLACE_NONE)
			line->price = price.lines[b].price;
		line->discount.dong += price.lines[b].amount.dong - price.lines[b].share.paid.dong;
	}
	for (size_t k = 0; k < view->sale_lines_count; k++)
		view->lines[v->lines_at[k]].off.dong += price.given[k].off.dong;
	view->coupon = price.coupon_name;
	view->coupon_refused = price.coupon_refused;
	if (price.lines_count > LINES_LONG)
		view->entry_bytes = sale_bytes(&price, v->arena);
	view->needs_second = sale_needs_second(&in, &price, (struct id){ { 0 } }, &at);
	for (size_t k = 0; k < view->sale_lines_count; k++)
		if (view->lines[v->lines_at[k]].state == LINE_OK && !note_lots(v, &price, k, &from, &view->lines[v->lines_at[k]], err))
			return false;
	keep_sold(v);
	view->list_total = MONEY(price.totals.list.dong - hidden);
	view->total = price.totals.total;
	view->discount = MONEY(view->list_total.dong - price.totals.total.dong);
	view->vat_count = price.totals.vat_count;
	view->vat = ARENA_LIST(v->arena, view->vat_count, struct view_vat);
	for (size_t i = 0; i < view->vat_count; i++)
		view->vat[i] = (struct view_vat){ price.totals.vat[i].gross, price.totals.vat[i].vat, (int32_t)price.totals.vat[i].vat_class };
	return true;
}

static const char *why_blocked(const struct viewing *v)
{
	const struct cart_view *view = v->view;

	if (view->lines_count == 0)
		return "phiếu chưa có hàng";
	for (size_t i = 0; i < view->lines_count; i++) {
		switch ((enum line_state)view->lines[i].state) {
		case LINE_OK:
			break;
		case LINE_CHOOSE:
			return "có dòng chưa chọn xong; bấm một chữ số để chọn";
		case LINE_UNKNOWN:
			return "có mã lạ: F3 chọn đúng hàng, Enter bán tạm, hoặc Del bỏ dòng";
		case LINE_STOPPED:
			return view->lines[i].remedy ? "có dòng không bán được, xem dòng đỏ: − gỡ được, hoặc Del bỏ dòng" :
						       "có dòng không bán được, xem dòng đỏ: Del bỏ dòng";
		}
	}
	if (view->coupon_refused)
		return view->coupon_refused;
	return view->needs_second ? "giảm giá quá mức được tự quyết; mở Giảm giá (F6) để ca trưởng nhập mã PIN" : NULL;
}

static bool show_order(struct viewing *v, struct err *err)
{
	char number[ORDER_NUMBER_SIZE];

	if (!order_get(v->txn, v->arena, v->book, v->cart->doc->order_id, v->day, &v->order, err))
		return false;
	v->view->order = ARENA_NEW(v->arena, struct view_order);
	*v->view->order = (struct view_order){ .deposit_left = v->order.left, .id = v->order.id, .name = v->order.contact.name,
					       .number = arena_text(v->arena, order_number_write(v->order.number, number)) };
	return true;
}

/* Who buys, who brought them: names for the page, the telephone masked. */
static bool show_people(struct viewing *v, struct err *err)
{
	const struct cart_doc *doc = v->cart->doc;
	struct party party;
	int64_t buyer;

	if (!id_is_none(doc->customer_id)) {
		if (!party_get(v->txn, v->arena, doc->customer_id, v->day, &party, err) ||
		    !customer_buyer(v->txn, v->arena, doc->customer_id, v->day, &buyer, err))
			return false;
		v->view->customer = ARENA_NEW(v->arena, struct view_customer);
		*v->view->customer = (struct view_customer){ .id = party.id, .is_firm = buyer == 2, .name = party.name,
							     .phone = customer_masked(v->arena, party.phone), .tax_code = buyer == 2 ? party.tax_code : NULL };
	}
	if (!id_is_none(doc->referrer_id)) {
		if (!party_get(v->txn, v->arena, doc->referrer_id, v->day, &party, err))
			return false;
		v->view->referrer = party.name ? party.name : party.code;
	}
	return true;
}

static struct sale_more more_of(struct arena *arena, const struct cart_doc *doc)
{
	struct id *joined = ARENA_LIST(arena, doc->joined_count, struct id);

	for (size_t i = 0; i < doc->joined_count; i++)
		joined[i] = doc->joined[i].id;
	return (struct sale_more){ .alone_reason = doc->alone_reason, .coupon_approver_id = doc->coupon_approver_id, .coupon_id = doc->coupon_id, .coupon_line = SIZE_MAX,
				   .customer_id = doc->customer_id, .is_gift = doc->is_gift, .joined = joined, .joined_count = doc->joined_count,
				   .lang = doc->lang, .referrer_id = doc->referrer_id };
}

bool cart_view(struct txn *txn, struct arena *arena, const struct book *book, const struct cart *cart, const struct cart_rules *rules,
	       int64_t at_us, struct cart_view *view, struct err *err)
{
	const struct cart_doc *doc = cart->doc;
	struct viewing v = { .txn = txn, .arena = arena, .book = book, .cart = cart, .view = view, .at_us = at_us, .day = day_of_us(at_us),
			     .lines_at = ARENA_LIST(arena, doc->lines_count, size_t), .rules = rules };
	const struct goods_till *till;
	const char *stopped = NULL;
	char words[WORDS_SIZE];

	*view = (struct cart_view){
		.id = cart->id, .till_id = cart->till_id, .version = cart->version, .label = cart->label, .is_parked = cart->state == CART_PARKED,
		.changed = SHAPE_ABSENT, .removed_count = doc->removed_count, .lines = ARENA_LIST(arena, doc->lines_count, struct view_line),
		.lines_count = doc->lines_count, .is_gift = doc->is_gift, .lang = doc->lang, .discount_said = said(arena, &doc->discount),
		.sale_more = more_of(arena, doc), .sale_lines = ARENA_LIST(arena, doc->lines_count, struct sale_line_in),
	};
	v.by = (struct goods_asker){ .goods = goods_at(book->goods, txn, v.day), .txn = txn, .arena = arena, .site_id = book->site_id, .at_us = at_us, .day = v.day };
	if (doc->lines_count) {
		if (!goods_till(&v.by, cart->till_id, &till, err))
			return false;
		v.by.seller_profile = till->seller_profile;
	}
	if (!id_is_none(doc->order_id) && !show_order(&v, err))
		return false;
	for (size_t i = 0; i < doc->lines_count; i++) {
		if (!show_line(&v, &doc->lines[i], &view->lines[i], err))
			return false;
		if (view->lines[i].state == LINE_OK)
			add_sold(&v, &doc->lines[i], &view->lines[i], i);
	}
	if (!reckon(&v, err) || !show_people(&v, err) ||
	    (doc->back && !exchange_view(txn, arena, doc->back, view->total, rules->cash_round_unit, &view->back, &stopped, err)) ||
	    (doc->swap_count && !swap_view(txn, arena, book->site_id, at_us, doc->swap, doc->swap_count, view->total, &view->swap, &stopped, err)))
		return false;
	view->due = MONEY(view->total.dong - (view->back ? view->back->used.dong : 0) - (view->swap ? view->swap->used.dong : 0));
	view->rounding = cart_cash_rounding(view->due, rules->cash_round_unit);
	view->cash_due = MONEY(view->due.dong - view->rounding.dong);
	view->cash_total = MONEY(view->total.dong - view->rounding.dong);
	words_write(view->due.dong, NULL, words);
	view->words = arena_text(arena, words);
	if (view->rounding.dong) {
		words_write(view->cash_due.dong, NULL, words);
		view->cash_words = arena_text(arena, words);
	}
	view->blocked = stopped ? stopped : why_blocked(&v);
	return true;
}

const struct view_line *cart_view_line(const struct cart_view *view, int64_t n)
{
	for (size_t i = 0; i < view->lines_count; i++)
		if (view->lines[i].n == n)
			return &view->lines[i];
	return NULL;
}

bool cart_view_lines_discount(const struct cart_view *view, struct cart_doc *doc, struct err *err)
{
	struct discount whole = doc->discount;

	if (!discount_is_given(&whole))
		return true;
	for (size_t i = 0; i < doc->lines_count; i++) {
		struct discount *own = &doc->lines[i].discount;
		const struct view_line *line = &view->lines[i];

		if (line->state != LINE_OK || line->off.dong == 0)
			continue;
		if (discount_is_given(own) && own->is_house != whole.is_house)
			return err_set(err, ERR_CONFLICT, "other_id", "giảm giá dòng và giảm giá phiếu của hai bên chịu khác nhau; bỏ một rồi ghép");
		/* Both together may be more than either was agreed to. */
		*own = (struct discount){ .amount = line->off, .is_house = whole.is_house, .reason = whole.reason,
					  .approver_id = discount_is_given(own) && id_is_none(own->approver_id) ? own->approver_id : whole.approver_id };
	}
	doc->discount = (struct discount){ 0 };
	return true;
}
