/*
 * One opened device. Two reads are always out, so that no report finds nobody waiting.
 *
 * The rules libusb asks for: nothing is closed inside a transfer's callback; a transfer is freed only after its
 * callback came; "no device" is normal life. So a link that ends cancels what is out, counts down, and is freed
 * from the loop by usb_links_reap.
 */
#include "device/usb.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "device/usb_inside.h"

#define READS 2
#define ERRORS_MAX 16 /* in a row, before the link is given up and opened anew */
#define ASK_TIMEOUT_MS 1000
#define REPORT_MAX 4096

struct usb_link {
	struct usb_link *next;
	struct usb *usb;
	libusb_device_handle *handle;
	const struct usb_link_ears *ears; /* NULL: nobody listens any more */
	void *owner;
	uint8_t claimed[2];
	size_t claimed_count;
	struct usb_interface data;
	struct libusb_transfer *reads[READS];
	uint8_t *read_bytes; /* of all reads */
	struct libusb_transfer *ask;
	uint8_t ask_bytes[LIBUSB_CONTROL_SETUP_SIZE + USB_ASK_MAX];
	int flying; /* transfers libusb has */
	int errors; /* in a row */
	bool ending, give_back;
};

static void end(struct usb_link *link)
{
	if (!link->ending) {
		link->ending = true;
		link->ears = NULL;
		for (size_t i = 0; i < READS; i++)
			if (link->reads[i])
				libusb_cancel_transfer(link->reads[i]);
		if (link->ask)
			libusb_cancel_transfer(link->ask);
	}
	if (link->flying == 0)
		usb_wake(link->usb);
}

static void lose(struct usb_link *link, const char *why)
{
	const struct usb_link_ears *ears = link->ears;

	end(link);
	if (ears)
		ears->lost(link->owner, why);
}

static bool submit(struct usb_link *link, struct libusb_transfer *transfer, struct err *err)
{
	int result = libusb_submit_transfer(transfer);

	if (result == 0) {
		link->flying++;
		return true;
	}
	return err_set(err, ERR_IO, NULL, "%s", result == LIBUSB_ERROR_NO_DEVICE ? "unplugged" : libusb_error_name(result));
}

static const char *status_name(enum libusb_transfer_status status)
{
	static const char *const names[] = {
		[LIBUSB_TRANSFER_COMPLETED] = "empty reports",
		[LIBUSB_TRANSFER_ERROR] = "transfer errors",
		[LIBUSB_TRANSFER_TIMED_OUT] = "timeouts",
		[LIBUSB_TRANSFER_CANCELLED] = "transfers cancelled",
		[LIBUSB_TRANSFER_STALL] = "stalls",
		[LIBUSB_TRANSFER_NO_DEVICE] = "unplugged",
		[LIBUSB_TRANSFER_OVERFLOW] = "overlong packets",
	};

	return (size_t)status < COUNT_OF(names) && names[status] ? names[status] : "unknown trouble";
}

static void LIBUSB_CALL on_read(struct libusb_transfer *transfer)
{
	struct usb_link *link = transfer->user_data;
	bool good = transfer->status == LIBUSB_TRANSFER_COMPLETED && transfer->actual_length > 0;
	struct err err;

	link->flying--;
	if (link->ending) {
		end(link);
		return;
	}
	if (transfer->status == LIBUSB_TRANSFER_NO_DEVICE || transfer->status == LIBUSB_TRANSFER_CANCELLED) {
		lose(link, status_name(transfer->status));
		return;
	}
	/* An empty report comes at unplugging; it is no error, but many in a row would keep the loop busy. */
	link->errors = good ? 0 : link->errors + 1;
	if (link->errors > ERRORS_MAX) {
		lose(link, status_name(transfer->status));
		return;
	}
	/* Only the kernel can clear its side of a halted endpoint, and it does so in this call: a few ms on the wire. */
	if (transfer->status == LIBUSB_TRANSFER_STALL)
		libusb_clear_halt(link->handle, link->data.endpoint_in);
	if (good)
		link->ears->received(link->owner, transfer->buffer, (size_t)transfer->actual_length);
	else if (transfer->status != LIBUSB_TRANSFER_COMPLETED)
		link->ears->damaged(link->owner);
	/* The owner may have closed the link while it listened. */
	if (link->ending)
		end(link);
	else if (!submit(link, transfer, &err))
		lose(link, err.text);
}

static void LIBUSB_CALL on_answer(struct libusb_transfer *transfer)
{
	struct usb_link *link = transfer->user_data;
	struct usb_answer answer = { .ok = transfer->status == LIBUSB_TRANSFER_COMPLETED };

	link->flying--;
	if (link->ending) {
		end(link);
		return;
	}
	/* A refusal is an answer; anything else may go better the next time. */
	if (!answer.ok && transfer->status != LIBUSB_TRANSFER_STALL) {
		lose(link, status_name(transfer->status));
		return;
	}
	if (answer.ok) {
		answer.data = link->ask_bytes + LIBUSB_CONTROL_SETUP_SIZE;
		answer.size_bytes = (size_t)transfer->actual_length;
	}
	link->ears->answered(link->owner, &answer);
}

