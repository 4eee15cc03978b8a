/*
 * A receipt printer on the network (port 9100's manner) for tests: fake_printer DIR
 *
 * Listens on a free port of 127.0.0.1 and says "PORT n". Each connection's bytes go to
 * DIR/NNNN.bin. Words on standard input, each answered by itself:
 *
 *     ok       takes everything
 *     stall    reads nothing more: out of paper, cover open
 *     reset    cuts one connection after 64 bytes, then ok
 *     closed   nobody listens: switched off
 *
 * Says "JOB NNNN bytes" for a connection that the other side ended, "CUT NNNN bytes" for one
 * that broke. Ends with its standard input, so it never outlives its test.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS_MAX 16
#define RESET_AFTER_BYTES 64

enum mode { OK, STALL, RESET, CLOSED };

static const char *const words[] = { [OK] = "ok", [STALL] = "stall", [RESET] = "reset", [CLOSED] = "closed" };

static struct connection {
	int socket, file, number;
	long bytes;
} connections[CONNECTIONS_MAX];
static nfds_t count;
static int jobs;

/* Bound, so that the port stays ours while nobody listens on it. */
static int bound(in_port_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = port, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
	int small = 4096; /* a real one has little memory */

	setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one));
	setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	if (bind(socket_, (struct sockaddr *)&address, sizeof(address)) != 0) {
		perror("bind");
		exit(1);
	}
	return socket_;
}

static int listening(in_port_t port)
{
	int listener = bound(port);

	if (listen(listener, 4) != 0) {
		perror("listen");
		exit(1);
	}
	return listener;
}

static void drop(nfds_t at, bool cut)
{
	struct linger now = { 1, 0 };

	if (cut)
		setsockopt(connections[at].socket, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(connections[at].socket);
	close(connections[at].file);
	printf("%s %04d %ld\n", cut ? "CUT" : "JOB", connections[at].number, connections[at].bytes);
	connections[at] = connections[--count];
}

static void take(int listener, const char *folder)
{
	int socket_ = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	char name[512];

	if (socket_ < 0)
		return;
	snprintf(name, sizeof(name), "%s/%04d.bin", folder, ++jobs);
	connections[count++] = (struct connection){ socket_, open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), jobs, 0 };
}

static void receive(nfds_t at, enum mode *mode)
{
	char bytes[4096];
	ssize_t size = read(connections[at].socket, bytes, sizeof(bytes));

	if (size <= 0) {
		drop(at, size < 0);
		return;
	}
	if (write(connections[at].file, bytes, (size_t)size) != size)
		perror("write");
	connections[at].bytes += size;
	if (*mode == RESET && connections[at].bytes > RESET_AFTER_BYTES) {
		*mode = OK;
		drop(at, true);
	}
}

/* One word from standard input; false: it ended. */
static bool obey(enum mode *mode)
{
	char line[64];
	ssize_t size = read(STDIN_FILENO, line, sizeof(line) - 1);

	if (size <= 0)
		return false;
	line[size] = '\0';
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(line, words[i]) == 0)
			*mode = (enum mode)i;
	return true;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	enum mode mode = OK;
	int guard, listener;

	if (argc < 2)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	guard = bound(0);
	getsockname(guard, (struct sockaddr *)&address, &size);
	listener = listening(address.sin_port);
	printf("PORT %d\n", ntohs(address.sin_port));
	for (;;) {
		struct pollfd polls[2 + CONNECTIONS_MAX] = { { STDIN_FILENO, POLLIN, 0 }, { listener, POLLIN, 0 } };

		if (mode == STALL || count == CONNECTIONS_MAX)
			polls[1].events = 0;
		for (nfds_t i = 0; i < count; i++)
			polls[2 + i] = (struct pollfd){ connections[i].socket, mode == STALL ? 0 : POLLIN, 0 };
		if (poll(polls, 2 + count, -1) < 0)
			continue;
		for (nfds_t i = count; i-- > 0;)
			if (polls[2 + i].revents)
				receive(i, &mode);
		if (listener >= 0 && polls[1].revents & POLLIN)
			take(listener, argv[1]);
		if (!polls[0].revents)
			continue;
		if (!obey(&mode))
			return 0;
		if (mode == CLOSED && listener >= 0) {
			close(listener);
			listener = -1;
			while (count)
				drop(0, true);
		} else if (mode != CLOSED && listener < 0) {
			listener = listening(address.sin_port);
		}
		printf("%s\n", words[mode]);
	}
}
