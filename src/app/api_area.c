/* What is known from outside: communes, banks, groups of OCOP products. For choosers. */
#include "app/api_office.h"

#include "shop/reference.h"

#define COMMUNES_MAX 100
#define BANKS_MAX 200

struct commune_in {
	int64_t limit;
	const char *q;
};
static const struct field commune_in_fields[] = {
	F_I64_OPT(struct commune_in, limit, 1, COMMUNES_MAX),
	F_TEXT_OPT(struct commune_in, q, 1, 100),
};
static const struct shape commune_in_shape = SHAPE(struct commune_in, "communes_in", commune_in_fields);

struct commune {
	const char *code, *full_name, *province;
};
static const struct field commune_fields[] = {
	F_TEXT(struct commune, code, 5, 5),
	F_TEXT(struct commune, full_name, 1, 200),
	F_TEXT(struct commune, province, 1, 200),
};
static const struct shape commune_shape = SHAPE(struct commune, "commune", commune_fields);
struct communes_out {
	struct commune *communes;
	size_t communes_count;
};
static const struct field communes_out_fields[] = { F_LIST(struct communes_out, communes, 0, COMMUNES_MAX, &commune_shape) };
static const struct shape communes_out_shape = SHAPE(struct communes_out, "communes", communes_out_fields);

static const struct field bank_fields[] = {
	F_TEXT(struct bank, bin, 6, 6),
	F_TEXT(struct bank, name, 1, 300),
	F_TEXT(struct bank, short_name, 1, 100),
};
static const struct shape bank_shape = SHAPE(struct bank, "bank", bank_fields);
struct banks_out {
	struct bank *banks;
	size_t banks_count;
};
static const struct field banks_out_fields[] = { F_LIST(struct banks_out, banks, 0, BANKS_MAX, &bank_shape) };
static const struct shape banks_out_shape = SHAPE(struct banks_out, "banks", banks_out_fields);

/* Words of the commune and of its province together: "huu lien lang son" finds one. */
static bool communes_read(struct call *call, struct err *err)
{
	const struct commune_in *in = call->in;
	struct communes_out *out = call->out;
	size_t limit = in->limit == SHAPE_ABSENT ? 20 : (size_t)in->limit, provinces_count, count;
	struct area *provinces, *list;

	out->communes = ARENA_LIST(call->arena, limit, struct commune);
	if (!area_list(call->work.txn, call->arena, AREA_PROVINCE, NULL, office_day(call), &provinces, &provinces_count, err))
		return false;
	for (size_t p = 0; p < provinces_count && out->communes_count < limit; p++) {
		if (!area_list(call->work.txn, call->arena, AREA_COMMUNE, provinces[p].code, office_day(call), &list, &count, err))
			return false;
		for (size_t i = 0; i < count && out->communes_count < limit; i++)
			if (office_fits(call->arena, in->q, arena_format(call->arena, "%s %s %s", list[i].full_name, list[i].code, provinces[p].full_name)))
				out->communes[out->communes_count++] = (struct commune){ list[i].code, list[i].full_name, provinces[p].full_name };
	}
	return true;
}

static bool banks_read(struct call *call, struct err *err)
{
	struct banks_out *out = call->out;

	return bank_list(call->work.txn, call->arena, &out->banks, &out->banks_count, err);
}

const struct route area_routes[] = {
	{ HTTP_GET, "/communes", MAY_OFFICE, &commune_in_shape, &communes_out_shape, { { LANE_READ, communes_read } }, "Communes of today by words", false, NULL },
	{ HTTP_GET, "/banks", MAY_OFFICE, &nothing_shape, &banks_out_shape, { { LANE_READ, banks_read } }, "Banks as VietQR knows them", false, NULL },
	{ .path = NULL },
};
