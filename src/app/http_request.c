/* One request: its memory, its spool, what a handler asks of it. */
#include "app/http_conn.h"

#include <arpa/inet.h>
#include <assert.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/role.h"

static char *ended(struct request *request, struct httphead_span span)
{
	request->bytes[span.at + span.size] = '\0';
	return request->bytes + span.at;
}

/* Who stands behind a proxy of this machine: the last of its list, which is what the proxy itself saw. Of a proxy elsewhere nothing is believed. */
static void take_forwarded(struct request *request)
{
	static const char *const marks[] = { "X-Forwarded-For", "Forwarded", "Via", "X-Real-IP" };
	struct http_request *outer = &request->outer;
	struct in6_addr address;
	const char *list = NULL, *last;

	if (outer->from_socket || (strncmp(outer->peer, "127.", 4) != 0 && strcmp(outer->peer, "::1") != 0))
		return;
	for (size_t i = 0; i < COUNT_OF(marks); i++)
		outer->is_forwarded = outer->is_forwarded || httphead_find(&request->head, request->bytes, marks[i]);
	if (!outer->is_forwarded)
		return;
	for (size_t i = 0; i < request->head.fields_count; i++) {
		const struct httphead_field *field = &request->head.fields[i];

		if (strcasecmp(request->bytes + field->name.at, marks[0]) == 0)
			list = request->bytes + field->value.at;
	}
	last = list ? strrchr(list, ',') : NULL;
	last = last ? last + 1 : list;
	while (last && *last == ' ')
		last++;
	if (!last || strlen(last) >= sizeof(outer->peer) || (inet_pton(AF_INET, last, &address) != 1 && inet_pton(AF_INET6, last, &address) != 1))
		last = "proxy";
	memcpy(outer->peer, last, strlen(last) + 1);
}

struct request *request_new(struct conn *conn, const char *bytes, enum httphead_path *path)
{
	const struct httphead *head = &conn->head;
	size_t path_room = (size_t)head->path.size + 2;
	struct request *request = malloc(sizeof(*request) + head->size_bytes + path_room);
	struct http_request *outer;
	char *decoded;

	assert(request);
	memset(request, 0, offsetof(struct request, head));
	request->http = conn->http;
	request->conn = conn;
	memcpy(&request->head, head, offsetof(struct httphead, fields) + head->fields_count * sizeof(head->fields[0]));
	request->body = NULL;
	request->body_bytes = request->body_got = request->body_room = 0;
	memcpy(request->bytes, bytes, head->size_bytes);
	decoded = request->bytes + head->size_bytes;
	/* http://host?query has no path of its own. */
	*path = head->path.size ? httphead_path_read(bytes + head->path.at, head->path.size, decoded, path_room)
				: httphead_path_read("/", 1, decoded, path_room);
	outer = &request->outer;
	outer->method = head->method;
	outer->path = decoded;
	outer->query = head->query.size ? ended(request, head->query) : "";
	outer->host = "";
	/* Behind a name stands its colon, behind a value a blank or CR: each may become its NUL. */
	for (size_t i = 0; i < head->fields_count; i++) {
		ended(request, head->fields[i].name);
		ended(request, head->fields[i].value);
	}
	if (head->host.size)
		outer->host = request->bytes + head->host.at;
	outer->body_fd = -1;
	outer->is_tls = conn->is_tls;
	outer->from_socket = conn->is_socket;
	outer->peer_uid = conn->peer_uid;
	memcpy(outer->peer, conn->peer, sizeof(outer->peer));
	take_forwarded(request);
	LIST_INSERT_HEAD(&conn->http->requests, request, entry);
	return request;
}

void request_free(struct request *request)
{
	if (!request)
		return;
	if (request->http) {
		LIST_REMOVE(request, entry);
		if (request->outer.body_fd >= 0)
			request->http->spools_count--;
	}
	if (request->outer.body_fd >= 0)
		close(request->outer.body_fd);
	free(request->body);
	free(request);
}

/* The file never has a name, so nothing is left behind by a crash. Writing it fills the page cache and does not wait for the disk. */
bool request_spool(struct request *request, struct err *err)
{
	struct http *http = request->http;

	if (http->spools_count >= http->settings.spools_max)
		return err_set(err, ERR_BUSY, NULL, "Đang nhận nhiều tệp lớn cùng lúc; hãy thử lại sau ít phút.");
	request->outer.body_fd = open(http->settings.spool_path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (request->outer.body_fd < 0)
		return err_set(err, ERR_BUSY, NULL,
			       "Máy chủ chưa có chỗ để nhận tệp này; hãy báo người quản trị xem thư mục tạm.");
	http->spools_count++;
	return true;
}

/* Our own address as a Host would write it: it cannot have been rebound, it is where the client went. */
static void local_read(struct conn *conn)
{
	struct sockaddr_storage own;
	socklen_t size = sizeof(own);
	char text[INET6_ADDRSTRLEN] = "";

	if (getsockname(conn->fd, (struct sockaddr *)&own, &size) != 0)
		return;
	if (own.ss_family == AF_INET) {
		inet_ntop(AF_INET, &((struct sockaddr_in *)&own)->sin_addr, conn->local, sizeof(conn->local));
	} else if (own.ss_family == AF_INET6) {
		const struct in6_addr *address = &((struct sockaddr_in6 *)&own)->sin6_addr;

		if (IN6_IS_ADDR_V4MAPPED(address)) {
			inet_ntop(AF_INET, address->s6_addr + 12, conn->local, sizeof(conn->local));
		} else {
			inet_ntop(AF_INET6, address, text, sizeof(text));
			snprintf(conn->local, sizeof(conn->local), "[%s]", text);
		}
	}
}

static bool is_name(const char *host, size_t size, const char *name)
{
	return strlen(name) == size && strncasecmp(host, name, size) == 0;
}

bool request_host_is_ours(const struct request *request, struct conn *conn)
{
	static const char *const here[] = { "localhost", "127.0.0.1", "[::1]" };
	const struct http_settings *settings = &conn->http->settings;
	const char *host = request->outer.host;
	size_t size = httphead_host_name(host, strlen(host));

	/* A browser always names a host and cannot open a Unix socket; HTTP/1.0 tools may leave it out. */
	if (conn->is_socket || !*host)
		return true;
	for (size_t i = 0; i < COUNT_OF(here); i++)
		if (is_name(host, size, here[i]))
			return true;
	for (size_t i = 0; i < settings->hosts_count; i++)
		if (is_name(host, size, settings->hosts[i]))
			return true;
	if (!conn->local[0])
		local_read(conn);
	return conn->local[0] && is_name(host, size, conn->local);
}

const char *http_header(const struct http_request *outer, const char *name)
{
	const struct request *request = (const struct request *)outer;
	const struct httphead_field *field = httphead_find(&request->head, request->bytes, name);

	return field ? request->bytes + field->value.at : NULL;
}

bool http_query(const struct http_request *outer, const char *name, char *value, size_t room_bytes)
{
	return httphead_query_find(outer->query, strlen(outer->query), name, value, room_bytes);
}

bool http_cookie(const struct http_request *outer, const char *name, char *value, size_t room_bytes)
{
	const char *cookies = http_header(outer, "Cookie"), *at;
	size_t size;

	if (!cookies || !httphead_cookie_find(cookies, strlen(cookies), name, &at, &size) || size >= room_bytes)
		return false;
	memcpy(value, at, size);
	value[size] = '\0';
	return true;
}

bool http_request_gone(const struct http_request *outer)
{
	ON_LOOP();
	return !((const struct request *)outer)->conn;
}
