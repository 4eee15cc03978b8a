/* OCOP products and their certificates. */
#include "app/api_office.h"

#include "shop/browse.h"
#include "shop/catalog.h"
#include "shop/group.h"
#include "shop/reference.h"

/* ---- certificates --------------------------------------------------------------- */

struct cert_out {
	int64_t days_left;         /* to the last valid day, that day included as 0; negative: over */
	int32_t decision_day;
	const char *decision_no;
	int32_t extended_to;
	struct id id;
	const char *issuer, *producer;
	struct id product_id;
	const char *product_name;
	struct id replaces_id;
	int32_t revoked_day;
	int64_t stars;
	int32_t valid_from, valid_to;
};
static const struct field cert_fields[] = {
	F_I64(struct cert_out, days_left, -1000000, 1000000),
	F_DAY(struct cert_out, decision_day),
	F_TEXT(struct cert_out, decision_no, 1, 60),
	F_DAY_OPT(struct cert_out, extended_to),
	F_ID(struct cert_out, id),
	F_TEXT(struct cert_out, issuer, 1, 200),
	F_TEXT(struct cert_out, producer, 1, 200),
	F_ID(struct cert_out, product_id),
	F_TEXT(struct cert_out, product_name, 1, 200),
	F_ID_OPT(struct cert_out, replaces_id),
	F_DAY_OPT(struct cert_out, revoked_day),
	F_I64(struct cert_out, stars, 3, 5),
	F_DAY(struct cert_out, valid_from),
	F_DAY(struct cert_out, valid_to),
};
static const struct shape cert_shape = SHAPE(struct cert_out, "certificate_out", cert_fields);

struct certs_in {
	struct id after;
	int64_t lapsing_days, limit;
};
static const struct field certs_in_fields[] = {
	F_ID_OPT(struct certs_in, after),
	F_I64_OPT(struct certs_in, lapsing_days, 0, 3650),
	F_I64_OPT(struct certs_in, limit, 1, OFFICE_PAGE_MAX),
};
static const struct shape certs_in_shape = SHAPE(struct certs_in, "certificates_in", certs_in_fields);
struct certs_out {
	struct cert_out *certificates;
	size_t certificates_count;
	struct id next;
};
static const struct field certs_out_fields[] = {
	F_LIST(struct certs_out, certificates, 0, OFFICE_PAGE_MAX, &cert_shape),
	F_ID_OPT(struct certs_out, next),
};
static const struct shape certs_out_shape = SHAPE(struct certs_out, "certificates", certs_out_fields);

/* What the page sends: `certificate_id` names the one to change. */
static const struct field cert_set_fields[] = {
	{ .name = "certificate_id", .kind = FIELD_ID, .optional = true, .offset = offsetof(struct certificate, id) },
	F_DAY(struct certificate, decision_day),
	F_CODE(struct certificate, decision_no, 1, 60),
	F_DAY_OPT(struct certificate, extended_to),
	F_TEXT(struct certificate, issuer, 1, 200),
	F_ID(struct certificate, product_id),
	F_ID_OPT(struct certificate, replaces_id),
	F_DAY_OPT(struct certificate, revoked_day),
	F_I64(struct certificate, stars, 3, 5),
	F_DAY(struct certificate, valid_from),
	F_DAY(struct certificate, valid_to),
};
static const struct shape cert_set_shape = SHAPE(struct certificate, "certificate_in", cert_set_fields);

static int32_t last_day_of(const struct certificate *c)
{
	int32_t day = c->extended_to ? c->extended_to : c->valid_to;

	return c->revoked_day && day_add(c->revoked_day, -1) < day ? day_add(c->revoked_day, -1) : day;
}

static bool show_certificate(struct call *call, const struct certificate *c, struct cert_out *out, struct err *err)
{
	struct product product;

	*out = (struct cert_out){
		.days_left = day_between(office_day(call), last_day_of(c)), .decision_day = c->decision_day, .decision_no = c->decision_no,
		.extended_to = c->extended_to, .id = c->id, .issuer = c->issuer, .product_id = c->product_id, .replaces_id = c->replaces_id,
		.revoked_day = c->revoked_day, .stars = c->stars, .valid_from = c->valid_from, .valid_to = c->valid_to,
	};
	if (!product_get(call->work.txn, call->arena, c->product_id, &product, err))
		return false;
	out->product_name = product.name;
	return office_name(call, product.producer_id, &out->producer, err);
}

