#include "calc/barcode.h"

#include <assert.h>
#include <string.h>

#include "calc/gs1.h"

static const char *const kind_names[] = {
	[BARCODE_OTHER] = "other",     [BARCODE_EAN_8] = "EAN-8",     [BARCODE_UPC_A] = "UPC-A",       [BARCODE_UPC_E] = "UPC-E",
	[BARCODE_EAN_13] = "EAN-13",   [BARCODE_GTIN_14] = "GTIN-14", [BARCODE_IN_STORE] = "in-store",
};

const char *barcode_kind_name(enum barcode_kind kind)
{
	return kind_names[kind];
}

bool barcode_check_digit_is_right(const struct barcode *barcode)
{
	return !barcode->has_check_digit || barcode->check_digit_given < 0 || barcode->check_digit_given == barcode->check_digit_expected;
}

/* ---- check digits ---------------------------------------------------------- */

/* The weighted digits of General Specifications 7.9.2, by digit. */
static const int8_t two_minus[10] = { 0, 2, 4, 6, 8, 9, 1, 3, 5, 7 };
static const int8_t three[10] = { 0, 3, 6, 9, 2, 5, 8, 1, 4, 7 };
static const int8_t five_plus[10] = { 0, 5, 1, 6, 2, 7, 3, 8, 4, 9 };
static const int8_t five_minus[10] = { 0, 5, 9, 4, 8, 3, 7, 2, 6, 1 };

int barcode_value_check_digit(const char *digits, size_t size)
{
	static const int8_t *const weights_4[] = { two_minus, two_minus, three, five_minus };
	static const int8_t *const weights_5[] = { five_plus, two_minus, five_minus, five_plus, two_minus };
	int sum = 0, digit = 0;

	assert(size == 4 || size == 5);
	for (size_t i = 0; i < size; i++)
		sum += (size == 4 ? weights_4[i] : weights_5[i])[digits[i] - '0'];
	if (size == 4)
		return sum * 3 % 10;
	while (five_minus[digit] != (10 - sum % 10) % 10)
		digit++;
	return digit;
}

static bool are_digits(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return size > 0;
}

static bool is_right(const char *digits, size_t size)
{
	return gs1_check_digit(digits, size - 1) == digits[size - 1] - '0';
}

/* ---- patterns -------------------------------------------------------------- */

/* The letter's only run: where it begins and its length, 0 where it does not occur. false: it stands in two places. */
static bool run_of(const char *letters, char letter, size_t *at, size_t *size)
{
	const char *first = strchr(letters, letter), *last = strrchr(letters, letter);

	*at = first ? (size_t)(first - letters) : 0;
	*size = first ? (size_t)(last - first) + 1 : 0;
	for (size_t i = 0; i < *size; i++)
		if (letters[*at + i] != letter)
			return false;
	return true;
}

/* Whether two characters can be the first two digits of an in-store code of 13 digits: 02, 04, 20–29. Letters stand for any digit. */
static bool may_begin(char a, char b)
{
	bool a_any = a < '0' || a > '9', b_any = b < '0' || b > '9';

	return a_any || a == '2' || (a == '0' && (b_any || b == '2' || b == '4'));
}

static bool begins_in_store(const char *code, size_t size)
{
	if (size == 8)
		return may_begin(code[0], '2');
	return size == 12 ? may_begin('0', code[0]) : may_begin(code[0], code[1]);
}

static bool refuse_pattern(struct err *err, const char *why)
{
	return err_set(err, ERR_INPUT, "pattern", "a pattern of a scale's codes: %s", why);
}

static bool check_pattern(const char *letters, size_t size, struct err *err)
{
	size_t at, item, price, weight, check, end;
	bool whole = run_of(letters, 'I', &at, &item);

	whole &= run_of(letters, 'P', &at, &price);
	whole &= run_of(letters, 'W', &at, &weight);
	if (!whole)
		return refuse_pattern(err, "the letters of an item, a price or a weight must stand together");
	if (item == 0 || (price == 0 && weight == 0))
		return refuse_pattern(err, "an item (I) and a price (P) or a weight (W) must be in it");
	if (price > 15 || weight > 15)
		return refuse_pattern(err, "a price or a weight has at most 15 digits");
	whole = run_of(letters, 'S', &at, &check);
	if (!whole || check > 1 || (check == 1 && price > 0 && weight > 0) || (check == 1 && price + weight != 4 && price + weight != 5))
		return refuse_pattern(err, "the check digit over a value (S) stands once, for one price or weight of 4 or 5 digits");
	whole = run_of(letters, 'C', &at, &end);
	if (!whole || end > 1 || (end == 1 && at != size - 1))
		return refuse_pattern(err, "the check digit (C) stands once, in the last place");
	if (end == 0 && (size == 8 || size == 13))
		return refuse_pattern(err, "a code of 8 or 13 digits ends with a check digit (C)");
	if ((size == 8 || size == 12 || size == 13) && !begins_in_store(letters, size))
		return refuse_pattern(err, "codes for use in a shop begin with 02, 04 or 20 to 29 (8 digits: 0 or 2)");
	return true;
}

