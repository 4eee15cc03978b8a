/* What opening, restoring and the epochs of a book share. Thread: the book's. */
#ifndef SHOP_BOOK_PARTS_H
#define SHOP_BOOK_PARTS_H

#include "base/hash.h"
#include "shop/book.h"

struct entry;

#define WORK_BYTES_MAX ((size_t)64 << 20)

struct book *book_new(const char *dir);
/* dir and name joined. ERR_INPUT: too long. */
bool book_path(const char *dir, const char *name, char path[BOOK_PATH_MAX], struct err *err) MUST_CHECK;
bool book_write_key(const char *path, const uint8_t seed[32], struct err *err) MUST_CHECK;  /* mode 0600, must be new; on the disk */
bool book_sync_parent(const char *dir, struct err *err) MUST_CHECK;
bool book_set_rails(struct store *store, struct err *err) MUST_CHECK;
bool book_take_stock(struct book *book, struct err *err) MUST_CHECK;  /* site, stream, epoch, public key: of the last stream */
/* For apply of a stream's first entry. */
bool book_add_stream(struct txn *txn, const struct entry *entry, struct hash key, struct hash recovery, struct err *err) MUST_CHECK;

#endif
