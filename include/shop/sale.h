/*
 * A paid sale and a customer's return: what is sold, whose it was, what was paid, on which receipt.
 *
 * The sale takes the cart's id, so a cart whose id is a sale is over and asking twice sells once.
 * Lots are chosen here, at the moment of the sale, by the book: a label's own lot, else first expired first
 * (P12), else the item's pending lot (P6). Every figure of every leg is worked out here (calc/cart,
 * calc/share), stored in the entry, and never worked out again.
 *
 * A return names lines of a sale, at the price paid, through the same lots and shares, negative, never more than was sold and
 * not yet returned (B8). Above a limit it needs a second person. Money back by transfer waits until it was sent (shop/refund.h).
 * Cash is given back in whole units: all that came back of a sale so far, rounded up, less what was given back before. So the
 * customer never has too little, and all parts of a sale paid in whole units together give back what was paid, to the đồng. What
 * it differs by is the house's and lies beside the lines (rounding_back), whose figures stay those of B8.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "shift": no open shift at the till, or another cashier's; "lines[i]…": sold out of good lots, recalled,
 * past use-by, several owners to choose from ("contract_id"); "total": not what was shown;
 * ERR_FORBIDDEN "approver": a second person is needed.
 */
#ifndef SHOP_SALE_H
#define SHOP_SALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/cart.h"
#include "shop/discount.h"
#include "shop/journal.h"
#include "shop/pay.h"
#include "shop/stock.h"

#define SALE_LINES_MAX 500         /* of a cart; lots may make more lines of the book */
#define SALE_BOOK_LINES_MAX 1000
#define SALE_PAYS_MAX 6
#define SALE_TRAIL_MAX 1500

/* What happened to a cart, from the first scan on. */
enum trail_what { TRAIL_SCAN = 1, TRAIL_ADD, TRAIL_QTY, TRAIL_REMOVE, TRAIL_DISCOUNT, TRAIL_PARK, TRAIL_RECALL, TRAIL_UNKNOWN,
		  TRAIL_JOIN, TRAIL_DATE_READ, TRAIL_DRAFT, TRAIL_BACK };
extern const char *const trail_words[];    /* scan add qty remove discount park recall unknown join date_read draft back */

struct trail {
	struct id approver_id;         /* who agreed to it; zero: nobody was asked */
	int64_t at_us;
	const char *code;              /* as scanned or typed; NULL: none */
	struct id item_id;             /* zero: not known */
	int64_t qty_milli;             /* after it; SHAPE_ABSENT: no matter */
	const char *reason;            /* of a removal, of a discount what and why; of a recall from which other till; NULL: none */
	struct id staff_id;            /* zero: the entry's actor */
	struct money value;            /* of what was removed, at its price when the ticket was paid; 0: not known */
	int32_t what;                  /* enum trail_what */
};
extern const struct shape trail_shape;

/* ---- what is asked ----------------------------------------------------------- */

struct swap_line;
struct sale_line_in {
	struct id item_id;
	struct id lot_id;              /* a label's lot; zero: the book chooses */
	struct id contract_id;         /* the owner chosen by hand where several are possible (P6); else zero */
	int64_t qty_milli;
	struct money price;            /* a unit, as shown */
	int64_t priced_us;             /* when it was shown (B5) */
	struct money amount_given;     /* from a scale's label, or an order's shipping fee; SHAPE_ABSENT: none */
	struct discount discount;      /* of the whole line */
	int64_t order_n;               /* which line of the sale's order it delivers; 0: none */
	struct money agreed_off;       /* of such a line: what the order agreed below today's price of it; else 0 */
	bool date_read;                /* a supervisor read the pack's date: sell although the book's lots are past use-by */
	struct id date_reader_id;      /* who that was; zero: whoever stands behind the sale */
};

