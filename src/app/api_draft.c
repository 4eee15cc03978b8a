/* Bán tạm: whose goods may be sold so, and what the office has still to complete. */
#include "app/api_office.h"

#include "shop/book.h"
#include "shop/item_draft.h"

struct owners_in {
	const char *q;
};
static const struct field owners_in_fields[] = { F_TEXT_OPT(struct owners_in, q, 1, 100) };
static const struct shape owners_in_shape = SHAPE(struct owners_in, "producers_in", owners_in_fields);
struct owners_out {
	struct draft_owner *producers;
	size_t producers_count;
};
static const struct field owners_fields[] = { F_LIST(struct owners_out, producers, 0, DRAFT_OWNERS_MAX, &draft_owner_shape) };
static const struct shape owners_shape = SHAPE(struct owners_out, "producers", owners_fields);

struct drafts_out {
	struct item_draft *drafts;
	size_t drafts_count;
};
static const struct field drafts_fields[] = { F_LIST(struct drafts_out, drafts, 0, ITEM_DRAFTS_MAX, &item_draft_shape) };
static const struct shape drafts_shape = SHAPE(struct drafts_out, "item_drafts", drafts_fields);

static bool producers_read(struct call *call, struct err *err)
{
	const struct owners_in *in = call->in;
	struct owners_out *out = call->out;

	return draft_owners(call->work.txn, call->arena, call->work.book->site_id, in->q, office_day(call), &out->producers, &out->producers_count, err);
}

static bool drafts_read(struct call *call, struct err *err)
{
	struct drafts_out *out = call->out;

	return item_drafts_open(call->work.txn, call->arena, call->work.book->site_id, call->work.at_us, &out->drafts, &out->drafts_count, err);
}

const struct route draft_routes[] = {
	{ HTTP_GET, "/producers", MAY_STAFF, &owners_in_shape, &owners_shape, { { LANE_READ, producers_read } }, "Whose goods are sold here, by name or code", false, NULL },
	{ HTTP_GET, "/items/drafts", MAY_OFFICE, &nothing_shape, &drafts_shape, { { LANE_READ, drafts_read } }, "Goods sold before they were entered", false, NULL },
	{ .path = NULL },
};
