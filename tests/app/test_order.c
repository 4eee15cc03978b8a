/* Orders through their doors: placed, from a ticket, paid ahead, delivered as a ticket, asked of a producer, on paper, as a table. */
#include "serving.h"

#include <jansson.h>

#include "base/day.h"

#define SECOND "\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"

static const char *today(void)
{
	int32_t day = day_of_us(clock_now_us());

	return arena_format(serving.arena, "%04d-%02d-%02d", (int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100));
}

static json_t *answer(void)
{
	return json_loads(serving.answer, 0, NULL);
}

static const char *answer_text(const char *name)
{
	json_t *json = answer();
	const char *text = arena_text(serving.arena, json_string_value(json_object_get(json, name)));

	json_decref(json);
	return text;
}

static int64_t answer_number(const char *name)
{
	json_t *json = answer();
	int64_t number = json_integer_value(json_object_get(json, name));

	json_decref(json);
	return number;
}

static void open_shift(void)
{
	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":1000000}", fresh(), text_of_id(serving.till_id)),
		  &serving.err);
}

#define CONTACT "\"contact\":{\"name\":\"Chị Mai\",\"phone\":\"0912 345 678\"}"

static const char *place(bool is_sample, int64_t qty_milli)
{
	assert_ok(POST("/orders", &serving.cashier,
		       "{\"id\":\"%s\",\"channel\":\"zalo\"," CONTACT ",\"is_holding\":true,\"promised_day\":\"%s\","
		       "\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":%lld,\"is_sample\":%s}]}",
		       fresh(), today(), text_of_id(serving.item_id), (long long)qty_milli, is_sample ? "true" : "false"), &serving.err);
	return answer_text("id");
}

static void pay(const char *order, int64_t amount)
{
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier,
		       "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":%lld}]}", fresh(), text_of_id(serving.till_id), (long long)amount),
		  &serving.err);
}

/* ---- the whole way ------------------------------------------------------------------ */

static void an_order_is_placed_paid_ahead_and_delivered(void **state)
{
	const char *order, *cart;

	(void)state;
	open_shift();
	order = place(false, 3000);
	assert_text(answer_text("number"), "ĐH-0001");
	assert_text(answer_text("state"), "ready");
	assert_i64(answer_number("total"), 435000);
	pay(order, 200000);
	assert_i64(answer_number("left"), 200000);
	assert_true(answer_has("\"number\":\"ĐC-0001\""));
	assert_ok(GET("/orders", "filter=due", &serving.cashier), &serving.err);
	assert_i64(answer_number("due_count"), 1);
	assert_true(answer_has("\"phone\":\"09"));
	assert_false(strstr(serving.answer, "0912345678"));
	/* Deposits of a list could be summed before the count: who counts blind learns that there is one. */
	assert_true(answer_has("\"has_deposit\":true"));
	assert_true(answer_has("\"left\":null"));
	assert_false(strstr(serving.answer, "200000"));
	assert_true(answer_has("\"total\":435000"));
	assert_ok(GET("/orders", "filter=due", &serving.admin), &serving.err);
	assert_true(answer_has("\"left\":200000"));
	cart = fresh();
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart,
		       text_of_id(serving.till_id)), &serving.err);
	assert_i64(answer_number("total"), 435000);
	assert_true(answer_has("\"deposit_left\":200000"));
	/* Asked again it is the same ticket. */
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart,
		       text_of_id(serving.till_id)), &serving.err);
	/* One piece is left for another day. */
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/lines/1/qty", cart), &serving.cashier, "{\"id\":\"%s\",\"qty_milli\":2000}", fresh()), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier,
		       "{\"id\":\"%s\",\"total\":290000,\"pays\":[{\"way\":\"deposit\",\"amount\":200000,\"source_id\":\"%s\"},"
		       "{\"way\":\"cash\",\"amount\":90000,\"given\":100000}]}", cart, order), &serving.err);
	assert_ok(GET(arena_format(serving.arena, "/orders/%s", order), NULL, &serving.cashier), &serving.err);
	assert_text(answer_text("state"), "partly");
	assert_i64(answer_number("left"), 0);
	assert_true(answer_has("\"phone\":\"0912345678\""));
	assert_true(answer_has("\"receipt\":\"Q1-1-000001\""));
	assert_ok(GET("/orders", "filter=all", &serving.cashier), &serving.err);
	assert_true(answer_has("\"total\":null"));
	assert_ok(GET("/orders", "filter=all", &serving.admin), &serving.err);
	assert_true(answer_has("\"total\":435000"));
	/* The rest is called off: nothing was left of the deposit, so nobody is asked. */
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/cancel", order), &serving.cashier, "{\"id\":\"%s\",\"give_back\":0,\"reason\":\"khách đủ dùng\"}", fresh()),
		  &serving.err);
	assert_text(answer_text("state"), "cancelled");
}

