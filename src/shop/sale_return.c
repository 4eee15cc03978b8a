/* Taking back: what each line of a sale still gives back, and the command that does it. */
#include "shop/sale.h"

#include <string.h>

#include "shop/adjust.h"
#include "shop/book.h"
#include "shop/refund.h"
#include "shop/sale_parts.h"
#include "shop/sale_view.h"
#include "shop/shift.h"
#include "shop/sql.h"

#define ABOUT_LINES_MAX 6  /* goods that who is asked is told by name */

enum { RETURNED, LOSS_BY, GIVEN_TOO_MUCH };

const struct sql sale_return_sql[] = {
	[RETURNED] = { .text =
		"SELECT returns_n, CAST(SUM(qty_milli) AS BIGINT) FROM line WHERE returns_key = $1 GROUP BY returns_n ORDER BY returns_n LIMIT 1000" },
	[LOSS_BY] = { .text = "SELECT loss_by FROM contract_version WHERE contract_id = $1 AND version = $2" },
	[GIVEN_TOO_MUCH] = { .text =
		"SELECT CAST(COALESCE(SUM(rounding_back), 0) AS BIGINT) FROM sale WHERE entry_key IN (SELECT entry_key FROM line WHERE returns_key = $1)" },
	SQL_END
};

static const char *const place_words[] = { NULL, "shelf", "aside", "bin", NULL };
static const struct field line_in_fields[] = {
	F_I64(struct return_line_in, n, 1, SALE_BOOK_LINES_MAX),
	F_WORD(struct return_line_in, place, place_words),
	F_I64(struct return_line_in, qty_milli, 1, QTY_MILLI_MAX),
};
const struct shape return_line_in_shape = SHAPE(struct return_line_in, "return_line_in", line_in_fields);

/* ---- what comes back ------------------------------------------------------------- */

bool sale_returned(struct txn *txn, struct arena *arena, int64_t sale_key, size_t lines_count, int64_t **returned_milli, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_return_sql[RETURNED]);
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

	line.order_n = 0;
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
	line.bundle = 0;
	return line;
}

/*
 * A correction gave the line to another, or another price: whose it is and the shares are parts of what the correction left,
 * while the customer's figures stay those of the line as it was sold.
 */
static void part_of_corrected(const struct line_now *now, int64_t again_milli, int64_t now_milli, struct sale_line *line)
{
	struct share part = share_part(&now->whole, now->whole_milli, now->whole_milli - now->qty_milli + again_milli, now_milli);

	line->contract_id = now->contract_id;
	line->consignor_id = now->consignor_id;
	line->version = now->version;
	line->lot_id = now->lot_id;
	line->due_price = now->due_price;
	line->producer = MONEY(-part.producer.dong);
	line->vat_leg = MONEY(-part.vat.dong);
	line->due = MONEY(-part.due.dong);
	line->commission = MONEY(-part.commission.dong);
	line->vat_kept = MONEY(-part.vat_kept.dong);
	line->basis = MONEY(-part.basis.dong);
	line->house.dong = line->paid.dong - line->producer.dong - line->vat_leg.dong;
}

static bool place_of(struct txn *txn, int32_t place, struct sale_line *line, struct err *err)
{
	struct stmt *q;

	if (id_is_none(line->lot_id))
		return true;
	line->place = place == PLACE_SHELF ? PLACE_SHELF : PLACE_ASIDE;
	line->was_binned = place == PLACE_BIN;
	if (!line->was_binned)
		return true;
	q = stmt_begin(txn, &sale_return_sql[LOSS_BY]);
	stmt_put_id(q, line->contract_id);
	stmt_put_i64(q, line->version);
	line->loss_by = stmt_next(q) ? stmt_take_i64(q) : 1;
	return stmt_end(q, err);
}

