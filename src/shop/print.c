#include "shop/print.h"

#include <string.h>

#include "shop/book.h"
#include "shop/journal.h"
#include "shop/rollup.h"
#include "shop/sql.h"

const char *const print_state_words[] = { NULL, "waiting", "printing", "done", "unknown", "failed", NULL };
const char *const print_layout_words[] = { NULL, "receipt", "shift", "cash_slip", "intake", "statement", "voucher", "quote", "picking", "delivery", "drawer", NULL };

enum { ADD, NEXT, CLAIM, FINISH, AGAIN, SEEN, OF_ENTRY, LIST, SET_FORM };

const struct sql print_sql[] = {
	[ADD] = { .text =
		"INSERT INTO print_job (state, entry_key, layout, copy, printer, at_us) VALUES (1, $1, $2, $3, $4, $5)" },
	/* Those that wait are few, and the state leads the key. */
	[NEXT] = { .text =
		"SELECT state, entry_key, layout, copy, printer, reason, at_us, lang, is_gift FROM print_job WHERE state = 1 AND printer = $1"
		" ORDER BY entry_key, layout, copy LIMIT 1" },
	[CLAIM] = { .text =
		"UPDATE print_job SET state = 2, at_us = $1 WHERE state = 1 AND entry_key = $2 AND layout = $3 AND copy = $4" },
	[FINISH] = { .text =
		"UPDATE print_job SET state = $1, reason = $2, at_us = $3 WHERE state = 2 AND entry_key = $4 AND layout = $5 AND copy = $6" },
	[AGAIN] = { .text =
		"UPDATE print_job SET state = 1, reason = NULL, at_us = $1 WHERE state IN (4, 5) AND entry_key = $2 AND layout = $3 AND copy = 0" },
	[SEEN] = { .text =
		"UPDATE print_job SET state = 3, reason = NULL, at_us = $1 WHERE state IN (4, 5) AND entry_key = $2 AND layout = $3 AND copy = $4" },
	[OF_ENTRY] = { .text =
		"SELECT state, entry_key, layout, copy, printer, reason, at_us, lang, is_gift FROM print_job WHERE state IN (1, 2, 3, 4, 5) AND entry_key = $1"
		" ORDER BY copy, layout LIMIT 200", .scan_ok = true },
	[LIST] = { .text =
		"SELECT state, entry_key, layout, copy, printer, reason, at_us, lang, is_gift FROM print_job WHERE state = $1 ORDER BY entry_key, layout, copy LIMIT 200" },
	[SET_FORM] = { .text =
		"UPDATE print_job SET lang = $1, is_gift = $2 WHERE state = 1 AND entry_key = $3 AND layout = $4 AND copy = $5" },
	SQL_END
};

static const struct field row_fields[] = {
	F_I64(struct print_row, at_us, 0, INT64_MAX),
	F_I64(struct print_row, copy, 0, 100000),
	F_I64(struct print_row, entry_number, 1, INT64_MAX),
	F_WORD(struct print_row, layout, print_layout_words),
	F_TEXT(struct print_row, printer, 1, 64),
	F_TEXT_OPT(struct print_row, reason, 1, 400),
	F_WORD(struct print_row, state, print_state_words),
};
const struct shape print_row_shape = SHAPE(struct print_row, "print_job", row_fields);

bool print_add(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, const char *printer, int64_t at_us,
	       struct err *err)
{
	struct stmt *q;

	if (!printer)
		return true;
	q = stmt_begin(txn, &print_sql[ADD]);
	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, layout);
	stmt_put_i64(q, copy);
	stmt_put_text(q, printer);
	stmt_put_i64(q, at_us);
	return stmt_end(q, err);
}

static void take_row(struct stmt *q, struct arena *arena, struct print_row *row)
{
	row->state = (int32_t)stmt_take_i64(q);
	row->entry_key = stmt_take_i64(q);
	row->entry_number = ENTRY_NUMBER(row->entry_key);
	row->layout = (int32_t)stmt_take_i64(q);
	row->copy = stmt_take_i64(q);
	row->printer = stmt_take_text(q, arena);
	row->reason = stmt_take_text_opt(q, arena);
	row->at_us = stmt_take_i64(q);
	row->lang = stmt_take_i64(q);
	row->is_gift = stmt_take_i64(q) != 0;
}

bool print_claim(struct txn *txn, struct arena *arena, const char *printer, int64_t at_us, struct print_row *row, bool *found,
		 struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[NEXT]);

	stmt_put_text(q, printer);
	*found = stmt_next(q);
	if (*found)
		take_row(q, arena, row);
	if (!stmt_end(q, err))
		return false;
	if (!*found)
		return true;
	q = stmt_begin(txn, &print_sql[CLAIM]);
	stmt_put_i64(q, at_us);
	stmt_put_i64(q, row->entry_key);
	stmt_put_i64(q, row->layout);
	stmt_put_i64(q, row->copy);
	row->state = PRINT_PRINTING;
	row->at_us = at_us;
	return stmt_end(q, err);
}