/* On the paper and beside the goods: usually nothing of it. */
#define SALE_JOINED_MAX 20
struct sale_more {
	int64_t alone_reason;          /* why who sells went on alone when she took something off or read a date; 0: did not */
	struct id coupon_approver_id;  /* who agreed to a coupon that the house loses on */
	struct id coupon_id;           /* a given coupon; zero: none */
	size_t coupon_line;            /* of the cart, where it is for one line */
	struct id customer_id;         /* zero: nobody in particular */
	bool is_gift;                  /* a receipt without prices */
	const struct id *joined;       /* other tickets whose lines these are, too */
	size_t joined_count;
	const char *lang;              /* of the receipt: "en", "zh", "ko"; NULL: Vietnamese */
	struct id referrer_id;         /* guide or driver who brought the customer */
};

struct sale_in {
	struct id till_id;
	struct sale_line_in *lines;
	size_t lines_count;
	struct id order_id;            /* whose goods leave with it (shop/order.h); zero: none */
	struct discount ticket_discount;
	int64_t discount_limit_ppm;    /* what a cashier may leave off alone */
	struct sale_more more;
	struct money total;            /* what the page showed, rounding taken off */
	struct pay_in *pays;
	size_t pays_count;
	struct trail *trail;
	size_t trail_count;
	struct id exchange_id;         /* the return of the same action; zero: none */
	struct money cash_round_unit;  /* setting of the site */
	struct swap_line *swapped;     /* brought without a receipt (shop/swap.h); none as a rule */
	size_t swapped_count;
};

struct return_line_in {
	int64_t n;                     /* line of the sale's entry */
	int64_t qty_milli;
	int32_t place;                 /* enum stock_place: shelf, aside, bin */
};
extern const struct shape return_line_in_shape;

/* A customer whom money is sent to; personal facts, kept in the vault. */
struct payee {
	const char *account, *bank;    /* NULL: not said */
	const char *name, *phone;      /* phone NULL: not said */
};

struct return_in {
	struct id till_id;
	struct id sale_id;
	struct return_line_in *lines;
	size_t lines_count;
	int32_t way;                   /* enum pay_way: how the money goes back; transfer: it waits (shop/refund.h) */
	const struct payee *payee;     /* to whom by transfer; NULL: not by transfer */
	const char *reason;
	struct id exchange_id;         /* the sale of the same action (shop/exchange.h); zero: no exchange */
	struct money total;            /* what the page showed that is given back, positive */
	struct money exchange;         /* of it for what goes out in the same action (shop/exchange.h); 0: none */
	struct money cash_round_unit;  /* setting of the site */
	struct money limit;            /* up to this nobody else is asked; 0: always (setting of the site) */
};

/* ---- the body of an entry, versions 1 (never to be edited) -------------------- */

/* Whose goods, under which terms: said once, and pointed to by the lines. */
struct sale_owner {
	struct id consignor_id, contract_id;
	int64_t version;
};

/*
 * Of the amounts of a line (calc/share.h) the bytes say the fewest that give all: list = paid + discounts, due = producer +
 * commission + vat_kept, house = paid - producer - vat_leg, and so the legs of the ledger: what was paid each way against
 * producers, VAT and house. basis is left out where it is paid, due_price where it is price, place where it is the shelf.
 */
struct sale_line {
	struct money basis_said;       /* "basis" in the bytes; SHAPE_ABSENT: as paid */
	int64_t bundle;                /* 1, 2, … of the sale's bundles whose part it is; 0: of none. A return's lines have none */
	struct money commission, discount_house, discount_producer;
	struct money due_price_said;   /* "due_price" in the bytes; SHAPE_ABSENT: as price */
	bool is_pending;               /* from "chưa nhập" */
	struct id item_id;
	struct id lot_id;              /* zero: item without stock */
	const char *name;              /* as printed */
	int64_t order_n;               /* the line of the order that it delivers; 0: none */
	int64_t owner;                 /* 1, 2, … of the sale's owners */
	struct money paid;
	int64_t place;
	struct money price, producer;
	int64_t qty_milli;             /* a return: negative, as all amounts of it */
	int64_t returns_n;             /* a return: the line of the sale; 0 on a sale */
	const char *unit;
	struct money vat;
	int64_t vat_class;             /* enum vat_class */
	struct money vat_kept, vat_leg;
	int64_t vat_ppm;
	bool was_binned;               /* a return: cannot be sold again, written off at once */
	int64_t loss_by;               /* who bears that: 1 house, 2 producer; 0 where not binned */
	/* Not in the bytes: worked out from them. */
	struct money basis, due, due_price, house, list;
	struct id consignor_id, contract_id;
	int64_t version;
};

