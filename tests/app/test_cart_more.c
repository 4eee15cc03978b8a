/* What else is done to a ticket: joined to another, given a customer, its paper, its lots; and what breaks in between. */
#include "figuring.h"

#include "base/day.h"
#include "calc/owncode.h"

static const char *another(const char *code)
{
	const char *first = figure_cart, *other;

	begin();
	scan(code);
	other = figure_cart;
	figure_cart = first;
	return other;
}

static bool join(const char *other)
{
	return TO("/join", "\"other_id\":\"%s\"", other);
}

static const char *at(const char *cart, const char *rest)
{
	return arena_format(serving.arena, "/carts/%s%s", cart, rest);
}

static void tickets_are_joined_for_one_payer(void **state)
{
	const char *other, *own;
	const struct sale *sale;

	(void)state;
	open_shift();
	begin();
	scan("7");
	own = figure_cart;
	other = another("8936000000021");
	figure_cart = other;
	assert_true(TO("/discount", "\"ppm\":100000,\"reason\":1" SECOND));
	assert_true(POST(at(other, "/park"), &serving.cashier, "{\"id\":\"%s\",\"label\":\"bàn 3\"}", fresh()));
	figure_cart = own;
	REFUSED(join(own), ERR_INPUT, "other_id");
	REFUSED(join(fresh()), ERR_MISSING, "other_id");
	assert_true(join(other));
	CASE("what was left off the other ticket stays with its goods");
	assert_i64(answered("total"), 145000 + 99500 - 9950);
	CASE("the other one is over, whatever is asked of it");
	REFUSED(POST(at(other, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"7\"}", fresh()), ERR_CONFLICT, "cart_id");
	REFUSED(POST(at(other, "/recall"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), text_of_id(serving.till_id)), ERR_CONFLICT, "cart_id");
	REFUSED(POST(at(other, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":89550,\"pays\":[{\"way\":\"transfer\",\"amount\":89550}]}", other),
		ERR_CONFLICT, "cart_id");
	REFUSED(POST(at(other, "/drop"), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", other), ERR_CONFLICT, "cart_id");
	REFUSED(join(other), ERR_CONFLICT, "other_id");
	assert_true(GET("/carts", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_null(strstr(serving.answer, other));
	sale = paid_by("transfer", 234550);
	assert_int_equal(sale->lines_count, 2);
	assert_i64(sale->lines[1].discount_house.dong, 9950);
	CASE("both trails are in the sale, and the joining");
	assert_int_equal(sale->trail_count, 5);
	assert_i64(sale->trail[2].what, TRAIL_DISCOUNT);
	assert_i64(sale->trail[3].what, TRAIL_PARK);
	assert_i64(sale->trail[4].what, TRAIL_JOIN);
	assert_text(sale->trail[4].reason, "ghép phiếu 1 dòng");
}

static bool label(const char *cart, const char *word)
{
	return POST(at(cart, "/label"), &serving.cashier, "{\"id\":\"%s\",\"label\":%s}", fresh(), word);
}

static bool lists(const char *what)
{
	assert_true(GET("/till", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	return strstr(serving.answer, what) != NULL;
}

/* Anywhere in the book's file, entries and all. */
static bool book_says(const char *word)
{
	static const char *const names[] = { "book.db", "book.db-wal" };
	static char bytes[1 << 24];
	bool says = false;

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		FILE *file = fopen(arena_format(serving.arena, "%s/%s", serving.dir, names[i]), "rb");
		size_t size = file ? fread(bytes, 1, sizeof(bytes), file) : 0;

		assert_true(size < sizeof(bytes));
		says = says || memmem(bytes, size, word, strlen(word)) != NULL;
		if (file)
			fclose(file);
	}
	return says;
}

/* Who lies aside is told from the others by a word or by whose ticket it is; neither goes into the book's bytes. */
static void a_ticket_is_known_by_a_word_or_by_its_customer(void **state)
{
	const char *customer, *order;

	(void)state;
	open_shift();
	begin();
	scan("7");
	assert_true(TOUCH("/park", ""));
	assert_true(lists("\"customer\":null"));
	CASE("also while it lies aside, and until another word comes");
	assert_true(label(figure_cart, "\"áo đỏ\""));
	assert_true(lists("\"label\":\"áo đỏ\""));
	assert_true(TO("/recall", "\"till_id\":\"%s\"", text_of_id(serving.till_id)));
	assert_true(TOUCH("/park", ""));
	assert_true(lists("\"label\":\"áo đỏ\""));
	CASE("24 letters are the most, a card's number is none");
	assert_true(label(figure_cart, "\"người đàn ông đội mũ đen\""));
	REFUSED(label(figure_cart, "\"người đàn ông đội mũ đen.\""), ERR_INPUT, "label");
	REFUSED(label(figure_cart, "\"4111 1111 1111 1111\""), ERR_INPUT, "label");
	CASE("blanks of any kind are no word");
	for (size_t i = 0; i < 4; i++)
		REFUSED(label(figure_cart, (const char *[]){ "\"  \"", "\"\\u00a0\"", "\"\\u200b \\u3000\"", "\"\\ufeff\"" }[i]), ERR_INPUT, "label");
	assert_true(lists("\"label\":\"người đàn ông đội mũ đen\""));
	assert_true(label(figure_cart, "\"\\u200báo đỏ\""));
	CASE("taken off again");
	assert_true(label(figure_cart, "null"));
	assert_true(lists("\"label\":null"));
	CASE("by its customer, without a word");
	assert_true(TO("/recall", "\"till_id\":\"%s\"", text_of_id(serving.till_id)));
	assert_true(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Đặng Thị Hòa\"}", fresh()));
	customer = text_at("id");
	assert_true(TO("/customer", "\"customer_id\":\"%s\"", customer));
	assert_true(label(figure_cart, "\"chị Hòa áo đỏ\""));
	assert_true(TOUCH("/park", ""));
	assert_true(lists("\"customer\":\"Đặng Thị Hòa\""));
	CASE("by whose order leaves with it");
	assert_true(POST("/orders", &serving.cashier, "{\"id\":\"%s\",\"channel\":\"phone\",\"contact\":{\"name\":\"Chị Mai\"},\"is_holding\":false,\"promised_day\":\"%s\","
			 "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"is_sample\":false}]}", fresh(), iso(0), text_of_id(serving.item_id)));
	order = text_at("id");
	assert_true(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(),
			 text_of_id(serving.till_id)));
	assert_true(lists("\"customer\":\"Chị Mai\""));
	CASE("the word is in no entry");
	assert_true(TO("/recall", "\"till_id\":\"%s\"", text_of_id(serving.till_id)));
	paid_by("transfer", 145000);
	assert_true(book_says("Chị Mai"));
	assert_false(book_says("áo đỏ"));
}

static void asked_twice_it_is_joined_once(void **state)
{
	const char *op = fresh(), *other;

	(void)state;
	begin();
	scan("7");
	other = another("7");
	for (int i = 0; i < 2; i++) {
		assert_true(POST(at(figure_cart, "/join"), &serving.cashier, "{\"id\":\"%s\",\"other_id\":\"%s\"}", op, other));
		assert_i64(answered("total"), 290000);
	}
}

/* The other ticket is being paid while it is joined: one of the two wins, and no goods are paid twice. */
static void a_ticket_that_is_being_paid_is_not_joined_away(void **state)
{
	const char *other, *body;
	struct call *paying, *joining;

	(void)state;
	open_shift();
	begin();
	scan("7");
	other = another("8936000000021");
	body = arena_format(serving.arena, "{\"id\":\"%s\",\"total\":99500,\"pays\":[{\"way\":\"transfer\",\"amount\":99500}]}", other);
	CASE("read for paying, then joined before it is written: the payment is refused");
	paying = make_call(HTTP_POST, at(other, "/pay"), NULL, body, &serving.cashier);
	joining = make_call(HTTP_POST, at(figure_cart, "/join"), NULL,
			    arena_format(serving.arena, "{\"id\":\"%s\",\"other_id\":\"%s\"}", fresh(), other), &serving.cashier);
	assert_true(paying && joining);
	call_start(paying);
	call_start(joining);
	lanes_step(serving.app.lanes);
	lanes_step(serving.app.lanes);
	while (serving.app.calls_count)
		serving_turn();
	REFUSED(serving.ok, ERR_CONFLICT, "cart_id");
	assert_int_equal(paid_by("transfer", 244500)->lines_count, 2);
	CASE("paid first: joining is refused");
	begin();
	scan("7");
	other = another("8936000000021");
	assert_true(POST(at(other, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":99500,\"pays\":[{\"way\":\"transfer\",\"amount\":99500}]}", other));
	REFUSED(join(other), ERR_CONFLICT, "other_id");
	assert_int_equal(paid_by("transfer", 145000)->lines_count, 1);
}

static void a_customer_is_found_and_masked(void **state)
{
	const char *id;

	(void)state;
	open_shift();
	assert_true(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Đặng Thị Hòa\",\"phone\":\"0912 345 678\"}", fresh()));
	id = arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
	assert_true(answer_has("\"phone\":\"09xx xxx 678\""));
	assert_null(strstr(serving.answer, "345"));
	assert_true(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Hòa không số\"}", fresh()));
	REFUSED(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Sai\",\"phone\":\"12\"}", fresh()), ERR_INPUT, "phone");
	REFUSED(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Sai\",\"tax_code\":\"12\"}", fresh()), ERR_INPUT, "tax_code");
	CASE("by name without tone marks, by the end of a telephone, however it is typed");
	assert_true(GET("/customers", "q=dang%20thi", &serving.cashier));
	assert_true(answer_has(id));
	assert_true(GET("/customers", "q=345%20678", &serving.cashier));
	assert_true(answer_has(id));
	assert_true(GET("/customers", "q=0912345", &serving.cashier));
	assert_true(answer_has(id));
	assert_true(GET("/customers", "q=99999", &serving.cashier));
	assert_true(answer_has("\"customers\":[]"));
	CASE("on the ticket, off it, and on again: in the sale by id alone");
	begin();
	scan("7");
	assert_true(TO("/customer", "\"customer_id\":\"%s\"", id));
	assert_true(answer_has("\"name\":\"Đặng Thị Hòa\",\"phone\":\"09xx xxx 678\""));
	assert_true(TO("/customer", "\"customer_id\":null"));
	assert_true(answer_has("\"customer\":null"));
	REFUSED(TO("/customer", "\"customer_id\":\"%s\"", fresh()), ERR_MISSING, "customer_id");
	assert_true(TO("/customer", "\"customer_id\":\"%s\"", id));
	assert_text(text_of_id(paid_by("cash", 145000)->customer_id), id);
}

static void a_reason_given_alone_is_given_once(void **state)
{
	(void)state;
	open_shift();
	serving.app.settings.alone_limit = 50000;
	begin();
	scan("7");
	REFUSED(TO("/discount", "\"amount\":20000,\"reason\":1"), ERR_FORBIDDEN, "approver");
	assert_true(TO("/discount", "\"amount\":20000,\"reason\":1,\"alone\":2"));
	paid_by("cash", 125000);
	assert_true(GET("/alone", NULL, &serving.admin));
	assert_true(answer_has("\"amount\":20000"));
	CASE("for that alone: what nobody agreed to yet is asked about at paying");
	begin();
	scan("7");
	scan("7");
	assert_true(TO("/discount", "\"amount\":30000,\"reason\":1,\"alone\":2"));
	serving.app.settings.alone_limit = 20000;
	REFUSED(pay_by("cash", 260000), ERR_FORBIDDEN, "approver");
	serving.app.settings.alone_limit = 50000;
	paid_by("transfer", 260000);
}

/* Work of the house: no stock, a price of its own. */
static void add_work(const char *code, int64_t price)
{
	struct contract_terms terms = usual_terms();
	struct item_code own = { .code = code, .scheme = SCHEME_PRODUCER };
	struct item_vat vat = { .from_day = 20200101, .vat_class = VAT_8 };
	struct item_set item = { .code = code, .codes = &own, .codes_count = 1, .id = random_id(), .is_active = true, .name = "Phí giao hàng", .round_unit = 1,
				 .short_number = SHAPE_ABSENT, .unit = "lần", .vats = &vat, .vats_count = 1 };

	goods_begin();
	terms.term_kind = SHARE_OWN;
	item.contract_id = add_contract(id_derive(serving.app.site_id, "operator", 1), terms);
	do_in_book(figure_book, put_item, &item);
	put_price_from(item.id, price, clock_now_us() - DAY_US);
	goods_end();
}

static const char *answered_id(void)
{
	return arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
}

/* An order of 3 × 145.000 that the customer has brought for 25.000. */
static bool order_brought(const char *id, const char *by)
{
	int32_t day = day_of_us(clock_now_us());

	return POST("/orders", &serving.cashier,
		    "{\"id\":\"%s\",\"channel\":\"zalo\",\"contact\":{\"name\":\"Chị Mai\",\"address\":\"12 Lê Lợi\"},\"is_holding\":true,\"promised_day\":\"%04d-%02d-%02d\","
		    "\"shipping_by\":\"%s\",\"shipping_fee\":25000,\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":3000}]}", id,
		    (int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100), by, text_of_id(serving.item_id));
}