static void a_ticket_becomes_an_order_and_is_over(void **state)
{
	const char *cart = fresh();

	(void)state;
	open_shift();
	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/add", cart), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
		       text_of_id(serving.item_id)), &serving.err);
	for (int again = 0; again < 2; again++) {
		assert_ok(POST(arena_format(serving.arena, "/carts/%s/order", cart), &serving.cashier,
			       "{\"id\":\"%s\",\"channel\":\"counter\"," CONTACT ",\"deposit_asked\":100000,\"is_holding\":true,\"promised_day\":\"%s\",\"samples\":[\"1\"]}",
			       cart, today()), &serving.err);
		assert_text(answer_text("id"), cart);
		assert_text(answer_text("number"), "ĐH-0001");
		assert_true(answer_has("\"asking\":\"to_ask\""));
	}
	assert_false(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier,
			  "{\"id\":\"%s\",\"total\":290000,\"pays\":[{\"way\":\"cash\",\"amount\":290000}]}", cart));
	assert_ok(GET("/carts", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.cashier), &serving.err);
	assert_false(strstr(serving.answer, cart));
}

static bool becomes_an_order(const char *cart)
{
	return POST(arena_format(serving.arena, "/carts/%s/order", cart), &serving.cashier,
		    "{\"id\":\"%s\",\"channel\":\"counter\"," CONTACT ",\"is_holding\":true,\"promised_day\":\"%s\",\"samples\":[]}", cart, today());
}

static bool gives(const char *cart, const char *what)
{
	return POST(arena_format(serving.arena, "/carts/%s/discount", cart), &serving.cashier, "{\"id\":\"%s\",%s,\"reason\":1}", fresh(), what);
}

/* Of the first line, in đồng. */
static int64_t line_discount(void)
{
	json_t *json = answer(), *line = json_array_get(json_object_get(json, "lines"), 0);
	int64_t discount = json_integer_value(json_object_get(line, "discount"));

	json_decref(json);
	return discount;
}

