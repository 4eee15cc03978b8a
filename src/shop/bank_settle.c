/* What becomes of credits that no sale took, and the lists of what waits. */
#include <string.h>

#include "shop/bank_parts.h"
#include "shop/book.h"
#include "shop/money_in.h"
#include "shop/order.h"
#include "shop/order.h"
#include "shop/sale_view.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

enum { FIND, SEEN_FIND, TAKE, RECEIPT_OF, USE_ADD, SEEN_TAKE, OF_CART, WAITING, ALL, LAST_USE, HEARD,
       SEEN_WAITING, SEEN_DAYS, SEEN_EQUAL, SEEN_BEFORE, SUM_CREDITS, SUM_SEEN, MONEY_IN };

#define COLUMNS "entry_key, id, source, account, bank_id, reference, amount, rest, booked_us, state, token, cart_id"
#define SEEN "entry_key, amount, rest, reference"
const struct sql bank_settle_sql[] = {
	[FIND] = { .text =
		"SELECT c.entry_key, c.cart_id, c.amount, c.rest, (SELECT COUNT(*) FROM bank_use u WHERE u.credit_key = c.entry_key AND u.what = 1)"
		" FROM bank_credit c WHERE c.id = $1" },
	[SEEN_FIND] = { .text = "SELECT rest, reference FROM bank_seen WHERE entry_key = $1 AND rest > 0" },
	[TAKE] = { .text = "UPDATE bank_credit SET rest = rest - $1 WHERE entry_key = $2" },
	[RECEIPT_OF] = { .text = "SELECT t.code, s.epoch, s.receipt_n FROM sale s JOIN till t ON t.id = s.till_id WHERE s.entry_key = $1" },
	[USE_ADD] = { .text = "INSERT INTO bank_use (credit_key, entry_key, what, amount, sale_key) VALUES ($1, $2, $3, $4, $5)" },
	[SEEN_TAKE] = { .text = "UPDATE bank_seen SET rest = rest - $1 WHERE entry_key = $2" },
	[OF_CART] = { .text = "SELECT " COLUMNS " FROM bank_credit WHERE cart_id = $1 ORDER BY entry_key LIMIT 200" },
	[WAITING] = { .text = "SELECT " COLUMNS " FROM bank_credit WHERE rest > 0 ORDER BY entry_key LIMIT 200", .scan_ok = true },
	[ALL] = { .text = "SELECT " COLUMNS " FROM bank_credit WHERE entry_key < $1 ORDER BY entry_key DESC LIMIT $2" },
	[LAST_USE] = { .text =
		"SELECT u.what, t.code, s.epoch, s.receipt_n FROM bank_use u LEFT JOIN sale s ON s.entry_key = u.sale_key LEFT JOIN till t ON t.id = s.till_id"
		" WHERE u.credit_key = $1 ORDER BY u.entry_key DESC LIMIT 1" },
	[HEARD] = { .text = "SELECT entry_key FROM bank_credit WHERE source < 3 ORDER BY entry_key DESC LIMIT 1", .scan_ok = true },
	[SEEN_WAITING] = { .text = "SELECT " SEEN " FROM bank_seen WHERE rest > 0 AND entry_key > $1 ORDER BY entry_key LIMIT $2" },
	[SEEN_DAYS] = { .text =
		"SELECT COALESCE(s.business_day, 0), COUNT(*), CAST(SUM(b.rest) AS BIGINT), MIN(b.entry_key) FROM bank_seen b LEFT JOIN sale s"
		" ON s.entry_key = b.entry_key WHERE b.rest > 0 GROUP BY COALESCE(s.business_day, 0) ORDER BY 1 LIMIT 400", .scan_ok = true },
	[SEEN_EQUAL] = { .text = "SELECT " SEEN " FROM bank_seen WHERE rest = $1 AND rest > 0 ORDER BY entry_key DESC LIMIT 200", .scan_ok = true },
	[SEEN_BEFORE] = { .text = "SELECT " SEEN " FROM bank_seen WHERE rest > 0 AND entry_key < $1 ORDER BY entry_key DESC LIMIT 20" },
	[SUM_CREDITS] = { .text = "SELECT COUNT(*), CAST(COALESCE(SUM(rest), 0) AS BIGINT) FROM bank_credit WHERE rest > 0", .scan_ok = true },
	[SUM_SEEN] = { .text = "SELECT COUNT(*), CAST(COALESCE(SUM(rest), 0) AS BIGINT) FROM bank_seen WHERE rest > 0", .scan_ok = true },
	[MONEY_IN] = { .text = "SELECT number FROM money_in WHERE entry_key = $1" },
	SQL_END
};

