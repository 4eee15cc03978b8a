/*
 * The scanners of device/scanner.h as a process that only prints, for tests that kill it and start it again:
 *   listen [VIRTUAL_SOCKET] [TILL=SERIAL …]
 * prints "scan TILL AIM TEXT" and, whenever something changed, a line "scanner NAME STATE REASON" each.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "base/text.h"
#include "device/scanner.h"

static struct scanners *scanners;

static void heard(void *owner, const struct scan *scan)
{
	(void)owner;
	printf("scan %s %s %.*s\n", scan->till, scan->aim[0] ? scan->aim : "-", (int)scan->size, scan->data);
}

static void changed(void *owner)
{
	struct scanner_status rows[SCANNERS_MAX];
	size_t count = scanners ? scanners_list(scanners, rows, COUNT_OF(rows)) : 0;

	(void)owner;
	for (size_t i = 0; i < count; i++)
		printf("scanner %s %s %s %s\n", rows[i].serial[0] ? rows[i].serial : "-", rows[i].driver[0] ? rows[i].driver : "-",
		       scanner_state_name(rows[i].state), rows[i].complaint[0] ? rows[i].complaint : rows[i].reason);
}

static void on_signal(evutil_socket_t number, short what, void *base)
{
	(void)number;
	(void)what;
	event_base_loopbreak(base);
}

int main(int argc, char **argv)
{
	struct scanner_binding bindings[SCANNER_BINDINGS_MAX] = { 0 };
	struct scanner_settings settings = { .till = "till1", .bindings = bindings, .changed = changed };
	struct event_base *base = event_base_new();
	struct event *term = evsignal_new(base, SIGTERM, on_signal, base);
	struct err err;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 1; i < argc && settings.bindings_count < SCANNER_BINDINGS_MAX; i++) {
		struct scanner_binding *row = &bindings[settings.bindings_count];

		if (sscanf(argv[i], "%63[^=]=%63s", row->till, row->serial) == 2)
			settings.bindings_count++;
		else
			settings.virtual_socket = argv[i];
	}
	event_add(term, NULL);
	if (!scanners_open(base, &settings, heard, NULL, &scanners, &err)) {
		fprintf(stderr, "listen: %s: %s\n", err.field, err.text);
		return 1;
	}
	puts("open");
	event_base_dispatch(base);
	scanners_close(scanners);
	event_free(term);
	event_base_free(base);
	libevent_global_shutdown();
	puts("closed");
	return 0;
}
