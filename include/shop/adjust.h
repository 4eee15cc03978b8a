/*
 * What a correction changes in the statements of the contracts it touches.
 *
 * A sold line is never altered. Where its share belongs to somebody else (owner corrected), or was reckoned on a wrong
 * price (hand-over price corrected), the correction's entry adds rows here: one takes the old share away from the
 * contract that had it, one gives the new share to the contract it belongs to. A settlement counts them beside its
 * lines: all rows of its contract whose entries lie in its cut, each once, also where the line itself was settled long ago.
 *
 *   ADJUST_OWNER  the whole of a line's share, so far as not returned, moves. qty_milli is negative where it is taken away.
 *                 Every amount has the sign of qty_milli. The goods go along: column 2 of 01-BH (moved) and column 4
 *                 (sold; taken back where negative) both change by qty_milli, so column 7 stays. There is no stock_move for it.
 *   ADJUST_PRICE  only amounts differ, qty_milli is 0: due, producer (what the consignor gets more, or less), house the
 *                 opposite. due_price is the new column 5. Column 6 changes by `due`; shown as a line of its own.
 *   ADJUST_FORFEIT  a customer's deposit that was forfeited is the consignor's: producer is it, commission and house the opposite, the rest
 *                 is 0. A line of IV. refers_key is the entry that called the order off, of no sale.
 *
 * producer + vat_leg + house = paid and producer + commission + vat_kept = due hold of every row, as of a line.
 * refers_key, refers_n name the line; the settlement that held it is the one whose cut contains refers_key.
 *
 * The ledger's legs are in the correction's entry (account "payable", credit negative) and in the rollups already.
 *
 * Thread: the transaction's.   Errors: those of the store.
 */
#ifndef SHOP_ADJUST_H
#define SHOP_ADJUST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/share.h"

struct txn;

#define ADJUSTMENTS_MAX 20000 /* of one contract in one cut; more is ERR_LIMIT: close in shorter periods */

/* Values are in the database: add at the end, never renumber. */
enum adjust_kind { ADJUST_OWNER = 1, ADJUST_PRICE = 2, ADJUST_FORFEIT = 3 };

struct adjustment {
	int64_t entry_key, n; /* n counts from 1 within the entry */
	struct id contract_id;
	int64_t version; /* of the contract, whose terms hold for the row */
	int64_t kind;    /* enum adjust_kind */
	struct id item_id;
	struct id lot_id; /* where a later return of the line comes back to */
	int64_t qty_milli;
	struct money paid, producer, vat_leg, house;
	struct money due, due_price, commission, vat_kept, basis; /* due_price a unit and never negative */
	int64_t refers_key, refers_n;                             /* the line of a sale */
};

/* The rows of a contract with from_key <= entry_key <= to_key, in the order of the book. */
bool adjust_list(struct txn *txn, struct arena *arena, struct id contract_id, int64_t from_key, int64_t to_key, struct adjustment **list,
		 size_t *count, struct err *err) MUST_CHECK;

/* A line of a sale as it stands now: as sold, less what came back, and all that corrections changed. */
struct line_now {
	bool is_adjusted; /* a correction changed it; else the rest is as sold less returned */
	struct id item_id, lot_id, contract_id, consignor_id;
	int64_t version;
	int64_t qty_milli;  /* sold and not returned; 0: nothing is left */
	struct money price; /* listed, a unit */
	struct share share; /* of qty_milli */
	struct money due_price, vat;
	int64_t vat_class;
	/* As the last correction left it, before what came back since; B8 counts the pieces from there. Of an adjusted line. */
	int64_t whole_milli;
	struct share whole;
};
bool adjust_line_now(struct txn *txn, int64_t sale_key, int64_t n, struct line_now *now, struct err *err) MUST_CHECK;

/* For apply only. */
bool adjust_apply(struct txn *txn, const struct adjustment *adjustment, struct err *err) MUST_CHECK;

#endif
