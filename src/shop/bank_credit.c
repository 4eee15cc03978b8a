/* A credit comes in: is it known, whose is it, and what does a sale take of it. */
#include "shop/bank_credit.h"

#include <ctype.h>
#include <string.h>

#include "shop/bank_offer.h"
#include "shop/bank_parts.h"
#include "shop/book.h"
#include "shop/drafts.h"
#include "shop/order.h"
#include "shop/sql.h"
#include "store/stmt.h"

#define TIME_SLACK_US (90 * INT64_C(1000000))
#define REFERENCE_SHORT 6              /* letters; fewer are a day's running number */
#define REFERENCE_DAYS 7               /* a bank's day of booking and of value lie apart */

const char *const bank_source_words[] = { NULL, "sepay", "payos", "statement", NULL };
const char *const bank_state_words[] = { NULL, "confirmed", "wrong_amount", "late", "double", "unknown", NULL };
const char *const bank_what_words[] = { NULL, "paid", "matched", "given_back", "income", "own_money", NULL };

enum { ADD, KNOWN, BY_REFERENCE, BY_DAY, CAME, USED_BY, SEEN_ADD };

const struct sql bank_credit_sql[] = {
	[ADD] = { .text =
		"INSERT INTO bank_credit (entry_key, id, source, account, bank_id, reference, amount, rest, booked_us, state, token, cart_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" },
	[KNOWN] = { .text = "SELECT entry_key FROM bank_credit WHERE source = $1 AND account = $2 AND bank_id = $3" },
	[BY_REFERENCE] = { .text =
		"SELECT COUNT(*) FROM bank_credit WHERE reference = $1 AND account = $2 AND amount = $3 AND (source <> $4 OR source = 3)"
		" AND booked_us >= $5 AND booked_us < $6" },
	[BY_DAY] = { .text =
		"SELECT c.entry_key, c.booked_us, c.reference FROM bank_credit c JOIN entry e ON e.entry_key = c.entry_key"
		" WHERE c.account = $1 AND c.amount = $2 AND c.booked_us >= $3 AND c.booked_us < $4"
		" AND ($5 = 3 OR (c.source = 3 AND e.at_us >= $6)) ORDER BY c.booked_us LIMIT 1000", .scan_ok = true },
	[CAME] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM bank_credit WHERE cart_id = $1" },
	[USED_BY] = { .text = "SELECT COUNT(*) FROM bank_use WHERE sale_key = $1" },
	[SEEN_ADD] = { .text =
		"INSERT INTO bank_seen (entry_key, amount, rest, reference) VALUES ($1, $2, $3, $4) ON CONFLICT (entry_key) DO UPDATE SET"
		" amount = bank_seen.amount + excluded.amount, rest = bank_seen.rest + excluded.rest,"
		" reference = COALESCE(excluded.reference, bank_seen.reference)" },
	SQL_END
};

static const struct field payer_fields[] = {
	F_CODE_OPT(struct bank_payer, account, 1, 40),
	F_CODE_OPT(struct bank_payer, name, 1, 100),
	F_CODE_OPT(struct bank_payer, purpose, 1, BANK_PURPOSE_MAX),
};
const struct shape bank_payer_shape = SHAPE(struct bank_payer, "bank_payer", payer_fields);

/* ---- the entry ------------------------------------------------------------------ */

static const struct field fields[] = {
	F_CODE(struct bank_credited, account, 1, BANK_ACCOUNT_TAIL),
	F_MONEY(struct bank_credited, amount, 1, MONEY_MAX),
	F_CODE(struct bank_credited, bank_id, 1, BANK_ID_MAX),
	F_I64(struct bank_credited, booked_us, 0, INT64_MAX),
	F_ID_LEFT(struct bank_credited, cart_id),
	F_LIST(struct bank_credited, legs, 2, 3, &leg_shape),
	F_MONEY_ZERO(struct bank_credited, matched, 0, MONEY_MAX),
	F_PART(struct bank_credited, payer, &vault_ref_shape),
	F_TEXT_LEFT(struct bank_credited, reference, 1, 60),
	F_ID_LEFT(struct bank_credited, sale_id),
	F_WORD(struct bank_credited, source, bank_source_words),
	F_WORD(struct bank_credited, state, bank_state_words),
	F_TEXT_LEFT(struct bank_credited, token, 1, PAYTOKEN_SIZE),
};
static const struct shape credited_shape = SHAPE(struct bank_credited, "bank_credited", fields);

