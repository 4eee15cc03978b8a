/* What the writer and the tickets' worker keep of their goods is never staler than the rows. */
#include "showroom.h"

#include "shop/cart_view.h"
#include "shop/goods.h"
#include "shop/recall.h"

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

/* ---- one that reads ----------------------------------------------------------- */

#define VIEW_MAX ((size_t)1 << 20)

static struct {
	struct book keeps, reads;      /* the same book, with and without what is kept */
	struct cart_doc *doc;
	struct id lots[40], product;
	size_t lots_count;
	int64_t price;
	bool is_frozen;
	size_t sold, views;
} follow;

static const char *seen_by(const struct book *book)
{
	struct cart_rules rules = { .cash_round_unit = MONEY(1000) };
	struct cart cart = { .id = room.honey, .till_id = room.till_id, .version = 1, .state = CART_OPEN, .doc = follow.doc };
	struct err err = { 0 };
	struct txn *txn = txn_begin(room.book->store, &err);
	struct cart_view view;
	const char *text;
	struct buf buf;

	assert_ok(txn && (!book->goods || goods_follow(book->goods, txn, &err)), &err);
	assert_ok(cart_view(txn, room.arena, book, &cart, &rules, room.now_us, &view, &err), &err);
	txn_abandon(txn);
	buf_init(&buf, VIEW_MAX);
	shape_write(&cart_view_shape, &view, &buf);
	text = arena_text(room.arena, buf_get(&buf));
	buf_release(&buf);
	return text;
}

static void put_on(struct id item_id, int64_t qty_milli)
{
	struct cart_change change = { .arena = room.arena, .at_us = room.now_us };
	struct err err = { 0 };
	int64_t n;

	assert_ok(cart_doc_add(follow.doc, &change, item_id, qty_milli, &n, &err), &err);
}

static void name_item(const char *name, struct id product_id)
{
	struct err err = { 0 };
	struct item_code code = { .code = "08936000000014", .scheme = SCHEME_GTIN };
	struct item_set item = { .code = "MO500", .codes = &code, .codes_count = 1, .has_stock = true, .id = room.honey, .is_active = true, .is_food = true,
				 .name = name, .product_id = product_id, .round_unit = 1, .short_number = SHAPE_ABSENT, .unit = "hộp" };
	struct work work = as_office();

	SHOWROOM_DO(&work, items_set(&work, &item, 1, &err));
}

static void give_stars(int64_t stars)
{
	struct err err = { 0 };
	struct product product = { .code = "SP01", .ground = GROUND_OCOP, .group_code = 14, .group_set = 2023, .id = follow.product, .name = "Mật ong",
				   .producer_id = room.coop };
	struct certificate certificate = { .decision_day = 20260101, .decision_no = "12/QD", .id = new_id(), .issuer = "UBND", .product_id = follow.product,
					   .stars = stars, .valid_from = 20260101, .valid_to = 20270101 };
	struct work work = as_office();

	SHOWROOM_DO(&work, products_set(&work, &product, 1, &err));
	work = as_office();
	SHOWROOM_DO(&work, certificates_set(&work, &certificate, 1, &err));
}

static void name_producer(const char *name)
{
	struct err err = { 0 };
	struct party party = { .code = "HTX01", .from_day = 20200101, .id = room.coop, .legal_form = FORM_COOPERATIVE, .name = name,
			       .roles = PARTY_PRODUCER | PARTY_CONSIGNOR, .vat_profile = TAX_CREDIT, .tax_code = "0101234567" };
	struct work work = as_office();

	SHOWROOM_DO(&work, parties_set(&work, &party, 1, &err));
}

static void recall(bool is_frozen)
{
	struct err err = { 0 };
	struct recall_lot_in lot = { .lot_id = follow.lots[0] };
	struct recall_in in = { .is_frozen = is_frozen, .lots = &lot, .lots_count = 1, .reason = "thử" };
	const struct lot_frozen *body;
	struct work work = as_office();

	work.approver = room.cashier;
	work.approver_role = STAFF_SUPERVISOR;
	follow.is_frozen = SHOWROOM_TRY(&work, recall_set(&work, &in, &body, &err)) ? is_frozen : follow.is_frozen;
}

