/*
 * Orders (đơn đặt, rules B10): what a customer was promised, at which price and for when; pieces that lie there for it; what was
 * paid ahead; what a producer was asked for because only a display sample stands on the shelf.
 *
 * An order is no sale. Its goods leave as sales that name it (sale_in.order_id, lines with order_n): these take the pieces that
 * were held for it first, at the price that was agreed, and may use up its deposit (PAY_DEPOSIT). What the order is
 * (open, ready, partly, delivered, cancelled) is always worked out.
 *
 * A hold takes nothing from a lot's level: what may be had by others is the level less what is held. Goods in a customer's hand are
 * sold all the same (P6); the hold is then short, and order_get says so.
 *
 * The deposit lies in the ledger on "deposit" (credit) and in the till's drawer or wherever it came in; on the Z it is a bucket of its
 * own ("deposit_in:cash", "deposit_out:cash"), no sale. The database refuses that more of it goes out than came in.
 *
 * Who ordered (name, phone, address, note) lies in the vault, also where the customer is a party.
 *
 * Thread: the transaction's (reading: also a reader's).
 * Errors: ERR_MISSING "order_id"; ERR_CONFLICT "order_id": delivered or cancelled; "lines[i]…": not to be ordered so; "holds[i].…": does not
 * lie there, or is held for another; ERR_FORBIDDEN "approver": a second person is needed (a discount, money back).
 */
#ifndef SHOP_ORDER_H
#define SHOP_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/journal.h"
#include "shop/pay.h"
#include "shop/sale.h"

#define ORDER_LINES_MAX 100
#define ORDER_HOLDS_MAX 400
#define ORDERS_OPEN_MAX 500        /* open at a time; then some are delivered or cancelled first */
#define ORDER_AHEAD_DAYS 400       /* a promise may lie so far ahead */
#define ORDER_ASK_MAX 100          /* lines of one question */

/* Values are in the database: add at the end, never renumber. */
enum order_channel { ORDER_COUNTER = 1, ORDER_PHONE, ORDER_ZALO, ORDER_ONLINE };
extern const char *const order_channel_words[];   /* counter phone zalo online */
enum order_shipping { SHIPPING_CUSTOMER = 1, SHIPPING_HOUSE };
extern const char *const order_shipping_words[];  /* customer house */
enum order_asking { ASKING_NOBODY = 0, ASKING_TO_ASK, ASKING_ASKED, ASKING_YES, ASKING_NO };
extern const char *const order_asking_words[];    /* to_ask asked yes no */
enum order_state { ORDER_IS_OPEN = 1, ORDER_IS_READY, ORDER_IS_PARTLY, ORDER_IS_DELIVERED, ORDER_IS_CANCELLED };
extern const char *const order_state_words[];     /* open ready partly delivered cancelled */
enum deposit_what { DEPOSIT_IN = 1, DEPOSIT_USED, DEPOSIT_BACK, DEPOSIT_FORFEITED, DEPOSIT_TAKEN_OVER };
extern const char *const deposit_what_words[];    /* in used back forfeited taken_over */

/* Buckets of the Z, with a way of paying behind ("deposit_in:cash"); what ends in ":cash" lies in the drawer. */
#define DEPOSIT_BUCKET_IN "deposit_in:"
#define DEPOSIT_BUCKET_OUT "deposit_out:"

/* Kept in the vault. */
struct order_contact {
	const char *address;           /* where it goes to; NULL: is fetched */
	const char *name;
	const char *note;              /* NULL: none */
	const char *phone;             /* NULL: not said */
};
extern const struct shape order_contact_shape;

/* ---- as recorded ----------------------------------------------------------------- */

struct order_line {
	struct money discount;         /* agreed, of the whole line */
	struct id item_id;
	int64_t n;                     /* 1, 2, … */
	const char *name;              /* as on the quotation */
	struct money price;            /* a unit, listed when agreed */
	struct id producer_id;         /* who is asked (display sample); zero: from the shelf */
	int64_t qty_milli;
	const char *unit;
};
struct order_hold {
	struct id lot_id;
	int64_t n;                     /* line of the order */
	int64_t qty_milli;
};
extern const struct shape order_hold_shape;

