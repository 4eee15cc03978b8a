/*
 * A private cupsd with two raw queues, `cap` (each print a file out/NNNN.bin, by capture_backend.sh)
 * and `net` (socket:// to fake_printer, whose bytes come to tcp/NNNN.bin), for the tests of
 * printing. All it starts ends with the test, by its process number. Included by one .c.
 */
#ifndef TESTS_DEVICE_CUPS_RIG_H
#define TESTS_DEVICE_CUPS_RIG_H

#include "check.h"

#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

#define WAIT_MS 60000 /* only a broken program waits so long */
#define BIG_SIZE (3 << 20)

struct helper {
	pid_t pid;
	int in, out;
	char line[128]; /* the last one it said */
};

static struct {
	char dir[64], socket[80], server[80], devices[256], helpers[256];
	pid_t cupsd;
	struct helper net; /* fake_printer */
	char big[BIG_SIZE];
} rig;

/* ---- processes -------------------------------------------------------------------------- */

/* Everything we start ends with us, however we end. */
static pid_t start(const char *const argv[], int in, int out, int end_signal)
{
	pid_t parent = getpid(), pid = fork();

	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, end_signal);
	if (getppid() != parent)
		_exit(1);
	if (in < 0)
		in = open("/dev/null", O_RDONLY);
	if (out < 0)
		out = open("/dev/null", O_WRONLY);
	dup2(in, STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	if (!getenv("V"))
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
	execvp(argv[0], (char **)(uintptr_t)argv);
	_exit(127);
}

