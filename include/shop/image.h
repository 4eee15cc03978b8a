/*
 * Pictures of goods (working rows): kept once by the hash of their bytes, which is their name for ever, so a page may cache them
 * without asking. An entry (shop/tile.h) says which item shows which; what no item shows is forgotten after a day.
 *
 * Thread: the transaction's.
 * Errors: ERR_INPUT "image": no JPEG, PNG or WebP; ERR_LIMIT "image": too large, or too many pictures; ERR_MISSING "image": not there.
 */
#ifndef SHOP_IMAGE_H
#define SHOP_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

struct txn;

#define IMAGE_BYTES_MAX 300000
#define IMAGES_MAX 20000

/* Values are in the database. */
enum image_kind { IMAGE_JPEG = 1, IMAGE_PNG, IMAGE_WEBP };
extern const char *const image_types[];  /* "image/jpeg" … by kind */

/* What the bytes begin with says which; 0: none of them. */
enum image_kind image_kind_of(const void *bytes, size_t size);

/* name: its 64 hex letters. The same picture twice is one. */
bool image_put(struct txn *txn, const void *bytes, size_t size, int64_t at_us, char name[HASH_TEXT_SIZE], struct err *err) MUST_CHECK;
bool image_get(struct txn *txn, struct arena *arena, const char *name, enum image_kind *kind, void **bytes, size_t *size, struct err *err) MUST_CHECK;
bool image_is_there(struct txn *txn, const char *name, bool *found, struct err *err) MUST_CHECK;

#endif
