/* Money of orders: paid ahead, used up by sales, given back, forfeited. */
#include "shop/order.h"

#include <string.h>

#include "shop/adjust.h"
#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/contract.h"
#include "shop/order_parts.h"
#include "shop/sale_parts.h"
#include "shop/shift.h"
#include "shop/sql.h"

#define DEPOSIT_ACCOUNT "deposit"
#define FORFEITS_MAX ORDER_LINES_MAX

enum { DEPOSIT_ADD, PAID_IN, USED, CANCEL, LINES_OVER, HOLDS_OFF, SLIP_LAST, OPENING_GET, OPENING_TAKEN, OPERATOR, LOT_CONTRACT, CONSIGNOR, LIST };

const struct sql order_money_sql[] = {
	[DEPOSIT_ADD] = { .text =
		"INSERT INTO deposit (order_id, entry_key, what, amount, number, shift_key, cash, label) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
		" ON CONFLICT (order_id, entry_key, what) DO UPDATE SET amount = deposit.amount + excluded.amount" },
	[PAID_IN] = { .text = "UPDATE customer_order SET paid_in = paid_in + $1 WHERE id = $2 AND is_open = 1" },
	[USED] = { .text = "UPDATE customer_order SET used = used + $1 WHERE id = $2 AND used + given_back + forfeited + $1 <= paid_in" },
	[CANCEL] = { .text =
		"UPDATE customer_order SET given_back = given_back + $1, forfeited = forfeited + $2,"
		" cancelled_key = CASE WHEN is_open = 1 THEN CAST($3 AS BIGINT) ELSE cancelled_key END, is_open = 0 WHERE id = $4" },
	[LINES_OVER] = { .text = "UPDATE order_line SET is_open = 0 WHERE order_id = $1" },
	[HOLDS_OFF] = { .text = "DELETE FROM order_hold WHERE order_id = $1" },
	[SLIP_LAST] = { .text = "SELECT number FROM deposit WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1" },
	[OPENING_GET] = { .text = "SELECT amount FROM opening_balance WHERE what = 1 AND owner = $1 AND label = $2" },
	[OPENING_TAKEN] = { .text =
		"SELECT 1 FROM customer_order o JOIN deposit d ON d.order_id = o.id WHERE o.customer_id = $1 AND d.what = 5 AND d.label = $2 LIMIT 1" },
	[OPERATOR] = { .text = "SELECT operator_id FROM site WHERE id = $1" },
	[LOT_CONTRACT] = { .text =
		"SELECT l.contract_id FROM order_hold h JOIN lot l ON l.id = h.lot_id WHERE h.order_id = $1 AND h.n = $2 ORDER BY h.lot_id LIMIT 1" },
	[CONSIGNOR] = { .text = "SELECT consignor_id FROM contract WHERE id = $1" },
	[LIST] = { .text = "SELECT entry_key, what, amount, number FROM deposit WHERE order_id = $1 ORDER BY entry_key, what LIMIT 1000" },
	SQL_END
};

/* ---- bodies ------------------------------------------------------------------- */

static const struct field paid_fields[] = {
	F_MONEY(struct order_paid, amount, 1, MONEY_MAX),
	F_I64_ZERO(struct order_paid, number, 0, INT64_C(1000000000)),
	F_TEXT_LEFT(struct order_paid, opening_label, 0, 100),
	F_ID_LEFT(struct order_paid, opening_party),
	F_ID(struct order_paid, order_id),
	F_LIST_ZERO(struct order_paid, pays, SALE_PAYS_MAX, &pay_shape),
	F_I64_ZERO(struct order_paid, shift_number, 0, INT64_MAX),
	F_ID_LEFT(struct order_paid, till_id),
};
static const struct shape paid_shape = SHAPE(struct order_paid, "order_paid", paid_fields);

