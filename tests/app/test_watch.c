/* What of a day somebody else should look at: each scheme of a cashier leaves its row, with who did it and who stood behind it. */
#include "serving.h"

#include "shop/watch.h"

#define PIN "\"approver\":{\"login\":\"hoa\",\"pin\":\"8642\"}"

static bool to(const char *where, const char *id, const char *rest, const struct staff *who, const char *body)
{
	return POST(arena_format(serving.arena, "/%s/%s%s", where, id, rest), who, "{\"id\":\"%s\",%s}", fresh(), body);
}

static const char *open_cart(const struct staff *who)
{
	const char *cart = fresh();

	assert_ok(POST("/carts", who, "{\"id\":\"%s\",\"till_id\":\"%s\"}", cart, text_of_id(serving.till_id)), &serving.err);
	return cart;
}

static void put_in(const char *cart, const struct staff *who, const char *item, int qty_milli)
{
	assert_ok(to("carts", cart, "/add", who, arena_format(serving.arena, "\"item_id\":\"%s\",\"qty_milli\":%d", item, qty_milli)), &serving.err);
}

static void pay(const char *cart, const struct staff *who, int total)
{
	assert_ok(POST(arena_format(serving.arena, "/carts/%s/pay", cart), who,
		       "{\"id\":\"%s\",\"total\":%d,\"pays\":[{\"way\":\"cash\",\"amount\":%d,\"given\":1000000}]}", cart, total, total), &serving.err);
}

static void open_shift(const struct staff *who)
{
	assert_ok(POST("/shifts", who, "{\"id\":\"%s\",\"till_id\":\"%s\",\"float_cash\":500000}", fresh(), text_of_id(serving.till_id)), &serving.err);
}

static const char *new_item(const char *name, int decimals, int price)
{
	const char *id, *contract;

	assert_ok(GET("/contracts", "", &serving.admin), &serving.err);
	contract = arena_bytes(serving.arena, strstr(serving.answer, "\"id\":\"") + 6, ID_TEXT_SIZE - 1);
	assert_ok(POST("/items", &serving.admin,
		       "{\"id\":\"%s\",\"item_id\":null,\"code\":null,\"name\":\"%s\",\"unit\":\"kg\",\"decimals\":%d,\"product_id\":null,\"short_number\":null,"
		       "\"tile_group\":null,\"has_stock\":false,\"is_food\":true,\"is_active\":true,\"contract_id\":\"%s\",\"round_unit\":1,\"codes\":[],"
		       "\"vats\":[{\"vat_class\":\"8\",\"from_day\":\"2025-01-01\",\"buyer\":0,\"seller_profile\":0,\"legal_note\":null}]}", fresh(), name, decimals, contract), &serving.err);
	id = arena_bytes(serving.arena, strstr(serving.answer, "\"id\":\"") + 6, ID_TEXT_SIZE - 1);
	assert_ok(POST("/prices", &serving.admin, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":%d,\"from_us\":null}", fresh(), id, price), &serving.err);
	return id;
}

static void set_price(const char *item, int amount)
{
	assert_ok(POST("/prices", &serving.supervisor, "{\"id\":\"%s\",\"item_id\":\"%s\",\"amount\":%d,\"from_us\":null}", fresh(), item, amount), &serving.err);
}

/* The row of a kind: with that amount and name, by whom and with whom. */
static void shows(const char *what, const char *amount, const char *about, const char *approver)
{
	CASE(what);
	assert_ok(GET("/watch", "", &serving.supervisor), &serving.err);
	for (const char *row = strstr(serving.answer, "{\"about\""); row; row = strstr(row + 1, "{\"about\"")) {
		const char *end = strchr(row, '}'), *text = arena_bytes(serving.arena, row, (size_t)(end - row) + 1);

		if (strstr(text, arena_format(serving.arena, "\"what\":\"%s\"}", what)) && strstr(text, arena_format(serving.arena, "\"amount\":%s,", amount)) &&
		    (!about || strstr(text, arena_format(serving.arena, "\"about\":\"%s\"", about))) &&
		    strstr(text, approver ? arena_format(serving.arena, "\"approver_name\":\"%s\"", approver) : "\"approver_name\":null"))
			return;
	}
	fail_msg("no %s of %s in %s", what, amount, serving.answer);
}

