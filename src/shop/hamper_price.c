/* What a recipe would give, before it is one. */
#include "shop/hamper.h"

#include <string.h>

#include "base/day.h"
#include "calc/cart.h"
#include "calc/vat.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/sql.h"
#include "store/stmt.h"

enum { ANY_TILL };

const struct sql hamper_price_sql[] = {
	[ANY_TILL] = { .text = "SELECT id FROM till WHERE site_id = $1 ORDER BY code LIMIT 1", .scan_ok = true },
	SQL_END
};

static const struct field part_fields[] = {
	F_TEXT_OPT(struct hamper_price_part, consignor, 1, 200),
	F_MONEY(struct hamper_price_part, house, -MONEY_MAX, MONEY_MAX),
	F_ID(struct hamper_price_part, item_id),
	F_MONEY(struct hamper_price_part, list, 0, MONEY_MAX),
	F_TEXT(struct hamper_price_part, name, 1, 200),
	F_MONEY(struct hamper_price_part, price, 0, MONEY_MAX),
	F_MONEY(struct hamper_price_part, producer, 0, MONEY_MAX),
	F_I64(struct hamper_price_part, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT_OPT(struct hamper_price_part, refused, 1, 400),
	F_TEXT(struct hamper_price_part, unit, 1, 20),
	F_MONEY(struct hamper_price_part, vat, 0, MONEY_MAX),
	F_WORD_OPT(struct hamper_price_part, vat_class, vat_class_words),
};
static const struct shape part_shape = SHAPE(struct hamper_price_part, "hamper_price_part", part_fields);

static const struct field price_fields[] = {
	F_MONEY(struct hamper_price, house, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct hamper_price, list, 0, MONEY_MAX),
	F_LIST(struct hamper_price, parts, 0, HAMPER_PARTS_MAX, &part_shape),
	F_MONEY(struct hamper_price, producer, 0, MONEY_MAX),
	F_MONEY(struct hamper_price, vat, 0, MONEY_MAX),
	F_TEXT_OPT(struct hamper_price, wrong, 1, 200),
};
const struct shape hamper_price_shape = SHAPE(struct hamper_price, "hamper_price", price_fields);

/* The parts as lines of a cart, each at its price now. */
static bool name_parts(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct hamper_part *parts, size_t count,
		       struct sale_in *in, struct hamper_price *out, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &hamper_price_sql[ANY_TILL]);

	stmt_put_id(q, book->site_id);
	if (stmt_next(q))
		stmt_take_id(q, &in->till_id);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct money price = MONEY(0);
		struct item item;
		bool found;

		if (!item_get(txn, arena, parts[i].item_id, &item, err) || !item_price_at(txn, parts[i].item_id, book->site_id, at_us, &price, &found, err))
			return err_within(err, "parts[%zu]", i);
		out->parts[i] = (struct hamper_price_part){ .item_id = item.id, .name = item.name, .unit = item.unit, .qty_milli = parts[i].qty_milli };
		in->lines[i] = (struct sale_line_in){ .item_id = item.id, .qty_milli = parts[i].qty_milli, .price = price, .priced_us = at_us,
						      .amount_given = MONEY(SHAPE_ABSENT) };
	}
	return true;
}

/* Listed amounts and floors, as the lots and terms say that it would take. */
static void take_lists(const struct sale_price *price, struct hamper_price *out, struct cart_part *spread)
{
	for (size_t r = 0; r < price->refused_count; r++)
		out->parts[price->refused[r].line].refused = price->refused[r].text;
	for (size_t i = 0; i < out->parts_count; i++) {
		if (out->parts[i].refused)
			continue;
		spread[i].list = out->parts[i].list = price->given[i].amount;
		out->list.dong += spread[i].list.dong;
	}
	for (size_t b = 0; b < price->lines_count; b++)
		spread[price->from[b]].floor.dong += money_scale(price->lines[b].terms->floor.dong, price->lines[b].qty_milli, 1000);
	for (size_t i = 0; i < out->parts_count; i++)
		if (spread[i].floor.dong > spread[i].list.dong)
			spread[i].floor = spread[i].list;
}

static bool take_shares(struct txn *txn, struct arena *arena, int64_t at_us, const struct sale_price *price, struct hamper_price *out, struct err *err)
{
	for (size_t b = 0; b < price->lines_count; b++) {
		struct hamper_price_part *part = &out->parts[price->from[b]];
		const struct sale_line *line = &price->book_lines[b];
		struct party party;

		part->vat_class = (int32_t)line->vat_class;
		part->vat.dong += line->vat.dong;
		part->producer.dong += line->producer.dong;
		part->house.dong += line->house.dong;
		out->vat.dong += line->vat.dong;
		out->producer.dong += line->producer.dong;
		out->house.dong += line->house.dong;
		if (part->consignor)
			continue;
		if (!party_get(txn, arena, line->consignor_id, day_of_us(at_us), &party, err))
			return false;
		part->consignor = party.name ? party.name : party.code;
	}
	return true;
}

bool hamper_price(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct hamper_part *parts, size_t count,
		  struct money price, struct hamper_price *out, struct err *err)
{
	struct sale_in in = { .lines = ARENA_LIST(arena, count, struct sale_line_in), .lines_count = count };
	struct cart_part *spread = ARENA_LIST(arena, count, struct cart_part);
	struct sale_price reckoned;
	struct err why = { 0 };

	*out = (struct hamper_price){ .parts = ARENA_LIST(arena, count, struct hamper_price_part), .parts_count = count };
	if (count == 0)
		return true;
	if (!name_parts(txn, arena, book, at_us, parts, count, &in, out, err) || !sale_price_each(txn, arena, book, at_us, &in, &reckoned, err))
		return false;
	take_lists(&reckoned, out, spread);
	if (!cart_spread_hamper(price, spread, count, &why)) {
		out->wrong = why.code == ERR_CONFLICT ? "giá giỏ thấp hơn giá sàn mà hợp đồng của các món cho phép" : "giá giỏ cao hơn tổng giá các món";
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		out->parts[i].price = spread[i].price;
		in.lines[i].discount.amount = MONEY(spread[i].list.dong - spread[i].price.dong);
	}
	return sale_price_each(txn, arena, book, at_us, &in, &reckoned, err) && take_shares(txn, arena, at_us, &reckoned, out, err);
}