static void deliver(const char *order)
{
	figure_cart = fresh();
	assert_true(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", figure_cart,
			 text_of_id(serving.till_id)));
}

static void what_a_customer_pays_for_shipping_is_a_line(void **state)
{
	const struct sale *sale;
	const char *order;

	(void)state;
	open_shift();
	CASE("without the item it is not promised");
	REFUSED(order_brought(fresh(), "customer"), ERR_CONFLICT, "shipping_fee");
	assert_true(order_brought(fresh(), "house"));
	order = answered_id();
	CASE("what the house bears is no line");
	deliver(order);
	assert_i64(answered("total"), 435000);
	add_work("SHIP", 30000);
	assert_true(order_brought(fresh(), "customer"));
	order = answered_id();
	CASE("one of it at what was agreed, whatever its list price is; with the first goods, once");
	deliver(order);
	assert_i64(answered("total"), 460000);
	assert_true(answer_has("\"price\":25000"));
	REFUSED(TO("/lines/2/qty", "\"qty_milli\":2000"), ERR_CONFLICT, "qty_milli");
	assert_true(TO("/lines/1/qty", "\"qty_milli\":2000"));
	sale = paid_by("cash", 315000);
	assert_int_equal(sale->lines_count, 2);
	assert_i64(sale->lines[1].price.dong, 25000);
	assert_i64(sale->lines[1].paid.dong, 25000);
	assert_i64(sale->lines[1].vat_ppm, 80000);
	assert_true(id_is_none(sale->lines[1].lot_id));
	assert_i64(sale->vat.dong, 21481 + 1852);
	deliver(order);
	assert_i64(answered("total"), 145000);
}

