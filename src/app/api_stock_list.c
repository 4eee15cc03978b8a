/* What lies where, by consignor, by item and owner, or by lot: with the days left and its value at the listed price. */
#include "app/api_office.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "calc/fold.h"
#include "shop/book.h"
#include "shop/browse.h"
#include "shop/intake.h"
#include "shop/stock.h"

static const char *const place_words[] = { NULL, "shelf", "aside", "bin", "hamper", NULL };
enum stock_by { BY_PRODUCER = 1, BY_ITEM, BY_LOT };
static const char *const by_words[] = { NULL, "producer", "item", "lot", NULL };
enum stock_sort { SORT_NAME = 1, SORT_EXPIRY, SORT_VALUE };
static const char *const sort_words[] = { NULL, "name", "expiry", "value", NULL };

struct list_in {
	const char *after;
	int32_t by, filter;
	struct id item_id;
	int64_t limit;
	struct id party_id;
	const char *q;
	int32_t sort;
};
static const struct field in_fields[] = {
	F_TEXT_OPT(struct list_in, after, 1, 100),
	F_WORD(struct list_in, by, by_words),
	F_WORD_OPT(struct list_in, filter, office_stock_filters),
	F_ID_OPT(struct list_in, item_id),
	F_I64_OPT(struct list_in, limit, 1, OFFICE_PAGE_MAX),
	F_ID_OPT(struct list_in, party_id),
	F_TEXT_OPT(struct list_in, q, 1, 100),
	F_WORD_OPT(struct list_in, sort, sort_words),
};
static const struct shape in_shape = SHAPE(struct list_in, "stock_in", in_fields);

struct row {
	struct id contract_id;
	const char *contract_number;
	int64_t days_left, decimals;
	int32_t expiry_day, expiry_kind;
	bool is_frozen, is_pending;
	const char *item, *item_code;
	struct id item_id;
	int64_t items_count;
	const char *lot_code;
	struct id lot_id;
	int64_t lots_count;
	int32_t made_day, place;
	const char *producer;
	struct id producer_id;
	int64_t qty_milli;
	const char *unit;
	struct money value;
	/* for grouping and order */
	const char *key, *name;
	const void *order;         /* fold_key of the name */
	size_t order_size;
	struct id last_item;
};
static const struct field row_fields[] = {
	F_ID_OPT(struct row, contract_id),
	F_TEXT_OPT(struct row, contract_number, 1, 40),
	F_I64_OPT(struct row, days_left, -1000000, 1000000),
	F_I64(struct row, decimals, 0, 3),
	F_DAY_OPT(struct row, expiry_day),
	F_WORD_OPT(struct row, expiry_kind, expiry_kind_words),
	F_BOOL(struct row, is_frozen),
	F_BOOL(struct row, is_pending),
	F_TEXT_OPT(struct row, item, 1, 200),
	F_TEXT_OPT(struct row, item_code, 1, 40),
	F_ID_OPT(struct row, item_id),
	F_I64(struct row, items_count, 0, INT64_MAX),
	F_TEXT_OPT(struct row, lot_code, 1, 40),
	F_ID_OPT(struct row, lot_id),
	F_I64(struct row, lots_count, 0, INT64_MAX),
	F_DAY_OPT(struct row, made_day),
	F_WORD_OPT(struct row, place, place_words),
	F_TEXT(struct row, producer, 1, 200),
	F_ID(struct row, producer_id),
	F_I64(struct row, qty_milli, INT64_MIN + 1, INT64_MAX),
	F_TEXT_OPT(struct row, unit, 1, 20),
	F_MONEY(struct row, value, INT64_MIN + 1, INT64_MAX),
};
static const struct shape row_shape = SHAPE(struct row, "stock_row", row_fields);
struct list_out {
	const char *next;
	struct row *rows;
	size_t rows_count;
	struct money total_value;
};
static const struct field out_fields[] = {
	F_TEXT_OPT(struct list_out, next, 1, 100),
	F_LIST(struct list_out, rows, 0, OFFICE_PAGE_MAX, &row_shape),
	F_MONEY(struct list_out, total_value, INT64_MIN + 1, INT64_MAX),
};
static const struct shape out_shape = SHAPE(struct list_out, "stock", out_fields);

