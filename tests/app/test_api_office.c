#include "serving.h"

#include <jansson.h>

#include "app/door.h"
#include "app/http.h"
#include "app/imports.h"

#include "shop/mark.h"
#include "shop/print.h"
#include "shop/reference.h"

static struct staff accountant, clerk;

/* What the last answer says under a name at its top; text borrowed till the next test. */
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

/* Who signs beside an accountant. */
#define SECOND "\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"
#define REFUSED(call_, code_, field_) \
	do { \
		assert_false(call_); \
		assert_int_equal(serving.err.code, code_); \
		assert_text(serving.err.field, field_); \
	} while (0)

#define APPROVED ",\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"

struct chunk {
	struct reference all;
	size_t n;
};

static bool put_chunk(struct work *work, void *what, struct err *err)
{
	const struct chunk *chunk = what;

	return reference_load(work, &chunk->all, chunk->n, err);
}

static int setup(void **state)
{
	struct area areas[] = {
		{ .code = "20", .from_day = 19000101, .full_name = "Tỉnh Lạng Sơn", .level = AREA_PROVINCE, .name = "Lạng Sơn" },
		{ .code = "06001", .from_day = 20250701, .full_name = "Xã Hữu Liên", .level = AREA_COMMUNE, .name = "Hữu Liên", .parent_code = "20" },
	};
	struct bank banks[] = { { .bin = "970436", .name = "Ngân hàng Ngoại thương", .short_name = "Vietcombank" } };
	struct chunk chunk = { .all = { .areas = areas, .areas_count = 2, .banks = banks, .banks_count = 1 } };
	struct err err = { 0 };
	struct book *book;

	serving_setup(state);
	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	for (; chunk.n < reference_chunks_count(&chunk.all); chunk.n++)
		do_in_book(book, put_chunk, &chunk);
	book_close(book);
	serving_open();
	accountant = clerk = serving.admin;
	accountant.role = STAFF_ACCOUNTANT;
	clerk.role = STAFF_STOCK;
	return 0;
}

/* ---- what the tests stand on --------------------------------------------------------- */

static const char *household(const char *bank)
{
	assert_ok(POST("/parties", &accountant,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"HKD01\",\"name\":\"Hộ Chu Thị Nguyệt\",\"legal_form\":\"household\",\"vat_profile\":\"household\","
		       "\"tax_code\":null,\"phone\":\"0912345678\",\"address\":null,\"commune\":\"06001\",\"bank_bin\":\"970436\",\"bank_account\":\"%s\","
		       "\"bank_holder\":\"CHU THI NGUYET\",\"roles\":[\"producer\",\"consignor\"],\"from_day\":\"2025-01-01\"}", fresh(), bank), &serving.err);
	return answer_text("id");
}

static const char *contract_of(const char *party)
{
	assert_ok(POST("/contracts", &accountant,
		       "{\"id\":\"%s\",\"contract_id\":null,\"number\":\"01/2026/KG\",\"consignor_id\":\"%s\",\"from_day\":\"2025-01-01\",\"to_day\":null,"
		       "\"invoice_mode\":\"PURCHASE_LIST\",\"term_kind\":\"RATE\",\"basis\":\"GROSS\",\"rate_ppm\":200000,\"per_unit\":null,\"includes_vat\":false,"
		       "\"commission_vat\":null,\"cap_amount\":null,\"tiers\":[],\"overrides\":[],\"period\":\"month\"}", fresh(), party), &serving.err);
	return answer_text("id");
}

static const char *item_new(void)
{
	const char *id;

	assert_ok(POST("/items", &clerk,
		       "{\"id\":\"%s\",\"item_id\":null,\"code\":null,\"name\":\"Măng khô Hữu Liên 500 g\",\"unit\":\"gói\",\"decimals\":0,\"product_id\":null,"
		       "\"short_number\":9,\"tile_group\":null,\"has_stock\":true,\"is_food\":true,\"is_active\":true,\"contract_id\":null,\"round_unit\":1,"
		       "\"codes\":[{\"code\":\"8936000000035\",\"scheme\":\"gtin\"}],"
		       "\"vats\":[{\"vat_class\":\"8\",\"from_day\":\"2025-01-01\",\"buyer\":0,\"seller_profile\":0,\"legal_note\":null}]}", fresh()), &serving.err);
	id = answer_text("id");
	assert_ok(POST("/prices", &accountant, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":108000,\"from_us\":null}", fresh(), id), &serving.err);
	return id;
}

static const char *lot_of(const char *contract, const char *item)
{
	const char *at;

	assert_ok(POST("/intakes", &clerk,
		       "{\"id\":\"%s\",\"contract_id\":\"%s\",\"doc_day\":null,\"paper\":\"PXK 7\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":10000,\"code\":\"L1\","
		       "\"made_day\":null,\"expiry_day\":\"2099-12-31\",\"expiry_kind\":\"best_before\",\"hand_over\":null,\"price_proposal\":null}]}",
		       fresh(), contract, item), &serving.err);
	at = strstr(serving.answer, "\"code\":\"L1\",\"id\":\"");
	assert_non_null(at);
	return arena_bytes(serving.arena, at + 18, 36);
}

static void sell_one(const char *code, int64_t total)
{
	const char *till = text_of_id(serving.till_id), *cart = fresh();

	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":0}", fresh(), till), &serving.err);
	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, till), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/scan", cart), &serving.cashier, "{\"id\":\"%s\",\"code\":\"%s\"}", fresh(), code), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier,
		       "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"cash\",\"amount\":%lld,\"given\":%lld,\"reference\":null}]}", cart, (long long)total,
		       (long long)total, (long long)total), &serving.err);
}