/* order_placed, and order_changed with order_id: all that is ordered as it stands from then on. */
struct order_body {
	int32_t channel;
	struct vault_ref contact;
	struct id customer_id;         /* zero: none */
	struct money deposit_asked;
	struct order_hold *holds;
	size_t holds_count;
	struct order_line *lines;
	size_t lines_count;
	int64_t number;                /* order_placed */
	struct id order_id;            /* order_changed; else zero and not in the bytes */
	int32_t promised_day;
	int32_t shipping_by;           /* enum order_shipping; 0: is fetched */
	struct money shipping_fee;
	struct trail *trail;           /* of the ticket that it was made of */
	size_t trail_count;
};
struct order_reserved {
	struct order_hold *holds;      /* all the order has from then on */
	size_t holds_count;
	struct id order_id;
};
struct order_paid {
	struct money amount;
	int64_t number;                /* of the slip; 0 where an opening's deposit was taken over */
	const char *opening_label;     /* which one; NULL: money came in */
	struct id opening_party;
	struct id order_id;
	struct pay *pays;
	size_t pays_count;
	int64_t shift_number;          /* 0: none */
	struct id till_id;             /* zero: none */
};
/* Whose a forfeited deposit is. */
struct order_forfeit {
	struct money amount;
	struct id contract_id;         /* a consignor's: under which contract it stands on the next statement (shop/adjust.h); else zero */
	struct id item_id;
	struct id party_id;            /* the consignor; zero: the house */
	int64_t version;               /* of the contract */
};
struct order_cancelled {
	struct order_forfeit *forfeits;
	size_t forfeits_count;
	struct money given_back;
	struct id order_id;
	const char *reason;
	const char *reference;         /* of a transfer; NULL: none */
	int64_t shift_number;          /* cash: whose drawer; else 0 */
	struct id till_id;
	int32_t way;                   /* how it went back: cash, transfer; 0: nothing went back */
};
struct order_asked_line {
	int64_t n;
	struct id order_id;
};
struct order_asked {
	struct order_asked_line *lines;
	size_t lines_count;
	struct id producer_id;
};
struct order_answered {
	int32_t back_day;              /* of a yes */
	bool is_yes;
	int64_t n;
	struct id order_id;
	const char *reason;            /* of a no */
};
extern const struct kind order_placed_kind, order_changed_kind, order_reserved_kind, order_paid_kind, order_cancelled_kind, order_asked_kind,
	order_answered_kind;

/* ---- commands ----------------------------------------------------------------------- */

struct order_line_in {
	struct money discount;         /* of the whole line, off the listed price */
	bool is_sample;                /* only the sample is here: the producer is asked */
	struct id item_id;
	int64_t n;                     /* of order_change: which line it was; 0: a new one */
	int64_t qty_milli;
};
extern const struct shape order_line_in_shape;

struct order_in {
	int32_t channel;
	const struct order_contact *contact;  /* NULL: as the customer's party says it */
	struct id customer_id;
	struct money deposit_asked;
	bool is_holding;               /* what lies there is held at once, first expired first */
	struct order_line_in *lines;
	size_t lines_count;
	int32_t promised_day;
	int32_t shipping_by;
	struct money shipping_fee;
	struct trail *trail;           /* order_place of a ticket */
	size_t trail_count;
	int64_t discount_limit_ppm;    /* what may be left off a line alone */
	struct id order_id;            /* order_change */
};
/* work->entry.id is the order's id; made of a ticket it is the ticket's, which is over then. More off than the limit needs a second person. */
bool order_place(struct work *work, const struct order_in *in, const struct order_body **body, struct err *err) MUST_CHECK;
/* All of it anew: lines that are not named go, down to what was delivered. Prices that were agreed stay. */
bool order_change(struct work *work, const struct order_in *in, const struct order_body **body, struct err *err) MUST_CHECK;

struct order_reserve_in {
	struct order_hold *holds;      /* by hand: all it shall have; none with `is_auto` */
	size_t holds_count;
	bool is_auto;                  /* by the book: first expired first, what is free */
	struct id order_id;
};
bool order_reserve(struct work *work, const struct order_reserve_in *in, const struct order_reserved **body, struct err *err) MUST_CHECK;

struct order_pay_in {
	const char *opening_label;     /* an opening's deposit of the order's customer instead of money */
	struct id order_id;
	struct pay_in *pays;           /* cash, transfer, card, VietQR, wallet */
	size_t pays_count;
	struct id till_id;
};
/* Never more than order_to_pay. */
bool order_pay_ahead(struct work *work, const struct order_pay_in *in, const struct order_paid **body, struct err *err) MUST_CHECK;

