/* A recall through the doors: open tickets turn red, payment is refused, the report and its papers are there. */
#include "serving.h"

#include <jansson.h>

static const char *at(const char *array, size_t i, const char *name)
{
	json_t *json = json_loads(serving.answer, 0, NULL), *value = json_object_get(json_array_get(json_object_get(json, array), i), name);
	const char *text = json_is_string(value) ? arena_text(serving.arena, json_string_value(value)) : NULL;

	json_decref(json);
	return text;
}

static const char *top(const char *name)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	const char *text = arena_text(serving.arena, json_string_value(json_object_get(json, name)));

	json_decref(json);
	return text;
}

static const char *lot_of_item(const char *q)
{
	assert_ok(GET("/stock", arena_format(serving.arena, "by=lot&q=%s", q), &serving.admin), &serving.err);
	return at("rows", 0, "lot_id");
}

static const char *till(void)
{
	return text_of_id(serving.till_id);
}

static const char *open_cart(void)
{
	const char *cart = fresh();

	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, till()), &serving.err);
	return cart;
}

static const char *at_cart(const char *cart, const char *rest)
{
	return arena_format(serving.arena, "/carts/%s%s", cart, rest);
}

static bool recall(const struct staff *who, const char *lot, bool is_frozen, const char *more)
{
	return POST("/recalls", who, "{\"id\":\"%s\",\"is_frozen\":%s,\"lots\":[{\"lot_id\":\"%s\"}],\"reason\":\"nấm mốc\"%s}", fresh(),
		    is_frozen ? "true" : "false", lot, more);
}

#define APPROVED ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"

static void a_ticket_with_the_goods_turns_red_and_is_not_paid(void **state)
{
	const char *lot = lot_of_item("MO500"), *cart = open_cart(), *parked = open_cart();

	(void)state;
	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), till()), &serving.err);
	assert_ok(POST(at_cart(parked, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", fresh()), &serving.err);
	assert_ok(POST(at_cart(parked, "/park"), &serving.cashier, "{\"id\":\"%s\"}", fresh()), &serving.err);
	assert_ok(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"8936000000014\"}", fresh()), &serving.err);
	assert_true(answer_has("\"state\":\"ok\""));
	/* A cashier asks the office for it. */
	assert_false(recall(&serving.cashier, lot, true, ""));
	assert_ok(recall(&serving.supervisor, lot, true, ""), &serving.err);
	assert_ok(GET(at_cart(cart, ""), NULL, &serving.cashier), &serving.err);
	assert_true(answer_has("\"state\":\"stopped\""));
	assert_true(answer_has("thu hồi"));
	assert_false(POST("/sales", &serving.cashier,
			  "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":145000,\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"price\":145000}],"
			  "\"pays\":[{\"way\":\"cash\",\"amount\":145000,\"given\":145000}]}",
			  fresh(), till(), text_of_id(serving.item_id)));
	assert_text(serving.err.field, "lines[0].item_id");
	assert_ok(POST(at_cart(parked, "/recall"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), till()), &serving.err);
	assert_true(answer_has("\"state\":\"stopped\""));
	/* Let go by two, it sells again. */
	assert_false(recall(&serving.supervisor, lot, false, ""));
	assert_ok(recall(&serving.admin, lot, false, APPROVED), &serving.err);
	assert_ok(GET(at_cart(cart, ""), NULL, &serving.cashier), &serving.err);
	assert_true(answer_has("\"state\":\"ok\""));
}

static void the_report_comes_as_page_sheet_and_table(void **state)
{
	const char *lot = lot_of_item("MO500"), *cart = open_cart(), *customer;

	(void)state;
	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), till()), &serving.err);
	assert_ok(POST(at_cart(cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"2*8936000000014\"}", fresh()), &serving.err);
	assert_ok(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Đặng Thị Hòa\",\"phone\":\"0912 345 678\"}", fresh()), &serving.err);
	customer = top("id");
	assert_ok(POST(at_cart(cart, "/customer"), &serving.cashier, "{\"id\":\"%s\",\"customer_id\":\"%s\"}", fresh(), customer), &serving.err);
	assert_ok(POST(at_cart(cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":290000,\"pays\":[{\"way\":\"cash\",\"amount\":290000,\"given\":300000}]}",
		       cart), &serving.err);
	assert_ok(recall(&serving.supervisor, lot, true, ""), &serving.err);
	assert_ok(GET("/recalls", NULL, &serving.admin), &serving.err);
	assert_text(at("recalls", 0, "lot_id"), lot);
	assert_ok(GET(arena_format(serving.arena, "/recalls/%s", lot), NULL, &serving.admin), &serving.err);
	assert_true(answer_has("\"sold_milli\":2000"));
	assert_true(answer_has("\"left_milli\":98000"));
	assert_true(answer_has("\"receipt\":\"Q1-1-000001\""));
	assert_true(answer_has("\"place\":\"shelf\""));
	/* Who bought it where that is known, the telephone masked. */
	assert_true(answer_has("Đặng Thị Hòa · "));
	assert_null(strstr(serving.answer, "0912345678"));
	assert_null(strstr(serving.answer, "0912 345 678"));
	assert_ok(GET(arena_format(serving.arena, "/recalls/%s/report.pdf", lot), NULL, &serving.admin), &serving.err);
	assert_memory_equal(serving.answer, "%PDF", 4);
	assert_ok(GET(arena_format(serving.arena, "/recalls/%s/notice.pdf", lot), NULL, &serving.admin), &serving.err);
	assert_memory_equal(serving.answer, "%PDF", 4);
	assert_ok(GET("/exports/recall.csv", arena_format(serving.arena, "lot_id=%s", lot), &serving.admin), &serving.err);
	assert_true(answer_has("Q1-1-000001"));
	assert_true(answer_has("còn lại"));
	assert_false(GET("/exports/recall.csv", NULL, &serving.admin));
	assert_text(serving.err.field, "lot_id");
	assert_false(GET("/exports/sales.csv", arena_format(serving.arena, "lot_id=%s", lot), &serving.admin));
	assert_text(serving.err.field, "lot_id");
	assert_false(GET(arena_format(serving.arena, "/recalls/%s", fresh()), NULL, &serving.admin));
	assert_text(serving.err.field, "lot_id");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(a_ticket_with_the_goods_turns_red_and_is_not_paid),
		SERVING_TEST(the_report_comes_as_page_sheet_and_table),
	};

	return cmocka_run_group_tests_name("app/recall", tests, NULL, NULL);
}