static const struct field forfeit_fields[] = {
	F_MONEY(struct order_forfeit, amount, 1, MONEY_MAX),
	F_ID_LEFT(struct order_forfeit, contract_id),
	F_ID_LEFT(struct order_forfeit, item_id),
	F_ID_LEFT(struct order_forfeit, party_id),
	F_I64_ZERO(struct order_forfeit, version, 0, 100000),
};
static const struct shape forfeit_shape = SHAPE(struct order_forfeit, "order_forfeit", forfeit_fields);

static const struct field cancelled_fields[] = {
	F_LIST_ZERO(struct order_cancelled, forfeits, FORFEITS_MAX, &forfeit_shape),
	F_MONEY_ZERO(struct order_cancelled, given_back, 0, MONEY_MAX),
	F_ID(struct order_cancelled, order_id),
	F_TEXT(struct order_cancelled, reason, 1, 200),
	F_TEXT_LEFT(struct order_cancelled, reference, 1, 60),
	F_I64_ZERO(struct order_cancelled, shift_number, 0, INT64_MAX),
	F_ID_LEFT(struct order_cancelled, till_id),
	F_WORD_OPT(struct order_cancelled, way, pay_way_words),
};
static const struct shape cancelled_shape = SHAPE(struct order_cancelled, "order_cancelled", cancelled_fields);

/* ---- rows ----------------------------------------------------------------------- */

struct deposit_put {
	struct id order_id;
	enum deposit_what what;
	struct money amount;
	int64_t number, shift_key;     /* 0: none */
	int64_t cash;
	const char *label;             /* NULL: none */
};

static bool put_deposit(struct txn *txn, const struct entry *entry, const struct deposit_put *put, struct err *err)
{
	struct stmt *q;

	if (put->amount.dong == 0)
		return true;
	q = stmt_begin(txn, &order_money_sql[DEPOSIT_ADD]);
	stmt_put_id(q, put->order_id);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, put->what);
	stmt_put_money(q, put->amount);
	stmt_put_i64_opt(q, put->number ? put->number : STMT_NONE);
	stmt_put_i64_opt(q, put->shift_key ? put->shift_key : STMT_NONE);
	stmt_put_i64(q, put->cash);
	stmt_put_text_opt(q, put->label);
	return stmt_end(q, err);
}

/* A bucket of the Z of its own: deposits are no sales. */
static bool count_on_z(struct txn *txn, struct arena *arena, int64_t shift_key, const char *bucket, const char *way, struct money amount, struct err *err)
{
	return shift_key == 0 || shift_count(txn, shift_key, arena_format(arena, "%s%s", bucket, way), 1, amount, err);
}

static int64_t key_of(const struct entry *entry, int64_t shift_number)
{
	return shift_number ? ENTRY_KEY(ENTRY_STREAM(entry->key), shift_number) : 0;
}

/* ---- paid ahead -------------------------------------------------------------------- */

static bool paid_check(const void *what, struct err *err)
{
	const struct order_paid *paid = what;
	int64_t sum = 0;

	for (size_t i = 0; i < paid->pays_count; i++)
		sum += paid->pays[i].amount.dong;
	if ((paid->pays_count == 0) != (paid->opening_label != NULL) || (paid->pays_count && sum != paid->amount.dong))
		return err_set(err, ERR_INPUT, "amount", "tiền cọc và các cách trả không khớp");
	return (paid->number != 0) == (paid->pays_count != 0) || err_set(err, ERR_INPUT, "number", "phiếu thu đặt cọc phải có số");
}

