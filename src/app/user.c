/* `ocop-pos user`: adds or changes a member of staff, through the daemon where one runs, else in the book itself. */
#include "app/user.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "app/ask.h"
#include "app/commands.h"
#include "app/settings.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/text.h"
#include "shop/journal.h"
#include "store/txn.h"

#define ARENA_MAX_BYTES ((size_t)16 << 20)

struct asked_user {
	struct staff staff;
	char pin[SECRET_HASH_SIZE], password[SECRET_HASH_SIZE];
};

static bool set_in_txn(struct work *work, void *what, struct err *err)
{
	const struct asked_user *asked = what;

	return staff_set(work, &asked->staff, err) &&
	       (!*asked->pin || credential_set(work->txn, asked->staff.id, CREDENTIAL_PIN, asked->pin, err)) &&
	       (!*asked->password || credential_set(work->txn, asked->staff.id, CREDENTIAL_PASSWORD, asked->password, err));
}

static bool find_there(struct book *book, struct arena *arena, const char *login, struct staff *there, bool *found, struct err *err)
{
	struct txn *txn = txn_begin(book->store, err);
	bool ok = txn && staff_find(txn, arena, login, there, found, err);

	txn_abandon(txn);
	return ok;
}

bool user_set(struct book *book, const char *login, const char *name, int32_t role, bool is_active, const char *pin, const char *password,
	      struct err *err)
{
	struct work work = { .at_us = clock_now_us(), .id = random_id(), .role = STAFF_ADMIN, .arena = arena_new(ARENA_MAX_BYTES) };
	struct asked_user asked = { .staff = { .is_active = is_active, .login = login, .name = name, .role = role } };
	uint8_t pepper[SECRET_PEPPER_SIZE];
	struct staff there;
	bool found, ok;

	random_bytes(work.seed.bytes, sizeof(work.seed.bytes));
	ok = find_there(book, work.arena, login, &there, &found, err) && staff_pepper(book, pepper, err);
	if (ok) {
		asked.staff.id = found ? there.id : random_id();
		ok = (!pin || (credential_check(CREDENTIAL_PIN, pin, err) && secret_hash(pepper, asked.staff.id, pin, asked.pin))) &&
		     (!password || (credential_check(CREDENTIAL_PASSWORD, password, err) && secret_hash(pepper, asked.staff.id, password, asked.password))) &&
		     book_run(book, &work, set_in_txn, &asked, err);
	}
	secret_wipe(pepper, sizeof(pepper));
	arena_free(work.arena);
	return ok;
}

/* ---- the command --------------------------------------------------------------- */

static bool read_secret(const char *what, char secret[128])
{
	struct termios before, quiet;
	bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	bool ok;

	if (is_terminal) {
		fprintf(stderr, "%s (để trống: không đổi): ", what);
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
	}
	ok = fgets(secret, 128, stdin) != NULL;
	if (is_terminal) {
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
		fputc('\n', stderr);
	}
	if (!ok)
		*secret = '\0';
	secret[strcspn(secret, "\r\n")] = '\0';
	return *secret != '\0';
}

/* The daemon knows whether its clock is asked about; only what was refused for it is confirmed and said again. */
static bool confirm_by_daemon(const char *socket_path, struct err *err)
{
	char id[ID_TEXT_SIZE], body[200];
	struct answer answer;
	bool ok;

	id_write(random_id(), id);
	snprintf(body, sizeof(body), "{\"id\":\"%s\",\"reason\":\"xác nhận bằng lệnh trên máy chủ của quầy\"}", id);
	ok = ask(socket_path, "POST", "/api/v1/clock", body, &answer, err) && answer_ok(&answer, err);
	answer_release(&answer);
	return ok;
}

static int32_t role_of(const char *word)
{
	for (int32_t role = 1; word && role <= STAFF_ROLES_MAX; role++)
		if (strcmp(staff_role_words[role], word) == 0)
			return role;
	return 0;
}

static void put_member(struct buf *body, const char *name, const char *value)
{
	buf_format(body, ",\"%s\":", name);
	if (value)
		buf_json_any(body, value, strlen(value));
	else
		buf_text(body, "null");
}

