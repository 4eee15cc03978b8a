/*
 * What a scanner's HID reports say: keyboards that type (HID 1.11, appendix B) and HID POS scanners
 * (usage page 0x8C, HID Point of Sale Usage Tables 1.02).
 *
 * Both decoders are fixed-size structs that take one report at a time, as it came from the interrupt endpoint,
 * its report id first where the descriptor has ids. Bytes are data: nothing here acts on them. Neither decoder knows the
 * time; its owner flushes (keyboard without suffix) or clears (a scan that stands unfinished) after a pause.
 *
 * A call that returns true leaves one complete scan in ->scan. One that returns false leaves ->fault: NULL when the
 * report was a part of a scan or meant nothing, else what was wrong with it (English, static), so that the till can
 * sound "scan again".
 *
 * Pure. Thread: one owner at a time.
 */
#ifndef CALC_HID_H
#define CALC_HID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

#define HID_SCAN_MAX 128            /* bytes of one scan; a longer one is dropped whole */
#define HID_DESCRIPTOR_MAX 4096     /* bytes of a report descriptor; real ones are below 1 KiB */
#define HID_REPORT_MAX 1024         /* bytes of one report: the largest interrupt packet */
#define HID_GS 0x1d                 /* FNC1 of GS1 element strings, the one control byte a keyboard scan may hold */

struct hid_scan {
	uint8_t data[HID_SCAN_MAX + 1]; /* and a NUL */
	size_t size;
	char aim[4];                    /* AIM symbology identifier "]C1" where the scanner sent it apart from the data, else "" */
	uint8_t code;                   /* the maker's own symbology letter, 0: none */
	bool has_control;               /* HID POS only: the data hold a control byte other than GS; no barcode of ours does */
};

/* "EAN/UPC", "GS1-128", … of an AIM identifier "]E0" (ISO/IEC 15424), "" for one that is not known. */
const char *hid_symbology(const char *aim);
/* Scan data as `debug gs1` takes them: bytes outside printable ASCII and the backslash as \xHH. */
void hid_write(const struct hid_scan *scan, struct buf *text);

/* ---- keyboards ------------------------------------------------------------------ */

enum hid_suffix {
	HID_SUFFIX_NONE = 0,    /* the owner's pause ends a scan: hid_keyboard_flush */
	HID_SUFFIX_ENTER = 1,   /* Enter and the keypad's Enter */
	HID_SUFFIX_TAB = 2,
};

#define HID_KEY_F8 0x41

/*
 * Keys are read by their usage as on a US keyboard, whatever the machine's layout and input method: that is what scanners
 * send out of the box, and why Telex cannot mangle it. Shift left or right; Caps Lock is this device's own: off when it
 * is plugged in, turned over by each Caps Lock key it sends, and for letters only (we never set its lamps, so no host can
 * change it). A key counts when it goes down, once however many reports repeat it; several in one report count in the
 * report's order; a report of rollover errors (usage 1) is skipped whole and changes nothing.
 *
 * FNC1 is GS: Ctrl+], the key in `gs_key` (F8 unless set), or Alt held while the keypad types 029. Alt and 32 to 126 is
 * that letter, Alt and 13 or 9 is Enter or Tab, and so are Ctrl+M (or J) and Ctrl+I, as readers set to "Ctrl and a
 * letter" end a scan; another Alt number spoils its scan. Everything else (Ctrl, Alt and GUI with other keys, function
 * keys, unknown usages) means nothing and is left out: no scan ever holds a control byte but GS.
 */
struct hid_keyboard {
	/* Settings: hid_keyboard_init's may be changed before the first report. */
	unsigned suffixes;              /* of enum hid_suffix */
	uint8_t gs_key;                 /* usage of a key that means GS, 0: none */

	struct hid_scan scan;
	const char *fault;

	/* Private. */
	struct {
		uint8_t report_id;          /* 0: reports have none */
		uint16_t modifiers_at;      /* bit of left Ctrl; seven more follow */
		uint16_t keys_at, keys_count;               /* array of usages, a byte each */
		uint16_t map_at, map_count;                 /* a bit a key, as n-key keyboards have it; 0: none */
		uint8_t keys_first, map_first;              /* usage of value 0, of the first bit */
		uint16_t size;              /* bytes that a report must have, its id included */
	} layout;
	uint8_t held[32];               /* a bit for each usage down in the last report */
	uint8_t data[HID_SCAN_MAX];
	size_t size;
	const char *spoiled;            /* why this scan will be dropped at its suffix */
	bool caps;
	unsigned alt_value, alt_digits;
};

/* The boot keyboard: 8 bytes, modifiers, one reserved, six keys. Suffixes Enter and Tab. */
void hid_keyboard_init(struct hid_keyboard *keyboard);
/* The same with the layout that a report descriptor gives. ERR_INPUT: it describes no keyboard. */
bool hid_keyboard_open(struct hid_keyboard *keyboard, const uint8_t *descriptor, size_t size, struct err *err) MUST_CHECK;
bool hid_keyboard_report(struct hid_keyboard *keyboard, const uint8_t *report, size_t size);
/* The pause after a scan without suffix: true when there was one. */
bool hid_keyboard_flush(struct hid_keyboard *keyboard);
/* Forgets what has come of a scan (unplugged, nobody listening); settings, Caps Lock and held keys stay. */
void hid_keyboard_clear(struct hid_keyboard *keyboard);

/* ---- HID POS -------------------------------------------------------------------- */

#define HID_POS_REPORTS_MAX 8       /* report ids with decoded data */
#define HID_POS_IDS_MAX 32          /* report ids in all */

/*
 * What is read of a report: decoded data (usage FE), AIM identifier (FB, FC, FD, a byte each), Byte Count (page 1, usage
 * 3B), Decode Data Continued (FF), and the first byte on a vendor's page as the maker's symbology letter. Data end at the
 * count where there is one, else before the NULs that fill them. A report whose continued flag is set is joined with the
 * next. Data are given as they are, control bytes too; see hid_scan.has_control.
 */
struct hid_pos {
	struct hid_scan scan;
	const char *fault;

	/* Private. */
	struct hid_pos_layout {
		uint8_t id;
		uint16_t data_at, data_bytes;
		uint16_t aim_at[3];
		bool has_aim[3], has_count, has_continued, has_code;
		uint16_t count_at, continued_at, code_at;
		uint8_t count_bits, continued_bits;
	} reports[HID_POS_REPORTS_MAX];
	size_t reports_count;
	bool has_ids;
	struct {
		uint8_t id;
		uint16_t bits;
	} ids[HID_POS_IDS_MAX];
	size_t ids_count;
	uint8_t data[HID_SCAN_MAX];
	size_t size;
	char aim[4];
	uint8_t code;
	bool joining, too_long;
};

/* ERR_INPUT: the descriptor breaks a rule or a bound, or names no decoded data. A cut end is taken as the end. */
bool hid_pos_open(struct hid_pos *pos, const uint8_t *descriptor, size_t size, struct err *err) MUST_CHECK;
bool hid_pos_report(struct hid_pos *pos, const uint8_t *report, size_t size);
/* Bytes of a report that begins with this id (any, where there are none), its id included; 0: not in the descriptor. */
size_t hid_pos_report_size(const struct hid_pos *pos, uint8_t id);
/* Forgets the parts of a scan whose last part did not come. */
void hid_pos_clear(struct hid_pos *pos);

#endif
