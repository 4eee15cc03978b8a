/* The HTTP face over real sockets: what it answers, what it refuses, how long it waits, who may come. */
#include "server.h"
#include "tsv.h"

#include <sys/stat.h>

#define HOST "Host: x\r\n"
#define HOSTILE "tests/cases/hostile/http/"
#define UPLOAD_MAX (8 * 1024 * 1024)

static const struct http_header always[] = { { "X-Content-Type-Options", "nosniff" } };
static char big[3 * 1024 * 1024];

static void body_done(void *owner)
{
	(void)owner;
	server.body_done_count++;
}

static size_t upload_limit(const struct http_request *request, void *owner)
{
	(void)owner;
	return strcmp(request->path, "/upload") == 0 ? UPLOAD_MAX : 0;
}

static void reply_echo(struct http_request *request)
{
	struct buf buf;
	char a[32] = "-", sid[32] = "-";

	http_query(request, "a", a, sizeof(a));
	http_cookie(request, "sid", sid, sizeof(sid));
	buf_init(&buf, 1024 * 1024);
	buf_format(&buf, "%s %s a=%s sid=%s x=%s body=", http_method_name(request->method), request->path, a, sid,
		   http_header(request, "x-y") ? http_header(request, "x-y") : "-");
	buf_add(&buf, request->body, request->body_size < 100 ? request->body_size : 100);
	buf_format(&buf, " (%zu)", request->body_size);
	http_reply_text(request, 200, "text/plain", buf_get(&buf));
	buf_release(&buf);
}

/* The spool holds what was sent: byte i is i * 7. */
static void reply_upload(struct http_request *request)
{
	static uint8_t bytes[64 * 1024];
	size_t at = 0, wrong = 0;
	ssize_t count;
	char text[64];

	while (request->body_fd >= 0 && (count = read(request->body_fd, bytes, sizeof(bytes))) > 0)
		for (ssize_t i = 0; i < count; i++)
			wrong += bytes[i] != (uint8_t)(at++ * 7);
	snprintf(text, sizeof(text), "%s %zu of %zu, %zu wrong", request->body_fd >= 0 ? "spooled" : "kept", at,
		 request->body_size, wrong);
	http_reply_text(request, 200, "text/plain", text);
}

static void reply_big(struct http_request *request)
{
	struct http_answer answer = {
		.status = 200, .type = "text/plain", .body = big, .body_size = sizeof(big), .body_done = body_done
	};

	http_reply(request, &answer);
}

static void handle(struct http_request *request, void *owner)
{
	static const struct http_header evil[] = { { "X-Name", "a\r\nSet-Cookie: b=c" } };
	char text[80];

	(void)owner;
	if (strcmp(request->path, "/later") == 0) {
		server.held[server.held_count++] = request;
	} else if (strcmp(request->path, "/upload") == 0) {
		reply_upload(request);
	} else if (strcmp(request->path, "/big") == 0) {
		reply_big(request);
	} else if (strcmp(request->path, "/who") == 0) {
		snprintf(text, sizeof(text), "%s %d", request->peer, request->from_socket ? (int)request->peer_uid : -1);
		http_reply_text(request, 200, "text/plain", text);
	} else if (strcmp(request->path, "/evil") == 0) {
		struct http_answer answer = { .status = 204, .headers = evil, .headers_count = 1 };

		http_reply(request, &answer);
	} else if (strcmp(request->path, "/err") == 0) {
		struct err err;

		err_set(&err, ERR_BUSY, "lines[3].qty", "Hãy thử lại \"sau\".");
		http_reply_err(request, &err);
	} else {
		reply_echo(request);
	}
}

static struct http_settings usual(void)
{
	struct http_settings settings = http_settings_default();

	settings.always = always;
	settings.always_count = COUNT_OF(always);
	return settings;
}

static void start(struct http_settings settings)
{
	server_start(settings, handle, upload_limit);
}

static void order_answer_held(void)
{
	for (size_t i = 0; i < server.held_count; i++) {
		server.held_is_gone = http_request_gone(server.held[i]);
		http_reply_text(server.held[i], 200, "text/plain", "later");
	}
	server.held_count = 0;
}