static bool paid_apply(struct txn *txn, const struct entry *entry, const void *what, struct arena *arena, struct err *err)
{
	const struct order_paid *paid = what;
	int64_t shift_key = key_of(entry, paid->shift_number), changed;
	struct deposit_put put = { .order_id = paid->order_id, .what = paid->opening_label ? DEPOSIT_TAKEN_OVER : DEPOSIT_IN, .amount = paid->amount,
				   .number = paid->number, .shift_key = shift_key, .label = paid->opening_label };
	struct leg *legs = ARENA_LIST(arena, paid->pays_count + 2, struct leg);
	struct stmt *q = stmt_begin(txn, &order_money_sql[PAID_IN]);
	size_t count = 0;

	stmt_put_money(q, paid->amount);
	stmt_put_id(q, paid->order_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	if (changed != 1)
		return err_set(err, ERR_CONFLICT, "order_id", "đơn này đã giao xong hoặc đã hủy");
	for (size_t i = 0; i < paid->pays_count; i++) {
		const struct pay *pay = &paid->pays[i];
		char text[PAY_BUCKET_SIZE];

		put.cash += pay_kinds[pay->way].is_drawer ? pay->amount.dong : 0;
		legs[count++] = (struct leg){ .account = pay_kinds[pay->way].account, .amount = pay->amount, .party_id = pay->party_id };
		if (!count_on_z(txn, arena, shift_key, DEPOSIT_BUCKET_IN, pay_bucket(pay, text), pay->amount, err))
			return false;
	}
	if (paid->opening_label)
		legs[count++] = (struct leg){ .account = DEPOSIT_ACCOUNT, .amount = paid->amount, .party_id = paid->opening_party };
	legs[count++] = (struct leg){ .account = DEPOSIT_ACCOUNT, .amount = MONEY(-paid->amount.dong) };
	return put_deposit(txn, entry, &put, err) && ledger_apply(txn, entry, legs, count, err) &&
	       pay_apply(txn, entry, paid->pays, paid->pays_count, err);
}

const struct kind order_paid_kind = {
	.name = "order_paid", .version = 1, .body = &paid_shape, .check = paid_check, .apply = paid_apply, .keeps_goods = true,
	.about = "A customer paid a deposit on an order, or one of an older book was taken over for it",
};

static bool next_slip(struct work *work, int64_t *number, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &order_money_sql[SLIP_LAST]);

	*number = 1 + (stmt_next(q) ? stmt_take_i64(q) : 0);
	return stmt_end(q, err);
}

