/* What goes back over the counter, through the doors: money typed wrong, returns, exchanges. */
#include "serving.h"

#include "shop/consent.h"

#define PIN "\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"

static const char *at(const char *where, const char *id, const char *rest)
{
	return arena_format(serving.arena, "/%s/%s%s", where, id, rest);
}

static void open_shift(void)
{
	assert_true(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)));
}

static const char *open_cart(void)
{
	const char *cart = fresh();

	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)));
	return cart;
}

static void scan(const char *cart, const char *code)
{
	assert_ok(POST(at("carts", cart, "/scan"), &serving.cashier, "{\"id\":\"%s\",\"code\":\"%s\"}", fresh(), code), &serving.err);
}

/* Three jars of 145.000, in cash. */
static const char *sold(void)
{
	const char *cart = open_cart();

	scan(cart, "3*7");
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":435000,\"pays\":[{\"way\":\"cash\",\"amount\":435000,\"given\":500000}]}",
		       cart), &serving.err);
	return cart;
}

static bool figures_say(const char *text)
{
	assert_true(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.admin));
	return answer_has(text);
}

static void a_wrong_tender_is_put_right(void **state)
{
	const char *sale, *till = text_of_id(serving.till_id), *again = fresh();
	const char *card = "\"pays\":[{\"way\":\"card\",\"amount\":435000,\"reference\":\"0042\"}],\"reason\":\"bấm nhầm\"";

	(void)state;
	open_shift();
	sale = sold();
	assert_false(POST(at("sales", sale, "/tender"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",%s}", fresh(), till, card));
	assert_text(serving.err.field, "approver");
	assert_ok(POST(at("sales", sale, "/tender"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",%s,%s}", again, till, card, PIN), &serving.err);
	assert_true(answer_has("\"to\":\"Thẻ 435.000 ₫\""));
	assert_true(answer_has("\"change\":0"));
	CASE("again it is the same answer");
	assert_ok(POST(at("sales", sale, "/tender"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",%s,%s}", again, till, card, PIN), &serving.err);
	assert_true(figures_say("{\"amount\":435000,\"count\":1,\"name\":\"tender_changed\"}"));
	assert_true(figures_say("{\"amount\":435000,\"count\":1,\"name\":\"way:card\"}"));
	assert_true(figures_say("\"expected\":500000"));
	CASE("another till's is not hers");
	serving.at_till_id = random_id();
	assert_false(POST(at("sales", sale, "/tender"), &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",%s,%s}", fresh(), till, card, PIN));
	assert_text(serving.err.field, "till_id");
	serving.at_till_id = serving.till_id;
}

static void a_small_return_needs_nobody_where_the_shop_says_so(void **state)
{
	const char *sale, *till = text_of_id(serving.till_id);
	const char *what = "\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"shelf\"}],\"way\":\"cash\",\"reason\":\"đổi ý\",\"total\":145000";

	(void)state;
	open_shift();
	sale = sold();
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",%s}", fresh(), till, sale, what));
	assert_text(serving.err.field, "approver");
	serving.app.settings.return_limit = 144999;
	assert_false(POST("/returns", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",%s}", fresh(), till, sale, what));
	assert_text(serving.err.field, "approver");
	serving.app.settings.return_limit = 145000;
	assert_ok(POST("/returns", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",%s}", fresh(), till, sale, what), &serving.err);
	serving.app.settings.return_limit = 0;
	CASE("found without its receipt: goods, day and amount; who counts blind learns no other");
	assert_true(GET("/sales", arena_format(serving.arena, "item_id=%s&total=435000", text_of_id(serving.item_id)), &serving.cashier));
	assert_true(answer_has(sale));
	assert_false(answer_has("435000"));
	assert_true(GET("/sales", "total=435001", &serving.cashier));
	assert_true(answer_has("\"sales\":[]"));
}

static void an_exchange_is_one_ticket(void **state)
{
	const char *sale, *cart, *back;

	(void)state;
	open_shift();
	sale = sold();
	cart = open_cart();
	back = arena_format(serving.arena, "\"back\":{\"sale_id\":\"%s\",\"reason\":\"đổi loại\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]}", sale);
	CASE("what cannot come back is refused at once");
	assert_false(POST(at("carts", cart, "/back"), &serving.cashier,
			  "{\"id\":\"%s\",\"back\":{\"sale_id\":\"%s\",\"reason\":\"đổi\",\"lines\":[{\"n\":1,\"qty_milli\":4000,\"place\":\"aside\"}]}}", fresh(), sale));
	assert_text(serving.err.field, "back.lines[0].qty_milli");
	CASE("the ticket says what is left to pay, after a restart too");
	assert_ok(POST(at("carts", cart, "/back"), &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), back), &serving.err);
	assert_true(answer_has("\"blocked\":\"phiếu chưa có hàng\""));
	assert_ok(POST(at("carts", cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
		       text_of_id(serving.other_item_id)), &serving.err);
	assert_true(answer_has("\"due\":54000"));
	serving_close();
	serving_open();
	assert_true(GET(at("carts", cart, ""), NULL, &serving.cashier));
	assert_true(answer_has("\"due\":54000"));
	assert_true(answer_has("\"owed\":145000"));
	assert_true(answer_has("\"receipt\":\"Q1-1-000001\""));
	CASE("the customer sees both sides and the difference");
	assert_true(GET("/screen", NULL, &serving.cashier));
	assert_true(answer_has("\"due\":54000") && answer_has("\"total\":199000"));
	assert_true(answer_has("\"back\":{\"give\":0,\"kept\":0,\"lines\":[{\"amount\":145000,"));
	CASE("paid: with what came back, and the difference");
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}]}", cart));
	assert_text(serving.err.field, "approver");
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}],%s}", cart, PIN),
		  &serving.err);
	assert_true(answer_has("\"back\":{"));
	assert_true(answer_has("\"way\":\"exchange\""));
	assert_true(answer_has("\"receipt\":\"Q1-1-000003\""));
	assert_true(GET("/screen", NULL, &serving.cashier));
	assert_true(answer_has("\"is_exchange\":true") && answer_has("\"total\":54000") && answer_has("\"given_back\":0"));
	CASE("killed in between and asked again: the first answer");
	serving_close();
	serving_open();
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}],%s}", cart, PIN),
		  &serving.err);
	assert_true(answer_has("\"receipt\":\"Q1-1-000003\""));
	assert_true(figures_say("\"expected\":989000"));
	CASE("more comes back than goes out: the rest is given");
	cart = open_cart();
	assert_ok(POST(at("carts", cart, "/back"), &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), back), &serving.err);
	assert_ok(POST(at("carts", cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":1000}", fresh(),
		       text_of_id(serving.other_item_id)), &serving.err);
	assert_true(answer_has("\"due\":0"));
	assert_true(answer_has("\"give\":45500"));
	assert_true(answer_has("\"give_cash\":46000"));
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":99500,\"pays\":[],\"back_total\":46000,\"manager\":\"vội\"}", cart));
	assert_true(GET("/consents", NULL, &serving.supervisor));
	assert_true(answer_has("\"about\":\"Trả lại khách 46.000 ₫ tiền mặt.\\nĐổi hàng của phiếu Q1-1-000001:"));
	assert_true(GET("/screen", NULL, &serving.cashier));
	assert_true(answer_has("\"due\":0") && answer_has("\"give\":46000") && answer_has("\"worth\":145000"));
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":99500,\"pays\":[],\"back_total\":46000,%s}", cart, PIN), &serving.err);
	assert_true(GET("/screen", NULL, &serving.cashier));
	assert_true(answer_has("\"given_back\":46000") && answer_has("\"total\":0"));
	assert_true(figures_say("\"expected\":943000"));
	CASE("without an exchange nothing is paid with nothing");
	cart = open_cart();
	scan(cart, "7");
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":145000,\"pays\":[]}", cart));
	assert_text(serving.err.field, "pays");
	CASE("taken off again, it is a sale like any other");
	assert_ok(POST(at("carts", cart, "/back"), &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), back), &serving.err);
	/* 500 were given too much with the jar before. */
	assert_true(answer_has("\"due\":500"));
	assert_true(answer_has("\"cash_due\":0"));
	assert_ok(POST(at("carts", cart, "/back"), &serving.cashier, "{\"id\":\"%s\",\"back\":null}", fresh()), &serving.err);
	assert_true(answer_has("\"due\":145000"));
}

