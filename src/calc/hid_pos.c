#include "calc/hid.h"

#include <string.h>

#include "calc/hid_map.h"

enum {
	USAGE_AIM_FIRST = 0xfb,
	USAGE_AIM_LAST = 0xfd,
	USAGE_DATA = 0xfe,
	USAGE_CONTINUED = 0xff,
};

#define USAGE_BYTE_COUNT HID_USAGE(HID_PAGE_DESKTOP, 0x3b)

/* Layouts of every report id with fields of ours, while the descriptor is walked. */
struct layouts {
	struct hid_pos_layout list[HID_POS_IDS_MAX];
	size_t count;
};

static struct hid_pos_layout *layout_of(struct layouts *layouts, uint8_t id)
{
	for (size_t i = 0; i < layouts->count; i++)
		if (layouts->list[i].id == id)
			return &layouts->list[i];
	if (layouts->count == HID_POS_IDS_MAX)
		return NULL;
	layouts->list[layouts->count].id = id;
	return &layouts->list[layouts->count++];
}

static void take_data(struct hid_pos_layout *layout, const struct hid_run *run)
{
	/* Bytes in a row, or one long field of whole bytes. */
	unsigned bytes = run->bits == 8 ? run->count : run->count == 1 && run->bits % 8 == 0 ? run->bits / 8u : 0;

	if (bytes == 0)
		return;
	if (!layout->data_bytes)
		layout->data_at = run->bit_at;
	else if (layout->data_at + 8u * layout->data_bytes != run->bit_at)
		return;
	layout->data_bytes = (uint16_t)(layout->data_bytes + bytes);
}

static void take_field(struct hid_pos_layout *layout, uint32_t usage, unsigned at, const struct hid_run *run)
{
	uint32_t id = usage & 0xffff;
	unsigned bits = run->bits;

	if (usage == USAGE_BYTE_COUNT && bits <= 32 && !layout->has_count) {
		layout->has_count = true;
		layout->count_at = (uint16_t)at;
		layout->count_bits = (uint8_t)bits;
	} else if (usage >> 16 >= HID_PAGE_VENDOR && bits == 8 && !layout->has_code) {
		layout->has_code = true;
		layout->code_at = (uint16_t)at;
	} else if (usage >> 16 == HID_PAGE_BARCODE && id >= USAGE_AIM_FIRST && id <= USAGE_AIM_LAST && bits == 8 && !layout->has_aim[id - USAGE_AIM_FIRST]) {
		layout->has_aim[id - USAGE_AIM_FIRST] = true;
		layout->aim_at[id - USAGE_AIM_FIRST] = (uint16_t)at;
	} else if (usage == HID_USAGE(HID_PAGE_BARCODE, USAGE_CONTINUED) && !layout->has_continued) {
		/* A flag is often padded to a byte by repeating its field; any bit of them says that more comes. */
		unsigned all = run->steps ? bits : bits * run->count;

		layout->has_continued = true;
		layout->continued_at = (uint16_t)at;
		layout->continued_bits = (uint8_t)(all < 32 ? all : 32);
	}
}

static void take_run(void *taker, const struct hid_run *run)
{
	struct hid_pos_layout *layout = layout_of(taker, run->report_id);
	uint32_t aim = HID_USAGE(HID_PAGE_BARCODE, USAGE_AIM_FIRST);
	bool aim_as_one = run->usage == aim && !run->steps && run->count >= 3;

	if (!layout)
		return;
	if (run->usage == HID_USAGE(HID_PAGE_BARCODE, USAGE_DATA) && !run->steps) {
		take_data(layout, run);
		return;
	}
	/* More than the five usages from FB to FF in a row are none of ours. */
	for (unsigned i = 0; i < run->count && i < 8; i++) {
		uint32_t usage = run->usage + (run->steps || aim_as_one ? i : 0);
		unsigned at = run->bit_at + i * run->bits;

		if (usage == HID_USAGE(HID_PAGE_BARCODE, USAGE_DATA)) {
			struct hid_run one = *run;

			one.count = 1;
			one.bit_at = (uint16_t)at;
			take_data(layout, &one);
		} else {
			take_field(layout, usage, at, run);
		}
		if (aim_as_one && i == 2)
			return;
	}
}

bool hid_pos_open(struct hid_pos *pos, const uint8_t *descriptor, size_t size, struct err *err)
{
	struct layouts layouts = { .count = 0 };
	uint16_t sizes[256];

	memset(pos, 0, sizeof(*pos));
	if (!hid_map_walk(descriptor, size, take_run, &layouts, sizes, err))
		return false;
	for (unsigned id = 0; id < 256; id++) {
		if (!sizes[id])
			continue;
		if (pos->ids_count == HID_POS_IDS_MAX)
			return err_set(err, ERR_LIMIT, NULL, "report descriptor: more than %d report ids", HID_POS_IDS_MAX);
		pos->ids[pos->ids_count].id = (uint8_t)id;
		pos->ids[pos->ids_count++].bits = sizes[id];
		pos->has_ids = pos->has_ids || id;
	}
	for (size_t i = 0; i < layouts.count; i++) {
		if (!layouts.list[i].data_bytes)
			continue;
		if (pos->reports_count == HID_POS_REPORTS_MAX)
			return err_set(err, ERR_LIMIT, NULL, "report descriptor: more than %d reports with decoded data", HID_POS_REPORTS_MAX);
		pos->reports[pos->reports_count++] = layouts.list[i];
	}
	if (!pos->reports_count)
		return err_set(err, ERR_INPUT, NULL, "report descriptor: no input report holds decoded data (page 8C, usage FE)");
	return true;
}

