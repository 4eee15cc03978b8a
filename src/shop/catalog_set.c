/* What is recorded of products, certificates, items and prices. Reading is in catalog.c. */
#include "shop/catalog.h"

#include <stdio.h>
#include <string.h>

#include "calc/barcode.h"
#include "calc/fold.h"
#include "shop/journal.h"
#include "shop/party.h"
#include "shop/sql.h"

const char *const item_scheme_words[] = { NULL, "gtin", "in_store", "producer", "scale", NULL };
const char *const product_ground_words[] = { NULL, "ocop", "key", "rural_industrial", "speciality", NULL };

enum { PRODUCT_SET, CERTIFICATE_SET, ITEM_SET, CODES_CLEAR, CODE_ADD, VAT_SET, PRICE_SET, SHORT_OWNER, LAST_PRICE, CERTIFICATE_FIND };

const struct sql catalog_set_sql[] = {
	[PRODUCT_SET] = { .text =
		"INSERT INTO product (id, code, name, producer_id, group_set, group_code, made_commune, ground, entry_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
		" ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, producer_id = excluded.producer_id,"
		" group_set = excluded.group_set, group_code = excluded.group_code, made_commune = excluded.made_commune, ground = excluded.ground,"
		" entry_key = excluded.entry_key" },
	[CERTIFICATE_SET] = { .text =
		"INSERT INTO certificate (id, product_id, stars, decision_no, decision_day, issuer, valid_from, valid_to, extended_to, revoked_day, replaces_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
		" ON CONFLICT (id) DO UPDATE SET product_id = excluded.product_id, stars = excluded.stars, decision_no = excluded.decision_no,"
		" decision_day = excluded.decision_day, issuer = excluded.issuer, valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
		" extended_to = excluded.extended_to, revoked_day = excluded.revoked_day, replaces_id = excluded.replaces_id" },
	[ITEM_SET] = { .text =
		"INSERT INTO item (id, code, name, sort_key, unit, decimals, product_id, short_number, tile_group, has_stock, is_food, contract_id,"
		" round_unit, is_active, entry_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
		" ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, sort_key = excluded.sort_key, unit = excluded.unit,"
		" decimals = excluded.decimals, product_id = excluded.product_id, short_number = excluded.short_number, tile_group = excluded.tile_group,"
		" has_stock = excluded.has_stock, is_food = excluded.is_food, contract_id = excluded.contract_id, round_unit = excluded.round_unit,"
		" is_active = excluded.is_active, entry_key = excluded.entry_key" },
	[CODES_CLEAR] = { .text = "DELETE FROM item_code WHERE item_id = $1" },
	[CODE_ADD] = { .text = "INSERT INTO item_code (code, item_id, scheme) VALUES ($1, $2, $3) ON CONFLICT (code, item_id) DO NOTHING" },
	[VAT_SET] = { .text =
		"INSERT INTO item_vat (item_id, seller_profile, buyer, from_day, vat_class, legal_note) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (item_id, seller_profile, buyer, from_day) DO UPDATE SET vat_class = excluded.vat_class, legal_note = excluded.legal_note" },
	[PRICE_SET] = { .text =
		"INSERT INTO price (item_id, site_id, from_us, amount) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (item_id, site_id, from_us) DO UPDATE SET amount = excluded.amount" },
	[SHORT_OWNER] = { .text = "SELECT id FROM item WHERE short_number = $1" },
	[LAST_PRICE] = { .text =
		"SELECT amount, from_us FROM price WHERE item_id = $1 AND site_id = $2 AND from_us <= $3 ORDER BY from_us DESC LIMIT 1" },
	[CERTIFICATE_FIND] = { .text = "SELECT product_id FROM certificate WHERE id = $1" },
	SQL_END
};

/* Everywhere, as a site: sixteen zeros, which an id is never. */
static const uint8_t everywhere[16];

/* ---- shapes ----------------------------------------------------------------- */

static const struct field product_fields[] = {
	F_TEXT(struct product, code, 1, 40),
	F_I64(struct product, ground, 1, 4),
	F_I64(struct product, group_code, 0, 26),
	F_I64(struct product, group_set, 2019, 2100),
	F_ID(struct product, id),
	F_TEXT_OPT(struct product, made_commune, 5, 5),
	F_TEXT(struct product, name, 1, 200),
	F_ID(struct product, producer_id),
};
const struct shape product_shape = SHAPE(struct product, "product", product_fields);

