#include "shop/drafts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embed.h"
#include "shop/book.h"
#include "shop/shift.h"
#include "store/migrate.h"
#include "store/stmt.h"
#include "store/store.h"
#include "store/txn.h"

enum { FIND, PEEK, PUT, LIST, ELSEWHERE, FORGET, TILL_GET, TILL_SET, TILL_CLEAR };

static const struct sql drafts_sql[] = {
	[FIND] = { .text = "SELECT id, till_id, version, state, label, updated_us, total, doc FROM cart WHERE id = $1" },
	[PEEK] = { .text = "SELECT id, till_id, version, state, label, updated_us, total FROM cart WHERE id = $1" },
	[PUT] = { .text =
		"INSERT INTO cart (id, till_id, version, state, label, updated_us, lines_count, total, doc, customer_id, order_id)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
		" ON CONFLICT (id) DO UPDATE SET till_id = excluded.till_id, version = excluded.version, state = excluded.state,"
		" label = excluded.label, updated_us = excluded.updated_us, lines_count = excluded.lines_count, total = excluded.total,"
		" doc = excluded.doc, customer_id = excluded.customer_id, order_id = excluded.order_id" },
	[LIST] = { .text =
		"SELECT id, state, label, lines_count, total, updated_us, version, customer_id, order_id FROM cart WHERE till_id = $1 AND state IN (1, 2)"
		" ORDER BY id LIMIT 60",
		.scan_ok = true },
	[ELSEWHERE] = { .text =
		"SELECT id, state, label, lines_count, total, updated_us, version, customer_id, order_id, till_id FROM cart WHERE till_id <> $1 AND state = 2"
		" ORDER BY id LIMIT 60",
		.scan_ok = true },
	[FORGET] = { .text = "DELETE FROM cart WHERE state IN (3, 4, 5) AND updated_us < $1", .scan_ok = true },
	[TILL_GET] = { .text = "SELECT cart_id FROM till_cart WHERE till_id = $1" },
	[TILL_SET] = { .text =
		"INSERT INTO till_cart (till_id, cart_id) VALUES ($1, $2) ON CONFLICT (till_id) DO UPDATE SET cart_id = excluded.cart_id" },
	[TILL_CLEAR] = { .text = "DELETE FROM till_cart WHERE till_id = $1" },
	SQL_END
};

const struct sql *const drafts_sql_tables[] = { drafts_sql, NULL };

static const struct field head_fields[] = {
	F_TEXT_OPT(struct cart_head, customer, 1, 200),
	F_ID(struct cart_head, id),
	F_BOOL(struct cart_head, is_parked),
	F_TEXT_OPT(struct cart_head, label, 1, CART_LABEL_LETTERS_MAX),
	F_I64(struct cart_head, lines_count, 0, SALE_LINES_MAX),
	F_ID(struct cart_head, till_id),
	F_MONEY(struct cart_head, total, 0, MONEY_MAX),
	F_I64(struct cart_head, updated_us, 0, INT64_MAX),
	F_I64(struct cart_head, version, 1, INT64_MAX),
};
const struct shape cart_head_shape = SHAPE(struct cart_head, "cart_head", head_fields);

/* ---- the file --------------------------------------------------------------- */

bool drafts_migrate(struct store *store, struct err *err)
{
	static const char *const mutable_tables[] = { "cart", "till_cart", NULL };
	struct migration *list = calloc(MIGRATIONS_MAX, sizeof(*list));
	size_t count;
	bool ok;

	assert(list);
	ok = migrate_list(embedded, "src/shop/drafts/", list, &count, err) && migrate(store, list, count, err) &&
	     store_rails(store, mutable_tables, err);
	free(list);
	return ok;
}

static bool forget_old(struct store *store, int64_t at_us, struct err *err)
{
	struct txn *txn = txn_begin(store, err);
	struct stmt *q;

	if (!txn)
		return false;
	q = stmt_begin(txn, &drafts_sql[FORGET]);
	stmt_put_i64(q, at_us - CART_KEPT_US);
	if (!stmt_end(q, err)) {
		txn_abandon(txn);
		return false;
	}
	return txn_commit(txn, err);
}

struct store *drafts_open(const char *dir, int64_t at_us, struct err *err)
{
	char path[BOOK_PATH_MAX + 16];
	struct store *store;

