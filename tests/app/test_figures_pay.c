/*
 * Paying and who is there (rules B6, B10–B12), through the API: which bucket, which account, whose paper.
 *
 *   B6  one person on duty                               alone_it_goes_on_up_to_the_limit_and_is_confirmed_by_another
 *   B10 orders, on account, COD, offset, any mix         goods_leave_as_a_sale_paid_by_any_mix
 *       several tickets for one payer                    two_tickets_are_one_sale
 *       a deposit that is forfeited                      a_forfeited_deposit_is_the_houses
 *   B11 a bought voucher                                 a_voucher_is_a_debt_and_a_way_to_pay (given coupons: test_figures_b.c)
 *   B12 who brought the customer; languages; price check a_referrer_has_a_fee_against_a_slip, names_in_four_languages
 */
#include "figuring.h"

static const struct id nobody;

static const char *till(void)
{
	return text_of_id(serving.till_id);
}

/* Of the open shift: a bucket's amount and how often; -1: there is none. */
static int64_t bucket(const char *name, const char *what)
{
	DID(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", till()), &serving.admin));
	for (size_t i = 0; i < count_at("buckets"); i++)
		if (strcmp(text_at(arena_format(serving.arena, "buckets.%zu.name", i)), name) == 0)
			return number_at(arena_format(serving.arena, "buckets.%zu.%s", i, what));
	return -1;
}

/* ---- B6 ------------------------------------------------------------------------ */

static bool take_back(const char *id, const char *sold, int64_t pieces, const char *members)
{
	return POST("/returns", &serving.cashier,
		    "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":%lld,\"place\":\"aside\"}],\"way\":\"cash\",\"reason\":\"đổi ý\","
		    "\"total\":%lld%s}", id, till(), sold, (long long)pieces * 1000, (long long)pieces * 145000, members);
}

static void alone_it_goes_on_up_to_the_limit_and_is_confirmed_by_another(void **state)
{
	const char *id = fresh(), *big = fresh(), *sold;
	struct staff seller;

	(void)state;
	open_shift();
	begin();
	scan("4*7");
	paid_by("cash", 580000);
	sold = figure_cart;
	CASE("where nobody said that one person is on duty it needs the second");
	REFUSED(take_back(id, sold, 1, ",\"alone\":1"), ERR_FORBIDDEN, "approver");
	serving.app.settings.alone_limit = 200000;
	CASE("up to the limit, with a reason");
	REFUSED(take_back(id, sold, 1, ""), ERR_FORBIDDEN, "approver");
	DID(take_back(id, sold, 1, ",\"alone\":1"));
	assert_i64(bucket("alone", "count"), 1);
	assert_i64(bucket("alone", "amount"), 145000);
	CASE("above it waits for the manager, who agrees from afar");
	assert_false(take_back(big, sold, 2, ",\"alone\":1"));
	assert_false(take_back(big, sold, 2, ",\"manager\":\"khách đoàn\""));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	DID(GET("/consents", NULL, &serving.supervisor));
	assert_i64(number_at("waiting.0.amount"), 290000);
	DID(POST(arena_format(serving.arena, "/consents/%s/answer", big), &serving.supervisor, "{\"asked_us\":%lld,\"is_agreed\":true}",
		 (long long)number_at("waiting.0.at_us")));
	DID(take_back(big, sold, 2, ",\"manager\":\"khách đoàn\""));
	CASE("she who did it never confirms it, whatever she has become since");
	seller = serving.cashier;
	seller.role = STAFF_SUPERVISOR;
	DID(GET("/alone", "only_open=true", &serving.supervisor));
	assert_i64(count_at("rows"), 1);
	assert_i64(number_at("rows.0.amount"), 145000);
	assert_false(POST("/alone/answer", &seller, "{\"id\":\"%s\",\"entry_id\":\"%s\",\"answer\":\"confirmed\"}", fresh(), id));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	DID(POST("/alone/answer", &serving.supervisor, "{\"id\":\"%s\",\"entry_id\":\"%s\",\"answer\":\"confirmed\"}", fresh(), id));
	DID(GET("/alone", "only_open=true", &serving.supervisor));
	assert_i64(count_at("rows"), 0);
}

/* ---- B10 ----------------------------------------------------------------------- */

static void goods_leave_as_a_sale_paid_by_any_mix(void **state)
{
	struct id contract, producer, customer, carrier, item;
	const struct sale *sale;
	const char *order, *cart = fresh();

	(void)state;
	goods_begin();
	producer = add_party("HTX", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(producer, usual_terms());
	item = add_good((struct good){ .code = "MAT", .price = 145000, .vat_class = VAT_8, .pieces = 40, .contract = contract });
	customer = add_party("NHAHANG", FORM_ENTERPRISE, TAX_CREDIT, PARTY_CUSTOMER);
	carrier = add_party("BUUDIEN", FORM_ENTERPRISE, TAX_CREDIT, PARTY_CARRIER);
	goods_end();
	open_shift();
	DID(POST("/credits", &accountant, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":200000,\"days\":7}", fresh(), text_of_id(customer)));
	begin();
	scan("10*MAT");
	paid_by("transfer", 1450000);
	assert_i64(ledger_says("payable", producer), -1160000);
	CASE("by Zalo, for today, five jars held, 200.000 ahead");
	DID(POST("/orders", &serving.cashier,
		 "{\"id\":\"%s\",\"channel\":\"zalo\",\"contact\":{\"name\":\"Chị Mai\",\"phone\":\"0912345678\"},\"is_holding\":true,\"promised_day\":\"%s\","
		 "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":5000,\"is_sample\":false}]}", fresh(), iso(0), text_of_id(item)));
	order = text_at("id");
	assert_text(text_at("state"), "ready");
	DID(POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":200000}]}", fresh(), till()));
	assert_i64(ledger_says("deposit", nobody) + ledger_says("deposit", customer), -200000);
	DID(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, till()));
	assert_i64(number_at("total"), 725000);
	CASE("deposit, on account, COD, offset, card and cash in one ticket");
	DID(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier,
		 "{\"id\":\"%s\",\"total\":725000,\"pays\":[{\"way\":\"deposit\",\"amount\":200000,\"source_id\":\"%s\"},"
		 "{\"way\":\"account\",\"amount\":100000,\"party_id\":\"%s\"},{\"way\":\"cod\",\"amount\":100000,\"party_id\":\"%s\",\"reference\":\"VD1\"},"
		 "{\"way\":\"offset\",\"amount\":50000,\"party_id\":\"%s\",\"source_id\":\"%s\"},{\"way\":\"card\",\"amount\":100000,\"reference\":\"0042\"},"
		 "{\"way\":\"cash\",\"amount\":175000,\"given\":200000}]" SECOND "}", cart, order, text_of_id(customer), text_of_id(carrier), text_of_id(producer),
		 text_of_id(contract)));
	assert_i64(number_at("change"), 25000);
	sale = sale_in_book(cart);
	assert_i64(sale->pays_count, 6);
	assert_text(text_of_id(sale->order_id), order);
	assert_i64(ledger_says("deposit", nobody) + ledger_says("deposit", customer), 0);
	assert_i64(ledger_says("receivable", customer), 100000);
	assert_i64(ledger_says("cod", carrier), 100000);
	assert_i64(ledger_says("card", nobody), 100000);
	assert_i64(ledger_says("payable", producer), -1160000 - 580000 + 50000);
	assert_i64(ledger_says("cash", nobody), 500000 + 200000 + 175000);
	CASE("each is its own bucket");
	assert_i64(bucket("way:account", "amount"), 100000);
	assert_i64(bucket("way:cod", "amount"), 100000);
	assert_i64(bucket("way:offset", "amount"), 50000);
	assert_i64(bucket("way:deposit", "amount"), 200000);
	assert_i64(bucket("way:card", "amount"), 100000);
	CASE("the carrier's list closes what it owes, less its fee");
	DID(POST("/cod/matched", &accountant,
		 "{\"id\":\"%s\",\"party_id\":\"%s\",\"way\":\"transfer\",\"rows\":[{\"parcel\":\"VD1\",\"amount\":100000,\"fee\":20000,\"is_closed\":true}]" SECOND "}", fresh(),
		 text_of_id(carrier)));
	assert_i64(ledger_says("cod", carrier), 0);
	CASE("the customer pays what is on account");
	DID(POST("/debts/paid", &serving.cashier, "{\"id\":\"%s\",\"party_id\":\"%s\",\"till_id\":\"%s\",\"amount\":100000,\"way\":\"cash\"}", fresh(), text_of_id(customer),
		 till()));
	assert_i64(ledger_says("receivable", customer), 0);
}