/* No receipt, no sale found: other goods at the house's cost, with a second person who is told what and how much. */
static void without_a_receipt_the_house_bears_it(void **state)
{
	const char *cart, *day = "2026-08-22", *brought;

	(void)state;
	open_shift();
	cart = open_cart();
	brought = arena_format(serving.arena, "\"swap\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"reason\":\"nắp hở\",\"bought_day\":\"%s\"}]",
			       text_of_id(serving.item_id), day);
	CASE("not from the future, not half a jar");
	assert_false(POST(at("carts", cart, "/swap"), &serving.cashier,
			  "{\"id\":\"%s\",\"swap\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"reason\":\"x\",\"bought_day\":\"2099-12-31\"}]}", fresh(),
			  text_of_id(serving.item_id)));
	assert_text(serving.err.field, "swap");
	CASE("the ticket says what is left to pay, after a restart too");
	assert_ok(POST(at("carts", cart, "/swap"), &serving.cashier, "{\"id\":\"%s\",%s}", fresh(), brought), &serving.err);
	assert_true(answer_has("\"worth\":145000"));
	assert_ok(POST(at("carts", cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
		       text_of_id(serving.other_item_id)), &serving.err);
	serving_close();
	serving_open();
	assert_true(GET(at("carts", cart, ""), NULL, &serving.cashier));
	assert_true(answer_has("\"due\":54000"));
	assert_false(POST(at("carts", cart, "/back"), &serving.cashier, "{\"id\":\"%s\",\"back\":{\"sale_id\":\"%s\",\"reason\":\"x\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]}}",
			  fresh(), cart));
	CASE("paid, with a second person");
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}]}", cart));
	assert_text(serving.err.field, "approver");
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}],%s}", cart, PIN),
		  &serving.err);
	assert_true(answer_has("\"way\":\"goodwill\""));
	assert_true(answer_has("\"swapped\":[{\"bought_day\":\"2026-08-22"));
	CASE("killed in between and asked again: the first answer");
	serving_close();
	serving_open();
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"cash\",\"amount\":54000}],%s}", cart, PIN),
		  &serving.err);
	assert_true(answer_has("\"receipt\":\"Q1-1-000001\""));
	assert_true(figures_say("{\"amount\":145000,\"count\":1,\"name\":\"way:goodwill\"}"));
	CASE("the office sees it; a cashier may not look through the list");
	assert_true(GET("/swaps", NULL, &serving.admin));
	assert_true(answer_has("\"amount\":145000"));
	assert_true(answer_has("nắp hở"));
	assert_false(GET("/swaps", NULL, &serving.cashier));
	assert_true(GET("/watch", "", &serving.supervisor));
	assert_true(answer_has("\"what\":\"goodwill\""));
}