	snprintf(path, sizeof(path), "%s/drafts.db", dir);
	store = store_open_sqlite(path, STORE_READ_WRITE_DRAFTS, err);
	if (store && (!drafts_migrate(store, err) || !forget_old(store, at_us, err))) {
		store_close(store);
		return NULL;
	}
	return store;
}

struct store *drafts_open_reader(const char *dir, struct err *err)
{
	char path[BOOK_PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/drafts.db", dir);
	return store_open_sqlite(path, STORE_READ_ONLY, err);
}

/* ---- carts ------------------------------------------------------------------ */

static bool find(struct txn *drafts, const struct sql *sql, struct arena *arena, struct id cart_id, struct cart *cart, const char **doc, bool *found,
		 struct err *err)
{
	struct stmt *q = stmt_begin(drafts, sql);

	stmt_put_id(q, cart_id);
	*found = stmt_next(q);
	if (*found) {
		stmt_take_id(q, &cart->id);
		stmt_take_id(q, &cart->till_id);
		cart->version = stmt_take_i64(q);
		cart->state = (enum cart_state)stmt_take_i64(q);
		cart->label = stmt_take_text_opt(q, arena);
		cart->updated_us = stmt_take_i64(q);
		cart->total = stmt_take_money(q);
		cart->doc = NULL;
		if (doc)
			*doc = stmt_take_text(q, arena);
	}
	return stmt_end(q, err);
}

bool cart_find(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found, struct err *err)
{
	const char *text = NULL;

	return find(drafts, &drafts_sql[FIND], arena, cart_id, cart, &text, found, err) && (!*found || cart_doc_read(text, arena, &cart->doc, err));
}

bool cart_peek(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, bool *found, struct err *err)
{
	return find(drafts, &drafts_sql[PEEK], arena, cart_id, cart, NULL, found, err);
}

bool cart_get(struct txn *drafts, struct arena *arena, struct id cart_id, struct cart *cart, struct err *err)
{
	bool found;

	if (!cart_find(drafts, arena, cart_id, cart, &found, err))
		return false;
	return found || err_set(err, ERR_MISSING, "cart_id", "không còn phiếu này; tải lại trang");
}

bool cart_put(struct txn *drafts, struct cart *cart, int64_t at_us, struct err *err)
{
	struct stmt *q;
	struct buf doc;
	bool ok;

	/* A draft that could not be read again would stop its till. */
	if (!shape_holds(&cart_doc_shape, cart->doc, err))
		return false;
	q = stmt_begin(drafts, &drafts_sql[PUT]);
	buf_init(&doc, CART_DOC_BYTES_MAX);
	cart_doc_write(cart->doc, &doc);
	cart->version++;
	cart->updated_us = at_us;
	stmt_put_id(q, cart->id);
	stmt_put_id(q, cart->till_id);
	stmt_put_i64(q, cart->version);
	stmt_put_i64(q, cart->state);
	stmt_put_text_opt(q, cart->label);
	stmt_put_i64(q, at_us);
	stmt_put_i64(q, (int64_t)cart->doc->lines_count);
	stmt_put_money(q, cart->total);
	stmt_put_text(q, buf_get(&doc));
	stmt_put_id_opt(q, cart->doc->customer_id);
	stmt_put_id_opt(q, cart->doc->order_id);
	ok = stmt_end(q, err);
	if (doc.full)
		ok = err_set(err, ERR_LIMIT, NULL, "phiếu đã quá dài; thanh toán phiếu này rồi mở phiếu mới");
	buf_release(&doc);
	return ok;
}

static bool list(struct stmt *q, bool elsewhere, struct arena *arena, struct id till_id, struct cart_head **heads, size_t *count, struct err *err)
{
	*heads = ARENA_LIST(arena, CARTS_OF_TILL_MAX, struct cart_head);
	*count = 0;
	stmt_put_id(q, till_id);
	while (*count < CARTS_OF_TILL_MAX && stmt_next(q)) {
		struct cart_head *head = &(*heads)[(*count)++];

		head->till_id = till_id;
		stmt_take_id(q, &head->id);
		head->is_parked = stmt_take_i64(q) == CART_PARKED;
		head->label = stmt_take_text_opt(q, arena);
		head->lines_count = stmt_take_i64(q);
		head->total = stmt_take_money(q);
		head->updated_us = stmt_take_i64(q);
		head->version = stmt_take_i64(q);
		stmt_take_id_opt(q, &head->customer_id);
		stmt_take_id_opt(q, &head->order_id);
		if (elsewhere)
			stmt_take_id(q, &head->till_id);
	}
	return stmt_end(q, err);
}

bool cart_list(struct txn *drafts, struct arena *arena, struct id till_id, struct cart_head **heads, size_t *count, struct err *err)
{
	return list(stmt_begin(drafts, &drafts_sql[LIST]), false, arena, till_id, heads, count, err);
}

bool cart_list_elsewhere(struct txn *drafts, struct arena *arena, struct id till_id, struct cart_head **heads, size_t *count, struct err *err)
{
	return list(stmt_begin(drafts, &drafts_sql[ELSEWHERE]), true, arena, till_id, heads, count, err);
}

bool till_cart_get(struct txn *drafts, struct id till_id, struct id *cart_id, struct err *err)
{
	struct stmt *q = stmt_begin(drafts, &drafts_sql[TILL_GET]);

	memset(cart_id, 0, sizeof(*cart_id));
	stmt_put_id(q, till_id);
	if (stmt_next(q))
		stmt_take_id(q, cart_id);
	return stmt_end(q, err);
}

bool till_cart_set(struct txn *drafts, struct id till_id, struct id cart_id, struct err *err)
{
	struct stmt *q = stmt_begin(drafts, &drafts_sql[id_is_none(cart_id) ? TILL_CLEAR : TILL_SET]);

	stmt_put_id(q, till_id);
	if (!id_is_none(cart_id))
		stmt_put_id(q, cart_id);
	return stmt_end(q, err);
}

/* ---- dropped ---------------------------------------------------------------- */

struct cart_dropped {
	int64_t lines_count;
	const char *reason;
	int64_t shift_number;          /* SHAPE_ABSENT: no shift was open */
	struct id till_id;
	struct money total;            /* as last shown */
	struct trail *trail;
	size_t trail_count;
};

static const struct field dropped_fields[] = {
	F_I64(struct cart_dropped, lines_count, 0, SALE_LINES_MAX),
	F_TEXT(struct cart_dropped, reason, 1, 100),
	F_I64_OPT(struct cart_dropped, shift_number, 1, INT64_MAX),
	F_ID(struct cart_dropped, till_id),
	F_MONEY(struct cart_dropped, total, 0, MONEY_MAX),
	F_LIST(struct cart_dropped, trail, 0, SALE_TRAIL_MAX, &trail_shape),
};
static const struct shape dropped_shape = SHAPE(struct cart_dropped, "cart_dropped", dropped_fields);

static bool dropped_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct cart_dropped *dropped = body;

