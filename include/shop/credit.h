/*
 * Selling on account (công nợ khách, rule B10): who may owe how much and for how many days, and the money that pays it (phiếu thu).
 *
 * A customer without terms buys nothing on account. Above the limit, or with anything late, a second person decides. Money pays the items
 * that are named, else the oldest first; it is never more than is owed.
 *
 * Thread: the transaction's (lists: also a reader's).
 * Errors: ERR_CONFLICT "party_id": no customer, no terms; "amount": more than is owed; ERR_FORBIDDEN "approver"; those of money_in.h.
 */
#ifndef SHOP_CREDIT_H
#define SHOP_CREDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/debt.h"
#include "shop/money_in.h"

#define CREDIT_DAYS_MAX 365
#define DEBT_ITEMS_MAX 200         /* of one phiếu thu */

struct credit_set {
	int64_t days;
	struct money limit;            /* 0: buys nothing more on account */
	struct id party_id;
};
extern const struct kind credit_set_kind, debt_paid_kind;
/* By who oversees or accounts. */
bool credit_set(struct work *work, const struct credit_set *in, struct err *err) MUST_CHECK;
bool credit_get(struct txn *txn, struct id party_id, struct credit_set *terms, bool *found, struct err *err) MUST_CHECK;

struct debt_paid_in {
	struct money amount;
	struct id *debts;              /* the chosen ones, in their order; none: the oldest first */
	size_t debts_count;
	struct id party_id;
	const char *row, *reference;   /* NULL: none */
	struct id till_id;             /* zero: in the office */
	int32_t way;                   /* enum pay_way: cash, transfer, card, wallet */
};
struct debt_part {
	struct money amount;
	struct id debt_id;
};
/* As recorded. */
struct debt_paid {
	struct debt_part *items;
	size_t items_count;
	struct money left;             /* what he owes after it */
	struct leg *legs;
	size_t legs_count;
	struct money_in money;
	struct id party_id;
};
bool debt_pay(struct work *work, const struct debt_paid_in *in, const struct debt_paid **body, struct err *err) MUST_CHECK;

/* For the ways to pay (shop/pay.h). */
bool credit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool credit_pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool credit_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

#endif
