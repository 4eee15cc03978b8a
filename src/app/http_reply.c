/* What leaves: answers, problems, streams. */
#include "app/http_conn.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/role.h"

/* Status line and headers of one answer. */
#define ANSWER_HEAD_MAX (16 * 1024)
#define PROBLEM_MAX (24 * 1024)
/* Of a detail, code or field; with every byte escaped three still fit. */
#define PROBLEM_TEXT_MAX 512
#define PROBLEM_ABOUT_MAX 1500  /* likewise, beside those three */

static const struct {
	int status;
	const char *title;
} titles[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 411, "Length Required" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 416, "Range Not Satisfiable" },
	{ 417, "Expectation Failed" },
	{ 421, "Misdirected Request" },
	{ 422, "Unprocessable Content" },
	{ 428, "Precondition Required" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
	{ 505, "HTTP Version Not Supported" },
	{ 507, "Insufficient Storage" },
};

struct kept_body {
	void (*done)(void *owner);
	void *owner;
};

const char *http_title(int status)
{
	for (size_t i = 0; i < COUNT_OF(titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "Unknown";
}

static void kept_body_done(const void *bytes, size_t size, void *owner)
{
	struct kept_body *kept = owner;

	(void)bytes, (void)size;
	kept->done(kept->owner);
	free(kept);
}

/*
 * Straight to the socket when nothing waits before it: that spares two epoll_ctl, an epoll_wait and a copy for nearly
 * every answer. The bufferevent sends what the socket would not take. false: the connection is over.
 */
static bool conn_send_now(struct conn *conn, const struct iovec *pieces, size_t count, size_t *sent)
{
	struct msghdr message = { .msg_iov = (struct iovec *)(uintptr_t)pieces, .msg_iovlen = count };
	ssize_t size;

	*sent = 0;
	if (conn->is_tls || evbuffer_get_length(bufferevent_get_output(conn->bev)) > 0)
		return true;
	size = sendmsg(conn->fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
		conn_kill(conn);
		return false;
	}
	*sent = size > 0 ? (size_t)size : 0;
	return true;
}

static void conn_send(struct conn *conn, const char *head, size_t head_size, const struct http_answer *answer, size_t body_size)
{
	struct evbuffer *output = bufferevent_get_output(conn->bev);
	const char *body = answer->body;
	struct iovec pieces[2] = { { (void *)(uintptr_t)head, head_size }, { (void *)(uintptr_t)body, body_size } };
	size_t sent = 0;

	if (!conn_send_now(conn, pieces, body_size ? 2 : 1, &sent))
		sent = head_size + body_size;
	if (sent < head_size) {
		evbuffer_add(output, head + sent, head_size - sent);
		conn->queued_bytes += head_size - sent;
		sent = head_size;
	}
	sent -= head_size;
	if (sent < body_size) {
		conn->queued_bytes += body_size - sent;
		if (answer->body_done) {
			struct kept_body *kept = malloc(sizeof(*kept));

			assert(kept);
			*kept = (struct kept_body){ answer->body_done, answer->body_owner };
			evbuffer_add_reference(output, body + sent, body_size - sent, kept_body_done, kept);
		} else {
			evbuffer_add(output, body + sent, body_size - sent);
		}
	} else if (answer->body_done) {
		answer->body_done(answer->body_owner);
	}
}

void conn_write(struct conn *conn, const void *bytes, size_t size)
{
	static const struct http_answer nothing;

	conn_send(conn, bytes, size, &nothing, 0);
}

static const char *date_now(struct http *http)
{
	time_t now = (time_t)(clock_now_us() / 1000000);
	struct tm parts;

	if (now != http->date_s) {
		http->date_s = now;
		gmtime_r(&now, &parts);
		/* The C locale is never left: English names, RFC 9110, 5.6.7. */
		strftime(http->date, sizeof(http->date), "%a, %d %b %Y %H:%M:%S GMT", &parts);
	}
	return http->date;
}

/* A control byte in a value would end the line and begin another header. */
static void header_write(struct buf *buf, const char *name, const char *value)
{
	size_t from;

	buf_text(buf, name);
	buf_add(buf, ": ", 2);
	from = buf->size;
	buf_text(buf, value);
	for (size_t i = from; i < buf->size; i++)
		if ((unsigned char)buf->data[i] < ' ' || buf->data[i] == 0x7f)
			buf->data[i] = '?';
	buf_add(buf, "\r\n", 2);
}

static void head_begin(struct http *http, int status)
{
	struct buf *head = &http->scratch;

	assert(status >= 200 && status <= 599);
	buf_clear(head);
	buf_add(head, "HTTP/1.1 ", 9);
	buf_i64(head, status);
	buf_byte(head, ' ');
	buf_text(head, http_title(status));
	buf_add(head, "\r\nDate: ", 8);
	buf_text(head, date_now(http));
	buf_add(head, "\r\n", 2);
	if (http->always.size)
		buf_add(head, http->always.data, http->always.size);
}

void conn_answer(struct conn *conn, const struct http_answer *answer, bool is_head_only, bool keep)
{
	struct buf *head = &conn->http->scratch;
	bool has_body = answer->status != 204 && answer->status != 304;

	assert(answer->headers_count <= HTTP_HEADERS_MAX && answer->body_size <= HTTP_ANSWER_MAX);
	head_begin(conn->http, answer->status);
	if (answer->type)
		header_write(head, "Content-Type", answer->type);
	if (has_body) {
		buf_add(head, "Content-Length: ", 16);
		buf_i64(head, (int64_t)answer->body_size);
		buf_add(head, "\r\n", 2);
	}
	for (size_t i = 0; i < answer->headers_count; i++)
		header_write(head, answer->headers[i].name, answer->headers[i].value);
	if (!keep)
		buf_text(head, "Connection: close\r\n");
	buf_add(head, "\r\n", 2);
	assert(!head->full);
	conn_send(conn, head->data, head->size, answer, has_body && !is_head_only ? answer->body_size : 0);
}

static void problem_write(struct buf *body, int status, const char *code, const char *field, const char *detail, const char *about, int64_t amount)
{
	buf_text(body, "{\"type\":\"about:blank\",\"title\":");
	buf_json_text(body, http_title(status));
	buf_text(body, ",\"status\":");
	buf_i64(body, status);
	buf_text(body, ",\"detail\":");
	buf_json_any(body, detail, strnlen(detail, PROBLEM_TEXT_MAX));
	if (code) {
		buf_text(body, ",\"code\":");
		buf_json_any(body, code, strnlen(code, PROBLEM_TEXT_MAX));
	}
	if (field && *field) {
		buf_text(body, ",\"field\":");
		buf_json_any(body, field, strnlen(field, PROBLEM_TEXT_MAX));
	}
	if (about) {
		buf_text(body, ",\"about\":");
		buf_json_any(body, about, strnlen(about, PROBLEM_ABOUT_MAX));
	}
	if (amount) {
		buf_text(body, ",\"amount\":");
		buf_i64(body, amount);
	}
	buf_byte(body, '}');
	assert(!body->full);
}

static const struct http_header allow = { "Allow", "GET, HEAD, POST, PUT, PATCH, DELETE" };
static const struct http_header retry = { "Retry-After", "1" };

static struct http_answer problem_answer(int status, const struct buf *body)
{
	return (struct http_answer){
		.status = status, .type = "application/problem+json", .body = body->data, .body_size = body->size,
		.headers = status == 405 ? &allow : &retry, .headers_count = status == 405 || status == 503,
	};
}

void conn_problem(struct conn *conn, int status, const char *detail)
{
	struct buf body;
	struct http_answer answer;

	buf_init(&body, PROBLEM_MAX);
	problem_write(&body, status, NULL, NULL, detail, NULL, 0);
	answer = problem_answer(status, &body);
	conn_answer(conn, &answer, false, false);
	buf_release(&body);
}

void http_turn_away(struct http *http, int fd)
{
	static const char detail[] = "Máy chủ đang có quá nhiều kết nối; hãy thử lại sau giây lát.";
	struct buf *head = &http->scratch, body;

	http->figures.turned_away++;
	/* Under TLS nobody could read it. */
	if (!http->tls) {
		buf_init(&body, PROBLEM_MAX);
		problem_write(&body, 503, NULL, NULL, detail, NULL, 0);
		head_begin(http, 503);
		buf_format(head, "Content-Type: application/problem+json\r\nContent-Length: %zu\r\n", body.size);
		buf_text(head, "Retry-After: 1\r\nConnection: close\r\n\r\n");
		buf_add(head, body.data, body.size);
		/* A fresh socket takes it whole; if not, closing says as much. */
		if (send(fd, head->data, head->size, MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
			shutdown(fd, SHUT_WR);
		buf_release(&body);
	}
	close(fd);
}

/* Takes the request from its connection; NULL: gone. The request's memory is the caller's to free. */
static struct conn *request_leave(struct request *request)
{
	struct conn *conn = request->conn;

	ON_LOOP();
	if (!conn)
		return NULL;
	assert(conn->request == request && conn->state == CONN_ANSWER);
	conn->request = NULL;
	conn->http->figures.waiting--;
	return conn;
}

void http_reply(struct http_request *outer, const struct http_answer *answer)
{
	struct request *request = (struct request *)outer;
	struct conn *conn = request_leave(request);
	bool keep;

	if (!conn) {
		if (answer->body_done)
			answer->body_done(answer->body_owner);
		request_free(request);
		return;
	}
	keep = outer->keep && !answer->close && !conn->http->is_stopping;
	/* The answer's texts may lie in the request. */
	conn_answer(conn, answer, outer->method == HTTP_HEAD, keep);
	request_free(request);
	if (keep)
		conn_next(conn);
	else
		conn_finish(conn);
}

void http_reply_text(struct http_request *request, int status, const char *type, const char *text)
{
	struct http_answer answer = { .status = status, .type = type, .body = text, .body_size = strlen(text) };

	http_reply(request, &answer);
}

static void reply_problem(struct http_request *request, int status, const char *code, const char *field, const char *detail, const char *about,
			  int64_t amount)
{
	struct buf body;
	struct http_answer answer;

	buf_init(&body, PROBLEM_MAX);
	problem_write(&body, status, code, field, detail, about, amount);
	answer = problem_answer(status, &body);
	http_reply(request, &answer);
	buf_release(&body);
}

void http_reply_problem(struct http_request *request, int status, const char *code, const char *field, const char *detail)
{
	reply_problem(request, status, code, field, detail, NULL, 0);
}

void http_reply_asked(struct http_request *request, const struct err *err, const char *about, int64_t amount)
{
	reply_problem(request, err_http_status(err->code), err_name(err->code), err->field, err->text, about, amount);
}

void http_reply_err(struct http_request *request, const struct err *err)
{
	http_reply_problem(request, err_http_status(err->code), err_name(err->code), err->field, err->text);
}

struct http_stream *http_stream_begin(struct http_request *outer, const char *type, const struct http_header *headers,
				      size_t headers_count, const char *heartbeat, void (*closed)(void *owner), void *owner)
{
	struct request *request = (struct request *)outer;
	struct conn *conn = request_leave(request);
	struct http_stream *stream = NULL;
	struct buf *head;

	if (!conn)
		goto free_request;
	assert(headers_count <= HTTP_HEADERS_MAX);
	head = &conn->http->scratch;
	head_begin(conn->http, 200);
	header_write(head, "Content-Type", type);
	for (size_t i = 0; i < headers_count; i++)
		header_write(head, headers[i].name, headers[i].value);
	/* Without a length the end of the connection is the end of the body (RFC 9112, 6.3): no chunks, the same bytes for all. */
	buf_text(head, "Connection: close\r\n\r\n");
	assert(!head->full);
	if (outer->method == HTTP_HEAD || conn->http->is_stopping || conn->has_ended) {
		conn_write(conn, head->data, head->size);
		conn_finish(conn);
		goto free_request;
	}
	stream = calloc(1, sizeof(*stream));
	assert(stream);
	*stream = (struct http_stream){
		.conn = conn, .heartbeat = heartbeat, .closed = closed, .owner = owner, .written_us = clock_tick_us()
	};
	conn->stream = stream;
	conn->state = CONN_STREAM;
	conn->deadline_us = HTTP_NEVER;
	conn->http->figures.streams++;
	conn_write(conn, head->data, head->size);
free_request:
	request_free(request);
	return stream;
}

bool http_stream_write_all(struct http_stream *stream, const struct iovec *pieces, size_t count)
{
	struct conn *conn = stream->conn;
	struct evbuffer *output;
	size_t size = 0, sent = 0;

	ON_LOOP();
	if (!conn || conn->state != CONN_STREAM)
		return false;
	output = bufferevent_get_output(conn->bev);
	for (size_t i = 0; i < count; i++)
		size += pieces[i].iov_len;
	if (evbuffer_get_length(output) + size > conn->http->settings.stream_max_bytes) {
		conn->http->figures.cut++;
		conn_kill(conn);
		return false;
	}
	stream->written_us = clock_tick_us();
	if (!conn_send_now(conn, pieces, count, &sent))
		return false;
	conn->queued_bytes += size - sent;
	for (size_t i = 0; i < count; i++) {
		size_t gone = sent < pieces[i].iov_len ? sent : pieces[i].iov_len;

		sent -= gone;
		if (gone < pieces[i].iov_len)
			evbuffer_add(output, (const char *)pieces[i].iov_base + gone, pieces[i].iov_len - gone);
	}
	return true;
}

bool http_stream_write(struct http_stream *stream, const void *bytes, size_t size)
{
	struct iovec piece = { (void *)(uintptr_t)bytes, size };

	return http_stream_write_all(stream, &piece, 1);
}

void http_stream_end(struct http_stream *stream)
{
	ON_LOOP();
	if (stream->conn && stream->conn->state == CONN_STREAM)
		conn_finish(stream->conn);
}
