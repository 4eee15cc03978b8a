/*
 * Every request that moves money, asked twice: the same again has the first answer and makes no entry; another body under the same id is refused
 * and changes nothing.
 */
#include "figuring.h"

static struct id customer, carrier, producer, contract;
static const char *sold[3], *voucher, *order;

static int64_t entries(void)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	struct journal_head head;

	assert_ok(txn && journal_head(txn, reader->stream, &head, &err), &err);
	txn_abandon(txn);
	book_close(reader);
	return head.number;
}

/* form: the members beside the id, with @ where the two bodies differ. */
static void twice(const char *name, const char *path, const struct staff *who, const char *id, const char *form, int64_t figure, int64_t other)
{
	const char *body = arena_format(serving.arena, "{\"id\":\"%s\",%s}", id, form), *at = strstr(body, "@"), *first;
	int64_t before = entries(), made;
	char *bodies[2];

	CASE(name);
	assert_non_null(at);
	for (int i = 0; i < 2; i++)
		bodies[i] = arena_format(serving.arena, "%.*s%lld%s", (int)(at - body), body, (long long)(i ? other : figure), at + 1);
	DID(do_call(HTTP_POST, path, NULL, bodies[0], who));
	first = arena_text(serving.arena, serving.answer);
	made = entries();
	assert_true(made > before);
	for (int i = 0; i < 2; i++) {
		DID(do_call(HTTP_POST, path, NULL, bodies[0], who));
		assert_text(serving.answer, first);
	}
	assert_false(do_call(HTTP_POST, path, NULL, bodies[1], who));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	assert_text(serving.err.field, "id");
	assert_i64(entries(), made);
	CASE("");
}

#define AT(...) arena_format(serving.arena, __VA_ARGS__)

static const char *sell(int pieces, const char *way)
{
	begin();
	scan(AT("%d*HAI", pieces));
	paid_by(way, 100000 * pieces);
	return figure_cart;
}

static void put_world(void)
{
	goods_begin();
	producer = add_party("HAI", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR);
	contract = add_contract(producer, usual_terms());
	add_good((struct good){ .code = "HAI", .price = 100000, .vat_class = VAT_8, .pieces = 90, .contract = contract });
	customer = add_party("KH", FORM_ENTERPRISE, TAX_CREDIT, PARTY_CUSTOMER);
	carrier = add_party("VC", FORM_ENTERPRISE, TAX_CREDIT, PARTY_CARRIER);
	goods_end();
}