/* Is a row of that kind about this ticket, with its number? */
static bool of_ticket(const char *what, const char *sale_id)
{
	for (const char *row = strstr(serving.answer, "{\"about\""); row; row = strstr(row + 1, "{\"about\"")) {
		const char *text = arena_bytes(serving.arena, row, (size_t)(strchr(row, '}') - row) + 1);

		if (strstr(text, arena_format(serving.arena, "\"what\":\"%s\"}", what)) && strstr(text, arena_format(serving.arena, "\"sale_id\":\"%s\"", sale_id)))
			return strstr(text, "\"receipt\":\"") != NULL;
	}
	return false;
}

static void what_a_ticket_hides_is_shown(void **state)
{
	const char *item = text_of_id(serving.item_id), *other = text_of_id(serving.other_item_id), *cart, *kilos;

	(void)state;
	open_shift(&serving.cashier);
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, item, 1000);
	pay(cart, &serving.cashier, 145000);
	assert_ok(GET("/watch", "", &serving.supervisor), &serving.err);
	assert_true(answer_has("\"rows\":[]"));
	/* A discount with a PIN, and a line that was taken off before paying. */
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, item, 1000);
	put_in(cart, &serving.cashier, other, 2000);
	assert_ok(to("carts", cart, "/lines/2/remove", &serving.cashier, "\"reason\":1"), &serving.err);
	assert_ok(to("carts", cart, "/discount", &serving.cashier, "\"amount\":45000,\"reason\":1," PIN), &serving.err);
	pay(cart, &serving.cashier, 100000);
	shows("discount", "45000", NULL, "Lê Thị Hoa");
	shows("removed", "199000", NULL, NULL);
	/* Two grams are typed where two kilos lie on the scale. */
	kilos = new_item("Măng khô", 3, 200000);
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, kilos, 250);
	pay(cart, &serving.cashier, 50000);
	shows("weight", "50000", "Măng khô", NULL);
	/* A price goes down, somebody buys, it goes up again. */
	set_price(item, 40000);
	shows("price", "105000", "Mật ong 500 ml", NULL);
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, item, 3000);
	pay(cart, &serving.cashier, 120000);
	set_price(item, 145000);
	shows("price_back", "315000", "Mật ong 500 ml", NULL);
	/* Given up with goods in it. */
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, item, 1000);
	assert_ok(to("carts", cart, "/drop", &serving.cashier, "\"reason\":1"), &serving.err);
	shows("dropped", "145000", NULL, NULL);
	CASE("who sells does not see it");
	assert_false(GET("/watch", "", &serving.cashier));
}

static void who_lowers_a_price_and_sells_at_it_is_shown(void **state)
{
	const char *item = text_of_id(serving.item_id), *cart;

	(void)state;
	open_shift(&serving.supervisor);
	set_price(item, 40000);
	cart = open_cart(&serving.supervisor);
	put_in(cart, &serving.supervisor, item, 3000);
	pay(cart, &serving.supervisor, 120000);
	shows("own_price", "120000", "Mật ong 500 ml", NULL);
}

/* However often it was lowered: as many rows as there is room for behind a page would be written behind them. */
static void a_price_lowered_step_by_step_comes_back_as_one_row(void **state)
{
	const char *item = text_of_id(serving.item_id), *cart;
	size_t rows = 0;

	(void)state;
	open_shift(&serving.cashier);
	for (int i = 0; i < 30; i++)
		set_price(item, 140000 - i * 1000);
	cart = open_cart(&serving.cashier);
	put_in(cart, &serving.cashier, item, 1000);
	pay(cart, &serving.cashier, 111000);
	set_price(item, 145000);
	shows("price_back", "34000", "Mật ong 500 ml", NULL);
	for (const char *at = strstr(serving.answer, "\"price_back\""); at; at = strstr(at + 1, "\"price_back\""))
		rows++;
	assert_int_equal(rows, 1);
}