enum order_forfeit_rule { FORFEIT_HOUSE = 1, FORFEIT_PRODUCER };
struct order_cancel_in {
	struct money give_back;        /* of the deposit that is left; the rest is forfeited */
	struct id order_id;
	const char *reason;
	const char *reference;
	struct id till_id;             /* whose drawer gives cash */
	int32_t way;                   /* cash or transfer; 0 where nothing goes back */
	int32_t rule;                  /* enum order_forfeit_rule, a setting of the site */
};
/* What is left of the order is called off; after a whole delivery only what is left of the deposit. Money back needs a second person. */
bool order_cancel(struct work *work, const struct order_cancel_in *in, const struct order_cancelled **body, struct err *err) MUST_CHECK;

struct order_ask_in {
	struct order_asked_line *lines;
	size_t lines_count;
};
bool order_ask(struct work *work, const struct order_ask_in *in, const struct order_asked **body, struct err *err) MUST_CHECK;
bool order_answer(struct work *work, const struct order_answered *in, const struct order_answered **body, struct err *err) MUST_CHECK;

/* ---- reading ---------------------------------------------------------------------------- */

struct order_view_hold {
	int32_t expiry_day;            /* 0: none */
	const char *lot_code;          /* NULL: none */
	struct id lot_id;
	int64_t qty_milli;
	int64_t short_milli;           /* of it: not there any more, or past its date */
};
struct order_view_line {
	struct money amount;           /* what is agreed for all of it */
	int32_t asked_day, asking;     /* enum order_asking */
	int32_t back_day;
	int64_t decimals, delivered_milli;
	struct money discount;
	bool has_stock;                /* else nothing can be held, and nothing needs to be */
	struct order_view_hold *holds;
	size_t holds_count;
	int64_t held_milli;            /* that really lies there */
	struct id item_id;
	int64_t n;
	const char *name;
	struct money price;
	struct id producer_id;
	int64_t qty_milli, short_milli;
	const char *unit;
};
struct order_view {
	int64_t at_us;                 /* when it was placed */
	int64_t changed_key;           /* the entry that said last what is ordered */
	int32_t channel;
	struct order_contact contact;  /* name NULL: forgotten */
	struct id customer_id;
	struct money deposit_asked, forfeited, given_back, paid_in, used;
	int64_t entry_key;
	struct id id;
	bool is_short;                 /* something that was held was sold or lost */
	struct order_view_line *lines;
	size_t lines_count;
	int64_t number;
	int32_t promised_day;
	int32_t shipping_by;
	struct money shipping_fee;
	struct id staff_id;            /* who took it */
	int32_t state;                 /* enum order_state */
	struct money total;            /* of all lines, as agreed, without shipping */
	struct money left;             /* of the deposit */
};
bool order_get(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int32_t day, struct order_view *view,
	       struct err *err) MUST_CHECK;
/* The goods, and the shipping where the customer bears it. */
struct money order_to_pay(const struct order_view *order);
/* Who ordered, as the vault has it; NULL: forgotten. */
bool order_customer_name(struct txn *txn, struct arena *arena, struct id order_id, const char **name, struct err *err) MUST_CHECK;
bool order_find_number(struct txn *txn, int64_t number, struct id *order_id, bool *found, struct err *err) MUST_CHECK;
/* Open ones by the day they are promised for, those of today and before first; at most ORDERS_OPEN_MAX. */
bool order_list_open(struct txn *txn, struct arena *arena, struct id **orders, size_t *count, struct err *err) MUST_CHECK;
/* Open ones that are due up to the day. */
bool order_count_due(struct txn *txn, int32_t day, int64_t *count, struct err *err) MUST_CHECK;
/* All there were, the newest first, those before a number (0: from the newest); customer_id zero: everybody's. */
bool order_list(struct txn *txn, struct arena *arena, struct id customer_id, int64_t before_number, size_t count_max, struct id **orders,
		size_t *count, struct err *err) MUST_CHECK;
