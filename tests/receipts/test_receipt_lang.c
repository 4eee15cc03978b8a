/* Receipts in other languages, for a present, with stories and ways to the goods' origin; each QR is read back from the dots. */
#include "check.h"
#include "papers.h"

#include "paper_tools.h"
#include "receipts/fonts.h"
#include "receipts/pdf.h"
#include "receipts/raster.h"
#include "receipts/recall.h"
#include "receipts/text.h"

#define PAGE_URL "https://ocop.example.vn/l/R01J8ZNMZ0GE4HRASW9NF6YY0937"
#define LOT_URL "https://ocop.example.vn/l/L01J8ZNMZ0GE4HRASW9NF6YY093-"
#define TRACE_URL "https://truyxuat.example.vn/?lo=MO-0826"

static struct receipt_facts facts_in(enum lang lang)
{
	static struct receipt_line lines[2];
	struct receipt_facts facts = papers_sale_facts();

	lines[0] = papers_lines[0];
	lines[1] = papers_lines[1];
	if (lang != LANG_VI) {
		lines[0].name_vi = lines[0].name;
		lines[0].name = lang == LANG_EN ? "Mint blossom honey 500 ml" : lang == LANG_ZH ? "薄荷花蜂蜜 500毫升" : "박하꽃 꿀 500 ml";
	}
	lines[0].story = "Ong hút nhụy hoa bạc hà trên cao nguyên đá. Để nơi khô, không cần tủ lạnh";
	lines[0].trace_qr = TRACE_URL;
	lines[1].trace_qr = LOT_URL;
	facts.lines = lines;
	facts.lines_count = 2;
	facts.lang = lang;
	facts.lookup_qr = PAGE_URL;
	facts.lookup_text = NULL;
	facts.has_page = true;
	return facts;
}

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

/* What is bought as a present by somebody who reads no Vietnamese says in the buyer's language what it is and until when. */
static void a_voucher_speaks_the_language_it_was_sold_in(void **state)
{
	static const struct { const char *name; enum lang lang; const char *has[4], *hasnt; } rows[] = {
		{ "not said", 0, { "PHIẾU QUÀ TẶNG", "Dùng đến hết ngày 22/08/2027", "Hai trăm nghìn đồng", "BẢN SAO 2" }, "VOUCHER" },
		{ "en", LANG_EN, { "GIFT VOUCHER", "PHIẾU QUÀ TẶNG", "Valid until 22/08/2027", "COPY 2 – BẢN SAO 2" }, "Hai trăm" },
		{ "zh", LANG_ZH, { "礼券", "PHIẾU QUÀ TẶNG", "有效期至 22/08/2027", "余额保留在券上" }, "Hai trăm" },
		{ "ko", LANG_KO, { "상품권", "PHIẾU QUÀ TẶNG", "사용 기한 22/08/2027", "여러 번" }, "Hai trăm" },
	};
	const struct voucher_paper papers[] = { { .number = "PQ000123K", .code = "%V01J8ZNMZ0GE4HRASW9NF6YY0937", .value = MONEY(200000), .value_words = "Hai trăm nghìn đồng" } };
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct voucher_facts facts = { .shop = papers_sale_facts().shop, .at_us = papers_sale_facts().at_us, .copy_number = 2, .expires_day = 20270822, .lang = rows[i].lang,
					       .made_by = "Lan", .vouchers = papers, .vouchers_count = COUNT_OF(papers) };
		struct page *page = layout_vouchers(arena, &facts);
		const char *text = text_of(arena, page);

		for (size_t k = 0; k < COUNT_OF(rows[i].has); k++)
			if (!strstr(text, rows[i].has[k]))
				fail_msg("%s: no \"%s\" in\n%s", rows[i].name, rows[i].has[k], text);
		if (strstr(text, rows[i].hasnt))
			fail_msg("%s: \"%s\" in\n%s", rows[i].name, rows[i].hasnt, text);
	}
	arena_free(arena);
}

