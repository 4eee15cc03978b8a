#include "calc/words.h"

#include <assert.h>
#include <string.h>

static const char *const digit_words[] = { "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín" };

#define THOUSAND_MILLION UINT64_C(1000000000)

struct words {
	char *text;
	size_t size;
	const struct words_style *style;
};

static void say(struct words *words, const char *word)
{
	size_t size = strlen(word);

	assert(words->size + size + 2 <= WORDS_SIZE);
	if (words->size)
		words->text[words->size++] = ' ';
	memcpy(words->text + words->size, word, size + 1);
	words->size += size;
}

static const char *unit_word(const struct words *words, unsigned tens, unsigned unit)
{
	if (tens >= 2 && unit == 1)
		return "mốt";
	if (tens >= 2 && unit == 4)
		return words->style->bon ? "bốn" : "tư";
	if (tens >= 1 && unit == 5)
		return "lăm";
	return digit_words[unit];
}

/* 1 to 999; `full`: something stands before it, so its hundreds are said even when there are none. */
static void say_group(struct words *words, unsigned group, bool full)
{
	unsigned hundreds = group / 100, tens = group / 10 % 10, unit = group % 10;

	if (hundreds || full) {
		say(words, digit_words[hundreds]);
		say(words, "trăm");
	}
	if (tens == 1) {
		say(words, "mười");
	} else if (tens > 1) {
		say(words, digit_words[tens]);
		say(words, "mươi");
	} else if (unit && (hundreds || full)) {
		say(words, words->style->le ? "lẻ" : "linh");
	}
	if (unit)
		say(words, unit_word(words, tens, unit));
}

/* At least 1. */
static void say_number(struct words *words, uint64_t number, bool full)
{
	static const struct {
		uint64_t of;
		const char *word, *southern;
	} scales[] = { { 1000000, "triệu", "triệu" }, { 1000, "nghìn", "ngàn" }, { 1, NULL, NULL } };

	if (number >= THOUSAND_MILLION) {
		say_number(words, number / THOUSAND_MILLION, full);
		say(words, words->style->ti ? "tỉ" : "tỷ");
		number %= THOUSAND_MILLION;
		full = true;
	}
	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
		unsigned group = (unsigned)(number / scales[i].of % 1000);

		if (!group)
			continue;
		say_group(words, group, full);
		if (scales[i].word)
			say(words, words->style->ngan ? scales[i].southern : scales[i].word);
		full = true;
	}
}

/* The first letters that a number can begin with, small and large: all the words above begin with one of these. */
static void make_capital(char *text)
{
	if ((unsigned char)text[0] == 0xc3 && (unsigned char)text[1] == 0xa2)  /* â of âm */
		text[1] = (char)0x82;
	else if (text[0] >= 'a' && text[0] <= 'z')
		text[0] = (char)(text[0] - 'a' + 'A');
}

void words_write(int64_t dong, const struct words_style *style, char text[WORDS_SIZE])
{
	static const struct words_style plain;
	struct words words = { .text = text, .style = style ? style : &plain };
	const char *unit = words.style->unit ? words.style->unit : "đồng";
	uint64_t number = dong < 0 ? (uint64_t)0 - (uint64_t)dong : (uint64_t)dong;

	assert(strlen(unit) <= WORDS_UNIT_MAX);
	text[0] = '\0';
	if (dong < 0)
		say(&words, "âm");
	if (number)
		say_number(&words, number, false);
	else
		say(&words, digit_words[0]);
	if (*unit)
		say(&words, unit);
	if (words.style->capital)
		make_capital(text);
}
