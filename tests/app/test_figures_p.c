/*
 * The worked figures of "Money and tax" (P1, P7–P10), through the API: what came in, was sold, given back and closed as the pages do it, and what
 * the book and the statement then say, to the đồng. The others of P: test_figures_goods.c.
 *
 *   P1  shares by invoice mode, the warning              shares_follow_the_mode, a_contract_warns_before_it_is_signed
 *       VAT on the statement's commission                the_commissions_vat_is_the_statements, a_thousand_lines_have_their_vat_once
 *   P7  nothing above the listed price                   one_price, a_proposal_becomes_the_price, a_hand_over_price_is_the_lots
 *   P8  a running shop is taken over                     a_notebook_becomes_the_first_statement
 *   P9  a new rate, price kept or net kept; the buyer    the_class_follows_day_and_buyer, at_midnight_price_and_rate_change_together,
 *                                                        a_return_has_the_class_of_its_sale
 *   P10 a paper's own day                                a_paper_lies_back_to_the_last_closing_and_no_further
 */
#include "figuring.h"

#include "app/http.h"

/* ---- P1 ---------------------------------------------------------------------------- */

static void shares_follow_the_mode(void **state)
{
	const struct {
		const char *code;
		enum share_mode mode;
		int32_t profile;
		enum vat_class vat_class;
		bool is_net;
		int64_t producer, vat, house;
	} rows[] = {
		{ "P1A", SHARE_STEP_INVOICE, TAX_CREDIT, VAT_8, false, 86400, 0, 21600 },
		{ "P1B", SHARE_PURCHASE_LIST, TAX_HOUSEHOLD, VAT_8, false, 86400, 8000, 13600 },
		{ "P1C", SHARE_PURCHASE_LIST, TAX_HOUSEHOLD, VAT_8, true, 80000, 8000, 20000 },
		{ "P1D", SHARE_DELEGATED, TAX_HOUSEHOLD, VAT_8, false, 86400, 0, 21600 },
	};
	struct contract_terms terms;

	(void)state;
	goods_begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		terms = usual_terms();
		terms.invoice_mode = rows[i].mode;
		terms.basis = rows[i].is_net ? SHARE_NET : SHARE_GROSS;
		add_good((struct good){ .code = rows[i].code, .price = 108000, .vat_class = rows[i].vat_class, .pieces = 5,
					.contract = add_contract(add_party(rows[i].code, FORM_HOUSEHOLD, rows[i].profile, PARTY_CONSIGNOR), terms) });
	}
	/* At 5 % commission the tax is more than it: the house loses, and says so before the contract is signed. */
	terms = usual_terms();
	terms.invoice_mode = SHARE_PURCHASE_LIST;
	terms.rate_ppm = 50000;
	add_good((struct good){ .code = "P1E", .price = 108000, .vat_class = VAT_8, .pieces = 5,
				.contract = add_contract(add_party("P1E", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), terms) });
	goods_end();
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct sale *sale;

		CASE(rows[i].code);
		begin();
		scan(rows[i].code);
		sale = paid_by("transfer", 108000);
		assert_i64(sale->lines[0].producer.dong, rows[i].producer);
		assert_i64(sale->lines[0].vat_leg.dong, rows[i].vat);
		assert_i64(sale->lines[0].house.dong, rows[i].house);
	}
	CASE("the house's leg may be below nought without any discount, and needs nobody's PIN");
	begin();
	scan("P1E");
	assert_i64(paid_by("transfer", 108000)->lines[0].house.dong, -2600);
}

static void a_contract_warns_before_it_is_signed(void **state)
{
	const char *ask, *party;

	(void)state;
	goods_begin();
	party = text_of_id(add_party("HO", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR));
	goods_end();
	ask = arena_format(serving.arena, "consignor_id=%s&amount=108000&vat_class=8&invoice_mode=PURCHASE_LIST&term_kind=RATE&basis=GROSS&rate_ppm=", party);
	DID(GET("/contracts/example", arena_format(serving.arena, "%s200000", ask), &clerk));
	assert_i64(number_at("house"), 13600);
	assert_null(text_at("warning"));
	DID(GET("/contracts/example", arena_format(serving.arena, "%s50000", ask), &clerk));
	assert_i64(number_at("house"), -2600);
	assert_non_null(text_at("warning"));
}

