/*
 * Inside the HTTP face: the server, a connection, a request, a stream. For src/app/http*.c only.
 *
 * A connection is never freed under its caller's feet: conn_kill marks it, tells its request that it is
 * gone, and the reaper frees it (and calls a stream's `closed`) in a turn of its own.
 */
#ifndef APP_HTTP_CONN_H
#define APP_HTTP_CONN_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <sys/queue.h>
#include <sys/socket.h>

#include "app/http.h"
#include "base/text.h"

struct ssl_ctx_st;

#define HTTP_NEVER INT64_MAX
/* Bytes read ahead of what is being answered; pipelined requests wait in them. Above any head, so that one can be whole. */
#define HTTP_AHEAD_MAX (32 * 1024)
/* Answers not yet taken by the client; above it no further pipelined request is begun. */
#define HTTP_UNSENT_MAX (256 * 1024)

enum conn_state {
	CONN_HANDSHAKE,  /* TLS is being agreed */
	CONN_HEAD,       /* nothing, or part of a head; began_us tells which */
	CONN_BODY,
	CONN_ANSWER,     /* the handler owns the request */
	CONN_STREAM,
	CONN_FLUSH,      /* the last answer is leaving */
	CONN_LINGER,     /* it left; what the client still sends is thrown away, so that no reset overtakes the answer */
};

struct http_stream {
	struct conn *conn;  /* NULL: over, `closed` is under way */
	const char *heartbeat;
	int64_t written_us;
	void (*closed)(void *owner);
	void *owner;
};

struct request {
	struct http_request outer;  /* first: what the handler sees */
	LIST_ENTRY(request) entry;
	struct http *http;          /* NULL: closed under it */
	struct conn *conn;          /* NULL: gone */
	struct httphead head;
	char *body;
	size_t body_bytes, body_got, body_room;
	char bytes[];               /* the head, names and values ended by NUL; then the decoded path */
};

struct conn {
	LIST_ENTRY(conn) entry;
	struct http *http;
	struct bufferevent *bev;
	int fd;
	enum conn_state state;
	bool is_tls, is_socket, is_dead, is_advancing;
	bool has_ended;             /* the client sends no more */
	bool has_leftovers;         /* bytes of the client's that nobody will read */
	uid_t peer_uid;
	uint8_t address[16];        /* IPv6, or IPv4 mapped into it */
	char peer[HTTP_PEER_SIZE];
	char local[HTTP_PEER_SIZE]; /* our address as a Host would say it; empty: not asked for yet */
	struct httphead head;
	struct request *request;
	struct http_stream *stream;
	size_t requests_count;
	size_t thrown_bytes;
	int64_t began_us;           /* the head's or body's first byte; 0: none yet */
	int64_t deadline_us;
	uint64_t queued_bytes;      /* ever put into the output buffer */
	uint64_t window_left_bytes; /* of these, how many had left when the window began */
	int64_t window_us;          /* since when the output has been watched; 0: it is empty */
};

struct http {
	struct loop *loop;
	struct http_settings settings;  /* its texts are ours */
	http_handler *handler;
	http_body_limit *limit;
	void *owner;
	struct ssl_ctx_st *tls;
	struct evconnlistener *tcp, *local;
	int port;
	struct loop_timer *sweep, *reaper, *listen_again;
	int64_t sweep_us;
	bool is_sweeping, is_stopping;
	int64_t stop_us;
	void (*stopped)(void *owner);
	void *stopped_owner;
	LIST_HEAD(, conn) conns, dead;
	LIST_HEAD(, request) requests;
	size_t spools_count;
	struct http_figures figures;
	struct buf always;              /* header lines on every answer */
	struct buf scratch;             /* the head of the answer being made */
	int64_t date_s;
	char date[32];
};

/* http_conn.c */
void conn_open(struct http *http, int fd, const struct sockaddr *peer, bool is_socket);
void conn_advance(struct conn *conn);                  /* reads on as far as it goes */
void conn_kill(struct conn *conn);
void conn_finish(struct conn *conn);                   /* ends it after what was written has left */
void conn_refuse(struct conn *conn, int status, const char *detail);
void conn_next(struct conn *conn);                     /* ready for the next request */
void conn_look(struct conn *conn, int64_t now_us);     /* deadlines, heartbeats */
bool conn_is_idle(const struct conn *conn);
void http_reap(void *owner);
void http_watch(struct http *http);                    /* sees to it that the sweep runs */

/* http_listen.c */
bool http_listen(struct http *http, struct err *err) MUST_CHECK;
void http_listen_end(struct http *http);
bool http_tls_open(struct http *http, struct err *err) MUST_CHECK;
void http_tls_close(struct http *http);
struct bufferevent *http_tls_bufferevent(struct http *http, int fd);
void http_tls_end(struct bufferevent *bev);            /* says that no more comes */

/* http_request.c */
struct request *request_new(struct conn *conn, const char *bytes, enum httphead_path *path);
void request_free(struct request *request);
bool request_spool(struct request *request, struct err *err) MUST_CHECK;
bool request_host_is_ours(const struct request *request, struct conn *conn);

/* http_reply.c */
void conn_write(struct conn *conn, const void *bytes, size_t size);
/* Status line and headers, then the body. `request` NULL: a refusal. */
void conn_answer(struct conn *conn, const struct http_answer *answer, bool is_head_only, bool keep);
void conn_problem(struct conn *conn, int status, const char *detail);
const char *http_title(int status);
void http_turn_away(struct http *http, int fd);        /* 503, before there is a connection */

#endif
