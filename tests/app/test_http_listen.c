/* Where clients come in: TLS with a certificate made here, IPv6, and settings that cannot be used. */
#include "server.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#define HOST "Host: x\r\n"
#define BIG (3 * 1024 * 1024)

static char folder[] = "/tmp/http-listen-XXXXXX";
static char certificate[64], key[64];
static char big[BIG];

static size_t upload_limit(const struct http_request *request, void *owner)
{
	(void)owner;
	return strcmp(request->path, "/upload") == 0 ? BIG : 0;
}

static void handle(struct http_request *request, void *owner)
{
	struct http_answer answer = { .status = 200, .type = "text/plain", .body = big, .body_size = sizeof(big) };
	char text[128];

	(void)owner;
	if (strcmp(request->path, "/big") == 0) {
		http_reply(request, &answer);
		return;
	}
	snprintf(text, sizeof(text), "%s %s %d %zu %d", request->peer, request->path, request->is_tls, request->body_size,
		 request->body_fd >= 0);
	http_reply_text(request, 200, "text/plain", text);
}

static int make_certificate(void **state)
{
	EVP_PKEY *pair = EVP_EC_gen("P-256");
	X509 *paper = X509_new();
	FILE *file;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(certificate, sizeof(certificate), "%s/cert.pem", folder);
	snprintf(key, sizeof(key), "%s/key.pem", folder);
	X509_gmtime_adj(X509_getm_notBefore(paper), -60);
	X509_gmtime_adj(X509_getm_notAfter(paper), 3600);
	X509_set_pubkey(paper, pair);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(paper), "CN", MBSTRING_ASC, (const unsigned char *)"x", -1, -1, 0);
	X509_set_issuer_name(paper, X509_get_subject_name(paper));
	assert_true(X509_sign(paper, pair, EVP_sha256()) > 0);
	file = fopen(certificate, "w");
	PEM_write_X509(file, paper);
	fclose(file);
	file = fopen(key, "w");
	PEM_write_PrivateKey(file, pair, NULL, NULL, 0, NULL, NULL);
	fclose(file);
	X509_free(paper);
	EVP_PKEY_free(pair);
	return 0;
}

static int remove_certificate(void **state)
{
	(void)state;
	unlink(certificate);
	unlink(key);
	return rmdir(folder);
}

static SSL_CTX *client_tls;

static SSL *tls_open(void)
{
	SSL *ssl = SSL_new(client_tls);

	SSL_set_fd(ssl, client_open());
	assert_i64(SSL_connect(ssl), 1);
	return ssl;
}

static void tls_say(SSL *ssl, const char *text)
{
	assert_i64(SSL_write(ssl, text, (int)strlen(text)), (int64_t)strlen(text));
}

static void tls_close(SSL *ssl)
{
	int fd = SSL_get_fd(ssl);

	SSL_free(ssl);
	close(fd);
}

static size_t tls_read(SSL *ssl, char *text, size_t size)
{
	size_t used = 0;
	int count;

	while (used < size && (count = SSL_read(ssl, text + used, (int)(size - used))) > 0)
		used += (size_t)count;
	return used;
}

