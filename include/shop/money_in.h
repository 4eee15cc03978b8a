/*
 * Money taken outside a sale (phiếu thu): for vouchers, for a customer's debt. At a till it belongs to the shift: cash lies in the
 * drawer and counts in the closing, each kind and way is a bucket of its own on the Z ("voucher_sold:cash"). In the office it goes into
 * the safe or the bank. Papers are numbered 1, 2, … in the book and written TK-000001, so that nobody takes them for those of the cash book.
 *
 * Thread: the transaction's.   Errors: ERR_INPUT "way": money does not come so; those of sale.h for the shift.
 */
#ifndef SHOP_MONEY_IN_H
#define SHOP_MONEY_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"
#include "shop/pay.h"

/* Values are in the database: add at the end, never renumber. */
enum money_what { MONEY_VOUCHER = 1, MONEY_DEBT = 2 };
extern const char *const money_what_words[];  /* voucher_sold debt_paid: the first part of the bucket's name */

struct money_in {
	struct money amount;
	int32_t doc_day;
	int64_t number;                /* phiếu thu */
	const char *reference;         /* of the bank, the card's slip; NULL: none */
	const char *row;               /* which of several of a kind; NULL: the only one */
	int64_t shift_number;          /* entry that opened the shift; 0: taken in the office */
	int32_t way;                   /* enum pay_way: cash, transfer, card, wallet */
};
extern const struct shape money_in_shape;

/* Of the entry: decides shift, number and day. till_id zero: in the office (accountant or administrator), cash goes into the safe. */
bool money_in_take(struct work *work, struct id till_id, int32_t way, const char *row, const char *reference, struct money amount, struct money_in *in,
		   struct err *err) MUST_CHECK;
/* The ledger's account that the money lies on. */
const char *money_in_account(const struct money_in *in);
bool money_in_apply(struct txn *txn, const struct entry *entry, enum money_what what, struct id party_id, const struct money_in *in,
		    struct err *err) MUST_CHECK;

#define MONEY_IN_NUMBER_SIZE 24
void money_in_number_write(int64_t number, char text[MONEY_IN_NUMBER_SIZE]);

/* What a shift took so; at most count_max, by kind and way. name lives in the arena: "voucher_sold:cash". */
struct bucket;
bool money_in_buckets(struct txn *txn, struct arena *arena, int64_t shift_key, struct bucket *buckets, size_t count_max, size_t *count,
		      struct money *cash, struct err *err) MUST_CHECK;
/* A bucket of these, or of deposits on orders (shop/order.h), as people say it: "Bán phiếu quà: Tiền mặt". *name NULL: it is none. */
bool money_in_bucket_name(struct txn *txn, struct arena *arena, const char *bucket, const char **name, bool *is_cash, struct err *err) MUST_CHECK;

#endif
