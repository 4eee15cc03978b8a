#include "shop/cart_doc.h"

#include <assert.h>
#include <string.h>

#include "base/day.h"
#include "shop/alone.h"
#include "shop/swap.h"

#define TRAIL_KEPT_FREE 20  /* for what ends a cart: removals, park, recall */

/* Of a step as it is written: its moment, how much and what, and beside it what it has. */
#define TRAIL_BYTES 62
#define TRAIL_ID_BYTES 51
#define TRAIL_TEXT_BYTES 11
#define TRAIL_VALUE_BYTES 22
#define TRAIL_BYTES_MAX 290 /* of a removal, without the code */
#define LINE_BYTES 310      /* of a line of the sale with an ordinary name; the book's own lines are counted when they are priced */

const char *const cart_reasons[] = { NULL, "Khách đổi ý", "Quét nhầm", "Sai số lượng", "Hàng lỗi", "Khác", NULL };

static const struct field id_fields[] = { F_ID(struct cart_doc_id, id) };
static const struct shape id_shape = SHAPE(struct cart_doc_id, "id", id_fields);

/* A ticket of 500 of them is read and written at every scan: what is not there is left out. */
static const struct field line_fields[] = {
	F_MONEY_LEFT(struct cart_doc_line, amount_given, 0, MONEY_MAX),
	F_LIST_ZERO(struct cart_doc_line, choices, FIND_ITEMS_MAX, &id_shape),
	F_TEXT_LEFT(struct cart_doc_line, code, 1, 200),
	F_ID_LEFT(struct cart_doc_line, contract_id),
	F_ID_LEFT(struct cart_doc_line, date_reader_id),
	F_PART(struct cart_doc_line, discount, &discount_shape),
	F_ID_LEFT(struct cart_doc_line, item_id),
	F_ID_LEFT(struct cart_doc_line, lot_id),
	F_I64(struct cart_doc_line, n, 1, INT64_MAX),
	F_TEXT_LEFT(struct cart_doc_line, note, 1, 300),
	F_I64_ZERO(struct cart_doc_line, order_n, 0, 1000),
	F_MONEY_LEFT(struct cart_doc_line, price_was, 0, MONEY_MAX),
	F_I64(struct cart_doc_line, priced_us, 0, INT64_MAX),
	F_I64(struct cart_doc_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT_LEFT(struct cart_doc_line, stop, 1, 300),
};
static const struct shape line_shape = SHAPE(struct cart_doc_line, "cart_doc_line", line_fields);

static const struct field back_fields[] = {
	F_LIST(struct cart_back, lines, 1, SALE_LINES_MAX, &return_line_in_shape),
	F_TEXT(struct cart_back, reason, 1, 100),
	F_ID(struct cart_back, sale_id),
};
const struct shape cart_back_shape = SHAPE(struct cart_back, "cart_back", back_fields);

static const struct field doc_fields[] = {
	F_I64_ZERO(struct cart_doc, alone_reason, 0, ALONE_REASONS_MAX),
	F_PART_AT(struct cart_doc, back, &cart_back_shape),
	F_ID_LEFT(struct cart_doc, coupon_approver_id),
	F_ID_LEFT(struct cart_doc, coupon_id),
	F_I64_ZERO(struct cart_doc, coupon_n, 0, INT64_MAX),
	F_ID_LEFT(struct cart_doc, customer_id),
	F_PART(struct cart_doc, discount, &discount_shape),
	F_BOOL_ZERO(struct cart_doc, is_gift),
	F_LIST_ZERO(struct cart_doc, joined, SALE_JOINED_MAX, &id_shape),
	F_TEXT_LEFT(struct cart_doc, lang, 2, 2),
	F_LIST(struct cart_doc, lines, 0, SALE_LINES_MAX, &line_shape),
	F_I64(struct cart_doc, next_n, 1, INT64_MAX),
	F_LIST(struct cart_doc, ops, 0, CART_OPS_MAX, &id_shape),
	F_ID_LEFT(struct cart_doc, order_id),
	F_ID_LEFT(struct cart_doc, referrer_id),
	F_I64(struct cart_doc, removed_count, 0, INT64_MAX),
	F_LIST_ZERO(struct cart_doc, swap, SWAP_LINES_MAX, &swap_in_shape),
	F_LIST(struct cart_doc, trail, 0, SALE_TRAIL_MAX, &trail_shape),
};
const struct shape cart_doc_shape = SHAPE(struct cart_doc, "cart_doc", doc_fields);

/* Room for all that may come is taken at once: a document is read for one change and forgotten. */
static void make_room(struct cart_doc *doc, struct arena *arena)
{
	struct cart_doc_line *lines = ARENA_LIST(arena, doc->lines_count + 1, struct cart_doc_line);
	struct trail *trail = ARENA_LIST(arena, doc->trail_count + 4, struct trail);
	struct cart_doc_id *ops = ARENA_LIST(arena, CART_OPS_MAX, struct cart_doc_id);

	if (doc->lines_count)
		memcpy(lines, doc->lines, doc->lines_count * sizeof(*lines));
	if (doc->trail_count)
		memcpy(trail, doc->trail, doc->trail_count * sizeof(*trail));
	if (doc->ops_count)
		memcpy(ops, doc->ops, doc->ops_count * sizeof(*ops));
	doc->lines = lines;
	doc->trail = trail;
	doc->ops = ops;
}

struct cart_doc *cart_doc_new(struct arena *arena)
{
	struct cart_doc *doc = ARENA_NEW(arena, struct cart_doc);

	doc->next_n = 1;
	return doc;
}

bool cart_doc_read(const char *text, struct arena *arena, struct cart_doc **doc, struct err *err)
{
	*doc = ARENA_NEW(arena, struct cart_doc);
	return shape_read(&cart_doc_shape, text, strlen(text), arena, *doc, err);
}

void cart_doc_write(const struct cart_doc *doc, struct buf *buf)
{
	shape_write(&cart_doc_shape, doc, buf);
}

bool cart_doc_did(const struct cart_doc *doc, struct id op_id)
{
	for (size_t i = 0; i < doc->ops_count; i++)
		if (id_is(doc->ops[i].id, op_id))
			return true;
	return false;
}

static void remember(struct cart_doc *doc, struct id op_id)
{
	if (id_is_none(op_id))
		return;
	if (doc->ops_count == CART_OPS_MAX) {
		memmove(doc->ops, doc->ops + 1, (CART_OPS_MAX - 1) * sizeof(*doc->ops));
		doc->ops_count--;
	}
	doc->ops[doc->ops_count++].id = op_id;
}

static size_t bytes_of(const char *text)
{
	size_t size = 0;

	for (; text && *text; text++)
		size += *text == '"' || *text == '\\' || *text == '\n' ? 2 : 1;
	return size;
}

size_t cart_doc_trail_bytes(const struct cart_doc *doc, struct id staff_id)
{
	size_t bytes = 0;

	for (size_t i = 0; i < doc->trail_count; i++) {
		const struct trail *step = &doc->trail[i];

		bytes += TRAIL_BYTES + (id_is_none(step->item_id) ? 0 : TRAIL_ID_BYTES) + (id_is_none(step->approver_id) ? 0 : TRAIL_ID_BYTES) +
			 (id_is_none(step->staff_id) || id_is(step->staff_id, staff_id) ? 0 : TRAIL_ID_BYTES) +
			 (step->code ? TRAIL_TEXT_BYTES + bytes_of(step->code) : 0) + (step->reason ? TRAIL_TEXT_BYTES + bytes_of(step->reason) : 0) +
			 (step->what == TRAIL_REMOVE ? TRAIL_VALUE_BYTES : 0);
	}
	return bytes;
}

/* What is kept free is for taking lines off, with the longest of the codes. */
static bool trail_has_room(const struct cart_doc *doc, const struct cart_change *change, size_t kept_free, struct err *err)
{
	size_t bytes = doc->lines_count * LINE_BYTES + cart_doc_trail_bytes(doc, change->staff_id), code_most = 0;

	for (size_t i = 0; i < doc->lines_count; i++)
		code_most = bytes_of(doc->lines[i].code) > code_most ? bytes_of(doc->lines[i].code) : code_most;
	bytes += kept_free * (TRAIL_BYTES_MAX + code_most);
	return (doc->trail_count + kept_free < SALE_TRAIL_MAX && bytes < CART_ENTRY_BYTES_MAX) ||
	       err_set(err, ERR_LIMIT, NULL, "phiếu đã quá dài; thanh toán hoặc bỏ phiếu này rồi mở phiếu mới");
}

/* Every change goes through here: room, the trail, the request's id. */
static void trace(struct cart_doc *doc, const struct cart_change *change, enum trail_what what, const struct cart_doc_line *line,
		  int64_t qty_milli, const char *reason)
{
	assert(doc->trail_count < SALE_TRAIL_MAX);
	doc->trail[doc->trail_count++] = (struct trail){
		.approver_id = change->approver_id, .at_us = change->at_us, .code = line ? line->code : NULL, .item_id = line ? line->item_id : (struct id){ { 0 } },
		.qty_milli = qty_milli, .reason = reason, .staff_id = change->staff_id, .what = (int32_t)what,
	};
	remember(doc, change->op_id);
}

static bool find_line(struct cart_doc *doc, int64_t n, struct cart_doc_line **line, struct err *err)
{
	for (size_t i = 0; i < doc->lines_count; i++) {
		if (doc->lines[i].n == n) {
			*line = &doc->lines[i];
			return true;
		}
	}
	return err_set(err, ERR_MISSING, "n", "phiếu không có dòng này; tải lại phiếu");
}

static bool put_line(struct cart_doc *doc, const struct cart_change *change, const struct cart_doc_line *asked, enum trail_what what, int64_t *n,
		     struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, TRAIL_KEPT_FREE, err))
		return false;
	make_room(doc, change->arena);
	for (size_t i = 0; i < doc->lines_count; i++) {
		line = &doc->lines[i];
		if (id_is_none(asked->item_id) || line->order_n || asked->order_n || asked->amount_given.dong != SHAPE_ABSENT || line->amount_given.dong != SHAPE_ABSENT || asked->stop ||
		    line->stop || !id_is(line->item_id, asked->item_id) || !id_is(line->lot_id, asked->lot_id) ||
		    day_of_us(line->priced_us) != day_of_us(change->at_us))
			continue;
		if (line->qty_milli > QTY_MILLI_MAX - asked->qty_milli)
			return err_set(err, ERR_LIMIT, "qty_milli", "số lượng quá lớn");
		line->qty_milli += asked->qty_milli;
		if (asked->note)
			line->note = asked->note;
		trace(doc, change, what, asked, line->qty_milli, NULL);
		*n = line->n;
		return true;
	}
	if (doc->lines_count == SALE_LINES_MAX)
		return err_set(err, ERR_LIMIT, NULL, "phiếu đã đủ %d dòng; thanh toán phiếu này rồi mở phiếu mới", SALE_LINES_MAX);
	line = &doc->lines[doc->lines_count++];
	*line = *asked;
	line->n = *n = doc->next_n++;
	line->priced_us = change->at_us;
	trace(doc, change, what, line, line->qty_milli, NULL);
	return true;
}

