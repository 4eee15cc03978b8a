#include "app/serve.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/app.h"
#include "app/bank_desk.h"
#include "app/devices.h"
#include "app/door.h"
#include "app/guests.h"
#include "app/http.h"
#include "app/lanes.h"
#include "app/loop.h"
#include "app/practice.h"
#include "app/route.h"
#include "app/sessions.h"
#include "app/sse.h"
#include "app/stations.h"
#include "app/tries.h"
#include "app/web.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/queue.h"
#include "base/random.h"
#include "base/text.h"
#include "receipts/page.h"
#include "shop/book.h"
#include "shop/practice.h"
#include "store/txn.h"

#define STOP_WAIT_US 3000000
#define STOP_POLL_US 5000
#define SWEEP_US 10000000      /* sessions that are over: their pages hear of it this much later */
#define STOP_CALLS_US 10000000  /* for calls under way; what the lanes hold is finished all the same */

struct serving {
	struct app app;
	struct loop_queue *came;
	struct loop_signal *term, *interrupt;
	struct loop_timer *waits, *sweeps;
	bool http_is_down;
	int64_t stop_by_us;
	int exit_code;
	int arguments_count;           /* as given, for the practice till */
	char **arguments;
};

/* What sd_notify does, without its library (sd_notify(3)). */
static void notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor;

	if (!path || (*path != '/' && *path != '@') || strlen(path) >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, strlen(path));
	if (*path == '@')
		address.sun_path[0] = '\0';
	descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0)
		return;
	if (sendto(descriptor, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)(const void *)&address,
		   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path))) < 0)
		log_notice("serve", "systemd was not told %s", state);
	close(descriptor);
}

/* ---- stopping ----------------------------------------------------------------- */

/* No more connections, and every call under way has come back. */
static void wait_more(void *owner)
{
	struct serving *serving = owner;

	if ((serving->http_is_down && serving->app.calls_count == 0) || clock_tick_us() > serving->stop_by_us)
		loop_stop(serving->app.loop);
	else
		loop_timer_set(serving->waits, STOP_POLL_US);
}

static void http_down(void *owner)
{
	struct serving *serving = owner;

	serving->http_is_down = true;
}

static void begin_stop(struct serving *serving)
{
	if (serving->app.is_ending)
		return;
	serving->app.is_ending = true;
	serving->stop_by_us = clock_tick_us() + STOP_CALLS_US;
	notify("STOPPING=1");
	http_stop(serving->app.http, STOP_WAIT_US, http_down, serving);
	loop_timer_set(serving->waits, STOP_POLL_US);
}

static void signalled(int number, void *owner)
{
	log_notice("serve", "signal %d: finishing", number);
	begin_stop(owner);
}

static void came(void *item, void *owner)
{
	struct serving *serving = owner;

	call_came_back(item, &serving->app);
	if (lanes_broken(serving->app.lanes)) {
		serving->exit_code = err_exit_code(ERR_UNSURE);
		begin_stop(serving);
	}
}

/* ---- starting ----------------------------------------------------------------- */

static void session_over(void *owner, struct hash token_sum)
{
	struct app *app = owner;

	if (app->sse)
		sse_end_of(app->sse, token_sum);
}

static void sweep(void *owner)
{
	struct serving *serving = owner;

	sessions_sweep(serving->app.sessions, clock_now_us());
	loop_timer_set(serving->sweeps, SWEEP_US);
}

/* The real till's end of the line closed: it is gone, and so are we. */
static void parent_ended(void *owner)
{
	begin_stop(owner);
}

/* A real book is never served as practice, nor the other way round. */
static bool right_kind(const struct app *app, struct err *err)
{
	bool wanted = *app->settings.practice_of != '\0', is = lanes_book(app->lanes)->is_practice;

	if (wanted == is)
		return true;
	return err_set(err, ERR_CONFLICT, "book", is ? "đây là sổ tập; quầy tập mở từ trang quầy, không chạy riêng" : "đây là sổ thật, không tập trên nó");
}

static bool make_practice(const struct settings *settings, struct err *err)
{
	struct practice_plan plan = { .entry_id = random_id(), .at_us = clock_now_us() };

	random_bytes(plan.key_seed, sizeof(plan.key_seed));
	page_all_practice(true);
	return practice_make(settings->practice_of, settings->book, &plan, err);
}

static bool load_sessions(struct app *app, struct err *err)
{
	struct book *reader = book_open_reader(app->settings.book, err);
	struct txn *txn = reader ? txn_begin(reader->store, err) : NULL;
	bool ok = txn && sessions_load(app->sessions, txn, clock_now_us(), err) && stations_load(app->stations, txn, err);

	txn_abandon(txn);
	book_close(reader);
	return ok;
}

static bool open_http(struct app *app, struct err *err)
{
	struct http_settings settings = http_settings_default();
	char socket_path[SETTINGS_TEXT_MAX];

	settings_socket_path(&app->settings, socket_path);
	settings.address = app->settings.address;
	settings.port = (int)app->settings.port;
	settings.socket_path = socket_path;
	settings.socket_mode = 0600;
	settings.certificate_path = *app->settings.certificate ? app->settings.certificate : NULL;
	settings.key_path = *app->settings.key ? app->settings.key : NULL;
	for (size_t i = 0; i < app->settings.hosts_count; i++)
		settings.hosts[settings.hosts_count++] = app->settings.hosts[i];
	settings.open_paths = bank_open_paths;
	settings.open_paths_count = BANK_OPEN_PATHS_COUNT;
	if (app_find_public_host(app))
		settings.hosts[settings.hosts_count++] = app->public_host;
	settings.always = web_always;
	settings.always_count = WEB_ALWAYS_COUNT;
	settings.connections_max = (size_t)app->settings.connections;
	settings.connections_address_max = (size_t)app->settings.connections_address;
	app->http = http_open(app->loop, &settings, door_handle, door_body_limit, app, err);
	return app->http != NULL;
}

