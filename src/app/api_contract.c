/* Contracts: their versions, and an example of what a set of terms does with one piece. */
#include "app/api_office.h"

#include <string.h>

#include "shop/book.h"
#include "shop/browse.h"
#include "shop/contract.h"
#include "shop/party.h"
#include "shop/payout.h"
#include "shop/settlement.h"

#define VERSIONS_MAX 200

/* ---- shapes ----------------------------------------------------------------- */

static const struct field terms_fields[] = {
	F_WORD(struct contract_terms, basis, share_basis_words),
	F_MONEY(struct contract_terms, cap_amount, 0, MONEY_MAX),
	F_WORD(struct contract_terms, cap_kind, share_cap_words),
	F_I64(struct contract_terms, cap_ppm, 0, PPM),
	F_WORD(struct contract_terms, commission_vat, vat_class_words),
	F_I64(struct contract_terms, discount_producer_ppm, 0, PPM),
	F_WORD(struct contract_terms, expiry_by, borne_by_words),
	F_I64(struct contract_terms, floor_ppm, 0, PPM),
	F_DAY(struct contract_terms, from_day),
	F_BOOL(struct contract_terms, includes_vat),
	F_WORD(struct contract_terms, invoice_mode, share_mode_words),
	F_TEXT_OPT(struct contract_terms, legal_note, 1, 200),
	F_WORD(struct contract_terms, loss_by, borne_by_words),
	F_LIST(struct contract_terms, overrides, 0, CONTRACT_OVERRIDES_MAX, &contract_override_shape),
	F_MONEY(struct contract_terms, per_unit, 0, MONEY_MAX),
	F_WORD(struct contract_terms, period, contract_period_words),
	F_I64(struct contract_terms, rate_ppm, 0, PPM),
	F_I64(struct contract_terms, return_days, 0, 3650),
	F_WORD(struct contract_terms, sample_by, borne_by_words),
	F_WORD(struct contract_terms, term_kind, share_kind_words),
	F_BOOL(struct contract_terms, tier_is_whole),
	F_LIST(struct contract_terms, tiers, 0, SHARE_TIERS_MAX, &contract_tier_shape),
	F_DAY_OPT(struct contract_terms, to_day),
	F_I64(struct contract_terms, version, 1, INT64_MAX),
};
static const struct shape terms_shape = SHAPE(struct contract_terms, "terms", terms_fields);

/* What is left out or null is as contract_terms_usual() has it. */
static const struct field set_fields[] = {
	F_WORD_OPT(struct contract_terms, basis, share_basis_words),
	F_MONEY_OPT(struct contract_terms, cap_amount, 0, MONEY_MAX),
	F_WORD_OPT(struct contract_terms, cap_kind, share_cap_words),
	F_I64_OPT(struct contract_terms, cap_ppm, 0, PPM),
	F_WORD_OPT(struct contract_terms, commission_vat, vat_class_words),
	F_ID(struct contract_terms, consignor_id),
	F_ID_OPT(struct contract_terms, contract_id),
	F_I64_OPT(struct contract_terms, discount_producer_ppm, 0, PPM),
	F_WORD_OPT(struct contract_terms, expiry_by, borne_by_words),
	F_I64_OPT(struct contract_terms, floor_ppm, 0, PPM),
	F_DAY(struct contract_terms, from_day),
	F_BOOL(struct contract_terms, includes_vat),
	F_WORD(struct contract_terms, invoice_mode, share_mode_words),
	F_TEXT_OPT(struct contract_terms, legal_note, 1, 200),
	F_WORD_OPT(struct contract_terms, loss_by, borne_by_words),
	F_CODE(struct contract_terms, number, 1, 40),
	F_LIST_OPT(struct contract_terms, overrides, 0, CONTRACT_OVERRIDES_MAX, &contract_override_shape),
	F_MONEY_OPT(struct contract_terms, per_unit, 0, MONEY_MAX),
	F_WORD_OPT(struct contract_terms, period, contract_period_words),
	F_I64_OPT(struct contract_terms, rate_ppm, 0, PPM),
	F_I64_OPT(struct contract_terms, return_days, 0, 3650),
	F_WORD_OPT(struct contract_terms, sample_by, borne_by_words),
	F_WORD(struct contract_terms, term_kind, share_kind_words),
	F_BOOL_OPT(struct contract_terms, tier_is_whole),
	F_LIST_OPT(struct contract_terms, tiers, 0, SHARE_TIERS_MAX, &contract_tier_shape),
	F_DAY_OPT(struct contract_terms, to_day),
};
static const struct shape set_shape = SHAPE(struct contract_terms, "contract_in", set_fields);