static void asked_twice_money_moves_once(void **state)
{
	const char *till = text_of_id(serving.till_id), *id;

	(void)state;
	put_world();
	twice("a shift is opened", "/shifts", &serving.cashier, fresh(), AT("\"till_id\":\"%s\",\"float_cash\":@", till), 500000, 600000);
	DID(POST("/credits", &accountant, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":900000,\"days\":7}", fresh(), text_of_id(customer)));
	begin();
	scan("HAI");
	twice("a ticket is paid", AT("/carts/%s/pay", figure_cart), &serving.cashier, figure_cart,
	      "\"total\":100000,\"pays\":[{\"way\":\"cash\",\"amount\":100000,\"given\":@}]", 100000, 200000);
	sold[0] = figure_cart;
	twice("a whole sale", "/sales", &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"total\":145000,\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"price\":145000}],\"pays\":[{\"way\":\"cash\",\"amount\":145000,"
		 "\"given\":@}]", till, text_of_id(serving.item_id)), 145000, 150000);
	sold[1] = sell(3, "cash");
	twice("goods come back", "/returns", &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}],\"way\":\"cash\",\"reason\":\"đổi ý\",\"total\":@" SECOND, till,
		 sold[1]), 100000, 99000);
	begin();
	scan("2*HAI");
	DID(TO("/back", "\"back\":{\"sale_id\":\"%s\",\"reason\":\"đổi\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]}", sold[1]));
	twice("an exchange", AT("/carts/%s/pay", figure_cart), &serving.cashier, figure_cart,
	      "\"total\":200000,\"pays\":[{\"way\":\"cash\",\"amount\":100000,\"given\":@}]" SECOND, 100000, 200000);
	twice("another tender", AT("/sales/%s/tender", sold[0]), &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"pays\":[{\"way\":\"card\",\"amount\":100000,\"reference\":\"@\"}],\"reason\":\"bấm nhầm\"" SECOND, till), 4211, 4212);
	twice("cash moves", "/cash-moves", &serving.cashier, fresh(), AT("\"till_id\":\"%s\",\"amount\":-@,\"what\":\"spent\",\"reason\":\"mua nước\"" SECOND, till), 50000,
	      60000);
	twice("a voucher is sold", "/vouchers", &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"value\":@,\"count\":1,\"total\":200000,\"way\":\"cash\"", till), 200000, 100000);
	DID(GET("/vouchers", "which=left", &accountant));
	voucher = text_at("vouchers.0.id");
	begin();
	scan("HAI");
	twice("a voucher pays", AT("/carts/%s/pay", figure_cart), &serving.cashier, figure_cart,
	      AT("\"total\":100000,\"pays\":[{\"way\":\"voucher\",\"amount\":@,\"source_id\":\"%s\"}]" SECOND, voucher), 100000, 90000);
	begin();
	scan("2*HAI");
	id = AT("\"total\":200000,\"pays\":[{\"way\":\"account\",\"amount\":100000,\"party_id\":\"%s\"},{\"way\":\"cod\",\"amount\":100000,\"party_id\":\"%s\",\"reference\":\"VD@\"}]",
		text_of_id(customer), text_of_id(carrier));
	twice("on account and COD", AT("/carts/%s/pay", figure_cart), &serving.cashier, figure_cart, id, 1, 2);
	twice("a debt is paid", "/debts/paid", &serving.cashier, fresh(),
	      AT("\"party_id\":\"%s\",\"till_id\":\"%s\",\"amount\":@,\"way\":\"cash\"", text_of_id(customer), till), 60000, 30000);
	twice("a carrier's list", "/cod/matched", &accountant, fresh(),
	      AT("\"party_id\":\"%s\",\"way\":\"transfer\",\"rows\":[{\"parcel\":\"VD1\",\"amount\":100000,\"fee\":@,\"is_closed\":true}]" SECOND, text_of_id(carrier)), 20000,
	      30000);
	DID(POST("/orders", &serving.cashier,
		 "{\"id\":\"%s\",\"channel\":\"zalo\",\"contact\":{\"name\":\"Chị Mai\",\"phone\":\"0912345678\"},\"is_holding\":true,\"promised_day\":\"%s\","
		 "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":2000,\"is_sample\":false}]}", fresh(), iso(0), text_of_id(serving.item_id)));
	order = text_at("id");
	twice("a deposit", AT("/orders/%s/pay", order), &serving.cashier, fresh(), AT("\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":@}]", till), 100000, 90000);
	twice("an order is called off", AT("/orders/%s/cancel", order), &serving.cashier, fresh(),
	      AT("\"give_back\":@,\"way\":\"cash\",\"till_id\":\"%s\",\"reason\":\"đổi ý\"" SECOND, till), 100000, 40000);
	id = fresh();
	DID(POST("/returns", &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}],\"way\":\"transfer\",\"reason\":\"đổi ý\",\"total\":100000,"
		 "\"payee\":{\"name\":\"Lò Thị Mai\",\"account\":\"100200300\",\"bank\":\"Agribank\",\"phone\":null}" SECOND "}", id, till, sold[0]));
	twice("money back is sent", AT("/refunds/%s/sent", id), &accountant, fresh(), "\"reference\":\"FT@\",\"doc_day\":null" SECOND, 1, 2);
	twice("a shift is handed on", "/shifts/hand-over", &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":@}],\"reason\":\"đếm thử\"" SECOND, till), 500, 501);
	serving.cashier = serving.supervisor;
	twice("a shift is closed", "/shifts/close", &serving.cashier, fresh(),
	      AT("\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":@}],\"reason\":\"đếm thử\"", till), 400, 401);
	twice("an advance is paid", "/payouts", &accountant, fresh(),
	      AT("\"contract_id\":\"%s\",\"way\":\"transfer\",\"amount\":@,\"doc_day\":null,\"reference\":\"FT9\",\"is_advance\":true" SECOND, text_of_id(contract)), 50000, 60000);
	serving.ahead_us = DAY_US;
	twice("a period is closed", "/settlements", &accountant, fresh(),
	      AT("\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":\"thử @\"" SECOND, text_of_id(contract), iso(0)), 1, 2);
	twice("what is owed is paid", "/payouts", &accountant, fresh(),
	      AT("\"contract_id\":\"%s\",\"way\":\"transfer\",\"amount\":@,\"doc_day\":null,\"reference\":\"FT8\",\"is_advance\":false" SECOND, text_of_id(contract)), 10000, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { FIGURES_TEST(asked_twice_money_moves_once) };

	return cmocka_run_group_tests_name("app/figures_twice", tests, NULL, NULL);
}
