/*
 * Whose is each đồng of a sold line.
 *
 * Terms (one version of a contract, with the tax profiles of both sides on the day) and a
 * line as paid give its legs:
 *
 *     paid = producer + vat + house            exactly; house may be negative
 *
 * Three cases (rules P1, house "Mode → legs"), by share_case():
 *
 *   SHARE_VAT_INSIDE (i)    STEP_INVOICE, CONSIGNMENT_NOTE: the consignor gives VAT invoices.
 *                           producer = due - commission, the goods' VAT inside it; vat = 0.
 *   SHARE_VAT_APART (ii)    PURCHASE_LIST, NONE, and a consignor who is not on the credit method
 *                           under (i)'s modes: he gives no VAT invoice. producer = the agreed
 *                           part, vat = output VAT of the line, the house has the rest.
 *   SHARE_VAT_NONE (iii)    DELEGATED, or a house not on the credit method: vat = 0.
 *
 * `due` is the amount on which the producer's part is reckoned, column 6 of form 01-BH: the list
 * amount less what the producer bears of the discount, or the hand-over price. With it
 *
 *     due = producer + commission + vat_kept   exactly
 *
 * where vat_kept is the VAT taken off the producer's part under (ii) on a net basis, else 0.
 *
 * Shares are taken on the line's amount, not per piece. VAT on the commission is never in a
 * line: it is worked out once on a statement's total by rate (share_commission_vat()). Tiers and
 * loss caps are lines of the closing too (share_tier_to_producer(), share_loss()).
 *
 * Amounts: whole đồng, VAT inside unless said, at most MONEY_MAX. Rounding: half away from zero.
 * Pure. Thread: any.
 */
#ifndef CALC_SHARE_H
#define CALC_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "calc/money.h"
#include "calc/vat.h"

/* Stored values: add at the end, never renumber; 0 is never used. The words are those on the wire. */
enum share_mode {
	SHARE_STEP_INVOICE = 1,      /* both sides invoice at each step */
	SHARE_CONSIGNMENT_NOTE = 2,  /* goods come with a consignment note, the consignor invoices what was sold */
	SHARE_DELEGATED = 3,         /* the house invoices in the consignor's name (ủy nhiệm) */
	SHARE_PURCHASE_LIST = 4,     /* no invoice: bảng kê thu mua */
	SHARE_NONE = 5,              /* no paper from the consignor */
};

enum tax_profile {
	TAX_CREDIT = 1,     /* VAT by the credit method: gives VAT invoices */
	TAX_DIRECT = 2,     /* organisation on the direct method: sales invoices without VAT */
	TAX_HOUSEHOLD = 3,  /* household business or individual */
};

enum share_basis {
	SHARE_GROSS = 1,  /* the retail amount, VAT inside */
	SHARE_NET = 2,    /* the same less output VAT (of whoever the invoice names as seller) */
};

enum share_kind {
	SHARE_RATE = 1,       /* commission: rate_ppm of the basis */
	SHARE_FIXED = 2,      /* commission: per_unit for each unit */
	SHARE_HAND_OVER = 3,  /* per_unit to the producer for each unit, whatever it is sold for; no commission */
	SHARE_OWN = 4,        /* the house's own goods (bought outright, bags, work): no producer */
};

extern const char *const share_mode_words[], *const tax_profile_words[], *const share_basis_words[], *const share_kind_words[];

struct share_terms {
	enum share_mode mode;
	enum share_kind kind;
	enum share_basis basis;         /* of RATE and FIXED; under (ii) also what the producer's part is taken from */
	int64_t rate_ppm;               /* RATE: 0 to PPM */
	struct money per_unit;          /* FIXED, HAND_OVER: for 1000 thousandths */
	/*
	 * RATE, FIXED: the commission already includes its own VAT. HAND_OVER: the price includes the goods'
	 * VAT; where it does not and the consignor invoices VAT, that VAT comes on top of his leg.
	 */
	bool includes_vat;
	int64_t discount_producer_ppm;  /* what of a discount the producer bears: 0 the house all, PPM the producer all */
	struct money floor;             /* a unit; what a discount takes below it is the house's; 0: none */
	enum tax_profile consignor, house;
	enum vat_class commission_vat;  /* class of the house's commission on the tax date */
};

enum share_case {
	SHARE_VAT_INSIDE = 1,
	SHARE_VAT_APART = 2,
	SHARE_VAT_NONE = 3,
};

/* Are these terms one can reckon with? ERR_INPUT names the member ("rate_ppm"); the caller adds its path. */
bool share_terms_check(const struct share_terms *terms, struct err *err) MUST_CHECK;

enum share_case share_case(const struct share_terms *terms);
/* The profile of whoever the invoice to the customer names as seller: the consignor where it is delegated, else the house. */
enum tax_profile share_seller(const struct share_terms *terms);
/* A credit-method house invoices its commission, (i) or DELEGATED: its VAT is a figure of the closing. */
bool share_has_commission_vat(const struct share_terms *terms);
/* The whole of a discount is the house's: it must not reach the producer ("contract forbids", own goods, hand-over). */
bool share_discount_is_house(const struct share_terms *terms);

