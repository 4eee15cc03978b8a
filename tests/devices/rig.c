/*
 * A USB bus of fake readers as a process of its own, so that a test in any language can pull triggers and plugs.
 *
 *   rig SOCKET ENV        serve on a Unix socket; ENV is written when it is ready, for the program under test:
 *                         . ENV; ocop-pos serve …    (not as a session leader, and it ends before the rig)
 *   rig ask SOCKET LINE   say one line, print the answer, exit 0 when it begins with "ok"
 *
 * One line a request, one a reply, "ok …" or "err …":
 *   plug DRIVER PORT [SERIAL]   a reader as tests/devices/DRIVER/device.txt describes it (or a path)   ok N
 *   unplug N [ERROR]            what is out ends with ERROR: ESHUTDOWN (usual), EPROTO, ENOENT
 *   scan N TEXT                 what one pull of the trigger sends; \xHH and \\ in TEXT
 *   report N HEX                one report, as it is
 *   interval N US               between two reports
 *   fault N read|claim|submit|control|open ERROR TIMES
 *   ready N MS                  until it is claimed and read; err timeout
 *   drained N MS                until every report was taken
 *   counts N                    ok key=value …
 *   reset                       every plug is pulled out
 *   quit
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "devices/fakeusb.h"
#include "devices/rigclient.h"

#define PORTS_MAX 512
#define CLIENTS_MAX 8
#define LINE_MAX 8192

static struct fakeusb *bus;
static struct fakeusb_port *ports[PORTS_MAX];
static size_t ports_count;
static volatile sig_atomic_t stop;

static void on_signal(int number)
{
	(void)number;
	stop = 1;
}

static int error_number(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} rows[] = {
		{ "ESHUTDOWN", ESHUTDOWN }, { "EPROTO", EPROTO }, { "ENOENT", ENOENT }, { "EPIPE", EPIPE }, { "EOVERFLOW", EOVERFLOW },
		{ "EBUSY", EBUSY }, { "EACCES", EACCES }, { "EILSEQ", EILSEQ }, { "EIO", EIO }, { "ENOMEM", ENOMEM }, { "ENODEV", ENODEV },
		{ "ETIME", ETIME },
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (strcmp(name, rows[i].name) == 0)
			return rows[i].number;
	return 0;
}

static bool plug(const char *words, char *reply, size_t size)
{
	char driver[128], serial[64] = "", path[160];
	int where;
	struct fake_kind kind;
	struct err err;

	if (sscanf(words, "%127s %d %63[^\n]", driver, &where, serial) < 2 || where < 1 || where > 200 || ports_count == PORTS_MAX)
		return false;
	if (strchr(driver, '/'))
		snprintf(path, sizeof(path), "%s", driver);
	else
		snprintf(path, sizeof(path), "tests/devices/%s/device.txt", driver);
	if (!fake_kind_read(path, &kind, &err)) {
		snprintf(reply, size, "err %s %s", err.field, err.text);
		return true;
	}
	ports[ports_count++] = fakeusb_plug(bus, &kind, where, serial);
	snprintf(reply, size, "ok %zu", ports_count);
	return true;
}

static bool unescape(char *text)
{
	char *to = text;

	for (; *text; text++) {
		unsigned byte = (unsigned char)*text;

		if (*text == '\\' && text[1] == '\\')
			text++;
		else if (*text == '\\' && sscanf(text, "\\x%2x", &byte) == 1)
			text += 3;
		else if (*text == '\\')
			return false;
		*to++ = (char)byte;
	}
	*to = '\0';
	return true;
}

static bool fault(struct fakeusb_port *port, const char *words)
{
	static const char *const names[] = { [FAKE_FAULT_READ] = "read", [FAKE_FAULT_CLAIM] = "claim", [FAKE_FAULT_SUBMIT] = "submit",
					     [FAKE_FAULT_CONTROL] = "control", [FAKE_FAULT_OPEN] = "open" };
	char what[16], error[16];
	int times;

	if (sscanf(words, "%15s %15s %d", what, error, &times) != 3 || !error_number(error))
		return false;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(what, names[i]) == 0) {
			fakeusb_fault(port, (enum fake_fault)i, error_number(error), times);
			return true;
		}
	return false;
}

static void write_counts(struct fakeusb_port *port, char *reply, size_t size)
{
	struct fake_counts counts;

	fakeusb_counts(port, &counts);
	snprintf(reply, size,
		 "ok waiting=%zu queued=%zu reports=%lu opens=%lu closes=%lu claims=%lu claimed=%d detaches=%lu attaches=%lu halts=%lu "
		 "controls=%lu dtr=%d baud=%u protocol=%u",
		 counts.waiting, counts.queued, counts.reports, counts.opens, counts.closes, counts.claims, counts.claimed, counts.detaches,
		 counts.attaches, counts.halts_cleared, counts.controls, counts.dtr, counts.baud, counts.protocol);
}

/* False: makes no sense. The reply is "ok" unless something else is written. */
static bool obey_port(struct fakeusb_port **port, const char *verb, char *words, char *reply, size_t size)
{
	uint8_t bytes[1024];
	size_t count;

	if (strcmp(verb, "unplug") == 0) {
		fakeusb_unplug(*port, *words ? error_number(words) : ESHUTDOWN);
		*port = NULL;
	} else if (strcmp(verb, "scan") == 0) {
		if (!unescape(words))
			return false;
		fakeusb_scan(*port, words);
	} else if (strcmp(verb, "report") == 0) {
		if (!text_hex_read(words, strlen(words), bytes, sizeof(bytes), &count))
			return false;
		fakeusb_report(*port, bytes, count);
	} else if (strcmp(verb, "interval") == 0) {
		fakeusb_interval(*port, (unsigned)strtoul(words, NULL, 10));
	} else if (strcmp(verb, "ready") == 0) {
		if (!fakeusb_wait_ready(*port, (int)strtol(words, NULL, 10)))
			snprintf(reply, size, "err timeout");
	} else if (strcmp(verb, "drained") == 0) {
		if (!fakeusb_wait_drained(*port, (int)strtol(words, NULL, 10)))
			snprintf(reply, size, "err timeout");
	} else if (strcmp(verb, "counts") == 0) {
		write_counts(*port, reply, size);
	} else {
		return strcmp(verb, "fault") == 0 && fault(*port, words);
	}
	return true;
}

