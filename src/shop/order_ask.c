/* Display samples (hàng mẫu): an order's line goes to the producer as a question and comes back as a day or a reason. */
#include "shop/order.h"

#include "base/day.h"
#include "shop/order_parts.h"
#include "shop/sql.h"

enum { ASKED, ANSWERED, LIST };

const struct sql order_ask_sql[] = {
	[ASKED] = { .text =
		"UPDATE order_line SET asking = 2, asked_day = $1, back_day = NULL WHERE order_id = $2 AND n = $3 AND is_open = 1 AND asking > 0" },
	[ANSWERED] = { .text =
		"UPDATE order_line SET asking = $1, back_day = $2 WHERE order_id = $3 AND n = $4 AND is_open = 1 AND asking > 0" },
	/* What is asked for is a part of the open orders, and those are few (ORDERS_OPEN_MAX). */
	[LIST] = { .text =
		"SELECT l.producer_id, l.order_id, l.n, l.item_id, l.asking, l.asked_day, l.back_day, l.qty_milli - l.delivered_milli, o.number,"
		" o.promised_day FROM order_line l JOIN customer_order o ON o.id = l.order_id WHERE l.is_open = 1 AND l.asking > 0 AND o.is_open = 1"
		" ORDER BY l.producer_id, o.promised_day, o.number, l.n LIMIT $1", .scan_ok = true },
	SQL_END
};

#define ASKING_ROWS_MAX 2000

static const struct field asked_line_fields[] = {
	F_I64(struct order_asked_line, n, 1, 1000),
	F_ID(struct order_asked_line, order_id),
};
static const struct shape asked_line_shape = SHAPE(struct order_asked_line, "order_asked_line", asked_line_fields);
static const struct field asked_fields[] = {
	F_LIST(struct order_asked, lines, 1, ORDER_ASK_MAX, &asked_line_shape),
	F_ID(struct order_asked, producer_id),
};
static const struct shape asked_shape = SHAPE(struct order_asked, "order_asked", asked_fields);
static const struct field answered_fields[] = {
	F_DAY_OPT(struct order_answered, back_day),
	F_BOOL(struct order_answered, is_yes),
	F_I64(struct order_answered, n, 1, 1000),
	F_ID(struct order_answered, order_id),
	F_TEXT_OPT(struct order_answered, reason, 1, 200),
};
static const struct shape answered_shape = SHAPE(struct order_answered, "order_answered", answered_fields);

static bool changed_one(struct stmt *q, struct err *err)
{
	int64_t changed = stmt_changes(q);

	return stmt_end(q, err) && (changed == 1 || err_set(err, ERR_CONFLICT, "n", "dòng này không còn chờ nhà sản xuất"));
}

static bool asked_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct order_asked *asked = body;

	(void)arena;
	for (size_t i = 0; i < asked->lines_count; i++) {
		struct stmt *q = stmt_begin(txn, &order_ask_sql[ASKED]);

		stmt_put_day(q, day_of_us(entry->at_us));
		stmt_put_id(q, asked->lines[i].order_id);
		stmt_put_i64(q, asked->lines[i].n);
		if (!changed_one(q, err))
			return false;
	}
	return true;
}

static bool answered_check(const void *body, struct err *err)
{
	const struct order_answered *answered = body;

	return answered->is_yes == (answered->back_day != 0) || err_set(err, ERR_INPUT, "back_day", "trả lời có phải nêu ngày giao, trả lời không thì không");
}

static bool answered_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct order_answered *answered = body;
	struct stmt *q = stmt_begin(txn, &order_ask_sql[ANSWERED]);

	(void)arena;
	(void)entry;
	stmt_put_i64(q, answered->is_yes ? ASKING_YES : ASKING_NO);
	stmt_put_day_opt(q, answered->back_day);
	stmt_put_id(q, answered->order_id);
	stmt_put_i64(q, answered->n);
	return changed_one(q, err);
}