struct share_line {
	int64_t qty_milli;            /* 1 to QTY_MILLI_MAX */
	struct money list;            /* the line at the listed price; >= paid */
	struct money paid;            /* what the customer pays for it, every discount and rounding off; >= 0 */
	struct money house_discount;  /* part of list - paid that is the house's whatever the terms say (cash rounding, its coupon) */
	struct money producer_discount; /* another part of it that is the producer's whatever the terms say, as far as it stays above the floor */
	enum vat_class vat_class;
	struct money vat;             /* VAT of `paid`, spread by vat_of_document() */
};

/* As stored with the line; a return stores the same with opposite sign. */
struct share {
	struct money list, paid;
	struct money discount_producer, discount_house;  /* list - paid = their sum: who bears how much */
	struct money producer, vat, house;               /* the legs */
	struct money due, commission, vat_kept;          /* due = producer + commission + vat_kept */
	struct money basis;                              /* what rate_ppm was taken of; tier turnover */
};

/*
 * The legs of a line. Needs terms that share_terms_check() takes. A commission is never more than
 * what it is taken from, so the producer's leg is never negative.
 * ERR_INPUT: a member of the line is out of range ("qty_milli"). ERR_LIMIT: an amount passes MONEY_MAX.
 */
bool share_of_line(const struct share_terms *terms, const struct share_line *line, struct share *share, struct err *err) MUST_CHECK;

/* round(x * (before + now) / qty) - round(x * before / qty): what `now` thousandths take of x after `before` of qty. */
struct money share_part_of(struct money x, int64_t qty_milli, int64_t before_milli, int64_t now_milli);
/*
 * What `now` thousandths of a line take back when `before` of its qty have come back already
 * (rules B8): every member cumulative less before, the house's leg the remainder of the piece's price, the
 * commission the remainder of its due, so both identities hold; all parts together are the
 * line. Positive as `whole` is: the return stores the opposite.
 * Needs qty > 0, before >= 0, now > 0, before + now <= qty (assert: refuse before).
 */
struct share share_part(const struct share *whole, int64_t qty_milli, int64_t before_milli, int64_t now_milli);
/* The due of a unit, column 5 of 01-BH; exact where the pieces are whole. */
struct money share_due_price(struct money due, int64_t qty_milli);
struct share share_minus(const struct share *share);                         /* every member's sign turned */
/* Adds into *sum, every member. false when one leaves [-MONEY_MAX, MONEY_MAX]; *sum is then untouched. */
bool share_add(struct share *sum, const struct share *share) MUST_CHECK;
/* Do the identities above hold? For the `check` of an entry. */
bool share_holds(const struct share *share);

/* ---- figures of a closing --------------------------------------------------------------------- */

/*
 * VAT of the commission of one class over a whole statement, tier adjustment included: on top of
 * it, or inside it where the terms include it. Only what is on top lessens the producer's money.
 */
struct money share_commission_vat(struct money commission, enum vat_class vat_class, bool includes_vat);

#define SHARE_TIERS_MAX 10
struct share_tier {
	struct money from;   /* turnover from which the rate holds, inclusive; rising, > 0 */
	int64_t rate_ppm;
};
struct share_tiers {
	bool is_whole;       /* the rate of the tier reached holds for the whole turnover; else each for its own slice */
	size_t count;        /* 0: none */
	struct share_tier tiers[SHARE_TIERS_MAX];
};

bool share_tiers_check(const struct share_tiers *tiers, struct err *err) MUST_CHECK;
/*
 * The closing's one tier line (rules C1): what the producer gets back of the commission stored
 * with the lines; negative where a tier is dearer. `turnover` is sales less returns of the
 * period on the terms' basis (sum of share.basis), all sites and lot versions, an opening
 * balance's turnover included; `stored` the sum of share.commission over the same. Lines of several base
 * rates count by their average. Below the first tier 0.
 */
struct money share_tier_to_producer(const struct share_tiers *tiers, struct money turnover, struct money stored);

enum share_cap {
	SHARE_CAP_NONE = 1,    /* no cap: the house pays all */
	SHARE_CAP_RATE = 2,    /* rate_ppm of the period's sales of the contract */
	SHARE_CAP_AMOUNT = 3,  /* an amount a period; 0: the producer bears all */
};
extern const char *const share_cap_words[];
struct share_loss_terms {
	enum share_cap cap;
	int64_t rate_ppm;
	struct money amount;
};
struct share_loss {
	struct money house, producer;  /* their sum is the loss */
};
/* Who pays a loss of one cause, valued at the producer's due (rules C2): the house up to the cap, the producer the rest. Needs loss >= 0. */
struct share_loss share_loss(const struct share_loss_terms *terms, struct money loss, struct money sales);

#endif
