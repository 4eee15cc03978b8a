#include "calc/hid_map.h"

#include <string.h>

#include "calc/hid.h"

#define DEPTH_MAX 32
#define PUSHES_MAX 8
#define USAGES_MAX 32
#define REPORT_BITS_MAX (8 * HID_REPORT_MAX)

enum { ITEM_MAIN, ITEM_GLOBAL, ITEM_LOCAL, ITEM_RESERVED };
enum { MAIN_INPUT = 8, MAIN_OUTPUT = 9, MAIN_COLLECTION = 10, MAIN_FEATURE = 11, MAIN_END = 12 };
enum { GLOBAL_PAGE, GLOBAL_LOW, GLOBAL_HIGH, GLOBAL_SIZE = 7, GLOBAL_ID, GLOBAL_COUNT, GLOBAL_PUSH, GLOBAL_POP };
enum { LOCAL_USAGE, LOCAL_USAGE_FIRST, LOCAL_USAGE_LAST };
#define LONG_ITEM 0xfe
#define FLAG_CONSTANT 1
#define FLAG_VARIABLE 2

struct globals {
	uint16_t page;
	int32_t low;
	uint32_t bits, count;
	uint8_t id;
};

struct walk {
	struct globals now, pushed[PUSHES_MAX];
	unsigned pushes, depth;
	struct {
		uint32_t first, last;   /* page in the upper half once it is known */
	} usages[USAGES_MAX];
	unsigned usages_count;
	uint32_t range_first;
	bool has_range_first;
	bool has_ids;
	uint16_t *sizes;
	hid_run_taker *take;
	void *taker;
};

static bool bad(struct err *err, size_t at, const char *what)
{
	return err_set(err, ERR_INPUT, NULL, "report descriptor, byte %zu: %s", at, what);
}

/* A usage of 4 bytes brings its own page; a shorter one takes the page that stands when its main item comes. */
static uint32_t with_page(const struct walk *walk, uint32_t value)
{
	return value >> 16 ? value : HID_USAGE(walk->now.page, value);
}

static void add_usages(struct walk *walk, uint32_t first, uint32_t last)
{
	/* Further ones fall away, as the last one repeats for all fields left. */
	if (walk->usages_count == USAGES_MAX || last < first)
		return;
	walk->usages[walk->usages_count].first = first;
	walk->usages[walk->usages_count++].last = last;
}

static void hand_over(struct walk *walk, uint32_t bit_at, bool array)
{
	struct hid_run run = { .report_id = walk->now.id, .array = array, .low = walk->now.low, .bits = (uint16_t)walk->now.bits };
	uint32_t left = walk->now.count;

	for (unsigned i = 0; i < walk->usages_count && left; i++) {
		uint32_t span = walk->usages[i].last - walk->usages[i].first;
		uint32_t count = span < left ? span + 1 : left;

		/* An array's fields may each hold any of its usages; the last single usage is that of all fields left. */
		if (array || (i + 1 == walk->usages_count && span == 0))
			count = left;
		run.usage = with_page(walk, walk->usages[i].first);
		run.steps = span > 0;
		run.bit_at = (uint16_t)bit_at;
		run.count = (uint16_t)count;
		walk->take(walk->taker, &run);
		left -= count;
		bit_at += count * walk->now.bits;
	}
}

static bool take_input(struct walk *walk, uint32_t flags, size_t at, struct err *err)
{
	uint32_t bit_at = walk->sizes[walk->now.id];
	uint64_t bits = (uint64_t)walk->now.bits * walk->now.count;

	if (bits > REPORT_BITS_MAX - bit_at)
		return bad(err, at, "an input report of more than 1024 bytes");
	if (bits && !(flags & FLAG_CONSTANT))
		hand_over(walk, bit_at, !(flags & FLAG_VARIABLE));
	walk->sizes[walk->now.id] = (uint16_t)(bit_at + bits);
	return true;
}

static bool take_main(struct walk *walk, unsigned tag, uint32_t value, size_t at, struct err *err)
{
	if (tag == MAIN_INPUT) {
		if (!take_input(walk, value, at, err))
			return false;
	} else if (tag == MAIN_COLLECTION) {
		if (walk->depth == DEPTH_MAX)
			return bad(err, at, "collections more than 32 deep");
		walk->depth++;
	} else if (tag == MAIN_END) {
		if (walk->depth == 0)
			return bad(err, at, "the end of a collection that did not begin");
		walk->depth--;
	}
	walk->usages_count = 0;
	walk->has_range_first = false;
	return true;
}

