/*
 * A driver to start from: copy it, rename what says "skeleton", and follow drivers/README.md. It compiles, and a test
 * feeds it, but it is not in drivers.c.
 *
 * First say how the readers speak and where that is written down. This one sends one byte of length, then the code.
 */
#include "device/scanner-driver.h"

/* Which interfaces are ours. Rows without a vendor count only for devices that a binding names. */
static const struct usb_match matches[] = {
	{ .vendor = 0xffff,
	  .product = 0x0001,
	  .interface_class = 255,
	  .interface_subclass = 0,
	  .interface_protocol = 0,
	  .sure = 60,
	  .name = "Example reader" },
	{ 0 },
};

/* What is remembered between two reports. Zeroed at each plugging in; no pointers to memory of your own. */
struct skeleton {
	char text[256];
	size_t size, want;
};

/* Half a code is no code. Without this function the core cannot drop what a lost report has damaged. */
static bool forget(struct scanner *scanner)
{
	struct skeleton *skeleton = scanner_private(scanner);
	bool had = skeleton->want > 0;

	skeleton->size = skeleton->want = 0;
	return had;
}

/* Any bytes may come, in pieces of any size. Every loop is bounded by `size`, every array by its own. */
static void received(struct scanner *scanner, const uint8_t *data, size_t size)
{
	struct skeleton *skeleton = scanner_private(scanner);

	for (size_t i = 0; i < size; i++) {
		if (skeleton->want == 0) {
			skeleton->want = data[i];
			continue;
		}
		skeleton->text[skeleton->size++] = (char)data[i];
		if (skeleton->size < skeleton->want)
			continue;
		scanner_scanned(scanner, "", skeleton->text, skeleton->size);
		skeleton->size = skeleton->want = 0;
	}
}

extern const struct scanner_driver scanner_skeleton;
const struct scanner_driver scanner_skeleton = {
	.name = "skeleton",
	.about = "An example for whoever writes a driver",
	.state = DRIVER_TRIAL,
	.matches = matches,
	.private_size = sizeof(struct skeleton),
	/* .claim: a second look at a device a row matched; .start: what to tell it first; .data_interface: see cdc-acm.c */
	.received = received,
	.forget = forget,
};