struct contract_out {
	struct id consignor_id;
	const char *consignor_name;
	struct id id;
	int32_t last_closed_day;
	const char *number;
	struct money owed;
	struct contract_terms *versions;
	size_t versions_count;
};
static const struct field out_fields[] = {
	F_ID(struct contract_out, consignor_id),
	F_TEXT(struct contract_out, consignor_name, 1, 200),
	F_ID(struct contract_out, id),
	F_DAY_OPT(struct contract_out, last_closed_day),
	F_TEXT(struct contract_out, number, 1, 40),
	F_MONEY(struct contract_out, owed, -MONEY_MAX, MONEY_MAX),
	F_LIST(struct contract_out, versions, 0, VERSIONS_MAX, &terms_shape),
};
static const struct shape out_shape = SHAPE(struct contract_out, "contract", out_fields);

struct list_in {
	const char *after;
	int64_t limit;
	struct id party_id;
	const char *q;
};
static const struct field list_in_fields[] = {
	F_TEXT_OPT(struct list_in, after, 1, 40),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_ID_OPT(struct list_in, party_id),
	F_TEXT_OPT(struct list_in, q, 1, 100),
};
static const struct shape list_in_shape = SHAPE(struct list_in, "contracts_in", list_in_fields);

struct row {
	int32_t basis;
	struct id consignor_id;
	const char *consignor_name;
	int32_t from_day;
	struct id id;
	int32_t invoice_mode, last_closed_day;
	const char *number;
	struct money owed, per_unit;
	int32_t period;
	int64_t rate_ppm;
	int32_t term_kind;
	int64_t version;
};
static const struct field row_fields[] = {
	F_WORD(struct row, basis, share_basis_words),
	F_ID(struct row, consignor_id),
	F_TEXT(struct row, consignor_name, 1, 200),
	F_DAY(struct row, from_day),
	F_ID(struct row, id),
	F_WORD(struct row, invoice_mode, share_mode_words),
	F_DAY_OPT(struct row, last_closed_day),
	F_TEXT(struct row, number, 1, 40),
	F_MONEY(struct row, owed, -MONEY_MAX, MONEY_MAX),
	F_MONEY(struct row, per_unit, 0, MONEY_MAX),
	F_WORD(struct row, period, contract_period_words),
	F_I64(struct row, rate_ppm, 0, PPM),
	F_WORD(struct row, term_kind, share_kind_words),
	F_I64(struct row, version, 1, INT64_MAX),
};
static const struct shape row_shape = SHAPE(struct row, "contract_row", row_fields);
struct list_out {
	struct row *contracts;
	size_t contracts_count;
	const char *next;
};
static const struct field list_out_fields[] = {
	F_LIST(struct list_out, contracts, 0, OFFICE_PAGE_MAX, &row_shape),
	F_TEXT_OPT(struct list_out, next, 1, 40),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "contracts", list_out_fields);

struct get_in {
	struct id contract_id;
};
static const struct field get_fields[] = { F_ID(struct get_in, contract_id) };
static const struct shape get_shape = SHAPE(struct get_in, "contract_get", get_fields);

