/*
 * The passport of a lot: what anybody who holds the goods may read of them (product.md, Decree 37/2026 Art. 23.7), on the page
 * that the QR on a receipt or label leads to.
 *
 * Nothing personal is in it but what the label on the goods says by law. Of an organisation: its name and address. Of a household
 * business: its name and commune, no house number, telephone or tax number. Of a person without a business: the commune only.
 *
 * A code of a passport is an own code (calc/owncode.h) of a lot or a receipt as a link can hold it: without its first letter, and
 * with - where its check character is *.
 *
 * Thread: the transaction's.   Errors: ERR_MISSING "code": no such thing, or nothing that anybody may see; those of the store.
 */
#ifndef SHOP_PASSPORT_H
#define SHOP_PASSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"
#include "calc/lang.h"
#include "calc/owncode.h"

struct txn;

#define PASSPORT_LOTS_MAX 400

void passport_code(enum owncode_kind kind, struct id id, char text[OWNCODE_SIZE]);
/* ERR_INPUT "code". */
bool passport_read_code(const char *text, enum owncode_kind *kind, struct id *id, struct err *err) MUST_CHECK;

struct passport {
	const char *address;       /* of an organisation; NULL: not shown */
	const char *certificate;   /* number of the decision; NULL without stars */
	const char *code;          /* of the lot, on the pack */
	const char *commune, *commune_before; /* "Xã Hữu Liên, Tỉnh Lạng Sơn", and its name before July 2025; NULL: not known */
	int32_t expiry_day, expiry_kind;      /* enum expiry_kind of stock.h */
	const char *group;         /* of OCOP products, "Mật ong, mật khác …"; NULL: not known */
	const char *image;         /* hash of its picture; NULL: none */
	bool is_frozen;
	struct id item_id;
	struct id lot_id;
	int32_t made_day;
	const char *name;          /* in the language, else Vietnamese */
	const char *name_vi;       /* NULL where name is it */
	const char *page_code;     /* passport_code of the lot */
	const char *producer;      /* NULL: not shown */
	const char *product;
	const char *reason;        /* of the recall; NULL: none */
	int64_t stars;             /* valid that day; else 0 */
	int32_t stars_until;
	const char *storage, *story, *usage; /* in the language, else Vietnamese */
	const char *trace_url;
	const char *unit;
};
extern const struct shape passport_shape;

bool passport_of_lot(struct txn *txn, struct arena *arena, struct id lot_id, int32_t day, enum lang lang, struct passport *passport,
		     struct err *err) MUST_CHECK;
/* The lots on a sale's receipt, in its order, each once, those without a lot left out; no prices, nobody's name. */
bool passports_of_sale(struct txn *txn, struct arena *arena, struct id sale_id, int32_t day, enum lang lang, const char **receipt,
		       struct passport **passports, size_t *count, struct err *err) MUST_CHECK;

#endif
