/* One scanner on the table: started as a described device would answer, fed, and listened to. For tests and fuzzing. */
#ifndef TESTS_DEVICE_FEED_H
#define TESTS_DEVICE_FEED_H

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "device/scanner_unit.h"

#define FEED_STEPS_MAX 16

struct feed {
	struct scanner unit;
	char scan[4 * SCAN_SIZE_MAX + 1];  /* the last one, bytes outside printable ASCII and the backslash as in scans.tsv */
	char aim[8];
	size_t scans_count;
	char reply[128];
	int64_t now_us;
};

static inline void feed_scanned(void *owner, const char *aim, const char *data, size_t size)
{
	struct feed *feed = owner;
	size_t used = 0;

	/* What the header of scanners promises, of every scan of every driver. */
	assert(size >= 1 && size <= SCAN_SIZE_MAX);
	for (size_t i = 0; i < size; i++)
		assert((unsigned char)data[i] >= 0x20 ? data[i] != 0x7f : data[i] == 0x1d);
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];

		used += (size_t)snprintf(feed->scan + used, sizeof(feed->scan) - used,
					 byte == '\\' ? "\\\\" : byte >= 0x20 && byte < 0x7f ? "%c" : "\\x%02x", byte);
	}
	feed->scan[used] = '\0';
	snprintf(feed->aim, sizeof(feed->aim), "%s", aim ? aim : "");
	feed->scans_count++;
}

static inline void feed_changed(void *owner)
{
	(void)owner;
}

static inline void feed_replied(void *owner, const char *line)
{
	struct feed *feed = owner;

	snprintf(feed->reply, sizeof(feed->reply), "%s", line);
}

static inline void feed_init(struct feed *feed, const struct scanner_driver *driver, const struct usb_interface *interface)
{
	static const struct scanner_ears ears = { .scanned = feed_scanned, .changed = feed_changed, .replied = feed_replied };

	memset(feed, 0, sizeof(*feed));
	feed->now_us = 1000000;
	scanner_init(&feed->unit, driver, interface, NULL, 0, &ears, feed);
}

/* As the core does at each opening; the device answers GET_DESCRIPTOR with `report`, everything else with ok. */
static inline enum scanner_start feed_start(struct feed *feed, const uint8_t *report, size_t size)
{
	struct usb_answer answer = { .ok = true };
	enum scanner_start next = SCANNER_START_DONE;

	scanner_restart(&feed->unit, true, feed->now_us);
	feed->now_us += SCANNER_QUIET_US;
	for (unsigned step = 0; feed->unit.driver->start; step++) {
		struct usb_request request = { 0 };
		const char *why = NULL;

		assert(step < FEED_STEPS_MAX);
		next = feed->unit.driver->start(&feed->unit, step, step ? &answer : NULL, &request, &why);
		if (next != SCANNER_START_ASK) {
			assert(next == SCANNER_START_DONE || why);
			break;
		}
		assert(request.size_bytes <= USB_ASK_MAX);
		answer.data = request.to_host ? report : NULL;
		answer.size_bytes = request.to_host ? (size < request.size_bytes ? size : request.size_bytes) : 0;
		answer.ok = !request.to_host || size > 0;
	}
	return next;
}

#endif
