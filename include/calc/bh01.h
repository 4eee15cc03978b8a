/*
 * The arithmetic of form 01-BH, "Bảng thanh toán hàng đại lý, ký gửi" (Circular 99/2025), by rules C3.
 *
 * One row an item with columns 1, 2, 3 and 7, below it a row for each price with 4, 5 and 6:
 *
 *     1 opening    2 received less sent back and written off    3 = 1 + 2
 *     4 sold less taken back    5 the price the due is reckoned on    6 the due (gross, also on a net basis)
 *     7 = 3 - 4, summed over the item's prices: what lies there, next period's column 1
 *     II owed before    III = II + sum of 6    IV received back: commission, its VAT, taxes, charges, compensation (negative)
 *     V advances and payments    VI = III - IV - V, next period's II; negative: the producer's debt
 *
 * The caller lends two arrays and adds facts in any order (those of one item together is
 * quicker); the gross figures behind column 2 stay in the items for the annex. VAT on the
 * commission is worked out once, by class, when the statement is finished.
 *
 * Amounts in whole đồng, quantities in thousandths. Pure, takes no memory. Thread: any.
 */
#ifndef CALC_BH01_H
#define CALC_BH01_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"
#include "calc/vat.h"

enum bh01_fact_kind {
	/* qty_milli >= 0 but where either sign is said */
	BH01_OPENING = 1,       /* either sign: goods may have been sold before their intake */
	BH01_RECEIVED = 2,
	BH01_SENT_BACK = 3,
	BH01_LOST_HOUSE = 4,    /* written off, the house bears it */
	BH01_LOST_PRODUCER = 5, /* written off, the producer bears it */
	BH01_COUNTED = 6,       /* count difference, either sign */
	BH01_MOVED = 7,         /* corrections of owner, item or quantity and transfers out of the statement, either sign */
	BH01_SOLD = 8,
	BH01_RETURNED = 9,      /* taken back from customers; amounts and quantity positive, at the sale's price */
};

struct bh01_fact {
	int64_t item;                   /* the caller's number of the item */
	enum bh01_fact_kind kind;
	int64_t qty_milli;
	/* SOLD and RETURNED only: sums of the lines' shares (calc/share), due = producer + commission + vat_kept */
	struct money price;             /* column 5, share_due_price() */
	struct money due, producer, commission, vat_kept;
	enum vat_class commission_vat;  /* 0: none is reckoned on it (share_has_commission_vat()) */
	bool commission_includes_vat;
};

struct bh01_item {
	int64_t item;
	int64_t opening_milli, received_milli, sent_back_milli, lost_house_milli, lost_producer_milli, counted_milli, moved_milli;
	int64_t sold_milli, returned_milli;
	int64_t column1_milli, column2_milli, column3_milli, column4_milli, column7_milli;
};

struct bh01_row {
	size_t item_index;              /* in items */
	struct money price;             /* column 5 */
	int64_t sold_milli, returned_milli;
	int64_t column4_milli;
	struct money column6;
	bool is_exact;                  /* 6 = 4 x 5; not so where weighed amounts or spread discounts round: the paper says it */
};

enum bh01_line_kind {
	/* line IV, what the house keeps is positive; values are in entries */
	BH01_COMMISSION = 1,            /* before its VAT unless includes_vat */
	BH01_TIER = 2,                  /* negative: to the producer (share_tier_to_producer() with its sign turned) */
	BH01_COMMISSION_VAT = 3,        /* worked out by bh01_finish() */
	BH01_VAT_KEPT = 4,              /* VAT the house pays out of a net basis under P1 (ii) */
	BH01_TAX = 5,                   /* other taxes paid for him */
	BH01_CHARGE = 6,                /* its own VAT included */
	BH01_LOSS = 7,                  /* negative: compensation for losses the house bears */
	BH01_ADJUSTMENT = 8,            /* of an earlier statement, either sign */
	/* line V */
	BH01_ADVANCE = 20,
	BH01_CASH = 21,
	BH01_TRANSFER = 22,
	BH01_OFFSET = 23,
};

struct bh01_line {
	enum bh01_line_kind kind;
	enum vat_class vat_class;       /* 0: none */
	bool includes_vat;
	struct money amount;
};

#define BH01_LINES_MAX 64

struct bh01 {
	struct bh01_item *items;        /* lent by the caller, in order of first mention */
	size_t items_count, items_max;
	struct bh01_row *rows;          /* lent; in order of first mention, find an item's by item_index */
	size_t rows_count, rows_max;
	struct bh01_line lines[BH01_LINES_MAX];  /* IV and V, one of each (kind, class, includes_vat) */
	size_t lines_count;
	struct money producer;          /* sum of the producers' legs; column 6 less commission and VAT kept */
	struct money owed_before;       /* II */
	struct money column6;
	struct money iii, iv, v, vi;
};

/* Both arrays are lent until the statement is done with; owed_before may be negative. */
void bh01_begin(struct bh01 *bh01, struct bh01_item *items, size_t items_max, struct bh01_row *rows, size_t rows_max, struct money owed_before);
/* ERR_INPUT: the fact contradicts itself ("due", "qty_milli"). ERR_LIMIT: an array is full, or an amount too large. */
bool bh01_add(struct bh01 *bh01, const struct bh01_fact *fact, struct err *err) MUST_CHECK;
/* A line of IV or V; lines of one kind, class and includes_vat are added up. Not COMMISSION_VAT. Errors as bh01_add. */
bool bh01_add_line(struct bh01 *bh01, const struct bh01_line *line, struct err *err) MUST_CHECK;
/* Works out the columns, VAT on commission, III, IV, V and VI. Once. ERR_LIMIT: an amount passes MONEY_MAX. */
bool bh01_finish(struct bh01 *bh01, struct err *err) MUST_CHECK;
/*
 * Proves a statement from its own figures, wherever they came from (a stored closing whose members were read within
 * 10^15 đồng and 10^12 thousandths): every identity above, and
 * column 6 = producer + commission + VAT kept. ERR_CONFLICT: field is the place ("items[3]"), text the identity that fails.
 */
bool bh01_check(const struct bh01 *bh01, struct err *err) MUST_CHECK;

#endif