static void two_tickets_are_one_sale(void **state)
{
	const char *first;

	(void)state;
	open_shift();
	begin();
	scan("7");
	first = figure_cart;
	begin();
	scan("2*7");
	DID(TO("/join", "\"other_id\":\"%s\"", first));
	assert_i64(answered("total"), 435000);
	assert_i64(paid_by("cash", 435000)->total.dong, 435000);
	CASE("the joined one is not there to be paid again");
	figure_cart = first;
	assert_false(pay_by("cash", 145000));
}

static void a_forfeited_deposit_is_the_houses(void **state)
{
	const char *order;

	(void)state;
	open_shift();
	DID(POST("/orders", &serving.cashier,
		 "{\"id\":\"%s\",\"channel\":\"counter\",\"contact\":{\"name\":\"Anh Nam\",\"phone\":\"0912345678\"},\"is_holding\":true,\"promised_day\":\"%s\","
		 "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":2000,\"is_sample\":false}]}", fresh(), iso(0), text_of_id(serving.item_id)));
	order = text_at("id");
	DID(POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":100000}]}", fresh(), till()));
	DID(POST(arena_format(serving.arena, "/orders/%s/cancel", order), &serving.cashier,
		 "{\"id\":\"%s\",\"give_back\":40000,\"way\":\"cash\",\"till_id\":\"%s\",\"reason\":\"khách không đến\"" SECOND "}", fresh(), till()));
	assert_i64(ledger_says("deposit", nobody), 0);
	assert_i64(ledger_says("house", nobody), -60000);
	assert_i64(ledger_says("cash", nobody), 560000);
}

