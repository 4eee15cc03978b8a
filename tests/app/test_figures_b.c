/*
 * The worked figures and rules of selling (B1–B5, B9's discounts, B11's coupons), through the API: a ticket is scanned, changed and paid as a page
 * does it, and what the book then holds is compared to the đồng. What comes back and hampers: test_figures_back.c; paying and who is there:
 * test_figures_pay.c; P: test_figures_p.c, test_figures_goods.c.
 *
 *   B1  tiles, short numbers, one-off pieces             tiles_and_short_numbers, a_one_off_piece_has_its_own_price
 *       goods by weight                                  goods_by_weight_are_cut_down, the_house_rounds_weights_down_by_its_unit
 *   B2  bán tạm                                          an_unknown_code_is_sold_as_a_draft
 *   B3  the chooser                                      a_choice_waits_and_what_lies_here_comes_first, nine_choices_and_no_more
 *   B4  no false stops                                   a_plain_code_never_stops_while_a_good_lot_is_there, the_label_of_an_expired_lot_stops
 *   B5  price kept or lower, cash rounded down           a_ticket_keeps_its_price_or_takes_a_lower_one, cash_is_rounded_down_at_the_houses_cost
 *       (parked tickets of yesterday: test_figures_p.c, at_midnight_price_and_rate_change_together)
 *   B9  the ticket's discount, limits                    a_ticket_discount_is_borne_line_by_line, beyond_the_limit_somebody_agrees_once,
 *                                                        what_falls_below_the_floor_is_the_houses
 *   B11 given coupons                                    a_coupon_says_who_bears_it
 */
#include "figuring.h"

#include "calc/owncode.h"

/* ---- B9 ------------------------------------------------------------------------ */

