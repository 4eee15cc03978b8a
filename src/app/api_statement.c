#include "app/api_statement.h"

#include "app/statement.h"
#include "calc/words.h"
#include "shop/contract.h"
#include "shop/staff.h"

#include <string.h>

/* ---- shapes ----------------------------------------------------------------------- */

static const struct field stop_fields[] = {
	F_TEXT(struct settlement_stop, code, 1, 20),
	F_TEXT(struct settlement_stop, text, 1, 2000),
};
const struct shape stop_shape = SHAPE(struct settlement_stop, "stop", stop_fields);

struct item_price {
	struct money amount;
	bool is_exact;
	struct money price;
	int64_t qty_milli;
};
static const struct field price_fields[] = {
	F_MONEY(struct item_price, amount, -MONEY_MAX, MONEY_MAX),
	F_BOOL(struct item_price, is_exact),
	F_MONEY(struct item_price, price, -MONEY_MAX, MONEY_MAX),
	F_I64(struct item_price, qty_milli, INT64_MIN + 1, INT64_MAX),
};
static const struct shape price_shape = SHAPE(struct item_price, "statement_price", price_fields);

struct item {
	struct settled_item settled;
	struct item_price *rows;
	size_t rows_count;
};
#define QTY(member) { .name = #member, .kind = FIELD_I64, .offset = offsetof(struct item, settled.member), .low = INT64_MIN + 1, .high = INT64_MAX }
static const struct field item_fields[] = {
	QTY(closing_milli), QTY(counted_milli), QTY(in_milli), QTY(lost_house_milli), QTY(lost_producer_milli), QTY(moved_milli),
	{ .name = "name", .kind = FIELD_TEXT, .offset = offsetof(struct item, settled.name), .low = 1, .high = 200 },
	QTY(opening_milli), QTY(received_milli), QTY(returned_milli),
	F_LIST(struct item, rows, 0, SETTLED_ROWS_MAX, &price_shape),
	QTY(sent_back_milli), QTY(sold_milli), QTY(total_milli),
	{ .name = "unit", .kind = FIELD_TEXT, .offset = offsetof(struct item, settled.unit), .low = 1, .high = 20 },
};
static const struct shape item_shape = SHAPE(struct item, "statement_item", item_fields);

struct line {
	struct money amount;
	int32_t kind;
	const char *part, *text;
};
static const struct field line_fields[] = {
	F_MONEY(struct line, amount, -MONEY_MAX, MONEY_MAX),
	F_WORD(struct line, kind, settled_line_words),
	F_TEXT(struct line, part, 1, 2),
	F_TEXT(struct line, text, 1, 200),
};
static const struct shape line_shape = SHAPE(struct line, "statement_line", line_fields);

struct late {
	int32_t doc_day;
	int64_t number;
	const char *text;
};
static const struct field late_fields[] = {
	F_DAY(struct late, doc_day),
	F_I64(struct late, number, 1, INT64_MAX),
	F_TEXT(struct late, text, 1, 400),
};
static const struct shape late_shape = SHAPE(struct late, "statement_late", late_fields);

struct check {
	bool is_true;
	const char *text;
};
static const struct field check_fields[] = {
	F_BOOL(struct check, is_true),
	F_TEXT(struct check, text, 1, 200),
};
static const struct shape check_shape = SHAPE(struct check, "statement_check", check_fields);
#define CHECKS_MAX 5