static const char *paid_ahead;  /* the id of the last */

static bool pay_ahead(const char *order, int amount)
{
	paid_ahead = fresh();
	return POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier,
		    "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":%d}]}", paid_ahead, text_of_id(serving.till_id), amount);
}

static void of_shipping_a_customer_pays_what_is_hers(void **state)
{
	const char *order, *id = fresh(), *first;

	(void)state;
	open_shift();
	CASE("nobody bears what has no effect: who bears it is the customer or the house");
	REFUSED(order_brought(fresh(), "producer"), ERR_INPUT, "shipping_by");
	CASE("what the house bears is not taken ahead, nor asked for by QR");
	assert_true(order_brought(fresh(), "house"));
	order = answered_id();
	REFUSED(pay_ahead(order, 435001), ERR_CONFLICT, "amount");
	REFUSED(POST("/till/asked", &serving.cashier, "{\"id\":\"%s\",\"of_id\":\"%s\",\"till_id\":\"%s\",\"amount\":435001}", fresh(), order,
		     text_of_id(serving.till_id)), ERR_INPUT, "amount");
	assert_true(pay_ahead(order, 100000));
	CASE("no money is asked for under the id of what is taken already");
	REFUSED(POST("/till/asked", &serving.cashier, "{\"id\":\"%s\",\"of_id\":\"%s\",\"till_id\":\"%s\",\"amount\":335000}", paid_ahead, order,
		     text_of_id(serving.till_id)), ERR_CONFLICT, "id");
	assert_true(pay_ahead(order, 335000));
	CASE("what she bears herself may be");
	add_work("SHIP", 30000);
	assert_true(order_brought(id, "customer"));
	order = answered_id();
	first = arena_text(serving.arena, serving.answer);
	REFUSED(pay_ahead(order, 460001), ERR_CONFLICT, "amount");
	CASE("asked again it is the same order, also when nothing can be shipped any more");
	snprintf(serving.app.settings.shipping_item, sizeof(serving.app.settings.shipping_item), "KHAC");
	assert_ok(order_brought(id, "customer"), &serving.err);
	assert_text(serving.answer, first);
	assert_true(pay_ahead(order, 460000));
}

