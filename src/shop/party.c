#include "shop/party.h"

#include <string.h>

#include "calc/share.h"
#include "calc/vnnumber.h"
#include "shop/sql.h"

const char *const legal_form_words[] = { NULL, "enterprise", "cooperative", "union", "group", "household", "person", NULL };
const char *const vat_profile_words[] = { NULL, "credit", "direct", "household", NULL };

enum { SET, FACT_SET, GET, FIND_CODE, LIST };

const struct sql party_sql[] = {
	[SET] = { .text =
		"INSERT INTO party (id, code, is_natural, roles, entry_key) VALUES ($1, $2, $3, $4, $5)"
		" ON CONFLICT (id) DO UPDATE SET code = excluded.code, is_natural = excluded.is_natural, roles = excluded.roles,"
		" entry_key = excluded.entry_key" },
	[FACT_SET] = { .text =
		"INSERT INTO party_fact (party_id, from_day, legal_form, vat_profile, name, tax_code, address, phone, bank_bin, bank_account,"
		" bank_holder, commune, old_commune, vault_ref, vault_sum)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
		" ON CONFLICT (party_id, from_day) DO UPDATE SET legal_form = excluded.legal_form, vat_profile = excluded.vat_profile,"
		" name = excluded.name, tax_code = excluded.tax_code, address = excluded.address, phone = excluded.phone,"
		" bank_bin = excluded.bank_bin, bank_account = excluded.bank_account, bank_holder = excluded.bank_holder,"
		" commune = excluded.commune, old_commune = excluded.old_commune, vault_ref = excluded.vault_ref, vault_sum = excluded.vault_sum" },
	[GET] = { .text =
		"SELECT p.code, p.roles, f.from_day, f.legal_form, f.vat_profile, f.name, f.tax_code, f.address, f.phone, f.bank_bin,"
		" f.bank_account, f.bank_holder, f.commune, f.old_commune, f.vault_ref"
		" FROM party p JOIN party_fact f ON f.party_id = p.id WHERE p.id = $1 AND f.from_day <= $2 ORDER BY f.from_day DESC LIMIT 1" },
	[FIND_CODE] = { .text =
		"SELECT id FROM party WHERE code = $1" },
	[LIST] = { .text =
		"SELECT id, roles FROM party WHERE code > $1 ORDER BY code LIMIT $2" },
	SQL_END
};

/* ---- the entry -------------------------------------------------------------- */

/* What the vault keeps of a natural person. */
struct personal {
	const char *address, *bank_account, *bank_bin, *bank_holder, *name, *phone, *tax_code;
};

static const struct field personal_fields[] = {
	F_TEXT_OPT(struct personal, address, 1, 300),
	F_TEXT_OPT(struct personal, bank_account, 1, 30),
	F_TEXT_OPT(struct personal, bank_bin, 6, 6),
	F_TEXT_OPT(struct personal, bank_holder, 1, 100),
	F_TEXT_OPT(struct personal, name, 1, 200),
	F_TEXT_OPT(struct personal, phone, 1, 20),
	F_TEXT_OPT(struct personal, tax_code, 1, 20),
};
static const struct shape personal_shape = SHAPE(struct personal, "personal", personal_fields);

#define PARTY_FIELDS(type) \
	F_TEXT_OPT(type, address, 1, 300), \
	F_TEXT_OPT(type, bank_account, 1, 30), \
	F_TEXT_OPT(type, bank_bin, 6, 6), \
	F_TEXT_OPT(type, bank_holder, 1, 100), \
	F_TEXT(type, code, 1, 20), \
	F_TEXT_OPT(type, commune, 5, 5), \
	F_DAY(type, from_day), \
	F_ID(type, id), \
	F_WORD(type, legal_form, legal_form_words), \
	F_TEXT_OPT(type, name, 1, 200), \
	F_TEXT_OPT(type, old_commune, 5, 5), \
	F_TEXT_OPT(type, phone, 1, 20), \
	F_I64(type, roles, 1, 31), \
	F_TEXT_OPT(type, tax_code, 1, 20)

static const struct field party_fields[] = {
	PARTY_FIELDS(struct party),
	F_WORD(struct party, vat_profile, vat_profile_words),
};
const struct shape party_shape = SHAPE(struct party, "party", party_fields);

/* As recorded: a natural party's own facts are NULL here and lie in the vault. */
struct party_row {
	const char *address, *bank_account, *bank_bin, *bank_holder, *code, *commune;
	int32_t from_day;
	struct id id;
	int32_t legal_form;
	const char *name, *old_commune, *phone;
	int64_t roles;
	const char *tax_code;
	int32_t vat_profile;
	struct vault_ref *vault;
};

