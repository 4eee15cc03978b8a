/* Placing an order, changing it, holding goods for it. */
#include "shop/order.h"

#include <string.h>

#include "calc/cart.h"
#include "calc/vnnumber.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/order_parts.h"
#include "shop/party.h"
#include "shop/sql.h"
#include "shop/stock.h"

enum { LAST_NUMBER, FLOOR, OPEN_COUNT, OPERATOR, CONSIGNOR };

const struct sql order_set_sql[] = {
	[LAST_NUMBER] = { .text = "SELECT number FROM customer_order ORDER BY number DESC LIMIT 1" },
	[FLOOR] = { .text = "SELECT last FROM series WHERE kind = 5 AND owner = $1" },
	/* Open ones are few by the ceiling that this asks about. */
	[OPEN_COUNT] = { .text = "SELECT COUNT(*) FROM customer_order WHERE is_open = 1", .scan_ok = true },
	[OPERATOR] = { .text = "SELECT operator_id FROM site WHERE id = $1" },
	[CONSIGNOR] = { .text = "SELECT consignor_id FROM contract WHERE id = $1" },
	SQL_END
};

/* What is asked and what is there already, on the way to a body. */
struct making {
	struct work *work;
	const struct order_in *in;
	struct order_body *body;
	struct order_line_row *rows;   /* of the order that is changed; none when it is placed */
	size_t rows_count;
	int64_t next_n;
	int32_t today;
	bool needs_second;
};

/* ---- goods --------------------------------------------------------------------- */

bool order_lot_is_good(const struct stock_lot *lot, int32_t day)
{
	return lot->place == PLACE_SHELF && !lot->is_pending && !lot->is_frozen && lot->qty_milli > 0 &&
	       !(lot->expiry_kind == EXPIRY_USE_BY && lot->expiry_day && lot->expiry_day < day);
}

/* Who is asked for goods of which only a sample is here: who makes them, else whose goods they are. */
static bool producer_of(struct work *work, const struct item *item, int32_t day, struct id *producer_id, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &order_set_sql[OPERATOR]);
	struct id operator_id = { { 0 } }, *contracts;
	struct product product;
	size_t count;

	stmt_put_id(q, work->book->site_id);
	if (stmt_next(q))
		stmt_take_id(q, &operator_id);
	if (!stmt_end(q, err))
		return false;
	if (!id_is_none(item->product_id)) {
		if (!product_get(work->txn, work->arena, item->product_id, &product, err))
			return false;
		*producer_id = product.producer_id;
		return true;
	}
	if (!contract_of_item(work->txn, work->arena, item->id, operator_id, day, &contracts, &count, err))
		return false;
	if (count == 0)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng này không có nhà sản xuất để hỏi; bỏ dấu hàng mẫu");
	q = stmt_begin(work->txn, &order_set_sql[CONSIGNOR]);
	stmt_put_id(q, contracts[0]);
	if (stmt_next(q))
		stmt_take_id(q, producer_id);
	return stmt_end(q, err);
}

static const struct order_line_row *row_of(const struct making *m, int64_t n)
{
	for (size_t i = 0; n && i < m->rows_count; i++)
		if (m->rows[i].n == n && m->rows[i].qty_milli > 0)
			return &m->rows[i];
	return NULL;
}

static bool take_price(struct making *m, const struct order_line_row *row, struct order_line *line, struct err *err)
{
	bool found;

	if (row) {
		line->price = row->price;
		return true;
	}
	if (!item_price_at(m->work->txn, line->item_id, m->work->book->site_id, m->work->at_us, &line->price, &found, err))
		return false;
	return found || err_set(err, ERR_CONFLICT, "item_id", "mặt hàng chưa có giá bán; báo văn phòng");
}

