/* Dots: what is printed can be read back, no mark is cut off, and the same page gives the same dots. */
#include "check.h"
#include "papers.h"
#include "tsv.h"

#include "paper_tools.h"
#include "receipts/encode.h"
#include "receipts/fonts.h"
#include "receipts/raster.h"
#include "receipts/text.h"

#define ASCII_SHOWN " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"

static struct fonts *fonts;
static struct raster_press *press;
static struct arena *arena;

static int begin(void **state)
{
	struct err err;

	(void)state;
	fonts = fonts_open(&err);
	if (!fonts)
		return -1;
	press = raster_open(fonts, 576);
	arena = arena_new(PAGE_ARENA_BYTES);
	return 0;
}

static int end(void **state)
{
	(void)state;
	raster_close(press);
	fonts_close(fonts);
	arena_free(arena);
	return 0;
}

static bool is_black(const struct raster *raster, int x, int y)
{
	return raster->bits[y * raster->stride + x / 8] >> (7 - x % 8) & 1;
}

static int black_count(const struct raster *raster, int from_row, int to_row)
{
	int count = 0;

	for (int y = from_row; y < to_row; y++)
		for (int x = 0; x < raster->width; x++)
			count += is_black(raster, x, y);
	return count;
}

static struct raster drawn(struct page *page)
{
	struct raster raster;
	struct err err;

	assert_ok(raster_page(press, page, &raster, &err), &err);
	return raster;
}

/* A page of one text, drawn. */
static struct raster drawn_text(struct page_style style, const char *text)
{
	struct page *page = page_new(arena, PAGE_ROLL, "");

	arena_text(arena, text);
	page_text(page, style, text);
	return drawn(page);
}

static void every_letter_is_itself_and_whole(void **state)
{
	static const enum page_size sizes[] = { PAGE_NORMAL, PAGE_SMALL, PAGE_TALL, PAGE_WIDE, PAGE_LARGE };

	(void)state;
	for (size_t s = 0; s < COUNT_OF(sizes); s++)
		for (int bold = 0; bold < 2; bold++) {
			uint64_t seen[256];
			size_t seen_count = 0;
			struct tsv tsv;

			assert_true(tsv_open(&tsv, "tests/cases/vietnamese/letters.tsv"));
			while (tsv_next(&tsv)) {
				const char *letter = tsv_cell(&tsv, "letter");
				struct raster raster = drawn_text((struct page_style){ .size = sizes[s], .bold = bold }, letter);
				uint64_t print = UINT64_C(1469598103934665603);

				CASE(letter);
				/* Room above and below: the outermost rows of a line are white. */
				assert_i64(black_count(&raster, 0, 1), 0);
				assert_i64(black_count(&raster, raster.height - 1, raster.height), 0);
				assert_true(black_count(&raster, 0, raster.height) > 5);
				for (int i = 0; i < raster.height * raster.stride; i++)
					print = (print ^ raster.bits[i]) * UINT64_C(1099511628211);
				for (size_t i = 0; i < seen_count; i++)
					if (seen[i] == print)
						fail_msg("%s looks like another letter", letter);
				assert_true(seen_count < COUNT_OF(seen));
				seen[seen_count++] = print;
			}
			tsv_close(&tsv);
			assert_true(seen_count >= 134);
			arena_reset(arena);
		}
}

static void the_same_page_gives_the_same_dots(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(paper_cases); i++) {
		struct page *page = paper_cases[i].make(arena);
		struct raster raster, again;
		struct raster_press *other;
		struct err err;
		struct buf first;

		CASE(paper_cases[i].name);
		if (page->paper != PAGE_ROLL)
			continue;
		raster = drawn(page);
		buf_init(&first, (size_t)16 << 20);
		assert_ok(raster_write_pbm(&raster, &first, &err), &err);
		again = drawn(page);
		assert_i64(again.height, raster.height);
		/* Also from a press that has drawn nothing before. */
		other = raster_open(fonts, 576);
		assert_ok(raster_page(other, page, &again, &err), &err);
		assert_i64(again.height, raster.height);
		assert_memory_equal(first.data + first.size - (size_t)again.height * 72, again.bits, (size_t)again.height * 72);
		raster_close(other);
		buf_release(&first);
		arena_reset(arena);
	}
}