static const struct field certificate_fields[] = {
	F_DAY(struct certificate, decision_day),
	F_TEXT(struct certificate, decision_no, 1, 60),
	F_DAY_OPT(struct certificate, extended_to),
	F_ID(struct certificate, id),
	F_TEXT(struct certificate, issuer, 1, 200),
	F_ID(struct certificate, product_id),
	F_ID_OPT(struct certificate, replaces_id),
	F_DAY_OPT(struct certificate, revoked_day),
	F_I64(struct certificate, stars, 3, 5),
	F_DAY(struct certificate, valid_from),
	F_DAY(struct certificate, valid_to),
};
const struct shape certificate_shape = SHAPE(struct certificate, "certificate", certificate_fields);

static const struct field code_fields[] = {
	F_TEXT(struct item_code, code, 1, 128),
	F_WORD(struct item_code, scheme, item_scheme_words),
};
static const struct shape code_shape = SHAPE(struct item_code, "item_code", code_fields);

static const struct field vat_fields[] = {
	F_I64(struct item_vat, buyer, 0, 2),
	F_DAY(struct item_vat, from_day),
	F_TEXT_OPT(struct item_vat, legal_note, 1, 200),
	F_I64(struct item_vat, seller_profile, 0, 3),
	F_WORD(struct item_vat, vat_class, vat_class_words),
};
const struct shape item_vat_shape = SHAPE(struct item_vat, "item_vat", vat_fields);

static const struct field item_fields[] = {
	F_TEXT(struct item_set, code, 1, 40),
	F_LIST_OPT(struct item_set, codes, 0, ITEM_CODES_MAX, &code_shape),
	F_ID_OPT(struct item_set, contract_id),
	F_I64(struct item_set, decimals, 0, 3),
	F_BOOL(struct item_set, has_stock),
	F_ID(struct item_set, id),
	F_BOOL(struct item_set, is_active),
	F_BOOL(struct item_set, is_food),
	F_TEXT(struct item_set, name, 1, 200),
	F_ID_OPT(struct item_set, product_id),
	F_I64(struct item_set, round_unit, 1, 1000),
	F_I64_OPT(struct item_set, short_number, 1, 9999),
	F_TEXT_OPT(struct item_set, tile_group, 1, 40),
	F_TEXT(struct item_set, unit, 1, 20),
	F_LIST_OPT(struct item_set, vats, 0, ITEM_VATS_MAX, &item_vat_shape),
};
const struct shape item_set_shape = SHAPE(struct item_set, "item", item_fields);

static const struct field price_fields[] = {
	F_MONEY(struct price_set, amount, 0, INT64_C(10000000000)),
	F_I64(struct price_set, from_us, 0, INT64_MAX),
	F_ID(struct price_set, item_id),
	F_ID_OPT(struct price_set, site_id),
};
const struct shape price_set_shape = SHAPE(struct price_set, "price", price_fields);

#define LIST_BODY(name, type, element_shape) \
	struct name##_body { \
		type *name; \
		size_t name##_count; \
	}; \
	static const struct field name##_body_fields[] = { F_LIST(struct name##_body, name, 0, ITEMS_PER_ENTRY_MAX, &element_shape) }; \
	static const struct shape name##_body_shape = SHAPE(struct name##_body, #name "_set", name##_body_fields);

LIST_BODY(products, struct product, product_shape)
LIST_BODY(certificates, struct certificate, certificate_shape)
LIST_BODY(items, struct item_set, item_set_shape)
LIST_BODY(prices, struct price_set, price_set_shape)

/* ---- apply ------------------------------------------------------------------ */

