/*
 * ESC/POS read back, for tests: bytes into commands, text and dots. Knows what Epson's
 * reference says of the commands that we write and that the captured jobs of
 * tests/cases/escpos hold; anything else is an error with its place.
 */
#ifndef TESTS_RECEIPTS_ESCPOS_DECODE_H
#define TESTS_RECEIPTS_ESCPOS_DECODE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define DECODE_WIDTH_BYTES_MAX 128

struct decoded {
	struct buf commands;   /* as the .cmds.tsv of the captures: offset, name, args, text */
	struct buf text;       /* as their .expected.txt: lines, [QR:…], [CUT] */
	struct buf dots;       /* all GS v 0 below each other */
	int dots_stride;
	int bands_count, band_rows_max;
	int cuts_count, pulses_count;
	int code_page;         /* of the last text */
	char error[100];
};

static inline void decoded_init(struct decoded *decoded)
{
	memset(decoded, 0, sizeof(*decoded));
	buf_init(&decoded->commands, (size_t)4 << 20);
	buf_init(&decoded->text, (size_t)4 << 20);
	buf_init(&decoded->dots, (size_t)16 << 20);
	decoded->code_page = -1;
}

static inline void decoded_release(struct decoded *decoded)
{
	buf_release(&decoded->commands);
	buf_release(&decoded->text);
	buf_release(&decoded->dots);
}

static inline bool decode_wrong(struct decoded *decoded, size_t at, const char *what)
{
	snprintf(decoded->error, sizeof(decoded->error), "at %zu: %s", at, what);
	return false;
}

/* GS ( k pL pH cn fn …; answers its size, 0 when it is cut short. */
static inline size_t decode_2d(struct decoded *decoded, const uint8_t *bytes, size_t left)
{
	size_t length = left >= 5 ? (size_t)bytes[3] | (size_t)bytes[4] << 8 : 0;
	const uint8_t *arg = bytes + 7;

	if (left < 5 || length < 3 || left < 5 + length)
		return 0;
	buf_format(&decoded->commands, "GS ( k 2d\tlen=%zu\t", length);
	if (bytes[6] == 80) {
		/* Not %s: what is stored may hold NUL bytes. */
		buf_format(&decoded->commands, "store %d: ", bytes[5]);
		buf_add(&decoded->commands, bytes + 8, length - 3);
		buf_byte(&decoded->commands, '\n');
		buf_text(&decoded->text, "[QR:");
		buf_add(&decoded->text, bytes + 8, length - 3);
		buf_text(&decoded->text, "]\n");
	} else if (bytes[6] == 81) {
		buf_format(&decoded->commands, "print %d\n", bytes[5]);
	} else {
		buf_format(&decoded->commands, "cn=%d fn=%d args=", bytes[5], bytes[6]);
		for (size_t i = 0; i + 2 < length; i++)
			buf_format(&decoded->commands, "%02x", arg[i]);
		buf_byte(&decoded->commands, '\n');
	}
	return 5 + length;
}

static inline size_t decode_dots(struct decoded *decoded, const uint8_t *bytes, size_t left)
{
	size_t stride = left >= 8 ? (size_t)bytes[4] | (size_t)bytes[5] << 8 : 0, rows = left >= 8 ? (size_t)bytes[6] | (size_t)bytes[7] << 8 : 0;

	if (left < 8 || bytes[3] != 0 || stride == 0 || stride > DECODE_WIDTH_BYTES_MAX || left < 8 + stride * rows)
		return 0;
	if (decoded->dots_stride && decoded->dots_stride != (int)stride)
		return 0;
	decoded->dots_stride = (int)stride;
	decoded->bands_count++;
	decoded->band_rows_max = (int)rows > decoded->band_rows_max ? (int)rows : decoded->band_rows_max;
	buf_format(&decoded->commands, "GS v 0 dots\t%zu x %zu\t\n", stride * 8, rows);
	buf_add(&decoded->dots, bytes + 8, stride * rows);
	return 8 + stride * rows;
}

