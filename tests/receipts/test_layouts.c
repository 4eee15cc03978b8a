/* Papers: what stands on them, what does not, and that any facts make a page. */
#include "check.h"
#include "papers.h"

#include "paper_tools.h"
#include "receipts/text.h"

/* The page as text so wide that nothing wraps; in the arena. */
static const char *text_of(struct arena *arena, const struct page *page)
{
	struct buf text;
	struct err err;
	const char *copy;

	buf_init(&text, (size_t)4 << 20);
	assert_ok(text_page_write(page, TEXT_COLUMNS_MAX, &text, &err), &err);
	copy = arena_text(arena, buf_get(&text));
	buf_release(&text);
	return copy;
}

/* The line that holds `label`, blanks pressed together. */
static const char *line_of(struct arena *arena, const char *text, const char *label)
{
	const char *at = strstr(text, label);
	char line[2000];
	size_t size = 0;

	if (!at)
		fail_msg("[%s] no \"%s\" in:\n%s", case_name, label, text);
	while (at > text && at[-1] != '\n')
		at--;
	for (; *at && *at != '\n' && size + 1 < sizeof(line); at++)
		if (*at != ' ' || (size > 0 && line[size - 1] != ' '))
			line[size++] = *at;
	line[size] = '\0';
	return arena_text(arena, line);
}

static void papers_say_what_they_should(void **state)
{
	static const struct {
		const char *name;
		struct page *(*make)(struct arena *arena);
		const char *label, *line;
	} cases[] = {
		{ "quantity by price", paper_sale, "1,25 kg", "1,25 kg × 890.000 1.112.500" },
		{ "a line before its discount", paper_sale, "2 chai", "2 chai × 145.000 290.000" },
		{ "rounding down", paper_sale, "Làm tròn", "Làm tròn (cửa hàng chịu) -400" },
		{ "the total", paper_sale, "TỔNG CỘNG", "TỔNG CỘNG 1.719.000 ₫" },
		{ "the total in words", paper_sale, "Bằng chữ", "Bằng chữ: Một triệu bảy trăm mười chín nghìn đồng" },
		{ "change", paper_sale, "Tiền thừa", "Tiền thừa trả khách 81.000" },
		{ "VAT by class", paper_sale, "8%", "8% 1.568.889 125.511" },
		{ "nobody in particular", paper_sale, "Bán cho", "Bán cho người tiêu dùng" },
		{ "the producer with stars", paper_sale, "HTX Ong Đá", "★★★★ HTX Ong Đá, xã Mèo Vạc" },
		{ "lot and date", paper_sale, "Lô", "Lô MO-0826 – HSD 20/08/2028" },
		{ "a return is positive", paper_return, "1 chai", "1 chai × 145.000 145.000" },
		{ "and its discount taken off", paper_return, "Giảm giá", "Giảm giá -14.500" },
		{ "money back", paper_return, "TRẢ KHÁCH", "TRẢ KHÁCH 130.500 ₫" },
		{ "VAT of a return", paper_return, "8%", "8% 120.833 9.667" },
		{ "what it takes back from", paper_return, "Trả lại hàng", "Trả lại hàng của phiếu Q1-1-000123" },
		{ "a copy", paper_practice, "BẢN SAO", "BẢN SAO 2" },
		{ "practice", paper_practice, "TẬP", "TẬP" },
		{ "without a unit", paper_practice, "1 ×", "1 × 35.000 35.000" },
		{ "Z", paper_shift_z, "BÁO CÁO", "BÁO CÁO Z – CHỐT CA" },
		{ "X", paper_shift_x, "BÁO CÁO", "BÁO CÁO X – GIỮA CA" },
		{ "a tender's bucket", paper_shift_z, "VietQR", "VietQR 33 12.500.000" },
		{ "notes counted", paper_shift_z, "× 18", "10.000 × 18 180.000" },
		{ "what is missing", paper_shift_z, "THIẾU", "THIẾU 200 ₫" },
		{ "removed lines", paper_shift_z, "Dòng đã xóa", "Dòng đã xóa khỏi phiếu 7" },
		{ "the head of the chain", paper_shift_z, "3f9a", PAPERS_HEAD },
		{ "the form's name", paper_bh01, "Mẫu số", "Đơn vị: HTX Nông nghiệp và Du lịch Đồng Văn Mẫu số 01-BH" },
		{ "an item: columns 1, 2, 3 and 7", paper_bh01, "Mật ong hoa bạc", "1 Mật ong hoa bạc hà Mèo Vạc, chai 500 ml chai 12 18 30 12" },
		{ "below it a price: 4, 5, 6", paper_bh01, "1.595.000", "11 145.000 1.595.000" },
		{ "and another", paper_bh01, "913.500", "7 130.500 913.500" },
		{ "III", paper_bh01, "III – Số tiền", "III – Số tiền phải thanh toán đến kỳ này (III = II + cột 6): 2.508.500 ₫" },
		{ "IV", paper_bh01, "IV – Số tiền", "IV – Số tiền được nhận lại: 425.836 ₫" },
		{ "compensation", paper_bh01, "+ Bồi thường", "+ Bồi thường hàng vỡ (bên nhận bán chịu) -116.000 ₫" },
		{ "VI", paper_bh01, "VI – Số tiền", "VI – Số tiền nợ lại (VI = III – IV – V): 2.082.664 ₫" },
		{ "who bears it", paper_bh01, "Vỡ khi", "1 Mật ong hoa bạc hà Mèo Vạc, chai 500 ml chai 1 Vỡ khi trưng bày Bên nhận bán 11/08/2026 BB-07" },
		{ "money in", paper_cash_in, "Số tiền", "Số tiền: 2.082.664 ₫" },
		{ "money out", paper_cash_out, "Số tiền", "Số tiền 2.082.664 ₫" },
	};
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *text = text_of(arena, cases[i].make(arena));

		CASE(cases[i].name);
		assert_text(line_of(arena, text, cases[i].label), cases[i].line);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void what_is_not_there_takes_no_room(void **state)
{
	static const char *const never[] = { "MST", "ĐT", "Quầy", "Thu ngân", "Khách đưa", "Thuế", "Giảm giá", "Làm tròn", "★", "Lô", "HSD", "Sổ:", "(null)", "Bán cho" };
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	const char *text = text_of(arena, paper_practice(arena));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(never); i++)
		if (strstr(text, never[i]))
			fail_msg("\"%s\" in:\n%s", never[i], text);
	arena_free(arena);
}