static void each_language_says_it_in_its_words(void **state)
{
	static const struct { const char *name; enum lang lang; const char *has[6], *hasnt; } rows[] = {
		{ "vi", LANG_VI, { "PHIẾU BÁN HÀNG", "TỔNG CỘNG", "Bằng chữ", "Tiền thừa", "Bán cho người tiêu dùng", "Quét để xem nguồn gốc" }, "RECEIPT" },
		{ "en", LANG_EN, { "RECEIPT", "PHIẾU BÁN HÀNG", "TOTAL", "Change", "Mint blossom honey", "Mật ong hoa bạc hà" }, "Bằng chữ" },
		{ "zh", LANG_ZH, { "购物小票", "PHIẾU BÁN HÀNG", "合计", "找零", "薄荷花蜂蜜", "扫码" }, "TỔNG CỘNG" },
		{ "ko", LANG_KO, { "영수증", "PHIẾU BÁN HÀNG", "합계", "거스름돈", "박하꽃 꿀", "QR로" }, "TỔNG CỘNG" },
	};
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct receipt_facts facts = facts_in(rows[i].lang);
		const char *text = text_of(arena, layout_receipt(arena, &facts));

		CASE(rows[i].name);
		for (size_t k = 0; k < COUNT_OF(rows[i].has); k++)
			if (!strstr(text, rows[i].has[k]))
				fail_msg("no \"%s\" in:\n%s", rows[i].has[k], text);
		assert_null(strstr(text, rows[i].hasnt));
		assert_non_null(strstr(text, "1.719.000"));
		arena_reset(arena);
	}
	arena_free(arena);
}

static void a_present_shows_no_price(void **state)
{
	static const char *const two[] = { NULL, "2 chai", "2 bottles", "2 瓶", "2 병" };
	static const char *const amounts[] = { "145.000", "290.000", "320.000", "1.719.000", "29.000", "8%", "VietQR", "₫", "×" };
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (enum lang lang = LANG_VI; lang <= LANG_KO; lang++) {
		struct receipt_facts facts = facts_in(lang);
		const char *text;

		facts.is_gift = true;
		text = text_of(arena, layout_receipt(arena, &facts));
		for (size_t k = 0; k < COUNT_OF(amounts); k++)
			if (strstr(text, amounts[k]))
				fail_msg("a price \"%s\" in:\n%s", amounts[k], text);
		assert_non_null(strstr(text, two[lang]));
		assert_non_null(strstr(text, "PHIẾU TẶNG QUÀ"));
		assert_non_null(strstr(text, "Q1-1-000123"));
		/* A ticket that asks for one has both, the priced one first. */
		facts.is_gift = false;
		facts.with_gift = true;
		text = text_of(arena, layout_receipt(arena, &facts));
		assert_non_null(strstr(text, "1.719.000"));
		assert_true(strstr(text, "PHIẾU BÁN HÀNG") < strstr(text, "PHIẾU TẶNG QUÀ"));
		/* A voucher is another thing and is called otherwise. */
		assert_null(strstr(text, "PHIẾU QUÀ TẶNG"));
		arena_reset(arena);
	}
	arena_free(arena);
}

/* Every thing that a receipt can say, of goods that have a name in the language. */
static struct receipt_facts all_facts(struct arena *arena, enum lang lang)
{
	static const struct receipt_vat vats[] = { { VAT_8, { 1 }, { 1 } }, { VAT_0, { 1 }, { 0 } }, { VAT_KCT, { 1 }, { 0 } }, { VAT_KKKNT, { 1 }, { 0 } } };
	static const struct receipt_note notes[] = { { true, { 190000 } }, { false, { 450000 } } };
	static const struct receipt_line back[] = { { .name = "Tea", .unit = "hộp", .qty_milli = -1000, .amount = { -320000 } } };
	struct paper_row *pays = ARENA_LIST(arena, RECEIPT_WAYS, struct paper_row);
	struct receipt_line *lines = ARENA_LIST(arena, 2, struct receipt_line);
	struct receipt_change *changes = ARENA_LIST(arena, 1, struct receipt_change);