static bool take_line(struct making *m, const struct order_line_in *in, struct order_line *line, struct err *err)
{
	static const int64_t steps[] = { 1000, 100, 10, 1 };
	const struct order_line_row *row = row_of(m, in->n);
	struct money whole;
	struct item item;

	if (in->n && !row)
		return err_set(err, ERR_MISSING, "n", "đơn không có dòng này; tải lại đơn");
	if (row && !id_is(row->item_id, in->item_id))
		return err_set(err, ERR_INPUT, "item_id", "không đổi mặt hàng của một dòng; bỏ dòng này và thêm dòng mới");
	if (!item_get(m->work->txn, m->work->arena, in->item_id, &item, err))
		return false;
	if (!item.is_active && !row)
		return err_set(err, ERR_CONFLICT, "item_id", "mặt hàng đã ngừng bán");
	if (in->qty_milli % steps[item.decimals])
		return err_set(err, ERR_INPUT, "qty_milli", "số lượng lẻ quá mức của đơn vị tính");
	if (row && in->qty_milli < row->delivered_milli)
		return err_set(err, ERR_CONFLICT, "qty_milli", "đã giao nhiều hơn số này rồi");
	*line = (struct order_line){
		.discount = in->discount, .item_id = in->item_id, .n = row ? row->n : m->next_n++, .name = item.name, .qty_milli = in->qty_milli,
		.unit = item.unit,
	};
	if (!take_price(m, row, line, err))
		return false;
	if (!cart_amount(line->price, line->qty_milli, MONEY(item.decimals > 0 && item.round_unit > 1 ? item.round_unit : 0), &whole))
		return err_set(err, ERR_INPUT, "qty_milli", "số tiền quá lớn");
	if (in->discount.dong > whole.dong)
		return err_set(err, ERR_INPUT, "discount", "giảm nhiều hơn tiền hàng");
	m->needs_second = m->needs_second || (in->discount.dong > (row ? row->discount.dong : 0) &&
					      in->discount.dong > money_scale_down(whole.dong, m->in->discount_limit_ppm, PPM));
	if (!in->is_sample)
		return true;
	if (!item.has_stock)
		return err_set(err, ERR_INPUT, "is_sample", "mặt hàng này không có tồn kho nên không hỏi nhà sản xuất");
	return producer_of(m->work, &item, m->today, &line->producer_id, err);
}

/* A line that is not named any more keeps what was delivered of it, at what that cost. */
static bool keep_delivered(struct making *m, const struct order_line_row *row, struct err *err)
{
	struct order_line *line = &m->body->lines[m->body->lines_count];
	struct money amount, whole;
	struct item item;

	if (row->delivered_milli == 0)
		return true;
	if (m->body->lines_count == ORDER_LINES_MAX)
		return err_set(err, ERR_LIMIT, "lines", "đơn đã đủ %d dòng", ORDER_LINES_MAX);
	if (!item_get(m->work->txn, m->work->arena, row->item_id, &item, err))
		return false;
	if (!order_line_amount(row, &item, &amount) || !cart_amount(row->price, row->delivered_milli, MONEY(0), &whole))
		return err_set(err, ERR_INPUT, "lines", "số tiền quá lớn");
	amount = order_part(amount, row->qty_milli, 0, row->delivered_milli);
	*line = (struct order_line){
		.discount = MONEY(whole.dong > amount.dong ? whole.dong - amount.dong : 0), .item_id = row->item_id, .n = row->n, .name = item.name,
		.price = row->price, .producer_id = row->producer_id, .qty_milli = row->delivered_milli, .unit = item.unit,
	};
	m->body->lines_count++;
	return true;
}

static void sort_lines(struct order_body *body)
{
	for (size_t i = 1; i < body->lines_count; i++) {
		struct order_line line = body->lines[i];
		size_t k = i;

		for (; k > 0 && body->lines[k - 1].n > line.n; k--)
			body->lines[k] = body->lines[k - 1];
		body->lines[k] = line;
	}
}

static bool take_lines(struct making *m, struct err *err)
{
	m->body->lines = ARENA_LIST(m->work->arena, ORDER_LINES_MAX, struct order_line);
	m->next_n = m->rows_count ? m->rows[m->rows_count - 1].n + 1 : 1;
	for (size_t i = 0; i < m->in->lines_count; i++) {
		for (size_t k = 0; k < i; k++)
			if (m->in->lines[i].n && m->in->lines[k].n == m->in->lines[i].n)
				return err_set(err, ERR_INPUT, "lines", "một dòng của đơn được nêu hai lần");
		if (!take_line(m, &m->in->lines[i], &m->body->lines[m->body->lines_count], err))
			return err_within(err, "lines[%zu]", i);
		m->body->lines_count++;
	}
	for (size_t i = 0; i < m->rows_count; i++) {
		bool is_named = false;

		for (size_t k = 0; k < m->in->lines_count; k++)
			is_named = is_named || m->in->lines[k].n == m->rows[i].n;
		if (!is_named && !keep_delivered(m, &m->rows[i], err))
			return false;
	}
	sort_lines(m->body);
	return true;
}

