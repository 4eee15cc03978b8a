/* Amounts and quantities from outside: what is read is within bounds and survives writing; splits lose nothing. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "calc/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct money money, again, parts[16];
	int64_t weights[16], qty_milli, back, sum = 0, total;
	size_t count = 0;
	char out[40];

	if (money_read(text, size, &money)) {
		assert(money.dong >= -MONEY_MAX && money.dong <= MONEY_MAX);
		money_write_plain(money, out, sizeof(out));
		assert(money_read(out, strlen(out), &again) && again.dong == money.dong);
	}
	if (qty_read(text, size, &qty_milli)) {
		assert(qty_milli >= -QTY_MILLI_MAX && qty_milli <= QTY_MILLI_MAX);
		qty_write(qty_milli, out, sizeof(out));
		assert(qty_read(out, strlen(out), &back) && back == qty_milli);
	}
	if (size < 16)
		return 0;
	memcpy(&total, data, sizeof(total));
	total %= MONEY_MAX + 1;
	for (size_t at = 8; at + 8 <= size && count < 16; at += 8, count++) {
		uint64_t weight;

		memcpy(&weight, data + at, sizeof(weight));
		weights[count] = (int64_t)(weight % (uint64_t)(MONEY_MAX + 1));
		sum += weights[count];
	}
	if (sum == 0)
		return 0;
	money_split(MONEY(total), weights, count, parts);
	for (size_t i = 0; i < count; i++) {
		int64_t floor = money_scale_down(total, weights[i], sum), more = parts[i].dong - floor;

		assert(total < 0 ? more == 0 || more == -1 : more == 0 || more == 1);
	}
	for (size_t i = 0; i < count; i++)
		total -= parts[i].dong;
	assert(total == 0);
	return 0;
}
