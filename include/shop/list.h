/*
 * What the office's pages and the exports list: goods with price, stars and stock; stock by producer, item and lot with
 * the days left and its value; contracts; intakes; certificates about to lapse; lines that were sold.
 *
 * Every list is a page: it begins after a place the caller names (that of the last row of the page before) and has at
 * most as many rows as asked. Texts are in the arena.
 *
 * Thread: the transaction's (a reader's).   Errors: those of the store.
 */
#ifndef SHOP_LIST_H
#define SHOP_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "shop/catalog.h"
#include "shop/contract.h"

struct shape;
struct txn;

#define LIST_ROWS_MAX 1000

bool till_find_code(struct txn *txn, const char *code, struct id *till_id, bool *found, struct err *err) MUST_CHECK;

/* ---- goods ----------------------------------------------------------------------- */

/* Products by code. */
bool products_page(struct txn *txn, struct arena *arena, const char *after_code, size_t count_max, struct id **products, size_t *count,
		   struct err *err) MUST_CHECK;

struct item_row {
	const char *code, *codes; /* codes: with blanks between, NULL: none */
	struct id id;
	bool is_active;
	const char *name;
	struct money price;       /* SHAPE_ABSENT: none */
	const char *producer;     /* NULL: none, or forgotten */
	const char *product_name; /* NULL: none */
	int64_t short_number;     /* SHAPE_ABSENT: none */
	int64_t stars;            /* valid that day, else 0 */
	int64_t stock_milli;      /* sellable here */
	const char *tile_group, *unit;
};
extern const struct shape item_row_shape;
/* Items by code, a page. */
bool items_list(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, const char *after_code, size_t count_max,
		struct item_row **rows, size_t *count, struct err *err) MUST_CHECK;

/* ---- stock ------------------------------------------------------------------------ */

/* What lies at one place of one lot. */
struct stock_row {
	const char *code;           /* of the lot; NULL: none */
	const char *consignor;      /* code of the party */
	const char *consignor_name; /* NULL when forgotten */
	const char *contract;       /* number */
	int64_t days_left;          /* to the expiry, negative: past; SHAPE_ABSENT: no date */
	int32_t expiry_day;         /* 0: none */
	int64_t expiry_kind;        /* enum expiry_kind */
	bool is_frozen, is_pending;
	const char *item; /* code */
	struct id item_id, lot_id;
	const char *name;
	int64_t place;      /* 1 shelf, 2 aside */
	struct money price; /* a unit; SHAPE_ABSENT: none */
	int64_t qty_milli;  /* below 0: sold before it was in the book */
	const char *unit;
	struct money value; /* at the listed price; 0 where there is none */
};
extern const struct shape stock_row_shape;
/* By item and lot. item_id zero: all. after_item, after_lot, after_place: the last row of the page before; zero and 0: from the beginning. */
bool stock_list(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, int64_t at_us, struct id after_item,
		struct id after_lot, int64_t after_place, size_t count_max, struct stock_row **rows, size_t *count, struct err *err) MUST_CHECK;

/* The sums of one consignor, and of one item of it (by_item). By value, largest first. */
struct stock_sum {
	const char *consignor; /* code */
	struct id consignor_id;
	const char *consignor_name;
	int64_t first_days_left; /* of what lapses first; SHAPE_ABSENT: nothing does */
	const char *item;        /* code; NULL where the row is of all items of the consignor */
	struct id item_id;
	const char *name; /* of the item */
	int64_t lots_count, qty_milli;
	struct money value;
};
extern const struct shape stock_sum_shape;
bool stock_sums(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, bool by_item, struct stock_sum **rows, size_t *count,
		struct err *err) MUST_CHECK; /* ERR_LIMIT past 20,000 levels */

/* ---- owners, papers ------------------------------------------------------------------ */

struct contract_row {
	const char *consignor; /* code */
	struct id consignor_id;
	const char *consignor_name; /* NULL when forgotten */
	struct id id;
	bool in_force;               /* on the day asked */
	struct contract_terms terms; /* of the last version begun by then, else of the first */
};
/* By number. */
bool contracts_list(struct txn *txn, struct arena *arena, const char *after_number, int32_t day, size_t count_max, struct contract_row **rows,
		    size_t *count, struct err *err) MUST_CHECK;

struct intake_row {
	int64_t at_us;
	const char *consignor; /* code */
	const char *consignor_name;
	const char *contract; /* number */
	int32_t doc_day;
	struct id id; /* of the entry */
	int64_t lines_count, number;
	const char *paper; /* NULL: none */
	int64_t qty_milli; /* of all lines, whatever their units */
};
extern const struct shape intake_row_shape;
/* The latest first. before_number 0: from the last. */
bool intakes_list(struct txn *txn, struct arena *arena, int64_t before_number, size_t count_max, struct intake_row **rows, size_t *count,
		  struct err *err) MUST_CHECK;

/* Of one product, the latest last; at most 100. */
bool certificates_of(struct txn *txn, struct arena *arena, struct id product_id, struct certificate **list, size_t *count,
		     struct err *err) MUST_CHECK;

struct lapsing_row {
	int64_t days_left;
	const char *decision_no;
	int32_t lapses_day;   /* the later of valid_to and extended_to */
	const char *producer; /* code */
	const char *producer_name;
	const char *product; /* code */
	struct id product_id;
	const char *product_name;
	int64_t stars;
};
extern const struct shape lapsing_row_shape;
/* Certificates whose last day lies in the days given, the first to lapse first, those replaced or revoked left out; at most count_max. */
bool certificates_lapsing(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, size_t count_max, struct lapsing_row **rows,
			  size_t *count, struct err *err) MUST_CHECK;

/* ---- what was sold --------------------------------------------------------------------- */

struct sold_row {
	int64_t at_us;
	const char *consignor; /* code */
	const char *contract;  /* number */
	struct money discount, due, house;
	const char *item; /* code */
	int64_t key, n;   /* place of the row, for the next page */
	const char *name;
	struct money paid, price, producer;
	int64_t qty_milli; /* taken back: negative, as the amounts */
	const char *receipt;
	const char *unit;
	struct money vat;
	int64_t vat_class;
};
extern const struct shape sold_row_shape;
/* Lines of sales and returns of the calendar days, in the order of the book. after_key, after_n: the last row before; 0: from the beginning. */
bool sold_list(struct txn *txn, struct arena *arena, int32_t from_day, int32_t to_day, int64_t after_key, int64_t after_n, size_t count_max,
	       struct sold_row **rows, size_t *count, struct err *err) MUST_CHECK;

#endif