#define PARTY \
	"{\"id\":\"%s\",\"party_id\":%s,\"code\":\"%s\",\"name\":\"Hộ Chu Thị Nguyệt\",\"legal_form\":\"household\",\"vat_profile\":\"household\"," \
	"\"commune\":%s,\"bank_bin\":\"970436\",\"bank_account\":\"%s\",\"roles\":[\"%s\"]%s}"

/* ---- parties ---------------------------------------------------------------------------- */

static void parties_are_made_found_and_guarded(void **state)
{
	const char *id, *again = fresh();

	(void)state;
	id = household("0011001234567");
	assert_true(answer_has("Xã Hữu Liên"));
	CASE("found without marks, and not by other words");
	assert_true(GET("/parties", "q=nguyet+chu&role=consignor", &clerk));
	assert_true(answer_has("\"code\":\"HKD01\""));
	assert_true(answer_has("\"next\":null"));
	assert_true(GET("/parties", "q=khong+co", &clerk));
	assert_true(answer_has("\"parties\":[]"));
	assert_true(GET("/parties", "limit=1", &clerk));
	assert_text(answer_text("next"), "HKD01");
	assert_true(GET("/parties", "limit=1&after=HKD01", &clerk));
	assert_true(answer_has("Công ty Thử"));
	CASE("bad input is named as the page sent it");
	REFUSED(POST("/parties", &accountant, PARTY, fresh(), "null", "HKD01", "null", "1", "producer", ""), ERR_CONFLICT, "code");
	REFUSED(POST("/parties", &accountant, PARTY, fresh(), "null", "HKD02", "\"99999\"", "1", "producer", ""), ERR_INPUT, "commune");
	REFUSED(POST("/parties", &accountant, PARTY, fresh(), "null", "HKD02", "null", "1", "operator", ""), ERR_INPUT, "roles[0]");
	CASE("another bank account takes two people");
	id = arena_format(serving.arena, "\"%s\"", id);
	REFUSED(POST("/parties", &accountant, PARTY, again, id, "HKD01", "null", "999", "producer", ""), ERR_FORBIDDEN, "approver");
	assert_true(POST("/parties", &accountant, PARTY, again, id, "HKD01", "null", "999", "producer", APPROVED));
	assert_true(answer_has("\"bank_account\":\"999\""));
	CASE("repeated, it answers the same");
	assert_true(POST("/parties", &accountant, PARTY, again, id, "HKD01", "null", "999", "producer", APPROVED));
	assert_true(answer_has("\"bank_account\":\"999\""));
	assert_true(GET("/communes", "q=huu+lien+lang+son", &clerk));
	assert_true(answer_has("Tỉnh Lạng Sơn"));
	assert_true(GET("/banks", NULL, &clerk));
	assert_true(answer_has("Vietcombank"));
}

/* ---- goods ------------------------------------------------------------------------------- */

static void goods_are_made_priced_and_found(void **state)
{
	const char *party = household("1"), *product, *item, *certificate = fresh();

	(void)state;
	assert_ok(POST("/products", &clerk,
		       "{\"id\":\"%s\",\"product_id\":null,\"code\":\"SP1\",\"name\":\"Măng khô\",\"producer_id\":\"%s\",\"ground\":\"ocop\",\"group_set\":2026,"
		       "\"group_code\":3,\"made_commune\":\"06001\"}", fresh(), party), &serving.err);
	product = answer_text("id");
	assert_true(answer_has("\"stars\":0"));
	assert_ok(POST("/certificates", &clerk,
		       "{\"id\":\"%s\",\"certificate_id\":null,\"product_id\":\"%s\",\"stars\":4,\"decision_no\":\"12/QĐ\",\"decision_day\":\"2025-01-01\","
		       "\"issuer\":\"UBND tỉnh\",\"valid_from\":\"2025-01-01\",\"valid_to\":\"2099-01-01\",\"extended_to\":null,\"revoked_day\":null,"
		       "\"replaces_id\":null}", certificate, product), &serving.err);
	assert_true(answer_has("Măng khô"));
	REFUSED(POST("/certificates", &clerk,
		     "{\"id\":\"%s\",\"product_id\":\"%s\",\"stars\":4,\"decision_no\":\"12/QĐ\",\"decision_day\":\"2025-01-01\",\"issuer\":\"UBND tỉnh\","
		     "\"valid_from\":\"2025-01-01\",\"valid_to\":\"2024-01-01\"}", fresh(), product), ERR_INPUT, "valid_to");
	assert_true(GET("/certificates", "lapsing_days=30", &clerk));
	assert_true(answer_has("\"certificates\":[]"));
	assert_true(GET("/certificates", NULL, &clerk));
	assert_true(answer_has("12/QĐ"));
	item = item_new();
	assert_true(GET(arena_format(serving.arena, "/products/%s", product), NULL, &clerk));
	assert_true(answer_has("\"stars\":4"));
	assert_true(answer_has("\"group_name\":\"Gạo, ngũ cốc, hạt sơ chế khác\""));
	assert_true(GET("/products", "q=mang", &accountant));
	assert_true(answer_has("\"code\":\"SP1\""));
	CASE("an item by words, by its code, and in the list");
	assert_true(GET("/items", "q=mang+kho", &clerk));
	assert_true(answer_has("08936000000035"));
	assert_true(GET("/items", "q=8936000000035", &clerk));
	assert_true(answer_has("\"price\":108000"));
	assert_true(GET("/items", "limit=2", &clerk));
	assert_true(GET("/items", arena_format(serving.arena, "limit=2&after=%s", answer_text("next")), &clerk));
	assert_true(answer_has("\"next\":null"));
	assert_true(GET("/items", "filter=no_price", &clerk));
	assert_true(answer_has("\"items\":[]"));
	assert_true(GET(arena_format(serving.arena, "/items/%s", item), NULL, &clerk));
	assert_true(answer_has("\"vat_class\":\"8\""));
	CASE("a code with a wrong check digit, twice the same, a short number that is taken");
	REFUSED(POST("/items", &clerk,
		     "{\"id\":\"%s\",\"name\":\"A\",\"unit\":\"gói\",\"decimals\":0,\"has_stock\":true,\"is_food\":true,\"is_active\":true,"
		     "\"codes\":[{\"code\":\"8936000000036\",\"scheme\":\"gtin\"}]}", fresh()), ERR_INPUT, "codes[0].code");
	REFUSED(POST("/items", &clerk,
		     "{\"id\":\"%s\",\"name\":\"A\",\"unit\":\"gói\",\"decimals\":0,\"has_stock\":true,\"is_food\":true,\"is_active\":true,"
		     "\"codes\":[{\"code\":\"A1\",\"scheme\":\"producer\"},{\"code\":\"A1\",\"scheme\":\"producer\"}]}", fresh()), ERR_INPUT, "codes[1].code");
	REFUSED(POST("/items", &clerk,
		     "{\"id\":\"%s\",\"name\":\"A\",\"unit\":\"gói\",\"decimals\":0,\"has_stock\":true,\"is_food\":true,\"is_active\":true,\"short_number\":7}", fresh()),
		ERR_CONFLICT, "short_number");
	REFUSED(POST("/prices", &accountant, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":90000,\"from_us\":5}", fresh(), item), ERR_INPUT, "from_us");
	REFUSED(POST("/prices", &accountant, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":-1,\"from_us\":null}", fresh(), item), ERR_INPUT, "amount");
}