static void money_by_hand_is_shown(void **state)
{
	const char *till = text_of_id(serving.till_id), *sale;

	(void)state;
	open_shift(&serving.cashier);
	sale = open_cart(&serving.cashier);
	put_in(sale, &serving.cashier, text_of_id(serving.item_id), 2000);
	pay(sale, &serving.cashier, 290000);
	assert_ok(POST("/returns", &serving.cashier,
		       "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[{\"n\":1,\"qty_milli\":1000,\"place\":\"aside\"}],\"way\":\"cash\","
		       "\"reason\":\"hộp móp\",\"total\":145000," PIN "}", fresh(), till, sale), &serving.err);
	shows("return", "145000", "hộp móp", "Lê Thị Hoa");
	assert_ok(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-50000,\"what\":\"spent\",\"reason\":\"mua nước\"," PIN "}", fresh(), till), &serving.err);
	shows("cash", "50000", "mua nước", "Lê Thị Hoa");
	assert_ok(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":0,\"reason\":\"đổi tiền\"}", fresh(), till), &serving.err);
	shows("drawer", "null", "đổi tiền", NULL);
	sale = open_cart(&serving.cashier);
	put_in(sale, &serving.cashier, text_of_id(serving.item_id), 1000);
	pay(sale, &serving.cashier, 145000);
	assert_ok(to("sales", sale, "/tender", &serving.cashier,
		     arena_format(serving.arena, "\"till_id\":\"%s\",\"pays\":[{\"way\":\"card\",\"amount\":145000,\"reference\":\"0042\"}],\"reason\":\"bấm nhầm\"," PIN, till)),
		  &serving.err);
	shows("tender", "145000", "Tiền mặt 145.000 ₫ → Thẻ 145.000 ₫: bấm nhầm", "Lê Thị Hoa");
	assert_true(of_ticket("tender", sale));
	/* The part that was paid as it says is no change. */
	sale = open_cart(&serving.cashier);
	put_in(sale, &serving.cashier, text_of_id(serving.item_id), 1000);
	pay(sale, &serving.cashier, 145000);
	assert_ok(to("sales", sale, "/tender", &serving.cashier,
		     arena_format(serving.arena, "\"till_id\":\"%s\",\"pays\":[{\"way\":\"cash\",\"amount\":50000,\"given\":50000},"
				  "{\"way\":\"card\",\"amount\":95000,\"reference\":\"0043\"}],\"reason\":\"một phần thẻ\"," PIN, till)),
		  &serving.err);
	shows("tender", "95000", "Tiền mặt 145.000 ₫ → Tiền mặt 50.000 ₫ + Thẻ 95.000 ₫: một phần thẻ", "Lê Thị Hoa");
	assert_true(of_ticket("tender", sale));
	assert_ok(settings_put(&serving.app.settings, "printer", "giay driver=file address=/nowhere", &serving.err), &serving.err);
	assert_ok(to("sales", sale, "/copies", &serving.cashier, "\"lang\":\"en\""), &serving.err);
	shows("copy", "null", NULL, NULL);
	assert_true(of_ticket("copy", sale));
	assert_ok(POST("/duty", &serving.supervisor, "{\"id\":\"%s\",\"from_us\":%lld,\"until_us\":%lld,\"limit\":100000}", fresh(), (long long)clock_now_us(),
		       (long long)clock_now_us() + 60000000), &serving.err);
	shows("duty", "100000", NULL, NULL);
	/* Alone, it is a row all the same, and says so. */
	assert_ok(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":-70000,\"what\":\"spent\",\"reason\":\"mua đá\",\"alone\":1}", fresh(), till), &serving.err);
	shows("cash", "70000", "mua đá", NULL);
	assert_true(answer_has("\"is_alone\":true"));
}