struct example_in {
	struct money amount;
	int32_t basis, commission_vat;
	struct id consignor_id;
	struct money discount;
	int64_t discount_producer_ppm, includes_vat;
	int32_t invoice_mode;
	struct money per_unit;
	int64_t rate_ppm;
	int32_t term_kind, vat_class;
};
static const struct field example_in_fields[] = {
	F_MONEY(struct example_in, amount, 1, MONEY_MAX),
	F_WORD_OPT(struct example_in, basis, share_basis_words),
	F_WORD_OPT(struct example_in, commission_vat, vat_class_words),
	F_ID(struct example_in, consignor_id),
	F_MONEY_OPT(struct example_in, discount, 0, MONEY_MAX),
	F_I64_OPT(struct example_in, discount_producer_ppm, 0, PPM),
	F_I64_OPT(struct example_in, includes_vat, 0, 1),
	F_WORD(struct example_in, invoice_mode, share_mode_words),
	F_MONEY_OPT(struct example_in, per_unit, 0, MONEY_MAX),
	F_I64_OPT(struct example_in, rate_ppm, 0, PPM),
	F_WORD(struct example_in, term_kind, share_kind_words),
	F_WORD(struct example_in, vat_class, vat_class_words),
};
static const struct shape example_in_shape = SHAPE(struct example_in, "example_in", example_in_fields);

static const char *const case_words[] = { NULL, "inside", "apart", "none", NULL };
struct example_out {
	int32_t vat_case;
	struct money commission, commission_vat, house, list, paid, producer, producer_after_vat, vat;
	const char *warning;
};
#define EXAMPLE_MONEY(member) F_MONEY(struct example_out, member, -MONEY_MAX, MONEY_MAX)
static const struct field example_out_fields[] = {
	{ .name = "case", .kind = FIELD_WORD, .offset = offsetof(struct example_out, vat_case), .words = case_words },
	EXAMPLE_MONEY(commission), EXAMPLE_MONEY(commission_vat), EXAMPLE_MONEY(house), EXAMPLE_MONEY(list), EXAMPLE_MONEY(paid),
	EXAMPLE_MONEY(producer), EXAMPLE_MONEY(producer_after_vat), EXAMPLE_MONEY(vat),
	F_TEXT_OPT(struct example_out, warning, 1, 300),
};
static const struct shape example_out_shape = SHAPE(struct example_out, "example", example_out_fields);

/* ---- one contract ------------------------------------------------------------- */

static bool show(struct call *call, struct id contract_id, struct err *err)
{
	struct contract_out *out = call->out;
	struct settlement_view *closed;
	int64_t version = 0;
	size_t count;
	bool found;

	*out = (struct contract_out){ .id = contract_id };
	if (!contract_version_on(call->work.txn, contract_id, 29991231, &version, &found, err))
		return false;
	/* Also one that ended: its last version is known all the same. */
	if (!version)
		return err_set(err, ERR_MISSING, "contract_id", "không có hợp đồng này");
	out->versions = ARENA_LIST(call->arena, VERSIONS_MAX, struct contract_terms);
	for (; version > 0 && out->versions_count < VERSIONS_MAX; version--)
		if (!contract_version_get(call->work.txn, call->arena, contract_id, version, &out->versions[out->versions_count++], err))
			return false;
	out->consignor_id = out->versions[0].consignor_id;
	out->number = out->versions[0].number;
	if (!settlement_list(call->work.txn, call->arena, contract_id, 1, &closed, &count, err))
		return false;
	out->last_closed_day = count ? closed[0].to_day : 0;
	return payout_owed(call->work.txn, contract_id, &out->owed, err) && office_name(call, out->consignor_id, &out->consignor_name, err);
}

static bool contract_read(struct call *call, struct err *err)
{
	return show(call, ((const struct get_in *)call->in)->contract_id, err);
}

