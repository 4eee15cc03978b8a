/*
 * Money that goes back to a customer by transfer (rules B8): owed from the return on, sent by the accountant.
 *
 * A return paid "transfer" touches no drawer: it stands on the Z in a bucket of its own ("way:refund") and in the ledger on the
 * account "refund", customers' money owed. Who is to get it lies in the vault. One entry says that it was sent, whole;
 * until then it waits. The sum of what waits is the account's credit.
 *
 * Thread: the transaction's (lists: also a reader's).
 * Errors: ERR_MISSING "return_id": no such return; ERR_CONFLICT "return_id": sent already, or the money went back another way;
 * ERR_INPUT "payee": without a name; "doc_day": before the return, or in the future; ERR_FORBIDDEN: not an accountant.
 */
#ifndef SHOP_REFUND_H
#define SHOP_REFUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"
#include "shop/sale.h"

#define REFUND_ACCOUNT "refund"
#define REFUND_LIST_MAX 200

extern const struct shape payee_shape;

struct refund_in {
	int32_t doc_day;               /* the bank's; 0: today */
	struct id place_id;            /* the bank account it came from; zero: not said */
	const char *reference;         /* of the bank; NULL: none */
	struct id return_id;           /* the return's entry */
};
/* As recorded. */
struct refund_paid {
	struct money amount;           /* positive */
	int32_t doc_day;
	struct leg *legs;
	size_t legs_count;
	struct id place_id;            /* the bank account it came from; zero: not said */
	const char *reference;
	struct id return_id;
};
extern const struct kind refund_paid_kind;

/* With an accountant's or administrator's role. */
bool refund_pay(struct work *work, const struct refund_in *in, const struct refund_paid **body, struct err *err) MUST_CHECK;

/* One of either list. */
struct refund_row {
	struct money amount;           /* positive */
	int64_t at_us;                 /* of the return */
	int32_t doc_day;               /* when it was sent; 0: it waits */
	struct payee payee;            /* name NULL: forgotten */
	const char *receipt;           /* the return's own number */
	const char *reference;         /* NULL: none, or it waits */
	struct id return_id;
	const char *sale_receipt;
	const char *staff_name;        /* who took the goods back; NULL: forgotten */
};
/*
 * What waits, the oldest first; or what was sent, the newest first, before an entry key (0: from the newest). *last_key: the
 * key to go on from.
 */
bool refund_waiting(struct txn *txn, struct arena *arena, struct refund_row **rows, size_t *count, struct err *err) MUST_CHECK;
bool refund_sent(struct txn *txn, struct arena *arena, int64_t before_key, size_t count_max, struct refund_row **rows, size_t *count,
		 int64_t *last_key, struct err *err) MUST_CHECK;

/* For return_add. */
bool refund_payee_hide(struct work *work, const struct payee *payee, struct vault_ref *ref, struct err *err) MUST_CHECK;

#endif
