#include "shop/item_draft.h"

#include <string.h>

#include "calc/fold.h"
#include "shop/book.h"
#include "shop/contract.h"
#include "shop/known.h"
#include "shop/party.h"
#include "shop/sale.h"
#include "shop/shift.h"
#include "shop/sql.h"

#define CONTRACTS_SEEN_MAX 20
#define CODE_ROOM 200
#define CONSIGNORS_MAX 1000

enum { ADD, OPEN, CONTRACTS, CONSIGNORS, OPERATOR, CLASS_OF_GROUP, CLASS_OF_ALL };

const struct sql item_draft_sql[] = {
	[ADD] = { .text = "INSERT INTO item_draft (item_id, entry_key, code, group_code, is_alone) VALUES ($1, $2, $3, $4, $5)" },
	[OPEN] = { .text =
		"SELECT d.item_id, d.entry_key, d.code, d.group_code, d.is_alone FROM item_draft d JOIN item i ON i.id = d.item_id AND i.entry_key = d.entry_key"
		" ORDER BY d.entry_key LIMIT $1", .scan_ok = true },
	[CONTRACTS] = { .text = "SELECT id FROM contract WHERE consignor_id = $1 AND operator_id = $2 ORDER BY id LIMIT $3", .scan_ok = true },
	[CONSIGNORS] = { .text =
		"SELECT DISTINCT c.consignor_id FROM contract c JOIN contract_version v ON v.contract_id = c.id"
		" WHERE c.operator_id = $1 AND v.from_day <= $2 AND (v.to_day IS NULL OR v.to_day >= $2) ORDER BY c.consignor_id LIMIT $3", .scan_ok = true },
	[OPERATOR] = { .text = "SELECT operator_id FROM site WHERE id = $1" },
	[CLASS_OF_GROUP] = { .text =
		"SELECT v.vat_class FROM product p JOIN item i ON i.product_id = p.id JOIN item_vat v ON v.item_id = i.id"
		" WHERE p.group_code = $1 AND p.group_set >= 2023 AND v.from_day <= $2 AND v.buyer <> 2 GROUP BY v.vat_class ORDER BY COUNT(*) DESC, v.vat_class LIMIT 1",
		.scan_ok = true },
	[CLASS_OF_ALL] = { .text =
		"SELECT vat_class FROM item_vat WHERE from_day <= $1 AND buyer <> 2 GROUP BY vat_class ORDER BY COUNT(*) DESC, vat_class LIMIT 1", .scan_ok = true },
	SQL_END
};

/* ---- the entry -------------------------------------------------------------- */

struct drafted {
	const char *code;              /* as scanned; NULL: none */
	int64_t group_code;
	struct item_set item;
	struct price_set price;
	int64_t shift_number;          /* SHAPE_ABSENT: no shift is open */
};

static const struct field drafted_fields[] = {
	F_TEXT_LEFT(struct drafted, code, 1, CODE_ROOM),
	F_I64_ZERO(struct drafted, group_code, 0, 26),
	F_PART(struct drafted, item, &item_set_shape),
	F_PART(struct drafted, price, &price_set_shape),
	F_I64_LEFT(struct drafted, shift_number, 1, INT64_MAX),
};
static const struct shape drafted_shape = SHAPE(struct drafted, "item_drafted", drafted_fields);

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct drafted *drafted = body;
	struct stmt *q;

	(void)arena;
	if (!item_apply(txn, &drafted->item, entry->key, err) || !price_apply(txn, &drafted->price, err))
		return false;
	q = stmt_begin(txn, &item_draft_sql[ADD]);
	stmt_put_id(q, drafted->item.id);
	stmt_put_i64(q, entry->key);
	stmt_put_text_opt(q, drafted->code);
	stmt_put_i64(q, drafted->group_code);
	stmt_put_i64(q, entry->alone.reason != 0);
	if (!stmt_end(q, err))
		return false;
	return drafted->shift_number == SHAPE_ABSENT ||
	       shift_count(txn, ENTRY_KEY(ENTRY_STREAM(entry->key), drafted->shift_number), "drafted", 1, drafted->price.amount, err);
}

const struct kind item_drafted_kind = {
	.name = "item_drafted", .version = 1, .body = &drafted_shape, .apply = apply,
	.about = "Goods that nobody had entered were sold as a draft item, under a producer's contract",
};

/* ---- the command ------------------------------------------------------------- */

