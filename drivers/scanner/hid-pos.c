/*
 * Readers in HID POS mode: HID Point of Sale Usage Tables 1.02, usage page 0x8C. The best mode there is: whole codes,
 * with the symbology told apart, and nothing that a keyboard layout could spoil.
 *
 * Whether an interface is one shows only in its report descriptor, so it is asked; what turns out to be something
 * else is given back. How reports are laid out is read from the same descriptor (calc/hid.h).
 */
#include "device/scanner-driver.h"

#include "calc/hid.h"
#include "vendors.h"

#define STANDARD_TO_INTERFACE 0x01
#define GET_DESCRIPTOR 0x06 /* HID 1.11, 7.1.1 */
#define REPORT_DESCRIPTOR 0x2200

/* clang-format off */
static const struct usb_match matches[] = {
	SCANNER_VENDORS(VENDOR_ROW, .interface_class = 3, .interface_subclass = 0, .any_protocol = true, .sure = 80)
	{ .interface_class = 3, .interface_subclass = 0, .any_protocol = true, .sure = 50, .name = "any HID device" },
	{ 0 },
};
/* clang-format on */

static size_t longest_report(const struct hid_pos *pos)
{
	size_t longest = 0;

	for (unsigned id = 0; id <= UINT8_MAX; id++) {
		size_t size = hid_pos_report_size(pos, (uint8_t)id);

		if (size > longest)
			longest = size;
	}
	return longest;
}

static enum scanner_start start(struct scanner *scanner, unsigned step, const struct usb_answer *answer, struct usb_request *request,
				const char **why)
{
	const struct usb_interface *interface = scanner_interface(scanner);
	struct hid_pos *pos = scanner_private(scanner);
	struct err err;

	*why = "not a bar code scanner: scan \"HID POS\" or \"USB keyboard\" in its manual";
	if (step == 0) {
		if (interface->report_descriptor_bytes == 0)
			return SCANNER_START_REFUSE;
		request->type = STANDARD_TO_INTERFACE;
		request->to_host = true;
		request->request = GET_DESCRIPTOR;
		request->value = REPORT_DESCRIPTOR;
		request->index = interface->number;
		request->size_bytes =
			interface->report_descriptor_bytes < HID_DESCRIPTOR_MAX ? interface->report_descriptor_bytes : HID_DESCRIPTOR_MAX;
		return SCANNER_START_ASK;
	}
	if (!answer->ok || !hid_pos_open(pos, answer->data, answer->size_bytes, &err))
		return SCANNER_START_REFUSE;
	scanner_expect(scanner, longest_report(pos));
	return SCANNER_START_DONE;
}

static void received(struct scanner *scanner, const uint8_t *data, size_t size)
{
	struct hid_pos *pos = scanner_private(scanner);

	if (hid_pos_report(pos, data, size))
		scanner_scanned(scanner, pos->scan.aim, (const char *)pos->scan.data, pos->scan.size);
	else if (pos->fault && !pos->joining) /* once, where the code ends */
		scanner_complain(scanner, pos->fault);
}

static bool forget(struct scanner *scanner)
{
	struct hid_pos *pos = scanner_private(scanner);
	bool had = pos->joining;

	hid_pos_clear(pos);
	return had;
}

const struct scanner_driver scanner_hid_pos = {
	.name = "hid-pos",
	.about = "Readers in HID POS mode",
	.state = DRIVER_STABLE,
	.matches = matches,
	.private_size = sizeof(struct hid_pos),
	.start = start,
	.received = received,
	.forget = forget,
};
