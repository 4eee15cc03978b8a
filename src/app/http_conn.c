/* A connection: from bytes to whole requests, its deadlines, its end. */
#include "app/http_conn.h"

#include <arpa/inet.h>
#include <assert.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/loop.h"
#include "base/clock.h"
#include "base/log.h"

/* How much of what a refused client still sends is thrown away, within head_us: the largest import and more, so that its 413 is read. */
#define LINGER_MAX (16 * 1024 * 1024)
/* A body in memory grows with what comes, not with what was announced. */
#define BODY_ROOM_FIRST (16 * 1024)

static size_t unsent(const struct conn *conn)
{
	return evbuffer_get_length(bufferevent_get_output(conn->bev));
}

bool conn_is_idle(const struct conn *conn)
{
	return conn->state == CONN_HEAD && !conn->began_us && !unsent(conn);
}

void conn_kill(struct conn *conn)
{
	struct http *http = conn->http;

	if (conn->is_dead)
		return;
	conn->is_dead = true;
	bufferevent_setcb(conn->bev, NULL, NULL, NULL, NULL);
	bufferevent_disable(conn->bev, EV_READ | EV_WRITE);
	if (conn->state == CONN_ANSWER && conn->request) {
		conn->request->conn = NULL;
		http->figures.waiting--;
	} else {
		request_free(conn->request);
	}
	conn->request = NULL;
	http->figures.connections--;
	http->figures.streams -= conn->stream != NULL;
	LIST_REMOVE(conn, entry);
	LIST_INSERT_HEAD(&http->dead, conn, entry);
	loop_timer_set(http->reaper, 0);
}

void http_reap(void *owner)
{
	struct http *http = owner;
	struct conn *conn;

	while ((conn = LIST_FIRST(&http->dead))) {
		struct http_stream *stream = conn->stream;

		LIST_REMOVE(conn, entry);
		bufferevent_free(conn->bev);
		free(conn);
		if (stream) {
			void (*closed)(void *) = stream->closed;
			void *stream_owner = stream->owner;

			stream->conn = NULL;
			if (closed)
				closed(stream_owner);
			free(stream);
		}
	}
	/* The last thing: it may close us. */
	if (http->is_stopping && http->stopped && LIST_EMPTY(&http->conns)) {
		void (*stopped)(void *) = http->stopped;

		http->stopped = NULL;
		stopped(http->stopped_owner);
	}
}

/* Everything has left. What the client sends now would be answered with a reset, which may overtake our last words. */
static void flushed(struct conn *conn)
{
	bool has_more = conn->has_leftovers || evbuffer_get_length(bufferevent_get_input(conn->bev)) > 0;

	if (!has_more || conn->has_ended) {
		conn_kill(conn);
		return;
	}
	conn->state = CONN_LINGER;
	conn->deadline_us = clock_tick_us() + conn->http->settings.head_us;
	if (conn->is_tls)
		http_tls_end(conn->bev);
	shutdown(conn->fd, SHUT_WR);
	conn_advance(conn);
}

void conn_finish(struct conn *conn)
{
	if (conn->is_dead)
		return;
	conn->state = CONN_FLUSH;
	conn->deadline_us = HTTP_NEVER;
	if (!unsent(conn))
		flushed(conn);
}

void conn_refuse(struct conn *conn, int status, const char *detail)
{
	if (conn->is_dead)
		return;
	conn->http->figures.refused++;
	log_debug("http", "refused %s: %d %s", conn->peer, status, detail);
	request_free(conn->request);
	conn->request = NULL;
	conn->has_leftovers = true;
	/* From here on no handler and no deadline of a request comes in between. */
	conn->state = CONN_FLUSH;
	conn_problem(conn, status, detail);
	conn_finish(conn);
}

static void expect_head(struct conn *conn)
{
	struct http_settings *settings = &conn->http->settings;
	struct httphead_limits limits = { settings->head_max_bytes, settings->target_max_bytes, settings->lines_max };

	httphead_init(&conn->head, &limits);
	conn->state = CONN_HEAD;
	conn->began_us = 0;
	conn->deadline_us = clock_tick_us() + settings->idle_us;
}

