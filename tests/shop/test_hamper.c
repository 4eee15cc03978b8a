/* Hampers (B9): one price, spread over goods of many owners; built at the till, made up beforehand, brought back whole or in parts. */
#include "showroom.h"
#include "whole.h"

#include "shop/correct.h"
#include "shop/hamper.h"
#include "shop/rollup.h"
#include "shop/sale_view.h"

enum { TEA, RICE, WINE, SALT, BASKET, WORK, PARTS };

static struct {
	struct id hamper, items[PARTS], lots[PARTS];
} gift;

/* The worked one: 500.000 for parts of 600.000. */
static const struct {
	const char *code, *name;
	enum vat_class vat_class;
	int64_t price, spread;
	bool has_stock, is_household;
} goods[PARTS] = {
	{ "TRA", "Trà shan tuyết", VAT_8, 200000, 166667, true, false },     { "GAO1", "Gạo nếp", VAT_5, 100000, 83333, true, true },
	{ "VANG", "Vang mơ", VAT_10, 150000, 125000, true, false },	      { "MUOI", "Muối hột", VAT_KCT, 50000, 41667, true, true },
	{ "GIO", "Giỏ mây", VAT_8, 60000, 50000, false, false },	      { "CONG", "Công gói", VAT_8, 40000, 33333, false, false },
};

static void prepare(void)
{
	struct err err = { 0 };
	const struct shift_opened *opened;
	struct shift_open_in shift = { .float_cash = MONEY(2000000), .till_id = room.till_id };
	struct hamper_part parts[PARTS];
	struct recipe recipe = { .parts = parts, .parts_count = PARTS };
	const struct recipe *body;
	struct work work = as_cashier();

	SHOWROOM_DO(&work, shift_open(&work, &shift, &opened, &err));
	for (size_t i = 0; i < PARTS; i++) {
		struct id contract = !goods[i].has_stock ? room.house_contract : goods[i].is_household ? room.household_contract : room.coop_contract;

		gift.items[i] = parts[i].item_id = new_id();
		parts[i].qty_milli = 1000;
		showroom_item(gift.items[i], goods[i].code, goods[i].name, NULL, goods[i].vat_class, goods[i].price, goods[i].has_stock,
			      goods[i].has_stock ? (struct id){ { 0 } } : room.house_contract);
		if (goods[i].has_stock)
			gift.lots[i] = showroom_intake(contract, gift.items[i], 10000, i == WINE ? 20270301 : i == TEA ? 20261001 : 0, i == TEA ? 2 : 1);
	}
	gift.hamper = recipe.item_id = new_id();
	showroom_item(gift.hamper, "GQ1", "Giỏ quà Tết", NULL, VAT_8, 500000, false, room.house_contract);
	work = as_cashier();
	assert_false(SHOWROOM_TRY(&work, recipe_set(&work, &recipe, &body, &err)));
	assert_int_equal(err.code, ERR_FORBIDDEN);
	work = as_office();
	SHOWROOM_DO(&work, recipe_set(&work, &recipe, &body, &err));
}

static bool sell(int64_t count, struct id made_id, int64_t total, const struct sale **sale, struct id *sale_id, struct err *said)
{
	struct err err = { 0 };
	struct sale_line_in line = { .item_id = gift.hamper, .lot_id = made_id, .qty_milli = count * 1000, .price = MONEY(500000), .priced_us = room.now_us,
				     .amount_given = MONEY(SHAPE_ABSENT) };
	struct pay_in pay = { .way = PAY_CASH, .amount = MONEY(total), .given = MONEY(SHAPE_ABSENT) };
	struct sale_in in = { .till_id = room.till_id, .lines = &line, .lines_count = 1, .pays = &pay, .pays_count = 1, .total = MONEY(total),
			      .cash_round_unit = MONEY(1000) };
	struct work work = as_cashier();
	bool ok = SHOWROOM_TRY(&work, sale_add(&work, &in, sale, &err));

	*sale_id = work.id;
	*said = err;
	return ok;
}

static struct id made(int64_t count)
{
	struct err err = { 0 };
	const struct hamper_assembled *body;
	struct work work = as_office();