bool cart_doc_scan(struct cart_doc *doc, const struct cart_change *change, const struct find *find, int64_t *n, struct err *err)
{
	struct cart_doc_line line = {
		.amount_given = find->amount_given, .code = find->code, .lot_id = find->lot_id, .price_was = MONEY(SHAPE_ABSENT),
		.qty_milli = find->qty_milli,
	};

	if (find->items_count == 1)
		line.item_id = find->items[0];
	if (find->items_count > 1) {
		line.choices = ARENA_LIST(change->arena, find->items_count, struct cart_doc_id);
		line.choices_count = find->items_count;
		for (size_t i = 0; i < find->items_count; i++)
			line.choices[i].id = find->items[i];
	}
	if (find->kind == FIND_STOPPED)
		line.stop = find->text;
	else
		line.note = find->text;
	return put_line(doc, change, &line, find->kind == FIND_UNKNOWN ? TRAIL_UNKNOWN : TRAIL_SCAN, n, err);
}

bool cart_doc_add(struct cart_doc *doc, const struct cart_change *change, struct id item_id, int64_t qty_milli, int64_t *n, struct err *err)
{
	struct cart_doc_line line = { .amount_given = MONEY(SHAPE_ABSENT), .item_id = item_id, .price_was = MONEY(SHAPE_ABSENT), .qty_milli = qty_milli };

	return put_line(doc, change, &line, TRAIL_ADD, n, err);
}