static bool find_operator(struct txn *txn, struct id site_id, struct id *operator_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &item_draft_sql[OPERATOR]);

	stmt_put_id(q, site_id);
	if (stmt_next(q))
		stmt_take_id(q, operator_id);
	return stmt_end(q, err);
}

/* The producer's contract in force today; of several the newest, because the office puts it right anyway. */
static bool find_contract(struct work *work, struct id producer_id, struct id *contract_id, struct err *err)
{
	struct id ids[CONTRACTS_SEEN_MAX], operator_id = { { 0 } };
	int32_t day = day_of_us(work->at_us);
	size_t count = 0;
	struct stmt *q;

	*contract_id = (struct id){ { 0 } };
	if (!find_operator(work->txn, work->book->site_id, &operator_id, err))
		return false;
	q = stmt_begin(work->txn, &item_draft_sql[CONTRACTS]);
	stmt_put_id(q, producer_id);
	stmt_put_id(q, operator_id);
	stmt_put_i64(q, CONTRACTS_SEEN_MAX);
	while (count < CONTRACTS_SEEN_MAX && stmt_next(q))
		stmt_take_id(q, &ids[count++]);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		int64_t version;
		bool found;

		if (!contract_version_on(work->txn, ids[i], day, &version, &found, err))
			return false;
		if (found)
			*contract_id = ids[i];
	}
	return !id_is_none(*contract_id) || err_set(err, ERR_CONFLICT, "producer_id", "nhà sản xuất này không có hợp đồng còn hạn; chọn bên khác hoặc báo văn phòng");
}

static bool find_class(struct work *work, int64_t group_code, int32_t *vat_class, struct err *err)
{
	int32_t day = day_of_us(work->at_us);
	struct stmt *q = stmt_begin(work->txn, &item_draft_sql[CLASS_OF_GROUP]);

	*vat_class = 0;
	stmt_put_i64(q, group_code);
	stmt_put_day(q, day);
	if (stmt_next(q))
		*vat_class = (int32_t)stmt_take_i64(q);
	if (!stmt_end(q, err))
		return false;
	if (*vat_class)
		return true;
	q = stmt_begin(work->txn, &item_draft_sql[CLASS_OF_ALL]);
	stmt_put_day(q, day);
	*vat_class = stmt_next(q) ? (int32_t)stmt_take_i64(q) : VAT_10;
	return stmt_end(q, err);
}

bool item_draft_add(struct work *work, const struct item_draft_in *in, struct id *item_id, struct err *err)
{
	struct item_code *code = ARENA_NEW(work->arena, struct item_code);
	struct item_vat *vat = ARENA_NEW(work->arena, struct item_vat);
	struct drafted body = { .code = in->code, .group_code = in->group_code, .shift_number = SHAPE_ABSENT };
	char text[ID_TEXT_SIZE], key[CODE_ROOM];
	struct party producer;
	struct shift shift;
	void *first;
	bool found;

	*item_id = id_derive(work->id, "draft", 1);
	if (!work_first_answer(work, &item_drafted_kind, &first, err) || first)
		return first != NULL;
	work_say(work, arena_format(work->arena, "Bán tạm hàng chưa có trong sổ: %s%s%s.", in->name, in->code ? ", mã " : "", in->code ? in->code : ""));
	if (!work_may(work, in->price, err))
		return false;
	id_write(*item_id, text);
	body.item = (struct item_set){ .code = arena_format(work->arena, "TAM-%s", text + 24), .has_stock = true, .id = *item_id, .is_active = true,
				       .is_food = in->group_code >= 1 && in->group_code <= 13, .name = in->name, .round_unit = 1, .short_number = SHAPE_ABSENT,
				       .unit = in->unit ? in->unit : "cái", .vats = vat, .vats_count = 1 };
	if (in->code && catalog_code_key(in->code, key)) {
		*code = (struct item_code){ .code = arena_text(work->arena, key), .scheme = strlen(key) == 14 ? SCHEME_GTIN : SCHEME_PRODUCER };
		body.item.codes = code;
		body.item.codes_count = 1;
	}
	vat->from_day = day_of_us(work->at_us);
	if (!party_get(work->txn, work->arena, in->producer_id, vat->from_day, &producer, err) ||
	    !find_contract(work, in->producer_id, &body.item.contract_id, err) || !find_class(work, in->group_code, &vat->vat_class, err) ||
	    !shift_find_open(work->txn, work->arena, in->till_id, &shift, &found, err))
		return false;
	if (found)
		body.shift_number = ENTRY_NUMBER(shift.key);
	body.price = (struct price_set){ .amount = in->price, .from_us = work->at_us, .item_id = *item_id };
	return work_record(work, &item_drafted_kind, &body, err);
}

