/* ESC/POS: what we write reads back as what was meant; the reader itself is held to captured jobs. */
#include "check.h"
#include "papers.h"
#include "tsv.h"

#include "escpos_decode.h"
#include "paper_tools.h"
#include "receipts/escpos.h"
#include "receipts/fonts.h"
#include "receipts/raster.h"

static struct fonts *fonts;
static struct raster_press *presses[2];   /* 576 and 384 */

static int open_presses(void **state)
{
	struct err err;

	(void)state;
	fonts = fonts_open(&err);
	if (!fonts)
		return -1;
	presses[0] = raster_open(fonts, 576);
	presses[1] = raster_open(fonts, 384);
	return 0;
}

static int close_presses(void **state)
{
	(void)state;
	raster_close(presses[0]);
	raster_close(presses[1]);
	fonts_close(fonts);
	return 0;
}

static struct raster_press *press_of(const struct escpos_profile *profile)
{
	return profile->is_letters ? NULL : profile->width_dots == 576 ? presses[0] : presses[1];
}

/* Takes a line off; its size without blanks at its end. */
static size_t next_line(const char **at, const char *end)
{
	const char *start = *at, *stop = memchr(start, '\n', (size_t)(end - start));

	*at = stop ? stop + 1 : end;
	stop = stop ? stop : end;
	while (stop > start && (stop[-1] == ' ' || stop[-1] == '\t'))
		stop--;
	return (size_t)(stop - start);
}

static void check_same_lines(const struct buf *got, const struct buf *want)
{
	const char *a = got->data, *b = want->data, *a_end = a + got->size, *b_end = b + want->size;

	while (a < a_end && b < b_end) {
		const char *a_line = a, *b_line = b;
		size_t a_size = next_line(&a, a_end), b_size = next_line(&b, b_end);

		if (a_size != b_size || memcmp(a_line, b_line, a_size) != 0)
			fail_msg("[%s] got \"%.*s\", want \"%.*s\"", case_name, (int)a_size, a_line, (int)b_size, b_line);
	}
	while (a < a_end)
		assert_i64(next_line(&a, a_end), 0);
	while (b < b_end)
		assert_i64(next_line(&b, b_end), 0);
}

static void the_reader_reads_captured_jobs(void **state)
{
	static const char *const names[] = { "qr-code", "text-size" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct buf bytes, commands, text;
		struct decoded decoded;
		char path[200];

		CASE(names[i]);
		buf_init(&bytes, 1 << 20);
		buf_init(&commands, 1 << 20);
		buf_init(&text, 1 << 20);
		decoded_init(&decoded);
		snprintf(path, sizeof(path), "tests/cases/escpos/captures/%s.bin", names[i]);
		assert_true(file_read(path, &bytes));
		if (!decode(&decoded, bytes.data, bytes.size))
			fail_msg("[%s] %s", names[i], decoded.error);
		snprintf(path, sizeof(path), "tests/cases/escpos/captures/%s.cmds.tsv", names[i]);
		assert_true(file_read(path, &commands));
		check_same_lines(&decoded.commands, &commands);
		snprintf(path, sizeof(path), "tests/cases/escpos/captures/%s.expected.txt", names[i]);
		assert_true(file_read(path, &text));
		check_same_lines(&decoded.text, &text);
		decoded_release(&decoded);
		buf_release(&bytes);
		buf_release(&commands);
		buf_release(&text);
	}
}

