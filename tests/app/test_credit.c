/* The routes of paying other than now: who may, what is asked, what comes back. */
#include "serving.h"

#include "app/imports.h"

#include <jansson.h>

static struct staff accountant;
static const char *customer, *carrier;

static const char *answer_text(const char *name)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	const char *text = arena_text(serving.arena, json_string_value(json_object_get(json, name)));

	json_decref(json);
	return text;
}

static int64_t answer_number(const char *name)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	int64_t number = json_integer_value(json_object_get(json, name));

	json_decref(json);
	return number;
}

#define SECOND ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"
#define REFUSED(call_, code_, field_) \
	do { \
		assert_false(call_); \
		assert_int_equal(serving.err.code, code_); \
		assert_text(serving.err.field, field_); \
	} while (0)

static const char *party(const char *code, const char *role)
{
	assert_ok(POST("/parties", &accountant,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"%s\",\"name\":\"Nhà hàng %s\",\"legal_form\":\"enterprise\",\"vat_profile\":\"credit\","
		       "\"tax_code\":null,\"phone\":null,\"address\":null,\"commune\":null,\"bank_bin\":null,\"bank_account\":null,"
		       "\"bank_holder\":null,\"roles\":[\"%s\"],\"from_day\":\"2025-01-01\"}", fresh(), code, code, role), &serving.err);
	return answer_text("id");
}

/* "/debts?what=customer" */
static bool ask(const char *path, const struct staff *who)
{
	const char *query = strchr(path, '?');

	return do_call(HTTP_GET, query ? arena_bytes(serving.arena, path, (size_t)(query - path)) : path, query ? query + 1 : NULL, NULL, who);
}

static int setup(void **state)
{
	serving_setup(state);
	accountant = serving.admin;
	accountant.role = STAFF_ACCOUNTANT;
	customer = party("KH01", "customer");
	carrier = party("VC01", "carrier");
	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)), &serving.err);
	return 0;
}

static bool sell(const char *pays, const char *second)
{
	return POST("/sales", &serving.cashier,
		    "{\"id\":\"%s\",\"till_id\":\"%s\",\"total\":145000,\"lines\":[{\"item_id\":\"%s\",\"price\":145000,\"qty_milli\":1000}],\"pays\":[%s]%s}",
		    fresh(), text_of_id(serving.till_id), text_of_id(serving.item_id), pays, second);
}

static void a_voucher_is_sold_found_and_pays(void **state)
{
	const char *id;

	(void)state;
	REFUSED(POST("/vouchers", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"value\":200000,\"count\":2,\"total\":300000,\"way\":\"cash\"}", fresh(),
		     text_of_id(serving.till_id)), ERR_CONFLICT, "total");
	assert_ok(POST("/vouchers", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"value\":200000,\"count\":2,\"total\":400000,\"way\":\"cash\"}", fresh(),
		       text_of_id(serving.till_id)), &serving.err);
	assert_true(answer_has("PQ000001C"));
	REFUSED(POST("/vouchers", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"value\":200000,\"count\":1,\"total\":200000,\"way\":\"cash\",\"lang\":\"fr\"}",
		     fresh(), text_of_id(serving.till_id)), ERR_INPUT, "lang");
	REFUSED(ask("/vouchers/find?code=PQ000001D", &serving.cashier), ERR_MISSING, "code");
	assert_ok(ask("/vouchers/find?code=PQ000001C", &serving.cashier), &serving.err);
	id = answer_text("id");
	assert_i64(answer_number("left"), 200000);
	REFUSED(sell(arena_format(serving.arena, "{\"way\":\"voucher\",\"amount\":145000,\"source_id\":\"%s\",\"reference\":\"PQ000001C\"}", id), ""),
		ERR_FORBIDDEN, "approver");
	assert_ok(sell(arena_format(serving.arena, "{\"way\":\"voucher\",\"amount\":100000,\"source_id\":\"%s\"},{\"way\":\"cash\",\"amount\":45000}", id), SECOND),
		  &serving.err);
	assert_true(answer_has("\"left\":100000"));
	assert_true(answer_has("\"name\":\"Phiếu quà\""));
	REFUSED(ask("/vouchers", &serving.cashier), ERR_FORBIDDEN, "");
	assert_ok(ask("/vouchers?which=left", &accountant), &serving.err);
	assert_i64(answer_number("left"), 300000);
	assert_i64(answer_number("used"), 100000);
	assert_ok(ask(arena_format(serving.arena, "/vouchers/%s/uses", id), &accountant), &serving.err);
	assert_true(answer_has("\"amount\":100000"));
	REFUSED(POST(arena_format(serving.arena, "/vouchers/%s/expire", id), &accountant, "{\"id\":\"%s\",\"reason\":\"thể lệ\"" SECOND "}", fresh()), ERR_CONFLICT,
		"voucher_id");
	assert_ok(POST(arena_format(serving.arena, "/vouchers/%s/set", id), &serving.supervisor,
		       "{\"id\":\"%s\",\"is_stopped\":true,\"expires_day\":null,\"reason\":\"mất\"}", fresh()), &serving.err);
	/* No printer anywhere: nothing is copied, and it says why. */
	REFUSED(POST(arena_format(serving.arena, "/vouchers/%s/copies", id), &serving.supervisor, "{\"id\":\"%s\"}", fresh()), ERR_CONFLICT, "printer");
	assert_ok(ask("/vouchers/find?code=pq000001c", &serving.cashier), &serving.err);
	assert_true(answer_has("đã bị khóa"));
}

