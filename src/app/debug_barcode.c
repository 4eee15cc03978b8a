#include "app/debug.h"

#include <stdlib.h>
#include <string.h>

#include "calc/barcode.h"

struct options {
	struct barcode_pattern patterns[BARCODE_PATTERNS_MAX];
	size_t patterns_count;
};

static bool open_options(struct debug *debug, struct err *err)
{
	struct options *options = calloc(1, sizeof(*options));

	debug->state = options;
	for (int i = 0; i < debug->argc; i += 2) {
		if (strcmp(debug->argv[i], "--pattern") != 0)
			return err_set(err, ERR_INPUT, NULL, "unknown option %s", debug->argv[i]);
		if (i + 1 == debug->argc)
			return err_set(err, ERR_INPUT, "--pattern", "--pattern wants a pattern, as 26IIIIIWWWWWC");
		if (options->patterns_count == BARCODE_PATTERNS_MAX)
			return err_set(err, ERR_LIMIT, "--pattern", "more than %zu patterns", BARCODE_PATTERNS_MAX);
		if (!barcode_pattern_read(debug->argv[i + 1], strlen(debug->argv[i + 1]), &options->patterns[options->patterns_count++], err))
			return false;
	}
	return true;
}

static void write_check_digit(struct buf *answer, const struct barcode *barcode)
{
	buf_text(answer, ",\"check_digit\":");
	if (!barcode->has_check_digit) {
		buf_text(answer, "null");
		return;
	}
	buf_text(answer, "{\"given\":");
	if (barcode->check_digit_given < 0)
		buf_text(answer, "null");
	else
		buf_i64(answer, barcode->check_digit_given);
	buf_format(answer, ",\"expected\":%d,\"ok\":%s}", barcode->check_digit_expected, barcode_check_digit_is_right(barcode) ? "true" : "false");
}

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	const struct options *options = debug->state;
	struct barcode *barcode = ARENA_NEW(arena, struct barcode);

	if (!barcode_read(text, size, options->patterns, options->patterns_count, barcode, err))
		return false;
	buf_format(answer, ",\"kind\":\"%s\",\"code\":", barcode_kind_name(barcode->kind));
	buf_json_any(answer, barcode->code, strlen(barcode->code));
	write_check_digit(answer, barcode);
	if (barcode->gtin_digits > 0)
		buf_format(answer, ",\"format\":\"GTIN-%d\"", barcode->gtin_digits);
	if (*barcode->key)
		buf_format(answer, ",\"key\":\"%s\"", barcode->key);
	if (barcode->pattern)
		buf_format(answer, ",\"pattern\":\"%s\",\"item\":\"%s\"", barcode->pattern->letters, barcode->item);
	if (barcode->has_price)
		buf_format(answer, ",\"price\":%lld", (long long)barcode->price.dong);
	if (barcode->has_weight)
		buf_format(answer, ",\"weight_g\":%lld", (long long)barcode->weight_g);
	return true;
}

const struct debug_command debug_barcode = {
	.name = "barcode",
	.usage = "[--pattern PATTERN]…",
	.about = "a code → kind, check digit, key for look-up; item, price or weight by the patterns (26IIIIIWWWWWC)",
	.open = open_options,
	.line = line,
};
