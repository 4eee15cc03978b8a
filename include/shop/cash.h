/*
 * Where cash lies: drawers (one a till), safes, bank accounts; and the book of each (sổ quỹ): what came in, what went out, with its paper.
 *
 * Every movement is between two places, or between a place and outside (spent, earned, paid out). A till's drawer has the till's id, a site's
 * first safe the site's, so both are there from the beginning; an opening's bank accounts become places with it. What a till took in cash
 * stands in its drawer's book shift by shift, from the closing on; until then it is added from the shift's own sums.
 *
 * A movement by hand is one entry with one paper: phiếu thu where money comes into a drawer, or from outside; else phiếu chi.
 *
 * Thread: the transaction's.
 * Errors: ERR_INPUT, ERR_MISSING name the member; ERR_CONFLICT "amount": not so much there; "shift": no open shift at the drawer, or another
 * cashier's; ERR_FORBIDDEN "approver": a second person is needed.
 */
#ifndef SHOP_CASH_H
#define SHOP_CASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "calc/money.h"
#include "shop/journal.h"
#include "shop/sale.h"

struct shift;

/* Values are in the database: add at the end, never renumber. */
enum cash_place_kind { CASH_DRAWER = 1, CASH_SAFE, CASH_BANK };
extern const char *const cash_place_words[];  /* drawer safe bank */

#define CASH_PLACES_MAX 100
#define CASH_NAME_LETTERS_MAX 60

struct cash_place {
	const char *account;           /* of a bank; NULL: none */
	struct id id;
	bool is_active;
	int32_t kind;                  /* enum cash_place_kind */
	const char *name;
};
extern const struct shape cash_place_shape;

extern const struct kind cash_places_set_kind, cash_moved_kind;

/* Adds safes and bank accounts, or changes them (by id): name, account, whether in use. An accountant's or administrator's. */
bool cash_places_set(struct work *work, const struct cash_place *places, size_t count, struct err *err) MUST_CHECK;
/* Of the site, drawers first, then safes, banks; those not in use among them. At most CASH_PLACES_MAX. */
bool cash_places(struct txn *txn, struct arena *arena, struct id site_id, struct cash_place **places, size_t *count, struct err *err) MUST_CHECK;
bool cash_place_get(struct txn *txn, struct arena *arena, struct id place_id, struct cash_place *place, struct err *err) MUST_CHECK;  /* ERR_MISSING "place_id" */
/* For apply of what brings a place with it: a book's opening, a till, an opening's bank account. Changes nothing where it is there, but a drawer's name. */
bool cash_place_put(struct txn *txn, struct id site_id, const struct cash_place *place, struct err *err) MUST_CHECK;
struct id cash_bank_id(struct id site_id, const char *account);
/* The account of the ledger that a place's money stands in. */
const char *cash_account(int32_t kind);
/* What lies there by the book, but for what an open shift took. */
bool cash_balance(struct txn *txn, struct id place_id, struct money *balance, struct err *err) MUST_CHECK;

/* ---- the book ------------------------------------------------------------------ */

/* Values are in the database: add at the end, never renumber. */
enum cash_what {
	CASH_OPENING = 1,              /* taken over from an older book */
	CASH_FLOAT,                    /* between drawer and safe when a shift was opened */
	CASH_MOVED,                    /* between two places by hand */
	CASH_SPENT, CASH_EARNED,       /* to and from outside */
	CASH_REFERRER,                 /* a fee to a guide or driver who brought customers (B12) */
	CASH_NO_SALE,                  /* the drawer was opened; 0 */
	CASH_SOLD,                     /* what a shift took in cash */
	CASH_DIFFERENCE,               /* counted less expected at its closing */
	CASH_TAKEN,                    /* from the drawer to the safe with the closing */
	CASH_PAYOUT, CASH_REFUND,      /* to a consignor; to a customer by transfer */
	CASH_TAKEN_IN                  /* for something else than goods: a voucher, a debt, a carrier's COD (money_in.h) */
};
/* opening float moved spent earned referrer no_sale sold difference taken payout refund taken_in */
extern const char *const cash_what_words[];

/* Values are in the database: add at the end, never renumber. */
enum cash_paper { CASH_PAPER_NONE, CASH_PAPER_IN, CASH_PAPER_OUT, CASH_PAPER_TAKEN };  /* phiếu thu, phiếu chi; money_in.h's own numbers */

struct cash_row {
	struct money amount;           /* into the place is positive */
	int32_t day;
	int64_t entry_key, n;
	int64_t at_us;
	int64_t number;                /* of the paper; 0: none */
	struct id other_id;            /* zero: outside */
	int32_t paper;                 /* enum cash_paper */
	struct id place_id;
	const char *reason;            /* NULL: none */
	int64_t shift_key;             /* SHAPE_ABSENT: none */
	int32_t what;                  /* enum cash_what */
};
/* For apply only. */
bool cash_row_add(struct txn *txn, const struct cash_row *row, struct err *err) MUST_CHECK;
/* For apply only: row as it stands in place_id's book, and the same the other way round in other_id's, without paper, as n + 1. */
bool cash_rows_add(struct txn *txn, const struct cash_row *row, int64_t other_shift_key, struct err *err) MUST_CHECK;

