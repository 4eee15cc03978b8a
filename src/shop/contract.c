#include "shop/contract.h"

#include <string.h>

#include "shop/journal.h"
#include "shop/party.h"
#include "shop/sql.h"

const char *const contract_period_words[] = { NULL, "month", "half_month", "ten_days", "week", NULL };
const char *const borne_by_words[] = { NULL, "house", "producer", NULL };

enum { ADD, VERSION_ADD, TIER_ADD, OVERRIDE_ADD, FIND_NUMBER, VERSION_ON, LAST_VERSION, VERSION_GET, TIERS_GET, OVERRIDES_GET, OVERRIDE_GET, OVERRIDE_ANY,
       OF_LOTS, OF_ITEM, OF_PRODUCER, PROFILE };

const struct sql contract_sql[] = {
	[ADD] = { .text =
		"INSERT INTO contract (id, number, consignor_id, operator_id) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING" },
	[VERSION_ADD] = { .text =
		"INSERT INTO contract_version (contract_id, version, from_day, to_day, invoice_mode, term_kind, basis, rate_ppm, per_unit,"
		" includes_vat, commission_vat, discount_producer_ppm, floor_ppm, loss_by, expiry_by, sample_by, cap_kind, cap_ppm, cap_amount,"
		" tier_is_whole, period, return_days, legal_note)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)" },
	[TIER_ADD] = { .text =
		"INSERT INTO contract_tier (contract_id, version, from_amount, rate_ppm) VALUES ($1, $2, $3, $4)" },
	[OVERRIDE_ADD] = { .text =
		"INSERT INTO contract_override (contract_id, version, item_id, term_kind, rate_ppm, per_unit) VALUES ($1, $2, $3, $4, $5, $6)" },
	[FIND_NUMBER] = { .text =
		"SELECT id FROM contract WHERE number = $1" },
	[VERSION_ON] = { .text =
		"SELECT version, to_day FROM contract_version WHERE contract_id = $1 AND from_day <= $2 ORDER BY version DESC LIMIT 1" },
	[LAST_VERSION] = { .text =
		"SELECT version, from_day FROM contract_version WHERE contract_id = $1 ORDER BY version DESC LIMIT 1" },
	[VERSION_GET] = { .text =
		"SELECT c.number, c.consignor_id, c.operator_id, v.from_day, v.to_day, v.invoice_mode, v.term_kind, v.basis, v.rate_ppm, v.per_unit,"
		" v.includes_vat, v.commission_vat, v.discount_producer_ppm, v.floor_ppm, v.loss_by, v.expiry_by, v.sample_by, v.cap_kind, v.cap_ppm,"
		" v.cap_amount, v.tier_is_whole, v.period, v.return_days, v.legal_note"
		" FROM contract c JOIN contract_version v ON v.contract_id = c.id WHERE c.id = $1 AND v.version = $2" },
	[TIERS_GET] = { .text =
		"SELECT from_amount, rate_ppm FROM contract_tier WHERE contract_id = $1 AND version = $2 ORDER BY from_amount LIMIT 10" },
	[OVERRIDES_GET] = { .text =
		"SELECT item_id, term_kind, rate_ppm, per_unit FROM contract_override WHERE contract_id = $1 AND version = $2 ORDER BY item_id LIMIT 200" },
	[OVERRIDE_GET] = { .text =
		"SELECT term_kind, rate_ppm, per_unit FROM contract_override WHERE contract_id = $1 AND version = $2 AND item_id = $3" },
	[OVERRIDE_ANY] = { .text = "SELECT version FROM contract_override WHERE contract_id = $1 AND version = $2 LIMIT 1" },
	[OF_LOTS] = { .text =
		"SELECT DISTINCT l.contract_id FROM lot l JOIN contract c ON c.id = l.contract_id"
		" WHERE l.item_id = $1 AND c.operator_id = $2 ORDER BY l.contract_id LIMIT 9", .scan_ok = true },
	/* Named with the item itself: goods without stock, and those that were sold before the office knew them. */
	[OF_ITEM] = { .text =
		"SELECT c.id FROM item i JOIN contract c ON c.id = i.contract_id WHERE i.id = $1 AND c.operator_id = $2" },
	[OF_PRODUCER] = { .text =
		"SELECT c.id FROM item i JOIN product p ON p.id = i.product_id JOIN contract c ON c.consignor_id = p.producer_id"
		" WHERE i.id = $1 AND c.operator_id = $2 ORDER BY c.id LIMIT 9", .scan_ok = true },
	[PROFILE] = { .text =
		"SELECT vat_profile FROM party_fact WHERE party_id = $1 AND from_day <= $2 ORDER BY from_day DESC LIMIT 1" },
	SQL_END
};