/* A deposit that the opening took over from the older book, of this very customer, once. */
static bool take_opening(struct work *work, const struct order_row *row, struct order_paid *paid, struct err *err)
{
	struct stmt *q;
	bool found;

	if (id_is_none(row->customer_id))
		return err_set(err, ERR_CONFLICT, "opening_label", "đơn chưa ghi là của khách nào; chọn khách trước");
	q = stmt_begin(work->txn, &order_money_sql[OPENING_GET]);
	stmt_put_id(q, row->customer_id);
	stmt_put_text(q, paid->opening_label);
	found = stmt_next(q);
	if (found)
		paid->amount = stmt_take_money(q);
	if (!stmt_end(q, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "opening_label", "khách này không có khoản cọc đầu kỳ với chứng từ ấy");
	q = stmt_begin(work->txn, &order_money_sql[OPENING_TAKEN]);
	stmt_put_id(q, row->customer_id);
	stmt_put_text(q, paid->opening_label);
	found = stmt_next(q);
	if (found)
		stmt_skip(q);
	if (!stmt_end(q, err))
		return false;
	paid->opening_party = row->customer_id;
	return !found || err_set(err, ERR_CONFLICT, "opening_label", "khoản cọc này đã đưa vào một đơn rồi");
}

static bool take_money(struct work *work, const struct order_pay_in *in, struct order_paid *paid, struct err *err)
{
	struct shift shift;

	if (in->pays_count == 0)
		return err_set(err, ERR_INPUT, "pays", "chưa có tiền cọc");
	if (!sale_find_shift(work, in->till_id, &shift, err) || !next_slip(work, &paid->number, err))
		return false;
	paid->pays = ARENA_LIST(work->arena, in->pays_count, struct pay);
	for (size_t i = 0; i < in->pays_count; i++) {
		int32_t way = in->pays[i].way;

		if (way != PAY_CASH && way != PAY_TRANSFER && way != PAY_CARD && way != PAY_VIETQR && way != PAY_WALLET)
			err_set(err, ERR_INPUT, "way", "không nhận cọc bằng cách này");
		else if (in->pays[i].amount.dong <= 0)
			err_set(err, ERR_INPUT, "amount", "tiền cọc phải lớn hơn 0");
		else if (pay_take(work, in->till_id, &in->pays[i], &paid->pays[paid->pays_count], err) &&
			 money_add(paid->amount, in->pays[i].amount, &paid->amount)) {
			paid->pays_count++;
			continue;
		}
		return strcmp(err->field, "approver") != 0 && err_within(err, "pays[%zu]", i);
	}
	if (!pay_once(paid->pays, paid->pays_count, err))
		return false;
	paid->shift_number = ENTRY_NUMBER(shift.key);
	paid->till_id = in->till_id;
	return true;
}

struct money order_to_pay(const struct order_view *order)
{
	return MONEY(order->total.dong + (order->shipping_by == SHIPPING_CUSTOMER ? order->shipping_fee.dong : 0));
}

bool order_pay_ahead(struct work *work, const struct order_pay_in *in, const struct order_paid **body, struct err *err)
{
	struct order_paid *paid = ARENA_NEW(work->arena, struct order_paid);
	struct order_view view;
	struct money sum;
	struct order_row row;

	if (!work_first_answer(work, &order_paid_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!order_row_open(work->txn, in->order_id, &row, err))
		return false;
	paid->order_id = in->order_id;
	paid->opening_label = in->opening_label;
	if (in->opening_label ? !take_opening(work, &row, paid, err) : !take_money(work, in, paid, err))
		return false;
	if (!order_get(work->txn, work->arena, work->book, in->order_id, day_of_us(work->at_us), &view, err))
		return false;
	/* What an older book took is taken as it was. */
	if (!money_add(row.paid_in, paid->amount, &sum) || (!in->opening_label && sum.dong > order_to_pay(&view).dong))
		return err_set(err, ERR_CONFLICT, "amount", "tiền cọc nhiều hơn tiền hàng của đơn");
	*body = paid;
	return work_record(work, &order_paid_kind, paid, err);
}

/* ---- used up by a sale ----------------------------------------------------------------- */

bool order_deposit_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct order_row row;

	(void)till_id;
	if (!order_row_get(work->txn, pay->source_id, &row, err))
		return false;
	if (row.is_cancelled)
		return err_set(err, ERR_CONFLICT, "source_id", "đơn này đã hủy, không còn tiền cọc");
	return pay->amount.dong <= order_row_left(&row).dong ||
	       err_set(err, ERR_CONFLICT, "amount", "đơn chỉ còn %s tiền cọc", money_said(order_row_left(&row)).text);
}

bool order_deposit_apply(struct txn *txn, const struct entry *entry, const struct pay *pay, struct err *err)
{
	struct deposit_put put = { .order_id = pay->source_id, .what = DEPOSIT_USED, .amount = pay->amount };
	struct stmt *q = stmt_begin(txn, &order_money_sql[USED]);
	int64_t changed;

	stmt_put_money(q, pay->amount);
	stmt_put_id(q, pay->source_id);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed == 1 ? put_deposit(txn, entry, &put, err) : err_set(err, ERR_CONFLICT, "pays", "đơn không còn đủ tiền cọc");
}

/* ---- called off --------------------------------------------------------------------------- */

static struct money forfeited(const struct order_cancelled *cancelled)
{
	struct money sum = MONEY(0);

	for (size_t i = 0; i < cancelled->forfeits_count; i++)
		sum.dong += cancelled->forfeits[i].amount.dong;
	return sum;
}

static bool cancelled_check(const void *what, struct err *err)
{
	const struct order_cancelled *cancelled = what;

	if ((cancelled->given_back.dong != 0) != (cancelled->way != 0))
		return err_set(err, ERR_INPUT, "way", "tiền trả lại phải nêu trả bằng cách nào");
	if ((cancelled->way == PAY_CASH) != (cancelled->shift_number != 0))
		return err_set(err, ERR_INPUT, "shift_number", "tiền mặt trả lại phải từ ngăn kéo của một ca");
	for (size_t i = 0; i < cancelled->forfeits_count; i++)
		if (id_is_none(cancelled->forfeits[i].party_id) != id_is_none(cancelled->forfeits[i].contract_id))
			return err_set(err, ERR_INPUT, "forfeits", "phần của bên ký gửi phải nêu hợp đồng");
	return true;
}

static bool apply_forfeit(struct txn *txn, const struct entry *entry, const struct order_forfeit *forfeit, int64_t n, struct err *err)
{
	struct adjustment row = {
		.entry_key = entry->key, .n = n, .contract_id = forfeit->contract_id, .version = forfeit->version, .kind = ADJUST_FORFEIT,
		.item_id = forfeit->item_id, .producer = forfeit->amount, .house = MONEY(-forfeit->amount.dong),
		.commission = MONEY(-forfeit->amount.dong), .refers_key = entry->key, .refers_n = n,
	};

	return id_is_none(forfeit->party_id) || adjust_apply(txn, &row, err);
}

static bool cancelled_apply(struct txn *txn, const struct entry *entry, const void *what, struct arena *arena, struct err *err)
{
	static const int overs[] = { LINES_OVER, HOLDS_OFF };
	const struct order_cancelled *cancelled = what;
	struct money lost = forfeited(cancelled);
	int64_t shift_key = key_of(entry, cancelled->shift_number);
	struct deposit_put back = { .order_id = cancelled->order_id, .what = DEPOSIT_BACK, .amount = cancelled->given_back, .shift_key = shift_key,
				    .cash = cancelled->way == PAY_CASH ? -cancelled->given_back.dong : 0 };
	struct deposit_put gone = { .order_id = cancelled->order_id, .what = DEPOSIT_FORFEITED, .amount = lost };
	struct leg *legs = ARENA_LIST(arena, cancelled->forfeits_count + 2, struct leg);
	struct stmt *q = stmt_begin(txn, &order_money_sql[CANCEL]);
	size_t count = 0;

	stmt_put_money(q, cancelled->given_back);
	stmt_put_money(q, lost);
	stmt_put_i64(q, entry->key);
	stmt_put_id(q, cancelled->order_id);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < COUNT_OF(overs); i++) {
		q = stmt_begin(txn, &order_money_sql[overs[i]]);
		stmt_put_id(q, cancelled->order_id);
		if (!stmt_end(q, err))
			return false;
	}
	if (cancelled->given_back.dong) {
		legs[count++] = (struct leg){ .account = pay_kinds[cancelled->way].account, .amount = MONEY(-cancelled->given_back.dong) };
		if (!count_on_z(txn, arena, shift_key, DEPOSIT_BUCKET_OUT, pay_way_words[cancelled->way], MONEY(-cancelled->given_back.dong), err))
			return false;
	}
	for (size_t i = 0; i < cancelled->forfeits_count; i++) {
		const struct order_forfeit *forfeit = &cancelled->forfeits[i];

		legs[count++] = (struct leg){ .account = id_is_none(forfeit->party_id) ? "house" : "payable", .amount = MONEY(-forfeit->amount.dong),
					      .party_id = forfeit->party_id };
		if (!apply_forfeit(txn, entry, forfeit, (int64_t)i + 1, err))
			return false;
	}
	if (count)
		legs[count++] = (struct leg){ .account = DEPOSIT_ACCOUNT, .amount = MONEY(cancelled->given_back.dong + lost.dong) };
	return put_deposit(txn, entry, &back, err) && put_deposit(txn, entry, &gone, err) && ledger_apply(txn, entry, legs, count, err);
}

