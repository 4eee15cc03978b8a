/*
 * The groups that OCOP products are classed by, set by set: the six of Decision 1048/QĐ-TTg (2019), the 26 of Decision 148/QĐ-TTg
 * (2023) and the same of Decision 26/2026/QĐ-TTg. Carried by the program (src/shop/data/product_groups.tsv); a product keeps the
 * set that its certificate was given by.
 *
 * Thread: any.   Errors: ERR_IO: the program's own table is damaged.
 */
#ifndef SHOP_GROUP_H
#define SHOP_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct shape;

#define GROUPS_MAX 200
#define GROUP_SET_NOW 2026     /* of new products */

struct product_group {
	const char *branch;        /* "Đồ uống" */
	int64_t code;              /* within the set, from 1 */
	const char *name;
	int64_t set;               /* 2019, 2023, 2026 */
};
extern const struct shape product_group_shape;

/* By set and code. set 0: all. Texts live in the arena. */
bool product_groups(struct arena *arena, int64_t set, struct product_group **list, size_t *count, struct err *err) MUST_CHECK;
/* NULL: none of this number. */
const char *product_group_name(const struct product_group *list, size_t count, int64_t set, int64_t code);

#endif
