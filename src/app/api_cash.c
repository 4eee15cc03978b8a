/* Where cash lies, what moved by hand, the book of each place, referrers' fees, slips. */
#include "app/api_office.h"
#include "app/paper.h"

#include <string.h>

#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/print.h"
#include "shop/shift.h"

#define MAY_MOVE (MAY_SELL | MAY_ACCOUNT)
#define MAY_LOOK (MAY_OVERSEE | MAY_ACCOUNT)

/* ---- places -------------------------------------------------------------------- */

struct place_out {
	const char *account;
	struct money balance;      /* absent for who counts blind */
	struct id id;
	bool is_active;
	int32_t kind;
	const char *name;
};
static const struct field place_out_fields[] = {
	F_CODE_OPT(struct place_out, account, 1, 30),
	F_MONEY_OPT(struct place_out, balance, -MONEY_MAX, MONEY_MAX),
	F_ID(struct place_out, id),
	F_BOOL(struct place_out, is_active),
	F_WORD(struct place_out, kind, cash_place_words),
	F_TEXT(struct place_out, name, 1, CASH_NAME_LETTERS_MAX),
};
static const struct shape place_out_shape = SHAPE(struct place_out, "cash_place_seen", place_out_fields);
struct places_out {
	struct place_out *places;
	size_t places_count;
};
static const struct field places_fields[] = { F_LIST(struct places_out, places, 0, CASH_PLACES_MAX, &place_out_shape) };
static const struct shape places_shape = SHAPE(struct places_out, "cash_places", places_fields);

/* What lies in a drawer while a shift is open there, too. */
static bool lies_there(struct call *call, const struct cash_place *place, struct money *balance, struct err *err)
{
	struct shift_figures figures;
	struct shift shift;
	bool found = false;

	if (place->kind == CASH_DRAWER && !shift_find_open(call->work.txn, call->arena, place->id, &shift, &found, err))
		return false;
	if (!found)
		return cash_balance(call->work.txn, place->id, balance, err);
	if (!shift_figures(call->work.txn, call->arena, &shift, &figures, err))
		return false;
	*balance = figures.expected;
	return true;
}

static bool places_read(struct call *call, struct err *err)
{
	struct places_out *out = call->out;
	struct cash_place *places;
	size_t count;

	if (!cash_places(call->work.txn, call->arena, call->work.book->site_id, &places, &count, err))
		return false;
	out->places = ARENA_LIST(call->arena, count, struct place_out);
	for (size_t i = 0; i < count; i++) {
		struct place_out *place = &out->places[out->places_count++];

		*place = (struct place_out){ places[i].account, MONEY(SHAPE_ABSENT), places[i].id, places[i].is_active, places[i].kind, places[i].name };
		if (!api_counts_blind(call) && !lies_there(call, &places[i], &place->balance, err))
			return false;
	}
	return true;
}

struct place_in {
	const char *account;
	bool is_active;
	int32_t kind;
	const char *name;
	struct id place_id;        /* zero: a new one */
};
static const struct field place_in_fields[] = {
	F_CODE_OPT(struct place_in, account, 1, 30),
	F_BOOL(struct place_in, is_active),
	F_WORD(struct place_in, kind, cash_place_words),
	F_TEXT(struct place_in, name, 1, CASH_NAME_LETTERS_MAX),
	F_ID_OPT(struct place_in, place_id),
};
static const struct shape place_in_shape = SHAPE(struct place_in, "cash_place_in", place_in_fields);

static bool place_write(struct call *call, struct err *err)
{
	const struct place_in *in = call->in;
	struct cash_place place = { .account = in->account, .id = in->place_id, .is_active = in->is_active, .kind = in->kind, .name = in->name };

	/* Whoever takes an account over later finds it under the same id. */
	if (id_is_none(place.id))
		place.id = place.account ? cash_bank_id(call->work.book->site_id, place.account) : call->work.id;
	return cash_places_set(&call->work, &place, 1, err) || office_one(err);
}

