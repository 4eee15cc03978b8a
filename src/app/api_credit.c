/* What customers, carriers and consignors owe and are owed at the till and in the office: on account, COD, offset. */
#include "app/api_office.h"

#include "app/credit_paper.h"
#include "receipts/fonts.h"
#include "shop/browse.h"
#include "shop/cod.h"
#include "shop/credit.h"
#include "shop/known.h"
#include "shop/offset.h"
#include "shop/party.h"
#include "shop/print.h"

#define FOUND_MAX 20               /* of a search at the till */
#define CUSTOMERS_MAX 2000         /* looked through for it */

static const char *const what_words[] = { NULL, "customer", "carrier", NULL };

/* ---- who owes --------------------------------------------------------------------------- */

struct debtor {
	struct money age_0, age_30, age_60, age_90, age_more;  /* not due, late up to so many days, more */
	const char *code;
	int64_t count, days;           /* open items; the terms' days, SHAPE_ABSENT: no terms */
	int64_t late_count;
	struct money left, limit;      /* limit SHAPE_ABSENT: no terms */
	const char *name;
	struct id party_id;
};
static const struct field debtor_fields[] = {
	F_MONEY(struct debtor, age_0, 0, MONEY_MAX),
	F_MONEY(struct debtor, age_30, 0, MONEY_MAX),
	F_MONEY(struct debtor, age_60, 0, MONEY_MAX),
	F_MONEY(struct debtor, age_90, 0, MONEY_MAX),
	F_MONEY(struct debtor, age_more, 0, MONEY_MAX),
	F_TEXT(struct debtor, code, 1, 40),
	F_I64(struct debtor, count, 0, INT64_C(1000000)),
	F_I64_OPT(struct debtor, days, 0, CREDIT_DAYS_MAX),
	F_I64(struct debtor, late_count, 0, INT64_C(1000000)),
	F_MONEY(struct debtor, left, 0, MONEY_MAX),
	F_MONEY_OPT(struct debtor, limit, 0, MONEY_MAX),
	F_TEXT(struct debtor, name, 1, 200),
	F_ID(struct debtor, party_id),
};
static const struct shape debtor_shape = SHAPE(struct debtor, "debtor", debtor_fields);
struct debtors_in {
	int32_t what;
};
static const struct field debtors_in_fields[] = { F_WORD(struct debtors_in, what, what_words) };
static const struct shape debtors_in_shape = SHAPE(struct debtors_in, "debtors_in", debtors_in_fields);
struct debtors_out {
	struct debtor *debtors;
	size_t debtors_count;
	struct money left;
};
static const struct field debtors_fields[] = {
	F_LIST(struct debtors_out, debtors, 0, DEBT_PARTIES_MAX + CUSTOMERS_MAX, &debtor_shape),
	F_MONEY(struct debtors_out, left, 0, MONEY_MAX),
};
static const struct shape debtors_shape = SHAPE(struct debtors_out, "debtors", debtors_fields);

static bool show_party(struct call *call, struct id party_id, struct debtor *debtor, struct err *err)
{
	struct credit_set terms;
	struct party party;
	bool found;

	if (!party_get(call->work.txn, call->arena, party_id, 29991231, &party, err) || !credit_get(call->work.txn, party_id, &terms, &found, err))
		return false;
	debtor->party_id = party_id;
	debtor->code = party.code;
	debtor->name = party.name ? party.name : "(đã xóa)";
	debtor->days = found ? terms.days : SHAPE_ABSENT;
	debtor->limit = found ? terms.limit : MONEY(SHAPE_ABSENT);
	return true;
}

