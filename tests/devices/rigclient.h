/*
 * A rig (tests/devices/rig.c) for a C test: started, asked, ended. The bus is a process of its own, because umockdev's
 * two halves do not bear each other in one.
 *
 *   int main(int argc, char **argv) { rig_preload(argv); rig_start(&rig); … libusb sees the rig's bus … rig_stop(&rig); }
 */
#ifndef TESTS_DEVICES_RIGCLIENT_H
#define TESTS_DEVICES_RIGCLIENT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct rig {
	pid_t pid;
	int fd;
	char folder[64];
	char reply[512]; /* the last one */
};

/* Runs the program anew under umockdev's preload, unless it is. First thing in main. */
static inline void rig_preload(char **argv)
{
	const char *said = getenv("LD_PRELOAD"), *asan = getenv("ASAN_OPTIONS"), *tsan = getenv("TSAN_OPTIONS");
	char text[1024];

	if (said && strstr(said, "umockdev-preload"))
		return;
	setenv("LD_PRELOAD", "libumockdev-preload.so.0", 1);
	snprintf(text, sizeof(text), "%s%sverify_asan_link_order=0", asan ? asan : "", asan ? ":" : "");
	setenv("ASAN_OPTIONS", text, 1);
	/* umockdev's threads are not ours to judge. */
	snprintf(text, sizeof(text), "%s%signore_noninstrumented_modules=1", tsan ? tsan : "", tsan ? ":" : "");
	setenv("TSAN_OPTIONS", text, 1);
	execv("/proc/self/exe", argv);
	perror("no preload");
	exit(2);
}

/* A program of tests/devices, for a test that lies in tests/device of the same build. */
static inline void rig_program(const char *name, char *path, size_t size)
{
	ssize_t used = readlink("/proc/self/exe", path, size - 64);

	path[used > 0 ? used : 0] = '\0';
	if (strrchr(path, '/'))
		snprintf(strrchr(path, '/'), 64, "/../devices/%s", name);
}

/* Says a line; the number after "ok" (0 when there is none), or -1. The reply stays in rig->reply. */
static inline long rig_ask(struct rig *rig, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline long rig_ask(struct rig *rig, const char *format, ...)
{
	static char line[8192];
	size_t size, got = 0;
	va_list args;

	va_start(args, format);
	size = (size_t)vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	line[size++] = '\n';
	if (write(rig->fd, line, size) != (ssize_t)size)
		return -1;
	do {
		ssize_t more = read(rig->fd, rig->reply + got, sizeof(rig->reply) - 1 - got);

		if (more <= 0)
			return -1;
		got += (size_t)more;
	} while (rig->reply[got - 1] != '\n');
	rig->reply[got - 1] = '\0';
	return strncmp(rig->reply, "ok", 2) == 0 ? strtol(rig->reply + 2, NULL, 10) : -1;
}

/* A figure of the last reply to "counts". */
static inline long rig_count(const struct rig *rig, const char *name)
{
	char word[64];
	const char *at;

	snprintf(word, sizeof(word), " %s=", name);
	at = strstr(rig->reply, word);
	return at ? strtol(at + strlen(word), NULL, 10) : -1;
}

static inline bool rig_start(struct rig *rig)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char program[4096], env[128], line[512] = "", *at;
	FILE *file = NULL;

	snprintf(rig->folder, sizeof(rig->folder), "/tmp/ocop-rig.%d", (int)getpid());
	mkdir(rig->folder, 0700);
	snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", rig->folder);
	snprintf(env, sizeof(env), "%s/env", rig->folder);
	rig_program("rig", program, sizeof(program));
	rig->pid = fork();
	if (rig->pid == 0) {
		execl(program, program, address.sun_path, env, (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 1000 && !(file = fopen(env, "r")); i++)
		usleep(5000);
	if (!file)
		return false;
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	at = strstr(line, "UMOCKDEV_DIR=");
	if (!at)
		return false;
	line[strcspn(line, "\n")] = '\0';
	rig->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(rig->fd, (const struct sockaddr *)&address, sizeof(address)) != 0)
		return false;
	setenv("UMOCKDEV_DIR", at + strlen("UMOCKDEV_DIR="), 1);
	return true;
}

static inline void rig_stop(struct rig *rig)
{
	char path[128];
	int status;

	rig_ask(rig, "quit");
	close(rig->fd);
	waitpid(rig->pid, &status, 0);
	snprintf(path, sizeof(path), "%s/device.txt", rig->folder);
	unlink(path);
	rmdir(rig->folder);
}

#endif
