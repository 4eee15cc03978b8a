/* A hamper on a cart: the lines of its parts, each at list price with a discount down to its part of the hamper's price (B9). */
#include <string.h>

#include "shop/hamper.h"
#include "shop/sale_price_parts.h"

struct part {
	const struct goods_item *goods;
	int64_t qty_milli;
	struct take *takes;
	size_t takes_count;
	struct money unit;             /* listed, a unit */
	struct money off;              /* of the line's own discount */
};

struct laying {
	struct pricing *p;
	const struct sale_in *in;      /* as asked; p->in names the part at hand in place of the hamper */
	struct sale_in shadow;
	size_t i;
	struct take *takes;            /* p's own */
	struct part *parts;
	struct cart_part *spread;
	size_t parts_count;
};

/* What is wrong with a part is said of the hamper's line, with the part's name. Returns false. */
static bool of_part(const struct laying *l, const struct goods_item *goods, struct err *err)
{
	char text[sizeof(err->text)];

	/* A full disk is a limit, too, and names no field. */
	if ((err->code != ERR_CONFLICT && err->code != ERR_INPUT && err->code != ERR_LIMIT) || !*err->field)
		return false;
	memcpy(text, err->text, sizeof(text));
	err_set(err, ERR_CONFLICT, "item_id", "%s: %s", goods->item.name, text);
	return err_within(err, "lines[%zu]", l->i);
}

/* The part at hand stands in the cart in place of the hamper. */
static void name_part(struct laying *l, const struct part *part)
{
	const struct sale_line_in *asked = &l->in->lines[l->i];

	l->shadow.lines[l->i] = (struct sale_line_in){
		.item_id = part->goods->item.id, .qty_milli = part->qty_milli, .price = part->unit, .priced_us = l->p->at_us,
		.amount_given = MONEY(SHAPE_ABSENT), .date_read = asked->date_read, .date_reader_id = asked->date_reader_id,
	};
}

/* Those very pieces that were laid in, if they may still be sold. */
static bool take_laid_in(struct laying *l, const struct part *part, const struct hamper_lot *laid, struct err *err)
{
	struct pricing *p = l->p;
	struct pool *pool;

	if (!part->goods->item.has_stock)
		return pricing_take(p, l->i, part->goods, err);
	p->takes_count = 0;
	if (!pricing_pool(p, part->goods->item.id, &pool, err))
		return false;
	for (size_t k = 0; k < pool->lots_count; k++) {
		struct stock_lot *lot = &pool->lots[k];

		if (lot->place != PLACE_HAMPER || lot->qty_milli < part->qty_milli || !id_is(lot->lot_id, laid->lot_id))
			continue;
		if (lot->is_frozen)
			return err_set(err, ERR_CONFLICT, "lot_id", "lô này đang thu hồi; tháo giỏ và để riêng ra");
		if (lot->expiry_kind == EXPIRY_USE_BY && lot->expiry_day && lot->expiry_day < p->day)
			return err_set(err, ERR_CONFLICT, "lot_id", "đã hết hạn dùng; tháo giỏ và thay món này");
		p->takes[p->takes_count++] = (struct take){ .lot = *lot, .qty_milli = part->qty_milli };
		lot->qty_milli -= part->qty_milli;
		return true;
	}
	return err_set(err, ERR_CONFLICT, "lot_id", "không còn trong giỏ này; báo văn phòng");
}

/* What the contracts leave no discount below. */
static bool floor_of(struct laying *l, const struct part *part, struct money *floor, struct err *err)
{
	for (size_t k = 0; k < part->takes_count; k++) {
		const struct contract_base *base;
		struct share_terms terms;

		if (!pricing_base(l->p, &part->takes[k].lot, &base, err) ||
		    !contract_item_terms(l->p->txn, base, part->goods->item.id, part->unit, &terms, err))
			return false;
		floor->dong += money_scale(terms.floor.dong, part->takes[k].qty_milli, 1000);
	}
	return true;
}