static bool debtors_read(struct call *call, struct err *err)
{
	const struct debtors_in *in = call->in;
	struct debtors_out *out = call->out;
	struct debt_party *parties;
	size_t count;

	if (!debt_parties(call->work.txn, call->arena, (enum debt_what)in->what, office_day(call), &parties, &count, err))
		return false;
	out->debtors = ARENA_LIST(call->arena, count, struct debtor);
	out->debtors_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct debt_party *from = &parties[i];

		out->debtors[i] = (struct debtor){ .age_0 = from->ages[0], .age_30 = from->ages[1], .age_60 = from->ages[2], .age_90 = from->ages[3],
						   .age_more = from->ages[4], .count = from->count, .late_count = from->late_count, .left = from->left };
		out->left.dong += from->left.dong;
		if (!show_party(call, from->party_id, &out->debtors[i], err))
			return false;
	}
	return true;
}

/* ---- one of them -------------------------------------------------------------------------- */

struct one_in {
	struct id party_id;
	int32_t what;
};
static const struct field one_in_fields[] = { F_ID(struct one_in, party_id), F_WORD_OPT(struct one_in, what, what_words) };
static const struct shape one_in_shape = SHAPE(struct one_in, "debts_in", one_in_fields);
struct one_out {
	struct debt *debts;
	size_t debts_count;
	struct debtor party;
};
static const struct field one_out_fields[] = {
	F_LIST(struct one_out, debts, 0, DEBT_LIST_MAX, &debt_shape),
	F_PART(struct one_out, party, &debtor_shape),
};
static const struct shape one_out_shape = SHAPE(struct one_out, "debts", one_out_fields);

/* A party with all it owes: its open items (DEBT_LIST_MAX at most), their sums and how old they are. */
static bool show_debtor(struct call *call, enum debt_what what, struct id party_id, struct debtor *debtor, struct debt **debts, size_t *count, struct err *err)
{
	struct money *const ages[DEBT_AGES] = { &debtor->age_0, &debtor->age_30, &debtor->age_60, &debtor->age_90, &debtor->age_more };
	int32_t today = office_day(call);

	if (!show_party(call, party_id, debtor, err) || !debt_sum(call->work.txn, what, party_id, today, &debtor->left, &debtor->late_count, err) ||
	    !debt_open(call->work.txn, call->arena, what, party_id, today, debts, count, err))
		return false;
	debtor->count = (int64_t)*count;
	for (size_t i = 0; i < *count; i++)
		ages[debt_age((*debts)[i].due_day, today)]->dong += (*debts)[i].left.dong;
	return true;
}

static bool one_read(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;
	struct one_out *out = call->out;

	return show_debtor(call, in->what ? (enum debt_what)in->what : DEBT_CUSTOMER, in->party_id, &out->party, &out->debts, &out->debts_count, err);
}

/* ---- searching at the till ------------------------------------------------------------------ */

struct search_in {
	const char *q;
};
static const struct field search_fields[] = { F_TEXT_OPT(struct search_in, q, 1, 100) };
static const struct shape search_shape = SHAPE(struct search_in, "debtor_search_in", search_fields);

/* Those of a role whose words begin as asked. */
static bool find_parties(struct call *call, int64_t roles, struct party **found, size_t *count, struct err *err)
{
	const struct search_in *in = call->in;
	struct party *page;
	size_t page_count, seen = 0;
	const char *after = "";

	*found = ARENA_LIST(call->arena, FOUND_MAX, struct party);
	*count = 0;
	do {
		if (!party_list(call->work.txn, call->arena, roles, after, 29991231, 200, &page, &page_count, err))
			return false;
		for (size_t i = 0; i < page_count && *count < FOUND_MAX; i++)
			if (office_fits(call->arena, in->q, party_words(call->arena, &page[i])))
				(*found)[(*count)++] = page[i];
		seen += page_count;
		after = page_count ? page[page_count - 1].code : after;
	} while (page_count == 200 && *count < FOUND_MAX && seen < CUSTOMERS_MAX);
	return true;
}

