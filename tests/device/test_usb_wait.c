/* A bus that is not there when the program starts: libusb refuses, or begins and hears of nothing; both are noticed later. */
#include "check.h"

#include <dlfcn.h>
#include <event2/event.h>
#include <libusb.h>
#include <string.h>
#include <unistd.h>

#include "device/scanner.h"

static struct {
	int refusals_left;   /* libusb_init says no so often */
	int inits_count;
	bool has_bus;
} world;

int libusb_init(libusb_context **context)
{
	int (*real)(libusb_context **);

	world.inits_count++;
	if (world.refusals_left > 0) {
		world.refusals_left--;
		return LIBUSB_ERROR_OTHER;
	}
	*(void **)&real = dlsym(RTLD_NEXT, "libusb_init");
	return real(context);
}

int access(const char *path, int mode)
{
	(void)mode;
	return strcmp(path, "/dev/bus/usb") == 0 && world.has_bus ? 0 : -1;
}

static void heard(void *owner, const struct scan *scan)
{
	(void)owner;
	(void)scan;
}

static void run_for(struct event_base *base, long ms)
{
	struct timeval wait = { 0, ms * 1000 };

	event_base_loopexit(base, &wait);
	event_base_dispatch(base);
}

static void a_late_bus_is_noticed(void **state)
{
	static const struct {
		const char *name;
		int refusals;
		bool has_bus, bus_comes;
		int inits_least, inits_most;
	} cases[] = {
		{ "there at once: opened once, never again", 0, true, true, 1, 1 },
		{ "libusb refuses three times", 3, true, true, 4, 4 },
		{ "it begins without a bus, and none comes", 0, false, false, 1, 1 },
		{ "it begins without a bus, and one comes: begun anew once", 0, false, true, 2, 2 },
		{ "refused for ever", 1000, false, false, 5, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scanner_settings settings = { .till = "Q1", .usb_again_us = 10000 };
		struct event_base *base = event_base_new();
		struct scanners *scanners;
		struct err err = { 0 };

		CASE(cases[i].name);
		world.refusals_left = cases[i].refusals;
		world.inits_count = 0;
		world.has_bus = cases[i].has_bus;
		assert_ok(scanners_open(base, &settings, heard, NULL, &scanners, &err), &err);
		run_for(base, 100);
		world.has_bus = cases[i].bus_comes;
		run_for(base, 200);
		if (world.inits_count < cases[i].inits_least || world.inits_count > cases[i].inits_most)
			fail_msg("begun %d times", world.inits_count);
		scanners_close(scanners);
		event_base_free(base);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_late_bus_is_noticed) };

	return cmocka_run_group_tests_name("device/usb_wait", tests, NULL, NULL);
}