/* ---- the entry -------------------------------------------------------------- */

static const struct field override_fields[] = {
	F_ID(struct contract_override, item_id),
	F_MONEY(struct contract_override, per_unit, 0, MONEY_MAX),
	F_I64(struct contract_override, rate_ppm, 0, PPM),
	F_WORD(struct contract_override, term_kind, share_kind_words),
};
const struct shape contract_override_shape = SHAPE(struct contract_override, "contract_override", override_fields);

static const struct field tier_fields[] = {
	F_MONEY(struct contract_tier, from, 1, MONEY_MAX),
	F_I64(struct contract_tier, rate_ppm, 0, PPM),
};
const struct shape contract_tier_shape = SHAPE(struct contract_tier, "contract_tier", tier_fields);

static const struct field terms_fields[] = {
	F_WORD(struct contract_terms, basis, share_basis_words),
	F_MONEY(struct contract_terms, cap_amount, 0, MONEY_MAX),
	F_WORD(struct contract_terms, cap_kind, share_cap_words),
	F_I64(struct contract_terms, cap_ppm, 0, PPM),
	F_WORD(struct contract_terms, commission_vat, vat_class_words),
	F_ID(struct contract_terms, consignor_id),
	F_ID(struct contract_terms, contract_id),
	F_I64(struct contract_terms, discount_producer_ppm, 0, PPM),
	F_WORD(struct contract_terms, expiry_by, borne_by_words),
	F_I64(struct contract_terms, floor_ppm, 0, PPM),
	F_DAY(struct contract_terms, from_day),
	F_BOOL(struct contract_terms, includes_vat),
	F_WORD(struct contract_terms, invoice_mode, share_mode_words),
	F_TEXT_OPT(struct contract_terms, legal_note, 1, 200),
	F_WORD(struct contract_terms, loss_by, borne_by_words),
	F_TEXT(struct contract_terms, number, 1, 40),
	F_ID(struct contract_terms, operator_id),
	F_LIST_OPT(struct contract_terms, overrides, 0, CONTRACT_OVERRIDES_MAX, &contract_override_shape),
	F_MONEY(struct contract_terms, per_unit, 0, MONEY_MAX),
	F_WORD(struct contract_terms, period, contract_period_words),
	F_I64(struct contract_terms, rate_ppm, 0, PPM),
	F_I64(struct contract_terms, return_days, 0, 3650),
	F_WORD(struct contract_terms, sample_by, borne_by_words),
	F_WORD(struct contract_terms, term_kind, share_kind_words),
	F_BOOL(struct contract_terms, tier_is_whole),
	F_LIST_OPT(struct contract_terms, tiers, 0, SHARE_TIERS_MAX, &contract_tier_shape),
	F_DAY_OPT(struct contract_terms, to_day),
	F_I64(struct contract_terms, version, 0, 100000),
};
const struct shape contract_terms_shape = SHAPE(struct contract_terms, "contract_terms", terms_fields);

struct contracts_body {
	struct contract_terms *contracts;
	size_t contracts_count;
};

static const struct field body_fields[] = { F_LIST(struct contracts_body, contracts, 0, CONTRACTS_PER_ENTRY_MAX, &contract_terms_shape) };
static const struct shape body_shape = SHAPE(struct contracts_body, "contracts_set", body_fields);

