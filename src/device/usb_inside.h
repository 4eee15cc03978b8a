/* What usb.c and usb_link.c share. */
#ifndef DEVICE_USB_INSIDE_H
#define DEVICE_USB_INSIDE_H

#include <libusb.h>

#include "device/usb.h"

struct usb_device {
	struct usb_device *next;
	libusb_device *device;
	bool was_there;
	struct usb_ident ident;
};

struct usb {
	struct event_base *base;
	libusb_context *context;
	const struct usb_ears *ears;
	void *owner;
	struct usb_watch *watches;
	struct event *timer;          /* only where libusb has no timer descriptor */
	struct event *later;          /* work that must not run inside libusb's callbacks */
	bool opened;                  /* what arrives now was just plugged in */
	struct usb_arrival *arrivals; /* in the order they happened */
	struct usb_device *devices;
	struct usb_link *links;
};

/* Runs what waits, from the loop, soon. */
void usb_wake(struct usb *usb);
/* Frees the links that have ended. */
void usb_links_reap(struct usb *usb);

#endif
