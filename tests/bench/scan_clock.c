/*
 * From a scan put into the virtual scanner's socket to the event `cart` at the page, as a browser would hear it.
 * Bare, in the same run: one byte there and back over a pair of Unix sockets to another thread.
 *
 *   scan_clock PORT COOKIE TILL SOCKET SCANS FIRST-CODE…
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"

#define SCANS_MAX 10000

static int64_t us[SCANS_MAX];

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

static void say(const char *what, size_t count)
{
	qsort(us, count, sizeof(*us), compare);
	printf("%-34s p50 %8.2f ms   p99 %8.2f ms   (%zu)\n", what, (double)us[count / 2] / 1e3, (double)us[count * 99 / 100] / 1e3, count);
}

static void *echo(void *arg)
{
	int fd = *(int *)arg;
	char byte;

	while (read(fd, &byte, 1) == 1 && write(fd, &byte, 1) == 1)
		;
	return NULL;
}

static void bare(size_t count)
{
	pthread_t thread;
	char byte = 'x';
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0 || pthread_create(&thread, NULL, echo, &pair[1]) != 0)
		return;
	for (size_t i = 0; i < count; i++) {
		int64_t from_us = clock_tick_us();

		if (write(pair[0], &byte, 1) != 1 || read(pair[0], &byte, 1) != 1)
			return;
		us[i] = clock_tick_us() - from_us;
	}
	shutdown(pair[0], SHUT_RDWR);
	pthread_join(thread, NULL);
	close(pair[0]);
	close(pair[1]);
	say("a byte to a thread and back", count);
}

static int listen_to(int port, const char *cookie, const char *till)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char request[1000];
	int size = snprintf(request, sizeof(request), "GET /api/v1/events?till_id=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nAccept: text/event-stream\r\n\r\n", till, port, cookie);

	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0 || send(fd, request, (size_t)size, 0) != size)
		return -1;
	return fd;
}

/* Reads on until the words have come; what follows them is kept for the next time. */
static bool hear(int fd, const char *words)
{
	static char text[1 << 20];
	static size_t size;
	char *found;
	ssize_t got;

	while (!(found = memmem(text, size, words, strlen(words)))) {
		if (size > sizeof(text) / 2) {
			memmove(text, text + size - 100, 100);
			size = 100;
		}
		got = recv(fd, text + size, sizeof(text) - size, 0);
		if (got <= 0)
			return false;
		size += (size_t)got;
	}
	size -= (size_t)(found + strlen(words) - text);
	memmove(text, found + strlen(words), size);
	return true;
}

int main(int argc, char **argv)
{
	struct sockaddr_un scanner = { .sun_family = AF_UNIX };
	size_t count = argc > 6 ? strtoul(argv[5], NULL, 10) : 0;
	int events, orders;
	char answer[200];

	if (count < 1 || count > SCANS_MAX || strlen(argv[4]) >= sizeof(scanner.sun_path)) {
		fprintf(stderr, "usage: scan_clock PORT COOKIE TILL SOCKET SCANS CODE...\n");
		return 2;
	}
	bare(count);
	memcpy(scanner.sun_path, argv[4], strlen(argv[4]) + 1);
	events = listen_to((int)strtol(argv[1], NULL, 10), argv[2], argv[3]);
	orders = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (events < 0 || !hear(events, "\r\n\r\n") || connect(orders, (struct sockaddr *)&scanner, sizeof(scanner)) != 0) {
		fprintf(stderr, "scan_clock: no events, or no scanner\n");
		return 1;
	}
	for (size_t i = 0; i < count; i++) {
		char order[200];
		int size = snprintf(order, sizeof(order), "SCAN %s\n", argv[6 + i % (size_t)(argc - 6)]);
		int64_t from_us = clock_tick_us();

		if (send(orders, order, (size_t)size, 0) != size || !hear(events, "event: cart")) {
			fprintf(stderr, "scan_clock: nothing was heard of scan %zu\n", i + 1);
			return 1;
		}
		us[i] = clock_tick_us() - from_us;
		if (recv(orders, answer, sizeof(answer), 0) <= 0)
			return 1;
	}
	say("a scan to the event at the page", count);
	return 0;
}