static bool search_debtors(struct call *call, int64_t roles, enum debt_what what, struct err *err)
{
	struct debtors_out *out = call->out;
	struct party *found;
	size_t count;

	if (!find_parties(call, roles, &found, &count, err))
		return false;
	out->debtors = ARENA_LIST(call->arena, count, struct debtor);
	out->debtors_count = count;
	for (size_t i = 0; i < count; i++) {
		struct debtor *debtor = &out->debtors[i];
		struct debt *debts;
		size_t debts_count;

		if (!show_debtor(call, what, found[i].id, debtor, &debts, &debts_count, err))
			return false;
		out->left.dong += debtor->left.dong;
	}
	return true;
}

static bool customers_read(struct call *call, struct err *err)
{
	return search_debtors(call, PARTY_CUSTOMER, DEBT_CUSTOMER, err);
}

static bool carriers_read(struct call *call, struct err *err)
{
	return search_debtors(call, PARTY_CARRIER, DEBT_CARRIER, err);
}

struct offset_row {
	struct id contract_id;
	const char *contract_number;
	struct money owed;             /* SHAPE_ABSENT: not for who asks */
	struct id party_id;
	const char *party_name;
};
static const struct field offset_fields[] = {
	F_ID(struct offset_row, contract_id),
	F_TEXT(struct offset_row, contract_number, 1, 40),
	F_MONEY_OPT(struct offset_row, owed, 0, MONEY_MAX),
	F_ID(struct offset_row, party_id),
	F_TEXT(struct offset_row, party_name, 1, 200),
};
static const struct shape offset_row_shape = SHAPE(struct offset_row, "offset_row", offset_fields);
struct offsets_out {
	struct offset_row *contracts;
	size_t contracts_count;
};
static const struct field offsets_fields[] = { F_LIST(struct offsets_out, contracts, 0, FOUND_MAX, &offset_row_shape) };
static const struct shape offsets_shape = SHAPE(struct offsets_out, "offsets", offsets_fields);

/* Of the consignors that were found, contract by contract. What is owed is not a cashier's to know; the second person sees it in the refusal. */
static bool offsets_read(struct call *call, struct err *err)
{
	struct offsets_out *out = call->out;
	struct contract_head *heads;
	struct party *found;
	size_t count, heads_count;

	if (!find_parties(call, PARTY_CONSIGNOR, &found, &count, err))
		return false;
	out->contracts = ARENA_LIST(call->arena, FOUND_MAX, struct offset_row);
	for (size_t i = 0; i < count; i++) {
		if (!browse_contracts(call->work.txn, call->arena, found[i].id, "", FOUND_MAX, &heads, &heads_count, err))
			return false;
		for (size_t k = 0; k < heads_count && out->contracts_count < FOUND_MAX; k++) {
			struct offset_row *row = &out->contracts[out->contracts_count++];

			*row = (struct offset_row){ .contract_id = heads[k].id, .contract_number = heads[k].number, .party_id = found[i].id,
						    .party_name = found[i].name ? found[i].name : "(đã xóa)", .owed = MONEY(SHAPE_ABSENT) };
			if (!api_counts_blind(call) && !offset_owed(call->work.txn, call->arena, row->contract_id, office_day(call), &row->owed, err))
				return false;
		}
	}
	return true;
}

/* ---- writing ---------------------------------------------------------------------------------- */

static const struct field terms_fields[] = {
	F_I64(struct credit_set, days, 0, CREDIT_DAYS_MAX),
	F_MONEY(struct credit_set, limit, 0, MONEY_MAX),
	F_ID(struct credit_set, party_id),
};
static const struct shape terms_shape = SHAPE(struct credit_set, "credit_in", terms_fields);

static bool terms_write(struct call *call, struct err *err)
{
	return credit_set(&call->work, call->in, err);
}