/* before: of each line of the sale, what came back in the book; taken: what this return took of it already. */
static bool line_back(struct txn *txn, const struct return_line_in *asked, const struct sale *sold, int64_t sale_key, const int64_t *before,
		      int64_t *taken, struct sale_line *line, struct err *err)
{
	const struct sale_line *from;
	struct line_now now;
	size_t at = (size_t)asked->n - 1;

	if (asked->n < 1 || at >= sold->lines_count)
		return err_set(err, ERR_INPUT, "n", "phiếu không có dòng này");
	from = &sold->lines[at];
	if (asked->qty_milli > from->qty_milli - before[at] - taken[at])
		return err_set(err, ERR_CONFLICT, "qty_milli", "trả nhiều hơn số đã mua và chưa trả");
	*line = part_of(from, asked->n, before[at] + taken[at], asked->qty_milli);
	if (!adjust_line_now(txn, sale_key, asked->n, &now, err))
		return false;
	if (now.is_adjusted)
		part_of_corrected(&now, taken[at], asked->qty_milli, line);
	taken[at] += asked->qty_milli;
	return place_of(txn, asked->place, line, err);
}

static bool take_back(struct txn *txn, struct arena *arena, const struct return_in *in, const struct sale *sold, int64_t sale_key,
		      struct sale *back, int64_t **before, struct err *err)
{
	int64_t *taken = ARENA_LIST(arena, sold->lines_count, int64_t);

	if (!sale_returned(txn, arena, sale_key, sold->lines_count, before, err))
		return false;
	back->lines = ARENA_LIST(arena, in->lines_count, struct sale_line);
	back->lines_count = in->lines_count;
	for (size_t i = 0; i < in->lines_count; i++) {
		if (!line_back(txn, &in->lines[i], sold, sale_key, *before, taken, &back->lines[i], err))
			return err_within(err, "lines[%zu]", i);
		back->total.dong += back->lines[i].paid.dong;
		back->vat.dong += back->lines[i].vat.dong;
	}
	return true;
}

/* What the pieces come to, less what cash gave back too much with earlier ones. */
static bool owed_now(struct txn *txn, int64_t sale_key, struct money pieces, struct money *owed, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &sale_return_sql[GIVEN_TOO_MUCH]);

	stmt_put_i64(q, sale_key);
	owed->dong = pieces.dong + (stmt_next(q) ? stmt_take_i64(q) : 0);
	if (owed->dong < 0)
		owed->dong = 0;
	return stmt_end(q, err);
}

struct money return_in_cash(struct money owed, struct money unit)
{
	return unit.dong > 1 ? MONEY((owed.dong + unit.dong - 1) / unit.dong * unit.dong) : owed;
}

/* How what is owed goes back: for goods that go out with it, then the way it was paid where that used something up, the rest by `way`. */
static bool split(struct txn *txn, struct arena *arena, int64_t sale_key, const struct sale *sold, const struct return_in *in, struct money owed,
		  struct sale *back, struct err *err)
{
	struct money rest = MONEY(owed.dong - in->exchange.dong), given = in->exchange;
	struct pay *pays = ARENA_LIST(arena, SALE_PAYS_MAX + 1, struct pay), *more = pays;
	size_t count = 0;

	if (in->exchange.dong)
		*more++ = (struct pay){ .amount = MONEY(-in->exchange.dong), .given = MONEY(SHAPE_ABSENT), .way = PAY_EXCHANGE };
	if ((rest.dong || !in->exchange.dong) &&
	    !pay_give_back(txn, sale_key, sold->pays, sold->pays_count, MONEY(-rest.dong), in->way, more, &count, err))
		return false;
	if (count && more->way == PAY_CASH)
		more->amount = MONEY(-return_in_cash(MONEY(-more->amount.dong), in->cash_round_unit).dong);
	for (size_t i = 0; i < count; i++)
		given.dong -= more[i].amount.dong;
	back->pays = pays;
	back->pays_count = (size_t)(more - pays) + count;
	back->rounding_back = MONEY(-back->total.dong - given.dong);
	return back->pays_count <= SALE_PAYS_MAX || err_set(err, ERR_LIMIT, "pays", "quá nhiều cách trả cho một phiếu");
}

static int64_t given_back(const struct sale *back)
{
	return -(back->total.dong + back->rounding_back.dong);
}

/* Of it what the customer gets in his hand, as the till asks for it in an exchange: not what pays for the new goods, nor what a debt or voucher takes. */
static struct money given_in_hand(const struct sale *back, int32_t way)
{
	int64_t dong = 0;

	for (size_t i = 0; i < back->pays_count; i++)
		dong -= back->pays[i].way == way ? back->pays[i].amount.dong : 0;
	return MONEY(dong);
}

