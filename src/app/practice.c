#include "app/practice.h"

#include <assert.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/app.h"
#include "app/devices.h"
#include "app/http.h"
#include "app/loop.h"
#include "app/sign.h"
#include "app/sse.h"
#include "base/log.h"
#include "base/text.h"
#include "device/scanner.h"

#define LINE_MAX (SCAN_SIZE_MAX * 2 + 64)
#define WAITING_MAX 65536      /* of scans that the child has not taken */
#define ARGUMENTS_MAX 128
#define OWN_ARGUMENTS 16
#define STOP_POLLS 25          /* half a second until a child that does not end is killed: the real tills wait for it, and its book is made anew */
#define STOP_POLL_US 20000

const char *const practice_state_words[] = { NULL, "none", "making", "ready", "failed", NULL };

struct practice {
	struct app *app;
	int arguments_count;
	char **arguments;
	enum practice_state state;
	pid_t child;                   /* 0: none */
	int port, in, out;             /* in: what it prints comes here; out: to its standard input; -1: none */
	struct event *reads, *writes;
	struct evbuffer *heard, *waiting;
	char text[200];
	struct id tills[PRACTICE_TILLS_MAX];
	size_t tills_count;
	/* in the child */
	void (*ended)(void *owner);
	void *owner;
};

/* ---- the parent --------------------------------------------------------------------- */

struct practice *practice_open(struct app *app, int arguments_count, char **arguments)
{
	struct practice *practice = calloc(1, sizeof(*practice));

	assert(practice);
	practice->app = app;
	practice->arguments_count = arguments_count;
	practice->arguments = arguments;
	practice->state = PRACTICE_NONE;
	practice->in = practice->out = -1;
	practice->heard = evbuffer_new();
	practice->waiting = evbuffer_new();
	assert(practice->heard && practice->waiting);
	return practice;
}

static void publish(struct practice *practice)
{
	char data[96];

	snprintf(data, sizeof(data), "{\"port\":%d,\"state\":\"%s\"}", practice->port, practice_state_words[practice->state]);
	if (practice->app->sse)
		sse_publish(practice->app->sse, "practice", NULL, data);
}

static void forget_child(struct practice *practice)
{
	if (practice->reads)
		event_free(practice->reads);
	if (practice->writes)
		event_free(practice->writes);
	practice->reads = practice->writes = NULL;
	if (practice->in >= 0)
		close(practice->in);
	if (practice->out >= 0)
		close(practice->out);
	practice->in = practice->out = -1;
	evbuffer_drain(practice->waiting, evbuffer_get_length(practice->waiting));
	evbuffer_drain(practice->heard, evbuffer_get_length(practice->heard));
	practice->port = 0;
	practice->tills_count = 0;
}

/* Its input closes, so it ends; what does not is killed. */
static void end_child(struct practice *practice)
{
	int status;

	forget_child(practice);
	if (practice->child == 0)
		return;
	for (int i = 0; i < STOP_POLLS && waitpid(practice->child, &status, WNOHANG) == 0; i++) {
		if (i == STOP_POLLS - 1) {
			kill(practice->child, SIGKILL);
			waitpid(practice->child, &status, 0);
			break;
		}
		usleep(STOP_POLL_US);
	}
	practice->child = 0;
}

/* It ended by itself: its last words on standard error are in the log; what it is now is said to whoever asks. */
static void child_gone(struct practice *practice)
{
	log_warning("practice", "the practice till ended");
	practice->state = PRACTICE_FAILED;
	snprintf(practice->text, sizeof(practice->text), "quầy tập đã dừng; xem nhật ký của máy rồi mở lại");
	end_child(practice);
	publish(practice);
}

/* "tried ID KIND": a PIN was wrong there. Else a new practice would be five more tries of anybody's, each time. */
static void take_tried(struct practice *practice, const char *line)
{
	char text[ID_TEXT_SIZE];
	struct id staff_id;
	int kind;

	if (sscanf(line, "tried %36s %d", text, &kind) == 2 && id_read(text, strlen(text), &staff_id) && kind >= CREDENTIAL_PIN && kind <= CREDENTIAL_AWAY)
		sign_failed_elsewhere(practice->app, staff_id, (enum credential_kind)kind);
}

