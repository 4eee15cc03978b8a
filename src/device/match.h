/*
 * Which driver should try which interface of a device, and whether we may take it at all. Pure.
 */
#ifndef DEVICE_MATCH_H
#define DEVICE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "device/scanner-driver.h"

struct scanner_binding;

#define MATCH_CHOICES_MAX 8

struct match_choice {
	const struct scanner_driver *driver;
	const struct usb_interface *control; /* in the ident */
	const struct usb_interface *data;    /* has an IN endpoint; often the same */
	unsigned sure;
};

struct match {
	struct match_choice choices[MATCH_CHOICES_MAX]; /* the surest first; between equals the list's order */
	size_t choices_count;
	const char *why_not; /* with no choice: why a person must say so first; NULL: it is no scanner at all */
};

/* bound: a binding names the device, so that rows for any vendor count too. */
void match_find(const struct scanner_driver *const *drivers, const struct usb_ident *ident, bool bound, struct match *match);

/* The binding that names the device best: serial before port before kind. NULL: none. */
const struct scanner_binding *match_binding(const struct scanner_binding *bindings, size_t count, const struct usb_ident *ident);

#endif