void conn_next(struct conn *conn)
{
	if (conn->is_dead)
		return;
	expect_head(conn);
	/* Pipelined bytes are read in a turn of their own, so that no handler runs inside another one's reply. */
	if (!conn->is_advancing && (conn->has_ended || evbuffer_get_length(bufferevent_get_input(conn->bev)) > 0))
		bufferevent_trigger(conn->bev, EV_READ, BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
}

static void body_deadline(struct conn *conn)
{
	struct http_settings *settings = &conn->http->settings;
	int64_t earned_us = (int64_t)conn->request->body_got * 1000000 / settings->body_rate_bytes + settings->head_us;

	conn->deadline_us = conn->began_us + (earned_us < settings->body_us ? earned_us : settings->body_us);
}

static void dispatch(struct conn *conn)
{
	struct request *request = conn->request;

	request->outer.body = request->outer.body_fd < 0 ? (request->body ? request->body : "") : NULL;
	request->outer.body_size = request->body_bytes;
	if (request->outer.body_fd >= 0)
		lseek(request->outer.body_fd, 0, SEEK_SET);
	conn->state = CONN_ANSWER;
	conn->deadline_us = HTTP_NEVER;
	conn->http->figures.requests++;
	conn->http->figures.waiting++;
	conn->http->handler(&request->outer, conn->http->owner);
}

/* A body that we take? Room for it is made here or as it comes. */
static bool body_begin(struct conn *conn, struct request *request)
{
	struct http *http = conn->http;
	size_t size_max = http->settings.body_max_bytes;
	struct err err;

	if ((uint64_t)request->head.body_bytes > size_max) {
		size_t allowed = http->limit ? http->limit(&request->outer, http->owner) : 0;

		if ((uint64_t)request->head.body_bytes > allowed) {
			conn_refuse(conn, 413, "Dữ liệu gửi lên lớn hơn mức nhận; hãy chia nhỏ rồi gửi lại.");
			return false;
		}
		if (!request_spool(request, &err)) {
			conn_refuse(conn, err_http_status(err.code), err.text);
			return false;
		}
	}
	request->body_bytes = (size_t)request->head.body_bytes;
	if (request->body_bytes && request->head.expects_continue && !evbuffer_get_length(bufferevent_get_input(conn->bev)))
		conn_write(conn, "HTTP/1.1 100 Continue\r\n\r\n", 25);
	return !conn->is_dead;
}

static bool is_open_path(const struct http *http, const char *path)
{
	for (size_t i = 0; i < http->settings.open_paths_count; i++)
		if (strcmp(http->settings.open_paths[i], path) == 0)
			return true;
	return false;
}

static void head_whole(struct conn *conn, struct evbuffer *input, const char *bytes)
{
	struct http *http = conn->http;
	enum httphead_path path;
	struct request *request = request_new(conn, bytes, &path);

	conn->request = request;
	evbuffer_drain(input, conn->head.size_bytes);
	conn->requests_count++;
	request->outer.keep = conn->head.keep && conn->requests_count < http->settings.requests_max;
	if (!request_host_is_ours(request, conn) && (path != HTTPHEAD_PATH_OK || !is_open_path(http, request->outer.path))) {
		conn_refuse(conn, 421, "Tên máy chủ này không phải của chương trình; người quản trị thêm tên ở mục hosts.");
		return;
	}
	if (path != HTTPHEAD_PATH_OK) {
		conn_refuse(conn, path == HTTPHEAD_PATH_BAD ? 400 : 404,
			    path == HTTPHEAD_PATH_BAD ? "Địa chỉ viết sai mã phần trăm." : "Không có trang này.");
		return;
	}
	if (!body_begin(conn, request))
		return;
	conn->state = CONN_BODY;
	conn->began_us = clock_tick_us();
	body_deadline(conn);
}

/* Each step: true when there may be more to do. */
static bool head_step(struct conn *conn, struct evbuffer *input)
{
	size_t size = evbuffer_get_length(input);
	size_t head_max = conn->http->settings.head_max_bytes;
	const char *bytes;

	/* A client that asks without reading the answers waits here; conn_look sees whether it reads at all. */
	if (unsent(conn) > HTTP_UNSENT_MAX)
		return false;
	if (!size) {
		if (conn->has_ended || conn->http->is_stopping)
			conn_finish(conn);
		return false;
	}
	if (!conn->began_us) {
		conn->began_us = clock_tick_us();
		conn->deadline_us = conn->began_us + conn->http->settings.head_us;
	}
	size = size < head_max ? size : head_max;
	bytes = (const char *)evbuffer_pullup(input, (ev_ssize_t)size);
	assert(bytes);
	switch (httphead_read(&conn->head, bytes, size)) {
	case HTTPHEAD_COMPLETE:
		head_whole(conn, input, bytes);
		return true;
	case HTTPHEAD_REFUSED:
		conn_refuse(conn, conn->head.status, conn->head.reason);
		return true;
	case HTTPHEAD_MORE:
		break;
	}
	if (conn->has_ended)
		conn_refuse(conn, 400, "the request ended before it was whole");
	return false;
}

static bool body_take(struct request *request, struct evbuffer *input, size_t size)
{
	if (request->outer.body_fd >= 0) {
		while (size) {
			int count = evbuffer_write_atmost(input, request->outer.body_fd, (ev_ssize_t)size);

			if (count <= 0)
				return false;
			request->body_got += (size_t)count;
			size -= (size_t)count;
		}
		return true;
	}
	if (request->body_got + size > request->body_room) {
		size_t room = request->body_room ? request->body_room : BODY_ROOM_FIRST;

		while (room < request->body_got + size)
			room *= 2;
		if (room > request->body_bytes)
			room = request->body_bytes;
		request->body = realloc(request->body, room + 1);
		assert(request->body);
		request->body_room = room;
	}
	evbuffer_remove(input, request->body + request->body_got, size);
	request->body_got += size;
	request->body[request->body_got] = '\0';
	return true;
}

static bool body_step(struct conn *conn, struct evbuffer *input)
{
	struct request *request = conn->request;
	size_t size = evbuffer_get_length(input), missing = request->body_bytes - request->body_got;

	if (size > missing)
		size = missing;
	if (size && !body_take(request, input, size)) {
		conn_refuse(conn, 503, "Máy chủ không còn chỗ để nhận tệp này; hãy báo người quản trị.");
		return true;
	}
	if (request->body_got == request->body_bytes) {
		dispatch(conn);
		return true;
	}
	body_deadline(conn);
	if (conn->has_ended)
		conn_refuse(conn, 400, "the body ended before it was whole");
	return false;
}

static bool step(struct conn *conn)
{
	struct evbuffer *input = bufferevent_get_input(conn->bev);

	switch (conn->state) {
	case CONN_HEAD:
		return head_step(conn, input);
	case CONN_BODY:
		return body_step(conn, input);
	case CONN_LINGER:
		conn->thrown_bytes += evbuffer_get_length(input);
		evbuffer_drain(input, evbuffer_get_length(input));
		if (conn->has_ended || conn->thrown_bytes > LINGER_MAX)
			conn_kill(conn);
		return false;
	case CONN_STREAM:
		/* Nothing can be answered after a stream. */
		evbuffer_drain(input, evbuffer_get_length(input));
		if (conn->has_ended)
			conn_kill(conn);
		return false;
	case CONN_FLUSH:
		/* Whether it is thrown away now or later: reading on shows the client's end. */
		if (evbuffer_get_length(input))
			conn->has_leftovers = true;
		evbuffer_drain(input, evbuffer_get_length(input));
		return false;
	case CONN_HANDSHAKE:
	case CONN_ANSWER:
		return false;
	}
	return false;
}

void conn_advance(struct conn *conn)
{
	if (conn->is_advancing)
		return;
	conn->is_advancing = true;
	while (!conn->is_dead && step(conn))
		;
	conn->is_advancing = false;
}

static void on_read(struct bufferevent *bev, void *arg)
{
	(void)bev;
	conn_advance(arg);
}

static void on_written(struct bufferevent *bev, void *arg)
{
	struct conn *conn = arg;

	(void)bev;
	if (conn->state == CONN_FLUSH) {
		flushed(conn);
	} else if (conn->state == CONN_HEAD) {
		/* It is idle from here, not from when the answer was given. */
		if (!conn->began_us)
			conn->deadline_us = clock_tick_us() + conn->http->settings.idle_us;
		conn_advance(conn);
	}
}

static void on_event(struct bufferevent *bev, short what, void *arg)
{
	struct conn *conn = arg;

	(void)bev;
	if (what & BEV_EVENT_CONNECTED) {
		expect_head(conn);
		return;
	}
	/* After the end of a TLS session nothing can be written; no browser closes just one half. */
	if ((what & BEV_EVENT_ERROR) || conn->is_tls) {
		conn_kill(conn);
		return;
	}
	if (what & BEV_EVENT_EOF) {
		conn->has_ended = true;
		conn_advance(conn);
	}
}

/* An answer must be taken at a steady pace; of a stream something must have moved. */
static bool is_stuck(struct conn *conn, int64_t now_us)
{
	struct http_settings *settings = &conn->http->settings;
	uint64_t left = conn->queued_bytes - unsent(conn), want;

	if (!unsent(conn)) {
		conn->window_us = 0;
		return false;
	}
	if (!conn->window_us) {
		conn->window_us = now_us;
		conn->window_left_bytes = left;
		return false;
	}
	if (now_us - conn->window_us < settings->body_us)
		return false;
	want = conn->state == CONN_STREAM ? 1 : (uint64_t)(settings->body_rate_bytes * settings->body_us / 1000000);
	if (left - conn->window_left_bytes < want)
		return true;
	conn->window_us = now_us;
	conn->window_left_bytes = left;
	return false;
}

static void late(struct conn *conn)
{
	bool has_begun = (conn->state == CONN_HEAD && conn->began_us) || conn->state == CONN_BODY;

	if (has_begun) {
		conn->http->figures.late++;
		conn_refuse(conn, 408, "Yêu cầu đến quá chậm; hãy xem lại đường mạng rồi gửi lại.");
	} else {
		conn_kill(conn);
	}
}

void conn_look(struct conn *conn, int64_t now_us)
{
	struct http_stream *stream = conn->stream;

	if (now_us >= conn->deadline_us) {
		/* Not idle while it still reads an answer: there the pace decides. */
		if (conn->state != CONN_HEAD || conn->began_us || !unsent(conn)) {
			late(conn);
			return;
		}
	}
	if (is_stuck(conn, now_us)) {
		conn->http->figures.cut++;
		conn_kill(conn);
		return;
	}
	if (conn->state == CONN_STREAM && stream->heartbeat && now_us - stream->written_us >= conn->http->settings.heartbeat_us)
		http_stream_write(stream, stream->heartbeat, strlen(stream->heartbeat));
}

static void peer_read(struct conn *conn, const struct sockaddr *peer)
{
	struct ucred cred;
	socklen_t size = sizeof(cred);

	if (conn->is_socket) {
		memcpy(conn->peer, "socket", sizeof("socket"));
		conn->peer_uid = (uid_t)-1;
		if (getsockopt(conn->fd, SOL_SOCKET, SO_PEERCRED, &cred, &size) == 0)
			conn->peer_uid = cred.uid;
		return;
	}
	if (peer->sa_family == AF_INET) {
		const struct in_addr *address = &((const struct sockaddr_in *)(const void *)peer)->sin_addr;

		conn->address[10] = conn->address[11] = 0xff;
		memcpy(conn->address + 12, address, 4);
	} else {
		memcpy(conn->address, &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr, 16);
	}
	if (IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)(const void *)conn->address))
		inet_ntop(AF_INET, conn->address + 12, conn->peer, sizeof(conn->peer));
	else
		inet_ntop(AF_INET6, conn->address, conn->peer, sizeof(conn->peer));
}

