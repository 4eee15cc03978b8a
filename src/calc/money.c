#include "calc/money.h"

#include <assert.h>
#include <stdio.h>

#include "base/text.h"

/* MONEY_MAX squared, and a split's total times a weight, pass 64 bits. */
__extension__ typedef __int128 wide;

bool money_add(struct money a, struct money b, struct money *sum)
{
	int64_t dong;

	if (__builtin_add_overflow(a.dong, b.dong, &dong) || dong > MONEY_MAX || dong < -MONEY_MAX)
		return false;
	sum->dong = dong;
	return true;
}

static int64_t narrow(wide value)
{
	assert(value >= INT64_MIN && value <= INT64_MAX);
	return (int64_t)value;
}

int64_t money_scale(int64_t a, int64_t numerator, int64_t denominator)
{
	wide product = (wide)a * numerator;
	wide quotient, rest;

	assert(denominator > 0);
	quotient = product / denominator;
	rest = product % denominator;
	if (rest < 0)
		rest = -rest;
	if (rest >= denominator - rest)
		quotient += product < 0 ? -1 : 1;
	return narrow(quotient);
}

int64_t money_scale_down(int64_t a, int64_t numerator, int64_t denominator)
{
	assert(denominator > 0);
	return narrow((wide)a * numerator / denominator);
}

bool money_of_qty(struct money price, int64_t qty_milli, struct money *amount)
{
	assert(price.dong >= 0 && price.dong <= MONEY_MAX);
	assert(qty_milli > 0 && qty_milli <= QTY_MILLI_MAX);
	if (price.dong > MONEY_MAX * 1000 / qty_milli)
		return false;
	amount->dong = money_scale(price.dong, qty_milli, 1000);
	return true;
}

/* The lowest value with no more than `left` remainders above it; remainders are below high. */
static int64_t threshold(const struct money *remainders, size_t count, size_t left, int64_t high)
{
	int64_t low = 0;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		size_t above = 0;

		for (size_t i = 0; i < count; i++)
			above += remainders[i].dong > middle;
		if (above <= left)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void money_split(struct money total, const int64_t *weights, size_t count, struct money *parts)
{
	bool minus = total.dong < 0;
	int64_t amount = minus ? -total.dong : total.dong;
	int64_t sum = 0, given = 0, edge;
	size_t left, above = 0;

	assert(count >= 1);
	assert(amount <= MONEY_MAX);
	for (size_t i = 0; i < count; i++) {
		assert(weights[i] >= 0 && weights[i] <= MONEY_MAX);
		assert(!__builtin_add_overflow(sum, weights[i], &sum));
	}
	assert(sum > 0 && sum <= MONEY_MAX * 1000);
	/* The remainders wait in the parts themselves, so that no memory is needed for any count. */
	for (size_t i = 0; i < count; i++) {
		wide product = (wide)amount * weights[i];

		given += (int64_t)(product / sum);
		parts[i].dong = (int64_t)(product % sum);
	}
	left = (size_t)(amount - given);
	assert(left < count);
	edge = threshold(parts, count, left, sum);
	for (size_t i = 0; i < count; i++)
		above += parts[i].dong > edge;
	left -= above;
	for (size_t i = 0; i < count; i++) {
		int64_t part = (int64_t)((wide)amount * weights[i] / sum);

		if (parts[i].dong > edge) {
			part++;
		} else if (parts[i].dong == edge && left > 0) {
			part++;
			left--;
		}
		parts[i].dong = minus ? -part : part;
	}
	assert(left == 0);
}

void money_write_plain(struct money money, char *text, size_t size)
{
	uint64_t amount = money.dong < 0 ? (uint64_t)0 - (uint64_t)money.dong : (uint64_t)money.dong;
	char turned[32];
	size_t at = sizeof(turned);
	int digits = 0;

	turned[--at] = '\0';
	do {
		if (digits > 0 && digits % 3 == 0)
			turned[--at] = '.';
		turned[--at] = (char)('0' + amount % 10);
		amount /= 10;
		digits++;
	} while (amount > 0);
	if (money.dong < 0)
		turned[--at] = '-';
	snprintf(text, size, "%s", turned + at);
}

void money_write(struct money money, char *text, size_t size)
{
	char plain[32];

	money_write_plain(money, plain, sizeof(plain));
	snprintf(text, size, "%s ₫", plain);
}

struct money_said money_said(struct money money)
{
	struct money_said said;

	money_write(money, said.text, sizeof(said.text));
	return said;
}

bool money_read(const char *text, size_t size, struct money *money)
{
	char digits[20];
	size_t count = 0, first_dot = 0, since_dot = 0, start = size > 0 && text[0] == '-';
	int64_t dong;

	for (size_t i = 0; i < size; i++) {
		if (text[i] == '.') {
			/* Groups of three; the first of one to three. */
			if (first_dot ? since_dot != 3 : i == start || i - start > 3)
				return false;
			first_dot = i;
			since_dot = 0;
			continue;
		}
		if (count == sizeof(digits))
			return false;
		digits[count++] = text[i];
		since_dot++;
	}
	if (first_dot && (since_dot != 3 || digits[start] == '0'))
		return false;
	if (!text_read_i64(digits, count, &dong) || dong > MONEY_MAX || dong < -MONEY_MAX)
		return false;
	money->dong = dong;
	return true;
}

bool qty_read(const char *text, size_t size, int64_t *qty_milli)
{
	size_t start = size > 0 && text[0] == '-', whole = start, decimals;
	int64_t units, milli = 0;

	while (whole < size && text[whole] != ',')
		whole++;
	decimals = whole < size ? size - whole - 1 : 0;
	if ((whole < size && decimals == 0) || decimals > 3)
		return false;
	if (!text_read_i64(text + start, whole - start, &units) || units < 0 || units > QTY_MILLI_MAX / 1000)
		return false;
	for (size_t i = 0; i < 3; i++) {
		char c = i < decimals ? text[whole + 1 + i] : '0';

		if (c < '0' || c > '9')
			return false;
		milli = milli * 10 + (c - '0');
	}
	milli += units * 1000;
	if (milli > QTY_MILLI_MAX || (milli == 0 && start))
		return false;
	*qty_milli = start ? -milli : milli;
	return true;
}

void qty_write(int64_t qty_milli, char *text, size_t size)
{
	uint64_t amount = qty_milli < 0 ? (uint64_t)0 - (uint64_t)qty_milli : (uint64_t)qty_milli;
	const char *minus = qty_milli < 0 ? "-" : "";
	unsigned milli = (unsigned)(amount % 1000);
	unsigned long long units = amount / 1000;

	if (milli == 0)
		snprintf(text, size, "%s%llu", minus, units);
	else if (milli % 100 == 0)
		snprintf(text, size, "%s%llu,%u", minus, units, milli / 100);
	else if (milli % 10 == 0)
		snprintf(text, size, "%s%llu,%02u", minus, units, milli / 10);
	else
		snprintf(text, size, "%s%llu,%03u", minus, units, milli);
}