static void child_said(evutil_socket_t descriptor, short what, void *owner)
{
	struct practice *practice = owner;
	char *line, *colon;
	size_t size;
	int got = evbuffer_read(practice->heard, descriptor, 4096);

	(void)what;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0 || evbuffer_get_length(practice->heard) > 65536) {
		child_gone(practice);
		return;
	}
	while ((line = evbuffer_readln(practice->heard, &size, EVBUFFER_EOL_LF))) {
		take_tried(practice, line);
		colon = strncmp(line, "listening on ", 13) == 0 ? strrchr(line, ':') : NULL;
		if (colon) {
			practice->port = (int)strtol(colon + 1, NULL, 10);
			practice->state = PRACTICE_READY;
			publish(practice);
		}
		free(line);
	}
}

static void child_takes(evutil_socket_t descriptor, short what, void *owner)
{
	struct practice *practice = owner;

	(void)what;
	if (evbuffer_write(practice->waiting, descriptor) < 0 && errno != EAGAIN && errno != EINTR) {
		evbuffer_drain(practice->waiting, evbuffer_get_length(practice->waiting));
		return;
	}
	if (evbuffer_get_length(practice->waiting))
		event_add(practice->writes, NULL);
}

/* As we were started, and then what makes it practice: the last word of a setting holds. */
static void child_arguments(const struct practice *practice, const char *const own[OWN_ARGUMENTS], const char *argv[ARGUMENTS_MAX + OWN_ARGUMENTS + 3])
{
	size_t count = 0;

	argv[count++] = "ocop-pos";
	argv[count++] = "serve";
	for (int i = 0; i < practice->arguments_count; i++)
		argv[count++] = practice->arguments[i];
	for (size_t i = 0; own[i]; i++)
		argv[count++] = own[i];
	argv[count] = NULL;
}

static bool spawn(struct practice *practice, int in, int out, const char *const *argv, struct err *err)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	int wrong;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&how, &none);
	wrong = posix_spawn(&practice->child, "/proc/self/exe", &files, &how, (char *const *)(uintptr_t)argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	if (wrong)
		practice->child = 0;
	return wrong == 0 || err_set(err, ERR_IO, NULL, "không mở được quầy tập: %s", strerror(wrong));
}

bool practice_start(struct practice *practice, struct err *err)
{
	const struct settings *settings = &practice->app->settings;
	char book[SETTINGS_TEXT_MAX + 8], socket_path[SETTINGS_TEXT_MAX + 16], port[24], home[24];
	const char *argv[ARGUMENTS_MAX + OWN_ARGUMENTS + 3];
	int input[2], output[2];
	bool ok;

	if (settings->practice_port < 0 || *settings->practice_of || practice->arguments_count > ARGUMENTS_MAX)
		return err_set(err, ERR_CONFLICT, "practice_port", "máy này không mở quầy tập (cài đặt practice_port)");
	if (practice->state == PRACTICE_MAKING || practice->state == PRACTICE_READY)
		return true;
	snprintf(book, sizeof(book), "%s.tap", settings->book);
	snprintf(socket_path, sizeof(socket_path), "%s.sock", book);
	snprintf(port, sizeof(port), "%lld", (long long)settings->practice_port);
	snprintf(home, sizeof(home), "%d", http_port(practice->app->http));
	const char *const own[OWN_ARGUMENTS] = { "--practice_of", settings->book, "--practice_home", home, "--book", book, "--port", port,
				     "--socket", socket_path, "--usb", "no", "--virtual_scanner", "", NULL };

	if (pipe2(input, O_CLOEXEC) != 0)
		return err_set(err, ERR_IO, NULL, "không mở được quầy tập: %s", strerror(errno));
	if (pipe2(output, O_CLOEXEC) != 0) {
		close(input[0]);
		close(input[1]);
		return err_set(err, ERR_IO, NULL, "không mở được quầy tập: %s", strerror(errno));
	}
	child_arguments(practice, own, argv);
	ok = spawn(practice, input[0], output[1], argv, err);
	close(input[0]);
	close(output[1]);
	practice->in = output[0];
	practice->out = input[1];
	if (!ok) {
		forget_child(practice);
		return false;
	}
	fcntl(practice->in, F_SETFL, O_NONBLOCK);
	fcntl(practice->out, F_SETFL, O_NONBLOCK);
	practice->reads = event_new(loop_base(practice->app->loop), practice->in, EV_READ | EV_PERSIST, child_said, practice);
	practice->writes = event_new(loop_base(practice->app->loop), practice->out, EV_WRITE, child_takes, practice);
	assert(practice->reads && practice->writes);
	event_add(practice->reads, NULL);
	practice->state = PRACTICE_MAKING;
	publish(practice);
	return true;
}