/* ---- B11 ----------------------------------------------------------------------- */

static void a_voucher_is_a_debt_and_a_way_to_pay(void **state)
{
	const char *id, *number;
	const struct sale *sale;

	(void)state;
	open_shift();
	DID(POST("/vouchers", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"value\":200000,\"count\":2,\"total\":400000,\"way\":\"cash\"}", fresh(), till()));
	number = text_at("vouchers.0.number");
	CASE("nothing is sold and no VAT is owed: it is a debt");
	assert_i64(ledger_says("voucher", nobody), -400000);
	assert_i64(ledger_says("vat", nobody), 0);
	assert_i64(ledger_says("cash", nobody), 900000);
	DID(GET("/vouchers/find", arena_format(serving.arena, "code=%s", number), &serving.cashier));
	id = text_at("id");
	begin();
	scan("7");
	DID(POST(arena_format(serving.arena, "/carts/%s/pay", figure_cart), &serving.cashier,
		 "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"voucher\",\"amount\":145000,\"source_id\":\"%s\",\"reference\":\"%s\"}]" SECOND "}", figure_cart, id, number));
	sale = sale_in_book(figure_cart);
	assert_i64(sale->vat.dong, 10741);
	assert_i64(ledger_says("voucher", nobody), -255000);
	assert_i64(bucket("way:voucher", "amount"), 145000);
	CASE("not more than is left on it");
	begin();
	scan("7");
	assert_false(POST(arena_format(serving.arena, "/carts/%s/pay", figure_cart), &serving.cashier,
			  "{\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"voucher\",\"amount\":145000,\"source_id\":\"%s\",\"reference\":\"%s\"}]" SECOND "}", figure_cart, id,
			  number));
	assert_text(serving.err.field, "pays[0].amount");
}