static bool show_certificates(struct call *call, const struct certificate *list, size_t count, struct cert_out *out, struct err *err)
{
	for (size_t i = 0; i < count; i++)
		if (!show_certificate(call, &list[i], &out[i], err))
			return false;
	return true;
}

static bool certificates_read(struct call *call, struct err *err)
{
	const struct certs_in *in = call->in;
	struct certs_out *out = call->out;
	size_t limit = office_limit(in->limit);
	int32_t to_day = in->lapsing_days == SHAPE_ABSENT ? 0 : day_add(office_day(call), (int)in->lapsing_days);
	struct certificate *list;

	if (!browse_certificates(call->work.txn, call->arena, to_day, in->after, limit, &list, &out->certificates_count, err))
		return false;
	out->certificates = ARENA_LIST(call->arena, limit, struct cert_out);
	if (out->certificates_count == limit)
		out->next = list[limit - 1].id;
	return show_certificates(call, list, out->certificates_count, out->certificates, err);
}

static bool certificate_write(struct call *call, struct err *err)
{
	struct certificate certificate = *(const struct certificate *)call->in, there;
	bool found = true;

	if (id_is_none(certificate.id))
		certificate.id = id_derive(call->work.id, "certificate", 1);
	else if (!browse_certificate(call->work.txn, call->arena, certificate.id, &there, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "certificate_id", "không có chứng nhận này");
	if (!certificates_set(&call->work, &certificate, 1, err))
		return office_one(err);
	office_goods_changed(call);
	return show_certificate(call, &certificate, call->out, err);
}

/* ---- products --------------------------------------------------------------------- */

struct product_row {
	const char *code;
	int32_t ground;
	const char *group_name;
	struct id id;
	const char *name, *producer;
	struct id producer_id;
	int64_t stars;             /* valid today; else 0 */
	int32_t valid_to;
	/* of one product only */
	struct cert_out *certificates;
	size_t certificates_count;
	int64_t group_code, group_set;
	struct product_item *items;
	size_t items_count;
	const char *made_commune, *made_commune_name;
};
static const struct field row_fields[] = {
	F_TEXT(struct product_row, code, 1, 40),
	F_WORD(struct product_row, ground, product_ground_words),
	F_TEXT_OPT(struct product_row, group_name, 1, 200),
	F_ID(struct product_row, id),
	F_TEXT(struct product_row, name, 1, 200),
	F_TEXT(struct product_row, producer, 1, 200),
	F_ID(struct product_row, producer_id),
	F_I64(struct product_row, stars, 0, 5),
	F_DAY_OPT(struct product_row, valid_to),
};
static const struct shape row_shape = SHAPE(struct product_row, "product_row", row_fields);

struct product_item {
	const char *code;
	struct id id;
	const char *name, *unit;
};
static const struct field item_fields[] = {
	F_TEXT(struct product_item, code, 1, 40),
	F_ID(struct product_item, id),
	F_TEXT(struct product_item, name, 1, 200),
	F_TEXT(struct product_item, unit, 1, 20),
};
static const struct shape item_shape = SHAPE(struct product_item, "product_item", item_fields);
static const struct field one_fields[] = {
	F_LIST(struct product_row, certificates, 0, BROWSE_CERTIFICATES_MAX, &cert_shape),
	F_TEXT(struct product_row, code, 1, 40),
	F_WORD(struct product_row, ground, product_ground_words),
	F_I64(struct product_row, group_code, 0, 26),
	F_TEXT_OPT(struct product_row, group_name, 1, 200),
	F_I64(struct product_row, group_set, 2019, 2100),
	F_ID(struct product_row, id),
	F_LIST(struct product_row, items, 0, BROWSE_ITEMS_MAX, &item_shape),
	F_TEXT_OPT(struct product_row, made_commune, 5, 5),
	F_TEXT_OPT(struct product_row, made_commune_name, 1, 300),
	F_TEXT(struct product_row, name, 1, 200),
	F_TEXT(struct product_row, producer, 1, 200),
	F_ID(struct product_row, producer_id),
	F_I64(struct product_row, stars, 0, 5),
	F_DAY_OPT(struct product_row, valid_to),
};
static const struct shape one_shape = SHAPE(struct product_row, "product_out", one_fields);

struct list_in {
	const char *after;
	int64_t limit;
	struct id producer_id;
	const char *q;
};
static const struct field list_in_fields[] = {
	F_TEXT_OPT(struct list_in, after, 1, 40),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_ID_OPT(struct list_in, producer_id),
	F_TEXT_OPT(struct list_in, q, 1, 100),
};
static const struct shape list_in_shape = SHAPE(struct list_in, "products_in", list_in_fields);
struct list_out {
	const char *next;
	struct product_row *products;
	size_t products_count;
};
static const struct field list_out_fields[] = {
	F_TEXT_OPT(struct list_out, next, 1, 40),
	F_LIST(struct list_out, products, 0, OFFICE_PAGE_MAX, &row_shape),
};
static const struct shape list_out_shape = SHAPE(struct list_out, "products", list_out_fields);

struct product_in {
	const char *code;
	int32_t ground;
	int64_t group_code, group_set;
	const char *made_commune, *name;
	struct id producer_id, product_id;
};
static const struct field get_fields[] = { F_ID(struct product_in, product_id) };
static const struct shape get_shape = SHAPE(struct product_in, "product_get", get_fields);
static const struct field set_fields[] = {
	F_CODE(struct product_in, code, 1, 40),
	F_WORD(struct product_in, ground, product_ground_words),
	F_I64_OPT(struct product_in, group_code, 0, 26),
	F_I64_OPT(struct product_in, group_set, 2019, 2100),
	F_TEXT_OPT(struct product_in, made_commune, 5, 5),
	F_TEXT(struct product_in, name, 1, 200),
	F_ID(struct product_in, producer_id),
	F_ID_OPT(struct product_in, product_id),
};
static const struct shape set_shape = SHAPE(struct product_in, "product_in", set_fields);

static bool show(struct call *call, const struct product *product, struct product_row *out, struct err *err)
{
	struct product_group *groups;
	struct certificate *list;
	size_t count, groups_count;

	*out = (struct product_row){ .code = product->code, .ground = (int32_t)product->ground, .group_code = product->group_code,
				     .group_set = product->group_set, .id = product->id, .made_commune = product->made_commune, .name = product->name,
				     .producer_id = product->producer_id };
	if (!product_groups(call->arena, product->group_set, &groups, &groups_count, err))
		return false;
	out->group_name = product_group_name(groups, groups_count, product->group_set, product->group_code);
	if (!product_stars_on(call->work.txn, product->id, office_day(call), &out->stars, err) ||
	    !office_name(call, product->producer_id, &out->producer, err) ||
	    !browse_certificates_of(call->work.txn, call->arena, product->id, &list, &count, err))
		return false;
	if (count)
		out->valid_to = last_day_of(&list[0]);
	out->certificates = ARENA_LIST(call->arena, count, struct cert_out);
	out->certificates_count = count;
	return show_certificates(call, list, count, out->certificates, err);
}

static bool show_one(struct call *call, struct id product_id, struct err *err)
{
	struct product_row *out = call->out;
	struct product product;
	struct id *items;
	size_t count;

	if (!product_get(call->work.txn, call->arena, product_id, &product, err) || !show(call, &product, out, err) ||
	    !browse_items_of(call->work.txn, call->arena, product_id, &items, &count, err))
		return false;
	out->items = ARENA_LIST(call->arena, count, struct product_item);
	for (size_t i = 0; i < count; i++) {
		struct item item;

		if (!item_get(call->work.txn, call->arena, items[i], &item, err))
			return false;
		out->items[out->items_count++] = (struct product_item){ item.code, item.id, item.name, item.unit };
	}
	return !out->made_commune ||
	       area_full_name(call->work.txn, call->arena, AREA_COMMUNE, out->made_commune, office_day(call), &out->made_commune_name, err);
}

static bool product_read(struct call *call, struct err *err)
{
	return show_one(call, ((const struct product_in *)call->in)->product_id, err);
}

static bool products_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count;
	const char *after = in->after;
	struct product *list;

	out->products = ARENA_LIST(call->arena, limit, struct product_row);
	do {
		if (!browse_products(call->work.txn, call->arena, after, OFFICE_PAGE_MAX, &list, &count, err))
			return false;
		for (size_t i = 0; i < count; i++) {
			const char *producer;

			after = list[i].code;
			if (!id_is_none(in->producer_id) && !id_is(list[i].producer_id, in->producer_id))
				continue;
			if (!office_name(call, list[i].producer_id, &producer, err))
				return false;
			if (!office_fits(call->arena, in->q, arena_format(call->arena, "%s %s %s", list[i].code, list[i].name, producer)))
				continue;
			if (out->products_count == limit) {
				out->next = out->products[limit - 1].code;
				return true;
			}
			if (!show(call, &list[i], &out->products[out->products_count++], err))
				return false;
		}
	} while (count == OFFICE_PAGE_MAX);
	return true;
}