static bool products_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct products_body *set = body;

	(void)arena;
	for (size_t i = 0; i < set->products_count; i++) {
		const struct product *p = &set->products[i];
		struct stmt *q = stmt_begin(txn, &catalog_set_sql[PRODUCT_SET]);

		stmt_put_id(q, p->id);
		stmt_put_text(q, p->code);
		stmt_put_text(q, p->name);
		stmt_put_id(q, p->producer_id);
		stmt_put_i64(q, p->group_set);
		stmt_put_i64(q, p->group_code);
		stmt_put_text_opt(q, p->made_commune);
		stmt_put_i64(q, p->ground);
		stmt_put_i64(q, entry->key);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

static bool certificates_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct certificates_body *set = body;

	(void)entry;
	(void)arena;
	for (size_t i = 0; i < set->certificates_count; i++) {
		const struct certificate *c = &set->certificates[i];
		struct stmt *q = stmt_begin(txn, &catalog_set_sql[CERTIFICATE_SET]);

		stmt_put_id(q, c->id);
		stmt_put_id(q, c->product_id);
		stmt_put_i64(q, c->stars);
		stmt_put_text(q, c->decision_no);
		stmt_put_day(q, c->decision_day);
		stmt_put_text(q, c->issuer);
		stmt_put_day(q, c->valid_from);
		stmt_put_day(q, c->valid_to);
		stmt_put_day_opt(q, c->extended_to);
		stmt_put_day_opt(q, c->revoked_day);
		stmt_put_id_opt(q, c->replaces_id);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

bool item_apply(struct txn *txn, const struct item_set *item, int64_t entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_set_sql[ITEM_SET]);
	struct buf key;

	buf_init(&key, 4096);
	fold_key(item->name, strlen(item->name), &key);
	stmt_put_id(q, item->id);
	stmt_put_text(q, item->code);
	stmt_put_text(q, item->name);
	stmt_put_blob(q, buf_get(&key), key.size);
	buf_release(&key);
	stmt_put_text(q, item->unit);
	stmt_put_i64(q, item->decimals);
	stmt_put_id_opt(q, item->product_id);
	stmt_put_i64_opt(q, item->short_number);
	stmt_put_text_opt(q, item->tile_group);
	stmt_put_i64(q, item->has_stock);
	stmt_put_i64(q, item->is_food);
	stmt_put_id_opt(q, item->contract_id);
	stmt_put_i64(q, item->round_unit);
	stmt_put_i64(q, item->is_active);
	stmt_put_i64(q, entry_key);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &catalog_set_sql[CODES_CLEAR]);
	stmt_put_id(q, item->id);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < item->codes_count; i++) {
		q = stmt_begin(txn, &catalog_set_sql[CODE_ADD]);
		stmt_put_text(q, item->codes[i].code);
		stmt_put_id(q, item->id);
		stmt_put_i64(q, item->codes[i].scheme);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < item->vats_count; i++) {
		q = stmt_begin(txn, &catalog_set_sql[VAT_SET]);
		stmt_put_id(q, item->id);
		stmt_put_i64(q, item->vats[i].seller_profile);
		stmt_put_i64(q, item->vats[i].buyer);
		stmt_put_day(q, item->vats[i].from_day);
		stmt_put_i64(q, item->vats[i].vat_class);
		stmt_put_text_opt(q, item->vats[i].legal_note);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

static bool items_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct items_body *set = body;

	(void)arena;
	for (size_t i = 0; i < set->items_count; i++)
		if (!item_apply(txn, &set->items[i], entry->key, err))
			return false;
	return true;
}

static void put_site(struct stmt *q, struct id site_id)
{
	stmt_put_blob(q, id_is_none(site_id) ? everywhere : site_id.bytes, 16);
}

bool price_apply(struct txn *txn, const struct price_set *price, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &catalog_set_sql[PRICE_SET]);

	stmt_put_id(q, price->item_id);
	put_site(q, price->site_id);
	stmt_put_i64(q, price->from_us);
	stmt_put_money(q, price->amount);
	return stmt_end(q, err);
}

static bool prices_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct prices_body *set = body;

	(void)entry;
	(void)arena;
	for (size_t i = 0; i < set->prices_count; i++)
		if (!price_apply(txn, &set->prices[i], err))
			return false;
	return true;
}

#define KIND_OF(word, sentence) \
	const struct kind word##_set_kind = { \
		.name = #word "_set", .version = 1, .body = &word##_body_shape, .apply = word##_apply, .about = (sentence), \
	}

KIND_OF(products, "OCOP products were added or changed");
KIND_OF(certificates, "Certificates were added, extended or revoked");
KIND_OF(items, "Items were added or changed: pack, unit, codes, VAT classes, tiles");
KIND_OF(prices, "Listed prices from a moment on");

/* ---- commands ---------------------------------------------------------------- */

bool catalog_code_key(const char *code, char key[200])
{
	struct barcode barcode;
	struct err err;

	if (!barcode_read(code, strlen(code), NULL, 0, &barcode, &err))
		return false;
	snprintf(key, 200, "%s", barcode.key[0] ? barcode.key : barcode.code);
	return true;
}

