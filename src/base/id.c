#include "base/id.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/text.h"

static const uint8_t none[16];

struct id id_make(int64_t at_us, const uint8_t chance[10])
{
	uint64_t ms = (uint64_t)(at_us / 1000);
	struct id id;

	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
	memcpy(id.bytes + 6, chance, 10);
	id.bytes[6] = (uint8_t)(0x70 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

struct id id_derive(struct id parent, const char *word, int64_t number)
{
	char text[96];
	struct hash sum;
	struct id id;
	char parent_text[ID_TEXT_SIZE];

	id_write(parent, parent_text);
	int size = snprintf(text, sizeof(text), "%s/%.30s/%lld", parent_text, word, (long long)number);
	sum = hash_of(text, (size_t)size);
	memcpy(id.bytes, sum.bytes, 16);
	id.bytes[6] = (uint8_t)(0x80 | (id.bytes[6] & 0x0f));
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

bool id_read(const char *text, size_t size, struct id *id)
{
	static const uint8_t dash[] = { 8, 13, 18, 23 };
	char hex[32];
	size_t at = 0, dashes = 0, count;
	struct id got;

	if (size != 36)
		return false;
	for (size_t i = 0; i < 36; i++) {
		if (dashes < 4 && i == dash[dashes]) {
			if (text[i] != '-')
				return false;
			dashes++;
			continue;
		}
		if (text[i] >= 'A' && text[i] <= 'F')
			return false;
		hex[at++] = text[i];
	}
	if (!text_hex_read(hex, 32, got.bytes, 16, &count) || id_is_none(got))
		return false;
	*id = got;
	return true;
}

void id_write(struct id id, char text[ID_TEXT_SIZE])
{
	static const uint8_t groups[] = { 4, 2, 2, 2, 6 };
	const uint8_t *from = id.bytes;

	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		text_hex_write(from, groups[i], text);
		from += groups[i];
		text += 2 * groups[i];
		*text++ = i + 1 < COUNT_OF(groups) ? '-' : '\0';
	}
}

bool id_is_none(struct id id)
{
	return memcmp(id.bytes, none, 16) == 0;
}

bool id_is(struct id a, struct id b)
{
	return memcmp(a.bytes, b.bytes, 16) == 0;
}

int id_compare(struct id a, struct id b)
{
	return memcmp(a.bytes, b.bytes, 16);
}