bool cart_doc_order(struct cart_doc *doc, const struct cart_change *change, struct id order_id, const struct cart_doc_part *parts, size_t count,
		    struct err *err)
{
	int64_t n;

	if (!id_is_none(doc->order_id))
		return err_set(err, ERR_CONFLICT, "order_id", "phiếu này đã giao hàng của một đơn; thanh toán phiếu ấy trước");
	for (size_t i = 0; i < count; i++) {
		struct cart_doc_line line = { .amount_given = parts[i].amount_given, .item_id = parts[i].item_id, .order_n = parts[i].order_n,
					      .price_was = MONEY(SHAPE_ABSENT), .qty_milli = parts[i].qty_milli };

		if (!put_line(doc, change, &line, TRAIL_ADD, &n, err))
			return false;
	}
	doc->order_id = order_id;
	return true;
}

bool cart_doc_qty(struct cart_doc *doc, const struct cart_change *change, int64_t n, int64_t qty_milli, struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, TRAIL_KEPT_FREE, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	if (line->amount_given.dong != SHAPE_ABSENT)
		return err_set(err, ERR_CONFLICT, "qty_milli", "dòng này có số tiền ghi sẵn (tem cân, phí giao hàng); xóa rồi làm lại");
	line->qty_milli = qty_milli;
	trace(doc, change, TRAIL_QTY, line, qty_milli, NULL);
	return true;
}