/* For apply of money that is no movement by hand: row's amount, paper and words in the drawer of a shift of the stream, or (0) in the site's safe. */
bool cash_row_of_shift(struct txn *txn, const struct entry *entry, int64_t shift_number, struct cash_row row, struct err *err) MUST_CHECK;

/* What went through a drawer by hand while a shift was open there. */
struct cash_shift_sum {
	struct money amount;
	int64_t count;
	struct id other_id;
	int32_t what;
	bool is_in;
};
#define CASH_SHIFT_SUMS_MAX 40
bool cash_of_shift(struct txn *txn, struct arena *arena, const struct shift *shift, struct cash_shift_sum **sums, size_t *count,
		   struct err *err) MUST_CHECK;
/* When, and why, the drawer was opened without a sale: the first `count_max`. */
struct cash_opened {
	int64_t at_us;
	const char *reason;
};
bool cash_opened_of_shift(struct txn *txn, struct arena *arena, const struct shift *shift, size_t count_max, struct cash_opened **opened, size_t *count,
			  struct err *err) MUST_CHECK;

#define CASH_BOOK_ROWS_MAX 5000
struct cash_book {
	struct money before;           /* at the beginning of the first day */
	struct cash_row *rows;
	size_t rows_count;
	struct money after;
	bool is_cut;                   /* more than CASH_BOOK_ROWS_MAX: the first of them only */
};
bool cash_book_read(struct txn *txn, struct arena *arena, struct id place_id, int32_t from_day, int32_t to_day, struct cash_book *book,
		    struct err *err) MUST_CHECK;
/* Referrers' fees of these days, the newest first; at most CASH_BOOK_ROWS_MAX. */
bool cash_fees(struct txn *txn, struct arena *arena, struct id site_id, int32_t from_day, int32_t to_day, struct cash_row **rows, size_t *count,
	       struct err *err) MUST_CHECK;

/* Tickets since an entry that name who brought the customer and that no fee of a later entry is for; by referrer, the oldest first. */
#define CASH_REFERRED_MAX 200
struct cash_referred {
	const char *receipt;
	struct id referrer_id, sale_id;
};
bool cash_referred(struct txn *txn, struct arena *arena, int64_t after_key, struct cash_referred **rows, size_t *count, struct err *err) MUST_CHECK;

/* Which of some sales has a fee of an entry later than that one: its place, count where none has. */
bool cash_fee_given(struct txn *txn, struct arena *arena, int64_t after_key, const struct id *sales, size_t count, size_t *given, struct err *err) MUST_CHECK;

/* ---- by hand ------------------------------------------------------------------- */

#define CASH_SALES_MAX 50          /* that one fee is for */

/* Who stands on the slip; personal facts, kept in the vault. */
struct cash_person {
	const char *address;           /* NULL: not said */
	const char *name;
};

struct cash_move_in {
	struct money amount;           /* 0: the drawer of till_id was opened without a sale */
	struct id from_id, to_id;      /* places; both zero: the drawer of till_id, into it where amount is positive */
	struct id party_id;            /* a referrer's; else zero */
	const struct cash_person *person;  /* who pays in or is paid; NULL: not said */
	const char *reason;
	struct id *sales;              /* a referrer's fee: which sales it is for */
	size_t sales_count;
	struct id till_id;             /* where it is done; zero: in the office */
	int32_t what;                  /* enum cash_what: MOVED, SPENT, EARNED, REFERRER, NO_SALE; 0: MOVED, or NO_SALE where amount is 0 */
};

/* An id in a list of a body. */
struct part_id {
	struct id id;
};
extern const struct shape part_id_shape;

struct cash_moved {
	struct money amount;           /* never negative */
	int32_t day;
	struct id from_id;             /* zero: from outside */
	int64_t from_shift;            /* entry number of the shift that was open at that drawer; 0: none */
	bool is_in;                    /* phiếu thu */
	struct leg *legs;
	size_t legs_count;
	int64_t number;                /* of the paper; 0: none */
	struct id party_id;
	struct vault_ref *person;      /* NULL: not said */
	const char *reason;
	struct part_id *sales;
	size_t sales_count;
	struct id to_id;
	int64_t to_shift;
	int32_t what;
};

/* Money out of a drawer or out of the house needs a second person above the limit. *body is what was recorded. */
bool cash_move_add(struct work *work, const struct cash_move_in *in, struct money limit, const struct cash_moved **body, struct err *err) MUST_CHECK;
bool cash_move(struct work *work, const struct cash_move_in *in, struct money limit, struct err *err) MUST_CHECK;
/* Name and address on the slip; name NULL: not said, or forgotten. */
bool cash_person_get(struct txn *txn, struct arena *arena, const struct cash_moved *moved, struct cash_person *person, struct err *err) MUST_CHECK;
/* "PT-000012", "PC-000007", "TK-000003". */
const char *cash_paper_text(struct arena *arena, int32_t paper, int64_t number);

#endif