bool barcode_pattern_read(const char *text, size_t size, struct barcode_pattern *pattern, struct err *err)
{
	static const struct {
		const char *text;
		int32_t unit;
	} units[] = { { "", 1 }, { "*1", 1 }, { "*10", 10 }, { "*100", 100 }, { "*1000", 1000 } };
	const char *star = memchr(text, '*', size);
	size_t count = star ? (size_t)(star - text) : size;

	if (count == 0 || count > BARCODE_PATTERN_MAX)
		return refuse_pattern(err, "1 to 32 letters are expected");
	memset(pattern, 0, sizeof(*pattern));
	for (size_t i = 0; i < count; i++) {
		char c = text[i] == 'N' ? 'I' : text[i] == 'V' ? 'S' : text[i];

		if (c == '\0' || !strchr("0123456789IPWDSC", c))
			return refuse_pattern(err, "only digits and the letters I N P W D S V C may stand in it");
		pattern->letters[i] = c;
	}
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (strlen(units[i].text) == size - count && memcmp(units[i].text, text + count, size - count) == 0)
			pattern->unit = units[i].unit;
	if (pattern->unit == 0)
		return refuse_pattern(err, "behind the letters may stand *10, *100 or *1000");
	return check_pattern(pattern->letters, count, err);
}

static bool matches(const char *letters, const char *code, size_t size)
{
	if (strlen(letters) != size)
		return false;
	for (size_t i = 0; i < size; i++)
		if (letters[i] >= '0' && letters[i] <= '9' && letters[i] != code[i])
			return false;
	return true;
}

/* At most 15 digits; unit is at most 1000. */
static int64_t value_of(const char *digits, size_t size, int32_t unit)
{
	int64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value * 10 + (digits[i] - '0');
	return value * unit;
}

static bool take_values(struct barcode *barcode, const struct barcode_pattern *pattern, const char *code, size_t size, struct err *err)
{
	size_t item_at, item, price_at, price, weight_at, weight, check_at, check;
	bool whole = run_of(pattern->letters, 'I', &item_at, &item) && run_of(pattern->letters, 'P', &price_at, &price) &&
		     run_of(pattern->letters, 'W', &weight_at, &weight) && run_of(pattern->letters, 'S', &check_at, &check);

	assert(whole && item > 0 && price + weight > 0);
	if (pattern->letters[size - 1] == 'C') {
		barcode->has_check_digit = true;
		barcode->check_digit_given = code[size - 1] - '0';
		barcode->check_digit_expected = gs1_check_digit(code, size - 1);
		if (!is_right(code, size))
			return err_set(err, ERR_INPUT, "code", "the check digit of this scale's code is %d and should be %d: it must not be sold by weight or price",
				       barcode->check_digit_given, barcode->check_digit_expected);
	}
	if (check > 0 && barcode_value_check_digit(code + (price > 0 ? price_at : weight_at), price + weight) != code[check_at] - '0')
		return err_set(err, ERR_INPUT, "code", "the check digit over the price or weight in this scale's code is wrong: it must not be sold by weight or price");
	barcode->kind = BARCODE_IN_STORE;
	barcode->pattern = pattern;
	memcpy(barcode->item, code + item_at, item);
	barcode->has_price = price > 0;
	barcode->has_weight = weight > 0;
	if (price > 0) {
		int64_t dong = value_of(code + price_at, price, pattern->unit);

		if (dong > MONEY_MAX)
			return err_set(err, ERR_INPUT, "code", "the price in this scale's code is above any price");
		barcode->price = MONEY(dong);
	}
	if (weight > 0)
		barcode->weight_g = value_of(code + weight_at, weight, price > 0 ? 1 : pattern->unit);
	return true;
}

/* Tries the patterns on the code as it stands and with the zeros in front that a UPC-A or EAN-13 may have or lack. */
static bool try_patterns(struct barcode *barcode, const struct barcode_pattern *patterns, size_t count, struct err *err)
{
	const char *forms[3] = { barcode->code };
	size_t forms_count = 1;

	if (barcode->gtin_digits == 12 || barcode->gtin_digits == 13)
		forms[forms_count++] = barcode->key + 1;
	if (barcode->gtin_digits == 12)
		forms[forms_count++] = barcode->key + 2;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < forms_count; k++)
			if (matches(patterns[i].letters, forms[k], strlen(forms[k])))
				return take_values(barcode, &patterns[i], forms[k], strlen(forms[k]), err);
	return true;
}

