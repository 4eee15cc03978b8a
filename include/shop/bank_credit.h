/*
 * Money that the bank itself says came in, and which sale it is of.
 *
 * A credit is one entry, made from a webhook or a line of a statement; the same transaction told again, by the same source or another, is known
 * already. Its token finds the ticket it was asked for (shop/intent.h), and with the amount says what it is:
 *
 *     confirmed      what was asked for; the ticket may be paid with it
 *     wrong_amount   of that ticket, but too little or too much
 *     late           the ticket was thrown away meanwhile, or paid another way
 *     double         the ticket has what was asked for already
 *     unknown        no token of ours
 *
 * Until a sale takes it (PAY_VIETQR, whose source_id is the credit's entry) it lies on the account "unmatched": owed, to somebody
 * not known. A sale takes a credit once, whole or less than whole; what is left waits. The database refuses the second time.
 *
 * A transfer that a cashier saw with her own eyes (PAY_TRANSFER) waits on the account "transfer" until the bank tells of it: by itself where
 * the token is its reference, else the accountant matches both. A credit of no sale is given back, or booked as what it is.
 *
 * Who paid, from which account and with which words is personal and lies in the vault. Of our own account only the last letters are said.
 *
 * Thread: the transaction's (lists: also a reader's).
 * Errors: ERR_MISSING "credit_id", "sale_id"; ERR_CONFLICT "credit_id", "amount": nothing left of it; ERR_FORBIDDEN: not an accountant,
 * "approver": needs a second person. Of a payment: "source_id".
 */
#ifndef SHOP_BANK_CREDIT_H
#define SHOP_BANK_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/intent.h"
#include "shop/pay.h"
#include "shop/sale.h"

#define BANK_UNMATCHED "unmatched"
#define BANK_ACCOUNT_TAIL 4            /* letters of our account that are kept */
#define BANK_PURPOSE_MAX 300
#define BANK_ID_MAX 80
#define BANK_LIST_MAX 200
#define BANK_LIKE_MAX 1000             /* of one account, day and amount, that are told apart */
#define BANK_OWN_MAX 20                /* accounts of settings */

/* Values are in the database: add at the end, never renumber. */
enum bank_source { BANK_SEPAY = 1, BANK_PAYOS, BANK_STATEMENT };
enum bank_state { BANK_CONFIRMED = 1, BANK_WRONG_AMOUNT, BANK_LATE, BANK_DOUBLE, BANK_UNKNOWN };
enum bank_what { BANK_PAID = 1, BANK_MATCHED, BANK_GIVEN_BACK, BANK_INCOME, BANK_OWN_MONEY };
extern const char *const bank_source_words[];  /* sepay payos statement */
extern const char *const bank_state_words[];   /* confirmed wrong_amount late double unknown */
extern const char *const bank_what_words[];    /* paid matched given_back income own_money */

/* Who paid. Personal: in the vault. Texts NULL: not said. */
struct bank_payer {
	const char *account, *name, *purpose;
};

struct bank_credit_in {
	const char *account;               /* ours, as the source says it */
	struct money amount;
	const char *bank_id;               /* the source's own name of the transaction */
	int64_t booked_us;
	int64_t nth, nth_reference;        /* so many lines like it, and of its reference, stood before it in its statement */
	const struct bank_account *own;    /* of settings, beside the operator's */
	size_t own_count;
	struct bank_payer payer;
	const char *reference;             /* the bank's own; NULL: not said */
	int32_t source;
};

/* As recorded. */
struct bank_credited {
	const char *account;
	struct money amount;
	const char *bank_id;
	int64_t booked_us;
	struct id cart_id;                 /* whose token it is; zero: none */
	struct leg *legs;
	size_t legs_count;
	struct money matched;              /* of a transfer seen before; 0: none */
	struct vault_ref payer;
	const char *reference;
	struct id sale_id;                 /* that transfer's sale; zero: none */
	int32_t source, state;
	const char *token;                 /* NULL: none of ours */
};
extern const struct kind bank_credited_kind, credit_settled_kind;

/*
 * *is_known: told before, nothing was written and *body is NULL. *is_ours false: to an account that is not the shop's (a service's test message):
 * nothing was written either. Without an actor: the bank itself.
 */
bool bank_credit_add(struct work *work, const struct bank_credit_in *in, const struct bank_credited **body, bool *is_known, bool *is_ours,
		     struct err *err) MUST_CHECK;

/*
 * What two tellings of one transaction have in common: amount, account, the day, and either the bank's reference or the words and the time as far as
 * both know it; two references of one form are two transactions. Two payments may have all that too, so a statement's line counts those before it
 * (nth), and the book must know of more.
 */
