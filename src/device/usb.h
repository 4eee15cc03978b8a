/*
 * The USB bus on the event loop: devices that come and go, and links to them. All of libusb is behind this header.
 *
 * libusb's descriptors are events of the loop, its timers come as a descriptor too, so USB needs no thread of ours.
 * Devices are told of outside libusb's callbacks. A link closes itself after trouble and says so once.
 *
 * Thread: the loop's.
 */
#ifndef DEVICE_USB_H
#define DEVICE_USB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "device/scanner-driver.h"

struct event_base;
struct usb;
struct usb_device; /* lives from came to the end of left */
struct usb_link;   /* one opened device with its claimed interfaces */

struct usb_ears {
	void (*came)(void *owner, struct usb_device *device);
	void (*left)(void *owner, struct usb_device *device);
};

/* ERR_IO: this machine has no USB, or it cannot be reached. Devices already there are told of from the loop. */
bool usb_open(struct event_base *base, const struct usb_ears *ears, void *owner, struct usb **usb, struct err *err) MUST_CHECK;
/* Whether the kernel shows its bus to us (/dev/bus/usb): a container may be given it later, or a machine load its driver late. */
bool usb_has_bus(void);
/* Ends all links first; waits for that at most a second. NULL is fine. */
void usb_close(struct usb *usb);

const struct usb_ident *usb_device_ident(const struct usb_device *device);
bool usb_device_was_there(const struct usb_device *device); /* before usb_open, so it may be in the midst of something */

struct usb_link_ears {
	void (*answered)(void *owner, const struct usb_answer *answer); /* to usb_link_ask */
	void (*received)(void *owner, const uint8_t *data, size_t size);
	void (*damaged)(void *owner);               /* a report was lost; reading goes on */
	void (*lost)(void *owner, const char *why); /* the last call; the link is gone */
};

/* Opens the device, takes the one or two interfaces from the kernel's driver. ERR_FORBIDDEN, ERR_BUSY, ERR_IO. */
bool usb_link_open(struct usb *usb, struct usb_device *device, const struct usb_interface *control, const struct usb_interface *data,
		   const struct usb_link_ears *ears, void *owner, struct usb_link **link, struct err *err) MUST_CHECK;
/* One at a time. Answered or refused within a second, or lost. */
bool usb_link_ask(struct usb_link *link, const struct usb_request *request, struct err *err) MUST_CHECK;
/* From now on received is called; report_bytes 0: one packet a time. */
bool usb_link_read(struct usb_link *link, size_t report_bytes, struct err *err) MUST_CHECK;
/* No ear is called after this. give_back: the kernel's driver gets the device. NULL is fine. Never waits. */
void usb_link_close(struct usb_link *link, bool give_back);

#endif