/* ---- what the entry's apply shares ------------------------------------------------- */

bool bank_credit_find(struct txn *txn, struct id credit_id, struct bank_credit_row *row, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[FIND]);

	*row = (struct bank_credit_row){ 0 };
	stmt_put_id(q, credit_id);
	*found = stmt_next(q);
	if (*found) {
		row->entry_key = stmt_take_i64(q);
		stmt_take_id_opt(q, &row->cart_id);
		row->amount = stmt_take_money(q);
		row->rest = stmt_take_money(q);
		row->was_taken = stmt_take_i64(q) > 0;
	}
	return stmt_end(q, err);
}

bool bank_seen_find(struct txn *txn, struct arena *arena, int64_t sale_key, struct money *rest, const char **reference, bool *found,
		    struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[SEEN_FIND]);

	stmt_put_i64(q, sale_key);
	*found = stmt_next(q);
	if (*found) {
		*rest = stmt_take_money(q);
		*reference = stmt_take_text_opt(q, arena);
	}
	return stmt_end(q, err);
}

static bool take_off(struct txn *txn, int which, struct money amount, int64_t key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[which]);

	stmt_put_money(q, amount);
	stmt_put_i64(q, key);
	return stmt_end(q, err);
}

bool bank_use_add(struct txn *txn, const struct entry *entry, int64_t credit_key, enum bank_what what, struct money amount, int64_t sale_key,
		  struct err *err)
{
	struct stmt *q;

	if (!take_off(txn, TAKE, amount, credit_key, err) || (what == BANK_MATCHED && !take_off(txn, SEEN_TAKE, amount, sale_key, err)))
		return false;
	q = stmt_begin(txn, &bank_settle_sql[USE_ADD]);
	stmt_put_i64(q, credit_key);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, what);
	stmt_put_money(q, amount);
	stmt_put_i64_opt(q, sale_key ? sale_key : STMT_NONE);
	return stmt_end(q, err);
}

/* ---- the entry ------------------------------------------------------------------------ */

static const struct field settled_fields[] = {
	F_MONEY(struct credit_settled, amount, 1, MONEY_MAX),
	F_ID(struct credit_settled, credit_id),
	F_LIST(struct credit_settled, legs, 2, 2, &leg_shape),
	F_TEXT_LEFT(struct credit_settled, reason, 1, 200),
	F_TEXT_LEFT(struct credit_settled, reference, 1, 60),
	F_ID_LEFT(struct credit_settled, sale_id),
	F_WORD(struct credit_settled, what, bank_what_words),
};
static const struct shape settled_shape = SHAPE(struct credit_settled, "credit_settled", settled_fields);

/* Where the money goes in the ledger: what was seen, or somebody said was brought or sent, stands on "transfer". */
static const char *account_of(int32_t what)
{
	return what == BANK_INCOME ? "income" : pay_kinds[PAY_TRANSFER].account;
}