const struct kind order_cancelled_kind = {
	.name = "order_cancelled", .version = 1, .body = &cancelled_shape, .check = cancelled_check, .apply = cancelled_apply, .keeps_goods = true,
	.about = "What was left of an order was called off; its deposit went back or was forfeited",
};

/* Under which contract a line's goods would have been sold: that of what is held, else of the item; none: the house's own. */
static bool contract_of_line(struct work *work, struct id operator_id, const struct order_cancel_in *in, const struct order_line_row *line,
			     struct order_forfeit *forfeit, struct err *err)
{
	struct stmt *q = stmt_begin(work->txn, &order_money_sql[LOT_CONTRACT]);
	int32_t today = day_of_us(work->at_us);
	struct id *contracts;
	size_t count;
	bool found;

	*forfeit = (struct order_forfeit){ .item_id = line->item_id };
	stmt_put_id(q, in->order_id);
	stmt_put_i64(q, line->n);
	found = stmt_next(q);
	if (found)
		stmt_take_id(q, &forfeit->contract_id);
	if (!stmt_end(q, err))
		return false;
	if (!found) {
		if (!contract_of_item(work->txn, work->arena, line->item_id, operator_id, today, &contracts, &count, err))
			return false;
		if (count)
			forfeit->contract_id = contracts[0];
	}
	if (!id_is_none(forfeit->contract_id)) {
		q = stmt_begin(work->txn, &order_money_sql[CONSIGNOR]);
		stmt_put_id(q, forfeit->contract_id);
		if (stmt_next(q))
			stmt_take_id(q, &forfeit->party_id);
		if (!stmt_end(q, err) || !contract_version_on(work->txn, forfeit->contract_id, today, &forfeit->version, &found, err))
			return false;
	}
	if (id_is_none(forfeit->contract_id) || !found || id_is(forfeit->party_id, operator_id))
		*forfeit = (struct order_forfeit){ .item_id = line->item_id };
	return true;
}

