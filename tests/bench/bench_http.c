/*
 * "Hello" through our HTTP face beside evhttp, the bare baseline of the same run: µs of CPU a request of the
 * serving thread, keep-alive over loopback, and the ratio. The client is one thread over plain sockets and epoll.
 *
 *   bench_http [requests [connections]]
 */
#include <assert.h>
#include <arpa/inet.h>
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "app/http.h"
#include "app/loop.h"
#include "base/clock.h"
#include "base/queue.h"

#define CONNECTIONS_MAX 1000
#define ROUNDS 5

static const char question[] = "GET /api/hello?x=1 HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\nAccept: application/json\r\nCookie: sid=0123456789abcdef\r\n\r\n";
static const char hello[] = "{\"hello\":\"world\"}";

static int64_t cpu_us(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * INT64_C(1000000) + used.tv_nsec / 1000;
}

struct side {
	const char *name;
	void *(*serve)(void *side);
	struct queue *ready;
	struct queue *stop;
	int port;
	int64_t used_us;
	double best_us;
};

static void our_handler(struct http_request *request, void *owner)
{
	struct http_answer answer = { .status = 200, .type = "application/json", .body = hello, .body_size = sizeof(hello) - 1 };

	(void)owner;
	http_reply(request, &answer);
}

static void our_stop(void *item, void *owner)
{
	(void)item;
	loop_stop(owner);
}

static void *our_serve(void *arg)
{
	struct side *side = arg;
	struct loop *loop = loop_new();
	struct http_settings settings = http_settings_default();
	struct loop_queue *watch = loop_queue_open(loop, side->stop, our_stop, loop);
	struct http *http;
	struct err err;
	int64_t began_us;

	settings.address = "127.0.0.1";
	settings.connections_max = settings.connections_address_max = CONNECTIONS_MAX;
	settings.requests_max = SIZE_MAX;
	http = http_open(loop, &settings, our_handler, NULL, NULL, &err);
	assert(http);
	side->port = http_port(http);
	queue_give(side->ready, side);
	began_us = cpu_us();
	loop_run(loop);
	side->used_us = cpu_us() - began_us;
	loop_queue_close(watch);
	http_close(http);
	loop_free(loop);
	return NULL;
}

static void ev_handler(struct evhttp_request *request, void *owner)
{
	struct evbuffer *body = evbuffer_new();

	(void)owner;
	evbuffer_add(body, hello, sizeof(hello) - 1);
	evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Type", "application/json");
	evhttp_send_reply(request, 200, "OK", body);
	evbuffer_free(body);
}

static void ev_stop(evutil_socket_t fd, short what, void *base)
{
	(void)fd, (void)what;
	event_base_loopbreak(base);
}

static void *ev_serve(void *arg)
{
	struct side *side = arg;
	struct event_base *base = event_base_new();
	struct evhttp *http = evhttp_new(base);
	struct evhttp_bound_socket *bound = evhttp_bind_socket_with_handle(http, "127.0.0.1", 0);
	struct event *stop = event_new(base, queue_descriptor(side->stop), EV_READ, ev_stop, base);
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	int64_t began_us;

	assert(bound);
	event_add(stop, NULL);
	/* The limits that it has, as a server of the same kind would set them. */
	evhttp_set_gencb(http, ev_handler, NULL);
	evhttp_set_max_headers_size(http, 16 * 1024);
	evhttp_set_max_body_size(http, 256 * 1024);
	evhttp_set_timeout(http, 60);
	getsockname(evhttp_bound_socket_get_fd(bound), (struct sockaddr *)&address, &size);
	side->port = ntohs(address.sin_port);
	queue_give(side->ready, side);
	began_us = cpu_us();
	event_base_dispatch(base);
	side->used_us = cpu_us() - began_us;
	event_free(stop);
	evhttp_free(http);
	event_base_free(base);
	queue_try(side->stop);
	queue_clear_descriptor(side->stop);
	return NULL;
}

/* Every connection has one question under way until all are asked. */
static void ask_all(int port, size_t connections, size_t requests)
{
	static int fds[CONNECTIONS_MAX];
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int epoll = epoll_create1(EPOLL_CLOEXEC), one = 1;
	size_t asked = 0, answered = 0;

	for (size_t i = 0; i < connections; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.fd = 0 };

		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		assert(connect(fds[i], (struct sockaddr *)&address, sizeof(address)) == 0);
		setsockopt(fds[i], IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		event.data.fd = fds[i];
		epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event);
		if (asked < requests && send(fds[i], question, sizeof(question) - 1, 0) > 0)
			asked++;
	}
	while (answered < asked) {
		struct epoll_event events[64];
		int count = epoll_wait(epoll, events, 64, 5000);

		assert(count > 0);
		for (int i = 0; i < count; i++) {
			char text[1024];
			ssize_t size = recv(events[i].data.fd, text, sizeof(text), 0);

			/* Answers of this size come whole over loopback. */
			assert(size > 12 && memcmp(text, "HTTP/1.1 200", 12) == 0 && text[size - 1] == '}');
			answered++;
			if (asked < requests && send(events[i].data.fd, question, sizeof(question) - 1, 0) > 0)
				asked++;
		}
	}
	for (size_t i = 0; i < connections; i++)
		close(fds[i]);
	close(epoll);
}

static double round_us(struct side *side, size_t connections, size_t requests)
{
	pthread_t thread;

	assert(pthread_create(&thread, NULL, side->serve, side) == 0);
	queue_take(side->ready);
	ask_all(side->port, connections, requests);
	queue_give(side->stop, side);
	pthread_join(thread, NULL);
	return (double)side->used_us / (double)requests;
}

int main(int argc, char **argv)
{
	struct side sides[] = { { .name = "ours", .serve = our_serve }, { .name = "evhttp", .serve = ev_serve } };
	size_t requests = argc > 1 ? strtoul(argv[1], NULL, 10) : 40000;
	size_t connections = argc > 2 ? strtoul(argv[2], NULL, 10) : 50;

	assert(connections > 0 && connections <= CONNECTIONS_MAX && requests > 0);
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		sides[i].ready = queue_new(1, false);
		sides[i].stop = queue_new(1, true);
	}
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < COUNT_OF(sides); i++) {
			double us = round_us(&sides[i], connections, requests);

			if (round == 0 || us < sides[i].best_us)
				sides[i].best_us = us;
		}
	printf("http hello, %zu connections, best of %d rounds of %zu: ours %.2f us CPU a request, evhttp %.2f us, ratio %.2f\n", connections, ROUNDS, requests,
	       sides[0].best_us, sides[1].best_us, sides[1].best_us / sides[0].best_us);
	for (size_t i = 0; i < COUNT_OF(sides); i++) {
		queue_free(sides[i].ready);
		queue_free(sides[i].stop);
	}
	return 0;
}
