/*
 * How long a program takes from exec to a word on its standard output, and what memory it holds a second later.
 *
 *   start_clock TIMES WORD PROGRAM [ARGUMENT]…
 *
 * Prints p50 and the slowest in ms, and the resident memory of the last one in MB (0: it had ended).
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define TIMES_MAX 100

static long memory_kib(pid_t pid)
{
	char path[64], line[200];
	long kib = 0;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	status = fopen(path, "r");
	while (status && fgets(line, sizeof(line), status))
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (status)
		fclose(status);
	return kib;
}

static int64_t once(const char *word, char **arguments, bool looks, long *kib)
{
	int64_t began_us = clock_tick_us(), took_us = 0;
	char text[4096];
	size_t size = 0;
	int pipes[2];
	ssize_t got;
	pid_t pid;

	if (pipe2(pipes, O_CLOEXEC) != 0 || (pid = fork()) < 0)
		return -1;
	if (pid == 0) {
		dup2(pipes[1], 1);
		execv(arguments[0], arguments);
		_exit(127);
	}
	close(pipes[1]);
	while (size < sizeof(text) - 1 && (got = read(pipes[0], text + size, sizeof(text) - 1 - size)) > 0) {
		size += (size_t)got;
		text[size] = '\0';
		if (strstr(text, word)) {
			took_us = clock_tick_us() - began_us;
			break;
		}
	}
	if (took_us && looks) {
		sleep(1);
		*kib = memory_kib(pid);
	}
	kill(pid, SIGTERM);
	close(pipes[0]);
	waitpid(pid, NULL, 0);
	return took_us ? took_us : -1;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
	size_t times = argc > 3 ? strtoul(argv[1], NULL, 10) : 0;
	int64_t took_us[TIMES_MAX];
	long kib = 0;

	if (times < 1 || times > TIMES_MAX) {
		fprintf(stderr, "usage: start_clock TIMES WORD PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < times; i++) {
		took_us[i] = once(argv[2], argv + 3, i + 1 == times, &kib);
		if (took_us[i] < 0) {
			fprintf(stderr, "start_clock: \"%s\" was not heard\n", argv[2]);
			return 1;
		}
	}
	qsort(took_us, times, sizeof(*took_us), compare);
	printf("p50 %.1f ms, slowest %.1f ms, memory %.1f MB\n", (double)took_us[times / 2] / 1e3, (double)took_us[times - 1] / 1e3, (double)kib / 1024);
	return 0;
}
