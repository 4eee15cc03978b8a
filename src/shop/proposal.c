#include "shop/proposal.h"

#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/intake.h"
#include "shop/lot.h"
#include "shop/sql.h"
#include "store/stmt.h"

const char *const proposal_state_words[] = { NULL, "waiting", "accepted", "refused", NULL };

enum { ADD, GET, OWN_PRICE };

const struct sql proposal_sql[] = {
	[ADD] = { .text = "INSERT INTO proposal (lot_id, entry_key, state, reason) VALUES ($1, $2, $3, $4)" },
	[GET] = { .text = "SELECT state, reason FROM proposal WHERE lot_id = $1" },
	[OWN_PRICE] = { .text = "SELECT amount FROM price WHERE item_id = $1 AND site_id = $2 AND from_us <= $3 ORDER BY from_us DESC LIMIT 1" },
	SQL_END
};

static const struct field fields[] = {
	F_MONEY(struct proposal_answered, amount, 0, MONEY_MAX),
	F_I64_OPT(struct proposal_answered, from_us, 0, INT64_MAX),
	F_BOOL(struct proposal_answered, is_accepted),
	F_ID(struct proposal_answered, item_id),
	F_ID(struct proposal_answered, lot_id),
	F_TEXT_OPT(struct proposal_answered, reason, 1, 200),
	F_ID_OPT(struct proposal_answered, site_id),
};
static const struct shape proposal_answered_shape = SHAPE(struct proposal_answered, "proposal_answered", fields);

static bool check(const void *body, struct err *err)
{
	const struct proposal_answered *answered = body;

	if (!answered->is_accepted && (!answered->reason || answered->from_us != SHAPE_ABSENT))
		return err_set(err, ERR_INPUT, "reason", "không nhận giá đề nghị thì cần lý do, và không đặt giá");
	return true;
}

static bool apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct proposal_answered *answered = body;
	struct price_set price = { .amount = answered->amount, .from_us = answered->from_us, .item_id = answered->item_id, .site_id = answered->site_id };
	struct stmt *q = stmt_begin(txn, &proposal_sql[ADD]);

	(void)arena;
	stmt_put_id(q, answered->lot_id);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, answered->is_accepted ? PROPOSAL_ACCEPTED : PROPOSAL_REFUSED);
	stmt_put_text_opt(q, answered->reason);
	return stmt_end(q, err) && (answered->from_us == SHAPE_ABSENT || price_apply(txn, &price, err));
}

const struct kind proposal_answered_kind = {
	.name = "proposal_answered", .version = 1, .body = &proposal_answered_shape, .check = check, .apply = apply,
	.about = "A price proposed at intake was accepted and set, or refused",
};

static bool proposed_price(struct work *work, struct id lot_id, struct id *item_id, struct money *amount, struct err *err)
{
	const struct intake *intake;
	struct entry entry;
	struct lot lot;

	*amount = MONEY(SHAPE_ABSENT);
	if (!lot_get(work->txn, work->arena, lot_id, &lot, err) || !journal_get(work->txn, work->arena, lot.entry_key, &entry, err))
		return false;
	*item_id = lot.item_id;
	if (strcmp(entry.kind, intake_kind.name) == 0) {
		if (!entry_body(&entry, &intake_kind, work->arena, (void **)&intake, err))
			return false;
		for (size_t i = 0; i < intake->lines_count; i++)
			if (id_is(intake->lines[i].lot_id, lot_id))
				*amount = intake->lines[i].price_proposal;
	}
	return amount->dong != SHAPE_ABSENT || err_set(err, ERR_CONFLICT, "lot_id", "lô này không có giá đề nghị");
}

bool proposal_state(struct txn *txn, struct arena *arena, struct id lot_id, int32_t *state, const char **reason, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &proposal_sql[GET]);

	*state = PROPOSAL_WAITING;
	*reason = NULL;
	stmt_put_id(q, lot_id);
	if (stmt_next(q)) {
		*state = (int32_t)stmt_take_i64(q);
		*reason = stmt_take_text_opt(q, arena);
	}
	return stmt_end(q, err);
}

/* Whose price it becomes, and whether it is that already. */
static bool find_price(struct work *work, struct proposal_answered *answered, int64_t from_us, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &proposal_sql[OWN_PRICE]);
	struct money now;
	bool found;

	stmt_put_id(q, answered->item_id);
	stmt_put_id(q, work->book->site_id);
	stmt_put_i64(q, from_us);
	found = stmt_next(q);
	if (found) {
		stmt_skip(q);
		answered->site_id = work->book->site_id;
	}
	if (!stmt_end(q, err) || !item_price_at(work->txn, answered->item_id, work->book->site_id, from_us, &now, &found, err))
		return false;
	if (!found || now.dong != answered->amount.dong)
		answered->from_us = from_us;
	return true;
}

bool proposal_answer(struct work *work, const struct proposal_in *in, const struct proposal_answered **body, struct err *err)
{
	struct proposal_answered *answered = ARENA_NEW(work->arena, struct proposal_answered);
	const char *reason;
	int32_t state;

	if (!work_first_answer(work, &proposal_answered_kind, (void **)body, err) || *body)
		return *body != NULL;
	*answered = (struct proposal_answered){
		.from_us = SHAPE_ABSENT, .is_accepted = in->is_accepted, .lot_id = in->lot_id, .reason = in->reason,
	};
	if (!proposed_price(work, in->lot_id, &answered->item_id, &answered->amount, err) ||
	    !proposal_state(work->txn, work->arena, in->lot_id, &state, &reason, err))
		return false;
	if (state != PROPOSAL_WAITING)
		return err_set(err, ERR_CONFLICT, "lot_id", state == PROPOSAL_ACCEPTED ? "giá đề nghị này đã nhận" : "giá đề nghị này đã từ chối");
	if (!in->is_accepted && !in->reason)
		return err_set(err, ERR_INPUT, "reason", "ghi lý do không nhận giá đề nghị; bên giao sẽ hỏi");
	if (in->is_accepted && in->from_us != SHAPE_ABSENT && in->from_us < work->at_us)
		return err_set(err, ERR_INPUT, "from_us", "giá mới không được lùi về trước; đã bán theo giá cũ");
	if (in->is_accepted && !find_price(work, answered, in->from_us == SHAPE_ABSENT ? work->at_us : in->from_us, err))
		return false;
	*body = answered;
	return work_record(work, &proposal_answered_kind, answered, err);
}

bool proposal_labels(struct txn *txn, struct arena *arena, struct id site_id, struct id item_id, struct stock_lot **lots, size_t *count,
		     struct err *err)
{
	size_t all, kept = 0;

	if (!stock_lots(txn, arena, site_id, item_id, lots, &all, err))
		return false;
	for (size_t i = 0; i < all; i++)
		if ((*lots)[i].place == PLACE_SHELF && (*lots)[i].own_price == SHAPE_ABSENT && (*lots)[i].qty_milli > 0)
			(*lots)[kept++] = (*lots)[i];
	*count = kept;
	return true;
}
