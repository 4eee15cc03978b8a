#include "shop/search_index_parts.h"

#include <string.h>

enum place { PLACE_EQUALS, PLACE_BEGINS, PLACE_INSIDE, PLACE_NAME_HAS, PLACE_REST, PLACES_COUNT };

/* ---- one item ------------------------------------------------------------------ */

static bool number_of_id(const struct search_index *index, struct id id, uint32_t *number)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (id_compare(index->slots[index->by_id[middle]].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == index->count || !id_is(index->slots[index->by_id[low]].id, id))
		return false;
	*number = index->by_id[low];
	return !index->slots[*number].is_gone;
}

bool search_index_has(const struct search_index *index, struct id id, bool *is_active)
{
	uint32_t number;

	if (!number_of_id(index, id, &number))
		return false;
	*is_active = index->slots[number].is_active;
	return true;
}

bool search_index_drop(struct search_index *index, struct id id)
{
	uint32_t number;

	if (!number_of_id(index, id, &number))
		return false;
	index->slots[number].is_gone = true;
	return true;
}

bool search_index_set_stock(struct search_index *index, struct id id, bool has_stock)
{
	uint32_t number;

	if (!number_of_id(index, id, &number))
		return false;
	search_put(search_kept(index, STOCKED), number, has_stock);
	return true;
}

size_t search_index_count(const struct search_index *index)
{
	return index->count;
}

size_t search_index_bytes(const struct search_index *index)
{
	return sizeof(*index) + index->count * (sizeof(*index->slots) + 2 * sizeof(uint32_t)) + index->texts_size +
	       index->words_count * 2 * sizeof(uint32_t) + (index->from ? index->from[index->words_count] : 0) * sizeof(uint32_t) +
	       index->set_size * (KEPT_COUNT + SETS_COUNT + 2 * index->dense_count) * sizeof(uint64_t);
}

/* ---- asking -------------------------------------------------------------------- */

void search_query_read(struct search_query *query, struct arena *arena, const char *text)
{
	size_t count, size = 0;
	struct fold_spelled *words = fold_spelled(arena, text, strlen(text), &count);
	char *phrase = arena_take(arena, count * (FOLD_WORD_MAX + 1) + 1);

	memset(query, 0, sizeof(*query));
	for (size_t i = 0; i < count; i++) {
		size_t word = strlen(words[i].folded);

		phrase[size++] = ' ';
		memcpy(phrase + size, words[i].folded, word);
		size += word;
		query->has_marks = query->has_marks || fold_has_marks(&words[i]);
		if (i < SEARCH_WORDS_MAX)
			query->words[query->words_count++] = words[i];
	}
	query->phrase = phrase;
	query->phrase_size = size;
}

/* The words from `low` on that begin with a prefix; `after`: the first behind them. */
static size_t words_at(const struct search_index *index, const char *prefix, bool after)
{
	size_t low = 0, high = index->words_count, size = strlen(prefix);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(index->texts + index->words[middle], prefix, size);

		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The place of a range among those that are sets; NULL: it is none. */
static const uint64_t *dense_at(const struct search_index *index, size_t from, size_t to)
{
	size_t low = 0, high = index->dense_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct search_dense *dense = &index->dense[middle];

		if (dense->low < from || (dense->low == from && dense->high > to))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == index->dense_count || index->dense[low].low != from || index->dense[low].high != to)
		return NULL;
	return index->dense_sets + 2 * low * index->set_size;
}

/* The items of some words, into two sets that lie one behind the other. */
static void join(const struct search_index *index, size_t from, size_t to, uint64_t *all)
{
	const uint64_t *dense = dense_at(index, from, to);

	if (!dense)
		search_mark(index, index->from[from], index->from[to], all, all + index->set_size);
	for (size_t at = 0; dense && at < 2 * index->set_size; at++)
		all[at] |= dense[at];
}

/* Which items have a word, which in the name, which with its marks: three sets from `to` on. */
static void find_word(struct search_index *index, const struct fold_spelled *word, bool has_marks, int to)
{
	size_t low = words_at(index, word->folded, false), high = words_at(index, word->folded, true);
	uint64_t *all = search_scratch(index, to + ALL), *marks = search_scratch(index, to + MARKS), *unused = search_scratch(index, BEGINS);

	memset(all, 0, (has_marks ? 3 : 2) * index->set_size * sizeof(*all));
	for (size_t i = low; has_marks && i < high; i++) {
		const char *folded = index->texts + index->words[i], *rest = folded + strlen(folded) + 1;
		struct fold_spelled held = { .folded = folded, .letters = rest + 1, .tone = rest[0] };
		const uint64_t *dense;

		if (!fold_fits(word, &held))
			continue;
		dense = dense_at(index, i, i + 1);
		if (!dense)
			search_mark(index, index->from[i], index->from[i + 1], marks, unused);
		for (size_t at = 0; dense && at < index->set_size; at++)
			marks[at] |= dense[at];
	}
	join(index, low, high, all);
}

