#include "shop/search.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "shop/catalog.h"
#include "shop/search_load.h"
#include "shop/sql.h"

/* Changed goods lie in an index of their own until they are so many that one for all is made. */
#define FRESH_MIN 500
#define FRESH_PART 10
#define MOVED_MAX 4096
#define LOAD_BYTES_MAX ((size_t)1 << 30)

enum { HEADS, SET_ITEMS, SET_PRODUCTS, SET_PARTIES, MOVED, SORT_KEY };

const struct sql search_sql[] = {
	[HEADS] = { .text =
		"SELECT s.stream, (SELECT MAX(e.entry_key) FROM entry e WHERE e.entry_key > s.stream * 1099511627776"
		" AND e.entry_key < (s.stream + 1) * 1099511627776) FROM stream s ORDER BY s.stream LIMIT $1", .scan_ok = true },
	[SET_ITEMS] = { .text = "SELECT id FROM item WHERE entry_key > $1 AND entry_key <= $2 LIMIT $3" },
	[SET_PRODUCTS] = { .text =
		"SELECT i.id FROM product d JOIN item i ON i.product_id = d.id WHERE d.entry_key > $1 AND d.entry_key <= $2 LIMIT $3" },
	/* CROSS: from the few parties that changed to their goods, never the other way round. */
	[SET_PARTIES] = { .text =
		"SELECT i.id FROM party p CROSS JOIN product d CROSS JOIN item i WHERE d.producer_id = p.id AND i.product_id = d.id"
		" AND p.entry_key > $1 AND p.entry_key <= $2 LIMIT $3" },
	/* What has no lot is not counted, and always there. */
	[MOVED] = { .text =
		"SELECT item_id FROM line WHERE entry_key > $1 AND entry_key <= $2 AND lot_id IS NOT NULL UNION"
		" SELECT item_id FROM stock_move WHERE entry_key > $1 AND entry_key <= $2 LIMIT $3", .scan_ok = true },
	[SORT_KEY] = { .text = "SELECT sort_key FROM item WHERE id = $1" },
	SQL_END
};

struct head {
	int64_t stream, key;
};

struct search {
	struct id site_id;
	struct search_index *base;     /* NULL: not made yet */
	struct search_index *fresh;    /* what changed since; NULL: nothing */
	struct id *changed;            /* the items of fresh */
	size_t changed_count, changed_max;
	struct head *heads;            /* up to where the streams are known */
	size_t heads_count;
	int32_t day;
	struct arena *arena;           /* of one refresh */
};

struct search *search_new(struct id site_id)
{
	struct search *search = calloc(1, sizeof(*search));

	assert(search);
	search->site_id = site_id;
	search->arena = arena_new(LOAD_BYTES_MAX);
	return search;
}

static void forget(struct search *search)
{
	search_index_free(search->base);
	search_index_free(search->fresh);
	free(search->changed);
	search->base = search->fresh = NULL;
	search->changed = NULL;
	search->changed_count = search->changed_max = 0;
}

void search_free(struct search *search)
{
	if (!search)
		return;
	forget(search);
	free(search->heads);
	arena_free(search->arena);
	free(search);
}

size_t search_bytes(const struct search *search)
{
	return (search->base ? search_index_bytes(search->base) : 0) + (search->fresh ? search_index_bytes(search->fresh) : 0);
}

/* ---- what changed since ------------------------------------------------------------ */

static int compare_ids(const void *left, const void *right)
{
	const struct id *a = left, *b = right;

	return id_compare(*a, *b);
}

/* The items that one of the statements finds between two entries join those that changed. has_all: there was room. */
static bool take_changes(struct search *search, struct txn *txn, const struct sql *sql, int64_t after, int64_t last, bool *has_all, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	stmt_put_i64(q, after);
	stmt_put_i64(q, last);
	stmt_put_i64(q, (int64_t)(search->changed_max - search->changed_count) + 1);
	while ((*has_all = search->changed_count < search->changed_max) && stmt_next(q)) {
		struct id *item_id = &search->changed[search->changed_count++];

		stmt_take_id(q, item_id);
		search_index_drop(search->base, *item_id);
	}
	return stmt_end(q, err);
}

static bool take_moves(struct search *search, const struct search_load *load, int64_t after, int64_t last, bool *has_all, struct err *err)
{
	struct id *items = ARENA_LIST(search->arena, MOVED_MAX, struct id);
	struct stmt *q = stmt_begin(load->txn, &search_sql[MOVED]);
	size_t count = 0;

	stmt_put_i64(q, after);
	stmt_put_i64(q, last);
	stmt_put_i64(q, MOVED_MAX);
	while (count < MOVED_MAX && stmt_next(q))
		stmt_take_id(q, &items[count++]);
	*has_all = count < MOVED_MAX;
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; *has_all && i < count; i++) {
		bool has_stock;

		if (!search_load_stock(load, items[i], &has_stock, err))
			return false;
		if (!search_index_set_stock(search->base, items[i], has_stock) && search->fresh)
			search_index_set_stock(search->fresh, items[i], has_stock);
	}
	return true;
}