/* Takes one part's lots and says what it is listed at. laid: of a made hamper; NULL: from the shelf. */
static bool take_part(struct laying *l, struct id item_id, int64_t qty_milli, const struct hamper_lot *laid, struct err *err)
{
	struct part *part = &l->parts[l->parts_count];
	struct cart_part *spread = &l->spread[l->parts_count];
	struct pricing *p = l->p;
	const struct item *item;

	*part = (struct part){ .qty_milli = qty_milli };
	p->takes_count = 0;
	if (!goods_item(&p->by, item_id, &part->goods, err))
		return err_within(err, "lines[%zu]", l->i);
	item = &part->goods->item;
	name_part(l, part);
	if (!(laid ? take_laid_in(l, part, laid, err) : pricing_take(p, l->i, part->goods, err)))
		return of_part(l, part->goods, err);
	part->takes = ARENA_LIST(p->arena, p->takes_count, struct take);
	memcpy(part->takes, p->takes, p->takes_count * sizeof(*part->takes));
	part->takes_count = p->takes_count;
	p->takes_count = 0;
	l->parts_count++;
	if (!pricing_price(p, l->i, part->goods, &part->takes[0], &part->unit, err))
		return of_part(l, part->goods, err);
	if (!cart_amount(part->unit, qty_milli, MONEY(item->decimals > 0 && item->round_unit > 1 ? item->round_unit : 0), &spread->list))
		return pricing_refuse(err, l->i, "qty_milli", "số tiền quá lớn");
	if (!floor_of(l, part, &spread->floor, err))
		return false;
	if (spread->floor.dong > spread->list.dong)
		spread->floor = spread->list;
	return true;
}

static bool take_parts(struct laying *l, const struct goods_item *goods, struct err *err)
{
	const struct sale_line_in *line = &l->in->lines[l->i];
	struct hamper_there there;
	bool found;

	if (id_is_none(line->lot_id)) {
		for (size_t k = 0; k < goods->parts_count; k++)
			if (!take_part(l, goods->parts[k].item_id, goods->parts[k].qty_milli * (line->qty_milli / 1000), NULL, err))
				return false;
		return true;
	}
	if (!hamper_get(l->p->txn, l->p->arena, line->lot_id, &there, &found, err))
		return false;
	if (!found || there.is_out || !id_is(there.item_id, line->item_id))
		return pricing_refuse(err, l->i, "lot_id", "giỏ mang tem này đã bán hoặc đã tháo; quét giỏ khác");
	if (line->qty_milli != 1000)
		return pricing_refuse(err, l->i, "qty_milli", "tem này là của một giỏ; mỗi giỏ quét tem của nó");
	for (size_t k = 0; k < there.parts_count; k++)
		if (!take_part(l, there.parts[k].item_id, there.parts[k].qty_milli, &there.parts[k], err))
			return false;
	return true;
}

/* Each part's lines, and that they are this bundle's. */
static bool add_part(struct laying *l, size_t k, int64_t bundle, bool is_house, struct err *err)
{
	struct part *part = &l->parts[k];
	struct pricing *p = l->p;
	size_t from = p->price->lines_count;
	int64_t weights[STOCK_LOTS_MAX + 1];
	struct money offs[STOCK_LOTS_MAX + 1];

	name_part(l, part);
	l->shadow.lines[l->i].discount = (struct discount){ .amount = MONEY(l->spread[k].list.dong - l->spread[k].price.dong + part->off.dong) };
	p->takes = part->takes;
	p->takes_count = part->takes_count;
	if (!pricing_add_lines(p, l->i, part->goods, err))
		return of_part(l, part->goods, err);
	for (size_t n = 0; n < part->takes_count; n++)
		weights[n] = part->takes[n].qty_milli;
	money_split(part->off, weights, part->takes_count, offs);
	for (size_t n = 0; n < part->takes_count; n++) {
		p->price->book_lines[from + n].bundle = bundle;
		if (is_house)
			p->price->lines[from + n].discount_house = offs[n];
	}
	return true;
}