/* A descriptor a connection, and those of the book, its readers and devices. */
static void allow_descriptors(const struct settings *settings)
{
	rlim_t wanted = (rlim_t)settings->connections + 256;
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted)
		return;
	files.rlim_cur = wanted < files.rlim_max ? wanted : files.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur < wanted)
		log_warning("serve", "only %llu files may be open; %lld connections want more", (unsigned long long)files.rlim_cur, (long long)settings->connections);
}

static bool start(struct serving *serving, struct err *err)
{
	struct app *app = &serving->app;
	struct lanes_settings lanes = { .dir = app->settings.book, .has_threads = true };
	struct sessions_rules rules = { .lasts_us = app->settings.session_hours * INT64_C(3600000000),
					.lock_us = app->settings.lock_minutes * INT64_C(60000000), .ended = session_over, .owner = app };
	uint64_t boot;

	route_check();
	allow_descriptors(&app->settings);
	random_bytes(&boot, sizeof(boot));
	app->loop = loop_new();
	app->sessions = sessions_new(&rules);
	app->stations = stations_new();
	app->tries = tries_new();
	app->guests = guests_new();
	app->sse = sse_new(app->loop, boot);
	sse_set_max(app->sse, (size_t)app->settings.connections);
	serving->waits = loop_timer_open(app->loop, wait_more, serving);
	serving->sweeps = loop_timer_open(app->loop, sweep, serving);
	loop_timer_set(serving->sweeps, SWEEP_US);
	if (*app->settings.practice_of && !make_practice(&app->settings, err))
		return false;
	app->lanes = lanes_open(&lanes, err);
	if (!app->lanes || !right_kind(app, err))
		return false;
	app->site_id = lanes_book(app->lanes)->site_id;
	app->pepper = lanes_pepper(app->lanes);
	serving->came = loop_queue_open(app->loop, lanes_queue(app->lanes), came, serving);
	app->bank = bank_desk_open(&app->settings, err);
	if (!app->bank || !load_sessions(app, err) || !devices_open(app, &app->devices, err) || !open_http(app, err))
		return false;
	app->practice = *app->settings.practice_of ? practice_listen(app, parent_ended, serving) :
						     practice_open(app, serving->arguments_count, serving->arguments);
	serving->term = loop_signal_open(app->loop, SIGTERM, signalled, serving);
	serving->interrupt = loop_signal_open(app->loop, SIGINT, signalled, serving);
	return true;
}

static void finish(struct serving *serving)
{
	struct app *app = &serving->app;
	struct call *call;

	practice_close(app->practice);
	app->practice = NULL;
	devices_close(app->devices);
	sse_free(app->sse);
	app->sse = NULL;
	http_close(app->http);
	loop_queue_close(serving->came);
	if (app->lanes) {
		lanes_stop(app->lanes);
		while ((call = queue_try(lanes_queue(app->lanes))))
			call_came_back(call, app);
		lanes_close(app->lanes);
	}
	devices_free(app->devices);
	sessions_free(app->sessions);
	stations_free(app->stations);
	guests_free(app->guests);
	tries_free(app->tries);
	bank_desk_free(app->bank);
	loop_signal_close(serving->term);
	loop_signal_close(serving->interrupt);
	loop_timer_close(serving->waits);
	loop_timer_close(serving->sweeps);
	loop_free(app->loop);
}

int serve_main(int argc, char **argv)
{
	static struct serving serving;
	struct app *app = &serving.app;
	struct err err = { 0 };

	settings_init(&app->settings);
	serving.arguments = calloc((size_t)argc + 1, sizeof(*serving.arguments));
	assert(serving.arguments);
	memcpy(serving.arguments, argv, (size_t)argc * sizeof(*argv));
	serving.arguments_count = argc;
	if (argc == 1 && strcmp(argv[0], "--print-settings") == 0) {
		struct buf buf;

		buf_init(&buf, 1 << 20);
		settings_print(&buf);
		fputs(buf_get(&buf), stdout);
		buf_release(&buf);
		return 0;
	}
	if (!settings_take_arguments(&app->settings, &argc, argv, &err) ||
	    (argc > 0 && !err_set(&err, ERR_INPUT, NULL, "không hiểu \"%s\"; xem: ocop-pos serve --print-settings", argv[0])) ||
	    (!*app->settings.book && !err_set(&err, ERR_INPUT, "book", "chưa nói sổ ở đâu: --book THƯ-MỤC"))) {
		fprintf(stderr, "ocop-pos serve: %s\n", err.text);
		return err_exit_code(err.code);
	}
	if (start(&serving, &err)) {
		printf("listening on http%s://%s:%d\n", *app->settings.certificate ? "s" : "", app->settings.address, http_port(app->http));
		fflush(stdout);
		notify("READY=1");
		loop_run(app->loop);
	} else {
		fprintf(stderr, "ocop-pos serve: %s\n", err.text);
		serving.exit_code = err_exit_code(err.code);
	}
	finish(&serving);
	free(serving.arguments);
	return serving.exit_code;
}
