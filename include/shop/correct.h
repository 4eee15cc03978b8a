/*
 * Corrections of what came in (rules P11): the quantity of an intake, its fixed hand-over price, its owner.
 *
 * Each is one new entry, dated today, that names what it corrects, with a reason and a second person. Nothing that was
 * recorded is altered: pieces move by stock moves, shares of lines already sold by adjustments (shop/adjust.h), which the
 * next statement of every contract touched counts, also where the line was settled long ago; money by legs of the ledger.
 *
 * The effect on each side is worked out first, by the _effect functions, on the same figures as the command then records.
 *
 * Thread: the transaction's (effects: also a reader's).
 * Errors: ERR_MISSING no such intake or lot; ERR_CONFLICT "qty_milli": fewer than already left; "contract_id": the lot
 * is that contract's already, or none in force; "hand_over": the contract has no fixed hand-over price, or it is the same;
 * ERR_FORBIDDEN "approver".
 */
#ifndef SHOP_CORRECT_H
#define SHOP_CORRECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/intake.h"
#include "shop/journal.h"
#include "shop/sale.h"

#define CORRECT_LINES_MAX 250 /* sold lines in one entry; what is left over is asked for again */

/* ---- quantity of an intake ----------------------------------------------------- */

struct intake_correct_line {
	struct id lot_id;
	int64_t qty_milli; /* that truly came, 0: nothing */
};
struct intake_correct_in {
	struct id intake_id; /* the entry's */
	struct intake_correct_line *lines;
	size_t lines_count;
	const char *reason;
};
extern const struct shape intake_correct_in_shape;
extern const struct kind intake_corrected_kind;

struct intake_corrected_line {
	int64_t after_milli, before_milli;
	struct id contract_id, item_id, lot_id;
};
struct intake_corrected {
	int32_t doc_day;
	struct id intake_id;
	struct intake_corrected_line *lines;
	size_t lines_count;
	const char *reason;
};
bool intake_correct(struct work *work, const struct intake_correct_in *in, const struct intake_corrected **body, struct err *err) MUST_CHECK;

/* ---- what sold lines are worth to whom ------------------------------------------ */

/* A row of shop/adjust.h as it is recorded. */
struct corrected_row {
	struct money basis, commission;
	struct id contract_id;
	struct money due, due_price, house;
	struct id lot_id;
	int64_t n; /* line of the sale */
	struct money paid, producer;
	int64_t qty_milli;
	struct id sale_id; /* its entry's */
	struct money vat_kept, vat_leg;
	int64_t version;
};
/* The sum for one contract. */
struct corrected_side {
	struct id consignor_id, contract_id;
	struct money house, producer;    /* more (or, negative, less) than before */
	int64_t sold_milli, stock_milli; /* pieces that come to it or leave it: sold ones, those that lie here */
};

/* ---- the fixed hand-over price of a lot --------------------------------------------- */

struct price_correct_in {
	struct money hand_over; /* a unit */
	struct id lot_id;
	const char *reason;
};
extern const struct shape price_correct_in_shape;
extern const struct kind price_corrected_kind;

/* ---- the owner of a lot -------------------------------------------------------------- */

struct owner_correct_in {
	struct id contract_id; /* whose it truly is */
	struct id lot_id;
	const char *reason;
};
extern const struct shape owner_correct_in_shape;
extern const struct kind owner_corrected_kind;

struct corrected_place {
	int64_t place, qty_milli; /* below nothing only of a lot "chưa nhập" */
};
/* Of both kinds; what does not apply is empty. */
struct lot_corrected {
	struct money hand_over; /* the new price; SHAPE_ABSENT: the owner was corrected */
	struct id item_id;
	struct leg *legs;
	size_t legs_count;
	int64_t lines_left; /* sold lines beyond CORRECT_LINES_MAX: ask again until it is 0 */
	struct id lot_id;
	bool makes_lot;                 /* to_lot_id is new */
	struct corrected_place *places; /* unsold pieces that move */
	size_t places_count;
	const char *reason;
	struct corrected_row *rows;
	size_t rows_count;
	struct corrected_side *sides;
	size_t sides_count;
	struct id to_contract_id; /* owner: the right one; else zero */
	struct id to_lot_id;      /* owner: where the pieces lie from now on; else zero */
	int64_t to_version;       /* owner; else 0 */
};
extern const struct shape lot_corrected_shape;

bool price_effect(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct price_correct_in *in,
		  struct lot_corrected *effect, struct err *err) MUST_CHECK;
bool price_correct(struct work *work, const struct price_correct_in *in, const struct lot_corrected **body, struct err *err) MUST_CHECK;

bool owner_effect(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct owner_correct_in *in,
		  struct lot_corrected *effect, struct err *err) MUST_CHECK;
bool owner_correct(struct work *work, const struct owner_correct_in *in, const struct lot_corrected **body, struct err *err) MUST_CHECK;

#endif
