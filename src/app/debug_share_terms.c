#include "app/debug_share.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool said_wrong(struct err *err, const char *path, const char *name, const char *format, ...)
{
	char field[sizeof(err->field)], words[200];
	va_list args;

	snprintf(field, sizeof(field), "%s%s%s", path, *path && *name ? "." : "", name);
	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	return err_set(err, ERR_INPUT, field, "%s%s%s", field, *field ? ": " : "", words);
}

bool said_only(const json_t *object, const char *path, const char *const *names, struct err *err)
{
	const char *key;
	json_t *value;

	if (!json_is_object(object))
		return said_wrong(err, path, "", "must be an object");
	json_object_foreach((json_t *)object, key, value) {
		const char *const *name = names;

		while (*name && strcmp(*name, key) != 0)
			name++;
		if (!*name)
			return said_wrong(err, path, "", "has an unknown member \"%.40s\"", key);
	}
	return true;
}

const json_t *said_member(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return value && !json_is_null(value) ? value : NULL;
}

bool said_number(const json_t *value, const char *path, const char *name, int64_t low, int64_t high, int64_t *number, struct err *err)
{
	if (!json_is_integer(value) || json_integer_value(value) < low || json_integer_value(value) > high)
		return said_wrong(err, path, name, "must be a whole number from %lld to %lld", (long long)low, (long long)high);
	*number = json_integer_value(value);
	return true;
}

bool said_i64(const json_t *object, const char *path, const char *name, int64_t low, int64_t high, int64_t *value, bool *found, struct err *err)
{
	const json_t *said = said_member(object, name);

	if (found)
		*found = said != NULL;
	return !said || said_number(said, path, name, low, high, value, err);
}

static bool said_bool(const json_t *object, const char *path, const char *name, bool *value, struct err *err)
{
	const json_t *said = said_member(object, name);

	if (!said)
		return true;
	if (!json_is_boolean(said))
		return said_wrong(err, path, name, "must be true or false");
	*value = json_is_true(said);
	return true;
}

bool said_vat_class(const json_t *object, const char *path, const char *name, enum vat_class *vat_class, bool *found, struct err *err)
{
	const json_t *said = said_member(object, name);
	char digits[24];

	*found = said != NULL;
	if (!said)
		return true;
	if (json_is_string(said) && vat_class_read(json_string_value(said), json_string_length(said), vat_class))
		return true;
	if (json_is_integer(said)) {
		snprintf(digits, sizeof(digits), "%lld", (long long)json_integer_value(said));
		if (vat_class_read(digits, strlen(digits), vat_class))
			return true;
	}
	return said_wrong(err, path, name, "must be a VAT class: 10, 8, 5, 0, KCT or KKKNT");
}

static const struct said_word modes[] = {
	{ "STEP_INVOICE", SHARE_STEP_INVOICE }, { "CONSIGNMENT_NOTE", SHARE_CONSIGNMENT_NOTE }, { "DELEGATED", SHARE_DELEGATED },
	{ "PURCHASE_LIST", SHARE_PURCHASE_LIST }, { "NONE", SHARE_NONE }, { NULL, 0 },
};
static const struct said_word bases[] = {
	{ "gross", SHARE_GROSS }, { "net", SHARE_NET }, { "gross_retail", SHARE_GROSS }, { "net_of_vat", SHARE_NET },
	{ "net_of_output_vat", SHARE_NET }, { NULL, 0 },
};
static const struct said_word profiles[] = { { "credit", TAX_CREDIT }, { "direct", TAX_DIRECT }, { "household", TAX_HOUSEHOLD }, { NULL, 0 } };
enum borne_by { BORNE_HOUSE = 1, BORNE_PRODUCER, BORNE_SPLIT };
static const struct said_word bearers[] = { { "house", BORNE_HOUSE }, { "producer", BORNE_PRODUCER }, { "split", BORNE_SPLIT }, { NULL, 0 } };
static const struct said_word tier_ways[] = { { "marginal", 1 }, { "whole", 2 }, { NULL, 0 } };

bool said_word(const json_t *object, const char *path, const char *name, const struct said_word *words, int *value, struct err *err)
{
	const json_t *said = said_member(object, name);
	char list[160] = "";

	if (!said)
		return true;
	for (const struct said_word *word = words; word->text; word++) {
		size_t at = strlen(list);

		if (json_is_string(said) && strcasecmp(json_string_value(said), word->text) == 0) {
			*value = word->value;
			return true;
		}
		snprintf(list + at, sizeof(list) - at, "%s%s", at ? ", " : "", word->text);
	}
	return said_wrong(err, path, name, "must be one of %s", list);
}

const char *said_either(const json_t *object, const char *name, const char *other)
{
	return said_member(object, name) || !said_member(object, other) ? name : other;
}

