/*
 * The wall clock set to a moment, for a program under test: LD_PRELOAD=set_clock.so SET_CLOCK='2026-10-05 01:00:00' (UTC)
 * at its start; it goes on from there. Only the wall clock is answered for; the monotonic one and condition variables
 * stay the system's, so a sanitizer sees the program as it is.
 */
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t ahead; /* seconds */

__attribute__((constructor)) static void set_clock(void)
{
	const char *moment = getenv("SET_CLOCK");
	struct timespec now;
	struct tm wanted = { 0 };

	if (!moment)
		return;
	if (!strptime(moment, "%Y-%m-%d %H:%M:%S", &wanted))
		_exit(70);
	syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
	ahead = timegm(&wanted) - now.tv_sec;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);

	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		now->tv_sec += ahead;
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec read;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &read);
	now->tv_sec = read.tv_sec;
	now->tv_usec = read.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *out)
{
	struct timespec read;

	clock_gettime(CLOCK_REALTIME, &read);
	if (out)
		*out = read.tv_sec;
	return read.tv_sec;
}
