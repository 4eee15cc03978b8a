/*
 * Goods come in (phiếu nhập hàng ký gửi): each line makes a lot of one owner under one version of one contract.
 *
 * What was sold before it was in the book ("chưa nhập", P6) is filled first: the new lot gives what the pending lots of
 * the same item and contract owe. Of the rest, orders that wait for the item get theirs held, those promised first.
 * A paper's day may lie back to the last closing of its contract, never before (P10).
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "doc_day": before the last closing; "contract_id": no version in force that day.
 */
#ifndef SHOP_INTAKE_H
#define SHOP_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"

#define INTAKE_LINES_MAX 300

extern const char *const expiry_kind_words[];  /* none use_by best_before; index = enum expiry_kind + 1 */

struct intake_line_in {
	const char *code;          /* of the lot, as on the pack; NULL: none */
	int32_t expiry_day;        /* 0: none */
	int32_t expiry_kind;       /* 1 none, 2 use_by, 3 best_before: index of expiry_kind_words */
	struct money hand_over;    /* fixed price a unit; SHAPE_ABSENT: the terms' */
	struct id item_id;
	int32_t made_day;          /* 0: not known */
	struct money own_price;    /* of a one-off piece; SHAPE_ABSENT: the item's */
	struct money price_proposal;  /* the producer's; SHAPE_ABSENT: none */
	int64_t qty_milli;
};
extern const struct shape intake_line_in_shape;

struct intake_in {
	struct id contract_id;
	int32_t doc_day;           /* 0: today */
	struct intake_line_in *lines;
	size_t lines_count;
	const char *paper;         /* the producer's own: kind, number, date; NULL: none */
};

/* What a new lot gives to a pending one. */
struct intake_fill {
	struct id lot_id;
	int64_t qty_milli;
};

struct intake_line {
	const char *code;
	struct id consignor_id;
	int32_t expiry_day, expiry_kind;
	struct intake_fill *fills;
	size_t fills_count;
	struct money hand_over;
	struct order_wait *holds;  /* what of it is held at once for orders that waited (shop/order.h) */
	size_t holds_count;
	struct id item_id, lot_id;
	int32_t made_day;
	struct money own_price, price_proposal;
	int64_t qty_milli;
};

struct intake {
	struct id contract_id;
	int32_t doc_day;
	struct intake_line *lines;
	size_t lines_count;
	int64_t number;            /* phiếu nhập 1, 2, … */
	const char *paper;
	int64_t version;           /* of the contract */
};
extern const struct shape intake_shape;
extern const struct kind intake_kind;

bool intake_add(struct work *work, const struct intake_in *in, const struct intake **body, struct err *err) MUST_CHECK;

/* ERR_CONFLICT "doc_day" when a paper of that day would fall into a closed period of the contract, or lies ahead. */
bool doc_day_check(struct txn *txn, struct id contract_id, int32_t doc_day, int64_t at_us, struct err *err) MUST_CHECK;

#endif