void practice_stop(struct practice *practice)
{
	end_child(practice);
	practice->state = PRACTICE_NONE;
	publish(practice);
}

struct practice_now practice_now(const struct practice *practice)
{
	return (struct practice_now){ practice->state, practice->port, practice->state == PRACTICE_FAILED ? practice->text : NULL };
}

/* ---- whose scans ---------------------------------------------------------------------- */

static size_t find_till(const struct practice *practice, struct id till_id)
{
	size_t i = 0;

	while (i < practice->tills_count && !id_is(practice->tills[i], till_id))
		i++;
	return i;
}

bool practice_at(struct practice *practice, struct id till_id, bool is_on, struct err *err)
{
	size_t at = find_till(practice, till_id);

	if (!is_on && at < practice->tills_count)
		practice->tills[at] = practice->tills[--practice->tills_count];
	if (!is_on || at < practice->tills_count)
		return true;
	if (practice->tills_count == PRACTICE_TILLS_MAX)
		return err_set(err, ERR_LIMIT, "till_id", "quá nhiều quầy đang tập");
	practice->tills[practice->tills_count++] = till_id;
	return true;
}

bool practice_takes(struct practice *practice, struct id till_id, const char *till_code, const char *aim, const char *data, size_t size)
{
	char hex[SCAN_SIZE_MAX * 2 + 1];

	if (!practice || find_till(practice, till_id) == practice->tills_count)
		return false;
	if (practice->state != PRACTICE_READY || size > SCAN_SIZE_MAX || evbuffer_get_length(practice->waiting) > WAITING_MAX)
		return true;
	text_hex_write((const uint8_t *)data, size, hex);
	evbuffer_add_printf(practice->waiting, "%s %s %s\n", till_code, *aim ? aim : "-", hex);
	event_add(practice->writes, NULL);
	return true;
}

/* ---- the child ------------------------------------------------------------------------ */

/* "Q1 ]E0 38393336…" */
static void take_line(struct practice *practice, const char *line)
{
	char till[24], aim[8], hex[SCAN_SIZE_MAX * 2 + 1], data[SCAN_SIZE_MAX];
	size_t size;

	if (sscanf(line, "%23s %7s %256s", till, aim, hex) == 3 && text_hex_read(hex, strlen(hex), (uint8_t *)data, sizeof(data), &size))
		devices_scan(practice->app->devices, till, strcmp(aim, "-") == 0 ? "" : aim, data, size);
}

void practice_tell_tried(struct id staff_id, enum credential_kind kind)
{
	char text[ID_TEXT_SIZE];

	id_write(staff_id, text);
	printf("tried %s %d\n", text, (int)kind);
	fflush(stdout);
}

static void parent_said(evutil_socket_t descriptor, short what, void *owner)
{
	struct practice *practice = owner;
	size_t size;
	char *line;
	int got = evbuffer_read(practice->heard, descriptor, 4096);

	(void)what;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0 || evbuffer_get_length(practice->heard) > WAITING_MAX) {
		event_del(practice->reads);
		practice->ended(practice->owner);
		return;
	}
	while ((line = evbuffer_readln(practice->heard, &size, EVBUFFER_EOL_LF))) {
		if (size <= LINE_MAX)
			take_line(practice, line);
		free(line);
	}
}

struct practice *practice_listen(struct app *app, void (*ended)(void *owner), void *owner)
{
	struct practice *practice = practice_open(app, 0, NULL);

	practice->ended = ended;
	practice->owner = owner;
	fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
	practice->reads = event_new(loop_base(app->loop), STDIN_FILENO, EV_READ | EV_PERSIST, parent_said, practice);
	assert(practice->reads);
	event_add(practice->reads, NULL);
	return practice;
}

void practice_close(struct practice *practice)
{
	if (!practice)
		return;
	end_child(practice);
	evbuffer_free(practice->heard);
	evbuffer_free(practice->waiting);
	free(practice);
}