static bool read_kind(const json_t *object, const char *path, struct share_terms *terms, struct err *err)
{
	bool has_rate, has_fixed, has_hand_over, own = false;

	if (!said_i64(object, path, "rate_ppm", 0, PPM, &terms->rate_ppm, &has_rate, err) ||
	    !said_i64(object, path, "fixed", 0, MONEY_MAX, &terms->per_unit.dong, &has_fixed, err) ||
	    !said_i64(object, path, "hand_over", 0, MONEY_MAX, &terms->per_unit.dong, &has_hand_over, err) ||
	    !said_bool(object, path, "own", &own, err))
		return false;
	if (has_rate + has_fixed + has_hand_over + own != 1)
		return said_wrong(err, path, "rate_ppm", "say exactly one of rate_ppm, fixed, hand_over, own");
	terms->kind = has_rate ? SHARE_RATE : has_fixed ? SHARE_FIXED : has_hand_over ? SHARE_HAND_OVER : SHARE_OWN;
	terms->includes_vat = has_hand_over;
	return said_bool(object, path, "includes_vat", &terms->includes_vat, err);
}

static bool read_tiers(const json_t *object, const char *path, struct share_tiers *tiers, struct err *err)
{
	static const char *const names[] = { "from", "rate_ppm", NULL };
	const json_t *list = said_member(object, "tiers");
	int way = 1;

	if (!said_word(object, path, "tiers_apply", tier_ways, &way, err))
		return false;
	tiers->is_whole = way == 2;
	if (!list)
		return true;
	if (!json_is_array(list) || json_array_size(list) > SHARE_TIERS_MAX)
		return said_wrong(err, path, "tiers", "must be a list of at most %d tiers", SHARE_TIERS_MAX);
	tiers->count = json_array_size(list);
	for (size_t i = 0; i < tiers->count; i++) {
		const json_t *tier = json_array_get(list, i);
		char at[64];
		bool has_from, has_rate;

		snprintf(at, sizeof(at), "%s.tiers[%zu]", path, i);
		if (!said_only(tier, at, names, err) || !said_i64(tier, at, "from", 1, MONEY_MAX, &tiers->tiers[i].from.dong, &has_from, err) ||
		    !said_i64(tier, at, "rate_ppm", 0, PPM, &tiers->tiers[i].rate_ppm, &has_rate, err))
			return false;
		if (!has_from || !has_rate)
			return said_wrong(err, at, has_from ? "rate_ppm" : "from", "is missing");
	}
	if (!share_tiers_check(tiers, err))
		return said_wrong(err, path, "tiers", "must rise from one to the next");
	return true;
}

bool said_terms(const json_t *object, const char *path, struct said_terms *said, struct err *err)
{
	static const char *const names[] = { "mode", "basis", "rate_ppm", "fixed", "hand_over", "own", "includes_vat", "discount_borne_by",
					     "discount_producer_ppm", "floor", "consignor", "consignor_profile", "house", "house_profile",
					     "commission_vat", "tiers", "tiers_apply", NULL };
	struct share_terms *terms = &said->terms;
	int mode = 0, basis = SHARE_GROSS, consignor = TAX_CREDIT, house = TAX_CREDIT, bearer = BORNE_HOUSE;
	bool has_part;

	*said = (struct said_terms){ .terms = { .commission_vat = VAT_8 } };
	if (!said_only(object, path, names, err) || !said_word(object, path, "mode", modes, &mode, err) ||
	    !said_word(object, path, "basis", bases, &basis, err) ||
	    !said_word(object, path, said_either(object, "consignor_profile", "consignor"), profiles, &consignor, err) ||
	    !said_word(object, path, said_either(object, "house_profile", "house"), profiles, &house, err) ||
	    !said_word(object, path, "discount_borne_by", bearers, &bearer, err) ||
	    !said_i64(object, path, "discount_producer_ppm", 0, PPM, &terms->discount_producer_ppm, &has_part, err) ||
	    !said_i64(object, path, "floor", 0, MONEY_MAX, &terms->floor.dong, NULL, err) ||
	    !said_vat_class(object, path, "commission_vat", &terms->commission_vat, &said->has_commission_vat, err) ||
	    !read_kind(object, path, terms, err) || !read_tiers(object, path, &said->tiers, err))
		return false;
	if (mode == 0)
		return said_wrong(err, path, "mode", "is missing");
	if ((bearer == BORNE_SPLIT) != has_part)
		return said_wrong(err, path, "discount_producer_ppm", "goes with discount_borne_by \"split\" and only with it");
	if (bearer == BORNE_PRODUCER)
		terms->discount_producer_ppm = PPM;
	terms->mode = (enum share_mode)mode;
	terms->basis = (enum share_basis)basis;
	terms->consignor = (enum tax_profile)consignor;
	terms->house = (enum tax_profile)house;
	return share_terms_check(terms, err) || err_within(err, "%s", path);
}

struct share_terms said_terms_for(const struct said_terms *said, enum vat_class goods)
{
	struct share_terms terms = said->terms;

	if (!said->has_commission_vat)
		terms.commission_vat = goods == VAT_10 ? VAT_10 : VAT_8;
	return terms;
}