struct debt_id {
	struct id id;
};
static const struct field debt_id_fields[] = { F_ID(struct debt_id, id) };
static const struct shape debt_id_shape = SHAPE(struct debt_id, "debt_id", debt_id_fields);
struct paid_in {
	struct money amount;
	struct debt_id *debts;
	size_t debts_count;
	struct id party_id;
	const char *reference, *row;
	struct id till_id;
	int32_t way;
};
static const struct field paid_in_fields[] = {
	F_MONEY(struct paid_in, amount, 1, MONEY_MAX),
	F_LIST_OPT(struct paid_in, debts, 0, DEBT_ITEMS_MAX, &debt_id_shape),
	F_ID(struct paid_in, party_id),
	F_CODE_OPT(struct paid_in, reference, 1, 40),
	F_CODE_OPT(struct paid_in, row, 1, PAY_ROW_MAX),
	F_ID_OPT(struct paid_in, till_id),
	F_WORD(struct paid_in, way, pay_way_words),
};
static const struct shape paid_in_shape = SHAPE(struct paid_in, "debt_paid_in", paid_in_fields);
struct taken_out {
	struct money left;
	const char *paper;
	const char *print_state;
};
static const struct field taken_fields[] = {
	F_MONEY(struct taken_out, left, 0, MONEY_MAX),
	F_TEXT(struct taken_out, paper, 1, MONEY_IN_NUMBER_SIZE),
	F_TEXT(struct taken_out, print_state, 1, 20),
};
static const struct shape taken_shape = SHAPE(struct taken_out, "debt_paid_out", taken_fields);

static bool paid_write(struct call *call, struct err *err)
{
	const struct paid_in *in = call->in;
	struct taken_out *out = call->out;
	struct debt_paid_in ask = {
		.amount = in->amount, .debts = ARENA_LIST(call->arena, in->debts_count, struct id), .debts_count = in->debts_count, .party_id = in->party_id,
		.reference = in->reference, .row = in->row, .till_id = in->till_id, .way = in->way,
	};
	const struct debt_paid *body;
	char number[MONEY_IN_NUMBER_SIZE];

	for (size_t i = 0; i < in->debts_count; i++)
		ask.debts[i] = in->debts[i].id;
	if (!debt_pay(&call->work, &ask, &body, err))
		return false;
	money_in_number_write(body->money.number, number);
	*out = (struct taken_out){ .left = body->left, .paper = arena_text(call->arena, number), .print_state = "none" };
	return api_print_at(call, in->till_id, LAYOUT_CASH_SLIP, &out->print_state, err);
}

/* ---- COD ------------------------------------------------------------------------------------------ */

static const char *const match_way_words[] = { NULL, "cash", "transfer", NULL };
static const struct field look_fields[] = {
	F_ID(struct cod_match_in, party_id),
	F_LIST(struct cod_match_in, rows, 1, COD_ROWS_MAX, &cod_row_in_shape),
};
static const struct shape look_shape = SHAPE(struct cod_match_in, "cod_look_in", look_fields);
struct looked {
	struct cod_row *rows;
	size_t rows_count;
};
static const struct field looked_fields[] = { F_LIST(struct looked, rows, 0, COD_ROWS_MAX, &cod_row_shape) };
static const struct shape looked_shape = SHAPE(struct looked, "cod_looked", looked_fields);

static bool look_read(struct call *call, struct err *err)
{
	const struct cod_match_in *in = call->in;
	struct looked *out = call->out;

	out->rows_count = in->rows_count;
	return cod_look(call->work.txn, call->arena, in, &out->rows, err);
}

static const struct field match_fields[] = {
	F_ID(struct cod_match_in, party_id),
	F_CODE_OPT(struct cod_match_in, reference, 1, 60),
	F_LIST(struct cod_match_in, rows, 1, COD_ROWS_MAX, &cod_row_in_shape),
	F_WORD(struct cod_match_in, way, match_way_words),
};
static const struct shape match_shape = SHAPE(struct cod_match_in, "cod_match_in", match_fields);
struct matched_out {
	struct money collected, fees, house;
};
static const struct field matched_fields[] = {
	F_MONEY(struct matched_out, collected, 0, MONEY_MAX),
	F_MONEY(struct matched_out, fees, 0, MONEY_MAX),
	F_MONEY(struct matched_out, house, 0, MONEY_MAX),
};
static const struct shape matched_shape = SHAPE(struct matched_out, "cod_matched_out", matched_fields);