/* A page ends at an entry, and the next goes on behind it. */
static void a_long_day_goes_on(void **state)
{
	struct watch_row *rows;
	struct err err = { 0 };
	struct book *reader;
	struct txn *txn;
	int64_t next = 0, seen = 0;
	size_t count;

	(void)state;
	open_shift(&serving.cashier);
	for (int i = 0; i < 7; i++)
		assert_ok(POST("/cash-moves", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"amount\":0,\"reason\":\"lần %d\"}", fresh(), text_of_id(serving.till_id), i),
			  &serving.err);
	reader = book_open_reader(serving.dir, &err);
	txn = reader ? txn_begin(reader->store, &err) : NULL;
	do {
		struct watch_asked asked = { .after = next, .count_max = 3, .day = day_of_us(clock_now_us()), .entries_max = WATCH_ENTRIES_MAX, .stream = reader->stream };

		assert_ok(txn && watch_day(txn, serving.arena, &asked, &rows, &count, &next, &err), &err);
		for (size_t i = 0; i < count; i++)
			assert_text(rows[i].about, arena_format(serving.arena, "lần %lld", (long long)seen++));
	} while (next);
	assert_i64(seen, 7);
	txn_abandon(txn);
	book_close(reader);
}

/* Each call looks into a few entries: together they find what one that looks into all finds, and the last says that there is no more. */
static void a_day_beyond_the_bound_is_gone_through_in_pieces(void **state)
{
	const char *item = text_of_id(serving.item_id), *cart;
	struct err err = { 0 };
	struct watch_row *all, *rows;
	struct book *reader;
	struct txn *txn;
	size_t all_count, count;
	int64_t next;

	(void)state;
	open_shift(&serving.supervisor);
	set_price(item, 40000);
	for (int i = 0; i < 9; i++) {
		cart = open_cart(&serving.supervisor);
		put_in(cart, &serving.supervisor, item, 1000);
		pay(cart, &serving.supervisor, 40000);
	}
	set_price(item, 145000);
	cart = open_cart(&serving.supervisor);
	put_in(cart, &serving.supervisor, item, 1000);
	pay(cart, &serving.supervisor, 145000);
	reader = book_open_reader(serving.dir, &err);
	txn = reader ? txn_begin(reader->store, &err) : NULL;
	assert_non_null(txn);
	struct watch_asked asked = { .count_max = 100, .day = day_of_us(clock_now_us()), .entries_max = WATCH_ENTRIES_MAX, .stream = reader->stream };

	assert_ok(watch_day(txn, serving.arena, &asked, &all, &all_count, &next, &err), &err);
	assert_i64(next, 0);
	/* The price, nine who bought at it (each its lowerer), and the price that went back. */
	assert_i64(all_count, 11);
	assert_i64(all[10].what, WATCH_PRICE_BACK);
	for (size_t bound = 1; bound <= 5; bound += 2) {
		size_t seen = 0, calls = 0;

		CASE(arena_format(serving.arena, "%zu entries a call", bound));
		asked.entries_max = bound;
		asked.after = 0;
		do {
			assert_ok(watch_day(txn, serving.arena, &asked, &rows, &count, &next, &err), &err);
			for (size_t i = 0; i < count; i++, seen++) {
				assert_true(seen < all_count && id_is(rows[i].entry_id, all[seen].entry_id));
				assert_i64(rows[i].what, all[seen].what);
				assert_i64(rows[i].amount.dong, all[seen].amount.dong);
			}
			assert_true(!next || next > asked.after);
			asked.after = next;
			calls++;
		} while (next);
		assert_i64(seen, all_count);
		assert_true(calls >= 12 / bound);
	}
	txn_abandon(txn);
	book_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(what_a_ticket_hides_is_shown),
		SERVING_TEST(who_lowers_a_price_and_sells_at_it_is_shown),
		SERVING_TEST(a_price_lowered_step_by_step_comes_back_as_one_row),
		SERVING_TEST(money_by_hand_is_shown),
		SERVING_TEST(a_long_day_goes_on),
		SERVING_TEST(a_day_beyond_the_bound_is_gone_through_in_pieces),
	};

	return cmocka_run_group_tests_name("app/watch", tests, NULL, NULL);
}