static bool apply_version(struct txn *txn, const struct contract_terms *t, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[ADD]);

	stmt_put_id(q, t->contract_id);
	stmt_put_text(q, t->number);
	stmt_put_id(q, t->consignor_id);
	stmt_put_id(q, t->operator_id);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &contract_sql[VERSION_ADD]);
	stmt_put_id(q, t->contract_id);
	stmt_put_i64(q, t->version);
	stmt_put_day(q, t->from_day);
	stmt_put_day_opt(q, t->to_day);
	stmt_put_i64(q, t->invoice_mode);
	stmt_put_i64(q, t->term_kind);
	stmt_put_i64(q, t->basis);
	stmt_put_i64(q, t->rate_ppm);
	stmt_put_money(q, t->per_unit);
	stmt_put_i64(q, t->includes_vat);
	stmt_put_i64(q, t->commission_vat);
	stmt_put_i64(q, t->discount_producer_ppm);
	stmt_put_i64(q, t->floor_ppm);
	stmt_put_i64(q, t->loss_by);
	stmt_put_i64(q, t->expiry_by);
	stmt_put_i64(q, t->sample_by);
	stmt_put_i64(q, t->cap_kind);
	stmt_put_i64(q, t->cap_ppm);
	stmt_put_money(q, t->cap_amount);
	stmt_put_i64(q, t->tier_is_whole);
	stmt_put_i64(q, t->period);
	stmt_put_i64(q, t->return_days);
	stmt_put_text_opt(q, t->legal_note);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < t->tiers_count; i++) {
		q = stmt_begin(txn, &contract_sql[TIER_ADD]);
		stmt_put_id(q, t->contract_id);
		stmt_put_i64(q, t->version);
		stmt_put_money(q, t->tiers[i].from);
		stmt_put_i64(q, t->tiers[i].rate_ppm);
		if (!stmt_end(q, err))
			return false;
	}
	for (size_t i = 0; i < t->overrides_count; i++) {
		q = stmt_begin(txn, &contract_sql[OVERRIDE_ADD]);
		stmt_put_id(q, t->contract_id);
		stmt_put_i64(q, t->version);
		stmt_put_id(q, t->overrides[i].item_id);
		stmt_put_i64(q, t->overrides[i].term_kind);
		stmt_put_i64(q, t->overrides[i].rate_ppm);
		stmt_put_money(q, t->overrides[i].per_unit);
		if (!stmt_end(q, err))
			return false;
	}
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct contracts_body *set = body;

	(void)entry;
	(void)arena;
	for (size_t i = 0; i < set->contracts_count; i++)
		if (!apply_version(txn, &set->contracts[i], err))
			return false;
	return true;
}

const struct kind contracts_set_kind = {
	.name = "contracts_set", .version = 1, .body = &body_shape, .apply = apply,
	.about = "Contracts were made, or got a new version of their terms",
};

/* ---- the command ------------------------------------------------------------- */

struct contract_terms contract_terms_usual(void)
{
	return (struct contract_terms){
		.basis = SHARE_GROSS, .cap_kind = SHARE_CAP_NONE, .commission_vat = VAT_8, .expiry_by = BORNE_BY_PRODUCER, .invoice_mode = SHARE_STEP_INVOICE,
		.loss_by = BORNE_BY_HOUSE, .period = PERIOD_MONTH, .rate_ppm = 200000, .sample_by = BORNE_BY_HOUSE, .term_kind = SHARE_RATE,
	};
}

/* The same terms but for the days: then a repeated import has nothing to say. */
static bool is_same(const struct contract_terms *a, const struct contract_terms *b)
{
	struct contract_terms like = *a;
	struct buf left, right;
	bool same;

	like.version = b->version;
	like.from_day = b->from_day;
	buf_init(&left, 1 << 20);
	buf_init(&right, 1 << 20);
	shape_write(&contract_terms_shape, &like, &left);
	shape_write(&contract_terms_shape, b, &right);
	same = strcmp(buf_get(&left), buf_get(&right)) == 0;
	buf_release(&left);
	buf_release(&right);
	return same;
}