static bool set_by_daemon(const char *socket_path, const char *login, const char *name, const char *role, bool is_active, const char *pin,
			  const char *password, struct err *err)
{
	char id[ID_TEXT_SIZE];
	struct answer answer;
	struct buf body;
	bool ok;

	id_write(random_id(), id);
	buf_init(&body, 16384);
	buf_format(&body, "{\"id\":\"%s\",\"is_active\":%s", id, is_active ? "true" : "false");
	put_member(&body, "login", login);
	put_member(&body, "name", name);
	put_member(&body, "pin", pin);
	put_member(&body, "password", password);
	put_member(&body, "role", role);
	buf_byte(&body, '}');
	ok = ask(socket_path, "POST", "/api/v1/staff", buf_get(&body), &answer, err) && answer_ok(&answer, err);
	if (body.data)
		secret_wipe(body.data, body.size);
	buf_release(&body);
	answer_release(&answer);
	return ok;
}

/* All PINs go, so somebody must be able to sign in afterwards. */
static bool reset_pins(const struct book *book, const char *pin, const char *password, struct err *err)
{
	if (!pin && !password)
		return err_set(err, ERR_INPUT, "pin", "đặt lại mọi mã PIN thì gõ luôn mã PIN hoặc mật khẩu mới của người này");
	return (!pin || credential_check(CREDENTIAL_PIN, pin, err)) && (!password || credential_check(CREDENTIAL_PASSWORD, password, err)) &&
	       staff_pepper_anew(book, err);
}

int user_main(int argc, char **argv)
{
	static struct settings settings;
	char pin[128], password[128], socket_path[SETTINGS_TEXT_MAX];
	const char *login = NULL, *name = NULL, *role = NULL;
	bool is_active = true, is_confirmed = false, is_reset = false, has_pin, has_password, ok;
	struct err err = { 0 };

	settings_init(&settings);
	ok = settings_take_arguments(&settings, &argc, argv, &err);
	for (int i = 0; ok && i < argc; i++) {
		if (strcmp(argv[i], "--gone") == 0)
			is_active = false;
		else if (strcmp(argv[i], "--clock-confirmed") == 0)
			is_confirmed = true;
		else if (strcmp(argv[i], "--reset-pins") == 0)
			is_reset = true;
		else if (i + 1 < argc && strcmp(argv[i], "--login") == 0)
			login = argv[++i];
		else if (i + 1 < argc && strcmp(argv[i], "--name") == 0)
			name = argv[++i];
		else if (i + 1 < argc && strcmp(argv[i], "--role") == 0)
			role = argv[++i];
		else
			ok = err_set(&err, ERR_INPUT, argv[i], "không hiểu \"%s\"", argv[i]);
	}
	if (ok && (!*settings.book || !login || !name || !role || !role_of(role)))
		ok = err_set(&err, ERR_INPUT, NULL, "cần --book, --login, --name và --role cashier|supervisor|stock|accountant|admin");
	if (!ok) {
		fprintf(stderr, "ocop-pos user: %s\n", err.text);
		return err_exit_code(err.code);
	}
	has_pin = read_secret("Mã PIN", pin);
	has_password = read_secret("Mật khẩu", password);
	settings_socket_path(&settings, socket_path);
	if (ask_is_there(socket_path) && is_reset) {
		ok = err_set(&err, ERR_BUSY, NULL, "dừng ocop-pos serve trước: mọi mã PIN sẽ đặt lại");
	} else if (ask_is_there(socket_path)) {
		ok = set_by_daemon(socket_path, login, name, role, is_active, has_pin ? pin : NULL, has_password ? password : NULL, &err);
		if (!ok && is_confirmed && strcmp(err.field, "clock") == 0) {
			err = (struct err){ 0 };
			ok = confirm_by_daemon(socket_path, &err) &&
			     set_by_daemon(socket_path, login, name, role, is_active, has_pin ? pin : NULL, has_password ? password : NULL, &err);
		}
	} else {
		struct book *book = book_open(settings.book, &err);

		ok = book && command_clock(book, is_confirmed, &err) &&
		     (!is_reset || reset_pins(book, has_pin ? pin : NULL, has_password ? password : NULL, &err)) &&
		     user_set(book, login, name, role_of(role), is_active, has_pin ? pin : NULL, has_password ? password : NULL, &err);
		book_close(book);
	}
	secret_wipe(pin, sizeof(pin));
	secret_wipe(password, sizeof(password));
	if (!ok) {
		fprintf(stderr, "ocop-pos user: %s\n", err.text);
		return err_exit_code(err.code);
	}
	printf("Đã ghi %s.\n", login);
	return 0;
}