/* A hamper that was sold as its parts (shop/hamper.h). */
struct sale_bundle {
	struct id item_id;
	struct id made_id;             /* the made one that was taken; zero: built at the till */
	const char *name;              /* as printed */
	struct money price;            /* a unit */
	int64_t qty_milli;
	const char *unit;
};

/* A leg of the ledger; the legs of an entry sum to 0. Debit is positive. */
struct leg {
	const char *account;           /* "cash" "transfer" "card" "payable" "vat" "house" "refund" "safe" "over_short" … (the list: src/shop/invariant.c) */
	struct money amount;
	struct id party_id;            /* payable: whose; else zero */
};
extern const struct shape leg_shape;
bool legs_balance(const struct leg *legs, size_t count);
/* For apply only: the legs' sums by account, day and party. */
bool ledger_apply(struct txn *txn, const struct entry *entry, const struct leg *legs, size_t count, struct err *err) MUST_CHECK;

struct sale {
	struct sale_bundle *bundles;   /* none on a return */
	size_t bundles_count;
	int32_t business_day;
	struct money coupon_house, coupon_producer;  /* what the coupon took off, at whose cost */
	struct id coupon_id, customer_id;  /* zero: none; as are all of these on a return */
	struct id exchange_id;         /* the other half of an exchange (shop/exchange.h): of a sale the return, of a return the sale; zero: none */
	bool is_gift;
	const char *lang;              /* NULL: Vietnamese */
	struct sale_line *lines;
	size_t lines_count;
	struct id order_id;            /* whose goods left with it; zero: none */
	struct sale_owner *owners;     /* in the order of the lines that name them first */
	size_t owners_count;
	struct vault_ref *payee;       /* a return by transfer; else NULL, and not in a sale's bytes */
	struct pay *pays;
	size_t pays_count;
	int64_t receipt_n;
	const char *reason;            /* a return's; NULL on a sale */
	struct id referrer_id;
	struct id refers_to;           /* a return: the sale's id; zero on a sale */
	struct money rounding;         /* <= 0 */
	struct money rounding_back;    /* a return: its payments less its total; below 0 more was given back than the pieces come to */
	int64_t shift_number;          /* entry number (in refers: own stream) that opened the shift */
	struct swap_line *swapped;     /* brought without a receipt (shop/swap.h); none on a return */
	size_t swapped_count;
	struct money total;
	struct trail *trail;
	size_t trail_count;
	struct id till_id;
	struct money vat;
};
extern const struct shape sale_shape;
extern const struct kind sale_kind, return_kind;

/* ---- commands ----------------------------------------------------------------- */

/* *body is what was recorded now or the first time; work->entry the entry. */
bool sale_add(struct work *work, const struct sale_in *in, const struct sale **body, struct err *err) MUST_CHECK;
bool return_add(struct work *work, const struct return_in *in, const struct sale **body, struct err *err) MUST_CHECK;

/*
 * What a return would give back, to the đồng as return_add then records it (B8): of each line of the sale what is left to come
 * back and what it all gives, and what the lines asked for give. Nothing is recorded; till_id, way, reason and total say nothing
 * here, lines may be none; cash is rounded to cash_round_unit. Also in a reader's transaction.
 */