/* A ticket that only a second person lets go: more on account than the customer may owe. */
static const char *too_much_on_account(const char **body)
{
	const char *customer, *cart;

	assert_ok(POST("/parties", &serving.admin,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"KH%s\",\"name\":\"Nhà hàng\",\"legal_form\":\"enterprise\",\"vat_profile\":\"credit\",\"tax_code\":null,"
		       "\"phone\":null,\"address\":null,\"commune\":null,\"bank_bin\":null,\"bank_account\":null,\"bank_holder\":null,\"roles\":[\"customer\"],"
		       "\"from_day\":\"2025-01-01\"}", fresh(), fresh() + 30), &serving.err);
	customer = arena_bytes(serving.arena, strstr(serving.answer, "\"id\":\"") + 6, ID_TEXT_SIZE - 1);
	assert_ok(POST("/credits", &serving.admin, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":10000,\"days\":7}", fresh(), customer), &serving.err);
	cart = open_cart();
	assert_ok(POST(at("carts", cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":1000}", fresh(), text_of_id(serving.item_id)),
		  &serving.err);
	*body = arena_format(serving.arena, "\"id\":\"%s\",\"total\":145000,\"pays\":[{\"way\":\"account\",\"amount\":145000,\"party_id\":\"%s\"}]", cart, customer);
	return cart;
}

static struct id open_second_till(void)
{
	struct id till_id;

	assert_ok(POST("/tills", &serving.admin, "{\"id\":\"%s\",\"code\":\"Q2\",\"name\":\"Quầy trong\"}", fresh()), &serving.err);
	assert_true(id_read(strstr(serving.answer, "\"id\":\"") + 6, ID_TEXT_SIZE - 1, &till_id));
	serving.at_till_id = till_id;
	assert_ok(POST("/shifts", &serving.admin, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":0}", fresh(), text_of_id(till_id)), &serving.err);
	serving.at_till_id = serving.till_id;
	return till_id;
}

/* The ticket to the other till, where somebody else sells. */
static void fetch(const char *cart, struct id till_id)
{
	assert_ok(POST(at("carts", cart, "/park"), &serving.cashier, "{\"id\":\"%s\",\"label\":\"nhà hàng\"}", fresh()), &serving.err);
	serving.at_till_id = till_id;
	assert_ok(POST(at("carts", cart, "/recall"), &serving.admin, "{\"id\":\"%s\",\"till_id\":\"%s\"}", fresh(), text_of_id(till_id)), &serving.err);
}

static const char *with_amount(const char *body, int amount)
{
	const char *sum = strstr(body, "\"amount\":145000");

	return arena_format(serving.arena, "%.*s\"amount\":%d%s", (int)(sum - body), body, amount, sum + strlen("\"amount\":145000"));
}

static bool answer_last(const char *cart, bool is_agreed)
{
	assert_true(GET("/consents", NULL, &serving.supervisor));
	return POST(at("consents", cart, "/answer"), &serving.supervisor, "{\"asked_us\":%lld,\"is_agreed\":%s}",
		    strtoll(strstr(serving.answer, "\"at_us\":") + 8, NULL, 10), is_agreed ? "true" : "false");
}

/* Two at one ticket: the second is told who asked and when, and waits with her, asks in her place, or hears what was answered. */
static void who_comes_second_to_the_manager_joins_or_asks_anew(void **state)
{
	static const struct {
		const char *name;
		bool same, anew, answered, agreed;
		int64_t ahead_us;
		enum err_code code;        /* of the second's request; ERR_NONE: it goes through */
		const char *field, *says;
		bool is_hers;              /* whose question lies there then */
	} rows[] = {
		{ "the same, it waits", true, false, false, false, 0, ERR_CONFLICT, "manager_other", "đã hỏi quản lý lúc", false },
		{ "the same, he agreed to it", true, false, true, true, 0, ERR_NONE, "", "", false },
		{ "the same, he refused it", true, false, true, false, 0, ERR_FORBIDDEN, "manager", "quản lý không đồng ý", false },
		{ "the same, and he refused: asking anew is no way round", true, true, true, false, 0, ERR_FORBIDDEN, "manager", "quản lý không đồng ý", false },
		{ "the same, withdrawn", true, true, false, false, 0, ERR_CONFLICT, "manager", "đã hỏi quản lý", true },
		{ "another sum, it waits", false, false, false, false, 0, ERR_CONFLICT, "manager_other", "nội dung khác", false },
		{ "another sum, withdrawn", false, true, false, false, 0, ERR_CONFLICT, "manager", "đã hỏi quản lý", true },
		{ "another sum, the first was refused", false, false, true, false, 0, ERR_CONFLICT, "manager", "đã hỏi quản lý", true },
		{ "the first waited too long", true, false, false, false, CONSENT_WAIT_US + 1000000, ERR_CONFLICT, "manager", "đã hỏi quản lý", true },
	};

	struct id second;

	(void)state;
	open_shift();
	second = open_second_till();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *body, *cart = too_much_on_account(&body), *more = body;
		bool ok;

		CASE(rows[i].name);
		if (!rows[i].same)
			more = arena_format(serving.arena, "%.*s,{\"way\":\"cash\",\"amount\":5000,\"given\":5000}]", (int)strlen(body) - 1,
					    with_amount(body, 140000));
		assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"vội\"}", body));
		assert_text(serving.err.field, "manager");
		if (rows[i].answered)
			assert_ok(answer_last(cart, rows[i].agreed), &serving.err);
		serving.ahead_us = rows[i].ahead_us;
		fetch(cart, second);
		ok = POST(at("carts", cart, "/pay"), &serving.admin, "{%s,\"manager\":\"\",\"manager_anew\":%s}", more, rows[i].anew ? "true" : "false");
		if ((ok ? ERR_NONE : serving.err.code) != rows[i].code)
			fail_msg("%s: %s", serving.err.field, serving.err.text);
		if (!ok) {
			assert_text(serving.err.field, rows[i].field);
			assert_non_null(strstr(serving.err.text, rows[i].says));
		}
		assert_true(GET("/consents", NULL, &serving.supervisor));
		if (rows[i].is_hers)
			assert_true(answer_has(arena_format(serving.arena, "\"staff_name\":\"%s\"", serving.admin.name)));
		serving.ahead_us = 0;
		serving.at_till_id = serving.till_id;
		/* Nothing waits for the next row. */
		while (GET("/consents", NULL, &serving.supervisor) && strstr(serving.answer, "\"consent_id\":"))
			assert_ok(answer_last(cart, false), &serving.err);
	}
	CASE("who asked first is told of the second in her turn, and waits for that answer");
	const char *body, *cart = too_much_on_account(&body);

	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	fetch(cart, second);
	assert_false(POST(at("carts", cart, "/pay"), &serving.admin, "{%s,\"manager\":\"\",\"manager_anew\":true}", body));
	assert_text(serving.err.field, "manager");
	serving.at_till_id = serving.till_id;
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	assert_text(serving.err.field, "manager_other");
	assert_non_null(strstr(serving.err.text, serving.admin.name));
	assert_ok(answer_last(cart, true), &serving.err);
	serving.at_till_id = second;
	assert_ok(POST(at("carts", cart, "/pay"), &serving.admin, "{%s,\"manager\":\"\"}", body), &serving.err);
	serving.at_till_id = serving.till_id;
	CASE("who agreed to another's is no second person of her own: somebody else is asked");
	cart = too_much_on_account(&body);
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	assert_true(GET("/consents", NULL, &serving.admin));
	assert_ok(POST(at("consents", cart, "/answer"), &serving.admin, "{\"asked_us\":%lld,\"is_agreed\":true}",
		       strtoll(strstr(serving.answer, "\"at_us\":") + 8, NULL, 10)), &serving.err);
	fetch(cart, second);
	assert_false(POST(at("carts", cart, "/pay"), &serving.admin, "{%s,\"manager\":\"\"}", body));
	assert_text(serving.err.field, "manager");
	assert_true(GET("/consents", NULL, &serving.supervisor));
	assert_true(answer_has(arena_format(serving.arena, "\"staff_name\":\"%s\"", serving.admin.name)));
	assert_ok(answer_last(cart, true), &serving.err);
	assert_ok(POST(at("carts", cart, "/pay"), &serving.admin, "{%s,\"manager\":\"\"}", body), &serving.err);
	serving.at_till_id = serving.till_id;
	CASE("her own waited too long: said once, then asked anew");
	cart = too_much_on_account(&body);
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	serving.ahead_us = CONSENT_WAIT_US + 1000000;
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "{%s,\"manager\":\"\"}", body));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	serving.ahead_us = 0;
}

