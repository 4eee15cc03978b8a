/* Customers at the till: found while somebody types, made in one step; telephones are masked. */
#include "app/api.h"

#include "shop/customer.h"

struct customer_row {
	struct id id;
	bool is_firm;
	const char *name, *phone, *tax_code;
};
static const struct field row_fields[] = {
	F_ID(struct customer_row, id),
	F_BOOL(struct customer_row, is_firm),
	F_TEXT(struct customer_row, name, 1, 200),
	F_TEXT_OPT(struct customer_row, phone, 1, 40),
	F_TEXT_OPT(struct customer_row, tax_code, 1, 20),
};
static const struct shape row_shape = SHAPE(struct customer_row, "customer", row_fields);

struct find_in {
	const char *q;
};
static const struct field find_fields[] = { F_TEXT(struct find_in, q, 1, 100) };
static const struct shape find_shape = SHAPE(struct find_in, "customers_in", find_fields);
struct find_out {
	struct customer_row *customers;
	size_t customers_count;
};
static const struct field found_fields[] = { F_LIST(struct find_out, customers, 0, CUSTOMERS_FOUND_MAX, &row_shape) };
static const struct shape found_shape = SHAPE(struct find_out, "customers", found_fields);

static const struct field add_fields[] = {
	F_TEXT_OPT(struct customer_in, address, 1, 300),
	F_TEXT(struct customer_in, name, 1, 200),
	F_CODE_OPT(struct customer_in, phone, 1, 20),
	F_CODE_OPT(struct customer_in, tax_code, 1, 20),
};
static const struct shape add_shape = SHAPE(struct customer_in, "customer_in", add_fields);

static struct customer_row row_of(struct call *call, const struct party *party)
{
	bool is_firm = party->legal_form == FORM_ENTERPRISE || party->legal_form == FORM_COOPERATIVE || party->legal_form == FORM_UNION;

	return (struct customer_row){ .id = party->id, .is_firm = is_firm, .name = party->name, .phone = customer_masked(call->arena, party->phone),
				      .tax_code = is_firm ? party->tax_code : NULL };
}

static bool customers_read(struct call *call, struct err *err)
{
	const struct find_in *in = call->in;
	struct find_out *out = call->out;
	struct party *found;

	if (!customer_find(call->work.txn, call->arena, in->q, day_of_us(call->work.at_us), &found, &out->customers_count, err))
		return false;
	out->customers = ARENA_LIST(call->arena, out->customers_count, struct customer_row);
	for (size_t i = 0; i < out->customers_count; i++)
		out->customers[i] = row_of(call, &found[i]);
	return true;
}

static bool customer_write(struct call *call, struct err *err)
{
	struct customer_row *out = call->out;
	struct id customer_id;
	struct party party;

	if (!customer_add(&call->work, call->in, &customer_id, err) ||
	    !party_get(call->work.txn, call->arena, customer_id, day_of_us(call->work.at_us), &party, err))
		return false;
	*out = row_of(call, &party);
	return true;
}

const struct route customer_routes[] = {
	{ HTTP_GET, "/customers", MAY_SELL, &find_shape, &found_shape, { { LANE_READ, customers_read } }, "Customers by name, telephone or tax code", false, NULL },
	{ HTTP_POST, "/customers", MAY_SELL, &add_shape, &row_shape, { { LANE_WRITE, customer_write } }, "A new customer", false, NULL },
	{ .path = NULL },
};
