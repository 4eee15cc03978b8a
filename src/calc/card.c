#include "calc/card.h"

#include <string.h>

#define GROUPS_MAX 64      /* of a run; digits beyond are looked at as a run of their own */
#define GROUP_DIGITS_MIN 3

/* A run of digits with single blanks or dashes between them, cut into its groups. */
struct run {
	char digits[GROUPS_MAX * CARD_DIGITS_MAX];
	size_t digits_count;
	size_t starts[GROUPS_MAX + 1];  /* of group i; of the last: the end */
	size_t groups_count;
};

static bool starts_like(const char *digits)
{
	int four = (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 + (digits[3] - '0');

	return (digits[0] >= '3' && digits[0] <= '5') || (four >= 2221 && four <= 2720) || four == 9704;
}

static bool passes_luhn(const char *digits, size_t count)
{
	int sum = 0;

	for (size_t i = 0; i < count; i++) {
		int digit = digits[count - 1 - i] - '0';

		if (i % 2 == 1)
			digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
		sum += digit;
	}
	return sum % 10 == 0;
}

static bool is_card(const char *digits, size_t count)
{
	return count >= CARD_DIGITS_MIN && count <= CARD_DIGITS_MAX && starts_like(digits) && passes_luhn(digits, count);
}

/* Bytes of a blank or dash between digits; 0: none. Also the no-break space and the typographic hyphens and dashes. */
static size_t separator(const char *at)
{
	const unsigned char *c = (const unsigned char *)at;

	if (*c == ' ' || *c == '-')
		return 1;
	if (c[0] == 0xc2 && c[1] == 0xa0)
		return 2;
	return c[0] == 0xe2 && c[1] == 0x80 && c[2] >= 0x90 && c[2] <= 0x95 ? 3 : 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the run that begins at a digit; gives where it ends. Of a group that is no card's by its length only as much as says so is kept. */
static const char *take_run(const char *at, struct run *run)
{
	run->digits_count = run->groups_count = 0;
	for (;;) {
		size_t size = 0, between = 0;

		run->starts[run->groups_count++] = run->digits_count;
		for (; is_digit(*at); at++)
			if (size < CARD_DIGITS_MAX + 1 && run->digits_count < sizeof(run->digits)) {
				run->digits[run->digits_count++] = *at;
				size++;
			}
		run->starts[run->groups_count] = run->digits_count;
		/* As people type them: one sign or several between two groups. */
		while (separator(at + between) && between < 8)
			between += separator(at + between);
		if (between == 0 || !is_digit(at[between]) || run->groups_count == GROUPS_MAX)
			return at;
		at += between;
	}
}

static bool run_has_card(const struct run *run)
{
	if (is_card(run->digits, run->digits_count))
		return true;
	for (size_t i = 0; i < run->groups_count; i++) {
		for (size_t k = i; k < run->groups_count; k++) {
			size_t count = run->starts[k + 1] - run->starts[i];

			if (run->starts[k + 1] - run->starts[k] < GROUP_DIGITS_MIN || count > CARD_DIGITS_MAX)
				break;
			if (is_card(run->digits + run->starts[i], count))
				return true;
		}
	}
	return false;
}

bool card_in_text(const char *text)
{
	struct run run;

	while (*text) {
		if (!is_digit(*text)) {
			text++;
			continue;
		}
		text = take_run(text, &run);
		if (run_has_card(&run))
			return true;
	}
	return false;
}

static bool has_no_card(const struct field *field, const char *text, struct err *err)
{
	return !card_in_text(text) || err_set(err, ERR_INPUT, field->name, "looks like a payment card's number");
}

bool card_in_none(const struct shape *shape, const void *value, struct err *err)
{
	return shape_texts(shape, value, has_no_card, err);
}
