#include "app/sse.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/uio.h>

#include "app/http.h"
#include "app/loop.h"
#include "base/role.h"
#include "base/text.h"

/* What waits to leave goes at the end of the loop's turn, all of it in one write a reader; sooner when it is this much. */
#define UNSENT_BYTES_MAX (64 * 1024)
#define UNSENT_EVENTS_MAX 64
#define HEARTBEAT ":\n\n"
/* Browsers come back after this; a second keeps a restart of ours from being a storm. */
#define RETRY "retry: 1000\n"
/* What a returning reader gets at once, well under what a stream may hold; whoever missed more reads all anew. */
#define REPLAY_BYTES_MAX (128 * 1024)
#define LISTENERS_MAX 256
#define ID_SIZE 48

struct sse_event {
	char *bytes;  /* as they go over the wire */
	size_t size;
	char topic[SSE_NAME_SIZE];  /* empty: everyone */
};

struct listener {
	LIST_ENTRY(listener) entry;
	struct sse *sse;  /* NULL: it went first */
	struct http_stream *stream;
	struct hash who;
	uint64_t after;  /* it has all up to this one, or asked for none of them */
	bool is_apart;   /* what is for everybody is not for it */
	size_t topics_count;
	char topics[][SSE_NAME_SIZE];
};

struct sse {
	struct loop_timer *leave;
	char boot[17];
	uint64_t last;   /* number of the newest */
	uint64_t left;   /* of the newest that has left to those who listen */
	uint64_t first;  /* of the oldest kept; last + 1 when none is */
	size_t unsent_bytes;
	size_t kept_bytes;
	size_t listeners_count, listeners_max;
	LIST_HEAD(, listener) listeners;
	struct sse_event events[SSE_EVENTS_MAX];  /* number n at n % SSE_EVENTS_MAX */
};

static struct sse_event *event_at(struct sse *sse, uint64_t number)
{
	return &sse->events[number % SSE_EVENTS_MAX];
}

static void drop_oldest(struct sse *sse)
{
	struct sse_event *oldest = event_at(sse, sse->first++);

	sse->kept_bytes -= oldest->size;
	free(oldest->bytes);
	oldest->bytes = NULL;
}

static bool is_for(const struct sse_event *event, const struct listener *listener)
{
	if (!event->topic[0])
		return !listener->is_apart;
	for (size_t i = 0; i < listener->topics_count; i++)
		if (strcmp(event->topic, listener->topics[i]) == 0)
			return true;
	return false;
}

static void leave(void *owner)
{
	struct sse *sse = owner;
	struct iovec pieces[UNSENT_EVENTS_MAX];
	struct listener *listener;

	/* A stream that ends here tells us later, so the list stands still. */
	LIST_FOREACH(listener, &sse->listeners, entry) {
		size_t count = 0;

		for (uint64_t number = sse->left + 1; number <= sse->last; number++) {
			struct sse_event *event = event_at(sse, number);

			if (number > listener->after && is_for(event, listener))
				pieces[count++] = (struct iovec){ event->bytes, event->size };
		}
		if (count)
			http_stream_write_all(listener->stream, pieces, count);
	}
	sse->left = sse->last;
	sse->unsent_bytes = 0;
}

struct sse *sse_new(struct loop *loop, uint64_t boot)
{
	struct sse *sse = calloc(1, sizeof(*sse));

	assert(sse);
	sse->leave = loop_timer_open(loop, leave, sse);
	snprintf(sse->boot, sizeof(sse->boot), "%016llx", (unsigned long long)boot);
	sse->first = 1;
	sse->listeners_max = LISTENERS_MAX;
	LIST_INIT(&sse->listeners);
	return sse;
}

void sse_free(struct sse *sse)
{
	struct listener *listener;

	if (!sse)
		return;
	ON_LOOP();
	leave(sse);
	loop_timer_close(sse->leave);
	while ((listener = LIST_FIRST(&sse->listeners))) {
		LIST_REMOVE(listener, entry);
		listener->sse = NULL;
		http_stream_end(listener->stream);
	}
	while (sse->first <= sse->last)
		drop_oldest(sse);
	free(sse);
}

static bool is_kind(const char *kind)
{
	for (const char *at = kind; *at; at++)
		if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || strchr("_.-", *at)))
			return false;
	return *kind;
}

/* One event in the form of the standard: each line of the text is a data line. CR counts as an end of line there. */
static void event_write(struct buf *buf, const struct sse *sse, uint64_t number, const char *kind, const char *text)
{
	buf_text(buf, "id: ");
	buf_text(buf, sse->boot);
	buf_byte(buf, '-');
	buf_i64(buf, (int64_t)number);
	buf_text(buf, "\nevent: ");
	buf_text(buf, kind);
	buf_byte(buf, '\n');
	for (;;) {
		size_t size = strcspn(text, "\r\n");

		buf_add(buf, "data: ", 6);
		buf_add(buf, text, size);
		buf_byte(buf, '\n');
		if (!text[size])
			break;
		text += size + 1;
	}
	buf_byte(buf, '\n');
}

