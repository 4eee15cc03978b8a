#include "store/stmt.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/engine.h"

/* Room for the numbers, ids and short texts of most statements; grows once for those with more. */
#define SCRATCH_FIRST_BYTES ((size_t)256)

struct stmt {
	struct txn *txn;
	const struct sql *sql;
	struct stmt *next;        /* in the chain of the cache */
	void *prepared;           /* by the first run, when the types are known */
	size_t params_count;
	size_t puts_count;
	size_t columns_count;
	size_t takes_count;
	int64_t changes;
	char *scratch;            /* copies of what was put; values hold offsets until the run */
	size_t scratch_size;
	size_t scratch_used;
	bool is_open;
	bool is_once;
	bool has_run;
	bool has_row;
	bool is_done;
	bool has_failed;
	struct err err;
	struct value values[];    /* params_count of them */
};

/* ---- the text ---------------------------------------------------------------------------------------------- */

static bool is_word_at(const char *text, const char *word)
{
	return strncasecmp(text, word, strlen(word)) == 0;
}

size_t stmt_count_params(const char *text)
{
	size_t seen = 0;

	for (const char *at = text; *at; at++) {
		if (*at == '\'') {
			at = strchr(at + 1, '\'');
			assert(at && "a quote is not closed");
			continue;
		}
		assert(*at != '"' && "double quotes are a text to one engine and a name to the other");
		assert(*at != ';' && "one statement a text");
		assert(!(at[0] == ':' && at[1] == ':') && "write CAST (x AS type)");
		assert(!is_word_at(at, "or replace") && !is_word_at(at, "replace into"));
		if (*at == '$') {
			char *end;
			unsigned long number = strtoul(at + 1, &end, 10);

			assert(number >= 1 && number <= seen + 1 && "parameters are numbered by first appearance");
			assert(!isalnum((unsigned char)*end) && *end != '_');
			if (number == seen + 1)
				seen++;
			at = end - 1;
		}
	}
	assert(seen <= PARAMS_MAX);
	return seen;
}

/* ---- the cache ---------------------------------------------------------------------------------------------- */

static struct stmt *stmt_new(const struct sql *sql)
{
	size_t params_count = stmt_count_params(sql->text);
	struct stmt *q = calloc(1, sizeof(*q) + params_count * sizeof(q->values[0]));

	assert(q);
	q->sql = sql;
	q->params_count = params_count;
	return q;
}

static void stmt_free(struct store *store, struct stmt *q)
{
	if (q->prepared)
		store->engine->discard(store->conn, q->prepared);
	free(q->scratch);
	free(q);
}

/* Constants of one table lie sizeof(struct sql) apart. */
static size_t chain_of(const struct sql *sql)
{
	return (size_t)((uintptr_t)sql / sizeof(struct sql)) & (STMT_CHAINS - 1);
}

static struct stmt *stmt_find(struct store *store, const struct sql *sql)
{
	struct stmt **chain = &store->chains[chain_of(sql)];
	struct stmt *q;

	for (q = *chain; q; q = q->next)
		if (q->sql == sql && !q->is_open)
			return q;
	q = stmt_new(sql);
	q->next = *chain;
	return *chain = q;
}

void stmt_forget_all(struct store *store)
{
	assert(!store->txn.stmts_count);
	for (size_t i = 0; i < STMT_CHAINS; i++) {
		while (store->chains[i]) {
			struct stmt *q = store->chains[i];

			store->chains[i] = q->next;
			stmt_free(store, q);
		}
	}
}

/* ---- failing ------------------------------------------------------------------------------------------------- */