/* The version in force, else the last one. */
static bool show_row(struct call *call, const struct contract_head *head, const char *consignor, struct row *row, struct err *err)
{
	struct settlement_view *closed;
	struct contract_terms terms;
	int64_t version = 0;
	size_t count;
	bool found;

	if (!contract_version_on(call->work.txn, head->id, office_day(call), &version, &found, err) ||
	    (!version && !contract_version_on(call->work.txn, head->id, 29991231, &version, &found, err)) ||
	    !contract_version_get(call->work.txn, call->arena, head->id, version, &terms, err) ||
	    !settlement_list(call->work.txn, call->arena, head->id, 1, &closed, &count, err))
		return false;
	*row = (struct row){
		.basis = terms.basis, .consignor_id = head->consignor_id, .consignor_name = consignor, .from_day = terms.from_day, .id = head->id,
		.invoice_mode = terms.invoice_mode, .last_closed_day = count ? closed[0].to_day : 0, .number = head->number, .per_unit = terms.per_unit,
		.period = terms.period, .rate_ppm = terms.rate_ppm, .term_kind = terms.term_kind, .version = version,
	};
	return payout_owed(call->work.txn, head->id, &row->owed, err);
}

static bool contracts_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	const char *after = in->after;
	struct contract_head *list;

	out->contracts = ARENA_LIST(call->arena, limit, struct row);
	do {
		if (!browse_contracts(call->work.txn, call->arena, in->party_id, after, OFFICE_PAGE_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			const char *consignor;

			after = list[i].number;
			if (!office_name(call, list[i].consignor_id, &consignor, err))
				return false;
			if (!office_fits(call->arena, in->q, arena_format(call->arena, "%s %s", list[i].number, consignor)))
				continue;
			if (out->contracts_count == limit) {
				out->next = out->contracts[limit - 1].number;
				return true;
			}
			if (!show_row(call, &list[i], consignor, &out->contracts[out->contracts_count++], err))
				return false;
		}
	} while (count == OFFICE_PAGE_MAX);
	return true;
}

