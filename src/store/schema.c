/* What a store holds, in words that both engines agree on: its schema, and its rows. */
#include "store/store.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "store/engine.h"

#define TABLES_MAX 256
#define LINES_MAX 64                            /* keys and foreign keys of one table */
#define NAMES_MAX_BYTES ((size_t)1 << 20)
#define LINE_MAX_BYTES ((size_t)1024)
#define ROW_MAX_BYTES (2 * STORE_VALUE_MAX_BYTES + ((size_t)1 << 20))  /* a blob is two letters a byte */
#define DUMP_TEXT_MAX ((size_t)8 << 10)

struct names {
	const char *list[TABLES_MAX];
	size_t count;
};

/* ---- the schema ---------------------------------------------------------------------------------------------------- */

/* A one-column answer. */
static bool list_names(struct txn *txn, struct arena *arena, const struct sql *sql, const char *table, struct names *names, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	names->count = 0;
	if (table)
		stmt_put_text(q, table);
	while (stmt_next(q)) {
		assert(names->count < COUNT_OF(names->list));
		names->list[names->count++] = stmt_take_text(q, arena);
	}
	return stmt_end(q, err);
}

static bool print_columns(struct txn *txn, struct arena *arena, const struct sql *sql, const char *table, struct buf *buf, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	stmt_put_text(q, table);
	while (stmt_next(q)) {
		const char *name = stmt_take_text(q, arena);
		const char *type = stmt_take_text(q, arena);

		buf_format(buf, "  %s %s", name, type);
		buf_text(buf, stmt_take_i64(q) ? " not null" : "");
		buf_text(buf, stmt_take_i64(q) ? " default\n" : "\n");
	}
	return stmt_end(q, err);
}

static void print_names(const char *head, const struct names *names, struct buf *buf)
{
	if (!names->count)
		return;
	buf_format(buf, "  %s (", head);
	for (size_t i = 0; i < names->count; i++)
		buf_format(buf, "%s%s", i ? ", " : "", names->list[i]);
	buf_text(buf, ")\n");
}

/* Lines come in the engine's order and are printed by their text. */
struct lines {
	struct arena *arena;
	struct buf line;
	const char *list[LINES_MAX];
	size_t count;
};

static void line_close(struct lines *lines, const char *tail)
{
	if (!lines->line.size)
		return;
	buf_text(&lines->line, tail);
	assert(lines->count < LINES_MAX && !lines->line.full);
	lines->list[lines->count++] = arena_text(lines->arena, buf_get(&lines->line));
	buf_clear(&lines->line);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool collect_keys(struct txn *txn, const struct sql *sql, const char *table, struct lines *lines, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);
	const char *tail = "";

	stmt_put_text(q, table);
	while (stmt_next(q)) {
		bool is_first = stmt_take_i64(q);
		const char *name = stmt_take_text(q, lines->arena);
		bool is_unique = stmt_take_i64(q), is_partial = stmt_take_i64(q);
		const char *column = stmt_take_text(q, lines->arena);
		bool is_down = stmt_take_i64(q);

		if (is_first) {
			line_close(lines, tail);
			buf_format(&lines->line, "%s%s%s (", is_unique ? "unique" : "", *name ? (is_unique ? " index " : "index ") : "", name);
			tail = is_partial ? ") partial" : ")";
		}
		buf_format(&lines->line, "%s%s%s", is_first ? "" : ", ", column, is_down ? " desc" : "");
	}
	line_close(lines, tail);
	return stmt_end(q, err);
}

static void foreign_close(struct lines *lines, const char *other, const struct buf *columns)
{
	if (!lines->line.size)
		return;
	buf_format(&lines->line, ") references %s (%s)", other, buf_get(columns));
	line_close(lines, "");
}

static bool collect_foreign(struct txn *txn, const struct sql *sql, const char *table, struct lines *lines, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);
	const char *other = "";
	struct buf columns;

	buf_init(&columns, LINE_MAX_BYTES);
	stmt_put_text(q, table);
	while (stmt_next(q)) {
		bool is_first = stmt_take_i64(q);
		const char *next_other = stmt_take_text(q, lines->arena);
		const char *from = stmt_take_text(q, lines->arena), *to = stmt_take_text(q, lines->arena);

		if (is_first) {
			foreign_close(lines, other, &columns);
			buf_clear(&columns);
			other = next_other;
			buf_text(&lines->line, "foreign key (");
		}
		buf_format(&lines->line, "%s%s", is_first ? "" : ", ", from);
		buf_format(&columns, "%s%s", is_first ? "" : ", ", to);
	}
	foreign_close(lines, other, &columns);
	buf_release(&columns);
	return stmt_end(q, err);
}

