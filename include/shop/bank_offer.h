/*
 * Money that came without a token: the customer typed words of his own, or none. A ticket that shows its QR is offered what may be its:
 * the same amount to the đồng, whole, of nobody yet, told by a webhook, booked from half an hour before until now.
 *
 * What could go wrong is a seller who keeps a customer's cash and closes the ticket with somebody else's transfer. So one person alone
 * takes it only where it can hardly be another's: booked after the ticket's QR was shown, the only one of its amount, while no other till
 * asks for the same amount and no transfer of the same amount that was seen by eye waits for the bank. Else a second person
 * looks. Either way the Z counts it (bucket CLAIMED_BUCKET), the sale names the credit, and the office's list says that it came without a token.
 *
 * Thread: the transaction's (the list also a reader's).   Errors: those of statements.
 */
#ifndef SHOP_BANK_OFFER_H
#define SHOP_BANK_OFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"

#define BANK_OFFERS_MAX 5
#define BANK_OFFER_BEFORE_US (30 * INT64_C(60000000))
#define BANK_OFFER_EARLY_US (2 * INT64_C(60000000))   /* the bank's clock and ours */
#define CLAIMED_BUCKET "claimed"

struct bank_offer {
	struct money amount;
	int64_t booked_us;
	struct id credit_id;
	const char *from;              /* who or with which words, long numbers cut to their end; NULL: nothing was said */
	bool is_alone;                 /* one person may take it */
};
extern const struct shape bank_offer_shape;

/* The newest first, at most BANK_OFFERS_MAX; none where the ticket shows no QR. */
bool bank_offers(struct txn *txn, struct arena *arena, struct id cart_id, int64_t at_us, struct bank_offer **offers, size_t *count, struct err *err) MUST_CHECK;
/* May this credit, whole, be taken for the ticket by one person? */
bool bank_offer_is_alone(struct txn *txn, struct arena *arena, struct id cart_id, int64_t at_us, struct id credit_id, struct money amount, bool *is_alone,
			 struct err *err) MUST_CHECK;
/* With the entry: a sale that took what had no token is counted on its shift. */
bool bank_offer_apply(struct txn *txn, const struct entry *sale, struct money amount, struct err *err) MUST_CHECK;

#endif