const struct kind order_asked_kind = {
	.name = "order_asked", .version = 1, .body = &asked_shape, .apply = asked_apply, .keeps_goods = true,
	.about = "A producer was asked for goods that customers ordered from a display sample",
};
const struct kind order_answered_kind = {
	.name = "order_answered", .version = 1, .body = &answered_shape, .check = answered_check, .apply = answered_apply, .keeps_goods = true,
	.about = "A producer answered: the day the goods come, or why not",
};

/* The open line that waits for a producer. */
static bool find_line(struct work *work, struct id order_id, int64_t n, struct order_line_row *line, struct err *err)
{
	struct order_line_row *lines;
	struct order_row row;
	size_t count;

	if (!order_row_open(work->txn, order_id, &row, err) || !order_lines_get(work->txn, work->arena, order_id, &lines, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (lines[i].n != n)
			continue;
		*line = lines[i];
		return (line->is_open && line->asking) || err_set(err, ERR_CONFLICT, "n", "dòng này không chờ nhà sản xuất");
	}
	return err_set(err, ERR_MISSING, "n", "đơn không có dòng này; tải lại đơn");
}

bool order_ask(struct work *work, const struct order_ask_in *in, const struct order_asked **body, struct err *err)
{
	struct order_asked *asked = ARENA_NEW(work->arena, struct order_asked);
	struct order_line_row line;

	if (!work_first_answer(work, &order_asked_kind, (void **)body, err) || *body)
		return *body != NULL;
	*asked = (struct order_asked){ .lines = in->lines, .lines_count = in->lines_count };
	for (size_t i = 0; i < in->lines_count; i++) {
		if (!find_line(work, in->lines[i].order_id, in->lines[i].n, &line, err))
			return err_within(err, "lines[%zu]", i);
		if (i && !id_is(line.producer_id, asked->producer_id))
			return err_set(err, ERR_INPUT, "lines", "mỗi lần hỏi một nhà sản xuất");
		asked->producer_id = line.producer_id;
	}
	*body = asked;
	return work_record(work, &order_asked_kind, asked, err);
}

bool order_answer(struct work *work, const struct order_answered *in, const struct order_answered **body, struct err *err)
{
	struct order_answered *answered = ARENA_NEW(work->arena, struct order_answered);
	int32_t today = day_of_us(work->at_us);
	struct order_line_row line;

	if (!work_first_answer(work, &order_answered_kind, (void **)body, err) || *body)
		return *body != NULL;
	*answered = *in;
	if (in->is_yes && (in->back_day < today || day_between(today, in->back_day) > ORDER_AHEAD_DAYS))
		return err_set(err, ERR_INPUT, "back_day", "ngày nhà sản xuất giao phải từ hôm nay đến %d ngày tới", ORDER_AHEAD_DAYS);
	if (!in->is_yes && !in->reason)
		return err_set(err, ERR_INPUT, "reason", "ghi lý do nhà sản xuất không có hàng");
	if (!in->is_yes)
		answered->back_day = 0;
	if (!find_line(work, in->order_id, in->n, &line, err))
		return false;
	*body = answered;
	return work_record(work, &order_answered_kind, answered, err);
}

bool order_list_asking(struct txn *txn, struct arena *arena, struct order_asking_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_ask_sql[LIST]);
	size_t room = 16;

	*rows = ARENA_LIST(arena, room, struct order_asking_row);
	*count = 0;
	stmt_put_i64(q, ASKING_ROWS_MAX);
	while (stmt_next(q)) {
		struct order_asking_row *row;

		if (*count == room) {
			struct order_asking_row *more = ARENA_LIST(arena, room * 2, struct order_asking_row);

			for (size_t i = 0; i < room; i++)
				more[i] = (*rows)[i];
			*rows = more;
			room *= 2;
		}
		row = &(*rows)[(*count)++];
		stmt_take_id(q, &row->producer_id);
		stmt_take_id(q, &row->order_id);
		row->n = stmt_take_i64(q);
		stmt_take_id(q, &row->item_id);
		row->asking = (int32_t)stmt_take_i64(q);
		row->asked_day = stmt_take_day_opt(q);
		row->back_day = stmt_take_day_opt(q);
		row->open_milli = stmt_take_i64(q);
		row->number = stmt_take_i64(q);
		row->promised_day = stmt_take_day(q);
	}
	return stmt_end(q, err);
}