static void the_paper_has_its_language_and_may_be_a_gifts(void **state)
{
	const struct sale *sale;
	const char *guide;

	(void)state;
	open_shift();
	assert_true(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Anh Tài, xe 16 chỗ\"}", fresh()));
	guide = arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
	begin();
	scan("7");
	assert_true(TO("/flags", "\"lang\":\"ko\",\"is_gift\":true"));
	assert_true(answer_has("\"lang\":\"ko\""));
	assert_true(answer_has("\"is_gift\":true"));
	REFUSED(TO("/flags", "\"lang\":\"xx\",\"is_gift\":true"), ERR_INPUT, "lang");
	assert_true(TO("/referrer", "\"referrer_id\":\"%s\"", guide));
	assert_true(answer_has("\"referrer\":\"Anh Tài, xe 16 chỗ\""));
	sale = paid_by("cash", 145000);
	assert_text(sale->lang, "ko");
	assert_true(sale->is_gift);
	assert_text(text_of_id(sale->referrer_id), guide);
	CASE("his fee is for the tickets that name him, once");
	assert_true(GET("/cash/referred", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_true(answer_has("\"name\":\"Anh Tài, xe 16 chỗ\""));
	assert_true(answer_has(figure_cart));
	assert_null(strstr(serving.answer, "145000"));
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-20000,\"reason\":\"dẫn khách\",\"what\":\"referrer\",\"party_id\":\"%s\",\"sales\":[{\"id\":\"%s\"}]" SECOND "}",
			 fresh(), text_of_id(serving.till_id), guide, figure_cart));
	assert_true(GET("/cash/referred", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier));
	assert_true(answer_has("\"referrers\":[]"));
	CASE("a usual ticket says nothing of it all");
	begin();
	scan("7");
	assert_true(TO("/flags", "\"lang\":\"vi\",\"is_gift\":false"));
	sale = paid_by("cash", 145000);
	assert_null(sale->lang);
	assert_true(!sale->is_gift && id_is_none(sale->customer_id) && id_is_none(sale->referrer_id) && id_is_none(sale->coupon_id));
}