static bool find_sold(struct txn *txn, struct arena *arena, struct id sale_id, int64_t *key, struct sale **sold, struct err *err)
{
	struct entry entry;
	bool found;

	if (!journal_find_id(txn, arena, sale_id, &entry, &found, err))
		return false;
	if (!found || strcmp(entry.kind, sale_kind.name) != 0)
		return err_set(err, ERR_MISSING, "sale_id", "không có phiếu bán này");
	*key = entry.key;
	return entry_body(&entry, &sale_kind, arena, (void **)sold, err);
}

bool return_price(struct txn *txn, struct arena *arena, const struct return_in *in, struct return_price *price, struct err *err)
{
	struct return_in cash = *in;
	struct sale back = { 0 };
	struct sale *sold;
	int64_t *before, key;

	if (!find_sold(txn, arena, in->sale_id, &key, &sold, err) || !take_back(txn, arena, in, sold, key, &back, &before, err))
		return false;
	*price = (struct return_price){
		.lines = ARENA_LIST(arena, sold->lines_count, struct return_price_line), .lines_count = sold->lines_count,
		.total = MONEY(-back.total.dong), .vat = MONEY(-back.vat.dong),
	};
	cash.way = PAY_CASH;
	if (!owed_now(txn, key, price->total, &price->owed, err) || !split(txn, arena, key, sold, &cash, price->owed, &back, err))
		return false;
	price->cash = MONEY(given_back(&back));
	price->other = price->owed;
	for (size_t i = 0; i < back.pays_count; i++)
		if (pay_kinds[back.pays[i].way].give_back)
			price->kept.dong -= back.pays[i].amount.dong;
	for (size_t i = 0; i < sold->lines_count; i++) {
		const struct sale_line *line = &sold->lines[i];
		int64_t left = line->qty_milli - before[i];

		price->lines[i] = (struct return_price_line){ .left_milli = left, .n = (int64_t)i + 1 };
		if (left > 0)
			price->lines[i].left = share_part_of(line->paid, line->qty_milli, before[i], left);
	}
	for (size_t i = 0; i < back.lines_count; i++) {
		struct return_price_line *line = &price->lines[back.lines[i].returns_n - 1];

		line->discount.dong += back.lines[i].paid.dong - back.lines[i].list.dong;
		line->list.dong -= back.lines[i].list.dong;
		line->paid.dong -= back.lines[i].paid.dong;
		line->qty_milli -= back.lines[i].qty_milli;
	}
	return true;
}

/* An exchange: goods of some worth come back, and of that little or no money leaves. The money comes first. */
static void say_money(struct work *work, const struct sale *back)
{
	const char *how = NULL;

	work->gives = MONEY(0);
	work->has_gives = true;
	for (size_t i = 0; i < back->pays_count; i++) {
		int32_t way = back->pays[i].way;

		if (way != PAY_CASH && way != PAY_TRANSFER && way != PAY_CARD)
			continue;
		work->gives.dong -= back->pays[i].amount.dong;
		how = way == PAY_CASH ? "tiền mặt" : way == PAY_TRANSFER ? "chuyển khoản" : "qua máy thẻ";
	}
	if (work->gives.dong > 0)
		work_say(work, arena_format(work->arena, "Trả lại khách %s %s.", money_said(work->gives).text, how));
	else
		work_say(work, "Không đưa tiền cho khách.");
}

/* For who is asked: which ticket, what of it, why. */
static bool say_about(struct work *work, const struct return_in *in, const struct sale *back, struct err *err)
{
	struct arena *arena = work->arena;
	struct sale_view view;
	const char *said;

	if (!sale_view_get(work->txn, arena, in->sale_id, &view, err))
		return false;
	said = arena_format(arena, "%s phiếu %s:", id_is_none(in->exchange_id) ? "Trả hàng của" : "Đổi hàng của", view.receipt);
	for (size_t i = 0; i < back->lines_count && i < ABOUT_LINES_MAX; i++) {
		char text[24];

		qty_write(-back->lines[i].qty_milli, text, sizeof(text));
		said = arena_format(arena, "%s%s %s %s %s", said, i ? "," : "", text, back->lines[i].unit, back->lines[i].name);
	}
	if (back->lines_count > ABOUT_LINES_MAX)
		said = arena_format(arena, "%s và %zu dòng nữa", said, back->lines_count - ABOUT_LINES_MAX);
	if (!id_is_none(in->exchange_id))
		say_money(work, back);
	work_say(work, id_is_none(in->exchange_id) ? arena_format(arena, "%s. Lý do: %s.", said, in->reason)
						   : arena_format(arena, "%s, trị giá %s. Lý do: %s.", said, money_said(MONEY(-back->total.dong)).text, in->reason));
	return true;
}