static void the_commissions_vat_is_the_statements(void **state)
{
	const struct {
		const char *name;
		bool is_net;
		int64_t sold, commission, vat, owed;
	} rows[] = {
		{ "20 % of gross: 86.400 before, 84.672 after", false, 86400, 21600, 1728, 84672 },
		{ "20 % of net: 86.400 after", true, 88000, 20000, 1600, 86400 },
	};
	struct id party[COUNT_OF(rows)], contract[COUNT_OF(rows)];

	(void)state;
	goods_begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct contract_terms terms = usual_terms();
		const char *code = arena_format(serving.arena, "BK%zu", i);

		terms.invoice_mode = SHARE_STEP_INVOICE;
		terms.basis = rows[i].is_net ? SHARE_NET : SHARE_GROSS;
		terms.commission_vat = VAT_8;
		party[i] = add_party(code, FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
		contract[i] = add_contract(party[i], terms);
		add_good((struct good){ .code = code, .price = 108000, .vat_class = VAT_8, .pieces = 5, .contract = contract[i] });
	}
	goods_end();
	open_shift();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct sale *sale;

		CASE(rows[i].name);
		begin();
		scan(arena_format(serving.arena, "BK%zu", i));
		sale = paid_by("transfer", 108000);
		assert_i64(sale->lines[0].producer.dong, rows[i].sold);
		assert_i64(sale->lines[0].house.dong, rows[i].commission);
		assert_i64(ledger_says("payable", party[i]), -rows[i].sold);
	}
	serving.ahead_us = DAY_US;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].name);
		close_statement(contract[i]);
		assert_i64(number_at("col6"), 108000);
		assert_i64(statement_line("commission"), rows[i].commission);
		assert_i64(statement_line("commission_vat"), rows[i].vat);
		assert_i64(number_at("owed_after"), rows[i].owed);
		assert_i64(ledger_says("payable", party[i]), -rows[i].owed);
	}
}

/* By line it would be 198 × 1.000 = 198.000. */
static void a_thousand_lines_have_their_vat_once(void **state)
{
	enum { SALES = 4, LINES = 250 };
	struct contract_terms terms = usual_terms();
	struct id contract, item, party;
	struct buf lines;

	(void)state;
	terms.invoice_mode = SHARE_STEP_INVOICE;
	terms.commission_vat = VAT_8;
	goods_begin();
	party = add_party("NGHIN", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(party, terms);
	item = add_good((struct good){ .code = "NGHIN", .price = 12345, .vat_class = VAT_8, .pieces = 2000, .contract = contract });
	goods_end();
	open_shift();
	buf_init(&lines, 1 << 20);
	for (int i = 0; i < LINES; i++)
		buf_format(&lines, "%s{\"item_id\":\"%s\",\"qty_milli\":1000,\"price\":12345}", i ? "," : "", text_of_id(item));
	for (int i = 0; i < SALES; i++) {
		const char *id = fresh();
		const struct sale *sale;

		DID(POST("/sales", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":%d,\"lines\":[%s],\"pays\":[{\"way\":\"transfer\",\"amount\":%d}]}", id,
			 text_of_id(serving.till_id), LINES * 12345, buf_get(&lines), LINES * 12345));
		sale = sale_in_book(id);
		assert_i64(sale->lines_count, LINES);
		for (int k = 0; k < LINES; k++)
			assert_i64(sale->lines[k].commission.dong, 2469);
	}
	buf_release(&lines);
	serving.ahead_us = DAY_US;
	close_statement(contract);
	assert_i64(statement_line("commission"), 2469000);
	assert_i64(statement_line("commission_vat"), 197520);
	assert_i64(number_at("owed_after"), 12345000 - 2469000 - 197520);
}

/* ---- P7 ---------------------------------------------------------------------------- */

static void one_price(void **state)
{
	static const char line[] = "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":%d,\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"price\":%d}],"
			   "\"pays\":[{\"way\":\"transfer\",\"amount\":%d}]}";
	const char *till = text_of_id(serving.till_id), *item = text_of_id(serving.item_id);

	(void)state;
	open_shift();
	CASE("nothing above the list, nor below it but by a discount");
	REFUSED(POST("/sales", &serving.cashier, line, fresh(), till, 150000, item, 150000, 150000), ERR_CONFLICT, "lines[0].price");
	REFUSED(POST("/sales", &serving.cashier, line, fresh(), till, 140000, item, 140000, 140000), ERR_CONFLICT, "lines[0].price");
	assert_true(POST("/sales", &serving.cashier, line, fresh(), till, 145000, item, 145000, 145000));
}

static void a_proposal_becomes_the_price(void **state)
{
	struct id contract, item;
	const char *lot;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("DEX", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "DEX", .price = 100000, .vat_class = VAT_8, .pieces = 3, .contract = contract });
	goods_end();
	open_shift();
	lot = take_in(contract, item, 2000, ",\"price_proposal\":112000");
	begin();
	scan("DEX");
	assert_i64(answered("total"), 100000);
	assert_i64(paid_by("transfer", 100000)->total.dong, 100000);
	DID(POST(arena_format(serving.arena, "/proposals/%s", lot), &accountant, "{\"id\":\"%s\",\"is_accepted\":true}", fresh()));
	CASE("the labels to print again: of all that lies there");
	assert_i64(count_at("labels"), 2);
	begin();
	scan("DEX");
	assert_i64(answered("total"), 112000);
	assert_i64(paid_by("transfer", 112000)->lines[0].price.dong, 112000);
}

