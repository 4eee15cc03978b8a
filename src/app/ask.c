#include "app/ask.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <jansson.h>

#include "base/role.h"

#define WAIT_S 120  /* a settlement of a large book takes its time */

static int connect_to(const char *socket_path, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct timeval wait = { .tv_sec = WAIT_S };
	int descriptor;

	if (strlen(socket_path) >= sizeof(address.sun_path)) {
		err_set(err, ERR_INPUT, "socket", "%s: đường dẫn quá dài", socket_path);
		return -1;
	}
	memcpy(address.sun_path, socket_path, strlen(socket_path));
	descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0 || connect(descriptor, (const struct sockaddr *)(const void *)&address, sizeof(address)) != 0) {
		err_set(err, ERR_IO, "socket", "%s: %s", socket_path, strerror(errno));
		if (descriptor >= 0)
			close(descriptor);
		return -1;
	}
	setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	return descriptor;
}

bool ask_is_there(const char *socket_path)
{
	struct err ignored;
	int descriptor = connect_to(socket_path, &ignored);

	if (descriptor >= 0)
		close(descriptor);
	return descriptor >= 0;
}

static bool send_all(int descriptor, const char *bytes, size_t size)
{
	while (size) {
		ssize_t sent = send(descriptor, bytes, size, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		size -= (size_t)sent;
	}
	return true;
}

static bool receive_all(int descriptor, struct buf *whole)
{
	char bytes[65536];

	for (;;) {
		ssize_t size = recv(descriptor, bytes, sizeof(bytes), 0);

		if (size < 0 && errno == EINTR)
			continue;
		if (size <= 0)
			return size == 0 && !whole->full;
		buf_add(whole, bytes, (size_t)size);
	}
}

bool ask(const char *socket_path, const char *method, const char *path, const char *body, struct answer *answer, struct err *err)
{
	struct buf request, whole;
	const char *end;
	int descriptor;
	bool ok;

	MAY_WAIT();
	memset(answer, 0, sizeof(*answer));
	buf_init(&answer->body, ASK_ANSWER_MAX_BYTES);
	descriptor = connect_to(socket_path, err);
	if (descriptor < 0)
		return false;
	buf_init(&request, ASK_ANSWER_MAX_BYTES);
	buf_init(&whole, ASK_ANSWER_MAX_BYTES);
	buf_format(&request, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", method, path);
	if (body)
		buf_format(&request, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen(body));
	buf_text(&request, "\r\n");
	if (body)
		buf_text(&request, body);
	ok = !request.full && send_all(descriptor, request.data, request.size) && receive_all(descriptor, &whole);
	close(descriptor);
	end = ok ? strstr(buf_get(&whole), "\r\n\r\n") : NULL;
	ok = end && strncmp(whole.data, "HTTP/1.", 7) == 0 && whole.size > 12;
	if (ok) {
		answer->status = (int)strtol(whole.data + 9, NULL, 10);
		buf_add(&answer->body, end + 4, whole.size - (size_t)(end + 4 - whole.data));
	} else {
		err_set(err, ERR_IO, "socket", "%s: chương trình đang chạy không trả lời", socket_path);
	}
	buf_release(&request);
	buf_release(&whole);
	return ok;
}

static enum err_code code_of(const char *name)
{
	for (int code = ERR_INPUT; code <= ERR_UNSURE; code++)
		if (name && strcmp(err_name((enum err_code)code), name) == 0)
			return (enum err_code)code;
	return ERR_IO;
}

bool answer_ok(const struct answer *answer, struct err *err)
{
	json_t *problem;
	const char *detail, *field;

	if (answer->status == 200)
		return true;
	problem = json_loadb(buf_get(&answer->body), answer->body.size, 0, NULL);
	detail = json_string_value(json_object_get(problem, "detail"));
	field = json_string_value(json_object_get(problem, "field"));
	err_set(err, code_of(json_string_value(json_object_get(problem, "code"))), field, "%s", detail ? detail : "không rõ lỗi");
	json_decref(problem);
	return false;
}

void answer_release(struct answer *answer)
{
	buf_release(&answer->body);
}
