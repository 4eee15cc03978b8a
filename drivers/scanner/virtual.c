/*
 * A scanner without hardware, for the sample shop, for training and for tests: it takes orders from a Unix socket,
 * one a line, and answers each with a line, "ok" or "refused" and why.
 *
 *   SCAN text    a scan; \xHH is a byte, \\ a backslash, so that FNC1 can be said (\x1d)
 *   UNPLUG       from now on nothing is read
 *   PLUG         read again
 */
#include "device/scanner-driver.h"

#include <string.h>

#include "base/text.h"

#define LINE_MAX 1024

struct orders {
	char line[LINE_MAX];
	size_t size;
	bool too_long;
};

/* In place. False: a backslash that begins nothing. */
static bool unescape(char *text, size_t *size)
{
	size_t to = 0, count;

	for (size_t i = 0; i < *size; i++) {
		uint8_t byte = (uint8_t)text[i];

		if (byte == '\\') {
			if (i + 1 < *size && text[i + 1] == '\\')
				i += 1;
			else if (i + 3 < *size && text[i + 1] == 'x' && text_hex_read(text + i + 2, 2, &byte, 1, &count))
				i += 3;
			else
				return false;
		}
		text[to++] = (char)byte;
	}
	*size = to;
	return true;
}

static void scan(struct scanner *scanner, char *text, size_t size)
{
	if (!scanner_is_plugged(scanner))
		scanner_reply(scanner, "refused: unplugged");
	else if (!unescape(text, &size))
		scanner_reply(scanner, "refused: a backslash begins \\xHH or \\\\");
	else
		scanner_reply(scanner, scanner_scanned(scanner, "", text, size) ? "ok" : "refused: not a scan");
}

static void obey(struct scanner *scanner, char *line, size_t size)
{
	if (size > 0 && line[size - 1] == '\r')
		size--;
	if (size >= 5 && memcmp(line, "SCAN ", 5) == 0) {
		scan(scanner, line + 5, size - 5);
	} else if (size == 6 && memcmp(line, "UNPLUG", 6) == 0) {
		scanner_set_plugged(scanner, false);
		scanner_reply(scanner, "ok");
	} else if (size == 4 && memcmp(line, "PLUG", 4) == 0) {
		scanner_set_plugged(scanner, true);
		scanner_reply(scanner, "ok");
	} else {
		scanner_reply(scanner, "refused: SCAN text, UNPLUG or PLUG");
	}
}

static void received(struct scanner *scanner, const uint8_t *data, size_t size)
{
	struct orders *orders = scanner_private(scanner);

	for (size_t i = 0; i < size; i++) {
		if (data[i] != '\n') {
			if (orders->size < LINE_MAX)
				orders->line[orders->size++] = (char)data[i];
			else
				orders->too_long = true;
			continue;
		}
		if (orders->too_long)
			scanner_reply(scanner, "refused: the line is too long");
		else
			obey(scanner, orders->line, orders->size);
		orders->size = 0;
		orders->too_long = false;
	}
}

const struct scanner_driver scanner_virtual = {
	.name = "virtual",
	.about = "A scanner without hardware, fed through a socket",
	.state = DRIVER_STABLE,
	.private_size = sizeof(struct orders),
	.received = received,
};