/* What cannot be sold today is what a customer orders most, and what she was promised off it holds for the day the goods come. */
static void goods_that_cannot_be_sold_today_keep_what_was_left_off(void **state)
{
	static const struct { const char *name, *line, *ticket; int64_t off; } cases[] = {
		{ "a part of the line",                     "\"n\":1,\"ppm\":20000",    NULL,              5800 },
		{ "an amount off the line",                 "\"n\":1,\"amount\":5000",  NULL,              5000 },
		{ "a part of the ticket",                   NULL,                       "\"ppm\":10000",   2900 },
		{ "an amount off the ticket",               NULL,                       "\"amount\":8000", 8000 },
		{ "both: the ticket's of what is left",     "\"n\":1,\"ppm\":20000",    "\"ppm\":10000",   8642 },
	};
	json_t *json;
	const char *lot;

	(void)state;
	open_shift();
	assert_ok(GET("/stock", "by=lot&q=MO500", &serving.admin), &serving.err);
	json = answer();
	lot = arena_text(serving.arena, json_string_value(json_object_get(json_array_get(json_object_get(json, "rows"), 0), "lot_id")));
	json_decref(json);
	assert_ok(POST("/recalls", &serving.supervisor, "{\"id\":\"%s\",\"is_frozen\":true,\"lots\":[{\"lot_id\":\"%s\"}],\"reason\":\"nấm mốc\"}", fresh(), lot),
		  &serving.err);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *cart = fresh();

		assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)), &serving.err);
		assert_ok(POST(arena_format(serving.arena, "/carts/%s/add", cart), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
			       text_of_id(serving.item_id)), &serving.err);
		assert_true(answer_has("\"state\":\"stopped\""));
		assert_ok(!cases[i].line || gives(cart, cases[i].line), &serving.err);
		assert_ok(!cases[i].ticket || gives(cart, cases[i].ticket), &serving.err);
		assert_ok(becomes_an_order(cart), &serving.err);
		if (line_discount() != cases[i].off)
			fail_msg("%s: %lld off, not %lld", cases[i].name, (long long)line_discount(), (long long)cases[i].off);
		assert_int_equal(answer_number("total"), 290000 - cases[i].off);
	}
}

static bool brings(const char *cart, const char *swap)
{
	return POST(arena_format(serving.arena, "/carts/%s/swap", cart), &serving.cashier, "{\"id\":\"%s\",\"swap\":[%s]}", fresh(), swap);
}

/* An order holds none of it: what a customer brought back would be gone without anything for it. */
static void what_an_order_cannot_hold_is_not_lost(void **state)
{
	const char *cart = fresh();

	(void)state;
	open_shift();
	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/add", cart), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
		       text_of_id(serving.item_id)), &serving.err);
	assert_ok(brings(cart, arena_format(serving.arena, "{\"item_id\":\"%s\",\"qty_milli\":1000,\"reason\":\"nắp hở\",\"bought_day\":\"2026-08-22\"}",
					    text_of_id(serving.item_id))), &serving.err);
	assert_false(becomes_an_order(cart));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	assert_text(serving.err.field, "cart_id");
	assert_ok(brings(cart, ""), &serving.err);
	assert_ok(becomes_an_order(cart), &serving.err);
}

static void a_producer_is_asked_and_answers(void **state)
{
	const char *order;

	(void)state;
	order = place(true, 2000);
	assert_text(answer_text("state"), "open");
	assert_ok(GET("/order-questions", NULL, &serving.admin), &serving.err);
	assert_true(answer_has("\"asking\":\"to_ask\""));
	assert_true(answer_has("- Mật ong 500 ml: 2 hộp, cần ngày"));
	assert_false(strstr(serving.answer, "Mai"));
	assert_ok(POST("/order-questions", &serving.cashier, "{\"id\":\"%s\",\"lines\":[{\"order_id\":\"%s\",\"n\":1}]}", fresh(), order), &serving.err);
	assert_false(POST("/order-answers", &serving.cashier, "{\"id\":\"%s\",\"order_id\":\"%s\",\"n\":1,\"is_yes\":false,\"back_day\":null,\"reason\":null}", fresh(), order));
	assert_text(serving.err.field, "reason");
	assert_ok(POST("/order-answers", &serving.cashier, "{\"id\":\"%s\",\"order_id\":\"%s\",\"n\":1,\"is_yes\":true,\"back_day\":\"%s\",\"reason\":null}", fresh(),
		       order, today()), &serving.err);
	assert_false(POST(arena_format(serving.arena, "/orders/%s/deliver", order), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(),
			  text_of_id(serving.till_id)));
	assert_text(serving.err.field, "order_id");
	assert_ok(GET("/orders", "filter=asking", &serving.cashier), &serving.err);
	assert_false(strstr(serving.answer, order));
}

