#include "calc/hid.h"

#include <assert.h>
#include <string.h>

#include "calc/hid_map.h"

enum {
	MOD_CTRL = 0x11,    /* left and right */
	MOD_SHIFT = 0x22,
	MOD_ALT = 0x44,
};

/* Usages of page 7 (HID Usage Tables, keyboard/keypad). */
enum {
	KEY_ROLLOVER = 0x01,
	KEY_UNDEFINED = 0x03,
	KEY_A = 0x04,
	KEY_I = 0x0c,
	KEY_J = 0x0d,
	KEY_M = 0x10,
	KEY_1 = 0x1e,
	KEY_ENTER = 0x28,
	KEY_TAB = 0x2b,
	KEY_SPACE = 0x2c,
	KEY_RIGHT_BRACKET = 0x30,
	KEY_SLASH = 0x38,
	KEY_CAPS_LOCK = 0x39,
	KEY_PAD_SLASH = 0x54,
	KEY_PAD_ENTER = 0x58,
	KEY_PAD_1 = 0x59,
	KEY_PAD_0 = 0x62,
	KEY_PAD_DOT = 0x63,
	KEY_102ND = 0x64,
	KEY_PAD_EQUAL = 0x67,
	KEY_PAD_COMMA = 0x85,
	KEY_LEFT_CTRL = 0xe0,
};

#define NO_FIELD 0xffff

static const char too_long[] = "the scan is longer than 128 bytes and was dropped";
static const char bad_alt[] = "the scan held an Alt number that is no letter of ASCII and was dropped";

/* ---- scans -------------------------------------------------------------------- */

const char *hid_symbology(const char *aim)
{
	/* ISO/IEC 15424; a modifier of '\0' stands for all others of the letter. */
	static const struct {
		char letter, modifier;
		const char *name;
	} names[] = {
		{ 'A', 0, "Code 39" }, { 'C', '1', "GS1-128" }, { 'C', 0, "Code 128" }, { 'E', '4', "EAN-8" }, { 'E', '0', "EAN-13" }, { 'E', 0, "EAN/UPC" },
		{ 'F', 0, "Codabar" }, { 'G', 0, "Code 93" }, { 'H', 0, "Code 11" }, { 'I', 0, "Interleaved 2 of 5" }, { 'J', '1', "GS1 DotCode" },
		{ 'J', 0, "DotCode" }, { 'L', 0, "PDF417" }, { 'M', 0, "MSI" }, { 'Q', '3', "GS1 QR Code" }, { 'Q', 0, "QR Code" }, { 'R', 0, "2 of 5" },
		{ 'S', 0, "2 of 5" }, { 'U', 0, "MaxiCode" }, { 'd', '2', "GS1 DataMatrix" }, { 'd', 0, "Data Matrix" }, { 'e', 0, "GS1 DataBar" },
		{ 'z', 0, "Aztec" },
	};

	if (aim[0] != ']' || aim[1] == '\0' || aim[2] == '\0')
		return "";
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (names[i].letter == aim[1] && (names[i].modifier == '\0' || names[i].modifier == aim[2]))
			return names[i].name;
	return "";
}

void hid_write(const struct hid_scan *scan, struct buf *text)
{
	for (size_t i = 0; i < scan->size; i++) {
		uint8_t c = scan->data[i];

		if (c >= 0x20 && c < 0x7f && c != '\\')
			buf_byte(text, c);
		else
			buf_format(text, "\\x%02x", c);
	}
}

/* ---- keys to letters ---------------------------------------------------------- */

/* What a key types on a US keyboard, 0: nothing. */
static char letter_of(uint8_t usage, bool shift, bool caps)
{
	static const char digits[] = "1234567890", digits_shifted[] = "!@#$%^&*()";
	/* From space to slash; 0x32 is the second backslash of boards that are not American. */
	static const char signs[] = " -=[]\\\\;'`,./", signs_shifted[] = " _+{}||:\"~<>?";
	static const char pad_signs[] = "/*-+";

	if (usage >= KEY_A && usage < KEY_1)
		return (char)((shift != caps ? 'A' : 'a') + (usage - KEY_A));
	if (usage >= KEY_1 && usage < KEY_ENTER)
		return shift ? digits_shifted[usage - KEY_1] : digits[usage - KEY_1];
	if (usage >= KEY_SPACE && usage <= KEY_SLASH)
		return shift ? signs_shifted[usage - KEY_SPACE] : signs[usage - KEY_SPACE];
	if (usage >= KEY_PAD_SLASH && usage < KEY_PAD_ENTER)
		return pad_signs[usage - KEY_PAD_SLASH];
	if (usage >= KEY_PAD_1 && usage <= KEY_PAD_0)
		return digits[usage - KEY_PAD_1];
	switch (usage) {
	case KEY_PAD_DOT: return '.';
	case KEY_102ND: return shift ? '|' : '\\';
	case KEY_PAD_EQUAL: return '=';
	case KEY_PAD_COMMA: return ',';
	default: return 0;
	}
}