/* ---- by hand ------------------------------------------------------------------- */

struct sale_ref {
	struct id id;
};
static const struct field sale_ref_fields[] = { F_ID(struct sale_ref, id) };
static const struct shape sale_ref_shape = SHAPE(struct sale_ref, "sale_ref", sale_ref_fields);
struct move_in {
	struct money amount;
	struct id from_id, party_id;
	const char *person, *person_address, *reason;
	struct sale_ref *sales;
	size_t sales_count;
	struct id till_id, to_id;
	int32_t what;
};
static const struct field move_fields[] = {
	F_MONEY(struct move_in, amount, -MONEY_MAX, MONEY_MAX),
	F_ID_OPT(struct move_in, from_id),
	F_ID_OPT(struct move_in, party_id),
	F_TEXT_OPT(struct move_in, person, 1, 100),
	F_TEXT_OPT(struct move_in, person_address, 1, 200),
	F_TEXT(struct move_in, reason, 1, 200),
	F_LIST_OPT(struct move_in, sales, 0, CASH_SALES_MAX, &sale_ref_shape),
	F_ID_OPT(struct move_in, till_id),
	F_ID_OPT(struct move_in, to_id),
	F_WORD_OPT(struct move_in, what, cash_what_words),
};
static const struct shape move_shape = SHAPE(struct move_in, "cash_move_in", move_fields);

struct moved_out {
	int64_t entry_number;
	const char *number;        /* of the paper; NULL: the drawer was opened without a sale */
	const char *print_state;
};
static const struct field moved_fields[] = {
	F_I64(struct moved_out, entry_number, 1, INT64_MAX),
	F_TEXT_OPT(struct moved_out, number, 1, 40),
	F_TEXT(struct moved_out, print_state, 1, 20),
};
static const struct shape moved_shape = SHAPE(struct moved_out, "cash_moved_out", moved_fields);

/* A slip on the till's printer opens its drawer; where no money moves there is only the pulse. */
static bool print_move(struct call *call, struct id till_id, const struct cash_moved *body, struct moved_out *out, struct err *err)
{
	struct till till;
	const char *printer;

	out->print_state = "none";
	if (id_is_none(till_id))
		return true;
	if (!till_get(call->work.txn, call->arena, till_id, &till, err))
		return false;
	printer = app_printer_of(call->app, till.code);
	if (!printer)
		return true;
	out->print_state = "waiting";
	call->may_print = true;
	return call->work.is_repeat ||
	       print_add(call->work.txn, call->work.entry.key, body->number ? LAYOUT_CASH_SLIP : LAYOUT_DRAWER, 0, printer, call->work.at_us, err);
}

static bool move_write(struct call *call, struct err *err)
{
	const struct move_in *in = call->in;
	struct moved_out *out = call->out;
	struct cash_person person = { .address = in->person_address, .name = in->person };
	struct cash_move_in move = {
		.amount = in->amount, .from_id = in->from_id, .to_id = in->to_id, .party_id = in->party_id, .person = in->person ? &person : NULL,
		.reason = in->reason, .sales = ARENA_LIST(call->arena, in->sales_count, struct id), .sales_count = in->sales_count, .till_id = in->till_id,
		.what = in->what,
	};
	const struct cash_moved *body;

	for (size_t i = 0; i < in->sales_count; i++)
		move.sales[i] = in->sales[i].id;
	if (!cash_move_add(&call->work, &move, MONEY(call->app->settings.cash_out_limit), &body, err))
		return false;
	out->entry_number = ENTRY_NUMBER(call->work.entry.key);
	if (body->number)
		out->number = cash_paper_text(call->arena, body->is_in ? CASH_PAPER_IN : CASH_PAPER_OUT, body->number);
	return print_move(call, in->till_id, body, out, err);
}

/* ---- the book ------------------------------------------------------------------ */

