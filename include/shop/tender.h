/*
 * "Đổi cách trả" (rules B7): a ticket of the open shift was paid otherwise than was typed.
 *
 * One entry says how it was paid before and how it was paid in truth. Neither goods nor total change: what was left off for cash
 * stays the house's discount, also where it turns out that no cash was paid. The buckets of the shift and the ledger's accounts
 * move, and the drawer's expected cash with them. Only money that a cashier typed can be typed anew (cash, transfer seen by eye, card, wallet);
 * into a credit of the bank too; what was used up (voucher, deposit, debt, exchange, a credit of the bank) stays as it is.
 *
 * Thread: the transaction's (tender_now: also a reader's).
 * Errors: ERR_MISSING "sale_id"; ERR_CONFLICT "sale_id": not of the open shift, or changed too often; "pays": another sum, or as it is
 * already; ERR_FORBIDDEN "approver": cash leaves the drawer on paper.
 */
#ifndef SHOP_TENDER_H
#define SHOP_TENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/pay.h"

struct sale;

#define TENDER_CHANGES_MAX 5       /* of one sale */
#define TENDER_BUCKET "tender_changed"

struct tender_in {
	struct pay_in *pays;           /* in place of all that may be typed anew, of the same sum */
	size_t pays_count;
	const char *reason;
	struct id sale_id;
	struct id till_id;
};

/* As recorded: all payments of the sale, before and after. */
struct tender_changed {
	struct pay *from;
	size_t from_count;
	const char *reason;
	struct id sale_id;
	int64_t shift_number;
	struct pay *to;
	size_t to_count;
};
extern const struct kind tender_changed_kind;

/* May what was paid so be typed anew? */
bool tender_is_typed(int32_t way);

bool tender_change(struct work *work, const struct tender_in *in, const struct tender_changed **body, struct err *err) MUST_CHECK;

/* One change as people read it: "Tiền mặt 154.000" became "Thẻ 154.000". */
struct tender_row {
	int64_t at_us;
	const char *from, *reason;
	struct id staff_id;
	const char *to;
	const struct pay *was;         /* all payments before it */
	size_t was_count;
};
/* A change's entry, and the sale that it changed: "Tiền mặt 154.000 → Thẻ 154.000: bấm nhầm". */
bool tender_said(struct txn *txn, struct arena *arena, const struct entry *entry, const char **said, struct id *sale_id, struct err *err) MUST_CHECK;
/* How a sale is paid as it stands, and what was changed, the oldest first. */
struct tender_now {
	const struct pay *pays;
	size_t pays_count;
	struct tender_row *changes;
	size_t changes_count;
};
bool tender_now(struct txn *txn, struct arena *arena, int64_t sale_key, const struct sale *sale, struct tender_now *now, struct err *err) MUST_CHECK;

#endif
