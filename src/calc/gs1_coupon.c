#include "calc/gs1_ai.h"

/*
 * Coupons of North America (GS1 US "North American Coupon Application Guideline", AI 8110, and
 * "AI (8112) Coupon Data Specification"): a row of fields, each of a fixed length or with its
 * length in the digit before it. No shop here takes them; they are checked so that a foreign
 * coupon is never read as something else.
 */

struct reader {
	const char *at, *end;
	int32_t year;
	const char *why;  /* the first thing that was wrong; later reads do nothing */
};

static const char missing[] = "the coupon ends too early";

static void start(struct reader *reader, const char *value, size_t size, int32_t year)
{
	*reader = (struct reader){ value, value + size, year, gs1_lint("csetnumeric", 11, value, size, year) };
}

static const char *finish(const struct reader *reader)
{
	return reader->why ? reader->why : reader->at < reader->end ? "there is more than a coupon behind the coupon" : NULL;
}

static const char *take(struct reader *reader, int size)
{
	const char *at = reader->at;

	if (reader->why)
		return NULL;
	if (reader->end - at < size) {
		reader->why = missing;
		return NULL;
	}
	reader->at += size;
	return at;
}

/* One digit out of `allowed`; 0 when there is none. */
static char take_digit(struct reader *reader, const char *allowed, const char *why)
{
	const char *digit = take(reader, 1);

	if (!digit)
		return 0;
	for (; *allowed; allowed++)
		if (*allowed == *digit)
			return *digit;
	reader->why = why;
	return 0;
}

/* A length out of `allowed`, more by `more` than it says, and that many digits. */
static const char *take_sized(struct reader *reader, const char *allowed, int more, const char *why)
{
	char digit = take_digit(reader, allowed, why);

	return digit ? take(reader, digit - '0' + more) : NULL;
}

static bool take_option(struct reader *reader, char option)
{
	if (reader->why || reader->at == reader->end || *reader->at != option)
		return false;
	reader->at++;
	return true;
}

static void take_purchase(struct reader *reader)
{
	take_sized(reader, "12345", 0, "no length of a purchase requirement");
	take_digit(reader, "012349", "no purchase requirement code");
	take(reader, 3);
}

static void take_company(struct reader *reader)
{
	if (!take_option(reader, '9'))
		take_sized(reader, "0123456", 6, "no length of a company prefix");
}

static const char *take_date(struct reader *reader)
{
	const char *date = take(reader, 6);

	if (date && gs1_lint("yymmdd", 6, date, 6, reader->year))
		reader->why = "the coupon holds an impossible date";
	return date;
}

/* Both were checked, so they are digits; compared as they stand, like the reference does. */
static bool is_later(const char *a, const char *b)
{
	for (int i = 0; i < 6; i++)
		if (a[i] != b[i])
			return a[i] > b[i];
	return false;
}

const char *gs1_lint_coupon(const char *value, size_t size, int32_t year)
{
	const char *expiry = NULL, *first;
	struct reader reader;

	start(&reader, value, size, year);
	take_sized(&reader, "0123456", 6, "no length of a company prefix");
	take(&reader, 6);
	take_sized(&reader, "12345", 0, "no length of a saved value");
	take_purchase(&reader);
	if (take_option(&reader, '1')) {
		take_digit(&reader, "0123", "no additional purchase rules code");
		take_purchase(&reader);
		take_company(&reader);
	}
	if (take_option(&reader, '2')) {
		take_purchase(&reader);
		take_company(&reader);
	}
	if (take_option(&reader, '3'))
		expiry = take_date(&reader);
	if (take_option(&reader, '4')) {
		first = take_date(&reader);
		if (!reader.why && expiry && is_later(first, expiry))
			reader.why = "the coupon ends before it begins";
	}
	if (take_option(&reader, '5'))
		take_sized(&reader, "0123456789", 6, missing);
	if (take_option(&reader, '6'))
		take_sized(&reader, "1234567", 6, "no length of a retailer's number");
	if (take_option(&reader, '9')) {
		take_digit(&reader, "01256", "no saved value code");
		take_digit(&reader, "012", "the item that the saved value applies to is 0, 1 or 2");
		take(&reader, 1);
		take_digit(&reader, "01", "the do-not-multiply flag is 0 or 1");
	}
	return finish(&reader);
}

const char *gs1_lint_coupon_offer(const char *value, size_t size, int32_t year)
{
	struct reader reader;

	start(&reader, value, size, year);
	take_digit(&reader, "01", "no coupon format");
	take_sized(&reader, "0123456", 6, "no length of a funder's number");
	take(&reader, 6);
	take_sized(&reader, "0123456789", 6, missing);
	return finish(&reader);
}
