/* The places where cash lies, and the rows of their books. */
#include "shop/cash.h"

#include <string.h>

#include "shop/book.h"
#include "shop/intent.h"
#include "shop/sql.h"
#include "shop/staff.h"
#include "store/stmt.h"

const char *const cash_place_words[] = { NULL, "drawer", "safe", "bank", NULL };
const char *const cash_what_words[] = {
	NULL, "opening", "float", "moved", "spent", "earned", "referrer", "no_sale", "sold", "difference", "taken", "payout", "refund", "taken_in", NULL,
};

enum { PUT, SET, GET, LIST, BALANCE, ROW_ADD, TILL_OF };

const struct sql cash_sql[] = {
	/* A drawer goes by its till's name; a safe or an account that is there stays as the office named it. */
	[PUT] = { .text =
		"INSERT INTO cash_place (id, site_id, kind, name, account, is_active) VALUES ($1, $2, $3, $4, $5, 1)"
		" ON CONFLICT (id) DO UPDATE SET name = CASE WHEN cash_place.kind = 1 THEN excluded.name ELSE cash_place.name END" },
	[SET] = { .text =
		"INSERT INTO cash_place (id, site_id, kind, name, account, is_active) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (id) DO UPDATE SET name = excluded.name, account = excluded.account, is_active = excluded.is_active" },
	[GET] = { .text = "SELECT id, kind, name, account, is_active FROM cash_place WHERE id = $1" },
	/* A hundred at most. */
	[LIST] = { .text =
		"SELECT id, kind, name, account, is_active FROM cash_place WHERE site_id = $1 ORDER BY kind, name, id LIMIT 100", .scan_ok = true },
	[BALANCE] = { .text = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM cash_book WHERE place_id = $1" },
	[ROW_ADD] = { .text =
		"INSERT INTO cash_book (place_id, day, entry_key, n, at_us, what, amount, other_id, shift_key, paper, number, reason)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" },
	[TILL_OF] = { .text = "SELECT till_id FROM shift WHERE entry_key = $1" },
	SQL_END
};

static const struct field place_fields[] = {
	F_CODE_OPT(struct cash_place, account, 1, 30),
	F_ID(struct cash_place, id),
	F_BOOL(struct cash_place, is_active),
	F_WORD(struct cash_place, kind, cash_place_words),
	F_TEXT(struct cash_place, name, 1, CASH_NAME_LETTERS_MAX),
};
const struct shape cash_place_shape = SHAPE(struct cash_place, "cash_place", place_fields);

struct places_set {
	struct cash_place *places;
	size_t places_count;
};
static const struct field set_fields[] = { F_LIST(struct places_set, places, 1, CASH_PLACES_MAX, &cash_place_shape) };
static const struct shape set_shape = SHAPE(struct places_set, "cash_places_set", set_fields);

/* ---- reading ------------------------------------------------------------------- */

static void take_place(struct stmt *q, struct arena *arena, struct cash_place *place)
{
	stmt_take_id(q, &place->id);
	place->kind = (int32_t)stmt_take_i64(q);
	place->name = stmt_take_text(q, arena);
	place->account = stmt_take_text_opt(q, arena);
	place->is_active = stmt_take_i64(q);
}

bool cash_places(struct txn *txn, struct arena *arena, struct id site_id, struct cash_place **places, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_sql[LIST]);

	*places = ARENA_LIST(arena, CASH_PLACES_MAX, struct cash_place);
	*count = 0;
	stmt_put_id(q, site_id);
	while (*count < CASH_PLACES_MAX && stmt_next(q))
		take_place(q, arena, &(*places)[(*count)++]);
	return stmt_end(q, err);
}

static bool place_find(struct txn *txn, struct arena *arena, struct id place_id, struct cash_place *place, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_sql[GET]);

	stmt_put_id(q, place_id);
	*found = stmt_next(q);
	if (*found)
		take_place(q, arena, place);
	return stmt_end(q, err);
}