bool bank_credit_is_like(struct arena *arena, const struct bank_credit_in *a, const struct bank_credit_in *b);
/* The same reference, letter by letter, and days that may be one transaction's: a short number begins anew every day. */
bool bank_credit_is_of_reference(struct arena *arena, const struct bank_credit_in *a, const struct bank_credit_in *b);

/* Is this very transaction in the book, told by this source or another? Also in a reader's transaction. */
bool bank_credit_is_told(struct txn *txn, struct arena *arena, const struct bank_credit_in *in, bool *is_told, struct err *err) MUST_CHECK;

/* ---- what becomes of a credit ---------------------------------------------------- */

struct credit_settle_in {
	struct id credit_id;
	const char *reason;                /* needed but for a match; no personal facts */
	const char *reference;             /* of the bank, of what was given back; NULL: none */
	struct id sale_id;                 /* a match: the sale whose transfer was seen */
	int32_t what;                      /* all but BANK_PAID */
};
/* With an accountant's or administrator's role; all but a match need a second person. Takes what is left, of a match at most what waits. */
struct credit_settled {
	struct money amount;
	struct id credit_id;
	struct leg *legs;
	size_t legs_count;
	const char *reason, *reference;
	struct id sale_id;
	int32_t what;
};
bool bank_credit_settle(struct work *work, const struct credit_settle_in *in, const struct credit_settled **body, struct err *err) MUST_CHECK;

/* ---- what a ticket was paid -------------------------------------------------------- */

struct bank_credit {
	const char *account;
	struct money amount;
	int64_t at_us;                     /* when we heard of it */
	const char *bank_id;
	int64_t booked_us;
	struct id cart_id;
	struct id id;
	struct bank_payer payer;           /* empty where it was forgotten, or not asked for */
	struct money asked;                /* by the token's intent; 0: none */
	const char *reference;
	struct money rest;
	const char *of_receipt;            /* of the sale that its token's ticket became; NULL: none */
	const char *sale_receipt;          /* that took or matched it; NULL: none */
	int32_t source, state;
	const char *token;
	int32_t what;                      /* what became of it last; 0: nothing yet */
	int64_t entry_key;                 /* not on the wire */
};
extern const struct shape bank_credit_shape;

/* Credits that came for a ticket, the oldest first; at most BANK_LIST_MAX. With payers only where asked. */
bool bank_credits_of_cart(struct txn *txn, struct arena *arena, struct id cart_id, struct bank_credit **credits, size_t *count, struct err *err) MUST_CHECK;
/* Those of which something is left (the oldest first), or all (the newest first, before an entry key; 0: from the newest). */
bool bank_credits_waiting(struct txn *txn, struct arena *arena, struct bank_credit **credits, size_t *count, struct err *err) MUST_CHECK;
bool bank_credits_all(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct bank_credit **credits, size_t *count,
		      struct err *err) MUST_CHECK;
/* When the newest credit of a webhook was heard of; 0: never. */
bool bank_last_heard(struct txn *txn, int64_t *at_us, struct err *err) MUST_CHECK;

/* A transfer that a cashier saw, of which the bank has not told. */
struct bank_seen {
	struct money amount;
	int64_t at_us;
	const char *receipt;
	const char *reference;             /* NULL: none */
	struct money rest;
	struct id sale_id;
	const char *staff_name, *till_code;
};
extern const struct shape bank_seen_shape;

/* The oldest first, after a sale's entry key (0: from the oldest); *last_key: to go on from. */
bool bank_seen_waiting(struct txn *txn, struct arena *arena, int64_t after_key, size_t count_max, struct bank_seen **seen, size_t *count,
		       int64_t *last_key, struct err *err) MUST_CHECK;
/* Those that a credit may be: the same amount first, the nearest in time first; at most BANK_GUESSES_MAX. ERR_MISSING "credit_id". */
#define BANK_GUESSES_MAX 20
bool bank_seen_for(struct txn *txn, struct arena *arena, struct id credit_id, struct bank_seen **seen, size_t *count, struct err *err) MUST_CHECK;

/* The same by business day, the oldest first; what is no sale's (deposits, debts paid at the till) stands together, with no day. */
#define BANK_DAYS_MAX 400
struct bank_seen_day {
	struct money amount;
	int64_t count;
	int32_t day;                       /* 0: of no sale */
	int64_t oldest_us;
};
extern const struct shape bank_seen_day_shape;
bool bank_seen_days(struct txn *txn, struct arena *arena, struct bank_seen_day **days, size_t *count, struct err *err) MUST_CHECK;

struct bank_sums {
	int64_t credits_count, seen_count;
	struct money credits, seen;
};
bool bank_sum_waiting(struct txn *txn, struct bank_sums *sums, struct err *err) MUST_CHECK;

/* ---- for shop/pay.c --------------------------------------------------------------- */

bool bank_credit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool bank_credit_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool bank_seen_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;

#endif
