/*
 * Which part of the program a thread plays, so that a promise about threads is an assert.
 *
 * The loop waits in epoll only and alone touches sockets; a worker may wait and never touches one.
 * A thread that was given no role (a test, a command, the program's start) may do both: the whole
 * program can then run in one thread.
 *
 * Thread: each knows its own.
 */
#ifndef BASE_ROLE_H
#define BASE_ROLE_H

#include <assert.h>

enum role { ROLE_NONE, ROLE_LOOP, ROLE_WORKER };

enum role role_get(void);
enum role role_set(enum role role);  /* gives the role before, to be put back */

/* At the top of what touches sockets, timers or subscribers. */
#define ON_LOOP() assert(role_get() != ROLE_WORKER)
/* At the top of what waits for a disk, a lock, a printer or another process. */
#define MAY_WAIT() assert(role_get() != ROLE_LOOP)

#endif