static bool check_terms(const struct contract_terms *t, struct err *err)
{
	struct share_terms terms = {
		.mode = (enum share_mode)t->invoice_mode, .kind = (enum share_kind)t->term_kind, .basis = (enum share_basis)t->basis,
		.rate_ppm = t->rate_ppm, .per_unit = t->per_unit, .includes_vat = t->includes_vat, .discount_producer_ppm = t->discount_producer_ppm,
		.consignor = TAX_CREDIT, .house = TAX_CREDIT, .commission_vat = (enum vat_class)t->commission_vat,
	};
	struct share_tiers tiers = { .is_whole = t->tier_is_whole, .count = t->tiers_count };

	for (size_t i = 0; i < t->tiers_count; i++)
		tiers.tiers[i] = (struct share_tier){ .from = t->tiers[i].from, .rate_ppm = t->tiers[i].rate_ppm };
	if (t->to_day && t->to_day < t->from_day)
		return err_set(err, ERR_INPUT, "to_day", "ngày hết hạn trước ngày bắt đầu");
	return share_terms_check(&terms, err) && share_tiers_check(&tiers, err);
}

static bool number_version(struct work *work, struct contract_terms *t, bool *is_news, struct err *err)
{
	struct stmt *q;
	struct id other;
	int64_t last = 0, last_day = 0;
	struct contract_terms before;
	bool found;

	*is_news = true;
	if (!contract_find_number(work->txn, t->number, &other, &found, err))
		return false;
	if (found && !id_is(other, t->contract_id))
		return err_set(err, ERR_CONFLICT, "number", "số hợp đồng %s đã có", t->number);
	q = stmt_begin(work->txn, &contract_sql[LAST_VERSION]);
	stmt_put_id(q, t->contract_id);
	if (stmt_next(q)) {
		last = stmt_take_i64(q);
		last_day = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	t->version = last + 1;
	if (last == 0)
		return true;
	if (!contract_version_get(work->txn, work->arena, t->contract_id, last, &before, err))
		return false;
	if (!id_is(before.consignor_id, t->consignor_id) || !id_is(before.operator_id, t->operator_id) || strcmp(before.number, t->number) != 0)
		return err_set(err, ERR_CONFLICT, "consignor_id", "hợp đồng này của chủ thể khác");
	*is_news = !is_same(t, &before);
	if (*is_news && t->from_day <= last_day)
		return err_set(err, ERR_CONFLICT, "from_day", "phụ lục mới phải bắt đầu sau phụ lục trước");
	return true;
}

bool contracts_set(struct work *work, struct contract_terms *versions, size_t count, struct err *err)
{
	struct contracts_body body = { .contracts = ARENA_LIST(work->arena, count, struct contract_terms) };
	struct party party;
	void *first;

	if (!work_first_answer(work, &contracts_set_kind, &first, err) || first)
		return first != NULL;
	for (size_t i = 0; i < count; i++) {
		bool is_news;

		if (!check_terms(&versions[i], err) || !party_get(work->txn, work->arena, versions[i].consignor_id, 29991231, &party, err) ||
		    !party_get(work->txn, work->arena, versions[i].operator_id, 29991231, &party, err) ||
		    !number_version(work, &versions[i], &is_news, err))
			return err_within(err, "contracts[%zu]", i);
		if (is_news)
			body.contracts[body.contracts_count++] = versions[i];
	}
	return work_record(work, &contracts_set_kind, &body, err);
}

/* ---- reading ---------------------------------------------------------------- */

bool contract_find_number(struct txn *txn, const char *number, struct id *contract_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[FIND_NUMBER]);

	stmt_put_text(q, number);
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, contract_id);
	return stmt_end(q, err);
}

