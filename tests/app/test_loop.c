/* The loop: timers, signals, what workers give, and who may call what. */
#include "check.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "app/loop.h"
#include "base/queue.h"
#include "base/role.h"

#define ITEMS 1000

static struct loop *loop;
static struct loop_timer *timer;
static struct loop_queue *watch;
static int count;
static enum role role_seen;

static void fired(void *owner)
{
	(void)owner;
	role_seen = role_get();
	if (++count < 3)
		loop_timer_set(timer, 1000);
	else
		loop_stop(loop);
}

static void a_timer_fires_once_each_time_it_is_set(void **state)
{
	(void)state;
	loop = loop_new();
	timer = loop_timer_open(loop, fired, NULL);
	count = 0;
	loop_timer_set(timer, 1000);
	loop_run(loop);
	assert_i64(count, 3);
	assert_i64(role_seen, ROLE_LOOP);
	assert_i64(role_get(), ROLE_NONE);
	loop_timer_set(timer, 0);
	loop_timer_stop(timer);
	loop_step(loop);
	assert_i64(count, 3);
	CASE("a stop before the start");
	loop_stop(loop);
	loop_run(loop);
	loop_timer_close(timer);
	loop_free(loop);
}

static void signalled(int number, void *owner)
{
	(void)owner;
	count = number;
	loop_stop(loop);
}

static void signals_come_between_callbacks(void **state)
{
	struct loop_signal *first, *second;

	(void)state;
	loop = loop_new();
	first = loop_signal_open(loop, SIGTERM, signalled, NULL);
	second = loop_signal_open(loop, SIGHUP, signalled, NULL);
	kill(getpid(), SIGHUP);
	loop_run(loop);
	assert_i64(count, SIGHUP);
	kill(getpid(), SIGTERM);
	loop_run(loop);
	assert_i64(count, SIGTERM);
	loop_signal_close(first);
	loop_signal_close(second);
	loop_free(loop);
}

static int numbers[ITEMS];

static void *work(void *arg)
{
	role_set(ROLE_WORKER);
	MAY_WAIT();
	for (int i = 0; i < ITEMS; i++) {
		numbers[i] = i;
		while (!queue_give(arg, &numbers[i]))
			sched_yield();
	}
	return NULL;
}

static void came(void *item, void *owner)
{
	(void)owner;
	ON_LOOP();
	assert_i64(*(int *)item, count);
	if (++count == ITEMS)
		loop_stop(loop);
}

static void what_workers_give_arrives_in_order(void **state)
{
	struct queue *queue = queue_new(700, true);
	pthread_t thread;

	(void)state;
	loop = loop_new();
	count = 0;
	watch = loop_queue_open(loop, queue, came, NULL);
	pthread_create(&thread, NULL, work, queue);
	loop_run(loop);
	pthread_join(thread, NULL);
	assert_i64(count, ITEMS);
	CASE("more than one turn takes");
	count = 0;
	for (int i = 0; i < 600; i++)
		assert_true(queue_give(queue, &numbers[i]));
	loop_step(loop);
	assert_true(count > 0);
	for (int i = 0; i < 5; i++)
		loop_step(loop);
	assert_i64(count, 600);
	loop_queue_close(watch);
	queue_free(queue);
	loop_free(loop);
}

static void closes(void *item, void *owner)
{
	(void)item, (void)owner;
	count++;
	loop_queue_close(watch);
}

static void a_watch_may_be_closed_by_what_it_calls(void **state)
{
	struct queue *queue = queue_new(4, true);

	(void)state;
	loop = loop_new();
	count = 0;
	watch = loop_queue_open(loop, queue, closes, NULL);
	assert_true(queue_give(queue, &numbers[0]) && queue_give(queue, &numbers[1]));
	loop_step(loop);
	loop_step(loop);
	assert_i64(count, 1);
	assert_non_null(queue_try(queue));
	queue_free(queue);
	loop_free(loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_timer_fires_once_each_time_it_is_set),
		cmocka_unit_test(signals_come_between_callbacks),
		cmocka_unit_test(what_workers_give_arrives_in_order),
		cmocka_unit_test(a_watch_may_be_closed_by_what_it_calls),
	};

	return cmocka_run_group_tests_name("app/loop", tests, NULL, NULL);
}