static bool take_global(struct walk *walk, unsigned tag, uint32_t value, int32_t signed_value, size_t at, struct err *err)
{
	switch (tag) {
	case GLOBAL_PAGE:
		if (value > 0xffff)
			return bad(err, at, "a usage page above FFFF");
		walk->now.page = (uint16_t)value;
		return true;
	case GLOBAL_LOW:
		walk->now.low = signed_value;
		return true;
	case GLOBAL_SIZE:
		if (value > REPORT_BITS_MAX)
			return bad(err, at, "a field of more than 1024 bytes");
		walk->now.bits = value;
		return true;
	case GLOBAL_ID:
		if (value == 0 || value > 255)
			return bad(err, at, "a report id outside 1 to 255");
		walk->now.id = (uint8_t)value;
		walk->has_ids = true;
		return true;
	case GLOBAL_COUNT:
		if (value > REPORT_BITS_MAX)
			return bad(err, at, "more than 8192 fields");
		walk->now.count = value;
		return true;
	case GLOBAL_PUSH:
		if (walk->pushes == PUSHES_MAX)
			return bad(err, at, "more than 8 pushes");
		walk->pushed[walk->pushes++] = walk->now;
		return true;
	case GLOBAL_POP:
		if (walk->pushes == 0)
			return bad(err, at, "a pop without a push");
		walk->now = walk->pushed[--walk->pushes];
		return true;
	default:
		return true;
	}
}

static void take_local(struct walk *walk, unsigned tag, uint32_t value)
{
	if (tag == LOCAL_USAGE) {
		add_usages(walk, value, value);
	} else if (tag == LOCAL_USAGE_FIRST) {
		walk->range_first = value;
		walk->has_range_first = true;
	} else if (tag == LOCAL_USAGE_LAST && walk->has_range_first) {
		add_usages(walk, walk->range_first, value);
		walk->has_range_first = false;
	}
}

static uint32_t item_value(const uint8_t *bytes, size_t size)
{
	uint32_t value = 0;

	for (size_t i = 0; i < size; i++)
		value |= (uint32_t)bytes[i] << (8 * i);
	return value;
}

static int32_t item_signed(uint32_t value, size_t size)
{
	return size == 1 ? (int8_t)value : size == 2 ? (int16_t)value : (int32_t)value;
}

bool hid_map_walk(const uint8_t *descriptor, size_t size, hid_run_taker *take, void *taker, uint16_t sizes[256], struct err *err)
{
	struct walk walk = { .sizes = sizes, .take = take, .taker = taker };
	size_t next;

	memset(sizes, 0, 256 * sizeof(sizes[0]));
	if (size > HID_DESCRIPTOR_MAX)
		return err_set(err, ERR_LIMIT, NULL, "a report descriptor of more than %d bytes", HID_DESCRIPTOR_MAX);
	for (size_t at = 0; at < size; at = next) {
		uint8_t prefix = descriptor[at];
		size_t bytes = (prefix & 3) == 3 ? 4 : prefix & 3;
		unsigned type = prefix >> 2 & 3, tag = prefix >> 4;
		uint32_t value;

		/* A long item: one byte of size, one of tag, data. None is defined, so it is passed over. */
		if (prefix == LONG_ITEM && size - at > 1)
			bytes = 2 + (size_t)descriptor[at + 1];
		if (bytes >= size - at)
			break;
		next = at + 1 + bytes;
		if (prefix == LONG_ITEM)
			continue;
		value = item_value(descriptor + at + 1, bytes);
		if (type == ITEM_MAIN) {
			if (!take_main(&walk, tag, value, at, err))
				return false;
		} else if (type == ITEM_GLOBAL) {
			if (!take_global(&walk, tag, value, item_signed(value, bytes), at, err))
				return false;
		} else if (type == ITEM_LOCAL) {
			take_local(&walk, tag, value);
		}
	}
	if (walk.has_ids && sizes[0])
		return err_set(err, ERR_INPUT, NULL, "report descriptor: some input reports have an id and some have none");
	return true;
}

uint32_t hid_map_number(const uint8_t *report, size_t size, size_t at, unsigned bits)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < bits; i++)
		if ((at + i) / 8 < size && report[(at + i) / 8] >> ((at + i) % 8) & 1)
			value |= UINT32_C(1) << i;
	return value;
}