static void a_hand_over_price_is_the_lots(void **state)
{
	struct contract_terms fixed = usual_terms();
	struct id contract, item;
	const struct sale *sale;

	(void)state;
	fixed.term_kind = SHARE_HAND_OVER;
	fixed.per_unit = MONEY(75000);
	fixed.includes_vat = true;
	fixed.invoice_mode = SHARE_STEP_INVOICE;
	goods_begin();
	contract = add_contract(add_party("GIAO", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), fixed);
	item = add_good((struct good){ .code = "GIAO", .price = 108000, .vat_class = VAT_8, .contract = contract });
	goods_end();
	take_in(contract, item, 1000, ",\"hand_over\":70000");
	take_in(contract, item, 1000, ",\"hand_over\":80000");
	take_in(contract, item, 1000, "");
	open_shift();
	begin();
	scan("3*GIAO");
	sale = paid_by("transfer", 324000);
	assert_i64(sale->lines_count, 3);
	assert_i64(sale->lines[0].producer.dong, 70000);
	assert_i64(sale->lines[1].producer.dong, 80000);
	assert_i64(sale->lines[2].producer.dong, 75000);
	CASE("column 5 of the statement is that price, and there is no commission");
	serving.ahead_us = DAY_US;
	close_statement(contract);
	assert_i64(number_at("col6"), 225000);
	assert_i64(number_at("iv"), 0);
	assert_i64(number_at("owed_after"), 225000);
}

/* ---- P8 ---------------------------------------------------------------------------- */

static bool import_file(const char *kind, const char *query, const char *csv)
{
	struct http_request request = { .body = csv, .body_size = strlen(csv), .body_fd = -1 };
	struct call *call = make_call(HTTP_POST, arena_format(serving.arena, "/imports/%s", kind), query, NULL, &serving.admin);

	if (!call)
		return false;
	call->request = &request;
	call->route->stream(call);
	while (serving.app.calls_count)
		serving_turn();
	return serving.ok;
}

