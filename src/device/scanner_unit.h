/*
 * One scanner between its driver and its listener: bytes in, whole and clean scans out. No device, no loop, no clock.
 *
 * A wrong code is worse than none. When a report was lost, or a code stood half finished for HALF_US, everything up
 * to the code's end, or to a quiet of QUIET_US, is dropped and complained of: what is left of a damaged EAN-13 may
 * well pass for an EAN-8.
 *
 * Thread: the loop's.
 */
#ifndef DEVICE_SCANNER_UNIT_H
#define DEVICE_SCANNER_UNIT_H

#include "device/scanner-driver.h"
#include "device/scanner.h"

#define SCANNER_QUIET_US 200000 /* no reader pauses so long inside a code: its slowest interval is 10 ms a report */
#define SCANNER_HALF_US 1000000

struct scanner_ears {
	void (*scanned)(void *owner, const char *aim, const char *data, size_t size);
	void (*changed)(void *owner);                   /* a complaint, or the cable */
	void (*replied)(void *owner, const char *line); /* may be NULL */
};

struct scanner {
	const struct scanner_driver *driver;
	const struct scanner_ears *ears;
	void *owner;
	void *private;
	struct usb_interface interface;
	char ends[16];
	uint32_t baud;
	size_t report_bytes; /* what the driver expects; 0: a packet */
	bool damaged;        /* drop until the end of this scan */
	bool plugged;
	int64_t last_us; /* when bytes or damage last came */
	uint64_t scans_count, complaints_count;
	char complaint[96];
};

/* interface may be NULL (not on USB). ends NULL and baud 0: the defaults. */
void scanner_init(struct scanner *scanner, const struct scanner_driver *driver, const struct usb_interface *interface, const char *ends,
		  uint32_t baud, const struct scanner_ears *ears, void *owner);
void scanner_release(struct scanner *scanner);

/*
 * As after plugging in: the driver's memory is zeroed, counters stay. in_midst: the reader was there before, so what
 * it sends at once may be the rest of a code whose beginning nobody heard.
 */
void scanner_restart(struct scanner *scanner, bool in_midst, int64_t now_us);
void scanner_feed(struct scanner *scanner, const uint8_t *data, size_t size, int64_t now_us);
void scanner_damage(struct scanner *scanner, int64_t now_us);

/* The rule for what may pass. False: `why` says what is wrong. */
bool scanner_allows(const char *data, size_t size, char *why, size_t why_size);

#endif
