/*
 * Money to a consignor (phiếu chi), or back from one: for what is owed, or as an advance that the next statements use up (C4).
 *
 * What is owed is the last statement's line VI (before the first: an opening's debt) less what was paid, or taken in goods (offset.h), since. A payout stands
 * in line V of the statement of its paper's day (P10).
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "amount": more than is owed and no advance; "way": cash above the limit to a consignor who gives VAT
 * invoices (input VAT would be lost, H2); "doc_day" as intake.h; ERR_FORBIDDEN "approver": needs a second person, or the role is too low.
 */
#ifndef SHOP_PAYOUT_H
#define SHOP_PAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"
#include "shop/sale.h"

/* Values are in the database: add at the end, never renumber. */
enum payout_way { PAYOUT_CASH = 1, PAYOUT_TRANSFER = 2 };
extern const char *const payout_way_words[];  /* cash transfer */

struct payout_in {
	struct money amount;           /* to the party; negative: money received from it, never more than it owes */
	struct id contract_id;
	int32_t doc_day;               /* 0: today */
	bool is_advance;
	struct id place_id;            /* where the money comes from; zero: cash from the site's safe, a transfer from no account in particular */
	const char *reference;         /* of the bank, or of the paper; NULL: none */
	int32_t way;                   /* enum payout_way */
	struct money limit;            /* setting of the site: above it a second person is asked for */
	struct money cash_limit;       /* dated setting: cash above it is refused where the consignor is on the credit method; 0: none */
};

struct paid_out {
	struct money amount;
	struct id contract_id;
	int32_t doc_day;
	bool is_advance;
	struct leg *legs;
	size_t legs_count;
	int64_t number;                /* phiếu chi 1, 2, … of the book */
	struct id party_id;
	struct id place_id;            /* zero: a transfer from no account in particular */
	const char *reference;
	int64_t shift_number;          /* open at the drawer it came from; 0: none */
	int32_t way;
};
extern const struct shape paid_out_shape;
extern const struct kind paid_out_kind;

/* What is owed now for closed periods; negative: the party's debt. */
bool payout_owed(struct txn *txn, struct id contract_id, struct money *owed, struct err *err) MUST_CHECK;
/* With an accountant's or administrator's role. */
bool payout_add(struct work *work, const struct payout_in *in, const struct paid_out **body, struct err *err) MUST_CHECK;

#endif
