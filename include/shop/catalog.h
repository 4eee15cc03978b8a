/*
 * Products, items, their codes, prices and VAT classes, certificates, and finding an item by code (by words: shop/search.h).
 *
 * Thread: the transaction's.   Errors: ERR_MISSING no such item; those of the store.
 */
#ifndef SHOP_CATALOG_H
#define SHOP_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/money.h"
#include "calc/vat.h"

struct kind;
struct shape;
struct txn;
struct work;

/* As the row is (see migrations/0003-goods.sql). Texts in the caller's arena. */
struct item {
	struct id id;
	const char *code, *name, *unit;
	int64_t decimals;          /* of a quantity, 0 to 3 */
	struct id product_id;      /* zero: of none */
	int64_t short_number;      /* SHAPE_ABSENT: none */
	const char *tile_group;    /* NULL: no tile */
	bool has_stock, is_food, is_active;
	struct id contract_id;     /* of an item without stock; else zero */
	int64_t round_unit;        /* 1, 100, 500, 1000 */
};

/* ---- what is recorded (also what is asked) --------------------------------------- */

#define ITEMS_PER_ENTRY_MAX 100
#define ITEM_CODES_MAX 20
#define ITEM_VATS_MAX 10

enum item_scheme { SCHEME_GTIN = 1, SCHEME_IN_STORE = 2, SCHEME_PRODUCER = 3, SCHEME_SCALE = 4 };
extern const char *const item_scheme_words[];  /* gtin in_store producer scale */
enum product_ground { GROUND_OCOP = 1, GROUND_KEY, GROUND_RURAL_INDUSTRIAL, GROUND_SPECIALITY };
extern const char *const product_ground_words[];  /* ocop key rural_industrial speciality */

struct product {
	const char *code;
	int64_t ground;            /* enum product_ground */
	int64_t group_code, group_set;
	struct id id;
	const char *made_commune;  /* NULL: not known */
	const char *name;
	struct id producer_id;
};
extern const struct shape product_shape;

struct certificate {
	int32_t decision_day;
	const char *decision_no;
	int32_t extended_to;       /* 0: not */
	struct id id;
	const char *issuer;
	struct id product_id;
	struct id replaces_id;
	int32_t revoked_day;       /* 0: not */
	int64_t stars;             /* 3 to 5 */
	int32_t valid_from, valid_to;
};
extern const struct shape certificate_shape;

struct item_code {
	const char *code;          /* as look-up has it: catalog_code_key() */
	int32_t scheme;
};
struct item_vat {
	int64_t buyer;             /* 0 any, 1 consumer, 2 enterprise */
	int32_t from_day;
	const char *legal_note;
	int64_t seller_profile;    /* 0 any, else enum tax_profile */
	int32_t vat_class;         /* enum vat_class */
};
struct item_set {
	const char *code;
	struct item_code *codes;   /* all it has now */
	size_t codes_count;
	struct id contract_id;     /* of an item without stock; else zero */
	int64_t decimals;
	bool has_stock;
	struct id id;
	bool is_active, is_food;
	const char *name;
	struct id product_id;
	int64_t round_unit;
	int64_t short_number;      /* SHAPE_ABSENT: none */
	const char *tile_group;
	const char *unit;
	struct item_vat *vats;     /* added to those there are; a row of the same day takes its place */
	size_t vats_count;
};
extern const struct shape item_vat_shape, item_set_shape;

struct price_set {
	struct money amount;
	int64_t from_us;
	struct id item_id;
	struct id site_id;         /* zero: everywhere */
};
extern const struct shape price_set_shape;

extern const struct kind products_set_kind, certificates_set_kind, items_set_kind, prices_set_kind;

/* Adds or changes, by id; all or none. ERR_CONFLICT "code": another's; ERR_MISSING: what a row points to is not there. */
bool products_set(struct work *work, const struct product *products, size_t count, struct err *err) MUST_CHECK;
bool certificates_set(struct work *work, const struct certificate *certificates, size_t count, struct err *err) MUST_CHECK;
bool items_set(struct work *work, const struct item_set *items, size_t count, struct err *err) MUST_CHECK;
/* A price from a moment on; not before the work's own moment (what was charged stays true), but for the first of an item. */
bool prices_set(struct work *work, const struct price_set *prices, size_t count, struct err *err) MUST_CHECK;