static bool check(const void *body, struct err *err)
{
	const struct bank_credited *credit = body;
	bool is_known = credit->state != BANK_UNKNOWN;

	if (!legs_balance(credit->legs, credit->legs_count) || credit->legs[0].amount.dong != credit->amount.dong)
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng số tiền");
	if (is_known != (credit->token != NULL) || is_known == id_is_none(credit->cart_id) || (credit->token && !paytoken_is(credit->token)))
		return err_set(err, ERR_INPUT, "token", "mã chuyển khoản và phiếu không khớp");
	if (credit->matched.dong > credit->amount.dong || (credit->matched.dong > 0) == id_is_none(credit->sale_id))
		return err_set(err, ERR_INPUT, "matched", "phần khớp với phiếu không đúng");
	return true;
}

static bool apply_match(struct txn *txn, const struct entry *entry, const struct bank_credited *credit, struct arena *arena, struct err *err)
{
	struct entry sale;
	bool found;

	if (!journal_find_id(txn, arena, credit->sale_id, &sale, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
	return bank_use_add(txn, entry, entry->key, BANK_MATCHED, credit->matched, sale.key, err);
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct bank_credited *credit = body;
	struct stmt *q = stmt_begin(txn, &bank_credit_sql[ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_id(q, entry->id);
	stmt_put_i64(q, credit->source);
	stmt_put_text(q, credit->account);
	stmt_put_text(q, credit->bank_id);
	stmt_put_text_opt(q, credit->reference);
	stmt_put_money(q, credit->amount);
	stmt_put_money(q, credit->amount);
	stmt_put_i64(q, credit->booked_us);
	stmt_put_i64(q, credit->state);
	stmt_put_text_opt(q, credit->token);
	stmt_put_id_opt(q, credit->cart_id);
	if (!stmt_end(q, err))
		return false;
	if (credit->matched.dong > 0 && !apply_match(txn, entry, credit, arena, err))
		return false;
	return ledger_apply(txn, entry, credit->legs, credit->legs_count, err);
}

const struct kind bank_credited_kind = {
	.name = "bank_credited", .version = 1, .body = &credited_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "The bank told of money that came in",
};

/* ---- is it known? ---------------------------------------------------------------- */

/* Of our own account no more than tells it from our others. */
static const char *tail_of(struct arena *arena, const char *account)
{
	char *tail = arena_take(arena, BANK_ACCOUNT_TAIL + 1);
	size_t count = 0;

	for (size_t i = strlen(account); i-- > 0 && count < BANK_ACCOUNT_TAIL;)
		if (isalnum((unsigned char)account[i]))
			tail[BANK_ACCOUNT_TAIL - ++count] = (char)toupper((unsigned char)account[i]);
	return tail + BANK_ACCOUNT_TAIL - count;
}

static bool find_ours(struct work *work, const struct bank_credit_in *in, bool *ours, struct err *err)
{
	const int32_t days[] = { day_of_us(in->booked_us), day_of_us(work->at_us) };
	struct bank_account account;

	*ours = false;
	for (size_t i = 0; i < in->own_count && !*ours; i++)
		*ours = bank_account_is(in->own[i].account, in->account);
	for (size_t i = 0; i < COUNT_OF(days) && !*ours; i++) {
		bool found;

		if (!bank_account_of_operator(work->txn, work->arena, work->book->site_id, days[i], &account, &found, err))
			return false;
		*ours = found && bank_account_is(account.account, in->account);
	}
	return true;
}

/* Letters and digits alone, capitals: what every way of telling has in common. */
static const char *bare(struct arena *arena, const char *text)
{
	char *out = arena_take(arena, (text ? strlen(text) : 0) + 1);
	size_t size = 0;

	for (; text && *text; text++)
		if (isalnum((unsigned char)*text))
			out[size++] = (char)toupper((unsigned char)*text);
	return out;
}

/* One may have cut the other short. */
static bool is_same_text(struct arena *arena, const char *a, const char *b)
{
	const char *left = bare(arena, a), *right = bare(arena, b);

	return strcmp(left, right) == 0 || (strlen(left) >= 8 && strstr(right, left)) || (strlen(right) >= 8 && strstr(left, right));
}

/* "FT26326001" and "FT26326002" are two transactions; of "5243.65937" and "FT26326001" nobody can say. */
static bool are_of_one_form(const char *a, const char *b)
{
	while (*a || *b) {
		a += strspn(a, "0123456789");
		b += strspn(b, "0123456789");
		if (*a != *b)
			return false;
		a += *a != '\0';
		b += *b != '\0';
	}
	return true;
}

/* A statement may know the day alone. */
static bool is_same_time(int64_t a_us, int64_t b_us)
{
	int64_t apart = a_us > b_us ? a_us - b_us : b_us - a_us;

	return apart <= TIME_SLACK_US || a_us == day_start_us(day_of_us(a_us)) || b_us == day_start_us(day_of_us(b_us));
}

/* Days in which the same reference is the same transaction. */
static void reference_days(struct arena *arena, const struct bank_credit_in *in, int64_t *from_us, int64_t *to_us)
{
	int64_t day_us = day_start_us(day_of_us(in->booked_us)), around_us = strlen(bare(arena, in->reference)) < REFERENCE_SHORT ? 0 : REFERENCE_DAYS * DAY_US;

	*from_us = day_us - around_us;
	*to_us = day_us + DAY_US + around_us;
}

bool bank_credit_is_of_reference(struct arena *arena, const struct bank_credit_in *a, const struct bank_credit_in *b)
{
	int64_t from_us, to_us;

	if (!a->reference || !b->reference || a->amount.dong != b->amount.dong || strcmp(a->reference, b->reference) != 0 ||
	    strcmp(tail_of(arena, a->account), tail_of(arena, b->account)) != 0)
		return false;
	reference_days(arena, a, &from_us, &to_us);
	return b->booked_us >= from_us && b->booked_us < to_us;
}

bool bank_credit_is_like(struct arena *arena, const struct bank_credit_in *a, const struct bank_credit_in *b)
{
	if (a->amount.dong != b->amount.dong || day_of_us(a->booked_us) != day_of_us(b->booked_us) ||
	    strcmp(tail_of(arena, a->account), tail_of(arena, b->account)) != 0)
		return false;
	if (a->reference && b->reference && is_same_text(arena, a->reference, b->reference))
		return true;
	if (a->reference && b->reference && are_of_one_form(a->reference, b->reference))
		return false;
	return is_same_time(a->booked_us, b->booked_us) && is_same_text(arena, a->payer.purpose, b->payer.purpose);
}

static bool count_by_reference(struct txn *txn, struct arena *arena, const struct bank_credit_in *in, int64_t *count, struct err *err)
{
	int64_t from_us, to_us;
	struct stmt *q;

	*count = 0;
	if (!in->reference)
		return true;
	reference_days(arena, in, &from_us, &to_us);
	q = stmt_begin(txn, &bank_credit_sql[BY_REFERENCE]);
	stmt_put_text(q, in->reference);
	stmt_put_text(q, tail_of(arena, in->account));
	stmt_put_money(q, in->amount);
	stmt_put_i64(q, in->source);
	stmt_put_i64(q, from_us);
	stmt_put_i64(q, to_us);
	if (stmt_next(q))
		*count = stmt_take_i64(q);
	return stmt_end(q, err);
}

struct like {
	int64_t entry_key, booked_us;
	const char *reference;
};

static bool list_of_day(struct txn *txn, struct arena *arena, const struct bank_credit_in *in, struct like *list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_credit_sql[BY_DAY]);
	int64_t day_us = day_start_us(day_of_us(in->booked_us));

	*count = 0;
	stmt_put_text(q, tail_of(arena, in->account));
	stmt_put_money(q, in->amount);
	stmt_put_i64(q, day_us);
	stmt_put_i64(q, day_us + DAY_US);
	stmt_put_i64(q, in->source);
	/* What was booked after a statement was read cannot stand in it. */
	stmt_put_i64(q, in->booked_us - TIME_SLACK_US);
	while (*count < BANK_LIKE_MAX && stmt_next(q)) {
		struct like *like = &list[(*count)++];

		like->entry_key = stmt_take_i64(q);
		like->booked_us = stmt_take_i64(q);
		like->reference = stmt_take_text_opt(q, arena);
	}
	return stmt_end(q, err);
}

/* Of the same day, amount and account: those that are like it besides. */
static bool count_like(struct txn *txn, struct arena *arena, const struct bank_credit_in *in, int64_t *count, struct err *err)
{
	struct like *list = ARENA_LIST(arena, BANK_LIKE_MAX, struct like);
	size_t listed;

	*count = 0;
	if (!list_of_day(txn, arena, in, list, &listed, err))
		return false;
	for (size_t i = 0; i < listed; i++) {
		struct bank_credit_in other = *in;

		other.booked_us = list[i].booked_us;
		other.reference = list[i].reference;
		if (!bank_payer_of(txn, arena, list[i].entry_key, &other.payer, err))
			return false;
		*count += bank_credit_is_like(arena, in, &other);
	}
	return true;
}

bool bank_credit_is_told(struct txn *txn, struct arena *arena, const struct bank_credit_in *in, bool *is_told, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_credit_sql[KNOWN]);
	int64_t same, like;

	stmt_put_i64(q, in->source);
	stmt_put_text(q, tail_of(arena, in->account));
	stmt_put_text(q, in->bank_id);
	*is_told = stmt_next(q);
	if (*is_told)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	if (*is_told)
		return true;
	if (!count_by_reference(txn, arena, in, &same, err))
		return false;
	if (same) {
		*is_told = same > in->nth_reference;
		return true;
	}
	if (!count_like(txn, arena, in, &like, err))
		return false;
	*is_told = like > in->nth;
	return true;
}

/* ---- whose is it? ----------------------------------------------------------------- */

static bool find_intent(struct work *work, const char *purpose, struct intent *intent, bool *found, struct err *err)
{
	size_t at = 0, size = purpose ? strlen(purpose) : 0;
	char token[PAYTOKEN_SIZE];

	*found = false;
	while (!*found && purpose && paytoken_find(purpose, size, &at, token))
		if (!intent_find(work->txn, work->arena, token, intent, found, err))
			return false;
	return true;
}

static bool one_number(struct stmt *q, int64_t *number, struct err *err)
{
	*number = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

/* The ticket is a sale already (the deposit is taken): does a transfer wait there that the cashier saw, under a token of the same asking? */
static bool find_seen(struct work *work, const struct entry *sale, struct id cart_id, struct money *rest, bool *found, struct err *err)
{
	const char *reference;
	struct intent intent;

	if (!bank_seen_find(work->txn, work->arena, sale->key, rest, &reference, found, err))
		return false;
	if (!*found)
		return true;
	if (!find_intent(work, reference, &intent, found, err))
		return false;
	*found = *found && id_is(intent.cart_id, cart_id);
	return true;
}

static bool of_sale(struct work *work, const struct entry *sale, struct bank_credited *credit, struct err *err)
{
	struct money rest;
	struct stmt *q;
	int64_t used;
	bool found;

	if (!find_seen(work, sale, credit->cart_id, &rest, &found, err))
		return false;
	if (found) {
		credit->sale_id = sale->id;
		credit->matched = rest.dong < credit->amount.dong ? rest : credit->amount;
		credit->state = rest.dong == credit->amount.dong ? BANK_CONFIRMED : BANK_WRONG_AMOUNT;
		return true;
	}
	q = stmt_begin(work->txn, &bank_credit_sql[USED_BY]);
	stmt_put_i64(q, sale->key);
	if (!one_number(q, &used, err))
		return false;
	credit->state = used ? BANK_DOUBLE : BANK_LATE;
	return true;
}

static bool of_open_cart(struct work *work, struct bank_credited *credit, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &bank_credit_sql[CAME]);
	struct intent intent;
	int64_t came;
	bool found;

	stmt_put_id(q, credit->cart_id);
	if (!one_number(q, &came, err) || !intent_last(work->txn, work->arena, credit->cart_id, &intent, &found, err))
		return false;
	if (came >= intent.amount.dong)
		credit->state = BANK_DOUBLE;
	else
		credit->state = came + credit->amount.dong == intent.amount.dong ? BANK_CONFIRMED : BANK_WRONG_AMOUNT;
	return true;
}

/* What it was asked for is no ticket but is made: for a sale paid another way it waits at that sale. */
static bool of_other(struct work *work, const struct intent *intent, const struct entry *over, struct bank_credited *credit, struct err *err)
{
	struct entry sale = *over;
	int64_t came;
	struct stmt *q;
	bool found = true;

	if (strcmp(over->kind, order_paid_kind.name) != 0 && !journal_find_id(work->txn, work->arena, intent->of_id, &sale, &found, err))
		return false;
	if (found && !of_sale(work, &sale, credit, err))
		return false;
	if (credit->matched.dong)
		return true;
	q = stmt_begin(work->txn, &bank_credit_sql[CAME]);
	stmt_put_id(q, credit->cart_id);
	if (!one_number(q, &came, err))
		return false;
	credit->state = came >= intent->amount.dong ? BANK_DOUBLE : BANK_LATE;
	return true;
}

static bool find_owner(struct work *work, const char *purpose, struct bank_credited *credit, struct err *err)
{
	struct intent intent;
	struct entry over;
	bool found, is_over;

	credit->state = BANK_UNKNOWN;
	if (!find_intent(work, purpose, &intent, &found, err))
		return false;
	if (!found)
		return true;
	credit->token = intent.token;
	credit->cart_id = intent.cart_id;
	if (!journal_find_id(work->txn, work->arena, intent.cart_id, &over, &is_over, err))
		return false;
	if (!is_over)
		return of_open_cart(work, credit, err);
	if (strcmp(over.kind, sale_kind.name) == 0)
		return of_sale(work, &over, credit, err);
	if (!id_is_none(intent.of_id))
		return of_other(work, &intent, &over, credit, err);
	credit->state = BANK_LATE;
	return true;
}

/* ---- the command ------------------------------------------------------------------ */

static bool hide_payer(struct work *work, const struct bank_payer *payer, struct vault_ref *ref, struct err *err)
{
	struct buf facts;
	bool ok;

	buf_init(&facts, 4096);
	shape_write(&bank_payer_shape, payer, &facts);
	ok = vault_put(work, buf_get(&facts), ref, err);
	buf_release(&facts);
	return ok;
}

static void write_legs(struct work *work, struct bank_credited *credit)
{
	int64_t rest = credit->amount.dong - credit->matched.dong;

	credit->legs = ARENA_LIST(work->arena, 3, struct leg);
	credit->legs[credit->legs_count++] = (struct leg){ .account = "bank", .amount = credit->amount };
	if (credit->matched.dong)
		credit->legs[credit->legs_count++] = (struct leg){ .account = pay_kinds[PAY_TRANSFER].account, .amount = MONEY(-credit->matched.dong) };
	if (rest)
		credit->legs[credit->legs_count++] = (struct leg){ .account = BANK_UNMATCHED, .amount = MONEY(-rest) };
}

bool bank_credit_add(struct work *work, const struct bank_credit_in *in, const struct bank_credited **body, bool *is_known, bool *is_ours,
		     struct err *err)
{
	struct bank_credited *credit = ARENA_NEW(work->arena, struct bank_credited);

	*body = NULL;
	*is_known = false;
	if (!find_ours(work, in, is_ours, err))
		return false;
	if (!*is_ours)
		return true;
	*credit = (struct bank_credited){
		.account = tail_of(work->arena, in->account), .amount = in->amount, .bank_id = in->bank_id, .booked_us = in->booked_us,
		.reference = in->reference, .source = in->source,
	};
	if (!bank_credit_is_told(work->txn, work->arena, in, is_known, err))
		return false;
	if (*is_known)
		return true;
	if (!find_owner(work, in->payer.purpose, credit, err) || !hide_payer(work, &in->payer, &credit->payer, err))
		return false;
	write_legs(work, credit);
	*body = credit;
	return work_record(work, &bank_credited_kind, credit, err);
}

/* ---- a sale takes it ----------------------------------------------------------------- */

bool bank_credit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct bank_credit_row row;
	bool found, is_alone = false;

	(void)till_id;
	if (!bank_credit_find(work->txn, pay->source_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "source_id", "ngân hàng chưa báo khoản tiền này; xem lại màn hình QR");
	if (row.was_taken)
		return err_set(err, ERR_CONFLICT, "source_id", "khoản tiền này đã dùng cho một phiếu khác");
	if (pay->amount.dong <= 0 || pay->amount.dong > row.rest.dong)
		return err_set(err, ERR_CONFLICT, "source_id", "khoản tiền ngân hàng báo chỉ còn %s", money_said(row.rest).text);
	/* Somebody else's money is not taken for a ticket by one person alone; of nobody's there is more to say (shop/bank_offer.h). */
	if (id_is_none(row.cart_id) &&
	    !bank_offer_is_alone(work->txn, work->arena, work->id, work->at_us, pay->source_id, pay->amount, &is_alone, err))
		return false;
	if (!is_alone && !id_is(row.cart_id, work->id))
		work_say(work, "Dùng khoản tiền ngân hàng báo không phải của phiếu này.");
	if (!is_alone && !id_is(row.cart_id, work->id) && !work_has_second_as(work, STAKE_BANK, pay->amount, err))
		return err_set(err, ERR_FORBIDDEN, "approver", "khoản tiền này không phải của phiếu này; cần người thứ hai xác nhận");
	return true;
}

bool bank_credit_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	struct bank_credit_row row;
	bool found;

	if (!bank_credit_find(txn, pay->source_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "source_id", "không có khoản tiền này");
	return bank_use_add(txn, entry, row.entry_key, BANK_PAID, pay->amount, entry->key, err) &&
	       (!id_is_none(row.cart_id) || bank_offer_apply(txn, entry, pay->amount, err));
}

bool bank_seen_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	struct stmt *q;

	/* Money that goes back waits among the payouts (shop/refund.h). */
	if (pay->amount.dong <= 0)
		return true;
	q = stmt_begin(txn, &bank_credit_sql[SEEN_ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_money(q, pay->amount);
	stmt_put_money(q, pay->amount);
	stmt_put_text_opt(q, pay->reference);
	return stmt_end(q, err);
}
