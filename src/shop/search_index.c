#include "shop/search_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define POPULARITY_MAX 7

/* Sets of one question, one behind the other in `scratch`. */
enum { ALL, NAME, MARKS, WORD_ALL, WORD_NAME, WORD_MARKS, BEGINS, EQUALS, INSIDE, SETS_COUNT };
/* Sets that stay, one behind the other in `kept`. */
enum { ACTIVE, STOCKED, KEPT_COUNT };

enum place { PLACE_EQUALS, PLACE_BEGINS, PLACE_INSIDE, PLACE_NAME_HAS, PLACE_REST, PLACES_COUNT };

struct slot {
	struct id id;
	uint32_t phrase_at;            /* in texts: " mat ong hoa ca phe" */
	uint16_t phrase_size;
	uint8_t popularity;
	bool is_active, has_stock, is_gone;
};

/* A word and an item, while the index is filled. */
struct pair {
	uint32_t word, posting;
};

struct named {
	const char *text;
	uint32_t number;
};

struct search_index {
	struct slot *slots;            /* what sells more first, else the order of names */
	size_t count, slots_room;
	char *texts;                   /* words ("mat\0" "5mât\0") and phrases */
	size_t texts_size, texts_room;
	uint32_t *words;               /* where in texts, by the folded form */
	size_t words_count, words_room;
	uint32_t *from;                /* of each word: its first posting; one more at the end */
	uint32_t *postings;            /* number << 1, and 1 for a word of the name */
	uint32_t *by_phrase, *by_id;   /* numbers */
	uint64_t *kept, *scratch;
	size_t set_size;               /* of a set, in units of 64 items */

	/* Until it is finished. */
	struct pair *pairs;
	size_t pairs_count, pairs_room;
	uint32_t *table;               /* word + 1 by hash; 0: empty */
	size_t table_room;
};

static void *grown(void *list, size_t count, size_t more, size_t *room, size_t size)
{
	size_t wanted = *room ? *room : 256;

	if (count + more <= *room)
		return list;
	while (wanted < count + more)
		wanted *= 2;
	assert(wanted <= SIZE_MAX / size && wanted <= UINT32_MAX);
	list = realloc(list, wanted * size);
	assert(list);
	*room = wanted;
	return list;
}

static void *fitted(void *list, size_t count, size_t size)
{
	void *less = realloc(list, (count ? count : 1) * size);

	return less ? less : list;
}

static void *made(size_t count, size_t size)
{
	void *list = calloc(count ? count : 1, size);

	assert(list);
	return list;
}

struct search_index *search_index_new(void)
{
	return made(1, sizeof(struct search_index));
}

void search_index_free(struct search_index *index)
{
	if (!index)
		return;
	free(index->slots);
	free(index->texts);
	free(index->words);
	free(index->from);
	free(index->postings);
	free(index->by_phrase);
	free(index->by_id);
	free(index->kept);
	free(index->scratch);
	free(index->pairs);
	free(index->table);
	free(index);
}

/* ---- filling ------------------------------------------------------------------ */

static uint32_t add_text(struct search_index *index, const char *text, size_t size)
{
	size_t at = index->texts_size;

	index->texts = grown(index->texts, at, size, &index->texts_room, 1);
	memcpy(index->texts + at, text, size);
	index->texts_size += size;
	return (uint32_t)at;
}

/* FNV-1a. */
static uint32_t hash_text(const char *text, size_t size)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	return hash;
}

static size_t word_size(const char *word)
{
	size_t folded = strlen(word) + 1;

	return folded + strlen(word + folded) + 1;
}

static void widen_table(struct search_index *index)
{
	size_t room = index->table_room ? index->table_room * 2 : 1024;
	uint32_t *table;

	if (index->words_count * 2 < index->table_room)
		return;
	table = made(room, sizeof(*table));
	for (size_t i = 0; i < index->words_count; i++) {
		const char *word = index->texts + index->words[i];
		size_t at = hash_text(word, word_size(word)) & (room - 1);

		while (table[at])
			at = (at + 1) & (room - 1);
		table[at] = (uint32_t)i + 1;
	}
	free(index->table);
	index->table = table;
	index->table_room = room;
}

