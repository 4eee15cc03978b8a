#include "shop/passport.h"

#include <string.h>

#include "shop/catalog.h"
#include "shop/group.h"
#include "shop/guard.h"
#include "shop/intake.h"
#include "shop/item_words.h"
#include "shop/journal.h"
#include "shop/lot.h"
#include "shop/party.h"
#include "shop/reference.h"
#include "shop/sale.h"
#include "shop/sale_view.h"
#include "shop/sql.h"
#include "shop/tile.h"

#define LAST_OLD_DAY 20250630  /* of the communes before the reform */

enum { REASON };

const struct sql passport_sql[] = {
	[REASON] = { .text = "SELECT reason FROM lot_freeze WHERE lot_id = $1 ORDER BY entry_key DESC LIMIT 1" },
	SQL_END
};

static const struct field fields[] = {
	F_TEXT_OPT(struct passport, address, 1, 300),
	F_TEXT_OPT(struct passport, certificate, 1, 100),
	F_TEXT_OPT(struct passport, code, 1, 40),
	F_TEXT_OPT(struct passport, commune, 1, 300),
	F_TEXT_OPT(struct passport, commune_before, 1, 300),
	F_DAY_OPT(struct passport, expiry_day),
	F_WORD(struct passport, expiry_kind, expiry_kind_words),
	F_TEXT_OPT(struct passport, group, 1, 200),
	F_CODE_OPT(struct passport, image, 64, 64),
	F_BOOL(struct passport, is_frozen),
	F_ID(struct passport, item_id),
	F_DAY_OPT(struct passport, made_day),
	F_TEXT(struct passport, name, 1, 200),
	F_TEXT_OPT(struct passport, name_vi, 1, 200),
	F_TEXT(struct passport, page_code, 1, OWNCODE_SIZE),
	F_TEXT_OPT(struct passport, producer, 1, 200),
	F_TEXT_OPT(struct passport, product, 1, 200),
	F_TEXT_OPT(struct passport, reason, 1, 300),
	F_I64(struct passport, stars, 0, 5),
	F_DAY_OPT(struct passport, stars_until),
	F_TEXT_OPT(struct passport, storage, 1, 200),
	F_TEXT_OPT(struct passport, story, 1, 400),
	F_CODE_OPT(struct passport, trace_url, 1, 3 * TRACE_URL_MAX),
	F_TEXT(struct passport, unit, 1, 20),
	F_TEXT_OPT(struct passport, usage, 1, 300),
};
const struct shape passport_shape = SHAPE(struct passport, "passport", fields);

/* ---- codes -------------------------------------------------------------------- */

void passport_code(enum owncode_kind kind, struct id id, char text[OWNCODE_SIZE])
{
	char code[OWNCODE_SIZE], *star;

	owncode_write(kind, id, code);
	memcpy(text, code + 1, OWNCODE_SIZE - 1);
	star = strchr(text, '*');
	if (star)
		*star = '-';
}

bool passport_read_code(const char *text, enum owncode_kind *kind, struct id *id, struct err *err)
{
	char code[OWNCODE_SIZE] = "%";
	size_t size = strlen(text);

	if (size != OWNCODE_SIZE - 2)
		return err_set(err, ERR_INPUT, "code", "mã này không đúng; quét lại mã trên phiếu hay tem");
	memcpy(code + 1, text, size + 1);
	if (code[size] == '-')
		code[size] = '*';
	return owncode_read(code, size + 1, kind, id, err) || err_set(err, ERR_INPUT, "code", "mã này không đúng; quét lại mã trên phiếu hay tem");
}

/* ---- a lot ---------------------------------------------------------------------- */

/* What the label says by law, and no more of a natural person. */
static bool take_producer(struct txn *txn, struct arena *arena, struct id producer_id, int32_t day, const char *made_commune, struct passport *p,
			  struct err *err)
{
	const char *commune;
	struct party party;

	if (!party_get(txn, arena, producer_id, day, &party, err))
		return false;
	if (party.legal_form != FORM_PERSON)
		p->producer = party.name;
	if (party.legal_form != FORM_PERSON && party.legal_form != FORM_HOUSEHOLD)
		p->address = party.address;
	commune = made_commune ? made_commune : party.commune;
	if (commune && !area_full_name(txn, arena, AREA_COMMUNE, commune, day, &p->commune, err))
		return false;
	/* The old name goes with the producer's seat: where the goods are made elsewhere it would be another place's. */
	if (!party.old_commune || (made_commune && (!party.commune || strcmp(made_commune, party.commune) != 0)))
		return true;
	return area_full_name(txn, arena, AREA_COMMUNE, party.old_commune, LAST_OLD_DAY, &p->commune_before, err);
}

