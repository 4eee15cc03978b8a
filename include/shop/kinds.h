/*
 * Every kind of entry there is, by name and version. Modules own their kinds; kinds.c lists them.
 * A stored entry of each kind and version is kept as a test for ever (tests/shop/entries/).
 *
 * Thread: any (constant tables).
 */
#ifndef SHOP_KINDS_H
#define SHOP_KINDS_H

#include <stdint.h>

#include "shop/journal.h"

extern const struct kind *const kinds[];  /* ends with NULL */

const struct kind *kind_find(const char *name, int64_t version);  /* NULL: a newer program wrote it */

#endif
