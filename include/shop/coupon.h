/*
 * Given coupons (B11): a discount that the office has agreed to beforehand, with who bears it. A coupon takes its part off the lines it is for,
 * after their own discounts; on each of them what is the producer's stops at the floor of its contract, and the rest is the house's.
 * What a programme bears the house lays out: it is in the list of uses, to be claimed.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING "coupon": no such coupon; ERR_CONFLICT "coupon": not today, not for these goods,
 * too little on the ticket; those of the store.
 */
#ifndef SHOP_COUPON_H
#define SHOP_COUPON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"

#define COUPONS_MAX 500            /* that a list shows */
#define COUPON_CODE_LETTERS_MAX 20

/* Values are in the database: add at the end, never renumber. */
enum coupon_bearer { COUPON_BY_HOUSE = 1, COUPON_BY_PRODUCER, COUPON_BY_PROGRAMME };
extern const char *const coupon_bearer_words[];  /* house producer programme */
enum coupon_scope { COUPON_OF_TICKET = 1, COUPON_OF_LINE, COUPON_OF_GROUP };
extern const char *const coupon_scope_words[];   /* ticket line group */

struct coupon {
	struct money amount;           /* 0 where it is a part */
	int32_t bearer;                /* enum coupon_bearer */
	const char *code;              /* as printed; capitals and digits */
	int32_t from_day;
	int64_t group_code;            /* product group; 0: any */
	struct id id;
	bool is_active;
	struct money minimum;          /* of the goods it is for; 0: none */
	const char *name;
	int64_t ppm;                   /* 0 where it is an amount */
	struct id producer_id;         /* whose goods; zero: anybody's. Where the producer bears it: that one */
	int32_t scope;                 /* enum coupon_scope */
	int32_t to_day;                /* 0: open */
};
extern const struct shape coupon_shape;
extern const struct kind coupons_set_kind;

/* Adds or changes, by id. ERR_CONFLICT "code": another's; ERR_INPUT: neither amount nor part, no producer who bears it. */
bool coupon_set(struct work *work, const struct coupon *coupon, struct err *err) MUST_CHECK;

bool coupon_get(struct txn *txn, struct arena *arena, struct id coupon_id, struct coupon *coupon, struct err *err) MUST_CHECK;
bool coupon_find(struct txn *txn, struct arena *arena, const char *code, struct coupon *coupon, bool *found, struct err *err) MUST_CHECK;
/* Why it cannot be used on a day; NULL: it can. */
const char *coupon_refuses(const struct coupon *coupon, int32_t day);
/* "10 %", "20.000 đ". */
const char *coupon_worth(struct arena *arena, const struct coupon *coupon);

/* How often each was used and what it cost whom; newest first. */
struct coupon_use {
	struct coupon coupon;
	struct money house, producer;  /* where a programme bears it: house, to be claimed */
	int64_t uses;
};
bool coupon_uses(struct txn *txn, struct arena *arena, struct coupon_use **uses, size_t *count, struct err *err) MUST_CHECK;

#endif
