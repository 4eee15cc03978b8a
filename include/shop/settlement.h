/*
 * Settlement of a contract (bảng thanh toán hàng đại lý, ký gửi; form 01-BH, Circular 99/2025; rules C1–C3, P1, P10).
 *
 * A settlement is a cut: it counts the contract's lines, moves, corrections and payouts of each stream from where its
 * last settlement ended up to the last entry of the period's last day. No line is marked; the database refuses a second
 * count and a gap. Papers (moves, payouts) dated within the period but entered after the cut are counted here and
 * listed by entry number; the next settlement leaves out just those (each cut keeps up to where it looked).
 *
 * It is read first (settlement_draft, in any reader's snapshot: long), then written (settlement_close: a small job that
 * checks that nothing before the cut changed). It proves itself: every identity of 01-BH holds and column 7 of each
 * item is what lies there, or it is neither drawn up nor closed.
 *
 * What a closing alone can know are lines of it: tiers (C1, by the version in force on its last day, an opening's
 * turnover included at the base rate), losses up to their caps by cause (C2, valued at the producer's part of the listed price
 * of the move's moment, under the lot's version), VAT on commission once a class over the total (P1).
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT field "settlement": something stops it (settlement_stops lists all), or it was closed or got new
 * papers meanwhile; "proof": an identity fails (a bug or a damaged book). ERR_LIMIT: more than fits one statement.
 */
#ifndef SHOP_SETTLEMENT_H
#define SHOP_SETTLEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "calc/money.h"
#include "shop/journal.h"
#include "shop/sale.h"

#define SETTLED_ITEMS_MAX 500
#define SETTLED_ROWS_MAX 1000
#define SETTLED_LOSSES_MAX 300
#define SETTLED_LATES_MAX 200
#define SETTLED_CUTS_MAX 64
#define SETTLED_REASON_MAX 200 /* letters */

/* ---- the body of an entry, version 1 (never to be edited) -------------------------------- */

/* What is counted of one stream (a site in an epoch). */
struct settled_cut {
	int64_t epoch;
	int64_t from_number;
	struct hash head;              /* of entry to_number; zeros where to_number is 0 */
	int64_t seen_number;           /* late papers were looked for up to here */
	struct id site_id;
	int64_t to_number;             /* from_number - 1: nothing */
};

/* Columns 1, 2, 3, 4, 7 of one item in thousandths, and what is behind column 2. */
struct settled_item {
	int64_t closing_milli;         /* 7 = 3 - 4 */
	int64_t counted_milli;         /* count differences, either sign */
	int64_t in_milli;              /* 2 = received - sent back - lost + counted + moved */
	struct id item_id;
	int64_t lost_house_milli, lost_producer_milli;
	int64_t moved_milli;           /* corrections, transfers, changes of owner, either sign */
	const char *name;
	int64_t opening_milli;         /* 1 */
	int64_t received_milli, returned_milli, sent_back_milli, sold_milli;
	int64_t total_milli;           /* 3 = 1 + 2 */
	const char *unit;
};

/* Columns 4, 5, 6 of one item at one price. */
struct settled_row {
	struct money amount;           /* 6: the due */
	bool is_exact;                 /* 6 = 4 x 5 */
	int64_t item;                  /* index in items */
	struct money price;            /* 5 */
	int64_t returned_milli, sold_milli;  /* 4 = sold - returned */
};

/* An index into settled_line_words. */
enum settled_line_kind {
	SETTLED_COMMISSION = 1, SETTLED_TIER, SETTLED_COMMISSION_VAT, SETTLED_VAT_KEPT, SETTLED_TAX, SETTLED_CHARGE, SETTLED_LOSS, SETTLED_ADJUSTMENT,
	SETTLED_ADVANCE, SETTLED_CASH, SETTLED_TRANSFER, SETTLED_OFFSET,  /* from SETTLED_ADVANCE on: line V */
};
extern const char *const settled_line_words[];

/* A line of IV (what the house keeps is positive) or V. */
struct settled_line {
	struct money amount;
	bool includes_vat;
	int32_t kind;                  /* enum settled_line_kind */
	int32_t vat_class;             /* enum vat_class; 0: none */
};

/* Losses of one item by one cause, borne as the moves say before the cap. */
struct settled_loss {
	int64_t borne_by;              /* enum borne_by */
	int64_t cause;                 /* enum stock_kind */
	int64_t item;                  /* index in items */
	int64_t qty_milli;
	struct money value;            /* at the producer's part */
};

/* One cause's losses after its cap: house + producer = value. */
struct settled_cause {
	int64_t cause;
	struct money house, producer, value;
};

/* A paper of the period entered after the cut, or a payout of it. */
struct settled_late {
	struct money amount;           /* a payout's; 0 of a move */
	int32_t doc_day;
	int64_t epoch;
	int64_t item;                  /* index in items; SHAPE_ABSENT: a payout */
	int64_t kind;                  /* enum stock_kind; 0: a payout */
	int64_t number;                /* of the entry */
	int64_t qty_milli;
};