size_t hid_pos_report_size(const struct hid_pos *pos, uint8_t id)
{
	for (size_t i = 0; i < pos->ids_count; i++)
		if (!pos->has_ids || pos->ids[i].id == id)
			return (pos->ids[i].bits + 7u) / 8 + (pos->has_ids ? 1 : 0);
	return 0;
}

void hid_pos_clear(struct hid_pos *pos)
{
	pos->size = 0;
	pos->aim[0] = '\0';
	pos->code = 0;
	pos->joining = pos->too_long = false;
}

static bool refuse(struct hid_pos *pos, const char *fault)
{
	hid_pos_clear(pos);
	pos->fault = fault;
	return false;
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* "]C1", or "" where the fields are absent or hold something else. */
static void read_aim(const struct hid_pos_layout *layout, const uint8_t *body, size_t size, char aim[4])
{
	for (size_t i = 0; i < 3; i++)
		aim[i] = layout->has_aim[i] ? (char)hid_map_number(body, size, layout->aim_at[i], 8) : '\0';
	aim[3] = '\0';
	if (aim[0] != ']' || !is_alnum(aim[1]) || !is_alnum(aim[2]))
		aim[0] = '\0';
}

static bool give_scan(struct hid_pos *pos)
{
	pos->scan = (struct hid_scan){ .size = pos->size, .code = pos->code };
	memcpy(pos->scan.data, pos->data, pos->size);
	memcpy(pos->scan.aim, pos->aim, sizeof(pos->aim));
	for (size_t i = 0; i < pos->size; i++)
		pos->scan.has_control = pos->scan.has_control || (pos->data[i] < 0x20 && pos->data[i] != HID_GS) || pos->data[i] == 0x7f;
	hid_pos_clear(pos);
	return pos->scan.size > 0;
}

static bool take_part(struct hid_pos *pos, const struct hid_pos_layout *layout, const uint8_t *body, size_t size)
{
	size_t room = 8 * size > layout->data_at ? (8 * size - layout->data_at) / 8 : 0;
	size_t count = room < layout->data_bytes ? room : layout->data_bytes;
	bool continued = layout->has_continued && hid_map_number(body, size, layout->continued_at, layout->continued_bits);
	char aim[4];

	if (layout->has_count) {
		uint32_t said = hid_map_number(body, size, layout->count_at, layout->count_bits);

		if (said > count)
			return refuse(pos, "the report says more bytes of data than it holds");
		count = said;
	} else if (!continued) {
		while (count && !hid_map_number(body, size, layout->data_at + 8 * (count - 1), 8))
			count--;
	}
	read_aim(layout, body, size, aim);
	/* Another symbology within one scan: its end was lost, and this is the next scan. */
	if (pos->joining && aim[0] && pos->aim[0] && memcmp(aim, pos->aim, sizeof(aim)) != 0)
		hid_pos_clear(pos);
	if (aim[0])
		memcpy(pos->aim, aim, sizeof(aim));
	if (layout->has_code && !pos->code)
		pos->code = (uint8_t)hid_map_number(body, size, layout->code_at, 8);
	pos->too_long = pos->too_long || count > HID_SCAN_MAX - pos->size;
	if (!pos->too_long)
		for (size_t i = 0; i < count; i++)
			pos->data[pos->size++] = (uint8_t)hid_map_number(body, size, layout->data_at + 8 * i, 8);
	pos->joining = continued;
	if (pos->too_long && !continued)
		return refuse(pos, "the scan is longer than 128 bytes and was dropped");
	if (pos->too_long)
		pos->fault = "the scan is longer than 128 bytes and will be dropped";
	return !continued && give_scan(pos);
}

bool hid_pos_report(struct hid_pos *pos, const uint8_t *report, size_t size)
{
	size_t head = pos->has_ids ? 1 : 0;
	uint8_t id;

	pos->fault = NULL;
	if (size <= head)
		return false;
	if (size > HID_REPORT_MAX + 1)
		return refuse(pos, "a report of more than 1024 bytes");
	id = head ? report[0] : 0;
	for (size_t i = 0; i < pos->reports_count; i++)
		if (pos->reports[i].id == id)
			return take_part(pos, &pos->reports[i], report + head, size - head);
	/* Status and settings reports are other people's business. */
	if (!hid_pos_report_size(pos, id))
		pos->fault = "a report id that the descriptor does not name";
	return false;
}
