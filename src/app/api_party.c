/* Parties: who they are, what is true of them today. A changed bank account needs a second person (C5). */
#include "app/api_office.h"

#include <string.h>

#include "calc/share.h"
#include "shop/party.h"
#include "shop/reference.h"

#define ROLES_MAX 5

struct party_list_in {
	const char *after;
	int64_t limit;
	const char *q;
	int32_t role;
};
static const struct field list_in_fields[] = {
	F_TEXT_OPT(struct party_list_in, after, 1, 20),
	F_I64_OPT(struct party_list_in, limit, 1, OFFICE_PAGE_MAX),
	F_TEXT_OPT(struct party_list_in, q, 1, 100),
	F_WORD_OPT(struct party_list_in, role, party_role_words),
};
static const struct shape list_in_shape = SHAPE(struct party_list_in, "parties_in", list_in_fields);

struct party_out {
	const char *address, *bank_account, *bank_bin, *bank_holder, *code, *commune, *commune_name;
	int32_t from_day;
	struct id id;
	bool is_forgotten;
	int32_t legal_form;
	const char *name, *phone;
	const char **roles;
	size_t roles_count;
	const char *tax_code;
	int32_t vat_profile;
};
static const struct field row_fields[] = {
	F_TEXT(struct party_out, code, 1, 20),
	F_TEXT_OPT(struct party_out, commune_name, 1, 300),
	F_ID(struct party_out, id),
	F_WORD(struct party_out, legal_form, legal_form_words),
	F_TEXT_OPT(struct party_out, name, 1, 200),
	F_TEXTS(struct party_out, roles, 0, ROLES_MAX, 20),
	F_TEXT_OPT(struct party_out, tax_code, 1, 20),
	F_WORD(struct party_out, vat_profile, vat_profile_words),
};
static const struct shape row_shape = SHAPE(struct party_out, "party_row", row_fields);
static const struct field party_out_fields[] = {
	F_TEXT_OPT(struct party_out, address, 1, 300),
	F_TEXT_OPT(struct party_out, bank_account, 1, 30),
	F_TEXT_OPT(struct party_out, bank_bin, 6, 6),
	F_TEXT_OPT(struct party_out, bank_holder, 1, 100),
	F_TEXT(struct party_out, code, 1, 20),
	F_TEXT_OPT(struct party_out, commune, 5, 5),
	F_TEXT_OPT(struct party_out, commune_name, 1, 300),
	F_DAY_OPT(struct party_out, from_day),
	F_ID(struct party_out, id),
	F_BOOL(struct party_out, is_forgotten),
	F_WORD(struct party_out, legal_form, legal_form_words),
	F_TEXT_OPT(struct party_out, name, 1, 200),
	F_TEXT_OPT(struct party_out, phone, 1, 20),
	F_TEXTS(struct party_out, roles, 0, ROLES_MAX, 20),
	F_TEXT_OPT(struct party_out, tax_code, 1, 20),
	F_WORD(struct party_out, vat_profile, vat_profile_words),
};
static const struct shape party_out_shape = SHAPE(struct party_out, "party_out", party_out_fields);