static void a_notebook_becomes_the_first_statement(void **state)
{
	static const char file[] = "Dòng;Số hợp đồng;Mã hàng;Số lượng;Số tiền;Tạm ứng;Doanh số kỳ này;Quầy;Số phiếu cuối\n"
				   "hàng;%s;MAT;12;;;;;\nnợ;%s;;;1.644.000;0;1.305.000;;\nsố phiếu;;;;;;;Q1;7041\ntổng;;;%d;1.644.000;0;;;\n";
	struct contract_terms terms = usual_terms();
	struct id party, contract;
	const struct sale *sale;
	const char *number;

	(void)state;
	terms.invoice_mode = SHARE_PURCHASE_LIST;
	goods_begin();
	party = add_party("SO", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR);
	contract = add_contract(party, terms);
	number = arena_format(serving.arena, "HD %s", text_of_id(contract) + 24);
	add_good((struct good){ .code = "MAT", .price = 145000, .vat_class = VAT_8, .contract = contract });
	goods_end();
	CASE("tried first, and refused unless both sides agree");
	DID(import_file("opening", "dry=1", arena_format(serving.arena, file, number, number, 11)));
	assert_i64(count_at("errors"), 1);
	DID(import_file("opening", NULL, arena_format(serving.arena, file, number, number, 11)));
	assert_true(answer_has("\"is_written\":false"));
	DID(import_file("opening", "dry=1", arena_format(serving.arena, file, number, number, 12)));
	assert_i64(count_at("errors"), 0);
	assert_true(answer_has("\"is_written\":false"));
	assert_i64(ledger_says("payable", party), 0);
	DID(import_file("opening", NULL, arena_format(serving.arena, file, number, number, 12)));
	assert_true(answer_has("\"is_written\":true"));
	assert_i64(ledger_says("payable", party), -1644000);
	DID(GET("/opening", NULL, &accountant));
	assert_i64(number_at("owed"), 1644000);
	assert_i64(number_at("lots_milli"), 12000);
	CASE("receipts go on from the old number");
	open_shift();
	begin();
	scan("2*MAT");
	sale = paid_by("cash", 290000);
	assert_i64(sale->receipt_n, 7042);
	assert_false(sale->lines[0].is_pending);
	CASE("the first 01-BH: twelve jars in column 1, line II, what was sold since");
	serving.ahead_us = DAY_US;
	close_statement(contract);
	assert_i64(number_at("owed_before"), 1644000);
	assert_i64(number_at("items.0.opening_milli"), 12000);
	assert_i64(number_at("items.0.sold_milli"), 2000);
	assert_i64(number_at("items.0.closing_milli"), 10000);
	assert_i64(number_at("owed_after"), 1644000 + 232000);
}

/* ---- P9 ---------------------------------------------------------------------------- */

static void put_class(struct id item, const char *code, int64_t buyer, int32_t from_day, enum vat_class vat_class)
{
	struct item_vat vat = { .buyer = buyer, .from_day = from_day, .vat_class = vat_class };
	struct item_code key = { .code = code, .scheme = SCHEME_PRODUCER };
	struct item_set set = { .code = code, .codes = &key, .codes_count = 1, .has_stock = true, .id = item, .is_active = true, .is_food = true, .name = code,
				.round_unit = 1, .short_number = SHAPE_ABSENT, .unit = "hộp", .vats = &vat, .vats_count = 1 };

	do_in_book(figure_book, put_item, &set);
}

