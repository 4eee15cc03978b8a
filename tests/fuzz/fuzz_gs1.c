/*
 * Any bytes as a scan. What is read keeps its promises: bounded, every value right by its AI's
 * own format, dates in the calendar; and the elements written again as a scanner sends them are
 * read as the same elements.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/day.h"
#include "calc/gs1.h"
#include "calc/gs1_ai.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char again[GS1_ELEMENTS_MAX * (GS1_AI_SIZE + GS1_VALUE_SIZE)];

static size_t write_again(const struct gs1 *gs1)
{
	size_t size = 0;

	for (size_t i = 0; i < gs1->elements_count; i++) {
		size += (size_t)snprintf(again + size, sizeof(again) - size, "%s%s", gs1->elements[i].ai, gs1->elements[i].value);
		again[size++] = GS1_SEPARATOR;
	}
	return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct gs1 first, second;
	struct err err = { 0 };
	int64_t weight;
	struct money price;

	if (!gs1_read_taking((const char *)data, size, 2026, size % 2, &first, &err)) {
		assert(err.code != ERR_NONE && err.text[0]);
		return 0;
	}
	assert(first.elements_count <= GS1_ELEMENTS_MAX && first.warnings_count <= GS1_WARNINGS_MAX && size <= GS1_SIZE_MAX);
	assert(first.form != GS1_PLAIN || first.plain_at + first.plain_size <= size);
	assert(first.form == GS1_PLAIN || first.elements_count > 0);
	for (size_t i = 0; i < first.elements_count; i++) {
		const struct gs1_element *element = &first.elements[i];
		const struct gs1_ai *row = gs1_ai_find(element->ai, strlen(element->ai));
		size_t used;

		assert(row && gs1_ai_check(row, element->ai, element->value, strlen(element->value), 2026, &used, &err));
		assert(used == strlen(element->value) && used > 0);
		assert((element->day != 0) == (element->iso[0] != '\0'));
	}
	assert(!gs1_gtin(&first) || strlen(gs1_gtin(&first)) == 14);
	assert(!gs1_net_weight(&first, &weight) || (weight >= 0 && weight <= INT64_C(999999000)));
	assert(!gs1_price(&first, &price) || (price.dong >= 0 && price.dong <= MONEY_MAX));
	if (first.elements_count == 0)
		return 0;
	assert(gs1_read(again, write_again(&first), 2026, &second, &err));
	assert(second.elements_count == first.elements_count && second.contradicts == first.contradicts);
	for (size_t i = 0; i < first.elements_count; i++)
		assert(strcmp(first.elements[i].ai, second.elements[i].ai) == 0 && strcmp(first.elements[i].value, second.elements[i].value) == 0);
	return 0;
}