struct party_list_out {
	const char *next;
	struct party_out *parties;
	size_t parties_count;
};
static const struct field list_out_fields[] = {
	F_TEXT_OPT(struct party_list_out, next, 1, 20),
	F_LIST(struct party_list_out, parties, 0, OFFICE_PAGE_MAX, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct party_list_out, "parties", list_out_fields);

struct party_in {
	struct id party_id;        /* zero: a new one */
	const char *address, *bank_account, *bank_bin, *bank_holder, *code, *commune;
	int32_t from_day, legal_form;
	const char *name, *phone;
	const char **roles;
	size_t roles_count;
	const char *tax_code;
	int32_t vat_profile;
};
static const struct field get_fields[] = { F_ID(struct party_in, party_id) };
static const struct shape get_shape = SHAPE(struct party_in, "party_get", get_fields);
static const struct field party_in_fields[] = {
	F_TEXT_OPT(struct party_in, address, 1, 300),
	F_CODE_OPT(struct party_in, bank_account, 1, 30),
	F_TEXT_OPT(struct party_in, bank_bin, 6, 6),
	F_TEXT_OPT(struct party_in, bank_holder, 1, 100),
	F_CODE(struct party_in, code, 1, 20),
	F_TEXT_OPT(struct party_in, commune, 5, 5),
	F_DAY_OPT(struct party_in, from_day),
	F_WORD(struct party_in, legal_form, legal_form_words),
	F_TEXT(struct party_in, name, 1, 200),
	F_ID_OPT(struct party_in, party_id),
	F_CODE_OPT(struct party_in, phone, 1, 20),
	F_TEXTS(struct party_in, roles, 1, ROLES_MAX, 20),
	F_CODE_OPT(struct party_in, tax_code, 1, 20),
	F_WORD(struct party_in, vat_profile, vat_profile_words),
};
static const struct shape party_in_shape = SHAPE(struct party_in, "party_in", party_in_fields);

/* ---- showing ---------------------------------------------------------------- */

static bool show(struct call *call, const struct party *party, struct party_out *out, struct err *err)
{
	*out = (struct party_out){
		.address = party->address, .bank_account = party->bank_account, .bank_bin = party->bank_bin, .bank_holder = party->bank_holder,
		.code = party->code, .commune = party->commune, .from_day = party->from_day, .id = party->id, .is_forgotten = !party->name,
		.legal_form = party->legal_form, .name = party->name, .phone = party->phone, .roles = ARENA_LIST(call->arena, ROLES_MAX, const char *),
		.tax_code = party->tax_code, .vat_profile = party->vat_profile,
	};
	for (int i = 0; i < ROLES_MAX; i++)
		if (party->roles & (1 << i))
			out->roles[out->roles_count++] = party_role_words[i + 1];
	return !party->commune ||
	       area_full_name(call->work.txn, call->arena, AREA_COMMUNE, party->commune, office_day(call), &out->commune_name, err);
}

static bool parties_read(struct call *call, struct err *err)
{
	const struct party_list_in *in = call->in;
	struct party_list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	const char *after = in->after;
	struct party *list;

	out->parties = ARENA_LIST(call->arena, limit, struct party_out);
	do {
		if (!party_list(call->work.txn, call->arena, in->role ? 1 << (in->role - 1) : -1, after, office_day(call), OFFICE_PAGE_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			if (!office_fits(call->arena, in->q, party_words(call->arena, &list[i])))
				continue;
			if (out->parties_count == limit) {
				out->next = out->parties[limit - 1].code;
				return true;
			}
			if (!show(call, &list[i], &out->parties[out->parties_count++], err))
				return false;
		}
		after = count ? list[count - 1].code : NULL;
	} while (count == OFFICE_PAGE_MAX);
	return true;
}

static bool show_id(struct call *call, struct id party_id, struct err *err)
{
	struct party party;

	return party_get(call->work.txn, call->arena, party_id, office_day(call), &party, err) && show(call, &party, call->out, err);
}

static bool party_read(struct call *call, struct err *err)
{
	return show_id(call, ((const struct party_in *)call->in)->party_id, err);
}

/* ---- changing --------------------------------------------------------------- */

static bool take_roles(const struct party_in *in, int64_t had, int64_t *roles, struct err *err)
{
	*roles = had & PARTY_OPERATOR;
	for (size_t i = 0; i < in->roles_count; i++) {
		int k = 1;

		while (party_role_words[k] && strcmp(party_role_words[k], in->roles[i]) != 0)
			k++;
		if (!party_role_words[k] || (1 << (k - 1) == PARTY_OPERATOR && !(had & PARTY_OPERATOR))) {
			err_set(err, ERR_INPUT, NULL, "vai trò không có ở đây");
			return err_within(err, "roles[%zu]", i);
		}
		*roles |= 1 << (k - 1);
	}
	return true;
}

static bool check_places(struct call *call, const struct party_in *in, struct err *err)
{
	struct area area;
	struct bank bank;
	bool found = true;

	if (in->commune && !area_find(call->work.txn, call->arena, AREA_COMMUNE, in->commune, office_day(call), &area, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_INPUT, "commune", "không có xã, phường mang mã này ở ngày hôm nay");
	if (in->bank_account && !in->bank_bin)
		return err_set(err, ERR_INPUT, "bank_bin", "có số tài khoản thì phải chọn ngân hàng");
	if (in->bank_bin && !bank_find(call->work.txn, call->arena, in->bank_bin, &bank, &found, err))
		return false;
	return found || err_set(err, ERR_INPUT, "bank_bin", "không có ngân hàng mang mã này");
}

/* Facts hold from today unless a day is named; those of another day are not overwritten. */
static bool party_write(struct call *call, struct err *err)
{
	const struct party_in *in = call->in;
	struct party there = { 0 }, party = {
		.address = in->address, .bank_account = in->bank_account, .bank_bin = in->bank_bin, .bank_holder = in->bank_holder, .code = in->code,
		.commune = in->commune, .from_day = in->from_day ? in->from_day : office_day(call),
		.id = id_is_none(in->party_id) ? id_derive(call->work.id, "party", 1) : in->party_id, .legal_form = in->legal_form, .name = in->name,
		.phone = in->phone, .tax_code = in->tax_code, .vat_profile = in->vat_profile,
	};
	bool is_new = id_is_none(in->party_id);

	if (!is_new && !party_get(call->work.txn, call->arena, party.id, office_day(call), &there, err))
		return false;
	party.old_commune = there.old_commune;
	if (party.from_day > office_day(call))
		return err_set(err, ERR_INPUT, "from_day", "thông tin của ngày mai chưa ghi được; ghi vào đúng ngày");
	if (!take_roles(in, there.roles, &party.roles, err) || !check_places(call, in, err))
		return false;
	if (!is_new && !(text_is(there.bank_account, party.bank_account) && text_is(there.bank_bin, party.bank_bin)) && !work_has_second(&call->work, err))
		return false;
	if (!parties_set(&call->work, &party, 1, err))
		return office_one(err);
	return show_id(call, party.id, err);
}

const struct route party_routes[] = {
	{ HTTP_GET, "/parties", MAY_OFFICE, &list_in_shape, &list_out_shape, { { LANE_READ, parties_read } }, "Parties by code, of a role, by words", false, NULL },
	{ HTTP_GET, "/parties/:party_id", MAY_OFFICE, &get_shape, &party_out_shape, { { LANE_READ, party_read } }, "A party as of today", false, NULL },
	{ HTTP_POST, "/parties", MAY_OFFICE, &party_in_shape, &party_out_shape, { { LANE_WRITE, party_write } }, "Adds or changes a party", false, NULL },
	{ .path = NULL },
};
