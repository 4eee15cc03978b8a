/* "Tiền vào": what the bank told, what waits to be matched, and what becomes of it. */
#include "app/api_office.h"

#include <string.h>

#include "app/api_bank.h"
#include "app/bank_desk.h"
#include "shop/book.h"
#include "shop/reference.h"

/* ---- how it stands --------------------------------------------------------------------- */

struct bank_out {
	const char *account_tail, *bank, *holder;  /* of the operator's account; NULL: none is known */
	struct money credits;
	int64_t credits_count, heard_us;
	bool is_payos, is_sepay;
	struct money seen;
	int64_t seen_count;
};
static const struct field bank_fields[] = {
	F_CODE_OPT(struct bank_out, account_tail, 1, BANK_ACCOUNT_TAIL),
	F_TEXT_OPT(struct bank_out, bank, 1, 60),
	F_MONEY(struct bank_out, credits, 0, MONEY_MAX),
	F_I64(struct bank_out, credits_count, 0, INT64_MAX),
	F_I64_OPT(struct bank_out, heard_us, 0, INT64_MAX),
	F_TEXT_OPT(struct bank_out, holder, 0, 100),
	F_BOOL(struct bank_out, is_payos),
	F_BOOL(struct bank_out, is_sepay),
	F_MONEY(struct bank_out, seen, 0, MONEY_MAX),
	F_I64(struct bank_out, seen_count, 0, INT64_MAX),
};
static const struct shape bank_shape = SHAPE(struct bank_out, "bank_now", bank_fields);

static bool bank_ask_desk(struct call *call, struct err *err)
{
	struct bank_out *out = call->out;

	(void)err;
	if (!call->app->bank)
		return true;
	out->heard_us = bank_desk_heard_us(call->app->bank);
	out->is_sepay = *bank_desk_key(call->app->bank, BANK_SEPAY) != '\0';
	out->is_payos = *bank_desk_key(call->app->bank, BANK_PAYOS) != '\0';
	return true;
}

/* As QR codes have it where no till has one of its own. */
static bool find_account(struct call *call, struct bank_account *account, bool *found, struct err *err)
{
	*found = bank_desk_account_of(&call->app->settings, "", account);
	return *found || bank_account_of_operator(call->work.txn, call->arena, call->work.book->site_id, office_day(call), account, found, err);
}

static bool bank_read(struct call *call, struct err *err)
{
	struct txn *txn = call->work.txn;
	struct bank_out *out = call->out;
	struct bank_account account;
	struct bank_sums sums;
	struct bank bank;
	int64_t heard_us;
	bool found, is_known = false;

	if (!bank_last_heard(txn, &heard_us, err) || !bank_sum_waiting(txn, &sums, err) ||
	    !find_account(call, &account, &found, err) ||
	    (found && account.bin && !bank_find(txn, call->arena, account.bin, &bank, &is_known, err)))
		return false;
	if (heard_us > out->heard_us)
		out->heard_us = heard_us;
	if (out->heard_us == 0)
		out->heard_us = SHAPE_ABSENT;
	if (found) {
		size_t size = strlen(account.account);

		out->account_tail = size > BANK_ACCOUNT_TAIL ? account.account + size - BANK_ACCOUNT_TAIL : account.account;
		out->holder = account.holder;
		out->bank = is_known ? bank.short_name : NULL;
	}
	out->credits = sums.credits;
	out->credits_count = sums.credits_count;
	out->seen = sums.seen;
	out->seen_count = sums.seen_count;
	return true;
}

/* ---- lists -------------------------------------------------------------------------------- */

static const char *const filter_words[] = { NULL, "waiting", "all", NULL };
enum { FILTER_WAITING = 1, FILTER_ALL };
struct credits_in {
	int64_t after;
	struct id credit_id;
	int32_t filter;
	int64_t limit;
};
static const struct field credits_in_fields[] = {
	F_I64_OPT(struct credits_in, after, 1, INT64_MAX),
	F_WORD_OPT(struct credits_in, filter, filter_words),
	F_I64_OPT(struct credits_in, limit, 1, OFFICE_PAGE_MAX),
};
static const struct shape credits_in_shape = SHAPE(struct credits_in, "credits_in", credits_in_fields);
struct credits_out {
	struct bank_credit *credits;
	size_t credits_count;
	int64_t next;
};
static const struct field credits_out_fields[] = {
	F_LIST(struct credits_out, credits, 0, BANK_LIST_MAX, &bank_credit_shape),
	F_I64_OPT(struct credits_out, next, 1, INT64_MAX),
};
static const struct shape credits_out_shape = SHAPE(struct credits_out, "credits", credits_out_fields);

static bool credits_read(struct call *call, struct err *err)
{
	const struct credits_in *in = call->in;
	struct credits_out *out = call->out;
	size_t limit = office_limit(in->limit);

	out->next = SHAPE_ABSENT;
	if (in->filter != FILTER_ALL)
		return bank_credits_waiting(call->work.txn, call->arena, &out->credits, &out->credits_count, err);
	if (!bank_credits_all(call->work.txn, call->arena, in->after == SHAPE_ABSENT ? 0 : in->after, limit, &out->credits, &out->credits_count, err))
		return false;
	if (out->credits_count == limit)
		out->next = out->credits[out->credits_count - 1].entry_key;
	return true;
}