/* For apply only. */
bool item_apply(struct txn *txn, const struct item_set *item, int64_t entry_key, struct err *err) MUST_CHECK;
bool price_apply(struct txn *txn, const struct price_set *price, struct err *err) MUST_CHECK;

/* The form a code is looked up by: 14 digits for GS1 numbers, else as given. text as scanned or typed. */
bool catalog_code_key(const char *code, char key[200]);

/* ---- reading ----------------------------------------------------------------- */

bool product_find_code(struct txn *txn, const char *code, struct id *product_id, bool *found, struct err *err) MUST_CHECK;
bool product_get(struct txn *txn, struct arena *arena, struct id product_id, struct product *product, struct err *err) MUST_CHECK;
bool item_find_code(struct txn *txn, const char *code, struct id *item_id, bool *found, struct err *err) MUST_CHECK;  /* the office's own code */
bool item_find_short(struct txn *txn, int64_t short_number, struct id *item_id, bool *found, struct err *err) MUST_CHECK;
/* The active items under a code (its key), in the order in which they were made. */
#define ITEMS_OF_CODE_MAX 50
bool items_of_code(struct txn *txn, struct arena *arena, const char *key, struct id **items, size_t *count, struct err *err) MUST_CHECK;
bool item_codes(struct txn *txn, struct arena *arena, struct id item_id, struct item_code **codes, size_t *count, struct err *err) MUST_CHECK;
/* The stars that may be shown on a day; 0: no valid certificate. */
bool product_stars_on(struct txn *txn, struct id product_id, int32_t day, int64_t *stars, struct err *err) MUST_CHECK;

/* What a person sees of an item: on a tile, in a search, on a row. */
struct item_view {
	struct item item;
	struct money price;        /* at the site and moment; SHAPE_ABSENT: none */
	int64_t stars;             /* valid that day; else 0 */
	struct id producer_id;     /* zero: none */
	const char *producer;      /* name; NULL: none or forgotten */
	const char *commune;       /* where it is made, "Xã Hữu Liên"; NULL: not known */
	const char *product_name;  /* NULL: none */
	int64_t group_code, group_set;  /* of the product; 0: none */
	int64_t stock_milli;       /* sellable at the site */
};
bool item_view_get(struct txn *txn, struct arena *arena, struct id item_id, struct id site_id, int64_t at_us, struct item_view *view,
		   struct err *err) MUST_CHECK;
/* Of view->item only what does not change with a sale: stars, producer_id, commune, product_name, group. */
bool item_origin_get(struct txn *txn, struct arena *arena, int32_t day, struct item_view *view, struct err *err) MUST_CHECK;
/* All items by the Vietnamese alphabet, a page after a key; after_size 0: from the beginning. */
bool items_page(struct txn *txn, struct arena *arena, const void *after_key, size_t after_size, struct id after_id, size_t count_max,
		struct id **items, size_t *count, struct err *err) MUST_CHECK;

bool item_get(struct txn *txn, struct arena *arena, struct id item_id, struct item *item, struct err *err) MUST_CHECK;
/* The listed price at a site at a moment: the site's own, else everywhere's. */
bool item_price_at(struct txn *txn, struct id item_id, struct id site_id, int64_t at_us, struct money *price, bool *found,
		   struct err *err) MUST_CHECK;
/* The same, and since when it holds: a price shown after that moment is this one. */
bool item_price_since(struct txn *txn, struct id item_id, struct id site_id, int64_t at_us, struct money *price, int64_t *from_us, bool *found,
		      struct err *err) MUST_CHECK;
/* The most exact row in force that day: profile and buyer, profile, buyer, any. seller_profile as party_fact, buyer 1 consumer, 2 enterprise. */
bool item_vat_at(struct txn *txn, struct id item_id, int64_t seller_profile, int64_t buyer, int32_t day, enum vat_class *vat_class,
		 bool *found, struct err *err) MUST_CHECK;

#endif
