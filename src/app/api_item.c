/* Items: what is sold, under which codes, at which price and VAT class. */
#include "app/api_office.h"

#include <string.h>

#include "calc/barcode.h"
#include "calc/fold.h"
#include "shop/book.h"
#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/tile.h"

/* ---- shapes ----------------------------------------------------------------------- */

static const struct field code_fields[] = {
	F_CODE(struct item_code, code, 1, 128),
	F_WORD(struct item_code, scheme, item_scheme_words),
};
static const struct shape code_shape = SHAPE(struct item_code, "code", code_fields);
static const struct field price_fields[] = {
	F_MONEY(struct price_set, amount, 0, MONEY_MAX),
	F_I64(struct price_set, from_us, 0, INT64_MAX),
	F_ID_OPT(struct price_set, site_id),
};
static const struct shape price_shape = SHAPE(struct price_set, "item_price", price_fields);

struct item_out {
	const char *code;
	struct item_code *codes;
	size_t codes_count;
	const char **code_texts;   /* of a row */
	size_t code_texts_count;
	struct id contract_id;
	const char *contract_number;
	int64_t decimals;
	bool has_stock;
	struct id id;
	const char *image;         /* of one */
	bool is_active, is_food;
	const char *name;
	struct money price;
	struct price_set *prices;
	size_t prices_count;
	const char *producer;
	struct id product_id;
	const char *product_name;
	int64_t round_unit, short_number, stars, stock_milli;
	const char *tile_group, *unit;
	int32_t vat_class;
	struct item_vat *vats;
	size_t vats_count;
};
static const struct field row_fields[] = {
	F_TEXT(struct item_out, code, 1, 40),
	{ .name = "codes", .kind = FIELD_TEXTS, .offset = offsetof(struct item_out, code_texts), .count_offset = offsetof(struct item_out, code_texts_count),
	  .high = ITEM_CODES_MAX, .item_high = 128 },
	F_ID(struct item_out, id),
	F_BOOL(struct item_out, is_active),
	F_TEXT(struct item_out, name, 1, 200),
	F_MONEY_OPT(struct item_out, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct item_out, producer, 1, 200),
	F_TEXT_OPT(struct item_out, product_name, 1, 200),
	F_I64(struct item_out, stars, 0, 5),
	F_I64(struct item_out, stock_milli, INT64_MIN + 1, INT64_MAX),
	F_TEXT(struct item_out, unit, 1, 20),
	F_WORD_OPT(struct item_out, vat_class, vat_class_words),
};
static const struct shape row_shape = SHAPE(struct item_out, "item_row", row_fields);
static const struct field one_fields[] = {
	F_TEXT(struct item_out, code, 1, 40),
	F_LIST(struct item_out, codes, 0, ITEM_CODES_MAX, &code_shape),
	F_ID_OPT(struct item_out, contract_id),
	F_TEXT_OPT(struct item_out, contract_number, 1, 40),
	F_I64(struct item_out, decimals, 0, 3),
	F_BOOL(struct item_out, has_stock),
	F_ID(struct item_out, id),
	F_TEXT_OPT(struct item_out, image, 64, 64),
	F_BOOL(struct item_out, is_active),
	F_BOOL(struct item_out, is_food),
	F_TEXT(struct item_out, name, 1, 200),
	F_MONEY_OPT(struct item_out, price, 0, MONEY_MAX),
	F_LIST(struct item_out, prices, 0, BROWSE_PRICES_MAX, &price_shape),
	F_TEXT_OPT(struct item_out, producer, 1, 200),
	F_ID_OPT(struct item_out, product_id),
	F_TEXT_OPT(struct item_out, product_name, 1, 200),
	F_I64(struct item_out, round_unit, 1, 1000),
	F_I64_OPT(struct item_out, short_number, 1, 9999),
	F_I64(struct item_out, stars, 0, 5),
	F_I64(struct item_out, stock_milli, INT64_MIN + 1, INT64_MAX),
	F_TEXT_OPT(struct item_out, tile_group, 1, 40),
	F_TEXT(struct item_out, unit, 1, 20),
	F_LIST(struct item_out, vats, 0, BROWSE_VATS_MAX, &item_vat_shape),
};
static const struct shape one_shape = SHAPE(struct item_out, "item_out", one_fields);

struct list_in {
	struct id after;
	int32_t filter;
	int64_t limit;
	const char *q;
};
static const struct field list_in_fields[] = {
	F_ID_OPT(struct list_in, after),
	F_WORD_OPT(struct list_in, filter, office_item_filters),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_TEXT_OPT(struct list_in, q, 1, 200),
};
static const struct shape list_in_shape = SHAPE(struct list_in, "items_in", list_in_fields);
struct list_out {
	struct item_out *items;
	size_t items_count;
	struct id next;
};
static const struct field list_out_fields[] = {
	F_LIST(struct list_out, items, 0, OFFICE_PAGE_MAX, &row_shape),
	F_ID_OPT(struct list_out, next),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "items", list_out_fields);

