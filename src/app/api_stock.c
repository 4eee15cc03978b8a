/* What lies where; goods that leave or change place without being sold; corrections of what came in. */
#include "app/api_office.h"

#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/correct.h"
#include "shop/journal.h"
#include "shop/lot.h"
#include "shop/move.h"
#include "shop/stock.h"

static const char *const place_words[] = { NULL, "shelf", "aside", "bin", NULL };

/* ---- moves ------------------------------------------------------------------- */

struct move_line_page {
	struct id lot_id;
	int32_t place;
	int64_t qty_milli;
	int32_t to_place;          /* of kind place; else none */
};
static const struct field move_line_fields[] = {
	F_ID(struct move_line_page, lot_id),
	F_WORD(struct move_line_page, place, place_words),
	F_I64(struct move_line_page, qty_milli, 1, QTY_MILLI_MAX),
	F_WORD_OPT(struct move_line_page, to_place, place_words),
};
static const struct shape move_line_page_shape = SHAPE(struct move_line_page, "move_line_page", move_line_fields);

struct move_page {
	int32_t doc_day, kind;
	struct move_line_page *lines;
	size_t lines_count;
	const char *reason;
};
static const struct field move_fields[] = {
	F_DAY_OPT(struct move_page, doc_day),
	F_WORD(struct move_page, kind, move_words),
	F_LIST(struct move_page, lines, 1, MOVE_LINES_MAX, &move_line_page_shape),
	F_TEXT_OPT(struct move_page, reason, 1, 200),
};
static const struct shape move_page_shape = SHAPE(struct move_page, "move_page", move_fields);

/* The paper's number is its entry's. */
struct number_out {
	int64_t number;
};
static const struct field number_fields[] = { F_I64(struct number_out, number, 1, INT64_MAX) };
static const struct shape number_shape = SHAPE(struct number_out, "paper_number", number_fields);

static bool check_places(const struct move_page *in, struct err *err)
{
	for (size_t i = 0; i < in->lines_count; i++) {
		const struct move_line_page *line = &in->lines[i];

		if (line->place == PLACE_BIN) {
			err_set(err, ERR_INPUT, "place", "hàng đã bỏ thì không chuyển đi đâu nữa");
			return err_within(err, "lines[%zu]", i);
		}
		if (in->kind == MOVE_PLACE && line->to_place && (line->to_place == PLACE_BIN || line->to_place == line->place)) {
			err_set(err, ERR_INPUT, "to_place", "chỉ chuyển giữa quầy và chỗ để riêng");
			return err_within(err, "lines[%zu]", i);
		}
	}
	return true;
}

static bool move_write(struct call *call, struct err *err)
{
	const struct move_page *in = call->in;
	const struct stock_moved *body;
	struct move_in move = {
		.doc_day = in->doc_day, .lines = ARENA_LIST(call->arena, in->lines_count, struct move_line_in), .lines_count = in->lines_count,
		.reason = in->reason, .what = in->kind,
	};

	if (!check_places(in, err))
		return false;
	for (size_t i = 0; i < in->lines_count; i++)
		move.lines[i] = (struct move_line_in){ .lot_id = in->lines[i].lot_id, .place = in->lines[i].place, .qty_milli = in->lines[i].qty_milli };
	if (!move_add(&call->work, &move, &body, err))
		return false;
	((struct number_out *)call->out)->number = ENTRY_NUMBER(call->work.entry.key);
	office_goods_changed(call);
	return true;
}

/* ---- corrections --------------------------------------------------------------- */

static bool quantity_write(struct call *call, struct err *err)
{
	const struct intake_corrected *body;

	if (!intake_correct(&call->work, call->in, &body, err))
		return false;
	((struct number_out *)call->out)->number = ENTRY_NUMBER(call->work.entry.key);
	office_goods_changed(call);
	return true;
}

/* What it does to each side, before (a reader's effect) and after. */
struct side_out {
	struct id consignor_id;
	const char *consignor_name;
	struct id contract_id;
	struct money house, producer;
	int64_t sold_milli, stock_milli;
};
static const struct field side_fields[] = {
	F_ID(struct side_out, consignor_id),
	F_TEXT(struct side_out, consignor_name, 1, 200),
	F_ID(struct side_out, contract_id),
	F_MONEY(struct side_out, house, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct side_out, producer, -MONEY_MAX, MONEY_MAX),
	F_I64(struct side_out, sold_milli, INT64_MIN + 1, INT64_MAX),
	F_I64(struct side_out, stock_milli, INT64_MIN + 1, INT64_MAX),
};
static const struct shape side_shape = SHAPE(struct side_out, "side", side_fields);
struct correction_out {
	int64_t lines_left, number;
	struct side_out *sides;
	size_t sides_count;
};
static const struct field correction_fields[] = {
	F_I64(struct correction_out, lines_left, 0, INT64_MAX),
	F_I64_OPT(struct correction_out, number, 1, INT64_MAX),
	F_LIST(struct correction_out, sides, 0, 20, &side_shape),
};
static const struct shape correction_shape = SHAPE(struct correction_out, "correction", correction_fields);