/* The entries of a stream between two heads. has_all: false when so much changed that all is read anew. */
static bool follow(struct search *search, const struct search_load *load, int64_t after, int64_t last, bool *has_all, struct err *err)
{
	static const int sets[] = { SET_ITEMS, SET_PRODUCTS, SET_PARTIES };

	for (size_t i = 0; *has_all && i < COUNT_OF(sets); i++)
		if (!take_changes(search, load->txn, &search_sql[sets[i]], after, last, has_all, err))
			return false;
	return !*has_all || take_moves(search, load, after, last, has_all, err);
}

static bool make_fresh(struct search *search, const struct search_load *load, struct err *err)
{
	size_t kept = 0;

	qsort(search->changed, search->changed_count, sizeof(*search->changed), compare_ids);
	for (size_t i = 0; i < search->changed_count; i++)
		if (i == 0 || !id_is(search->changed[i], search->changed[i - 1]))
			search->changed[kept++] = search->changed[i];
	search->changed_count = kept;
	search_index_free(search->fresh);
	return search_load_some(load, search->changed, search->changed_count, &search->fresh, err);
}

static bool read_heads(struct search *search, struct txn *txn, struct head **heads, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &search_sql[HEADS]);
	size_t room = search->heads_count + 1;

	*heads = ARENA_LIST(search->arena, room, struct head);
	*count = 0;
	stmt_put_i64(q, SEARCH_STREAMS_MAX);
	while (stmt_next(q)) {
		if (*count == room) {
			struct head *more = ARENA_LIST(search->arena, room * 2, struct head);

			memcpy(more, *heads, room * sizeof(*more));
			*heads = more;
			room *= 2;
		}
		(*heads)[*count].stream = stmt_take_i64(q);
		(*heads)[(*count)++].key = stmt_take_i64_opt(q);
	}
	return stmt_end(q, err);
}

