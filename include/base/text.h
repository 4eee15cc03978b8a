/*
 * Bytes that grow up to a ceiling, and small careful readers of text.
 *
 * A buf cannot be made without its largest size. Growing past it is no crash: the
 * buf is marked full, keeps what it had, and takes nothing more; look once, at the end.
 *
 * Pure (malloc only). Thread: one owner at a time.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf {
	char *data;   /* NUL after the last byte once anything was added; NULL before */
	size_t size;  /* bytes, without the NUL */
	size_t room;
	size_t max;
	bool full;    /* something did not fit */
};

void buf_init(struct buf *buf, size_t size_max_bytes);
void buf_release(struct buf *buf);                 /* zeroed memory is fine */
void buf_clear(struct buf *buf);                   /* empty again, memory and ceiling kept */
void buf_room(struct buf *buf, size_t more);       /* for so many bytes more at once, so that it grows once; at most its ceiling */
char *buf_more(struct buf *buf, size_t size);      /* so many more bytes, to be written by the caller; NULL: full */
void buf_add(struct buf *buf, const void *bytes, size_t size);
void buf_text(struct buf *buf, const char *text);
void buf_byte(struct buf *buf, int byte);
void buf_reserve(struct buf *buf, size_t room);         /* so much at once, where more than a little will come */
void buf_i64(struct buf *buf, int64_t value);
void buf_format(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buf_get(const struct buf *buf);        /* "" when nothing was added */

/* JSON text in quotes: raw UTF-8, escapes only \" \\ \n; other control bytes are a bug of the caller (assert). */
void buf_json_text(struct buf *buf, const char *text);
/* The same for text of unknown origin: control bytes as \u00XX, bytes that are not UTF-8 as U+FFFD. */
void buf_json_any(struct buf *buf, const char *text, size_t size);

/* The whole of text is a whole number (optional minus, no plus, no leading zeros, no blanks) that fits. */
bool text_read_i64(const char *text, size_t size, int64_t *value) MUST_CHECK;
bool text_is_utf8(const char *text, size_t size);  /* shortest form, no surrogates, NUL counts as a byte */
size_t text_letters(const char *text);             /* code points of valid UTF-8 */
bool text_is_blank(const char *text, size_t size);  /* nothing, or blanks and line breaks alone */
bool text_is(const char *a, const char *b);        /* equal; NULL equals NULL only */
bool text_hex_read(const char *text, size_t size, uint8_t *bytes, size_t bytes_max, size_t *bytes_count) MUST_CHECK;
void text_hex_write(const uint8_t *bytes, size_t count, char *text);  /* 2*count + NUL, lower case */

#endif