uint64_t sse_publish(struct sse *sse, const char *kind, const char *topic, const char *text)
{
	struct sse_event *event;
	struct buf buf;

	ON_LOOP();
	assert(is_kind(kind) && (!topic || strlen(topic) < SSE_NAME_SIZE) && strlen(text) <= SSE_TEXT_MAX);
	if (sse->last - sse->left == UNSENT_EVENTS_MAX || sse->unsent_bytes > UNSENT_BYTES_MAX)
		leave(sse);
	if (sse->last - sse->first + 1 == SSE_EVENTS_MAX)
		drop_oldest(sse);
	if (sse->last == sse->left && !LIST_EMPTY(&sse->listeners))
		loop_timer_set(sse->leave, 0);
	event = event_at(sse, ++sse->last);
	/* A text of nothing but line ends grows sevenfold. */
	buf_init(&buf, 8 * SSE_TEXT_MAX);
	event_write(&buf, sse, sse->last, kind, text);
	assert(!buf.full);
	event->bytes = buf.data;
	event->size = buf.size;
	snprintf(event->topic, sizeof(event->topic), "%s", topic ? topic : "");
	sse->kept_bytes += event->size;
	sse->unsent_bytes += event->size;
	while (sse->kept_bytes > SSE_RING_BYTES_MAX)
		drop_oldest(sse);
	if (LIST_EMPTY(&sse->listeners))
		leave(sse);
	return sse->last;
}

static void listener_closed(void *owner)
{
	struct listener *listener = owner;

	if (listener->sse) {
		LIST_REMOVE(listener, entry);
		listener->sse->listeners_count--;
	}
	free(listener);
}

/* The number after which a reader goes on; false: it cannot, from here. */
static bool resume_read(const struct sse *sse, const char *id, uint64_t *number)
{
	size_t boot_size = strlen(sse->boot);
	int64_t value;

	if (strncmp(id, sse->boot, boot_size) != 0 || id[boot_size] != '-' ||
	    !text_read_i64(id + boot_size + 1, strlen(id + boot_size + 1), &value) || value < 0)
		return false;
	*number = (uint64_t)value;
	return *number <= sse->last && *number + 1 >= sse->first;
}

/* What was missed, or `reload`; a newcomer learns where it begins, so that even an event before its first can be resumed. */
static void greeting_write(struct buf *buf, struct sse *sse, const struct listener *listener, const char *id)
{
	uint64_t after = 0;
	bool can = id && resume_read(sse, id, &after);

	buf_text(buf, RETRY);
	if (!id) {
		buf_format(buf, "id: %s-%llu\n\n", sse->boot, (unsigned long long)sse->last);
		return;
	}
	for (uint64_t number = after + 1; can && number <= sse->last; number++)
		if (is_for(event_at(sse, number), listener))
			buf_add(buf, event_at(sse, number)->bytes, event_at(sse, number)->size);
	if (can && !buf->full) {
		/* The newest may have been for others: the next resume need not pass it again. */
		buf_format(buf, "id: %s-%llu\n\n", sse->boot, (unsigned long long)sse->last);
		if (!buf->full)
			return;
	}
	buf_clear(buf);
	buf_text(buf, RETRY);
	event_write(buf, sse, sse->last, "reload", "{}");
}

void sse_subscribe(struct sse *sse, struct http_request *request, const char *const *topics, size_t topics_count, bool is_apart, struct hash who)
{
	static const struct http_header headers[] = { { "Cache-Control", "no-store" }, { "X-Accel-Buffering", "no" } };
	const char *id;
	struct listener *listener;
	struct buf greeting;

	ON_LOOP();
	assert(topics_count <= SSE_TOPICS_MAX);
	if (sse->listeners_count >= sse->listeners_max) {
		http_reply_problem(request, 503, "busy", NULL,
				   "Có quá nhiều màn hình đang nghe tin; hãy đóng bớt rồi thử lại.");
		return;
	}
	id = http_header(request, "Last-Event-ID");
	listener = calloc(1, sizeof(*listener) + topics_count * SSE_NAME_SIZE);
	assert(listener);
	listener->sse = sse;
	listener->who = who;
	listener->after = sse->last;
	listener->is_apart = is_apart;
	listener->topics_count = topics_count;
	for (size_t i = 0; i < topics_count; i++) {
		assert(strlen(topics[i]) < SSE_NAME_SIZE);
		memcpy(listener->topics[i], topics[i], strlen(topics[i]));
	}
	buf_init(&greeting, REPLAY_BYTES_MAX);
	greeting_write(&greeting, sse, listener, id);
	listener->stream = http_stream_begin(request, "text/event-stream", headers, COUNT_OF(headers), HEARTBEAT,
					     listener_closed, listener);
	if (listener->stream) {
		LIST_INSERT_HEAD(&sse->listeners, listener, entry);
		sse->listeners_count++;
		http_stream_write(listener->stream, greeting.data, greeting.size);
	} else {
		free(listener);
	}
	buf_release(&greeting);
}

void sse_end_of(struct sse *sse, struct hash who)
{
	static const char last[] = "event: signed_out\ndata: {}\n\n";
	struct listener *listener;

	ON_LOOP();
	LIST_FOREACH(listener, &sse->listeners, entry) {
		if (!hash_is(listener->who, who))
			continue;
		/* One that is cut here tells us later, so the list stands still. */
		if (http_stream_write(listener->stream, last, sizeof(last) - 1))
			http_stream_end(listener->stream);
	}
}

void sse_set_max(struct sse *sse, size_t listeners_max)
{
	sse->listeners_max = listeners_max;
}

size_t sse_listeners_count(const struct sse *sse)
{
	return sse->listeners_count;
}

uint64_t sse_last(const struct sse *sse)
{
	return sse->last;
}
