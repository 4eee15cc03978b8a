#include "app/debug.h"

#include <stdlib.h>
#include <string.h>

#include "calc/hid.h"

#define SCANS_MAX 64  /* of one line */

/* What kind of scanner the reports come from; behind debug->state. */
struct reader {
	bool is_pos;
	struct hid_pos pos;
	struct hid_keyboard keyboard;
};

static bool open_descriptor(struct reader *reader, const char *hex, struct err *err)
{
	uint8_t descriptor[HID_DESCRIPTOR_MAX];
	struct err no_pos, no_keyboard;
	size_t size;

	if (!text_hex_read(hex, strlen(hex), descriptor, sizeof(descriptor), &size))
		return err_set(err, ERR_INPUT, "descriptor", "--descriptor wants at most %d bytes in hex", HID_DESCRIPTOR_MAX);
	reader->is_pos = hid_pos_open(&reader->pos, descriptor, size, &no_pos);
	if (reader->is_pos || hid_keyboard_open(&reader->keyboard, descriptor, size, &no_keyboard))
		return true;
	return err_set(err, ERR_INPUT, "descriptor", "neither a scanner (%.120s) nor a keyboard (%.120s)", no_pos.text, no_keyboard.text);
}

static bool open(struct debug *debug, struct err *err)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return err_set(err, ERR_IO, NULL, "no memory");
	debug->state = reader;
	hid_keyboard_init(&reader->keyboard);
	if (debug->argc == 0)
		return true;
	if (debug->argc == 2 && strcmp(debug->argv[0], "--descriptor") == 0)
		return open_descriptor(reader, debug->argv[1], err);
	if (debug->argc == 1 && strncmp(debug->argv[0], "--descriptor=", 13) == 0)
		return open_descriptor(reader, debug->argv[0] + 13, err);
	return err_set(err, ERR_INPUT, NULL, "the only option is --descriptor HEX");
}

/* One report: true when it completed a scan. */
static bool feed(struct reader *reader, const uint8_t *report, size_t size, struct hid_scan *scan, const char **fault)
{
	bool complete = reader->is_pos ? hid_pos_report(&reader->pos, report, size) : hid_keyboard_report(&reader->keyboard, report, size);
	const char *said = reader->is_pos ? reader->pos.fault : reader->keyboard.fault;

	*scan = reader->is_pos ? reader->pos.scan : reader->keyboard.scan;
	if (!complete && said)
		*fault = said;
	return complete;
}

/* Reports may come one after another without a blank; then the whole is a multiple of one report. */
static size_t report_size(const struct reader *reader, const uint8_t *bytes, size_t size)
{
	size_t one = reader->is_pos ? hid_pos_report_size(&reader->pos, bytes[0]) : reader->keyboard.layout.size;

	return one && size > one && size % one == 0 ? one : size;
}

static void add_scan(struct buf *answer, const char *name, const struct hid_scan *scan)
{
	struct buf text;

	buf_init(&text, 8 * HID_SCAN_MAX);
	hid_write(scan, &text);
	buf_text(answer, name);
	buf_json_text(answer, buf_get(&text));
	buf_release(&text);
}

static void add_symbology(struct buf *answer, const struct hid_scan *scan)
{
	char aim[4] = "";

	/* A keyboard types the identifier in front of the data, where it stays. */
	memcpy(aim, scan->aim[0] || scan->size < 3 ? (const void *)scan->aim : scan->data, 3);
	if (*hid_symbology(aim))
		buf_format(answer, ",\"symbology\":\"%s\",\"symbology_name\":\"%s\"", aim, hid_symbology(aim));
	else if (scan->aim[0])
		buf_format(answer, ",\"symbology\":\"%s\"", scan->aim);
}

static bool take_group(struct reader *reader, const char *hex, size_t size, struct arena *arena, struct hid_scan *scans, size_t *scans_count, const char **fault,
		       struct err *err)
{
	uint8_t *bytes = arena_take(arena, size / 2 + 1);
	size_t count;

	if (!text_hex_read(hex, size, bytes, size / 2, &count))
		return err_set(err, ERR_INPUT, NULL, "a report in hex is wanted: %.60s", hex);
	for (size_t at = 0, one = report_size(reader, bytes, count); at < count; at += one) {
		struct hid_scan scan;

		if (feed(reader, bytes + at, one, &scan, fault) && *scans_count < SCANS_MAX)
			scans[(*scans_count)++] = scan;
	}
	return true;
}

static bool line(struct debug *debug, const char *text, size_t size, struct arena *arena, struct buf *answer, struct err *err)
{
	struct reader *reader = debug->state;
	struct hid_scan *scans = ARENA_LIST(arena, SCANS_MAX, struct hid_scan);
	size_t scans_count = 0;
	const char *fault = NULL;

	for (size_t at = 0; at < size;) {
		size_t end = at;

		while (end < size && text[end] != ' ' && text[end] != '\t' && text[end] != '\r')
			end++;
		if (end > at && !take_group(reader, text + at, end - at, arena, scans, &scans_count, &fault, err))
			return false;
		at = end + 1;
	}
	if (!scans_count && fault)
		return err_set(err, ERR_INPUT, NULL, "%s", fault);
	if (!scans_count) {
		buf_text(answer, ",\"partial\":true");
		return true;
	}
	add_scan(answer, ",\"scan\":", &scans[0]);
	add_symbology(answer, &scans[0]);
	if (scans_count > 1) {
		buf_text(answer, ",\"scans\":[");
		for (size_t i = 0; i < scans_count; i++)
			add_scan(answer, i ? "," : "", &scans[i]);
		buf_byte(answer, ']');
	}
	return true;
}

const struct debug_command debug_hid = {
	.name = "hid",
	.usage = "[--descriptor HEX]",
	.about = "reports in hex, ids first where the descriptor has them (without one: boot keyboard) in, a scan when one is complete out",
	.open = open,
	.line = line,
};
