/* A payload is read without overrun; what is read as a transfer can be written, and reads the same again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "calc/vietqr.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

/* The same text with its CRC put right, so that what lies behind that door is reached. */
static size_t mend(const uint8_t *data, size_t size, char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	uint16_t crc;

	memcpy(text, data, size);
	memcpy(text + size, "6304", 4);
	crc = vietqr_crc(text, size + 4);
	for (int i = 0; i < 4; i++)
		text[size + 4 + (size_t)i] = digits[crc >> (12 - 4 * i) & 15];
	return size + 8;
}

static void check(const char *text, size_t size)
{
	struct vietqr vietqr, again;
	char payload[VIETQR_PAYLOAD_SIZE];
	struct err err = { 0 };
	struct buf json;

	if (!vietqr_read(text, size, &vietqr, &err)) {
		assert(err.text[0]);
		return;
	}
	assert(!err.text[0]);
	buf_init(&json, 1 << 20);
	vietqr_list(text, size, &json);
	assert(!json.full && json.size > 2 && text_is_utf8(json.data, json.size));
	buf_release(&json);
	if (!vietqr.payable)
		return;

	struct vietqr_order order = {
		vietqr.bin, vietqr.account, vietqr.service[0] ? vietqr.service : NULL, vietqr.amount, vietqr.purpose, vietqr.bill,
	};

	if (!vietqr_write(&order, payload, &err))
		return;
	assert(vietqr_read(payload, strlen(payload), &again, &err));
	assert(again.payable && again.amount.dong == vietqr.amount.dong);
	assert(text_is(again.bin, vietqr.bin) && text_is(again.account, vietqr.account) && text_is(again.bill, vietqr.bill));
	assert(!is_ascii(vietqr.purpose) || text_is(again.purpose, vietqr.purpose));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[VIETQR_READ_MAX + 8];

	if (size > VIETQR_READ_MAX - 8)
		return 0;
	check((const char *)data, size);
	check(text, mend(data, size, text));
	return 0;
}