static bool take_product(struct txn *txn, struct arena *arena, const struct item *item, struct id owner_id, int32_t day, struct passport *p,
			 struct err *err)
{
	struct product_group *groups;
	struct guard_valid valid;
	struct product product;
	size_t groups_count;

	if (id_is_none(item->product_id))
		return take_producer(txn, arena, owner_id, day, NULL, p, err);
	if (!product_get(txn, arena, item->product_id, &product, err) || !guard_valid_on(txn, arena, product.id, day, &valid, err) ||
	    !take_producer(txn, arena, product.producer_id, day, product.made_commune, p, err))
		return false;
	p->product = product.name;
	if (!product_groups(arena, product.group_set, &groups, &groups_count, err))
		return false;
	p->group = product_group_name(groups, groups_count, product.group_set, product.group_code);
	p->stars = valid.stars;
	p->certificate = valid.stars ? valid.decision_no : NULL;
	p->stars_until = valid.stars ? valid.last_day : 0;
	return true;
}

static bool take_words(struct txn *txn, struct arena *arena, struct id item_id, enum lang lang, struct passport *p, struct err *err)
{
	struct item_words words, own;

	if (!item_words_in(txn, arena, item_id, lang, &words, err) || !item_words_in(txn, arena, item_id, LANG_VI, &own, err))
		return false;
	if (words.name) {
		p->name_vi = p->name;
		p->name = words.name;
	}
	p->story = words.story ? words.story : own.story;
	p->storage = words.storage ? words.storage : own.storage;
	p->usage = words.usage ? words.usage : own.usage;
	return true;
}

static bool take_reason(struct txn *txn, struct arena *arena, struct passport *p, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &passport_sql[REASON]);

	stmt_put_id(q, p->lot_id);
	p->reason = stmt_next(q) ? stmt_take_text(q, arena) : NULL;
	return stmt_end(q, err);
}

bool passport_of_lot(struct txn *txn, struct arena *arena, struct id lot_id, int32_t day, enum lang lang, struct passport *passport, struct err *err)
{
	char code[OWNCODE_SIZE];
	struct item item;
	struct tile tile;
	struct lot lot;

	if (!lot_get(txn, arena, lot_id, &lot, err) || !item_get(txn, arena, lot.item_id, &item, err)) {
		if (err->code == ERR_MISSING)
			err_set(err, ERR_MISSING, "code", "không có lô hàng này; quét lại mã trên phiếu hay tem");
		return false;
	}
	/* Goods sold before they were in the book have no lot that anybody wrote down. */
	if (lot.is_pending)
		return err_set(err, ERR_MISSING, "code", "hàng này bán trước khi vào sổ nên chưa có số lô");
	if (!tile_get(txn, arena, item.id, &tile, err))
		return false;
	passport_code(OWNCODE_LOT, lot_id, code);
	*passport = (struct passport){
		.code = lot.code, .expiry_day = lot.expiry_day, .expiry_kind = (int32_t)lot.expiry_kind + 1, .image = tile.image, .is_frozen = lot.is_frozen, .item_id = item.id,
		.lot_id = lot_id, .made_day = lot.made_day, .name = item.name, .page_code = arena_text(arena, code), .unit = item.unit,
	};
	return take_product(txn, arena, &item, lot.consignor_id, day, passport, err) && take_words(txn, arena, item.id, lang, passport, err) &&
	       trace_link_of(txn, arena, item.id, lot_id, lot.code, &passport->trace_url, err) &&
	       (!lot.is_frozen || take_reason(txn, arena, passport, err));
}

/* ---- a receipt ------------------------------------------------------------------- */

static bool is_there(const struct passport *passports, size_t count, struct id lot_id)
{
	for (size_t i = 0; i < count; i++)
		if (id_is(passports[i].lot_id, lot_id))
			return true;
	return false;
}

bool passports_of_sale(struct txn *txn, struct arena *arena, struct id sale_id, int32_t day, enum lang lang, const char **receipt,
		       struct passport **passports, size_t *count, struct err *err)
{
	struct sale_view view;

	if (!sale_view_get(txn, arena, sale_id, &view, err))
		return err->code != ERR_MISSING ? false : err_set(err, ERR_MISSING, "code", "không có phiếu này; quét lại mã trên phiếu");
	*receipt = view.receipt;
	*passports = ARENA_LIST(arena, view.sale->lines_count, struct passport);
	*count = 0;
	for (size_t i = 0; i < view.sale->lines_count && *count < PASSPORT_LOTS_MAX; i++) {
		const struct sale_line *line = &view.sale->lines[i];

		if (id_is_none(line->lot_id) || line->is_pending || is_there(*passports, *count, line->lot_id))
			continue;
		if (!passport_of_lot(txn, arena, line->lot_id, day, lang, &(*passports)[*count], err))
			return false;
		++*count;
	}
	return true;
}
