/*
 * Readers that type, as most leave the factory: USB HID keyboards, of the boot kind (HID 1.11, appendix B) or with a
 * layout of their own that their report descriptor tells.
 *
 * Keys are read as on a US keyboard, whatever the machine is set to (calc/hid.h); a reader set to another country
 * wants its manual's "USA keyboard" code, not a driver.
 */
#include "device/scanner-driver.h"

#include <string.h>

#include "calc/hid.h"
#include "vendors.h"

#define CLASS_TO_INTERFACE 0x21 /* HID 1.11, 7.2 */
#define SET_IDLE 0x0a
#define SET_PROTOCOL 0x0b
#define BOOT_PROTOCOL 0
#define STANDARD_TO_INTERFACE 0x01
#define GET_DESCRIPTOR 0x06 /* 7.1.1 */
#define REPORT_DESCRIPTOR 0x2200
#define BOOT 1
#define BOOT_MOUSE 2
#define STORAGE_CLASS 8

/* clang-format off */
static const struct usb_match matches[] = {
	SCANNER_VENDORS(VENDOR_ROW, .interface_class = 3, .interface_subclass = BOOT, .interface_protocol = 1, .sure = 60)
	SCANNER_VENDORS(VENDOR_ROW, .interface_class = 3, .interface_subclass = 0, .any_protocol = true, .sure = 40)
	{ .interface_class = 3, .interface_subclass = BOOT, .interface_protocol = 1, .sure = 20, .name = "any keyboard" },
	{ .interface_class = 3, .interface_subclass = 0, .any_protocol = true, .sure = 10, .name = "any HID device" },
	{ 0 },
};
/* clang-format on */

/* A keyboard with a mouse belongs to a person; one with a disk is no reader that anybody sells. */
static unsigned claim(const struct usb_ident *ident, const struct usb_match *row, const char **why_not)
{
	for (size_t i = 0; i < ident->interfaces_count; i++) {
		const struct usb_interface *interface = &ident->interfaces[i];

		if (interface->class == 3 && interface->subclass == BOOT && interface->protocol == BOOT_MOUSE)
			*why_not = "a keyboard with a mouse: bind it to a till if it is a scanner all the same";
		else if (interface->class == STORAGE_CLASS)
			*why_not = "a keyboard with a disk, which no scanner is: unplug it unless you know what it is";
		else
			continue;
		return 0;
	}
	return row->sure;
}

static bool open_layout(struct scanner *scanner, const struct usb_answer *answer)
{
	struct hid_keyboard *keyboard = scanner_private(scanner);
	struct err err;

	return answer->ok && hid_keyboard_open(keyboard, answer->data, answer->size_bytes, &err);
}

static void set_suffixes(struct scanner *scanner)
{
	struct hid_keyboard *keyboard = scanner_private(scanner);
	const char *ends = scanner_ends(scanner);

	keyboard->suffixes = (strpbrk(ends, "\r\n") ? HID_SUFFIX_ENTER : 0) | (strchr(ends, '\t') ? HID_SUFFIX_TAB : 0);
}

static enum scanner_start ask_layout(struct scanner *scanner, struct usb_request *request)
{
	const struct usb_interface *interface = scanner_interface(scanner);
	uint16_t said = interface->report_descriptor_bytes;

	request->type = STANDARD_TO_INTERFACE;
	request->to_host = true;
	request->request = GET_DESCRIPTOR;
	request->value = REPORT_DESCRIPTOR;
	request->index = interface->number;
	request->size_bytes = said && said < HID_DESCRIPTOR_MAX ? said : HID_DESCRIPTOR_MAX;
	return SCANNER_START_ASK;
}

static enum scanner_start ask_class(struct scanner *scanner, uint8_t what, struct usb_request *request)
{
	request->type = CLASS_TO_INTERFACE;
	request->request = what;
	request->value = what == SET_PROTOCOL ? BOOT_PROTOCOL : 0;
	request->index = scanner_interface(scanner)->number;
	return SCANNER_START_ASK;
}

/*
 * A boot keyboard is told to speak the boot protocol; one that refuses, and one that is no boot keyboard, speaks as its
 * report descriptor says. No repeats (SET_IDLE 0), which readers may refuse.
 */
static enum scanner_start start(struct scanner *scanner, unsigned step, const struct usb_answer *answer, struct usb_request *request,
				const char **why)
{
	bool is_boot = scanner_interface(scanner)->subclass == BOOT;

	switch (step) {
	case 0:
		hid_keyboard_init(scanner_private(scanner));
		return is_boot ? ask_class(scanner, SET_PROTOCOL, request) : ask_layout(scanner, request);
	case 1:
		if (is_boot && !answer->ok)
			return ask_layout(scanner, request);
		if (!is_boot && !open_layout(scanner, answer)) {
			*why = "neither a bar code scanner nor a keyboard: scan \"USB keyboard\" or \"HID POS\" in its manual";
			return SCANNER_START_REFUSE;
		}
		return ask_class(scanner, SET_IDLE, request);
	case 2:
		/* The layout, after a refused SET_PROTOCOL: without it, boot reports are still the likeliest. */
		if (is_boot && answer->ok && answer->size_bytes > 0 && !open_layout(scanner, answer))
			hid_keyboard_init(scanner_private(scanner));
		set_suffixes(scanner);
		return SCANNER_START_DONE;
	default: return SCANNER_START_DONE;
	}
}

static void received(struct scanner *scanner, const uint8_t *data, size_t size)
{
	struct hid_keyboard *keyboard = scanner_private(scanner);

	if (hid_keyboard_report(keyboard, data, size))
		scanner_scanned(scanner, keyboard->scan.aim, (const char *)keyboard->scan.data, keyboard->scan.size);
	else if (keyboard->fault && !keyboard->spoiled) /* once, where the code ends */
		scanner_complain(scanner, keyboard->fault);
}

static bool forget(struct scanner *scanner)
{
	struct hid_keyboard *keyboard = scanner_private(scanner);
	bool had = hid_keyboard_flush(keyboard) || keyboard->fault;

	hid_keyboard_clear(keyboard);
	return had;
}

const struct scanner_driver scanner_hid_keyboard = {
	.name = "hid-keyboard",
	.about = "Readers that type like a keyboard",
	.state = DRIVER_STABLE,
	.matches = matches,
	.private_size = sizeof(struct hid_keyboard),
	.claim = claim,
	.start = start,
	.received = received,
	.forget = forget,
};
