#include "device/usb.h"

#include <assert.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "device/usb_inside.h"

#define CLOSE_WAIT_US 1000000
#define HID_CLASS_DESCRIPTOR 0x21 /* HID 1.11, 7.1 */
#define HID_REPORT_DESCRIPTOR 0x22
#define PACKET_MAX 1024 /* of any endpoint, USB 2.0 5.6.3 and 5.7.3 */

struct usb_watch {
	struct usb_watch *next;
	int fd;
	struct event *event;
};

struct usb_arrival {
	struct usb_arrival *next;
	libusb_device *device;
	bool left, was_there;
};

/* ---- libusb's descriptors in the loop -------------------------------------------- */

static void pump(evutil_socket_t fd, short what, void *arg)
{
	struct usb *usb = arg;
	struct timeval zero = { 0, 0 }, next;
	int result = libusb_handle_events_timeout_completed(usb->context, &zero, NULL);

	(void)fd;
	(void)what;
	if (result < 0 && result != LIBUSB_ERROR_INTERRUPTED)
		log_warning("usb", "events: %s", libusb_error_name(result));
	if (!libusb_pollfds_handle_timeouts(usb->context) && libusb_get_next_timeout(usb->context, &next) == 1)
		evtimer_add(usb->timer, &next);
}

static void watch_add(int fd, short events, void *arg)
{
	struct usb *usb = arg;
	struct usb_watch *watch = calloc(1, sizeof(*watch));
	short what = (short)(EV_PERSIST | (events & POLLIN ? EV_READ : 0) | (events & POLLOUT ? EV_WRITE : 0));

	assert(watch);
	watch->fd = fd;
	watch->event = event_new(usb->base, fd, what, pump, usb);
	assert(watch->event);
	if (event_add(watch->event, NULL) != 0)
		log_warning("usb", "descriptor %d cannot be waited for", fd);
	watch->next = usb->watches;
	usb->watches = watch;
}

static void watch_remove(int fd, void *arg)
{
	struct usb *usb = arg;

	for (struct usb_watch **at = &usb->watches; *at; at = &(*at)->next) {
		struct usb_watch *watch = *at;

		if (watch->fd != fd)
			continue;
		*at = watch->next;
		event_free(watch->event);
		free(watch);
		return;
	}
}

static bool watch_all(struct usb *usb, struct err *err)
{
	const struct libusb_pollfd **fds = libusb_get_pollfds(usb->context);

	if (!fds)
		return err_set(err, ERR_IO, NULL, "libusb gives no descriptors to wait for");
	for (size_t i = 0; fds[i]; i++)
		watch_add(fds[i]->fd, fds[i]->events, usb);
	libusb_free_pollfds(fds);
	libusb_set_pollfd_notifiers(usb->context, watch_add, watch_remove, usb);
	return true;
}

/* ---- how a device describes itself ------------------------------------------------ */

/* What a stranger wrote, made fit for a log and a page: control bytes and what is no UTF-8 become '?'. */
static void clean(char *text)
{
	bool good = text_is_utf8(text, strlen(text));

	for (char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f || (!good && (*at & 0x80)))
			*at = '?';
	for (size_t size = strlen(text); size > 0 && text[size - 1] == ' '; size--)
		text[size - 1] = '\0';
}

/*
 * The kernel read the texts when the device came; asking the device again would make the loop wait, and needs it
 * opened, which is not ours to do before we know that it is a scanner.
 */
