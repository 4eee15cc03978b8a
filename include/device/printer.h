/*
 * Printers: a worker thread each, and paper that comes once.
 *
 * A job is given to a printer's bounded queue and comes back exactly once, with its
 * outcome, also at shutdown. The worker makes the bytes (so that pango never runs on
 * the loop), hands them over, and follows them until the printer has printed them. One
 * job at a time is with the printer; what waits behind it has left no byte.
 *
 * The core only carries: the book's states (waiting → printing, claimed by a commit → done,
 * failed, unknown) are the caller's. What it promises is that bytes are sent once. When a
 * call breaks off and nobody can say whether the bytes were taken, the printer is asked for
 * the job by its name; where it is not found the outcome is `unknown`, and nothing prints it
 * again by itself. A printer that is off, out of paper or frozen delays a job, and a job that
 * the printer already holds is never sent again.
 *
 *     while ((job = printers_take(printers)))  … give the outcome to the writer …
 *
 * Manual for the loop: watch printers_descriptor(); when it is readable call printers_take
 * until NULL and then printers_state for each printer; call printers_tick once a second.
 * To end: printers_stop, printers_take until NULL, printers_close.
 *
 * Thread: all of it the loop's, nothing waits but printers_stop. Rendering runs on the worker.
 */
#ifndef DEVICE_PRINTER_H
#define DEVICE_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

#define PRINTERS_MAX 32           /* printers of one process */
#define PRINTER_JOBS_MAX 64       /* jobs of one printer that have not come back */
#define PRINT_TITLE_MAX 80        /* bytes */
#define PRINT_TEXT_SIZE 200       /* bytes of a reason, with NUL */
#define PRINT_SIZE_MAX (24 << 20) /* bytes of one document */

struct printers;
struct printer_driver;

/* state, name on the wire */
#define PRINTER_STATE_TABLE(X) \
	X(PRINTER_UNASKED, "unasked") /* no answer yet since the start */ \
	X(PRINTER_READY, "ready") \
	X(PRINTER_PRINTING, "printing") \
	X(PRINTER_WAITING, "waiting")     /* it has a job and does not get on; nobody says why */ \
	X(PRINTER_PAPER_LOW, "paper_low") /* prints */ \
	X(PRINTER_PAPER_OUT, "paper_out") \
	X(PRINTER_OFFLINE, "offline") /* switched off, unplugged, or what drives it does not answer */ \
	X(PRINTER_STOPPED, "stopped") /* paused by a person, cover open, jam: it wants a hand */

enum printer_state {
#define X(state, name) state,
	PRINTER_STATE_TABLE(X)
#undef X
};

struct printer_report {
	enum printer_state state;
	char text[PRINT_TEXT_SIZE]; /* the printer's own words, UTF-8, often English; empty: none */
	int64_t since_us;           /* when this state began; UTC */
	size_t jobs_count;          /* given and not yet back */
};

/* What is set for one printer; copied at open. A time of 0 is the value in brackets. */
struct printer_settings {
	const char *name;        /* ours, as in settings and print jobs; at most 63 bytes */
	const char *driver;      /* "cups", "file", "virtual" */
	const char *address;     /* cups: the queue; file, virtual: a folder */
	const char *server;      /* cups: path of a socket, or host:port with the host a number; NULL: the system's */
	size_t keep_max;         /* virtual: papers kept [50] */
	int64_t call_timeout_ms; /* how long one call may wait for an answer [3000] */
	int64_t poll_ms;         /* between two questions in idle moments [3000] */
	/* A request that broke off may still lie unread in the server's socket: an absent job can turn up so much later [2000]. */
	int64_t settle_ms;
	int64_t stall_ms; /* a job with the printer for so long turns the lamp to `waiting` [15000] */
};

enum print_format {
	PRINT_RAW,   /* the printer's own bytes (ESC/POS): a raw queue */
	PRINT_PDF,   /* an IPP Everywhere or driver queue */
	PRINT_PLAIN, /* UTF-8 text */
};

enum print_outcome {
	PRINT_DONE = 1, /* printed, as far as the printer can tell */
	PRINT_FAILED,   /* not printed, or not whole: text says why */
	PRINT_UNKNOWN,  /* may be on paper: a person looks, nothing prints it by itself */
};

/*
 * A job is its giver's memory and belongs to the printer from give to take. The job's name at
 * the printer is "title id", so that it is found again after a crash.
 */
struct print_job {
	/* Set by the giver. */
	struct id id;
	const char *title; /* the receipt's number: 1 to PRINT_TITLE_MAX bytes of UTF-8, no control byte */
	enum print_format format;
	/* Makes the bytes, on the worker's thread; NULL: bytes and size are the document. */
	bool (*render)(void *facts, struct buf *bytes, struct err *err);
	void *facts; /* render's and the giver's; not looked at */
	const void *bytes;
	size_t size;
	int64_t timeout_ms; /* from its turn on; then it comes back (see untouched); 0: as long as it takes */

	/* Filled in when it comes back. */
	size_t printer; /* its place in the list given at open */
	enum print_outcome outcome;
	bool untouched; /* with PRINT_FAILED: surely no byte left; it may be given again without a second paper */
	char text[PRINT_TEXT_SIZE];

	/* The core's. */
	bool asking;
	_Atomic bool cancelled;
};

const char *printer_state_name(enum printer_state state);
const char *print_outcome_name(enum print_outcome outcome); /* "done", "failed", "unknown" */

/*
 * Checks every setting first and starts nothing when one is wrong (ERR_INPUT, field
 * "printers[2].address"). `drivers` is a list that ends with NULL: printer_drivers. Without
 * has_threads nothing runs by itself and a test calls printers_step.
 */
bool printers_open(const struct printer_driver *const *drivers, const struct printer_settings *list, size_t count, bool has_threads,
		   struct printers **printers, struct err *err) MUST_CHECK;
/*
 * No more giving. Jobs not yet sent come back failed and untouched, the one with the printer
 * unknown (ask for it at the next start). Waits for the workers: one that is in a call has
 * 2 s, then its socket is cut. A render or a disk that hangs is waited for.
 */
void printers_stop(struct printers *printers);
void printers_close(struct printers *printers); /* after stop and the last take; NULL is fine */

size_t printers_count(const struct printers *printers);
bool printers_find(const struct printers *printers, const char *name, size_t *printer);

/* true: the job is the printer's. ERR_BUSY: the queue is full, ask again later. ERR_INPUT: the job makes no sense. */
bool printers_give(struct printers *printers, size_t printer, struct print_job *job, struct err *err) MUST_CHECK;
/*
 * For a job left in `printing` by a crash; prints nothing. Found printed: done. Found with the
 * printer: followed as any. Not found: unknown. Needs id, title, format, timeout_ms.
 */
bool printers_ask(struct printers *printers, size_t printer, struct print_job *job, struct err *err) MUST_CHECK;
/* Calls a job back; it comes by printers_take as ever, failed unless it was quicker. false: no such job here. */
bool printers_cancel(struct printers *printers, size_t printer, struct id id);
struct print_job *printers_take(struct printers *printers); /* the next that came back; NULL: none now */

/* As last told by the worker (printers_take brings it up to date). */
struct printer_report printers_state(const struct printers *printers, size_t printer);
int printers_descriptor(const struct printers *printers); /* readable: a job came back or a state changed */
/* Cuts the socket of a call that is past twice its time-out and two seconds, should the library not keep to it. */
void printers_tick(struct printers *printers);

/* Without threads: one step of one printer's work; how long the next may wait, in µs. For tests. */
int64_t printers_step(struct printers *printers, size_t printer);

#endif