bool cart_doc_remove(struct cart_doc *doc, const struct cart_change *change, int64_t n, int64_t reason, struct err *err)
{
	struct cart_doc_line *line;

	if (reason < 1 || reason > CART_REASONS_MAX)
		return err_set(err, ERR_INPUT, "reason", "lý do là một chữ số từ 1 đến %d", CART_REASONS_MAX);
	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	trace(doc, change, TRAIL_REMOVE, line, line->qty_milli, cart_reasons[reason]);
	doc->removed_count++;
	if (doc->coupon_n == n) {
		doc->coupon_id = doc->coupon_approver_id = (struct id){ { 0 } };
		doc->coupon_n = 0;
	}
	memmove(line, line + 1, (size_t)(&doc->lines[doc->lines_count] - (line + 1)) * sizeof(*line));
	doc->lines_count--;
	return true;
}

bool cart_doc_choose(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct id item_id, struct id contract_id, struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	if (!id_is_none(item_id)) {
		line->item_id = item_id;
		line->choices_count = 0;
	} else {
		line->contract_id = contract_id;
	}
	line->priced_us = change->at_us;
	trace(doc, change, TRAIL_ADD, line, line->qty_milli, NULL);
	return true;
}

bool cart_doc_back(struct cart_doc *doc, const struct cart_change *change, struct cart_back *back, struct err *err)
{
	if (back && doc->swap_count)
		return err_set(err, ERR_CONFLICT, "back", "phiếu này đang đổi hàng không có phiếu; bỏ phần ấy trước");
	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	doc->back = back;
	trace(doc, change, TRAIL_BACK, NULL, SHAPE_ABSENT, back ? back->reason : NULL);
	return true;
}

bool cart_doc_swap(struct cart_doc *doc, const struct cart_change *change, struct swap_in *swap, size_t count, struct err *err)
{
	if (count && doc->back)
		return err_set(err, ERR_CONFLICT, "swap", "phiếu này đang đổi hàng của một phiếu khác; bỏ phần ấy trước");
	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	doc->swap = swap;
	doc->swap_count = count;
	trace(doc, change, TRAIL_BACK, NULL, SHAPE_ABSENT, count ? swap[count - 1].reason : NULL);
	return true;
}

bool cart_doc_mark(struct cart_doc *doc, const struct cart_change *change, enum trail_what what, const char *note, struct err *err)
{
	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	trace(doc, change, what, NULL, SHAPE_ABSENT, note);
	return true;
}

void cart_doc_remember(struct cart_doc *doc, const struct cart_change *change)
{
	make_room(doc, change->arena);
	remember(doc, change->op_id);
}