bool products_set(struct work *work, const struct product *products, size_t count, struct err *err)
{
	struct products_body body = { (struct product *)(uintptr_t)products, count };
	void *first;

	if (!work_first_answer(work, &products_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++) {
		struct party producer;
		struct id other;
		bool found;

		if (!party_get(work->txn, work->arena, products[i].producer_id, 29991231, &producer, err) ||
		    !product_find_code(work->txn, products[i].code, &other, &found, err))
			return err_within(err, "products[%zu]", i);
		if (found && !id_is(other, products[i].id)) {
			err_set(err, ERR_CONFLICT, "code", "mã sản phẩm %s đã có", products[i].code);
			return err_within(err, "products[%zu]", i);
		}
	}
	return work_record(work, &products_set_kind, &body, err);
}

bool certificates_set(struct work *work, const struct certificate *certificates, size_t count, struct err *err)
{
	struct certificates_body body = { (struct certificate *)(uintptr_t)certificates, count };
	void *first;

	if (!work_first_answer(work, &certificates_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++) {
		struct product product;

		if (!product_get(work->txn, work->arena, certificates[i].product_id, &product, err))
			return err_within(err, "certificates[%zu]", i);
		if (certificates[i].valid_to < certificates[i].valid_from ||
		    (certificates[i].extended_to && certificates[i].extended_to < certificates[i].valid_to)) {
			err_set(err, ERR_INPUT, "valid_to", "ngày hết hạn trước ngày hiệu lực");
			return err_within(err, "certificates[%zu]", i);
		}
	}
	return work_record(work, &certificates_set_kind, &body, err);
}

static bool check_item(struct work *work, const struct item_set *item, struct err *err)
{
	struct id other;
	bool found;
	struct product product;

	if (!item_find_code(work->txn, item->code, &other, &found, err))
		return false;
	if (found && !id_is(other, item->id))
		return err_set(err, ERR_CONFLICT, "code", "mã hàng %s đã có", item->code);
	if (item->short_number != SHAPE_ABSENT) {
		if (!item_find_short(work->txn, item->short_number, &other, &found, err))
			return false;
		if (found && !id_is(other, item->id))
			return err_set(err, ERR_CONFLICT, "short_number", "số tắt %lld đã dùng cho mặt hàng khác", (long long)item->short_number);
	}
	if (!id_is_none(item->product_id) && !product_get(work->txn, work->arena, item->product_id, &product, err))
		return false;
	if (!item->has_stock && id_is_none(item->contract_id))
		return err_set(err, ERR_INPUT, "contract_id", "mặt hàng không có tồn kho phải thuộc một hợp đồng");
	if (item->round_unit != 1 && item->round_unit != 100 && item->round_unit != 500 && item->round_unit != 1000)
		return err_set(err, ERR_INPUT, "round_unit", "đơn vị làm tròn là 1, 100, 500 hoặc 1000");
	return true;
}

bool items_set(struct work *work, const struct item_set *items, size_t count, struct err *err)
{
	struct items_body body = { (struct item_set *)(uintptr_t)items, count };
	void *first;

	if (!work_first_answer(work, &items_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++)
		if (!check_item(work, &items[i], err))
			return err_within(err, "items[%zu]", i);
	return work_record(work, &items_set_kind, &body, err);
}

bool prices_set(struct work *work, const struct price_set *prices, size_t count, struct err *err)
{
	struct prices_body body = { ARENA_LIST(work->arena, count, struct price_set), 0 };
	void *first;

	if (!work_first_answer(work, &prices_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++) {
		struct stmt *q;
		int64_t amount = SHAPE_ABSENT;
		struct item item;

		if (!item_get(work->txn, work->arena, prices[i].item_id, &item, err))
			return err_within(err, "prices[%zu]", i);
		q = stmt_begin(work->txn, &catalog_set_sql[LAST_PRICE]);
		stmt_put_id(q, prices[i].item_id);
		put_site(q, prices[i].site_id);
		stmt_put_i64(q, prices[i].from_us > work->at_us ? prices[i].from_us : work->at_us);
		if (stmt_next(q)) {
			amount = stmt_take_i64(q);
			stmt_skip(q);
		}
		if (!stmt_end(q, err))
			return false;
		if (amount == prices[i].amount.dong)
			continue;  /* the price already: a repeated import has nothing to say */
		if (amount != SHAPE_ABSENT && prices[i].from_us < work->at_us) {
			err_set(err, ERR_INPUT, "from_us", "giá mới không được lùi về trước; đã bán theo giá cũ");
			return err_within(err, "prices[%zu]", i);
		}
		body.prices[body.prices_count++] = prices[i];
	}
	return work_record(work, &prices_set_kind, &body, err);
}
