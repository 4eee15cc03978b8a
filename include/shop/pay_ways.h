/*
 * The ways to pay as one shop has them: rows (B10). Each kind has a row of its own without any being set, and two wallets; the house
 * switches them on and off, orders them, names more of a kind (a bank's card terminal, a wallet), and says which need a number.
 *
 * A row that was used keeps its code for ever: it is a bucket of old Z reports. Cash cannot be switched off.
 *
 * Thread: the transaction's (the list also a reader's).
 * Errors: ERR_CONFLICT "way": switched off; ERR_INPUT "row": no such row; "reference": this row needs a number;
 * ERR_FORBIDDEN: only an accountant or administrator sets them.
 */
#ifndef SHOP_PAY_WAYS_H
#define SHOP_PAY_WAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/pay.h"

#define PAY_WAYS_MAX 40            /* rows in all */

struct pay_way_row {
	const char *code;              /* NULL: the only one of its kind */
	bool is_on, needs_reference;
	bool is_typed;                 /* its name is the office's own; else the program's, which other languages have a word for. Out only */
	const char *name;
	int64_t place;                 /* order at the till */
	int32_t way;                   /* enum pay_way */
};
extern const struct shape pay_way_row_shape, pay_way_seen_shape;
extern const struct kind pay_ways_set_kind;

/* All rows in their order, the program's own among them. */
bool pay_ways_list(struct txn *txn, struct arena *arena, struct pay_way_row **rows, size_t *count, struct err *err) MUST_CHECK;
/* Sets the rows that are named; the others stay as they are. */
bool pay_ways_set(struct work *work, const struct pay_way_row *rows, size_t count, struct err *err) MUST_CHECK;

/* Is this way of a kind of its own switched on? */
bool pay_way_is_on(struct txn *txn, struct arena *arena, int32_t way, bool *is_on, struct err *err) MUST_CHECK;
/* May be paid so now? VietQR that is off shows no QR any more; money that the bank told of is taken all the same. */
bool pay_way_check(struct work *work, int32_t way, const char *row, const char *reference, struct err *err) MUST_CHECK;
/* A row's name; its code where there is none such. */
bool pay_way_name(struct txn *txn, struct arena *arena, int32_t way, const char *row, const char **name, struct err *err) MUST_CHECK;

#endif