static void money_back_needs_a_second_person_at_the_own_till(void **state)
{
	const char *order, *path;

	(void)state;
	open_shift();
	order = place(false, 1000);
	pay(order, 145000);
	path = arena_format(serving.arena, "/orders/%s/cancel", order);
	assert_false(POST(path, &serving.cashier, "{\"id\":\"%s\",\"give_back\":145000,\"way\":\"cash\",\"till_id\":\"%s\",\"reason\":\"đổi ý\"}", fresh(),
			  text_of_id(serving.till_id)));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	assert_false(POST(path, &serving.cashier, "{\"id\":\"%s\",\"give_back\":145000,\"way\":\"cash\",\"reason\":\"đổi ý\"," SECOND "}", fresh()));
	assert_text(serving.err.field, "till_id");
	assert_ok(POST(path, &serving.cashier, "{\"id\":\"%s\",\"give_back\":145000,\"way\":\"cash\",\"till_id\":\"%s\",\"reason\":\"đổi ý\"," SECOND "}", fresh(),
		       text_of_id(serving.till_id)), &serving.err);
	assert_i64(answer_number("given_back"), 145000);
	serving.at_till_id = random_id();
	assert_false(POST(arena_format(serving.arena, "/orders/%s/pay", order), &serving.cashier,
			  "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":1000}]}", fresh(), text_of_id(serving.till_id)));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
}

static void the_stock_keeper_holds_and_takes_no_money(void **state)
{
	struct staff keeper = serving.admin;
	const char *order;

	(void)state;
	keeper.role = STAFF_STOCK;
	order = place(false, 2000);
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/reserve", order), &keeper, "{\"id\":\"%s\",\"holds\":[],\"is_auto\":false}", fresh()), &serving.err);
	assert_text(answer_text("state"), "open");
	assert_ok(POST(arena_format(serving.arena, "/orders/%s/reserve", order), &keeper, "{\"id\":\"%s\",\"holds\":[],\"is_auto\":true}", fresh()), &serving.err);
	assert_text(answer_text("state"), "ready");
	assert_false(POST(arena_format(serving.arena, "/orders/%s/pay", order), &keeper,
			  "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":1000}]}", fresh(), text_of_id(serving.till_id)));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
}

static void papers_and_the_table_come_out(void **state)
{
	static const char *const papers[] = { "quote", "picking", "delivery", "slip" };
	const char *order;

	(void)state;
	open_shift();
	order = place(false, 2000);
	assert_false(GET(arena_format(serving.arena, "/orders/%s/papers/slip", order), NULL, &serving.cashier));
	pay(order, 50000);
	for (size_t i = 0; i < COUNT_OF(papers); i++) {
		CASE(papers[i]);
		assert_ok(GET(arena_format(serving.arena, "/orders/%s/papers/%s", order, papers[i]), NULL, &serving.cashier), &serving.err);
		assert_memory_equal(serving.answer, "%PDF", 4);
	}
	assert_false(POST(arena_format(serving.arena, "/orders/%s/print", order), &serving.cashier, "{\"id\":\"%s\",\"paper\":\"quote\",\"till_id\":\"%s\"}", fresh(),
			  text_of_id(serving.till_id)));
	assert_text(serving.err.field, "till_id");
	assert_ok(GET("/exports/orders.csv", "q=mai", &serving.admin), &serving.err);
	assert_true(answer_has("ĐH-0001;"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(an_order_is_placed_paid_ahead_and_delivered),
		SERVING_TEST(a_ticket_becomes_an_order_and_is_over),
		SERVING_TEST(goods_that_cannot_be_sold_today_keep_what_was_left_off),
		SERVING_TEST(what_an_order_cannot_hold_is_not_lost),
		SERVING_TEST(a_producer_is_asked_and_answers),
		SERVING_TEST(money_back_needs_a_second_person_at_the_own_till),
		SERVING_TEST(the_stock_keeper_holds_and_takes_no_money),
		SERVING_TEST(papers_and_the_table_come_out),
	};

	return cmocka_run_group_tests_name("app/order", tests, NULL, NULL);
}