/* ---- contracts ----------------------------------------------------------------------------- */

static void a_contract_has_versions_and_an_example(void **state)
{
	const char *party = household("1"), *contract = contract_of(party);
	const char *ask = arena_format(serving.arena, "consignor_id=%s&amount=108000&vat_class=8&invoice_mode=PURCHASE_LIST&term_kind=RATE&basis=GROSS&rate_ppm=", party);

	(void)state;
	assert_true(GET("/contracts", arena_format(serving.arena, "party_id=%s&q=kg", party), &clerk));
	assert_true(answer_has("\"number\":\"01/2026/KG\""));
	assert_true(GET(arena_format(serving.arena, "/contracts/%s", contract), NULL, &accountant));
	assert_true(answer_has("\"owed\":0"));
	CASE("a new version begins after the last one");
	REFUSED(POST("/contracts", &accountant,
		     "{\"id\":\"%s\",\"contract_id\":\"%s\",\"number\":\"01/2026/KG\",\"consignor_id\":\"%s\",\"from_day\":\"2024-01-01\",\"invoice_mode\":\"PURCHASE_LIST\","
		     "\"term_kind\":\"RATE\",\"rate_ppm\":150000,\"includes_vat\":false," SECOND "}", fresh(), contract, party), ERR_CONFLICT, "from_day");
	CASE("and is no accountant's own decision");
	REFUSED(POST("/contracts", &accountant,
		     "{\"id\":\"%s\",\"contract_id\":\"%s\",\"number\":\"01/2026/KG\",\"consignor_id\":\"%s\",\"from_day\":\"2030-01-01\",\"invoice_mode\":\"PURCHASE_LIST\","
		     "\"term_kind\":\"RATE\",\"rate_ppm\":150000,\"includes_vat\":false}", fresh(), contract, party), ERR_FORBIDDEN, "approver");
	REFUSED(POST("/contracts", &accountant,
		     "{\"id\":\"%s\",\"number\":\"02\",\"consignor_id\":\"%s\",\"from_day\":\"2024-01-01\",\"invoice_mode\":\"PURCHASE_LIST\","
		     "\"term_kind\":\"HAND_OVER\",\"includes_vat\":false}", fresh(), party), ERR_INPUT, "per_unit");
	CASE("108.000 đ: the producer's part, the VAT, the house");
	assert_true(GET("/contracts/example", arena_format(serving.arena, "%s200000", ask), &clerk));
	assert_i64(answer_number("producer") + answer_number("vat") + answer_number("house"), 108000);
	assert_i64(answer_number("producer"), 86400);
	assert_i64(answer_number("vat"), 8000);
	assert_text(answer_text("case"), "apart");
	assert_null(answer_text("warning"));
	CASE("the house pays more VAT than it keeps: said aloud");
	assert_true(GET("/contracts/example", arena_format(serving.arena, "%s50000", ask), &clerk));
	assert_i64(answer_number("house"), 108000 - 8000 - 102600);
	assert_non_null(answer_text("warning"));
	REFUSED(GET("/contracts/example", arena_format(serving.arena, "%s200000&discount=200000", ask), &clerk), ERR_INPUT, "discount");
}

#define BROKEN \
	"{\"id\":\"%s\",\"kind\":\"broken\",\"lines\":[{\"lot_id\":\"%s\",\"place\":\"%s\",\"qty_milli\":%d,\"to_place\":null}]," \
	"\"reason\":\"rách túi\"%s}"

/* ---- goods in, goods out ---------------------------------------------------------------------- */