/* ---- holding -------------------------------------------------------------------- */

struct holding {
	struct work *work;
	struct id order_id;            /* whose; zero: of one that is being placed */
	int32_t day;                   /* when the goods go out */
	struct order_hold *holds;      /* chosen so far */
	size_t holds_count;
};

static int64_t held_of(const struct order_hold *holds, size_t count, struct id lot_id)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += id_is(holds[i].lot_id, lot_id) ? holds[i].qty_milli : 0;
	return sum;
}

static bool add_hold(struct holding *h, int64_t n, struct id lot_id, int64_t qty_milli, struct err *err)
{
	for (size_t i = 0; i < h->holds_count; i++) {
		if (h->holds[i].n == n && id_is(h->holds[i].lot_id, lot_id)) {
			h->holds[i].qty_milli += qty_milli;
			return true;
		}
	}
	if (h->holds_count == ORDER_HOLDS_MAX)
		return err_set(err, ERR_LIMIT, "holds", "đơn giữ hàng ở quá nhiều lô; chia thành hai đơn");
	h->holds[h->holds_count++] = (struct order_hold){ .lot_id = lot_id, .n = n, .qty_milli = qty_milli };
	return true;
}

/* What is free of an item's lots, the first expired first; `wanted` of it goes to line n. */
static bool hold_first_expired(struct holding *h, int64_t n, struct id item_id, int64_t wanted, struct err *err)
{
	struct work *work = h->work;
	struct order_hold *others;
	struct stock_lot *lots;
	size_t lots_count, others_count;

	if (wanted <= 0)
		return true;
	if (!stock_lots(work->txn, work->arena, work->book->site_id, item_id, &lots, &lots_count, err) ||
	    !order_holds_of_item(work->txn, work->arena, item_id, h->order_id, &others, &others_count, err))
		return false;
	for (size_t k = 0; k < lots_count && wanted > 0; k++) {
		int64_t free = lots[k].qty_milli - held_of(others, others_count, lots[k].lot_id) - held_of(h->holds, h->holds_count, lots[k].lot_id);
		int64_t some = free < wanted ? free : wanted;

		if (!order_lot_is_good(&lots[k], h->day) || some <= 0)
			continue;
		if (!add_hold(h, n, lots[k].lot_id, some, err))
			return false;
		wanted -= some;
	}
	return true;
}

static bool keep_holds(struct holding *h, int64_t n, int64_t open_milli, int64_t *kept, struct err *err)
{
	struct order_hold *mine;
	size_t count;

	*kept = 0;
	if (id_is_none(h->order_id))
		return true;
	if (!order_holds_of_line(h->work->txn, h->work->arena, h->order_id, n, &mine, &count, err))
		return false;
	for (size_t i = 0; i < count && *kept < open_milli; i++) {
		int64_t some = mine[i].qty_milli < open_milli - *kept ? mine[i].qty_milli : open_milli - *kept;

		if (!add_hold(h, n, mine[i].lot_id, some, err))
			return false;
		*kept += some;
	}
	return true;
}

static int64_t delivered_of(const struct making *m, int64_t n)
{
	const struct order_line_row *row = row_of(m, n);

	return row ? row->delivered_milli : 0;
}

static bool take_holds(struct making *m, struct err *err)
{
	struct holding h = { .work = m->work, .order_id = m->in->order_id, .day = m->body->promised_day > m->today ? m->body->promised_day : m->today,
			     .holds = ARENA_LIST(m->work->arena, ORDER_HOLDS_MAX, struct order_hold) };

	for (size_t i = 0; i < m->body->lines_count; i++) {
		const struct order_line *line = &m->body->lines[i];
		int64_t open = line->qty_milli - delivered_of(m, line->n), kept;
		struct item item;

		if (!keep_holds(&h, line->n, open, &kept, err) || !item_get(m->work->txn, m->work->arena, line->item_id, &item, err))
			return false;
		if (m->in->is_holding && item.has_stock && id_is_none(line->producer_id) &&
		    !hold_first_expired(&h, line->n, line->item_id, open - kept, err))
			return false;
	}
	m->body->holds = h.holds;
	m->body->holds_count = h.holds_count;
	return true;
}

/* ---- who, whereto, when ------------------------------------------------------------ */