struct return_price_line {
	struct money discount;         /* in list - paid, cash rounding among it */
	struct money left;             /* what left_milli gives back */
	int64_t left_milli;            /* sold and not come back */
	struct money list;
	int64_t n;
	struct money paid;             /* what qty_milli gives back */
	int64_t qty_milli;             /* asked for; 0: not asked for, and list, discount, paid 0 */
};
struct return_price {
	struct money cash;             /* given back, where the rest is in cash: rounded up to the unit */
	struct money kept;             /* of it the way it came: a debt is lowered, a voucher filled again (shop/pay.h) */
	struct return_price_line *lines;  /* all of the sale, in its order */
	size_t lines_count;
	struct money other;            /* given back, where the rest is in no cash */
	struct money owed;             /* total less what cash gave too much before */
	struct money total, vat;       /* of the goods asked for */
};
bool return_price(struct txn *txn, struct arena *arena, const struct return_in *in, struct return_price *price, struct err *err) MUST_CHECK;

/*
 * What a cart would cost if it were paid now, lot by lot, without recording anything (the till page's figures).
 * totals->rounding is for `cash` of the total in cash. In a reader's transaction as well.
 */
struct sale_refused {
	size_t line;                   /* of the cart */
	bool is_owner_unclear;         /* several owners: one is to be chosen */
	bool is_past_day;              /* the book's lots are past their day: somebody is to read the pack */
	const char *text;
};
struct sale_given {
	struct money amount;           /* before any discount */
	struct money off;              /* the line's own discount */
};
struct sale_price {
	struct cart_totals totals;
	int64_t buyer;                 /* as item_vat_at's */
	struct sale_given *given;      /* by line of the cart */
	struct money coupon_house, coupon_producer;
	const char *coupon_name;       /* NULL: no coupon */
	const char *coupon_refused;    /* by sale_price_each: why it takes nothing; NULL: it does */
	struct sale_bundle *bundles;   /* that the book lines point to; room for one a line of the cart */
	size_t bundles_count;
	struct cart_line *lines;       /* of the book, one a lot */
	size_t *from;                  /* which line of the cart each came of, in its order */
	int64_t *held_milli;           /* of each, what lay there for somebody else's order (P6: it is sold all the same) */
	size_t lines_count;
	struct sale_line *book_lines;
	struct sale_refused *refused;  /* by sale_price_each, in the cart's order */
	size_t refused_count;
};
bool sale_price(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct sale_in *in, bool has_second,
		struct sale_price *price, struct err *err) MUST_CHECK;
/*
 * The same for a page, as with a second person: a line that would be refused is named in price->refused and takes nothing, the
 * others are reckoned without it. It fails only for what is no line's fault.
 */
bool sale_price_each(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct sale_in *in,
		     struct sale_price *price, struct err *err) MUST_CHECK;

/* Of the sale's entry what lines, owners and hampers take; the price's lines are said as the entry says them. */
size_t sale_bytes(const struct sale_price *price, struct arena *arena);

/* Is a second person to agree to a discount, because it is beyond a cashier's limit or the house loses on a line? *line: SIZE_MAX the ticket's. */
bool sale_needs_second(const struct sale_in *in, const struct sale_price *price, struct id seller_id, size_t *line);

/* How much of each line of a sale came back already, in its lines' order. */
bool sale_returned(struct txn *txn, struct arena *arena, int64_t sale_key, size_t lines_count, int64_t **returned_milli, struct err *err) MUST_CHECK;

/* The sale that an entry is, or takes back from. */
bool sale_key_of(struct txn *txn, int64_t entry_key, int64_t *sale_key, struct err *err) MUST_CHECK;

/* "Q1-1-000123" and back. */
#define RECEIPT_TEXT_SIZE 48
void receipt_write(const char *till_code, int64_t epoch, int64_t n, char text[RECEIPT_TEXT_SIZE]);
bool sale_find_receipt(struct txn *txn, const char *receipt, int64_t *entry_key, bool *found, struct err *err) MUST_CHECK;

#endif
