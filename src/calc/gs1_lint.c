#include "calc/gs1_ai.h"

#include <assert.h>
#include <string.h>

#include "base/day.h"

/* The 82 characters of text and the 32 of check characters, in the order of their values (General Specifications, 7.11 and 7.9.5). */
static const char set82[] = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
static const char set32[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static const char set39[] = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char set64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char set_importer[] = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
static const char digits10[] = "0123456789";

#define ALPHA_SIZE_MAX 99  /* the weights of a check character pair are the first primes, as many as the longest AI needs */

static bool is_of(const char *set, const char *value, size_t size)
{
	size_t letters = strlen(set);

	for (size_t i = 0; i < size; i++)
		if (!memchr(set, value[i], letters))
			return false;
	return true;
}

static int pair(const char *digits)
{
	return (digits[0] - '0') * 10 + (digits[1] - '0');
}

static const char *numeric(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(digits10, value, size) ? NULL : "a digit is expected";
}

static const char *text82(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(set82, value, size) ? NULL : "a character is not one of the 82 that GS1 text may hold";
}

static const char *text39(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(set39, value, size) ? NULL : "a character is not one of the 39 that part numbers may hold";
}

/* Padding is optional; GS1 counts it in threes. */
static const char *text64(const char *value, size_t size, int32_t year)
{
	size_t pads = 0;

	(void)year;
	while (pads < size && value[size - 1 - pads] == '=')
		pads++;
	if (pads > 2 || (pads > 0 && size % 3 != 0))
		return "the base64 padding is wrong";
	return is_of(set64, value, size - pads) ? NULL : "a character is not base64url";
}

int gs1_check_digit(const char *digits, size_t size)
{
	int sum = 0;

	for (size_t i = 0; i < size; i++)
		sum += (digits[size - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
	return (10 - sum % 10) % 10;
}

static const char *check_digit(const char *value, size_t size, int32_t year)
{
	(void)year;
	if (size == 0 || !is_of(digits10, value, size))
		return "a digit is expected";
	return gs1_check_digit(value, size - 1) == value[size - 1] - '0' ? NULL : "the check digit is wrong";
}

static int next_prime(int after)
{
	for (int n = after + 1;; n++) {
		int d = 2;

		while (d * d <= n && n % d != 0)
			d++;
		if (d * d > n)
			return n;
	}
}

/* General Specifications 7.9.5: values weighted by the primes from the right, modulo 1021, in two characters of five bits. */
static const char *check_pair(const char *value, size_t size, int32_t year)
{
	int sum = 0, weight = 1;

	(void)year;
	if (size < 2 || size > ALPHA_SIZE_MAX)
		return "too short or too long for a check character pair";
	if (!is_of(set82, value, size - 2) || !is_of(set32, value + size - 2, 2))
		return "a character cannot be part of a key with a check character pair";
	for (size_t i = size - 2; i > 0; i--) {
		const char *at = memchr(set82, value[i - 1], sizeof(set82) - 1);

		weight = next_prime(weight);
		sum = (sum + (int)(at - set82) * weight) % 1021;
	}
	return value[size - 2] == set32[sum >> 5] && value[size - 1] == set32[sum & 31] ? NULL : "the check character pair is wrong";
}

/* No list of company prefixes is kept: the shortest has four digits. */
static const char *company_first(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size >= 4 && is_of(digits10, value, 4) ? NULL : "it does not begin with a company prefix";
}

static const char *company_second(const char *value, size_t size, int32_t year)
{
	return size < 2 ? "too short for a company prefix" : company_first(value + 1, size - 1, year);
}

static const char *has_letter(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(digits10, value, size) ? "at least one character must not be a digit" : NULL;
}

static const char *below(const char *value, size_t size, int limit, const char *why)
{
	return size == 2 && is_of(digits10, value, 2) && pair(value) < limit ? NULL : why;
}

static const char *hour(const char *value, size_t size, int32_t year)
{
	(void)year;
	return below(value, size, 24, "no hour of the day");
}

static const char *minute(const char *value, size_t size, int32_t year)
{
	(void)year;
	return below(value, size, 60, "no minute");
}

static const char *second(const char *value, size_t size, int32_t year)
{
	(void)year;
	return below(value, size, 60, "no second");
}

static const char *hour_minute(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size == 4 && !below(value, 2, 24, "") && !below(value + 2, 2, 60, "") ? NULL : "no time of the day";
}

int32_t gs1_year(int32_t yy, int32_t year)
{
	int32_t ahead = yy - year % 100;

	return year - year % 100 + yy + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
}

static const char *date_of(int32_t year, const char *mmdd, bool day_may_be_open)
{
	int month = pair(mmdd), day = pair(mmdd + 2);

	if (month < 1 || month > 12)
		return "no month";
	if ((day == 0 && !day_may_be_open) || day > day_month_end(year * 10000 + month * 100 + 1) % 100)
		return "no day of that month";
	return NULL;
}

static const char *date6(const char *value, size_t size, int32_t year, bool open)
{
	if (size != 6 || !is_of(digits10, value, 6))
		return "no date YYMMDD";
	return date_of(gs1_year(pair(value), year), value + 2, open);
}

static const char *date8(const char *value, size_t size, bool open)
{
	if (size != 8 || !is_of(digits10, value, 8))
		return "no date YYYYMMDD";
	return date_of(pair(value) * 100 + pair(value + 2), value + 4, open);
}

static const char *yymmdd(const char *value, size_t size, int32_t year)
{
	return date6(value, size, year, false);
}

static const char *yymmd0(const char *value, size_t size, int32_t year)
{
	return date6(value, size, year, true);
}

static const char *yyyymmdd(const char *value, size_t size, int32_t year)
{
	(void)year;
	return date8(value, size, false);
}

static const char *yyyymmd0(const char *value, size_t size, int32_t year)
{
	(void)year;
	return date8(value, size, true);
}

static const char *hyphen(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of("-", value, size) ? NULL : "only a minus sign may stand there";
}

/* ISO 13616: the first four letters go to the end, A is 10 … Z is 35, and the number leaves 1 when divided by 97. */
static const char *iban(const char *value, size_t size, int32_t year)
{
	int rest = 0;

	(void)year;
	if (size <= 10 || size > 34 || !gs1_is_country_alpha2(value, 2))
		return "no account number (IBAN) begins or is as long as that";
	for (size_t i = 0; i < size; i++) {
		char c = value[(i + 4) % size];

		if (c >= '0' && c <= '9')
			rest = (rest * 10 + (c - '0')) % 97;
		else if (c >= 'A' && c <= 'Z')
			rest = (rest * 100 + (c - 'A' + 10)) % 97;
		else
			return "an account number (IBAN) holds digits and capital letters only";
	}
	return rest == 1 ? NULL : "the check digits of the account number (IBAN) are wrong";
}

static const char *importer(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size == 1 && is_of(set_importer, value, 1) ? NULL : "no importer index";
}

static const char *country(const char *value, size_t size, int32_t year)
{
	(void)year;
	return gs1_is_country(value, size) ? NULL : "no country code of ISO 3166";
}

static const char *country_or_999(const char *value, size_t size, int32_t year)
{
	return size == 3 && memcmp(value, "999", 3) == 0 ? NULL : country(value, size, year);
}

static const char *country_alpha2(const char *value, size_t size, int32_t year)
{
	(void)year;
	return gs1_is_country_alpha2(value, size) ? NULL : "no two-letter country code of ISO 3166";
}

static const char *currency(const char *value, size_t size, int32_t year)
{
	(void)year;
	return gs1_is_currency(value, size) ? NULL : "no currency code of ISO 4217";
}

static const char *package(const char *value, size_t size, int32_t year)
{
	(void)year;
	return gs1_is_package(value, size) ? NULL : "no package type code";
}

static const char *sex(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size == 1 && is_of("0129", value, 1) ? NULL : "not 0, 1, 2 or 9 (ISO 5218)";
}

static const char *degrees(const char *value, size_t size, int64_t max)
{
	int64_t number = 0;

	if (size != 10 || !is_of(digits10, value, size))
		return "ten digits are expected";
	for (size_t i = 0; i < size; i++)
		number = number * 10 + (value[i] - '0');
	return number <= max ? NULL : "outside the globe";
}

static const char *latitude(const char *value, size_t size, int32_t year)
{
	(void)year;
	return degrees(value, size, INT64_C(1800000000));
}

static const char *longitude(const char *value, size_t size, int32_t year)
{
	(void)year;
	return degrees(value, size, INT64_C(3600000000));
}

/* 01–10 and 80–99 are given out by ICCBBA, the rest is kept for later. */
static const char *media_type(const char *value, size_t size, int32_t year)
{
	(void)year;
	if (size != 2 || !is_of(digits10, value, 2) || pair(value) < 1 || (pair(value) > 10 && pair(value) < 80))
		return "no media type";
	return NULL;
}

static const char *not_zero(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(digits10, value, size) && !is_of("0", value, size) ? NULL : "a number above zero is expected";
}

static const char *no_leading_zero(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of(digits10, value, size) && (size == 0 || value[0] != '0') ? NULL : "it must not begin with 0";
}

static const char *only_zero(const char *value, size_t size, int32_t year)
{
	(void)year;
	return is_of("0", value, size) ? NULL : "0 is expected";
}

static const char *yes_no(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size == 1 && is_of("01", value, 1) ? NULL : "0 or 1 is expected";
}

static const char *winding(const char *value, size_t size, int32_t year)
{
	(void)year;
	return size == 1 && is_of("019", value, 1) ? NULL : "the winding is 0, 1 or 9";
}

static int hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static const char *percent(const char *value, size_t size, int32_t year)
{
	(void)year;
	for (size_t i = 0; i < size; i++)
		if (value[i] == '%' && (i + 2 >= size || !hex(value[i + 1]) || !hex(value[i + 2])))
			return "a percent sign must be followed by two hexadecimal digits";
	return NULL;
}

/* PPTT: piece PP of TT, both of half the length. */
static const char *piece_of_total(const char *value, size_t size, int32_t year)
{
	size_t half = size / 2;

	(void)year;
	if (size == 0 || size % 2 != 0 || !is_of(digits10, value, size))
		return "a piece and a total of the same length are expected";
	if (is_of("0", value, half) || is_of("0", value + half, half))
		return "neither the piece nor the total may be zero";
	return memcmp(value, value + half, half) <= 0 ? NULL : "the piece is above the total";
}

/* "2/3", no leading zeros. */
static const char *place_in_row(const char *value, size_t size, int32_t year)
{
	const char *slash = memchr(value, '/', size);
	size_t place = slash ? (size_t)(slash - value) : 0, end = slash ? size - place - 1 : 0;

	(void)year;
	if (place == 0 || end == 0 || !is_of(digits10, value, place) || !is_of(digits10, slash + 1, end))
		return "a place and an end with a slash between are expected";
	if (value[0] == '0' || slash[1] == '0')
		return "neither number may begin with 0";
	return place < end || (place == end && memcmp(value, slash + 1, place) <= 0) ? NULL : "the place is behind the end";
}

static const struct {
	const char *name;
	const char *(*check)(const char *value, size_t size, int32_t year);
} checks[] = {
	{ "couponcode", gs1_lint_coupon },
	{ "couponposoffer", gs1_lint_coupon_offer },
	{ "cset39", text39 },
	{ "cset64", text64 },
	{ "cset82", text82 },
	{ "csetnumeric", numeric },
	{ "csum", check_digit },
	{ "csumalpha", check_pair },
	{ "gcppos1", company_first },
	{ "gcppos2", company_second },
	{ "hasnondigit", has_letter },
	{ "hh", hour },
	{ "hhmi", hour_minute },
	{ "hyphen", hyphen },
	{ "iban", iban },
	{ "importeridx", importer },
	{ "iso3166", country },
	{ "iso3166999", country_or_999 },
	{ "iso3166alpha2", country_alpha2 },
	{ "iso4217", currency },
	{ "iso5218", sex },
	{ "latitude", latitude },
	{ "longitude", longitude },
	{ "mediatype", media_type },
	{ "mi", minute },
	{ "nonzero", not_zero },
	{ "nozeroprefix", no_leading_zero },
	{ "packagetype", package },
	{ "pcenc", percent },
	{ "pieceoftotal", piece_of_total },
	{ "posinseqslash", place_in_row },
	{ "ss", second },
	{ "winding", winding },
	{ "yesno", yes_no },
	{ "yymmd0", yymmd0 },
	{ "yymmdd", yymmdd },
	{ "yyyymmd0", yyyymmd0 },
	{ "yyyymmdd", yyyymmdd },
	{ "zero", only_zero },
};

static size_t find(const char *name, size_t size)
{
	size_t i = 0;

	while (i < COUNT_OF(checks) && (strlen(checks[i].name) != size || memcmp(checks[i].name, name, size) != 0))
		i++;
	return i;
}

bool gs1_lint_is_known(const char *name, size_t name_size)
{
	return find(name, name_size) < COUNT_OF(checks);
}

const char *gs1_lint(const char *name, size_t name_size, const char *value, size_t size, int32_t year)
{
	size_t i = find(name, name_size);

	assert(i < COUNT_OF(checks));
	return checks[i].check(value, size, year);
}
