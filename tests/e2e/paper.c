/*
 * What a receipt printer was sent, read back:
 *
 *   paper text FILE CHARSET    its lines as UTF-8 (NFC), "[QR:…]" and "[CUT]" where they come; CHARSET as iconv knows it
 *   paper dots FILE            its dots as PBM (P4), for zbarimg and tesseract
 *   paper commands FILE        one command a line
 */
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "calc/fold.h"
#include "receipts/escpos_decode.h"

static int fail(const char *what)
{
	fprintf(stderr, "paper: %s\n", what);
	return 1;
}

static bool read_whole(const char *path, struct buf *bytes)
{
	FILE *file = fopen(path, "rb");
	char part[4096];
	size_t size;

	if (!file)
		return false;
	while ((size = fread(part, 1, sizeof(part), file)) > 0)
		buf_add(bytes, part, size);
	return fclose(file) == 0;
}

static int print_text(const struct decoded *decoded, const char *charset)
{
	struct arena *arena = arena_new((size_t)16 << 20);
	size_t left = decoded->text.size, room = left * 6 + 1;
	char *in = decoded->text.data, *out = arena_take(arena, room), *at = out;
	iconv_t convert = iconv_open("UTF-8", charset);
	const char *text;
	struct err err;
	int code = 0;

	if (convert == (iconv_t)-1)
		code = fail("no such charset");
	else if (iconv(convert, &in, &left, &at, &room) == (size_t)-1 || iconv(convert, NULL, NULL, &at, &room) == (size_t)-1)
		code = fail(strerror(errno));
	else if (!text_nfc(out, (size_t)(at - out), true, arena, &text, NULL, &err))
		code = fail(err.text);
	else
		fputs(text, stdout);
	if (convert != (iconv_t)-1)
		iconv_close(convert);
	arena_free(arena);
	return code;
}

int main(int argc, char **argv)
{
	struct decoded decoded;
	struct buf bytes;
	int code = 0;

	if (argc < 3)
		return fail("paper text|dots|commands FILE [CHARSET]");
	buf_init(&bytes, (size_t)16 << 20);
	decoded_init(&decoded);
	if (!read_whole(argv[2], &bytes))
		code = fail(strerror(errno));
	else if (!decode(&decoded, buf_get(&bytes), bytes.size))
		code = fail(decoded.error);
	else if (strcmp(argv[1], "text") == 0 && argc == 4)
		code = print_text(&decoded, argv[3]);
	else if (strcmp(argv[1], "commands") == 0)
		fwrite(buf_get(&decoded.commands), 1, decoded.commands.size, stdout);
	else if (strcmp(argv[1], "dots") == 0 && decoded.dots_stride) {
		printf("P4\n%d %zu\n", decoded.dots_stride * 8, decoded.dots.size / (size_t)decoded.dots_stride);
		fwrite(buf_get(&decoded.dots), 1, decoded.dots.size, stdout);
	} else
		code = fail("nothing of that kind on it");
	decoded_release(&decoded);
	buf_release(&bytes);
	return code;
}