static void obey(char *line, char *reply, size_t size)
{
	char verb[16];
	size_t number;
	int at = 0;
	bool good = false;

	snprintf(reply, size, "ok");
	if (strcmp(line, "quit") == 0) {
		stop = 1;
		good = true;
	} else if (strcmp(line, "reset") == 0) {
		for (size_t i = 0; i < ports_count; i++)
			if (ports[i])
				fakeusb_unplug(ports[i], ESHUTDOWN);
		ports_count = 0;
		good = true;
	} else if (strncmp(line, "plug ", 5) == 0) {
		good = plug(line + 5, reply, size);
	} else if (sscanf(line, "%15s %zu%n", verb, &number, &at) == 2 && number >= 1 && number <= ports_count && ports[number - 1]) {
		good = obey_port(&ports[number - 1], verb, line[at] == ' ' ? line + at + 1 : line + at, reply, size);
	}
	if (!good)
		snprintf(reply, size, "err not understood");
}

struct client {
	char bytes[LINE_MAX];
	size_t size;
};

/* False: the client has gone. */
static bool serve(int fd, struct client *client)
{
	ssize_t got = read(fd, client->bytes + client->size, LINE_MAX - 1 - client->size);
	char *end, reply[512];

	if (got <= 0)
		return false;
	client->size += (size_t)got;
	while ((end = memchr(client->bytes, '\n', client->size))) {
		size_t used = (size_t)(end + 1 - client->bytes);

		*end = '\0';
		obey(client->bytes, reply, sizeof(reply) - 1);
		reply[strlen(reply) + 1] = '\0';
		reply[strlen(reply)] = '\n';
		if (write(fd, reply, strlen(reply)) < 0)
			return false;
		client->size -= used;
		memmove(client->bytes, end + 1, client->size);
	}
	return client->size < LINE_MAX - 1;
}

static void serve_all(int listener)
{
	struct pollfd fds[1 + CLIENTS_MAX] = { { .fd = listener, .events = POLLIN } };
	static struct client clients[1 + CLIENTS_MAX];
	nfds_t count = 1;

	while (!stop) {
		if (poll(fds, count, -1) < 0)
			continue;
		for (nfds_t i = 1; i < count; i++) {
			if (!fds[i].revents || serve(fds[i].fd, &clients[i]))
				continue;
			close(fds[i].fd);
			count--;
			fds[i] = fds[count];
			clients[i] = clients[count];
			i--;
		}
		if (!(fds[0].revents & POLLIN) || count > CLIENTS_MAX)
			continue;
		fds[count] = (struct pollfd){ .fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC), .events = POLLIN };
		clients[count].size = 0;
		count += fds[count].fd >= 0;
	}
}

static int connect_to(const char *path, int (*how)(int, const struct sockaddr *, socklen_t))
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (fd < 0 || how(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		fprintf(stderr, "rig: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	return fd;
}

static int ask(const char *path, const char *line)
{
	struct rig rig = { .fd = connect_to(path, connect) };
	long number = rig_ask(&rig, "%s", line);

	puts(rig.reply);
	return number >= 0 ? 0 : 1;
}

/* Renamed into place, so that its being there means ready. */
static bool write_env(const char *path)
{
	char draft[4096];
	FILE *file;

	snprintf(draft, sizeof(draft), "%s.new", path);
	file = fopen(draft, "w");
	if (!file)
		return false;
	fprintf(file, "export LD_PRELOAD=libumockdev-preload.so.0 UMOCKDEV_DIR=%s\n", fakeusb_root(bus));
	return fclose(file) == 0 && rename(draft, path) == 0;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };
	int listener;

	if (argc == 4 && strcmp(argv[1], "ask") == 0)
		return ask(argv[2], argv[3]);
	if (argc != 3) {
		fprintf(stderr, "usage: rig SOCKET ENV | rig ask SOCKET LINE\n");
		return 2;
	}
	rig_preload(argv);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	unlink(argv[1]);
	listener = connect_to(argv[1], bind);
	bus = fakeusb_new();
	if (!bus || listen(listener, CLIENTS_MAX) != 0 || !write_env(argv[2]))
		return 2;
	serve_all(listener);
	fakeusb_free(bus);
	unlink(argv[1]);
	unlink(argv[2]);
	return 0;
}
