/*
 * Walks a HID report descriptor (HID 1.11, section 6.2.2) and hands over its input fields.
 *
 * Bounds: HID_DESCRIPTOR_MAX bytes, HID_REPORT_MAX bytes a report, 32 collections deep, 8 pushes, 32 usages an item;
 * so the work is a few steps a byte of descriptor. A descriptor that ends within an item or with collections open is
 * taken as far as it goes: devices with such descriptors are sold and work.
 *
 * Pure. Thread: any.
 */
#ifndef CALC_HID_MAP_H
#define CALC_HID_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define HID_PAGE_DESKTOP 0x01
#define HID_PAGE_KEYBOARD 0x07
#define HID_PAGE_BARCODE 0x8c
#define HID_PAGE_VENDOR 0xff00  /* this and above */

#define HID_USAGE(page, id) ((uint32_t)(page) << 16 | (id))

/* So many equal fields in a row of one input item. */
struct hid_run {
	uint8_t report_id;    /* 0: the device's reports have none */
	uint32_t usage;       /* page in the upper half; of the first field */
	bool steps;           /* the next field has the next usage; else all have this one */
	bool array;           /* fields hold usages counted from `usage` at value `low`, not values */
	int32_t low;          /* logical minimum */
	uint16_t bit_at;      /* of the first field, after the report id's byte */
	uint16_t bits;        /* of one field */
	uint16_t count;
};

typedef void hid_run_taker(void *taker, const struct hid_run *run);

/* Calls `take` for each run of input fields that are not constant. sizes[id]: bits of each input report, without its id. */
bool hid_map_walk(const uint8_t *descriptor, size_t size, hid_run_taker *take, void *taker, uint16_t sizes[256], struct err *err) MUST_CHECK;

/* The number in bits [at, at + bits) of a report, least significant bit first; bits past the end are 0. bits <= 32. */
uint32_t hid_map_number(const uint8_t *report, size_t size, size_t at, unsigned bits);

#endif
