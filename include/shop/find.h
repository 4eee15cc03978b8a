/*
 * What a scan or something typed means here: one grammar for goods, weighed labels, lots, receipts, parked tickets, badges.
 *
 * In this order: our own printed codes (%…) · short numbers of 1 to 4 digits · GTINs and in-store codes, the shop's scale
 * patterns among them · codes of producers, as they are · GS1 element strings and Digital Links, with lot, date, weight and
 * price · receipt numbers. With an AIM identifier in front the symbology decides instead of guessing. `6*code` is six of it.
 * Bytes are data: whatever they are, the worst answer is "unknown".
 *
 * Thread: the transaction's.   Errors: only those of the store.
 */
#ifndef SHOP_FIND_H
#define SHOP_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/barcode.h"
#include "calc/money.h"

struct txn;

#define FIND_SIZE_MAX 128
#define FIND_ITEMS_MAX 9

enum find_kind {
	FIND_UNKNOWN,    /* a red row: payment waits */
	FIND_ITEM,       /* items[0 … items_count): one, or several to choose from */
	FIND_STOPPED,    /* an item (perhaps) that must not be sold as it is; text says why */
	FIND_RECEIPT,    /* thing is the sale */
	FIND_PARKED,     /* thing is the cart */
	FIND_STAFF,      /* thing is a member of staff */
	FIND_PRODUCER,   /* thing is a party */
	FIND_VOUCHER,    /* thing is a bought voucher */
};

struct find {
	enum find_kind kind;
	const char *code;          /* as it goes into the trail: printable, in the arena */
	struct id items[FIND_ITEMS_MAX];
	size_t items_count;
	struct id lot_id;          /* a label's lot that the book knows; else zero */
	struct id thing;
	int64_t qty_milli;         /* how much of it: 1000 unless said */
	bool has_weight;           /* qty_milli is a weight that a label says */
	struct money amount_given; /* from a scale's label; SHAPE_ABSENT: none */
	const char *text;          /* Vietnamese sentence of a stop, or a note ("xem HSD"); NULL: none */
};

struct find_rules {
	const struct barcode_pattern *patterns;
	size_t patterns_count;
	struct id site_id;
	int64_t at_us;
};

/* aim: "]E0" or "" where the device does not say. */
bool find_scan(struct txn *txn, struct arena *arena, const struct find_rules *rules, const char *aim, const char *data, size_t size,
	       struct find *find, struct err *err) MUST_CHECK;

#endif
