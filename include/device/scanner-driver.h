/*
 * What a scanner driver is, and what it may ask of the core. A driver includes this, calc and base, nothing else.
 *
 * A driver is a match table and a function that turns bytes into scans. The core finds the device, claims it, keeps
 * reading, and begins anew after trouble; a driver never waits, never gives up, and holds no memory but its private.
 * drivers/README.md says how to write one, drivers/scanner/skeleton.c is one to start from.
 *
 * Thread: the loop's. A driver touches nothing but its scanner, so tests feed it without any device.
 */
#ifndef DEVICE_SCANNER_DRIVER_H
#define DEVICE_SCANNER_DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/driver.h"

struct scanner;

#define USB_INTERFACES_MAX 16 /* looked at in one device */
#define USB_ASK_MAX 4096      /* bytes of one control transfer's data */

/* One row: every interface like this is ours. The list ends with a row of zeros. */
struct usb_match {
	uint16_t vendor;         /* 0: any, and then only when a binding names the device */
	uint16_t product;        /* 0: any. The mode a reader is in shows in its interface, never in this number alone */
	uint8_t interface_class; /* never 0 */
	uint8_t interface_subclass;
	uint8_t interface_protocol;
	bool any_protocol; /* the protocol does not matter */
	uint8_t sure;      /* 1 … 100: the surest driver is tried first */
	const char *name;  /* of the maker, or of the reader */
};

struct usb_interface {
	uint8_t number, class, subclass, protocol;
	uint8_t endpoint_in; /* the first interrupt or bulk IN endpoint; 0: none */
	bool endpoint_is_bulk;
	uint16_t packet_bytes;            /* of that endpoint, 1 … 1024 */
	uint16_t report_descriptor_bytes; /* HID: how long the device says it is; 0: not said */
};

/* How a device describes itself. Texts are clean: UTF-8, no control bytes. */
struct usb_ident {
	uint16_t vendor, product;
	char serial[64]; /* empty: has none */
	char port[64];   /* bus-port.port */
	char name[64];   /* maker and product */
	struct usb_interface interfaces[USB_INTERFACES_MAX];
	size_t interfaces_count;
};

/* A control transfer. to_host says which way `size` bytes of data go. */
struct usb_request {
	uint8_t type, request; /* bmRequestType without its direction bit, bRequest */
	bool to_host;
	uint16_t value, index;
	uint16_t size_bytes;
	uint8_t data[64]; /* to the device: what is sent */
};

enum scanner_start {
	SCANNER_START_DONE,   /* read on */
	SCANNER_START_ASK,    /* *request is filled; come again with the answer */
	SCANNER_START_REFUSE, /* not a device of mine after all; *why is filled (static text) */
};

struct usb_answer {
	bool ok;             /* false: refused by the device (what got lost on the way is tried again by the core) */
	const uint8_t *data; /* to_host: what came */
	size_t size_bytes;
};

struct scanner_driver {
	const char *name;  /* in settings, logs and tests; the name of the file */
	const char *about; /* one line */
	enum driver_state state;
	const struct usb_match *matches; /* also writes the udev rules; NULL: not on USB */
	size_t private_size;             /* zeroed memory of the driver's, one per device, zeroed again at each opening */

	/*
	 * Optional: a second look at a device one of whose interfaces a row matched by its vendor. How sure, or 0 with
	 * *why_not (static text) when a person must say so first. A device that a binding names is not asked about.
	 */
	unsigned (*claim)(const struct usb_ident *ident, const struct usb_match *row, const char **why_not);
	/* Optional: the data interface, where the row matches the one that controls it (CDC). */
	const struct usb_interface *(*data_interface)(const struct usb_ident *ident, const struct usb_interface *matched);
	/* Optional: what to tell or ask the device before reading, one transfer a step from 0; answer is NULL at step 0. */
	enum scanner_start (*start)(struct scanner *scanner, unsigned step, const struct usb_answer *answer, struct usb_request *request,
				    const char **why);
	/* Bytes came: one report, or a piece of a stream. Calls scanner_scanned() for every whole scan among them. */
	void (*received)(struct scanner *scanner, const uint8_t *data, size_t size);
	/* Some reports were lost, or nothing came for long: forget half a code. True: there was one. */
	bool (*forget)(struct scanner *scanner);
};

/* Every driver there is, ended by NULL. In drivers/drivers.c. */
extern const struct scanner_driver *const scanner_drivers[];

void *scanner_private(struct scanner *scanner);
const struct usb_interface *scanner_interface(const struct scanner *scanner); /* the one that matched */
const char *scanner_ends(const struct scanner *scanner);                      /* settings: bytes that close a scan */
uint32_t scanner_baud(const struct scanner *scanner);

/*
 * A whole scan. size may be past what the core takes (SCAN_SIZE_MAX in device/scanner.h): it is then complained of
 * with its size, and data is not looked at. aim: "]E0" or "". False: refused, and complained of.
 */
bool scanner_scanned(struct scanner *scanner, const char *aim, const char *data, size_t size);
/* Something was dropped; says what, for the person in front of it. */
void scanner_complain(struct scanner *scanner, const char *what);
/* From start: reports are at most so long (0, the default: one packet). */
void scanner_expect(struct scanner *scanner, size_t report_bytes);

/* For drivers without a device: a line back to whoever sent the bytes; and the cable. */
void scanner_reply(struct scanner *scanner, const char *line);
void scanner_set_plugged(struct scanner *scanner, bool plugged);
bool scanner_is_plugged(const struct scanner *scanner);

#endif
