#include "shop/mark.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "shop/sql.h"

enum { PUT, GET };

const struct sql mark_sql[] = {
	[PUT] = { .text = "INSERT INTO mark (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value" },
	[GET] = { .text = "SELECT value FROM mark WHERE name = $1" },
	SQL_END
};

const char *const mark_words[] = { NULL, "backup", "verify", NULL };

/* "1792567890000000" or "1792567890000000 bad". */
bool mark_put(struct txn *txn, enum mark mark, int64_t at_us, bool holds, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &mark_sql[PUT]);
	char value[32];

	snprintf(value, sizeof(value), "%lld%s", (long long)at_us, holds ? "" : " bad");
	stmt_put_text(q, mark_words[mark]);
	stmt_put_text(q, value);
	return stmt_end(q, err);
}

bool mark_get(struct txn *txn, enum mark mark, struct mark_last *last, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &mark_sql[GET]);
	struct arena *arena = arena_new(1 << 12);
	const char *value;
	size_t size;
	bool ok;

	*last = (struct mark_last){ 0 };
	stmt_put_text(q, mark_words[mark]);
	if (stmt_next(q)) {
		value = stmt_take_text(q, arena);
		size = strcspn(value, " ");
		last->holds = value[size] == '\0';
		if (!text_read_i64(value, size, &last->at_us))
			last->at_us = 0;
	}
	ok = stmt_end(q, err);
	arena_free(arena);
	return ok;
}