/* What the office, another till and the clock do meanwhile. */
static void something(uint64_t which)
{
	static const char *const names[] = { "Mật ong hoa cà phê 500 ml", "Mật ong bạc hà", "Mật ong rừng" };
	struct err err = { 0 };
	struct price_set price;
	struct work work;

	room.now_us += MINUTE_US;
	switch (which) {
	case 0:
		CASE("a price, now or in an hour");
		price = price_from(140000 + (int64_t)(test_next(&room.chance) % 9) * 1000, room.now_us + (int64_t)(test_next(&room.chance) % 2) * 60 * MINUTE_US);
		work = as_office();
		SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
		return;
	case 1:
		CASE("the item has another name or product");
		name_item(names[test_next(&room.chance) % 3], test_next(&room.chance) % 2 ? follow.product : (struct id){ { 0 } });
		return;
	case 2:
		CASE("a certificate");
		give_stars(3 + (int64_t)(test_next(&room.chance) % 3));
		return;
	case 3:
		CASE("the producer has another name");
		name_producer(test_next(&room.chance) % 2 ? "HTX Hương Rừng" : "HTX Hương Rừng Bắc Sơn");
		return;
	case 4:
		CASE("a lot comes in, some of them to be sold before the others");
		if (follow.lots_count < COUNT_OF(follow.lots))
			follow.lots[follow.lots_count++] =
				showroom_intake(room.coop_contract, room.honey, 3000, 20260301 + (int32_t)(test_next(&room.chance) % 25), EXPIRY_USE_BY);
		return;
	case 5:
		CASE("a lot is recalled, or let go again");
		recall(!follow.is_frozen);
		return;
	case 6:
		CASE("time goes on");
		room.now_us += (int64_t)(test_next(&room.chance) % 3) * 60 * MINUTE_US;
		return;
	default:
		CASE("another till sells of the same goods");
		for (int64_t asked = 140000; asked < 150000; asked += 1000) {
			work = as_cashier();
			if (SHOWROOM_TRY(&work, sell(&work, asked, &err))) {
				follow.sold++;
				return;
			}
		}
	}
}

static void what_a_ticket_shows_follows_the_book(void **state)
{
	const char *before = "";

	(void)state;
	memset(&follow, 0, sizeof(follow));
	follow.keeps = follow.reads = *room.book;
	follow.keeps.goods = goods_new();
	follow.reads.goods = NULL;
	follow.product = new_id();
	follow.doc = cart_doc_new(room.arena);
	open_shift();
	give_stars(4);
	follow.lots[follow.lots_count++] = showroom_intake(room.coop_contract, room.honey, 30000, 20260401, EXPIRY_USE_BY);
	put_on(room.honey, 4000);
	put_on(room.rice, 2000);
	put_on(room.bag, 1000);
	for (int i = 0; i < 250; i++) {
		const char *with;

		something(test_next(&room.chance) % 12);
		if (i % 40 == 39)
			put_on(room.honey, 1000);
		with = seen_by(&follow.keeps);
		assert_text(with, seen_by(&follow.reads));
		assert_text(with, seen_by(&follow.keeps));
		follow.views += strcmp(with, before) != 0;
		before = with;
	}
	goods_free(follow.keeps.goods);
	/* Else nothing was shown. */
	assert_true(follow.sold > 20 && follow.views > 60);
}

/* More entries than are looked through since the last time: all is read again. */
static void after_long_silence_all_is_read_again(void **state)
{
	struct err err = { 0 };
	struct price_set price;
	struct work work;

	(void)state;
	memset(&follow, 0, sizeof(follow));
	follow.keeps = follow.reads = *room.book;
	follow.keeps.goods = goods_new();
	follow.reads.goods = NULL;
	follow.doc = cart_doc_new(room.arena);
	showroom_intake(room.coop_contract, room.honey, 200000, 20261231, EXPIRY_USE_BY);
	open_shift();
	put_on(room.honey, 1000);
	assert_text(seen_by(&follow.keeps), seen_by(&follow.reads));
	room.now_us += MINUTE_US;
	price = price_from(150000, room.now_us);
	work = as_office();
	SHOWROOM_DO(&work, prices_set(&work, &price, 1, &err));
	for (int i = 0; i < 70; i++)
		assert_true(sells(150000));
	assert_text(seen_by(&follow.keeps), seen_by(&follow.reads));
	goods_free(follow.keeps.goods);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWROOM_TEST(a_change_holds_for_the_next_sale),
		SHOWROOM_TEST(what_is_undone_is_not_kept),
		SHOWROOM_TEST(what_a_ticket_shows_follows_the_book),
		SHOWROOM_TEST(after_long_silence_all_is_read_again),
	};

	return RUN_ON_ENGINES("shop/goods", tests);
}