/* What the trail says of it: "10 %", "20.000 đ", and why. */
static const char *told(struct arena *arena, const struct discount *discount)
{
	const char *why = discount->reason ? discount->reason : "thôi giảm giá";

	if (!discount_is_given(discount))
		return why;
	return arena_format(arena, "%s: %s", why, discount_worth(arena, discount->amount, discount->ppm));
}

bool cart_doc_discount(struct cart_doc *doc, const struct cart_change *change, int64_t n, const struct discount *discount, struct err *err)
{
	struct cart_doc_line *line = NULL;

	if (!trail_has_room(doc, change, TRAIL_KEPT_FREE, err))
		return false;
	make_room(doc, change->arena);
	if (n && !find_line(doc, n, &line, err))
		return false;
	*(line ? &line->discount : &doc->discount) = *discount;
	trace(doc, change, TRAIL_DISCOUNT, line, SHAPE_ABSENT, told(change->arena, discount));
	return true;
}

bool cart_doc_coupon(struct cart_doc *doc, const struct cart_change *change, struct id coupon_id, int64_t n, const char *note, struct err *err)
{
	struct cart_doc_line *line = NULL;

	if (!trail_has_room(doc, change, TRAIL_KEPT_FREE, err))
		return false;
	make_room(doc, change->arena);
	if (n && !find_line(doc, n, &line, err))
		return false;
	doc->coupon_id = coupon_id;
	doc->coupon_n = n;
	doc->coupon_approver_id = change->approver_id;
	trace(doc, change, TRAIL_DISCOUNT, line, SHAPE_ABSENT, note);
	return true;
}

static void agree(struct discount *discount, struct id approver_id)
{
	if (discount_is_given(discount))
		discount->approver_id = approver_id;
}

bool cart_doc_agree(struct cart_doc *doc, const struct cart_change *change, struct err *err)
{
	if (!trail_has_room(doc, change, TRAIL_KEPT_FREE, err))
		return false;
	make_room(doc, change->arena);
	for (size_t i = 0; i < doc->lines_count; i++)
		agree(&doc->lines[i].discount, change->approver_id);
	agree(&doc->discount, change->approver_id);
	if (!id_is_none(doc->coupon_id))
		doc->coupon_approver_id = change->approver_id;
	trace(doc, change, TRAIL_DISCOUNT, NULL, SHAPE_ABSENT, "đồng ý giảm giá");
	return true;
}

bool cart_doc_date_read(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	line->date_reader_id = change->approver_id;
	trace(doc, change, TRAIL_DATE_READ, line, line->qty_milli, NULL);
	return true;
}

bool cart_doc_any_lot(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	if (id_is_none(line->item_id))
		return err_set(err, ERR_CONFLICT, "n", "không biết tem này là của hàng gì; bỏ dòng rồi tìm hàng bằng F3");
	line->lot_id = (struct id){ { 0 } };
	line->stop = line->note = NULL;
	trace(doc, change, TRAIL_ADD, line, line->qty_milli, NULL);
	return true;
}

bool cart_doc_draft(struct cart_doc *doc, const struct cart_change *change, int64_t n, struct id item_id, struct err *err)
{
	struct cart_doc_line *line;

	if (!trail_has_room(doc, change, 1, err))
		return false;
	make_room(doc, change->arena);
	if (!find_line(doc, n, &line, err))
		return false;
	if (!id_is_none(line->item_id) || line->choices_count || line->stop)
		return err_set(err, ERR_CONFLICT, "n", "dòng này không phải mã lạ");
	line->item_id = item_id;
	line->priced_us = change->at_us;
	trace(doc, change, TRAIL_DRAFT, line, line->qty_milli, NULL);
	return true;
}

static struct id one_of(struct id own, struct id theirs)
{
	return id_is_none(own) ? theirs : own;
}

