/*
 * What a sale asks of its goods again and again: items with price and VAT, lots, terms, who runs a till. Kept by the one
 * that writes the book, and by the one that shows carts, in memory, as the rows say it; heads and counters never are, and levels
 * only by one that reads, until there is another entry of whichever kind.
 *
 * An entry of a kind that may change any of it (all without .keeps_goods) empties it, and for the rest of that transaction, whose
 * end nobody knows, the rows are read. What holds for a day or until a moment is read again after it.
 *
 * Thread: its book's.
 */
#ifndef SHOP_GOODS_H
#define SHOP_GOODS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/hamper.h"
#include "shop/stock.h"

#define GOODS_KEPT_MAX 40000          /* items and lots together; then begun anew */
#define GOODS_BYTES_MAX ((size_t)64 << 20)

struct goods;

struct goods_item {
	struct item item;
	struct id site_id;
	int64_t seller_profile;
	bool has_vat, has_price;
	enum vat_class vat_class;
	struct money price;
	int64_t from_us, until_us;    /* the price holds in between */
	struct hamper_part *parts;    /* of a hamper; parts_count 0: it is none */
	size_t parts_count;
};

/* Whose goods an item is and what they are known for, as a counter shows it; the texts are the keeper's. */
struct goods_origin {
	int64_t stars;                /* valid that day; else 0 */
	int64_t group_code, group_set;
	const char *producer;         /* NULL: none, or forgotten */
	const char *commune;          /* NULL: not known */
};

struct goods_till {
	struct id till_id, operator_id;
	int64_t seller_profile;
};

/* Who asks, where and when; goods NULL: the rows are read, into the arena. */
struct goods_asker {
	struct goods *goods;
	struct txn *txn;
	struct arena *arena;
	struct id site_id;
	int64_t seller_profile;
	int64_t at_us;
	int32_t day;
};

struct goods *goods_new(void);
void goods_free(struct goods *goods);   /* NULL is fine */
/* An entry is about to change what is kept. */
void goods_forget(struct goods *goods, struct txn *txn);
/*
 * For one that only reads: what was kept is as the transaction sees it, because no entry since the last time could have changed it; else it is
 * emptied. Before goods_at, once a transaction. What is handed out lives until then, so whoever keeps a name copies it.
 */
bool goods_follow(struct goods *goods, struct txn *txn, struct err *err) MUST_CHECK;
/* The goods, if they may be asked in this transaction, at the day; else NULL. */
struct goods *goods_at(struct goods *goods, struct txn *txn, int32_t day);

/* ERR_MISSING "item_id"; "till_id". */
bool goods_item(const struct goods_asker *by, struct id item_id, const struct goods_item **item, struct err *err) MUST_CHECK;
bool goods_origin(const struct goods_asker *by, const struct item *item, const struct goods_origin **origin, struct err *err) MUST_CHECK;
bool goods_till(const struct goods_asker *by, struct id till_id, const struct goods_till **till, struct err *err) MUST_CHECK;
bool goods_terms(const struct goods_asker *by, struct id contract_id, int64_t version, struct contract_base *base, struct err *err) MUST_CHECK;
/* What lies at the site of an item, as stock_lots gives it; the packs' codes are copied by whoever keeps them. */
bool goods_lots(const struct goods_asker *by, struct id item_id, struct stock_lot **lots, size_t *lots_count, struct err *err) MUST_CHECK;

#endif
