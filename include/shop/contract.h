/*
 * Contracts and their versions: who owns what is sold, and on which terms.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such contract or version; those of the store.
 */
#ifndef SHOP_CONTRACT_H
#define SHOP_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/share.h"

struct txn;
struct kind;
struct shape;
struct work;

#define CONTRACT_OVERRIDES_MAX 200
#define CONTRACTS_PER_ENTRY_MAX 50

/* Values are in the database: add at the end, never renumber. */
enum contract_period { PERIOD_MONTH = 1, PERIOD_HALF_MONTH = 2, PERIOD_TEN_DAYS = 3, PERIOD_WEEK = 4 };
enum borne_by { BORNE_BY_HOUSE = 1, BORNE_BY_PRODUCER = 2 };
extern const char *const contract_period_words[];  /* month half_month ten_days week */
extern const char *const borne_by_words[];         /* house producer */

struct contract_override {
	struct id item_id;
	struct money per_unit;
	int64_t rate_ppm;
	int32_t term_kind;             /* enum share_kind */
};
struct contract_tier {
	struct money from;
	int64_t rate_ppm;
};

/* One version of one contract, as recorded and as asked. Meanings: calc/share.h and migrations/0002-owners.sql. */
struct contract_terms {
	int32_t basis;                 /* enum share_basis */
	struct money cap_amount;
	int32_t cap_kind;              /* enum share_cap */
	int64_t cap_ppm;
	int32_t commission_vat;        /* enum vat_class */
	struct id consignor_id, contract_id;
	int64_t discount_producer_ppm;
	int32_t expiry_by;
	int64_t floor_ppm;
	int32_t from_day;
	bool includes_vat;
	int32_t invoice_mode;          /* enum share_mode */
	const char *legal_note;
	int32_t loss_by;
	const char *number;            /* of the contract, the same in all versions */
	struct id operator_id;
	struct contract_override *overrides;
	size_t overrides_count;
	struct money per_unit;
	int32_t period;
	int64_t rate_ppm, return_days;
	int32_t sample_by, term_kind;
	bool tier_is_whole;
	struct contract_tier *tiers;
	size_t tiers_count;
	int32_t to_day;                /* 0: open */
	int64_t version;               /* 1, 2, … : decided when recorded */
};
extern const struct shape contract_override_shape, contract_tier_shape, contract_terms_shape;
extern const struct kind contracts_set_kind;

/* Sensible beginnings for every term: 20 % of gross without its VAT, house bears discounts and losses, monthly. */
struct contract_terms contract_terms_usual(void);

/*
 * Makes contracts, or new versions of those there are (by contract_id; from_day must be later than the last version's).
 * The version's number is decided here. Asked for what is in force already, it changes nothing (imports repeat).
 */
bool contracts_set(struct work *work, struct contract_terms *versions, size_t count, struct err *err) MUST_CHECK;

bool contract_version_get(struct txn *txn, struct arena *arena, struct id contract_id, int64_t version, struct contract_terms *terms,
			  struct err *err) MUST_CHECK;
bool contract_find_number(struct txn *txn, const char *number, struct id *contract_id, bool *found, struct err *err) MUST_CHECK;

/* The version in force on a day; *found false: none, or the contract ended. */
bool contract_version_on(struct txn *txn, struct id contract_id, int32_t day, int64_t *version, bool *found, struct err *err) MUST_CHECK;

/* The terms of a version on a day, both sides' tax profiles included: read once a ticket, used for each of its items. */
struct contract_base {
	struct id contract_id, consignor_id;
	int64_t version;
	struct share_terms terms;      /* before an item's override and floor */
	int64_t floor_ppm;
	bool has_overrides;
};
bool contract_base_get(struct txn *txn, struct id contract_id, int64_t version, int32_t day, struct contract_base *base, struct err *err) MUST_CHECK;
/* The terms for one item, ready for calc/share: its override applied, the floor worked out of the list price. */
bool contract_item_terms(struct txn *txn, const struct contract_base *base, struct id item_id, struct money list_price, struct share_terms *terms,
			 struct err *err) MUST_CHECK;

/* The contracts under which an item may be sold before it is in the book (P6): those of its last lots, else of its product's producer; at most 9. */
bool contract_of_item(struct txn *txn, struct arena *arena, struct id item_id, struct id operator_id, int32_t day, struct id **contracts,
		      size_t *contracts_count, struct err *err) MUST_CHECK;

#endif
