#include "shop/staff.h"

#include <string.h>

#include "shop/book.h"
#include "shop/journal.h"
#include "shop/sql.h"

const char *const staff_role_words[] = { NULL, "cashier", "supervisor", "stock", "accountant", "admin", NULL };

enum { SET, GET, FIND, LIST, CREDENTIAL_GET, CREDENTIAL_SET, CREDENTIAL_TRIED, CREDENTIAL_TRIED_AWAY, SESSION_LOCK,
       SESSION_ADD, SESSION_END, SESSION_END_ALL, SESSION_END_AT, SESSION_OLD, SESSION_TILL, SESSION_STATION, SESSION_LIST,
       SITE_GET, TILL_LIST, TILL_GET };

const struct sql staff_sql[] = {
	[SET] = { .text =
		"INSERT INTO staff (id, login, role, is_active, vault_ref, vault_sum) VALUES ($1, $2, $3, $4, $5, $6)"
		" ON CONFLICT (id) DO UPDATE SET login = excluded.login, role = excluded.role, is_active = excluded.is_active,"
		" vault_ref = excluded.vault_ref, vault_sum = excluded.vault_sum" },
	[GET] = { .text = "SELECT id, login, role, is_active, vault_ref FROM staff WHERE id = $1" },
	[FIND] = { .text = "SELECT id, login, role, is_active, vault_ref FROM staff WHERE login = $1" },
	[LIST] = { .text = "SELECT id, login, role, is_active, vault_ref FROM staff ORDER BY login LIMIT 500" },
	[CREDENTIAL_GET] = { .text = "SELECT hash, failures, next_us FROM credential WHERE staff_id = $1 AND kind = $2" },
	[CREDENTIAL_SET] = { .text =
		"INSERT INTO credential (staff_id, kind, hash, failures, next_us) VALUES ($1, $2, $3, 0, 0)"
		" ON CONFLICT (staff_id, kind) DO UPDATE SET hash = excluded.hash" },
	[CREDENTIAL_TRIED_AWAY] = { .text =
		"INSERT INTO credential (failures, next_us, staff_id, kind, hash) VALUES ($1, $2, $3, $4, '')"
		" ON CONFLICT (staff_id, kind) DO UPDATE SET failures = excluded.failures, next_us = excluded.next_us" },
	[CREDENTIAL_TRIED] = { .text = "UPDATE credential SET failures = $1, next_us = $2 WHERE staff_id = $3 AND kind = $4" },
	[SESSION_ADD] = { .text = "INSERT INTO session (token_sum, staff_id, till_id, station_id, began_us, is_locked) VALUES ($1, $2, $3, $4, $5, $6)" },
	[SESSION_END] = { .text = "DELETE FROM session WHERE token_sum = $1" },
	/* A table of at most a thousand rows. */
	[SESSION_END_ALL] = { .text = "DELETE FROM session WHERE staff_id = $1", .scan_ok = true },
	[SESSION_END_AT] = { .text = "DELETE FROM session WHERE station_id = $1", .scan_ok = true },
	[SESSION_OLD] = { .text = "DELETE FROM session WHERE began_us < $1", .scan_ok = true },
	[SESSION_TILL] = { .text = "UPDATE session SET till_id = $1 WHERE token_sum = $2" },
	[SESSION_LOCK] = { .text = "UPDATE session SET is_locked = 1 WHERE token_sum = $1" },
	[SESSION_STATION] = { .text = "UPDATE session SET station_id = $1 WHERE token_sum = $2" },
	[SESSION_LIST] = { .text =
		"SELECT e.token_sum, e.till_id, e.station_id, e.began_us, e.is_locked, s.id, s.login, s.role, s.is_active, s.vault_ref FROM session e"
		" JOIN staff s ON s.id = e.staff_id WHERE e.began_us >= $1 AND s.is_active = 1 ORDER BY e.began_us DESC LIMIT 1000", .scan_ok = true },
	[SITE_GET] = { .text =
		"SELECT s.code, s.name, s.address, s.phone, f.name, f.tax_code FROM site s"
		" JOIN party_fact f ON f.party_id = s.operator_id AND f.from_day <= $1 WHERE s.id = $2 ORDER BY f.from_day DESC LIMIT 1" },
	[TILL_LIST] = { .text = "SELECT id, code, name FROM till WHERE site_id = $1 ORDER BY code LIMIT 50", .scan_ok = true },
	[TILL_GET] = { .text = "SELECT id, code, name FROM till WHERE id = $1" },
	SQL_END
};

/* ---- the entry -------------------------------------------------------------- */

struct staff_body {
	struct id id;
	bool is_active;
	const char *login;
	struct vault_ref name;
	int32_t role;
};

