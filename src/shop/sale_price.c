/* Which lots a cart takes and what it costs: read from the book, nothing is changed. */
#include "shop/sale.h"

#include <stdio.h>
#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/customer.h"
#include "shop/goods.h"
#include "shop/order.h"
#include "shop/sale_parts.h"
#include "shop/sale_price_parts.h"
#include "shop/sql.h"

enum { LOT_GET };

const struct sql sale_price_sql[] = {
	[LOT_GET] = { .text =
		"SELECT item_id, contract_id, consignor_id, version, expiry_day, expiry_kind, own_price, hand_over, is_frozen FROM lot WHERE id = $1" },
	SQL_END
};

#define CONSUMER 1      /* of item_vat_at */
#define BASES_FIRST 16  /* contracts of a ticket before its list of them grows */

bool pricing_refuse(struct err *err, size_t line, const char *member, const char *text)
{
	err_set(err, ERR_CONFLICT, member, "%s", text);
	return err_within(err, "lines[%zu]", line);
}

static bool find_operator(struct pricing *p, struct err *err)
{
	const struct goods_till *till;

	if (!goods_till(&p->by, p->in->till_id, &till, err))
		return false;
	p->operator_id = till->operator_id;
	p->by.seller_profile = till->seller_profile;
	return true;
}

/* What lies there for orders; those of this sale's own are no matter. */
static bool find_held(struct pricing *p, struct pool *pool, struct err *err)
{
	struct order_hold *holds;
	size_t count;

	if (!order_holds_of_item(p->txn, p->arena, pool->item_id, p->in->order_id, &holds, &count, err))
		return false;
	if (count == 0)
		return true;
	pool->held = ARENA_LIST(p->arena, pool->lots_count, int64_t);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < pool->lots_count; k++)
			if (pool->lots[k].place == PLACE_SHELF && id_is(pool->lots[k].lot_id, holds[i].lot_id))
				pool->held[k] += holds[i].qty_milli;
	return true;
}

bool pricing_pool(struct pricing *p, struct id item_id, struct pool **pool, struct err *err)
{
	unsigned mark = (item_id.bytes[14] << 8 | item_id.bytes[15]) % POOLS_SEEN;
	uint64_t *seen = &p->pools_seen[mark / 64], bit = UINT64_C(1) << mark % 64;

	for (size_t i = 0; (*seen & bit) && i < p->pools_count; i++) {
		if (id_is(p->pools[i].item_id, item_id)) {
			*pool = &p->pools[i];
			return true;
		}
	}
	/* A hamper has more goods than the cart has lines. */
	if (p->pools_count == p->pools_room) {
		struct pool *more = ARENA_LIST(p->arena, p->pools_room * 2, struct pool);

		memcpy(more, p->pools, p->pools_count * sizeof(*more));
		p->pools = more;
		p->pools_room *= 2;
	}
	*pool = &p->pools[p->pools_count++];
	(*pool)->item_id = item_id;
	*seen |= bit;
	return goods_lots(&p->by, item_id, &(*pool)->lots, &(*pool)->lots_count, err) && (!p->any_held || find_held(p, *pool, err));
}

/* Some of a lot for the line at hand; what is held for others goes last. */
static void take_some(struct pool *pool, size_t k, int64_t qty_milli, struct take *takes, size_t *takes_count)
{
	struct stock_lot *lot = &pool->lots[k];
	int64_t free = pool->held && lot->qty_milli > pool->held[k] ? lot->qty_milli - pool->held[k] : 0;
	int64_t held = pool->held && qty_milli > free ? qty_milli - free : 0;
	struct take *take = takes;

	while (take < takes + *takes_count && (take->is_pending || take->lot.place != lot->place || !id_is(take->lot.lot_id, lot->lot_id)))
		take++;
	if (take == takes + *takes_count) {
		*take = (struct take){ .lot = *lot };
		++*takes_count;
	}
	take->qty_milli += qty_milli;
	take->held_milli += held;
	lot->qty_milli -= qty_milli;
}

/* The same lot has the same name wherever it is reckoned. */
static struct id pending_lot_id(struct id site_id, struct id item_id, struct id contract_id, int64_t version)
{
	uint8_t bytes[56];
	struct hash hash;
	struct id id;

