#include "app/bank_cell.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/day.h"
#include "base/text.h"
#include "calc/csv.h"

#define AMOUNT_MAX INT64_C(100000000000000)
#define DIGITS_MAX 24
#define GROUPS_MAX 12
#define SERIAL_OF_2000 36526           /* days of a spreadsheet */
#define SERIAL_OF_2100 73051

/* ---- which way ------------------------------------------------------------------------- */

/* "n" and "c" are how some write nợ and có; credit and debit are the bank's: a credit is the customer's money. */
static const char in_words[] = "c|cr|co|ghi co|phat sinh co|credit|+|in|vao|thu|tien vao|nhan|nhan tien|nhan chuyen khoan|nop|nop tien|nop tien mat|chuyen den|"
			       "chuyen tien den|chuyen khoan den|tien den|bao co|cong|money in|transfer in|deposit|incoming";
static const char out_words[] = "d|dr|db|debit|no|ghi no|phat sinh no|n|-|\xe2\x88\x92|chi|out|tien ra|ra|tru|chuyen di|chuyen tien di|chuyen khoan di|tien di|bao no|rut|"
				"rut tien|rut tien mat|phi|thu phi|money out|transfer out|withdraw|withdrawal|fee|outgoing";

static bool is_one_of(const char *list, const char *word, size_t size)
{
	while (*list) {
		size_t length = strcspn(list, "|");

		if (length == size && memcmp(list, word, size) == 0)
			return true;
		list += length + (list[length] == '|');
	}
	return false;
}

static enum bank_way way_of_word(const char *word, size_t size)
{
	return is_one_of(in_words, word, size) ? BANK_WAY_IN : is_one_of(out_words, word, size) ? BANK_WAY_OUT : BANK_WAY_UNKNOWN;
}

enum bank_way bank_way_of(const char *folded)
{
	enum bank_way way = way_of_word(folded, strlen(folded));
	const char *at = folded;

	if (!*folded || way != BANK_WAY_UNKNOWN)
		return *folded ? way : BANK_WAY_SILENT;
	/* "Có/CR", "Tiền vào (+)": in two languages or twice, and every piece must say the same. */
	for (bool is_first = true; *at; is_first = false) {
		size_t size = strcspn(at, "/()"), end = size;
		enum bank_way piece;

		while (end && at[end - 1] == ' ')
			end--;
		piece = way_of_word(at, end);
		if (!is_first && piece != way)
			return BANK_WAY_UNKNOWN;
		way = piece;
		at += size + strspn(at + size, "/() ");
	}
	return way;
}

/* ---- amounts ----------------------------------------------------------------------------- */

static size_t blank_size(const char *text)
{
	static const char *const blanks[] = { " ", "\t", "\n", "\xc2\xa0", "\xe2\x80\xaf", "\xe2\x80\x89" };

	for (size_t i = 0; i < COUNT_OF(blanks); i++)
		if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
			return strlen(blanks[i]);
	return 0;
}

/* What may stand before and behind the digits, the longer ones first. */
static const struct mark {
	const char *text;
	enum bank_way way;
	bool is_end;                   /* behind the digits alone */
} marks[] = {
	{ "+", BANK_WAY_IN, false }, { "-", BANK_WAY_OUT, false }, { "\xe2\x88\x92", BANK_WAY_OUT, false }, { "(", BANK_WAY_OUT, false },
	{ ")", BANK_WAY_SILENT, true }, { "vnđ", BANK_WAY_SILENT, false }, { "vnĐ", BANK_WAY_SILENT, false }, { "vnd", BANK_WAY_SILENT, false },
	{ "đồng", BANK_WAY_SILENT, true }, { "đ", BANK_WAY_SILENT, true }, { "₫", BANK_WAY_SILENT, false }, { "cr", BANK_WAY_IN, true },
	{ "dr", BANK_WAY_OUT, true },
};

/* *way: UNKNOWN where two signs say two things. */
static const char *skip_marks(const char *text, bool is_end, enum bank_way *way)
{
	for (;;) {
		const struct mark *mark = NULL;
		size_t blank = blank_size(text);

		for (size_t i = 0; i < COUNT_OF(marks) && !blank && !mark; i++)
			if ((is_end || !marks[i].is_end) && strncasecmp(text, marks[i].text, strlen(marks[i].text)) == 0)
				mark = &marks[i];
		if (!blank && !mark)
			return text;
		if (mark && mark->way)
			*way = *way == BANK_WAY_SILENT || *way == mark->way ? mark->way : BANK_WAY_UNKNOWN;
		text += blank ? blank : strlen(mark->text);
	}
}