static bool check(const void *body, struct err *err)
{
	const struct credit_settled *settled = body;

	if (!legs_balance(settled->legs, settled->legs_count) || settled->legs[0].amount.dong != settled->amount.dong ||
	    strcmp(settled->legs[0].account, BANK_UNMATCHED) != 0)
		return err_set(err, ERR_INPUT, "legs", "hai vế không bằng số tiền");
	if (settled->what == BANK_PAID || (settled->what == BANK_MATCHED) == id_is_none(settled->sale_id))
		return err_set(err, ERR_INPUT, "sale_id", "khớp với phiếu thì phải nêu phiếu, cách khác thì không");
	return true;
}

static bool find_sale(struct txn *txn, struct arena *arena, struct id sale_id, int64_t *key, struct err *err)
{
	struct entry entry;
	bool found;

	*key = 0;
	if (id_is_none(sale_id))
		return true;
	if (!journal_find_id(txn, arena, sale_id, &entry, &found, err))
		return false;
	*key = found ? entry.key : 0;
	return found || err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct credit_settled *settled = body;
	struct bank_credit_row row;
	int64_t sale_key;
	bool found;

	if (!bank_credit_find(txn, settled->credit_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "credit_id", "không có khoản tiền này");
	return find_sale(txn, arena, settled->sale_id, &sale_key, err) &&
	       bank_use_add(txn, entry, row.entry_key, (enum bank_what)settled->what, settled->amount, sale_key, err) &&
	       ledger_apply(txn, entry, settled->legs, settled->legs_count, err);
}

const struct kind credit_settled_kind = {
	.name = "credit_settled", .version = 1, .body = &settled_shape, .check = check, .apply = apply, .keeps_goods = true,
	.about = "Money that came in found its sale, was given back, or was booked as what it is",
};

/* ---- the command -------------------------------------------------------------------------- */

static bool may_settle(const struct work *work, const struct credit_settle_in *in, struct err *err)
{
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị xếp được tiền vào");
	if (in->what == BANK_PAID)
		return err_set(err, ERR_INPUT, "what", "chọn khớp với phiếu, trả lại, hay ghi vào khoản khác");
	if (in->what == BANK_MATCHED)
		return !id_is_none(in->sale_id) || err_set(err, ERR_INPUT, "sale_id", "chọn phiếu bán đã nhận chuyển khoản");
	return (in->reason && *in->reason) || err_set(err, ERR_INPUT, "reason", "viết lý do");
}

static bool find_amount(struct work *work, const struct credit_settle_in *in, struct money *amount, struct err *err)
{
	struct bank_credit_row row;
	const char *reference;
	struct money waits;
	int64_t sale_key;
	bool found;

	if (!bank_credit_find(work->txn, in->credit_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "credit_id", "không có khoản tiền này");
	if (row.rest.dong == 0)
		return err_set(err, ERR_CONFLICT, "credit_id", "khoản tiền này đã xếp xong; tải lại trang");
	*amount = row.rest;
	if (in->what != BANK_MATCHED)
		return true;
	if (!find_sale(work->txn, work->arena, in->sale_id, &sale_key, err) ||
	    !bank_seen_find(work->txn, work->arena, sale_key, &waits, &reference, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "sale_id", "phiếu này không chờ chuyển khoản nào; tải lại trang");
	if (waits.dong < amount->dong)
		*amount = waits;
	return true;
}

bool bank_credit_settle(struct work *work, const struct credit_settle_in *in, const struct credit_settled **body, struct err *err)
{
	struct credit_settled *settled = ARENA_NEW(work->arena, struct credit_settled);
	bool is_match = in->what == BANK_MATCHED;

	if (!work_first_answer(work, &credit_settled_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!may_settle(work, in, err))
		return false;
	*settled = (struct credit_settled){
		.credit_id = in->credit_id, .legs = ARENA_LIST(work->arena, 2, struct leg), .legs_count = 2, .reason = is_match ? NULL : in->reason,
		.reference = in->reference, .sale_id = is_match ? in->sale_id : (struct id){ { 0 } }, .what = in->what,
	};
	if (!find_amount(work, in, &settled->amount, err) || (in->what != BANK_MATCHED && !work_has_second_for(work, settled->amount, err)))
		return false;
	settled->legs[0] = (struct leg){ .account = BANK_UNMATCHED, .amount = settled->amount };
	settled->legs[1] = (struct leg){ .account = account_of(in->what), .amount = MONEY(-settled->amount.dong) };
	*body = settled;
	return work_record(work, &credit_settled_kind, settled, err);
}

/* ---- lists --------------------------------------------------------------------------------- */

static const struct field credit_fields[] = {
	F_CODE(struct bank_credit, account, 1, BANK_ACCOUNT_TAIL),
	F_MONEY(struct bank_credit, amount, 1, MONEY_MAX),
	F_MONEY(struct bank_credit, asked, 0, MONEY_MAX),
	F_I64(struct bank_credit, at_us, 0, INT64_MAX),
	F_CODE(struct bank_credit, bank_id, 1, BANK_ID_MAX),
	F_I64(struct bank_credit, booked_us, 0, INT64_MAX),
	F_ID_OPT(struct bank_credit, cart_id),
	F_ID(struct bank_credit, id),
	F_TEXT_OPT(struct bank_credit, of_receipt, 1, RECEIPT_TEXT_SIZE),
	F_PART(struct bank_credit, payer, &bank_payer_shape),
	F_CODE_OPT(struct bank_credit, reference, 1, 60),
	F_MONEY(struct bank_credit, rest, 0, MONEY_MAX),
	F_TEXT_OPT(struct bank_credit, sale_receipt, 1, RECEIPT_TEXT_SIZE),
	F_WORD(struct bank_credit, source, bank_source_words),
	F_WORD(struct bank_credit, state, bank_state_words),
	F_CODE_OPT(struct bank_credit, token, 1, PAYTOKEN_SIZE),
	F_WORD_OPT(struct bank_credit, what, bank_what_words),
};
const struct shape bank_credit_shape = SHAPE(struct bank_credit, "bank_credit", credit_fields);

static const struct field seen_fields[] = {
	F_MONEY(struct bank_seen, amount, 1, MONEY_MAX),
	F_I64(struct bank_seen, at_us, 0, INT64_MAX),
	F_TEXT(struct bank_seen, receipt, 1, RECEIPT_TEXT_SIZE),
	F_CODE_OPT(struct bank_seen, reference, 1, 40),
	F_MONEY(struct bank_seen, rest, 1, MONEY_MAX),
	F_ID(struct bank_seen, sale_id),
	F_TEXT_OPT(struct bank_seen, staff_name, 1, 200),
	F_TEXT(struct bank_seen, till_code, 1, 20),
};
const struct shape bank_seen_shape = SHAPE(struct bank_seen, "bank_seen", seen_fields);

bool bank_payer_of(struct txn *txn, struct arena *arena, int64_t entry_key, struct bank_payer *payer, struct err *err)
{
	struct bank_credited *body;
	struct entry entry;
	const char *facts;

	*payer = (struct bank_payer){ NULL };
	if (!journal_get(txn, arena, entry_key, &entry, err) || !entry_body(&entry, &bank_credited_kind, arena, (void **)&body, err) ||
	    !vault_find(txn, arena, body->payer.ref, &facts, err))
		return false;
	return !facts || shape_read(&bank_payer_shape, facts, strlen(facts), arena, payer, err);
}

static bool list_rows(struct stmt *q, struct arena *arena, struct bank_credit **credits, size_t *count, struct err *err)
{
	*credits = ARENA_LIST(arena, BANK_LIST_MAX, struct bank_credit);
	*count = 0;
	while (*count < BANK_LIST_MAX && stmt_next(q)) {
		struct bank_credit *credit = &(*credits)[(*count)++];

		credit->entry_key = stmt_take_i64(q);
		stmt_take_id(q, &credit->id);
		credit->source = (int32_t)stmt_take_i64(q);
		credit->account = stmt_take_text(q, arena);
		credit->bank_id = stmt_take_text(q, arena);
		credit->reference = stmt_take_text_opt(q, arena);
		credit->amount = stmt_take_money(q);
		credit->rest = stmt_take_money(q);
		credit->booked_us = stmt_take_i64(q);
		credit->state = (int32_t)stmt_take_i64(q);
		credit->token = stmt_take_text_opt(q, arena);
		stmt_take_id_opt(q, &credit->cart_id);
	}
	return stmt_end(q, err);
}

static bool show_use(struct txn *txn, struct arena *arena, struct bank_credit *credit, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[LAST_USE]);

	stmt_put_i64(q, credit->entry_key);
	if (stmt_next(q)) {
		char receipt[RECEIPT_TEXT_SIZE];
		const char *till;
		int64_t epoch;

		credit->what = (int32_t)stmt_take_i64(q);
		till = stmt_take_text_opt(q, arena);
		epoch = stmt_take_i64_opt(q);
		receipt_write(till ? till : "", epoch, stmt_take_i64_opt(q), receipt);
		credit->sale_receipt = till ? arena_text(arena, receipt) : NULL;
	}
	return stmt_end(q, err);
}

/* The ticket it was meant for, where that is a sale by now. */
static bool show_ticket(struct txn *txn, struct arena *arena, struct bank_credit *credit, struct err *err)
{
	char receipt[RECEIPT_TEXT_SIZE];
	struct entry sale;
	struct stmt *q;
	bool found;

	if (id_is_none(credit->cart_id))
		return true;
	if (!journal_find_id(txn, arena, credit->cart_id, &sale, &found, err))
		return false;
	if (!found)
		return true;
	q = stmt_begin(txn, &bank_settle_sql[RECEIPT_OF]);
	stmt_put_i64(q, sale.key);
	if (stmt_next(q)) {
		const char *till = stmt_take_text(q, arena);
		int64_t epoch = stmt_take_i64(q);

		receipt_write(till, epoch, stmt_take_i64(q), receipt);
		credit->of_receipt = arena_text(arena, receipt);
	}
	return stmt_end(q, err);
}

static bool show_credits(struct txn *txn, struct arena *arena, struct bank_credit *credits, size_t count, bool with_payers, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct entry entry;
		struct intent intent;
		bool found = false;

		if (!journal_get(txn, arena, credits[i].entry_key, &entry, err) || !show_use(txn, arena, &credits[i], err) ||
		    !show_ticket(txn, arena, &credits[i], err) ||
		    (credits[i].token && !intent_find(txn, arena, credits[i].token, &intent, &found, err)) ||
		    (with_payers && !bank_payer_of(txn, arena, credits[i].entry_key, &credits[i].payer, err)))
			return false;
		credits[i].at_us = entry.at_us;
		credits[i].asked = found ? intent.amount : MONEY(0);
	}
	return true;
}

bool bank_credits_of_cart(struct txn *txn, struct arena *arena, struct id cart_id, struct bank_credit **credits, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[OF_CART]);

	stmt_put_id(q, cart_id);
	return list_rows(q, arena, credits, count, err) && show_credits(txn, arena, *credits, *count, false, err);
}

bool bank_credits_waiting(struct txn *txn, struct arena *arena, struct bank_credit **credits, size_t *count, struct err *err)
{
	return list_rows(stmt_begin(txn, &bank_settle_sql[WAITING]), arena, credits, count, err) &&
	       show_credits(txn, arena, *credits, *count, true, err);
}

bool bank_credits_all(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct bank_credit **credits, size_t *count,
		      struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[ALL]);

	stmt_put_i64(q, before_key ? before_key : INT64_MAX);
	stmt_put_i64(q, count_max < BANK_LIST_MAX ? (int64_t)count_max : BANK_LIST_MAX);
	return list_rows(q, arena, credits, count, err) && show_credits(txn, arena, *credits, *count, true, err);
}

