/* What stands on a customer's paper once something happened to the ticket: paid otherwise, bought by somebody, a hamper, exchanged; in each language. */
#include "serving.h"

#include "figuring.h"

#include "app/paper.h"
#include "receipts/text.h"
#include "shop/print.h"

struct wanted {
	const char *sale;
	int64_t copy, lang;
	const char *text;
};

static bool read_paper(struct work *work, void *what, struct err *err)
{
	struct wanted *wanted = what;
	struct print_row row = { .layout = LAYOUT_RECEIPT, .printer = "Q1", .copy = wanted->copy, .lang = wanted->lang };
	struct paper *paper;
	struct entry entry;
	struct buf text;
	struct id id;
	bool found, ok;

	if (!id_read(wanted->sale, strlen(wanted->sale), &id) || !journal_find_id(work->txn, work->arena, id, &entry, &found, err) || !found)
		return false;
	row.entry_key = entry.key;
	paper = paper_new(&row);
	paper->settings = &serving.app.settings;
	buf_init(&text, (size_t)1 << 20);
	ok = paper_read(work->txn, work->book, paper, err) &&
	     text_page_write(layout_receipt(paper->arena, &paper->receipt), TEXT_COLUMNS_MAX, &text, err);
	if (ok)
		wanted->text = arena_text(serving.arena, buf_get(&text));
	buf_release(&text);
	paper_free(paper);
	return ok;
}

static const char *paper_of(const char *sale, int64_t copy, enum lang lang)
{
	struct wanted wanted = { .sale = sale, .copy = copy, .lang = lang };
	struct err err = { 0 };
	struct book *book;

	serving_close();
	book = book_open(serving.dir, &err);
	assert_ok(book, &err);
	do_in_book(book, read_paper, &wanted);
	book_close(book);
	serving_open();
	return wanted.text;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("[%s] no \"%s\" in:\n%s", case_name, part, text);
}

static void hasnt(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("[%s] \"%s\" in:\n%s", case_name, part, text);
}

static void change_to(const char *pays)
{
	DID(POST(arena_format(serving.arena, "/sales/%s/tender", figure_cart), &serving.cashier,
		 "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[%s],\"reason\":\"bấm nhầm\"%s}", fresh(), text_of_id(serving.till_id), pays, SECOND));
}

static void a_copy_after_the_way_of_payment_was_changed_says_so(void **state)
{
	const char *text;

	(void)state;
	open_shift();
	begin();
	scan("3*7");
	paid_by("cash", 435000);
	CASE("before it nothing of the kind");
	text = paper_of(figure_cart, 0, LANG_VI);
	has(text, "Tiền mặt");
	hasnt(text, "ĐÃ ĐỔI");
	change_to("{\"way\":\"transfer\",\"amount\":400000},{\"way\":\"card\",\"amount\":35000}");
	CASE("afterwards the ways as they are, and what the first paper says");
	text = paper_of(figure_cart, 1, LANG_VI);
	has(text, "BẢN SAO 1");
	has(text, "400.000\n");
	has(text, "Thẻ ");
	has(text, "ĐÃ ĐỔI CÁCH TRẢ ");
	has(text, "Trước đó ghi: Tiền mặt 435.000");
	has(text, "435.000 ₫");
	CASE("what only the house knows is not told");
	hasnt(text, "bấm nhầm");
	hasnt(text, "xem bằng mắt");
	hasnt(text, "Tiền thừa");
	CASE("changed again, both changes stand there");
	change_to("{\"way\":\"card\",\"amount\":435000}");
	text = paper_of(figure_cart, 2, LANG_VI);
	has(text, "Trước đó ghi: Tiền mặt 435.000");
	has(text, "Trước đó ghi: Chuyển khoản 400.000 + Thẻ 35.000");
	CASE("in the customer's language");
	text = paper_of(figure_cart, 3, LANG_EN);
	has(text, "PAYMENT METHOD CHANGED");
	has(text, "Before: Bank transfer 400.000 + Card 35.000");
	hasnt(text, "Tiền mặt");
}