static void fill_usual(struct contract_terms *terms)
{
	const struct contract_terms usual = contract_terms_usual();
	const struct {
		int32_t *word, value;
	} words[] = {
		{ &terms->basis, usual.basis }, { &terms->cap_kind, usual.cap_kind }, { &terms->commission_vat, usual.commission_vat },
		{ &terms->expiry_by, usual.expiry_by }, { &terms->loss_by, usual.loss_by }, { &terms->period, usual.period },
		{ &terms->sample_by, usual.sample_by },
	};
	const struct {
		int64_t *number, value;
	} numbers[] = {
		{ &terms->cap_amount.dong, usual.cap_amount.dong }, { &terms->cap_ppm, usual.cap_ppm }, { &terms->floor_ppm, usual.floor_ppm },
		{ &terms->discount_producer_ppm, usual.discount_producer_ppm }, { &terms->per_unit.dong, usual.per_unit.dong },
		{ &terms->rate_ppm, terms->term_kind == SHARE_RATE ? usual.rate_ppm : 0 }, { &terms->return_days, usual.return_days },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (!*words[i].word)
			*words[i].word = words[i].value;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (*numbers[i].number == SHAPE_ABSENT)
			*numbers[i].number = numbers[i].value;
	for (size_t i = 0; i < terms->overrides_count; i++)
		if (terms->overrides[i].per_unit.dong == SHAPE_ABSENT)
			terms->overrides[i].per_unit = MONEY(0);
}

static bool contract_write(struct call *call, struct err *err)
{
	struct contract_terms *terms = ARENA_NEW(call->arena, struct contract_terms);

	*terms = *(const struct contract_terms *)call->in;
	fill_usual(terms);
	terms->operator_id = id_derive(call->work.book->site_id, "operator", 1);
	/* What is owed follows from the terms: those that hold are not changed by one accountant alone. */
	if (!id_is_none(terms->contract_id) && !office_has_second(call, err))
		return false;
	if (id_is_none(terms->contract_id))
		terms->contract_id = id_derive(call->work.id, "contract", 1);
	if (terms->term_kind != SHARE_RATE && terms->term_kind != SHARE_OWN && terms->per_unit.dong == 0)
		return err_set(err, ERR_INPUT, "per_unit", "thiếu số tiền cho mỗi đơn vị");
	if (!contracts_set(&call->work, terms, 1, err))
		return office_one(err);
	return show(call, terms->contract_id, err);
}

/* ---- an example -------------------------------------------------------------- */

static bool profile_of(struct call *call, struct id party_id, enum tax_profile *profile, struct err *err)
{
	struct party party;

	if (!party_get(call->work.txn, call->arena, party_id, 29991231, &party, err))
		return false;
	*profile = (enum tax_profile)party.vat_profile;
	return true;
}

static int64_t or_nothing(int64_t number)
{
	return number == SHAPE_ABSENT ? 0 : number;
}

static bool example_read(struct call *call, struct err *err)
{
	const struct example_in *in = call->in;
	struct example_out *out = call->out;
	const struct contract_terms usual = contract_terms_usual();
	struct share_terms terms = {
		.mode = (enum share_mode)in->invoice_mode, .kind = (enum share_kind)in->term_kind,
		.basis = (enum share_basis)(in->basis ? in->basis : usual.basis), .rate_ppm = or_nothing(in->rate_ppm), .per_unit = MONEY(or_nothing(in->per_unit.dong)),
		.includes_vat = or_nothing(in->includes_vat) != 0, .discount_producer_ppm = or_nothing(in->discount_producer_ppm),
		.commission_vat = (enum vat_class)(in->commission_vat ? in->commission_vat : usual.commission_vat),
	};
	struct vat_total totals[VAT_CLASSES_MAX];
	struct share_line line = { .qty_milli = 1000, .list = in->amount, .vat_class = (enum vat_class)in->vat_class };
	struct vat_line vat = { .vat_class = line.vat_class };
	struct share share;

	if (or_nothing(in->discount.dong) > in->amount.dong)
		return err_set(err, ERR_INPUT, "discount", "giảm nhiều hơn giá bán");
	line.paid = vat.amount = MONEY(in->amount.dong - or_nothing(in->discount.dong));
	vat_of_document(&vat, 1, totals);
	line.vat = vat.vat;
	if (!profile_of(call, in->consignor_id, &terms.consignor, err))
		return err_set(err, ERR_MISSING, "consignor_id", "không có chủ thể này");
	if (!profile_of(call, id_derive(call->work.book->site_id, "operator", 1), &terms.house, err) || !share_terms_check(&terms, err) ||
	    !share_of_line(&terms, &line, &share, err))
		return false;
	*out = (struct example_out){
		.vat_case = (int32_t)share_case(&terms), .commission = share.commission, .house = share.house, .list = share.list, .paid = share.paid,
		.producer = share.producer, .producer_after_vat = share.producer, .vat = share.vat,
	};
	if (share_has_commission_vat(&terms)) {
		out->commission_vat = share_commission_vat(share.commission, terms.commission_vat, terms.includes_vat);
		if (!terms.includes_vat)
			out->producer_after_vat = MONEY(share.producer.dong - out->commission_vat.dong);
	}
	if (share.house.dong < 0)
		out->warning = "với điều khoản này cửa hàng lỗ trên mỗi đơn vị bán ra; xem lại tỷ lệ, giá giao hoặc mức giảm";
	return true;
}

const struct route contract_routes[] = {
	{ HTTP_GET, "/contracts", MAY_OFFICE, &list_in_shape, &list_out_shape, { { LANE_READ, contracts_read } }, "Contracts by number, of a party, by words", false, NULL },
	{ HTTP_GET, "/contracts/example", MAY_OFFICE, &example_in_shape, &example_out_shape, { { LANE_READ, example_read } },
	  "What terms do with one piece: whose is each đồng", false, NULL },
	{ HTTP_GET, "/contracts/:contract_id", MAY_OFFICE, &get_shape, &out_shape, { { LANE_READ, contract_read } }, "A contract with its versions", false, NULL },
	{ HTTP_POST, "/contracts", MAY_ACCOUNT, &set_shape, &out_shape, { { LANE_WRITE, contract_write } }, "Makes a contract, or a new version of one", false, NULL },
	{ .path = NULL },
};
