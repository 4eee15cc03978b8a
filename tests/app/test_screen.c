/* What customers see: the second screen, price check, the page of a lot; and stars on the last valid day and the day after, everywhere. */
#include "serving.h"

#include <jansson.h>

#include "app/guests.h"
#include "app/paper.h"
#include "shop/passport.h"

static const char *till(void)
{
	return text_of_id(serving.till_id);
}

static const char *answer_text(const char *name)
{
	json_t *json = json_loads(serving.answer, 0, NULL);
	const char *text = arena_text(serving.arena, json_string_value(json_object_get(json, name)));

	json_decref(json);
	return text;
}

static const char *of_till(const char *more)
{
	return arena_format(serving.arena, "till_id=%s%s", till(), more);
}

static void open_shift(void)
{
	assert_ok(POST("/shifts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), till()), &serving.err);
}

static const char *cart_with(const char *code)
{
	const char *cart = fresh();

	assert_ok(POST("/carts", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, till()), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/scan", cart), &serving.cashier, "{\"id\":\"%s\",\"code\":\"%s\"}", fresh(), code), &serving.err);
	return cart;
}

static void pay(const char *cart, int64_t total, int64_t given)
{
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", cart), &serving.cashier,
		       "{\"id\":\"%s\",\"total\":%lld,\"pays\":[{\"way\":\"cash\",\"amount\":%lld,\"given\":%lld}]}", cart, (long long)total,
		       (long long)total, (long long)given), &serving.err);
}

/* ---- who may look ----------------------------------------------------------------- */

static bool at_station(const char *path, const char *query, struct id station_till)
{
	struct call *call = make_call(HTTP_GET, path, query, NULL, NULL);

	assert_non_null(call);
	call->till_id = (struct id){ { 0 } };
	call->station_id = random_id();
	call->station_till_id = station_till;
	call_start(call);
	while (serving.app.calls_count)
		serving_turn();
	return serving.ok;
}

static void a_screen_is_of_one_till_and_of_those_who_sell_there(void **state)
{
	struct staff clerk = serving.admin;

	(void)state;
	clerk.role = STAFF_STOCK;
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_ok(GET("/screen", NULL, &serving.cashier), &serving.err);
	assert_false(GET("/screen", of_till(""), NULL));
	assert_i64(serving.err.code, ERR_FORBIDDEN);
	assert_false(GET("/screen/check", of_till("&code=7"), NULL));
	assert_false(GET("/screen/goods", of_till(""), NULL));
	assert_false(GET("/screen", of_till(""), &clerk));
	assert_ok(at_station("/screen", of_till(""), serving.till_id), &serving.err);
	assert_ok(at_station("/screen", NULL, serving.till_id), &serving.err);
	assert_false(at_station("/screen", of_till(""), random_id()));
	assert_text(serving.err.field, "till_id");
	assert_false(at_station("/screen", NULL, (struct id){ { 0 } }));
	assert_text(serving.err.field, "till_id");
	serving.at_till_id = random_id();
	assert_false(GET("/screen", of_till(""), &serving.cashier));
	assert_text(serving.err.field, "till_id");
}

/* ---- what it shows ------------------------------------------------------------------ */

static void it_shows_the_ticket_then_the_change_and_nothing_of_the_shop(void **state)
{
	static const char *const secrets[] = { "Lan", "\"lan\"", "cashier", "float", "shift", "producer_ppm", "blocked", "lot_code", "notes", "stock" };
	const char *cart;

	(void)state;
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"cart\":null") && answer_has("\"thanks\":null") && answer_has("Công ty Thử"));
	open_shift();
	cart = cart_with("3*8936000000014");
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"total\":435000") && answer_has("\"qty_milli\":3000") && answer_has("Mật ong 500 ml"));
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		if (strstr(serving.answer, secrets[i]))
			fail_msg("the customer sees \"%s\": %s", secrets[i], serving.answer);
	/* What the till is still to settle is there, without an amount. */
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/scan", cart), &serving.cashier, "{\"id\":\"%s\",\"code\":\"4006381333931\"}", fresh()), &serving.err);
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"is_waiting\":true") && answer_has("\"total\":435000") && !strstr(serving.answer, "4006381333931"));
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/lines/2/remove", cart), &serving.cashier, "{\"id\":\"%s\",\"reason\":1}", fresh()), &serving.err);
	pay(cart, 435000, 500000);
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"cart\":null") && answer_has("\"change\":65000") && answer_has("\"qr\":null"));
	/* Where the shop's pages can be reached, the receipt has one. */
	snprintf(serving.app.settings.public_url, sizeof(serving.app.settings.public_url), "https://ocop.example.vn");
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"path\":\"M0 0h7v1h-7z"));
	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		assert_null(strstr(serving.answer, secrets[i]));
	/* The next ticket takes its place at once. */
	cart_with("7");
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"thanks\":null") && answer_has("\"total\":145000"));
}

