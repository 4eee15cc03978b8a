/* `debug gs1` and `debug barcode`: lines in, members of an answer out, and their options. */
#include "check.h"

#include "app/debug.h"

struct question {
	const struct debug_command *command;
	const char *argv[5];  /* ends with NULL */
	const char *line, *answer;  /* an answer that does not begin with a comma is the error */
};

static void answers(const struct question *questions, size_t count)
{
	struct arena *arena = arena_new((size_t)1 << 20);

	for (size_t i = 0; i < count; i++) {
		const struct question *q = &questions[i];
		struct debug debug = { .argv = (char **)q->argv };
		struct err err = { 0 };
		struct buf answer;

		CASE(q->line);
		buf_init(&answer, 1 << 16);
		while (q->argv[debug.argc])
			debug.argc++;
		assert_ok(q->command->open(&debug, &err), &err);
		if (q->command->line(&debug, q->line, strlen(q->line), arena, &answer, &err))
			assert_text(buf_get(&answer), q->answer);
		else
			assert_text(err.text, q->answer);
		buf_release(&answer);
		free(debug.state);
		arena_reset(arena);
	}
	arena_free(arena);
}

static void gs1_answers(void **state)
{
	static const struct question questions[] = {
		{ &debug_gs1, { "--year", "2026" }, "]C1010893622104306410L\\x5b\\x1d17260200",
		  "AI (10): a character is not one of the 82 that GS1 text may hold" },
		{ &debug_gs1, { "--year", "2026" }, "]C1010893622104306410L\"\\x1d17260200",
		  ",\"symbology\":\"GS1-128\",\"form\":\"elements\",\"elements\":[{\"ai\":\"01\",\"value\":\"08936221043064\"},{\"ai\":\"10\",\"value\":\"L\\\"\"},"
		  "{\"ai\":\"17\",\"value\":\"260200\"}],\"dates\":[{\"ai\":\"17\",\"given\":\"260200\",\"iso\":\"2026-02-28\"}],\"warnings\":[],\"contradicts\":false" },
		{ &debug_gs1, { "--year", "1976" }, "17260200",
		  ",\"symbology\":null,\"form\":\"elements\",\"elements\":[{\"ai\":\"17\",\"value\":\"260200\"}],\"dates\":[{\"ai\":\"17\",\"given\":\"260200\","
		  "\"iso\":\"2026-02-28\"}],\"warnings\":[\"AI (17) needs one of these beside it: 01,02,03,255,8006,8026\"],\"contradicts\":false" },
		{ &debug_gs1, { NULL }, "]Q1a\\x5cb\\xc3\"", ",\"symbology\":\"QR Code\",\"form\":\"plain\",\"data\":\"a\\\\x5cb\\\\xc3\\\"\",\"elements\":[],\"dates\":[],\"warnings\":[],\"contradicts\":false" },
		{ &debug_gs1, { NULL }, "https://a/01/8936221043064", "AI (01): the value is too short or of a wrong length" },
		{ &debug_gs1, { "--short-gtin" }, "https://a/01/8936221043064",
		  ",\"symbology\":null,\"form\":\"link\",\"elements\":[{\"ai\":\"01\",\"value\":\"08936221043064\"}],\"dates\":[],\"warnings\":[],\"contradicts\":false" },
		{ &debug_gs1, { NULL }, "10A\\1d", "a backslash is written \\x5c, another byte \\xHH" },
		{ &debug_gs1, { NULL }, "10A\\x1", "a backslash is written \\x5c, another byte \\xHH" },
		{ &debug_gs1, { NULL }, "", "there are no data" },
	};

	(void)state;
	answers(questions, COUNT_OF(questions));
}

static void barcode_answers(void **state)
{
	static const struct question questions[] = {
		{ &debug_barcode, { NULL }, "8936221043064",
		  ",\"kind\":\"EAN-13\",\"code\":\"8936221043064\",\"check_digit\":{\"given\":4,\"expected\":4,\"ok\":true},\"format\":\"GTIN-13\",\"key\":\"08936221043064\"" },
		{ &debug_barcode, { NULL }, "425261",
		  ",\"kind\":\"UPC-E\",\"code\":\"425261\",\"check_digit\":{\"given\":null,\"expected\":4,\"ok\":true},\"format\":\"GTIN-12\",\"key\":\"00042100005264\"" },
		{ &debug_barcode, { NULL }, "Trà \"1\"", ",\"kind\":\"other\",\"code\":\"Trà \\\"1\\\"\",\"check_digit\":null" },
		{ &debug_barcode, { "--pattern", "26IIIIIWWWWWC", "--pattern", "21IIIIIPPPPPC*100" }, "2600001000016",
		  ",\"kind\":\"in-store\",\"code\":\"2600001000016\",\"check_digit\":{\"given\":6,\"expected\":6,\"ok\":true},\"format\":\"GTIN-13\",\"key\":\"02600001000016\","
		  "\"pattern\":\"26IIIIIWWWWWC\",\"item\":\"00001\",\"weight_g\":1" },
		{ &debug_barcode, { "--pattern", "26IIIIIWWWWWC", "--pattern", "21IIIIIPPPPPC*100" }, "2100345999996",
		  ",\"kind\":\"in-store\",\"code\":\"2100345999996\",\"check_digit\":{\"given\":6,\"expected\":6,\"ok\":true},\"format\":\"GTIN-13\",\"key\":\"02100345999996\","
		  "\"pattern\":\"21IIIIIPPPPPC\",\"item\":\"00345\",\"price\":9999900" },
		{ &debug_barcode, { "--pattern", "26IIIIIWWWWWC" }, "2610001005004",
		  "the check digit of this scale's code is 4 and should be 3: it must not be sold by weight or price" },
		{ &debug_barcode, { NULL }, "", "the code is empty" },
	};

	(void)state;
	answers(questions, COUNT_OF(questions));
}

static void wrong_options_are_refused(void **state)
{
	static const struct {
		const struct debug_command *command;
		const char *argv[3];
		int argc;
	} cases[] = {
		{ &debug_gs1, { "--year" }, 1 },           { &debug_gs1, { "--year", "26" }, 2 },       { &debug_gs1, { "--years", "2026" }, 2 },
		{ &debug_barcode, { "--pattern" }, 1 },    { &debug_barcode, { "--pattern", "26" }, 2 }, { &debug_barcode, { "26IIIIIWWWWWC" }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct debug debug = { .argv = (char **)cases[i].argv, .argc = cases[i].argc };
		struct err err = { 0 };

		assert_false(cases[i].command->open(&debug, &err));
		assert_true(err.code == ERR_INPUT && err.text[0]);
		free(debug.state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gs1_answers),
		cmocka_unit_test(barcode_answers),
		cmocka_unit_test(wrong_options_are_refused),
	};

	return cmocka_run_group_tests_name("app/debug_codes", tests, NULL, NULL);
}