static void a_customer_buys_on_account_and_pays(void **state)
{
	const char *pay = arena_format(serving.arena, "{\"way\":\"account\",\"amount\":145000,\"party_id\":\"%s\"}", customer);

	(void)state;
	REFUSED(sell("{\"way\":\"account\",\"amount\":145000}", ""), ERR_INPUT, "pays[0].party_id");
	REFUSED(sell(pay, ""), ERR_CONFLICT, "pays[0].party_id");
	REFUSED(POST("/credits", &serving.cashier, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":200000,\"days\":7}", fresh(), customer), ERR_FORBIDDEN, "");
	assert_ok(POST("/credits", &accountant, "{\"id\":\"%s\",\"party_id\":\"%s\",\"limit\":200000,\"days\":7}", fresh(), customer), &serving.err);
	assert_ok(sell(pay, ""), &serving.err);
	REFUSED(sell(pay, ""), ERR_FORBIDDEN, "approver");
	assert_ok(sell(pay, SECOND), &serving.err);
	assert_true(answer_has("\"left\":290000"));
	assert_ok(ask("/credits?q=nha%20hang", &serving.cashier), &serving.err);
	assert_true(answer_has("\"limit\":200000"));
	assert_true(answer_has("\"left\":290000"));
	assert_ok(ask(arena_format(serving.arena, "/debts/of?party_id=%s", customer), &serving.cashier), &serving.err);
	assert_true(answer_has("\"label\":null"));
	/* Of one party as in the list: how many items, and how old they are. */
	assert_true(answer_has("\"party\":{\"age_0\":290000,\"age_30\":0,"));
	assert_true(answer_has("\"count\":2,"));
	assert_ok(POST("/debts/paid", &serving.cashier, "{\"id\":\"%s\",\"party_id\":\"%s\",\"till_id\":\"%s\",\"amount\":200000,\"way\":\"cash\"}", fresh(), customer,
		       text_of_id(serving.till_id)), &serving.err);
	assert_i64(answer_number("left"), 90000);
	/* In the office it goes into the safe, and is not a cashier's. */
	REFUSED(POST("/debts/paid", &serving.cashier, "{\"id\":\"%s\",\"party_id\":\"%s\",\"amount\":1000,\"way\":\"cash\"}", fresh(), customer), ERR_FORBIDDEN, "");
	assert_ok(POST("/debts/paid", &accountant, "{\"id\":\"%s\",\"party_id\":\"%s\",\"amount\":40000,\"way\":\"transfer\",\"reference\":\"FT1\"}", fresh(), customer),
		  &serving.err);
	assert_ok(ask("/debts?what=customer", &accountant), &serving.err);
	assert_i64(answer_number("left"), 50000);
	assert_ok(ask(arena_format(serving.arena, "/debts/confirmation.pdf?party_id=%s", customer), &accountant), &serving.err);
	assert_true(answer_has("%PDF-"));
	/* What was taken for debts stands on the X by itself, without amounts for who counts blind. */
	assert_ok(ask(arena_format(serving.arena, "/shifts/figures?till_id=%s", text_of_id(serving.till_id)), &serving.supervisor), &serving.err);
	assert_true(answer_has("{\"amount\":200000,\"count\":1,\"name\":\"debt_paid:cash\"}"));
	assert_i64(answer_number("expected"), 700000);
	assert_ok(ask("/exports/debts.csv", &accountant), &serving.err);
	assert_true(answer_has("50000"));
}

