/* Where clients come in: TCP, TLS, the Unix socket. */
#include "app/http_conn.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <event2/bufferevent_ssl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/loop.h"
#include "base/log.h"

#define BACKLOG 511
/* Out of descriptors, accept would fail again at once: wait for some to be closed. */
#define PAUSE_US 200000

static void tcp_came(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *peer, int size, void *owner)
{
	(void)listener, (void)size;
	conn_open(owner, fd, peer, false);
}

static void local_came(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *peer, int size, void *owner)
{
	(void)listener, (void)size;
	conn_open(owner, fd, peer, true);
}

static void listen_again(void *owner)
{
	struct http *http = owner;

	if (http->tcp)
		evconnlistener_enable(http->tcp);
	if (http->local)
		evconnlistener_enable(http->local);
}

static void accept_failed(struct evconnlistener *listener, void *owner)
{
	struct http *http = owner;

	log_warning("http", "accept: %s", strerror(errno));
	evconnlistener_disable(listener);
	loop_timer_set(http->listen_again, PAUSE_US);
}

static struct evconnlistener *listener_new(struct http *http, int fd, evconnlistener_cb came)
{
	struct evconnlistener *listener;

	listener = evconnlistener_new(loop_base(http->loop), came, http, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC,
				      BACKLOG, fd);
	if (listener)
		evconnlistener_set_error_cb(listener, accept_failed);
	return listener;
}

static bool tcp_listen(struct http *http, struct err *err)
{
	struct http_settings *settings = &http->settings;
	struct sockaddr_storage address = { 0 };
	struct sockaddr_in *four = (struct sockaddr_in *)&address;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address;
	socklen_t size = sizeof(*four);
	int fd, one = 1;

	if (inet_pton(AF_INET, settings->address, &four->sin_addr) == 1) {
		four->sin_family = AF_INET;
		four->sin_port = htons((uint16_t)settings->port);
	} else if (inet_pton(AF_INET6, settings->address, &six->sin6_addr) == 1) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons((uint16_t)settings->port);
		size = sizeof(*six);
	} else {
		return err_set(err, ERR_INPUT, "address",
			       "Địa chỉ \"%s\" không phải địa chỉ IP; hãy ghi dạng 127.0.0.1 hoặc ::.", settings->address);
	}
	fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(err, ERR_IO, "address", "Không mở được cổng mạng: %s.", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	/* Accepted sockets inherit it; without, small TLS records wait 40 ms. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&address, size) != 0 || !(http->tcp = listener_new(http, fd, tcp_came))) {
		err_set(err, ERR_IO, "port",
			"Không dùng được %s cổng %d (%s); hãy chọn cổng khác hoặc tắt chương trình đang giữ cổng.",
			settings->address, settings->port, strerror(errno));
		close(fd);
		return false;
	}
	getsockname(fd, (struct sockaddr *)&address, &size);
	http->port = ntohs(address.ss_family == AF_INET ? four->sin_port : six->sin6_port);
	return true;
}

/* A socket file that nobody listens on is left over from a crash. */
static bool is_dead(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool dead;

	if (fd < 0)
		return false;
	dead = connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 && errno == ECONNREFUSED;
	close(fd);
	return dead;
}

static bool local_listen(struct http *http, struct err *err)
{
	const char *path = http->settings.socket_path;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct stat facts;
	mode_t mask;
	int fd, failed;

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_INPUT, "socket_path", "Đường dẫn socket dài quá %zu ký tự.",
			       sizeof(address.sun_path) - 1);
	memcpy(address.sun_path, path, strlen(path));
	if (lstat(path, &facts) == 0 && S_ISSOCK(facts.st_mode) && is_dead(&address))
		unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return err_set(err, ERR_IO, "socket_path", "Không mở được socket: %s.", strerror(errno));
	/* Never open to more than it should be, not even for a moment. */
	mask = umask(0777 & ~http->settings.socket_mode);
	failed = bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ? errno : 0;
	umask(mask);
	if (!failed && !(http->local = listener_new(http, fd, local_came)))
		failed = errno;
	if (failed) {
		close(fd);
		return err_set(err, ERR_IO, "socket_path",
			       "Không dùng được socket %s (%s); có thể chương trình đang chạy rồi.", path, strerror(failed));
	}
	return true;
}

bool http_listen(struct http *http, struct err *err)
{
	http->listen_again = loop_timer_open(http->loop, listen_again, http);
	return (!http->settings.address || tcp_listen(http, err)) && (!http->settings.socket_path || local_listen(http, err));
}

void http_listen_end(struct http *http)
{
	if (http->tcp)
		evconnlistener_free(http->tcp);
	if (http->local) {
		evconnlistener_free(http->local);
		unlink(http->settings.socket_path);
	}
	http->tcp = http->local = NULL;
	if (http->listen_again)
		loop_timer_close(http->listen_again);
	http->listen_again = NULL;
}

/* ALPN: of what a client offers we speak http/1.1; who offers only others is turned down. */
static int protocol_choose(SSL *ssl, const unsigned char **out, unsigned char *out_size, const unsigned char *in,
			   unsigned int in_size, void *owner)
{
	static const unsigned char ours[] = "\x08http/1.1";

	(void)ssl, (void)owner;
	if (SSL_select_next_proto((unsigned char **)(uintptr_t)out, out_size, ours, sizeof(ours) - 1, in, in_size) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	return SSL_TLSEXT_ERR_OK;
}

bool http_tls_open(struct http *http, struct err *err)
{
	const char *certificate = http->settings.certificate_path, *key = http->settings.key_path;
	const char *field = "certificate_path";
	SSL_CTX *tls;

	if (!certificate)
		return true;
	tls = SSL_CTX_new(TLS_server_method());
	assert(tls);
	SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION);
	/* The memory of 1,000 idle connections, and no renegotiation on an attacker's wish. */
	SSL_CTX_set_mode(tls, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_alpn_select_cb(tls, protocol_choose, NULL);
	if (SSL_CTX_use_certificate_chain_file(tls, certificate) != 1)
		goto failed;
	field = "key_path";
	if (!key || SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(tls) != 1)
		goto failed;
	http->tls = tls;
	return true;
failed:
	err_set(err, ERR_IO, field, "Không dùng được chứng thư TLS %s với khóa %s: %s.", certificate,
		key ? key : "(không có)", ERR_reason_error_string(ERR_peek_last_error()));
	ERR_clear_error();
	SSL_CTX_free(tls);
	return false;
}

void http_tls_close(struct http *http)
{
	SSL_CTX_free(http->tls);
	http->tls = NULL;
}

struct bufferevent *http_tls_bufferevent(struct http *http, int fd)
{
	SSL *ssl = SSL_new(http->tls);
	struct bufferevent *bev;

	assert(ssl);
	bev = bufferevent_openssl_socket_new(loop_base(http->loop), fd, ssl, BUFFEREVENT_SSL_ACCEPTING, BEV_OPT_CLOSE_ON_FREE);
	/* Browsers cut TCP without saying goodbye in TLS. */
	if (bev)
		bufferevent_openssl_set_allow_dirty_shutdown(bev, 1);
	return bev;
}

void http_tls_end(struct bufferevent *bev)
{
	SSL_shutdown(bufferevent_openssl_get_ssl(bev));
	ERR_clear_error();
}
