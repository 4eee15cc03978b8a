/* What the files that price a cart share: sale_price.c reckons line by line, sale_hamper.c a hamper as its parts. */
#ifndef SHOP_SALE_PRICE_PARTS_H
#define SHOP_SALE_PRICE_PARTS_H

#include "shop/goods.h"
#include "shop/sale.h"

/* The lots of one item, with what this cart has taken of them already. */
struct pool {
	struct id item_id;
	struct stock_lot *lots;
	int64_t *held;             /* of each lot, what lies there for orders but this sale's; NULL: nothing */
	size_t lots_count;
};

#define POOLS_SEEN 4096  /* marks: most goods come once in a ticket, so the search for one that came before is mostly in vain */

/* What a line of the cart takes of one lot. */
struct take {
	struct stock_lot lot;
	int64_t qty_milli, held_milli;
	bool is_pending;
};

struct pricing {
	struct txn *txn;
	struct arena *arena;
	const struct sale_in *in;
	int64_t at_us;
	int32_t day;               /* the calendar day: law asks for it */
	bool has_second, any_held;
	struct goods_asker by;
	struct id site_id, operator_id;
	struct pool *pools;
	size_t pools_count, pools_room;
	uint64_t pools_seen[POOLS_SEEN / 64]; /* by the end of the item's id, which is chance: where nothing is marked there is no pool */
	struct take *takes;          /* of the line at hand */
	size_t takes_count;
	struct contract_base *bases; /* terms already read: most lines of a ticket share a few contracts */
	size_t bases_count, bases_room;
	struct sale_price *price;
	size_t room;                 /* of price's lists */
};

/* Says what is wrong with a line of the cart. Returns false. */
bool pricing_refuse(struct err *err, size_t line, const char *member, const char *text);
bool pricing_pool(struct pricing *p, struct id item_id, struct pool **pool, struct err *err) MUST_CHECK;
/* Fills p->takes with the lots that line i takes. */
bool pricing_take(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err) MUST_CHECK;
/* What p->takes has goes back to the lots. */
void pricing_give_back(struct pricing *p);
bool pricing_base(struct pricing *p, const struct stock_lot *lot, const struct contract_base **base, struct err *err) MUST_CHECK;
/* The price that holds for line i, which takes that. */
bool pricing_price(struct pricing *p, size_t i, const struct goods_item *goods, const struct take *take, struct money *list, struct err *err) MUST_CHECK;
/* The lines of the book for line i, which takes p->takes. */
bool pricing_add_lines(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err) MUST_CHECK;

/* A hamper: its parts' lines, its price spread over them. Line i's item is one. */
bool pricing_hamper(struct pricing *p, size_t i, const struct goods_item *goods, struct err *err) MUST_CHECK;

#endif
