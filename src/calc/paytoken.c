#include "calc/paytoken.h"

#include <assert.h>
#include <string.h>

#define BASE 32
#define LETTERS (PAYTOKEN_SIZE - 1)
#define MARK "OC"
#define SKIPS_MAX 6

static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

static int value_of(int letter)
{
	const char *at = letter ? strchr(letters, letter) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* Luhn over the letters behind the mark, the last of them doubled first. */
static int check_of(const char *text, size_t count)
{
	int sum = 0;

	for (size_t i = 0; i < count; i++) {
		int value = value_of(text[count - 1 - i]) * (i % 2 == 0 ? 2 : 1);

		sum += value / BASE + value % BASE;
	}
	return (BASE - sum % BASE) % BASE;
}

void paytoken_write(int64_t number, char token[PAYTOKEN_SIZE])
{
	assert(number >= 0 && number < PAYTOKEN_NUMBERS);
	memcpy(token, MARK, 2);
	for (size_t i = LETTERS - 1; i-- > 2;) {
		token[i] = letters[number % BASE];
		number /= BASE;
	}
	token[LETTERS - 1] = letters[check_of(token + 2, LETTERS - 3)];
	token[LETTERS] = '\0';
}

bool paytoken_is(const char *text)
{
	if (strlen(text) != LETTERS || memcmp(text, MARK, 2) != 0)
		return false;
	for (size_t i = 2; i < LETTERS; i++)
		if (value_of(text[i]) < 0)
			return false;
	return text[LETTERS - 1] == letters[check_of(text + 2, LETTERS - 3)];
}

static int capital(char letter)
{
	return letter >= 'a' && letter <= 'z' ? letter - 'a' + 'A' : (unsigned char)letter;
}

static bool is_break(char letter)
{
	return letter && strchr(" .-_/,;:\t\r\n", letter);
}

/* One that begins just here, with at most so many breaks in it. */
static bool read_at(const char *text, size_t size, size_t skips_max, char token[PAYTOKEN_SIZE])
{
	size_t count = 0, skips = 0;

	for (size_t i = 0; i < size && count < LETTERS; i++) {
		if (count && is_break(text[i]) && skips < skips_max) {
			skips++;
			continue;
		}
		token[count] = (char)capital(text[i]);
		if (count == 0 && token[0] == '0')
			token[0] = 'O';
		if (count < 2 ? token[count] != MARK[count] : value_of(token[count]) < 0)
			return false;
		count++;
	}
	token[count] = '\0';
	return paytoken_is(token);
}

bool paytoken_find(const char *text, size_t size, size_t *at, char token[PAYTOKEN_SIZE])
{
	for (; *at < size; ++*at) {
		if (capital(text[*at]) != 'O' && text[*at] != '0')
			continue;
		if (read_at(text + *at, size - *at, 0, token) || read_at(text + *at, size - *at, SKIPS_MAX, token)) {
			++*at;
			return true;
		}
	}
	return false;
}
