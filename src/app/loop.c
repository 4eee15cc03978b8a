#include "app/loop.h"

#include <assert.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>

#include "base/queue.h"
#include "base/role.h"

/* Items of one queue in a turn: a worker that answers fast must not keep the sockets waiting. */
#define TURN_ITEMS_MAX 256

struct loop {
	struct event_base *base;
	bool stopped;
};

struct loop_timer {
	struct event *event;
	void (*fired)(void *owner);
	void *owner;
};

struct loop_signal {
	struct event *event;
	int number;
	void (*came)(int number, void *owner);
	void *owner;
};

struct loop_queue {
	struct event *event;
	struct queue *queue;
	void (*came)(void *item, void *owner);
	void *owner;
	bool *closed;  /* where a running turn learns that its callback closed this */
};

struct loop *loop_new(void)
{
	struct loop *loop = calloc(1, sizeof(*loop));
	struct event_config *config = event_config_new();

	assert(loop && config);
	signal(SIGPIPE, SIG_IGN);
	/* All calls come from one thread, so the base needs no locks. */
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	loop->base = event_base_new_with_config(config);
	assert(loop->base);
	event_config_free(config);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (!loop)
		return;
	event_base_free(loop->base);
	free(loop);
}

struct event_base *loop_base(struct loop *loop)
{
	return loop->base;
}

static void run(struct loop *loop, int flags)
{
	enum role before = role_set(ROLE_LOOP);

	event_base_loop(loop->base, flags);
	role_set(before);
}

void loop_run(struct loop *loop)
{
	if (!loop->stopped)
		run(loop, EVLOOP_NO_EXIT_ON_EMPTY);
	loop->stopped = false;
}

void loop_step(struct loop *loop)
{
	run(loop, EVLOOP_NONBLOCK);
}

void loop_stop(struct loop *loop)
{
	ON_LOOP();
	loop->stopped = true;
	event_base_loopbreak(loop->base);
}

static struct timeval timeval_of(int64_t us)
{
	if (us < 0)
		us = 0;
	return (struct timeval){ .tv_sec = us / 1000000, .tv_usec = us % 1000000 };
}

static void timer_fired(evutil_socket_t descriptor, short what, void *arg)
{
	struct loop_timer *timer = arg;

	(void)descriptor, (void)what;
	timer->fired(timer->owner);
}

struct loop_timer *loop_timer_open(struct loop *loop, void (*fired)(void *owner), void *owner)
{
	struct loop_timer *timer = calloc(1, sizeof(*timer));

	ON_LOOP();
	assert(timer);
	timer->fired = fired;
	timer->owner = owner;
	timer->event = evtimer_new(loop->base, timer_fired, timer);
	assert(timer->event);
	return timer;
}

void loop_timer_set(struct loop_timer *timer, int64_t delay_us)
{
	struct timeval delay = timeval_of(delay_us);

	ON_LOOP();
	evtimer_add(timer->event, &delay);
}

void loop_timer_stop(struct loop_timer *timer)
{
	ON_LOOP();
	evtimer_del(timer->event);
}

void loop_timer_close(struct loop_timer *timer)
{
	if (!timer)
		return;
	ON_LOOP();
	event_free(timer->event);
	free(timer);
}

static void signal_came(evutil_socket_t number, short what, void *arg)
{
	struct loop_signal *watch = arg;

	(void)what;
	watch->came((int)number, watch->owner);
}

struct loop_signal *loop_signal_open(struct loop *loop, int number, void (*came)(int number, void *owner), void *owner)
{
	struct loop_signal *watch = calloc(1, sizeof(*watch));

	ON_LOOP();
	assert(watch);
	watch->number = number;
	watch->came = came;
	watch->owner = owner;
	watch->event = evsignal_new(loop->base, number, signal_came, watch);
	assert(watch->event);
	evsignal_add(watch->event, NULL);
	return watch;
}

void loop_signal_close(struct loop_signal *watch)
{
	if (!watch)
		return;
	ON_LOOP();
	event_free(watch->event);
	free(watch);
}

static void queue_came(evutil_socket_t descriptor, short what, void *arg)
{
	struct loop_queue *watch = arg;
	bool closed = false;

	(void)descriptor, (void)what;
	watch->closed = &closed;
	queue_clear_descriptor(watch->queue);
	for (int i = 0; i < TURN_ITEMS_MAX; i++) {
		void *item = queue_try(watch->queue);

		if (!item) {
			watch->closed = NULL;
			return;
		}
		watch->came(item, watch->owner);
		if (closed)
			return;
	}
	watch->closed = NULL;
	/* More may be there, and the descriptor is already cleared: come back after the others. */
	event_active(watch->event, EV_READ, 0);
}

struct loop_queue *loop_queue_open(struct loop *loop, struct queue *queue, void (*came)(void *item, void *owner), void *owner)
{
	struct loop_queue *watch = calloc(1, sizeof(*watch));

	ON_LOOP();
	assert(watch && queue_descriptor(queue) >= 0);
	watch->queue = queue;
	watch->came = came;
	watch->owner = owner;
	watch->event = event_new(loop->base, queue_descriptor(queue), EV_READ | EV_PERSIST, queue_came, watch);
	assert(watch->event);
	event_add(watch->event, NULL);
	return watch;
}

void loop_queue_close(struct loop_queue *watch)
{
	if (!watch)
		return;
	ON_LOOP();
	if (watch->closed)
		*watch->closed = true;
	event_free(watch->event);
	free(watch);
}
