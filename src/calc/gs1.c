#include "calc/gs1_ai.h"

#include <assert.h>
#include <string.h>

enum mode { PLAIN, ELEMENTS, EAN13, EAN8, EAN_ADD_ON, ITF };

/* Symbology identifiers of ISO/IEC 15424: a letter and a modifier. NULL: the modifiers that no row before names. */
static const struct {
	char letter;
	const char *modifiers;
	const char *name;
	enum mode mode;
} symbologies[] = {
	{ 'A', NULL, "Code 39", PLAIN },
	{ 'B', NULL, "Telepen", PLAIN },
	{ 'C', "1", "GS1-128", ELEMENTS },
	{ 'C', NULL, "Code 128", PLAIN },
	{ 'D', NULL, "Code One", PLAIN },
	{ 'E', "0", "EAN-13", EAN13 },
	{ 'E', "3", "EAN-13 with add-on", EAN_ADD_ON },
	{ 'E', "4", "EAN-8", EAN8 },
	{ 'E', "12", "EAN add-on", PLAIN },
	{ 'F', NULL, "Codabar", PLAIN },
	{ 'G', NULL, "Code 93", PLAIN },
	{ 'H', NULL, "Code 11", PLAIN },
	{ 'I', NULL, "ITF", ITF },
	{ 'J', "1", "GS1 DotCode", ELEMENTS },
	{ 'J', NULL, "DotCode", PLAIN },
	{ 'K', NULL, "Code 16K", PLAIN },
	{ 'L', NULL, "PDF417", PLAIN },
	{ 'M', NULL, "MSI", PLAIN },
	{ 'N', NULL, "Anker", PLAIN },
	{ 'O', NULL, "Codablock", PLAIN },
	{ 'P', NULL, "Plessey", PLAIN },
	{ 'Q', "34", "GS1 QR Code", ELEMENTS },
	{ 'Q', NULL, "QR Code", PLAIN },
	{ 'R', NULL, "Straight 2 of 5", PLAIN },
	{ 'S', NULL, "Straight 2 of 5", PLAIN },
	{ 'T', NULL, "Code 49", PLAIN },
	{ 'U', NULL, "MaxiCode", PLAIN },
	{ 'X', NULL, "other bar code", PLAIN },
	{ 'Y', NULL, "system expansion", PLAIN },
	{ 'Z', NULL, "no bar code", PLAIN },
	{ 'c', NULL, "Channel Code", PLAIN },
	{ 'd', "25", "GS1 DataMatrix", ELEMENTS },
	{ 'd', NULL, "Data Matrix", PLAIN },
	{ 'e', "0", "GS1 DataBar", ELEMENTS },
	{ 'e', NULL, "GS1 Composite", PLAIN },
	{ 'g', NULL, "Grid Matrix", PLAIN },
	{ 'h', NULL, "Han Xin Code", PLAIN },
	{ 'o', NULL, "OCR", PLAIN },
	{ 'p', NULL, "PosiCode", PLAIN },
	{ 's', NULL, "SuperCode", PLAIN },
	{ 'z', NULL, "Aztec Code", PLAIN },
};

static const char all_modifiers[] = "0123456789ABCDEF";
static const char composite[] = "|]e0";

static bool read_elements(struct gs1 *gs1, const char *data, size_t size, int32_t year, struct err *err)
{
	size_t at = 0;

	if (size == 0)
		return err_set(err, ERR_INPUT, NULL, "there are no data");
	while (at < size) {
		const struct gs1_ai *row = gs1_ai_begins(data + at, size - at);
		const char *end;
		char ai[GS1_AI_SIZE];
		size_t digits, used;

		if (!row)
			return err_set(err, ERR_INPUT, NULL, "no known AI begins what stands at byte %zu", at);
		digits = strlen(row->first);
		memcpy(ai, data + at, digits);
		ai[digits] = '\0';
		at += digits;
		end = at < size ? memchr(data + at, GS1_SEPARATOR, size - at) : NULL;
		if (!gs1_ai_check(row, ai, data + at, end ? (size_t)(end - data) - at : size - at, year, &used, err) ||
		    !gs1_add(gs1, row, ai, data + at, used, year, err))
			return false;
		at += used;
		if (!(row->flags & GS1_AI_FIXED) && at < size && data[at] != GS1_SEPARATOR)
			return err_set(err, ERR_INPUT, ai, "AI (%s): the value is too long", ai);
		/* An FNC1 that was not needed, or the last thing in the symbol, does no harm. */
		if (at < size && data[at] == GS1_SEPARATOR)
			at++;
	}
	return true;
}

