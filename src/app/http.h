/*
 * HTTP/1.1, small and strict, on libevent's bufferevents; TCP, TLS, or a Unix socket for commands.
 *
 * A connection serves one request at a time; pipelined ones wait in its bounded buffer, so answers leave
 * in the order of the questions. A request reaches the handler when it is whole (head and body), with the
 * framing checked by calc/httphead, the Host one of ours and the path decoded. From then on the handler
 * owns it and answers it exactly once, now or later: http_reply or http_stream_begin. When the client
 * went meanwhile the answer is dropped; it must still be given.
 *
 * Refusals (RFC 9457 problem, then closed): 400 404 (a path that cannot be ours) 405 408 411 413 414 415 417 421 431 501 503 505.
 * Every wait has a total deadline, every size a ceiling; both are settings. HTTP/1.0 is closed after its answer.
 *
 * Thread: the loop's (asserted). A request's own fields may be read by the one worker it was given to;
 * only the loop replies.
 */
#ifndef APP_HTTP_H
#define APP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "calc/httphead.h"

struct iovec;
struct loop;
struct http;
struct http_stream;

#define HTTP_HOSTS_MAX 32
#define HTTP_PEER_SIZE 48
#define HTTP_HEADERS_MAX 16                    /* that an answer may add */
#define HTTP_ANSWER_MAX (64 * 1024 * 1024)     /* bytes of one body out */

struct http_header {
	const char *name, *value;  /* control bytes in a value leave as '?', so no header can be made out of data */
};

struct http_settings {
	const char *address;              /* numeric, "127.0.0.1", "::"; NULL: no TCP */
	int port;                         /* 0: any free one, see http_port */
	const char *socket_path;          /* Unix socket; NULL: none. A dead one in its place is removed, a live one is an error */
	mode_t socket_mode;               /* 0600 or 0660 */
	const char *certificate_path;     /* PEM chain; NULL: no TLS */
	const char *key_path;
	const char *hosts[HTTP_HOSTS_MAX];/* names that are ours, without port, beside localhost and the address a client reached us at */
	size_t hosts_count;
	const char *const *open_paths;    /* asked for under any name: what is signed needs no name of ours; read at http_open only */
	size_t open_paths_count;
	const struct http_header *always; /* put on every answer, refusals too; read at http_open only */
	size_t always_count;

	uint32_t head_max_bytes;          /* 16 KiB */
	uint32_t lines_max;               /* 64 */
	uint32_t target_max_bytes;        /* 2 KiB */
	size_t body_max_bytes;            /* 256 KiB: kept in memory; larger ones only where http_body_limit allows, in a file */
	size_t spools_max;                /* 8 such files at a time; more is 503 */
	const char *spool_path;           /* folder of those files; they have no name there. "/var/tmp" */
	size_t stream_max_bytes;          /* 256 KiB not yet taken by the reader of a stream: cut */
	size_t connections_max;           /* 256; the longest idle one makes room, else 503 */
	size_t connections_address_max;   /* 16 an address (Unix socket: not counted) */
	size_t requests_max;              /* 1,000 a connection */
	int64_t head_us;                  /* 5 s from its first byte to its last; also a TLS handshake, and the rest of a refused body */
	int64_t body_us;                  /* 20 s; also how long an answer may go without being read */
	int64_t body_rate_bytes;          /* 1 KiB a second at least, with head_us of grace */
	int64_t idle_us;                  /* 60 s between requests */
	int64_t heartbeat_us;             /* 15 s */
};

/* The defaults of each; no address, no socket. */
struct http_settings http_settings_default(void);

struct http_request {
	enum http_method method;
	const char *path;      /* decoded, UTF-8, begins with '/', no "." or ".." */
	const char *query;     /* as sent, without '?'; "" when none */
	const char *host;      /* as sent, "" when none */
	const char *body;      /* body_size bytes and a NUL; NULL when spooled */
	size_t body_size;
	int body_fd;           /* spooled: a nameless file of body_size bytes, at its start; else -1. Closed with the request */
	bool keep;             /* the connection stays after the answer */
	bool is_tls;
	bool from_socket;      /* came over the Unix socket: a local administrator */
	uid_t peer_uid;        /* from_socket: who (SO_PEERCRED) */
	char peer[HTTP_PEER_SIZE];  /* address in text, "socket" for the Unix socket; is_forwarded: of whom a proxy of this machine spoke */
	bool is_forwarded;     /* a proxy of this machine asks for somebody else, who is never at this machine */
	void *owner;           /* the handler's own, NULL at first */
};