bool bank_last_heard(struct txn *txn, int64_t *at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[HEARD]);
	struct arena *arena;
	struct entry entry;
	int64_t key = 0;
	bool ok;

	*at_us = 0;
	if (stmt_next(q))
		key = stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (!key)
		return true;
	arena = arena_new(ENTRY_BYTES_MAX * 2);
	ok = journal_get(txn, arena, key, &entry, err);
	if (ok)
		*at_us = entry.at_us;
	arena_free(arena);
	return ok;
}

/* ---- transfers that were seen ---------------------------------------------------------------- */

/* At most count_max of a statement's rows, behind those that are there. */
static bool list_seen(struct stmt *q, struct arena *arena, struct bank_seen *seen, int64_t *keys, size_t count_max, size_t *count, struct err *err)
{
	while (*count < count_max && stmt_next(q)) {
		struct bank_seen *row = &seen[*count];

		keys[*count] = stmt_take_i64(q);
		row->amount = stmt_take_money(q);
		row->rest = stmt_take_money(q);
		row->reference = stmt_take_text_opt(q, arena);
		++*count;
	}
	return stmt_end(q, err);
}

/* A deposit on an order, by its slip. */
static bool show_deposit(struct txn *txn, struct arena *arena, const struct entry *entry, struct bank_seen *seen, struct err *err)
{
	const struct order_paid *paid;
	char slip[ORDER_NUMBER_SIZE];
	struct staff staff = { 0 };
	struct till till;

	if (!entry_body(entry, &order_paid_kind, arena, (void **)&paid, err) || !till_get(txn, arena, paid->till_id, &till, err) ||
	    !staff_get(txn, arena, entry->actor, &staff, err))
		return false;
	seen->at_us = entry->at_us;
	seen->receipt = arena_text(arena, order_slip_write(paid->number, slip));
	seen->sale_id = entry->id;
	seen->staff_name = staff.name;
	seen->till_code = till.code;
	return true;
}

