/* What an index consists of, for those who fill it (search_fill.c) and ask it (search_index.c). */
#ifndef SHOP_SEARCH_INDEX_PARTS_H
#define SHOP_SEARCH_INDEX_PARTS_H

#include "shop/search_index.h"

#define SEARCH_POPULARITY_MAX 7
/* Words that so many postings have are sets of their own: whoever types their first letters waits for no list. */
#define SEARCH_DENSE_MIN 2048
#define SEARCH_DENSE_PART 16   /* or a 16th of the items, whichever is more */
#define SEARCH_DENSE_MAX 512

/* Sets of one question, one behind the other in `scratch`. */
enum { ALL, NAME, MARKS, WORD_ALL, WORD_NAME, WORD_MARKS, BEGINS, EQUALS, INSIDE, SETS_COUNT };
/* Sets that stay, one behind the other in `kept`. */
enum { ACTIVE, STOCKED, KEPT_COUNT };

struct search_slot {
	struct id id;
	uint32_t phrase_at;            /* in texts: " mat ong hoa ca phe" */
	uint16_t phrase_size;
	uint8_t popularity;
	bool is_active, has_stock, is_gone;
};

/* A word and an item, while the index is filled. */
struct search_pair {
	uint32_t word, posting;
};

/* Words low to high, without high. */
struct search_dense {
	uint32_t low, high;
};

struct search_index {
	struct search_slot *slots;            /* what sells more first, else the order of names */
	size_t count, slots_room;
	char *texts;                   /* words ("mat\0" "5mât\0") and phrases */
	size_t texts_size, texts_room;
	uint32_t *words;               /* where in texts, by the folded form */
	size_t words_count, words_room;
	uint32_t *from;                /* of each word: its first posting; one more at the end */
	uint32_t *postings;            /* number << 1, and 1 for a word of the name */
	uint32_t *by_phrase, *by_id;   /* numbers */
	struct search_dense *dense;    /* by low, the wider first */
	size_t dense_count;
	uint64_t *dense_sets;          /* two sets each: all, name */
	uint64_t *kept, *scratch;
	size_t set_size;               /* of a set, in units of 64 items */

	/* Until it is finished. */
	struct search_pair *pairs;
	size_t pairs_count, pairs_room;
	uint32_t *table;               /* word + 1 by hash; 0: empty */
	size_t table_room;
};

static inline uint64_t *search_kept(const struct search_index *index, int set)
{
	return index->kept + (size_t)set * index->set_size;
}

static inline uint64_t *search_scratch(const struct search_index *index, int set)
{
	return index->scratch + (size_t)set * index->set_size;
}

static inline void search_put(uint64_t *set, size_t number, bool is)
{
	set[number >> 6] &= ~(UINT64_C(1) << (number & 63));
	set[number >> 6] |= (uint64_t)is << (number & 63);
}

/* Postings from … to: their items join `all`, and those that have the word in the name `name`. */
void search_mark(const struct search_index *index, size_t from, size_t to, uint64_t *all, uint64_t *name);

#endif
