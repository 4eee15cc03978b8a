/*
 * The loop: one thread that owns every socket, USB transfer and timer, and waits only in epoll.
 *
 * Other threads reach it through a base/queue with a descriptor and in no other way; nothing here is
 * called from them. Callbacks run on the loop, one at a time, and must not wait.
 *
 * Thread: the loop's (asserted). Out of memory ends the process.
 */
#ifndef APP_LOOP_H
#define APP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct queue;
struct loop;
struct loop_timer;
struct loop_signal;
struct loop_queue;

struct loop *loop_new(void);               /* also ignores SIGPIPE for the process */
void loop_free(struct loop *loop);         /* after everything opened on it is closed; NULL is fine */
struct event_base *loop_base(struct loop *loop);

void loop_run(struct loop *loop);          /* until loop_stop; the thread is ROLE_LOOP meanwhile */
void loop_step(struct loop *loop);         /* what is ready now, without waiting: for tests that run all in one thread */
void loop_stop(struct loop *loop);         /* after the callback that runs; a stop before loop_run ends it at once */

/* A timer fires once each time it is set; setting it again moves it. */
struct loop_timer *loop_timer_open(struct loop *loop, void (*fired)(void *owner), void *owner);
void loop_timer_set(struct loop_timer *timer, int64_t delay_us);
void loop_timer_stop(struct loop_timer *timer);
void loop_timer_close(struct loop_timer *timer);  /* NULL is fine */

/* Signals arrive between callbacks, never inside one. */
struct loop_signal *loop_signal_open(struct loop *loop, int number, void (*came)(int number, void *owner), void *owner);
void loop_signal_close(struct loop_signal *watch);  /* NULL is fine */

/*
 * Hands over what workers give: `came` gets each item, at most 256 a turn so that sockets have theirs.
 * The queue was made with a descriptor, stays its owner's, and must outlive this.
 */
struct loop_queue *loop_queue_open(struct loop *loop, struct queue *queue, void (*came)(void *item, void *owner), void *owner);
void loop_queue_close(struct loop_queue *watch);  /* NULL is fine */

#endif