static const struct field seen_in_fields[] = {
	F_I64_OPT(struct credits_in, after, 1, INT64_MAX),
	F_I64_OPT(struct credits_in, limit, 1, OFFICE_PAGE_MAX),
};
static const struct shape seen_in_shape = SHAPE(struct credits_in, "seen_in", seen_in_fields);
static const struct field guess_fields[] = { F_ID(struct credits_in, credit_id) };
static const struct shape guess_shape = SHAPE(struct credits_in, "credit_in", guess_fields);
struct seen_out {
	int64_t next;
	struct bank_seen *sales;
	size_t sales_count;
};
static const struct field seen_out_fields[] = {
	F_I64_OPT(struct seen_out, next, 1, INT64_MAX),
	F_LIST(struct seen_out, sales, 0, BANK_LIST_MAX, &bank_seen_shape),
};
static const struct shape seen_out_shape = SHAPE(struct seen_out, "seen", seen_out_fields);

static bool seen_read(struct call *call, struct err *err)
{
	const struct credits_in *in = call->in;
	struct seen_out *out = call->out;
	size_t limit = office_limit(in->limit);
	int64_t last;

	if (!bank_seen_waiting(call->work.txn, call->arena, in->after == SHAPE_ABSENT ? 0 : in->after, limit, &out->sales, &out->sales_count, &last, err))
		return false;
	out->next = out->sales_count == limit ? last : SHAPE_ABSENT;
	return true;
}

struct days_out {
	struct bank_seen_day *days;
	size_t days_count;
};
static const struct field days_fields[] = { F_LIST(struct days_out, days, 0, BANK_DAYS_MAX, &bank_seen_day_shape) };
static const struct shape days_shape = SHAPE(struct days_out, "seen_days", days_fields);

static bool days_read(struct call *call, struct err *err)
{
	struct days_out *out = call->out;

	return bank_seen_days(call->work.txn, call->arena, &out->days, &out->days_count, err);
}

static bool guesses_read(struct call *call, struct err *err)
{
	const struct credits_in *in = call->in;
	struct seen_out *out = call->out;

	out->next = SHAPE_ABSENT;
	return bank_seen_for(call->work.txn, call->arena, in->credit_id, &out->sales, &out->sales_count, err);
}

/* ---- what becomes of it ----------------------------------------------------------------------- */

static const struct field settle_fields[] = {
	F_ID(struct credit_settle_in, credit_id),
	F_TEXT_OPT(struct credit_settle_in, reason, 1, 200),
	F_CODE_OPT(struct credit_settle_in, reference, 1, 60),
	F_ID_OPT(struct credit_settle_in, sale_id),
	F_WORD(struct credit_settle_in, what, bank_what_words),
};
static const struct shape settle_shape = SHAPE(struct credit_settle_in, "credit_settle_in", settle_fields);

static bool settle_write(struct call *call, struct err *err)
{
	const struct credit_settled *body;

	if (!bank_credit_settle(&call->work, call->in, &body, err))
		return false;
	if (!call->work.is_repeat)
		call_publish(call, "bank", NULL, "{}");
	return true;
}

const struct route bank_office_routes[] = {
	{ HTTP_GET, "/bank", MAY_ACCOUNT | MAY_OVERSEE, &nothing_shape, &bank_shape, { { LANE_LOOP, bank_ask_desk }, { LANE_READ, bank_read } },
	  "What the bank told and what waits, in figures", false, NULL },
	{ HTTP_GET, "/bank/credits", MAY_ACCOUNT | MAY_OVERSEE, &credits_in_shape, &credits_out_shape, { { LANE_READ, credits_read } },
	  "Money that came in: what is still to be matched (the oldest first), or all (the newest first)", false, NULL },
	{ HTTP_GET, "/bank/seen", MAY_ACCOUNT | MAY_OVERSEE, &seen_in_shape, &seen_out_shape, { { LANE_READ, seen_read } },
	  "Transfers that cashiers saw, and of which the bank has not told", false, NULL },
	{ HTTP_GET, "/bank/days", MAY_ACCOUNT | MAY_OVERSEE, &nothing_shape, &days_shape, { { LANE_READ, days_read } },
	  "The same by business day", false, NULL },
	{ HTTP_GET, "/bank/credits/:credit_id/sales", MAY_ACCOUNT | MAY_OVERSEE, &guess_shape, &seen_out_shape, { { LANE_READ, guesses_read } },
	  "Sales that a credit may be of, the likeliest first", false, NULL },
	{ HTTP_POST, "/bank/credits/:credit_id/settle", MAY_ACCOUNT, &settle_shape, &nothing_shape, { { LANE_WRITE, settle_write } },
	  "Matches a credit to a sale, says that it was given back, or books it as what it is", false, NULL },
	{ .path = NULL },
};
