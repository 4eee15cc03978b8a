/*
 * The rules of "Goods, owners, places" (P2–P6, P11–P13), through the API, as test_figures_p.c.
 *
 *   P2  product and item                                 a_product_has_several_items_and_an_item_may_have_none
 *   P3  consignor and producer                           what_is_owed_is_the_consignors
 *   P4  one operator                                     a_contract_is_the_sites_operators
 *   P5  items without stock                              what_has_no_stock_is_sold_all_the_same
 *   P6  in the hand, not in the book                     goods_in_the_hand_are_sold_whose_they_are_by_a_digit, what_was_not_in_the_book_is_filled_first,
 *                                                        what_is_refused_all_the_same
 *   P11 corrections                                      an_intake_is_counted_again, the_right_owner_gets_it_all, the_hand_over_price_is_put_right,
 *                                                        an_account_is_changed_by_two
 *   P12 whose goods go first                             lots_go_by_date_then_by_arrival
 *   P13 wine                                             wine_says_from_which_age
 */
#include "figuring.h"

#include "shop/reference.h"

/* ---- P2, P3, P4 -------------------------------------------------------------------- */

/* An item of a product as the store-room types it, with its price. */
static struct id new_item(const char *code, const char *name, const char *product, int price)
{
	struct id item;

	DID(POST("/items", &clerk,
		 "{\"id\":\"%s\",\"code\":\"%s\",\"name\":\"%s\",\"unit\":\"chai\",\"decimals\":0,\"product_id\":\"%s\",\"has_stock\":true,\"is_food\":true,"
		 "\"is_active\":true,\"codes\":[{\"code\":\"%s\",\"scheme\":\"producer\"}],\"vats\":[{\"vat_class\":\"8\",\"from_day\":\"2020-01-01\","
		 "\"buyer\":0,\"seller_profile\":0}]}", fresh(), code, name, product, code));
	assert_true(id_read(text_at("id"), 36, &item));
	DID(POST("/prices", &accountant, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":%d}", fresh(), text_of_id(item), price));
	return item;
}

static void a_product_has_several_items_and_an_item_may_have_none(void **state)
{
	const char *product;
	struct id party, contract;

	(void)state;
	goods_begin();
	party = add_party("HTXM", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR | PARTY_PRODUCER);
	contract = add_contract(party, usual_terms());
	add_good((struct good){ .code = "TUI", .price = 2000, .vat_class = VAT_8, .pieces = 5, .contract = contract });
	goods_end();
	DID(POST("/products", &clerk, "{\"id\":\"%s\",\"code\":\"SP1\",\"name\":\"Mật ong bạc hà\",\"ground\":\"ocop\",\"producer_id\":\"%s\"}", fresh(), text_of_id(party)));
	product = text_at("id");
	DID(POST("/certificates", &accountant,
		 "{\"id\":\"%s\",\"product_id\":\"%s\",\"stars\":4,\"decision_no\":\"01/QĐ\",\"decision_day\":\"2025-01-01\",\"issuer\":\"UBND tỉnh\","
		 "\"valid_from\":\"2025-01-01\",\"valid_to\":\"2099-01-01\"}", fresh(), product));
	take_in(contract, new_item("MO1", "Mật ong 250 ml", product, 100000), 5000, "");
	take_in(contract, new_item("MO2", "Mật ong 500 ml", product, 200000), 5000, "");
	CASE("one certificate is of all its items, and of no other");
	open_shift();
	begin();
	scan("MO1");
	scan("MO2");
	scan("TUI");
	assert_i64(number_at("lines.0.stars"), 4);
	assert_i64(number_at("lines.1.stars"), 4);
	assert_false(number_at("lines.2.stars") == 4);
	assert_i64(paid_by("transfer", 302000)->total.dong, 302000);
	CASE("stock and price are the items' own");
	DID(GET("/stock", "by=item&q=MO", &clerk));
	assert_true(answer_has("\"qty_milli\":4000"));
}

