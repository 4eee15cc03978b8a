/*
 * What a ticket costs: lines, discounts, VAT, cash rounding, shares.
 *
 * The order is fixed (rules B1, B5, B9): the amount of each line (a weighed line's is cut to the house's
 * unit and is then its amount, no discount) → the line's own discount → the ticket discount, spread
 * over the lines by amount → the cash rounding, spread likewise, always the house's → VAT of the
 * document by class → the legs of each line. Every spread loses nothing, so
 *
 *     list - discount_producer - discount_house = paid = producer + vat + house     on each line
 *     sum of paid = total                                                           of the ticket
 *
 * VAT is taken by document: a ticket is one invoice, and one more for each principal in whose name
 * lines are sold. A hamper built at the till is its parts, each at list price with a line discount
 * down to what cart_spread_hamper() gave it.
 *
 * A ticket is worked out twice: without rounding to know what is to pay, and with the rounding
 * of the part that is paid in cash (cart_cash_rounding()).
 *
 * No memory is taken: the caller's lines are filled in. Pure. Thread: any.
 */
#ifndef CALC_CART_H
#define CALC_CART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"
#include "calc/share.h"
#include "calc/vat.h"

#define CART_LINES_MAX VAT_LINES_MAX

struct cart_line {
	/* in */
	int64_t qty_milli;                /* 1 to QTY_MILLI_MAX */
	struct money price;               /* a unit, VAT inside, as sold */
	struct money list_price;          /* a unit, listed; >= price (nothing is sold above it, P7) */
	struct money weigh_unit;          /* weighed goods: the amount is cut down to a multiple of this (100, 500, 1000); 0: not weighed */
	struct money amount_given;        /* with has_amount: the amount of qty at `price` as a scale's label says it */
	bool has_amount;
	struct money discount;            /* of the whole line, after price; 0 to its amount */
	struct money discount_house;      /* of it the house's own (its coupon), whatever the contract says */
	struct money discount_producer;   /* of it the consignor's own, down to the floor; both together 0 to discount */
	enum vat_class vat_class;
	int32_t document;                 /* lines of one invoice bear one number: 0 the operator's, others a DELEGATED principal's */
	const struct share_terms *terms;  /* borrowed for the call */
	/* out */
	struct money amount;              /* at `price`, before discounts */
	struct money ticket_discount, rounding;
	struct money vat;                 /* inside share.paid, as the invoice says it, whatever the legs are; 0 where the seller gives none */
	struct share share;
};

struct cart_asked {
	struct money ticket_discount;     /* 0 to the sum of the lines */
	bool ticket_discount_is_house;
	struct money rounding;            /* from cart_cash_rounding(); 0 while it is not known */
};

struct cart_totals {
	struct money list;                /* at listed prices */
	struct money subtotal;            /* amounts less line discounts */
	struct money ticket_discount, rounding;
	struct money total;               /* to pay */
	struct share share;               /* sums of the lines */
	size_t house_negative_count;      /* lines whose house leg is below zero: a supervisor must agree (B9) */
	size_t vat_count;
	struct vat_total vat[VAT_CLASSES_MAX];  /* sums of the invoices by class; a seller who is not on the credit method is in none */
};

/*
 * Works the ticket out. Needs terms that share_terms_check() takes. On an error the lines' out
 * members are unspecified. ERR_INPUT: a figure makes no sense ("lines[2].discount");
 * ERR_FORBIDDEN, "lines[2].price": above the listed price; ERR_LIMIT: too many lines or money.
 */
bool cart_work_out(struct cart_line *lines, size_t lines_count, const struct cart_asked *asked, struct cart_totals *totals,
		   struct err *err) MUST_CHECK;

/* The amount of qty at a price: half away from zero, or cut down to weigh_unit where that is not 0. false past MONEY_MAX. */
bool cart_amount(struct money price, int64_t qty_milli, struct money weigh_unit, struct money *amount) MUST_CHECK;

/* What is left off the part paid in cash so that it is a multiple of unit (B5), only down. unit 0 or cash <= 0: nothing. */
struct money cart_cash_rounding(struct money cash, struct money unit);

struct cart_part {
	struct money list;   /* the part at listed prices, with its quantity */
	struct money floor;  /* what it may not go below, with its quantity; 0: none; <= list */
	struct money price;  /* out */
};

/*
 * Spreads a hamper's price over its parts by list price, no part below its floor (B9): a part that
 * would be is given its floor and the rest is spread anew.
 * ERR_CONFLICT, "price": the floors come to more. ERR_INPUT: above the list prices, nothing listed, a floor above its list.
 */
bool cart_spread_hamper(struct money price, struct cart_part *parts, size_t parts_count, struct err *err) MUST_CHECK;

#endif
