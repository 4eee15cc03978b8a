/*
 * A cashier's stretch at a till: float, cash in and out, a blind count, the difference, X and Z.
 *
 * Every till has one open shift at most; the database refuses a second. Z numbers count from 1 a till. Perpetual
 * totals go on from shift to shift: net = sales − returns, absolute = the sum of sizes.
 *
 * Thread: the transaction's.   Errors: ERR_CONFLICT "shift": open already, none open, or another cashier's.
 */
#ifndef SHOP_SHIFT_H
#define SHOP_SHIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/cash.h"
#include "shop/journal.h"
#include "shop/sale.h"

#define SHIFT_NOTES_MAX 16
/* The notes in use (State Bank of Viet Nam), the largest first: what pages offer to count and to give. */
#define BANKNOTES_COUNT 10
extern const int64_t banknotes[BANKNOTES_COUNT];
#define SHIFT_BUCKETS_MAX 40
#define SHIFT_NO_SALES_MAX 50      /* openings of the drawer that the Z lists by their time; all are counted */
#define SHIFT_TRIES_MAX 20         /* counts that did not agree; after these only a reason closes */
#define SHIFT_CASH_MAX INT64_C(1000000000000)  /* of a float, and of a drawer that cash is put into: far from MONEY_MAX, so that a shift can always be closed */

struct shift {
	int64_t key;               /* of the entry that opened it */
	struct id till_id, site_id, staff_id;
	const char *till_code;
	int64_t z_number;
	int32_t business_day;
	int64_t opened_us;
	struct money float_cash;
	int64_t closed_key;        /* SHAPE_ABSENT: open */
};

bool shift_find_open(struct txn *txn, struct arena *arena, struct id till_id, struct shift *shift, bool *found, struct err *err) MUST_CHECK;

/* Sums of a shift so far; a bucket's name is "way:cash", "sales", "returns", "discounts", "rounding", "removed", "cash_in", "cash_out",
 * "alone"; money_in.h's; whatever a noun counts with shift_count is a bucket of its own; one that ends in ":cash" ("deposit_in:cash") lies in the
 * drawer and is no sale. */
struct bucket {
	struct money amount;
	int64_t count;
	const char *name;
};
extern const struct shape bucket_shape;
/* What went between the drawer and one other place, or outside: one row each way. */
struct shift_move {
	struct money amount;       /* into the drawer is positive */
	int64_t count;
	const char *name;          /* of the other place; NULL: outside */
	int32_t what;              /* enum cash_what */
};
extern const struct shape shift_move_shape;
struct shift_figures {
	struct bucket *buckets;
	size_t buckets_count;
	struct money expected;     /* cash that should be in the drawer: float, takings, moves */
	struct money taken;        /* cash from customers, less what went back to them */
	struct shift_move *moves;
	size_t moves_count;
	struct money net_before, absolute_before;   /* perpetual totals at the shift's opening */
	struct money net, absolute;                 /* and now */
};
bool shift_figures(struct txn *txn, struct arena *arena, const struct shift *shift, struct shift_figures *figures, struct err *err) MUST_CHECK;

/* For apply of a sale: adds to a bucket of the shift. */
bool shift_count(struct txn *txn, int64_t shift_key, const char *bucket, int64_t count, struct money amount, struct err *err) MUST_CHECK;

struct note {
	int64_t count;
	struct money value;        /* 500000, 200000, … */
};
extern const struct shape note_shape;

struct shift_open_in {
	struct money float_cash;
	struct id till_id;
};
struct shift_close_in {
	struct note *notes;        /* the blind count */
	size_t notes_count;
	struct id *parked;         /* carts that stay parked (the next shift carries them) */
	size_t parked_count;
	const char *reason;        /* of a difference above the limit; NULL: none */
	struct id till_id;
	struct money to_safe;      /* of what was counted; the rest stays in the drawer */
	struct money difference_limit;  /* setting of the site */
};

/* A count that did not agree: entries of their own, so that guessing shows on the Z. */
struct count_tried {
	int64_t at_us;
	struct money counted;
};

/* As recorded; the Z report prints from it. */
struct shift_closed {
	struct money absolute, absolute_before;
	struct bucket *buckets;
	size_t buckets_count;
	int32_t business_day;
	struct money counted, difference, expected, float_cash;
	struct leg *legs;
	size_t legs_count;
	struct shift_move *moves;
	size_t moves_count;
	struct money net, net_before;
	struct cash_opened *no_sales;   /* drawer openings without a sale, the first SHIFT_NO_SALES_MAX */
	size_t no_sales_count;
	struct note *notes;
	size_t notes_count;
	int64_t open_pending_count;     /* lots "chưa nhập" that are below nothing at this site */
	struct part_id *parked;
	size_t parked_count;
	const char *reason;
	int64_t shift_number;
	struct money taken;             /* cash from customers, less what went back to them */
	struct id till_id;
	struct money to_safe;           /* of what was counted; the rest stays in the drawer */
	struct count_tried *tried;      /* counts before this one, in order */
	size_t tried_count;
	int64_t z_number;
};
struct shift_opened {
	struct money before;            /* in the drawer by its book; what the float differs came from or went to the site's safe */
	int32_t business_day;
	struct money float_cash;
	struct leg *legs;
	size_t legs_count;
	struct id till_id;
	int64_t z_number;
};

extern const struct kind shift_opened_kind, shift_counted_kind, shift_closed_kind;

bool shift_open(struct work *work, const struct shift_open_in *in, const struct shift_opened **body, struct err *err) MUST_CHECK;
/*
 * Before shift_close, in the same transaction: *differs where the count is off by more than the limit and no reason is given. The try is
 * then recorded under an id that follows from the work's, and the answer is err's sentence; shift_close itself would record nothing.
 */
bool shift_close_try(struct work *work, const struct shift_close_in *in, bool *differs, struct err *err) MUST_CHECK;
bool shift_close(struct work *work, const struct shift_close_in *in, const struct shift_closed **body, struct err *err) MUST_CHECK;

#endif
