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
/*
 * A key on its way (key.c). A new book is made in DIR.part with its key in it (DIR/key.new, 0600); the rename to DIR makes both whole at
 * once, and settling moves the key to DIR.key. Whatever lies there keeps a name of its own, DIR.key.HEX with the first bytes of its public
 * key, so none is ever written over. Each step may be broken off: opening the book settles what was left.
 */
bool book_bear_key(const char *part, const uint8_t seed[32], struct err *err) MUST_CHECK;  /* on the disk, with the folder */
bool book_key_is_born(const char *dir);                                                   /* and not settled yet */
bool book_settle_key(const char *dir, struct err *err) MUST_CHECK;
bool book_read_key(const char *dir, uint8_t seed[32], struct err *err) MUST_CHECK;
#define BOOK_FRESH "/fresh.db" /* a copy's tables made anew, while they are compared */
void book_remove_part(const char *part);
bool book_sync_path(const char *path, struct err *err) MUST_CHECK;
bool book_sync_parent(const char *dir, struct err *err) MUST_CHECK;
bool book_set_rails(struct store *store, struct err *err) MUST_CHECK;
bool book_take_stock(struct book *book, struct err *err) MUST_CHECK;  /* site, stream, epoch, public key: of the last stream */
/* For apply of a stream's first entry. */
bool book_add_stream(struct txn *txn, const struct entry *entry, struct hash key, struct hash recovery, bool is_practice,
		     struct err *err) MUST_CHECK;
/* What waited to be printed when a copy was taken, and who was signed in, ends with it; why is said of the papers. */
bool book_quiet_copy(struct txn *txn, const char *why, struct err *err) MUST_CHECK;

#endif