static void a_proposed_price_is_accepted_where_it_came_in(void **state)
{
	const char *contract = contract_of(household("1")), *item = item_new(), *lot;

	(void)state;
	assert_ok(POST("/intakes", &clerk,
		       "{\"id\":\"%s\",\"contract_id\":\"%s\",\"doc_day\":null,\"paper\":\"PXK 8\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":10000,\"code\":\"L1\","
		       "\"made_day\":null,\"expiry_day\":null,\"expiry_kind\":\"none\",\"hand_over\":null,\"price_proposal\":112000}]}",
		       fresh(), contract, item), &serving.err);
	lot = arena_bytes(serving.arena, strstr(serving.answer, "\"code\":\"L1\",\"id\":\"") + 18, 36);
	assert_true(GET("/intakes/3", NULL, &accountant));
	assert_true(answer_has("\"proposal_state\":\"waiting\""));
	assert_ok(POST(arena_format(serving.arena, "/proposals/%s", lot), &accountant, "{\"id\":\"%s\",\"is_accepted\":true}", fresh()), &serving.err);
	assert_true(answer_has("\"code\":\"L1\""));
	assert_true(answer_has("\"qty_milli\":10000"));
	assert_true(GET("/intakes/3", NULL, &accountant));
	assert_true(answer_has("\"proposal_state\":\"accepted\""));
	assert_true(answer_has("\"price\":112000"));
	REFUSED(POST(arena_format(serving.arena, "/proposals/%s", lot), &accountant, "{\"id\":\"%s\",\"is_accepted\":true}", fresh()), ERR_CONFLICT, "lot_id");
}

static void goods_come_in_lie_there_and_leave(void **state)
{
	const char *contract = contract_of(household("1")), *item = item_new(), *lot = lot_of(contract, item), *id = fresh();
	int64_t number;

	(void)state;
	assert_true(GET("/intakes", NULL, &accountant));
	assert_true(answer_has("\"paper\":\"PXK 7\""));
	assert_true(GET("/intakes/3", NULL, &accountant));
	assert_true(answer_has("Măng khô Hữu Liên"));
	assert_true(answer_has("\"price\":108000"));
	REFUSED(GET("/intakes/99", NULL, &accountant), ERR_MISSING, "number");
	assert_true(GET("/stock", "by=lot&q=mang", &clerk));
	assert_true(answer_has("\"qty_milli\":10000"));
	assert_i64(answer_number("total_value"), 1080000);
	assert_true(GET("/stock", "by=producer&sort=value", &clerk));
	assert_true(answer_has("\"items_count\":2"));
	assert_true(GET("/stock", "by=item&limit=1", &clerk));
	assert_non_null(answer_text("next"));
	assert_true(GET("/stock", arena_format(serving.arena, "by=item&limit=2&after=%s", answer_text("next")), &clerk));
	assert_null(answer_text("next"));
	assert_true(GET("/stock", "by=lot&filter=expired", &clerk));
	assert_true(answer_has("\"rows\":[]"));
	CASE("a loss takes two people");
	REFUSED(POST("/stock/moves", &clerk, BROKEN, fresh(), lot, "shelf", 1000, ""), ERR_FORBIDDEN, "approver");
	REFUSED(POST("/stock/moves", &clerk, BROKEN, fresh(), lot, "shelf", 99000, APPROVED), ERR_CONFLICT, "lines[0].qty_milli");
	REFUSED(POST("/stock/moves", &clerk, BROKEN, fresh(), lot, "bin", 1000, APPROVED), ERR_INPUT, "lines[0].place");
	assert_ok(POST("/stock/moves", &clerk, BROKEN, id, lot, "shelf", 1000, APPROVED), &serving.err);
	number = answer_number("number");
	assert_true(POST("/stock/moves", &clerk, BROKEN, id, lot, "shelf", 1000, APPROVED));
	assert_i64(answer_number("number"), number);
	assert_ok(POST("/stock/moves", &clerk,
		       "{\"id\":\"%s\",\"kind\":\"place\",\"lines\":[{\"lot_id\":\"%s\",\"place\":\"shelf\",\"qty_milli\":2000,\"to_place\":\"aside\"}],\"reason\":null}",
		       fresh(), lot), &serving.err);
	assert_true(GET("/stock", "by=lot&filter=aside", &clerk));
	assert_true(answer_has("\"qty_milli\":2000"));
	CASE("what another owner would change, before it is written");
	assert_true(GET("/corrections/owners", arena_format(serving.arena, "lot_id=%s&contract_id=%s", lot, fresh()), &accountant) == false);
	REFUSED(POST("/intakes", &clerk, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"qty_milli\":1000,\"expiry_kind\":\"use_by\"}]}", fresh(),
		     contract, item), ERR_INPUT, "lines[0].expiry_day");
}

/* ---- settlements and payouts -------------------------------------------------------------------- */

/* A call a day later: the period of a day is over then. */
static bool post_tomorrow(const char *path, const struct staff *who, const char *body)
{
	struct call *call = make_call(HTTP_POST, path, NULL, body, who);

	if (!call)
		return false;
	call->work.at_us += DAY_US;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	return serving.ok;
}

#define PAYOUT \
	"{\"id\":\"%s\",\"contract_id\":\"%s\",\"way\":\"transfer\",\"amount\":%d,\"doc_day\":null,\"reference\":\"FT1\",\"is_advance\":false%s}"

