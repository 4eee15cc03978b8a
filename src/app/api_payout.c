/* Money to consignors, and what is owed to them. */
#include "app/api_office.h"

#include <string.h>

#include "shop/browse.h"
#include "shop/contract.h"
#include "shop/journal.h"
#include "shop/party.h"
#include "shop/payout.h"
#include "shop/reference.h"
#include "shop/refund.h"

/*
 * From this amount on input VAT is kept only where it was paid without cash (VAT law 48/2024/QH15 art. 14, decree
 * 181/2025 art. 26: 5 million and more, since 2025-07-01).
 */
#define CASH_LIMIT MONEY(5000000)

struct payout_add_in {
	struct money amount;
	struct id contract_id;
	int32_t doc_day;
	bool is_advance;
	struct id place_id;
	const char *reference;
	int32_t way;
};
static const struct field add_fields[] = {
	F_MONEY(struct payout_add_in, amount, -MONEY_MAX, MONEY_MAX),
	F_ID(struct payout_add_in, contract_id),
	F_DAY_OPT(struct payout_add_in, doc_day),
	F_BOOL_OPT(struct payout_add_in, is_advance),
	F_ID_OPT(struct payout_add_in, place_id),
	F_CODE_OPT(struct payout_add_in, reference, 1, 60),
	F_WORD(struct payout_add_in, way, payout_way_words),
};
static const struct shape add_shape = SHAPE(struct payout_add_in, "payout_in", add_fields);

struct payout_out {
	int64_t number;
};
static const struct field out_fields[] = { F_I64(struct payout_out, number, 1, INT64_MAX) };
static const struct shape out_shape = SHAPE(struct payout_out, "payout_number", out_fields);

static bool payout_write(struct call *call, struct err *err)
{
	const struct payout_add_in *in = call->in;
	struct payout_out *out = call->out;
	const struct paid_out *body;
	struct payout_in payout = {
		.amount = in->amount, .contract_id = in->contract_id, .doc_day = in->doc_day, .is_advance = in->is_advance, .place_id = in->place_id,
		.reference = in->reference, .way = in->way, .limit = MONEY(call->app->settings.cash_out_limit), .cash_limit = CASH_LIMIT,
	};

	if (!payout_add(&call->work, &payout, &body, err))
		return false;
	out->number = body->number;
	return true;
}

/* ---- the list -------------------------------------------------------------------- */