/* number SHAPE_ABSENT: nothing is written yet. */
static bool show_correction(struct call *call, const struct lot_corrected *body, int64_t number, struct err *err)
{
	struct correction_out *out = call->out;

	*out = (struct correction_out){ .lines_left = body->lines_left, .number = number, .sides = ARENA_LIST(call->arena, body->sides_count, struct side_out) };
	for (size_t i = 0; i < body->sides_count && i < 20; i++) {
		const struct corrected_side *side = &body->sides[i];

		out->sides[i] = (struct side_out){ .consignor_id = side->consignor_id, .contract_id = side->contract_id, .house = side->house,
						   .producer = side->producer, .sold_milli = side->sold_milli, .stock_milli = side->stock_milli };
		if (!office_name(call, side->consignor_id, &out->sides[i].consignor_name, err))
			return false;
		out->sides_count = i + 1;
	}
	return true;
}

static bool price_write(struct call *call, struct err *err)
{
	const struct lot_corrected *body;

	return price_correct(&call->work, call->in, &body, err) && show_correction(call, body, ENTRY_NUMBER(call->work.entry.key), err);
}

static bool owner_write(struct call *call, struct err *err)
{
	const struct lot_corrected *body;

	if (!owner_correct(&call->work, call->in, &body, err) || !show_correction(call, body, ENTRY_NUMBER(call->work.entry.key), err))
		return false;
	office_goods_changed(call);
	return true;
}

static const struct field price_effect_fields[] = {
	F_MONEY(struct price_correct_in, hand_over, 0, MONEY_MAX),
	F_ID(struct price_correct_in, lot_id),
};
static const struct shape price_effect_shape = SHAPE(struct price_correct_in, "price_effect_in", price_effect_fields);
static const struct field owner_effect_fields[] = {
	F_ID(struct owner_correct_in, contract_id),
	F_ID(struct owner_correct_in, lot_id),
};
static const struct shape owner_effect_shape = SHAPE(struct owner_correct_in, "owner_effect_in", owner_effect_fields);

static bool price_effect_read(struct call *call, struct err *err)
{
	struct price_correct_in in = *(const struct price_correct_in *)call->in;
	struct lot_corrected effect;

	in.reason = "xem trước";
	return price_effect(call->work.txn, call->arena, call->work.book, call->work.at_us, &in, &effect, err) &&
	       show_correction(call, &effect, SHAPE_ABSENT, err);
}

static bool owner_effect_read(struct call *call, struct err *err)
{
	struct owner_correct_in in = *(const struct owner_correct_in *)call->in;
	struct lot_corrected effect;

	in.reason = "xem trước";
	return owner_effect(call->work.txn, call->arena, call->work.book, call->work.at_us, &in, &effect, err) &&
	       show_correction(call, &effect, SHAPE_ABSENT, err);
}

const struct route stock_routes[] = {
	{ HTTP_POST, "/stock/moves", MAY_STOCK, &move_page_shape, &number_shape, { { LANE_WRITE, move_write } },
	  "Goods go back, are lost, or change place", false, NULL },
	{ HTTP_POST, "/corrections/intakes", MAY_STOCK, &intake_correct_in_shape, &number_shape, { { LANE_WRITE, quantity_write } },
	  "What truly came in", false, NULL },
	{ HTTP_POST, "/corrections/prices", MAY_ACCOUNT, &price_correct_in_shape, &correction_shape, { { LANE_WRITE, price_write } },
	  "The hand-over price of a lot", false, NULL },
	{ HTTP_POST, "/corrections/owners", MAY_ACCOUNT, &owner_correct_in_shape, &correction_shape, { { LANE_WRITE, owner_write } },
	  "Whose a lot truly is", false, NULL },
	{ HTTP_GET, "/corrections/prices", MAY_OFFICE, &price_effect_shape, &correction_shape, { { LANE_READ, price_effect_read } },
	  "What another hand-over price would change", false, NULL },
	{ HTTP_GET, "/corrections/owners", MAY_OFFICE, &owner_effect_shape, &correction_shape, { { LANE_READ, owner_effect_read } },
	  "What another owner would change", false, NULL },
	{ .path = NULL },
};
