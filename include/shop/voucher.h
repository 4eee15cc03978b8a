/*
 * Vouchers that are bought (phiếu quà, rule B11): sold at a till for money, owed to whoever holds the paper, and a way to pay.
 *
 * Selling one is no revenue and has no VAT; that comes with the goods it buys. Part use leaves the rest on it. The paper carries a number
 * with a check letter (PQ000123K) and a code of 128 random bits (calc/owncode, kind V): the code proves the paper; by number alone
 * a second person has to look at it. The book keeps the code's hash, the vault the code itself, for the paper.
 * An expired voucher stays owed until the accountant moves its rest to the house; stopped ones (lost, stolen) are refused.
 *
 * Thread: the transaction's (find, list: also a reader's).
 * Errors: ERR_MISSING "code", "voucher_id": no such voucher; ERR_CONFLICT "source_id": expired, stopped, not enough left; ERR_FORBIDDEN "approver".
 */
#ifndef SHOP_VOUCHER_H
#define SHOP_VOUCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/owncode.h"
#include "shop/money_in.h"

#define VOUCHERS_PER_ENTRY_MAX 50
#define VOUCHER_VALUE_MAX INT64_C(100000000)
#define VOUCHER_LIST_MAX 200
#define VOUCHER_NUMBER_SIZE 24

/* Values are in the database: add at the end, never renumber. */
enum voucher_state { VOUCHER_GOOD = 1, VOUCHER_STOPPED, VOUCHER_MOVED };
extern const char *const voucher_state_words[];  /* good stopped moved */

struct voucher_sell_in {
	struct id till_id;             /* zero: in the office */
	struct money *values;
	size_t values_count;
	int32_t expires_day;           /* last day; 0: none */
	int32_t way;                   /* enum pay_way: cash, transfer, card, wallet */
	const char *row, *reference;   /* NULL: none */
	struct money total;            /* what the page showed */
};
struct voucher_sold {
	struct hash code_sum;
	struct id id;
	int64_t number;
	struct money value;
};
/* As recorded. */
struct vouchers_sold {
	struct vault_ref codes;        /* their codes, with blanks between */
	int32_t expires_day;           /* 0: none */
	struct leg *legs;
	size_t legs_count;
	struct money_in money;
	struct voucher_sold *vouchers;
	size_t vouchers_count;
};
extern const struct kind vouchers_sold_kind, voucher_set_kind, voucher_expired_kind;

bool vouchers_sell(struct work *work, const struct voucher_sell_in *in, const struct vouchers_sold **body, struct err *err) MUST_CHECK;
/* The codes of an entry, in its vouchers' order; NULL texts where they were forgotten. */
bool voucher_codes(struct txn *txn, struct arena *arena, const struct vouchers_sold *body, const char ***codes, struct err *err) MUST_CHECK;

/* Stops one, lets it go again, gives it another last day (0: none). By who oversees or accounts, with a reason. */
struct voucher_set_in {
	int32_t expires_day;
	bool is_stopped;
	const char *reason;
	struct id voucher_id;
};
bool voucher_set(struct work *work, const struct voucher_set_in *in, struct err *err) MUST_CHECK;
/* What is left on an expired one goes to the house. By an accountant or administrator, with a second person. */
bool voucher_expire(struct work *work, struct id voucher_id, const char *reason, struct err *err) MUST_CHECK;

struct voucher {
	int64_t at_us;                 /* when it was sold */
	int32_t expires_day;           /* 0: none */
	struct id id;
	struct money left;
	struct money moved;            /* to the house */
	const char *number;            /* PQ000123K */
	int32_t state;                 /* enum voucher_state */
	struct money value;
	const char *why;               /* why it cannot pay now; NULL: it can */
};
extern const struct shape voucher_shape;

/* By the code on its paper, or by its number. ERR_MISSING "code". */
bool voucher_find(struct txn *txn, struct arena *arena, const char *code, int32_t today, struct voucher *voucher, struct err *err) MUST_CHECK;
bool voucher_get(struct txn *txn, struct arena *arena, struct id voucher_id, int32_t today, struct voucher *voucher, struct err *err) MUST_CHECK;
/* The newest first, those before a number (0: from the newest); `which`: "" all, "left" with something on them, "expired" past their day with something on them. */
bool voucher_list(struct txn *txn, struct arena *arena, const char *which, int64_t before, int32_t today, size_t count_max, struct voucher **vouchers,
		  size_t *count, struct err *err) MUST_CHECK;
struct voucher_sums {
	struct money expired;          /* of what is left, past its day */
	struct money left, sold, used, moved;
};
bool voucher_sums(struct txn *txn, int32_t today, struct voucher_sums *sums, struct err *err) MUST_CHECK;

struct voucher_use {
	struct money amount;           /* put back: negative */
	int64_t at_us;
	const char *receipt;
};
bool voucher_uses(struct txn *txn, struct arena *arena, struct id voucher_id, struct voucher_use **uses, size_t *count, struct err *err) MUST_CHECK;

void voucher_number_write(int64_t number, char text[VOUCHER_NUMBER_SIZE]);
bool voucher_number_read(const char *text, int64_t *number);  /* false: no such number, or a wrong letter */

/* The entry that sold it. ERR_MISSING "voucher_id". */
bool voucher_entry(struct txn *txn, struct id voucher_id, int64_t *entry_key, struct err *err) MUST_CHECK;
/* What was left on it when an entry had been written. */
bool voucher_left_after(struct txn *txn, struct id voucher_id, int64_t entry_key, struct money *left, struct err *err) MUST_CHECK;

/* For the ways to pay (shop/pay.h). */
bool voucher_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool voucher_use_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool voucher_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

#endif