static bool show_seen(struct txn *txn, struct arena *arena, const int64_t *keys, struct bank_seen *seen, size_t count, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct sale_view view;
		struct entry entry;

		if (!journal_get(txn, arena, keys[i], &entry, err))
			return false;
		if (strcmp(entry.kind, order_paid_kind.name) == 0) {
			if (!show_deposit(txn, arena, &entry, &seen[i], err))
				return false;
			continue;
		}
		if (!sale_view_of_entry(txn, arena, &entry, NULL, &view, err))
			return false;
		seen[i].at_us = view.at_us;
		seen[i].receipt = view.receipt;
		seen[i].sale_id = view.id;
		seen[i].staff_name = view.staff_name;
		seen[i].till_code = view.till_code;
	}
	return true;
}

bool bank_seen_waiting(struct txn *txn, struct arena *arena, int64_t after_key, size_t count_max, struct bank_seen **seen, size_t *count,
		       int64_t *last_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[SEEN_WAITING]);
	size_t room = count_max < BANK_LIST_MAX ? count_max : BANK_LIST_MAX;
	int64_t *keys = ARENA_LIST(arena, room, int64_t);

	*seen = ARENA_LIST(arena, room, struct bank_seen);
	*count = 0;
	stmt_put_i64(q, after_key);
	stmt_put_i64(q, (int64_t)room);
	if (!list_seen(q, arena, *seen, keys, room, count, err))
		return false;
	*last_key = *count ? keys[*count - 1] : 0;
	return show_seen(txn, arena, keys, *seen, *count, err);
}

