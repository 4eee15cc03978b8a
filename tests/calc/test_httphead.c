/* The head of a request: what is read, and everything that is refused. */
#include "check.h"
#include "tsv.h"

#include "calc/httphead.h"

#define HOSTILE "tests/cases/hostile/http/"

static const struct httphead_limits usual = { 16 * 1024, 2048, 64 };

static struct httphead head;

static enum httphead_state read_all(const char *bytes, size_t size)
{
	httphead_init(&head, &usual);
	return httphead_read(&head, bytes, size);
}

/* The same bytes one by one must end in the same state. */
static enum httphead_state read_slowly(struct httphead *slow, const char *bytes, size_t size)
{
	enum httphead_state state = HTTPHEAD_MORE;

	httphead_init(slow, &usual);
	for (size_t i = 1; i <= size && state == HTTPHEAD_MORE; i++)
		state = httphead_read(slow, bytes, i);
	return state;
}

static void a_span_is(const char *bytes, struct httphead_span span, const char *want)
{
	if (span.size != strlen(want) || memcmp(bytes + span.at, want, span.size) != 0)
		fail_msg("[%s] got \"%.*s\", want \"%s\"", case_name, (int)span.size, bytes + span.at, want);
}

static void a_head_is_read_whole_or_in_pieces(void **state)
{
	static const char text[] = "\r\nPOST /api/sales?x=1&y=%20 HTTP/1.1\r\nhost: till.example:8080\r\nContent-Length: 007\r\n"
				   "X-Empty:\r\nCookie: \t a=b; c=d \t\r\nExpect: 100-Continue\r\n\r\n{\"a\":1}";
	static struct httphead slow;
	const struct httphead_field *field;

	(void)state;
	assert_i64(read_all(text, sizeof(text) - 1), HTTPHEAD_COMPLETE);
	assert_i64(read_slowly(&slow, text, sizeof(text) - 1), HTTPHEAD_COMPLETE);
	assert_i64(slow.size_bytes, head.size_bytes);
	assert_i64(head.size_bytes, sizeof(text) - 1 - 7);
	assert_i64(head.method, HTTP_POST);
	assert_text(http_method_name(head.method), "POST");
	assert_i64(head.body_bytes, 7);
	assert_true(head.keep && head.expects_continue);
	a_span_is(text, head.path, "/api/sales");
	a_span_is(text, head.query, "x=1&y=%20");
	a_span_is(text, head.host, "till.example:8080");
	assert_i64(head.fields_count, 5);
	field = httphead_find(&head, text, "COOKIE");
	assert_non_null(field);
	a_span_is(text, field->value, "a=b; c=d");
	a_span_is(text, httphead_find(&head, text, "x-empty")->value, "");
	assert_null(httphead_find(&head, text, "x-emp"));
}

