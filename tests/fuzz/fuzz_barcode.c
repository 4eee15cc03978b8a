/*
 * Any bytes as a code, with patterns of which one comes from the same bytes (up to the first
 * newline); and the same bytes as a code of our own. What is sold by weight or price has a
 * right check digit, and a key is read as itself.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "calc/barcode.h"
#include "calc/gs1.h"
#include "calc/owncode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_own(const char *text, size_t size)
{
	char again[OWNCODE_SIZE];
	enum owncode_kind kind, kind_again;
	struct err err = { 0 };
	struct id id, id_again;

	if (!owncode_read(text, size, &kind, &id, &err))
		return;
	owncode_write(kind, id, again);
	assert(owncode_read(again, OWNCODE_SIZE - 1, &kind_again, &id_again, &err) && kind_again == kind && id_is(id, id_again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data, *line = size ? memchr(text, '\n', size) : NULL;
	struct barcode_pattern patterns[2];
	struct barcode barcode, again;
	struct err err = { 0 };
	size_t count = 1, code = line ? (size_t)(line - text) + 1 : 0;

	assert(barcode_pattern_read("26IIIIIWWWWWC", 13, &patterns[0], &err));
	count += line && barcode_pattern_read(text, code - 1, &patterns[1], &err);
	try_own(text, size);
	if (!barcode_read(text + code, size - code, patterns, count, &barcode, &err)) {
		assert(err.code != ERR_NONE && err.text[0]);
		return 0;
	}
	assert(strlen(barcode.code) <= BARCODE_SIZE_MAX && barcode.code[0]);
	assert((barcode.gtin_digits > 0) == (barcode.key[0] != '\0') && (!barcode.key[0] || strlen(barcode.key) == 14));
	if (barcode.pattern) {
		assert(barcode.kind == BARCODE_IN_STORE && (barcode.has_price || barcode.has_weight) && barcode.item[0]);
		assert(barcode_check_digit_is_right(&barcode) || !strchr(barcode.pattern->letters, 'C'));
		assert(barcode.price.dong >= 0 && barcode.price.dong <= MONEY_MAX && barcode.weight_g >= 0);
	}
	if (barcode.key[0]) {
		assert(barcode_read(barcode.key, 14, NULL, 0, &again, &err));
		assert(strcmp(barcode.key, again.key) == 0 && barcode_check_digit_is_right(&again) == barcode_check_digit_is_right(&barcode));
	}
	return 0;
}
