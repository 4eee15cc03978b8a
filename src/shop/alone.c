#include "shop/alone.h"

#include <string.h>

#include "base/day.h"
#include "shop/book.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

const char *const alone_reasons[ALONE_REASONS_MAX + 1] = {
	NULL, "ca trưởng đang vắng, khách chờ", "không gọi được quản lý", "quản lý đã đồng ý qua điện thoại", "việc thường ngày, số tiền nhỏ", "lý do khác",
};
const char *const alone_answer_words[] = { NULL, "confirmed", "asked", NULL };

enum { DUTY_ADD, DUTY_GET, ADD, LIST, LIST_OPEN, SINCE, DAY_BEGAN, OF_DAY, GET, ANSWER };

#define COLUMNS "entry_key, staff_id, at_us, kind, amount, reason, answered_key, answer"

const struct sql alone_sql[] = {
	[DUTY_ADD] = { .text = 
		"INSERT INTO duty (entry_key, site_id, from_us, until_us, limit_amount, day_limit, except_id) VALUES ($1, $2, $3, $4, $5, $6, $7)" },
	[DUTY_GET] = { .text = "SELECT from_us, until_us, limit_amount, day_limit, except_id FROM duty WHERE site_id = $1 ORDER BY entry_key DESC LIMIT 1" },
	[ADD] = { .text = "INSERT INTO alone (entry_key, staff_id, at_us, kind, amount, reason) VALUES ($1, $2, $3, $4, $5, $6)" },
	[LIST] = { .text = "SELECT " COLUMNS " FROM alone WHERE entry_key < $1 ORDER BY entry_key DESC LIMIT $2" },
	/* What waits is nearly always among the newest. */
	[LIST_OPEN] = { .text =
		"SELECT " COLUMNS " FROM alone WHERE entry_key < $1 AND (answer IS NULL OR answer = 2) ORDER BY entry_key DESC LIMIT $2", .scan_ok = true },
	[SINCE] = { .text =
		"SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM alone WHERE staff_id = $1 AND entry_key > $2" },
	/* Of the shifts that are open, one a till. */
	[DAY_BEGAN] = { .text = "SELECT business_day FROM shift WHERE closed_key IS NULL AND staff_id = $1 ORDER BY business_day LIMIT 1", .scan_ok = true },
	[OF_DAY] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM alone WHERE staff_id = $1 AND at_us >= $2" },
	[GET] = { .text = "SELECT " COLUMNS " FROM alone WHERE entry_key = $1" },
	[ANSWER] = { .text = "UPDATE alone SET answered_key = $1, answer = $2 WHERE entry_key = $3" },
	SQL_END
};

/* ---- when ---------------------------------------------------------------------- */

static const struct field duty_fields[] = {
	F_MONEY_ZERO(struct duty, day_limit, 0, DUTY_LIMIT_MAX * DUTY_DAY_TIMES),
	F_ID_LEFT(struct duty, except_id),
	F_I64(struct duty, from_us, 0, INT64_MAX),
	F_MONEY(struct duty, limit, 0, DUTY_LIMIT_MAX),
	F_I64(struct duty, until_us, 0, INT64_MAX),
};
static const struct shape duty_shape = SHAPE(struct duty, "duty", duty_fields);

static bool duty_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct duty *duty = body;
	struct stmt *q = stmt_begin(txn, &alone_sql[DUTY_ADD]);

	(void)arena;
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, entry->site_id);
	stmt_put_i64(q, duty->from_us);
	stmt_put_i64(q, duty->until_us);
	stmt_put_money(q, duty->limit);
	stmt_put_money(q, duty->day_limit);
	stmt_put_id_opt(q, duty->except_id);
	return stmt_end(q, err);
}

const struct kind duty_set_kind = {
	.name = "duty_set", .version = 1, .body = &duty_shape, .apply = duty_apply, .keeps_goods = true,
	.about = "A supervisor said when one person is on duty, and up to what amount she may go on alone",
};

static bool may_oversee(const struct work *work, struct err *err)
{
	return work->role == STAFF_SUPERVISOR || work->role == STAFF_ADMIN || err_set(err, ERR_FORBIDDEN, NULL, "việc này của ca trưởng hoặc quản trị");
}

