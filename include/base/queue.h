/*
 * A bounded queue of pointers between threads, and the only lock of the house.
 *
 * What is given belongs to the taker. Full means full: queue_give says so at once and
 * the caller answers "busy". A queue may wake an event loop through a descriptor.
 *
 * Thread: any, on both ends.
 */
#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct queue;

struct queue *queue_new(size_t count_max, bool has_descriptor);
void queue_free(struct queue *queue);                /* must be empty; NULL is fine */

bool queue_give(struct queue *queue, void *item);    /* false: full or shut; the item stays the caller's */
size_t queue_give_all(struct queue *queue, void *const *items, size_t count);  /* with one wake-up; how many were given, the first ones */
void *queue_take(struct queue *queue);               /* waits; NULL once shut and empty */
void *queue_take_before(struct queue *queue, int64_t wait_us);  /* the same, at most so long; NULL: nothing came */
void *queue_try(struct queue *queue);                /* never waits; NULL: nothing there */
size_t queue_try_all(struct queue *queue, void **items, size_t count_max);  /* the same, how many were there */
void queue_shut(struct queue *queue);                /* no more giving; takers drain and then get NULL */
bool queue_is_shut(const struct queue *queue);       /* shut, and nothing left to take */
size_t queue_count(const struct queue *queue);

/*
 * An eventfd that is readable once something came to the empty queue; -1 without one. Clear it, then take until nothing is there: it is
 * not written again before that.
 */
int queue_descriptor(const struct queue *queue);
void queue_clear_descriptor(struct queue *queue);

#endif
