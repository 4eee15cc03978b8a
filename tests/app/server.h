/*
 * A server in a thread of its own on a free loopback port, and a blocking client with a patience of five seconds.
 * What a test does to the server it does on the server's thread: on_server(fn).
 */
#ifndef TESTS_APP_SERVER_H
#define TESTS_APP_SERVER_H

#include "check.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/http.h"
#include "app/loop.h"
#include "app/sse.h"
#include "base/clock.h"
#include "base/queue.h"
#include "base/text.h"

#define HELD_MAX 600

struct server {
	struct loop *loop;
	struct http *http;
	struct sse *sse;
	struct queue *orders, *done;
	struct loop_queue *watch;
	pthread_t thread;
	int port;
	/* of the loop's thread */
	struct http_request *held[HELD_MAX];
	size_t held_count;
	struct http_figures figures;
	bool stopped, held_is_gone;
	int body_done_count;
};

static struct server server;

typedef void order(void);

struct order_item {
	order *run;
};

static void order_came(void *item, void *owner)
{
	struct order_item *one = item;

	(void)owner;
	one->run();
	assert_true(queue_give(server.done, one));
}

static inline void on_server(order *run)
{
	struct order_item one = { run };

	assert_true(queue_give(server.orders, &one));
	assert_ptr_equal(queue_take(server.done), &one);
}

static void order_stop(void)
{
	loop_stop(server.loop);
}

static void order_figures(void)
{
	http_figures(server.http, &server.figures);
}

static inline struct http_figures figures_now(void)
{
	on_server(order_figures);
	return server.figures;
}

static void *server_thread(void *arg)
{
	(void)arg;
	loop_run(server.loop);
	return NULL;
}

static inline void server_start(struct http_settings settings, http_handler *handler, http_body_limit *limit)
{
	struct rlimit files;
	struct err err;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
	setrlimit(RLIMIT_NOFILE, &files);
	memset(&server, 0, sizeof(server));
	server.loop = loop_new();
	server.orders = queue_new(4, true);
	server.done = queue_new(4, false);
	if (!settings.address && !settings.socket_path)
		settings.address = "127.0.0.1";
	settings.hosts[settings.hosts_count++] = "x";
	server.http = http_open(server.loop, &settings, handler, limit, NULL, &err);
	if (!server.http)
		fail_msg("%s: %s", err.field, err.text);
	server.sse = sse_new(server.loop, UINT64_C(0xb007));
	server.port = http_port(server.http);
	server.watch = loop_queue_open(server.loop, server.orders, order_came, NULL);
	assert_i64(pthread_create(&server.thread, NULL, server_thread, NULL), 0);
}

static inline void server_end(void)
{
	on_server(order_stop);
	pthread_join(server.thread, NULL);
	loop_queue_close(server.watch);
	sse_free(server.sse);
	http_close(server.http);
	for (size_t i = 0; i < server.held_count; i++)
		http_reply_text(server.held[i], 200, "text/plain", "too late");
	queue_free(server.orders);
	queue_free(server.done);
	loop_free(server.loop);
}

/* ---- the client ---- */

static inline int client_to(const struct sockaddr *address, socklen_t size)
{
	int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval patience = { 5, 0 };

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, address, size) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static inline int client_open(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons((uint16_t)server.port),
				       .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = client_to((struct sockaddr *)&address, sizeof(address));

	assert_true(fd >= 0);
	return fd;
}

/* false: the server closed on us. */
static inline bool client_send(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;

	while (size) {
		ssize_t count = send(fd, at, size, MSG_NOSIGNAL);

		if (count <= 0)
			return false;
		at += count;
		size -= (size_t)count;
	}
	return true;
}

static inline void client_say(int fd, const char *text)
{
	assert_true(client_send(fd, text, strlen(text)));
}

/* Reads until the end of the connection (also a reset), or the room is full. NUL at the end. */
static inline size_t client_read_all(int fd, char *text, size_t room)
{
	size_t used = 0;
	ssize_t count;

	while (used + 1 < room && (count = recv(fd, text + used, room - 1 - used, 0)) > 0)
		used += (size_t)count;
	text[used] = '\0';
	return used;
}

/* Reads until the text ends with `end`, byte by byte so that nothing more is taken. */
static inline bool client_read_until(int fd, char *text, size_t room, const char *end)
{
	size_t used = 0;

	while (used + 1 < room && recv(fd, text + used, 1, 0) == 1) {
		text[++used] = '\0';
		if (used >= strlen(end) && strcmp(text + used - strlen(end), end) == 0)
			return true;
	}
	text[used] = '\0';
	return false;
}

struct reply {
	int status;
	size_t size;
	char head[4096];
	char body[70000];
};

static struct reply reply;

/* One answer with its length. Its status; 0: none came. */
static inline int client_reply(int fd, bool is_head)
{
	const char *length;

	memset(&reply, 0, offsetof(struct reply, body) + 1);
	if (!client_read_until(fd, reply.head, sizeof(reply.head), "\r\n\r\n"))
		return 0;
	reply.status = (int)strtol(reply.head + 9, NULL, 10);
	length = strstr(reply.head, "Content-Length: ");
	reply.size = length ? strtoul(length + 16, NULL, 10) : 0;
	assert_true(is_head || reply.size < sizeof(reply.body));
	for (size_t got = 0; !is_head && got < reply.size;) {
		ssize_t count = recv(fd, reply.body + got, reply.size - got, 0);

		assert_true(count > 0);
		got += (size_t)count;
		reply.body[got] = '\0';
	}
	return reply.status;
}

static inline int ask(int fd, const char *text)
{
	client_say(fd, text);
	return client_reply(fd, false);
}

/* Nothing more comes: the other side closed (or reset). */
static inline bool client_is_closed(int fd)
{
	char byte;
	ssize_t count = recv(fd, &byte, 1, 0);

	return count == 0 || (count < 0 && errno == ECONNRESET);
}

static inline void wait_us(int64_t us)
{
	struct timespec pause = { us / 1000000, us % 1000000 * 1000 };

	nanosleep(&pause, NULL);
}

#endif