struct settled {
	struct settled_cause *causes;
	size_t causes_count;
	struct money col6;
	struct id contract_id;
	const char *contract_number;
	struct settled_cut *cuts;
	size_t cuts_count;
	const char *forced_reason;     /* why, where is_forced; else NULL */
	int32_t from_day;
	struct settled_item *items;    /* by name, in the Vietnamese order */
	size_t items_count;
	struct money iii;
	bool is_forced;                /* closed although the day ends no period, or over several */
	struct money iv;
	struct settled_late *lates;
	size_t lates_count;
	struct leg *legs;
	size_t legs_count;
	struct settled_line *lines;
	size_t lines_count;
	struct settled_loss *losses;
	size_t losses_count;
	int64_t number;                /* 1, 2, … of the contract */
	struct money owed_after;       /* VI; negative: the producer's debt */
	struct money owed_before;      /* II */
	struct money producer;         /* sum of the producers' legs: col6 less commission and VAT kept */
	struct settled_row *rows;      /* in the items' order, the higher price first */
	size_t rows_count;
	struct money tier_turnover;    /* what tiers and caps are reckoned on: sales less returns on the terms' basis, opening included */
	int32_t to_day;
	struct money v;
	int64_t version;               /* of the contract on to_day */
};
extern const struct shape settled_shape;
extern const struct kind settled_kind;

/* ---- reading and closing --------------------------------------------------------------- */

struct settlement_ask {
	struct id contract_id;
	int32_t to_day;                /* the last day counted */
	bool is_forced;                /* the office closes on another day than a period's end, or several periods as one */
	const char *forced_reason;     /* to close so; a draft needs none */
	int64_t at_us;                 /* now */
};

#define SETTLEMENT_STOPS_MAX 8
struct settlement_stop {
	const char *code;              /* "closed" "earlier" "future" "own" "pending" "period" */
	const char *text;              /* a sentence for people */
};
/* Everything that stops this closing now; none: it can be closed. */
bool settlement_stops(struct txn *txn, struct arena *arena, const struct settlement_ask *ask, struct settlement_stop *stops, size_t *count,
		      struct err *err) MUST_CHECK;

/* The statement as it would be closed. Also where something stops it (a draft is shown all the same), but for a day already closed. */
bool settlement_draft(struct txn *txn, struct arena *arena, const struct settlement_ask *ask, struct settled **draft, struct err *err) MUST_CHECK;

/*
 * Writes what was drafted, with an accountant's or administrator's role. Nothing must stop it; the cut must begin where the last one ended and
 * no late paper have come since the draft: else ERR_CONFLICT "settlement", and the draft is read again. ERR_INPUT "reason": forced without one.
 */
bool settlement_close(struct work *work, const struct settlement_ask *ask, const struct settled *draft, const struct settled **body,
		      struct err *err) MUST_CHECK;

/* A row of the list of closings. */
struct settlement_view {
	int64_t entry_key, number;
	int32_t from_day, to_day;
	struct money owed_before, col6, iv, v, owed_after;
};
/* The contract's closings, the last first; at most count_max. */
bool settlement_list(struct txn *txn, struct arena *arena, struct id contract_id, size_t count_max, struct settlement_view **list, size_t *count,
		     struct err *err) MUST_CHECK;
bool settlement_get(struct txn *txn, struct arena *arena, struct id contract_id, int64_t number, struct settled **body, struct entry *entry,
		    struct err *err) MUST_CHECK;
/* The end of the first period that is not closed yet, where it lies on or before `day`; 0: none is due. For `--all`. */
bool settlement_due_day(struct txn *txn, struct id contract_id, int32_t day, int32_t *to_day, struct err *err) MUST_CHECK;

/* Every contract that is settled (the house's own goods are not), by number. */
#define SETTLEMENT_CONTRACTS_MAX 5000
struct settlement_contract {
	struct id contract_id;
	const char *number;
};
bool settlement_contracts(struct txn *txn, struct arena *arena, struct settlement_contract **list, size_t *count, struct err *err) MUST_CHECK;

/* ---- what is behind it -------------------------------------------------------------------- */

enum settlement_line_kind { SETTLEMENT_LINE = 1, SETTLEMENT_CORRECTION, SETTLEMENT_MOVE, SETTLEMENT_PAYOUT };

#define SETTLEMENT_OFFSET 3

/* One line of a sale, a correction's row, a move of stock, or a payout that a settlement counts. */
struct settlement_line {
	int32_t kind;                  /* enum settlement_line_kind */
	int64_t epoch, number, n;      /* the entry, and the row within it */
	int64_t at_us;
	int32_t doc_day;               /* of a paper; else the calendar day */
	const char *receipt;           /* "Q1-1-000123"; NULL: not of a sale */
	struct id item_id;             /* zero: a payout */
	const char *item_code, *item_name, *unit;  /* NULL: a payout */
	int64_t version;               /* of the contract: the line's, the correction's, or the moved lot's; 0: a payout */
	struct id site_id;             /* of a line or move; else zero */
	bool has_lot;                  /* false: an item without stock */
	int64_t move_kind, borne_by;   /* of a move: enum stock_kind, enum borne_by or 0 */
	int64_t lot_own_price, lot_hand_over;  /* of a moved lot; SHAPE_ABSENT: none */
	int64_t adjust_kind;           /* of a correction: enum adjust_kind */
	int64_t qty_milli;             /* sold, or into stock, is positive */
	struct money price, list, paid, due_price, due, commission, vat_kept, vat, producer, vat_leg, house, basis;
	struct money amount;           /* of a payout */
	int64_t pay_way;               /* of a payout: 1 cash, 2 transfer, SETTLEMENT_OFFSET goods taken on the receipt that is named */
	bool is_advance;
	bool is_late;                  /* a paper of the period entered after the cut */
};
typedef bool settlement_line_function(void *arg, const struct settlement_line *line, struct err *err);
/* All of them, sales first, then corrections, moves, payouts, each in the book's order. *line lives for the call. */
bool settlement_lines(struct txn *txn, const struct settled *settled, settlement_line_function *each, void *arg, struct err *err) MUST_CHECK;

#endif