static const struct field body_fields[] = {
	F_ID(struct staff_body, id),
	F_BOOL(struct staff_body, is_active),
	F_TEXT(struct staff_body, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_PART(struct staff_body, name, &vault_ref_shape),
	F_WORD(struct staff_body, role, staff_role_words),
};
static const struct shape body_shape = SHAPE(struct staff_body, "staff_set", body_fields);

static const struct field staff_fields[] = {
	F_ID(struct staff, id),
	F_BOOL(struct staff, is_active),
	F_TEXT(struct staff, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct staff, name, 1, STAFF_NAME_LETTERS_MAX),
	F_WORD(struct staff, role, staff_role_words),
};
const struct shape staff_shape = SHAPE(struct staff, "staff", staff_fields);

/* What the vault keeps. */
struct personal {
	const char *name;
};
static const struct field personal_fields[] = { F_TEXT(struct personal, name, 1, STAFF_NAME_LETTERS_MAX) };
static const struct shape personal_shape = SHAPE(struct personal, "staff_name", personal_fields);

static bool staff_apply(struct txn *txn, const struct entry *entry, const void *body, struct arena *arena, struct err *err)
{
	const struct staff_body *staff = body;
	struct stmt *q = stmt_begin(txn, &staff_sql[SET]);

	(void)entry;
	(void)arena;
	stmt_put_id(q, staff->id);
	stmt_put_text(q, staff->login);
	stmt_put_i64(q, staff->role);
	stmt_put_i64(q, staff->is_active);
	stmt_put_id(q, staff->name.ref);
	stmt_put_hash(q, staff->name.sum);
	return stmt_end(q, err);
}

const struct kind staff_set_kind = {
	.name = "staff_set", .version = 1, .body = &body_shape, .apply = staff_apply,
	.about = "A member of staff was added or changed; the name lies in the vault",
};

static bool login_is_plain(const char *login)
{
	for (const char *c = login; *c; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || strchr("._-", *c)))
			return false;
	return *login != '\0';
}

bool staff_set(struct work *work, const struct staff *staff, struct err *err)
{
	struct staff_body body = { .id = staff->id, .is_active = staff->is_active, .login = staff->login, .role = staff->role };
	struct personal personal = { .name = staff->name ? staff->name : staff->login };
	struct staff other;
	struct buf facts;
	void *first;
	bool found, ok;

	if (!work_first_answer(work, &staff_set_kind, &first, err) || first)
		return first != NULL;
	if (!login_is_plain(staff->login))
		return err_set(err, ERR_INPUT, "login", "tên đăng nhập chỉ gồm chữ thường không dấu, số và . _ -");
	if (!staff_find(work->txn, work->arena, staff->login, &other, &found, err))
		return false;
	if (found && !id_is(other.id, staff->id))
		return err_set(err, ERR_CONFLICT, "login", "tên đăng nhập này đã có người dùng; chọn tên khác");
	buf_init(&facts, 4096);
	shape_write(&personal_shape, &personal, &facts);
	ok = vault_put(work, buf_get(&facts), &body.name, err);
	buf_release(&facts);
	return ok && work_record(work, &staff_set_kind, &body, err) && session_end_all(work->txn, staff->id, err);
}

/* ---- reading ---------------------------------------------------------------- */

static void take_row(struct stmt *q, struct arena *arena, struct staff *staff, struct id *ref)
{
	stmt_take_id(q, &staff->id);
	staff->login = stmt_take_text(q, arena);
	staff->role = (int32_t)stmt_take_i64(q);
	staff->is_active = stmt_take_i64(q) != 0;
	stmt_take_id_opt(q, ref);
}

static bool take_name(struct txn *txn, struct arena *arena, struct id ref, struct staff *staff, struct err *err)
{
	struct personal personal;
	const char *facts;

	staff->name = NULL;
	if (id_is_none(ref))
		return true;
	if (!vault_find(txn, arena, ref, &facts, err))
		return false;
	if (!facts)
		return true;
	if (!shape_read(&personal_shape, facts, strlen(facts), arena, &personal, err))
		return false;
	staff->name = personal.name;
	return true;
}

static bool take_one(struct txn *txn, struct stmt *q, struct arena *arena, struct staff *staff, bool *found, struct err *err)
{
	struct id ref = { { 0 } };

	*found = stmt_next(q);
	if (*found)
		take_row(q, arena, staff, &ref);
	return stmt_end(q, err) && (!*found || take_name(txn, arena, ref, staff, err));
}

bool staff_get(struct txn *txn, struct arena *arena, struct id staff_id, struct staff *staff, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[GET]);
	bool found;

	stmt_put_id(q, staff_id);
	if (!take_one(txn, q, arena, staff, &found, err))
		return false;
	return found || err_set(err, ERR_MISSING, "staff_id", "không có nhân viên này");
}

