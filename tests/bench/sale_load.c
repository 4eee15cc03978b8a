/*
 * Tills that sell over HTTP, each on a connection of its own and one sale at a time: one thread over epoll, the requests made
 * beforehand but for their ids, so that little of what is measured is the client.
 *
 *   sale_load PORT COOKIE TILL PID CLIENTS SALES [SALES-A-SECOND]
 *
 * With a rate the sales begin at its pace, whoever is free taking the next. Prints sales a second, what a client waited (p50, p99), how often it
 * was told "busy" (and came again), and the CPU a sale took in the daemon: all of it, its loop, its writer, and what the client took.
 * Exit 1: an answer that is not a sale's.
 */
#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"

#define CLIENTS_MAX 2000
#define BODIES 64
#define REQUEST_MAX 2000
#define ANSWER_MAX 16384
#define BUSY_WAIT_US 2000
#define THREADS_MAX 16

static const char *cookie, *till;
static int port;

static struct made {
	char text[REQUEST_MAX];
	size_t size, id_at;
} made[BODIES];

static struct client {
	int fd;
	bool is_asking;
	char request[REQUEST_MAX];
	size_t request_size;
	int64_t from_us, again_us;  /* again_us: busy, asks again then */
	char answer[ANSWER_MAX];
	size_t answer_size;
} clients[CLIENTS_MAX];

static size_t busy;

static int dial(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		perror("sale_load: connect");
		exit(1);
	}
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

/* How long the answer is once all of it is there; 0: not yet. */
static size_t whole_size(const struct client *client)
{
	const char *end = memmem(client->answer, client->answer_size, "\r\n\r\n", 4), *length;
	size_t size;

	if (!end)
		return 0;
	length = memmem(client->answer, (size_t)(end - client->answer), "Content-Length: ", 16);
	assert(length);
	size = (size_t)(end + 4 - client->answer) + strtoul(length + 16, NULL, 10);
	return size <= client->answer_size ? size : 0;
}

static void send_request(struct client *client)
{
	ssize_t sent = send(client->fd, client->request, client->request_size, MSG_NOSIGNAL);

	if (sent != (ssize_t)client->request_size) {
		fprintf(stderr, "sale_load: the daemon took %zd of a request\n", sent);
		exit(1);
	}
	client->answer_size = 0;
	client->again_us = 0;
}

static void read_tiles(char *text, size_t room)
{
	struct client *client = &clients[0];

	client->fd = dial();
	client->request_size = (size_t)snprintf(client->request, sizeof(client->request),
						"GET /api/v1/till/tiles HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: %s\r\nConnection: close\r\n\r\n", cookie);
	send_request(client);
	for (size_t size = 0;;) {
		ssize_t got = recv(client->fd, text + size, room - 1 - size, 0);

		size += got > 0 ? (size_t)got : 0;
		text[size] = '\0';
		if (got <= 0)
			break;
	}
	close(client->fd);
}

static void make_requests(void)
{
	static char text[1 << 20];
	json_t *root, *group, *item, *items = json_array();
	size_t i, k;
	char *body;

	read_tiles(text, sizeof(text));
	body = strstr(text, "\r\n\r\n");
	root = body ? json_loads(body + 4, 0, NULL) : NULL;
	json_array_foreach(json_object_get(root, "groups"), i, group)
		json_array_foreach(json_object_get(group, "items"), k, item)
			json_array_append(items, item);
	if (json_array_size(items) < 4) {
		fprintf(stderr, "sale_load: nothing to sell: %.500s\n", text);
		exit(1);
	}
	for (i = 0; i < BODIES; i++) {
		int64_t total = 0;
		char json[REQUEST_MAX];
		int size = snprintf(json, sizeof(json), "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"lines\":[");

		for (k = 0; k < 4; k++) {
			item = json_array_get(items, (i * 4 + k) * 7919 % json_array_size(items));
			size += snprintf(json + size, sizeof(json) - (size_t)size, "%s{\"item_id\":\"%s\",\"price\":%lld,\"qty_milli\":1000}", k ? "," : "",
					 json_string_value(json_object_get(item, "id")), (long long)json_integer_value(json_object_get(item, "price")));
			total += json_integer_value(json_object_get(item, "price"));
		}
		size += snprintf(json + size, sizeof(json) - (size_t)size,
				 "],\"pays\":[{\"amount\":%" PRId64 ",\"given\":%" PRId64 ",\"way\":\"cash\"}],\"till_id\":\"%s\",\"total\":%" PRId64 "}", total, total, till, total);
		made[i].size = (size_t)snprintf(made[i].text, sizeof(made[i].text),
						"POST /api/v1/sales HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nOrigin: http://127.0.0.1:%d\r\n"
						"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", port, cookie, port, size, json);
		made[i].id_at = (size_t)(strstr(made[i].text, "\r\n\r\n{\"id\":\"") + 11 - made[i].text);
	}
	json_decref(items);
	json_decref(root);
}

static void sell(struct client *client, size_t n)
{
	const struct made *from = &made[n % BODIES];
	char id[ID_TEXT_SIZE];

	id_write(random_id(), id);
	memcpy(client->request, from->text, from->size);
	memcpy(client->request + from->id_at, id, 36);
	client->request_size = from->size;
	client->is_asking = true;
	send_request(client);
}

