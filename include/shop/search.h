/*
 * Goods by words, letter by letter as they are typed: an index in memory beside the book, brought up to the transaction's
 * snapshot before every answer, so that what was committed a moment ago is found.
 *
 * An item is found when each word asked for begins a word of its name, its code or its product's producer, without tone marks;
 * "kĩ" finds "kỹ". The order, first to last:
 *	the item of that short number, that barcode, that code
 *	where marks were typed: all words with these marks ("đường" before "dương")
 *	the name is what was typed · begins with it · has it in one piece · has all words · code and producer have the others
 *	something to sell at the site · nothing
 *	what sold more in the two months before this one, in steps of four times as many
 *	the Vietnamese alphabet, then the id
 * What a Vietnamese keyboard left undone ("maatj ong", "mat6 ong") is read too, behind what was found as it stands.
 *
 * Only entries tell it what changed, so give it transactions that see committed rows and nothing else. It is made anew when
 * the day changes, when a tenth of the goods changed, and when the journal is not the one it knows.
 *
 * Thread: one owner at a time; a search belongs to one site, its memory is its own (some 250 bytes an item).
 * Errors: ERR_LIMIT too many items; those of the store.
 */
#ifndef SHOP_SEARCH_H
#define SHOP_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/id.h"

struct search;
struct txn;

#define SEARCH_ITEMS_MAX ((size_t)1 << 21)
#define SEARCH_WORDS_MAX 8      /* of a query; further ones are not looked at, but for a name that has it all in one piece */
#define SEARCH_FOUND_MAX 1000
#define SEARCH_STREAMS_MAX 1024

enum search_which { SEARCH_ACTIVE, SEARCH_STOPPED, SEARCH_ANY };  /* any: stopped ones last */

struct search_ask {
	const char *text;
	enum search_which which;
	size_t count_max;          /* 1 to SEARCH_FOUND_MAX */
	int64_t at_us;
};

struct search *search_new(struct id site_id);
void search_free(struct search *search);  /* NULL is fine */

/* Brings the index up to the transaction's snapshot; search_items does it by itself, idle moments do it first. */
bool search_refresh(struct search *search, struct txn *txn, int64_t at_us, struct err *err) MUST_CHECK;
/* The best first, at most count_max, in the arena. */
bool search_items(struct search *search, struct txn *txn, struct arena *arena, const struct search_ask *ask, struct id **items,
		  size_t *count, struct err *err) MUST_CHECK;
size_t search_bytes(const struct search *search);  /* what the index holds */

#endif