static bool are_digits(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (data[i] < '0' || data[i] > '9')
			return false;
	return true;
}

static bool has_check_digit(const char *data, size_t size)
{
	return are_digits(data, size) && gs1_check_digit(data, size - 1) == data[size - 1] - '0';
}

/* Prefixes for use within a shop or a company: no GTIN (General Specifications 1.4). */
static bool is_in_store(const char *data, size_t size)
{
	return size == 8 ? data[0] == '0' || data[0] == '2' : size == 13 && (data[0] == '2' || memcmp(data, "02", 2) == 0 || memcmp(data, "04", 2) == 0);
}

static bool add_gtin(struct gs1 *gs1, const char *data, size_t size, int32_t year, struct err *err)
{
	char gtin[15];

	memset(gtin, '0', sizeof(gtin));
	memcpy(gtin + 14 - size, data, size);
	return gs1_add(gs1, gs1_ai_find("01", 2), "01", gtin, 14, year, err);
}

static bool read_ean(struct gs1 *gs1, const char *data, size_t size, size_t digits, int32_t year, struct err *err)
{
	size_t mark = sizeof(composite) - 1;
	bool more = size >= digits + mark && memcmp(data + digits, composite, mark) == 0;

	if (size < digits || (size > digits && !more) || !are_digits(data, digits))
		return err_set(err, ERR_INPUT, NULL, "%zu digits are expected", digits);
	if (!has_check_digit(data, digits))
		return err_set(err, ERR_INPUT, NULL, "the check digit is wrong");
	gs1->plain_size = digits;
	if (!is_in_store(data, digits) && !add_gtin(gs1, data, digits, year, err))
		return false;
	return !more || read_elements(gs1, data + digits + mark, size - digits - mark, year, err);
}

static bool read_symbol(struct gs1 *gs1, enum mode mode, const char *data, size_t size, int32_t year, unsigned takes, struct err *err)
{
	switch (mode) {
	case ELEMENTS:
		gs1->form = GS1_ELEMENTS;
		return read_elements(gs1, data, size, year, err);
	case EAN13:
		return read_ean(gs1, data, size, 13, year, err);
	case EAN8:
		return read_ean(gs1, data, size, 8, year, err);
	case EAN_ADD_ON:
		if ((size != 15 && size != 18) || !are_digits(data, size))
			return err_set(err, ERR_INPUT, NULL, "13 digits and 2 or 5 further ones are expected");
		return read_ean(gs1, data, 13, 13, year, err);
	case ITF:
		return size != 14 || !has_check_digit(data, size) || add_gtin(gs1, data, size, year, err);
	case PLAIN:
		break;
	}
	return !gs1_is_link(data, size) || gs1_link_read(gs1, data, size, year, takes, err);
}

static bool read_identified(struct gs1 *gs1, const char *data, size_t size, int32_t year, unsigned takes, struct err *err)
{
	for (size_t i = 0; size >= 3 && data[2] != '\0' && i < COUNT_OF(symbologies); i++) {
		const char *modifiers = symbologies[i].modifiers ? symbologies[i].modifiers : all_modifiers;

		if (symbologies[i].letter != data[1] || !strchr(modifiers, data[2]))
			continue;
		gs1->symbology = symbologies[i].name;
		gs1->plain_at = 3;
		gs1->plain_size = size - 3;
		return read_symbol(gs1, symbologies[i].mode, data + 3, size - 3, year, takes, err);
	}
	return err_set(err, ERR_INPUT, NULL, "unknown symbology identifier");
}

