/*
 * Sentences that hold of the book's tables at every moment, each with the SQL that must return no row. (What a single
 * entry must satisfy is the `check` of its kind.)
 *
 * Thread: any (constant table).
 */
#ifndef SHOP_INVARIANT_H
#define SHOP_INVARIANT_H

#include "store/stmt.h"

struct invariant {
	const char *sentence;          /* Vietnamese, for who reads the report */
	struct sql sql;                /* one text column that names where */
};
extern const struct invariant invariants[];  /* ends with a NULL sentence */

#endif
