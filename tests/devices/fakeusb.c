#include "devices/fakeusb_inside.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define SYS_DEVICES "/devices/pci0000:00/0000:00:14.0/usb1"

static void *pace(void *arg)
{
	struct fakeusb *bus = arg;

	pthread_mutex_lock(&bus->lock);
	while (!bus->stop) {
		int64_t due = 0;

		for (struct fakeusb_port *port = bus->ports; port; port = port->next) {
			int64_t next = fakeusb_pump(port);

			if (next && (!due || next < due))
				due = next;
		}
		if (due) {
			struct timespec until = fakeusb_at_ns(due);

			pthread_cond_timedwait(&bus->paced, &bus->lock, &until);
		} else {
			pthread_cond_wait(&bus->paced, &bus->lock);
		}
	}
	pthread_mutex_unlock(&bus->lock);
	return NULL;
}

static void make_folder(struct fakeusb *bus)
{
	char *folder = g_build_filename(bus->root, "dev/bus/usb/001", NULL);

	g_mkdir_with_parents(folder, 0755);
	g_free(folder);
}

/* Without a hub to hang on there is no /sys/bus/usb, and libusb looks for that once, at its start. */
static void add_root_hub(struct fakeusb *bus)
{
	static const char hub[] =
		"P: " SYS_DEVICES "\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\nE: MAJOR=189\nE: MINOR=0\nE: BUSNUM=001\n"
		"E: DEVNUM=001\nE: DEVNAME=/dev/bus/usb/001/001\nE: PRODUCT=1d6b/2/100\nA: busnum=1\\n\nA: devnum=1\\n\nA: dev=189:0\\n\n"
		"A: bConfigurationValue=1\\n\nA: speed=480\\n\nA: idVendor=1d6b\\n\nA: idProduct=0002\\n\nA: devpath=0\\n\n"
		"H: descriptors=12010002090000406B1D020000010302010109021900010100E0000904000001090000000705810304000C\n";

	assert(umockdev_testbed_add_from_string(bus->testbed, hub, NULL));
}

struct fakeusb *fakeusb_new(void)
{
	struct fakeusb *bus = calloc(1, sizeof(*bus));
	pthread_condattr_t attr;

	bus->testbed = umockdev_testbed_new();
	/* Only now: it looks once and remembers, and before the testbed the real /sys shows. */
	if (!umockdev_in_mock_environment()) {
		g_object_unref(bus->testbed);
		free(bus);
		return NULL;
	}
	pthread_mutex_init(&bus->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&bus->changed, &attr);
	pthread_cond_init(&bus->paced, &attr);
	pthread_condattr_destroy(&attr);
	bus->root = umockdev_testbed_get_root_dir(bus->testbed);
	bus->addresses = 1;
	/* libusb looks for the folder before it looks for devices; an empty bus is one too. */
	make_folder(bus);
	add_root_hub(bus);
	pthread_create(&bus->pacer, NULL, pace, bus);
	return bus;
}

const char *fakeusb_root(const struct fakeusb *bus)
{
	return bus->root;
}