bool staff_find(struct txn *txn, struct arena *arena, const char *login, struct staff *staff, bool *found, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[FIND]);

	stmt_put_text(q, login);
	return take_one(txn, q, arena, staff, found, err);
}

bool staff_list(struct txn *txn, struct arena *arena, struct staff **staff, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[LIST]);
	struct id *refs = ARENA_LIST(arena, STAFF_LIST_MAX, struct id);

	*staff = ARENA_LIST(arena, STAFF_LIST_MAX, struct staff);
	*count = 0;
	while (*count < STAFF_LIST_MAX && stmt_next(q)) {
		take_row(q, arena, &(*staff)[*count], &refs[*count]);
		++*count;
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!take_name(txn, arena, refs[i], &(*staff)[i], err))
			return false;
	return true;
}

/* ---- credentials ------------------------------------------------------------ */

bool credential_check(enum credential_kind kind, const char *secret, struct err *err)
{
	size_t letters = text_letters(secret), digits = strspn(secret, "0123456789");
	bool alike = true, run = true;

	if (kind == CREDENTIAL_PASSWORD)
		return (letters >= STAFF_PASSWORD_LETTERS_MIN && letters <= STAFF_PASSWORD_LETTERS_MAX) ||
		       err_set(err, ERR_INPUT, "password", "mật khẩu cần từ %d đến %d ký tự", STAFF_PASSWORD_LETTERS_MIN, STAFF_PASSWORD_LETTERS_MAX);
	if (secret[digits] || digits < STAFF_PIN_LETTERS_MIN || digits > STAFF_PIN_LETTERS_MAX)
		return err_set(err, ERR_INPUT, "pin", "mã PIN là %d đến %d chữ số", STAFF_PIN_LETTERS_MIN, STAFF_PIN_LETTERS_MAX);
	for (size_t i = 1; i < digits; i++) {
		alike = alike && secret[i] == secret[0];
		run = run && secret[i] == secret[i - 1] + 1;
	}
	return !(alike || run) || err_set(err, ERR_INPUT, "pin", "mã PIN này quá dễ đoán; chọn mã khác");
}

bool credential_get(struct txn *txn, struct arena *arena, struct id staff_id, enum credential_kind kind, struct credential *credential,
		    struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[CREDENTIAL_GET]);

	*credential = (struct credential){ 0 };
	stmt_put_id(q, staff_id);
	stmt_put_i64(q, kind);
	if (stmt_next(q)) {
		credential->hash = stmt_take_text(q, arena);
		credential->failures = stmt_take_i64(q);
		credential->next_us = stmt_take_i64(q);
	}
	return stmt_end(q, err);
}

bool credential_set(struct txn *txn, struct id staff_id, enum credential_kind kind, const char *hash, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[CREDENTIAL_SET]);

	stmt_put_id(q, staff_id);
	stmt_put_i64(q, kind);
	stmt_put_text(q, hash);
	return stmt_end(q, err);
}

void credential_tried(struct credential *credential, bool was_right, int64_t at_us)
{
	int64_t wait_us = 1000000;

	if (was_right) {
		credential->failures = credential->next_us = 0;
		return;
	}
	credential->failures++;
	if (credential->failures < STAFF_FREE_TRIES)
		return;
	for (int64_t i = STAFF_FREE_TRIES; i < credential->failures && wait_us < STAFF_WAIT_MAX_US; i++)
		wait_us *= 2;
	credential->next_us = at_us + (wait_us < STAFF_WAIT_MAX_US ? wait_us : STAFF_WAIT_MAX_US);
}

bool credential_put_tried(struct txn *txn, struct id staff_id, enum credential_kind kind, const struct credential *credential, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[kind == CREDENTIAL_AWAY ? CREDENTIAL_TRIED_AWAY : CREDENTIAL_TRIED]);

	stmt_put_i64(q, credential->failures);
	stmt_put_i64(q, credential->next_us);
	stmt_put_id(q, staff_id);
	stmt_put_i64(q, kind);
	return stmt_end(q, err);
}

/* ---- sessions --------------------------------------------------------------- */

bool session_add(struct txn *txn, const struct session *session, int64_t oldest_us, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_OLD]);

	stmt_put_i64(q, oldest_us);
	if (!stmt_end(q, err))
		return false;
	q = stmt_begin(txn, &staff_sql[SESSION_ADD]);
	stmt_put_hash(q, session->token_sum);
	stmt_put_id(q, session->staff.id);
	stmt_put_id_opt(q, session->till_id);
	stmt_put_id_opt(q, session->station_id);
	stmt_put_i64(q, session->began_us);
	stmt_put_i64(q, session->is_locked);
	return stmt_end(q, err);
}

