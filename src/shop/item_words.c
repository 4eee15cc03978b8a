#include "shop/item_words.h"

#include <string.h>

#include "shop/catalog.h"
#include "shop/lot.h"
#include "shop/sql.h"

#define LOT_MARK "{lot}"

enum { FORGET, ADD, ALL, ONE, UNLINK, LINK, LINK_GET };

const struct sql item_words_sql[] = {
	[FORGET] = { .text = "DELETE FROM item_words WHERE item_id = $1" },
	[ADD] = { .text = "INSERT INTO item_words (item_id, lang, name, story, storage, usage) VALUES ($1, $2, $3, $4, $5, $6)" },
	[ALL] = { .text = "SELECT lang, name, story, storage, usage FROM item_words WHERE item_id = $1 ORDER BY lang" },
	[ONE] = { .text = "SELECT name, story, storage, usage FROM item_words WHERE item_id = $1 AND lang = $2" },
	[UNLINK] = { .text = "DELETE FROM trace_link WHERE owner_id = $1" },
	[LINK] = { .text = "INSERT INTO trace_link (owner_id, url) VALUES ($1, $2)" },
	[LINK_GET] = { .text = "SELECT url FROM trace_link WHERE owner_id = $1" },
	SQL_END
};

static const struct field words_fields[] = {
	F_WORD(struct item_words, lang, lang_words),
	F_TEXT_OPT(struct item_words, name, 1, 200),
	F_TEXT_OPT(struct item_words, storage, 1, 200),
	F_TEXT_OPT(struct item_words, story, 1, 400),
	F_TEXT_OPT(struct item_words, usage, 1, 300),
};
const struct shape item_words_shape = SHAPE(struct item_words, "item_words", words_fields);
static const struct field set_fields[] = {
	F_ID(struct item_words_set, item_id),
	F_CODE_OPT(struct item_words_set, trace_url, 8, TRACE_URL_MAX),
	F_LIST(struct item_words_set, words, 0, LANGS_COUNT, &item_words_shape),
};
const struct shape item_words_set_shape = SHAPE(struct item_words_set, "item_words_set", set_fields);
static const struct field trace_fields[] = {
	F_ID(struct lot_trace_set, lot_id),
	F_CODE_OPT(struct lot_trace_set, trace_url, 8, TRACE_URL_MAX),
};
const struct shape lot_trace_set_shape = SHAPE(struct lot_trace_set, "lot_trace_set", trace_fields);

/* ---- checks ------------------------------------------------------------------- */

/* A link that a telephone opens: of the web, printable, nothing in it that ends it early. */
static bool check_url(const char *url, bool may_have_lot, struct err *err)
{
	size_t at;

	if (!url)
		return true;
	at = strncmp(url, "https://", 8) == 0 ? 8 : strncmp(url, "http://", 7) == 0 ? 7 : 0;
	if (!at || !url[at] || url[at] == '/')
		return err_set(err, ERR_INPUT, "trace_url", "đường dẫn bắt đầu bằng https:// hay http:// và tên trang");
	for (const char *c = url; *c; c++) {
		if (may_have_lot && strncmp(c, LOT_MARK, sizeof(LOT_MARK) - 1) == 0) {
			c += sizeof(LOT_MARK) - 2;
			continue;
		}
		if (*c <= ' ' || *c >= 0x7f || strchr("\"<>\\^`{|}", *c))
			return err_set(err, ERR_INPUT, "trace_url", "đường dẫn có dấu cách hay ký tự lạ; chép lại đúng như trên trình duyệt");
	}
	return true;
}

static bool check_words(const void *body, struct err *err)
{
	const struct item_words_set *set = body;

	for (size_t i = 0; i < set->words_count; i++) {
		const struct item_words *words = &set->words[i];

		for (size_t k = 0; k < i; k++)
			if (set->words[k].lang == words->lang)
				return err_set(err, ERR_INPUT, "words", "tiếng %s nêu hai lần", lang_words[words->lang]);
		if (words->lang == LANG_VI && words->name)
			return err_set(err, ERR_INPUT, "words", "tên tiếng Việt là tên của mặt hàng; sửa ở mặt hàng");
		if (!words->name && !words->story && !words->storage && !words->usage)
			return err_set(err, ERR_INPUT, "words", "tiếng %s không có gì; bỏ dòng ấy", lang_words[words->lang]);
	}
	return check_url(set->trace_url, true, err);
}

static bool check_trace(const void *body, struct err *err)
{
	return check_url(((const struct lot_trace_set *)body)->trace_url, false, err);
}

/* ---- the entries ---------------------------------------------------------------- */

static bool put_link(struct txn *txn, struct id owner_id, const char *url, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &item_words_sql[UNLINK]);

	stmt_put_id(q, owner_id);
	if (!stmt_end(q, err))
		return false;
	if (!url)
		return true;
	q = stmt_begin(txn, &item_words_sql[LINK]);
	stmt_put_id(q, owner_id);
	stmt_put_text(q, url);
	return stmt_end(q, err);
}