struct row {
	struct money amount;
	int64_t at_us;
	struct id contract_id;
	const char *contract_number;
	int32_t doc_day;
	bool is_advance;
	int64_t number;
	const char *party_name, *reference;
	int32_t way;
};
static const struct field row_fields[] = {
	F_MONEY(struct row, amount, -MONEY_MAX, MONEY_MAX),
	F_I64(struct row, at_us, 0, INT64_MAX),
	F_ID(struct row, contract_id),
	F_TEXT(struct row, contract_number, 1, 40),
	F_DAY(struct row, doc_day),
	F_BOOL(struct row, is_advance),
	F_I64(struct row, number, 1, INT64_MAX),
	F_TEXT(struct row, party_name, 1, 200),
	F_TEXT_OPT(struct row, reference, 1, 60),
	F_WORD(struct row, way, payout_way_words),
};
static const struct shape row_shape = SHAPE(struct row, "payout_row", row_fields);
struct list_out {
	int64_t next;
	struct row *payouts;
	size_t payouts_count;
};
static const struct field list_out_fields[] = {
	F_I64_OPT(struct list_out, next, 1, INT64_MAX),
	F_LIST(struct list_out, payouts, 0, OFFICE_PAGE_MAX, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "payouts", list_out_fields);

static bool show_row(struct call *call, int64_t key, struct row *row, struct err *err)
{
	const struct paid_out *body;
	struct entry entry;

	if (!journal_get(call->work.txn, call->arena, key, &entry, err) || !entry_body(&entry, &paid_out_kind, call->arena, (void **)&body, err))
		return false;
	*row = (struct row){ .amount = body->amount, .at_us = entry.at_us, .contract_id = body->contract_id, .doc_day = body->doc_day,
			     .is_advance = body->is_advance, .number = body->number, .reference = body->reference, .way = body->way };
	return office_contract(call, body->contract_id, &row->contract_number, &row->party_name, err);
}

static bool payouts_read(struct call *call, struct err *err)
{
	const struct papers_asked *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	int64_t *keys;

	if (!browse_payouts(call->work.txn, call->arena, in->contract_id, in->after == SHAPE_ABSENT ? INT64_MAX : in->after, limit, &keys, &count, err))
		return false;
	out->payouts = ARENA_LIST(call->arena, count, struct row);
	for (size_t i = 0; i < count; i++)
		if (!show_row(call, keys[i], &out->payouts[out->payouts_count++], err))
			return false;
	out->next = count == limit ? out->payouts[count - 1].number : SHAPE_ABSENT;
	return true;
}

/* ---- what is owed ------------------------------------------------------------------ */

struct owed {
	const char *bank_account, *bank_holder, *bank_short_name;
	struct id contract_id;
	const char *contract_number;
	struct money owed;
	const char *party_name;
};
static const struct field owed_fields[] = {
	F_TEXT_OPT(struct owed, bank_account, 1, 30),
	F_TEXT_OPT(struct owed, bank_holder, 1, 100),
	F_TEXT_OPT(struct owed, bank_short_name, 1, 100),
	F_ID(struct owed, contract_id),
	F_TEXT(struct owed, contract_number, 1, 40),
	F_MONEY(struct owed, owed, -MONEY_MAX, MONEY_MAX),
	F_TEXT(struct owed, party_name, 1, 200),
};
static const struct shape owed_shape = SHAPE(struct owed, "owed", owed_fields);
#define OWED_MAX 2000
struct owed_out {
	struct owed *contracts;
	size_t contracts_count;
};
static const struct field owed_out_fields[] = { F_LIST(struct owed_out, contracts, 0, OWED_MAX, &owed_shape) };
static const struct shape owed_out_shape = SHAPE(struct owed_out, "owed_list", owed_out_fields);

static bool show_owed(struct call *call, const struct contract_head *head, struct money amount, struct owed *owed, struct err *err)
{
	struct party party;
	struct bank bank;
	bool found = false;

	if (!party_get(call->work.txn, call->arena, head->consignor_id, 29991231, &party, err) ||
	    (party.bank_bin && !bank_find(call->work.txn, call->arena, party.bank_bin, &bank, &found, err)))
		return false;
	*owed = (struct owed){ party.bank_account, party.bank_holder, found ? bank.short_name : NULL, head->id, head->number, amount,
			       party.name ? party.name : "(đã xóa)" };
	return true;
}

static bool owed_read(struct call *call, struct err *err)
{
	struct owed_out *out = call->out;
	struct contract_head *list;
	const char *after = NULL;
	size_t count;

	out->contracts = ARENA_LIST(call->arena, OWED_MAX, struct owed);
	do {
		if (!browse_contracts(call->work.txn, call->arena, (struct id){ { 0 } }, after, OFFICE_PAGE_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			struct money amount;

			after = list[i].number;
			if (!payout_owed(call->work.txn, list[i].id, &amount, err))
				return false;
			if (amount.dong == 0)
				continue;
			if (out->contracts_count == OWED_MAX)
				return err_set(err, ERR_LIMIT, NULL, "có quá nhiều hợp đồng để xem một lần");
			if (!show_owed(call, &list[i], amount, &out->contracts[out->contracts_count++], err))
				return false;
		}
	} while (count == OFFICE_PAGE_MAX);
	return true;
}

/* ---- customers' money by transfer ---------------------------------------------------- */

static const struct field refund_row_fields[] = {
	F_MONEY(struct refund_row, amount, 1, MONEY_MAX),
	F_I64(struct refund_row, at_us, 0, INT64_MAX),
	F_DAY_OPT(struct refund_row, doc_day),
	{ .name = "payee_account", .kind = FIELD_TEXT, .optional = true, .offset = offsetof(struct refund_row, payee.account), .low = 1, .high = 30 },
	{ .name = "payee_bank", .kind = FIELD_TEXT, .optional = true, .offset = offsetof(struct refund_row, payee.bank), .low = 1, .high = 60 },
	{ .name = "payee_name", .kind = FIELD_TEXT, .optional = true, .offset = offsetof(struct refund_row, payee.name), .low = 1, .high = 100 },
	{ .name = "payee_phone", .kind = FIELD_TEXT, .optional = true, .offset = offsetof(struct refund_row, payee.phone), .low = 1, .high = 20 },
	F_TEXT(struct refund_row, receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct refund_row, reference, 1, 60),
	F_ID(struct refund_row, return_id),
	F_TEXT_OPT(struct refund_row, sale_receipt, 1, RECEIPT_TEXT_SIZE),
	F_TEXT_OPT(struct refund_row, staff_name, 1, 200),
};
static const struct shape refund_row_shape = SHAPE(struct refund_row, "refund_row", refund_row_fields);
struct refunds_out {
	int64_t next;
	struct refund_row *refunds;
	size_t refunds_count;
};
static const struct field refunds_out_fields[] = {
	F_I64_OPT(struct refunds_out, next, 1, INT64_MAX),
	F_LIST(struct refunds_out, refunds, 0, REFUND_LIST_MAX, &refund_row_shape),
};
static const struct shape refunds_out_shape = SHAPE(struct refunds_out, "refunds", refunds_out_fields);

static const struct field sent_in_fields[] = {
	F_I64_OPT(struct papers_asked, after, 1, INT64_MAX),
	F_I64_OPT(struct papers_asked, limit, 1, OFFICE_PAGE_MAX),
};
static const struct shape sent_in_shape = SHAPE(struct papers_asked, "refunds_in", sent_in_fields);
static const struct field refund_fields[] = {
	F_DAY_OPT(struct refund_in, doc_day),
	F_ID_OPT(struct refund_in, place_id),
	F_CODE_OPT(struct refund_in, reference, 1, 60),
	F_ID(struct refund_in, return_id),
};
static const struct shape refund_shape = SHAPE(struct refund_in, "refund_in", refund_fields);

static bool refunds_waiting_read(struct call *call, struct err *err)
{
	struct refunds_out *out = call->out;

	out->next = SHAPE_ABSENT;
	return refund_waiting(call->work.txn, call->arena, &out->refunds, &out->refunds_count, err);
}

static bool refunds_sent_read(struct call *call, struct err *err)
{
	const struct papers_asked *in = call->in;
	struct refunds_out *out = call->out;
	size_t limit = office_limit(in->limit);
	int64_t last;

	if (!refund_sent(call->work.txn, call->arena, in->after == SHAPE_ABSENT ? 0 : in->after, limit, &out->refunds, &out->refunds_count, &last, err))
		return false;
	out->next = out->refunds_count == limit ? last : SHAPE_ABSENT;
	return true;
}

static bool refund_write(struct call *call, struct err *err)
{
	const struct refund_paid *body;

	return refund_pay(&call->work, call->in, &body, err);
}

const struct route payout_routes[] = {
	{ HTTP_GET, "/payouts", MAY_ACCOUNT | MAY_OVERSEE, &papers_asked_shape, &list_out_shape, { { LANE_READ, payouts_read } }, "Payouts, the newest first", false, NULL },
	{ HTTP_GET, "/payouts/owed", MAY_ACCOUNT | MAY_OVERSEE, &nothing_shape, &owed_out_shape, { { LANE_READ, owed_read } },
	  "What is owed for closed periods, and where it goes", false, NULL },
	{ HTTP_POST, "/payouts", MAY_ACCOUNT, &add_shape, &out_shape, { { LANE_WRITE, payout_write } }, "Pays a consignor, or takes money back", false, NULL },
	{ HTTP_GET, "/refunds", MAY_ACCOUNT | MAY_OVERSEE, &nothing_shape, &refunds_out_shape, { { LANE_READ, refunds_waiting_read } },
	  "Customers' money that waits to be sent by transfer, the oldest first", false, NULL },
	{ HTTP_GET, "/refunds/sent", MAY_ACCOUNT | MAY_OVERSEE, &sent_in_shape, &refunds_out_shape, { { LANE_READ, refunds_sent_read } },
	  "Customers' money that was sent, the newest first", false, NULL },
	{ HTTP_POST, "/refunds/:return_id/sent", MAY_ACCOUNT, &refund_shape, &nothing_shape, { { LANE_WRITE, refund_write } },
	  "Says that the money of a return was sent", false, NULL },
	{ .path = NULL },
};
