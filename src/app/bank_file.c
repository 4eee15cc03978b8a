#include "app/bank_file.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "app/import_parts.h"
#include "app/xlsx_in.h"
#include "base/day.h"

#define HEADER_ROWS_MAX 60
#define AMOUNT_MAX INT64_C(100000000000000)

/* ---- names of columns ---------------------------------------------------------------- */

enum part { DATE, TIME, CREDIT, DEBIT, AMOUNT, SIGN, PURPOSE, REFERENCE, PAYER, PAYER_ACCOUNT, ACCOUNT, PARTS };

/* As banks call them, folded: the more exact first, because the first that a file has is taken. */
static const char *const names[PARTS] = {
	[DATE] = "ngay giao dich|ngay gd|ngay thuc hien|transaction date|tnx date|trans date|ngay1|thoi gian giao dich|thoi gian|ngay gio giao dich|"
		 "ngay hach toan|ngay ghi so|posting date|booking date|ngay hieu luc|effective date|value date|ngay phat sinh|ngay kh thuc hien|requesting date|ngay|date",
	[TIME] = "gio giao dich|gio|time|transaction time",
	[CREDIT] = "so tien ghi co|phat sinh co|so phat sinh co|ghi co|so tien co|ps co|tien vao|so tien vao|so tien thu|credit amount|credit|money in|co|thu",
	[DEBIT] = "so tien ghi no|phat sinh no|so phat sinh no|ghi no|so tien no|ps no|tien ra|so tien ra|debit amount|debit|money out|no|chi",
	[AMOUNT] = "so tien giao dich|so tien|transaction amount|amount",
	[SIGN] = "d/c|dr/cr|c/d|cr/dr|no/co|co/no|+/-|thu/chi|chi/thu|ghi no/ghi co|ghi no/co|loai giao dich|loai gd|chieu giao dich|direction|type",
	[PURPOSE] = "noi dung chi tiet|noi dung giao dich|noi dung chuyen khoan|noi dung|dien giai|mo ta giao dich|mo ta|chi tiet giao dich|"
		    "transactions in detail|transaction description|transaction detail|transaction remarks|description|details|remarks|remark|narrative",
	[REFERENCE] = "so tham chieu|ma tham chieu|so but toan|but toan|ma giao dich|so giao dich|so ct|so chung tu|so hieu chung tu|ma gd|ft|"
		      "reference number|reference no|reference|ref no|ref|transaction no|transaction id|transaction code|doc no|trace|trace no",
	[PAYER] = "ten tai khoan doi ung|ten doi ung|nguoi chuyen|don vi chuyen|don vi thu huong/don vi chuyen|ten nguoi chuyen|doi tac|doi tuong|"
		  "corresponsive name|correspondent account name|remitter name|remitter's account name|remitter|payer",
	[PAYER_ACCOUNT] = "so tai khoan doi ung|tai khoan doi ung|tk doi ung|so tai khoan nguoi chuyen|tai khoan nguoi chuyen|tai khoan dich|corresponsive account|"
			  "correspondent account number|remitter account|remitter's account number|offset account",
	[ACCOUNT] = "so tai khoan|tai khoan|account number|account no|account",
};

/* In a column that says which way the money went; anything else there says nothing. */
static const char out_words[] = "d|dr|db|debit|no|ghi no|n|-|chi|out|tien ra|ra|tru|chuyen di|chuyen tien di|chuyen khoan di|rut|rut tien|phi|thu phi|"
				"money out|transfer out|withdraw|withdrawal|fee";

/* What stands in front of the account above the table. */
static const char *const account_labels[] = { "so tai khoan", "tai khoan", "account number", "account no", "account" };

static bool is_one_of(const char *list, const char *name, size_t size, size_t *rank)
{
	for (*rank = 0; *list; ++*rank) {
		size_t length = strcspn(list, "|");

		if (length == size && memcmp(list, name, size) == 0)
			return true;
		list += length + (list[length] == '|');
	}
	return false;
}

/* Folded, "Số tiền ghi có/\nCredit" is "so tien ghi co/ credit": either side may be the name, or the whole. */
static bool is_called(enum part part, const char *folded, size_t *rank)
{
	while (*folded) {
		size_t whole = strlen(folded), size = strcspn(folded, "/(\n"), trimmed = size;

		while (trimmed && folded[trimmed - 1] == ' ')
			trimmed--;
		if (is_one_of(names[part], folded, whole, rank) || is_one_of(names[part], folded, trimmed, rank))
			return true;
		folded += size + strspn(folded + size, "/() \n");
	}
	return false;
}

