/*
 * Stands between a till and cupsd and loses what a network or a crash would lose, once:
 * lossy_proxy SOCKET UPSTREAM_SOCKET
 *
 * Says "READY". Words on standard input, each answered by itself:
 *
 *     pass      everything goes through
 *     answer    the next Print-Job goes through, its answer is lost and the connection cut
 *     request   the next Print-Job is swallowed and the connection cut
 *
 * Ends with its standard input. One thread, one connection at a time is enough for one till.
 */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum mode { PASS, ANSWER, REQUEST };

static const char *const words[] = { [PASS] = "pass", [ANSWER] = "answer", [REQUEST] = "request" };
static enum mode mode;

static struct sockaddr_un named(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	return address;
}

static bool obey(void)
{
	char line[64];
	ssize_t size = read(STDIN_FILENO, line, sizeof(line) - 1);

	if (size <= 0)
		return false;
	line[size] = '\0';
	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(line, words[i]) == 0)
			mode = (enum mode)i;
	printf("%s\n", words[mode]);
	return true;
}

static bool pass(int to, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(to, bytes, size);

		if (wrote <= 0)
			return false;
		bytes += wrote;
		size -= (size_t)wrote;
	}
	return true;
}

/* IPP 2.x, operation 0x0002 Print-Job, request number's high bytes 0 (RFC 8010, 3.1.1). */
static bool has_print_job(const char *bytes, size_t size)
{
	return memmem(bytes, size, "\x02\x00\x00\x02\x00\x00", 6) != NULL;
}

/* Takes a document that nobody will ever see: gives the leave to send it and reads until it is quiet. */
static void swallow(int client)
{
	struct pollfd more = { client, POLLIN, 0 };
	char bytes[65536];

	if (!pass(client, "HTTP/1.1 100 Continue\r\n\r\n", 25))
		return;
	while (poll(&more, 1, 500) > 0 && read(client, bytes, sizeof(bytes)) > 0)
		continue;
}

/* One connection from its beginning to its end; false: standard input ended. */
static bool serve(int client, int server)
{
	bool cutting = false;
	char bytes[65536];
	ssize_t size;

	for (;;) {
		struct pollfd polls[] = { { STDIN_FILENO, POLLIN, 0 }, { client, POLLIN, 0 }, { server, POLLIN, 0 } };

		if (poll(polls, 3, -1) < 0)
			continue;
		if (polls[0].revents && !obey())
			return false;
		if (polls[1].revents) {
			size = read(client, bytes, sizeof(bytes));
			if (size <= 0)
				return true;
			if (mode != PASS && has_print_job(bytes, (size_t)size)) {
				cutting = true;
				if (mode == REQUEST) {
					mode = PASS;
					swallow(client);
					return true;
				}
			}
			if (!pass(server, bytes, (size_t)size))
				return true;
		}
		if (polls[2].revents) {
			size = read(server, bytes, sizeof(bytes));
			if (size <= 0)
				return true;
			/* The answer to the document, not the leave to send it. */
			if (cutting && !memmem(bytes, (size_t)size, "100 Continue", 12)) {
				mode = PASS;
				return true;
			}
			if (!pass(client, bytes, (size_t)size))
				return true;
		}
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_un here, there;
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool going = true;

	if (argc < 3)
		return 2;
	here = named(argv[1]);
	there = named(argv[2]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	if (bind(listener, (struct sockaddr *)&here, sizeof(here)) != 0 || listen(listener, 8) != 0) {
		perror(argv[1]);
		return 1;
	}
	printf("READY\n");
	while (going) {
		struct pollfd polls[] = { { STDIN_FILENO, POLLIN, 0 }, { listener, POLLIN, 0 } };
		int client, server;

		if (poll(polls, 2, -1) < 0)
			continue;
		if (polls[0].revents)
			going = obey();
		if (!polls[1].revents)
			continue;
		client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(server, (struct sockaddr *)&there, sizeof(there)) == 0)
			going = serve(client, server);
		close(client);
		close(server);
	}
	return 0;
}