static void a_negative_rest_is_the_producers_debt(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct bh01_facts facts = papers_bh01_facts();

	(void)state;
	facts.left = MONEY(-350000);
	assert_text(line_of(arena, text_of(arena, layout_bh01(arena, &facts)), "VI – "),
		    "VI – Bên có hàng còn nợ, mang sang II kỳ sau (VI = III – IV – V): -350.000 ₫");
	arena_free(arena);
}

static void empty_facts_make_a_page(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	const struct page *pages[] = {
		layout_receipt(arena, &(struct receipt_facts){ .title = NULL }),     layout_shift(arena, &(struct shift_facts){ .number = NULL }),
		layout_bh01(arena, &(struct bh01_facts){ .unit = NULL }),           layout_cash_slip(arena, &(struct cash_slip_facts){ .number = NULL }),
		layout_test_slip(arena, &(struct test_slip_facts){ .printer = NULL }),
		layout_hamper_tag(arena, &(struct hamper_tag_facts){ .name = "Giỏ quà Tết", .contents = (const char *const[]){ "1 hộp Trà shan tuyết" }, .contents_count = 1,
			.expiry_day = 20261001, .price = MONEY(500000), .code = "%H01J8ZNMZ0GE4HRASW9NF6YY0937" }),
		layout_badge(arena, &(struct badge_facts){ .name = "Lò Thị Mai", .role = "Thu ngân", .code = "%U01J8ZNMZ0GE4HRASW9NF6YY0937" }),
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(pages); i++)
		assert_null(strstr(text_of(arena, pages[i]), "(null)"));
	arena_free(arena);
}

static void check_naughty(const char *text, void *with)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	const struct paper_shop shop = { text, text, text, text, text };
	const struct paper_row row = { .name = text, .count = MONEY_MAX, .has_count = true, .amount = { MONEY_MAX } };
	const struct paper_rows rows = { &row, 1 };
	const struct shift_facts shift = { .shop = shop, .number = text, .till = text, .cashier = text, .is_final = true, .sales = rows, .vats = rows, .tenders = rows,
					   .cash_in = rows, .cash_out = rows, .watched = rows, .perpetual = rows, .chain_head = text, .checked_by = text, .first_receipt = text,
					   .last_receipt = text };
	const struct cash_slip_facts slip = { .shop = shop, .form = { text, text }, .paper = PAGE_A5_WIDE, .book_number = text, .number = text, .debit = text, .credit = text,
					      .person = text, .person_address = text, .reason = text, .amount = { -MONEY_MAX }, .amount_words = text, .attached = text,
					      .place = text, .made_by = text, .chain_head = text };
	const struct bh01_price price = { -1, { -1 }, { -MONEY_MAX } };
	const struct bh01_item item = { text, text, QTY_MILLI_MAX, -QTY_MILLI_MAX, 1, -1, &price, 1 };
	const struct paper_side side = { text, text, text, text, text };
	const struct bh01_charge charge = { text, text, { MONEY_MAX } };
	const struct bh01_facts bh01 = { .form = { text, text }, .unit = text, .address = text, .number = text, .sender = side, .receiver = side, .items = &item, .items_count = 1,
					 .charges = &charge, .charges_count = 1, .payments = rows, .left = { -1 }, .identities = text, .cut = text, .chain_head = text,
					 .lookup_qr = text };

	(void)with;
	CASE(text);
	text_of(arena, layout_shift(arena, &shift));
	text_of(arena, layout_cash_slip(arena, &slip));
	text_of(arena, layout_bh01(arena, &bh01));
	arena_free(arena);
}