static bool print_keys(struct txn *txn, struct arena *arena, const char *table, struct buf *buf, struct err *err)
{
	const struct schema_sql *schema = txn->store->engine->schema;
	struct lines lines = { .arena = arena };
	bool ok;

	buf_init(&lines.line, LINE_MAX_BYTES);
	ok = collect_keys(txn, &schema->keys, table, &lines, err) && collect_foreign(txn, &schema->foreign_keys, table, &lines, err);
	qsort(lines.list, lines.count, sizeof(lines.list[0]), compare_lines);
	for (size_t i = 0; i < lines.count; i++)
		buf_format(buf, "  %s\n", lines.list[i]);
	buf_release(&lines.line);
	return ok;
}

static bool print_table(struct txn *txn, struct arena *arena, const char *table, struct buf *buf, struct err *err)
{
	const struct schema_sql *schema = txn->store->engine->schema;
	struct names names;

	buf_format(buf, "table %s\n", table);
	if (!print_columns(txn, arena, &schema->columns, table, buf, err) ||
	    !list_names(txn, arena, &schema->primary_key, table, &names, err))
		return false;
	print_names("primary key", &names, buf);
	if (!print_keys(txn, arena, table, buf, err) || !list_names(txn, arena, &schema->triggers, table, &names, err))
		return false;
	print_names("before", &names, buf);
	return true;
}

bool store_schema_print(struct store *store, struct buf *buf, struct err *err)
{
	struct txn *txn = txn_begin(store, err);
	struct arena *arena;
	struct names tables;
	bool ok;

	if (!txn)
		return false;
	arena = arena_new(NAMES_MAX_BYTES);
	ok = list_names(txn, arena, &store->engine->schema->tables, NULL, &tables, err);
	for (size_t i = 0; ok && i < tables.count; i++)
		ok = print_table(txn, arena, tables.list[i], buf, err);
	arena_free(arena);
	txn_abandon(txn);
	return ok && (!buf->full || err_set(err, ERR_LIMIT, NULL, "the schema is longer than there is room for"));
}

/* ---- the rows ------------------------------------------------------------------------------------------------------ */

/* These two become part of a statement, so they are names and commas only. */
static bool is_names(const char *text)
{
	for (; *text; text++)
		if (!islower((unsigned char)*text) && !isdigit((unsigned char)*text) && !strchr("_, ", *text))
			return false;
	return true;
}

static void print_blob(struct buf *row, const unsigned char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	buf_text(row, "x'");
	for (size_t i = 0; i < size; i++) {
		buf_byte(row, digits[bytes[i] >> 4]);
		buf_byte(row, digits[bytes[i] & 15]);
	}
	buf_byte(row, '\'');
}

static void print_value(struct buf *row, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		buf_byte(row, '-');
		break;
	case VALUE_I64:
		buf_i64(row, value->i64);
		break;
	case VALUE_TEXT:
		buf_json_any(row, value->bytes, value->size);
		break;
	case VALUE_BLOB:
		print_blob(row, value->bytes, value->size);
		break;
	}
}

/* A stream may be as long as the table: on PostgreSQL, too, one row at a time is held. */
static bool dump_rows(struct txn *txn, const char *text, size_t columns_count, store_row_function *function, void *arg, struct err *err)
{
	const struct sql sql = { .text = text, .scan_ok = true, .streams = true };
	struct stmt *q = stmt_begin_once(txn, &sql);
	struct err refusal;
	struct value value;
	bool goes_on = true, ok;
	struct buf row;

	buf_init(&row, ROW_MAX_BYTES);
	while (goes_on && stmt_next(q)) {
		buf_clear(&row);
		for (size_t i = 0; i < columns_count && stmt_take_value(q, &value); i++) {
			if (i)
				buf_byte(&row, '\t');
			print_value(&row, &value);
		}
		if (row.full)
			goes_on = err_set(&refusal, ERR_LIMIT, NULL, "a row of more than %zu bytes", ROW_MAX_BYTES);
		else
			goes_on = function(arg, buf_get(&row), row.size, &refusal);
	}
	ok = stmt_end(q, err);
	if (ok && !goes_on)
		*err = refusal;
	buf_release(&row);
	return ok && goes_on;
}

bool store_dump_table(struct txn *txn, const char *table, const char *key, store_row_function *row, void *arg, struct err *err)
{
	const struct sql *columns_sql = &txn->store->engine->schema->columns;
	struct stmt *q = stmt_begin(txn, columns_sql);
	struct arena *arena = arena_new(NAMES_MAX_BYTES);
	size_t columns_count = 0;
	struct buf text;
	bool ok;

	assert(is_names(table) && is_names(key));
	buf_init(&text, DUMP_TEXT_MAX);
	buf_text(&text, "SELECT");
	stmt_put_text(q, table);
	while (stmt_next(q)) {
		buf_format(&text, "%s %s", columns_count++ ? "," : "", stmt_take_text(q, arena));
		for (int i = 0; i < 3; i++)
			stmt_skip(q);
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	buf_format(&text, " FROM %s ORDER BY %s", table, key);
	assert(!text.full);
	if (ok && !columns_count)
		ok = err_set(err, ERR_MISSING, NULL, "no table %s", table);
	ok = ok && dump_rows(txn, buf_get(&text), columns_count, row, arg, err);
	buf_release(&text);
	return ok;
}