static void a_price_is_looked_up_and_nothing_is_sold(void **state)
{
	const char *cart;

	(void)state;
	open_shift();
	cart = cart_with("7");
	assert_ok(POST(arena_format(serving.arena, "/items/%s/words", text_of_id(serving.item_id)), &serving.admin,
		       "{\"id\":\"%s\",\"trace_url\":null,\"words\":[{\"lang\":\"en\",\"name\":\"Honey 500 ml\",\"story\":\"From coffee blossoms\",\"storage\":null,"
		       "\"usage\":null}]}", fresh()), &serving.err);
	assert_ok(GET("/screen/check", of_till("&code=8936000000014&lang=en"), &serving.cashier), &serving.err);
	assert_true(answer_has("Honey 500 ml") && answer_has("\"price\":145000") && answer_has("From coffee blossoms") && answer_has("\"name_vi\":\"Mật ong 500 ml\""));
	assert_ok(GET("/screen/check", of_till("&code=8936000000014"), &serving.cashier), &serving.err);
	assert_true(answer_has("\"name\":\"Mật ong 500 ml\"") && !strstr(serving.answer, "From coffee"));
	assert_ok(GET("/screen/check", of_till("&code=4006381333931"), &serving.cashier), &serving.err);
	assert_true(answer_has("\"goods\":[]") && answer_has("không tìm thấy"));
	assert_ok(GET("/screen", of_till("&lang=en"), &serving.cashier), &serving.err);
	assert_true(answer_has("Honey 500 ml") && answer_has("\"total\":145000"));
	assert_ok(GET(arena_format(serving.arena, "/carts/%s", cart), NULL, &serving.cashier), &serving.err);
	assert_true(answer_has("\"qty_milli\":1000"));
}

/* ---- the page of a lot ---------------------------------------------------------------- */

static const char *lot_code(void)
{
	json_t *json;
	char code[OWNCODE_SIZE];
	struct id lot_id;

	assert_ok(GET("/stock", "by=lot&q=MO500", &serving.admin), &serving.err);
	json = json_loads(serving.answer, 0, NULL);
	assert_true(id_read(json_string_value(json_object_get(json_array_get(json_object_get(json, "rows"), 0), "lot_id")), ID_TEXT_SIZE - 1, &lot_id));
	json_decref(json);
	passport_code(OWNCODE_LOT, lot_id, code);
	return arena_text(serving.arena, code);
}

static void anybody_reads_a_lots_page_and_nobody_a_wrong_one(void **state)
{
	const char *code = lot_code(), *path = arena_format(serving.arena, "/public/lots/%s", code);
	char *wrong = arena_text(serving.arena, path);

	(void)state;
	assert_ok(GET(path, NULL, NULL), &serving.err);
	assert_true(answer_has("Mật ong 500 ml") && answer_has("Công ty Thử") && answer_has("\"stars\":0"));
	wrong[strlen(wrong) - 5] = wrong[strlen(wrong) - 5] == 'A' ? 'B' : 'A';
	assert_false(GET(wrong, NULL, NULL));
	assert_text(serving.err.field, "code");
	assert_false(GET("/public/lots/x", NULL, NULL));
	assert_text(serving.err.field, "code");
}

static void strangers_ask_so_often_and_no_more(void **state)
{
	struct guests *guests = guests_new();
	int64_t now = 1000000000;
	int answered = 0;

	(void)state;
	while (guests_ask(guests, "203.0.113.7", now))
		answered++;
	assert_i64(answered, GUEST_ASKS_MAX);
	/* Another address is another's. */
	assert_true(guests_ask(guests, "203.0.113.8", now));
	assert_false(guests_ask(guests, "203.0.113.7", now + 400000));
	assert_true(guests_ask(guests, "203.0.113.7", now + 1500000));
	/* Wrong codes cost more. */
	for (answered = 0; guests_ask(guests, "203.0.113.9", now); answered++)
		guests_wrong(guests, "203.0.113.9", now);
	assert_i64(answered, GUEST_ASKS_MAX / GUEST_WRONG_COSTS);
	/* A full table forgets the oldest, and never grows. */
	for (int i = 0; i < 3 * GUESTS_MAX; i++)
		assert_true(guests_ask(guests, arena_format(serving.arena, "2001:db8::%x", (unsigned)i), now + i));
	guests_free(guests);
}