	for (enum receipt_way way = RECEIPT_CASH; way < RECEIPT_WAYS; way++)
		pays[way] = (struct paper_row){ .name = receipt_way_name(lang, way), .amount = { 1000 } };
	lines[0] = (struct receipt_line){ .name = "Honey", .unit = "chai", .qty_milli = 2000, .price = { 145000 }, .amount = { 261000 }, .discount = { 29000 },
					  .lot = "MO-1", .expiry_day = 20280820, .trace_qr = TRACE_URL };
	lines[1] = (struct receipt_line){ .name = "Gift basket", .unit = "giỏ", .qty_milli = 1000, .price = { 500000 }, .amount = { 500000 },
					  .parts = arena_format(arena, "1 %s Tea", receipt_unit(lang, "hộp", 1000)) };
	changes[0] = (struct receipt_change){ .at_us = PAPERS_AT_US, .was = { pays, 2 } };
	return (struct receipt_facts){
		.shop = { .name = "OCOP", .tax_code = "5100123456", .phone = "0912 345 678" }, .number = "Q1-1-000123", .till = "Q1", .cashier = "Lan",
		.at_us = PAPERS_AT_US, .copy_number = 1, .lines = lines, .lines_count = 2, .gross = { 790000 }, .discount = { 29000 }, .rounding = { -400 },
		.total = { 760600 }, .total_words = "x", .vats = vats, .vats_count = COUNT_OF(vats), .refers_to = "Q1-1-000100", .back_lines = back,
		.back_lines_count = 1, .back_number = "Q1-1-000122", .back_total = { -320000 }, .back_payments = { pays, 1 },
		.payments = { pays, RECEIPT_WAYS }, .changes = changes, .changes_count = 1, .notes = notes, .notes_count = COUNT_OF(notes),
		.cash_given = { 2000 }, .change = { 1000 }, .lookup_qr = PAGE_URL, .has_page = true, .chain_head = "3f9a5c0d7e1b", .lang = lang,
	};
}

/* The letters that only Vietnamese has. */
static bool is_vietnamese(const char *line)
{
	static const char *const letters[] = { "ă", "đ", "ơ", "ư", "Ă", "Đ", "Ơ", "Ư", "à", "á", "ã", "é", "ê", "ì", "í", "ô", "ó", "ù", "ú", "ý" };

	for (size_t i = 0; i < COUNT_OF(letters); i++)
		if (strstr(line, letters[i]))
			return true;
	/* U+1EA0 to U+1EF9: letters with two marks. */
	for (const unsigned char *at = (const unsigned char *)line; *at; at++)
		if (at[0] == 0xe1 && (at[1] == 0xba || at[1] == 0xbb))
			return true;
	return false;
}

static void nothing_vietnamese_is_left_but_the_title(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (enum lang lang = LANG_EN; lang <= LANG_KO; lang++)
		for (int kind = 0; kind < 3; kind++) {
			struct receipt_facts facts = all_facts(arena, lang);
			struct buf text;
			struct err err;

			CASE(lang_words[lang]);
			facts.is_return = kind == 1;
			facts.is_gift = kind == 2;
			buf_init(&text, (size_t)1 << 20);
			assert_ok(text_page_write(layout_receipt(arena, &facts), TEXT_COLUMNS_MAX, &text, &err), &err);
			for (const char *at = buf_get(&text), *next; *at; at = *next ? next + 1 : next) {
				const char *line = arena_bytes(arena, at, (size_t)((next = strchrnul(at, '\n')) - at));

				if (is_vietnamese(line) && !strstr(line, "PHIẾU") && !strstr(line, "BẢN SAO"))
					fail_msg("[%s] still Vietnamese: %s", case_name, line);
			}
			buf_release(&text);
		}
	arena_free(arena);
}

