/* The doors of the tiles: pictures and order from the office, shown at the till; the card for the counter; what a till likes. */
#include "serving.h"

#include "shop/image.h"

static const char png[] = "\x89PNG\r\n\x1a\n a picture of honey";

struct picture {
	char name[HASH_TEXT_SIZE];
};

static bool put_picture(struct work *work, void *what, struct err *err)
{
	return image_put(work->txn, png, sizeof(png), work->at_us, ((struct picture *)what)->name, err);
}

static const char *picture(void)
{
	struct picture *made = ARENA_NEW(serving.arena, struct picture);
	struct err err = { 0 };
	struct book *book;

	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	do_in_book(book, put_picture, made);
	book_close(book);
	serving_open();
	return made->name;
}

static void a_picture_is_shown_where_goods_are(void **state)
{
	const char *name = picture(), *item = text_of_id(serving.item_id), *path = arena_format(serving.arena, "/items/%s/image", item);

	(void)state;
	CASE("a cashier arranges nothing");
	assert_false(POST(path, &serving.cashier, "{\"id\":\"%s\",\"image\":\"%s\"}", fresh(), name));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
	CASE("the office does");
	assert_true(POST(path, &serving.admin, "{\"id\":\"%s\",\"image\":\"%s\"}", fresh(), name));
	assert_true(GET("/till/tiles", NULL, &serving.cashier));
	assert_true(answer_has(arena_format(serving.arena, "\"image\":\"%s\"", name)));
	assert_true(GET("/items/search", "q=mat", &serving.cashier));
	assert_true(answer_has(name));
	assert_true(GET(arena_format(serving.arena, "/images/%s", name), NULL, &serving.cashier));
	assert_memory_equal(serving.answer, png, sizeof(png));
	CASE("an order keeps the picture, a picture the order");
	assert_true(POST("/till/tiles", &serving.admin, "{\"id\":\"%s\",\"groups\":[\"Thực phẩm\"],\"items\":[{\"id\":\"%s\"},{\"id\":\"%s\"}]}", fresh(),
			 text_of_id(serving.other_item_id), item));
	assert_true(GET("/till/tiles", NULL, &serving.cashier));
	assert_true(answer_has(name) && answer_has("\"rank\":1"));
	assert_true(strstr(serving.answer, text_of_id(serving.other_item_id)) < strstr(serving.answer, item));
	assert_true(POST(path, &serving.admin, "{\"id\":\"%s\",\"image\":null}", fresh()));
	assert_true(GET("/till/tiles", NULL, &serving.cashier));
	assert_false(answer_has(name));
	assert_true(strstr(serving.answer, text_of_id(serving.other_item_id)) < strstr(serving.answer, item));
	CASE("nothing, what is not there, what is no name");
	assert_false(POST("/till/tiles", &serving.admin, "{\"id\":\"%s\",\"groups\":[],\"items\":[]}", fresh()));
	assert_text(serving.err.field, "groups");
	assert_false(GET("/images/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL, &serving.cashier));
	assert_int_equal(serving.err.code, ERR_MISSING);
	assert_false(GET("/images/x", NULL, &serving.cashier));
}

static bool put_uncoded(struct work *work, void *what, struct err *err)
{
	struct item_set item = { .code = "RAU", .id = id_derive(work->id, "item", 1), .is_active = true, .is_food = true, .has_stock = true, .name = "Rau bò khai",
				 .round_unit = 1, .short_number = 42, .tile_group = "Rau củ", .unit = "bó" };

	(void)what;
	return items_set(work, &item, 1, err);
}

static void goods_without_a_code_stand_on_a_card(void **state)
{
	struct err err = { 0 };
	struct book *book;

	(void)state;
	assert_false(GET("/till/card.pdf", NULL, &serving.admin));
	assert_int_equal(serving.err.code, ERR_MISSING);
	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	do_in_book(book, put_uncoded, NULL);
	book_close(book);
	serving_open();
	assert_true(GET("/till/card.pdf", NULL, &serving.admin));
	assert_memory_equal(serving.answer, "%PDF-", 5);
	assert_false(GET("/till/card.pdf", NULL, &serving.cashier));
}

static void a_till_has_its_own_keys(void **state)
{
	const char *query = arena_format(serving.arena, "till_id=%s", text_of_id(serving.at_till_id));

	(void)state;
	assert_true(GET("/till/preferences", query, &serving.cashier));
	assert_true(answer_has("\"size\":\"normal\""));
	assert_true(POST("/till/preferences", &serving.cashier, "{\"keys\":[{\"id\":\"exact\",\"key\":\"F6\"}],\"size\":\"large\",\"sounds\":[{\"kind\":\"hit\",\"volume\":0}],\"till_id\":\"%s\"}",
			 text_of_id(serving.at_till_id)));
	assert_true(GET("/till/preferences", query, &serving.cashier));
	assert_true(answer_has("\"key\":\"F6\"") && answer_has("\"size\":\"large\"") && answer_has("\"volume\":0"));
	CASE("two jobs on one key");
	assert_false(POST("/till/preferences", &serving.cashier, "{\"keys\":[{\"id\":\"a\",\"key\":\"F6\"},{\"id\":\"b\",\"key\":\"F6\"}],\"size\":\"large\",\"sounds\":[],\"till_id\":\"%s\"}",
			  text_of_id(serving.at_till_id)));
	assert_text(serving.err.field, "keys[1].key");
	CASE("another till's are not a cashier's");
	assert_false(POST("/till/preferences", &serving.cashier, "{\"keys\":[],\"size\":\"large\",\"sounds\":[],\"till_id\":\"%s\"}", text_of_id(random_id())));
	assert_int_equal(serving.err.code, ERR_FORBIDDEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SERVING_TEST(a_picture_is_shown_where_goods_are),
		SERVING_TEST(goods_without_a_code_stand_on_a_card),
		SERVING_TEST(a_till_has_its_own_keys),
	};

	return cmocka_run_group_tests_name("app/tile", tests, NULL, NULL);
}
