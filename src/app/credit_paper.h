/*
 * Papers of vouchers and debts: what is printed at the till, and the confirmation of a debt as PDF.
 *
 * Thread: the transaction's.   Errors: those of the store; ERR_MISSING: no such party.
 */
#ifndef APP_CREDIT_PAPER_H
#define APP_CREDIT_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "receipts/layouts.h"
#include "shop/journal.h"

struct book;
struct buf;
struct txn;

/* The shop is the caller's to fill in. Of an entry vouchers_sold. */
bool voucher_facts(struct txn *txn, struct arena *arena, const struct entry *entry, struct voucher_facts *facts, struct err *err) MUST_CHECK;
/* Of an entry debt_paid: a phiếu thu. */
bool debt_slip_facts(struct txn *txn, struct arena *arena, const struct entry *entry, struct cash_slip_facts *facts, struct err *err) MUST_CHECK;
bool debt_confirmation_pdf(struct txn *txn, const struct book *book, struct id party_id, int64_t at_us, struct buf *pdf, struct err *err) MUST_CHECK;

#endif
