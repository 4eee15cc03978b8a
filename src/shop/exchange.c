#include "shop/exchange.h"

#include <string.h>

#include "shop/book.h"

static struct id return_id_of(struct id sale_id)
{
	return id_derive(sale_id, "return", 1);
}

struct money exchange_used(struct money owed, struct money total)
{
	return owed.dong < total.dong ? owed : total;
}

struct id exchange_return_of(const struct sale *sale)
{
	for (size_t i = 0; i < sale->pays_count; i++)
		if (sale->pays[i].way == PAY_EXCHANGE)
			return sale->pays[i].source_id;
	return (struct id){ { 0 } };
}

/* Only with the return of the same action, and with all that it set aside for it. */
bool exchange_take(struct work *work, struct id till_id, const struct pay *pay, struct err *err)
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

/* The goods come back: what they are worth pays for the others, the rest goes to the customer. */
static bool take_back(struct work *work, const struct exchange_in *in, struct pay_in *with, struct err *err)
{
	struct work back_work = *work;
	struct return_in back = in->back;
	struct return_price price;
	const struct sale *body;

	back_work.id = return_id_of(work->id);
	if (!return_price(work->txn, work->arena, &back, &price, err))
		return false;
	back.exchange = exchange_used(price.owed, in->sale.total);
	back.total.dong += back.exchange.dong;
	if (!return_add(&back_work, &back, &body, err))
		return false;
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
	if (!take_back(work, in, &with, err))
		return err_within(err, "back");
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
