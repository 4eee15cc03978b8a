/*
 * What is left off a line or a ticket, as it was given at the till: an amount or a part of what it is taken from.
 *
 * Who bears it follows from the contract of each line (calc/share.h), unless it was said to be the house's. Beyond what a cashier may
 * give alone, and wherever the house would lose on a line, a second person agreed when it was given and stands in it (B9).
 *
 * Pure. Thread: any.
 */
#ifndef SHOP_DISCOUNT_H
#define SHOP_DISCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/id.h"
#include "calc/money.h"
#include "calc/shape.h"

#define DISCOUNT_REASONS_MAX 5

struct discount {
	struct money amount;           /* 0 where it is a part */
	struct id approver_id;         /* who agreed; zero: nobody was asked */
	bool is_house;                 /* the house's whatever the contracts say */
	int64_t ppm;                   /* of what it is taken from; 0 where it is an amount */
	const char *reason;            /* NULL: none */
};
extern const struct shape discount_shape;  /* nothing left off: {} */

/* Why, by digit: 1 … 5. */
extern const char *const discount_reasons[];

bool discount_is_given(const struct discount *discount);
/* What it takes off `from`; never more than all of it. */
struct money discount_of(const struct discount *discount, struct money from);
/* Is `off` of `from` more than limit_ppm of it? */
bool discount_passes(struct money off, struct money from, int64_t limit_ppm);

/* "10.000 đ", "5 %", "7,50 %". */
struct arena;
const char *discount_worth(struct arena *arena, struct money amount, int64_t ppm);

#endif