static bool may_join(const struct cart_doc *doc, const struct cart_doc *other, struct err *err)
{
	if (!id_is_none(doc->coupon_id) && !id_is_none(other->coupon_id))
		return err_set(err, ERR_CONFLICT, "other_id", "cả hai phiếu đều có phiếu giảm giá; bỏ một rồi ghép");
	if (!id_is_none(doc->customer_id) && !id_is_none(other->customer_id) && !id_is(doc->customer_id, other->customer_id))
		return err_set(err, ERR_CONFLICT, "other_id", "hai phiếu của hai khách hàng; bỏ khách ở một phiếu rồi ghép");
	if (!id_is_none(doc->order_id) && !id_is_none(other->order_id))
		return err_set(err, ERR_CONFLICT, "other_id", "hai phiếu giao hàng của hai đơn; thanh toán riêng");
	if ((doc->back || doc->swap_count) && (other->back || other->swap_count))
		return err_set(err, ERR_CONFLICT, "other_id", "cả hai phiếu đều đổi hàng; thanh toán riêng");
	if (doc->lines_count + other->lines_count > SALE_LINES_MAX || doc->trail_count + other->trail_count + TRAIL_KEPT_FREE > SALE_TRAIL_MAX)
		return err_set(err, ERR_LIMIT, "other_id", "hai phiếu ghép lại quá dài; thanh toán riêng");
	if (doc->joined_count + other->joined_count + 1 > SALE_JOINED_MAX)
		return err_set(err, ERR_LIMIT, "other_id", "đã ghép nhiều phiếu; thanh toán phiếu này trước");
	return true;
}

bool cart_doc_join(struct cart_doc *doc, const struct cart_change *change, struct id other_id, const struct cart_doc *other, const char *note,
		   struct err *err)
{
	struct cart_doc_line *lines = ARENA_LIST(change->arena, doc->lines_count + other->lines_count + 1, struct cart_doc_line);
	struct trail *trail = ARENA_LIST(change->arena, doc->trail_count + other->trail_count + 1, struct trail);
	struct cart_doc_id *joined = ARENA_LIST(change->arena, SALE_JOINED_MAX, struct cart_doc_id);

	if (!may_join(doc, other, err))
		return false;
	make_room(doc, change->arena);
	memcpy(lines, doc->lines, doc->lines_count * sizeof(*lines));
	for (size_t i = 0; i < other->lines_count; i++) {
		lines[doc->lines_count] = other->lines[i];
		if (other->coupon_n == other->lines[i].n)
			doc->coupon_n = doc->next_n;
		lines[doc->lines_count++].n = doc->next_n++;
	}
	memcpy(trail, doc->trail, doc->trail_count * sizeof(*trail));
	for (size_t i = 0; i < other->trail_count; i++)
		trail[doc->trail_count++] = other->trail[i];
	if (doc->joined_count)
		memcpy(joined, doc->joined, doc->joined_count * sizeof(*joined));
	for (size_t i = 0; i < other->joined_count; i++)
		joined[doc->joined_count++] = other->joined[i];
	joined[doc->joined_count++].id = other_id;
	doc->lines = lines;
	doc->trail = trail;
	doc->joined = joined;
	doc->back = doc->back ? doc->back : other->back;
	if (other->swap_count) {
		doc->swap = other->swap;
		doc->swap_count = other->swap_count;
	}
	doc->coupon_id = one_of(doc->coupon_id, other->coupon_id);
	doc->coupon_approver_id = one_of(doc->coupon_approver_id, other->coupon_approver_id);
	doc->customer_id = one_of(doc->customer_id, other->customer_id);
	doc->referrer_id = one_of(doc->referrer_id, other->referrer_id);
	doc->order_id = one_of(doc->order_id, other->order_id);
	doc->is_gift = doc->is_gift || other->is_gift;
	doc->alone_reason = doc->alone_reason ? doc->alone_reason : other->alone_reason;
	doc->lang = doc->lang ? doc->lang : other->lang;
	doc->removed_count += other->removed_count;
	if (!trail_has_room(doc, change, 1, err))
		return false;
	trace(doc, change, TRAIL_JOIN, NULL, SHAPE_ABSENT, note);
	return true;
}

void cart_doc_bare(struct cart_doc *doc)
{
	doc->coupon_id = doc->coupon_approver_id = doc->customer_id = doc->referrer_id = (struct id){ { 0 } };
	doc->alone_reason = doc->coupon_n = 0;
	doc->discount = (struct discount){ 0 };
	doc->is_gift = false;
	doc->lang = NULL;
	doc->joined_count = 0;
	doc->order_id = (struct id){ { 0 } };
}

void cart_doc_reprice(struct cart_doc *doc, int64_t at_us)
{
	for (size_t i = 0; i < doc->lines_count; i++)
		doc->lines[i].priced_us = at_us;
}
