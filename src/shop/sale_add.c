/* The two commands of the counter: selling, and taking back. */
#include "shop/sale.h"

#include <string.h>

#include "shop/adjust.h"
#include "shop/book.h"
#include "shop/contract.h"
#include "shop/sale_parts.h"
#include "shop/shift.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { RETURNED, LOSS_BY };

const struct sql sale_add_sql[] = { [RETURNED] = { .text = "SELECT returns_n, CAST(SUM(qty_milli) AS BIGINT) FROM line WHERE returns_key = $1 "
							   "GROUP BY returns_n ORDER BY returns_n LIMIT 1000" },
				    [LOSS_BY] = { .text = "SELECT loss_by FROM contract_version WHERE contract_id = $1 AND version = $2" },
				    SQL_END };

/* The open shift the work belongs to. */
static bool find_shift(struct work *work, struct id till_id, struct shift *shift, struct err *err)
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

static bool take_pays(const struct sale_in *in, struct arena *arena, struct money total, struct sale *sale, struct err *err)
{
	int64_t left = total.dong;

	sale->pays = ARENA_LIST(arena, in->pays_count, struct pay);
	sale->pays_count = in->pays_count;
	for (size_t i = 0; i < in->pays_count; i++) {
		const struct pay_in *pay = &in->pays[i];

		left -= pay->amount.dong;
		if (pay->way == PAY_CASH && pay->given.dong != SHAPE_ABSENT && pay->given.dong < pay->amount.dong) {
			err_set(err, ERR_CONFLICT, "given", "tiền khách đưa chưa đủ");
			return err_within(err, "pays[%zu]", i);
		}
		sale->pays[i] = (struct pay){ .amount = pay->amount, .given = pay->given, .reference = pay->reference, .way = pay->way };
	}
	return left == 0 || err_set(err, ERR_CONFLICT, "pays", "tiền trả không bằng tổng phiếu");
}

/* A discount, and a line the house loses on because of one, need a second person. */
static bool may_discount(const struct work *work, const struct sale_in *in, const struct cart_totals *totals, struct err *err)
{
	bool discounted = in->ticket_discount.dong != 0;

	for (size_t i = 0; i < in->lines_count; i++)
		discounted = discounted || in->lines[i].discount.dong != 0;
	(void)totals;
	return !discounted || work_has_second(work, err);
}

bool sale_add(struct work *work, const struct sale_in *in, const struct sale **body, struct err *err)
{
	struct sale *sale = ARENA_NEW(work->arena, struct sale);
	struct sale_price price;
	struct shift shift;
	struct err unneeded;
	bool has_second = work_has_second(work, &unneeded);

	if (!work_first_answer(work, &sale_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!find_shift(work, in->till_id, &shift, err) ||
	    !sale_price(work->txn, work->arena, work->book, work->at_us, in, has_second, &price, err) ||
	    !may_discount(work, in, &price.totals, err))
		return false;
	if (price.totals.total.dong != in->total.dong)
		return err_set(err, ERR_CONFLICT, "total", "tổng tiền đã đổi thành %lld đ; xem lại phiếu", (long long)price.totals.total.dong);
	if (!take_pays(in, work->arena, price.totals.total, sale, err) ||
	    !sale_next_receipt(work->txn, in->till_id, work->book->epoch, &sale->receipt_n, err))
		return false;
	sale->lines = price.book_lines;
	sale->lines_count = price.lines_count;
	sale->total = price.totals.total;
	sale->rounding = MONEY(-price.totals.rounding.dong);
	for (size_t i = 0; i < price.totals.vat_count; i++)
		sale->vat.dong += price.totals.vat[i].vat.dong;
	sale->business_day = shift.business_day;
	sale->shift_number = ENTRY_NUMBER(shift.key);
	sale->till_id = in->till_id;
	sale->trail = in->trail;
	sale->trail_count = in->trail_count;
	sale_legs(work->arena, sale->lines, sale->lines_count, sale->pays, sale->pays_count, &sale->legs, &sale->legs_count);
	*body = sale;
	return work_record(work, &sale_kind, sale, err);
}

/* ---- taking back ------------------------------------------------------------- */

bool sale_returned(struct txn *txn, struct arena *arena, int64_t sale_key, size_t lines_count, int64_t **returned_milli, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_add_sql[RETURNED]);
	int64_t *returned = ARENA_LIST(arena, lines_count, int64_t);

	stmt_put_i64(q, sale_key);
	while (stmt_next(q)) {
		int64_t n = stmt_take_i64(q);
		int64_t qty_milli = stmt_take_i64(q);

		if (n >= 1 && (size_t)n <= lines_count)
			returned[n - 1] = -qty_milli;
	}
	*returned_milli = returned;
	return stmt_end(q, err);
}