static void a_label_of_an_expired_lot_goes_to_the_next_good_one(void **state)
{
	int32_t today = day_of_us(clock_now_us());
	char code[OWNCODE_SIZE];
	struct id item, contract, old_lot = { { 0 } };
	struct err err = { 0 };
	struct txn *txn;
	struct stock_lot *lots;
	const struct sale *sale;
	size_t count;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("HAN", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "HH", .price = 40000, .vat_class = VAT_8, .pieces = 3, .expiry_day = day_add(today, -1), .contract = contract });
	txn = txn_begin(figure_book->store, &err);
	assert_ok(txn && stock_lots(txn, serving.arena, figure_book->site_id, item, &lots, &count, &err), &err);
	old_lot = lots[0].lot_id;
	txn_abandon(txn);
	put_lot(item, contract, 5000, day_add(today, 90));
	goods_end();
	open_shift();
	owncode_write(OWNCODE_LOT, old_lot, code);
	begin();
	scan(code);
	CASE("a label that carries the date stops");
	assert_true(answer_has("\"state\":\"stopped\""));
	assert_true(answer_has("đã hết hạn dùng"));
	assert_true(answer_has("\"remedy\":\"any_lot\""));
	assert_true(answer_has("xem dòng đỏ: − gỡ được, hoặc Del bỏ dòng\""));
	REFUSED(pay_by("cash", 40000), ERR_CONFLICT, "lines");
	CASE("one key to the next good lot");
	assert_true(TOUCH("/lines/1/any_lot", ""));
	assert_true(answer_has("\"state\":\"ok\""));
	sale = paid_by("cash", 40000);
	assert_false(id_is(sale->lines[0].lot_id, old_lot));
	assert_false(sale->lines[0].is_pending);
}

