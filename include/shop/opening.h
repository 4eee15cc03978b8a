/*
 * Taking over a running shop at any moment (rules P8): what lies there by lot, what is owed and advanced by contract, the
 * running period's turnover, customers' deposits and debts, COD money out with carriers, cash places, where the numbers of
 * receipts, papers and invoices go on, and sales by product and month before the book.
 *
 * One document whose totals are written on it; an import cuts it into entries, each of which adds up by itself. A
 * contract that the book has sold, settled or received anything of is refused, and so is a second opening of it. The first
 * 01-BH begins with it: the pieces in column 1, owed less advance in line II. Balances stand in the ledger by party against
 * the account "opening": "deposit" (credit), "receivable" and "cod" (debit), "safe", "transfer" (bank accounts), "cash" (drawers).
 * One of the same kind, owner and paper is taken over once, and so is a product's month.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "contracts[i]…", "lots[i]…", "series[i]…", "months[i]…", "balances[i]…": as said; ERR_INPUT "totals": the two sides do not agree.
 */
#ifndef SHOP_OPENING_H
#define SHOP_OPENING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/rollup.h"
#include "shop/sale.h"

#define OPENING_ROWS_MAX 300 /* of each list in one entry */

struct opening_contract {
	struct money advance; /* given and not yet used up */
	struct id contract_id;
	struct money owed;       /* for what was sold before; negative: he owes */
	struct money tier_sales; /* turnover of the running period (C1) */
};
struct opening_lot {
	int32_t arrived_day; /* 0: not known; decides which sells first */
	const char *code;
	struct id contract_id;
	int32_t expiry_day, expiry_kind; /* 1 none, 2 use_by, 3 best_before: index of expiry_kind_words */
	struct money hand_over;          /* SHAPE_ABSENT: the terms' */
	struct id item_id;
	int32_t made_day;
	struct money own_price; /* SHAPE_ABSENT: the item's */
	const char *paper;      /* under which it came (the tax office has it); NULL: none */
	int64_t place;          /* 1 shelf, 2 aside */
	int64_t qty_milli;
};
/* Values are in the database: add at the end, never renumber. */
enum opening_series_kind { SERIES_INTAKE = 1, SERIES_PAYOUT = 2, SERIES_RECEIPT = 3, SERIES_INVOICE = 4 };
extern const char *const opening_series_words[]; /* intake payout receipt invoice */
struct opening_series {
	const char *code;  /* of an invoice series, as "1C26MAA"; else NULL */
	int64_t last;      /* number of the last paper of the book before */
	struct id till_id; /* of receipts; else zero */
	int32_t what;      /* enum opening_series_kind */
};
/* Values are in the database: add at the end, never renumber. */
enum opening_balance_kind { BALANCE_DEPOSIT = 1, BALANCE_DEBT, BALANCE_COD, BALANCE_SAFE, BALANCE_BANK, BALANCE_DRAWER };
extern const char *const opening_balance_words[]; /* deposit debt cod safe bank drawer */
struct opening_balance {
	struct money amount; /* positive: owed to the customer (deposit), by him (debt), by the carrier (COD), what lies there */
	int32_t due_day;     /* of a debt; 0: not said */
	const char *label;   /* the order's or delivery's paper, the parcel's number; of a bank account its number, needed; NULL: none */
	struct id party_id;  /* customer or carrier; zero of cash places */
	struct id till_id;   /* of a drawer; else zero */
	int32_t what;        /* enum opening_balance_kind */
};
struct opening_month {
	struct money amount; /* paid by customers, VAT included */
	int64_t month;       /* 202608 */
	struct id product_id;
	int64_t qty_milli;
};
extern const struct shape opening_balance_shape, opening_contract_shape, opening_lot_shape, opening_series_shape, opening_month_shape;

struct opening_in {
	struct opening_balance *balances;
	size_t balances_count;
	struct opening_contract *contracts;
	size_t contracts_count;
	int32_t day; /* the day the book takes over; rows hold for the evening before or the moment itself */
	struct opening_lot *lots;
	size_t lots_count;
	struct opening_month *months;
	size_t months_count;
	struct opening_series *series;
	size_t series_count;
	struct money total_amount; /* sum of owed less sum of advance */
	struct money total_balance; /* sum of balances, deposits taken off */
	int64_t total_milli;       /* sum of the lots' pieces */
};
extern const struct shape opening_in_shape;

extern const struct kind opening_kind;

/* Looks at one row against the book, as it stands before the document. */
bool opening_check_balance(struct txn *txn, const struct book *book, const struct opening_balance *balance, struct err *err) MUST_CHECK;
bool opening_check_series(struct txn *txn, const struct book *book, const struct opening_series *series, struct err *err) MUST_CHECK;
bool opening_check_contract(struct txn *txn, struct id contract_id, struct err *err) MUST_CHECK;
bool opening_check_month(struct txn *txn, const struct opening_month *month, struct err *err) MUST_CHECK;
bool opening_add(struct work *work, const struct opening_in *in, struct err *err) MUST_CHECK;

/* ---- what was taken over, to be looked at ------------------------------------------- */

#define OPENING_LIST_MAX 2000 /* of each list */

struct opening_shown_contract {
	int64_t at_us;
	const char *contract_number, *party_name;
	struct money owed; /* less advance; line II of the first statement */
	struct money tier_sales;
};
struct opening_shown_balance {
	struct money amount;
	int64_t at_us;
	int32_t due_day;    /* 0: none */
	const char *label;  /* NULL: none */
	const char *name;   /* of the party or till; NULL: of a safe, an account; forgotten */
	int32_t what;
};
struct opening_shown_series {
	int64_t last;
	const char *name; /* the till's code, the series' letters; NULL: the site's own */
	int32_t what;
};
struct opening_shown_sum {
	struct money amount;
	int64_t count;
	int32_t what; /* enum opening_balance_kind */
};
struct opening_report {
	struct opening_shown_balance *balances;
	size_t balances_count;
	struct opening_shown_contract *contracts;
	size_t contracts_count;
	int64_t lots_count, lots_milli;
	struct money months_amount; /* sales before the book */
	int64_t months_count;
	struct money owed; /* to consignors, less advances */
	struct opening_shown_series *series;
	size_t series_count;
	struct opening_shown_sum *sums; /* of the balances, by kind */
	size_t sums_count;
};
extern const struct shape opening_report_shape;

/* Also in a reader's transaction. */
bool opening_report(struct txn *txn, struct arena *arena, struct opening_report *report, struct err *err) MUST_CHECK;

#endif
