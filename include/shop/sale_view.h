/*
 * Sales as people see them again: lists, one sale with what came back of it, what its receipt says.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such sale.
 */
#ifndef SHOP_SALE_VIEW_H
#define SHOP_SALE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/sale.h"

struct known;

#define SALE_LIST_MAX 100

/* A hamper: one line for the eye, its parts are the lines that name it. */
struct sale_view_bundle {
	struct id item_id;
	int64_t n;                     /* 1, 2, … */
	const char *name;
	struct money paid, price;      /* price a unit */
	int64_t qty_milli;
	const char *unit;
};
struct sale_view_line {
	int64_t bundle;                /* whose part it is; 0: of none */
	const char *commune;           /* not on the wire, as are stars and lot */
	struct money discount;
	bool is_food;
	struct id item_id;
	int64_t n;
	const char *name;
	struct money paid, price;
	const char *producer;
	int64_t qty_milli, returned_milli;
	int64_t stars;
	const char *unit;
};
struct sale_view_pay {
	struct money amount, given;
	struct money left;             /* after it: on the voucher, or what the customer owes; SHAPE_ABSENT: neither */
	const char *name;              /* as people say it */
	struct id party_id, source_id; /* zero: none */
	const char *reference, *row;   /* NULL: none */
	int32_t way;
};
struct sale_view_change {              /* "Đổi cách trả" (shop/tender.h) */
	int64_t at_us;
	const char *from, *reason, *staff_name, *to;
	struct sale_view_pay *was;     /* as it was before; not on the wire */
	size_t was_count;
};
struct sale_view_print {
	int64_t copies_count;
	const char *reason;
	const char *state;             /* a word of print_state_words, or "none": no printer */
};
struct sale_view {
	int64_t at_us;
	struct sale_view_bundle *bundles;
	size_t bundles_count;
	struct sale_view *back;        /* of an exchange: the return that pays for a part of it, with fewer members on the wire; NULL: none */
	struct money change;
	const char *exchange_receipt;  /* of a return that was one half of an exchange: the ticket its goods went for; NULL: none */
	struct id id;
	bool is_return;
	struct sale_view_line *lines;
	size_t lines_count;
	struct sale_view_pay *pays;    /* as it stands */
	size_t pays_count;
	struct sale_view_print print;
	const char *receipt;
	const char *refers_receipt;    /* NULL on a sale */
	struct money rounding;
	struct money rounding_back;    /* of a return (shop/sale.h): what was given back is total + rounding_back */
	const char *staff_name;
	struct swap_line *swapped;     /* brought without a receipt (shop/swap.h); left out where none */
	size_t swapped_count;
	struct sale_view_change *tender_changes;
	size_t tender_changes_count;
	const char *till_code;
	struct money total, vat;
	const char *words;
	/* Not on the wire: what the receipt needs besides. */
	int64_t entry_key;
	struct id till_id;
	const struct sale *sale;
	struct hash hash;
};
extern const struct shape sale_view_shape;

struct sale_row {
	int64_t at_us;
	struct id id;
	bool is_return;
	const char *print_state;
	const char *receipt;
	const char *staff_name;
	struct money total;            /* SHAPE_ABSENT: not for who asks */
	int64_t entry_key;             /* not on the wire */
};
extern const struct shape sale_row_shape;

bool sale_view_get(struct txn *txn, struct arena *arena, struct id sale_id, struct sale_view *view, struct err *err) MUST_CHECK;
/* sale: the entry's body where it is at hand; NULL: read from its bytes. */
bool sale_view_of_entry(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *sale, struct sale_view *view,
			struct err *err) MUST_CHECK;
/* Of a sale just made by `work` (not a repeat): the same view, from what was decided; prints: its receipt waits for a printer. Without stars and communes. */
bool sale_view_of_new(struct work *work, struct known *known, const struct sale *sale, bool prints, struct sale_view *view, struct err *err) MUST_CHECK;
/* Which sales: of a business day (0: any), with an item on them (zero: any), of that total (SHAPE_ABSENT: any), before an entry key (0: from the newest). */
struct sale_asked {
	int32_t day;
	struct id item_id;
	struct money total;
	int64_t before_key;
};
/* The newest first. */
bool sale_list(struct txn *txn, struct arena *arena, const struct sale_asked *asked, size_t count_max, struct sale_row **rows, size_t *count,
	       struct err *err) MUST_CHECK;
/* Whose receipt number ends so ("123"), of one business day and till (zero: any); the newest first. What is no few digits finds nothing. */
#define LAST_DIGITS_MAX 9
bool sale_find_last_digits(struct txn *txn, int32_t day, struct id till_id, const char *digits, size_t count_max, struct id *sales, size_t *count,
			   struct err *err) MUST_CHECK;
/* The till's last one. */
bool sale_last(struct txn *txn, struct id till_id, int64_t epoch, int64_t *entry_key, bool *found, struct err *err) MUST_CHECK;

#endif
