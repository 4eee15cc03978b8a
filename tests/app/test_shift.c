/* The shift through its doors: cash and its papers, the hand-over, one person on duty, a manager asked from afar. */
#include "serving.h"

#include "shop/consent.h"

static const char *entry_text(const char *id_text)
{
	struct err err = { 0 };
	struct book *reader = book_open_reader(serving.dir, &err);
	struct txn *txn = reader ? txn_begin(reader->store, &err) : NULL;
	struct entry entry;
	struct id id;
	bool found;

	assert_true(id_read(id_text, strlen(id_text), &id));
	assert_ok(txn && journal_find_id(txn, serving.arena, id, &entry, &found, &err), &err);
	assert_true(found);
	txn_abandon(txn);
	book_close(reader);
	return entry.bytes;
}

static void open_shift(const struct staff *who, int64_t float_cash)
{
	assert_true(POST("/shifts", who, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":%lld}", fresh(), text_of_id(serving.till_id), (long long)float_cash));
}

static bool spend(const char *id, int64_t amount, const char *more)
{
	return POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-%lld,\"reason\":\"mua nước\",\"what\":\"spent\"%s}", id,
		    text_of_id(serving.till_id), (long long)amount, more);
}

static void add_cashier(const char *login, const char *pin)
{
	assert_true(POST("/staff", &serving.admin, "{\"id\":\"%s\",\"login\":\"%s\",\"name\":\"Vàng Thị %s\",\"role\":\"cashier\",\"is_active\":true,\"pin\":\"%s\"}", fresh(), login,
			 login, pin));
}

static void cash_has_papers_and_a_book(void **state)
{
	const char *till = text_of_id(serving.till_id);

	(void)state;
	open_shift(&serving.cashier, 500000);
	CASE("while a shift is open nobody asks what its drawer should hold");
	assert_true(GET("/shifts/left", arena_format(serving.arena, "till_id=%s", till), &serving.cashier));
	assert_true(answer_has("\"left\":0"));
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":100000,\"reason\":\"thêm tiền lẻ\"}", fresh(), till));
	assert_true(answer_has("\"number\":\"PT-000001\""));
	assert_true(spend(fresh(), 50000, ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"},\"person\":\"Lò Thị Mai\""));
	assert_true(answer_has("\"number\":\"PC-000001\""));
	CASE("no sale");
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":0,\"reason\":\"đổi tiền\"}", fresh(), till));
	assert_true(answer_has("\"number\":null"));
	CASE("a cashier sees how often, not how much");
	assert_true(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", till), &serving.cashier));
	assert_true(answer_has("\"moves\":[{\"amount\":null,\"count\":1,\"name\":\"Két sắt\",\"what\":\"moved\"}"));
	assert_true(GET("/cash/places", "", &serving.cashier));
	assert_true(answer_has("\"balance\":null"));
	assert_false(GET("/cash/book", arena_format(serving.arena, "place_id=%s", till), &serving.cashier));
	assert_true(GET("/cash/book", arena_format(serving.arena, "place_id=%s", till), &serving.supervisor));
	assert_true(answer_has("\"after\":550000,\"before\":0"));
	assert_true(answer_has("\"number\":\"PC-000001\",\"other\":null,\"reason\":\"mua nước\",\"what\":\"spent\""));
	CASE("a bank, and money to it");
	assert_false(POST("/cash/places", &serving.supervisor, "{\"id\":\"%s\",\"kind\":\"bank\",\"name\":\"Agribank\",\"account\":\"39002\",\"is_active\":true}", fresh()));
	assert_true(POST("/cash/places", &serving.admin, "{\"id\":\"%s\",\"kind\":\"bank\",\"name\":\"Agribank\",\"account\":\"39002\",\"is_active\":true}", fresh()));
	assert_false(POST("/cash/places", &serving.admin, "{\"id\":\"%s\",\"kind\":\"bank\",\"name\":\"Agribank\",\"is_active\":true}", fresh()));
	assert_text(serving.err.field, "account");
	assert_true(GET("/cash/places", "", &serving.admin));
	assert_true(answer_has("\"account\":\"39002\",\"balance\":0"));
}