	(void)arena;
	if (dropped->shift_number == SHAPE_ABSENT)
		return true;
	return shift_count(txn, ENTRY_KEY(ENTRY_STREAM(entry->key), dropped->shift_number), "dropped", 1, dropped->total, err);
}

const struct kind cart_dropped_kind = {
	.name = "cart_dropped", .version = 1, .body = &dropped_shape, .apply = dropped_apply, .keeps_goods = true,
	.about = "A cart was thrown away, with the trail of what had been in it",
};

bool cart_drop(struct work *work, const struct cart_dropped_in *in, struct err *err)
{
	const struct cart *cart = in->cart;
	struct cart_dropped body = {
		.lines_count = (int64_t)cart->doc->lines_count, .reason = in->reason, .shift_number = SHAPE_ABSENT, .till_id = cart->till_id,
		.total = cart->total, .trail = cart->doc->trail, .trail_count = cart->doc->trail_count,
	};
	struct shift shift;
	void *first;
	bool found;

	if (!work_first_answer(work, &cart_dropped_kind, &first, err) || first)
		return first != NULL;
	if (!shift_find_open(work->txn, work->arena, cart->till_id, &shift, &found, err))
		return false;
	if (found)
		body.shift_number = ENTRY_NUMBER(shift.key);
	return work_record(work, &cart_dropped_kind, &body, err);
}
