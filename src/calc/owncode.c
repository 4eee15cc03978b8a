#include "calc/owncode.h"

#include <string.h>

#define ID_DIGITS 26
#define ID_AT 2
#define CHECK_AT (ID_AT + ID_DIGITS)

static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
static const char check37[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
static const char kinds[] = { OWNCODE_RECEIPT, OWNCODE_PARKED, OWNCODE_LOT, OWNCODE_SHELF, OWNCODE_STAFF, OWNCODE_PRODUCER, OWNCODE_VOUCHER, OWNCODE_HAMPER, '\0' };

/* ISO/IEC 7064 MOD 37-2: the weights are powers of two from the right, the whole leaves 1 when divided by 37. */
static char check_character(const char *text, size_t size)
{
	int rest = 0;

	for (size_t i = 0; i < size; i++)
		rest = (rest + (int)(strchr(check37, text[i]) - check37)) * 2 % 37;
	return check37[(38 - rest) % 37];
}

bool owncode_is(const char *text, size_t size)
{
	return size > 0 && text[0] == '%';
}

void owncode_write(enum owncode_kind kind, struct id id, char text[OWNCODE_SIZE])
{
	unsigned bits = 0;
	int held = 2;  /* two zero bits in front make 130, which 26 digits of five bits hold */
	size_t at = ID_AT;

	text[0] = '%';
	text[1] = (char)kind;
	for (size_t i = 0; i < sizeof(id.bytes); i++) {
		bits = bits << 8 | id.bytes[i];
		for (held += 8; held >= 5; held -= 5)
			text[at++] = base32[bits >> (held - 5) & 31];
	}
	text[CHECK_AT] = check_character(text + 1, CHECK_AT - 1);
	text[CHECK_AT + 1] = '\0';
}

static char typed(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c;
}

bool owncode_read(const char *text, size_t size, enum owncode_kind *kind, struct id *id, struct err *err)
{
	char code[CHECK_AT + 1];
	unsigned bits = 0;
	int held = -2;
	size_t byte = 0;

	if (size != CHECK_AT + 1 || text[0] != '%')
		return err_set(err, ERR_INPUT, "code", "a code of ours has %d characters and begins with %%", CHECK_AT + 1);
	for (size_t i = 1; i < size; i++)
		code[i] = typed(text[i]);
	if (code[1] == '\0' || !strchr(kinds, code[1]))
		return err_set(err, ERR_INPUT, "code", "no kind of code of ours");
	for (size_t i = ID_AT; i < CHECK_AT; i++) {
		char c = code[i] == 'I' || code[i] == 'L' ? '1' : code[i] == 'O' ? '0' : code[i];
		const char *digit = c ? strchr(base32, c) : NULL;

		if (!digit || (i == ID_AT && digit - base32 > 7))
			return err_set(err, ERR_INPUT, "code", "a character of the code cannot stand there");
		code[i] = c;
		bits = bits << 5 | (unsigned)(digit - base32);
		held += 5;
		if (held >= 8) {
			held -= 8;
			id->bytes[byte++] = (uint8_t)(bits >> held);
		}
	}
	if (check_character(code + 1, CHECK_AT - 1) != code[CHECK_AT])
		return err_set(err, ERR_INPUT, "code", "the check character of the code is wrong");
	if (id_is_none(*id))
		return err_set(err, ERR_INPUT, "code", "the code names nothing");
	*kind = (enum owncode_kind)code[1];
	return true;
}