/* Writes the picture for people and answers where. */
static const char *shot(const struct raster *raster, const char *name, char path[300])
{
	struct buf png;
	struct err err;

	buf_init(&png, (size_t)16 << 20);
	assert_ok(raster_write_png(raster, &png, &err), &err);
	file_write(shot_path(path, name), &png);
	buf_release(&png);
	return path;
}

static void codes_are_read_by_another_program(void **state)
{
	static const struct {
		const char *name;
		struct page *(*make)(struct arena *arena);
		int width_dots;
		const char *codes[3];
	} cases[] = {
		{ "test-slip", paper_test, 576, { "QR-Code:OCOP-POS IN THU: Ệ Ẫ đ 0123456789", "EAN-13:2000000000015", "CODE-128:OCOP-0123456789" } },
		{ "test-slip", paper_test, 384, { "QR-Code:OCOP-POS IN THU: Ệ Ẫ đ 0123456789", "EAN-13:2000000000015", "QR-Code:OCOP-0123456789" } },
		{ "receipt", paper_sale, 576, { "QR-Code:https://hoadon.example.vn/t/1C26MDV-00000123" } },
		{ "receipt", paper_sale, 384, { "QR-Code:https://hoadon.example.vn/t/1C26MDV-00000123" } },
		{ "receipt", paper_sale, 512, { "QR-Code:https://hoadon.example.vn/t/1C26MDV-00000123" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct raster_press *other = raster_open(fonts, cases[i].width_dots);
		char name[100], path[300];
		struct raster raster;
		struct buf read;
		struct err err;

		CASE(cases[i].name);
		assert_ok(raster_page(other, cases[i].make(arena), &raster, &err), &err);
		snprintf(name, sizeof(name), "%s-%d.png", cases[i].name, cases[i].width_dots);
		shot(&raster, name, path);
		buf_init(&read, 1 << 20);
		if (tool_run((char *const[]){ (char[]){ "zbarimg" }, (char[]){ "-q" }, path, NULL }, &read))
			for (size_t c = 0; c < COUNT_OF(cases[i].codes) && cases[i].codes[c]; c++)
				if (!strstr(buf_get(&read), cases[i].codes[c]))
					fail_msg("[%s] %d dots: no %s in: %s", cases[i].name, cases[i].width_dots, cases[i].codes[c], buf_get(&read));
		buf_release(&read);
		raster_close(other);
		arena_reset(arena);
	}
}

static void a_code_too_long_for_bars_is_a_qr(void **state)
{
	struct page *page = page_new(arena, PAGE_ROLL, "");
	struct raster raster;
	struct buf read;
	char path[300];

	(void)state;
	page_code128(page, "%RABCDEFGHJKMNPQRSTVWXYZ0123457");
	raster = drawn(page);
	shot(&raster, "long-code.png", path);
	buf_init(&read, 1 << 20);
	if (tool_run((char *const[]){ (char[]){ "zbarimg" }, (char[]){ "-q" }, path, NULL }, &read))
		assert_text(buf_get(&read), "QR-Code:%RABCDEFGHJKMNPQRSTVWXYZ0123457\n");
	buf_release(&read);
	arena_reset(arena);
}

/* Every published code to pay by that is plain ASCII, on both widths of paper: what another program reads is the payload, byte for byte. */
static void a_code_to_pay_by_is_read_as_it_was_written(void **state)
{
	static const int widths[] = { 384, 576 };
	struct tsv tsv;
	size_t count = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/vietqr/vietqr_vectors.tsv"));
	while (tsv_next(&tsv)) {
		const char *payload = tsv_cell(&tsv, "payload");

		CASE(tsv_cell(&tsv, "id"));
		if (strcmp(tsv_cell(&tsv, "verdict"), "valid") != 0 || payload[strspn(payload, ASCII_SHOWN)])
			continue;
		for (size_t i = 0; i < COUNT_OF(widths); i++) {
			struct raster_press *other = raster_open(fonts, widths[i]);
			struct page *page = page_new(arena, PAGE_ROLL, "");
			struct raster raster;
			struct buf read;
			struct err err;
			char path[300];

			page_qr(page, payload, 5);
			assert_ok(raster_page(other, page, &raster, &err), &err);
			shot(&raster, "vietqr.png", path);
			buf_init(&read, 1 << 20);
			if (tool_run((char *const[]){ (char[]){ "zbarimg" }, (char[]){ "-q" }, (char[]){ "--raw" }, path, NULL }, &read)) {
				assert_text(buf_get(&read), arena_format(arena, "%s\n", payload));
				count++;
			}
			buf_release(&read);
			raster_close(other);
		}
		arena_reset(arena);
	}
	tsv_close(&tsv);
	print_message("# %zu codes to pay by read off the dots\n", count);
}

/* Text without marks, line by line. */
static const char *folded(const char *text)
{
	struct buf bytes;
	const char *copy;

	buf_init(&bytes, 1 << 20);
	while (*text) {
		size_t size = strcspn(text, "\n");
		struct encode encode = { .page = ENCODE_ASCII };

		encode_text(&encode, page_clean(arena, arena_bytes(arena, text, size)), &bytes);
		buf_byte(&bytes, '\n');
		text += size + (text[size] == '\n');
	}
	copy = arena_text(arena, buf_get(&bytes));
	buf_release(&bytes);
	return copy;
}

/* 95 words of a hundred, marks aside, by a reader of letters that knows neither font nor layout. */
static void words_are_read_by_another_program(void **state)
{
	static const struct paper_case cases[] = { { "receipt", paper_sale }, { "shift-z", paper_shift_z }, { "cash-out", paper_cash_out } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct page *page = cases[i].make(arena);
		struct raster raster;
		struct buf want, read;
		char path[300];
		struct err err;

		CASE(cases[i].name);
		/* Its codes are no words. */
		for (struct page_block *block = page->first; block; block = block->next)
			if (block->kind == PAGE_QR) {
				block->kind = PAGE_TEXT;
				block->text = " ";
			}
		buf_init(&want, 1 << 20);
		buf_init(&read, 1 << 20);
		assert_ok(text_page_write(page, 120, &want, &err), &err);
		raster = drawn(page);
		shot(&raster, "words.png", path);
		if (tool_run((char *const[]){ (char[]){ "tesseract" }, path, (char[]){ "-" }, (char[]){ "--dpi" }, (char[]){ "203" }, (char[]){ "--psm" },
					      (char[]){ "6" }, (char[]){ "-l" }, (char[]){ "vie" }, NULL }, &read) &&
		    read.size > 0) {
			int percent = words_found_percent(folded(buf_get(&want)), folded(buf_get(&read)));

			printf("# %s: %d of 100 words\n", cases[i].name, percent);
			if (percent < 95)
				fail_msg("[%s] %d of 100 words:\n%s", cases[i].name, percent, buf_get(&read));
		}
		buf_release(&want);
		buf_release(&read);
		arena_reset(arena);
	}
}

static void check_naughty(const char *text, void *with)
{
	struct page *page = page_new(arena, PAGE_ROLL, text);
	struct raster raster;

	(void)with;
	CASE(text);
	page_text(page, (struct page_style){ .align = PAGE_CENTER, .size = PAGE_LARGE }, text);
	page_pair(page, (struct page_style){ .size = PAGE_WIDE }, text, text);
	page_stars(page, (struct page_style){ .align = PAGE_CENTER }, 5, text);
	page_qr(page, text, 10);
	page_code128(page, text);
	page_ean13(page, text);
	raster = drawn(page);
	assert_true(raster.height >= 0 && raster.height < 8000);
	arena_reset(arena);
}

static void naughty_strings_are_drawn(void **state)
{
	struct tsv tsv;

	(void)state;
	for_each_naughty(check_naughty, NULL);
	assert_true(tsv_open(&tsv, "tests/cases/vietnamese/tricky_names.tsv"));
	while (tsv_next(&tsv))
		check_naughty(tsv_cell(&tsv, "name"), NULL);
	tsv_close(&tsv);
}

static void too_long_a_page_is_refused_and_the_next_one_is_clean(void **state)
{
	struct page *page = page_new(arena, PAGE_ROLL, "");
	struct raster raster;
	struct err err;

	(void)state;
	for (int i = 0; i < 9500; i++)
		page_text(page, (struct page_style){ 0 }, "dòng");
	assert_false(raster_page(press, page, &raster, &err));
	assert_i64(err.code, ERR_LIMIT);
	page = page_new(arena, PAGE_ROLL, "");
	page_blank(page, 400);
	raster = drawn(page);
	assert_true(raster.height > 3000);
	assert_i64(black_count(&raster, 0, raster.height), 0);
	arena_reset(arena);
}

/* Over the seams of its strips too: what stands lower on a long paper is drawn as on a short one. */
static void a_ticket_of_500_lines_is_one_paper(void **state)
{
	struct receipt_facts facts = papers_sale_facts();
	struct receipt_line *lines = ARENA_LIST(arena, 500, struct receipt_line);
	struct raster raster;
	int blank = 0, blank_most = 0;

	(void)state;
	for (size_t i = 0; i < 500; i++)
		lines[i] = papers_lines[i % COUNT_OF(papers_lines)];
	facts.lines = lines;
	facts.lines_count = 500;
	raster = drawn(layout_receipt(arena, &facts));
	assert_true(raster.height > 40000 && raster.height < RASTER_ROWS_MAX);
	for (int y = 0; y < raster.height; y++) {
		blank = black_count(&raster, y, y + 1) ? 0 : blank + 1;
		blank_most = blank > blank_most ? blank : blank_most;
	}
	assert_true(blank_most < 200);
	arena_reset(arena);
}

/* The longest names, two languages, a story and a way to the origin of each, and the same again as a present: at either width. */
static void the_longest_ticket_fits(void **state)
{
	struct receipt_facts facts = papers_sale_facts();
	struct receipt_line *lines = ARENA_LIST(arena, 500, struct receipt_line);
	struct raster_press *narrow = raster_open(fonts, 384);
	struct raster raster;
	char name[700] = "";
	struct err err;

	(void)state;
	for (int i = 0; i < 40; i++)
		snprintf(name + strlen(name), sizeof(name) - strlen(name), "Mậtt ");
	for (size_t i = 0; i < 500; i++) {
		lines[i] = papers_lines[0];
		lines[i].name = lines[i].name_vi = lines[i].producer = lines[i].story = name;
		lines[i].trace_qr = "https://truyxuat.example.vn/?lo=MO-0826";
	}
	facts.lines = lines;
	facts.lines_count = 500;
	facts.with_gift = true;
	raster = drawn(layout_receipt(arena, &facts));
	assert_true(raster.height > 120000);
	assert_ok(raster_page(narrow, layout_receipt(arena, &facts), &raster, &err), &err);
	raster_close(narrow);
	arena_reset(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_of_500_lines_is_one_paper),
		cmocka_unit_test(the_longest_ticket_fits),
		cmocka_unit_test(every_letter_is_itself_and_whole),
		cmocka_unit_test(the_same_page_gives_the_same_dots),
		cmocka_unit_test(codes_are_read_by_another_program),
		cmocka_unit_test(a_code_too_long_for_bars_is_a_qr),
		cmocka_unit_test(a_code_to_pay_by_is_read_as_it_was_written),
		cmocka_unit_test(words_are_read_by_another_program),
		cmocka_unit_test(naughty_strings_are_drawn),
		cmocka_unit_test(too_long_a_page_is_refused_and_the_next_one_is_clean),
	};

	return cmocka_run_group_tests_name("receipts/raster", tests, begin, end);
}