static bool apply_words(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct item_words_set *set = body;
	struct stmt *q = stmt_begin(txn, &item_words_sql[FORGET]);

	(void)entry;
	(void)arena;
	stmt_put_id(q, set->item_id);
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < set->words_count; i++) {
		q = stmt_begin(txn, &item_words_sql[ADD]);
		stmt_put_id(q, set->item_id);
		stmt_put_i64(q, set->words[i].lang);
		stmt_put_text_opt(q, set->words[i].name);
		stmt_put_text_opt(q, set->words[i].story);
		stmt_put_text_opt(q, set->words[i].storage);
		stmt_put_text_opt(q, set->words[i].usage);
		if (!stmt_end(q, err))
			return false;
	}
	return put_link(txn, set->item_id, set->trace_url, err);
}

static bool apply_trace(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct lot_trace_set *set = body;

	(void)entry;
	(void)arena;
	return put_link(txn, set->lot_id, set->trace_url, err);
}

const struct kind item_words_set_kind = {
	.name = "item_words_set", .version = 1, .body = &item_words_set_shape, .check = check_words, .apply = apply_words, .keeps_goods = true,
	.about = "What is told of an item in each language, and where it is traced",
};
const struct kind lot_trace_set_kind = {
	.name = "lot_trace_set", .version = 1, .body = &lot_trace_set_shape, .check = check_trace, .apply = apply_trace, .keeps_goods = true,
	.about = "The producer's own trace page of a lot",
};

bool item_words_put(struct work *work, const struct item_words_set *in, struct err *err)
{
	struct item_words_set *first;
	struct item item;

	if (!work_first_answer(work, &item_words_set_kind, (void **)&first, err) || first)
		return first != NULL;
	return item_get(work->txn, work->arena, in->item_id, &item, err) && work_record(work, &item_words_set_kind, in, err);
}

bool lot_trace_put(struct work *work, const struct lot_trace_set *in, struct err *err)
{
	struct lot_trace_set *first;
	struct lot lot;

	if (!work_first_answer(work, &lot_trace_set_kind, (void **)&first, err) || first)
		return first != NULL;
	return lot_get(work->txn, work->arena, in->lot_id, &lot, err) && work_record(work, &lot_trace_set_kind, in, err);
}

/* ---- reading ---------------------------------------------------------------------- */

static void take_words(struct stmt *q, struct arena *arena, struct item_words *words)
{
	words->name = stmt_take_text_opt(q, arena);
	words->story = stmt_take_text_opt(q, arena);
	words->storage = stmt_take_text_opt(q, arena);
	words->usage = stmt_take_text_opt(q, arena);
}

bool lot_trace_get(struct txn *txn, struct arena *arena, struct id lot_id, const char **url, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &item_words_sql[LINK_GET]);

	stmt_put_id(q, lot_id);
	*url = stmt_next(q) ? stmt_take_text(q, arena) : NULL;
	return stmt_end(q, err);
}

bool item_words_get(struct txn *txn, struct arena *arena, struct id item_id, struct item_words_set *words, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &item_words_sql[ALL]);

	*words = (struct item_words_set){ .item_id = item_id, .words = ARENA_LIST(arena, LANGS_COUNT, struct item_words) };
	stmt_put_id(q, item_id);
	while (words->words_count < LANGS_COUNT && stmt_next(q)) {
		struct item_words *one = &words->words[words->words_count++];

		one->lang = (int32_t)stmt_take_i64(q);
		take_words(q, arena, one);
	}
	return stmt_end(q, err) && lot_trace_get(txn, arena, item_id, &words->trace_url, err);
}

static bool words_of(struct txn *txn, struct arena *arena, struct id item_id, enum lang lang, struct item_words *words, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &item_words_sql[ONE]);

	*words = (struct item_words){ .lang = (int32_t)lang };
	stmt_put_id(q, item_id);
	stmt_put_i64(q, lang);
	if (stmt_next(q))
		take_words(q, arena, words);
	return stmt_end(q, err);
}

bool item_words_in(struct txn *txn, struct arena *arena, struct id item_id, enum lang lang, struct item_words *words, struct err *err)
{
	struct item_words english;

	if (!words_of(txn, arena, item_id, lang, words, err))
		return false;
	if (words->name || lang == LANG_VI || lang == LANG_EN)
		return true;
	if (!words_of(txn, arena, item_id, LANG_EN, &english, err))
		return false;
	words->name = english.name;
	return true;
}

/* The item's link with the lot's code where it belongs; NULL where that is wanted and there is none. */
static const char *fill_code(struct arena *arena, const char *url, const char *code)
{
	const char *mark = strstr(url, LOT_MARK);
	const char *escaped = "";

	if (!mark)
		return url;
	if (!code)
		return NULL;
	for (const unsigned char *c = (const unsigned char *)code; *c; c++) {
		bool is_plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || strchr("-._~", *c);

		escaped = arena_format(arena, is_plain ? "%s%c" : "%s%%%02X", escaped, *c);
	}
	return arena_format(arena, "%.*s%s%s", (int)(mark - url), url, escaped, mark + sizeof(LOT_MARK) - 1);
}

bool trace_link_of(struct txn *txn, struct arena *arena, struct id item_id, struct id lot_id, const char *code, const char **url, struct err *err)
{
	*url = NULL;
	if (!id_is_none(lot_id) && !lot_trace_get(txn, arena, lot_id, url, err))
		return false;
	if (*url)
		return true;
	if (!lot_trace_get(txn, arena, item_id, url, err))
		return false;
	if (*url)
		*url = fill_code(arena, *url, code);
	return true;
}
