/*
 * One event to many screens: LISTENERS connections hear a till's events, then tickets are opened and dropped there one after the other; each
 * change is an event to all of them. Prints how long after the request left the last screen had it (p50, p99), and beside it
 * the same bytes written by a bare loop over as many sockets.
 *
 *   event_load PORT COOKIE TILL LISTENERS EVENTS
 */
#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"

#define LISTENERS_MAX 2000
#define EVENTS_MAX 10000

static int64_t us[EVENTS_MAX];

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void say(const char *what, size_t listeners, size_t count)
{
	qsort(us, count, sizeof(*us), compare);
	printf("%s %zu: p50 %.2f ms   p99 %.2f ms   (%zu)\n", what, listeners, (double)us[count / 2] / 1e3, (double)us[count * 99 / 100] / 1e3, count);
}

static int dial(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		perror("event_load: connect");
		exit(1);
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

static void say_to(int fd, const char *text)
{
	ssize_t sent = send(fd, text, strlen(text), MSG_NOSIGNAL);

	assert(sent == (ssize_t)strlen(text));
}

/* Reads until `mark` has come once from each; any bytes more are another event's. */
static void hear(int epoll, const int *fds, size_t count, const char *mark)
{
	static bool has_heard[LISTENERS_MAX];
	size_t left = count;

	memset(has_heard, 0, sizeof(has_heard));
	while (left) {
		struct epoll_event events[256];
		int ready = epoll_wait(epoll, events, 256, 10000);

		if (ready <= 0) {
			fprintf(stderr, "event_load: %zu heard nothing of %s\n", left, mark);
			exit(1);
		}
		for (int i = 0; i < ready; i++) {
			char text[65536];
			ssize_t got = recv(fds[events[i].data.u64], text, sizeof(text), 0);

			assert(got > 0);
			if (!has_heard[events[i].data.u64] && memmem(text, (size_t)got, mark, strlen(mark))) {
				has_heard[events[i].data.u64] = true;
				left--;
			}
		}
	}
}

static int watch(const int *fds, size_t count)
{
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	for (size_t i = 0; i < count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.u64 = i };

		epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event);
	}
	return epoll;
}

static void product(int port, const char *cookie, const char *till, size_t listeners, size_t count)
{
	static int fds[LISTENERS_MAX];
	int asker, epoll;

	for (size_t i = 0; i < listeners; i++) {
		char text[1000];

		snprintf(text, sizeof(text), "GET /api/v1/events?till_id=%s HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\n\r\n", till, cookie);
		fds[i] = dial(port);
		say_to(fds[i], text);
	}
	epoll = watch(fds, listeners);
	hear(epoll, fds, listeners, "retry: ");
	asker = dial(port);
	for (size_t i = 0; i < count; i++) {
		char id[ID_TEXT_SIZE], body[400], text[1500], answer[20000], path[100] = "", mark[80];
		bool drops = i % 2;
		static char cart[ID_TEXT_SIZE];
		int64_t from_us;

		id_write(random_id(), id);
		if (!drops) {
			memcpy(cart, id, sizeof(cart));
			snprintf(body, sizeof(body), "{\"id\":\"%s\",\"till_id\":\"%s\"}", id, till);
		} else {
			snprintf(path, sizeof(path), "/%s/drop", cart);
			snprintf(body, sizeof(body), "{\"id\":\"%s\",\"reason\":1}", id);
		}
		snprintf(text, sizeof(text),
			 "POST /api/v1/carts%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/json\r\n"
			 "Content-Length: %zu\r\n\r\n%s", path, port, cookie, port, strlen(body), body);
		snprintf(mark, sizeof(mark), "\"cart_id\":\"%s\"", cart);
		from_us = clock_tick_us();
		say_to(asker, text);
		hear(epoll, fds, listeners, mark);
		us[i] = clock_tick_us() - from_us;
		if (recv(asker, answer, sizeof(answer) - 1, 0) < 12 || memcmp(answer, "HTTP/1.1 200", 12) != 0) {
			fprintf(stderr, "event_load: %.500s\n", answer);
			exit(1);
		}
	}
	say("from a request to the last of its listeners,", listeners, count);
	for (size_t i = 0; i < listeners; i++)
		close(fds[i]);
	close(asker);
	close(epoll);
}

static void bare(size_t listeners, size_t count)
{
	static const char event[] = "id: 0123456789abcdef-12345\nevent: cart\ndata: {\"cart\":null,\"cart_id\":\"01890000-0000-7000-8000-000000000001\",\"version\":0}\n\n";
	static int fds[LISTENERS_MAX], ends[LISTENERS_MAX];
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t size = sizeof(address);
	int door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), epoll;

	assert(bind(door, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(door, 128) == 0);
	getsockname(door, (struct sockaddr *)&address, &size);
	for (size_t i = 0; i < listeners; i++) {
		fds[i] = dial(ntohs(address.sin_port));
		ends[i] = accept(door, NULL, NULL);
		assert(ends[i] >= 0);
	}
	epoll = watch(fds, listeners);
	for (size_t i = 0; i < count; i++) {
		int64_t from_us = clock_tick_us();

		for (size_t k = 0; k < listeners; k++)
			say_to(ends[k], event);
		hear(epoll, fds, listeners, "event: cart");
		us[i] = clock_tick_us() - from_us;
	}
	say("bare, a write to each and read by all,", listeners, count);
	for (size_t i = 0; i < listeners; i++) {
		close(fds[i]);
		close(ends[i]);
	}
	close(door);
	close(epoll);
}

int main(int argc, char **argv)
{
	size_t listeners, count;
	struct rlimit files;

	if (argc != 6)
		return 2;
	listeners = strtoul(argv[4], NULL, 10);
	count = strtoul(argv[5], NULL, 10);
	assert(listeners > 0 && listeners <= LISTENERS_MAX && count > 0 && count <= EVENTS_MAX);
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	random_start();
	bare(listeners, count);
	product(atoi(argv[1]), argv[2], argv[3], listeners, count);
	return 0;
}