bool print_set_form(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, int64_t lang, bool is_gift, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[SET_FORM]);

	stmt_put_i64(q, lang);
	stmt_put_i64(q, is_gift);
	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, layout);
	stmt_put_i64(q, copy);
	return stmt_end(q, err);
}

bool print_finish(struct txn *txn, const struct print_row *row, enum print_state state, const char *reason, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[FINISH]);
	int64_t changed;

	stmt_put_i64(q, state);
	stmt_put_text_opt(q, reason);
	stmt_put_i64(q, at_us);
	stmt_put_i64(q, row->entry_key);
	stmt_put_i64(q, row->layout);
	stmt_put_i64(q, row->copy);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed == 1 || err_set(err, ERR_MISSING, "print", "giấy này không đang in");
}

bool print_again(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[AGAIN]);
	int64_t changed;

	stmt_put_i64(q, at_us);
	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, layout);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed > 0 || err_set(err, ERR_CONFLICT, "print", "giấy này đã in hoặc đang in; cần thêm thì in bản sao");
}

bool print_seen(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t copy, int64_t at_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[SEEN]);
	int64_t changed;

	stmt_put_i64(q, at_us);
	stmt_put_i64(q, entry_key);
	stmt_put_i64(q, layout);
	stmt_put_i64(q, copy);
	changed = stmt_changes(q);
	if (!stmt_end(q, err))
		return false;
	return changed > 0 || err_set(err, ERR_CONFLICT, "print", "giấy này không ở trạng thái chờ xem lại");
}

static bool take_rows(struct stmt *q, struct arena *arena, struct print_row **rows, size_t *count, struct err *err)
{
	*rows = ARENA_LIST(arena, PRINT_ROWS_MAX, struct print_row);
	*count = 0;
	while (*count < PRINT_ROWS_MAX && stmt_next(q))
		take_row(q, arena, &(*rows)[(*count)++]);
	return stmt_end(q, err);
}

bool print_of_entry(struct txn *txn, struct arena *arena, int64_t entry_key, struct print_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[OF_ENTRY]);

	stmt_put_i64(q, entry_key);
	return take_rows(q, arena, rows, count, err);
}

bool print_list(struct txn *txn, struct arena *arena, enum print_state state, struct print_row **rows, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &print_sql[LIST]);

	stmt_put_i64(q, state);
	return take_rows(q, arena, rows, count, err);
}

/* ---- copies ----------------------------------------------------------------- */

struct paper_copied {
	int64_t copy;
	int64_t entry_number;
	int32_t layout;
};

static const struct field copied_fields[] = {
	F_I64(struct paper_copied, copy, 1, 100000),
	F_I64(struct paper_copied, entry_number, 1, INT64_MAX),
	F_WORD(struct paper_copied, layout, print_layout_words),
};
static const struct shape copied_shape = SHAPE(struct paper_copied, "paper_copied", copied_fields);

static struct rollup_key copies_key(int64_t entry_key, enum print_layout layout)
{
	return (struct rollup_key){ .kind = ROLLUP_COPIES, .period = entry_key, .a = print_layout_words[layout],
				    .a_size = strlen(print_layout_words[layout]) };
}

static bool copied_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct paper_copied *copied = body;
	struct rollup_key key = copies_key(ENTRY_KEY(ENTRY_STREAM(entry->key), copied->entry_number), (enum print_layout)copied->layout);
	struct rollup_sums sums = { .count = 1 };

	(void)arena;
	return rollup_add(txn, &key, &sums, err);
}

const struct kind paper_copied_kind = {
	.name = "paper_copied", .version = 1, .body = &copied_shape, .apply = copied_apply, .keeps_goods = true,
	.about = "A numbered copy of a paper was asked for",
};

bool paper_copies(struct txn *txn, int64_t entry_key, enum print_layout layout, int64_t *count, struct err *err)
{
	struct rollup_key key = copies_key(entry_key, layout);
	struct rollup_sums sums;

	if (!rollup_get(txn, &key, &sums, err))
		return false;
	*count = sums.count;
	return true;
}

bool paper_copy(struct work *work, int64_t entry_key, enum print_layout layout, int64_t *copy, struct err *err)
{
	struct paper_copied body = { .entry_number = ENTRY_NUMBER(entry_key), .layout = (int32_t)layout }, *first;

	if (!work_first_answer(work, &paper_copied_kind, (void **)&first, err))
		return false;
	if (first) {
		*copy = first->copy;
		return true;
	}
	if (ENTRY_STREAM(entry_key) != work->book->stream)
		return err_set(err, ERR_CONFLICT, "entry", "giấy này thuộc sổ trước khi khôi phục; in lại từ văn phòng");
	if (!paper_copies(work->txn, entry_key, layout, copy, err))
		return false;
	body.copy = ++*copy;
	return work_record(work, &paper_copied_kind, &body, err);
}