bool cash_place_get(struct txn *txn, struct arena *arena, struct id place_id, struct cash_place *place, struct err *err)
{
	bool found;

	if (!place_find(txn, arena, place_id, place, &found, err))
		return false;
	return found || err_set(err, ERR_MISSING, "place_id", "không có nơi để tiền này");
}

bool cash_balance(struct txn *txn, struct id place_id, struct money *balance, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_sql[BALANCE]);

	stmt_put_id(q, place_id);
	stmt_next(q);
	*balance = stmt_take_money(q);
	return stmt_end(q, err);
}

const char *cash_account(int32_t kind)
{
	return kind == CASH_DRAWER ? "cash" : kind == CASH_SAFE ? "safe" : "transfer";
}

struct id cash_bank_id(struct id site_id, const char *account)
{
	return id_derive(site_id, account, CASH_BANK);
}

/* ---- rows ---------------------------------------------------------------------- */

static bool put_place(struct txn *txn, const struct sql *sql, struct id site_id, const struct cash_place *place, bool with_state, struct err *err)
{
	struct stmt *q = stmt_begin(txn, sql);

	stmt_put_id(q, place->id);
	stmt_put_id(q, site_id);
	stmt_put_i64(q, place->kind);
	stmt_put_text(q, place->name);
	stmt_put_text_opt(q, place->account);
	if (with_state)
		stmt_put_i64(q, place->is_active);
	return stmt_end(q, err);
}

bool cash_place_put(struct txn *txn, struct id site_id, const struct cash_place *place, struct err *err)
{
	return put_place(txn, &cash_sql[PUT], site_id, place, false, err);
}

bool cash_row_add(struct txn *txn, const struct cash_row *row, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &cash_sql[ROW_ADD]);

	stmt_put_id(q, row->place_id);
	stmt_put_day(q, row->day);
	stmt_put_i64(q, row->entry_key);
	stmt_put_i64(q, row->n);
	stmt_put_i64(q, row->at_us);
	stmt_put_i64(q, row->what);
	stmt_put_money(q, row->amount);
	stmt_put_id_opt(q, row->other_id);
	stmt_put_i64_opt(q, row->shift_key);
	stmt_put_i64_opt(q, row->paper ? row->paper : STMT_NONE);
	stmt_put_i64_opt(q, row->number ? row->number : STMT_NONE);
	stmt_put_text_opt(q, row->reason);
	return stmt_end(q, err);
}

bool cash_rows_add(struct txn *txn, const struct cash_row *row, int64_t other_shift_key, struct err *err)
{
	struct cash_row other = *row;

	if (!cash_row_add(txn, row, err))
		return false;
	if (id_is_none(row->other_id))
		return true;
	other.n++;
	other.amount = MONEY(-row->amount.dong);
	other.place_id = row->other_id;
	other.other_id = row->place_id;
	other.paper = CASH_PAPER_NONE;
	other.number = 0;
	other.shift_key = other_shift_key;
	return cash_row_add(txn, &other, err);
}

bool cash_row_of_shift(struct txn *txn, const struct entry *entry, int64_t shift_number, struct cash_row row, struct err *err)
{
	struct stmt *q;

	row.entry_key = entry->key;
	row.at_us = entry->at_us;
	row.n = 1;
	row.place_id = entry->site_id;
	row.shift_key = SHAPE_ABSENT;
	if (shift_number) {
		row.shift_key = ENTRY_KEY(ENTRY_STREAM(entry->key), shift_number);
		q = stmt_begin(txn, &cash_sql[TILL_OF]);
		stmt_put_i64(q, row.shift_key);
		if (stmt_next(q))
			stmt_take_id(q, &row.place_id);
		if (!stmt_end(q, err))
			return false;
	}
	return cash_row_add(txn, &row, err);
}

/* ---- setting places ------------------------------------------------------------- */