static const struct field row_fields[] = {
	PARTY_FIELDS(struct party_row),
	F_WORD(struct party_row, vat_profile, vat_profile_words),
	F_PART_AT(struct party_row, vault, &vault_ref_shape),
};
static const struct shape row_shape = SHAPE(struct party_row, "party_row", row_fields);

struct parties_body {
	struct party_row *parties;
	size_t parties_count;
};

static const struct field body_fields[] = { F_LIST(struct parties_body, parties, 1, PARTIES_PER_ENTRY_MAX, &row_shape) };
static const struct shape body_shape = SHAPE(struct parties_body, "parties_set", body_fields);

static bool apply_row(struct txn *txn, const struct party_row *row, int64_t entry_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &party_sql[SET]);

	stmt_put_id(q, row->id);
	stmt_put_text(q, row->code);
	stmt_put_i64(q, row->vault != NULL);
	stmt_put_i64(q, row->roles);
	stmt_put_i64(q, entry_key);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &party_sql[FACT_SET]);
	stmt_put_id(q, row->id);
	stmt_put_day(q, row->from_day);
	stmt_put_i64(q, row->legal_form);
	stmt_put_i64(q, row->vat_profile);
	stmt_put_text_opt(q, row->name);
	stmt_put_text_opt(q, row->tax_code);
	stmt_put_text_opt(q, row->address);
	stmt_put_text_opt(q, row->phone);
	stmt_put_text_opt(q, row->bank_bin);
	stmt_put_text_opt(q, row->bank_account);
	stmt_put_text_opt(q, row->bank_holder);
	stmt_put_text_opt(q, row->commune);
	stmt_put_text_opt(q, row->old_commune);
	stmt_put_id_opt(q, row->vault ? row->vault->ref : (struct id){ { 0 } });
	stmt_put_hash_opt(q, row->vault ? &row->vault->sum : NULL);
	return stmt_end(q, err);
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct parties_body *set = body;

	(void)arena;
	for (size_t i = 0; i < set->parties_count; i++)
		if (!apply_row(txn, &set->parties[i], entry->key, err))
			return false;
	return true;
}

const struct kind parties_set_kind = {
	.name = "parties_set", .version = 1, .body = &body_shape, .apply = apply,
	.about = "Parties were added or changed: facts from a day on, roles",
};

/* ---- the command ------------------------------------------------------------- */

static bool is_natural(int32_t legal_form)
{
	return legal_form == FORM_HOUSEHOLD || legal_form == FORM_PERSON;
}

static bool hide(struct work *work, const struct party *party, struct party_row *row, struct err *err)
{
	struct personal personal = {
		.address = party->address, .bank_account = party->bank_account, .bank_bin = party->bank_bin, .bank_holder = party->bank_holder,
		.name = party->name, .phone = party->phone, .tax_code = party->tax_code,
	};
	struct buf facts;
	bool ok;

	buf_init(&facts, 4096);
	shape_write(&personal_shape, &personal, &facts);
	row->vault = ARENA_NEW(work->arena, struct vault_ref);
	ok = vault_put(work, buf_get(&facts), row->vault, err);
	buf_release(&facts);
	row->address = row->bank_account = row->bank_bin = row->bank_holder = row->name = row->phone = row->tax_code = NULL;
	return ok;
}

/* Telephone and tax code in the one form that they are kept and compared in. */
static bool take_numbers(struct work *work, struct party *party, struct err *err)
{
	char normal[VNNUMBER_SIZE];

	if (party->phone) {
		if (!vnnumber_phone(party->phone, normal))
			return err_set(err, ERR_INPUT, "phone", "Điện thoại: không phải số ở Việt Nam; viết như 0912 345 678 hoặc 024 3825 1234");
		party->phone = arena_text(work->arena, normal);
	}
	if (party->tax_code) {
		if (!vnnumber_tax_code(party->tax_code, normal))
			return err_set(err, ERR_INPUT, "tax_code", "Mã số thuế: có 10 số, 10 số và 3 số chi nhánh, hoặc 12 số định danh");
		party->tax_code = arena_text(work->arena, normal);
	}
	return true;
}

