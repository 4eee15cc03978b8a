/*
 * Cash on delivery (COD, rule B10): the carrier collects from the customer and owes the shop until its list is matched.
 *
 * A parcel is paid "cod" with the carrier and the parcel's number. Matching takes the carrier's list: what it collected a parcel and its fee.
 * The money is what was collected less the fees; fees are the house's cost. A parcel collected short stays open with the rest, or is
 * closed and the house bears the difference. A parcel that comes back is a return, and the carrier owes that much less.
 *
 * Thread: the transaction's (look: also a reader's).
 * Errors: ERR_CONFLICT "party_id": no carrier; "reference": the parcel is known already; "rows[i]": what keeps it from being matched.
 */
#ifndef SHOP_COD_H
#define SHOP_COD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/debt.h"

#define COD_ROWS_MAX 500           /* of one list */
#define COD_FEE_USUAL_PPM 200000   /* what that setting is where nobody set it */
#define COD_PARCEL_MAX 40          /* letters of a parcel's number */

struct cod_row_in {
	struct money amount;           /* collected */
	struct money fee;
	bool is_closed;                /* what lacks is borne by the house; else it stays open */
	const char *parcel;
};
struct cod_match_in {
	int64_t fee_limit_ppm;         /* setting of the site: more of what was collected than this is not kept as fees by one person alone */
	struct id party_id;            /* the carrier */
	const char *reference;         /* of the bank; NULL: none */
	struct cod_row_in *rows;
	size_t rows_count;
	int32_t way;                   /* PAY_TRANSFER into the bank, PAY_CASH into the safe */
};
extern const struct shape cod_row_in_shape;

/* How a row of the carrier's list stands against the book. */
enum cod_verdict { COD_GOOD = 1, COD_SHORT, COD_MORE, COD_UNKNOWN, COD_DONE, COD_TWICE };
extern const char *const cod_verdict_words[];  /* good short more unknown done twice */
struct cod_row {
	struct money amount;
	struct money fee;
	struct money left;             /* what the carrier owes for it */
	const char *parcel;
	int32_t verdict;
	/* Not on the wire. */
	struct id debt_id;
};
extern const struct shape cod_row_shape;
/* Every row looked at, nothing recorded: the trial. GOOD and SHORT can be matched. */
bool cod_look(struct txn *txn, struct arena *arena, const struct cod_match_in *in, struct cod_row **rows, struct err *err) MUST_CHECK;
/* One row's fault as a sentence; NULL: none. */
const char *cod_fault(struct arena *arena, const struct cod_row *row);

struct cod_part {
	struct money amount;           /* collected */
	struct id debt_id;
	struct money fee;
	struct money house;            /* the difference that the house bears */
	const char *parcel;
};
/* As recorded. */
struct cod_matched {
	struct money collected, fees, house;
	int32_t doc_day;
	struct leg *legs;
	size_t legs_count;
	struct cod_part *parcels;
	size_t parcels_count;
	struct id party_id;
	const char *reference;
	int32_t way;
};
extern const struct kind cod_matched_kind;
/* With an accountant's or administrator's role; a difference the house bears needs a second person, and so do fees beyond the limit. */
bool cod_match(struct work *work, const struct cod_match_in *in, const struct cod_matched **body, struct err *err) MUST_CHECK;

/* For the ways to pay (shop/pay.h). A returned parcel: cod_give_back says what the carrier still owes for it. */
bool cod_take(struct work *work, struct id till_id, struct pay *pay, struct err *err) MUST_CHECK;
bool cod_pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err) MUST_CHECK;
bool cod_give_back(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

#endif