/* Goods after a hamper keep their own names, also in another language, where a hamper is one row and many lines. */
static void a_hamper_and_what_follows_it_are_called_by_their_names(void **state)
{
	static const char *const english[] = { "Snow tea", "Mint honey", "Clay jar", "Gift basket" };
	struct contract_terms terms = usual_terms();
	struct id contract, goods[4];
	const char *text;

	(void)state;
	goods_begin();
	contract = add_contract(add_party("HTX", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), terms);
	goods[0] = add_good((struct good){ .code = "TEA", .price = 200000, .vat_class = VAT_8, .pieces = 10, .contract = contract });
	goods[1] = add_good((struct good){ .code = "HONEY", .price = 100000, .vat_class = VAT_KCT, .pieces = 10, .contract = contract });
	goods[2] = add_good((struct good){ .code = "JAR", .price = 50000, .vat_class = VAT_8, .pieces = 10, .contract = contract });
	terms.term_kind = SHARE_OWN;
	contract = add_contract(id_derive(serving.app.site_id, "operator", 1), terms);
	goods[3] = add_good((struct good){ .code = "GIO", .price = 250000, .vat_class = VAT_8, .has_no_stock = true, .contract = contract });
	goods_end();
	DID(POST(arena_format(serving.arena, "/hampers/%s", text_of_id(goods[3])), &serving.admin,
		 "{\"id\":\"%s\",\"parts\":[{\"item_id\":\"%s\",\"qty_milli\":1000},{\"item_id\":\"%s\",\"qty_milli\":2000}]}", fresh(), text_of_id(goods[0]), text_of_id(goods[1])));
	for (size_t i = 0; i < COUNT_OF(english); i++)
		DID(POST(arena_format(serving.arena, "/items/%s/words", text_of_id(goods[i])), &serving.admin,
			 "{\"id\":\"%s\",\"trace_url\":null,\"words\":[{\"lang\":\"en\",\"name\":\"%s\",\"story\":null,\"storage\":null,\"usage\":null}]}", fresh(),
			 english[i]));
	open_shift();
	begin();
	scan("GIO");
	scan("JAR");
	paid_by("cash", 300000);
	CASE("English");
	text = paper_of(figure_cart, 0, LANG_EN);
	has(text, "Gift basket\nHàng GIO\n");
	has(text, "Contains: 1 ");
	if (strstr(strstr(text, "Gift basket") + 1, "Gift basket"))
		fail_msg("[%s] the hamper stands there twice:\n%s", case_name, text);
	has(text, "Snow tea, 2 ");
	has(text, "Clay jar\nHàng JAR\n");
	has(text, "Exempt (KCT)");
	CASE("Vietnamese");
	text = paper_of(figure_cart, 0, LANG_VI);
	has(text, "Gồm: 1 ");
	hasnt(text, "Clay");
	has(text, "Không chịu thuế");
}

static void a_buyer_with_a_name_stands_on_it(void **state)
{
	const char *text, *customer;

	(void)state;
	open_shift();
	begin();
	scan("7");
	paid_by("cash", 145000);
	CASE("nobody in particular");
	has(paper_of(figure_cart, 0, LANG_VI), "Bán cho người tiêu dùng");
	CASE("a firm");
	DID(POST("/customers", &serving.cashier, "{\"id\":\"%s\",\"name\":\"Công ty Sen Vàng\",\"phone\":null,\"tax_code\":\"0100109106\",\"address\":null}", fresh()));
	customer = text_at("id");
	begin();
	scan("7");
	DID(POST(arena_format(serving.arena, "/carts/%s/customer", figure_cart), &serving.cashier, "{\"id\":\"%s\",\"customer_id\":\"%s\"}", fresh(), customer));
	paid_by("cash", 145000);
	text = paper_of(figure_cart, 0, LANG_VI);
	has(text, "Khách hàng: Công ty Sen Vàng – MST 0100109106");
	hasnt(text, "người tiêu dùng");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(a_copy_after_the_way_of_payment_was_changed_says_so),
		FIGURES_TEST(a_hamper_and_what_follows_it_are_called_by_their_names),
		FIGURES_TEST(a_buyer_with_a_name_stands_on_it),
	};

	return cmocka_run_group_tests_name("app/paper", tests, NULL, NULL);
}
