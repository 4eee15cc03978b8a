/* What a ticket is paid by transfer: the view of the till, the second screen and the webhook's events. Thread: the transaction's. */
#ifndef APP_API_BANK_H
#define APP_API_BANK_H

#include "app/call.h"
#include "shop/bank_credit.h"

enum paying_state { PAYING_NONE = 1, PAYING_WAITING, PAYING_CONFIRMED, PAYING_WRONG_AMOUNT, PAYING_DOUBLE, PAYING_OVER };
extern const char *const paying_state_words[];  /* none waiting confirmed wrong_amount double over */

/* A part of what came, as the sale is to name it. */
struct paying_part {
	struct money amount;
	struct id source_id;
};
struct paying {
	struct id cart_id;
	struct money came;             /* and is still to be used */
	struct money extra, missing;   /* against what was asked */
	struct intent *intent;         /* NULL: nothing was asked */
	struct paying_part *parts;     /* of what was asked, for POST /carts/:cart_id/pay */
	size_t parts_count;
	int32_t state;
};
extern const struct shape paying_shape;

bool paying_fill(struct txn *txn, struct arena *arena, struct id cart_id, struct paying *paying, struct err *err) MUST_CHECK;
/* ERR_CONFLICT "way": the house has switched VietQR off. */
bool paying_may_ask(struct call *call, struct err *err) MUST_CHECK;
/* On the writer: asks for it to the till's account (ask->to is chosen here), and tells the till. */
bool paying_ask(struct call *call, const struct intent_in *ask, const char *till_code, struct paying *paying, struct err *err) MUST_CHECK;
/* The answer is the QR's picture. */
bool paying_draw(struct call *call, const struct intent *intent, struct err *err) MUST_CHECK;
/* The event `paying` of a till. */
void paying_publish(struct call *call, struct id till_id, const struct paying *paying);
/* After a credit was recorded, on the writer: tells the till whose ticket it is of, and the office. */
bool paying_told(struct call *call, const struct bank_credited *credit, struct err *err) MUST_CHECK;

#endif