/* ---- the scan in the making ----------------------------------------------------- */

static void spoil(struct hid_keyboard *keyboard, const char *why)
{
	keyboard->spoiled = why;
	keyboard->fault = why;
	keyboard->size = 0;
}

static void add_byte(struct hid_keyboard *keyboard, uint8_t byte)
{
	if (keyboard->spoiled)
		return;
	if (keyboard->size == HID_SCAN_MAX)
		spoil(keyboard, too_long);
	else
		keyboard->data[keyboard->size++] = byte;
}

/* The scan's end: true when there is one to take. */
static bool end_scan(struct hid_keyboard *keyboard)
{
	bool complete = keyboard->size > 0 && !keyboard->spoiled;

	if (complete) {
		keyboard->scan = (struct hid_scan){ .size = keyboard->size };
		memcpy(keyboard->scan.data, keyboard->data, keyboard->size);
	} else {
		keyboard->fault = keyboard->spoiled;
	}
	keyboard->size = 0;
	keyboard->spoiled = NULL;
	return complete;
}

static bool press_enter(struct hid_keyboard *keyboard)
{
	return (keyboard->suffixes & HID_SUFFIX_ENTER) && end_scan(keyboard);
}

static bool press_tab(struct hid_keyboard *keyboard)
{
	return (keyboard->suffixes & HID_SUFFIX_TAB) && end_scan(keyboard);
}

static bool end_alt(struct hid_keyboard *keyboard)
{
	unsigned value = keyboard->alt_value;

	keyboard->alt_value = keyboard->alt_digits = 0;
	if (value == '\r' || value == '\n')
		return press_enter(keyboard);
	if (value == '\t')
		return press_tab(keyboard);
	if (value == HID_GS || (value >= 0x20 && value < 0x7f))
		add_byte(keyboard, (uint8_t)value);
	else if (!keyboard->spoiled)
		spoil(keyboard, bad_alt);
	return false;
}

/* A key that went down. */
static bool press(struct hid_keyboard *keyboard, uint8_t usage, unsigned modifiers)
{
	char letter;

	if (usage == KEY_CAPS_LOCK) {
		keyboard->caps = !keyboard->caps;
		return false;
	}
	if (modifiers & MOD_ALT) {
		if (!(modifiers & ~(unsigned)(MOD_ALT | MOD_SHIFT)) && usage >= KEY_PAD_1 && usage <= KEY_PAD_0) {
			unsigned digit = usage == KEY_PAD_0 ? 0 : usage - KEY_PAD_1 + 1u;

			/* Past any letter there is, more digits change nothing. */
			if (keyboard->alt_value < 10000)
				keyboard->alt_value = keyboard->alt_value * 10 + digit;
			keyboard->alt_digits++;
		}
		return false;
	}
	if (modifiers & ~(unsigned)MOD_SHIFT) {
		if (modifiers & ~(unsigned)MOD_CTRL)
			return false;
		if (usage == KEY_RIGHT_BRACKET)
			add_byte(keyboard, HID_GS);
		return usage == KEY_M || usage == KEY_J ? press_enter(keyboard) : usage == KEY_I && press_tab(keyboard);
	}
	if (usage == KEY_ENTER || usage == KEY_PAD_ENTER)
		return press_enter(keyboard);
	if (usage == KEY_TAB)
		return press_tab(keyboard);
	letter = usage == keyboard->gs_key ? HID_GS : letter_of(usage, modifiers & MOD_SHIFT, keyboard->caps);
	if (letter)
		add_byte(keyboard, (uint8_t)letter);
	return false;
}

/* ---- reports -------------------------------------------------------------------- */

static bool is_held(const uint8_t held[32], uint8_t usage)
{
	return held[usage / 8] >> (usage % 8) & 1;
}

static void hold(uint8_t held[32], uint8_t usage)
{
	held[usage / 8] |= (uint8_t)(1u << (usage % 8));
}

/* The usages that are down, in the report's order, each once. false: the keyboard says that it lost count. */
static bool read_keys(const struct hid_keyboard *keyboard, const uint8_t *body, size_t size, uint8_t held[32], uint8_t down[256], size_t *down_count)
{
	size_t count = 0;

	memset(held, 0, 32);
	for (unsigned i = 0; i < keyboard->layout.keys_count; i++) {
		unsigned value = hid_map_number(body, size, keyboard->layout.keys_at + 8 * i, 8);
		unsigned usage = value + keyboard->layout.keys_first;

		if (usage >= KEY_ROLLOVER && usage <= KEY_UNDEFINED)
			return false;
		if (value == 0 || usage > 0xff || is_held(held, (uint8_t)usage))
			continue;
		hold(held, (uint8_t)usage);
		down[count++] = (uint8_t)usage;
	}
	for (unsigned i = 0; i < keyboard->layout.map_count; i++) {
		uint8_t usage = (uint8_t)(keyboard->layout.map_first + i);

		if (usage <= KEY_UNDEFINED || !hid_map_number(body, size, keyboard->layout.map_at + i, 1) || is_held(held, usage))
			continue;
		hold(held, usage);
		down[count++] = usage;
	}
	*down_count = count;
	return true;
}