static size_t phrases_at(const struct search_index *index, const struct search_query *query, bool after)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(index->texts + index->slots[index->by_phrase[middle]].phrase_at, query->phrase, query->phrase_size);

		if (order < 0 || (after && order == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_phrase(struct search_index *index, const struct search_query *query)
{
	uint64_t *begins = search_scratch(index, BEGINS), *equals = search_scratch(index, EQUALS);
	size_t low = phrases_at(index, query, false), high = phrases_at(index, query, true);

	memset(begins, 0, 3 * index->set_size * sizeof(uint64_t));
	/* Whole names come before those that go on. */
	for (bool is_equal = true; low < high; low++) {
		uint32_t number = index->by_phrase[low];

		begins[number >> 6] |= UINT64_C(1) << (number & 63);
		is_equal = is_equal && index->slots[number].phrase_size == query->phrase_size;
		equals[number >> 6] |= (uint64_t)is_equal << (number & 63);
	}
}

/* Candidates of a place among 64 items; those inside must still be looked at one by one. */
static uint64_t at_place(const struct search_index *index, enum place place, size_t at)
{
	uint64_t name = search_scratch(index, NAME)[at], begins = search_scratch(index, BEGINS)[at], equals = search_scratch(index, EQUALS)[at];

	switch (place) {
	case PLACE_EQUALS: return name & equals;
	case PLACE_BEGINS: return name & begins & ~equals;
	case PLACE_INSIDE: return name & ~begins;
	case PLACE_NAME_HAS: return name & ~begins & ~search_scratch(index, INSIDE)[at];
	case PLACE_REST: return search_scratch(index, ALL)[at] & ~name;
	case PLACES_COUNT: break;
	}
	return 0;
}

/* One class of the order: which of active, marks and stock the 64 items must have. */
struct tier {
	bool is_active, has_marks, has_stock;
	enum place place;
};

static size_t take_tier(struct search_index *index, const struct search_query *query, const struct tier *tier, struct search_hit *hits, size_t count_max)
{
	const uint64_t *active = search_kept(index, ACTIVE), *stocked = search_kept(index, STOCKED), *marks = search_scratch(index, MARKS);
	uint32_t rank = (uint32_t)!tier->is_active << 8 | (uint32_t)!tier->has_marks << 7 | (uint32_t)tier->place << 4 | (uint32_t)!tier->has_stock << 3;
	size_t count = 0;

	for (size_t at = 0; at < index->set_size && count < count_max; at++) {
		uint64_t bits = at_place(index, tier->place, at) & (tier->is_active ? active[at] : ~active[at]) &
				(tier->has_stock ? stocked[at] : ~stocked[at]);

		if (query->has_marks)
			bits &= tier->has_marks ? marks[at] : ~marks[at];
		for (; bits && count < count_max; bits &= bits - 1) {
			size_t number = at * 64 + (size_t)__builtin_ctzll(bits);
			const struct search_slot *slot = &index->slots[number];

			if (slot->is_gone)
				continue;
			if (tier->place == PLACE_INSIDE) {
				if (!strstr(index->texts + slot->phrase_at, query->phrase))
					continue;
				search_put(search_scratch(index, INSIDE), number, true);
			}
			hits[count++] = (struct search_hit){ slot->id, rank | (uint32_t)(SEARCH_POPULARITY_MAX - slot->popularity) };
		}
	}
	return count;
}

size_t search_index_find(struct search_index *index, const struct search_query *query, enum search_which which, struct search_hit *hits,
			 size_t count_max)
{
	uint64_t *sets = index->scratch, *more = search_scratch(index, WORD_ALL);
	size_t sets_size = (query->has_marks ? 3 : 2) * index->set_size, count = 0;

	if (query->words_count == 0 || index->count == 0)
		return 0;
	find_word(index, &query->words[0], query->has_marks, ALL);
	for (size_t i = 1; i < query->words_count; i++) {
		find_word(index, &query->words[i], query->has_marks, WORD_ALL);
		for (size_t at = 0; at < sets_size; at++)
			sets[at] &= more[at];
	}
	find_phrase(index, query);
	for (int stopped = which == SEARCH_STOPPED; stopped <= (which != SEARCH_ACTIVE); stopped++)
		for (int unmarked = 0; unmarked <= (query->has_marks ? 1 : 0); unmarked++)
			for (int place = 0; place < PLACES_COUNT; place++)
				for (int empty = 0; empty <= 1 && count < count_max; empty++) {
					struct tier tier = { !stopped, !unmarked, !empty, (enum place)place };

					if (place != PLACE_INSIDE || query->words_count > 1)
						count += take_tier(index, query, &tier, hits + count, count_max - count);
				}
	return count;
}