static bool lay(struct laying *l, const struct goods_item *goods, struct err *err)
{
	const struct sale_line_in *line = &l->in->lines[l->i];
	struct take none = { .lot = { .own_price = SHAPE_ABSENT } };
	struct sale_price *price = l->p->price;
	struct money list = { 0 }, whole, off, offs[HAMPER_LOTS_MAX];
	int64_t weights[HAMPER_LOTS_MAX];

	if (!goods->item.is_active)
		return pricing_refuse(err, l->i, "item_id", "mặt hàng đã ngừng bán");
	if (line->qty_milli % 1000)
		return pricing_refuse(err, l->i, "qty_milli", "giỏ quà bán theo cái");
	if (!pricing_price(l->p, l->i, goods, &none, &list, err))
		return false;
	if (line->price.dong != list.dong)
		return pricing_refuse(err, l->i, "price", "giá đã đổi; tải lại phiếu để xem giá mới");
	if (!cart_amount(list, line->qty_milli, MONEY(0), &whole))
		return pricing_refuse(err, l->i, "qty_milli", "số tiền quá lớn");
	l->p->in = &l->shadow;
	if (!take_parts(l, goods, err))
		return false;
	if (!cart_spread_hamper(whole, l->spread, l->parts_count, err))
		return pricing_refuse(err, l->i, "price", err->code == ERR_CONFLICT ? "giá giỏ thấp hơn giá sàn của các món; báo văn phòng" :
									"giá giỏ cao hơn tổng giá các món; báo văn phòng sửa công thức");
	off = discount_of(&line->discount, whole);
	for (size_t k = 0; k < l->parts_count; k++)
		weights[k] = l->spread[k].price.dong;
	money_split(off, weights, l->parts_count, offs);
	if (!price->bundles)
		price->bundles = ARENA_LIST(l->p->arena, l->in->lines_count, struct sale_bundle);
	price->bundles[price->bundles_count++] = (struct sale_bundle){
		.item_id = goods->item.id, .made_id = line->lot_id, .name = arena_text(l->p->arena, goods->item.name), .price = list,
		.qty_milli = line->qty_milli, .unit = arena_text(l->p->arena, goods->item.unit),
	};
	for (size_t k = 0; k < l->parts_count; k++) {
		l->parts[k].off = offs[k];
		if (!add_part(l, k, (int64_t)price->bundles_count, line->discount.is_house, err))
			return false;
	}
	price->given[l->i] = (struct sale_given){ whole, off };
	return true;
}

bool pricing_hamper(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err)
{
	struct laying l = { .p = p, .in = p->in, .shadow = *p->in, .i = i, .takes = p->takes };
	size_t lines_count = p->price->lines_count, bundles_count = p->price->bundles_count;
	bool ok;

	l.parts = ARENA_LIST(p->arena, HAMPER_LOTS_MAX, struct part);
	l.spread = ARENA_LIST(p->arena, HAMPER_LOTS_MAX, struct cart_part);
	l.shadow.lines = ARENA_LIST(p->arena, p->in->lines_count, struct sale_line_in);
	memcpy(l.shadow.lines, p->in->lines, p->in->lines_count * sizeof(*l.shadow.lines));
	ok = lay(&l, goods, err);
	/* Refused: nothing of it is laid in. */
	if (!ok && p->takes == l.takes)
		pricing_give_back(p);
	for (size_t k = 0; !ok && k < l.parts_count; k++) {
		p->takes = l.parts[k].takes;
		p->takes_count = l.parts[k].takes_count;
		pricing_give_back(p);
	}
	if (!ok) {
		p->price->lines_count = lines_count;
		p->price->bundles_count = bundles_count;
	}
	p->takes = l.takes;
	p->takes_count = 0;
	p->in = l.in;
	return ok;
}
