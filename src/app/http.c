/* The server as a whole: settings, the sweep over deadlines, the end. */
#include "app/http.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app/http_conn.h"
#include "app/loop.h"
#include "base/clock.h"
#include "base/role.h"

/*
 * Deadlines are numbers in the connections, looked at a few times a second: no timer is set and cancelled
 * for each request, and a deadline may be late by an eighth of the shortest of them, never early.
 */
#define SWEEP_US_MAX 250000
#define SWEEP_US_MIN 2000
#define ALWAYS_MAX (4 * 1024)
#define SCRATCH_MAX (24 * 1024)

struct http_settings http_settings_default(void)
{
	return (struct http_settings){
		.socket_mode = 0600,
		.head_max_bytes = 16 * 1024,
		.lines_max = 64,
		.target_max_bytes = 2 * 1024,
		.body_max_bytes = 256 * 1024,
		.spools_max = 8,
		.spool_path = "/var/tmp",
		.stream_max_bytes = 256 * 1024,
		.connections_max = 256,
		.connections_address_max = 16,
		.requests_max = 1000,
		.head_us = INT64_C(5000000),
		.body_us = INT64_C(20000000),
		.body_rate_bytes = 1024,
		.idle_us = INT64_C(60000000),
		.heartbeat_us = INT64_C(15000000),
	};
}

static char *copy(const char *text)
{
	char *made = text ? strdup(text) : NULL;

	assert(!text || made);
	return made;
}

static void settings_copy(struct http *http, const struct http_settings *from)
{
	struct http_settings *to = &http->settings;

	*to = *from;
	to->address = copy(from->address);
	to->socket_path = copy(from->socket_path);
	to->certificate_path = copy(from->certificate_path);
	to->key_path = copy(from->key_path);
	to->spool_path = copy(from->spool_path);
	for (size_t i = 0; i < from->hosts_count; i++)
		to->hosts[i] = copy(from->hosts[i]);
	buf_init(&http->always, ALWAYS_MAX);
	for (size_t i = 0; i < from->always_count; i++)
		buf_format(&http->always, "%s: %s\r\n", from->always[i].name, from->always[i].value);
	assert(!http->always.full);
	to->always = NULL;
	to->always_count = 0;
}

static void settings_free(struct http_settings *settings)
{
	const char *texts[] = { settings->address, settings->socket_path, settings->certificate_path, settings->key_path,
				settings->spool_path };

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		free((char *)(uintptr_t)texts[i]);
	for (size_t i = 0; i < settings->hosts_count; i++)
		free((char *)(uintptr_t)settings->hosts[i]);
}

static int64_t sweep_of(const struct http_settings *settings)
{
	const int64_t waits[] = { settings->head_us, settings->body_us, settings->idle_us, settings->heartbeat_us };
	int64_t shortest = waits[0];

	for (size_t i = 1; i < COUNT_OF(waits); i++)
		if (waits[i] < shortest)
			shortest = waits[i];
	shortest /= 8;
	return shortest < SWEEP_US_MIN ? SWEEP_US_MIN : shortest > SWEEP_US_MAX ? SWEEP_US_MAX : shortest;
}

static void kill_all(struct http *http)
{
	while (!LIST_EMPTY(&http->conns))
		conn_kill(LIST_FIRST(&http->conns));
}

static void sweep(void *owner)
{
	struct http *http = owner;
	struct conn *conn, *next;
	int64_t now_us = clock_tick_us();

	http->is_sweeping = false;
	if (http->is_stopping && now_us >= http->stop_us)
		kill_all(http);
	for (conn = LIST_FIRST(&http->conns); conn; conn = next) {
		next = LIST_NEXT(conn, entry);
		conn_look(conn, now_us);
	}
	if (!LIST_EMPTY(&http->conns))
		http_watch(http);
}

void http_watch(struct http *http)
{
	if (http->is_sweeping)
		return;
	http->is_sweeping = true;
	loop_timer_set(http->sweep, http->sweep_us);
}

struct http *http_open(struct loop *loop, const struct http_settings *settings, http_handler *handler,
		       http_body_limit *limit, void *owner, struct err *err)
{
	struct http *http;

	ON_LOOP();
	assert(settings->hosts_count <= HTTP_HOSTS_MAX && settings->head_max_bytes <= HTTPHEAD_SIZE_MAX &&
	       settings->lines_max <= HTTPHEAD_FIELDS_MAX);
	assert(settings->head_us > 0 && settings->body_us > 0 && settings->idle_us > 0 && settings->heartbeat_us > 0 &&
	       settings->body_rate_bytes > 0);
	http = calloc(1, sizeof(*http));
	assert(http);
	http->loop = loop;
	http->handler = handler;
	http->limit = limit;
	http->owner = owner;
	LIST_INIT(&http->conns);
	LIST_INIT(&http->dead);
	LIST_INIT(&http->requests);
	settings_copy(http, settings);
	buf_init(&http->scratch, SCRATCH_MAX);
	http->sweep_us = sweep_of(settings);
	http->sweep = loop_timer_open(loop, sweep, http);
	http->reaper = loop_timer_open(loop, http_reap, http);
	if (!http_tls_open(http, err) || !http_listen(http, err)) {
		http_close(http);
		return NULL;
	}
	return http;
}

void http_stop(struct http *http, int64_t wait_us, void (*done)(void *owner), void *owner)
{
	struct conn *conn, *next;

	ON_LOOP();
	assert(!http->is_stopping);
	http->is_stopping = true;
	http->stop_us = clock_tick_us() + wait_us;
	http->stopped = done;
	http->stopped_owner = owner;
	http_listen_end(http);
	for (conn = LIST_FIRST(&http->conns); conn; conn = next) {
		next = LIST_NEXT(conn, entry);
		if (conn_is_idle(conn) || conn->state == CONN_STREAM || conn->state == CONN_HANDSHAKE)
			conn_kill(conn);
	}
	http_watch(http);
	loop_timer_set(http->reaper, 0);
}

void http_close(struct http *http)
{
	struct request *request;

	if (!http)
		return;
	ON_LOOP();
	http->stopped = NULL;
	http_listen_end(http);
	kill_all(http);
	http_reap(http);
	while ((request = LIST_FIRST(&http->requests))) {
		LIST_REMOVE(request, entry);
		request->http = NULL;
	}
	loop_timer_close(http->sweep);
	loop_timer_close(http->reaper);
	http_tls_close(http);
	settings_free(&http->settings);
	buf_release(&http->always);
	buf_release(&http->scratch);
	free(http);
}

int http_port(const struct http *http)
{
	return http->port;
}

void http_figures(const struct http *http, struct http_figures *figures)
{
	ON_LOOP();
	*figures = http->figures;
}
