/*
 * Clients that sell over HTTP as fast as they are answered, and remember every sale they were told is saved.
 *
 *   hammer PORT LOGIN PIN CLIENTS SALES LOG [--again]
 *
 * SIGTERM ends it in good order: what is under way is brought to its answer.
 *
 * Each client keeps one connection; when the daemon goes away it comes back and sends the same request with the same id until it
 * is answered. Every sale acknowledged is a line of LOG: id, receipt, total. --again sends each sale twice, the second while
 * the first may still be under way, and wants the same answer. Prints one line: sales, seconds, sales/s, p50 and p99 µs, repeats.
 * Exit 1: an answer that is not what was sold, or two answers that differ.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/random.h"

#define ITEMS_MAX 200
#define ANSWER_MAX (1 << 20)
#define WAIT_MAX_US INT64_C(60000000)  /* how long a client tries to come back */

static int port;
static const char *login, *pin;
static char cookie[300], till_id[40];
static struct {
	char id[40];
	int64_t price;
} items[ITEMS_MAX];
static size_t items_count;
static FILE *sold_log;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static bool sells_again;
static atomic_int is_over;

static void end(int signal)
{
	(void)signal;
	is_over = 1;
}

struct client {
	pthread_t thread;
	int number, socket;
	size_t sales_count, done_count;
	int64_t *took_us;
	int64_t repeats_count;
	bool failed;
	char *answer;
};

static int dial(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool send_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t sent = send(fd, bytes, size, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		bytes += sent;
		size -= (size_t)sent;
	}
	return true;
}

/* One answer into `answer`; *body points behind its head. Returns the status, 0 when the connection went. */
static int receive(int fd, char *answer, char **body)
{
	size_t have = 0, want = 0;
	char *end = NULL, *length;

	for (;;) {
		ssize_t got = recv(fd, answer + have, ANSWER_MAX - 1 - have, 0);

		if (got <= 0)
			return 0;
		have += (size_t)got;
		answer[have] = '\0';
		if (!end && (end = strstr(answer, "\r\n\r\n"))) {
			length = strcasestr(answer, "content-length:");
			want = (size_t)(end + 4 - answer) + (length && length < end ? strtoul(length + 15, NULL, 10) : 0);
		}
		if (end && have >= want) {
			*body = end + 4;
			return atoi(answer + 9);
		}
		if (have >= ANSWER_MAX - 1)
			return 0;
	}
}

static int ask(struct client *client, const char *method, const char *path, const char *json, char **body)
{
	static const char head[] = "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\nOrigin: http://127.0.0.1:%d\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s";
	char *request = malloc(strlen(json) + 1024);
	int size = snprintf(request, strlen(json) + 1024, head, method, path, port, cookie, port, strlen(json), json);
	int64_t until_us = clock_tick_us() + WAIT_MAX_US;
	int status = 0;

	while (status == 0 && clock_tick_us() < until_us) {
		if (client->socket < 0)
			client->socket = dial();
		if (client->socket >= 0 && send_all(client->socket, request, (size_t)size))
			status = receive(client->socket, client->answer, body);
		if (status == 503) {
			usleep(2000);
			status = 0;
			continue;
		}
		if (status == 0) {
			if (client->socket >= 0)
				close(client->socket);
			client->socket = -1;
			client->repeats_count++;
			usleep(5000);
		}
	}
	free(request);
	return status;
}

static bool start(struct client *client)
{
	char json[400], *body, *set;
	json_t *root, *list, *item;
	size_t i;

	snprintf(json, sizeof(json), "{\"login\":\"%s\",\"pin\":\"%s\"}", login, pin);
	if (ask(client, "POST", "/api/v1/session", json, &body) != 200) {
		fprintf(stderr, "hammer: sign-in: %s\n", client->answer);
		return false;
	}
	set = strcasestr(client->answer, "set-cookie:");
	if (!set)
		return false;
	set += 11 + strspn(set + 11, " ");
	snprintf(cookie, sizeof(cookie), "%.*s", (int)strcspn(set, ";\r"), set);
	root = json_loads(body, 0, NULL);
	snprintf(till_id, sizeof(till_id), "%s", json_string_value(json_object_get(json_array_get(json_object_get(root, "tills"), 0), "id")));
	json_decref(root);
	if (ask(client, "GET", "/api/v1/till/tiles", "", &body) != 200) {
		fprintf(stderr, "hammer: tiles: %s\n", client->answer);
		return false;
	}
	root = json_loads(body, 0, NULL);
	json_array_foreach(json_object_get(root, "groups"), i, list) {
		size_t k;

		json_array_foreach(json_object_get(list, "items"), k, item) {
			int64_t price = json_integer_value(json_object_get(item, "price"));

			if (items_count == ITEMS_MAX || price <= 0)
				continue;
			snprintf(items[items_count].id, sizeof(items[0].id), "%s", json_string_value(json_object_get(item, "id")));
			items[items_count++].price = price;
		}
	}
	json_decref(root);
	if (items_count == 0)
		fprintf(stderr, "hammer: nothing to sell\n");
	return items_count > 0;
}

