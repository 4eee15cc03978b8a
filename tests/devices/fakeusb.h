/*
 * A USB bus without hardware: readers that are plugged in, scan, fail and are pulled out on demand.
 *
 * Built on umockdev's testbed. The program under test is unchanged; it runs with LD_PRELOAD=libumockdev-preload.so.0
 * and UMOCKDEV_DIR=fakeusb_root(), as a process of its own. What its libusb asks of /dev/bus/usb is answered here.
 * The node of a device is a pty, because a pty polls as usbfs does: writable when a finished transfer waits (tcflow),
 * hung up when the device is gone (master closed). umockdev's own node is a file, which epoll refuses.
 *
 * The program under test must end before the bus does, and must not be a session leader: the pty would become its
 * controlling terminal and pulling the plug would kill it.
 *
 * Thread: any; a lock inside.
 */
#ifndef TESTS_DEVICES_FAKEUSB_H
#define TESTS_DEVICES_FAKEUSB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define FAKE_CONFIG_MAX 16384
#define FAKE_REPORT_MAX 4096
#define FAKE_INTERFACES_MAX 4

struct fakeusb;
struct fakeusb_port;  /* a device from fakeusb_plug to fakeusb_free, also after it was pulled out */

enum fake_speech { FAKE_KEYBOARD, FAKE_POS, FAKE_LINES };

/* What a device says of itself. tests/devices/<driver>/device.txt holds one, a word and its value a line. */
struct fake_kind {
	char maker[64], product[64];
	char kernel[32];                /* the kernel's driver that has it first; empty: none */
	enum fake_speech speech;        /* how a text becomes reports */
	uint8_t endpoint;               /* that sends them */
	uint8_t device[18];
	uint8_t config[FAKE_CONFIG_MAX];
	size_t config_size;
	uint8_t report[FAKE_INTERFACES_MAX][FAKE_REPORT_MAX];  /* HID report descriptors by interface */
	size_t report_size[FAKE_INTERFACES_MAX];
};

bool fake_kind_read(const char *path, struct fake_kind *kind, struct err *err) MUST_CHECK;
bool fake_kind_write(const char *path, const struct fake_kind *kind) MUST_CHECK;
/* A text as the reports of that device; returns how many. */
size_t fake_speak(const struct fake_kind *kind, const char *text, void (*report)(void *owner, const uint8_t *data, size_t size), void *owner);

enum fake_fault {
	FAKE_FAULT_READ,    /* the next transfers on the data endpoint end with the error */
	FAKE_FAULT_CLAIM,
	FAKE_FAULT_SUBMIT,
	FAKE_FAULT_CONTROL, /* EPIPE: the device refuses */
	FAKE_FAULT_OPEN,    /* any call right after opening */
	FAKE_FAULTS
};

struct fake_counts {
	unsigned long opens, closes, claims, detaches, attaches, submits, controls, reports, halts_cleared;
	size_t waiting;     /* transfers out for reading */
	size_t queued;      /* reports not yet taken */
	bool claimed, dtr;
	uint32_t baud;
	uint8_t protocol;   /* last SET_PROTOCOL; 0xff: never */
};

/* NULL: not under the preload. */
struct fakeusb *fakeusb_new(void);
void fakeusb_free(struct fakeusb *bus);
const char *fakeusb_root(const struct fakeusb *bus);

/* port 1 … 200: where it is plugged in, "1-<port>". A device that comes back has a new address, as on a real bus. */
struct fakeusb_port *fakeusb_plug(struct fakeusb *bus, const struct fake_kind *kind, int port, const char *serial);
/* error: what transfers that are out end with: ESHUTDOWN (usual), EPROTO, ENOENT. */
void fakeusb_unplug(struct fakeusb_port *port, int error);
void fakeusb_scan(struct fakeusb_port *port, const char *text);
void fakeusb_report(struct fakeusb_port *port, const uint8_t *data, size_t size);
void fakeusb_interval(struct fakeusb_port *port, unsigned us);  /* between two reports; 0: none */
void fakeusb_fault(struct fakeusb_port *port, enum fake_fault fault, int error, int times);
void fakeusb_counts(struct fakeusb_port *port, struct fake_counts *counts);
/* False: not within so long. Ready: claimed, and a read is out. Drained: all reports were taken. */
bool fakeusb_wait_ready(struct fakeusb_port *port, int ms);
bool fakeusb_wait_drained(struct fakeusb_port *port, int ms);

#endif
