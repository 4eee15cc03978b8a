/*
 * A payment asked for by VietQR: so much for this ticket, to this account, under a token that is never given again.
 *
 * The token stands in the transfer's purpose and finds the ticket when the bank tells of the money (shop/bank_credit.h). Another amount is another
 * intent; the ones before stay known, so that what was paid by an older QR is told for what it is. Intents are beside the book: what is
 * in it is the money that came.
 *
 * What is asked for is a ticket (the sale takes its id), or an entry to come that names something in the book: the deposit of an order,
 * another way for a sale that is paid. `cart_id` is then the id that this entry will have, so that what came for it is found again
 * after whatever breaks off in between.
 *
 * Thread: the transaction's.
 * Errors: ERR_INPUT "amount"; ERR_CONFLICT "account": the shop has no account yet, or one that no QR can say.
 */
#ifndef SHOP_INTENT_H
#define SHOP_INTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/paytoken.h"
#include "calc/vietqr.h"
#include "shop/journal.h"

/* Where money is to go. Texts NULL: not known. */
struct bank_account {
	const char *account, *bin, *holder;
};

struct intent_in {
	struct money amount;
	struct id cart_id;
	struct id of_id;                   /* zero: a ticket */
	const struct bank_account *to;     /* of the site's or till's setting; NULL: the operator's own */
	struct id till_id;
};

struct intent {
	const char *account;
	struct money amount;
	int64_t at_us;
	const char *bank;                  /* its short name; NULL: not a known bank */
	const char *bin;
	struct id cart_id;
	const char *holder;
	struct id of_id;
	const char *payload;               /* what the QR says */
	struct id till_id;
	const char *token;
};
extern const struct shape intent_shape;

/* Asking again for the same amount to the same account gives the same one. No entry: it changes nothing of the book. */
bool intent_open(struct work *work, const struct intent_in *in, struct intent *intent, struct err *err) MUST_CHECK;
bool intent_find(struct txn *txn, struct arena *arena, const char *token, struct intent *intent, bool *found, struct err *err) MUST_CHECK;
/* The one that is shown now. */
bool intent_last(struct txn *txn, struct arena *arena, struct id cart_id, struct intent *intent, bool *found, struct err *err) MUST_CHECK;
/* The last one for what is no ticket, while the entry it is asked for is not made. */
bool intent_open_of(struct txn *txn, struct arena *arena, struct id of_id, struct intent *intent, bool *found, struct err *err) MUST_CHECK;
/* The operator's account on a day; *found false: none is known. */
bool bank_account_of_operator(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct bank_account *account, bool *found,
			      struct err *err) MUST_CHECK;
/* Is it the same number? Blanks, dots and dashes say nothing. */
bool bank_account_is(const char *a, const char *b);

#endif
