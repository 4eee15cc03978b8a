#include "shop/browse.h"

#include "shop/sql.h"

enum { CONTRACTS, CONTRACTS_OF, PRODUCTS, CERTIFICATES_OF, CERTIFICATES, CERTIFICATE, ITEMS_OF, PRICES, VATS };

#define CERTIFICATE_COLUMNS "c.id, c.product_id, c.stars, c.decision_no, c.decision_day, c.issuer, c.valid_from, c.valid_to, c.extended_to, c.revoked_day, c.replaces_id"

const struct sql browse_sql[] = {
	[CONTRACTS] = { .text = "SELECT id, consignor_id, number FROM contract WHERE number > $1 ORDER BY number LIMIT $2" },
	[CONTRACTS_OF] = { .text =
		"SELECT id, consignor_id, number FROM contract WHERE consignor_id = $1 AND number > $2 ORDER BY number LIMIT $3", .scan_ok = true },
	[PRODUCTS] = { .text =
		"SELECT id, code, name, producer_id, group_set, group_code, made_commune, ground FROM product WHERE code > $1 ORDER BY code LIMIT $2" },
	[CERTIFICATES_OF] = { .text =
		"SELECT " CERTIFICATE_COLUMNS " FROM certificate c WHERE c.product_id = $1 ORDER BY c.valid_from DESC LIMIT 100" },
	[CERTIFICATES] = { .text =
		"SELECT " CERTIFICATE_COLUMNS " FROM certificate c WHERE c.id > $1 AND ($2 = 0 OR (c.revoked_day IS NULL"
		" AND COALESCE(c.extended_to, c.valid_to) <= $2 AND NOT EXISTS (SELECT 1 FROM certificate n WHERE n.product_id = c.product_id"
		" AND n.valid_from > c.valid_from))) ORDER BY c.id LIMIT $3" },
	[CERTIFICATE] = { .text = "SELECT " CERTIFICATE_COLUMNS " FROM certificate c WHERE c.id = $1" },
	[ITEMS_OF] = { .text = "SELECT id FROM item WHERE product_id = $1 ORDER BY sort_key, id LIMIT 200", .scan_ok = true },
	[PRICES] = { .text =
		"SELECT amount, from_us, item_id, site_id FROM price WHERE item_id = $1 ORDER BY from_us DESC LIMIT 50", .scan_ok = true },
	[VATS] = { .text =
		"SELECT buyer, from_day, legal_note, seller_profile, vat_class FROM item_vat WHERE item_id = $1"
		" ORDER BY seller_profile, buyer, from_day LIMIT 50" },
	SQL_END
};

bool browse_contracts(struct txn *txn, struct arena *arena, struct id consignor_id, const char *after, size_t count_max, struct contract_head **list,
		      size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[id_is_none(consignor_id) ? CONTRACTS : CONTRACTS_OF]);

	*list = ARENA_LIST(arena, count_max, struct contract_head);
	*count = 0;
	if (!id_is_none(consignor_id))
		stmt_put_id(q, consignor_id);
	stmt_put_text(q, after ? after : "");
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct contract_head *head = &(*list)[(*count)++];

		stmt_take_id(q, &head->id);
		stmt_take_id(q, &head->consignor_id);
		head->number = stmt_take_text(q, arena);
	}
	return stmt_end(q, err);
}

