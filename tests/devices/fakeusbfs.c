/* What libusb asks of a node in /dev/bus/usb, answered as the kernel's usbfs does. */
#include "devices/fakeusb_inside.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>

#include <linux/usbdevice_fs.h>

#define REQUEST_GET_DESCRIPTOR 6

int64_t fakeusb_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

struct timespec fakeusb_at_ns(int64_t ns)
{
	return (struct timespec){ ns / 1000000000, ns % 1000000000 };
}

/* ---- transfers; the lock is held ------------------------------------------------------ */

/* Writable means: a finished transfer waits. */
void fakeusb_set_writable(struct fakeusb_port *port, bool writable)
{
	if (port->slave < 0 || port->writable == writable)
		return;
	port->writable = writable;
	tcflow(port->slave, writable ? TCOON : TCOOFF);
}

static void transfer_free(struct transfer *transfer)
{
	g_object_unref(transfer->urb);
	if (transfer->bytes)
		g_object_unref(transfer->bytes);
	free(transfer);
}

static void append(struct transfer **list, struct transfer *transfer)
{
	while (*list)
		list = &(*list)->next;
	transfer->next = NULL;
	*list = transfer;
}

static struct transfer *unlink_first(struct transfer **at)
{
	struct transfer *transfer = *at;

	*at = transfer->next;
	return transfer;
}

static void finish(struct fakeusb_port *port, struct transfer *transfer, int status, size_t size)
{
	struct usbdevfs_urb *urb = (struct usbdevfs_urb *)(void *)transfer->urb->data;

	urb->status = status;
	urb->actual_length = (int)size;
	append(&port->done, transfer);
	fakeusb_set_writable(port, true);
}

static void deliver(struct fakeusb_port *port, struct transfer **at)
{
	struct transfer *transfer = unlink_first(at);
	struct usbdevfs_urb *urb = (struct usbdevfs_urb *)(void *)transfer->urb->data;
	struct report *report = port->reports;
	size_t room = (size_t)urb->buffer_length, size = report->size < room ? report->size : room;

	memcpy(transfer->bytes->data, report->data, size);
	finish(port, transfer, report->size > room ? -EOVERFLOW : 0, size);
	port->reports = report->next;
	port->counts.queued--;
	port->counts.reports++;
	free(report);
}

/* Hands reports to transfers that wait for them. Returns when the next one is due; 0: nothing to wait for. */
int64_t fakeusb_pump(struct fakeusb_port *port)
{
	for (;;) {
		struct transfer **at = &port->waiting;
		int64_t now;

		while (*at && (*at)->endpoint != port->kind.endpoint)
			at = &(*at)->next;
		if (!*at || !port->present)
			return 0;
		if (port->faults[FAKE_FAULT_READ].times > 0) {
			port->faults[FAKE_FAULT_READ].times--;
			finish(port, unlink_first(at), -port->faults[FAKE_FAULT_READ].error, 0);
			continue;
		}
		if (!port->reports)
			return 0;
		now = fakeusb_now_ns();
		if (port->interval_us && now < port->next_ns)
			return port->next_ns;
		port->next_ns = now + port->interval_us * INT64_C(1000);
		deliver(port, at);
	}
}

void fakeusb_pump_all(struct fakeusb_port *port)
{
	if (fakeusb_pump(port))
		pthread_cond_signal(&port->bus->paced);
}

/* ---- what usbfs is asked -------------------------------------------------------------- */

static bool fails(struct fakeusb_port *port, enum fake_fault fault, int *error)
{
	if (port->faults[fault].times <= 0)
		return false;
	port->faults[fault].times--;
	*error = -port->faults[fault].error;
	return true;
}

static int give(uint8_t *to, size_t room, const uint8_t *from, size_t size)
{
	if (size == 0)
		return -EPIPE;
	if (size > room)
		size = room;
	memcpy(to, from, size);
	return (int)size;
}

/* A control transfer: its length, or what it fails with. */
static int control(struct fakeusb_port *port, const uint8_t *setup, uint8_t *data, size_t room)
{
	const struct fake_kind *kind = &port->kind;
	unsigned value = setup[2] | (unsigned)setup[3] << 8, index = setup[4];
	int error;

	port->counts.controls++;
	if (fails(port, FAKE_FAULT_CONTROL, &error))
		return error;
	if (setup[0] == 0x81 && setup[1] == REQUEST_GET_DESCRIPTOR && value >> 8 == 0x22)
		return index < FAKE_INTERFACES_MAX ? give(data, room, kind->report[index], kind->report_size[index]) : -EPIPE;
	if (setup[0] == 0x80 && setup[1] == REQUEST_GET_DESCRIPTOR && value >> 8 == 1)
		return give(data, room, kind->device, sizeof(kind->device));
	if (setup[0] == 0x80 && setup[1] == REQUEST_GET_DESCRIPTOR && value >> 8 == 2)
		return give(data, room, kind->config, kind->config_size);
	if (setup[0] != 0x21)
		return -EPIPE;
	if (kind->speech == FAKE_LINES && setup[1] == 0x20 && room >= 7) {
		port->counts.baud = data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
		return (int)room;
	}
	if (kind->speech == FAKE_LINES && setup[1] == 0x22) {
		port->counts.dtr = value & 1;
		return 0;
	}
	if (kind->speech == FAKE_KEYBOARD && setup[1] == 0x0b)
		port->counts.protocol = (uint8_t)value;
	return kind->speech != FAKE_LINES && (setup[1] == 0x0a || setup[1] == 0x0b) ? 0 : -EPIPE;
}