	SHOWROOM_DO(&work, hamper_assemble(&work, gift.hamper, count, &body, &err));
	assert_i64(body->hampers_count, count);
	assert_i64(body->hampers[0].expiry_day, 20261001);
	return body->hampers[0].id;
}

static void its_price_is_spread_over_its_parts(void **state)
{
	struct err err;
	const struct sale *sale;
	struct sale_view view;
	struct txn *txn;
	struct id id;
	int64_t due[2] = { 0 };

	(void)state;
	prepare();
	assert_ok(sell(1, (struct id){ { 0 } }, 500000, &sale, &id, &err), &err);
	assert_i64(sale->lines_count, PARTS);
	for (size_t i = 0; i < PARTS; i++) {
		CASE(goods[i].name);
		assert_i64(sale->lines[i].list.dong, goods[i].price);
		assert_i64(sale->lines[i].paid.dong, goods[i].spread);
		assert_i64(sale->lines[i].bundle, 1);
		due[goods[i].is_household] += goods[i].has_stock ? sale->lines[i].producer.dong : 0;
	}
	CASE("VAT by class: 18.519 + 3.968 + 11.364");
	assert_i64(sale->vat.dong, 33851);
	CASE("the owners have what their contracts say of the listed price: the house bears the hamper's discount");
	assert_i64(due[0], 280000);
	assert_i64(due[1], 120000);
	CASE("one line on paper, the parts behind it");
	txn = txn_begin(room.book->store, &err);
	assert_ok(txn && sale_view_get(txn, room.arena, id, &view, &err), &err);
	txn_abandon(txn);
	assert_i64(view.bundles_count, 1);
	assert_text(view.bundles[0].name, "Giỏ quà Tết");
	assert_i64(view.bundles[0].paid.dong, 500000);
	assert_i64(view.lines[3].bundle, 1);
	CASE("two of them take twice the goods");
	assert_ok(sell(2, (struct id){ { 0 } }, 1000000, &sale, &id, &err), &err);
	assert_i64(showroom_level(gift.items[TEA], gift.lots[TEA]), 7000);
	CASE("what is not there is sold from “chưa nhập” as any goods");
	assert_ok(sell(8, (struct id){ { 0 } }, 4000000, &sale, &id, &err), &err);
	assert_true(sale->lines_count > PARTS);
}

static void made_up_it_is_that_very_one(void **state)
{
	struct err err = { 0 };
	const struct sale *sale;
	const struct hamper_apart *apart;
	const struct hamper_assembled *body;
	const struct lot_corrected *corrected;
	struct id id, first, other;
	struct work work;

	(void)state;
	prepare();
	first = made(3);
	other = id_derive(first, "nobody", 1);
	CASE("its parts are not to be sold singly");
	{
		struct txn *txn = txn_begin(room.book->store, &err);
		int64_t sellable;

		assert_ok(txn && stock_sellable(txn, room.book->site_id, gift.items[TEA], day_of_us(room.now_us), &sellable, &err), &err);
		txn_abandon(txn);
		assert_i64(sellable, 7000);
	}
	CASE("nor can their owner be changed meanwhile");
	{
		struct owner_correct_in owner = { .lot_id = gift.lots[TEA], .contract_id = room.household_contract, .reason = "nhầm" };

		work = with_supervisor();
		assert_false(SHOWROOM_TRY(&work, owner_correct(&work, &owner, &corrected, &err)));
		assert_text(err.field, "lot_id");
	}
	CASE("sold once, from its own lots");
	assert_ok(sell(1, first, 500000, &sale, &id, &err), &err);
	assert_i64(sale->lines[0].place, PLACE_HAMPER);
	assert_true(id_is(sale->lines[0].lot_id, gift.lots[TEA]));
	assert_false(sell(1, first, 500000, &sale, &id, &err));
	assert_text(err.field, "lines[0].lot_id");
	assert_false(sell(1, other, 500000, &sale, &id, &err));
	assert_text(err.field, "lines[0].lot_id");
	CASE("taken apart, its parts are on the shelf");
	{
		struct hamper_row *rows;
		struct txn *txn = txn_begin(room.book->store, &err);
		size_t count;

		assert_ok(txn && hamper_standing(txn, room.arena, room.book->site_id, gift.hamper, &rows, &count, &err), &err);
		txn_abandon(txn);
		assert_i64(count, 2);
		work = as_office();
		SHOWROOM_DO(&work, hamper_take_apart(&work, rows[0].id, "khách hủy", &apart, &err));
		work = as_office();
		assert_false(SHOWROOM_TRY(&work, hamper_take_apart(&work, rows[0].id, NULL, &apart, &err)));
		assert_text(err.field, "made_id");
		assert_false(sell(1, rows[0].id, 500000, &sale, &id, &err));
	}
	CASE("not more than lies there");
	work = as_office();
	assert_false(SHOWROOM_TRY(&work, hamper_assemble(&work, gift.hamper, 20, &body, &err)));
	assert_text(err.field, "count");
	assert_non_null(strstr(err.text, "Trà shan tuyết"));
}

