/* Events: who gets which, what a reader that comes back gets, and what 500 of them cost. */
#include "server.h"

#define HOST "Host: x\r\n"
#define LISTENERS 500

static const struct hash someone = { { 7 } };

static void handle(struct http_request *request, void *owner)
{
	char topic[SSE_NAME_SIZE] = "", apart[4] = "";
	const char *topics[] = { topic };
	bool has_topic = http_query(request, "topic", topic, sizeof(topic));

	(void)owner;
	sse_subscribe(server.sse, request, topics, has_topic, http_query(request, "apart", apart, sizeof(apart)), someone);
}

static void start(struct http_settings settings)
{
	settings.connections_max = settings.connections_address_max = LISTENERS + 10;
	server_start(settings, handle, NULL);
}

/* What is published by the next order. */
static const char *kind, *topic;
static char event_text[SSE_TEXT_MAX + 1];
static int times;

static void order_publish(void)
{
	for (int i = 0; i < times; i++)
		sse_publish(server.sse, kind, topic, event_text);
}

static void publish(const char *of_kind, const char *of_topic, const char *text, int count)
{
	kind = of_kind;
	topic = of_topic;
	times = count;
	snprintf(event_text, sizeof(event_text), "%s", text);
	on_server(order_publish);
}

static size_t listeners_seen;

static void order_see(void)
{
	listeners_seen = sse_listeners_count(server.sse);
}

static void wait_listeners(size_t count)
{
	for (int i = 0; i < 500; i++) {
		on_server(order_see);
		if (listeners_seen == count)
			return;
		wait_us(10000);
	}
	fail_msg("%zu listeners, not %zu", listeners_seen, count);
}

/* Subscribes, and reads the head and the greeting up to its empty line. */
static int listen_to(const char *query, const char *last_id, char *greeting, size_t room)
{
	char text[512], head[1024];
	int fd = client_open();

	snprintf(text, sizeof(text), "GET /events%s HTTP/1.1\r\n" HOST "%s%s%s\r\n", query, last_id ? "Last-Event-ID: " : "",
		 last_id ? last_id : "", last_id ? "\r\n" : "");
	client_say(fd, text);
	assert_true(client_read_until(fd, head, sizeof(head), "\r\n\r\n"));
	assert_non_null(strstr(head, " 200 OK\r\n"));
	assert_non_null(strstr(head, "Content-Type: text/event-stream\r\n"));
	assert_non_null(strstr(head, "Cache-Control: no-store\r\n"));
	assert_true(client_read_until(fd, greeting, room, "\n\n"));
	return fd;
}

static const char *next_event(int fd)
{
	static char text[4096];

	assert_true(client_read_until(fd, text, sizeof(text), "\n\n"));
	return text;
}

static void events_reach_those_they_are_for(void **state)
{
	char greeting[4096];
	int one, two, screen;

	(void)state;
	start(http_settings_default());
	one = listen_to("?topic=till/Q1", NULL, greeting, sizeof(greeting));
	assert_text(greeting, "retry: 1000\nid: 000000000000b007-0\n\n");
	two = listen_to("?topic=till/Q2", NULL, greeting, sizeof(greeting));
	screen = listen_to("?topic=screen/Q1&apart=1", NULL, greeting, sizeof(greeting));
	publish("cart", "till/Q1", "{\"version\":7}", 1);
	publish("scan", "till/Q2", "two\nlines", 1);
	publish("item", NULL, "", 1);
	assert_text(next_event(one), "id: 000000000000b007-1\nevent: cart\ndata: {\"version\":7}\n\n");
	assert_text(next_event(one), "id: 000000000000b007-3\nevent: item\ndata: \n\n");
	assert_text(next_event(two), "id: 000000000000b007-2\nevent: scan\ndata: two\ndata: lines\n\n");
	assert_text(next_event(two), "id: 000000000000b007-3\nevent: item\ndata: \n\n");
	publish("screen", "screen/Q1", "{}", 1);
	assert_text(next_event(screen), "id: 000000000000b007-4\nevent: screen\ndata: {}\n\n");
	close(screen);
	wait_listeners(2);
	close(one);
	wait_listeners(1);
	close(two);
	wait_listeners(0);
	server_end();
}