/* ---- whose goods ------------------------------------------------------------- */

static const struct field owner_fields[] = {
	F_TEXT(struct draft_owner, code, 1, 20),
	F_ID(struct draft_owner, id),
	F_TEXT(struct draft_owner, name, 1, 200),
};
const struct shape draft_owner_shape = SHAPE(struct draft_owner, "producer", owner_fields);

static const char *folded(struct arena *arena, const char *text)
{
	struct buf buf;
	const char *plain;

	buf_init(&buf, 2000);
	fold_text(text, strlen(text), &buf);
	plain = arena_text(arena, buf_get(&buf));
	buf_release(&buf);
	return plain;
}

bool draft_owners(struct txn *txn, struct arena *arena, struct id site_id, const char *words, int32_t day, struct draft_owner **owners, size_t *count,
		  struct err *err)
{
	struct id *ids = ARENA_LIST(arena, CONSIGNORS_MAX, struct id), operator_id = { { 0 } };
	const char *plain = folded(arena, words ? words : "");
	size_t seen = 0;
	struct stmt *q;

	*owners = ARENA_LIST(arena, DRAFT_OWNERS_MAX, struct draft_owner);
	*count = 0;
	if (!find_operator(txn, site_id, &operator_id, err))
		return false;
	q = stmt_begin(txn, &item_draft_sql[CONSIGNORS]);
	stmt_put_id(q, operator_id);
	stmt_put_day(q, day);
	stmt_put_i64(q, CONSIGNORS_MAX);
	while (seen < CONSIGNORS_MAX && stmt_next(q))
		stmt_take_id(q, &ids[seen++]);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < seen && *count < DRAFT_OWNERS_MAX; i++) {
		struct party party;

		if (!party_get(txn, arena, ids[i], day, &party, err))
			return false;
		if (party.name && (strstr(folded(arena, party.name), plain) || strstr(folded(arena, party.code), plain)))
			(*owners)[(*count)++] = (struct draft_owner){ party.code, party.id, party.name };
	}
	return true;
}

/* ---- what is open ------------------------------------------------------------ */

static const struct field open_fields[] = {
	F_I64(struct item_draft, at_us, 0, INT64_MAX),
	F_TEXT_OPT(struct item_draft, code, 1, CODE_ROOM),
	F_I64(struct item_draft, group_code, 0, 26),
	F_BOOL(struct item_draft, is_alone),
	F_ID(struct item_draft, item_id),
	F_TEXT(struct item_draft, name, 1, 200),
	F_MONEY_OPT(struct item_draft, price, 0, MONEY_MAX),
	F_TEXT_OPT(struct item_draft, producer, 1, 200),
	F_TEXT_OPT(struct item_draft, staff_name, 1, 200),
};
const struct shape item_draft_shape = SHAPE(struct item_draft, "item_draft", open_fields);

bool item_drafts_open(struct txn *txn, struct arena *arena, struct id site_id, int64_t at_us, struct item_draft **drafts, size_t *count, struct err *err)
{
	int64_t keys[ITEM_DRAFTS_MAX];
	struct stmt *q = stmt_begin(txn, &item_draft_sql[OPEN]);

	*drafts = ARENA_LIST(arena, ITEM_DRAFTS_MAX, struct item_draft);
	*count = 0;
	stmt_put_i64(q, ITEM_DRAFTS_MAX);
	while (*count < ITEM_DRAFTS_MAX && stmt_next(q)) {
		struct item_draft *draft = &(*drafts)[*count];

		stmt_take_id(q, &draft->item_id);
		keys[(*count)++] = stmt_take_i64(q);
		draft->code = stmt_take_text_opt(q, arena);
		draft->group_code = stmt_take_i64(q);
		draft->is_alone = stmt_take_i64(q) != 0;
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++) {
		struct item_draft *draft = &(*drafts)[i];
		struct item_view item;
		struct entry entry;

		if (!item_view_get(txn, arena, draft->item_id, site_id, at_us, &item, err) || !journal_get(txn, arena, keys[i], &entry, err) ||
		    !known_staff_name(NULL, txn, arena, entry.actor, &draft->staff_name, err))
			return false;
		draft->at_us = entry.at_us;
		draft->name = item.item.name;
		draft->price = item.price;
		draft->producer = item.producer;
	}
	return true;
}
