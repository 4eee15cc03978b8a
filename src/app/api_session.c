/* Signing in and out, and at which till. A PIN opens a session on this machine and in enrolled browsers; elsewhere it takes the password. */
#include "app/api.h"
#include "app/http.h"
#include "app/scan.h"
#include "app/sessions.h"
#include "app/sign.h"
#include "app/sse.h"

#include <string.h>

#include "base/random.h"
#include "base/secret.h"
#include "shop/book.h"

struct session_in {
	const char *login, *password, *pin;
	struct id till_id;
};
static const struct field session_in_fields[] = {
	F_CODE(struct session_in, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_CODE_OPT(struct session_in, password, 1, STAFF_PASSWORD_LETTERS_MAX),
	F_CODE_OPT(struct session_in, pin, 1, STAFF_PIN_LETTERS_MAX),
	F_ID_OPT(struct session_in, till_id),
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
	bool is_enrolled;          /* the browser that asks */
	int64_t lock_minutes;      /* idle so long, the page locks; 0: never */
	int64_t practice_home;     /* port of the real till, of which this is the practice one; SHAPE_ABSENT: this is real */
	struct site site;
	struct session_staff staff;
	struct id till_id;
	struct till *tills;
	size_t tills_count;
};
static const struct field session_out_fields[] = {
	F_BOOL(struct session_out, is_enrolled),
	F_I64(struct session_out, lock_minutes, 0, 1000),
	F_I64_OPT(struct session_out, practice_home, 0, 65535),
	F_PART(struct session_out, site, &site_shape),
	F_PART(struct session_out, staff, &session_staff_shape),
	F_ID_OPT(struct session_out, till_id),
	F_LIST(struct session_out, tills, 0, TILLS_MAX, &till_shape),
};
static const struct shape session_out_shape = SHAPE(struct session_out, "session", session_out_fields);

static int64_t practice_home(const struct app *app)
{
	return *app->settings.practice_of ? app->settings.practice_home : SHAPE_ABSENT;
}

static bool session_show(struct call *call, struct err *err)
{
	struct session_out *out = call->out;

	out->is_enrolled = !id_is_none(call->station_id);
	out->lock_minutes = call->app->settings.lock_minutes;
	out->practice_home = practice_home(call->app);
	out->till_id = call->till_id;
	out->staff = (struct session_staff){ call->who.id, call->who.login, call->who.name, call->who.role };
	return site_get(call->work.txn, call->arena, call->work.book->site_id, day_of_us(call->work.at_us), &out->site, err) &&
	       till_list(call->work.txn, call->arena, out->site.id, &out->tills, &out->tills_count, err);
}

/* Whoever was signed in with the cookie that came along; the new session takes its place. */
struct session_was {
	struct hash token_sum;
	struct session session;
};

static bool session_guard(struct call *call, struct err *err)
{
	const struct session_in *in = call->in;
	struct session_was *was = ARENA_NEW(call->arena, struct session_was);

	if ((!in->pin && !in->password) || (in->pin && in->password))
		return err_set(err, ERR_INPUT, "pin", "nhập mã PIN hoặc mật khẩu");
	if (in->pin && !call->is_known_place)
		return err_set(err, ERR_FORBIDDEN, "pin", "máy này chưa được ghi danh; đăng nhập bằng mật khẩu");
	was->token_sum = call->token_sum;
	call->state = was;
	call->who = (struct staff){ .role = 0 };
	return sign_guard(call, in->login, in->pin ? CREDENTIAL_PIN : CREDENTIAL_PASSWORD, in->pin ? "pin" : "password", err);
}

/* The station's till, or the one asked for, or the only one there is. */
static bool choose_till(struct call *call, struct id asked_id, struct err *err)
{
	struct till till, *tills;
	size_t count;

	if (!id_is_none(asked_id) && !id_is_none(call->station_till_id) && !id_is(asked_id, call->station_till_id) && call->who.role == STAFF_CASHIER)
		return err_set(err, ERR_FORBIDDEN, "till_id", "máy này ghi danh cho quầy khác; đăng nhập ở máy của quầy mình");
	call->till_id = id_is_none(asked_id) ? call->station_till_id : asked_id;
	if (!id_is_none(call->till_id))
		return till_get(call->work.txn, call->arena, call->till_id, &till, err);
	if (!till_list(call->work.txn, call->arena, call->work.book->site_id, &tills, &count, err))
		return false;
	if (count == 1)
		call->till_id = tills[0].id;
	return true;
}

static bool session_try(struct call *call, struct err *err)
{
	const struct session_in *in = call->in;
	bool by_pin = in->pin != NULL;
	const char *secret = by_pin ? in->pin : in->password;
	bool ok = secret_try(call, in->login, by_pin ? CREDENTIAL_PIN : CREDENTIAL_PASSWORD, secret, by_pin ? "pin" : "password", &call->who, err);

	secret_wipe((char *)(uintptr_t)secret, strlen(secret));
	return ok && choose_till(call, in->till_id, err) && session_show(call, err);
}

static int64_t oldest_us(const struct call *call)
{
	return call->work.at_us - call->app->settings.session_hours * INT64_C(3600000000);
}

static bool session_write(struct call *call, struct err *err)
{
	struct session_was *was = call->state;
	uint8_t token[32];
	char *hex = arena_take(call->arena, 65);
	struct staff now;

	/* Who was sent away, or given another role, since the secret was tried. */
	if (!staff_get(call->work.txn, call->arena, call->who.id, &now, err))
		return false;
	if (!now.is_active || now.role != call->who.role)
		return err_set(err, ERR_FORBIDDEN, "login", "tài khoản vừa được đổi; đăng nhập lại");
	random_bytes(token, sizeof(token));
	text_hex_write(token, sizeof(token), hex);
	call->token_sum = hash_of(token, sizeof(token));
	call->cookie = hex;
	was->session = (struct session){ .token_sum = call->token_sum, .staff = call->who, .till_id = call->till_id, .station_id = call->station_id,
					 .began_us = call->work.at_us };
	return session_end(call->work.txn, was->token_sum, err) && session_add(call->work.txn, &was->session, oldest_us(call), err);
}

static bool session_keep(struct call *call, struct err *err)
{
	const struct session_was *was = call->state;

	(void)err;
	sessions_end(call->app->sessions, was->token_sum);
	sessions_add(call->app->sessions, &was->session, call->work.at_us);
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

/* ---- at a till; locked --------------------------------------------------------- */

struct at_till_in {
	struct id till_id;
};
static const struct field at_till_fields[] = { F_ID(struct at_till_in, till_id) };
static const struct shape at_till_shape = SHAPE(struct at_till_in, "session_till_in", at_till_fields);

/* A cashier stays where she signed in; who oversees goes from till to till. */
static bool till_write(struct call *call, struct err *err)
{
	const struct at_till_in *in = call->in;

	if (call->who.role == STAFF_CASHIER && !id_is_none(call->till_id) && !id_is(call->till_id, in->till_id))
		return err_set(err, ERR_FORBIDDEN, "till_id", "đang làm ở quầy khác; thoát ra rồi đăng nhập lại ở quầy này");
	return choose_till(call, in->till_id, err) && session_set_till(call->work.txn, call->token_sum, call->till_id, err) && session_show(call, err);
}

static bool till_keep(struct call *call, struct err *err)
{
	(void)err;
	sessions_set_till(call->app->sessions, call->token_sum, call->till_id);
	return true;
}

static bool session_close_up(struct call *call, struct err *err)
{
	(void)err;
	sessions_lock(call->app->sessions, call->token_sum);
	return true;
}

/* Whoever pulls the plug unlocks nothing. */
static bool lock_write(struct call *call, struct err *err)
{
	return session_set_locked(call->work.txn, call->token_sum, err);
}

/* ---- who may sign in here ---------------------------------------------------- */

struct login {
	struct id id;              /* what a badge says */
	const char *login, *name;
	int32_t role;
};
static const struct field login_fields[] = {
	F_ID(struct login, id),
	F_TEXT(struct login, login, 1, STAFF_LOGIN_LETTERS_MAX),
	F_TEXT_OPT(struct login, name, 1, STAFF_NAME_LETTERS_MAX),
	F_WORD(struct login, role, staff_role_words),
};
static const struct shape login_shape = SHAPE(struct login, "login", login_fields);
struct logins_out {
	struct login *logins;
	size_t logins_count;
	int64_t practice_home;     /* as in a session */
};
static const struct field logins_out_fields[] = {
	F_LIST(struct logins_out, logins, 0, STAFF_LIST_MAX, &login_shape),
	F_I64_OPT(struct logins_out, practice_home, 0, 65535),
};
static const struct shape logins_out_shape = SHAPE(struct logins_out, "logins", logins_out_fields);

static bool logins_read(struct call *call, struct err *err)
{
	struct logins_out *out = call->out;
	struct staff *staff;
	size_t count;

	out->practice_home = practice_home(call->app);
	if (!call->is_known_place)
		return err_set(err, ERR_FORBIDDEN, NULL, "máy này chưa được ghi danh; đăng nhập bằng mật khẩu");
	if (!staff_list(call->work.txn, call->arena, &staff, &count, err))
		return false;
	out->logins = ARENA_LIST(call->arena, count, struct login);
	for (size_t i = 0; i < count; i++) {
		struct credential pin;

		if (!credential_get(call->work.txn, call->arena, staff[i].id, CREDENTIAL_PIN, &pin, err))
			return false;
		if (staff[i].is_active && pin.hash)
			out->logins[out->logins_count++] = (struct login){ staff[i].id, staff[i].login, staff[i].name, staff[i].role };
	}
	return true;
}

/* Badges that a scanner of ours reads, for the page where nobody is signed in: whose, and at which till. */
static void badges_stream(struct call *call)
{
	const char *topic = TOPIC_BADGES;
	struct err err;

	if (!call->is_known_place) {
		err_set(&err, ERR_FORBIDDEN, NULL, "máy này chưa được ghi danh; đăng nhập bằng mật khẩu");
		http_reply_err(call->request, &err);
	} else {
		sse_subscribe(call->app->sse, call->request, &topic, 1, true, call_reader(call));
	}
	call_free(call);
}

const struct route session_routes[] = {
	{ HTTP_POST, "/session", MAY_ANYONE, &session_in_shape, &session_out_shape,
	  { { LANE_LOOP, session_guard }, { LANE_SIGN, session_try }, { LANE_WRITE, session_write }, { LANE_LOOP, session_keep } },
	  "Signs in by PIN or password; with a session's cookie it ends that one, and unlocks the till", true, NULL },
	{ HTTP_GET, "/session", MAY_STAFF, &nothing_shape, &session_out_shape, { { LANE_READ, session_show } }, "Who is signed in, and where", false, NULL },
	{ HTTP_POST, "/session/end", MAY_STAFF, &nothing_shape, &nothing_shape,
	  { { LANE_WRITE, session_close }, { LANE_LOOP, session_forget } }, "Signs out", true, NULL, true },
	{ HTTP_POST, "/session/till", MAY_STAFF, &at_till_shape, &session_out_shape, { { LANE_WRITE, till_write }, { LANE_LOOP, till_keep } },
	  "At which till this session works", true, NULL },
	{ HTTP_POST, "/session/lock", MAY_STAFF, &nothing_shape, &nothing_shape, { { LANE_LOOP, session_close_up }, { LANE_WRITE, lock_write } },
	  "Locks: reads go on, writes want the PIN", true, NULL, true },
	{ HTTP_GET, "/staff/logins", MAY_ANYONE, &nothing_shape, &logins_out_shape, { { LANE_READ, logins_read } },
	  "Who may sign in by PIN on this machine", false, NULL },
	{ .method = HTTP_GET, .path = "/staff/badges", .may = MAY_ANYONE, .in = &nothing_shape,
	  .about = "Badges as scanners read them (text/event-stream), on machines that take PINs", .stream = badges_stream },
	{ .path = NULL },
};