struct statement {
	int64_t at_us;
	struct check *checks;
	size_t checks_count;
	struct money col6;
	const char *consignor_name;
	struct id contract_id;
	const char *contract_number;
	const char *forced_reason;
	int32_t from_day;
	const char *head;
	struct id id;
	struct money iii;
	bool is_draft;
	struct item *items;
	size_t items_count;
	struct money iv;
	struct late *lates;
	size_t lates_count;
	struct line *lines;
	size_t lines_count;
	int64_t number;
	const char *operator_name;
	struct money owed_after, owed_before;
	const char *staff_name;
	struct settlement_stop *stops;
	size_t stops_count;
	int32_t to_day;
	struct money v;
	int64_t version;
	const char *words;
};
static const struct field fields[] = {
	F_I64(struct statement, at_us, 0, INT64_MAX),
	F_LIST(struct statement, checks, 0, CHECKS_MAX, &check_shape),
	F_MONEY(struct statement, col6, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct statement, consignor_name, 1, 200),
	F_ID(struct statement, contract_id),
	F_TEXT(struct statement, contract_number, 1, 40),
	F_TEXT_OPT(struct statement, forced_reason, 1, SETTLED_REASON_MAX),
	F_DAY(struct statement, from_day),
	F_TEXT(struct statement, head, 0, 64),
	F_ID_OPT(struct statement, id),
	F_MONEY(struct statement, iii, -MONEY_MAX, MONEY_MAX),
	F_BOOL(struct statement, is_draft),
	F_LIST(struct statement, items, 0, SETTLED_ITEMS_MAX, &item_shape),
	F_MONEY(struct statement, iv, -MONEY_MAX, MONEY_MAX),
	F_LIST(struct statement, lates, 0, SETTLED_LATES_MAX, &late_shape),
	F_LIST(struct statement, lines, 0, 1000, &line_shape),
	F_I64(struct statement, number, 0, INT64_MAX),
	F_TEXT(struct statement, operator_name, 1, 200),
	F_MONEY(struct statement, owed_after, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct statement, owed_before, -MONEY_MAX, MONEY_MAX),
	F_TEXT_OPT(struct statement, staff_name, 1, 200),
	F_LIST(struct statement, stops, 0, SETTLEMENT_STOPS_MAX, &stop_shape),
	F_DAY(struct statement, to_day),
	F_MONEY(struct statement, v, -MONEY_MAX, MONEY_MAX),
	F_I64(struct statement, version, 1, INT64_MAX),
	F_TEXT(struct statement, words, 1, WORDS_SIZE),
};
const struct shape statement_shape = SHAPE(struct statement, "statement", fields);

/* ---- its parts ------------------------------------------------------------------------ */

/* Rows lie in the items' order. */
static void show_items(struct call *call, const struct settled *s, struct statement *out)
{
	struct item_price *prices = ARENA_LIST(call->arena, s->rows_count, struct item_price);

	out->items = ARENA_LIST(call->arena, s->items_count, struct item);
	out->items_count = s->items_count;
	for (size_t i = 0; i < s->items_count; i++)
		out->items[i].settled = s->items[i];
	for (size_t i = 0; i < s->rows_count; i++) {
		const struct settled_row *row = &s->rows[i];
		struct item *item = &out->items[row->item];

		prices[i] = (struct item_price){ row->amount, row->is_exact, row->price, row->sold_milli - row->returned_milli };
		if (!item->rows)
			item->rows = &prices[i];
		item->rows_count++;
	}
}

static void show_lines(struct call *call, const struct settled *s, struct statement *out)
{
	out->lines = ARENA_LIST(call->arena, s->lines_count, struct line);
	out->lines_count = s->lines_count;
	for (size_t i = 0; i < s->lines_count; i++) {
		const struct settled_line *from = &s->lines[i];
		const char *name = statement_line_name(from);

		out->lines[i] = (struct line){
			.amount = from->amount, .kind = from->kind, .part = from->kind < SETTLED_ADVANCE ? "IV" : "V",
			.text = from->vat_class ? arena_format(call->arena, "%s (thuế GTGT %s%s)", name, vat_class_name((enum vat_class)from->vat_class),
							       vat_rate_ppm((enum vat_class)from->vat_class) || from->vat_class == VAT_0 ? "%" : "")
						: name,
		};
	}
	out->lates = ARENA_LIST(call->arena, s->lates_count, struct late);
	out->lates_count = s->lates_count;
	for (size_t i = 0; i < s->lates_count; i++) {
		const struct settled_late *late = &s->lates[i];

		out->lates[i] = (struct late){
			.doc_day = late->doc_day, .number = late->number,
			.text = late->kind == 0 ? "phiếu chi ghi sau khi hết kỳ"
						: arena_format(call->arena, "%s: %s", statement_move_name(late->kind), s->items[late->item].name),
		};
	}
}