static const struct field day_fields[] = {
	F_MONEY(struct bank_seen_day, amount, 1, MONEY_MAX),
	F_I64(struct bank_seen_day, count, 1, INT64_MAX),
	F_DAY_OPT(struct bank_seen_day, day),
	F_I64(struct bank_seen_day, oldest_us, 0, INT64_MAX),
};
const struct shape bank_seen_day_shape = SHAPE(struct bank_seen_day, "bank_seen_day", day_fields);

bool bank_seen_days(struct txn *txn, struct arena *arena, struct bank_seen_day **days, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[SEEN_DAYS]);
	int64_t *keys = ARENA_LIST(arena, BANK_DAYS_MAX, int64_t);

	*days = ARENA_LIST(arena, BANK_DAYS_MAX, struct bank_seen_day);
	*count = 0;
	while (*count < BANK_DAYS_MAX && stmt_next(q)) {
		struct bank_seen_day *day = &(*days)[*count];

		day->day = (int32_t)stmt_take_i64(q);
		day->count = stmt_take_i64(q);
		day->amount = stmt_take_money(q);
		keys[(*count)++] = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct entry entry;

		if (!journal_get(txn, arena, keys[i], &entry, err))
			return false;
		(*days)[i].oldest_us = entry.at_us;
	}
	return true;
}

