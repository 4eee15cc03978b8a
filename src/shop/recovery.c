#include "shop/recovery.h"

#include <string.h>

#include "base/hash.h"

static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define DATA_LETTERS 52        /* 260 bits: the seed and four zeros */
#define CHECK_LETTERS 4
#define ALL_LETTERS (DATA_LETTERS + CHECK_LETTERS)

/* Twenty bits over the seed, so that a slip of the pen is found with all but one in a million. */
static void check_of(const uint8_t seed[32], uint8_t values[CHECK_LETTERS])
{
	struct hash hash = hash_of_two("ocop-recovery-1\n", 16, seed, 32);
	uint32_t bits = (uint32_t)hash.bytes[0] << 16 | (uint32_t)hash.bytes[1] << 8 | hash.bytes[2];

	for (int i = 0; i < CHECK_LETTERS; i++)
		values[i] = (uint8_t)(bits >> (5 * i) & 31);
}

static void values_of(const uint8_t seed[32], uint8_t values[ALL_LETTERS])
{
	for (int i = 0; i < DATA_LETTERS; i++) {
		uint8_t value = 0;

		for (int bit = i * 5; bit < i * 5 + 5; bit++)
			value = (uint8_t)(value << 1 | (bit < 256 ? seed[bit / 8] >> (7 - bit % 8) & 1 : 0));
		values[i] = value;
	}
	check_of(seed, values + DATA_LETTERS);
}

void recovery_write(const uint8_t seed[32], char text[RECOVERY_TEXT_SIZE])
{
	uint8_t values[ALL_LETTERS];

	values_of(seed, values);
	for (int i = 0; i < ALL_LETTERS; i++) {
		if (i > 0 && i % 4 == 0)
			*text++ = '-';
		*text++ = letters[values[i]];
	}
	*text = '\0';
}

static int value_of(char letter)
{
	const char *at;

	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	if (letter == 'O')
		return 0;
	if (letter == 'I' || letter == 'L')
		return 1;
	at = letter ? strchr(letters, letter) : NULL;
	return at ? (int)(at - letters) : -1;
}

bool recovery_read(const char *text, uint8_t seed[32], struct err *err)
{
	uint8_t typed[ALL_LETTERS], values[ALL_LETTERS];
	int count = 0;

	for (; *text; text++) {
		int value = value_of(*text);

		if (*text == '-' || *text == ' ' || *text == '\n' || *text == '\t' || *text == '\r')
			continue;
		if (value < 0)
			return err_set(err, ERR_INPUT, "recovery", "khóa khôi phục: nhóm %d có ký tự không dùng", count / 4 + 1);
		if (count == ALL_LETTERS)
			return err_set(err, ERR_INPUT, "recovery", "khóa khôi phục dài hơn 14 nhóm");
		typed[count++] = (uint8_t)value;
	}
	if (count < ALL_LETTERS)
		return err_set(err, ERR_INPUT, "recovery", "khóa khôi phục mới có %d ký tự, cần %d", count, ALL_LETTERS);
	memset(seed, 0, 32);
	for (int bit = 0; bit < 256; bit++)
		if (typed[bit / 5] >> (4 - bit % 5) & 1)
			seed[bit / 8] |= (uint8_t)(128 >> bit % 8);
	values_of(seed, values);
	return memcmp(values, typed, sizeof(values)) == 0 || err_set(err, ERR_INPUT, "recovery", "khóa khôi phục gõ sai; so lại từng nhóm với tờ giấy");
}
