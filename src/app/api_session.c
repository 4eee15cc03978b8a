/* Signing in and out. A PIN opens a session on this machine only; elsewhere it takes the password. */
#include "app/api.h"
#include "app/http.h"
#include "app/sign.h"

#include <string.h>

#include "base/random.h"
#include "base/secret.h"
#include "shop/book.h"

struct session_in {
	const char *login, *password, *pin;
};
static const struct field session_in_fields[] = {
	F_TEXT(struct session_in, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct session_in, password, 1, STAFF_PASSWORD_LETTERS_MAX),
	F_TEXT_OPT(struct session_in, pin, 1, STAFF_PIN_LETTERS_MAX),
};
static const struct shape session_in_shape = SHAPE(struct session_in, "session_in", session_in_fields);

struct session_staff {
	struct id id;
	const char *login, *name;
	int32_t role;
};
static const struct field session_staff_fields[] = {
	F_ID_OPT(struct session_staff, id),
	F_TEXT(struct session_staff, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct session_staff, name, 1, STAFF_NAME_LETTERS_MAX),
	F_WORD(struct session_staff, role, staff_role_words),
};
static const struct shape session_staff_shape = SHAPE(struct session_staff, "session_staff", session_staff_fields);

struct session_out {
	struct site site;
	struct session_staff staff;
	struct till *tills;
	size_t tills_count;
};
static const struct field session_out_fields[] = {
	F_PART(struct session_out, site, &site_shape),
	F_PART(struct session_out, staff, &session_staff_shape),
	F_LIST(struct session_out, tills, 0, TILLS_MAX, &till_shape),
};
static const struct shape session_out_shape = SHAPE(struct session_out, "session", session_out_fields);

static bool is_this_machine(const struct call *call)
{
	const struct http_request *request = call->request;

	return !request || request->from_socket || strncmp(request->peer, "127.", 4) == 0 || strcmp(request->peer, "::1") == 0;
}

static bool session_show(struct call *call, struct err *err)
{
	struct session_out *out = call->out;

	out->staff = (struct session_staff){ call->who.id, call->who.login, call->who.name, call->who.role };
	return site_get(call->work.txn, call->arena, call->work.book->site_id, day_of_us(call->work.at_us), &out->site, err) &&
	       till_list(call->work.txn, call->arena, out->site.id, &out->tills, &out->tills_count, err);
}

static bool session_try(struct call *call, struct err *err)
{
	const struct session_in *in = call->in;
	bool by_pin = in->pin != NULL;
	const char *secret = by_pin ? in->pin : in->password;
	bool ok;

	if (!secret || (in->pin && in->password))
		return err_set(err, ERR_INPUT, "pin", "nhập mã PIN hoặc mật khẩu");
	if (by_pin && !is_this_machine(call))
		return err_set(err, ERR_FORBIDDEN, "pin", "máy này chưa được ghi danh; đăng nhập bằng mật khẩu");
	ok = secret_try(call, in->login, by_pin ? CREDENTIAL_PIN : CREDENTIAL_PASSWORD, secret, by_pin ? "pin" : "password", &call->who, err);
	secret_wipe((char *)(uintptr_t)secret, strlen(secret));
	return ok && session_show(call, err);
}

static bool session_write(struct call *call, struct err *err)
{
	uint8_t token[32];
	char *hex = arena_take(call->arena, 65);

	random_bytes(token, sizeof(token));
	text_hex_write(token, sizeof(token), hex);
	call->token_sum = hash_of(token, sizeof(token));
	call->cookie = hex;
	return session_add(call->work.txn, call->token_sum, call->who.id, call->work.at_us, err);
}

static bool session_keep(struct call *call, struct err *err)
{
	(void)err;
	sessions_add(call->app->sessions, call->token_sum, &call->who, call->work.at_us);
	return true;
}

static bool session_close(struct call *call, struct err *err)
{
	call->cookie = "";
	return session_end(call->work.txn, call->token_sum, err);
}

static bool session_forget(struct call *call, struct err *err)
{
	(void)err;
	sessions_end(call->app->sessions, call->token_sum);
	return true;
}

/* ---- who may sign in here ---------------------------------------------------- */

struct login {
	const char *login, *name;
	int32_t role;
};
static const struct field login_fields[] = {
	F_TEXT(struct login, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct login, name, 1, STAFF_NAME_LETTERS_MAX),
	F_WORD(struct login, role, staff_role_words),
};
static const struct shape login_shape = SHAPE(struct login, "login", login_fields);
struct logins_out {
	struct login *logins;
	size_t logins_count;
};
static const struct field logins_out_fields[] = { F_LIST(struct logins_out, logins, 0, STAFF_LIST_MAX, &login_shape) };
static const struct shape logins_out_shape = SHAPE(struct logins_out, "logins", logins_out_fields);

static bool logins_read(struct call *call, struct err *err)
{
	struct logins_out *out = call->out;
	struct staff *staff;
	size_t count;

	if (!is_this_machine(call))
		return err_set(err, ERR_FORBIDDEN, NULL, "máy này chưa được ghi danh; đăng nhập bằng mật khẩu");
	if (!staff_list(call->work.txn, call->arena, &staff, &count, err))
		return false;
	out->logins = ARENA_LIST(call->arena, count, struct login);
	for (size_t i = 0; i < count; i++) {
		struct credential pin;

		if (!credential_get(call->work.txn, call->arena, staff[i].id, CREDENTIAL_PIN, &pin, err))
			return false;
		if (staff[i].is_active && pin.hash)
			out->logins[out->logins_count++] = (struct login){ staff[i].login, staff[i].name, staff[i].role };
	}
	return true;
}

const struct route session_routes[] = {
	{ HTTP_POST, "/session", MAY_ANYONE, &session_in_shape, &session_out_shape,
	  { { LANE_SIGN, session_try }, { LANE_WRITE, session_write }, { LANE_LOOP, session_keep } }, "Signs in by PIN or password", true, NULL },
	{ HTTP_GET, "/session", MAY_STAFF, &nothing_shape, &session_out_shape, { { LANE_READ, session_show } }, "Who is signed in, and where", false, NULL },
	{ HTTP_POST, "/session/end", MAY_STAFF, &nothing_shape, &nothing_shape,
	  { { LANE_WRITE, session_close }, { LANE_LOOP, session_forget } }, "Signs out", true, NULL },
	{ HTTP_GET, "/staff/logins", MAY_ANYONE, &nothing_shape, &logins_out_shape, { { LANE_READ, logins_read } },
	  "Who may sign in by PIN on this machine", false, NULL },
	{ .path = NULL },
};