struct header {
	int at[PARTS];                 /* -1: none */
	size_t rank[PARTS];
};

/* A line end parts two languages as a stroke does. */
static const char *fold_name(struct arena *arena, const char *cell)
{
	char *name = arena_text(arena, cell);

	for (char *at = name; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = '/';
	return fold_cell(arena, name);
}

static bool find_header(struct arena *arena, const struct table_row *row, struct header *header)
{
	for (int part = 0; part < PARTS; part++)
		header->at[part] = -1;
	for (size_t k = 0; k < row->count; k++) {
		const char *folded = fold_name(arena, table_cell(row, k));

		for (int part = 0; part < PARTS; part++) {
			size_t rank;

			if (!is_called((enum part)part, folded, &rank) || (header->at[part] >= 0 && header->rank[part] <= rank))
				continue;
			header->at[part] = (int)k;
			header->rank[part] = rank;
		}
	}
	return header->at[DATE] >= 0 && header->at[PURPOSE] >= 0 && (header->at[CREDIT] >= 0 || header->at[AMOUNT] >= 0);
}

/* ---- cells ------------------------------------------------------------------------------ */

bool bank_amount_read(const char *text, int64_t *dong)
{
	char digits[40];
	size_t count = 0, since = 0;
	char last = 0;
	bool is_negative = false;

	*dong = 0;
	/* Accountants' brackets are a minus too. */
	while (*text == ' ' || *text == '+' || *text == '-' || *text == '(') {
		is_negative = is_negative || *text == '-' || *text == '(';
		text++;
	}
	for (; isdigit((unsigned char)*text) || ((*text == '.' || *text == ',' || *text == ' ') && count); text++) {
		if (!isdigit((unsigned char)*text)) {
			if (*text == ' ' && !isdigit((unsigned char)text[1]))
				break;
			last = *text;
			since = 0;
			continue;
		}
		if (count == sizeof(digits) - 1)
			return false;
		digits[count++] = *text;
		since++;
	}
	/* "1,234.00" and "1.234,0": what stands behind the last mark is a fraction unless it is three digits; only nought may be there. */
	if (last && since != 3) {
		if (since > 2)
			return false;
		while (since-- > 0)
			if (digits[--count] != '0')
				return false;
	}
	text += strspn(text, " )");
	if (!count || !(*text == '\0' || strncasecmp(text, "vnd", 3) == 0 || strncmp(text, "đ", 2) == 0 || strncmp(text, "₫", 3) == 0))
		return false;
	digits[count] = '\0';
	for (const char *at = digits; *at; at++) {
		*dong = *dong * 10 + (*at - '0');
		if (*dong > AMOUNT_MAX)
			return false;
	}
	if (is_negative)
		*dong = -*dong;
	return true;
}

static bool two(const char *text, int high, int *number)
{
	if (!isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[1]))
		return false;
	*number = (text[0] - '0') * 10 + (text[1] - '0');
	return *number <= high;
}

/* "14:05" or "14:05:33" at its beginning. */
static bool read_clock(const char *text, int *seconds)
{
	int hours, minutes, rest = 0;

	text += strspn(text, " ");
	if (!two(text, 23, &hours) || text[2] != ':' || !two(text + 3, 59, &minutes) || (text[5] == ':' && !two(text + 6, 59, &rest)))
		return false;
	*seconds = (hours * 60 + minutes) * 60 + rest;
	return true;
}