struct order_asking_row {
	int32_t asked_day, asking, back_day;
	struct id item_id, order_id, producer_id;
	int64_t n, number, open_milli;
	int32_t promised_day;
};
/* Lines that a producer is asked for and that are still to be delivered, by producer. */
bool order_list_asking(struct txn *txn, struct arena *arena, struct order_asking_row **rows, size_t *count, struct err *err) MUST_CHECK;
/* The lots that a line may be held from, in the order in which they sell; those that lie on the shelf, and those that are held but not good any more. */
struct order_lot {
	const char *code;              /* NULL: none */
	int32_t expiry_day;            /* 0: none */
	int64_t free_milli;            /* that no other order holds; what other lines of this one hold is in it */
	int64_t held_milli;            /* for this line */
	struct id lot_id;
	int64_t n;                     /* the order's line */
};
#define ORDER_LOTS_MAX 2000
bool order_lots(struct txn *txn, struct arena *arena, const struct book *book, struct id order_id, int32_t day, struct order_lot **lots, size_t *count,
		struct err *err) MUST_CHECK;
/* Deposits of an older book that wait for an order of this customer (an opening, P8). */
struct order_opening {
	struct money amount;
	const char *label;
};
#define ORDER_OPENINGS_MAX 50
bool order_openings(struct txn *txn, struct arena *arena, struct id customer_id, struct order_opening **openings, size_t *count, struct err *err) MUST_CHECK;
struct deposit_row {
	struct money amount;
	int64_t entry_key;
	int64_t number;                /* of the slip; SHAPE_ABSENT: none */
	int32_t what;                  /* enum deposit_what */
};
bool order_deposits(struct txn *txn, struct arena *arena, struct id order_id, struct deposit_row **rows, size_t *count, struct err *err) MUST_CHECK;
/* Entry keys of the sales it left with, the newest first. */
#define ORDER_SALES_MAX 200
bool order_sales(struct txn *txn, struct arena *arena, struct id order_id, int64_t **keys, size_t *count, struct err *err) MUST_CHECK;
/* "ĐH-0007"; the slip "ĐC-0007". */
#define ORDER_NUMBER_SIZE 32
const char *order_number_write(int64_t number, char text[ORDER_NUMBER_SIZE]);
const char *order_slip_write(int64_t number, char text[ORDER_NUMBER_SIZE]);
/* The agreed amount of `qty_milli` of a line after `from_milli` of it: the parts of a line give the whole. */
struct money order_part(struct money amount, int64_t qty_milli, int64_t from_milli, int64_t part_milli);

/* ---- for the sale and the intake -------------------------------------------------------------- */

/* Pieces of an item that are held, by lot; for all orders but one (zero: for all), or for one line of it only. */
bool order_holds_of_item(struct txn *txn, struct arena *arena, struct id item_id, struct id but_order_id, struct order_hold **holds, size_t *count,
			 struct err *err) MUST_CHECK;
bool order_holds_of_line(struct txn *txn, struct arena *arena, struct id order_id, int64_t n, struct order_hold **holds, size_t *count,
			 struct err *err) MUST_CHECK;
/* Whether anything is held at all: asked once a ticket. */
bool order_any_hold(struct txn *txn, bool *any, struct err *err) MUST_CHECK;

/* Is a sale that names an order what was agreed? Goods, pieces left, no deeper discount than agreed. price is the sale's own. */
bool order_sale_check(struct work *work, const struct sale_in *in, const struct sale_price *price, struct err *err) MUST_CHECK;
/* For apply of a sale that names one. */
bool order_sale_apply(struct txn *txn, const struct entry *entry, const struct sale *sale, struct arena *arena, struct err *err) MUST_CHECK;
/* PAY_DEPOSIT (shop/pay.h). */
bool order_deposit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err);
bool order_deposit_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err);

/* Of a new lot of an item, what waits for it (those due first): which lines get how much. *count at most ORDER_HOLDS_MAX. */
struct order_wait {
	int64_t n;
	struct id order_id;
	int64_t qty_milli;
};
extern const struct shape order_wait_shape;
bool order_waiting(struct txn *txn, struct arena *arena, struct id item_id, int32_t use_by_day, int64_t qty_milli, struct order_wait **waits,
		   size_t *count, struct err *err) MUST_CHECK;
bool order_hold_apply(struct txn *txn, struct id order_id, struct id item_id, const struct order_hold *hold, struct err *err) MUST_CHECK;

#endif