static void each_language_says_all_of_it(void **state)
{
	static const struct { enum lang lang; const char *has[9]; } rows[] = {
		{ LANG_VI, { "Không chịu thuế", "Không kê khai", "ĐÃ ĐỔI CÁCH TRẢ 22/08/2026 14:05", "Trước đó ghi: Tiền mặt 1.000 + Chuyển khoản 1.000",
			     "Phiếu quà còn lại", "Khách còn nợ", "Hàng nhận lại – Q1-1-000122", "Gồm: 1 hộp Tea", "MST: 5100123456" } },
		{ LANG_EN, { "Exempt (KCT)", "Not declared (KKKNT)", "PAYMENT METHOD CHANGED 22/08/2026 14:05", "Before: Cash 1.000 + Bank transfer 1.000",
			     "Left on the voucher", "Owed after", "Goods brought back – Q1-1-000122", "Contains: 1 box Tea", "Tax ID: 5100123456" } },
		{ LANG_ZH, { "免税 (KCT)", "不申报 (KKKNT)", "付款方式已更改 22/08/2026 14:05", "此前: 现金 1.000 + 银行转账 1.000", "礼券余额", "欠款",
			     "退回商品 – Q1-1-000122", "内含: 1 盒 Tea", "税号: 5100123456" } },
		{ LANG_KO, { "면세 (KCT)", "신고 제외 (KKKNT)", "결제 수단 변경됨 22/08/2026 14:05", "변경 전: 현금 1.000 + 계좌이체 1.000", "상품권 잔액", "외상 잔액",
			     "반품된 상품 – Q1-1-000122", "구성: 1 상자 Tea", "세금번호: 5100123456" } },
	};
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct receipt_facts facts = all_facts(arena, rows[i].lang);
		const char *text = text_of(arena, layout_receipt(arena, &facts));

		CASE(lang_words[rows[i].lang]);
		for (size_t k = 0; k < COUNT_OF(rows[i].has); k++)
			if (!strstr(text, rows[i].has[k]))
				fail_msg("[%s] no \"%s\" in:\n%s", case_name, rows[i].has[k], text);
	}
	assert_text(receipt_unit(LANG_EN, "cái lạ", 2000), "cái lạ");
	assert_text(receipt_unit(LANG_EN, NULL, 0), "");
	arena_free(arena);
}

/* Stories and ways to the origin of single lines are left off where the paper is long enough without. */
static void a_long_receipt_tells_no_stories(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct receipt_line lines[RECEIPT_TOLD_MAX + 1];
	struct receipt_facts facts = facts_in(LANG_VI);
	const char *text;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++)
		lines[i] = facts.lines[0];
	lines[3].name = "Mật ong hoa bạc hà Mèo Vạc, chai thủy tinh 500 ml, hộp giấy in hoa văn, quà biếu";
	facts.lines = lines;
	facts.lines_count = RECEIPT_TOLD_MAX;
	text = text_of(arena, layout_receipt(arena, &facts));
	assert_true(strstr(text, "Ong hút nhụy") && strstr(text, TRACE_URL) && strstr(text, "quà biếu"));
	facts.lines_count = RECEIPT_TOLD_MAX + 1;
	text = text_of(arena, layout_receipt(arena, &facts));
	assert_true(!strstr(text, "Ong hút nhụy") && !strstr(text, TRACE_URL) && !strstr(text, "quà biếu") && strstr(text, "…\n"));
	assert_non_null(strstr(text, PAGE_URL));
	arena_free(arena);
}

/* The dots of either roll as a picture, which lies among the shots to be looked at; a sheet as it is. */
static void read_back(const struct page *page, const char *name, const char *const *codes, size_t codes_count)
{
	static const int widths[] = { 576, 384 };
	struct err err;
	struct fonts *fonts = fonts_open(&err);

	assert_ok(fonts, &err);
	for (size_t w = 0; w < (page->paper == PAGE_ROLL ? COUNT_OF(widths) : 1); w++) {
		struct raster_press *press = raster_open(fonts, widths[w]);
		struct raster raster;
		struct buf png, read;
		char path[300];

		buf_init(&png, (size_t)32 << 20);
		if (page->paper == PAGE_ROLL)
			assert_ok(raster_page(press, page, &raster, &err) && raster_write_png(&raster, &png, &err), &err);
		else
			assert_ok(pdf_write_png(fonts, page, 0, 203, &png, &err), &err);
		shot_path(path, arena_format(page->arena, "receipt-lang-%s-%d.png", name, widths[w]));
		file_write(path, &png);
		buf_init(&read, 1 << 16);
		assert_true(tool_run((char *const[]){ (char[]){ "zbarimg" }, (char[]){ "-q" }, (char[]){ "--raw" }, path, NULL }, &read));
		for (size_t i = 0; i < codes_count; i++)
			if (!strstr(buf_get(&read), codes[i]))
				fail_msg("%s, %d dots: zbar does not read %s, but: %s", name, widths[w], codes[i], buf_get(&read));
		buf_release(&read);
		buf_release(&png);
		raster_close(press);
	}
	fonts_close(fonts);
}