struct groups {
	char digits[DIGITS_MAX + 1];
	size_t digits_count, sizes[GROUPS_MAX], count;
	char parting[GROUPS_MAX];      /* in front of the group; of the first none */
};

static const char *read_groups(const char *text, struct groups *groups)
{
	while (isdigit((unsigned char)*text) && groups->count < GROUPS_MAX) {
		size_t blank, *size = &groups->sizes[groups->count++];

		for (; isdigit((unsigned char)*text) && groups->digits_count < DIGITS_MAX; text++, ++*size)
			groups->digits[groups->digits_count++] = *text;
		blank = blank_size(text);
		if (groups->count == GROUPS_MAX || (*text != '.' && *text != ',' && !blank) || !isdigit((unsigned char)text[blank ? blank : 1]))
			break;
		groups->parting[groups->count] = blank ? ' ' : *text;
		text += blank ? blank : 1;
	}
	return text;
}

/* Thousands: one to three digits, then threes, with one mark between. */
static bool are_thousands(const struct groups *groups, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (groups->sizes[i] != 3 || groups->parting[i] != groups->parting[1])
			return false;
	return count == 1 || (groups->sizes[0] <= 3 && groups->digits[0] != '0');
}

/* "1.234.567", "1,234,567.00", "1234567.0": a fraction may only be nought; of "145.000" the three are thousands. */
static bool has_fraction(const struct groups *groups, bool *has)
{
	size_t last = groups->count - 1, size = groups->sizes[last];

	*has = false;
	if (are_thousands(groups, groups->count))
		return true;
	*has = true;
	return last > 0 && groups->parting[last] != ' ' && (size < 3 || (size == 3 && last > 1)) &&
	       (last == 1 || groups->parting[last] != groups->parting[1]) && are_thousands(groups, last) &&
	       strspn(groups->digits + groups->digits_count - size, "0") == size;
}

bool bank_amount_read(const char *text, int64_t *dong, enum bank_way *way)
{
	struct groups groups = { .count = 0 };
	bool has;

	*dong = 0;
	*way = BANK_WAY_SILENT;
	text = read_groups(skip_marks(text, false, way), &groups);
	text = skip_marks(text, true, way);
	if (*text || !groups.count || groups.digits_count == DIGITS_MAX || *way == BANK_WAY_UNKNOWN || !has_fraction(&groups, &has))
		return false;
	if (has)
		groups.digits[groups.digits_count - groups.sizes[groups.count - 1]] = '\0';
	for (const char *at = groups.digits; *at; at++) {
		*dong = *dong * 10 + (*at - '0');
		if (*dong > AMOUNT_MAX)
			return false;
	}
	if (*way == BANK_WAY_OUT)
		*dong = -*dong;
	return true;
}

/* ---- moments ------------------------------------------------------------------------------ */

static bool two(const char *text, int high, int *number)
{
	if (!isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[1]))
		return false;
	*number = (text[0] - '0') * 10 + (text[1] - '0');
	return *number <= high;
}

/* "14:05", "9:05:33", "02:05:33 PM", "2:05 CH" (chiều) at its beginning. */
static bool read_clock(const char *text, int *seconds)
{
	int hours, minutes, rest = 0;

	text += strspn(text, " ");
	if (isdigit((unsigned char)text[0]) && text[1] == ':') {
		hours = text[0] - '0';
		text += 2;
	} else if (two(text, 23, &hours) && text[2] == ':') {
		text += 3;
	} else {
		return false;
	}
	if (!two(text, 59, &minutes) || (text[2] == ':' && !two(text + 3, 59, &rest)))
		return false;
	text += text[2] == ':' ? 5 : 2;
	text += strspn(text, " ");
	if (hours <= 12 && (strncasecmp(text, "pm", 2) == 0 || strncasecmp(text, "ch", 2) == 0))
		hours = hours % 12 + 12;
	else if (hours == 12 && (strncasecmp(text, "am", 2) == 0 || strncasecmp(text, "sa", 2) == 0))
		hours = 0;
	*seconds = (hours * 60 + minutes) * 60 + rest;
	return true;
}

