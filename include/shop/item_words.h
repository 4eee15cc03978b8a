/*
 * What is told of an item beside its name: its name in other languages, its story, how it keeps and is used; and where the
 * producer's own trace page is, of the item or of one lot.
 *
 * A trace link is http or https. That of an item may hold {lot}, which stands for the lot's code.
 *
 * Thread: the transaction's.
 * Errors: ERR_MISSING "item_id", "lot_id"; ERR_INPUT "trace_url", "words": a language named twice, or with nothing in it.
 */
#ifndef SHOP_ITEM_WORDS_H
#define SHOP_ITEM_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calc/lang.h"
#include "shop/journal.h"

#define TRACE_URL_MAX 300

struct item_words {
	int32_t lang;              /* enum lang */
	const char *name;          /* NULL where it is not translated, and in Vietnamese, where it is the item's own */
	const char *storage, *story, *usage;
};
extern const struct shape item_words_shape;

/* All there is of an item; what was there before goes. */
struct item_words_set {
	struct id item_id;
	const char *trace_url;     /* NULL: none */
	struct item_words *words;
	size_t words_count;        /* at most one a language */
};
extern const struct shape item_words_set_shape;
extern const struct kind item_words_set_kind;

struct lot_trace_set {
	struct id lot_id;
	const char *trace_url;     /* NULL: none of its own any more */
};
extern const struct shape lot_trace_set_shape;
extern const struct kind lot_trace_set_kind;

bool item_words_put(struct work *work, const struct item_words_set *in, struct err *err) MUST_CHECK;
bool lot_trace_put(struct work *work, const struct lot_trace_set *in, struct err *err) MUST_CHECK;

bool item_words_get(struct txn *txn, struct arena *arena, struct id item_id, struct item_words_set *words, struct err *err) MUST_CHECK;
/* In one language. A name that is not there: the English one for Chinese and Korean, else NULL; a story is never of another language. */
bool item_words_in(struct txn *txn, struct arena *arena, struct id item_id, enum lang lang, struct item_words *words, struct err *err) MUST_CHECK;
/* The lot's own link, else the item's with the lot's code in it; NULL: none. lot_id may be zero, code NULL. */
bool trace_link_of(struct txn *txn, struct arena *arena, struct id item_id, struct id lot_id, const char *code, const char **url,
		   struct err *err) MUST_CHECK;
/* Only the lot's own; NULL: none. */
bool lot_trace_get(struct txn *txn, struct arena *arena, struct id lot_id, const char **url, struct err *err) MUST_CHECK;

#endif