struct get_in {
	struct id item_id;
};
static const struct field get_fields[] = { F_ID(struct get_in, item_id) };
static const struct shape get_shape = SHAPE(struct get_in, "item_get", get_fields);

static const struct field set_fields[] = {
	F_CODE_OPT(struct item_set, code, 1, 40),
	F_LIST_OPT(struct item_set, codes, 0, ITEM_CODES_MAX, &code_shape),
	F_ID_OPT(struct item_set, contract_id),
	F_I64(struct item_set, decimals, 0, 3),
	F_BOOL(struct item_set, has_stock),
	F_BOOL(struct item_set, is_active),
	F_BOOL(struct item_set, is_food),
	{ .name = "item_id", .kind = FIELD_ID, .optional = true, .offset = offsetof(struct item_set, id) },
	F_TEXT(struct item_set, name, 1, 200),
	F_ID_OPT(struct item_set, product_id),
	F_I64_OPT(struct item_set, round_unit, 1, 1000),
	F_I64_OPT(struct item_set, short_number, 1, 9999),
	F_TEXT_OPT(struct item_set, tile_group, 1, 40),
	F_TEXT(struct item_set, unit, 1, 20),
	F_LIST_OPT(struct item_set, vats, 0, ITEM_VATS_MAX, &item_vat_shape),
};
static const struct shape set_shape = SHAPE(struct item_set, "item_in", set_fields);

struct price_page {
	struct money amount;
	int64_t from_us;           /* SHAPE_ABSENT: now */
	struct id item_id;
};
static const struct field price_in_fields[] = {
	F_MONEY(struct price_page, amount, 0, INT64_C(10000000000)),
	F_I64_OPT(struct price_page, from_us, 0, INT64_MAX),
	F_ID(struct price_page, item_id),
};
static const struct shape price_in_shape = SHAPE(struct price_page, "price_in", price_in_fields);
static const struct field price_out_fields[] = {
	F_MONEY(struct price_page, amount, 0, INT64_C(10000000000)),
	F_I64(struct price_page, from_us, 0, INT64_MAX),
	F_ID(struct price_page, item_id),
};
static const struct shape price_out_shape = SHAPE(struct price_page, "price_out", price_out_fields);

/* ---- showing ------------------------------------------------------------------------ */

static bool show(struct call *call, struct id item_id, struct item_out *out, struct err *err)
{
	enum vat_class vat_class;
	struct item_view view;
	const struct item *item = &view.item;
	bool found;

	if (!item_view_get(call->work.txn, call->arena, item_id, call->work.book->site_id, call->work.at_us, &view, err))
		return false;
	*out = (struct item_out){
		.code = item->code, .contract_id = item->contract_id, .decimals = item->decimals, .has_stock = item->has_stock, .id = item->id,
		.is_active = item->is_active, .is_food = item->is_food, .name = item->name, .price = view.price, .producer = view.producer,
		.product_id = item->product_id, .product_name = view.product_name, .round_unit = item->round_unit, .short_number = item->short_number,
		.stars = view.stars, .stock_milli = view.stock_milli, .tile_group = item->tile_group, .unit = item->unit,
	};
	if (!item_codes(call->work.txn, call->arena, item_id, &out->codes, &out->codes_count, err) ||
	    !item_vat_at(call->work.txn, item_id, TAX_CREDIT, 1, office_day(call), &vat_class, &found, err))
		return false;
	out->vat_class = found ? (int32_t)vat_class : 0;
	out->code_texts = ARENA_LIST(call->arena, out->codes_count, const char *);
	for (size_t i = 0; i < out->codes_count; i++)
		out->code_texts[out->code_texts_count++] = out->codes[i].code;
	return true;
}

static bool show_one(struct call *call, struct id item_id, struct err *err)
{
	struct item_out *out = call->out;
	struct contract_terms terms;
	struct tile tile;
	int64_t version;
	bool found;

	if (!show(call, item_id, out, err) || !tile_get(call->work.txn, call->arena, item_id, &tile, err) ||
	    !browse_prices(call->work.txn, call->arena, item_id, &out->prices, &out->prices_count, err) ||
	    !browse_vats(call->work.txn, call->arena, item_id, &out->vats, &out->vats_count, err))
		return false;
	out->image = tile.image;
	if (id_is_none(out->contract_id))
		return true;
	if (!contract_version_on(call->work.txn, out->contract_id, 29991231, &version, &found, err) ||
	    !contract_version_get(call->work.txn, call->arena, out->contract_id, version, &terms, err))
		return false;
	out->contract_number = terms.number;
	return true;
}

static bool item_read(struct call *call, struct err *err)
{
	return show_one(call, ((const struct get_in *)call->in)->item_id, err);
}

/* ---- lists ---------------------------------------------------------------------------- */

struct found {
	struct id *items;
	size_t count;
};

static bool items_find(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct found *found;

	if (!in->q)
		return true;
	call->state = found = ARENA_NEW(call->arena, struct found);
	return office_items_asked(call->search, &call->work, in->q, in->filter, &found->items, &found->count, err);
}

