/* A till of a site: the first one comes with the book, further ones by an entry each. Reading them is in staff.c. */
#include "shop/book.h"
#include "shop/cash.h"
#include "shop/journal.h"
#include "shop/sql.h"
#include "shop/staff.h"

enum { SET, BY_CODE };

const struct sql till_sql[] = {
	[SET] = { .text =
		"INSERT INTO till (id, site_id, code, name) VALUES ($1, $2, $3, $4)"
		" ON CONFLICT (id) DO UPDATE SET name = excluded.name" },
	[BY_CODE] = { .text = "SELECT id FROM till WHERE code = $1" },
	SQL_END
};

static bool till_find_code(struct txn *txn, const char *code, struct id *till_id, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &till_sql[BY_CODE]);

	stmt_put_text(q, code);
	*found = stmt_next(q);
	if (*found)
		stmt_take_id(q, till_id);
	return stmt_end(q, err);
}

static bool till_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct till *till = body;
	struct cash_place drawer = { .id = till->id, .kind = CASH_DRAWER, .name = arena_format(arena, "Ngăn kéo %s", till->code) };
	struct stmt *q = stmt_begin(txn, &till_sql[SET]);

	stmt_put_id(q, till->id);
	stmt_put_id(q, entry->site_id);
	stmt_put_text(q, till->code);
	stmt_put_text(q, till->name);
	return stmt_end(q, err) && cash_place_put(txn, entry->site_id, &drawer, err);
}

const struct kind till_set_kind = {
	.name = "till_set", .version = 1, .body = &till_shape, .apply = till_apply,
	.about = "A till was added to the site, or given another name; its code stands on receipts and never changes",
};

static bool code_is_plain(const char *code)
{
	for (const char *c = code; *c; c++)
		if (!((*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9')))
			return false;
	return true;
}

bool till_set(struct work *work, const struct till *till, struct err *err)
{
	struct till *tills;
	struct id other_id;
	void *first;
	size_t count;
	bool found;

	if (!work_first_answer(work, &till_set_kind, &first, err) || first)
		return first != NULL;
	if (!code_is_plain(till->code))
		return err_set(err, ERR_INPUT, "code", "mã quầy chỉ gồm chữ hoa không dấu và số, như Q2");
	if (!till_find_code(work->txn, till->code, &other_id, &found, err) ||
	    !till_list(work->txn, work->arena, work->book->site_id, &tills, &count, err))
		return false;
	if (found && !id_is(other_id, till->id))
		return err_set(err, ERR_CONFLICT, "code", "đã có quầy mang mã này; chọn mã khác");
	for (size_t i = 0; i < count; i++)
		if (id_is(tills[i].id, till->id) && !found)
			return err_set(err, ERR_CONFLICT, "code", "mã quầy nằm trên phiếu đã in nên không đổi được; thêm quầy mới");
	if (!found && count == TILLS_MAX)
		return err_set(err, ERR_LIMIT, NULL, "đã có quá nhiều quầy");
	return work_record(work, &till_set_kind, till, err);
}
