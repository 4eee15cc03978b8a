/* Goods come in: papers and their lots. */
#include "app/api_office.h"

#include <string.h>

#include "app/paper.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/intake.h"
#include "shop/print.h"
#include "shop/proposal.h"
#include "shop/staff.h"

static const struct field in_fields[] = {
	F_ID(struct intake_in, contract_id),
	F_DAY_OPT(struct intake_in, doc_day),
	F_LIST(struct intake_in, lines, 1, INTAKE_LINES_MAX, &intake_line_in_shape),
	F_CODE_OPT(struct intake_in, paper, 1, 100),
};
static const struct shape in_shape = SHAPE(struct intake_in, "intake_in", in_fields);

struct lot_made {
	const char *code;
	struct id id;
};
static const struct field lot_fields[] = {
	F_TEXT_OPT(struct lot_made, code, 1, 40),
	F_ID(struct lot_made, id),
};
static const struct shape lot_shape = SHAPE(struct lot_made, "lot_made", lot_fields);
struct made_out {
	struct lot_made *lots;
	size_t lots_count;
	int64_t number;
};
static const struct field made_fields[] = {
	F_LIST(struct made_out, lots, 0, INTAKE_LINES_MAX, &lot_shape),
	F_I64(struct made_out, number, 1, INT64_MAX),
};
static const struct shape made_shape = SHAPE(struct made_out, "intake_made", made_fields);

static bool intake_write(struct call *call, struct err *err)
{
	struct made_out *out = call->out;
	const struct intake *body;

	if (!intake_add(&call->work, call->in, &body, err))
		return false;
	out->number = body->number;
	out->lots = ARENA_LIST(call->arena, body->lines_count, struct lot_made);
	for (size_t i = 0; i < body->lines_count; i++)
		out->lots[out->lots_count++] = (struct lot_made){ body->lines[i].code, body->lines[i].lot_id };
	office_goods_changed(call);
	return true;
}

/* ---- reading ---------------------------------------------------------------------- */

struct line_out {
	struct intake_line line;
	const char *item;
	struct money price;        /* the item's now */
	const char *proposal_reason;
	int32_t proposal_state;    /* 0: nothing was proposed */
	const char *unit;
};
#define LINE(member) offsetof(struct line_out, line.member)
static const struct field line_fields[] = {
	{ .name = "code", .kind = FIELD_TEXT, .optional = true, .offset = LINE(code), .low = 1, .high = 40 },
	{ .name = "expiry_day", .kind = FIELD_DAY, .optional = true, .offset = LINE(expiry_day) },
	{ .name = "expiry_kind", .kind = FIELD_WORD, .offset = LINE(expiry_kind), .words = expiry_kind_words },
	{ .name = "hand_over", .kind = FIELD_MONEY, .optional = true, .offset = LINE(hand_over), .high = MONEY_MAX },
	F_TEXT(struct line_out, item, 1, 200),
	{ .name = "item_id", .kind = FIELD_ID, .offset = LINE(item_id) },
	{ .name = "lot_id", .kind = FIELD_ID, .offset = LINE(lot_id) },
	{ .name = "made_day", .kind = FIELD_DAY, .optional = true, .offset = LINE(made_day) },
	{ .name = "own_price", .kind = FIELD_MONEY, .optional = true, .offset = LINE(own_price), .high = MONEY_MAX },
	F_MONEY_OPT(struct line_out, price, 0, MONEY_MAX),
	{ .name = "price_proposal", .kind = FIELD_MONEY, .optional = true, .offset = LINE(price_proposal), .high = MONEY_MAX },
	F_TEXT_OPT(struct line_out, proposal_reason, 1, 200),
	F_WORD_OPT(struct line_out, proposal_state, proposal_state_words),
	{ .name = "qty_milli", .kind = FIELD_I64, .offset = LINE(qty_milli), .low = 1, .high = QTY_MILLI_MAX },
	F_TEXT(struct line_out, unit, 1, 20),
};
static const struct shape line_shape = SHAPE(struct line_out, "intake_line", line_fields);

