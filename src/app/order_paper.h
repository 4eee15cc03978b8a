/*
 * Papers of orders: quotation, picking list, delivery note, and the slip of a deposit.
 *
 * Thread: the transaction's.   Errors: those of the store; ERR_MISSING "order_id"; ERR_INPUT "layout": not of this entry.
 */
#ifndef APP_ORDER_PAPER_H
#define APP_ORDER_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "receipts/layouts.h"
#include "shop/journal.h"

struct book;
struct txn;

/* The shop and the sheet are the caller's. sale_key: of a delivery note; 0: of what is still to be delivered. */
bool order_paper(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int64_t sale_key, enum order_paper_kind kind,
		 int64_t at_us, struct order_paper_facts *facts, struct err *err) MUST_CHECK;
/* Of an order's own entry, or of the sale it left with. */
bool order_paper_of_entry(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, enum order_paper_kind kind,
			  int64_t at_us, struct order_paper_facts *facts, struct err *err) MUST_CHECK;
/* Of an entry order_paid: a phiếu thu; of order_cancelled: a phiếu chi. The shop is the caller's. */
bool order_slip_facts(struct txn *txn, struct arena *arena, const struct book *book, const struct entry *entry, struct cash_slip_facts *facts,
		      struct err *err) MUST_CHECK;

#endif
