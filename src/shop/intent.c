#include "shop/intent.h"

#include <ctype.h>
#include <string.h>

#include "shop/book.h"
#include "shop/party.h"
#include "shop/reference.h"
#include "shop/sql.h"
#include "store/stmt.h"

#define TRIES_MAX 20

enum { ADD, FIND, LAST, LAST_OF, OPERATOR };

#define COLUMNS "token, cart_id, of_id, till_id, amount, bin, account, holder, payload, at_us"
const struct sql intent_sql[] = {
	[ADD] = { .text =
		"INSERT INTO bank_intent (token, cart_id, n, of_id, till_id, amount, bin, account, holder, payload, at_us)"
		" VALUES ($1, $2, (SELECT COALESCE(MAX(n), 0) + 1 FROM bank_intent WHERE cart_id = $3), $4, $5, $6, $7, $8, $9, $10, $11)" },
	[FIND] = { .text = "SELECT " COLUMNS " FROM bank_intent WHERE token = $1" },
	[LAST] = { .text = "SELECT " COLUMNS " FROM bank_intent WHERE cart_id = $1 ORDER BY n DESC LIMIT 1" },
	[LAST_OF] = { .text = "SELECT " COLUMNS " FROM bank_intent WHERE of_id = $1 ORDER BY at_us DESC LIMIT 1" },
	[OPERATOR] = { .text = "SELECT operator_id FROM site WHERE id = $1" },
	SQL_END
};

static const struct field fields[] = {
	F_CODE(struct intent, account, 1, VIETQR_ACCOUNT_MAX),
	F_MONEY(struct intent, amount, 1, VIETQR_AMOUNT_MAX),
	F_I64(struct intent, at_us, 0, INT64_MAX),
	F_TEXT_OPT(struct intent, bank, 1, 60),
	F_CODE(struct intent, bin, 6, 6),
	F_ID(struct intent, cart_id),
	F_TEXT(struct intent, holder, 0, 100),
	F_ID_OPT(struct intent, of_id),
	F_CODE(struct intent, payload, 1, VIETQR_PAYLOAD_SIZE),
	F_ID(struct intent, till_id),
	F_CODE(struct intent, token, 1, PAYTOKEN_SIZE),
};
const struct shape intent_shape = SHAPE(struct intent, "intent", fields);

bool bank_account_is(const char *a, const char *b)
{
	for (;;) {
		while (*a && !isalnum((unsigned char)*a))
			a++;
		while (*b && !isalnum((unsigned char)*b))
			b++;
		if (!*a || !*b || toupper((unsigned char)*a) != toupper((unsigned char)*b))
			return !*a && !*b;
		a++;
		b++;
	}
}

bool bank_account_of_operator(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct bank_account *account, bool *found,
			      struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intent_sql[OPERATOR]);
	struct id operator_id = { { 0 } };
	struct party party;

	stmt_put_id(q, site_id);
	if (stmt_next(q))
		stmt_take_id(q, &operator_id);
	if (!stmt_end(q, err) || !party_get(txn, arena, operator_id, day, &party, err))
		return false;
	*account = (struct bank_account){ .account = party.bank_account, .bin = party.bank_bin, .holder = party.bank_holder };
	*found = party.bank_account && *party.bank_account;
	return true;
}

/* ---- reading ------------------------------------------------------------------ */

static bool take(struct stmt *q, struct txn *txn, struct arena *arena, struct intent *intent, bool *found, struct err *err)
{
	struct bank bank;
	bool is_known;

	*found = stmt_next(q);
	if (*found) {
		*intent = (struct intent){ .token = stmt_take_text(q, arena) };
		stmt_take_id(q, &intent->cart_id);
		stmt_take_id_opt(q, &intent->of_id);
		stmt_take_id(q, &intent->till_id);
		intent->amount = stmt_take_money(q);
		intent->bin = stmt_take_text(q, arena);
		intent->account = stmt_take_text(q, arena);
		intent->holder = stmt_take_text(q, arena);
		intent->payload = stmt_take_text(q, arena);
		intent->at_us = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	if (!*found)
		return true;
	if (!bank_find(txn, arena, intent->bin, &bank, &is_known, err))
		return false;
	intent->bank = is_known ? bank.short_name : NULL;
	return true;
}

bool intent_find(struct txn *txn, struct arena *arena, const char *token, struct intent *intent, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intent_sql[FIND]);

	stmt_put_text(q, token);
	return take(q, txn, arena, intent, found, err);
}

bool intent_last(struct txn *txn, struct arena *arena, struct id cart_id, struct intent *intent, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intent_sql[LAST]);

	stmt_put_id(q, cart_id);
	return take(q, txn, arena, intent, found, err);
}

