/* Hampers: what they are made of, what each part gives, and those made up beforehand. */
#include "app/api_office.h"
#include "app/paper.h"

#include <string.h>

#include "calc/owncode.h"
#include "receipts/fonts.h"
#include "receipts/layouts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/hamper.h"

struct part_row {
	struct id item_id;
	const char *name;
	int64_t qty_milli;
	const char *unit;
};
static const struct field part_fields[] = {
	F_ID(struct part_row, item_id),
	F_TEXT(struct part_row, name, 1, 200),
	F_I64(struct part_row, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct part_row, unit, 1, 20),
};
static const struct shape part_shape = SHAPE(struct part_row, "hamper_part_row", part_fields);

struct hamper_row_out {
	const char *code;
	struct id item_id;
	int64_t made_count;            /* that stand at this site */
	const char *name;
	struct part_row *parts;
	size_t parts_count;
	struct money price;            /* absent: none */
};
static const struct field row_fields[] = {
	F_TEXT(struct hamper_row_out, code, 1, 40),
	F_ID(struct hamper_row_out, item_id),
	F_I64(struct hamper_row_out, made_count, 0, HAMPER_LIST_MAX),
	F_TEXT(struct hamper_row_out, name, 1, 200),
	F_LIST(struct hamper_row_out, parts, 0, HAMPER_PARTS_MAX, &part_shape),
	F_MONEY_OPT(struct hamper_row_out, price, 0, MONEY_MAX),
};
static const struct shape row_shape = SHAPE(struct hamper_row_out, "hamper", row_fields);

struct hampers_out {
	struct hamper_row_out *hampers;
	size_t hampers_count;
};
static const struct field hampers_fields[] = { F_LIST(struct hampers_out, hampers, 0, HAMPER_LIST_MAX, &row_shape) };
static const struct shape hampers_shape = SHAPE(struct hampers_out, "hampers", hampers_fields);

struct recipe_in {
	struct id item_id;
	struct hamper_part *parts;
	size_t parts_count;
};
static const struct field recipe_fields[] = {
	F_ID(struct recipe_in, item_id),
	F_LIST(struct recipe_in, parts, 0, HAMPER_PARTS_MAX, &hamper_part_shape),
};
static const struct shape recipe_in_shape = SHAPE(struct recipe_in, "recipe_in", recipe_fields);

struct price_in {
	struct hamper_part *parts;
	size_t parts_count;
	struct money price;
};
static const struct field price_fields[] = {
	F_LIST(struct price_in, parts, 0, HAMPER_PARTS_MAX, &hamper_part_shape),
	F_MONEY(struct price_in, price, 0, MONEY_MAX),
};
static const struct shape price_in_shape = SHAPE(struct price_in, "hamper_price_in", price_fields);

struct made_row {
	const char *code;              /* of its label */
	int32_t expiry_day;
	struct id made_id;
	const char *name;
};
static const struct field made_fields[] = {
	F_TEXT(struct made_row, code, 1, OWNCODE_SIZE),
	F_DAY_OPT(struct made_row, expiry_day),
	F_ID(struct made_row, made_id),
	F_TEXT(struct made_row, name, 1, 200),
};
static const struct shape made_shape = SHAPE(struct made_row, "made_hamper_row", made_fields);
struct made_out {
	struct made_row *made;
	size_t made_count;
};
static const struct field made_out_fields[] = { F_LIST(struct made_out, made, 0, HAMPER_LIST_MAX, &made_shape) };
static const struct shape made_out_shape = SHAPE(struct made_out, "made_hampers", made_out_fields);
struct made_in {
	struct id item_id;             /* zero: of all */
};
static const struct field made_in_fields[] = { F_ID_OPT(struct made_in, item_id) };
static const struct shape made_in_shape = SHAPE(struct made_in, "made_hampers_in", made_in_fields);

struct make_in {
	int64_t count;
	struct id item_id;
};
static const struct field make_fields[] = {
	F_I64(struct make_in, count, 1, HAMPER_MAKE_MAX),
	F_ID(struct make_in, item_id),
};
static const struct shape make_shape = SHAPE(struct make_in, "hamper_make_in", make_fields);

struct apart_in {
	struct id made_id;
	const char *reason;
};
static const struct field apart_fields[] = {
	F_ID(struct apart_in, made_id),
	F_TEXT_OPT(struct apart_in, reason, 1, 200),
};
static const struct shape apart_shape = SHAPE(struct apart_in, "hamper_apart_in", apart_fields);