static void what_is_owed_is_the_consignors(void **state)
{
	struct id producer, trader, contract, item;
	const struct sale *sale;

	(void)state;
	goods_begin();
	producer = add_party("SX", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_PRODUCER);
	trader = add_party("TM", FORM_ENTERPRISE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(trader, usual_terms());
	goods_end();
	DID(POST("/products", &clerk, "{\"id\":\"%s\",\"code\":\"SPK\",\"name\":\"Thịt khô\",\"ground\":\"ocop\",\"producer_id\":\"%s\"}", fresh(), text_of_id(producer)));
	item = new_item("KHO", "Thịt trâu khô", text_at("id"), 100000);
	take_in(contract, item, 5000, "");
	open_shift();
	begin();
	scan("KHO");
	assert_text(text_at("lines.0.producer"), "Bên SX");
	sale = paid_by("transfer", 100000);
	assert_true(id_is(sale->lines[0].consignor_id, trader));
	assert_i64(ledger_says("payable", trader), -sale->lines[0].producer.dong);
	assert_i64(ledger_says("payable", producer), 0);
}

/* Nobody chooses it: what is signed here is the site's operator's, and so is what it owes. */
static void a_contract_is_the_sites_operators(void **state)
{
	struct id party, contract, item;

	(void)state;
	goods_begin();
	party = add_party("KG4", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	add_party("VH2", FORM_ENTERPRISE, TAX_CREDIT, PARTY_OPERATOR);
	item = add_good((struct good){ .code = "KG4", .price = 10000, .vat_class = VAT_8, .contract = (struct id){ { 0 } } });
	goods_end();
	DID(POST("/contracts", &accountant,
		 "{\"id\":\"%s\",\"number\":\"04/KG\",\"consignor_id\":\"%s\",\"from_day\":\"2025-01-01\",\"invoice_mode\":\"STEP_INVOICE\",\"term_kind\":\"RATE\","
		 "\"rate_ppm\":200000,\"includes_vat\":false}", fresh(), text_of_id(party)));
	assert_true(id_read(text_at("id"), 36, &contract));
	take_in(contract, item, 2000, "");
	open_shift();
	begin();
	scan("KG4");
	assert_i64(paid_by("cash", 10000)->lines[0].producer.dong, 8000);
	serving.ahead_us = DAY_US;
	close_statement(contract);
	assert_text(text_at("operator_name"), "Công ty Thử");
	assert_text(text_at("consignor_name"), "Bên KG4");
}

/* ---- P5, P6 ------------------------------------------------------------------------ */

static void what_has_no_stock_is_sold_all_the_same(void **state)
{
	struct item_vat vat = { .from_day = 20200101, .vat_class = VAT_8 };
	struct contract_terms own = usual_terms();
	struct item_code code = { .code = "GOIQUA", .scheme = SCHEME_PRODUCER };
	struct item_set item = { .code = "GOI", .codes = &code, .codes_count = 1, .id = random_id(), .is_active = true, .name = "Gói quà", .round_unit = 1,
				 .short_number = SHAPE_ABSENT, .unit = "lần", .vats = &vat, .vats_count = 1 };
	const struct sale *sale;

	(void)state;
	own.term_kind = SHARE_OWN;
	goods_begin();
	item.contract_id = add_contract(id_derive(serving.app.site_id, "operator", 1), own);
	do_in_book(figure_book, put_item, &item);
	put_price_from(item.id, 20000, clock_now_us() - DAY_US);
	goods_end();
	open_shift();
	begin();
	scan("GOIQUA");
	sale = paid_by("cash", 20000);
	assert_true(id_is_none(sale->lines[0].lot_id) && !sale->lines[0].is_pending);
	assert_true(id_is(sale->lines[0].contract_id, item.contract_id));
}

static void goods_in_the_hand_are_sold_whose_they_are_by_a_digit(void **state)
{
	struct id item, first, second;
	const struct sale *sale;

	(void)state;
	goods_begin();
	first = add_contract(add_party("MOT", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	second = add_contract(add_party("HAI", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "HOI", .price = 50000, .vat_class = VAT_8, .pieces = 1, .contract = first });
	put_lot(item, second, 1000, 0);
	goods_end();
	open_shift();
	begin();
	scan("2*HOI");
	assert_i64(paid_by("cash", 100000)->total.dong, 100000);
	begin();
	scan("HOI");
	assert_true(answer_has("\"state\":\"choose\""));
	REFUSED(pay_by("cash", 0), ERR_CONFLICT, "lines");
	CASE("scanning goes on meanwhile");
	scan("7");
	REFUSED(TO("/lines/1/choose", "\"key\":3"), ERR_INPUT, "key");
	assert_true(TO("/lines/1/choose", "\"key\":1"));
	assert_true(answer_has("bán từ \\\"chưa nhập\\\""));
	sale = paid_by("cash", 195000);
	assert_true(sale->lines[0].is_pending);
	assert_true(id_is(sale->lines[0].contract_id, first) || id_is(sale->lines[0].contract_id, second));
}

static void what_was_not_in_the_book_is_filled_first(void **state)
{
	struct id party, contract, other, item;
	const struct sale *sale;

	(void)state;
	goods_begin();
	party = add_party("CHUA", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(party, usual_terms());
	other = add_contract(add_party("ROI", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "CHUA", .price = 50000, .vat_class = VAT_8, .pieces = 1, .contract = contract });
	add_good((struct good){ .code = "ROI", .price = 50000, .vat_class = VAT_8, .pieces = 5, .contract = other });
	goods_end();
	open_shift();
	begin();
	scan("4*CHUA");
	scan("ROI");
	assert_true(answer_has("bán từ \\\"chưa nhập\\\""));
	sale = paid_by("cash", 250000);
	assert_i64(sale->lines_count, 3);
	assert_false(sale->lines[0].is_pending);
	assert_true(sale->lines[1].is_pending);
	assert_i64(sale->lines[1].qty_milli, 3000);
	assert_i64(ledger_says("payable", party), -160000);
	CASE("it stops that contract's closing, nobody else's");
	serving.ahead_us = DAY_US;
	DID(GET("/settlements/draft", arena_format(serving.arena, "contract_id=%s&to_day=%s&is_forced=true", text_of_id(contract), iso(0)), &accountant));
	assert_true(answer_has("\"code\":\"pending\""));
	DID(GET("/settlements/draft", arena_format(serving.arena, "contract_id=%s&to_day=%s&is_forced=true", text_of_id(other), iso(0)), &accountant));
	assert_null(strstr(serving.answer, "\"code\":\"pending\""));
	assert_false(POST("/settlements", &accountant, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":\"thử\"" SECOND "}", fresh(),
			  text_of_id(contract), iso(0)));
	close_statement(other);
	CASE("the next intake fills it first: of five two lie there");
	take_in(contract, item, 5000, "");
	assert_i64(stock_says(item), 2000);
	close_statement(contract);
	assert_i64(number_at("items.0.sold_milli"), 4000);
	assert_i64(number_at("owed_after"), 160000 - 3200);
}

static void what_is_refused_all_the_same(void **state)
{
	struct id contract, item;
	const char *lot;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("THU", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "THUHOI", .price = 50000, .vat_class = VAT_8, .contract = contract });
	add_good((struct good){ .code = "KHONGAI", .price = 50000, .vat_class = VAT_8 });
	goods_end();
	lot = take_in(contract, item, 3000, ",\"code\":\"L1\"");
	open_shift();
	CASE("recalled");
	DID(POST("/recalls", &clerk, "{\"id\":\"%s\",\"is_frozen\":true,\"lots\":[{\"lot_id\":\"%s\"}],\"reason\":\"có vị lạ\"" SECOND "}", fresh(), lot));
	begin();
	scan("THUHOI");
	assert_text(text_at("lines.0.state"), "stopped");
	REFUSED(pay_by("cash", 50000), ERR_CONFLICT, "lines");
	CASE("of nobody's contract");
	begin();
	scan("KHONGAI");
	assert_false(strcmp(text_at("lines.0.state"), "ok") == 0);
	REFUSED(pay_by("cash", 50000), ERR_CONFLICT, "lines");
}

/* ---- P11 --------------------------------------------------------------------------- */

static void an_intake_is_counted_again(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"intake_id\":\"%s\",\"lines\":[{\"lot_id\":\"%s\",\"qty_milli\":%d}],\"reason\":\"đếm lại\"%s}";
	const char *intake = fresh(), *lot;
	struct id contract, item;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("DEM", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "DEM", .price = 145000, .vat_class = VAT_8, .contract = contract });
	goods_end();
	DID(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":12000,\"expiry_kind\":\"none\"}]}", intake, text_of_id(contract),
		 text_of_id(item)));
	lot = text_at("lots.0.id");
	open_shift();
	begin();
	scan("3*DEM");
	paid_by("cash", 435000);
	REFUSED(POST("/corrections/intakes", &clerk, form, fresh(), intake, lot, 10000, ""), ERR_FORBIDDEN, "approver");
	DID(POST("/corrections/intakes", &clerk, form, fresh(), intake, lot, 10000, SECOND));
	assert_i64(stock_says(item), 7000);
	CASE("not fewer than have left");
	REFUSED(POST("/corrections/intakes", &clerk, form, fresh(), intake, lot, 2000, SECOND), ERR_CONFLICT, "lines[0].qty_milli");
	assert_i64(stock_says(item), 7000);
}

/* Ten in by the wrong paper, three sold and settled; one comes back later. */
static void the_right_owner_gets_it_all(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"lot_id\":\"%s\",\"contract_id\":\"%s\",\"reason\":\"nhập nhầm tên\"%s}";
	struct id wrong, right, party[2], item;
	const char *lot, *sold;

	(void)state;
	goods_begin();
	party[0] = add_party("SAI", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	party[1] = add_party("DUNG", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	wrong = add_contract(party[0], usual_terms());
	right = add_contract(party[1], usual_terms());
	item = add_good((struct good){ .code = "CHU", .price = 145000, .vat_class = VAT_8, .contract = wrong });
	goods_end();
	lot = take_in(wrong, item, 10000, "");
	open_shift();
	begin();
	scan("3*CHU");
	paid_by("cash", 435000);
	sold = figure_cart;
	serving.ahead_us = DAY_US;
	close_statement(wrong);
	assert_i64(number_at("owed_after"), 348000 - 6960);
	CASE("what it does to each side is shown before");
	DID(GET("/corrections/owners", arena_format(serving.arena, "lot_id=%s&contract_id=%s", lot, text_of_id(right)), &accountant));
	assert_i64(number_at("sides.0.producer"), -348000);
	assert_i64(number_at("sides.0.stock_milli"), -7000);
	assert_i64(number_at("sides.1.producer"), 348000);
	assert_i64(number_at("sides.1.sold_milli"), 3000);
	REFUSED(POST("/corrections/owners", &accountant, form, fresh(), lot, text_of_id(right), ""), ERR_FORBIDDEN, "approver");
	DID(POST("/corrections/owners", &accountant, form, fresh(), lot, text_of_id(right), SECOND));
	assert_i64(ledger_says("payable", party[0]), 6960);
	assert_i64(ledger_says("payable", party[1]), -348000);
	CASE("what comes back afterwards is the right one's");
	DID(POST("/returns", &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"shelf\"}],\"way\":\"cash\",\"reason\":\"đổi ý\","
		 "\"total\":145000" SECOND "}", fresh(), text_of_id(serving.till_id), sold));
	assert_i64(ledger_says("payable", party[1]), -232000);
	assert_i64(stock_says(item), 8000);
	CASE("the next statement of both names it");
	serving.ahead_us += DAY_US;
	close_statement(wrong);
	assert_i64(number_at("col6"), -435000);
	assert_i64(statement_line("commission_vat"), -6960);
	assert_i64(number_at("owed_after"), 0);
	close_statement(right);
	assert_i64(number_at("col6"), 290000);
	assert_i64(number_at("items.0.closing_milli"), 8000);
	assert_i64(number_at("owed_after"), 232000 - 4640);
}

static void the_hand_over_price_is_put_right(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"lot_id\":\"%s\",\"hand_over\":%d,\"reason\":\"giá trên phiếu là 80.000\"%s}";
	struct contract_terms fixed = usual_terms();
	struct id contract, item, party;
	const char *lot;

	(void)state;
	fixed.term_kind = SHARE_HAND_OVER;
	fixed.per_unit = MONEY(75000);
	fixed.includes_vat = true;
	goods_begin();
	party = add_party("GIA", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(party, fixed);
	item = add_good((struct good){ .code = "GIA", .price = 108000, .vat_class = VAT_8, .contract = contract });
	goods_end();
	lot = take_in(contract, item, 10000, ",\"hand_over\":70000");
	open_shift();
	begin();
	scan("3*GIA");
	paid_by("cash", 324000);
	assert_i64(ledger_says("payable", party), -210000);
	DID(GET("/corrections/prices", arena_format(serving.arena, "lot_id=%s&hand_over=80000", lot), &accountant));
	assert_i64(number_at("sides.0.producer"), 30000);
	assert_i64(number_at("sides.0.house"), -30000);
	DID(POST("/corrections/prices", &accountant, form, fresh(), lot, 80000, SECOND));
	assert_i64(ledger_says("payable", party), -240000);
	begin();
	scan("GIA");
	assert_i64(paid_by("cash", 108000)->lines[0].producer.dong, 80000);
	REFUSED(POST("/corrections/prices", &accountant, form, fresh(), lot, 80000, SECOND), ERR_CONFLICT, "hand_over");
}

static bool put_bank(struct work *work, void *what, struct err *err)
{
	return reference_load(work, what, 0, err);
}

static void an_account_is_changed_by_two(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"party_id\":%s,\"code\":\"TK\",\"name\":\"Hộ Tài Khoản\",\"legal_form\":\"household\",\"vat_profile\":\"household\","
				   "\"bank_bin\":\"970436\",\"bank_account\":\"%s\",\"bank_holder\":\"HO TAI KHOAN\",\"roles\":[\"consignor\"],\"from_day\":\"2025-01-01\"%s}";
	struct bank bank = { .bin = "970436", .name = "Ngân hàng Ngoại thương", .short_name = "Vietcombank" };
	struct reference banks = { .banks = &bank, .banks_count = 1 };
	const char *party;

	(void)state;
	goods_begin();
	do_in_book(figure_book, put_bank, &banks);
	goods_end();
	DID(POST("/parties", &accountant, form, fresh(), "null", "100200300", ""));
	party = arena_format(serving.arena, "\"%s\"", text_at("id"));
	REFUSED(POST("/parties", &accountant, form, fresh(), party, "900900900", ""), ERR_FORBIDDEN, "approver");
	DID(POST("/parties", &accountant, form, fresh(), party, "900900900", SECOND));
	assert_text(text_at("bank_account"), "900900900");
}

/* ---- P12, P13 ---------------------------------------------------------------------- */

/* The dearest terms for the house come last in the book; the order is not about them. */
static void lots_go_by_date_then_by_arrival(void **state)
{
	const char *const lots[] = { ",\"code\":\"A\",\"expiry_day\":\"2099-06-30\",\"expiry_kind\":\"best_before\"",
				     ",\"code\":\"B\",\"expiry_day\":\"2099-03-31\",\"expiry_kind\":\"best_before\"",
				     ",\"code\":\"C\",\"expiry_day\":\"2099-06-30\",\"expiry_kind\":\"best_before\"" };
	const int64_t rates[] = { 100000, 50000, 400000 };
	const size_t order[] = { 1, 0, 2 };
	struct id contract[3], item, lot[3];
	const struct sale *sale;

	(void)state;
	goods_begin();
	for (size_t i = 0; i < 3; i++) {
		struct contract_terms terms = usual_terms();

		terms.rate_ppm = rates[i];
		contract[i] = add_contract(add_party(arena_format(serving.arena, "TT%zu", i), FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), terms);
	}
	item = add_good((struct good){ .code = "TT", .price = 100000, .vat_class = VAT_8, .contract = contract[0] });
	goods_end();
	for (size_t i = 0; i < 3; i++)
		assert_true(id_read(take_in(contract[i], item, 1000, lots[i]), 36, &lot[i]));
	open_shift();
	begin();
	scan("3*TT");
	sale = paid_by("transfer", 300000);
	assert_i64(sale->lines_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(id_is(sale->lines[i].lot_id, lot[order[i]]));
		assert_i64(sale->lines[i].house.dong, rates[order[i]] / 10);
	}
}

static void wine_says_from_which_age(void **state)
{
	struct id party, contract, item;
	const char *product;

	(void)state;
	goods_begin();
	party = add_party("RUOU", FORM_COOPERATIVE, TAX_CREDIT, PARTY_PRODUCER | PARTY_CONSIGNOR);
	contract = add_contract(party, usual_terms());
	goods_end();
	DID(POST("/products", &clerk, "{\"id\":\"%s\",\"code\":\"RN\",\"name\":\"Rượu nếp\",\"ground\":\"ocop\",\"group_set\":2026,\"group_code\":14,\"producer_id\":\"%s\"}",
		 fresh(), text_of_id(party)));
	product = text_at("id");
	item = new_item("RUOU", "Rượu nếp 500 ml", product, 150000);
	take_in(contract, item, 3000, "");
	open_shift();
	begin();
	scan("RUOU");
	assert_true(answer_has("Rượu: khách từ đủ 18 tuổi"));
	assert_i64(paid_by("cash", 150000)->total.dong, 150000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(a_product_has_several_items_and_an_item_may_have_none),
		FIGURES_TEST(what_is_owed_is_the_consignors),
		FIGURES_TEST(a_contract_is_the_sites_operators),
		FIGURES_TEST(what_has_no_stock_is_sold_all_the_same),
		FIGURES_TEST(goods_in_the_hand_are_sold_whose_they_are_by_a_digit),
		FIGURES_TEST(what_was_not_in_the_book_is_filled_first),
		FIGURES_TEST(what_is_refused_all_the_same),
		FIGURES_TEST(an_intake_is_counted_again),
		FIGURES_TEST(the_right_owner_gets_it_all),
		FIGURES_TEST(the_hand_over_price_is_put_right),
		FIGURES_TEST(an_account_is_changed_by_two),
		FIGURES_TEST(lots_go_by_date_then_by_arrival),
		FIGURES_TEST(wine_says_from_which_age),
	};

	return cmocka_run_group_tests_name("app/figures_goods", tests, NULL, NULL);
}