static void a_carriers_list_is_tried_and_matched(void **state)
{
	(void)state;
	assert_ok(sell(arena_format(serving.arena, "{\"way\":\"cod\",\"amount\":145000,\"party_id\":\"%s\",\"reference\":\"VD1\"}", carrier), ""), &serving.err);
	REFUSED(sell(arena_format(serving.arena, "{\"way\":\"cod\",\"amount\":145000,\"party_id\":\"%s\",\"reference\":\"VD1\"}", carrier), ""), ERR_CONFLICT,
		"pays[0].reference");
	assert_ok(POST("/cod/look", &accountant, "{\"party_id\":\"%s\",\"rows\":[{\"parcel\":\"VD1\",\"amount\":140000},{\"parcel\":\"VD7\",\"amount\":1}]}", carrier),
		  &serving.err);
	assert_true(answer_has("\"verdict\":\"short\""));
	assert_true(answer_has("\"verdict\":\"unknown\""));
	REFUSED(POST("/cod/matched", &accountant,
		     "{\"id\":\"%s\",\"party_id\":\"%s\",\"way\":\"transfer\",\"rows\":[{\"parcel\":\"VD1\",\"amount\":140000,\"fee\":20000,\"is_closed\":true}]}", fresh(),
		     carrier), ERR_FORBIDDEN, "approver");
	assert_ok(POST("/cod/matched", &accountant,
		       "{\"id\":\"%s\",\"party_id\":\"%s\",\"way\":\"transfer\",\"rows\":[{\"parcel\":\"VD1\",\"amount\":140000,\"fee\":20000,\"is_closed\":true}]" SECOND "}",
		       fresh(), carrier), &serving.err);
	assert_i64(answer_number("house"), 5000);
	assert_ok(ask("/cod/carriers", &serving.cashier), &serving.err);
	assert_i64(answer_number("left"), 0);
}