/* A cell that lost its form: days since 1899-12-30, and the time of day behind the point. */
static bool read_serial(const char *text, int32_t *day, int *seconds)
{
	int64_t days = 0, part = 0, unit = 1;
	size_t size = strspn(text, "0123456789");

	for (size_t i = 0; i < size && size == 5; i++)
		days = days * 10 + (text[i] - '0');
	text += size;
	if (days < SERIAL_OF_2000 || days >= SERIAL_OF_2100)
		return false;
	if (*text == '.' || *text == ',')
		for (text++; isdigit((unsigned char)*text); text++)
			if (unit < INT64_C(10000000000)) {
				part = part * 10 + (*text - '0');
				unit *= 10;
			}
	if (text[strspn(text, " ")])
		return false;
	*seconds = (int)((part * 86400 + unit / 2) / unit);
	/* A day's end that came out a hair short. */
	*day = day_add(20000101, (int32_t)(days - SERIAL_OF_2000 + *seconds / 86400));
	*seconds %= 86400;
	return true;
}

bool bank_moment_read(const char *text, const char *clock, int32_t *day, int *seconds, const char **rest)
{
	char date[16] = "";
	const char *first = "";
	size_t size;

	text += strspn(text, " ");
	*seconds = 0;
	*rest = "";
	if (read_serial(text, day, seconds)) {
		if (*seconds == 0 && clock)
			(void)!read_clock(clock, seconds);
		return true;
	}
	/* "14:05:33 22/11/2026": the clock stands first. */
	if (read_clock(text, seconds)) {
		first = text;
		text += strcspn(text, " \n");
		text += strspn(text, " \n-");
	}
	size = strcspn(text, " \nT");
	if (size >= sizeof(date))
		return false;
	for (size_t i = 0; i < size; i++)
		date[i] = text[i] == '-' || text[i] == '.' ? '/' : text[i];
	/* 2026-11-22 keeps its dashes. */
	if (size == 10 && (text[4] == '-' || text[4] == '/'))
		for (size_t i = 0; i < size; i++)
			date[i] = text[i] == '/' ? '-' : text[i];
	if (!csv_read_day(date, day))
		return false;
	*rest = text + size + strspn(text + size, " \nT");
	if (read_clock(*rest, seconds))
		*rest = "";
	else if (clock && !*first)
		(void)!read_clock(clock, seconds);
	return true;
}

/* ---- the older code page ---------------------------------------------------------------------- */

/* Windows-1258 from 0x80 on (Unicode's own table of it); tones are marks behind their letter. 0: no letter. */
static const uint16_t letters_1258[128] = {
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0, 0x2039, 0x0152, 0, 0, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0, 0x203a, 0x0153, 0, 0, 0x0178,
	0x00a0, 0x00a1, 0x00a2, 0x00a3, 0x00a4, 0x00a5, 0x00a6, 0x00a7, 0x00a8, 0x00a9, 0x00aa, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
	0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7, 0x00b8, 0x00b9, 0x00ba, 0x00bb, 0x00bc, 0x00bd, 0x00be, 0x00bf,
	0x00c0, 0x00c1, 0x00c2, 0x0102, 0x00c4, 0x00c5, 0x00c6, 0x00c7, 0x00c8, 0x00c9, 0x00ca, 0x00cb, 0x0300, 0x00cd, 0x00ce, 0x00cf,
	0x0110, 0x00d1, 0x0309, 0x00d3, 0x00d4, 0x01a0, 0x00d6, 0x00d7, 0x00d8, 0x00d9, 0x00da, 0x00db, 0x00dc, 0x01af, 0x0303, 0x00df,
	0x00e0, 0x00e1, 0x00e2, 0x0103, 0x00e4, 0x00e5, 0x00e6, 0x00e7, 0x00e8, 0x00e9, 0x00ea, 0x00eb, 0x0301, 0x00ed, 0x00ee, 0x00ef,
	0x0111, 0x00f1, 0x0323, 0x00f3, 0x00f4, 0x01a1, 0x00f6, 0x00f7, 0x00f8, 0x00f9, 0x00fa, 0x00fb, 0x00fc, 0x01b0, 0x20ab, 0x00ff,
};

bool bank_text_1258(const char *bytes, size_t size, struct arena *arena, const char **text, size_t *text_size)
{
	char *out = arena_take(arena, size * 3 + 1);
	size_t count = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		unsigned letter = byte < 0x80 ? byte : letters_1258[byte - 0x80];

		if (!letter)
			return false;
		if (letter < 0x80) {
			out[count++] = (char)letter;
		} else if (letter < 0x800) {
			out[count++] = (char)(0xc0 | letter >> 6);
			out[count++] = (char)(0x80 | (letter & 0x3f));
		} else {
			out[count++] = (char)(0xe0 | letter >> 12);
			out[count++] = (char)(0x80 | (letter >> 6 & 0x3f));
			out[count++] = (char)(0x80 | (letter & 0x3f));
		}
	}
	out[count] = '\0';
	*text = out;
	*text_size = count;
	return true;
}