static void wine_is_for_those_of_age(void **state)
{
	struct id producer;
	const char *product;

	(void)state;
	goods_begin();
	producer = add_party("RUOU", FORM_COOPERATIVE, TAX_CREDIT, PARTY_PRODUCER | PARTY_CONSIGNOR);
	add_good((struct good){ .code = "RN", .price = 150000, .vat_class = VAT_10, .pieces = 3, .contract = add_contract(producer, usual_terms()) });
	goods_end();
	assert_true(POST("/products", &serving.admin,
			 "{\"id\":\"%s\",\"code\":\"RNEP\",\"name\":\"Rượu nếp\",\"producer_id\":\"%s\",\"group_set\":2026,\"group_code\":14,\"ground\":\"ocop\"}",
			 fresh(), text_of_id(producer)));
	product = arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
	assert_true(POST("/items", &serving.admin,
			 "{\"id\":\"%s\",\"code\":\"RN2\",\"codes\":[{\"code\":\"RN2\",\"scheme\":\"producer\"}],\"decimals\":0,\"has_stock\":true,\"is_active\":true,"
			 "\"is_food\":true,\"name\":\"Rượu nếp 500 ml\",\"product_id\":\"%s\",\"unit\":\"chai\","
			 "\"vats\":[{\"buyer\":0,\"from_day\":\"2020-01-01\",\"seller_profile\":0,\"vat_class\":\"10\"}]}", fresh(), product));
	begin();
	scan("RN2");
	assert_true(answer_has("Rượu: khách từ đủ 18 tuổi"));
	scan("RN");
	assert_null(strstr(strstr(serving.answer, "18 tuổi") + 1, "18 tuổi"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(tickets_are_joined_for_one_payer),
		SERVING_TEST(a_ticket_is_known_by_a_word_or_by_its_customer),
		SERVING_TEST(asked_twice_it_is_joined_once),
		SERVING_TEST(a_ticket_that_is_being_paid_is_not_joined_away),
		SERVING_TEST(a_customer_is_found_and_masked),
		SERVING_TEST(a_reason_given_alone_is_given_once),
		SERVING_TEST(what_a_customer_pays_for_shipping_is_a_line),
		SERVING_TEST(of_shipping_a_customer_pays_what_is_hers),
		SERVING_TEST(the_paper_has_its_language_and_may_be_a_gifts),
		SERVING_TEST(a_label_of_an_expired_lot_goes_to_the_next_good_one),
		SERVING_TEST(wine_is_for_those_of_age),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