bool duty_set(struct work *work, const struct duty *in, bool for_own, struct err *err)
{
	struct duty duty = *in;
	void *first;

	if (!work_first_answer(work, &duty_set_kind, &first, err) || first)
		return first != NULL;
	if (!may_oversee(work, err))
		return false;
	if (duty.limit.dong && (duty.until_us <= duty.from_us || duty.until_us <= work->at_us))
		return err_set(err, ERR_INPUT, "until_us", "giờ hết phải sau giờ bắt đầu và sau bây giờ");
	if (duty.until_us - duty.from_us > DUTY_DAYS_MAX * DAY_US)
		return err_set(err, ERR_INPUT, "until_us", "nhiều nhất %d ngày một lần", DUTY_DAYS_MAX);
	if (duty.day_limit.dong && duty.day_limit.dong < duty.limit.dong)
		return err_set(err, ERR_INPUT, "day_limit", "mức cả ngày phải từ mức một việc trở lên, hoặc 0: không giới hạn");
	/* Who may allow it to others does not allow it to herself. */
	duty.except_id = duty.limit.dong && !for_own ? work->actor : (struct id){ { 0 } };
	if (duty.limit.dong && for_own && !work_has_second(work, err))
		return false;
	return work_record(work, &duty_set_kind, &duty, err);
}

bool duty_get(struct txn *txn, struct id site_id, struct duty *duty, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &alone_sql[DUTY_GET]);

	*duty = (struct duty){ 0 };
	stmt_put_id(q, site_id);
	if (stmt_next(q)) {
		duty->from_us = stmt_take_i64(q);
		duty->until_us = stmt_take_i64(q);
		duty->limit = stmt_take_money(q);
		duty->day_limit = stmt_take_money(q);
		stmt_take_id_opt(q, &duty->except_id);
	}
	return stmt_end(q, err);
}

/* A shift that began yesterday is yesterday's business day still. */
static bool done_today(const struct work *work, struct money *done, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &alone_sql[DAY_BEGAN]);
	int32_t today = day_of_us(work->at_us), day = today;

	stmt_put_id(q, work->actor);
	if (stmt_next(q))
		day = stmt_take_day(q);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(work->txn, &alone_sql[OF_DAY]);
	stmt_put_id(q, work->actor);
	stmt_put_i64(q, day_start_us(day < today ? day : today));
	stmt_next(q);
	*done = stmt_take_money(q);
	return stmt_end(q, err);
}

bool alone_limits(const struct work *work, struct alone_limits *limits, struct err *err)
{
	struct duty duty;

	if (!duty_get(work->txn, work->book->site_id, &duty, err) || !done_today(work, &limits->done, err))
		return false;
	limits->single = work->alone_limit;
	limits->day = work->alone_day_limit;
	if (work->at_us >= duty.from_us && work->at_us < duty.until_us && duty.limit.dong > limits->single.dong && !id_is(duty.except_id, work->actor)) {
		limits->single = duty.limit;
		limits->day = duty.day_limit;
	}
	return true;
}

/* ---- what ---------------------------------------------------------------------- */

bool alone_row_add(struct txn *txn, const struct entry *entry, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &alone_sql[ADD]);

	stmt_put_i64(q, entry->key);
	stmt_put_id(q, entry->actor);
	stmt_put_i64(q, entry->at_us);
	stmt_put_text(q, entry->kind);
	stmt_put_money(q, entry->alone.amount);
	stmt_put_i64(q, entry->alone.reason);
	return stmt_end(q, err);
}

static void take_row(struct stmt *q, struct arena *arena, struct alone_row *row)
{
	int64_t answer;

	row->entry_key = stmt_take_i64(q);
	stmt_take_id(q, &row->staff_id);
	row->at_us = stmt_take_i64(q);
	row->kind = stmt_take_text(q, arena);
	row->amount = stmt_take_money(q);
	row->reason = stmt_take_i64(q);
	row->answered_key = stmt_take_i64_opt(q);
	answer = stmt_take_i64_opt(q);
	row->answer = answer == STMT_NONE ? 0 : (int32_t)answer;
}