	memcpy(bytes, site_id.bytes, 16);
	memcpy(bytes + 16, item_id.bytes, 16);
	memcpy(bytes + 32, contract_id.bytes, 16);
	for (int i = 0; i < 8; i++)
		bytes[48 + i] = (uint8_t)((uint64_t)version >> (8 * i));
	hash = hash_of(bytes, sizeof(bytes));
	memcpy(id.bytes, hash.bytes, 16);
	id.bytes[6] = (uint8_t)(0x80 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

static bool is_good(const struct stock_lot *lot, int32_t day)
{
	return lot->place == PLACE_SHELF && !lot->is_pending && !lot->is_frozen && lot->qty_milli > 0 &&
	       !(lot->expiry_kind == EXPIRY_USE_BY && lot->expiry_day && lot->expiry_day < day);
}

/* The rest of a line comes from goods that are in the hand and not in the book (P6). */
static bool take_pending(struct pricing *p, size_t i, struct id contract_id, int64_t qty_milli, struct take *take, struct err *err)
{
	const struct sale_line_in *line = &p->in->lines[i];
	struct id *contracts;
	size_t count;
	int64_t version;
	bool found;

	if (id_is_none(contract_id)) {
		if (!contract_of_item(p->txn, p->arena, line->item_id, p->operator_id, p->day, &contracts, &count, err))
			return false;
		if (count == 0)
			return pricing_refuse(err, i, "item_id", "mặt hàng chưa có hợp đồng nào; báo văn phòng");
		if (id_is_none(line->contract_id) && count > 1)
			return pricing_refuse(err, i, "contract_id", "sổ chưa có hàng này; chọn hàng của ai");
		for (size_t k = 0; k < count; k++)
			if (count == 1 || id_is(contracts[k], line->contract_id))
				contract_id = contracts[k];
		if (id_is_none(contract_id))
			return pricing_refuse(err, i, "contract_id", "hợp đồng này không có mặt hàng ấy");
	}
	if (!contract_version_on(p->txn, contract_id, p->day, &version, &found, err))
		return false;
	if (!found)
		return pricing_refuse(err, i, "contract_id", "hợp đồng của mặt hàng đã hết hạn; báo văn phòng");
	*take = (struct take){ .qty_milli = qty_milli, .is_pending = true };
	take->lot.contract_id = contract_id;
	take->lot.version = version;
	take->lot.place = PLACE_SHELF;
	take->lot.own_price = take->lot.hand_over = SHAPE_ABSENT;
	take->lot.lot_id = pending_lot_id(p->site_id, line->item_id, contract_id, version);
	return true;
}

/* Pieces that customers brought back after their "chưa nhập" had been filled: they lie there, so they are sold, after all others. */
static void take_brought_back(struct pool *pool, struct id contract_id, int64_t *left, struct take *takes, size_t *takes_count)
{
	for (size_t k = 0; k < pool->lots_count && *left > 0; k++) {
		struct stock_lot *lot = &pool->lots[k];
		int64_t some = lot->qty_milli < *left ? lot->qty_milli : *left;

		if (!lot->is_pending || lot->is_frozen || lot->place != PLACE_SHELF || some <= 0 ||
		    (!id_is_none(contract_id) && !id_is(contract_id, lot->contract_id)))
			continue;
		takes[(*takes_count)++] = (struct take){ .lot = *lot, .qty_milli = some };
		lot->qty_milli -= some;
		*left -= some;
	}
}

/* A label names the lot: that one is sold, or the sale stops. */
static bool take_labelled(struct pricing *p, size_t i, struct pool *pool, struct take *takes, size_t *takes_count, struct err *err)
{
	const struct sale_line_in *line = &p->in->lines[i];
	struct stmt *q = stmt_begin(p->txn, &sale_price_sql[LOT_GET]);
	int64_t left = line->qty_milli;
	struct stock_lot lot = { .lot_id = line->lot_id, .place = PLACE_SHELF };
	size_t first_back;
	struct id item_id;
	bool found;

	stmt_put_id(q, line->lot_id);
	found = stmt_next(q);
	if (found) {
		stmt_take_id(q, &item_id);
		stmt_take_id(q, &lot.contract_id);
		stmt_take_id(q, &lot.consignor_id);
		lot.version = stmt_take_i64(q);
		lot.expiry_day = stmt_take_day_opt(q);
		lot.expiry_kind = stmt_take_i64(q);
		lot.own_price = stmt_take_i64_opt(q);
		lot.hand_over = stmt_take_i64_opt(q);
		lot.is_frozen = stmt_take_i64(q) != 0;
	}
	if (!stmt_end(q, err))
		return false;
	if (!found || !id_is(item_id, line->item_id))
		return pricing_refuse(err, i, "lot_id", "không có lô này của mặt hàng");
	if (lot.is_frozen)
		return pricing_refuse(err, i, "lot_id", "lô này đang thu hồi, không được bán; để riêng ra");
	if (lot.expiry_kind == EXPIRY_USE_BY && lot.expiry_day && lot.expiry_day < p->day)
		return pricing_refuse(err, i, "lot_id", "lô này đã hết hạn dùng, không được bán; lấy lô khác");
	for (size_t k = 0; k < pool->lots_count && left > 0; k++) {
		struct stock_lot *at = &pool->lots[k];
		int64_t some = at->qty_milli < left ? at->qty_milli : left;

		if (!id_is(at->lot_id, lot.lot_id) || at->place != PLACE_SHELF || some <= 0)
			continue;
		take_some(pool, k, some, takes, takes_count);
		left -= some;
	}
	first_back = *takes_count;
	take_brought_back(pool, lot.contract_id, &left, takes, takes_count);
	for (size_t k = first_back; k < *takes_count; k++) {
		takes[k].lot.own_price = lot.own_price;
		takes[k].lot.hand_over = lot.hand_over;
	}
	if (left > 0 && !take_pending(p, i, lot.contract_id, left, &takes[*takes_count], err))
		return false;
	if (left > 0) {
		takes[*takes_count].lot.own_price = lot.own_price;
		takes[(*takes_count)++].lot.hand_over = lot.hand_over;
	}
	return true;
}

/* What lies there for this very line goes first. */
static bool take_own_held(struct pricing *p, const struct sale_line_in *line, struct pool *pool, int64_t *left, struct take *takes,
			  size_t *takes_count, struct err *err)
{
	struct order_hold *holds;
	size_t count;

	if (!order_holds_of_line(p->txn, p->arena, p->in->order_id, line->order_n, &holds, &count, err))
		return false;
	for (size_t k = 0; k < pool->lots_count && *left > 0; k++) {
		for (size_t i = 0; i < count; i++) {
			int64_t some = holds[i].qty_milli < pool->lots[k].qty_milli ? holds[i].qty_milli : pool->lots[k].qty_milli;

			if (!id_is(holds[i].lot_id, pool->lots[k].lot_id) || !is_good(&pool->lots[k], p->day))
				continue;
			some = some < *left ? some : *left;
			if (some <= 0)
				continue;
			take_some(pool, k, some, takes, takes_count);
			*left -= some;
		}
	}
	return true;
}

static bool take_first_expired(struct pricing *p, size_t i, struct pool *pool, struct take *takes, size_t *takes_count, struct err *err)
{
	const struct sale_line_in *line = &p->in->lines[i];
	int64_t left = line->qty_milli;
	bool only_expired = false, has_frozen = false;

	if (line->order_n && p->any_held && !take_own_held(p, line, pool, &left, takes, takes_count, err))
		return false;
	/* First what nobody waits for; then, because the goods are in a hand, what lies there for others (P6). */
	for (int turn = pool->held ? 0 : 1; turn < 2; turn++) {
		for (size_t k = 0; k < pool->lots_count && left > 0; k++) {
			struct stock_lot *lot = &pool->lots[k];
			int64_t there = turn == 0 ? lot->qty_milli - pool->held[k] : lot->qty_milli;
			int64_t some = there < left ? there : left;

			if (!is_good(lot, p->day)) {
				only_expired = only_expired || (lot->place == PLACE_SHELF && !lot->is_pending && !lot->is_frozen && lot->qty_milli > 0);
				has_frozen = has_frozen || (lot->place == PLACE_SHELF && lot->is_frozen && lot->qty_milli > 0);
				continue;
			}
			if (some <= 0)
				continue;
			take_some(pool, k, some, takes, takes_count);
			left -= some;
		}
	}
	if (left == 0)
		return true;
	/* Expired goods lie there and good ones do not: somebody must read the pack. */
	if (only_expired && *takes_count == 0 && !(line->date_read && (p->has_second || !id_is_none(line->date_reader_id))))
		return pricing_refuse(err, i, "date_read", "hàng trong sổ đã hết hạn dùng; ca trưởng xem hạn trên bao bì rồi xác nhận");
	take_brought_back(pool, line->contract_id, &left, takes, takes_count);
	if (left == 0)
		return true;
	/* A plain code in the hand, and on the shelf only what is recalled: it is that. Once the lot lies aside the hand knows better (P6). */
	if (has_frozen)
		return pricing_refuse(err, i, "item_id", *takes_count ? "không đủ hàng bán được, phần còn lại là lô đang thu hồi; bớt số lượng hay để lô ấy riêng ra"
							      : "hàng này chỉ còn lô đang thu hồi, không được bán; để riêng ra");
	if (!take_pending(p, i, (struct id){ { 0 } }, left, &takes[*takes_count], err))
		return false;
	(*takes_count)++;
	return true;
}

/* The price that holds for the line: that of when it was shown, or today's where that is lower (B5). */
bool pricing_price(struct pricing *p, size_t i, const struct goods_item *goods, const struct take *take, struct money *list, struct err *err)
{
	const struct sale_line_in *line = &p->in->lines[i];
	struct money then;
	bool found;

	if (!id_is_none(line->lot_id) && take->lot.own_price != SHAPE_ABSENT) {
		*list = MONEY(take->lot.own_price);
		return true;
	}
	if (!goods->has_price)
		return pricing_refuse(err, i, "price", "mặt hàng chưa có giá bán; báo văn phòng");
	*list = goods->price;
	if (line->priced_us < goods->from_us && day_of_us(line->priced_us) == p->day) {
		if (!item_price_at(p->txn, line->item_id, p->site_id, line->priced_us, &then, &found, err))
			return false;
		if (found && then.dong < list->dong)
			*list = then;
	}
	return true;
}

bool pricing_base(struct pricing *p, const struct stock_lot *lot, const struct contract_base **base, struct err *err)
{
	for (size_t i = 0; i < p->bases_count; i++) {
		*base = &p->bases[i];
		if ((*base)->version == lot->version && id_is((*base)->contract_id, lot->contract_id))
			return true;
	}
	/* Never one in another's place: its number is the document of a principal's lines. */
	if (p->bases_count == p->bases_room) {
		struct contract_base *more = ARENA_LIST(p->arena, p->bases_room * 2, struct contract_base);

		memcpy(more, p->bases, p->bases_count * sizeof(*more));
		p->bases = more;
		p->bases_room *= 2;
	}
	*base = &p->bases[p->bases_count++];
	return goods_terms(&p->by, lot->contract_id, lot->version, (struct contract_base *)(uintptr_t)*base, err);
}

/* One more line of the book; the lists grow as a ticket needs them. */
static bool make_room(struct pricing *p, struct err *err)
{
	struct sale_price *price = p->price;
	struct cart_line *lines;
	struct sale_line *book_lines;
	int64_t *held;
	size_t *from, room = p->room ? p->room * 2 : p->in->lines_count + 4;

	if (price->lines_count == SALE_BOOK_LINES_MAX)
		return err_set(err, ERR_LIMIT, "lines", "phiếu quá nhiều dòng; tách thành hai phiếu");
	if (price->lines_count < p->room)
		return true;
	lines = ARENA_LIST(p->arena, room, struct cart_line);
	book_lines = ARENA_LIST(p->arena, room, struct sale_line);
	from = ARENA_LIST(p->arena, room, size_t);
	held = ARENA_LIST(p->arena, room, int64_t);
	if (p->room) {
		memcpy(lines, price->lines, p->room * sizeof(*lines));
		memcpy(book_lines, price->book_lines, p->room * sizeof(*book_lines));
		memcpy(from, price->from, p->room * sizeof(*from));
		memcpy(held, price->held_milli, p->room * sizeof(*held));
	}
	price->lines = lines;
	price->book_lines = book_lines;
	price->from = from;
	price->held_milli = held;
	p->room = room;
	return true;
}

bool pricing_add_lines(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err)
{
	const struct item *item = &goods->item;
	const struct take *takes = p->takes;
	size_t takes_count = p->takes_count;
	const struct sale_line_in *line = &p->in->lines[i];
	struct money list = { 0 }, whole, off, amounts[STOCK_LOTS_MAX + 1], discounts[STOCK_LOTS_MAX + 1];
	enum vat_class vat_class = goods->vat_class;
	bool has_vat = goods->has_vat;
	int64_t weights[STOCK_LOTS_MAX + 1];
	const char *name, *unit;

	if (p->price->buyer != CONSUMER && !item_vat_at(p->txn, item->id, p->by.seller_profile, p->price->buyer, p->day, &vat_class, &has_vat, err))
		return false;
	if (!has_vat)
		return pricing_refuse(err, i, "item_id", "mặt hàng chưa có loại thuế GTGT; báo văn phòng");
	if (!pricing_price(p, i, goods, &takes[0], &list, err))
		return false;
	if (line->price.dong != list.dong)
		return pricing_refuse(err, i, "price", "giá đã đổi; tải lại phiếu để xem giá mới");
	if (line->amount_given.dong != SHAPE_ABSENT)
		whole = line->amount_given;
	else if (!cart_amount(list, line->qty_milli, MONEY(item->decimals > 0 && item->round_unit > 1 ? item->round_unit : 0), &whole))
		return pricing_refuse(err, i, "qty_milli", "số tiền quá lớn");
	/* Work whose price was agreed each time (a shipping fee): one of it costs just that. */
	if (line->amount_given.dong != SHAPE_ABSENT && !item->has_stock && line->qty_milli == 1000)
		list = whole;
	for (size_t k = 0; k < takes_count; k++)
		weights[k] = takes[k].qty_milli;
	money_split(whole, weights, takes_count, amounts);
	off = discount_of(&line->discount, whole);
	p->price->given[i] = (struct sale_given){ whole, off };
	if (off.dong + line->agreed_off.dong > whole.dong)
		return pricing_refuse(err, i, "discount", "giảm nhiều hơn tiền hàng");
	money_split(MONEY(off.dong + line->agreed_off.dong), weights, takes_count, discounts);
	name = arena_text(p->arena, item->name);
	unit = arena_text(p->arena, item->unit);
	for (size_t k = 0; k < takes_count; k++) {
		struct sale_price *price = p->price;
		struct share_terms *terms = ARENA_NEW(p->arena, struct share_terms);
		const struct contract_base *base;
		struct cart_line *cart;
		struct sale_line *book;
		size_t at;

		if (!make_room(p, err) || !pricing_base(p, &takes[k].lot, &base, err) ||
		    !contract_item_terms(p->txn, base, item->id, list, terms, err))
			return false;
		at = price->lines_count;
		cart = &price->lines[at];
		book = &price->book_lines[at];
		book->consignor_id = base->consignor_id;
		if (terms->kind == SHARE_HAND_OVER && takes[k].lot.hand_over != SHAPE_ABSENT)
			terms->per_unit = MONEY(takes[k].lot.hand_over);
		*cart = (struct cart_line){
			.qty_milli = takes[k].qty_milli, .price = list, .list_price = list, .amount_given = amounts[k], .has_amount = true,
			.discount = discounts[k], .discount_house = line->discount.is_house ? discounts[k] : MONEY(0), .vat_class = vat_class, .terms = terms,
			/* In a principal's name: an invoice of its own, so VAT of its own document. */
			.document = terms->mode == SHARE_DELEGATED ? (int32_t)(base - p->bases) + 1 : 0,
		};
		book->item_id = item->id;
		book->lot_id = takes[k].lot.lot_id;
		book->contract_id = takes[k].lot.contract_id;
		book->version = takes[k].lot.version;
		book->is_pending = takes[k].is_pending;
		book->place = !item->has_stock ? PLACE_NONE : takes[k].lot.place == PLACE_HAMPER ? PLACE_HAMPER : PLACE_SHELF;
		book->qty_milli = takes[k].qty_milli;
		book->name = name;
		book->unit = unit;
		book->order_n = line->order_n;
		book->price = list;
		book->vat_class = vat_class;
		book->vat_ppm = vat_rate_ppm(vat_class);
		price->from[at] = i;
		price->held_milli[at] = takes[k].held_milli;
		price->lines_count++;
	}
	return true;
}

bool pricing_take(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	const struct sale_line_in *line = &p->in->lines[i];
	struct pool *pool;

	p->takes_count = 0;
	if (!goods->item.is_active)
		return pricing_refuse(err, i, "item_id", "mặt hàng đã ngừng bán");
	if (line->qty_milli % steps[goods->item.decimals])
		return pricing_refuse(err, i, "qty_milli", "số lượng lẻ quá mức của đơn vị tính");
	if (!goods->item.has_stock) {
		struct take *take = &p->takes[p->takes_count];

		if (!take_pending(p, i, goods->item.contract_id, line->qty_milli, take, err))
			return false;
		take->lot.lot_id = (struct id){ { 0 } };
		take->is_pending = false;
		p->takes_count++;
		return true;
	}
	return pricing_pool(p, line->item_id, &pool, err) &&
	       (!id_is_none(line->lot_id) ? take_labelled(p, i, pool, p->takes, &p->takes_count, err) :
					    take_first_expired(p, i, pool, p->takes, &p->takes_count, err));
}

static bool price_line(struct pricing *p, size_t i, struct err *err)
{
	const struct goods_item *goods;

	p->takes_count = 0;
	if (!goods_item(&p->by, p->in->lines[i].item_id, &goods, err))
		return err_within(err, "lines[%zu]", i);
	if (goods->parts_count)
		return pricing_hamper(p, i, goods, err);
	return pricing_take(p, i, goods, err) && pricing_add_lines(p, i, goods, err);
}

/* A refused line takes nothing: what it had of lots goes back to them. */
void pricing_give_back(struct pricing *p)
{
	for (size_t t = 0; t < p->takes_count; t++)
		for (size_t k = 0; k < p->pools_count; k++)
			for (size_t n = 0; n < p->pools[k].lots_count; n++) {
				struct stock_lot *lot = &p->pools[k].lots[n];

				if (!p->takes[t].is_pending && lot->place == p->takes[t].lot.place && id_is(lot->lot_id, p->takes[t].lot.lot_id))
					lot->qty_milli += p->takes[t].qty_milli;
			}
}

/* Is it the line's own fault, so that the others can go on without it? */
static bool set_aside(struct pricing *p, size_t i, const struct err *why)
{
	struct sale_price *price = p->price;
	char within[24];
	int size = snprintf(within, sizeof(within), "lines[%zu]", i);

	if (strncmp(why->field, within, (size_t)size) != 0 || why->code == ERR_IO || why->code == ERR_BUSY)
		return false;
	pricing_give_back(p);
	if (!price->refused)
		price->refused = ARENA_LIST(p->arena, p->in->lines_count, struct sale_refused);
	price->refused[price->refused_count++] =
		(struct sale_refused){ .line = i, .is_owner_unclear = strcmp(why->field + size, ".contract_id") == 0,
				       .is_past_day = strcmp(why->field + size, ".date_read") == 0, .text = arena_text(p->arena, why->text) };
	return true;
}

struct money sale_due_price(const struct share_terms *terms, const struct share *share, struct money list, int64_t qty_milli)
{
	if (terms->kind != SHARE_HAND_OVER && share->discount_producer.dong == 0)
		return list;
	return MONEY(money_scale(share->due.dong, 1000, qty_milli));
}

/*
 * What is paid in cash: all that no other way covers, if cash is named at all. Where only what was brought back pays, the few đồng above it
 * are cash that nobody has to give.
 */
static struct money cash_of(const struct sale_in *in, struct money total)
{
	struct money cash = total;
	bool is_named = false, is_other = false;

	for (size_t i = 0; i < in->pays_count; i++) {
		int32_t way = in->pays[i].way;

		is_named |= way == PAY_CASH;
		is_other |= way != PAY_CASH && way != PAY_EXCHANGE && way != PAY_GOODWILL;
		if (way != PAY_CASH)
			cash.dong -= in->pays[i].amount.dong;
	}
	return is_named || !is_other ? cash : MONEY(0);
}

static void fill_book_lines(struct sale_price *price)
{
	for (size_t i = 0; i < price->lines_count; i++) {
		const struct cart_line *cart = &price->lines[i];
		const struct share *share = &cart->share;
		struct sale_line *book = &price->book_lines[i];

		book->list = share->list;
		book->paid = share->paid;
		book->discount_producer = share->discount_producer;
		book->discount_house = share->discount_house;
		book->producer = share->producer;
		book->vat_leg = share->vat;
		book->house = share->house;
		book->due = share->due;
		book->commission = share->commission;
		book->vat_kept = share->vat_kept;
		book->basis = share->basis;
		book->vat = cart->vat;
		book->due_price = sale_due_price(cart->terms, share, book->price, book->qty_milli);
	}
}

/* A coupon that cannot be used: for the page a sentence, for the sale the end. */
static bool take_coupon(struct pricing *p, bool goes_on, struct err *err)
{
	if (id_is_none(p->in->more.coupon_id) || sale_price_coupon(p->txn, p->arena, p->in, p->day, p->price, err))
		return true;
	if (!goes_on || strcmp(err->field, "coupon") != 0)
		return false;
	p->price->coupon_refused = arena_text(p->arena, err->text);
	return true;
}

static struct money subtotal_of(const struct sale_price *price)
{
	struct money sum = { 0 };

	for (size_t i = 0; i < price->lines_count; i++)
		sum.dong += price->lines[i].amount_given.dong - price->lines[i].discount.dong;
	return sum;
}

static bool price_all(struct pricing *p, bool goes_on, struct err *err)
{
	const struct sale_in *in = p->in;
	struct sale_price *price = p->price;
	struct cart_asked asked = { .ticket_discount_is_house = in->ticket_discount.is_house };

	memset(price, 0, sizeof(*price));
	price->buyer = CONSUMER;
	price->given = ARENA_LIST(p->arena, in->lines_count, struct sale_given);
	if (!find_operator(p, err) || !order_any_hold(p->txn, &p->any_held, err) ||
	    (!id_is_none(in->more.customer_id) && !customer_buyer(p->txn, p->arena, in->more.customer_id, p->day, &price->buyer, err)))
		return false;
	for (size_t i = 0; i < in->lines_count; i++)
		if (!price_line(p, i, err) && !(goes_on && set_aside(p, i, err)))
			return false;
	if (price->lines_count == 0)
		return true;
	if (!take_coupon(p, goes_on, err))
		return false;
	if (discount_is_given(&in->ticket_discount))
		asked.ticket_discount = discount_of(&in->ticket_discount, subtotal_of(price));
	if (!cart_work_out(price->lines, price->lines_count, &asked, &price->totals, err))
		return false;
	/* The part paid in cash is rounded down, as the house's own discount (B5): reckoned once it is known what is to pay. */
	asked.rounding = cart_cash_rounding(cash_of(in, price->totals.total), in->cash_round_unit);
	if (asked.rounding.dong && !cart_work_out(price->lines, price->lines_count, &asked, &price->totals, err))
		return false;
	sale_coupon_borne(price);
	fill_book_lines(price);
	return true;
}

static bool price_lines(struct pricing *p, bool goes_on, struct err *err)
{
	struct take takes[STOCK_LOTS_MAX + 1];
	struct contract_base bases[BASES_FIRST];
	bool ok;

	p->takes = takes;
	p->bases = bases;
	p->bases_room = BASES_FIRST;
	ok = price_all(p, goes_on, err);
	p->takes = NULL;
	p->bases = NULL;
	return ok;
}

static struct pricing pricing_of(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct sale_in *in,
				 struct sale_price *price)
{
	int32_t day = day_of_us(at_us);

	return (struct pricing){
		.txn = txn, .arena = arena, .in = in, .at_us = at_us, .day = day, .site_id = book->site_id, .price = price,
		.pools = ARENA_LIST(arena, in->lines_count + 4, struct pool), .pools_room = in->lines_count + 4,
		.by = { .goods = goods_at(book->goods, txn, day), .txn = txn, .arena = arena, .site_id = book->site_id, .at_us = at_us, .day = day },
	};
}

bool sale_price(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct sale_in *in, bool has_second,
		struct sale_price *price, struct err *err)
{
	struct pricing p = pricing_of(txn, arena, book, at_us, in, price);

	p.has_second = has_second;
	return price_lines(&p, false, err);
}

bool sale_price_each(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct sale_in *in,
		     struct sale_price *price, struct err *err)
{
	struct pricing p = pricing_of(txn, arena, book, at_us, in, price);

	p.has_second = true;
	return price_lines(&p, true, err);
}