static void read_attribute(const char *port, const char *name, char *text, size_t size)
{
	char path[160], bytes[256];
	ssize_t got;
	int fd;

	text[0] = '\0';
	snprintf(path, sizeof(path), "/sys/bus/usb/devices/%s/%s", port, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	got = read(fd, bytes, sizeof(bytes) - 1);
	close(fd);
	if (got <= 0)
		return;
	if (bytes[got - 1] == '\n')
		got--;
	bytes[got] = '\0';
	/* Never ends in the middle of a letter. */
	if ((size_t)got >= size) {
		got = (ssize_t)size - 1;
		while (got > 0 && ((unsigned char)bytes[got] & 0xc0) == 0x80)
			got--;
		bytes[got] = '\0';
	}
	clean(bytes);
	snprintf(text, size, "%s", bytes);
}

static void read_port(libusb_device *device, char *text, size_t size)
{
	uint8_t ports[8];
	int count = libusb_get_port_numbers(device, ports, sizeof(ports));
	int used = snprintf(text, size, "%d", libusb_get_bus_number(device));

	for (int i = 0; i < count && used < (int)size; i++)
		used += snprintf(text + used, size - (size_t)used, "%c%d", i ? '.' : '-', ports[i]);
}

/* The HID descriptor is the interface's "extra": length, 0x21, version 2, country, count, then type and length each. */
static uint16_t report_descriptor_bytes(const struct libusb_interface_descriptor *interface)
{
	const uint8_t *bytes = interface->extra;
	int left = interface->extra_length;

	while (left >= 2 && bytes[0] >= 2 && bytes[0] <= left) {
		if (bytes[1] == HID_CLASS_DESCRIPTOR)
			for (int i = 0; i < bytes[5 < bytes[0] ? 5 : 0] && 6 + 3 * i + 3 <= bytes[0]; i++)
				if (bytes[6 + 3 * i] == HID_REPORT_DESCRIPTOR)
					return (uint16_t)(bytes[7 + 3 * i] | bytes[8 + 3 * i] << 8);
		left -= bytes[0];
		bytes += bytes[0];
	}
	return 0;
}

static void read_interface(const struct libusb_interface_descriptor *from, struct usb_interface *to)
{
	*to = (struct usb_interface){
		.number = from->bInterfaceNumber,
		.class = from->bInterfaceClass,
		.subclass = from->bInterfaceSubClass,
		.protocol = from->bInterfaceProtocol,
		.report_descriptor_bytes = report_descriptor_bytes(from),
	};
	for (int i = 0; i < from->bNumEndpoints; i++) {
		const struct libusb_endpoint_descriptor *endpoint = &from->endpoint[i];
		int type = endpoint->bmAttributes & 3;
		uint16_t size = endpoint->wMaxPacketSize & 0x7ff;

		if (!(endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN) || size == 0 ||
		    (type != LIBUSB_TRANSFER_TYPE_INTERRUPT && type != LIBUSB_TRANSFER_TYPE_BULK))
			continue;
		to->endpoint_in = endpoint->bEndpointAddress;
		to->endpoint_is_bulk = type == LIBUSB_TRANSFER_TYPE_BULK;
		to->packet_bytes = size < PACKET_MAX ? size : PACKET_MAX;
		return;
	}
}

/* False: nothing that could be a scanner. Only what libusb has at hand: no transfer, no waiting. */
static bool read_ident(libusb_device *device, struct usb_ident *ident)
{
	struct libusb_device_descriptor about;
	struct libusb_config_descriptor *config;
	char maker[64], product[64];
	int result;

	memset(ident, 0, sizeof(*ident));
	if (libusb_get_device_descriptor(device, &about) != 0 || about.bDeviceClass == LIBUSB_CLASS_HUB)
		return false;
	ident->vendor = about.idVendor;
	ident->product = about.idProduct;
	read_port(device, ident->port, sizeof(ident->port));
	result = libusb_get_active_config_descriptor(device, &config);
	if (result != 0) {
		log_notice("usb", "%s: %04x:%04x has no readable configuration: %s", ident->port, ident->vendor, ident->product,
			   libusb_error_name(result));
		return false;
	}
	for (int i = 0; i < config->bNumInterfaces && ident->interfaces_count < USB_INTERFACES_MAX; i++)
		if (config->interface[i].num_altsetting > 0)
			read_interface(&config->interface[i].altsetting[0], &ident->interfaces[ident->interfaces_count++]);
	libusb_free_config_descriptor(config);
	read_attribute(ident->port, "serial", ident->serial, sizeof(ident->serial));
	read_attribute(ident->port, "manufacturer", maker, sizeof(maker));
	read_attribute(ident->port, "product", product, sizeof(product));
	snprintf(ident->name, sizeof(ident->name), "%.31s%s%.31s", maker, maker[0] && product[0] ? " " : "", product);
	clean(ident->name);
	return true;
}

/* ---- coming and going ---------------------------------------------------------------- */

void usb_wake(struct usb *usb)
{
	event_active(usb->later, EV_TIMEOUT, 0);
}

/* Runs inside libusb: only notes it down. */
static int LIBUSB_CALL on_hotplug(libusb_context *context, libusb_device *device, libusb_hotplug_event event, void *arg)
{
	struct usb *usb = arg;
	struct usb_arrival *arrival = calloc(1, sizeof(*arrival)), **end = &usb->arrivals;

	(void)context;
	assert(arrival);
	arrival->device = libusb_ref_device(device);
	arrival->left = event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
	arrival->was_there = !usb->opened;
	while (*end)
		end = &(*end)->next;
	*end = arrival;
	usb_wake(usb);
	return 0;
}

static void came(struct usb *usb, libusb_device *from, bool was_there)
{
	struct usb_device *device = calloc(1, sizeof(*device));

	assert(device);
	if (!read_ident(from, &device->ident)) {
		free(device);
		return;
	}
	device->device = libusb_ref_device(from);
	device->was_there = was_there;
	device->next = usb->devices;
	usb->devices = device;
	usb->ears->came(usb->owner, device);
}

static void forget_device(struct usb *usb, struct usb_device **at)
{
	struct usb_device *device = *at;

	usb->ears->left(usb->owner, device);
	*at = device->next;
	libusb_unref_device(device->device);
	free(device);
}

static void left(struct usb *usb, libusb_device *which)
{
	for (struct usb_device **at = &usb->devices; *at; at = &(*at)->next)
		if ((*at)->device == which) {
			forget_device(usb, at);
			return;
		}
}

static void run_later(evutil_socket_t fd, short what, void *arg)
{
	struct usb *usb = arg;

	(void)fd;
	(void)what;
	while (usb->arrivals) {
		struct usb_arrival *arrival = usb->arrivals;

		usb->arrivals = arrival->next;
		if (arrival->left)
			left(usb, arrival->device);
		else
			came(usb, arrival->device, arrival->was_there);
		libusb_unref_device(arrival->device);
		free(arrival);
	}
	usb_links_reap(usb);
}

bool usb_has_bus(void)
{
	return access("/dev/bus/usb", F_OK) == 0;
}

bool usb_open(struct event_base *base, const struct usb_ears *ears, void *owner, struct usb **usb_made, struct err *err)
{
	struct usb *usb = calloc(1, sizeof(*usb));
	int result;

	assert(usb);
	usb->base = base;
	usb->ears = ears;
	usb->owner = owner;
	result = libusb_init(&usb->context);
	if (result != 0) {
		free(usb);
		return err_set(err, ERR_IO, NULL, "no USB on this machine (%s)", libusb_error_name(result));
	}
	usb->timer = evtimer_new(base, pump, usb);
	usb->later = event_new(base, -1, 0, run_later, usb);
	assert(usb->timer && usb->later);
	if (!watch_all(usb, err))
		goto close_usb;
	result = libusb_hotplug_register_callback(usb->context, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
						  LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
						  LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, usb, NULL);
	if (result != 0) {
		err_set(err, ERR_IO, NULL, "USB devices cannot be watched (%s)", libusb_error_name(result));
		goto close_usb;
	}
	usb->opened = true;
	*usb_made = usb;
	return true;
close_usb:
	usb_close(usb);
	return false;
}

void usb_close(struct usb *usb)
{
	int64_t until_us;
	struct timeval wait = { 0, 20000 };

	if (!usb)
		return;
	while (usb->devices)
		forget_device(usb, &usb->devices);
	until_us = clock_tick_us() + CLOSE_WAIT_US;
	usb_links_reap(usb);
	while (usb->links && clock_tick_us() < until_us) {
		libusb_handle_events_timeout_completed(usb->context, &wait, NULL);
		usb_links_reap(usb);
	}
	if (usb->links)
		log_error("usb", "a device does not let go; leaving it to the kernel");
	while (usb->arrivals) {
		struct usb_arrival *arrival = usb->arrivals;

		usb->arrivals = arrival->next;
		libusb_unref_device(arrival->device);
		free(arrival);
	}
	libusb_set_pollfd_notifiers(usb->context, NULL, NULL, NULL);
	while (usb->watches)
		watch_remove(usb->watches->fd, usb);
	event_free(usb->timer);
	event_free(usb->later);
	/* With transfers still out, libusb must not end under them. */
	if (!usb->links)
		libusb_exit(usb->context);
	free(usb);
}

const struct usb_ident *usb_device_ident(const struct usb_device *device)
{
	return &device->ident;
}

bool usb_device_was_there(const struct usb_device *device)
{
	return device->was_there;
}