static size_t held_seen;

static void order_count_held(void)
{
	held_seen = server.held_count;
}

static void wait_held(size_t count)
{
	for (int i = 0; i < 500; i++) {
		on_server(order_count_held);
		if (held_seen == count)
			return;
		wait_us(10000);
	}
	fail_msg("%zu requests came, not %zu", held_seen, count);
}

static void questions_are_answered(void **state)
{
	int fd;

	(void)state;
	start(usual());
	fd = client_open();
	assert_i64(ask(fd, "GET /h%E1%BB%A3p?b=%zz&a=%20x+y HTTP/1.1\r\n" HOST "Cookie: sid=s1\r\nX-Y: \t v \r\n\r\n"), 200);
	assert_text(reply.body, "GET /hợp a= x y sid=s1 x=v body= (0)");
	assert_non_null(strstr(reply.head, "\r\nDate: "));
	assert_non_null(strstr(reply.head, "\r\nX-Content-Type-Options: nosniff\r\n"));
	assert_null(strstr(reply.head, "Connection: close"));
	CASE("a body");
	assert_i64(ask(fd, "POST /p HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello"), 200);
	assert_text(reply.body, "POST /p a=- sid=- x=- body=hello (5)");
	CASE("HEAD has the length and no body");
	client_say(fd, "HEAD /p HTTP/1.1\r\n" HOST "\r\n");
	assert_i64(client_reply(fd, true), 200);
	assert_true(reply.size > 0);
	CASE("a value makes no header");
	assert_i64(ask(fd, "GET /evil HTTP/1.1\r\n" HOST "\r\n"), 204);
	assert_non_null(strstr(reply.head, "\r\nX-Name: a??Set-Cookie: b=c\r\n"));
	assert_null(strstr(reply.head, "Content-Length"));
	CASE("an error is a problem");
	assert_i64(ask(fd, "GET /err HTTP/1.1\r\n" HOST "\r\n"), 503);
	assert_text(
		reply.body,
		"{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"Hãy thử lại \\\"sau\\\".\","
		"\"code\":\"busy\",\"field\":\"lines[3].qty\"}");
	assert_non_null(strstr(reply.head, "Retry-After: 1\r\n"));
	CASE("closed when asked to");
	assert_i64(ask(fd, "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"), 200);
	assert_non_null(strstr(reply.head, "Connection: close"));
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("closed after HTTP/1.0");
	fd = client_open();
	assert_i64(ask(fd, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"), 200);
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("our address is a Host of ours, another is not");
	fd = client_open();
	assert_i64(ask(fd, "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"), 200);
	assert_i64(ask(fd, "GET / HTTP/1.1\r\nHost: LOCALHOST\r\n\r\n"), 200);
	assert_i64(ask(fd, "GET / HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n"), 421);
	assert_true(client_is_closed(fd));
	close(fd);
	server_end();
}

static void pipelined_questions_are_answered_in_order(void **state)
{
	char text[4096] = "", want[64];
	int fd;

	(void)state;
	start(usual());
	fd = client_open();
	for (int i = 0; i < 20; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			 "%s /%d HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\n%d", i % 2 ? "GET" : "PUT", i, i % 10);
	client_say(fd, text);
	for (int i = 0; i < 20; i++) {
		assert_i64(client_reply(fd, false), 200);
		snprintf(want, sizeof(want), "%s /%d a=- sid=- x=- body=%d (1)", i % 2 ? "GET" : "PUT", i, i % 10);
		assert_text(reply.body, want);
	}
	CASE("the second waits for the first; a bad third closes after both");
	client_say(fd, "GET /later HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST
		       "\r\nGET /3 HTTP/1.1\r\nHost : x\r\n\r\nGET /4 HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	on_server(order_answer_held);
	assert_i64(client_reply(fd, false), 200);
	assert_text(reply.body, "later");
	assert_i64(client_reply(fd, false), 200);
	assert_text(reply.body, "GET /2 a=- sid=- x=- body= (0)");
	assert_i64(client_reply(fd, false), 400);
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("byte by byte");
	fd = client_open();
	for (const char *at = "\r\nPOST /slow HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc"; *at; at++) {
		assert_true(client_send(fd, at, 1));
		sched_yield();
	}
	assert_i64(client_reply(fd, false), 200);
	assert_text(reply.body, "POST /slow a=- sid=- x=- body=abc (3)");
	close(fd);
	server_end();
}

static size_t hex_bytes(const char *hex, char *bytes, size_t room)
{
	size_t count = 0;
	unsigned int byte;

	for (; hex[0] && hex[1] && sscanf(hex, "%2x", &byte) == 1; hex += 2) {
		assert_true(count < room);
		bytes[count++] = (char)byte;
	}
	return count;
}

static void smuggled_requests_are_refused(void **state)
{
	/* What these rows come to here: framing and limits by number, the rest is the routes' affair. */
	static const struct {
		const char *id;
		int status;
	} wants[] = {
		{ "SM01", 400 }, { "SM02", 400 }, { "SM03", 501 }, { "SM04", 400 }, { "SM05", 501 }, { "SM06", 411 }, { "SM07", 400 }, { "SM08", 400 },
		{ "SM09", 400 }, { "SM10", 400 }, { "SM11", 400 }, { "SM12", 400 }, { "SM13", 400 }, { "SM14", 413 }, { "SM15", 413 }, { "SM16", 400 },
		{ "SM17", 411 }, { "SM18", 411 }, { "SM19", 411 }, { "SM20", 400 }, { "SM21", 400 }, { "SM22", 400 }, { "SM23", 400 }, { "SM24", 400 },
		{ "SM25", 400 }, { "SM26", 400 }, { "SM27", 421 }, { "SM28", 400 }, { "SM29", 404 }, { "SM30", 404 }, { "SM31", 404 }, { "SM32", 404 },
		{ "SM33", 404 }, { "SM34", 400 }, { "SM35", 501 }, { "SM36", 400 }, { "SM37", 400 }, { "SM38", 501 }, { "SM39", 414 }, { "SM40", 431 },
		{ "SM41", 405 }, { "SM42", 405 }, { "SM43", 100 }, { "SM44", 400 }, { "SM45", 408 }, { "SM46", 200 }, { "SM47", 431 }, { "SM48", 200 },
		{ "SM49", 200 }, { "SM50", 415 },
	};
	static char bytes[512 * 1024], answer[64 * 1024];
	struct http_settings settings = usual();
	struct tsv tsv;
	size_t rows = 0;

	(void)state;
	settings.head_us = 100000;
	start(settings);
	assert_true(tsv_open(&tsv, HOSTILE "smuggling_and_limits.tsv"));
	while (tsv_next(&tsv)) {
		const char *id = tsv_cell(&tsv, "id");
		size_t size = hex_bytes(tsv_cell(&tsv, "raw_hex"), bytes, sizeof(bytes)), want = 0;
		int fd = client_open(), status;

		CASE(id);
		rows++;
		client_send(fd, bytes, size);
		if (strcmp(id, "SM45") != 0)
			shutdown(fd, SHUT_WR);
		client_read_all(fd, answer, sizeof(answer));
		close(fd);
		while (want < COUNT_OF(wants) && strcmp(wants[want].id, id) != 0)
			want++;
		status = (int)strtol(answer + 9, NULL, 10);
		if (want < COUNT_OF(wants))
			assert_i64(status, wants[want].status);
		else if (strncmp(tsv_cell(&tsv, "expected"), "refuse", 6) == 0)
			assert_true(status >= 400);
		/* One answer, and nothing of the question became a header of it. */
		if (status >= 400)
			assert_null(strstr(answer + 8, "HTTP/1.1 "));
		assert_null(strstr(answer, "\nSet-Cookie"));
	}
	tsv_close(&tsv);
	assert_true(rows >= 50);
	server_end();
}

static void llhttp_rows_leave_the_server_standing(void **state)
{
	static char bytes[64 * 1024], answer[64 * 1024];
	struct tsv tsv;
	int fd;

	(void)state;
	start(usual());
	assert_true(tsv_open(&tsv, HOSTILE "llhttp_cases.tsv"));
	while (tsv_next(&tsv)) {
		size_t size = hex_bytes(tsv_cell(&tsv, "raw_hex"), bytes, sizeof(bytes));
		size_t used;

		CASE(tsv_cell(&tsv, "id"));
		fd = client_open();
		client_send(fd, bytes, size);
		shutdown(fd, SHUT_WR);
		used = client_read_all(fd, answer, sizeof(answer));
		/* None of them names a Host of ours: whatever HTTP/1.1 they hold is refused. */
		if (strncmp(tsv_cell(&tsv, "mode"), "request", 7) == 0 && !memmem(bytes, size, "HTTP/1.0\r\n", 10) &&
		    !memmem(bytes, size, "localhost", 9))
			assert_true(used == 0 || strtol(answer + 9, NULL, 10) >= 400);
		close(fd);
	}
	tsv_close(&tsv);
	CASE("afterwards");
	fd = client_open();
	assert_i64(ask(fd, "GET / HTTP/1.1\r\n" HOST "\r\n"), 200);
	close(fd);
	assert_i64(figures_now().waiting, 0);
	server_end();
}

static void bodies_have_ceilings(void **state)
{
	char head[256];
	int fd;

	(void)state;
	start(usual());
	for (size_t i = 0; i < sizeof(big); i++)
		big[i] = (char)(uint8_t)(i * 7);
	fd = client_open();
	for (int over = 0; over < 2; over++) {
		CASE(over ? "above the usual" : "the usual");
		snprintf(head, sizeof(head), "POST /p HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n", 256 * 1024 + over);
		client_say(fd, head);
		client_send(fd, big, 256 * 1024 + (size_t)over);
		assert_i64(client_reply(fd, false), over ? 413 : 200);
	}
	/* The answer came although nobody read the body. */
	assert_true(client_is_closed(fd));
	close(fd);
	fd = client_open();
	CASE("spooled where the route takes more");
	snprintf(head, sizeof(head), "POST /upload HTTP/1.1\r\n" HOST "Content-Length: %zu\r\n\r\n", sizeof(big));
	client_say(fd, head);
	assert_true(client_send(fd, big, sizeof(big)));
	assert_i64(client_reply(fd, false), 200);
	assert_text(reply.body, "spooled 3145728 of 3145728, 0 wrong");
	CASE("told to go on");
	client_say(fd, "POST /p HTTP/1.1\r\n" HOST "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
	assert_i64(client_reply(fd, false), 100);
	assert_i64(ask(fd, "ok"), 200);
	CASE("told not to begin");
	client_say(fd, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 8388609\r\nExpect: 100-continue\r\n\r\n");
	assert_i64(client_reply(fd, false), 413);
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("a refused import is told so even when it goes on sending");
	fd = client_open();
	client_say(fd, "POST /upload HTTP/1.1\r\n" HOST "Content-Length: 9437184\r\n\r\n");
	for (int i = 0; i < 3; i++)
		assert_true(client_send(fd, big, sizeof(big)));
	assert_i64(client_reply(fd, false), 413);
	close(fd);
	server_end();
}

static void nobody_holds_a_place_by_being_slow(void **state)
{
	struct http_settings settings = usual();
	char answer[4096];
	int64_t began_us;
	int fd;

	(void)state;
	settings.head_us = 100000;
	settings.body_us = 300000;
	settings.idle_us = 200000;
	start(settings);
	CASE("a head that drips");
	fd = client_open();
	began_us = clock_tick_us();
	for (const char *at = "GET /slow HTTP/1.1\r\n" HOST "X: y\r\n\r\n"; *at && clock_tick_us() - began_us < 1000000; at++) {
		client_send(fd, at, 1);
		wait_us(20000);
	}
	assert_i64(client_reply(fd, false), 408);
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("a body that drips");
	fd = client_open();
	began_us = clock_tick_us();
	client_say(fd, "POST /slow HTTP/1.1\r\n" HOST "Content-Length: 1000\r\n\r\n");
	while (clock_tick_us() - began_us < 500000 && client_send(fd, "x", 1))
		wait_us(20000);
	assert_i64(client_reply(fd, false), 408);
	assert_true(client_is_closed(fd));
	close(fd);
	assert_i64(figures_now().late, 2);
	CASE("a body at a good pace outlives its grace");
	fd = client_open();
	client_say(fd, "POST /p HTTP/1.1\r\n" HOST "Content-Length: 600\r\n\r\n");
	for (int i = 0; i < 6; i++) {
		wait_us(30000);
		client_send(fd, big, 100);
	}
	assert_i64(client_reply(fd, false), 200);
	CASE("idle ones go without a word");
	began_us = clock_tick_us();
	assert_i64(client_read_all(fd, answer, sizeof(answer)), 0);
	assert_true(clock_tick_us() - began_us < 1500000);
	close(fd);
	fd = client_open();
	assert_i64(client_read_all(fd, answer, sizeof(answer)), 0);
	close(fd);
	CASE("an answer that nobody reads");
	fd = client_open();
	for (int i = 0; i < 4; i++)
		client_say(fd, "GET /big HTTP/1.1\r\n" HOST "\r\n");
	for (int i = 0; i < 300 && figures_now().connections; i++)
		wait_us(10000);
	assert_i64(figures_now().connections, 0);
	assert_i64(figures_now().cut, 1);
	close(fd);
	assert_true(figures_now().requests > 0);
	server_end();
}

static void big_answers_leave_whole_and_hold_back_further_questions(void **state)
{
	static char answer[sizeof(big) * 5];
	int fd;
	size_t used;

	(void)state;
	start(usual());
	fd = client_open();
	client_say(fd, "GET /big HTTP/1.1\r\n" HOST "\r\nGET /big HTTP/1.1\r\n" HOST "\r\nGET /big HTTP/1.1\r\n" HOST
		       "\r\nGET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	wait_us(100000);
	assert_true(figures_now().requests < 4);
	used = client_read_all(fd, answer, sizeof(answer));
	assert_true(used > 4 * sizeof(big) && used < 4 * sizeof(big) + 2000);
	assert_true(memmem(answer, used, big, sizeof(big)) != NULL);
	close(fd);
	assert_i64(figures_now().requests, 4);
	assert_i64(server.body_done_count, 4);
	server_end();
}

static void there_are_only_so_many_places(void **state)
{
	struct http_settings settings = usual();
	int busy[3], fd;

	(void)state;
	settings.connections_max = 3;
	settings.connections_address_max = 100;
	settings.requests_max = 2;
	start(settings);
	fd = client_open();
	assert_i64(ask(fd, "GET / HTTP/1.1\r\n" HOST "\r\n"), 200);
	for (size_t i = 0; i < 3; i++) {
		/* The third one takes the idle one's place. */
		busy[i] = client_open();
		client_say(busy[i], "GET /later HTTP/1.1\r\n" HOST "\r\n");
		wait_held(i + 1);
	}
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("full of busy ones");
	fd = client_open();
	assert_i64(client_reply(fd, false), 503);
	assert_non_null(strstr(reply.head, "Retry-After"));
	close(fd);
	on_server(order_answer_held);
	for (size_t i = 0; i < 3; i++) {
		assert_i64(client_reply(busy[i], false), 200);
		CASE("no more than so many questions");
		assert_i64(ask(busy[i], "GET / HTTP/1.1\r\n" HOST "\r\n"), 200);
		assert_non_null(strstr(reply.head, "Connection: close"));
		assert_true(client_is_closed(busy[i]));
		close(busy[i]);
	}
	assert_i64(figures_now().turned_away, 1);
	server_end();
	CASE("and only so many for one address");
	settings = usual();
	settings.connections_address_max = 1;
	start(settings);
	busy[0] = client_open();
	client_say(busy[0], "GET /later HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	fd = client_open();
	assert_i64(client_reply(fd, false), 503);
	close(fd);
	on_server(order_answer_held);
	assert_i64(client_reply(busy[0], false), 200);
	close(busy[0]);
	server_end();
}

static void a_client_may_go_before_its_answer(void **state)
{
	struct linger reset = { 1, 0 };
	int fd;

	(void)state;
	start(usual());
	CASE("with a reset");
	fd = client_open();
	client_say(fd, "GET /later HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	close(fd);
	for (int i = 0; i < 500 && figures_now().connections; i++)
		wait_us(10000);
	assert_i64(figures_now().connections, 0);
	on_server(order_answer_held);
	assert_true(server.held_is_gone);
	CASE("quietly");
	fd = client_open();
	client_say(fd, "GET /later HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	close(fd);
	on_server(order_answer_held);
	CASE("only its sending half");
	fd = client_open();
	client_say(fd, "GET /later HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST "\r\n");
	shutdown(fd, SHUT_WR);
	wait_held(1);
	on_server(order_answer_held);
	assert_i64(client_reply(fd, false), 200);
	assert_i64(client_reply(fd, false), 200);
	assert_true(client_is_closed(fd));
	close(fd);
	CASE("and the server may close first");
	fd = client_open();
	client_say(fd, "GET /later HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	server_end();
	assert_true(client_is_closed(fd));
	close(fd);
}

static void commands_come_over_the_socket(void **state)
{
	struct http_settings settings = usual();
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char folder[] = "/tmp/http-test-XXXXXX", want[64];
	struct stat facts;
	struct loop *loop;
	struct err err;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
	CASE("one left over by a crash is in the way of nobody");
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_i64(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
	settings.socket_path = address.sun_path;
	settings.socket_mode = 0600;
	start(settings);
	assert_i64(stat(address.sun_path, &facts), 0);
	assert_i64(facts.st_mode & 0777, 0600);
	fd = client_to((struct sockaddr *)&address, sizeof(address));
	assert_i64(ask(fd, "GET /who HTTP/1.1\r\nHost: anything\r\n\r\n"), 200);
	snprintf(want, sizeof(want), "socket %d", (int)getuid());
	assert_text(reply.body, want);
	close(fd);
	CASE("a living one is not taken over");
	loop = loop_new();
	assert_null(http_open(loop, &settings, handle, NULL, NULL, &err));
	assert_i64(err.code, ERR_IO);
	assert_text(err.field, "socket_path");
	loop_free(loop);
	server_end();
	assert_true(stat(address.sun_path, &facts) != 0);
	rmdir(folder);
}

static void done_stopping(void *owner)
{
	(void)owner;
	server.stopped = true;
}

static void order_stop_http(void)
{
	http_stop(server.http, 3000000, done_stopping, NULL);
}

static bool stopped_seen;

static void order_see_stopped(void)
{
	stopped_seen = server.stopped;
}

static void stopping_lets_questions_finish(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int idle, busy;

	(void)state;
	start(usual());
	idle = client_open();
	busy = client_open();
	client_say(busy, "GET /later HTTP/1.1\r\n" HOST "\r\n");
	wait_held(1);
	on_server(order_stop_http);
	assert_true(client_is_closed(idle));
	address.sin_port = htons((uint16_t)server.port);
	assert_i64(client_to((struct sockaddr *)&address, sizeof(address)), -1);
	on_server(order_see_stopped);
	assert_false(stopped_seen);
	on_server(order_answer_held);
	assert_i64(client_reply(busy, false), 200);
	assert_non_null(strstr(reply.head, "Connection: close"));
	assert_true(client_is_closed(busy));
	for (int i = 0; i < 100 && !stopped_seen; i++) {
		wait_us(10000);
		on_server(order_see_stopped);
	}
	assert_true(stopped_seen);
	close(idle);
	close(busy);
	server_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_are_answered),
		cmocka_unit_test(pipelined_questions_are_answered_in_order),
		cmocka_unit_test(smuggled_requests_are_refused),
		cmocka_unit_test(llhttp_rows_leave_the_server_standing),
		cmocka_unit_test(bodies_have_ceilings),
		cmocka_unit_test(nobody_holds_a_place_by_being_slow),
		cmocka_unit_test(big_answers_leave_whole_and_hold_back_further_questions),
		cmocka_unit_test(there_are_only_so_many_places),
		cmocka_unit_test(a_client_may_go_before_its_answer),
		cmocka_unit_test(commands_come_over_the_socket),
		cmocka_unit_test(stopping_lets_questions_finish),
	};

	return cmocka_run_group_tests_name("app/http", tests, NULL, NULL);
}