static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* The nearest of equal amounts: by their keys, which follow time. Few, so by insertion. */
static void sort_nearest(int64_t *keys, struct bank_seen *seen, size_t count, int64_t key)
{
	for (size_t i = 1; i < count; i++) {
		for (size_t k = i; k > 0 && distance(keys[k], key) < distance(keys[k - 1], key); k--) {
			struct bank_seen row = seen[k];
			int64_t of = keys[k];

			seen[k] = seen[k - 1];
			keys[k] = keys[k - 1];
			seen[k - 1] = row;
			keys[k - 1] = of;
		}
	}
}

static bool has_key(const int64_t *keys, size_t count, int64_t key)
{
	for (size_t i = 0; i < count; i++)
		if (keys[i] == key)
			return true;
	return false;
}

bool bank_seen_for(struct txn *txn, struct arena *arena, struct id credit_id, struct bank_seen **seen, size_t *count, struct err *err)
{
	int64_t *keys = ARENA_LIST(arena, BANK_LIST_MAX, int64_t), others_keys[BANK_GUESSES_MAX];
	struct bank_seen *others = ARENA_LIST(arena, BANK_GUESSES_MAX, struct bank_seen);
	struct bank_credit_row row;
	size_t others_count = 0;
	struct stmt *q;
	bool found;

	*seen = ARENA_LIST(arena, BANK_LIST_MAX, struct bank_seen);
	*count = 0;
	if (!bank_credit_find(txn, credit_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "credit_id", "không có khoản tiền này");
	q = stmt_begin(txn, &bank_settle_sql[SEEN_EQUAL]);
	stmt_put_money(q, row.rest);
	if (!list_seen(q, arena, *seen, keys, BANK_LIST_MAX, count, err))
		return false;
	sort_nearest(keys, *seen, *count, row.entry_key);
	if (*count > BANK_GUESSES_MAX)
		*count = BANK_GUESSES_MAX;
	q = stmt_begin(txn, &bank_settle_sql[SEEN_BEFORE]);
	stmt_put_i64(q, row.entry_key);
	if (!list_seen(q, arena, others, others_keys, BANK_GUESSES_MAX, &others_count, err))
		return false;
	for (size_t i = 0; i < others_count && *count < BANK_GUESSES_MAX; i++) {
		if (has_key(keys, *count, others_keys[i]))
			continue;
		keys[*count] = others_keys[i];
		(*seen)[(*count)++] = others[i];
	}
	return show_seen(txn, arena, keys, *seen, *count, err);
}

bool bank_sum_waiting(struct txn *txn, struct bank_sums *sums, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &bank_settle_sql[SUM_CREDITS]);

	*sums = (struct bank_sums){ 0 };
	if (stmt_next(q)) {
		sums->credits_count = stmt_take_i64(q);
		sums->credits = stmt_take_money(q);
	}
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &bank_settle_sql[SUM_SEEN]);
	if (stmt_next(q)) {
		sums->seen_count = stmt_take_i64(q);
		sums->seen = stmt_take_money(q);
	}
	return stmt_end(q, err);
}