/* The unit vectors of commands that the reader knows: it must take each whole. */
static void the_reader_reads_a_known_drivers_commands(void **state)
{
	static const char *const ours[] = { "EP010", "EP011", "EP019", "EP021", "EP040", "EP044", "EP072", "EP073", "EP115", "EP116", "EP117", "EP002", "EP148" };
	struct tsv tsv;
	int found = 0;

	(void)state;
	assert_true(tsv_open(&tsv, "tests/cases/escpos/escpos_php_unit.tsv"));
	while (tsv_next(&tsv)) {
		uint8_t bytes[512];
		size_t count;
		struct decoded decoded;
		bool is_ours = false;

		for (size_t i = 0; i < COUNT_OF(ours); i++)
			is_ours = is_ours || strcmp(ours[i], tsv_cell(&tsv, "id")) == 0;
		/* The others are commands that neither we nor the captures hold, or calls that the driver refuses before any byte. */
		if (!is_ours)
			continue;
		CASE(tsv_cell(&tsv, "id"));
		assert_true(text_hex_read(tsv_cell(&tsv, "bytes_hex"), strlen(tsv_cell(&tsv, "bytes_hex")), bytes, sizeof(bytes), &count));
		decoded_init(&decoded);
		if (!decode(&decoded, bytes, count))
			fail_msg("[%s] %s", case_name, decoded.error);
		if (strcmp(case_name, "EP115") == 0)
			assert_text(buf_get(&decoded.text), "[QR:1234]\n");
		decoded_release(&decoded);
		found++;
	}
	tsv_close(&tsv);
	assert_i64(found, COUNT_OF(ours));
}

static void write_paper(const struct paper_case *paper, const struct escpos_profile *profile, struct buf *bytes, struct decoded *decoded)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct err err;

	buf_init(bytes, ESCPOS_BYTES_MAX);
	decoded_init(decoded);
	assert_ok(escpos_write(paper->make(arena), profile, press_of(profile), bytes, &err), &err);
	if (!decode(decoded, bytes->data, bytes->size))
		fail_msg("[%s] %s: %s", case_name, profile->name, decoded->error);
	arena_free(arena);
}

static void dots_arrive_as_they_were_drawn(void **state)
{
	(void)state;
	for (const struct escpos_profile *profile = escpos_profiles; profile->name; profile++) {
		if (profile->is_letters || profile->width_dots == 512)
			continue;
		for (size_t i = 0; i < COUNT_OF(paper_cases); i++) {
			struct arena *arena = arena_new(PAGE_ARENA_BYTES);
			struct page *page = paper_cases[i].make(arena);
			struct decoded decoded;
			struct raster raster;
			struct err err;
			struct buf bytes;

			CASE(paper_cases[i].name);
			if (page->paper == PAGE_ROLL) {
				write_paper(&paper_cases[i], profile, &bytes, &decoded);
				assert_ok(raster_page(press_of(profile), page, &raster, &err), &err);
				assert_i64(decoded.dots_stride, profile->width_dots / 8);
				assert_i64(decoded.dots.size, (int64_t)raster.height * raster.stride);
				assert_memory_equal(decoded.dots.data, raster.bits, decoded.dots.size);
				assert_true(decoded.band_rows_max <= ESCPOS_BAND_ROWS);
				assert_i64(decoded.cuts_count, profile->has_cut ? 1 : 0);
				decoded_release(&decoded);
				buf_release(&bytes);
			}
			arena_free(arena);
		}
	}
}

static void the_drawer_opens_once_for_a_sale_and_never_for_a_copy(void **state)
{
	static const struct {
		const char *name;
		struct paper_case paper;
		int pulses;
	} cases[] = {
		{ "a sale", { "receipt", paper_sale }, 1 },
		{ "a copy in practice", { "practice", paper_practice }, 0 },
		{ "a shift's slip", { "shift-z", paper_shift_z }, 0 },
	};
	struct buf bytes;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		for (const struct escpos_profile *profile = escpos_profiles; profile->name; profile++) {
			struct decoded decoded;

			if (profile->width_dots == 512)
				continue;
			CASE(cases[i].name);
			write_paper(&cases[i].paper, profile, &bytes, &decoded);
			assert_i64(decoded.pulses_count, cases[i].pulses);
			decoded_release(&decoded);
			buf_release(&bytes);
		}
	buf_init(&bytes, 100);
	escpos_put_pulse(&bytes);
	assert_i64(bytes.size, 5);
	assert_memory_equal(bytes.data, "\x1bp\0\x19\xfa", 5);
	buf_release(&bytes);
}

