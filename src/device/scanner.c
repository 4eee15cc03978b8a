#include "device/scanner_unit.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FNC1 0x1d
#define BAUD 9600
static const char default_ends[] = "\r\n\t\x03";

void scanner_init(struct scanner *scanner, const struct scanner_driver *driver, const struct usb_interface *interface, const char *ends,
		  uint32_t baud, const struct scanner_ears *ears, void *owner)
{
	memset(scanner, 0, sizeof(*scanner));
	scanner->driver = driver;
	scanner->ears = ears;
	scanner->owner = owner;
	if (interface)
		scanner->interface = *interface;
	snprintf(scanner->ends, sizeof(scanner->ends), "%s", ends ? ends : default_ends);
	scanner->baud = baud ? baud : BAUD;
	scanner->plugged = true;
	scanner->private = calloc(1, driver->private_size ? driver->private_size : 1);
	assert(scanner->private);
}

void scanner_release(struct scanner *scanner)
{
	free(scanner->private);
	scanner->private = NULL;
}

void scanner_restart(struct scanner *scanner, bool in_midst, int64_t now_us)
{
	memset(scanner->private, 0, scanner->driver->private_size);
	scanner->report_bytes = 0;
	scanner->damaged = in_midst;
	scanner->last_us = now_us;
}

static bool forget(struct scanner *scanner)
{
	return scanner->driver->forget && scanner->driver->forget(scanner);
}

void scanner_feed(struct scanner *scanner, const uint8_t *data, size_t size, int64_t now_us)
{
	int64_t quiet_us = now_us - scanner->last_us;

	if (scanner->damaged && quiet_us >= SCANNER_QUIET_US) {
		forget(scanner);
		scanner->damaged = false;
	} else if (!scanner->damaged && quiet_us >= SCANNER_HALF_US && forget(scanner)) {
		scanner_complain(scanner, "half a code without its end was dropped: set the reader to send Enter after each code");
		scanner->damaged = true;
	}
	scanner->last_us = now_us;
	scanner->driver->received(scanner, data, size);
}

void scanner_damage(struct scanner *scanner, int64_t now_us)
{
	if (forget(scanner))
		scanner_complain(scanner, "a piece of a code was lost on the cable: scan it again");
	scanner->damaged = true;
	scanner->last_us = now_us;
}

bool scanner_allows(const char *data, size_t size, char *why, size_t why_size)
{
	if (size > SCAN_SIZE_MAX) {
		snprintf(why, why_size, "a scan of %zu bytes was dropped: at most %d are taken", size, SCAN_SIZE_MAX);
		return false;
	}
	if (size == 0) {
		snprintf(why, why_size, "an empty scan");
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];

		if ((byte < 0x20 && byte != FNC1) || byte == 0x7f) {
			snprintf(why, why_size, "a scan with control byte 0x%02x at %zu was dropped", byte, i + 1);
			return false;
		}
	}
	return true;
}

/* ---- what drivers may ask -------------------------------------------------------------- */

void *scanner_private(struct scanner *scanner)
{
	return scanner->private;
}

const struct usb_interface *scanner_interface(const struct scanner *scanner)
{
	return &scanner->interface;
}

const char *scanner_ends(const struct scanner *scanner)
{
	return scanner->ends;
}

uint32_t scanner_baud(const struct scanner *scanner)
{
	return scanner->baud;
}

bool scanner_scanned(struct scanner *scanner, const char *aim, const char *data, size_t size)
{
	char why[sizeof(scanner->complaint)];

	if (scanner->damaged) {
		scanner->damaged = false;
		scanner_complain(scanner, "a damaged code was dropped: scan it again");
		return false;
	}
	if (!scanner_allows(data, size, why, sizeof(why))) {
		scanner_complain(scanner, why);
		return false;
	}
	scanner->scans_count++;
	scanner->ears->scanned(scanner->owner, aim, data, size);
	return true;
}

void scanner_complain(struct scanner *scanner, const char *what)
{
	scanner->complaints_count++;
	snprintf(scanner->complaint, sizeof(scanner->complaint), "%s", what);
	scanner->ears->changed(scanner->owner);
}

void scanner_expect(struct scanner *scanner, size_t report_bytes)
{
	scanner->report_bytes = report_bytes;
}

void scanner_reply(struct scanner *scanner, const char *line)
{
	if (scanner->ears->replied)
		scanner->ears->replied(scanner->owner, line);
}

void scanner_set_plugged(struct scanner *scanner, bool plugged)
{
	if (scanner->plugged == plugged)
		return;
	scanner->plugged = plugged;
	scanner->ears->changed(scanner->owner);
}

bool scanner_is_plugged(const struct scanner *scanner)
{
	return scanner->plugged;
}