struct book_in {
	int32_t from_day;
	struct id place_id;
	int32_t to_day;
};
static const struct field book_in_fields[] = {
	F_DAY_OPT(struct book_in, from_day),
	F_ID(struct book_in, place_id),
	F_DAY_OPT(struct book_in, to_day),
};
static const struct shape book_in_shape = SHAPE(struct book_in, "cash_book_in", book_in_fields);

struct row_out {
	struct money amount;
	int64_t at_us;
	int32_t day;
	int64_t entry_number;      /* absent: not closed yet */
	bool has_slip;
	const char *number, *other, *reason;
	int32_t what;
};
static const struct field row_fields[] = {
	F_MONEY(struct row_out, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct row_out, at_us, 0, INT64_MAX),
	F_DAY(struct row_out, day),
	F_I64_OPT(struct row_out, entry_number, 1, INT64_MAX),
	F_BOOL(struct row_out, has_slip),
	F_TEXT_OPT(struct row_out, number, 1, 40),
	F_TEXT_OPT(struct row_out, other, 1, CASH_NAME_LETTERS_MAX),
	F_TEXT_OPT(struct row_out, reason, 1, 200),
	F_WORD(struct row_out, what, cash_what_words),
};
static const struct shape row_shape = SHAPE(struct row_out, "cash_row", row_fields);
struct book_out {
	struct money after, before;
	bool is_cut;
	struct row_out *rows;
	size_t rows_count;
};
static const struct field book_fields[] = {
	F_MONEY(struct book_out, after, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct book_out, before, -MONEY_MAX, MONEY_MAX),
	F_BOOL(struct book_out, is_cut),
	F_LIST(struct book_out, rows, 0, CASH_BOOK_ROWS_MAX + 1, &row_shape),
};
static const struct shape book_shape = SHAPE(struct book_out, "cash_book", book_fields);

static bool show_rows(struct call *call, const struct cash_row *rows, size_t count, struct row_out **out, struct err *err)
{
	struct cash_place *places;
	size_t places_count;

	if (!cash_places(call->work.txn, call->arena, call->work.book->site_id, &places, &places_count, err))
		return false;
	*out = ARENA_LIST(call->arena, count, struct row_out);
	for (size_t i = 0; i < count; i++) {
		const struct cash_row *row = &rows[i];
		struct row_out *shown = &(*out)[i];

		*shown = (struct row_out){ .amount = row->amount, .at_us = row->at_us, .day = row->day, .reason = row->reason, .what = row->what,
					   .entry_number = row->entry_key ? ENTRY_NUMBER(row->entry_key) : SHAPE_ABSENT,
					   .has_slip = row->number && row->paper != CASH_PAPER_NONE };
		if (row->number)
			shown->number = cash_paper_text(call->arena, row->paper, row->number);
		for (size_t k = 0; k < places_count; k++)
			if (id_is(places[k].id, row->other_id))
				shown->other = places[k].name;
	}
	return true;
}

static bool book_read(struct call *call, struct err *err)
{
	const struct book_in *in = call->in;
	struct book_out *out = call->out;
	int32_t to = in->to_day ? in->to_day : office_day(call), from = in->from_day ? in->from_day : to;
	struct cash_place place;
	struct cash_book book;

	if (from > to)
		return err_set(err, ERR_INPUT, "to_day", "đến ngày phải sau từ ngày");
	if (!cash_place_get(call->work.txn, call->arena, in->place_id, &place, err) ||
	    !cash_book_read(call->work.txn, call->arena, in->place_id, from, to, &book, err))
		return false;
	out->before = book.before;
	out->after = book.after;
	out->is_cut = book.is_cut;
	out->rows_count = book.rows_count;
	return show_rows(call, book.rows, book.rows_count, &out->rows, err);
}