static bool take_contact(struct making *m, struct err *err)
{
	struct order_contact contact = m->in->contact ? *m->in->contact : (struct order_contact){ 0 };
	char phone[VNNUMBER_SIZE];
	struct party party;
	struct buf facts;
	bool ok;

	if (!id_is_none(m->in->customer_id)) {
		if (!party_get(m->work->txn, m->work->arena, m->in->customer_id, m->today, &party, err))
			return err_within(err, "customer_id");
		if (!(party.roles & PARTY_CUSTOMER))
			return err_set(err, ERR_INPUT, "customer_id", "người này chưa ghi là khách hàng");
		contact.name = contact.name ? contact.name : party.name;
		contact.phone = contact.phone ? contact.phone : party.phone;
		contact.address = contact.address || !m->in->shipping_by ? contact.address : party.address;
	}
	if (!contact.name)
		return err_set(err, ERR_INPUT, "contact.name", "thiếu tên khách");
	if (contact.phone && !vnnumber_phone(contact.phone, phone))
		return err_set(err, ERR_INPUT, "contact.phone", "không phải số điện thoại ở Việt Nam; viết như 0912 345 678");
	contact.phone = contact.phone ? arena_text(m->work->arena, phone) : NULL;
	if (m->in->shipping_by && !contact.address)
		return err_set(err, ERR_INPUT, "contact.address", "giao tận nơi cần địa chỉ");
	buf_init(&facts, 8192);
	shape_write(&order_contact_shape, &contact, &facts);
	ok = vault_put(m->work, buf_get(&facts), &m->body->contact, err);
	buf_release(&facts);
	return ok;
}

static bool take_head(struct making *m, int32_t promised_before, struct err *err)
{
	const struct order_in *in = m->in;

	if (in->promised_day != promised_before && (in->promised_day < m->today || day_between(m->today, in->promised_day) > ORDER_AHEAD_DAYS))
		return err_set(err, ERR_INPUT, "promised_day", "ngày hẹn phải từ hôm nay đến %d ngày tới", ORDER_AHEAD_DAYS);
	if (in->shipping_fee.dong && !in->shipping_by)
		return err_set(err, ERR_INPUT, "shipping_by", "có phí giao hàng phải nêu ai trả");
	m->body->channel = in->channel;
	m->body->customer_id = in->customer_id;
	m->body->deposit_asked = in->deposit_asked;
	m->body->promised_day = in->promised_day;
	m->body->shipping_by = in->shipping_by;
	m->body->shipping_fee = in->shipping_fee;
	m->body->trail = in->trail;
	m->body->trail_count = in->trail_count;
	return true;
}

static bool next_number(struct work *work, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &order_set_sql[LAST_NUMBER]);
	int64_t last = stmt_next(q) ? stmt_take_i64(q) : 0, floor;

	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(work->txn, &order_set_sql[FLOOR]);
	stmt_put_id(q, work->book->site_id);
	floor = stmt_next(q) ? stmt_take_i64(q) : 0;
	*number = (last > floor ? last : floor) + 1;
	return stmt_end(q, err);
}

static bool has_room(struct work *work, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &order_set_sql[OPEN_COUNT]);
	int64_t count = stmt_next(q) ? stmt_take_i64(q) : 0;

	if (!stmt_end(q, err))
		return false;
	return count < ORDERS_OPEN_MAX || err_set(err, ERR_LIMIT, NULL, "đã có %d đơn chưa giao; giao hoặc hủy bớt trước", ORDERS_OPEN_MAX);
}

/* ---- commands ---------------------------------------------------------------------- */

