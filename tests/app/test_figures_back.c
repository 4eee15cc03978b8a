/*
 * What comes back over the counter (rules B7, B8) and hampers (B9), through the API: to the đồng in the book, on the shelf and in the drawer.
 *
 *   B7  a wrong tender                                   a_wrong_tender_moves_money_and_nothing_else
 *   B8  the k-th piece of a line                         the_kth_piece_gives_what_all_together_were
 *       shelf, aside, bin; who bears what is thrown away where_it_goes_says_who_bears_it
 *       back by transfer waits among the payouts         a_transfer_back_waits_until_it_was_sent
 *       without a receipt                                without_its_paper_it_is_found_by_goods_and_day
 *   B9  a hamper's price spread over its parts           a_hamper_is_spread_over_its_parts, a_hamper_made_up_is_that_very_one
 */
#include "figuring.h"

#define BACK(id_, sale_, lines_, way_, total_, members_) \
	POST("/returns", &serving.cashier, \
	     "{\"id\":\"%s\",\"till_id\":\"%s\",\"sale_id\":\"%s\",\"lines\":[%s],\"way\":\"%s\",\"reason\":\"đổi ý\",\"total\":%lld%s}", id_, \
	     text_of_id(serving.till_id), sale_, lines_, way_, (long long)(total_), members_)

static const char *piece(int64_t n, int64_t qty_milli, const char *place)
{
	return arena_format(serving.arena, "{\"n\":%lld,\"qty_milli\":%lld,\"place\":\"%s\"}", (long long)n, (long long)qty_milli, place);
}

static int64_t drawer_says(void)
{
	DID(GET("/shifts/figures", arena_format(serving.arena, "till_id=%s", text_of_id(serving.till_id)), &serving.admin));
	return number_at("expected");
}

/* ---- B7 ------------------------------------------------------------------------ */

static void a_wrong_tender_moves_money_and_nothing_else(void **state)
{
	static const char form[] = "{\"id\":\"%s\",\"till_id\":\"%s\",\"pays\":[{\"way\":\"transfer\",\"amount\":435000}],\"reason\":\"khách đã chuyển khoản\"%s}";
	const char *path, *till = text_of_id(serving.till_id), *before;

	(void)state;
	open_shift();
	begin();
	scan("3*7");
	paid_by("cash", 435000);
	path = arena_format(serving.arena, "/sales/%s/tender", figure_cart);
	before = arena_format(serving.arena, "/sales/%s", figure_cart);
	assert_i64(drawer_says(), 935000);
	REFUSED(POST(path, &serving.cashier, form, fresh(), till, ""), ERR_FORBIDDEN, "approver");
	DID(POST(path, &serving.cashier, form, fresh(), till, SECOND));
	CASE("the drawer has less, the bank more; goods, VAT and total are what they were");
	assert_i64(drawer_says(), 500000);
	assert_true(answer_has("{\"amount\":435000,\"count\":1,\"name\":\"tender_changed\"}"));
	assert_i64(ledger_says("cash", (struct id){ { 0 } }), 500000);
	assert_i64(ledger_says("transfer", (struct id){ { 0 } }), 435000);
	DID(GET(before, NULL, &serving.cashier));
	assert_i64(number_at("total"), 435000);
	assert_i64(number_at("vat"), 32222);
	assert_i64(number_at("lines.0.qty_milli"), 3000);
	assert_i64(count_at("tender_changes"), 1);
	CASE("of a shift that is closed it is too late");
	DID(POST("/shifts/close", &serving.cashier, "{\"id\":\"%s\",\"till_id\":\"%s\",\"notes\":[{\"value\":500000,\"count\":1}]}", fresh(), till));
	open_shift();
	assert_false(POST(path, &serving.cashier, form, fresh(), till, SECOND));
	assert_int_equal(serving.err.code, ERR_CONFLICT);
}

/* ---- B8 ------------------------------------------------------------------------ */

/* round(x·k/n), half away from nought. */
static int64_t up_to(int64_t x, int64_t k, int64_t n)
{
	return (2 * x * k + n) / (2 * n);
}