/* ---- B12 ----------------------------------------------------------------------- */

static void a_referrer_has_a_fee_against_a_slip(void **state)
{
	const char *guide, *sold;
	struct id party;

	(void)state;
	open_shift();
	DID(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Anh Tài, xe 16 chỗ\"}", fresh()));
	guide = text_at("id");
	begin();
	scan("7");
	DID(TO("/referrer", "\"referrer_id\":\"%s\"", guide));
	assert_text(text_of_id(paid_by("cash", 145000)->referrer_id), guide);
	sold = figure_cart;
	DID(POST("/cash-moves", &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-14500,\"what\":\"referrer\",\"party_id\":\"%s\",\"sales\":[{\"id\":\"%s\"}],\"reason\":\"hoa hồng 10 %%\"" SECOND "}",
		 fresh(), till(), guide, sold));
	assert_text(text_at("number"), "PC-000001");
	assert_i64(ledger_says("cash", nobody), 500000 + 145000 - 14500);
	assert_true(id_read(guide, 36, &party));
	assert_i64(ledger_says("expense", party) + ledger_says("expense", nobody), 14500);
	DID(GET("/cash/fees", NULL, &accountant));
	assert_i64(number_at("fees.0.amount"), 14500);
	assert_i64(number_at("fees.0.sales_count"), 1);
}

static void names_in_four_languages(void **state)
{
	static const struct {
		const char *lang, *name;
	} rows[] = { { "en", "Honey 500 ml" }, { "zh", "蜂蜜 500 毫升" }, { "ko", "꿀 500 ml" } };
	struct buf words;

	(void)state;
	buf_init(&words, 4096);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		buf_format(&words, "%s{\"lang\":\"%s\",\"name\":\"%s\",\"story\":null,\"storage\":null,\"usage\":null}", i ? "," : "", rows[i].lang, rows[i].name);
	DID(POST(arena_format(serving.arena, "/items/%s/words", text_of_id(serving.item_id)), &serving.admin, "{\"id\":\"%s\",\"trace_url\":null,\"words\":[%s]}", fresh(),
		 buf_get(&words)));
	buf_release(&words);
	open_shift();
	begin();
	scan("7");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		CASE(rows[i].lang);
		DID(TO("/flags", "\"lang\":\"%s\",\"is_gift\":false", rows[i].lang));
		DID(GET("/screen", arena_format(serving.arena, "till_id=%s&lang=%s", till(), rows[i].lang), &serving.cashier));
		assert_true(answer_has(rows[i].name));
		DID(GET("/screen/check", arena_format(serving.arena, "till_id=%s&code=8936000000014&lang=%s", till(), rows[i].lang), &serving.cashier));
		assert_text(text_at("goods.0.name"), rows[i].name);
		assert_i64(number_at("goods.0.price"), 145000);
	}
	assert_text(paid_by("cash", 145000)->lang, "ko");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(alone_it_goes_on_up_to_the_limit_and_is_confirmed_by_another),
		FIGURES_TEST(goods_leave_as_a_sale_paid_by_any_mix),
		FIGURES_TEST(two_tickets_are_one_sale),
		FIGURES_TEST(a_forfeited_deposit_is_the_houses),
		FIGURES_TEST(a_voucher_is_a_debt_and_a_way_to_pay),
		FIGURES_TEST(a_referrer_has_a_fee_against_a_slip),
		FIGURES_TEST(names_in_four_languages),
	};

	return cmocka_run_group_tests_name("app/figures_pay", tests, NULL, NULL);
}
