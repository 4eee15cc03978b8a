/* How a fake device describes itself, and how it speaks. */
#include "devices/fakeusb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const char *const speeches[] = { [FAKE_KEYBOARD] = "keyboard", [FAKE_POS] = "pos", [FAKE_LINES] = "lines" };

static bool read_hex(const char *value, uint8_t *bytes, size_t max, size_t *count, struct err *err)
{
	if (text_hex_read(value, strlen(value), bytes, max, count))
		return true;
	return err_set(err, ERR_INPUT, NULL, "no hex, or more than %zu bytes", max);
}

static bool read_word(struct fake_kind *kind, const char *word, const char *value, struct err *err)
{
	size_t count, number = 0;

	if (strcmp(word, "maker") == 0)
		return snprintf(kind->maker, sizeof(kind->maker), "%s", value) > 0;
	if (strcmp(word, "product") == 0)
		return snprintf(kind->product, sizeof(kind->product), "%s", value) > 0;
	if (strcmp(word, "kernel") == 0)
		return snprintf(kind->kernel, sizeof(kind->kernel), "%s", value) > 0;
	for (size_t i = 0; strcmp(word, "speaks") == 0 && i < COUNT_OF(speeches); i++)
		if (strcmp(value, speeches[i]) == 0) {
			kind->speech = (enum fake_speech)i;
			return true;
		}
	if (strcmp(word, "endpoint") == 0)
		return read_hex(value, &kind->endpoint, 1, &count, err);
	if (strcmp(word, "device") == 0)
		return read_hex(value, kind->device, sizeof(kind->device), &count, err);
	if (strcmp(word, "config") == 0)
		return read_hex(value, kind->config, sizeof(kind->config), &kind->config_size, err);
	if (sscanf(word, "report%zu", &number) == 1 && number < FAKE_INTERFACES_MAX)
		return read_hex(value, kind->report[number], FAKE_REPORT_MAX, &kind->report_size[number], err);
	return err_set(err, ERR_INPUT, NULL, "no such word");
}

bool fake_kind_read(const char *path, struct fake_kind *kind, struct err *err)
{
	FILE *file = fopen(path, "r");
	char line[2 * FAKE_CONFIG_MAX + 64];
	bool ok = true;

	if (!file)
		return err_set(err, ERR_MISSING, path, "no such device description");
	memset(kind, 0, sizeof(*kind));
	kind->endpoint = 0x81;
	while (ok && fgets(line, sizeof(line), file)) {
		char *value = strchr(line, ' ');

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || line[0] == '\0')
			continue;
		if (value)
			*value++ = '\0';
		ok = value ? read_word(kind, line, value, err) : err_set(err, ERR_INPUT, NULL, "a word and its value");
		if (!ok)
			err_within(err, "%s:%s", path, line);
	}
	fclose(file);
	return ok;
}

static void write_hex(FILE *file, const char *word, const uint8_t *bytes, size_t size)
{
	fprintf(file, "%s ", word);
	for (size_t i = 0; i < size; i++)
		fprintf(file, "%02x", bytes[i]);
	fputc('\n', file);
}

bool fake_kind_write(const char *path, const struct fake_kind *kind)
{
	FILE *file = fopen(path, "w");
	char word[16];

	if (!file)
		return false;
	fprintf(file, "maker %s\nproduct %s\nspeaks %s\nendpoint %02x\n", kind->maker, kind->product, speeches[kind->speech], kind->endpoint);
	if (kind->kernel[0])
		fprintf(file, "kernel %s\n", kind->kernel);
	write_hex(file, "device", kind->device, sizeof(kind->device));
	write_hex(file, "config", kind->config, kind->config_size);
	for (size_t i = 0; i < FAKE_INTERFACES_MAX; i++) {
		snprintf(word, sizeof(word), "report%zu", i);
		if (kind->report_size[i] > 0)
			write_hex(file, word, kind->report[i], kind->report_size[i]);
	}
	return fclose(file) == 0;
}

/* The US layout, HID usage tables 10; FNC1 as Ctrl+], which many readers can be told to send. */
static uint8_t key_of(char letter, uint8_t *modifiers)
{
	static const char plain[] = "\n\x1b\b\t -=[]\\\0;'`,./", shifted[] = "\0\0\0\0\0_+{}|\0:\"~<>?", above[] = "!@#$%^&*()";
	const char *at;

	*modifiers = 0;
	if (letter >= 'a' && letter <= 'z')
		return (uint8_t)(0x04 + letter - 'a');
	if (letter >= '1' && letter <= '9')
		return (uint8_t)(0x1e + letter - '1');
	if (letter == '0')
		return 0x27;
	if (letter == 0x1d) {
		*modifiers = 0x01;
		return 0x30;
	}
	at = memchr(plain, letter, sizeof(plain) - 1);
	if (at)
		return (uint8_t)(0x28 + (at - plain));
	*modifiers = 0x02;
	if (letter >= 'A' && letter <= 'Z')
		return (uint8_t)(0x04 + letter - 'A');
	at = strchr(above, letter);
	if (at)
		return (uint8_t)(0x1e + (at - above));
	at = memchr(shifted, letter, sizeof(shifted) - 1);
	return at ? (uint8_t)(0x28 + (at - shifted)) : 0;
}

size_t fake_speak(const struct fake_kind *kind, const char *text, void (*report)(void *owner, const uint8_t *data, size_t size), void *owner)
{
	size_t size = strlen(text), count = 0;

	if (kind->speech == FAKE_KEYBOARD) {
		for (size_t i = 0; i <= size; i++) {
			uint8_t down[8] = { 0 }, up[8] = { 0 };

			down[2] = key_of(i == size ? '\n' : text[i], &down[0]);
			report(owner, down, sizeof(down));
			report(owner, up, sizeof(up));
			count += 2;
		}
	} else if (kind->speech == FAKE_POS) {
		/* Report 2: count, AIM identifier, 56 bytes, code id and padding, "continued". */
		for (size_t at = 0; at < size || at == 0; at += 56) {
			uint8_t bytes[64] = { 2 };
			size_t part = size - at < 56 ? size - at : 56;

			bytes[1] = (uint8_t)part;
			memcpy(bytes + 2, size == 13 ? "]E0" : "]C1", 3);
			memcpy(bytes + 5, text + at, part);
			bytes[63] = at + part < size;
			report(owner, bytes, sizeof(bytes));
			count++;
		}
	} else {
		char line[4096];
		size_t all = (size_t)snprintf(line, sizeof(line), "%s\r\n", text);

		for (size_t at = 0; at < all; at += 64, count++)
			report(owner, (const uint8_t *)line + at, all - at < 64 ? all - at : 64);
	}
	return count;
}