/* Three of 145.000 less 100 and rounded in cash: 434.000 in thirds; 144.667, 144.666, 144.667 in the book, whole notes in the hand. */
static void the_kth_piece_gives_what_all_together_were(void **state)
{
	static const int64_t pieces[] = { 144667, 144666, 144667 }, notes[] = { 145000, 145000, 144000 };
	struct contract_terms terms = usual_terms();
	const struct sale_line *line;
	const struct sale *back;
	const char *sold;
	struct id party;

	(void)state;
	terms.invoice_mode = SHARE_PURCHASE_LIST;
	goods_begin();
	party = add_party("BA", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR);
	add_good((struct good){ .code = "BA", .price = 145000, .vat_class = VAT_8, .pieces = 9, .contract = add_contract(party, terms) });
	goods_end();
	open_shift();
	begin();
	scan("3*BA");
	DID(TO("/discount", "\"amount\":100,\"reason\":1"));
	assert_i64(answered("cash_total"), 434000);
	line = &paid_by("cash", 434000)->lines[0];
	sold = figure_cart;
	for (int64_t k = 1; k <= 3; k++) {
		const char *id = fresh();

		CASE(arena_format(serving.arena, "piece %d", (int)k));
		DID(POST("/returns/price", &serving.cashier, "{\"sale_id\":\"%s\",\"lines\":[%s]}", sold, piece(1, 1000, "shelf")));
		assert_i64(number_at("total"), pieces[k - 1]);
		assert_i64(number_at("cash"), notes[k - 1]);
		REFUSED(BACK(fresh(), sold, piece(1, 1000, "shelf"), "cash", notes[k - 1], ""), ERR_FORBIDDEN, "approver");
		DID(BACK(id, sold, piece(1, 1000, "shelf"), "cash", notes[k - 1], SECOND));
		back = sale_in_book(id);
		assert_i64(back->total.dong, -pieces[k - 1]);
#define PIECE_OF(member) assert_i64(-back->lines[0].member.dong, up_to(line->member.dong, k, 3) - up_to(line->member.dong, k - 1, 3))
		PIECE_OF(paid);
		PIECE_OF(vat);
		PIECE_OF(producer);
		PIECE_OF(vat_leg);
		PIECE_OF(discount_house);
	}
	CASE("nothing is left of it anywhere");
	assert_i64(ledger_says("payable", party), 0);
	assert_i64(ledger_says("vat", (struct id){ { 0 } }), 0);
	assert_i64(ledger_says("house", (struct id){ { 0 } }), 0);
	assert_i64(drawer_says(), 500000);
	CASE("and never more than was sold");
	REFUSED(BACK(fresh(), sold, piece(1, 1000, "shelf"), "cash", 145000, SECOND), ERR_CONFLICT, "lines[0].qty_milli");
}

static void where_it_goes_says_who_bears_it(void **state)
{
	const struct {
		const char *code;
		int32_t loss_by;
		int64_t owed;              /* for one that stayed sold, and where the house bears it the one in the bin; less VAT on the commission */
	} rows[] = {
		{ "NHACHIU", 1, 116000 - 2320 + 116000 },
		{ "SXCHIU", 2, 116000 - 2320 },
	};
	struct id contract[2], item[2];

	(void)state;
	goods_begin();
	for (size_t i = 0; i < 2; i++) {
		struct contract_terms terms = usual_terms();

		terms.loss_by = rows[i].loss_by;
		contract[i] = add_contract(add_party(rows[i].code, FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), terms);
		item[i] = add_good((struct good){ .code = rows[i].code, .price = 145000, .vat_class = VAT_8, .pieces = 9, .contract = contract[i] });
	}
	goods_end();
	open_shift();
	for (size_t i = 0; i < 2; i++) {
		const char *id = fresh();
		const struct sale *back;

		CASE(rows[i].code);
		begin();
		scan(arena_format(serving.arena, "3*%s", rows[i].code));
		paid_by("cash", 435000);
		DID(BACK(fresh(), figure_cart, piece(1, 1000, "aside"), "cash", 145000, SECOND));
		assert_i64(stock_says(item[i]), 6000);
		DID(BACK(id, figure_cart, piece(1, 1000, "bin"), "cash", 145000, SECOND));
		back = sale_in_book(id);
		assert_true(back->lines[0].was_binned);
		assert_i64(back->lines[0].loss_by, rows[i].loss_by);
		assert_i64(stock_says(item[i]), 6000);
	}
	serving.ahead_us = DAY_US;
	for (size_t i = 0; i < 2; i++) {
		CASE(rows[i].code);
		close_statement(contract[i]);
		assert_i64(number_at("items.0.closing_milli"), 7000);
		assert_i64(number_at("owed_after"), rows[i].owed);
	}
}

