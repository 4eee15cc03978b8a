/* Adding staff to a book at rest: what `ocop-pos user` does when no daemon runs. Thread: the book's. */
#ifndef APP_USER_H
#define APP_USER_H

#include <stdbool.h>

#include "shop/book.h"
#include "shop/staff.h"

/* Adds or changes (by login); pin and password may be NULL. One commit. */
bool user_set(struct book *book, const char *login, const char *name, int32_t role, bool is_active, const char *pin, const char *password,
	      struct err *err) MUST_CHECK;

#endif
