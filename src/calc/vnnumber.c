#include "calc/vnnumber.h"

#include <stddef.h>
#include <string.h>

#define DIGITS_MAX 16

/* The digits alone; false where something else than blanks, dots, hyphens and brackets stands between, or too many. */
static bool take_digits(const char *text, char digits[DIGITS_MAX + 1])
{
	size_t count = 0;

	for (; *text; text++) {
		if (strchr(" .-()", *text))
			continue;
		if (*text < '0' || *text > '9' || count == DIGITS_MAX)
			return false;
		digits[count++] = *text;
	}
	digits[count] = '\0';
	return count > 0;
}

/* ---- telephones ------------------------------------------------------------------ */

/* Of a country's digits without its leading nought. */
static bool is_national(const char *rest)
{
	size_t size = strlen(rest);

	/* 2 and area and subscriber: nine digits in all, ten in Hà Nội, Hồ Chí Minh City and where subscribers have seven behind three. */
	if (rest[0] == '2')
		return size == 9 || size == 10;
	return strchr("35789", rest[0]) && size == 9;
}

static bool is_service(const char *digits)
{
	size_t size = strlen(digits);

	return (strncmp(digits, "1800", 4) == 0 || strncmp(digits, "1900", 4) == 0) && (size == 8 || size == 10);
}

bool vnnumber_phone(const char *text, char normal[VNNUMBER_SIZE])
{
	char digits[DIGITS_MAX + 1];
	const char *rest;
	bool is_abroad;

	text += strspn(text, " ");
	is_abroad = *text == '+';
	if (!take_digits(text + is_abroad, digits))
		return false;
	if (!is_abroad && is_service(digits)) {
		memcpy(normal, digits, strlen(digits) + 1);
		return true;
	}
	rest = digits;
	if (!is_abroad && strncmp(rest, "00", 2) == 0) {
		is_abroad = true;
		rest += 2;
	}
	if (strncmp(rest, "84", 2) == 0 && (is_abroad || strlen(rest) >= 11)) {
		rest += 2;
		rest += *rest == '0'; /* "+84 (0)912" */
	} else if (is_abroad || *rest++ != '0') {
		return false;
	}
	if (!*rest || !is_national(rest))
		return false;
	normal[0] = '0';
	memcpy(normal + 1, rest, strlen(rest) + 1);
	return true;
}

/* ---- tax codes ------------------------------------------------------------------- */

bool vnnumber_tax_code(const char *text, char normal[VNNUMBER_SIZE])
{
	char digits[DIGITS_MAX + 1];
	size_t size;

	if (!take_digits(text, digits))
		return false;
	size = strlen(digits);
	if (size != 10 && size != 12 && size != 13)
		return false;
	if (size < 13) {
		memcpy(normal, digits, size + 1);
		return true;
	}
	memcpy(normal, digits, 10);
	normal[10] = '-';
	memcpy(normal + 11, digits + 10, 4);
	return true;
}

bool vnnumber_tax_code_is_likely(const char *normal)
{
	static const int weights[] = { 31, 29, 23, 19, 17, 13, 7, 5, 3 };
	int sum = 0;

	if (strlen(normal) == 12)
		return true;
	for (int i = 0; i < 9; i++)
		sum += weights[i] * (normal[i] - '0');
	return normal[9] - '0' == 10 - sum % 11;
}