/* Whether the streams are those that are known, each as long as it was or longer. */
static bool goes_on(const struct search *search, const struct head *heads, size_t count)
{
	if (!search->base || count != search->heads_count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (heads[i].stream != search->heads[i].stream || heads[i].key < search->heads[i].key)
			return false;
	return true;
}

static bool catch_up(struct search *search, const struct search_load *load, const struct head *heads, bool *has_all, struct err *err)
{
	size_t changed = search->changed_count;

	for (size_t i = 0; *has_all && i < search->heads_count; i++)
		if (heads[i].key != search->heads[i].key && !follow(search, load, search->heads[i].key, heads[i].key, has_all, err))
			return false;
	return !*has_all || search->changed_count == changed || make_fresh(search, load, err);
}

static bool make_base(struct search *search, const struct search_load *load, struct err *err)
{
	forget(search);
	if (!search_load_all(load, &search->base, err))
		return false;
	search->changed_max = FRESH_MIN + search_index_count(search->base) / FRESH_PART;
	search->changed = calloc(search->changed_max, sizeof(*search->changed));
	assert(search->changed);
	return true;
}

static void keep_heads(struct search *search, const struct head *heads, size_t count)
{
	if (count != search->heads_count) {
		free(search->heads);
		search->heads = calloc(count + 1, sizeof(*heads));
		assert(search->heads);
	}
	memcpy(search->heads, heads, count * sizeof(*heads));
	search->heads_count = count;
}

bool search_refresh(struct search *search, struct txn *txn, int64_t at_us, struct err *err)
{
	struct search_load load = { .txn = txn, .arena = search->arena, .site_id = search->site_id, .day = day_of_us(at_us) };
	struct head *heads;
	bool has_all, ok;
	size_t count;

	arena_reset(search->arena);
	if (!read_heads(search, txn, &heads, &count, err))
		return false;
	has_all = load.day == search->day && goes_on(search, heads, count);
	search->day = load.day;
	ok = !has_all || catch_up(search, &load, heads, &has_all, err);
	if (ok && !has_all)
		ok = make_base(search, &load, err);
	if (ok)
		keep_heads(search, heads, count);
	else
		forget(search);
	return ok;
}

/* ---- asking ------------------------------------------------------------------------- */

struct finding {
	struct search *search;
	struct txn *txn;
	struct arena *arena;
	enum search_which which;
	struct id *items;
	size_t count, count_max;
};

static void take_item(struct finding *f, struct id id)
{
	for (size_t i = 0; i < f->count; i++)
		if (id_is(f->items[i], id))
			return;
	if (f->count < f->count_max)
		f->items[f->count++] = id;
}

static void take_coded(struct finding *f, struct id id)
{
	bool is_active;

	if (!search_index_has(f->search->base, id, &is_active) && !(f->search->fresh && search_index_has(f->search->fresh, id, &is_active)))
		return;
	if (f->which == SEARCH_ANY || is_active == (f->which == SEARCH_ACTIVE))
		take_item(f, id);
}

/* A short number, a barcode, the office's own code (typed in small letters too). */
static bool find_coded(struct finding *f, const char *text, size_t size, struct err *err)
{
	char *own = arena_bytes(f->arena, text, size), key[200];
	struct id id, *items;
	int64_t number;
	size_t count, zeros;
	bool found;

	zeros = strspn(own, "0");
	if (size <= 4 && text_read_i64(own + zeros, size - zeros, &number) && number > 0) {
		if (!item_find_short(f->txn, number, &id, &found, err))
			return false;
		if (found)
			take_coded(f, id);
	}
	if (size < sizeof(key) && catalog_code_key(own, key)) {
		if (!items_of_code(f->txn, f->arena, key, &items, &count, err))
			return false;
		for (size_t i = 0; i < count; i++)
			take_coded(f, items[i]);
	}
	if (!item_find_code(f->txn, own, &id, &found, err))
		return false;
	for (size_t i = 0; !found && i < size; i++)
		own[i] = (char)(own[i] >= 'a' && own[i] <= 'z' ? own[i] - 'a' + 'A' : own[i]);
	if (!found && memcmp(own, text, size) != 0 && !item_find_code(f->txn, own, &id, &found, err))
		return false;
	if (found)
		take_coded(f, id);
	return true;
}

struct sorted {
	const struct search_hit *hits;
	size_t at, count, key_at, key_size;   /* key: of the hit key_at, when it is not NULL */
	const void *key;
};

static bool read_key(struct finding *f, struct sorted *from, struct err *err)
{
	struct stmt *q;

	if (from->key && from->key_at == from->at)
		return true;
	q = stmt_begin(f->txn, &search_sql[SORT_KEY]);
	stmt_put_id(q, from->hits[from->at].id);
	from->key = stmt_next(q) ? stmt_take_blob(q, f->arena, &from->key_size) : NULL;
	from->key_at = from->at;
	return stmt_end(q, err);
}

/* Both are in order by themselves; names are compared only where the ranks are the same. */
static bool merge(struct finding *f, struct sorted *base, struct sorted *fresh, struct err *err)
{
	while (base->at < base->count || fresh->at < fresh->count) {
		bool has_base = base->at < base->count, has_fresh = fresh->at < fresh->count;
		const struct search_hit *a = has_base ? &base->hits[base->at] : NULL;
		const struct search_hit *b = has_fresh ? &fresh->hits[fresh->at] : NULL;
		bool is_base = has_base && (!has_fresh || a->rank < b->rank);

		if (has_base && has_fresh && a->rank == b->rank) {
			int order;

			if (!read_key(f, base, err) || !read_key(f, fresh, err))
				return false;
			order = search_compare_keys(base->key, base->key_size, fresh->key, fresh->key_size);
			is_base = order ? order < 0 : id_compare(a->id, b->id) < 0;
		}
		take_item(f, is_base ? a->id : b->id);
		if (is_base)
			base->at++;
		else
			fresh->at++;
	}
	return true;
}

static bool find_words(struct finding *f, const char *text, struct err *err)
{
	/* What was found already may come again. */
	size_t wanted = f->count_max;
	struct search_hit *hits = ARENA_LIST(f->arena, 2 * wanted, struct search_hit);
	struct sorted base = { .hits = hits }, fresh = { .hits = hits + wanted };
	struct search_query query;

	search_query_read(&query, f->arena, text);
	base.count = search_index_find(f->search->base, &query, f->which, hits, wanted);
	if (f->search->fresh)
		fresh.count = search_index_find(f->search->fresh, &query, f->which, hits + wanted, wanted);
	return merge(f, &base, &fresh, err);
}

bool search_items(struct search *search, struct txn *txn, struct arena *arena, const struct search_ask *ask, struct id **items,
		  size_t *count, struct err *err)
{
	struct finding f = { .search = search, .txn = txn, .arena = arena, .which = ask->which, .count_max = ask->count_max };
	const char *text = ask->text;
	size_t size;
	struct buf typed;
	bool ok;

	assert(f.count_max > 0 && f.count_max <= SEARCH_FOUND_MAX);
	text += strspn(text, " ");
	for (size = strlen(text); size && text[size - 1] == ' ';)
		size--;
	f.items = ARENA_LIST(arena, f.count_max, struct id);
	ok = search_refresh(search, txn, ask->at_us, err) && (size == 0 || find_coded(&f, text, size, err)) && find_words(&f, text, err);
	if (ok && f.count < f.count_max) {
		buf_init(&typed, 4 * FOLD_TYPED_MAX);
		if (fold_typed(text, size, &typed))
			ok = find_words(&f, buf_get(&typed), err);
		buf_release(&typed);
	}
	*items = f.items;
	*count = f.count;
	return ok;
}