/* ---- rows ------------------------------------------------------------------------------ */

static int64_t by_kind(int32_t by, const struct lying_row *a, const struct lying_row *b)
{
	int order = by == BY_PRODUCER ? memcmp(&a->consignor_id, &b->consignor_id, sizeof(a->consignor_id)) : 0;

	if (order == 0)
		order = memcmp(&a->item_id, &b->item_id, sizeof(a->item_id));
	if (order == 0)
		order = memcmp(&a->contract_id, &b->contract_id, sizeof(a->contract_id));
	if (order == 0)
		order = memcmp(&a->lot_id, &b->lot_id, sizeof(a->lot_id));
	return order ? order : a->place - b->place;
}

static int of_producer(const void *a, const void *b)
{
	int64_t order = by_kind(BY_PRODUCER, a, b);

	return (order > 0) - (order < 0);
}

static int of_item(const void *a, const void *b)
{
	int64_t order = by_kind(BY_ITEM, a, b);

	return (order > 0) - (order < 0);
}

static const char *key_of(struct call *call, int32_t by, const struct lying_row *level)
{
	char first[ID_TEXT_SIZE], second[ID_TEXT_SIZE];

	id_write(by == BY_PRODUCER ? level->consignor_id : by == BY_ITEM ? level->item_id : level->lot_id, first);
	if (by == BY_PRODUCER)
		return arena_text(call->arena, first);
	id_write(level->contract_id, second);
	return by == BY_ITEM ? arena_format(call->arena, "%s.%s", first, second) : arena_format(call->arena, "%s.%lld", first, (long long)level->place);
}

static void begin_row(const struct lying_row *level, int32_t by, const char *key, const char *producer, struct row *row)
{
	*row = (struct row){ .days_left = SHAPE_ABSENT, .producer = producer, .producer_id = level->consignor_id, .key = key, .name = producer };
	if (by == BY_PRODUCER)
		return;
	row->name = row->item = level->item;
	row->item_code = level->item_code;
	row->item_id = level->item_id;
	row->unit = level->unit;
	row->decimals = level->decimals;
	row->contract_id = level->contract_id;
	row->contract_number = level->contract_number;
	if (by == BY_ITEM)
		return;
	row->lot_id = level->lot_id;
	row->lot_code = level->lot_code;
	row->made_day = level->made_day;
	row->expiry_kind = (int32_t)level->expiry_kind + 1;
	row->place = (int32_t)level->place;
	row->is_frozen = level->is_frozen;
}