struct fees_in {
	int32_t from_day, to_day;
};
static const struct field fees_in_fields[] = { F_DAY_OPT(struct fees_in, from_day), F_DAY_OPT(struct fees_in, to_day) };
static const struct shape fees_in_shape = SHAPE(struct fees_in, "cash_fees_in", fees_in_fields);
struct fee {
	struct money amount;       /* positive */
	int64_t at_us, entry_number;
	const char *number, *person, *reason;
	int64_t sales_count;
};
static const struct field fee_fields[] = {
	F_MONEY(struct fee, amount, 0, MONEY_MAX),
	F_I64(struct fee, at_us, 0, INT64_MAX),
	F_I64(struct fee, entry_number, 1, INT64_MAX),
	F_TEXT(struct fee, number, 1, 40),
	F_TEXT_OPT(struct fee, person, 1, 200),
	F_TEXT(struct fee, reason, 1, 200),
	F_I64(struct fee, sales_count, 0, CASH_SALES_MAX),
};
static const struct shape fee_shape = SHAPE(struct fee, "referrer_fee", fee_fields);
struct fees_out {
	struct fee *fees;
	size_t fees_count;
};
static const struct field fees_fields[] = { F_LIST(struct fees_out, fees, 0, CASH_BOOK_ROWS_MAX, &fee_shape) };
static const struct shape fees_shape = SHAPE(struct fees_out, "referrer_fees", fees_fields);

static bool fees_read(struct call *call, struct err *err)
{
	const struct fees_in *in = call->in;
	struct fees_out *out = call->out;
	int32_t to = in->to_day ? in->to_day : office_day(call), from = in->from_day ? in->from_day : to / 100 * 100 + 1;
	struct cash_row *rows;
	size_t count;

	if (!cash_fees(call->work.txn, call->arena, call->work.book->site_id, from, to, &rows, &count, err))
		return false;
	out->fees = ARENA_LIST(call->arena, count, struct fee);
	for (size_t i = 0; i < count; i++) {
		struct fee *fee = &out->fees[out->fees_count++];
		struct cash_person person;
		struct cash_moved *body;
		struct entry entry;

		if (!journal_get(call->work.txn, call->arena, rows[i].entry_key, &entry, err) ||
		    !entry_body(&entry, &cash_moved_kind, call->arena, (void **)&body, err) ||
		    !cash_person_get(call->work.txn, call->arena, body, &person, err))
			return false;
		*fee = (struct fee){ body->amount, entry.at_us, ENTRY_NUMBER(entry.key), cash_paper_text(call->arena, CASH_PAPER_OUT, body->number),
				     person.name, body->reason, (int64_t)body->sales_count };
		if (!fee->person && !id_is_none(body->party_id) && !office_name(call, body->party_id, &fee->person, err))
			return false;
	}
	return true;
}

/* ---- who brought customers since the shift was opened ----------------------------- */

struct referred_in {
	struct id till_id;
};
static const struct field referred_in_fields[] = { F_ID(struct referred_in, till_id) };
static const struct shape referred_in_shape = SHAPE(struct referred_in, "cash_referred_in", referred_in_fields);
struct referred_sale {
	struct id id;
	const char *receipt;
};
static const struct field referred_sale_fields[] = { F_ID(struct referred_sale, id), F_TEXT(struct referred_sale, receipt, 1, RECEIPT_TEXT_SIZE) };
static const struct shape referred_sale_shape = SHAPE(struct referred_sale, "cash_referred_sale", referred_sale_fields);
struct referrer {
	const char *name;
	struct id party_id;
	struct referred_sale *sales;   /* that no fee was given for yet */
	size_t sales_count;
};
static const struct field referrer_fields[] = {
	F_TEXT(struct referrer, name, 1, 200),
	F_ID(struct referrer, party_id),
	F_LIST(struct referrer, sales, 1, CASH_SALES_MAX, &referred_sale_shape),
};
static const struct shape referrer_shape = SHAPE(struct referrer, "cash_referrer", referrer_fields);
struct referred_out {
	struct referrer *referrers;
	size_t referrers_count;
};
static const struct field referred_fields[] = { F_LIST(struct referred_out, referrers, 0, CASH_REFERRED_MAX, &referrer_shape) };
static const struct shape referred_shape = SHAPE(struct referred_out, "cash_referred", referred_fields);

