/*
 * One printer and its worker: what printer.c owns and print_worker.c runs.
 *
 * Between loop and worker there are two queues, the flags of a job, and a report that is the
 * worker's or the loop's by `report_out`; so nothing here has a lock.
 */
#ifndef DEVICE_PRINT_WORKER_H
#define DEVICE_PRINT_WORKER_H

#include <pthread.h>

#include "base/queue.h"
#include "device/printer-driver.h"

enum phase { PHASE_BEGIN, PHASE_SEND, PHASE_SEEK, PHASE_FOLLOW };

struct report {
	enum printer_state state;
	char text[PRINT_TEXT_SIZE];
	int64_t since_us;
};

struct printer {
	const struct printer_driver *driver;
	struct printer_settings settings;
	void *private;
	size_t place;
	struct queue *in, *out; /* struct print_job *; in out also &report */
	int wake;               /* eventfd: look at the flags now */
	int ended;              /* eventfd: the thread is about to return */
	/*
	 * Always an open descriptor of this number: the socket of the call under way, or /dev/null.
	 * The worker changes it by dup3, so the loop's shutdown never meets a foreign socket.
	 */
	int watched, nothing;
	_Atomic bool stopping, report_out;
	_Atomic int64_t call_until_us; /* 0: in no call */
	struct report report;          /* the loop's while report_out, else the worker's */

	/* The worker's alone. */
	bool is_open;
	struct report now;
	bool untold;              /* `now` has not been reported */
	enum printer_state asked; /* what the driver said last */
	int64_t ask_at_us, pause_us;
	struct print_job *job; /* at work; NULL: none */
	struct print_job *waiting[PRINTER_JOBS_MAX];
	size_t waiting_count;
	enum phase phase;
	struct buf bytes;
	struct print_document document;
	int64_t end_at_us; /* of the job's patience; 0: none */
	int64_t sent_at_us, absent_at_us, look_us;
	bool cancel_sent;

	/* The loop's alone. */
	pthread_t thread;
	struct report shown;
	struct print_job *jobs[PRINTER_JOBS_MAX];
	size_t jobs_count;
};

void print_worker_init(struct printer *printer);                      /* after the fields of both are set */
void print_worker_copy(char text[PRINT_TEXT_SIZE], const char *from); /* what fits, as UTF-8 without control bytes */
int64_t print_worker_step(struct printer *printer);                   /* how long the next may wait, us; -1: stopped and nothing left */
void *print_worker_run(void *printer);                                /* a thread's whole life; writes to `ended` last */
void print_worker_hang_up(struct printer *printer);

#endif
