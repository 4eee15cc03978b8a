/*
 * Readers that show themselves as a serial port: USB CDC PSTN 1.2, abstract control model ("USB COM" in manuals).
 *
 * Two interfaces: one controls (class 2), one carries the bytes (class 10). A code ends with one of the bytes the
 * settings name; between two of them there is nothing, so CR LF is one end.
 */
#include "device/scanner-driver.h"

#include <string.h>

#include "vendors.h"

#define LINE_KEPT 256 /* past what the core takes; the rest is only counted */
#define CDC_DATA_CLASS 10
#define SET_LINE_CODING 0x20   /* PSTN 1.2, 6.3.10 */
#define SET_CONTROL_LINES 0x22 /* 6.3.12 */
#define DTR_AND_RTS 3
#define CLASS_TO_INTERFACE 0x21

struct line {
	char text[LINE_KEPT];
	size_t size; /* of the code so far, also beyond what is kept */
};

/* clang-format off */
static const struct usb_match matches[] = {
	SCANNER_VENDORS(VENDOR_ROW, .interface_class = 2, .interface_subclass = 2, .any_protocol = true, .sure = 70)
	{ .interface_class = 2, .interface_subclass = 2, .any_protocol = true, .sure = 30, .name = "any serial port" },
	{ 0 },
};
/* clang-format on */

/* The union descriptor names the data interface; in every reader it is the next one of class 10. */
static const struct usb_interface *data_interface(const struct usb_ident *ident, const struct usb_interface *matched)
{
	const struct usb_interface *end = ident->interfaces + ident->interfaces_count;

	for (const struct usb_interface *at = matched + 1; at < end; at++)
		if (at->class == CDC_DATA_CLASS)
			return at;
	return NULL;
}

/* Readers ignore the speed, but some wait for DTR before they send. What the device refuses to hear does no harm. */
static enum scanner_start start(struct scanner *scanner, unsigned step, const struct usb_answer *answer, struct usb_request *request,
				const char **why)
{
	uint32_t baud = scanner_baud(scanner);
	const uint8_t coding[7] = { (uint8_t)baud, (uint8_t)(baud >> 8), (uint8_t)(baud >> 16), (uint8_t)(baud >> 24), 0, 0, 8 };

	(void)answer;
	(void)why;
	request->type = CLASS_TO_INTERFACE;
	request->index = scanner_interface(scanner)->number;
	switch (step) {
	case 0:
		request->request = SET_LINE_CODING;
		request->size_bytes = sizeof(coding);
		memcpy(request->data, coding, sizeof(coding));
		return SCANNER_START_ASK;
	case 1:
		request->request = SET_CONTROL_LINES;
		request->value = DTR_AND_RTS;
		return SCANNER_START_ASK;
	default: return SCANNER_START_DONE;
	}
}

static bool forget(struct scanner *scanner)
{
	struct line *line = scanner_private(scanner);
	bool had = line->size > 0;

	line->size = 0;
	return had;
}

static void received(struct scanner *scanner, const uint8_t *data, size_t size)
{
	struct line *line = scanner_private(scanner);
	const char *ends = scanner_ends(scanner);

	for (size_t i = 0; i < size; i++) {
		if (data[i] && strchr(ends, data[i])) {
			if (line->size > 0)
				scanner_scanned(scanner, "", line->text, line->size);
			line->size = 0;
			continue;
		}
		if (line->size < LINE_KEPT)
			line->text[line->size] = (char)data[i];
		line->size++;
	}
}

const struct scanner_driver scanner_cdc_acm = {
	.name = "cdc-acm",
	.about = "Readers that show themselves as a serial port",
	.state = DRIVER_STABLE,
	.matches = matches,
	.private_size = sizeof(struct line),
	.data_interface = data_interface,
	.start = start,
	.received = received,
	.forget = forget,
};