/* ---- stars ------------------------------------------------------------------------------ */

static const char *certificate_id, *product_id;

static void certified_until(int32_t day)
{
	char text[DAY_TEXT_SIZE];

	day_write_iso(day, text);
	assert_ok(POST("/certificates", &serving.admin,
		       "{\"id\":\"%s\",\"certificate_id\":%s%s%s,\"product_id\":\"%s\",\"stars\":4,\"decision_no\":\"12/QĐ-UBND\",\"decision_day\":\"2023-01-02\","
		       "\"issuer\":\"UBND tỉnh\",\"valid_from\":\"2023-01-02\",\"valid_to\":\"%s\",\"extended_to\":null,\"revoked_day\":null,\"replaces_id\":null}",
		       fresh(), certificate_id ? "\"" : "", certificate_id ? certificate_id : "null", certificate_id ? "\"" : "", product_id, text),
		  &serving.err);
	certificate_id = answer_text("id");
}

static void of_a_product(void)
{
	const char *producer;

	assert_ok(POST("/parties", &serving.admin,
		       "{\"id\":\"%s\",\"party_id\":null,\"code\":\"HTX01\",\"name\":\"HTX Hương Rừng\",\"legal_form\":\"cooperative\",\"vat_profile\":\"credit\","
		       "\"tax_code\":null,\"phone\":null,\"address\":null,\"commune\":null,\"bank_bin\":null,\"bank_account\":null,\"bank_holder\":null,"
		       "\"roles\":[\"producer\"],\"from_day\":\"2025-01-01\"}", fresh()), &serving.err);
	producer = answer_text("id");
	assert_ok(POST("/products", &serving.admin,
		       "{\"id\":\"%s\",\"product_id\":null,\"code\":\"SP1\",\"name\":\"Mật ong\",\"producer_id\":\"%s\",\"ground\":\"ocop\",\"group_set\":2026,"
		       "\"group_code\":4,\"made_commune\":null}", fresh(), producer), &serving.err);
	product_id = answer_text("id");
	assert_ok(POST("/items", &serving.admin,
		       "{\"id\":\"%s\",\"item_id\":\"%s\",\"code\":\"MO500\",\"name\":\"Mật ong 500 ml\",\"unit\":\"hộp\",\"decimals\":0,\"product_id\":\"%s\","
		       "\"short_number\":7,\"tile_group\":\"Thực phẩm\",\"has_stock\":true,\"is_food\":true,\"is_active\":true,\"contract_id\":null,\"round_unit\":1,"
		       "\"codes\":[],\"vats\":[]}", fresh(), text_of_id(serving.item_id), product_id), &serving.err);
}

/* The stars of the goods on a receipt that is printed now. */
struct receipt_stars {
	const char *sale;
	int64_t lang;              /* of a copy */
	bool is_gift;
	int stars;
	enum lang said_in;
	bool was_gift, with_gift;
	const char *name, *name_vi, *story, *lookup, *trace;
};

static bool read_receipt(struct work *work, void *what, struct err *err)
{
	struct receipt_stars *out = what;
	struct print_row row = { .layout = LAYOUT_RECEIPT, .printer = "Q1", .lang = out->lang, .is_gift = out->is_gift, .copy = out->lang || out->is_gift };
	struct paper *paper;
	struct entry entry;
	struct id id;
	bool found, ok;

	if (!id_read(out->sale, strlen(out->sale), &id) || !journal_find_id(work->txn, work->arena, id, &entry, &found, err) || !found)
		return false;
	row.entry_key = entry.key;
	paper = paper_new(&row);
	paper->settings = &serving.app.settings;
	ok = paper_read(work->txn, work->book, paper, err);
	out->stars = -1;
	if (ok) {
		const struct receipt_facts *facts = &paper->receipt;

		out->stars = facts->lines[0].stars;
		out->said_in = facts->lang;
		out->was_gift = facts->is_gift;
		out->with_gift = facts->with_gift;
		out->name = arena_text(serving.arena, facts->lines[0].name);
		out->name_vi = arena_text(serving.arena, facts->lines[0].name_vi);
		out->story = arena_text(serving.arena, facts->lines[0].story);
		out->lookup = arena_text(serving.arena, facts->lookup_qr);
		out->trace = arena_text(serving.arena, facts->lines[0].trace_qr);
	}
	paper_free(paper);
	return ok;
}