static bool product_write(struct call *call, struct err *err)
{
	const struct product_in *in = call->in;
	struct product there, product = {
		.code = in->code, .ground = in->ground, .group_code = in->group_code == SHAPE_ABSENT ? 0 : in->group_code,
		.group_set = in->group_set == SHAPE_ABSENT ? GROUP_SET_NOW : in->group_set,
		.id = id_is_none(in->product_id) ? id_derive(call->work.id, "product", 1) : in->product_id, .made_commune = in->made_commune,
		.name = in->name, .producer_id = in->producer_id,
	};
	struct area area;
	bool found = true;

	if (!id_is_none(in->product_id) && !product_get(call->work.txn, call->arena, in->product_id, &there, err))
		return false;
	if (in->made_commune && !area_find(call->work.txn, call->arena, AREA_COMMUNE, in->made_commune, office_day(call), &area, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_INPUT, "made_commune", "không có xã, phường mang mã này ở ngày hôm nay");
	if (!products_set(&call->work, &product, 1, err))
		return office_one(err);
	office_goods_changed(call);
	return show_one(call, product.id, err);
}

/* ---- groups ------------------------------------------------------------------------------ */

struct groups_in {
	int64_t set;
};
static const struct field groups_in_fields[] = { F_I64_OPT(struct groups_in, set, 2019, 2100) };
static const struct shape groups_in_shape = SHAPE(struct groups_in, "product_groups_in", groups_in_fields);
struct groups_out {
	struct product_group *groups;
	size_t groups_count;
};
static const struct field groups_out_fields[] = { F_LIST(struct groups_out, groups, 0, GROUPS_MAX, &product_group_shape) };
static const struct shape groups_out_shape = SHAPE(struct groups_out, "product_groups", groups_out_fields);

static bool groups_show(struct call *call, struct err *err)
{
	const struct groups_in *in = call->in;
	struct groups_out *out = call->out;

	return product_groups(call->arena, in->set == SHAPE_ABSENT ? 0 : in->set, &out->groups, &out->groups_count, err);
}

const struct route product_routes[] = {
	{ HTTP_GET, "/product-groups", MAY_STAFF, &groups_in_shape, &groups_out_shape, { { LANE_LOOP, groups_show } },
	  "The groups products are classed by: the 26 of today and the sets before", false, NULL },
	{ HTTP_GET, "/products", MAY_OFFICE, &list_in_shape, &list_out_shape, { { LANE_READ, products_read } }, "Products by code, of a producer, by words", false, NULL },
	{ HTTP_GET, "/products/:product_id", MAY_OFFICE, &get_shape, &one_shape, { { LANE_READ, product_read } },
	  "A product with its certificates and items", false, NULL },
	{ HTTP_POST, "/products", MAY_OFFICE, &set_shape, &one_shape, { { LANE_WRITE, product_write } }, "Adds or changes a product", false, NULL },
	{ HTTP_GET, "/certificates", MAY_OFFICE, &certs_in_shape, &certs_out_shape, { { LANE_READ, certificates_read } },
	  "Certificates, also those that lapse soon", false, NULL },
	{ HTTP_POST, "/certificates", MAY_OFFICE, &cert_set_shape, &cert_shape, { { LANE_WRITE, certificate_write } }, "Adds or changes a certificate", false, NULL },
	{ .path = NULL },
};