bool intent_open_of(struct txn *txn, struct arena *arena, struct id of_id, struct intent *intent, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &intent_sql[LAST_OF]);
	struct entry made;
	bool is_over;

	stmt_put_id(q, of_id);
	if (!take(q, txn, arena, intent, found, err))
		return false;
	if (!*found)
		return true;
	if (!journal_find_id(txn, arena, intent->cart_id, &made, &is_over, err))
		return false;
	*found = !is_over;
	return true;
}

/* ---- asking -------------------------------------------------------------------- */

/* A number nobody can foresee, so that no one prints a QR of ours beforehand. */
static int64_t draw(const struct work *work, int64_t attempt)
{
	uint8_t name[sizeof(work->id.bytes) + sizeof(attempt)];
	struct hash hash;
	uint32_t number;

	memcpy(name, work->id.bytes, sizeof(work->id.bytes));
	memcpy(name + sizeof(work->id.bytes), &attempt, sizeof(attempt));
	hash = hash_of_two(work->seed.bytes, sizeof(work->seed.bytes), name, sizeof(name));
	memcpy(&number, hash.bytes, sizeof(number));
	return (int64_t)number % PAYTOKEN_NUMBERS;
}

static bool new_token(struct work *work, char token[PAYTOKEN_SIZE], struct err *err)
{
	struct intent other;
	bool found = true;

	for (int64_t attempt = 0; found && attempt < TRIES_MAX; attempt++) {
		paytoken_write(draw(work, attempt), token);
		if (!intent_find(work->txn, work->arena, token, &other, &found, err))
			return false;
	}
	return !found || err_set(err, ERR_LIMIT, NULL, "chưa đặt được mã chuyển khoản; thử lại");
}

static bool find_account(struct work *work, const struct intent_in *in, struct bank_account *to, struct err *err)
{
	bool found = true;

	if (in->to)
		*to = *in->to;
	else if (!bank_account_of_operator(work->txn, work->arena, work->book->site_id, day_of_us(work->at_us), to, &found, err))
		return false;
	if (!found || !to->bin || !*to->bin)
		return err_set(err, ERR_CONFLICT, "account",
			       "cửa hàng chưa có tài khoản nhận tiền; quản trị ghi ngân hàng và số tài khoản ở trang Bên giao hàng, mục đơn vị vận hành");
	return true;
}

/* The QR of the account, the amount and the token. */
static bool write_payload(const struct bank_account *to, struct money amount, const char *token, char payload[VIETQR_PAYLOAD_SIZE], struct err *err)
{
	char account[VIETQR_ACCOUNT_MAX + 1];
	struct vietqr_order order = { .bin = to->bin, .account = account, .amount = amount, .purpose = token };
	size_t size = 0;

	for (const char *at = to->account; *at && size < VIETQR_ACCOUNT_MAX; at++)
		if (isalnum((unsigned char)*at))
			account[size++] = *at;
	account[size] = '\0';
	return vietqr_write(&order, payload, err) ||
	       err_set(err, ERR_CONFLICT, "account", "tài khoản nhận tiền của cửa hàng không làm được mã QR; sửa ngân hàng hay số tài khoản");
}

static bool add(struct work *work, const struct intent_in *in, const struct intent *intent, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &intent_sql[ADD]);

	stmt_put_text(q, intent->token);
	stmt_put_id(q, in->cart_id);
	stmt_put_id(q, in->cart_id);
	stmt_put_id_opt(q, in->of_id);
	stmt_put_id(q, in->till_id);
	stmt_put_money(q, in->amount);
	stmt_put_text(q, intent->bin);
	stmt_put_text(q, intent->account);
	stmt_put_text(q, intent->holder);
	stmt_put_text(q, intent->payload);
	stmt_put_i64(q, work->at_us);
	return stmt_end(q, err);
}

bool intent_open(struct work *work, const struct intent_in *in, struct intent *intent, struct err *err)
{
	char token[PAYTOKEN_SIZE], payload[VIETQR_PAYLOAD_SIZE];
	struct bank_account to;
	bool found;

	if (in->amount.dong <= 0 || in->amount.dong > VIETQR_AMOUNT_MAX)
		return err_set(err, ERR_INPUT, "amount", "số tiền của mã QR phải lớn hơn 0");
	if (!find_account(work, in, &to, err) || !intent_last(work->txn, work->arena, in->cart_id, intent, &found, err))
		return false;
	if (found && intent->amount.dong == in->amount.dong && strcmp(intent->bin, to.bin) == 0 && bank_account_is(intent->account, to.account))
		return true;
	if (!new_token(work, token, err) || !write_payload(&to, in->amount, token, payload, err))
		return false;
	*intent = (struct intent){ .account = to.account, .bin = to.bin, .holder = to.holder ? to.holder : "", .payload = payload, .token = token };
	return add(work, in, intent, err) && intent_last(work->txn, work->arena, in->cart_id, intent, &found, err);
}