bool alone_list(struct txn *txn, struct arena *arena, bool only_open, int64_t before_key, size_t count_max, struct alone_row **rows, size_t *count,
		int64_t *last_key, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &alone_sql[only_open ? LIST_OPEN : LIST]);
	size_t room = count_max < ALONE_LIST_MAX ? count_max : ALONE_LIST_MAX;

	*rows = ARENA_LIST(arena, room, struct alone_row);
	*count = 0;
	stmt_put_i64(q, before_key ? before_key : INT64_MAX);
	stmt_put_i64(q, (int64_t)room);
	while (*count < room && stmt_next(q))
		take_row(q, arena, &(*rows)[(*count)++]);
	*last_key = *count == room && room ? (*rows)[room - 1].entry_key : 0;
	return stmt_end(q, err);
}

bool alone_since(struct txn *txn, struct id staff_id, int64_t after_key, int64_t *count, struct money *amount, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &alone_sql[SINCE]);

	stmt_put_id(q, staff_id);
	stmt_put_i64(q, after_key);
	stmt_next(q);
	*count = stmt_take_i64(q);
	*amount = stmt_take_money(q);
	return stmt_end(q, err);
}

/* ---- looked at ------------------------------------------------------------------- */

static const struct field answer_fields[] = {
	F_WORD(struct alone_answer_in, answer, alone_answer_words),
	F_ID(struct alone_answer_in, entry_id),
	F_TEXT_LEFT(struct alone_answer_in, words, 1, 200),
};
static const struct shape answer_shape = SHAPE(struct alone_answer_in, "alone_answered", answer_fields);

static bool find_row(struct txn *txn, struct arena *arena, struct id entry_id, struct alone_row *row, bool *found, struct err *err)
{
	struct entry entry;
	struct stmt *q;

	if (!journal_find_id(txn, arena, entry_id, &entry, found, err) || !*found)
		return !*found && err->code == ERR_NONE;
	q = stmt_begin(txn, &alone_sql[GET]);
	stmt_put_i64(q, entry.key);
	*found = stmt_next(q);
	if (*found)
		take_row(q, arena, row);
	return stmt_end(q, err);
}

static bool answer_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct alone_answer_in *answer = body;
	struct alone_row row;
	struct stmt *q;
	bool found;

	err->code = ERR_NONE;
	if (!find_row(txn, arena, answer->entry_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "entry_id", "không có việc này trong danh sách một người làm");
	q = stmt_begin(txn, &alone_sql[ANSWER]);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, answer->answer);
	stmt_put_i64(q, row.entry_key);
	return stmt_end(q, err);
}

const struct kind alone_answered_kind = {
	.name = "alone_answered", .version = 1, .body = &answer_shape, .apply = answer_apply, .keeps_goods = true,
	.about = "A manager confirmed what one person did alone, or asked about it",
};

bool alone_answer(struct work *work, const struct alone_answer_in *in, struct err *err)
{
	struct alone_row row;
	void *first;
	bool found;

	if (!work_first_answer(work, &alone_answered_kind, &first, err) || first)
		return first != NULL;
	err->code = ERR_NONE;
	if (!may_oversee(work, err) || !find_row(work->txn, work->arena, in->entry_id, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "entry_id", "không có việc này trong danh sách một người làm");
	if (id_is(row.staff_id, work->actor))
		return err_set(err, ERR_FORBIDDEN, NULL, "việc mình tự làm thì người khác xác nhận");
	if (row.answer == ALONE_CONFIRMED)
		return err_set(err, ERR_CONFLICT, "entry_id", "việc này đã xác nhận rồi");
	if (in->answer == ALONE_ASKED && !in->words)
		return err_set(err, ERR_INPUT, "words", "ghi điều muốn hỏi");
	return work_record(work, &alone_answered_kind, in, err);
}

bool alone_words(struct txn *txn, struct arena *arena, const struct alone_row *row, const char **words, struct id *by_id, struct err *err)
{
	const struct alone_answer_in *answer;
	struct entry entry;

	*words = NULL;
	*by_id = (struct id){ { 0 } };
	if (row->answered_key == SHAPE_ABSENT)
		return true;
	if (!journal_get(txn, arena, row->answered_key, &entry, err) || !entry_body(&entry, &alone_answered_kind, arena, (void **)&answer, err))
		return false;
	*words = answer->words;
	*by_id = entry.actor;
	return true;
}