static uint32_t number_of_word(struct search_index *index, const struct fold_spelled *word)
{
	char text[FOLD_WORD_MAX + FOLD_LETTERS_MAX + 24];
	size_t folded = strlen(word->folded), letters = strlen(word->letters), size = folded + letters + 3, at;

	assert(size <= sizeof(text));
	memcpy(text, word->folded, folded + 1);
	text[folded + 1] = word->tone;
	memcpy(text + folded + 2, word->letters, letters + 1);
	widen_table(index);
	for (at = hash_text(text, size) & (index->table_room - 1); index->table[at]; at = (at + 1) & (index->table_room - 1)) {
		uint32_t there = index->table[at] - 1;

		if (word_size(index->texts + index->words[there]) == size && memcmp(index->texts + index->words[there], text, size) == 0)
			return there;
	}
	index->words = grown(index->words, index->words_count, 1, &index->words_room, sizeof(*index->words));
	index->words[index->words_count] = add_text(index, text, size);
	index->table[at] = (uint32_t)++index->words_count;
	return index->table[at] - 1;
}

static void add_word(struct search_index *index, struct arena *scratch, const struct fold_spelled *word, bool in_name)
{
	struct fold_spelled twin;

	index->pairs = grown(index->pairs, index->pairs_count, 2, &index->pairs_room, sizeof(*index->pairs));
	index->pairs[index->pairs_count++] = (struct pair){ number_of_word(index, word), (uint32_t)index->count << 1 | in_name };
	if (fold_twin(scratch, word, &twin))
		index->pairs[index->pairs_count++] = (struct pair){ number_of_word(index, &twin), (uint32_t)index->count << 1 | in_name };
}

static uint8_t popularity_of(int64_t sold)
{
	uint8_t level = 0;

	for (; sold > 0 && level < POPULARITY_MAX; sold /= 4)
		level++;
	return level;
}

bool search_index_add(struct search_index *index, struct arena *scratch, const struct search_goods *goods, struct err *err)
{
	struct fold_spelled *words;
	struct slot *slot;
	size_t count;

	if (index->count == SEARCH_ITEMS_MAX)
		return err_set(err, ERR_LIMIT, NULL, "quá %zu mặt hàng cho một điểm bán", SEARCH_ITEMS_MAX);
	words = fold_spelled(scratch, goods->code, strlen(goods->code), &count);
	for (size_t i = 0; i < count; i++)
		add_word(index, scratch, &words[i], false);
	for (size_t i = 0; i < goods->producer_count; i++)
		add_word(index, scratch, &goods->producer[i], false);
	words = fold_spelled(scratch, goods->name, strlen(goods->name), &count);
	for (size_t i = 0; i < count; i++)
		add_word(index, scratch, &words[i], true);
	index->slots = grown(index->slots, index->count, 1, &index->slots_room, sizeof(*index->slots));
	slot = &index->slots[index->count++];
	*slot = (struct slot){ .id = goods->id, .popularity = popularity_of(goods->sold), .is_active = goods->is_active, .has_stock = goods->has_stock };
	slot->phrase_at = (uint32_t)index->texts_size;
	for (size_t i = 0; i < count; i++) {
		add_text(index, " ", 1);
		add_text(index, words[i].folded, strlen(words[i].folded));
	}
	slot->phrase_size = (uint16_t)(index->texts_size - slot->phrase_at);
	add_text(index, "", 1);
	return true;
}

