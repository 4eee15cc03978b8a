/*
 * Names of things: UUID version 7 (RFC 9562), 16 bytes in rows, lower-case text on
 * the wire and in entries. Who asks for a thing names it first, so asking twice is safe.
 * The zero id stands for "none".
 *
 * Pure: time and chance are arguments. Thread: any.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define ID_TEXT_SIZE 37  /* 36 letters and NUL */

struct id {
	uint8_t bytes[16];
};

struct id id_make(int64_t at_us, const uint8_t chance[10]);     /* version 7 of that moment (whole milliseconds) */
/* A name that follows from another (version 8): the same parent, word and number give the same id. */
struct id id_derive(struct id parent, const char *word, int64_t number);
bool id_read(const char *text, size_t size, struct id *id) MUST_CHECK;  /* 36 letters, lower case, any version; the zero id is refused */
void id_write(struct id id, char text[ID_TEXT_SIZE]);
bool id_is_none(struct id id);
bool id_is(struct id a, struct id b);
int id_compare(struct id a, struct id b);                        /* by bytes, so by time */

#endif