static bool items_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	const struct found *found = call->state;
	struct id *items, after = in->after;

	out->items = ARENA_LIST(call->arena, limit, struct item_out);
	do {
		if (found) {
			items = found->items;
			count = found->count;
		} else if (!office_items_page(call->work.txn, call->arena, after, &items, &count, err)) {
			return false;
		}
		for (size_t i = 0; i < count; i++) {
			struct item_out row;

			if (!show(call, items[i], &row, err))
				return false;
			if (!office_item_passes(row.is_active, row.price, row.codes_count, in->filter))
				continue;
			/* A search is one page, the best first. */
			if (out->items_count == limit) {
				out->next = in->q ? out->next : out->items[limit - 1].id;
				return true;
			}
			out->items[out->items_count++] = row;
		}
		after = count ? items[count - 1] : after;
	} while (!in->q && count == OFFICE_PAGE_MAX);
	return true;
}

/* ---- changing --------------------------------------------------------------------------- */

static bool take_codes(struct call *call, struct item_set *item, struct err *err)
{
	struct item_code *codes = ARENA_LIST(call->arena, item->codes_count, struct item_code);

	for (size_t i = 0; i < item->codes_count; i++) {
		struct barcode barcode;
		char key[200];

		codes[i] = item->codes[i];
		if (!barcode_read(codes[i].code, strlen(codes[i].code), NULL, 0, &barcode, err) || !catalog_code_key(codes[i].code, key)) {
			err_set(err, ERR_INPUT, "code", "mã này không đọc được; quét lại mã trên bao bì");
			return err_within(err, "codes[%zu]", i);
		}
		if (codes[i].scheme == SCHEME_GTIN && (!barcode.key[0] || !barcode_check_digit_is_right(&barcode))) {
			err_set(err, ERR_INPUT, "code", "số kiểm tra không đúng; quét lại mã trên bao bì");
			return err_within(err, "codes[%zu]", i);
		}
		codes[i].code = arena_text(call->arena, key);
		for (size_t k = 0; k < i; k++)
			if (strcmp(codes[k].code, codes[i].code) == 0) {
				err_set(err, ERR_INPUT, "code", "mã này nêu hai lần");
				return err_within(err, "codes[%zu]", i);
			}
	}
	item->codes = codes;
	return true;
}

/* The office's own code where none was given: the first free one, H and a number that follows from the id. */
static bool make_code(struct call *call, struct item_set *item, struct err *err)
{
	uint32_t n = 0;
	bool found;

	for (size_t i = 0; i < sizeof(item->id.bytes); i++)
		n = n * 31 + item->id.bytes[i];
	for (;; n++) {
		struct id other;

		item->code = arena_format(call->arena, "H%05u", (unsigned)(n % 100000));
		if (!item_find_code(call->work.txn, item->code, &other, &found, err))
			return false;
		if (!found || id_is(other, item->id))
			return true;
	}
}

static bool item_write(struct call *call, struct err *err)
{
	struct item_set item = *(const struct item_set *)call->in;
	bool is_new = id_is_none(item.id);
	struct item there;

	if (is_new)
		item.id = id_derive(call->work.id, "item", 1);
	else if (!item_get(call->work.txn, call->arena, item.id, &there, err))
		return false;
	if (item.round_unit == SHAPE_ABSENT)
		item.round_unit = 1;
	if (!item.code && !is_new)
		item.code = there.code;
	if ((!item.code && !make_code(call, &item, err)) || !take_codes(call, &item, err))
		return false;
	if (!items_set(&call->work, &item, 1, err))
		return office_one(err);
	office_goods_changed(call);
	return show_one(call, item.id, err);
}

static bool price_write(struct call *call, struct err *err)
{
	const struct price_page *in = call->in;
	struct price_set price = { .amount = in->amount, .from_us = in->from_us == SHAPE_ABSENT ? call->work.at_us : in->from_us, .item_id = in->item_id };

	if (!prices_set(&call->work, &price, 1, err))
		return office_one(err);
	office_goods_changed(call);
	*(struct price_page *)call->out = (struct price_page){
		.amount = in->amount, .from_us = in->from_us == SHAPE_ABSENT ? call->work.entry.at_us : in->from_us, .item_id = in->item_id,
	};
	return true;
}

const struct route item_routes[] = {
	{ HTTP_GET, "/items", MAY_OFFICE, &list_in_shape, &list_out_shape, { { LANE_SEARCH, items_find }, { LANE_READ, items_read } },
	  "Items by name, by words, by a whole code", false, NULL },
	{ HTTP_GET, "/items/:item_id", MAY_OFFICE, &get_shape, &one_shape, { { LANE_READ, item_read } }, "An item with its codes, prices and VAT", false, NULL },
	{ HTTP_POST, "/items", MAY_OFFICE, &set_shape, &one_shape, { { LANE_WRITE, item_write } }, "Adds or changes an item", false, NULL },
	{ HTTP_POST, "/prices", MAY_OVERSEE | MAY_ACCOUNT, &price_in_shape, &price_out_shape, { { LANE_WRITE, price_write } },
	  "A listed price from a moment on", false, NULL },
	{ .path = NULL },
};