static void a_period_is_drafted_closed_and_paid(void **state)
{
	const char *contract = contract_of(household("1")), *item = item_new(), *id = fresh(), *body, *alone, *settlement;
	char today[DAY_TEXT_SIZE];

	(void)state;
	lot_of(contract, item);
	sell_one("9", 108000);
	day_write_iso(day_of_us(clock_now_us()), today);
	assert_ok(GET("/settlements/draft", arena_format(serving.arena, "contract_id=%s&to_day=%s", contract, today), &accountant), &serving.err);
	assert_true(answer_has("\"is_draft\":true"));
	assert_true(answer_has("\"code\":\"future\""));
	assert_i64(answer_number("col6"), 108000);
	assert_false(strstr(serving.answer, "\"is_true\":false"));
	assert_ok(GET("/settlements/stops", NULL, &accountant), &serving.err);
	assert_true(answer_has("\"contract_number\":\"01/2026/KG\""));
	CASE("only the accountant closes, with a reason where it is no period's end, and not before the day is over");
	body = arena_format(serving.arena, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":\"thử\"%s}", id, contract, today, "," SECOND);
	alone = arena_format(serving.arena, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":\"thử\"}", id, contract, today);
	assert_false(post_tomorrow("/settlements", &serving.supervisor, body));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	REFUSED(POST("/settlements", &accountant, "%s", body), ERR_CONFLICT, "settlement");
	REFUSED(POST("/settlements", &accountant, "{\"id\":\"%s\",\"contract_id\":\"%s\",\"to_day\":\"%s\",\"is_forced\":true,\"reason\":null}", fresh(), contract, today),
		ERR_INPUT, "reason");
	CASE("nor alone");
	assert_false(post_tomorrow("/settlements", &accountant, alone));
	assert_text(serving.err.field, "approver");
	assert_ok(post_tomorrow("/settlements", &accountant, body), &serving.err);
	assert_true(answer_has("\"is_draft\":false"));
	settlement = answer_text("id");
	assert_text(settlement, id);
	CASE("asked twice, it is closed once");
	assert_ok(post_tomorrow("/settlements", &accountant, body), &serving.err);
	assert_i64(answer_number("number"), 1);
	assert_true(GET("/settlements", NULL, &accountant));
	assert_true(answer_has("\"owed_after\":86400"));
	assert_true(GET(arena_format(serving.arena, "/settlements/%s", settlement), NULL, &accountant));
	assert_true(answer_has("Tám mươi sáu nghìn bốn trăm đồng"));
	assert_text(answer_text("forced_reason"), "thử");
	CASE("on paper and in files");
	assert_ok(GET(arena_format(serving.arena, "/settlements/%s/01-bh.pdf", settlement), NULL, &accountant), &serving.err);
	assert_memory_equal(serving.answer, "%PDF", 4);
	assert_ok(GET(arena_format(serving.arena, "/settlements/%s/01-bh.csv", settlement), NULL, &accountant), &serving.err);
	assert_true(answer_has("Măng khô"));
	assert_ok(GET(arena_format(serving.arena, "/settlements/%s/lines.csv", settlement), NULL, &accountant), &serving.err);
	assert_ok(GET(arena_format(serving.arena, "/settlements/%s/01-bh.xlsx", settlement), NULL, &accountant), &serving.err);
	assert_memory_equal(serving.answer, "PK", 2);
	REFUSED(GET(arena_format(serving.arena, "/settlements/%s", fresh()), NULL, &accountant), ERR_MISSING, "settlement_id");
	assert_ok(GET("/exports/settlements.csv", arena_format(serving.arena, "contract_id=%s", contract), &accountant), &serving.err);
	assert_true(answer_has("Hộ Chu Thị Nguyệt"));
	assert_true(answer_has("# Bảng thanh toán: hợp đồng 01/2026/KG – lập lúc "));
	REFUSED(GET("/exports/settlements.csv", "q=abc", &accountant), ERR_INPUT, "q");
	CASE("what is owed is paid, by two people, never more");
	assert_true(GET("/payouts/owed", NULL, &accountant));
	assert_true(answer_has("\"bank_short_name\":\"Vietcombank\""));
	assert_false(post_tomorrow("/payouts", &accountant, arena_format(serving.arena, PAYOUT, fresh(), contract, 86400, "")));
	assert_text(serving.err.field, "approver");
	assert_false(post_tomorrow("/payouts", &accountant, arena_format(serving.arena, PAYOUT, fresh(), contract, 99999, APPROVED)));
	assert_text(serving.err.field, "amount");
	assert_ok(post_tomorrow("/payouts", &accountant, arena_format(serving.arena, PAYOUT, fresh(), contract, 86400, APPROVED)), &serving.err);
	assert_i64(answer_number("number"), 1);
	assert_true(GET("/payouts", NULL, &accountant));
	assert_true(answer_has("\"reference\":\"FT1\""));
	assert_ok(GET("/exports/payouts.csv", NULL, &accountant), &serving.err);
	assert_true(answer_has("FT1"));
	assert_ok(GET("/exports/payouts.xlsx", NULL, &accountant), &serving.err);
	assert_true(GET("/payouts/owed", NULL, &accountant));
	assert_true(answer_has("\"contracts\":[]"));
}

/* ---- papers and health ---------------------------------------------------------------------------- */

static bool spoil_paper(struct call *call, struct err *err)
{
	struct print_row row;
	bool found;

	return print_add(call->work.txn, ENTRY_KEY(1, 1), LAYOUT_RECEIPT, 0, "quay", call->work.at_us, err) &&
	       print_claim(call->work.txn, call->arena, "quay", call->work.at_us, &row, &found, err) &&
	       print_finish(call->work.txn, &row, PRINT_IS_FAILED, "hết giấy", call->work.at_us, err);
}

