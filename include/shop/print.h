/*
 * Papers to print: rows beside the entries (working), claimed by a commit before the first byte leaves.
 *
 * waiting → printing (claimed) → done, failed or unknown. `unknown` may be on paper: nothing prints it again by itself.
 * Any paper after the original is a numbered copy (BẢN SAO n) with an entry of its own.
 *
 * Thread: the transaction's.
 */
#ifndef SHOP_PRINT_H
#define SHOP_PRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct kind;
struct shape;
struct txn;
struct work;

/* Values are in the database: add at the end, never renumber. */
enum print_state { PRINT_WAITING = 1, PRINT_PRINTING = 2, PRINT_IS_DONE = 3, PRINT_IS_UNKNOWN = 4, PRINT_IS_FAILED = 5 };
enum print_layout { LAYOUT_RECEIPT = 1, LAYOUT_SHIFT = 2, LAYOUT_CASH_SLIP = 3, LAYOUT_INTAKE = 4, LAYOUT_STATEMENT = 5, LAYOUT_VOUCHER = 6,
		    LAYOUT_QUOTE = 7, LAYOUT_PICKING = 8, LAYOUT_DELIVERY = 9, LAYOUT_DRAWER = 10 };
extern const char *const print_state_words[];   /* waiting printing done unknown failed */
extern const char *const print_layout_words[];  /* receipt shift cash_slip intake statement voucher quote picking delivery drawer; drawer is no paper: a pulse that opens it */

#define PRINT_ROWS_MAX 200

struct print_row {
	int64_t at_us;             /* of the last change */
	int64_t copy;              /* 0 the original, n: BẢN SAO n */
	int64_t entry_key;
	int64_t entry_number;      /* of entry_key, for people */
	int32_t layout;            /* enum print_layout */
	const char *printer;       /* its name in the settings */
	const char *reason;        /* the printer's own words; NULL: none */
	int32_t state;             /* enum print_state */
	int64_t lang;              /* of a copy: enum lang; 0: as the ticket says. Not on the wire, as is the next */
	bool is_gift;              /* of a copy: without prices */
};
extern const struct shape print_row_shape;

/* Beside the sale, in its transaction. printer NULL: no printer, no paper, no row. */
bool print_add(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, const char *printer, int64_t at_us,
	       struct err *err) MUST_CHECK;
/* A waiting copy is in another language, or without prices. */
bool print_set_form(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, int64_t lang, bool is_gift, struct err *err) MUST_CHECK;
/* The oldest that waits for this printer becomes `printing`. */
bool print_claim(struct txn *txn, struct arena *arena, const char *printer, int64_t at_us, struct print_row *row, bool *found,
		 struct err *err) MUST_CHECK;
/* What became of a claimed one. ERR_MISSING: it is not `printing`. */
bool print_finish(struct txn *txn, const struct print_row *row, enum print_state state, const char *reason, int64_t at_us,
		  struct err *err) MUST_CHECK;
/* A failed or unknown one waits again, because a person said so. ERR_CONFLICT "print": there is none such. */
bool print_again(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t at_us, struct err *err) MUST_CHECK;
/* A failed or unknown paper is there after all: a person holds it. ERR_CONFLICT "print": there is none such. */
bool print_seen(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, int64_t at_us, struct err *err) MUST_CHECK;
/* Rows of an entry, by copy; at most PRINT_ROWS_MAX. */
bool print_of_entry(struct txn *txn, struct arena *arena, int64_t entry_key, struct print_row **rows, size_t *count, struct err *err) MUST_CHECK;
/* Rows in a state, oldest entry first; at most PRINT_ROWS_MAX. */
bool print_list(struct txn *txn, struct arena *arena, enum print_state state, struct print_row **rows, size_t *count, struct err *err) MUST_CHECK;

extern const struct kind paper_copied_kind;
/* Records copy number n of an entry's paper; *copy is n. */
bool paper_copy(struct work *work, int64_t entry_key, enum print_layout layout, int64_t *copy, struct err *err) MUST_CHECK;
bool paper_copies(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t *count, struct err *err) MUST_CHECK;

#endif