struct paper_state {
	const char *reason;
	int32_t state;
};
static const struct field paper_fields[] = {
	F_TEXT_OPT(struct paper_state, reason, 1, 400),
	F_WORD_OPT(struct paper_state, state, print_state_words),
};
static const struct shape paper_shape = SHAPE(struct paper_state, "paper_state", paper_fields);

struct row {
	int64_t at_us;
	const char *consignor_name;
	struct id contract_id;
	const char *contract_number;
	int32_t doc_day;
	struct id id;              /* of its entry: corrections name it */
	struct line_out *lines;
	size_t lines_count;
	int64_t lines_number, number;
	const char *paper;
	struct paper_state print;
	const char *staff_name;
};
#define ROW_FIELDS \
	F_I64(struct row, at_us, 0, INT64_MAX), \
	F_TEXT(struct row, consignor_name, 1, 200), \
	F_ID(struct row, contract_id), \
	F_TEXT(struct row, contract_number, 1, 40), \
	F_DAY(struct row, doc_day), \
	F_ID(struct row, id)
#define LINES_COUNT { .name = "lines_count", .kind = FIELD_I64, .offset = offsetof(struct row, lines_number), .high = INTAKE_LINES_MAX }
static const struct field row_fields[] = {
	ROW_FIELDS, LINES_COUNT, F_I64(struct row, number, 1, INT64_MAX), F_TEXT_OPT(struct row, paper, 1, 100), F_TEXT_OPT(struct row, staff_name, 1, 200),
};
static const struct shape row_shape = SHAPE(struct row, "intake_row", row_fields);
static const struct field one_fields[] = {
	ROW_FIELDS,
	F_LIST(struct row, lines, 0, INTAKE_LINES_MAX, &line_shape),
	LINES_COUNT,
	F_I64(struct row, number, 1, INT64_MAX),
	F_TEXT_OPT(struct row, paper, 1, 100),
	F_PART(struct row, print, &paper_shape),
	F_TEXT_OPT(struct row, staff_name, 1, 200),
};
static const struct shape one_shape = SHAPE(struct row, "intake_out", one_fields);
struct list_out {
	struct row *intakes;
	size_t intakes_count;
	int64_t next;
};
static const struct field list_out_fields[] = {
	F_LIST(struct list_out, intakes, 0, OFFICE_PAGE_MAX, &row_shape),
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "intakes", list_out_fields);

struct get_in {
	int64_t number;
};
static const struct field get_fields[] = { F_I64(struct get_in, number, 1, INT64_MAX) };
static const struct shape get_shape = SHAPE(struct get_in, "intake_get", get_fields);

static bool show_row(struct call *call, int64_t key, struct row *row, const struct intake **body, struct err *err)
{
	struct entry entry;
	struct staff staff;

	if (!journal_get(call->work.txn, call->arena, key, &entry, err) || !entry_body(&entry, &intake_kind, call->arena, (void **)body, err))
		return false;
	*row = (struct row){ .at_us = entry.at_us, .contract_id = (*body)->contract_id, .doc_day = (*body)->doc_day, .id = entry.id,
			     .lines_number = (int64_t)(*body)->lines_count, .number = (*body)->number, .paper = (*body)->paper };
	if (!id_is_none(entry.actor)) {
		if (!staff_get(call->work.txn, call->arena, entry.actor, &staff, err))
			return false;
		row->staff_name = staff.name ? staff.name : staff.login;
	}
	return office_contract(call, row->contract_id, &row->contract_number, &row->consignor_name, err);
}

static bool intakes_read(struct call *call, struct err *err)
{
	const struct papers_asked *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	const struct intake *body;
	int64_t *keys;

	if (!browse_intakes(call->work.txn, call->arena, in->contract_id, in->after == SHAPE_ABSENT ? INT64_MAX : in->after, limit, &keys, &count, err))
		return false;
	out->intakes = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++)
		if (!show_row(call, keys[i], &out->intakes[out->intakes_count++], &body, err))
			return false;
	out->next = count == limit ? out->intakes[count - 1].number : SHAPE_ABSENT;
	return true;
}