static void a_transfer_back_waits_until_it_was_sent(void **state)
{
	static const char payee[] = ",\"payee\":{\"name\":\"Lò Thị Mai\",\"account\":\"100200300\",\"bank\":\"Agribank\",\"phone\":null}";
	const char *id = fresh();

	(void)state;
	open_shift();
	begin();
	scan("7");
	paid_by("cash", 145000);
	DID(BACK(id, figure_cart, piece(1, 1000, "aside"), "transfer", 145000, arena_format(serving.arena, "%s%s", payee, SECOND)));
	CASE("the drawer gives nothing; it waits among the payouts");
	assert_i64(drawer_says(), 645000);
	DID(GET("/refunds", NULL, &accountant));
	assert_i64(count_at("refunds"), 1);
	assert_i64(number_at("refunds.0.amount"), 145000);
	assert_true(answer_has("Lò Thị Mai"));
	DID(POST(arena_format(serving.arena, "/refunds/%s/sent", id), &accountant, "{\"id\":\"%s\",\"reference\":\"FT1\",\"doc_day\":null" SECOND "}", fresh()));
	DID(GET("/refunds", NULL, &accountant));
	assert_i64(count_at("refunds"), 0);
}

static void without_its_paper_it_is_found_by_goods_and_day(void **state)
{
	const char *sold;

	(void)state;
	open_shift();
	begin();
	scan("7");
	paid_by("cash", 145000);
	sold = figure_cart;
	DID(GET("/sales", arena_format(serving.arena, "item_id=%s", text_of_id(serving.item_id)), &serving.cashier));
	assert_text(text_at("sales.0.id"), sold);
	DID(GET("/sales", arena_format(serving.arena, "item_id=%s", text_of_id(serving.other_item_id)), &serving.cashier));
	assert_i64(count_at("sales"), 0);
	CASE("none found, none taken back");
	REFUSED(BACK(fresh(), fresh(), piece(1, 1000, "shelf"), "cash", 145000, SECOND), ERR_MISSING, "sale_id");
}

/* ---- B9 ------------------------------------------------------------------------ */

#define PARTS 6
static const struct {
	const char *code;
	enum vat_class vat_class;
	int64_t price, spread;
	bool is_household, is_house;   /* whose: a household's, our own */
} parts[PARTS] = {
	{ "TEA", VAT_8, 200000, 166667, false }, { "RICE", VAT_5, 100000, 83333, true },    { "WINE", VAT_10, 150000, 125000, false },
	{ "SALT", VAT_KCT, 50000, 41667, true }, { "BASKET", VAT_8, 60000, 50000, false, true }, { "WORK", VAT_8, 40000, 33333, false, true },
};
static struct id part_ids[PARTS], hamper_id;

static void put_hamper(void)
{
	struct contract_terms terms = usual_terms();
	struct buf recipe;
	struct id coop, household, house;

	goods_begin();
	coop = add_contract(add_party("HTX", FORM_COOPERATIVE, TAX_CREDIT, PARTY_CONSIGNOR), terms);
	household = add_contract(add_party("HO", FORM_HOUSEHOLD, TAX_HOUSEHOLD, PARTY_CONSIGNOR), terms);
	terms.term_kind = SHARE_OWN;
	house = add_contract(id_derive(serving.app.site_id, "operator", 1), terms);
	for (size_t i = 0; i < PARTS; i++)
		part_ids[i] = add_good((struct good){ .code = parts[i].code, .price = parts[i].price, .vat_class = parts[i].vat_class,
						      .pieces = parts[i].is_house ? 0 : 10, .has_no_stock = parts[i].is_house,
						      .contract = parts[i].is_house ? house : parts[i].is_household ? household : coop });
	hamper_id = add_good((struct good){ .code = "GIO", .price = 500000, .vat_class = VAT_8, .has_no_stock = true, .contract = house });
	goods_end();
	buf_init(&recipe, 4096);
	for (size_t i = 0; i < PARTS; i++)
		buf_format(&recipe, "%s{\"item_id\":\"%s\",\"qty_milli\":1000}", i ? "," : "", text_of_id(part_ids[i]));
	DID(POST(arena_format(serving.arena, "/hampers/%s", text_of_id(hamper_id)), &clerk, "{\"id\":\"%s\",\"parts\":[%s]}", fresh(), buf_get(&recipe)));
	buf_release(&recipe);
	open_shift();
}