/* The same list as a file: tried first, each fault by its line, written once. */
static void a_carriers_file_is_tried_first(void **state)
{
	static const char bad[] = "Bên vận chuyển;Mã vận đơn;Tiền thu hộ;Phí\nVC01;VD1;145.001;20.000\nVC01;VD9;1.000;\nKH01;VD1;1;\n";
	static const char good[] = "Bên vận chuyển;Mã vận đơn;Tiền thu hộ;Phí;Kết thúc\nVC01;VD1;145.000;20.000;\nVC01;VD2;140.000;20.000;có\n";
	struct err err = { 0 };
	struct import import = { 0 };
	struct book *book;
	struct txn *txn;

	(void)state;
	assert_ok(sell(arena_format(serving.arena, "{\"way\":\"cod\",\"amount\":145000,\"party_id\":\"%s\",\"reference\":\"VD1\"}", carrier), ""), &serving.err);
	assert_ok(sell(arena_format(serving.arena, "{\"way\":\"cod\",\"amount\":145000,\"party_id\":\"%s\",\"reference\":\"VD2\"}", carrier), ""), &serving.err);
	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	txn = txn_begin(book->store, &err);
	assert_ok(txn && import_check(txn, book, "cod", bad, strlen(bad), clock_now_us(), serving.arena, &import, &err), &err);
	assert_i64(import.errors_count, 1);
	assert_text(import.problems[0].text, "đối tượng này không phải bên vận chuyển");
	import = (struct import){ 0 };
	assert_ok(import_check(txn, book, "cod", bad, strlen(bad) - strlen("KH01;VD1;1;\n"), clock_now_us(), serving.arena, &import, &err), &err);
	assert_i64(import.errors_count, 2);
	assert_text(import.problems[0].text, "vận đơn VD1 thu 145.001 ₫, trong sổ còn 145.000 ₫");
	assert_text(import.problems[1].text, "không có vận đơn VD9 của bên này");
	import = (struct import){ 0 };
	assert_ok(import_check(txn, book, "cod", good, strlen(good), clock_now_us(), serving.arena, &import, &err), &err);
	assert_i64(import.errors_count, 0);
	assert_i64(import.warnings_count, 1);
	assert_i64(import.chunks_count, 1);
	txn_abandon(txn);
	for (int turn = 0; turn < 2; turn++) {
		struct work work = { .book = book, .arena = serving.arena, .actor = serving.admin.id, .role = STAFF_ADMIN, .at_us = clock_now_us(),
				     .approver = serving.supervisor.id, .approver_role = STAFF_SUPERVISOR };

		work.txn = txn_begin(book->store, &err);
		import = (struct import){ 0 };
		assert_ok(work.txn && import_check(work.txn, book, "cod", good, strlen(good), clock_now_us(), serving.arena, &import, &err), &err);
		assert_i64(import.same_count, turn ? 2 : 0);
		assert_ok(import_write_chunk(&work, &import, 0, &err) && journal_seal(work.txn, book, &err) && txn_commit(work.txn, &err), &err);
	}
	book_close(book);
	serving_open();
	assert_ok(ask("/debts?what=carrier", &accountant), &serving.err);
	assert_i64(answer_number("left"), 0);
}

static void ways_are_set_by_the_accountant(void **state)
{
	(void)state;
	assert_ok(ask("/pay-ways", &serving.cashier), &serving.err);
	assert_true(answer_has("{\"code\":\"momo\",\"is_on\":false,\"is_typed\":false,\"name\":\"MoMo\",\"needs_reference\":false,\"place\":5,\"way\":\"wallet\"}"));
	REFUSED(sell("{\"way\":\"wallet\",\"row\":\"momo\",\"amount\":145000}", ""), ERR_CONFLICT, "pays[0].way");
	REFUSED(POST("/pay-ways", &serving.supervisor, "{\"id\":\"%s\",\"ways\":[{\"way\":\"wallet\",\"code\":\"momo\",\"name\":\"MoMo\",\"is_on\":true,\"place\":5}]}",
		     fresh()), ERR_FORBIDDEN, "");
	assert_ok(POST("/pay-ways", &accountant, "{\"id\":\"%s\",\"ways\":[{\"way\":\"wallet\",\"code\":\"momo\",\"name\":\"Ví MoMo\",\"is_on\":true,\"place\":5}]}",
		       fresh()), &serving.err);
	assert_ok(ask("/pay-ways", &serving.cashier), &serving.err);
	assert_true(answer_has("\"is_typed\":true,\"name\":\"Ví MoMo\"") && answer_has("\"is_typed\":false,\"name\":\"Ghi nợ\""));
	assert_ok(sell("{\"way\":\"wallet\",\"row\":\"momo\",\"amount\":145000}", ""), &serving.err);
	assert_true(answer_has("\"name\":\"Ví MoMo\""));
	assert_ok(ask("/offsets?q=khong%20co", &serving.cashier), &serving.err);
	assert_true(answer_has("\"contracts\":[]"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_voucher_is_sold_found_and_pays, setup, serving_teardown),
		cmocka_unit_test_setup_teardown(a_customer_buys_on_account_and_pays, setup, serving_teardown),
		cmocka_unit_test_setup_teardown(a_carriers_list_is_tried_and_matched, setup, serving_teardown),
		cmocka_unit_test_setup_teardown(a_carriers_file_is_tried_first, setup, serving_teardown),
		cmocka_unit_test_setup_teardown(ways_are_set_by_the_accountant, setup, serving_teardown),
	};

	return cmocka_run_group_tests_name("app/credit", tests, NULL, NULL);
}
