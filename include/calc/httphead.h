/*
 * The head of an HTTP/1.1 request (RFC 9110, RFC 9112), read strictly.
 *
 * Whatever two readers could understand differently is refused, never mended: that is what request
 * smuggling lives on. Refused are any Transfer-Encoding, a repeated or non-digit Content-Length, a
 * repeated or missing Host (HTTP/1.0 may leave it out), bare CR or LF, control bytes, folded lines, a
 * blank before the colon, unknown methods (501), methods we never serve (405), other versions (505), an
 * absolute URI whose authority is not the Host, `*`, a fragment. One empty line before a request is skipped (RFC 9112, 2.2).
 *
 * Spans are offsets into the bytes that were read, so the bytes may move between calls.
 * No allocation, bounded work: each byte is looked at a fixed number of times, however it arrives.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_HTTPHEAD_H
#define CALC_HTTPHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTPHEAD_FIELDS_MAX 64     /* lines after the request line that we have room for */
#define HTTPHEAD_SIZE_MAX 65535    /* offsets are 16 bits */

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE };

const char *http_method_name(enum http_method method);  /* "GET" */

struct httphead_limits {
	uint32_t size_max_bytes;    /* of the whole head with its empty line; at most HTTPHEAD_SIZE_MAX; more is 431 */
	uint32_t target_max_bytes;  /* of the URI; more is 414 */
	uint32_t fields_max;        /* at most HTTPHEAD_FIELDS_MAX; more is 431 */
};

struct httphead_span {
	uint16_t at, size;
};

struct httphead_field {
	struct httphead_span name, value;  /* the value without blanks around it; the byte after each is never part of another span */
};

enum httphead_state { HTTPHEAD_MORE, HTTPHEAD_COMPLETE, HTTPHEAD_REFUSED };

struct httphead {
	struct httphead_limits limits;
	enum httphead_state state;

	/* HTTPHEAD_COMPLETE */
	enum http_method method;
	int minor;                     /* HTTP/1.minor: 0 or 1 */
	bool keep;                     /* the connection may serve another request */
	bool expects_continue;         /* Expect: 100-continue */
	int64_t body_bytes;            /* what follows the head; 0 without Content-Length */
	size_t size_bytes;             /* of the head with its empty line */
	struct httphead_span path;     /* as sent, from its first slash; empty means "/" (http://host?query) */
	struct httphead_span query;    /* as sent, without the question mark */
	struct httphead_span host;     /* value of Host; empty in HTTP/1.0 without */
	size_t fields_count;
	struct httphead_field fields[HTTPHEAD_FIELDS_MAX];

	/* HTTPHEAD_REFUSED */
	int status;                    /* 400 405 411 413 414 415 417 431 501 505 */
	const char *reason;            /* static, English */

	/* Where reading stands. */
	size_t line_at, seen;
	struct httphead_span authority;
	uint32_t singles;              /* which fields that may come once have come */
	bool has_line, has_empty, has_close, is_chunked;
};

void httphead_init(struct httphead *head, const struct httphead_limits *limits);

/*
 * Reads on. bytes are all bytes since _init (those of earlier calls first, unchanged), size how many there are;
 * bytes beyond the head (body, next request) may follow. Once complete or refused the state stays.
 */
enum httphead_state httphead_read(struct httphead *head, const char *bytes, size_t size);

/* The first field of that name (any case), or NULL. */
const struct httphead_field *httphead_find(const struct httphead *head, const char *bytes, const char *name);

/* ---- pieces of a head, each as sent ---- */

enum httphead_path {
	HTTPHEAD_PATH_OK,
	HTTPHEAD_PATH_BAD,      /* not a path at all: a broken escape (400) */
	HTTPHEAD_PATH_FOREIGN,  /* no path of ours: "." or ".." segments, control bytes, NUL, backslash, %2F, not UTF-8, too long (404) */
};

/* Decodes a path into text (NUL after it). room_bytes counts the NUL; size + 1 always suffices. */
enum httphead_path httphead_path_read(const char *path, size_t size, char *text, size_t room_bytes);

struct httphead_query {
	const char *at, *end;
	bool bad;  /* broken escape, NUL or control byte other than tab and line feed, not UTF-8, or longer than the room */
};

void httphead_query_init(struct httphead_query *query, const char *text, size_t size);
/* The next name=value, decoded ('+' is a blank), each with a NUL. false: the end, or bad. Empty pairs are skipped. */
bool httphead_query_next(struct httphead_query *query, char *name, size_t name_room, char *value, size_t value_room);

/* The first value under this name, decoded, whatever the other pairs hold. false: not there, or bad. */
bool httphead_query_find(const char *text, size_t size, const char *name, char *value, size_t value_room);

/* A cookie's value. false: not there, or there twice (then nobody can say which is ours). */
bool httphead_cookie_find(const char *cookies, size_t size, const char *name, const char **value, size_t *value_size);
/* Does Accept-Encoding take this coding ("gzip", "br")? Weights of 0 and "*" are heeded. */
bool httphead_accepts(const char *accept, size_t size, const char *coding);
/* Does If-None-Match hold this entity tag (with its quotes, without W/)? Weak comparison, "*" holds all. */
bool httphead_etag_matches(const char *if_none_match, size_t size, const char *etag);
/* The name of a Host value without its port, "[::1]" with brackets. Its size; 0: malformed. */
size_t httphead_host_name(const char *host, size_t size);

#endif