static int compare_named(const void *left, const void *right)
{
	const struct named *a = left, *b = right;
	int order = strcmp(a->text, b->text);

	return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* What sells more first; the order of names stays within. The pairs follow. */
static void renumber(struct search_index *index)
{
	struct slot *sorted = made(index->count, sizeof(*sorted));
	uint32_t *number = made(index->count, sizeof(*number));
	size_t kept = 0;

	for (int level = POPULARITY_MAX; level >= 0; level--)
		for (size_t i = 0; i < index->count; i++)
			if (index->slots[i].popularity == level) {
				number[i] = (uint32_t)kept;
				sorted[kept++] = index->slots[i];
			}
	for (size_t i = 0; i < index->pairs_count; i++)
		index->pairs[i].posting = number[index->pairs[i].posting >> 1] << 1 | (index->pairs[i].posting & 1);
	free(index->slots);
	free(number);
	index->slots = sorted;
}

static void sort_words(struct search_index *index)
{
	struct named *named = made(index->words_count, sizeof(*named));
	uint32_t *rank = made(index->words_count, sizeof(*rank));

	for (size_t i = 0; i < index->words_count; i++)
		named[i] = (struct named){ index->texts + index->words[i], (uint32_t)i };
	qsort(named, index->words_count, sizeof(*named), compare_named);
	for (size_t i = 0; i < index->words_count; i++) {
		rank[named[i].number] = (uint32_t)i;
		index->words[i] = (uint32_t)(named[i].text - index->texts);
	}
	free(named);
	index->from = made(index->words_count + 2, sizeof(*index->from));
	index->postings = made(index->pairs_count, sizeof(*index->postings));
	for (size_t i = 0; i < index->pairs_count; i++)
		index->from[rank[index->pairs[i].word] + 2]++;
	for (size_t i = 2; i < index->words_count + 2; i++)
		index->from[i] += index->from[i - 1];
	for (size_t i = 0; i < index->pairs_count; i++)
		index->postings[index->from[rank[index->pairs[i].word] + 1]++] = index->pairs[i].posting;
	free(rank);
}

static void sort_phrases(struct search_index *index)
{
	struct named *named = made(index->count, sizeof(*named));

	index->by_phrase = made(index->count, sizeof(*index->by_phrase));
	for (size_t i = 0; i < index->count; i++)
		named[i] = (struct named){ index->texts + index->slots[i].phrase_at, (uint32_t)i };
	qsort(named, index->count, sizeof(*named), compare_named);
	for (size_t i = 0; i < index->count; i++)
		index->by_phrase[i] = named[i].number;
	free(named);
}

struct numbered {
	struct id id;
	uint32_t number;
};

static int compare_numbered(const void *left, const void *right)
{
	const struct numbered *a = left, *b = right;

	return id_compare(a->id, b->id);
}

static void sort_ids(struct search_index *index)
{
	struct numbered *numbered = made(index->count, sizeof(*numbered));

	index->by_id = made(index->count, sizeof(*index->by_id));
	for (size_t i = 0; i < index->count; i++)
		numbered[i] = (struct numbered){ index->slots[i].id, (uint32_t)i };
	qsort(numbered, index->count, sizeof(*numbered), compare_numbered);
	for (size_t i = 0; i < index->count; i++)
		index->by_id[i] = numbered[i].number;
	free(numbered);
}

static uint64_t *kept(const struct search_index *index, int set)
{
	return index->kept + (size_t)set * index->set_size;
}

static uint64_t *scratch(const struct search_index *index, int set)
{
	return index->scratch + (size_t)set * index->set_size;
}

static void put(uint64_t *set, size_t number, bool is)
{
	set[number >> 6] &= ~(UINT64_C(1) << (number & 63));
	set[number >> 6] |= (uint64_t)is << (number & 63);
}

void search_index_finish(struct search_index *index)
{
	renumber(index);
	sort_words(index);
	free(index->pairs);
	free(index->table);
	index->pairs = NULL;
	index->table = NULL;
	index->texts = fitted(index->texts, index->texts_size, 1);
	index->words = fitted(index->words, index->words_count, sizeof(*index->words));
	sort_phrases(index);
	sort_ids(index);
	index->set_size = (index->count + 63) / 64;
	index->kept = made(index->set_size * KEPT_COUNT, sizeof(*index->kept));
	index->scratch = made(index->set_size * SETS_COUNT, sizeof(*index->scratch));
	for (size_t i = 0; i < index->count; i++) {
		put(kept(index, ACTIVE), i, index->slots[i].is_active);
		put(kept(index, STOCKED), i, index->slots[i].has_stock);
	}
}

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
	put(kept(index, STOCKED), number, has_stock);
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
	       index->set_size * (KEPT_COUNT + SETS_COUNT) * sizeof(uint64_t);
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

static void mark_postings(const struct search_index *index, size_t from, size_t to, uint64_t *all, uint64_t *name, uint64_t *marks)
{
	for (size_t i = from; i < to; i++) {
		uint32_t posting = index->postings[i];
		uint64_t bit = UINT64_C(1) << (posting >> 1 & 63);

		all[posting >> 7] |= bit;
		name[posting >> 7] |= posting & 1 ? bit : 0;
		if (marks)
			marks[posting >> 7] |= bit;
	}
}

/* Which items have a word, which in the name, which with its marks. */
static void find_word(struct search_index *index, const struct fold_spelled *word, bool has_marks, int to)
{
	uint64_t *all = scratch(index, to + ALL), *name = scratch(index, to + NAME), *marks = scratch(index, to + MARKS);
	size_t low = words_at(index, word->folded, false), high = words_at(index, word->folded, true);

	memset(all, 0, 3 * index->set_size * sizeof(*all));
	if (!has_marks) {
		mark_postings(index, index->from[low], index->from[high], all, name, NULL);
		return;
	}
	for (size_t i = low; i < high; i++) {
		const char *folded = index->texts + index->words[i], *rest = folded + strlen(folded) + 1;
		struct fold_spelled held = { .folded = folded, .letters = rest + 1, .tone = rest[0] };

		mark_postings(index, index->from[i], index->from[i + 1], all, name, fold_fits(word, &held) ? marks : NULL);
	}
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
	size_t high = phrases_at(index, query, true);

	memset(scratch(index, BEGINS), 0, 3 * index->set_size * sizeof(uint64_t));
	for (size_t i = phrases_at(index, query, false); i < high; i++) {
		uint32_t number = index->by_phrase[i];

		put(scratch(index, BEGINS), number, true);
		if (index->slots[number].phrase_size == query->phrase_size)
			put(scratch(index, EQUALS), number, true);
	}
}

/* Candidates of a place among 64 items; those inside must still be looked at one by one. */
static uint64_t at_place(const struct search_index *index, enum place place, size_t at)
{
	uint64_t name = scratch(index, NAME)[at], begins = scratch(index, BEGINS)[at], equals = scratch(index, EQUALS)[at];

	switch (place) {
	case PLACE_EQUALS: return name & equals;
	case PLACE_BEGINS: return name & begins & ~equals;
	case PLACE_INSIDE: return name & ~begins;
	case PLACE_NAME_HAS: return name & ~begins & ~scratch(index, INSIDE)[at];
	case PLACE_REST: return scratch(index, ALL)[at] & ~name;
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
	const uint64_t *active = kept(index, ACTIVE), *stocked = kept(index, STOCKED), *marks = scratch(index, MARKS);
	uint32_t rank = (uint32_t)!tier->is_active << 8 | (uint32_t)!tier->has_marks << 7 | (uint32_t)tier->place << 4 | (uint32_t)!tier->has_stock << 3;
	size_t count = 0;

	for (size_t at = 0; at < index->set_size && count < count_max; at++) {
		uint64_t bits = at_place(index, tier->place, at) & (tier->is_active ? active[at] : ~active[at]) &
				(tier->has_stock ? stocked[at] : ~stocked[at]);

		if (query->has_marks)
			bits &= tier->has_marks ? marks[at] : ~marks[at];
		for (; bits && count < count_max; bits &= bits - 1) {
			size_t number = at * 64 + (size_t)__builtin_ctzll(bits);
			const struct slot *slot = &index->slots[number];

			if (slot->is_gone)
				continue;
			if (tier->place == PLACE_INSIDE) {
				if (!strstr(index->texts + slot->phrase_at, query->phrase))
					continue;
				put(scratch(index, INSIDE), number, true);
			}
			hits[count++] = (struct search_hit){ slot->id, rank | (uint32_t)(POPULARITY_MAX - slot->popularity) };
		}
	}
	return count;
}

size_t search_index_find(struct search_index *index, const struct search_query *query, enum search_which which, struct search_hit *hits,
			 size_t count_max)
{
	uint64_t *sets = index->scratch;
	size_t count = 0;

	if (query->words_count == 0 || index->count == 0)
		return 0;
	find_word(index, &query->words[0], query->has_marks, ALL);
	for (size_t i = 1; i < query->words_count; i++) {
		find_word(index, &query->words[i], query->has_marks, WORD_ALL);
		for (size_t at = 0; at < 3 * index->set_size; at++)
			sets[at] &= sets[WORD_ALL * index->set_size + at];
	}
	find_phrase(index, query);
	for (int stopped = which == SEARCH_STOPPED; stopped <= (which != SEARCH_ACTIVE); stopped++)
		for (int unmarked = 0; unmarked <= query->has_marks; unmarked++)
			for (int place = 0; place < PLACES_COUNT; place++)
				for (int empty = 0; empty <= 1 && count < count_max; empty++) {
					struct tier tier = { !stopped, !unmarked, !empty, (enum place)place };

					if (place != PLACE_INSIDE || query->words_count > 1)
						count += take_tier(index, query, &tier, hits + count, count_max - count);
				}
	return count;
}