/* ---- kinds ----------------------------------------------------------------- */

static void set_key(struct barcode *barcode, const char *digits, size_t size)
{
	memset(barcode->key, '0', 14);
	memcpy(barcode->key + 14 - size, digits, size);
	barcode->key[14] = '\0';
}

static void set_check_digit(struct barcode *barcode, const char *digits, size_t size)
{
	barcode->has_check_digit = true;
	barcode->check_digit_given = digits[size - 1] - '0';
	barcode->check_digit_expected = gs1_check_digit(digits, size - 1);
}

/*
 * Number system (0 or 1) and six digits into the eleven of a UPC-A: the last of the six says
 * which zeros were left out.
 */
static void expand_upc_e(char system, const char six[6], char upc[11])
{
	size_t kept = six[5] <= '2' ? 2 : six[5] == '3' ? 3 : six[5] == '4' ? 4 : 5;

	memset(upc, '0', 11);
	upc[0] = system;
	memcpy(upc + 1, six, kept);
	if (six[5] <= '2') {
		upc[3] = six[5];
		memcpy(upc + 8, six + 2, 3);
	} else if (kept < 5) {
		memcpy(upc + 6 + kept, six + kept, 5 - kept);
	} else {
		upc[10] = six[5];
	}
}

/* Six digits, seven with the number system in front, eight with the check digit behind. */
static bool read_upc_e(struct barcode *barcode, const char *code, size_t size)
{
	char upc[12];
	size_t lead = size > 6;

	if (lead && code[0] != '0' && code[0] != '1')
		return false;
	expand_upc_e(lead ? code[0] : '0', code + lead, upc);
	upc[11] = (char)('0' + gs1_check_digit(upc, 11));
	if (size == 8 && code[7] != upc[11])
		return false;
	set_check_digit(barcode, upc, 12);
	if (size < 8)
		barcode->check_digit_given = -1;
	barcode->kind = BARCODE_UPC_E;
	barcode->gtin_digits = 12;
	set_key(barcode, upc, 12);
	return true;
}

/* 8, 12, 13 or 14 digits. Zeros in front are no part of the number, but a GTIN-8 and -12 keep theirs. */
static void read_gtin(struct barcode *barcode, const char *code, size_t size)
{
	static const enum barcode_kind kinds[] = { [8] = BARCODE_EAN_8, [12] = BARCODE_UPC_A, [13] = BARCODE_EAN_13, [14] = BARCODE_GTIN_14 };
	size_t zeros = 0, digits;
	const char *number;

	while (zeros < size - 1 && code[zeros] == '0')
		zeros++;
	digits = size - zeros <= 8 ? 8 : size - zeros <= 12 ? 12 : size - zeros;
	number = code + size - digits;
	set_check_digit(barcode, code, size);
	set_key(barcode, code, size);
	barcode->gtin_digits = (int)digits;
	barcode->kind = digits < 14 && begins_in_store(number, digits) ? BARCODE_IN_STORE : kinds[digits];
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool barcode_read(const char *text, size_t size, const struct barcode_pattern *patterns, size_t patterns_count,
		  struct barcode *barcode, struct err *err)
{
	memset(barcode, 0, sizeof(*barcode));
	for (; size > 0 && is_blank(text[0]); size--)
		text++;
	while (size > 0 && is_blank(text[size - 1]))
		size--;
	if (size == 0)
		return err_set(err, ERR_INPUT, "code", "the code is empty");
	if (size > BARCODE_SIZE_MAX)
		return err_set(err, ERR_LIMIT, "code", "the code is longer than %zu bytes", BARCODE_SIZE_MAX);
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return err_set(err, ERR_INPUT, "code", "a control byte stands in the code");
	memcpy(barcode->code, text, size);
	if (!are_digits(text, size))
		return true;
	if (size == 12 || size == 13 || size == 14 || (size == 8 && is_right(text, 8)))
		read_gtin(barcode, text, size);
	else if ((size == 6 || size == 7 || size == 8) && read_upc_e(barcode, text, size))
		return true;
	else if (size == 8)
		read_gtin(barcode, text, size);
	if (barcode->kind == BARCODE_IN_STORE || barcode->kind == BARCODE_OTHER || barcode->kind == BARCODE_GTIN_14)
		return try_patterns(barcode, patterns, patterns_count, err);
	return true;
}