static int submit(struct fakeusb_port *port, UMockdevIoctlClient *client, UMockdevIoctlData *arg)
{
	UMockdevIoctlData *data = umockdev_ioctl_data_resolve(arg, 0, sizeof(struct usbdevfs_urb), NULL), *bytes = NULL;
	struct usbdevfs_urb *urb;
	struct transfer *transfer;
	int error = -EFAULT;

	/* Nothing can be resolved when the process was killed in the middle of its call. */
	if (!data)
		return -EFAULT;
	urb = (struct usbdevfs_urb *)(void *)data->data;
	port->counts.submits++;
	if (urb->buffer_length > 0)
		bytes = umockdev_ioctl_data_resolve(data, G_STRUCT_OFFSET(struct usbdevfs_urb, buffer), (gsize)urb->buffer_length, NULL);
	if ((urb->buffer_length > 0 && !bytes) || fails(port, FAKE_FAULT_SUBMIT, &error)) {
		g_object_unref(data);
		if (bytes)
			g_object_unref(bytes);
		return error;
	}
	transfer = calloc(1, sizeof(*transfer));
	transfer->client = client;
	transfer->urb = data;
	transfer->bytes = bytes;
	transfer->endpoint = urb->endpoint;
	if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
		int size = control(port, bytes->data, bytes->data + 8, (size_t)urb->buffer_length - 8);

		finish(port, transfer, size < 0 ? size : 0, size < 0 ? 0 : (size_t)size);
	} else if (urb->endpoint & 0x80) {
		append(&port->waiting, transfer);
		fakeusb_pump_all(port);
	} else {
		finish(port, transfer, 0, (size_t)urb->buffer_length);
	}
	return 0;
}

static int reap(struct fakeusb_port *port, UMockdevIoctlClient *client, UMockdevIoctlData *arg)
{
	struct transfer **at = &port->done;
	UMockdevIoctlData *pointer;

	while (*at && (*at)->client != client)
		at = &(*at)->next;
	if (!*at) {
		if (!port->done)
			fakeusb_set_writable(port, false);
		return port->present ? -EAGAIN : -ENODEV;
	}
	pointer = umockdev_ioctl_data_resolve(arg, 0, sizeof(void *), NULL);
	if (!pointer)
		return -EFAULT;
	umockdev_ioctl_data_set_ptr(pointer, 0, (*at)->urb);
	g_object_unref(pointer);
	/* The ioctl's own tree keeps the urb until it has been written back. */
	transfer_free(unlink_first(at));
	if (!port->done && port->present)
		fakeusb_set_writable(port, false);
	return 0;
}

static int discard(struct fakeusb_port *port, UMockdevIoctlClient *client, gulong address)
{
	for (struct transfer **at = &port->waiting; *at; at = &(*at)->next)
		if ((*at)->client == client && (*at)->urb->client_addr == address) {
			finish(port, unlink_first(at), -ENOENT, 0);
			return 0;
		}
	return -EINVAL;
}

static void drop(struct transfer **at, UMockdevIoctlClient *client)
{
	while (*at)
		if (!client || (*at)->client == client)
			transfer_free(unlink_first(at));
		else
			at = &(*at)->next;
}

static int claim(struct fakeusb_port *port, unsigned number, bool detach)
{
	int error;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	if (fails(port, FAKE_FAULT_CLAIM, &error))
		return error;
	if (port->kernel_has[number] && !detach)
		return -EBUSY;
	port->counts.detaches += port->kernel_has[number];
	port->kernel_has[number] = false;
	port->claimed[number] = port->counts.claimed = true;
	port->counts.claims++;
	return 0;
}

static int release(struct fakeusb_port *port, unsigned number)
{
	if (number >= INTERFACES_MAX || !port->claimed[number])
		return -EINVAL;
	port->claimed[number] = port->counts.claimed = false;
	for (size_t i = 0; i < INTERFACES_MAX; i++)
		port->counts.claimed |= port->claimed[i];
	return 0;
}

/* The kernel's driver is put off (ENODATA: none there) or back on. */
static int kernel_driver(struct fakeusb_port *port, const struct usbdevfs_ioctl *asked)
{
	unsigned number = (unsigned)asked->ifno;

	if (number >= INTERFACES_MAX)
		return -EINVAL;
	if (asked->ioctl_code == USBDEVFS_DISCONNECT) {
		if (!port->kernel_has[number])
			return -ENODATA;
		port->kernel_has[number] = false;
		port->counts.detaches++;
		return 0;
	}
	if (port->claimed[number])
		return -EBUSY;
	port->kernel_has[number] = true;
	port->counts.attaches++;
	return 1;
}