static void every_qr_is_read_back(void **state)
{
	static const char *const codes[] = { PAGE_URL, LOT_URL, TRACE_URL };
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);

	(void)state;
	for (int lang = LANG_VI; lang <= LANG_KO; lang++) {
		struct receipt_facts facts = facts_in((enum lang)lang);

		if (!fonts_have((enum lang)lang))
			continue;
		read_back(layout_receipt(arena, &facts), lang_words[lang], codes, COUNT_OF(codes));
		facts.is_gift = true;
		read_back(layout_receipt(arena, &facts), arena_format(arena, "gift-%s", lang_words[lang]), codes, 1);
		facts = all_facts(arena, (enum lang)lang);
		read_back(layout_receipt(arena, &facts), arena_format(arena, "all-%s", lang_words[lang]), codes, 1);
		facts.is_return = true;
		facts.back_lines_count = facts.changes_count = 0;
		read_back(layout_receipt(arena, &facts), arena_format(arena, "return-%s", lang_words[lang]), codes, 1);
		arena_reset(arena);
	}
	arena_free(arena);
}

static struct recall_facts recall(struct arena *arena)
{
	struct recall_paper_sale *sales = ARENA_LIST(arena, 40, struct recall_paper_sale);
	struct recall_paper_left *left = ARENA_LIST(arena, 2, struct recall_paper_left);

	for (int i = 0; i < 40; i++)
		sales[i] = (struct recall_paper_sale){ arena_format(arena, "Q1-1-%06d", 100 + i), "Q1", PAPERS_AT_US + i * INT64_C(600000000), i % 9 ? 1000 : -1000,
						       i < 3 };
	left[0] = (struct recall_paper_left){ "Điểm trưng bày phố cổ", "quầy", 7000 };
	left[1] = (struct recall_paper_left){ "Điểm trưng bày phố cổ", "để riêng", 2000 };
	return (struct recall_facts){
		.shop = papers_shop, .item = "Mật ong hoa bạc hà Mèo Vạc, chai 500 ml", .code = "MO-0826", .unit = "chai", .producer = "HTX Ong Đá",
		.commune = "Xã Mèo Vạc, Tỉnh Tuyên Quang", .made_day = 20260820, .expiry_day = 20280820, .reason = "Phát hiện lẫn tạp chất trong một số chai",
		.is_frozen = true, .frozen_us = PAPERS_AT_US, .at_us = PAPERS_AT_US, .by = "Lê Thị Hoa", .in_milli = 60000, .sold_milli = 53000,
		.returned_milli = 4000, .back_milli = 2000, .left_milli = 9000, .sales = sales, .sales_count = 40, .left = left, .left_count = 2,
		.page_url = LOT_URL, .chain_head = "3f9a5c0d7e1b",
	};
}

static void a_recalls_papers_name_the_lot_and_lead_to_its_page(void **state)
{
	static const char *const codes[] = { LOT_URL };
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct recall_facts facts = recall(arena);
	const char *text = text_of(arena, layout_recall(arena, &facts));

	(void)state;
	assert_non_null(strstr(text, "Q1-1-000139"));
	assert_non_null(strstr(text, "có thể: bán trước khi nhập"));
	assert_non_null(strstr(text, "đang thu hồi, không quầy nào bán"));
	text = text_of(arena, layout_recall_notice(arena, &facts));
	assert_non_null(strstr(text, "Lô MO-0826"));
	assert_non_null(strstr(text, "xin không dùng"));
	read_back(layout_recall_notice(arena, &facts), "recall-notice", codes, 1);
	read_back(layout_recall(arena, &facts), "recall-report", NULL, 0);
	/* Nothing known, nothing printed but the blanks. */
	facts = (struct recall_facts){ .item = "Măng khô" };
	assert_non_null(strstr(text_of(arena, layout_recall_notice(arena, &facts)), "Măng khô"));
	assert_non_null(strstr(text_of(arena, layout_recall(arena, &facts)), "Chưa bán cho ai"));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_voucher_speaks_the_language_it_was_sold_in),
		cmocka_unit_test(each_language_says_it_in_its_words),
		cmocka_unit_test(a_present_shows_no_price),
		cmocka_unit_test(each_language_says_all_of_it),
		cmocka_unit_test(nothing_vietnamese_is_left_but_the_title),
		cmocka_unit_test(a_long_receipt_tells_no_stories),
		cmocka_unit_test(every_qr_is_read_back),
		cmocka_unit_test(a_recalls_papers_name_the_lot_and_lead_to_its_page),
	};

	return cmocka_run_group_tests_name("receipts/receipt_lang", tests, NULL, NULL);
}
