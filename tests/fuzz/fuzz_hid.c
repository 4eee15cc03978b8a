/* Two bytes of length, a report descriptor, then reports, each behind a byte of length: bounded, whole, never a control byte typed. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "calc/hid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_scan(const struct hid_scan *scan, bool typed)
{
	assert(scan->size > 0 && scan->size <= HID_SCAN_MAX && scan->data[scan->size] == 0);
	assert(strlen(scan->aim) == 0 || strlen(scan->aim) == 3);
	for (size_t i = 0; typed && i < scan->size; i++)
		assert((scan->data[i] >= 0x20 && scan->data[i] < 0x7f) || scan->data[i] == HID_GS);
}

static void feed_keyboard(struct hid_keyboard *keyboard, const uint8_t *data, size_t size)
{
	while (size > 1) {
		size_t one = data[0] < size - 1 ? data[0] : size - 1;

		if (hid_keyboard_report(keyboard, data + 1, one)) {
			assert(!keyboard->fault || keyboard->scan.size);
			check_scan(&keyboard->scan, true);
		}
		data += 1 + one;
		size -= 1 + one;
	}
	if (hid_keyboard_flush(keyboard))
		check_scan(&keyboard->scan, true);
	assert(!hid_keyboard_flush(keyboard));
}

static void feed_pos(struct hid_pos *pos, const uint8_t *data, size_t size)
{
	while (size > 1) {
		size_t one = data[0] < size - 1 ? data[0] : size - 1;

		if (hid_pos_report(pos, data + 1, one)) {
			assert(!pos->fault);
			check_scan(&pos->scan, false);
		}
		data += 1 + one;
		size -= 1 + one;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hid_keyboard keyboard;
	static struct hid_pos pos;
	size_t descriptor;
	struct err err;

	if (size < 2)
		return 0;
	descriptor = (size_t)data[0] << 8 | data[1];
	data += 2;
	size -= 2;
	if (descriptor > size)
		descriptor = size;
	if (hid_pos_open(&pos, data, descriptor, &err))
		feed_pos(&pos, data + descriptor, size - descriptor);
	if (hid_keyboard_open(&keyboard, data, descriptor, &err))
		feed_keyboard(&keyboard, data + descriptor, size - descriptor);
	hid_keyboard_init(&keyboard);
	feed_keyboard(&keyboard, data + descriptor, size - descriptor);
	return 0;
}