static int get_driver(struct fakeusb_port *port, struct usbdevfs_getdriver *asked)
{
	const char *name = NULL;

	if (asked->interface < INTERFACES_MAX)
		name = port->kernel_has[asked->interface] ? port->kind.kernel : port->claimed[asked->interface] ? "usbfs" : NULL;
	if (!name)
		return -ENODATA;
	snprintf(asked->driver, sizeof(asked->driver), "%s", name);
	return 0;
}

static size_t argument_size(gulong request)
{
	switch (request) {
	case USBDEVFS_DISCONNECT_CLAIM: return sizeof(struct usbdevfs_disconnect_claim);
	case USBDEVFS_GETDRIVER: return sizeof(struct usbdevfs_getdriver);
	case USBDEVFS_IOCTL: return sizeof(struct usbdevfs_ioctl);
	default: return sizeof(unsigned);
	}
}

static int answer_plain(struct fakeusb_port *port, gulong request, void *data)
{
	int error;

	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		if (fails(port, FAKE_FAULT_OPEN, &error))
			return error;
		*(uint32_t *)data = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
				    USBDEVFS_CAP_BULK_SCATTER_GATHER | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
		return 0;
	case USBDEVFS_CLAIMINTERFACE: return claim(port, *(unsigned *)data, false);
	case USBDEVFS_DISCONNECT_CLAIM: return claim(port, ((struct usbdevfs_disconnect_claim *)data)->interface, true);
	case USBDEVFS_RELEASEINTERFACE: return release(port, *(unsigned *)data);
	case USBDEVFS_CLEAR_HALT: port->counts.halts_cleared++; return 0;
	case USBDEVFS_GETDRIVER: return get_driver(port, data);
	case USBDEVFS_IOCTL: return kernel_driver(port, data);
	default: fprintf(stderr, "fakeusb: usbfs ioctl %#lx is not known\n", request); return -ENOTTY;
	}
}

static int answer(struct fakeusb_port *port, UMockdevIoctlClient *client, gulong request, UMockdevIoctlData *arg)
{
	UMockdevIoctlData *data;
	int result;

	if (request == USBDEVFS_REAPURBNDELAY || request == USBDEVFS_REAPURB)
		return reap(port, client, arg);
	if (request == USBDEVFS_DISCARDURB)
		return discard(port, client, *(gulong *)(void *)arg->data);
	if (!port->present)
		return -ENODEV;
	if (request == USBDEVFS_SUBMITURB)
		return submit(port, client, arg);
	data = umockdev_ioctl_data_resolve(arg, 0, argument_size(request), NULL);
	if (!data)
		return -EFAULT;
	result = answer_plain(port, request, data->data);
	g_object_unref(data);
	return result;
}

static gboolean on_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, struct fakeusb_port *port)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	UMockdevIoctlData *arg = umockdev_ioctl_client_get_arg(client);
	int result;

	(void)handler;
	pthread_mutex_lock(&port->bus->lock);
	result = answer(port, client, request, arg);
	pthread_cond_broadcast(&port->bus->changed);
	pthread_mutex_unlock(&port->bus->lock);
	umockdev_ioctl_client_complete(client, result < 0 ? -1 : result, result < 0 ? -result : 0);
	return TRUE;
}

/* umockdev 0.17 never sends its signal for this; but the object dies when its socket closed. */
static void on_gone(gpointer arg, GObject *client)
{
	struct fakeusb_port *port = arg;

	pthread_mutex_lock(&port->bus->lock);
	drop(&port->waiting, (UMockdevIoctlClient *)(void *)client);
	drop(&port->done, (UMockdevIoctlClient *)(void *)client);
	if (!port->done && port->present)
		fakeusb_set_writable(port, false);
	/* usbfs releases what the closed file held, and leaves the kernel's driver off. */
	memset(port->claimed, 0, sizeof(port->claimed));
	port->counts.claimed = false;
	port->counts.closes++;
	pthread_cond_broadcast(&port->bus->changed);
	pthread_mutex_unlock(&port->bus->lock);
}

static void on_client(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, struct fakeusb_port *port)
{
	(void)handler;
	pthread_mutex_lock(&port->bus->lock);
	port->counts.opens++;
	pthread_mutex_unlock(&port->bus->lock);
	g_object_weak_ref(G_OBJECT(client), on_gone, port);
}

void fakeusb_attach(struct fakeusb_port *port)
{
	port->handler = umockdev_ioctl_base_new();
	g_signal_connect(port->handler, "handle-ioctl", G_CALLBACK(on_ioctl), port);
	g_signal_connect(port->handler, "client-connected", G_CALLBACK(on_client), port);
	assert(umockdev_testbed_attach_ioctl(port->bus->testbed, port->node, port->handler, NULL));
}

void fakeusb_finish_all(struct fakeusb_port *port, int status)
{
	while (port->waiting)
		finish(port, unlink_first(&port->waiting), status, 0);
}

void fakeusb_drop_all(struct fakeusb_port *port)
{
	drop(&port->waiting, NULL);
	drop(&port->done, NULL);
}
