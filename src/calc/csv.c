#include "calc/csv.h"

#include <string.h>

#include "base/day.h"

/* ---- reading ---------------------------------------------------------------- */

static bool fault_at(struct csv *csv, enum csv_fault fault, int64_t line, int64_t column, enum err_code code, const char *text, struct err *err)
{
	csv->fault = fault;
	csv->fault_line = line;
	csv->fault_column = column;
	return err_set(err, code, "csv", "line %lld, column %lld: %s", (long long)line, (long long)column, text);
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Passes over one line end, CRLF as one. */
static void skip_line_end(struct csv *csv)
{
	if (csv->text[csv->at] == '\r' && csv->at + 1 < csv->size && csv->text[csv->at + 1] == '\n')
		csv->at++;
	csv->at++;
	csv->next_line++;
}

static int64_t line_of(const char *text, size_t at)
{
	int64_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n');
	return line;
}

static bool look_through(struct csv *csv, struct err *err)
{
	const char *nul;

	if (csv->size > CSV_BYTES_MAX)
		return fault_at(csv, CSV_TOO_LARGE, 0, 0, ERR_LIMIT, "larger than 8 MiB", err);
	if (csv->size >= 2 && (memcmp(csv->text, "\xff\xfe", 2) == 0 || memcmp(csv->text, "\xfe\xff", 2) == 0))
		return fault_at(csv, CSV_UTF16, 1, 0, ERR_INPUT, "UTF-16; save as CSV UTF-8", err);
	nul = csv->size ? memchr(csv->text, '\0', csv->size) : NULL;
	if (nul)
		return fault_at(csv, CSV_NUL, line_of(csv->text, (size_t)(nul - csv->text)), 0, ERR_INPUT, "a NUL byte", err);
	if (!text_is_utf8(csv->text, csv->size)) {
		size_t good = 0, bad = csv->size;

		/* The first line that is not UTF-8: a bad sequence never spans a line end. */
		while (good < bad) {
			const char *end = memchr(csv->text + good, '\n', csv->size - good);
			size_t size = end ? (size_t)(end - csv->text) + 1 - good : csv->size - good;

			if (!text_is_utf8(csv->text + good, size))
				break;
			good += size;
		}
		return fault_at(csv, CSV_NOT_UTF8, line_of(csv->text, good), 0, ERR_INPUT, "not UTF-8; save as CSV UTF-8", err);
	}
	if (csv->size >= 3 && memcmp(csv->text, "\xef\xbb\xbf", 3) == 0)
		csv->at = 3;
	return true;
}

/* What the header line has most of, outside quotes; a tab or semicolon is rarer in names than a comma. */
static char find_delimiter(const struct csv *csv)
{
	static const char known[] = "\t;,";
	size_t counts[3] = { 0 }, best = 2;
	bool quoted = false;

	for (size_t i = csv->at; i < csv->size && (quoted || !is_line_end(csv->text[i])); i++) {
		const char *one = csv->text[i] ? strchr(known, csv->text[i]) : NULL;

		if (csv->text[i] == '"')
			quoted = !quoted;
		else if (!quoted && one)
			counts[one - known]++;
	}
	for (size_t i = 3; i-- > 0;)
		if (counts[i] > 0 && counts[i] >= counts[best])
			best = i;
	return known[best];
}

struct cell {
	char *text;
	enum csv_fault fault;
};

/* Reads one cell at csv->at and stops on the delimiter, the line end, or the end. arena NULL: the cell is passed over. */
static struct cell read_cell(struct csv *csv, struct arena *arena)
{
	static char empty[1];
	size_t from = csv->at, size = 0;
	struct cell cell = { .text = empty, .fault = CSV_FINE };

	if (csv->at < csv->size && csv->text[csv->at] == '"') {
		size_t end = ++csv->at;

		while (end < csv->size && (csv->text[end] != '"' || (end + 1 < csv->size && csv->text[end + 1] == '"')))
			end += csv->text[end] == '"' ? 2 : 1;
		if (end >= csv->size) {
			csv->at = csv->size;
			cell.fault = CSV_OPEN_QUOTE;
			return cell;
		}
		if (end - csv->at > CSV_CELL_BYTES_MAX)
			arena = NULL;
		if (arena && end > csv->at)
			cell.text = arena_take(arena, end - csv->at + 1);
		for (; csv->at < end; csv->at++) {
			char c = csv->text[csv->at];

			csv->next_line += c == '\n' || (c == '\r' && csv->text[csv->at + 1] != '\n');
			csv->at += c == '"';
			if (arena)
				cell.text[size] = c;
			size++;
		}
		csv->at = end + 1;
		if (csv->at < csv->size && csv->text[csv->at] != csv->delimiter && !is_line_end(csv->text[csv->at])) {
			cell.fault = CSV_AFTER_QUOTE;
			while (csv->at < csv->size && !is_line_end(csv->text[csv->at]))
				csv->at++;
		}
	} else {
		while (csv->at < csv->size && csv->text[csv->at] != csv->delimiter && !is_line_end(csv->text[csv->at]))
			csv->at++;
		size = csv->at - from;
		if (arena && size > 0 && size <= CSV_CELL_BYTES_MAX)
			cell.text = arena_bytes(arena, csv->text + from, size);
	}
	if (cell.fault == CSV_FINE && size > CSV_CELL_BYTES_MAX)
		cell.fault = CSV_CELL_TOO_LONG;
	return cell;
}

/* Reads a row of at most cells_max cells and passes over its line end; *count may be larger than cells_max. */
static enum csv_fault read_row(struct csv *csv, struct arena *arena, const char **cells, size_t cells_max, size_t *count, size_t *fault_cell)
{
	enum csv_fault fault = CSV_FINE;

	*count = 0;
	csv->line = csv->next_line;
	for (;;) {
		struct cell cell = read_cell(csv, *count < cells_max ? arena : NULL);

		if (*count < cells_max)
			cells[*count] = cell.text;
		++*count;
		if (fault == CSV_FINE && cell.fault != CSV_FINE) {
			fault = cell.fault;
			*fault_cell = *count;
		}
		if (csv->at >= csv->size || is_line_end(csv->text[csv->at]))
			break;
		csv->at++;
	}
	if (csv->at < csv->size)
		skip_line_end(csv);
	return fault;
}

static void skip_empty_lines(struct csv *csv)
{
	while (csv->at < csv->size && is_line_end(csv->text[csv->at]))
		skip_line_end(csv);
}

/* Behind a '#'; a spreadsheet that saves it may have put quotes around. */
static bool is_remark(const struct csv *csv)
{
	const char *text = csv->text + csv->at;

	return text[0] == '#' || (text[0] == '"' && csv->at + 1 < csv->size && text[1] == '#');
}

/* What an export or a template says about itself stands above the header. */
static void skip_remarks(struct csv *csv)
{
	for (skip_empty_lines(csv); csv->at < csv->size && is_remark(csv); skip_empty_lines(csv))
		while (csv->at < csv->size && !is_line_end(csv->text[csv->at]))
			csv->at++;
}

static const char *const fault_texts[] = {
	[CSV_OPEN_QUOTE] = "a quote is not closed",
	[CSV_AFTER_QUOTE] = "text after a closing quote",
	[CSV_RAGGED] = "not as many cells as the header has",
	[CSV_CELL_TOO_LONG] = "a cell larger than 32,000 bytes",
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static const char *trim(struct arena *arena, const char *text)
{
	size_t size;

	while (is_blank(*text) || is_line_end(*text))
		text++;
	size = strlen(text);
	while (size > 0 && (is_blank(text[size - 1]) || is_line_end(text[size - 1])))
		size--;
	return arena_bytes(arena, text, size);
}

bool csv_open(struct csv *csv, const char *text, size_t size, struct arena *arena, struct err *err)
{
	const char **names = ARENA_LIST(arena, CSV_COLUMNS_MAX, const char *);
	enum csv_fault fault;
	size_t cell = 0;

	*csv = (struct csv){ .text = text, .size = size, .next_line = 1, .names = names };
	if (!look_through(csv, err))
		return false;
	skip_remarks(csv);
	if (csv->at >= csv->size)
		return fault_at(csv, CSV_EMPTY, 1, 0, ERR_INPUT, "empty", err);
	csv->delimiter = find_delimiter(csv);
	fault = read_row(csv, arena, names, CSV_COLUMNS_MAX, &csv->columns_count, &cell);
	if (fault != CSV_FINE)
		return fault_at(csv, fault, csv->line, (int64_t)cell, ERR_INPUT, fault_texts[fault], err);
	if (csv->columns_count > CSV_COLUMNS_MAX)
		return fault_at(csv, CSV_TOO_LARGE, csv->line, CSV_COLUMNS_MAX + 1, ERR_LIMIT, "more than 200 columns", err);
	for (size_t i = 0; i < csv->columns_count; i++) {
		names[i] = trim(arena, names[i]);
		for (size_t k = 0; k < i; k++)
			if (names[i][0] && strcmp(names[i], names[k]) == 0)
				return fault_at(csv, CSV_SAME_NAME, csv->line, (int64_t)i + 1, ERR_INPUT, "two columns of one name", err);
	}
	return true;
}

bool csv_next(struct csv *csv, struct arena *arena, const char ***cells, bool *found, struct err *err)
{
	enum csv_fault fault;
	size_t count, cell = 0;

	skip_empty_lines(csv);
	*found = csv->at < csv->size;
	if (!*found)
		return true;
	if (csv->rows_count == CSV_ROWS_MAX)
		return fault_at(csv, CSV_TOO_LARGE, csv->next_line, 0, ERR_LIMIT, "more than 100,000 rows", err);
	csv->rows_count++;
	*cells = ARENA_LIST(arena, csv->columns_count, const char *);
	fault = read_row(csv, arena, *cells, csv->columns_count, &count, &cell);
	if (fault == CSV_FINE && count != csv->columns_count) {
		fault = CSV_RAGGED;
		cell = count;
	}
	return fault == CSV_FINE || fault_at(csv, fault, csv->line, (int64_t)cell, ERR_INPUT, fault_texts[fault], err);
}

bool csv_can_go_on(const struct csv *csv)
{
	return csv->fault == CSV_RAGGED || csv->fault == CSV_AFTER_QUOTE || csv->fault == CSV_CELL_TOO_LONG;
}

/* ---- values ----------------------------------------------------------------- */

/* No-break spaces come along when figures are copied from web pages. */
static void strip(const char **text, size_t *size)
{
	static const char nbsp[] = "\xc2\xa0";

	*size = strlen(*text);
	for (;;) {
		if (*size > 0 && is_blank(**text))
			(*text)++, (*size)--;
		else if (*size > 1 && memcmp(*text, nbsp, 2) == 0)
			*text += 2, *size -= 2;
		else if (*size > 0 && is_blank((*text)[*size - 1]))
			(*size)--;
		else if (*size > 1 && memcmp(*text + *size - 2, nbsp, 2) == 0)
			*size -= 2;
		else
			return;
	}
}

bool csv_read_money(const char *text, struct money *money)
{
	static const char *const signs[] = { "đ", "₫", "VND", "VNĐ" };
	size_t size;
	int64_t times = 1;
	struct money read;

	strip(&text, &size);
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		size_t length = strlen(signs[i]);

		if (size > length && memcmp(text + size - length, signs[i], length) == 0) {
			size -= length;
			while (size > 0 && is_blank(text[size - 1]))
				size--;
			break;
		}
	}
	if (size > 1 && (text[size - 1] == 'k' || text[size - 1] == 'K')) {
		times = 1000;
		size--;
	}
	if (!money_read(text, size, &read) || read.dong > MONEY_MAX / times || read.dong < -MONEY_MAX / times)
		return false;
	*money = MONEY(read.dong * times);
	return true;
}

bool csv_read_qty(const char *text, int64_t *qty_milli)
{
	size_t size;

	strip(&text, &size);
	return qty_read(text, size, qty_milli);
}

bool csv_read_percent(const char *text, int64_t *ppm)
{
	int64_t value = 0;
	size_t size, digits = 0, decimals = 0;
	bool comma = false;

	strip(&text, &size);
	if (size > 0 && text[size - 1] == '%') {
		size--;
		while (size > 0 && is_blank(text[size - 1]))
			size--;
	}
	for (size_t i = 0; i < size; i++) {
		if (text[i] == ',' && !comma && digits > 0) {
			comma = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9' || digits == 10)
			return false;
		value = value * 10 + (text[i] - '0');
		digits++;
		decimals += comma;
	}
	if (digits == 0 || decimals > 4 || (comma && decimals == 0))
		return false;
	for (; decimals < 4; decimals++)
		value *= 10;
	if (value > PPM)
		return false;
	*ppm = value;
	return true;
}

bool csv_read_day(const char *text, int32_t *day)
{
	size_t size;
	char whole[DAY_TEXT_SIZE];
	size_t at = 0, from = 0;

	strip(&text, &size);
	/* 1/8/2026 is made 01/08/2026. */
	for (size_t i = 0; i <= size; i++) {
		if (i < size && text[i] != '/')
			continue;
		if (i - from == 1 && i < size) {
			if (at + 1 >= sizeof(whole))
				return false;
			whole[at++] = '0';
		}
		for (size_t k = from; k < (i < size ? i + 1 : i); k++) {
			if (at + 1 >= sizeof(whole))
				return false;
			whole[at++] = text[k];
		}
		from = i + 1;
	}
	whole[at] = '\0';
	return day_read(whole, day);
}

/* ---- formulas ---------------------------------------------------------------- */

bool csv_is_formula(const char *text)
{
	static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

	while (is_blank(*text) || is_line_end(*text) || strncmp(text, "\xc2\xa0", 2) == 0)
		text += is_blank(*text) || is_line_end(*text) ? 1 : 2;
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (strncmp(text, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* An apostrophe of the text's own is guarded too, else it would be taken off when read. */
static bool needs_guard(const char *text)
{
	return text[0] == '\'' || csv_is_formula(text);
}

const char *csv_plain(struct arena *arena, const char *text)
{
	char *plain = arena_text(arena, trim(arena, text));
	size_t kept = 0;

	if (plain[0] == '\'' && needs_guard(plain + 1))
		plain++;
	for (size_t i = 0; plain[i]; i++)
		if (plain[i] != '\r' || plain[i + 1] != '\n')
			plain[kept++] = plain[i];
	plain[kept] = '\0';
	return plain;
}

/* ---- writing ---------------------------------------------------------------- */

void csv_begin(struct csv_out *out, struct buf *buf, char delimiter)
{
	*out = (struct csv_out){ .buf = buf, .delimiter = delimiter };
	buf_text(buf, "\xef\xbb\xbf");
}

static void begin_cell(struct csv_out *out)
{
	if (out->in_row)
		buf_byte(out->buf, out->delimiter);
	out->in_row = true;
}

void csv_text(struct csv_out *out, const char *text)
{
	bool guard, quotes;
	size_t size;

	begin_cell(out);
	if (!text || !*text)
		return;
	size = strlen(text);
	guard = needs_guard(text);
	quotes = strpbrk(text, "\",;\t\r\n") || is_blank(text[0]) || is_blank(text[size - 1]);
	if (quotes)
		buf_byte(out->buf, '"');
	if (guard)
		buf_byte(out->buf, '\'');
	for (const char *c = text; *c; c++) {
		if (*c == '"')
			buf_byte(out->buf, '"');
		buf_byte(out->buf, *c);
	}
	if (quotes)
		buf_byte(out->buf, '"');
}

void csv_i64(struct csv_out *out, int64_t value)
{
	begin_cell(out);
	buf_i64(out->buf, value);
}

void csv_money(struct csv_out *out, struct money money)
{
	csv_i64(out, money.dong);
}

static void number_text(struct csv_out *out, const char *text)
{
	bool quotes = strchr(text, out->delimiter) != NULL;

	begin_cell(out);
	if (quotes)
		buf_byte(out->buf, '"');
	buf_text(out->buf, text);
	if (quotes)
		buf_byte(out->buf, '"');
}

void csv_qty(struct csv_out *out, int64_t qty_milli)
{
	char text[24];

	qty_write(qty_milli, text, sizeof(text));
	number_text(out, text);
}

void csv_percent(struct csv_out *out, int64_t ppm)
{
	char text[24], *end = text;
	int64_t whole = ppm / 10000, rest = ppm % 10000, step = 1000;

	for (int64_t unit = 100; unit > 0; unit /= 10)
		if (whole >= unit || unit == 1)
			*end++ = (char)('0' + whole / unit % 10);
	if (rest)
		*end++ = ',';
	for (; rest; step /= 10) {
		*end++ = (char)('0' + rest / step);
		rest %= step;
	}
	*end++ = '%';
	*end = '\0';
	number_text(out, text);
}

void csv_day(struct csv_out *out, int32_t day)
{
	char text[DAY_TEXT_SIZE];

	begin_cell(out);
	if (day == 0)
		return;
	day_write_vn(day, text);
	buf_text(out->buf, text);
}

void csv_end_row(struct csv_out *out)
{
	buf_text(out->buf, "\r\n");
	out->in_row = false;
}