static struct share share_of(const struct sale_line *line)
{
	return (struct share){
		.list = line->list,
		.paid = line->paid,
		.discount_producer = line->discount_producer,
		.discount_house = line->discount_house,
		.producer = line->producer,
		.vat = line->vat_leg,
		.house = line->house,
		.due = line->due,
		.commission = line->commission,
		.vat_kept = line->vat_kept,
		.basis = line->basis,
	};
}

/* The line of the return: the part of the sold one, with every sign turned. */
static struct sale_line part_of(const struct sale_line *sold, int64_t n, int64_t before_milli, int64_t now_milli)
{
	struct share whole = share_of(sold), part = share_part(&whole, sold->qty_milli, before_milli, now_milli);
	struct share minus = share_minus(&part);
	struct sale_line line = *sold;

	line.qty_milli = -now_milli;
	line.list = minus.list;
	line.paid = minus.paid;
	line.discount_producer = minus.discount_producer;
	line.discount_house = minus.discount_house;
	line.producer = minus.producer;
	line.vat_leg = minus.vat;
	line.house = minus.house;
	line.due = minus.due;
	line.commission = minus.commission;
	line.vat_kept = minus.vat_kept;
	line.basis = minus.basis;
	line.vat = MONEY(-share_part_of(sold->vat, sold->qty_milli, before_milli, now_milli).dong);
	line.returns_n = n;
	return line;
}

/*
 * A correction gave the line to another, or another price: what comes back is a part of what it is now. before_milli: of the
 * line as sold, with what this return took before.
 */
static bool part_of_corrected(struct txn *txn, int64_t sale_key, int64_t n, int64_t before_milli, int64_t now_milli,
			      const struct sale_line *from, struct sale_line *line, struct err *err)
{
	struct sale_line sold = *from;
	struct line_now now;

	if (!adjust_line_now(txn, sale_key, n, &now, err))
		return false;
	if (!now.is_adjusted)
		return true;
	sold.contract_id = now.contract_id;
	sold.consignor_id = now.consignor_id;
	sold.version = now.version;
	sold.lot_id = now.lot_id;
	sold.qty_milli = now.qty_milli;
	sold.list = now.share.list;
	sold.paid = now.share.paid;
	sold.discount_producer = now.share.discount_producer;
	sold.discount_house = now.share.discount_house;
	sold.producer = now.share.producer;
	sold.vat_leg = now.share.vat;
	sold.house = now.share.house;
	sold.due = now.share.due;
	sold.due_price = now.due_price;
	sold.commission = now.share.commission;
	sold.vat_kept = now.share.vat_kept;
	sold.basis = now.share.basis;
	sold.vat = now.vat;
	*line = part_of(&sold, n, before_milli - (from->qty_milli - now.qty_milli), now_milli);
	return true;
}

static bool take_back(struct work *work, const struct return_in *in, const struct sale *sold, int64_t sale_key, struct sale *back,
		      struct err *err)
{
	int64_t *returned;

