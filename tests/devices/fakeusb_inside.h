/* What fakeusb.c (the bus) and fakeusbfs.c (what usbfs is asked) share. */
#ifndef TESTS_DEVICES_FAKEUSB_INSIDE_H
#define TESTS_DEVICES_FAKEUSB_INSIDE_H

#include <pthread.h>

#include <umockdev.h>

#include "devices/fakeusb.h"

#define INTERFACES_MAX 32

struct report {
	struct report *next;
	size_t size;
	uint8_t data[];
};

/* A transfer that one opener of the node has handed in. */
struct transfer {
	struct transfer *next;
	UMockdevIoctlClient *client;       /* compared only */
	UMockdevIoctlData *urb, *bytes;
	uint8_t endpoint;
};

struct fakeusb_port {
	struct fakeusb *bus;
	struct fakeusb_port *next;
	struct fake_kind kind;
	char serial[64], node[64], *node_path, *sys_path;
	int port, address;
	int master, slave;                 /* the node is the slave's symlink */
	bool writable, present;
	UMockdevIoctlBase *handler;
	bool kernel_has[INTERFACES_MAX], claimed[INTERFACES_MAX];
	struct report *reports;
	struct transfer *waiting, *done;
	unsigned interval_us;
	int64_t next_ns;
	struct {
		int error, times;
	} faults[FAKE_FAULTS];
	struct fake_counts counts;
};

struct fakeusb {
	UMockdevTestbed *testbed;
	char *root;
	pthread_mutex_t lock;
	pthread_cond_t changed, paced;
	pthread_t pacer;
	bool stop;
	int addresses;
	struct fakeusb_port *ports;
};

int64_t fakeusb_now_ns(void);
struct timespec fakeusb_at_ns(int64_t ns);

/* With the lock held. */
void fakeusb_set_writable(struct fakeusb_port *port, bool writable);    /* what poll says: a finished transfer waits */
void fakeusb_finish_all(struct fakeusb_port *port, int status);         /* transfers that are out */
void fakeusb_drop_all(struct fakeusb_port *port);
int64_t fakeusb_pump(struct fakeusb_port *port);                        /* reports to transfers; when the next is due, or 0 */
void fakeusb_pump_all(struct fakeusb_port *port);

/* Answers for the node from now on. */
void fakeusb_attach(struct fakeusb_port *port);

#endif
