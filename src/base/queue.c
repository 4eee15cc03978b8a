#include "base/queue.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t came;
	size_t first, count, max;
	bool shut;
	int descriptor;
	void *items[];
};

struct queue *queue_new(size_t count_max, bool has_descriptor)
{
	struct queue *queue = calloc(1, sizeof(*queue) + count_max * sizeof(void *));
	pthread_condattr_t attr;

	assert(queue && count_max > 0);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->came, &attr);
	pthread_condattr_destroy(&attr);
	queue->max = count_max;
	queue->descriptor = has_descriptor ? eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC) : -1;
	assert(!has_descriptor || queue->descriptor >= 0);
	return queue;
}

void queue_free(struct queue *queue)
{
	if (!queue)
		return;
	assert(queue->count == 0);
	pthread_cond_destroy(&queue->came);
	pthread_mutex_destroy(&queue->lock);
	if (queue->descriptor >= 0)
		close(queue->descriptor);
	free(queue);
}

/*
 * Wakes who waits, after the lock is open so that nobody wakes into it. A loop that has not drained the queue since it was woken still
 * comes to what is given now: it is woken when the first lies there only.
 */
static void wake(struct queue *queue, size_t count, bool was_empty)
{
	if (queue->descriptor >= 0 && was_empty)
		eventfd_write(queue->descriptor, 1);
	if (count == 1)
		pthread_cond_signal(&queue->came);
	else if (count > 1)
		pthread_cond_broadcast(&queue->came);
}

size_t queue_give_all(struct queue *queue, void *const *items, size_t count)
{
	size_t given = 0;
	bool was_empty;

	pthread_mutex_lock(&queue->lock);
	was_empty = queue->count == 0;
	while (given < count && !queue->shut && queue->count < queue->max) {
		assert(items[given]);
		queue->items[(queue->first + queue->count++) % queue->max] = items[given++];
	}
	pthread_mutex_unlock(&queue->lock);
	if (given)
		wake(queue, given, was_empty);
	return given;
}

bool queue_give(struct queue *queue, void *item)
{
	return queue_give_all(queue, &item, 1) == 1;
}

/* With the lock held and something there. */
static void *take_first(struct queue *queue)
{
	void *item = queue->items[queue->first];

	queue->first = (queue->first + 1) % queue->max;
	queue->count--;
	return item;
}

void *queue_take(struct queue *queue)
{
	void *item = NULL;

	pthread_mutex_lock(&queue->lock);
	while (queue->count == 0 && !queue->shut)
		pthread_cond_wait(&queue->came, &queue->lock);
	if (queue->count)
		item = take_first(queue);
	pthread_mutex_unlock(&queue->lock);
	return item;
}

void *queue_take_before(struct queue *queue, int64_t wait_us)
{
	struct timespec until;
	void *item = NULL;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_us / 1000000;
	until.tv_nsec += wait_us % 1000000 * 1000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&queue->lock);
	while (queue->count == 0 && !queue->shut)
		if (pthread_cond_timedwait(&queue->came, &queue->lock, &until) == ETIMEDOUT)
			break;
	if (queue->count)
		item = take_first(queue);
	pthread_mutex_unlock(&queue->lock);
	return item;
}

void *queue_try(struct queue *queue)
{
	void *item;

	return queue_try_all(queue, &item, 1) ? item : NULL;
}

size_t queue_try_all(struct queue *queue, void **items, size_t count_max)
{
	size_t count = 0;

	pthread_mutex_lock(&queue->lock);
	while (count < count_max && queue->count)
		items[count++] = take_first(queue);
	pthread_mutex_unlock(&queue->lock);
	return count;
}

void queue_shut(struct queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->shut = true;
	pthread_cond_broadcast(&queue->came);
	pthread_mutex_unlock(&queue->lock);
	if (queue->descriptor >= 0)
		eventfd_write(queue->descriptor, 1);
}

bool queue_is_shut(const struct queue *queue)
{
	struct queue *locked = (struct queue *)queue;
	bool shut;

	pthread_mutex_lock(&locked->lock);
	shut = locked->shut && locked->count == 0;
	pthread_mutex_unlock(&locked->lock);
	return shut;
}

size_t queue_count(const struct queue *queue)
{
	struct queue *locked = (struct queue *)queue;
	size_t count;

	pthread_mutex_lock(&locked->lock);
	count = locked->count;
	pthread_mutex_unlock(&locked->lock);
	return count;
}

int queue_descriptor(const struct queue *queue)
{
	return queue->descriptor;
}

void queue_clear_descriptor(struct queue *queue)
{
	eventfd_t count;

	eventfd_read(queue->descriptor, &count);
}