static void who_comes_back_gets_what_was_missed(void **state)
{
	static const struct {
		const char *name, *query, *id, *greeting, *next;
	} cases[] = {
		{ "all of it", "?topic=a", "000000000000b007-1", "retry: 1000\nid: 000000000000b007-2\nevent: k\ndata: x\n\n", "id: 000000000000b007-4\nevent: k\ndata: y\n\n" },
		{ "up to date", "?topic=a", "000000000000b007-4", "retry: 1000\nid: 000000000000b007-4\n\n", NULL },
		{ "only what is its own", "", "000000000000b007-0", "retry: 1000\nid: 000000000000b007-1\nevent: k\ndata: w\n\n", "id: 000000000000b007-4\n\n" },
		{ "of another boot", "", "000000000000b008-1", "retry: 1000\nid: 000000000000b007-4\nevent: reload\ndata: {}\n\n", NULL },
		{ "from the future", "", "000000000000b007-5", "retry: 1000\nid: 000000000000b007-4\nevent: reload\ndata: {}\n\n", NULL },
		{ "rubbish", "", "-1", "retry: 1000\nid: 000000000000b007-4\nevent: reload\ndata: {}\n\n", NULL },
	};
	char greeting[4096];

	(void)state;
	start(http_settings_default());
	publish("k", NULL, "w", 1);
	publish("k", "a", "x", 1);
	publish("k", "b", "-", 1);
	publish("k", "a", "y", 1);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int fd;

		CASE(cases[i].name);
		fd = listen_to(cases[i].query, cases[i].id, greeting, sizeof(greeting));
		assert_text(greeting, cases[i].greeting);
		if (cases[i].next)
			assert_text(next_event(fd), cases[i].next);
		close(fd);
	}
	CASE("older than the ring");
	publish("k", "c", "z", SSE_EVENTS_MAX);
	close(listen_to("", "000000000000b007-4", greeting, sizeof(greeting)));
	assert_text(greeting, "retry: 1000\nid: 000000000000b007-1028\n\n");
	close(listen_to("", "000000000000b007-3", greeting, sizeof(greeting)));
	assert_non_null(strstr(greeting, "event: reload\n"));
	CASE("more than is sent at once");
	memset(event_text, 'b', SSE_TEXT_MAX);
	kind = "k";
	topic = NULL;
	times = 400;
	on_server(order_publish);
	close(listen_to("", "000000000000b007-1400", greeting, sizeof(greeting)));
	assert_non_null(strstr(greeting, "event: reload\n"));
	server_end();
}

static void order_set_max(void)
{
	sse_set_max(server.sse, LISTENERS);
}

static void order_publish_one(void)
{
	sse_publish(server.sse, "k", NULL, "{\"entry\":123456,\"kind\":\"sale\"}");
}

static void five_hundred_listen(void **state)
{
	static int fds[LISTENERS];
	char greeting[4096];
	int64_t began_us, all_us = 0;

	(void)state;
	start(http_settings_default());
	on_server(order_set_max);
	for (size_t i = 0; i < LISTENERS; i++)
		fds[i] = listen_to("", NULL, greeting, sizeof(greeting));
	wait_listeners(LISTENERS);
	for (int round = 0; round < 20; round++) {
		began_us = clock_tick_us();
		on_server(order_publish_one);
		for (size_t i = 0; i < LISTENERS; i++) {
			char text[256];
			ssize_t count = recv(fds[i], text, sizeof(text) - 1, 0);

			assert_true(count > 0);
			text[count] = '\0';
			assert_non_null(strstr(text, "\ndata: {\"entry\":123456,\"kind\":\"sale\"}\n\n"));
		}
		all_us += clock_tick_us() - began_us;
	}
	printf("# an event to %d listeners: read by all %lld us later\n", LISTENERS, (long long)(all_us / 20));
	CASE("one more");
	fds[0] = client_open();
	assert_i64(ask(fds[0], "GET /events HTTP/1.1\r\n" HOST "\r\n"), 503);
	server_end();
	for (size_t i = 0; i < LISTENERS; i++)
		close(fds[i]);
}

static void silence_is_filled_and_a_deaf_reader_is_cut(void **state)
{
	struct http_settings settings = http_settings_default();
	char greeting[4096];
	int fd;

	(void)state;
	settings.heartbeat_us = 50000;
	settings.idle_us = 100000;
	start(settings);
	fd = listen_to("", NULL, greeting, sizeof(greeting));
	for (int i = 0; i < 5; i++)
		assert_text(next_event(fd), ":\n\n");
	CASE("deaf");
	memset(event_text, 'b', SSE_TEXT_MAX);
	kind = "k";
	topic = NULL;
	times = 1;
	for (int i = 0; i < 2000 && figures_now().cut == 0; i++)
		on_server(order_publish);
	assert_i64(figures_now().cut, 1);
	wait_listeners(0);
	assert_i64(figures_now().streams, 0);
	close(fd);
	CASE("HEAD has no stream");
	fd = client_open();
	client_say(fd, "HEAD /events HTTP/1.1\r\n" HOST "\r\n");
	assert_i64(client_reply(fd, true), 200);
	assert_true(client_is_closed(fd));
	close(fd);
	wait_listeners(0);
	server_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_reach_those_they_are_for),
		cmocka_unit_test(who_comes_back_gets_what_was_missed),
		cmocka_unit_test(five_hundred_listen),
		cmocka_unit_test(silence_is_filled_and_a_deaf_reader_is_cut),
	};

	return cmocka_run_group_tests_name("app/sse", tests, NULL, NULL);
}