bool browse_products(struct txn *txn, struct arena *arena, const char *after, size_t count_max, struct product **list, size_t *count,
		     struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[PRODUCTS]);

	*list = ARENA_LIST(arena, count_max, struct product);
	*count = 0;
	stmt_put_text(q, after ? after : "");
	stmt_put_i64(q, (int64_t)count_max);
	while (*count < count_max && stmt_next(q)) {
		struct product *product = &(*list)[(*count)++];

		stmt_take_id(q, &product->id);
		product->code = stmt_take_text(q, arena);
		product->name = stmt_take_text(q, arena);
		stmt_take_id(q, &product->producer_id);
		product->group_set = stmt_take_i64(q);
		product->group_code = stmt_take_i64(q);
		product->made_commune = stmt_take_text_opt(q, arena);
		product->ground = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

static void take_certificate(struct stmt *q, struct arena *arena, struct certificate *c)
{
	stmt_take_id(q, &c->id);
	stmt_take_id(q, &c->product_id);
	c->stars = stmt_take_i64(q);
	c->decision_no = stmt_take_text(q, arena);
	c->decision_day = stmt_take_day(q);
	c->issuer = stmt_take_text(q, arena);
	c->valid_from = stmt_take_day(q);
	c->valid_to = stmt_take_day(q);
	c->extended_to = stmt_take_day_opt(q);
	c->revoked_day = stmt_take_day_opt(q);
	stmt_take_id_opt(q, &c->replaces_id);
}

static bool take_certificates(struct stmt *q, struct arena *arena, size_t count_max, struct certificate **list, size_t *count, struct err *err)
{
	*list = ARENA_LIST(arena, count_max, struct certificate);
	*count = 0;
	while (*count < count_max && stmt_next(q))
		take_certificate(q, arena, &(*list)[(*count)++]);
	return stmt_end(q, err);
}

bool browse_certificates_of(struct txn *txn, struct arena *arena, struct id product_id, struct certificate **list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[CERTIFICATES_OF]);

	stmt_put_id(q, product_id);
	return take_certificates(q, arena, BROWSE_CERTIFICATES_MAX, list, count, err);
}

bool browse_certificates(struct txn *txn, struct arena *arena, int32_t to_day, struct id after, size_t count_max, struct certificate **list,
			 size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[CERTIFICATES]);

	stmt_put_blob(q, after.bytes, sizeof(after.bytes));
	stmt_put_i64(q, to_day);
	stmt_put_i64(q, (int64_t)count_max);
	return take_certificates(q, arena, count_max, list, count, err);
}

bool browse_certificate(struct txn *txn, struct arena *arena, struct id certificate_id, struct certificate *certificate, bool *found,
			struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[CERTIFICATE]);

	stmt_put_id(q, certificate_id);
	*found = stmt_next(q);
	if (*found)
		take_certificate(q, arena, certificate);
	return stmt_end(q, err);
}

bool browse_items_of(struct txn *txn, struct arena *arena, struct id product_id, struct id **items, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[ITEMS_OF]);

	*items = ARENA_LIST(arena, BROWSE_ITEMS_MAX, struct id);
	*count = 0;
	stmt_put_id(q, product_id);
	while (*count < BROWSE_ITEMS_MAX && stmt_next(q))
		stmt_take_id(q, &(*items)[(*count)++]);
	return stmt_end(q, err);
}

bool browse_prices(struct txn *txn, struct arena *arena, struct id item_id, struct price_set **list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[PRICES]);

	*list = ARENA_LIST(arena, BROWSE_PRICES_MAX, struct price_set);
	*count = 0;
	stmt_put_id(q, item_id);
	while (*count < BROWSE_PRICES_MAX && stmt_next(q)) {
		struct price_set *price = &(*list)[(*count)++];

		price->amount = stmt_take_money(q);
		price->from_us = stmt_take_i64(q);
		stmt_take_id(q, &price->item_id);
		stmt_take_id(q, &price->site_id);
	}
	return stmt_end(q, err);
}

bool browse_vats(struct txn *txn, struct arena *arena, struct id item_id, struct item_vat **list, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &browse_sql[VATS]);

	*list = ARENA_LIST(arena, BROWSE_VATS_MAX, struct item_vat);
	*count = 0;
	stmt_put_id(q, item_id);
	while (*count < BROWSE_VATS_MAX && stmt_next(q)) {
		struct item_vat *vat = &(*list)[(*count)++];

		vat->buyer = stmt_take_i64(q);
		vat->from_day = stmt_take_day(q);
		vat->legal_note = stmt_take_text_opt(q, arena);
		vat->seller_profile = stmt_take_i64(q);
		vat->vat_class = (int32_t)stmt_take_i64(q);
	}
	return stmt_end(q, err);
}
