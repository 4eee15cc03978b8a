/*
 * Copies of a book, and a book made anew from its own entries.
 *
 * A backup is taken while the daemon sells (a reader's VACUUM INTO), and then walked entry by entry: a copy that does not hold
 * is not kept under a backup's name. Restoring one is book_restore (shop/book.h). The key is not in it.
 *
 * Thread: a caller of its own; opens readers of its own.
 */
#ifndef SHOP_BACKUP_H
#define SHOP_BACKUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shop/book.h"
#include "shop/verify.h"

/* TO/ocop-SR1-20260822-140509.db. ERR_CONFLICT: the copy does not hold (part says what); it stays as ….bad. */
bool backup_make(const char *dir, const char *to, int64_t at_us, char path[BOOK_PATH_MAX], struct verify_part *part, struct err *err) MUST_CHECK;

#define BACKUP_KEEP_MAX 1000
/*
 * Of the copies that lie beside the one just made and are of the same site, the newest `count` stay and the others are removed.
 * Nothing else in the folder is touched.
 */
bool backup_keep(const char *path, size_t count, size_t *removed, struct err *err) MUST_CHECK;

/*
 * book.db made anew beside (DIR/rebuilt.db): journal, vault and working tables as they are, everything worked out
 * applied again; compared into part. With is_replaced it takes the book's place (no process may have the book: ERR_BUSY), and
 * the one before stays as DIR/before-rebuild.db.
 */
bool backup_rebuild(const char *dir, bool is_replaced, struct verify_part *part, struct err *err) MUST_CHECK;

#endif
