/*
 * `ocop-pos debug share`: who gets what, asked as one JSON object a line. This is its manual, and what
 * its three files have in common: _terms reads, _statement answers for a period, the other for a ticket.
 *
 * In: `terms`, and either `lines` (a ticket) or `statement` (a period, form 01-BH). Amounts are whole
 * đồng with VAT inside, quantities thousandths, rates parts per million. Unknown members are refused.
 *
 *   terms      mode: STEP_INVOICE CONSIGNMENT_NOTE DELEGATED PURCHASE_LIST NONE
 *              one of rate_ppm (commission), fixed (commission a unit), hand_over (price a unit to the producer), own: true (house's goods)
 *              basis: gross (if not said), net (of output VAT)
 *              includes_vat: whether the commission or the hand-over price includes its own VAT (not said: no, and yes)
 *              discount_borne_by: house (if not said), producer, split with discount_producer_ppm; floor: a unit
 *              consignor_profile, house_profile (or consignor, house): credit (if not said), direct, household
 *              commission_vat: VAT class of the commission (not said: 10 for goods of class 10, else 8)
 *              tiers: [{from, rate_ppm}], tiers_apply: marginal (if not said), whole
 *   lines      price (a unit) or amount (of the line), vat_class (or vat): 10 8 5 0 KCT KKKNT; qty_milli (not said: 1000),
 *              list_price (a unit; not said: price), discount (of the line, off price * quantity), weigh_unit, name,
 *              returned_milli: a quantity, or a list of them one after the other; document: lines of one invoice bear one number;
 *              terms: of this line instead of those above
 *   beside     ticket_discount, ticket_discount_borne_by: contract (if not said), house; hamper_price: what the lines cost together;
 *              cash_unit: cash is rounded down to it; cash: the part paid in cash (not said: all);
 *              losses: [{value, cap_ppm or cap, sales (not said: what is asked about)}]
 *   statement  owed_before, items: [{name, open_milli, received_milli, sent_back_milli, lost_house_milli, lost_producer_milli,
 *              counted_milli, moved_milli, sold: [{price, qty_milli, returned_milli, vat_class}]}], tax, charge, adjustment (line IV),
 *              advance, cash, transfer, offset (line V)
 *
 * Out for lines: each line's `case` of rules P1, `legs` {producer, house, vat} which sum to `paid`, and what they came from
 * (calc/share.h); `returns`, and `kept` after them; `sums`; `vat` of the invoice by class; apart, `closing` over what was kept:
 * commission, its VAT by class, tier, losses, `producer` before and `producer_after` all of them; `warnings`.
 * Out for a statement: the form's columns, lines II to VI (calc/bh01.h), proved by bh01_check().
 *
 * Thread: the main one.
 */
#ifndef APP_DEBUG_SHARE_H
#define APP_DEBUG_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"
#include "calc/share.h"

/* Terms as read; what they leave open is settled by the line. */
struct said_terms {
	struct share_terms terms;
	bool has_commission_vat;
	struct share_tiers tiers;
};

/* A loss of one cause, with the turnover its cap is reckoned on where that is said. */
struct said_loss {
	struct money value;
	struct share_loss_terms terms;
	bool has_sales;
	struct money sales;
};

#define SAID_LOSSES_MAX 20

struct said_word {
	const char *text;
	int value;
};

/* ERR_INPUT at "path.name", which the text says too. */
bool said_wrong(struct err *err, const char *path, const char *name, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Every member of the object is one of names (NULL-ended). */
bool said_only(const json_t *object, const char *path, const char *const *names, struct err *err) MUST_CHECK;
/* A member that is there and not null, else NULL. */
const json_t *said_member(const json_t *object, const char *name);
/* Two names of one member: the one that is there. */
const char *said_either(const json_t *object, const char *name, const char *other);
bool said_number(const json_t *value, const char *path, const char *name, int64_t low, int64_t high, int64_t *number, struct err *err) MUST_CHECK;
/* One of words (ended by a NULL text), in any case. Absent: *value is left as it is. */
bool said_word(const json_t *object, const char *path, const char *name, const struct said_word *words, int *value, struct err *err) MUST_CHECK;
/* A whole number from low to high. Absent or null: *value is left as it is, *found is false; found may be NULL. */
bool said_i64(const json_t *object, const char *path, const char *name, int64_t low, int64_t high, int64_t *value, bool *found, struct err *err) MUST_CHECK;
/* "8", 8, "8%", "KCT", "kct". Absent: as above. */
bool said_vat_class(const json_t *object, const char *path, const char *name, enum vat_class *vat_class, bool *found, struct err *err) MUST_CHECK;

bool said_terms(const json_t *object, const char *path, struct said_terms *said, struct err *err) MUST_CHECK;
/* The terms that hold for goods of a class: where no class of commission is said, 10 for goods of 10, else 8. */
struct share_terms said_terms_for(const struct said_terms *said, enum vat_class goods);
/* A member, with a comma in front unless it is the object's first. */
void write_money(struct buf *answer, const char *name, struct money money);
void write_vat_class(struct buf *answer, const char *name, enum vat_class vat_class);

/* Form 01-BH of a "statement": adds its members to the answer. */
bool debug_statement(const json_t *statement, const struct said_terms *said, const struct said_loss *losses, size_t losses_count,
		     struct arena *arena, struct buf *answer, struct err *err) MUST_CHECK;

#endif
