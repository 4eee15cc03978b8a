/* Discounts of a sale beside what the lines say: given coupons, and who had to agree. */
#include "shop/sale.h"

#include <string.h>

#include "shop/catalog.h"
#include "shop/coupon.h"
#include "shop/sale_parts.h"
#include "shop/sql.h"

enum { MORE_ADD, ITEM_GROUP };

const struct sql sale_more_sql[] = {
	[MORE_ADD] = { .text =
		"INSERT INTO sale_more (entry_key, customer_id, referrer_id, coupon_id, coupon_house, coupon_producer) VALUES ($1, $2, $3, $4, $5, $6)" },
	[ITEM_GROUP] = { .text = "SELECT p.group_code FROM item i JOIN product p ON p.id = i.product_id WHERE i.id = $1" },
	SQL_END
};

bool sale_apply_more(struct txn *txn, const struct entry *entry, const struct sale *sale, struct err *err)
{
	struct stmt *q;

	if (id_is_none(sale->customer_id) && id_is_none(sale->referrer_id) && id_is_none(sale->coupon_id))
		return true;
	q = stmt_begin(txn, &sale_more_sql[MORE_ADD]);
	stmt_put_i64(q, entry->key);
	stmt_put_id_opt(q, sale->customer_id);
	stmt_put_id_opt(q, sale->referrer_id);
	stmt_put_id_opt(q, sale->coupon_id);
	stmt_put_money(q, sale->coupon_house);
	stmt_put_money(q, sale->coupon_producer);
	return stmt_end(q, err);
}

/* ---- coupons ---------------------------------------------------------------- */

static bool group_of(struct txn *txn, struct id item_id, int64_t *group_code, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_more_sql[ITEM_GROUP]);

	stmt_put_id(q, item_id);
	*group_code = stmt_next(q) ? stmt_take_i64(q) : 0;
	return stmt_end(q, err);
}

static bool is_for(struct txn *txn, const struct coupon *coupon, const struct sale_in *in, const struct sale_price *price, size_t b, bool *fits,
		   struct err *err)
{
	int64_t group_code;

	*fits = (coupon->scope != COUPON_OF_LINE || price->from[b] == in->more.coupon_line) &&
		  (id_is_none(coupon->producer_id) || id_is(coupon->producer_id, price->book_lines[b].consignor_id));
	if (!*fits || !coupon->group_code)
		return true;
	if (!group_of(txn, price->book_lines[b].item_id, &group_code, err))
		return false;
	*fits = group_code == coupon->group_code;
	return true;
}

bool sale_price_coupon(struct txn *txn, struct arena *arena, const struct sale_in *in, int32_t day, struct sale_price *price, struct err *err)
{
	int64_t *weights = ARENA_LIST(arena, price->lines_count, int64_t);
	struct money *parts = ARENA_LIST(arena, price->lines_count, struct money), of = { 0 }, off;
	struct coupon coupon;
	const char *refused;

	if (!coupon_get(txn, arena, in->more.coupon_id, &coupon, err))
		return false;
	price->coupon_name = arena_format(arena, "%s: %s", coupon.code, coupon_worth(arena, &coupon));
	refused = coupon_refuses(&coupon, day);
	if (refused)
		return err_set(err, ERR_CONFLICT, "coupon", "%s", refused);
	for (size_t b = 0; b < price->lines_count; b++) {
		bool fits;

		if (!is_for(txn, &coupon, in, price, b, &fits, err))
			return false;
		weights[b] = fits ? price->lines[b].amount_given.dong - price->lines[b].discount.dong : 0;
		of.dong += weights[b];
	}
	if (of.dong == 0)
		return err_set(err, ERR_CONFLICT, "coupon", "phiếu giảm giá này không dành cho hàng trên phiếu");
	if (of.dong < coupon.minimum.dong)
		return err_set(err, ERR_CONFLICT, "coupon", "phiếu giảm giá này cần mua từ %s, phiếu mới có %s", money_said(coupon.minimum).text,
			       money_said(of).text);
	off = discount_of(&(struct discount){ .amount = coupon.amount, .ppm = coupon.ppm }, of);
	money_split(off, weights, price->lines_count, parts);
	for (size_t b = 0; b < price->lines_count; b++) {
		struct cart_line *line = &price->lines[b];

		line->discount.dong += parts[b].dong;
		if (coupon.bearer == COUPON_BY_PRODUCER)
			line->discount_producer = parts[b];
		else
			line->discount_house.dong += parts[b].dong;
	}
	price->coupon_house = off;
	return true;
}

/* What stayed above the floor of it is the producer's. */
void sale_coupon_borne(struct sale_price *price)
{
	for (size_t b = 0; b < price->lines_count && price->coupon_house.dong; b++) {
		const struct cart_line *line = &price->lines[b];
		int64_t borne = line->discount_producer.dong;

		if (borne > line->share.discount_producer.dong)
			borne = line->share.discount_producer.dong;
		price->coupon_producer.dong += borne;
		price->coupon_house.dong -= borne;
	}
}

/* ---- who had to agree --------------------------------------------------------- */

static bool agreed(struct id approver_id, struct id seller_id)
{
	return !id_is_none(approver_id) && !id_is(approver_id, seller_id);
}

/* A line that the house loses on because something was left off it; rounding to cash is none of that. */
static bool is_lost(const struct cart_line *line)
{
	return line->share.house.dong < 0 && line->discount.dong + line->ticket_discount.dong > 0;
}

bool sale_needs_second(const struct sale_in *in, const struct sale_price *price, struct id seller_id, size_t *line)
{
	bool for_ticket = agreed(in->ticket_discount.approver_id, seller_id), for_coupon = agreed(in->more.coupon_approver_id, seller_id);

	for (*line = 0; *line < in->lines_count; ++*line)
		if (!agreed(in->lines[*line].discount.approver_id, seller_id) &&
		    discount_passes(price->given[*line].off, price->given[*line].amount, in->discount_limit_ppm))
			return true;
	for (size_t b = 0; b < price->lines_count; b++) {
		*line = price->from[b];
		/* What a hamper's price leaves on a part was the office's to decide, when it set the price. */
		if (price->book_lines[b].bundle && price->given[*line].off.dong == 0 && price->lines[b].ticket_discount.dong == 0)
			continue;
		if (is_lost(&price->lines[b]) && !for_ticket && !for_coupon && !agreed(in->lines[*line].discount.approver_id, seller_id))
			return true;
	}
	*line = SIZE_MAX;
	return !for_ticket && discount_passes(price->totals.ticket_discount, price->totals.subtotal, in->discount_limit_ppm);
}