static struct receipt_stars paper_of(const char *sale, int64_t lang, bool is_gift)
{
	struct receipt_stars out = { .sale = sale, .lang = lang, .is_gift = is_gift };
	struct err err = { 0 };
	struct book *book;

	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	do_in_book(book, read_receipt, &out);
	book_close(book);
	serving_open();
	return out;
}

static int stars_on_paper(const char *sale)
{
	return paper_of(sale, 0, false).stars;
}

static void walk(bool is_valid)
{
	const char *stars = is_valid ? "\"stars\":4" : "\"stars\":0", *cart;
	const struct {
		const char *name, *path, *query;
		const struct staff *who;
	} places[] = {
		{ "tiles", "/till/tiles", "", &serving.cashier },
		{ "search", "/items/search", "q=mat%20ong", &serving.cashier },
		{ "the office's list", "/items", "q=MO500", &serving.admin },
		{ "the second screen's price", "/screen/check", of_till("&code=7"), &serving.cashier },
		{ "the lot's page", arena_format(serving.arena, "/public/lots/%s", lot_code()), "", NULL },
		{ "the cart", NULL, "", &serving.cashier },
		{ "the second screen", "/screen", of_till(""), &serving.cashier },
	};

	cart = cart_with("7");
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		CASE(places[i].name);
		assert_ok(GET(places[i].path ? places[i].path : arena_format(serving.arena, "/carts/%s", cart), places[i].query, places[i].who), &serving.err);
		assert_true(answer_has(stars));
		assert_null(strstr(serving.answer, is_valid ? "\"stars\":0,\"unit\":\"hộp\",\"vat_class\"" : "\"stars\":4"));
		if (!is_valid)
			assert_null(strstr(serving.answer, "12/QĐ-UBND"));
	}
	CASE("the idle picture");
	assert_ok(GET("/screen/goods", of_till(""), &serving.cashier), &serving.err);
	assert_int_equal(strstr(serving.answer, "Mật ong") != NULL, is_valid);
	CASE("the receipt");
	pay(cart, 145000, 145000);
	assert_i64(stars_on_paper(cart), is_valid ? 4 : 0);
}

static void stars_stand_everywhere_on_the_last_day_and_nowhere_the_day_after(void **state)
{
	int32_t today = day_of_us(clock_now_us());

	(void)state;
	certificate_id = NULL;
	of_a_product();
	open_shift();
	certified_until(today);
	walk(true);
	certified_until(day_add(today, -1));
	walk(false);
	/* The office is told in time, and of what lapsed. */
	assert_ok(GET("/certificates/lapsing", NULL, &serving.admin), &serving.err);
	assert_true(answer_has("\"days_left\":-1") && answer_has("\"product\":\"Mật ong\""));
	certified_until(day_add(today, 90));
	assert_ok(GET("/certificates/lapsing", NULL, &serving.admin), &serving.err);
	assert_true(answer_has("\"days_left\":90"));
	assert_ok(GET("/exports/lapsing.csv", NULL, &serving.admin), &serving.err);
	assert_true(answer_has("HTX Hương Rừng"));
	certified_until(day_add(today, 91));
	assert_ok(GET("/certificates/lapsing", NULL, &serving.admin), &serving.err);
	assert_true(answer_has("\"certificates\":[]"));
}

static bool first_waiting(struct work *work, void *what, struct err *err)
{
	struct print_row *rows;
	size_t count;

	if (!print_list(work->txn, work->arena, PRINT_WAITING, &rows, &count, err))
		return false;
	assert_i64((int64_t)count, 1);
	*(struct print_row *)what = rows[0];
	return true;
}

