/*
 * Text that begins with a brace goes through `debug share` (any answer, never a crash, an error says
 * something); other bytes are terms and a line, and their legs must add up and close to zero in parts.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/debug.h"
#include "calc/share.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)64 << 20);
	struct debug debug = { 0 };
	struct err err = { 0 };
	struct buf answer;

	buf_init(&answer, (size_t)16 << 20);
	buf_text(&answer, "{\"ok\":true");
	if (!debug_share.line(&debug, (const char *)data, size, arena, &answer, &err))
		assert(err.code != ERR_NONE && err.text[0]);
	buf_release(&answer);
	arena_free(arena);
}

static int64_t pick(const uint8_t **data, size_t *size, int64_t low, int64_t high)
{
	uint64_t value = 0;
	size_t take = *size < sizeof(value) ? *size : sizeof(value);

	memcpy(&value, *data, take);
	*data += take;
	*size -= take;
	return low + (int64_t)(value % (uint64_t)(high - low + 1));
}

#define PICK(low, high) pick(&data, &size, low, high)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct share_terms terms;
	struct share_line line;
	struct share whole, sum = { 0 };
	struct err err = { 0 };

	if (size > 0 && data[0] == '{') {
		ask(data, size);
		return 0;
	}
	terms.mode = (enum share_mode)PICK(0, 6);
	terms.kind = (enum share_kind)PICK(0, 5);
	terms.basis = (enum share_basis)PICK(0, 3);
	terms.rate_ppm = PICK(-1, PPM + 1);
	terms.per_unit.dong = PICK(-1, MONEY_MAX + 1);
	terms.includes_vat = PICK(0, 1);
	terms.discount_producer_ppm = PICK(-1, PPM + 1);
	terms.floor.dong = PICK(-1, MONEY_MAX + 1);
	terms.consignor = (enum tax_profile)PICK(0, 4);
	terms.house = (enum tax_profile)PICK(0, 4);
	terms.commission_vat = (enum vat_class)PICK(0, 7);
	line.qty_milli = PICK(0, QTY_MILLI_MAX + 1);
	line.list.dong = PICK(-1, MONEY_MAX + 1);
	line.paid.dong = PICK(-1, MONEY_MAX + 1);
	line.house_discount.dong = PICK(-1, MONEY_MAX);
	line.vat_class = (enum vat_class)PICK(0, 7);
	line.vat.dong = PICK(-1, MONEY_MAX);
	if (!share_terms_check(&terms, &err) || !share_of_line(&terms, &line, &whole, &err)) {
		assert(err.code != ERR_NONE && err.field[0]);
		return 0;
	}
	assert(share_holds(&whole));
	assert(whole.producer.dong >= 0 && whole.commission.dong >= 0);
	for (int64_t before = 0, now, parts = 0; before < line.qty_milli; before += now, parts++) {
		struct share part;

		now = parts == 20 ? line.qty_milli - before : PICK(1, line.qty_milli - before);
		part = share_part(&whole, line.qty_milli, before, now);
		assert(share_holds(&part));
		if (!share_add(&sum, &part))
			abort();
	}
	assert(memcmp(&sum, &whole, sizeof(sum)) == 0);
	return 0;
}