static void assert_spread(const struct sale *sale)
{
	int64_t sum = 0;

	assert_i64(sale->lines_count, PARTS);
	for (size_t i = 0; i < PARTS; i++) {
		CASE(parts[i].code);
		assert_i64(sale->lines[i].list.dong, parts[i].price);
		assert_i64(sale->lines[i].paid.dong, parts[i].spread);
		assert_i64(sale->lines[i].vat_class, parts[i].vat_class);
		sum += sale->lines[i].paid.dong;
	}
	assert_i64(sum, 500000);
	CASE("VAT by class: 18.519 + 3.968 + 11.364; all at the top rate it would be 45.455");
	assert_i64(sale->vat.dong, 33851);
}

static void a_hamper_is_spread_over_its_parts(void **state)
{
	const char *sold, *id = fresh();

	(void)state;
	put_hamper();
	begin();
	scan("GIO");
	assert_i64(answered("total"), 500000);
	assert_i64(count_at("lines"), 1);
	assert_spread(paid_by("cash", 500000));
	sold = figure_cart;
	CASE("one line on the receipt, with what is in it");
	DID(GET(arena_format(serving.arena, "/sales/%s", sold), NULL, &serving.cashier));
	assert_i64(count_at("bundles"), 1);
	assert_i64(number_at("bundles.0.paid"), 500000);
	assert_i64(number_at("lines.3.bundle"), 1);
	for (size_t i = 0; i < PARTS; i++)
		assert_i64(stock_says(part_ids[i]), parts[i].is_house ? 0 : 9000);
	CASE("a part of it comes back at its part of the price, in notes 167.000");
	DID(BACK(id, sold, piece(1, 1000, "shelf"), "cash", 167000, SECOND));
	assert_i64(sale_in_book(id)->total.dong, -166667);
	CASE("and the rest, to the last đồng");
	DID(BACK(fresh(), sold,
		 arena_format(serving.arena, "%s,%s,%s,%s,%s", piece(2, 1000, "aside"), piece(3, 1000, "aside"), piece(4, 1000, "aside"), piece(5, 1000, "aside"),
			      piece(6, 1000, "aside")), "cash", 333000, SECOND));
	assert_i64(drawer_says(), 500000);
	assert_i64(ledger_says("vat", (struct id){ { 0 } }), 0);
}

static void a_hamper_made_up_is_that_very_one(void **state)
{
	const char *code;

	(void)state;
	put_hamper();
	DID(POST(arena_format(serving.arena, "/hampers/%s/made", text_of_id(hamper_id)), &clerk, "{\"id\":\"%s\",\"count\":2}", fresh()));
	assert_i64(count_at("made"), 2);
	code = text_at("made.0.code");
	CASE("its parts have left their lots");
	assert_i64(stock_says(part_ids[0]), 8000);
	CASE("sold by its own label, once");
	begin();
	scan(code);
	assert_i64(answered("total"), 500000);
	assert_spread(paid_by("cash", 500000));
	assert_i64(stock_says(part_ids[0]), 8000);
	begin();
	scan(code);
	REFUSED(pay_by("cash", 500000), ERR_CONFLICT, "lines");
	CASE("the other one is taken apart: its parts are on the shelf again");
	DID(GET("/hampers/made", NULL, &clerk));
	assert_i64(count_at("made"), 1);
	DID(POST(arena_format(serving.arena, "/hampers/made/%s/apart", text_at("made.0.made_id")), &clerk, "{\"id\":\"%s\",\"reason\":\"hết Tết\"}", fresh()));
	assert_i64(stock_says(part_ids[0]), 9000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIGURES_TEST(a_wrong_tender_moves_money_and_nothing_else),
		FIGURES_TEST(the_kth_piece_gives_what_all_together_were),
		FIGURES_TEST(where_it_goes_says_who_bears_it),
		FIGURES_TEST(a_transfer_back_waits_until_it_was_sent),
		FIGURES_TEST(without_its_paper_it_is_found_by_goods_and_day),
		FIGURES_TEST(a_hamper_is_spread_over_its_parts),
		FIGURES_TEST(a_hamper_made_up_is_that_very_one),
	};

	return cmocka_run_group_tests_name("app/figures_back", tests, NULL, NULL);
}