static bool show_line(struct call *call, const struct intake_line *line, struct line_out *out, struct err *err)
{
	struct item item;
	bool found;

	if (!item_get(call->work.txn, call->arena, line->item_id, &item, err) ||
	    !item_price_at(call->work.txn, line->item_id, call->work.book->site_id, call->work.at_us, &out->price, &found, err))
		return false;
	if (!found)
		out->price = MONEY(SHAPE_ABSENT);
	out->line = *line;
	out->item = item.name;
	out->unit = item.unit;
	return line->price_proposal.dong == SHAPE_ABSENT ||
	       proposal_state(call->work.txn, call->arena, line->lot_id, &out->proposal_state, &out->proposal_reason, err);
}

static bool intake_read(struct call *call, struct err *err)
{
	const struct get_in *in = call->in;
	struct row *out = call->out;
	const struct intake *body;
	struct print_row *papers;
	size_t papers_count;
	int64_t key;

	if (!browse_intake_key(call->work.txn, in->number, &key, err) || !show_row(call, key, out, &body, err))
		return false;
	out->lines = ARENA_LIST(call->arena, body->lines_count, struct line_out);
	for (size_t i = 0; i < body->lines_count; i++)
		if (!show_line(call, &body->lines[i], &out->lines[out->lines_count++], err))
			return false;
	if (!print_of_entry(call->work.txn, call->arena, key, &papers, &papers_count, err))
		return false;
	if (papers_count)
		out->print = (struct paper_state){ papers[0].reason, papers[0].state };
	return true;
}

/* ---- on paper ---------------------------------------------------------------------- */

static bool get_entry(struct call *call, int64_t number, struct entry *entry, struct err *err)
{
	int64_t key;

	return browse_intake_key(call->work.txn, number, &key, err) && journal_get(call->work.txn, call->arena, key, entry, err);
}

