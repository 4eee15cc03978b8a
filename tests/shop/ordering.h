/* Orders in the small showroom: placed, paid ahead, delivered by a sale that names them. Include after showroom.h. */
#ifndef TESTS_SHOP_ORDERING_H
#define TESTS_SHOP_ORDERING_H

#include "shop/order.h"

static const struct order_contact ordering_contact = { .name = "Chị Mai", .phone = "0912 345 678", .address = "Số 5 đường Hùng Vương" };

static inline struct order_in ordering_of(struct order_line_in *lines, size_t count, int32_t promised_day)
{
	return (struct order_in){ .channel = ORDER_COUNTER, .contact = &ordering_contact, .is_holding = true, .lines = lines, .lines_count = count,
				  .promised_day = promised_day };
}

static inline struct id ordering_place(const struct order_in *in)
{
	struct err err = { 0 };
	const struct order_body *body;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, order_place(&work, in, &body, &err));
	return work.entry.id;
}

static inline struct order_view ordering_see(struct id order_id)
{
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct order_view view;

	assert_ok(txn && order_get(txn, room.arena, room.book, order_id, day_of_us(room.now_us), &view, &err), &err);
	txn_abandon(txn);
	return view;
}

static inline bool ordering_try_pay(struct id order_id, int32_t way, int64_t amount, struct err *out)
{
	struct err err = { 0 };
	struct pay_in pay = { .way = way, .amount = MONEY(amount), .given = MONEY(SHAPE_ABSENT) };
	struct order_pay_in in = { .order_id = order_id, .pays = &pay, .pays_count = 1, .till_id = room.till_id };
	const struct order_paid *paid;
	struct work work = as_cashier();
	bool ok = SHOWROOM_TRY(&work, order_pay_ahead(&work, &in, &paid, &err));

	*out = err;
	return ok;
}

static inline void ordering_pay(struct id order_id, int32_t way, int64_t amount)
{
	struct err err = { 0 };

	assert_ok(ordering_try_pay(order_id, way, amount, &err), &err);
}

/* A part of line n leaves at a list price; the deposit first, the rest by transfer. false: refused, err says why. */
static inline bool ordering_try(struct id order_id, int64_t n, int64_t qty_milli, int64_t list_price, int64_t agreed_off, int64_t deposit,
				const struct sale **sale, struct err *out)
{
	struct err err = { 0 };
	struct order_view view = ordering_see(order_id);
	struct sale_line_in line = { .item_id = view.lines[n - 1].item_id, .qty_milli = qty_milli, .price = MONEY(list_price), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT), .order_n = n, .agreed_off = MONEY(agreed_off) };
	int64_t total = list_price * qty_milli / 1000 - agreed_off;
	struct pay_in pays[2] = {
		{ .way = PAY_TRANSFER, .amount = MONEY(total - deposit), .given = MONEY(SHAPE_ABSENT) },
		{ .way = PAY_DEPOSIT, .amount = MONEY(deposit), .given = MONEY(SHAPE_ABSENT), .source_id = order_id },
	};
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .order_id = order_id, .pays = pays,
			      .pays_count = deposit ? 2 : 1, .total = MONEY(total) };
	struct work work = as_cashier();
	bool ok = SHOWROOM_TRY(&work, sale_add(&work, &in, sale, &err));

	*out = err;
	return ok;
}

static inline const struct sale *ordering_deliver(struct id order_id, int64_t n, int64_t qty_milli, int64_t list_price, int64_t agreed_off,
						  int64_t deposit)
{
	struct err err = { 0 };
	const struct sale *sale;

	assert_ok(ordering_try(order_id, n, qty_milli, list_price, agreed_off, deposit, &sale, &err), &err);
	return sale;
}

static inline const struct order_cancelled *ordering_cancel(struct id order_id, int64_t give_back, int32_t way, int32_t rule)
{
	struct err err = { 0 };
	struct order_cancel_in in = { .give_back = MONEY(give_back), .order_id = order_id, .reason = "khách đổi ý", .rule = rule, .till_id = room.till_id,
				      .way = way };
	const struct order_cancelled *cancelled;
	struct work work = with_supervisor();

	SHOWROOM_DO(&work, order_cancel(&work, &in, &cancelled, &err));
	return cancelled;
}

#endif
