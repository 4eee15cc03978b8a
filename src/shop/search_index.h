/*
 * Words → items in memory: filled once in the order of names, then asked. Only whether an item is still there and has
 * something to sell may change afterwards. Sets of items are bits, a bit an item, so that "all of these words" is an AND and
 * the best twenty are the first bits that stand.
 *
 * Thread: one owner. Out of memory ends the process.
 */
#ifndef SHOP_SEARCH_INDEX_H
#define SHOP_SEARCH_INDEX_H

#include "calc/fold.h"
#include "shop/search.h"

struct search_index;

struct search_goods {
	struct id id;
	const char *name, *code;
	const struct fold_spelled *producer;  /* words of the name */
	size_t producer_count;
	int64_t sold;                         /* tickets' lines */
	bool is_active, has_stock;
};

struct search_query {
	struct fold_spelled words[SEARCH_WORDS_MAX];
	size_t words_count;
	bool has_marks;
	const char *phrase;                   /* " mat ong" */
	size_t phrase_size;
};

struct search_hit {
	struct id id;
	uint32_t rank;                        /* the less the better; among equals the order of names */
};

struct search_index *search_index_new(void);
void search_index_free(struct search_index *index);  /* NULL is fine */
/* In the order of names. scratch: memory of the moment. ERR_LIMIT: full. */
bool search_index_add(struct search_index *index, struct arena *scratch, const struct search_goods *goods, struct err *err) MUST_CHECK;
void search_index_finish(struct search_index *index);

/* words_count 0: nothing to ask for. In the arena, which must outlive the query. */
void search_query_read(struct search_query *query, struct arena *arena, const char *text);
size_t search_index_find(struct search_index *index, const struct search_query *query, enum search_which which, struct search_hit *hits,
			 size_t count_max);

size_t search_index_count(const struct search_index *index);
size_t search_index_bytes(const struct search_index *index);
/* false: it is not there. */
bool search_index_has(const struct search_index *index, struct id id, bool *is_active);
bool search_index_drop(struct search_index *index, struct id id);
bool search_index_set_stock(struct search_index *index, struct id id, bool has_stock);

#endif