static size_t groups_count(const char *query)
{
	json_t *json;
	size_t count;

	assert_true(GET("/product-groups", query, &accountant));
	json = json_loads(serving.answer, 0, NULL);
	count = json_array_size(json_object_get(json, "groups"));
	json_decref(json);
	return count;
}

static void groups_are_told_by_their_set(void **state)
{
	(void)state;
	assert_i64((int64_t)groups_count("set=2026"), 26);
	assert_true(answer_has("{\"branch\":\"Thực phẩm\",\"code\":13,\"name\":\"Cà phê, ca cao\",\"set\":2026}"));
	assert_i64((int64_t)groups_count("set=2023"), 26);
	assert_i64((int64_t)groups_count("set=2019"), 6);
	assert_true(answer_has("Vải và may mặc"));
	assert_i64((int64_t)groups_count("set=2020"), 0);
	assert_i64((int64_t)groups_count(NULL), 58);
}

static struct { enum mark mark; int64_t ago_us; bool holds; } planted;

static bool plant_mark(struct call *call, struct err *err)
{
	return mark_put(call->work.txn, planted.mark, call->work.at_us - planted.ago_us, planted.holds, err);
}

static void health_says_what_is_overdue(void **state)
{
	static const int64_t hour_us = INT64_C(3600000000);
	static const struct {
		const char *name;
		enum mark mark;
		int64_t hours;
		bool holds;
		const char *part, *words;
	} cases[] = {
		{ "a backup of yesterday", MARK_BACKUP, 20, true, "\"state\":\"good\",\"text\":\"sao lưu lúc ", "cách đây 20 giờ\"" },
		{ "of the day before", MARK_BACKUP, 40, true, "\"state\":\"look\",\"text\":\"sao lưu lúc ", "đã quá lâu, người quản trị chạy: ocop-pos backup --to THƯ-MỤC" },
		{ "of last week", MARK_BACKUP, 24 * 8, true, "\"state\":\"stop\",\"text\":\"sao lưu lúc ", "cách đây 8 ngày" },
		{ "a copy that did not hold", MARK_BACKUP, 1, false, "\"state\":\"stop\",\"text\":\"lần sao lưu", "SỔ KHÔNG NGUYÊN VẸN" },
		{ "a proof of last week", MARK_VERIFY, 24 * 7, true, "\"state\":\"good\",\"text\":\"kiểm tra sổ lúc ", "cách đây 7 ngày\"" },
		{ "of the month", MARK_VERIFY, 24 * 30, true, "\"state\":\"look\",\"text\":\"kiểm tra sổ lúc ", "chạy: ocop-pos verify" },
		{ "a book that did not hold", MARK_VERIFY, 1, false, "\"state\":\"stop\",\"text\":\"lần kiểm tra sổ", "gọi người quản trị" },
	};

	(void)state;
	CASE("never");
	assert_true(GET("/health", NULL, &serving.admin));
	assert_true(answer_has("chưa có lần sao lưu nào; người quản trị chạy: ocop-pos backup --to THƯ-MỤC"));
	CASE("done now, as the command says it");
	assert_ok(POST("/health/marks", &serving.admin, "{\"id\":\"%s\",\"holds\":true,\"name\":\"backup\"}", fresh()), &serving.err);
	assert_true(GET("/health", NULL, &serving.admin));
	assert_true(answer_has("cách đây 0 giờ\""));
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct call *call = call_new(&serving.app, clock_now_us());

		CASE(cases[i].name);
		planted.mark = cases[i].mark;
		planted.ago_us = cases[i].hours * hour_us;
		planted.holds = cases[i].holds;
		call->done = keep_answer;
		call_add_step(call, LANE_WRITE, plant_mark);
		call_start(call);
		while (serving.app.calls_count)
			serving_turn();
		assert_ok(serving.ok, &serving.err);
		assert_true(GET("/health", NULL, &serving.admin));
		assert_true(answer_has(cases[i].part));
		assert_true(answer_has(cases[i].words));
	}
}

static void a_failed_paper_waits_again_or_is_seen(void **state)
{
	struct call *call = call_new(&serving.app, clock_now_us());
	const char *path, *job;

	(void)state;
	call->done = keep_answer;
	call_add_step(call, LANE_WRITE, spoil_paper);
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	assert_ok(serving.ok, &serving.err);
	assert_true(GET("/health", NULL, &serving.cashier));
	assert_true(answer_has("1 giấy in hỏng"));
	assert_true(GET("/print-jobs", "state=open", &serving.cashier));
	assert_true(answer_has("hết giấy"));
	job = arena_format(serving.arena, "%lld-1-0", (long long)ENTRY_KEY(1, 1));
	assert_true(answer_has(job));
	path = arena_format(serving.arena, "/print-jobs/%s/done", job);
	assert_ok(POST(arena_format(serving.arena, "/print-jobs/%s/retry", job), &serving.cashier, "{\"id\":\"%s\"}", fresh()), &serving.err);
	assert_true(GET("/print-jobs", "state=waiting", &serving.cashier));
	assert_true(answer_has(job));
	CASE("one that waits is not there yet");
	REFUSED(POST(path, &serving.cashier, "{\"id\":\"%s\"}", fresh()), ERR_CONFLICT, "print");
	REFUSED(POST("/print-jobs/x/done", &serving.cashier, "{\"id\":\"%s\"}", fresh()), ERR_MISSING, "job_id");
	assert_true(GET("/printers", NULL, &serving.cashier));
	assert_true(GET("/scanners", NULL, &serving.cashier));
	assert_true(answer_has("\"scanners\":[]"));
}

