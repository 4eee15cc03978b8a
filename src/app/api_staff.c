/* Staff: who works here; PINs and passwords are hashed on LANE_SIGN and never leave it. */
#include "app/api.h"
#include "app/paper.h"
#include "app/sessions.h"
#include "app/sign.h"

#include <string.h>

#include "base/secret.h"
#include "calc/owncode.h"
#include "receipts/fonts.h"
#include "receipts/layouts.h"
#include "receipts/pdf.h"

struct staff_in {
	bool is_active;
	const char *login, *name, *password, *pin;
	int32_t role;
	struct id staff_id;        /* zero: a new person */
};
static const struct field staff_in_fields[] = {
	F_BOOL(struct staff_in, is_active),
	F_CODE(struct staff_in, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT(struct staff_in, name, 1, STAFF_NAME_LETTERS_MAX),
	F_CODE_OPT(struct staff_in, password, 1, STAFF_PASSWORD_LETTERS_MAX),
	F_CODE_OPT(struct staff_in, pin, 1, STAFF_PIN_LETTERS_MAX),
	F_WORD(struct staff_in, role, staff_role_words),
	F_ID_OPT(struct staff_in, staff_id),
};
static const struct shape staff_in_shape = SHAPE(struct staff_in, "staff_in", staff_in_fields);

struct staff_row {
	bool has_password, has_pin, is_active;
	struct id id;
	const char *login, *name;
	int32_t role;
};
static const struct field staff_row_fields[] = {
	F_BOOL(struct staff_row, has_password),
	F_BOOL(struct staff_row, has_pin),
	F_ID(struct staff_row, id),
	F_BOOL(struct staff_row, is_active),
	F_TEXT(struct staff_row, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct staff_row, name, 1, STAFF_NAME_LETTERS_MAX),
	F_WORD(struct staff_row, role, staff_role_words),
};
static const struct shape staff_row_shape = SHAPE(struct staff_row, "staff_row", staff_row_fields);

struct staff_out {
	struct staff_row *staff;
	size_t staff_count;
};
static const struct field staff_out_fields[] = { F_LIST(struct staff_out, staff, 0, STAFF_LIST_MAX, &staff_row_shape) };
static const struct shape staff_out_shape = SHAPE(struct staff_out, "staff_list", staff_out_fields);

struct hashes {
	struct id staff_id;
	char pin[SECRET_HASH_SIZE], password[SECRET_HASH_SIZE];
};

static bool staff_read(struct call *call, struct err *err)
{
	struct staff_out *out = call->out;
	struct staff *staff;

	if (!staff_list(call->work.txn, call->arena, &staff, &out->staff_count, err))
		return false;
	out->staff = ARENA_LIST(call->arena, STAFF_LIST_MAX, struct staff_row);
	for (size_t i = 0; i < out->staff_count; i++) {
		struct credential pin, password;

		if (!credential_get(call->work.txn, call->arena, staff[i].id, CREDENTIAL_PIN, &pin, err) ||
		    !credential_get(call->work.txn, call->arena, staff[i].id, CREDENTIAL_PASSWORD, &password, err))
			return false;
		out->staff[i] = (struct staff_row){ password.hash != NULL, pin.hash != NULL, staff[i].is_active, staff[i].id, staff[i].login, staff[i].name,
						    staff[i].role };
	}
	return true;
}

static bool hash_one(struct call *call, enum credential_kind kind, const char *secret, char hash[SECRET_HASH_SIZE], struct err *err)
{
	struct hashes *hashes = call->state;
	bool ok;

	if (!secret)
		return true;
	ok = credential_check(kind, secret, err) &&
	     (secret_hash(call->app->pepper, hashes->staff_id, secret, hash) || err_set(err, ERR_BUSY, NULL, "máy thiếu bộ nhớ; thử lại"));
	secret_wipe((char *)(uintptr_t)secret, strlen(secret));
	return ok;
}

static bool staff_hash(struct call *call, struct err *err)
{
	const struct staff_in *in = call->in;
	struct hashes *hashes = ARENA_NEW(call->arena, struct hashes);
	struct staff there;
	bool found;

	call->state = hashes;
	hashes->staff_id = in->staff_id;
	/* A login that is there means that person, so that commands need no ids. */
	if (id_is_none(hashes->staff_id)) {
		if (!staff_find(call->work.txn, call->arena, in->login, &there, &found, err))
			return false;
		hashes->staff_id = found ? there.id : id_derive(call->work.id, "staff", 1);
	}
	return hash_one(call, CREDENTIAL_PIN, in->pin, hashes->pin, err) && hash_one(call, CREDENTIAL_PASSWORD, in->password, hashes->password, err);
}

static bool staff_write(struct call *call, struct err *err)
{
	const struct staff_in *in = call->in;
	const struct hashes *hashes = call->state;
	struct staff staff = { .id = hashes->staff_id, .is_active = in->is_active, .login = in->login, .name = in->name, .role = in->role };

	struct buf buf;

	/* A sum over a PIN could be tried out by whoever reads the book: what was asked goes in without it. */
	buf_init(&buf, 4096);
	shape_write(&staff_shape, &staff, &buf);
	call->work.ask = hash_of(buf_get(&buf), buf.size);
	buf_release(&buf);
	*(struct staff *)call->out = staff;
	return staff_set(&call->work, &staff, err) &&
	       (!*hashes->pin || credential_set(call->work.txn, staff.id, CREDENTIAL_PIN, hashes->pin, err)) &&
	       (!*hashes->password || credential_set(call->work.txn, staff.id, CREDENTIAL_PASSWORD, hashes->password, err));
}

/* A new role or a leaving holds at once: whoever it is signs in again. */
static bool staff_forget(struct call *call, struct err *err)
{
	(void)err;
	sessions_end_of(call->app->sessions, ((struct hashes *)call->state)->staff_id);
	return true;
}

/* ---- badges --------------------------------------------------------------------- */

struct badge_in {
	struct id staff_id;
};
static const struct field badge_fields[] = { F_ID(struct badge_in, staff_id) };
static const struct shape badge_shape = SHAPE(struct badge_in, "badge_in", badge_fields);

static bool badge_read(struct call *call, struct err *err)
{
	static const char *const roles[] = { [STAFF_CASHIER] = "Thu ngân", [STAFF_SUPERVISOR] = "Ca trưởng", [STAFF_STOCK] = "Thủ kho",
					     [STAFF_ACCOUNTANT] = "Kế toán", [STAFF_ADMIN] = "Quản trị" };
	const struct badge_in *in = call->in;
	struct badge_facts facts = { 0 };
	char code[OWNCODE_SIZE];
	struct staff staff;
	struct fonts *fonts;
	bool ok;

	if (!staff_get(call->work.txn, call->arena, in->staff_id, &staff, err) ||
	    !paper_shop_of(call->work.txn, call->arena, call->work.book, call->work.at_us, &facts.shop, err))
		return false;
	if (!staff.is_active)
		return err_set(err, ERR_CONFLICT, "staff_id", "người này đã nghỉ; cho làm lại trước khi in thẻ");
	owncode_write(OWNCODE_STAFF, staff.id, code);
	facts.name = staff.name;
	facts.role = roles[staff.role];
	facts.code = arena_text(call->arena, code);
	call->answer_type = "application/pdf";
	call->answer_name = "Thẻ nhân viên.pdf";
	call->answer_shown = true;
	fonts = fonts_open(err);
	ok = fonts && pdf_write(fonts, layout_badge(call->arena, &facts), call->work.at_us, &call->answer, err);
	fonts_close(fonts);
	return ok;
}

const struct route staff_routes[] = {
	{ HTTP_GET, "/staff", MAY_OVERSEE, &nothing_shape, &staff_out_shape, { { LANE_READ, staff_read } }, "Everybody who works here", false, NULL },
	{ HTTP_POST, "/staff", MAY_ADMIN, &staff_in_shape, &staff_shape,
	  { { LANE_SIGN, staff_hash }, { LANE_WRITE, staff_write }, { LANE_LOOP, staff_forget } }, "Adds or changes a member of staff", false, NULL },
	{ HTTP_GET, "/staff/:staff_id/badge.pdf", MAY_OVERSEE, &badge_shape, NULL, { { LANE_READ, badge_read } },
	  "A badge to print: scanned it says who, the PIN says that it is so", false, NULL },
	{ .path = NULL },
};
