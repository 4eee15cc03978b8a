#include "app/debug.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/day.h"
#include "calc/gs1.h"

struct options {
	int32_t year;
	unsigned takes;
};

static bool open_options(struct debug *debug, struct err *err)
{
	struct options *options = calloc(1, sizeof(*options));

	debug->state = options;
	options->year = day_of_us(clock_now_us()) / 10000;
	for (int i = 0; i < debug->argc; i++) {
		int64_t year;

		if (strcmp(debug->argv[i], "--short-gtin") == 0) {
			options->takes |= GS1_TAKE_SHORT_GTIN;
			continue;
		}
		if (strcmp(debug->argv[i], "--year") != 0)
			return err_set(err, ERR_INPUT, NULL, "unknown option %s", debug->argv[i]);
		if (++i == debug->argc || !text_read_i64(debug->argv[i], strlen(debug->argv[i]), &year) || year < 1950 || year > 2900)
			return err_set(err, ERR_INPUT, "--year", "--year wants a year from 1950 to 2900");
		options->year = (int32_t)year;
	}
	return true;
}

/* \xHH is one byte; no other backslash may stand in the line. */
static bool unescape(const char *text, size_t size, char *data, size_t *data_size, struct err *err)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++) {
		uint8_t byte = (uint8_t)text[i];
		size_t bytes;

		if (text[i] == '\\') {
			if (size - i < 4 || text[i + 1] != 'x' || !text_hex_read(text + i + 2, 2, &byte, 1, &bytes))
				return err_set(err, ERR_INPUT, NULL, "a backslash is written \\x5c, another byte \\xHH");
			i += 3;
		}
		data[count++] = (char)byte;
	}
	*data_size = count;
	return true;
}

static void write_data(struct buf *answer, const char *data, size_t size)
{
	buf_text(answer, ",\"data\":\"");
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];

		if (byte < 0x20 || byte > 0x7e || byte == '\\')
			buf_format(answer, "\\\\x%02x", byte);  /* the escape of the line, its backslash escaped for JSON */
		else if (byte == '"')
			buf_text(answer, "\\\"");
		else
			buf_byte(answer, byte);
	}
	buf_byte(answer, '"');
}

static void write_elements(struct buf *answer, const struct gs1 *gs1)
{
	const char *comma = "";

	buf_text(answer, ",\"elements\":[");
	for (size_t i = 0; i < gs1->elements_count; i++) {
		buf_format(answer, "%s{\"ai\":\"%s\",\"value\":", i ? "," : "", gs1->elements[i].ai);
		buf_json_text(answer, gs1->elements[i].value);
		buf_byte(answer, '}');
	}
	buf_text(answer, "],\"dates\":[");
	for (size_t i = 0; i < gs1->elements_count; i++) {
		if (!*gs1->elements[i].iso)
			continue;
		buf_format(answer, "%s{\"ai\":\"%s\",\"given\":\"%s\",\"iso\":\"%s\"}", comma, gs1->elements[i].ai, gs1->elements[i].value, gs1->elements[i].iso);
		comma = ",";
	}
	buf_text(answer, "],\"warnings\":[");
	for (size_t i = 0; i < gs1->warnings_count; i++) {
		buf_text(answer, i ? "," : "");
		buf_json_text(answer, gs1->warnings[i].text);
	}
	buf_format(answer, "],\"contradicts\":%s", gs1->contradicts ? "true" : "false");
}

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	static const char *const forms[] = { [GS1_PLAIN] = "plain", [GS1_ELEMENTS] = "elements", [GS1_LINK] = "link" };
	const struct options *options = debug->state;
	struct gs1 *gs1 = ARENA_NEW(arena, struct gs1);
	char *data = arena_take(arena, size + 1);
	size_t data_size = 0;

	if (!unescape(text, size, data, &data_size, err) || !gs1_read_taking(data, data_size, options->year, options->takes, gs1, err))
		return false;
	buf_text(answer, ",\"symbology\":");
	if (gs1->symbology)
		buf_json_text(answer, gs1->symbology);
	else
		buf_text(answer, "null");
	buf_format(answer, ",\"form\":\"%s\"", forms[gs1->form]);
	if (gs1->form == GS1_PLAIN)
		write_data(answer, data + gs1->plain_at, gs1->plain_size);
	write_elements(answer, gs1);
	return true;
}

const struct debug_command debug_gs1 = {
	.name = "gs1",
	.usage = "[--year YYYY] [--short-gtin]",
	.about = "scanner data (bytes outside printable ASCII and \\ as \\xHH) or a GS1 Digital Link → symbology, elements, dates, warnings",
	.open = open_options,
	.line = line,
};