/* ---- tables ------------------------------------------------------------------------------------------ */

static void an_intake_has_its_note(void **state)
{
	const char *printed = fresh();

	(void)state;
	lot_of(contract_of(household("1")), item_new());
	CASE("as a sheet to sign");
	assert_ok(GET("/intakes/1/note.pdf", NULL, &clerk), &serving.err);
	assert_memory_equal(serving.answer, "%PDF", 4);
	REFUSED(GET("/intakes/9/note.pdf", NULL, &clerk), ERR_MISSING, "number");
	CASE("out of a printer that there is");
	assert_ok(settings_put(&serving.app.settings, "printer", "quay driver=virtual address=/tmp format=plain", &serving.err), &serving.err);
	REFUSED(POST("/intakes/1/print", &clerk, "{\"id\":\"%s\",\"printer\":\"không có\"}", fresh()), ERR_INPUT, "printer");
	assert_ok(POST("/intakes/1/print", &clerk, "{\"id\":\"%s\",\"printer\":\"quay\"}", printed), &serving.err);
	assert_i64(answer_number("copy"), 0);
	assert_ok(POST("/intakes/1/print", &clerk, "{\"id\":\"%s\",\"printer\":\"quay\"}", printed), &serving.err);
	assert_i64(answer_number("copy"), 0);
	assert_ok(GET("/intakes/1", NULL, &clerk), &serving.err);
	assert_true(answer_has("\"state\":\"waiting\""));
}

static bool import(const char *kind, const char *query, const char *csv, const struct staff *who)
{
	struct http_request request = { .body = csv, .body_size = strlen(csv), .body_fd = -1 };
	struct call *call = make_call(HTTP_POST, arena_format(serving.arena, "/imports/%s", kind), query, NULL, who);

	if (!call)
		return false;
	call->request = &request;
	call->route->stream(call);
	while (serving.app.calls_count)
		serving_turn();
	return serving.ok;
}

static void tables_come_in_and_go_out(void **state)
{
	const char *header, *more;
	struct buf many;

	(void)state;
	assert_ok(GET("/exports/prices.csv", NULL, &accountant), &serving.err);
	assert_true(answer_has("MO500"));
	header = arena_text(serving.arena, serving.answer);
	CASE("what went out comes in and changes nothing");
	assert_ok(import("prices", "dry=1", header, &accountant), &serving.err);
	assert_i64(answer_number("rows"), 2);
	assert_i64(answer_number("added"), 0);
	assert_true(answer_has("\"errors\":[]"));
	assert_true(answer_has("\"is_written\":false"));
	CASE("a list that was narrowed goes out narrowed, says so, and still comes in");
	assert_ok(GET("/exports/prices.csv", "q=mo500", &accountant), &serving.err);
	assert_true(answer_has("# Giá bán: tìm “mo500” – lập lúc "));
	header = arena_text(serving.arena, serving.answer);
	assert_ok(import("prices", "dry=1", header, &accountant), &serving.err);
	assert_i64(answer_number("rows"), 1);
	assert_true(answer_has("\"errors\":[]"));
	CASE("what was typed is no column and no line of the file");
	assert_ok(GET("/exports/prices.csv", "q=x%3B%3D1%2B1%0A%3D2%2B2", &accountant), &serving.err);
	assert_true(answer_has("\"# Giá bán: tìm “x;=1+1 =2+2” – lập lúc "));
	header = arena_text(serving.arena, serving.answer);
	assert_ok(import("prices", "dry=1", header, &accountant), &serving.err);
	assert_i64(answer_number("rows"), 0);
	assert_true(answer_has("\"errors\":[]"));
	assert_ok(GET("/exports/items.csv", "filter=no_price", &accountant), &serving.err);
	assert_true(answer_has("# Hàng hóa: chưa có giá – lập lúc "));
	assert_ok(GET("/exports/parties.csv", "role=operator", &accountant), &serving.err);
	assert_true(answer_has("# Chủ thể: đơn vị bán hàng – lập lúc "));
	REFUSED(GET("/exports/items.csv", "filter=frozen", &accountant), ERR_INPUT, "filter");
	CASE("each kind has a file to fill in, that comes in as no rows");
	assert_ok(GET("/imports", NULL, &accountant), &serving.err);
	for (size_t i = 0; import_kind_name(i); i++) {
		assert_true(answer_has(arena_format(serving.arena, "\"kind\":\"%s\"", import_kind_name(i))));
		assert_ok(GET(arena_format(serving.arena, "/imports/%s", import_kind_name(i)), NULL, &accountant), &serving.err);
		header = arena_text(serving.arena, serving.answer);
		assert_ok(import(import_kind_name(i), "dry=1", header, &accountant), &serving.err);
		/* An opening must also say its sums. */
		assert_true(answer_has(strcmp(import_kind_name(i), "opening") == 0 ? "\"rows\":0" : "\"errors\":[]"));
		assert_ok(GET("/imports", NULL, &accountant), &serving.err);
	}
	assert_ok(GET("/exports/items.xlsx", NULL, &accountant), &serving.err);
	assert_memory_equal(serving.answer, "PK", 2);
	assert_text(door_disposition(serving.arena, "Hàng hóa 22.csv", false), "attachment; filename=\"Hang-hoa-22.csv\"; filename*=UTF-8''H%C3%A0ng%20h%C3%B3a%2022.csv");
	REFUSED(GET("/exports/payouts.csv", NULL, &clerk), ERR_FORBIDDEN, "file");
	REFUSED(GET("/exports/items.pdf", NULL, &accountant), ERR_MISSING, "file");
	CASE("an error refuses the whole, with its line");
	assert_ok(import("parties", NULL, "Mã;Tên;Loại hình;Vai trò\nX1;;HTX;chủ thể\n", &accountant), &serving.err);
	assert_true(answer_has("\"line\":2"));
	assert_true(answer_has("\"is_written\":false"));
	CASE("an unknown kind, no file, a clerk");
	REFUSED(import("nothing", NULL, "a\n1\n", &accountant), ERR_INPUT, "kind");
	REFUSED(import("items", NULL, "", &accountant), ERR_INPUT, "body");
	assert_false(import("items", NULL, "a\n1\n", &clerk));
	REFUSED(import("opening", NULL, "a\n1\n", &serving.supervisor), ERR_FORBIDDEN, "kind");
	CASE("terms that hold are changed with a second person, and a file has none");
	contract_of(household("7"));
	assert_ok(GET("/exports/contracts.csv", NULL, &accountant), &serving.err);
	header = arena_text(serving.arena, serving.answer);
	assert_ok(import("contracts", NULL, header, &accountant), &serving.err);
	assert_true(answer_has("\"errors\":[]"));
	more = "Bên ký gửi;Tỷ lệ;Cơ sở tính;Kỳ;Số hợp đồng;Từ ngày\nHKD01;15%;giá bán;tháng;01/2026/KG;01/12/2030\n";
	REFUSED(import("contracts", NULL, more, &accountant), ERR_FORBIDDEN, "kind");
	assert_non_null(strstr(serving.err.text, "dòng 2"));
	assert_ok(import("contracts", "dry=1", more, &serving.admin), &serving.err);
	assert_true(answer_has("\"errors\":[]"));
	CASE("more than one chunk");
	buf_init(&many, 1 << 20);
	buf_text(&many, "code;name;unit;has_stock;Thuế suất\n");
	for (int i = 0; i < 450; i++)
		buf_format(&many, "K%03d;Hàng thử số %d;gói;1;8\n", i, i);
	assert_ok(import("items", NULL, buf_get(&many), &accountant), &serving.err);
	assert_true(answer_has("\"is_written\":true"));
	assert_true(GET("/items", "q=K449", &clerk));
	assert_true(answer_has("Hàng thử số 449"));
	assert_ok(import("items", NULL, buf_get(&many), &accountant), &serving.err);
	assert_i64(answer_number("added"), 0);
	buf_release(&many);
}