static void a_till_is_handed_over_in_one_request(void **state)
{
	const char *till = text_of_id(serving.till_id), *cart = fresh(), *id = fresh();
	static const char form[] = "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":1000,\"count\":%d}],\"to_safe\":200000%s}";

	(void)state;
	add_cashier("mai", "1357");
	open_shift(&serving.cashier, 500000);
	assert_true(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, till));
	assert_true(POST(arena_format(serving.arena, "/carts/%s/scan", cart), &serving.cashier, "{\"id\":\"%s\",\"code\":\"08936000000014\"}", fresh()));
	CASE("nobody takes it");
	assert_false(POST("/shifts/hand-over", &serving.cashier, form, fresh(), till, 500, ""));
	assert_text(serving.err.field, "approver");
	CASE("a wrong PIN");
	assert_false(POST("/shifts/hand-over", &serving.cashier, form, fresh(), till, 500, ",\"approver\":{\"login\":\"mai\",\"pin\":\"9999\"}"));
	CASE("the count differs: it is noted, and nothing else");
	assert_false(POST("/shifts/hand-over", &serving.cashier, form, fresh(), till, 400, ",\"approver\":{\"login\":\"mai\",\"pin\":\"1357\"}"));
	assert_text(serving.err.field, "reason");
	CASE("it goes over, asked twice");
	for (int i = 0; i < 2; i++)
		assert_true(POST("/shifts/hand-over", &serving.cashier, form, id, till, 500, ",\"approver\":{\"login\":\"mai\",\"pin\":\"1357\"}"));
	assert_true(answer_has("\"difference\":0"));
	assert_true(GET("/till", arena_format(serving.arena, "till_id=%s", till), &serving.supervisor));
	assert_true(answer_has("\"login\":\"mai\"") && answer_has("\"z_number\":2"));
	assert_true(answer_has(cart));
	assert_true(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", till), &serving.supervisor));
	assert_true(answer_has("\"float_cash\":300000"));
	assert_true(GET("/cash/book", arena_format(serving.arena, "place_id=%s", till), &serving.admin));
	assert_true(answer_has("\"after\":300000"));
	assert_non_null(strstr(entry_text(id), cart));
}

static void one_person_goes_on_up_to_the_limit(void **state)
{
	const char *id = fresh();

	(void)state;
	open_shift(&serving.cashier, 500000);
	assert_false(spend(fresh(), 50000, ",\"alone\":2"));
	assert_non_null(strstr(serving.err.text, "chưa cho làm một mình"));
	serving.app.settings.alone_limit = 60000;
	assert_true(spend(id, 50000, ",\"alone\":2"));
	assert_non_null(strstr(entry_text(id), "\"alone\":{\"amount\":50000,\"reason\":2}"));
	assert_false(spend(fresh(), 70000, ",\"alone\":2"));
	assert_false(spend(fresh(), 100, ",\"alone\":9"));
	assert_text(serving.err.field, "alone");
	CASE("a supervisor says that she is alone for a while");
	assert_false(POST("/duty", &serving.cashier, "{\"id\":\"%s\",\"from_us\":0,\"until_us\":1,\"limit\":1}", fresh()));
	assert_true(POST("/duty", &serving.supervisor, "{\"id\":\"%s\",\"from_us\":%lld,\"until_us\":%lld,\"limit\":100000}", fresh(), (long long)clock_now_us() - 1000000,
			 (long long)clock_now_us() + 60000000));
	assert_true(GET("/duty", "", &serving.cashier));
	assert_true(answer_has("\"now\":100000"));
	assert_true(spend(fresh(), 70000, ",\"alone\":1"));
	CASE("ten times as much in a day, where nobody said otherwise");
	assert_true(GET("/duty", "", &serving.cashier));
	assert_true(answer_has("\"day\":1000000,\"day_limit\":1000000,\"done\":120000"));
	serving.app.settings.alone_limit = 200000;
	for (int i = 0; i < 3; i++) {
		static const int64_t settings[] = { -1, 140001, 0 }, days[] = { 2000000, 140001, 0 };

		serving.app.settings.alone_day_limit = settings[i];
		assert_true(GET("/duty", "", &serving.cashier));
		assert_true(answer_has(arena_format(serving.arena, "\"day\":%lld,", (long long)days[i])));
		assert_i64(spend(fresh(), 10001, ",\"alone\":1"), i != 1);
		if (i == 1)
			assert_non_null(strstr(serving.err.text, "mỗi ngày"));
	}
	CASE("and looks at it");
	assert_false(GET("/alone", "", &serving.cashier));
	assert_true(GET("/alone", "only_open=true", &serving.supervisor));
	assert_true(answer_has("\"about\":\"PC-000002: mua nước\",\"amount\":70000"));
	assert_true(POST("/alone/answer", &serving.supervisor, "{\"id\":\"%s\",\"entry_id\":\"%s\",\"answer\":\"confirmed\"}", fresh(), id));
	assert_true(GET("/alone", "only_open=true", &serving.supervisor));
	assert_false(answer_has("\"amount\":50000"));
}

