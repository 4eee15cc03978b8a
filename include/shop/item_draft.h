/*
 * "Bán tạm" (B2): goods that nobody has entered yet become an item with a name, a producer, a price and a product group, in one entry, so that
 * the queue goes on. The group gives the VAT class: that of most goods of the group in this book. The office completes such an
 * item by setting it once more; until then it is a draft.
 *
 * Thread: the transaction's.
 * Errors: ERR_CONFLICT "producer_id": no contract in force with the operator, or (several) "contract_id"; ERR_FORBIDDEN "approver": a second
 * person, or somebody alone on duty (B6); those of the store.
 */
#ifndef SHOP_ITEM_DRAFT_H
#define SHOP_ITEM_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/catalog.h"
#include "shop/journal.h"

#define ITEM_DRAFTS_MAX 200

struct item_draft_in {
	const char *code;              /* as scanned; NULL: none */
	int64_t group_code;            /* product group of the set in force; 0: not known */
	const char *name;
	struct money price;
	struct id producer_id;         /* whose contract it is under */
	struct id till_id;
	const char *unit;              /* NULL: "cái" */
};
extern const struct kind item_drafted_kind;
/* *item_id follows from the work's id, so asking twice makes one. */
bool item_draft_add(struct work *work, const struct item_draft_in *in, struct id *item_id, struct err *err) MUST_CHECK;

/* Whose goods may be sold so: consignors with a contract in force with the site's operator, by name or code without tone marks. words NULL: any. */
#define DRAFT_OWNERS_MAX 9
struct draft_owner {
	const char *code;
	struct id id;
	const char *name;
};
extern const struct shape draft_owner_shape;
bool draft_owners(struct txn *txn, struct arena *arena, struct id site_id, const char *words, int32_t day, struct draft_owner **owners, size_t *count,
		  struct err *err) MUST_CHECK;

/* Those the office has not completed, oldest first. */
struct item_draft {
	int64_t at_us;
	const char *code;              /* as scanned; NULL: none */
	int64_t group_code;
	bool is_alone;                 /* nobody else was there to agree (B6) */
	struct id item_id;
	const char *name;
	struct money price;            /* SHAPE_ABSENT: none any more */
	const char *producer;          /* NULL: forgotten */
	const char *staff_name;        /* who sold it */
};
extern const struct shape item_draft_shape;
bool item_drafts_open(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, struct item_draft **drafts, size_t *count, struct err *err) MUST_CHECK;

#endif
