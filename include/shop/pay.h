/*
 * The ways to pay: one row a way, which says what it is to the drawer, to the ledger and to the Z, and what more it needs.
 *
 * Every way is a bucket of its own on the Z ("way:WORD", or "way:WORD:ROW" for one of several of a kind: two wallets). A way that
 * uses something up (a voucher, a deposit, a debt, a credit of the bank) names it in `source_id` and whose it is in `party_id`; its own noun
 * has the two functions that check it before the entry is made and write its rows when the entry is applied.
 *
 * Thread: the transaction's.   Errors: ERR_INPUT "way": this way cannot be taken here; those of the noun, within "pays[i]".
 */
#ifndef SHOP_PAY_H
#define SHOP_PAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "calc/money.h"
#include "calc/shape.h"
#include "shop/journal.h"

/* Values are in the database: add at the end, never renumber. */
enum pay_way {
	PAY_CASH = 1,
	PAY_TRANSFER,                  /* a transfer that the cashier saw with her own eyes */
	PAY_CARD,                      /* on a terminal of its own; only its slip's number is kept */
	PAY_VIETQR,                    /* a transfer that the bank itself told of: source_id is its credit */
	PAY_WALLET,                    /* an e-wallet; row says which */
	PAY_VOUCHER,                   /* source_id: the voucher; reference as asked: the code on its paper, which proves it */
	PAY_DEPOSIT,                   /* source_id: the order whose deposit it is */
	PAY_ACCOUNT,                   /* on account; party_id: the customer */
	PAY_COD,                       /* the carrier collects it; party_id: the carrier, reference: the parcel */
	PAY_OFFSET,                    /* against what is owed to a consignor; party_id: the consignor, source_id: the contract */
	PAY_EXCHANGE,                  /* with what was brought back in the same action; source_id: the return */
	PAY_GOODWILL,                  /* the house bears it, for what was brought back without a receipt (shop/swap.h) */
	PAY_WAYS_END
};
extern const char *const pay_way_words[];  /* cash transfer card vietqr wallet voucher deposit account cod offset exchange goodwill */

#define PAY_ROW_MAX 20             /* letters of a row's code */

struct pay_in {
	int32_t way;                   /* enum pay_way */
	struct money amount;           /* of the total; cash: what is kept after change */
	struct money given;            /* cash: what the customer gave; else SHAPE_ABSENT */
	struct id party_id;            /* whose, where the way says so; else zero */
	const char *reference;         /* card slip, last letters of a transfer; NULL: none */
	const char *row;               /* which of several of a kind; NULL: the only one */
	struct id source_id;           /* what it uses up, where the way says so; else zero */
};

/* As recorded: a part of the body of a sale or return. */
struct pay {
	struct money amount;           /* a return: negative */
	int32_t due_day;               /* on account: when it is due, by the terms of that moment; 0: none */
	struct money given;            /* SHAPE_ABSENT: none */
	struct id party_id;
	const char *reference;
	const char *row;
	struct id source_id;
	int32_t way;
};
extern const struct shape pay_shape;

struct arena;
struct pay_kind {
	const char *name;              /* as people say it: "Tiền mặt" */
	const char *account;           /* of the ledger, debited by what is paid so */
	bool is_drawer;                /* its money lies in the till's drawer */
	bool has_party;                /* party_id is needed, and is the ledger's party */
	bool has_source;               /* source_id is needed */
	/* Before the entry: may it be taken so? What `apply` needs to know it puts into the pay, which the entry holds. NULL: nothing more to ask. */
	bool (*take)(struct work *work, struct id till_id, struct pay *pay, struct err *err);
	/* With the entry: rows of its own. NULL: none. Of a return the amount is negative. */
	bool (*apply)(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err);
	/* Of a return: how much of this payment of the sale may go back the way it came, against what it used up. NULL: none, it goes back otherwise. */
	bool (*give_back)(struct txn *txn, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err);
	bool hides_reference;          /* what was asked as reference is a secret that only `take` looks at */
};
extern const struct pay_kind pay_kinds[PAY_WAYS_END];  /* by enum pay_way */

/* A payment as asked becomes one as recorded. Errors are within "pays[i]" by the caller. */
bool pay_take(struct work *work, struct id till_id, const struct pay_in *in, struct pay *pay, struct err *err) MUST_CHECK;
/* Two of the same way, row, party and source are to be asked as one: what each uses up is looked at by itself. ERR_INPUT "pays". */
bool pay_once(const struct pay *pays, size_t count, struct err *err) MUST_CHECK;
/*
 * How a return's money goes back: first the way it was paid, where that used something up (a debt is lowered, a voucher filled again), the
 * rest by `way`. total and the pays' amounts are negative; room for SALE_PAYS_MAX. The rest, where there is one, is pays[0].
 */
bool pay_give_back(struct txn *txn, int64_t sale_key, const struct pay *sold, size_t sold_count, struct money total, int32_t way, struct pay *pays,
		   size_t *count, struct err *err) MUST_CHECK;
bool pay_apply(struct txn *txn, const struct entry *entry, const struct pay *pays, size_t count, struct err *err) MUST_CHECK;
/* The bucket of the Z without its "way:": "cash", "wallet:momo". Lives in text. */
#define PAY_BUCKET_SIZE 48
const char *pay_bucket(const struct pay *pay, char text[PAY_BUCKET_SIZE]);
/* And how people say it, as the house named its rows: "Tiền mặt", "MoMo"; a name of no way stays as it is. */
bool pay_bucket_name(struct txn *txn, struct arena *arena, const char *bucket, const char **name, struct err *err) MUST_CHECK;

#endif
