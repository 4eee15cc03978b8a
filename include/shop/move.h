/*
 * Goods that leave or change place without being sold: back to the consignor, broken, expired, given as samples, missing,
 * from the shelf aside and back.
 *
 * Pieces and cause are booked at once; who bears a loss is taken from the lot's version of its contract, and what it
 * costs whom is worked out at the closing (rules C2). A paper's day may lie back to the last closing of the
 * contract (P10). Losses need a second person.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "lines[i].qty_milli": not that much lies there; "lines[i].lot_id": the lot is "chưa nhập", or of another consignor
 * than the rest of a paper that sends goods back; "doc_day": before the last closing; ERR_FORBIDDEN "approver".
 */
#ifndef SHOP_MOVE_H
#define SHOP_MOVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"

#define MOVE_LINES_MAX 300

/* Values are in entries as words; stock_move.kind is move_stock_kind(). */
enum move_what { MOVE_BACK = 1, MOVE_BROKEN, MOVE_EXPIRED, MOVE_SAMPLE, MOVE_MISSING, MOVE_PLACE };
extern const char *const move_words[]; /* back broken expired sample missing place */
int64_t move_stock_kind(int32_t what); /* enum stock_kind */

struct move_line_in {
	struct id lot_id;
	int64_t place;     /* where it lies now: 1 shelf, 2 aside */
	int64_t qty_milli; /* positive */
};
extern const struct shape move_line_in_shape;

struct move_in {
	int32_t doc_day; /* 0: today */
	struct move_line_in *lines;
	size_t lines_count;
	const char *reason; /* of a loss; NULL elsewhere where there is none */
	int32_t what;       /* enum move_what */
};
extern const struct shape move_in_shape;

/* As recorded; with the parties' names all that a slip (phiếu trả hàng, biên bản hủy) prints. Its number is the entry's. */
struct move_line {
	int64_t borne_by; /* 0 no loss, 1 house, 2 producer */
	const char *code; /* of the lot */
	struct id consignor_id, contract_id;
	int32_t expiry_day;
	struct id item_id, lot_id;
	const char *name; /* of the item */
	int64_t place, qty_milli;
	const char *unit;
	int64_t version;
};
struct stock_moved {
	int32_t doc_day;
	struct move_line *lines;
	size_t lines_count;
	const char *reason;
	int32_t what;
};
extern const struct shape stock_moved_shape;
extern const struct kind stock_moved_kind;

bool move_add(struct work *work, const struct move_in *in, const struct stock_moved **body, struct err *err) MUST_CHECK;

#endif