static bool set_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct places_set *set = body;

	(void)arena;
	for (size_t i = 0; i < set->places_count; i++)
		if (!put_place(txn, &cash_sql[SET], entry->site_id, &set->places[i], true, err))
			return false;
	return true;
}

const struct kind cash_places_set_kind = {
	.name = "cash_places_set", .version = 1, .body = &set_shape, .apply = set_apply, .keeps_goods = true,
	.about = "Safes and bank accounts where the site's money lies",
};

static bool is_taken(const struct cash_place *places, size_t count, const struct cash_place *bank)
{
	for (size_t i = 0; i < count; i++)
		if (places[i].account && bank_account_is(places[i].account, bank->account) && !id_is(places[i].id, bank->id))
			return true;
	return false;
}

static bool check_place(struct work *work, const struct cash_place *all, size_t all_count, const struct cash_place *place, size_t *count,
			struct err *err)
{
	struct cash_place there;
	struct money balance;
	bool found;

	if (place->kind == CASH_DRAWER)
		return err_set(err, ERR_INPUT, "kind", "ngăn kéo đi theo quầy; thêm quầy thì có ngăn kéo");
	if ((place->kind == CASH_BANK) != (place->account != NULL))
		return err_set(err, ERR_INPUT, "account", place->account ? "két sắt không có số tài khoản" : "tài khoản ngân hàng phải có số tài khoản");
	if (place->account && is_taken(all, all_count, place))
		return err_set(err, ERR_CONFLICT, "account", "số tài khoản này đã có; sửa chỗ đã có");
	if (!place_find(work->txn, work->arena, place->id, &there, &found, err))
		return false;
	*count += !found;
	if (*count > CASH_PLACES_MAX)
		return err_set(err, ERR_LIMIT, NULL, "đã có quá nhiều nơi để tiền");
	if (!found)
		return true;
	if (there.kind != place->kind)
		return err_set(err, ERR_CONFLICT, "kind", "nơi để tiền đã có thì không đổi loại được; thêm nơi mới");
	if (place->is_active)
		return true;
	if (id_is(place->id, work->book->site_id))
		return err_set(err, ERR_CONFLICT, "is_active", "két chính luôn dùng: tiền đầu ca lấy từ đó");
	if (!cash_balance(work->txn, place->id, &balance, err))
		return false;
	return balance.dong == 0 || err_set(err, ERR_CONFLICT, "is_active", "nơi này còn %s; chuyển đi hết rồi mới thôi dùng", money_said(balance).text);
}

/* Of one call no two may be one another either. */
static bool is_first(const struct cash_place *places, size_t i, struct err *err)
{
	for (size_t k = 0; k < i; k++)
		if (id_is(places[k].id, places[i].id))
			return err_set(err, ERR_INPUT, "id", "nơi để tiền này ghi hai lần; bỏ một dòng");
	return !places[i].account || !is_taken(places, i, &places[i]) ||
	       err_set(err, ERR_INPUT, "account", "số tài khoản này ghi hai lần; mỗi tài khoản một dòng");
}

bool cash_places_set(struct work *work, const struct cash_place *places, size_t count, struct err *err)
{
	struct places_set set = { .places = ARENA_LIST(work->arena, count, struct cash_place), .places_count = count };
	struct cash_place *there;
	void *first;
	size_t known, all;

	if (!work_first_answer(work, &cash_places_set_kind, &first, err) || first)
		return first != NULL;
	if (work->role != STAFF_ACCOUNTANT && work->role != STAFF_ADMIN)
		return err_set(err, ERR_FORBIDDEN, NULL, "chỉ kế toán hoặc quản trị đặt được nơi để tiền");
	if (!cash_places(work->txn, work->arena, work->book->site_id, &there, &known, err))
		return false;
	all = known;
	for (size_t i = 0; i < count; i++) {
		if (!check_place(work, there, known, &places[i], &all, err) || !is_first(places, i, err))
			return err_within(err, "places[%zu]", i);
		set.places[i] = places[i];
	}
	return work_record(work, &cash_places_set_kind, &set, err);
}