bool contract_version_on(struct txn *txn, struct id contract_id, int32_t day, int64_t *version, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[VERSION_ON]);

	stmt_put_id(q, contract_id);
	stmt_put_day(q, day);
	*found = stmt_next(q);
	if (*found) {
		int32_t to_day;

		*version = stmt_take_i64(q);
		to_day = stmt_take_day_opt(q);
		*found = to_day == 0 || to_day >= day;
	}
	return stmt_end(q, err);
}

static bool read_lists(struct txn *txn, struct arena *arena, struct contract_terms *t, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[TIERS_GET]);

	t->tiers = ARENA_LIST(arena, SHARE_TIERS_MAX, struct contract_tier);
	stmt_put_id(q, t->contract_id);
	stmt_put_i64(q, t->version);
	while (stmt_next(q)) {
		t->tiers[t->tiers_count].from = stmt_take_money(q);
		t->tiers[t->tiers_count++].rate_ppm = stmt_take_i64(q);
	}
	if (!stmt_end(q, err))
		return false;
	t->overrides = ARENA_LIST(arena, CONTRACT_OVERRIDES_MAX, struct contract_override);
	q = stmt_begin(txn, &contract_sql[OVERRIDES_GET]);
	stmt_put_id(q, t->contract_id);
	stmt_put_i64(q, t->version);
	while (stmt_next(q)) {
		struct contract_override *o = &t->overrides[t->overrides_count++];

		stmt_take_id(q, &o->item_id);
		o->term_kind = (int32_t)stmt_take_i64(q);
		o->rate_ppm = stmt_take_i64(q);
		o->per_unit = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

/* The row alone: what a sale needs, without its lists. */
static bool read_version(struct txn *txn, struct arena *arena, struct id contract_id, int64_t version, struct contract_terms *t, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[VERSION_GET]);
	bool found;

	*t = (struct contract_terms){ .contract_id = contract_id, .version = version };
	stmt_put_id(q, contract_id);
	stmt_put_i64(q, version);
	found = stmt_next(q);
	if (found) {
		t->number = stmt_take_text(q, arena);
		stmt_take_id(q, &t->consignor_id);
		stmt_take_id(q, &t->operator_id);
		t->from_day = stmt_take_day(q);
		t->to_day = stmt_take_day_opt(q);
		t->invoice_mode = (int32_t)stmt_take_i64(q);
		t->term_kind = (int32_t)stmt_take_i64(q);
		t->basis = (int32_t)stmt_take_i64(q);
		t->rate_ppm = stmt_take_i64(q);
		t->per_unit = stmt_take_money(q);
		t->includes_vat = stmt_take_i64(q) != 0;
		t->commission_vat = (int32_t)stmt_take_i64(q);
		t->discount_producer_ppm = stmt_take_i64(q);
		t->floor_ppm = stmt_take_i64(q);
		t->loss_by = (int32_t)stmt_take_i64(q);
		t->expiry_by = (int32_t)stmt_take_i64(q);
		t->sample_by = (int32_t)stmt_take_i64(q);
		t->cap_kind = (int32_t)stmt_take_i64(q);
		t->cap_ppm = stmt_take_i64(q);
		t->cap_amount = stmt_take_money(q);
		t->tier_is_whole = stmt_take_i64(q) != 0;
		t->period = (int32_t)stmt_take_i64(q);
		t->return_days = stmt_take_i64(q);
		t->legal_note = stmt_take_text_opt(q, arena);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "contract_id", "không có hợp đồng này");
}

bool contract_version_get(struct txn *txn, struct arena *arena, struct id contract_id, int64_t version, struct contract_terms *terms,
			  struct err *err)
{
	return read_version(txn, arena, contract_id, version, terms, err) && read_lists(txn, arena, terms, err);
}