bool gs1_read_taking(const char *data, size_t size, int32_t year, unsigned takes, struct gs1 *gs1, struct err *err)
{
	bool ok;

	assert(year >= 1950 && year <= 2900);
	memset(gs1, 0, sizeof(*gs1));
	if (size > GS1_SIZE_MAX)
		return err_set(err, ERR_LIMIT, NULL, "longer than %zu bytes", GS1_SIZE_MAX);
	if (size > 0 && data[0] == ']') {
		ok = read_identified(gs1, data, size, year, takes, err);
	} else if (gs1_is_link(data, size)) {
		ok = gs1_link_read(gs1, data, size, year, takes, err);
	} else {
		size_t lead = size > 0 && data[0] == GS1_SEPARATOR;

		gs1->form = GS1_ELEMENTS;
		ok = read_elements(gs1, data + lead, size - lead, year, err);
	}
	if (ok)
		gs1_check_rules(gs1);
	return ok;
}

bool gs1_read(const char *data, size_t size, int32_t year, struct gs1 *gs1, struct err *err)
{
	return gs1_read_taking(data, size, year, 0, gs1, err);
}

const struct gs1_element *gs1_find(const struct gs1 *gs1, const char *ai)
{
	for (size_t i = 0; i < gs1->elements_count; i++)
		if (gs1_ai_matches(ai, strlen(ai), gs1->elements[i].ai))
			return &gs1->elements[i];
	return NULL;
}

static const char *value_of(const struct gs1_element *element)
{
	return element ? element->value : NULL;
}

const char *gs1_gtin(const struct gs1 *gs1)
{
	const struct gs1_element *gtin = gs1_find(gs1, "01");

	return value_of(gtin ? gtin : gs1_find(gs1, "03"));
}

const char *gs1_lot(const struct gs1 *gs1)
{
	return value_of(gs1_find(gs1, "10"));
}

const char *gs1_serial(const struct gs1 *gs1)
{
	return value_of(gs1_find(gs1, "21"));
}

const struct gs1_element *gs1_expiry(const struct gs1 *gs1)
{
	static const char *const order[] = { "17", "7003", "15", "16" };
	const struct gs1_element *found = NULL;

	for (size_t i = 0; !found && i < COUNT_OF(order); i++)
		found = gs1_find(gs1, order[i]);
	return found;
}

/* The digits of a checked value, at most 15, so the number fits. */
static int64_t number_of(const char *digits)
{
	int64_t number = 0;

	for (; *digits; digits++)
		number = number * 10 + (*digits - '0');
	return number;
}

static int64_t power_of_ten(int exponent)
{
	int64_t power = 1;

	while (exponent-- > 0)
		power *= 10;
	return power;
}

bool gs1_net_weight(const struct gs1 *gs1, int64_t *qty_milli)
{
	const struct gs1_element *element = gs1_find(gs1, "310n");

	if (!element)
		return false;
	*qty_milli = (number_of(element->value) * 1000 * 2 / power_of_ten(element->ai[3] - '0') + 1) / 2;
	return true;
}

bool gs1_price(const struct gs1 *gs1, struct money *price)
{
	const struct gs1_element *element = gs1_find(gs1, "392n");
	const char *digits = element ? element->value : NULL;
	int64_t number, power;

	if (!element) {
		element = gs1_find(gs1, "393n");
		if (!element || memcmp(element->value, "704", 3) != 0)
			return false;
		digits = element->value + 3;
	}
	number = number_of(digits);
	power = power_of_ten(element->ai[3] - '0');
	if (number % power != 0 || number / power > MONEY_MAX)
		return false;
	*price = MONEY(number / power);
	return true;
}