static void add_forfeit(struct order_cancelled *cancelled, const struct order_forfeit *forfeit)
{
	if (forfeit->amount.dong == 0)
		return;
	for (size_t i = 0; i < cancelled->forfeits_count; i++) {
		struct order_forfeit *same = &cancelled->forfeits[i];

		if (id_is(same->contract_id, forfeit->contract_id) && (id_is_none(same->contract_id) || id_is(same->item_id, forfeit->item_id))) {
			same->amount.dong += forfeit->amount.dong;
			return;
		}
	}
	cancelled->forfeits[cancelled->forfeits_count++] = *forfeit;
	if (id_is_none(forfeit->party_id))
		cancelled->forfeits[cancelled->forfeits_count - 1].item_id = (struct id){ { 0 } };
}

/* Spread over what was not delivered, by what it would have cost. */
static bool take_forfeits(struct work *work, const struct order_cancel_in *in, struct money lost, struct order_cancelled *cancelled, struct err *err)
{
	struct order_forfeit forfeits[FORFEITS_MAX], house = { .amount = lost };
	int64_t weights[FORFEITS_MAX];
	struct money parts[FORFEITS_MAX];
	struct id operator_id = { { 0 } };
	struct order_line_row *lines;
	size_t count, used = 0;
	struct stmt *q;

	cancelled->forfeits = ARENA_LIST(work->arena, FORFEITS_MAX, struct order_forfeit);
	if (lost.dong == 0)
		return true;
	if (in->rule != FORFEIT_PRODUCER) {
		add_forfeit(cancelled, &house);
		return true;
	}
	q = stmt_begin(work->txn, &order_money_sql[OPERATOR]);
	stmt_put_id(q, work->book->site_id);
	if (stmt_next(q))
		stmt_take_id(q, &operator_id);
	if (!stmt_end(q, err) || !order_lines_get(work->txn, work->arena, in->order_id, &lines, &count, err))
		return false;
	for (size_t i = 0; i < count && used < FORFEITS_MAX; i++) {
		struct money amount;
		struct item item;

		if (!lines[i].is_open)
			continue;
		if (!item_get(work->txn, work->arena, lines[i].item_id, &item, err) ||
		    !contract_of_line(work, operator_id, in, &lines[i], &forfeits[used], err))
			return false;
		if (!order_line_amount(&lines[i], &item, &amount))
			return err_set(err, ERR_INPUT, "order_id", "số tiền quá lớn");
		weights[used++] = order_part(amount, lines[i].qty_milli, lines[i].delivered_milli, lines[i].qty_milli - lines[i].delivered_milli).dong + 1;
	}
	if (used == 0) {
		add_forfeit(cancelled, &house);
		return true;
	}
	money_split(lost, weights, used, parts);
	for (size_t i = 0; i < used; i++) {
		forfeits[i].amount = parts[i];
		add_forfeit(cancelled, &forfeits[i]);
	}
	return true;
}