static bool show(struct call *call, struct id item_id, const struct hamper_row *standing, size_t standing_count, struct hamper_row_out *row,
		 struct err *err)
{
	struct hamper_part *parts;
	struct item item;
	bool found;

	if (!item_get(call->work.txn, call->arena, item_id, &item, err) || !recipe_get(call->work.txn, call->arena, item_id, &parts, &row->parts_count, err) ||
	    !item_price_at(call->work.txn, item_id, call->work.book->site_id, call->work.at_us, &row->price, &found, err))
		return false;
	if (!found)
		row->price = MONEY(SHAPE_ABSENT);
	row->code = item.code;
	row->item_id = item_id;
	row->name = item.name;
	row->parts = ARENA_LIST(call->arena, row->parts_count, struct part_row);
	for (size_t i = 0; i < row->parts_count; i++) {
		struct item part;

		if (!item_get(call->work.txn, call->arena, parts[i].item_id, &part, err))
			return false;
		row->parts[i] = (struct part_row){ .item_id = part.id, .name = part.name, .qty_milli = parts[i].qty_milli, .unit = part.unit };
	}
	for (size_t i = 0; i < standing_count; i++)
		row->made_count += id_is(standing[i].item_id, item_id);
	return true;
}

static bool list(struct call *call, struct hampers_out *out, struct err *err)
{
	struct hamper_row *standing;
	size_t standing_count, count;
	struct id *items;

	if (!recipe_list(call->work.txn, call->arena, &items, &count, err) ||
	    !hamper_standing(call->work.txn, call->arena, call->work.book->site_id, (struct id){ { 0 } }, &standing, &standing_count, err))
		return false;
	out->hampers = ARENA_LIST(call->arena, count, struct hamper_row_out);
	out->hampers_count = count;
	for (size_t i = 0; i < count; i++)
		if (!show(call, items[i], standing, standing_count, &out->hampers[i], err))
			return false;
	return true;
}

static bool hampers_read(struct call *call, struct err *err)
{
	return list(call, call->out, err);
}

static bool recipe_write(struct call *call, struct err *err)
{
	const struct recipe_in *in = call->in;
	struct recipe *recipe = ARENA_NEW(call->arena, struct recipe);
	const struct recipe *body;

	*recipe = (struct recipe){ .item_id = in->item_id, .parts = in->parts, .parts_count = in->parts_count };
	if (!recipe_set(&call->work, recipe, &body, err))
		return false;
	call_publish(call, "goods", NULL, "{}");
	return list(call, call->out, err);
}

static bool price_read(struct call *call, struct err *err)
{
	const struct price_in *in = call->in;

	return hamper_price(call->work.txn, call->arena, call->work.book, call->work.at_us, in->parts, in->parts_count, in->price, call->out, err);
}

static bool list_made(struct call *call, struct id item_id, struct made_out *out, struct err *err)
{
	struct hamper_row *rows;
	size_t count;

	if (!hamper_standing(call->work.txn, call->arena, call->work.book->site_id, item_id, &rows, &count, err))
		return false;
	out->made = ARENA_LIST(call->arena, count, struct made_row);
	out->made_count = count;
	for (size_t i = 0; i < count; i++) {
		char *code = arena_take(call->arena, OWNCODE_SIZE);
		struct item item;

		if (!item_get(call->work.txn, call->arena, rows[i].item_id, &item, err))
			return false;
		owncode_write(OWNCODE_HAMPER, rows[i].id, code);
		out->made[i] = (struct made_row){ .code = code, .expiry_day = rows[i].expiry_day, .made_id = rows[i].id, .name = item.name };
	}
	return true;
}

static bool made_read(struct call *call, struct err *err)
{
	const struct made_in *in = call->in;

	return list_made(call, in->item_id, call->out, err);
}

static bool make_write(struct call *call, struct err *err)
{
	const struct make_in *in = call->in;
	const struct hamper_assembled *body;

	if (!hamper_assemble(&call->work, in->item_id, in->count, &body, err))
		return false;
	call_publish(call, "goods", NULL, "{}");
	return list_made(call, in->item_id, call->out, err);
}

static bool apart_write(struct call *call, struct err *err)
{
	const struct apart_in *in = call->in;
	const struct hamper_apart *body;

	if (!hamper_take_apart(&call->work, in->made_id, in->reason, &body, err))
		return false;
	call_publish(call, "goods", NULL, "{}");
	return list_made(call, body->item_id, call->out, err);
}