static void put_a_b_c(void)
{
	struct contract_terms allows = usual_terms(), forbids = usual_terms(), own = usual_terms();
	struct id a, b;

	goods_begin();
	a = add_party("HTXA", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	b = add_party("HTXB", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	allows.discount_producer_ppm = PPM;
	forbids.discount_producer_ppm = 0;
	own.term_kind = SHARE_OWN;
	add_good((struct good){ .code = "AAA", .price = 400000, .vat_class = VAT_8, .pieces = 50, .contract = add_contract(a, allows) });
	add_good((struct good){ .code = "BBB", .price = 400000, .vat_class = VAT_8, .pieces = 50, .contract = add_contract(b, forbids) });
	add_good((struct good){ .code = "CCC", .price = 200000, .vat_class = VAT_8, .pieces = 50,
				.contract = add_contract(id_derive(serving.app.site_id, "operator", 1), own) });
	goods_end();
	open_shift();
}

static void put_on_a_b_c(void)
{
	begin();
	scan("AAA");
	scan("BBB");
	scan("CCC");
	assert_i64(answered("total"), 1000000);
}

static void a_ticket_discount_is_borne_line_by_line(void **state)
{
	const struct sale *sale;

	(void)state;
	put_a_b_c();
	put_on_a_b_c();
	assert_true(TO("/discount", "\"amount\":100000,\"reason\":1" SECOND));
	assert_true(answer_has("\"total\":900000"));
	assert_true(answer_has("\"discount_said\":\"100.000 đ · Khách mua nhiều\""));
	sale = paid_by("transfer", 900000);
	assert_i64(sale->lines[0].discount_producer.dong, 40000);
	assert_i64(sale->lines[0].discount_house.dong, 0);
	assert_i64(sale->lines[1].discount_producer.dong, 0);
	assert_i64(sale->lines[1].discount_house.dong, 40000);
	assert_i64(sale->lines[2].discount_producer.dong, 0);
	assert_i64(sale->lines[2].discount_house.dong, 20000);
	CASE("the trail says what, why and who agreed");
	assert_i64(sale->trail[3].what, TRAIL_DISCOUNT);
	assert_text(sale->trail[3].reason, "Khách mua nhiều: 100.000 đ");
	assert_true(id_is(sale->trail[3].approver_id, serving.supervisor.id));
	CASE("said to be the house's, all of it is");
	put_on_a_b_c();
	assert_true(TO("/discount", "\"amount\":100000,\"bearer\":\"house\",\"reason\":2" SECOND));
	sale = paid_by("transfer", 900000);
	for (size_t i = 0; i < 3; i++)
		assert_i64(sale->lines[i].discount_producer.dong, 0);
	CASE("a line's discount by percent goes with its quantity");
	put_on_a_b_c();
	assert_true(TO("/discount", "\"n\":1,\"ppm\":100000,\"reason\":2" SECOND));
	assert_true(TO("/lines/1/qty", "\"qty_milli\":2000"));
	sale = paid_by("transfer", 1320000);
	assert_i64(sale->lines[0].discount_producer.dong, 80000);
	CASE("taken off again it is nothing");
	put_on_a_b_c();
	assert_true(TO("/discount", "\"n\":1,\"ppm\":100000,\"reason\":2" SECOND));
	assert_true(TO("/discount", "\"n\":1"));
	assert_i64(answered("total"), 1000000);
}

static void what_falls_below_the_floor_is_the_houses(void **state)
{
	struct contract_terms terms = usual_terms();
	const struct sale *sale;

	(void)state;
	terms.discount_producer_ppm = PPM;
	terms.floor_ppm = 950000;
	goods_begin();
	add_good((struct good){ .code = "SAN", .price = 100000, .vat_class = VAT_8, .pieces = 9,
				.contract = add_contract(add_party("SAN", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), terms) });
	goods_end();
	open_shift();
	begin();
	scan("SAN");
	assert_true(TO("/discount", "\"n\":1,\"amount\":20000,\"reason\":3" SECOND));
	sale = paid_by("transfer", 80000);
	assert_i64(sale->lines[0].discount_producer.dong, 5000);
	assert_i64(sale->lines[0].discount_house.dong, 15000);
	CASE("where the house then loses, somebody agrees, whatever the limit");
	serving.app.settings.discount_limit_ppm = PPM;
	begin();
	scan("SAN");
	REFUSED(TO("/discount", "\"n\":1,\"amount\":40000,\"reason\":3"), ERR_FORBIDDEN, "approver");
	assert_true(TO("/discount", "\"n\":1,\"amount\":20000,\"reason\":3"));
	assert_true(TO("/discount", "\"n\":1,\"amount\":40000,\"reason\":3" SECOND));
	assert_true(paid_by("transfer", 60000)->lines[0].house.dong < 0);
}

static void beyond_the_limit_somebody_agrees_once(void **state)
{
	(void)state;
	put_a_b_c();
	CASE("3 % of a ticket are a cashier's own");
	put_on_a_b_c();
	assert_true(TO("/discount", "\"amount\":30000,\"reason\":1"));
	assert_i64(paid_by("transfer", 970000)->total.dong, 970000);
	CASE("one đồng more is not, of the ticket or of a line");
	put_on_a_b_c();
	REFUSED(TO("/discount", "\"amount\":30001,\"reason\":1"), ERR_FORBIDDEN, "approver");
	REFUSED(TO("/discount", "\"n\":3,\"amount\":6001,\"reason\":1"), ERR_FORBIDDEN, "approver");
	CASE("a refused discount is not on the ticket");
	assert_true(GET(arena_format(serving.arena, "/carts/%s", figure_cart), NULL, &serving.cashier));
	assert_i64(answered("total"), 1000000);
	CASE("nobody agrees to her own");
	REFUSED(TO("/discount", "\"amount\":50000,\"reason\":1,\"approver\":{\"login\":\"lan\",\"pin\":\"2468\"}"), ERR_FORBIDDEN, "approver");
	CASE("a smaller quantity makes it too much again: payment waits for the PIN, given on the ticket");
	assert_true(TO("/lines/1/qty", "\"qty_milli\":3000"));
	assert_true(TO("/discount", "\"n\":1,\"amount\":30000,\"reason\":1"));
	assert_true(TO("/lines/1/qty", "\"qty_milli\":1000"));
	assert_true(answer_has("\"needs_second\":true"));
	REFUSED(pay_by("transfer", 970000), ERR_CONFLICT, "lines");
	REFUSED(TOUCH("/agree", ""), ERR_FORBIDDEN, "approver");
	assert_true(TOUCH("/agree", SECOND));
	assert_true(answer_has("\"needs_second\":false"));
	assert_i64(paid_by("transfer", 970000)->total.dong, 970000);
	CASE("bad input");
	put_on_a_b_c();
	REFUSED(TO("/discount", "\"amount\":1000"), ERR_INPUT, "reason");
	REFUSED(TO("/discount", "\"amount\":1000,\"reason\":9"), ERR_INPUT, "reason");
	REFUSED(TO("/discount", "\"amount\":1000,\"ppm\":1000,\"reason\":1"), ERR_INPUT, "amount");
	REFUSED(TO("/discount", "\"n\":7,\"amount\":1000,\"reason\":1" SECOND), ERR_MISSING, "n");
	CASE("more than there is takes all of it, and no more");
	assert_true(TO("/discount", "\"n\":3,\"amount\":900000,\"reason\":1" SECOND));
	assert_i64(answered("total"), 800000);
}

/* ---- B11 ----------------------------------------------------------------------- */

static bool set_coupon(const char *code, const char *members)
{
	return POST("/coupons", &serving.admin, "{\"id\":\"%s\",\"code\":\"%s\",\"name\":\"Thử\",\"from_day\":\"2020-01-01\",\"is_active\":true,%s}", fresh(), code,
		    members);
}

static const char *consignor_of(const char *code)
{
	assert_true(GET("/parties", arena_format(serving.arena, "q=%s", code), &serving.admin));
	return arena_format(serving.arena, "%.36s", strstr(serving.answer, "\"id\":\"") + 6);
}

static void a_coupon_says_who_bears_it(void **state)
{
	const struct sale *sale;

	(void)state;
	put_a_b_c();
	assert_true(set_coupon("nha10", "\"ppm\":100000,\"bearer\":\"house\",\"scope\":\"ticket\""));
	assert_true(answer_has("\"code\":\"NHA10\""));
	assert_true(set_coupon("HTXA50", arena_format(serving.arena, "\"amount\":50000,\"bearer\":\"producer\",\"scope\":\"group\",\"producer_id\":\"%s\"", consignor_of("HTXA"))));
	assert_true(set_coupon("CT20", "\"amount\":20000,\"bearer\":\"programme\",\"scope\":\"ticket\",\"minimum\":900000"));
	assert_true(set_coupon("DONG5", "\"ppm\":50000,\"bearer\":\"house\",\"scope\":\"line\""));
	CASE("the house's, over all lines, needs nobody");
	put_on_a_b_c();
	assert_true(TO("/coupon", "\"code\":\" nha 10\""));
	assert_true(answer_has("\"coupon\":\"NHA10: 10 %\""));
	sale = paid_by("transfer", 900000);
	assert_i64(sale->lines[0].discount_producer.dong, 0);
	assert_i64(sale->lines[0].discount_house.dong, 40000);
	assert_i64(sale->coupon_house.dong, 100000);
	CASE("a producer's own takes only its goods, and not the house");
	put_on_a_b_c();
	assert_true(TO("/coupon", "\"code\":\"HTXA50\""));
	REFUSED(POST(arena_format(serving.arena, "/carts/%s/order", figure_cart), &serving.cashier,
		     "{\"id\":\"%s\",\"channel\":\"counter\",\"contact\":{\"name\":\"Mai\"},\"is_holding\":true,\"promised_day\":\"2099-12-31\",\"samples\":[]}", figure_cart),
		ERR_CONFLICT, "cart_id");
	sale = paid_by("transfer", 950000);
	assert_i64(sale->lines[0].discount_producer.dong, 50000);
	assert_i64(sale->lines[1].paid.dong, 400000);
	assert_i64(sale->coupon_producer.dong, 50000);
	assert_i64(sale->coupon_house.dong, 0);
	CASE("a minimum");
	begin();
	scan("CCC");
	REFUSED(TO("/coupon", "\"code\":\"CT20\""), ERR_CONFLICT, "code");
	REFUSED(TO("/coupon", "\"code\":\"HTXA50\""), ERR_CONFLICT, "code");
	REFUSED(TO("/coupon", "\"code\":\"KHONG\""), ERR_MISSING, "code");
	CASE("for one line, the line is named");
	REFUSED(TO("/coupon", "\"code\":\"DONG5\""), ERR_INPUT, "n");
	assert_true(TO("/coupon", "\"code\":\"DONG5\",\"n\":1"));
	assert_i64(answered("total"), 190000);
	CASE("with the line it goes, too");
	scan("AAA");
	assert_true(TO("/lines/1/remove", "\"reason\":1"));
	assert_i64(answered("total"), 400000);
	CASE("what they cost, whom");
	assert_true(GET("/coupons", NULL, &serving.admin));
	assert_true(answer_has("\"house\":100000,\"producer\":0,\"producer_name\":null,\"uses\":1"));
	assert_true(answer_has("\"house\":0,\"producer\":50000,\"producer_name\":\"Bên HTXA\",\"uses\":1"));
	CASE("what a coupon must say");
	REFUSED(set_coupon("NHA10", "\"ppm\":1000,\"bearer\":\"house\",\"scope\":\"ticket\""), ERR_CONFLICT, "code");
	REFUSED(set_coupon("X", "\"bearer\":\"house\",\"scope\":\"ticket\""), ERR_INPUT, "amount");
	REFUSED(set_coupon("X", "\"ppm\":1000,\"bearer\":\"producer\",\"scope\":\"ticket\""), ERR_INPUT, "producer_id");
	REFUSED(set_coupon("X", "\"ppm\":1000,\"bearer\":\"house\",\"scope\":\"group\""), ERR_INPUT, "group_code");
	REFUSED(set_coupon("X", "\"ppm\":1000,\"bearer\":\"house\",\"scope\":\"ticket\",\"to_day\":\"2019-01-01\""), ERR_INPUT, "to_day");
}

/* ---- B5 ------------------------------------------------------------------------ */

static void cash_is_rounded_down_at_the_houses_cost(void **state)
{
	const struct sale *sale;

	(void)state;
	goods_begin();
	add_good((struct good){ .code = "LE", .price = 154600, .vat_class = VAT_8, .pieces = 9,
				.contract = add_contract(add_party("LE", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms()) });
	goods_end();
	open_shift();
	begin();
	scan("LE");
	assert_i64(answered("cash_total"), 154000);
	assert_true(answer_has("\"words\":\"một trăm năm mươi tư nghìn sáu trăm đồng\""));
	assert_true(answer_has("\"cash_words\":\"một trăm năm mươi tư nghìn đồng\""));
	sale = paid_by("cash", 154000);
	assert_i64(sale->rounding.dong, -600);
	assert_i64(sale->vat.dong, 11407);
	assert_i64(sale->lines[0].discount_house.dong, 600);
	assert_i64(sale->lines[0].producer.dong, 154600 - 30920);
	CASE("by transfer nothing is rounded");
	begin();
	scan("LE");
	sale = paid_by("transfer", 154600);
	assert_i64(sale->rounding.dong, 0);
	assert_i64(sale->vat.dong, 11452);
	CASE("a transfer of whole thousands is no cash: the few đồng are named as cash, or owed");
	begin();
	scan("LE");
	REFUSED(pay_by("transfer", 154000), ERR_CONFLICT, "total");
	DID(POST(arena_format(serving.arena, "/carts/%s/pay", figure_cart), &serving.cashier,
		 "{\"id\":\"%s\",\"total\":154000,\"pays\":[{\"way\":\"transfer\",\"amount\":154000},{\"way\":\"cash\",\"amount\":0}]}", figure_cart));
	assert_i64(sale_in_book(figure_cart)->rounding.dong, -600);
}

static void a_ticket_keeps_its_price_or_takes_a_lower_one(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":%d}";
	const char *item = text_of_id(serving.item_id), *first;

	(void)state;
	open_shift();
	begin();
	scan("7");
	assert_i64(answered("total"), 145000);
	CASE("dearer meanwhile: the ticket keeps what it said, the next one does not");
	DID(POST("/prices", &accountant, form, fresh(), item, 150000));
	first = figure_cart;
	assert_true(GET(arena_format(serving.arena, "/carts/%s", first), NULL, &serving.cashier));
	assert_i64(answered("total"), 145000);
	begin();
	scan("7");
	assert_i64(answered("total"), 150000);
	CASE("cheaper meanwhile: both take it, and say so");
	DID(POST("/prices", &accountant, form, fresh(), item, 140000));
	assert_true(GET(arena_format(serving.arena, "/carts/%s", figure_cart), NULL, &serving.cashier));
	assert_i64(answered("total"), 140000);
	assert_true(number_at("lines.0.price") == 140000 && count_at("lines.0.notes") > 0);
	assert_i64(paid_by("cash", 140000)->lines[0].price.dong, 140000);
	figure_cart = first;
	assert_i64(paid_by("cash", 140000)->lines[0].price.dong, 140000);
}

/* ---- B1 ------------------------------------------------------------------------ */

static void goods_by_weight_are_cut_down(void **state)
{
	(void)state;
	goods_begin();
	add_good((struct good){ .code = "CAN", .price = 85500, .vat_class = VAT_5, .pieces = 50, .decimals = 2, .round_unit = 500,
				.contract = add_contract(add_party("CAN", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), usual_terms()) });
	goods_end();
	open_shift();
	begin();
	scan("CAN");
	assert_true(answer_has("\"decimals\":2"));
	CASE("1,25 kg at 85.500: 106.875 goes down to 106.500");
	assert_true(TO("/lines/1/qty", "\"qty_milli\":1250"));
	assert_i64(answered("total"), 106500);
	CASE("a thousandth is finer than the unit allows");
	assert_true(TO("/lines/1/qty", "\"qty_milli\":1255"));
	assert_true(answer_has("số lượng lẻ quá mức"));
	REFUSED(pay_by("cash", 0), ERR_CONFLICT, "lines");
	assert_true(TO("/lines/1/qty", "\"qty_milli\":1250"));
	assert_i64(paid_by("transfer", 106500)->total.dong, 106500);
	CASE("six of one: 6*");
	begin();
	scan("6*7");
	assert_i64(answered("qty_milli"), 6000);
}

static void the_house_rounds_weights_down_by_its_unit(void **state)
{
	const struct {
		const char *code;
		int64_t unit, total;       /* of 1,25 kg at 85.500: 106.875 */
	} rows[] = { { "C100", 100, 106800 }, { "C500", 500, 106500 }, { "C1000", 1000, 106000 } };
	struct id contract;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("CANKG", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), usual_terms());
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		add_good((struct good){ .code = rows[i].code, .price = 85500, .vat_class = VAT_5, .pieces = 5, .decimals = 3, .round_unit = rows[i].unit,
					.contract = contract });
	goods_end();
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].code);
		begin();
		scan(arena_format(serving.arena, "1,25*%s", rows[i].code));
		assert_i64(paid_by("transfer", rows[i].total)->total.dong, rows[i].total);
	}
}