bool session_set_till(struct txn *txn, struct hash token_sum, struct id till_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_TILL]);

	stmt_put_id(q, till_id);
	stmt_put_hash(q, token_sum);
	return stmt_end(q, err);
}

bool session_set_station(struct txn *txn, struct hash token_sum, struct id station_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_STATION]);

	stmt_put_id(q, station_id);
	stmt_put_hash(q, token_sum);
	return stmt_end(q, err);
}

bool session_set_locked(struct txn *txn, struct hash token_sum, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_LOCK]);

	stmt_put_hash(q, token_sum);
	return stmt_end(q, err);
}

bool session_end(struct txn *txn, struct hash token_sum, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_END]);

	stmt_put_hash(q, token_sum);
	return stmt_end(q, err);
}

bool session_end_all(struct txn *txn, struct id staff_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_END_ALL]);

	stmt_put_id(q, staff_id);
	return stmt_end(q, err);
}

bool session_end_at(struct txn *txn, struct id station_id, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_END_AT]);

	stmt_put_id(q, station_id);
	return stmt_end(q, err);
}

bool session_list(struct txn *txn, struct arena *arena, int64_t oldest_us, struct session **sessions, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SESSION_LIST]);
	struct id *refs = ARENA_LIST(arena, SESSIONS_MAX, struct id);

	*sessions = ARENA_LIST(arena, SESSIONS_MAX, struct session);
	*count = 0;
	stmt_put_i64(q, oldest_us);
	while (*count < SESSIONS_MAX && stmt_next(q)) {
		struct session *session = &(*sessions)[*count];

		stmt_take_hash(q, &session->token_sum);
		stmt_take_id_opt(q, &session->till_id);
		stmt_take_id_opt(q, &session->station_id);
		session->began_us = stmt_take_i64(q);
		session->is_locked = stmt_take_i64(q) != 0;
		take_row(q, arena, &session->staff, &refs[(*count)++]);
	}
	if (!stmt_end(q, err))
		return false;
	for (size_t i = 0; i < *count; i++)
		if (!take_name(txn, arena, refs[i], &(*sessions)[i].staff, err))
			return false;
	return true;
}

/* ---- places ----------------------------------------------------------------- */

static const struct field till_fields[] = {
	F_TEXT(struct till, code, 1, 8),
	F_ID(struct till, id),
	F_TEXT(struct till, name, 1, 100),
};
const struct shape till_shape = SHAPE(struct till, "till", till_fields);

static const struct field site_fields[] = {
	F_TEXT_OPT(struct site, address, 1, 300),
	F_TEXT(struct site, code, 1, 20),
	F_ID(struct site, id),
	F_TEXT(struct site, name, 1, 200),
	F_TEXT_OPT(struct site, operator_name, 1, 200),
	F_TEXT_OPT(struct site, phone, 1, 20),
	F_TEXT_OPT(struct site, tax_code, 1, 20),
};
const struct shape site_shape = SHAPE(struct site, "site", site_fields);

bool site_get(struct txn *txn, struct arena *arena, struct id site_id, int32_t day, struct site *site, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[SITE_GET]);
	bool found;

	*site = (struct site){ .id = site_id };
	stmt_put_day(q, day);
	stmt_put_id(q, site_id);
	found = stmt_next(q);
	if (found) {
		site->code = stmt_take_text(q, arena);
		site->name = stmt_take_text(q, arena);
		site->address = stmt_take_text_opt(q, arena);
		site->phone = stmt_take_text_opt(q, arena);
		site->operator_name = stmt_take_text_opt(q, arena);
		site->tax_code = stmt_take_text_opt(q, arena);
	}
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "site_id", "không có điểm bán này");
}

static void take_till(struct stmt *q, struct arena *arena, struct till *till)
{
	stmt_take_id(q, &till->id);
	till->code = stmt_take_text(q, arena);
	till->name = stmt_take_text(q, arena);
}

bool till_list(struct txn *txn, struct arena *arena, struct id site_id, struct till **tills, size_t *count, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[TILL_LIST]);

	*tills = ARENA_LIST(arena, TILLS_MAX, struct till);
	*count = 0;
	stmt_put_id(q, site_id);
	while (*count < TILLS_MAX && stmt_next(q))
		take_till(q, arena, &(*tills)[(*count)++]);
	return stmt_end(q, err);
}

bool till_get(struct txn *txn, struct arena *arena, struct id till_id, struct till *till, struct err *err)
{
	struct stmt *q = stmt_begin(txn, &staff_sql[TILL_GET]);
	bool found;

	stmt_put_id(q, till_id);
	found = stmt_next(q);
	if (found)
		take_till(q, arena, till);
	if (!stmt_end(q, err))
		return false;
	return found || err_set(err, ERR_MISSING, "till_id", "không có quầy này");
}