static int run(const char *const argv[])
{
	int status = -1;
	pid_t pid = start(argv, -1, -1, SIGKILL);

	assert_i64(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
#define RUN(...) run((const char *const[]){ __VA_ARGS__, NULL })

/* A command of CUPS, tried until it is taken: cupsd may still be starting. */
static void admin(const char *const argv[])
{
	for (int64_t end_us = clock_tick_us() + WAIT_MS * INT64_C(1000); run(argv) != 0; usleep(50000))
		if (clock_tick_us() > end_us)
			fail_msg("[%s] %s does not succeed", case_name, argv[0]);
}
#define ADMIN(...) admin((const char *const[]){ __VA_ARGS__, NULL })

static void end(pid_t *pid, int how)
{
	if (*pid <= 0)
		return;
	kill(*pid, how);
	for (int64_t end_us = clock_tick_us() + 10 * INT64_C(1000000); waitpid(*pid, NULL, WNOHANG) == 0; usleep(2000))
		if (clock_tick_us() > end_us)
			kill(*pid, SIGKILL);
	*pid = 0;
}

/* Reads one line that a helper says. */
static const char *said(struct helper *helper)
{
	size_t size = 0;

	for (;;) {
		struct pollfd more = { helper->out, POLLIN, 0 };

		if (poll(&more, 1, WAIT_MS) <= 0 || read(helper->out, helper->line + size, 1) != 1)
			fail_msg("[%s] a helper says nothing", case_name);
		if (helper->line[size] == '\n' || size + 2 == sizeof(helper->line))
			break;
		size++;
	}
	helper->line[size] = '\0';
	return helper->line;
}

static void tell(struct helper *helper, const char *word)
{
	assert_true(dprintf(helper->in, "%s\n", word) > 0);
	while (!text_is(said(helper), word))
		continue;
}

static struct helper start_helper(const char *name, const char *first, const char *second)
{
	char path[512];
	struct helper helper;
	int in[2], out[2];

	snprintf(path, sizeof(path), "%s/%s", rig.helpers, name);
	if (access(path, X_OK) != 0)
		fail_msg("%s is not built: make helpers", path);
	assert_true(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0);
	helper.pid = start((const char *const[]){ path, first, second, NULL }, in[0], out[1], SIGKILL);
	helper.in = in[1];
	helper.out = out[0];
	close(in[0]);
	close(out[1]);
	return helper;
}

static void end_helper(struct helper *helper)
{
	end(&helper->pid, SIGTERM);
	close(helper->in);
	close(helper->out);
}

/* ---- the rig ---------------------------------------------------------------------------- */

static void start_cupsd(void)
{
	char script[300];

	snprintf(script, sizeof(script), "%s/private_cupsd.sh", rig.devices);
	rig.cupsd = start((const char *const[]){ "sh", script, "run", rig.dir, NULL }, -1, -1, SIGKILL);
}

static void find_folders(void)
{
	char here[200];
	ssize_t size = readlink("/proc/self/exe", here, sizeof(here) - 1);

	assert_true(size > 0);
	here[size] = '\0';
	*strrchr(here, '/') = '\0';
	snprintf(rig.helpers, sizeof(rig.helpers), "%s/../devices", here);
	/* The programs lie in build/MODE/tests/device, the scripts in tests/devices of the tree. */
	snprintf(rig.devices, sizeof(rig.devices), "%s/../../../../tests/devices", here);
}

static int set_up(void **state)
{
	char uri[128], capture[128], tcp[128];
	int port;

	(void)state;
	find_folders();
	snprintf(rig.dir, sizeof(rig.dir), "/tmp/ocop-cups-XXXXXX");
	if (!mkdtemp(rig.dir))
		return -1;
	chmod(rig.dir, 0755);
	snprintf(rig.socket, sizeof(rig.socket), "%s/s", rig.dir);
	snprintf(rig.server, sizeof(rig.server), "%s", rig.socket);
	snprintf(tcp, sizeof(tcp), "%s/tcp", rig.dir);
	mkdir(tcp, 0755);
	setenv("CUPS_SERVER", rig.socket, 1);
	for (size_t i = 0; i < BIG_SIZE; i++)
		rig.big[i] = (char)(i * 31 + i / 251);
	start_cupsd();
	rig.net = start_helper("fake_printer", tcp, NULL);
	if (sscanf(said(&rig.net), "PORT %d", &port) != 1)
		return -1;
	snprintf(uri, sizeof(uri), "socket://127.0.0.1:%d/?waiteof=false&contimeout=2", port);
	snprintf(capture, sizeof(capture), "capture:%s/out", rig.dir);
	ADMIN("lpadmin", "-p", "cap", "-E", "-v", capture, "-m", "raw");
	/* Debian's own retry-job would try again within ten seconds. */
	ADMIN("lpadmin", "-p", "net", "-E", "-v", uri, "-m", "raw", "-o", "printer-error-policy=retry-current-job");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	end_helper(&rig.net);
	end(&rig.cupsd, SIGTERM);
	return RUN("rm", "-rf", rig.dir);
}

/* How many files match in the rig's folder. */
static int files(const char *pattern)
{
	char path[128];
	glob_t found;
	int count;

	snprintf(path, sizeof(path), "%s/%s", rig.dir, pattern);
	count = glob(path, 0, NULL, &found) == 0 ? (int)found.gl_pathc : 0;
	globfree(&found);
	return count;
}

static int sent(void)
{
	return files("spool/c*");
}

static int papers(void)
{
	return files("out/*.bin");
}

static void capture_mode(const char *mode)
{
	char fresh[128], path[128];
	int file;

	snprintf(fresh, sizeof(fresh), "%s/mode.new", rig.dir);
	snprintf(path, sizeof(path), "%s/out/mode", rig.dir);
	file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	assert_true(file >= 0 && dprintf(file, "%s\n", mode) > 0);
	fchmod(file, 0644);
	close(file);
	assert_i64(rename(fresh, path), 0);
}

/* The newest file of that pattern holds these bytes. */
static void assert_paper(const char *pattern, const void *bytes, size_t size)
{
	char path[128];
	static char got[BIG_SIZE + 1];
	size_t have = 0;
	ssize_t more;
	glob_t found;
	int file;

	snprintf(path, sizeof(path), "%s/%s", rig.dir, pattern);
	assert_i64(glob(path, 0, NULL, &found), 0);
	file = open(found.gl_pathv[found.gl_pathc - 1], O_RDONLY | O_CLOEXEC);
	globfree(&found);
	assert_true(file >= 0);
	while ((more = read(file, got + have, sizeof(got) - have)) > 0)
		have += (size_t)more;
	close(file);
	assert_i64(have, size);
	assert_memory_equal(got, bytes, size);
}

#endif