static void naughty_facts_make_a_page(void **state)
{
	(void)state;
	for_each_naughty(check_naughty, NULL);
}

/* As many rows as the ceilings allow, each of a long name, in an arena of the stated size. */
static void the_largest_papers_fit_their_arena(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES), *facts_arena = arena_new((size_t)64 << 20);
	struct receipt_facts receipt = papers_sale_facts();
	struct bh01_facts bh01 = papers_bh01_facts();
	struct receipt_line *lines = ARENA_LIST(facts_arena, RECEIPT_LINES_MAX, struct receipt_line);
	struct bh01_item *items = ARENA_LIST(facts_arena, BH01_ITEMS_MAX, struct bh01_item);
	struct bh01_move *moves = ARENA_LIST(facts_arena, BH01_ROWS_MAX, struct bh01_move);
	struct bh01_loss *losses = ARENA_LIST(facts_arena, BH01_ROWS_MAX, struct bh01_loss);
	struct bh01_charge *charges = ARENA_LIST(facts_arena, BH01_ROWS_MAX, struct bh01_charge);
	struct bh01_late *lates = ARENA_LIST(facts_arena, BH01_ROWS_MAX, struct bh01_late);
	char name[PAPER_TEXT_MAX + 1];
	const struct page *page;
	struct err err;

	(void)state;
	memset(name, 'M', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (size_t i = 0; i < RECEIPT_LINES_MAX; i++)
		lines[i] = (struct receipt_line){ .name = name, .unit = name, .producer = name, .commune = name, .lot = name, .note = name, .stars = 5 };
	for (size_t i = 0; i < BH01_ITEMS_MAX; i++)
		items[i] = (struct bh01_item){ .name = name, .unit = name, .prices = bh01.items[0].prices, .prices_count = 2 };
	for (size_t i = 0; i < BH01_ROWS_MAX; i++) {
		moves[i] = (struct bh01_move){ .name = name, .unit = name };
		losses[i] = (struct bh01_loss){ .name = name, .unit = name, .cause = name, .bearer = name, .paper = name };
		charges[i] = (struct bh01_charge){ .name = name, .basis = name };
		lates[i] = (struct bh01_late){ .number = name, .what = name };
	}
	receipt.lines = lines;
	receipt.lines_count = RECEIPT_LINES_MAX;
	page = layout_receipt(arena, &receipt);
	assert_false(page_check(page, &err));
	assert_i64(err.code, ERR_LIMIT);
	arena_reset(arena);
	/* Names as long as names are. */
	name[150] = '\0';
	page = layout_receipt(arena, &receipt);
	assert_ok(page_check(page, &err), &err);
	arena_reset(arena);
	name[150] = 'M';
	bh01.items = items;
	bh01.items_count = BH01_ITEMS_MAX;
	bh01.moves = moves;
	bh01.losses = losses;
	bh01.charges = charges;
	bh01.lates = lates;
	bh01.moves_count = bh01.losses_count = bh01.charges_count = bh01.lates_count = BH01_ROWS_MAX;
	page = layout_bh01(arena, &bh01);
	assert_false(page_check(page, &err));
	assert_i64(err.code, ERR_LIMIT);
	arena_free(arena);
	arena_free(facts_arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers_say_what_they_should),
		cmocka_unit_test(what_is_not_there_takes_no_room),
		cmocka_unit_test(a_negative_rest_is_the_producers_debt),
		cmocka_unit_test(empty_facts_make_a_page),
		cmocka_unit_test(naughty_facts_make_a_page),
		cmocka_unit_test(the_largest_papers_fit_their_arena),
	};

	return cmocka_run_group_tests_name("receipts/layouts", tests, NULL, NULL);
}
