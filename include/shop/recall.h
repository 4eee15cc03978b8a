/*
 * A recall: lots that may not be sold any more, from one moment on and at every till, until a second person lets them go. And
 * what became of them: who bought them, what came back, what lies where.
 *
 * A producer's lot may have come in twice, or have changed hands: then several lots of the book bear one code of one item.
 * They are frozen together, and a report is of all of them.
 *
 * Thread: the transaction's.
 * Errors: ERR_MISSING "lot_id"; ERR_CONFLICT "lots[i].lot_id": frozen already, not frozen, "chưa nhập", named twice; ERR_FORBIDDEN
 * "approver": letting go needs a second person; those of the store.
 */
#ifndef SHOP_RECALL_H
#define SHOP_RECALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/sale.h"

#define RECALL_LOTS_MAX 100     /* of one code, and of one entry */
#define RECALL_LIST_MAX 500
#define RECALL_SALES_MAX 20000  /* receipts of a report; the rest are not read, and it says so */
#define RECALL_LEFT_MAX 400

struct recall_lot_in {
	struct id lot_id;
};
struct recall_in {
	bool is_frozen;
	struct recall_lot_in *lots;
	size_t lots_count;
	const char *reason;
};
extern const struct shape recall_in_shape;

/* As recorded; who and whose second word are the entry's. */
struct recall_lot {
	const char *code;          /* NULL: none */
	struct id item_id, lot_id;
	const char *name;          /* of the item */
};
struct lot_frozen {
	bool is_frozen;
	struct recall_lot *lots;
	size_t lots_count;
	const char *reason;
};
extern const struct kind lot_frozen_kind;

bool recall_set(struct work *work, const struct recall_in *in, const struct lot_frozen **body, struct err *err) MUST_CHECK;

/* The lots that bear the same code of the same item, this one first; of a lot without a code this one only. */
bool recall_same_code(struct txn *txn, struct arena *arena, struct id lot_id, struct id **lots, size_t *count, struct err *err) MUST_CHECK;
/* Is a lot of this item, code and last day frozen? Then the same goods must not come in anew. */
bool recall_is_frozen(struct txn *txn, struct id item_id, const char *code, int32_t expiry_day, bool *is_frozen, struct err *err) MUST_CHECK;

/* A lot that was ever frozen, with the last word about it. */
struct recall_row {
	int64_t at_us;
	const char *code;
	struct id consignor_id;
	int32_t expiry_day;
	bool is_frozen;
	const char *item;
	struct id item_id;
	int64_t left_milli;        /* lies there still, wherever */
	struct id lot_id;
	const char *reason;
	const char *unit;
};
/* The last first; at most RECALL_LIST_MAX. */
bool recall_list(struct txn *txn, struct arena *arena, struct recall_row **rows, size_t *count, struct err *err) MUST_CHECK;

/* ---- the report ----------------------------------------------------------------- */

struct recall_sale {
	int64_t at_us, entry_key;
	struct id customer_id;     /* zero: nobody known */
	struct id id;              /* the sale's */
	bool is_maybe;             /* sold before it was in the book, out of pieces that this lot filled later: perhaps of it */
	bool is_return;
	int64_t qty_milli;         /* sold is positive, brought back negative */
	char receipt[RECEIPT_TEXT_SIZE];
	const char *till_code;
};
struct recall_left {
	struct id lot_id;
	int64_t place;             /* enum stock_place */
	int64_t qty_milli;
	struct id site_id;
	const char *site_name;
};
/* in = filled + sold - returned + back + lost + left. */
struct recall_report {
	struct recall_lot_head {
		int32_t expiry_day, made_day;
		struct id consignor_id, lot_id;
		bool is_frozen;
		int64_t number;        /* of the intake; 0: it came another way */
	} *lots;
	size_t lots_count;
	const char *code, *item, *unit;
	struct id item_id, product_id;
	int64_t decimals;
	int64_t frozen_us;         /* the last word, also of letting go; 0: never frozen */
	struct id frozen_by;       /* zero: never */
	bool is_frozen;
	const char *reason;
	int64_t filled_milli;      /* made up for what was sold before it was in the book */
	int64_t in_milli, sold_milli, returned_milli, back_milli, left_milli;
	int64_t lost_milli;        /* negative where a count found more than was written down */
	struct recall_sale *sales; /* the oldest first */
	size_t sales_count;
	bool is_cut;               /* more than RECALL_SALES_MAX */
	struct recall_left *left;
	size_t left_count;
};
bool recall_report(struct txn *txn, struct arena *arena, struct id lot_id, struct recall_report *report, struct err *err) MUST_CHECK;

#endif