static void make_node(struct fakeusb_port *port)
{
	char name[128];
	struct termios raw;

	/* Removing a device may have taken the empty folder with it. */
	make_folder(port->bus);
	port->node_path = g_build_filename(port->bus->root, port->node, NULL);
	assert(openpty(&port->master, &port->slave, name, NULL, NULL) == 0);
	/* A child that inherits the master would keep the device plugged in. */
	fcntl(port->master, F_SETFD, FD_CLOEXEC);
	fcntl(port->slave, F_SETFD, FD_CLOEXEC);
	tcgetattr(port->slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(port->slave, TCSANOW, &raw);
	port->writable = true;
	fakeusb_set_writable(port, false);
	assert(symlink(name, port->node_path) == 0);
}

static void announce(struct fakeusb_port *port)
{
	const struct fake_kind *kind = &port->kind;
	unsigned vendor = kind->device[8] | (unsigned)kind->device[9] << 8, product = kind->device[10] | (unsigned)kind->device[11] << 8;
	char *maker = g_strescape(kind->maker, NULL), *product_name = g_strescape(kind->product, NULL), *serial = g_strescape(port->serial, NULL);
	GString *text = g_string_new(NULL);

	g_string_append_printf(text,
			       "P: " SYS_DEVICES "/1-%d\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\nE: MAJOR=189\n"
			       "E: MINOR=%d\nE: BUSNUM=001\nE: DEVNUM=%03d\nE: DEVNAME=%s\nE: PRODUCT=%x/%x/100\nA: busnum=1\\n\n"
			       "A: devnum=%d\\n\nA: dev=189:%d\\n\nA: bConfigurationValue=%d\\n\nA: speed=12\\n\nA: idVendor=%04x\\n\n"
			       "A: idProduct=%04x\\n\nA: devpath=%d\\n\nA: manufacturer=%s\\n\nA: product=%s\\n\n",
			       port->port, port->address - 1, port->address, port->node, vendor, product, port->address, port->address - 1,
			       kind->config_size > 5 ? kind->config[5] : 1, vendor, product, port->port, maker, product_name);
	if (port->serial[0])
		g_string_append_printf(text, "A: serial=%s\\n\n", serial);
	g_string_append(text, "H: descriptors=");
	for (size_t i = 0; i < sizeof(kind->device); i++)
		g_string_append_printf(text, "%02X", kind->device[i]);
	for (size_t i = 0; i < kind->config_size; i++)
		g_string_append_printf(text, "%02X", kind->config[i]);
	g_string_append_c(text, '\n');
	assert(umockdev_testbed_add_from_string(port->bus->testbed, text->str, NULL));
	g_string_free(text, TRUE);
	g_free(maker);
	g_free(product_name);
	g_free(serial);
	port->sys_path = g_strdup_printf("/sys" SYS_DEVICES "/1-%d", port->port);
}

struct fakeusb_port *fakeusb_plug(struct fakeusb *bus, const struct fake_kind *kind, int number, const char *serial)
{
	struct fakeusb_port *port = calloc(1, sizeof(*port));

	port->bus = bus;
	port->kind = *kind;
	port->port = number;
	port->present = true;
	port->counts.protocol = 0xff;
	snprintf(port->serial, sizeof(port->serial), "%s", serial ? serial : "");
	for (size_t i = 0; i < INTERFACES_MAX; i++)
		port->kernel_has[i] = kind->kernel[0] && kind->config_size > 4 && i < kind->config[4];
	pthread_mutex_lock(&bus->lock);
	port->address = ++bus->addresses;
	pthread_mutex_unlock(&bus->lock);
	snprintf(port->node, sizeof(port->node), "/dev/bus/usb/001/%03d", port->address);
	/* The node and who answers for it first, then the news. */
	make_node(port);
	fakeusb_attach(port);
	pthread_mutex_lock(&bus->lock);
	port->next = bus->ports;
	bus->ports = port;
	pthread_mutex_unlock(&bus->lock);
	announce(port);
	return port;
}

void fakeusb_unplug(struct fakeusb_port *port, int error)
{
	struct fakeusb *bus = port->bus;

	pthread_mutex_lock(&bus->lock);
	port->present = false;
	fakeusb_finish_all(port, -error);
	close(port->slave);
	close(port->master);
	port->slave = port->master = -1;
	pthread_mutex_unlock(&bus->lock);
	unlink(port->node_path);
	umockdev_testbed_uevent(bus->testbed, port->sys_path, "remove");
	umockdev_testbed_remove_device(bus->testbed, port->sys_path);
	umockdev_testbed_detach_ioctl(bus->testbed, port->node, NULL);
}

static void queue(void *owner, const uint8_t *data, size_t size)
{
	struct fakeusb_port *port = owner;
	struct report *report = calloc(1, sizeof(*report) + size), **end = &port->reports;

	report->size = size;
	memcpy(report->data, data, size);
	while (*end)
		end = &(*end)->next;
	*end = report;
	port->counts.queued++;
}

void fakeusb_report(struct fakeusb_port *port, const uint8_t *data, size_t size)
{
	pthread_mutex_lock(&port->bus->lock);
	queue(port, data, size);
	fakeusb_pump_all(port);
	pthread_mutex_unlock(&port->bus->lock);
}

void fakeusb_scan(struct fakeusb_port *port, const char *text)
{
	pthread_mutex_lock(&port->bus->lock);
	fake_speak(&port->kind, text, queue, port);
	fakeusb_pump_all(port);
	pthread_mutex_unlock(&port->bus->lock);
}

void fakeusb_interval(struct fakeusb_port *port, unsigned us)
{
	pthread_mutex_lock(&port->bus->lock);
	port->interval_us = us;
	fakeusb_pump_all(port);
	pthread_mutex_unlock(&port->bus->lock);
}

void fakeusb_fault(struct fakeusb_port *port, enum fake_fault fault, int error, int times)
{
	pthread_mutex_lock(&port->bus->lock);
	port->faults[fault].error = error;
	port->faults[fault].times = times;
	fakeusb_pump_all(port);
	pthread_mutex_unlock(&port->bus->lock);
}

void fakeusb_counts(struct fakeusb_port *port, struct fake_counts *counts)
{
	pthread_mutex_lock(&port->bus->lock);
	*counts = port->counts;
	counts->waiting = 0;
	for (struct transfer *transfer = port->waiting; transfer; transfer = transfer->next)
		counts->waiting++;
	pthread_mutex_unlock(&port->bus->lock);
}

static bool is_ready(const struct fakeusb_port *port)
{
	for (const struct transfer *transfer = port->waiting; transfer; transfer = transfer->next)
		if (transfer->endpoint == port->kind.endpoint)
			return port->counts.claimed;
	return false;
}

static bool is_drained(const struct fakeusb_port *port)
{
	return !port->reports && !port->done;
}

static bool wait_until(struct fakeusb_port *port, bool (*is)(const struct fakeusb_port *), int ms)
{
	struct timespec until = fakeusb_at_ns(fakeusb_now_ns() + ms * INT64_C(1000000));
	bool good;

	pthread_mutex_lock(&port->bus->lock);
	while (!(good = is(port)) && pthread_cond_timedwait(&port->bus->changed, &port->bus->lock, &until) != ETIMEDOUT)
		continue;
	pthread_mutex_unlock(&port->bus->lock);
	return good;
}

bool fakeusb_wait_ready(struct fakeusb_port *port, int ms)
{
	return wait_until(port, is_ready, ms);
}

bool fakeusb_wait_drained(struct fakeusb_port *port, int ms)
{
	return wait_until(port, is_drained, ms);
}

static void port_free(struct fakeusb_port *port)
{
	if (port->slave >= 0) {
		close(port->slave);
		close(port->master);
	}
	fakeusb_drop_all(port);
	while (port->reports) {
		struct report *report = port->reports;

		port->reports = report->next;
		free(report);
	}
	g_object_unref(port->handler);
	g_free(port->sys_path);
	g_free(port->node_path);
	free(port);
}

void fakeusb_free(struct fakeusb *bus)
{
	pthread_mutex_lock(&bus->lock);
	bus->stop = true;
	pthread_cond_signal(&bus->paced);
	pthread_mutex_unlock(&bus->lock);
	pthread_join(bus->pacer, NULL);
	g_object_unref(bus->testbed);  /* ends its thread, removes its folder */
	while (bus->ports) {
		struct fakeusb_port *port = bus->ports;

		bus->ports = port->next;
		port_free(port);
	}
	g_free(bus->root);
	free(bus);
}
