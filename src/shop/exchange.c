#include "shop/exchange.h"

#include <string.h>

#include "shop/book.h"
#include "shop/cart_doc.h"
#include "shop/sale_parts.h"
#include "shop/sale_view.h"
#include "shop/sql.h"

enum { BACK, SOLD };

const struct sql exchange_sql[] = {
	[BACK] = { .text = "INSERT INTO exchange (return_key) VALUES ($1)" },
	[SOLD] = { .text = "UPDATE exchange SET sale_key = $1 WHERE return_key = $2 AND sale_key IS NULL" },
	SQL_END
};

static const struct field back_line_fields[] = {
	F_I64(struct view_back_line, n, 1, SALE_BOOK_LINES_MAX),
	F_TEXT(struct view_back_line, name, 1, 200),
	F_MONEY(struct view_back_line, paid, 0, MONEY_MAX),
	F_I64(struct view_back_line, qty_milli, 1, QTY_MILLI_MAX),
	F_TEXT(struct view_back_line, unit, 1, 20),
};
static const struct shape back_line_shape = SHAPE(struct view_back_line, "cart_back_line", back_line_fields);

static const struct field back_fields[] = {
	F_MONEY(struct view_back, give, 0, MONEY_MAX),
	F_MONEY(struct view_back, give_cash, 0, MONEY_MAX),
	F_MONEY(struct view_back, kept, 0, MONEY_MAX),
	F_LIST(struct view_back, lines, 0, SALE_BOOK_LINES_MAX, &back_line_shape),
	F_MONEY(struct view_back, owed, 0, MONEY_MAX),
	F_TEXT(struct view_back, receipt, 1, RECEIPT_TEXT_SIZE),
	F_ID(struct view_back, sale_id),
	F_MONEY(struct view_back, used, 0, MONEY_MAX),
};
const struct shape view_back_shape = SHAPE(struct view_back, "cart_view_back", back_fields);

static struct id return_id_of(struct id sale_id)
{
	return id_derive(sale_id, "return", 1);
}

struct money exchange_used(const struct return_price *price, struct money total)
{
	int64_t paid = price->owed.dong - price->kept.dong;

	return paid < total.dong ? MONEY(paid) : total;
}

bool exchange_check(const struct sale *half, struct err *err)
{
	bool is_return = !id_is_none(half->refers_to);

	for (size_t i = 0; i < half->pays_count; i++)
		if (half->pays[i].way == PAY_EXCHANGE && (is_return ? id_is_none(half->exchange_id) : !id_is(half->exchange_id, half->pays[i].source_id)))
			return err_set(err, ERR_INPUT, "exchange_id", "phiếu đổi hàng phải nêu phiếu kia");
	return true;
}