/* ---- its tag ----------------------------------------------------------------------- */

struct tag_in {
	struct id made_id;
};
static const struct field tag_fields[] = { F_ID(struct tag_in, made_id) };
static const struct shape tag_shape = SHAPE(struct tag_in, "hamper_tag_in", tag_fields);

/* Several lots of one thing are one line. */
static bool tag_contents(struct call *call, const struct hamper_there *there, struct hamper_tag_facts *facts, struct err *err)
{
	const char **contents = ARENA_LIST(call->arena, there->parts_count, const char *);

	for (size_t i = 0; i < there->parts_count; i++) {
		int64_t qty_milli = 0;
		struct item item;
		char text[24];
		size_t first = 0;

		while (!id_is(there->parts[first].item_id, there->parts[i].item_id))
			first++;
		if (first < i)
			continue;
		for (size_t k = i; k < there->parts_count; k++)
			qty_milli += id_is(there->parts[k].item_id, there->parts[i].item_id) ? there->parts[k].qty_milli : 0;
		if (!item_get(call->work.txn, call->arena, there->parts[i].item_id, &item, err))
			return false;
		qty_write(qty_milli, text, sizeof(text));
		contents[facts->contents_count++] = arena_format(call->arena, "%s %s %s", text, item.unit, item.name);
	}
	facts->contents = contents;
	return true;
}

static bool tag_read(struct call *call, struct err *err)
{
	const struct tag_in *in = call->in;
	struct hamper_tag_facts facts = { 0 };
	char code[OWNCODE_SIZE];
	struct hamper_there there;
	struct fonts *fonts;
	struct item item;
	bool found, ok;

	if (!hamper_get(call->work.txn, call->arena, in->made_id, &there, &found, err))
		return false;
	if (!found || there.is_out)
		return err_set(err, ERR_MISSING, "made_id", "giỏ này đã bán hoặc đã tháo");
	if (!item_get(call->work.txn, call->arena, there.item_id, &item, err) ||
	    !item_price_at(call->work.txn, there.item_id, call->work.book->site_id, call->work.at_us, &facts.price, &found, err) ||
	    !tag_contents(call, &there, &facts, err) ||
	    !paper_shop_of(call->work.txn, call->arena, call->work.book, call->work.at_us, &facts.shop, err))
		return false;
	if (!found)
		facts.price = MONEY(0);
	owncode_write(OWNCODE_HAMPER, in->made_id, code);
	facts.name = item.name;
	facts.expiry_day = there.expiry_day;
	facts.code = arena_text(call->arena, code);
	call->answer_type = "application/pdf";
	call->answer_name = "Tem giỏ quà.pdf";
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout_hamper_tag(call->arena, &facts), call->work.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

const struct route hamper_routes[] = {
	{ HTTP_GET, "/hampers", MAY_OFFICE, &nothing_shape, &hampers_shape, { { LANE_READ, hampers_read } }, "Hampers with what they are made of", false, NULL },
	{ HTTP_POST, "/hampers/price", MAY_OFFICE, &price_in_shape, &hamper_price_shape, { { LANE_READ, price_read } },
	  "What a recipe would give each owner at a price; nothing is recorded", true, NULL },
	{ HTTP_GET, "/hampers/made", MAY_OFFICE, &made_in_shape, &made_out_shape, { { LANE_READ, made_read } }, "Hampers made up and still there", false, NULL },
	{ HTTP_GET, "/hampers/made/:made_id/tag.pdf", MAY_OFFICE, &tag_shape, NULL, { { LANE_READ, tag_read } },
	  "The tag of a made hamper: what is in it, until when, its code", false, NULL },
	{ HTTP_POST, "/hampers/made/:made_id/apart", MAY_STOCK, &apart_shape, &made_out_shape, { { LANE_WRITE, apart_write } },
	  "Takes a made hamper apart", false, NULL },
	{ HTTP_POST, "/hampers/:item_id", MAY_STOCK, &recipe_in_shape, &hampers_shape, { { LANE_WRITE, recipe_write } },
	  "What a hamper is made of from now on; no parts: it is none any more", false, NULL },
	{ HTTP_POST, "/hampers/:item_id/made", MAY_STOCK, &make_shape, &made_out_shape, { { LANE_WRITE, make_write } }, "Makes hampers up beforehand", false, NULL },
	{ .path = NULL },
};