static bool take_party(struct work *work, struct party *party, struct party_row *row, struct err *err)
{
	struct id other;
	bool found;

	if (!party->name)
		return err_set(err, ERR_INPUT, "name", "thiếu tên");
	if (!take_numbers(work, party, err))
		return false;
	if (!party_find_code(work->txn, work->arena, party->code, &other, &found, err))
		return false;
	if (found && !id_is(other, party->id))
		return err_set(err, ERR_CONFLICT, "code", "mã %s đã dùng cho người khác", party->code);
	*row = (struct party_row){
		.address = party->address, .bank_account = party->bank_account, .bank_bin = party->bank_bin, .bank_holder = party->bank_holder,
		.code = party->code, .commune = party->commune, .from_day = party->from_day, .id = party->id, .legal_form = party->legal_form,
		.name = party->name, .old_commune = party->old_commune, .phone = party->phone, .roles = party->roles,
		.tax_code = party->tax_code, .vat_profile = party->vat_profile,
	};
	return !is_natural(party->legal_form) || hide(work, party, row, err);
}

bool parties_set(struct work *work, const struct party *parties, size_t count, struct err *err)
{
	struct parties_body body = { .parties = ARENA_LIST(work->arena, count, struct party_row), .parties_count = count };
	void *first;

	if (!work_first_answer(work, &parties_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++) {
		struct party party = parties[i];

		if (!take_party(work, &party, &body.parties[i], err))
			return err_within(err, "parties[%zu]", i);
	}
	return work_record(work, &parties_set_kind, &body, err);
}

/* ---- reading ---------------------------------------------------------------- */

static bool join_personal(struct txn *txn, struct arena *arena, struct id ref, struct party *party, struct err *err)
{
	struct personal personal;
	const char *facts;

	if (id_is_none(ref))
		return true;
	if (!vault_find(txn, arena, ref, &facts, err))
		return false;
	if (!facts)
		return true;
	if (!shape_read(&personal_shape, facts, strlen(facts), arena, &personal, err))
		return false;
	party->address = personal.address;
	party->bank_account = personal.bank_account;
	party->bank_bin = personal.bank_bin;
	party->bank_holder = personal.bank_holder;
	party->name = personal.name;
	party->phone = personal.phone;
	party->tax_code = personal.tax_code;
	return true;
}

bool party_get(struct txn *txn, struct arena *arena, struct id party_id, int32_t day, struct party *party, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &party_sql[GET]);
	struct id ref = { { 0 } };
	bool found;

	*party = (struct party){ .id = party_id };
	stmt_put_id(q, party_id);
	stmt_put_day(q, day);
	found = stmt_next(q);
	if (found) {
		party->code = stmt_take_text(q, arena);
		party->roles = stmt_take_i64(q);
		party->from_day = stmt_take_day(q);
		party->legal_form = (int32_t)stmt_take_i64(q);
		party->vat_profile = (int32_t)stmt_take_i64(q);
		party->name = stmt_take_text_opt(q, arena);
		party->tax_code = stmt_take_text_opt(q, arena);
		party->address = stmt_take_text_opt(q, arena);
		party->phone = stmt_take_text_opt(q, arena);
		party->bank_bin = stmt_take_text_opt(q, arena);
		party->bank_account = stmt_take_text_opt(q, arena);
		party->bank_holder = stmt_take_text_opt(q, arena);
		party->commune = stmt_take_text_opt(q, arena);
		party->old_commune = stmt_take_text_opt(q, arena);
		stmt_take_id_opt(q, &ref);
	}
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "party_id", "không có chủ thể này");
	return join_personal(txn, arena, ref, party, err);
}

bool party_find_code(struct txn *txn, struct arena *arena, const char *code, struct id *party_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &party_sql[FIND_CODE]);

	(void)arena;
	stmt_put_text(q, code);
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, party_id);
	return stmt_end(q, err);
}

bool party_list(struct txn *txn, struct arena *arena, int64_t roles, const char *after_code, int32_t day, size_t count_max,
		struct party **parties, size_t *count, struct err *err)
{
	struct party *list = ARENA_LIST(arena, count_max, struct party);
	const char *after = after_code ? after_code : "";
	struct stmt *q;
	size_t kept = 0, ids_count;

	/* Roles are few and parties some hundreds: pages are read until one is full. */
	do {
		struct id ids[64];
		int64_t has[64];

		q = stmt_begin(txn, &party_sql[LIST]);
		stmt_put_text(q, after);
		stmt_put_i64(q, (int64_t)COUNT_OF(ids));
		for (ids_count = 0; ids_count < COUNT_OF(ids) && stmt_next(q); ids_count++) {
			stmt_take_id(q, &ids[ids_count]);
			has[ids_count] = stmt_take_i64(q);
		}
		if (!stmt_end(q, err))
			return false;
		for (size_t i = 0; i < ids_count && kept < count_max; i++) {
			struct party party;

			if (!party_get(txn, arena, ids[i], day, &party, err))
				return false;
			after = party.code;
			if (has[i] & roles)
				list[kept++] = party;
		}
	} while (ids_count == 64 && kept < count_max);
	*parties = list;
	*count = kept;
	return true;
}