/* No amounts: who pays the fee may count blind. */
static bool referred_read(struct call *call, struct err *err)
{
	const struct referred_in *in = call->in;
	struct referred_out *out = call->out;
	struct referrer *last = NULL;
	struct cash_referred *rows;
	struct shift shift;
	size_t count;
	bool found;

	if (!shift_find_open(call->work.txn, call->arena, in->till_id, &shift, &found, err))
		return false;
	if (!found)
		return true;
	if (!cash_referred(call->work.txn, call->arena, shift.key, &rows, &count, err))
		return false;
	out->referrers = ARENA_LIST(call->arena, count, struct referrer);
	for (size_t i = 0; i < count; i++) {
		if (!last || !id_is(last->party_id, rows[i].referrer_id)) {
			last = &out->referrers[out->referrers_count++];
			*last = (struct referrer){ .party_id = rows[i].referrer_id, .sales = ARENA_LIST(call->arena, CASH_SALES_MAX, struct referred_sale) };
			if (!office_name(call, last->party_id, &last->name, err))
				return false;
		}
		if (last->sales_count < CASH_SALES_MAX)
			last->sales[last->sales_count++] = (struct referred_sale){ rows[i].sale_id, rows[i].receipt };
	}
	return true;
}

/* ---- on paper ------------------------------------------------------------------- */

struct slip_in {
	int64_t number;
};
static const struct field slip_fields[] = { F_I64(struct slip_in, number, 1, INT64_MAX) };
static const struct shape slip_shape = SHAPE(struct slip_in, "cash_slip_in", slip_fields);

static bool slip_read(struct call *call, struct err *err)
{
	const struct slip_in *in = call->in;
	struct cash_slip_facts facts = { .paper = PAGE_A5_WIDE };
	struct entry entry;
	struct fonts *fonts;
	bool ok;

	if (!journal_get(call->work.txn, call->arena, ENTRY_KEY(call->work.book->stream, in->number), &entry, err) ||
	    !paper_slip(call->work.txn, call->arena, call->work.book, &entry, &facts, err))
		return false;
	call->answer_type = "application/pdf";
	call->answer_name = arena_format(call->arena, "%s %s.pdf", facts.is_in ? "Phiếu thu" : "Phiếu chi", facts.number);
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout_cash_slip(call->arena, &facts), entry.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

const struct route cash_routes[] = {
	{ HTTP_GET, "/cash/places", MAY_MOVE, &nothing_shape, &places_shape, { { LANE_READ, places_read } }, "Drawers, safes and bank accounts", false, NULL },
	{ HTTP_POST, "/cash/places", MAY_ACCOUNT, &place_in_shape, &nothing_shape, { { LANE_WRITE, place_write } }, "Adds a safe or a bank account, or changes one",
	  false, NULL },
	{ HTTP_GET, "/cash/book", MAY_LOOK, &book_in_shape, &book_shape, { { LANE_READ, book_read } }, "The cash book of a place", false, NULL },
	{ HTTP_GET, "/cash/fees", MAY_LOOK, &fees_in_shape, &fees_shape, { { LANE_READ, fees_read } }, "Fees to those who brought customers", false, NULL },
	{ HTTP_GET, "/cash/referred", MAY_MOVE, &referred_in_shape, &referred_shape, { { LANE_READ, referred_read } },
	  "Who brought customers since the till's shift was opened, with the tickets that no fee was given for", false, NULL },
	{ HTTP_GET, "/cash/slips/:number/slip.pdf", MAY_LOOK, &slip_shape, NULL, { { LANE_READ, slip_read } }, "The slip of an entry of cash, as a sheet to sign",
	  false, NULL },
	{ HTTP_POST, "/cash-moves", MAY_MOVE, &move_shape, &moved_shape, { { LANE_WRITE, move_write } },
	  "Cash between two places, or to and from outside, by hand; 0 opens the drawer", false, NULL },
	{ .path = NULL },
};
