/*
 * Events to browsers (server-sent events, WHATWG HTML 9.2): hints that something changed, never the truth itself.
 *
 * The last 1,024 are kept in a ring, each numbered; its id is "boot-number", boot being a number drawn at every start.
 * Whoever comes back with Last-Event-ID gets what was missed from the ring; when the ring does not hold it any
 * more, or the id is of another boot, the event `reload` instead. A reader that does not read is cut and comes back.
 *
 * Thread: the loop's.
 */
#ifndef APP_SSE_H
#define APP_SSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

struct http_request;
struct loop;
struct sse;

#define SSE_EVENTS_MAX 1024
#define SSE_TEXT_MAX (16 * 1024)              /* bytes of one event's text */
#define SSE_RING_BYTES_MAX (4 * 1024 * 1024)  /* of all kept; the oldest go first */
#define SSE_TOPICS_MAX 32
#define SSE_NAME_SIZE 64                      /* of a kind or topic, with its NUL */

struct sse *sse_new(struct loop *loop, uint64_t boot);
void sse_free(struct sse *sse);  /* ends its streams first; call it before http_close. NULL is fine */

/*
 * Sends an event to everyone subscribed to its topic, at the end of the loop's turn and with what else came in it. kind: the event's name ([a-z0-9_.-]); topic: whom it is for,
 * say "till/Q1"; NULL: everyone. text: UTF-8, usually one line of JSON. Gives the event's number.
 */
uint64_t sse_publish(struct sse *sse, const char *kind, const char *topic, const char *text);

/*
 * Answers the request with the stream of events of these topics (copied) and, unless is_apart, of those without one. It goes on after the
 * header Last-Event-ID, which a browser sends by itself when it comes back. More than listeners_max (sse_set_max): 503. Which topics a
 * session may have is the caller's to say.
 */
void sse_subscribe(struct sse *sse, struct http_request *request, const char *const *topics, size_t topics_count, bool is_apart, struct hash who);
/* Whoever that is (a session's sum) is told `signed_out`, and its streams end. */
void sse_end_of(struct sse *sse, struct hash who);
void sse_set_max(struct sse *sse, size_t listeners_max);  /* 256 unless set */

size_t sse_listeners_count(const struct sse *sse);
uint64_t sse_last(const struct sse *sse);  /* number of the newest event; 0: none yet */

#endif
