/*
 * What becomes of the price a consignor proposed at intake (rules P7): accepted, it is the item's next price from a moment on,
 * in the same entry; or refused, with a reason. Answered once.
 *
 * Where the site has a price of its own for the item, that one is set, else the one that holds everywhere. A price that is
 * what was proposed already is accepted without another.
 *
 * Thread: the transaction's.
 * Errors: ERR_MISSING "lot_id"; ERR_CONFLICT "lot_id": nothing was proposed, or it is answered; ERR_INPUT "from_us": in the past;
 * "reason": a refusal without one.
 */
#ifndef SHOP_PROPOSAL_H
#define SHOP_PROPOSAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/stock.h"

struct proposal_in {
	int64_t from_us;               /* SHAPE_ABSENT: from now on; a refusal has none */
	bool is_accepted;
	struct id lot_id;              /* that the intake's line made */
	const char *reason;            /* NULL: none */
};

/* As recorded. */
struct proposal_answered {
	struct money amount;           /* as proposed */
	int64_t from_us;               /* SHAPE_ABSENT: no price was set */
	bool is_accepted;
	struct id item_id, lot_id;
	const char *reason;
	struct id site_id;             /* whose price; zero: everywhere */
};
extern const struct kind proposal_answered_kind;

bool proposal_answer(struct work *work, const struct proposal_in *in, const struct proposal_answered **body, struct err *err) MUST_CHECK;

/* WAITING where the line has none either: the caller knows the line. Values are in the database. */
enum proposal_state { PROPOSAL_WAITING = 1, PROPOSAL_ACCEPTED = 2, PROPOSAL_REFUSED = 3 };
extern const char *const proposal_state_words[];  /* waiting accepted refused */
bool proposal_state(struct txn *txn, struct arena *arena, struct id lot_id, int32_t *state, const char **reason, struct err *err) MUST_CHECK;

/* What lies on the shelf under the item's own price: its labels are to be printed again. In the lots' order. */
bool proposal_labels(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct stock_lot **lots, size_t *count,
		     struct err *err) MUST_CHECK;

#endif