static void what_two_readers_could_understand_differently_is_refused(void **state)
{
#define HOST "Host: x\r\n"
	static const struct {
		const char *name, *text;
		int status;  /* 0: complete; -1: more */
	} cases[] = {
		{ "plain", "GET / HTTP/1.1\r\n" HOST "\r\n", 0 },
		{ "1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 0 },
		{ "half", "GET / HTTP/1.1\r\n" HOST "X-", -1 },
		{ "a CR that may still get its LF", "GET / HTTP/1.1\r", -1 },
		{ "absolute, ours", "GET http://X/p?q HTTP/1.1\r\n" HOST "\r\n", 0 },
		{ "absolute, not ours", "GET http://evil/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "absolute with a user", "GET http://x@evil/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "absolute without a host", "GET http:///p HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "star", "GET * HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "no slash", "GET x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "fragment", "GET /a#b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "raw UTF-8", "GET /\xc3\xa9 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "two blanks", "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "blank after the version", "GET / HTTP/1.1 \r\n" HOST "\r\n", 400 },
		{ "tab for a blank", "GET\t/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "lower-case version", "GET / http/1.1\r\n" HOST "\r\n", 400 },
		{ "lower-case method", "get / HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "two digits of version", "GET / HTTP/1.10\r\n" HOST "\r\n", 400 },
		{ "version 2", "PRI * HTTP/2.0\r\n\r\n", 501 },
		{ "GET of version 2", "GET / HTTP/2.0\r\n", 505 },
		{ "version 0.9", "GET /\r\n", 400 },
		{ "two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "TRACE", "TRACE / HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "OPTIONS *", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "CONNECT", "CONNECT x:1 HTTP/1.1\r\n" HOST "\r\n", 405 },
		{ "unknown method", "BREW / HTTP/1.1\r\n", 501 },
		{ "method with a slash", "GE/T / HTTP/1.1\r\n", 400 },
		{ "bare LF", "GET / HTTP/1.1\nHost: x\n\n", 400 },
		{ "bare LF at the end", "GET / HTTP/1.1\r\n" HOST "\n", 400 },
		{ "bare CR", "GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", 400 },
		{ "CR CR LF", "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", 400 },
		{ "fold", "GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\r\n", 400 },
		{ "blank before the first field", "GET / HTTP/1.1\r\n " HOST "\r\n", 400 },
		{ "blank before the colon", "GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400 },
		{ "no colon", "GET / HTTP/1.1\r\n" HOST "abc\r\n\r\n", 400 },
		{ "no name", "GET / HTTP/1.1\r\n" HOST ": c\r\n\r\n", 400 },
		{ "vertical tab", "GET / HTTP/1.1\r\n" HOST "A: \vb\r\n\r\n", 400 },
		{ "delete byte", "GET / HTTP/1.1\r\n" HOST "A: \x7f\r\n\r\n", 400 },
		{ "letters beyond ASCII in a value", "GET / HTTP/1.1\r\n" HOST "A: \xfc\xff\r\n\r\n", 0 },
		{ "no Host", "GET / HTTP/1.1\r\n\r\n", 400 },
		{ "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400 },
		{ "two Hosts alike", "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
		{ "Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400 },
		{ "Host list", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n", 400 },
		{ "Host without its port", "GET / HTTP/1.1\r\nHost: x:\r\n\r\n", 400 },
		{ "Host of six", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 0 },
		{ "TE chunked", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 411 },
		{ "TE beside a length", "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
		{ "TE unknown", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xchunked\r\n\r\n", 501 },
		{ "TE empty", "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding:\r\n\r\n", 501 },
		{ "TE in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
		{ "two lengths alike", "POST / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400 },
		{ "length list", "POST / HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\n", 400 },
		{ "length plus", "POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\n", 400 },
		{ "length hex", "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x5\r\n\r\n", 400 },
		{ "length empty", "POST / HTTP/1.1\r\n" HOST "Content-Length: \r\n\r\n", 400 },
		{ "length with a blank", "POST / HTTP/1.1\r\n" HOST "Content-Length: 4 2\r\n\r\n", 400 },
		{ "length of 2^64+1", "POST / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551617\r\n\r\n", 413 },
		{ "gzip body", "POST / HTTP/1.1\r\n" HOST "Content-Encoding: gzip\r\n\r\n", 415 },
		{ "other expectation", "POST / HTTP/1.1\r\n" HOST "Expect: tea\r\n\r\n", 417 },
		{ "WebSocket", "GET / HTTP/1.1\r\n" HOST "Upgrade: websocket\r\n\r\n", 400 },
		{ "h2c is passed over", "GET / HTTP/1.1\r\n" HOST "Upgrade: h2c\r\n\r\n", 0 },
		{ "two Origins", "GET / HTTP/1.1\r\n" HOST "Origin: a\r\nOrigin: b\r\n\r\n", 400 },
	};
	static struct httphead slow;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		size_t size = strlen(cases[i].text);
		enum httphead_state got = read_all(cases[i].text, size);

		CASE(cases[i].name);
		assert_i64(got == HTTPHEAD_REFUSED ? head.status : got == HTTPHEAD_MORE ? -1 : 0, cases[i].status);
		assert_i64(read_slowly(&slow, cases[i].text, size), got);
		assert_true(got != HTTPHEAD_REFUSED || head.reason);
	}
}

static void the_connection_is_kept_as_agreed(void **state)
{
	static const struct {
		const char *name, *text;
		bool keep;
	} cases[] = {
		{ "1.1", "GET / HTTP/1.1\r\n" HOST "\r\n", true },
		{ "1.1 close", "GET / HTTP/1.1\r\n" HOST "Connection: x , CLOSE\r\n\r\n", false },
		{ "1.1 close among lines", "GET / HTTP/1.1\r\n" HOST "Connection: close\r\nConnection: keep-alive\r\n\r\n", false },
		{ "1.1 closely", "GET / HTTP/1.1\r\n" HOST "Connection: closely\r\n\r\n", true },
		{ "1.0", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].name);
		assert_i64(read_all(cases[i].text, strlen(cases[i].text)), HTTPHEAD_COMPLETE);
		assert_i64(head.keep, cases[i].keep);
	}
}

static void a_head_has_ceilings(void **state)
{
	static char text[64 * 1024];
	static struct httphead slow;
	size_t size;

	(void)state;
	CASE("URI");
	size = (size_t)snprintf(text, sizeof(text), "GET /%02047d HTTP/1.1\r\n" HOST "\r\n", 0);
	assert_i64(read_all(text, size), HTTPHEAD_COMPLETE);
	size = (size_t)snprintf(text, sizeof(text), "GET /%02048d HTTP/1.1\r\n" HOST "\r\n", 0);
	assert_i64(read_all(text, size), HTTPHEAD_REFUSED);
	assert_i64(head.status, 414);
	assert_i64(read_slowly(&slow, text, size), HTTPHEAD_REFUSED);
	assert_i64(slow.status, 414);
	CASE("fields");
	for (int count = 63; count <= 64; count++) {
		size = (size_t)snprintf(text, sizeof(text), "GET / HTTP/1.1\r\n" HOST);
		for (int i = 0; i < count; i++)
			size += (size_t)snprintf(text + size, sizeof(text) - size, "X%d: y\r\n", i);
		size += (size_t)snprintf(text + size, sizeof(text) - size, "\r\n");
		assert_i64(read_all(text, size), count == 63 ? HTTPHEAD_COMPLETE : HTTPHEAD_REFUSED);
		assert_i64(head.status, count == 63 ? 0 : 431);
	}
	CASE("all together");
	for (int over = 0; over < 2; over++) {
		size = (size_t)snprintf(text, sizeof(text), "GET / HTTP/1.1\r\n" HOST "X: ");
		memset(text + size, 'b', usual.size_max_bytes - size - 4 + (size_t)over);
		memcpy(text + usual.size_max_bytes - 4 + over, "\r\n\r\n", 4);
		assert_i64(read_all(text, usual.size_max_bytes + (size_t)over), over ? HTTPHEAD_REFUSED : HTTPHEAD_COMPLETE);
		assert_i64(head.status, over ? 431 : 0);
	}
	CASE("a method without end");
	memset(text, 'A', 40);
	assert_i64(read_all(text, 40), HTTPHEAD_REFUSED);
	assert_i64(head.status, 501);
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

/* With a Host after the request line where there is none, so that rows are refused for their own fault. */
static size_t with_host(const char *from, size_t size, char *to)
{
	const char *line = memmem(from, size, "\r\n", 2);
	size_t head_size;

	if (line == from && size > 2)
		line = memmem(from + 2, size - 2, "\r\n", 2);
	if (!line || memmem(from, size, "\r\nHost:", 7) || memmem(from, size, "\r\nHOST:", 7)) {
		memcpy(to, from, size);
		return size;
	}
	head_size = (size_t)(line - from) + 2;
	memcpy(to, from, head_size);
	memcpy(to + head_size, "Host: x\r\n", 9);
	memcpy(to + head_size + 9, from + head_size, size - head_size);
	return size + 9;
}

/* How many requests these bytes are; *status: how it ended, 0 for want of more. A closing one is the last. */
static int requests_in(const char *bytes, size_t size, int *status)
{
	int count = 0;

	for (;;) {
		enum httphead_state state = read_all(bytes, size);

		*status = head.status;
		if (state != HTTPHEAD_COMPLETE)
			return count;
		if (size - head.size_bytes < (size_t)head.body_bytes)
			return count;
		count++;
		bytes += head.size_bytes + (size_t)head.body_bytes;
		size -= head.size_bytes + (size_t)head.body_bytes;
		if (!head.keep || !size)
			return count;
	}
}

static void llhttp_rows_are_never_taken_for_other_requests(void **state)
{
	static char bytes[64 * 1024], hosted[64 * 1024];
	static struct httphead slow;
	struct tsv tsv;
	int rows = 0, refused = 0;

	(void)state;
	assert_true(tsv_open(&tsv, HOSTILE "llhttp_cases.tsv"));
	while (tsv_next(&tsv)) {
		const char *mode = tsv_cell(&tsv, "mode"), *result = tsv_cell(&tsv, "llhttp_result");
		int messages = (int)strtol(tsv_cell(&tsv, "messages_completed"), NULL, 10);
		size_t size = hex_bytes(tsv_cell(&tsv, "raw_hex"), bytes, sizeof(bytes) - 64);
		int status, count;

		CASE(tsv_cell(&tsv, "id"));
		rows++;
		assert_i64(read_slowly(&slow, bytes, size), read_all(bytes, size));
		size = with_host(bytes, size, hosted);
		/* The rows come without their last empty line. */
		memcpy(hosted + size, "\r\n\r\n", 4);
		count = requests_in(hosted, size + 4, &status);
		assert_i64(read_slowly(&slow, hosted, size + 4), read_all(hosted, size + 4));
		refused += status != 0;
		/* Pausing on an upgrade is llhttp's; all its other errors are ours as well. */
		bool is_error = strncmp(result, "error", 5) == 0 && strncmp(result, "error 22", 8) != 0;
		bool is_request = strncmp(mode, "request", 7) == 0, is_strict = strcmp(mode, "request") == 0;

		if ((!is_request && count > 0) || (is_request && is_error && status == 0 && count != messages) ||
		    (is_request && !is_error && !is_strict && status == 0 && count > 1) ||
		    (is_strict && !is_error && count > (messages ? messages : 1)))
			fail_msg("[%s] %d requests and status %d, llhttp: %d and %s", case_name, count, status, messages, result);
	}
	tsv_close(&tsv);
	printf("# llhttp: %d rows, %d refused\n", rows, refused);
	assert_true(rows > 200);
}

static void a_path_is_decoded_or_is_not_ours(void **state)
{
	static const struct {
		const char *raw, *text;
		enum httphead_path answer;
	} cases[] = {
		{ "/", "/", HTTPHEAD_PATH_OK },
		{ "/a/b.c", "/a/b.c", HTTPHEAD_PATH_OK },
		{ "/h%E1%BB%A3p/..a/a..", "/hợp/..a/a..", HTTPHEAD_PATH_OK },
		{ "/a+b", "/a+b", HTTPHEAD_PATH_OK },
		{ "", NULL, HTTPHEAD_PATH_BAD },
		{ "/%", NULL, HTTPHEAD_PATH_BAD },
		{ "/%4", NULL, HTTPHEAD_PATH_BAD },
		{ "/%zz", NULL, HTTPHEAD_PATH_BAD },
		{ "/..", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/../etc", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a/./b", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a/.", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/static/%2e%2e/x", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/static/%2e%2e%2fx", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/%c0%ae%c0%ae/%c0%af", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a%00.png", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a%0d%0a", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a\\..\\x", NULL, HTTPHEAD_PATH_FOREIGN },
		{ "/a%5cx", NULL, HTTPHEAD_PATH_FOREIGN },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		CASE(cases[i].raw);
		assert_i64(httphead_path_read(cases[i].raw, strlen(cases[i].raw), text, sizeof(text)), cases[i].answer);
		if (cases[i].text)
			assert_text(text, cases[i].text);
	}
	assert_i64(httphead_path_read("/abc", 4, text, 4), HTTPHEAD_PATH_FOREIGN);
	assert_i64(httphead_path_read("/abc", 4, text, 5), HTTPHEAD_PATH_OK);
}

static void a_query_is_walked(void **state)
{
	static const struct {
		const char *raw, *pairs;
		bool bad;
	} cases[] = {
		{ "", "", false },
		{ "a=1&b=2", "a=1|b=2|", false },
		{ "&&a&=x&b==&", "a=|=x|b==|", false },
		{ "q=m%E1%BA%ADt+ong%20", "q=mật ong |", false },
		{ "a=%0d%0aSet-Cookie:x", "", true },
		{ "a=1&b=%4", "a=1|", true },
		{ "a=1&b=%00", "a=1|", true },
		{ "a=%ff", "", true },
		{ "a=12345678901234567890123456789012", "", true },
	};
	char name[32], value[32], pairs[256];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct httphead_query query;
		size_t used = 0;

		CASE(cases[i].raw);
		pairs[0] = '\0';
		httphead_query_init(&query, cases[i].raw, strlen(cases[i].raw));
		while (httphead_query_next(&query, name, sizeof(name), value, sizeof(value)))
			used += (size_t)snprintf(pairs + used, sizeof(pairs) - used, "%s=%s|", name, value);
		assert_text(pairs, cases[i].pairs);
		assert_i64(query.bad, cases[i].bad);
	}
	assert_true(httphead_query_find("long=12345678901234567890123456789012345&%4=&b=x%20y&b=z", 56, "b", value, sizeof(value)));
	assert_text(value, "x y");
	assert_false(httphead_query_find("a=1&b=%4", 8, "b", value, sizeof(value)));
	assert_false(httphead_query_find("a=1&b=2", 7, "c", value, sizeof(value)));
}

static void cookies_codings_and_tags_are_found(void **state)
{
	static const struct {
		const char *cookies, *value;
	} cookies[] = {
		{ "sid=abc", "abc" },
		{ "a=1; sid=x=y ; b=2", "x=y" },
		{ "sid=", "" },
		{ "xsid=1; sid2=2", NULL },
		{ "SID=1", NULL },
		{ "sid=1; sid=2", NULL },
		{ "", NULL },
	};
	static const struct {
		const char *accept;
		bool gzip;
	} accepts[] = {
		{ "", false }, { "gzip", true }, { "br, GZIP;q=0.5", true }, { "gzip;q=0", false }, { "gzip; q=0.000, *", false },
		{ "*", true }, { "*;q=0", false }, { "gzipped", false }, { "deflate, gzip;q=1.0, *;q=0.5", true },
	};
	static const struct {
		const char *tags;
		bool is_same;
	} tags[] = {
		{ "\"a\"", true }, { "W/\"a\"", true }, { "\"b\", \"a\"", true }, { "*", true }, { "\"ab\"", false },
		{ "a", false }, { "\"a", false }, { "", false }, { "\"b\" , W/\"c\"", false },
	};
	static const struct {
		const char *host;
		size_t name;
	} hosts[] = {
		{ "x", 1 }, { "x.y-z:80", 5 }, { "[::1]", 5 }, { "[::1]:8080", 5 }, { "[::1", 0 }, { "[]", 0 }, { "x:", 0 },
		{ "x:8080a", 0 }, { "x:123456", 0 }, { ":80", 0 }, { "", 0 }, { "a b", 0 }, { "[::1]x", 0 }, { "u@x", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cookies); i++) {
		const char *value = NULL;
		size_t size = 0;

		CASE(cookies[i].cookies);
		assert_i64(httphead_cookie_find(cookies[i].cookies, strlen(cookies[i].cookies), "sid", &value, &size),
			   cookies[i].value != NULL);
		if (cookies[i].value)
			assert_true(size == strlen(cookies[i].value) && memcmp(value, cookies[i].value, size) == 0);
	}
	for (size_t i = 0; i < COUNT_OF(accepts); i++) {
		CASE(accepts[i].accept);
		assert_i64(httphead_accepts(accepts[i].accept, strlen(accepts[i].accept), "gzip"), accepts[i].gzip);
	}
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		CASE(tags[i].tags);
		assert_i64(httphead_etag_matches(tags[i].tags, strlen(tags[i].tags), "\"a\""), tags[i].is_same);
	}
	for (size_t i = 0; i < COUNT_OF(hosts); i++) {
		CASE(hosts[i].host);
		assert_i64(httphead_host_name(hosts[i].host, strlen(hosts[i].host)), hosts[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_is_read_whole_or_in_pieces),
		cmocka_unit_test(what_two_readers_could_understand_differently_is_refused),
		cmocka_unit_test(the_connection_is_kept_as_agreed),
		cmocka_unit_test(a_head_has_ceilings),
		cmocka_unit_test(llhttp_rows_are_never_taken_for_other_requests),
		cmocka_unit_test(a_path_is_decoded_or_is_not_ours),
		cmocka_unit_test(a_query_is_walked),
		cmocka_unit_test(cookies_codings_and_tags_are_found),
	};

	return cmocka_run_group_tests_name("calc/httphead", tests, NULL, NULL);
}
