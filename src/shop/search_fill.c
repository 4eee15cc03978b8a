/* Filling an index: words and items as they come, sorted once at the end. */
#include "shop/search_index_parts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct named {
	const char *text;
	uint32_t number;
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
	list = realloc(list, (count ? count : 1) * size);
	assert(list);
	return list;
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
	free(index->dense);
	free(index->dense_sets);
	free(index->kept);
	free(index->scratch);
	free(index->pairs);
	free(index->table);
	free(index);
}

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
	index->pairs[index->pairs_count++] = (struct search_pair){ number_of_word(index, word), (uint32_t)index->count << 1 | in_name };
	if (fold_twin(scratch, word, &twin))
		index->pairs[index->pairs_count++] = (struct search_pair){ number_of_word(index, &twin), (uint32_t)index->count << 1 | in_name };
}

static uint8_t popularity_of(int64_t sold)
{
	uint8_t level = 0;

	for (; sold > 0 && level < SEARCH_POPULARITY_MAX; sold /= 4)
		level++;
	return level;
}

bool search_index_add(struct search_index *index, struct arena *scratch, const struct search_goods *goods, struct err *err)
{
	struct fold_spelled *words;
	struct search_slot *slot;
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
	*slot = (struct search_slot){ .id = goods->id, .popularity = popularity_of(goods->sold), .is_active = goods->is_active, .has_stock = goods->has_stock };
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
	struct search_slot *sorted = made(index->count, sizeof(*sorted));
	uint32_t *number = made(index->count, sizeof(*number));
	size_t kept = 0;

	for (int level = SEARCH_POPULARITY_MAX; level >= 0; level--)
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

void search_mark(const struct search_index *index, size_t from, size_t to, uint64_t *all, uint64_t *name)
{
	for (size_t i = from; i < to; i++) {
		uint32_t posting = index->postings[i];
		size_t at = posting >> 7, bit = posting >> 1 & 63;

		all[at] |= UINT64_C(1) << bit;
		name[at] |= (uint64_t)(posting & 1) << bit;
	}
}

static bool is_dense(const struct search_index *index, size_t low, size_t high)
{
	size_t least = index->count / SEARCH_DENSE_PART;

	return index->from[high] - index->from[low] >= (least > SEARCH_DENSE_MIN ? least : SEARCH_DENSE_MIN);
}

static void add_dense(struct search_index *index, size_t low, size_t high)
{
	size_t count = index->dense_count;

	if (count == SEARCH_DENSE_MAX || !is_dense(index, low, high))
		return;
	if (count && index->dense[count - 1].low == low && index->dense[count - 1].high == high)
		return;
	index->dense[index->dense_count++] = (struct search_dense){ (uint32_t)low, (uint32_t)high };
}

/* The words low to high begin with the same `depth` bytes. */
static void find_dense(struct search_index *index, size_t low, size_t high, size_t depth)
{
	if (!is_dense(index, low, high))
		return;
	if (depth)
		add_dense(index, low, high);
	for (size_t at = low, end; at < high; at = end) {
		char letter = index->texts[index->words[at] + depth];

		for (end = at + 1; end < high && index->texts[index->words[end] + depth] == letter;)
			end++;
		if (letter)
			find_dense(index, at, end, depth + 1);
		/* One word in several spellings. */
		for (size_t i = at; !letter && i < end; i++)
			add_dense(index, i, i + 1);
	}
}

static void make_dense(struct search_index *index)
{
	index->dense = made(SEARCH_DENSE_MAX, sizeof(*index->dense));
	find_dense(index, 0, index->words_count, 0);
	index->dense = fitted(index->dense, index->dense_count, sizeof(*index->dense));
	index->dense_sets = made(2 * index->dense_count * index->set_size, sizeof(*index->dense_sets));
	for (size_t i = 0; i < index->dense_count; i++) {
		uint64_t *all = index->dense_sets + 2 * i * index->set_size;

		search_mark(index, index->from[index->dense[i].low], index->from[index->dense[i].high], all, all + index->set_size);
	}
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
		search_put(search_kept(index, ACTIVE), i, index->slots[i].is_active);
		search_put(search_kept(index, STOCKED), i, index->slots[i].has_stock);
	}
	make_dense(index);
}