/* The return comes first and waits for its sale, which comes in the same transaction (verify asks). */
bool exchange_apply(struct txn *txn, struct arena *arena, const struct entry *entry, const struct sale *half, struct err *err)
{
	struct entry back;
	struct stmt *q;
	bool found;

	if (!id_is_none(half->refers_to)) {
		q = stmt_begin(txn, &exchange_sql[BACK]);
		stmt_put_i64(q, entry->key);
		return stmt_end(q, err);
	}
	if (!journal_find_id(txn, arena, half->exchange_id, &back, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "exchange_id", "không có phiếu trả của lần đổi này");
	q = stmt_begin(txn, &exchange_sql[SOLD]);
	stmt_put_i64(q, entry->key);
	stmt_put_i64(q, back.key);
	return stmt_end(q, err);
}

/* Only with the return of the same action, and with all that it set aside for it. */
bool exchange_take(struct work *work, struct id till_id, struct pay *pay, struct err *err)
{
	struct entry entry;
	struct sale *back;
	bool found = false;

	(void)till_id;
	if (id_is(pay->source_id, return_id_of(work->id)) && !journal_find_id(work->txn, work->arena, pay->source_id, &entry, &found, err))
		return false;
	if (!found || strcmp(entry.kind, return_kind.name) != 0)
		return err_set(err, ERR_INPUT, "way", "hàng đổi phải được nhận lại cùng lúc");
	if (!entry_body(&entry, &return_kind, work->arena, (void **)&back, err))
		return false;
	for (size_t i = 0; i < back->pays_count; i++)
		if (back->pays[i].way == PAY_EXCHANGE && -back->pays[i].amount.dong == pay->amount.dong)
			return true;
	return err_set(err, ERR_CONFLICT, "amount", "số tiền hàng đổi không khớp");
}

/* What a second person is to be asked of the return is asked with the sale. */
static void take_asked(struct work *work, const struct work *back)
{
	work->at_stake = back->at_stake;
	work->about = back->about;
	work->gives = back->gives;
	work->has_gives = back->has_gives;
}

/* The goods come back: what they are worth pays for the others, the rest goes to the customer. */
static bool take_back(struct work *work, const struct exchange_in *in, struct pay_in *with, struct err *err)
{
	struct work back_work = *work;
	struct return_in back = in->back;
	struct return_price price;
	const struct sale *body;

	back_work.id = return_id_of(work->id);
	back.exchange_id = work->id;
	if (!return_price(work->txn, work->arena, &back, &price, err))
		return false;
	back.exchange = exchange_used(&price, in->sale.total);
	back.total.dong += back.exchange.dong + price.kept.dong;
	if (!return_add(&back_work, &back, &body, err)) {
		take_asked(work, &back_work);
		return false;
	}
	take_asked(work, &back_work);
	/* Two entries, one chance: what either hides in the vault has a salt of its own. */
	work->seeds_taken = back_work.seeds_taken;
	*with = (struct pay_in){ .amount = back.exchange, .given = MONEY(SHAPE_ABSENT), .source_id = back_work.id, .way = PAY_EXCHANGE };
	return true;
}

bool exchange_add(struct work *work, const struct exchange_in *in, const struct sale **body, struct err *err)
{
	struct sale_in sale = in->sale;
	struct pay_in with;

	if (!work_first_answer(work, &sale_kind, (void **)body, err) || *body)
		return *body != NULL;
	/* Who is to agree, and to open the till, is asked for by its own name. */
	if (!take_back(work, in, &with, err))
		return err->code == ERR_FORBIDDEN || strcmp(err->field, "shift") == 0 || strcmp(err->field, "back_total") == 0 ? false : err_within(err, "back");
	sale.exchange_id = return_id_of(work->id);
	sale.pays = ARENA_LIST(work->arena, in->sale.pays_count + 1, struct pay_in);
	sale.pays_count = 0;
	if (with.amount.dong)
		sale.pays[sale.pays_count++] = with;
	for (size_t i = 0; i < in->sale.pays_count; i++)
		sale.pays[sale.pays_count++] = in->sale.pays[i];
	if (sale.pays_count > SALE_PAYS_MAX)
		return err_set(err, ERR_LIMIT, "pays", "quá nhiều cách trả cho một phiếu");
	if (sale.pays_count == 0)
		return err_set(err, ERR_INPUT, "pays", "chưa nêu khách trả bằng gì");
	return sale_add(work, &sale, body, err);
}

bool exchange_view(struct txn *txn, struct arena *arena, const struct cart_back *back, struct money total, struct money unit, struct view_back **view,
		   const char **stopped, struct err *err)
{
	struct return_in in = { .sale_id = back->sale_id, .lines = back->lines, .lines_count = back->lines_count, .cash_round_unit = unit, .way = PAY_CASH };
	struct return_price price = { 0 };
	struct sale_view sale;
	struct err why = { 0 };

	if (!sale_view_get(txn, arena, back->sale_id, &sale, err))
		return false;
	*stopped = NULL;
	if (!return_price(txn, arena, &in, &price, &why)) {
		if (why.code != ERR_CONFLICT && why.code != ERR_INPUT) {
			*err = why;
			return false;
		}
		*stopped = arena_format(arena, "hàng đổi của phiếu %s: %s", sale.receipt, why.text);
	}
	in.exchange = exchange_used(&price, total);
	if (!*stopped && !return_price(txn, arena, &in, &price, err))
		return false;
	*view = ARENA_NEW(arena, struct view_back);
	**view = (struct view_back){
		.give = MONEY(price.other.dong - in.exchange.dong - price.kept.dong), .kept = price.kept, .owed = price.owed,
		.give_cash = MONEY(price.cash.dong - in.exchange.dong - price.kept.dong), .receipt = sale.receipt, .sale_id = back->sale_id, .used = in.exchange,
		.lines = ARENA_LIST(arena, price.lines_count, struct view_back_line),
	};
	for (size_t i = 0; i < price.lines_count; i++)
		if (price.lines[i].qty_milli)
			(*view)->lines[(*view)->lines_count++] = (struct view_back_line){
				.item_id = sale.lines[i].item_id, .n = price.lines[i].n, .name = sale.lines[i].name, .paid = price.lines[i].paid, .qty_milli = price.lines[i].qty_milli,
				.unit = sale.lines[i].unit,
			};
	return true;
}