/* Room for one more: as many as may be, and from its address too; the longest idle one goes first. */
static bool has_room(struct http *http, const struct conn *newcomer)
{
	struct conn *other, *idle = NULL, *idle_here = NULL;
	size_t here = 0;

	LIST_FOREACH(other, &http->conns, entry) {
		bool is_here = !newcomer->is_socket && !other->is_socket && memcmp(other->address, newcomer->address, 16) == 0;

		here += is_here;
		if (!conn_is_idle(other))
			continue;
		if (!idle || other->deadline_us < idle->deadline_us)
			idle = other;
		if (is_here && (!idle_here || other->deadline_us < idle_here->deadline_us))
			idle_here = other;
	}
	if (here >= http->settings.connections_address_max) {
		if (!idle_here)
			return false;
		conn_kill(idle_here);
		return true;
	}
	if (http->figures.connections >= http->settings.connections_max) {
		if (!idle)
			return false;
		conn_kill(idle);
	}
	return true;
}

void conn_open(struct http *http, int fd, const struct sockaddr *peer, bool is_socket)
{
	struct conn *conn = calloc(1, sizeof(*conn));

	assert(conn);
	conn->http = http;
	conn->fd = fd;
	conn->is_socket = is_socket;
	conn->is_tls = http->tls && !is_socket;
	peer_read(conn, peer);
	if (!has_room(http, conn)) {
		free(conn);
		http_turn_away(http, fd);
		return;
	}
	http->figures.accepted++;
	http->figures.connections++;
	LIST_INSERT_HEAD(&http->conns, conn, entry);
	if (conn->is_tls)
		conn->bev = http_tls_bufferevent(http, fd);
	else
		conn->bev = bufferevent_socket_new(loop_base(http->loop), fd, BEV_OPT_CLOSE_ON_FREE);
	assert(conn->bev);
	bufferevent_setcb(conn->bev, on_read, on_written, on_event, conn);
	bufferevent_setwatermark(conn->bev, EV_READ, 0,
				 HTTP_AHEAD_MAX > http->settings.head_max_bytes ? HTTP_AHEAD_MAX
										: http->settings.head_max_bytes);
	expect_head(conn);
	if (conn->is_tls) {
		conn->state = CONN_HANDSHAKE;
		conn->deadline_us = clock_tick_us() + http->settings.head_us;
	}
	/* Writing is enabled from the start; saying so again would cost a wake-up. */
	bufferevent_enable(conn->bev, EV_READ);
	http_watch(http);
}