/* The sums that anybody can follow on the page, done again here from what is shown. */
static void show_checks(struct call *call, const struct settled *s, struct statement *out)
{
	int64_t col6 = 0, iv = 0, v = 0;
	bool columns = true;

	for (size_t i = 0; i < s->rows_count; i++)
		col6 += s->rows[i].amount.dong;
	for (size_t i = 0; i < s->lines_count; i++)
		*(s->lines[i].kind < SETTLED_ADVANCE ? &iv : &v) += s->lines[i].amount.dong;
	for (size_t i = 0; i < s->items_count; i++) {
		const struct settled_item *item = &s->items[i];

		columns = columns && item->total_milli == item->opening_milli + item->in_milli &&
			  item->closing_milli == item->total_milli - (item->sold_milli - item->returned_milli);
	}
	out->checks = ARENA_LIST(call->arena, CHECKS_MAX, struct check);
	out->checks[out->checks_count++] = (struct check){ columns, "cột 3 = cột 1 + cột 2 và cột 7 = cột 3 − cột 4 ở mọi mặt hàng" };
	out->checks[out->checks_count++] = (struct check){ s->iii.dong == s->owed_before.dong + s->col6.dong, "III = II + tổng cột 6" };
	out->checks[out->checks_count++] = (struct check){ iv == s->iv.dong && v == s->v.dong, "mục IV và mục V bằng tổng các dòng của mình" };
	out->checks[out->checks_count++] = (struct check){ s->owed_after.dong == s->iii.dong - s->iv.dong - s->v.dong, "VI = III − IV − V" };
	out->checks[out->checks_count++] = (struct check){ col6 == s->col6.dong, "tổng cột 6 bằng tổng các dòng giá" };
}

static bool show_names(struct call *call, const struct settled *s, const struct entry *entry, struct statement *out, struct err *err)
{
	struct contract_terms terms;
	struct staff staff;

	if (!contract_version_get(call->work.txn, call->arena, s->contract_id, s->version, &terms, err) ||
	    !office_name(call, terms.consignor_id, &out->consignor_name, err) || !office_name(call, terms.operator_id, &out->operator_name, err))
		return false;
	if (!entry || id_is_none(entry->actor))
		return true;
	if (!staff_get(call->work.txn, call->arena, entry->actor, &staff, err))
		return false;
	out->staff_name = staff.name ? staff.name : staff.login;
	return true;
}

bool statement_show(struct call *call, const struct settled *s, const struct entry *entry, struct settlement_stop *stops, size_t stops_count,
		    struct statement *out, struct err *err)
{
	const struct words_style style = { .capital = true };
	char words[WORDS_SIZE], hex[HASH_TEXT_SIZE] = "";

	words_write(s->owed_after.dong, &style, words);
	if (entry)
		hash_write(entry->hash, hex);
	else if (s->cuts_count)
		hash_write(s->cuts[s->cuts_count - 1].head, hex);
	*out = (struct statement){
		.at_us = entry ? entry->at_us : call->work.at_us, .col6 = s->col6, .contract_id = s->contract_id, .contract_number = s->contract_number,
		.forced_reason = s->forced_reason,
		.from_day = s->from_day, .head = arena_text(call->arena, hex), .iii = s->iii, .is_draft = !entry, .iv = s->iv, .number = s->number,
		.owed_after = s->owed_after, .owed_before = s->owed_before, .stops = stops, .stops_count = stops_count, .to_day = s->to_day, .v = s->v,
		.version = s->version, .words = arena_text(call->arena, words),
	};
	if (entry)
		out->id = entry->id;
	show_items(call, s, out);
	show_lines(call, s, out);
	show_checks(call, s, out);
	return show_names(call, s, entry, out, err);
}