/* true: sold. */
static bool take_answer(struct client *client)
{
	if (memcmp(client->answer, "HTTP/1.1 503", 12) == 0) {
		busy++;
		client->again_us = clock_tick_us() + BUSY_WAIT_US;
		return false;
	}
	if (memcmp(client->answer, "HTTP/1.1 200", 12) != 0 || !memmem(client->answer, client->answer_size, "\"receipt\":\"", 11)) {
		fprintf(stderr, "sale_load: %.*s\n", (int)client->answer_size, client->answer);
		exit(1);
	}
	client->is_asking = false;
	return true;
}

/* CPU of each thread of the daemon, in its own order: the loop first, then the lanes'. */
static size_t daemon_us(const char *pid, double us[THREADS_MAX])
{
	char path[100], line[1000];
	size_t count = 0;

	for (int tid = atoi(pid), end = tid + 200; tid < end && count < THREADS_MAX; tid++) {
		FILE *file;

		snprintf(path, sizeof(path), "/proc/%s/task/%d/schedstat", pid, tid);
		file = fopen(path, "r");
		if (!file)
			continue;
		us[count++] = fgets(line, sizeof(line), file) ? strtod(line, NULL) / 1e3 : 0;
		fclose(file);
	}
	return count;
}

static double own_us(void)
{
	struct timespec used;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	size_t clients_count, sales, begun = 0, sold = 0, threads;
	double before[THREADS_MAX], after[THREADS_MAX], client_us, all = 0, rate;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int64_t began_us, *took_us, ended_us;
	struct rlimit files;

	if (argc < 7)
		return 2;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	random_start();
	port = atoi(argv[1]);
	cookie = argv[2];
	till = argv[3];
	clients_count = strtoul(argv[5], NULL, 10);
	sales = strtoul(argv[6], NULL, 10);
	rate = argc > 7 ? strtod(argv[7], NULL) : 0;
	assert(clients_count > 0 && clients_count <= CLIENTS_MAX && sales > 0);
	took_us = calloc(sales, sizeof(*took_us));
	make_requests();
	for (size_t i = 0; i < clients_count; i++) {
		struct epoll_event event = { .events = EPOLLIN, .data.u64 = i };

		clients[i].fd = dial();
		epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
	}
	threads = daemon_us(argv[4], before);
	client_us = own_us();
	began_us = clock_tick_us();
	while (sold < sales) {
		struct epoll_event events[256];
		int64_t now_us = clock_tick_us();
		bool waits = rate > 0;
		int count;

		for (size_t i = 0; i < clients_count; i++) {
			struct client *client = &clients[i];
			int64_t due_us = rate > 0 ? began_us + (int64_t)((double)begun * 1e6 / rate) : now_us;

			if (client->again_us) {
				waits = true;
				if (now_us >= client->again_us)
					send_request(client);
			} else if (!client->is_asking && begun < sales && now_us >= due_us) {
				/* Whoever came late by our fault waits since it was due. */
				client->from_us = due_us;
				sell(client, begun++);
			}
			if (begun == sales && !busy)
				break;
		}
		count = epoll_wait(epoll, events, 256, waits ? 1 : 10000);
		if (count == 0 && !waits) {
			fprintf(stderr, "sale_load: no answer for ten seconds\n");
			return 1;
		}
		for (int i = 0; i < count; i++) {
			struct client *client = &clients[events[i].data.u64];
			ssize_t got = recv(client->fd, client->answer + client->answer_size, ANSWER_MAX - client->answer_size, 0);

			if (got <= 0) {
				/* Its thousand requests are used up: the answer was whole, the next comes over a new connection. */
				struct epoll_event event = { .events = EPOLLIN, .data.u64 = events[i].data.u64 };

				close(client->fd);
				client->fd = dial();
				epoll_ctl(epoll, EPOLL_CTL_ADD, client->fd, &event);
				if (client->is_asking && !client->again_us)
					send_request(client);
				continue;
			}
			client->answer_size += (size_t)got;
			if (!whole_size(client) || !take_answer(client))
				continue;
			took_us[sold++] = clock_tick_us() - client->from_us;
			if (rate <= 0 && begun < sales) {
				client->from_us = clock_tick_us();
				sell(client, begun++);
			}
		}
	}
	ended_us = clock_tick_us();
	client_us = own_us() - client_us;
	daemon_us(argv[4], after);
	for (size_t i = 0; i < threads; i++)
		all += after[i] - before[i];
	qsort(took_us, sales, sizeof(*took_us), compare);
	printf("%4zu clients %8.0f sales/s   p50 %8.2f ms   p99 %8.2f ms   busy %zu   CPU a sale: daemon %.0f us (loop %.0f, writer %.0f), client %.0f us\n", clients_count,
	       (double)sales * 1e6 / (double)(ended_us - began_us), (double)took_us[sales / 2] / 1e3, (double)took_us[sales * 99 / 100] / 1e3, busy, all / (double)sales,
	       (after[0] - before[0]) / (double)sales, threads > 1 ? (after[1] - before[1]) / (double)sales : 0, client_us / (double)sales);
	free(took_us);
	return 0;
}