/* Goods that go on selling when the book has none of them left (one owner, no date to read); the rest are left out. */
static bool keep_endless(struct client *client)
{
	size_t kept = 0;

	for (size_t i = 0; i < items_count; i++) {
		char json[12000], id[ID_TEXT_SIZE], *body;

		id_write(random_id(), id);
		snprintf(json, sizeof(json),
			 "{\"id\":\"%s\",\"lines\":[{\"item_id\":\"%s\",\"price\":%" PRId64 ",\"qty_milli\":900000}],\"pays\":[{\"amount\":%" PRId64
			 ",\"way\":\"transfer\"}],\"till_id\":\"%s\",\"total\":%" PRId64 "}",
			 id, items[i].id, items[i].price, items[i].price * 900, till_id, items[i].price * 900);
		if (ask(client, "POST", "/api/v1/sales", json, &body) != 200)
			continue;
		/* Once more, now that what lay there is gone. */
		id_write(random_id(), id);
		memcpy(json + 7, id, 36);
		if (ask(client, "POST", "/api/v1/sales", json, &body) == 200)
			items[kept++] = items[i];
	}
	items_count = kept;
	if (kept == 0)
		fprintf(stderr, "hammer: nothing can be sold: %s\n", client->answer);
	return kept > 0;
}

static void new_id(char text[ID_TEXT_SIZE])
{
	id_write(random_id(), text);
}

static bool sell(struct client *client, size_t n)
{
	char json[4000], id[ID_TEXT_SIZE], *body;
	int64_t total = 0, from_us;
	int size, status, times = sells_again ? 2 : 1;
	json_t *root;

	new_id(id);
	size = snprintf(json, sizeof(json), "{\"id\":\"%s\",\"lines\":[", id);
	for (size_t i = 0; i < 4; i++) {
		size_t at = (n * 4 + i + (size_t)client->number * 13) * 7919 % items_count;

		size += snprintf(json + size, sizeof(json) - (size_t)size, "%s{\"item_id\":\"%s\",\"price\":%" PRId64 ",\"qty_milli\":1000}", i ? "," : "",
				 items[at].id, items[at].price);
		total += items[at].price;
	}
	snprintf(json + size, sizeof(json) - (size_t)size, "],\"pays\":[{\"amount\":%" PRId64 ",\"way\":\"transfer\"}],\"till_id\":\"%s\",\"total\":%" PRId64 "}", total,
		 till_id, total);
	for (int time = 0; time < times; time++) {
		static _Thread_local char first[64];
		const char *receipt;

		from_us = clock_tick_us();
		status = ask(client, "POST", "/api/v1/sales", json, &body);
		if (time == 0)
			client->took_us[n] = clock_tick_us() - from_us;
		root = status == 200 ? json_loads(body, 0, NULL) : NULL;
		receipt = json_string_value(json_object_get(root, "receipt"));
		if (!receipt || json_integer_value(json_object_get(root, "total")) != total || (time == 1 && strcmp(receipt, first) != 0)) {
			fprintf(stderr, "hammer: %d %s\n", status, client->answer);
			json_decref(root);
			return false;
		}
		if (time == 0) {
			snprintf(first, sizeof(first), "%s", receipt);
			pthread_mutex_lock(&log_lock);
			fprintf(sold_log, "%s %s %" PRId64 "\n", id, receipt, total);
			fflush(sold_log);
			pthread_mutex_unlock(&log_lock);
		}
		json_decref(root);
	}
	return true;
}

static void *run(void *arg)
{
	struct client *client = arg;

	for (size_t n = 0; n < client->sales_count && !client->failed && !is_over; n++) {
		client->failed = !sell(client, n);
		client->done_count = n + 1;
	}
	return NULL;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	int clients_count = argc > 6 ? atoi(argv[4]) : 0;
	size_t sales_count = argc > 6 ? strtoul(argv[5], NULL, 10) : 0, done = 0;
	struct client *clients;
	int64_t *all, began_us, repeats = 0;
	bool failed = false;
	double seconds;

	if (argc < 7) {
		fprintf(stderr, "usage: hammer PORT LOGIN PIN CLIENTS SALES LOG [--again]\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, end);
	random_start();
	port = atoi(argv[1]);
	login = argv[2];
	pin = argv[3];
	sells_again = argc > 7 && strcmp(argv[7], "--again") == 0;
	sold_log = fopen(argv[6], "a");
	clients = calloc((size_t)clients_count, sizeof(*clients));
	all = calloc(sales_count + (size_t)clients_count, sizeof(*all));
	for (int i = 0; i < clients_count; i++) {
		clients[i] = (struct client){ .number = i, .socket = -1, .sales_count = sales_count / (size_t)clients_count, .answer = malloc(ANSWER_MAX) };
		clients[i].took_us = calloc(clients[i].sales_count, sizeof(int64_t));
	}
	if (!start(&clients[0]) || !keep_endless(&clients[0]))
		return 1;
	began_us = clock_tick_us();
	for (int i = 0; i < clients_count; i++)
		pthread_create(&clients[i].thread, NULL, run, &clients[i]);
	for (int i = 0; i < clients_count; i++) {
		pthread_join(clients[i].thread, NULL);
		failed = failed || clients[i].failed;
		repeats += clients[i].repeats_count;
		memcpy(all + done, clients[i].took_us, clients[i].done_count * sizeof(*all));
		done += clients[i].done_count;
	}
	seconds = (double)(clock_tick_us() - began_us) / 1e6;
	qsort(all, done, sizeof(*all), compare);
	printf("%zu sales %.2f s %.0f sales/s p50 %" PRId64 " us p99 %" PRId64 " us %" PRId64 " repeats\n", done, seconds, (double)done / seconds, all[done / 2],
	       all[done * 99 / 100], repeats);
	for (int i = 0; i < clients_count; i++) {
		free(clients[i].answer);
		free(clients[i].took_us);
	}
	free(clients);
	free(all);
	fclose(sold_log);
	return failed ? 1 : 0;
}
