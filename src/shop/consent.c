#include "shop/consent.h"

#include <string.h>

#include "base/text.h"
#include "calc/shape.h"
#include "shop/book.h"
#include "shop/journal.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

const char *const consent_state_words[] = { NULL, "waiting", "agreed", "refused", NULL };

enum { FORGET, COUNT, ADD, FIND, LIST, ANSWER };

#define COLUMNS "id, ask, path, till_id, staff_id, stakes, about, words, at_us, expires_us, state, by_id, answer"

/* A table of fifty rows. */
const struct sql consent_sql[] = {
	[FORGET] = { .text = "DELETE FROM consent WHERE expires_us < $1", .scan_ok = true },
	[COUNT] = { .text = "SELECT COUNT(*) FROM consent", .scan_ok = true },
	[ADD] = { .text =
		"INSERT INTO consent (id, ask, path, till_id, staff_id, stakes, about, words, at_us, expires_us, state)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (id) DO UPDATE"
		" SET ask = excluded.ask, path = excluded.path, till_id = excluded.till_id, staff_id = excluded.staff_id, stakes = excluded.stakes, about = excluded.about, words = excluded.words,"
		" at_us = excluded.at_us, expires_us = excluded.expires_us, state = 1, by_id = NULL, answer = NULL"
		" WHERE $11 = 1 OR (consent.staff_id = excluded.staff_id AND (consent.ask <> excluded.ask OR consent.state = 2))" },
	[FIND] = { .text = "SELECT " COLUMNS " FROM consent WHERE id = $1" },
	[LIST] = { .text = "SELECT " COLUMNS " FROM consent WHERE state = 1 AND expires_us >= $1 ORDER BY at_us, id LIMIT 50", .scan_ok = true },
	[ANSWER] = { .text = "UPDATE consent SET state = $1, by_id = $2, answer = $3 WHERE id = $4 AND state = 1 AND at_us = $5" },
	SQL_END
};

static const struct field stake_fields[] = { F_MONEY(struct stake, amount, 0, MONEY_MAX), F_WORD(struct stake, what, stake_words) };
const struct shape stake_shape = SHAPE(struct stake, "stake", stake_fields);
struct kept_stakes {
	struct stake *stakes;
	size_t stakes_count;
};
static const struct field kept_fields[] = { F_LIST(struct kept_stakes, stakes, 0, STAKES_MAX, &stake_shape) };
static const struct shape kept_shape = SHAPE(struct kept_stakes, "stakes", kept_fields);

static void put_stakes(struct stmt *q, const struct stakes *stakes)
{
	struct stake list[STAKES_MAX];
	struct kept_stakes kept = { list, stakes->count };
	struct buf buf;

	memcpy(list, stakes->list, sizeof(list));
	buf_init(&buf, 1000);
	shape_write(&kept_shape, &kept, &buf);
	stmt_put_text(q, buf_get(&buf));
	buf_release(&buf);
}

static void take_stakes(struct stmt *q, struct arena *arena, struct stakes *stakes)
{
	const char *text = stmt_take_text(q, arena);
	struct kept_stakes kept;
	struct err ignored;

	stakes->count = 0;
	if (!text || !shape_read(&kept_shape, text, strlen(text), arena, &kept, &ignored))
		return;
	stakes->count = kept.stakes_count;
	memcpy(stakes->list, kept.stakes, kept.stakes_count * sizeof(*kept.stakes));
}

bool consent_forget(struct txn *txn, int64_t now_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &consent_sql[FORGET]);

	stmt_put_i64(q, now_us);
	return stmt_end(q, err);
}

bool consent_ask(struct txn *txn, const struct consent *consent, bool takes_over, int64_t now_us, struct err *err)
{
	struct stmt *q;
	int64_t count;

	if (!consent_forget(txn, now_us, err))
		return false;
	q = stmt_begin(txn, &consent_sql[COUNT]);
	count = stmt_next(q) ? stmt_take_i64(q) : 0;
	if (!stmt_end(q, err))
		return false;
	if (count >= CONSENTS_MAX)
		return err_set(err, ERR_LIMIT, "manager", "đã có quá nhiều việc chờ quản lý");
	q = stmt_begin(txn, &consent_sql[ADD]);
	stmt_put_id(q, consent->id);
	stmt_put_hash(q, consent->ask);
	stmt_put_text(q, consent->path);
	stmt_put_id_opt(q, consent->till_id);
	stmt_put_id(q, consent->staff_id);
	put_stakes(q, &consent->stakes);
	stmt_put_text_opt(q, consent->about);
	stmt_put_text(q, consent->words);
	stmt_put_i64(q, consent->at_us);
	stmt_put_i64(q, consent->expires_us);
	stmt_put_i64(q, takes_over);
	return stmt_end(q, err);
}

static void take_row(struct stmt *q, struct arena *arena, struct consent *consent)
{
	stmt_take_id(q, &consent->id);
	stmt_take_hash(q, &consent->ask);
	consent->path = stmt_take_text(q, arena);
	stmt_take_id_opt(q, &consent->till_id);
	stmt_take_id(q, &consent->staff_id);
	take_stakes(q, arena, &consent->stakes);
	consent->about = stmt_take_text_opt(q, arena);
	consent->words = stmt_take_text(q, arena);
	consent->at_us = stmt_take_i64(q);
	consent->expires_us = stmt_take_i64(q);
	consent->state = (int32_t)stmt_take_i64(q);
	stmt_take_id_opt(q, &consent->by_id);
	consent->answer = stmt_take_text_opt(q, arena);
}

bool consent_find(struct txn *txn, struct arena *arena, struct id id, struct consent *consent, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &consent_sql[FIND]);

	stmt_put_id(q, id);
	*found = stmt_next(q);
	if (*found)
		take_row(q, arena, consent);
	return stmt_end(q, err);
}

bool consent_list(struct txn *txn, struct arena *arena, int64_t now_us, struct consent **consents, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &consent_sql[LIST]);

	*consents = ARENA_LIST(arena, CONSENTS_MAX, struct consent);
	*count = 0;
	stmt_put_i64(q, now_us);
	while (*count < CONSENTS_MAX && stmt_next(q))
		take_row(q, arena, &(*consents)[(*count)++]);
	return stmt_end(q, err);
}

bool consent_answer(struct work *work, struct id id, int64_t asked_us, bool is_agreed, const char *answer, struct err *err)
{
	struct consent consent;
	struct stmt *q;
	bool found;

	if (work->role != STAFF_SUPERVISOR && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "việc này của ca trưởng hoặc quản trị");
	if (!consent_find(work->txn, work->arena, id, &consent, &found, err))
		return false;
	if (!found || consent.state != CONSENT_WAITING || consent.at_us != asked_us || consent.expires_us < work->at_us)
		return err_set(err, ERR_MISSING, "consent_id", "việc này không còn chờ; quầy hỏi lại nếu vẫn cần");
	if (id_is(consent.staff_id, work->actor))
		return err_set(err, ERR_FORBIDDEN, NULL, "việc mình hỏi thì người khác trả lời");
	q = stmt_begin(work->txn, &consent_sql[ANSWER]);
	stmt_put_i64(q, is_agreed ? CONSENT_AGREED : CONSENT_REFUSED);
	stmt_put_id(q, work->actor);
	stmt_put_text_opt(q, answer);
	stmt_put_id(q, id);
	stmt_put_i64(q, asked_us);
	return stmt_end(q, err);
}