static void letters_are_golden_too(void **state)
{
	(void)state;
	for (const struct escpos_profile *profile = escpos_profiles; profile->name; profile++) {
		struct paper_case paper = { "receipt", paper_sale };
		struct decoded decoded;
		struct buf bytes;
		char name[100];

		if (!profile->is_letters)
			continue;
		CASE(profile->name);
		write_paper(&paper, profile, &bytes, &decoded);
		snprintf(name, sizeof(name), "receipt-%s.escpos", profile->name);
		golden_check(name, &bytes);
		if (profile->has_qr)
			assert_non_null(strstr(buf_get(&decoded.text), "[QR:https://hoadon.example.vn/t/1C26MDV-00000123]"));
		else
			assert_non_null(strstr(buf_get(&decoded.text), "https://hoadon"));
		if (profile->page == ENCODE_ASCII)
			assert_non_null(strstr(buf_get(&decoded.text), "Mat ong hoa bac ha Meo Vac"));
		decoded_release(&decoded);
		buf_release(&bytes);
	}
}

/* However naughty, it is one job: init first, the commands that the layout has, one cut at the end. */
static void check_naughty(const char *text, void *with)
{
	struct receipt_line line = { .name = text, .unit = text, .qty_milli = 1000, .price = { 1 }, .amount = { 1 }, .producer = text, .commune = text, .stars = 3, .note = text };
	struct receipt_facts facts = { .shop = { text, text, text, text, text }, .number = text, .till = text, .cashier = text, .lines = &line, .lines_count = 1,
				       .total_words = text, .customer = text, .footers = &text, .footers_count = 1, .lookup_qr = text, .lookup_text = text };
	const char *const profiles[] = { "80mm", "58mm-cp1258", "80mm-tcvn3", "58mm-ascii" };

	(void)with;
	CASE(text);
	for (size_t i = 0; i < COUNT_OF(profiles); i++) {
		const struct escpos_profile *profile = escpos_profile_find(profiles[i]);
		struct arena *arena = arena_new(PAGE_ARENA_BYTES);
		struct decoded decoded;
		struct buf bytes;
		struct err err;

		buf_init(&bytes, ESCPOS_BYTES_MAX);
		decoded_init(&decoded);
		assert_ok(escpos_write(layout_receipt(arena, &facts), profile, press_of(profile), &bytes, &err), &err);
		if (!decode(&decoded, bytes.data, bytes.size))
			fail_msg("[%s] %s", text, decoded.error);
		assert_i64(decoded.pulses_count, 0);
		assert_i64(decoded.cuts_count, profile->has_cut ? 1 : 0);
		decoded_release(&decoded);
		buf_release(&bytes);
		arena_free(arena);
	}
}

static void no_name_can_cut_or_kick(void **state)
{
	(void)state;
	for_each_naughty(check_naughty, NULL);
	check_naughty("\x1b@\x1dV\x41\x03\x1bp\x00", NULL);
	check_naughty("a\nb\x1bp\x30\x30\x30\x1dVA", NULL);
}

static void a_job_too_long_is_refused(void **state)
{
	struct arena *arena = arena_new(PAGE_ARENA_BYTES);
	struct page *page = page_new(arena, PAGE_ROLL, "");
	struct buf bytes;
	struct err err;

	(void)state;
	for (int i = 0; i < 9500; i++)
		page_text(page, (struct page_style){ 0 }, "dòng");
	buf_init(&bytes, ESCPOS_BYTES_MAX);
	assert_false(escpos_write(page, &escpos_profiles[0], presses[0], &bytes, &err));
	assert_i64(err.code, ERR_LIMIT);
	buf_release(&bytes);
	buf_init(&bytes, 1000);
	assert_false(escpos_write(page, escpos_profile_find("80mm-ascii"), NULL, &bytes, &err));
	assert_i64(err.code, ERR_LIMIT);
	buf_release(&bytes);
	arena_free(arena);
	assert_null(escpos_profile_find("no such"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reader_reads_captured_jobs),
		cmocka_unit_test(the_reader_reads_a_known_drivers_commands),
		cmocka_unit_test(dots_arrive_as_they_were_drawn),
		cmocka_unit_test(the_drawer_opens_once_for_a_sale_and_never_for_a_copy),
		cmocka_unit_test(letters_are_golden_too),
		cmocka_unit_test(no_name_can_cut_or_kick),
		cmocka_unit_test(a_job_too_long_is_refused),
	};

	return cmocka_run_group_tests_name("receipts/escpos", tests, open_presses, close_presses);
}
