/*
 * Goods that a consignor takes against what the shop owes it (cấn trừ, rules C5, B10): a way to pay, by contract.
 *
 * What is owed now is what its closed statements left (shop/payout.h) and its part of what was sold since the last closing, less VAT on the
 * commission of that. What was taken so is a line of V of the contract's next statement ("offset"), and payout_owed counts it.
 * A second person is needed.
 *
 * Thread: the transaction's (offset_owed: also a reader's).
 * Errors: ERR_CONFLICT "amount": more than is owed; ERR_INPUT "source_id": not a contract of this party; ERR_FORBIDDEN "approver".
 */
#ifndef SHOP_OFFSET_H
#define SHOP_OFFSET_H

#include <stdbool.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"
#include "shop/pay.h"

/* What is owed now to a contract's consignor; never below nothing. */
bool offset_owed(struct txn *txn, struct arena *arena, struct id contract_id, int32_t today, struct money *owed, struct err *err) MUST_CHECK;
/* What was taken so after an entry of a stream. */
bool offset_since(struct txn *txn, struct id contract_id, int64_t from_key, int64_t to_key, struct money *taken, struct err *err) MUST_CHECK;

/* For the ways to pay (shop/pay.h). */
bool offset_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool offset_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool offset_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

#endif