static bool pdf_read(struct call *call, struct err *err)
{
	const struct get_in *in = call->in;
	struct intake_facts facts = { 0 };
	struct entry entry;
	struct fonts *fonts;
	bool ok;

	if (!get_entry(call, in->number, &entry, err) || !paper_intake(call->work.txn, call->arena, call->work.book, &entry, &facts, err))
		return false;
	call->answer_type = "application/pdf";
	call->answer_name = arena_format(call->arena, "Phiếu nhập %s.pdf", facts.number);
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout_intake(call->arena, &facts), entry.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

struct print_in {
	int64_t number;
	const char *printer;       /* its name in the settings */
};
static const struct field print_in_fields[] = {
	F_I64(struct print_in, number, 1, INT64_MAX),
	F_TEXT(struct print_in, printer, 1, 60),
};
static const struct shape print_in_shape = SHAPE(struct print_in, "intake_print", print_in_fields);
struct printed_out {
	int64_t copy;
};
static const struct field printed_fields[] = { F_I64(struct printed_out, copy, 0, INT64_MAX) };
static const struct shape printed_shape = SHAPE(struct printed_out, "intake_printed", printed_fields);

/* The original once; one that did not come out again; after it only numbered copies. */
static bool intake_print(struct call *call, struct err *err)
{
	const struct print_in *in = call->in;
	struct printed_out *out = call->out;
	struct print_row *rows;
	struct entry entry;
	bool is_there = false;
	size_t count;

	for (size_t i = 0; i < call->app->settings.printers_count; i++)
		is_there = is_there || strcmp(call->app->settings.printers[i].name, in->printer) == 0;
	if (!is_there)
		return err_set(err, ERR_INPUT, "printer", "không có máy in “%.40s”; chọn lại", in->printer);
	if (!get_entry(call, in->number, &entry, err) || !print_of_entry(call->work.txn, call->arena, entry.key, &rows, &count, err))
		return false;
	call->may_print = true;
	if (count == 0)
		return print_add(call->work.txn, entry.key, LAYOUT_INTAKE, 0, in->printer, call->work.at_us, err);
	/* Asked again while it is still on its way. */
	if (count == 1 && (rows[0].state == PRINT_WAITING || rows[0].state == PRINT_PRINTING) && strcmp(rows[0].printer, in->printer) == 0)
		return true;
	if (rows[0].copy == 0 && (rows[0].state == PRINT_IS_FAILED || rows[0].state == PRINT_IS_UNKNOWN) && strcmp(rows[0].printer, in->printer) == 0)
		return print_again(call->work.txn, entry.key, LAYOUT_INTAKE, call->work.at_us, err);
	if (!paper_copy(&call->work, entry.key, LAYOUT_INTAKE, &out->copy, err))
		return false;
	return call->work.is_repeat || print_add(call->work.txn, entry.key, LAYOUT_INTAKE, out->copy, in->printer, call->work.at_us, err);
}

/* ---- the price that was proposed --------------------------------------------------- */

static const struct field proposal_fields[] = {
	F_I64_OPT(struct proposal_in, from_us, 0, INT64_MAX),
	F_BOOL(struct proposal_in, is_accepted),
	F_ID(struct proposal_in, lot_id),
	F_TEXT_OPT(struct proposal_in, reason, 1, 200),
};
static const struct shape proposal_shape = SHAPE(struct proposal_in, "proposal_in", proposal_fields);

static const struct field label_fields[] = {
	F_TEXT_OPT(struct stock_lot, code, 1, 40),
	F_ID(struct stock_lot, lot_id),
	F_I64(struct stock_lot, qty_milli, 1, INT64_MAX),
};
static const struct shape label_shape = SHAPE(struct stock_lot, "label_to_print", label_fields);
struct answered_out {
	struct money amount;
	int64_t from_us;           /* SHAPE_ABSENT: no price was set */
	struct stock_lot *labels;  /* to print again; none where no price was set */
	size_t labels_count;
};
static const struct field answered_fields[] = {
	F_MONEY(struct answered_out, amount, 0, MONEY_MAX),
	F_I64_OPT(struct answered_out, from_us, 0, INT64_MAX),
	F_LIST(struct answered_out, labels, 0, STOCK_LOTS_MAX, &label_shape),
};
static const struct shape answered_shape = SHAPE(struct answered_out, "proposal_answered", answered_fields);

static bool proposal_write(struct call *call, struct err *err)
{
	struct answered_out *out = call->out;
	const struct proposal_answered *body;

	if (!proposal_answer(&call->work, call->in, &body, err))
		return false;
	out->amount = body->amount;
	out->from_us = body->from_us;
	office_goods_changed(call);
	return body->from_us == SHAPE_ABSENT || proposal_labels(call->work.txn, call->arena, call->work.book->site_id, body->item_id, &out->labels,
								 &out->labels_count, err);
}

const struct route intake_routes[] = {
	{ HTTP_GET, "/intakes", MAY_OFFICE, &papers_asked_shape, &list_out_shape, { { LANE_READ, intakes_read } }, "Papers that brought goods in, the newest first", false, NULL },
	{ HTTP_GET, "/intakes/:number", MAY_OFFICE, &get_shape, &one_shape, { { LANE_READ, intake_read } }, "One such paper with its lines", false, NULL },
	{ HTTP_POST, "/intakes", MAY_STOCK, &in_shape, &made_shape, { { LANE_WRITE, intake_write } }, "Goods come in under a contract and make lots", false, NULL },
	{ HTTP_GET, "/intakes/:number/note.pdf", MAY_OFFICE, &get_shape, NULL, { { LANE_READ, pdf_read } }, "Its note as a sheet to sign", false, NULL },
	{ HTTP_POST, "/intakes/:number/print", MAY_OFFICE, &print_in_shape, &printed_shape, { { LANE_WRITE, intake_print } },
	  "Its note out of a printer; after the original a numbered copy", false, NULL },
	{ HTTP_POST, "/proposals/:lot_id", MAY_OVERSEE | MAY_ACCOUNT, &proposal_shape, &answered_shape, { { LANE_WRITE, proposal_write } },
	  "Accepts the price proposed with a lot, or refuses it", false, NULL },
	{ .path = NULL },
};