/* One request, two things that ask for a second person: the manager sees both, and his word covers both. */
static void from_afar_he_is_told_of_all_of_it(void **state)
{
	const char *sale, *cart, *at_us, *pay, *customer;

	(void)state;
	open_shift();
	sale = sold();
	assert_ok(POST("/parties", &serving.admin,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"KH01\",\"name\":\"Nhà hàng\",\"legal_form\":\"enterprise\",\"vat_profile\":\"credit\",\"tax_code\":null,"
		       "\"phone\":null,\"address\":null,\"commune\":null,\"bank_bin\":null,\"bank_account\":null,\"bank_holder\":null,\"roles\":[\"customer\"],"
		       "\"from_day\":\"2025-01-01\"}", fresh()), &serving.err);
	customer = arena_bytes(serving.arena, strstr(serving.answer, "\"id\":\"") + 6, ID_TEXT_SIZE - 1);
	assert_ok(POST("/credits", &serving.admin, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":10000,\"days\":7}", fresh(), customer), &serving.err);
	cart = open_cart();
	assert_ok(POST(at("carts", cart, "/back"), &serving.cashier,
		       "{\"id\":\"%s\",\"back\":{\"sale_id\":\"%s\",\"reason\":\"đổi\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}]}}", fresh(), sale),
		  &serving.err);
	assert_ok(POST(at("carts", cart, "/add"), &serving.cashier, "{\"id\":\"%s\",\"item_id\":\"%s\",\"qty_milli\":2000}", fresh(),
		       text_of_id(serving.other_item_id)), &serving.err);
	pay = arena_format(serving.arena, "{\"id\":\"%s\",\"total\":199000,\"pays\":[{\"way\":\"account\",\"amount\":54000,\"party_id\":\"%s\"}],\"manager\":\"vội\"}", cart,
			   customer);
	for (int i = 0; i < 2; i++) {
		assert_false(POST(at("carts", cart, "/pay"), &serving.cashier, "%s", pay));
		assert_text(serving.err.field, "manager");
	}
	assert_true(figures_say("\"count\":1,\"name\":\"sales\""));
	assert_true(GET("/consents", NULL, &serving.supervisor));
	assert_true(answer_has("\"stakes\":[{\"amount\":145000,\"what\":\"return\"},{\"amount\":54000,\"what\":\"credit\"}]"));
	assert_true(answer_has("\"amount\":145000,\"at_us\""));
	CASE("the money first, then what the goods are worth");
	assert_true(answer_has("\"about\":\"Không đưa tiền cho khách.\\nĐổi hàng của phiếu Q1-1-000001: 1 hộp Mật ong 500 ml, trị giá 145.000 ₫. Lý do: đổi."));
	at_us = arena_format(serving.arena, "%lld", strtoll(strstr(serving.answer, "\"at_us\":") + 8, NULL, 10));
	assert_ok(POST(at("consents", cart, "/answer"), &serving.supervisor, "{\"asked_us\":%s,\"is_agreed\":true}", at_us), &serving.err);
	assert_ok(POST(at("carts", cart, "/pay"), &serving.cashier, "%s", pay), &serving.err);
	assert_true(answer_has("\"receipt\":\"Q1-1-000003\""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(a_wrong_tender_is_put_right),
		SERVING_TEST(a_small_return_needs_nobody_where_the_shop_says_so),
		SERVING_TEST(an_exchange_is_one_ticket),
		SERVING_TEST(without_a_receipt_the_house_bears_it),
		SERVING_TEST(who_comes_second_to_the_manager_joins_or_asks_anew),
		SERVING_TEST(from_afar_he_is_told_of_all_of_it),
	};

	return cmocka_run_group_tests_name("app/back", tests, NULL, NULL);
}
