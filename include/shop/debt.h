/*
 * What is owed to the house, item by item: by customers who bought on account, by carriers who collect on delivery. An item is made by
 * a sale or an opening, lowered by money, by goods that come back and by what the house bears, and never below nothing. The open items
 * of a party add up to what the ledger says of it ("receivable", "cod").
 *
 * Thread: the transaction's (lists: also a reader's).
 */
#ifndef SHOP_DEBT_H
#define SHOP_DEBT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/pay.h"

/* Values are in the database: add at the end, never renumber. */
enum debt_what { DEBT_CUSTOMER = 1, DEBT_CARRIER = 2 };
enum debt_less { LESS_MONEY = 1, LESS_RETURN, LESS_HOUSE };

#define DEBT_LIST_MAX 500          /* open items of one party */
#define DEBT_PARTIES_MAX 1000

struct debt {
	struct money amount;
	int32_t day;
	int32_t due_day;               /* 0: none */
	struct id id;
	const char *label;             /* parcel, paper; NULL: none */
	struct money left;
	int64_t late_days;             /* past its due day; 0: not late */
	const char *receipt;           /* NULL: not of a sale of this book */
	/* Not on the wire. */
	struct id party_id;
};
extern const struct shape debt_shape;

/* How old what is left is: not due, and late by up to 30, 60, 90 days, and more. */
#define DEBT_AGES 5
int debt_age(int32_t due_day, int32_t today);
struct debt_party {
	struct money ages[DEBT_AGES];
	int64_t count, late_count;     /* of open items */
	struct money left;
	struct id party_id;
};

/* Has the party the role that the item asks for? ERR_MISSING, ERR_CONFLICT "party_id". */
bool debt_may_owe(struct txn *txn, enum debt_what what, struct id party_id, struct err *err) MUST_CHECK;
/* Open items of one party, the oldest first. */
bool debt_open(struct txn *txn, struct arena *arena, enum debt_what what, struct id party_id, int32_t today, struct debt **debts, size_t *count,
	       struct err *err) MUST_CHECK;
/* Who owes anything, the most first. */
bool debt_parties(struct txn *txn, struct arena *arena, enum debt_what what, int32_t today, struct debt_party **parties, size_t *count,
		  struct err *err) MUST_CHECK;
/* Sum of one party's open items, and whether any is late. */
bool debt_sum(struct txn *txn, enum debt_what what, struct id party_id, int32_t today, struct money *left, int64_t *late_count, struct err *err) MUST_CHECK;
/* What a party owed when an entry had been written. */
bool debt_after(struct txn *txn, enum debt_what what, struct id party_id, int64_t entry_key, struct money *left, struct err *err) MUST_CHECK;
/* A carrier's item by its parcel; *found false: none, open or not. */
bool debt_of_parcel(struct txn *txn, struct arena *arena, struct id party_id, const char *parcel, struct debt *debt, bool *found, struct err *err) MUST_CHECK;

/* "1.234.000 ₫", for sentences; in the arena. */
const char *debt_say(struct arena *arena, struct money amount);

/* For apply only. label NULL: none. */
bool debt_add(struct txn *txn, const struct entry *entry, int64_t n, enum debt_what what, struct id party_id, const char *label, int32_t day,
	      int32_t due_day, struct money amount, struct err *err) MUST_CHECK;
bool debt_lower(struct txn *txn, const struct entry *entry, struct id debt_id, enum debt_less less, struct money amount, struct err *err) MUST_CHECK;
/* A payment of a sale makes an item (label: its parcel), of a return lowers the sale's. */
bool debt_pay_apply(struct txn *txn, const struct entry *entry, enum debt_what what, const struct pay *pay, int32_t due_day, struct err *err) MUST_CHECK;
/* For pay_kind.give_back: what is left of the sale's item. */
bool debt_give_back(struct txn *txn, enum debt_what what, int64_t sale_key, const struct pay *paid, struct money *can, struct err *err) MUST_CHECK;

#endif