/* Several levels of a row: the quantity adds up, the first date counts. */
static bool add_level(struct call *call, const struct lying_row *level, struct row *row, struct money *total, struct err *err)
{
	struct money value;

	if (!money_of_qty(level->price, level->qty_milli < 0 ? -level->qty_milli : level->qty_milli, &value))
		return err_set(err, ERR_LIMIT, NULL, "giá trị tồn kho quá lớn");
	if (level->qty_milli < 0)
		value.dong = -value.dong;
	row->qty_milli += level->qty_milli;
	row->value.dong += value.dong;
	total->dong += value.dong;
	row->lots_count++;
	row->items_count += row->items_count == 0 || !id_is(row->last_item, level->item_id);
	row->last_item = level->item_id;
	row->is_pending = row->is_pending || level->is_pending;
	if (level->expiry_day && (!row->expiry_day || level->expiry_day < row->expiry_day)) {
		row->expiry_day = level->expiry_day;
		row->days_left = day_between(office_day(call), level->expiry_day);
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int order = memcmp(left->order, right->order, left->order_size < right->order_size ? left->order_size : right->order_size);

	if (order == 0)
		order = (left->order_size > right->order_size) - (left->order_size < right->order_size);
	return order ? order : strcmp(left->key, right->key);
}

static int by_expiry(const void *a, const void *b)
{
	const struct row *left = a, *right = b;
	int32_t l = left->expiry_day ? left->expiry_day : INT32_MAX, r = right->expiry_day ? right->expiry_day : INT32_MAX;

	return l != r ? (l > r) - (l < r) : by_name(a, b);
}

static int by_value(const void *a, const void *b)
{
	const struct row *left = a, *right = b;

	return left->value.dong != right->value.dong ? (left->value.dong < right->value.dong) - (left->value.dong > right->value.dong) : by_name(a, b);
}

static void set_orders(struct call *call, struct row *rows, size_t count)
{
	struct buf key;

	buf_init(&key, 8192);
	for (size_t i = 0; i < count; i++) {
		assert(rows[i].name);
		buf_clear(&key);
		fold_key(rows[i].name, strlen(rows[i].name), &key);
		rows[i].order = arena_bytes(call->arena, buf_get(&key), key.size);
		rows[i].order_size = key.size;
	}
	buf_release(&key);
}

static bool make_rows(struct call *call, const struct lying_row *levels, size_t count, struct row *rows, size_t *rows_count, struct money *total,
		      struct err *err)
{
	const struct list_in *in = call->in;
	const struct stock_asked asked = { .day = office_day(call), .filter = in->filter, .item_id = in->item_id, .party_id = in->party_id, .q = in->q };
	struct id consignor_id = { { 0 } };
	const char *producer = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *key;

		if (!id_is(levels[i].consignor_id, consignor_id) && !office_name(call, levels[i].consignor_id, &producer, err))
			return false;
		consignor_id = levels[i].consignor_id;
		if (!office_stock_passes(call->arena, &asked, &levels[i], producer))
			continue;
		key = key_of(call, in->by, &levels[i]);
		if (*rows_count == 0 || strcmp(rows[*rows_count - 1].key, key) != 0)
			begin_row(&levels[i], in->by, key, producer, &rows[(*rows_count)++]);
		if (!add_level(call, &levels[i], &rows[*rows_count - 1], total, err))
			return false;
	}
	return true;
}

static bool stock_read(struct call *call, struct err *err)
{
	const struct list_in *in = call->in;
	struct list_out *out = call->out;
	size_t limit = office_limit(in->limit), count, rows_count = 0, from = 0;
	struct lying_row *levels;
	struct row *rows;

	if (!browse_stock(call->work.txn, call->arena, call->work.book->site_id, call->work.at_us, &levels, &count, err))
		return false;
	qsort(levels, count, sizeof(*levels), in->by == BY_PRODUCER ? of_producer : of_item);
	rows = ARENA_LIST(call->arena, count, struct row);
	if (!make_rows(call, levels, count, rows, &rows_count, &out->total_value, err))
		return false;
	set_orders(call, rows, rows_count);
	qsort(rows, rows_count, sizeof(*rows), in->sort == SORT_EXPIRY ? by_expiry : in->sort == SORT_VALUE ? by_value : by_name);
	/* A row that is gone meanwhile: from the beginning. */
	for (size_t i = 0; in->after && i < rows_count && from == 0; i++)
		if (strcmp(rows[i].key, in->after) == 0)
			from = i + 1;
	out->rows = rows + from;
	out->rows_count = rows_count - from < limit ? rows_count - from : limit;
	if (from + out->rows_count < rows_count)
		out->next = out->rows[out->rows_count - 1].key;
	return true;
}

const struct route stock_list_routes[] = {
	{ HTTP_GET, "/stock", MAY_OFFICE, &in_shape, &out_shape, { { LANE_READ, stock_read } }, "What lies where, and what it is worth", false, NULL },
	{ .path = NULL },
};