bool order_place(struct work *work, const struct order_in *in, const struct order_body **body, struct err *err)
{
	struct making m = { .work = work, .in = in, .body = ARENA_NEW(work->arena, struct order_body), .today = day_of_us(work->at_us) };

	if (!work_first_answer(work, &order_placed_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!has_room(work, err) || !take_head(&m, 0, err) || !take_lines(&m, err) || (m.needs_second && !work_has_second(work, err)) ||
	    !take_holds(&m, err) || !take_contact(&m, err) || !next_number(work, &m.body->number, err))
		return false;
	*body = m.body;
	return work_record(work, &order_placed_kind, m.body, err);
}

bool order_change(struct work *work, const struct order_in *in, const struct order_body **body, struct err *err)
{
	struct making m = { .work = work, .in = in, .body = ARENA_NEW(work->arena, struct order_body), .today = day_of_us(work->at_us) };
	struct order_row row;

	if (!work_first_answer(work, &order_changed_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!order_row_open(work->txn, in->order_id, &row, err) || !order_lines_get(work->txn, work->arena, in->order_id, &m.rows, &m.rows_count, err))
		return false;
	m.body->order_id = in->order_id;
	if (!take_head(&m, row.promised_day, err) || !take_lines(&m, err) || (m.needs_second && !work_has_second(work, err)) ||
	    !take_holds(&m, err) || !take_contact(&m, err))
		return false;
	*body = m.body;
	return work_record(work, &order_changed_kind, m.body, err);
}

/* By hand: what is named must lie there and be nobody else's. */
static bool hold_named(struct holding *h, const struct order_reserve_in *in, const struct order_line_row *rows, size_t rows_count, size_t i,
		       struct err *err)
{
	const struct order_hold *want = &in->holds[i];
	const struct order_line_row *row = NULL;
	struct work *work = h->work;
	struct order_hold *others;
	struct stock_lot *lots;
	size_t lots_count, others_count;
	int64_t free = 0, mine = 0;

	for (size_t k = 0; k < rows_count; k++)
		if (rows[k].n == want->n && rows[k].is_open)
			row = &rows[k];
	if (!row)
		return err_set(err, ERR_MISSING, "n", "đơn không còn dòng này để giữ hàng");
	if (!stock_lots(work->txn, work->arena, work->book->site_id, row->item_id, &lots, &lots_count, err) ||
	    !order_holds_of_item(work->txn, work->arena, row->item_id, h->order_id, &others, &others_count, err))
		return false;
	for (size_t k = 0; k < lots_count; k++)
		if (id_is(lots[k].lot_id, want->lot_id) && order_lot_is_good(&lots[k], day_of_us(work->at_us)))
			free += lots[k].qty_milli;
	free -= held_of(others, others_count, want->lot_id) + held_of(h->holds, h->holds_count, want->lot_id);
	if (want->qty_milli > free)
		return err_set(err, ERR_CONFLICT, "qty_milli", "lô này không còn đủ hàng chưa giữ cho ai");
	for (size_t k = 0; k < h->holds_count; k++)
		mine += h->holds[k].n == want->n ? h->holds[k].qty_milli : 0;
	if (mine + want->qty_milli > row->qty_milli - row->delivered_milli)
		return err_set(err, ERR_CONFLICT, "qty_milli", "giữ nhiều hơn số còn phải giao");
	return add_hold(h, want->n, want->lot_id, want->qty_milli, err);
}

bool order_reserve(struct work *work, const struct order_reserve_in *in, const struct order_reserved **body, struct err *err)
{
	struct order_reserved *reserved = ARENA_NEW(work->arena, struct order_reserved);
	int32_t today = day_of_us(work->at_us);
	struct holding h = { .work = work, .order_id = in->order_id, .holds = ARENA_LIST(work->arena, ORDER_HOLDS_MAX, struct order_hold) };
	struct order_line_row *rows;
	struct order_row row;
	size_t rows_count;

	if (!work_first_answer(work, &order_reserved_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!order_row_open(work->txn, in->order_id, &row, err) || !order_lines_get(work->txn, work->arena, in->order_id, &rows, &rows_count, err))
		return false;
	h.day = row.promised_day > today ? row.promised_day : today;
	for (size_t i = 0; !in->is_auto && i < in->holds_count; i++)
		if (!hold_named(&h, in, rows, rows_count, i, err))
			return err_within(err, "holds[%zu]", i);
	for (size_t i = 0; in->is_auto && i < rows_count; i++) {
		int64_t open = rows[i].qty_milli - rows[i].delivered_milli, kept;
		struct item item;

		if (!rows[i].is_open)
			continue;
		if (!item_get(work->txn, work->arena, rows[i].item_id, &item, err))
			return false;
		if (!id_is_none(rows[i].producer_id) ? !keep_holds(&h, rows[i].n, open, &kept, err) :
						       item.has_stock && !hold_first_expired(&h, rows[i].n, rows[i].item_id, open, err))
			return false;
	}
	*reserved = (struct order_reserved){ .holds = h.holds, .holds_count = h.holds_count, .order_id = in->order_id };
	*body = reserved;
	return work_record(work, &order_reserved_kind, reserved, err);
}
