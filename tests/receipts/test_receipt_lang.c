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
		assert_non_null(strstr(text, "2 chai"));
		assert_non_null(strstr(text, "PHIẾU QUÀ TẶNG"));
		assert_non_null(strstr(text, "Q1-1-000123"));
		/* A ticket that asks for one has both, the priced one first. */
		facts.is_gift = false;
		facts.with_gift = true;
		text = text_of(arena, layout_receipt(arena, &facts));
		assert_non_null(strstr(text, "1.719.000"));
		assert_true(strstr(text, "PHIẾU BÁN HÀNG") < strstr(text, "PHIẾU QUÀ TẶNG"));
		arena_reset(arena);
	}
	arena_free(arena);
}

/* The dots as a picture, which lies among the shots to be looked at. */
static void read_back(const struct page *page, const char *name, const char *const *codes, size_t codes_count)
{
	struct err err;
	struct fonts *fonts = fonts_open(&err);
	struct buf png, read;
	char path[300];

	assert_ok(fonts, &err);
	buf_init(&png, (size_t)32 << 20);
	assert_ok(pdf_write_png(fonts, page, 0, 203, &png, &err), &err);
	shot_path(path, arena_format(page->arena, "receipt-lang-%s.png", name));
	file_write(path, &png);
	buf_init(&read, 1 << 16);
	assert_true(tool_run((char *const[]){ (char[]){ "zbarimg" }, (char[]){ "-q" }, (char[]){ "--raw" }, path, NULL }, &read));
	for (size_t i = 0; i < codes_count; i++)
		if (!strstr(buf_get(&read), codes[i]))
			fail_msg("%s: zbar does not read %s, but: %s", name, codes[i], buf_get(&read));
	buf_release(&read);
	buf_release(&png);
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
		cmocka_unit_test(each_language_says_it_in_its_words),
		cmocka_unit_test(a_present_shows_no_price),
		cmocka_unit_test(every_qr_is_read_back),
		cmocka_unit_test(a_recalls_papers_name_the_lot_and_lead_to_its_page),
	};

	return cmocka_run_group_tests_name("receipts/receipt_lang", tests, NULL, NULL);
}