/* ---- who may ------------------------------------------------------------------------------------------ */

static void doors_know_the_roles(void **state)
{
	static const struct {
		enum http_method method;
		const char *path;
		const char *roles;     /* who may: a letter each of Cashier Supervisor sTock accouNtant Admin */
	} rows[] = {
		{ HTTP_GET, "/parties", "STNA" }, { HTTP_POST, "/parties", "STNA" }, { HTTP_GET, "/items", "STNA" }, { HTTP_POST, "/items", "STNA" },
		{ HTTP_POST, "/prices", "SNA" }, { HTTP_POST, "/products", "STNA" }, { HTTP_POST, "/certificates", "STNA" }, { HTTP_GET, "/contracts", "STNA" },
		{ HTTP_POST, "/contracts", "NA" }, { HTTP_POST, "/intakes", "STA" }, { HTTP_POST, "/stock/moves", "STA" },
		{ HTTP_POST, "/corrections/intakes", "STA" }, { HTTP_POST, "/corrections/prices", "NA" }, { HTTP_POST, "/corrections/owners", "NA" },
		{ HTTP_GET, "/settlements", "SNA" }, { HTTP_POST, "/settlements", "NA" }, { HTTP_POST, "/payouts", "NA" }, { HTTP_GET, "/payouts/owed", "SNA" },
		{ HTTP_POST, "/proposals/x", "SNA" }, { HTTP_GET, "/opening", "SNA" },
		{ HTTP_GET, "/refunds", "SNA" }, { HTTP_POST, "/refunds/x/sent", "NA" }, { HTTP_POST, "/returns/price", "CSNA" },
		{ HTTP_GET, "/stock", "STNA" }, { HTTP_GET, "/health", "CSTNA" }, { HTTP_GET, "/print-jobs", "CSTNA" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool is_known;
		const struct route *route = route_find(rows[i].method, rows[i].path, &is_known);

		CASE(rows[i].path);
		assert_non_null(route);
		for (int role = 1; role <= STAFF_ROLES_MAX; role++) {
			struct staff who = { .role = role };

			assert_int_equal(door_may(route, &who), strchr(rows[i].roles, "CSTNA"[role - 1]) != NULL);
		}
	}
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, setup, serving_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		OFFICE_TEST(parties_are_made_found_and_guarded),
		OFFICE_TEST(goods_are_made_priced_and_found),
		OFFICE_TEST(a_contract_has_versions_and_an_example),
		OFFICE_TEST(a_proposed_price_is_accepted_where_it_came_in),
		OFFICE_TEST(goods_come_in_lie_there_and_leave),
		OFFICE_TEST(a_period_is_drafted_closed_and_paid),
		OFFICE_TEST(groups_are_told_by_their_set),
		OFFICE_TEST(health_says_what_is_overdue),
		OFFICE_TEST(a_failed_paper_waits_again_or_is_seen),
		OFFICE_TEST(an_intake_has_its_note),
		OFFICE_TEST(tables_come_in_and_go_out),
		OFFICE_TEST(doors_know_the_roles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
