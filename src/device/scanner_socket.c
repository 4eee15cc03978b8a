#include "device/scanner_socket.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "base/clock.h"
#include "device/scanner_unit.h"

#define UNREAD_MAX 65536 /* answers that nobody reads, before the connection is cut */

struct connection {
	struct connection *next;
	struct scanner_socket *socket;
	struct bufferevent *stream;
};

struct scanner_socket {
	struct event_base *base;
	struct evconnlistener *listener;
	struct scanner *scanner;
	struct connection *connections;
	size_t connections_count;
	struct bufferevent *asking; /* whose line is being worked on */
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

static void connection_free(struct connection *connection)
{
	bufferevent_free(connection->stream);
	free(connection);
}

static void hang_up(struct connection *connection)
{
	struct scanner_socket *socket = connection->socket;
	struct connection **at = &socket->connections;

	while (*at != connection)
		at = &(*at)->next;
	*at = connection->next;
	socket->connections_count--;
	connection_free(connection);
}

static void on_bytes(struct bufferevent *stream, void *arg)
{
	struct connection *connection = arg;
	struct scanner_socket *socket = connection->socket;
	struct evbuffer *input = bufferevent_get_input(stream);
	size_t size;
	char *line;

	while ((line = evbuffer_readln(input, &size, EVBUFFER_EOL_LF)) != NULL) {
		line[size] = '\n';
		socket->asking = stream;
		scanner_feed(socket->scanner, (const uint8_t *)line, size + 1, clock_tick_us());
		socket->asking = NULL;
		free(line);
	}
	if (evbuffer_get_length(input) > SCANNER_SOCKET_LINE_MAX || evbuffer_get_length(bufferevent_get_output(stream)) > UNREAD_MAX)
		hang_up(connection);
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
	(void)stream;
	if (what & (BEV_EVENT_EOF | BEV_EVENT_ERROR))
		hang_up(arg);
}

static void on_connection(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *address, int size, void *arg)
{
	struct scanner_socket *socket = arg;
	struct connection *connection;

	(void)listener;
	(void)address;
	(void)size;
	if (socket->connections_count == SCANNER_SOCKET_CONNECTIONS_MAX) {
		close(fd);
		return;
	}
	connection = calloc(1, sizeof(*connection));
	assert(connection);
	connection->socket = socket;
	connection->stream = bufferevent_socket_new(socket->base, fd, BEV_OPT_CLOSE_ON_FREE);
	assert(connection->stream);
	connection->next = socket->connections;
	socket->connections = connection;
	socket->connections_count++;
	bufferevent_setcb(connection->stream, on_bytes, NULL, on_event, connection);
	bufferevent_enable(connection->stream, EV_READ | EV_WRITE);
}

/* A socket, and nothing else, may lie in the way. */
static void clear_path(const char *path)
{
	struct stat about;

	if (lstat(path, &about) == 0 && S_ISSOCK(about.st_mode))
		unlink(path);
}

bool scanner_socket_open(struct event_base *base, const char *path, struct scanner *scanner, struct scanner_socket **made, struct err *err)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct scanner_socket *socket_made;
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_INPUT, "virtual_socket", "a socket's path has at most %zu bytes", sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_set(err, ERR_IO, "virtual_socket", "%s", strerror(errno));
	clear_path(path);
	/* Linux gives the mode of the unbound socket to the path, so there is no moment when others may connect. */
	if (fchmod(fd, S_IRUSR | S_IWUSR) != 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
		err_set(err, ERR_IO, "virtual_socket", "%s: %s", path, strerror(errno));
		close(fd);
		return false;
	}
	socket_made = calloc(1, sizeof(*socket_made));
	assert(socket_made);
	socket_made->base = base;
	socket_made->scanner = scanner;
	memcpy(socket_made->path, address.sun_path, sizeof(socket_made->path));
	socket_made->listener = evconnlistener_new(base, on_connection, socket_made, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 16, fd);
	assert(socket_made->listener);
	*made = socket_made;
	return true;
}

void scanner_socket_close(struct scanner_socket *socket)
{
	if (!socket)
		return;
	evconnlistener_free(socket->listener);
	for (struct connection *connection = socket->connections, *next; connection; connection = next) {
		next = connection->next;
		connection_free(connection);
	}
	unlink(socket->path);
	free(socket);
}

void scanner_socket_reply(struct scanner_socket *socket, const char *line)
{
	if (!socket->asking)
		return;
	bufferevent_write(socket->asking, line, strlen(line));
	bufferevent_write(socket->asking, "\n", 1);
}