	if (!sale_returned(work->txn, work->arena, sale_key, sold->lines_count, &returned, err))
		return false;
	back->lines = ARENA_LIST(work->arena, in->lines_count, struct sale_line);
	back->lines_count = in->lines_count;
	for (size_t i = 0; i < in->lines_count; i++) {
		const struct return_line_in *asked = &in->lines[i];
		struct sale_line *line = &back->lines[i];
		const struct sale_line *from;

		if (asked->n < 1 || (size_t)asked->n > sold->lines_count) {
			err_set(err, ERR_INPUT, "n", "phiếu không có dòng này");
			return err_within(err, "lines[%zu]", i);
		}
		from = &sold->lines[asked->n - 1];
		if (asked->qty_milli > from->qty_milli - returned[asked->n - 1]) {
			err_set(err, ERR_CONFLICT, "qty_milli", "trả nhiều hơn số đã mua và chưa trả");
			return err_within(err, "lines[%zu]", i);
		}
		*line = part_of(from, asked->n, returned[asked->n - 1], asked->qty_milli);
		if (!part_of_corrected(work->txn, sale_key, asked->n, returned[asked->n - 1], asked->qty_milli, from, line, err))
			return false;
		returned[asked->n - 1] += asked->qty_milli;
		if (!id_is_none(line->lot_id)) {
			line->place = asked->place == PLACE_SHELF ? PLACE_SHELF : PLACE_ASIDE;
			line->was_binned = asked->place == PLACE_BIN;
		}
		if (line->was_binned) {
			struct stmt *q = stmt_begin(work->txn, &sale_add_sql[LOSS_BY]);

			stmt_put_id(q, line->contract_id);
			stmt_put_i64(q, line->version);
			line->loss_by = stmt_next(q) ? stmt_take_i64(q) : 1;
			if (!stmt_end(q, err))
				return false;
		}
		back->total.dong += line->paid.dong;
		back->vat.dong += line->vat.dong;
	}
	return true;
}

bool return_add(struct work *work, const struct return_in *in, const struct sale **body, struct err *err)
{
	struct sale *back = ARENA_NEW(work->arena, struct sale);
	struct shift_figures figures;
	struct shift shift;
	struct entry entry;
	struct sale *sold;
	bool found;

	if (!work_first_answer(work, &return_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!find_shift(work, in->till_id, &shift, err) || !work_has_second(work, err) ||
	    !journal_find_id(work->txn, work->arena, in->sale_id, &entry, &found, err))
		return false;
	if (!found || strcmp(entry.kind, sale_kind.name) != 0)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
	if (!entry_body(&entry, &sale_kind, work->arena, (void **)&sold, err) || !take_back(work, in, sold, entry.key, back, err))
		return false;
	if (-back->total.dong != in->total.dong)
		return err_set(err, ERR_CONFLICT, "total", "số tiền trả lại là %lld đ; xem lại", (long long)-back->total.dong);
	if (in->way == PAY_CASH) {
		if (!shift_figures(work->txn, work->arena, &shift, &figures, err))
			return false;
		if (figures.expected.dong + back->total.dong < 0)
			return err_set(err, ERR_CONFLICT, "way", "ngăn kéo không đủ tiền; trả bằng chuyển khoản");
	}
	if (!sale_next_receipt(work->txn, in->till_id, work->book->epoch, &back->receipt_n, err))
		return false;
	back->pays = ARENA_LIST(work->arena, 1, struct pay);
	back->pays_count = 1;
	back->pays[0] = (struct pay){ .amount = back->total, .given = MONEY(SHAPE_ABSENT), .way = in->way };
	back->business_day = shift.business_day;
	back->shift_number = ENTRY_NUMBER(shift.key);
	back->till_id = in->till_id;
	back->refers_to = in->sale_id;
	back->reason = in->reason;
	sale_legs(work->arena, back->lines, back->lines_count, back->pays, back->pays_count, &back->legs, &back->legs_count);
	*body = back;
	return work_record(work, &return_kind, back, err);
}
