/*
 * A driver (first byte), then pieces of what its reader sends, each behind a byte of length; 0xff is a lost report, 0xfe
 * a second of quiet, 0xfd pulls the plug. Whatever comes out is a whole clean scan (tests/device/feed.h asserts it).
 */
#include "device/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A HID POS reader of the plainest kind; the layouts themselves are tried by fuzz_hid. */
static const uint8_t pos[] = { 0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x85, 0x01, 0x09, 0xfb, 0x09, 0xfc, 0x09, 0xfd, 0x15, 0x00, 0x26,
			       0xff, 0x00, 0x75, 0x08, 0x95, 0x03, 0x81, 0x02, 0x09, 0xfe, 0x95, 0x20, 0x82, 0x02, 0x01, 0xc0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct usb_interface interface = { .class = 3, .subclass = 1, .report_descriptor_bytes = sizeof(pos) };
	const struct scanner_driver *const *driver = scanner_drivers;
	struct feed feed;

	if (size < 1)
		return 0;
	for (uint8_t skip = data[0] % 4; skip > 0 && driver[1]; skip--)
		driver++;
	feed_init(&feed, *driver, &interface);
	feed_start(&feed, pos, sizeof(pos));
	for (data++, size--; size > 0;) {
		size_t one = data[0] < size - 1 ? data[0] : size - 1;

		if (data[0] == 0xff)
			scanner_damage(&feed.unit, feed.now_us);
		else if (data[0] == 0xfe)
			feed.now_us += SCANNER_HALF_US;
		else if (data[0] == 0xfd)
			feed_start(&feed, pos, sizeof(pos));
		else
			scanner_feed(&feed.unit, data + 1, one, feed.now_us += 1000);
		if (data[0] >= 0xfd)
			one = 0;
		data += 1 + one;
		size -= 1 + one;
	}
	scanner_release(&feed.unit);
	return 0;
}