static bool match_write(struct call *call, struct err *err)
{
	struct cod_match_in in = *(const struct cod_match_in *)call->in;
	struct matched_out *out = call->out;
	const struct cod_matched *body;

	in.fee_limit_ppm = call->app->settings.cod_fee_limit_ppm;
	if (!cod_match(&call->work, &in, &body, err))
		return false;
	*out = (struct matched_out){ body->collected, body->fees, body->house };
	return true;
}

/* ---- papers -------------------------------------------------------------------------------------------- */

static bool confirm_read(struct call *call, struct err *err)
{
	const struct one_in *in = call->in;
	const char *name;

	if (!office_name(call, in->party_id, &name, err))
		return false;
	call->answer_type = "application/pdf";
	call->answer_name = arena_format(call->arena, "Đối chiếu công nợ %s.pdf", name);
	call->answer_shown = true;
	return debt_confirmation_pdf(call->work.txn, call->work.book, in->party_id, call->work.at_us, &call->answer, err);
}

const struct route credit_routes[] = {
	{ HTTP_GET, "/debts", MAY_ACCOUNT | MAY_OVERSEE, &debtors_in_shape, &debtors_shape, { { LANE_READ, debtors_read } },
	  "Who owes, by age, the most first", false, NULL },
	{ HTTP_GET, "/debts/of", MAY_SELL | MAY_ACCOUNT, &one_in_shape, &one_out_shape, { { LANE_READ, one_read } },
	  "One party's open items, the oldest first", false, NULL },
	{ HTTP_GET, "/debts/confirmation.pdf", MAY_ACCOUNT | MAY_OVERSEE, &one_in_shape, NULL, { { LANE_READ, confirm_read } },
	  "A customer's debt to be confirmed and signed, as PDF", false, NULL },
	{ HTTP_POST, "/debts/paid", MAY_SELL | MAY_ACCOUNT, &paid_in_shape, &taken_shape, { { LANE_WRITE, paid_write } },
	  "A customer pays what he owes: chosen items, else the oldest first", false, NULL },
	{ HTTP_GET, "/credits", MAY_SELL | MAY_ACCOUNT, &search_shape, &debtors_shape, { { LANE_READ, customers_read } },
	  "Customers by their words, with terms and debt", false, NULL },
	{ HTTP_POST, "/credits", MAY_ACCOUNT | MAY_OVERSEE, &terms_shape, &nothing_shape, { { LANE_WRITE, terms_write } },
	  "How much a customer may owe, for how many days", false, NULL },
	{ HTTP_GET, "/cod/carriers", MAY_SELL | MAY_ACCOUNT, &search_shape, &debtors_shape, { { LANE_READ, carriers_read } },
	  "Carriers by their words, with what they owe", false, NULL },
	{ HTTP_POST, "/cod/look", MAY_ACCOUNT | MAY_OVERSEE, &look_shape, &looked_shape, { { LANE_READ, look_read } },
	  "A carrier's list against the book; nothing is recorded", true, NULL },
	{ HTTP_POST, "/cod/matched", MAY_ACCOUNT, &match_shape, &matched_shape, { { LANE_WRITE, match_write } },
	  "Matches a carrier's list: money in, fees, differences", false, NULL },
	{ HTTP_GET, "/offsets", MAY_SELL | MAY_ACCOUNT, &search_shape, &offsets_shape, { { LANE_READ, offsets_read } },
	  "Consignors by their words, with what their contracts are owed now", false, NULL },
	{ .path = NULL },
};