static void it_comes_back_whole_or_in_parts(void **state)
{
	struct err err;
	const struct sale *sale, *back;
	struct return_line_in parts[PARTS];
	struct return_in in = { .till_id = room.till_id, .lines = parts, .way = PAY_CASH, .reason = "đổi ý", .cash_round_unit = MONEY(1000) };
	struct work work;
	struct id id;

	(void)state;
	prepare();
	assert_ok(sell(1, made(1), 500000, &sale, &id, &err), &err);
	in.sale_id = id;
	CASE("the tea alone, at its part of the price: 166.667, in notes 167.000");
	parts[0] = (struct return_line_in){ .n = 1, .qty_milli = 1000, .place = PLACE_SHELF };
	in.lines_count = 1;
	in.total = MONEY(167000);
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	assert_i64(back->total.dong, -166667);
	assert_i64(showroom_level(gift.items[TEA], gift.lots[TEA]), 10000);
	CASE("the rest, to the last đồng");
	for (size_t i = 1; i < PARTS; i++)
		parts[i - 1] = (struct return_line_in){ .n = (int64_t)i + 1, .qty_milli = 1000, .place = PLACE_ASIDE };
	in.lines_count = PARTS - 1;
	in.total = MONEY(333000);
	work = with_supervisor();
	SHOWROOM_DO(&work, return_add(&work, &in, &back, &err));
	assert_i64(back->total.dong, -333333);
}

static void a_recipe_that_cannot_be_is_refused(void **state)
{
	struct err err = { 0 };
	const struct recipe *body;
	struct id plain = new_id();

	(void)state;
	prepare();
	showroom_item(plain, "GQ2", "Giỏ nhỏ", NULL, VAT_8, 700000, false, room.house_contract);
	const struct {
		const char *name;
		struct id item;
		struct hamper_part parts[2];
		size_t count;
		const char *field;
	} cases[] = {
		{ "itself", plain, { { plain, 1000 } }, 1, "parts[0].item_id" },
		{ "another hamper", plain, { { gift.hamper, 1000 } }, 1, "parts[0].item_id" },
		{ "one thing twice", plain, { { gift.items[TEA], 1000 }, { gift.items[TEA], 1000 } }, 2, "parts[1].item_id" },
		{ "half a bag", plain, { { gift.items[RICE], 500 } }, 1, "parts[0].qty_milli" },
		{ "cheaper than its price", plain, { { gift.items[TEA], 1000 } }, 1, "parts" },
		{ "goods with stock of their own", gift.items[TEA], { { gift.items[RICE], 1000 } }, 1, "item_id" },
		{ "a part of another", gift.items[BASKET], { { gift.items[RICE], 1000 } }, 1, "item_id" },
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct hamper_part parts[2] = { cases[i].parts[0], cases[i].parts[1] };
		struct recipe recipe = { .item_id = cases[i].item, .parts = parts, .parts_count = cases[i].count };
		struct work work = as_office();

		CASE(cases[i].name);
		assert_false(SHOWROOM_TRY(&work, recipe_set(&work, &recipe, &body, &err)));
		assert_text(err.field, cases[i].field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WHOLE_TEST(its_price_is_spread_over_its_parts),
		WHOLE_TEST(made_up_it_is_that_very_one),
		WHOLE_TEST(it_comes_back_whole_or_in_parts),
		WHOLE_TEST(a_recipe_that_cannot_be_is_refused),
	};

	return RUN_ON_ENGINES("shop/hamper", tests);
}