/* ---- the command ------------------------------------------------------------------ */

/* Who gets what is sent; the drawer has what is given by hand. */
static bool may_give(struct work *work, const struct return_in *in, const struct shift *shift, struct sale *back, struct err *err)
{
	struct shift_figures figures;
	int64_t cash = 0;

	for (size_t i = 0; i < back->pays_count; i++)
		cash -= pay_kinds[back->pays[i].way].is_drawer ? back->pays[i].amount.dong : 0;
	if (return_refund(back).dong) {
		back->payee = ARENA_NEW(work->arena, struct vault_ref);
		return refund_payee_hide(work, in->payee, back->payee, err);
	}
	if (cash == 0)
		return true;
	if (!shift_figures(work->txn, work->arena, shift, &figures, err))
		return false;
	return figures.expected.dong >= cash || err_set(err, ERR_CONFLICT, "way", "ngăn kéo không đủ tiền; trả bằng chuyển khoản");
}

static bool give(struct work *work, const struct return_in *in, const struct shift *shift, int64_t sale_key, const struct sale *sold, struct sale *back,
		 struct err *err)
{
	struct money owed;
	struct err none;

	if (in->way > PAY_CARD)
		return err_set(err, ERR_INPUT, "way", "trả lại khách bằng tiền mặt, chuyển khoản hoặc qua máy thẻ");
	if (!owed_now(work->txn, sale_key, MONEY(-back->total.dong), &owed, err))
		return false;
	if (in->exchange.dong > owed.dong)
		return err_set(err, ERR_CONFLICT, "exchange", "hàng trả chỉ còn được tính %s; xem lại", money_said(owed).text);
	if (!split(work->txn, work->arena, sale_key, sold, in, owed, back, err))
		return false;
	if (given_back(back) != in->total.dong && !id_is_none(in->exchange_id))
		return err_set(err, ERR_CONFLICT, "back_total", "tiền trả lại khách là %s; xem lại", money_said(given_in_hand(back, in->way)).text);
	if (given_back(back) != in->total.dong)
		return err_set(err, ERR_CONFLICT, "total", "số tiền trả lại là %s; xem lại", money_said(MONEY(given_back(back))).text);
	if ((in->limit.dong == 0 || in->total.dong > in->limit.dong) &&
	    ((!work_has_second(work, &none) && !say_about(work, in, back, err)) || !work_may_as(work, STAKE_RETURN, in->total, err)))
		return false;
	return may_give(work, in, shift, back, err);
}

bool return_add(struct work *work, const struct return_in *in, const struct sale **body, struct err *err)
{
	struct sale *back = ARENA_NEW(work->arena, struct sale);
	struct shift shift;
	struct sale *sold;
	int64_t *before, key = 0;

	if (!work_first_answer(work, &return_kind, (void **)body, err) || *body)
		return *body != NULL;
	if (!sale_find_shift(work, in->till_id, &shift, err) || !find_sold(work->txn, work->arena, in->sale_id, &key, &sold, err) ||
	    !take_back(work->txn, work->arena, in, sold, key, back, &before, err) || !give(work, in, &shift, key, sold, back, err) ||
	    !sale_next_receipt(work->txn, in->till_id, work->book->epoch, &back->receipt_n, err))
		return false;
	back->business_day = shift.business_day;
	back->shift_number = ENTRY_NUMBER(shift.key);
	back->till_id = in->till_id;
	back->refers_to = in->sale_id;
	back->exchange_id = in->exchange_id;
	back->reason = in->reason;
	sale_say(back, work->arena);
	*body = back;
	return work_record(work, &return_kind, back, err);
}