static bool profile_on(struct txn *txn, struct id party_id, int32_t day, enum tax_profile *profile, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &contract_sql[PROFILE]);

	stmt_put_id(q, party_id);
	stmt_put_day(q, day);
	*profile = stmt_next(q) ? (enum tax_profile)stmt_take_i64(q) : TAX_CREDIT;
	return stmt_end(q, err);
}

bool contract_base_get(struct txn *txn, struct id contract_id, int64_t version, int32_t day, struct contract_base *base, struct err *err)
{
	struct arena *arena = arena_new(1 << 16);
	struct contract_terms t;
	struct stmt *q;
	bool ok;

	ok = read_version(txn, arena, contract_id, version, &t, err);
	arena_free(arena);
	if (!ok)
		return false;
	*base = (struct contract_base){
		.contract_id = contract_id, .consignor_id = t.consignor_id, .version = version, .floor_ppm = t.floor_ppm,
		.terms = {
			.mode = (enum share_mode)t.invoice_mode, .kind = (enum share_kind)t.term_kind, .basis = (enum share_basis)t.basis,
			.rate_ppm = t.rate_ppm, .per_unit = t.per_unit, .includes_vat = t.includes_vat,
			.discount_producer_ppm = t.discount_producer_ppm, .commission_vat = (enum vat_class)t.commission_vat,
		},
	};
	q = stmt_begin(txn, &contract_sql[OVERRIDE_ANY]);
	stmt_put_id(q, contract_id);
	stmt_put_i64(q, version);
	base->has_overrides = stmt_next(q);
	if (base->has_overrides)
		stmt_skip(q);
	return stmt_end(q, err) && profile_on(txn, t.consignor_id, day, &base->terms.consignor, err) &&
	       profile_on(txn, t.operator_id, day, &base->terms.house, err);
}

bool contract_item_terms(struct txn *txn, const struct contract_base *base, struct id item_id, struct money list_price, struct share_terms *terms,
			 struct err *err)
{
	struct stmt *q;

	*terms = base->terms;
	terms->floor = MONEY(money_scale(list_price.dong, base->floor_ppm, PPM));
	if (!base->has_overrides)
		return true;
	q = stmt_begin(txn, &contract_sql[OVERRIDE_GET]);
	stmt_put_id(q, base->contract_id);
	stmt_put_i64(q, base->version);
	stmt_put_id(q, item_id);
	if (stmt_next(q)) {
		terms->kind = (enum share_kind)stmt_take_i64(q);
		terms->rate_ppm = stmt_take_i64(q);
		terms->per_unit = stmt_take_money(q);
	}
	return stmt_end(q, err);
}

static bool list_contracts(struct txn *txn, const struct sql *sql, struct id item_id, struct id operator_id, int32_t day, struct id *contracts,
			   size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);
	struct id all[9];
	size_t found_count = 0;

	stmt_put_id(q, item_id);
	stmt_put_id(q, operator_id);
	while (found_count < COUNT_OF(all) && stmt_next(q))
		stmt_take_id(q, &all[found_count++]);
	if (!stmt_end(q, err))
		return false;
	*count = 0;
	for (size_t i = 0; i < found_count; i++) {
		int64_t version;
		bool in_force;

		if (!contract_version_on(txn, all[i], day, &version, &in_force, err))
			return false;
		if (in_force)
			contracts[(*count)++] = all[i];
	}
	return true;
}

bool contract_of_item(struct txn *txn, struct arena *arena, struct id item_id, struct id operator_id, int32_t day, struct id **contracts,
		      size_t *contracts_count, struct err *err)
{
	*contracts = ARENA_LIST(arena, 9, struct id);
	if (!list_contracts(txn, &contract_sql[OF_LOTS], item_id, operator_id, day, *contracts, contracts_count, err))
		return false;
	if (*contracts_count == 0 && !list_contracts(txn, &contract_sql[OF_ITEM], item_id, operator_id, day, *contracts, contracts_count, err))
		return false;
	return *contracts_count > 0 || list_contracts(txn, &contract_sql[OF_PRODUCER], item_id, operator_id, day, *contracts, contracts_count, err);
}
