/*
 * What the answer to a sale says beside the sale itself: a till's code, a seller's name, whose goods an item is. It changes with entries of
 * other kinds only, so the writer keeps it in memory from one of them to the next, a bounded number of each.
 *
 * Its owner forgets it after every job that recorded anything but a sale, and after a group that was not committed.
 * NULL is fine everywhere: then the book is asked each time.
 *
 * Thread: the transaction's. Texts come in the arena.
 */
#ifndef SHOP_KNOWN_H
#define SHOP_KNOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct known;
struct txn;
struct work;

struct known *known_new(void);
void known_free(struct known *known);
void known_forget(struct known *known);
/* After a job: what it recorded may have changed what is known here. */
void known_after(struct known *known, const struct work *work);

struct known_item {
	bool is_food;
	const char *producer;  /* NULL: of none that the book knows */
};

bool known_till_code(struct known *known, struct txn *txn, struct arena *arena, struct id till_id, const char **code, struct err *err) MUST_CHECK;
/* NULL name: nobody, or nobody known. */
bool known_staff_name(struct known *known, struct txn *txn, struct arena *arena, struct id staff_id, const char **name, struct err *err) MUST_CHECK;
bool known_item(struct known *known, struct txn *txn, struct arena *arena, struct id item_id, int32_t day, struct known_item *item, struct err *err) MUST_CHECK;

#endif