/* Called on the loop with a whole request, which it now owns. */
typedef void http_handler(struct http_request *request, void *owner);
/*
 * Asked when a head announces more than body_max_bytes: how much may it be? (no body yet; the request is not
 * the callee's.) At most the default: refused with 413.
 */
typedef size_t http_body_limit(const struct http_request *request, void *owner);

/* limit may be NULL. ERR_IO: an address, socket or certificate cannot be used. */
struct http *http_open(struct loop *loop, const struct http_settings *settings, http_handler *handler,
		       http_body_limit *limit, void *owner, struct err *err) MUST_CHECK;
/* Takes no more connections, closes idle ones and streams, lets the rest finish for wait_us, then cuts; `done` once, from the loop. */
void http_stop(struct http *http, int64_t wait_us, void (*done)(void *owner), void *owner);
/* Cuts what is left (`closed` of streams comes inside). Requests still held become gone and are answered all the same.
   Not from inside a handler. NULL is fine. */
void http_close(struct http *http);
int http_port(const struct http *http);  /* that it listens on; 0 without TCP */

struct http_figures {
	uint64_t accepted, turned_away, requests, refused, late, cut;
	size_t connections, streams, waiting;  /* now: open, streaming, owned by the handler */
};
void http_figures(const struct http *http, struct http_figures *figures);

/* ---- reading a request ---- */

const char *http_header(const struct http_request *request, const char *name);  /* any case; NULL: not there. As sent: perhaps not UTF-8 */
/* Decoded value of the first such name in the query. false: not there, or the query is malformed (see httphead_query). */
bool http_query(const struct http_request *request, const char *name, char *value, size_t room_bytes);
bool http_cookie(const struct http_request *request, const char *name, char *value, size_t room_bytes);
bool http_request_gone(const struct http_request *request);  /* the client went; answer all the same, it is dropped */

/* ---- answering: each takes the request ---- */

struct http_answer {
	int status;
	const char *type;                   /* Content-Type; NULL: none */
	const struct http_header *headers;  /* at most HTTP_HEADERS_MAX */
	size_t headers_count;
	const void *body;                   /* at most HTTP_ANSWER_MAX; not sent for HEAD, 204, 304, but counted for HEAD */
	size_t body_size;
	void (*body_done)(void *owner);     /* called once when the bytes may go; NULL: they are copied as far as needed */
	void *body_owner;
	bool close;                         /* and no more requests on this connection */
};

void http_reply(struct http_request *request, const struct http_answer *answer);
void http_reply_text(struct http_request *request, int status, const char *type, const char *text);
/* RFC 9457: {type, title, status, detail} and, where given, code and field; `detail` is a sentence for people. */
void http_reply_problem(struct http_request *request, int status, const char *code, const char *field, const char *detail);
/* The problem that an error is; busy and unsure also say Retry-After. */
void http_reply_err(struct http_request *request, const struct err *err);
/* The same, with what a second person is asked for: "about" (NULL: not said) and "amount" (0: nothing of worth). */
void http_reply_asked(struct http_request *request, const struct err *err, const char *about, int64_t amount);

/*
 * An answer without an end: status 200, closed by the end of the connection. `heartbeat` (NULL: none; static) is
 * written after heartbeat_us of silence. `closed` comes once, from the loop and never from inside a call of the caller's,
 * when the stream is over for whatever reason; the stream is not to be used after it. NULL: the client is gone
 * (or asked HEAD); the request is answered, `closed` never comes.
 */
struct http_stream *http_stream_begin(struct http_request *request, const char *type, const struct http_header *headers,
				      size_t headers_count, const char *heartbeat, void (*closed)(void *owner), void *owner);
/* Copies what the socket does not take at once. false: over or cut now, `closed` will come. */
bool http_stream_write(struct http_stream *stream, const void *bytes, size_t size);
bool http_stream_write_all(struct http_stream *stream, const struct iovec *pieces, size_t count);  /* several after each other */
void http_stream_end(struct http_stream *stream);  /* `closed` will come, after what was written has left */

#endif