/* One command at bytes; answers its size, 0 when it is not known or cut short. */
static inline size_t decode_command(struct decoded *decoded, const uint8_t *bytes, size_t left)
{
	static const struct {
		char lead, letter;
		size_t size;
		const char *name;
	} plain[] = {
		{ 0x1b, '@', 2, "ESC @ init" },  { 0x1b, '!', 3, "ESC ! printmode" }, { 0x1b, 'a', 3, "ESC a align" }, { 0x1b, 'E', 3, "ESC E bold" },
		{ 0x1b, 't', 3, "ESC t page" },  { 0x1b, 'd', 3, "ESC d feed" },      { 0x1d, '!', 3, "GS ! size" },   { 0x1d, 'h', 3, "GS h height" },
		{ 0x1d, 'w', 3, "GS w module" }, { 0x1d, 'H', 3, "GS H below" },      { 0x1b, '-', 3, "ESC - line" },  { 0x1b, 'G', 3, "ESC G twice" },
	};

	for (size_t i = 0; i < COUNT_OF(plain); i++) {
		if (left < plain[i].size || bytes[0] != (uint8_t)plain[i].lead || bytes[1] != (uint8_t)plain[i].letter)
			continue;
		if (plain[i].letter == 't')
			decoded->code_page = bytes[2];
		if (plain[i].size == 2)
			buf_format(&decoded->commands, "%s\t\t\n", plain[i].name);
		else
			buf_format(&decoded->commands, "%s\t%d\t\n", plain[i].name, bytes[2]);
		return plain[i].size;
	}
	if (left >= 5 && memcmp(bytes, "\x1bp", 2) == 0) {
		decoded->pulses_count++;
		buf_format(&decoded->commands, "ESC p pulse\t%d,%d,%d\t\n", bytes[2], bytes[3], bytes[4]);
		return 5;
	}
	if (left >= 4 && memcmp(bytes, "\x1dV", 2) == 0 && bytes[2] >= 65) {
		decoded->cuts_count++;
		buf_format(&decoded->commands, "GS V cut\t%d,%d\t\n", bytes[2], bytes[3]);
		buf_text(&decoded->text, "[CUT]\n");
		return 4;
	}
	if (left >= 3 && memcmp(bytes, "\x1d(k", 3) == 0)
		return decode_2d(decoded, bytes, left);
	if (left >= 3 && memcmp(bytes, "\x1dv0", 3) == 0)
		return decode_dots(decoded, bytes, left);
	if (left >= 4 && memcmp(bytes, "\x1dk", 2) == 0 && bytes[2] >= 65 && left >= 4u + bytes[3]) {
		buf_format(&decoded->commands, "GS k bars\t%d\t%.*s\n", bytes[2], bytes[3], (const char *)bytes + 4);
		return 4u + bytes[3];
	}
	return 0;
}

static inline bool decode(struct decoded *decoded, const void *data, size_t size)
{
	const uint8_t *bytes = data;

	for (size_t at = 0; at < size;) {
		size_t step = 0;

		buf_format(&decoded->commands, "%zu\t", at);
		if (bytes[at] == '\n') {
			buf_text(&decoded->commands, "LF\t\t\n");
			buf_byte(&decoded->text, '\n');
			at++;
			continue;
		}
		if (bytes[at] >= 0x20) {
			while (at + step < size && bytes[at + step] >= 0x20)
				step++;
			buf_format(&decoded->commands, "TEXT\tCP437\t%.*s\n", (int)step, (const char *)bytes + at);
			buf_add(&decoded->text, bytes + at, step);
			at += step;
			continue;
		}
		step = decode_command(decoded, bytes + at, size - at);
		if (step == 0)
			return decode_wrong(decoded, at, "no command that we know, or cut short");
		at += step;
	}
	return true;
}

#endif