/* A date, perhaps a time, perhaps more behind it ("31/10/2023 5243.65937" of Vietcombank). *rest: what stands behind. */
static bool read_moment(const char *text, const char *clock, int32_t *day, int *seconds, const char **rest)
{
	char date[16] = "";
	const char *first = "";
	size_t size;

	text += strspn(text, " ");
	*seconds = 0;
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

/* ---- the table of a CSV file ------------------------------------------------------------- */

/* One cell from *at on; *at is then behind it. Lenient: statements are cut by hand. */
static const char *next_cell(const char *text, size_t size, size_t *at, char delimiter, int64_t *line, struct arena *arena)
{
	size_t began = *at, count = 0;
	char *cell;

	if (*at < size && text[*at] == '"') {
		cell = arena_take(arena, size - began < CSV_CELL_BYTES_MAX ? size - began + 1 : CSV_CELL_BYTES_MAX + 1);
		for (++*at; *at < size && count < CSV_CELL_BYTES_MAX; ++*at) {
			if (text[*at] == '"' && *at + 1 < size && text[*at + 1] == '"')
				++*at;
			else if (text[*at] == '"')
				break;
			*line += text[*at] == '\n';
			cell[count++] = text[*at] == '\r' || text[*at] == '\n' ? ' ' : text[*at];
		}
		cell[count] = '\0';
	} else {
		cell = NULL;
	}
	while (*at < size && text[*at] != delimiter && text[*at] != '\n')
		++*at;
	if (!cell) {
		count = *at - began;
		count -= count && text[*at - 1] == '\r';
		cell = arena_bytes(arena, text + began, count);
	}
	return cell;
}

static bool read_csv(const char *text, size_t size, char delimiter, struct arena *arena, struct table_cells *table, struct err *err)
{
	const char **cells = ARENA_LIST(arena, CSV_COLUMNS_MAX, const char *);
	size_t room = 256, at = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	int64_t line = 1;

	*table = (struct table_cells){ .rows = ARENA_LIST(arena, room, struct table_row) };
	while (at < size) {
		int64_t began = line;
		size_t count = 0;
		struct table_row *row;

		for (;; at++) {
			const char *cell = next_cell(text, size, &at, delimiter, &line, arena);

			if (count < CSV_COLUMNS_MAX)
				cells[count++] = cell;
			if (at >= size || text[at] != delimiter)
				break;
		}
		at++;
		line++;
		if (table->rows_count == CSV_ROWS_MAX)
			return err_set(err, ERR_LIMIT, "file", "tệp có quá 100.000 dòng; chia nhỏ rồi nhập từng phần");
		if (table->rows_count == room) {
			struct table_row *more = ARENA_LIST(arena, room * 2, struct table_row);

			memcpy(more, table->rows, room * sizeof(*more));
			table->rows = more;
			room *= 2;
		}
		row = &table->rows[table->rows_count++];
		*row = (struct table_row){ ARENA_LIST(arena, count, const char *), count, began };
		memcpy(row->cells, cells, count * sizeof(*cells));
	}
	return true;
}

/* ---- from one table to the other ------------------------------------------------------------ */

static bool has_header(struct arena *arena, const struct table_cells *table, size_t *row, struct header *header)
{
	for (*row = 0; *row < table->rows_count && *row < HEADER_ROWS_MAX; ++*row)
		if (find_header(arena, &table->rows[*row], header))
			return true;
	return false;
}

/* Six digits or more in a cell that says it is the account, or in the next ones. */
static const char *digits_of(struct arena *arena, const char *text)
{
	char *out = arena_take(arena, strlen(text) + 1);
	size_t count = 0;

	for (; *text; text++) {
		if (isdigit((unsigned char)*text))
			out[count++] = *text;
		else if (count && !strchr(" .-", *text))
			break;
		else if (count >= 6 && *text == ' ')
			break;
	}
	out[count] = '\0';
	return count >= 6 ? out : NULL;
}

static const char *find_account(struct arena *arena, const struct table_cells *table, size_t rows)
{
	for (size_t i = 0; i < rows; i++) {
		const struct table_row *row = &table->rows[i];

		for (size_t k = 0; k < row->count; k++) {
			const char *folded = fold_cell(arena, table_cell(row, k));

			for (size_t n = 0; n < COUNT_OF(account_labels); n++) {
				const char *found = NULL;

				if (strncmp(folded, account_labels[n], strlen(account_labels[n])) != 0)
					continue;
				for (size_t next = k; next < row->count && next < k + 6 && !found; next++)
					found = digits_of(arena, table_cell(row, next));
				if (found)
					return found;
			}
		}
	}
	return NULL;
}

/* A cell of the outgoing CSV: always in quotes, in one line, without what no text may hold. */
static void put(struct buf *csv, const char *text, bool is_last)
{
	buf_byte(csv, '"');
	for (; *text; text++) {
		buf_byte(csv, (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text);
		if (*text == '"')
			buf_byte(csv, '"');
	}
	buf_text(csv, is_last ? "\"\n" : "\";");
}

static const char *cell_of(const struct table_row *row, const struct header *header, enum part part)
{
	return header->at[part] < 0 ? "" : table_cell(row, (size_t)header->at[part]);
}

/* What came in by this row; 0: nothing. */
static bool amount_in(const struct table_row *row, const struct header *header, int64_t *dong)
{
	const char *text = cell_of(row, header, header->at[CREDIT] >= 0 ? CREDIT : AMOUNT);

	*dong = 0;
	text += strspn(text, " \n");
	if (!*text || strcmp(text, "-") == 0)
		return true;
	return bank_amount_read(text, dong);
}

/* One column for both ways, and another that says which. */
static bool went_out(struct arena *arena, const struct table_row *row, const struct header *header)
{
	const char *word = fold_cell(arena, cell_of(row, header, SIGN));
	size_t rank;

	return header->at[CREDIT] < 0 && is_one_of(out_words, word, strlen(word), &rank);
}

static void write_row(struct arena *arena, const struct table_row *row, const struct header *header, const char *account, struct buf *csv)
{
	const char *rest = "", *reference = cell_of(row, header, REFERENCE), *own = cell_of(row, header, ACCOUNT), *amount_text;
	int64_t amount;
	int seconds;
	int32_t day;

	if (!read_moment(cell_of(row, header, DATE), cell_of(row, header, TIME), &day, &seconds, &rest))
		return;
	amount_text = cell_of(row, header, header->at[CREDIT] >= 0 ? CREDIT : AMOUNT);
	if (amount_in(row, header, &amount)) {
		if (amount <= 0 || went_out(arena, row, header))
			return;
		amount_text = arena_format(arena, "%lld", (long long)amount);
	}
	put(csv, arena_format(arena, "%04d-%02d-%02d %02d:%02d:%02d", day / 10000, day / 100 % 100, day % 100, seconds / 3600, seconds / 60 % 60, seconds % 60), false);
	put(csv, amount_text, false);
	put(csv, cell_of(row, header, PURPOSE), false);
	/* Vietcombank's stands behind the date, in its cell. */
	put(csv, *reference && header->at[REFERENCE] != header->at[DATE] ? reference : rest, false);
	put(csv, account ? account : own, false);
	put(csv, cell_of(row, header, PAYER), false);
	put(csv, cell_of(row, header, PAYER_ACCOUNT), true);
}

static bool open_table(const char *bytes, size_t size, struct arena *arena, struct table_cells *table, size_t *row, struct header *header,
		       struct err *err)
{
	static const char delimiters[] = { ';', ',', '\t' };

	if (xlsx_is(bytes, size))
		return xlsx_read(bytes, size, arena, table, err) &&
		       (has_header(arena, table, row, header) || err_set(err, ERR_INPUT, "file", "không thấy bảng sao kê: cần các cột ngày, số tiền ghi có và nội dung"));
	if (size >= 8 && memcmp(bytes, "\xd0\xcf\x11\xe0", 4) == 0)
		return err_set(err, ERR_INPUT, "file", "đây là tệp .xls cũ; mở bằng Excel rồi lưu thành .xlsx");
	if (!text_is_utf8(bytes, size) || memchr(bytes, '\0', size))
		return err_set(err, ERR_INPUT, "file", "tệp không phải CSV dạng UTF-8; trong Excel chọn Lưu thành → .xlsx hoặc CSV UTF-8");
	for (size_t i = 0; i < COUNT_OF(delimiters); i++) {
		if (!read_csv(bytes, size, delimiters[i], arena, table, err))
			return false;
		if (has_header(arena, table, row, header))
			return true;
	}
	return err_set(err, ERR_INPUT, "file", "không thấy bảng sao kê: cần các cột ngày, số tiền ghi có và nội dung");
}

bool bank_file_read(const char *bytes, size_t size, struct arena *arena, struct buf *csv, struct err *err)
{
	struct table_cells table;
	struct header header;
	const char *account;
	size_t at = 0, before;
	int64_t line = 1;

	if (!open_table(bytes, size, arena, &table, &at, &header, err))
		return false;
	account = find_account(arena, &table, at);
	for (size_t i = at; i < table.rows_count; i++) {
		for (; line < table.rows[i].line; line++)
			buf_byte(csv, '\n');
		before = csv->size;
		if (i == at)
			buf_text(csv, "Ngày giao dịch;Số tiền ghi có;Nội dung;Số tham chiếu;Số tài khoản;Tên đối ứng;Tài khoản đối ứng\n");
		else
			write_row(arena, &table.rows[i], &header, account, csv);
		line += csv->size > before;
	}
	return !csv->full || err_set(err, ERR_LIMIT, "file", "tệp quá lớn; chia nhỏ rồi nhập từng phần");
}
