/* How a cart goes over the wire: the forms of what cart_view.c works out. */
#include "shop/cart_view.h"

#include "calc/words.h"
#include "shop/hamper.h"

const char *const line_state_words[] = { NULL, "ok", "choose", "unknown", "stopped", NULL };
const char *const note_level_words[] = { NULL, "info", "amber", "red", NULL };

static const struct field note_fields[] = {
	F_WORD(struct view_note, level, note_level_words),
	F_TEXT(struct view_note, text, 1, 400),
};
static const struct shape note_shape_ = SHAPE(struct view_note, "note", note_fields);

static const struct field choice_fields[] = {
	F_ID_OPT(struct view_choice, contract_id),
	F_TEXT_LEFT(struct view_choice, image, 1, 64),
	F_ID_OPT(struct view_choice, item_id),
	F_I64(struct view_choice, key, 1, 9),
	F_TEXT(struct view_choice, name, 1, 200),
	F_MONEY_OPT(struct view_choice, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct view_choice, producer, 1, 200),
	F_I64(struct view_choice, stock_milli, 0, INT64_MAX),
	F_TEXT(struct view_choice, unit, 1, 20),
};
const struct shape view_choice_shape = SHAPE(struct view_choice, "choice", choice_fields);

static const struct field part_fields[] = {
	F_ID(struct view_part, item_id),
	F_TEXT(struct view_part, name, 1, 200),
	F_I64(struct view_part, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct view_part, unit, 1, 20),
};
static const struct shape part_shape = SHAPE(struct view_part, "cart_part", part_fields);

static const struct field line_fields[] = {
	F_MONEY(struct view_line, amount, 0, MONEY_MAX),
	F_LIST(struct view_line, choices, 0, 9, &view_choice_shape),
	F_TEXT_OPT(struct view_line, code, 1, 200),
	F_TEXT_OPT(struct view_line, commune, 1, 200),
	F_I64(struct view_line, decimals, 0, 3),
	F_MONEY(struct view_line, discount, 0, MONEY_MAX),
	F_TEXT_LEFT(struct view_line, discount_said, 1, 200),
	F_DAY_OPT(struct view_line, expiry_day),
	F_ID_OPT(struct view_line, item_id),
	F_TEXT_OPT(struct view_line, lot_code, 1, 100),
	F_I64(struct view_line, n, 1, INT64_MAX),
	F_TEXT(struct view_line, name, 1, 300),
	F_LIST(struct view_line, notes, 0, VIEW_NOTES_MAX, &note_shape_),
	F_LIST_ZERO(struct view_line, parts, HAMPER_LOTS_MAX, &part_shape),
	F_MONEY_OPT(struct view_line, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct view_line, producer, 1, 200),
	F_I64(struct view_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT_LEFT(struct view_line, remedy, 1, 20),
	F_I64(struct view_line, stars, 0, 5),
	F_WORD(struct view_line, state, line_state_words),
	F_TEXT(struct view_line, unit, 0, 20),
};
const struct shape view_line_shape = SHAPE(struct view_line, "cart_line", line_fields);

static const struct field vat_fields[] = {
	F_MONEY(struct view_vat, gross, 0, MONEY_MAX),
	F_MONEY(struct view_vat, vat, 0, MONEY_MAX),
	F_WORD(struct view_vat, vat_class, vat_class_words),
};
static const struct shape vat_shape = SHAPE(struct view_vat, "vat", vat_fields);

static const struct field order_fields[] = {
	F_MONEY(struct view_order, deposit_left, 0, MONEY_MAX),
	F_ID(struct view_order, id),
	F_TEXT_OPT(struct view_order, name, 1, 200),
	F_TEXT(struct view_order, number, 1, 40),
};
static const struct shape order_shape = SHAPE(struct view_order, "cart_order", order_fields);

static const struct field customer_fields[] = {
	F_ID(struct view_customer, id),
	F_BOOL(struct view_customer, is_firm),
	F_TEXT_OPT(struct view_customer, name, 1, 200),
	F_TEXT_OPT(struct view_customer, phone, 1, 40),
	F_TEXT_OPT(struct view_customer, tax_code, 1, 20),
};
static const struct shape customer_shape = SHAPE(struct view_customer, "cart_customer", customer_fields);

static const struct field view_fields[] = {
	F_PART_AT(struct cart_view, back, &view_back_shape),
	F_TEXT_OPT(struct cart_view, blocked, 1, 400),
	F_MONEY(struct cart_view, cash_due, 0, MONEY_MAX),
	F_MONEY(struct cart_view, cash_total, 0, MONEY_MAX),
	F_TEXT_LEFT(struct cart_view, cash_words, 1, WORDS_SIZE),
	F_I64_OPT(struct cart_view, changed, 1, INT64_MAX),
	F_TEXT_LEFT(struct cart_view, coupon, 1, 100),
	F_PART_AT(struct cart_view, customer, &customer_shape),
	F_MONEY(struct cart_view, discount, 0, MONEY_MAX),
	F_TEXT_LEFT(struct cart_view, discount_said, 1, 200),
	F_MONEY(struct cart_view, due, 0, MONEY_MAX),
	F_ID(struct cart_view, id),
	F_BOOL(struct cart_view, is_gift),
	F_BOOL(struct cart_view, is_parked),
	F_TEXT_OPT(struct cart_view, label, 1, CART_LABEL_LETTERS_MAX),
	F_TEXT_LEFT(struct cart_view, lang, 2, 2),
	F_LIST(struct cart_view, lines, 0, SALE_LINES_MAX, &view_line_shape),
	F_MONEY(struct cart_view, list_total, 0, MONEY_MAX),
	F_BOOL(struct cart_view, needs_second),
	F_PART_AT(struct cart_view, order, &order_shape),
	F_TEXT_LEFT(struct cart_view, referrer, 1, 200),
	F_I64(struct cart_view, removed_count, 0, INT64_MAX),
	F_MONEY(struct cart_view, rounding, 0, MONEY_MAX),
	F_PART_AT(struct cart_view, swap, &view_swap_shape),
	F_ID(struct cart_view, till_id),
	F_MONEY(struct cart_view, total, 0, MONEY_MAX),
	F_LIST(struct cart_view, vat, 0, VAT_CLASSES_MAX, &vat_shape),
	F_I64(struct cart_view, version, 0, INT64_MAX),
	F_TEXT(struct cart_view, words, 0, WORDS_SIZE),
};
const struct shape cart_view_shape = SHAPE(struct cart_view, "cart", view_fields);