static void tls_carries_the_same_protocol(void **state)
{
	static const char questions[] = "GET /1 HTTP/1.1\r\n" HOST "\r\nGET /2 HTTP/1.1\r\n" HOST
					"\r\nGET /3 HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n";
	static char answer[BIG + 4096];
	struct http_settings settings = http_settings_default();
	char head[128];
	size_t used;
	SSL *ssl;

	(void)state;
	settings.certificate_path = certificate;
	settings.key_path = key;
	settings.head_us = 300000;
	client_tls = SSL_CTX_new(TLS_client_method());
	server_start(settings, handle, upload_limit);
	CASE("pipelined, then closed");
	ssl = tls_open();
	tls_say(ssl, questions);
	used = tls_read(ssl, answer, sizeof(answer) - 1);
	answer[used] = '\0';
	assert_non_null(strstr(answer, "127.0.0.1 /1 1 0 0"));
	assert_non_null(strstr(strstr(answer, " /1 1"), "127.0.0.1 /2 1 0 0"));
	assert_non_null(strstr(strstr(answer, " /2 1"), "127.0.0.1 /3 1 0 0"));
	tls_close(ssl);
	CASE("a large body in, a large one out");
	ssl = tls_open();
	snprintf(head, sizeof(head), "POST /upload HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n", BIG);
	tls_say(ssl, head);
	assert_i64(SSL_write(ssl, big, BIG), BIG);
	used = (size_t)SSL_read(ssl, answer, 4096);
	assert_true(used < 4096);
	answer[used] = '\0';
	assert_non_null(strstr(answer, "/upload 1 3145728 1"));
	tls_say(ssl, "GET /big HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	used = tls_read(ssl, answer, sizeof(answer));
	assert_true(used > BIG && memcmp(answer + used - BIG, big, BIG) == 0);
	tls_close(ssl);
	CASE("a refusal arrives");
	ssl = tls_open();
	tls_say(ssl, "GET / HTTP/1.1\r\nHost: evil\r\n\r\n");
	used = tls_read(ssl, answer, 4095);
	answer[used] = '\0';
	assert_non_null(strstr(answer, "HTTP/1.1 421 "));
	tls_close(ssl);
	CASE("cut without a word, in the middle of an answer");
	ssl = tls_open();
	tls_say(ssl, "GET /big HTTP/1.1\r\n" HOST "\r\n");
	tls_close(ssl);
	CASE("who does not shake hands goes");
	{
		int fd = client_open();

		client_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
		assert_true(client_read_all(fd, answer, sizeof(answer)) < 100);
		close(fd);
		fd = client_open();
		assert_i64(client_read_all(fd, answer, sizeof(answer)), 0);
		close(fd);
	}
	CASE("who speaks only HTTP/2 is turned down");
	assert_i64(SSL_CTX_set_alpn_protos(client_tls, (const unsigned char *)"\x02h2", 3), 0);
	ssl = SSL_new(client_tls);
	SSL_set_fd(ssl, client_open());
	assert_true(SSL_connect(ssl) != 1);
	tls_close(ssl);
	ERR_clear_error();
	for (int i = 0; i < 300 && figures_now().connections; i++)
		wait_us(10000);
	assert_i64(figures_now().connections, 0);
	server_end();
	SSL_CTX_free(client_tls);
}

static void six_hears_four(void **state)
{
	struct http_settings settings = http_settings_default();
	struct loop *loop = loop_new();
	struct http *http;
	struct err err;
	int fd;

	(void)state;
	settings.address = "::";
	http = http_open(loop, &settings, handle, NULL, NULL, &err);
	if (!http) {
		print_message("# no IPv6 on this machine: %s\n", err.text);
		loop_free(loop);
		skip();
	}
	http_close(http);
	loop_free(loop);
	server_start(settings, handle, NULL);
	fd = client_open();
	assert_i64(ask(fd, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), 200);
	assert_text(reply.body, "127.0.0.1 / 0 0 0");
	close(fd);
	server_end();
}

static void out_of_descriptors_the_server_waits(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { 5, 0 };
	struct rlimit files, few;
	int fd;

	(void)state;
	server_start(http_settings_default(), handle, NULL);
	address.sin_port = htons((uint16_t)server.port);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	getrlimit(RLIMIT_NOFILE, &files);
	few = files;
	few.rlim_cur = (rlim_t)fd + 1;
	setrlimit(RLIMIT_NOFILE, &few);
	assert_i64(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	client_say(fd, "GET / HTTP/1.1\r\n" HOST "\r\n");
	wait_us(50000);
	assert_i64(figures_now().accepted, 0);
	setrlimit(RLIMIT_NOFILE, &files);
	assert_i64(client_reply(fd, false), 200);
	close(fd);
	server_end();
}

static void what_cannot_be_used_is_said(void **state)
{
	static const struct {
		const char *name, *address, *certificate, *key, *socket, *field;
		enum err_code code;
	} cases[] = {
		{ "a name for an address", "localhost", NULL, NULL, NULL, "address", ERR_INPUT },
		{ "another machine's address", "192.0.2.1", NULL, NULL, NULL, "port", ERR_IO },
		{ "no such certificate", "127.0.0.1", "/nowhere", "/nowhere", NULL, "certificate_path", ERR_IO },
		{ "no key", "127.0.0.1", certificate, NULL, NULL, "key_path", ERR_IO },
		{ "a key that is none", "127.0.0.1", certificate, certificate, NULL, "key_path", ERR_IO },
		{ "no such folder", NULL, NULL, NULL, "/nowhere/socket", "socket_path", ERR_IO },
	};
	struct loop *loop = loop_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_settings settings = http_settings_default();
		struct err err;

		CASE(cases[i].name);
		settings.address = cases[i].address;
		settings.certificate_path = cases[i].certificate;
		settings.key_path = cases[i].key;
		settings.socket_path = cases[i].socket;
		assert_null(http_open(loop, &settings, handle, NULL, NULL, &err));
		assert_i64(err.code, cases[i].code);
		assert_text(err.field, cases[i].field);
	}
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tls_carries_the_same_protocol),
		cmocka_unit_test(six_hears_four),
		cmocka_unit_test(out_of_descriptors_the_server_waits),
		cmocka_unit_test(what_cannot_be_used_is_said),
	};

	return cmocka_run_group_tests_name("app/http_listen", tests, make_certificate, remove_certificate);
}