static void the_class_follows_day_and_buyer(void **state)
{
	int32_t today = day_of_us(clock_now_us());
	struct contract_terms net = usual_terms(), fixed = usual_terms();
	struct id kept, firm, at_net, raw;
	const struct sale *sale;

	(void)state;
	net.basis = SHARE_NET;
	net.invoice_mode = SHARE_PURCHASE_LIST;
	fixed.term_kind = SHARE_HAND_OVER;
	fixed.per_unit = MONEY(80000);
	fixed.invoice_mode = SHARE_PURCHASE_LIST;
	goods_begin();
	net.from_day = fixed.from_day = 20200101;
	firm = add_contract(add_party("NET", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), net);
	add_good((struct good){ .code = "CU", .price = 108000, .vat_class = VAT_8, .pieces = 9, .contract = firm });
	kept = add_good((struct good){ .code = "MOI", .price = 108000, .vat_class = VAT_8, .pieces = 9, .contract = firm });
	put_class(kept, "MOI", 0, today, VAT_10);
	at_net = add_good((struct good){ .code = "NETT", .price = 110000, .vat_class = VAT_8, .pieces = 9, .contract = firm });
	put_class(at_net, "NETT", 0, today, VAT_10);
	firm = add_contract(add_party("CDINH", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), fixed);
	add_good((struct good){ .code = "CD8", .price = 108000, .vat_class = VAT_8, .pieces = 9, .contract = firm });
	kept = add_good((struct good){ .code = "CD10", .price = 108000, .vat_class = VAT_8, .pieces = 9, .contract = firm });
	put_class(kept, "CD10", 0, today, VAT_10);
	raw = add_good((struct good){ .code = "GAO", .price = 105000, .vat_class = VAT_5, .pieces = 9, .contract = firm });
	put_class(raw, "GAO", 2, 20200101, VAT_KKKNT);
	goods_end();
	open_shift();
	CASE("8 %: net 100.000, the producer's 20 % less: 80.000");
	begin();
	scan("CU");
	assert_i64(paid_by("transfer", 108000)->lines[0].producer.dong, 80000);
	CASE("10 %, shelf price kept: net 98.182, producer 78.546");
	begin();
	scan("MOI");
	sale = paid_by("transfer", 108000);
	assert_i64(sale->lines[0].producer.dong, 78546);
	assert_i64(sale->lines[0].vat.dong, 108000 - 98182);
	CASE("10 %, net kept at 110.000: the producer has its 80.000");
	begin();
	scan("NETT");
	assert_i64(paid_by("transfer", 110000)->lines[0].producer.dong, 80000);
	CASE("a fixed hand-over price: the house loses 1.818 a jar");
	begin();
	scan("CD8");
	sale = paid_by("transfer", 108000);
	begin();
	scan("CD10");
	assert_i64(sale->lines[0].house.dong - paid_by("transfer", 108000)->lines[0].house.dong, 1818);
	CASE("raw produce to a consumer 5 %, to a firm with a tax code not reckoned");
	begin();
	scan("GAO");
	sale = paid_by("transfer", 105000);
	assert_i64(sale->lines[0].vat_class, VAT_5);
	assert_i64(sale->vat.dong, 5000);
	begin();
	scan("GAO");
	assert_true(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Công ty Chè Xanh\",\"tax_code\":\"0101234567\"}", fresh()));
	assert_true(answer_has("\"is_firm\":true"));
	assert_true(TO("/customer", "\"customer_id\":\"%.36s\"", strstr(serving.answer, "\"id\":\"") + 6));
	assert_true(answer_has("\"tax_code\":\"0101234567\""));
	sale = paid_by("transfer", 105000);
	assert_i64(sale->lines[0].vat_class, VAT_KKKNT);
	assert_i64(sale->vat.dong, 0);
	assert_false(id_is_none(sale->customer_id));
}