static void a_receipt_speaks_the_customers_language_and_tells_what_the_shop_wants(void **state)
{
	struct receipt_stars paper;
	struct print_row row = { 0 };
	struct book *book;
	const char *cart;

	(void)state;
	open_shift();
	assert_ok(POST(arena_format(serving.arena, "/items/%s/words", text_of_id(serving.item_id)), &serving.admin,
		       "{\"id\":\"%s\",\"trace_url\":null,\"words\":[{\"lang\":\"vi\",\"name\":null,\"story\":\"Ong hút nhụy\",\"storage\":\"Để nơi mát\",\"usage\":null},"
		       "{\"lang\":\"en\",\"name\":\"Honey 500 ml\",\"story\":\"From coffee blossoms\",\"storage\":null,\"usage\":null}]}", fresh()), &serving.err);
	cart = cart_with("7");
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/flags", cart), &serving.cashier, "{\"id\":\"%s\",\"lang\":\"en\",\"is_gift\":true}", fresh()), &serving.err);
	/* The screen follows the ticket, until somebody touches another language. */
	assert_ok(GET("/screen", of_till(""), &serving.cashier), &serving.err);
	assert_true(answer_has("\"lang\":\"en\"") && answer_has("Honey 500 ml"));
	assert_ok(GET("/screen", of_till("&lang=vi"), &serving.cashier), &serving.err);
	assert_true(answer_has("\"lang\":\"vi\"") && answer_has("Mật ong 500 ml"));
	pay(cart, 145000, 145000);
	paper = paper_of(cart, 0, false);
	assert_int_equal(paper.said_in, LANG_EN);
	assert_true(paper.with_gift && !paper.was_gift);
	assert_text(paper.name, "Honey 500 ml");
	assert_text(paper.name_vi, "Mật ong 500 ml");
	assert_null(paper.story);
	/* Without a public address no way to a page is printed. */
	assert_int_equal(paper.lookup[0], '%');
	assert_null(paper.trace);
	assert_ok(settings_put(&serving.app.settings, "public_url", "https://ocop.example.vn/", &serving.err) &&
			  settings_put(&serving.app.settings, "receipt_story", "yes", &serving.err) &&
			  settings_put(&serving.app.settings, "receipt_trace", "line", &serving.err), &serving.err);
	paper = paper_of(cart, LANG_VI, true);
	assert_int_equal(paper.said_in, LANG_VI);
	assert_true(paper.was_gift && !paper.with_gift);
	assert_text(paper.name, "Mật ong 500 ml");
	assert_text(paper.story, "Ong hút nhụy. Để nơi mát");
	assert_int_equal(strncmp(paper.lookup, "https://ocop.example.vn/l/R", 27), 0);
	assert_int_equal(strncmp(paper.trace, "https://ocop.example.vn/l/L", 27), 0);
	/* What the QR says is read by our own scanners as the receipt, the goods of the lot. */
	assert_ok(GET("/sales/find", arena_format(serving.arena, "code=%s", paper.lookup), &serving.cashier), &serving.err);
	assert_true(answer_has(cart));
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/scan", cart_with("7")), &serving.cashier, "{\"id\":\"%s\",\"code\":\"%s\"}", fresh(), paper.trace), &serving.err);
	assert_true(answer_has("\"state\":\"ok\""));
	/* The producer's own page goes before the lot's. */
	assert_ok(POST(arena_format(serving.arena, "/items/%s/words", text_of_id(serving.item_id)), &serving.admin,
		       "{\"id\":\"%s\",\"trace_url\":\"https://truyxuat.example.vn/1\",\"words\":[]}", fresh()), &serving.err);
	assert_text(paper_of(cart, 0, false).trace, "https://truyxuat.example.vn/1");
	assert_ok(settings_put(&serving.app.settings, "receipt_trace", "no", &serving.err), &serving.err);
	assert_int_equal(paper_of(cart, 0, false).lookup[0], '%');
	/* A copy in another language is a numbered one, and waits as such. */
	assert_ok(settings_put(&serving.app.settings, "printer", "giay driver=file address=/nowhere", &serving.err), &serving.err);
	assert_ok(POST(arena_format(serving.arena, "/sales/%s/copies", cart), &serving.cashier, "{\"id\":\"%s\",\"lang\":\"ko\",\"is_gift\":true}", fresh()), &serving.err);
	assert_true(answer_has("\"copy\":1"));
	serving_close();
	book = book_open(serving.dir, &serving.err);
	assert_ok(book, &serving.err);
	do_in_book(book, first_waiting, &row);
	book_close(book);
	serving_open();
	assert_i64(row.lang, LANG_KO);
	assert_true(row.is_gift && row.copy == 1);
	assert_false(POST(arena_format(serving.arena, "/sales/%s/copies", cart), &serving.cashier, "{\"id\":\"%s\",\"lang\":\"fr\"}", fresh()));
	assert_text(serving.err.field, "lang");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(a_screen_is_of_one_till_and_of_those_who_sell_there),
		SERVING_TEST(it_shows_the_ticket_then_the_change_and_nothing_of_the_shop),
		SERVING_TEST(a_price_is_looked_up_and_nothing_is_sold),
		SERVING_TEST(anybody_reads_a_lots_page_and_nobody_a_wrong_one),
		SERVING_TEST(strangers_ask_so_often_and_no_more),
		SERVING_TEST(a_receipt_speaks_the_customers_language_and_tells_what_the_shop_wants),
		SERVING_TEST(stars_stand_everywhere_on_the_last_day_and_nowhere_the_day_after),
	};

	return cmocka_run_group_tests_name("app/screen", tests, NULL, NULL);
}
