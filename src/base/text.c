#include "base/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, size_t size_max_bytes)
{
	*buf = (struct buf){ .max = size_max_bytes };
}

void buf_release(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ 0 };
}

void buf_clear(struct buf *buf)
{
	buf->size = 0;
	buf->full = false;
	if (buf->data)
		buf->data[0] = '\0';
}

static bool grow(struct buf *buf, size_t more)
{
	size_t room = buf->room ? buf->room : 64;

	if (buf->full || more > buf->max - buf->size) {
		buf->full = true;
		return false;
	}
	while (room - buf->size <= more)
		room *= 2;
	buf->data = realloc(buf->data, room);
	assert(buf->data);
	buf->room = room;
	return true;
}

void buf_reserve(struct buf *buf, size_t room)
{
	if (room > buf->room && room < buf->max) {
		buf->data = realloc(buf->data, room);
		assert(buf->data);
		buf->data[buf->size] = '\0';
		buf->room = room;
	}
}

/* Room for `more` bytes and a NUL, or the buf is full. */
static inline bool make_room(struct buf *buf, size_t more)
{
	return (!buf->full && more < buf->room - buf->size && more <= buf->max - buf->size) || grow(buf, more);
}

void buf_room(struct buf *buf, size_t more)
{
	if (more <= buf->max - buf->size && make_room(buf, more))
		buf->data[buf->size] = '\0';
}

char *buf_more(struct buf *buf, size_t size)
{
	char *more;

	if (!make_room(buf, size))
		return NULL;
	more = buf->data + buf->size;
	buf->size += size;
	buf->data[buf->size] = '\0';
	return more;
}

void buf_add(struct buf *buf, const void *bytes, size_t size)
{
	if (!make_room(buf, size))
		return;
	if (size)
		memcpy(buf->data + buf->size, bytes, size);
	buf->size += size;
	buf->data[buf->size] = '\0';
}

void buf_text(struct buf *buf, const char *text)
{
	buf_add(buf, text, strlen(text));
}

void buf_byte(struct buf *buf, int byte)
{
	if (!make_room(buf, 1))
		return;
	buf->data[buf->size++] = (char)byte;
	buf->data[buf->size] = '\0';
}

void buf_i64(struct buf *buf, int64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t left = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (value < 0)
		buf_byte(buf, '-');
	buf_add(buf, digits + at, sizeof(digits) - at);
}

void buf_format(struct buf *buf, const char *format, ...)
{
	va_list args, again;
	int size;

	va_start(args, format);
	va_copy(again, args);
	size = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(size >= 0);
	if (make_room(buf, (size_t)size)) {
		vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
		buf->size += (size_t)size;
	}
	va_end(again);
}

const char *buf_get(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

/* Bytes of the UTF-8 letter at text, 0 when it is none. */
static size_t letter_size(const unsigned char *text, size_t left)
{
	unsigned char lead = text[0];
	size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;

	if (size == 0 || size > left)
		return 0;
	for (size_t i = 1; i < size; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((lead == 0xe0 && text[1] < 0xa0) || (lead == 0xed && text[1] > 0x9f) ||
	    (lead == 0xf0 && text[1] < 0x90) || (lead == 0xf4 && text[1] > 0x8f))
		return 0;
	return size;
}

void buf_json_text(struct buf *buf, const char *text)
{
	size_t size = strlen(text), escapes = 0;
	char *to;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];

		assert((c >= 0x20 && c != 0x7f) || c == '\n');
		escapes += c == '"' || c == '\\' || c == '\n';
	}
	to = buf_more(buf, size + escapes + 2);
	if (!to)
		return;
	*to++ = '"';
	if (escapes == 0) {
		memcpy(to, text, size);
		to += size;
	}
	for (size_t i = 0; escapes && i < size; i++) {
		if (text[i] == '"' || text[i] == '\\' || text[i] == '\n')
			*to++ = '\\';
		*to++ = text[i] == '\n' ? 'n' : text[i];
	}
	*to = '"';
}

void buf_json_any(struct buf *buf, const char *text, size_t size)
{
	buf_byte(buf, '"');
	for (size_t i = 0; i < size;) {
		unsigned char c = (unsigned char)text[i];
		size_t letter = letter_size((const unsigned char *)text + i, size - i);

		if (c == '"' || c == '\\')
			buf_format(buf, "\\%c", c);
		else if (c == '\n')
			buf_text(buf, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buf_format(buf, "\\u%04x", c);
		else if (letter)
			buf_add(buf, text + i, letter);
		else
			buf_text(buf, "\xef\xbf\xbd");
		i += letter ? letter : 1;
	}
	buf_byte(buf, '"');
}

bool text_read_i64(const char *text, size_t size, int64_t *value)
{
	bool minus = size > 0 && text[0] == '-';
	size_t at = minus ? 1 : 0;
	int64_t sum = 0;

	if (at == size || (text[at] == '0' && (size > at + 1 || minus)))
		return false;
	for (; at < size; at++) {
		int digit = text[at] - '0';

		if (digit < 0 || digit > 9)
			return false;
		/* Built below zero, because the lowest number has no opposite. */
		if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	if (!minus && sum == INT64_MIN)
		return false;
	*value = minus ? sum : -sum;
	return true;
}

bool text_is_utf8(const char *text, size_t size)
{
	for (size_t i = 0; i < size;) {
		uint64_t eight;
		size_t letter;

		/* An entry is long and nearly all ASCII. */
		while (size - i >= sizeof(eight) && (memcpy(&eight, text + i, sizeof(eight)), !(eight & UINT64_C(0x8080808080808080))))
			i += sizeof(eight);
		if (i == size)
			break;
		letter = letter_size((const unsigned char *)text + i, size - i);

		if (!letter)
			return false;
		i += letter;
	}
	return true;
}

size_t text_letters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

bool text_is_blank(const char *text, size_t size)
{
	/* As they come out of browsers and copied texts: that of one word, those of typographers, of no width, of East Asia. */
	static const char *const blanks[] = { " ", "\n", "\t", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x81\xa0", "\xe3\x80\x80", "\xef\xbb\xbf" };
	size_t at = 0;

	while (at < size) {
		size_t blank = at + 3 <= size && memcmp(text + at, "\xe2\x80", 2) == 0 && (unsigned char)text[at + 2] >= 0x80 && (unsigned char)text[at + 2] <= 0x8b ? 3 : 0;

		for (size_t i = 0; i < COUNT_OF(blanks) && !blank; i++)
			if (strlen(blanks[i]) <= size - at && memcmp(text + at, blanks[i], strlen(blanks[i])) == 0)
				blank = strlen(blanks[i]);
		if (!blank)
			return false;
		at += blank;
	}
	return true;
}

bool text_is(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool text_hex_read(const char *text, size_t size, uint8_t *bytes, size_t bytes_max, size_t *bytes_count)
{
	if (size % 2 || size / 2 > bytes_max)
		return false;
	for (size_t i = 0; i < size / 2; i++) {
		int high = nibble(text[2 * i]);
		int low = nibble(text[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		bytes[i] = (uint8_t)(high << 4 | low);
	}
	*bytes_count = size / 2;
	return true;
}

void text_hex_write(const uint8_t *bytes, size_t count, char *text)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < count; i++) {
		text[2 * i] = digits[bytes[i] >> 4];
		text[2 * i + 1] = digits[bytes[i] & 15];
	}
	text[2 * count] = '\0';
}