static bool take_back(struct work *work, const struct order_cancel_in *in, struct order_cancelled *cancelled, struct err *err)
{
	struct shift_figures figures;
	struct shift shift;

	if (in->give_back.dong == 0)
		return true;
	if (in->way != PAY_CASH && in->way != PAY_TRANSFER)
		return err_set(err, ERR_INPUT, "way", "tiền cọc trả lại bằng tiền mặt hoặc chuyển khoản");
	cancelled->way = in->way;
	if (in->way == PAY_TRANSFER)
		return true;
	if (!sale_find_shift(work, in->till_id, &shift, err) || !shift_figures(work->txn, work->arena, &shift, &figures, err))
		return false;
	if (figures.expected.dong < in->give_back.dong)
		return err_set(err, ERR_CONFLICT, "give_back", "trong ngăn kéo không có đủ tiền; trả bằng chuyển khoản");
	cancelled->shift_number = ENTRY_NUMBER(shift.key);
	cancelled->till_id = in->till_id;
	return true;
}

bool order_cancel(struct work *work, const struct order_cancel_in *in, const struct order_cancelled **body, struct err *err)
{
	struct order_cancelled *cancelled = ARENA_NEW(work->arena, struct order_cancelled);
	struct money left;
	struct order_row row;

	if (!work_first_answer(work, &order_cancelled_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!order_row_get(work->txn, in->order_id, &row, err))
		return false;
	left = order_row_left(&row);
	if (row.is_cancelled || (!row.is_open && left.dong == 0))
		return err_set(err, ERR_CONFLICT, "order_id", row.is_cancelled ? "đơn này đã hủy" : "đơn này đã giao xong");
	if (in->give_back.dong > left.dong)
		return err_set(err, ERR_CONFLICT, "give_back", "đơn chỉ còn %s tiền cọc", money_said(left).text);
	if (!row.is_open && in->give_back.dong != left.dong)
		return err_set(err, ERR_CONFLICT, "give_back", "hàng đã giao đủ: tiền cọc còn lại phải trả hết cho khách");
	/* Money that is kept needs somebody beside the cashier as much as money that goes out. */
	work_say(work, arena_format(work->arena, "Hủy đơn: trả lại khách %s trong %s tiền cọc. Lý do: %s.", money_said(in->give_back).text,
				    money_said(left).text, in->reason));
	if (left.dong && !work_has_second_for(work, left, err))
		return false;
	*cancelled = (struct order_cancelled){ .given_back = in->give_back, .order_id = in->order_id, .reason = in->reason, .reference = in->reference };
	if (!take_back(work, in, cancelled, err) || !take_forfeits(work, in, MONEY(left.dong - in->give_back.dong), cancelled, err))
		return false;
	*body = cancelled;
	return work_record(work, &order_cancelled_kind, cancelled, err);
}

/* ---- the list ---------------------------------------------------------------------------------- */

bool order_deposits(struct txn *txn, struct arena *arena, struct id order_id, struct deposit_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &order_money_sql[LIST]);
	size_t room = 1000;

	*rows = ARENA_LIST(arena, room, struct deposit_row);
	*count = 0;
	stmt_put_id(q, order_id);
	while (*count < room && stmt_next(q)) {
		struct deposit_row *row = &(*rows)[(*count)++];

		row->entry_key = stmt_take_i64(q);
		row->what = (int32_t)stmt_take_i64(q);
		row->amount = stmt_take_money(q);
		row->number = stmt_take_i64_opt(q);
		if (row->number == STMT_NONE)
			row->number = SHAPE_ABSENT;
	}
	return stmt_end(q, err);
}
