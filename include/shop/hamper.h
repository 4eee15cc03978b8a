/*
 * Hampers (giỏ quà, rules B9): an item without stock that is sold as its parts.
 *
 * A recipe says the parts, basket, ribbon and work among them. Built at the till, a hamper takes its parts from their lots when it
 * is sold; made up beforehand, it has taken them: they lie at PLACE_HAMPER of their lots until that very hamper, by its
 * own label (owncode kind H), is sold or taken apart. Either way the lines of the book are the parts, each with its owner, its
 * VAT class and its part of the hamper's price (calc/cart, spread by list price, floors kept); the ticket shows one line.
 * What a line or a find calls `lot_id` is, of a hamper's item, the made hamper.
 *
 * Thread: the transaction's (reads: also a reader's).
 * Errors: ERR_CONFLICT "parts[i].item_id": itself, another hamper; "parts[i].qty_milli": finer than its unit; "parts": come to less than the
 * price; "item_id": has stock of its own, no recipe; "count": not enough of a part on the shelf, named; "made_id": sold or taken
 * apart already; ERR_FORBIDDEN: not the office's.
 */
#ifndef SHOP_HAMPER_H
#define SHOP_HAMPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/money.h"
#include "shop/journal.h"
#include "shop/stock.h"

#define HAMPER_PARTS_MAX 40
#define HAMPER_LOTS_MAX 120        /* lots that one made hamper's parts come from */
#define HAMPER_MAKE_MAX 50         /* made by one entry */
#define HAMPER_LIST_MAX 500

struct hamper_part {
	struct id item_id;
	int64_t qty_milli;             /* in one hamper */
};
extern const struct shape hamper_part_shape;

/* As asked and as recorded: the recipe from now on; no parts: a hamper no more. */
struct recipe {
	struct id item_id;
	struct hamper_part *parts;
	size_t parts_count;
};
extern const struct shape recipe_shape;

struct hamper_lot {
	struct id contract_id, item_id;
	struct id lot_id;              /* zero: item without stock */
	int64_t qty_milli;
};
struct made_hamper {
	int32_t expiry_day;            /* 0: none of its parts has one */
	struct id id;
	struct hamper_lot *parts;
	size_t parts_count;
};
struct hamper_assembled {
	struct made_hamper *hampers;
	size_t hampers_count;
	struct id item_id;
};
struct hamper_apart {
	struct id item_id;
	struct id made_id;
	struct hamper_lot *parts;      /* back to the shelf */
	size_t parts_count;
	const char *reason;            /* NULL: none */
};
extern const struct kind recipes_set_kind, hamper_assembled_kind, hamper_taken_apart_kind;

bool recipe_set(struct work *work, const struct recipe *in, const struct recipe **body, struct err *err) MUST_CHECK;
bool hamper_assemble(struct work *work, struct id item_id, int64_t count, const struct hamper_assembled **body, struct err *err) MUST_CHECK;
bool hamper_take_apart(struct work *work, struct id made_id, const char *reason, const struct hamper_apart **body, struct err *err) MUST_CHECK;

/* The parts of a hamper; count 0: the item is none. */
bool recipe_get(struct txn *txn, struct arena *arena, struct id item_id, struct hamper_part **parts, size_t *count, struct err *err) MUST_CHECK;
/* The items that are hampers, at most HAMPER_LIST_MAX. */
bool recipe_list(struct txn *txn, struct arena *arena, struct id **items, size_t *count, struct err *err) MUST_CHECK;

struct hamper_there {
	struct id item_id;
	int32_t expiry_day;
	bool is_out;                   /* sold or taken apart */
	struct hamper_lot *parts;
	size_t parts_count;
};
bool hamper_get(struct txn *txn, struct arena *arena, struct id made_id, struct hamper_there *there, bool *found, struct err *err) MUST_CHECK;
/* Which hamper a label is of; *is_out: sold or taken apart. */
bool hamper_find(struct txn *txn, struct id made_id, struct id *item_id, bool *is_out, bool *found, struct err *err) MUST_CHECK;
/* Those that stand at a site, the earliest to expire first; item zero: of all. */
struct hamper_row {
	int32_t expiry_day;
	struct id id, item_id;
};
bool hamper_standing(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct hamper_row **rows, size_t *count,
		     struct err *err) MUST_CHECK;
/* Does any of this lot lie in a hamper that stands? */
bool hamper_holds(struct txn *txn, struct id lot_id, bool *holds, struct err *err) MUST_CHECK;
/* For apply of a sale: it is gone. ERR_CONFLICT "made_id": it is not there any more. */
bool hamper_out(struct txn *txn, struct id made_id, int64_t entry_key, struct err *err) MUST_CHECK;

/*
 * What a recipe would give at a price, if one were sold now: to each owner, in VAT, to the house. Nothing is recorded. A part that
 * cannot be sold now says why and counts for nothing.
 */
struct hamper_price_part {
	const char *consignor;         /* the first of its owners; NULL: none */
	struct money house;
	struct id item_id;
	struct money list;             /* its quantity at the listed price */
	const char *name;
	struct money price;            /* its part of the hamper's */
	struct money producer;         /* what its owners get */
	int64_t qty_milli;
	const char *refused;           /* NULL: it can be sold */
	const char *unit;
	struct money vat;
	int32_t vat_class;             /* 0: refused */
};
struct hamper_price {
	struct money house, list;
	struct hamper_price_part *parts;
	size_t parts_count;
	struct money producer, vat;
	const char *wrong;             /* why the price cannot be: above the parts, below the floors; NULL: it can */
};
extern const struct shape hamper_price_shape;
struct book;
bool hamper_price(struct txn *txn, struct arena *arena, const struct book *book, int64_t at_us, const struct hamper_part *parts, size_t count,
		  struct money price, struct hamper_price *out, struct err *err) MUST_CHECK;

#endif