bool hid_keyboard_report(struct hid_keyboard *keyboard, const uint8_t *report, size_t size)
{
	uint8_t held[32], down[256];
	size_t down_count, head = keyboard->layout.report_id ? 1 : 0;
	unsigned modifiers = 0;
	bool complete = false;

	keyboard->fault = NULL;
	if (size < keyboard->layout.size || size > HID_REPORT_MAX || (head && report[0] != keyboard->layout.report_id))
		return false;
	if (!read_keys(keyboard, report + head, size - head, held, down, &down_count))
		return false;
	if (keyboard->layout.modifiers_at != NO_FIELD)
		modifiers = hid_map_number(report + head, size - head, keyboard->layout.modifiers_at, 8);
	if (keyboard->alt_digits && !(modifiers & MOD_ALT))
		complete = end_alt(keyboard);
	for (size_t i = 0; i < down_count; i++) {
		if (is_held(keyboard->held, down[i]))
			continue;
		/* One report, one scan: what a second suffix in it would end is dropped, since ->scan is taken. */
		if (complete && (down[i] == KEY_ENTER || down[i] == KEY_PAD_ENTER || down[i] == KEY_TAB))
			hid_keyboard_clear(keyboard);
		else
			complete = press(keyboard, down[i], modifiers) || complete;
	}
	memcpy(keyboard->held, held, sizeof(held));
	return complete;
}

bool hid_keyboard_flush(struct hid_keyboard *keyboard)
{
	keyboard->fault = NULL;
	return end_scan(keyboard);
}

void hid_keyboard_clear(struct hid_keyboard *keyboard)
{
	keyboard->size = 0;
	keyboard->spoiled = NULL;
	keyboard->alt_value = keyboard->alt_digits = 0;
}

/* ---- layouts -------------------------------------------------------------------- */

void hid_keyboard_init(struct hid_keyboard *keyboard)
{
	memset(keyboard, 0, sizeof(*keyboard));
	keyboard->suffixes = HID_SUFFIX_ENTER | HID_SUFFIX_TAB;
	keyboard->gs_key = HID_KEY_F8;
	keyboard->layout.modifiers_at = 0;
	keyboard->layout.keys_at = 16;
	keyboard->layout.keys_count = 6;
	keyboard->layout.size = 8;
}

/* The first report with keys in it is the keyboard's; a second (media keys, n-key twin) is not read. */
static void take_run(void *taker, const struct hid_run *run)
{
	struct hid_keyboard *keyboard = taker;
	uint32_t first = run->usage & 0xffff;
	bool begun = keyboard->layout.keys_count || keyboard->layout.map_count || keyboard->layout.modifiers_at != NO_FIELD;

	if (run->usage >> 16 != HID_PAGE_KEYBOARD || first > 0xff || (begun && run->report_id != keyboard->layout.report_id))
		return;
	if (run->array && run->bits == 8 && !keyboard->layout.keys_count && run->low >= 0 && (uint32_t)run->low <= first) {
		keyboard->layout.keys_at = run->bit_at;
		keyboard->layout.keys_count = run->count;
		keyboard->layout.keys_first = (uint8_t)(first - (uint32_t)run->low);
	} else if (!run->array && run->bits == 1 && run->steps && first == KEY_LEFT_CTRL && run->count >= 8) {
		keyboard->layout.modifiers_at = run->bit_at;
	} else if (!run->array && run->bits == 1 && run->steps && first < KEY_LEFT_CTRL && !keyboard->layout.map_count) {
		uint32_t below = KEY_LEFT_CTRL - first;

		keyboard->layout.map_at = run->bit_at;
		keyboard->layout.map_first = (uint8_t)first;
		keyboard->layout.map_count = (uint16_t)(run->count < below ? run->count : below);
		if (run->count >= below + 8)
			keyboard->layout.modifiers_at = (uint16_t)(run->bit_at + below);
	} else {
		return;
	}
	keyboard->layout.report_id = run->report_id;
}

bool hid_keyboard_open(struct hid_keyboard *keyboard, const uint8_t *descriptor, size_t size, struct err *err)
{
	uint16_t sizes[256];

	hid_keyboard_init(keyboard);
	memset(&keyboard->layout, 0, sizeof(keyboard->layout));
	keyboard->layout.modifiers_at = NO_FIELD;
	if (!hid_map_walk(descriptor, size, take_run, keyboard, sizes, err))
		return false;
	if (!keyboard->layout.keys_count && !keyboard->layout.map_count)
		return err_set(err, ERR_INPUT, NULL, "the report descriptor describes no keyboard");
	keyboard->layout.size = (uint16_t)((sizes[keyboard->layout.report_id] + 7) / 8 + (keyboard->layout.report_id ? 1 : 0));
	return true;
}
