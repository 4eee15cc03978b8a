/* What the writer keeps of its goods between sales is never staler than the rows. */
#include "showroom.h"

#include "shop/goods.h"

static void open_shift(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in in = { .float_cash = MONEY(500000), .till_id = room.till_id };
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &in, &opened, &err));
}

/* One box of honey, in the work's transaction. */
static bool sell(struct work *work, int64_t price, struct err *err)
{
	struct sale_line_in line = { .item_id = room.honey, .qty_milli = 1000, .price = MONEY(price), .priced_us = room.now_us, .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(price), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(price),
			      .cash_round_unit = MONEY(1000) };
	const struct sale *body;

	return sale_add(work, &in, &body, err);
}

static bool sells(int64_t price)
{
	struct err err = { 0 };
	struct work work = as_cashier();
	bool ok = SHOWROOM_TRY(&work, sell(&work, price, &err));

	if (!ok)
		assert_text(err.field, "lines[0].price");
	return ok;
}

static struct price_set price_from(int64_t amount, int64_t from_us)
{
	return (struct price_set){ .amount = MONEY(amount), .from_us = from_us, .item_id = room.honey };
}

/* A new price, and a sale of the same transaction, at the new price and then at the old one. */
static bool set_and_sell(struct work *work, int64_t amount, struct err *err)
{
	struct price_set price = price_from(amount, room.now_us);
	struct work cashier = as_cashier();
	struct err why;

	if (!prices_set(work, &price, 1, err))
		return false;
	cashier.txn = work->txn;
	cashier.at_us = work->at_us;
	if (!sell(&cashier, amount, err))
		return false;
	cashier = as_cashier();
	cashier.txn = work->txn;
	assert_false(sell(&cashier, amount - 1000, &why));
	return true;
}

static void a_change_holds_for_the_next_sale(void **state)
{
	struct err err = { 0 };
	struct price_set price;
	struct work work;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 100000, 20261231, 3);
	open_shift();
	for (int again = 0; again < 2; again++)
		assert_true(sells(145000));
	CASE("a price set");
	room.now_us += MINUTE_US;
	price = price_from(150000, room.now_us);
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	assert_false(sells(145000));
	assert_true(sells(150000));
	CASE("a price that begins in an hour");
	price = price_from(160000, room.now_us + 60 * MINUTE_US);
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	assert_true(sells(150000));
	room.now_us += 60 * MINUTE_US - 1;
	assert_true(sells(150000));
	room.now_us += 1;
	assert_false(sells(150000));
	assert_true(sells(160000));
}

static void what_is_undone_is_not_kept(void **state)
{
	struct err err = { 0 };
	struct work work;
	struct txn *txn;

	(void)state;
	showroom_intake(room.coop_contract, room.honey, 100000, 20261231, 3);
	open_shift();
	assert_true(sells(145000));
	room.now_us += MINUTE_US;
	CASE("a job undone, and a sale after it in the same group");
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && txn_save(txn, &err), &err);
	work = as_office();
	work.txn = txn;
	assert_ok(set_and_sell(&work, 170000, &err), &err);
	assert_ok(txn_undo(txn, &err), &err);
	work = as_cashier();
	work.txn = txn;
	assert_ok(sell(&work, 145000, &err), &err);
	assert_ok(journal_seal(txn, room.book, &err) && txn_commit(txn, &err), &err);
	assert_true(sells(145000));
	CASE("a whole group abandoned");
	txn = txn_begin(room.book->store, &err);
	work = as_office();
	work.txn = txn;
	assert_ok(set_and_sell(&work, 180000, &err), &err);
	txn_abandon(txn);
	assert_true(sells(145000));
	CASE("and one that was kept");
	work = as_office();
	SHOWROOM_DO(&work, set_and_sell(&work, 190000, &err));
	assert_false(sells(145000));
	assert_true(sells(190000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(a_change_holds_for_the_next_sale),
		SHOWROOM_TEST(what_is_undone_is_not_kept),
	};

	return RUN_ON_ENGINES("shop/goods", tests);
}
