/*
 * Scanners on the loop: found, opened, read, lost and found again, for ever, and what they read handed on.
 *
 * A scan is bytes and the till they are for; what they mean is calc/gs1 and calc/barcode, what is done with them
 * is the caller's. Control bytes other than FNC1 (0x1d) never pass, nor anything longer than SCAN_SIZE_MAX, nor
 * half a code: a scan of which a piece was lost is dropped whole and complained of.
 *
 * An ordinary keyboard is never taken from the person who types on it: a device is taken when its maker makes
 * readers (drivers/scanner/vendors.h) or when a binding names it.
 *
 * Thread: the loop's. No function waits but scanners_close (bounded, 1 s).
 */
#ifndef DEVICE_SCANNER_H
#define DEVICE_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct buf;
struct event_base;
struct scanners;

#define SCAN_SIZE_MAX 128 /* bytes of one scan */
#define SCANNERS_MAX 32   /* scanners remembered at a time, the lost ones too */
#define SCANNER_BINDINGS_MAX 64
#define SCANNER_TEXT_MAX 64 /* bytes of a name, serial, port or till, with the NUL */

struct scan {
	const char *data;    /* borrowed for the call; not closed by a NUL */
	size_t size;         /* 1 … SCAN_SIZE_MAX */
	const char *aim;     /* AIM identifier as ISO/IEC 15424 has it ("]E0"), where the device tells it apart; else "" */
	const char *scanner; /* its name, for logs */
	const char *till;    /* whose it is: the binding's, else the default */
};

/* A scanner and the till it belongs to. What is empty does not count; what is given must all be equal. */
struct scanner_binding {
	char till[SCANNER_TEXT_MAX];
	char serial[SCANNER_TEXT_MAX]; /* as the device says it, or "virtual" */
	char port[SCANNER_TEXT_MAX];   /* as the kernel numbers it: bus-port.port, "1-2.3" */
	char kind[SCANNER_TEXT_MAX];   /* vendor:product in lower hex, "0c2e:0b61" */
};

/*
 * A scan came. Called from the loop; must not close the scanners.
 */
typedef void scanner_heard(void *owner, const struct scan *scan);
/* Something in scanners_list is different now: a state, or a complaint. */
typedef void scanner_changed(void *owner);

struct scanner_settings {
	const char *till;                       /* of scanners that no binding names; needed */
	const struct scanner_binding *bindings; /* copied */
	size_t bindings_count;
	const char *ends;           /* bytes that close a scan of a serial reader; NULL: CR, LF, Tab, ETX */
	uint32_t baud;              /* told to serial readers; 0: 9600 */
	const char *virtual_socket; /* path of the virtual scanner's Unix socket; NULL: none */
	bool no_usb;                /* leave the bus alone */
	int64_t usb_again_us;       /* a bus that is not there yet is looked for again after this; 0: 5 s */
	scanner_changed *changed;   /* may be NULL */
};

enum scanner_state {
	SCANNER_READY,   /* reads */
	SCANNER_LOST,    /* was there or should be; tried again for ever */
	SCANNER_REFUSED, /* there, but not read; the reason says what a person can do */
};

struct scanner_status {
	char name[SCANNER_TEXT_MAX];
	char driver[SCANNER_TEXT_MAX]; /* empty while none has it */
	char serial[SCANNER_TEXT_MAX];
	char port[SCANNER_TEXT_MAX];
	char kind[SCANNER_TEXT_MAX];
	char till[SCANNER_TEXT_MAX];
	bool bound; /* a binding names it */
	enum scanner_state state;
	char reason[96]; /* why it is not ready; empty when it is */
	uint64_t scans_count;
	uint64_t complaints_count;
	char complaint[96]; /* the last one: what was dropped and why */
};

/*
 * Begins to look for scanners. A machine without USB is no failure: it is logged once and the virtual scanner
 * still works. ERR_INPUT: a setting makes no sense, field names it. ERR_IO: the virtual scanner's socket.
 */
bool scanners_open(struct event_base *base, const struct scanner_settings *settings, scanner_heard *heard, void *owner,
		   struct scanners **scanners, struct err *err) MUST_CHECK;
/* Gives the devices back to the kernel. NULL is fine. Not from within heard or changed. */
void scanners_close(struct scanners *scanners);

/* What there is, the virtual one first; at most `max` rows. Bound scanners that are not plugged in are listed as lost. */
size_t scanners_list(const struct scanners *scanners, struct scanner_status *statuses, size_t max);
const char *scanner_state_name(enum scanner_state state); /* "ready" "lost" "refused" */

/* A scan from elsewhere (a page's camera, a command, a test) by the same rules. ERR_INPUT, ERR_LIMIT, field "data". */
bool scanners_inject(struct scanners *scanners, const char *till, const char *data, size_t size, struct err *err) MUST_CHECK;

/* packaging/udev/60-ocop-pos.rules, from the drivers' match tables. Pure. */
void scanner_write_udev_rules(struct buf *buf);

#endif