static bool claim(struct usb_link *link, uint8_t number, struct err *err)
{
	int result = libusb_claim_interface(link->handle, number);

	if (result == 0) {
		link->claimed[link->claimed_count++] = number;
		return true;
	}
	if (result == LIBUSB_ERROR_BUSY)
		return err_set(err, ERR_BUSY, NULL, "another program holds it");
	return err_set(err, ERR_IO, NULL, "%s", result == LIBUSB_ERROR_NO_DEVICE ? "unplugged" : libusb_error_name(result));
}

bool usb_link_open(struct usb *usb, struct usb_device *device, const struct usb_interface *control, const struct usb_interface *data,
		   const struct usb_link_ears *ears, void *owner, struct usb_link **link_made, struct err *err)
{
	struct usb_link *link = calloc(1, sizeof(*link));
	int result;

	assert(link && data->endpoint_in);
	result = libusb_open(device->device, &link->handle);
	if (result != 0) {
		free(link);
		if (result == LIBUSB_ERROR_ACCESS)
			return err_set(err, ERR_FORBIDDEN, NULL, "no permission: install the udev rules and plug it in again");
		return err_set(err, ERR_IO, NULL, "%s", result == LIBUSB_ERROR_NO_DEVICE ? "unplugged" : libusb_error_name(result));
	}
	link->usb = usb;
	link->ears = ears;
	link->owner = owner;
	link->data = *data;
	link->next = usb->links;
	usb->links = link;
	/* Takes the interface from the kernel's driver in one step, so that no key reaches a console in between. */
	libusb_set_auto_detach_kernel_driver(link->handle, 1);
	if (!claim(link, control->number, err) || (data->number != control->number && !claim(link, data->number, err))) {
		usb_link_close(link, false);
		return false;
	}
	*link_made = link;
	return true;
}

bool usb_link_ask(struct usb_link *link, const struct usb_request *request, struct err *err)
{
	uint8_t type = (uint8_t)(request->type | (request->to_host ? LIBUSB_ENDPOINT_IN : 0));

	assert(!link->ending && request->size_bytes <= USB_ASK_MAX);
	assert(request->to_host || request->size_bytes <= sizeof(request->data));
	if (!link->ask)
		link->ask = libusb_alloc_transfer(0);
	assert(link->ask);
	libusb_fill_control_setup(link->ask_bytes, type, request->request, request->value, request->index, request->size_bytes);
	if (!request->to_host)
		memcpy(link->ask_bytes + LIBUSB_CONTROL_SETUP_SIZE, request->data, request->size_bytes);
	libusb_fill_control_transfer(link->ask, link->handle, link->ask_bytes, on_answer, link, ASK_TIMEOUT_MS);
	return submit(link, link->ask, err);
}

bool usb_link_read(struct usb_link *link, size_t report_bytes, struct err *err)
{
	size_t packet = link->data.packet_bytes, room = packet;

	/* Whole packets: a device may fill its last one, and a shorter buffer would overflow (HID 1.11, 8.4). */
	if (report_bytes > packet && report_bytes <= REPORT_MAX)
		room = (report_bytes + packet - 1) / packet * packet;
	assert(!link->ending && !link->read_bytes);
	link->read_bytes = calloc(READS, room);
	assert(link->read_bytes);
	for (size_t i = 0; i < READS; i++) {
		uint8_t *bytes = link->read_bytes + i * room;

		link->reads[i] = libusb_alloc_transfer(0);
		assert(link->reads[i]);
		if (link->data.endpoint_is_bulk)
			libusb_fill_bulk_transfer(link->reads[i], link->handle, link->data.endpoint_in, bytes, (int)room, on_read, link, 0);
		else
			libusb_fill_interrupt_transfer(link->reads[i], link->handle, link->data.endpoint_in, bytes, (int)room, on_read, link, 0);
		if (!submit(link, link->reads[i], err))
			return false;
	}
	return true;
}

void usb_link_close(struct usb_link *link, bool give_back)
{
	if (!link)
		return;
	link->give_back = give_back;
	end(link);
}

static void link_free(struct usb_link *link)
{
	/* After trouble the kernel's driver stays off: the reader must not type into a console until we are back. */
	libusb_set_auto_detach_kernel_driver(link->handle, link->give_back);
	while (link->claimed_count > 0)
		libusb_release_interface(link->handle, link->claimed[--link->claimed_count]);
	for (size_t i = 0; i < READS; i++)
		libusb_free_transfer(link->reads[i]);
	libusb_free_transfer(link->ask);
	libusb_close(link->handle);
	free(link->read_bytes);
	free(link);
}

void usb_links_reap(struct usb *usb)
{
	for (struct usb_link **at = &usb->links; *at;) {
		struct usb_link *link = *at;

		if (!link->ending || link->flying > 0) {
			at = &link->next;
			continue;
		}
		*at = link->next;
		link_free(link);
	}
}
