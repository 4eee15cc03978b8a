/* Selling: the ticket as it is shown becomes a sale. */
#include "shop/sale.h"

#include <string.h>

#include "shop/book.h"
#include "shop/catalog.h"
#include "shop/order.h"
#include "shop/sale_parts.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { ROLE_OF };

const struct sql sale_add_sql[] = {
	[ROLE_OF] = { .text = "SELECT role FROM staff WHERE id = $1" },
	SQL_END
};

/* The open shift the work belongs to. */
bool sale_find_shift(struct work *work, struct id till_id, struct shift *shift, struct err *err)
{
	bool found;

	if (!shift_find_open(work->txn, work->arena, till_id, shift, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_CONFLICT, "shift", "quầy chưa mở ca; nhập tiền đầu ca để mở");
	if (!id_is(shift->staff_id, work->actor))
		return err_set(err, ERR_CONFLICT, "shift", "ca này của người khác; đóng ca ấy trước");
	return true;
}

/* ---- selling ---------------------------------------------------------------- */

static bool take_pays(struct work *work, const struct sale_in *in, struct money total, struct sale *sale, struct err *err)
{
	int64_t left = total.dong;

	sale->pays = ARENA_LIST(work->arena, in->pays_count, struct pay);
	sale->pays_count = in->pays_count;
	for (size_t i = 0; i < in->pays_count; i++) {
		if (!pay_take(work, in->till_id, &in->pays[i], &sale->pays[i], err))
			/* A second person is asked for by the page, whatever it is that asks. */
			return strcmp(err->field, "approver") != 0 && err_within(err, "pays[%zu]", i);
		left -= in->pays[i].amount.dong;
	}
	if (!pay_once(sale->pays, sale->pays_count, err))
		return false;
	return left == 0 || err_set(err, ERR_CONFLICT, "pays", "tiền trả không bằng tổng phiếu");
}

/* One person who went on alone put her own name there (api_cart_more): whoever else sells, that is nobody's consent. */
static bool drop_alone(struct work *work, struct id *approver_id, struct err *err)
{
	struct stmt *q;

	if (id_is_none(*approver_id))
		return true;
	q = stmt_begin(work->txn, &sale_add_sql[ROLE_OF]);
	stmt_put_id(q, *approver_id);
	if (stmt_next(q)) {
		int64_t role = stmt_take_i64(q);

		if (role != STAFF_SUPERVISOR && role != STAFF_ADMIN)
			*approver_id = (struct id){ { 0 } };
	}
	return stmt_end(q, err);
}

static bool drop_all_alone(struct work *work, struct sale_in *in, struct err *err)
{
	struct sale_line_in *lines = ARENA_LIST(work->arena, in->lines_count, struct sale_line_in);

	for (size_t i = 0; i < in->lines_count; i++) {
		lines[i] = in->lines[i];
		if (!drop_alone(work, &lines[i].discount.approver_id, err) || !drop_alone(work, &lines[i].date_reader_id, err))
			return false;
	}
	in->lines = lines;
	return drop_alone(work, &in->ticket_discount.approver_id, err) && drop_alone(work, &in->more.coupon_approver_id, err);
}

/* Went on alone when it was given, and said why then: every name that was dropped is who sells, and none is missing. */
static bool is_said(const struct work *work, const struct sale_in *asked, const struct sale_in *taken, const struct sale_price *price)
{
	struct id nobody = { { 0 } };
	size_t line;

	if (!asked->more.alone_reason || sale_needs_second(asked, price, nobody, &line) ||
	    (!id_is(asked->ticket_discount.approver_id, taken->ticket_discount.approver_id) && !id_is(asked->ticket_discount.approver_id, work->actor)) ||
	    (!id_is(asked->more.coupon_approver_id, taken->more.coupon_approver_id) && !id_is(asked->more.coupon_approver_id, work->actor)))
		return false;
	for (size_t i = 0; i < asked->lines_count; i++) {
		const struct sale_line_in *was = &asked->lines[i], *is = &taken->lines[i];

		if ((!id_is(was->discount.approver_id, is->discount.approver_id) && !id_is(was->discount.approver_id, work->actor)) ||
		    (was->date_read && (id_is_none(was->date_reader_id) ||
					(!id_is(was->date_reader_id, is->date_reader_id) && !id_is(was->date_reader_id, work->actor)))))
			return false;
	}
	return true;
}

/* Agreed to when it was given, or now. */
static bool may_discount(struct work *work, const struct sale_in *asked, const struct sale_price *price, struct err *err)
{
	const struct cart_totals *totals = &price->totals;
	struct sale_in taken = *asked;
	const struct sale_in *in = &taken;
	struct money discount = MONEY(totals->list.dong - totals->subtotal.dong + totals->ticket_discount.dong);
	struct err none;
	size_t line;
	bool is_asked, dates_asked = false, was_said, may;

	if (!drop_all_alone(work, &taken, err))
		return false;
	is_asked = sale_needs_second(in, price, work->actor, &line);
	/* A pack's date read by hand is worth the ticket where nobody else looked. */
	for (size_t i = 0; i < in->lines_count; i++) {
		if (!in->lines[i].date_read || !id_is_none(in->lines[i].date_reader_id) || work_has_second(work, &none))
			continue;
		dates_asked = true;
	}
	if (!is_asked && !dates_asked)
		return true;
	/* The reason given then is for this alone: what else the ticket asks a second person for asks anew. */
	was_said = !work->alone_reason && is_said(work, asked, in, price);
	if (was_said)
		work->alone_reason = asked->more.alone_reason;
	may = (!is_asked || work_may_as(work, STAKE_DISCOUNT, discount, err)) && (!dates_asked || work_may_as(work, STAKE_DATE, totals->total, err));
	if (was_said)
		work->alone_reason = 0;
	return may;
}

/* Was a ticket that was joined to this one paid by itself meanwhile? */
static bool joined_are_open(struct work *work, const struct sale_more *more, struct err *err)
{
	for (size_t i = 0; i < more->joined_count; i++) {
		struct entry entry;
		bool is_over;

		if (!journal_find_id(work->txn, work->arena, more->joined[i], &entry, &is_over, err))
			return false;
		if (is_over)
			return err_set(err, ERR_CONFLICT, "lines", "một phiếu đã ghép vào đây vừa được thanh toán riêng; xóa các dòng của phiếu ấy");
	}
	return true;
}

static void take_more(const struct sale_in *in, const struct sale_price *price, struct sale *sale)
{
	sale->coupon_id = in->more.coupon_id;
	sale->coupon_house = price->coupon_house;
	sale->coupon_producer = price->coupon_producer;
	sale->customer_id = in->more.customer_id;
	sale->is_gift = in->more.is_gift;
	sale->lang = in->more.lang;
	sale->referrer_id = in->more.referrer_id;
}

/* Who did it is said where it was not who sells. */
static bool take_trail(const struct work *work, const struct sale_in *in, struct sale *sale, struct err *err)
{
	sale->trail = ARENA_LIST(work->arena, in->trail_count, struct trail);
	sale->trail_count = in->trail_count;
	for (size_t i = 0; i < in->trail_count; i++) {
		sale->trail[i] = in->trail[i];
		if (id_is(in->trail[i].staff_id, work->actor))
			sale->trail[i].staff_id = (struct id){ { 0 } };
		if (in->trail[i].what == TRAIL_REMOVE && !id_is_none(in->trail[i].item_id) && in->trail[i].qty_milli > 0) {
			struct money price;
			bool found;

			if (!item_price_at(work->txn, in->trail[i].item_id, work->book->site_id, work->at_us, &price, &found, err))
				return false;
			if (found && price.dong <= MONEY_MAX / (QTY_MILLI_MAX / 1000))
				sale->trail[i].value = MONEY(money_scale(price.dong, in->trail[i].qty_milli, 1000));
		}
	}
	return true;
}

bool sale_add(struct work *work, const struct sale_in *in, const struct sale **body, struct err *err)
{
	struct sale *sale = ARENA_NEW(work->arena, struct sale);
	struct sale_price price;
	struct shift shift;
	struct err unneeded;
	bool has_second = work_has_second(work, &unneeded) || work->alone_reason || work->asks_afar;

	if (!work_first_answer(work, &sale_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!sale_find_shift(work, in->till_id, &shift, err) ||
	    !sale_price(work->txn, work->arena, work->book, work->at_us, in, has_second, &price, err) ||
	    !may_discount(work, in, &price, err) || !joined_are_open(work, &in->more, err) || !order_sale_check(work, in, &price, err))
		return false;
	if (price.totals.total.dong != in->total.dong)
		return err_set(err, ERR_CONFLICT, "total", "tổng tiền đã đổi thành %s; xem lại phiếu", money_said(price.totals.total).text);
	if (!take_pays(work, in, price.totals.total, sale, err) ||
	    !sale_next_receipt(work->txn, in->till_id, work->book->epoch, &sale->receipt_n, err))
		return false;
	sale->lines = price.book_lines;
	sale->lines_count = price.lines_count;
	sale->bundles = price.bundles;
	sale->bundles_count = price.bundles_count;
	sale->total = price.totals.total;
	sale->rounding = MONEY(-price.totals.rounding.dong);
	for (size_t i = 0; i < price.totals.vat_count; i++)
		sale->vat.dong += price.totals.vat[i].vat.dong;
	sale->business_day = shift.business_day;
	sale->shift_number = ENTRY_NUMBER(shift.key);
	sale->till_id = in->till_id;
	sale->order_id = in->order_id;
	sale->exchange_id = in->exchange_id;
	sale->swapped = in->swapped;
	sale->swapped_count = in->swapped_count;
	if (!take_trail(work, in, sale, err))
		return false;
	take_more(in, &price, sale);
	sale_say(sale, work->arena);
	*body = sale;
	return work_record(work, &sale_kind, sale, err);
}