static void fail(struct stmt *q, enum err_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void fail(struct stmt *q, enum err_code code, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_set_va(&q->err, code, NULL, format, args);
	va_end(args);
	q->has_failed = true;
	q->has_row = false;
}

/* q->err is filled by the engine; says where, and whether the transaction outlived it. */
static void fail_engine(struct stmt *q)
{
	char text[sizeof(q->err.text)];

	memcpy(text, q->err.text, sizeof(text));
	fail(q, q->err.code, "%.200s [%.90s]", text, q->sql->text);
	txn_look(q->txn);
}

/* ---- begin and put ---------------------------------------------------------------------------------------------- */

static struct stmt *begin(struct txn *txn, struct stmt *q)
{
	assert(txn->is_open && !txn->streams);
	assert(!q->sql->streams || txn->stmts_count == 0);
	txn->stmts_count++;
	txn->streams = q->sql->streams;
	q->txn = txn;
	q->puts_count = q->takes_count = q->columns_count = 0;
	q->changes = 0;
	q->scratch_used = 0;
	q->is_open = true;
	q->has_run = q->has_row = q->is_done = q->has_failed = false;
	if (txn->is_lost)
		fail(q, ERR_BUSY, "the engine rolled the transaction back");
	return q;
}

struct stmt *stmt_begin(struct txn *txn, const struct sql *sql)
{
	return begin(txn, stmt_find(txn->store, sql));
}

struct stmt *stmt_begin_once(struct txn *txn, const struct sql *sql)
{
	struct stmt *q = stmt_new(sql);

	q->is_once = true;
	return begin(txn, q);
}

static struct value *next_param(struct stmt *q, enum value_kind kind)
{
	struct value *value;

	if (q->has_failed)
		return NULL;
	assert(!q->has_run && "put before the first stmt_next");
	assert(q->puts_count < q->params_count && "more puts than parameters");
	value = &q->values[q->puts_count++];
	*value = (struct value){ .kind = kind };
	return value;
}

static void put_bytes(struct stmt *q, enum value_kind kind, const void *bytes, size_t size)
{
	struct value *value = next_param(q, kind);

	if (!value)
		return;
	if (size > STORE_VALUE_MAX_BYTES) {
		fail(q, ERR_LIMIT, "parameter %zu has %zu bytes", q->puts_count, size);
		return;
	}
	if (kind == VALUE_TEXT && !text_is_utf8(bytes, size)) {
		fail(q, ERR_INPUT, "parameter %zu is not UTF-8 [%.90s]", q->puts_count, q->sql->text);
		return;
	}
	if (q->scratch_size - q->scratch_used < size + 1) {
		q->scratch_size = (q->scratch_used + size + 1) * 2;
		if (q->scratch_size < SCRATCH_FIRST_BYTES)
			q->scratch_size = SCRATCH_FIRST_BYTES;
		q->scratch = realloc(q->scratch, q->scratch_size);
		assert(q->scratch);
	}
	value->i64 = (int64_t)q->scratch_used;
	value->size = size;
	if (size)
		memcpy(q->scratch + q->scratch_used, bytes, size);
	q->scratch[q->scratch_used + size] = '\0';
	q->scratch_used += size + 1;
}

static void put_null(struct stmt *q, enum value_kind kind)
{
	struct value *value = next_param(q, kind);

	if (value)
		value->is_null = true;
}

void stmt_put_null(struct stmt *q)
{
	put_null(q, VALUE_NULL);
}

void stmt_put_i64(struct stmt *q, int64_t number)
{
	struct value *value = next_param(q, VALUE_I64);

	if (value)
		value->i64 = number;
}

void stmt_put_money(struct stmt *q, struct money value)
{
	assert(value.dong >= -MONEY_MAX && value.dong <= MONEY_MAX);
	stmt_put_i64(q, value.dong);
}

void stmt_put_day(struct stmt *q, int32_t day)
{
	stmt_put_i64(q, day);
}

void stmt_put_text(struct stmt *q, const char *text)
{
	assert(text);
	put_bytes(q, VALUE_TEXT, text, strlen(text));
}

void stmt_put_blob(struct stmt *q, const void *bytes, size_t size)
{
	assert(bytes || !size);
	put_bytes(q, VALUE_BLOB, bytes, size);
}

void stmt_put_id(struct stmt *q, struct id id)
{
	assert(!id_is_none(id));
	put_bytes(q, VALUE_BLOB, id.bytes, sizeof(id.bytes));
}

void stmt_put_hash(struct stmt *q, struct hash hash)
{
	put_bytes(q, VALUE_BLOB, hash.bytes, sizeof(hash.bytes));
}

void stmt_put_i64_opt(struct stmt *q, int64_t value)
{
	if (value == STMT_NONE)
		put_null(q, VALUE_I64);
	else
		stmt_put_i64(q, value);
}

void stmt_put_money_opt(struct stmt *q, struct money value)
{
	if (value.dong == STMT_NONE)
		put_null(q, VALUE_I64);
	else
		stmt_put_money(q, value);
}

void stmt_put_day_opt(struct stmt *q, int32_t day)
{
	stmt_put_i64_opt(q, day ? day : STMT_NONE);
}

void stmt_put_text_opt(struct stmt *q, const char *text)
{
	if (text)
		stmt_put_text(q, text);
	else
		put_null(q, VALUE_TEXT);
}

void stmt_put_blob_opt(struct stmt *q, const void *bytes, size_t size)
{
	if (bytes)
		stmt_put_blob(q, bytes, size);
	else
		put_null(q, VALUE_BLOB);
}

void stmt_put_id_opt(struct stmt *q, struct id id)
{
	if (id_is_none(id))
		put_null(q, VALUE_BLOB);
	else
		stmt_put_id(q, id);
}

void stmt_put_hash_opt(struct stmt *q, const struct hash *hash)
{
	if (hash)
		stmt_put_hash(q, *hash);
	else
		put_null(q, VALUE_BLOB);
}

/* ---- run ------------------------------------------------------------------------------------------------------ */

static void run(struct stmt *q)
{
	struct store *store = q->txn->store;

	assert(q->puts_count == q->params_count && "fewer puts than parameters");
	q->has_run = true;
	for (size_t i = 0; i < q->params_count; i++)
		if (q->values[i].kind >= VALUE_TEXT && !q->values[i].is_null)
			q->values[i].bytes = q->scratch + q->values[i].i64;
	if ((!q->prepared && !store->engine->prepare(store->conn, q->sql, q->values, q->params_count, &q->prepared, &q->err)) ||
	    !store->engine->run(store->conn, q->prepared, q->values, q->params_count, &q->err))
		fail_engine(q);
}

bool stmt_next(struct stmt *q)
{
	struct store *store = q->txn->store;

	assert(q->is_open);
	assert((q->has_failed || !q->has_row || q->takes_count == 0 || q->takes_count == q->columns_count) && "fewer takes than columns");
	if (!q->has_failed && !q->has_run)
		run(q);
	q->has_row = false;
	q->takes_count = 0;
	if (q->has_failed || q->is_done)
		return false;
	store->steps_count++;
	switch (store->engine->step(store->conn, q->prepared, &q->err)) {
	case STEP_ROW:
		q->has_row = true;
		q->columns_count = store->engine->columns(q->prepared);
		break;
	case STEP_DONE:
		q->is_done = true;
		q->changes = store->engine->changes(store->conn, q->prepared);
		break;
	case STEP_FAILED:
		fail_engine(q);
		break;
	}
	return q->has_row;
}

int64_t stmt_changes(struct stmt *q)
{
	while (!q->has_failed && !q->is_done) {
		q->takes_count = 0;
		stmt_next(q);
	}
	return q->has_failed ? 0 : q->changes;
}

bool stmt_end(struct stmt *q, struct err *err)
{
	struct txn *txn = q->txn;
	struct store *store = txn->store;
	bool ok;

	assert(q->is_open);
	assert((q->has_failed || !q->has_row || q->takes_count == 0 || q->takes_count == q->columns_count) && "fewer takes than columns");
	/* A write is stepped to its end: only then has SQLite done all of it, RETURNING or not. */
	if (!q->has_failed && (!q->has_row || store->engine->writes(q->prepared)))
		stmt_changes(q);
	if (q->prepared && q->has_run) {
		struct err scanned;

		if (!store->engine->end(store->conn, q->prepared, q->sql->scan_ok, &scanned) && !q->has_failed) {
			q->err = scanned;
			fail_engine(q);
		}
	}
	ok = !q->has_failed;
	if (!ok)
		*err = q->err;
	q->is_open = false;
	txn->stmts_count--;
	txn->streams = false;
	if (q->is_once)
		stmt_free(store, q);
	return ok;
}

/* ---- take ------------------------------------------------------------------------------------------------------ */

static bool look(struct stmt *q, size_t index, struct value *value)
{
	if (q->has_failed)
		return false;
	assert(q->has_row && "take after a stmt_next that said true");
	assert(index < q->columns_count && "more takes than columns");
	if (q->txn->store->engine->column(q->prepared, index, value, &q->err))
		return true;
	fail_engine(q);
	return false;
}

/* One column of that kind; false: a failure, or a NULL where one may be. */
static bool take(struct stmt *q, enum value_kind kind, bool may_be_null, struct value *value)
{
	static const char *const kinds[] = { "NULL", "a whole number", "a text", "a blob" };

	if (!look(q, q->takes_count, value))
		return false;
	q->takes_count++;
	if (value->kind == VALUE_NULL && may_be_null)
		return false;
	if (value->kind == kind)
		return true;
	fail(q, ERR_IO, "column %zu is %s, not %s [%.90s]", q->takes_count, kinds[value->kind], kinds[kind], q->sql->text);
	return false;
}

bool stmt_take_value(struct stmt *q, struct value *value)
{
	if (!look(q, q->takes_count, value))
		return false;
	q->takes_count++;
	return true;
}

bool stmt_is_null(struct stmt *q)
{
	struct value value;

	return look(q, q->takes_count, &value) && value.kind == VALUE_NULL;
}

void stmt_skip(struct stmt *q)
{
	if (q->has_failed)
		return;
	assert(q->has_row && q->takes_count < q->columns_count);
	q->takes_count++;
}

static int64_t take_i64(struct stmt *q, bool may_be_null, int64_t otherwise)
{
	struct value value;

	return take(q, VALUE_I64, may_be_null, &value) ? value.i64 : otherwise;
}

/* Within what calc can add up without overflow, whatever the file says. */
static struct money take_money(struct stmt *q, bool may_be_null, int64_t otherwise)
{
	int64_t dong = take_i64(q, may_be_null, otherwise);

	if (dong == otherwise || (dong >= -MONEY_MAX && dong <= MONEY_MAX))
		return MONEY(dong);
	fail(q, ERR_IO, "column %zu is no amount [%.90s]", q->takes_count, q->sql->text);
	return MONEY(0);
}

static char *take_text(struct stmt *q, struct arena *arena, bool may_be_null)
{
	struct value value;

	if (take(q, VALUE_TEXT, may_be_null, &value))
		return arena_bytes(arena, value.bytes, value.size);
	return may_be_null ? NULL : arena_text(arena, "");
}

static void *take_blob(struct stmt *q, struct arena *arena, size_t *size, bool may_be_null)
{
	struct value value;

	*size = 0;
	if (take(q, VALUE_BLOB, may_be_null, &value)) {
		*size = value.size;
		return arena_bytes(arena, value.bytes, value.size);
	}
	return may_be_null ? NULL : arena_text(arena, "");
}

/* A blob of one size only; zeros otherwise. */
static bool take_exact(struct stmt *q, bool may_be_null, void *bytes, size_t size)
{
	struct value value;

	memset(bytes, 0, size);
	if (!take(q, VALUE_BLOB, may_be_null, &value))
		return false;
	if (value.size != size) {
		fail(q, ERR_IO, "column %zu has %zu bytes, not %zu [%.90s]", q->takes_count, value.size, size, q->sql->text);
		return false;
	}
	memcpy(bytes, value.bytes, size);
	return true;
}

static int32_t take_day(struct stmt *q, bool may_be_null)
{
	int64_t day = take_i64(q, may_be_null, 0);

	if (day >= INT32_MIN && day <= INT32_MAX)
		return (int32_t)day;
	fail(q, ERR_IO, "column %zu is no day [%.90s]", q->takes_count, q->sql->text);
	return 0;
}

int64_t stmt_take_i64(struct stmt *q)
{
	return take_i64(q, false, 0);
}

struct money stmt_take_money(struct stmt *q)
{
	return take_money(q, false, 0);
}

int32_t stmt_take_day(struct stmt *q)
{
	return take_day(q, false);
}

char *stmt_take_text(struct stmt *q, struct arena *arena)
{
	return take_text(q, arena, false);
}

void *stmt_take_blob(struct stmt *q, struct arena *arena, size_t *size)
{
	return take_blob(q, arena, size, false);
}

void stmt_take_id(struct stmt *q, struct id *id)
{
	take_exact(q, false, id->bytes, sizeof(id->bytes));
}

void stmt_take_hash(struct stmt *q, struct hash *hash)
{
	take_exact(q, false, hash->bytes, sizeof(hash->bytes));
}

int64_t stmt_take_i64_opt(struct stmt *q)
{
	return take_i64(q, true, STMT_NONE);
}

struct money stmt_take_money_opt(struct stmt *q)
{
	return take_money(q, true, STMT_NONE);
}

int32_t stmt_take_day_opt(struct stmt *q)
{
	return take_day(q, true);
}

char *stmt_take_text_opt(struct stmt *q, struct arena *arena)
{
	return take_text(q, arena, true);
}

void *stmt_take_blob_opt(struct stmt *q, struct arena *arena, size_t *size)
{
	return take_blob(q, arena, size, true);
}

void stmt_take_id_opt(struct stmt *q, struct id *id)
{
	take_exact(q, true, id->bytes, sizeof(id->bytes));
}

bool stmt_take_hash_opt(struct stmt *q, struct hash *hash)
{
	return take_exact(q, true, hash->bytes, sizeof(hash->bytes));
}