static void tiles_and_short_numbers(void **state)
{
	const char *item = text_of_id(serving.item_id);

	(void)state;
	open_shift();
	DID(GET("/till/tiles", NULL, &serving.cashier));
	assert_i64(count_at("top"), 0);
	begin();
	scan("7");
	paid_by("cash", 145000);
	CASE("most sold today first; the groups as the office arranged them");
	DID(GET("/till/tiles", NULL, &serving.cashier));
	assert_text(text_at("top.0.id"), item);
	DID(POST("/till/tiles", &clerk, "{\"id\":\"%s\",\"groups\":[\"Thực phẩm\"],\"items\":[{\"id\":\"%s\"},{\"id\":\"%s\"}]}", fresh(),
		 text_of_id(serving.other_item_id), item));
	DID(GET("/till/tiles", NULL, &serving.cashier));
	assert_text(text_at("groups.0.name"), "Thực phẩm");
	assert_text(text_at("groups.0.items.0.id"), text_of_id(serving.other_item_id));
	CASE("a tile touched is a line like a scan");
	begin();
	DID(TO("/add", "\"item_id\":\"%s\",\"qty_milli\":2000", item));
	assert_i64(answered("total"), 290000);
}

/* Whose it is, and what it costs, say its label. */
static void a_one_off_piece_has_its_own_price(void **state)
{
	struct id party, contract, item, lot;
	const struct sale *sale;
	char code[OWNCODE_SIZE];

	(void)state;
	goods_begin();
	party = add_party("THOCAM", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(party, usual_terms());
	item = add_good((struct good){ .code = "THOCAM", .price = 500000, .vat_class = VAT_8, .pieces = 3, .contract = contract });
	goods_end();
	assert_true(id_read(take_in(contract, item, 1000, ",\"own_price\":1250000"), 36, &lot));
	owncode_write(OWNCODE_LOT, lot, code);
	open_shift();
	begin();
	scan(code);
	assert_i64(answered("total"), 1250000);
	sale = paid_by("transfer", 1250000);
	assert_true(id_is(sale->lines[0].lot_id, lot) && id_is(sale->lines[0].consignor_id, party));
	assert_i64(sale->lines[0].producer.dong, 1000000);
}

/* ---- B2, B3, B4 ------------------------------------------------------------------ */

static void an_unknown_code_is_sold_as_a_draft(void **state)
{
	static const char good[] = "\"name\":\"Hạt dẻ rang\",\"price\":65000,\"group_code\":5,\"producer_id\":\"%s\"%s";
	const struct sale *sale;
	const char *producer;

	(void)state;
	put_a_b_c();
	producer = consignor_of("HTXA");
	begin();
	scan("8936000099991");
	assert_true(answer_has("\"state\":\"unknown\""));
	scan("AAA");
	REFUSED(pay_by("transfer", 400000), ERR_CONFLICT, "lines");
	CASE("somebody else agrees, or it is said that nobody is there");
	REFUSED(TO("/lines/1/draft", good, producer, ""), ERR_FORBIDDEN, "approver");
	REFUSED(TO("/lines/2/draft", good, producer, SECOND), ERR_CONFLICT, "n");
	REFUSED(TO("/lines/1/draft", good, fresh(), SECOND), ERR_MISSING, "party_id");
	assert_true(TO("/lines/1/draft", good, producer, SECOND));
	assert_i64(answered("total"), 465000);
	sale = paid_by("transfer", 465000);
	assert_true(sale->lines[0].is_pending);
	assert_true(id_is(sale->lines[0].contract_id, sale->lines[1].contract_id));
	assert_text(sale->lines[0].name, "Hạt dẻ rang");
	CASE("next time the code is known");
	begin();
	scan("8936000099991");
	assert_i64(answered("total"), 65000);
	CASE("alone it goes on where the shop lets, and is flagged");
	serving.app.settings.alone_limit = 100000;
	scan("LA");
	assert_true(TO("/lines/2/draft", "\"name\":\"Rổ tre\",\"price\":30000,\"alone\":1,\"producer_id\":\"%s\"", producer));
	assert_true(GET("/items/drafts", NULL, &serving.admin));
	assert_true(answer_has("\"is_alone\":false"));
	assert_true(answer_has("\"is_alone\":true"));
	assert_true(answer_has("\"producer\":\"Bên HTXA\""));
}

static void a_choice_waits_and_what_lies_here_comes_first(void **state)
{
	struct id contract;
	const struct sale *sale;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("CHON", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	add_good((struct good){ .code = "C1", .ean = "CHUNG", .price = 10000, .vat_class = VAT_8, .contract = contract });
	add_good((struct good){ .code = "C2", .ean = "CHUNG", .price = 20000, .vat_class = VAT_8, .contract = contract });
	add_good((struct good){ .code = "C3", .ean = "CHUNG", .price = 30000, .vat_class = VAT_8, .pieces = 4, .contract = contract });
	goods_end();
	open_shift();
	begin();
	scan("CHUNG");
	assert_true(answer_has("\"state\":\"choose\""));
	scan("7");
	REFUSED(pay_by("cash", 145000), ERR_CONFLICT, "lines");
	assert_true(TO("/lines/1/choose", "\"key\":1"));
	sale = paid_by("cash", 175000);
	assert_text(sale->lines[0].name, "Hàng C3");
}

static void a_plain_code_never_stops_while_a_good_lot_is_there(void **state)
{
	int32_t yesterday = day_add(day_of_us(clock_now_us()), -1), later = day_add(day_of_us(clock_now_us()), 90);
	struct id contract, item;
	const struct sale *sale;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("HAN", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "HH", .price = 40000, .vat_class = VAT_8, .pieces = 3, .expiry_day = yesterday, .contract = contract });
	goods_end();
	open_shift();
	begin();
	scan("HH");
	CASE("no good lot: it stops, and goes on when somebody has read the pack");
	assert_true(answer_has("\"state\":\"stopped\""));
	assert_true(answer_has("\"remedy\":\"date_read\""));
	REFUSED(pay_by("cash", 40000), ERR_CONFLICT, "lines");
	REFUSED(TOUCH("/lines/1/date_read", ""), ERR_FORBIDDEN, "approver");
	assert_true(TOUCH("/lines/1/date_read", SECOND));
	assert_true(answer_has("\"state\":\"ok\""));
	sale = paid_by("cash", 40000);
	assert_true(sale->lines[0].is_pending);
	assert_i64(sale->trail[1].what, TRAIL_DATE_READ);
	assert_true(id_is(sale->trail[1].approver_id, serving.supervisor.id));
	CASE("a good lot is there: amber, once");
	goods_begin();
	put_lot(item, contract, 5000, later);
	goods_end();
	begin();
	scan("HH");
	assert_true(answer_has("\"state\":\"ok\""));
	assert_true(answer_has("xem HSD"));
	assert_null(strstr(strstr(serving.answer, "xem HSD") + 1, "xem HSD"));
	assert_i64(paid_by("cash", 40000)->total.dong, 40000);
}

static void nine_choices_and_no_more(void **state)
{
	struct id contract;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("MUOI", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	for (int i = 1; i <= 11; i++)
		add_good((struct good){ .code = arena_format(serving.arena, "M%02d", i), .ean = "MUOIMOT", .price = 1000 * i, .vat_class = VAT_8, .pieces = i == 11,
					.contract = contract });
	goods_end();
	open_shift();
	begin();
	scan("MUOIMOT");
	assert_i64(count_at("lines.0.choices"), 9);
	CASE("what lies here is among them, and first");
	assert_i64(number_at("lines.0.choices.0.price"), 11000);
	assert_i64(number_at("lines.0.choices.0.stock_milli"), 1000);
	REFUSED(TO("/lines/1/choose", "\"key\":10"), ERR_INPUT, "key");
	DID(TO("/lines/1/choose", "\"key\":1"));
	assert_i64(answered("total"), 11000);
}

static void the_label_of_an_expired_lot_stops(void **state)
{
	int32_t today = day_of_us(clock_now_us());
	struct id contract, item;
	char code[OWNCODE_SIZE];
	struct stock_lot *lots;
	struct err err = { 0 };
	struct txn *txn;
	size_t count;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("NHAN", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "NHAN", .price = 40000, .vat_class = VAT_8, .pieces = 3, .expiry_day = day_add(today, -1), .contract = contract });
	put_lot(item, contract, 5000, day_add(today, 90));
	txn = txn_begin(figure_book->store, &err);
	assert_ok(txn && stock_lots(txn, serving.arena, serving.app.site_id, item, &lots, &count, &err), &err);
	txn_abandon(txn);
	owncode_write(OWNCODE_LOT, lots[lots[0].expiry_day > today].lot_id, code);
	goods_end();
	open_shift();
	begin();
	scan(code);
	assert_text(text_at("lines.0.state"), "stopped");
	assert_text(text_at("lines.0.remedy"), "any_lot");
	REFUSED(pay_by("cash", 40000), ERR_CONFLICT, "lines");
	DID(TOUCH("/lines/1/any_lot", ""));
	assert_text(text_at("lines.0.state"), "ok");
	assert_i64(paid_by("cash", 40000)->total.dong, 40000);
	assert_i64(stock_says(item), 7000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(a_ticket_discount_is_borne_line_by_line),
		FIGURES_TEST(what_falls_below_the_floor_is_the_houses),
		FIGURES_TEST(beyond_the_limit_somebody_agrees_once),
		FIGURES_TEST(a_coupon_says_who_bears_it),
		FIGURES_TEST(cash_is_rounded_down_at_the_houses_cost),
		FIGURES_TEST(a_ticket_keeps_its_price_or_takes_a_lower_one),
		FIGURES_TEST(goods_by_weight_are_cut_down),
		FIGURES_TEST(the_house_rounds_weights_down_by_its_unit),
		FIGURES_TEST(tiles_and_short_numbers),
		FIGURES_TEST(a_one_off_piece_has_its_own_price),
		FIGURES_TEST(an_unknown_code_is_sold_as_a_draft),
		FIGURES_TEST(a_choice_waits_and_what_lies_here_comes_first),
		FIGURES_TEST(a_plain_code_never_stops_while_a_good_lot_is_there),
		FIGURES_TEST(nine_choices_and_no_more),
		FIGURES_TEST(the_label_of_an_expired_lot_stops),
	};

	return cmocka_run_group_tests_name("app/figures_b", tests, NULL, NULL);
}
