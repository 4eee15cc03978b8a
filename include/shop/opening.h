/*
 * Taking over a running shop at any moment (rules P8): what lies there by lot, what is owed and advanced by contract, the
 * running period's turnover, where receipt numbers go on, and sales by product and month before the book.
 *
 * One document whose totals are written on it; an import cuts it into entries, each of which adds up by itself. A
 * contract that the book has sold, settled or received anything of is refused, and so is a second opening of it. The first
 * 01-BH begins with it: the pieces in column 1, owed less advance in line II.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "contracts[i]…", "lots[i]…", "series[i]…": as said; ERR_INPUT "totals": the two sides do not agree.
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
struct opening_series {
	int64_t last; /* number of the last receipt of the book before */
	struct id till_id;
};
struct opening_month {
	struct money amount; /* paid by customers, VAT included */
	int64_t month;       /* 202608 */
	struct id product_id;
	int64_t qty_milli;
};
extern const struct shape opening_contract_shape, opening_lot_shape, opening_series_shape, opening_month_shape;

struct opening_in {
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
	int64_t total_milli;       /* sum of the lots' pieces */
};
extern const struct shape opening_in_shape;

extern const struct kind opening_kind;

/* Looks at one row against the book, as it stands before the document. */
bool opening_check_contract(struct txn *txn, struct id contract_id, struct err *err) MUST_CHECK;
bool opening_add(struct work *work, const struct opening_in *in, struct err *err) MUST_CHECK;

#endif