/* To what the supervisor sees of it now. */
static bool answer_consent(const char *id, const char *rest)
{
	const char *at;
	long long asked_us = 1;

	assert_true(GET("/consents", "", &serving.supervisor));
	at = strstr(serving.answer, arena_format(serving.arena, ",\"consent_id\":\"%s\"", id));
	while (at && at > serving.answer && strncmp(at, "\"at_us\":", 8) != 0)
		at--;
	if (at)
		asked_us = strtoll(at + 8, NULL, 10);
	return POST(arena_format(serving.arena, "/consents/%s/answer", id), &serving.supervisor, "{\"asked_us\":%lld,%s}", asked_us, rest);
}

static void a_manager_is_asked_from_afar(void **state)
{
	const char *id = fresh(), *refused = fresh();
	long long seen_us;

	(void)state;
	open_shift(&serving.cashier, 500000);
	CASE("it waits");
	for (int i = 0; i < 2; i++) {
		assert_false(spend(id, 90000, ",\"manager\":\"đoàn khách khát nước\""));
		assert_int_equal(serving.err.code, ERR_CONFLICT);
		assert_text(serving.err.field, "manager");
	}
	assert_true(GET("/consents", "", &serving.supervisor));
	assert_true(answer_has("\"amount\":90000") && answer_has("\"path\":\"/cash-moves\"") && answer_has("đoàn khách khát nước"));
	CASE("another sum under the same id asks anew; what he saw before is no longer there to agree to");
	assert_true(GET("/consents", "", &serving.supervisor));
	seen_us = strtoll(strstr(serving.answer, "\"at_us\":") + 8, NULL, 10);
	assert_false(spend(id, 95000, ",\"manager\":\"đoàn khách khát nước\""));
	assert_text(serving.err.field, "manager");
	assert_false(POST(arena_format(serving.arena, "/consents/%s/answer", id), &serving.supervisor, "{\"asked_us\":%lld,\"is_agreed\":true}", seen_us));
	assert_text(serving.err.field, "consent_id");
	assert_true(GET("/consents", "", &serving.supervisor));
	assert_true(answer_has("\"amount\":95000"));
	assert_true(answer_consent(id, "\"is_agreed\":true"));
	assert_false(spend(id, 90000, ",\"manager\":\"đoàn khách khát nước\""));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
	CASE("he agrees, and it goes through once");
	assert_true(answer_consent(id, "\"is_agreed\":true"));
	assert_false(answer_consent(id, "\"is_agreed\":false"));
	for (int i = 0; i < 2; i++)
		assert_true(spend(id, 90000, ",\"manager\":\"đoàn khách khát nước\""));
	assert_non_null(strstr(entry_text(id), arena_format(serving.arena, "\"approver\":\"%s\"", text_of_id(serving.supervisor.id))));
	CASE("the answer was lost, and comes again however late");
	serving.ahead_us = CONSENT_WAIT_US + 1000000;
	assert_ok(spend(id, 90000, ",\"manager\":\"đoàn khách khát nước\""), &serving.err);
	serving.ahead_us = 0;
	CASE("his word is for that one request");
	assert_false(spend(fresh(), 90000, ",\"manager\":\"\""));
	CASE("he refuses");
	assert_false(spend(refused, 80000, ",\"manager\":\"\""));
	assert_true(answer_consent(refused, "\"is_agreed\":false,\"words\":\"mua ở quán rẻ hơn\""));
	assert_false(spend(refused, 80000, ",\"manager\":\"\""));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	assert_non_null(strstr(serving.err.text, "mua ở quán rẻ hơn"));
	CASE("one way only");
	assert_false(spend(fresh(), 80000, ",\"manager\":\"\",\"alone\":1"));
	assert_text(serving.err.field, "manager");
	CASE("what needs nobody asks nobody");
	assert_true(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":1000,\"reason\":\"lẻ\",\"manager\":\"\"}", fresh(), text_of_id(serving.till_id)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(cash_has_papers_and_a_book, serving_setup, serving_teardown),
		cmocka_unit_test_setup_teardown(a_till_is_handed_over_in_one_request, serving_setup, serving_teardown),
		cmocka_unit_test_setup_teardown(one_person_goes_on_up_to_the_limit, serving_setup, serving_teardown),
		cmocka_unit_test_setup_teardown(a_manager_is_asked_from_afar, serving_setup, serving_teardown),
	};

	return cmocka_run_group_tests_name("app/shift", tests, NULL, NULL);
}