static void at_midnight_price_and_rate_change_together(void **state)
{
	int32_t today = day_of_us(clock_now_us()), tomorrow = day_add(today, 1);
	struct id item;
	const struct sale *sale;
	const char *parked;

	(void)state;
	goods_begin();
	item = add_good((struct good){ .code = "NET", .price = 108000, .vat_class = VAT_8, .pieces = 9,
				       .contract = add_contract(add_party("NET", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms()) });
	put_price_from(item, 110000, day_start_us(tomorrow));
	put_class(item, "NET", 0, tomorrow, VAT_10);
	goods_end();
	open_shift();
	begin();
	scan("NET");
	assert_i64(answered("total"), 108000);
	sale = paid_by("transfer", 108000);
	assert_i64(sale->lines[0].vat_class, VAT_8);
	assert_i64(sale->vat.dong, 8000);
	begin();
	scan("NET");
	parked = figure_cart;
	DID(TOUCH("/park", ""));
	CASE("the ticket that was put aside has the new price and says so; the tax is of the day it is sold, the business day is the shift's");
	serving.ahead_us = DAY_US;
	figure_cart = parked;
	DID(TO("/recall", "\"till_id\":\"%s\"", text_of_id(serving.till_id)));
	assert_i64(answered("total"), 110000);
	assert_true(answer_has("giá hôm nay; hôm trước là 108.000 đ"));
	sale = paid_by("transfer", 110000);
	assert_i64(sale->lines[0].vat_class, VAT_10);
	assert_i64(sale->vat.dong, 10000);
	assert_i64(sale->business_day, today);
}

static void a_return_has_the_class_of_its_sale(void **state)
{
	int32_t today = day_of_us(clock_now_us());
	struct id item;
	const struct sale *sale;
	const char *id, *sold;

	(void)state;
	goods_begin();
	item = add_good((struct good){ .code = "TRALAI", .price = 108000, .vat_class = VAT_8, .pieces = 9,
				       .contract = add_contract(add_party("TL", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms()) });
	put_class(item, "TRALAI", 0, day_add(today, 1), VAT_10);
	goods_end();
	open_shift();
	begin();
	scan("TRALAI");
	paid_by("cash", 108000);
	sold = figure_cart;
	serving.ahead_us = DAY_US;
	id = fresh();
	DID(POST("/returns", &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"shelf\"}],\"way\":\"cash\",\"reason\":\"đổi ý\","
		 "\"total\":108000" SECOND "}", id, text_of_id(serving.till_id), sold));
	sale = sale_in_book(id);
	assert_i64(sale->lines[0].vat_class, VAT_8);
	assert_i64(sale->vat.dong, -8000);
	begin();
	scan("TRALAI");
	assert_i64(paid_by("cash", 108000)->vat.dong, 9818);
}

/* ---- P10 --------------------------------------------------------------------------- */

static void a_paper_lies_back_to_the_last_closing_and_no_further(void **state)
{
	struct id contract, item;
	const char *lot;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("NGAY", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), usual_terms());
	item = add_good((struct good){ .code = "NGAY", .price = 50000, .vat_class = VAT_8, .contract = contract });
	goods_end();
	CASE("three days back, with its own day in the list");
	DID(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"doc_day\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":5000,\"expiry_kind\":\"none\"}]}", fresh(),
		 text_of_id(contract), iso(-3), text_of_id(item)));
	lot = text_at("lots.0.id");
	DID(GET("/intakes", NULL, &clerk));
	assert_text(text_at("intakes.0.doc_day"), iso(-3));
	CASE("not in the future");
	assert_false(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"doc_day\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":5000,\"expiry_kind\":\"none\"}]}",
			  fresh(), text_of_id(contract), iso(1), text_of_id(item)));
	assert_text(serving.err.field, "doc_day");
	serving.ahead_us = DAY_US;
	close_statement(contract);
	assert_i64(number_at("items.0.received_milli"), 5000);
	CASE("before the closing it is too late, for what comes in and for what leaves");
	assert_false(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"doc_day\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":5000,\"expiry_kind\":\"none\"}]}",
			  fresh(), text_of_id(contract), iso(0), text_of_id(item)));
	assert_text(serving.err.field, "doc_day");
	REFUSED(POST("/stock/moves", &clerk,
		     "{\"id\":\"%s\",\"kind\":\"broken\",\"doc_day\":\"%s\",\"lines\":[{\"lot_id\":\"%s\",\"place\":\"shelf\",\"qty_milli\":1000}],\"reason\":\"vỡ\"" SECOND "}",
		     fresh(), iso(0), lot), ERR_CONFLICT, "lines[0].doc_day");
	DID(POST("/stock/moves", &clerk,
		 "{\"id\":\"%s\",\"kind\":\"broken\",\"doc_day\":\"%s\",\"lines\":[{\"lot_id\":\"%s\",\"place\":\"shelf\",\"qty_milli\":1000}],\"reason\":\"vỡ\"" SECOND "}",
		 fresh(), iso(1), lot));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(shares_follow_the_mode),
		FIGURES_TEST(a_contract_warns_before_it_is_signed),
		FIGURES_TEST(the_commissions_vat_is_the_statements),
		FIGURES_TEST(a_thousand_lines_have_their_vat_once),
		FIGURES_TEST(one_price),
		FIGURES_TEST(a_proposal_becomes_the_price),
		FIGURES_TEST(a_hand_over_price_is_the_lots),
		FIGURES_TEST(a_notebook_becomes_the_first_statement),
		FIGURES_TEST(the_class_follows_day_and_buyer),
		FIGURES_TEST(at_midnight_price_and_rate_change_together),
		FIGURES_TEST(a_return_has_the_class_of_its_sale),
		FIGURES_TEST(a_paper_lies_back_to_the_last_closing_and_no_further),
	};

	return cmocka_run_group_tests_name("app/figures_p", tests, NULL, NULL);
}
