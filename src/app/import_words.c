/* The table of what is told of items: names in other languages, stories, storage, the producer's trace page. */
#include "app/import_rows.h"
#include "shop/item_words.h"

#define AT(member) offsetof(struct words_cells, member)
enum { I_ITEM, I_EN, I_ZH, I_KO, I_STORY, I_STORAGE, I_USAGE, I_EN_STORY, I_EN_STORAGE, I_EN_USAGE, I_TRACE };
static const struct column columns[] = {
	[I_ITEM] = { "Mã hàng", "item|code|mã|mã mặt hàng", CELL_TEXT, AT(item), 1, 40, .required = true, .is_code = true },
	[I_EN] = { "Tên tiếng Anh", "name en|english name|tên Anh", CELL_TEXT, AT(name[LANG_EN]), 1, 200 },
	[I_ZH] = { "Tên tiếng Trung", "name zh|chinese name|tên Trung", CELL_TEXT, AT(name[LANG_ZH]), 1, 200 },
	[I_KO] = { "Tên tiếng Hàn", "name ko|korean name|tên Hàn", CELL_TEXT, AT(name[LANG_KO]), 1, 200 },
	[I_STORY] = { "Lời kể", "story|câu chuyện", CELL_TEXT, AT(story[LANG_VI]), 1, 400 },
	[I_STORAGE] = { "Bảo quản", "storage", CELL_TEXT, AT(storage[LANG_VI]), 1, 200 },
	[I_USAGE] = { "Cách dùng", "usage", CELL_TEXT, AT(usage[LANG_VI]), 1, 300 },
	[I_EN_STORY] = { "Lời kể tiếng Anh", "story en", CELL_TEXT, AT(story[LANG_EN]), 1, 400 },
	[I_EN_STORAGE] = { "Bảo quản tiếng Anh", "storage en", CELL_TEXT, AT(storage[LANG_EN]), 1, 200 },
	[I_EN_USAGE] = { "Cách dùng tiếng Anh", "usage en", CELL_TEXT, AT(usage[LANG_EN]), 1, 300 },
	[I_TRACE] = { "Trang truy xuất", "trace|trace url|truy xuất", CELL_TEXT, AT(trace_url), 8, TRACE_URL_MAX, .is_code = true },
};
#undef AT

static void take_words(const struct item_words_set *set, struct words_cells *cells)
{
	for (size_t i = 0; i < set->words_count; i++) {
		const struct item_words *words = &set->words[i];

		cells->name[words->lang] = words->name;
		cells->story[words->lang] = words->story;
		cells->storage[words->lang] = words->storage;
		cells->usage[words->lang] = words->usage;
	}
	cells->trace_url = set->trace_url;
}

bool words_cells_get(struct importing *im, struct id item_id, const char *code, struct words_cells *cells, bool *found, struct err *err)
{
	struct item_words_set set;

	if (!item_words_get(im->txn, im->arena, item_id, &set, err))
		return false;
	*found = set.words_count || set.trace_url;
	cells->item = code;
	take_words(&set, cells);
	return true;
}

static bool load(struct importing *im, void *row, void *base, bool *found, struct err *err)
{
	struct words_cells *cells = row;

	*found = false;
	if (!cells->item)
		return true;
	if (!find_item(im, &cells->row, I_ITEM, cells->item, &cells->item_id, err))
		return false;
	return cells->row.is_bad || words_cells_get(im, cells->item_id, cells->item, base, found, err);
}

static struct item_words_set set_of(struct arena *arena, const struct words_cells *cells)
{
	struct item_words_set set = { .item_id = cells->item_id, .trace_url = cells->trace_url,
				      .words = ARENA_LIST(arena, LANGS_COUNT, struct item_words) };

	for (int32_t lang = LANG_VI; lang <= LANGS_COUNT; lang++)
		if (cells->name[lang] || cells->story[lang] || cells->storage[lang] || cells->usage[lang])
			set.words[set.words_count++] = (struct item_words){ .lang = lang, .name = cells->name[lang], .storage = cells->storage[lang],
									    .story = cells->story[lang], .usage = cells->usage[lang] };
	return set;
}

static bool check(struct importing *im, void *row, struct err *err)
{
	struct words_cells *cells = row;
	struct item_words_set set = set_of(im->scratch, cells);
	struct err why = { 0 };

	(void)err;
	if (!item_words_set_kind.check(&set, &why))
		problem(im, &cells->row, I_TRACE, "%s", why.text);
	return true;
}

/* What the file has no column for (stories in Chinese and Korean) stays as the book has it. */
static bool write(struct work *work, const struct import *import, const struct import_chunk *chunk, struct err *err)
{
	const struct words_cells *cells = (const struct words_cells *)(const void *)row_at(import, chunk->first);
	struct words_cells whole = *cells, before = { 0 };
	struct item_words_set now;

	if (!item_words_get(work->txn, work->arena, cells->item_id, &now, err))
		return false;
	take_words(&now, &before);
	for (int32_t lang = LANG_ZH; lang <= LANG_KO; lang++) {
		whole.story[lang] = before.story[lang];
		whole.storage[lang] = before.storage[lang];
		whole.usage[lang] = before.usage[lang];
	}
	now = set_of(work->arena, &whole);
	return item_words_put(work, &now, err);
}

const struct import_kind import_words = {
	.name = "words",
	.about = "lời kể, tên tiếng nước ngoài",
	.columns = columns,
	.columns_count = COUNT_OF(columns),
	.row_size = sizeof(struct words_cells),
	.chunk_rows = 1, /* an entry an item */
	.is_set = true,
	.key_column = I_ITEM,
	.load = load,
	.check = check,
	.write = write,
};
